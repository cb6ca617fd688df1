//! `fee-statement`: what the report says of the fee for information, and whether it agrees.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Measure, Number, Passage, Piece, Subject, Token, lists};
use crate::place::Place;
use crate::report::{Report, shortened};

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

/// One of the three keys, as a number.
#[derive(Clone, Copy)]
struct FeeNumber {
    key: &'static str,
    number: Decimal,
    unit: &'static str,
}

/// The three keys as numbers, where they are given.
struct Fee {
    notices: Option<FeeNumber>,
    charged: Option<FeeNumber>,
    received: Option<FeeNumber>,
}

impl Fee {
    /// None where the form has none of the keys.
    fn of(report: &Report) -> Option<Self> {
        let within = format!("{FEE}.");
        let mut keys = report.fields.keys();
        if !keys.any(|key| key.starts_with(&within)) {
            return None;
        }
        Some(Self {
            notices: read_number(report, "通知件数", "件"),
            charged: read_number(report, "通知金额", "元"),
            received: read_number(report, "实收金额", "元"),
        })
    }
}

fn read_number(report: &Report, key: &'static str, unit: &'static str) -> Option<FeeNumber> {
    let value = report.field(&format!("{FEE}.{key}"))?;
    let number = value.parse().ok()?;
    Some(FeeNumber { key, number, unit })
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let report = subject.report;
    if report.standard.without.iter().any(|key| key == FEE) {
        return findings;
    }
    findings.extend(unpaid(subject));
    let Some(fee) = Fee::of(report) else {
        findings.extend(unsaid(subject));
        return findings;
    };
    findings.extend(more_received(report, &fee));
    findings.extend(charged_without_notice(report, &fee));
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            for clause in clauses(passage, line) {
                findings.extend(clause.check(report, &fee));
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
    let cells = standard.cells();
    let of_table = cells.filter(|id| standard.table(*id).id == rows.table);
    let unpaid = of_table.filter(|id| rows.rows.contains(&standard.row(*id).id));
    // The last one is the row's total.
    let cell = unpaid.filter(|id| !report.value(*id).is_zero()).last()?;
    let number = report.value(cell);
    let label = standard.row(cell).key();
    let notices = read_number(report, "通知件数", "件");
    let place = if notices.is_some_and(|notices| notices.number.is_zero()) {
        place(report, "通知件数")
    } else {
        denied_notice(subject)?
    };
    let message = format!("“{label}”有 {number} 件，却没有发出过收费通知");
    Some(
        Finding::new(RULE.code, message, place)
            .stated(number.to_string())
            .hint("没有缴费的都发过通知：核对表里的数和通知的件数")
            .related([report.place(cell)]),
    )
}

/// Where section six says that no notice was sent.
fn denied_notice(subject: &Subject<'_>) -> Option<Place> {
    for line in subject.narrative.lines(OTHER) {
        for word in lists().no_notice.iter() {
            if let Some(at) = line.text.find(word) {
                return Some(line.place_of(&(at..at + word.len())));
            }
        }
    }
    None
}

/// Section six has text, but neither it nor another section says a word of the fee.
fn unsaid(subject: &Subject<'_>) -> Option<Finding> {
    // Without any text the section is empty, and that rule asks for the fee as well.
    let mut lines = subject.narrative.lines(OTHER).iter();
    let line = lines.rfind(|line| !line.text.trim().is_empty())?;
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            if speaks_of_the_fee(&line.text, passage.key == OTHER) {
                return None;
            }
        }
    }
    let start = line.text.len() - line.text.trim_start().len();
    let text = line.text.trim();
    let place = line.place_of(&(start..start + text.len()));
    let hint = format!("填写“{FEE}”，由程序写成一句；没有收取的，三个数都填 0，或写明没有收取");
    Some(
        Finding::new(RULE.code, "第六部分没有说明收取信息处理费的情况", place)
            .hint(hint)
            .stated(shortened(text, 30))
            .in_text(OTHER),
    )
}

/// Whether a line says a word of the fee. Section six speaks of no other charges; elsewhere those
/// for services and licences are meant.
fn speaks_of_the_fee(text: &str, is_section_six: bool) -> bool {
    if lists().own_fee.within(text) || is_section_six && lists().fee_names.within(text) {
        return true;
    }
    let mut sentences = text.split('。');
    sentences.any(|s| lists().of_requests.within(s) && lists().fee_of_requests.within(s))
}

/// More was received than charged.
fn more_received(report: &Report, fee: &Fee) -> Option<Finding> {
    let (charged, received) = (fee.charged?.number, fee.received?.number);
    if received <= charged {
        return None;
    }
    let message = format!("实收金额 {received} 元多于通知金额 {charged} 元");
    Some(
        Finding::new(RULE.code, message, place(report, "实收金额"))
            .hint("实际收取的不会多于通知的，核对两个数；上年通知、今年收到的，在正文里说明")
            .sides(received, charged)
            .related([place(report, "通知金额")]),
    )
}

/// A fee was charged, and no notice sent.
fn charged_without_notice(report: &Report, fee: &Fee) -> Option<Finding> {
    let (notices, charged) = (fee.notices?.number, fee.charged?.number);
    if !notices.is_zero() || charged.is_zero() {
        return None;
    }
    let message = format!("没有发出收费通知（0 件），通知金额却是 {charged} 元");
    Some(
        Finding::new(RULE.code, message, place(report, "通知金额"))
            .hint("核对通知件数和通知金额")
            .stated(charged)
            .related([place(report, "通知件数")]),
    )
}

/// A clause of the text.
struct FeeClause<'a> {
    passage: &'a Passage,
    line: &'a Line,
    tokens: &'a [Token],
    /// Its bytes in the line, with the measure behind its last number.
    range: Range<usize>,
}

/// The clauses of a line.
fn clauses<'a>(passage: &'a Passage, line: &'a Line) -> Vec<FeeClause<'a>> {
    let mut clauses = Vec::new();
    let mut next = 0;
    for tokens in line.tokens.split(|token| token.is_mark("，。；？！")) {
        next += tokens.len();
        let mark = line.tokens.get(next);
        let end = mark.map_or(line.text.len(), |mark| mark.range.start);
        next += 1;
        if let Some(first) = tokens.first() {
            clauses.push(FeeClause {
                passage,
                line,
                tokens,
                range: first.range.start..end,
            });
        }
    }
    clauses
}

impl FeeClause<'_> {
    /// The numbers of a clause that speaks of the fee, against the keys.
    fn check(&self, report: &Report, fee: &Fee) -> Option<Finding> {
        if !self.is_of_the_fee(report.year.value) {
            return None;
        }
        for token in self.tokens {
            let Piece::Quantity(number, measure) = token.kind else {
                continue;
            };
            let Some(keys) = self.keys_of(measure, fee) else {
                continue;
            };
            let told = in_yuan(number, measure)?;
            if !keys.iter().any(|key| told.holds(key.number)) {
                return Some(self.unlike(report, &token.range, &keys[0]));
            }
        }
        self.check_denial(report, fee)
    }

    fn text(&self) -> &str {
        self.line.text[self.range.clone()].trim()
    }

    /// Whether it speaks of the fee, and not of rates or of other years.
    fn is_of_the_fee(&self, year: i32) -> bool {
        let text = self.text();
        if !lists().fee_or_notice.within(text) || lists().rates_of_a_fee.within(text) {
            return false;
        }
        let mut tokens = self.tokens.iter();
        !tokens.any(|token| matches!(token.kind, Piece::Year(other) if other != year))
    }

    /// The keys that a number in this measure may be of; none where one of them is not given.
    fn keys_of(&self, measure: Measure, fee: &Fee) -> Option<Vec<FeeNumber>> {
        let text = self.text();
        match measure {
            Measure::Money(_) if lists().received.within(text) => Some(vec![fee.received?]),
            Measure::Money(_) => Some(vec![fee.charged?, fee.received?]),
            // Only notices are counted by the keys, 收取2件 is not.
            Measure::Things(_) if lists().notice.within(text) => Some(vec![fee.notices?]),
            Measure::Things(_) => None,
        }
    }

    /// The finding on a clause that says that nothing was received, where something was.
    fn check_denial(&self, report: &Report, fee: &Fee) -> Option<Finding> {
        let text = self.text();
        let word = lists().no_fee.iter().find(|word| text.contains(word))?;
        let received = fee.received.filter(|received| !received.number.is_zero())?;
        let start = self.range.start + self.line.text[self.range.clone()].find(word)?;
        Some(self.unlike(report, &(start..start + word.len()), &received))
    }

    /// The finding on a stretch that says otherwise than a key.
    fn unlike(&self, report: &Report, stretch: &Range<usize>, right: &FeeNumber) -> Finding {
        let FeeNumber { key, number, unit } = right;
        let text = self.text();
        let message = format!("正文“{text}”与“{FEE}”不一致：{key}填的是 {number} {unit}");
        Finding::new(RULE.code, message, self.line.place_of(stretch))
            .sides(&self.line.text[stretch.clone()], number)
            .hint("核对后改正文，或改填报的数")
            .in_text(&self.passage.key)
            .related([place(report, key)])
    }
}

/// A number with its measure's yuan; a number of things as it is.
fn in_yuan(number: Number, measure: Measure) -> Option<Number> {
    let yuan = match measure {
        Measure::Money(yuan) => yuan.into(),
        Measure::Things(_) => Decimal::ONE,
    };
    Some(Number {
        value: number.value.checked_mul(yuan)?,
        unit: number.unit.checked_mul(yuan)?,
        ..number
    })
}

/// The place of one of the keys.
fn place(report: &Report, key: &str) -> Place {
    let path = format!("{FEE}.{key}");
    let place = match report.fields.get(&path) {
        Some(field) => field.place.clone(),
        None => Place::file(&report.file),
    };
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
