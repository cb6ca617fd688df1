//! The structure tree: headings, paragraphs, tables with spans, figures.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Name, Object, ObjectIdentifier, String as PdfString};

use super::super::TOO_LARGE;
use super::super::budget::{Budget, spend};
use super::super::content::{ContentBlock, ContentFigure, ContentLine, Grid, GridCell};
use super::marked::{MarkedContent, Texts, words};
use crate::finding::Complaint;

/// How deep elements may stand in each other; a report's stand five deep.
const MAX_DEPTH: usize = 40;
/// The most rows or columns that a cell spans, and columns of a table.
const MAX_SPAN: i32 = 512;
const MAX_COLUMNS: usize = 512;

/// What the structure tells.
#[derive(Default)]
pub(super) struct Told {
    pub blocks: Vec<ContentBlock>,
    /// The pieces that it names.
    pub named: BTreeSet<MarkedContent>,
    /// Those that it names as figures.
    pub figures: BTreeSet<MarkedContent>,
}

/// What the tree tells; none where the file has no tree.
///
/// # Errors
/// For what is too large.
pub(super) fn told(
    pdf: &Pdf,
    texts: &Texts,
    budget: &mut Budget,
) -> Result<Option<Told>, Complaint> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let Some(root) = catalog.and_then(|catalog| catalog.get::<Dict<'_>>("StructTreeRoot")) else {
        return Ok(None);
    };
    let mut walk = Walk {
        pdf,
        texts,
        budget,
        seen: HashSet::new(),
        told: Told::default(),
        under: Arc::default(),
    };
    walk.children(&root, None, 0)?;
    Ok(Some(walk.told))
}

/// What an element holds.
enum Child<'a> {
    Element(Dict<'a>),
    /// Marked content.
    Piece(MarkedContent),
}

/// An object that an element names, and its number.
struct Resolved<'a> {
    object: Object<'a>,
    id: Option<ObjectIdentifier>,
}

impl<'a> Child<'a> {
    fn element(self) -> Option<Dict<'a>> {
        match self {
            Self::Element(element) => Some(element),
            Self::Piece(_) => None,
        }
    }

    fn piece(page: Option<usize>, number: Option<i32>) -> Option<Self> {
        Some(Self::Piece(MarkedContent {
            page: page?,
            number: number?,
        }))
    }
}

struct Walk<'a> {
    pdf: &'a Pdf,
    texts: &'a Texts,
    budget: &'a mut Budget,
    /// Elements that were met: the file may lead in circles.
    seen: HashSet<ObjectIdentifier>,
    told: Told,
    under: Arc<str>,
}

impl<'a> Walk<'a> {
    /// What an element holds, in order.
    fn held(
        &mut self,
        element: &Dict<'a>,
        page: Option<usize>,
    ) -> Result<Vec<Child<'a>>, Complaint> {
        // The same list may be named by many elements.
        spend(&mut self.budget.objects, element.data().len())?;
        let page = self.page(element).or(page);
        let mut held = Vec::new();
        let Some(kids) = element
            .get_raw::<Object<'a>>("K")
            .and_then(|kid| self.resolved(kid))
        else {
            return Ok(held);
        };
        match kids {
            Resolved {
                object: Object::Array(list),
                ..
            } => {
                spend(&mut self.budget.objects, list.data().len())?;
                for kid in list.raw_iter() {
                    spend(&mut self.budget.elements, 1)?;
                    let kid = self.resolved(kid);
                    held.extend(kid.map(|kid| self.child(kid, page)).transpose()?.flatten());
                }
            }
            kid => held.extend(self.child(kid, page)?),
        }
        Ok(held)
    }

    /// What a child is; none for one that was met already.
    fn child(
        &mut self,
        kid: Resolved<'a>,
        page: Option<usize>,
    ) -> Result<Option<Child<'a>>, Complaint> {
        Ok(match kid.object {
            Object::Number(number) => Child::piece(page, i32::try_from(number.as_i64()).ok()),
            Object::Dict(dict) => {
                spend(&mut self.budget.objects, dict.data().len())?;
                if dict
                    .get::<Name<'_>>("Type")
                    .is_some_and(|name| &*name == b"MCR")
                {
                    Child::piece(self.page(&dict).or(page), dict.get::<i32>("MCID"))
                } else {
                    let new = kid.id.is_none_or(|id| self.seen.insert(id));
                    new.then_some(Child::Element(dict))
                }
            }
            _ => None,
        })
    }

    fn resolved(&self, object: MaybeRef<Object<'a>>) -> Option<Resolved<'a>> {
        match object {
            MaybeRef::NotRef(object) => Some(Resolved { object, id: None }),
            MaybeRef::Ref(reference) => {
                let id = ObjectIdentifier::from(reference);
                Some(Resolved {
                    object: self.pdf.xref().get::<Object<'a>>(id)?,
                    id: Some(id),
                })
            }
        }
    }

    /// The text of a piece that an element names.
    fn piece(&mut self, marked: MarkedContent) -> Result<&'a str, Complaint> {
        self.told.named.insert(marked);
        let text = self.texts.pieces.get(&marked).map_or("", String::as_str);
        spend(&mut self.budget.named, text.len())?;
        Ok(text)
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
    ) -> Result<(), Complaint> {
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

    fn element(&mut self, element: &Dict<'a>, depth: usize) -> Result<(), Complaint> {
        let kind = kind(element);
        match kind.as_str() {
            "Table" => {
                let grid = self.table(element, depth)?;
                self.told.blocks.push(ContentBlock::Table(grid.compact()));
            }
            "Figure" => {
                let figure = self.figure(element, depth)?;
                self.told.blocks.push(ContentBlock::Figure(figure));
            }
            _ if kind == "P" || is_heading(&kind) => {
                let mut line = self.line(element, depth)?;
                // The title is no heading to stand under.
                if is_heading(&kind) && kind != "H1" {
                    self.under = line.text.replace('\n', "").into();
                    line.under = self.under.clone();
                }
                if !line.text.trim().is_empty() {
                    self.told.blocks.push(ContentBlock::Line(line));
                }
            }
            _ => self.children(element, None, depth + 1)?,
        }
        Ok(())
    }

    /// The text of an element and all that it holds.
    fn line(&mut self, element: &Dict<'a>, depth: usize) -> Result<ContentLine, Complaint> {
        let mut line = ContentLine {
            under: self.under.clone(),
            ..ContentLine::default()
        };
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
                Child::Piece(marked) => {
                    (self.piece(marked)?.to_owned(), vec![(0, marked.page + 1)])
                }
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

    fn figure(&mut self, element: &Dict<'a>, depth: usize) -> Result<ContentFigure, Complaint> {
        let alt = element
            .get::<PdfString<'_>>("Alt")
            .map(|alt| words(alt.as_bytes()));
        spend(&mut self.budget.named, alt.as_ref().map_or(0, String::len))?;
        let pages = self
            .page(element)
            .map(|page| (0, page + 1))
            .into_iter()
            .collect();
        let mut caption = ContentLine {
            under: self.under.clone(),
            pages,
            ..ContentLine::default()
        };
        let mut drawn = String::new();
        for child in self.held(element, None)? {
            match child {
                Child::Element(child) if kind(&child) == "Caption" => {
                    caption = self.line(&child, depth + 1)?;
                }
                Child::Element(child) => drawn.push_str(&self.line(&child, depth + 1)?.text),
                Child::Piece(marked) => {
                    self.told.figures.insert(marked);
                    drawn.push_str(self.piece(marked)?);
                }
            }
        }
        Ok(ContentFigure {
            caption,
            alt,
            words: None,
            drawn: Some(vec![drawn]),
        })
    }

    fn table(&mut self, element: &Dict<'a>, depth: usize) -> Result<Grid, Complaint> {
        let summary = self.attribute(element, "Summary")?;
        let name: String = summary
            .and_then(Object::into_string)
            .map(|name| words(name.as_bytes()))
            .unwrap_or_default();
        spend(&mut self.budget.named, name.len())?;
        let mut grid = Grid {
            name,
            ..Grid::default()
        };
        // How many rows the cell above still reaches down, by columns.
        let mut reach: Vec<usize> = Vec::new();
        for (row, cells) in self.rows(element, depth + 1)?.into_iter().enumerate() {
            let mut column = 0;
            for cell in cells {
                while reach.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let (height, width) = (self.span(&cell, "RowSpan")?, self.span(&cell, "ColSpan")?);
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
                grid.cells.push(GridCell {
                    text,
                    row,
                    column,
                    height,
                    width,
                    page,
                    place: None,
                });
                column += width;
            }
            reach
                .iter_mut()
                .for_each(|rows| *rows = rows.saturating_sub(1));
        }
        Ok(grid)
    }

    /// The cells of each row, whatever groups rows stand in.
    fn rows(&mut self, element: &Dict<'a>, depth: usize) -> Result<Vec<Vec<Dict<'a>>>, Complaint> {
        if depth > MAX_DEPTH {
            return Err(TOO_LARGE);
        }
        let mut rows = Vec::new();
        for child in self.held(element, None)? {
            let Some(child) = child.element() else {
                continue;
            };
            if kind(&child) == "TR" {
                let cells = self.held(&child, None)?.into_iter();
                rows.push(cells.filter_map(Child::element).collect());
            } else {
                rows.extend(self.rows(&child, depth + 1)?);
            }
        }
        Ok(rows)
    }

    /// How many rows or columns a cell spans.
    fn span(&mut self, cell: &Dict<'a>, name: &str) -> Result<usize, Complaint> {
        let span = self
            .attribute(cell, name)?
            .and_then(Object::into_i32)
            .unwrap_or(1);
        Ok(span.clamp(1, MAX_SPAN) as usize)
    }

    /// An attribute of an element, from its one or several attribute objects.
    fn attribute(
        &mut self,
        element: &Dict<'a>,
        name: &str,
    ) -> Result<Option<Object<'a>>, Complaint> {
        let list = match element.get::<Object<'_>>("A") {
            Some(Object::Dict(dict)) => {
                spend(&mut self.budget.objects, dict.data().len())?;
                return Ok(dict.get::<Object<'_>>(name));
            }
            Some(Object::Array(list)) => list,
            _ => return Ok(None),
        };
        spend(&mut self.budget.objects, list.data().len())?;
        for dict in list.iter::<Dict<'_>>() {
            spend(&mut self.budget.objects, dict.data().len())?;
            if let Some(found) = dict.get::<Object<'_>>(name) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

fn kind(element: &Dict<'_>) -> String {
    element
        .get::<Name<'_>>("S")
        .map(|name| String::from_utf8_lossy(&name).into_owned())
        .unwrap_or_default()
}

fn is_heading(kind: &str) -> bool {
    kind.strip_prefix('H')
        .is_some_and(|level| level.bytes().all(|b| b.is_ascii_digit()))
}
