//! What stands in the main part: paragraphs, tables with their spans, pictures' words.
//!
//! It takes elements as they come and knows nothing of packages. Nested tables and
//! text boxes become text of what they stand in. Text that nobody sees, or that is
//! struck through, is no text of the report; it is told by itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::looks::{Styles, Visibility, numbers};
use super::parts::{Listener, is_on, value};
use crate::finding::Complaint;
use crate::readback::TOO_LARGE;
use crate::readback::content::{ContentBlock, ContentFigure, ContentLine, Grid, GridCell, Stray};

/// The most columns of a table; a report has ten.
const MAX_COLUMNS: usize = 512;
/// The most paragraphs, tables and cells; a report has 700.
const MAX_PIECES: usize = 20_000;
/// Things beside the text that are told of one file.
const MAX_STRAYS: usize = 1_000;

/// Where a cell stands to the one above it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Merge {
    #[default]
    Own,
    Continued,
}

/// A picture whose caption has not come yet.
#[derive(Default)]
struct Picture {
    /// Its words for readers of the screen.
    alt: Option<String>,
    /// The relation to its drawing in vectors.
    vector: Option<String>,
}

/// A figure that has a drawing in vectors.
pub(super) struct Vector {
    /// The figure's block.
    pub block: usize,
    /// The relation to the drawing.
    pub relation: String,
}

/// All that the main part says.
pub(super) struct Main {
    pub blocks: Vec<ContentBlock>,
    pub strays: Vec<Stray>,
    pub vectors: Vec<Vector>,
}

/// The part's elements as they come, one by one.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    said: Main,
    /// Elements that are open.
    open: usize,
    inside: Inside,
    /// The style and the looks of the run.
    run: String,
    looks: Visibility,
    /// Text that nobody sees, up to where it ends.
    veiled: Option<Stray>,
    /// Paragraphs, tables and cells so far.
    pieces: usize,
    /// Paragraphs that are open: those in text boxes stand in others.
    paragraphs: usize,
    line: String,
    /// Whether the paragraph's end is taken away, and what stands before such an end.
    goes_on: bool,
    carried: String,
    /// Whether programs number the paragraph; none where its style tells.
    numbered: Option<bool>,
    style: String,
    under: Arc<str>,
    /// A picture that is being read, and the last one, without its caption so far.
    drawing: Option<Picture>,
    picture: Option<Picture>,
    /// Tables that are open; what stands in a table in a cell is the cell's text.
    tables: usize,
    grid: Grid,
    merges: Vec<Merge>,
    /// The row and column that the next cell has; rows count from 1 while a table is open.
    row: usize,
    column: usize,
    in_cell: bool,
    /// Whether the row is hidden.
    hidden: bool,
}

/// What is open around what is being read.
#[derive(Clone, Copy, Default)]
struct Inside {
    /// A run.
    run: bool,
    /// Text of the document.
    text: bool,
}

impl Listener for Body<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
        self.open += 1;
        let name = tag.name();
        let name = name.as_ref();
        match name {
            "w:t" | "m:t" => self.inside.text = true,
            "w:br" | "w:cr" => self.line.push('\n'),
            // Outside of runs the same name is a place for tabs.
            "w:tab" if self.inside.run => self.line.push(' '),
            "w:noBreakHyphen" => self.line.push('-'),
            "w:r" => {
                (self.inside.run, self.run, self.looks) =
                    (true, String::new(), Visibility::default());
            }
            "w:rStyle" if self.inside.run => self.run = value(tag, "w:val").unwrap_or_default(),
            "w:p" => self.begin_paragraph(),
            "w:pStyle" => self.style = value(tag, "w:val").unwrap_or_default(),
            "w:numId" => self.numbered = Some(numbers(tag)),
            "w:sym" => self.stray("特殊符号", String::new()),
            "w:footnoteReference" | "w:endnoteReference" => {
                self.stray("脚注或尾注", String::new());
            }
            "w:altChunk" => self.stray("嵌入的文件", String::new()),
            "w:object" | "w:control" => self.stray("嵌入的对象", String::new()),
            "v:imagedata" => self.stray("插图以外的图片", String::new()),
            "v:textpath" => self.stray("水印", value(tag, "string").unwrap_or_default()),
            "wp:docPr" if self.in_cell => self.stray("表格里的图片", String::new()),
            "wp:docPr" => {
                self.drawing = Some(Picture {
                    alt: words(tag),
                    vector: None,
                })
            }
            // A frame with text is no picture; those in it have words of their own.
            "w:txbxContent" => self.drawing = None,
            _ if name.ends_with(":svgBlip") => {
                if let Some(picture) = &mut self.drawing {
                    picture.vector = value(tag, "r:embed");
                }
            }
            _ if self.tables == 1 || name == "w:tbl" => self.start_in_table(name, tag),
            _ => {}
        }
        if self.inside.run {
            self.looks.note(tag);
        }
        if self.pieces > MAX_PIECES {
            Err(TOO_LARGE)
        } else {
            Ok(())
        }
    }

    fn end(&mut self, name: &str) {
        self.open = self.open.saturating_sub(1);
        match name {
            "w:t" | "m:t" => self.inside.text = false,
            "w:r" => self.inside.run = false,
            "w:drawing" => {
                if let Some(picture) = self.drawing.take() {
                    self.stand_alone();
                    self.picture = Some(picture);
                }
            }
            "w:p" => {
                self.unveil();
                self.paragraphs = self.paragraphs.saturating_sub(1);
                if self.paragraphs == 0 && !self.in_cell {
                    if std::mem::take(&mut self.goes_on) {
                        self.carried = std::mem::take(&mut self.line);
                    } else {
                        self.paragraph();
                    }
                }
            }
            "w:tc" if self.tables == 1 => {
                self.in_cell = false;
                if let Some(cell) = self.grid.cells.last_mut() {
                    self.line.trim().clone_into(&mut cell.text);
                    self.column = (self.column + cell.width).min(MAX_COLUMNS);
                }
            }
            "w:tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    let grid = std::mem::take(&mut self.grid);
                    let grid = merged(grid, &self.merges).compact();
                    self.said.blocks.push(ContentBlock::Table(grid));
                }
            }
            _ => {}
        }
    }

    fn goes_on(&mut self) {
        self.goes_on = true;
    }

    fn text(&mut self, text: &str) {
        if !self.inside.text {
            return;
        }
        match self.veil() {
            Some(what) => self.conceal(what, text),
            None => self.line.push_str(text),
        }
    }
}

impl<'a> Body<'a> {
    /// A part of which nothing was read.
    pub fn new(styles: &'a Styles) -> Self {
        Self {
            styles,
            said: Main {
                blocks: Vec::new(),
                strays: Vec::new(),
                vectors: Vec::new(),
            },
            open: 0,
            inside: Inside::default(),
            run: String::new(),
            looks: Visibility::default(),
            veiled: None,
            pieces: 0,
            paragraphs: 0,
            line: String::new(),
            goes_on: false,
            carried: String::new(),
            numbered: None,
            style: String::new(),
            under: Arc::default(),
            drawing: None,
            picture: None,
            tables: 0,
            grid: Grid::default(),
            merges: Vec::new(),
            row: 0,
            column: 0,
            in_cell: false,
            hidden: false,
        }
    }

    /// All that was read; none while elements are open.
    pub fn close(mut self) -> Option<Main> {
        self.close_carried();
        // A picture at the very end has no caption.
        self.stand_alone();
        self.unveil();
        (self.open == 0).then_some(self.said)
    }

    fn begin_paragraph(&mut self) {
        self.pieces += 1;
        self.paragraphs += 1;
        self.inside.run = false;
        self.style.clear();
        self.numbered = None;
        if self.paragraphs == 1 && !self.in_cell {
            self.goes_on = false;
            self.line = std::mem::take(&mut self.carried);
        } else {
            self.line.push('\n');
        }
    }

    /// An element of a table that stands in no other.
    fn start_in_table(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "w:tbl" => {
                self.pieces += 1;
                self.tables += 1;
                if self.tables == 1 {
                    self.close_carried();
                    self.stand_alone();
                    (self.grid, self.merges, self.row) = (Grid::default(), Vec::new(), 0);
                }
            }
            "w:tblCaption" => self.grid.name = value(tag, "w:val").unwrap_or_default(),
            "w:tr" => (self.row, self.column, self.hidden) = (self.row + 1, 0, false),
            "w:hidden" => self.hidden = is_on(tag),
            "w:gridBefore" => self.column += number(tag),
            "w:tc" => {
                self.pieces += 1;
                self.line.clear();
                self.in_cell = true;
                let (row, column) = (self.row.saturating_sub(1), self.column);
                self.grid.cells.push(GridCell {
                    row,
                    column,
                    height: 1,
                    width: 1,
                    ..GridCell::default()
                });
                self.merges.push(Merge::Own);
            }
            "w:gridSpan" if self.in_cell => {
                if let Some(cell) = self.grid.cells.last_mut() {
                    cell.width = number(tag).max(1);
                }
            }
            "w:vMerge" if self.in_cell => {
                let own = value(tag, "w:val").is_some_and(|v| v == "restart");
                if let Some(merge) = self.merges.last_mut() {
                    *merge = if own { Merge::Own } else { Merge::Continued };
                }
            }
            _ => {}
        }
    }

    /// Why the text that comes is none of the report.
    fn veil(&self) -> Option<&'static str> {
        if self.hidden && self.tables > 0 {
            return Some("隐藏的行");
        }
        self.styles.looks(self.looks, &self.run, &self.style).veil()
    }

    fn conceal(&mut self, what: &'static str, text: &str) {
        match &mut self.veiled {
            Some(veiled) if veiled.what == what => veiled.text.push_str(text),
            _ => {
                self.unveil();
                self.veiled = Some(Stray {
                    what,
                    page: None,
                    text: text.to_owned(),
                });
            }
        }
    }

    /// Tells the text that nobody sees.
    fn unveil(&mut self) {
        if let Some(veiled) = self.veiled.take()
            && !veiled.text.trim().is_empty()
        {
            self.stray(veiled.what, veiled.text);
        }
    }

    fn stray(&mut self, what: &'static str, text: String) {
        if self.said.strays.len() < MAX_STRAYS {
            self.said.strays.push(Stray {
                what,
                page: None,
                text,
            });
        }
    }

    /// What was to go on, and nothing follows, is a paragraph.
    fn close_carried(&mut self) {
        if !self.carried.is_empty() {
            self.line = std::mem::take(&mut self.carried);
            self.paragraph();
        }
    }

    /// A picture that no caption follows stands alone.
    fn stand_alone(&mut self) {
        if let Some(picture) = self.picture.take() {
            self.figure(
                picture,
                ContentLine {
                    under: self.under.clone(),
                    ..ContentLine::default()
                },
            );
        }
    }

    fn figure(&mut self, picture: Picture, caption: ContentLine) {
        let block = self.said.blocks.len();
        let vector = picture.vector.map(|relation| Vector { block, relation });
        self.said.vectors.extend(vector);
        let figure = ContentFigure {
            caption,
            alt: picture.alt,
            ..ContentFigure::default()
        };
        self.said.blocks.push(ContentBlock::Figure(figure));
    }

    fn paragraph(&mut self) {
        let text = self.line.trim().to_owned();
        if text.is_empty() {
            return;
        }
        if self
            .numbered
            .unwrap_or_else(|| self.styles.is_numbered(&self.style))
        {
            self.stray("自动编号", text.clone());
        }
        if self.styles.is_heading(&self.style) {
            self.under = text.replace('\n', "").into();
        }
        // Behind a picture a paragraph is its caption by its words as well: programs that
        // save a file anew give styles other names.
        let caption =
            self.styles.is_caption(&self.style) || self.picture.is_some() && is_numbered(&text);
        let line = ContentLine {
            text,
            under: self.under.clone(),
            ..ContentLine::default()
        };
        if caption {
            let picture = self.picture.take().unwrap_or_default();
            self.figure(picture, line);
        } else {
            self.stand_alone();
            self.said.blocks.push(ContentBlock::Line(line));
        }
    }
}

/// Whether a text begins as captions do: 图1, 图 一.
pub(super) fn is_numbered(text: &str) -> bool {
    let number = text.strip_prefix('图').map(str::trim_start);
    number.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    })
}

/// The words of a picture for readers of the screen, where it has any.
pub(super) fn words(tag: &BytesStart<'_>) -> Option<String> {
    let said = |name: &str| value(tag, name).filter(|words| !words.trim().is_empty());
    said("descr").or_else(|| said("title"))
}

/// Cells that continue the one above become part of it.
fn merged(grid: Grid, merges: &[Merge]) -> Grid {
    let mut cells: Vec<GridCell> = Vec::new();
    // The cell that is open downwards, by its column.
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    for (cell, merge) in grid.cells.into_iter().zip(merges) {
        let above = last.get(&cell.column).and_then(|at| cells.get_mut(*at));
        match above
            .filter(|above| above.width == cell.width && above.row + above.height == cell.row)
        {
            Some(above) if *merge == Merge::Continued => {
                above.height += 1;
                if !cell.text.is_empty() {
                    above.text.push('\n');
                    above.text.push_str(&cell.text);
                }
            }
            _ => {
                last.insert(cell.column, cells.len());
                cells.push(cell);
            }
        }
    }
    Grid { cells, ..grid }
}

fn number(tag: &BytesStart<'_>) -> usize {
    value(tag, "w:val")
        .and_then(|v| v.parse::<usize>().ok())
        .unwrap_or(0)
        .min(MAX_COLUMNS)
}
