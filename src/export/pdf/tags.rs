//! The structure tree: the document's blocks, with the content drawn for each.

use std::collections::BTreeMap;
use std::num::{NonZeroU16, NonZeroU32};

use krilla::geom::Rect;
use krilla::tagging::{BBox, Identifier, Node, TableHeaderScope, Tag, TagGroup, TagId, TagTree};

use super::super::grid::{Covering, HeadSpot, is_head};

use crate::document::{Block, Document, Role, TableBlock, TableCell};
use crate::layout::{Item, Owner};

/// The content drawn for each piece of the document, in the order of drawing.
#[derive(Default)]
pub(super) struct Collected {
    content: BTreeMap<Owner, Vec<Identifier>>,
    /// Where figures stand.
    boxes: BTreeMap<Owner, BBox>,
    page: usize,
}

impl Collected {
    /// A new page begins.
    pub fn page(&mut self, index: usize) {
        self.page = index;
    }

    /// Notes content of a piece.
    pub fn add(&mut self, owner: Owner, id: Identifier) {
        if !matches!(owner, Owner::Artifact(_)) {
            self.content.entry(owner).or_default().push(id);
        }
    }

    /// Notes where a figure stands.
    pub fn reach(&mut self, owner: Owner, items: &[Item]) {
        let (mut from, mut to) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        let mut point = |x: f32, y: f32| {
            from = (from.0.min(x), from.1.min(y));
            to = (to.0.max(x), to.1.max(y));
        };
        for item in items {
            match item {
                Item::Glyphs(run) => {
                    for glyph in &run.glyphs {
                        point(glyph.x, run.baseline - run.size);
                        point(glyph.x + glyph.advance, run.baseline);
                    }
                }
                Item::Rule { from, to, .. } => {
                    point(from.0, from.1);
                    point(to.0, to.1);
                }
                Item::Fill { rect: (x, y, width, height), .. }
                | Item::Image { rect: (x, y, width, height), .. } => {
                    point(*x, *y);
                    point(x + width, y + height);
                }
            }
        }
        if let Some(rect) = Rect::from_ltrb(from.0, from.1, to.0, to.1) {
            self.boxes.insert(owner, BBox { page_idx: self.page, rect });
        }
    }

    fn take(&mut self, owner: Owner) -> Vec<Node> {
        self.content.remove(&owner).unwrap_or_default().into_iter().map(Node::from).collect()
    }
}

/// The tree of the whole document.
pub(super) fn tree(document: &Document, mut collected: Collected) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some("zh-CN".into()));
    for ((index, block), level) in document.blocks.iter().enumerate().zip(document.outline()) {
        match block {
            Block::Title(text) | Block::Heading { text, .. } => {
                tree.push(heading(level, text.plain(), collected.take(Owner::Block(index))));
            }
            Block::Paragraph(_) | Block::Note(_) => {
                tree.push(TagGroup::with_children(Tag::P, collected.take(Owner::Block(index))));
            }
            Block::Signature(signature) => {
                for line in 0..signature.lines.len() {
                    tree.push(TagGroup::with_children(
                        Tag::P,
                        collected.take(Owner::Line(index, line)),
                    ));
                }
            }
            Block::Table(data) => tree.push(table(index, data, &mut collected)),
            Block::Figure(data) => {
                let owner = Owner::Figure(index);
                let tag = Tag::Figure(Some(data.alt.clone()))
                    .with_bbox(collected.boxes.get(&owner).copied());
                let mut figure = TagGroup::with_children(tag, collected.take(owner));
                figure.push(TagGroup::with_children(
                    Tag::Caption,
                    collected.take(Owner::Block(index)),
                ));
                tree.push(figure);
            }
        }
    }
    tree
}

fn heading(level: u8, title: String, children: Vec<Node>) -> TagGroup {
    let level = NonZeroU16::new(level.into()).unwrap_or(NonZeroU16::MIN);
    TagGroup::with_children(Tag::Hn(level, Some(title)), children)
}

/// A table: its head, and a body for each block that a title across the table begins.
fn table(index: usize, table: &TableBlock, collected: &mut Collected) -> TagGroup {
    let covering = Covering::new(table);
    let mut head = TagGroup::new(Tag::THead);
    let mut bodies = vec![TagGroup::new(Tag::TBody)];
    for (y, row) in table.rows.iter().enumerate() {
        let mut group = TagGroup::new(Tag::TR);
        for (i, cell) in row.cells.iter().enumerate() {
            let children = collected.take(Owner::Cell(index, y, i));
            let place = CellPlace { table: index, row: y, covering: &covering };
            group.push(table_cell(cell, place, children));
        }
        if y < table.head {
            head.push(group);
            continue;
        }
        if row.cells.first().is_some_and(|cell| cell.role == Role::Band) {
            bodies.push(TagGroup::new(Tag::TBody));
        }
        if let Some(body) = bodies.last_mut() {
            body.push(group);
        }
    }
    let mut whole = TagGroup::new(Tag::Table.with_summary(Some(table.name.clone())));
    if table.head > 0 {
        whole.push(head);
    }
    bodies.into_iter().filter(|body| !body.children.is_empty()).for_each(|body| whole.push(body));
    whole
}

/// Where a cell stands.
struct CellPlace<'a> {
    /// Its table's block.
    table: usize,
    row: usize,
    covering: &'a Covering<'a>,
}

/// The id of a cell that heads others.
fn head_id(table: usize, spot: HeadSpot) -> TagId {
    TagId::from(format!("{table}.{}.{}", spot.row, spot.column).into_bytes())
}

fn table_cell(cell: &TableCell, place: CellPlace<'_>, children: Vec<Node>) -> TagGroup {
    let span = |n: usize| u32::try_from(n).ok().and_then(NonZeroU32::new).filter(|n| n.get() > 1);
    let (rows, columns) = (span(cell.height), span(cell.width));
    let scope = match cell.role {
        _ if !is_head(cell) => None,
        Role::Stub => Some(TableHeaderScope::Row),
        Role::Head | Role::Band | Role::Corner => Some(TableHeaderScope::Column),
        Role::Number => None,
    };
    let Some(scope) = scope else {
        // Scopes alone do not settle heads of several levels.
        let heads = match cell.role {
            Role::Number => place.covering.heads(cell, place.row),
            _ => Vec::new(),
        };
        let ids = heads.into_iter().map(|spot| head_id(place.table, spot));
        let ids: Option<Vec<TagId>> = Some(ids.collect()).filter(|ids: &Vec<_>| !ids.is_empty());
        let tag = Tag::TD.with_row_span(rows).with_col_span(columns).with_headers(ids);
        return TagGroup::with_children(tag, children);
    };
    let id = head_id(place.table, HeadSpot { row: place.row, column: cell.column });
    let tag = Tag::TH(scope).with_row_span(rows).with_col_span(columns).with_id(Some(id));
    TagGroup::with_children(tag, children)
}
