//! Comments of cells: they are no part of a form, but whoever wrote some should know.

use quick_xml::events::Event;

use super::super::words::CHECKED;
use super::xml;
use crate::standard::{Library, Node};

/// Comments that are looked at; a form of its own has some thirty.
const MAX_COMMENTS: usize = 2_000;

/// Reads the texts of comments, of a part of an .xlsx that has some.
pub(super) fn read_comments(xml: &str) -> Vec<String> {
    let mut reader = xml::open(xml);
    let mut found = Vec::new();
    let mut in_text = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "comment" | "threadedComment" if found.len() < MAX_COMMENTS => {
                    found.push(String::new());
                }
                "t" | "text" => in_text = true,
                _ => {}
            },
            Ok(Event::Text(text)) if in_text => {
                if let Some(last) = found.last_mut() {
                    last.push_str(&text.xml_content(quick_xml::XmlVersion::Implicit1_0));
                }
            }
            Ok(Event::End(element)) if matches!(element.local_name().as_ref(), "t" | "text") => {
                in_text = false;
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// Finds the first comment that the program did not write itself: of what counts at a label, or of
/// what a check found.
pub(super) fn find_comment<'c>(comments: &'c [String], library: &Library) -> Option<&'c str> {
    if comments.is_empty() {
        return None;
    }
    // The form may be of another format than it says.
    let all = library.all();
    let mut own = Vec::new();
    for standard in &all {
        for part in standard.tables.iter().flat_map(|table| &table.parts) {
            for root in part.rows.roots.iter().chain(&part.columns.roots) {
                list_counts(root, &mut own);
            }
        }
    }
    let own: Vec<String> = own.into_iter().map(without_blanks).collect();
    let mut texts = comments.iter().map(String::as_str);
    texts.find(|text| !text.starts_with(CHECKED) && !own.contains(&without_blanks(text)))
}

/// Lists what counts at a node and below it.
fn list_counts<'n>(node: &'n Node, counts: &mut Vec<&'n str>) {
    if !node.counts.is_empty() {
        counts.push(&node.counts);
    }
    for child in &node.children {
        list_counts(child, counts);
    }
}

/// A text as it is compared: programs break lines of comments anew.
fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(comments: &[&str], expected: Option<&str>) {
        let comments: Vec<String> = comments.iter().map(|text| (*text).to_owned()).collect();
        assert_eq!(find_comment(&comments, &Library::default()), expected);
    }

    #[test]
    fn own_comments_are_known() {
        let own = "行政执法案卷信息（《条例》第十六条第二款）";
        check(&[], None);
        check(&[own, "行政执法案卷\n信息（《条例》第十六条第二款）"], None);
        check(&["【检查】少 1"], None);
        check(&[own, "张：再核对"], Some("张：再核对"));
        check(&[""], Some(""));
    }

    #[test]
    fn texts_of_a_part() {
        let xml = "<comments><authors><author>a</author></authors><commentList>\
            <comment ref=\"A1\"><text><r><t>甲</t></r><r><rPr/><t>乙</t></r></text></comment>\
            <comment><text><t>丙</t></text></comment></commentList></comments>";
        assert_eq!(read_comments(xml), ["甲乙", "丙"]);
        assert!(read_comments("<comments").is_empty());
    }
}
