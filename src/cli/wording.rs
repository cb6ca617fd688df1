//! How forms and paths are told to people.

use std::path::Path;

use nianbao::filing::names::show_path;
use nianbao::finding::argument;

/// Forms in one line: of many the first, and how many they are.
pub(super) fn list_names(forms: impl ExactSizeIterator<Item: Into<String>>, most: usize) -> String {
    let count = forms.len();
    let shown = forms
        .take(most)
        .map(Into::into)
        .collect::<Vec<String>>()
        .join("、");
    if count > most {
        format!("{shown} 等 {count} 份")
    } else {
        shown
    }
}

/// A path as an argument that can be copied into a shell.
pub(super) fn quote(path: &Path) -> String {
    argument(&show_path(path)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_forms_the_first_are_named() {
        let forms = ["甲", "乙", "丙"];
        for (most, expected) in [(2, "甲、乙 等 3 份"), (3, "甲、乙、丙"), (9, "甲、乙、丙")]
        {
            assert_eq!(list_names(forms.into_iter(), most), expected);
        }
    }
}
