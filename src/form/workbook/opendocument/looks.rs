//! How cells, columns and sheets of an OpenDocument workbook look: its styles, and number formats
//! as formats of Excel.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::digits::shown_places;
use super::super::package::BROKEN;
use super::super::sheet::Look;
use super::super::xml::{self, attribute};
use crate::finding::Complaint;

/// Decimals of a number format; so many say that the number shows as many as it has.
const MAX_PLACES: usize = 20;

/// How cells, columns and sheets of a style look.
#[derive(Default)]
pub(super) struct OdfLooks {
    cells: HashMap<String, OdfLook>,
    /// What number formats show, as a format of Excel.
    formats: HashMap<String, String>,
    /// Sheets of these styles are not shown.
    hidden: HashMap<String, bool>,
}

/// How cells of a style look.
#[derive(Clone, Default)]
struct OdfLook {
    format: String,
    struck: bool,
}

/// Reads styles; those that are open are known by their names.
struct LooksReader<'l> {
    looks: &'l mut OdfLooks,
    style: String,
    format: String,
}

impl OdfLooks {
    /// Adds the styles of a part.
    pub fn read(&mut self, text: &str) -> Result<(), Complaint> {
        let mut reader = xml::open(text);
        let mut open = LooksReader {
            looks: self,
            style: String::new(),
            format: String::new(),
        };
        loop {
            match reader.read_event().map_err(|_| BROKEN)? {
                Event::Start(element) | Event::Empty(element) => {
                    open.see_element(&element, &mut reader);
                }
                Event::Eof => return Ok(()),
                Event::DocType(_) => return Err(BROKEN),
                _ => {}
            }
        }
    }

    /// How cells of a style look.
    pub fn look(&self, style: &str) -> Look<'_> {
        let Some(look) = self.cells.get(style) else {
            return Look::default();
        };
        let format = self.formats.get(&look.format).map_or("", String::as_str);
        Look {
            format: if shown_places(format) < MAX_PLACES {
                format
            } else {
                ""
            },
            struck: look.struck,
        }
    }

    /// Whether sheets of a style are not shown.
    pub fn is_hidden(&self, style: &str) -> bool {
        self.hidden.get(style).is_some_and(|hidden| *hidden)
    }
}

impl LooksReader<'_> {
    fn see_element(&mut self, element: &BytesStart, reader: &mut Reader<&[u8]>) {
        match element.local_name().as_ref() {
            "style" => {
                self.style = attribute(element, "name").unwrap_or_default();
                let format = attribute(element, "data-style-name").unwrap_or_default();
                let look = OdfLook {
                    format,
                    struck: false,
                };
                self.looks.cells.insert(self.style.clone(), look);
            }
            "text-properties" => {
                let line = attribute(element, "text-line-through-style");
                if let Some(look) = self.looks.cells.get_mut(&self.style) {
                    look.struck = line.is_some_and(|line| line != "none");
                }
            }
            "table-properties" => {
                let display = attribute(element, "display");
                let hidden = display.is_some_and(|display| display == "false");
                self.looks.hidden.insert(self.style.clone(), hidden);
            }
            "number-style" | "percentage-style" | "date-style" | "currency-style" => {
                self.format = attribute(element, "name").unwrap_or_default();
                self.looks
                    .formats
                    .insert(self.format.clone(), String::new());
            }
            "number" => {
                self.looks
                    .formats
                    .insert(self.format.clone(), number_format(element));
            }
            "text" => {
                // The sign of a format of percentages.
                if let Some(format) = self.looks.formats.get_mut(&self.format)
                    && format.starts_with('0')
                    && matches!(reader.read_event(), Ok(Event::Text(text)) if text.contains('%'))
                {
                    format.push('%');
                }
            }
            _ => {}
        }
    }
}

/// What a number looks like, as a format of Excel.
fn number_format(element: &BytesStart) -> String {
    let places = attribute(element, "decimal-places").and_then(|places| places.parse().ok());
    let places = places.unwrap_or(MAX_PLACES).min(MAX_PLACES);
    let factor = attribute(element, "display-factor").unwrap_or_default();
    let commas = ",".repeat(factor.matches("000").count());
    let point = if places == 0 { "" } else { "." };
    format!("0{point}{}{commas}", "0".repeat(places))
}
