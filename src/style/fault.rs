//! Numbers of a style that make no page.

use super::Style;

impl Style {
    /// What is wrong with the numbers, for the clerk; none where they make a page.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let page = &self.page;
        let lengths = [
            page.width,
            page.height,
            page.top,
            page.inner,
            page.body_width,
            page.body_height,
        ];
        let sizes = [
            self.sizes.title,
            self.sizes.body,
            self.sizes.table,
            self.sizes.page_number,
            self.table.pitch,
        ];
        let widths = self.table.tables.values().flat_map(|t| &t.widths);
        if !lengths.iter().all(|l| (0.0..=2000.0).contains(l))
            || page.body_width < 50.0
            || page.body_height < 50.0
        {
            Some("page 的长度不合理")
        } else if page.outer() < 0.0 || page.bottom() < 0.0 {
            Some("版心放不进纸张")
        } else if !(4..=100).contains(&self.grid.lines)
            || !(10..=200).contains(&self.grid.characters)
        {
            Some("grid 的行数或字数不合理")
        } else if !sizes.iter().all(|s| (4.0..=72.0).contains(s))
            || self.sizes.table > self.table.pitch
        {
            Some("字号不合理")
        } else if !widths.clone().all(|w| (0.1..=1000.0).contains(w))
            || !(0.0..=5.0).contains(&self.table.rule)
        {
            Some("table 的列宽或线宽不合理")
        } else if self.sizes.body > self.line_pitch() {
            Some("正文字号比行距大")
        } else if !(0.0..=30.0).contains(&self.page_number.drop) {
            Some("page-number 的 drop 不合理")
        } else if !(4.0..=self.sizes.table).contains(&self.table.smallest)
            || !(1..=50).contains(&self.table.lines)
        {
            Some("table 的 smallest 或 lines 不合理")
        } else if ![
            self.figure.caption,
            self.figure.text,
            self.figure.bar,
            self.figure.gap,
        ]
        .iter()
        .all(|l| (4.0..=72.0).contains(l))
            || !(10.0..=self.page.body_height - 30.0).contains(&self.figure.tallest)
        {
            Some("figure 的尺寸不合理")
        } else if !(10.0..=300.0).contains(&self.draft.size)
            || !(0.0..=1.0).contains(&self.draft.grey)
            || !(1..=20).contains(&self.draft.mark.trim().chars().count())
        {
            Some("draft 的字样不合理")
        } else if !self.table.band.iter().all(|v| (0.0..=1.0).contains(v)) {
            Some("table 的 band 应是 0 到 1 的三个数")
        } else if !(0.0..=20.0).contains(&self.table.padding_x)
            || !(0.0..=20.0).contains(&self.table.padding_y)
        {
            Some("table 的留白不合理")
        } else {
            None
        }
    }
}
