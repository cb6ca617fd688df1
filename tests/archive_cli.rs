//! `archive`, `verify` of a bag and `extract` as a clerk runs them.

mod common;

use std::fs;
use std::path::Path;

use common::{CLEAN, run, sample_text};

/// A folder with the clean form in it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("表.yaml"), sample_text(CLEAN)).expect("written");
    folder
}

/// Runs the program and looks for words in what it prints.
fn check(folder: &Path, line: &str, code: i32, words: &[&str]) -> String {
    let args: Vec<&str> = line.split(' ').collect();
    let done = run(folder, &args);
    let said = format!("{}{}", done.stdout, done.stderr);
    assert_eq!(done.code, code, "{line}\n{said}");
    for word in words {
        assert!(said.contains(word), "{line}: no {word} in\n{said}");
    }
    said
}

#[test]
fn a_form_becomes_a_bag_that_is_verified() {
    let folder = folder();
    let at = folder.path();
    check(
        at,
        "archive 表.yaml -o 归档",
        0,
        &["已归档  归档", "封装摘要", "全宗号、保管期限"],
    );
    check(at, "archive 表.yaml -o 归档", 0, &["没有变化  归档"]);
    check(
        at,
        "verify 归档",
        0,
        &["全部与清单一致", "每个文件字节相同"],
    );
    check(at, "archive 表.yaml -o .", 2, &["里面已经有别的文件"]);
    check(
        at,
        "archive 表.yaml -o 归档/又一个",
        2,
        &["在另一个归档包里面"],
    );
    check(at, "archive 表.yaml -o 表.yaml", 2, &["-o 要写文件夹"]);
    check(at, "verify .", 2, &["不是归档包"]);
    fs::create_dir(at.join("归档/签章")).expect("a folder");
    fs::write(at.join("归档/签章/章.sig"), "1").expect("written");
    check(at, "verify 归档", 0, &["签章/章.sig：没有核对"]);
    fs::write(at.join("归档/data/填报表/表.yaml"), "机关: 乙").expect("written");
    check(
        at,
        "verify 归档",
        1,
        &["data/填报表/表.yaml 与封装时不同", "没有重做"],
    );
    // What went wrong leaves nothing behind.
    let mut left: Vec<_> = common::files(at);
    left.retain(|name| name.starts_with('.') && name != ".nianbao.lock");
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn a_form_with_errors_is_not_archived() {
    let folder = folder();
    let at = folder.path();
    let faulty = sample_text(CLEAN).replace("[770, 17, 0, 0, 0, 2]", "[999, 17, 0, 0, 0, 2]");
    fs::write(at.join("表.yaml"), faulty).expect("written");
    check(at, "archive 表.yaml -o 归档", 1, &["没有归档", "balance"]);
    assert!(!at.join("归档").exists());
}

#[test]
fn a_corrected_report_names_the_bag_that_it_replaces() {
    let folder = folder();
    let at = folder.path();
    let said = check(at, "archive 表.yaml -o 旧", 0, &[]);
    let digest = said
        .split("SHA-256：")
        .nth(1)
        .and_then(|rest| rest.lines().next());
    let digest = digest.expect("a digest");
    check(
        at,
        "set 表.yaml 申请.新收.自然人=771 申请.结转下年度.自然人=45",
        0,
        &[],
    );
    check(
        at,
        "archive 表.yaml -o 新 --replaces 旧 --reason 漏计一件",
        0,
        &["已归档"],
    );
    let info = fs::read_to_string(at.join("新/bag-info.txt")).expect("a file");
    assert!(
        info.contains(&format!("Replaces-Bag-SHA256: {digest}")),
        "{info}"
    );
    let notice = fs::read_to_string(at.join("新/data/更正/更正说明.txt")).expect("a notice");
    assert!(
        notice.contains("771") && notice.contains("漏计一件"),
        "{notice}"
    );
    check(at, "verify 新", 0, &["字节相同"]);
    fs::write(at.join("旧/说明.txt"), "1").expect("written");
    check(
        at,
        "archive 表.yaml -o 再 --replaces 旧",
        2,
        &["旧 与封装时不同"],
    );
    check(
        at,
        "archive 表.yaml -o 再 --replaces 新/data",
        2,
        &["不是归档包"],
    );
}

#[test]
fn what_is_inside_is_taken_out_and_builds_the_same() {
    let folder = folder();
    let at = folder.path();
    check(
        at,
        "build 表.yaml --name 报告 --to pdf,ofd --pdf 3a",
        0,
        &[],
    );
    for kind in ["pdf", "ofd"] {
        check(
            at,
            &format!("extract 报告.{kind} -o 回/表.yaml --force"),
            0,
            &["回/表.yaml"],
        );
        check(
            at,
            &format!("build 回/表.yaml --name 报告 --to {kind} --pdf 3a"),
            0,
            &[],
        );
        let read = |name: String| fs::read(at.join(name)).expect("a file");
        assert!(
            read(format!("报告.{kind}")) == read(format!("回/报告.{kind}")),
            "{kind}"
        );
    }
    check(at, "extract 报告.ofd -o 回/表.yaml", 2, &["已经存在"]);
    check(at, "build 表.yaml --name 平常 --to pdf,docx", 0, &[]);
    check(
        at,
        "extract 平常.pdf",
        2,
        &["里面没有附带填报表", "--pdf 3a"],
    );
    check(at, "extract 平常.docx", 2, &["不是 PDF 或 OFD"]);
    check(at, "verify 表.yaml 报告.ofd", 0, &["一致  报告.ofd"]);
    check(at, "check 报告.ofd", 0, &[]);
    let said = check(at, "import 报告.ofd -o 导入.yaml", 0, &[]);
    assert!(!said.contains("没有导入"), "{said}");
}
