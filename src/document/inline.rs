//! One line of narrative: its numbering, its emphasis, its placeholders.

use super::numbering::{heading_length, level};
use super::placeholder::Binder;
use super::{Block, Run, Text};
use crate::finding::Finding;
use crate::place::Placed;

/// Characters that a heading of its own may have.
const MAX_HEADING: usize = 50;

/// Turns one line of text into a heading or a paragraph; none for an empty line.
pub(super) fn block(line: &Placed<String>, binder: &Binder, findings: &mut Vec<Finding>) -> Option<Block> {
    let indent = line.value.len() - line.value.trim_start().len();
    let trimmed = line.value.trim();
    if trimmed.is_empty() {
        return None;
    }
    let runs = emphasis(binder.fill(&line.value, &line.place, findings), indent);
    if runs.is_empty() {
        return None;
    }
    let mut text = Text { runs, place: Some(line.place.clone()) };
    let plain = text.plain();
    let Some(level) = level(&plain) else { return Some(Block::Paragraph(text)) };
    let length = heading_length(&plain);
    // A whole line is a heading as long as it is no longer than one.
    if plain[length..].trim().is_empty() && plain.chars().count() <= MAX_HEADING {
        return Some(Block::Heading { level, text });
    }
    mark_heading(&mut text.runs, length, level);
    Some(Block::Paragraph(text))
}

/// Marks the first `length` bytes as a run-in heading.
fn mark_heading(runs: &mut Vec<Run>, length: usize, level: u8) {
    let mut rest = length;
    for i in 0..runs.len() {
        let run_length = runs[i].text.len();
        if rest < run_length {
            if rest > 0 {
                let tail = Run { text: runs[i].text.split_off(rest), ..runs[i].clone() };
                runs[i].heading = level;
                runs.insert(i + 1, tail);
            }
            return;
        }
        runs[i].heading = level;
        rest -= run_length;
    }
}

/// Takes `**` out of the runs and makes what stands between bold; an unpaired one stays.
fn emphasis(runs: Vec<Run>, indent: usize) -> Vec<Run> {
    let marks = runs.iter().filter(|r| r.bound.is_empty()).map(|r| r.text.matches("**").count()).sum::<usize>();
    let mut pairs = marks / 2 * 2;
    let mut bold = false;
    let mut out: Vec<Run> = Vec::new();
    for (i, run) in runs.into_iter().enumerate() {
        let text = if i == 0 { run.text[indent.min(run.text.len())..].to_owned() } else { run.text.clone() };
        if !run.bound.is_empty() {
            out.push(Run { text, bold, ..run });
            continue;
        }
        let mut rest = text.as_str();
        loop {
            if let Some(at) = rest.find("**").filter(|_| pairs > 0) {
                push(&mut out, &rest[..at], bold);
                rest = &rest[at + 2..];
                bold = !bold;
                pairs -= 1;
            } else {
                push(&mut out, rest, bold);
                break;
            }
        }
    }
    if let Some(last) = out.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    out.retain(|r| !r.text.is_empty());
    out
}

fn push(out: &mut Vec<Run>, text: &str, bold: bool) {
    if !text.is_empty() {
        out.push(Run { text: text.to_owned(), bold, ..Run::default() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;

    fn check(line: &str, expected: &str) {
        let placed = Placed::new(line.to_owned(), Place::default());
        let shown = match block(&placed, &Binder::empty(), &mut Vec::new()) {
            None => "-".to_owned(),
            Some(Block::Heading { level, text }) => format!("H{level} {}", text.plain()),
            Some(Block::Paragraph(text)) => text
                .runs
                .iter()
                .map(|r| match (r.heading, r.bold) {
                    (0, false) => r.text.clone(),
                    (0, true) => format!("<{}>", r.text),
                    (level, _) => format!("[{level} {}]", r.text),
                })
                .collect(),
            Some(_) => unreachable!("a line is a heading or a paragraph"),
        };
        assert_eq!(shown, expected, "{line}");
    }

    #[test]
    fn lines() {
        check("  ", "-");
        check("****", "-");
        check("　　正文。", "正文。");
        check("（一）标题", "H2 （一）标题");
        check("（一）标题。正文。", "[2 （一）标题。]正文。");
        check("甲，**乙方面**，丙", "甲，<乙方面>，丙");
        check("2**3 是 8", "2**3 是 8");
        check("1.**甲**方面。乙", "[3 1.][3 甲][3 方面。]乙");
    }
}
