//! The order of the tabs. The writer numbers parts in the order of the tabs; ours keep the numbers
//! that they have always had, for those who look into them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::super::super::repack::repack;

/// The part that lists the sheets.
const BOOK: &str = "xl/workbook.xml";

/// Puts a sheet before all others, and opens the book there; none where the package has no such
/// sheet.
pub fn put_first(package: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(package)).ok()?;
    let entry = archive.index_for_name(BOOK)?;
    let mut xml = String::new();
    archive
        .by_index(entry)
        .ok()?
        .read_to_string(&mut xml)
        .ok()?;
    repack(
        &mut archive,
        &BTreeMap::from([(entry, reorder(&xml, name)?)]),
        &[],
    )
}

/// The list of sheets with one of them in front; names that belong to a sheet go along.
fn reorder(xml: &str, name: &str) -> Option<String> {
    let (before, rest) = xml.split_once("<sheets>")?;
    let (sheets, behind) = rest.split_once("</sheets>")?;
    let mut sheets: Vec<&str> = sheets.split_inclusive("/>").collect();
    let name = format!("name=\"{name}\"");
    let at = sheets.iter().position(|sheet| sheet.contains(&name))?;
    let first = sheets.remove(at);
    sheets.insert(0, first);
    let mut names = String::new();
    let mut pieces = behind.split("localSheetId=\"");
    names.push_str(pieces.next()?);
    for piece in pieces {
        let (index, rest) = piece.split_once('"')?;
        let index: usize = index.parse().ok()?;
        let moved = match index {
            _ if index == at => 0,
            _ if index < at => index + 1,
            _ => index,
        };
        names.push_str(&format!("localSheetId=\"{moved}\"{rest}"));
    }
    let before = before.replace(&format!(" activeTab=\"{at}\""), "");
    Some(format!(
        "{before}<sheets>{}</sheets>{names}",
        sheets.concat()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<&str>) {
        let xml = concat!(
            "<v activeTab=\"2\"/><sheets><sheet name=\"a\"/><sheet name=\"b\"/>",
            "<sheet name=\"c\"/><sheet name=\"d\"/></sheets>",
            "<n localSheetId=\"0\">a</n><n localSheetId=\"2\">c</n><n localSheetId=\"3\">d</n>",
        );
        assert_eq!(reorder(xml, name).as_deref(), expected);
    }

    #[test]
    fn what_belongs_to_a_sheet_goes_with_it() {
        check(
            "c",
            Some(concat!(
                "<v/><sheets><sheet name=\"c\"/><sheet name=\"a\"/>",
                "<sheet name=\"b\"/><sheet name=\"d\"/></sheets>",
                "<n localSheetId=\"1\">a</n><n localSheetId=\"0\">c</n><n localSheetId=\"3\">d</n>",
            )),
        );
        check("e", None);
    }
}
