//! The parts of a DOCX: what its templates ask for, and the package of them.
//!
//! What readers show depends on no order of the parts, but the file's bytes and digest do.

use std::collections::BTreeMap;

use askama::Template;

use super::super::clean::clean;
use super::super::package::{PackagePart, pack};
use super::super::{Edition, stamp};
use super::media::Medium;
use super::metrics::Metrics;
use super::redline::{DocxPiece, Edit, Reviser};
use super::signature::SignatureStyle;
use super::view::{DocxBlock, ends_landscape, small_sizes};
use crate::document::Document;
use crate::report::Date;
use crate::style::Style;

/// What stands in a file's body, and what that needs of other parts.
pub(super) struct DocxBody<'a> {
    pub pieces: &'a [DocxPiece<'a>],
    pub media: &'a [Medium],
    pub signature: Vec<SignatureStyle>,
    pub blank_last: bool,
    /// Whose changes are tracked, where any are.
    pub reviser: Option<&'a Reviser>,
}

/// The file of a body.
pub(super) fn write(edition: &Edition<'_>, body: DocxBody<'_>) -> Vec<u8> {
    let Edition {
        document, style, ..
    } = *edition;
    let lies = ends_landscape(document, style);
    let mut package = DocxPackage {
        document,
        style,
        m: Metrics::new(style),
        lies,
        landscape: lies || body.pieces.iter().any(DocxPiece::ends_landscape),
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

/// A package in the making.
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
