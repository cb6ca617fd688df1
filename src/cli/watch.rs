//! `watch`: the report built anew whenever its form is saved.
//!
//! The form, last year's form, templates and pictures are looked at every few hundredths of
//! a second, by their times and sizes: that works on network drives as well, and with
//! editors that save by renaming. It ends when nobody reads any more what it prints.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::args::BuildArgs;
use super::builder::build;
use super::crash::guard;
use super::show;
use super::{Done, Trouble};
use nianbao::disk::write::folder_of;
use nianbao::filing::names::named;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(40);

/// What a file was like when last looked at; none where it was not there.
type Look = Option<Stamp>;

/// What changes when a file is written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    modified: SystemTime,
    length: u64,
    /// When anything about the file changed, in seconds and their billionths: who sets back the time of a
    /// file cannot set back this. 0 where systems do not tell.
    changed: (i64, i64),
}

pub(super) fn run(mut args: BuildArgs) -> Result<Done, Trouble> {
    // Somebody who is writing wants to see the pages, errors or not.
    args.draft = true;
    let args = &args;
    let [form] = args.reading.forms.as_slice() else {
        return Err(Trouble("watch 一次只看一份填报表".into()));
    };
    if !form.is_file() {
        return Err(Trouble(format!("打不开 {}：没有这个文件", named(form))));
    }
    let mut seen = looks(args, form);
    show::print(&format!("正在看着 {}，一保存就重新生成；按 Ctrl+C 结束\n\n", named(form)))?;
    build_once(args)?;
    while !show::reader_gone() {
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
    Ok(Done::Sound)
}

/// Builds, and goes on whatever happens: the form may be in the middle of a change.
fn build_once(args: &BuildArgs) -> Result<(), Trouble> {
    match guard(|| build(args)) {
        Ok(Err(Trouble(message))) => show::print(&format!("错误：{message}\n")),
        Ok(Ok(_)) => Ok(()),
        Err(crash) => show::print(&format!("错误：{}\n", crash.message(None))),
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
    let folder = folder_of(form);
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
    let modified = about.modified().ok()?;
    Some(Stamp { modified, length: about.len(), changed: changed(&about) })
}

#[cfg(unix)]
fn changed(about: &std::fs::Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (about.ctime(), about.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &std::fs::Metadata) -> (i64, i64) {
    (0, 0)
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
