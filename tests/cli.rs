//! The program as a clerk runs it: in an empty folder, with good and bad input.

mod common;

use std::fs;
use std::path::Path;

use common::{CLEAN, files, program, root, run, sample, sample_text};

const NAME: &str = "张家港市人民政府2023年政府信息公开工作年度报告";

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A folder with the clean example as `form.yaml`, one piece of it replaced.
fn with_form(from: &str, to: &str) -> tempfile::TempDir {
    let dir = folder();
    let text = sample_text(CLEAN);
    assert!(text.contains(from));
    fs::write(dir.path().join("form.yaml"), text.replacen(from, to, 1)).unwrap();
    dir
}

/// Runs and compares exit code and a part of what is said (on either stream).
fn check(dir: &Path, args: &[&str], code: i32, said: &str) {
    let out = run(dir, args);
    let all = format!("{}{}", out.stdout, out.stderr);
    assert_eq!(out.code, code, "{args:?}: {all}");
    assert!(all.contains(said), "{args:?}: {all}");
    if code == 2 {
        assert_eq!(
            out.stderr.trim().lines().count(),
            1,
            "trouble is one line: {}",
            out.stderr
        );
    }
}

#[test]
fn from_a_new_form_to_three_files() {
    let dir = folder();
    let dir = dir.path();
    check(dir, &["--help"], 0, "nianbao new --agency");
    for verb in ["new", "check", "build"] {
        check(dir, &[verb, "--help"], 0, "用法：nianbao");
    }
    check(
        dir,
        &[
            "new",
            "--agency",
            "某某市某某局",
            "--year",
            "2023",
            "a.yaml",
        ],
        0,
        "新建  a.yaml",
    );
    let form = fs::read_to_string(dir.join("a.yaml")).unwrap();
    assert!(form.starts_with("# yaml-language-server: $schema="));
    check(
        dir,
        &[
            "new",
            "--agency",
            "某某市某某局",
            "--year",
            "2023",
            "a.yaml",
        ],
        2,
        "已经存在",
    );
    check(dir, &["check", "a.yaml"], 1, "untouched");
    check(dir, &["build", "a.yaml"], 1, "没有生成报告");
    assert_eq!(files(dir), ["a.yaml"]);
    let filled = form.replace("行政许可: 0", "行政许可: 12").replace(
        "总体情况: |\n",
        "总体情况: |\n  （一）甲。全年围绕群众关心的事项，主动、及时、准确地公开各类政府信息，\
             共办理{{ 主动公开.行政许可 }}件。\n",
    );
    fs::write(dir.join("a.yaml"), filled).unwrap();
    check(dir, &["check", "a.yaml"], 0, "0 个错误，2 个警告");
    check(
        dir,
        &["build", "a.yaml"],
        0,
        "新建  某某市某某局2023年政府信息公开工作年度报告.pdf",
    );
    let text =
        fs::read_to_string(dir.join("某某市某某局2023年政府信息公开工作年度报告.txt")).unwrap();
    assert!(text.contains("共办理12件。") && text.contains("2023年1月1日至2023年12月31日"));
}

#[test]
fn trouble_is_one_clear_line() {
    let dir = with_form("机关", "机关");
    let dir = dir.path();
    let nothing = run(dir, &[]);
    assert!(nothing.code == 2 && nothing.stdout.contains("一份报告的做法"));
    check(dir, &["biuld"], 2, "没有“biuld”这个命令；是不是“build”？");
    check(dir, &["build", "form.yaml", "--drat"], 2, "--drat");
    check(dir, &["build"], 2, "缺少 <填报表>");
    check(
        dir,
        &["build", "form.yaml", "--to", "doc"],
        2,
        "只能是 docx、pdf、txt",
    );
    check(
        dir,
        &["build", "form.yaml", "--date", "2024-02-30"],
        2,
        "写成 2024-01-26 的样子",
    );
    check(
        dir,
        &["check", "nowhere.yaml"],
        2,
        "打不开 nowhere.yaml：没有这个文件或文件夹",
    );
    fs::create_dir(dir.join("empty")).unwrap();
    check(dir, &["check", "empty"], 2, "文件夹 empty 里没有填报表");
    fs::remove_dir(dir.join("empty")).unwrap();
    check(
        dir,
        &["build", "form.yaml", "--fonts", "nofonts"],
        2,
        "没有字体文件夹 nofonts",
    );
    check(
        dir,
        &["build", "form.yaml", "--template", "nowhere"],
        2,
        "没有模板文件夹 nowhere",
    );
    check(
        dir,
        &["build", "form.yaml", "-o", "form.yaml"],
        2,
        "建不了文件夹 form.yaml",
    );
    check(dir, &["build", "form.yaml", "form.yaml"], 2, "同名的报告");
    check(
        dir,
        &["new", "--agency", "甲", "--year", "2018", "b.yaml"],
        2,
        "没有适用于 2018 年度的报告格式",
    );
    check(
        dir,
        &["new", "--agency", "甲", "--year", "2023", "b.doc"],
        2,
        "要以 .xlsx 或 .yaml 结尾",
    );
    assert_eq!(files(dir), ["form.yaml"]);
}

/// What an icon does is not for scripts, whatever their environment says.
#[test]
fn without_words_a_script_sees_no_desktop() {
    let dir = with_form("机关", "机关");
    let dir = dir.path();
    fs::write(dir.join("报告 1.docx"), "").unwrap();
    let bare = run(dir, &[]);
    for (variable, value) in [("NIANBAO_DESKTOP", "1"), ("CI", "true")] {
        let out = program(dir)
            .env(variable, value)
            .output()
            .expect("the program runs");
        let said = String::from_utf8(out.stdout).unwrap();
        assert_eq!(
            (out.status.code(), said),
            (Some(bare.code), bare.stdout.clone()),
            "{variable}"
        );
        let out = program(dir)
            .env(variable, value)
            .arg("form.yaml")
            .output()
            .expect("it runs");
        assert_eq!(out.status.code(), Some(2), "{variable}");
    }
    check(
        dir,
        &["form.yaml"],
        2,
        "没有“form.yaml”这个命令；要处理这个文件，写 nianbao build form.yaml（",
    );
    check(
        dir,
        &["报告 1.docx"],
        2,
        "写 nianbao check \"报告 1.docx\"（",
    );
    check(
        dir,
        &["form.yaml", "报告 1.docx"],
        2,
        "没有“form.yaml”这个命令",
    );
    assert_eq!(files(dir), ["form.yaml", "报告 1.docx"]);
}

#[test]
fn a_form_that_cannot_be_read_is_a_finding() {
    let dir = folder();
    for (name, bytes, said) in [
        ("zip.yaml", b"PK\x03\x04....".as_slice(), "工作簿已损坏"),
        (
            "binary.yaml",
            b"\x7fELF\x02\x01\x01\0\0\0",
            "文件内容不是文本",
        ),
        ("empty.yaml", b"", "文件是空的"),
        ("list.yaml", b"- 1\n- 2\n", "这不是一份填报表"),
        ("alias.yaml", b"a: &a [x]\nb: *a\n", "引用"),
    ] {
        fs::write(dir.path().join(name), bytes).unwrap();
        check(dir.path(), &["check", name], 1, said);
        check(dir.path(), &["build", "--draft", name], 1, "unreadable");
    }
    assert_eq!(files(dir.path()).len(), 5);
}

#[test]
fn encodings_of_one_form_give_the_same_files() {
    let text = sample_text(CLEAN);
    let build = |bytes: &[u8]| {
        let dir = folder();
        fs::write(dir.path().join("form.yaml"), bytes).unwrap();
        check(
            dir.path(),
            &["build", "form.yaml", "-o", "out"],
            0,
            "没有发现问题",
        );
        files(&dir.path().join("out"))
            .iter()
            .map(|f| fs::read(dir.path().join("out").join(f)).unwrap())
            .collect::<Vec<_>>()
    };
    let plain = build(text.as_bytes());
    assert_eq!(plain.len(), 3);
    assert!(build(format!("\u{FEFF}{text}").as_bytes()) == plain, "BOM");
    assert!(
        build(&encoding_rs::GB18030.encode(&text).0) == plain,
        "GB18030"
    );
    assert!(
        build(text.replace('\n', "\r\n").as_bytes()) == plain,
        "CRLF"
    );
}

#[test]
fn errors_stop_the_build_unless_it_is_a_draft() {
    let dir = with_form("结转下年度:            [ 44", "结转下年度:            [ 45");
    let dir = dir.path();
    check(dir, &["build", "form.yaml"], 1, "没有生成报告");
    assert_eq!(files(dir), ["form.yaml"]);
    check(
        dir,
        &["build", "form.yaml", "--draft", "--to", "txt,docx"],
        1,
        "新建  ",
    );
    assert_eq!(
        files(dir),
        [
            "form.yaml".to_owned(),
            format!("{NAME}（草稿）.docx"),
            format!("{NAME}（草稿）.txt")
        ]
    );
    let text = fs::read_to_string(dir.join(format!("{NAME}（草稿）.txt"))).unwrap();
    assert!(text.starts_with("【草稿】"));
    // A clean form is no draft, whatever is asked for.
    fs::copy(sample(CLEAN), dir.join("form.yaml")).unwrap();
    check(
        dir,
        &["build", "form.yaml", "--draft", "--to", "txt"],
        0,
        &format!("新建  {NAME}.txt"),
    );
    assert!(
        !fs::read_to_string(dir.join(format!("{NAME}.txt")))
            .unwrap()
            .contains("草稿")
    );
}

#[test]
fn a_fault_that_shows_only_on_paper_stops_the_build_too() {
    let dir = with_form("一方面，不断", "一方😀面，不断");
    let dir = dir.path();
    check(dir, &["build", "form.yaml"], 1, "missing-glyph");
    assert_eq!(files(dir), ["form.yaml"]);
    check(
        dir,
        &["build", "form.yaml", "--draft", "--to", "pdf"],
        1,
        "新建",
    );
    assert_eq!(
        files(dir),
        ["form.yaml".to_owned(), format!("{NAME}（草稿）.pdf")]
    );
}

#[test]
fn a_form_is_never_overwritten_and_targets_are_files() {
    let dir = with_form("机关", "机关");
    let dir = dir.path();
    fs::copy(dir.join("form.yaml"), dir.join("form.txt")).unwrap();
    check(
        dir,
        &["build", "form.txt", "--name", "form", "--to", "txt"],
        2,
        "不能被报告覆盖",
    );
    assert_eq!(
        fs::read_to_string(dir.join("form.txt")).unwrap(),
        sample_text(CLEAN)
    );
    fs::create_dir(dir.join("a.pdf")).unwrap();
    check(
        dir,
        &["build", "form.yaml", "--name", "a"],
        2,
        "a.pdf 不是普通文件",
    );
    assert_eq!(files(dir), ["a.pdf", "form.txt", "form.yaml"]);
}

#[test]
fn two_reports_never_share_a_file() {
    let dir = with_form("机关", "机关");
    let dir = dir.path();
    fs::create_dir_all(dir.join("sub")).unwrap();
    check(
        dir,
        &["build", "form.yaml", "sub/../form.yaml"],
        2,
        "同名的报告",
    );
    check(
        dir,
        &["build", "form.yaml", "form.yaml", "-o", "new/deep"],
        2,
        "同名的报告",
    );
    let (faulty, rare) = (
        sample_text(CLEAN).replacen("[ 44", "[ 45", 1),
        sample_text(CLEAN).replacen("一方面", "一😀面", 1),
    );
    fs::write(dir.join("a.yaml"), faulty).unwrap();
    fs::write(dir.join("b.yaml"), rare).unwrap();
    check(
        dir,
        &["build", "--draft", "a.yaml", "b.yaml"],
        2,
        "同名的报告",
    );
    assert_eq!(files(dir), ["a.yaml", "b.yaml", "form.yaml", "sub"]);
}

#[test]
fn outputs_are_replaced_whole_and_only_when_they_change() {
    let dir = with_form("机关", "机关");
    let dir = dir.path();
    // What a text was made of stands in the files beside it.
    check(
        dir,
        &["build", "form.yaml", "--to", "docx,txt"],
        0,
        "新建  ",
    );
    check(
        dir,
        &["build", "form.yaml", "--to", "docx,txt"],
        0,
        "无变化  ",
    );
    fs::write(
        dir.join("form.yaml"),
        sample_text(CLEAN).replacen("674913", "674914", 1),
    )
    .unwrap();
    check(
        dir,
        &["build", "form.yaml", "--to", "docx,txt"],
        0,
        "更新  ",
    );
    let both = [format!("{NAME}.docx"), format!("{NAME}.txt")];
    assert_eq!(files(dir), [&["form.yaml".to_owned()][..], &both].concat());
    // A text with CR LF and a byte order mark is the same text.
    check(
        dir,
        &["build", "form.yaml", "--to", "docx,txt", "--crlf", "--bom"],
        0,
        "更新  ",
    );
    let text = fs::read_to_string(dir.join(&both[1])).unwrap();
    assert!(text.starts_with('\u{feff}') && text.contains("\r\n") && !text.contains("\n\n"));
    assert_eq!(files(dir).len(), 3);
    // An edited one is kept.
    fs::write(dir.join(&both[1]), text.replace("749", "750")).unwrap();
    check(
        dir,
        &["build", "form.yaml", "--to", "docx,txt"],
        0,
        "更新  ",
    );
    assert_eq!(files(dir).len(), 4);
}

#[test]
fn json_is_one_document_whatever_happens() {
    let dir = with_form("结转下年度:            [ 44", "结转下年度:            [ 45");
    for args in [
        ["check", "form.yaml", "--format", "json", "--blank-as-zero"],
        [
            "build",
            "form.yaml",
            "--format",
            "json",
            "--accept-text-numbers",
        ],
        ["build", "form.yaml", "--format", "json", "--draft"],
    ] {
        let out = run(dir.path(), &args);
        let value: serde_json::Value =
            serde_json::from_str(&out.stdout).expect("one JSON document");
        assert_eq!((out.code, value["errors"].as_u64()), (1, Some(1)));
        assert_eq!(value["findings"][1]["caused_by"].as_u64(), Some(0));
        let first = &value["findings"][0];
        assert_eq!(
            (first["code"].as_str(), first["name"].as_str()),
            (Some("T103"), Some("balance"))
        );
        assert_eq!(
            first["places"][0]["path"].as_str(),
            Some("申请.新收.自然人")
        );
        let files = value["files"].as_array().unwrap();
        assert_eq!(files.len(), if args[4] == "--draft" { 3 } else { 0 });
        for file in files {
            let bytes = fs::read(dir.path().join(file["path"].as_str().unwrap())).unwrap();
            assert_eq!(
                file["sha256"].as_str(),
                Some(nianbao::finding::json::sha256(&bytes).as_str())
            );
        }
    }
}

#[test]
fn json_stays_one_document_in_trouble() {
    let dir = folder();
    let out = run(dir.path(), &["check", "nowhere.yaml", "--format", "json"]);
    assert_eq!(out.code, 2);
    let value: serde_json::Value = serde_json::from_str(&out.stdout).expect("one JSON document");
    assert_eq!(value["errors"].as_u64(), Some(0));
    assert!(out.stderr.contains("没有这个文件"));
}

#[test]
fn dates_come_from_the_form_the_flag_or_the_environment() {
    let created_with = |from: &str, to: &str, args: &[&str], epoch: Option<&str>| {
        let dir = with_form(from, to);
        let mut command = program(dir.path());
        command
            .args(["build", "form.yaml", "--to", "docx"])
            .args(args);
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        assert!(command.output().unwrap().status.success());
        let file = fs::read(dir.path().join(format!("{NAME}.docx"))).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
        let core = std::io::read_to_string(zip.by_name("docProps/core.xml").unwrap()).unwrap();
        let at = core.find("W3CDTF\">").unwrap() + 8;
        core[at..at + 10].to_owned()
    };
    let created = |args: &[&str], epoch: Option<&str>| created_with("机关", "机关", args, epoch);
    assert_eq!(created(&[], None), "2024-01-26");
    let undated = |epoch| created_with("成文日期: 2024-01-26\n", "", &[], Some(epoch));
    assert_eq!(undated("1707000000"), "2024-02-03");
    // No report is older than the end of its year.
    assert_eq!(undated("86400"), "2023-12-31");
    assert_eq!(created(&["--date", "2023-06-01"], None), "2023-12-31");
    assert_eq!(
        created_with("成文日期: 2024-01-26\n", "", &[], None),
        "2023-12-31"
    );
    assert_eq!(created(&[], Some("86400")), "2024-01-26");
    assert_eq!(
        created(&["--date", "2025-02-03"], Some("86400")),
        "2025-02-03"
    );
}

#[test]
fn a_template_overrides_one_sentence_and_one_margin() {
    let dir = with_form("机关", "机关");
    let dir = dir.path();
    for (from, to) in [
        ("report/2021.yaml", "report"),
        ("style/gbt9704.yaml", "style"),
    ] {
        fs::create_dir_all(dir.join("mine").join(to)).unwrap();
        fs::copy(
            root().join("templates").join(from),
            dir.join("mine").join(from),
        )
        .unwrap();
    }
    let edit = |file: &str, from: &str, to: &str| {
        let path = dir.join("mine").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    };
    edit(
        "report/2021.yaml",
        "- heading: 一、总体情况",
        "- heading: 一、总体情况\n- paragraph: \"{{ 机关 }}的总体情况如下。\"",
    );
    edit("style/gbt9704.yaml", "inner: 28 ", "inner: 20 ");
    check(
        dir,
        &[
            "build",
            "form.yaml",
            "--template",
            "mine",
            "--to",
            "txt,docx",
        ],
        0,
        "新建",
    );
    assert!(
        fs::read_to_string(dir.join(format!("{NAME}.txt")))
            .unwrap()
            .contains("张家港市人民政府的总体情况如下。")
    );
    let file = fs::read(dir.join(format!("{NAME}.docx"))).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let xml = std::io::read_to_string(zip.by_name("word/document.xml").unwrap()).unwrap();
    assert!(
        xml.contains("w:left=\"1134\"") && xml.contains("的总体情况如下"),
        "20 mm are 1134 twips"
    );
    // Broken templates are findings with their places.
    edit("report/2021.yaml", "{{ 机关 }}的总体", "{{ 几关 }}的总体");
    check(
        dir,
        &["check", "form.yaml", "--template", "mine"],
        1,
        "是不是“机关”？",
    );
    edit("report/2021.yaml", "- paragraph: ", "- paragraf: ");
    check(
        dir,
        &["check", "form.yaml", "--template", "mine"],
        1,
        "2021.yaml:8:3",
    );
    edit("report/2021.yaml", "- paragraf: ", "- paragraph: ");
    edit("style/gbt9704.yaml", "lines: 22", "lines: 二十二");
    check(
        dir,
        &["build", "form.yaml", "--template", "mine"],
        1,
        "gbt9704.yaml:12:10",
    );
}

#[test]
fn a_third_format_is_a_file_and_a_body_without_any_rust() {
    let dir = folder();
    let dir = dir.path();
    fs::create_dir_all(dir.join("std")).unwrap();
    fs::create_dir_all(dir.join("mine/report")).unwrap();
    let standard = fs::read_to_string(root().join("schema/standard/2021.yaml")).unwrap();
    let standard = standard
        .replace("format: \"2021\"", "format: \"2030\"")
        .replace("{from: 2021}", "{from: 2030}")
        .replace(
            "一、本年新收政府信息公开申请数量",
            "一、本年新收到的申请数量",
        );
    fs::write(dir.join("std/2030.yaml"), standard).unwrap();
    fs::copy(
        root().join("templates/report/2021.yaml"),
        dir.join("mine/report/2030.yaml"),
    )
    .unwrap();
    check(
        dir,
        &[
            "new",
            "--agency",
            "甲局",
            "--year",
            "2031",
            "--standard",
            "std",
            "a.yaml",
        ],
        0,
        "新建",
    );
    let form = fs::read_to_string(dir.join("a.yaml")).unwrap();
    assert!(form.contains("格式: 2030") && form.contains("一、本年新收到的申请数量"));
    fs::write(
        dir.join("a.yaml"),
        form.replace("行政许可: 0", "行政许可: 7"),
    )
    .unwrap();
    check(
        dir,
        &[
            "build",
            "a.yaml",
            "--standard",
            "std",
            "--template",
            "mine",
            "--to",
            "txt",
        ],
        0,
        "新建",
    );
    let text = fs::read_to_string(dir.join("甲局2031年政府信息公开工作年度报告.txt")).unwrap();
    assert!(text.contains("一、本年新收到的申请数量"));
    check(
        dir,
        &["convert", "--standard", "std", "a.yaml", "a.xlsx"],
        0,
        "新建",
    );
    let args = [
        "build",
        "a.xlsx",
        "--standard",
        "std",
        "--template",
        "mine",
        "--to",
        "txt",
        "-o",
        "out",
    ];
    check(dir, &args, 0, "新建");
    let again = fs::read_to_string(dir.join("out/甲局2031年政府信息公开工作年度报告.txt")).unwrap();
    assert_eq!(again, text);
}

#[test]
fn blanks_and_text_numbers_can_be_taken_with_one_warning_each() {
    let dir = folder();
    fs::copy(sample("000-chengguanju-2019"), dir.path().join("a.yaml")).unwrap();
    check(
        dir.path(),
        &["check", "a.yaml", "--blank-as-zero"],
        0,
        "130 个空格按 0 计",
    );
    let dir = with_form("行政许可:        674913", "行政许可:        674,913");
    check(
        dir.path(),
        &["check", "form.yaml"],
        1,
        "“674,913”里有千分位逗号",
    );
    check(
        dir.path(),
        &["check", "form.yaml", "--accept-text-numbers"],
        0,
        "0 个错误，1 个警告",
    );
}

#[test]
fn a_workbook_form_from_nothing_to_the_report() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    check(
        dir,
        &[
            "new",
            "--agency",
            "某某市某某局",
            "--year",
            "2023",
            "a/form.xlsx",
        ],
        0,
        "新建  a/form.xlsx",
    );
    check(dir, &["check", "a/form.xlsx"], 1, "在“零申请”一行填“是”");
    check(
        dir,
        &["convert", "a/form.xlsx", "form.yaml"],
        0,
        "新建  form.yaml",
    );
    check(dir, &["check", "a/form"], 2, "是不是 a/form.xlsx？");
    check(
        dir,
        &["convert", "form.yaml", "form.json"],
        0,
        "新建  form.json",
    );
    check(
        dir,
        &["convert", "form.json", "again.xlsx"],
        0,
        "新建  again.xlsx",
    );
    assert_eq!(
        fs::read(dir.join("again.xlsx")).unwrap(),
        fs::read(dir.join("a/form.xlsx")).unwrap()
    );
    check(dir, &["convert", "form.yaml", "form.json"], 2, "已经存在");
    check(
        dir,
        &["convert", "--force", "form.yaml", "form.json"],
        0,
        "无变化  form.json",
    );
    check(
        dir,
        &["convert", "form.yaml", "form.pdf"],
        2,
        "要以 .xlsx、.yaml 或 .json 结尾",
    );
    check(dir, &["convert", "form.yaml"], 2, "缺少");
    let text = fs::read_to_string(dir.join("form.yaml")).unwrap();
    fs::write(
        dir.join("lossy.yaml"),
        text.replacen("年度: 2023", "年度: 2023\n备注: 甲", 1),
    )
    .unwrap();
    check(
        dir,
        &["convert", "lossy.yaml", "lossy.xlsx"],
        1,
        "有读不进来或要确认的内容，没有转换",
    );
    assert!(!dir.join("lossy.xlsx").exists());
    // Wrong numbers and blanks are carried as they are.
    fs::write(
        dir.join("wrong.yaml"),
        text.replacen("[0, 0, 0, 0, 0, 0]", "[约3, ~, 0, 0, 0, 0]", 1),
    )
    .unwrap();
    check(
        dir,
        &["convert", "wrong.yaml", "wrong.xlsx"],
        1,
        "新建  wrong.xlsx",
    );
    check(
        dir,
        &["check", "wrong.xlsx"],
        1,
        "三、申请!D6（一、本年新收政府信息公开申请数量，自然人）",
    );
    let json = run(dir, &["check", "--format", "json", "wrong.xlsx"]).stdout;
    assert!(
        json.contains("\"sheet\": \"三、申请\"") && json.contains("\"cell\": \"E6\""),
        "{json}"
    );
}

/// A folder with this year's form, 003 corrected, that names last year's, a form of 2022 with these
/// numbers carried out.
fn two_years(carried_out: &str) -> tempfile::TempDir {
    let dir = with_form("年度: 2023", "年度: 2023\n上年: last.yaml");
    let last = sample_text(CLEAN).replacen("年度: 2023", "年度: 2022", 1);
    let line = last
        .lines()
        .find(|line| line.trim_start().starts_with("结转下年度:"))
        .expect("a row")
        .to_owned();
    let [row, new] = ["结转下年度", "新收"].map(|key| format!("  {key}: {carried_out}"));
    // What goes out comes in: the form of last year balances.
    let came = last
        .lines()
        .find(|line| line.trim_start().starts_with("新收:"))
        .expect("a row")
        .to_owned();
    let _ = new;
    let last = last
        .replacen(&line, &row, 1)
        .replacen(&came, "  新收: [730, 17, 0, 0, 0, 2]", 1);
    fs::write(dir.path().join("last.yaml"), last).unwrap();
    dir
}

#[test]
fn last_years_form_is_compared_in_every_kind() {
    let dir = two_years("[4, 0, 0, 0, 0, 0]");
    let dir = dir.path();
    let json = |form: &str| -> Vec<String> {
        let out = run(dir, &["check", form, "--format", "json"]);
        let value: serde_json::Value = serde_json::from_str(&out.stdout).expect("JSON");
        let names = value["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["name"].as_str().unwrap().to_owned());
        names.collect()
    };
    // The numbers of both years are nearly the same, which is told; what was carried over fits.
    assert!(!json("form.yaml").contains(&"carry-over".to_owned()));
    assert!(json("form.yaml").contains(&"left-over".to_owned()));
    // The same as a workbook.
    check(dir, &["convert", "last.yaml", "last.xlsx"], 0, "新建");
    let text = fs::read_to_string(dir.join("form.yaml")).unwrap();
    fs::write(
        dir.join("other.yaml"),
        text.replace("上年: last.yaml", "上年: last.xlsx"),
    )
    .unwrap();
    assert_eq!(json("other.yaml"), json("form.yaml"));
    let wrong = two_years("[5, 0, 0, 0, 0, 0]");
    check(wrong.path(), &["check", "form.yaml"], 1, "carry-over");
    check(wrong.path(), &["check", "form.yaml"], 1, "last.yaml");
}

#[test]
fn placeholders_of_last_year() {
    let dir = two_years("[4, 0, 0, 0, 0, 0]");
    let dir = dir.path();
    let text = fs::read_to_string(dir.join("form.yaml")).unwrap();
    let line = "总体情况: |\n  上年收到{{ 上年.申请.新收.总计 }}件，\
                {{ 申请.新收.总计 | 同比(上年.申请.新收.总计) }}。\n";
    fs::write(
        dir.join("form.yaml"),
        text.replacen("总体情况: |\n", line, 1),
    )
    .unwrap();
    check(dir, &["build", "form.yaml", "--to", "txt"], 0, "新建");
    let text = fs::read_to_string(dir.join(format!("{NAME}.txt"))).unwrap();
    assert!(text.contains("上年收到749件，增长5.3%。"), "{text}");
}

#[test]
fn last_years_form_that_is_of_no_use() {
    for (named, said) in [
        ("nowhere.yaml", "读不了上年的填报表：打不开 nowhere.yaml"),
        ("../last.yaml", "不在填报表所在的文件夹里"),
        ("form.yaml", "是 2023 年度的，不是上一年度（2022）的"),
        ("bad.yaml", "读不懂"),
    ] {
        let dir = with_form("年度: 2023", &format!("年度: 2023\n上年: {named}"));
        fs::write(dir.path().join("bad.yaml"), "- 1\n").unwrap();
        check(dir.path(), &["check", "form.yaml"], 1, said);
        check(dir.path(), &["check", "form.yaml"], 1, "Y106 last-year");
    }
    let dir = two_years("[4, 0, 0, 0, 0, 0]");
    let last = fs::read_to_string(dir.path().join("last.yaml")).unwrap();
    fs::write(
        dir.path().join("last.yaml"),
        last.replacen("张家港市人民政府", "某某市人民政府", 1),
    )
    .unwrap();
    check(
        dir.path(),
        &["check", "form.yaml"],
        0,
        "是“某某市人民政府”的",
    );
}

#[test]
fn waivers_work_in_every_kind_of_form() {
    let dir = folder();
    let dir = dir.path();
    let waiver = "豁免:\n  - {规则: narrative-number, 位置: 总体情况, 值: 774, 理由: 只指自然人}\n";
    fs::write(
        dir.join("form.yaml"),
        sample_text("003-zhangjiagang-2023") + waiver,
    )
    .unwrap();
    check(dir, &["check", "form.yaml"], 0, "已豁免：");
    check(dir, &["check", "form.yaml"], 0, "理由：只指自然人");
    check(
        dir,
        &["check", "form.yaml"],
        0,
        "0 个错误，2 个警告，1 条提示；1 个已豁免",
    );
    check(dir, &["convert", "form.yaml", "form.xlsx"], 0, "新建");
    check(
        dir,
        &["check", "form.xlsx"],
        0,
        "0 个错误，2 个警告，1 条提示；1 个已豁免",
    );
    // Another value wakes the finding up.
    let woken = sample_text("003-zhangjiagang-2023").replace("申请774件", "申请775件") + waiver;
    fs::write(dir.join("woken.yaml"), woken).unwrap();
    check(dir, &["check", "woken.yaml"], 0, "提示重新出现");
}

#[test]
fn each_number_of_the_text_is_read() {
    let dir = with_form("{{ 申请.新收.总计 + 申请.上年结转.总计 }}", "791");
    let dir = dir.path();
    check(
        dir,
        &["read", "form.yaml"],
        1,
        "791 ≠ 新收 + 上年结转，表中是 793",
    );
    check(dir, &["read", "form.yaml"], 1, "4 个与表一致，1 个不一致");
    check(
        dir,
        &["read", "form.yaml", "--all"],
        1,
        "没有核对：数的是文件、信息，不是申请",
    );
    let out = run(dir, &["read", "form.yaml", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&out.stdout).expect("JSON");
    let numbers = document["numbers"].as_array().expect("a list");
    let wrong = numbers
        .iter()
        .find(|number| number["outcome"] == "differs")
        .expect("a number");
    assert_eq!(
        (&wrong["number"], &wrong["value"]),
        (&"791".into(), &"793".into())
    );
    check(dir, &["read", "nowhere.yaml"], 2, "nowhere.yaml");
}

#[test]
fn hints_stand_apart_and_are_not_told_by_build() {
    let dir = with_form("办结率95.7%", "办结率95%");
    let dir = dir.path();
    check(
        dir,
        &["check", "form.yaml"],
        0,
        "提示：95% 是截去尾数的，四舍五入是 96%",
    );
    check(dir, &["check", "form.yaml"], 0, "没有错误和警告，1 条提示");
    let out = run(dir, &["build", "form.yaml", "--to", "txt"]);
    assert!(!out.stdout.contains("截去尾数"), "{}", out.stdout);
    fs::write(dir.join("own.yaml"), "地方要求: {取舍: 相差1}\n").unwrap();
    check(
        dir,
        &["check", "form.yaml", "--config", "own.yaml"],
        0,
        "没有发现问题",
    );
}

#[test]
fn several_forms_close_with_a_table() {
    let dir = folder();
    for name in ["003-zhangjiagang-2023", "004-baoshuiqu-2020"] {
        fs::copy(sample(name), dir.path().join(format!("{name}.yaml"))).unwrap();
    }
    let out = run(
        dir.path(),
        &[
            "check",
            "003-zhangjiagang-2023.yaml",
            "004-baoshuiqu-2020.yaml",
        ],
    );
    let table: Vec<Vec<&str>> = out
        .stdout
        .lines()
        .rev()
        .take(4)
        .map(|l| l.split_whitespace().collect())
        .collect();
    assert_eq!(
        table[3],
        ["填报表", "错误", "警告", "提示", "已豁免", "结果"]
    );
    assert_eq!(table[2][..2], ["003-zhangjiagang-2023.yaml", "0"]);
    assert_eq!(table[1][..2], ["004-baoshuiqu-2020.yaml", "1"]);
    assert_eq!(table[0][..2], ["合计", "1"]);
    let out = run(dir.path(), &["check", "004-baoshuiqu-2020.yaml"]);
    assert!(!out.stdout.contains("合计  "));
}

#[test]
fn a_workbook_that_is_open_elsewhere_is_told() {
    let dir = folder();
    let dir = dir.path();
    let form = "002-shenpiju-2021.xlsx";
    fs::copy(common::root().join("samples").join(form), dir.join(form)).unwrap();
    let told = |lock: &str| {
        fs::write(dir.join(lock), "").unwrap();
        let out = run(dir, &["check", form]);
        fs::remove_file(dir.join(lock)).unwrap();
        out.stdout.contains("打开着，读的是上次保存的内容")
    };
    for lock in [
        format!("~${form}"),
        format!(".~{form}"),
        format!(".~lock.{form}#"),
    ] {
        assert!(told(&lock), "{lock}");
    }
    assert!(!told("~$other.xlsx"));
    // What is saved there next would undo a change.
    fs::write(dir.join(format!("~${form}")), "").unwrap();
    let before = fs::read(dir.join(form)).unwrap();
    check(
        dir,
        &["set", form, "联系.电话=0512-12345678"],
        2,
        "打开着，没有改",
    );
    assert_eq!(fs::read(dir.join(form)).unwrap(), before);
    check(
        dir,
        &["set", form, "联系.电话=0512-12345678", "--dry-run"],
        0,
        "没有写入",
    );
}

#[test]
fn codes_are_explained() {
    let dir = folder();
    check(dir.path(), &["explain"], 0, "N102  narrative-number");
    check(dir.path(), &["explain", "n102"], 0, "查什么：");
    check(
        dir.path(),
        &["explain", "carry-over"],
        0,
        "规则: carry-over",
    );
    check(
        dir.path(),
        &["explain", "carry-ovre"],
        2,
        "是不是“carry-over”？",
    );
}

#[test]
fn the_agency_chooses_what_is_grave() {
    let dir = folder();
    let dir = dir.path();
    fs::copy(sample("003-zhangjiagang-2023"), dir.join("form.yaml")).unwrap();
    fs::write(dir.join("own.yaml"), "规则:\n  narrative-number: 错误\n").unwrap();
    check(dir, &["check", "form.yaml"], 0, "警告：");
    check(
        dir,
        &["check", "form.yaml", "--config", "own.yaml"],
        1,
        "错误：",
    );
    check(
        dir,
        &["build", "form.yaml", "--config", "own.yaml"],
        1,
        "没有生成报告",
    );
    fs::write(dir.join("own.yaml"), "规则:\n  narrative-numbre: 错误\n").unwrap();
    check(
        dir,
        &["check", "form.yaml", "--config", "own.yaml"],
        2,
        "是不是“narrative-number”？",
    );
    check(
        dir,
        &["check", "form.yaml", "--config", "nowhere.yaml"],
        2,
        "打不开 nowhere.yaml",
    );
}

#[test]
fn sarif_is_one_log_whatever_happens() {
    let dir = folder();
    fs::copy(sample("004-baoshuiqu-2020"), dir.path().join("form.yaml")).unwrap();
    for form in ["form.yaml", "nowhere.yaml"] {
        let out = run(dir.path(), &["check", form, "--format", "sarif"]);
        let log: serde_json::Value = serde_json::from_str(&out.stdout).expect("one log");
        assert_eq!(log["version"], "2.1.0");
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.is_empty(), form == "nowhere.yaml");
        assert!(results.iter().all(
            |r| r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "form.yaml"
        ));
    }
}
