//! The files that a finished report carries inside: its data, and the form that it was made of.

use std::collections::BTreeMap;

use super::Filing;
use crate::data::{ReportData, xml};
use crate::document::{Block, Document, FigureContent, Image};
use crate::export::{AttachedAs, Attachment};
use crate::form::write::yaml;
use crate::report::LAST_YEAR_FILE;

/// What the data are called inside a finished report, and the form.
pub const DATA_JSON: &str = "data.json";
/// The same as XML.
pub const DATA_XML: &str = "data.xml";
/// The form, without what stays inside the agency.
pub const FORM_YAML: &str = "form.yaml";

impl Filing {
    /// The data, the form with last year's, and the pictures that the form names. None of it
    /// holds what stays inside the agency. Nothing where the form cannot be read.
    pub fn files_inside(&self) -> Vec<Attachment> {
        let (Some(subject), Some(document)) = (self.subject(), &self.document) else {
            return Vec::new();
        };
        let data = ReportData::of(&subject);
        let form = yaml(&subject.report.published(), "");
        let mut files = vec![
            data_file(
                DATA_JSON,
                "application/json",
                "报告的数据（JSON）",
                data.json(),
            ),
            data_file(DATA_XML, "application/xml", "报告的数据（XML）", xml(&data)),
            source_file(
                FORM_YAML,
                "text/plain",
                "填报表（可以公开的部分）",
                form.into_bytes(),
            ),
        ];
        if let Some(last) = &self.related.last {
            let last = yaml(&last.published_as_last(), "").into_bytes();
            let what = "上年的填报表（可以公开的部分）";
            files.push(source_file(LAST_YEAR_FILE, "text/plain", what, last));
        }
        for image in pictures(document).into_values() {
            let kind = format!("image/{}", image.kind.name());
            let bytes = image.bytes.to_vec();
            files.push(source_file(&image.name, &kind, "报告里的图片", bytes));
        }
        files
    }
}

fn data_file(name: &str, media_type: &str, description: &str, content: String) -> Attachment {
    let file = source_file(name, media_type, description, content.into_bytes());
    Attachment {
        relationship: AttachedAs::Data,
        ..file
    }
}

fn source_file(name: &str, media_type: &str, description: &str, content: Vec<u8>) -> Attachment {
    Attachment {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        description: description.to_owned(),
        relationship: AttachedAs::Source,
        content,
    }
}

/// The pictures of a document by their names.
fn pictures(document: &Document) -> BTreeMap<&str, &Image> {
    let mut pictures = BTreeMap::new();
    for block in &document.blocks {
        if let Block::Figure(figure) = block
            && let FigureContent::Image(image) = &figure.content
        {
            pictures.insert(&*image.name, image);
        }
    }
    pictures
}
