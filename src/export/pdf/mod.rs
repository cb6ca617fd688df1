//! PDF/A and PDF/UA-1: the pages drawn, the document's structure as tags.
//!
//! The file is written by us from its first byte to its last, on `pdf-writer`, which knows how
//! objects are spelled: `content` what a page draws, `faces` and `pictures` what it draws with,
//! `tags` the structure, `outline` the bookmarks, `xmp` what the file says of itself, `objects`
//! the file. Numbers are given in one order, so that the same pages are the same bytes.

mod attachments;
mod content;
mod faces;
mod limits;
mod objects;
mod outline;
mod pictures;
mod raster;
mod tag_writer;
mod tags;
mod xmp;

use pdf_writer::types::{OutputIntentSubtype, PageMode, TabOrder};
use pdf_writer::{Finish, Name, Rect, Ref, TextStr};

use self::limits::{LANGUAGE, round};
use super::{Edition, stamp};
use crate::layout::{Page, Pages};
use crate::style::PdfLevel;

pub use super::attachment::{AttachedAs, Attachment};

/// What colours mean: those of screens (IEC 61966-2-1).
const PROFILE: &[u8] = include_bytes!("../../../templates/icc/sRGB.icc");

/// Why no PDF could be written.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PdfError(String);

/// The pages as a PDF file, with these files inside; only PDF/A-3 has any.
///
/// # Errors
/// When a font cannot be read, or the file would break PDF/A or PDF/UA.
pub fn export(
    edition: &Edition<'_>,
    pages: &Pages,
    attachments: &[Attachment],
) -> Result<Vec<u8>, PdfError> {
    if !attachments.is_empty() && edition.style.pdf.level != PdfLevel::A3a {
        return Err(PdfError("only PDF/A-3 has files inside".into()));
    }
    if let Some(fault) = attachments::fault(attachments) {
        return Err(PdfError(fault.into()));
    }
    write(edition, pages, attachments)
        .map(stamp::seal)
        .map_err(PdfError)
}

fn write(
    edition: &Edition<'_>,
    pages: &Pages,
    attachments: &[Attachment],
) -> Result<Vec<u8>, String> {
    let Edition {
        document, style, ..
    } = *edition;
    let mut objects = objects::Objects::new();
    let catalog = objects.number();
    let tree = objects.number();
    let shared = objects.number();
    let sheets: Vec<Ref> = pages.pages.iter().map(|_| objects.number()).collect();
    let mut resources = content::Resources::new(&pages.faces)?;
    let mut tags = tags::Collected::default();
    for (index, page) in pages.pages.iter().enumerate() {
        tags.page(page.size.1);
        let drawn = content::content(page, &mut resources, &mut tags)?;
        let refs = SheetRefs {
            sheet: sheets[index],
            tree,
            shared,
            content: objects.stream(&drawn),
        };
        refs.write(page, index as i32, &mut objects);
    }
    write_sheets(tree, &sheets, &mut objects);
    write_resources(shared, &resources, &mut objects)?;
    let structure = tag_writer::write(document, tags, &sheets, &mut objects);
    let outline = outline::write(document, pages, &sheets, &mut objects);
    let intent = write_intent(&mut objects);
    let files = attachments::write(document, attachments, &mut objects);

    let origin = xmp::OriginMarks::of(edition);
    let information = xmp::write_information(document, &mut objects);
    let identity = xmp::Identity::of(document, &origin, objects.sums());
    let packet = xmp::packet(document, style.pdf.level, &identity, &origin, sheets.len());
    let metadata = objects.number();
    let root = DocumentRefs {
        tree,
        metadata,
        structure,
        intent,
        outline,
        files,
    };
    root.write(catalog, &mut objects);
    // Uncompressed: the mark is put in when the file is whole, and programs look for it. It is the
    // last of what can be read: words of the same kind before it are the report's own.
    objects
        .alone(metadata)
        .metadata(metadata, packet.as_bytes());
    Ok(objects.finish(&objects::Roots {
        catalog,
        information,
        ids: [identity.document, identity.instance],
    }))
}

/// The list of all pages.
fn write_sheets(tree: Ref, sheets: &[Ref], objects: &mut objects::Objects) {
    let mut pages = objects.packed(tree).pages(tree);
    pages.kids(sheets.iter().copied());
    pages.count(sheets.len() as i32);
}

/// What a page names, and its own number.
struct SheetRefs {
    sheet: Ref,
    tree: Ref,
    shared: Ref,
    content: Ref,
}

impl SheetRefs {
    /// Writes a page, whose pieces have this index in the list of parents.
    fn write(&self, page: &Page, index: i32, objects: &mut objects::Objects) {
        let mut sheet = objects.packed(self.sheet).page(self.sheet);
        sheet.parent(self.tree).contents(self.content);
        sheet.pair(Name(b"Resources"), self.shared);
        let (width, height) = (round(page.size.0), round(page.size.1));
        sheet.media_box(Rect::new(0.0, 0.0, width, height));
        sheet.struct_parents(index);
        sheet.tab_order(TabOrder::StructureOrder);
        sheet.finish();
    }
}

/// What the catalog names.
struct DocumentRefs {
    tree: Ref,
    metadata: Ref,
    structure: Ref,
    intent: Ref,
    outline: Option<Ref>,
    files: attachments::WrittenFiles,
}

impl DocumentRefs {
    /// Writes the catalog.
    fn write(self, catalog: Ref, objects: &mut objects::Objects) {
        let mut root = objects
            .alone(catalog)
            .indirect(catalog)
            .start::<pdf_writer::writers::Catalog<'_>>();
        root.pages(self.tree).metadata(self.metadata);
        root.lang(TextStr(LANGUAGE));
        root.mark_info().marked(true);
        root.pair(Name(b"StructTreeRoot"), self.structure);
        root.insert(Name(b"OutputIntents"))
            .array()
            .item(self.intent);
        if let Some(outline) = self.outline {
            root.outlines(outline).page_mode(PageMode::UseOutlines);
        }
        let mut preferences = root.viewer_preferences();
        preferences.display_doc_title(true);
        preferences.pair(Name(b"PrintScaling"), Name(b"None"));
        preferences.pair(Name(b"Duplex"), Name(b"DuplexFlipLongEdge"));
        preferences.finish();
        self.files.name_in(&mut root);
        root.finish();
    }
}

/// What all pages draw with.
fn write_resources(
    id: Ref,
    used: &content::Resources<'_>,
    objects: &mut objects::Objects,
) -> Result<(), String> {
    let faces = used.faces.write(objects)?;
    let pictures = used.pictures.write(objects)?;
    let mut resources = objects
        .packed(id)
        .indirect(id)
        .start::<pdf_writer::writers::Resources<'_>>();
    let mut fonts = resources.fonts();
    for face in faces {
        fonts.pair(Name(format!("F{}", face.index).as_bytes()), face.id);
    }
    fonts.finish();
    if !pictures.is_empty() {
        let mut named = resources.x_objects();
        for (index, picture) in pictures.into_iter().enumerate() {
            named.pair(Name(format!("P{index}").as_bytes()), picture);
        }
        named.finish();
    }
    resources.finish();
    Ok(())
}

/// What the colours of the file mean.
fn write_intent(objects: &mut objects::Objects) -> Ref {
    let profile = objects.profile(PROFILE, 3);
    let id = objects.number();
    let mut intent = objects
        .packed(id)
        .indirect(id)
        .start::<pdf_writer::writers::OutputIntent<'_>>();
    intent
        .subtype(OutputIntentSubtype::PDFA)
        .dest_output_profile(profile);
    intent.output_condition_identifier(TextStr("sRGB"));
    intent
        .output_condition(TextStr("sRGB"))
        .info(TextStr("sRGB IEC61966-2.1"));
    intent.registry_name(TextStr("http://www.color.org"));
    intent.finish();
    id
}
