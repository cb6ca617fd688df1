//! Findings for people: the line of the form with carets under the place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstyle::{AnsiColor, Style};

use super::wrap::wrap;
use super::{Code, Finding, Severity, Tally, json::cell_name, mask_numbers, visible};
use crate::place::{At, Place};

/// The decoded text of each file that findings point into, by the file's name.
pub type Sources = BTreeMap<Arc<str>, Arc<str>>;

/// How many findings are drawn; the rest are counted.
const DRAWN_FINDINGS: usize = 100;
/// How many related places of one finding are drawn; the rest are counted.
const DRAWN_PLACES: usize = 8;

/// Before all lines of a finding but its first, and before those that go on with one.
const INDENT: &str = "  ";
const BELOW: &str = "        ";
/// Columns below which nothing is wrapped more narrowly.
const NARROWEST: usize = 40;

/// The findings one below the other, with a closing line that counts them.
///
/// `colour` asks for terminal escapes.
pub fn render(findings: &[Finding], sources: &Sources, colour: bool) -> String {
    let mut drawing = FindingsDrawing::new(colour);
    drawing.add(findings, sources) + &drawing.end()
}

/// The texts that are drawn, with the numbers of persons masked.
fn mask_sources(findings: &[Finding], sources: &Sources) -> Sources {
    let mut masked = Sources::new();
    if findings.is_empty() {
        return masked;
    }
    for (file, source) in sources {
        let text = match mask_numbers(source) {
            Cow::Borrowed(_) => Arc::clone(source),
            Cow::Owned(text) => text.into(),
        };
        masked.insert(Arc::clone(file), text);
    }
    masked
}

/// Findings that are drawn as they come, form by form.
#[derive(Debug)]
pub struct FindingsDrawing {
    renderer: Renderer,
    colour: bool,
    /// Columns of the terminal.
    width: usize,
    /// Whether findings are drawn that follow from others.
    all: bool,
    /// What is said of the way to those that are not.
    way: &'static str,
    drawn: usize,
    hidden: usize,
    tally: Tally,
}

impl FindingsDrawing {
    /// Nothing drawn yet; `colour` asks for terminal escapes.
    pub fn new(colour: bool) -> Self {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(160);
        let width = usize::MAX;
        let (all, way) = (false, "（--all 列出）");
        Self {
            renderer,
            colour,
            width,
            all,
            way,
            drawn: 0,
            hidden: 0,
            tally: Tally::default(),
        }
    }

    /// For a terminal of so many columns; without it lines are as long as they are.
    #[must_use]
    pub fn width(self, width: usize) -> Self {
        let width = width.max(NARROWEST);
        Self {
            renderer: self.renderer.term_width(width),
            width,
            ..self
        }
    }

    /// Draws findings that follow from others as well.
    #[must_use]
    pub fn all(self, all: bool) -> Self {
        Self { all, ..self }
    }

    /// Says nothing of a way to findings that follow from others.
    #[must_use]
    pub fn no_way(self) -> Self {
        Self { way: "", ..self }
    }

    /// More findings, drawn one below the other; what is too much is counted only.
    pub fn add(&mut self, findings: &[Finding], sources: &Sources) -> String {
        self.tally.add(Tally::of(findings));
        let mut text = String::new();
        let sources = mask_sources(findings, sources);
        // Hints stand apart, behind what should be mended.
        let (hints, others): (Vec<usize>, Vec<usize>) =
            (0..findings.len()).partition(|&at| findings[at].severity == Severity::Hint);
        for at in others.into_iter().chain(hints) {
            let finding = &findings[at];
            if finding.caused_by.is_some() && !self.all {
                continue;
            }
            if self.drawn == DRAWN_FINDINGS {
                self.hidden += 1;
                continue;
            }
            self.drawn += 1;
            let followers = findings
                .iter()
                .filter(|other| other.caused_by == Some(at))
                .count();
            text += &self.draw(finding, if self.all { 0 } else { followers }, &sources);
        }
        text
    }

    /// A finding, and how many follow from it that are not drawn: what is wrong, where, what to do,
    /// and behind all its code.
    fn draw(&self, finding: &Finding, followers: usize, sources: &Sources) -> String {
        let level = if finding.waived.is_some() {
            "已豁免"
        } else {
            finding.severity.chinese()
        };
        let painted = self.paint(level, Self::style_of(finding));
        let message = wrap(&format!("{level}：{}", finding.message), self.width, INDENT);
        let mut text = message.replacen(level, &painted, 1) + "\n";
        text += &self.places(finding, sources);
        if let Some(reason) = &finding.waived {
            self.line(&mut text, "理由", reason);
        } else if !finding.hint.is_empty() {
            self.line(&mut text, "办法", &finding.hint);
        }
        let mut code = format!("{} {}", finding.code.id(), finding.code.name());
        if followers > 0 {
            code += &format!("；另有{followers}处由此而来{}", self.way);
        }
        text + INDENT + &self.paint(&code, Style::new().dimmed()) + "\n\n"
    }

    /// A line of a finding behind the place.
    fn line(&self, text: &mut String, name: &str, words: &str) {
        let line = wrap(&format!("{INDENT}{name}：{words}"), self.width, BELOW);
        *text += &line;
        text.push('\n');
    }

    fn style_of(finding: &Finding) -> Style {
        let colour = match finding.severity {
            _ if finding.waived.is_some() => AnsiColor::Cyan,
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Hint => AnsiColor::Blue,
        };
        colour.on_default().bold()
    }

    fn paint(&self, words: &str, style: Style) -> String {
        if self.colour {
            format!("{style}{words}{style:#}")
        } else {
            words.to_owned()
        }
    }

    /// Where a finding is: of a text its lines with marks, of a workbook its cells.
    fn places(&self, finding: &Finding, sources: &Sources) -> String {
        let mut text = String::new();
        for FilePlaces { file, places } in by_file(&finding.places) {
            let source = sources.get(file).filter(|source| !source.is_empty());
            let is_text = places
                .iter()
                .any(|drawn| matches!(drawn.place.at, At::Text { .. }));
            match source.filter(|_| is_text) {
                Some(source) => text += &self.lines_of(finding, file, &places, source),
                None => self.cells_of(&mut text, finding, &places),
            }
        }
        let hidden = finding.places.len().saturating_sub(DRAWN_PLACES);
        let in_ranges = finding.code == Code::Blank
            && finding
                .places
                .iter()
                .all(|place| matches!(place.at, At::Cell { .. }));
        if hidden > 0 && !in_ranges {
            self.line(&mut text, "另", &format!("还有 {hidden} 处"));
        }
        text
    }

    /// The lines of a text with marks below what is meant.
    fn lines_of(
        &self,
        finding: &Finding,
        file: &str,
        places: &[DrawnPlace<'_>],
        source: &str,
    ) -> String {
        let mut group = Group::with_level(Level::ERROR.no_name()).elements(Vec::<Origin>::new());
        let first = places[0].place;
        if let Some(excerpt) = excerpt(source, first) {
            group = group
                .element(Origin::path(origin(file, first)))
                .element(excerpt);
            for DrawnPlace { place, .. } in &places[1..] {
                let words = in_words_of(place);
                group = group.element(Origin::path(origin(file, place) + &words));
            }
        } else {
            let marks = places
                .iter()
                .filter_map(|drawn| annotation(drawn, finding, source));
            group = group.element(
                Snippet::source(source)
                    .path(visible(file))
                    .annotations(marks),
            );
        }
        let drawn = self.renderer.render(&[group]);
        let mut lines: Vec<&str> = drawn.lines().collect();
        // A stretch of a long line has no name of its own, which leaves a mark without one; and
        // what to do comes behind.
        lines.retain(|line| !matches!(line.trim(), ":::" | ""));
        let text = lines.join("\n");
        text.trim_end_matches(['|', ' ', '\n']).to_owned() + "\n"
    }

    /// The cells of a workbook, or the file where there is no more to say.
    fn cells_of(&self, text: &mut String, finding: &Finding, places: &[DrawnPlace<'_>]) {
        let (first, rest) = (&places[0], &places[1..]);
        let own = &finding.places[0];
        let words = if first.is_own {
            &*first.place.label
        } else {
            short(&first.place.label, &own.label)
        };
        let place = origin(&first.place.file, first.place) + &in_words(first.place, words);
        if !place.is_empty() {
            self.line(text, "位置", &place);
        }
        // The message names blank cells by their ranges.
        if finding.code == Code::Blank {
            return;
        }
        let mut others = Vec::new();
        for DrawnPlace { place, .. } in rest {
            let words = in_words(place, short(&place.label, &own.label));
            others.push(name_beside(place, first.place) + &words);
        }
        if !others.is_empty() {
            self.line(text, "另见", &others.join("、"));
        }
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
        Tally {
            errors: 0,
            warnings: 0,
            hints: 0,
            ..
        } => "没有发现问题".to_owned(),
        Tally {
            errors: 0,
            warnings: 0,
            ..
        } => "没有错误和警告".to_owned(),
        Tally {
            errors, warnings, ..
        } => format!("{errors} 个错误，{warnings} 个警告"),
    };
    let hinted = match tally.hints {
        0 => counted,
        hints => format!("{counted}，{hints} 条提示"),
    };
    match tally.waived {
        0 => hinted,
        waived => format!("{hinted}；{waived} 个已豁免"),
    }
}

/// A line longer than this is shown in part, bytes.
const LONG_LINE: usize = 360;
/// Characters shown before and after the place in a long line.
const AROUND: usize = 24;

/// What stands around a place in a long line; none where the line can be shown whole.
fn excerpt<'a>(source: &'a str, place: &Place) -> Option<Snippet<'a, Annotation<'a>>> {
    let At::Text { line, bytes, .. } = &place.at else {
        return None;
    };
    let start = source.get(..bytes.start)?.rfind('\n').map_or(0, |i| i + 1);
    let end = source
        .get(bytes.start..)?
        .find('\n')
        .map_or(source.len(), |i| bytes.start + i);
    if end - start <= LONG_LINE {
        return None;
    }
    let from = source[start..bytes.start]
        .char_indices()
        .rev()
        .nth(AROUND - 1)
        .map_or(start, |(i, _)| start + i);
    let shown = source
        .floor_char_boundary(bytes.end)
        .clamp(bytes.start, end);
    let marked = source[bytes.start..shown]
        .char_indices()
        .nth(AROUND)
        .map_or(shown, |(i, _)| bytes.start + i);
    let to = source[marked..end]
        .char_indices()
        .nth(AROUND)
        .map_or(end, |(i, _)| marked + i);
    let annotation = AnnotationKind::Primary.span(bytes.start - from..marked - from);
    Some(
        Snippet::source(&source[from..to])
            .line_start(*line)
            .annotation(annotation),
    )
}

/// A place to draw.
struct DrawnPlace<'a> {
    place: &'a Place,
    /// Whether it is the finding's first.
    is_own: bool,
}

/// Places in one file.
struct FilePlaces<'a> {
    file: &'a Arc<str>,
    places: Vec<DrawnPlace<'a>>,
}

/// The places to draw, file by file, the finding's own file first.
fn by_file(places: &[Place]) -> Vec<FilePlaces<'_>> {
    let mut files: Vec<FilePlaces<'_>> = Vec::new();
    for (at, place) in places.iter().take(DRAWN_PLACES).enumerate() {
        let is_own = at == 0;
        let drawn = DrawnPlace { place, is_own };
        match files.iter_mut().find(|of_file| *of_file.file == place.file) {
            Some(of_file) => of_file.places.push(drawn),
            None => files.push(FilePlaces {
                file: &place.file,
                places: vec![drawn],
            }),
        }
    }
    files
}

/// What a place is called beside another: a cell of the same sheet by its name alone.
fn name_beside(place: &Place, first: &Place) -> String {
    if let At::Cell { sheet, row, column } = &place.at
        && let At::Cell { sheet: other, .. } = &first.at
        && sheet == other
    {
        return cell_name(*row, *column);
    }
    origin(&place.file, place)
}

fn annotation<'a>(
    drawn: &DrawnPlace<'a>,
    finding: &'a Finding,
    source: &str,
) -> Option<Annotation<'a>> {
    let DrawnPlace { place, is_own } = *drawn;
    let At::Text { bytes, .. } = &place.at else {
        return None;
    };
    // The renderer stops the program at what is no character's edge.
    let end = source.floor_char_boundary(bytes.end);
    let start = source.floor_char_boundary(bytes.start).min(end);
    let (kind, label) = if is_own {
        (AnnotationKind::Primary, &*place.label)
    } else {
        let label = short(&place.label, &finding.places[0].label);
        (AnnotationKind::Context, label)
    };
    let annotation = kind.span(start..end);
    Some(if label.is_empty() {
        annotation
    } else {
        annotation.label(label)
    })
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
    if place.label.is_empty() {
        String::new()
    } else {
        format!("（{}）", place.label)
    }
}

/// The words for a cell of a workbook, where there are any.
fn in_words(place: &Place, label: &str) -> String {
    match place.at {
        At::Cell { .. } | At::TableCell { .. } if !label.is_empty() => format!("（{label}）"),
        _ => String::new(),
    }
}

fn origin(file: &str, place: &Place) -> String {
    let file = visible(file);
    match &place.at {
        At::File => file.into_owned(),
        At::Text { line, column, .. } => format!("{file}:{line}:{column}"),
        At::Cell { sheet, row, column } => format!("{file}: {sheet}!{}", cell_name(*row, *column)),
        At::Paragraph { .. } | At::TableCell { .. } => {
            format!("{file}: {}", place.at.in_document().unwrap_or_default())
        }
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
        let place = Place::at(
            &file,
            LineIndex::new(source).at(start..start + needle.len()),
        )
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
            "错误：总计不对\n --> a.yaml:2:14\n  |\n2 |   新收: [1, 2, 9]\n  |                ^ \
             新收\n  办法：改成 3\n  T101 row-total\n\n1 个错误，0 个警告\n",
        );
    }
}
