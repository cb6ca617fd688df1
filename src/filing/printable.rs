//! Characters that no font prints, told where they stand.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{STYLE, World};
use crate::document::{Block, Document, TableCell};
use crate::finding::{Code, Finding};
use crate::layout::unprinted;
use crate::narrative::{Line, Subject};
use crate::place::Place;
use crate::script::is_unshaped;
use crate::style::Style;

/// Blocks of which the program's own fonts print everything.
const COMMON: [(u32, u32); 12] = [
    (0x20, 0x7E),     // ASCII
    (0xA7, 0xA7),     // §
    (0xB0, 0xB1),     // ° ±
    (0xB7, 0xB7),     // ·
    (0xD7, 0xD7),     // ×
    (0x2013, 0x2014), // – —
    (0x2018, 0x201D), // ‘ ’ “ ”
    (0x2026, 0x2026), // …
    (0x2460, 0x2473), // ① to ⑳
    (0x3000, 0x3015), // Chinese marks
    (0x4E00, 0x9FA5), // the Chinese characters of GBK
    (0xFF01, 0xFF5D), // letters and marks of full width
];

/// Whether the program's own fonts are known to print a character, without a look into them.
fn is_common(c: char) -> bool {
    COMMON
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&(c as u32)))
}

/// Characters that are named in a message.
const NAMED: usize = 8;

/// One finding for each paragraph, value and cell with characters that no font of this world has.
pub(super) fn find_unprintable(
    subject: &Subject<'_>,
    document: Option<&Document>,
    world: &dyn World,
) -> Vec<Finding> {
    let texts = list_texts(subject, document);
    let characters = texts.iter().flat_map(|printed| printed.text.chars());
    let rare: BTreeSet<char> = characters.filter(|c| is_rare(*c)).collect();
    // Most reports have none, and no font is opened for them.
    let (Some(fonts), false) = (world.fonts(), rare.is_empty()) else {
        return Vec::new();
    };
    let own = world.template(STYLE).ok().flatten();
    let Ok(style) = Style::load(&own.unwrap_or_else(Style::gbt9704)) else {
        return Vec::new();
    };
    let lacking = unprinted(&rare, &style, fonts);
    texts
        .iter()
        .filter_map(|printed| tell(printed, &lacking))
        .collect()
}

/// Whether fonts must be asked for a character.
fn is_rare(c: char) -> bool {
    !is_common(c) && !is_unshaped(c) && !c.is_control() && !c.is_whitespace()
}

/// A text that will be printed.
struct PrintedText<'t> {
    text: &'t str,
    /// The narrative that it stands in, if it does.
    passage: Option<&'t str>,
    source: TextSource<'t>,
}

/// What a text stands in.
#[derive(Clone, Copy)]
enum TextSource<'t> {
    Line(&'t Line),
    Value(&'t Place),
    Cell(&'t TableCell),
}

impl TextSource<'_> {
    /// Where some of its bytes stand.
    fn place(self, bytes: Range<usize>) -> Place {
        match self {
            Self::Line(line) => line.place_of(&bytes),
            Self::Value(place) => place.clone(),
            Self::Cell(cell) => cell.place.clone().unwrap_or_default(),
        }
    }
}

/// All that the form gives to be printed.
fn list_texts<'t>(subject: &Subject<'t>, document: Option<&'t Document>) -> Vec<PrintedText<'t>> {
    let mut texts = Vec::new();
    for passage in &subject.narrative.passages {
        for line in &passage.lines {
            texts.push(PrintedText {
                text: &line.text,
                passage: Some(&passage.key),
                source: TextSource::Line(line),
            });
        }
    }
    let report = subject.report;
    for field in report.fields.values().chain([&report.agency]) {
        texts.push(PrintedText {
            text: &field.value,
            passage: None,
            source: TextSource::Value(&field.place),
        });
    }
    for block in document.iter().flat_map(|document| &document.blocks) {
        let Block::Table(table) = block else { continue };
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            texts.push(PrintedText {
                text: &cell.text,
                passage: None,
                source: TextSource::Cell(cell),
            });
        }
    }
    texts
}

/// What is told of a text; nothing where fonts have all of it.
fn tell(printed: &PrintedText<'_>, lacking: &BTreeSet<char>) -> Option<Finding> {
    let mut found: Vec<char> = Vec::new();
    for c in printed.text.chars().filter(|c| lacking.contains(c)) {
        if !found.contains(&c) {
            found.push(c);
        }
    }
    let first = *found.first()?;
    let start = printed.text.find(first)?;
    let names: Vec<String> = found
        .iter()
        .take(NAMED)
        .map(|c| name_character(*c))
        .collect();
    let shown = names.join("、");
    let more = if found.len() > NAMED {
        format!("等{}个字", found.len())
    } else {
        String::new()
    };
    let place = printed.source.place(start..start + first.len_utf8());
    let finding = Finding::new(
        Code::MissingGlyph,
        format!("字体里没有{shown}{more}，PDF 印不出"),
        place,
    )
    .hint("核对这个字；确要用它，用 --fonts 指定含有这个字的字体文件夹")
    .stated(found.iter().collect::<String>());
    Some(match printed.passage {
        Some(key) => finding.in_text(key),
        None => finding,
    })
}

fn name_character(c: char) -> String {
    format!("“{c}”（U+{:04X}）", c as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filing::{Filing, Memory, Name};
    use crate::layout::OWN_FONTS;
    use crate::testing::{font, with_line, with_text};

    fn world() -> Memory {
        OWN_FONTS.into_iter().fold(Memory::new(), |world, file| {
            world.with_own_font(file, font(file)).expect("a font")
        })
    }

    fn check(form: &str, expected: &[&str]) {
        let filing = Filing::open(&world(), &Name::new("form.yaml"), form.as_bytes()).unwrap();
        let found = filing
            .findings
            .iter()
            .filter(|f| f.code == Code::MissingGlyph);
        let found: Vec<String> = found
            .map(|f| format!("{:?} {}", f.places[0].at, f.message))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_common_is_printed() {
        let style = Style::load(&Style::gbt9704()).unwrap();
        let chars = COMMON.iter().flat_map(|(first, last)| *first..=*last);
        let chars: BTreeSet<char> = chars.filter_map(char::from_u32).collect();
        let world = world();
        assert_eq!(
            unprinted(&chars, &style, world.fonts().unwrap()),
            BTreeSet::new()
        );
    }

    #[test]
    fn one_finding_a_paragraph_with_its_column() {
        check(&with_text("由𠮷林、䶮城两地承办。"), &[]);
        check(
            &with_text("甲𪛖乙🀄丙𪛖。"),
            &["Text { line: 24, column: 4, bytes: 3013..3017 } \
                 字体里没有“𪛖”（U+2A6D6）、“🀄”（U+1F004），PDF 印不出"],
        );
        check(
            &with_line("机关:", "机关: 某某𪛖局"),
            &["Text { line: 8, column: 5, bytes: 528..541 } 字体里没有“𪛖”（U+2A6D6），PDF 印不出"],
        );
    }
}
