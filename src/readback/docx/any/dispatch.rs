//! Elements that say how something looks or is laid out: properties of paragraphs, runs,
//! tables, content controls. What is not asked for is passed over with all within it.

use quick_xml::events::BytesStart;

use super::super::looks::is_shaded;
use super::super::parts::{is_on, main_value, value};
use super::story::{AnyElement, Story};
use super::symbols::is_of_symbols;
use super::table::{CellJoin, CellWidth, MAX_COLUMNS, TableDraft};

/// What content controls say that hold a table of contents.
const CONTENTS: &str = "Table of Contents";

impl Story<'_> {
    pub(super) fn note_paragraph(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return AnyElement::Unread;
        };
        match name {
            "w:pStyle" => {
                paragraph.style = self.styles.by_id(&main_value(tag));
                if paragraph.style.level.is_some() {
                    self.fields.leave_contents();
                }
            }
            "w:outlineLvl" => paragraph.outline = read_number(tag),
            // The large letter at a paragraph's beginning is a paragraph of its own.
            "w:framePr" => {
                let kind = value(tag, "w:dropCap");
                paragraph.goes_on |= kind.is_some_and(|kind| kind != "none");
            }
            "w:shd" => paragraph.shaded = is_shaded(tag),
            "w:numPr" => return AnyElement::ListLooks,
            "w:rPr" => return AnyElement::MarkLooks,
            _ => {}
        }
        AnyElement::Unread
    }

    pub(super) fn note_list(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            match name {
                "w:numId" => paragraph.list = value(tag, "w:val"),
                "w:ilvl" => paragraph.step = read_number(tag),
                _ => {}
            }
        }
        AnyElement::Unread
    }

    /// Of the mark at a paragraph's end.
    pub(super) fn note_mark(&mut self, name: &str) -> AnyElement {
        self.tracked |= matches!(name, "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo");
        if matches!(name, "w:del" | "w:moveFrom" | "w:specVanish")
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.goes_on = true;
        }
        AnyElement::Unread
    }

    pub(super) fn note_run(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        if let Some(looks) = self.run_looks() {
            looks.note(tag);
        }
        let Some(run) = self.runs.last_mut() else {
            return AnyElement::Unread;
        };
        match name {
            "w:rStyle" => {
                run.style = self.styles.looks(&main_value(tag));
            }
            "w:rFonts" => {
                let font = value(tag, "w:ascii").or_else(|| value(tag, "w:hAnsi"));
                run.font = font.filter(|font| is_of_symbols(font)).unwrap_or_default();
            }
            "w:vertAlign" => {
                run.raised = main_value(tag) == "superscript";
            }
            "w:shd" => run.shaded |= is_shaded(tag),
            "w:highlight" => run.shaded |= is_on(tag),
            _ => {}
        }
        AnyElement::Unread
    }

    pub(super) fn note_table(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        let Some(table) = self.tables.last_mut() else {
            return AnyElement::Unread;
        };
        match name {
            "w:tblCaption" => table.name = main_value(tag),
            "w:tblStyle" => {
                table.shaded |= self.styles.by_id(&main_value(tag)).shaded;
            }
            "w:shd" => table.shaded |= is_shaded(tag),
            _ => {}
        }
        AnyElement::Unread
    }

    pub(super) fn note_column(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        if name == "w:gridCol"
            && let Some(table) = self.tables.last_mut()
            && table.columns.len() < MAX_COLUMNS
        {
            table.columns.push(read_amount(tag).unwrap_or_default());
        }
        AnyElement::Unread
    }

    pub(super) fn note_row(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        self.tracked |= matches!(name, "w:ins" | "w:del");
        let table = self.tables.last_mut();
        let Some(row) = table.and_then(TableDraft::row) else {
            return AnyElement::Unread;
        };
        match name {
            "w:del" => row.deleted = true,
            "w:hidden" => row.hidden = is_on(tag),
            "w:gridBefore" => row.before = count_columns(tag),
            "w:gridAfter" => row.after = count_columns(tag),
            "w:wBefore" => row.before_width = read_width(tag),
            _ => {}
        }
        AnyElement::Unread
    }

    pub(super) fn note_cell(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        self.tracked |= matches!(name, "w:cellIns" | "w:cellDel");
        let table = self.tables.last_mut();
        let Some(cell) = table.and_then(TableDraft::cell) else {
            return AnyElement::Unread;
        };
        match name {
            "w:gridSpan" => cell.span = count_columns(tag).max(1),
            "w:vMerge" => cell.above = read_join(tag),
            "w:hMerge" => cell.left = read_join(tag),
            "w:tcW" => cell.width = read_width(tag),
            "w:shd" => cell.shaded = is_shaded(tag),
            "w:cellDel" => cell.deleted = true,
            _ => {}
        }
        AnyElement::Unread
    }

    pub(super) fn note_control(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        let Some(control) = self.controls.last_mut() else {
            return AnyElement::Unread;
        };
        match name {
            "w:showingPlcHdr" => control.is_placeholder = is_on(tag),
            "w:docPartGallery" => {
                control.of_contents = main_value(tag) == CONTENTS;
            }
            "w:docPartObj" => return AnyElement::ControlLooks,
            _ => {}
        }
        AnyElement::Unread
    }
}

/// How a cell stands to its neighbour.
fn read_join(tag: &BytesStart<'_>) -> CellJoin {
    match main_value(tag).as_str() {
        "restart" => CellJoin::Own,
        _ => CellJoin::Continued,
    }
}

/// A small number.
fn read_number(tag: &BytesStart<'_>) -> Option<u8> {
    value(tag, "w:val")?.parse().ok()
}

/// A count of columns.
fn count_columns(tag: &BytesStart<'_>) -> usize {
    value(tag, "w:val")
        .and_then(|v| v.parse().ok())
        .unwrap_or(0_usize)
        .min(MAX_COLUMNS)
}

/// A width that is more than nothing.
fn read_amount(tag: &BytesStart<'_>) -> Option<f64> {
    let said = value(tag, "w:w")?;
    let said: f64 = said.trim_end_matches(['%', 'p', 't']).parse().ok()?;
    (said.is_finite() && said > 0.0).then_some(said.min(1e6))
}

fn read_width(tag: &BytesStart<'_>) -> Option<CellWidth> {
    let amount = read_amount(tag)?;
    let in_parts = match value(tag, "w:type").as_deref() {
        None | Some("dxa") => false,
        Some("pct") => true,
        _ => return None,
    };
    Some(CellWidth { in_parts, amount })
}
