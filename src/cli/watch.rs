//! `watch`: the report built anew whenever its form is saved.
//!
//! The form, last year's form, templates and pictures are looked at every few hundredths of
//! a second, by their times and sizes: that works on network drives as well, and with
//! editors that save by renaming.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::args::BuildArgs;
use super::{Outcome, Trouble, build, show};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(40);

/// What a file was like when last looked at.
type Look = Option<(SystemTime, u64)>;

pub(super) fn run(mut args: BuildArgs) -> Outcome {
    // Somebody who is writing wants to see the pages, errors or not.
    args.draft = true;
    let args = &args;
    let [form] = args.reading.forms.as_slice() else {
        return Err(Trouble("watch 一次只看一份填报表".into()));
    };
    if !form.is_file() {
        return Err(Trouble(format!("打不开 {}：没有这个文件", form.display())));
    }
    let mut seen = looks(args, form);
    show::print(&format!("正在看着 {}，一保存就重新生成；按 Ctrl+C 结束\n\n", form.display()))?;
    build_once(args)?;
    loop {
        std::thread::sleep(PAUSE);
        let now = looks(args, form);
        if now == seen {
            continue;
        }
        // A file that is still being written changes again at once.
        let settled = settled(args, form, now);
        if seen != settled {
            seen = settled;
            show::print("\n──────────\n")?;
            build_once(args)?;
        }
    }
}

/// Builds, and goes on whatever happens: the form may be in the middle of a change.
fn build_once(args: &BuildArgs) -> Result<(), Trouble> {
    match build::run(args) {
        Err(Trouble(message)) => show::print(&format!("错误：{message}\n")),
        Ok(_) => Ok(()),
    }
}

/// What the files are like once two looks agree.
fn settled(args: &BuildArgs, form: &Path, mut last: Vec<(PathBuf, Look)>) -> Vec<(PathBuf, Look)> {
    loop {
        std::thread::sleep(PAUSE);
        let now = looks(args, form);
        // An editor that saves by renaming leaves no file for a moment.
        if now == last && now.first().is_some_and(|(_, look)| look.is_some()) {
            return now;
        }
        last = now;
    }
}

/// The files that the report is made of: the form first, then what stands beside it, the agency's templates and settings.
fn looks(args: &BuildArgs, form: &Path) -> Vec<(PathBuf, Look)> {
    let folder = form.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut files = vec![form.to_owned()];
    let beside = inside(folder, &["yaml", "yml", "xlsx", "json", "png", "jpg", "jpeg"]);
    files.extend(beside.into_iter().filter(|path| path != form));
    let looks = &args.reading.looks;
    for folder in looks.template.iter().flat_map(|dir| [dir.join("report"), dir.join("style")]) {
        files.extend(inside(&folder, &["yaml"]));
    }
    files.extend(args.reading.how.cells.standard.iter().flat_map(|dir| inside(dir, &["yaml"])));
    files.extend(looks.config.clone());
    files.sort_by_key(|path| path != form);
    files.into_iter().map(|path| (path.clone(), look(&path))).collect()
}

fn look(path: &Path) -> Look {
    let about = path.metadata().ok()?;
    Some((about.modified().ok()?, about.len()))
}

/// Folders below the form's that are looked into, and files at most: pictures may lie there.
const DEPTH: usize = 3;
const MAX_FILES: usize = 1_000;

/// The files of these kinds in a folder and those below it, in order.
fn inside(folder: &Path, kinds: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        for path in
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
        {
            let kind = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
            if kinds.contains(&kind.as_str()) {
                found.push(path);
            } else if depth < DEPTH && path.is_dir() {
                open.push((path, depth + 1));
            }
            if found.len() + open.len() > MAX_FILES {
                return found;
            }
        }
    }
    found.sort_unstable();
    found
}
