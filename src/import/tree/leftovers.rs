//! What is told of all that a document has and no form holds: other tables, a further report,
//! pictures, the page's own lines.

use super::super::facts;
use super::super::mend::mend;
use super::super::outline::Outline;
use super::super::pieces::{DocumentPiece, GridSheet, TextLine};
use super::Importer;
use crate::finding::{Code, Finding};
use crate::form::labelled::{CellPos, Cells};
use crate::place::Place;

/// How many lines that are left out are quoted, and how many characters of each.
const MAX_QUOTED: usize = 3;
const MAX_QUOTE: usize = 16;

impl Importer<'_> {
    /// A table that is none of the report's: data of the page, or nothing that a form holds.
    pub(super) fn tell_other_table(&mut self, grid: &GridSheet) {
        let found = facts::of_grid(grid, self.words);
        if found.is_empty() && grid.height() > 1 {
            let at = grid.at(CellPos::default());
            let message = "有一张表不是报告规定的表，没有导入";
            let finding = Finding::new(Code::LeftOut, message, Place::at(self.file, at));
            self.findings
                .push(finding.hint("填报表的文字里放不了表格；要紧的数改写成文字"));
        }
        self.facts.extend(found);
    }

    /// What stands behind the report.
    pub(super) fn tell_behind(&mut self, outline: &Outline) {
        if let Some(title) = &outline.other {
            let named = mend(&title.text, false);
            let message = format!("这个文件里还有一份报告“{named}”，只导入了前一份");
            let place = Place::at(self.file, title.at.clone());
            let finding = Finding::new(Code::NotRead, message, place);
            self.findings
                .push(finding.hint("要导入另一份，把它单独存成一个文件"));
        }
        for piece in &self.pieces[outline.end..] {
            if let DocumentPiece::Line(passage) = piece {
                self.left_out.push(passage.clone());
            }
        }
        let pictures = self
            .pieces
            .iter()
            .filter(|piece| matches!(piece, DocumentPiece::Picture))
            .count();
        if pictures > 0 {
            let message = format!("报告里有 {pictures} 张图，没有导入");
            let finding = Finding::new(Code::LeftOut, message, Place::file(self.file));
            self.findings
                .push(finding.hint("要印出来的，把图存到填报表旁边，在文字里写上"));
        }
    }

    pub(super) fn tell_left_out(&mut self) {
        self.left_out
            .retain(|passage| !passage.text.trim().is_empty());
        let Some(first) = self.left_out.first() else {
            return;
        };
        let first_ones = self.left_out.iter().take(MAX_QUOTED);
        let quoted: Vec<String> = first_ones.map(quote).collect();
        let more = if self.left_out.len() > MAX_QUOTED {
            "等"
        } else {
            ""
        };
        let (count, quoted) = (self.left_out.len(), quoted.join("、"));
        let message = format!("{count} 行不像是报告的内容，没有导入：{quoted}{more}");
        let place = Place::at(self.file, first.at.clone());
        let others = self.left_out[1..]
            .iter()
            .map(|line| Place::at(self.file, line.at.clone()));
        let finding = Finding::new(Code::LeftOut, message, place).related(others);
        self.findings
            .push(finding.hint("属于报告的，粘贴到相应的文字里"));
    }
}

/// The beginning of a line in quotation marks.
fn quote(passage: &TextLine) -> String {
    let text = mend(&passage.text, false);
    format!("“{}”", text.chars().take(MAX_QUOTE).collect::<String>())
}
