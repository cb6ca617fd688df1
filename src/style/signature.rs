//! Where the lines of a signature stand (GB/T 9704-2012, 7.3.5).

use super::Style;
use super::title::{self, LineShape};

/// Characters between a sealed date and the body's right edge.
const SEALED_INDENT: f32 = 4.0;
/// Characters between what reaches farthest right of an unsealed signature and the edge, and
/// by which its date begins to the right of the name.
const INDENT: f32 = 2.0;
/// Characters that a line of a name has at most.
const LONGEST: f32 = 20.0;

/// How far each line of a signature ends from the right edge of so wide a page, in characters,
/// of lines of these widths, the date the last.
///
/// Under a seal the date ends four characters in and the names stand over its middle. Without
/// one the name ends two characters in and the date begins two to the right of where the name
/// does; a date longer than the name ends two characters in itself, and the name moves left.
pub fn signature_insets(widths: &[f32], room: f32, sealed: bool) -> Vec<f32> {
    let Some((date, names)) = widths.split_last() else {
        return Vec::new();
    };
    if sealed || names.is_empty() {
        // A name too long to stand over the middle of the date moves all of it to the left.
        let widest = widths.iter().copied().fold(0.0, f32::max);
        let middle = (SEALED_INDENT + date / 2.0).max(widest.min(room) / 2.0);
        let insets = widths
            .iter()
            .map(|width| keep_inside(middle - width / 2.0, room - width));
        return insets.collect();
    }
    let name = names.iter().copied().fold(0.0, f32::max);
    // Both from the edge: where the date ends, and where the widest name does.
    let (date_end, name_end) = if *date > name {
        (INDENT, INDENT + date + INDENT - name)
    } else {
        (name - date, INDENT)
    };
    let insets = names
        .iter()
        .map(|width| keep_inside(name_end + name - width, room - width));
    insets.chain([keep_inside(date_end, room - date)]).collect()
}

/// An inset that leaves a line on the page, which has so much room beside it.
fn keep_inside(inset: f32, room: f32) -> f32 {
    inset.min(room).max(0.0)
}

impl Style {
    /// A name under the report parted by sense, as a title is.
    pub fn signature_lines(&self, name: &str) -> Vec<String> {
        title::lines(self, name, name, LONGEST, LineShape::Even)
    }

    /// How far each line of a signature ends from the body's right edge, pt, of lines of these
    /// widths; see [`signature_insets`].
    pub fn signature_insets(&self, widths: &[f32], sealed: bool) -> Vec<f32> {
        let pitch = self.character_pitch();
        let widths: Vec<f32> = widths.iter().map(|width| width / pitch).collect();
        let insets = signature_insets(&widths, f32::from(self.grid.characters), sealed);
        insets.into_iter().map(|inset| inset * pitch).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Insets of names and a date of so many characters on a line of 28.
    fn check(widths: &[f32], sealed: bool, expected: &[f32]) {
        assert_eq!(
            signature_insets(widths, 28.0, sealed),
            expected,
            "{widths:?}"
        );
    }

    #[test]
    fn under_a_seal_names_stand_over_the_date() {
        check(&[3.0, 7.0], true, &[6.0, 4.0]);
        check(&[7.0, 7.0], true, &[4.0, 4.0]);
        check(&[12.0, 7.0], true, &[1.5, 4.0]);
        check(&[20.0, 10.0, 7.0], true, &[0.0, 5.0, 6.5]);
        check(&[7.0], true, &[4.0]);
    }

    #[test]
    fn without_one_the_date_begins_two_characters_after_the_name() {
        // A date longer than the name ends two characters in itself.
        check(&[3.0, 7.0], false, &[8.0, 2.0]);
        check(&[7.0, 7.0], false, &[2.0, 0.0]);
        check(&[12.0, 7.0], false, &[2.0, 5.0]);
        check(&[20.0, 10.0, 7.0], false, &[2.0, 12.0, 13.0]);
    }

    #[test]
    fn long_names_are_parted_by_sense() {
        let style = Style::load(&Style::gbt9704()).unwrap();
        let lines =
            style.signature_lines("某某省某某市某某经济技术开发区管理委员会综合行政执法局办公室");
        assert_eq!(
            lines,
            [
                "某某省某某市某某经济技术开发区",
                "管理委员会综合行政执法局办公室"
            ]
        );
        assert_eq!(style.signature_lines("沛县水利局"), ["沛县水利局"]);
    }
}
