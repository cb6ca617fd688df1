//! A line set out: the left edge of every glyph.

use super::line::{Joint, SLACK, SetLine, Setting, Unit};
use crate::style::Side;

/// A line of units, with the joints at their left, set out to the room, unless it is the last or
/// cannot be without gaps.
pub(super) fn set_out(
    units: &[Unit],
    inner: &[Joint],
    indent: f32,
    room: f32,
    setting: Setting<'_>,
    last: bool,
) -> SetLine {
    let mut joints: Vec<Joint> = units.first().map(Joint::leading).into_iter().collect();
    joints.extend(inner.iter().skip(1));
    let widths: f32 = units.iter().map(|unit| unit.width).sum();
    let natural = widths + joints.iter().map(|joint| joint.natural).sum::<f32>();
    let hang = hanging(units, natural - room);
    let share = share(&joints, room - natural + hang, setting.grid && !last);
    let mut x = indent;
    let mut xs = Vec::with_capacity(units.len());
    for (unit, joint) in units.iter().zip(&joints) {
        x += joint.width(share);
        xs.push(x - unit.over());
        x += unit.width;
    }
    SetLine {
        units: units.to_vec(),
        xs,
        width: x - hang - indent,
    }
}

/// What the blank half of the mark at the end reaches beyond the line, where it is too long by
/// `over`.
fn hanging(units: &[Unit], over: f32) -> f32 {
    let half = units.last().map_or(0.0, |unit| unit.spare(Side::Right));
    over.clamp(0.0, half)
}

/// How loose or tight a line is that lacks (above zero) or misses this much room.
fn share(joints: &[Joint], room: f32, full: bool) -> f32 {
    if room < -SLACK {
        let shrink: f32 = joints.iter().map(|joint| joint.shrink).sum();
        if shrink > 0.0 {
            (room / shrink).max(-1.0)
        } else {
            0.0
        }
    } else if full && room > SLACK {
        let stretch: f32 = joints.iter().map(|joint| joint.stretch).sum();
        // A line that would show holes is better left short.
        if room <= stretch + SLACK {
            room / stretch
        } else {
            0.0
        }
    } else {
        0.0
    }
}
