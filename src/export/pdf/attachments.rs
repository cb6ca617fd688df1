//! Files inside a PDF/A-3: the data that the pages show.

use std::collections::BTreeSet;

use pdf_writer::types::AssociationKind;
use pdf_writer::{Date as Moment, Filter, Finish, Name, Ref, Str, TextStr};

use super::super::attachment::{AttachedAs, Attachment};
use super::super::deflate::zlib;
use super::limits::bound;
use super::objects::Objects;
use super::xmp;
use crate::document::Document;

/// The files of a PDF as they have been written.
pub(super) struct WrittenFiles {
    files: Vec<WrittenFile>,
}

struct WrittenFile {
    name: String,
    id: Ref,
}

/// Writes the files, in the order of their names, as readers look them up by them.
pub(super) fn write(
    document: &Document,
    attachments: &[Attachment],
    objects: &mut Objects,
) -> WrittenFiles {
    let mut sorted: Vec<&Attachment> = attachments.iter().collect();
    sorted.sort_by_key(|attachment| list_name(&attachment.name));
    let moment = xmp::moment_of(document);
    let mut files = Vec::with_capacity(sorted.len());
    for attachment in sorted {
        files.push(WrittenFile {
            name: attachment.name.clone(),
            id: write_one(attachment, moment, objects),
        });
    }
    WrittenFiles { files }
}

/// A name as the file lists it, by which readers look it up.
fn list_name(name: &str) -> Vec<u8> {
    if name.is_ascii() {
        return name.as_bytes().to_vec();
    }
    let marked = [0xFEFF].into_iter().chain(name.encode_utf16());
    marked.flat_map(u16::to_be_bytes).collect()
}

/// What is wrong with the files, if anything.
pub(super) fn fault(attachments: &[Attachment]) -> Option<&'static str> {
    let mut names = BTreeSet::new();
    for Attachment {
        name, media_type, ..
    } in attachments
    {
        if name.is_empty() || media_type.is_empty() {
            return Some("a file inside has no name or no media type");
        }
        names.insert(name);
    }
    (names.len() < attachments.len()).then_some("two files inside have one name")
}

fn write_one(attachment: &Attachment, moment: Moment, objects: &mut Objects) -> Ref {
    let stream = objects.number();
    let content = zlib(&attachment.content);
    let mut file = objects.alone(stream).embedded_file(stream, &content);
    file.subtype(Name(attachment.media_type.as_bytes()))
        .filter(Filter::FlateDecode);
    file.params()
        .size(attachment.content.len() as i32)
        .modification_date(moment);
    file.finish();
    let id = objects.number();
    let mut spec = objects.packed(id).file_spec(id);
    spec.path(Str(ascii(&attachment.name).as_bytes()))
        .unic_file(TextStr(&attachment.name));
    spec.description(TextStr(bound(&attachment.description)));
    spec.association_kind(match attachment.relationship {
        AttachedAs::Source => AssociationKind::Source,
        AttachedAs::Data => AssociationKind::Data,
    });
    let mut inside = spec.insert(Name(b"EF")).dict();
    inside.pair(Name(b"F"), stream).pair(Name(b"UF"), stream);
    inside.finish();
    spec.finish();
    id
}

/// The name for readers that know no other characters.
fn ascii(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_ascii_graphic() { c } else { '_' })
        .collect()
}

impl WrittenFiles {
    /// Names the files in the catalog.
    pub fn name_in(&self, catalog: &mut pdf_writer::writers::Catalog<'_>) {
        if self.files.is_empty() {
            return;
        }
        let mut names = catalog.insert(Name(b"Names")).dict();
        let mut tree = names.insert(Name(b"EmbeddedFiles")).dict();
        let mut list = tree.insert(Name(b"Names")).array();
        for WrittenFile { name, id } in &self.files {
            list.item(TextStr(name)).item(*id);
        }
        list.finish();
        tree.finish();
        names.finish();
        let ids = self.files.iter().map(|file| file.id);
        catalog.insert(Name(b"AF")).array().items(ids);
    }
}
