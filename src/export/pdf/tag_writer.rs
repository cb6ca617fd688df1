//! The structure tree written: its elements, what they say of themselves, and the lists by which
//! readers look them up.

use std::collections::BTreeMap;

use pdf_writer::writers::{StructElement, StructTreeRoot};
use pdf_writer::{Finish, Name, Null, Ref, Str, TextStr};

use super::super::grid::GridPlace;
use super::limits::{LANGUAGE, bound};
use super::objects::Objects;
use super::tags::{CellSays, Collected, ContentPiece, Element, Kid, Says, tree};
use crate::document::Document;

/// Writes the structure of a document whose pages these are, and gives the number of its root.
pub(super) fn write(
    document: &Document,
    collected: Collected,
    pages: &[Ref],
    objects: &mut Objects,
) -> Ref {
    let counts = collected.counts.iter();
    let parents = counts.map(|count| vec![None; *count as usize]).collect();
    let whole = tree(document, collected);
    let root = objects.number();
    let mut writer = TreeWriter {
        objects,
        pages,
        parents,
        ids: BTreeMap::new(),
    };
    let first = writer.element(&whole, root, true);
    writer.root(root, first);
    root
}

/// The name of a cell that heads others.
fn head_id(table: usize, spot: GridPlace) -> String {
    format!("{table}.{}.{}", spot.row, spot.column)
}

/// Writes elements, and remembers what readers look them up by.
struct TreeWriter<'o> {
    objects: &'o mut Objects,
    pages: &'o [Ref],
    /// The elements of each page's pieces.
    parents: Vec<Vec<Option<Ref>>>,
    /// The cells that head others, by their names.
    ids: BTreeMap<String, Ref>,
}

impl TreeWriter<'_> {
    fn element(&mut self, element: &Element, parent: Ref, is_whole: bool) -> Ref {
        let id = self.objects.number();
        let kids: Vec<WrittenKid> = element.kids.iter().map(|kid| self.kid(kid, id)).collect();
        let first_page = kids.iter().find_map(WrittenKid::page);
        if let (Some(spot), Says::Cell(cell)) = (element.id, &element.says) {
            self.ids.insert(head_id(cell.table, spot), id);
        }
        let pages = self.pages;
        let mut written = self.objects.packed(id).struct_element(id);
        written.kind(element.role).parent(parent);
        if is_whole {
            written.lang(TextStr(LANGUAGE));
        }
        if let Some(page) = first_page {
            written.page(pages[page]);
        }
        if let Some(title) = &element.title {
            written.title(TextStr(bound(title)));
        }
        if let Some(alt) = &element.alt {
            written.alt(TextStr(bound(alt)));
        }
        if let (Some(spot), Says::Cell(cell)) = (element.id, &element.says) {
            written.id(Str(head_id(cell.table, spot).as_bytes()));
        }
        match &element.says {
            Says::Nothing => {}
            Says::Summary(summary) => {
                written
                    .attributes()
                    .push()
                    .table()
                    .summary(TextStr(bound(summary)));
            }
            Says::Cell(cell) => write_cell(cell, &mut written),
            Says::Box(rect) => {
                written.attributes().push().layout().bbox(*rect);
            }
        }
        write_kids(&kids, first_page, pages, &mut written);
        written.finish();
        id
    }

    fn kid(&mut self, kid: &Kid, parent: Ref) -> WrittenKid {
        match kid {
            Kid::Element(element) => WrittenKid::Element(self.element(element, parent, false)),
            Kid::Content(piece) => {
                self.parents[piece.page][piece.id as usize] = Some(parent);
                WrittenKid::Content(*piece)
            }
        }
    }

    fn root(self, root: Ref, first: Ref) {
        let lists: Vec<Ref> = self.parents.iter().map(|_| self.objects.number()).collect();
        for (list, parents) in lists.iter().zip(&self.parents) {
            let mut elements = self.objects.packed(*list).indirect(*list).array();
            for parent in parents {
                match parent {
                    Some(parent) => elements.item(*parent),
                    None => elements.item(Null),
                };
            }
        }
        let mut written = self
            .objects
            .packed(root)
            .indirect(root)
            .start::<StructTreeRoot<'_>>();
        written.child(first);
        if !self.ids.is_empty() {
            let mut tree = written.id_tree();
            let mut names = tree.names();
            for (name, id) in &self.ids {
                names.insert(Str(name.as_bytes()), *id);
            }
        }
        let mut tree = written.parent_tree();
        let mut numbers = tree.nums();
        for (page, list) in lists.iter().enumerate() {
            numbers.insert(page as i32, *list);
        }
        numbers.finish();
        tree.finish();
        written.parent_tree_next_key(lists.len() as i32);
        written.finish();
    }
}

/// What hangs below an element that is being written.
enum WrittenKid {
    Content(ContentPiece),
    Element(Ref),
}

impl WrittenKid {
    /// The page of what is no element.
    fn page(&self) -> Option<usize> {
        match self {
            Self::Content(piece) => Some(piece.page),
            Self::Element(_) => None,
        }
    }
}

/// Writes what hangs below an element; content of other pages than its own names its page.
fn write_kids(
    kids: &[WrittenKid],
    own_page: Option<usize>,
    pages: &[Ref],
    element: &mut StructElement<'_>,
) {
    if kids.is_empty() {
        return;
    }
    let mut children = element.children();
    for kid in kids {
        match kid {
            WrittenKid::Element(id) => {
                children.struct_element(*id);
            }
            WrittenKid::Content(piece) if Some(piece.page) == own_page => {
                children.marked_content_id(piece.id);
            }
            WrittenKid::Content(piece) => {
                let mut content = children.marked_content_ref();
                content.page(pages[piece.page]).marked_content_id(piece.id);
            }
        }
    }
}

fn write_cell(cell: &CellSays, element: &mut StructElement<'_>) {
    if (cell.rows, cell.columns) == (1, 1) && cell.scope.is_none() && cell.heads.is_empty() {
        return;
    }
    let mut attributes = element.attributes();
    let mut says = attributes.push().table();
    if cell.rows > 1 {
        says.row_span(cell.rows);
    }
    if cell.columns > 1 {
        says.col_span(cell.columns);
    }
    if let Some(scope) = cell.scope {
        says.scope(scope);
    }
    if !cell.heads.is_empty() {
        let mut heads = says.insert(Name(b"Headers")).array();
        for spot in &cell.heads {
            heads.item(Str(head_id(cell.table, *spot).as_bytes()));
        }
    }
}
