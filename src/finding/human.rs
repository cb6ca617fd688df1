//! Findings for people: the line of the form with carets under the place.

use std::collections::BTreeMap;
use std::sync::Arc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Finding, Severity, Tally, json::cell_name, visible};
use crate::place::{At, Place};

/// The decoded text of each file that findings point into, by the file's name.
pub type Sources = BTreeMap<Arc<str>, Arc<str>>;

/// How many findings are drawn; the rest are counted.
const DRAWN_FINDINGS: usize = 100;
/// How many related places of one finding are drawn; the rest are counted.
const DRAWN_PLACES: usize = 8;

/// The findings one below the other, with a closing line that counts them.
///
/// `colour` asks for terminal escapes.
pub fn render(findings: &[Finding], sources: &Sources, colour: bool) -> String {
    let mut drawing = FindingsDrawing::new(colour);
    drawing.add(findings, sources) + &drawing.end()
}

/// Findings that are drawn as they come, form by form.
#[derive(Debug)]
pub struct FindingsDrawing {
    renderer: Renderer,
    /// Whether findings are drawn that follow from others.
    all: bool,
    drawn: usize,
    hidden: usize,
    tally: Tally,
}

impl FindingsDrawing {
    /// Nothing drawn yet; `colour` asks for terminal escapes.
    pub fn new(colour: bool) -> Self {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(160);
        Self { renderer, all: false, drawn: 0, hidden: 0, tally: Tally::default() }
    }

    /// Draws findings that follow from others as well.
    #[must_use]
    pub fn all(self, all: bool) -> Self {
        Self { all, ..self }
    }

    /// More findings, drawn one below the other; what is too much is counted only.
    pub fn add(&mut self, findings: &[Finding], sources: &Sources) -> String {
        self.tally.add(Tally::of(findings));
        let mut text = String::new();
        for (at, finding) in findings.iter().enumerate() {
            if finding.caused_by.is_some() && !self.all {
                continue;
            }
            if self.drawn == DRAWN_FINDINGS {
                self.hidden += 1;
                continue;
            }
            self.drawn += 1;
            let followers = findings.iter().filter(|other| other.caused_by == Some(at)).count();
            text += &self.draw(finding, if self.all { 0 } else { followers }, sources);
        }
        text
    }

    /// A finding, and how many follow from it that are not drawn.
    fn draw(&self, finding: &Finding, followers: usize, sources: &Sources) -> String {
        let drawn = self.renderer.render(&groups(finding, followers, sources));
        // A stretch of a long line has no name of its own, which leaves a mark without one.
        let lines: Vec<&str> = drawn.lines().filter(|line| line.trim() != ":::").collect();
        lines.join("\n") + "\n\n"
    }

    /// The closing lines, the last of which counts all findings.
    pub fn end(&self) -> String {
        let hidden = match self.hidden {
            0 => String::new(),
            hidden => {
                format!("另有 {hidden} 个问题没有列出；先改正上面的，再检查一次\n\n")
            }
        };
        hidden + &summary(self.tally) + "\n"
    }
}

/// The closing line, such as `2 个错误，1 个警告`.
pub fn summary(tally: Tally) -> String {
    let counted = match tally {
        Tally { errors: 0, warnings: 0, .. } => "没有发现问题".to_owned(),
        Tally { errors, warnings, .. } => format!("{errors} 个错误，{warnings} 个警告"),
    };
    match tally.waived {
        0 => counted,
        waived => format!("{counted}；{waived} 个已豁免"),
    }
}

fn groups<'a>(finding: &'a Finding, followers: usize, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match finding.severity {
        _ if finding.waived.is_some() => Level::NOTE.with_name("已豁免"),
        Severity::Error => Level::ERROR.with_name(Severity::Error.chinese()),
        Severity::Warning => Level::WARNING.with_name(Severity::Warning.chinese()),
    };
    let id = format!("{} {}", finding.code.id(), finding.code.name());
    let mut group =
        level.primary_title(finding.message.as_str()).id(id).elements(Vec::<Origin>::new());
    for (file, places) in by_file(&finding.places) {
        let source = sources.get(file);
        if let Some(excerpt) = source.and_then(|source| excerpt(source, places[0].1)) {
            group = group.element(Origin::path(origin(file, places[0].1))).element(excerpt);
            for (_, place) in places.iter().skip(1) {
                let words = in_words_of(place);
                group = group.element(Origin::path(origin(file, place) + &words));
            }
            continue;
        }
        match source {
            Some(source) if places.iter().any(|(_, p)| matches!(p.at, At::Text { .. })) => {
                let annotations = places
                    .iter()
                    .filter_map(|(first, place)| annotation(*first, place, finding, source));
                group = group.element(
                    Snippet::source(&**source).path(visible(file)).annotations(annotations),
                );
            }
            _ => {
                for (first, place) in places {
                    let named = if first {
                        &*place.label
                    } else {
                        short(&place.label, &finding.places[0].label)
                    };
                    group =
                        group.element(Origin::path(origin(file, place) + &in_words(place, named)));
                }
            }
        }
    }
    let hidden = finding.places.len().saturating_sub(DRAWN_PLACES);
    if hidden > 0 {
        group = group.element(Level::NOTE.with_name("另").message(format!("还有 {hidden} 处")));
    }
    if let Some(reason) = &finding.waived {
        group = group.element(Level::NOTE.with_name("理由").message(reason.as_str()));
    } else if !finding.hint.is_empty() {
        group = group.element(Level::HELP.with_name("提示").message(finding.hint.as_str()));
    }
    if followers > 0 {
        let message = format!("有{followers}处由此而来（--all 列出）");
        group = group.element(Level::NOTE.with_name("另").message(message));
    }
    vec![group]
}

/// A line longer than this is shown in part, bytes.
const LONG_LINE: usize = 360;
/// Characters shown before and after the place in a long line.
const AROUND: usize = 24;

/// What stands around a place in a long line; none where the line can be shown whole.
fn excerpt<'a>(source: &'a str, place: &Place) -> Option<Snippet<'a, Annotation<'a>>> {
    let At::Text { line, bytes, .. } = &place.at else { return None };
    let start = source.get(..bytes.start)?.rfind('\n').map_or(0, |i| i + 1);
    let end = source.get(bytes.start..)?.find('\n').map_or(source.len(), |i| bytes.start + i);
    if end - start <= LONG_LINE {
        return None;
    }
    let from = source[start..bytes.start]
        .char_indices()
        .rev()
        .nth(AROUND - 1)
        .map_or(start, |(i, _)| start + i);
    let shown = source.floor_char_boundary(bytes.end).clamp(bytes.start, end);
    let marked = source[bytes.start..shown]
        .char_indices()
        .nth(AROUND)
        .map_or(shown, |(i, _)| bytes.start + i);
    let to = source[marked..end].char_indices().nth(AROUND).map_or(end, |(i, _)| marked + i);
    let annotation = AnnotationKind::Primary.span(bytes.start - from..marked - from);
    Some(Snippet::source(&source[from..to]).line_start(*line).annotation(annotation))
}

/// Places in one file, each with whether it is the finding's first.
type InFile<'a> = (&'a Arc<str>, Vec<(bool, &'a Place)>);

/// The places to draw, file by file, the finding's own file first.
fn by_file(places: &[Place]) -> Vec<InFile<'_>> {
    let mut files: Vec<InFile<'_>> = Vec::new();
    for (i, place) in places.iter().take(DRAWN_PLACES).enumerate() {
        match files.iter_mut().find(|(f, _)| **f == place.file) {
            Some((_, list)) => list.push((i == 0, place)),
            None => files.push((&place.file, vec![(i == 0, place)])),
        }
    }
    files
}

fn annotation<'a>(
    first: bool,
    place: &'a Place,
    finding: &'a Finding,
    source: &str,
) -> Option<Annotation<'a>> {
    let At::Text { bytes, .. } = &place.at else { return None };
    // The renderer stops the program at what is no character's edge.
    let end = source.floor_char_boundary(bytes.end);
    let start = source.floor_char_boundary(bytes.start).min(end);
    let kind = if first { AnnotationKind::Primary } else { AnnotationKind::Context };
    let annotation = kind.span(start..end);
    let label = if first { &*place.label } else { short(&place.label, &finding.places[0].label) };
    Some(if label.is_empty() { annotation } else { annotation.label(label) })
}

/// A related cell's words without the row or column that it shares with the first.
fn short<'a>(label: &'a str, first: &str) -> &'a str {
    match (label.rsplit_once('，'), first.rsplit_once('，')) {
        (Some((row, column)), Some((first_row, _))) if row == first_row => column,
        (Some((row, column)), Some((_, first_column))) if column == first_column => row,
        _ => label,
    }
}

/// What a related place is called, in brackets.
fn in_words_of(place: &Place) -> String {
    if place.label.is_empty() { String::new() } else { format!("（{}）", place.label) }
}

/// The words for a cell of a workbook, where there are any.
fn in_words(place: &Place, label: &str) -> String {
    match place.at {
        At::Cell { .. } if !label.is_empty() => format!("（{label}）"),
        _ => String::new(),
    }
}

fn origin(file: &str, place: &Place) -> String {
    let file = visible(file);
    match &place.at {
        At::File => file.into_owned(),
        At::Text { line, column, .. } => format!("{file}:{line}:{column}"),
        At::Cell { sheet, row, column } => format!("{file}: {sheet}!{}", cell_name(*row, *column)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;
    use crate::place::LineIndex;

    fn check(source: &str, needle: &str, expected: &str) {
        let start = source.find(needle).unwrap();
        let file: Arc<str> = "a.yaml".into();
        let place = Place::at(&file, LineIndex::new(source).at(start..start + needle.len()))
            .named("申请.新收", "新收");
        let finding = Finding::new(Code::RowTotal, "总计不对", place).hint("改成 3");
        let sources = Sources::from([(file, Arc::from(source))]);
        assert_eq!(render(&[finding], &sources, false), expected);
    }

    #[test]
    fn carets_stand_under_chinese_text() {
        check(
            "申请:\n  新收: [1, 2, 9]\n",
            "9",
            "错误[T101 row-total]: 总计不对\n --> a.yaml:2:14\n  |\n2 |   新收: [1, 2, 9]\n  |                ^ 新收\n  |\n  = 提示: 改成 3\n\n1 个错误，0 个警告\n",
        );
    }
}
