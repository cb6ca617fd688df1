//! What of a form goes out with the report: all that is printed, and nothing that stays inside.
//!
//! Which keys stay inside the agency the standard's data says: the ledger of requests, the
//! reasons of waivers. A file that carries its form carries this one.

use super::{LedgerCount, Report};
use crate::standard::{Field, FieldKind, LAST_YEAR};

/// What last year's form is called beside one that goes out.
pub const LAST_YEAR_FILE: &str = "last-year.yaml";

impl Report {
    /// The same report without what stays inside. Of a published form it is that form.
    #[must_use]
    pub fn published(&self) -> Self {
        let mut published = self.clone();
        published.ledger = LedgerCount::default();
        for field in self.standard.fields.iter() {
            published.leave_out(field);
        }
        // What prints nothing is nothing.
        for text in published.texts.values_mut() {
            text.retain(|line| !line.value.trim().is_empty());
        }
        published.texts.retain(|_, text| !text.is_empty());
        if let Some(last) = published.fields.get_mut(LAST_YEAR) {
            LAST_YEAR_FILE.clone_into(&mut last.value);
        }
        published
    }

    /// The same as a form that stands beside one of the next year: it names none before it.
    #[must_use]
    pub fn published_as_last(&self) -> Self {
        let mut published = self.published();
        published.fields.remove(LAST_YEAR);
        published
    }

    /// Leaves out what stays inside of a key at the top of the form.
    fn leave_out(&mut self, top: &Field) {
        let FieldKind::Records(inner) = &top.kind else {
            return;
        };
        if top.internal.is_some() {
            self.records.remove(&top.key);
            return;
        }
        let Some(records) = self.records.get_mut(&top.key) else {
            return;
        };
        for Field { key, internal, .. } in inner {
            let Some(instead) = internal else { continue };
            let values = records.iter_mut().filter_map(|record| record.get_mut(key));
            values.for_each(|value| instead.clone_into(&mut value.value));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::form::{self, Options, write};
    use crate::standard::Library;
    use crate::testing::CLEAN;

    /// What goes out of the clean form with more lines holds none of these words, and goes out
    /// as it is.
    fn check(lines: &str, words: &[&str], kept: &[&str]) {
        let text = format!("{CLEAN}\n{lines}\n");
        let read = |text: &str| {
            let reading = form::read(
                "f",
                text.as_bytes(),
                &Library::default(),
                Options::default(),
            );
            reading.report.expect("a form")
        };
        let report = read(&text);
        let published = write::yaml(&report.published(), "");
        for word in words {
            assert!(
                text.contains(word) && !published.contains(word),
                "{word}\n{published}"
            );
        }
        for word in kept {
            assert!(published.contains(word), "{word}\n{published}");
        }
        assert_eq!(write::yaml(&read(&published).published(), ""), published);
        assert_eq!(form::meaning(&report), form::meaning(&read(&published)));
    }

    #[test]
    fn what_stays_inside_does_not_go_out() {
        check(
            "豁免: [{规则: stock, 位置: 主动公开, 理由: 与法制科电话核对过}]",
            &["与法制科电话核对过"],
            &["stock", "理由在机关的填报表里"],
        );
        check(
            "台账: [{收到日期: 2023-03-15, 备注: 信访件}]",
            &["2023-03-15", "信访件"],
            &[],
        );
        check("# 张三填的", &["张三填的"], &[]);
    }

    #[test]
    fn last_years_form_has_a_name_of_its_own() {
        check(
            "上年: 局里/2022年（终稿）.xlsx",
            &["终稿"],
            &["last-year.yaml"],
        );
    }
}
