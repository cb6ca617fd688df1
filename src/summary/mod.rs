//! A run over many forms as one table, an agency a row: what became of it, its findings
//! by family, how many requests it had, its files.
//!
//! The superior office keeps it beside the reports; [`html`] opens in a browser and sorts
//! by a click, [`workbook`] in Excel. It knows no form and no rule, and opens no files.

pub mod html;
#[cfg(feature = "workbook")]
pub mod workbook;

use rust_decimal::Decimal;

use crate::file::SummaryKind;
use crate::finding::{Code, Finding, Tally};
use crate::report::Report;

/// What a table says of itself, so that it is known again.
const MARK: &str = "nianbao-summary";

/// A family of findings, by the letter of its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// The letter.
    pub letter: char,
    /// What the family is about, for people.
    pub name: &'static str,
}

/// All families, in the order of a report's way.
pub const FAMILIES: [Family; 6] = [
    Family {
        letter: 'F',
        name: "填写",
    },
    Family {
        letter: 'T',
        name: "表内勾稽",
    },
    Family {
        letter: 'Y',
        name: "年度之间",
    },
    Family {
        letter: 'N',
        name: "文字与表",
    },
    Family {
        letter: 'S',
        name: "结构",
    },
    Family {
        letter: 'O',
        name: "输出",
    },
];

/// A number of the report that the table shows, by the ids of the standards.
struct KeyFigure {
    head: &'static str,
    row: &'static str,
}

/// The table and the column of the numbers shown.
const REQUESTS: &str = "requests";
const ALL: &str = "all";
/// The numbers of requests: 本年新收, 办理结果总计, 结转下年度.
const FIGURES: [KeyFigure; 3] = [
    KeyFigure {
        head: "新收",
        row: "new",
    },
    KeyFigure {
        head: "办结",
        row: "outcome.total",
    },
    KeyFigure {
        head: "结转",
        row: "carried-out",
    },
];

/// A file that was written, as seen from the table.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it is called in the table: its format.
    pub name: String,
    /// The way there, with slashes.
    pub path: String,
}

/// What is known of one form.
#[derive(Clone, Debug, Default)]
pub struct AgencyLine {
    /// The form as it was given.
    pub form: String,
    /// The agency; empty where the form could not be read.
    pub agency: String,
    /// The year; 0 where there is none.
    pub year: i32,
    /// What became of it, in a word.
    pub state: String,
    /// Why nothing came of it; empty where something did.
    pub reason: String,
    /// Whether it was looked into, so that its findings count.
    pub read: bool,
    /// Its findings, family by family.
    pub tallies: [Tally; FAMILIES.len()],
    /// 本年新收, 办理结果总计 and 结转下年度; none where the form could not be read.
    pub figures: [Option<Decimal>; FIGURES.len()],
    /// The files that were written.
    pub files: Vec<Link>,
}

impl AgencyLine {
    /// Of a form of this name, about which nothing else is known.
    pub fn of(form: &str) -> Self {
        Self {
            form: form.to_owned(),
            ..Self::default()
        }
    }

    /// Takes over what a report says of itself.
    pub fn tell(&mut self, report: &Report) {
        self.agency.clone_from(&report.agency.value);
        self.year = report.year.value;
        for (shown, figure) in self.figures.iter_mut().zip(&FIGURES) {
            let cell = report.standard.cell_by_ids(REQUESTS, figure.row, ALL);
            *shown = cell.map(|cell| report.value(cell));
        }
    }

    /// Counts findings by their families.
    pub fn count(&mut self, findings: &[Finding]) {
        for finding in findings {
            let family = FAMILIES
                .iter()
                .position(|family| is_of(finding.code, *family));
            if let Some(tally) = family.and_then(|at| self.tallies.get_mut(at)) {
                tally.count(finding);
            }
        }
    }

    /// All its findings.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        for tally in self.tallies {
            total.add(tally);
        }
        total
    }
}

fn is_of(code: Code, family: Family) -> bool {
    match code.id().chars().next() {
        // Hints are advice on what is written.
        Some('H') => family.letter == 'S',
        letter => letter == Some(family.letter),
    }
}

/// Whether a file of this kind is such a table, made by this program.
pub fn is_summary(kind: SummaryKind, bytes: &[u8]) -> bool {
    match kind {
        #[cfg(feature = "workbook")]
        SummaryKind::Workbook => workbook::is_summary(std::io::Cursor::new(bytes)),
        #[cfg(not(feature = "workbook"))]
        SummaryKind::Workbook => false,
        SummaryKind::Html => html::is_summary(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_family() {
        for code in Code::ALL {
            let own = FAMILIES.iter().filter(|family| is_of(*code, **family));
            assert_eq!(own.count(), 1);
        }
    }
}
