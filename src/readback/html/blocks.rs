//! The walk over a page: from elements to blocks, each table with what stands in its cells.
//!
//! It goes from node to node and keeps on a list of its own what is open, however deep that is.

use std::sync::Arc;

use super::flow::{InLinks, PageFlow};
use super::looks::{self, ElementKind, HowSeen};
use super::nested;
use super::tables::{SourceCell, SourceTable, read_span};
use super::tree::{NodeSays, PAGE_ROOT, PageElement, PageTree};
use super::{Allowance, LARGE};
use crate::finding::Complaint;
use crate::readback::content::{ContentBlock, Stray, raised};

/// Things beside the text that are told of one page.
const MAX_STRAYS: usize = 1_000;
/// Characters of words for a picture.
const MAX_ALT: usize = 1_000;

/// An element that is open.
struct OpenElement {
    id: u32,
    kind: ElementKind,
    seen: HowSeen,
    /// Where the flow stood when it began.
    mark: InLinks,
}

/// Reads a page, node by node.
struct PageReader<'a> {
    tree: &'a PageTree,
    open: Vec<OpenElement>,
    /// The page, and each cell that is open.
    flows: Vec<PageFlow>,
    cells: Vec<SourceCell>,
    tables: Vec<SourceTable>,
    strays: Vec<Stray>,
    /// Text that is struck through, up to where it ends.
    struck: String,
    /// The words of the last heading.
    under: Arc<str>,
    left: Allowance,
}

/// All that stands on a page, and what is beside it.
pub(super) struct PageText {
    pub blocks: Vec<ContentBlock>,
    pub strays: Vec<Stray>,
}

/// Reads a page.
///
/// # Errors
/// When it has more than any page.
pub(super) fn text_of(tree: &PageTree) -> Result<PageText, Complaint> {
    let mut reader = PageReader {
        tree,
        open: Vec::new(),
        flows: vec![PageFlow::default()],
        cells: Vec::new(),
        tables: Vec::new(),
        strays: Vec::new(),
        struck: String::new(),
        under: Arc::default(),
        left: Allowance::default(),
    };
    reader.walk()?;
    let blocks = reader.flows.pop().unwrap_or_default().blocks;
    reader.left.spend_pieces(blocks.len())?;
    if reader.strays.len() > MAX_STRAYS {
        return Err(LARGE);
    }
    Ok(PageText {
        blocks,
        strays: reader.strays,
    })
}

impl PageReader<'_> {
    fn walk(&mut self) -> Result<(), Complaint> {
        let mut next = self.tree.first_in(PAGE_ROOT);
        loop {
            if let Some(id) = next {
                next = if self.enter(id) {
                    self.tree.first_in(id)
                } else {
                    self.tree.behind(id)
                };
                continue;
            }
            let Some(ended) = self.open.pop() else { break };
            next = self.tree.behind(ended.id);
            self.leave(&ended)?;
        }
        self.end_line();
        Ok(())
    }

    /// Where text goes.
    fn flow(&mut self) -> Option<&mut PageFlow> {
        self.flows.last_mut()
    }

    fn end_line(&mut self) {
        self.end_struck();
        if let Some(flow) = self.flows.last_mut() {
            flow.end_line(&mut self.under);
        }
    }

    /// Takes up a node; whether what is in it comes next.
    fn enter(&mut self, id: u32) -> bool {
        let around = match self.open.last() {
            Some(open) => open.seen,
            None => HowSeen::default(),
        };
        match self.tree.says(id) {
            NodeSays::Nothing => false,
            NodeSays::Words(words) => {
                self.take_words(words, around);
                false
            }
            NodeSays::Element(element) => {
                let (kind, seen) = looks::of(element, around);
                self.begin(id, element, kind, seen)
            }
        }
    }

    fn take_words(&mut self, words: &str, seen: HowSeen) {
        if seen.letters.tiny || seen.letters.invisible {
            return;
        }
        if seen.letters.struck {
            self.struck.push_str(words);
            return;
        }
        if !words.trim().is_empty() {
            self.end_struck();
        }
        let Some(flow) = self.flows.last_mut() else {
            return;
        };
        if seen.letters.raised {
            flow.push(&raised(words), seen.link, seen.drawn, &mut self.under);
        } else {
            flow.push(words, seen.link, seen.drawn, &mut self.under);
        }
    }

    /// Tells of text that was struck through.
    fn end_struck(&mut self) {
        let struck = std::mem::take(&mut self.struck);
        let words: Vec<&str> = struck.split_whitespace().collect();
        if !words.is_empty() {
            self.strays.push(Stray {
                what: "划掉的文字",
                page: None,
                text: words.join(" "),
            });
        }
    }

    /// Begins an element; whether what is in it comes next.
    fn begin(&mut self, id: u32, element: &PageElement, kind: ElementKind, seen: HowSeen) -> bool {
        let hidden = seen.letters.tiny || seen.letters.invisible;
        match kind {
            ElementKind::Left => {
                if matches!(&*element.name, "col" | "colgroup") {
                    self.put_columns(element, true);
                }
                return false;
            }
            ElementKind::TabStop => {
                if !hidden && let Some(flow) = self.flow() {
                    flow.push_tab();
                }
                return false;
            }
            ElementKind::Break => {
                if let Some(flow) = self.flows.last_mut() {
                    flow.push_break(&mut self.under);
                }
                return false;
            }
            ElementKind::Image => {
                self.take_image(element, seen);
                return false;
            }
            ElementKind::Inline => {}
            // The columns in a group count for themselves.
            ElementKind::TableColumn if self.tree.first_in(id).is_some() => {}
            ElementKind::TableColumn => {
                self.put_columns(element, seen.letters.invisible);
                return false;
            }
            ElementKind::Rows(stands) => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_group(stands);
                }
            }
            ElementKind::TableRow => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_row(element.says("height") == Some("0"));
                }
            }
            _ => self.begin_lines(element, kind),
        }
        let mark = match self.flows.last() {
            Some(flow) => flow.mark(),
            None => InLinks::default(),
        };
        self.open.push(OpenElement {
            id,
            kind,
            seen,
            mark,
        });
        true
    }

    /// Begins what stands on lines of its own.
    fn begin_lines(&mut self, element: &PageElement, kind: ElementKind) {
        if kind != ElementKind::TableCellOf && kind != ElementKind::TableCaption {
            self.end_line();
        }
        match kind {
            ElementKind::HeadingOf(level) => {
                if let Some(flow) = self.flow() {
                    flow.level = Some(level);
                }
            }
            ElementKind::Description => {
                if let Some(flow) = self.flow() {
                    flow.begin_description();
                }
            }
            ElementKind::WholeTable => {
                if let Some(flow) = self.flows.last_mut() {
                    flow.end_description(&mut self.under);
                }
                self.tables.push(SourceTable::default());
            }
            ElementKind::TableCellOf => {
                let height = read_span(element.says("rowspan")).unwrap_or(1);
                let width = read_span(element.says("colspan")).unwrap_or(1);
                let flat = element.says("height") == Some("0");
                self.cells.push(SourceCell {
                    blocks: Vec::new(),
                    height,
                    width,
                    flat,
                });
                self.flows.push(PageFlow::default());
            }
            ElementKind::TableCaption => self.flows.push(PageFlow::default()),
            _ => {}
        }
    }

    /// Columns that a table says something of.
    fn put_columns(&mut self, element: &PageElement, hidden: bool) {
        let count = read_span(element.says("span")).unwrap_or(1);
        if let Some(table) = self.tables.last_mut() {
            table.put_columns(count, hidden);
        }
    }

    /// A picture: its words stand for it where it stands alone.
    fn take_image(&mut self, element: &PageElement, seen: HowSeen) {
        let alt = element.says("alt").map(str::trim).unwrap_or_default();
        let is_seen = !seen.letters.tiny && !seen.letters.invisible && seen.link.is_none();
        if alt.is_empty() || !is_seen {
            return;
        }
        if let Some(flow) = self.flow()
            && flow.is_at_start()
            && flow.picture.is_none()
        {
            flow.picture = Some(alt.chars().take(MAX_ALT).collect());
        }
    }

    /// Ends an element.
    fn leave(&mut self, ended: &OpenElement) -> Result<(), Complaint> {
        if matches!(ended.kind, ElementKind::Inline | ElementKind::TableColumn) {
            return Ok(());
        }
        match ended.kind {
            ElementKind::Rows(_) => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_group();
                }
                return Ok(());
            }
            ElementKind::TableRow => return Ok(()),
            ElementKind::Term => {
                self.end_struck();
                if let Some(flow) = self.flows.last_mut() {
                    flow.end_term(&mut self.under);
                }
                return Ok(());
            }
            _ => self.end_line(),
        }
        match ended.kind {
            ElementKind::HeadingOf(_) => {
                if let Some(flow) = self.flow() {
                    flow.level = None;
                }
            }
            ElementKind::Description => {
                if let Some(flow) = self.flows.last_mut() {
                    flow.end_description(&mut self.under);
                }
            }
            ElementKind::TableCellOf => self.end_cell()?,
            ElementKind::TableCaption => self.end_caption(),
            ElementKind::WholeTable => self.end_table()?,
            _ => {}
        }
        if ended.kind != ElementKind::TableCellOf
            && let Some(flow) = self.flow()
        {
            flow.drop_links(ended.mark);
            if ended.kind == ElementKind::WholeTable {
                flow.end_table(ended.mark);
            }
        }
        Ok(())
    }

    /// The flow that is open within the page's own.
    fn pop_inner_flow(&mut self) -> Option<PageFlow> {
        if self.flows.len() > 1 {
            self.flows.pop()
        } else {
            None
        }
    }

    fn end_cell(&mut self) -> Result<(), Complaint> {
        self.left.spend_cell()?;
        let Some(mut flow) = self.pop_inner_flow() else {
            return Ok(());
        };
        flow.drop_links(InLinks::default());
        if let Some(around) = self.flow() {
            around.so_far.add(flow.so_far);
        }
        if let (Some(mut cell), Some(table)) = (self.cells.pop(), self.tables.last_mut()) {
            cell.blocks = flow.blocks;
            table.put(cell);
        }
        Ok(())
    }

    fn end_caption(&mut self) {
        let Some(flow) = self.pop_inner_flow() else {
            return;
        };
        let mut lines = Vec::new();
        for block in flow.blocks {
            if let ContentBlock::Line(line) = block {
                lines.push(line.text);
            }
        }
        if let Some(table) = self.tables.last_mut() {
            table.name = lines.join("\n");
        }
    }

    fn end_table(&mut self) -> Result<(), Complaint> {
        let Some(table) = self.tables.pop() else {
            return Ok(());
        };
        let blocks = nested::unfold(table, &mut self.strays, &mut self.left)?;
        if let Some(flow) = self.flows.last_mut() {
            let moved = flow.put_all(blocks);
            self.left.spend_moved(moved)?;
        }
        Ok(())
    }
}
