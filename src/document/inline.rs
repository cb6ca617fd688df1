//! One line of narrative: its numbering and its emphasis.

use super::{Block, Run, Text};
use crate::narrative::{Line, Stretch, heading_length, is_heading, level};

/// Turns one line of text into a heading or a paragraph; none for an empty line.
pub(super) fn block(line: &Line) -> Option<Block> {
    let mut text = text(line);
    if text.runs.is_empty() {
        return None;
    }
    let plain = text.plain();
    let Some(level) = level(&plain) else {
        return Some(Block::Paragraph(text));
    };
    if is_heading(&plain) {
        return Some(Block::Heading { level, text });
    }
    mark_heading(&mut text.runs, heading_length(&plain), level);
    Some(Block::Paragraph(text))
}

/// A line with its emphasis, whatever it is.
pub(super) fn text(line: &Line) -> Text {
    Text {
        runs: emphasise(&line.stretches),
        place: Some(line.place.clone()),
    }
}

/// Marks the first `length` bytes as a run-in heading.
fn mark_heading(runs: &mut Vec<Run>, length: usize, level: u8) {
    let mut rest = length;
    for i in 0..runs.len() {
        let run_length = runs[i].text.len();
        if rest < run_length {
            if rest > 0 {
                let tail = Run {
                    text: runs[i].text.split_off(rest),
                    ..runs[i].clone()
                };
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
fn emphasise(stretches: &[Stretch]) -> Vec<Run> {
    let typed = stretches.iter().filter(|stretch| stretch.bound.is_empty());
    let marks: usize = typed
        .map(|stretch| stretch.text.matches("**").count())
        .sum();
    let mut pairs = marks / 2 * 2;
    let mut bold = false;
    let mut out: Vec<Run> = Vec::new();
    for (i, stretch) in stretches.iter().enumerate() {
        // A line's indent is not printed.
        let mut rest = if i == 0 {
            stretch.text.trim_start()
        } else {
            stretch.text.as_str()
        };
        if !stretch.bound.is_empty() {
            out.push(Run {
                text: replace_tabs(rest),
                bold,
                bound: stretch.bound.clone(),
                ..Run::default()
            });
            continue;
        }
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

/// A tab is a blank in every output.
fn replace_tabs(text: &str) -> String {
    text.replace('\t', " ")
}

fn push(out: &mut Vec<Run>, text: &str, bold: bool) {
    if !text.is_empty() {
        out.push(Run {
            text: replace_tabs(text),
            bold,
            ..Run::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let shown = match block(&Line::plain(line)) {
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
        let long = format!("（一）{}", "很长的标题".repeat(12));
        check(&long, &format!("H2 {long}"));
        check(&format!("{long}；"), &format!("[2 {long}；]"));
        check("甲，**乙方面**，丙", "甲，<乙方面>，丙");
        check("2**3 是 8", "2**3 是 8");
        check("1.**甲**方面。乙", "[3 1.][3 甲][3 方面。]乙");
    }
}
