//! Corrections as a clerk makes them: a number changed once, and everything follows; nothing is
//! lost on the way, whoever is killed or comes at the same time.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{CLEAN, files, program, root, run, sample_text};

/// A folder with the clean example as `form.yaml`.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("form.yaml"), sample_text(CLEAN)).unwrap();
    dir
}

/// Runs and compares the exit code and a part of what is said.
fn check(dir: &Path, args: &[&str], code: i32, said: &str) -> String {
    let out = run(dir, args);
    let all = format!("{}{}", out.stdout, out.stderr);
    assert_eq!(out.code, code, "{args:?}: {all}");
    assert!(all.contains(said), "{args:?}: {all}");
    out.stdout
}

/// The program started and left to itself.
fn start(dir: &Path, args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command
        .current_dir(dir)
        .args(args)
        .env("NO_COLOR", "1")
        .env("NIANBAO_SYSTEM_FONTS", "no")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().expect("the program")
}

const NAME: &str = "张家港市人民政府2023年政府信息公开工作年度报告";

/// The form with one number more in two rows, so that it balances again.
const BOTH: [&str; 2] = ["申请.新收.自然人=771", "申请.结转下年度.自然人=45"];

#[test]
fn one_correction_from_form_to_files() {
    let dir = folder();
    let dir = dir.path();
    check(dir, &["build", "form.yaml"], 0, "新建");
    check(dir, &["verify", "form.yaml"], 0, "一致");
    fs::copy(dir.join("form.yaml"), dir.join("old.yaml")).unwrap();
    check(
        dir,
        &["set", "form.yaml", BOTH[0], BOTH[1]],
        0,
        "2 格改了数，2 格合计随之变动，1 句文字不同",
    );
    insta::assert_snapshot!(
        "diff",
        check(dir, &["diff", "old.yaml", "form.yaml"], 1, "2 格改了数")
    );
    insta::assert_snapshot!(
        "diff_json",
        check(
            dir,
            &["diff", "old.yaml", "form.yaml", "--format", "json"],
            1,
            "typed"
        )
    );
    // Of the old files just the stale places are named: two cells, two totals, one sentence in
    // each.
    let stale = check(dir, &["verify", "form.yaml"], 1, "不一致");
    assert_eq!(stale.matches("  O104 stale-output").count(), 15, "{stale}");
    check(dir, &["build", "form.yaml"], 0, "更新");
    check(dir, &["verify", "form.yaml"], 0, "一致");
    check(dir, &["diff", "form.yaml", "form.yaml"], 0, "没有不同");
}

#[test]
fn a_total_and_three_sentences_follow_one_cell() {
    let dir = folder();
    let dir = dir.path();
    // The same cell told three times.
    let text = sample_text(CLEAN).replace(
        "高标准建成政务公开体验区",
        "今年新收申请{{ 申请.新收.总计 }}件。新收申请数为{{ 申请.新收.总计 }}件。\
         高标准建成政务公开体验区",
    );
    fs::write(dir.join("form.yaml"), &text).unwrap();
    check(dir, &["build", "form.yaml", "--draft"], 0, "新建");
    let told = check(
        dir,
        &["set", "form.yaml", BOTH[0]],
        1,
        "1 格改了数，1 格合计随之变动，3 句文字不同",
    );
    assert_eq!(told.matches("（占位，随之变动）").count(), 3, "{told}");
    assert!(
        told.contains("T103 balance") && told.contains("成立 → 不成立"),
        "{told}"
    );
    let stale = check(dir, &["verify", "form.yaml"], 1, "不一致");
    assert_eq!(stale.matches("  O104 stale-output").count(), 15, "{stale}");
}

#[test]
fn a_notice_is_ready_to_publish() {
    let dir = folder();
    let dir = dir.path();
    fs::copy(dir.join("form.yaml"), dir.join("old.yaml")).unwrap();
    check(
        dir,
        &["set", "form.yaml", BOTH[0], BOTH[1], "索引号=1"],
        0,
        "更新",
    );
    let notice = [
        "diff",
        "old.yaml",
        "form.yaml",
        "-o",
        "notice.txt",
        "--reason",
        "漏算1件",
        "--date",
        "2024-05-06",
        "--format",
    ];
    check(
        dir,
        &[&notice[..], &["txt"]].concat(),
        1,
        "新建  notice.txt",
    );
    insta::assert_snapshot!(
        "notice",
        fs::read_to_string(dir.join("notice.txt")).unwrap()
    );
    check(
        dir,
        &["diff", "old.yaml", "form.yaml", "--format", "docx"],
        1,
        &format!("新建  关于更正《{NAME}》的说明.docx"),
    );
    check(
        dir,
        &["diff", "form.yaml", "form.yaml", "--format", "docx"],
        0,
        "没有生成更正说明",
    );
}

#[test]
fn changes_are_tracked_in_the_new_report() {
    let dir = folder();
    let dir = dir.path();
    fs::copy(dir.join("form.yaml"), dir.join("old.yaml")).unwrap();
    check(dir, &["set", "form.yaml", BOTH[0], BOTH[1]], 0, "更新");
    let redline = [
        "diff",
        "old.yaml",
        "form.yaml",
        "--format",
        "docx",
        "--redline",
    ];
    let name = format!("{NAME}（修订标记）.docx");
    check(dir, &redline, 1, &format!("新建  {name}"));
    check(dir, &redline, 1, &format!("无变化  {name}"));
    // Read as accepted it is the new report, but for the changes themselves.
    check(dir, &["verify", "form.yaml", &name], 1, "有没有接受的修订");
    let out = run(dir, &["verify", "form.yaml", &name]);
    assert!(
        out.stdout.contains("1 个错误") && !out.stdout.contains("793"),
        "{}",
        out.stdout
    );
    let none = [
        "diff",
        "old.yaml",
        "old.yaml",
        "--format",
        "docx",
        "--redline",
    ];
    check(dir, &none, 0, "没有不同，没有生成");
    check(
        dir,
        &["diff", "old.yaml", "form.yaml", "--redline"],
        2,
        "要和 --format docx 一起用",
    );
}

#[test]
fn a_notice_is_refused_where_it_would_mislead() {
    let dir = folder();
    let dir = dir.path();
    fs::write(dir.join("other.yaml"), sample_text("002-shenpiju-2021")).unwrap();
    fs::copy(dir.join("form.yaml"), dir.join("new.yaml")).unwrap();
    check(
        dir,
        &["set", "new.yaml", BOTH[0]],
        1,
        "有错误，先改正：nianbao check new.yaml",
    );
    let form = fs::read(dir.join("new.yaml")).unwrap();
    // Over a form, under another extension, of two agencies, of nothing that prints.
    let onto = [
        "diff",
        "form.yaml",
        "new.yaml",
        "--format",
        "txt",
        "--force",
        "-o",
    ];
    check(dir, &[&onto[..], &["new.yaml"]].concat(), 2, "以 .txt 结尾");
    fs::copy(dir.join("new.yaml"), dir.join("form.txt")).unwrap();
    check(
        dir,
        &[
            "diff",
            "form.yaml",
            "form.txt",
            "--format",
            "txt",
            "-o",
            "form.txt",
        ],
        2,
        "不能被覆盖",
    );
    check(
        dir,
        &["diff", "other.yaml", "new.yaml", "--format", "docx"],
        2,
        "不是同一机关同一年度",
    );
    assert_eq!(fs::read(dir.join("new.yaml")).unwrap(), form);
    check(
        dir,
        &["diff", "form.yaml", "new.yaml", "--format", "txt"],
        1,
        "新填报表还有错误",
    );
    // Whatever fails, a program gets one document with the reason.
    for args in [
        &["diff", "form.yaml", "none.yaml"][..],
        &["set", "form.yaml"],
        &["bind", "none.yaml"],
        &["verify"],
    ] {
        let out = run(dir, &[args, &["--format", "json"]].concat());
        assert!(
            out.code == 2 && out.stdout.contains("\"trouble\": \""),
            "{args:?}: {}",
            out.stdout
        );
    }
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_modes_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = folder();
    let dir = dir.path();
    fs::create_dir(dir.join("real")).unwrap();
    fs::rename(dir.join("form.yaml"), dir.join("real/form.yaml")).unwrap();
    fs::set_permissions(
        dir.join("real/form.yaml"),
        fs::Permissions::from_mode(0o600),
    )
    .unwrap();
    symlink("real/form.yaml", dir.join("form.yaml")).unwrap();
    check(dir, &["set", "form.yaml", BOTH[0], BOTH[1]], 0, "更新");
    assert!(dir.join("form.yaml").is_symlink());
    assert!(
        fs::read_to_string(dir.join("real/form.yaml"))
            .unwrap()
            .contains("[771,")
    );
    assert_eq!(
        fs::metadata(dir.join("real/form.yaml"))
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o600
    );
}

#[test]
fn what_cannot_be_set_changes_nothing() {
    let dir = folder();
    let dir = dir.path();
    let before = fs::read(dir.join("form.yaml")).unwrap();
    check(
        dir,
        &["set", "form.yaml", "申请.新手.自然人=1"],
        2,
        "是不是“申请.新收.自然人”？",
    );
    check(
        dir,
        &["set", "form.yaml", "申请.新收.自然人=十"],
        2,
        "申请.新收.自然人",
    );
    check(dir, &["set", "form.yaml", BOTH[0], "乱写"], 2, "没有等号");
    check(dir, &["set", "none.yaml", BOTH[0]], 2, "打不开");
    check(
        dir,
        &["set", "form.yaml", BOTH[0], "--dry-run"],
        1,
        "没有写入（--dry-run）",
    );
    check(
        dir,
        &["set", "form.yaml", "申请.新收.自然人=770"],
        0,
        "没有写入",
    );
    assert_eq!(fs::read(dir.join("form.yaml")).unwrap(), before);
    // A list of several cells cannot be put into a workbook piece by piece.
    fs::copy(
        root().join("samples/003-zhangjiagang-2023.xlsx"),
        dir.join("form.xlsx"),
    )
    .unwrap();
    check(
        dir,
        &["set", "form.xlsx", "申请.新收.自然人.注=甲"],
        2,
        "请在 Excel 或 WPS 里改",
    );
    assert_eq!(
        files(dir),
        ["form.xlsx", "form.yaml"],
        "no lock and no temporary file is left"
    );
}

/// A report in four formats.
const BUILD_ALL: [&str; 6] = [
    "build",
    "form.yaml",
    "--to",
    "docx,pdf,txt,html",
    "--name",
    "r",
];

/// Edits the files: the DOCX by another program that packs it anew, the others by a byte.
fn edit_by_hand(dir: &Path) {
    let docx = fs::read(dir.join("r.docx")).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut parts = Vec::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        parts.push((name, text.replace("674913", "674931")));
    }
    let parts: Vec<(&str, &str)> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    fs::write(dir.join("r.docx"), common::zipped(&parts)).unwrap();
    for name in ["r.pdf", "r.txt", "r.html"] {
        let mut bytes = fs::read(dir.join(name)).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(dir.join(name), bytes).unwrap();
    }
}

#[test]
fn what_was_edited_by_hand_is_saved_first() {
    let dir = folder();
    let dir = dir.path();
    check(dir, &BUILD_ALL, 0, "新建");
    check(dir, &BUILD_ALL, 0, "无变化");
    // A new form alone makes no copies.
    check(dir, &["set", "form.yaml", BOTH[0], BOTH[1]], 0, "更新");
    check(
        dir,
        &BUILD_ALL,
        0,
        "更新  r.docx\n更新  r.pdf\n更新  r.txt\n更新  r.html",
    );
    assert_eq!(
        files(dir),
        ["form.yaml", "r.docx", "r.html", "r.pdf", "r.txt"]
    );
    edit_by_hand(dir);
    let edited =
        ["r.docx", "r.pdf", "r.txt", "r.html"].map(|name| fs::read(dir.join(name)).unwrap());
    check(dir, &["verify", "form.yaml", "r.docx"], 1, "生成后手工改过");
    check(dir, &BUILD_ALL, 0, "另存为 r（改过的）.docx");
    for (name, edited) in ["r.docx", "r.pdf", "r.txt", "r.html"]
        .into_iter()
        .zip(&edited)
    {
        let kept = name.replace("r.", "r（改过的）.");
        assert_eq!(&fs::read(dir.join(kept)).unwrap(), edited);
    }
    check(
        dir,
        &["verify", "form.yaml", "r.docx", "r.pdf", "r.txt"],
        0,
        "一致",
    );
    fs::write(dir.join("r.txt"), "别的").unwrap();
    check(
        dir,
        &[
            "build",
            "form.yaml",
            "--to",
            "txt",
            "--name",
            "r",
            "--force",
        ],
        0,
        "更新  r.txt\n",
    );
    assert!(!dir.join("r（改过的2）.txt").exists());
}

#[test]
fn numbers_are_bound_on_demand() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let text = sample_text("003-zhangjiagang-2023");
    fs::write(dir.join("form.yaml"), &text).unwrap();
    let listed = check(
        dir,
        &["bind", "form.yaml", "--dry-run"],
        0,
        "148 → {{ 主动公开.行政规范性文件.现行有效 }}",
    );
    assert!(listed.contains("共 2 处，没有写入"));
    // No to the first, yes to the second.
    let out = program(dir)
        .args(["bind", "form.yaml"])
        .write_stdin("n\ny\n")
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&out.stdout).contains("换了 1 处，共 2 处"));
    let expected = text.replace(
        "行政规范性文件148件",
        "行政规范性文件{{ 主动公开.行政规范性文件.现行有效 }}件",
    );
    assert_eq!(fs::read_to_string(dir.join("form.yaml")).unwrap(), expected);
    check(
        dir,
        &["bind", "form.yaml", "--yes", "--format", "json"],
        0,
        "\"bound\": true",
    );
    check(dir, &["bind", "form.yaml"], 0, "没有能确定的数");
    // An answer that never comes is a no.
    fs::write(dir.join("form.yaml"), &text).unwrap();
    let out = program(dir)
        .args(["bind", "form.yaml"])
        .write_stdin("")
        .output()
        .unwrap();
    assert!(out.status.success() && fs::read_to_string(dir.join("form.yaml")).unwrap() == text);
}

#[test]
fn next_year_begins_with_last_year() {
    let dir = folder();
    let dir = dir.path();
    check(
        dir,
        &["new", "--from", "form.yaml", "2024.yaml"],
        0,
        "申请.上年结转.自然人 44",
    );
    let text = fs::read_to_string(dir.join("2024.yaml")).unwrap();
    insta::assert_snapshot!(
        "next",
        text.lines()
            .map(|l| l.chars().take(60).collect::<String>())
            .collect::<Vec<_>>()
            .join("\n")
    );
    // Its findings are those of a form that is not filled yet, none of reading.
    let out = run(dir, &["check", "2024.yaml", "--format", "json"]);
    assert!(
        !out.stdout.contains("\"code\": \"F") && !out.stdout.contains("carry-over"),
        "{}",
        out.stdout
    );
    check(
        dir,
        &["new", "--from", "form.yaml", "2024.xlsx"],
        0,
        "在“上年文字”一表里",
    );
    check(dir, &["diff", "2024.yaml", "2024.xlsx"], 0, "没有不同");
    check(
        dir,
        &["new", "--from", "form.yaml", "--year", "2026", "x.yaml"],
        2,
        "只能用来生成 2024 年度",
    );
    check(
        dir,
        &["new", "--from", "form.yaml", "2024.yaml"],
        2,
        "已经存在",
    );
    // From one format to the next, in another folder.
    fs::write(dir.join("2020.yaml"), sample_text("004-baoshuiqu-2020")).unwrap();
    let said = check(
        dir,
        &["new", "--from", "2020.yaml", "sub/2021.yaml"],
        0,
        "格式由 2019 换成 2021",
    );
    assert!(
        said.contains("主动公开.政府集中采购.项目（33）") && said.contains("把它拷到新表旁边"),
        "{said}"
    );
    check(dir, &["new", "year.yaml"], 2, "缺少");
}

/// A file is as it was, or as it should be; and nothing else but temporary files is there.
fn whole(dir: &Path, name: &str, allowed: &[Vec<u8>]) {
    let bytes = fs::read(dir.join(name)).unwrap();
    assert!(allowed.contains(&bytes), "{name} is half a file");
}

#[test]
fn a_killed_run_leaves_whole_files() {
    let dir = folder();
    let dir = dir.path();
    let form = dir.join("form.yaml");
    let states: Vec<Vec<u8>> = (0..2)
        .map(|state| {
            if state == 1 {
                check(dir, &["set", "form.yaml", BOTH[0], BOTH[1]], 0, "更新");
            }
            fs::read(&form).unwrap()
        })
        .collect();
    let outputs: Vec<[Vec<u8>; 3]> = states
        .iter()
        .map(|state| {
            fs::write(&form, state).unwrap();
            check(dir, &["build", "form.yaml", "--name", "r"], 0, "r.docx");
            ["r.docx", "r.pdf", "r.txt"].map(|name| fs::read(dir.join(name)).unwrap())
        })
        .collect();
    // How long the whole takes decides when it is killed: from the very start to the very end.
    let began = Instant::now();
    check(dir, &["build", "form.yaml", "--name", "r"], 0, "无变化");
    let whole_run = began.elapsed();
    for round in 0..24u32 {
        let state = &states[(round % 2) as usize];
        fs::write(&form, state).unwrap();
        let mut child = start(dir, &["build", "form.yaml", "--name", "r"]);
        std::thread::sleep(whole_run * round / 22);
        let _ = child.kill();
        let _ = child.wait();
        for (at, name) in ["r.docx", "r.pdf", "r.txt"].into_iter().enumerate() {
            whole(
                dir,
                name,
                &outputs
                    .iter()
                    .map(|files| files[at].clone())
                    .collect::<Vec<_>>(),
            );
        }
        let value = if round % 2 == 0 {
            ["申请.新收.自然人=771", "申请.结转下年度.自然人=45"]
        } else {
            ["申请.新收.自然人=770", "申请.结转下年度.自然人=44"]
        };
        let mut child = start(dir, &["set", "form.yaml", value[0], value[1]]);
        std::thread::sleep(whole_run * round / 40);
        let _ = child.kill();
        let _ = child.wait();
        whole(dir, "form.yaml", &states);
        assert!(
            !dir.join("r（改过的）.txt").exists(),
            "what a killed run wrote is still its own"
        );
    }
    // A lock that a killed run left behind holds nobody up.
    check(dir, &["build", "form.yaml", "--name", "r"], 0, "r.docx");
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let dir = folder();
    let dir = dir.path();
    let other = sample_text(CLEAN)
        .replace("[770, 17, 0, 0, 0, 2]", "[771, 17, 0, 0, 0, 2]")
        .replace("[ 44,", "[ 45,");
    fs::write(dir.join("other.yaml"), other).unwrap();
    let mut sets = Vec::new();
    for form in ["form.yaml", "other.yaml"] {
        check(dir, &["build", form, "--name", "r"], 0, "r.docx");
        sets.push(["r.docx", "r.pdf", "r.txt"].map(|name| fs::read(dir.join(name)).unwrap()));
    }
    for _ in 0..6 {
        let children = ["form.yaml", "other.yaml", "form.yaml"]
            .map(|form| start(dir, &["build", form, "--name", "r"]));
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        let found = ["r.docx", "r.pdf", "r.txt"].map(|name| fs::read(dir.join(name)).unwrap());
        assert!(
            sets.contains(&found),
            "the files of two builds stand side by side"
        );
    }
    // Two edits at once: neither undoes the other.
    let edits =
        ["索引号=1", "联系.电话=0512-1"].map(|value| start(dir, &["set", "form.yaml", value]));
    for mut child in edits {
        assert!(child.wait().unwrap().success());
    }
    let text = fs::read_to_string(dir.join("form.yaml")).unwrap();
    assert!(
        text.contains("索引号: \"1\"") || text.contains("索引号: 1"),
        "{text}"
    );
    assert!(text.contains("0512-1"));
}

/// Waits until something is so.
fn wait_for(what: &dyn Fn() -> bool) {
    let began = Instant::now();
    while !what() {
        assert!(
            began.elapsed() < Duration::from_mins(1),
            "nothing was built"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_saved_form_is_built_again() {
    let dir = folder();
    let dir = dir.path();
    let mut child = start(dir, &["watch", "form.yaml", "--name", "r"]);
    let says =
        |words: &str| fs::read_to_string(dir.join("r.txt")).is_ok_and(|text| text.contains(words));
    wait_for(&|| says("674913"));
    // Saved in place, saved by renaming, broken in between.
    fs::write(
        dir.join("form.yaml"),
        sample_text(CLEAN).replace("674913", "674914"),
    )
    .unwrap();
    wait_for(&|| says("674914"));
    fs::write(dir.join("form.yaml"), "机关: [").unwrap();
    std::thread::sleep(Duration::from_millis(300));
    fs::write(
        dir.join("new"),
        sample_text(CLEAN).replace("674913", "674915"),
    )
    .unwrap();
    fs::rename(dir.join("new"), dir.join("form.yaml")).unwrap();
    wait_for(&|| says("674915"));
    child.kill().unwrap();
    child.wait().unwrap();
}

/// What is kept from one build to the next is opened anew once it changes.
#[test]
fn a_saved_style_is_built_with() {
    let dir = folder();
    let dir = dir.path();
    let style = fs::read_to_string(root().join("templates/style/gbt9704.yaml")).unwrap();
    fs::create_dir_all(dir.join("t/style")).unwrap();
    fs::write(dir.join("t/style/gbt9704.yaml"), &style).unwrap();
    let args = [
        "watch",
        "form.yaml",
        "--name",
        "r",
        "--to",
        "txt",
        "--template",
        "t",
    ];
    let mut child = start(dir, &args);
    let says =
        |words: &str| fs::read_to_string(dir.join("r.txt")).is_ok_and(|text| text.contains(words));
    wait_for(&|| says("674913"));
    assert!(!says("\r\n"));
    fs::write(
        dir.join("t/style/gbt9704.yaml"),
        style.replace("crlf: false", "crlf: true"),
    )
    .unwrap();
    wait_for(&|| says("\r\n"));
    fs::write(dir.join("t/style/gbt9704.yaml"), "nonsense: 1").unwrap();
    std::thread::sleep(Duration::from_millis(300));
    fs::write(dir.join("t/style/gbt9704.yaml"), &style).unwrap();
    wait_for(&|| says("674913") && !says("\r\n"));
    child.kill().unwrap();
    child.wait().unwrap();
}
