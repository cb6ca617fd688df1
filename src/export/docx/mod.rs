//! DOCX: askama templates of the parts, zipped.
//!
//! Everything that a colleague may want to change is a style: headings have
//! outline levels, run-in headings are character styles, tables have their own
//! paragraph style. Official faces are named, none is embedded.

mod media;
mod redline;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::clean::clean;
use super::package::pack;
use super::{Edition, stamp};
use crate::document::Document;
use crate::drawing::Drawing;
use crate::report::Date;
use crate::style::Style;
use media::{Gallery, Medium};
pub use redline::Reviser;
use redline::{DocxPiece, Edit};
use view::{DocxBlock, Metrics, SignatureStyle};

#[derive(Template)]
#[template(path = "docx/document.xml")]
struct DocumentPart<'a> {
    pieces: &'a [DocxPiece<'a>],
    reviser: &'a Reviser,
    m: Metrics,
    draft: bool,
    /// Whether the last section's pages are landscape.
    lies: bool,
    /// Whether a blank page comes last.
    blank_last: bool,
}

#[derive(Template)]
#[template(path = "docx/styles.xml")]
struct StylesPart<'a> {
    style: &'a Style,
    m: Metrics,
    small: Vec<i32>,
    signature: Vec<SignatureStyle>,
}

#[derive(Template)]
#[template(path = "docx/settings.xml")]
struct SettingsPart {
    /// Whether office programs go on tracking changes.
    tracked: bool,
}

#[derive(Template)]
#[template(path = "docx/footer.xml")]
struct FooterPart {
    even: bool,
    m: Metrics,
    landscape: bool,
}

#[derive(Template)]
#[template(path = "docx/header.xml")]
struct HeaderPart {
    mark: String,
}

#[derive(Template)]
#[template(path = "docx/font-table.xml")]
struct FontTablePart {
    faces: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "docx/core.xml")]
struct CorePart {
    title: String,
    identifier: String,
    subject: String,
    keywords: String,
    agency: String,
    day: Date,
}

#[derive(Template)]
#[template(path = "docx/app.xml")]
struct AppPart {
    agency: String,
    version: &'static str,
}

#[derive(Template)]
#[template(path = "docx/custom.xml")]
struct CustomPart {
    version: &'static str,
    form: String,
    text: String,
    content: String,
}

#[derive(Template)]
#[template(path = "docx/content-types.xml")]
struct ContentTypesPart {
    draft: bool,
    landscape: bool,
}

#[derive(Template)]
#[template(path = "docx/document-rels.xml")]
struct DocumentRelsPart<'a> {
    draft: bool,
    landscape: bool,
    media: &'a [Medium],
}

#[derive(Template)]
#[template(path = "docx/package-rels.xml")]
struct PackageRelsPart;

/// The charts of a document by their blocks.
pub type Painted = BTreeMap<usize, PaintedChart>;

/// A chart, drawn, with its picture as PNG.
pub type PaintedChart = (Drawing, Vec<u8>);

/// What is known of a document on paper: an office program sets it anew, and breaks its pages as
/// the PDF does where that was a choice.
#[derive(Default)]
pub struct OnPaper {
    /// A picture of each chart, for programs that show no SVG.
    pub painted: Painted,
    /// The blocks with which pages begin because a table has moved there.
    pub moved: BTreeSet<usize>,
    /// What tightened tables lose of their rows' heights, by their blocks.
    pub tightened: BTreeMap<usize, f32>,
    /// Whether a blank page makes their number even.
    pub blank_last: bool,
}

/// The document as a DOCX file.
pub fn export(edition: &Edition<'_>, paper: &OnPaper) -> Vec<u8> {
    let Edition {
        document, style, ..
    } = *edition;
    let mut gallery = Gallery::default();
    let figures = gallery.place(document, style, &paper.painted);
    let pieces = redline::unchanged(view::blocks(document, style, &figures, paper));
    let body = DocxBody {
        pieces: &pieces,
        media: &gallery.media,
        signature: view::signature_styles(document, style),
        blank_last: paper.blank_last,
        reviser: None,
    };
    file(edition, body)
}

/// A document with its charts.
pub struct PaintedDocument<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its charts, drawn.
    pub painted: Painted,
}

/// The new document as a DOCX file whose differences from the old one are tracked changes.
pub fn export_redline(
    old: PaintedDocument<'_>,
    new: PaintedDocument<'_>,
    style: &Style,
    reviser: &Reviser,
) -> Vec<u8> {
    let mut gallery = Gallery::default();
    let figures = [&new, &old].map(|of| gallery.place(of.document, style, &of.painted));
    // Where pages end is not known of a file that holds two documents.
    let paper = OnPaper::default();
    let [after, before] = [(&new, &figures[0]), (&old, &figures[1])]
        .map(|(of, figures)| view::blocks(of.document, style, figures, &paper));
    // Bookmarks have the numbers of their blocks.
    let pieces = redline::merged(before, after, new.document.blocks.len());
    let signatures = [new.document, old.document].map(|of| view::signature_styles(of, style));
    let [signature, former] = signatures;
    let body = DocxBody {
        pieces: &pieces,
        media: &gallery.media,
        signature: if former.len() > signature.len() {
            former
        } else {
            signature
        },
        blank_last: false,
        reviser: Some(reviser),
    };
    file(&Edition::new(new.document, style), body)
}

/// What stands in a file's body, and what that needs of other parts.
struct DocxBody<'a> {
    pieces: &'a [DocxPiece<'a>],
    media: &'a [Medium],
    signature: Vec<SignatureStyle>,
    blank_last: bool,
    /// Whose changes are tracked, where any are.
    reviser: Option<&'a Reviser>,
}

fn file(edition: &Edition<'_>, body: DocxBody<'_>) -> Vec<u8> {
    let Edition {
        document, style, ..
    } = *edition;
    let DocxBody {
        pieces,
        media,
        signature,
        blank_last,
        reviser,
    } = body;
    let draft = document.draft;
    let m = Metrics::new(style);
    let lies = view::lies(document, style);
    let is_landscape =
        |piece: &DocxPiece<'_>| matches!(piece.block, DocxBlock::SectionEnd { landscape: true });
    let landscape = lies || pieces.iter().any(is_landscape);
    let agency = clean(&document.agency);
    let core = CorePart {
        title: clean(&document.title),
        identifier: clean(&document.identifier),
        subject: clean(&document.subject),
        keywords: clean(&document.keywords.join(",")),
        agency: agency.clone(),
        day: document.day(),
    };
    let small = view::small_sizes(pieces);
    let nobody = Reviser::default();
    let tracked = reviser.is_some();
    let reviser = reviser.unwrap_or(&nobody);
    let styles = StylesPart {
        style,
        m,
        small,
        signature,
    };
    let mut parts = vec![
        (
            "[Content_Types].xml",
            ContentTypesPart { draft, landscape }.render(),
        ),
        ("_rels/.rels", PackageRelsPart.render()),
        ("docProps/core.xml", core.render()),
        (
            "docProps/app.xml",
            AppPart {
                agency,
                version: env!("CARGO_PKG_VERSION"),
            }
            .render(),
        ),
        (
            "word/document.xml",
            DocumentPart {
                pieces,
                reviser,
                m,
                draft,
                lies,
                blank_last,
            }
            .render(),
        ),
        (
            "word/_rels/document.xml.rels",
            DocumentRelsPart {
                draft,
                landscape,
                media,
            }
            .render(),
        ),
        ("word/styles.xml", styles.render()),
        ("word/settings.xml", SettingsPart { tracked }.render()),
        (
            "word/fontTable.xml",
            FontTablePart {
                faces: faces(style),
            }
            .render(),
        ),
        (
            "word/footer1.xml",
            FooterPart {
                even: false,
                m,
                landscape: false,
            }
            .render(),
        ),
        (
            "word/footer2.xml",
            FooterPart {
                even: true,
                m,
                landscape: false,
            }
            .render(),
        ),
    ];
    if landscape {
        parts.push((
            "word/footer3.xml",
            FooterPart {
                even: false,
                m,
                landscape,
            }
            .render(),
        ));
        parts.push((
            "word/footer4.xml",
            FooterPart {
                even: true,
                m,
                landscape,
            }
            .render(),
        ));
    }
    if draft {
        parts.push((
            "word/header1.xml",
            HeaderPart {
                mark: clean(&style.draft.mark),
            }
            .render(),
        ));
    }
    // The templates have no expression that can fail.
    let parts = parts
        .into_iter()
        .map(|(name, part)| (name.to_owned(), part.unwrap_or_default().into_bytes()));
    let media = media
        .iter()
        .map(|medium| (format!("word/{}", medium.target), medium.bytes.to_vec()));
    let mut parts: Vec<(String, Vec<u8>)> = parts.chain(media).collect();
    let content = stamp::digest(
        parts
            .iter()
            .map(|(name, content)| (name.as_str(), content.as_slice())),
    );
    let custom = CustomPart {
        version: env!("CARGO_PKG_VERSION"),
        form: document.origin.clone(),
        text: edition.plain().digest.clone(),
        content,
    };
    parts.push((
        stamp::PART.to_owned(),
        custom.render().unwrap_or_default().into_bytes(),
    ));
    pack(&parts)
}

/// The names of all faces that the style names, each once, with other names of theirs.
fn faces(style: &Style) -> Vec<(String, String)> {
    let faces = &style.faces;
    let roles = [
        &faces.title,
        &faces.body,
        &faces.heading_1,
        &faces.heading_2,
        &faces.table,
        &faces.page_number,
    ];
    let mut names = BTreeMap::new();
    for face in roles {
        names.entry(face.latin.name.clone()).or_default();
    }
    names.extend(roles.map(|face| (face.name.clone(), face.also.join(","))));
    names.into_iter().collect()
}
