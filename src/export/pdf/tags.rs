//! The structure tree: the document's blocks, with the content drawn for each.

use std::collections::BTreeMap;

use pdf_writer::types::{StructRole, TableHeaderScope};
use pdf_writer::writers::{StructElement, StructTreeRoot};
use pdf_writer::{Finish, Name, Null, Rect, Ref, Str, TextStr};

use super::super::grid::{Covering, GridPlace, is_head};
use super::limits::{LANGUAGE, bound, round};
use super::objects::Objects;
use crate::document::{Block, Document, Role, TableBlock, TableCell};
use crate::layout::{Item, Owner};

/// A piece of a page's content, by its number there.
#[derive(Clone, Copy, Debug)]
pub(super) struct ContentPiece {
    page: usize,
    id: i32,
}

/// The content drawn for each piece of the document, in the order of drawing.
#[derive(Default)]
pub(super) struct Collected {
    content: BTreeMap<Owner, Vec<ContentPiece>>,
    /// Where figures stand, from the sheet's lower left.
    boxes: BTreeMap<Owner, Rect>,
    /// How many pieces each page has.
    counts: Vec<i32>,
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
struct Element {
    role: StructRole,
    kids: Vec<Kid>,
    title: Option<String>,
    alt: Option<String>,
    /// By which cells below it name it.
    id: Option<GridPlace>,
    says: Says,
}

/// What hangs below an element.
enum Kid {
    Content(ContentPiece),
    Element(Element),
}

/// What elements say of themselves beside their role.
#[derive(Default)]
enum Says {
    #[default]
    Nothing,
    /// What a table shows.
    Summary(String),
    Cell(CellSays),
    Box(Rect),
}

/// What a cell of a table says.
struct CellSays {
    table: usize,
    rows: i32,
    columns: i32,
    scope: Option<TableHeaderScope>,
    /// The cells that head it: scopes alone do not settle heads of several levels.
    heads: Vec<GridPlace>,
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
fn tree(document: &Document, mut collected: Collected) -> Element {
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
