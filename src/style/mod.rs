//! The style file: page, grid, faces, sizes and table rules, for every paged output.
//!
//! It says how things look, not what stands where; that is the body template's.
//! Lengths on paper are in mm, sizes of type in pt (1/72 inch).

mod class;
mod fault;
mod figure;
mod kinsoku;
mod ofd;
mod pdf;
mod signature;
mod table;
mod title;

use serde::Deserialize;

use crate::document::{Block, Source};
use crate::finding::{Code, Finding};
use crate::place::Place;

pub use class::{CharClass, Side};
#[cfg(test)]
pub(crate) use class::{closes, opens};
pub use figure::FigureStyle;
pub use kinsoku::{LineEnd, LineStyle};
pub use ofd::{OfdStyle, OfdType};
pub use pdf::{PdfLevel, PdfStyle};
pub use signature::signature_insets;
pub use table::{Align, ColumnWidths, Fitted, OneTable, Paging, TableStyle, ems};

/// Points in a millimetre.
pub const PT_PER_MM: f32 = 72.0 / 25.4;

/// The part of an em above the baseline: of this program's Chinese faces, and of the
/// official ones to a hair. Latin letters stand on the same baseline.
pub const ASCENT: f32 = 0.88;
/// How far an em dash stands above the baseline, of the size.
const DASH: f32 = 0.27;

/// Headings in a row that are kept together with what follows.
pub const MAX_KEPT: usize = 4;

/// The built-in style's file.
const GBT9704: &str = include_str!("../../templates/style/gbt9704.yaml");

/// How pages look.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Style {
    /// The sheet and its margins.
    pub page: PageSetup,
    /// The grid of characters.
    pub grid: CharacterGrid,
    /// The faces by their roles.
    pub faces: Faces,
    /// Font files to fall back on, in order.
    pub fallback: Vec<String>,
    /// The sizes of type, pt.
    pub sizes: Sizes,
    /// The page number.
    pub page_number: PageNumber,
    /// Tables.
    pub table: TableStyle,
    /// Figures.
    pub figure: FigureStyle,
    /// Plain text.
    #[serde(default)]
    pub text: TextStyle,
    /// What a PDF keeps.
    #[serde(default)]
    pub pdf: PdfStyle,
    /// What an OFD keeps.
    #[serde(default)]
    pub ofd: OfdStyle,
    /// Where lines may end.
    pub line: LineStyle,
    /// The title.
    pub title: TitleStyle,
    /// The mark of a draft.
    pub draft: DraftMark,
}

/// The sheet and its margins, mm.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageSetup {
    /// Width of the sheet.
    pub width: f32,
    /// Height of the sheet.
    pub height: f32,
    /// 天头, above the body.
    pub top: f32,
    /// 订口, beside the body on the bound side.
    pub inner: f32,
    /// Width of the body (版心).
    pub body_width: f32,
    /// Height of the body.
    pub body_height: f32,
    /// Whether a blank page follows a last page of odd number, for printing on both sides.
    #[serde(default)]
    pub blank_last: bool,
}

impl PageSetup {
    /// The margin on the outer side, mm.
    pub fn outer(&self) -> f32 {
        self.width - self.inner - self.body_width
    }

    /// The margin below the body, mm.
    pub fn bottom(&self) -> f32 {
        self.height - self.top - self.body_height
    }
}

/// Lines and characters that fill the body.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CharacterGrid {
    /// Lines a page.
    pub lines: u16,
    /// Characters a line.
    pub characters: u16,
}

/// The faces by their roles.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Faces {
    /// The title, 小标宋.
    pub title: Face,
    /// Text and headings of level 3 and 4, 仿宋.
    pub body: Face,
    /// Headings 一、, 黑体.
    pub heading_1: Face,
    /// Headings （一）, 楷体.
    pub heading_2: Face,
    /// Tables.
    pub table: Face,
    /// Page numbers, 宋体.
    pub page_number: Face,
}

/// A face: its official name, the file that stands in, and its Latin companion.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Face {
    /// The official name.
    pub name: String,
    /// Other names of the same face.
    #[serde(default)]
    pub also: Vec<String>,
    /// The file names, without their endings, under which systems keep it.
    #[serde(default)]
    pub files: Vec<String>,
    /// The open font file that stands in for it.
    pub file: String,
    /// The face of digits and Latin letters.
    pub latin: LatinFace,
}

impl Face {
    /// The names under which an agency may have the face, the official one first.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name)
            .chain(&self.also)
            .chain(&self.files)
    }
}

/// The face of digits and Latin letters.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LatinFace {
    /// Its name in DOCX.
    pub name: String,
    /// The file names, without their endings, under which systems keep it.
    #[serde(default)]
    pub files: Vec<String>,
    /// Its font file.
    pub file: String,
}

impl LatinFace {
    /// The names under which an agency may have the face.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.files)
    }
}

/// Sizes of type, pt.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sizes {
    /// The title, 2号.
    pub title: f32,
    /// The text, 3号.
    pub body: f32,
    /// Tables.
    pub table: f32,
    /// Notes below tables.
    pub note: f32,
    /// Page numbers, 4号.
    pub page_number: f32,
}

/// The page number.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageNumber {
    /// How far its dashes are below the body, mm (GB/T 9704-2012, 7.5).
    pub drop: f32,
}

/// How a plain text is written.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextStyle {
    /// Whether lines end with CR LF, as on Windows, instead of LF.
    #[serde(default)]
    pub crlf: bool,
    /// Whether it begins with a byte order mark, by which old programs know UTF-8.
    #[serde(default)]
    pub bom: bool,
}

/// How the title is set and parted into lines.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleStyle {
    /// From line to line, pt.
    pub pitch: f32,
    /// Words behind which a line may end.
    pub behind: Vec<String>,
    /// Words before which a line may end, and never behind.
    pub before: Vec<String>,
    /// Words that stay whole, where one of the others ends inside them.
    pub together: Vec<String>,
}

/// The mark on every page of a draft.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftMark {
    /// Its words.
    pub mark: String,
    /// Its size across the page, pt.
    pub size: f32,
    /// Its grey, 0 black to 1 white.
    pub grey: f32,
}

impl Style {
    /// The built-in style, GB/T 9704-2012.
    pub fn gbt9704() -> Source {
        let image = include_bytes!("../../schema/builtin/style-gbt9704.bin");
        Source::builtin("templates/style/gbt9704.yaml", GBT9704, image)
    }

    /// Reads a style file.
    ///
    /// # Errors
    /// A finding with its place when it is no such YAML, or when its numbers
    /// make no page.
    pub fn load(source: &Source) -> Result<Self, Box<Finding>> {
        let style: Self = source.parse()?;
        match style.fault() {
            None => Ok(style),
            Some(fault) => {
                let finding = Finding::new(
                    Code::Unreadable,
                    format!("版式文件不成页：{fault}"),
                    Place::file(&source.name),
                );
                Err(Box::new(
                    finding.hint("对照程序自带的 templates/style/gbt9704.yaml 改正"),
                ))
            }
        }
    }

    /// Whether the first of these blocks stands on a landscape page: a table that
    /// does, or a heading directly over it.
    pub fn is_landscape(&self, blocks: &[Block]) -> bool {
        let under = blocks
            .iter()
            .take(MAX_KEPT)
            .find(|block| !matches!(block, Block::Heading { .. }));
        let Some(Block::Table(table)) = under else {
            return false;
        };
        self.table
            .tables
            .get(&table.id)
            .is_some_and(|own| own.landscape)
    }

    /// The body's width on upright or landscape pages, pt.
    pub fn body_width(&self, landscape: bool) -> f32 {
        PT_PER_MM
            * if landscape {
                self.page.body_height
            } else {
                self.page.body_width
            }
    }

    /// A title parted into lines, the same in all outputs.
    pub fn title_lines(&self, title: &str, agency: &str) -> Vec<String> {
        title::lines(
            self,
            title,
            agency,
            self.body_width(false) / self.sizes.title,
            title::LineShape::Shaped,
        )
    }

    /// The pitch of characters, pt: 156 mm / 28 = 15.79.
    pub fn character_pitch(&self) -> f32 {
        self.body_width(false) / f32::from(self.grid.characters)
    }

    /// How far the page number's baseline is below the body, mm.
    pub fn page_number_baseline(&self) -> f32 {
        self.page_number.drop + DASH * self.sizes.page_number / PT_PER_MM
    }

    /// What a title of so many lines takes up with about one empty line below it, pt: whole
    /// lines of the grid.
    pub fn title_height(&self, lines: usize) -> f32 {
        let pitch = self.line_pitch();
        ((self.title.pitch * lines as f32 + pitch) / pitch).round() * pitch
    }

    /// From line to line of notes below tables, pt.
    pub fn note_pitch(&self) -> f32 {
        1.5 * self.sizes.note
    }

    /// The pitch of lines, pt, so that they just fill the body: 28.95 for
    /// 22 lines, the 579 twentieths of a point that Word uses too.
    pub fn line_pitch(&self) -> f32 {
        (self.page.body_height * PT_PER_MM / f32::from(self.grid.lines) * 20.0).floor() / 20.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_image;

    #[test]
    fn the_image_is_the_file() {
        let style: Style = serde_saphyr::from_str(GBT9704).expect("a style");
        check_image("style-gbt9704", &style);
    }

    fn check(from: &str, to: &str, expected: &str) {
        assert!(GBT9704.contains(from));
        let finding = Style::load(&Source::new("s.yaml", &GBT9704.replacen(from, to, 1)))
            .expect_err("a fault");
        assert!(finding.message.contains(expected), "{}", finding.message);
    }

    #[test]
    fn the_official_grid_fills_the_body() {
        let style = Style::load(&Style::gbt9704()).unwrap();
        assert!((style.character_pitch() - 15.79).abs() < 0.01);
        // 225 mm / 22 lines = 28.99 pt; whole twentieths of it keep all lines inside.
        assert!(
            (style.line_pitch() - 28.95).abs() < 0.06,
            "{}",
            style.line_pitch()
        );
        assert!(
            (style.page.bottom() - 35.0).abs() < 0.01 && (style.page.outer() - 26.0).abs() < 0.01
        );
    }

    #[test]
    fn faults_are_named() {
        check("width: 210", "width: 150", "版心");
        check("lines: 22", "lines: 1", "grid");
        check("body: 16", "body: 160", "字号");
        check("lines: 22", "lines: 100", "正文字号");
        check("drop: 7", "drop: 1e30", "drop");
        check("mark: 草稿", "mark: \"\"", "draft");
        check("grey: 0.88", "grey: .nan", "draft");
        check("lines: 22", "linse: 22", "linse");
        check("top: 37", "top: 高", "读不懂");
    }
}
