//! Why something cannot be done, in words for the clerk.

use nianbao::filing::{Refusal, Why};
use nianbao::finding::{Complaint, Finding};

use crate::message::Said;

/// Why something cannot be done.
#[derive(Debug)]
pub(crate) struct Fault(pub Said);

impl Fault {
    /// Of a form that cannot be read: the first thing that is wrong with it.
    pub fn of(findings: Vec<Finding>) -> Self {
        match findings.into_iter().next() {
            Some(finding) => Self(Said {
                message: finding.message,
                hint: finding.hint,
            }),
            None => Refusal::Unreadable.into(),
        }
    }
}

impl From<Complaint> for Said {
    fn from(complaint: Complaint) -> Self {
        Self {
            message: complaint.message.into_owned(),
            hint: complaint.hint.into_owned(),
        }
    }
}

impl From<Complaint> for Fault {
    fn from(complaint: Complaint) -> Self {
        Self(complaint.into())
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        let hint = match &refusal {
            Refusal::Faulty => "先改正错误，再做一次",
            Refusal::OnPaper(found) => found.first().map_or("", |finding| &finding.hint),
            _ => "",
        };
        Self(Said {
            message: refusal.to_string(),
            hint: hint.to_owned(),
        })
    }
}

impl From<Why> for Fault {
    fn from(why: Why) -> Self {
        Refusal::from(why).into()
    }
}
