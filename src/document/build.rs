//! The report bound into the body template.

use super::inline;
use super::table::table;
use super::template::{ItemKind, Template};
use super::{Block, Document, Run, Text};
use crate::finding::Finding;
use crate::narrative::{Line, Narrative};
use crate::place::Placed;
use crate::report::{Date, Report};

/// A document and what was wrong with the template's placeholders.
#[derive(Debug)]
pub struct Bound {
    /// The document; placeholders that could not be filled stand as typed.
    pub document: Document,
    /// Findings in the template.
    pub findings: Vec<Finding>,
}

/// Puts the report into the template.
pub fn bind(report: &Report, narrative: &Narrative, template: &Template) -> Bound {
    let mut findings = Vec::new();
    let mut blocks = Vec::new();
    for item in &template.items {
        if item.when.as_ref().is_some_and(|key| !gives(report, key)) {
            continue;
        }
        match &item.kind {
            ItemKind::Title(text) => {
                let text = filled(narrative, text, &mut findings);
                if !text.plain().trim().is_empty() {
                    blocks.push(Block::Title(text));
                }
            }
            ItemKind::Heading(text) => {
                blocks.push(Block::Heading { level: 1, text: filled(narrative, text, &mut findings) });
            }
            ItemKind::Narrative { key, .. } if report.has_text(key) => {
                blocks.extend(narrative.lines(key).iter().filter_map(inline::block));
            }
            ItemKind::Narrative { default: Some(text), .. } | ItemKind::Paragraph(text) => {
                for line in lines_of(text) {
                    blocks.extend(inline::block(&fill(narrative, &line, &mut findings)));
                }
            }
            ItemKind::Narrative { default: None, .. } => {}
            ItemKind::Table(index) => blocks.push(Block::Table(table(report, *index))),
            ItemKind::Signature(lines) => {
                blocks
                    .push(Block::Signature(lines.iter().map(|line| filled(narrative, line, &mut findings)).collect()));
            }
        }
    }
    let title = blocks.iter().find_map(|b| if let Block::Title(text) = b { Some(text.plain()) } else { None });
    let document = Document {
        title: title.unwrap_or_else(|| report.title()),
        agency: report.agency.value.clone(),
        subject: report.field("索引号").unwrap_or_default().to_owned(),
        year: report.year.value,
        date: report.field("成文日期").and_then(Date::parse),
        draft: false,
        blocks,
    };
    Bound { document, findings }
}

/// Whether the form gives a value or text under this key.
fn gives(report: &Report, key: &str) -> bool {
    let inside = format!("{key}.");
    report.has_text(key) || report.field(key).is_some() || report.fields.keys().any(|k| k.starts_with(&inside))
}

fn fill(narrative: &Narrative, text: &Placed<String>, findings: &mut Vec<Finding>) -> Line {
    let (line, found) = narrative.fill(text);
    findings.extend(found);
    line
}

fn filled(narrative: &Narrative, text: &Placed<String>, findings: &mut Vec<Finding>) -> Text {
    let stretches = fill(narrative, text, findings).stretches;
    let runs = stretches.into_iter().map(|s| Run { text: s.text, bound: s.bound, ..Run::default() });
    Text { runs: runs.collect(), place: Some(text.place.clone()) }
}

/// A template's text, one paragraph a line; each has the text's own place.
fn lines_of(text: &Placed<String>) -> Vec<Placed<String>> {
    text.value.lines().map(|line| Placed::new(line.to_owned(), text.place.clone())).collect()
}
