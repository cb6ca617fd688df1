//! What a file says of itself: XMP (ISO 16684-1) and, for simple readers, document information.

use pdf_writer::{Finish, Ref, TextStr};
use sha2::{Digest, Sha256};
use xmp_writer::pdfa::PdfUAIdDescriptionMode;
use xmp_writer::{
    CustomNamespace, DateTime, LangId, Namespace, RenditionClass, Timezone, XmpWriter,
};

use super::super::clean::clean;
use super::super::{Edition, stamp};
use super::limits::{LANGUAGE, bound};
use super::objects::Objects;
use crate::document::{ArchiveKeys, Document};
use crate::report::Date;
use crate::style::PdfLevel;

/// The program that makes the file, with its version.
const MAKER: &str = concat!("nianbao ", env!("CARGO_PKG_VERSION"));

/// The namespace of our own properties, which PDF/A wants described.
fn own_namespace() -> Namespace<'static> {
    let own = CustomNamespace::new("Nianbao report", "nianbao", "urn:nianbao:1.0:");
    Namespace::Custom(Box::new(own))
}

/// A property of our own.
struct OwnProperty {
    name: &'static str,
    description: &'static str,
    /// Whether the program makes it, and nobody types it.
    internal: bool,
}

static FORM: OwnProperty = OwnProperty {
    name: "Form",
    description: "SHA-256 of the meaning of the form that the file was made of",
    internal: true,
};
static TEXT: OwnProperty = OwnProperty {
    name: "Text",
    description: "SHA-256 of the plain text of the same report",
    internal: true,
};
static CONTENT: OwnProperty = OwnProperty {
    name: "Content",
    description: "SHA-256 of this file with noughts in place of this value",
    internal: true,
};
static PROGRAM: OwnProperty = OwnProperty {
    name: "Program",
    description: "Name and version of the program that made the file",
    internal: true,
};
static KIND: OwnProperty = OwnProperty {
    name: "Kind",
    description: "Kind of official document",
    internal: false,
};
static OPENNESS: OwnProperty = OwnProperty {
    name: "Openness",
    description: "Degree of disclosure",
    internal: false,
};
static YEAR: OwnProperty = OwnProperty {
    name: "Year",
    description: "Year that the report is on",
    internal: false,
};
static SECRECY: OwnProperty = OwnProperty {
    name: "Secrecy",
    description: "Degree of secrecy",
    internal: false,
};
static PAGES: OwnProperty = OwnProperty {
    name: "Pages",
    description: "How many pages it has",
    internal: true,
};
static NUMBER: OwnProperty = OwnProperty {
    name: "Number",
    description: "Number as an official document",
    internal: false,
};
static FONDS: OwnProperty = OwnProperty {
    name: "Fonds",
    description: "Number of the agency's fonds",
    internal: false,
};
static RETENTION: OwnProperty = OwnProperty {
    name: "Retention",
    description: "How long it is kept",
    internal: false,
};

/// What the file says of its origin: words of [`stamp`](super::super::stamp).
pub(super) struct OriginMarks {
    pub form: String,
    pub text: String,
    pub content: String,
}

impl OriginMarks {
    pub fn of(edition: &Edition<'_>) -> Self {
        let [form, text, content] = stamp::words_with_text(edition);
        Self {
            form,
            text,
            content,
        }
    }
}

/// Who a file is, and of which state.
pub(super) struct Identity {
    pub document: [u8; 16],
    pub instance: [u8; 16],
}

impl Identity {
    /// The same document has the same identity whatever it says; each state of it has one of its
    /// own, by all that the file holds.
    pub fn of(document: &Document, origin: &OriginMarks, sums: [u32; 4]) -> Self {
        let year = document.year.to_string();
        let sums = format!("{sums:08x?}");
        Self {
            document: id_of(&[&document.agency, &document.title, &year]),
            instance: id_of(&[&origin.form, &origin.text, MAKER, &sums]),
        }
    }
}

/// An identity by what it is of.
fn id_of(parts: &[&str]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(parts.join("\n"))[..16]);
    bytes
}

/// As RFC 9562 writes it: version 8, which programs make of what they like.
fn uuid(bytes: [u8; 16]) -> String {
    let mut bytes = bytes;
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    format!("uuid:{}", parts.join("-"))
}

fn moment(day: Date) -> DateTime {
    let zone = Timezone::Local { hour: 8, minute: 0 };
    DateTime::new(day.year, day.month, day.day, 0, 0, 0, zone)
}

/// The XMP packet.
pub(super) fn packet(
    document: &Document,
    level: PdfLevel,
    identity: &Identity,
    origin: &OriginMarks,
    pages: usize,
) -> String {
    let mut xmp = XmpWriter::new();
    let moment = moment(document.day());
    let title = clean(&document.title);
    let agency = clean(&document.agency);
    xmp.title([(None, title.as_str())]);
    xmp.creator([agency.as_str()]);
    xmp.publisher([agency.as_str()]);
    xmp.date([moment]);
    xmp.language([LangId(LANGUAGE)]);
    xmp.format("application/pdf");
    if !document.subject.is_empty() {
        xmp.description([(None, clean(&document.subject).as_str())]);
    }
    if !document.keywords.is_empty() {
        let words: Vec<String> = document.keywords.iter().map(|word| clean(word)).collect();
        xmp.subject(words.iter().map(String::as_str));
    }
    if !document.identifier.is_empty() {
        xmp.identifier(&clean(&document.identifier));
    }
    xmp.create_date(moment)
        .modify_date(moment)
        .metadata_date(moment);
    xmp.creator_tool(MAKER).producer(MAKER);
    xmp.document_id(&uuid(identity.document))
        .instance_id(&uuid(identity.instance));
    let class = if document.draft {
        RenditionClass::Draft
    } else {
        RenditionClass::Default
    };
    xmp.rendition_class(class);
    xmp.pdfa_part(level.part())
        .pdfa_conformance(level.conformance())
        .pdfua_part(1);
    write_own(&mut xmp, &own_values(document, origin, pages));
    xmp.finish(None)
}

/// A property of our own with its value.
struct OwnValue {
    property: &'static OwnProperty,
    value: String,
}

impl OwnValue {
    fn of(property: &'static OwnProperty, value: &str) -> Self {
        let value = clean(value);
        Self { property, value }
    }
}

/// The values of all our properties; empty where nobody has given one.
fn own_values(document: &Document, origin: &OriginMarks, pages: usize) -> Vec<OwnValue> {
    let ArchiveKeys {
        secrecy,
        number,
        fonds,
        retention,
    } = &document.archive;
    vec![
        OwnValue::of(&KIND, &document.kind),
        OwnValue::of(&OPENNESS, &document.openness),
        OwnValue::of(&SECRECY, secrecy),
        OwnValue::of(&YEAR, &document.year.to_string()),
        OwnValue::of(&PAGES, &pages.to_string()),
        OwnValue::of(&NUMBER, number),
        OwnValue::of(&FONDS, fonds),
        OwnValue::of(&RETENTION, retention),
        OwnValue::of(&PROGRAM, MAKER),
        OwnValue::of(&FORM, &origin.form),
        OwnValue::of(&TEXT, &origin.text),
        OwnValue::of(&CONTENT, &origin.content),
    ]
}

/// Writes our properties, and describes them all, as PDF/A wants it.
fn write_own(xmp: &mut XmpWriter<'_>, values: &[OwnValue]) {
    for OwnValue { property, value } in values.iter().filter(|own| !own.value.is_empty()) {
        xmp.element(property.name, own_namespace())
            .value(value.as_str());
    }
    let mut schemas = xmp.extension_schemas();
    schemas
        .pdfua_id()
        .properties()
        .describe_all(PdfUAIdDescriptionMode::UA1);
    let mut schema = schemas.add_schema();
    schema.namespace(own_namespace());
    let mut properties = schema.properties();
    for OwnValue { property, .. } in values {
        let mut described = properties.add_property();
        described
            .category(property.internal)
            .name(property.name)
            .value_type("Text");
        described.description(property.description);
    }
}

/// The moment of a file, for objects.
pub(super) fn moment_of(document: &Document) -> pdf_writer::Date {
    let day = document.day();
    let date = pdf_writer::Date::new(day.year)
        .month(day.month)
        .day(day.day);
    date.hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(8)
        .utc_offset_minute(0)
}

/// The document information, in a few words of the same.
pub(super) fn write_information(document: &Document, objects: &mut Objects) -> Ref {
    let id = objects.number();
    let date = moment_of(document);
    let mut information = objects
        .alone(id)
        .indirect(id)
        .start::<pdf_writer::writers::DocumentInfo<'_>>();
    let (title, agency) = (clean(&document.title), clean(&document.agency));
    information
        .title(TextStr(bound(&title)))
        .author(TextStr(bound(&agency)));
    if !document.subject.is_empty() {
        information.subject(TextStr(bound(&clean(&document.subject))));
    }
    information.creator(TextStr(MAKER)).producer(TextStr(MAKER));
    information.creation_date(date).modified_date(date);
    information.finish();
    id
}
