//! Another yearly report is data alone: tables, and keys outside them, of its own.

use nianbao::edit::{Wanted, assign, next, revise};
use nianbao::filing::Name;
use nianbao::form::schema::json_schema;
use nianbao::form::write::{blank, workbook, yaml};
use nianbao::form::{Options, read};
use nianbao::report::Report;
use nianbao::report::changes::{Change, changes};
use nianbao::standard::Library;
use nianbao::{Drafts, Filing, Format, Memory};

/// Keys that the yearly report does not have: 主办单位 and its own, 浏览量.
const FIELDS: &str = "
fields:
  before:
    - {key: 格式, kind: text, help: 报告格式}
    - {key: 机关, kind: text, help: 机关全称}
    - {key: 年度, kind: year, help: 四位数字}
    - key: 主办单位
      kind: group
      help: 谁办网站
      fields:
        - {key: 名称, kind: text, help: 全称}
        - {key: 人数, kind: count, help: 工作人员}
    - {key: 总体情况, kind: narrative, help: 第一部分}
  behind:
    - {key: 浏览量, kind: count, help: 全年浏览次数}
    - {key: 问题与改进, kind: narrative, help: 第五部分}
    - {key: 其他事项, kind: narrative, help: 第六部分}
    - {key: 信息处理费, kind: text, help: 收费情况}

sections:
";

fn library() -> Library {
    let text = include_str!("../schema/standard/2021.yaml");
    let text = text.replacen("format: \"2021\"", "format: 网站", 1);
    let text = text.replacen("\nsections:\n", FIELDS, 1);
    let mut library = Library::default();
    library.add(&text).expect("a sound standard");
    library
}

/// The form as text, filled in by its own keys.
fn form(library: &Library) -> String {
    let standard = library.by_format("网站").expect("the sibling");
    let mut report = blank(&standard, "某某市人民政府", 2023);
    for (path, value) in [
        ("主办单位.名称", "某某市数据局"),
        ("主办单位.人数", "7"),
        ("浏览量", "1203"),
        (
            "总体情况",
            "全年浏览 {{ 浏览量 }} 次，由{{ 主办单位.名称 }}主办。",
        ),
    ] {
        assign(&mut report, path, value).expect(path);
    }
    yaml(&report, "schema.json")
}

fn report(library: &Library, bytes: &[u8]) -> Report {
    let reading = read("f", bytes, library, Options::default());
    assert_eq!(reading.findings, []);
    reading.report.expect("a report")
}

#[test]
fn its_keys_are_written_and_read() {
    let library = library();
    let text = form(&library);
    assert!(
        text.contains("主办单位: {名称: 某某市数据局, 人数: 7}\n"),
        "{text}"
    );
    let read = report(&library, text.as_bytes());
    assert_eq!(read.stated("主办单位.人数").as_deref(), Some("7"));
    assert!(read.says_same(&report(&library, &workbook(&read).expect("a workbook"))));
    let old = text.replacen("主办单位:", "联系:", 1);
    let findings = nianbao::form::read("f", old.as_bytes(), &library, Options::default()).findings;
    assert_eq!(
        findings.iter().map(|f| f.code.name()).collect::<Vec<_>>(),
        ["unknown-key"]
    );
    assert!(json_schema(&read.standard).contains("\"浏览量\""));
}

#[test]
fn its_keys_are_changed_and_compared() {
    let library = library();
    let text = form(&library);
    let old = report(&library, text.as_bytes());
    let mut wanted = old.clone();
    assign(&mut wanted, "浏览量", "1204").expect("a count");
    assert!(assign(&mut wanted, "联系.电话", "1").is_err());
    let revised = revise(text.as_bytes(), &old, &wanted, &library, Options::default());
    let new = report(&library, &revised.expect("a form"));
    let [Change::Value { path, new, .. }] = &changes(&old, &new)[..] else {
        panic!("one change")
    };
    assert_eq!((path.as_str(), new.as_deref()), ("浏览量", Some("1204")));
}

#[test]
fn what_only_one_of_two_formats_has_is_told() {
    let library = library();
    let new = report(&library, form(&library).as_bytes());
    let clean = include_bytes!("../samples/003-corrected-2023.yaml");
    let old = report(&Library::default(), clean);
    let told: Vec<String> = changes(&old, &new)
        .into_iter()
        .filter_map(|change| match change {
            Change::Value { path, .. } | Change::Text { path, .. } => Some(path),
            Change::Cell(_) | Change::Records { .. } => None,
        })
        .collect();
    for path in [
        "索引号",
        "联系.电话",
        "引言",
        "浏览量",
        "主办单位.名称",
        "总体情况",
    ] {
        assert_eq!(
            told.iter().filter(|other| *other == path).count(),
            1,
            "{path}: {told:?}"
        );
    }
}

#[test]
fn what_has_no_key_is_not_carried_in_silence() {
    let library = library();
    let clean = include_bytes!("../samples/003-corrected-2023.yaml");
    let world = Memory::new().with_standards(library.clone());
    let last = Filing::open(&world, &Name::new("last.yaml"), clean).expect("a body");
    let standard = &library.by_format("网站").expect("the sibling");
    let wanted = Wanted {
        standard,
        agency: "某某局",
        year: 2024,
        file: "last.yaml",
    };
    let next = next(&last.subject().expect("a readable form"), wanted);
    assert!(
        next.left.iter().any(|left| left.starts_with("联系.电话（")),
        "{:?}",
        next.left
    );
    assert!(next.report.stated("联系.电话").is_none() && next.report.stated("上年").is_none());
}

#[test]
fn its_values_stand_in_its_text() {
    let library = library();
    let body = "- title: \"{{ 标题 }}\"\n- heading: 一、总体情况\n- narrative: 总体情况\n";
    let world = Memory::new()
        .with_standards(library.clone())
        .with_template("report/网站.yaml", body);
    let form = form(&library);
    let filing = Filing::open(&world, &Name::new("form.yaml"), form.as_bytes()).expect("a body");
    let text = filing
        .render(&world, &[Format::Txt], Drafts::Made)
        .expect("a text")
        .files
        .remove(0)
        .bytes;
    let text = String::from_utf8(text).expect("UTF-8");
    assert!(
        text.contains("全年浏览 1203 次，由某某市数据局主办。"),
        "{text}"
    );
}
