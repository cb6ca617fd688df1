//! The data as XML, for archives: the same as the JSON, element by element.

use super::{DataTable, DataText, DataValue, ReportData};

/// The namespace of the data; its schema is `schema/xml/data.xsd`.
pub const NAMESPACE: &str = "urn:nianbao:data:1.0";

/// The data as XML, with a line end.
pub fn xml(data: &ReportData) -> String {
    let mut out = XmlText::default();
    out.text
        .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let root = [
        attribute("xmlns", NAMESPACE),
        attribute("format", &data.format),
        attribute("source", &data.source),
    ];
    out.open("report", &root);
    out.leaf("agency", &[], &data.agency);
    out.leaf("year", &[], &data.year.to_string());
    out.leaf("title", &[], &data.title);
    for DataValue { key, value } in &data.values {
        out.leaf("value", &[attribute("key", key)], value);
    }
    for table in &data.tables {
        out.table(table);
    }
    for DataText { key, paragraphs } in &data.texts {
        out.open("text", &[attribute("key", key)]);
        for paragraph in paragraphs {
            out.leaf("p", &[], paragraph);
        }
        out.close("text");
    }
    out.close("report");
    out.text
}

/// An attribute of an element.
struct DataAttribute<'d> {
    key: &'static str,
    value: &'d str,
}

fn attribute<'d>(key: &'static str, value: &'d str) -> DataAttribute<'d> {
    DataAttribute { key, value }
}

/// XML in the making, an element a line.
#[derive(Default)]
struct XmlText {
    text: String,
    depth: usize,
}

impl XmlText {
    fn open(&mut self, name: &str, attributes: &[DataAttribute<'_>]) {
        self.start(name, attributes);
        self.text.push('\n');
        self.depth += 1;
    }

    fn table(&mut self, table: &DataTable) {
        let DataTable { key, name, cells } = table;
        self.open("table", &[attribute("key", key), attribute("name", name)]);
        for cell in cells {
            let attributes = [
                attribute("key", &cell.key),
                attribute("label", &cell.label),
                attribute("unit", &cell.unit),
                attribute("total", if cell.total { "true" } else { "false" }),
            ];
            self.leaf("cell", &attributes, &cell.value);
        }
        self.close("table");
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.indent();
        self.end(name);
    }

    /// An element with nothing but text in it.
    fn leaf(&mut self, name: &str, attributes: &[DataAttribute<'_>], text: &str) {
        self.start(name, attributes);
        self.escape(text);
        self.end(name);
    }

    fn start(&mut self, name: &str, attributes: &[DataAttribute<'_>]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for DataAttribute { key, value } in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            self.escape(value);
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
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }

    /// Text without what XML cannot hold; line feeds are kept as readers keep them.
    fn escape(&mut self, text: &str) {
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
