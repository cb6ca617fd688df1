//! The door: a message is read, what it asks is done, and what came of it is said.

use std::mem;

use nianbao::compare::{SentenceChange, compare};
use nianbao::export::package::{self, PackagePart};
use nianbao::filing::Filing;
use nianbao::finding::{Code, Complaint, Explanation};
use nianbao::report::changes::Change;
use nianbao::rules::explain;
use nianbao::standard::Library;

use crate::Block;
use crate::bundle::{FilesMade, bag, make, save};
use crate::change::{ChangedForm, change};
use crate::faces::Faces;
use crate::fault::Fault;
use crate::look::view;
use crate::many::{line, summary};
use crate::message::{Answer, ChangeView, Edit, FormGiven, Request, Said};
use crate::missed::Missed;
use crate::open::{OpenedForm, begin, follow, open};
use crate::paper::{PagesDrawn, draw};
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
        Self {
            answer,
            parts: Vec::new(),
        }
    }
}

impl From<FilesMade> for Answered {
    fn from(made: FilesMade) -> Self {
        Self {
            answer: made.answer,
            parts: made.files,
        }
    }
}

impl From<PagesDrawn> for Answered {
    fn from(drawn: PagesDrawn) -> Self {
        Self {
            answer: drawn.answer,
            parts: drawn.pictures,
        }
    }
}

impl Session {
    /// Answers a message; whatever comes in, there is an answer.
    pub fn answer_bytes(&mut self, bytes: &[u8]) -> Vec<u8> {
        let answered = match Block::read(bytes) {
            Some(block) => self.answer(block),
            None => refuse("消息不完整", "重新打开这个页面"),
        };
        let head = serde_json::to_vec(&answered.answer).unwrap_or_default();
        Block {
            head,
            parts: answered.parts,
        }
        .bytes()
    }

    fn answer(&mut self, block: Block) -> Answered {
        let Ok(request) = serde_json::from_slice::<Request>(&block.head) else {
            return refuse("消息读不懂", "重新打开这个页面");
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
            request => self.work(request, block.parts),
        };
        let (faces, files) = (self.faces.missed.take(), self.files.take());
        if !faces.is_empty() || !files.is_empty() {
            // What was made without them is not what the program would make.
            return Answer::Need { faces, files }.into();
        }
        answered.unwrap_or_else(|Fault(complaint)| Answer::Refused { complaint }.into())
    }

    /// Lays out a form with the files of its message.
    fn lay<'a>(&'a self, form: &FormGiven, parts: &'a [Vec<u8>]) -> Result<Desk<'a>, Complaint> {
        Desk::lay(form, parts, &self.faces, &self.files, &self.library)
    }

    /// Does what is asked with a form and other files.
    fn work(&self, request: Request, parts: Vec<Vec<u8>>) -> Result<Answered, Fault> {
        let at = |form: &FormGiven| self.lay(form, &parts);
        Ok(match request {
            Request::Faces { .. } | Request::Face { .. } => Answer::Done.into(),
            Request::Shape { format } => self.tell_shape(&format)?,
            Request::Open { form } => open_form(&at(&form)?)?,
            Request::New { agency, year } => self.begin(&agency, year)?,
            Request::Next { form } => self.follow(form, &parts)?,
            Request::Look { form } => look(&at(&form)?)?,
            Request::Change { form, edits } => change_form(&at(&form)?, &edits)?,
            Request::Pages { form, since } => draw(&at(&form)?, since)?.into(),
            Request::Make { form, format } => make(&at(&form)?, &format)?.into(),
            Request::Bag { form } => bag(&at(&form)?)?.into(),
            Request::Save { form, kind, opened } => save(&at(&form)?, &kind, opened)?.into(),
            Request::Compare { form } => compare_forms(&at(&form)?)?,
            Request::Line { form } => Answer::Line {
                line: line(&at(&form)?)?,
            }
            .into(),
            Request::Summary { lines } => give_file("汇总.xlsx", summary(&lines)?),
            Request::Zip { names } => {
                let mut packed = Vec::new();
                for (name, content) in names.into_iter().zip(parts) {
                    packed.push(PackagePart { name, content });
                }
                give_file("全部文件.zip", package::pack(&packed))
            }
            Request::Explain { code } => explain_code(&code)?,
        })
    }

    fn tell_shape(&self, format: &str) -> Result<Answered, Fault> {
        let standards = self.library.all();
        let found = standards.iter().find(|standard| standard.format == format);
        let standard =
            found.ok_or_else(|| Complaint::new(format!("没有 {format} 这种格式"), ""))?;
        Ok(Answer::Shape(shape(standard)).into())
    }

    fn begin(&self, agency: &str, year: i32) -> Result<Answered, Fault> {
        let nothing = [Vec::new()];
        let bytes = begin(&self.lay(&FormGiven::default(), &nothing)?, agency, year)?;
        let name = format!("{}-{year}.yaml", agency.trim());
        self.view_anew(
            &FormGiven {
                name,
                ..FormGiven::default()
            },
            &[bytes],
        )
    }

    /// Opens next year's form; last year's, of which it is made, lies beside it.
    fn follow(&self, form: FormGiven, parts: &[Vec<u8>]) -> Result<Answered, Fault> {
        let desk = self.lay(&form, parts)?;
        let bytes = follow(&desk)?;
        let name = format!("{}-下一年.yaml", stem(&desk));
        let mut beside = parts.to_vec();
        beside.insert(0, bytes);
        let mut given = form;
        given.beside.insert(0, mem::replace(&mut given.name, name));
        self.view_anew(&given, &beside)
    }

    /// Opens a form that is new.
    fn view_anew(&self, given: &FormGiven, parts: &[Vec<u8>]) -> Result<Answered, Fault> {
        let desk = self.lay(given, parts)?;
        let filing = Filing::open(&desk, &desk.name, desk.bytes)?;
        let answer = Answer::Opened {
            remarks: Vec::new(),
            same: false,
            view: view(&filing),
        };
        Ok(Answered {
            answer,
            parts: vec![desk.bytes.to_vec()],
        })
    }
}

fn look(desk: &Desk<'_>) -> Result<Answered, Fault> {
    let filing = Filing::open(desk, &desk.name, desk.bytes)?;
    Ok(Answer::Viewed {
        view: view(&filing),
    }
    .into())
}

fn change_form(desk: &Desk<'_>, edits: &[Edit]) -> Result<Answered, Fault> {
    let ChangedForm {
        bytes,
        refused,
        rewritten,
    } = change(desk, edits)?;
    let filing = Filing::open(desk, &desk.name, &bytes)?;
    let answer = Answer::Changed {
        refused,
        rewritten,
        view: view(&filing),
    };
    Ok(Answered {
        answer,
        parts: vec![bytes],
    })
}

/// The name of the form on the desk without its extension.
fn stem(desk: &Desk<'_>) -> String {
    desk.name
        .path()
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn open_form(desk: &Desk<'_>) -> Result<Answered, Fault> {
    let OpenedForm {
        bytes,
        filing,
        remarks,
        same,
    } = open(desk)?;
    let answer = Answer::Opened {
        remarks,
        same,
        view: view(&filing),
    };
    Ok(Answered {
        answer,
        parts: vec![bytes],
    })
}

fn give_file(name: &str, bytes: Vec<u8>) -> Answered {
    let names = vec![name.to_owned()];
    let answer = Answer::Made {
        names,
        findings: Vec::new(),
        notes: Vec::new(),
        anew: false,
    };
    Answered {
        answer,
        parts: vec![bytes],
    }
}

/// What the form on the desk says differently from the one behind it.
fn compare_forms(desk: &Desk<'_>) -> Result<Answered, Fault> {
    let new = Filing::open(desk, &desk.name, desk.bytes)?;
    let old = Filing::open_any(desk, &desk.name, desk.other.unwrap_or_default())?;
    let unreadable = Complaint::fixed("两份里有一份读不懂，不能比较", "");
    let comparison = compare(&old, &new).ok_or(unreadable)?;
    let mut changes = Vec::new();
    for change in &comparison.changes {
        changes.extend(change_view(&new, change));
    }
    for sentence in &comparison.sentences {
        changes.push(sentence_view(&new, sentence));
    }
    Ok(Answer::Compared { changes }.into())
}

fn sentence_view(new: &Filing, sentence: &SentenceChange) -> ChangeView {
    let place = sentence.place.as_ref().filter(|_| sentence.new.is_some());
    let found = place
        .zip(new.report.as_ref())
        .and_then(|(place, report)| paragraph_of(report, &place.at));
    ChangeView {
        kind: "sentence",
        path: found
            .as_ref()
            .map(|found| found.path.clone())
            .unwrap_or_default(),
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
    let tables = filing
        .report
        .iter()
        .flat_map(|report| &report.standard.tables);
    tables
        .into_iter()
        .find(|table| table.id == id)
        .map_or(id, |table| &table.key)
}

fn explain_code(code: &str) -> Result<Answered, Fault> {
    let found =
        Code::find(code).ok_or_else(|| Complaint::new(format!("没有 {code} 这个代码"), ""))?;
    let Explanation {
        what,
        why,
        wrong,
        right,
        ..
    } = explain(found);
    let text = format!("{what}\n\n{why}\n\n错：{wrong}\n对：{right}");
    Ok(Answer::Explained { text }.into())
}

fn refuse(message: &str, hint: &str) -> Answered {
    let complaint = Said {
        message: message.to_owned(),
        hint: hint.to_owned(),
    };
    Answer::Refused { complaint }.into()
}
