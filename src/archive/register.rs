//! 移交清单: what is handed over, file by file, with counts and sums.

use super::layout::{FORMATS, PAYLOAD, REPORT};
use super::{Algorithm, BagFiles};
use crate::document::Document;
use crate::export::{MetadataEntry, PAGES, metadata};
use crate::file::Format;

/// A register: whose report it is, and its files.
pub(super) struct Register {
    pub title: String,
    pub metadata: Vec<MetadataEntry>,
    pub rows: Vec<RegisterRow>,
}

/// A file that is handed over.
pub(super) struct RegisterRow {
    pub path: String,
    /// Its format and the version of that.
    pub format: &'static str,
    pub bytes: usize,
    /// Its pages, where it has any.
    pub pages: Option<usize>,
    pub sha256: String,
    pub sm3: String,
}

/// The columns.
pub(super) const HEADS: [&str; 7] = [
    "序号",
    "文件",
    "格式及版本",
    "字节数",
    "页数",
    "SHA-256",
    "SM3",
];

/// The format and its version, as the file itself says it.
pub(super) fn format_and_version(format: Format) -> &'static str {
    match format {
        Format::Docx => "DOCX（ISO/IEC 29500 过渡型）",
        Format::Pdf => "PDF 1.7（PDF/A-3a、PDF/UA-1）",
        Format::Ofd => "OFD 1.0（OFD-A）",
        Format::Txt => "纯文本（UTF-8）",
        Format::Html | Format::Fragment => "HTML5（UTF-8）",
    }
}

/// The register of what is handed over; the report has so many pages.
pub(super) fn register(document: &Document, files: &BagFiles, pages: usize) -> Register {
    let pages_entry = MetadataEntry {
        name: PAGES,
        value: pages.to_string(),
    };
    let mut rows = Vec::new();
    for (path, content) in files {
        if path.starts_with(PAYLOAD) {
            rows.push(RegisterRow {
                path: path.clone(),
                format: format_of(path),
                bytes: content.len(),
                pages: has_pages(path).then_some(pages),
                sha256: Algorithm::Sha256.digest(content),
                sm3: Algorithm::Sm3.digest(content),
            });
        }
    }
    let mut metadata = metadata(document);
    metadata.push(pages_entry);
    Register {
        title: document.title.clone(),
        metadata,
        rows,
    }
}

/// What a file is by its name.
fn format_of(path: &str) -> &'static str {
    let extension = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    let finished = FORMATS
        .into_iter()
        .find(|format| format.extension() == extension);
    if path.starts_with(REPORT)
        && let Some(format) = finished
    {
        return format_and_version(format);
    }
    match extension.as_str() {
        "json" => "JSON（UTF-8）",
        "xml" => "XML 1.0（UTF-8）",
        "yaml" | "yml" => "YAML 1.2",
        "xls" => "XLS（BIFF8）",
        "ods" => "ODS（ISO/IEC 26300）",
        "pdf" => "PDF",
        "html" | "htm" => "HTML",
        "xlsx" => "XLSX（ISO/IEC 29500）",
        "docx" => "DOCX（ISO/IEC 29500 过渡型）",
        "csv" => "CSV",
        "png" => "PNG",
        "jpg" | "jpeg" => "JPEG",
        "txt" => "纯文本（UTF-8）",
        _ => "原样",
    }
}

/// Whether a file is the report on pages.
fn has_pages(path: &str) -> bool {
    let mut formats = FORMATS.iter().filter(|format| format.has_pages());
    path.starts_with(REPORT) && formats.any(|format| path.ends_with(format.extension()))
}

impl Register {
    /// How many bytes the files have together.
    pub fn bytes(&self) -> usize {
        self.rows.iter().map(|row| row.bytes).sum()
    }

    /// The register as text.
    pub fn text(&self) -> String {
        let mut text = format!("移交清单\n\n{}\n\n", self.title);
        for MetadataEntry { name, value } in &self.metadata {
            let value = if value.is_empty() {
                "（未填）"
            } else {
                value
            };
            text += &format!("{name}：{value}\n");
        }
        text += &format!(
            "文件数：{}\n字节数合计：{}\n\n",
            self.rows.len(),
            self.bytes()
        );
        for (number, row) in (1..).zip(&self.rows) {
            let pages = row
                .pages
                .map_or(String::new(), |pages| format!("，{pages} 页"));
            text += &format!("{number}. {}\n", row.path);
            text += &format!("   {}，{} 字节{pages}\n", row.format, row.bytes);
            text += &format!("   SHA-256 {}\n   SM3     {}\n", row.sha256, row.sm3);
        }
        text
    }
}
