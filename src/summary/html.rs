//! The table as one page that needs nothing else: sorted by a click on a head.

use askama::Template;
use rust_decimal::Decimal;

use super::{AgencyLine, FAMILIES, FIGURES, Link, MARK};
use crate::finding::Tally;

/// A line as the template shows it.
struct LineView<'a> {
    line: &'a AgencyLine,
    year: String,
    errors: String,
    warnings: String,
    hints: String,
    /// Errors and warnings of each family, in turn.
    families: Vec<String>,
    figures: Vec<String>,
    links: Vec<LinkView<'a>>,
}

/// A link as a page has it.
struct LinkView<'a> {
    name: &'a str,
    href: String,
}

#[derive(Template)]
#[template(path = "html/summary.html")]
struct SummaryPage<'a> {
    mark: &'static str,
    families: Vec<&'static str>,
    figures: Vec<&'static str>,
    lines: Vec<LineView<'a>>,
    total: Tally,
}

/// The page, UTF-8.
pub fn page(lines: &[AgencyLine]) -> Vec<u8> {
    let mut total = Tally::default();
    for line in lines {
        total.add(line.total());
    }
    let page = SummaryPage {
        mark: MARK,
        families: FAMILIES.iter().map(|family| family.name).collect(),
        figures: FIGURES.iter().map(|figure| figure.head).collect(),
        lines: lines.iter().map(view).collect(),
        total,
    };
    // Writing into a String cannot fail.
    page.render().unwrap_or_default().into_bytes()
}

fn view(line: &AgencyLine) -> LineView<'_> {
    let Tally {
        errors,
        warnings,
        hints,
        ..
    } = line.total();
    LineView {
        line,
        year: if line.year == 0 {
            String::new()
        } else {
            line.year.to_string()
        },
        errors: show_count(errors, line.read),
        warnings: show_count(warnings, line.read),
        hints: show_count(hints, line.read),
        families: line
            .tallies
            .iter()
            .flat_map(|t| [t.errors, t.warnings])
            .map(show_sparse)
            .collect(),
        figures: line.figures.into_iter().map(figure).collect(),
        links: line.files.iter().map(link).collect(),
    }
}

/// A count, of a form that was looked into.
fn show_count(number: usize, read: bool) -> String {
    if read {
        number.to_string()
    } else {
        String::new()
    }
}

/// Whether a page is such a table.
pub(super) fn is_summary(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, MARK.as_bytes()).is_some()
}

/// A number that shows only where there is something.
fn show_sparse(number: usize) -> String {
    if number == 0 {
        String::new()
    } else {
        number.to_string()
    }
}

fn figure(number: Option<Decimal>) -> String {
    number.map_or(String::new(), |number| number.to_string())
}

fn link(link: &Link) -> LinkView<'_> {
    LinkView {
        name: &link.name,
        href: href(&link.path),
    }
}

/// A path as a reference: what is no plain sign of a path is escaped, or `#` and `?` would end it.
fn href(path: &str) -> String {
    let mut href = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            href.push(char::from(byte));
        } else {
            href.push_str(&format!("%{byte:02X}"));
        }
    }
    href
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_form_is_called_stays_text() {
        let mut line = AgencyLine::of("<script>&.yaml");
        line.agency = "甲\"<b>".into();
        line.files = vec![Link {
            name: "pdf".into(),
            path: "出/甲 #1?.pdf".into(),
        }];
        let page = String::from_utf8(page(&[line])).expect("UTF-8");
        assert!(!page.contains("<script>&") && !page.contains("<b>"));
        assert!(page.contains("href=\"%E5%87%BA/%E7%94%B2%20%231%3F.pdf\""));
    }
}
