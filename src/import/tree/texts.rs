//! The texts of a report as a form has them: lead, sections, notes below tables.

use super::super::contact::find_contact;
use super::super::mend::{has_lost_marks, join_paragraphs, mend};
use super::super::outline::is_prose;
use super::super::pieces::TextLine;
use super::Importer;
use super::parts::Parted;
use crate::form::raw::{Raw, RawNode};
use crate::place::At;
use crate::standard::Standard;

impl Importer<'_> {
    /// Lead, sections and notes below tables.
    pub(super) fn add_texts(&mut self, parted: &Parted, standard: &Standard) {
        let widen = self.tell_lost_marks(parted);
        for passage in &parted.lead {
            self.facts.extend(find_contact(passage, self.words));
        }
        self.add_text("引言", &parted.lead, widen);
        let last = parted.sections.len().saturating_sub(1);
        for (at, texts) in parted.sections.iter().enumerate() {
            let mut passages = texts.passages.clone();
            if at == last {
                self.take_signature(&mut passages);
            }
            let Some(section) = standard.sections.get(texts.index) else {
                continue;
            };
            if let Some(key) = &section.text {
                self.add_text(key, &passages, widen);
            } else if let Some(table) = section.table {
                let notes = self.take_notes(passages);
                let key = format!("说明.{}", standard.tables[table].key);
                if !notes.is_empty() {
                    self.add_text(&key, &notes, widen);
                }
            }
        }
    }

    /// Whether all full-width marks of the report were lost, which is told.
    fn tell_lost_marks(&mut self, parted: &Parted) -> bool {
        let sections = parted.sections.iter().flat_map(|texts| &texts.passages);
        let all = parted.lead.iter().chain(sections);
        let lost = has_lost_marks(all.map(|passage| passage.text.as_str()));
        if lost {
            let message = "正文里的全角标点成了半角，已改回全角";
            self.guess(message.to_owned(), start_of(&parted.lead), "");
        }
        lost
    }

    /// What is said below a table; labels and captions round it are left out.
    fn take_notes(&mut self, passages: Vec<TextLine>) -> Vec<TextLine> {
        let mut notes = Vec::new();
        for line in passages {
            let text = line.text.trim();
            let is_note = is_prose(text) || text.starts_with(['注', '备', '说']);
            if is_note && !self.labels.is_of_table(text) {
                notes.push(line);
            } else {
                self.left_out.push(line);
            }
        }
        notes
    }

    /// A text of the form, paragraph by paragraph.
    fn add_text(&mut self, key: &str, passages: &[TextLine], widen: bool) {
        let joined = join_paragraphs(passages);
        if joined.len() < passages.len() {
            let count = passages.len() - joined.len();
            let message = format!("有 {count} 处段落像是被分页断开的，已接上");
            self.guess(message, start_of(passages), key);
        }
        let mut lines: Vec<(String, At)> = Vec::new();
        for passage in joined {
            let text = mend(&passage.text, widen);
            if !text.is_empty() {
                lines.push((text, passage.at));
            }
        }
        let Some((_, at)) = lines.first() else {
            // A section whose heading stands there alone is empty, and one without heading is none.
            if key != "引言" && !key.contains('.') {
                let (at, node) = (At::File, RawNode::Null);
                self.put(key, Raw { at, node });
            }
            return;
        };
        let at = at.clone();
        let node = RawNode::Scalar(lines);
        self.put(key, Raw { at, node });
    }
}

/// Where some lines begin.
fn start_of(passages: &[TextLine]) -> At {
    match passages.first() {
        Some(passage) => passage.at.clone(),
        None => At::File,
    }
}
