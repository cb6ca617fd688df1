//! The chain of calculation: the cells with formulas, in the order in which a program computed them
//! last.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::xml::attribute;

/// A cell of the chain in its text.
struct ChainLink {
    range: Range<usize>,
    /// The number of its sheet, where it states it; else it is in that of the one before.
    sheet: Option<String>,
    cell: String,
}

/// The chain without a cell of a sheet; none where it has no other, for it may not be empty.
pub(super) fn drop_cell(xml: &str, sheet: &str, cell: &str) -> Option<String> {
    let links = read_links(xml);
    let mut current = "";
    for (at, link) in links.iter().enumerate() {
        current = link.sheet.as_deref().unwrap_or(current);
        if (current, link.cell.as_str()) != (sheet, cell) {
            continue;
        }
        if links.len() == 1 {
            return None;
        }
        let mut changed = xml.to_owned();
        // The next one no longer has one before it that states its sheet.
        if let (Some(sheet), Some(next)) = (&link.sheet, links.get(at + 1))
            && next.sheet.is_none()
        {
            let end = next.range.start + xml[next.range.clone()].rfind("/>").unwrap_or(2);
            changed.insert_str(end, &format!(" i=\"{sheet}\""));
        }
        changed.replace_range(link.range.clone(), "");
        return Some(changed);
    }
    Some(xml.to_owned())
}

fn read_links(xml: &str) -> Vec<ChainLink> {
    let mut reader = Reader::from_str(xml);
    let mut links = Vec::new();
    let mut start = 0;
    while let Ok(event) = reader.read_event() {
        let end = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
        match event {
            Event::Empty(element) if element.local_name().as_ref() == "c" => {
                let cell = attribute(&element, "r").unwrap_or_default();
                links.push(ChainLink {
                    range: start..end,
                    sheet: attribute(&element, "i"),
                    cell,
                });
            }
            Event::Eof => break,
            _ => {}
        }
        start = end;
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(chain: &str, cell: &str, expected: Option<&str>) {
        let whole = |inner: &str| format!("<calcChain>{inner}</calcChain>");
        assert_eq!(drop_cell(&whole(chain), "2", cell), expected.map(whole));
    }

    #[test]
    fn a_cell_leaves_the_chain() {
        check(
            r#"<c r="A1" i="1"/><c r="A1" i="2"/><c r="A2"/><c r="A3"/>"#,
            "A1",
            Some(r#"<c r="A1" i="1"/><c r="A2" i="2"/><c r="A3"/>"#),
        );
        check(
            r#"<c r="A1" i="2"/><c r="A2" l="1"/><c r="A3" i="3"/>"#,
            "A2",
            Some(r#"<c r="A1" i="2"/><c r="A3" i="3"/>"#),
        );
        check(r#"<c r="A1" i="1"/>"#, "A1", Some(r#"<c r="A1" i="1"/>"#));
        check(r#"<c r="A1" i="2"/>"#, "A1", None);
    }
}
