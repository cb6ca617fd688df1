//! Two figures that belong together: captions, words for readers of the screen, and the
//! texts that stand in a chart.

use super::prose;
use super::tell::{Differing, Teller};
use super::words::{key, same};
use crate::readback::content::{ContentFigure, ContentLine};

/// Tells what two figures say differently.
pub(super) fn compare(found: &ContentFigure, expected: &ContentFigure, tell: &mut Teller<'_>) {
    prose::compare(&found.caption, &expected.caption, tell);
    if let (Some(alt), Some(other)) = (&found.alt, &expected.alt)
        && !same(alt, other)
    {
        prose::compare(&beside(found, alt), &beside(expected, other), tell);
    }
    if let (Some(here), Some(there)) = (&found.drawn, &expected.drawn) {
        let (here, there) = (keys(here), keys(there));
        if !are_equal(&here, &there) {
            let texts = Differing {
                found: &here.concat(),
                expected: &there.concat(),
            };
            tell.tell_drawn(&found.caption, &expected.caption, texts);
        }
    }
}

/// Words that stand where a figure's caption does.
fn beside(figure: &ContentFigure, words: &str) -> ContentLine {
    ContentLine {
        text: words.to_owned(),
        ..figure.caption.clone()
    }
}

fn keys(texts: &[String]) -> Vec<String> {
    texts
        .iter()
        .map(|text| key(text))
        .filter(|key| !key.is_empty())
        .collect()
}

/// Whether the same texts are drawn in the same order. A page does not tell where one
/// ends and the next begins: there all of them are one.
fn are_equal(here: &[String], there: &[String]) -> bool {
    let whole = here.len() == 1 || there.len() == 1;
    here == there || whole && here.concat() == there.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(here: &[&str], there: &[&str], expected: bool) {
        let texts = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        let (here, there) = (keys(&texts(here)), keys(&texts(there)));
        assert_eq!(
            (are_equal(&here, &there), are_equal(&there, &here)),
            (expected, expected),
            "{here:?} {there:?}"
        );
    }

    #[test]
    fn texts_of_charts() {
        check(&["甲", "3件"], &["甲", "3 件"], true);
        check(&["甲3件乙4件"], &["甲", "3件", "乙", "4件"], true);
        check(&["甲4件乙3件"], &["甲", "3件", "乙", "4件"], false);
        check(&["甲", "13件"], &["甲1", "3件"], false);
        check(&["", " "], &[], true);
        check(&["7"], &[], false);
    }
}
