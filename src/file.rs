//! Kinds of files, and what becomes of them: written, verified, known again.
//!
//! The names here are those of the command line, of extensions and of the JSON documents.
//! Nothing is opened here.

use serde::{Serialize, Serializer};

/// The largest form that is read, in bytes; a workbook filled by hand has 60 KB.
pub const MAX_FORM: usize = 16 << 20;
/// The largest finished file that is read, in bytes; a report without pictures has 300 KB,
/// and pictures may have 64 MiB.
pub const MAX_FINISHED: usize = 96 << 20;

/// A kind of file that the program reads or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// A form.
    Form(FormKind),
    /// A finished report.
    Report(Format),
    /// The table of a run over many forms.
    Summary(SummaryKind),
    /// A file of a bag, or one that a form names.
    Other,
}

/// A kind of form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormKind {
    /// A text in YAML.
    Yaml,
    /// An Excel workbook.
    Workbook,
    /// JSON, for programs.
    Json,
}

/// A format of the finished report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Office Open XML, for Word, WPS and LibreOffice.
    Docx,
    /// PDF/A-2a and PDF/UA-1.
    Pdf,
    /// OFD, GB/T 33190-2016, for archives.
    Ofd,
    /// Plain text, UTF-8.
    Txt,
    /// One page for a government's site, UTF-8.
    Html,
    /// The same as a piece of a page, for the editor of a site.
    Fragment,
}

/// A kind of table of a run over many forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SummaryKind {
    /// One page that opens in a browser.
    Html,
    /// An Excel workbook.
    Workbook,
}

impl FileKind {
    /// The kind's name in JSON documents, and the extension of its files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Form(kind) => kind.name(),
            Self::Report(format) => format.name(),
            Self::Summary(kind) => kind.name(),
            Self::Other => "file",
        }
    }

    /// The kind of files with this extension, in capitals or not; none of others.
    ///
    /// An `.html` is a report, never a summary.
    pub fn by_extension(extension: &str) -> Option<Self> {
        let form = FormKind::by_extension(extension).map(Self::Form);
        form.or_else(|| Format::by_extension(extension).map(Self::Report))
    }
}

impl FormKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Yaml, Self::Workbook, Self::Json];

    /// The kind's name in JSON documents, and the extension of its files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Workbook => "xlsx",
            Self::Json => "json",
        }
    }

    /// The kind of forms with this extension, in capitals or not; none of others.
    pub fn by_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Some(Self::Yaml),
            "xlsx" => Some(Self::Workbook),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl Format {
    /// All formats, in the order in which they are written.
    pub const ALL: [Self; 6] = [
        Self::Docx,
        Self::Pdf,
        Self::Ofd,
        Self::Txt,
        Self::Html,
        Self::Fragment,
    ];

    /// The name on the command line and in JSON documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Ofd => "ofd",
            Self::Txt => "txt",
            Self::Html => "html",
            Self::Fragment => "fragment",
        }
    }

    /// What the names of its files end with.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Fragment => "fragment.html",
            _ => self.name(),
        }
    }

    /// Whether it is made of pages as they are printed.
    pub fn has_pages(self) -> bool {
        matches!(self, Self::Pdf | Self::Ofd)
    }

    /// The format of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The format of files with this extension, in capitals or not; none of others.
    pub fn by_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        match extension.as_str() {
            "htm" => Some(Self::Html),
            // The name of a piece of a page is no extension by itself.
            "fragment" => None,
            known => Self::by_name(known),
        }
    }
}

impl SummaryKind {
    /// The kind's name in JSON documents, and the extension of its files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Workbook => "xlsx",
        }
    }

    /// The kind of tables with this extension, in capitals or not; none of others.
    pub fn by_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "xlsx" => Some(Self::Workbook),
            _ => None,
        }
    }
}

/// What became of a file that was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Written {
    /// Nothing stood there.
    New,
    /// It says something else than before.
    Changed,
    /// It stood there already, to the last byte.
    Unchanged,
}

/// What became of a finished file that was held against its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Verified {
    /// It says what the form says.
    Agrees,
    /// It says something else.
    Differs,
    /// It cannot be read.
    Unreadable,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum FileStatus {
    /// It was to be written.
    Written(Written),
    /// It was held against its form.
    Verified(Verified),
}

/// What a finished file says of its own making, where that speaks against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// It has no stamp.
    Unmarked,
    /// It was edited since it was made.
    Edited,
    /// It was made of another state of the form.
    Older,
}

impl Serialize for FileKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(extension: &str, expected: Option<FileKind>) {
        assert_eq!(FileKind::by_extension(extension), expected, "{extension}");
    }

    #[test]
    fn kinds_are_told_by_extension() {
        for kind in FormKind::ALL {
            check(kind.name(), Some(FileKind::Form(kind)));
        }
        for format in Format::ALL {
            let expected = (format != Format::Fragment).then_some(FileKind::Report(format));
            check(&format.name().to_uppercase(), expected);
        }
        check("yml", Some(FileKind::Form(FormKind::Yaml)));
        check("htm", Some(FileKind::Report(Format::Html)));
        check("doc", None);
        check("", None);
    }

    #[test]
    fn words_for_programs_are_short() {
        for (shown, expected) in [
            (
                serde_json::to_string(&FileStatus::Written(Written::New)),
                "\"new\"",
            ),
            (
                serde_json::to_string(&FileStatus::Verified(Verified::Agrees)),
                "\"agrees\"",
            ),
            (serde_json::to_string(&Origin::Older), "\"older\""),
            (
                serde_json::to_string(&FileKind::Summary(SummaryKind::Html)),
                "\"html\"",
            ),
        ] {
            assert_eq!(shown.expect("a word"), expected);
        }
    }
}
