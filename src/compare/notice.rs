//! A comparison as a document that the agency can publish: 更正说明, with its basis, what stood
//! there and what stands now, and what follows. The words are data, `templates/report/notice.yaml`.

mod table;

use serde::Deserialize;

use super::{Comparison, SentenceChange};
use crate::document::{ArchiveKeys, Block, Document, Signature, Source, Text};
use crate::finding::{Code, Finding};
use crate::narrative::{Narrative, in_characters};
use crate::place::{Place, Placed};
use crate::report::changes::How;
use crate::report::{Date, Report};

/// The words of a notice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeTemplate {
    title: String,
    basis: String,
    reason: String,
    numbers: String,
    item: String,
    before: String,
    after: String,
    text: String,
    changed: String,
    removed: String,
    added: String,
    opening: String,
    effects: String,
    moved: String,
    followed: String,
    sound: String,
    rest: String,
    signature: String,
    #[serde(default)]
    colophon: Option<String>,
}

impl NoticeTemplate {
    /// The built-in words.
    pub fn builtin() -> Source {
        Source::new(
            "templates/report/notice.yaml",
            include_str!("../../templates/report/notice.yaml"),
        )
    }

    /// Reads a file of words.
    ///
    /// # Errors
    /// The finding `unreadable` with its place.
    pub fn load(source: &Source) -> Result<Self, Box<Finding>> {
        source.parse()
    }
}

/// What a notice is made with.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// Its words.
    pub template: &'a NoticeTemplate,
    /// Why the report was corrected, in the agency's words.
    pub reason: Option<&'a str>,
    /// The day of the notice.
    pub date: Option<Date>,
}

/// The notice of a correction; `new` is the corrected report. None where nothing differs that is
/// printed as a number, a value or a sentence.
pub fn notice(comparison: &Comparison, new: &Report, with: Occasion<'_>) -> Option<Document> {
    let words = NoticeWords {
        narrative: Narrative::without_claims(new, None),
        template: with.template,
    };
    let blocks = words.blocks(comparison, new, with)?;
    let title = words.fill(&with.template.title);
    Some(Document {
        title: title.clone(),
        agency: new.agency.value.clone(),
        identifier: String::new(),
        subject: title,
        kind: String::new(),
        openness: String::new(),
        archive: ArchiveKeys::default(),
        keywords: Vec::new(),
        year: new.year.value,
        date: with.date,
        issued: with.date,
        origin: String::new(),
        colophon: with.template.colophon.as_ref().map(|text| words.fill(text)),
        draft: false,
        site: Vec::new(),
        blocks,
    })
}

/// With a full stop at its end.
fn end_with_stop(words: String) -> String {
    if words.ends_with('。') {
        words
    } else {
        words + "。"
    }
}

/// The sections of a notice, as they are numbered.
#[derive(Default)]
struct NoticeSections(u32);

impl NoticeSections {
    /// The heading of the next one.
    fn head(&mut self, words: &str) -> Block {
        self.0 += 1;
        let words = format!("{}、{words}", in_characters(self.0));
        Block::Heading {
            level: 1,
            text: Text::of(&words),
        }
    }
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(Text::of(words))
}

/// The notice's words with the report's values.
struct NoticeWords<'a> {
    narrative: Narrative,
    template: &'a NoticeTemplate,
}

impl NoticeWords<'_> {
    /// A text with its placeholders filled.
    fn fill(&self, text: &str) -> String {
        self.narrative
            .fill(&Placed::new(text.to_owned(), Place::default()))
            .0
            .text
    }

    /// All that is printed; none where nothing differs that is printed.
    fn blocks(
        &self,
        comparison: &Comparison,
        new: &Report,
        with: Occasion<'_>,
    ) -> Option<Vec<Block>> {
        let NoticeTemplate {
            title,
            basis,
            numbers,
            text,
            effects,
            ..
        } = self.template;
        let mut sections = NoticeSections::default();
        let mut changes = Vec::new();
        if let Some(table) = table::corrections(self.template, comparison, new) {
            changes.extend([sections.head(numbers), Block::Table(table)]);
        }
        let sentences = self.sentences(comparison);
        if !sentences.is_empty() {
            changes.push(sections.head(text));
            changes.extend(sentences);
        }
        if changes.is_empty() {
            return None;
        }
        let mut blocks = vec![
            Block::Title(Text::of(&self.fill(title))),
            paragraph(&self.fill(basis)),
        ];
        blocks.extend(with.reason.map(|why| self.reason(why)));
        blocks.extend(changes);
        blocks.push(sections.head(effects));
        blocks.push(paragraph(&self.effects(comparison)));
        blocks.push(self.signature(new, with.date));
        Some(blocks)
    }

    /// Why the report was corrected.
    fn reason(&self, why: &str) -> Block {
        let words = &self.template.reason;
        let words = words.replace("{原因}", why.trim_end_matches('。'));
        paragraph(&end_with_stop(words))
    }

    fn signature(&self, new: &Report, date: Option<Date>) -> Block {
        let mut lines = vec![Text::of(&self.fill(&self.template.signature))];
        if let Some(day) = date {
            lines.push(Text::of(&day.chinese()));
        }
        let sealed = new.is_sealed();
        Block::Signature(Signature { lines, sealed })
    }

    /// The sentences that changed, numbered.
    fn sentences(&self, comparison: &Comparison) -> Vec<Block> {
        let mut told = Vec::new();
        for (number, sentence) in (1..).zip(&comparison.sentences) {
            told.push(paragraph(&self.tell_sentence(number, sentence)));
        }
        told
    }

    fn tell_sentence(&self, number: usize, sentence: &SentenceChange) -> String {
        let NoticeTemplate {
            changed,
            removed,
            added,
            opening,
            ..
        } = self.template;
        let section = if sentence.section.is_empty() {
            opening
        } else {
            &sentence.section
        };
        let words = match (&sentence.old, &sentence.new) {
            (Some(_), Some(_)) => changed,
            (Some(_), None) => removed,
            _ => added,
        };
        let filled = words
            .replace("{序}", &number.to_string())
            .replace("{部分}", section);
        quote_sentences(&filled, sentence)
    }

    /// What follows from the correction, in a paragraph.
    fn effects(&self, comparison: &Comparison) -> String {
        let NoticeTemplate {
            moved,
            followed,
            sound,
            rest,
            ..
        } = self.template;
        let totals = comparison
            .cells()
            .filter(|cell| cell.how == How::Moved)
            .count();
        let follow = comparison
            .sentences
            .iter()
            .filter(|sentence| sentence.follows)
            .count();
        let relations = &comparison.touched;
        let mut words = String::new();
        if totals > 0 {
            words += &moved.replace("{合计}", &totals.to_string());
        }
        if follow > 0 {
            words += &followed.replace("{随动}", &follow.to_string());
        }
        // What does not hold is not published as sound.
        let tables = relations
            .iter()
            .filter(|relation| relation.code != Code::NarrativeNumber)
            .count();
        if tables > 0
            && relations
                .iter()
                .all(|relation| relation.after == Some(true))
        {
            words += &sound.replace("{关系}", &tables.to_string());
        }
        words + &self.fill(rest)
    }
}

/// Where the old sentence stands in the words of a notice, and the new one.
const OLD: &str = "{旧}";
const NEW: &str = "{新}";

/// Words with the sentences that they quote; what the sentences hold is not filled again.
fn quote_sentences(words: &str, sentence: &SentenceChange) -> String {
    let mut filled = String::new();
    let mut rest = words;
    while let Some(at) = rest.find('{') {
        let (before, behind) = rest.split_at(at);
        filled.push_str(before);
        if let Some(behind) = behind.strip_prefix(OLD) {
            filled.push_str(&quote(sentence.old.as_deref().unwrap_or_default()));
            rest = behind;
        } else if let Some(behind) = behind.strip_prefix(NEW) {
            filled.push_str(&quote(sentence.new.as_deref().unwrap_or_default()));
            rest = behind;
        } else {
            filled.push('{');
            rest = &behind[1..];
        }
    }
    filled + rest
}

/// A sentence inside quotation marks, which the notice ends with a stop of its own.
///
/// Quotation marks inside quotation marks are single (GB/T 15834).
fn quote(sentence: &str) -> String {
    sentence
        .trim()
        .trim_end_matches('。')
        .replace('“', "‘")
        .replace('”', "’")
}
