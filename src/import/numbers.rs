//! What stands in the cells of a published table, as it is meant.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::pieces::{GridSheet, GridSlot, is_plain_number};
use crate::finding::{Code, Finding};
use crate::form::labelled::tree::Numbers;
use crate::form::labelled::{CellPos, Cells, RowStretch};
use crate::form::lower::MAX_NOTE;
use crate::form::raw::{Entry, Raw, RawNode};
use crate::place::{At, Place};
use crate::standard::{CellId, CellKind, Standard};

/// The keys of a number with a note.
const NUMBER: &str = "值";
const NOTE: &str = "注";
/// Reads what stands in the cells.
pub struct GridNumbers<'a> {
    file: &'a Arc<str>,
    sheets: &'a [GridSheet],
    standard: &'a Standard,
    pub findings: Vec<Finding>,
    /// Numbers that are written unusually.
    unusual: Vec<UnusualNumber>,
}

/// A number that is written unusually, as it is read.
struct UnusualNumber {
    typed: String,
    meant: String,
    place: Place,
}

impl<'a> GridNumbers<'a> {
    /// Nothing has been read yet; what was found before is kept.
    pub fn new(
        file: &'a Arc<str>,
        sheets: &'a [GridSheet],
        standard: &'a Standard,
        findings: Vec<Finding>,
    ) -> Self {
        Self {
            file,
            sheets,
            standard,
            findings,
            unusual: Vec::new(),
        }
    }
}

impl Numbers for GridNumbers<'_> {
    fn number(&mut self, id: CellId, sheet: usize, stretch: RowStretch) -> Raw {
        let RowStretch { row, first, last } = stretch;
        let sheet = &self.sheets[sheet];
        let cells: Vec<_> = sheet
            .row(row)
            .filter(|(column, _)| (first..=last).contains(column))
            .collect();
        let filled: Vec<_> = cells
            .iter()
            .filter(|(_, slot)| !slot.text.is_empty())
            .collect();
        let at = || sheet.at(stretch.start());
        if sheet.unread.contains(&stretch.start()) {
            return Raw {
                at: at(),
                node: RawNode::Null,
            };
        }
        match filled.as_slice() {
            [(column, slot)] if sheet.is_shared(CellPos::new(row, *column), slot) => {
                let message = format!("“{}”是几行合并的一格，不知道是哪一行的", slot.text);
                let label = self.standard.label(id);
                let place =
                    Place::at(self.file, slot.at.clone()).named(self.standard.path(id), label);
                let finding = Finding::new(Code::NotRead, message, place);
                self.findings.push(finding.hint("对照原文，把这几格填上"));
                Raw {
                    at: at(),
                    node: RawNode::Null,
                }
            }
            [] => {
                let at = cells.first().map_or_else(at, |(_, slot)| slot.at.clone());
                Raw {
                    at,
                    node: RawNode::Null,
                }
            }
            [(_, slot)] => self.typed(id, slot),
            several => {
                let label = self.standard.label(id);
                let message = format!(
                    "“{label}”这一列下面有 {} 个数，不知道取哪一个",
                    several.len()
                );
                let place = Place::at(self.file, several[0].1.at.clone())
                    .named(self.standard.path(id), label);
                let finding = Finding::new(Code::NotRead, message, place);
                self.findings.push(finding.hint("对照原文，把这一格填上"));
                Raw {
                    at: at(),
                    node: RawNode::Null,
                }
            }
        }
    }

    fn missing(&self, at: At) -> Raw {
        Raw {
            at,
            node: RawNode::Null,
        }
    }

    fn tell(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

impl GridNumbers<'_> {
    /// A number as it is meant; how it was written is told where that is not sure.
    fn typed(&mut self, id: CellId, slot: &GridSlot) -> Raw {
        let text = cleaned(&slot.text);
        let (number, note) = noted(&text);
        let meant = meant(number, self.standard.part(id).kind(id.column));
        if meant != number {
            let place = Place::at(self.file, slot.at.clone())
                .named(self.standard.path(id), self.standard.label(id));
            self.unusual.push(UnusualNumber {
                typed: slot.text.clone(),
                meant: meant.clone(),
                place,
            });
        }
        let scalar = |text: &str| Raw {
            at: slot.at.clone(),
            node: RawNode::Scalar(vec![(text.to_owned(), slot.at.clone())]),
        };
        let Some(note) = note else {
            return scalar(&meant);
        };
        let entry = |key: &str, text: &str| Entry {
            key: key.to_owned(),
            at: slot.at.clone(),
            value: scalar(text),
        };
        let both = vec![entry(NUMBER, &meant), entry(NOTE, note)];
        Raw {
            at: slot.at.clone(),
            node: RawNode::Map(both),
        }
    }
}

impl GridNumbers<'_> {
    /// Tells of all numbers that are written unusually at once.
    pub fn tell_unusual(&mut self) {
        let mut unusual = std::mem::take(&mut self.unusual).into_iter();
        let Some(UnusualNumber {
            typed,
            meant,
            place,
        }) = unusual.next()
        else {
            return;
        };
        let others: Vec<Place> = unusual.map(|other| other.place).collect();
        let more = match others.len() {
            0 => String::new(),
            count => format!("；这样认出来的数共 {} 个", count + 1),
        };
        let message = format!("“{}”按 {meant} 读取{more}", typed.trim());
        let finding = Finding::new(Code::Guessed, message, place)
            .hint("核对一下")
            .related(others);
        self.findings.push(finding.sides(typed.trim(), &meant));
    }
}

/// Words for a change that is none, more and less.
const UNCHANGED: &str = "持平";
const MORE: [&str; 3] = ["增加", "增", "+"];
const LESS: [&str; 7] = ["减少", "减", "—", "–", "−", "－", "-"];
/// What is counted in the tables, where it stands behind a number.
const MEASURES: [&str; 6] = ["件次", "件", "条", "个", "项", "次"];

/// A number as its column means it; anything else as it is.
pub fn meant(text: &str, kind: CellKind) -> String {
    let number = match kind {
        CellKind::AmountWithUnit => {
            let end = text.find(|c: char| !"0123456789.,，０１２３４５６７８９．".contains(c));
            let (number, unit) = text.split_at(end.unwrap_or(text.len()));
            return format!("{}{unit}", plain(number));
        }
        CellKind::Signed => signed(text),
        CellKind::Count | CellKind::Decimal => text.to_owned(),
    };
    let bare = MEASURES
        .iter()
        .find_map(|measure| number.strip_suffix(measure));
    let bare = bare.unwrap_or(&number);
    let one = plain(if bare == "零" { "0" } else { bare });
    let Ok(value) = one.parse::<Decimal>() else {
        return text.to_owned();
    };
    match kind {
        CellKind::Decimal => one,
        _ if value.fract().is_zero() => value.trunc().normalize().to_string(),
        _ => text.to_owned(),
    }
}

/// A change with the sign that its words give it.
fn signed(text: &str) -> String {
    if text == UNCHANGED {
        return "0".to_owned();
    }
    let less = LESS.iter().find_map(|word| text.strip_prefix(word));
    let more = MORE.iter().find_map(|word| text.strip_prefix(word));
    match (less, more) {
        (Some(rest), _) if rest.starts_with(char::is_numeric) => format!("-{rest}"),
        (_, Some(rest)) if rest.starts_with(char::is_numeric) => rest.to_owned(),
        _ => text.to_owned(),
    }
}

/// A number and the note in brackets behind it, as `22（其中修订16件）`.
fn noted(text: &str) -> (&str, Option<&str>) {
    let split = text.split_once(['（', '(']).and_then(|(number, rest)| {
        let note = rest.strip_suffix(['）', ')'])?;
        let fits = note.chars().take(MAX_NOTE + 1).count() <= MAX_NOTE;
        (is_plain_number(number) && fits && !note.is_empty()).then_some((number, Some(note)))
    });
    split.unwrap_or((text, None))
}

/// Digits alone of a number in full-width ones, with separators of thousands or blanks in it;
/// anything else as it is.
fn plain(text: &str) -> String {
    let narrow: String = text.chars().map(ascii_digit).collect();
    let digits = narrow.trim_start_matches(['-', '+']);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3) && groups[0].len() <= 3;
    let joined = if groups.len() > 1 && grouped {
        groups.concat()
    } else {
        whole.to_owned()
    };
    let one = joined.split(' ').collect::<String>();
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if one.is_empty() || !is_number(&one) || !is_number(decimals) {
        return text.to_owned();
    }
    let sign = &narrow[..narrow.len() - digits.len()];
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{one}{point}{decimals}")
}

/// The plain digit or mark of a full-width one.
fn ascii_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '，' => ',',
        '．' => '.',
        '－' => '-',
        '\u{a0}' | '\u{3000}' => ' ',
        c => c,
    }
}

/// A number without the blanks that copying left; those between digits may part two numbers.
fn cleaned(text: &str) -> String {
    let chars: Vec<char> = text.trim().chars().collect();
    let is_kept = |at: usize| {
        let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        let before = chars[..at].iter().rev().find(|c| !c.is_whitespace());
        let behind = chars[at..].iter().find(|c| !c.is_whitespace());
        !chars[at].is_whitespace() || digit(before) && digit(behind)
    };
    // Two numbers below each other stay two.
    let shown = |c: char| if c == '\n' { '、' } else { c };
    (0..chars.len())
        .filter(|at| is_kept(*at))
        .map(|at| shown(chars[at]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_digits_stay() {
        assert_eq!(cleaned(" 44.44 万元"), "44.44万元");
        assert_eq!(cleaned("1\n2"), "1、2");
    }

    #[test]
    fn numbers_as_they_are_meant() {
        let written = [
            "1,234",
            "１２７",
            "1 2",
            "1,23",
            "12,345.6",
            "-1,000",
            "454万元",
            "1\n2",
        ];
        let plain_ones = [
            "1234",
            "127",
            "12",
            "1,23",
            "12345.6",
            "-1000",
            "454万元",
            "1\n2",
        ];
        assert_eq!(written.map(plain), plain_ones);
        assert_eq!(noted("2（其中修订1件）"), ("2", Some("其中修订1件")));
        assert_eq!(noted("（一）"), ("（一）", None));
        let counted = ["5件", "2.00", "02", "零", "2*", "—", "2.5", "无"];
        let read = counted.map(|text| meant(text, CellKind::Count));
        assert_eq!(read, ["5", "2", "2", "0", "2*", "—", "2.5", "无"]);
        let changes = ["减少3", "增2", "－3", "—3", "持平", "—"];
        let read = changes.map(|text| meant(text, CellKind::Signed));
        assert_eq!(read, ["-3", "2", "-3", "-3", "0", "—"]);
        let amounts = ["1,234.50万元", "454万元", "0"];
        let read = amounts.map(|text| meant(text, CellKind::AmountWithUnit));
        assert_eq!(read, ["1234.50万元", "454万元", "0"]);
        assert_eq!(meant("28,660.38", CellKind::Decimal), "28660.38");
    }
}
