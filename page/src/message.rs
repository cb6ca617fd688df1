//! What the script asks and what it is answered: one source, from which its own types are written
//! (`front/src/protocol.ts`, by a test).
//!
//! Each message is a head, which is JSON, and parts, which are the bytes of files. Paragraphs
//! count from 0, and so do characters, in the units of UTF-16 that scripts count.

use serde::{Deserialize, Serialize};
#[cfg(test)]
use ts_rs::TS;

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

/// How a format is built.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct Shape {
    /// The format.
    pub format: String,
    /// The notice that prescribes it.
    pub source: String,
    /// Its tables.
    pub tables: Vec<TableShape>,
    /// Its cells, in the order of a view's.
    pub cells: Vec<CellShape>,
    /// The keys outside the tables, in the form's order.
    pub fields: Vec<FieldShape>,
    /// Who may apply, as a ledger names them.
    pub applicants: Vec<String>,
    /// How requests are done, as a ledger names it.
    pub outcomes: Vec<String>,
}

/// A table as printed.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct TableShape {
    /// Its key.
    pub key: String,
    /// What it shows.
    pub name: String,
    /// The heading of its section.
    pub section: String,
    /// Columns of the grid.
    pub columns: usize,
    /// How many of them hold labels.
    pub stub: usize,
    /// How many leading rows are its head.
    pub head: usize,
    /// The rows of cells.
    pub rows: Vec<Vec<PrintedShape>>,
}

/// A cell of a printed table.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct PrintedShape {
    /// Its words; empty for a number.
    pub label: String,
    /// `band`, `corner`, `head`, `stub` or `number`.
    pub role: &'static str,
    /// Its first column.
    pub column: usize,
    /// Columns that it spans.
    pub width: usize,
    /// Rows that it spans.
    pub height: usize,
    /// The index of the number's cell.
    pub cell: Option<usize>,
}

/// A number of a table.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct CellShape {
    /// Its path in the form.
    pub path: String,
    /// Its words on the official form.
    pub label: String,
    /// What counts there, with its source; a line each.
    pub counts: Vec<String>,
    /// The unit of its numbers.
    pub unit: String,
    /// Whether it is a total, which is left to the program.
    pub total: bool,
}

/// A key outside the tables.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct FieldShape {
    /// Its path.
    pub path: String,
    /// The group or the text that it belongs to.
    pub top: String,
    /// `text`, `date`, `yes-no`, `narrative` and so on.
    pub kind: &'static str,
    /// What to write there.
    pub help: String,
    /// Whether few agencies need it.
    pub folded: bool,
}

/// What a form says, and what is wrong with it.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Default, Serialize)]
pub struct View {
    /// The format; empty where the form cannot be read.
    pub format: String,
    /// The agency.
    pub agency: String,
    /// The report year; 0 where the form has none.
    pub year: i32,
    /// What files of it are called, without extension.
    pub name: String,
    /// The numbers, in the order of the shape's cells.
    pub cells: Vec<CellView>,
    /// The short values that are given.
    pub values: Vec<ValueView>,
    /// The texts that are given.
    pub texts: Vec<TextView>,
    /// The sums that must agree, column by column.
    pub balances: Vec<BalanceView>,
    /// The ledger's requests.
    pub ledger: Vec<Vec<String>>,
    /// Findings that are let stand.
    pub waivers: Vec<WaiverView>,
    /// Numbers of the text that can be placeholders.
    pub unbound: usize,
    /// All that was found.
    pub findings: Vec<FindingView>,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many hints.
    pub hints: usize,
    /// How many findings are let stand.
    pub waived: usize,
    /// The report that it is held against; empty where there is none.
    pub last: String,
    /// SHA-256 of what the form means: two of the same say the same.
    pub meaning: String,
}

/// A number of a table.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct CellView {
    /// As the form states it; empty where it states none.
    pub typed: String,
    /// As it prints.
    pub printed: String,
    /// Whether it holds something that is no number.
    pub odd: bool,
    /// The note behind it.
    pub note: String,
    /// Last year's number, where the form names last year's and that has such a cell.
    pub last: Option<String>,
}

/// A short value.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct ValueView {
    /// Its path.
    pub path: String,
    /// The value.
    pub value: String,
}

/// A text.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct TextView {
    /// Its path.
    pub path: String,
    /// Its paragraphs.
    pub paragraphs: Vec<ParagraphView>,
}

/// A paragraph as typed.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct ParagraphView {
    /// As typed, with its placeholders.
    pub typed: String,
    /// What its placeholders print.
    pub chips: Vec<ChipView>,
}

/// A placeholder of a paragraph.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct ChipView {
    /// Where it begins in the paragraph as typed.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it prints.
    pub printed: String,
}

/// Sums of rows that must agree in each column.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct BalanceView {
    /// The table's key.
    pub table: String,
    /// The one side in words.
    pub left: String,
    /// The other side in words.
    pub right: String,
    /// Each column's sums.
    pub columns: Vec<SidesView>,
}

/// The two sides of a column.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct SidesView {
    /// The one sum.
    pub left: String,
    /// The other.
    pub right: String,
    /// Whether they are equal.
    pub equal: bool,
}

/// A finding that is let stand.
#[cfg_attr(test, derive(TS))]
#[derive(Clone, Debug, Serialize)]
pub struct WaiverView {
    /// The rule's name.
    pub rule: String,
    /// Where.
    pub path: String,
    /// The value that is let stand.
    pub value: String,
    /// Why.
    pub reason: String,
}

/// A finding.
#[cfg_attr(test, derive(TS))]
#[derive(Clone, Debug, Serialize)]
pub struct FindingView {
    /// Its code.
    pub code: &'static str,
    /// The code's name.
    pub name: &'static str,
    /// `error`, `warning` or `hint`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// Why it is let stand, if it is.
    pub waived: Option<String>,
    /// The finding from which it follows, by its index.
    pub caused_by: Option<usize>,
    /// Where; the first is the finding's own.
    pub places: Vec<PlaceView>,
    /// What can be done about it at a press of a button.
    pub remedies: Vec<Remedy>,
    /// How it can be let stand with a reason; none where it cannot.
    pub waive: Option<WaiverView>,
}

/// A place in the form.
#[cfg_attr(test, derive(TS))]
#[derive(Clone, Debug, Serialize)]
pub struct PlaceView {
    /// The path of a cell, a value or a text; empty where there is none.
    pub path: String,
    /// The words for it.
    pub label: String,
    /// The paragraph of a text.
    pub paragraph: Option<usize>,
    /// Where in the paragraph the words begin.
    pub start: usize,
    /// Where they end.
    pub end: usize,
}

/// Something that can be done about a finding.
#[cfg_attr(test, derive(TS))]
#[derive(Clone, Debug, Serialize)]
pub struct Remedy {
    /// What the button says.
    pub label: String,
    /// What it does.
    pub edit: Edit,
}

/// A page as it will be printed.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct PageView {
    /// Its width, pt.
    pub width: f32,
    /// Its height, pt.
    pub height: f32,
    /// What is marked on it.
    pub marks: Vec<MarkView>,
    /// Its words, for those who do not see it.
    pub words: String,
}

/// A mark on a page.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct MarkView {
    /// Left, top, width, height, pt.
    pub rect: [f32; 4],
    /// The finding that stands there, by its index; none where only something has changed.
    pub finding: Option<usize>,
    /// The path of what stands there.
    pub path: String,
}

/// A difference between two forms.
#[cfg_attr(test, derive(TS))]
#[derive(Debug, Serialize)]
pub struct ChangeView {
    /// What it is about: `number`, `value` or `sentence`.
    pub kind: &'static str,
    /// Its path; of a sentence the text's, empty where it stands in none.
    pub path: String,
    /// The paragraph of a sentence.
    pub paragraph: Option<usize>,
    /// In the words of the official form.
    pub label: String,
    /// What was.
    pub old: String,
    /// What is.
    pub new: String,
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
#[allow(clippy::disallowed_methods, reason = "it compares a generated file with the committed one")]
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
        let mut out =
            "// Written by a test of page/src/message.rs; do not edit: NIANBAO_RENEW=1 writes it anew.\n\n"
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
