//! Proposals as one JSON document.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

use super::bind::Proposal;
use crate::finding::json::FileEntry;
use crate::place::At;

/// Literal numbers of the text that could be placeholders.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema), schemars(rename = "Proposals"))]
struct ProposalsDocument<'a> {
    /// The numbers of the text that could be placeholders, in the order of the text.
    proposals: Vec<ProposalEntry<'a>>,
    /// The form, where it was written.
    files: Vec<&'a FileEntry>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
struct ProposalEntry<'a> {
    /// The text's path in the form, such as `总体情况`.
    path: &'a str,
    /// Which of its paragraphs, from 1.
    paragraph: usize,
    /// The line in the form, from 1; null in a workbook.
    line: Option<usize>,
    /// The number as typed.
    literal: &'a str,
    /// The placeholder with its braces.
    placeholder: &'a str,
    /// The words by which it was understood.
    phrase: &'a str,
    /// Whether the placeholder was put in.
    bound: bool,
}

/// Proposals as JSON, with a line end. `bound` are the indices of those that were made, `written`
/// is the form.
pub fn render(proposals: &[Proposal], bound: &[usize], written: Option<&FileEntry>) -> String {
    let entries = proposals.iter().enumerate();
    let document = ProposalsDocument {
        proposals: entries
            .map(|(at, proposal)| entry(proposal, bound.contains(&at)))
            .collect(),
        files: written.into_iter().collect(),
    };
    // Serialising plain strings and numbers into a String cannot fail.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn entry(proposal: &Proposal, bound: bool) -> ProposalEntry<'_> {
    let line = if let At::Text { line, .. } = &proposal.place.at {
        Some(*line)
    } else {
        None
    };
    ProposalEntry {
        path: &proposal.key,
        paragraph: proposal.line + 1,
        line,
        literal: &proposal.literal,
        placeholder: &proposal.placeholder,
        phrase: &proposal.phrase,
        bound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_schema;

    #[test]
    fn the_schema_is_as_committed() {
        check_schema::<ProposalsDocument<'_>>("proposals");
    }
}
