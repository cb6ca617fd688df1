//! Parts of a form that stand in files beside it: texts, the ledger.

mod common;

use common::{CLEAN, Fonts, document, reading, sample_text, style, zipped};
use nianbao::file::Format;
use nianbao::form::write::json;
use nianbao::render::render;
use nianbao::{Filing, Memory, Name};

/// The clean example with a text or table taken out and something put behind.
fn without(key: &str, next: &str, instead: &str) -> String {
    let form = sample_text(CLEAN);
    let (before, rest) = form.split_once(&format!("\n{key}:")).expect("the key");
    let behind = rest.find(&format!("\n{next}:")).expect("the next key");
    format!("{before}{}\n{instead}\n", &rest[behind..])
}

fn open(form: &str, files: &[(&str, Vec<u8>)]) -> Filing {
    let mut world = Memory::new();
    for (name, bytes) in files {
        world = world.with_file(&format!("表/{name}"), bytes.clone());
    }
    let name = Name::new("表/form.yaml");
    Filing::open(&world, &name, form.as_bytes()).expect("a body")
}

/// What is found in a form with files, of reading them.
fn check(form: &str, files: &[(&str, Vec<u8>)], expected: &[&str]) -> Filing {
    let filing = open(form, files);
    let told = filing
        .findings
        .iter()
        .filter(|f| f.code.name() == "attached");
    let told: Vec<&str> = told.map(|finding| &*finding.message).collect();
    assert_eq!(told, expected, "{:?}", filing.findings);
    filing
}

/// A Word file of these paragraphs.
fn word(body: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    zipped(&[("word/document.xml", &document)])
}

#[test]
fn a_text_stands_in_a_word_file() {
    let form = without("总体情况", "主动公开", "总体情况: {文件: 总体情况.docx}");
    let plain = "<w:p><w:r><w:t>一段。</w:t></w:r></w:p><w:p/>\
                 <w:p><w:r><w:t>又一</w:t></w:r><w:r><w:t>段。</w:t></w:r></w:p>";
    let filing = check(&form, &[("总体情况.docx", word(plain))], &[]);
    let report = filing.report.expect("a form");
    let lines: Vec<&str> = report.texts["总体情况"]
        .iter()
        .map(|line| &*line.value)
        .collect();
    assert_eq!(lines, ["一段。", "又一段。"]);
    let text = "一段。\r\n又一段。\n".into();
    let form = form.replace(".docx", ".txt");
    let filing = check(&form, &[("总体情况.txt", text)], &[]);
    assert_eq!(
        json(&filing.report.expect("a form")),
        json(&report),
        "the kind does not matter"
    );
}

#[test]
fn what_is_left_out_is_told() {
    let form = without("总体情况", "主动公开", "总体情况: {文件: 总体情况.docx}");
    let numbered = "<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>\
                    <w:r><w:t>一段。</w:t></w:r></w:p>";
    check(
        &form,
        &[("总体情况.docx", word(numbered))],
        &["“总体情况.docx”里的自动编号没有读进来"],
    );
    // A whole report with tables and a picture of numbers.
    let (_, document) = document(&sample_text(CLEAN));
    let files = render(&document, &style(), Some(&Fonts), &[Format::Docx])
        .expect("files")
        .0;
    check(
        &form,
        &[("总体情况.docx", files[0].bytes.clone())],
        &["“总体情况.docx”里的 3 张表没有读进来"],
    );
}

#[test]
fn a_name_alone_is_a_file_and_changes_are_told() {
    let form = without("总体情况", "主动公开", "总体情况: 总体情况.docx");
    let tracked =
        "<w:p><w:r><w:t>一段。</w:t></w:r><w:ins><w:r><w:t>又一句。</w:t></w:r></w:ins></w:p>";
    let told = "“总体情况.docx”里有没有接受的修订，按接受以后的读";
    let filing = check(&form, &[("总体情况.docx", word(tracked))], &[told]);
    assert_eq!(
        filing.report.expect("a form").texts["总体情况"][0].value,
        "一段。又一句。"
    );
}

#[test]
fn what_cannot_be_read_is_told() {
    let form = without("总体情况", "主动公开", "总体情况: {文件: 总体情况.docx}");
    let told = |why: &str| format!("“总体情况”的文件“总体情况.docx”读不了：{why}");
    check(
        &form,
        &[],
        &[&told("打不开 表/总体情况.docx：没有这个文件或文件夹")],
    );
    check(
        &form,
        &[("总体情况.docx", b"text".to_vec())],
        &[&told("它不是 .docx，只是名字像")],
    );
    check(
        &form.replace("总体情况.docx", "../总体情况.docx"),
        &[],
        &["“总体情况”的文件“../总体情况.docx”读不了：它不在填报表所在的文件夹里"],
    );
    check(
        &form.replace("总体情况.docx", "总体情况.csv"),
        &[("总体情况.csv", b"a,b".to_vec())],
        &["“总体情况”的文件“总体情况.csv”里不是文字"],
    );
    // Nothing beside it is known where only the form's bytes are read.
    let alone = reading(form.as_bytes());
    assert!(
        alone
            .findings
            .iter()
            .any(|f| f.message.contains("这里读不到旁边的文件"))
    );
    assert!(alone.report.is_some());
}

#[test]
fn a_ledger_stands_in_a_table() {
    let rows = "  - {收到日期: 2023-03-01, 申请人类型: 自然人, 办理结果: 予以公开, \
                办结日期: 2023-03-20, 备注: '甲,乙'}\n  \
                - {收到日期: 2023-12-20, 申请人类型: 商业企业}";
    let inside = reading(without("申请", "复议诉讼", &format!("台账:\n{rows}")).as_bytes());
    let inside = json(&inside.report.expect("a form"));
    let form = without("申请", "复议诉讼", "台账: 台账.csv");
    let commas = "收到日期,申请人类型,办理结果,办结日期,备注\n\
                  2023-03-01,自然人,予以公开,2023-03-20,\"甲,乙\"\n2023/12/20,商业企业,,,\n";
    let tabs = "备注\t收到日期\t申请人类型\t办理结果\t办结日期\r\n\
                甲,乙\t2023-03-01\t自然人\t予以公开\t2023-03-20\r\n\r\n\t2023-12-20\t商业企业\r\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(commas);
    for bytes in [commas.as_bytes(), tabs.as_bytes(), &gbk] {
        let filing = check(&form, &[("台账.csv", bytes.to_vec())], &[]);
        assert_eq!(json(&filing.report.expect("a form")), inside);
    }
    // Columns of one's own are nobody's concern, but labels that are missing are.
    let own = "编号,收到日期,申请人类型,办理结果,办结日期\n1,2023-12-20,商业企业,,\n";
    check(&form, &[("台账.csv", own.into())], &[]);
    let renamed = own.replace("收到日期", "收件日期");
    let told = "“台账.csv”的表头里没有“收到日期”；“编号”“收件日期”不认得，没有读";
    check(&form, &[("台账.csv", renamed.into())], &[told]);
    let bare = own.lines().nth(1).expect("a row");
    check(
        &form,
        &[("台账.csv", bare.into())],
        &["“台账.csv”第一行不是表头，没有读"],
    );
    let filing = check(
        &form,
        &[],
        &["“台账”的文件“台账.csv”读不了：打不开 表/台账.csv：没有这个文件或文件夹"],
    );
    let errors = filing
        .findings
        .iter()
        .filter(|f| f.severity == nianbao::finding::Severity::Error);
    assert_eq!(errors.count(), 1, "one message: {:?}", filing.findings);
}
