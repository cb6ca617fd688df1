//! `set`: values changed in a form, with what follows from that.

use std::path::Path;

use super::args::{SetArgs, Shown};
use super::diff::{compared, print, unreadable};
use super::files::{folder_of, read_form, write_whole};
use super::lock::Lock;
use super::reader::Reader;
use super::show::{self, named};
use super::{Done, Outcome, Trouble};
use crate::compare::json;
use crate::edit::{assign_all, revise};
use crate::finding::count;

pub(super) fn run(args: &SetArgs) -> Outcome {
    let reader = Reader::new(&args.how.cells, &args.how.looks)?;
    // Held from reading to writing, so that of two runs none undoes the other's work.
    let _lock = args.form.is_file().then(|| Lock::on(folder_of(&args.form)));
    let bytes = read_form(&args.form)?;
    let old = reader.read(&args.form, &bytes)?;
    let Some(report) = &old.report else {
        return unreadable([old], args.how.format == Shown::Human);
    };
    let mut wanted = report.clone();
    let values = args.values.iter().map(|value| match value.split_once(['=', '＝']) {
        Some((path, value)) => Ok((path.trim(), value.trim())),
        None => Err(Trouble(format!("“{value}”里没有等号；写成 申请.新收.自然人=771 的样子"))),
    });
    let values: Vec<(&str, &str)> = values.collect::<Result<_, _>>()?;
    assign_all(&mut wanted, &values).map_err(Trouble)?;
    let revised = revise(&bytes, report, &wanted, &reader.library, reader.options())?;
    let new = reader.read(&args.form, &revised)?;
    let Some(comparison) = compared(&old, &new) else {
        return unreadable([old, new], args.how.format == Shown::Human);
    };
    match args.how.format {
        Shown::Json => show::print_document(&json::render(&comparison))?,
        Shown::Human => print(&comparison)?,
    }
    let told = args.how.format != Shown::Json;
    if revised == bytes {
        if told {
            show::print("填报表本来就是这样，没有写入\n")?;
        }
    } else if args.dry_run {
        if told {
            show::print(&format!("没有写入（--dry-run）：{}\n", named(&args.form)))?;
        }
    } else {
        unchanged(&args.form, &bytes)?;
        write_whole(&args.form, &revised)?;
        if told {
            let form = named(&args.form);
            let next = if count(&new.findings).0 > 0 {
                format!("有错误，先改正：nianbao check {form}")
            } else {
                format!("重新生成报告：nianbao build {form}")
            };
            show::print(&format!("更新  {form}\n{next}\n"))?;
        }
    }
    Ok(if count(&new.findings).0 == 0 { Done::Sound } else { Done::Faulty })
}

/// Refuses to write over what somebody else has written meanwhile.
pub(super) fn unchanged(form: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    if read_form(form)? == bytes {
        return Ok(());
    }
    Err(Trouble(format!("{} 刚被别的程序改过，没有写入；请再运行一次", named(form))))
}
