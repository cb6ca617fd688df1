//! What an attack on the program found, each with its whole kind: nothing panics, nothing
//! waits for ever, nothing is read or written but plain files, nothing steers the terminal.

mod common;

use std::fs;
use std::path::Path;

use common::{CLEAN, files, program, root, run, sample_text};

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("form.yaml"), sample_text(CLEAN)).expect("written");
    dir
}

/// Runs and asks for an exit code and a piece of what is said.
fn check(dir: &Path, args: &[&str], code: i32, said: &str) {
    let out = run(dir, args);
    let all = format!("{}{}", out.stdout, out.stderr);
    assert_eq!(out.code, code, "{args:?}: {all}");
    assert!(all.contains(said), "{args:?}: {all}");
}

/// Characters of every length in UTF-8 that do not belong in a form.
const FOREIGN: [char; 9] = [
    '\u{7}',
    '\u{9B}',
    '\u{AD}',
    '\u{200B}',
    '\u{FE0F}',
    '\u{E000}',
    '\u{E0001}',
    '\u{E0100}',
    '\u{10FFFD}',
];

#[test]
fn a_foreign_character_anywhere_is_one_finding() {
    let dir = folder();
    let dir = dir.path();
    let texts = [
        ("机关: 张家港", "机关: 张家{}港"),
        ("年度: 2023", "年{}度: 2023"),
        (" 674913", " 67{}4913"),
        ("一方面，", "一方面{}，"),
    ];
    for c in FOREIGN {
        for (from, to) in texts {
            let text = sample_text(CLEAN);
            assert!(text.contains(from));
            let text = text.replacen(from, &to.replace("{}", &c.to_string()), 1);
            fs::write(dir.join("a.yaml"), text).expect("written");
            for verb in ["check", "build", "convert", "set", "bind", "diff"] {
                let args: Vec<&str> = match verb {
                    "convert" => vec![verb, "a.yaml", "b.yaml", "--force"],
                    "set" => vec![verb, "a.yaml", "联系.电话=5", "--dry-run"],
                    "bind" => vec![verb, "a.yaml", "--dry-run"],
                    "diff" => vec![verb, "form.yaml", "a.yaml"],
                    _ => vec![verb, "a.yaml"],
                };
                let out = run(dir, &args);
                assert!(
                    out.code <= 2,
                    "{args:?} of U+{:04X}: {}",
                    c as u32,
                    out.stderr
                );
                // Of a character without width in a number the number is told.
                let count = |code: &str| out.stdout.matches(code).count();
                let told = match count("bad-character") + count("pasted") {
                    0 => count("not-a-count"),
                    told => told,
                };
                assert!(
                    !["check", "build"].contains(&verb) || told == 1,
                    "{}",
                    out.stdout
                );
            }
        }
    }
}

#[test]
fn a_line_end_of_any_kind_reads_back_as_it_was_written() {
    let dir = folder();
    let dir = dir.path();
    for end in ["\\r", "\\r\\n", "\\n", "\\r\\r"] {
        let text = sample_text(CLEAN);
        let (start, rest) = text.split_once("引言: |").unwrap_or(("", ""));
        assert!(!rest.is_empty(), "the sample has a preface");
        let behind = rest.split_once("\n总体情况:").expect("a text behind").1;
        let text = format!("{start}引言: \"甲甲。{end}乙乙。\"\n总体情况:{behind}");
        fs::write(dir.join("a.yaml"), text).expect("written");
        check(dir, &["convert", "a.yaml", "b.yaml", "--force"], 0, "");
        check(dir, &["convert", "b.yaml", "c.json", "--force"], 0, "");
        check(dir, &["convert", "a.yaml", "d.json", "--force"], 0, "");
        let json = |name: &str| fs::read_to_string(dir.join(name)).expect("a form");
        assert_eq!(json("c.json"), json("d.json"), "{end}");
        check(
            dir,
            &["build", "a.yaml", "--to", "txt,docx", "--name", "x"],
            0,
            "",
        );
        assert!(
            !fs::read_to_string(dir.join("x.txt"))
                .expect("a text")
                .contains('\r')
        );
        check(dir, &["verify", "a.yaml", "x.txt", "x.docx"], 0, "一致");
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::{Command, Stdio};
    use std::time::Duration;

    /// Makes a pipe, which would be waited for.
    fn pipe(path: &Path) {
        assert!(
            Command::new("mkfifo")
                .arg(path)
                .status()
                .expect("mkfifo")
                .success()
        );
    }

    /// The same as `check`, ended after a while.
    fn check_soon(dir: &Path, args: &[&str], code: i32, said: &str) {
        let out = program(dir)
            .args(args)
            .timeout(Duration::from_secs(20))
            .output()
            .expect("a run");
        let all = String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned();
        assert_eq!(out.status.code(), Some(code), "{args:?}: {all}");
        assert!(all.contains(said), "{args:?}: {all}");
    }

    #[test]
    fn what_is_no_plain_file_is_neither_read_nor_written() {
        let dir = folder();
        let dir = dir.path();
        for name in ["p.yaml", "p.json", "p.txt", "p.docx", "p.html"] {
            pipe(&dir.join(name));
        }
        fs::create_dir(dir.join("fonts")).expect("made");
        pipe(&dir.join("fonts/x.ttf"));
        check_soon(dir, &["check", "p.yaml"], 2, "不是普通文件");
        check_soon(
            dir,
            &["convert", "form.yaml", "p.json", "--force"],
            2,
            "不是普通文件",
        );
        check_soon(dir, &["set", "p.yaml", "联系.电话=5"], 2, "不是普通文件");
        check_soon(dir, &["verify", "form.yaml", "p.txt"], 2, "不是普通文件");
        check_soon(dir, &["diff", "form.yaml", "p.yaml"], 2, "不是普通文件");
        check_soon(
            dir,
            &["check", "form.yaml", "--config", "p.yaml"],
            2,
            "不是普通文件",
        );
        check_soon(
            dir,
            &["check", "form.yaml", "--summary", "p.html"],
            2,
            "不是普通文件",
        );
        let build = ["build", "form.yaml", "--name", "p", "--to"];
        check_soon(dir, &[&build[..], &["txt"]].concat(), 2, "不是普通文件");
        let fonts = ["pdf", "--fonts", "fonts"];
        check_soon(
            dir,
            &[&build[..], &fonts].concat(),
            0,
            "fonts/x.ttf 打不开，没有用它",
        );
        // Whatever stands where an edited file is to be saved stays.
        fs::write(dir.join("q.txt"), "edited").expect("written");
        pipe(&dir.join("q（改过的）.txt"));
        check_soon(
            dir,
            &["build", "form.yaml", "--name", "q", "--to", "txt"],
            0,
            "q（改过的2）.txt",
        );
        // A device never ends.
        check_soon(dir, &["check", "/dev/zero"], 2, "不是普通文件");
        check_soon(
            dir,
            &["new", "--from", "/dev/zero", "n.yaml"],
            2,
            "不是普通文件",
        );
    }

    #[test]
    fn a_template_that_is_there_must_be_read() {
        let dir = folder();
        let dir = dir.path();
        let template = |name: &str| {
            fs::remove_dir_all(dir.join("t")).unwrap_or_default();
            let path = dir.join("t").join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            path
        };
        let args = ["check", "form.yaml", "--template", "t"];
        for name in [
            "report/2021.yaml",
            "report/notice.yaml",
            "style/gbt9704.yaml",
        ] {
            symlink("nowhere", template(name)).expect("linked");
            check_soon(dir, &args, 2, "没有这个文件");
            pipe(&template(name));
            check_soon(dir, &args, 2, "不是普通文件");
            fs::create_dir(template(name)).expect("made");
            check_soon(dir, &args, 2, "是文件夹");
        }
        fs::write(template("report/2021.yml"), "- title: X").expect("written");
        check_soon(dir, &args, 2, "report/2021.yml 不是这些名字");
        fs::create_dir_all(dir.join("t/style")).expect("made");
        let own = root().join("templates/style/gbt9704.yaml");
        fs::copy(own, dir.join("t/style/gbt9704.yaml")).expect("copied");
        check_soon(dir, &args, 0, "没有用到的文件：report/2021.yml");
    }

    #[test]
    fn who_may_read_and_write_stays() {
        let dir = folder();
        let dir = dir.path();
        let mode = |name: &str| {
            fs::metadata(dir.join(name))
                .expect("a file")
                .permissions()
                .mode()
                & 0o777
        };
        let set = |name: &str, mode: u32| {
            let permissions = fs::Permissions::from_mode(mode);
            fs::set_permissions(dir.join(name), permissions).expect("set");
        };
        fs::write(dir.join("p.txt"), "edited").expect("written");
        set("p.txt", 0o600);
        let build = ["build", "form.yaml", "--name", "p", "--to", "txt"];
        check(dir, &build, 0, "另存为 p（改过的）.txt");
        assert_eq!((mode("p.txt"), mode("p（改过的）.txt")), (0o600, 0o600));
        // A link to a private file stays one, and so does what it led to.
        fs::write(dir.join("private"), "edited too").expect("written");
        set("private", 0o600);
        fs::remove_file(dir.join("p.txt")).expect("removed");
        symlink("private", dir.join("p.txt")).expect("linked");
        check(dir, &build, 0, "另存为 p（改过的2）.txt");
        assert_eq!((mode("private"), mode("p（改过的2）.txt")), (0o600, 0o600));
        for name in ["p.txt", "form.yaml"] {
            set(name, 0o444);
        }
        fs::write(dir.join("private"), "").unwrap_or_default();
        check(dir, &build, 2, "是只读文件");
        check(dir, &["set", "form.yaml", "联系.电话=5"], 2, "是只读文件");
        check(dir, &["convert", "form.yaml", "p.json"], 0, "新建");
        assert_eq!(
            fs::read_to_string(dir.join("form.yaml")).expect("a form"),
            sample_text(CLEAN)
        );
    }

    #[test]
    fn arguments_and_names_are_any_bytes() {
        let dir = folder();
        let dir = dir.path();
        let gbk = OsStr::from_bytes(b"\xb1\xed.yaml");
        let runs: [&[&OsStr]; 3] = [
            &["check".as_ref(), "--nosuch".as_ref(), gbk],
            &["biuld".as_ref(), gbk],
            &["build".as_ref(), "form.yaml".as_ref(), "--to".as_ref(), gbk],
        ];
        for args in runs {
            let out = program(dir).args(args).output().expect("a run");
            assert_eq!(out.status.code(), Some(2), "{args:?}");
        }
        fs::copy(dir.join("form.yaml"), dir.join(gbk)).expect("copied");
        let out = program(dir).arg("check").arg(gbk).output().expect("a run");
        assert_eq!(out.status.code(), Some(0));
    }

    #[test]
    fn nothing_steers_the_terminal() {
        let dir = folder();
        let dir = dir.path();
        let names = [
            "x\u{1b}[31m.yaml",
            "x\u{9b}31m.yaml",
            "x\u{202e}.yaml",
            "x\ny.yaml",
        ];
        let faulty = sample_text(CLEAN).replacen("年度: 2023", "年度: 2023\n键\u{9b}\u{1b}: 1", 1);
        for name in names {
            fs::write(dir.join(name), &faulty).expect("written");
            for verb in ["check", "build", "set", "verify", "bind"] {
                let mut args = vec![verb, name];
                args.extend((verb == "set").then_some("联系.电话=5"));
                args.extend((verb == "bind").then_some("--dry-run"));
                let out = run(dir, &args);
                let said = out.stdout + &out.stderr;
                let bad = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{2066}".contains(c);
                assert!(!said.contains(bad), "{args:?}: {said:?}");
                assert!(!said.contains("x\ny"), "{args:?}: {said:?}");
            }
        }
    }

    #[test]
    fn watch_ends_with_its_reader() {
        let dir = folder();
        let child = Command::new(assert_cmd::cargo::cargo_bin("nianbao"))
            .args(["watch", "form.yaml", "-o", "w", "--to", "txt"])
            .current_dir(dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a run");
        let mut child = child;
        drop(child.stdout.take());
        for _ in 0..400 {
            if let Some(status) = child.try_wait().expect("a state") {
                assert_eq!(status.code(), Some(0));
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        child.kill().expect("killed");
        panic!("it is still there");
    }

    /// Limits on the program's memory, in kilobytes.
    #[cfg(target_os = "linux")]
    #[test]
    fn shortage_ends_in_a_line() {
        let dir = folder();
        let forms: Vec<String> = (0..20).map(|n| format!("{n}.yaml")).collect();
        for name in &forms {
            let text = sample_text(CLEAN).replacen("机关: 张家港", &format!("机关: {name}"), 1);
            fs::write(dir.path().join(name), text).expect("written");
        }
        let program = assert_cmd::cargo::cargo_bin("nianbao");
        // What little memory does depends on where it ends: a result or one line, never a panic.
        for limit in ["-v 60000", "-v 90000", "-v 120000", "-v 400000"] {
            let script = format!("ulimit {limit}; exec \"$0\" build . -o out --to txt,docx,pdf");
            let out = Command::new("sh")
                .args(["-c", &script])
                .arg(&program)
                .current_dir(dir.path())
                .output()
                .expect("a run");
            let told = String::from_utf8_lossy(&out.stderr);
            assert!(
                !told.contains("panicked") && !told.contains("RUST_BACKTRACE"),
                "{told}"
            );
            let loaded = !told.contains("shared libraries");
            if out.status.code() != Some(0) && loaded {
                assert_eq!(out.status.code(), Some(2), "{limit}: {told}");
                // That threads cannot be had may be noted before.
                let lines = told
                    .trim()
                    .lines()
                    .filter(|line| !line.starts_with("注意："));
                let lines: Vec<&str> = lines.collect();
                assert!(lines.len() == 1 && lines[0].contains("内存不够"), "{told}");
            }
        }
    }
}

#[test]
fn a_damaged_font_is_left_out_and_named() {
    let dir = folder();
    let dir = dir.path();
    let font = fs::read(root().join("templates/fonts/nianbao-latin.ttf")).expect("a font");
    let table = |tag: &[u8; 4]| {
        let record = font
            .windows(4)
            .position(|window| window == tag)
            .expect("a table");
        u32::from_be_bytes(font[record + 8..record + 12].try_into().expect("bytes")) as usize
    };
    let tables = [
        ("head", table(b"head") + 18, 2),
        ("post", table(b"post"), 4),
        ("cmap", table(b"cmap") + 2, 2),
    ];
    for (name, at, length) in tables {
        let mut damaged = font.clone();
        damaged[at..at + length].copy_from_slice(&[0, 2, 0, 0][..length]);
        if name != "post" {
            damaged[at..at + length].fill(0);
        }
        fs::remove_dir_all(dir.join("own")).unwrap_or_default();
        fs::create_dir(dir.join("own")).expect("made");
        fs::write(dir.join("own/own.ttf"), damaged).expect("written");
        let args = [
            "build",
            "form.yaml",
            "--to",
            "pdf",
            "--name",
            "f",
            "--fonts",
            "own",
        ];
        check(
            dir,
            &args,
            0,
            &format!("own/own.ttf 文件已损坏（{name} 表），没有用它"),
        );
        assert!(files(dir).contains(&"f.pdf".to_owned()));
    }
}

#[test]
fn names_that_systems_keep_for_themselves_are_changed() {
    let dir = folder();
    let dir = dir.path();
    for (name, expected) in [("CON", "CON_.txt"), ("甲\u{202e}txt.exe", "甲txt.exe.txt")] {
        check(
            dir,
            &["build", "form.yaml", "--to", "txt", "--name", name],
            0,
            expected,
        );
        assert!(files(dir).contains(&expected.to_owned()));
    }
}

/// The program holds no path of the machine on which it was built.
#[test]
fn the_folder_of_the_builder_is_not_in_the_program() {
    let bytes = fs::read(assert_cmd::cargo::cargo_bin("nianbao")).expect("the program");
    let root = root().join("templates/fonts");
    let path = root.to_str().expect("a path").as_bytes();
    assert!(!bytes.windows(path.len()).any(|window| window == path));
}

#[test]
fn a_file_that_was_edited_and_says_the_same_is_told() {
    let dir = folder();
    let dir = dir.path();
    check(
        dir,
        &["build", "form.yaml", "--to", "docx,txt", "--name", "r"],
        0,
        "新建",
    );
    check(
        dir,
        &["verify", "form.yaml", "r.txt", "--sealed"],
        0,
        "一致  r.txt",
    );
    let text = fs::read_to_string(dir.join("r.txt")).expect("a text");
    // A blank line more changes no word.
    fs::write(dir.join("r.txt"), text.replacen("\n\n", "\n\n\n", 1)).expect("written");
    check(dir, &["verify", "form.yaml", "r.txt"], 0, "文字和数一致");
    check(dir, &["verify", "form.yaml", "r.txt"], 0, "生成后手工改过");
    check(
        dir,
        &["verify", "form.yaml", "r.txt", "--sealed"],
        1,
        "--sealed",
    );
}
