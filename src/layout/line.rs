//! Lines: where a text breaks, and where each of its glyphs stands.
//!
//! Chinese characters stand on the pitch of the grid, Latin words and numbers
//! at their natural width and in one piece. No closing mark begins a line, no
//! opening mark ends one; a full line is set out to the whole width.

use super::font::{FaceRole, Fonts, Glyph, is_latin};
use crate::document::Text;
use crate::place::Place;

const CLOSERS: &str = "，。、；：？！）》〉」』】〕〗”’…—,.;:?!)]}%％‰℃";
const OPENERS: &str = "（《〈「『【〔〖“‘([{￥$〈";
/// What stays with the number before it.
const MEASURES: &str = "年月日时分号件条次宗项起笔份个元万亿人家名部期届级类米页";
/// Marks that may give up to half of their cell when a line is too full.
const SQUEEZABLE: &str = "，。、；：？！）》〉」』】〕”’（《〈「『【〔“‘";

/// A character to be set.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub c: char,
    pub glyph: Glyph,
    pub size: f32,
    pub bold: bool,
    /// The room that it takes on the line, pt.
    pub width: f32,
}

/// A line of units with the left edge of each glyph.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub units: Vec<Unit>,
    /// Left edges, from the line's left.
    pub xs: Vec<f32>,
    /// What the units take up.
    pub width: f32,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub role: FaceRole,
    pub size: f32,
    /// Room of a Chinese character, pt.
    pub pitch: f32,
    /// Room of the line, pt.
    pub width: f32,
    /// Indent of the first line, pt.
    pub indent: f32,
    /// Whether lines but the last are set out to the width.
    pub justify: bool,
}

/// The units of a text; run-in headings in their own face. None without any font.
pub(super) fn units(text: &Text, setting: Setting, fonts: &mut Fonts<'_>) -> Option<Vec<Unit>> {
    let mut units = Vec::new();
    for run in &text.runs {
        let role = match run.heading {
            1 => FaceRole::Heading1,
            2 => FaceRole::Heading2,
            _ => setting.role,
        };
        for c in run.text.chars() {
            units.push(unit(c, role, setting, run.bold, text.place.as_ref(), fonts)?);
        }
    }
    Some(units)
}

/// The units of plain text.
pub(super) fn plain_units(
    text: &str,
    setting: Setting,
    place: Option<&Place>,
    fonts: &mut Fonts<'_>,
) -> Option<Vec<Unit>> {
    text.chars().map(|c| unit(c, setting.role, setting, false, place, fonts)).collect()
}

fn unit(
    c: char,
    role: FaceRole,
    setting: Setting,
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
pub(super) fn lines(units: &[Unit], setting: Setting) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut from = 0;
    while from < units.len() {
        let indent = if lines.is_empty() { setting.indent } else { 0.0 };
        let room = setting.width - indent;
        let to = break_after(units, from, room);
        let last = to == units.len();
        lines.push(set(&units[from..to], indent, room, setting, last));
        from = to;
        while from < units.len() && units[from].c == ' ' {
            from += 1;
        }
    }
    lines
}

/// The end of the line that starts at `from`: the last place where it may
/// break and the units fit, squeezed where that keeps a mark on the line.
fn break_after(units: &[Unit], from: usize, room: f32) -> usize {
    let mut width = 0.0;
    let mut slack = 0.0;
    let mut best = None;
    for (i, unit) in units.iter().enumerate().skip(from) {
        width += unit.width;
        if SQUEEZABLE.contains(unit.c) {
            slack += unit.width / 2.0;
        }
        // Only a closing mark is worth squeezing the others for.
        let squeezed = if CLOSERS.contains(unit.c) { width - slack } else { width };
        if squeezed > room + 0.01 && unit.c != ' ' {
            break;
        }
        let fits = width <= room + 0.01 || squeezed <= room + 0.01;
        if fits && units.get(i + 1).is_none_or(|next| may_break(unit, next)) {
            best = Some(i + 1);
        }
    }
    // A word wider than the line breaks where it must.
    best.unwrap_or_else(|| {
        let mut width = 0.0;
        let fit = units[from..].iter().take_while(|u| {
            width += u.width;
            width <= room + 0.01
        });
        from + fit.count().max(1)
    })
}

/// Whether a line may end between two units.
fn may_break(before: &Unit, after: &Unit) -> bool {
    let (a, b) = (before.c, after.c);
    if CLOSERS.contains(b) || OPENERS.contains(a) || b == ' ' {
        return false;
    }
    let word = |c: char| is_latin(c) && c != ' ';
    !(word(a) && (word(b) || (a.is_ascii_digit() && MEASURES.contains(b))))
}

fn set(units: &[Unit], indent: f32, room: f32, setting: Setting, last: bool) -> Line {
    let end = units.iter().rposition(|u| u.c != ' ').map_or(0, |i| i + 1);
    let units = &units[..end];
    let natural: f32 = units.iter().map(|u| u.width).sum();
    let spare = room - natural;
    let gaps = units.windows(2).filter(|w| stretches(&w[0], &w[1])).count();
    let stretch = if setting.justify && !last && spare > 0.0 && gaps > 0 { spare / gaps as f32 } else { 0.0 };
    // Before a word that would not fit, a line is better left short than torn apart.
    let stretch = if stretch > setting.pitch / 2.0 { 0.0 } else { stretch };
    let marks: f32 = units.iter().filter(|u| SQUEEZABLE.contains(u.c)).map(|u| u.width / 2.0).sum();
    let squeeze = if spare < 0.0 && marks > 0.0 { (-spare / marks).min(1.0) } else { 0.0 };
    let mut x = indent;
    let mut xs = Vec::with_capacity(units.len());
    for (i, unit) in units.iter().enumerate() {
        let give = if SQUEEZABLE.contains(unit.c) { squeeze * unit.width / 2.0 } else { 0.0 };
        // The ink of an opening mark is at its right: it gives room at its left.
        let lead = if OPENERS.contains(unit.c) { give } else { 0.0 };
        let inset = if is_latin(unit.c) { 0.0 } else { (unit.width - unit.glyph.advance * unit.size) / 2.0 };
        xs.push(x + inset - lead);
        x += unit.width - give;
        if units.get(i + 1).is_some_and(|next| stretches(unit, next)) {
            x += stretch;
        }
    }
    Line { units: units.to_vec(), xs, width: x - indent }
}

/// Whether room may be added between two units: anywhere but inside a word.
fn stretches(before: &Unit, after: &Unit) -> bool {
    let word = |c: char| is_latin(c) && c != ' ';
    !(word(before.c) && word(after.c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, cells: usize, expected: &[&str]) {
        let glyph = Glyph { face: 0, id: 1, advance: 1.0 };
        let unit = |c: char| Unit { c, glyph, size: 10.0, bold: false, width: if is_latin(c) { 5.0 } else { 10.0 } };
        let units: Vec<Unit> = text.chars().map(unit).collect();
        let setting = Setting {
            role: FaceRole::Body,
            size: 10.0,
            pitch: 10.0,
            width: 10.0 * cells as f32,
            indent: 0.0,
            justify: true,
        };
        let lines = lines(&units, setting);
        let shown: Vec<String> = lines.iter().map(|l| l.units.iter().map(|u| u.c).collect()).collect();
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
    }
}
