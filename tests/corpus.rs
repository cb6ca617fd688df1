//! What the text rules make of sentences in the manner of published reports.
//!
//! `tests/narrative/numbers-1.yaml` and its like have sentences with the cells
//! that their numbers speak of, and for many a wrong twin;
//! `tests/narrative/wording-1.yaml` and its like have sentences with the findings
//! of the other text rules. The second and third files of numbers and the second
//! of wording were written blind, by what published reports say, to measure
//! what was built on the first; what they taught was built in later. `cases.yaml` and its like
//! have verdicts, all but the first written blind: the figures of `docs/decisions.md`.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use nianbao::finding::Finding;
use nianbao::narrative::Subject;
use nianbao::narrative::{Claim, Narrative};
use nianbao::place::{At, Place, Placed};
use nianbao::report::{Report, Value};
use nianbao::rules::{Settings, check};
use nianbao::standard::Library;
use serde::Deserialize;

#[derive(Deserialize)]
struct Corpus {
    tables: BTreeMap<String, Table>,
    sentences: Vec<Sentence>,
}

#[derive(Deserialize)]
struct Table {
    #[serde(rename = "格式")]
    format: String,
    #[serde(rename = "机关")]
    agency: String,
    #[serde(rename = "年度")]
    year: i32,
    cells: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Sentence {
    #[serde(rename = "in")]
    table: String,
    text: String,
    #[serde(default)]
    reads: Vec<(String, String)>,
    but: Option<(String, String)>,
    section: Option<String>,
    #[serde(default)]
    finds: Vec<(String, String)>,
}

fn corpus(text: &str) -> Corpus {
    serde_saphyr::from_str(text).expect("a readable corpus")
}

/// The report of a table: what it does not name is 0, totals are left to the program.
fn report(table: &Table, section: &str, text: &str) -> Report {
    let standard = Library::default()
        .by_format(&table.format)
        .expect("a format");
    let at = Place::file(&"corpus".into());
    let agency = Placed::new(table.agency.clone(), at.clone());
    let mut report = Report::new(
        standard.clone(),
        "corpus".into(),
        agency,
        Placed::new(table.year, at.clone()),
    );
    let mut left: BTreeSet<&String> = table.cells.keys().collect();
    for id in standard.cells().filter(|id| !standard.is_total(*id)) {
        let path = standard.path(id);
        let value = table.cells.get(&path).map_or("0", |value| value.as_str());
        left.remove(&path);
        let digits = value.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = &value[digits.len()..];
        let number = digits.parse().unwrap_or_else(|_| panic!("{path}: {value}"));
        report.cell_mut(id).value = if unit.is_empty() {
            Value::Number(number)
        } else {
            Value::Amount(number, unit.to_owned())
        };
    }
    assert!(left.is_empty(), "no cells {left:?}");
    let place = Place::at(
        &"corpus".into(),
        At::Text {
            line: 1,
            column: 1,
            bytes: 0..text.len(),
        },
    );
    report.texts.insert(
        section.to_owned(),
        vec![Placed::new(text.to_owned(), place)],
    );
    report
}

/// The findings of the text rules, each with the text that it points at.
fn findings(table: &Table, section: &str, text: &str) -> Vec<(String, String, Finding)> {
    let report = report(table, section, text);
    let narrative = Narrative::of(&report, None);
    let found = check(
        &Subject {
            report: &report,
            last: None,
            narrative: &narrative,
        },
        &Settings::default(),
    );
    let found = found.into_iter().filter(|f| f.code.id().starts_with('N'));
    found
        .map(|f| {
            let At::Text { bytes, .. } = f.places[0].at.clone() else {
                panic!("no place")
            };
            (f.code.name().to_owned(), text[bytes].to_owned(), f)
        })
        .collect()
}

/// The text with the first `from` that is a whole number replaced.
fn replaced(text: &str, from: &str, to: &str) -> String {
    let words = "零一二三四五六七八九十百千万两";
    let in_words = from.chars().all(|c| words.contains(c));
    let part = |c: char| {
        if in_words {
            words.contains(c)
        } else {
            c == '.' || c.is_ascii_digit() || ('０'..='９').contains(&c)
        }
    };
    let whole = |at: usize| {
        let (before, after) = (
            text[..at].chars().next_back(),
            text[at + from.len()..].chars().next(),
        );
        !before.is_some_and(part) && !after.is_some_and(part)
    };
    let at = text
        .match_indices(from)
        .map(|(at, _)| at)
        .find(|at| whole(*at))
        .unwrap_or_else(|| panic!("no {from}: {text}"));
    format!("{}{to}{}", &text[..at], &text[at + from.len()..])
}

/// The cells of a sum of paths, each with its sign, in order; a group stands for its rows.
fn sum_of(report: &Report, sum: &str) -> Vec<(char, String)> {
    let standard = &report.standard;
    let paths: Vec<String> = standard
        .cells()
        .filter(|id| !standard.is_total(*id))
        .map(|id| standard.path(id))
        .collect();
    let mut sign = '+';
    let mut cells = Vec::new();
    for word in sum.split_whitespace() {
        match word {
            "+" | "-" => sign = if word == "-" { '-' } else { '+' },
            path => {
                // 总计 of a row is its columns, of a group its rows, of the outcomes all of theirs.
                let keys: Vec<&str> = path.split('.').filter(|key| *key != "总计").collect();
                let column = !path.ends_with("总计");
                let within = |cell: &&String| {
                    let own: Vec<&str> = cell.split('.').collect();
                    let rows = if column { keys.len() - 1 } else { keys.len() };
                    own.len() >= keys.len()
                        && own[..rows] == keys[..rows]
                        && (!column || own.last() == keys.last())
                };
                cells.extend(paths.iter().filter(within).map(|cell| (sign, cell.clone())));
            }
        }
    }
    cells.sort();
    cells
}

/// How a corpus of numbers is read: lines for whatever is not as expected, and a count.
fn numbers(text: &str) -> (Vec<String>, [usize; 6]) {
    let corpus = corpus(text);
    let (mut lines, mut count) = (Vec::new(), [0; 6]);
    for sentence in &corpus.sentences {
        let table = &corpus.tables[&sentence.table];
        let right = findings(table, "总体情况", &sentence.text);
        count[0] += 1;
        count[1] += usize::from(!right.is_empty());
        for (code, at, f) in &right {
            lines.push(format!(
                "FALSE {code} {at} [{}] {}\n      {}",
                sentence.table, sentence.text, f.message
            ));
        }
        let report = report(table, "总体情况", &sentence.text);
        let narrative = Narrative::of(&report, None);
        count[4] += sentence.reads.len();
        for (typed, path) in &sentence.reads {
            let is_read = |claim: &&Claim| {
                let shown = &sentence.text[claim.range.clone()];
                !shown.is_empty() && typed.trim_end_matches('万') == shown.trim_end_matches('万')
            };
            let meant = sum_of(&report, path);
            let mut claims = narrative.passages[0].claims.iter().filter(is_read);
            let read = claims.any(|claim| {
                claim
                    .meanings
                    .iter()
                    .any(|m| sum_of(&report, &m.expression) == meant)
            });
            count[5] += usize::from(read);
            if !read {
                let unread = narrative.passages[0].unread.iter();
                let mut reasons = unread.filter(|unread| {
                    sentence.text[unread.range.clone()] == *typed.trim_end_matches('万')
                });
                let why = reasons.next().map(|unread| unread.why);
                lines.push(format!(
                    "UNREAD {typed} = {path} ({why:?}) [{}] {}",
                    sentence.table, sentence.text
                ));
            }
        }
        if let Some((from, to)) = &sentence.but {
            count[2] += 1;
            let text = replaced(&sentence.text, from, to);
            let found = findings(table, "总体情况", &text);
            let hit = found.iter().any(|(code, at, _)| {
                code.starts_with("narrative") && to.trim_end_matches('万') == at
            });
            count[3] += usize::from(hit);
            if !hit {
                lines.push(format!("MISSED {from} -> {to} [{}] {text}", sentence.table));
            }
        }
    }
    (lines, count)
}

/// How a corpus of wording is read: lines for whatever is not as expected, and by code how many
/// were wrong, found, and false.
fn wording(text: &str) -> (Vec<String>, BTreeMap<String, [usize; 3]>) {
    let corpus = corpus(text);
    let (mut lines, mut count) = (Vec::new(), BTreeMap::<String, [usize; 3]>::new());
    for sentence in &corpus.sentences {
        let table = &corpus.tables[&sentence.table];
        let section = sentence.section.as_deref().unwrap_or("总体情况");
        let found = findings(table, section, &sentence.text);
        let points_at = |(code, at): &(String, String), found: &(String, String, Finding)| {
            found.0 == *code && (found.1.contains(at.as_str()) || at.contains(found.1.as_str()))
        };
        for expected in &sentence.finds {
            let hit = found.iter().any(|f| points_at(expected, f));
            let counted = count.entry(expected.0.clone()).or_default();
            (counted[0], counted[1]) = (counted[0] + 1, counted[1] + usize::from(hit));
            if !hit {
                lines.push(format!(
                    "MISSED {} {} [{}] {}",
                    expected.0, expected.1, sentence.table, sentence.text
                ));
            }
        }
        for f in found
            .iter()
            .filter(|f| !sentence.finds.iter().any(|expected| points_at(expected, f)))
        {
            count.entry(f.0.clone()).or_default()[2] += 1;
            lines.push(format!(
                "FALSE {} {} [{}] {}\n      {}",
                f.0, f.1, sentence.table, sentence.text, f.2.message
            ));
        }
    }
    (lines, count)
}

/// No finding on the right sentences, and at least nine of ten wrong ones found.
fn check_numbers(text: &str) {
    let (lines, [sentences, false_alarms, wrong, found, reads, read]) = numbers(text);
    let summary = format!(
        "{sentences} right, {false_alarms} false; {wrong} wrong, {found} found; \
         {reads} readings, {read} read"
    );
    println!("{}\n{summary}", lines.join("\n"));
    assert_eq!(false_alarms, 0, "{summary}");
    assert!(found * 10 >= wrong * 9, "{summary}");
    assert!(read * 100 >= reads * 85, "{summary}");
}

fn check_wording(text: &str) {
    let (lines, count) = wording(text);
    println!("{}", lines.join("\n"));
    for (code, [wrong, found, false_alarms]) in &count {
        println!("right, {code}: {wrong} wrong, {found} found, {false_alarms} false");
    }
    for (code, [wrong, found, false_alarms]) in count {
        assert!(
            found * 10 >= wrong * 9 && false_alarms == 0,
            "{code}: {wrong} wrong, {found} found, {false_alarms} false"
        );
    }
}

#[test]
fn numbers_that_speak_of_cells() {
    check_numbers(include_str!("narrative/numbers-1.yaml"));
    check_numbers(include_str!("narrative/numbers-2.yaml"));
    check_numbers(include_str!("narrative/numbers-3.yaml"));
}

#[test]
fn wording_of_lists_percentages_years_groups_and_claims() {
    check_wording(include_str!("narrative/wording-1.yaml"));
    check_wording(include_str!("narrative/wording-2.yaml"));
}

/// A sentence with its verdict, as a reviewer gave it.
#[derive(Deserialize)]
struct Case {
    kind: String,
    agency: String,
    year: i32,
    /// The format of the table; that of 2021 where none is named.
    format: Option<String>,
    text: String,
    #[serde(default)]
    cells: BTreeMap<String, rust_decimal::Decimal>,
    under: Option<String>,
    expect: Verdict,
    rule: Option<String>,
    /// For whoever reads the file.
    #[serde(rename = "why")]
    _why: String,
}

/// What the rules should say of a case.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    /// Nothing.
    Ok,
    /// What its rule finds.
    Wrong,
}

impl Case {
    /// The codes of the text rules' findings.
    fn found(&self) -> Vec<String> {
        let cells = self
            .cells
            .iter()
            .map(|(path, number)| (path.clone(), number.to_string()));
        let format = self.format.clone().unwrap_or_else(|| "2021".to_owned());
        let agency = self.agency.clone();
        let table = Table {
            format,
            agency,
            year: self.year,
            cells: cells.collect(),
        };
        let of_years = self.rule.as_deref() == Some("narrative-year");
        let (section, text) = match self.under.as_deref() {
            Some("lead") => ("引言", self.text.clone()),
            _ if of_years => ("总体情况", self.text.clone()),
            _ => ("总体情况", format!("（一）依申请公开。{}", self.text)),
        };
        let report = report(&table, section, &text);
        let narrative = Narrative::of(&report, None);
        let subject = Subject {
            report: &report,
            last: None,
            narrative: &narrative,
        };
        let found = check(&subject, &Settings::default())
            .into_iter()
            .map(|f| f.code.name());
        let of_text = |name: &&str| name.starts_with("narrative-") || *name == "mixed-unit";
        found.filter(of_text).map(str::to_owned).collect()
    }

    fn is_right(&self, found: &[String]) -> bool {
        match self.expect {
            Verdict::Ok => found.is_empty(),
            Verdict::Wrong => self.rule.as_ref().is_some_and(|rule| found.contains(rule)),
        }
    }
}

/// How often the rule of a kind spoke rightly, and wrongly.
#[derive(Default)]
struct Score {
    /// Cases that are wrong by this rule.
    wrong: usize,
    /// Of these, those that it found.
    found: usize,
    /// Sound cases of which it said something.
    false_findings: usize,
}

/// How the cases of a file are judged: a line for each rule, and one for each case that is not
/// judged rightly.
fn judged(file: &str) -> String {
    let text = std::fs::read_to_string(common::root().join("tests/narrative").join(file));
    let cases: Vec<Case> = serde_saphyr::from_str(&text.expect("cases")).expect("readable cases");
    let (mut right, mut lines) = (0, Vec::new());
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for case in &cases {
        let found = case.found();
        let rule = case.rule.as_deref().unwrap_or("nothing");
        match case.expect {
            Verdict::Wrong => {
                let score = scores.entry(rule.to_owned()).or_default();
                (score.wrong, score.found) = (
                    score.wrong + 1,
                    score.found + usize::from(case.is_right(&found)),
                );
            }
            Verdict::Ok => {
                for code in &found {
                    scores.entry(code.clone()).or_default().false_findings += 1;
                }
            }
        }
        right += usize::from(case.is_right(&found));
        if !case.is_right(&found) {
            lines.push(format!(
                "{}: {rule}, not {found:?}: {}",
                case.kind, case.text
            ));
        }
    }
    let scores = scores.iter().map(|(rule, score)| {
        format!(
            "{rule}: {} of {}, {} false",
            score.found, score.wrong, score.false_findings
        )
    });
    let scores: Vec<String> = scores.collect();
    format!(
        "{right} of {}\n{}\n{}",
        cases.len(),
        scores.join("\n"),
        lines.join("\n")
    )
}

/// How many of the handed cases are right, and those that are not; the second and third file were
/// written blind, before what they measure, and the third was not looked at while it was built.
#[test]
fn cases_with_verdicts() {
    for file in [
        "cases.yaml",
        "cases-2.yaml",
        "cases-3.yaml",
        "cases-4.yaml",
        "cases-5.yaml",
        "cases-6.yaml",
        "cases-7.yaml",
        "cases-8.yaml",
    ] {
        insta::assert_snapshot!(file, judged(file));
    }
}
