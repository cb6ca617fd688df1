//! Blocks set in lines, cells and drawings, before any page is filled.
//!
//! Everything is set once; the pages then only decide what stands where.

use super::figure::SetFigure;
use super::font::{FaceRole, Fonts};
use super::line::{SetLine, Setting};
use super::paragraph::{lines, plain_units, units};
use super::table_rows::SetTable;
use crate::document::{Block, Document, Text};
use crate::style::Style;

/// A block ready to be put on pages.
pub(super) enum Set<'a> {
    Title(Vec<SetLine>),
    Heading(Vec<SetLine>),
    Paragraph(Vec<SetLine>),
    /// The lines with the index of the text that each belongs to.
    Signature(Vec<(usize, SetLine)>),
    Table(SetTable<'a>),
    Figure(SetFigure<'a>),
}

/// Sets all blocks. None without any font.
pub(super) fn set<'a>(
    document: &'a Document,
    style: &'a Style,
    fonts: &mut Fonts<'_>,
) -> Option<Vec<Set<'a>>> {
    let body = |role| body(style, role);
    let mut sets = Vec::with_capacity(document.blocks.len());
    for (at, block) in document.blocks.iter().enumerate() {
        sets.push(match block {
            Block::Title(text) => Set::Title(title(text, &document.agency, style, fonts)?),
            Block::Heading { level, text } => {
                let role = FaceRole::heading(*level).unwrap_or(FaceRole::Body);
                Set::Heading(text_lines(text, body(role), fonts)?)
            }
            Block::Paragraph(text) => {
                Set::Paragraph(text_lines(text, body(FaceRole::Body), fonts)?)
            }
            Block::Signature(texts) => {
                let setting = Setting { indent: 0.0, ..body(FaceRole::Body) };
                let mut set = Vec::new();
                for (i, text) in texts.iter().enumerate() {
                    set.extend(text_lines(text, setting, fonts)?.into_iter().map(|line| (i, line)));
                }
                Set::Signature(set)
            }
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
    Setting { pitch, indent: 2.0 * pitch, grid: true, ..free }
}

fn text_lines(text: &Text, setting: Setting<'_>, fonts: &mut Fonts<'_>) -> Option<Vec<SetLine>> {
    Some(lines(&units(text, setting, fonts)?, setting))
}

fn title(text: &Text, agency: &str, style: &Style, fonts: &mut Fonts<'_>) -> Option<Vec<SetLine>> {
    let setting = Setting::free(style, FaceRole::Title, style.sizes.title, style.body_width(false));
    let place = text.runs.iter().find_map(|run| run.place.as_ref()).or(text.place.as_ref());
    let mut set = Vec::new();
    for part in style.title_lines(&text.plain(), agency) {
        // A line of wide Latin letters may still need a second one.
        set.extend(lines(&plain_units(&part, setting, place, fonts)?, setting));
    }
    Some(set)
}
