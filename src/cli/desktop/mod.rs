//! The program without words: its icon was opened, forms were dropped on it, or it was called bare.
//!
//! A clerk who never saw a command line gets the page in the browser, or the reports of the
//! dropped forms by way of `build` and `check`, whose arguments are parsed as if they had been
//! typed. Where nobody sits before a terminal nothing of it happens: to a script the program is
//! what it ever was.

mod browser;
mod start;
mod window;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::input_kinds::is_report;
use super::outcome::Done;
use super::{run, show};
pub(super) use start::{ProgramStart, StartWay};
use window::Window;

/// The page on which a form is filled, checked and printed without a command line.
const PAGE: &str = "nianbao.html";
/// The program as the first of its arguments.
const PROGRAM: &str = "nianbao";
/// What else may be done with the icon.
const DROP: &str = "已有填报表的，把它拖到程序图标上，就检查并生成报告";
const HELP: &str = "命令行的用法：nianbao --help";

/// Does what the start asks for; the exit code.
pub(super) fn follow(way: StartWay) -> u8 {
    match way {
        StartWay::AsEver => run(std::env::args_os().collect()),
        StartWay::NamePage(page) => {
            let code = run(type_arguments(None, &[]));
            say(&format!(
                "\n不用命令行：在浏览器里打开 {}\n",
                page.display()
            ));
            code
        }
        StartWay::OpenPage(page) => {
            let code = open(&page);
            window::wait();
            code
        }
        StartWay::MissPage => {
            let code = run(type_arguments(None, &[]));
            say(&format!(
                "\n程序旁边没有网页 {PAGE}：和程序放在同一个文件夹，就能打开\n{DROP}\n"
            ));
            window::wait();
            code
        }
        StartWay::Work { paths, window } => {
            let code = work(paths);
            if window == Window::Closes {
                say(advice(code));
                window::wait();
            }
            code
        }
    }
}

/// Opens the page and says what to do where no browser comes up.
fn open(page: &Path) -> u8 {
    let (done, said) = if browser::open(page) {
        (
            Done::Sound,
            "已在浏览器里打开网页；没有出现的，双击这个文件：",
        )
    } else {
        (Done::Troubled, "没有打开浏览器；请双击这个文件：")
    };
    say(&format!("{said}\n  {}\n{DROP}\n{HELP}\n", page.display()));
    done.code()
}

/// Builds the reports of forms, and checks reports that were published.
fn work(paths: Vec<PathBuf>) -> u8 {
    let (reports, forms): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| is_report(path));
    let mut worst = 0;
    for (verb, paths) in [("build", forms), ("check", reports)] {
        if !paths.is_empty() {
            worst = worst.max(run(type_arguments(Some(verb), &paths)));
        }
    }
    worst
}

/// The arguments of somebody who types them.
fn type_arguments(verb: Option<&str>, paths: &[PathBuf]) -> Vec<OsString> {
    let words = std::iter::once(PROGRAM).chain(verb).map(OsString::from);
    words.chain(paths.iter().map(OsString::from)).collect()
}

/// What somebody does next who has an icon and no command line.
fn advice(code: u8) -> &'static str {
    if code == Done::Faulty.code() {
        "改好并保存以后，再拖到程序图标上\n"
    } else {
        ""
    }
}

/// Shows a line. Where even that cannot be had there is nobody to be told.
fn say(text: &str) {
    let _ = show::print(text);
}
