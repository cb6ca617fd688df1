//! A comparison as a document that the agency can publish: 更正说明, with its basis, what stood
//! there and what stands now, and what follows. The words are data, `templates/report/notice.yaml`.

use serde::Deserialize;

use super::Comparison;
use crate::document::{
    ArchiveKeys, Block, Document, Role, Row, Signature, Source, TableBlock, TableCell, Text,
};
use crate::finding::{Code, Finding};
use crate::narrative::{Narrative, in_characters};
use crate::place::{Place, Placed};
use crate::report::changes::{CellChange, Change, How};
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

/// The notice of a correction; `new` is the corrected report. None where nothing differs that is printed
/// as a number, a value or a sentence.
pub fn notice(comparison: &Comparison, new: &Report, with: Occasion<'_>) -> Option<Document> {
    let NoticeTemplate {
        title,
        basis,
        reason,
        signature,
        ..
    } = with.template;
    let words = NoticeWords {
        narrative: Narrative::without_claims(new, None),
        template: with.template,
    };
    let title = words.fill(title);
    let mut blocks = vec![
        Block::Title(Text::of(&title)),
        paragraph(&words.fill(basis)),
    ];
    blocks.extend(with.reason.map(|why| {
        paragraph(&stopped(
            reason.replace("{原因}", why.trim_end_matches('。')),
        ))
    }));
    let mut sections = 0;
    let mut heading = |words: &str| {
        sections += 1;
        Block::Heading {
            level: 1,
            text: Text::of(&format!("{}、{words}", in_characters(sections))),
        }
    };
    if let Some(table) = words.table(comparison, new) {
        blocks.extend([heading(&with.template.numbers), Block::Table(table)]);
    }
    let sentences = words.sentences(comparison);
    if !sentences.is_empty() {
        blocks.push(heading(&with.template.text));
        blocks.extend(sentences);
    }
    if !blocks
        .iter()
        .any(|block| matches!(block, Block::Heading { .. }))
    {
        return None;
    }
    blocks.push(heading(&with.template.effects));
    blocks.push(paragraph(&words.effects(comparison)));
    let day = with.date.map(Date::chinese);
    let lines = [Some(words.fill(signature)), day].into_iter().flatten();
    let lines = lines.map(|line| Text::of(&line)).collect();
    let sealed = new.is_sealed();
    blocks.push(Block::Signature(Signature { lines, sealed }));
    Some(Document {
        title,
        agency: new.agency.value.clone(),
        identifier: String::new(),
        subject: words.fill(&with.template.title),
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
fn stopped(words: String) -> String {
    if words.ends_with('。') {
        words
    } else {
        words + "。"
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

    /// The cells that changed, table by table; none where none did.
    fn table(&self, comparison: &Comparison, new: &Report) -> Option<TableBlock> {
        let NoticeTemplate {
            item,
            before,
            after,
            ..
        } = self.template;
        let cells: Vec<&CellChange> = comparison
            .cells()
            .filter(|cell| cell.how != How::Stated)
            .collect();
        let others = comparison.changes.iter().filter_map(|change| match change {
            Change::Value { path, old, new } if printed(path) => Some((path, old, new)),
            _ => None,
        });
        let others: Vec<_> = others.collect();
        if cells.is_empty() && others.is_empty() {
            return None;
        }
        let mut rows = vec![row(
            [item, before, after],
            [Role::Corner, Role::Head, Role::Head],
        )];
        let numbers = [Role::Stub, Role::Number, Role::Number];
        for table in &new.standard.tables {
            let own: Vec<&&CellChange> =
                cells.iter().filter(|cell| cell.table == table.id).collect();
            if own.is_empty() {
                continue;
            }
            let band = TableCell {
                width: 3,
                ..cell(&table.name, 0, Role::Band)
            };
            rows.push(Row { cells: vec![band] });
            rows.extend(
                own.iter()
                    .map(|c| row([&c.label, &c.printed_old, &c.printed_new], numbers)),
            );
        }
        for (path, old, new) in others {
            let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".to_owned());
            rows.push(row(
                [&path.replace('.', ""), &value(old), &value(new)],
                numbers,
            ));
        }
        Some(TableBlock {
            id: "corrections".into(),
            name: self.template.numbers.clone(),
            columns: 3,
            stub: 1,
            head: 1,
            rows,
        })
    }

    /// The sentences that changed, numbered.
    fn sentences(&self, comparison: &Comparison) -> Vec<Block> {
        let NoticeTemplate {
            changed,
            removed,
            added,
            opening,
            ..
        } = self.template;
        let told = comparison
            .sentences
            .iter()
            .zip(1..)
            .map(|(sentence, number)| {
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
                let (old, new) = (
                    sentence.old.as_deref().unwrap_or_default(),
                    sentence.new.as_deref().unwrap_or_default(),
                );
                let filled = words
                    .replace("{序}", &number.to_string())
                    .replace("{部分}", section);
                // What the sentences hold is not filled again.
                let mut parts = String::new();
                let mut rest = filled.as_str();
                while let Some(at) = rest.find('{') {
                    let (before, behind) = rest.split_at(at);
                    parts.push_str(before);
                    let (value, length) = match behind {
                        b if b.starts_with("{旧}") => (quoted(old), "{旧}".len()),
                        b if b.starts_with("{新}") => (quoted(new), "{新}".len()),
                        _ => ("{".to_owned(), 1),
                    };
                    parts.push_str(&value);
                    rest = &behind[length..];
                }
                paragraph(&(parts + rest))
            });
        told.collect()
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

/// A sentence inside quotation marks, which the notice ends with a stop of its own.
///
/// Quotation marks inside quotation marks are single (GB/T 15834).
fn quoted(sentence: &str) -> String {
    sentence
        .trim()
        .trim_end_matches('。')
        .replace('“', "‘")
        .replace('”', "’")
}

/// Whether a short value is told in a table of corrections: what only steers the program is not, and what
/// stands in the running text is told there.
fn printed(path: &str) -> bool {
    matches!(path, "成文日期" | "索引号")
}

fn cell(text: &str, column: usize, role: Role) -> TableCell {
    TableCell {
        text: text.to_owned(),
        column,
        width: 1,
        height: 1,
        role,
        id: None,
        place: None,
    }
}

fn row(texts: [&str; 3], roles: [Role; 3]) -> Row {
    Row {
        cells: texts
            .into_iter()
            .zip(roles)
            .enumerate()
            .map(|(column, (text, role))| cell(text, column, role))
            .collect(),
    }
}
