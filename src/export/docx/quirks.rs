//! What office programs do otherwise than one would think, each found by looking, and what we do
//! about it: the one table of that.
//!
//! The id of a quirk is its name in small letters with hyphens. Where a sample shows it,
//! `docs/quirks/make.py` draws it with and without what is done: of [`CUT_BOX`]
//! `docs/quirks/cut-box.png`. Each entry says what is *seen*,
//! *in* which program, and what is *done*. A program that an entry does not name was not measured:
//! there was LibreOffice 7.4 here (7.4.7.2 on Debian), and neither Word nor WPS. Whoever measures
//! one writes it into the entry. What templates write has no value here, but the words that must
//! stay in them, which the tests look for.

/// A box cuts off what reaches beyond it.
///
/// Seen: of the page number of a landscape page, in a box as wide as its type is large, only the
/// head of the digits is left.
/// In: LibreOffice 7.4. Not measured in Word and WPS.
/// Done: the box is this wide, in hundredths of the size of type; 100 shows the quirk.
pub(super) const CUT_BOX: i32 = 175;

/// A line begins inside the edge of its box, though that has no inset.
///
/// Seen: the page number of a landscape page does not stand where the other pages have it: in a
/// box turned on its side, the line begins 0.3 of its size from the box's right edge.
/// In: LibreOffice 7.4. Not measured in Word and WPS.
/// Done: the box begins so far left of the number's baseline, in hundredths of the size of type;
/// with 12, the descent of digits alone, the number stands 4 pt too far in.
pub(super) const INSET_LINE: i32 = 42;

/// A full line that is justified loses the mark at its end.
///
/// Seen: of characters set 5 twips closer than their size a line of 28 fills the body to the last
/// twip, of those set 6 closer some lines with digits do; the mark at the end of such a line is
/// not painted.
/// In: LibreOffice 7.4. Not measured in Word and WPS.
/// Done: characters are set these twips closer than the line needs, 7 in all; 0 shows the quirk.
pub(super) const LOST_MARK: i32 = 2;

/// Rows are higher by the rules between them.
///
/// Seen: a table that is tightened to end with its page goes on to the next with its last rows.
/// In: LibreOffice 7.4. Not measured in Word and WPS.
/// Done: rows that are tightened lose this part of their height more; 0 shows the quirk.
pub(super) const RULED_ROWS: f32 = 0.03;

/// A line breaks that has room for just its words.
///
/// Seen: the two lines of a long name under a seal each leave their last character to a line more,
/// where the indents leave just the room that the widest of them needs.
/// In: LibreOffice 7.4. Not measured in Word and WPS.
/// Done: the indents on both sides are so much smaller, pt; 0 shows the quirk.
pub(super) const HAIR_OF_ROOM: f32 = 2.0;

/// Rows that may not break are lost.
///
/// Seen: where pages end, a table that has `w:cantSplit`, repeats its head and has very tall merged
/// cells misses what stands in some of them.
/// In: LibreOffice 7.4. Not measured in Word and WPS.
/// Done: only a table of fewer head rows than these has `w:cantSplit`; in others the paragraphs of
/// cells are kept together. `usize::MAX` shows the quirk.
pub(super) const LOST_ROWS: usize = 1;

/// Margins at top and bottom do not change sides.
///
/// Seen: those of a landscape page would have to from page to page, as its sheet lies turned by a
/// quarter; mirrored margins change left and right only.
/// In: Word, by what its format can say. Not measured in Word and WPS.
/// Done: both margins of a landscape page are the mean of the two, within the standard's 1 mm.
pub(super) const fn level_margins(one: f32, other: f32) -> f32 {
    f32::midpoint(one, other)
}

/// Bookmarks have short names.
///
/// Seen: by its documentation Word takes no names of more characters, and only letters, digits and
/// `_`, the first a letter.
/// In: Word, by its documentation. Not measured in Word and WPS.
/// Done: a heading within a paragraph whose name would be longer has no bookmark.
pub(super) const SHORT_BOOKMARKS: usize = 40;

/// Tables without a paragraph between them are one.
///
/// Seen: where changes bring the tables of two documents together, one runs into the other: it has
/// the other's columns, and the words of its cells break elsewhere.
/// In: LibreOffice 7.4. Not measured in Word and WPS.
/// Done: a paragraph of this style stands between them, which goes with the changes.
pub(super) const ONE_TABLE: &str = "BodyText";

/// A box of DrawingML does not stand where it should.
///
/// Seen: the page number of a landscape page stands at the sheet's edge.
/// In: LibreOffice 7.4. Not measured in Word and WPS, which are to take both kinds of box.
/// Done: `footer.xml` has a box of VML.
#[cfg(test)]
const VML_BOX: &str = "<w:pict><v:shape id=\"PageNumber";

/// A mark that hangs behind its line is not painted.
///
/// Seen: one 、 in a page of `tests/published/13-dongling-shijianju.yaml`, by poppler and MuPDF
/// (`tests/conformance/check_import.py`).
/// In: LibreOffice 7.4. Not measured in Word and WPS.
/// Done: `styles.xml` lets no mark hang. LibreOffice 7.4 paints the samples alike without that, and
/// misses that one mark all the same.
#[cfg(test)]
const HANGING_MARK: &str = "<w:overflowPunct w:val=\"0\"/>";

/// Digits and letters stand apart from the Chinese beside them, as far as the program likes.
///
/// Seen: lines end elsewhere than in the PDF (`tests/conformance/check_lines.py`).
/// In: LibreOffice 7.4, whatever the file says. Not measured in Word and WPS.
/// Done: `styles.xml` says that they do not.
#[cfg(test)]
const SPACED_DIGITS: &str = "<w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/>";

#[cfg(test)]
mod tests {
    use super::*;

    const FOOTER: &str = include_str!("../../../templates/docx/footer.xml");
    const STYLES: &str = include_str!("../../../templates/docx/styles.xml");
    const TABLE: &str = include_str!("quirks.rs");

    /// A template must have what is done about a quirk.
    fn check(template: &str, words: &str) {
        assert!(template.contains(words), "a template has lost {words}");
    }

    #[test]
    fn templates_do_what_the_table_says() {
        check(FOOTER, VML_BOX);
        check(STYLES, HANGING_MARK);
        check(STYLES, SPACED_DIGITS);
    }

    #[test]
    fn each_entry_says_what_is_seen_where_and_done() {
        let table = TABLE.split("mod tests").next().unwrap_or_default();
        let entries =
            table.matches("\nconst ").count() + table.matches("\npub(super) const").count();
        assert_eq!(entries, 12);
        for word in [
            "\n/// Seen: ",
            "\n/// In: ",
            "\n/// Done: ",
            " Not measured in ",
        ] {
            assert_eq!(table.matches(word).count(), entries, "{word}");
        }
    }
}
