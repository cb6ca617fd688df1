//! What office programs do otherwise than one would think, each found once by looking, and what
//! we do about it: the one table of it.
//!
//! The id of a quirk is its name in small letters with hyphens; a picture of it is
//! `docs/quirks/ID.png`, so of [`CUT_BOX`] `docs/quirks/cut-box.png`. Each entry says what is
//! seen, in which program, and what is done. A program that it does not name was not measured:
//! all that is known comes from LibreOffice 7.4, which `tests/conformance/run.sh` starts; nobody
//! had a Word or a WPS here. Whoever measures one writes it into the entry.

/// # `cut-box`: a box cuts what reaches beyond it
///
/// Seen: of the number of a landscape page, in a box as wide as its line is high, ink at the
/// line's edges is missing.
/// In: LibreOffice 7.4; not measured in Word and WPS.
/// Done: the box is this wide, in hundredths of the number's size; a box that cuts nothing would
/// need 100.
pub(super) const CUT_BOX: i32 = 175;

/// # `inset-line`: a line begins inside the edge of its box
///
/// Seen: the number of a landscape page stands beside its place: in a box turned on its side the
/// line begins 0.3 of its size from the box's right edge, though the box has no inset.
/// In: LibreOffice 7.4; not measured in Word and WPS.
/// Done: the box begins so far to the left of the number's baseline, in hundredths of the
/// number's size; of a line at the box's edge that would be 12, the digits' descent.
pub(super) const INSET_LINE: i32 = 42;

/// # `lost-mark`: a full line loses the mark at its end
///
/// Seen: when a line is justified that its characters fill to the last twip, the mark at its end
/// is not printed. Characters set 5 twips closer than their size fill a line of 28 to the last
/// twip, those set 6 closer fill some lines with digits.
/// In: LibreOffice 7.4; not measured in Word and WPS.
/// Done: characters are set closer by these twips than the line needs, 7 in all. 0 shows it.
pub(super) const LOST_MARK: i32 = 2;

/// # `ruled-rows`: rules add to the heights of rows
///
/// Seen: a table that is tightened to end with its page runs over to the next, since every row
/// is higher by its rule.
/// In: “office programs”, says who found it, and names no version; the judges of then and now
/// are LibreOffice 7.4. Not known to be measured in Word and WPS.
/// Done: rows that are tightened lose this part of their height more. 0 shows it.
pub(super) const RULED_ROWS: f32 = 0.03;

/// # `hair-of-room`: a line with room for just its words is broken
///
/// Seen: a name of several lines under the report, between indents that leave just the width of
/// its widest line, is broken anew.
/// In: nothing says which program; not known to be measured in Word and WPS.
/// Done: the indents leave so much more on both sides, pt. 0 shows it, if anything does.
pub(super) const HAIR_OF_ROOM: f32 = 2.0;

/// # `lost-rows`: rows that must not break are lost
///
/// Seen: a table that has `w:cantSplit`, a head that is repeated and tall merged cells misses rows
/// where pages end.
/// In: LibreOffice 7.4; not measured in Word and WPS.
/// Done: only a table without a head of its own has `w:cantSplit`; in others the paragraphs in
/// the cells are kept together. Without the question, `true`, shows it.
pub(super) const fn may_forbid_breaks(head_rows: usize) -> bool {
    head_rows == 0
}

/// # `level-margins`: top and bottom do not change sides
///
/// Seen: of mirrored margins left and right change sides from page to page, top and bottom do
/// not, as those of a landscape page would have to when its sheet is turned.
/// In: Word, by what its format can say; not measured in it. LibreOffice 7.4 keeps to that.
/// Done: a landscape page has the mean of both margins, within 1 mm of the standard's.
pub(super) const fn mean_margin(one: f32, other: f32) -> f32 {
    f32::midpoint(one, other)
}

/// # `short-bookmarks`: bookmarks with long names are dropped
///
/// Seen: no bookmark; the limit is Word's own, of letters, digits and `_` as well, and that a
/// name begins with a letter.
/// In: Word, by its documentation; not measured in it. LibreOffice 7.4 takes longer names.
/// Done: a heading within a paragraph whose name is longer than this has no bookmark.
pub(super) const SHORT_BOOKMARKS: usize = 40;

/// # `one-table`: tables without a paragraph between them are one
///
/// Seen: of two tables that follow each other at once, the second goes on as rows of the first.
/// In: LibreOffice 7.4, by `tests/conformance/check_redline.py`; not measured in Word and WPS.
/// Done: where changes bring two tables together, a paragraph of this style is between them, as
/// one that goes.
pub(super) const ONE_TABLE: &str = "BodyText";

/// What a template writes because of a quirk: the file, and the words that must stay in it.
#[cfg(test)]
struct Template {
    text: &'static str,
    words: &'static str,
}
