//! Text as lines: its characters with their glyphs, broken and set out.

use super::breaks::{line_ends, line_ends_of};
use super::font::{FaceRole, Fonts};
use super::justify::set_out;
use super::line::{Joint, SetLine, Setting, Unit};
use crate::document::Text;
use crate::style::CharClass;

/// A glyph of no more than this advance, at size 1, fills no cell: it stands at its own width.
const NARROW: f32 = 0.8;

/// The units of a text; run-in headings in their own face. None without any font.
pub(super) fn units(text: &Text, setting: Setting<'_>, fonts: &mut Fonts<'_>) -> Option<Vec<Unit>> {
    let chars = text.runs.iter().flat_map(|run| run.text.chars());
    let chars: Vec<char> = chars.map(blank).collect();
    let mut units = Units {
        chars: &chars,
        fonts,
        made: Vec::with_capacity(chars.len()),
    };
    for run in &text.runs {
        let role = FaceRole::heading(run.heading).unwrap_or(setting.role);
        for _ in run.text.chars() {
            units.add(role, setting, run.bold)?;
        }
    }
    Some(units.close())
}

/// The units of plain text.
pub(super) fn plain_units(
    text: &str,
    setting: Setting<'_>,
    fonts: &mut Fonts<'_>,
) -> Option<Vec<Unit>> {
    let chars: Vec<char> = text.chars().map(blank).collect();
    let mut units = Units {
        chars: &chars,
        fonts,
        made: Vec::with_capacity(chars.len()),
    };
    for _ in &chars {
        units.add(setting.role, setting, false)?;
    }
    Some(units.close())
}

fn blank(c: char) -> char {
    if c == '\t' { ' ' } else { c }
}

/// The units of a text in the making.
struct Units<'a, 'f, 's> {
    chars: &'a [char],
    fonts: &'f mut Fonts<'s>,
    made: Vec<Unit>,
}

impl Units<'_, '_, '_> {
    /// Adds the next character of the text.
    fn add(&mut self, role: FaceRole, setting: Setting<'_>, bold: bool) -> Option<()> {
        let at = self.made.len();
        let class = CharClass::of(self.chars, at);
        let latin = matches!(class, CharClass::Run | CharClass::Blank);
        let (glyph, c) = self.fonts.glyph(role, self.chars[at], latin)?;
        let cell = !latin && glyph.advance > NARROW;
        let width = if cell {
            setting.pitch
        } else {
            glyph.advance * setting.size
        };
        self.made.push(Unit {
            c,
            class,
            glyph,
            size: setting.size,
            bold,
            width,
        });
        Some(())
    }

    /// The units without the blanks typed between Chinese and digits: the joints there have their
    /// own gap.
    fn close(mut self) -> Vec<Unit> {
        if self.chars.contains(&' ') {
            let mut kept = find_kept(&self.made).into_iter();
            self.made.retain(|_| kept.next().unwrap_or(true));
        }
        self.made
    }
}

/// Which units are more than a blank between Chinese and a run.
fn find_kept(units: &[Unit]) -> Vec<bool> {
    let mut kept = vec![true; units.len()];
    let mut at = 0;
    for stretch in units.chunk_by(|a, b| (a.c == ' ') == (b.c == ' ')) {
        let end = at + stretch.len();
        if stretch[0].c == ' ' && at > 0 && end < units.len() {
            let beside = (units[at - 1].class, units[end].class);
            let gap = matches!(
                beside,
                (CharClass::Han, CharClass::Run) | (CharClass::Run, CharClass::Han)
            );
            kept[at..end].fill(!gap);
        }
        at = end;
    }
    kept
}

/// Breaks units into lines.
pub(super) fn lines(units: &[Unit], setting: Setting<'_>) -> Vec<SetLine> {
    let joints = Joint::all(units, setting);
    let ends = line_ends(units, &joints, setting);
    set_lines(units, &joints, ends, setting)
}

/// Breaks units into so many lines; none where they would be too tight or too loose.
pub(super) fn change_lines(
    units: &[Unit],
    setting: Setting<'_>,
    count: usize,
) -> Option<Vec<SetLine>> {
    let joints = Joint::all(units, setting);
    let ends = line_ends_of(units, &joints, setting, count)?;
    Some(set_lines(units, &joints, ends, setting))
}

fn set_lines(
    units: &[Unit],
    joints: &[Joint],
    ends: Vec<usize>,
    setting: Setting<'_>,
) -> Vec<SetLine> {
    let mut lines = Vec::new();
    let mut from = 0;
    for to in ends {
        let indent = if from == 0 { setting.indent } else { 0.0 };
        let last = units[from..to].iter().rposition(|unit| unit.c != ' ');
        let end = last.map_or(from, |last| from + last + 1);
        let (own, between) = (&units[from..end], &joints[from..end]);
        let (room, is_last) = (setting.room(from), to == units.len());
        lines.push(set_out(own, between, indent, room, setting, is_last));
        from = to;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::font::Glyph;
    use super::*;
    use crate::style::{Side, Style, closes, opens};
    use std::sync::LazyLock;

    fn units_of(text: &str) -> Vec<Unit> {
        let chars: Vec<char> = text.chars().collect();
        let unit = |at: usize| {
            let class = CharClass::of(&chars, at);
            let cell = !matches!(class, CharClass::Run | CharClass::Blank);
            let advance = if cell { 1.0 } else { 0.5 };
            let glyph = Glyph {
                face: 0,
                id: 1,
                advance,
            };
            Unit {
                c: chars[at],
                class,
                glyph,
                size: 10.0,
                bold: false,
                width: advance * 10.0,
            }
        };
        (0..chars.len()).map(unit).collect()
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
        let shown: Vec<String> = lines
            .iter()
            .map(|l| l.units.iter().map(|u| u.c).collect())
            .collect();
        assert_eq!(shown, expected);
        for line in &lines {
            assert!(
                line.width <= setting.width + 0.1,
                "{} > {}",
                line.width,
                setting.width
            );
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
        check("甲乙2023年丙", 4, &["甲乙", "2023年", "丙"]);
        check("甲乙789件", 3, &["甲乙", "789件"]);
        check("abcdefghij甲", 3, &["abcdef", "ghij", "甲"]);
        check(
            "甲乙丙丁abc.def/ghijklmn",
            9,
            &["甲乙丙丁abc.def/", "ghijklmn"],
        );
    }

    #[test]
    fn runs_stand_a_little_apart_from_chinese() {
        let line = &lines(&units_of("甲789乙，5×8（7）"), setting(19))[0];
        let expected = [
            0.0, 10.8, 15.8, 20.8, 26.6, 36.6, 46.6, 51.6, 56.6, 61.6, 71.6, 76.6,
        ];
        let same = |(x, expected): (&f32, f32)| (x - expected).abs() < 0.01;
        assert!(line.xs.iter().zip(expected).all(same), "{:?}", line.xs);
    }

    #[test]
    fn the_mark_at_the_end_hangs_out_by_half_its_cell() {
        // Four cells and a half of room for six: the last mark gives half, the others share the
        // rest.
        let line = &lines(&units_of("甲、乙、丙，丁"), setting(5))[0];
        let shown: String = line.units.iter().map(|u| u.c).collect();
        assert_eq!((shown.as_str(), line.width), ("甲、乙、丙，", 50.0));
        assert_eq!(line.xs, [0.0, 10.0, 17.5, 27.5, 35.0, 45.0]);
    }

    /// Every closing mark, and every two in a row, at every place of a line; every opening mark
    /// before it.
    #[test]
    fn hard_lines() {
        let closers: Vec<char> = "，。、；：？！）》〉」』】〕”’…".chars().collect();
        let mut marks: Vec<String> = closers.iter().map(char::to_string).collect();
        marks.extend(
            closers
                .iter()
                .flat_map(|a| closers.iter().map(move |b| format!("{a}{b}"))),
        );
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
                    assert!(!opens(last), "{text}: a line ends with {last}");
                    let unit = &line.units[line.units.len() - 1];
                    let right = line.xs[line.xs.len() - 1] + unit.glyph.advance * 10.0;
                    let ink = right - unit.spare(Side::Right);
                    assert!(ink <= 280.1 && line.width <= 280.1, "{text}: {ink}");
                }
            }
        }
    }
}
