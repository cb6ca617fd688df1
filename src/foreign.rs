//! Files that are neither forms nor reports of this program, told by their first bytes.

use crate::finding::Complaint;

/// Bytes in which a kind shows.
const HEAD: usize = 4096;

const AS_WORKBOOK: &str = "用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”，再检查一次";
const A_PDF: &str = "填报表是 .xlsx 或 .yaml；要核对生成的 PDF，用 nianbao verify";
const A_FORM: &str = "请填写 nianbao new 生成的填报表（.xlsx 或 .yaml）";

/// What a file is that some other program wrote, and the way on; none where it may be a text.
pub(crate) fn foreign(bytes: &[u8]) -> Option<Complaint> {
    if bytes.starts_with(b"%PDF-") {
        return Some(Complaint::fixed("这是 PDF 文件，不是填报表", A_PDF));
    }
    if bytes.starts_with(br"{\rtf") {
        return Some(Complaint::fixed("这是 RTF 文档，不是填报表", A_FORM));
    }
    if is_picture(bytes) {
        return Some(Complaint::fixed("这是图片，不是填报表", A_FORM));
    }
    foreign_text(&FileHead::of(bytes))
}

/// The same for what begins as a text.
fn foreign_text(head: &FileHead) -> Option<Complaint> {
    if head.has("urn:schemas-microsoft-com:office:spreadsheet") || head.has("excel.sheet") {
        let message = "这是 Excel 2003 的 XML 表格，读不了";
        return Some(Complaint::fixed(message, AS_WORKBOOK));
    }
    if head.has("word.document") || head.has("schemas.microsoft.com/office/word") {
        let message = "这是 Word 的 XML 文档，不是填报表";
        return Some(Complaint::fixed(message, A_FORM));
    }
    let tags = ["<!doctype html", "<html", "<table"];
    if tags.iter().any(|tag| head.starts_with(tag)) {
        let message = "这是网页（办公系统导出的“Excel”多是这样），不是工作簿";
        return Some(Complaint::fixed(message, AS_WORKBOOK));
    }
    if head.starts_with("mime-version:") || head.has("content-type: multipart/related") {
        let message = "这是单个文件网页（.mht），不是工作簿";
        return Some(Complaint::fixed(message, AS_WORKBOOK));
    }
    if head.starts_with("<?xml") {
        return Some(Complaint::fixed("这是 XML 文件，不是填报表", A_FORM));
    }
    head.is_csv()
        .then(|| Complaint::fixed("这是 CSV 表格，读不了", AS_WORKBOOK))
}

fn is_picture(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 5] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM6", b"II*\0"];
    starts.iter().any(|start| bytes.starts_with(start))
}

/// The beginning of a text in small letters, whatever its encoding.
struct FileHead(String);

impl FileHead {
    fn of(bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(HEAD)];
        // Of UTF-16 only the letters of ASCII are asked for.
        let letters = head
            .iter()
            .filter(|byte| **byte != 0)
            .map(u8::to_ascii_lowercase);
        let letters: Vec<u8> = letters.collect();
        let text = String::from_utf8_lossy(&letters);
        Self(
            text.trim_start_matches(|c: char| c.is_whitespace() || "\u{feff}\u{fffd}".contains(c))
                .to_owned(),
        )
    }

    fn starts_with(&self, words: &str) -> bool {
        self.0.starts_with(words)
    }

    fn has(&self, words: &str) -> bool {
        self.0.contains(words)
    }

    /// Whether the first lines are values between commas or tabs and none is a key of YAML or JSON.
    fn is_csv(&self) -> bool {
        let filled = self.0.lines().filter(|line| !line.trim().is_empty());
        let lines: Vec<&str> = filled.take(4).collect();
        lines.len() >= 2 && lines.iter().all(|line| holds_values(line))
    }
}

/// Whether a line is values between commas or tabs.
fn holds_values(line: &str) -> bool {
    let is_keyed = line.contains(": ") || line.ends_with(':') || line.contains(['{', '[', '#']);
    line.contains([',', '\t']) && !is_keyed && !line.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let message = foreign(bytes).map_or(String::new(), |complaint| complaint.message.into());
        assert!(
            message.contains(expected) && message.is_empty() == expected.is_empty(),
            "{message}"
        );
    }

    #[test]
    fn kinds() {
        check(b"%PDF-1.7\n", "PDF");
        check(br"{\rtf1\ansi", "RTF");
        check(b"\x89PNG\r\n", "图片");
        check(
            b"\xEF\xBB\xBF<html xmlns:o=\"urn\"><table><tr><td>1</td>",
            "网页",
        );
        check(b"\n <!DOCTYPE HTML><html>", "网页");
        check(
            b"MIME-Version: 1.0\nContent-Type: multipart/related",
            ".mht",
        );
        check(
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>",
            "Excel 2003",
        );
        let wide: Vec<u8> = "\u{feff}<table border=1>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&wide, "网页");
        check("项目,自然人,总计\n新收,770,789\n".as_bytes(), "CSV");
        check("机关,某某局\n年度,2023\n说明,甲，乙\n".as_bytes(), "CSV");
        check("项目\t自然人\t总计\n新收\t770\t789\n".as_bytes(), "CSV");
        check(
            "格式: 2021\n年度: 2023\n申请:\n  新收: [770, 17, 0, 0, 0, 2]\n".as_bytes(),
            "",
        );
        check(b"{\"a\": [1,2,3],\n \"b\": [1,2,3]}", "");
        check(
            "张家港市人民政府2023年政府信息公开工作年度报告\n\n　　根据条例，编制本报告，并公布。"
                .as_bytes(),
            "",
        );
        check(b"", "");
    }
}
