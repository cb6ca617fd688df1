//! A finished text, verified; and the same text as the prose of a form, checked.

use nianbao::export::Format;

use super::finished;
use crate::checks::{checked, lossy, sampled, shown, sound};
use crate::samples::{Fonts, files, rendered, short_form};

/// Any bytes as a text.
pub fn run(data: &[u8]) {
    finished::run(data, Format::Txt);
    let form = short_form(&lossy(data));
    let first = checked(form.as_bytes());
    sound(&first.findings, &first.sources);
    shown(&first.findings, &first.sources);
    if sampled(data, 4) {
        assert_eq!(
            checked(form.as_bytes()).findings,
            first.findings,
            "checked twice"
        );
    }
}

/// The program's own texts, and the prose of forms, line by line.
pub fn seeds() -> Vec<Vec<u8>> {
    let prose = files("samples", &["yaml"])
        .into_iter()
        .map(|form| prose(&form));
    rendered(Format::Txt, &Fonts)
        .into_iter()
        .chain(prose)
        .collect()
}

/// The long lines of a form: what is no number and no key.
fn prose(form: &[u8]) -> Vec<u8> {
    const LONG: usize = 40;
    let form = lossy(form);
    let lines: Vec<&str> = form
        .lines()
        .map(str::trim)
        .filter(|line| line.chars().count() > LONG)
        .collect();
    lines.join("\n").into_bytes()
}
