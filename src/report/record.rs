//! An item of a list of the form, such as a waiver or a request.

use std::sync::Arc;

use crate::place::Placed;

/// An item of a list: its values by their keys, in the order of those.
///
/// Items have few keys and lists may have thousands of items, so the values stand side by side
/// and items of one list share the texts of their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    values: Vec<RecordValue>,
}

/// A value of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordValue {
    /// Its key.
    pub key: Arc<str>,
    /// What stands there.
    pub value: Placed<String>,
}

impl Record {
    /// An item without any value, with room for so many.
    pub fn with_room(values: usize) -> Self {
        Self {
            values: Vec::with_capacity(values),
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Placed<String>> {
        self.values
            .iter()
            .find(|value| *value.key == *key)
            .map(|value| &value.value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Placed<String>> {
        self.values
            .iter_mut()
            .find(|value| *value.key == *key)
            .map(|value| &mut value.value)
    }

    /// Gives a key its value.
    pub fn insert(&mut self, key: impl Into<Arc<str>>, value: Placed<String>) {
        let key = key.into();
        match self.values.binary_search_by(|known| known.key.cmp(&key)) {
            Ok(at) => self.values[at].value = value,
            Err(at) => self.values.insert(at, RecordValue { key, value }),
        }
    }

    /// The values with their keys.
    pub fn values(&self) -> &[RecordValue] {
        &self.values
    }

    /// The values, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Placed<String>> {
        self.values.iter_mut().map(|value| &mut value.value)
    }

    /// Whether two items say the same; places do not count.
    pub fn says_same(&self, other: &Self) -> bool {
        let (own, others) = (&self.values, &other.values);
        own.len() == others.len() && own.iter().zip(others).all(|(a, b)| a.says_same(b))
    }
}

impl RecordValue {
    fn says_same(&self, other: &Self) -> bool {
        self.key == other.key && self.value.value == other.value.value
    }
}

impl<K: Into<Arc<str>>> FromIterator<(K, Placed<String>)> for Record {
    fn from_iter<I: IntoIterator<Item = (K, Placed<String>)>>(values: I) -> Self {
        let mut record = Self::default();
        for (key, value) in values {
            record.insert(key, value);
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;

    fn place(value: &str) -> Placed<String> {
        Placed::new(value.to_owned(), Place::default())
    }

    fn check(given: &[(&str, &str)], expected: &[(&str, &str)]) {
        let record: Record = given
            .iter()
            .map(|(key, value)| (*key, place(value)))
            .collect();
        let values = record
            .values()
            .iter()
            .map(|v| (&*v.key, v.value.value.as_str()));
        assert_eq!(values.collect::<Vec<_>>(), expected);
        for (key, value) in expected {
            assert_eq!(record.get(key).map(|v| v.value.as_str()), Some(*value));
        }
    }

    #[test]
    fn a_key_has_one_value() {
        check(&[("b", "1"), ("a", "2")], &[("a", "2"), ("b", "1")]);
        check(&[("a", "1"), ("a", "2")], &[("a", "2")]);
        check(&[], &[]);
    }
}
