//! Styles, as far as they say what a paragraph is and whether text is seen.
//!
//! Programs that save a file anew rename styles, so that one counts by its name and by
//! those that it is based on. Styles of tables are not followed.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::parts::{Listener, is_on, main_value, value, walk};
use crate::finding::Complaint;

/// How many styles one is based on, one after the other.
const MAX_BASED: usize = 20;
/// The largest size that nobody reads, in half points.
const TINY: u32 = 4;
/// The least of red, green and blue that is white on white.
const WHITE: u8 = 0xF0;
/// How the names of styles of captions begin, without blanks and in small letters.
const CAPTIONS: [&str; 5] = ["caption", "illustration", "题注", "图注", "插图"];
const HEADINGS: [&str; 2] = ["heading", "标题"];

/// What hides text, as far as it is said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Visibility {
    hidden: Option<bool>,
    struck: Option<bool>,
    struck_twice: Option<bool>,
    white: Option<bool>,
    tiny: Option<bool>,
}

impl Visibility {
    /// Takes note of a property of text.
    pub fn note(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            "w:vanish" => self.hidden = Some(is_on(tag)),
            "w:strike" => self.struck = Some(is_on(tag)),
            "w:dstrike" => self.struck_twice = Some(is_on(tag)),
            "w:color" => self.white = Some(is_white(&main_value(tag))),
            "w:sz" => self.tiny = Some(is_tiny(&main_value(tag))),
            _ => {}
        }
    }

    /// The same on a ground that is not white.
    pub fn on_colour(self) -> Self {
        Self {
            white: None,
            ..self
        }
    }

    /// These looks, and where they say nothing those below.
    pub fn over(self, below: Self) -> Self {
        Self {
            hidden: self.hidden.or(below.hidden),
            struck: self.struck.or(below.struck),
            struck_twice: self.struck_twice.or(below.struck_twice),
            white: self.white.or(below.white),
            tiny: self.tiny.or(below.tiny),
        }
    }

    /// Why text with these looks is none of the report; none where it is.
    pub fn veil(self) -> Option<&'static str> {
        let struck = [self.struck, self.struck_twice];
        let unseen = [self.hidden, self.white, self.tiny];
        if struck.contains(&Some(true)) {
            Some("划掉的文字")
        } else if unseen.contains(&Some(true)) {
            Some("看不见的文字")
        } else {
            None
        }
    }
}

fn is_white(colour: &str) -> bool {
    let parts = [0, 2, 4].map(|at| colour.get(at..at + 2).unwrap_or_default());
    let numbers = parts.map(|part| u8::from_str_radix(part, 16).unwrap_or_default());
    numbers.into_iter().all(|number| number >= WHITE)
}

/// Whether a size in half points is too small to read.
fn is_tiny(size: &str) -> bool {
    size.parse::<u32>().is_ok_and(|size| size <= TINY)
}

/// One style.
#[derive(Default)]
pub(super) struct DocxStyle {
    /// Its name without blanks, in small letters.
    pub name: String,
    /// The id of the style that it is based on.
    based: String,
    pub looks: Visibility,
    /// Whether programs number its paragraphs; none where it does not say.
    numbered: Option<bool>,
    /// The list whose numbers its paragraphs have, `0` for none, and the level in it, from 0.
    pub list: Option<String>,
    pub step: Option<String>,
    /// The level in the document's outline, from 0.
    pub outline: Option<String>,
    /// Whether its ground has a colour.
    pub shaded: bool,
}

impl DocxStyle {
    /// The id of the style that it is based on.
    pub fn based(&self) -> &str {
        &self.based
    }
}

/// All styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    known: HashMap<String, DocxStyle>,
    /// The id of the style of paragraphs that name none.
    usual: String,
    /// What holds where no style says anything.
    defaults: Visibility,
}

impl Styles {
    /// Reads the part with the styles.
    ///
    /// # Errors
    /// When it is broken.
    pub fn read(xml: &str) -> Result<Self, Complaint> {
        let mut reading = StyleReading::default();
        walk(xml, &mut reading)?;
        Ok(reading.styles)
    }

    /// How text looks, by its own properties and the styles of its run and paragraph.
    pub fn looks(&self, own: Visibility, run: &str, paragraph: &str) -> Visibility {
        let paragraph = if paragraph.is_empty() {
            self.usual.as_str()
        } else {
            paragraph
        };
        let mut looks = own;
        for style in self.chain(run).chain(self.chain(paragraph)) {
            looks = looks.over(style.looks);
        }
        looks.over(self.defaults)
    }

    /// Whether programs number paragraphs of a style.
    pub fn is_numbered(&self, id: &str) -> bool {
        let numbered = self.chain(id).find_map(|style| style.numbered);
        numbered.unwrap_or(false)
    }

    /// Whether paragraphs of a style are captions.
    pub fn is_caption(&self, id: &str) -> bool {
        is_caption(&shorten(id)) || self.chain(id).any(|style| is_caption(&style.name))
    }

    /// Whether paragraphs of a style are headings; the title of all, 标题 without a number,
    /// is none.
    pub fn is_heading(&self, id: &str) -> bool {
        is_heading(&shorten(id)) || self.chain(id).any(|style| is_heading(&style.name))
    }

    /// The ids of all styles.
    pub fn ids(&self) -> impl Iterator<Item = &String> {
        self.known.keys()
    }

    /// The id of the style of paragraphs that name none.
    pub fn usual(&self) -> &str {
        &self.usual
    }

    /// What holds where no style says anything.
    pub fn defaults(&self) -> Visibility {
        self.defaults
    }

    /// A style and those that it is based on.
    pub fn chain<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a DocxStyle> + use<'a> {
        let first = self.known.get(id);
        let styles = std::iter::successors(first, |style| self.known.get(&style.based));
        styles.take(MAX_BASED)
    }
}

/// Whether a style's name, or its id, is that of captions.
fn is_caption(name: &str) -> bool {
    CAPTIONS.iter().any(|begin| name.starts_with(begin))
}

/// Whether it is that of headings.
fn is_heading(name: &str) -> bool {
    let rest = HEADINGS.iter().find_map(|begin| name.strip_prefix(begin));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a `w:numId` names a list; nought takes a paragraph out of it.
pub(super) fn names_list(tag: &BytesStart<'_>) -> bool {
    value(tag, "w:val").is_some_and(|id| id != "0")
}

/// Whether a `w:shd` gives the ground a colour.
pub(super) fn is_shaded(tag: &BytesStart<'_>) -> bool {
    let fill = value(tag, "w:fill").unwrap_or_default();
    let pattern = value(tag, "w:val").is_some_and(|v| v == "solid" || v.starts_with("pct"));
    pattern || !fill.is_empty() && fill != "auto" && !is_white(&fill)
}

/// A name without blanks, in small letters.
pub(super) fn shorten(name: &str) -> String {
    let plain: String = name.split_whitespace().collect();
    plain.to_lowercase()
}

/// The part with the styles, as far as it is read.
#[derive(Default)]
struct StyleReading {
    styles: Styles,
    /// The id of the style that is open, and what is known of it.
    id: String,
    style: DocxStyle,
    /// Whether properties of text are open, and properties of parts of tables.
    in_text: bool,
    in_table: bool,
}

impl Listener for StyleReading {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        match tag.name().as_ref() {
            "w:style" => {
                self.id = value(tag, "w:styleId").unwrap_or_default();
                self.style = DocxStyle::default();
                let usual = value(tag, "w:default").is_some_and(|v| v == "1" || v == "true");
                if usual && value(tag, "w:type").is_some_and(|v| v == "paragraph") {
                    self.styles.usual.clone_from(&self.id);
                }
            }
            "w:name" => self.style.name = shorten(&main_value(tag)),
            "w:basedOn" => self.style.based = main_value(tag),
            "w:tblStylePr" => self.in_table = true,
            "w:numId" => {
                self.style.numbered = Some(names_list(tag));
                self.style.list = value(tag, "w:val");
            }
            "w:ilvl" => self.style.step = value(tag, "w:val"),
            "w:outlineLvl" => self.style.outline = value(tag, "w:val"),
            "w:shd" => self.style.shaded |= is_shaded(tag),
            "w:rPr" => self.in_text = true,
            _ if self.in_text && !self.in_table => self.style.looks.note(tag),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        match name {
            "w:rPr" => self.in_text = false,
            "w:tblStylePr" => self.in_table = false,
            "w:docDefaults" => self.styles.defaults = std::mem::take(&mut self.style).looks,
            "w:style" => {
                let id = std::mem::take(&mut self.id);
                let style = std::mem::take(&mut self.style);
                self.styles.known.insert(id, style);
            }
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = "<w:styles>\
        <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/>\
            </w:style>\
        <w:style w:styleId=\"a1\"><w:name w:val=\"Illustration\"/><w:basedOn w:val=\"a\"/>\
            </w:style>\
        <w:style w:styleId=\"a2\"><w:name w:val=\"标题 1\"/><w:rPr><w:strike w:val=\"false\"/>\
            </w:rPr></w:style>\
        <w:style w:styleId=\"a3\"><w:name w:val=\"标题\"/><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:styleId=\"a4\"><w:name w:val=\"own\"/><w:basedOn w:val=\"a2\"/><w:rPr>\
            <w:strike/></w:rPr></w:style>\
        <w:style w:styleId=\"a5\"><w:name w:val=\"round\"/><w:basedOn w:val=\"a5\"/><w:rPr>\
            <w:color w:val=\"fffffe\"/></w:rPr></w:style>\
        </w:styles>";

    fn check(id: &str, caption: bool, heading: bool, veil: Option<&str>) {
        let styles = Styles::read(STYLES).unwrap();
        assert_eq!(
            (styles.is_caption(id), styles.is_heading(id)),
            (caption, heading),
            "{id}"
        );
        assert_eq!(
            styles.looks(Visibility::default(), "", id).veil(),
            veil,
            "{id}"
        );
    }

    #[test]
    fn styles_by_their_names() {
        check("a", false, false, None);
        check("a1", true, false, None);
        check("a2", false, true, None);
        check("a3", false, false, Some("看不见的文字"));
        check("a4", false, true, Some("划掉的文字"));
        check("a5", false, false, Some("看不见的文字"));
        check("Caption1", true, false, None);
        check("Heading2", false, true, None);
        check("Heading", false, false, None);
    }
}
