//! `local-numbers`: numbers that the text must tell, where the agency's settings list them.

use super::local::ToldNumber;
use super::settings::Settings;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::{Line, Subject, lists};
use crate::place::Place;

pub(super) const RULE: Rule = Rule {
    code: Code::LocalNumbers,
    waivable: true,
    explanation: Explanation {
        summary: "a number that the settings ask for is not told in the text",
        what: "设置文件里写了“应写”的，正文里应有一句话，既有“词”里的一个词，又有以“单位”\
               里的一个单位计数的数；没有写的不查。",
        why: "各地的通知要求写明网站公开信息数、解读数、回应数等；漏写的，退回来才补。",
        wrong: "应写: [{内容: 政策解读数, 词: [解读], 单位: [篇, 件]}]，而正文里没有写解读了多少",
        right: "全年发布政策解读36篇",
    },
    check: Check::Settled(check),
};

fn check(subject: &Subject<'_>, settings: &Settings) -> Vec<Finding> {
    let missing = settings
        .local
        .told
        .iter()
        .filter(|wanted| !is_told(subject, wanted));
    missing.map(|wanted| finding(subject, wanted)).collect()
}

/// Whether a sentence of the text tells a number.
fn is_told(subject: &Subject<'_>, wanted: &ToldNumber) -> bool {
    for passage in &subject.narrative.passages {
        let section = wanted.section.as_ref();
        let is_here = section.is_none_or(|key| *key == passage.key);
        if is_here && passage.lines.iter().any(|line| tells(line, wanted)) {
            return true;
        }
    }
    false
}

fn tells(line: &Line, wanted: &ToldNumber) -> bool {
    let account = &line.account;
    for (sentence, tokens) in account.sentences.iter().enumerate() {
        let text = line.paragraph().between(tokens.clone());
        let is_named = wanted.words.iter().any(|word| text.contains(word.as_str()));
        let mut numbers = account.quantities[account.of_sentence(sentence)].iter();
        if is_named && numbers.any(|quantity| has_measure(line, quantity.at, wanted)) {
            return true;
        }
    }
    false
}

/// Whether a number has one of the measures.
fn has_measure(line: &Line, at: usize, wanted: &ToldNumber) -> bool {
    let behind = &line.text[line.tokens[at].range.end..];
    let behind = lists().digits_behind.trim_start(behind.trim_start());
    wanted.measures.is_empty()
        || wanted
            .measures
            .iter()
            .any(|measure| behind.starts_with(measure.as_str()))
}

fn finding(subject: &Subject<'_>, wanted: &ToldNumber) -> Finding {
    let key = wanted.section.as_deref().unwrap_or("总体情况");
    let place = subject
        .narrative
        .lines(key)
        .first()
        .map_or_else(Place::default, |line| line.place.clone());
    Finding::new(RULE.code, format!("正文里没有写“{}”", wanted.name), place)
        .hint(format!(
            "补写一句，其中有“{}”和它的数（设置文件的“应写”）",
            wanted.words.join("”或“")
        ))
        .in_text(key)
        .stated(&wanted.name)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_settled;
    use super::*;
    use crate::testing::with_section;

    #[test]
    fn numbers_that_are_asked_for() {
        let settings = "地方要求: {应写: [{内容: 政策解读数, 词: [解读], 单位: [篇, 件]}]}\n";
        check_settled(
            &with_section("总体情况", "发布政策解读36篇。"),
            settings,
            RULE.code,
            &[],
        );
        let missing = ["正文里没有写“政策解读数”"];
        check_settled(
            &with_section("总体情况", "做好政策解读。发布文件36件。"),
            settings,
            RULE.code,
            &missing,
        );
    }
}
