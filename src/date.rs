//! A day of the calendar, as forms and templates write it.

use std::fmt;

/// The number of 1900-03-01 in spreadsheets, from where on all programs agree.
const FIRST_SERIAL: u32 = 61;
/// The number of 9999-12-31.
const LAST_SERIAL: u32 = 2_958_465;
/// The number of 1970-01-01.
const UNIX_SERIAL: u32 = 25_569;
/// Days of four hundred years.
const DAYS_OF_ERA: u32 = 146_097;
/// Days from 1 March of the year 0 to 1900-03-01.
const DAYS_TO_1900: u32 = 693_960;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, 1–12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// Reads a day as people write it: `2024-01-26`, `2024-1-26`, `2024/1/26`, `2024.1.26`,
    /// `2024年1月26日`.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(date) = Self::parse(text) {
            return Some(date);
        }
        let plain = text
            .trim()
            .trim_end_matches('日')
            .replace(['年', '月', '/', '.'], "-");
        let parts: Vec<&str> = plain.split('-').map(str::trim).collect();
        let [year, month, day] = parts.as_slice() else {
            return None;
        };
        Self::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
    }

    /// Reads a day and a time of it, `2024-01-26 09:00` or a day as [`Date::read`]
    /// takes it with `9:00`; gives the first.
    pub fn moment(text: &str) -> Option<String> {
        // A day alone is one as well: the hour need not be known.
        let Some((day, time)) = text.trim().split_once([' ', 'T']) else {
            return Self::read(text).map(|day| day.to_string());
        };
        let mut parts = time.trim().split(['：', ':']);
        let hour = number_below(24, parts.next()?)?;
        let minute = number_below(60, parts.next()?)?;
        Some(format!("{} {hour:02}:{minute:02}", Self::read(day)?))
    }

    /// Reads `YYYY-MM-DD`; none for anything else or a day that does not exist.
    pub fn parse(text: &str) -> Option<Self> {
        if !is_day_shaped(text.as_bytes()) {
            return None;
        }
        let date = Self {
            year: text[..4].parse().ok()?,
            month: text[5..7].parse().ok()?,
            day: text[8..].parse().ok()?,
        };
        let exists = date.year >= 1900
            && (1..=12).contains(&date.month)
            && (1..=date.days_in_month()).contains(&date.day);
        exists.then_some(date)
    }

    /// The last day of a year; of 2000 for a year that no form can have.
    pub fn end_of(year: i32) -> Self {
        let year = u16::try_from(year)
            .ok()
            .filter(|y| (1900..=9999).contains(y))
            .unwrap_or(2000);
        Self {
            year,
            month: 12,
            day: 31,
        }
    }

    /// The day on which this many seconds have passed since 1970-01-01, UTC.
    pub fn from_unix(seconds: u64) -> Option<Self> {
        Self::from_serial(
            u32::try_from(seconds / 86_400)
                .ok()?
                .checked_add(UNIX_SERIAL)?,
        )
    }

    /// The day of this number in a spreadsheet, where 1900-03-01 is 61; none before that day, whose
    /// numbers programs do not agree on, and after 9999.
    pub fn from_serial(serial: u32) -> Option<Self> {
        if !(FIRST_SERIAL..=LAST_SERIAL).contains(&serial) {
            return None;
        }
        // Years that begin in March end with the leap day.
        let days = serial - FIRST_SERIAL + DAYS_TO_1900;
        let (era, day) = (days / DAYS_OF_ERA, days % DAYS_OF_ERA);
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let later = u32::from(month >= 10);
        Some(Self {
            year: (era * 400 + year + later) as u16,
            month: (month + 3 - 12 * later) as u8,
            day: (day - (153 * month + 2) / 5 + 1) as u8,
        })
    }

    /// The day's number in a spreadsheet, where 1900-03-01 is 61; less before that day than
    /// programs say.
    pub fn serial(self) -> u32 {
        let early = u32::from(self.month <= 2);
        let year = u32::from(self.year) - early;
        let month = u32::from(self.month) + 12 * early - 3;
        let days = 365 * year + year / 4 - year / 100
            + year / 400
            + (153 * month + 2) / 5
            + u32::from(self.day)
            - 1;
        (days + FIRST_SERIAL).saturating_sub(DAYS_TO_1900)
    }

    fn days_in_month(self) -> u8 {
        let leap = self.year.is_multiple_of(4)
            && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// As a signature has it: `2024年1月26日`.
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }
}

/// A number of a time, such as its hour.
fn number_below(bound: u8, text: &str) -> Option<u8> {
    text.parse().ok().filter(|number| *number < bound)
}

/// Whether a text has the shape `0000-00-00`.
fn is_day_shaped(text: &[u8]) -> bool {
    for (at, byte) in text.iter().enumerate() {
        let fits = match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        if !fits {
            return false;
        }
    }
    text.len() == 10
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(
            Date::parse(text).map(Date::chinese).as_deref(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn numbers_of_spreadsheets() {
        for (text, serial) in [
            ("1900-03-01", 61),
            ("1970-01-01", 25_569),
            ("2000-02-29", 36_585),
            ("2023-12-31", 45_291),
            ("2024-01-01", 45_292),
            ("9999-12-31", 2_958_465),
        ] {
            let date = Date::parse(text).unwrap();
            assert_eq!(date.serial(), serial, "{text}");
            assert_eq!(Date::from_serial(serial), Some(date), "{text}");
        }
        let all = (61..=100_000).chain(2_900_000..=2_958_465);
        let wrong = |serial: &u32| Date::from_serial(*serial).map(Date::serial) != Some(*serial);
        assert_eq!(all.clone().find(wrong), None);
        let days: Vec<Date> = all.filter_map(Date::from_serial).collect();
        assert!(
            days.is_sorted()
                && days
                    .iter()
                    .all(|day| Date::parse(&day.to_string()) == Some(*day))
        );
        assert_eq!(
            (Date::from_serial(60), Date::from_serial(2_958_466)),
            (None, None)
        );
    }

    #[test]
    fn moments() {
        let check = |text, expected: Option<&str>| {
            assert_eq!(Date::moment(text).as_deref(), expected, "{text}");
        };
        check("2024-01-26 09:00", Some("2024-01-26 09:00"));
        check("2024年1月26日 9：05", Some("2024-01-26 09:05"));
        check("2024-01-26T16:30:00", Some("2024-01-26 16:30"));
        check("2024年1月26日", Some("2024-01-26"));
        check("2024-01-26 25:00", None);
        check("26/1 09:00", None);
    }

    #[test]
    fn days() {
        check("2024-01-26", Some("2024年1月26日"));
        check("2024-02-29", Some("2024年2月29日"));
        check("2023-02-29", None);
        check("2024-1-26", None);
        check("2024年1月26日", None);
    }

    #[test]
    fn seconds_since_1970() {
        let read = |text: &str| Date::read(text).map(|date| date.to_string());
        for text in [
            "2024-01-26",
            "2024-1-26",
            "2024/1/26",
            "2024.1.26",
            "2024年1月26日",
            "2024年01月26日",
        ] {
            assert_eq!(read(text).as_deref(), Some("2024-01-26"), "{text}");
        }
        for text in [
            "2024-13-01",
            "2024",
            "24-1-26",
            "2024-1-26 9:00",
            "一月",
            "2024年1月",
            "2024-1-２",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(Date::from_unix(0).unwrap().to_string(), "1970-01-01");
        assert_eq!(
            Date::from_unix(1_706_227_200).unwrap().to_string(),
            "2024-01-26"
        );
        assert_eq!(
            Date::from_unix(951_782_400).unwrap().to_string(),
            "2000-02-29"
        );
        assert_eq!(Date::from_unix(u64::MAX), None);
    }
}
