//! The texts of a chart's SVG. Its picture of points, which programs without SVG show
//! instead, cannot be read, so that nobody here knows what that one says.

use quick_xml::events::BytesStart;

use super::parts::{Listener, walk};
use crate::finding::Complaint;

/// Texts of one drawing; a chart has 40.
const MAX_TEXTS: usize = 2_000;

/// The texts in the order of drawing.
///
/// # Errors
/// When the drawing is broken.
pub(super) fn read_texts(svg: &str) -> Result<Vec<String>, Complaint> {
    let mut drawing = VectorDrawing::default();
    walk(svg, &mut drawing)?;
    Ok(drawing.texts)
}

#[derive(Default)]
struct VectorDrawing {
    texts: Vec<String>,
    in_text: bool,
}

impl Listener for VectorDrawing {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        let name = tag.local_name();
        let name: &str = name.as_ref();
        if name == "text" && self.texts.len() < MAX_TEXTS {
            self.in_text = true;
            self.texts.push(String::new());
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        if name.rsplit(':').next() == Some("text") {
            self.in_text = false;
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text
            && let Some(last) = self.texts.last_mut()
        {
            last.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(svg: &str, expected: &[&str]) {
        assert_eq!(read_texts(svg).unwrap(), expected);
    }

    #[test]
    fn texts_are_found() {
        check(
            "<svg><text x=\"1\">甲&amp;</text><rect/><text>3<tspan>件</tspan></text>x</svg>",
            &["甲&", "3件"],
        );
        check("<svg><title>甲</title></svg>", &[]);
    }
}
