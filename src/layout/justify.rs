//! A line set out: the left edge of every glyph.

use super::fill::Filling;
use super::line::{SLACK, SetLine, Setting, Unit};
use crate::style::{Side, is_latin, spare_half};

/// A line of units, whole cells for Latin words, set out to the room unless it is the last.
pub(super) fn set_out(
    units: &[Unit],
    indent: f32,
    room: f32,
    setting: Setting<'_>,
    last: bool,
) -> SetLine {
    let end = units.iter().rposition(|u| u.c != ' ').map_or(0, |i| i + 1);
    let units = &units[..end];
    let mut filling = Filling::new(setting);
    units.iter().for_each(|unit| filling.add(unit));
    let spare = room - filling.width();
    let gaps = (1..units.len()).filter(|&i| stretches(units, i)).count();
    let stretch =
        if setting.grid && !last && spare > SLACK && gaps > 0 { spare / gaps as f32 } else { 0.0 };
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
            // At the edges of the line nothing reaches over.
            let over = (cells - natural) / 2.0;
            let mut left = if over < 0.0 && at == 0 {
                x
            } else if over < 0.0 && at + length == units.len() {
                x + 2.0 * over
            } else {
                x + over
            };
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
    SetLine { units: units.to_vec(), xs, width: x - indent }
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
