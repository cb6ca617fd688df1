//! Drawings as SVG.

use std::fmt::Write;

use super::{Anchor, Drawing, Mark};

/// The drawing as an SVG element of its own namespace, with text as text.
///
/// `label` is what it shows, for those who do not see it; empty where the page says it beside.
pub fn svg(drawing: &Drawing, size: f32, family: &str, label: &str) -> String {
    let (width, height) = (rounded(drawing.size.0), rounded(drawing.size.1));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}pt\" height=\"{height}pt\" font-family=\"{}\" font-size=\"{size}\"",
        escaped(family)
    );
    // Writing into memory cannot fail.
    let _ = match label {
        "" => write!(out, " aria-hidden=\"true\">"),
        label => write!(out, " role=\"img\" aria-label=\"{}\">", escaped(label)),
    };
    for mark in &drawing.marks {
        let _ = match mark {
            Mark::Fill {
                rect: (x, y, width, height),
                grey,
            } => {
                let [x, y, width, height] = [*x, *y, *width, *height].map(rounded);
                let level = (grey.clamp(0.0, 1.0) * 255.0).round() as u8;
                write!(
                    out,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"#{level:02x}{level:02x}{level:02x}\"/>"
                )
            }
            Mark::Rule {
                from,
                to,
                thickness,
            } => {
                let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(rounded);
                write!(
                    out,
                    "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"#000\" stroke-width=\"{thickness}\"/>"
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
                let (x, y, text) = (rounded(*x), rounded(*baseline), escaped(text));
                write!(
                    out,
                    "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"
                )
            }
        };
    }
    out.push_str("</svg>");
    out
}

/// Hundredths are enough.
fn rounded(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
