//! The arguments and their help.

mod archives;
#[cfg(test)]
mod documents;
mod edits;
mod forms;
mod parse;
mod shared;
mod values;
mod words;

use clap::{Parser, Subcommand};

use super::show::ResultReader;

pub(super) use archives::{ArchiveArgs, ExtractArgs, VerifyArgs};
pub(super) use edits::{BindArgs, EditReader, ReadArgs, SetArgs, TakeArgs};
pub(super) use forms::{
    BuildArgs, CheckArgs, ConvertArgs, DiffArgs, DiffFormat, ExplainArgs, ImportArgs, NewArgs,
};
pub(super) use parse::{is_verb, parse};
pub(super) use shared::{CellArgs, HowArgs, LooksArgs, PageArgs, ReadingArgs};

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
#[command(
    name = "nianbao",
    version,
    help_template = HELP,
    override_usage = "nianbao 命令 [选项]",
    after_help = EXAMPLES,
    disable_help_subcommand = true
)]
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
    #[command(
        help_template = HELP,
        override_usage = "nianbao new --agency 机关 --year 年度 填报表.xlsx\n      \
                          nianbao new --from 上年填报表 填报表.xlsx"
    )]
    New(NewArgs),
    /// 检查填报表或已经发布的报告：总计、勾稽关系、缺漏和写法
    #[command(help_template = HELP, override_usage = "nianbao check [选项] 填报表…")]
    Check(CheckArgs),
    /// 检查填报表，没有错误就生成报告
    #[command(help_template = HELP, override_usage = "nianbao build [选项] 填报表…")]
    Build(BuildArgs),
    /// 核对报告与填报表、彼此之间是否一致，归档包有没有改动
    #[command(
        help_template = HELP,
        override_usage = "nianbao verify [选项] 填报表 [报告文件…]\n      \
                          nianbao verify [选项] 归档包"
    )]
    Verify(VerifyArgs),
    /// 把已经发布的年度报告（DOCX、PDF、网页、TXT）变成填报表
    #[command(
        help_template = HELP,
        override_usage = "nianbao import [选项] 报告文件 -o 填报表.xlsx\n      \
                          nianbao import [选项] 文件夹 -o 文件夹"
    )]
    Import(ImportArgs),
    /// 归档：填报表、数据、报告和移交清单，装成改一个字节就查得出来的包
    #[command(help_template = HELP, override_usage = "nianbao archive [选项] 填报表 -o 文件夹")]
    Archive(ArchiveArgs),
    /// 从 PDF（--pdf 3a）或 OFD 里取出附带的填报表
    #[command(
        help_template = HELP,
        override_usage = "nianbao extract [选项] 报告.pdf -o 填报表.yaml"
    )]
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
