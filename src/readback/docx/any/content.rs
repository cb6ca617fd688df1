//! Elements that stand in the text: paragraphs, runs, fields, tables, boxes, pictures.

use quick_xml::events::BytesStart;

use super::super::body::words;
use super::super::looks::Visibility;
use super::super::parts::value;
use super::fields::is_of_contents;
use super::paragraph::PAGE_END;
use super::story::{
    AnyDrawing, AnyElement, AnyRun, BlockFlow, ContentControl, Story, UNKNOWN_SIGN,
};
use super::symbols::symbol;
use super::table::{CellDraft, RowDraft, TableDraft};
use crate::finding::Complaint;

impl Story<'_> {
    /// An element begins within what is read.
    pub(super) fn enter(
        &mut self,
        parent: AnyElement,
        tag: &BytesStart<'_>,
    ) -> Result<AnyElement, Complaint> {
        let name = tag.name();
        let name = name.as_ref();
        Ok(match parent {
            AnyElement::ParagraphLooks => self.paragraph_look(name, tag),
            AnyElement::ListLooks => self.list_look(name, tag),
            AnyElement::MarkLooks => self.mark_look(name),
            AnyElement::RunLooks => self.run_look(name, tag),
            AnyElement::TableLooks => self.table_look(name, tag),
            AnyElement::TableColumns => self.table_column(name, tag),
            AnyElement::RowLooks => self.row_look(name, tag),
            AnyElement::CellLooks => self.cell_look(name, tag),
            AnyElement::ControlLooks => self.control_look(name, tag),
            AnyElement::Alternatives => self.alternative(name),
            AnyElement::Run => match self.in_run(name, tag)? {
                Some(element) => element,
                None => self.in_text(parent, name, tag),
            },
            _ => self.in_text(parent, name, tag),
        })
    }

    /// An element of a run; none where it may stand elsewhere as well.
    fn in_run(
        &mut self,
        name: &str,
        tag: &BytesStart<'_>,
    ) -> Result<Option<AnyElement>, Complaint> {
        let element = match name {
            "w:rPr" => AnyElement::RunLooks,
            "w:tab" | "w:ptab" => self.said("\t"),
            "w:br" => match value(tag, "w:type").as_deref() {
                Some("page" | "column") => {
                    self.pieces += 1;
                    self.said(PAGE_END.encode_utf8(&mut [0; 4]))
                }
                _ => self.said("\n"),
            },
            "w:cr" => self.said("\n"),
            "w:noBreakHyphen" => self.said("-"),
            "w:sym" => {
                self.symbol("w", tag);
                AnyElement::Unread
            }
            // Characters of newer sets, with the same as text for older programs.
            "w16se:symEx" => {
                self.symbol("w16se", tag);
                AnyElement::Unread
            }
            "w:fldChar" => {
                match value(tag, "w:fldCharType").as_deref() {
                    Some("begin") => self.fields.begin()?,
                    Some("separate") => self.fields.separate(),
                    Some("end") => {
                        if let Some(text) = self.fields.end() {
                            self.say(&text);
                        }
                    }
                    _ => {}
                }
                AnyElement::Unread
            }
            "w:instrText" => {
                self.text.clear();
                AnyElement::Instruction
            }
            // What stands over the characters is said by them already.
            "w:rt" => AnyElement::Unread,
            "w:footnoteReference" | "w:endnoteReference" => {
                let text = self.notes.take(tag);
                self.strays.tell("脚注或尾注", text);
                AnyElement::Unread
            }
            _ => return Ok(None),
        };
        Ok(Some(element))
    }

    /// An element of the text that may stand in several others.
    fn in_text(&mut self, parent: AnyElement, name: &str, tag: &BytesStart<'_>) -> AnyElement {
        match name {
            "w:p" => {
                self.begin_paragraph();
                AnyElement::Paragraph
            }
            "w:pPr" if parent == AnyElement::Paragraph => AnyElement::ParagraphLooks,
            "w:r" => {
                self.runs.push(AnyRun::default());
                AnyElement::Run
            }
            "w:t" | "m:t" => {
                self.text.clear();
                let kept = value(tag, "xml:space").is_some_and(|space| space == "preserve");
                self.keeps_blanks = kept || name == "m:t";
                AnyElement::Text
            }
            "w:ins" | "w:moveTo" => {
                self.tracked = true;
                AnyElement::Other
            }
            "w:del" | "w:moveFrom" => {
                self.tracked = true;
                AnyElement::Unread
            }
            "w:rt" | "w:rPr" | "w:pPr" | "w:sectPr" | "w:tblPrEx" | "m:ctrlPr" => {
                AnyElement::Unread
            }
            "w:fldSimple" => {
                let told = value(tag, "w:instr").unwrap_or_default();
                if is_of_contents(&told) {
                    AnyElement::Unread
                } else {
                    AnyElement::Other
                }
            }
            "w:sdt" => {
                self.controls.push(ContentControl::default());
                AnyElement::Control
            }
            "w:sdtPr" if parent == AnyElement::Control => AnyElement::ControlLooks,
            "w:txbxContent" => {
                self.begin_box();
                AnyElement::TextBox
            }
            "mc:AlternateContent" => {
                self.taken.push(false);
                AnyElement::Alternatives
            }
            "w:drawing" => {
                self.pieces += 1;
                self.drawings.push(AnyDrawing::default());
                AnyElement::Drawing
            }
            "w:tbl" | "w:tblPr" | "w:tblGrid" | "w:tr" | "w:trPr" | "w:tc" | "w:tcPr" => {
                self.in_table(parent, name)
            }
            _ => {
                self.beside_text(name, tag);
                AnyElement::Other
            }
        }
    }

    fn in_table(&mut self, parent: AnyElement, name: &str) -> AnyElement {
        match (name, parent) {
            ("w:tbl", _) => {
                self.pieces += 1;
                self.fields.leave_contents();
                if let Some(flow) = self.flows.last_mut() {
                    flow.close_carried();
                }
                self.tables.push(TableDraft::default());
                return AnyElement::Table;
            }
            ("w:tblPr", AnyElement::Table) => return AnyElement::TableLooks,
            ("w:tblGrid", AnyElement::Table) => return AnyElement::TableColumns,
            ("w:trPr", AnyElement::Row) => return AnyElement::RowLooks,
            ("w:tcPr", AnyElement::Cell) => return AnyElement::CellLooks,
            _ => {}
        }
        let Some(table) = self.tables.last_mut() else {
            return AnyElement::Other;
        };
        match name {
            "w:tr" if !table.in_row => {
                self.pieces += 1;
                table.in_row = true;
                table.rows.push(RowDraft::default());
                AnyElement::Row
            }
            "w:tc" if table.in_row && !table.in_cell => {
                self.pieces += 1;
                table.in_cell = true;
                if let Some(row) = table.row() {
                    row.cells.push(CellDraft {
                        span: 1,
                        ..CellDraft::default()
                    });
                }
                self.flows.push(BlockFlow {
                    in_cell: true,
                    ..BlockFlow::default()
                });
                AnyElement::Cell
            }
            _ => AnyElement::Other,
        }
    }

    /// Something that stands beside the text or is a picture.
    fn beside_text(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "w:altChunk" => self.strays.tell("嵌入的文件", String::new()),
            "w:object" | "w:control" => self.strays.tell("嵌入的对象", String::new()),
            "v:imagedata" => self.strays.tell("插图以外的图片", String::new()),
            "v:textpath" => {
                self.strays
                    .tell("水印", value(tag, "string").unwrap_or_default());
            }
            "wp:docPr" => {
                if let Some(drawing) = self.drawings.last_mut() {
                    drawing.alt = words(tag);
                }
            }
            "a:blip" | "pic:pic" | "c:chart" | "cx:chart" | "dgm:relIds" => {
                if let Some(drawing) = self.drawings.last_mut() {
                    drawing.pictured = true;
                }
            }
            _ => {}
        }
    }

    fn begin_box(&mut self) {
        self.flows.push(BlockFlow::default());
        // Its text is none of the fields around it.
        self.outer_fields.push(std::mem::take(&mut self.fields));
    }

    /// One of several ways to show something: the first is read.
    fn alternative(&mut self, name: &str) -> AnyElement {
        let Some(taken) = self.taken.last_mut().filter(|taken| !**taken) else {
            return AnyElement::Unread;
        };
        if matches!(name, "mc:Choice" | "mc:Fallback") {
            *taken = true;
            AnyElement::Other
        } else {
            AnyElement::Unread
        }
    }

    fn said(&mut self, text: &str) -> AnyElement {
        self.say(text);
        AnyElement::Unread
    }

    /// A character of a font of symbols.
    fn symbol(&mut self, prefix: &str, tag: &BytesStart<'_>) {
        let said = |name: &str| value(tag, &format!("{prefix}:{name}"));
        let code = said("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let font = said("font").unwrap_or_default();
        match code.and_then(|code| symbol(&font, code)) {
            Some(sign) => self.say(sign.encode_utf8(&mut [0; 4])),
            None => self.strays.tell(UNKNOWN_SIGN, String::new()),
        }
    }

    /// The looks of the run that is open.
    pub(super) fn run_looks(&mut self) -> Option<&mut Visibility> {
        self.runs.last_mut().map(|run| &mut run.looks)
    }
}
