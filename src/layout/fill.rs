//! How much of a text goes on a line, greedily, as a typist does it.

use super::line::{SLACK, Setting, Unit};
use crate::style::{closes, is_latin, may_part, spare_half};

/// What all marks of a line may give up together, of the pitch: a line that needs
/// more looks crowded, and is better set out with a character less.
const SQUEEZE: f32 = 1.0;
/// A line is loose with this part of its room free, and a word long that takes it.
const LOOSE: f32 = 4.0;

/// What the units of a line take up, added one by one.
pub(super) struct Filling<'a> {
    setting: Setting<'a>,
    /// Whole cells before the Latin stretch at the end.
    cells: f32,
    /// The natural width of that stretch, without the blanks behind it.
    latin: f32,
    blanks: f32,
    /// What the marks could give up.
    spare: f32,
}

impl<'a> Filling<'a> {
    pub fn new(setting: Setting<'a>) -> Self {
        Self { setting, cells: 0.0, latin: 0.0, blanks: 0.0, spare: 0.0 }
    }

    pub fn add(&mut self, unit: &Unit) {
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

    pub fn width(&self) -> f32 {
        self.cells + self.setting.cells(self.latin)
    }
}

/// The end of the line that starts at `from`: the last place where it may
/// break and the units fit, squeezed where that keeps a mark on the line.
pub(super) fn break_after(
    units: &[Unit],
    text: &[char],
    from: usize,
    room: f32,
    setting: Setting<'_>,
) -> usize {
    let mut filling = Filling::new(setting);
    // The best end that keeps words whole, the best one inside a long word, and where the line is full.
    let (mut whole, mut parted, mut full) = (None, None, None);
    let mut used = 0.0;
    for (i, unit) in units.iter().enumerate().skip(from) {
        filling.add(unit);
        let width = filling.width();
        let fits = width <= room + SLACK;
        // Only for a closing mark the others are squeezed.
        let squeezed = closes(unit.c) && width - filling.spare() <= room + SLACK;
        if !fits && full.is_none() {
            full = Some(i);
        }
        if !fits && width - filling.spare() > room + SLACK {
            break;
        }
        if !(fits || squeezed) {
            continue;
        }
        if i + 1 == units.len() || setting.rules.may_break(text, i + 1) {
            (whole, used) = (Some(i + 1), width);
        } else if may_part(unit.c, text[i + 1]) {
            parted = Some(i + 1);
        }
    }
    let full = full.unwrap_or(units.len()).max(from + 1);
    let Some(whole) = whole else { return parted.unwrap_or(full) };
    // A word that would leave the line all too short is parted, if it is long.
    let length = whole_length(units, text, whole, setting);
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

/// The width of what begins at `from` and must stand on one line, as far as that
/// matters: not beyond a whole line's.
fn whole_length(units: &[Unit], text: &[char], from: usize, setting: Setting<'_>) -> f32 {
    let mut length = 0.0;
    for (i, unit) in units.iter().enumerate().skip(from) {
        length += unit.width;
        if length > setting.width || setting.rules.may_break(text, i + 1) {
            break;
        }
    }
    length
}
