//! Whose report of which year it is, as titles and leads say.

use super::days::digit;
use super::words::PageWords;

/// The years that reports are of.
const YEARS: std::ops::RangeInclusive<i32> = 2008..=2100;
/// What a title speaks of, behind the name of an agency.
const SUBJECTS: [&str; 3] = ["政府信息公开", "政务公开", "信息公开"];
/// A report with its year, as a lead names it behind the name of an agency.
const NAMED_REPORTS: [&str; 2] = ["年政府信息公开工作年度报告", "年度政府信息公开工作"];
/// Marks at which a name in a lead begins.
const MARKS_BEFORE_NAME: [char; 6] = ['。', '，', '《', '“', '；', '：'];
/// Characters of a name in a lead.
const NAME_LENGTHS: std::ops::RangeInclusive<usize> = 3..=30;

/// Whose report of which year a title names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TitleSays {
    /// The agency; empty where it names none.
    pub agency: String,
    /// The year; none where it names none.
    pub year: Option<i32>,
}

/// What a title says.
pub fn read_title(title: &str) -> TitleSays {
    let plain: Vec<char> = title.chars().filter(|c| !c.is_whitespace()).collect();
    for (at, five) in plain.windows(5).enumerate() {
        let [digits @ .., '年'] = five else { continue };
        let Some(year) = read_year(digits) else {
            continue;
        };
        let before: String = plain[..at].iter().collect();
        let behind: String = plain[at + 5..].iter().collect();
        return TitleSays {
            agency: find_agency_round_year(&before, &behind),
            year: Some(year),
        };
    }
    TitleSays::default()
}

/// A year in digits or characters.
fn read_year(digits: &[char]) -> Option<i32> {
    let year: String = digits.iter().map(|c| digit(*c)).collect::<Option<_>>()?;
    year.parse().ok().filter(|year| YEARS.contains(year))
}

/// The agency that a title names before its year, or behind it.
fn find_agency_round_year(before: &str, behind: &str) -> String {
    let agency = bare_agency(before);
    if !agency.is_empty() {
        return agency;
    }
    let behind = behind.trim_start_matches('度');
    match find_subject(behind) {
        Some(end) => bare_agency(&behind[..end]),
        None => String::new(),
    }
}

/// The name of an agency as it stands before a year in a title: 关于, what the title speaks of
/// and marks round it are none of it.
fn bare_agency(text: &str) -> String {
    let text = text.split_once('】').map_or(text, |(_, rest)| rest);
    let text = text
        .trim_matches(is_round_agency)
        .trim_start_matches("关于")
        .trim_end_matches("关于");
    let end = find_subject(text).unwrap_or(text.len());
    text[..end].to_owned()
}

/// Whether a character at either end of an agency's name is none of it.
fn is_round_agency(c: char) -> bool {
    !c.is_alphanumeric() && !"（）〈〉".contains(c) || c.is_ascii_digit()
}

/// Where a text first says what reports are about.
fn find_subject(text: &str) -> Option<usize> {
    SUBJECTS
        .iter()
        .filter_map(|subject| text.find(subject))
        .min()
}

/// The agency that a lead names with its report: 现公布某局2023年政府信息公开工作年度报告.
pub fn find_agency_in_lead(text: &str, words: &PageWords) -> Option<String> {
    let at = NAMED_REPORTS.iter().find_map(|report| text.find(report))?;
    let before = text[..at].trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let clause = before.rsplit(MARKS_BEFORE_NAME).next().unwrap_or_default();
    let verb_ends = words
        .lead_verbs
        .iter()
        .filter_map(|verb| clause.rfind(verb.as_str()).map(|at| at + verb.len()));
    let name = clause[verb_ends.max().unwrap_or(0)..].trim();
    let fits =
        NAME_LENGTHS.contains(&name.chars().count()) && name.chars().all(char::is_alphanumeric);
    let is_own = !words.own_names.iter().any(|own| own == name);
    (fits && is_own).then(|| name.to_owned())
}

/// The first year that a text speaks of.
pub fn find_first_year(text: &str) -> Option<i32> {
    let before = &text[..text.find('年')?];
    let from = before.char_indices().rev().take(4).last()?.0;
    before[from..]
        .parse()
        .ok()
        .filter(|year| YEARS.contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_title(title: &str, agency: &str, year: Option<i32>) {
        assert_eq!(
            read_title(title),
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
            find_agency_in_lead(lead, PageWords::load()).as_deref(),
            Some("某市某局")
        );
        assert_eq!(
            find_agency_in_lead(
                "编制本局2023年政府信息公开工作年度报告。",
                PageWords::load()
            ),
            None
        );
    }
}
