//! `new`: write a blank form.

use std::path::{Component, Path, PathBuf};

use super::args::NewArgs;
use super::files::{reason, write_whole};
use super::resources::library;
use super::{Done, Outcome, Trouble, show};
use crate::form::blank;

pub(super) fn run(args: &NewArgs) -> Outcome {
    if args.agency.trim().is_empty() {
        return Err(Trouble("--agency 后面要写机关全称".into()));
    }
    match args.file.extension().and_then(|e| e.to_str()) {
        Some("yaml" | "yml") => {}
        _ => {
            return Err(Trouble(format!(
                "填报表的文件名要以 .yaml 结尾：{}.yaml",
                args.file.with_extension("").display()
            )));
        }
    }
    if args.file.exists() {
        return Err(Trouble(format!("{} 已经存在；换一个文件名，或先把它移走", args.file.display())));
    }
    let library = library(args.standard.as_deref())?;
    let standard = library
        .by_year(args.year)
        .ok_or_else(|| Trouble(format!("没有适用于 {} 年度的报告格式；年度报告格式自 2019 年度起施行", args.year)))?;
    let folder = args.file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .map_err(|e| Trouble(format!("建不了文件夹 {}：{}", folder.display(), reason(&e))))?;
    let text = blank::yaml(&standard, args.agency.trim(), args.year, &schema(folder, &standard.format));
    write_whole(&args.file, text.as_bytes())?;
    show::print(&format!("新建  {}\n填好后运行：nianbao check {}\n", args.file.display(), args.file.display()))?;
    Ok(Done::Sound)
}

/// The JSON Schema's path as seen from the form's folder; its bare name where it is not installed.
fn schema(folder: &Path, format: &str) -> String {
    let name = format!("form-{format}.json");
    let beside = std::env::current_exe().ok().and_then(|p| Some(p.parent()?.join("schema")));
    let folders = [beside, Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema"))];
    let found = folders.into_iter().flatten().map(|f| f.join(&name)).find(|p| p.is_file());
    let path = found.and_then(|path| relative(&folder.canonicalize().ok()?, &path.canonicalize().ok()?));
    path.map_or(name, |p| p.display().to_string().replace('\\', "/"))
}

/// The way from a folder to a file; none where they share no root.
fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let (from, to): (Vec<Component>, Vec<Component>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return None;
    }
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - shared);
    Some(up.chain(to[shared..].iter().copied()).collect())
}
