//! Cells as they come, one after the other, where no grid tells their columns.

use super::has_at_most;
use crate::place::At;

/// Characters of the longest value; numbers with their units.
const MAX_VALUE: usize = 20;
/// What stands for a number where there is none.
const NO_NUMBERS: [&str; 9] = ["无", "/", "／", "—", "——", "-", "－", "零", "〇"];

/// A cell that comes in its row.
#[derive(Clone, Debug)]
pub struct LooseCell {
    pub text: String,
    pub at: At,
}

impl LooseCell {
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Cells that come one after the other.
#[derive(Clone, Debug, Default)]
pub struct LooseRow {
    pub cells: Vec<LooseCell>,
    /// Whether they are one row of the table, and not all that a text has without its rows.
    pub is_row: bool,
}

/// Whether a text may stand where numbers do.
pub fn is_value(text: &str) -> bool {
    let text = text.trim();
    let short = has_at_most(text, MAX_VALUE);
    let begins = text.starts_with(|c: char| c.is_numeric() || "+-－—".contains(c));
    // The number of a label that was parted from it.
    let begins = begins && !text.ends_with(['.', '．', ')', '）']);
    short && (begins && !text.contains(['，', '。', '、', '：']) || NO_NUMBERS.contains(&text))
}

/// As many cells as a row has columns; none where it cannot be told which they are. Blank ones
/// in front and behind may only hold the place of labels.
pub fn fit(cells: &[LooseCell], width: usize, at: &At) -> Option<Vec<LooseCell>> {
    if cells.len() == width {
        return Some(cells.to_vec());
    }
    if cells.iter().all(LooseCell::is_blank) {
        let blank = LooseCell {
            text: String::new(),
            at: at.clone(),
        };
        return Some(vec![blank; width]);
    }
    let excess = cells.len().checked_sub(width)?;
    let front = cells.iter().take_while(|cell| cell.is_blank()).count();
    let behind = cells
        .iter()
        .rev()
        .take_while(|cell| cell.is_blank())
        .count();
    let start = match (front, behind) {
        (0, _) if behind >= excess => 0,
        (_, 0) if front >= excess => excess,
        _ if front + behind == excess => front,
        _ => return None,
    };
    Some(cells[start..start + width].to_vec())
}
