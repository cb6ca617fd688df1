//! DOCX: askama templates of the parts, zipped.
//!
//! Everything that a colleague may want to change is a style: headings have
//! outline levels, run-in headings are character styles, tables have their own
//! paragraph style. Official faces are named, none is embedded.

mod view;

use askama::Template;

use super::package::pack;
use crate::document::Document;
use crate::style::Style;
use view::{BlockView, Metrics};

#[derive(Template)]
#[template(path = "docx/document.xml")]
struct DocumentPart {
    blocks: Vec<BlockView>,
    m: Metrics,
    draft: bool,
}

#[derive(Template)]
#[template(path = "docx/styles.xml")]
struct StylesPart<'a> {
    style: &'a Style,
    m: Metrics,
}

#[derive(Template)]
#[template(path = "docx/settings.xml")]
struct SettingsPart;

#[derive(Template)]
#[template(path = "docx/footer.xml")]
struct FooterPart {
    even: bool,
}

#[derive(Template)]
#[template(path = "docx/header.xml")]
struct HeaderPart<'a> {
    mark: &'a str,
}

#[derive(Template)]
#[template(path = "docx/font-table.xml")]
struct FontTablePart {
    faces: Vec<String>,
}

#[derive(Template)]
#[template(path = "docx/core.xml")]
struct CorePart<'a> {
    document: &'a Document,
}

#[derive(Template)]
#[template(path = "docx/app.xml")]
struct AppPart<'a> {
    agency: &'a str,
    version: &'static str,
}

#[derive(Template)]
#[template(path = "docx/content-types.xml")]
struct ContentTypesPart {
    draft: bool,
}

#[derive(Template)]
#[template(path = "docx/document-rels.xml")]
struct DocumentRelsPart {
    draft: bool,
}

#[derive(Template)]
#[template(path = "docx/package-rels.xml")]
struct PackageRelsPart;

/// The document as a DOCX file.
pub fn export(document: &Document, style: &Style) -> Vec<u8> {
    let draft = document.draft;
    let m = Metrics::new(style);
    let faces = &style.faces;
    let mut names: Vec<String> =
        [&faces.title, &faces.body, &faces.heading_1, &faces.heading_2, &faces.table, &faces.page_number]
            .into_iter()
            .flat_map(|f| [f.name.clone(), f.latin.name.clone()])
            .collect();
    names.sort_unstable();
    names.dedup();
    let mut parts = vec![
        ("[Content_Types].xml", ContentTypesPart { draft }.render()),
        ("_rels/.rels", PackageRelsPart.render()),
        ("docProps/core.xml", CorePart { document }.render()),
        ("docProps/app.xml", AppPart { agency: &document.agency, version: env!("CARGO_PKG_VERSION") }.render()),
        ("word/document.xml", DocumentPart { blocks: view::blocks(document, style), m, draft }.render()),
        ("word/_rels/document.xml.rels", DocumentRelsPart { draft }.render()),
        ("word/styles.xml", StylesPart { style, m }.render()),
        ("word/settings.xml", SettingsPart.render()),
        ("word/fontTable.xml", FontTablePart { faces: names }.render()),
        ("word/footer1.xml", FooterPart { even: false }.render()),
        ("word/footer2.xml", FooterPart { even: true }.render()),
    ];
    if draft {
        parts.push(("word/header1.xml", HeaderPart { mark: &style.draft.mark }.render()));
    }
    // The templates have no expression that can fail.
    let parts: Vec<(&str, String)> = parts.into_iter().map(|(name, part)| (name, part.unwrap_or_default())).collect();
    pack(&parts)
}
