//! Numbers as lists write them: 1, 一, ①, iv.

/// The largest number that is written in Roman numerals, or as letters; others are digits.
const MAX_ROMAN: u32 = 3_999;
const MAX_LETTERS: u32 = 780;
const LETTERS: u32 = 26;
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
const ROMAN: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

/// The words of Chinese numbers: digits from nought, then ten, hundred, thousand, ten
/// thousand and a hundred millions.
struct NumberWords {
    digits: &'static str,
    tens: [&'static str; 3],
    large: [&'static str; 2],
    /// Whether ten is written with a one before it: 壹拾.
    whole_ten: bool,
}

const PLAIN: NumberWords = NumberWords {
    digits: "零一二三四五六七八九",
    tens: ["十", "百", "千"],
    large: ["万", "亿"],
    whole_ten: false,
};
const LEGAL: NumberWords = NumberWords {
    digits: "零壹贰叁肆伍陆柒捌玖",
    tens: ["拾", "佰", "仟"],
    large: ["万", "亿"],
    whole_ten: true,
};
const OLD_LEGAL: NumberWords = NumberWords {
    digits: "零壹貳參肆伍陸柒捌玖",
    tens: ["拾", "佰", "仟"],
    large: ["萬", "億"],
    whole_ten: true,
};

/// A number as a format of Word writes it; one that is unknown as digits.
pub(super) fn numeral(format: &str, number: u32) -> String {
    let other = || number.to_string();
    let row = |from: char, count: u32| enclosed(number, from, count).unwrap_or_else(other);
    match format {
        "none" | "bullet" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => wide(&other()),
        "upperRoman" => roman(number).to_uppercase(),
        "lowerRoman" => roman(number),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerLetter" => letters(number),
        "ordinal" => format!("{number}{}", ending(number)),
        "numberInDash" => format!("- {number} -"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedFullstop" => row('⒈', 20),
        "decimalEnclosedParen" => row('⑴', 20),
        "ideographEnclosedCircle" => row('㊀', 10),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => in_words(number, &PLAIN),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => digits(number),
        "chineseLegalSimplified" => in_words(number, &LEGAL),
        "ideographLegalTraditional" | "japaneseLegal" => in_words(number, &OLD_LEGAL),
        "ideographTraditional" => one_of(STEMS, number).unwrap_or_else(other),
        "ideographZodiac" => one_of(BRANCHES, number).unwrap_or_else(other),
        // A format of one's own: as many digits as its first number has.
        _ if format.starts_with('0') => {
            let width = format
                .chars()
                .take_while(char::is_ascii_digit)
                .count()
                .min(9);
            format!("{number:0width$}")
        }
        _ => other(),
    }
}

/// A number in a circle; digits where there is none.
pub(super) fn circled(number: u32) -> String {
    let beyond = |from: u32| number.saturating_sub(from);
    enclosed(number, '①', 20)
        .or_else(|| enclosed(beyond(20), '㉑', 15))
        .or_else(|| enclosed(beyond(35), '㊱', 15))
        .unwrap_or_else(|| number.to_string())
}

/// One of the characters that stand in a row, from 1.
fn enclosed(number: u32, from: char, count: u32) -> Option<String> {
    let at = number.checked_sub(1).filter(|at| *at < count)?;
    char::from_u32(from as u32 + at).map(String::from)
}

fn one_of(row: &str, number: u32) -> Option<String> {
    row.chars()
        .nth(number.checked_sub(1)? as usize)
        .map(String::from)
}

fn wide(digits: &str) -> String {
    let wide = |c: char| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c);
    digits.chars().map(wide).collect()
}

fn ending(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

fn roman(number: u32) -> String {
    if number == 0 || number > MAX_ROMAN {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in ROMAN {
        while left >= value {
            left -= value;
            out.push_str(sign);
        }
    }
    out
}

/// a to z, then aa to zz with the same letter twice.
fn letters(number: u32) -> String {
    let Some(at) = number.checked_sub(1).filter(|at| *at < MAX_LETTERS) else {
        return number.to_string();
    };
    let letter = char::from_u32('a' as u32 + at % LETTERS).unwrap_or('a');
    std::iter::repeat_n(letter, (at / LETTERS + 1) as usize).collect()
}

/// Digit by digit: 一〇.
fn digits(number: u32) -> String {
    let digit = |c: char| PLAIN.digits.chars().nth(c.to_digit(10)? as usize);
    let all: String = number.to_string().chars().filter_map(digit).collect();
    all.replace('零', "〇")
}

fn in_words(number: u32, words: &NumberWords) -> String {
    let digit = |at: u32| words.digits.chars().nth(at as usize).map(String::from);
    if number == 0 {
        return digit(0).unwrap_or_default();
    }
    let mut out = String::new();
    let groups = [
        number / 100_000_000,
        number / 10_000 % 10_000,
        number % 10_000,
    ];
    for (group, large) in groups.into_iter().zip([words.large[1], words.large[0], ""]) {
        if group == 0 {
            continue;
        }
        let mut nought = !out.is_empty() && group < 1000;
        let places = [group / 1000, group / 100 % 10, group / 10 % 10, group % 10];
        let units = [words.tens[2], words.tens[1], words.tens[0], ""];
        let mut begun = false;
        for (place, unit) in places.into_iter().zip(units) {
            if place == 0 {
                nought |= begun;
                continue;
            }
            if std::mem::take(&mut nought) {
                out.push_str(&digit(0).unwrap_or_default());
            }
            let bare_ten = out.is_empty() && place == 1 && unit == words.tens[0];
            if !bare_ten || words.whole_ten {
                out.push_str(&digit(place).unwrap_or_default());
            }
            out.push_str(unit);
            begun = true;
        }
        out.push_str(large);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: &str, expected: &[(u32, &str)]) {
        for (number, text) in expected {
            assert_eq!(numeral(format, *number), *text, "{format} {number}");
        }
    }

    #[test]
    fn formats() {
        check("decimal", &[(0, "0"), (12, "12")]);
        check("unheardOf", &[(3, "3")]);
        check("decimalZero", &[(1, "01"), (123, "123")]);
        check("001, 002", &[(7, "007")]);
        check(
            "lowerRoman",
            &[(4, "iv"), (1999, "mcmxcix"), (4000, "4000")],
        );
        check(
            "upperLetter",
            &[(1, "A"), (27, "AA"), (0, "0"), (u32::MAX, "4294967295")],
        );
        check(
            "decimalEnclosedCircle",
            &[(1, "①"), (20, "⑳"), (21, "㉑"), (36, "㊱"), (51, "51")],
        );
        check("decimalFullWidth", &[(10, "１０")]);
        check("ideographDigital", &[(10, "一〇")]);
        check("ideographTraditional", &[(2, "乙"), (11, "11")]);
        check("bullet", &[(2, "")]);
        check("ordinal", &[(2, "2nd"), (11, "11th")]);
    }

    #[test]
    fn numbers_in_words() {
        let plain = [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (105, "一百零五"),
            (110, "一百一十"),
        ];
        check("chineseCounting", &plain);
        check("japaneseCounting", &plain);
        let large = [
            (1001, "一千零一"),
            (10_010, "一万零一十"),
            (0, "零"),
            (110_000, "十一万"),
        ];
        check("chineseCountingThousand", &large);
        check("chineseLegalSimplified", &[(10, "壹拾"), (21, "贰拾壹")]);
        check(
            "chineseCounting",
            &[(u32::MAX, "四十二亿九千四百九十六万七千二百九十五")],
        );
    }
}
