//! Whose report of which year a form is, and which format it follows.

use std::sync::Arc;

use super::super::pasted::PastedInto;
use super::super::raw::Entry;
use super::super::words;
use super::{Lower, shorten_typed};
use crate::finding::{Code, Finding};
use crate::place::{At, Place, Placed};
use crate::standard::{AGENCY, FORMAT, Standard, YEAR};

/// Years that a report may be of.
const YEARS: std::ops::RangeInclusive<i32> = 2008..=2100;

/// What to do about a year for which there is no format.
const CHECK_YEAR: &str = "年度报告格式自 2019 年度起施行，请核对年度";

impl Lower<'_> {
    pub(super) fn read_year(&mut self, entries: &[Entry]) -> Placed<i32> {
        let hint = self.tell_basic(YEAR, "四位数字", "2023");
        let Some(Placed { value: text, place }) = self.find_basic(entries, YEAR) else {
            let place = self.basic_place(entries, YEAR);
            self.findings
                .push(Finding::new(Code::Blank, "没有填年度", place).hint(hint));
            return Placed::new(0, Place::file(self.file));
        };
        if text.len() == 4
            && let Ok(year) = text.parse::<i32>()
            && YEARS.contains(&year)
        {
            return Placed::new(year, place);
        }
        let text = shorten_typed(&text);
        let message = format!("年度“{text}”不是四位数字的年份");
        let finding = Finding::new(Code::NotACount, message, place.clone());
        self.findings.push(finding.hint(hint).stated(&text));
        Placed::new(0, place)
    }

    /// The format that the form names, else the one of its year.
    pub(super) fn read_standard(&mut self, entries: &[Entry], year: &Placed<i32>) -> Arc<Standard> {
        let Some(format) = self.find_basic(entries, FORMAT) else {
            let standard = self.choose_standard(year.value);
            if year.value != 0 && !standard.serves.contains(year.value) {
                let message = format!("没有适用于 {} 年度的报告格式", year.value);
                let finding = Finding::new(Code::WrongFormat, message, year.place.clone());
                self.findings.push(finding.hint(CHECK_YEAR));
            }
            return standard;
        };
        let Some(standard) = self.library.by_format(&format.value) else {
            let standard = self.choose_standard(year.value);
            self.tell_unknown_format(format, year.value, &standard);
            return standard;
        };
        if year.value != 0 && !standard.serves.contains(year.value) {
            self.tell_wrong_format(format, year);
        }
        standard
    }

    /// The format of a year; the newest where the year has none.
    fn choose_standard(&self, year: i32) -> Arc<Standard> {
        self.standard_of(year)
            .or_else(|| self.library.all().pop())
            .expect("the program brings standards with it")
    }

    fn standard_of(&self, year: i32) -> Option<Arc<Standard>> {
        if year == 0 {
            None
        } else {
            self.library.by_year(year)
        }
    }

    fn tell_unknown_format(&mut self, format: Placed<String>, year: i32, standard: &Standard) {
        let shown = shorten_typed(&format.value);
        let names: Vec<String> = self
            .library
            .all()
            .iter()
            .map(|known| known.format.clone())
            .collect();
        let hint = format!(
            "可用的格式：{}；{year} 年度用 {}",
            names.join("、"),
            standard.format
        );
        let message = format!("没有“{shown}”这种格式");
        let finding = Finding::new(Code::WrongFormat, message, format.place);
        self.findings
            .push(finding.hint(hint).sides(&shown, &standard.format));
    }

    /// Tells of a format that is not for the form's year.
    fn tell_wrong_format(&mut self, format: Placed<String>, year: &Placed<i32>) {
        let right = self.standard_of(year.value);
        let hint = match &right {
            Some(right) => format!(
                "格式写错就改为 {}，年度写错就改年度；都没有错，用 nianbao new --year {} 另建一张\
                 填报表，把数抄过去",
                right.format, year.value
            ),
            None => CHECK_YEAR.to_owned(),
        };
        let message = format!("格式 {} 不适用于 {} 年度", format.value, year.value);
        let mut finding = Finding::new(Code::WrongFormat, message, format.place)
            .hint(hint)
            .related([year.place.clone()]);
        finding.stated = Some(format.value);
        finding.expected = right.map(|right| right.format.clone());
        self.findings.push(finding);
    }

    pub(super) fn read_agency(&mut self, entries: &[Entry]) -> Placed<String> {
        if let Some(Placed { value: name, place }) = self.find_basic(entries, AGENCY) {
            let name = self.pasted.read(name, PastedInto::Name, &place);
            return Placed::new(self.cut_short(name, &place), place);
        }
        let place = self.basic_place(entries, AGENCY);
        let hint = self.tell_basic(AGENCY, "全称", "某某市某某局");
        self.findings
            .push(Finding::new(Code::Blank, "没有填机关", place.clone()).hint(hint));
        Placed::new(String::new(), place)
    }

    /// How to write a key that every form must have.
    fn tell_basic(&self, key: &str, what: &str, example: &str) -> String {
        if self.cells {
            format!("在“{}”表的“{key}”一行填{what}，如 {example}", words::BASICS)
        } else {
            format!("写一行“{key}: {example}”，用{what}")
        }
    }

    /// A short text at the top of the form, if it is there and not empty.
    fn find_basic(&self, entries: &[Entry], key: &str) -> Option<Placed<String>> {
        let entry = entries.iter().find(|e| e.key == key)?;
        let text = entry.value.text()?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return None;
        }
        Some(Placed::new(text, self.keyed(&entry.value.at, key)))
    }

    /// Where a key of the top stands or, in a workbook, its value; the file where there is none.
    fn basic_place(&self, entries: &[Entry], key: &str) -> Place {
        let at = match entries.iter().find(|e| e.key == key) {
            Some(entry) if self.cells => &entry.value.at,
            Some(entry) => &entry.at,
            None => &At::File,
        };
        self.keyed(at, key)
    }
}
