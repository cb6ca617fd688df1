//! The title: broken by sense, its lines a trapezium or a diamond.

use super::line::{Line, Setting, Unit, lines};

/// Breaks the title's units; `agency` is how many units name the agency at its start.
///
/// A title that fits stands in one line. Else it breaks behind the agency where
/// both parts fit and the second is the longer; else into lines as equal as
/// can be, the shorter ones above.
pub(super) fn break_title(units: &[Unit], agency: usize, setting: Setting) -> Vec<Line> {
    let width = |units: &[Unit]| units.iter().map(|u| u.width).sum::<f32>();
    let total = width(units);
    if total <= setting.width {
        return lines(units, setting);
    }
    if agency > 0 && agency < units.len() {
        let (first, rest) = units.split_at(agency);
        if width(rest) <= setting.width && width(first) <= width(rest) + 0.01 {
            return [first, rest].iter().flat_map(|part| lines(part, setting)).collect();
        }
    }
    let count = (total / setting.width).ceil().max(1.0);
    // Each line a little narrower than its share leaves the longest for the end.
    let mut narrow = Setting { width: total / count, ..setting };
    loop {
        let broken = lines(units, narrow);
        if broken.len() as f32 <= count || narrow.width >= setting.width {
            return broken;
        }
        narrow.width = (narrow.width + setting.pitch / 2.0).min(setting.width);
    }
}
