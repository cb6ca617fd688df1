//! The door: a message is read, what it asks is done, and what came of it is said.

use std::mem;

use nianbao::compare::{SentenceChange, compare};
use nianbao::export::package;
use nianbao::filing::Filing;
use nianbao::finding::{Code, Complaint, Explanation};
use nianbao::report::changes::Change;
use nianbao::rules::explain;
use nianbao::standard::Library;

use crate::Block;
use crate::bundle::{FilesMade, bag, make, save};
use crate::change::change;
use crate::faces::Faces;
use crate::fault::Fault;
use crate::look::view;
use crate::many::{line, summary};
use crate::message::{Answer, ChangeView, Edit, FormGiven, Request, Said};
use crate::missed::Missed;
use crate::open::{OpenedForm, begin, follow, open};
use crate::paper::draw;
use crate::places::paragraph_of;
use crate::shape::shape;
use crate::world::Desk;

/// What stays between messages: the faces and the standards.
#[derive(Default)]
pub struct Session {
    faces: Faces,
    /// Files that the page can bring and has not brought.
    files: Missed,
    library: Library,
}

/// An answer and the files that go with it.
struct Answered {
    answer: Answer,
    parts: Vec<Vec<u8>>,
}

impl From<Answer> for Answered {
    fn from(answer: Answer) -> Self {
        Self { answer, parts: Vec::new() }
    }
}

impl From<FilesMade> for Answered {
    fn from(made: FilesMade) -> Self {
        Self { answer: made.answer, parts: made.files }
    }
}

impl Session {
    /// Answers a message; whatever comes in, there is an answer.
    pub fn answer_bytes(&mut self, bytes: &[u8]) -> Vec<u8> {
        let answered = match Block::read(bytes) {
            Some(block) => self.answer(block),
            None => refused("消息不完整", "重新打开这个页面"),
        };
        let head = serde_json::to_vec(&answered.answer).unwrap_or_default();
        Block { head, parts: answered.parts }.bytes()
    }

    fn answer(&mut self, block: Block) -> Answered {
        let Ok(request) = serde_json::from_slice::<Request>(&block.head) else {
            return refused("消息读不懂", "重新打开这个页面");
        };
        let answered = match request {
            Request::Faces { offered } => {
                self.faces.offer(offered);
                return Answer::Done.into();
            }
            Request::Face { file } => {
                let bytes = block.parts.into_iter().next().unwrap_or_default();
                self.faces.give(&file, bytes);
                return Answer::Done.into();
            }
            request => self.done(request, block.parts),
        };
        let (faces, files) = (self.faces.missed.take(), self.files.take());
        if !faces.is_empty() || !files.is_empty() {
            // What was made without them is not what the program would make.
            return Answer::Need { faces, files }.into();
        }
        answered.unwrap_or_else(|Fault(complaint)| Answer::Refused { complaint }.into())
    }

    /// Does what is asked with a form and other files.
    fn done(&self, request: Request, parts: Vec<Vec<u8>>) -> Result<Answered, Fault> {
        let lay =
            |form: &FormGiven| Desk::lay(form, &parts, &self.faces, &self.files, &self.library);
        Ok(match request {
            Request::Faces { .. } | Request::Face { .. } => Answer::Done.into(),
            Request::Shape { format } => self.shaped(&format)?,
            Request::Open { form } => opened(&lay(&form)?)?,
            Request::New { agency, year } => self.begun(&agency, year)?,
            Request::Next { form } => {
                let desk = lay(&form)?;
                let bytes = follow(&desk)?;
                // Last year's lies beside the new one.
                let name = format!("{}-下一年.yaml", stem(&desk));
                let mut beside = parts.clone();
                beside.insert(0, bytes);
                let mut given = form.clone();
                given.beside.insert(0, mem::replace(&mut given.name, name));
                self.viewed_anew(&given, &beside)?
            }
            Request::Look { form } => {
                let desk = lay(&form)?;
                let filing = Filing::open(&desk, &desk.name, desk.bytes)?;
                Answer::Viewed { view: view(&filing) }.into()
            }
            Request::Change { form, edits } => self.changed(&form, &edits, &parts)?,
            Request::Pages { form, since } => {
                let drawn = draw(&lay(&form)?, since)?;
                Answered { answer: drawn.answer, parts: drawn.pictures }
            }
            Request::Make { form, format } => make(&lay(&form)?, &format)?.into(),
            Request::Bag { form } => bag(&lay(&form)?)?.into(),
            Request::Save { form, kind, opened } => save(&lay(&form)?, &kind, opened)?.into(),
            Request::Compare { form } => compared(&lay(&form)?)?,
            Request::Line { form } => Answer::Line { line: line(&lay(&form)?)? }.into(),
            Request::Summary { lines } => named_file("汇总.xlsx", summary(&lines)?),
            Request::Zip { names } => {
                let parts: Vec<(String, Vec<u8>)> = names.into_iter().zip(parts).collect();
                named_file("全部文件.zip", package::pack(&parts))
            }
            Request::Explain { code } => explained(&code)?,
        })
    }

    fn shaped(&self, format: &str) -> Result<Answered, Fault> {
        let standards = self.library.all();
        let found = standards.iter().find(|standard| standard.format == format);
        let standard =
            found.ok_or_else(|| Complaint::new(format!("没有 {format} 这种格式"), ""))?;
        Ok(Answer::Shape(shape(standard)).into())
    }

    fn begun(&self, agency: &str, year: i32) -> Result<Answered, Fault> {
        let nothing = [Vec::new()];
        let given = FormGiven::default();
        let desk = Desk::lay(&given, &nothing, &self.faces, &self.files, &self.library)?;
        let bytes = begin(&desk, agency, year)?;
        let name = format!("{}-{year}.yaml", agency.trim());
        self.viewed_anew(&FormGiven { name, ..FormGiven::default() }, &[bytes])
    }

    /// A form that is new, opened.
    fn viewed_anew(&self, given: &FormGiven, parts: &[Vec<u8>]) -> Result<Answered, Fault> {
        let desk = Desk::lay(given, parts, &self.faces, &self.files, &self.library)?;
        let filing = Filing::open(&desk, &desk.name, desk.bytes)?;
        let answer = Answer::Opened { remarks: Vec::new(), same: false, view: view(&filing) };
        Ok(Answered { answer, parts: vec![desk.bytes.to_vec()] })
    }

    fn changed(
        &self,
        form: &FormGiven,
        edits: &[Edit],
        parts: &[Vec<u8>],
    ) -> Result<Answered, Fault> {
        let desk = Desk::lay(form, parts, &self.faces, &self.files, &self.library)?;
        let made = change(&desk, edits)?;
        let filing = Filing::open(&desk, &desk.name, &made.bytes)?;
        let answer = Answer::Changed {
            refused: made.refused,
            rewritten: made.rewritten,
            view: view(&filing),
        };
        Ok(Answered { answer, parts: vec![made.bytes] })
    }
}

/// The name of the form on the desk without its extension.
fn stem(desk: &Desk<'_>) -> String {
    desk.name.path().file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn opened(desk: &Desk<'_>) -> Result<Answered, Fault> {
    let OpenedForm { bytes, filing, remarks, same } = open(desk)?;
    let answer = Answer::Opened { remarks, same, view: view(&filing) };
    Ok(Answered { answer, parts: vec![bytes] })
}

fn named_file(name: &str, bytes: Vec<u8>) -> Answered {
    let names = vec![name.to_owned()];
    let answer = Answer::Made { names, findings: Vec::new(), notes: Vec::new(), anew: false };
    Answered { answer, parts: vec![bytes] }
}

/// What the form on the desk says differently from the one behind it.
fn compared(desk: &Desk<'_>) -> Result<Answered, Fault> {
    let new = Filing::open(desk, &desk.name, desk.bytes)?;
    let old = Filing::open_any(desk, &desk.name, desk.other.unwrap_or_default())?;
    let unreadable = Complaint::fixed("两份里有一份读不懂，不能比较", "");
    let comparison = compare(&old, &new).ok_or(unreadable)?;
    let shown = |change: &Change| change_view(&new, change);
    let mut changes: Vec<ChangeView> = comparison.changes.iter().filter_map(shown).collect();
    changes.extend(comparison.sentences.iter().map(|sentence| sentence_view(&new, sentence)));
    Ok(Answer::Compared { changes }.into())
}

fn sentence_view(new: &Filing, sentence: &SentenceChange) -> ChangeView {
    let place = sentence.place.as_ref().filter(|_| sentence.new.is_some());
    let found =
        place.zip(new.report.as_ref()).and_then(|(place, report)| paragraph_of(report, &place.at));
    ChangeView {
        kind: "sentence",
        path: found.as_ref().map(|found| found.path.clone()).unwrap_or_default(),
        paragraph: found.map(|found| found.paragraph),
        label: sentence.section.clone(),
        old: sentence.old.clone().unwrap_or_default(),
        new: sentence.new.clone().unwrap_or_default(),
    }
}

/// A change of a number or a value; texts are told sentence by sentence.
fn change_view(new: &Filing, change: &Change) -> Option<ChangeView> {
    match change {
        Change::Cell(cell) => Some(ChangeView {
            kind: "number",
            path: cell.path.clone(),
            paragraph: None,
            label: format!("{}：{}", table_key(new, &cell.table), cell.label),
            old: cell.printed_old.clone(),
            new: cell.printed_new.clone(),
        }),
        Change::Value { path, old, new } => Some(ChangeView {
            kind: "value",
            path: path.clone(),
            paragraph: None,
            label: path.clone(),
            old: old.clone().unwrap_or_default(),
            new: new.clone().unwrap_or_default(),
        }),
        Change::Text { .. } | Change::Records { .. } => None,
    }
}

/// What a table is called, by its id.
fn table_key<'f>(filing: &'f Filing, id: &'f str) -> &'f str {
    let tables = filing.report.iter().flat_map(|report| &report.standard.tables);
    tables.into_iter().find(|table| table.id == id).map_or(id, |table| &table.key)
}

fn explained(code: &str) -> Result<Answered, Fault> {
    let found =
        Code::find(code).ok_or_else(|| Complaint::new(format!("没有 {code} 这个代码"), ""))?;
    let Explanation { what, why, wrong, right, .. } = explain(found);
    let text = format!("{what}\n\n{why}\n\n错：{wrong}\n对：{right}");
    Ok(Answer::Explained { text }.into())
}

fn refused(message: &str, hint: &str) -> Answered {
    let complaint = Said { message: message.to_owned(), hint: hint.to_owned() };
    Answer::Refused { complaint }.into()
}
