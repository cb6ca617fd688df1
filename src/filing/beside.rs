//! Files beside a form that hold a part of it: texts, the ledger, pictures.

use super::world::{Name, World};
use crate::document::{PictureFault, Pictures};
use crate::finding::Complaint;
use crate::form::bytes::decode;
use crate::form::{Attached, AttachedContent};

/// Rows that a table beside a form may have.
const MAX_ROWS: usize = 25_000;

/// The files in a form's folder or below it.
pub struct Beside<'a> {
    /// The world that has them.
    pub world: &'a dyn World,
    /// The form.
    pub form: &'a Name,
}

impl Pictures for Beside<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, PictureFault> {
        let Some(name) = self.form.beside(path) else {
            return Err(PictureFault::Unread(
                "它不在填报表所在的文件夹里".to_owned(),
            ));
        };
        let bytes = self
            .world
            .read(&name)
            .map_err(|why| PictureFault::Unread(why.to_string()))?;
        Ok(bytes.into_owned())
    }
}

impl Attached for Beside<'_> {
    fn content(&self, _: &str, name: &str) -> Result<AttachedContent, Complaint> {
        let outside = Complaint::fixed(
            "它不在填报表所在的文件夹里",
            "把它拷到填报表旁边，这里只写文件名",
        );
        let beside = self.form.beside(name).ok_or(outside)?;
        let bytes = self
            .world
            .read(&beside)
            .map_err(|why| Complaint::new(why.to_string(), "核对文件名；文件要放在填报表旁边"))?;
        let (_, kind) = name.rsplit_once('.').unwrap_or_default();
        match kind.to_lowercase().as_str() {
            "docx" => words_of(name, &bytes),
            "txt" => Ok(AttachedContent::Text {
                paragraphs: lines(name, &bytes)?.lines().map(str::to_owned).collect(),
                left_out: Vec::new(),
                tracked: false,
            }),
            "csv" => rows_of(&lines(name, &bytes)?),
            _ => Err(Complaint::fixed(
                "不认得这种文件",
                "文字用 .docx 或 .txt，台账用 .csv；.doc 先在 Word 或 WPS 里另存为 .docx",
            )),
        }
    }
}

/// A text file's words.
fn lines(name: &str, bytes: &[u8]) -> Result<String, Complaint> {
    let decoded = decode(&name.into(), bytes);
    let decoded = decoded.map_err(|fault| Complaint::new(fault.message, fault.hint))?;
    Ok(decoded.text.replace("\r\n", "\n"))
}

/// The paragraphs of a Word file, and what else it holds.
#[cfg(feature = "readback")]
fn words_of(name: &str, bytes: &[u8]) -> Result<AttachedContent, Complaint> {
    use crate::file::Format;
    use crate::readback::{ContentBlock, TRACKED_CHANGES, read};

    if !bytes.starts_with(b"PK") {
        let message = "它不是 .docx，只是名字像";
        return Err(Complaint::fixed(
            message,
            "在 Word 或 WPS 里打开，另存为 .docx",
        ));
    }
    let content = match read(name, Format::Docx, bytes) {
        Ok(content) => content,
        Err(finding) => {
            let way = "在 Word 或 WPS 里打开，另存为 .docx，再检查一次";
            return Err(Complaint::new(finding.message, way));
        }
    };
    let mut paragraphs = Vec::new();
    let (mut tables, mut pictures) = (0, 0);
    for block in content.blocks {
        match block {
            ContentBlock::Line(line) => paragraphs.extend(line.text.lines().map(str::to_owned)),
            ContentBlock::Table(_) => tables += 1,
            ContentBlock::Figure(_) => pictures += 1,
        }
    }
    let mut left_out = Vec::new();
    if tables > 0 {
        left_out.push(format!(" {tables} 张表"));
    }
    if pictures > 0 {
        left_out.push(format!(" {pictures} 张图"));
    }
    let mut tracked = false;
    for stray in content.strays {
        if stray.what == TRACKED_CHANGES {
            tracked = true;
            continue;
        }
        let words = stray.what.to_owned();
        if !left_out.contains(&words) {
            left_out.push(words);
        }
    }
    Ok(AttachedContent::Text {
        paragraphs,
        left_out,
        tracked,
    })
}

/// A program that was built without the readers of finished files says so.
#[cfg(not(feature = "readback"))]
fn words_of(_: &str, _: &[u8]) -> Result<AttachedContent, Complaint> {
    Err(Complaint::fixed(
        "这个程序不读 Word 文件",
        "把文字另存为 .txt",
    ))
}

/// The rows of a table whose fields are parted by commas, tabs or semicolons.
fn rows_of(text: &str) -> Result<AttachedContent, Complaint> {
    let head = text.lines().next().unwrap_or_default();
    let separator = [',', '\t', ';']
        .into_iter()
        .max_by_key(|mark| head.matches(*mark).count());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.map_or(b',', |mark| mark as u8))
        .from_reader(text.as_bytes());
    // What one that is not closed swallows would be lost in silence.
    if text.matches('"').count() % 2 == 1 {
        let line = text
            .lines()
            .position(|line| line.matches('"').count() % 2 == 1);
        let message = format!("第 {} 行的引号不成对", line.unwrap_or_default() + 1);
        return Err(Complaint::new(
            message,
            "补上或删去引号；或用 Excel 另存为 CSV",
        ));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|_| Complaint::fixed("表里的引号不成对", "用 Excel 另存为 CSV"))?;
        rows.push(record.iter().map(str::to_owned).collect());
        if rows.len() > MAX_ROWS {
            let message = format!("表有 {MAX_ROWS} 行以上");
            return Err(Complaint::new(message, "只留这一年度的申请"));
        }
    }
    Ok(AttachedContent::Table(rows))
}
