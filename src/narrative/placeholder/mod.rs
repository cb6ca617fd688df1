//! Placeholders: `{{ 申请.新收.总计 }}` in narrative and templates.
//!
//! The braces are found here and each expression is evaluated on its own, so
//! that every bound number keeps its source, and text that a clerk wrote is
//! never run as a template.

mod filters;
mod values;

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};

use super::{Stretch, within};
use crate::finding::{Code, Finding, nearest};
use crate::place::Place;
use crate::report::Report;
use crate::standard::LAST_YEAR;
use values::Values;

/// The name of the agency; one that is not filled in has its own finding.
const AGENCY: &str = "机关";
/// Placeholders in one document; a report has some dozens.
const MAX_COUNT: usize = 1_000;
/// Bytes of one expression; the longest of a shipped template has 600.
const MAX_EXPRESSION: usize = 2_000;
/// Steps that one expression may take.
const FUEL: u64 = 10_000;

/// Evaluates placeholders over the values of one report.
pub(super) struct Evaluator {
    environment: Environment<'static>,
    values: Values,
    context: Value,
    /// How many placeholders were evaluated.
    count: AtomicUsize,
}

impl Evaluator {
    /// Over a report's tables and fields, and those of last year's below 上年.
    pub(super) fn new(report: &Report, last: Option<&Report>) -> Self {
        let mut values = Values::of(report);
        if let Some(last) = last {
            values.insert_last(Values::of(last));
        }
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        filters::add(&mut environment);
        let context = values.value();
        Self {
            environment,
            values,
            context,
            count: AtomicUsize::new(0),
        }
    }

    /// The stretches of a text with its placeholders filled.
    ///
    /// A placeholder that cannot be filled stays as typed and is a finding
    /// (`unknown-placeholder`) at its place.
    pub(super) fn fill(
        &self,
        text: &str,
        place: &Place,
        findings: &mut Vec<Finding>,
    ) -> Vec<Stretch> {
        let plain = |typed: Range<usize>| Stretch {
            text: text[typed.clone()].to_owned(),
            typed,
            bound: Vec::new(),
        };
        findings.extend(self.mistyped(text, place));
        let mut stretches = Vec::new();
        let mut from = 0;
        while let Some(open) = text[from..].find("{{").map(|i| from + i) {
            let Some(close) = text[open..].find("}}").map(|i| open + i) else {
                let place = within(place, text, open, open + 2);
                findings.push(
                    Finding::new(Code::UnknownPlaceholder, "占位的“{{”没有对应的“}}”", place)
                        .hint("补上“}}”，如 {{ 申请.新收.总计 }}"),
                );
                break;
            };
            if open > from {
                stretches.push(plain(from..open));
            }
            let place = within(place, text, open, close + 2);
            let count = self.count.fetch_add(1, Ordering::Relaxed) + 1;
            if count > MAX_COUNT {
                if count == MAX_COUNT + 1 {
                    let message = format!("占位超过 {MAX_COUNT} 个，后面的没有填");
                    findings.push(
                        Finding::new(Code::UnknownPlaceholder, message, place)
                            .hint("请确认文字没有重复粘贴"),
                    );
                }
                stretches.push(plain(open..text.len()));
                return stretches;
            }
            match self.evaluate(text[open + 2..close].trim(), &place) {
                Ok((text, bound)) => {
                    stretches.push(Stretch {
                        text,
                        typed: open..close + 2,
                        bound,
                    });
                }
                Err(finding) => {
                    findings.push(*finding);
                    stretches.push(plain(open..close + 2));
                }
            }
            from = close + 2;
        }
        if from < text.len() || stretches.is_empty() {
            stretches.push(plain(from..text.len()));
        }
        stretches
    }

    /// How many placeholders were evaluated.
    pub(super) fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    /// Takes back what was only tried.
    pub(super) fn reset(&self, count: usize) {
        self.count.store(count, Ordering::Relaxed);
    }

    fn has_last(&self) -> bool {
        matches!(self.values.find(LAST_YEAR), Ok(Values::Names(_)))
    }

    /// The finding for braces that were meant as a placeholder and are none.
    fn mistyped(&self, text: &str, place: &Place) -> Option<Finding> {
        let Values::Names(names) = &self.values else {
            return None;
        };
        let single = text.match_indices('{').map(|(at, _)| at).find(|&at| {
            let alone = !text[..at].ends_with('{') && !text[at + 1..].starts_with('{');
            let inside = text[at + 1..].trim_start();
            alone
                && names.keys().any(|name| {
                    inside
                        .strip_prefix(name.as_str())
                        .is_some_and(|r| r.starts_with(['.', ' ', '}']))
                })
        });
        let at = ["｛｛", "{%", "{#"]
            .iter()
            .find_map(|mark| text.find(mark))
            .or(single)?;
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        Some(
            Finding::new(
                Code::UnknownPlaceholder,
                "占位的括号写法不对，会照原样印出来",
                within(place, text, at, end),
            )
            .hint("用两个半角花括号，如 {{ 申请.新收.总计 }}"),
        )
    }

    fn evaluate(
        &self,
        expression: &str,
        place: &Place,
    ) -> Result<(String, Vec<String>), Box<Finding>> {
        let fault = |message: String, hint: String| {
            Box::new(
                Finding::new(Code::UnknownPlaceholder, message, place.clone())
                    .hint(hint)
                    .stated(expression),
            )
        };
        // Sums and differences are all that counts need; multiplied text could fill the memory.
        if expression.contains('*') || expression.len() > MAX_EXPRESSION {
            return Err(fault(
                "占位里只能用加减和过滤器".to_owned(),
                "写成 {{ 申请.新收.总计 + 申请.上年结转.总计 }} 的样子".into(),
            ));
        }
        let compiled = self
            .environment
            .compile_expression(expression)
            .map_err(|error| {
                fault(
                    format!("占位“{expression}”读不懂"),
                    format!("写成 {{{{ 申请.新收.总计 }}}} 的样子{}", detail(&error)),
                )
            })?;
        let mut names: Vec<String> = compiled.undeclared_variables(true).into_iter().collect();
        names.sort_unstable();
        for name in &names {
            match self.values.find(name) {
                Ok(Values::Leaf { text, .. })
                    if name == expression && text.is_empty() && name != AGENCY =>
                {
                    return Err(fault(
                        format!("“{name}”没有填，这里会是空的"),
                        format!("在表里填“{name}”，或删去这个占位"),
                    ));
                }
                // A name alone prints as the table does, whatever arithmetic makes of it.
                Ok(Values::Leaf { text, .. }) if name == expression => {
                    return Ok((text.clone(), names.clone()));
                }
                Ok(Values::Leaf { .. }) => {}
                Ok(level @ Values::Names(_)) => {
                    let example = format!("{name}.{}", level.example());
                    return Err(fault(
                        format!("“{name}”不是一个数"),
                        format!("要写到具体的格，如 {example}"),
                    ));
                }
                Err(_) if !self.has_last() && name.starts_with(LAST_YEAR) => {
                    return Err(fault(
                        format!("没有上年的数，无法填“{name}”"),
                        "在表里写“上年: 上一年填报表的文件名”".into(),
                    ));
                }
                Err((done, choices)) => {
                    let rest = name[done.len()..].trim_start_matches('.');
                    let (missing, rest) = rest
                        .split_once('.')
                        .map_or((rest, String::new()), |(m, r)| (m, format!(".{r}")));
                    let prefix = if done.is_empty() {
                        String::new()
                    } else {
                        format!("{done}.")
                    };
                    let hint = match nearest(missing, choices.iter().copied()) {
                        Some(near) => format!("是不是“{prefix}{near}{rest}”？"),
                        None if choices.is_empty() => format!("“{done}”后面不能再写下一级"),
                        None => format!(
                            "可以写：{}",
                            choices
                                .iter()
                                .map(|c| format!("{prefix}{c}"))
                                .collect::<Vec<_>>()
                                .join("、")
                        ),
                    };
                    return Err(fault(format!("没有“{name}”这个数"), hint));
                }
            }
        }
        let value = compiled.eval(&self.context).map_err(|error| {
            fault(
                format!("占位“{expression}”算不出来"),
                format!("检查名称、加减号和过滤器{}", detail(&error)),
            )
        })?;
        let printable = value.as_str().is_some() || value.is_number();
        if !printable {
            return Err(fault(
                format!("占位“{expression}”没有得出一个数"),
                "写成 {{ 申请.新收.总计 }} 的样子".into(),
            ));
        }
        Ok((printed(&value), names))
    }
}

/// A result as it prints: no control characters, no dust of binary fractions.
fn printed(value: &Value) -> String {
    match f64::try_from(value.clone()) {
        Ok(number) if value.is_number() && !value.is_integer() => format!("{number:.6}")
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned(),
        _ => value
            .to_string()
            .chars()
            .filter(|c| !c.is_control())
            .collect(),
    }
}

fn detail(error: &Error) -> String {
    match error.kind() {
        ErrorKind::UnknownFilter => {
            "；没有这个过滤器，可用：千分位、万、百分比、同比、日期".to_owned()
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::At;
    use crate::testing::{CLEAN, report};

    fn evaluator() -> Evaluator {
        Evaluator::new(&report(CLEAN), None)
    }

    fn check(text: &str, expected: &str) {
        let mut findings = Vec::new();
        let place = Place::at(
            &"f".into(),
            At::Text {
                line: 1,
                column: 1,
                bytes: 0..text.len(),
            },
        );
        let runs = evaluator().fill(text, &place, &mut findings);
        let mut shown: String = runs.iter().map(|r| r.text.as_str()).collect();
        for finding in findings {
            let At::Text { column, .. } = finding.places[0].at else {
                panic!("no place")
            };
            shown += &format!(" !{column} {} {}", finding.message, finding.hint);
        }
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn values() {
        check("收到{{ 申请.新收.总计 }}件", "收到789件");
        check("{{申请.新收.总计 + 申请.上年结转.总计}}", "793");
        check(
            "{{ 申请.办理结果.总计.总计 - 申请.办理结果.予以公开.总计 }}",
            "461",
        );
        check("{{ 申请.办理结果.不予公开.总计 }}件", "16件");
        check("{{ 申请.办理结果.其他处理.其他.总计 }}", "25");
        check(
            "{{ 复议诉讼.行政复议.总计 }}、{{ 复议诉讼.直接起诉.纠正 }}",
            "10、1",
        );
        check("{{ 主动公开.行政事业性收费 }}万元", "28660.38万元");
        check("{{ 主动公开.行政许可 + 主动公开.行政处罚 }}", "933571");
        check("{{ 机关 }}{{ 年度 }}", "张家港市人民政府2023");
    }

    #[test]
    fn filters() {
        check("{{ 主动公开.行政许可 | 千分位 }}", "674,913");
        check("{{ 主动公开.行政许可 | 万 }}", "67.49万");
        check(
            "{{ 申请.办理结果.予以公开.总计 | 百分比(申请.办理结果.总计.总计) }}",
            "38.5%",
        );
        check("{{ 申请.新收.总计 | 同比(700) }}", "增长12.7%");
        check(
            "{{ 申请.新收.总计 | 同比(789) }}、{{ 1 | 百分比(16) }}",
            "持平、6.3%",
        );
        check("{{ 主动公开.行政事业性收费 + 0.2 }}", "28660.58");
        check("{{ 成文日期 | 日期 }}", "2024年1月26日");
    }

    #[test]
    fn faults() {
        check(
            "共{{ 申请.新手.总计 }}件",
            "共{{ 申请.新手.总计 }}件 !2 没有“申请.新手.总计”这个数 是不是“申请.新收.总计”？",
        );
        check(
            "{{ 申请.新收 }}",
            "{{ 申请.新收 }} !1 “申请.新收”不是一个数 要写到具体的格，如 申请.新收.总计",
        );
        check(
            "{{ 上年.申请.新收.总计 }}",
            "{{ 上年.申请.新收.总计 }} !1 没有上年的数，无法填“上年.申请.新收.总计” 在表里写“上年: 上一年填报表的文件名”",
        );
        check(
            "甲{{ 申请.新收.总计",
            "甲{{ 申请.新收.总计 !2 占位的“{{”没有对应的“}}” 补上“}}”，如 {{ 申请.新收.总计 }}",
        );
        check(
            "{{ 申请.新收.总计 | 平方 }}",
            "{{ 申请.新收.总计 | 平方 }} !1 占位“申请.新收.总计 | 平方”算不出来 检查名称、加减号和过滤器；没有这个过滤器，可用：千分位、万、百分比、同比、日期",
        );
        check(
            "{{ range(9) }}",
            "{{ range(9) }} !1 没有“range”这个数 可以写：上年、主动公开、信息处理费、图表、复议诉讼、年度、归档、成文日期、机关、标题、格式、申请、盖章、简称、索引号、统计期限、网站、联系、零申请",
        );
    }
}
