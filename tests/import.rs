//! Published reports as forms: the five reports of the samples, and documents in the manner of
//! published pages.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use nianbao::filing::{Filing, Memory, Name, Related};
use nianbao::finding::{Code, Finding};
use nianbao::form::{self, Options, Reading};
use nianbao::import::{Given, open};
use nianbao::report::Report;
use nianbao::standard::Library;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn import(path: &Path, given: &Given) -> Reading {
    let bytes = fs::read(path).expect("a document");
    open(
        &path.to_string_lossy(),
        &bytes,
        given,
        &Library::default(),
        Options::default(),
    )
}

fn sample(path: &Path) -> Reading {
    let bytes = fs::read(path).expect("a form");
    form::read(
        &path.to_string_lossy(),
        &bytes,
        &Library::default(),
        Options::default(),
    )
}

/// All that a report says, by path.
fn said(report: &Report) -> BTreeMap<String, String> {
    let cells = report
        .standard
        .cells()
        .map(|id| (report.standard.path(id), report.printed(id)));
    let mut all: BTreeMap<String, String> = cells.collect();
    for (path, lines) in &report.texts {
        for (number, line) in lines.iter().enumerate() {
            all.insert(format!("{path}#{:02}", number + 1), line.value.clone());
        }
    }
    all.insert("机关".into(), report.agency.value.clone());
    all.insert("年度".into(), report.year.value.to_string());
    all.insert("格式".into(), report.standard.format.clone());
    for (path, field) in &report.fields {
        all.insert(path.clone(), field.value.clone());
    }
    all
}

/// What two reports say differently.
fn differences(expected: &Report, found: &Report) -> Vec<String> {
    let (expected, found) = (said(expected), said(found));
    let paths: std::collections::BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    let differs = |path: &&&String| expected.get(**path) != found.get(**path);
    paths
        .iter()
        .filter(differs)
        .map(|path| {
            format!(
                "{path}\n  - {:?}\n  + {:?}",
                expected.get(*path),
                found.get(*path)
            )
        })
        .collect()
}

/// The text with its marks in full width, as the import gives back what copying lost.
fn widened(mut report: Report) -> Report {
    const HALVES: [(char, &str); 4] = [(',', "，"), (':', "："), (';', "；"), ('(', "（")];
    for line in report.texts.values_mut().flatten() {
        for (half, full) in HALVES {
            line.value = line.value.replace(half, full);
        }
        line.value = line.value.replace(')', "）");
    }
    report
}

/// The documents in the manner of published pages, by name.
fn documents() -> Vec<PathBuf> {
    const KINDS: [&str; 6] = ["html", "mhtml", "docx", "txt", "pdf", "xlsx"];
    let is_document = |path: &PathBuf| {
        let kind = path.extension().unwrap_or_default().to_string_lossy();
        KINDS.contains(&&*kind)
    };
    let folder = fs::read_dir(root().join("tests/published")).expect("a folder");
    let mut paths: Vec<PathBuf> = folder
        .map(|entry| entry.expect("a file").path())
        .filter(is_document)
        .collect();
    paths.sort();
    paths
}

#[test]
fn documents_in_the_manner_of_published_pages() {
    let documents = documents();
    assert_eq!(documents.len(), 20);
    let mut wrong = Vec::new();
    for path in documents {
        let reading = import(&path, &Given::default());
        let expected = sample(&path.with_extension("yaml")).report.expect("a form");
        let Some(report) = reading.report else {
            wrong.push(format!("{}: no report", path.display()));
            continue;
        };
        let found = differences(&widened(expected), &widened(report));
        // What a page says of its site is in no truth.
        let found = found
            .into_iter()
            .filter(|difference| !difference.starts_with("网站."));
        wrong.extend(found.map(|difference| format!("{}: {difference}", path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A page with this in the place of the row 新收, and in the place of the head of the first table.
fn page(head: &str, row: &str) -> String {
    let cells = |texts: &str| {
        texts
            .split('|')
            .map(|text| format!("<td>{text}</td>"))
            .collect::<String>()
    };
    format!(
        "<html><body><h1>某市某局2023年政府信息公开工作年度报告</h1>\
        <p>一、总体情况</p><p>认真落实。</p><p>二、主动公开政府信息情况</p>\
        <table><tr><td colspan=4>第二十条第（一）项</td></tr><tr>{head}</tr>\
        <tr>{rules}</tr><tr>{normative}</tr></table>\
        <p>三、收到和处理政府信息公开申请情况</p><table><tr>{applicants}</tr>{row}\
        <tr>{carried}</tr></table><p>五、存在的主要问题及改进情况</p><p>不足。</p></body></html>",
        head = if head.is_empty() {
            cells("信息内容|本年制发件数|本年废止件数|现行有效件数")
        } else {
            cells(head)
        },
        rules = cells("规章|1|2|31"),
        normative = cells("行政规范性文件|4|5|60"),
        applicants =
            cells("申请人情况|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"),
        carried = cells("二、上年结转政府信息公开申请数量|7|6|5|4|3|2|27"),
    )
}

/// What is read of a row, and the names of the findings of import.
fn check(html: &str, row: &str, expected: &str, findings: &[Code]) {
    let reading = open(
        "a.html",
        html.as_bytes(),
        &Given::default(),
        &Library::default(),
        Options::default(),
    );
    let report = reading.report.expect("a report");
    let cells = report
        .standard
        .cells()
        .filter(|id| report.standard.path(*id).starts_with(row));
    let shown: Vec<String> = cells.map(|id| report.printed(id)).collect();
    assert_eq!(shown.join(","), expected, "{html}");
    let of_import = [Code::NotRead, Code::Guessed];
    let told: Vec<Code> = reading
        .findings
        .iter()
        .map(|f| f.code)
        .filter(|code| of_import.contains(code))
        .collect();
    assert_eq!(told, findings, "{html}");
}

#[test]
fn no_number_moves_to_another_cell() {
    const LABEL: &str = "<td>一、本年新收政府信息公开申请数量</td>";
    let row = |cells: &str, expected: &str, findings: &[Code]| {
        let html = page("", &format!("<tr>{LABEL}{cells}</tr>"));
        check(&html, "申请.新收", expected, findings);
    };
    let cells = |texts: &[&str]| {
        texts
            .iter()
            .map(|t| format!("<td>{t}</td>"))
            .collect::<String>()
    };
    let unread = ",,,,,,0";
    row(
        &cells(&["66", "5", "4", "3", "2", "1", "81"]),
        "66,5,4,3,2,1,81",
        &[],
    );
    // A cell too few, one too many in front, one over several columns, two numbers in one.
    row(
        &cells(&["5", "4", "3", "2", "1", "81"]),
        unread,
        &[Code::NotRead],
    );
    row(
        &cells(&["", "66", "5", "4", "3", "2", "1", "81"]),
        "66,5,4,3,2,1,81",
        &[],
    );
    let merged = format!(
        "<td colspan=2>66</td>{}",
        cells(&["4", "3", "2", "1", "81"])
    );
    row(&merged, unread, &[Code::NotRead]);
    row(
        &cells(&["66 5", "4", "3", "2", "1", "81"]),
        unread,
        &[Code::NotRead],
    );
    // Marks of notes, units, separators.
    row(
        &cells(&["66<sup>1</sup>", "5", "4", "3", "2", "1", "81"]),
        "66¹,5,4,3,2,1,81",
        &[],
    );
    row(
        &cells(&["1,066件", "5", "4", "3", "2", "1", "1081"]),
        "1066,5,4,3,2,1,1081",
        &[Code::Guessed],
    );
}

#[test]
fn labels_of_columns_rule_and_unknown_ones_do_not() {
    let head = |head: &str, expected: &str, findings: &[Code]| {
        check(&page(head, ""), "主动公开.规章", expected, findings);
    };
    head("", "1,2,31", &[]);
    head(
        "信息内容|现行有效件数|本年制发件数|本年废止件数",
        "2,31,1",
        &[],
    );
    let both = [Code::NotRead, Code::NotRead];
    head("信息内容|本年发布|本年取消|年末存量", ",,", &both);
    head("信息内容|上年件数|本年制发件数|现行有效件数", "2,,31", &[]);
    // Those of the other format are known as such.
    head(
        "信息内容|本年新制作数量|本年新公开数量|对外公开总数量",
        "1,2,31",
        &[],
    );
}

#[test]
fn a_text_with_a_label_a_line_keeps_its_columns() {
    let text = "某市某局2023年政府信息公开工作年度报告\n一、总体情况\n认真落实。\n\
        三、收到和处理政府信息公开申请情况\n自然人\n法人或其他组织\n总计\n商业企业\n科研机构\n\
        社会公益组织\n法律服务机构\n其他\n一、本年新收政府信息公开申请数量 3001 53 0 0 61 4 3119\n\
        五、存在的主要问题及改进情况\n不足。\n";
    check(text, "申请.新收", "3001,53,0,0,61,4,3119", &[]);
}

/// What was lost when report 003 was taken from its page, and what stood there:
/// `samples/README.md`.
const MENDS: [(&str, &str); 16] = [
    ("〔202130号", "〔2021〕30号"),
    ("2023年11日至1231日", "2023年1月1日至12月31日"),
    (
        "坚持以公开为常态、不公开为例外”",
        "坚持“以公开为常态、不公开为例外”",
    ),
    ("广度和深度2023年", "广度和深度。2023年"),
    (
        "高质量发展民生热点民生实事等",
        "高质量发展、民生热点、民生实事等",
    ),
    ("的领域不断加大", "的领域，不断加大"),
    ("强化政民互动全年", "强化政民互动。全年"),
    ("规范、有序另一方面", "规范、有序。另一方面"),
    (
        "日常清理相结合截至2023年1231日",
        "日常清理相结合。截至2023年12月31日",
    ),
    ("（市级保留88件）同时", "（市级保留88件）。同时"),
    ("数据通联全年", "数据通联。全年"),
    ("统一归集、集中展示", "统一归集、集中展示。"),
    ("以考促优2023年", "以考促优。2023年"),
    ("健康有序发展以数字化", "健康有序发展，以数字化"),
    ("问题账号打造", "问题账号，打造"),
    ("移动服务。是强化", "移动服务。三是强化"),
];

/// The report with all that was lost put back.
fn mended(mut report: Report) -> Report {
    for line in report.texts.values_mut().flatten() {
        for (lost, whole) in MENDS {
            line.value = line.value.replace(lost, whole);
        }
    }
    report
}

/// The findings of the rules: code, path and what was said.
fn faults(report: Report) -> Vec<String> {
    let filing = Filing::of(&Memory::new(), &Name::new("f"), report, Related::default());
    let filing = filing.expect("a built-in template");
    let shown = |finding: &Finding| {
        let path = finding.places.first().map_or("", |place| &*place.path);
        format!("{} {path} {}", finding.code.name(), finding.message)
    };
    filing.findings.iter().map(shown).collect()
}

/// How many blank cells reading tells of.
fn blanks(findings: &[Finding]) -> Vec<&str> {
    let blank = findings
        .iter()
        .filter(|finding| finding.code == Code::Blank);
    blank.map(|finding| finding.message.as_str()).collect()
}

#[test]
fn five_published_reports_are_the_samples() {
    let given = |agency: &str, year| Given {
        agency: Some(agency.to_owned()),
        year,
    };
    let reports = [
        (
            "000",
            "000-chengguanju-2019",
            given("张家港市城市管理局", Some(2019)),
        ),
        ("001", "001-xinfangju-2020", Given::default()),
        ("002", "002-shenpiju-2021", Given::default()),
        ("003", "003-zhangjiagang-2023", Given::default()),
        (
            "004",
            "004-baoshuiqu-2020",
            given("张家港保税区（金港镇）", None),
        ),
    ];
    for (text, form, given) in reports {
        let reading = import(
            &root().join("tests/reports").join(format!("{text}.txt")),
            &given,
        );
        let sample = sample(&root().join("samples").join(format!("{form}.yaml")));
        let report = mended(reading.report.expect("a report"));
        let expected = sample.report.expect("a sample");
        assert_eq!(differences(&expected, &report), [""; 0], "{text}");
        assert_eq!(
            blanks(&reading.findings),
            blanks(&sample.findings),
            "{text}"
        );
        assert_eq!(faults(report), faults(expected), "{text}");
    }
}
