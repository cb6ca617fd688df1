//! The arguments and their help.

mod archives;
mod edits;
mod parse;
mod words;

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::show::ResultReader;
use nianbao::export::Format;
use nianbao::form::{BlankCells, Options};
use nianbao::report::Date;
use nianbao::style::{OfdType, Paging, PdfLevel};

pub(super) use archives::{ArchiveArgs, ExtractArgs, VerifyArgs};
pub(super) use edits::{BindArgs, EditReader, ReadArgs, SetArgs, TakeArgs};
pub(super) use parse::{is_verb, parse};

const HELP: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}\n";
const EXAMPLES: &str = "\n一份报告的做法：
  1. nianbao new --agency 某某市某某局 --year 2023 report.xlsx  生成空白表
  2. 用 Excel 或 WPS 打开 report.xlsx，把 0 改成实际的数，写上文字，保存并关闭
  3. nianbao check report.xlsx     检查勾稽关系，指出错在哪里
  4. nianbao build report.xlsx     生成 DOCX、PDF 和纯文本
喜欢用文本编辑器的，把 .xlsx 换成 .yaml，做法一样；两种可以互相转换：
     nianbao convert report.xlsx report.yaml
已经有发布的报告，没有填报表：
     nianbao check 报告.docx             直接检查 DOCX、PDF、网页、TXT
     nianbao import 报告.docx -o report.xlsx   变成填报表
数据要更正时：
     nianbao set report.yaml 申请.新收.自然人=771   改一个数，看它牵动了什么
     nianbao diff old.yaml report.yaml   两份表有什么不同
     nianbao diff old.yaml report.yaml --format docx   生成更正说明
     nianbao build report.yaml           重新生成报告
     nianbao verify report.yaml          核对生成的报告与表是否一致
     nianbao take report.yaml 报告.docx  把在 Word 里改的收回表里
归档：
     nianbao archive report.yaml -o 归档  装成归档包：数据、各种格式、移交清单
     nianbao verify 归档                 核对归档包有没有改动
     nianbao extract 报告.ofd -o report.yaml  从报告里取回填报表
下一年：
     nianbao new --from report.yaml next.yaml   用上年的表生成本年的表
许多机关的表：
     nianbao check 表/                   一次检查整个文件夹
     nianbao build 表/ -o 报告 --summary 汇总.xlsx   生成全部报告和汇总表
退出码：0 没有错误；1 有错误，或 diff、verify 发现不同；2 命令不能运行；
        3 程序自己出错";

/// 政府信息公开工作年度报告：填一份表，检查勾稽关系，生成 DOCX、PDF、纯文本和网页
#[derive(Parser, Debug)]
#[command(name = "nianbao", version, help_template = HELP, override_usage = "nianbao 命令 [选项]", after_help = EXAMPLES, disable_help_subcommand = true)]
#[command(
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    next_help_heading = "选项"
)]
#[command(disable_help_flag = true, disable_version_flag = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
    /// 显示帮助；“nianbao 命令 --help”显示该命令的帮助
    #[arg(short, long, action = clap::ArgAction::Help, global = true)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Subcommand, Debug)]
pub(super) enum Verb {
    /// 生成一份空白填报表，或用上年的表生成本年的
    #[command(help_template = HELP, override_usage = "nianbao new --agency 机关 --year 年度 填报表.xlsx\n      nianbao new --from 上年填报表 填报表.xlsx")]
    New(NewArgs),
    /// 检查填报表或已经发布的报告：总计、勾稽关系、缺漏和写法
    #[command(help_template = HELP, override_usage = "nianbao check [选项] 填报表…")]
    Check(CheckArgs),
    /// 检查填报表，没有错误就生成报告
    #[command(help_template = HELP, override_usage = "nianbao build [选项] 填报表…")]
    Build(BuildArgs),
    /// 核对报告与填报表、彼此之间是否一致，归档包有没有改动
    #[command(help_template = HELP, override_usage = "nianbao verify [选项] 填报表 [报告文件…]\n      nianbao verify [选项] 归档包")]
    Verify(VerifyArgs),
    /// 把已经发布的年度报告（DOCX、PDF、网页、TXT）变成填报表
    #[command(help_template = HELP, override_usage = "nianbao import [选项] 报告文件 -o 填报表.xlsx\n      nianbao import [选项] 文件夹 -o 文件夹")]
    Import(ImportArgs),
    /// 归档：填报表、数据、报告和移交清单，装成能自证没有改动的包
    #[command(help_template = HELP, override_usage = "nianbao archive [选项] 填报表 -o 文件夹")]
    Archive(ArchiveArgs),
    /// 从 PDF（--pdf 3a）或 OFD 里取出附带的填报表
    #[command(help_template = HELP, override_usage = "nianbao extract [选项] 报告.pdf -o 填报表.yaml")]
    Extract(ExtractArgs),
    /// 把填报表转成另一种：Excel（.xlsx）、YAML（.yaml）、JSON（.json）
    #[command(help_template = HELP, override_usage = "nianbao convert [选项] 原填报表 新填报表")]
    Convert(ConvertArgs),
    /// 比较两份填报表：改了哪些数，牵动了哪些合计、文字和核对关系
    #[command(help_template = HELP, override_usage = "nianbao diff [选项] 旧填报表 新填报表")]
    Diff(DiffArgs),
    /// 改填报表里的值，注释和版式不动，并显示牵动了什么
    #[command(help_template = HELP, override_usage = "nianbao set [选项] 填报表 位置=值…")]
    Set(SetArgs),
    /// 把在 Word 里改过的报告收回填报表：数回到格里，文字回到段里
    #[command(help_template = HELP, override_usage = "nianbao take [选项] 填报表 报告.docx")]
    Take(TakeArgs),
    /// 把文字里的数换成占位，以后数改了文字跟着改
    #[command(help_template = HELP, override_usage = "nianbao bind [选项] 填报表")]
    Bind(BindArgs),
    /// 填报表一保存就重新生成报告，有错误就生成草稿；按 Ctrl+C 结束
    #[command(help_template = HELP, override_usage = "nianbao watch [选项] 填报表")]
    Watch(BuildArgs),
    /// 列出正文里的数核对的是表中哪一格；没有核对的，说明为什么（有不一致的，退出码是 1）
    #[command(help_template = HELP, override_usage = "nianbao read [选项] 填报表")]
    Read(ReadArgs),
    /// 说明某条规则查什么、为什么、怎样改；不写代码就列出全部
    #[command(help_template = HELP, override_usage = "nianbao explain [代码]")]
    Explain(ExplainArgs),
}

impl Verb {
    /// Who reads the verb's result.
    pub fn output(&self) -> ResultReader {
        match self {
            Self::New(_) | Self::Explain(_) | Self::Watch(_) => ResultReader::Human,
            Self::Diff(args) => {
                if args.format == DiffFormat::Json {
                    ResultReader::Json
                } else {
                    ResultReader::Human
                }
            }
            Self::Set(args) => args.how.format.output(),
            Self::Bind(args) => args.how.format.output(),
            Self::Take(args) => args.how.format.output(),
            Self::Read(args) => args.how.format.output(),
            Self::Check(args) => args.reading.how.format,
            Self::Build(args) => args.reading.how.format,
            Self::Verify(args) => args.how.format,
            Self::Convert(args) => args.how.format,
            Self::Import(args) => args.how.format,
            Self::Archive(args) => args.how.format,
            Self::Extract(args) => args.format,
        }
    }
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(super) struct NewArgs {
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
pub(super) struct ExplainArgs {
    /// 提示里的代码或名称，如 N102 或 narrative-number
    #[arg(value_name = "代码", help_heading = "参数")]
    pub code: Option<String>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(super) struct ConvertArgs {
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
pub(super) struct ImportArgs {
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
    #[arg(long, value_name = "种类", default_value = "yaml", hide_default_value = true, value_parser = ["yaml", "xlsx"])]
    pub to: String,
    /// 填报表已经存在时覆盖它
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub how: HowArgs,
}

/// How a comparison is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
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
pub(super) struct DiffArgs {
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
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// 字体文件夹；检查其中有没有印不出的字
    #[arg(long, value_name = "文件夹")]
    pub fonts: Option<PathBuf>,
    /// 另存一份 Excel 填报表，把问题写成批注，并列出检查结果；一次一份表
    #[arg(long, value_name = "文件.xlsx")]
    pub annotate: Option<PathBuf>,
}

/// How every verb that reads forms reads them, and who reads its result.
#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(super) struct HowArgs {
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
pub(super) struct CellArgs {
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
pub(super) struct ReadingArgs {
    /// 一份或几份填报表；也可以写文件夹（连同下级文件夹），或 表/*.xlsx 这样的写法；check 也收已经发布的报告（DOCX、PDF、网页、TXT）
    #[arg(required = true, value_name = "填报表", help_heading = "参数")]
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
pub(super) struct LooksArgs {
    /// 另行指定模板文件夹，其中的文件代替自带的同名文件
    #[arg(long, value_name = "文件夹")]
    pub template: Option<PathBuf>,
    /// 本单位的设置文件：哪条规则算错误、警告或提示，空格怎样算，本地另有什么要求
    #[arg(long, value_name = "文件")]
    pub config: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// 报告放在哪个文件夹；不写就放在填报表旁边
    #[arg(short, long, value_name = "文件夹")]
    pub output: Option<PathBuf>,
    /// 报告的文件名（不带扩展名）；不写就是“机关+年度+年政府信息公开工作年度报告”
    #[arg(long, value_name = "文件名")]
    pub name: Option<String>,
    /// 生成哪几种，用逗号隔开：docx,pdf,txt,html,ofd,fragment（网站编辑器用的网页片段）；不写就是前三种
    #[arg(long, value_name = "格式", value_delimiter = ',', value_parser = format, default_value = "docx,pdf,txt", hide_default_value = true)]
    pub to: Vec<Format>,
    /// 有错误也生成，每页标明“草稿”
    #[arg(long)]
    pub draft: bool,
    /// 手工改过的报告也直接覆盖；不写就先另存为“…（改过的）”
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub pages: PageArgs,
    /// PDF 按归档标准（PDF/A）的哪一级写：2a 带结构标签（不写就是它），2u 文字可检索，3a 里面附带数据和填报表（不含台账等内部内容）；页面都一样，拿不准就不写
    #[arg(long, value_name = "级别", value_parser = pdf_level)]
    pub pdf: Option<PdfLevel>,
    /// OFD 写成哪一种：OFD-A 归档用（不写就是它），OFD 给打不开 OFD-A 的阅读软件；页面一样
    #[arg(long, value_name = "种类", value_parser = ofd_type)]
    pub ofd: Option<OfdType>,
}

/// How pages are set, and what the files of a report are made with.
#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(super) struct PageArgs {
    /// 字体文件夹；其中有仿宋_GB2312 等字体时优先使用
    #[arg(long, value_name = "文件夹")]
    pub fonts: Option<PathBuf>,
    /// 排在单独横页上的表，如 申请；可以用逗号隔开写几张
    #[arg(long, value_name = "表", value_delimiter = ',')]
    pub landscape: Vec<String>,
    /// 一页排不下的表：fit 收紧或另起一页，再不行按组断开（不写就是它）；whole 整张另起一页；flow 接着排
    #[arg(long, value_name = "排法", value_parser = paging)]
    pub tables: Option<Paging>,
    #[command(flatten)]
    pub text: TextArgs,
    /// PDF、OFD 的页数是单数时，最后补一张空白页，便于双面印刷
    #[arg(long)]
    pub blank_last_page: bool,
    /// 写入文件属性的日期，如 2024-01-26；不写就用填报表的成文日期，再没有就用年度的最后一天；不早于那一天
    #[arg(long, value_name = "日期", value_parser = date)]
    pub date: Option<Date>,
}

/// How a TXT is written.
#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(super) struct TextArgs {
    /// TXT 用 Windows 的换行（CRLF）
    #[arg(long)]
    pub crlf: bool,
    /// TXT 开头加 BOM，旧软件才不会乱码
    #[arg(long)]
    pub bom: bool,
}

fn format(name: &str) -> Result<Format, String> {
    Format::by_name(&name.trim().to_ascii_lowercase())
        .ok_or_else(|| "只能是 docx、pdf、txt、html、ofd、fragment，用半角逗号隔开".to_owned())
}

fn pdf_level(name: &str) -> Result<PdfLevel, String> {
    let level = PdfLevel::by_name(&name.trim().to_ascii_lowercase());
    level.ok_or_else(|| "只能是 2a、2u、3a".to_owned())
}

fn ofd_type(name: &str) -> Result<OfdType, String> {
    OfdType::by_name(name.trim()).ok_or_else(|| "只能是 OFD-A、OFD".to_owned())
}

fn paging(name: &str) -> Result<Paging, String> {
    Paging::by_name(name).ok_or_else(|| "只能是 fit、whole、flow".to_owned())
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "写成 2024-01-26 的样子".to_owned())
}

/// Reads the year of a report.
fn year(text: &str) -> Result<i32, String> {
    let year: Option<i32> = text.parse().ok();
    match year {
        Some(year) if (2008..=2100).contains(&year) => Ok(year),
        Some(short) if (8..=99).contains(&short) => {
            Err(format!("年度是四位数字，写成 {}", 2000 + short))
        }
        _ => Err("年度是四位数字，如 2024".to_owned()),
    }
}
