//! Corrections as programs read them.

use serde_json::{Value, json};

use super::{Correction, Taking};

/// The document: each correction with what becomes of it, and whether the form was written.
/// The flag of each says whether it was taken, or would be.
pub fn render(corrections: &[(Correction, bool)], written: bool) -> String {
    let entries: Vec<Value> = corrections
        .iter()
        .map(|(correction, taken)| entry(correction, *taken))
        .collect();
    let document = json!({ "corrections": entries, "written": written });
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn entry(correction: &Correction, taken: bool) -> Value {
    let Correction {
        what,
        old,
        new,
        way,
    } = correction;
    let path = way.as_ref().ok().map(path);
    json!({
        "what": what,
        "form": old,
        "file": new,
        "path": path,
        "taken": taken,
        "why": way.as_ref().err(),
    })
}

/// Where in the form it goes; a paragraph by its number from 1.
fn path(taking: &Taking) -> String {
    match taking {
        Taking::Value { path, .. } => path.clone(),
        Taking::Replaced(paragraph) | Taking::Removed(paragraph) | Taking::Inserted(paragraph) => {
            format!("{}.{}", paragraph.key, paragraph.line + 1)
        }
    }
}
