//! Whose report it is, of which year and day: title, signature, the data of the page.

use super::super::days::{DayBehind, find_day_behind};
use super::super::facts::{FoundFact, WRITTEN};
use super::super::mend::mend;
use super::super::outline::{Outline, is_prose};
use super::super::pieces::TextLine;
use super::super::title_lines::{EXTENSIONS, is_title};
use super::super::titles::{TitleSays, find_agency_in_lead, find_first_year, read_title};
use super::super::{Given, has_at_most};
use super::{Importer, entry};
use crate::form::raw::{Raw, RawNode};
use crate::place::At;
use crate::readback::Fact;
use crate::standard::{AGENCY, YEAR};

/// Characters of the longest name in a signature.
const MAX_NAME: usize = 40;
/// The form's key of the title.
const TITLE: &str = "标题";

impl Importer<'_> {
    /// Agency, year and title.
    pub(super) fn add_identity(
        &mut self,
        outline: &Outline,
        given: &Given,
        facts: &[Fact],
        lead: &[TextLine],
    ) {
        let title = match &outline.title {
            Some(title) => TextLine::new(mend(&title.text, false), title.at.clone()),
            None => TextLine::new(self.find_title_in_facts(facts), At::File),
        };
        let says = read_title(&title.text);
        let agency = self.find_agency(&says, given, lead);
        let year = match given.year.or(says.year) {
            Some(year) => Some(year),
            None => self.guess_year(lead),
        };
        let usual = format!(
            "{agency}{}年政府信息公开工作年度报告",
            year.unwrap_or_default()
        );
        let text = drop_extension(&title.text);
        if !text.is_empty() && text != usual {
            self.entries.push(entry(TITLE, text, title.at.clone()));
        }
        if !agency.is_empty() {
            self.entries.push(entry(AGENCY, agency, title.at.clone()));
        }
        if let Some(year) = year {
            self.entries.push(entry(YEAR, year.to_string(), title.at));
        }
    }

    /// The title that the file says of itself; empty where it says none.
    fn find_title_in_facts(&mut self, facts: &[Fact]) -> String {
        let mut values = facts.iter().map(|fact| fact.value.as_str());
        let Some(named) = values.find(|value| is_title(value, self.words)) else {
            return String::new();
        };
        let message = format!("正文没有标题，用了文件属性里的“{named}”");
        self.guess(message, At::File, TITLE);
        mend(named, false)
    }

    /// Whose report it is, by what somebody gives, the title, or else a guess.
    fn find_agency(&mut self, says: &TitleSays, given: &Given, lead: &[TextLine]) -> String {
        let mut agency = given.agency.as_ref().unwrap_or(&says.agency).clone();
        if agency.is_empty() {
            agency = self.guess_agency(lead);
        }
        // A title may shorten the name that the signature has whole.
        let mut facts = self.facts.iter();
        let signed = facts.find(|fact| fact.key == AGENCY && fact.guessed);
        if let Some(fact) = signed
            && given.agency.is_none()
            && fact.value.starts_with(&agency)
            && fact.value != agency
        {
            let FoundFact { value, at, .. } = fact.clone();
            self.guess(format!("机关名称用了落款的“{value}”"), at, AGENCY);
            return value;
        }
        agency
    }

    /// The agency by the lead, or else by what the page says; empty where neither names one.
    fn guess_agency(&mut self, lead: &[TextLine]) -> String {
        for line in lead {
            if let Some(named) = find_agency_in_lead(&line.text, self.words) {
                let message = format!("标题里没有机关名称，用了正文里的“{named}”");
                self.guess(message, lead[0].at.clone(), AGENCY);
                return named;
            }
        }
        let Some(fact) = self.facts.iter().find(|fact| fact.key == AGENCY) else {
            return String::new();
        };
        let FoundFact { value, at, .. } = fact.clone();
        let message = format!("标题里没有机关名称，用了页面上的“{value}”");
        self.guess(message, at, AGENCY);
        value
    }

    /// The year that the lead speaks of first.
    fn guess_year(&mut self, lead: &[TextLine]) -> Option<i32> {
        let passage = lead.first()?;
        let first = find_first_year(&passage.text)?;
        let message = format!("没有写明年度，按正文第一次提到的 {first} 年");
        self.guess(message, passage.at.clone(), YEAR);
        Some(first)
    }

    /// Takes name and day at the end of the text for the signature that they are.
    pub(super) fn take_signature(&mut self, passages: &mut Vec<TextLine>) {
        self.leave_out_attachments(passages);
        let from = match passages.iter().rposition(|line| is_prose(&line.text)) {
            Some(prose) => prose + 1,
            None => 0,
        };
        let Some(dated) = find_dated_line(passages, from) else {
            return;
        };
        let line = &passages[dated.at];
        // What stands in the report itself goes before what a page says of it.
        let day = FoundFact::new(WRITTEN, dated.behind.day.to_string(), &line.at);
        self.facts.insert(0, day);
        let own = match dated.behind.name {
            name if name.is_empty() => None,
            name => Some(line.with_text(name)),
        };
        let above = passages[from..dated.at].last();
        let above = above.filter(|line| is_name(line));
        let start = if own.is_none() && above.is_some() {
            dated.at - 1
        } else {
            dated.at
        };
        let behind = passages
            .get(dated.at + 1)
            .filter(|line| is_name(line) && self.words.is_agency(&line.text));
        let signer = own.or(above.cloned()).or(behind.cloned());
        if let Some(signer) = &signer {
            let name = mend(&signer.text, false);
            self.facts.push(FoundFact::guess(AGENCY, name, &signer.at));
        }
        for line in passages.drain(start..) {
            let is_signer = signer.as_ref().is_some_and(|signer| signer.at == line.at);
            if !is_signer && find_day_behind(&line.text).is_none() {
                self.left_out.push(line);
            }
        }
    }

    /// Leaves out the lines on attached files at the end of a text.
    fn leave_out_attachments(&mut self, passages: &mut Vec<TextLine>) {
        let last = passages.iter().rposition(|line| !self.is_attachment(line));
        if let Some(last) = last {
            self.left_out.extend(passages.drain(last + 1..));
        }
    }

    fn is_attachment(&self, line: &TextLine) -> bool {
        let text = line.text.trim();
        let mut words = self.words.attachments.iter();
        words.any(|word| text.starts_with(word.as_str()))
    }

    /// The form's short values; the first that is found of each.
    pub(super) fn add_facts(&mut self) {
        let facts = std::mem::take(&mut self.facts);
        let mut known: Vec<String> = Vec::new();
        let title = self.entries.iter().any(|entry| entry.key == AGENCY);
        for fact in facts {
            // The agency is the title's business; a page's own name for itself is no agency's.
            if known.contains(&fact.key) || fact.key == AGENCY && title {
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

/// A line with a day at its end.
struct DatedLine {
    at: usize,
    behind: DayBehind,
}

/// The last line from one on that has a day: by itself, or behind the name.
fn find_dated_line(passages: &[TextLine], from: usize) -> Option<DatedLine> {
    for (at, line) in passages.iter().enumerate().skip(from).rev() {
        if let Some(behind) = find_day_behind(&line.text) {
            return Some(DatedLine { at, behind });
        }
    }
    None
}

/// Whether a line may be the name in a signature.
fn is_name(line: &TextLine) -> bool {
    let text = line.text.trim();
    has_at_most(text, MAX_NAME) && !text.contains(['，', '：', '）'])
}

/// A title without what a file's name ends in.
fn drop_extension(title: &str) -> String {
    let lower = title.to_ascii_lowercase();
    let stem = EXTENSIONS.iter().find_map(|end| lower.strip_suffix(end));
    title[..stem.unwrap_or(&lower).len()].to_owned()
}
