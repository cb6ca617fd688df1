//! A package whose parts are being changed, text by text.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::super::super::repack::repack;
use super::super::package::MAX_INFLATED;
use super::super::relations::{PackageParts, SheetPart, canonical};
use super::super::sheet::Book;
use super::chain;
use super::layout::{CellSpan, SheetLayout, escape, without_type};
use super::renewal::Renewal;
use super::{CellEdit, NewContent};
use crate::form::labelled::CellPos;

/// What the names of parts hold that lead to the sheets or are some.
const LEADING: [&str; 3] = [".rels", "workbook", "worksheets/"];

/// A sheet of a package.
struct SheetEntry {
    /// The entry of its part.
    entry: usize,
    /// Its number in the chain of calculation.
    id: String,
}

/// A package whose parts are being changed.
pub(super) struct OpenPackage<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Texts of parts that are changed, by the number of their entry.
    texts: BTreeMap<usize, String>,
    /// Entries that are left out.
    dropped: Vec<usize>,
    /// The sheets by their names.
    sheets: BTreeMap<String, SheetEntry>,
    names: BTreeMap<String, usize>,
}

impl<'a> OpenPackage<'a> {
    /// A package as it is.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut parts = PackageParts::default();
        let mut names = BTreeMap::new();
        for index in 0..archive.len() {
            let name = canonical(&archive.by_index(index).ok()?.name().ok()?);
            names.entry(name.to_lowercase()).or_insert(index);
            if LEADING.iter().any(|word| name.contains(word)) {
                parts.add(&name, read_text(&mut archive, index)?);
            }
        }
        let mut sheets = BTreeMap::new();
        for SheetPart { name, id, part, .. } in parts.book()?.sheets {
            if let Some(&entry) = names.get(&canonical(&part).to_lowercase()) {
                sheets.insert(name, SheetEntry { entry, id });
            }
        }
        Some(Self {
            archive,
            texts: BTreeMap::new(),
            dropped: Vec::new(),
            sheets,
            names,
        })
    }

    /// The text of an entry as it is now.
    fn text(&mut self, entry: usize) -> Option<String> {
        match self.texts.get(&entry) {
            Some(text) => Some(text.clone()),
            None => read_text(&mut self.archive, entry),
        }
    }

    /// Puts other content into a cell; `book` is what the package held before.
    pub fn edit(&mut self, edit: &CellEdit, book: &Book) -> Option<()> {
        let SheetEntry { entry, id } = self.sheets.get(&edit.sheet)?;
        let (entry, id) = (*entry, id.clone());
        let mut xml = self.text(entry)?;
        let mut layout = SheetLayout::of(&xml)?;
        if let Some(cell) = layout.cells.get(&edit.at)
            && cell.formula.is_some()
        {
            xml = unshare(&xml, &layout, cell, edit, book)?;
            layout = SheetLayout::of(&xml)?;
            self.leave_chain(&id, edit.at)?;
        }
        let xml = layout.write(&xml, edit.at, &edit.content)?;
        self.texts.insert(entry, xml);
        Some(())
    }

    /// Renews the result that is stored for a formula.
    pub fn renew(&mut self, renewal: &Renewal) -> Option<()> {
        let entry = self.sheets.get(&renewal.sheet)?.entry;
        let mut xml = self.text(entry)?;
        let layout = SheetLayout::of(&xml)?;
        let cell = layout.cells.get(&renewal.at)?;
        let whole = &xml[cell.range.clone()];
        let formula = cell.formula.as_ref()?;
        let body = &xml[formula.range.clone()];
        let attributes = without_type(whole);
        let p = &layout.prefix;
        let (kind, value) = match &renewal.result {
            NewContent::Number(number) => ("", number.clone()),
            NewContent::Text(text) => (" t=\"str\"", escape(text)),
            NewContent::Nothing => ("", String::new()),
        };
        let new = format!("<{p}c{attributes}{kind}>{body}<{p}v>{value}</{p}v></{p}c>");
        xml.replace_range(cell.range.clone(), &new);
        self.texts.insert(entry, xml);
        Some(())
    }

    /// Takes a cell out of the chain of calculation, and the chain itself where nothing is left of
    /// it.
    fn leave_chain(&mut self, sheet: &str, pos: CellPos) -> Option<()> {
        let Some(&chain) = self.names.get("xl/calcchain.xml") else {
            return Some(());
        };
        if self.dropped.contains(&chain) {
            return Some(());
        }
        let xml = self.text(chain)?;
        if let Some(rest) = chain::drop_cell(&xml, sheet, &pos.name()) {
            if rest != xml {
                self.texts.insert(chain, rest);
            }
            return Some(());
        }
        self.dropped.push(chain);
        for name in ["xl/_rels/workbook.xml.rels", "[content_types].xml"] {
            let Some(&entry) = self.names.get(name) else {
                continue;
            };
            let mut xml = self.text(entry)?;
            let at = xml.find("calcChain.xml")?;
            let start = xml[..at].rfind('<')?;
            let end = at + xml[at..].find('>')? + 1;
            xml.replace_range(start..end, "");
            self.texts.insert(entry, xml);
        }
        Some(())
    }

    /// The package with all changes in it.
    pub fn close(mut self) -> Option<Vec<u8>> {
        repack(&mut self.archive, &self.texts, &self.dropped)
    }
}

/// Reads the text of an entry; none where it is larger than a form's can be, or no UTF-8.
pub(super) fn read_text(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Option<String> {
    let mut bytes = Vec::new();
    let limit = MAX_INFLATED as u64;
    let entry = archive.by_index(index).ok()?;
    entry.take(limit + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 > limit {
        return None;
    }
    String::from_utf8(bytes).ok()
}

/// Writes the text in which no other formula needs one that is to go: those that share what it says
/// get their own; none where it stands for many cells at once.
fn unshare(
    xml: &str,
    layout: &SheetLayout,
    cell: &CellSpan,
    edit: &CellEdit,
    book: &Book,
) -> Option<String> {
    let formula = cell.formula.as_ref()?;
    let of_many = formula
        .area
        .as_ref()
        .is_some_and(|area| *area != edit.at.name());
    if formula.kind == "dataTable" || (formula.kind == "array" && of_many) {
        return None;
    }
    // Only where its area stands is what others share.
    let (Some(shared), Some(_)) = (&formula.shared, &formula.area) else {
        return Some(xml.to_owned());
    };
    let mut sheets = book.sheets.iter();
    let sheet = sheets.find(|sheet| *sheet.name == *edit.sheet)?;
    let mut changed = xml.to_owned();
    let p = &layout.prefix;
    // From the end, so that what stands before keeps its place.
    for (at, other) in layout.cells.iter().rev() {
        if let Some(member) = &other.formula
            && member.shared.as_ref() == Some(shared)
        {
            let text = sheet.cells.get(at)?.formula.as_ref()?;
            let own = format!("<{p}f>{}</{p}f>", escape(text));
            changed.replace_range(member.range.clone(), &own);
        }
    }
    Some(changed)
}
