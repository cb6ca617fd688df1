//! `fee-statement`: what the report says of the fee for information, and whether it agrees.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Measure, Number, Passage, Piece, Subject, Token, lists};
use crate::place::Place;
use crate::report::Report;
use crate::standard::CellId;

pub(super) const RULE: Rule = Rule {
    code: Code::FeeStatement,
    waivable: true,
    explanation: Explanation {
        summary: "no word on 信息处理费, or its numbers contradict each other",
        what: "2021 年格式起，第六部分要说明收取信息处理费的情况，没有收取也要说明；\
               填写了“信息处理费”的，三个数之间、与正文里说的数应当一致。",
        why: "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）\
              要求在年度报告中报告发出收费通知的件数和总金额、实际收取的总金额，\
              写在“六、其他需要报告的事项”（国办公开办函〔2021〕30号）。",
        wrong: "其他事项: 无其他需要报告的事项。",
        right: "其他事项: 本年度发出收费通知0件，总金额0元，实际收取0元。",
    },
    check: Check::Report(check),
};

/// The form's key of section six.
const OTHER: &str = "其他事项";
/// The form's group of keys.
const FEE: &str = "信息处理费";

/// The three keys as numbers, where they are given.
struct Fee {
    notices: Option<Decimal>,
    charged: Option<Decimal>,
    received: Option<Decimal>,
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let report = subject.report;
    if report.standard.without.iter().any(|key| key == FEE) {
        return findings;
    }
    findings.extend(unpaid(subject));
    if !report
        .fields
        .keys()
        .any(|key| key.starts_with(&format!("{FEE}.")))
    {
        findings.extend(unsaid(subject));
        return findings;
    }
    let number = |key: &str| {
        report
            .field(&format!("{FEE}.{key}"))
            .and_then(|value| value.parse().ok())
    };
    let fee = Fee {
        notices: number("通知件数"),
        charged: number("通知金额"),
        received: number("实收金额"),
    };
    contradictions(report, &fee, &mut findings);
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            let mut next = 0;
            for clause in line.tokens.split(|t| t.is_mark("，。；？！")) {
                // The clause with the measure behind its last number.
                next += clause.len();
                let end = line
                    .tokens
                    .get(next)
                    .map_or(line.text.len(), |token| token.range.start);
                next += 1;
                if let Some(first) = clause.first() {
                    findings.extend(in_clause(
                        report,
                        &fee,
                        passage,
                        line,
                        clause,
                        first.range.start..end,
                    ));
                }
            }
        }
    }
    findings
}

/// Requests that were given up since nobody paid, where no notice of a fee was sent.
fn unpaid(subject: &Subject<'_>) -> Option<Finding> {
    let report = subject.report;
    let standard = &report.standard;
    let rows = standard.unpaid.as_ref()?;
    let is_unpaid = |id: &CellId| {
        standard.table(*id).id == rows.table
            && rows.rows.contains(&standard.row(*id).id)
            && !report.value(*id).is_zero()
    };
    // The last one is the row's total.
    let cell = standard.cells().filter(is_unpaid).last()?;
    let number = report.value(cell);
    let label = standard.row(cell).key();
    let notices = format!("{FEE}.通知件数");
    let none = report
        .field(&notices)
        .and_then(|value| value.parse::<Decimal>().ok());
    let said = subject.narrative.lines(OTHER).iter().find_map(|line| {
        let word = lists()
            .no_notice
            .iter()
            .find(|word| line.text.contains(word))?;
        let at = line.text.find(word)?;
        Some(line.place_of(&(at..at + word.len())))
    });
    let place = if none.is_some_and(|number| number.is_zero()) {
        place(report, "通知件数")
    } else {
        said?
    };
    let message = format!("“{label}”有 {number} 件，却没有发出过收费通知");
    let finding = Finding::new(RULE.code, message, place).stated(number.to_string());
    let hint = "没有缴费的都发过通知：核对表里的数和通知的件数";
    Some(finding.hint(hint).related([report.place(cell)]))
}

/// Section six has text, but neither it nor another section says a word of the fee.
fn unsaid(subject: &Subject<'_>) -> Option<Finding> {
    let says = |passage: &Passage| {
        passage.lines.iter().any(|line| {
            let text = &line.text;
            let any = lists().fee_names.within(text);
            // Section six speaks of no other charges; elsewhere those for services and licences are meant.
            let sentences = || text.split('。').filter(|s| lists().of_requests.within(s));
            lists().own_fee.within(text)
                || any && passage.key == OTHER
                || sentences().any(|s| lists().fee_of_requests.within(s))
        })
    };
    // Without any text the section is empty, and that rule asks for the fee as well.
    let line = subject
        .narrative
        .lines(OTHER)
        .iter()
        .rfind(|line| !line.text.trim().is_empty())?;
    if subject.narrative.passages.iter().any(says) {
        return None;
    }
    let start = line.text.len() - line.text.trim_start().len();
    let text = line.text.trim();
    Some(
        Finding::new(
            RULE.code,
            "第六部分没有说明收取信息处理费的情况",
            line.place_of(&(start..start + text.len())),
        )
        .hint(format!(
            "填写“{FEE}”，由程序写成一句；没有收取的，三个数都填 0，或写明没有收取"
        ))
        .stated(crate::report::shortened(text, 30))
        .in_text(OTHER),
    )
}

/// The keys against each other.
fn contradictions(report: &Report, fee: &Fee, findings: &mut Vec<Finding>) {
    if let (Some(charged), Some(received)) = (fee.charged, fee.received)
        && received > charged
    {
        findings.push(
            Finding::new(
                RULE.code,
                format!("实收金额 {received} 元多于通知金额 {charged} 元"),
                place(report, "实收金额"),
            )
            .hint("实际收取的不会多于通知的，核对两个数；上年通知、今年收到的，在正文里说明")
            .sides(received, charged)
            .related([place(report, "通知金额")]),
        );
    }
    if let (Some(notices), Some(charged)) = (fee.notices, fee.charged)
        && notices.is_zero()
        && !charged.is_zero()
    {
        findings.push(
            Finding::new(
                RULE.code,
                format!("没有发出收费通知（0 件），通知金额却是 {charged} 元"),
                place(report, "通知金额"),
            )
            .hint("核对通知件数和通知金额")
            .stated(charged)
            .related([place(report, "通知件数")]),
        );
    }
}

/// The numbers of a clause that speaks of the fee, against the keys.
fn in_clause(
    report: &Report,
    fee: &Fee,
    passage: &Passage,
    line: &Line,
    clause: &[Token],
    range: Range<usize>,
) -> Option<Finding> {
    let text = line.text[range.clone()].trim();
    let other_year = |t: &Token| matches!(t.kind, Piece::Year(year) if year != report.year.value);
    // Rates and other years' fees are none of the report's.
    let is_rate = lists().rates_of_a_fee.within(text);
    if !lists().fee_or_notice.within(text) || is_rate || clause.iter().any(other_year) {
        return None;
    }
    let finding = |token: &Token, stated: String, expected: Decimal, key: &str, unit: &str| {
        Finding::new(
            RULE.code,
            format!("正文“{text}”与“{FEE}”不一致：{key}填的是 {expected} {unit}"),
            line.place_of(&token.range),
        )
        .sides(stated, expected)
        .hint("核对后改正文，或改填报的数")
        .in_text(&passage.key)
        .related([place(report, key)])
    };
    for token in clause {
        let Piece::Quantity(number, measure) = token.kind else {
            continue;
        };
        let stated = line.text[token.range.clone()].to_owned();
        let (candidates, unit) = match measure {
            Measure::Money(_) if lists().received.within(text) => {
                (vec![("实收金额", fee.received)], "元")
            }
            Measure::Money(_) => (
                vec![("通知金额", fee.charged), ("实收金额", fee.received)],
                "元",
            ),
            // Only notices are counted by the keys, 收取2件 is not.
            Measure::Things(_) if lists().notice.within(text) => {
                (vec![("通知件数", fee.notices)], "件")
            }
            Measure::Things(_) => continue,
        };
        let known: Option<Vec<(&str, Decimal)>> = candidates
            .into_iter()
            .map(|(key, v)| Some((key, v?)))
            .collect();
        let Some(known) = known else { continue };
        let yuan = if let Measure::Money(yuan) = measure {
            yuan.into()
        } else {
            Decimal::ONE
        };
        let told = Number {
            value: number.value.checked_mul(yuan)?,
            unit: number.unit.checked_mul(yuan)?,
            ..number
        };
        if !known.iter().any(|(_, value)| told.holds(*value)) {
            return Some(finding(token, stated, known[0].1, known[0].0, unit));
        }
    }
    let word = lists().no_fee.iter().find(|word| text.contains(word))?;
    let received = fee.received.filter(|received| !received.is_zero())?;
    let start = range.start + line.text[range].find(word)?;
    let token = Token {
        kind: Piece::Plain(0),
        range: start..start + word.len(),
    };
    Some(finding(&token, word.to_owned(), received, "实收金额", "元"))
}

/// The place of one of the keys.
fn place(report: &Report, key: &str) -> Place {
    let path = format!("{FEE}.{key}");
    let place = report
        .fields
        .get(&path)
        .map_or_else(|| Place::file(&report.file), |field| field.place.clone());
    place.named(path, key)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, findings};
    use super::*;
    use crate::testing::{changed, with_line};

    fn text(line: &str, keys: &str) -> String {
        format!("{}\n{keys}", with_line("全市行政机关", line))
    }

    #[test]
    fn who_did_not_pay_had_a_notice() {
        let unpaid = |line: &str, keys: &str| -> Vec<String> {
            let form = changed(
                &text(line, keys),
                "逾期不缴费:",
                "逾期不缴费: [2, 0, 0, 0, 0, 0]",
            );
            let found = findings(&form, None)
                .into_iter()
                .filter(|f| f.code == RULE.code);
            found
                .map(|f| f.message)
                .filter(|message| message.contains("缴费"))
                .collect()
        };
        let message = "“逾期不缴费”有 2 件，却没有发出过收费通知";
        let keys =
            |notices: u32| format!("信息处理费: {{通知件数: {notices}, 通知金额: 0, 实收金额: 0}}");
        assert_eq!(unpaid("无其他需要报告的事项。", &keys(0)), [message]);
        assert_eq!(unpaid("未收取信息处理费，未发出收费通知。", ""), [message]);
        assert!(unpaid("无其他需要报告的事项。", &keys(3)).is_empty());
        assert!(unpaid("全年发出收费通知3件。", "").is_empty());
    }

    #[test]
    fn no_word_on_the_fee() {
        let silent = "第六部分没有说明收取信息处理费的情况 | 填写“信息处理费”，由程序写成一句；\
                      没有收取的，三个数都填 0，或写明没有收取 | 其他事项";
        check(&text("无其他需要报告的事项。", ""), RULE.code, &[silent]);
        check(&text("没有产生相关费用。", ""), RULE.code, &[]);
        check(
            &text(
                "无其他需要报告的事项。",
                "信息处理费: {通知件数: 0, 通知金额: 0, 实收金额: 0}\n",
            ),
            RULE.code,
            &[],
        );
        let old = include_str!("../../samples/001-xinfangju-2020.yaml");
        check(old, RULE.code, &[]);
    }

    #[test]
    fn keys_that_contradict_each_other() {
        check(
            &text(
                "无其他需要报告的事项。",
                "信息处理费: {通知件数: 0, 通知金额: 120, 实收金额: 150}\n",
            ),
            RULE.code,
            &[
                "实收金额 150 元多于通知金额 120 元 | 实际收取的不会多于通知的，核对两个数；\
                 上年通知、今年收到的，在正文里说明 | 信息处理费.实收金额 信息处理费.通知金额",
                "没有发出收费通知（0 件），通知金额却是 120 元 | 核对通知件数和通知金额 | \
                 信息处理费.通知金额 信息处理费.通知件数",
            ],
        );
    }

    #[test]
    fn a_text_that_states_other_numbers() {
        let keys = "信息处理费: {通知件数: 2, 通知金额: 150, 实收金额: 120}\n";
        let finding = |line: &str, expected: &[&str]| check(&text(line, keys), RULE.code, expected);
        finding(
            "发出收费通知2件，收取信息处理费150元，实际收取信息处理费120元，\
             每件收取信息处理费60元。",
            &[],
        );
        finding(
            "发出收费通知3件。",
            &[
                "正文“发出收费通知3件”与“信息处理费”不一致：通知件数填的是 2 件 | 核对后改正文，\
                 或改填报的数 | 其他事项 信息处理费.通知件数",
            ],
        );
        finding(
            "实收信息处理费150元。",
            &[
                "正文“实收信息处理费150元”与“信息处理费”不一致：实收金额填的是 120 元 | \
                 核对后改正文，或改填报的数 | 其他事项 信息处理费.实收金额",
            ],
        );
        finding(
            "全市未收取信息处理费。",
            &[
                "正文“全市未收取信息处理费”与“信息处理费”不一致：实收金额填的是 120 元 | \
                 核对后改正文，或改填报的数 | 其他事项 信息处理费.实收金额",
            ],
        );
    }
}
