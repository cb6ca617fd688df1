//! Next year's form out of last year's: what goes on is taken over, what was counted begins anew.

mod carry;
mod remarks;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::carry::{carry_numbers, carry_requests, list_lost};
use self::remarks::add_remarks;
use self::wording::Rewording;
use super::bind::{bind, proposals};
use super::{EditFault, Keep, write_changes};
use crate::form::write::{blank, yaml};
use crate::form::{Options, read};
use crate::narrative::{Narrative, Subject};
use crate::report::keys::{Key, ValueKey, key, value_keys};
use crate::report::{Report, TITLE};
use crate::standard::{FieldKind, LAST_YEAR, Library, Standard};

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
    let last = former.report;
    let standard = wanted.standard;
    let mut report = blank(standard, wanted.agency, wanted.year);
    let mut left = Vec::new();
    carry_values(last, &mut report, &mut left);
    if has_value(standard, LAST_YEAR) {
        report.state(LAST_YEAR, Some(wanted.file));
    }
    left.extend(list_lost(last, standard));
    let carried = carry_numbers(last, &mut report, &mut left);
    carry_requests(last, &mut report);
    let remarks = carry_texts(former, &report, &mut left);
    left.dedup();
    Next {
        report,
        remarks,
        carried,
        left,
    }
}

/// Takes over the short values that go on from year to year.
fn carry_values(last: &Report, report: &mut Report, left: &mut Vec<String>) {
    for key in value_keys(&last.standard) {
        if !key.top.carried || tells_a_day(&key) {
            continue;
        }
        let path = &*key.path;
        let Some(value) = last.field(path) else {
            continue;
        };
        if !has_value(&report.standard, path) {
            left.push(format!("{path}（{value}）"));
        } else if path == TITLE {
            let year = report.year.value.to_string();
            let title = value.replace(&last.year.value.to_string(), &year);
            report.state(path, Some(&title));
        } else {
            report.state(path, Some(value));
        }
    }
}

/// Last year's texts in the new year's wording, by their paths.
fn carry_texts(
    former: &Subject<'_>,
    report: &Report,
    left: &mut Vec<String>,
) -> BTreeMap<String, Vec<String>> {
    let last = former.report;
    let bound = bind(last, &proposals(former.narrative));
    let narrative = Narrative::without_claims(&bound, former.last);
    let rewording = Rewording {
        last,
        new: &Narrative::without_claims(report, Some(last)),
        standard: &report.standard,
    };
    let mut texts = BTreeMap::new();
    for passage in &narrative.passages {
        if bound.has_text(&passage.key) {
            let lines = rewording.reword(passage, &bound.texts[&passage.key], left);
            texts.insert(passage.key.clone(), lines);
        }
    }
    texts
}

/// Whether a format has a short value of this path.
fn has_value(standard: &Standard, path: &str) -> bool {
    matches!(key(standard, path), Some(Key::Value(_)))
}

/// Whether a value tells a day, which is another every year.
fn tells_a_day(key: &ValueKey<'_>) -> bool {
    matches!(key.field.kind, FieldKind::Date | FieldKind::Moment)
}

/// Next year's form as it was written.
#[derive(Debug)]
pub struct WrittenNext {
    /// Its text.
    pub bytes: Vec<u8>,
    /// Whether it is last year's own text with other values.
    pub in_place: bool,
}

/// Writes next year's form as a text, with last year's texts as remarks: last year's own text with
/// other values where that can be and reads as it should, else a fresh one, whose JSON Schema
/// stands at `schema`. `own` is last year's text; none where its form was no text.
///
/// # Errors
/// See [`EditFault`].
pub fn write_next(
    own: Option<&[u8]>,
    last: &Report,
    next: &Next,
    schema: &str,
    library: &Library,
    options: Options,
) -> Result<WrittenNext, EditFault> {
    if let Some(own) = own
        && let Ok(bytes) = write_in_place(own, last, next)
        && let Some(again) = read(&last.file, &bytes, library, options).report
        && again.says_same(&next.report)
    {
        return Ok(WrittenNext {
            bytes,
            in_place: true,
        });
    }
    let text = add_remarks(&yaml(&next.report, schema), &next.report, &next.remarks)?;
    Ok(WrittenNext {
        bytes: text.into_bytes(),
        in_place: false,
    })
}

/// Last year's form made into next year's, in its own layout, with its own remarks: every value
/// that does not go on is emptied or 0, nothing else changes.
///
/// # Errors
/// See [`EditFault`]; also where the forms are of two formats.
fn write_in_place(bytes: &[u8], last: &Report, next: &Next) -> Result<Vec<u8>, EditFault> {
    if last.standard.format != next.report.standard.format {
        return Err(EditFault::OtherFormat);
    }
    let form = write_changes(bytes, last, &next.report, Keep::Keys)?;
    let text = add_remarks(&form.text, &next.report, &next.remarks)?;
    form.encoding.encode(&text).ok_or(EditFault::Encoding)
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
        let told = concat!(
            "{{ 年度 }}年，全市收到申请{{ 申请.新收.总计 + 申请.上年结转.总计 }}件",
            "（含{{ 年度 - 1 }}年结转"
        );
        let mut remarks = next.remarks["总体情况"].iter();
        assert!(remarks.any(|line| line.contains(told)));
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
            String::from_utf8(write_in_place(CLEAN.as_bytes(), &last, &next).unwrap()).unwrap();
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
