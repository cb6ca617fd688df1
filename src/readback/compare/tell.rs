//! What a difference is called: the findings, in the words of clerks.

use std::sync::Arc;

use super::tables::CellPair;
use super::words::{beginning, excerpts, plain};
use crate::file::Format;
use crate::finding::{Code, Finding};
use crate::place::Place;
use crate::readback::content::{Content, ContentLine, Grid, Stray};

/// Differences of two files that are told one by one.
const MAX_TOLD: usize = 500;
/// What to do about a file that says otherwise than the form.
const REBUILD: &str =
    "以填报表为准的，运行 nianbao build 重新生成；文件里改得对的，用 nianbao take 收进填报表";
const ALIGN: &str = "两个文件不是同一份填报表生成的，或生成后改动过；从填报表重新生成";

/// What a file says somewhere, and what is expected there.
#[derive(Clone, Copy)]
pub(super) struct Differing<'a> {
    pub found: &'a str,
    pub expected: &'a str,
}

/// A difference as it becomes a finding.
struct Difference {
    message: String,
    /// What the file says, and what is expected.
    found: String,
    expected: String,
    /// The path of what differs, and what it is called.
    path: Arc<str>,
    label: Arc<str>,
    /// Where it stands in the form.
    form: Option<Place>,
}

/// Gathers what is to be told of one file.
pub(super) struct Teller<'a> {
    found: &'a Content,
    expected: &'a Content,
    findings: Vec<Finding>,
    /// Differences beyond those that are told.
    more: usize,
}

impl<'a> Teller<'a> {
    /// For a file and what it is compared with.
    pub fn new(found: &'a Content, expected: &'a Content) -> Self {
        Self {
            found,
            expected,
            findings: Vec::new(),
            more: 0,
        }
    }

    /// All that was told.
    pub fn findings(mut self) -> Vec<Finding> {
        if self.more > 0 {
            let message = format!(
                "{}还有 {} 处不同，没有列出",
                name(self.found, self.expected),
                self.more
            );
            self.findings.push(Finding::new(
                Code::StaleOutput,
                message,
                Place::file(&self.found.file),
            ));
        }
        self.findings
    }

    /// A cell says something else.
    pub fn tell_cell(&mut self, found: &Grid, expected: &Grid, pair: CellPair<'_>) {
        if self.is_full() {
            return;
        }
        let (a, b) = (plain(&pair.found.text), plain(&pair.expected.text));
        let (at, other) = (self.at(pair.found.page.or(found.page)), self.other());
        let name = table_name(found, expected);
        let are_numbers = pair.found.is_number() && pair.expected.is_number();
        let of_form = pair.expected.place.as_ref();
        let (label, message) = if of_form.is_some() || are_numbers {
            let label = match of_form {
                Some(place) => place.label.to_string(),
                None => expected.label(pair.expected),
            };
            let label = if label.is_empty() { name } else { label };
            let (a, b) = (show(&a), show(&b));
            let message = format!("{at}“{label}”是 {a}，{other}是 {b}");
            (label, message)
        } else {
            let (a, b) = (quote(&a), quote(&b));
            let message = format!("{at}{name}里写的是{a}，{other}是{b}");
            (name, message)
        };
        self.push(Difference {
            message,
            found: a,
            expected: b,
            path: of_form.map(|place| place.path.clone()).unwrap_or_default(),
            label: label.into(),
            form: of_form.cloned(),
        });
    }

    /// A table has another shape.
    pub fn tell_shape(&mut self, found: &Grid, expected: &Grid) {
        let name = table_name(found, expected);
        let (at, other) = (self.at(found.page), self.other());
        self.push(Difference {
            message: format!("{at}{name}的行列与{other}的不同"),
            found: format!("{} 格", found.cells.len()),
            expected: format!("{} 格", expected.cells.len()),
            path: Arc::default(),
            label: name.into(),
            form: first_place(expected),
        });
    }

    /// A table stands in another place.
    pub fn tell_moved(&mut self, found: &Grid) {
        let name = table_name(found, found);
        let (at, other) = (self.at(found.page), self.other());
        self.push(Difference {
            message: format!("{at}{name}的位置与{other}的不同"),
            found: name.clone(),
            expected: String::new(),
            path: Arc::default(),
            label: name.into(),
            form: None,
        });
    }

    /// A table that the other does not have.
    pub fn tell_extra_table(&mut self, found: &Grid) {
        let name = table_name(found, found);
        self.push(Difference {
            message: format!("{}多一张表：{name}", self.at(found.page)),
            found: name.clone(),
            expected: String::new(),
            path: Arc::default(),
            label: name.into(),
            form: None,
        });
    }

    /// A table that only the other has.
    pub fn tell_missing_table(&mut self, expected: &Grid) {
        let name = table_name(expected, expected);
        self.push(Difference {
            message: format!("{}缺一张表：{name}", self.at(None)),
            found: String::new(),
            expected: name.clone(),
            path: Arc::default(),
            label: name.into(),
            form: first_place(expected),
        });
    }

    /// A sentence says something else.
    pub fn tell_sentence(
        &mut self,
        page: Option<usize>,
        found: &ContentLine,
        expected: &ContentLine,
        texts: Differing<'_>,
    ) {
        if self.is_full() {
            return;
        }
        let excerpts = excerpts(texts.found, texts.expected);
        let (a, b) = (quote(&excerpts.found), quote(&excerpts.expected));
        let (at, other) = (self.at(page), self.other());
        let under = if expected.under.is_empty() {
            &found.under
        } else {
            &expected.under
        };
        self.push(Difference {
            message: format!("{at}写的是{a}，{other}是{b}"),
            found: plain(texts.found),
            expected: plain(texts.expected),
            path: path_of(expected),
            label: under.clone(),
            form: expected.place.clone(),
        });
    }

    /// Other texts stand in a figure than in the other.
    pub fn tell_drawn(
        &mut self,
        found: &ContentLine,
        expected: &ContentLine,
        texts: Differing<'_>,
    ) {
        if self.is_full() {
            return;
        }
        let excerpts = excerpts(texts.found, texts.expected);
        let (a, b) = (quote(&excerpts.found), quote(&excerpts.expected));
        let (at, other) = (self.at(found.page(0)), self.other());
        let caption = beginning(&found.text);
        self.push(Difference {
            message: format!("{at}“{caption}”里画的是{a}，{other}是{b}"),
            found: plain(texts.found),
            expected: plain(texts.expected),
            path: path_of(expected),
            label: expected.under.clone(),
            form: expected.place.clone(),
        });
    }

    /// Something that a reader sees beside the text.
    pub fn tell_stray(&mut self, stray: &Stray) {
        let (at, what) = (self.at(stray.page), stray.what);
        let message = match beginning(&stray.text).as_str() {
            "" => format!("{at}有{what}"),
            text => format!("{at}有{what}：{}", quote(text)),
        };
        self.push(Difference {
            message,
            found: plain(&stray.text),
            expected: String::new(),
            path: Arc::default(),
            label: what.into(),
            form: None,
        });
    }

    /// Something that only the file says; `what` is 一段 or 一句.
    pub fn tell_extra(&mut self, found: &ContentLine, page: Option<usize>, what: &str, text: &str) {
        let (at, shown) = (self.at(page), quote(&beginning(text)));
        self.push(Difference {
            message: format!("{at}多{what}：{shown}"),
            found: plain(text),
            expected: String::new(),
            path: path_of(found),
            label: found.under.clone(),
            form: None,
        });
    }

    /// Something that only the other says.
    pub fn tell_missing(
        &mut self,
        expected: &ContentLine,
        page: Option<usize>,
        what: &str,
        text: &str,
    ) {
        let (at, shown) = (self.at(page), quote(&beginning(text)));
        self.push(Difference {
            message: format!("{at}缺{what}：{shown}"),
            found: String::new(),
            expected: plain(text),
            path: path_of(expected),
            label: expected.under.clone(),
            form: expected.place.clone(),
        });
    }

    /// Whether no more is told; what would have been told is counted then.
    fn is_full(&mut self) -> bool {
        let full = self.findings.len() >= MAX_TOLD;
        self.more += usize::from(full);
        full
    }

    /// The file's name and page before what it says.
    fn at(&self, page: Option<usize>) -> String {
        let name = name(self.found, self.expected);
        let has_pages = self.found.format.is_some_and(Format::has_pages);
        match page {
            Some(page) if has_pages => format!("{name}第{page}页"),
            _ => format!("{name}中"),
        }
    }

    fn other(&self) -> String {
        name(self.expected, self.found)
    }

    fn push(&mut self, difference: Difference) {
        if self.is_full() {
            return;
        }
        let Difference {
            message,
            found,
            expected,
            path,
            label,
            form,
        } = difference;
        // What files are compared with is a form, or another file.
        let (hint, other) = match self.expected.format {
            None => (REBUILD, None),
            Some(_) => (ALIGN, Some(Place::file(&self.expected.file))),
        };
        let place = Place::file(&self.found.file).named(path, label);
        let finding = Finding::new(Code::StaleOutput, message, place)
            .sides(found, expected)
            .hint(hint);
        self.findings.push(finding.related(form.or(other)));
    }
}

/// What a file is called beside another: its kind, or its name where both are of one kind.
fn name(content: &Content, beside: &Content) -> String {
    if content.format == beside.format {
        format!("{} ", content.file)
    } else {
        content.name().to_owned()
    }
}

/// A table by its name, or by the first label that it has.
fn table_name(found: &Grid, expected: &Grid) -> String {
    let told = [&expected.name, &found.name];
    let name = match told.into_iter().find(|name| !name.is_empty()) {
        Some(name) => name.clone(),
        None => match expected.labels().next() {
            Some(label) => plain(&label.text),
            None => String::new(),
        },
    };
    format!("表“{name}”")
}

fn first_place(grid: &Grid) -> Option<Place> {
    grid.cells.iter().find_map(|cell| cell.place.clone())
}

/// The path of a line in the form.
fn path_of(line: &ContentLine) -> Arc<str> {
    match &line.place {
        Some(place) => place.path.clone(),
        None => Arc::default(),
    }
}

fn show(text: &str) -> &str {
    if text.is_empty() { "空的" } else { text }
}

fn quote(text: &str) -> String {
    if text.is_empty() {
        "空的".to_owned()
    } else {
        format!("“{text}”")
    }
}
