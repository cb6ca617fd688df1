//! Numbers of a style that make no page.

use super::Style;

impl Style {
    /// What is wrong with the numbers, for the clerk; none where they make a page.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let wrong = [
            (self.has_odd_lengths(), "page 的长度不合理"),
            (self.outgrows_sheet(), "版心放不进纸张"),
            (self.has_odd_grid(), "grid 的行数或字数不合理"),
            (self.has_odd_sizes(), "字号不合理"),
            (self.has_odd_columns(), "table 的列宽或线宽不合理"),
            (self.sizes.body > self.line_pitch(), "正文字号比行距大"),
            (
                !(0.0..=30.0).contains(&self.page_number.drop),
                "page-number 的 drop 不合理",
            ),
            (self.has_odd_cells(), "table 的 smallest 或 lines 不合理"),
            (self.has_odd_figures(), "figure 的尺寸不合理"),
            (self.has_odd_mark(), "draft 的字样不合理"),
            (
                !self.table.band.iter().all(|v| (0.0..=1.0).contains(v)),
                "table 的 band 应是 0 到 1 的三个数",
            ),
            (self.has_odd_padding(), "table 的留白不合理"),
        ];
        let first = wrong.into_iter().find(|(is_wrong, _)| *is_wrong);
        first.map(|(_, words)| words)
    }

    fn has_odd_lengths(&self) -> bool {
        let page = &self.page;
        let lengths = [
            page.width,
            page.height,
            page.top,
            page.inner,
            page.body_width,
            page.body_height,
        ];
        !lengths.iter().all(|l| (0.0..=2000.0).contains(l))
            || page.body_width < 50.0
            || page.body_height < 50.0
    }

    fn outgrows_sheet(&self) -> bool {
        self.page.outer() < 0.0 || self.page.bottom() < 0.0
    }

    fn has_odd_grid(&self) -> bool {
        !(4..=100).contains(&self.grid.lines) || !(10..=200).contains(&self.grid.characters)
    }

    fn has_odd_sizes(&self) -> bool {
        let sizes = [
            self.sizes.title,
            self.sizes.body,
            self.sizes.table,
            self.sizes.page_number,
            self.table.pitch,
        ];
        !are_sizes(&sizes) || self.sizes.table > self.table.pitch
    }

    fn has_odd_columns(&self) -> bool {
        let mut widths = self.table.tables.values().flat_map(|t| &t.widths);
        !widths.all(|w| (0.1..=1000.0).contains(w)) || !(0.0..=5.0).contains(&self.table.rule)
    }

    fn has_odd_cells(&self) -> bool {
        !(4.0..=self.sizes.table).contains(&self.table.smallest)
            || !(1..=50).contains(&self.table.lines)
    }

    fn has_odd_figures(&self) -> bool {
        let figure = &self.figure;
        let tallest = self.page.body_height - 30.0;
        !are_sizes(&[figure.caption, figure.text, figure.bar, figure.gap])
            || !(10.0..=tallest).contains(&figure.tallest)
    }

    fn has_odd_mark(&self) -> bool {
        !(10.0..=300.0).contains(&self.draft.size)
            || !(0.0..=1.0).contains(&self.draft.grey)
            || !(1..=20).contains(&self.draft.mark.trim().chars().count())
    }

    fn has_odd_padding(&self) -> bool {
        !(0.0..=20.0).contains(&self.table.padding_x)
            || !(0.0..=20.0).contains(&self.table.padding_y)
    }
}

/// Whether all are sizes that type has, pt.
fn are_sizes(sizes: &[f32]) -> bool {
    sizes.iter().all(|size| (4.0..=72.0).contains(size))
}
