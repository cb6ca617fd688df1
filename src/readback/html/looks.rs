//! What an element is to a reader of the page: by its name, its inline style and its role.
//!
//! Style sheets are not read: what they alone hide is read as text.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};

use super::tree::PageElement;

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementKind {
    /// Nothing in it is text of the page.
    Left,
    /// A part of a line.
    Inline,
    /// What stands on lines of its own.
    Block,
    /// A heading of this level.
    HeadingOf(u8),
    /// Text that keeps its blanks and lines.
    Drawn,
    /// The end of a line.
    Break,
    /// A blank as wide as a tab.
    TabStop,
    /// A picture.
    Image,
    /// What a list explains, and the explanation.
    Term,
    Description,
    /// A table and its parts.
    WholeTable,
    Rows(RowsAt),
    TableRow,
    TableCellOf,
    TableCaption,
    TableColumn,
}

/// Where rows stand in a table, wherever they are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RowsAt {
    Top,
    #[default]
    Middle,
    Bottom,
}

/// How letters look, as far as it says whether and how they are read.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each look goes with any other"
)]
#[derive(Clone, Copy, Default)]
pub(super) struct LettersSeen {
    /// Of no size.
    pub tiny: bool,
    /// Not drawn, though room is left for them.
    pub invisible: bool,
    /// Struck through.
    pub struck: bool,
    /// Raised above the line.
    pub raised: bool,
}

/// How what stands in an element is seen.
#[derive(Clone, Copy, Default)]
pub(super) struct HowSeen {
    pub letters: LettersSeen,
    /// With blanks and ends of lines as they are written.
    pub drawn: bool,
    /// In the main part of the page, where heads and feet are its own.
    pub main: bool,
    /// In this link.
    pub link: Option<u32>,
}

const LEFT: [&str; 30] = [
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "input", "select",
    "button", "option", "optgroup", "datalist", "textarea", "nav", "aside", "iframe", "frameset",
    "noframes", "noembed", "object", "embed", "video", "audio", "canvas", "svg", "math", "rt",
    "rp",
];

const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "blockquote",
    "body",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "ol",
    "p",
    "search",
    "section",
    "summary",
    "ul",
    "listing",
    "marquee",
    "multicol",
    "xmp",
    "plaintext",
];

const ROLES: [&str; 5] = [
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "complementary",
];

/// An attribute that the reader itself gives.
pub(super) fn make_attribute(name: &str, value: &str) -> Attribute {
    let name = QualName::new(None, ns!(), LocalName::from(name));
    Attribute {
        name,
        value: StrTendril::from_slice(value),
    }
}

/// A property of a style, in small letters without blanks.
struct StyleProperty {
    name: String,
    value: String,
}

/// The properties of a style.
fn read_properties(style: &str) -> impl Iterator<Item = StyleProperty> {
    let parts = style.split(';').filter_map(|part| part.split_once(':'));
    parts.map(|(name, value)| StyleProperty {
        name: fold(name),
        value: fold(value).replace("!important", ""),
    })
}

/// A text in small letters without blanks.
fn fold(text: &str) -> String {
    let letters = text.chars().filter(|c| !c.is_whitespace());
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

fn is_nought(size: &str) -> bool {
    let digits = size.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    !digits.is_empty() && digits.bytes().all(|b| b"0.".contains(&b))
}

/// What of a style says whether letters are read, as one of few.
pub(super) fn shorten_style(style: &str) -> Option<&'static str> {
    let mut seen = HowSeen::default();
    match read_style(style, &mut seen) {
        StyleMakes::Gone => Some("display:none"),
        StyleMakes::TabStop => Some("mso-tab-count:1"),
        StyleMakes::OnLines => Some("display:block"),
        _ if seen.letters.tiny => Some("font-size:0"),
        _ if seen.letters.invisible => Some("visibility:hidden"),
        _ if seen.letters.struck => Some("text-decoration:line-through"),
        _ => style.contains("font-size").then_some("font-size:1"),
    }
}

/// What a style makes of an element.
enum StyleMakes {
    AsNamed,
    Gone,
    InLine,
    OnLines,
    TabStop,
}

/// Reads a style: what it makes of the element, and how letters look in it.
fn read_style(style: &str, seen: &mut HowSeen) -> StyleMakes {
    let mut all = StyleMakes::AsNamed;
    for StyleProperty { name, value } in read_properties(style) {
        match (name.as_str(), value.as_str()) {
            ("display", "none") | ("mso-hide", "all") => return StyleMakes::Gone,
            ("display", "inline") => all = StyleMakes::InLine,
            ("display", "block" | "flex" | "grid" | "table" | "list-item") => {
                all = StyleMakes::OnLines;
            }
            ("mso-tab-count", _) => all = StyleMakes::TabStop,
            ("visibility", value) => {
                seen.letters.invisible = matches!(value, "hidden" | "collapse");
            }
            ("vertical-align", value) => seen.letters.raised |= value == "super",
            ("font-size", size) => seen.letters.tiny = is_nought(size),
            ("text-decoration" | "text-decoration-line", value) => {
                seen.letters.struck |= value.contains("line-through");
            }
            ("white-space", value) => {
                seen.drawn = value.starts_with("pre") || value == "break-spaces";
            }
            _ => {}
        }
    }
    all
}

/// What an element is, and how letters look in it where they look so around it.
pub(super) fn of(element: &PageElement, around: HowSeen) -> (ElementKind, HowSeen) {
    let mut seen = around;
    let name = &*element.name;
    let role = element.says("role").unwrap_or_default();
    if is_left(element, name, role, around) {
        return (ElementKind::Left, seen);
    }
    seen.main |= matches!(name, "article" | "main") || role == "main";
    seen.letters.struck |= matches!(name, "s" | "del" | "strike");
    seen.letters.raised |= name == "sup";
    seen.drawn |= matches!(name, "pre" | "listing" | "xmp" | "plaintext");
    if name == "a" {
        seen.link = element.says("href").and_then(|number| number.parse().ok());
    }
    let makes = match element.says("style") {
        Some(style) => read_style(style, &mut seen),
        None => StyleMakes::AsNamed,
    };
    let kind = match (makes, kind_of_name(name)) {
        (StyleMakes::Gone, _) => ElementKind::Left,
        (StyleMakes::TabStop, ElementKind::Inline) => ElementKind::TabStop,
        (StyleMakes::InLine, ElementKind::Block) => ElementKind::Inline,
        (StyleMakes::OnLines, ElementKind::Inline) => ElementKind::Block,
        (_, kind) => kind,
    };
    (kind, seen)
}

/// Whether nothing in an element is text of the page.
fn is_left(element: &PageElement, name: &str, role: &str, around: HowSeen) -> bool {
    !element.plain
        || LEFT.contains(&name)
        || element.says("hidden").is_some()
        || ROLES.contains(&role)
        || (matches!(name, "header" | "footer") && !around.main)
        // What a page shows only when asked, and what LibreOffice makes of heads and feet.
        || (name == "details" && element.says("open").is_none())
        || (name == "div" && matches!(element.says("title"), Some("header" | "footer")))
}

/// What an element is by its name.
fn kind_of_name(name: &str) -> ElementKind {
    match name {
        "h1" => ElementKind::HeadingOf(1),
        "h2" => ElementKind::HeadingOf(2),
        "h3" => ElementKind::HeadingOf(3),
        "h4" => ElementKind::HeadingOf(4),
        "h5" => ElementKind::HeadingOf(5),
        "h6" => ElementKind::HeadingOf(6),
        "br" => ElementKind::Break,
        "img" => ElementKind::Image,
        "pre" => ElementKind::Drawn,
        "dt" => ElementKind::Term,
        "dd" => ElementKind::Description,
        "table" => ElementKind::WholeTable,
        "thead" => ElementKind::Rows(RowsAt::Top),
        "tbody" => ElementKind::Rows(RowsAt::Middle),
        "tfoot" => ElementKind::Rows(RowsAt::Bottom),
        "tr" => ElementKind::TableRow,
        "td" | "th" => ElementKind::TableCellOf,
        "caption" => ElementKind::TableCaption,
        "col" | "colgroup" => ElementKind::TableColumn,
        name if BLOCKS.contains(&name) => ElementKind::Block,
        _ => ElementKind::Inline,
    }
}
