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
    /// Whether it holds; none where the new form has no such relation, as when a cell holds no number.
    pub after: Option<bool>,
    /// Where it is found in the new form.
    pub place: Option<Place>,
}

/// The relations in which one of these cells of the new report stands.
pub fn touched(old: &Subject<'_>, new: &Subject<'_>, changed: &[CellId]) -> Vec<Touched> {
    if changed.is_empty() {
        return Vec::new();
    }
    let (before, after) = (relations(old), relations(new));
    let by_key = |relations: &'_ [Relation]| -> BTreeMap<(Code, String), bool> {
        relations.iter().map(|r| ((r.code, r.key.clone()), r.holds)).collect()
    };
    let (held, holds) = (by_key(&before), by_key(&after));
    let touches = |relation: &&Relation| relation.cells.iter().any(|id| changed.contains(id));
    let told = |relation: &Relation, place: Option<Place>| {
        let key = (relation.code, relation.key.clone());
        Touched {
            code: relation.code,
            words: relation.words.clone(),
            before: held.get(&key).copied(),
            after: holds.get(&key).copied(),
            place,
        }
    };
    let mut found: Vec<Touched> =
        after.iter().filter(touches).map(|r| told(r, Some(r.place.clone()))).collect();
    // Of one format the cells are the same; what is not checked any more is told as well.
    if old.report.standard.format == new.report.standard.format {
        let gone =
            |relation: &&Relation| !holds.contains_key(&(relation.code, relation.key.clone()));
        found.extend(before.iter().filter(touches).filter(gone).map(|r| told(r, None)));
    }
    found
}
