//! The structure tree: the document's blocks, with the content drawn for each.

use std::collections::BTreeMap;
use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagTree};

use crate::document::{Block, Cell, Document, Role, Table};
use crate::layout::Owner;

/// The content drawn for each piece of the document, in the order of drawing.
#[derive(Default)]
pub(super) struct Collected(BTreeMap<Owner, Vec<Identifier>>);

impl Collected {
    /// Notes content of a piece.
    pub fn add(&mut self, owner: Owner, id: Identifier) {
        self.0.entry(owner).or_default().push(id);
    }

    fn take(&mut self, owner: Owner) -> Vec<Node> {
        self.0.remove(&owner).unwrap_or_default().into_iter().map(Node::from).collect()
    }
}

/// The tree of the whole document.
pub(super) fn tree(document: &Document, mut collected: Collected) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some("zh-CN".into()));
    // PDF/UA wants no level left out, whatever numbering the author uses.
    let mut level = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Title(text) => {
                level = 1;
                tree.push(heading(level, text.plain(), collected.take(Owner::Block(index))));
            }
            Block::Heading { level: own, text } => {
                level = (u16::from(*own) + 1).min(level + 1);
                tree.push(heading(level, text.plain(), collected.take(Owner::Block(index))));
            }
            Block::Paragraph(_) => tree.push(TagGroup::with_children(Tag::P, collected.take(Owner::Block(index)))),
            Block::Signature(lines) => {
                for line in 0..lines.len() {
                    tree.push(TagGroup::with_children(Tag::P, collected.take(Owner::Line(index, line))));
                }
            }
            Block::Table(data) => tree.push(table(index, data, &mut collected)),
        }
    }
    tree
}

fn heading(level: u16, title: String, children: Vec<Node>) -> TagGroup {
    let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
    TagGroup::with_children(Tag::Hn(level, Some(title)), children)
}

fn table(index: usize, table: &Table, collected: &mut Collected) -> TagGroup {
    let mut head = TagGroup::new(Tag::THead);
    let mut body = TagGroup::new(Tag::TBody);
    for (y, row) in table.rows.iter().enumerate() {
        let mut group = TagGroup::new(Tag::TR);
        for (i, cell) in row.cells.iter().enumerate() {
            group.push(table_cell(cell, collected.take(Owner::Cell(index, y, i))));
        }
        if y < table.head { head.push(group) } else { body.push(group) }
    }
    let mut whole = TagGroup::new(Tag::Table.with_summary(Some(table.name.clone())));
    if table.head > 0 {
        whole.push(head);
    }
    whole.push(body);
    whole
}

fn table_cell(cell: &Cell, children: Vec<Node>) -> TagGroup {
    let span = |n: usize| u32::try_from(n).ok().and_then(NonZeroU32::new).filter(|n| n.get() > 1);
    let (rows, columns) = (span(cell.height), span(cell.width));
    let scope = match cell.role {
        Role::Number => {
            return TagGroup::with_children(Tag::TD.with_row_span(rows).with_col_span(columns), children);
        }
        Role::Stub => TableHeaderScope::Row,
        Role::Corner => TableHeaderScope::Both,
        Role::Head | Role::Band => TableHeaderScope::Column,
    };
    TagGroup::with_children(Tag::TH(scope).with_row_span(rows).with_col_span(columns), children)
}
