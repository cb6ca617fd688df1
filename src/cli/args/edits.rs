//! The arguments of the verbs that change a form or tell what its text says.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::super::show::ResultReader;
use super::{CellArgs, LooksArgs};

/// Who reads the result of a verb that gives no findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum EditReader {
    /// A person.
    Human,
    /// A program.
    Json,
}

impl EditReader {
    pub(super) fn output(self) -> ResultReader {
        if self == Self::Json {
            ResultReader::Json
        } else {
            ResultReader::Human
        }
    }
}

/// How a verb that edits a form reads it, and who reads its result.
#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct EditArgs {
    /// 结果给人看（human），还是给程序读（json）
    #[arg(
        long,
        value_name = "方式",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: EditReader,
    #[command(flatten)]
    pub cells: CellArgs,
    #[command(flatten)]
    pub looks: LooksArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct SetArgs {
    /// 要改的填报表（YAML 或 .xlsx）
    #[arg(value_name = "填报表", help_heading = "参数")]
    pub form: PathBuf,
    #[arg(
        required = true,
        value_name = "位置=值",
        help_heading = "参数",
        help = "位置和新的值，可以写几个，如 申请.新收.自然人=771、申请.新收=771,17,0,0,0,2、\
                联系.电话=0512-12345678、总体情况.3=第三段的新文字；值为空就是删去"
    )]
    pub values: Vec<String>,
    /// 只看会有什么变化，不写入
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub how: EditArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct TakeArgs {
    /// 填报表（YAML 或 .xlsx）
    #[arg(value_name = "填报表", help_heading = "参数")]
    pub form: PathBuf,
    /// 改过的报告：DOCX 或 TXT
    #[arg(value_name = "报告", help_heading = "参数")]
    pub file: PathBuf,
    /// 不逐个询问，能收的全收；不写就逐处问：y 收，n 不收，a 后面的全收，q 到此为止
    #[arg(short, long)]
    pub yes: bool,
    /// 只列出来，不写入
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub how: EditArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct BindArgs {
    /// 填报表（YAML 或 .xlsx）
    #[arg(value_name = "填报表", help_heading = "参数")]
    pub form: PathBuf,
    /// 不逐个询问，全部换
    #[arg(short, long)]
    pub yes: bool,
    /// 只列出来，不写入
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub how: EditArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub(in super::super) struct ReadArgs {
    /// 填报表（YAML 或 .xlsx）
    #[arg(value_name = "填报表", help_heading = "参数")]
    pub form: PathBuf,
    /// 没有核对的数也列出来，说明为什么
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub how: EditArgs,
}
