//! What a form says and what is wrong with it, as the script shows it.

use super::Edit;
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

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
