//! Lists of words that the grammar and the rules on free text ask for.

use serde::{Deserialize, Deserializer};

/// The lists of `schema/narrative.yaml`, which says what each holds.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    rename_all = "kebab-case",
    bound(deserialize = "'de: 'static")
)]
#[expect(missing_docs, reason = "the file says what each list holds")]
pub struct Lists {
    pub bodies: Words,
    pub by_the_way: Words,
    pub every_way: Words,
    pub handed_on: Words,
    pub charging: Words,
    pub unpaid: Words,
    pub attributes: Words,
    pub attributing: Words,
    pub documents: Words,
    pub open_documents: Words,
    pub of_a_kind: Words,
    pub disclosure: Words,
    pub inside: Words,
    pub contents: Words,
    pub causes: Words,
    pub except: Words,
    pub how: Words,
    pub joining: Words,
    pub carrying: Words,
    pub periods: Words,
    pub full_rates: Words,
    pub in_time: Words,
    pub hence: Words,
    pub of_this_year: Words,
    pub to_percentage: Words,
    pub less_than: Words,
    pub more_than: Words,
    pub or_more: Words,
    pub kinds_behind: Words,
    pub onward: Words,
    pub vague: Words,
    pub vague_behind: Words,
    pub older_share: Words,
    pub reached: Words,
    pub deciders: Words,
    pub more: Words,
    pub fewer: Words,
    pub one_by_one: Words,
    pub unchanged: Words,
    pub examining: Words,
    pub not_over_disclosure: Words,
    pub half: Words,
    pub doubled: Words,
    pub noun_ends: Words,
    pub this_work: Words,
    pub closing: Words,
    pub told: Words,
    pub until: Words,
    pub year_end: Words,
    pub each_share: Words,
    pub aspect: Words,
    pub aspect_ends: Words,
    pub same_person: Words,
    pub finished: Words,
    pub in_the_name: Words,
    pub since: Words,
    pub goes_on: Words,
    pub ought: Words,
    pub at_least: Words,
    pub below: Words,
    pub masked_persons: Words,
    pub all_are: Words,
    pub of_answers: Words,
    pub item_ends: Words,
    pub own_ends: Words,
    pub ended_years: Words,
    pub places: Words,
    pub fee_names: Words,
    pub fee_of_requests: Words,
    pub own_fee: Words,
    pub of_requests: Words,
    pub rates_of_a_fee: Words,
    pub fee_or_notice: Words,
    pub received: Words,
    pub notice: Words,
    pub no_fee: Words,
    pub leads: Words,
    pub sending: Words,
    pub digits_behind: Words,
    pub of: Words,
    pub share_of: Words,
    pub by_whom: Words,
    pub and_so_on: Words,
    pub of_which: Words,
    pub pieces: Words,
    pub information: Words,
    pub of_others: Words,
    pub people: Words,
    pub bodies_counted: Words,
    pub kinds: Words,
    pub items: Words,
    pub bare_requests: Words,
    pub and_then: Words,
    pub fee: Words,
    pub over: Words,
    pub touching: Words,
    pub explained: Words,
    pub excluding: Words,
    pub including: Words,
    pub names_disclosure: Words,
    pub table_columns: Words,
    pub range_marks: Words,
    pub ends_of_december: Words,
    pub each_begins: Words,
    pub offices_of_governments: Words,
    pub own_level: Words,
    pub all_of: Words,
    pub measure_of_bodies: Words,
    pub any: Words,
    pub tells_shares: Words,
    pub less: Words,
    pub rate: Words,
    pub report_begins: Words,
    pub report_ends: Words,
    pub all_year: Words,
    pub of_us: Words,
    pub report_names: Words,
    pub written_by: Words,
    pub writing: Words,
    pub of_a_place: Words,
    pub offices: Words,
    pub in_force: Words,
    pub publishing: Words,
    pub issuing: Words,
    pub reviewing: Words,
    pub suffered: Words,
    pub plans: Words,
    pub acts: Words,
    pub before_name: Words,
    pub period: Words,
    pub growth: Words,
    pub became: Words,
    pub wholes: Words,
    pub whole_of: Words,
    pub shares: Words,
    pub rates: Words,
    pub no_rates: Words,
    pub pending: Words,
    pub due: Words,
    pub comparing: Words,
    pub older: Words,
    pub and: Words,
    pub sums: Words,
    pub composed: Words,
    pub complete: Words,
    pub remainder: Words,
    pub open_list: Words,
    pub leading: Words,
    pub overlapping: Words,
    pub before_year: Words,
    pub departments: Words,
    pub governments: Words,
    pub towns: Words,
    pub counties: Words,
    pub no_counties: Words,
    pub parts_of_a_report: Words,
    pub opens_parts: Words,
    pub joined_names: Words,
    pub parts_of_this: Words,
    pub piece: Words,
    pub this_report: Words,
    pub no_notice: Words,
    pub unfinished: Words,
    pub still: Words,
    pub of_days: Words,
    pub placeholders_of: Words,
    pub masked_names: Words,
    pub gap_measures: Words,
    pub own_reports: Words,
    pub problems: Words,
    pub improving: Words,
    pub remedies: Words,
    pub needed: Words,
    pub these_problems: Words,
    pub others: Words,
    pub work_on_others: Words,
    pub of_before: Words,
    pub compared_with: Words,
    pub aspects: Vec<Aspect>,
}

/// An aspect of the work that a section speaks of.
#[cfg_attr(test, derive(serde::Serialize))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aspect {
    /// What it is called.
    pub name: &'static str,
    /// Words of which a text on it has one.
    pub words: Words,
}

/// A list of words.
#[derive(Debug)]
pub struct Words(Vec<&'static str>);

impl<'de: 'static> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return Vec::deserialize(deserializer).map(Self);
        }
        // In an image a list is one text: it is looked at once, not word by word.
        let words = <&'static str>::deserialize(deserializer)?;
        Ok(Self(words.split(PART).collect()))
    }
}

#[cfg(test)]
impl serde::Serialize for Words {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.join(&PART.to_string()))
    }
}

/// What parts the words of a list in an image.
const PART: char = '\n';

impl Words {
    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }

    /// Whether a text is one of them.
    pub fn has(&self, text: &str) -> bool {
        self.iter().any(|word| word == text)
    }

    /// Whether one of them stands in a text.
    pub fn within(&self, text: &str) -> bool {
        self.iter().any(|word| text.contains(word))
    }

    /// Whether a text begins with one of them.
    pub fn begin(&self, text: &str) -> bool {
        self.iter().any(|word| text.starts_with(word))
    }

    /// A text without the first of them that it begins with.
    pub fn trim_start<'t>(&self, text: &'t str) -> &'t str {
        self.iter()
            .find_map(|word| text.strip_prefix(word))
            .unwrap_or(text)
    }

    /// A text without the first of them that it ends in.
    pub fn trim_end<'t>(&self, text: &'t str) -> &'t str {
        self.iter()
            .find_map(|word| text.strip_suffix(word))
            .unwrap_or(text)
    }

    /// What stands before and behind one of them.
    pub fn split<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        self.iter().find_map(|word| text.split_once(word))
    }

    /// Whether a text ends in one of them.
    pub fn end(&self, text: &str) -> bool {
        self.iter().any(|word| text.ends_with(word))
    }
}
