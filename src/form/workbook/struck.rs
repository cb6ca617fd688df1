//! Characters of shared texts that are struck through: the reader of cells drops how they look.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::xml::{self, attribute};

/// Texts that are partly struck through, with what of them is; such texts of one file.
pub(super) type Struck = HashMap<String, String>;

/// Finds them in the part of shared texts.
pub(super) fn find_struck(xml: &str) -> Struck {
    let mut found = Struck::new();
    // Most files have none, and nothing is taken apart.
    if !xml.contains("strike") {
        return found;
    }
    let mut reader = xml::open(xml);
    let (mut whole, mut through) = (String::new(), String::new());
    let (mut in_text, mut is_struck) = (false, false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                match element.local_name().as_ref() {
                    "si" => {
                        whole.clear();
                        through.clear();
                        is_struck = false;
                    }
                    "r" => is_struck = false,
                    "strike" => {
                        is_struck =
                            !matches!(attribute(&element, "val").as_deref(), Some("0" | "false"));
                    }
                    "t" => in_text = true,
                    _ => {}
                }
            }
            Ok(Event::Text(text)) if in_text => {
                let text = text.xml_content(quick_xml::XmlVersion::Implicit1_0);
                whole.push_str(&text);
                if is_struck {
                    through.push_str(&text);
                }
            }
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "t" => in_text = false,
                "si" if !through.trim().is_empty() => {
                    found.insert(std::mem::take(&mut whole), std::mem::take(&mut through));
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(si: &str, expected: &[(&str, &str)]) {
        let found = find_struck(&format!("<sst><si>{si}</si></sst>"));
        let expected: Struck = expected
            .iter()
            .map(|(whole, part)| ((*whole).to_owned(), (*part).to_owned()))
            .collect();
        assert_eq!(found, expected, "{si}");
    }

    #[test]
    fn parts_of_texts() {
        check(
            "<r><rPr><strike/></rPr><t>旧办</t></r><r><t>新办公室</t></r>",
            &[("旧办新办公室", "旧办")],
        );
        check("<r><rPr><strike val=\"0\"/></rPr><t>办公室</t></r>", &[]);
        check("<t>办公室</t>", &[]);
    }
}
