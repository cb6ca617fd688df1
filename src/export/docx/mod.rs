//! DOCX: askama templates of the parts, zipped.
//!
//! Everything that a colleague may want to change is a style: headings have
//! outline levels, run-in headings are character styles, tables have their own
//! paragraph style. Official faces are named, none is embedded.

mod media;
mod metrics;
mod quirks;
mod redline;
mod signature;
mod tables;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::clean::clean;
use super::package::{PackagePart, pack};
use super::{Edition, stamp};
use crate::document::Document;
use crate::drawing::Drawing;
use crate::report::Date;
use crate::style::Style;
use media::{Gallery, Medium};
use metrics::Metrics;
pub use redline::Reviser;
use redline::{DocxPiece, Edit};
use signature::{SignatureStyle, signature_styles};
use view::{DocxBlock, ends_landscape, small_sizes, view_blocks};

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

/// A chart, drawn and painted.
pub struct PaintedChart {
    /// The drawing.
    pub drawing: Drawing,
    /// Its picture as PNG.
    pub picture: Vec<u8>,
}

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
    let pieces = redline::keep_all(view_blocks(document, style, &figures, paper));
    let body = DocxBody {
        pieces: &pieces,
        media: &gallery.media,
        signature: signature_styles(document, style),
        blank_last: paper.blank_last,
        reviser: None,
    };
    write(edition, body)
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
    let new_figures = gallery.place(new.document, style, &new.painted);
    let old_figures = gallery.place(old.document, style, &old.painted);
    // Where pages end is not known of a file that holds two documents.
    let paper = OnPaper::default();
    let after = view_blocks(new.document, style, &new_figures, &paper);
    let before = view_blocks(old.document, style, &old_figures, &paper);
    // Bookmarks have the numbers of their blocks.
    let pieces = redline::merge(before, after, new.document.blocks.len());
    let signature = signature_styles(new.document, style);
    let former = signature_styles(old.document, style);
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
    write(&Edition::new(new.document, style), body)
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

fn write(edition: &Edition<'_>, body: DocxBody<'_>) -> Vec<u8> {
    let Edition {
        document, style, ..
    } = *edition;
    let lies = ends_landscape(document, style);
    let mut package = DocxPackage {
        document,
        style,
        m: Metrics::new(style),
        lies,
        landscape: lies || body.pieces.iter().any(|piece| piece.ends_landscape()),
        parts: Vec::new(),
    };
    package.add_lists();
    package.add_body(&body);
    let media = body.media;
    package.add_looks(body);
    package.add_edges();
    package.add_media(media);
    package.seal(edition)
}

/// A package in the making. What readers show depends on no order of its parts, but the file's
/// bytes and digest do.
struct DocxPackage<'a> {
    document: &'a Document,
    style: &'a Style,
    m: Metrics,
    /// Whether the last section's pages are landscape.
    lies: bool,
    /// Whether any page is.
    landscape: bool,
    parts: Vec<PackagePart>,
}

impl DocxPackage<'_> {
    fn add(&mut self, name: &str, part: &impl Template) {
        self.parts.push(PackagePart {
            name: name.to_owned(),
            // The templates have no expression that can fail.
            content: part.render().unwrap_or_default().into_bytes(),
        });
    }

    /// What the package holds, and what it says of itself.
    fn add_lists(&mut self) {
        let document = self.document;
        let types = ContentTypesPart {
            draft: document.draft,
            landscape: self.landscape,
        };
        let core = CorePart {
            title: clean(&document.title),
            identifier: clean(&document.identifier),
            subject: clean(&document.subject),
            keywords: clean(&document.keywords.join(",")),
            agency: clean(&document.agency),
            day: document.day(),
        };
        let app = AppPart {
            agency: clean(&document.agency),
            version: env!("CARGO_PKG_VERSION"),
        };
        self.add("[Content_Types].xml", &types);
        self.add("_rels/.rels", &PackageRelsPart);
        self.add("docProps/core.xml", &core);
        self.add("docProps/app.xml", &app);
    }

    fn add_body(&mut self, body: &DocxBody<'_>) {
        let draft = self.document.draft;
        let nobody = Reviser::default();
        let text = DocumentPart {
            pieces: body.pieces,
            reviser: body.reviser.unwrap_or(&nobody),
            m: self.m,
            draft,
            lies: self.lies,
            blank_last: body.blank_last,
        };
        let relations = DocumentRelsPart {
            draft,
            landscape: self.landscape,
            media: body.media,
        };
        self.add("word/document.xml", &text);
        self.add("word/_rels/document.xml.rels", &relations);
    }

    /// How the body looks and how programs treat it.
    fn add_looks(&mut self, body: DocxBody<'_>) {
        let styles = StylesPart {
            style: self.style,
            m: self.m,
            small: small_sizes(body.pieces),
            signature: body.signature,
        };
        let settings = SettingsPart {
            tracked: body.reviser.is_some(),
        };
        let faces = FontTablePart {
            faces: faces(self.style),
        };
        self.add("word/styles.xml", &styles);
        self.add("word/settings.xml", &settings);
        self.add("word/fontTable.xml", &faces);
    }

    /// What stands below and above the text on each page.
    fn add_edges(&mut self) {
        self.add_footer("word/footer1.xml", false, false);
        self.add_footer("word/footer2.xml", true, false);
        if self.landscape {
            self.add_footer("word/footer3.xml", false, true);
            self.add_footer("word/footer4.xml", true, true);
        }
        if self.document.draft {
            let mark = clean(&self.style.draft.mark);
            self.add("word/header1.xml", &HeaderPart { mark });
        }
    }

    fn add_footer(&mut self, name: &str, even: bool, landscape: bool) {
        let m = self.m;
        self.add(name, &FooterPart { even, m, landscape });
    }

    fn add_media(&mut self, media: &[Medium]) {
        for medium in media {
            self.parts.push(PackagePart {
                name: format!("word/{}", medium.target),
                content: medium.bytes.to_vec(),
            });
        }
    }

    /// The package with its stamp, which is of all other parts.
    fn seal(mut self, edition: &Edition<'_>) -> Vec<u8> {
        let custom = CustomPart {
            version: env!("CARGO_PKG_VERSION"),
            form: self.document.origin.clone(),
            text: edition.plain().digest.clone(),
            content: stamp::digest(&self.parts),
        };
        self.add(stamp::PART, &custom);
        pack(&self.parts)
    }
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
