//! The structure tree: headings, paragraphs, tables with spans, figures.

use std::collections::HashSet;
use std::sync::Arc;

use hayro_syntax::Pdf;
use hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as PdfString,
};

use super::super::content::{Block, Cell, Figure, Grid, Line};
use super::super::{TOO_LARGE, Words};
use super::marked::{Texts, words};

/// How deep elements may stand in each other; a report's stand five deep.
const MAX_DEPTH: usize = 40;
/// Elements of the tree; a report has 500.
const MAX_ELEMENTS: usize = 20_000;
/// The most rows or columns that a cell spans, and columns of a table.
const MAX_SPAN: i32 = 512;
const MAX_COLUMNS: usize = 512;

/// What the tree tells; none where the file has no tree.
pub(super) fn blocks(pdf: &Pdf, texts: &Texts) -> Result<Option<Vec<Block>>, Words> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let Some(root) = catalog.and_then(|catalog| catalog.get::<Dict<'_>>("StructTreeRoot")) else {
        return Ok(None);
    };
    let mut walk = Walk {
        pdf,
        texts,
        seen: HashSet::new(),
        count: 0,
        blocks: Vec::new(),
        under: Arc::default(),
    };
    walk.children(&root, None, 0)?;
    Ok(Some(walk.blocks))
}

/// What an element holds.
enum Child<'a> {
    Element(Dict<'a>),
    /// Marked content: its page and number.
    Piece(usize, i32),
}

struct Walk<'a> {
    pdf: &'a Pdf,
    texts: &'a Texts,
    /// Elements that were met: the file may lead in circles.
    seen: HashSet<ObjectIdentifier>,
    count: usize,
    blocks: Vec<Block>,
    under: Arc<str>,
}

impl<'a> Walk<'a> {
    /// What an element holds, in order.
    fn held(&mut self, element: &Dict<'a>, page: Option<usize>) -> Result<Vec<Child<'a>>, Words> {
        let kids: Vec<MaybeRef<Object<'a>>> = match element.get_raw::<Object<'a>>("K") {
            None => Vec::new(),
            Some(kid) => match self.resolved(kid) {
                Some((Object::Array(array), _)) => Array::raw_iter(&array).collect(),
                Some((object, _)) => vec![MaybeRef::NotRef(object)],
                None => Vec::new(),
            },
        };
        let page = self.page(element).or(page);
        let mut held = Vec::new();
        for kid in kids {
            self.count += 1;
            if self.count > MAX_ELEMENTS {
                return Err(TOO_LARGE);
            }
            let Some((object, id)) = self.resolved(kid) else { continue };
            match object {
                Object::Number(number) => {
                    let number = i32::try_from(number.as_i64()).ok();
                    held.extend(page.zip(number).map(|(page, number)| Child::Piece(page, number)));
                }
                Object::Dict(dict) => {
                    let reference =
                        dict.get::<Name<'_>>("Type").is_some_and(|name| &*name == b"MCR");
                    if reference {
                        let number = dict.get::<i32>("MCID");
                        let page = self.page(&dict).or(page);
                        held.extend(
                            page.zip(number).map(|(page, number)| Child::Piece(page, number)),
                        );
                    } else if id.is_none_or(|id| self.seen.insert(id)) {
                        held.push(Child::Element(dict));
                    }
                }
                _ => {}
            }
        }
        Ok(held)
    }

    fn resolved(
        &self,
        object: MaybeRef<Object<'a>>,
    ) -> Option<(Object<'a>, Option<ObjectIdentifier>)> {
        match object {
            MaybeRef::NotRef(object) => Some((object, None)),
            MaybeRef::Ref(reference) => {
                let id = ObjectIdentifier::from(reference);
                Some((self.pdf.xref().get::<Object<'a>>(id)?, Some(id)))
            }
        }
    }

    fn page(&self, element: &Dict<'a>) -> Option<usize> {
        let page = ObjectIdentifier::from(element.get_ref("Pg")?);
        self.texts.pages.get(&page).copied()
    }

    fn children(
        &mut self,
        element: &Dict<'a>,
        page: Option<usize>,
        depth: usize,
    ) -> Result<(), Words> {
        if depth > MAX_DEPTH {
            return Err(TOO_LARGE);
        }
        for child in self.held(element, page)? {
            if let Child::Element(child) = child {
                self.element(&child, depth)?;
            }
        }
        Ok(())
    }

    fn element(&mut self, element: &Dict<'a>, depth: usize) -> Result<(), Words> {
        let kind = kind(element);
        match kind.as_str() {
            "Table" => {
                let grid = self.table(element, depth)?;
                self.blocks.push(Block::Table(grid.compact()));
            }
            "Figure" => {
                let figure = self.figure(element, depth)?;
                self.blocks.push(Block::Figure(figure));
            }
            _ if kind == "P" || is_heading(&kind) => {
                let mut line = self.line(element, depth)?;
                // The title is no heading to stand under.
                if is_heading(&kind) && kind != "H1" {
                    self.under = line.text.replace('\n', "").into();
                    line.under = self.under.clone();
                }
                if !line.text.trim().is_empty() {
                    self.blocks.push(Block::Line(line));
                }
            }
            _ => self.children(element, None, depth + 1)?,
        }
        Ok(())
    }

    /// The text of an element and all that it holds.
    fn line(&mut self, element: &Dict<'a>, depth: usize) -> Result<Line, Words> {
        let mut line = Line { under: self.under.clone(), ..Line::default() };
        if depth > MAX_DEPTH {
            return Err(TOO_LARGE);
        }
        for child in self.held(element, None)? {
            let (text, pages) = match child {
                Child::Element(child) if kind(&child) == "Caption" => continue,
                Child::Element(child) => {
                    let inner = self.line(&child, depth + 1)?;
                    (inner.text, inner.pages)
                }
                Child::Piece(page, number) => (
                    self.texts.pieces.get(&(page, number)).cloned().unwrap_or_default(),
                    vec![(0, page + 1)],
                ),
            };
            // Each run of glyphs is a piece of its own; a line may end behind any of them.
            if !line.text.is_empty() {
                line.text.push('\n');
            }
            for (from, page) in pages {
                if line.pages.last().is_none_or(|(_, last)| *last != page) {
                    line.pages.push((line.text.len() + from, page));
                }
            }
            line.text.push_str(&text);
        }
        line.text.truncate(line.text.trim_end().len());
        Ok(line)
    }

    fn figure(&mut self, element: &Dict<'a>, depth: usize) -> Result<Figure, Words> {
        let alt = element.get::<PdfString<'_>>("Alt").map(|alt| words(alt.as_bytes()));
        let pages = self.page(element).map(|page| (0, page + 1)).into_iter().collect();
        let mut caption = Line { under: self.under.clone(), pages, ..Line::default() };
        for child in self.held(element, None)? {
            if let Child::Element(child) = child
                && kind(&child) == "Caption"
            {
                caption = self.line(&child, depth + 1)?;
            }
        }
        Ok(Figure { caption, alt, words: None })
    }

    fn table(&mut self, element: &Dict<'a>, depth: usize) -> Result<Grid, Words> {
        let summary = attribute(element, "Summary");
        let name = summary
            .and_then(Object::into_string)
            .map(|name| words(name.as_bytes()))
            .unwrap_or_default();
        let mut grid = Grid { name, ..Grid::default() };
        // How many rows the cell above still reaches down, by columns.
        let mut reach: Vec<usize> = Vec::new();
        for (row, cells) in self.rows(element, depth + 1)?.into_iter().enumerate() {
            let mut column = 0;
            for cell in cells {
                while reach.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let span = |name| {
                    let span = attribute(&cell, name).and_then(Object::into_i32).unwrap_or(1);
                    span.clamp(1, MAX_SPAN) as usize
                };
                let (height, width) = (span("RowSpan"), span("ColSpan"));
                if column + width > MAX_COLUMNS {
                    return Err(TOO_LARGE);
                }
                let line = self.line(&cell, depth + 1)?;
                let page = line.page(0);
                grid.page = grid.page.or(page);
                if reach.len() < column + width {
                    reach.resize(column + width, 0);
                }
                reach[column..column + width].fill(height);
                let text = line.text.trim().to_owned();
                grid.cells.push(Cell { text, row, column, height, width, page, place: None });
                column += width;
            }
            reach.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
        Ok(grid)
    }

    /// The cells of each row, whatever groups rows stand in.
    fn rows(&mut self, element: &Dict<'a>, depth: usize) -> Result<Vec<Vec<Dict<'a>>>, Words> {
        if depth > MAX_DEPTH {
            return Err(TOO_LARGE);
        }
        let mut rows = Vec::new();
        for child in self.held(element, None)? {
            let Child::Element(child) = child else { continue };
            if kind(&child) == "TR" {
                let cells = self.held(&child, None)?.into_iter();
                rows.push(
                    cells
                        .filter_map(
                            |c| if let Child::Element(cell) = c { Some(cell) } else { None },
                        )
                        .collect(),
                );
            } else {
                rows.extend(self.rows(&child, depth + 1)?);
            }
        }
        Ok(rows)
    }
}

fn kind(element: &Dict<'_>) -> String {
    element
        .get::<Name<'_>>("S")
        .map(|name| String::from_utf8_lossy(&name).into_owned())
        .unwrap_or_default()
}

fn is_heading(kind: &str) -> bool {
    kind.strip_prefix('H').is_some_and(|level| level.bytes().all(|b| b.is_ascii_digit()))
}

/// An attribute of an element, from its one or several attribute objects.
fn attribute<'a>(element: &Dict<'a>, name: &str) -> Option<Object<'a>> {
    match element.get::<Object<'_>>("A")? {
        Object::Dict(dict) => dict.get::<Object<'_>>(name),
        Object::Array(list) => {
            list.iter::<Dict<'_>>().find_map(|dict| dict.get::<Object<'_>>(name))
        }
        _ => None,
    }
}
