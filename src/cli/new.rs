//! `new`: write a blank form.

use super::args::NewArgs;
use super::files::write_whole;
use super::resources::library;
use super::target::{Target, folder_of};
use super::{Done, Outcome, Trouble, show};
use crate::form::write::blank;

pub(super) fn run(args: &NewArgs) -> Outcome {
    let agency = args.agency.as_deref().unwrap_or_default().trim();
    let year = args.year.unwrap_or_default();
    if agency.is_empty() {
        return Err(Trouble("--agency 后面要写机关全称".into()));
    }
    let Some(target) = Target::of(&args.file).filter(|target| *target != Target::Json) else {
        let stem = args.file.with_extension("");
        let message = "填报表的文件名要以 .xlsx 或 .yaml 结尾";
        return Err(Trouble(format!("{message}，如 {}.xlsx", stem.display())));
    };
    if args.file.exists() {
        return Err(Trouble(format!("{} 已经存在；换一个文件名，或先把它移走", args.file.display())));
    }
    let library = library(args.standard.as_deref())?;
    let standard = library
        .by_year(year)
        .ok_or_else(|| Trouble(format!("没有适用于 {} 年度的报告格式；年度报告格式自 2019 年度起施行", year)))?;
    let folder = folder_of(&args.file)?;
    let bytes = target.write(&blank(&standard, agency, year), folder)?;
    write_whole(&args.file, &bytes)?;
    show::print(&format!("新建  {}\n填好后运行：nianbao check {}\n", args.file.display(), args.file.display()))?;
    Ok(Done::Sound)
}
