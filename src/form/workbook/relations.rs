//! Which part of a package is what: sheets, texts and styles are found by relationships, whatever
//! they are called and however they are written.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::marks::attribute;

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
    /// The files that formulas name by their number here, from 1 on; empty where a name is not told.
    pub files: Vec<String>,
    pub strings: Option<String>,
    pub styles: Option<String>,
}

/// A relationship of a part.
struct PartTarget {
    kind: String,
    target: String,
}

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
pub(super) fn text_of(bytes: &[u8]) -> Option<String> {
    let text = if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        encoding_rs::UTF_16LE
            .decode_without_bom_handling_and_without_replacement(rest)?
            .into_owned()
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        encoding_rs::UTF_16BE
            .decode_without_bom_handling_and_without_replacement(rest)?
            .into_owned()
    } else {
        String::from_utf8(
            bytes
                .strip_prefix(b"\xEF\xBB\xBF")
                .unwrap_or(bytes)
                .to_vec(),
        )
        .ok()?
    };
    match text.split_once("?>") {
        Some((declaration, rest)) if declaration.trim_start().starts_with("<?xml") => {
            Some(rest.to_owned())
        }
        _ => Some(text),
    }
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
        let relationships = self.relationships(book);
        let of_kind = |kind: &str, usual: &str| {
            let found = relationships.values().find(|r| r.kind.ends_with(kind));
            let name = found.map_or_else(|| usual.to_owned(), |r| r.target.clone());
            self.get(&name).is_some().then_some(name)
        };
        let mut parts = BookParts {
            sheets: Vec::new(),
            left_out: Vec::new(),
            since_1904: false,
            files: Vec::new(),
            strings: of_kind("/sharedStrings", "xl/sharedStrings.xml"),
            styles: of_kind("/styles", "xl/styles.xml"),
        };
        each_element(text, |element| match element.local_name().as_ref() {
            "workbookPr" => {
                let value = attribute(element, "date1904");
                parts.since_1904 = value.is_some_and(|value| value == "1" || value == "true");
            }
            "externalReference" => {
                let id = attribute(element, "id").unwrap_or_default();
                let link = relationships.get(&id).map(|r| self.file_behind(&r.target));
                parts.files.push(link.unwrap_or_default());
            }
            "sheet" => {
                let Some(name) = attribute(element, "name") else {
                    return;
                };
                let id = attribute(element, "id").unwrap_or_default();
                let found = relationships
                    .get(&id)
                    .filter(|r| self.get(&r.target).is_some());
                match found {
                    Some(r) if r.kind.ends_with("/worksheet") => parts.sheets.push(SheetPart {
                        name,
                        id: attribute(element, "sheetId").unwrap_or_default(),
                        state: attribute(element, "state").unwrap_or_default(),
                        part: r.target.clone(),
                    }),
                    // Charts and dialogs have no cells.
                    Some(r)
                        if r.kind.ends_with("/chartsheet") || r.kind.ends_with("/dialogsheet") => {}
                    _ => parts.left_out.push(name),
                }
            }
            _ => {}
        });
        Some(parts)
    }

    /// The name of the file that a link to another workbook leads to.
    fn file_behind(&self, link: &str) -> String {
        let targets = self.relationships(link);
        let target = targets.values().next().map_or("", |r| r.target.as_str());
        let name = target.rsplit('/').next().unwrap_or_default();
        percent_decode_str(name).decode_utf8_lossy().into_owned()
    }

    /// The relationships of a part by their ids; those of the package for the empty name.
    fn relationships(&self, part: &str) -> BTreeMap<String, PartTarget> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let Some(text) = self.get(&canonical(&format!("{folder}/_rels/{file}.rels"))) else {
            return BTreeMap::new();
        };
        let mut found = BTreeMap::new();
        each_element(text, |element| {
            let given = |name| attribute(element, name);
            if element.local_name().as_ref() != "Relationship" {
                return;
            }
            if let (Some(id), Some(kind), Some(target)) =
                (given("Id"), given("Type"), given("Target"))
            {
                let whole = target.starts_with(['/', '\\']);
                let target = canonical(&if whole {
                    target
                } else {
                    format!("{folder}/{target}")
                });
                found.insert(id, PartTarget { kind, target });
            }
        });
        found
    }
}

/// Visits the elements of a part as far as it is XML.
fn each_element(text: &str, mut visit: impl FnMut(&quick_xml::events::BytesStart<'_>)) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => visit(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
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
        assert_eq!(text_of(&wide).as_deref(), Some("<a/>"));
        assert_eq!(text_of(b"\xEF\xBB\xBF<a/>").as_deref(), Some("<a/>"));
        assert_eq!(text_of(b"\xFF<a/>"), None);
    }
}
