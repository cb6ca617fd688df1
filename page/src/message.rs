//! What the script asks and what it is answered: one source, from which its own types are written
//! (`front/src/protocol.ts`, by a test).
//!
//! Each message is a head, which is JSON, and parts, which are the bytes of files. Paragraphs
//! count from 0, and so do characters, in the units of UTF-16 that scripts count.

mod shapes;
mod views;

use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

pub use shapes::{CellShape, FieldShape, PrintedShape, Shape, TableShape};
pub use views::{
    BalanceView, CellView, ChangeView, ChipView, FindingView, MarkView, PageView, ParagraphView,
    PlaceView, Remedy, SidesView, TextView, ValueView, View, WaiverView,
};

/// A form among a message's parts: its own bytes first, then those of the files beside it.
#[cfg_attr(test, derive(TS))]
#[derive(Clone, Debug, Default, Deserialize)]
pub struct FormGiven {
    /// Its file's name.
    pub name: String,
    /// The names of the files beside it, such as last year's form and pictures.
    pub beside: Vec<String>,
    /// The names of files that can be brought when they are asked for.
    pub offered: Vec<String>,
}

/// What is asked.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Request {
    /// Says which faces the page has; they are given when they are needed.
    Faces {
        /// Their files.
        offered: Vec<String>,
    },
    /// Gives a face: the part is its file.
    Face {
        /// The file's name.
        file: String,
    },
    /// How the tables of a format are laid out, and which keys it has.
    Shape {
        /// The format.
        format: String,
    },
    /// Opens a file that may be a form of any kind or a published report.
    Open {
        /// The file.
        form: FormGiven,
    },
    /// A new form.
    New {
        /// The agency.
        agency: String,
        /// The report year.
        year: i32,
    },
    /// Next year's form, out of last year's, which is the part.
    Next {
        /// Last year's form, of any kind.
        form: FormGiven,
    },
    /// Checks the form.
    Look {
        /// The form.
        form: FormGiven,
    },
    /// Changes the form and checks it.
    Change {
        /// The form.
        form: FormGiven,
        /// What is to be changed, one after the other.
        edits: Vec<Edit>,
    },
    /// The pages as they will be printed.
    Pages {
        /// The form; with `since`, the part behind all others is the form as it was opened.
        form: FormGiven,
        /// Whether what has changed is marked instead of what is wrong.
        since: bool,
    },
    /// Makes a finished file.
    Make {
        /// The form.
        form: FormGiven,
        /// The file's format.
        format: String,
    },
    /// Makes the archive edition, as one zip.
    Bag {
        /// The form.
        form: FormGiven,
    },
    /// The form as a file to be kept.
    Save {
        /// The form; where it was opened as a workbook, the part behind all others is that.
        form: FormGiven,
        /// `yaml`, `xlsx` or `json`.
        kind: String,
        /// Whether the form was opened as a workbook, whose other cells are to stay.
        opened: bool,
    },
    /// What two forms say differently: the form's parts, and behind them the other, older one.
    Compare {
        /// The form.
        form: FormGiven,
    },
    /// What becomes of one form of many.
    Line {
        /// The form.
        form: FormGiven,
    },
    /// The table of many forms, as a workbook.
    Summary {
        /// A line a form.
        lines: Vec<FormLine>,
    },
    /// Puts the parts into one zip.
    Zip {
        /// The parts' names.
        names: Vec<String>,
    },
    /// What a code means.
    Explain {
        /// The code.
        code: String,
    },
}

/// A change of the form.
#[cfg_attr(test, derive(TS))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub enum Edit {
    /// Gives a value; an empty one leaves a cell blank, a total to the program.
    Set {
        /// The value's path.
        path: String,
        /// As it is typed.
        value: String,
    },
    /// Gives a text.
    Write {
        /// The text's path.
        path: String,
        /// Its paragraphs.
        paragraphs: Vec<String>,
    },
    /// Lets a finding stand.
    Waive {
        /// The rule's name.
        rule: String,
        /// The finding's path.
        path: String,
        /// The value that it states.
        value: String,
        /// Why.
        reason: String,
    },
    /// Takes a waiver away.
    Unwaive {
        /// Which, from 0.
        at: usize,
    },
    /// Makes placeholders of all numbers of the text that surely tell one thing in the tables.
    Bind,
    /// Gives the ledger of requests.
    Ledger {
        /// A request a row: 收到日期, 申请人类型, 办理结果, 办结日期, 备注.
        requests: Vec<Vec<String>>,
    },
}

/// What is answered.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Answer {
    /// Done, and there is nothing to say.
    Done,
    /// These are needed first; then the same is asked again.
    Need {
        /// The files of faces.
        faces: Vec<String>,
        /// Files beside the form.
        files: Vec<String>,
    },
    /// It cannot be done.
    Refused {
        /// Why, in Chinese.
        complaint: Said,
    },
    /// How a format is built.
    Shape(Shape),
    /// A form that was opened: the part is its text, which is worked on.
    Opened {
        /// What was wrong on the way to it, where it was no such text before.
        remarks: Vec<FindingView>,
        /// Whether the form is that file itself, not one that was made of it.
        same: bool,
        /// What it says.
        view: View,
    },
    /// What the form says.
    Viewed {
        /// What it says.
        view: View,
    },
    /// A changed form: the part is its text.
    Changed {
        /// What was not taken, and why.
        refused: Vec<EditRefused>,
        /// Whether its text was written anew, so that remarks in it are lost.
        rewritten: bool,
        /// What it says.
        view: View,
    },
    /// The pages: each part is one, as SVG.
    Pages {
        /// A page each.
        pages: Vec<PageView>,
        /// Whether they are a draft.
        draft: bool,
        /// What showed only on paper.
        findings: Vec<FindingView>,
    },
    /// Finished files: the parts.
    Made {
        /// Their names.
        names: Vec<String>,
        /// What showed only on paper.
        findings: Vec<FindingView>,
        /// What else is to be said.
        notes: Vec<String>,
        /// Whether a workbook was made anew, since the one that was opened does not take the
        /// changes: it must not be written over.
        anew: bool,
    },
    /// What two forms say differently.
    Compared {
        /// What differs.
        changes: Vec<ChangeView>,
    },
    /// One form of many.
    Line {
        /// Its line.
        line: FormLine,
    },
    /// What a code means.
    Explained {
        /// In Chinese: what is checked, why, what to do.
        text: String,
    },
}

/// Words for the clerk: what is wrong, and what to do.
#[cfg_attr(test, derive(TS))]
#[derive(Clone, Debug, Default, Serialize)]
pub struct Said {
    /// What is wrong.
    pub message: String,
    /// What to do; may be empty.
    pub hint: String,
}

/// An edit that was not taken.
#[cfg_attr(test, derive(TS))]
#[derive(Clone, Debug, Serialize)]
pub struct EditRefused {
    /// Which, from 0.
    pub at: usize,
    /// Why.
    pub complaint: Said,
}

/// What became of one form of many.
#[cfg_attr(test, derive(TS))]
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct FormLine {
    /// The form's file.
    pub form: String,
    /// The agency.
    pub agency: String,
    /// The year; 0 where there is none.
    pub year: i32,
    /// What became of it, in a word.
    pub state: String,
    /// Why nothing came of it.
    pub reason: String,
    /// Whether its findings count.
    pub read: bool,
    /// Its findings, family by family: errors, warnings, hints, waived, caused.
    pub tallies: Vec<[usize; 5]>,
    /// Its key figures, as numbers; empty where it has none.
    pub figures: Vec<String>,
}

#[cfg(test)]
#[allow(
    clippy::disallowed_methods,
    reason = "it compares a generated file with the committed one"
)]
mod tests {
    use super::*;

    /// What the script's types are written from, in the order in which they are written.
    fn protocol() -> String {
        let config = ts_rs::Config::default();
        let declared = [
            FormGiven::decl(&config),
            Edit::decl(&config),
            FormLine::decl(&config),
            Request::decl(&config),
            Said::decl(&config),
            EditRefused::decl(&config),
            PrintedShape::decl(&config),
            TableShape::decl(&config),
            CellShape::decl(&config),
            FieldShape::decl(&config),
            Shape::decl(&config),
            CellView::decl(&config),
            ValueView::decl(&config),
            ChipView::decl(&config),
            ParagraphView::decl(&config),
            TextView::decl(&config),
            SidesView::decl(&config),
            BalanceView::decl(&config),
            WaiverView::decl(&config),
            PlaceView::decl(&config),
            Remedy::decl(&config),
            FindingView::decl(&config),
            View::decl(&config),
            MarkView::decl(&config),
            PageView::decl(&config),
            ChangeView::decl(&config),
            Answer::decl(&config),
        ];
        let mut out = "// Written by a test of page/src/message.rs; do not edit: \
                       NIANBAO_RENEW=1 writes it anew.\n\n"
            .to_owned();
        for declaration in declared {
            out.push_str(&format!("export {declaration}\n\n"));
        }
        out
    }

    #[test]
    fn the_script_has_the_same_types() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/front/src/protocol.ts");
        let written = protocol();
        if std::env::var_os("NIANBAO_RENEW").is_some() {
            std::fs::write(file, &written).expect("the file is written");
        }
        assert_eq!(std::fs::read_to_string(file).unwrap_or_default(), written);
    }
}
