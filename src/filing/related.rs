//! Other reports that a report is held against: last year's, as the form names it (上年).

use std::cell::Cell;
use std::sync::Arc;

use super::Beside;
use super::reading::read_any;
use super::shelf::{Noticed, ReadForm};
use super::world::{Name, Why, World};
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
pub(super) struct RelatedFound {
    pub related: Related,
    /// The form's name and text, for findings that point there.
    pub source: Option<(Arc<str>, Arc<str>)>,
    /// At most one.
    pub finding: Option<Finding>,
}

impl RelatedFound {
    fn of_fault(finding: Finding) -> Self {
        Self {
            finding: Some(finding),
            ..Self::default()
        }
    }
}

/// Reads the form that `report`, which is the file `form`, names under 上年.
///
/// The file lies in the form's folder or below it.
pub(super) fn find(world: &dyn World, form: &Name, report: &Report) -> RelatedFound {
    let Some(naming) = LastYearNamed::of(report) else {
        return RelatedFound::default();
    };
    let Some(file) = form.beside(naming.name) else {
        return RelatedFound::of_fault(naming.tell_outside());
    };
    let bytes = match world.read(&file) {
        Ok(bytes) => bytes,
        Err(why) => return RelatedFound::of_fault(naming.tell_missing(&why)),
    };
    let ReadForm {
        report: last,
        source,
    } = match read(world, &file, &bytes) {
        Ok(last) => last,
        Err(findings) => return RelatedFound::of_fault(naming.tell_unreadable(&file, &findings)),
    };
    let source = Some((file.to_string().into(), source));
    if let Some(finding) = naming.judge_year(&last) {
        return RelatedFound {
            source,
            ..RelatedFound::of_fault(finding)
        };
    }
    let finding = naming.judge_agency(&last);
    RelatedFound {
        related: Related::last_year(last),
        source,
        finding,
    }
}

/// A report that names a file under 上年: what is wrong with that file is told there.
struct LastYearNamed<'a> {
    report: &'a Report,
    name: &'a str,
    place: Place,
}

impl<'a> LastYearNamed<'a> {
    /// None where the report names none.
    fn of(report: &'a Report) -> Option<Self> {
        let name = report.field(LAST_YEAR)?;
        let place = report.fields[LAST_YEAR].place.clone();
        Some(Self {
            report,
            name,
            place: place.named(LAST_YEAR, LAST_YEAR),
        })
    }

    fn fault(&self, message: String) -> Finding {
        Finding::new(Code::LastYear, message, self.place.clone()).stated(self.name)
    }

    fn tell_outside(&self) -> Finding {
        let message = format!("“上年”的文件“{}”不在填报表所在的文件夹里", self.name);
        self.fault(message)
            .hint("把上年的填报表拷到本表旁边，这里只写文件名")
    }

    fn tell_missing(&self, why: &Why) -> Finding {
        self.fault(format!("读不了上年的填报表：{why}"))
            .hint("核对文件名；暂时没有上年的表，就删去“上年”这一行")
    }

    fn tell_unreadable(&self, file: &Name, findings: &[Finding]) -> Finding {
        let reason = match findings.first() {
            Some(finding) => format!("：{}", finding.message),
            None => String::new(),
        };
        self.fault(format!("上年的填报表 {file} 读不懂{reason}"))
            .hint(format!("先检查它：nianbao check {file}"))
    }

    /// What is wrong with the year of the report in the file.
    fn judge_year(&self, last: &Report) -> Option<Finding> {
        let (name, found) = (self.name, last.year.value);
        let wanted = self.report.year.value - 1;
        if found == wanted || self.report.year.value == 0 {
            return None;
        }
        let message = format!("“{name}”是 {found} 年度的，不是上一年度（{wanted}）的");
        let finding = self.fault(message).related([year_of(last)]);
        Some(finding.hint(format!("这里写 {wanted} 年度的填报表")))
    }

    /// What is to be said of the agency of the report in the file.
    fn judge_agency(&self, last: &Report) -> Option<Finding> {
        let (name, found) = (self.name, &last.agency.value);
        let wanted = &self.report.agency.value;
        if found.is_empty() || found == wanted {
            return None;
        }
        let message = format!("“{name}”是“{found}”的，本表是“{wanted}”的");
        let way = "机关改了名称就不用管；不是同一个机关，就换成本机关上年的填报表";
        Some(self.fault(message).as_warning().hint(way))
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
