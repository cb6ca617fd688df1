//! A bag made anew of its own form: whether its report is what the form says.

use std::collections::{BTreeMap, BTreeSet};

use super::BagFiles;
use super::layout::{self, depends_on_fonts};
use super::making::{Making, PROGRAM};
use super::pack::{Packed, pack};
use super::unpack::packing_of;
use crate::file::Format;
use crate::filing::inside::{DATA_JSON, DATA_XML, FORM_YAML};
use crate::filing::{Drafts, Filing, Memory, Name, Refusal};
use crate::finding::{Code, Finding};
use crate::layout::FontSource;
use crate::place::Place;
use crate::readback::{AttachedFile, Content, DocumentKind, attached, compare, read, read_any};
use crate::standard::Library;
use crate::style::Style;

/// How a bag that was made anew stands to the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remade {
    /// Each file of the report has the same bytes.
    Same,
    /// The report says the same; the program or its fonts are others.
    SameMeaning,
    /// It could not be made anew, as there are no fonts; what could be compared says the same.
    Unmade,
    /// The report says otherwise than its form, or was not made of it by this program and these
    /// fonts though it says so.
    Different,
}

/// What making a bag anew gave.
#[derive(Debug)]
pub struct Rebuilt {
    /// How it stands to the old one.
    pub remade: Remade,
    /// What the files say otherwise than the form, and why it could not be made anew.
    pub findings: Vec<Finding>,
    /// What is another now: the program, fonts.
    pub changed: Vec<String>,
    /// The files that have other bytes now.
    pub other_bytes: Vec<String>,
}

/// Holds the files of a bag against its form and each other, makes the bag anew and compares.
pub fn rebuild(files: &BagFiles, library: &Library, fonts: Option<&dyn FontSource>) -> Rebuilt {
    let rebuilt = Rebuilt {
        remade: Remade::Different,
        findings: Vec::new(),
        changed: Vec::new(),
        other_bytes: Vec::new(),
    };
    let mut rebuilding = Rebuilding { files, rebuilt };
    match Making::read(files) {
        Some(making) => rebuilding.rebuild(&making, library, fonts),
        None => rebuilding.fault(layout::MAKING, "制作信息读不懂，不能重做".to_owned()),
    }
    rebuilding.rebuilt
}

/// The way on where a report is not what its form says.
const WAY: &str = "向移交单位核对，或取回原来的归档包";

/// Whether nothing was made as there are no fonts that serve.
fn lacks_fonts(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::OnPaper(findings) => findings.iter().any(|found| found.code == Code::NoFont),
        _ => false,
    }
}

struct Rebuilding<'a> {
    files: &'a BagFiles,
    rebuilt: Rebuilt,
}

impl Rebuilding<'_> {
    fn fault(&mut self, path: &str, message: String) {
        let finding = Finding::new(Code::StaleOutput, message, Place::file(&path.into()));
        self.rebuilt.findings.push(finding.hint(WAY));
    }

    fn rebuild(&mut self, making: &Making, library: &Library, fonts: Option<&dyn FontSource>) {
        if making.program != PROGRAM {
            let message = format!("程序：当时 {}，现在 {PROGRAM}", making.program);
            self.rebuilt.changed.push(message);
        }
        let packing = packing_of(self.files, making, library, fonts);
        match packing.open() {
            Ok(open) => self.hold(making, &open.filing),
            Err(refusal) => self.tell_refusal(making, &refusal),
        }
        if fonts.is_none() {
            self.leave_unmade();
            return;
        }
        match pack(&packing) {
            Ok(Packed {
                files: Ok(anew), ..
            }) => self.compare(making, &anew),
            Ok(Packed {
                files: Err(refusal),
                ..
            })
            | Err(refusal) => {
                if lacks_fonts(&refusal) {
                    self.leave_unmade();
                    return;
                }
                self.tell_refusal(making, &refusal);
            }
        }
        if self.rebuilt.findings.is_empty() {
            let is_same = self.rebuilt.other_bytes.is_empty();
            self.rebuilt.remade = if is_same {
                Remade::Same
            } else {
                Remade::SameMeaning
            };
        }
    }

    /// Without fonts nothing is made anew, which is no fault of the bag.
    fn leave_unmade(&mut self) {
        let is_sound = self.rebuilt.findings.is_empty();
        self.rebuilt.remade = if is_sound {
            Remade::Unmade
        } else {
            Remade::Different
        };
    }

    fn tell_refusal(&mut self, making: &Making, refusal: &Refusal) {
        self.fault(&making.form, format!("不能用包里的填报表重做：{refusal}"));
    }

    /// Holds each file of the report against the form: what it says, and what it carries inside.
    fn hold(&mut self, making: &Making, filing: &Filing) {
        let Some(document) = &filing.document else {
            return;
        };
        if making.program == PROGRAM && document.origin != making.meaning {
            self.fault(&making.form, "填报表的内容与封装时不同".to_owned());
        }
        let expected = Content::of(document, &making.form);
        for format in layout::FORMATS {
            let path = layout::report_path(&making.name, format);
            match self.files.get(&path) {
                // A page tells its figures otherwise than the form does.
                Some(bytes) if format == Format::Html => self.hold_page(&path, bytes, filing),
                Some(bytes) => self.hold_report(&path, read(&path, format, bytes), &expected),
                None => self.fault(&path, format!("缺少 {path}")),
            }
        }
        for format in [Format::Pdf, Format::Ofd] {
            let path = layout::report_path(&making.name, format);
            if let Some(bytes) = self.files.get(&path) {
                self.hold_inside(&path, format, bytes, making, filing);
            }
        }
    }

    /// Holds a page against the page that the form gives.
    fn hold_page(&mut self, path: &str, bytes: &[u8], filing: &Filing) {
        let Some(expected) = render_page(filing) else {
            return;
        };
        match read_any(path, DocumentKind::Page, &expected) {
            Ok(expected) => {
                let found = read_any(path, DocumentKind::Page, bytes);
                self.hold_report(path, found, &expected);
            }
            Err(finding) => self.rebuilt.findings.push(*finding),
        }
    }

    fn hold_report(
        &mut self,
        path: &str,
        content: Result<Content, Box<Finding>>,
        expected: &Content,
    ) {
        let found = match content {
            Ok(content) => compare(&content, expected),
            Err(finding) => vec![*finding],
        };
        for finding in found {
            // What helps with a report beside its form does not help here.
            let Finding {
                code,
                message,
                stated,
                ..
            } = finding;
            let mut told = Finding::new(code, message, Place::file(&path.into())).hint(WAY);
            told.stated = stated;
            self.rebuilt.findings.push(told);
        }
    }

    /// The data inside the report are those of the bag; of the same program the form is, too.
    fn hold_inside(
        &mut self,
        path: &str,
        format: Format,
        bytes: &[u8],
        making: &Making,
        filing: &Filing,
    ) {
        let inside = match attached(path, format, bytes) {
            Ok(inside) => inside,
            Err(finding) => {
                self.rebuilt.findings.push(*finding);
                return;
            }
        };
        let document = filing.document.as_ref();
        let origin = document
            .map(|document| document.origin.as_str())
            .unwrap_or_default();
        if meaning_inside(&inside).as_deref() != Some(origin) {
            self.fault(path, format!("{path} 里面附带的填报表与包里的不同"));
        }
        for (name, content) in &self.expect_inside(making, filing) {
            let found = inside
                .iter()
                .find(|file| file.name == *name)
                .map(|file| &file.content);
            if found != Some(content) {
                self.fault(path, format!("{path} 里面附带的 {name} 与包里的不同"));
            }
        }
    }

    /// The files that should be inside a report, by their names.
    fn expect_inside(&self, making: &Making, filing: &Filing) -> BTreeMap<String, Vec<u8>> {
        let mut expected = BTreeMap::new();
        if making.program == PROGRAM {
            for file in filing.files_inside() {
                expected.insert(file.name, file.content);
            }
        }
        for (name, data) in [(DATA_JSON, layout::DATA_JSON), (DATA_XML, layout::DATA_XML)] {
            let content = self.files.get(data).cloned().unwrap_or_default();
            expected.insert(name.to_owned(), content);
        }
        expected
    }

    /// Compares the bag with the one that was made anew, file by file.
    fn compare(&mut self, making: &Making, anew: &BagFiles) {
        self.tell_fonts(making, anew);
        let paths: BTreeSet<&String> = self.files.keys().chain(anew.keys()).collect();
        for path in paths {
            let (old, new) = (self.files.get(path), anew.get(path));
            // Seals are put in later.
            if old == new || path.starts_with(layout::SEALS) {
                continue;
            }
            if self.may_differ(making, path) {
                self.rebuilt.other_bytes.push(path.clone());
                if path == layout::DATA_JSON && !says_same_data(old, new) {
                    self.fault(path, format!("{path} 与填报表的数据不同"));
                }
            } else {
                self.fault(path, tell_difference(path, old.is_some(), new.is_some()));
            }
        }
    }

    /// Whether a file may have other bytes by now: with another program each may, with other
    /// fonts what depends on them.
    fn may_differ(&self, making: &Making, path: &str) -> bool {
        let is_other_program = making.program != PROGRAM;
        is_other_program || !self.rebuilt.changed.is_empty() && depends_on_fonts(path)
    }

    /// Tells which fonts are others now.
    fn tell_fonts(&mut self, making: &Making, anew: &BagFiles) {
        let Some(now) = Making::read(anew) else {
            return;
        };
        let (then, now) = (making.font_digests(), now.font_digests());
        let names: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
        for name in names {
            if then.get(name) != now.get(name) {
                self.rebuilt.changed.push(format!("字体：{name}"));
            }
        }
    }
}

/// The page that a form gives.
fn render_page(filing: &Filing) -> Option<Vec<u8>> {
    let style = Style::load(&Style::gbt9704()).ok()?;
    let made = filing.render_in(&style, None, &[Format::Html], Drafts::Made);
    let page = made.ok()?.files.pop()?;
    Some(page.bytes)
}

/// What the form inside a report says to the public; none where there is none that can be read.
fn meaning_inside(files: &[AttachedFile]) -> Option<String> {
    let mut world = Memory::new();
    for AttachedFile { name, content } in files {
        world = world.with_file(name, content.clone());
    }
    let form = files.iter().find(|file| file.name == FORM_YAML)?;
    let filing = Filing::open(&world, &Name::new(FORM_YAML), &form.content).ok()?;
    Some(filing.document?.origin)
}

/// Whether two files of JSON say the same, however they are written.
fn says_same_data(old: Option<&Vec<u8>>, new: Option<&Vec<u8>>) -> bool {
    parse(old) == parse(new)
}

fn parse(file: Option<&Vec<u8>>) -> Option<serde_json::Value> {
    serde_json::from_slice(file?).ok()
}

fn tell_difference(path: &str, is_there: bool, is_made: bool) -> String {
    match (is_there, is_made) {
        (false, _) => format!("缺少 {path}"),
        (true, false) => format!("{path} 不是由包里的填报表生成的"),
        (true, true) => format!("{path} 与重做的字节不同，程序版本和字体却相同"),
    }
}
