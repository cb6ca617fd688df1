//! Characters: which are plain, which stand for plain ones, and what joins with what.

use unicode_normalization::UnicodeNormalization;

/// What stands for a character that cannot be told.
pub(super) const UNKNOWN: char = '\u{FFFD}';

/// Radicals that fonts have in the place of the characters that look the same; those of the
/// second block, which Unicode itself does not take for the same.
const RADICALS: [(char, char); 33] = [
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺼', '月'),
    ('⺾', '艹'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻇', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻳', '龟'),
    ('⻲', '龟'),
    ('⻫', '斉'),
];

/// Whether a character is no variant of another one and of no private meaning.
pub(super) fn is_plain(c: char) -> bool {
    !matches!(c,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}'
        | '\u{2E80}'..='\u{2FDF}' | '\u{E000}'..='\u{FAFF}' | '\u{FB00}'..='\u{FB06}'
        | '\u{FE30}'..='\u{FE6F}' | UNKNOWN | '\u{F0000}'..)
}

/// The characters that one stands for: radicals and ligatures are taken apart, private ones are
/// unknown; none for those that show nothing.
pub(super) fn plain(c: char) -> Option<String> {
    if let Some((_, plain)) = RADICALS.iter().find(|(radical, _)| *radical == c) {
        return Some(plain.to_string());
    }
    match c {
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{FEFF}' | '\u{AD}' => None,
        '\t' | '\n' | '\r' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' => Some(" ".into()),
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. => {
            Some(UNKNOWN.into())
        }
        '\u{2F00}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{FB00}'..='\u{FB06}' => {
            Some(c.nfkc().collect())
        }
        _ => Some(c.into()),
    }
}

/// Whether a character is one of those that stand without blanks: Chinese ones and their marks.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '①'..='⓿' | '■'..='◿')
}

/// What stands between two lines of one paragraph or cell.
pub(super) fn between(before: &str, after: &str) -> &'static str {
    let (Some(last), Some(first)) = (before.chars().last(), after.chars().next()) else {
        return "";
    };
    let words = last.is_ascii_alphabetic() && first.is_ascii_alphanumeric()
        || last.is_ascii_digit() && first.is_ascii_alphabetic()
        || ",.;:!?)".contains(last) && first.is_ascii_alphabetic();
    if words { " " } else { "" }
}

/// Whether a text begins as an entry of a list does: `一、`, `（二）`, `3.`.
pub(super) fn is_numbered(text: &str) -> bool {
    let text = text.trim_start();
    let inner = text.trim_start_matches(['（', '(', '第']);
    let opened = inner.len() < text.len();
    let digits: String = inner
        .chars()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十百".contains(*c))
        .collect();
    let rest = inner.get(digits.len()..).unwrap_or_default();
    let marked = if opened {
        rest.starts_with(['）', ')'])
    } else {
        let mark = rest.starts_with(['、', '．', '.', '）', ')']);
        mark && !rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
    };
    let circled = text
        .chars()
        .next()
        .is_some_and(|c| ('①'..='⓿').contains(&c));
    circled || !digits.is_empty() && digits.chars().count() < 4 && marked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(c: char, expected: Option<&str>) {
        assert_eq!(plain(c).as_deref(), expected);
    }

    #[test]
    fn characters_that_stand_for_others() {
        check('⻔', Some("门"));
        check('⽂', Some("文"));
        check('ﬁ', Some("fi"));
        check('\u{F0B7}', Some("\u{FFFD}"));
        check('\u{200B}', None);
        check('，', Some("，"));
    }

    #[test]
    fn lists_and_joints() {
        for text in ["一、总体", "（二）公开", "1.其他", "（3）", "①甲", "12．甲"]
        {
            assert!(is_numbered(text), "{text}");
        }
        for text in ["一是", "2023年", "1.5万", "（甲）", "十", ""] {
            assert!(!is_numbered(text), "{text}");
        }
        assert_eq!(between("the", "end"), " ");
        assert_eq!(between("12", "3"), "");
        assert_eq!(between("甲", "a"), "");
    }
}
