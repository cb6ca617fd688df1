//! What is wrong and what to do, before it is known where.

use std::borrow::Cow;
use std::fmt;

use super::{Code, Finding};
use crate::place::Place;

/// What is wrong and what to do, in Chinese; with a code and a place it is a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong.
    pub message: Cow<'static, str>,
    /// What to do about it; may be empty.
    pub hint: Cow<'static, str>,
}

impl Complaint {
    /// What is wrong and what to do.
    pub fn new(message: impl Into<Cow<'static, str>>, hint: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// The same in words that never change.
    pub const fn fixed(message: &'static str, hint: &'static str) -> Self {
        Self {
            message: Cow::Borrowed(message),
            hint: Cow::Borrowed(hint),
        }
    }

    /// The finding of this code at a place.
    pub fn at(self, code: Code, place: Place) -> Finding {
        Finding::new(code, self.message, place).hint(self.hint)
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.hint.is_empty() {
            Ok(())
        } else {
            write!(f, "；{}", self.hint)
        }
    }
}

impl std::error::Error for Complaint {}
