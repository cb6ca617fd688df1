//! What finished files on the disk say of their making; for a text, what the files beside it say.

use std::path::Path;

use super::write::Before;
use crate::export::stamp::{self, Stamp, StampWords};
use crate::export::text;
use crate::file::Format;

/// The stamp of a finished file, for a plain text without one what the files beside it keep of it.
pub fn stamp_of(path: &Path, format: Format, bytes: &[u8]) -> Option<Stamp> {
    let own = stamp::read(format, bytes);
    if own.is_some() || format != Format::Txt {
        return own;
    }
    let digest = text::digest_of(bytes)?;
    let mut first = None;
    for words in MARKED
        .iter()
        .filter_map(|format| stamp_beside(path, *format))
    {
        if words.text.as_ref() == Some(&digest) {
            return Some(Stamp {
                form: words.form,
                text: words.text,
                whole: true,
            });
        }
        first.get_or_insert(words);
    }
    let StampWords { form, text, .. } = first?;
    Some(Stamp {
        form,
        text,
        whole: false,
    })
}

/// The formats that keep the digest of the text beside them, the quickest to read first.
pub(super) const MARKED: [Format; 5] = [
    Format::Docx,
    Format::Html,
    Format::Fragment,
    Format::Ofd,
    Format::Pdf,
];

/// What a file of this format beside the text says of its making.
pub(super) fn stamp_beside(path: &Path, format: Format) -> Option<StampWords> {
    let beside = path.with_extension(format.extension());
    match Before::at(&beside) {
        Ok(Before::Content(bytes)) => stamp::words_in(format, &bytes),
        _ => None,
    }
}
