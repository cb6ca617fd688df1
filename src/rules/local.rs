//! What an agency's own notices ask of a report: data of its settings file.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::finding::Complaint;
use crate::report::Date;

/// What local notices ask for; nothing where none is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Local {
    /// How percentages and shortened numbers are cut to their digits.
    pub rounding: Rounding,
    /// The last day, in the year after the report's, on which it may be issued.
    pub deadline: Option<Deadline>,
    /// The headings of the first section, in their order.
    pub headings: Vec<String>,
    /// How long sections may be, by the key of the text.
    pub lengths: BTreeMap<String, LengthLimits>,
    /// Numbers that the text must tell.
    pub told: Vec<ToldNumber>,
}

/// How a number is cut to the digits that are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// 四舍五入; what was cut off instead is told as such.
    #[default]
    Nearest,
    /// 截尾: further digits are left out.
    Cut,
    /// 相差1: either way, one unit of the last digit.
    Either,
}

impl Rounding {
    /// Whether a value is shown so in digits of which the last is worth `unit`.
    pub fn shows(self, value: Decimal, shown: Decimal, unit: Decimal) -> bool {
        let off = value - shown;
        match self {
            Self::Nearest => off.abs() * Decimal::TWO <= unit,
            Self::Cut => off >= Decimal::ZERO && off < unit,
            Self::Either => off.abs() <= unit,
        }
    }
}

/// A day of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// The month, from 1.
    pub month: u8,
    /// The day, from 1.
    pub day: u8,
}

/// How many characters a section's text has, blanks not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LengthLimits {
    /// At least so many.
    #[serde(rename = "至少", default)]
    pub least: Option<usize>,
    /// At most so many.
    #[serde(rename = "至多", default)]
    pub most: Option<usize>,
}

/// A number that the text must tell: one in a measure, in a clause that names it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldNumber {
    /// What it is called in findings.
    #[serde(rename = "内容")]
    pub name: String,
    /// Words of which its sentence has one.
    #[serde(rename = "词")]
    pub words: Vec<String>,
    /// Measures of which its number has one; any where none is given.
    #[serde(rename = "单位", default)]
    pub measures: Vec<String>,
    /// The key of the text; any where none is given.
    #[serde(rename = "部分", default)]
    pub section: Option<String>,
}

/// The local part of a settings file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LocalData {
    #[serde(rename = "取舍", default)]
    rounding: Option<String>,
    #[serde(rename = "最迟日期", default)]
    deadline: Option<String>,
    #[serde(rename = "小标题", default)]
    headings: Vec<String>,
    #[serde(rename = "字数", default)]
    lengths: BTreeMap<String, LengthLimits>,
    #[serde(rename = "应写", default)]
    told: Vec<ToldNumber>,
}

/// The keys of the texts that a length may be given for.
const SECTIONS: [&str; 4] = ["引言", "总体情况", "问题与改进", "其他事项"];

impl LocalData {
    /// What the data say.
    ///
    /// # Errors
    /// A complaint about an unknown word, a day that is none, or a text that no form has.
    pub fn read(self) -> Result<Local, Complaint> {
        let rounding = match &self.rounding {
            Some(word) => read_rounding(word)?,
            None => Rounding::Nearest,
        };
        let deadline = self.deadline.as_deref().map(read_deadline).transpose()?;
        for key in self.lengths.keys() {
            if !SECTIONS.contains(&key.as_str()) {
                let message = format!("“字数”下面没有“{key}”这一部分");
                let hint = format!("可以写：{}", SECTIONS.join("、"));
                return Err(Complaint::new(message, hint));
            }
        }
        for (key, limits) in &self.lengths {
            let (least, most) = (limits.least.unwrap_or(0), limits.most.unwrap_or(usize::MAX));
            if least > most {
                let message = format!("“{key}”的字数至少 {least}，至多 {most}，没有这样的字数");
                return Err(Complaint::new(message, ""));
            }
        }
        Ok(Local {
            rounding,
            deadline,
            headings: self.headings,
            lengths: self.lengths,
            told: self.told,
        })
    }
}

fn read_rounding(word: &str) -> Result<Rounding, Complaint> {
    match word.trim() {
        "四舍五入" => Ok(Rounding::Nearest),
        "截尾" => Ok(Rounding::Cut),
        "相差1" => Ok(Rounding::Either),
        _ => {
            let message = format!("“取舍”只能是“四舍五入”“截尾”或“相差1”，不能是“{word}”");
            Err(Complaint::new(message, ""))
        }
    }
}

/// Reads `01-28`.
fn read_deadline(text: &str) -> Result<Deadline, Complaint> {
    let Some(day) = read_day(text) else {
        let message = format!("“最迟日期”要写成“01-28”这样的月和日，不能是“{text}”");
        return Err(Complaint::new(message, "指报告年度的下一年"));
    };
    Ok(day)
}

/// A day of any year that is no leap year.
fn read_day(text: &str) -> Option<Deadline> {
    let (month, day) = text.trim().split_once('-')?;
    let (month, day): (u8, u8) = (month.parse().ok()?, day.parse().ok()?);
    Date::parse(&format!("2023-{month:02}-{day:02}"))?;
    Some(Deadline { month, day })
}
