//! Names of elements as everybody else writes them: `w:p`, whatever the document calls its
//! spaces of names.
//!
//! What reads the parts goes by prefixes. Nearly all programs write the usual ones, so that
//! a part is written anew only where one stands for something else.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::BROKEN;
use crate::finding::Complaint;
use crate::readback::TOO_LARGE;

/// The usual prefixes, each with what the addresses of its space end in. An address counts
/// by its end: the strict standard has others than the usual one, and so have old drafts.
const USUAL: [(&str, &[&str]); 9] = [
    (
        "w",
        &[
            "/wordprocessingml/2006/main",
            "/ooxml/wordprocessingml/main",
        ],
    ),
    (
        "m",
        &["/officeDocument/2006/math", "/ooxml/officeDocument/math"],
    ),
    (
        "r",
        &[
            "/officeDocument/2006/relationships",
            "/ooxml/officeDocument/relationships",
        ],
    ),
    ("mc", &["/markup-compatibility/2006"]),
    (
        "wp",
        &[
            "/2006/wordprocessingDrawing",
            "/ooxml/drawingml/wordprocessingDrawing",
        ],
    ),
    ("a", &["/drawingml/2006/main", "/ooxml/drawingml/main"]),
    (
        "pic",
        &["/drawingml/2006/picture", "/ooxml/drawingml/picture"],
    ),
    ("c", &["/drawingml/2006/chart", "/ooxml/drawingml/chart"]),
    ("v", &["schemas-microsoft-com:vml"]),
];
/// The prefix of what has a usual one and is something else.
const STRANGE: &str = "strange";
/// Names of spaces that are in force at once and are not the usual ones.
const MAX_ALIASES: usize = 30;

/// Bytes of a name of a space with its address.
const MAX_DECLARATION: usize = 200;

/// A prefix that stands for something else than usual.
struct PrefixAlias {
    /// How many elements are open where it holds.
    depth: usize,
    prefix: String,
    /// What it is called here.
    usual: String,
}

/// The text with the usual prefixes.
///
/// # Errors
/// When it is no XML, or has too many spaces of names.
pub(super) fn write_usual_names(xml: String) -> Result<String, Complaint> {
    if find_declarations(&xml).all(|name| usual_prefix(name.prefix, name.address) == name.prefix) {
        return Ok(xml);
    }
    let mut aliases: Vec<PrefixAlias> = Vec::new();
    let mut out = String::with_capacity(xml.len());
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{FEFF}'));
    let mut depth = 0;
    loop {
        let event = reader.read_event().map_err(|_| BROKEN)?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                depth += 1;
                declare(tag, depth, &mut aliases)?;
                let closed = matches!(event, Event::Empty(_));
                write_tag(tag, &aliases, closed, &mut out);
                if closed {
                    leave(&mut depth, &mut aliases);
                }
            }
            Event::End(tag) => {
                out.push_str("</");
                write_name(tag.name().as_ref(), true, &aliases, &mut out);
                out.push('>');
                leave(&mut depth, &mut aliases);
            }
            Event::Text(text) => out.push_str(text),
            Event::CData(text) => write_text(text, &mut out),
            Event::GeneralRef(name) => {
                out.push('&');
                out.push_str(name);
                out.push(';');
            }
            Event::DocType(_) => return Err(BROKEN),
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// The name of a space with its address.
struct SpaceName<'t> {
    prefix: &'t str,
    address: &'t str,
}

/// All that looks like the name of a space, with its address.
fn find_declarations(xml: &str) -> impl Iterator<Item = SpaceName<'_>> {
    let places = memchr::memmem::find_iter(xml.as_bytes(), "xmlns");
    places.filter_map(|at| read_declaration(xml.get(at + "xmlns".len()..)?))
}

/// The declaration that a text begins with, behind `xmlns`.
fn read_declaration(rest: &str) -> Option<SpaceName<'_>> {
    // Each is looked at no further than that, however many there are.
    let end = rest.floor_char_boundary(MAX_DECLARATION);
    let (name, rest) = rest.get(..end)?.split_once('=')?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let address = rest.get(1..)?.split(quote).next()?;
    let prefix = name.trim().trim_start_matches(':');
    Some(SpaceName { prefix, address })
}

/// The prefix that an address should have; the same as is where it is unknown.
fn usual_prefix<'a>(prefix: &'a str, address: &str) -> &'a str {
    let known = USUAL
        .iter()
        .find(|(_, ends)| ends.iter().any(|end| address.ends_with(end)));
    match known {
        Some((usual, _)) => usual,
        None if USUAL.iter().any(|(usual, _)| *usual == prefix) => STRANGE,
        None => prefix,
    }
}

/// Takes note of the spaces that an element names.
fn declare(
    tag: &BytesStart<'_>,
    depth: usize,
    aliases: &mut Vec<PrefixAlias>,
) -> Result<(), Complaint> {
    if !tag.attributes_raw().contains("xmlns") {
        return Ok(());
    }
    for attribute in tag.attributes().with_checks(false).flatten() {
        let Some(name) = attribute.key.as_ref().strip_prefix("xmlns") else {
            continue;
        };
        let prefix = name.trim_start_matches(':');
        let usual = usual_prefix(prefix, &attribute.value);
        if resolve(prefix, aliases) != usual {
            let alias = PrefixAlias {
                depth,
                prefix: prefix.to_owned(),
                usual: usual.to_owned(),
            };
            aliases.push(alias);
        }
        if aliases.len() > MAX_ALIASES {
            return Err(TOO_LARGE);
        }
    }
    Ok(())
}

fn leave(depth: &mut usize, aliases: &mut Vec<PrefixAlias>) {
    while aliases.last().is_some_and(|alias| alias.depth >= *depth) {
        aliases.pop();
    }
    *depth = depth.saturating_sub(1);
}

/// What a prefix is called here.
fn resolve<'a>(prefix: &'a str, aliases: &'a [PrefixAlias]) -> &'a str {
    let alias = aliases.iter().rev().find(|alias| alias.prefix == prefix);
    alias.map_or(prefix, |alias| alias.usual.as_str())
}

fn write_tag(tag: &BytesStart<'_>, aliases: &[PrefixAlias], closed: bool, out: &mut String) {
    out.push('<');
    write_name(tag.name().as_ref(), true, aliases, out);
    for attribute in tag.attributes().with_checks(false).flatten() {
        let name = attribute.key.as_ref();
        if name.starts_with("xmlns") {
            continue;
        }
        out.push(' ');
        write_name(name, false, aliases, out);
        // The value is as it stood, and may have held the other kind of quotes.
        let quote = if attribute.value.contains('"') {
            '\''
        } else {
            '"'
        };
        out.push('=');
        out.push(quote);
        out.push_str(&attribute.value);
        out.push(quote);
    }
    out.push_str(if closed { "/>" } else { ">" });
}

/// Writes a name; elements without a prefix have that of the space that has no name.
fn write_name(name: &str, is_element: bool, aliases: &[PrefixAlias], out: &mut String) {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let prefix = if prefix.is_empty() && !is_element {
        ""
    } else {
        resolve(prefix, aliases)
    };
    if !prefix.is_empty() {
        out.push_str(prefix);
        out.push(':');
    }
    out.push_str(local);
}

fn write_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

    fn check(xml: &str, expected: &str) {
        let xml = xml.replace("WORD", W).replace("STRICT", STRICT);
        let read = write_usual_names(xml.clone());
        assert_eq!(
            read.as_deref().unwrap_or("broken"),
            expected.replace("{}", &xml)
        );
    }

    #[test]
    fn other_prefixes() {
        check(
            "<w:p xmlns:w='WORD' xmlns:o='x'><o:a w:b=\"&amp;\"/></w:p>",
            "{}",
        );
        check("<w:p xmlns:w = \"STRICT\"/>", "{}");
        check(
            "<x:p xmlns:x='WORD' x:a='1'>甲&amp;<y a='\"'/></x:p>",
            "<w:p w:a=\"1\">甲&amp;<y a='\"'/></w:p>",
        );
        check(
            "<p xmlns='WORD' xmlns:q='WORD' q:a='1'><t b='1'><![CDATA[<甲]]></t></p>",
            "<w:p w:a=\"1\"><w:t b=\"1\">&lt;甲</w:t></w:p>",
        );
        check(
            "<w:p xmlns:w='other'><w:a xmlns:w='WORD'/><w:b/></w:p>",
            "<strange:p><w:a/><strange:b/></strange:p>",
        );
        check("<x:p xmlns:x='WORD'>", "<w:p>");
        check("<x:p xmlns:x='WORD'></y>", "broken");
    }

    #[test]
    fn too_many_spaces_of_names() {
        let names: String = (0..100).map(|n| format!(" xmlns:p{n}='WORD'")).collect();
        let xml = format!("<a{names}/>").replace("WORD", W);
        assert_eq!(write_usual_names(xml), Err(TOO_LARGE));
    }
}
