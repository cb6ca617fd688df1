//! Text as lines: its characters with their glyphs, broken and set out.

use super::fill::break_after;
use super::font::{FaceRole, Fonts};
use super::justify::set_out;
use super::line::{SetLine, Setting, Unit};
use crate::document::Text;
use crate::place::Place;
use crate::style::is_latin;

/// The units of a text; run-in headings in their own face. None without any font.
pub(super) fn units(text: &Text, setting: Setting<'_>, fonts: &mut Fonts<'_>) -> Option<Vec<Unit>> {
    let mut units = Vec::new();
    for run in &text.runs {
        let role = FaceRole::heading(run.heading).unwrap_or(setting.role);
        let place = run.place.as_ref().or(text.place.as_ref());
        for c in run.text.chars() {
            units.push(unit(c, role, setting, run.bold, place, fonts)?);
        }
    }
    Some(units)
}

/// The units of plain text.
pub(super) fn plain_units(
    text: &str,
    setting: Setting<'_>,
    place: Option<&Place>,
    fonts: &mut Fonts<'_>,
) -> Option<Vec<Unit>> {
    text.chars().map(|c| unit(c, setting.role, setting, false, place, fonts)).collect()
}

fn unit(
    c: char,
    role: FaceRole,
    setting: Setting<'_>,
    bold: bool,
    place: Option<&Place>,
    fonts: &mut Fonts<'_>,
) -> Option<Unit> {
    let c = if c == '\t' { ' ' } else { c };
    let (glyph, c) = fonts.glyph(role, c, place)?;
    let width = if is_latin(c) { glyph.advance * setting.size } else { setting.pitch };
    Some(Unit { c, glyph, size: setting.size, bold, width })
}

/// Breaks units into lines.
pub(super) fn lines(units: &[Unit], setting: Setting<'_>) -> Vec<SetLine> {
    let text: Vec<char> = units.iter().map(|u| u.c).collect();
    let mut lines = Vec::new();
    let mut from = 0;
    while from < units.len() {
        let indent = if lines.is_empty() { setting.indent } else { 0.0 };
        let room = setting.width - indent;
        let to = break_after(units, &text, from, room, setting);
        let last = to == units.len();
        lines.push(set_out(&units[from..to], indent, room, setting, last));
        from = to;
        while from < units.len() && units[from].c == ' ' {
            from += 1;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::font::Glyph;
    use super::*;
    use crate::style::{Side, Style, closes, spare_half};
    use std::sync::LazyLock;

    fn units_of(text: &str) -> Vec<Unit> {
        let glyph = Glyph { face: 0, id: 1, advance: 1.0 };
        let unit = |c: char| Unit {
            c,
            glyph,
            size: 10.0,
            bold: false,
            width: if is_latin(c) { 5.0 } else { 10.0 },
        };
        text.chars().map(unit).collect()
    }

    fn setting(cells: usize) -> Setting<'static> {
        static STYLE: LazyLock<Style> = LazyLock::new(|| Style::load(&Style::gbt9704()).unwrap());
        let role = FaceRole::Body;
        Setting {
            rules: &STYLE.line,
            role,
            size: 10.0,
            pitch: 10.0,
            width: 10.0 * cells as f32,
            indent: 0.0,
            grid: true,
        }
    }

    fn check(text: &str, cells: usize, expected: &[&str]) {
        let setting = setting(cells);
        let lines = lines(&units_of(text), setting);
        let shown: Vec<String> =
            lines.iter().map(|l| l.units.iter().map(|u| u.c).collect()).collect();
        assert_eq!(shown, expected);
        for line in &lines {
            assert!(line.width <= setting.width + 0.1, "{} > {}", line.width, setting.width);
        }
        for line in &lines[..lines.len() - 1] {
            if line.units.len() > 2 {
                assert!(line.width > setting.width - 0.1, "a full line fills the width: {shown:?}");
            }
        }
    }

    #[test]
    fn marks_stay_where_they_belong() {
        check("甲乙丙丁戊己", 3, &["甲乙丙", "丁戊己"]);
        check("甲乙丙，丁戊", 3, &["甲乙", "丙，丁", "戊"]);
        check("甲，丙，丁戊", 3, &["甲，丙，", "丁戊"]);
        check("甲乙（丙丁）", 3, &["甲乙", "（丙丁）"]);
        check("甲乙丙。”丁", 4, &["甲乙丙。”", "丁"]);
    }

    #[test]
    fn words_and_numbers_with_their_measure_stay_whole() {
        check("甲乙2023年丙", 4, &["甲乙", "2023年丙"]);
        check("甲乙789件", 3, &["甲乙", "789件"]);
        check("abcdefghij甲", 3, &["abcdef", "ghij甲"]);
        check("甲乙丙丁abc.def/ghijklmn", 8, &["甲乙丙丁abc.def/", "ghijklmn"]);
    }

    #[test]
    fn latin_stands_in_the_middle_of_whole_cells() {
        let line = &lines(&units_of("甲789乙"), setting(9))[0];
        assert_eq!(line.xs, [0.0, 12.5, 17.5, 22.5, 30.0]);
        let line = &lines(&units_of("甲2023年"), setting(9))[0];
        assert_eq!(line.xs, [0.0, 10.0, 15.0, 20.0, 25.0, 30.0]);
    }

    #[test]
    fn the_mark_at_the_end_gives_way_first() {
        // Four cells of room for five: the last mark gives half, the others share the rest.
        let line = &lines(&units_of("甲、乙、丙，丁"), setting(5))[0];
        let shown: String = line.units.iter().map(|u| u.c).collect();
        assert_eq!((shown.as_str(), line.width), ("甲、乙、丙，", 50.0));
        assert_eq!(line.xs, [0.0, 10.0, 17.5, 27.5, 35.0, 45.0]);
    }

    /// Every closing mark, and every two in a row, at every place of a line; every opening mark before it.
    #[test]
    fn hard_lines() {
        let closers: Vec<char> = "，。、；：？！）》〉」』】〕”’…".chars().collect();
        let mut marks: Vec<String> = closers.iter().map(char::to_string).collect();
        marks.extend(closers.iter().flat_map(|a| closers.iter().map(move |b| format!("{a}{b}"))));
        marks.extend(
            "（《〈「『【〔“‘"
                .chars()
                .flat_map(|open| closers.iter().map(move |close| format!("{close}{open}"))),
        );
        for mark in marks {
            for before in 1..30 {
                let text = format!("{}{mark}{}", "字".repeat(before), "文".repeat(30));
                for line in lines(&units_of(&text), setting(28)) {
                    let (first, last) = (line.units[0].c, line.units[line.units.len() - 1].c);
                    assert!(!closes(first), "{text}: a line begins with {first}");
                    assert_ne!(
                        spare_half(last),
                        Some(Side::Left),
                        "{text}: a line ends with {last}"
                    );
                    let right = line.xs[line.xs.len() - 1]
                        + line.units[line.units.len() - 1].glyph.advance * 10.0;
                    let ink =
                        if spare_half(last) == Some(Side::Right) { right - 5.0 } else { right };
                    assert!(ink <= 280.1 && line.width <= 280.1, "{text}: {ink}");
                }
            }
        }
    }
}
