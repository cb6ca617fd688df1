//! Plain text: one line a paragraph, tables drawn with box characters.
//!
//! Widths are those of a fixed-width Chinese font, in which box characters,
//! Chinese characters and Chinese marks take two columns and ASCII takes one.

mod table;

use sha2::{Digest, Sha256};
use unicode_width::UnicodeWidthStr;

use super::{Edition, stamp};
use crate::document::{Block, Document, Signature, Text};
use crate::style::{Style, signature_insets};

/// The byte order mark.
const BOM: char = '\u{feff}';
/// Characters of a line at whose end the signature stands, about the width of the widest table.
const LINE: f32 = 40.0;
/// The indent of a paragraph.
const INDENT: &str = "　　";

/// The document as UTF-8 text, its line ends and byte order mark as the style has them.
pub fn export(edition: &Edition<'_>) -> Vec<u8> {
    let Edition {
        document, style, ..
    } = edition;
    let mut text = edition.plain().text.clone();
    if let Some(words) = &document.colophon {
        let stamp = stamp::words(&document.origin).join(" ");
        let version = env!("CARGO_PKG_VERSION");
        text.push_str(&format!("\n—— nianbao {version} {words} {stamp}\n"));
    }
    if style.text.crlf {
        text = text.replace('\n', "\r\n");
    }
    if style.text.bom {
        text.insert(0, BOM);
    }
    stamp::seal(text.into_bytes())
}

/// A document's text without marks.
pub(in crate::export) struct PlainText {
    text: String,
    /// Of the text, whatever its line ends: the files made with it keep it for the text, which
    /// holds no marks.
    pub digest: String,
}

impl PlainText {
    pub fn of(document: &Document, style: &Style) -> Self {
        let text = plain(document, style);
        let digest = stamp::hex(&Sha256::digest(&text));
        Self { text, digest }
    }
}

/// The same digest of a text as it was written.
pub fn digest_of(written: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(written).ok()?;
    let text = text.strip_prefix(BOM).unwrap_or(text).replace("\r\n", "\n");
    Some(stamp::hex(&Sha256::digest(text)))
}

/// The document's text without marks, lines ended by LF.
fn plain(document: &Document, style: &Style) -> String {
    let draft_mark = &style.draft.mark;
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
                push_line(&mut out, &text.plain());
            }
            Block::Paragraph(text) | Block::Note(text) => push_line(&mut out, &text.plain()),
            Block::Signature(signature) => {
                out.push('\n');
                push_signature(&mut out, signature);
            }
            Block::Figure(figure) => {
                let caption = figure.caption.plain();
                push_line(
                    &mut out,
                    &match figure.words.as_str() {
                        "" => format!("［{caption}］"),
                        words => format!("［{caption}：{words}］"),
                    },
                );
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
    out
}

/// The lines of a signature, at the right as on paper.
fn push_signature(out: &mut String, signature: &Signature) {
    let lines: Vec<String> = signature.lines.iter().map(Text::plain).collect();
    let widths = lines.iter().map(|line| line.width_cjk() as f32 / 2.0);
    let widths: Vec<f32> = widths.collect();
    let insets = signature_insets(&widths, LINE, signature.sealed);
    for ((line, width), inset) in lines.iter().zip(widths).zip(insets) {
        let before = ((LINE - inset - width).max(0.0) * 2.0) as usize;
        out.push_str(&INDENT[..3].repeat(before / 2));
        out.push_str(&" ".repeat(before % 2));
        out.push_str(line);
        out.push('\n');
    }
}

fn push_line(out: &mut String, text: &str) {
    out.push_str(INDENT);
    out.push_str(text.trim_start_matches('\u{3000}'));
    out.push('\n');
}
