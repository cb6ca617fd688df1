//! Last year's texts in the new year's wording: years and numbers of the tables are placeholders.

use std::ops::Range;

use crate::narrative::{Line, Narrative, Passage, Piece, Token};
use crate::place::{Place, Placed};
use crate::report::Report;
use crate::standard::Standard;

/// From last year's wording to the new year's.
pub(super) struct Rewording<'a> {
    /// Last year's report.
    pub last: &'a Report,
    /// The new form's narrative, in which placeholders are tried.
    pub new: &'a Narrative,
    /// The new format.
    pub standard: &'a Standard,
}

/// Bytes of a typed line, and what comes in their place.
struct Rewrite {
    typed: Range<usize>,
    text: String,
}

impl Rewording<'_> {
    /// The lines of a text as they may stand in the new form; `typed` is how they stand in the old
    /// one. What had to be written back is told in `left`.
    pub fn reword(
        &self,
        passage: &Passage,
        typed: &[Placed<String>],
        left: &mut Vec<String>,
    ) -> Vec<String> {
        let mut lines = Vec::with_capacity(typed.len());
        for (line, typed) in passage.lines.iter().zip(typed) {
            lines.push(self.reword_line(line, &typed.value, left));
        }
        lines
    }

    fn reword_line(&self, line: &Line, typed: &str, left: &mut Vec<String>) -> String {
        // A figure's line is taken as it is: only its caption is text.
        if line.figure.is_some() {
            return typed.to_owned();
        }
        let mut rewrites = self.rewrite_placeholders(line, typed, left);
        for token in &line.tokens {
            rewrites.extend(self.rewrite_title(line, token));
            rewrites.extend(self.rewrite_year(line, token));
        }
        rewrites.sort_by_key(|rewrite| std::cmp::Reverse(rewrite.typed.start));
        let mut out = typed.to_owned();
        for Rewrite { typed, text } in rewrites {
            out.replace_range(typed, &text);
        }
        out
    }

    /// Placeholders by the names of the new format; what that lacks is written back as it printed.
    fn rewrite_placeholders(
        &self,
        line: &Line,
        typed: &str,
        left: &mut Vec<String>,
    ) -> Vec<Rewrite> {
        let mut rewrites = Vec::new();
        for stretch in &line.stretches {
            if stretch.bound.is_empty() {
                continue;
            }
            let expression = typed[stretch.typed.clone()]
                .trim_start_matches("{{")
                .trim_end_matches("}}")
                .trim();
            let text = match self.rename(expression) {
                Some(other) if other == expression => continue,
                Some(other) => format!("{{{{ {other} }}}}"),
                None => {
                    left.push(format!(
                        "文字里的 {{{{ {expression} }}}}，写回了上年的“{}”",
                        stretch.text
                    ));
                    stretch.text.clone()
                }
            };
            rewrites.push(Rewrite {
                typed: stretch.typed.clone(),
                text,
            });
        }
        rewrites
    }

    /// The report's own title is the new one's.
    fn rewrite_title(&self, line: &Line, token: &Token) -> Option<Rewrite> {
        let own = format!("《{}》", self.last.title());
        if !matches!(token.kind, Piece::Title) || line.text[token.range.clone()] != own {
            return None;
        }
        Some(Rewrite {
            typed: line.typed_range(&token.range)?,
            text: "《{{ 标题 }}》".to_owned(),
        })
    }

    /// A year of four digits, by how far it is from the report's.
    fn rewrite_year(&self, line: &Line, token: &Token) -> Option<Rewrite> {
        let Piece::Year(year) = token.kind else {
            return None;
        };
        let text = &line.text[token.range.clone()];
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let expression = match year - self.last.year.value {
            _ if digits != 4 => return None,
            0 => "{{ 年度 }}",
            1 => "{{ 年度 + 1 }}",
            -1 => "{{ 年度 - 1 }}",
            _ => return None,
        };
        let range = token.range.start..token.range.start + digits;
        Some(Rewrite {
            typed: line.typed_range(&range)?,
            text: expression.to_owned(),
        })
    }

    /// A placeholder's expression by the names of the new format; none where that lacks one of
    /// them.
    fn rename(&self, expression: &str) -> Option<String> {
        let mut out = String::new();
        let mut word = String::new();
        // Names are what stands between blanks, signs and brackets.
        for c in expression.chars().chain([' ']) {
            if c.is_alphanumeric() || c == '.' || c == '_' {
                word.push(c);
                continue;
            }
            out.push_str(&self.rename_value(&std::mem::take(&mut word)));
            out.push(c);
        }
        out.pop();
        let placeholder = Placed::new(format!("{{{{ {out} }}}}"), Place::default());
        let (_, findings) = self.new.fill(&placeholder);
        findings.is_empty().then_some(out)
    }

    /// A value's path by the new format's keys.
    fn rename_value(&self, word: &str) -> String {
        let from = &self.last.standard;
        let other = from
            .cell_by_path(word)
            .and_then(|id| from.counterpart(id, self.standard));
        match other {
            Some(id) => self.standard.path(id),
            None => word.to_owned(),
        }
    }
}
