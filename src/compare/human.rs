//! A comparison for people: columns straight, what went and what came marked.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::{Comparison, SentenceChange, Tag};
use crate::finding::json::cell_name;
use crate::finding::{Finding, Severity, visible};
use crate::place::{At, Place};
use crate::report::changes::{CellChange, Change, How};
use crate::report::{Record, Value};

/// What went and what came.
const GONE: Style = AnsiColor::Red.on_default();
const COME: Style = AnsiColor::Green.on_default();

/// Terminal colours, or nothing.
#[derive(Clone, Copy)]
struct Paint {
    on: bool,
}

impl Paint {
    fn dress(self, style: Style, text: &str) -> String {
        if self.on && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn gone(self, text: &str) -> String {
        self.dress(GONE, text)
    }

    fn come(self, text: &str) -> String {
        self.dress(COME, text)
    }

    fn faint(self, text: &str) -> String {
        self.dress(Style::new().dimmed(), text)
    }

    fn head(self, text: &str) -> String {
        self.dress(Style::new().bold(), text)
    }
}

/// The comparison as text; `colour` asks for terminal escapes.
pub fn render(comparison: &Comparison, colour: bool) -> String {
    let paint = Paint { on: colour };
    if comparison.is_empty() {
        return "没有不同\n".to_owned();
    }
    let [old, new] = &comparison.heads;
    let mut out = String::new();
    for (mark, head) in [("旧", old), ("新", new)] {
        out += &format!(
            "{mark}  {}（{}，{} 年度，格式 {}）\n",
            visible(&head.file),
            head.agency,
            head.year,
            head.format
        );
    }
    cells(&mut out, comparison, paint);
    values(&mut out, comparison, paint);
    sentences(&mut out, &comparison.sentences, paint);
    placeholders(&mut out, comparison, paint);
    touched(&mut out, comparison, paint);
    findings(&mut out, "新出现的提示", &comparison.appeared, paint);
    findings(&mut out, "消失的提示", &comparison.vanished, paint);
    out.push('\n');
    out += &summary(comparison);
    out.push('\n');
    out
}

/// The closing line: how much of each.
pub fn summary(comparison: &Comparison) -> String {
    let count = |how: How| comparison.cells().filter(|cell| cell.how == how).count();
    let others = comparison
        .changes
        .iter()
        .filter(|c| matches!(c, Change::Value { .. } | Change::Records { .. }))
        .count();
    let parts = [
        (count(How::Typed), "格改了数"),
        (count(How::Moved), "格合计随之变动"),
        (count(How::Noted), "格改了说明"),
        (count(How::Stated), "格只是写法不同"),
        (count(How::Gone) + count(How::Fresh), "格只有一种格式有"),
        (others, "项其他内容不同"),
        (comparison.sentences.len(), "句文字不同"),
        (comparison.appeared.len(), "个提示新出现"),
        (comparison.vanished.len(), "个提示消失"),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if told.is_empty() {
        "数和句子都没有不同；不同的是分段、字样、插图或占位的写法".to_owned()
    } else {
        told.join("，")
    }
}

fn title(out: &mut String, words: &str, paint: Paint) {
    out.push('\n');
    out.push_str(&paint.head(words));
    out.push('\n');
}

fn cells(out: &mut String, comparison: &Comparison, paint: Paint) {
    // Cells that are only stated otherwise would bury the numbers that changed.
    let (stated, rows): (Vec<&CellChange>, Vec<&CellChange>) =
        comparison.cells().partition(|c| c.how == How::Stated);
    if !stated.is_empty() || !rows.is_empty() {
        title(out, "表格", paint);
    }
    if let Some(first) = stated.first() {
        let words = note(first);
        out.push_str(&format!(
            "  {}\n",
            paint.faint(&format!(
                "{} 格的数没有变，只是写法不同，如 {}（{words}）",
                stated.len(),
                first.path
            ))
        ));
    }
    if rows.is_empty() {
        return;
    }
    let difference =
        |cell: &CellChange| cell.difference.map_or(String::new(), |d| format!("{d:+}"));
    let shown = |text: &str| if text.is_empty() { "（空）".to_owned() } else { text.to_owned() };
    let width =
        |of: &dyn Fn(&CellChange) -> String| rows.iter().map(|c| of(c).width()).max().unwrap_or(0);
    let name = width(&|c| c.path.clone()).max("位置".width());
    let old = width(&|c| shown(&c.printed_old)).max("原".width());
    let new = width(&|c| shown(&c.printed_new)).max("现".width());
    let by = width(&difference).max("差".width());
    let line = |cells: [String; 4], rest: String| {
        let [path, before, after, change] = cells;
        let cells = [
            after_padding(&path, name),
            before_padding(&before, old),
            before_padding(&after, new),
            before_padding(&change, by),
        ];
        (cells, rest)
    };
    let (head, _) = line(["位置".into(), "原".into(), "现".into(), "差".into()], String::new());
    out.push_str(&format!("  {}\n", paint.faint(&head.join("  "))));
    for cell in rows {
        let (cells, note) = line(
            [
                cell.path.clone(),
                shown(&cell.printed_old),
                shown(&cell.printed_new),
                difference(cell),
            ],
            note(cell),
        );
        let [path, before, after, change] = cells;
        let end = format!("{}  {}", paint.faint(&change), paint.faint(&note));
        out.push_str(
            format!("  {path}  {}  {}  {end}", paint.gone(&before), paint.come(&after)).trim_end(),
        );
        out.push('\n');
    }
}

/// What is to be said of a cell beside its numbers.
fn note(cell: &CellChange) -> String {
    let stated = |value: &Value| *value != Value::Unstated;
    match cell.how {
        How::Typed => cell.label.clone(),
        How::Moved => "合计，随之变动".to_owned(),
        How::Stated if !stated(&cell.old.value) => "原由程序计算，现写明".to_owned(),
        How::Stated if !stated(&cell.new.value) => "原写明，现由程序计算".to_owned(),
        How::Stated => "只是写法不同".to_owned(),
        How::Noted => "说明不同".to_owned(),
        How::Gone => "新格式没有这一格".to_owned(),
        How::Fresh => "旧格式没有这一格".to_owned(),
    }
}

fn values(out: &mut String, comparison: &Comparison, paint: Paint) {
    let mut lines = Vec::new();
    for change in &comparison.changes {
        match change {
            Change::Value { path, old, new } => {
                let shown = |value: &Option<String>| {
                    value.clone().unwrap_or_else(|| "（没有写）".to_owned())
                };
                lines.push(format!(
                    "  {path}  {} → {}",
                    paint.gone(&shown(old)),
                    paint.come(&shown(new))
                ));
            }
            Change::Records { path, old, new } => {
                let shown = |record: &Record| {
                    let parts: Vec<String> = record
                        .iter()
                        .map(|(key, value)| format!("{key}: {}", value.value))
                        .collect();
                    parts.join("，")
                };
                let (old, new): (Vec<String>, Vec<String>) =
                    (old.iter().map(shown).collect(), new.iter().map(shown).collect());
                let gone =
                    old.iter().filter(|r| !new.contains(r)).map(|r| paint.gone(&format!("- {r}")));
                let come =
                    new.iter().filter(|r| !old.contains(r)).map(|r| paint.come(&format!("+ {r}")));
                lines.extend(gone.chain(come).map(|line| format!("  {path}  {line}")));
            }
            _ => {}
        }
    }
    if !lines.is_empty() {
        title(out, "其他内容", paint);
        lines.iter().for_each(|line| *out += &format!("{line}\n"));
    }
}

fn sentences(out: &mut String, sentences: &[SentenceChange], paint: Paint) {
    if sentences.is_empty() {
        return;
    }
    title(out, "文字", paint);
    let mut section = None;
    for sentence in sentences {
        if section != Some(&sentence.section) {
            section = Some(&sentence.section);
            let name =
                if sentence.section.is_empty() { "标题和引言" } else { &sentence.section };
            out.push_str(&format!("  {name}\n"));
        }
        let line = |tag: Tag| {
            let words = sentence.words.iter().filter(|w| w.tag == Tag::Same || w.tag == tag);
            let dressed = words.map(|w| match (w.tag, paint.on) {
                (Tag::Same, _) => w.text.clone(),
                (Tag::Old, true) => paint.dress(GONE.bold(), &w.text),
                (Tag::New, true) => paint.dress(COME.bold(), &w.text),
                // Without colours brackets mark what changed.
                (_, false) if sentence.old.is_some() && sentence.new.is_some() => {
                    format!("[{}]", w.text)
                }
                _ => w.text.clone(),
            });
            dressed.collect::<String>()
        };
        let at = sentence.place.as_ref().map_or(String::new(), position);
        let why = if sentence.follows { "（占位，随之变动）" } else { "" };
        if sentence.old.is_some() {
            out.push_str(&format!("    {} {}\n", paint.gone("-"), line(Tag::Old).trim()));
        }
        if sentence.new.is_some() {
            out.push_str(&format!("    {} {}\n", paint.come("+"), line(Tag::New).trim()));
        }
        let note = format!("{at}{why}");
        if !note.is_empty() {
            out.push_str(&format!("      {}\n", paint.faint(&note)));
        }
    }
}

fn placeholders(out: &mut String, comparison: &Comparison, paint: Paint) {
    let found = comparison.placeholders();
    if found.is_empty() {
        return;
    }
    title(out, "占位", paint);
    let name = |names: &[String]| match names {
        [one] => one.clone(),
        several => format!("由 {} 算出", several.join("、")),
    };
    let width = found.iter().map(|p| name(&p.names).width()).max().unwrap_or(0);
    for placeholder in found {
        let name = after_padding(&name(&placeholder.names), width);
        out.push_str(&format!(
            "  {name}  {} → {}\n",
            paint.gone(&placeholder.old),
            paint.come(&placeholder.new)
        ));
    }
}

fn touched(out: &mut String, comparison: &Comparison, paint: Paint) {
    if comparison.touched.is_empty() {
        return;
    }
    title(out, "涉及的核对关系", paint);
    let word = |holds: Option<bool>| match holds {
        Some(true) => "成立",
        Some(false) => "不成立",
        None => "不再核对",
    };
    for relation in &comparison.touched {
        let after = word(relation.after);
        let after =
            if relation.after == Some(true) { paint.come(after) } else { paint.gone(after) };
        let state = match relation.before {
            Some(before) if Some(before) != relation.after => {
                format!("{} → {after}", word(Some(before)))
            }
            _ => after,
        };
        out.push_str(&format!(
            "  {} {}  {}：{state}\n",
            relation.code.id(),
            relation.code.name(),
            relation.words
        ));
    }
}

fn findings(out: &mut String, words: &str, findings: &[Finding], paint: Paint) {
    if findings.is_empty() {
        return;
    }
    title(out, words, paint);
    for finding in findings {
        let severity = match finding.severity {
            _ if finding.waived.is_some() => "已豁免",
            Severity::Error => Severity::Error.chinese(),
            Severity::Warning => Severity::Warning.chinese(),
        };
        let at = finding.places.first().map_or(String::new(), position);
        let at = if at.is_empty() { at } else { format!("（{at}）") };
        out.push_str(&format!(
            "  {severity}[{} {}] {}{at}\n",
            finding.code.id(),
            finding.code.name(),
            finding.message
        ));
    }
}

/// Where something stands, in short; empty for a file as a whole.
fn position(place: &Place) -> String {
    match &place.at {
        At::File => String::new(),
        // A clerk has no such file: the words are the program's own.
        At::Text { .. } if visible(&place.file).starts_with("templates/") => {
            "报告的固定文字".to_owned()
        }
        At::Text { line, .. } => format!("{} 第{line}行", place.file),
        At::Cell { sheet, row, column } => {
            format!("{} {sheet}!{}", place.file, cell_name(*row, *column))
        }
    }
}

fn after_padding(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn before_padding(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}
