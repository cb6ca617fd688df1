//! What the objects of the pages are: the document's structure, which names them by number.
//!
//! OFD has no tags of its own as PDF does; what it provides are custom ones (GB/T 33190-2016,
//! 自定义标引). Ours name the title, headings, paragraphs, tables and figures, in reading
//! order, so that they can be read back; page numbers and what is repeated are named by none.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::super::clean::push_escaped;
use super::pictures::PicturesShown;
use crate::document::{Block, Document, FigureContent, Role, TableBlock, TableCell};
use crate::layout::Owner;

/// The namespace of the structure.
pub(super) const NAMESPACE: &str = "urn:nianbao:ofd-structure:1.0";

/// An object on a page, by their numbers.
#[derive(Clone, Copy)]
struct DrawnObject {
    page: u32,
    object: u32,
}

/// The objects drawn for each piece of the document, in the order of drawing.
#[derive(Default)]
pub(super) struct ObjectsByOwner {
    objects: BTreeMap<Owner, Vec<DrawnObject>>,
}

impl ObjectsByOwner {
    /// Notes an object.
    pub fn add(&mut self, owner: Owner, page: u32, object: u32) {
        self.objects
            .entry(owner)
            .or_default()
            .push(DrawnObject { page, object });
    }
}

/// The structure as it is written.
struct StructureWriter<'p> {
    out: String,
    drawn: ObjectsByOwner,
    pictures: &'p PicturesShown,
}

/// The structure of a document of which this has been drawn, as XML.
pub(super) fn structure(
    document: &Document,
    drawn: ObjectsByOwner,
    pictures: &PicturesShown,
) -> String {
    let head = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Structure xmlns=\"{NAMESPACE}\" \
         xmlns:ofd=\"http://www.ofdspec.org/2016\">\n"
    );
    let mut writer = StructureWriter {
        out: head,
        drawn,
        pictures,
    };
    for ((index, block), level) in document.blocks.iter().enumerate().zip(document.outline()) {
        writer.block(index, block, level);
    }
    writer.out.push_str("</Structure>\n");
    writer.out
}

impl StructureWriter<'_> {
    fn block(&mut self, index: usize, block: &Block, level: u8) {
        match block {
            Block::Title(_) => self.element("Title", Owner::Block(index)),
            Block::Heading { .. } => {
                let _ = write!(self.out, "<Heading Level=\"{level}\">");
                self.name_objects(Owner::Block(index));
                self.out.push_str("</Heading>\n");
            }
            Block::Paragraph(_) | Block::Note(_) => self.element("P", Owner::Block(index)),
            Block::Signature(signature) => {
                for line in 0..signature.lines.len() {
                    self.element("P", Owner::Line(index, line));
                }
            }
            Block::Table(table) => self.table(index, table),
            Block::Figure(figure) => {
                self.out.push_str("<Figure Alt=\"");
                push_escaped(&mut self.out, &figure.alt);
                self.out.push('"');
                self.picture(&figure.content);
                self.out.push('>');
                self.name_objects(Owner::Figure(index));
                self.element("Caption", Owner::Block(index));
                self.out.push_str("</Figure>\n");
            }
        }
    }

    /// Where the file of a picture lies, and what the form calls it.
    fn picture(&mut self, content: &FigureContent) {
        let FigureContent::Image(image) = content else {
            return;
        };
        let Some(shown) = self.pictures.find(image) else {
            return;
        };
        self.out.push_str(" Source=\"");
        push_escaped(&mut self.out, &image.name);
        let _ = write!(self.out, "\" Picture=\"../Res/{}\"", shown.name());
    }

    fn element(&mut self, name: &str, owner: Owner) {
        let _ = write!(self.out, "<{name}>");
        self.name_objects(owner);
        let _ = writeln!(self.out, "</{name}>");
    }

    /// Names the objects of a piece of the document.
    fn name_objects(&mut self, owner: Owner) {
        for object in self.drawn.objects.remove(&owner).unwrap_or_default() {
            self.object(object);
        }
    }

    fn object(&mut self, of: DrawnObject) {
        let DrawnObject { page, object } = of;
        let _ = write!(
            self.out,
            "<ofd:ObjectRef PageRef=\"{page}\">{object}</ofd:ObjectRef>"
        );
    }

    fn table(&mut self, index: usize, table: &TableBlock) {
        self.out.push_str("<Table Name=\"");
        push_escaped(&mut self.out, &table.name);
        let _ = writeln!(self.out, "\" HeadRows=\"{}\">", table.head);
        for (y, row) in table.rows.iter().enumerate() {
            self.out.push_str("<Row>");
            for (i, cell) in row.cells.iter().enumerate() {
                self.cell(cell, Owner::Cell(index, y, i));
            }
            self.out.push_str("</Row>\n");
        }
        self.out.push_str("</Table>\n");
    }

    fn cell(&mut self, cell: &TableCell, owner: Owner) {
        let name = match cell.role {
            Role::Number => "Cell",
            Role::Stub | Role::Head | Role::Band | Role::Corner => "HeadCell",
        };
        let _ = write!(self.out, "<{name}");
        if cell.height > 1 {
            let _ = write!(self.out, " RowSpan=\"{}\"", cell.height);
        }
        if cell.width > 1 {
            let _ = write!(self.out, " ColSpan=\"{}\"", cell.width);
        }
        self.out.push('>');
        self.name_objects(owner);
        let _ = write!(self.out, "</{name}>");
    }
}
