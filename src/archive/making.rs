//! What the files of a bag were made with, so that they can be made again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::BagFiles;
use super::layout::MAKING;
use crate::form::{BlankCells, Options};
use crate::report::Date;
use crate::style::{Paging, Style};

/// The program and its version.
pub(super) const PROGRAM: &str = concat!("nianbao ", env!("CARGO_PKG_VERSION"));

/// What the files of a bag were made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Making {
    /// Name and version of the program.
    pub program: String,
    /// The form among the files of the bag.
    pub form: String,
    /// SHA-256 of what the form says to the public, in hex.
    pub meaning: String,
    /// The name of the report's files, without extension.
    pub name: String,
    /// How cells of the form are read.
    pub cells: CellReading,
    /// How pages are set, beside what the style says.
    pub pages: PagesSet,
    /// The day in the files' properties, where it is not that of the form.
    pub date: Option<String>,
    /// SHA-256 of the seal of the bag that this one takes the place of.
    pub replaces: Option<String>,
    /// The font files that pages were set in.
    pub fonts: Vec<FontUsed>,
}

/// How cells of a form are read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CellReading {
    /// What a blank is: `error`, `warning`, `zero`.
    pub blank: String,
    /// Whether numbers in an unusual notation are taken.
    pub accept_text_numbers: bool,
}

/// How pages are set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PagesSet {
    /// Whether a blank page makes their number even.
    pub blank_last: bool,
    /// What becomes of tables that do not fit on a page: `fit`, `whole`, `flow`.
    pub tables: String,
    /// The tables on pages of their own that are wider than high, by their ids.
    pub landscape: Vec<String>,
    /// Whether lines of a text end as on Windows.
    pub crlf: bool,
    /// Whether a text begins with a byte order mark.
    pub bom: bool,
}

/// A font file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FontUsed {
    /// The name by which it was found.
    pub name: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
}

impl CellReading {
    /// What these options say.
    pub fn of(options: Options) -> Self {
        let blank = match options.blank {
            BlankCells::Refused => "error",
            BlankCells::Told => "warning",
            BlankCells::Zero => "zero",
        };
        let accept_text_numbers = options.accept_text_numbers;
        Self {
            blank: blank.to_owned(),
            accept_text_numbers,
        }
    }

    /// The options that say this.
    pub fn options(&self) -> Options {
        let blank = match self.blank.as_str() {
            "warning" => BlankCells::Told,
            "zero" => BlankCells::Zero,
            _ => BlankCells::Refused,
        };
        Options {
            blank,
            accept_text_numbers: self.accept_text_numbers,
        }
    }
}

impl PagesSet {
    /// What a style says.
    pub fn of(style: &Style) -> Self {
        let tables = style.table.tables.iter();
        let lying = tables
            .filter(|(_, table)| table.landscape)
            .map(|(id, _)| id.clone());
        Self {
            blank_last: style.page.blank_last,
            tables: style.table.paging.name().to_owned(),
            landscape: lying.collect(),
            crlf: style.text.crlf,
            bom: style.text.bom,
        }
    }

    /// Has a style say this.
    pub fn set(&self, style: &mut Style) {
        style.page.blank_last = self.blank_last;
        style.table.paging = Paging::by_name(&self.tables).unwrap_or(style.table.paging);
        style.text.crlf = self.crlf;
        style.text.bom = self.bom;
        for id in &self.landscape {
            style.table.tables.entry(id.clone()).or_default().landscape = true;
        }
    }
}

impl Making {
    /// What a bag says; none where it cannot be read.
    pub(super) fn read(files: &BagFiles) -> Option<Self> {
        serde_json::from_slice(files.get(MAKING)?).ok()
    }

    /// The digests of the fonts by their names.
    pub(super) fn font_digests(&self) -> BTreeMap<String, String> {
        self.fonts
            .iter()
            .map(|font| (font.name.clone(), font.sha256.clone()))
            .collect()
    }

    /// As JSON, with a line end.
    pub fn json(&self) -> String {
        // Strings, lists and truths always serialise.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The day in the files' properties.
    pub(super) fn day(&self) -> Option<Date> {
        self.date.as_deref().and_then(Date::parse)
    }
}
