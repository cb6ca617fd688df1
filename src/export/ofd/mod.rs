//! OFD (GB/T 33190-2016): the pages drawn, with text that can be searched, and the data beside.
//!
//! The package is written by us: `content` what a page draws, `faces` with `font_file` and
//! `pictures` what it draws with, `structure` what the objects are, `outline` the way to the
//! headings. It keeps the archive profile (OFD-A, GB/T 42133-2022) as far as its rules are known
//! (docs/归档.md): one document, every font inside, attachments of text only, nothing that
//! restricts, runs or points elsewhere. Numbers are given in one order, so that the same pages are
//! the same bytes.

mod content;
mod faces;
mod font_file;
mod ids;
mod lengths;
mod outline;
mod outlined;
mod pictures;
mod structure;

use askama::Template;
use sha2::{Digest, Sha256};

use self::content::{DrawnWith, objects};
use self::faces::{EmbeddedFont, FacesShown};
use self::ids::Ids;
use self::lengths::Micrometres;
use self::outline::OfdOutline;
use self::outlined::{OutlineWidth, OutlinesShown};
use self::pictures::{PictureShown, PicturesShown};
use self::structure::ObjectsByOwner;
use super::clean::clean;
use super::package::{PackagePart, pack};
use super::{Attachment, Edition, FORMAT_INFORMATION, MetadataEntry, PAGES, metadata, stamp};
use crate::layout::Pages;
use crate::report::Date;

/// Why no OFD could be written.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct OfdError(String);

/// Bytes of the unit in which sizes of attachments are told.
const KILOBYTE: f64 = 1024.0;

#[derive(Template)]
#[template(path = "ofd/ofd.xml")]
struct FirstPart<'a> {
    doc_type: &'static str,
    id: &'a str,
    title: String,
    agency: String,
    subject: String,
    day: Date,
    keywords: Vec<String>,
    version: &'static str,
    entries: &'a [CustomEntry],
}

/// Something that the file says of itself under a name of ours.
struct CustomEntry {
    name: &'static str,
    value: String,
}

#[derive(Template)]
#[template(path = "ofd/document.xml")]
struct DocumentRoot<'a> {
    last_id: u32,
    area: SheetArea,
    has_resources: bool,
    pages: &'a [PageEntry],
    outline: String,
    bookmarks: String,
    has_attachments: bool,
}

/// A sheet's size.
#[derive(Clone, Copy, PartialEq)]
struct SheetArea {
    width: Micrometres,
    height: Micrometres,
}

/// A page among all.
struct PageEntry {
    id: u32,
    name: String,
    area: SheetArea,
}

#[derive(Template)]
#[template(path = "ofd/page.xml")]
struct PagePart<'a> {
    /// The sheet's size, where it is not that of most.
    area: Option<SheetArea>,
    layer: u32,
    objects: &'a str,
}

#[derive(Template)]
#[template(path = "ofd/public-res.xml")]
struct PublicRes<'a> {
    fonts: &'a [EmbeddedFont],
}

#[derive(Template)]
#[template(path = "ofd/document-res.xml")]
struct DocumentRes<'a> {
    pictures: &'a [&'a PictureShown],
    outlines: &'a [OutlineWidth],
}

#[derive(Template)]
#[template(path = "ofd/custom-tags.xml")]
struct CustomTags {
    namespace: &'static str,
}

#[derive(Template)]
#[template(path = "ofd/attachments.xml")]
struct AttachmentList {
    day: Date,
    files: Vec<AttachmentEntry>,
}

/// An attached file among all.
struct AttachmentEntry {
    id: String,
    name: String,
    format: &'static str,
    /// Kilobytes.
    size: String,
    part: String,
}

/// The pages as an OFD file, with the attachments that are text inside.
///
/// # Errors
/// When a font cannot be read or cut down.
pub fn export(
    edition: &Edition<'_>,
    pages: &Pages,
    attachments: &[Attachment],
) -> Result<Vec<u8>, OfdError> {
    write(edition, pages, attachments).map_err(OfdError)
}

fn write(
    edition: &Edition<'_>,
    pages: &Pages,
    attachments: &[Attachment],
) -> Result<Vec<u8>, String> {
    let mut with = DrawnWith {
        faces: FacesShown::new(&pages.faces)?,
        pictures: PicturesShown::default(),
        outlines: OutlinesShown::default(),
        ids: Ids::default(),
        drawn: ObjectsByOwner::default(),
    };
    let entries = list_pages(pages, &mut with.ids);
    let area = entries.first().ok_or("a document without pages")?.area;
    let mut package = OfdPackage::default();
    package.add_pages(pages, &entries, area, &mut with)?;
    let has_resources = package.put_resources(&with)?;
    let DrawnWith {
        pictures,
        ids,
        drawn,
        ..
    } = with;
    let custom = CustomTags {
        namespace: structure::NAMESPACE,
    };
    package.add("Tags/CustomTags.xml", custom);
    let tags = structure::structure(edition.document, drawn, &pictures);
    package.put("Tags/Structure.xml", tags.into());
    let has_attachments = package.attach(attachments, edition.document.day());
    let OfdOutline {
        elements,
        bookmarks,
    } = OfdOutline::of(edition.document, pages, &entries);
    let root = DocumentRoot {
        last_id: ids.last(),
        area,
        has_resources,
        pages: &entries,
        outline: elements,
        bookmarks,
        has_attachments,
    };
    package.add("Document.xml", root);
    Ok(package.seal(edition, pages.pages.len()))
}

/// The pages with their numbers, which come before all others.
fn list_pages(pages: &Pages, ids: &mut Ids) -> Vec<PageEntry> {
    let mut entries = Vec::new();
    for (index, page) in pages.pages.iter().enumerate() {
        let (width, height) = page.size;
        entries.push(PageEntry {
            id: ids.next(),
            name: format!("Pages/Page_{index}/Content.xml"),
            area: SheetArea {
                width: Micrometres::of(width),
                height: Micrometres::of(height),
            },
        });
    }
    entries
}

/// A package in the making: all of its parts but the first.
#[derive(Default)]
struct OfdPackage {
    parts: Vec<PackagePart>,
}

impl OfdPackage {
    /// A part of the document, made of a template.
    fn add(&mut self, name: &str, part: impl Template) {
        // The templates have no expression that can fail.
        self.put(name, part.render().unwrap_or_default().into_bytes());
    }

    fn put(&mut self, name: &str, content: Vec<u8>) {
        self.parts.push(PackagePart {
            name: format!("Doc_0/{name}"),
            content,
        });
    }

    /// Draws the pages; those that have another size than most say so.
    fn add_pages(
        &mut self,
        pages: &Pages,
        entries: &[PageEntry],
        usual: SheetArea,
        with: &mut DrawnWith<'_>,
    ) -> Result<(), String> {
        for (page, entry) in pages.pages.iter().zip(entries) {
            let part = PagePart {
                area: Some(entry.area).filter(|own| *own != usual),
                layer: with.ids.next(),
                objects: &objects(page, entry.id, with)?,
            };
            self.add(&entry.name, part);
        }
        Ok(())
    }

    /// Puts in what pages draw with: fonts for all of the document, else pictures and outlines,
    /// and whether there are any of these.
    fn put_resources(&mut self, with: &DrawnWith<'_>) -> Result<bool, String> {
        let fonts = with.faces.fonts()?;
        self.add("PublicRes.xml", PublicRes { fonts: &fonts });
        for EmbeddedFont { id, content, .. } in fonts {
            self.put(&format!("Res/font_{id}.ttf"), content);
        }
        let pictures: Vec<&PictureShown> = with.pictures.iter().collect();
        let outlines = with.outlines.list();
        if pictures.is_empty() && outlines.is_empty() {
            return Ok(false);
        }
        self.add(
            "DocumentRes.xml",
            DocumentRes {
                pictures: &pictures,
                outlines: &outlines,
            },
        );
        for picture in pictures {
            self.put(
                &format!("Res/{}", picture.name()),
                picture.image.bytes.to_vec(),
            );
        }
        Ok(true)
    }

    /// Puts the attachments in that are text or XML, as OFD-A takes no others; whether there are
    /// any.
    fn attach(&mut self, attachments: &[Attachment], day: Date) -> bool {
        let mut files = Vec::new();
        for (index, file) in attachments.iter().enumerate() {
            if file.is_text() {
                let entry = AttachmentEntry::of(index, file);
                self.put(&format!("Attachs/{}", entry.part), file.content.clone());
                files.push(entry);
            }
        }
        if files.is_empty() {
            return false;
        }
        self.add("Attachs/Attachments.xml", AttachmentList { day, files });
        true
    }

    /// The package with its first part: what the file says of itself, sealed by all that it holds.
    fn seal(self, edition: &Edition<'_>, pages: usize) -> Vec<u8> {
        let document = edition.document;
        let first = FirstPart {
            doc_type: edition.style.ofd.kind.name(),
            id: &self.id(),
            title: clean(&document.title),
            agency: clean(&document.agency),
            subject: clean(&document.subject),
            day: document.day(),
            keywords: document.keywords.iter().map(|word| clean(word)).collect(),
            version: env!("CARGO_PKG_VERSION"),
            entries: &own_entries(edition, pages),
        };
        let mut parts = vec![PackagePart {
            name: stamp::OFD_PART.to_owned(),
            content: first.render().unwrap_or_default().into(),
        }];
        parts.extend(self.parts);
        stamp::seal_first(&mut parts);
        pack(&parts)
    }

    /// What tells the document from all others: a sum of what it holds.
    fn id(&self) -> String {
        let mut sum = Sha256::new();
        for PackagePart { name, content } in &self.parts {
            sum.update(format!("{name}\n{}\n", content.len()));
            sum.update(content);
        }
        stamp::hex(&sum.finalize()[..16])
    }
}

/// What the file says of itself under names of ours.
fn own_entries(edition: &Edition<'_>, pages: usize) -> Vec<CustomEntry> {
    let mut entries = Vec::new();
    for MetadataEntry { name, value } in metadata(edition.document) {
        entries.push(CustomEntry { name, value });
    }
    entries.push(CustomEntry {
        name: PAGES,
        value: pages.to_string(),
    });
    entries.push(CustomEntry {
        name: FORMAT_INFORMATION,
        value: format_information(edition),
    });
    entries.retain(|entry| !entry.value.is_empty());
    for entry in &mut entries {
        entry.value = clean(&entry.value);
    }
    let [form, text, content] = stamp::words_with_text(edition);
    for (name, value) in [("Form", form), ("Text", text), ("Content", content)] {
        entries.push(CustomEntry { name, value });
    }
    entries
}

/// The format and its version.
fn format_information(edition: &Edition<'_>) -> String {
    format!("OFD 1.0（{}）", edition.style.ofd.kind.name())
}

impl AttachmentEntry {
    /// What is said of an attached text.
    fn of(index: usize, file: &Attachment) -> Self {
        let format = if file.is_xml() { "xml" } else { "txt" };
        Self {
            id: format!("A{}", index + 1),
            name: clean(&file.name),
            format,
            size: format!("{:.3}", file.content.len() as f64 / KILOBYTE),
            part: format!("file_{}.{format}", index + 1),
        }
    }
}
