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
pub(super) fn write_numeral(format: &str, number: u32) -> String {
    let known = match format {
        "none" | "bullet" => Some(String::new()),
        "decimalZero" => Some(format!("{number:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(widen(&number.to_string())),
        "upperRoman" => write_roman(number).map(|roman| roman.to_uppercase()),
        "lowerRoman" => write_roman(number),
        "upperLetter" => write_letters(number).map(|letters| letters.to_uppercase()),
        "lowerLetter" => write_letters(number),
        "ordinal" => Some(format!("{number}{}", ending(number))),
        "numberInDash" => Some(format!("- {number} -")),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Some(write_circled(number)),
        "decimalEnclosedFullstop" => find_in_row(number, '⒈', 20),
        "decimalEnclosedParen" => find_in_row(number, '⑴', 20),
        "ideographEnclosedCircle" => find_in_row(number, '㊀', 10),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => Some(write_in_words(number, &PLAIN)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            Some(write_digits(number))
        }
        "chineseLegalSimplified" => Some(write_in_words(number, &LEGAL)),
        "ideographLegalTraditional" | "japaneseLegal" => Some(write_in_words(number, &OLD_LEGAL)),
        "ideographTraditional" => find_in(STEMS, number),
        "ideographZodiac" => find_in(BRANCHES, number),
        // A format of one's own: as many digits as its first number has.
        _ if format.starts_with('0') => {
            let digits = format.chars().take_while(char::is_ascii_digit);
            let width = digits.count().min(9);
            Some(format!("{number:0width$}"))
        }
        _ => None,
    };
    known.unwrap_or_else(|| number.to_string())
}

/// A number in a circle; digits where there is none.
pub(super) fn write_circled(number: u32) -> String {
    find_in_row(number, '①', 20)
        .or_else(|| find_in_row(number.saturating_sub(20), '㉑', 15))
        .or_else(|| find_in_row(number.saturating_sub(35), '㊱', 15))
        .unwrap_or_else(|| number.to_string())
}

/// One of the characters that stand in a row of Unicode, from 1.
fn find_in_row(number: u32, from: char, count: u32) -> Option<String> {
    let at = number.checked_sub(1).filter(|at| *at < count)?;
    char::from_u32(from as u32 + at).map(String::from)
}

/// One of some characters, from 1.
fn find_in(row: &str, number: u32) -> Option<String> {
    let at = number.checked_sub(1)? as usize;
    row.chars().nth(at).map(String::from)
}

/// Digits as wide as Chinese characters.
fn widen(digits: &str) -> String {
    let codes = digits.chars().map(|c| c as u32 + 0xFEE0);
    codes.filter_map(char::from_u32).collect()
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

fn write_roman(number: u32) -> Option<String> {
    if number == 0 || number > MAX_ROMAN {
        return None;
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in ROMAN {
        while left >= value {
            left -= value;
            out.push_str(sign);
        }
    }
    Some(out)
}

/// a to z, then aa to zz with the same letter twice.
fn write_letters(number: u32) -> Option<String> {
    let at = number.checked_sub(1).filter(|at| *at < MAX_LETTERS)?;
    let letter = char::from_u32('a' as u32 + at % LETTERS)?;
    Some(std::iter::repeat_n(letter, (at / LETTERS + 1) as usize).collect())
}

/// Digit by digit: 一〇.
fn write_digits(number: u32) -> String {
    let mut out = String::new();
    for digit in number.to_string().bytes() {
        match digit {
            b'0' => out.push('〇'),
            digit => PLAIN.push_digit(u32::from(digit - b'0'), &mut out),
        }
    }
    out
}

impl NumberWords {
    fn push_digit(&self, digit: u32, out: &mut String) {
        out.extend(self.digits.chars().nth(digit as usize));
    }
}

fn write_in_words(number: u32, words: &NumberWords) -> String {
    let mut out = String::new();
    if number == 0 {
        words.push_digit(0, &mut out);
        return out;
    }
    let groups = [
        number / 100_000_000,
        number / 10_000 % 10_000,
        number % 10_000,
    ];
    for (group, large) in groups.into_iter().zip([words.large[1], words.large[0], ""]) {
        if group > 0 {
            write_group(group, words, &mut out);
            out.push_str(large);
        }
    }
    out
}

/// Writes a number below ten thousand, behind what is larger.
fn write_group(group: u32, words: &NumberWords, out: &mut String) {
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
            words.push_digit(0, out);
        }
        let bare_ten = out.is_empty() && place == 1 && unit == words.tens[0];
        if !bare_ten || words.whole_ten {
            words.push_digit(place, out);
        }
        out.push_str(unit);
        begun = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: &str, expected: &[(u32, &str)]) {
        for (number, text) in expected {
            assert_eq!(write_numeral(format, *number), *text, "{format} {number}");
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
