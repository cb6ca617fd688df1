//! Whose report it is, of which year and day: title, signature, the data of the page.

use super::super::Given;
use super::super::facts::{self, DayBehind, FoundFact, TitleSays};
use super::super::mend::mended;
use super::super::outline::{self, Outline};
use super::super::pieces::TextLine;
use super::{Importer, entry};
use crate::form::raw::{Raw, RawNode};
use crate::place::At;
use crate::readback::Fact;

/// Characters of the longest name in a signature.
const MAX_NAME: usize = 40;

impl Importer<'_> {
    /// Agency, year and title.
    pub(super) fn title(
        &mut self,
        outline: &Outline,
        given: &Given,
        facts: &[Fact],
        lead: &[TextLine],
    ) {
        let named = facts.iter().map(|fact| fact.value.as_str());
        let mut named = named.filter(|value| outline::is_title(value, self.words));
        let (text, at) = match (&outline.title, named.next()) {
            (Some(title), _) => (mended(&title.text, false), title.at.clone()),
            (None, Some(named)) => {
                self.guess(
                    format!("正文没有标题，用了文件属性里的“{named}”"),
                    At::File,
                    "标题",
                );
                (mended(named, false), At::File)
            }
            (None, None) => (String::new(), At::File),
        };
        let says = facts::of_title(&text);
        let TitleSays { agency, year } = self.whose(&says, given, lead);
        let usual = format!(
            "{agency}{}年政府信息公开工作年度报告",
            year.unwrap_or_default()
        );
        let text = without_extension(&text);
        if !text.is_empty() && text != usual {
            self.entries.push(entry("标题", text, at.clone()));
        }
        if !agency.is_empty() {
            self.entries.push(entry("机关", agency, at.clone()));
        }
        if let Some(year) = year {
            self.entries.push(entry("年度", year.to_string(), at));
        }
    }

    /// Whose report of which year it is, by what somebody gives, the title, or else a guess.
    fn whose(&mut self, says: &TitleSays, given: &Given, lead: &[TextLine]) -> TitleSays {
        let mut agency = given.agency.clone().unwrap_or_else(|| says.agency.clone());
        if agency.is_empty()
            && let Some(named) = lead
                .iter()
                .find_map(|line| facts::named_in(&line.text, self.words))
        {
            let at = lead.first().map_or(At::File, |line| line.at.clone());
            self.guess(
                format!("标题里没有机关名称，用了正文里的“{named}”"),
                at,
                "机关",
            );
            agency = named;
        }
        if agency.is_empty()
            && let Some(fact) = self.facts.iter().find(|fact| fact.key == "机关").cloned()
        {
            let message = format!("标题里没有机关名称，用了页面上的“{}”", fact.value);
            self.guess(message, fact.at, "机关");
            agency = fact.value;
        }
        // A title may shorten the name that the signature has whole.
        let signed = self
            .facts
            .iter()
            .find(|fact| fact.key == "机关" && fact.guessed)
            .cloned();
        if let Some(fact) = signed.filter(|fact| {
            given.agency.is_none() && fact.value.starts_with(&agency) && fact.value != agency
        }) {
            let message = format!("机关名称用了落款的“{}”", fact.value);
            self.guess(message, fact.at, "机关");
            agency = fact.value;
        }
        let mut year = given.year.or(says.year);
        if year.is_none()
            && let Some(passage) = lead.first()
            && let Some(first) = facts::first_year(&passage.text)
        {
            let message = format!("没有写明年度，按正文第一次提到的 {first} 年");
            self.guess(message, passage.at.clone(), "年度");
            year = Some(first);
        }
        TitleSays { agency, year }
    }

    /// Takes name and day at the end of the text for the signature that they are.
    pub(super) fn signature(&mut self, passages: &mut Vec<TextLine>) {
        let is_attachment = |line: &TextLine| {
            self.words
                .attachments
                .iter()
                .any(|word| line.text.trim().starts_with(word.as_str()))
        };
        if let Some(at) = passages.iter().rposition(|line| !is_attachment(line)) {
            self.left_out.extend(passages.drain(at + 1..));
        }
        let from = passages
            .iter()
            .rposition(|line| outline::is_prose(&line.text));
        let from = from.map_or(0, |prose| prose + 1);
        // The day stands by itself, or behind the name.
        let dated = |line: &TextLine| facts::day_behind(&line.text);
        let found = (from..passages.len())
            .rev()
            .find_map(|at| Some((at, dated(&passages[at])?)));
        let Some((at, DayBehind { name, day })) = found else {
            return;
        };
        let line = passages[at].clone();
        let key = "成文日期".to_owned();
        let fact = FoundFact {
            key,
            value: day.to_string(),
            at: line.at.clone(),
            guessed: false,
        };
        // What stands in the report itself goes before what a page says of it.
        self.facts.insert(0, fact);
        let is_name = |line: &&TextLine| {
            let text = line.text.trim();
            text.chars().count() <= MAX_NAME && !text.contains(['，', '：', '）'])
        };
        let own = (!name.is_empty()).then(|| TextLine {
            text: name,
            ..line.clone()
        });
        let above = at.checked_sub(1).filter(|above| *above >= from);
        let above = above.map(|above| &passages[above]).filter(is_name).cloned();
        let behind = passages.get(at + 1).filter(is_name).cloned();
        let start = if own.is_none() && above.is_some() {
            at - 1
        } else {
            at
        };
        let signer = own
            .or(above)
            .or(behind.filter(|line| self.words.is_agency(&line.text)));
        if let Some(signer) = &signer {
            let key = "机关".to_owned();
            let value = mended(&signer.text, false);
            self.facts.push(FoundFact {
                key,
                value,
                at: signer.at.clone(),
                guessed: true,
            });
        }
        let rest: Vec<TextLine> = passages.drain(start..).collect();
        let is_signature = |line: &TextLine| {
            dated(line).is_some() || signer.as_ref().is_some_and(|own| own.at == line.at)
        };
        self.left_out
            .extend(rest.into_iter().filter(|line| !is_signature(line)));
    }

    /// The form's short values; the first that is found of each.
    pub(super) fn data(&mut self) {
        let facts = std::mem::take(&mut self.facts);
        let mut known: Vec<String> = Vec::new();
        let title = self.entries.iter().any(|entry| entry.key == "机关");
        for fact in facts {
            // The agency is the title's business; a page's own name for itself is no agency's.
            if known.contains(&fact.key) || fact.key == "机关" && title {
                continue;
            }
            known.push(fact.key.clone());
            if fact.guessed {
                let message = format!("“{}”是按样子认出来的：{}", fact.key, fact.value);
                self.guess(message, fact.at.clone(), &fact.key);
            }
            let node = RawNode::Scalar(vec![(fact.value, fact.at.clone())]);
            self.put(&fact.key, Raw { at: fact.at, node });
        }
    }
}

/// A title without what a file's name ends in.
fn without_extension(title: &str) -> String {
    let lower = title.to_ascii_lowercase();
    let ending = [".pdf", ".docx", ".doc", ".html"]
        .into_iter()
        .find(|end| lower.ends_with(end));
    ending
        .map_or(title, |end| &title[..title.len() - end.len()])
        .to_owned()
}
