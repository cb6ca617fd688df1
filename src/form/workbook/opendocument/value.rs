//! What the elements of an OpenDocument sheet say by their attributes.

use quick_xml::events::BytesStart;

use super::super::digits::plain_digits;
use super::super::sheet::SheetValue;
use super::super::xml::attribute;
use crate::date::Date;

/// What a cell's attributes say of its value.
pub(super) fn value(element: &BytesStart, places: usize) -> SheetValue {
    match value_type(element).as_str() {
        "float" | "percentage" | "currency" => {
            let digits = attribute(element, "value").unwrap_or_default();
            SheetValue::Number(plain_digits(digits), places)
        }
        "date" => date(&attribute(element, "date-value").unwrap_or_default()),
        "boolean" => {
            let value = attribute(element, "boolean-value");
            SheetValue::Boolean(value.is_some_and(|value| value == "true"))
        }
        "error" => SheetValue::Error("#N/A".to_owned()),
        "string" => SheetValue::Text(attribute(element, "string-value").unwrap_or_default()),
        _ => SheetValue::Empty,
    }
}

/// The type of a cell's value. It may stand twice: what is an error to newer programs is a text to
/// others.
fn value_type(element: &BytesStart) -> String {
    let mut first = None;
    for attribute in element.attributes().flatten() {
        if attribute.key.local_name().as_ref() == "value-type" {
            let kind = attribute.value.as_ref().to_owned();
            if kind == "error" {
                return kind;
            }
            first.get_or_insert(kind);
        }
    }
    first.unwrap_or_default()
}

/// A day, with its time where it has one: `2024-01-31T08:30:00`.
fn date(text: &str) -> SheetValue {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    let serial = Date::parse(day).map_or(String::new(), |day| day.serial().to_string());
    let shown = match time.get(..5) {
        Some(time) if time != "00:00" => format!("{day} {time}"),
        _ => day.to_owned(),
    };
    SheetValue::Date(shown, serial)
}

/// How often an element stands, at least once.
pub(super) fn times(element: &BytesStart, name: &str) -> u32 {
    let times = attribute(element, name).and_then(|times| times.parse().ok());
    times.unwrap_or(1).clamp(1, 1 << 24)
}

/// Whether a row or column is not shown.
pub(super) fn is_away(element: &BytesStart) -> bool {
    attribute(element, "visibility").is_some_and(|value| value != "visible")
}
