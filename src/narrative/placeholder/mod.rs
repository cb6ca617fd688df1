//! Placeholders: `{{ 申请.新收.总计 }}` in narrative and templates.
//!
//! The braces are found here and each expression is evaluated on its own, so
//! that every bound number keeps its source, and text that a clerk wrote is
//! never run as a template.

mod fault;
mod filters;
mod values;

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use fault::PlaceholderFault;
use minijinja::{Environment, UndefinedBehavior, Value};

use super::line::{Stretch, within};
use crate::finding::Finding;
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
        findings.extend(self.find_mistyped(text, place));
        let mut stretches = Vec::new();
        let mut from = 0;
        while let Some(open) = find_from(text, from, "{{") {
            let Some(close) = find_from(text, open, "}}") else {
                findings.push(fault::unclosed(within(place, text, open, open + 2)));
                break;
            };
            if open > from {
                stretches.push(as_typed(text, from..open));
            }
            let end = close + 2;
            let place = within(place, text, open, end);
            let count = self.count.fetch_add(1, Ordering::Relaxed) + 1;
            if count > MAX_COUNT {
                if count == MAX_COUNT + 1 {
                    findings.push(fault::too_many(place));
                }
                stretches.push(as_typed(text, open..text.len()));
                return stretches;
            }
            let expression = text[open + 2..close].trim();
            match self.evaluate(expression) {
                Ok(filled) => stretches.push(Stretch {
                    text: filled.text,
                    typed: open..end,
                    bound: filled.bound,
                }),
                Err(fault) => {
                    findings.push(fault.finding(expression, place));
                    stretches.push(as_typed(text, open..end));
                }
            }
            from = end;
        }
        if from < text.len() || stretches.is_empty() {
            stretches.push(as_typed(text, from..text.len()));
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
    fn find_mistyped(&self, text: &str, place: &Place) -> Option<Finding> {
        let other = OTHER_BRACES.iter().find_map(|mark| text.find(mark));
        let at = other.or_else(|| self.find_single_brace(text))?;
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        Some(fault::mistyped(within(place, text, at, end)))
    }

    /// A single brace before a name.
    fn find_single_brace(&self, text: &str) -> Option<usize> {
        for (at, _) in text.match_indices('{') {
            let is_alone = !text[..at].ends_with('{') && !text[at + 1..].starts_with('{');
            if is_alone && self.begins_with_name(text[at + 1..].trim_start()) {
                return Some(at);
            }
        }
        None
    }

    /// Whether a text begins with one of the first names.
    fn begins_with_name(&self, text: &str) -> bool {
        let Values::Names(names) = &self.values else {
            return false;
        };
        let mut behind = names
            .keys()
            .filter_map(|name| text.strip_prefix(name.as_str()));
        behind.any(|behind| behind.starts_with(['.', ' ', '}']))
    }

    /// What a placeholder prints.
    fn evaluate(&self, expression: &str) -> Result<Filled, PlaceholderFault<'_>> {
        // Sums and differences are all that counts need; multiplied text could fill the memory.
        if expression.contains('*') || expression.len() > MAX_EXPRESSION {
            return Err(PlaceholderFault::NotPlain);
        }
        let compiled = self
            .environment
            .compile_expression(expression)
            .map_err(PlaceholderFault::Unreadable)?;
        let mut names: Vec<String> = compiled.undeclared_variables(true).into_iter().collect();
        names.sort_unstable();
        for name in &names {
            let text = self.find_leaf(name)?;
            if name != expression {
                continue;
            }
            if text.is_empty() && name != AGENCY {
                return Err(PlaceholderFault::Empty { name: name.clone() });
            }
            // A name alone prints as the table does, whatever arithmetic makes of it.
            return Ok(Filled {
                text: text.to_owned(),
                bound: names,
            });
        }
        let value = compiled
            .eval(&self.context)
            .map_err(PlaceholderFault::Failed)?;
        if value.as_str().is_none() && !value.is_number() {
            return Err(PlaceholderFault::NoNumber);
        }
        Ok(Filled {
            text: print(&value),
            bound: names,
        })
    }

    /// What the value of this name prints.
    fn find_leaf(&self, name: &str) -> Result<&str, PlaceholderFault<'_>> {
        match self.values.find(name) {
            Ok(Values::Leaf { text, .. }) => Ok(text),
            Ok(level @ Values::Names(_)) => Err(PlaceholderFault::Level {
                name: name.to_owned(),
                example: level.example(),
            }),
            Err(_) if !self.has_last() && name.starts_with(LAST_YEAR) => {
                Err(PlaceholderFault::NoLastYear {
                    name: name.to_owned(),
                })
            }
            Err(lost) => Err(PlaceholderFault::Unknown {
                name: name.to_owned(),
                lost,
            }),
        }
    }
}

/// What a placeholder prints, and the paths of the values in it.
struct Filled {
    text: String,
    bound: Vec<String>,
}

/// Braces of other ways of writing, which are none here.
const OTHER_BRACES: [&str; 3] = ["｛｛", "{%", "{#"];

fn find_from(text: &str, from: usize, mark: &str) -> Option<usize> {
    text[from..].find(mark).map(|at| from + at)
}

/// A stretch without a placeholder.
fn as_typed(text: &str, typed: Range<usize>) -> Stretch {
    Stretch {
        text: text[typed.clone()].to_owned(),
        typed,
        bound: Vec::new(),
    }
}

/// A result as it prints: no control characters, no dust of binary fractions.
fn print(value: &Value) -> String {
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
            "{{ 上年.申请.新收.总计 }} !1 没有上年的数，无法填“上年.申请.新收.总计” \
             在表里写“上年: 上一年填报表的文件名”",
        );
        check(
            "甲{{ 申请.新收.总计",
            "甲{{ 申请.新收.总计 !2 占位的“{{”没有对应的“}}” 补上“}}”，如 {{ 申请.新收.总计 }}",
        );
        check(
            "{{ 申请.新收.总计 | 平方 }}",
            "{{ 申请.新收.总计 | 平方 }} !1 占位“申请.新收.总计 | 平方”算不出来 \
             检查名称、加减号和过滤器；没有这个过滤器，可用：千分位、万、百分比、同比、日期",
        );
        check(
            "{{ range(9) }}",
            "{{ range(9) }} !1 没有“range”这个数 \
             可以写：上年、主动公开、信息处理费、图表、复议诉讼、年度、归档、成文日期、机关、标题、\
             格式、申请、盖章、简称、索引号、统计期限、网站、联系、零申请",
        );
    }
}
