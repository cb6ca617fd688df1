//! What faces are called in the files that they are embedded in.

use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

/// What the format of fonts allows of a name, less what tells one subset from another.
const LONGEST_NAME: usize = 55;

/// The face's name for programs; characters that such names must not have are left out.
pub(super) fn postscript_name(font: &FontRef<'_>) -> String {
    let names = font.localized_strings(StringId::POSTSCRIPT_NAME);
    let name = names
        .english_or_first()
        .map(|name| name.to_string())
        .unwrap_or_default();
    let sound = name.chars().filter(|c| may_stand_in_name(*c));
    let name: String = sound.take(LONGEST_NAME).collect();
    if name.is_empty() {
        "Font".to_owned()
    } else {
        name
    }
}

fn may_stand_in_name(c: char) -> bool {
    c.is_ascii_graphic() && !"()<>[]{}/%#+".contains(c)
}
