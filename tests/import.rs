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
    open(&path.to_string_lossy(), &bytes, given, &Library::default(), Options::default())
}

fn sample(path: &Path) -> Reading {
    let bytes = fs::read(path).expect("a form");
    form::read(&path.to_string_lossy(), &bytes, &Library::default(), Options::default())
}

/// All that a report says, by path.
fn said(report: &Report) -> BTreeMap<String, String> {
    let cells = report.standard.cells().map(|id| (report.standard.path(id), report.printed(id)));
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
        .map(|path| format!("{path}\n  - {:?}\n  + {:?}", expected.get(*path), found.get(*path)))
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

#[test]
fn documents_in_the_manner_of_published_pages() {
    let folder = root().join("tests/published");
    let mut documents: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| {
            let kind = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            ["html", "mhtml", "docx", "txt", "pdf", "xlsx"].contains(&kind.as_str())
        })
        .collect();
    documents.sort();
    let mut wrong = Vec::new();
    for path in documents {
        let reading = import(&path, &Given::default());
        let expected = sample(&path.with_extension("yaml")).report.expect("a form");
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(report) = reading.report else {
            wrong.push(format!(
                "{name}: {:?}",
                reading.findings.iter().map(|f| &f.message).collect::<Vec<_>>()
            ));
            continue;
        };
        let told: Vec<String> =
            reading.findings.iter().map(|f| format!("{} {}", f.code.name(), f.message)).collect();
        let mut differences = differences(&widened(expected), &widened(report));
        // What a page says of its site is in no truth.
        differences.retain(|difference| !difference.starts_with("网站."));
        if !differences.is_empty() {
            let count = differences.len();
            differences.truncate(6);
            wrong.push(format!("{name}: {count}\n{}\n{}", differences.join("\n"), told.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What was lost when report 003 was taken from its page, and what stood there: `samples/README.md`.
const MENDS: [(&str, &str); 16] = [
    ("〔202130号", "〔2021〕30号"),
    ("2023年11日至1231日", "2023年1月1日至12月31日"),
    ("坚持以公开为常态、不公开为例外”", "坚持“以公开为常态、不公开为例外”"),
    ("广度和深度2023年", "广度和深度。2023年"),
    ("高质量发展民生热点民生实事等", "高质量发展、民生热点、民生实事等"),
    ("的领域不断加大", "的领域，不断加大"),
    ("强化政民互动全年", "强化政民互动。全年"),
    ("规范、有序另一方面", "规范、有序。另一方面"),
    ("日常清理相结合截至2023年1231日", "日常清理相结合。截至2023年12月31日"),
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
    let blank = findings.iter().filter(|finding| finding.code == Code::Blank);
    blank.map(|finding| finding.message.as_str()).collect()
}

#[test]
fn five_published_reports_are_the_samples() {
    let given = |agency: &str, year| Given { agency: Some(agency.to_owned()), year };
    let reports = [
        ("000", "000-chengguanju-2019", given("张家港市城市管理局", Some(2019))),
        ("001", "001-xinfangju-2020", Given::default()),
        ("002", "002-shenpiju-2021", Given::default()),
        ("003", "003-zhangjiagang-2023", Given::default()),
        ("004", "004-baoshuiqu-2020", given("张家港保税区（金港镇）", None)),
    ];
    for (text, form, given) in reports {
        let reading = import(&root().join("tests/reports").join(format!("{text}.txt")), &given);
        let sample = sample(&root().join("samples").join(format!("{form}.yaml")));
        let report = mended(reading.report.expect("a report"));
        let expected = sample.report.expect("a sample");
        assert_eq!(differences(&expected, &report), [""; 0], "{text}");
        assert_eq!(blanks(&reading.findings), blanks(&sample.findings), "{text}");
        assert_eq!(faults(report), faults(expected), "{text}");
    }
}
