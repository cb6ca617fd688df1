//! A bag made anew of its own form: whether its report is what the form says.

use std::collections::BTreeMap;

use super::BagFiles;
use super::layout;
use super::making::{Making, PROGRAM};
use super::pack::{FormPacked, Packed, Packing, pack};
use crate::document::Document;
use crate::file::Format;
use crate::filing::Filing;
use crate::filing::inside::{DATA_JSON, DATA_XML};
use crate::finding::{Code, Finding, Severity};
use crate::layout::FontSource;
use crate::place::Place;
use crate::readback::{AttachedFile, Content, DocumentKind, attached, compare, read, read_any};
use crate::standard::Library;

/// How a bag that was made anew stands to the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remade {
    /// Each file of the report has the same bytes.
    Same,
    /// The report says the same; the program or its fonts are others.
    SameMeaning,
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
    /// The files of the report that have other bytes now.
    pub other_bytes: Vec<String>,
}

/// Makes a bag anew, and holds the files of the old one against its form and each other.
pub fn rebuild(files: &BagFiles, library: &Library, fonts: Option<&dyn FontSource>) -> Rebuilt {
    let mut rebuilding = Rebuilding {
        files,
        rebuilt: Rebuilt {
            remade: Remade::Different,
            findings: Vec::new(),
            changed: Vec::new(),
            other_bytes: Vec::new(),
        },
    };
    if let Some(making) = rebuilding.making()
        && let Some(anew) = rebuilding.made_anew(&making, library, fonts)
    {
        rebuilding.compare(&making, &anew);
    }
    rebuilding.rebuilt
}

/// The form of a bag, opened with all that was packed with it; none where it cannot be.
pub fn opened(files: &BagFiles, library: &Library) -> Option<Filing> {
    let making = files.get(layout::MAKING)?;
    let making: Making = serde_json::from_slice(making).ok()?;
    packing_of(files, &making, library, None).opened().ok().map(|opened| opened.filing)
}

/// The report made anew.
struct MadeAnew {
    files: BagFiles,
    document: Document,
}

struct Rebuilding<'a> {
    files: &'a BagFiles,
    rebuilt: Rebuilt,
}

impl Rebuilding<'_> {
    fn fault(&mut self, path: &str, message: String) {
        let finding = Finding::new(Code::StaleOutput, message, Place::file(&path.into()));
        self.rebuilt.findings.push(finding.hint("向移交单位核对，或取回原来的归档包"));
    }

    /// What the bag says of its making.
    fn making(&mut self) -> Option<Making> {
        let text = self.files.get(layout::MAKING).map(Vec::as_slice).unwrap_or_default();
        let making = serde_json::from_slice(text).ok();
        if making.is_none() {
            self.fault(layout::MAKING, "制作信息读不懂，不能重做".to_owned());
        }
        making
    }

    fn made_anew(
        &mut self,
        making: &Making,
        library: &Library,
        fonts: Option<&dyn FontSource>,
    ) -> Option<MadeAnew> {
        let packed = pack(&packing_of(self.files, making, library, fonts));
        let refusal = match packed {
            Ok(Packed { files: Ok(files), document: Some(document), .. }) => {
                return Some(MadeAnew { files, document });
            }
            Ok(Packed { files: Err(refusal), findings, .. }) => {
                let is_error = |finding: &Finding| {
                    finding.severity == Severity::Error && finding.waived.is_none()
                };
                self.rebuilt.findings.extend(findings.into_iter().filter(is_error));
                refusal.to_string()
            }
            Ok(_) => "填报表读不懂".to_owned(),
            Err(refusal) => refusal.to_string(),
        };
        self.fault(&making.form, format!("不能用包里的填报表重做：{refusal}"));
        None
    }

    fn compare(&mut self, making: &Making, anew: &MadeAnew) {
        self.what_changed(making, &anew.files);
        if anew.document.origin != making.meaning {
            self.fault(&making.form, "填报表的内容与封装时不同".to_owned());
        }
        let expected = Content::of(&anew.document, &making.form);
        for format in layout::FORMATS {
            let path = layout::report_path(&making.name, format);
            let Some(old) = self.files.get(&path) else { continue };
            self.says(&path, format, old, &expected);
            if anew.files.get(&path) != Some(old) {
                self.rebuilt.other_bytes.push(path);
            }
        }
        for path in [layout::DATA_JSON, layout::DATA_XML, layout::METADATA] {
            let Some(old) = self.files.get(path) else { continue };
            if anew.files.get(path) != Some(old) {
                self.rebuilt.other_bytes.push(path.to_owned());
                self.data_otherwise(path, old, &anew.files);
            }
        }
        self.inside(making);
        self.conclude();
    }

    /// What is another now than when the bag was made.
    fn what_changed(&mut self, making: &Making, anew: &BagFiles) {
        if making.program != PROGRAM {
            let message = format!("程序：当时 {}，现在 {PROGRAM}", making.program);
            self.rebuilt.changed.push(message);
        }
        let now = anew.get(layout::MAKING).map(Vec::as_slice).unwrap_or_default();
        let Ok(now) = serde_json::from_slice::<Making>(now) else { return };
        let digests = |making: Making| -> BTreeMap<String, String> {
            making.fonts.into_iter().map(|font| (font.name, font.sha256)).collect()
        };
        let (then, now) = (digests(making.clone()), digests(now));
        for name in then.keys().chain(now.keys().filter(|name| !then.contains_key(*name))) {
            if then.get(name) != now.get(name) {
                self.rebuilt.changed.push(format!("字体：{name}"));
            }
        }
    }

    /// Holds what a file of the report says against its form.
    fn says(&mut self, path: &str, format: Format, bytes: &[u8], expected: &Content) {
        let content = match format {
            Format::Html | Format::Fragment => read_any(path, DocumentKind::Page, bytes),
            _ => read(path, format, bytes),
        };
        match content {
            Ok(content) => self.rebuilt.findings.extend(compare(&content, expected)),
            Err(finding) => self.rebuilt.findings.push(*finding),
        }
    }

    /// Data that are written otherwise say otherwise, unless their notation is another.
    fn data_otherwise(&mut self, path: &str, old: &[u8], anew: &BagFiles) {
        let value = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).ok();
        let new = anew.get(path).map(Vec::as_slice).unwrap_or_default();
        if path == layout::DATA_JSON && value(old) != value(new) {
            self.fault(path, format!("{path} 与填报表的数据不同"));
        }
    }

    /// The data inside the report are those of the bag.
    fn inside(&mut self, making: &Making) {
        for format in [Format::Pdf, Format::Ofd] {
            let path = layout::report_path(&making.name, format);
            let Some(bytes) = self.files.get(&path) else { continue };
            let files = match attached(&path, format, bytes) {
                Ok(files) => files,
                Err(finding) => {
                    self.rebuilt.findings.push(*finding);
                    continue;
                }
            };
            for (name, data) in [(DATA_JSON, layout::DATA_JSON), (DATA_XML, layout::DATA_XML)] {
                let same = |file: &&AttachedFile| file.name == name;
                let content = files.iter().find(same).map(|file| &file.content);
                if content != self.files.get(data) {
                    self.fault(&path, format!("{path} 里面附带的 {name} 与 {data} 不同"));
                }
            }
        }
    }

    fn conclude(&mut self) {
        let Rebuilt { remade, findings, changed, other_bytes } = &mut self.rebuilt;
        let is_other = !other_bytes.is_empty();
        *remade = match (findings.is_empty(), is_other, changed.is_empty()) {
            (true, false, _) => Remade::Same,
            (true, true, false) => Remade::SameMeaning,
            _ => Remade::Different,
        };
        if *remade == Remade::Different && findings.is_empty() {
            let paths = std::mem::take(other_bytes);
            for path in &paths {
                let message =
                    format!("{path} 不是由包里的填报表生成的：同一程序、同一套字体重做的字节不同");
                self.fault(path, message);
            }
            self.rebuilt.other_bytes = paths;
        }
    }
}

/// What a bag was made of.
fn packing_of<'a>(
    files: &BagFiles,
    making: &Making,
    library: &'a Library,
    fonts: Option<&'a dyn FontSource>,
) -> Packing<'a> {
    let below = |folder: &str| -> BTreeMap<String, Vec<u8>> {
        let inside = files.iter().filter_map(|(path, content)| {
            Some((path.strip_prefix(folder)?.to_owned(), content.clone()))
        });
        inside.collect()
    };
    let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
    let form = FormPacked {
        name: making.form.strip_prefix(layout::FORM).unwrap_or(&making.form).to_owned(),
        files: below(layout::FORM),
    };
    let templates = below(layout::TEMPLATES);
    Packing {
        form,
        templates: templates.iter().map(|(name, bytes)| (name.clone(), text(bytes))).collect(),
        settings: files.get(layout::SETTINGS).map(text),
        cells: making.cells.clone(),
        pages: making.pages.clone(),
        date: making.day(),
        library,
        fonts,
        replaces: None,
    }
}
