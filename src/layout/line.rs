//! Lines: where a text breaks, and where each of its glyphs stands.
//!
//! On the grid every Chinese character has a cell of its own, and a Latin word
//! or number stands at its natural width in the middle of as many whole cells
//! as it needs, so that what follows is back on the grid. A full line is set
//! out to the whole width; where a mark would begin the next line, the marks of
//! this line give up the blank halves of their cells.

use super::font::{FaceRole, Fonts, Glyph};
use super::kinsoku::{Side, closes, is_latin, is_word, may_break, may_part, spare_half};
use crate::document::Text;
use crate::place::Place;

/// What a Latin word may reach into the cells beside it, of the pitch: the
/// characters there have that much blank around them.
const OVERHANG: f32 = 0.15;
/// What all marks of a line may give up together, of the pitch: a line that needs
/// more looks crowded, and is better set out with a character less.
const SQUEEZE: f32 = 1.0;
/// What rounding may add up to on a line, pt.
const SLACK: f32 = 0.02;

/// A character to be set.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub c: char,
    pub glyph: Glyph,
    pub size: f32,
    pub bold: bool,
    /// The room that it takes by itself, pt.
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
    /// Whether text stands on the grid of the pitch and full lines are set out to the width.
    pub grid: bool,
}

impl Setting {
    /// Text of a role and size beside the grid, as titles and tables have it.
    pub fn free(role: FaceRole, size: f32, width: f32) -> Self {
        Self { role, size, pitch: size, width, indent: 0.0, grid: false }
    }

    /// The room that a Latin word or number of this width takes.
    fn cells(&self, natural: f32) -> f32 {
        if self.grid && natural > 0.0 {
            (natural / self.pitch - OVERHANG).ceil().max(1.0) * self.pitch
        } else {
            natural
        }
    }
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
    let text: Vec<char> = units.iter().map(|u| u.c).collect();
    let mut lines = Vec::new();
    let mut from = 0;
    while from < units.len() {
        let indent = if lines.is_empty() { setting.indent } else { 0.0 };
        let room = setting.width - indent;
        let to = break_after(units, &text, from, room, setting);
        let last = to == units.len();
        lines.push(set(&units[from..to], indent, room, setting, last));
        from = to;
        while from < units.len() && units[from].c == ' ' {
            from += 1;
        }
    }
    lines
}

/// What the units of a line take up, added one by one.
struct Measure {
    setting: Setting,
    /// Whole cells before the Latin stretch at the end.
    cells: f32,
    /// The natural width of that stretch, without the blanks behind it.
    latin: f32,
    blanks: f32,
    /// What the marks could give up.
    spare: f32,
}

impl Measure {
    fn new(setting: Setting) -> Self {
        Self { setting, cells: 0.0, latin: 0.0, blanks: 0.0, spare: 0.0 }
    }

    fn add(&mut self, unit: &Unit) {
        if unit.c == ' ' {
            self.blanks += unit.width;
            return;
        }
        self.latin += std::mem::take(&mut self.blanks);
        if is_latin(unit.c) {
            self.latin += unit.width;
            return;
        }
        self.cells += self.setting.cells(std::mem::take(&mut self.latin)) + unit.width;
        if spare_half(unit.c).is_some() {
            self.spare += unit.width / 2.0;
        }
    }

    fn spare(&self) -> f32 {
        self.spare.min(SQUEEZE * self.setting.pitch)
    }

    fn width(&self) -> f32 {
        self.cells + self.setting.cells(self.latin)
    }
}

/// The end of the line that starts at `from`: the last place where it may
/// break and the units fit, squeezed where that keeps a mark on the line.
fn break_after(units: &[Unit], text: &[char], from: usize, room: f32, setting: Setting) -> usize {
    let mut measure = Measure::new(setting);
    // The best end that keeps words whole, the best one inside a long word, and where the line is full.
    let (mut whole, mut parted, mut full) = (None, None, None);
    let mut used = 0.0;
    for (i, unit) in units.iter().enumerate().skip(from) {
        measure.add(unit);
        let width = measure.width();
        let fits = width <= room + SLACK;
        // Only for a closing mark the others are squeezed.
        let squeezed = closes(unit.c) && width - measure.spare() <= room + SLACK;
        if !fits && full.is_none() {
            full = Some(i);
        }
        if !fits && width - measure.spare() > room + SLACK {
            break;
        }
        if !(fits || squeezed) {
            continue;
        }
        if i + 1 == units.len() || may_break(text, i + 1) {
            (whole, used) = (Some(i + 1), width);
        } else if may_part(unit.c, text[i + 1]) {
            parted = Some(i + 1);
        }
    }
    let full = full.unwrap_or(units.len()).max(from + 1);
    let Some(whole) = whole else { return parted.unwrap_or(full) };
    // A word that would leave the line all too short is parted, if it is long.
    let length: f32 = units[whole..].iter().take_while(|u| is_word(u.c)).map(|u| u.width).sum();
    if whole < units.len() && room - used > room / LOOSE && length > room / LOOSE {
        if let Some(parted) = parted.filter(|&at| at > whole) {
            return parted;
        }
        if length > setting.width {
            return full.max(whole);
        }
    }
    whole
}

/// A line is loose with this part of its room free.
const LOOSE: f32 = 4.0;

/// A line being set: what its units and stretches have beyond their natural room.
fn set(units: &[Unit], indent: f32, room: f32, setting: Setting, last: bool) -> Line {
    let end = units.iter().rposition(|u| u.c != ' ').map_or(0, |i| i + 1);
    let units = &units[..end];
    let mut measure = Measure::new(setting);
    units.iter().for_each(|unit| measure.add(unit));
    let spare = room - measure.width();
    let gaps = (1..units.len()).filter(|&i| stretches(units, i)).count();
    let stretch = if setting.grid && !last && spare > SLACK && gaps > 0 { spare / gaps as f32 } else { 0.0 };
    // Before a word that would not fit, a line is better left short than torn apart.
    let stretch = if stretch > setting.pitch / 2.0 { 0.0 } else { stretch };
    let given = squeeze(units, -spare);
    let mut x = indent;
    let mut xs = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        if at > 0 && stretches(units, at) {
            x += stretch;
        }
        let unit = &units[at];
        if is_latin(unit.c) {
            let length = units[at..].iter().take_while(|u| is_latin(u.c)).count();
            let natural: f32 = units[at..at + length].iter().map(|u| u.width).sum();
            let cells = setting.cells(natural);
            let mut left = x + (cells - natural) / 2.0;
            for unit in &units[at..at + length] {
                xs.push(left);
                left += unit.width;
            }
            x += cells;
            at += length;
            continue;
        }
        // A mark whose ink is at its right gives room at its left.
        let lead = if spare_half(unit.c) == Some(Side::Left) { given[at] } else { 0.0 };
        xs.push(x + (unit.width - unit.glyph.advance * unit.size) / 2.0 - lead);
        x += unit.width - given[at];
        at += 1;
    }
    Line { units: units.to_vec(), xs, width: x - indent }
}

/// What each unit gives up so that the line loses `over`: first the mark at its
/// end, whose blank half nobody sees, then marks in a row, then the others.
fn squeeze(units: &[Unit], over: f32) -> Vec<f32> {
    let mut given = vec![0.0; units.len()];
    let mut over = over.max(0.0);
    let half = |i: usize| spare_half(units[i].c).map(|side| (side, units[i].width / 2.0));
    let last = units.len().saturating_sub(1);
    let beside = |i: usize| match half(i) {
        Some((Side::Right, _)) => i < last && half(i + 1).is_some(),
        Some((Side::Left, _)) => i > 0 && half(i - 1).is_some(),
        None => false,
    };
    let rank = |i: usize| match half(i) {
        None => 3,
        Some((Side::Right, _)) if i == last => 0,
        Some(_) if beside(i) => 1,
        Some(_) => 2,
    };
    for wanted in 0..3 {
        let marks: Vec<usize> = (0..units.len()).filter(|&i| rank(i) == wanted).collect();
        let all: f32 = marks.iter().filter_map(|&i| half(i)).map(|(_, half)| half).sum();
        if over <= 0.0 || all <= 0.0 {
            continue;
        }
        let share = (over / all).min(1.0);
        for i in marks {
            given[i] = half(i).map_or(0.0, |(_, half)| half * share);
        }
        over -= all * share;
    }
    given
}

/// Whether room may be added in front of `units[at]`: anywhere but inside a word.
fn stretches(units: &[Unit], at: usize) -> bool {
    !(is_latin(units[at - 1].c) && is_latin(units[at].c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units_of(text: &str) -> Vec<Unit> {
        let glyph = Glyph { face: 0, id: 1, advance: 1.0 };
        let unit = |c: char| Unit { c, glyph, size: 10.0, bold: false, width: if is_latin(c) { 5.0 } else { 10.0 } };
        text.chars().map(unit).collect()
    }

    fn setting(cells: usize) -> Setting {
        let role = FaceRole::Body;
        Setting { role, size: 10.0, pitch: 10.0, width: 10.0 * cells as f32, indent: 0.0, grid: true }
    }

    fn check(text: &str, cells: usize, expected: &[&str]) {
        let setting = setting(cells);
        let lines = lines(&units_of(text), setting);
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
            "（《〈「『【〔“‘".chars().flat_map(|open| closers.iter().map(move |close| format!("{close}{open}"))),
        );
        for mark in marks {
            for before in 1..64 {
                let text = format!("{}{mark}{}", "字".repeat(before), "文".repeat(40));
                for line in lines(&units_of(&text), setting(28)) {
                    let (first, last) = (line.units[0].c, line.units[line.units.len() - 1].c);
                    assert!(!closes(first), "{text}: a line begins with {first}");
                    assert_ne!(spare_half(last), Some(Side::Left), "{text}: a line ends with {last}");
                    let right = line.xs[line.xs.len() - 1] + line.units[line.units.len() - 1].glyph.advance * 10.0;
                    let ink = if spare_half(last) == Some(Side::Right) { right - 5.0 } else { right };
                    assert!(ink <= 280.1 && line.width <= 280.1, "{text}: {ink}");
                }
            }
        }
    }
}
