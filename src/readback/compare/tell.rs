//! What a difference is called: the findings, in the words of clerks.

use std::sync::Arc;

use super::words::{Excerpts, beginning, excerpts, plain};
use crate::file::Format;
use crate::finding::{Code, Finding};
use crate::place::Place;
use crate::readback::content::{Content, ContentLine, Grid, GridCell, Stray};

/// Differences of two files that are told one by one.
const MAX_TOLD: usize = 500;
/// What to do about a file that says otherwise than the form.
const REBUILD: &str =
    "以填报表为准的，运行 nianbao build 重新生成；文件里改得对的，用 nianbao take 收进填报表";
const ALIGN: &str = "两个文件不是同一份填报表生成的，或生成后改动过；从填报表重新生成";

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
    pub fn cell(&mut self, found: &Grid, expected: &Grid, here: &GridCell, there: &GridCell) {
        if self.is_full() {
            return;
        }
        let (a, b) = (plain(&here.text), plain(&there.text));
        let page = here.page.or(found.page);
        let other = self.other();
        let of_form = there.place.as_ref();
        let (label, message) = if of_form.is_some() || (here.is_number() && there.is_number()) {
            let label =
                of_form.map_or_else(|| expected.label(there), |place| place.label.to_string());
            let label = if label.is_empty() {
                table_name(found, expected)
            } else {
                label
            };
            let message = format!(
                "{}“{label}”是 {}，{other}是 {}",
                self.at(page),
                shown(&a),
                shown(&b)
            );
            (label, message)
        } else {
            let name = table_name(found, expected);
            let message = format!(
                "{}{name}里写的是{}，{other}是{}",
                self.at(page),
                quoted(&a),
                quoted(&b)
            );
            (name, message)
        };
        let path = of_form.map(|place| place.path.clone()).unwrap_or_default();
        self.push(message, (a, b), (path, label.into()), of_form.cloned());
    }

    /// A table has another shape.
    pub fn shape(&mut self, found: &Grid, expected: &Grid) {
        let name = table_name(found, expected);
        let message = format!(
            "{}{name}的行列与{}的不同",
            self.at(found.page),
            self.other()
        );
        let count = |grid: &Grid| format!("{} 格", grid.cells.len());
        let place = first_place(expected);
        self.push(
            message,
            (count(found), count(expected)),
            (Arc::default(), name.into()),
            place,
        );
    }

    /// A table stands in another place.
    pub fn moved(&mut self, found: &Grid) {
        let name = table_name(found, found);
        let message = format!(
            "{}{name}的位置与{}的不同",
            self.at(found.page),
            self.other()
        );
        self.push(
            message,
            (name.clone(), String::new()),
            (Arc::default(), name.into()),
            None,
        );
    }

    /// A table that the other does not have.
    pub fn extra_table(&mut self, found: &Grid) {
        let name = table_name(found, found);
        let message = format!("{}多一张表：{name}", self.at(found.page));
        self.push(
            message,
            (name.clone(), String::new()),
            (Arc::default(), name.into()),
            None,
        );
    }

    /// A table that only the other has.
    pub fn missing_table(&mut self, expected: &Grid) {
        let name = table_name(expected, expected);
        let message = format!("{}缺一张表：{name}", self.at(None));
        self.push(
            message,
            (String::new(), name.clone()),
            (Arc::default(), name.into()),
            first_place(expected),
        );
    }

    /// A sentence says something else.
    pub fn sentence(
        &mut self,
        page: Option<usize>,
        of: (&ContentLine, &ContentLine),
        sides: (&str, &str),
    ) {
        let ((found, expected), (here, there)) = (of, sides);
        if self.is_full() {
            return;
        }
        let Excerpts {
            found: a,
            expected: b,
        } = excerpts(here, there);
        let message = format!(
            "{}写的是{}，{}是{}",
            self.at(page),
            quoted(&a),
            self.other(),
            quoted(&b)
        );
        let under = if expected.under.is_empty() {
            &found.under
        } else {
            &expected.under
        };
        self.push(
            message,
            (plain(here), plain(there)),
            named(expected, under),
            expected.place.clone(),
        );
    }

    /// Other texts stand in a figure than in the other.
    pub fn drawn(&mut self, found: &ContentLine, expected: &ContentLine, here: &str, there: &str) {
        if self.is_full() {
            return;
        }
        let Excerpts {
            found: a,
            expected: b,
        } = excerpts(here, there);
        let (at, other) = (self.at(found.page(0)), self.other());
        let caption = beginning(&found.text);
        let message = format!(
            "{at}“{caption}”里画的是{}，{other}是{}",
            quoted(&a),
            quoted(&b)
        );
        let sides = (plain(here), plain(there));
        self.push(
            message,
            sides,
            named(expected, &expected.under),
            expected.place.clone(),
        );
    }

    /// Something that a reader sees beside the text.
    pub fn stray(&mut self, stray: &Stray) {
        let (at, text) = (self.at(stray.page), beginning(&stray.text));
        let message = match text.as_str() {
            "" => format!("{at}有{}", stray.what),
            text => format!("{at}有{}：{}", stray.what, quoted(text)),
        };
        let sides = (plain(&stray.text), String::new());
        self.push(message, sides, (Arc::default(), stray.what.into()), None);
    }

    /// Something that only the file says; `what` is 一段 or 一句.
    pub fn extra(&mut self, found: &ContentLine, page: Option<usize>, what: &str, text: &str) {
        let message = format!("{}多{what}：{}", self.at(page), quoted(&beginning(text)));
        self.push(
            message,
            (plain(text), String::new()),
            named(found, &found.under),
            None,
        );
    }

    /// Something that only the other says.
    pub fn missing(&mut self, expected: &ContentLine, page: Option<usize>, what: &str, text: &str) {
        let message = format!("{}缺{what}：{}", self.at(page), quoted(&beginning(text)));
        self.push(
            message,
            (String::new(), plain(text)),
            named(expected, &expected.under),
            expected.place.clone(),
        );
    }

    fn is_full(&mut self) -> bool {
        let full = self.findings.len() >= MAX_TOLD;
        self.more += usize::from(full);
        full
    }

    /// The file's name and page before what it says.
    fn at(&self, page: Option<usize>) -> String {
        let name = name(self.found, self.expected);
        let has_pages = self.found.format.is_some_and(Format::has_pages);
        match page.filter(|_| has_pages) {
            Some(page) => format!("{name}第{page}页"),
            None => format!("{name}中"),
        }
    }

    fn other(&self) -> String {
        name(self.expected, self.found)
    }

    fn push(
        &mut self,
        message: String,
        sides: (String, String),
        named: (Arc<str>, Arc<str>),
        form: Option<Place>,
    ) {
        if self.findings.len() >= MAX_TOLD {
            self.more += 1;
            return;
        }
        let hint = if self.expected.format.is_none() {
            REBUILD
        } else {
            ALIGN
        };
        let place = Place::file(&self.found.file).named(named.0, named.1);
        let related = form.or_else(|| {
            self.expected
                .format
                .is_some()
                .then(|| Place::file(&self.expected.file))
        });
        let finding = Finding::new(Code::StaleOutput, message, place)
            .sides(sides.0, sides.1)
            .hint(hint);
        self.findings.push(finding.related(related));
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
    let first = || {
        expected
            .cells
            .iter()
            .find(|cell| !cell.is_number())
            .map(|cell| plain(&cell.text))
    };
    let known = [&expected.name, &found.name]
        .into_iter()
        .find(|name| !name.is_empty())
        .cloned();
    format!("表“{}”", known.or_else(first).unwrap_or_default())
}

fn first_place(grid: &Grid) -> Option<Place> {
    grid.cells.iter().find_map(|cell| cell.place.clone())
}

fn named(line: &ContentLine, under: &Arc<str>) -> (Arc<str>, Arc<str>) {
    (
        line.place
            .as_ref()
            .map(|place| place.path.clone())
            .unwrap_or_default(),
        under.clone(),
    )
}

fn shown(text: &str) -> &str {
    if text.is_empty() { "空的" } else { text }
}

fn quoted(text: &str) -> String {
    if text.is_empty() {
        "空的".to_owned()
    } else {
        format!("“{text}”")
    }
}
