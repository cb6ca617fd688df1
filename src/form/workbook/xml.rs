//! The XML of workbooks' parts, read with patience: ends of elements need not fit, and names are
//! compared without their prefixes. What elements mean is not known here.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A reader that does not mind which ends stand where.
pub(super) fn open(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader
}

/// The elements of a part in their order, as far as it is XML.
pub(super) struct Elements<'t>(Reader<&'t [u8]>);

impl<'t> Elements<'t> {
    /// The elements of a text.
    pub fn of(text: &'t str) -> Self {
        Self(open(text))
    }
}

impl<'t> Iterator for Elements<'t> {
    type Item = BytesStart<'t>;

    fn next(&mut self) -> Option<BytesStart<'t>> {
        loop {
            match self.0.read_event() {
                Ok(Event::Start(element) | Event::Empty(element)) => return Some(element),
                Ok(Event::Eof) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }
}

/// An attribute's value by its name without prefix.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut sound = attributes.with_checks(false).flatten();
    let found = sound.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0);
    Some(value.ok()?.into_owned())
}

/// Whether an attribute says yes.
pub(super) fn is_true(element: &BytesStart, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| value == "1" || value == "true")
}
