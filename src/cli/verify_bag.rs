//! `verify` of a bag: its files against its lists, its report against its form.

use std::path::Path;

use super::args::VerifyArgs;
use super::outcome::Outcome;
use super::world::disk;
use super::{Done, Trouble};
use nianbao::archive::{Fixity, Rebuilt, Remade, fixity, is_bag, rebuild};
use nianbao::disk::{FontFolders, read_folder};
use nianbao::filing::World;
use nianbao::filing::names::named;

pub(super) fn run(args: &VerifyArgs, folder: &Path) -> Result<Outcome, Trouble> {
    let fonts = FontFolders::find(args.fonts.as_deref())?;
    let disk = disk(&args.how.cells, &args.looks)?.with_fonts(fonts);
    let files = read_folder(folder)?;
    if !is_bag(&files) {
        let message = "不是归档包（里面没有 bagit.txt）；要核对报告，请写填报表或报告文件";
        return Err(Trouble(format!("{} {message}", named(folder))));
    }
    let Fixity { mut findings, seals } = fixity(&files);
    let mut outcome = Outcome::new(Done::Faulty);
    if findings.is_empty() {
        outcome.notes = format!("文件  {} 个，全部与清单一致\n", files.len() - seals.len());
        let rebuilt = rebuild(&files, disk.standards(), disk.fonts());
        if rebuilt.remade != Remade::Different {
            outcome.done = Done::Sound;
        }
        outcome.notes += &told(&rebuilt);
        findings = rebuilt.findings;
    } else {
        let count = findings.len();
        outcome.notes = format!("文件  {count} 处与封装时不同；没有重做报告\n");
    }
    if !seals.is_empty() {
        outcome.notes += &format!("签章  {}：没有核对，请用签章软件核对\n", seals.join("、"));
    }
    outcome.findings = (!findings.is_empty()).then_some(findings);
    Ok(outcome)
}

/// What making the bag anew came to.
fn told(rebuilt: &Rebuilt) -> String {
    match rebuilt.remade {
        Remade::Same => "重做  用包里的填报表重做，每个文件字节相同\n".to_owned(),
        Remade::SameMeaning => {
            let changed = rebuilt.changed.join("；");
            format!("重做  内容相同，字节不同，因为程序版本或字体不同（{changed}）\n")
        }
        Remade::Different => "重做  与包里的报告不同\n".to_owned(),
    }
}
