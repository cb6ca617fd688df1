//! Blocks set in lines, cells and drawings, before any page is filled.
//!
//! Everything is set once; the pages then only decide what stands where.

use super::figure::SetFigure;
use super::font::{FaceRole, Fonts};
use super::line::{SetLine, Setting, Unit};
use super::paragraph::{change_lines, lines, plain_units, units};
use super::table_rows::SetTable;
use crate::document::{Block, Document, Signature, Text};
use crate::style::Style;

/// A block ready to be put on pages.
pub(super) enum Set<'a> {
    Title(Vec<SetLine>),
    Heading(Vec<SetLine>),
    Paragraph(SetParagraph<'a>),
    Note(Vec<SetLine>),
    Signature(Vec<SignedLine>),
    Table(SetTable<'a>),
    Figure(SetFigure<'a>),
}

/// Lines of a paragraph that may still move one: more are several pages.
const LONGEST_CHANGED: usize = 60;

/// A paragraph that may be set a line shorter or longer for its page's sake.
pub(super) struct SetParagraph<'a> {
    pub lines: Vec<SetLine>,
    /// Whether it begins with a heading of its own.
    pub headed: bool,
    units: Vec<Unit>,
    setting: Setting<'a>,
}

/// How the lines of a paragraph change for its page's sake.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineChange {
    /// One line less.
    Shorter,
    /// One line more.
    Longer,
}

impl<'a> SetParagraph<'a> {
    fn new(units: Vec<Unit>, headed: bool, setting: Setting<'a>) -> Self {
        Self {
            lines: lines(&units, setting),
            headed,
            units,
            setting,
        }
    }

    /// The paragraph with a line less or more; none where its lines would be too tight or too
    /// loose.
    pub fn change(&self, change: LineChange) -> Option<Self> {
        if self.lines.len() > LONGEST_CHANGED {
            return None;
        }
        let count = match change {
            LineChange::Shorter => self.lines.len().checked_sub(1)?,
            LineChange::Longer => self.lines.len() + 1,
        };
        Some(Self {
            lines: change_lines(&self.units, self.setting, count)?,
            headed: self.headed,
            units: self.units.clone(),
            setting: self.setting,
        })
    }
}

/// A line of a signature.
pub(super) struct SignedLine {
    /// The text that it belongs to.
    pub text: usize,
    pub line: SetLine,
    /// From the body's left, pt.
    pub inset: f32,
}

/// Sets all blocks. None without any font.
pub(super) fn set<'a>(
    document: &'a Document,
    style: &'a Style,
    fonts: &mut Fonts<'_>,
) -> Option<Vec<Set<'a>>> {
    let mut sets = Vec::with_capacity(document.blocks.len());
    for (at, block) in document.blocks.iter().enumerate() {
        sets.push(match block {
            Block::Title(text) => Set::Title(title(text, &document.agency, style, fonts)?),
            Block::Heading { level, text } => {
                let role = FaceRole::heading(*level).unwrap_or(FaceRole::Body);
                Set::Heading(text_lines(text, body(style, role), fonts)?)
            }
            Block::Paragraph(text) => {
                let setting = body(style, FaceRole::Body);
                let units = units(text, setting, fonts)?;
                let headed = text.heading().is_some();
                Set::Paragraph(SetParagraph::new(units, headed, setting))
            }
            Block::Note(text) => Set::Note(text_lines(text, note(style), fonts)?),
            Block::Signature(data) => Set::Signature(signature(data, style, fonts)?),
            Block::Table(table) => {
                let landscape = style.is_landscape(&document.blocks[at..]);
                Set::Table(SetTable::new(table, style, landscape, fonts)?)
            }
            Block::Figure(figure) => Set::Figure(SetFigure::new(figure, style, fonts)?),
        });
    }
    Some(sets)
}

/// How the running text is set: on the grid, two characters in.
fn body(style: &Style, role: FaceRole) -> Setting<'_> {
    let pitch = style.character_pitch();
    let free = Setting::free(style, role, style.sizes.body, style.body_width(false));
    Setting {
        pitch,
        indent: 2.0 * pitch,
        grid: true,
        ..free
    }
}

fn text_lines(text: &Text, setting: Setting<'_>, fonts: &mut Fonts<'_>) -> Option<Vec<SetLine>> {
    Some(lines(&units(text, setting, fonts)?, setting))
}

/// How notes below tables are set: small, two characters in.
fn note(style: &Style) -> Setting<'_> {
    let size = style.sizes.note;
    let free = Setting::free(style, FaceRole::Body, size, style.body_width(false));
    Setting {
        indent: 2.0 * size,
        grid: true,
        ..free
    }
}

/// The lines of a signature, each with its place on the line.
fn signature(data: &Signature, style: &Style, fonts: &mut Fonts<'_>) -> Option<Vec<SignedLine>> {
    let setting = Setting {
        indent: 0.0,
        ..body(style, FaceRole::Body)
    };
    let mut signed = Vec::new();
    for (text, data) in data.lines.iter().enumerate() {
        for part in style.signature_lines(&data.plain()) {
            let units = plain_units(&part, setting, fonts)?;
            for line in lines(&units, setting) {
                let inset = 0.0;
                signed.push(SignedLine { text, line, inset });
            }
        }
    }
    let widths: Vec<f32> = signed.iter().map(|signed| signed.line.width).collect();
    let insets = style.signature_insets(&widths, data.sealed);
    let room = style.body_width(false);
    for (signed, inset) in signed.iter_mut().zip(insets) {
        signed.inset = (room - inset - signed.line.width).max(0.0);
    }
    Some(signed)
}

fn title(text: &Text, agency: &str, style: &Style, fonts: &mut Fonts<'_>) -> Option<Vec<SetLine>> {
    let setting = Setting::free(
        style,
        FaceRole::Title,
        style.sizes.title,
        style.body_width(false),
    );
    let mut set = Vec::new();
    for part in style.title_lines(&text.plain(), agency) {
        // A line of wide Latin letters may still need a second one.
        set.extend(lines(&plain_units(&part, setting, fonts)?, setting));
    }
    Some(set)
}
