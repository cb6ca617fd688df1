//! The structure tree: headings, paragraphs, tables with spans, figures.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Name, Object, ObjectIdentifier, String as PdfString};

use super::super::TOO_LARGE;
use super::super::budget::{Budget, spend};
use super::super::content::{ContentBlock, ContentFigure, ContentLine, Grid, LinePage};
use super::super::spans::{MAX_COLUMNS, SpannedGrid};
use super::marked::{MarkedContent, PageTexts, words};
use crate::finding::Complaint;

/// How deep elements may stand in each other; a report's stand five deep.
const MAX_DEPTH: usize = 40;
/// The most rows or columns that a cell spans.
const MAX_SPAN: i32 = MAX_COLUMNS as i32;

/// What the structure tells.
#[derive(Default)]
pub(super) struct ToldStructure {
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
pub(super) fn read_structure(
    pdf: &Pdf,
    texts: &PageTexts,
    budget: &mut Budget,
) -> Result<Option<ToldStructure>, Complaint> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let Some(root) = catalog.and_then(|catalog| catalog.get::<Dict<'_>>("StructTreeRoot")) else {
        return Ok(None);
    };
    let mut walk = StructureWalk {
        pdf,
        texts,
        budget,
        seen: HashSet::new(),
        told: ToldStructure::default(),
        under: Arc::default(),
    };
    walk.children(&root, None, 0)?;
    Ok(Some(walk.told))
}

/// What an element holds.
enum ElementChild<'a> {
    Element(Dict<'a>),
    /// Marked content.
    Piece(MarkedContent),
}

/// An object that an element names, and its number.
struct HeldObject<'a> {
    object: Object<'a>,
    id: Option<ObjectIdentifier>,
}

impl<'a> ElementChild<'a> {
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

struct StructureWalk<'a> {
    pdf: &'a Pdf,
    texts: &'a PageTexts,
    budget: &'a mut Budget,
    /// Elements that were met: the file may lead in circles.
    seen: HashSet<ObjectIdentifier>,
    told: ToldStructure,
    under: Arc<str>,
}

impl<'a> StructureWalk<'a> {
    /// What an element holds, in order.
    fn list_held(
        &mut self,
        element: &Dict<'a>,
        page: Option<usize>,
    ) -> Result<Vec<ElementChild<'a>>, Complaint> {
        // The same list may be named by many elements.
        spend(&mut self.budget.objects, element.data().len())?;
        let page = self.page(element).or(page);
        let mut held = Vec::new();
        let Some(raw) = element.get_raw::<Object<'a>>("K") else {
            return Ok(held);
        };
        let Some(kids) = self.resolve(raw) else {
            return Ok(held);
        };
        match kids {
            HeldObject {
                object: Object::Array(list),
                ..
            } => {
                spend(&mut self.budget.objects, list.data().len())?;
                for kid in list.raw_iter() {
                    spend(&mut self.budget.elements, 1)?;
                    if let Some(kid) = self.resolve(kid) {
                        held.extend(self.child(kid, page)?);
                    }
                }
            }
            kid => held.extend(self.child(kid, page)?),
        }
        Ok(held)
    }

    /// What a child is; none for one that was met already.
    fn child(
        &mut self,
        kid: HeldObject<'a>,
        page: Option<usize>,
    ) -> Result<Option<ElementChild<'a>>, Complaint> {
        let dict = match kid.object {
            Object::Number(number) => {
                let number = i32::try_from(number.as_i64()).ok();
                return Ok(ElementChild::piece(page, number));
            }
            Object::Dict(dict) => dict,
            _ => return Ok(None),
        };
        spend(&mut self.budget.objects, dict.data().len())?;
        let of_type = dict.get::<Name<'_>>("Type");
        if of_type.is_some_and(|name| &*name == b"MCR") {
            let page = self.page(&dict).or(page);
            return Ok(ElementChild::piece(page, dict.get::<i32>("MCID")));
        }
        let is_new = kid.id.is_none_or(|id| self.seen.insert(id));
        Ok(is_new.then_some(ElementChild::Element(dict)))
    }

    fn resolve(&self, object: MaybeRef<Object<'a>>) -> Option<HeldObject<'a>> {
        match object {
            MaybeRef::NotRef(object) => Some(HeldObject { object, id: None }),
            MaybeRef::Ref(reference) => {
                let id = ObjectIdentifier::from(reference);
                Some(HeldObject {
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
        for child in self.list_held(element, page)? {
            if let ElementChild::Element(child) = child {
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
                self.told.blocks.push(ContentBlock::Table(grid));
            }
            "Figure" => {
                let figure = self.figure(element, depth)?;
                self.told.blocks.push(ContentBlock::Figure(figure));
            }
            "P" => {
                let line = self.line(element, depth)?;
                self.add_line(line);
            }
            _ if is_heading(&kind) => {
                let mut line = self.line(element, depth)?;
                // The title is no heading to stand under.
                if kind != "H1" {
                    self.under = line.text.replace('\n', "").into();
                    line.under = self.under.clone();
                }
                self.add_line(line);
            }
            _ => self.children(element, None, depth + 1)?,
        }
        Ok(())
    }

    fn add_line(&mut self, line: ContentLine) {
        if !line.text.trim().is_empty() {
            self.told.blocks.push(ContentBlock::Line(line));
        }
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
        for child in self.list_held(element, None)? {
            let inner = match child {
                ElementChild::Element(child) if kind(&child) == "Caption" => continue,
                ElementChild::Element(child) => self.line(&child, depth + 1)?,
                ElementChild::Piece(marked) => ContentLine {
                    text: self.piece(marked)?.to_owned(),
                    pages: vec![LinePage {
                        from: 0,
                        page: marked.page + 1,
                    }],
                    ..ContentLine::default()
                },
            };
            // Each run of glyphs is a piece of its own; a line may end behind any of them.
            if !line.text.is_empty() {
                line.text.push('\n');
            }
            for begun in inner.pages {
                line.enter_page(line.text.len() + begun.from, begun.page);
            }
            line.text.push_str(&inner.text);
        }
        line.text.truncate(line.text.trim_end().len());
        Ok(line)
    }

    fn figure(&mut self, element: &Dict<'a>, depth: usize) -> Result<ContentFigure, Complaint> {
        let alt = element
            .get::<PdfString<'_>>("Alt")
            .map(|alt| words(alt.as_bytes()));
        spend(&mut self.budget.named, alt.as_ref().map_or(0, String::len))?;
        let mut caption = ContentLine {
            under: self.under.clone(),
            ..ContentLine::default()
        };
        if let Some(page) = self.page(element) {
            caption.enter_page(0, page + 1);
        }
        let mut drawn = String::new();
        for child in self.list_held(element, None)? {
            match child {
                ElementChild::Element(child) if kind(&child) == "Caption" => {
                    caption = self.line(&child, depth + 1)?;
                }
                ElementChild::Element(child) => drawn.push_str(&self.line(&child, depth + 1)?.text),
                ElementChild::Piece(marked) => {
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
        let name = match self.attribute(element, "Summary")? {
            Some(Object::String(summary)) => words(summary.as_bytes()),
            _ => String::new(),
        };
        spend(&mut self.budget.named, name.len())?;
        let mut grid = SpannedGrid::new(name);
        for cells in self.rows(element, depth + 1)? {
            for cell in cells {
                let height = self.span(&cell, "RowSpan")?;
                let width = self.span(&cell, "ColSpan")?;
                let line = self.line(&cell, depth + 1)?;
                grid.add(&line, height, width)?;
            }
            grid.end_row();
        }
        Ok(grid.finish())
    }

    /// The cells of each row, whatever groups rows stand in.
    fn rows(&mut self, element: &Dict<'a>, depth: usize) -> Result<Vec<Vec<Dict<'a>>>, Complaint> {
        if depth > MAX_DEPTH {
            return Err(TOO_LARGE);
        }
        let mut rows = Vec::new();
        for child in self.list_held(element, None)? {
            let Some(child) = child.element() else {
                continue;
            };
            if kind(&child) == "TR" {
                let cells = self.list_held(&child, None)?.into_iter();
                rows.push(cells.filter_map(ElementChild::element).collect());
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
