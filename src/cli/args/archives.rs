//! What is asked of finished files: their archive edition, whether they are sound, what they hold.

use std::path::PathBuf;

use clap::Args;

use super::{HowArgs, LooksArgs, PageArgs};
use crate::show::ResultReader;

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub struct VerifyArgs {
    #[arg(
        required = true,
        value_name = "文件",
        help_heading = "参数",
        help = "报告文件（.docx、.pdf、.ofd、.txt），可以加一份填报表；\
                只写填报表就核对它旁边的报告，不写填报表就互相核对；或写一个归档包文件夹"
    )]
    pub files: Vec<PathBuf>,
    /// 生成后改过的文件，即使内容一致也算不同（退出码 1）
    #[arg(long)]
    pub sealed: bool,
    /// 字体文件夹；重做归档包里的报告时用，与归档时相同
    #[arg(long, value_name = "文件夹")]
    pub fonts: Option<PathBuf>,
    #[command(flatten)]
    pub how: HowArgs,
    #[command(flatten)]
    pub looks: LooksArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub struct ArchiveArgs {
    /// 填报表；没有错误的才能归档
    #[arg(value_name = "填报表", help_heading = "参数")]
    pub form: PathBuf,
    /// 归档包放在哪个文件夹，要是新的；不写就放在填报表旁边
    #[arg(short, long, value_name = "文件夹")]
    pub output: Option<PathBuf>,
    /// 更正后重新归档：它代替的旧归档包；包里会有更正说明
    #[arg(long, value_name = "旧归档包")]
    pub replaces: Option<PathBuf>,
    /// 更正的原因，写进更正说明
    #[arg(long, value_name = "原因", requires = "replaces")]
    pub reason: Option<String>,
    #[command(flatten)]
    pub pages: PageArgs,
    #[command(flatten)]
    pub how: HowArgs,
    #[command(flatten)]
    pub looks: LooksArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "选项")]
pub struct ExtractArgs {
    /// 附带填报表的报告：PDF（--pdf 3a）或 OFD
    #[arg(value_name = "报告文件", help_heading = "参数")]
    pub report: PathBuf,
    /// 写到哪个填报表（.yaml）；不写就放在报告旁边，同名
    #[arg(short, long, value_name = "填报表")]
    pub output: Option<PathBuf>,
    /// 已经存在时覆盖
    #[arg(long)]
    pub force: bool,
    /// 结果给人看（human），还是给程序读（json）
    #[arg(
        long,
        value_name = "方式",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: ResultReader,
}
