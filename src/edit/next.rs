//! Next year's form out of last year's: what goes on is taken over, what was counted begins anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::bind::{bind, proposals};
use super::{EditFault, Editor, Keep, applied, entries_of, parse, spliced};
use crate::form::lower::field_of;
use crate::form::write::blank;
use crate::form::yaml::syntax::{line_end, line_start};
use crate::narrative::{Line, Narrative, Piece, Subject};
use crate::place::{Place, Placed};
use crate::report::keys::{Key, ValueKey, key, value_keys};
use crate::report::{Record, Report, TITLE, Value};
use crate::standard::{BetweenYears, CellId, FieldKind, LAST_YEAR, LEDGER, Standard, WhichYear};

/// Next year's form, not yet written.
#[derive(Debug)]
pub struct Next {
    /// What it states.
    pub report: Report,
    /// Last year's texts, by their paths, to stand beside as remarks: the year's numbers and
    /// the years themselves are placeholders, the paragraphs else as they were.
    pub remarks: BTreeMap<String, Vec<String>>,
    /// The cells that were filled from last year's: path and value.
    pub carried: Vec<(String, String)>,
    /// What has no counterpart in the new format, in words.
    pub left: Vec<String>,
}

/// What next year's form is to be.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// Its format.
    pub standard: &'a Arc<Standard>,
    /// The agency, whose name may have changed.
    pub agency: &'a str,
    /// Its year.
    pub year: i32,
    /// Last year's form as the new one is to name it.
    pub file: &'a str,
}

/// Makes next year's form of last year's.
pub fn next(former: &Subject<'_>, wanted: Wanted<'_>) -> Next {
    let Subject {
        report: last,
        last: before,
        narrative,
    } = *former;
    let Wanted {
        standard,
        agency,
        year,
        file,
    } = wanted;
    let mut report = blank(standard, agency, year);
    let mut left = Vec::new();
    for key in value_keys(&last.standard).filter(|key| key.top.carried && !tells_a_day(key)) {
        let ValueKey { path, .. } = key;
        let Some(value) = last.field(&path) else {
            continue;
        };
        if !has_value(standard, &path) {
            left.push(format!("{path}（{value}）"));
            continue;
        }
        let value = if path == TITLE {
            value.replace(&last.year.value.to_string(), &year.to_string())
        } else {
            value.to_owned()
        };
        report.state(&path, Some(&value));
    }
    if has_value(standard, LAST_YEAR) {
        report.state(LAST_YEAR, Some(file));
    }
    left.extend(lost(last, standard));
    let carried = carry(last, &mut report, &mut left);
    carry_requests(last, &mut report);
    let mut remarks = BTreeMap::new();
    let bound = bind(last, &proposals(narrative));
    let narrative = Narrative::without_claims(&bound, before);
    let new = Narrative::without_claims(&report, Some(last));
    for passage in narrative
        .passages
        .iter()
        .filter(|passage| bound.has_text(&passage.key))
    {
        let typed = bound.texts[&passage.key]
            .iter()
            .map(|line| line.value.as_str());
        let way = Way {
            last,
            new: &new,
            standard,
        };
        let lines = passage
            .lines
            .iter()
            .zip(typed)
            .map(|(line, typed)| way.line(line, typed, &mut left));
        remarks.insert(passage.key.clone(), lines.collect());
    }
    left.dedup();
    Next {
        report,
        remarks,
        carried,
        left,
    }
}

/// Whether a format has a short value of this path.
fn has_value(standard: &Standard, path: &str) -> bool {
    matches!(key(standard, path), Some(Key::Value(_)))
}

/// Whether a value tells a day, which is another every year.
fn tells_a_day(key: &ValueKey<'_>) -> bool {
    matches!(key.field.kind, FieldKind::Date | FieldKind::Moment)
}

/// Fills what the new standard derives from last year's report alone, as 上年结转 from 结转下年度.
fn carry(last: &Report, report: &mut Report, left: &mut Vec<String>) -> Vec<(String, String)> {
    let standard = report.standard.clone();
    let mut carried = Vec::new();
    for relation in standard
        .between_years
        .iter()
        .filter(|relation| is_known(relation))
    {
        let cells = standard
            .cells()
            .filter(|id| is_derived(&standard, *id, relation));
        for id in cells {
            let path = standard.path(id);
            let Some(value) = derived(last, &standard, id, relation) else {
                left.push(format!("{path}：上年的表里没有数，先写 0"));
                continue;
            };
            report.cell_mut(id).value = Value::Number(value);
            carried.push((path, value.to_string()));
        }
    }
    carried
}

/// Carries the requests over that are still open; the numbers that they count for are left to them.
fn carry_requests(last: &Report, report: &mut Report) {
    let standard = report.standard.clone();
    let Some(table) = standard.ledger_table() else {
        return;
    };
    let requests = last.items(LEDGER);
    let open = last
        .ledger
        .open
        .iter()
        .filter_map(|&index| requests.get(index).cloned());
    let open: Vec<Record> = open.collect();
    if open.is_empty() {
        return;
    }
    report.records.insert(LEDGER.to_owned(), open);
    for row in table.rows() {
        for entry in &table.applicants {
            report.cell_mut(table.cell(row, entry.leaf)).value = Value::Blank(String::new());
        }
    }
}

/// Whether last year's report alone tells what a relation makes this year's.
fn is_known(relation: &BetweenYears) -> bool {
    let unchanged = relation.plus.is_empty() && relation.minus.is_empty();
    relation.changes_of == WhichYear::Last || unchanged
}

/// Whether a relation tells what a cell should be.
fn is_derived(standard: &Standard, id: CellId, relation: &BetweenYears) -> bool {
    let (row, column) = (&standard.row(id).id, &standard.column(id).id);
    let (own, listed) = if relation.rows.is_empty() {
        (row, true)
    } else {
        (column, relation.rows.contains(row))
    };
    let here = standard.table(id).id == relation.table && *own == relation.this && listed;
    here && !standard.is_total(id)
}

/// What a relation makes of last year's numbers; none where one of them is no number.
fn derived(
    last: &Report,
    standard: &Standard,
    id: CellId,
    relation: &BetweenYears,
) -> Option<Decimal> {
    let mut value = former(last, standard, id, relation, &relation.last)?;
    for name in &relation.plus {
        value += former(last, standard, id, relation, name)?;
    }
    for name in &relation.minus {
        value -= former(last, standard, id, relation, name)?;
    }
    Some(value)
}

/// Last year's number in the row or column that a relation names, in the same line as a cell.
fn former(
    last: &Report,
    standard: &Standard,
    id: CellId,
    relation: &BetweenYears,
    name: &str,
) -> Option<Decimal> {
    let (row, column) = (
        standard.row(id).id.as_str(),
        standard.column(id).id.as_str(),
    );
    let (row, column) = if relation.rows.is_empty() {
        (name, column)
    } else {
        (row, name)
    };
    let id = last.standard.cell_by_ids(&relation.table, row, column)?;
    matches!(last.cell(id).value, Value::Number(_)).then(|| last.value(id))
}

/// The rows of last year's form that the new format has no counterpart for, with numbers in them.
fn lost(last: &Report, standard: &Standard) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    if last.standard.format == standard.format {
        return rows;
    }
    for id in last
        .standard
        .cells()
        .filter(|id| !last.standard.is_total(*id) && !last.value(*id).is_zero())
    {
        if last.standard.counterpart(id, standard).is_none() && !is_group(last, id, standard) {
            rows.push(format!(
                "{}（{}）",
                last.standard.path(id),
                last.printed(id)
            ));
        }
    }
    rows
}

/// Whether the other standard has a group of rows in a cell's place.
fn is_group(last: &Report, id: CellId, standard: &Standard) -> bool {
    let (table, row) = (&last.standard.table(id).id, &last.standard.row(id).id);
    !standard
        .cells_of(table, row, &last.standard.column(id).id)
        .is_empty()
}

/// From last year's wording to the new year's.
struct Way<'a> {
    last: &'a Report,
    new: &'a Narrative,
    standard: &'a Standard,
}

impl Way<'_> {
    /// A line as it may stand in the new form.
    fn line(&self, line: &Line, typed: &str, left: &mut Vec<String>) -> String {
        // A figure's line is taken as it is: only its caption is text.
        if line.figure.is_some() {
            return typed.to_owned();
        }
        let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        for stretch in line
            .stretches
            .iter()
            .filter(|stretch| !stretch.bound.is_empty())
        {
            let expression = typed[stretch.typed.clone()]
                .trim_start_matches("{{")
                .trim_end_matches("}}")
                .trim();
            match self.expression(expression) {
                Some(other) if other == expression => {}
                Some(other) => edits.push((stretch.typed.clone(), format!("{{{{ {other} }}}}"))),
                None => {
                    left.push(format!(
                        "文字里的 {{{{ {expression} }}}}，写回了上年的“{}”",
                        stretch.text
                    ));
                    edits.push((stretch.typed.clone(), stretch.text.clone()));
                }
            }
        }
        for token in &line.tokens {
            // The report's own title is the new one's.
            let own = format!("《{}》", self.last.title());
            if matches!(token.kind, Piece::Title) && line.text[token.range.clone()] == own {
                edits.extend(
                    line.typed_range(&token.range)
                        .map(|typed| (typed, "《{{ 标题 }}》".to_owned())),
                );
            }
            let Piece::Year(year) = token.kind else {
                continue;
            };
            let text = &line.text[token.range.clone()];
            let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let expression = match year - self.last.year.value {
                0 => "{{ 年度 }}",
                1 => "{{ 年度 + 1 }}",
                -1 => "{{ 年度 - 1 }}",
                _ => continue,
            };
            let range = token.range.start..token.range.start + digits;
            if let Some(typed) = line.typed_range(&range).filter(|_| digits == 4) {
                edits.push((typed, expression.to_owned()));
            }
        }
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut out = typed.to_owned();
        for (range, text) in edits {
            out.replace_range(range, &text);
        }
        out
    }

    /// A placeholder's expression by the names of the new format; none where that lacks one of them.
    fn expression(&self, expression: &str) -> Option<String> {
        let mut out = String::new();
        let mut word = String::new();
        // Names are what stands between blanks, signs and brackets.
        for c in expression.chars().chain([' ']) {
            if c.is_alphanumeric() || c == '.' || c == '_' {
                word.push(c);
                continue;
            }
            out.push_str(&self.name(&std::mem::take(&mut word)));
            out.push(c);
        }
        out.pop();
        let filled = self
            .new
            .fill(&Placed::new(format!("{{{{ {out} }}}}"), Place::default()));
        filled.1.is_empty().then_some(out)
    }

    /// A value's path by the new format's keys.
    fn name(&self, word: &str) -> String {
        let from = &self.last.standard;
        let other = from
            .cell_by_path(word)
            .and_then(|id| from.counterpart(id, self.standard));
        other.map_or_else(|| word.to_owned(), |id| self.standard.path(id))
    }
}

/// Last year's form made into next year's, in its own layout, with its own remarks: every value
/// that does not go on is emptied or 0, nothing else changes.
///
/// # Errors
/// See [`EditFault`]; also where the forms are of two formats.
pub fn next_in_place(bytes: &[u8], last: &Report, next: &Next) -> Result<Vec<u8>, EditFault> {
    if last.standard.format != next.report.standard.format {
        return Err(EditFault::OtherFormat);
    }
    let (text, encoding) = spliced(bytes, last, &next.report, Keep::Keys)?;
    encoding
        .encode(&remarked(&text, &next.report, &next.remarks)?)
        .ok_or(EditFault::Encoding)
}

/// A form's text with remarks below the keys of its texts: each line becomes a
/// paragraph when the sign and the blank at its start are taken away.
///
/// # Errors
/// See [`EditFault`].
pub fn remarked(
    text: &str,
    report: &Report,
    remarks: &BTreeMap<String, Vec<String>>,
) -> Result<String, EditFault> {
    let root = parse(text)?;
    let mut editor = Editor {
        text,
        old: report,
        new: report,
        keep: Keep::Keys,
        splices: Vec::new(),
    };
    let (_, top) = entries_of(&root).ok_or(EditFault::Writing)?;
    let mut lacking = Vec::new();
    for (path, lines) in remarks {
        let (key, below) = path
            .split_once('.')
            .map_or((path.as_str(), None), |(key, below)| (key, Some(below)));
        let entry = top
            .iter()
            .find(|e| field_of(&report.standard, &e.key).is_some_and(|f| f.key == key));
        let inner = entry
            .zip(below)
            .and_then(|(e, below)| entries_of(&e.value)?.1.iter().find(|e| e.key == below));
        let Some(entry) = (if below.is_some() { inner } else { entry }) else {
            lacking.push((path, lines));
            continue;
        };
        let column = entry.at.start - line_start(text, entry.at.start);
        let at = line_end(text, super::entries::last_byte(entry));
        let remark = comments(lines, column + 2, editor.line_break());
        editor.replace(at..at, remark);
    }
    // What has no key to stand under comes last, with its key.
    let end = editor.line_break();
    for (path, lines) in lacking {
        let (indent, head) = match path.split_once('.') {
            Some((key, below)) => (4, format!("{end}# {key}:{end}#   {below}: |")),
            None => (2, format!("{end}# {path}: |")),
        };
        let at = text.len();
        let before = if text.ends_with('\n') { "" } else { end };
        editor.replace(
            at..at,
            format!(
                "{before}{}{}{end}",
                head.trim_start_matches(['\r', '\n']),
                comments(lines, indent, end)
            ),
        );
    }
    applied(text, editor.splices).ok_or(EditFault::Writing)
}

fn comments(lines: &[String], column: usize, end: &str) -> String {
    let mut comments = String::new();
    for line in lines {
        comments += end;
        comments += "#";
        if !line.trim().is_empty() {
            comments += &format!(" {}{line}", " ".repeat(column));
        }
    }
    comments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::builtin;
    use crate::testing::{CLEAN, OLD, report};

    fn of(form: &str, format: &str, year: i32) -> Next {
        let last = report(form);
        let narrative = Narrative::of(&last, None);
        let former = Subject {
            report: &last,
            last: None,
            narrative: &narrative,
        };
        let standard = &builtin(format).unwrap();
        let agency = &last.agency.value;
        next(
            &former,
            Wanted {
                standard,
                agency,
                year,
                file: "last.yaml",
            },
        )
    }

    #[test]
    fn what_goes_on_is_taken_over() {
        let next = of(CLEAN, "2021", 2024);
        assert_eq!(next.report.field("联系.电话"), Some("0512-58916369"));
        assert_eq!(
            (next.report.field("上年"), next.report.field("成文日期")),
            (Some("last.yaml"), None)
        );
        assert_eq!(
            next.carried[0],
            ("申请.上年结转.自然人".to_owned(), "44".to_owned())
        );
        assert_eq!((next.carried.len(), next.left.len()), (6, 0));
        let told = |part: &str| {
            next.remarks["总体情况"]
                .iter()
                .any(|line| line.contains(part))
        };
        assert!(told(
            "{{ 年度 }}年，全市收到申请{{ 申请.新收.总计 + 申请.上年结转.总计 }}件（含{{ 年度 - 1 }}年结转"
        ));
        assert!(next.remarks["问题与改进"][1].starts_with("{{ 年度 + 1 }}年，我市"));
    }

    #[test]
    fn rows_of_another_format_are_mapped_by_their_ids() {
        let next = of(OLD, "2021", 2021);
        assert_eq!(
            next.left,
            [
                "主动公开.政府集中采购.项目（3）",
                "主动公开.政府集中采购.金额（44.44万元）"
            ]
        );
        assert!(!next.remarks.is_empty());
    }

    #[test]
    fn a_form_keeps_its_layout() {
        let last = report(CLEAN);
        let next = of(CLEAN, "2021", 2024);
        let text =
            String::from_utf8(next_in_place(CLEAN.as_bytes(), &last, &next).unwrap()).unwrap();
        let again = report(&text);
        assert!(again.says_same(&next.report));
        assert!(text.contains("# 3. 总体情况（三）现行有效的行政规范性文件件数改为取自表格。"));
        assert!(
            text.contains("成文日期:\n") || text.contains("成文日期: \n"),
            "{text}"
        );
        assert!(
            text.contains("  上年结转:              [  44,  0, 0, 0, 0, 0]")
                || text.contains("  上年结转:              [  44")
        );
        // A paragraph is taken over by taking its sign away.
        let taken = text.replace(
            "\n#   {{ 年度 }}年，张家港市坚持",
            "\n  {{ 年度 }}年，张家港市坚持",
        );
        assert!(
            report(&taken).texts["总体情况"][0]
                .value
                .starts_with("{{ 年度 }}年，张家港市坚持")
        );
    }
}
