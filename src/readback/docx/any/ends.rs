//! What comes of paragraphs, cells, tables, boxes and drawings when they end.

use super::paragraph::{AnyParagraph, PAGE_END, clean_flowing};
use super::story::Story;
use crate::readback::content::{ContentBlock, ContentFigure, ContentLine};

impl Story<'_> {
    pub(super) fn begin_paragraph(&mut self) {
        self.pieces += 1;
        let depth = self.flows.len();
        let carried = match self.flows.last_mut() {
            Some(flow) => std::mem::take(&mut flow.carried),
            None => String::new(),
        };
        let style = self.styles.usual();
        self.paragraphs
            .push(AnyParagraph::new(depth, carried, style));
    }

    pub(super) fn end_paragraph(&mut self) {
        self.strays.unveil();
        self.fields.end_paragraph();
        let Some(mut paragraph) = self.paragraphs.pop() else {
            return;
        };
        self.place(std::mem::take(&mut paragraph.before));
        let behind = std::mem::take(&mut paragraph.behind);
        if paragraph.in_contents || paragraph.style.in_contents {
            // A line of a table of contents.
            self.place(behind);
        } else if paragraph.goes_on {
            self.place(behind);
            if let Some(flow) = self.flows.last_mut() {
                flow.carried = paragraph.line;
            }
        } else {
            self.add_lines(paragraph);
            self.place(behind);
        }
    }

    /// A paragraph is whole: a line, or several where pages end within.
    fn add_lines(&mut self, mut paragraph: AnyParagraph) {
        let unseen = self.row_is(|row| row.hidden || row.deleted);
        let level = paragraph.level();
        let in_cell = self.flows.last().is_some_and(|flow| flow.in_cell);
        let line = std::mem::take(&mut paragraph.line);
        let style = paragraph.style.clone();
        // Its number stands before the first part of it.
        let mut unnumbered = Some(paragraph).filter(|_| !unseen);
        for part in line.split(PAGE_END) {
            let text = if in_cell {
                part.trim().to_owned()
            } else {
                clean_flowing(part)
            };
            let blank = text.is_empty();
            let text = match unnumbered.take() {
                Some(paragraph) => self.number(&paragraph, text),
                None => text,
            };
            if text.is_empty() || blank && !in_cell {
                continue;
            }
            let line = ContentLine {
                text,
                level,
                ..ContentLine::default()
            };
            if let Some(flow) = self.flows.last_mut() {
                flow.push(line, &style);
            }
        }
    }

    /// The text with the number that programs put before it.
    fn number(&mut self, paragraph: &AnyParagraph, text: String) -> String {
        let style = &paragraph.style;
        let Some(list) = paragraph.list.as_ref().or(style.list.as_ref()) else {
            return text;
        };
        let own = paragraph.step.or(style.step);
        let step = match own {
            Some(step) => Some(step),
            None => self.counters.level_of_style(list, &style.lister),
        };
        self.counters.number(list, step.unwrap_or_default(), text)
    }

    pub(super) fn end_cell(&mut self) {
        let Some(mut flow) = self.flows.pop() else {
            return;
        };
        flow.close_carried();
        if let Some(table) = self.tables.last_mut() {
            table.in_cell = false;
            if let Some(cell) = table.cell() {
                cell.blocks = flow.blocks;
            }
        }
    }

    pub(super) fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else {
            return;
        };
        let found = table.finish();
        for stray in found.strays {
            self.strays.add(stray);
        }
        self.place(found.blocks);
    }

    pub(super) fn end_box(&mut self) {
        let Some(mut flow) = self.flows.pop() else {
            return;
        };
        flow.close_carried();
        self.fields = self.outer_fields.pop().unwrap_or_default();
        self.place(flow.blocks);
    }

    pub(super) fn end_drawing(&mut self) {
        let Some(drawing) = self.drawings.pop().filter(|drawing| drawing.pictured) else {
            return;
        };
        let figure = ContentFigure {
            alt: drawing.alt,
            ..ContentFigure::default()
        };
        self.place(vec![ContentBlock::Figure(figure)]);
    }
}
