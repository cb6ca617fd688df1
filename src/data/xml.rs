//! The data as XML, for archives: the same as the JSON, element by element.

use super::{DataCell, DataTable, DataText, DataValue, ReportData};

/// The namespace of the data; its schema is `schema/xml/data.xsd`.
pub const NAMESPACE: &str = "urn:nianbao:data:1.0";

/// The data as XML, with a line end.
pub fn xml(data: &ReportData) -> String {
    let mut out = XmlText::default();
    out.text
        .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let ReportData {
        format,
        source,
        agency,
        year,
        title,
        values,
        tables,
        texts,
        ..
    } = data;
    let year = year.to_string();
    out.open(
        "report",
        &[("xmlns", NAMESPACE), ("format", format), ("source", source)],
    );
    out.leaf("agency", &[], agency);
    out.leaf("year", &[], &year);
    out.leaf("title", &[], title);
    for DataValue { key, value } in values {
        out.leaf("value", &[("key", key)], value);
    }
    for DataTable { key, name, cells } in tables {
        out.open("table", &[("key", key), ("name", name)]);
        for DataCell {
            key,
            label,
            value,
            unit,
            total,
        } in cells
        {
            let total = if *total { "true" } else { "false" };
            let said = [
                ("key", key.as_str()),
                ("label", label),
                ("unit", unit),
                ("total", total),
            ];
            out.leaf("cell", &said, value);
        }
        out.close("table");
    }
    for DataText { key, paragraphs } in texts {
        out.open("text", &[("key", key)]);
        for paragraph in paragraphs {
            out.leaf("p", &[], paragraph);
        }
        out.close("text");
    }
    out.close("report");
    out.text
}

/// XML in the making, an element a line.
#[derive(Default)]
struct XmlText {
    text: String,
    depth: usize,
}

impl XmlText {
    fn open(&mut self, name: &str, said: &[(&str, &str)]) {
        self.start(name, said);
        self.text.push('\n');
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.indent();
        self.end(name);
    }

    /// An element with nothing but text in it.
    fn leaf(&mut self, name: &str, said: &[(&str, &str)], text: &str) {
        self.start(name, said);
        self.escaped(text);
        self.end(name);
    }

    fn start(&mut self, name: &str, said: &[(&str, &str)]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in said {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            self.escaped(value);
            self.text.push('"');
        }
        self.text.push('>');
    }

    fn end(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    fn indent(&mut self) {
        (0..self.depth).for_each(|_| self.text.push_str("  "));
    }

    /// Text without what XML cannot hold; line feeds are kept as readers keep them.
    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\n' => self.text.push_str("&#10;"),
                '\t' => self.text.push_str("&#9;"),
                '\u{FFFE}' | '\u{FFFF}' => {}
                c if c.is_control() => {}
                c => self.text.push(c),
            }
        }
    }
}
