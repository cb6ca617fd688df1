//! Plain text: one line a paragraph, tables drawn with box characters.
//!
//! Widths are those of a fixed-width Chinese font, in which box characters,
//! Chinese characters and Chinese marks take two columns and ASCII takes one.

mod table;

use super::stamp;
use crate::document::{Block, Document};

/// The indent of a paragraph.
const INDENT: &str = "　　";

/// The document as UTF-8 text with LF line ends.
pub fn export(document: &Document, draft_mark: &str) -> Vec<u8> {
    let mut out = String::new();
    if document.draft {
        out.push_str(&format!("【{draft_mark}】\n\n"));
    }
    let mut blocks = document.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        match block {
            Block::Title(text) => {
                out.push_str(&text.plain());
                out.push_str("\n\n");
            }
            Block::Heading { level, text } => {
                if *level == 1 && !out.ends_with("\n\n") {
                    out.push('\n');
                }
                line(&mut out, &text.plain());
            }
            Block::Paragraph(text) => line(&mut out, &text.plain()),
            Block::Signature(texts) => {
                out.push('\n');
                texts.iter().for_each(|text| line(&mut out, &text.plain()));
            }
            Block::Figure(figure) if figure.words.is_empty() => {
                line(&mut out, &format!("［{}］", figure.caption.plain()));
            }
            Block::Figure(figure) => {
                line(&mut out, &format!("［{}：{}］", figure.caption.plain(), figure.words));
            }
            Block::Table(data) => {
                out.push('\n');
                table::draw(&mut out, data);
                if blocks.peek().is_some() {
                    out.push('\n');
                }
            }
        }
    }
    if document.draft {
        out.push_str(&format!("\n【{draft_mark}】\n"));
    }
    if let Some(words) = &document.colophon {
        let [form, content] = stamp::words(&document.origin);
        out.push_str(&format!(
            "\n—— nianbao {} {words} {form} {content}\n",
            env!("CARGO_PKG_VERSION")
        ));
    }
    stamp::seal(out.into_bytes())
}

fn line(out: &mut String, text: &str) {
    out.push_str(INDENT);
    out.push_str(text.trim_start_matches('\u{3000}'));
    out.push('\n');
}
