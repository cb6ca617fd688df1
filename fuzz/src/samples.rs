//! The repository's own files, and what the program makes of them: what targets compare with and
//! start from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use nianbao::document::Document;
use nianbao::export::Format;
use nianbao::layout::{FontData, FontSource};
use nianbao::readback::Content;
use nianbao::render::render;
use nianbao::style::Style;

use crate::checks::{FORM, checked};

/// The clean example.
const CLEAN: &str = "samples/003-corrected-2023.yaml";
/// A form with charts and pictures.
pub const FIGURES: &str = "tests/forms/figures-2023.yaml";

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the repository.
///
/// # Panics
/// When it is not there.
pub fn file(path: &str) -> Vec<u8> {
    std::fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A text of the repository.
///
/// # Panics
/// When it is not there.
pub fn text(path: &str) -> String {
    String::from_utf8(file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files of a folder that have one of these extensions, by their names.
///
/// # Panics
/// When the folder is not there.
pub fn files(folder: &str, extensions: &[&str]) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(root().join(folder)).expect("a folder of the repository");
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|e| extensions.iter().any(|name| e == *name))
    });
    paths.sort();
    paths
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .collect()
}

/// The clean form with this text as its first section and no other prose.
///
/// # Panics
/// When the sample is not what it was.
pub fn short_form(section: &str) -> String {
    let clean = text(CLEAN);
    let (before, _) = clean.split_once("引言: |\n").expect("the preamble");
    let (_, rest) = clean.split_once("\n主动公开:").expect("the first table");
    let (tables, _) = rest
        .split_once("问题与改进: |\n")
        .expect("the text behind the tables");
    // Each line is set in, so that it stays within the text.
    let lines: String = section.lines().map(|line| format!("  {line}\n")).collect();
    format!("{before}总体情况: |\n{lines}主动公开:{tables}问题与改进: 无。\n其他事项: 无。\n")
}

/// The document of a form.
///
/// # Panics
/// When it cannot be read.
pub fn document(form: &str) -> Document {
    checked(form.as_bytes()).document.expect("a readable form")
}

/// A short document, a draft, so that pages are made of it whatever a font lacks.
pub fn short_document() -> &'static Document {
    static SHORT: OnceLock<Document> = OnceLock::new();
    SHORT.get_or_init(|| {
        let form = short_form("收到申请 5 件（Open Government 2023），占 95.7%。\n（一）标题\n");
        Document {
            draft: true,
            ..document(&form)
        }
    })
}

/// What the clean example's files should say.
pub fn clean_content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::of(&document(&text(CLEAN)), FORM))
}

/// The built-in style.
///
/// # Panics
/// When it is broken.
pub fn style() -> &'static Style {
    static STYLE: OnceLock<Style> = OnceLock::new();
    STYLE.get_or_init(|| Style::load(&Style::gbt9704()).expect("the built-in style"))
}

/// The files of this kind of a few documents: clean, with figures, and with errors, as a draft.
///
/// # Panics
/// When they cannot be rendered.
pub fn rendered(format: Format, fonts: &dyn FontSource) -> Vec<Vec<u8>> {
    let forms = [CLEAN, FIGURES, "samples/000-chengguanju-2019.yaml"];
    let drafted = forms.map(|path| Document {
        draft: path != CLEAN,
        ..document(&text(path))
    });
    let file = |document: &Document| {
        let (files, _) = render(document, style(), Some(fonts), &[format]).expect("fonts");
        files.into_iter().map(|file| file.bytes).collect::<Vec<_>>()
    };
    drafted.iter().flat_map(file).collect()
}

/// The program's own fonts, each opened when it is first asked for.
pub struct Fonts;

impl FontSource for Fonts {
    fn by_name(&self, _: &str) -> Option<FontData> {
        None
    }

    fn by_file(&self, file: &str) -> Option<FontData> {
        static OPENED: Mutex<BTreeMap<String, Option<FontData>>> = Mutex::new(BTreeMap::new());
        let mut opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
        opened
            .entry(file.to_owned())
            .or_insert_with(|| open(file))
            .clone()
    }
}

fn open(file: &str) -> Option<FontData> {
    // A hostile style may name any file at all; only the program's own are opened.
    if !file.starts_with("nianbao-") || file.contains(['/', '\\']) {
        return None;
    }
    let bytes = std::fs::read(root().join("templates/fonts").join(file)).ok()?;
    FontData::new(Arc::new(bytes), 0).ok()
}

/// The face of Latin letters alone: small files, in which all else is missing.
pub struct LatinOnly;

/// The smallest of the program's fonts.
pub const LATIN: &str = "nianbao-latin.ttf";

impl FontSource for LatinOnly {
    fn by_name(&self, _: &str) -> Option<FontData> {
        None
    }

    fn by_file(&self, _: &str) -> Option<FontData> {
        Fonts.by_file(LATIN)
    }
}
