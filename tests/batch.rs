//! Many forms in one command, as people use it: folders and patterns, one bad form among
//! good ones, two of one name, programs that read the result, a table for the superior office.

mod common;

use std::fs;
use std::path::Path;

use common::{CLEAN, files, run, sample_text};

/// The clean example as another agency's form; a faulty one does not balance.
fn form(agency: &str, faulty: bool) -> String {
    let text = sample_text(CLEAN).replace("张家港市人民政府", agency);
    let (from, to) = ("结转下年度:            [ 44", "结转下年度:            [ 45");
    assert!(text.contains(from));
    if faulty {
        text.replacen(from, to, 1)
    } else {
        text
    }
}

/// A folder with forms of these names, agencies and faults.
fn folder(forms: &[(&str, &str, bool)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, agency, faulty) in forms {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, form(agency, *faulty)).expect("written");
    }
    dir
}

fn report(agency: &str, kind: &str) -> String {
    format!("{agency}2023年政府信息公开工作年度报告.{kind}")
}

/// Runs and asks for an exit code and pieces of what is said.
fn check(dir: &Path, args: &[&str], code: i32, said: &[&str]) {
    let out = run(dir, args);
    let all = format!("{}{}", out.stdout, out.stderr);
    assert_eq!(out.code, code, "{args:?}: {all}");
    for piece in said {
        assert!(all.contains(piece), "{args:?} does not say {piece}: {all}");
    }
}

const THREE: [(&str, &str, bool); 3] = [
    ("表/a.yaml", "甲局", false),
    ("表/b.yaml", "乙局", true),
    ("表/下级/c.yaml", "丙局", false),
];

#[test]
fn a_folder_is_built_with_all_below_it() {
    let dir = folder(&THREE);
    let dir = dir.path();
    let said = [
        "没有生成报告：表/b.yaml",
        "表/a.yaml",
        "已生成",
        "有错误",
        "3 份",
    ];
    check(dir, &["build", "表", "-o", "出", "--to", "txt"], 1, &said);
    assert_eq!(
        files(&dir.join("出")),
        [report("丙局", "txt"), report("甲局", "txt")]
    );
    check(
        dir,
        &["build", "表", "-o", "出", "--to", "txt", "--draft"],
        1,
        &["草稿", "无变化"],
    );
    assert_eq!(files(&dir.join("出")).len(), 3);
    // Without a folder for all, each report stands beside its form.
    check(
        dir,
        &["build", "表/下级", "--to", "txt"],
        0,
        &["新建  表/下级/丙局"],
    );
    assert_eq!(
        files(&dir.join("表/下级")),
        ["c.yaml".to_owned(), report("丙局", "txt")]
    );
}

#[test]
fn patterns_and_what_is_no_form() {
    let dir = folder(&THREE);
    let dir = dir.path();
    for name in ["表/~$a.xlsx", "表/.b.yaml", "表/说明.docx"] {
        fs::write(dir.join(name), "").expect("written");
    }
    check(dir, &["check", "表/*.yaml"], 1, &["2 份"]);
    check(dir, &["check", "表/**/*.yaml"], 1, &["3 份"]);
    check(dir, &["check", "表/[ac].yaml"], 0, &["没有发现问题"]);
    check(dir, &["check", "表"], 1, &["3 份"]);
    check(dir, &["check", "表/a.yaml", "表"], 1, &["3 份"]);
    check(
        dir,
        &["check", "表/*.xls"],
        2,
        &["没有与“表/*.xls”相符的填报表"],
    );
    check(
        dir,
        &["check", "表/~$a.xlsx"],
        2,
        &["Excel 打开填报表时的临时文件"],
    );
}

#[test]
fn one_bad_form_does_not_stop_the_others() {
    let dir = folder(&THREE);
    let dir = dir.path();
    let forms = ["表/a.yaml", "nowhere.yaml", "表/下级/c.yaml"];
    let args = [&["build"], &forms[..], &["-o", "出", "--to", "txt"]].concat();
    check(
        dir,
        &args,
        2,
        &["打不开 nowhere.yaml", "没有处理", "已生成"],
    );
    assert_eq!(files(&dir.join("出")).len(), 2);
    fs::write(dir.join("x.yaml"), b"\x7fELF").expect("written");
    check(
        dir,
        &["check", "表/a.yaml", "x.yaml"],
        1,
        &["unreadable", "2 份"],
    );
}

#[test]
fn of_forms_that_clash_none_is_built_and_the_others_are() {
    // Windows takes these for one name, and so does the program everywhere.
    let forms = [
        ("a.yaml", "ａ局", false),
        ("b.yaml", "Ａ局", false),
        ("c.yaml", "丙局", false),
    ];
    let dir = folder(&forms);
    let dir = dir.path();
    let said = ["a.yaml、b.yaml 会生成同名的报告", "没有处理", "已生成"];
    let args = [
        "build", "a.yaml", "c.yaml", "b.yaml", "-o", "出", "--to", "txt",
    ];
    check(dir, &args, 2, &said);
    assert_eq!(files(&dir.join("出")), [report("丙局", "txt")]);
    // In folders of their own they do not.
    fs::create_dir(dir.join("二")).expect("made");
    fs::rename(dir.join("b.yaml"), dir.join("二/b.yaml")).expect("moved");
    check(
        dir,
        &["build", "a.yaml", "二/b.yaml", "--to", "txt"],
        0,
        &["2 份"],
    );
}

#[test]
fn programs_get_one_document_in_the_order_of_the_forms() {
    let names: Vec<String> = (0..40).map(|n| format!("{n:02}.yaml")).collect();
    let forms: Vec<(&str, &str, bool)> = names
        .iter()
        .map(|name| (name.as_str(), name.as_str(), true))
        .collect();
    let dir = folder(&forms);
    let out = run(
        dir.path(),
        &["check", ".", "nowhere.yaml", "--format", "json"],
    );
    assert_eq!(out.code, 2);
    let document: serde_json::Value = serde_json::from_str(&out.stdout).expect("one document");
    let findings = document["findings"].as_array().expect("a list");
    assert_eq!(document["errors"].as_u64(), Some(40));
    // What follows from another finding names it by its index in the whole list.
    assert_eq!(document["caused"].as_u64(), Some(40));
    for (at, finding) in findings.iter().enumerate() {
        if let Some(cause) = finding["caused_by"].as_u64() {
            assert_eq!(cause, at as u64 - 1);
        }
    }
    // All texts are alike, and each form but the first is told so.
    let alike = findings
        .iter()
        .filter(|finding| finding["name"] == "texts-alike")
        .count();
    assert_eq!((alike, document["hints"].as_u64()), (39, Some(39)));
    let seen: Vec<&str> = findings
        .iter()
        .map(|f| f["places"][0]["file"].as_str().expect("a file"))
        .collect();
    assert!(seen.is_sorted() && seen[0] == "00.yaml" && seen.last() == Some(&"39.yaml"));
    assert_eq!(document["troubles"][0]["file"], "nowhere.yaml");
    assert_eq!(document["troubles"].as_array().map(Vec::len), Some(1));
    let out = run(
        dir.path(),
        &["check", ".", "nowhere.yaml", "--format", "sarif"],
    );
    let log: serde_json::Value = serde_json::from_str(&out.stdout).expect("one log");
    assert_eq!(
        log["runs"][0]["results"].as_array().map(Vec::len),
        Some(119)
    );
    let told = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert!(
        told["message"]["text"]
            .as_str()
            .is_some_and(|text| text.contains("nowhere.yaml"))
    );
}

#[test]
fn a_summary_has_a_line_for_each_agency() {
    let dir = folder(&THREE);
    let dir = dir.path();
    let args = ["build", "表", "-o", "出", "--to", "txt", "--summary"];
    check(
        dir,
        &[&args[..], &["汇总/汇总.html"]].concat(),
        1,
        &["新建  汇总/汇总.html"],
    );
    let page = fs::read_to_string(dir.join("汇总/汇总.html")).expect("a page");
    for piece in [
        "甲局",
        "乙局",
        "有错误",
        "789",
        "749",
        "44",
        "href=\"../%E5%87%BA/",
    ] {
        assert!(page.contains(piece), "{piece}");
    }
    check(
        dir,
        &[&args[..], &["汇总.xlsx"]].concat(),
        1,
        &["新建  汇总.xlsx"],
    );
    assert!(
        fs::read(dir.join("汇总.xlsx"))
            .expect("a workbook")
            .starts_with(b"PK")
    );
    // The table is no form of the next run.
    check(
        dir,
        &["check", ".", "--summary", "汇总.xlsx"],
        1,
        &["更新  汇总.xlsx", "3 份"],
    );
    check(
        dir,
        &["check", "表", "--summary", "汇总.pdf"],
        2,
        &["要以 .xlsx 或 .html 结尾"],
    );
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_whole_files_and_tells_what_is_left() {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let names: Vec<String> = (0..300).map(|n| format!("{n:03}.yaml")).collect();
    let forms: Vec<(&str, &str, bool)> = names
        .iter()
        .map(|name| (name.as_str(), name.as_str(), false))
        .collect();
    let dir = folder(&forms);
    let program = assert_cmd::cargo::cargo_bin("nianbao");
    let child = Command::new(program)
        .args(["build", ".", "-o", "出", "--to", "html,docx"])
        .current_dir(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a run");
    // Once the first files are there, the run is in the middle.
    while files_or_none(&dir.path().join("出")) < 4 {
        std::thread::sleep(Duration::from_millis(2));
    }
    let interrupt = format!("kill -INT {}", child.id());
    let killed = Command::new("sh")
        .args(["-c", &interrupt])
        .status()
        .expect("a signal");
    assert!(killed.success());
    let out = child.wait_with_output().expect("an end");
    let (said, told) = (
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr),
    );
    if out.status.code() == Some(0) {
        // The run was over before the signal came.
        assert!(said.contains("300 份"));
        return;
    }
    assert_eq!(out.status.code(), Some(130), "{told}");
    assert!(
        told.contains("已停止：还有") && said.contains("合计"),
        "{said}{told}"
    );
    for file in files(&dir.path().join("出")) {
        assert!(!file.starts_with(".nianbao-tmp"), "{file} is left over");
        let bytes = fs::read(dir.path().join("出").join(&file)).expect("a file");
        let format = nianbao::export::Format::by_name(file.rsplit('.').next().unwrap_or_default());
        let stamp = nianbao::export::stamp::read(format.expect("a format"), &bytes);
        assert!(
            stamp.is_some_and(|stamp| stamp.whole),
            "{file} is not whole"
        );
    }
}

#[cfg(unix)]
fn files_or_none(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

/// The result does not depend on how many threads there were.
#[cfg(target_os = "linux")]
#[test]
fn one_core_gives_the_same_files_and_words() {
    let names: Vec<String> = (0..12).map(|n| format!("{n:02}.yaml")).collect();
    let forms: Vec<(&str, &str, bool)> = names
        .iter()
        .map(|name| (name.as_str(), name.as_str(), name.ends_with("5.yaml")))
        .collect();
    let dir = folder(&forms);
    let program = assert_cmd::cargo::cargo_bin("nianbao");
    let build = |cores: &str| {
        fs::remove_dir_all(dir.path().join("出")).unwrap_or_default();
        let out = std::process::Command::new("taskset")
            .args(["-c", cores])
            .arg(&program)
            .args(["build", ".", "-o", "出"])
            .current_dir(dir.path())
            .output()
            .expect("a run");
        let folder = dir.path().join("出");
        let bytes = |name: &String| fs::read(folder.join(name)).expect("a file");
        (
            out.stdout,
            files(&folder).iter().map(bytes).collect::<Vec<_>>(),
        )
    };
    let all = format!(
        "0-{}",
        std::thread::available_parallelism().expect("cores").get() - 1
    );
    assert!(build("0") == build(&all));
}

#[test]
fn a_summary_replaces_nothing_but_a_summary() {
    let dir = folder(&THREE);
    let dir = dir.path();
    check(dir, &["convert", "表/a.yaml", "q.xlsx"], 0, &["新建"]);
    check(
        dir,
        &["check", "q.xlsx", "--summary", "q.xlsx"],
        2,
        &["是填报表，不能被汇总表覆盖"],
    );
    fs::write(dir.join("m.html"), "somebody's notes").expect("written");
    check(
        dir,
        &["check", "表/a.yaml", "--summary", "m.html"],
        0,
        &["另存为 m（改过的）.html"],
    );
    check(
        dir,
        &["check", "表/b.yaml", "--summary", "m.html"],
        1,
        &["更新  m.html\n"],
    );
    assert_eq!(
        fs::read_to_string(dir.join("m（改过的）.html")).expect("kept"),
        "somebody's notes"
    );
    // What the program makes of a folder is no form of it.
    check(
        dir,
        &["check", "表", "--summary", "表/汇总.xlsx"],
        1,
        &["3 份"],
    );
    fs::write(dir.join("表/结果.json"), "{\"findings\": []}").expect("written");
    check(dir, &["check", "表"], 1, &["3 份"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_document_stays_one_whatever_comes_behind() {
    let dir = folder(&THREE);
    for format in ["json", "sarif"] {
        for summary in ["/proc/x.xlsx", "表"] {
            let args = [
                "check",
                "表/a.yaml",
                "--format",
                format,
                "--summary",
                summary,
            ];
            let out = run(dir.path(), &args);
            assert_eq!(out.code, 2, "{args:?}");
            serde_json::from_str::<serde_json::Value>(&out.stdout).expect("one document");
        }
    }
}

#[cfg(unix)]
#[test]
fn names_of_any_bytes_and_links_in_circles() {
    use std::os::unix::ffi::OsStrExt;

    let dir = folder(&THREE);
    let dir = dir.path();
    let gbk = std::ffi::OsStr::from_bytes(b"\xb1\xed.yaml");
    fs::copy(dir.join("表/a.yaml"), dir.join("表").join(gbk)).expect("copied");
    for link in ["表/圈", "表/下级/圈"] {
        std::os::unix::fs::symlink("..", dir.join(link)).expect("linked");
    }
    for given in ["表", "表/*.yaml", "表/?.yaml", "表/**/*.yaml", "**/*.yaml"] {
        check(dir, &["check", given], 1, &["错误"]);
    }
    // A folder that cannot be looked into is told, and the others are checked.
    let deep = (0..30).fold(dir.join("深"), |path, n| path.join(n.to_string()));
    fs::create_dir_all(&deep).expect("made");
    fs::copy(dir.join("表/a.yaml"), deep.join("x.yaml")).expect("copied");
    check(
        dir,
        &["check", "表", "深"],
        2,
        &["套得太深，没有看", "表/a.yaml"],
    );
    // Without a form nothing is run, so nothing can be short.
    let out = run(dir, &["build", "深"]);
    assert_eq!(
        out.stderr.lines().count(),
        1,
        "one trouble, one line: {}",
        out.stderr
    );
}
