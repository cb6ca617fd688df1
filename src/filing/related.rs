//! Other reports that a report is held against: last year's, as the form names it (上年).

use std::cell::Cell;
use std::sync::Arc;

use super::Beside;
use super::reading::read_any;
use super::shelf::{Noticed, ReadForm};
use super::world::{Name, World};
use crate::finding::{Code, Finding};
use crate::place::Place;
use crate::report::Report;
use crate::standard::LAST_YEAR;

/// The reports that one is held against.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Related {
    /// Last year's; none where the form names none or it is of no use.
    pub last: Option<Report>,
}

impl Related {
    /// Last year's report.
    pub fn last_year(report: Report) -> Self {
        Self { last: Some(report) }
    }
}

/// Related reports as they were read, with what was wrong with them.
#[derive(Default)]
pub(super) struct Found {
    pub related: Related,
    /// The form's name and text, for findings that point there.
    pub source: Option<(Arc<str>, Arc<str>)>,
    /// At most one.
    pub finding: Option<Finding>,
}

impl Found {
    fn faulty(finding: Finding) -> Self {
        Self {
            finding: Some(finding),
            ..Self::default()
        }
    }
}

/// Reads the form that `report`, which is the file `form`, names under 上年.
///
/// The file lies in the form's folder or below it.
pub(super) fn find(world: &dyn World, form: &Name, report: &Report) -> Found {
    let Some(name) = report.field(LAST_YEAR) else {
        return Found::default();
    };
    let place = report.fields[LAST_YEAR]
        .place
        .clone()
        .named(LAST_YEAR, LAST_YEAR);
    let fault = |message: String| Finding::new(Code::LastYear, message, place.clone()).stated(name);
    let Some(file) = form.beside(name) else {
        return Found::faulty(
            fault(format!("“上年”的文件“{name}”不在填报表所在的文件夹里"))
                .hint("把上年的填报表拷到本表旁边，这里只写文件名"),
        );
    };
    let bytes = match world.read(&file) {
        Ok(bytes) => bytes,
        Err(why) => {
            let finding = fault(format!("读不了上年的填报表：{why}"));
            return Found::faulty(finding.hint("核对文件名；暂时没有上年的表，就删去“上年”这一行"));
        }
    };
    let shown = file.to_string();
    let ReadForm {
        report: last,
        source,
    } = match read(world, &file, &bytes) {
        Ok(last) => last,
        Err(findings) => {
            let reason = findings
                .first()
                .map_or(String::new(), |f| format!("：{}", f.message));
            let finding = fault(format!("上年的填报表 {shown} 读不懂{reason}"));
            return Found::faulty(finding.hint(format!("先检查它：nianbao check {shown}")));
        }
    };
    let source = Some((shown.into(), source));
    let wanted = report.year.value - 1;
    if last.year.value != wanted && report.year.value != 0 {
        let finding = fault(format!(
            "“{name}”是 {} 年度的，不是上一年度（{wanted}）的",
            last.year.value
        ))
        .related([year_of(&last)])
        .hint(format!("这里写 {wanted} 年度的填报表"));
        return Found {
            source,
            ..Found::faulty(finding)
        };
    }
    let other = !last.agency.value.is_empty() && last.agency.value != report.agency.value;
    let finding = other.then(|| {
        fault(format!(
            "“{name}”是“{}”的，本表是“{}”的",
            last.agency.value, report.agency.value
        ))
        .as_warning()
        .hint("机关改了名称就不用管；不是同一个机关，就换成本机关上年的填报表")
    });
    Found {
        related: Related::last_year(last),
        source,
        finding,
    }
}

/// Reads last year's form, or takes it from the shelf; else what is wrong with it.
fn read(world: &dyn World, file: &Name, bytes: &[u8]) -> Result<ReadForm, Vec<Finding>> {
    if let Some(kept) = world.shelf().and_then(|shelf| shelf.find(file, bytes)) {
        return Ok(kept);
    }
    let beside = Noticed {
        attached: &Beside { world, form: file },
        asked: Cell::new(false),
    };
    let reading = read_any(world, file, bytes, &beside);
    let content = ReadForm {
        report: reading.report.ok_or(reading.findings)?,
        source: reading.source,
    };
    if let Some(shelf) = world.shelf().filter(|_| !beside.asked.get()) {
        shelf.keep(file, bytes, &content);
    }
    Ok(content)
}

fn year_of(last: &Report) -> Place {
    last.year.place.clone().named("年度", "年度")
}
