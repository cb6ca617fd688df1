//! The arguments of the verbs that make forms, check them, compare them and build reports of them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::values::{date, format, ofd_type, pdf_level, year};
use super::{CellArgs, HowArgs, LooksArgs, PageArgs, ReadingArgs};
use nianbao::export::Format;
use nianbao::report::Date;
use nianbao::style::{OfdType, PdfLevel};

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct NewArgs {
    /// 机关全称；有 --from 时可以不写
    #[arg(long, value_name = "机关", required_unless_present = "from")]
    pub agency: Option<String>,
    /// 报告年度，四位数字；有 --from 时可以不写
    #[arg(long, value_name = "年度", required_unless_present = "from", value_parser = year)]
    pub year: Option<i32>,
    /// 用上年的填报表或已经发布的报告生成：带过来机关、联系方式、上年结转和文字
    #[arg(long, value_name = "上年填报表")]
    pub from: Option<PathBuf>,
    /// 要生成的填报表：report.xlsx 用 Excel 或 WPS 填，report.yaml 用文本编辑器填
    #[arg(value_name = "填报表", help_heading = "参数")]
    pub file: PathBuf,
    /// 另行指定报告格式文件（*.yaml）所在的文件夹
    #[arg(long, value_name = "文件夹")]
    pub standard: Option<PathBuf>,
}

impl NewArgs {
    /// How last year's form is read: strictly, with the program's own templates.
    pub fn reading(&self) -> (CellArgs, LooksArgs) {
        let cells = CellArgs {
            blank_as_zero: false,
            accept_text_numbers: false,
            standard: self.standard.clone(),
        };
        (
            cells,
            LooksArgs {
                template: None,
                config: None,
            },
        )
    }
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct ExplainArgs {
    /// 提示里的代码或名称，如 N102 或 narrative-number
    #[arg(value_name = "代码", help_heading = "参数")]
    pub code: Option<String>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct ConvertArgs {
    /// 原填报表
    #[arg(value_name = "原填报表", help_heading = "参数")]
    pub from: PathBuf,
    /// 新填报表；扩展名决定转成哪一种
    #[arg(value_name = "新填报表", help_heading = "参数")]
    pub to: PathBuf,
    /// 新填报表已经存在时覆盖它
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub how: HowArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct ImportArgs {
    /// 报告文件：DOCX、PDF、网页（HTML、MHT）、TXT，或贴着整份报告的工作簿；也可以写文件夹
    #[arg(required = true, value_name = "报告文件", help_heading = "参数")]
    pub documents: Vec<PathBuf>,
    /// 写到哪个填报表（.xlsx 或 .yaml）；有几份报告时写文件夹
    #[arg(short, long, value_name = "填报表")]
    pub output: PathBuf,
    /// 机关全称，报告里没有写明时用
    #[arg(long, value_name = "机关")]
    pub agency: Option<String>,
    /// 报告年度，报告里没有写明时用
    #[arg(long, value_name = "年度", value_parser = year)]
    pub year: Option<i32>,
    /// 写到文件夹时，填报表用哪一种：xlsx 或 yaml
    #[arg(
        long,
        value_name = "种类",
        default_value = "yaml",
        hide_default_value = true,
        value_parser = ["yaml", "xlsx"]
    )]
    pub to: String,
    /// 填报表已经存在时覆盖它
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub how: HowArgs,
}

/// How a comparison is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum DiffFormat {
    /// For a person, on the terminal.
    Human,
    /// For a program.
    Json,
    /// 更正说明 to be published, as a DOCX file.
    Docx,
    /// The same as plain text.
    Txt,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct DiffArgs {
    /// 旧填报表，或已经发布的报告
    #[arg(value_name = "旧填报表", help_heading = "参数", display_order = 1)]
    pub old: PathBuf,
    /// 新填报表，或已经发布的报告
    #[arg(value_name = "新填报表", help_heading = "参数", display_order = 2)]
    pub new: PathBuf,
    /// 结果给人看（human），给程序读（json），还是生成可以发布的更正说明（docx、txt）
    #[arg(
        long,
        value_name = "方式",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: DiffFormat,
    /// 和 --format docx 一起用：生成新报告，和旧报告不同的地方做成修订标记，送审签
    #[arg(long)]
    pub redline: bool,
    /// 更正说明、带修订标记的报告写到哪个文件；不写就放在新填报表旁边
    #[arg(short, long, value_name = "文件")]
    pub output: Option<PathBuf>,
    /// 更正的原因，写进更正说明
    #[arg(long, value_name = "原因")]
    pub reason: Option<String>,
    /// 更正说明或修订的日期，如 2024-05-06；不写就没有日期
    #[arg(long, value_name = "日期", value_parser = date)]
    pub date: Option<Date>,
    /// 手工改过的文件也直接覆盖；不写就先另存为“…（改过的）”
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub cells: CellArgs,
    #[command(flatten)]
    pub looks: LooksArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct CheckArgs {
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// 字体文件夹；检查其中有没有印不出的字
    #[arg(long, value_name = "文件夹")]
    pub fonts: Option<PathBuf>,
    /// 另存一份 Excel 填报表，把问题写成批注，并列出检查结果；一次一份表
    #[arg(long, value_name = "文件.xlsx")]
    pub annotate: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct BuildArgs {
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// 报告放在哪个文件夹；不写就放在填报表旁边
    #[arg(short, long, value_name = "文件夹")]
    pub output: Option<PathBuf>,
    /// 报告的文件名（不带扩展名）；不写就是“机关+年度+年政府信息公开工作年度报告”
    #[arg(long, value_name = "文件名")]
    pub name: Option<String>,
    #[arg(
        long,
        value_name = "格式",
        value_delimiter = ',',
        value_parser = format,
        default_value = "docx,pdf,txt",
        hide_default_value = true,
        help = "生成哪几种，用逗号隔开：docx,pdf,txt,html,ofd,fragment\
                （网站编辑器用的网页片段）；不写就是前三种"
    )]
    pub to: Vec<Format>,
    /// 有错误也生成，每页标明“草稿”
    #[arg(long)]
    pub draft: bool,
    /// 手工改过的报告也直接覆盖；不写就先另存为“…（改过的）”
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub pages: PageArgs,
    #[arg(
        long,
        value_name = "级别",
        value_parser = pdf_level,
        help = "PDF 按归档标准（PDF/A）的哪一级写：2a 带结构标签（不写就是它），2u 文字可检索，\
                3a 里面附带数据和填报表（不含台账等内部内容）；页面都一样，拿不准就不写"
    )]
    pub pdf: Option<PdfLevel>,
    /// OFD 写成哪一种：OFD-A 归档用（不写就是它），OFD 给打不开 OFD-A 的阅读软件；页面一样
    #[arg(long, value_name = "种类", value_parser = ofd_type)]
    pub ofd: Option<OfdType>,
}
