//! `rulemaking`: regulations (规章) of an agency that cannot make any.

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Subject, lists};
use crate::report::Report;
use crate::standard::CellId;

pub(super) const RULE: Rule = Rule {
    code: Code::Rulemaking,
    waivable: true,
    explanation: Explanation {
        summary: "规章 of a county, town or one of their bureaus, which cannot make any",
        what: "县、区、旗、镇、乡、街道及其部门的“规章”一行应是 0；市、自治州、\
               新区等从名称看不出的，不提示。",
        why: "只有国务院部门、省级政府和设区的市、自治州的政府可以制定规章（立法法第九十一条、\
              第九十三条）。多半是把规范性文件填到了这一行。",
        wrong: "机关: 某某县民政局，规章: {制发: 3, 废止: 0, 现行有效: 8}",
        right: "规章: 0，行政规范性文件: {制发: 3, 废止: 0, 现行有效: 8}",
    },
    check: Check::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let report = subject.report;
    if !makes_none(&report.agency.value) {
        return Vec::new();
    }
    let filled = filled_cells(report);
    let Some(first) = filled.first() else {
        return Vec::new();
    };
    let message = format!(
        "“{}”不制定规章，“{}”一行却填了 {}",
        report.agency.value,
        report.standard.row(*first).label,
        report.value(*first)
    );
    let hint = "规范性文件填到“行政规范性文件”一行，这一行填 0";
    let related = filled[1..].iter().map(|id| report.place(*id));
    vec![
        Finding::new(RULE.code, message, report.place(*first))
            .hint(hint)
            .related(related),
    ]
}

/// The cells of the standard's rows of regulations with numbers that are not 0.
fn filled_cells(report: &Report) -> Vec<CellId> {
    let standard = &report.standard;
    let mut filled = Vec::new();
    let Some(rulemaking) = &standard.rulemaking else {
        return filled;
    };
    for id in standard.cells() {
        let is_row = standard.table(id).id == rulemaking.table
            && rulemaking.rows.contains(&standard.row(id).id);
        let number = report.cell(id).value.number();
        if is_row && number.is_some_and(|number| !number.is_zero()) {
            filled.push(id);
        }
    }
    filled
}

/// Whether the name tells a county, a town, or one of their bodies.
fn makes_none(agency: &str) -> bool {
    let words = lists();
    if words.towns.end(agency) {
        return true;
    }
    // What stands before is the province and the city.
    let own = agency.rsplit_once('市').map_or(agency, |(_, own)| own);
    let mut counties = words.counties.iter();
    !words.no_counties.within(own)
        && counties.any(|county| own.find(county).is_some_and(|at| at > 0))
}

#[cfg(test)]
mod tests {
    use super::super::tests::speaks;
    use super::*;
    use crate::testing::{changed, with_line};

    fn told(agency: &str, expected: bool) {
        let form = with_line("规章:", "规章: {制发: 3, 废止: 0, 现行有效: 8}");
        let form = changed(&form, "机关:", &format!("机关: {agency}"));
        assert_eq!(speaks(&form, RULE.code), expected, "{agency}");
    }

    #[test]
    fn who_makes_regulations() {
        for agency in [
            "某某县民政局",
            "某某市某某区教育局",
            "某某县某某镇人民政府",
            "某某市某某街道办事处",
            "达拉特旗人民政府",
            "某某自治县人民政府",
            "某某县公安局交通警察大队",
        ] {
            told(agency, true);
        }
        for agency in [
            "镇江市人民政府",
            "景德镇市教育局",
            "某某市乡村振兴局",
            "内蒙古自治区财政厅",
            "上海市浦东新区人民政府",
            "张家港保税区管理委员会",
            "某某自治州人民政府",
            "张家港市人民政府",
            "大兴安岭地区行政公署",
        ] {
            told(agency, false);
        }
    }
}
