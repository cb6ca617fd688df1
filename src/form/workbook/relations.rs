//! Which part of a package is what: sheets, texts and styles are found by relationships, whatever
//! they are called and however they are written.

use std::collections::BTreeMap;

use encoding_rs::Encoding;
use percent_encoding::percent_decode_str;
use quick_xml::events::BytesStart;

use super::xml::{Elements, attribute, is_true};

/// A package's parts as text, by their names in small letters.
#[derive(Default)]
pub(super) struct PackageParts(BTreeMap<String, String>);

/// A sheet of the workbook and the part that holds its cells.
pub(super) struct SheetPart {
    pub name: String,
    /// Its number, as the workbook says it.
    pub id: String,
    /// Whether it is shown, as the workbook says it; empty where it says nothing.
    pub state: String,
    pub part: String,
}

/// The parts of a workbook that a form needs.
pub(super) struct BookParts {
    pub sheets: Vec<SheetPart>,
    /// Sheets that are not read, since they hold no cells or have no part.
    pub left_out: Vec<String>,
    /// Whether days count from 1904.
    pub since_1904: bool,
    /// The files that formulas name by their number here, from 1 on; empty where a name is not
    /// told.
    pub files: Vec<String>,
    pub strings: Option<String>,
    pub styles: Option<String>,
}

/// A relationship of a part.
struct PartTarget {
    kind: String,
    target: String,
}

/// The relationships of a part by their ids.
type PartTargets = BTreeMap<String, PartTarget>;

/// A part's name with slashes, without dots and without one at the beginning.
pub(super) fn canonical(name: &str) -> String {
    let mut folders: Vec<&str> = Vec::new();
    for piece in name.split(['/', '\\']) {
        match piece {
            "" | "." => {}
            ".." => {
                folders.pop();
            }
            piece => folders.push(piece),
        }
    }
    folders.join("/")
}

/// The text of a part: UTF-8, or UTF-16 with its mark; without a declaration that says so.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let text = if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        decode_wide(encoding_rs::UTF_16LE, rest)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        decode_wide(encoding_rs::UTF_16BE, rest)?
    } else {
        let rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        String::from_utf8(rest.to_vec()).ok()?
    };
    match text.split_once("?>") {
        Some((declaration, rest)) if declaration.trim_start().starts_with("<?xml") => {
            Some(rest.to_owned())
        }
        _ => Some(text),
    }
}

fn decode_wide(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

impl PackageParts {
    /// Adds a part; of two with one name the first stays.
    pub fn add(&mut self, name: &str, text: String) {
        self.0.entry(name.to_lowercase()).or_insert(text);
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(&name.to_lowercase()).map(String::as_str)
    }

    /// The parts of the workbook; none where there is none.
    pub fn book(&self) -> Option<BookParts> {
        let root = self.relationships("");
        let office = root.values().find(|r| r.kind.ends_with("/officeDocument"));
        let book = office.map_or("xl/workbook.xml", |office| &office.target);
        let text = self.get(book).or_else(|| self.get("xl/workbook.xml"))?;
        let targets = self.relationships(book);
        let mut parts = BookParts {
            sheets: Vec::new(),
            left_out: Vec::new(),
            since_1904: false,
            files: Vec::new(),
            strings: self.find_kind(&targets, "/sharedStrings", "xl/sharedStrings.xml"),
            styles: self.find_kind(&targets, "/styles", "xl/styles.xml"),
        };
        for element in Elements::of(text) {
            match element.local_name().as_ref() {
                "workbookPr" => parts.since_1904 = is_true(&element, "date1904"),
                "externalReference" => {
                    let id = attribute(&element, "id").unwrap_or_default();
                    let link = targets.get(&id).map(|link| self.file_behind(&link.target));
                    parts.files.push(link.unwrap_or_default());
                }
                "sheet" => self.add_sheet(&mut parts, &element, &targets),
                _ => {}
            }
        }
        Some(parts)
    }

    /// The name of the part of a kind; none where there is no such part.
    fn find_kind(&self, targets: &PartTargets, kind: &str, usual: &str) -> Option<String> {
        let found = targets.values().find(|target| target.kind.ends_with(kind));
        let name = found.map_or(usual, |target| &target.target);
        self.get(name).map(|_| name.to_owned())
    }

    /// Adds a sheet as the workbook names it.
    fn add_sheet(&self, parts: &mut BookParts, element: &BytesStart, targets: &PartTargets) {
        let Some(name) = attribute(element, "name") else {
            return;
        };
        let id = attribute(element, "id").unwrap_or_default();
        let found = targets.get(&id);
        let Some(found) = found.filter(|found| self.get(&found.target).is_some()) else {
            parts.left_out.push(name);
            return;
        };
        if found.kind.ends_with("/worksheet") {
            parts.sheets.push(SheetPart {
                name,
                id: attribute(element, "sheetId").unwrap_or_default(),
                state: attribute(element, "state").unwrap_or_default(),
                part: found.target.clone(),
            });
            return;
        }
        // Charts and dialogs have no cells.
        let has_no_cells = ["/chartsheet", "/dialogsheet"];
        if !has_no_cells.iter().any(|kind| found.kind.ends_with(kind)) {
            parts.left_out.push(name);
        }
    }

    /// The name of the file that a link to another workbook leads to.
    fn file_behind(&self, link: &str) -> String {
        let targets = self.relationships(link);
        let target = targets.values().next().map_or("", |r| r.target.as_str());
        let name = target.rsplit('/').next().unwrap_or_default();
        percent_decode_str(name).decode_utf8_lossy().into_owned()
    }

    /// The relationships of a part; those of the package for the empty name.
    fn relationships(&self, part: &str) -> PartTargets {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let mut found = PartTargets::new();
        let Some(text) = self.get(&canonical(&format!("{folder}/_rels/{file}.rels"))) else {
            return found;
        };
        for element in Elements::of(text) {
            if element.local_name().as_ref() != "Relationship" {
                continue;
            }
            let id = attribute(&element, "Id");
            let kind = attribute(&element, "Type");
            let target = attribute(&element, "Target");
            if let (Some(id), Some(kind), Some(mut target)) = (id, kind, target) {
                if !target.starts_with(['/', '\\']) {
                    target = format!("{folder}/{target}");
                }
                found.insert(
                    id,
                    PartTarget {
                        kind,
                        target: canonical(&target),
                    },
                );
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &str) {
        assert_eq!(canonical(name), expected, "{name}");
    }

    #[test]
    fn names() {
        check("xl\\worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml");
        check("/xl/./a/../workbook.xml", "xl/workbook.xml");
        check("../xl/workbook.xml", "xl/workbook.xml");
    }

    #[test]
    fn texts() {
        let wide: Vec<u8> = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&wide).as_deref(), Some("<a/>"));
        assert_eq!(decode(b"\xEF\xBB\xBF<a/>").as_deref(), Some("<a/>"));
        assert_eq!(decode(b"\xFF<a/>"), None);
    }
}
