//! The data of a report: whose it is, of which year and day, whom to ask, what a page says of it.

use super::pieces::{GridSheet, TextLine};
use super::words::PageWords;
use crate::date::Date;
use crate::narrative;
use crate::place::At;

/// Characters of the longest line of facts.
const MAX_LINE: usize = 500;
/// Characters of the longest value of a fact.
const MAX_VALUE: usize = 120;
/// The years that reports are of.
const YEARS: std::ops::RangeInclusive<i32> = 2008..=2100;

/// A value of the form outside its tables and texts.
#[derive(Clone, Debug)]
pub struct FoundFact {
    /// The form's key.
    pub key: String,
    pub value: String,
    pub at: At,
    /// Whether it was concluded and not said.
    pub guessed: bool,
}

/// What a line calls and says: `索引号：014180233/2024-00004 发布机构：…`.
pub fn of_line(passage: &TextLine, words: &PageWords) -> Vec<FoundFact> {
    if passage.text.chars().take(MAX_LINE + 1).count() > MAX_LINE {
        return Vec::new();
    }
    let text: String = passage
        .text
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let words_start = word_starts(&passage.text);
    let known = words.facts.values().flatten().chain(&words.other_facts);
    let mut marks: Vec<(usize, usize, &str)> = Vec::new();
    for name in known {
        for mark in ['：', ':'] {
            let sought = format!("{name}{mark}");
            marks.extend(
                text.match_indices(&sought)
                    .map(|(at, all)| (at, all.len(), name.as_str())),
            );
        }
    }
    // Of names that end alike the longest is the one that is said.
    marks.sort_by_key(|(at, length, _)| (at + length, *at));
    marks.dedup_by_key(|(at, length, _)| *at + *length);
    let mut found = Vec::new();
    for (index, (at, length, name)) in marks.iter().enumerate() {
        let end = marks.get(index + 1).map_or(text.len(), |(next, ..)| *next);
        let value = text.get(at + length..end).unwrap_or_default();
        let value = &value[..own_length(value, at + length, &words_start)];
        let value = value.trim_matches(['【', '】', '|', '[', ']', '；', ';']);
        found.extend(fact(name, value, &passage.at, words));
    }
    found
}

/// Where words begin in a text without its blanks, in bytes.
fn word_starts(text: &str) -> Vec<usize> {
    let (mut starts, mut at) = (Vec::new(), 0);
    for word in text.split_whitespace() {
        starts.push(at);
        at += word.len();
    }
    starts
}

/// How much of a value, which begins at a byte, is its own: the word before a further colon is
/// another's name.
fn own_length(value: &str, from: usize, word_starts: &[usize]) -> usize {
    let Some(colon) = value.find('：') else {
        return value.len();
    };
    let before = word_starts
        .iter()
        .rev()
        .find(|start| **start <= from + colon && **start > from);
    before.map_or(value.len(), |start| start - from)
}

/// What a table of facts says: a name, and its value in the next cell or in the same.
pub fn of_grid(grid: &GridSheet, words: &PageWords) -> Vec<FoundFact> {
    let mut found = Vec::new();
    for row in 0..grid.height() {
        let cells: Vec<_> = grid.row(row).map(|(_, slot)| slot).collect();
        for (index, slot) in cells.iter().enumerate() {
            let passage = TextLine {
                text: slot.text.clone(),
                at: slot.at.clone(),
                level: None,
            };
            found.extend(of_line(&passage, words));
            if let Some(value) = cells.get(index + 1) {
                found.extend(fact(&slot.text, value.text.trim(), &value.at, words));
            }
        }
    }
    found
}

/// A fact by what a page calls it.
pub fn fact(name: &str, value: &str, at: &At, words: &PageWords) -> Option<FoundFact> {
    let key = words.fact(name)?.to_owned();
    let fits = !value.is_empty() && value.chars().take(MAX_VALUE + 1).count() <= MAX_VALUE;
    let value = match key.as_str() {
        "成文日期" => day(value)?.to_string(),
        "网站.发布时间" => Date::moment(value).or_else(|| Some(day(value)?.to_string()))?,
        _ => value.to_owned(),
    };
    fits.then(|| FoundFact {
        key,
        value,
        at: at.clone(),
        guessed: false,
    })
}

/// What stands on a page without a name: an index number, a day.
pub fn nameless(passage: &TextLine) -> Option<FoundFact> {
    let text = passage.text.trim();
    let (key, value) = if is_index(text) {
        ("索引号", text.to_owned())
    } else {
        ("成文日期", day(text)?.to_string())
    };
    Some(FoundFact {
        key: key.to_owned(),
        value,
        at: passage.at.clone(),
        guessed: true,
    })
}

/// Whether a text is an index number as sites write them: `014180233/2024-00004`.
fn is_index(text: &str) -> bool {
    let Some((code, rest)) = text.split_once('/') else {
        return false;
    };
    let Some((year, number)) = rest.split_once('-') else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    code.len() >= 6
        && code.chars().all(|c| c.is_ascii_alphanumeric())
        && year.len() == 4
        && digits(year)
        && digits(number)
}

/// A day as people write it, in digits or characters.
pub fn day(text: &str) -> Option<Date> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (date, _) = plain.split_once(['T', '　']).unwrap_or((&plain, ""));
    Date::read(date).or_else(|| {
        let (year, rest) = date.split_once('年')?;
        let (month, rest) = rest.split_once('月')?;
        let day = rest.strip_suffix('日')?;
        let year: String = year.chars().map(digit).collect::<Option<_>>()?;
        let (month, day) = (narrative::value(month)?, narrative::value(day)?);
        Date::parse(&format!("{year}-{month:02}-{day:02}"))
    })
}

/// A digit, also as it is written in characters.
fn digit(c: char) -> Option<char> {
    let at = "〇一二三四五六七八九".chars().position(|known| known == c);
    let zero = matches!(c, '○' | '零' | 'Ｏ' | 'O').then_some(0);
    let number = at.or(zero).map(|number| char::from(b'0' + number as u8));
    number.or_else(|| c.is_ascii_digit().then_some(c))
}

/// The name of an agency as it stands before a year in a title: 关于, what the title speaks of
/// and marks round it are none of it.
fn bare_agency(text: &str) -> String {
    let text = text.split_once('】').map_or(text, |(_, rest)| rest);
    let marks = |c: char| !c.is_alphanumeric() && !"（）〈〉".contains(c) || c.is_ascii_digit();
    let text = text
        .trim_matches(marks)
        .trim_start_matches("关于")
        .trim_end_matches("关于");
    let cut = SUBJECTS
        .iter()
        .filter_map(|subject| text.find(subject))
        .min();
    text[..cut.unwrap_or(text.len())].to_owned()
}

/// The agency that a lead names with its report: 现公布某局2023年政府信息公开工作年度报告.
pub fn named_in(text: &str, words: &PageWords) -> Option<String> {
    let at = text
        .find("年政府信息公开工作年度报告")
        .or_else(|| text.find("年度政府信息公开工作"))?;
    let before = text[..at].trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let marks = ['。', '，', '《', '“', '；', '：'];
    let start = before.rfind(marks).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let name = &before[start..];
    let name = words
        .lead_verbs
        .iter()
        .filter_map(|verb| name.rfind(verb.as_str()).map(|at| at + verb.len()))
        .max()
        .map_or(name, |at| &name[at..]);
    let name = name.trim();
    let fits = (3..=30).contains(&name.chars().count()) && name.chars().all(char::is_alphanumeric);
    let is_own = !words.own_names.iter().any(|own| own == name);
    (fits && is_own).then(|| name.to_owned())
}

/// A day at the end of a line, and what stands before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayBehind {
    pub name: String,
    pub day: Date,
}

/// The day that a line is, or that stands behind blanks in it.
pub fn day_behind(text: &str) -> Option<DayBehind> {
    if let Some(day) = day(text) {
        return Some(DayBehind {
            name: String::new(),
            day,
        });
    }
    let text = text.trim();
    let (name, rest) = text.split_once(char::is_whitespace)?;
    let day = day(rest)?;
    Some(DayBehind {
        name: name.to_owned(),
        day,
    })
}

/// What a title speaks of, behind the name of an agency.
const SUBJECTS: [&str; 3] = ["政府信息公开", "政务公开", "信息公开"];

/// Where a value ends.
fn value_end(text: &str, words: &PageWords) -> usize {
    let mut open = 0;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => {
                let inner = text[at + c.len_utf8()..].trim_start();
                let is_name = |name: &String| inner.starts_with(name.as_str());
                if words.contact.values().flatten().any(is_name) {
                    return at;
                }
                open += 1;
            }
            '）' | ')' if open > 0 => open -= 1,
            '）' | ')' | '，' | ',' | '；' | ';' | '。' | '\n' if open == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

/// Whose report of which year a title names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TitleSays {
    /// The agency; empty where it names none.
    pub agency: String,
    /// The year; none where it names none.
    pub year: Option<i32>,
}

/// What a title says.
pub fn of_title(title: &str) -> TitleSays {
    let plain: Vec<char> = title.chars().filter(|c| !c.is_whitespace()).collect();
    for at in 0..plain.len().saturating_sub(4) {
        let year: Option<String> = plain[at..at + 4].iter().map(|c| digit(*c)).collect();
        let year = year
            .and_then(|year| year.parse().ok())
            .filter(|year| YEARS.contains(year));
        if year.is_some() && plain[at + 4] == '年' {
            let before: String = plain[..at].iter().collect();
            let agency = bare_agency(&before);
            let behind: String = plain[at + 5..].iter().collect();
            let behind = behind.trim_start_matches('度');
            let named = SUBJECTS
                .iter()
                .filter_map(|subject| behind.find(subject))
                .min();
            let agency = match named {
                // The year may stand before the agency.
                Some(end) if agency.is_empty() => bare_agency(&behind[..end]),
                _ => agency,
            };
            return TitleSays { agency, year };
        }
    }
    TitleSays::default()
}

/// The first year that a text speaks of.
pub fn first_year(text: &str) -> Option<i32> {
    let at = text.find('年')?;
    let number = text[..at].chars().rev().take(4).collect::<Vec<_>>();
    let number: String = number.into_iter().rev().collect();
    number.parse().ok().filter(|year| YEARS.contains(year))
}

/// Whom to ask, by the words of a lead paragraph.
pub fn contact(passage: &TextLine, words: &PageWords) -> Vec<FoundFact> {
    let text = passage.text.as_str();
    let mut found = Vec::new();
    for (key, names) in &words.contact {
        let value = names
            .iter()
            .find_map(|name| value_behind(text, name, words));
        found.extend(value.map(|value| FoundFact {
            key: key.clone(),
            value,
            at: passage.at.clone(),
            guessed: false,
        }));
    }
    if !found.is_empty()
        && let Some(value) = whom(text, words)
    {
        let key = "联系.部门".to_owned();
        found.push(FoundFact {
            key,
            value,
            at: passage.at.clone(),
            guessed: false,
        });
    }
    found
}

/// Whom a lead paragraph names to ask.
fn whom(text: &str, words: &PageWords) -> Option<String> {
    let start = words
        .contact_with
        .before
        .iter()
        .find_map(|before| text.find(before.as_str()).map(|at| at + before.len()))?;
    let rest = &text[start..];
    let end = words
        .contact_with
        .behind
        .iter()
        .filter_map(|behind| rest.find(behind.as_str()))
        .min()?;
    let name = rest[..end].trim();
    (!name.is_empty() && name.chars().count() <= 40).then(|| name.to_owned())
}

/// The value behind a name and a colon, or a number right behind it, up to the next mark outside
/// of brackets of its own.
fn value_behind(text: &str, name: &str, words: &PageWords) -> Option<String> {
    let named = [format!("{name}："), format!("{name}:")];
    let at = named
        .iter()
        .find_map(|named| text.find(named.as_str()))
        .or_else(|| {
            let mut places = text.match_indices(name);
            let numbered =
                |at: &usize| text[at + name.len()..].starts_with(|c: char| c.is_ascii_digit());
            places.find(|(at, _)| numbered(at)).map(|(at, _)| at)
        })?;
    let rest = text[at + name.len()..].trim_start_matches(['：', ':']);
    let value = rest[..value_end(rest, words)].trim();
    let fits = !value.is_empty() && value.chars().take(MAX_VALUE + 1).count() <= MAX_VALUE;
    fits.then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &[(&str, &str)]) {
        let passage = TextLine {
            text: line.to_owned(),
            at: At::File,
            level: None,
        };
        let found = of_line(&passage, PageWords::load());
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|fact| (fact.key.as_str(), fact.value.as_str()))
            .collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn lines_of_facts() {
        check(
            "索 引 号：014180233/2024-00004",
            &[("索引号", "014180233/2024-00004")],
        );
        check(
            "发布机构： 某局　　发布日期：2024-01-26 主题分类：其他",
            &[("机关", "某局"), ("网站.发布时间", "2024-01-26")],
        );
        check(
            "成文日期：二〇二四年一月二十六日",
            &[("成文日期", "2024-01-26")],
        );
        check("索引号：A-1 发稿人：某办", &[("索引号", "A-1")]);
        check("2023年，我局认真落实。", &[]);
    }

    fn check_title(title: &str, agency: &str, year: Option<i32>) {
        assert_eq!(
            of_title(title),
            TitleSays {
                agency: agency.to_owned(),
                year
            },
            "{title}"
        );
    }

    #[test]
    fn titles_say_whose_report_it_is() {
        check_title(
            "某市某局 2023 年政府信息公开工作年度报告",
            "某市某局",
            Some(2023),
        );
        check_title("某局关于2023年度政府信息公开工作的报告", "某局", Some(2023));
        check_title("二〇二三年政府信息公开工作年度报告", "", Some(2023));
        check_title("2022年上海市政府信息公开工作年度报告", "上海市", Some(2022));
        check_title("2022年度政府信息公开工作年度报告", "", Some(2022));
        check_title("政府信息公开工作年度报告", "", None);
        check_title(
            "临江市教育局政府信息公开工作2023年度报告",
            "临江市教育局",
            Some(2023),
        );
        check_title(
            "【年报】临江市教育局2023年政府信息公开年报",
            "临江市教育局",
            Some(2023),
        );
        check_title(
            "2022-2023年临江市教育局政府信息公开工作报告",
            "临江市教育局",
            Some(2023),
        );
        check_title("某局政府信息公开工作年度报告（2023年）", "某局", Some(2023));
        check_title(
            "保税区（金港镇）2020年政务公开工作情况汇报",
            "保税区（金港镇）",
            Some(2020),
        );
        let lead = "根据《条例》要求，现公布某市某局2023年政府信息公开工作年度报告。";
        assert_eq!(
            named_in(lead, PageWords::load()).as_deref(),
            Some("某市某局")
        );
        assert_eq!(
            named_in(
                "编制本局2023年政府信息公开工作年度报告。",
                PageWords::load()
            ),
            None
        );
    }

    #[test]
    fn contact_of_a_lead_paragraph() {
        let text =
            "请与某市人民政府办公室联系（地址：人民中路28号，邮编：215600，电话：0512-58916369）。";
        let passage = TextLine {
            text: text.to_owned(),
            at: At::File,
            level: None,
        };
        let found = contact(&passage, PageWords::load());
        let other =
            "联系地址：人民路1号（邮政编码：215600），联系电话：（0512）58916369、58916370。";
        let other = TextLine {
            text: other.to_owned(),
            ..passage.clone()
        };
        let found_there = contact(&other, PageWords::load());
        let mut there: Vec<&str> = found_there.iter().map(|fact| fact.value.as_str()).collect();
        there.sort_unstable();
        assert_eq!(there, ["215600", "人民路1号", "（0512）58916369、58916370"]);
        let mut values: Vec<&str> = found.iter().map(|fact| fact.value.as_str()).collect();
        values.sort_unstable();
        assert_eq!(
            values,
            [
                "0512-58916369",
                "215600",
                "人民中路28号",
                "某市人民政府办公室"
            ]
        );
    }
}
