//! Drawings as SVG.

use std::fmt::{self, Write};

use super::{Anchor, Drawing, Mark, PaperRect};

/// The drawing as an SVG element of its own namespace, with text as text.
///
/// `label` is what it shows, for those who do not see it; empty where the page says it beside.
pub fn svg(drawing: &Drawing, size: f32, family: &str, label: &str) -> String {
    let (width, height) = (round(drawing.size.0), round(drawing.size.1));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}pt\" height=\"{height}pt\" font-family=\"{}\" font-size=\"{size}\"",
        escape(family)
    );
    // Writing into memory cannot fail.
    let _ = match label {
        "" => write!(out, " aria-hidden=\"true\">"),
        label => write!(out, " role=\"img\" aria-label=\"{}\">", escape(label)),
    };
    for mark in &drawing.marks {
        let _ = push_mark(&mut out, mark);
    }
    out.push_str("</svg>");
    out
}

fn push_mark(out: &mut String, mark: &Mark) -> fmt::Result {
    match mark {
        Mark::Fill { rect, grey } => {
            let PaperRect {
                left,
                top,
                width,
                height,
            } = *rect;
            let [x, y, width, height] = [left, top, width, height].map(round);
            let level = (grey.clamp(0.0, 1.0) * 255.0).round() as u8;
            write!(
                out,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" \
                 fill=\"#{level:02x}{level:02x}{level:02x}\"/>"
            )
        }
        Mark::Rule {
            from,
            to,
            thickness,
        } => {
            let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(round);
            write!(
                out,
                "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"#000\" \
                 stroke-width=\"{thickness}\"/>"
            )
        }
        Mark::Text {
            x,
            baseline,
            anchor,
            text,
        } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::End => "end",
            };
            let (x, y, text) = (round(*x), round(*baseline), escape(text));
            write!(
                out,
                "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"
            )
        }
    }
}

/// Hundredths are enough.
fn round(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
