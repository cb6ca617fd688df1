//! What a ledger of requests (台账) says of the report's table.

use std::collections::HashMap;

use super::{Record, Report};
use crate::place::{At, Place};
use crate::standard::{CellId, LEDGER, REQUEST_KEYS};

/// Requests that a message names.
const NAMED: usize = 8;

/// What the requests of a ledger count for.
#[derive(Clone, Debug, Default)]
pub struct LedgerCount {
    /// For each cell that requests count for, their places in the list, from 0.
    pub counted: HashMap<CellId, Vec<usize>>,
    /// The requests that are open at the year's end.
    pub open: Vec<usize>,
    /// Whether there is a ledger, and all of it could be read.
    pub sound: bool,
}

impl LedgerCount {
    /// How many requests count for a cell.
    pub fn count(&self, id: CellId) -> usize {
        self.counted.get(&id).map_or(0, Vec::len)
    }
}

/// Where a request stands.
pub fn request_place(request: &Record) -> Place {
    let key = REQUEST_KEYS.iter().find_map(|key| request.get(key));
    key.map(|value| value.place.clone()).unwrap_or_default()
}

/// A request as messages name it: by its row in a sheet, else by its place in the list.
fn request_name(request: &Record, index: usize) -> String {
    match request_place(request).at {
        At::Cell { row, .. } => format!("第{}行", row + 1),
        _ => format!("第{}条", index + 1),
    }
}

/// Requests by name, so many at the most.
pub fn request_names(requests: &[Record], indices: &[usize]) -> String {
    let named = indices.iter().take(NAMED);
    let named = named.filter_map(|&index| Some(request_name(requests.get(index)?, index)));
    let named = named.collect::<Vec<_>>().join("、");
    if indices.len() > NAMED {
        format!("{named}等")
    } else {
        named
    }
}

impl Report {
    /// The requests that count for a cell, as messages name them.
    pub fn requests_of(&self, id: CellId) -> String {
        match self.ledger.counted.get(&id) {
            Some(indices) => request_names(self.items(LEDGER), indices),
            None => String::new(),
        }
    }
}
