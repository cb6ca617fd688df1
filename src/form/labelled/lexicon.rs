//! What the labels of tables and keys may mean: rows, columns, keys, sections.
//!
//! All names of a format are folded once, without numbers, blanks and marks, so
//! that a text is looked up and not compared with each. What no name equals may
//! be a slip of one or two characters; such a guess is told.

use std::collections::HashMap;

use crate::form::labels::{bare, fold};
use crate::report::keys::{texts_of, values_of};
use crate::standard::{FieldKind, Node, Standard};

/// Characters of the longest label, with room for slips.
const MAX_LABEL: usize = 60;

/// What a label means. Numbers are indices in the standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelMeaning {
    /// A row with numbers, or a column: table, part, leaf.
    Row(usize, usize, usize),
    /// A group of rows: table, part, keys.
    Group(usize, usize, Vec<String>),
    /// A column with numbers.
    Column(usize, usize, usize),
    /// A key of the form outside the tables, by its path.
    Field(String),
}

/// A meaning, and how sure it is.
#[derive(Clone, Debug)]
pub struct Sense {
    /// What is meant.
    pub meaning: LabelMeaning,
    /// Whether the text is written as the official form or the short key has it.
    pub exact: bool,
}

/// The names of a format.
pub struct Lexicon {
    /// Whether blanks and the width of marks make no label another one: other programs set
    /// and copy them as they like.
    lenient: bool,
    senses: HashMap<String, Vec<LexiconEntry>>,
    /// All folded names as characters, for guesses.
    spelled: Vec<(String, Vec<char>)>,
}

struct LexiconEntry {
    meaning: LabelMeaning,
    /// The ways to write it that are right.
    right: Vec<String>,
}

impl LexiconEntry {
    fn sense(&self, exact: bool) -> Sense {
        Sense {
            meaning: self.meaning.clone(),
            exact,
        }
    }
}

impl Lexicon {
    /// The names of the tables' rows and columns, and of all keys outside the tables.
    pub fn new(standard: &Standard) -> Self {
        let mut lexicon = Self::keys(standard);
        for (table, data) in standard.tables.iter().enumerate() {
            for (part, p) in data.parts.iter().enumerate() {
                for root in &p.rows.roots {
                    lexicon.add_rows(table, part, root, &[]);
                }
                for root in &p.columns.roots {
                    lexicon.add_columns(table, part, root);
                }
            }
        }
        lexicon.spell();
        lexicon
    }

    /// The same for tables of documents, where blanks and the width of marks say nothing.
    #[cfg(feature = "readback")]
    pub fn of_document(standard: &Standard) -> Self {
        Self {
            lenient: true,
            ..Self::new(standard)
        }
    }

    /// The names of the keys outside the tables alone.
    #[cfg(feature = "workbook")]
    pub fn of_keys(standard: &Standard) -> Self {
        let mut lexicon = Self::keys(standard);
        lexicon.spell();
        lexicon
    }

    fn keys(standard: &Standard) -> Self {
        let mut lexicon = Self {
            lenient: false,
            senses: HashMap::new(),
            spelled: Vec::new(),
        };
        for field in standard.fields.iter() {
            let section = standard
                .sections
                .iter()
                .find(|s| s.text.as_ref() == Some(&field.key));
            let label = section.map(|section| section.label.as_str());
            for key in values_of(field) {
                lexicon.add_key(&key.path, label);
            }
            for path in texts_of(standard, field) {
                lexicon.add_key(&path, label);
            }
            if matches!(field.kind, FieldKind::Records(_)) {
                lexicon.add_key(&field.key, label);
            }
        }
        lexicon
    }

    fn add_key(&mut self, path: &str, label: Option<&str>) {
        let mut right = vec![
            path.to_owned(),
            path.replace('.', ""),
            path.replace('.', "："),
        ];
        if let Some(label) = label {
            right.extend([label.to_owned(), bare(label).to_owned()]);
        }
        self.add(LabelMeaning::Field(path.to_owned()), right, &[]);
    }

    fn add_rows(&mut self, table: usize, part: usize, node: &Node, keys: &[String]) {
        let keys: Vec<String> = keys.iter().chain(&node.key).cloned().collect();
        match node.leaf {
            Some(leaf) => self.add_node(LabelMeaning::Row(table, part, leaf), node),
            None => self.add_node(LabelMeaning::Group(table, part, keys.clone()), node),
        }
        for child in &node.children {
            self.add_rows(table, part, child, &keys);
        }
    }

    fn add_columns(&mut self, table: usize, part: usize, node: &Node) {
        if let Some(leaf) = node.leaf {
            self.add_node(LabelMeaning::Column(table, part, leaf), node);
        }
        for child in &node.children {
            self.add_columns(table, part, child);
        }
    }

    fn add_node(&mut self, meaning: LabelMeaning, node: &Node) {
        let mut right = vec![node.label.clone(), bare(&node.label).to_owned()];
        right.extend(node.key.clone());
        self.add(meaning, right, &node.aliases);
    }

    fn add(&mut self, meaning: LabelMeaning, right: Vec<String>, aliases: &[String]) {
        let mut folded: Vec<String> = right.iter().chain(aliases).map(|name| fold(name)).collect();
        folded.sort_unstable();
        folded.dedup();
        for name in folded {
            self.senses.entry(name).or_default().push(LexiconEntry {
                meaning: meaning.clone(),
                right: right.clone(),
            });
        }
    }

    fn spell(&mut self) {
        let names = self.senses.keys();
        self.spelled = names
            .map(|name| (name.clone(), name.chars().collect()))
            .collect();
        self.spelled.sort_unstable();
    }

    /// What a text means, if it is a label; several where the format uses it more than once.
    ///
    /// With `guess`, a label may have a slip or two.
    pub fn senses(&self, text: &str, guess: bool) -> Vec<Sense> {
        // A label too long for its cell is broken over lines, which says nothing.
        let text = text.trim().replace('\n', "");
        if text.is_empty() || text.chars().take(MAX_LABEL + 1).count() > MAX_LABEL {
            return Vec::new();
        }
        let folded = fold(&text);
        if let Some(names) = self.senses.get(&folded) {
            let senses = names
                .iter()
                .map(|name| name.sense(self.is_right(&name.right, &text)));
            return senses.collect();
        }
        if !guess {
            return Vec::new();
        }
        let near = self
            .find_near(&folded)
            .and_then(|near| self.senses.get(near));
        near.into_iter()
            .flatten()
            .map(|name| name.sense(false))
            .collect()
    }

    fn is_right(&self, right: &[String], text: &str) -> bool {
        right
            .iter()
            .any(|right| right == text || self.lenient && squeeze(right) == squeeze(text))
    }

    /// The one name that is only a slip away.
    fn find_near(&self, folded: &str) -> Option<&str> {
        let typed: Vec<char> = folded.chars().collect();
        let mut best: Option<(usize, &str)> = None;
        let mut tied = false;
        for (name, spelled) in &self.spelled {
            let allowed = slips(spelled.len().min(typed.len()));
            if spelled.len().abs_diff(typed.len()) > allowed {
                continue;
            }
            let distance = strsim::generic_damerau_levenshtein(&typed, spelled);
            // Another unit of money is no slip.
            if distance > allowed || money(folded) != money(name) {
                continue;
            }
            match best {
                Some((least, _)) if distance > least => {}
                Some((least, _)) if distance == least => tied = true,
                _ => (best, tied) = (Some((distance, name.as_str())), false),
            }
        }
        best.filter(|_| !tied).map(|(_, name)| name)
    }
}

/// A label without blanks, its marks in full width.
fn squeeze(label: &str) -> String {
    label
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(widen)
        .collect()
}

/// A mark in full width; of dots those are points that are narrow.
fn widen(c: char) -> char {
    match c {
        '(' => '（',
        ')' => '）',
        ',' => '，',
        ':' => '：',
        '．' => '.',
        c => c,
    }
}

/// The unit of money that a label names.
fn money(label: &str) -> Option<&'static str> {
    ["亿元", "万元", "元"]
        .into_iter()
        .find(|unit| label.contains(unit))
}

/// How many characters of a label may be wrong: none of a short one, which would be another word.
fn slips(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=6 => 1,
        7..=11 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::builtin;

    fn check(text: &str, expected: &str) {
        let standard = builtin("2021").unwrap();
        let shown: Vec<String> = Lexicon::new(&standard)
            .senses(text, true)
            .iter()
            .map(|sense| {
                let name = match &sense.meaning {
                    LabelMeaning::Row(t, p, l) => {
                        standard.tables[*t].parts[*p].rows.leaves[*l].keys.join(".")
                    }
                    LabelMeaning::Column(t, p, l) => standard.tables[*t].parts[*p].columns.leaves
                        [*l]
                        .key()
                        .to_owned(),
                    LabelMeaning::Group(_, _, keys) => keys.join("."),
                    LabelMeaning::Field(path) => path.clone(),
                };
                format!("{name}{}", if sense.exact { "" } else { "?" })
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }

    #[test]
    fn labels_and_slips() {
        check("1.属于国家秘密", "办理结果.不予公开.国家秘密");
        check("1、属于 国家秘密", "办理结果.不予公开.国家秘密?");
        check("属于国家机密", "办理结果.不予公开.国家秘密?");
        check("社会公益\n组织", "社会公益组织");
        check("先行有效件数", "现行有效?");
        check("（三）不予公开", "办理结果.不予公开");
        check("联系电话", "联系.电话");
        check("一、总体情况", "总体情况");
        check("说明：申请", "说明.申请");
        check("其它", "");
        check("某市某局", "");
        check("行政奖励", "");
        check("本年收费金额（单位：万 元）", "收费金额?");
        check("本年收费金额（单位：元）", "");
    }
}
