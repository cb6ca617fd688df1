//! The structure tree: the document's blocks, with the content drawn for each; `tag_writer` writes
//! it.

use std::collections::BTreeMap;

use pdf_writer::Rect;
use pdf_writer::types::{StructRole, TableHeaderScope};

use super::super::grid::{Covering, GridPlace, is_head};
use super::limits::round;
use crate::document::{Block, Document, Role, TableBlock, TableCell};
use crate::layout::{Item, Owner};

/// A piece of a page's content, by its number there.
#[derive(Clone, Copy, Debug)]
pub(super) struct ContentPiece {
    pub page: usize,
    pub id: i32,
}

/// The content drawn for each piece of the document, in the order of drawing.
#[derive(Default)]
pub(super) struct Collected {
    content: BTreeMap<Owner, Vec<ContentPiece>>,
    /// Where figures stand, from the sheet's lower left.
    boxes: BTreeMap<Owner, Rect>,
    /// How many pieces each page has.
    pub counts: Vec<i32>,
    height: f32,
}

impl Collected {
    /// A new page of this height begins.
    pub fn page(&mut self, height: f32) {
        self.counts.push(0);
        self.height = height;
    }

    /// Notes content of a piece of the document, and gives its number on the page.
    pub fn add(&mut self, owner: Owner) -> i32 {
        let page = self.counts.len() - 1;
        let id = self.counts[page];
        self.counts[page] += 1;
        self.content
            .entry(owner)
            .or_default()
            .push(ContentPiece { page, id });
        id
    }

    /// Notes where a figure stands.
    pub fn reach(&mut self, owner: Owner, items: &[Item]) {
        let mut around = Reach::default();
        for item in items {
            around.item(item);
        }
        if let Some(rect) = around.rect(self.height) {
            self.boxes.insert(owner, rect);
        }
    }

    fn take(&mut self, owner: Owner) -> Vec<Kid> {
        let pieces = self.content.remove(&owner).unwrap_or_default();
        pieces.into_iter().map(Kid::Content).collect()
    }
}

/// How far items reach, from the sheet's top.
struct Reach {
    from: (f32, f32),
    to: (f32, f32),
}

impl Default for Reach {
    fn default() -> Self {
        Self {
            from: (f32::MAX, f32::MAX),
            to: (f32::MIN, f32::MIN),
        }
    }
}

impl Reach {
    fn point(&mut self, x: f32, y: f32) {
        self.from = (self.from.0.min(x), self.from.1.min(y));
        self.to = (self.to.0.max(x), self.to.1.max(y));
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Glyphs(run) => {
                for glyph in &run.glyphs {
                    self.point(glyph.x, run.baseline - run.size);
                    self.point(glyph.x + glyph.advance, run.baseline);
                }
            }
            Item::Rule { from, to, .. } => {
                self.point(from.0, from.1);
                self.point(to.0, to.1);
            }
            Item::Fill { rect, .. } | Item::Image { rect, .. } => {
                self.point(rect.left, rect.top);
                self.point(rect.left + rect.width, rect.top + rect.height);
            }
        }
    }

    fn rect(&self, height: f32) -> Option<Rect> {
        let (from, to) = (self.from, self.to);
        let [left, right] = [from.0, to.0].map(round);
        let [top, bottom] = [from.1, to.1].map(|y| round(height - y));
        (left <= right).then(|| Rect::new(left, bottom, right, top))
    }
}

/// An element of the tree.
pub(super) struct Element {
    pub role: StructRole,
    pub kids: Vec<Kid>,
    pub title: Option<String>,
    pub alt: Option<String>,
    /// By which cells below it name it.
    pub id: Option<GridPlace>,
    pub says: Says,
}

/// What hangs below an element.
pub(super) enum Kid {
    Content(ContentPiece),
    Element(Element),
}

/// What elements say of themselves beside their role.
#[derive(Default)]
pub(super) enum Says {
    #[default]
    Nothing,
    /// What a table shows.
    Summary(String),
    Cell(CellSays),
    Box(Rect),
}

/// What a cell of a table says.
pub(super) struct CellSays {
    pub table: usize,
    pub rows: i32,
    pub columns: i32,
    pub scope: Option<TableHeaderScope>,
    /// The cells that head it: scopes alone do not settle heads of several levels.
    pub heads: Vec<GridPlace>,
}

impl Element {
    fn new(role: StructRole, kids: Vec<Kid>) -> Self {
        Self {
            role,
            kids,
            title: None,
            alt: None,
            id: None,
            says: Says::Nothing,
        }
    }

    fn push(&mut self, element: Element) {
        self.kids.push(Kid::Element(element));
    }
}

/// The tree of the whole document.
pub(super) fn tree(document: &Document, mut collected: Collected) -> Element {
    let mut tree = Element::new(StructRole::Document, Vec::new());
    for ((index, block), level) in document.blocks.iter().enumerate().zip(document.outline()) {
        match block {
            Block::Title(text) | Block::Heading { text, .. } => {
                let mut heading = Element::new(heading(level), collected.take(Owner::Block(index)));
                heading.title = Some(text.plain());
                tree.push(heading);
            }
            Block::Paragraph(_) | Block::Note(_) => {
                tree.push(Element::new(
                    StructRole::P,
                    collected.take(Owner::Block(index)),
                ));
            }
            Block::Signature(signature) => {
                for line in 0..signature.lines.len() {
                    let kids = collected.take(Owner::Line(index, line));
                    tree.push(Element::new(StructRole::P, kids));
                }
            }
            Block::Table(data) => tree.push(table(index, data, &mut collected)),
            Block::Figure(data) => {
                let owner = Owner::Figure(index);
                let place = collected.boxes.get(&owner).copied();
                let mut figure = Element::new(StructRole::Figure, collected.take(owner));
                figure.alt = Some(data.alt.clone());
                figure.says = place.map_or(Says::Nothing, Says::Box);
                let caption = collected.take(Owner::Block(index));
                figure.push(Element::new(StructRole::Caption, caption));
                tree.push(figure);
            }
        }
    }
    tree
}

fn heading(level: u8) -> StructRole {
    match level {
        0 | 1 => StructRole::H1,
        2 => StructRole::H2,
        3 => StructRole::H3,
        4 => StructRole::H4,
        5 => StructRole::H5,
        _ => StructRole::H6,
    }
}

/// A table: its head, and a body for each block that a title across the table begins.
fn table(index: usize, table: &TableBlock, collected: &mut Collected) -> Element {
    let covering = Covering::new(table);
    let mut head = Element::new(StructRole::THead, Vec::new());
    let mut bodies = vec![Element::new(StructRole::TBody, Vec::new())];
    for (y, row) in table.rows.iter().enumerate() {
        let mut line = Element::new(StructRole::TR, Vec::new());
        for (i, cell) in row.cells.iter().enumerate() {
            let kids = collected.take(Owner::Cell(index, y, i));
            let place = CellPlace {
                table: index,
                row: y,
                covering: &covering,
            };
            line.push(table_cell(cell, &place, kids));
        }
        if y < table.head {
            head.push(line);
            continue;
        }
        if let Some(first) = row.cells.first()
            && first.role == Role::Band
        {
            bodies.push(Element::new(StructRole::TBody, Vec::new()));
        }
        if let Some(body) = bodies.last_mut() {
            body.push(line);
        }
    }
    let mut whole = Element::new(StructRole::Table, Vec::new());
    whole.says = Says::Summary(table.name.clone());
    if table.head > 0 {
        whole.push(head);
    }
    bodies.retain(|body| !body.kids.is_empty());
    for body in bodies {
        whole.push(body);
    }
    whole
}

/// Where a cell stands.
struct CellPlace<'a> {
    /// Its table's block.
    table: usize,
    row: usize,
    covering: &'a Covering<'a>,
}

fn table_cell(cell: &TableCell, place: &CellPlace<'_>, kids: Vec<Kid>) -> Element {
    let scope = match cell.role {
        _ if !is_head(cell) => None,
        Role::Stub => Some(TableHeaderScope::Row),
        Role::Head | Role::Band | Role::Corner => Some(TableHeaderScope::Column),
        Role::Number => None,
    };
    let heads = match cell.role {
        Role::Number => place.covering.heads(cell, place.row),
        _ => Vec::new(),
    };
    let role = if scope.is_some() {
        StructRole::TH
    } else {
        StructRole::TD
    };
    let mut element = Element::new(role, kids);
    if scope.is_some() {
        element.id = Some(GridPlace {
            row: place.row,
            column: cell.column,
        });
    }
    element.says = Says::Cell(CellSays {
        table: place.table,
        rows: cell.height as i32,
        columns: cell.width as i32,
        scope,
        heads,
    });
    element
}
