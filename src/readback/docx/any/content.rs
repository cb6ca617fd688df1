//! Elements that stand in the text: paragraphs, runs, fields, tables, boxes, pictures.

use quick_xml::events::BytesStart;

use super::super::body::read_words;
use super::super::looks::Visibility;
use super::super::parts::value;
use super::fields::is_of_contents;
use super::flow::BlockFlow;
use super::paragraph::PAGE_END;
use super::story::{AnyDrawing, AnyElement, AnyRun, ContentControl, Story, UNKNOWN_SIGN};
use super::symbols::find_character;
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
            AnyElement::ParagraphLooks => self.note_paragraph(name, tag),
            AnyElement::ListLooks => self.note_list(name, tag),
            AnyElement::MarkLooks => self.note_mark(name),
            AnyElement::RunLooks => self.note_run(name, tag),
            AnyElement::TableLooks => self.note_table(name, tag),
            AnyElement::TableColumns => self.note_column(name, tag),
            AnyElement::RowLooks => self.note_row(name, tag),
            AnyElement::CellLooks => self.note_cell(name, tag),
            AnyElement::ControlLooks => self.note_control(name, tag),
            AnyElement::Alternatives => self.choose_alternative(name),
            AnyElement::Run => match self.enter_run(name, tag)? {
                Some(element) => element,
                None => self.enter_text(parent, name, tag),
            },
            _ => self.enter_text(parent, name, tag),
        })
    }

    /// An element of a run; none where it may stand elsewhere as well.
    fn enter_run(
        &mut self,
        name: &str,
        tag: &BytesStart<'_>,
    ) -> Result<Option<AnyElement>, Complaint> {
        let element = match name {
            "w:rPr" => AnyElement::RunLooks,
            "w:tab" | "w:ptab" => self.say_mark("\t"),
            "w:br" => match value(tag, "w:type").as_deref() {
                Some("page" | "column") => {
                    self.pieces += 1;
                    self.say_mark(PAGE_END.encode_utf8(&mut [0; 4]))
                }
                _ => self.say_mark("\n"),
            },
            "w:cr" => self.say_mark("\n"),
            "w:noBreakHyphen" => self.say_mark("-"),
            "w:sym" => {
                self.say_symbol("w", tag);
                AnyElement::Unread
            }
            // Characters of newer sets, with the same as text for older programs.
            "w16se:symEx" => {
                self.say_symbol("w16se", tag);
                AnyElement::Unread
            }
            "w:fldChar" => {
                self.step_field(tag)?;
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

    /// A field begins, goes on to its result, or ends.
    fn step_field(&mut self, tag: &BytesStart<'_>) -> Result<(), Complaint> {
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
        Ok(())
    }

    /// An element of the text that may stand in several others.
    fn enter_text(&mut self, parent: AnyElement, name: &str, tag: &BytesStart<'_>) -> AnyElement {
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
                self.keeps_blanks = name == "m:t" || keeps_blanks(tag);
                AnyElement::Text
            }
            "w:ins" | "w:moveTo" | "w:del" | "w:moveFrom" => self.enter_change(name),
            "w:rt" | "w:rPr" | "w:pPr" | "w:sectPr" | "w:tblPrEx" | "m:ctrlPr" => {
                AnyElement::Unread
            }
            "w:fldSimple" if is_of_contents(&value(tag, "w:instr").unwrap_or_default()) => {
                AnyElement::Unread
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
                self.enter_table(parent, name)
            }
            _ => {
                self.note_beside_text(name, tag);
                AnyElement::Other
            }
        }
    }

    /// A change that nobody has accepted or rejected; it is read as if it were accepted.
    fn enter_change(&mut self, name: &str) -> AnyElement {
        self.tracked = true;
        match name {
            "w:ins" | "w:moveTo" => AnyElement::Other,
            _ => AnyElement::Unread,
        }
    }

    fn enter_table(&mut self, parent: AnyElement, name: &str) -> AnyElement {
        match (name, parent) {
            ("w:tbl", _) => {
                self.begin_table();
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

    fn begin_table(&mut self) {
        self.pieces += 1;
        self.fields.leave_contents();
        if let Some(flow) = self.flows.last_mut() {
            flow.close_carried();
        }
        self.tables.push(TableDraft::default());
    }

    /// Something that stands beside the text or is a picture.
    fn note_beside_text(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "w:altChunk" => self.strays.tell("嵌入的文件", String::new()),
            "w:object" | "w:control" => self.strays.tell("嵌入的对象", String::new()),
            "v:imagedata" => self.strays.tell("插图以外的图片", String::new()),
            "v:textpath" => {
                let text = value(tag, "string").unwrap_or_default();
                self.strays.tell("水印", text);
            }
            "wp:docPr" => {
                if let Some(drawing) = self.drawings.last_mut() {
                    drawing.alt = read_words(tag);
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
    fn choose_alternative(&mut self, name: &str) -> AnyElement {
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

    /// Says what an element stands for that has nothing in it.
    fn say_mark(&mut self, text: &str) -> AnyElement {
        self.say(text);
        AnyElement::Unread
    }

    /// A character of a font of symbols.
    fn say_symbol(&mut self, prefix: &str, tag: &BytesStart<'_>) {
        let code = value(tag, &format!("{prefix}:char")).unwrap_or_default();
        let font = value(tag, &format!("{prefix}:font")).unwrap_or_default();
        let code = u32::from_str_radix(&code, 16).ok();
        match code.and_then(|code| find_character(&font, code)) {
            Some(sign) => self.say(sign.encode_utf8(&mut [0; 4])),
            None => self.strays.tell(UNKNOWN_SIGN, String::new()),
        }
    }

    /// The looks of the run that is open.
    pub(super) fn run_looks(&mut self) -> Option<&mut Visibility> {
        self.runs.last_mut().map(|run| &mut run.looks)
    }
}

/// Whether blanks at the ends of a text count.
fn keeps_blanks(tag: &BytesStart<'_>) -> bool {
    value(tag, "xml:space").is_some_and(|space| space == "preserve")
}
