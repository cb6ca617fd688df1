//! Elements that say how something looks or is laid out: properties of paragraphs, runs,
//! tables, content controls. What is not asked for is passed over with all within it.

use quick_xml::events::BytesStart;

use super::super::looks::is_shaded;
use super::super::parts::{is_on, value};
use super::story::{AnyElement, Story};
use super::symbols::is_of_symbols;
use super::table::{CellJoin, CellWidth, MAX_COLUMNS};

/// What content controls say that hold a table of contents.
const CONTENTS: &str = "Table of Contents";

impl Story<'_> {
    pub(super) fn paragraph_look(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return AnyElement::Unread;
        };
        match name {
            "w:pStyle" => {
                let id = value(tag, "w:val").unwrap_or_default();
                paragraph.style = self.styles.by_id(&id);
                if paragraph.style.level.is_some() {
                    self.fields.leave_contents();
                }
            }
            "w:outlineLvl" => paragraph.outline = parsed(tag),
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

    pub(super) fn list_look(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            match name {
                "w:numId" => paragraph.list = value(tag, "w:val"),
                "w:ilvl" => paragraph.step = parsed(tag),
                _ => {}
            }
        }
        AnyElement::Unread
    }

    /// Of the mark at a paragraph's end.
    pub(super) fn mark_look(&mut self, name: &str) -> AnyElement {
        self.tracked |= matches!(name, "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo");
        if matches!(name, "w:del" | "w:moveFrom" | "w:specVanish")
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.goes_on = true;
        }
        AnyElement::Unread
    }

    pub(super) fn run_look(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        if let Some(looks) = self.run_looks() {
            looks.note(tag);
        }
        let Some(run) = self.runs.last_mut() else {
            return AnyElement::Unread;
        };
        match name {
            "w:rStyle" => {
                run.style = self.styles.looks(&value(tag, "w:val").unwrap_or_default());
            }
            "w:rFonts" => {
                let font = value(tag, "w:ascii").or_else(|| value(tag, "w:hAnsi"));
                run.font = font.filter(|font| is_of_symbols(font)).unwrap_or_default();
            }
            "w:vertAlign" => {
                run.raised = value(tag, "w:val").is_some_and(|value| value == "superscript");
            }
            "w:shd" => run.shaded |= is_shaded(tag),
            "w:highlight" => run.shaded |= is_on(tag),
            _ => {}
        }
        AnyElement::Unread
    }

    pub(super) fn table_look(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        let Some(table) = self.tables.last_mut() else {
            return AnyElement::Unread;
        };
        match name {
            "w:tblCaption" => table.name = value(tag, "w:val").unwrap_or_default(),
            "w:tblStyle" => {
                let id = value(tag, "w:val").unwrap_or_default();
                table.shaded |= self.styles.by_id(&id).shaded;
            }
            "w:shd" => table.shaded |= is_shaded(tag),
            _ => {}
        }
        AnyElement::Unread
    }

    pub(super) fn table_column(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        if name == "w:gridCol"
            && let Some(table) = self.tables.last_mut()
            && table.columns.len() < MAX_COLUMNS
        {
            table.columns.push(amount(tag).unwrap_or_default());
        }
        AnyElement::Unread
    }

    pub(super) fn row_look(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        self.tracked |= matches!(name, "w:ins" | "w:del");
        let row = self
            .tables
            .last_mut()
            .and_then(super::table::TableDraft::row);
        let Some(row) = row else {
            return AnyElement::Unread;
        };
        match name {
            "w:del" => row.deleted = true,
            "w:hidden" => row.hidden = is_on(tag),
            "w:gridBefore" => row.before = columns(tag),
            "w:gridAfter" => row.after = columns(tag),
            "w:wBefore" => row.before_width = width(tag),
            _ => {}
        }
        AnyElement::Unread
    }

    pub(super) fn cell_look(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        self.tracked |= matches!(name, "w:cellIns" | "w:cellDel");
        let cell = self
            .tables
            .last_mut()
            .and_then(super::table::TableDraft::cell);
        let Some(cell) = cell else {
            return AnyElement::Unread;
        };
        let join = || match value(tag, "w:val").as_deref() {
            Some("restart") => CellJoin::Own,
            _ => CellJoin::Continued,
        };
        match name {
            "w:gridSpan" => cell.span = columns(tag).max(1),
            "w:vMerge" => cell.above = join(),
            "w:hMerge" => cell.left = join(),
            "w:tcW" => cell.width = width(tag),
            "w:shd" => cell.shaded = is_shaded(tag),
            "w:cellDel" => cell.deleted = true,
            _ => {}
        }
        AnyElement::Unread
    }

    pub(super) fn control_look(&mut self, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        let Some(control) = self.controls.last_mut() else {
            return AnyElement::Unread;
        };
        match name {
            "w:showingPlcHdr" => control.is_placeholder = is_on(tag),
            "w:docPartGallery" => {
                control.of_contents = value(tag, "w:val").is_some_and(|v| v == CONTENTS);
            }
            "w:docPartObj" => return AnyElement::ControlLooks,
            _ => {}
        }
        AnyElement::Unread
    }
}

/// A small number.
fn parsed(tag: &BytesStart<'_>) -> Option<u8> {
    value(tag, "w:val")?.parse().ok()
}

/// A count of columns.
fn columns(tag: &BytesStart<'_>) -> usize {
    value(tag, "w:val")
        .and_then(|v| v.parse().ok())
        .unwrap_or(0_usize)
        .min(MAX_COLUMNS)
}

/// A width that is more than nothing.
fn amount(tag: &BytesStart<'_>) -> Option<f64> {
    let said = value(tag, "w:w")?;
    let said: f64 = said.trim_end_matches(['%', 'p', 't']).parse().ok()?;
    (said.is_finite() && said > 0.0).then_some(said.min(1e6))
}

fn width(tag: &BytesStart<'_>) -> Option<CellWidth> {
    let amount = amount(tag)?;
    match value(tag, "w:type").as_deref() {
        None | Some("dxa") => Some(CellWidth {
            in_parts: false,
            amount,
        }),
        Some("pct") => Some(CellWidth {
            in_parts: true,
            amount,
        }),
        _ => None,
    }
}
