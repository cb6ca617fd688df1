//! Last year's form, as this year's names it (上年).

use std::path::Path;
use std::sync::Arc;

use super::files::{below, read_form};
use nianbao::finding::{Code, Finding};
use nianbao::form::{Options, read};
use nianbao::place::Place;
use nianbao::report::Report;
use nianbao::standard::Library;

/// The key that names it.
const KEY: &str = "上年";

/// Last year's report, and what was wrong with it.
#[derive(Default)]
pub(super) struct Last {
    /// The report; none where the form names none or it is of no use.
    pub report: Option<Report>,
    /// Its file's name and text, for findings that point there.
    pub source: Option<(Arc<str>, Arc<str>)>,
    /// At most one.
    pub finding: Option<Finding>,
}

impl Last {
    fn faulty(finding: Finding) -> Self {
        Self { finding: Some(finding), ..Self::default() }
    }
}

/// Reads the form that `report`, read from the file `form`, names under 上年.
///
/// The file lies in the form's folder or below it.
pub(super) fn last_year(report: &Report, form: &Path, library: &Library, options: Options) -> Last {
    let Some(name) = report.field(KEY) else { return Last::default() };
    let place = report.fields[KEY].place.clone().named(KEY, KEY);
    let fault = |message: String| Finding::new(Code::LastYear, message, place.clone()).stated(name);
    let Some(path) = below(form.parent().unwrap_or(Path::new("")), name) else {
        return Last::faulty(
            fault(format!("“上年”的文件“{name}”不在填报表所在的文件夹里"))
                .hint("把上年的填报表拷到本表旁边，这里只写文件名"),
        );
    };
    let bytes = match read_form(&path) {
        Ok(bytes) => bytes,
        Err(trouble) => {
            let finding = fault(format!("读不了上年的填报表：{}", trouble.0));
            return Last::faulty(finding.hint("核对文件名；暂时没有上年的表，就删去“上年”这一行"));
        }
    };
    let file = path.display().to_string();
    let reading = read(&file, &bytes, library, options);
    let Some(last) = reading.report else {
        let reason = reading.findings.first().map_or(String::new(), |f| format!("：{}", f.message));
        let finding = fault(format!("上年的填报表 {file} 读不懂{reason}"));
        return Last::faulty(finding.hint(format!("先检查它：nianbao check {file}")));
    };
    let wanted = report.year.value - 1;
    if last.year.value != wanted && report.year.value != 0 {
        let finding =
            fault(format!("“{name}”是 {} 年度的，不是上一年度（{wanted}）的", last.year.value))
                .related([year_of(&last)])
                .hint(format!("这里写 {wanted} 年度的填报表"));
        return Last { source: Some((file.into(), reading.source)), ..Last::faulty(finding) };
    }
    let other = !last.agency.value.is_empty() && last.agency.value != report.agency.value;
    let finding = other.then(|| {
        fault(format!("“{name}”是“{}”的，本表是“{}”的", last.agency.value, report.agency.value))
            .as_warning()
            .hint("机关改了名称就不用管；不是同一个机关，就换成本机关上年的填报表")
    });
    Last { report: Some(last), source: Some((file.into(), reading.source)), finding }
}

fn year_of(last: &Report) -> Place {
    last.year.place.clone().named("年度", "年度")
}
