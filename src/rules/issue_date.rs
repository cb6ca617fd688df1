//! `issue-date`: the day of the report against its year.

use super::local::Deadline;
use super::settings::Settings;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Subject, lists};
use crate::place::Placed;
use crate::report::{Date, ISSUED};

pub(super) const RULE: Rule = Rule {
    code: Code::IssueDate,
    waivable: true,
    explanation: Explanation {
        summary: "成文日期 lies before the end of the report year, or after the day on which \
                  reports are due",
        what: "成文日期应在报告年度结束以后；晚于法定期限的只提示：县级以上政府部门是次年1月31日，\
               各级政府是3月31日，镇、乡、街道也按3月31日看。",
        why: "《条例》第四十九条：县级以上政府部门每年1月31日前提交并公布上一年度的报告，\
              各级政府的主管部门3月31日前公布。一月里做报告，最容易忘了改年份。",
        wrong: "年度: 2023，成文日期: 2023-01-26",
        right: "年度: 2023，成文日期: 2024-01-26",
    },
    check: Check::Settled(check),
};

fn check(subject: &Subject<'_>, settings: &Settings) -> Vec<Finding> {
    let report = subject.report;
    let Some(stated) = report.fields.get(ISSUED) else {
        return Vec::new();
    };
    let year = report.year.value;
    let Some(day) = Date::parse(&stated.value).filter(|_| year != 0) else {
        return Vec::new();
    };
    let found = if i32::from(day.year) <= year {
        Some(too_early(stated, day, year))
    } else {
        too_late(stated, day, subject, settings)
    };
    found.into_iter().collect()
}

/// A day before the report year is over.
fn too_early(stated: &Placed<String>, day: Date, year: i32) -> Finding {
    let message = format!("成文日期 {} 在 {year} 年度结束以前", day.chinese());
    let hint = format!("多半是年份没有改，应是 {} 年", year + 1);
    finding(stated, message).hint(hint)
}

/// A day behind the one on which reports are due.
fn too_late(
    stated: &Placed<String>,
    day: Date,
    subject: &Subject<'_>,
    settings: &Settings,
) -> Option<Finding> {
    let next = subject.report.year.value + 1;
    let due = match settings.local.deadline {
        Some(due) => due,
        None => deadline(&subject.report.agency.value),
    };
    let issued = Deadline {
        month: day.month,
        day: day.day,
    };
    if i32::from(day.year) <= next && issued <= due {
        return None;
    }
    let Deadline { month, day: last } = due;
    let message = format!("成文日期 {} 晚于 {next}年{month}月{last}日", day.chinese());
    let source = match settings.local.deadline {
        Some(_) => "设置文件的“最迟日期”",
        None => "《条例》第四十九条",
    };
    let hint = format!("{source}规定了期限；日期无误、确是更正后重新公布的，不用改");
    Some(finding(stated, message).hint(hint).as_warning())
}

fn finding(stated: &Placed<String>, message: String) -> Finding {
    Finding::new(RULE.code, message, stated.place.clone()).stated(&stated.value)
}

/// Month and day by which an agency of this name publishes.
fn deadline(agency: &str) -> Deadline {
    let is_department = lists().departments.end(agency) && !lists().governments.within(agency);
    if is_department {
        Deadline { month: 1, day: 31 }
    } else {
        Deadline { month: 3, day: 31 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_messages};
    use super::*;
    use crate::testing::{changed, with_line};

    fn issued(agency: &str, day: &str, expected: &[&str]) {
        let form = with_line("成文日期:", &format!("成文日期: {day}"));
        let form = changed(&form, "机关:", &format!("机关: {agency}"));
        check_messages(&form, RULE.code, expected);
    }

    #[test]
    fn days() {
        let city = "张家港市人民政府";
        issued(city, "2024-01-26", &[]);
        issued(city, "2024-03-31", &[]);
        issued(
            city,
            "2024-04-01",
            &["成文日期 2024年4月1日 晚于 2024年3月31日"],
        );
        issued(
            city,
            "2023-12-31",
            &["成文日期 2023年12月31日 在 2023 年度结束以前"],
        );
        issued(
            city,
            "2025-01-05",
            &["成文日期 2025年1月5日 晚于 2024年3月31日"],
        );
        issued(
            "某某县民政局",
            "2024-02-01",
            &["成文日期 2024年2月1日 晚于 2024年1月31日"],
        );
        issued("某某县人民政府办公室", "2024-02-01", &[]);
        issued("某某市某某街道办事处", "2024-02-01", &[]);
    }

    #[test]
    fn a_day_of_the_agencys_own() {
        let settings = "地方要求: {最迟日期: 01-20}\n";
        let form = with_line("成文日期:", "成文日期: 2024-01-26");
        let told = ["成文日期 2024年1月26日 晚于 2024年1月20日"];
        super::super::tests::check_settled(&form, settings, RULE.code, &told);
    }

    #[test]
    fn without_a_day_nothing_is_said() {
        check(&with_line("成文日期:", ""), RULE.code, &[]);
    }
}
