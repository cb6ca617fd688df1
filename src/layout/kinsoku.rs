//! Where a line may end (避头尾): marks, numbers with their measure, Latin words.
//!
//! The rules of GB/T 9704-2012 and GB/T 15834-2011 as predicates over
//! neighbouring characters; nothing here knows widths.

/// Marks that begin no line.
const CLOSERS: &str = "，。、；：？！）》〉」』】〕〗〙”’…—·～,.;:?!)]}%％‰℃°′″";
/// Marks that end no line.
const OPENERS: &str = "（《〈「『【〔〖〘“‘([{￥$·～";
/// Marks whose ink fills half of their cell: the other half may be given up.
const CLOSING_HALVES: &str = "，。、；：）》〉」』】〕〗〙”’";
const OPENING_HALVES: &str = "（《〈「『【〔〖〘“‘";
/// What may stand between a number and its measure.
const MULTIPLIERS: &str = "十百千万亿余多几";
/// What stays with the number before it.
const MEASURES: &str = "年月日时分秒点号件条次宗项起笔份个元人家名部期届级类米页批场轮篇章节卷册处所座台套支只位户间天周岁倍成度届股科室吨里亩";
/// Words that begin the measure of two characters.
const LONGER: [&str; 7] = ["平方", "公里", "小时", "分钟", "公斤", "千克", "季度"];
/// What stays with the number behind it.
const PREFIXES: &str = "第№约近超达";

/// Letters, digits and signs that are set in the Latin face at their natural width.
pub(super) fn is_latin(c: char) -> bool {
    c < '\u{2000}' && !matches!(c, '·' | '×' | '÷' | '§' | '°')
}

/// Whether `c` is part of a Latin word or number.
pub(super) fn is_word(c: char) -> bool {
    is_latin(c) && c != ' '
}

/// Whether a line must not begin with `c`.
pub(super) fn closes(c: char) -> bool {
    CLOSERS.contains(c)
}

/// How much of its cell a mark may give up, and whether on its left.
pub(super) fn spare_half(c: char) -> Option<Side> {
    if CLOSING_HALVES.contains(c) {
        Some(Side::Right)
    } else if OPENING_HALVES.contains(c) {
        Some(Side::Left)
    } else {
        None
    }
}

/// The side of a mark's cell without ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Whether a line may end in front of `text[at]`.
pub(super) fn may_break(text: &[char], at: usize) -> bool {
    let (Some(&before), Some(&after)) = (at.checked_sub(1).and_then(|i| text.get(i)), text.get(at)) else {
        return true;
    };
    if closes(after) || OPENERS.contains(before) || after == ' ' {
        return false;
    }
    if is_word(before) && is_word(after) {
        return false;
    }
    if after.is_ascii_digit() && (PREFIXES.contains(before) || before == '〕') {
        return false;
    }
    !in_measure(text, at)
}

/// Whether `at` lies between a number and the end of its measure: 789｜件, 30.63｜万｜人｜次.
fn in_measure(text: &[char], at: usize) -> bool {
    // A measure has few characters, so the number's end is near.
    let Some(end) = (at.saturating_sub(5)..at).rev().find(|&i| text[i].is_ascii_digit()).map(|i| i + 1) else {
        return false;
    };
    let multipliers = text[end..].iter().take(2).take_while(|c| MULTIPLIERS.contains(**c)).count();
    let start = end + multipliers;
    let pair: String = text[start.min(text.len())..].iter().take(2).collect();
    let measure = if pair == "平方" {
        3
    } else if LONGER.contains(&pair.as_str()) {
        2
    } else if text.get(start).is_some_and(|c| MEASURES.contains(*c)) {
        // 人次, 件次
        1 + usize::from(text.get(start + 1) == Some(&'次'))
    } else {
        0
    };
    (end..start + measure).contains(&at)
}

/// Where a Latin word too long for its line may be parted: behind the signs of
/// addresses and numbers of documents.
pub(super) fn may_part(before: char, after: char) -> bool {
    "/?&=_-.@:#+~".contains(before) && after.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let chars: Vec<char> = text.chars().collect();
        let mut shown = String::new();
        for (i, c) in chars.iter().enumerate() {
            if i > 0 && may_break(&chars, i) {
                shown.push('|');
            }
            shown.push(*c);
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn marks() {
        check("甲，乙", "甲，|乙");
        check("甲”，乙", "甲”，|乙");
        check("甲（“乙”）。丙", "甲|（“乙”）。|丙");
        check("甲——乙……丙", "甲——|乙……|丙");
        check("甲·乙", "甲·乙");
    }

    #[test]
    fn numbers_and_words() {
        check("共789件次的", "共|789件次|的");
        check("约30.63万人次的", "约30.63万人次|的");
        check("2023年1月5日", "2023年|1月|5日");
        check("PDF文件", "PDF|文|件");
        check("第3条", "第3条");
        check("〔2021〕30号文", "〔2021〕30号|文");
        check("近500余万元", "近500余万元");
        check("70平方米的", "70平方米|的");
    }
}
