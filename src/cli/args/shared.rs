//! The options that several verbs have: how forms are read, how pages are set, who reads the
//! result.

use std::path::{Path, PathBuf};

use clap::Args;

use super::values::{date, paging};
use crate::show::ResultReader;
use nianbao::form::{BlankCells, Options};
use nianbao::report::Date;
use nianbao::style::Paging;

/// How every verb that reads forms reads them, and who reads its result.
#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct HowArgs {
    /// 结果给人看（human），给程序读（json），还是给审阅工具读（sarif）
    #[arg(
        long,
        value_name = "方式",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: ResultReader,
    /// 由别的问题引起的问题也全部列出
    #[arg(long)]
    pub all: bool,
    /// 多说一些：文件没变时也列出哪种字体代替了哪种
    #[arg(long)]
    pub verbose: bool,
    #[command(flatten)]
    pub cells: CellArgs,
}

/// How cells are read, and by which standards.
#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct CellArgs {
    /// 空格一律按 0 计，只提示一次
    #[arg(long)]
    pub blank_as_zero: bool,
    /// '12 '、１２、1,234 这类写法按数字读取，只提示一次
    #[arg(long)]
    pub accept_text_numbers: bool,
    /// 另行指定报告格式文件（*.yaml）所在的文件夹
    #[arg(long, value_name = "文件夹")]
    pub standard: Option<PathBuf>,
}

impl CellArgs {
    /// How strictly cells are read.
    pub fn options(&self) -> Options {
        let blank = if self.blank_as_zero {
            BlankCells::Zero
        } else {
            BlankCells::Refused
        };
        Options {
            blank,
            accept_text_numbers: self.accept_text_numbers,
        }
    }
}

/// What the verbs take that read several forms with their templates.
#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct ReadingArgs {
    #[arg(
        required = true,
        value_name = "填报表",
        help_heading = "参数",
        help = "一份或几份填报表；也可以写文件夹（连同下级文件夹），或 表/*.xlsx 这样的写法；\
                check 也收已经发布的报告（DOCX、PDF、网页、TXT）"
    )]
    pub forms: Vec<PathBuf>,
    /// 另外生成一份汇总表，每个机关一行：结果、问题、申请件数、文件；以 .xlsx 或 .html 结尾
    #[arg(long, value_name = "文件")]
    pub summary: Option<PathBuf>,
    #[command(flatten)]
    pub how: HowArgs,
    #[command(flatten)]
    pub looks: LooksArgs,
}

impl ReadingArgs {
    /// Files and folders of the run that may lie among forms and are none.
    pub fn others(&self) -> Vec<&Path> {
        let looks = [&self.looks.template, &self.looks.config];
        let others = looks
            .into_iter()
            .chain([&self.summary, &self.how.cells.standard]);
        others.flatten().map(PathBuf::as_path).collect()
    }
}

/// The agency's own templates and settings.
#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct LooksArgs {
    /// 另行指定模板文件夹，其中的文件代替自带的同名文件
    #[arg(long, value_name = "文件夹")]
    pub template: Option<PathBuf>,
    /// 本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求
    #[arg(long, value_name = "文件")]
    pub config: Option<PathBuf>,
}

/// How pages are set, and what the files of a report are made with.
#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct PageArgs {
    /// 字体文件夹；其中有仿宋_GB2312 等字体时优先使用
    #[arg(long, value_name = "文件夹")]
    pub fonts: Option<PathBuf>,
    /// 排在单独横页上的表，如 申请；可以用逗号隔开写几张
    #[arg(long, value_name = "表", value_delimiter = ',')]
    pub landscape: Vec<String>,
    #[arg(
        long,
        value_name = "排法",
        value_parser = paging,
        help = "一页排不下的表：fit 收紧或另起一页，再不行按组断开（不写就是它）；\
                whole 整张另起一页；flow 接着排"
    )]
    pub tables: Option<Paging>,
    #[command(flatten)]
    pub text: TextArgs,
    /// PDF、OFD 的页数是单数时，最后补一张空白页，便于双面印刷
    #[arg(long)]
    pub blank_last_page: bool,
    #[arg(
        long,
        value_name = "日期",
        value_parser = date,
        help = "写入文件属性的日期，如 2024-01-26；不写就用填报表的成文日期，\
                再没有就用年度的最后一天；不早于那一天"
    )]
    pub date: Option<Date>,
}

/// How a TXT is written.
#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct TextArgs {
    /// TXT 用 Windows 的换行（CRLF）
    #[arg(long)]
    pub crlf: bool,
    /// TXT 开头加 BOM，旧软件才不会乱码
    #[arg(long)]
    pub bom: bool,
}
