//! A workbook changed in place: single cells get other content, all else stays byte for byte.
//!
//! A part is not written anew: the stretches of the cells in question are replaced in its text. A
//! formula that is overwritten leaves the chain of calculation; formulas that share its text get
//! their own; results that were stored for formulas are renewed where they follow.

mod chain;
mod layout;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use rust_decimal::Decimal;
use zip::ZipArchive;

use self::layout::{CellSpan, SheetLayout, escaped, without_type};
use super::super::repack::repack;
use super::compute::{Outcome, outcome, stale};
use super::formula::Calculator;
use super::relations::{PackageParts, canonical};
use super::sheet::{self, Book, SheetValue};
use super::{package, sheet::SheetCell};
use crate::finding::json::cell_name;

/// New content of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellEdit {
    /// The sheet's name.
    pub sheet: String,
    /// The cell's row and column, from 0.
    pub at: (u32, u32),
    /// What it is to hold.
    pub content: NewContent,
}

/// What a cell is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewContent {
    /// A number in plain digits.
    Number(String),
    /// Text, its lines parted by line feeds.
    Text(String),
    /// Nothing.
    Nothing,
}

/// A cell that holds a value of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueCell {
    /// The sheet's name.
    pub sheet: String,
    /// The cell's row and column, from 0.
    pub at: (u32, u32),
    /// Whether a formula gives it.
    pub computed: bool,
    /// Whether it shows a day.
    pub day: bool,
}

impl ValueCell {
    /// New content for it.
    pub fn edit(&self, content: NewContent) -> CellEdit {
        CellEdit {
            sheet: self.sheet.clone(),
            at: self.at,
            content,
        }
    }
}

/// The workbook with other content in some cells; none where it cannot be changed in place: another
/// kind of file, a cell within a formula of many cells.
pub fn patched(bytes: &[u8], edits: &[CellEdit]) -> Option<Vec<u8>> {
    let mut book = OpenPackage::open(bytes)?;
    let before = read_book(bytes)?;
    for edit in edits {
        book.edit(edit, &before)?;
    }
    let changed = book.close()?;
    let after = read_book(&changed)?;
    let renewed = renewals(&after);
    if renewed.is_empty() {
        return Some(changed);
    }
    let mut book = OpenPackage::open(&changed)?;
    for renewal in &renewed {
        book.renew(renewal)?;
    }
    book.close()
}

fn read_book(bytes: &[u8]) -> Option<Book> {
    let file: Arc<str> = "".into();
    sheet::read(&file, package::open(&file, bytes).ok()?).ok()
}

/// A formula's result that is not the one that is stored.
struct Renewal {
    sheet: String,
    at: (u32, u32),
    result: NewContent,
}

/// The results that are stored and not those that formulas give.
fn renewals(book: &Book) -> Vec<Renewal> {
    let mut calculator = Calculator::new(book);
    let mut renewals = Vec::new();
    for (index, sheet) in book.sheets.iter().enumerate() {
        // What nobody has computed yet is left to the next program.
        let is_stored =
            |cell: &SheetCell| cell.formula.is_some() && cell.value != SheetValue::Empty;
        for (at, cell) in sheet.cells.iter().filter(|(_, cell)| is_stored(cell)) {
            let result = match outcome(&mut calculator, index, *at) {
                Outcome::Number(number) if !shows_number(cell, number) => {
                    NewContent::Number(number.to_string())
                }
                Outcome::Text(text) if cell.value != SheetValue::Text(text.clone()) => {
                    NewContent::Text(text)
                }
                _ => continue,
            };
            renewals.push(Renewal {
                sheet: sheet.name.to_string(),
                at: *at,
                result,
            });
        }
    }
    renewals
}

fn shows_number(cell: &SheetCell, number: Decimal) -> bool {
    match &cell.value {
        SheetValue::Number(..) => stale(cell, number).is_none(),
        SheetValue::Date(_, shown) => shown.parse() == Ok(number),
        _ => false,
    }
}

/// A sheet of a package.
struct SheetEntry {
    /// The entry of its part.
    entry: usize,
    /// Its number in the chain of calculation.
    id: String,
}

/// A package whose parts are being changed.
struct OpenPackage<'a> {
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
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut parts = PackageParts::default();
        let mut names = BTreeMap::new();
        for index in 0..archive.len() {
            let name = canonical(&archive.by_index(index).ok()?.name().ok()?);
            names.entry(name.to_lowercase()).or_insert(index);
            if name.contains(".rels") || name.contains("workbook") || name.contains("worksheets/") {
                parts.add(&name, text(&mut archive, index)?);
            }
        }
        let book = parts.book()?;
        let of = |part: &str| names.get(&canonical(part).to_lowercase()).copied();
        let mut sheets = BTreeMap::new();
        for sheet in book.sheets {
            if let Some(entry) = of(&sheet.part) {
                sheets.insert(
                    sheet.name,
                    SheetEntry {
                        entry,
                        id: sheet.id,
                    },
                );
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
            None => text(&mut self.archive, entry),
        }
    }

    fn edit(&mut self, edit: &CellEdit, book: &Book) -> Option<()> {
        let SheetEntry { entry, id } = self.sheets.get(&edit.sheet)?;
        let (entry, id) = (*entry, id.clone());
        let mut xml = self.text(entry)?;
        let mut layout = SheetLayout::of(&xml)?;
        if let Some(cell) = layout.cells.get(&edit.at)
            && cell.formula.is_some()
        {
            xml = unshared(&xml, &layout, cell, edit, book)?;
            layout = SheetLayout::of(&xml)?;
            self.leave_chain(&id, edit.at)?;
        }
        let xml = layout.with(&xml, edit.at, &edit.content)?;
        self.texts.insert(entry, xml);
        Some(())
    }

    fn renew(&mut self, renewal: &Renewal) -> Option<()> {
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
            NewContent::Text(text) => (" t=\"str\"", escaped(text)),
            NewContent::Nothing => ("", String::new()),
        };
        let new = format!("<{p}c{attributes}{kind}>{body}<{p}v>{value}</{p}v></{p}c>");
        xml.replace_range(cell.range.clone(), &new);
        self.texts.insert(entry, xml);
        Some(())
    }

    /// Takes a cell out of the chain of calculation, and the chain itself where nothing is left of it.
    fn leave_chain(&mut self, sheet: &str, (row, column): (u32, u32)) -> Option<()> {
        let Some(&chain) = self.names.get("xl/calcchain.xml") else {
            return Some(());
        };
        if self.dropped.contains(&chain) {
            return Some(());
        }
        let xml = self.text(chain)?;
        if let Some(rest) = chain::without(&xml, sheet, &cell_name(row, column)) {
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
    fn close(mut self) -> Option<Vec<u8>> {
        repack(&mut self.archive, &self.texts, &self.dropped)
    }
}

/// The text of an entry; none where it is larger than a form's can be, or no UTF-8.
fn text(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Option<String> {
    let mut bytes = Vec::new();
    let limit = package::MAX_INFLATED as u64;
    archive
        .by_index(index)
        .ok()?
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .ok()?;
    if bytes.len() as u64 > limit {
        return None;
    }
    String::from_utf8(bytes).ok()
}

/// The text without a formula that is to go, where others share what it says; none where it stands
/// for many cells at once.
fn unshared(
    xml: &str,
    layout: &SheetLayout,
    cell: &CellSpan,
    edit: &CellEdit,
    book: &Book,
) -> Option<String> {
    let formula = cell.formula.as_ref()?;
    let one = cell_name(edit.at.0, edit.at.1);
    if formula.kind == "dataTable"
        || (formula.kind == "array" && formula.area.as_ref().is_some_and(|area| *area != one))
    {
        return None;
    }
    let Some(shared) = formula.shared.as_ref().filter(|_| formula.area.is_some()) else {
        return Some(xml.to_owned());
    };
    let sheet = book
        .sheets
        .iter()
        .find(|sheet| *sheet.name == *edit.sheet)?;
    let mut changed = xml.to_owned();
    let p = &layout.prefix;
    // From the end, so that what stands before keeps its place.
    for (at, other) in layout.cells.iter().rev() {
        let Some(member) = other
            .formula
            .as_ref()
            .filter(|f| f.shared.as_ref() == Some(shared))
        else {
            continue;
        };
        let text = sheet.cells.get(at)?.formula.as_ref()?;
        let own = format!("<{p}f>{}</{p}f>", escaped(text));
        changed.replace_range(member.range.clone(), &own);
    }
    Some(changed)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// A workbook of one sheet with a chain of calculation.
    fn book(sheet: &str) -> Vec<u8> {
        let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/calcChain.xml\" ContentType=\"x\"/></Types>";
        let root = format!(
            "<Relationships><Relationship Id=\"r\" Type=\"{RELATION}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        let rels = format!(
            "<Relationships><Relationship Id=\"s\" Type=\"{RELATION}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"c\" Type=\"{RELATION}/calcChain\" Target=\"calcChain.xml\"/></Relationships>"
        );
        let main = format!(
            "<workbook xmlns:r=\"{RELATION}\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"
        );
        let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [
            ("[Content_Types].xml", types),
            ("_rels/.rels", &root),
            ("xl/workbook.xml", &main),
            ("xl/_rels/workbook.xml.rels", &rels),
            (
                "xl/calcChain.xml",
                "<calcChain><c r=\"B1\" i=\"1\"/></calcChain>",
            ),
            ("xl/worksheets/sheet1.xml", &sheet),
        ] {
            writer
                .start_file(name, SimpleFileOptions::default())
                .expect("a part");
            writer.write_all(content.as_bytes()).expect("written");
        }
        writer.finish().expect("a package").into_inner()
    }

    /// The rows of the sheet, and the names of all parts.
    fn rows(bytes: &[u8]) -> (String, Vec<String>) {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let names: Vec<String> = archive
            .file_names()
            .map(|name| name.expect("a name").into_owned())
            .collect();
        let index = archive
            .index_for_name("xl/worksheets/sheet1.xml")
            .expect("the sheet");
        let xml = text(&mut archive, index).expect("text");
        let inner = xml.strip_prefix("<worksheet><sheetData>").expect("a sheet");
        (
            inner
                .strip_suffix("</sheetData></worksheet>")
                .expect("a sheet")
                .to_owned(),
            names,
        )
    }

    #[test]
    fn formulas_that_share_a_text_stay_right() {
        let shared = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><f t=\"shared\" ref=\"B1:B3\" si=\"0\">A1*2</f><v>2</v></c><c r=\"C1\"><f>SUM(B1:B3)</f><v>12</v></c></row>\
            <row r=\"2\"><c r=\"A2\"><v>2</v></c><c r=\"B2\"><f t=\"shared\" si=\"0\"/><v>4</v></c></row>\
            <row r=\"3\"><c r=\"A3\"><v>3</v></c><c r=\"B3\"><f t=\"shared\" si=\"0\"/><v>6</v></c></row>";
        let bytes = book(shared);
        let cell = |at| ValueCell {
            sheet: "表".to_owned(),
            at,
            computed: false,
            day: false,
        };
        let edit = cell((0, 1)).edit(NewContent::Number("100".to_owned()));
        let (changed, names) = rows(&patched(&bytes, &[edit]).expect("changed"));
        assert_eq!(
            changed,
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>100</v></c><c r=\"C1\"><f>SUM(B1:B3)</f><v>110</v></c></row>\
            <row r=\"2\"><c r=\"A2\"><v>2</v></c><c r=\"B2\"><f>A2*2</f><v>4</v></c></row>\
            <row r=\"3\"><c r=\"A3\"><v>3</v></c><c r=\"B3\"><f>A3*2</f><v>6</v></c></row>"
        );
        // It was the only cell of the chain.
        assert!(
            !names.iter().any(|name| name.contains("calcChain")),
            "{names:?}"
        );
        // A number below them changes what they give, and nothing else.
        let edit = cell((1, 0)).edit(NewContent::Number("5".to_owned()));
        let (changed, names) = rows(&patched(&bytes, &[edit]).expect("changed"));
        let expected = shared.replace("<v>2</v></c><c r=\"B2\">", "<v>5</v></c><c r=\"B2\">");
        let expected = expected.replace("si=\"0\"/><v>4</v>", "si=\"0\"/><v>10</v>");
        assert_eq!(changed, expected.replace("<v>12</v>", "<v>18</v>"));
        assert!(names.iter().any(|name| name.contains("calcChain")));
    }

    #[test]
    fn a_cell_within_an_array_is_left_alone() {
        let bytes = book(
            "<row r=\"1\"><c r=\"A1\"><f t=\"array\" ref=\"A1:A2\">B1:B2</f><v>1</v></c></row>",
        );
        let cell = ValueCell {
            sheet: "表".to_owned(),
            at: (0, 0),
            computed: false,
            day: false,
        };
        assert_eq!(patched(&bytes, &[cell.edit(NewContent::Nothing)]), None);
        assert_eq!(patched(b"PK\x03\x04", &[]), None);
    }
}
