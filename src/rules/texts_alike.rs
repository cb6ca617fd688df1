//! `texts-alike`: the text of another form of the same run.
//!
//! One report cannot show it: who checks several puts a finding here, by [`RunTexts`].

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::repeated_text::own_sentences;
use super::{Check, Rule};
use crate::finding::{Code, Explanation, Finding};
use crate::narrative::Subject;
use crate::place::Place;

pub(super) const RULE: Rule = Rule {
    code: Code::TextsAlike,
    waivable: false,
    explanation: Explanation {
        summary: "most of the text is that of another form of the same run",
        what: "一次检查多份填报表时，两份表的文字有一半以上的句子相同（数字、空白、\
               标点和每份报告都有的话不算）。",
        why: "照抄别的单位的报告，把名称一换，里面的事就不是本机关的了；上级汇总时一眼看出来。",
        wrong: "两个镇的报告，40 句里有 35 句相同",
        right: "各写各的情况",
    },
    check: Check::Report(nothing),
};

fn nothing(_: &Subject<'_>) -> Vec<Finding> {
    Vec::new()
}

/// A sentence by what it says, as a number; two sentences of one number are taken for the same.
pub type SentenceMark = u64;

/// Fewer sentences than these say nothing.
const FEW: usize = 5;

/// What the sentences of a report say, each once.
pub fn sentence_marks(subject: &Subject<'_>) -> Vec<SentenceMark> {
    let mut marks: Vec<SentenceMark> = own_sentences(subject).iter().map(|s| mark(s)).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// The same number on every system: FNV-1a.
fn mark(sentence: &str) -> SentenceMark {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    sentence.hash(&mut hasher);
    hasher.finish()
}

/// The hash of Fowler, Noll and Vo.
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The texts of the forms of a run, as far as they were seen.
#[derive(Debug, Default)]
pub struct RunTexts {
    /// The first form with each sentence.
    first: BTreeMap<SentenceMark, usize>,
    forms: Vec<SeenForm>,
}

/// A form whose text was taken up.
#[derive(Debug)]
struct SeenForm {
    name: Arc<str>,
    agency: String,
}

impl RunTexts {
    /// Takes up a form's sentences; a finding if an earlier form of another agency has more than
    /// so many hundredths of them.
    pub fn take_up(
        &mut self,
        name: &Arc<str>,
        agency: &str,
        marks: &[SentenceMark],
        percent: usize,
    ) -> Option<Finding> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let number = self.forms.len();
        for mark in marks {
            let first = *self.first.entry(*mark).or_insert(number);
            let is_another = first != number && self.forms[first].agency != agency;
            if is_another {
                *shared.entry(first).or_default() += 1;
            }
        }
        self.forms.push(SeenForm {
            name: name.clone(),
            agency: agency.to_owned(),
        });
        let (other, count) = shared.into_iter().max_by_key(|(_, count)| *count)?;
        if marks.len() < FEW || count * 100 <= marks.len() * percent {
            return None;
        }
        let message = format!(
            "文字与 {} 大半相同：{} 句里有 {count} 句",
            self.forms[other].name,
            marks.len()
        );
        let finding = Finding::new(RULE.code, message, Place::file(name));
        Some(
            finding
                .hint("各写各的情况；确是统一提供的文字，不用改")
                .stated(&self.forms[other].name),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_alike() {
        let names = ["a.yaml", "b.yaml", "c.yaml"].map(Arc::<str>::from);
        let mut texts = RunTexts::default();
        assert_eq!(
            texts.take_up(&names[0], "甲局", &[1, 2, 3, 4, 5, 6], 50),
            None
        );
        assert_eq!(
            texts.take_up(&names[1], "乙局", &[1, 2, 3, 7, 8, 9], 50),
            None
        );
        // Another year's report, or the same in another kind of file.
        assert_eq!(
            texts.take_up(&names[1], "甲局", &[1, 2, 3, 4, 5, 6], 50),
            None
        );
        let found = texts
            .take_up(&names[2], "丙局", &[1, 2, 3, 4, 10, 11], 50)
            .map(|f| f.message);
        assert_eq!(
            found.as_deref(),
            Some("文字与 a.yaml 大半相同：6 句里有 4 句")
        );
    }
}
