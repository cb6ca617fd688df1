//! The relations that changed cells take part in, and whether they hold.

use std::collections::BTreeMap;

use crate::finding::Code;
use crate::narrative::Subject;
use crate::place::Place;
use crate::rules::{Relation, relations};
use crate::standard::CellId;

/// A relation that a change touches.
#[derive(Clone, Debug)]
pub struct Touched {
    /// The rule that checks it.
    pub code: Code,
    /// What it says.
    pub words: String,
    /// Whether it held; none where the old form has no such relation.
    pub before: Option<bool>,
    /// Whether it holds; none where the new form has no such relation, as when a cell holds no
    /// number.
    pub after: Option<bool>,
    /// Where it is found in the new form.
    pub place: Option<Place>,
}

/// What identifies a relation in both forms.
type RelationKey<'a> = (Code, &'a str);

fn key(relation: &Relation) -> RelationKey<'_> {
    (relation.code, &relation.key)
}

/// Which relations hold.
fn states(relations: &[Relation]) -> BTreeMap<RelationKey<'_>, bool> {
    relations
        .iter()
        .map(|relation| (key(relation), relation.holds))
        .collect()
}

/// The relations in which one of these cells of the new report stands.
pub fn find_touched(old: &Subject<'_>, new: &Subject<'_>, changed: &[CellId]) -> Vec<Touched> {
    if changed.is_empty() {
        return Vec::new();
    }
    let (before, after) = (relations(old), relations(new));
    let (held, holds) = (states(&before), states(&after));
    let mut found = Vec::new();
    for relation in after.iter().filter(|relation| touches(relation, changed)) {
        let place = Some(relation.place.clone());
        let before = held.get(&key(relation)).copied();
        found.push(tell(relation, before, Some(relation.holds), place));
    }
    // Of one format the cells are the same; what is not checked any more is told as well.
    if old.report.standard.format == new.report.standard.format {
        let gone = before
            .iter()
            .filter(|relation| !holds.contains_key(&key(relation)));
        for relation in gone.filter(|relation| touches(relation, changed)) {
            found.push(tell(relation, Some(relation.holds), None, None));
        }
    }
    found
}

fn touches(relation: &Relation, changed: &[CellId]) -> bool {
    relation.cells.iter().any(|id| changed.contains(id))
}

fn tell(
    relation: &Relation,
    before: Option<bool>,
    after: Option<bool>,
    place: Option<Place>,
) -> Touched {
    Touched {
        code: relation.code,
        words: relation.words.clone(),
        before,
        after,
        place,
    }
}
