//! What stands in the main part: paragraphs, tables with their spans, pictures' words.
//!
//! It takes elements as they come and knows nothing of packages. Nested tables and
//! text boxes become text of what they stand in. Text that nobody sees, or that is
//! struck through, is no text of the report; it is told by itself.

use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::grids::MainGrid;
use super::looks::{Styles, Visibility, names_list};
use super::parts::{Listener, main_value, value};
use crate::finding::Complaint;
use crate::readback::TOO_LARGE;
use crate::readback::content::{ContentBlock, ContentFigure, ContentLine, Stray};

/// The most paragraphs, tables and cells; a report has 700.
const MAX_PIECES: usize = 20_000;
/// Things beside the text that are told of one file.
const MAX_STRAYS: usize = 1_000;

/// A picture whose caption has not come yet.
#[derive(Default)]
struct OpenPicture {
    /// Its words for readers of the screen.
    alt: Option<String>,
    /// The relation to its drawing in vectors.
    vector: Option<String>,
}

/// A figure that has a drawing in vectors.
pub(super) struct VectorFigure {
    /// The figure's block.
    pub block: usize,
    /// The relation to the drawing.
    pub relation: String,
}

/// All that the main part says.
pub(super) struct MainPart {
    pub blocks: Vec<ContentBlock>,
    pub strays: Vec<Stray>,
    pub vectors: Vec<VectorFigure>,
}

/// The part's elements as they come, one by one.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    said: MainPart,
    /// Elements that are open.
    open: usize,
    inside: OpenAround,
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
    drawing: Option<OpenPicture>,
    picture: Option<OpenPicture>,
    /// Tables that are open; what stands in a table in a cell is the cell's text.
    tables: usize,
    grid: MainGrid,
}

/// What is open around what is being read.
#[derive(Clone, Copy, Default)]
struct OpenAround {
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
            "w:rStyle" if self.inside.run => self.run = main_value(tag),
            "w:p" => self.begin_paragraph(),
            "w:pStyle" => self.style = main_value(tag),
            "w:numId" => self.numbered = Some(names_list(tag)),
            "w:sym" => self.tell("特殊符号", String::new()),
            "w:footnoteReference" | "w:endnoteReference" => {
                self.tell("脚注或尾注", String::new());
            }
            "w:altChunk" => self.tell("嵌入的文件", String::new()),
            "w:object" | "w:control" => self.tell("嵌入的对象", String::new()),
            "v:imagedata" => self.tell("插图以外的图片", String::new()),
            "v:textpath" => self.tell("水印", value(tag, "string").unwrap_or_default()),
            "wp:docPr" if self.grid.in_cell => self.tell("表格里的图片", String::new()),
            "wp:docPr" => {
                self.drawing = Some(OpenPicture {
                    alt: read_words(tag),
                    vector: None,
                });
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
            "w:p" => self.end_paragraph(),
            "w:tc" if self.tables == 1 => self.grid.end_cell(self.line.trim()),
            "w:tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    let grid = self.grid.end();
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
            said: MainPart {
                blocks: Vec::new(),
                strays: Vec::new(),
                vectors: Vec::new(),
            },
            open: 0,
            inside: OpenAround::default(),
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
            grid: MainGrid::default(),
        }
    }

    /// All that was read; none while elements are open.
    pub fn close(mut self) -> Option<MainPart> {
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
        if self.paragraphs == 1 && !self.grid.in_cell {
            self.goes_on = false;
            self.line = std::mem::take(&mut self.carried);
        } else {
            self.line.push('\n');
        }
    }

    fn end_paragraph(&mut self) {
        self.unveil();
        self.paragraphs = self.paragraphs.saturating_sub(1);
        if self.paragraphs > 0 || self.grid.in_cell {
            return;
        }
        if std::mem::take(&mut self.goes_on) {
            self.carried = std::mem::take(&mut self.line);
        } else {
            self.end_text();
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
                    self.grid.begin();
                }
            }
            "w:tc" => {
                self.pieces += 1;
                self.line.clear();
                self.grid.begin_cell();
            }
            _ => self.grid.start(name, tag),
        }
    }

    /// Why the text that comes is none of the report.
    fn veil(&self) -> Option<&'static str> {
        if self.grid.is_hidden && self.tables > 0 {
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
            self.tell(veiled.what, veiled.text);
        }
    }

    /// Tells something beside the text.
    fn tell(&mut self, what: &'static str, text: String) {
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
            self.end_text();
        }
    }

    /// A picture that no caption follows stands alone.
    fn stand_alone(&mut self) {
        if let Some(picture) = self.picture.take() {
            let caption = ContentLine {
                under: self.under.clone(),
                ..ContentLine::default()
            };
            self.add_figure(picture, caption);
        }
    }

    fn add_figure(&mut self, picture: OpenPicture, caption: ContentLine) {
        let block = self.said.blocks.len();
        let vector = picture
            .vector
            .map(|relation| VectorFigure { block, relation });
        self.said.vectors.extend(vector);
        let figure = ContentFigure {
            caption,
            alt: picture.alt,
            ..ContentFigure::default()
        };
        self.said.blocks.push(ContentBlock::Figure(figure));
    }

    /// The text of a paragraph is whole.
    fn end_text(&mut self) {
        let text = self.line.trim().to_owned();
        if text.is_empty() {
            return;
        }
        let numbered = match self.numbered {
            Some(numbered) => numbered,
            None => self.styles.is_numbered(&self.style),
        };
        if numbered {
            self.tell("自动编号", text.clone());
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
            self.add_figure(picture, line);
        } else {
            self.stand_alone();
            self.said.blocks.push(ContentBlock::Line(line));
        }
    }
}

/// Whether a text begins as captions do: 图1, 图 一.
pub(super) fn is_numbered(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('图') else {
        return false;
    };
    let first = rest.trim_start().chars().next();
    first.is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
}

/// The words of a picture for readers of the screen, where it has any.
pub(super) fn read_words(tag: &BytesStart<'_>) -> Option<String> {
    for name in ["descr", "title"] {
        if let Some(words) = value(tag, name)
            && !words.trim().is_empty()
        {
            return Some(words);
        }
    }
    None
}
