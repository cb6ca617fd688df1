//! What styles make of a paragraph: a heading of some level, an item of a list, a line of
//! a table of contents, a caption, text that nobody sees.
//!
//! Programs rename styles, so that names count, in Chinese and English; what a style does
//! not say, those say that it is based on. All of it is worked out once for each style.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::looks::{Styles, Visibility, shorten};
use crate::finding::Complaint;
use crate::readback::TOO_LARGE;

/// Styles of a document; Word itself keeps 4,079.
const MAX_STYLES: usize = 10_000;
/// How the level of a document's title is counted.
const TITLE: u8 = 1;
/// Outline levels in a document, from 0; what is beyond is text.
const OUTLINE: u8 = 9;
/// Names of the styles of titles, without blanks and in small letters.
const TITLES: [&str; 12] = [
    "title",
    "标题",
    "大标题",
    "主标题",
    "总标题",
    "公文标题",
    "文件标题",
    "文档标题",
    "报告标题",
    "文章标题",
    "subtitle",
    "副标题",
];
/// How names of styles of headings begin, with a number behind.
const HEADINGS: [&str; 5] = ["heading", "标题", "公文标题", "样式标题", "header"];
/// What stands behind the number of a level.
const LEVEL: &str = "级标题";
const CONTENTS: [&str; 4] = ["toc", "目录", "目次", "contents"];
const CONTENTS_HEADS: [&str; 4] = ["tocheading", "toc标题", "目录标题", "contentsheading"];
const DIGITS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// What a style makes of a paragraph, or of text.
#[derive(Clone, Debug, Default)]
pub(super) struct StyleEffect {
    /// The level of the heading, from 1 for the title.
    pub level: Option<u8>,
    /// The list whose numbers it has, and the style that says so.
    pub list: Option<String>,
    pub lister: String,
    /// The level in the list, where it is said.
    pub step: Option<u8>,
    /// Whether it stands in a table of contents.
    pub in_contents: bool,
    pub is_caption: bool,
    pub looks: Visibility,
    /// Whether its ground has a colour.
    pub shaded: bool,
}

/// Reads the part with the styles.
///
/// # Errors
/// When it is broken, or has too many.
pub(super) fn read_styles(xml: &str) -> Result<Styles, Complaint> {
    let named = memchr::memmem::find_iter(xml.as_bytes(), ":styleId").take(MAX_STYLES + 1);
    if named.count() > MAX_STYLES {
        Err(TOO_LARGE)
    } else {
        Styles::read(xml)
    }
}

/// What all styles of a document do.
pub(super) struct StyleEffects {
    known: HashMap<String, Arc<StyleEffect>>,
    usual: Arc<StyleEffect>,
    /// What holds where no style says anything.
    pub defaults: Visibility,
}

impl StyleEffects {
    /// Works out what styles do.
    pub fn of(styles: &Styles) -> Self {
        let mut known = HashMap::new();
        for id in styles.ids() {
            known.insert(id.clone(), Arc::new(work_out(styles, id)));
        }
        let usual: Arc<StyleEffect> = known.get(styles.usual()).cloned().unwrap_or_default();
        Self {
            known,
            usual,
            defaults: styles.defaults(),
        }
    }

    /// What holds for paragraphs that name no style.
    pub fn usual(&self) -> Arc<StyleEffect> {
        self.usual.clone()
    }

    /// What a style does; one that is missing, by its id alone.
    pub fn by_id(&self, id: &str) -> Arc<StyleEffect> {
        if let Some(known) = self.known.get(id) {
            return known.clone();
        }
        Arc::new(StyleEffect {
            looks: self.usual.looks,
            ..effect_of_name(&shorten(id))
        })
    }

    /// How text looks in a style of characters.
    pub fn looks(&self, id: &str) -> Visibility {
        match self.known.get(id) {
            Some(effect) => effect.looks,
            None => Visibility::default(),
        }
    }
}

/// What a style does by its name.
fn effect_of_name(name: &str) -> StyleEffect {
    StyleEffect {
        level: level_of_name(name),
        in_contents: is_of_contents(name),
        is_caption: name.starts_with("caption") || name.starts_with("题注"),
        ..StyleEffect::default()
    }
}

/// What a style does, by its own name and what it says, and by those that it is based on.
fn work_out(styles: &Styles, id: &str) -> StyleEffect {
    let mut all = StyleEffect {
        is_caption: styles.is_caption(id),
        ..StyleEffect::default()
    };
    // Whether the level is known: a style can say that it is text.
    let mut levelled = false;
    let mut lister = id;
    for style in styles.chain(id) {
        let named = effect_of_name(&style.name);
        all.in_contents |= named.in_contents;
        all.shaded |= style.shaded;
        all.looks = all.looks.over(style.looks);
        let outline = style.outline.as_deref();
        let outline = outline.and_then(|level| level.parse().ok());
        if !levelled && (named.level.is_some() || outline.is_some()) {
            levelled = true;
            all.level = named.level.or(outline.and_then(level_of_outline));
        }
        if all.list.is_none() && style.list.is_some() {
            all.list.clone_from(&style.list);
            lister.clone_into(&mut all.lister);
        }
        if all.step.is_none() {
            all.step = style.step.as_deref().and_then(|step| step.parse().ok());
        }
        lister = style.based();
    }
    all
}

/// The level of a heading by its level in the outline, from 0; none for text.
pub(super) fn level_of_outline(outline: u8) -> Option<u8> {
    (outline < OUTLINE).then_some(outline + TITLE + 1)
}

/// The level that a style's name tells.
fn level_of_name(name: &str) -> Option<u8> {
    if TITLES.contains(&name) {
        return Some(TITLE);
    }
    if let Some((before, _)) = name.split_once(LEVEL) {
        let (at, _) = before.char_indices().last()?;
        return level_of_number(&before[at..]);
    }
    HEADINGS
        .iter()
        .find_map(|begin| level_behind(name.strip_prefix(begin)?))
}

/// The level of a heading by the one digit that its name goes on with.
fn level_behind(rest: &str) -> Option<u8> {
    let end = rest.chars().next()?.len_utf8();
    let (number, behind) = rest.split_at(end);
    if behind.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    level_of_number(number)
}

/// The level of a heading of a number.
fn level_of_number(number: &str) -> Option<u8> {
    let number = match DIGITS.iter().position(|digit| *digit == number) {
        Some(at) => at as u8 + 1,
        None => number.parse().ok()?,
    };
    (1..=OUTLINE).contains(&number).then_some(number + TITLE)
}

/// Whether a name is that of lines of a table of contents, or of its heading.
fn is_of_contents(name: &str) -> bool {
    let mut rests = CONTENTS.iter().filter_map(|begin| name.strip_prefix(begin));
    CONTENTS_HEADS.contains(&name)
        || rests.any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<u8>) {
        assert_eq!(level_of_name(&shorten(name)), expected, "{name}");
    }

    #[test]
    fn levels_by_names() {
        for name in ["Title", "标题", "副标题"] {
            check(name, Some(1));
        }
        for name in [
            "heading 1",
            "Heading1",
            "标题 1",
            "标题1",
            "标题一",
            "一级标题",
            "公文1级标题",
        ] {
            check(name, Some(2));
        }
        check("标题 2（自定义）", Some(3));
        for name in [
            "Normal",
            "正文",
            "标题字",
            "heading",
            "heading 12",
            "级标题",
            "小标题",
            "heading 0",
        ] {
            check(name, None);
        }
    }

    fn style(id: &str, inner: &str) -> String {
        format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\">{inner}</w:style>")
    }

    #[test]
    fn styles_that_are_based_on_others() {
        let xml = [
            style(
                "1",
                "<w:name w:val=\"heading 1\"/>\
                 <w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr><w:outlineLvl w:val=\"0\"/>\
                     </w:pPr>",
            ),
            style("a", "<w:name w:val=\"own\"/><w:basedOn w:val=\"1\"/>"),
            style(
                "b",
                "<w:name w:val=\"own text\"/><w:basedOn w:val=\"1\"/>\
                 <w:pPr><w:outlineLvl w:val=\"9\"/></w:pPr>",
            ),
            style("c", "<w:name w:val=\"round\"/><w:basedOn w:val=\"d\"/>"),
            style("d", "<w:name w:val=\"and round\"/><w:basedOn w:val=\"c\"/>"),
            style("t", "<w:name w:val=\"toc 2\"/>"),
            style(
                "z",
                "<w:name w:val=\"Title\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>",
            ),
        ];
        let xml = format!("<w:styles>{}</w:styles>", xml.concat());
        let effects = StyleEffects::of(&read_styles(&xml).unwrap());
        assert_eq!(
            ["1", "a", "b", "c", "z"].map(|id| effects.by_id(id).level),
            [Some(2), Some(2), None, None, Some(1)]
        );
        assert!(effects.by_id("t").in_contents && !effects.by_id("a").in_contents);
        let own = effects.by_id("a");
        assert_eq!((own.list.as_deref(), own.lister.as_str()), (Some("3"), "1"));
        assert_eq!(effects.by_id("Heading3").level, Some(4));
    }
}
