//! What finished files are called, so that every system takes the name, and how names are shown.

use std::path::{Component, Path, PathBuf};

use crate::finding::visible;
use crate::form::characters::belongs;

/// The longest name, in bytes, before mark and extension: usual systems take 255 in all.
const MAX_NAME: usize = 200;
/// What Windows takes for a device, whatever stands behind a point.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// The same with a number behind it.
const PORTS: [&str; 2] = ["com", "lpt"];

/// Agency and year in the usual words; the form's own name where one of them is missing.
pub fn usual_name(agency: &str, year: i32, form: &Path) -> String {
    if agency.is_empty() || year == 0 {
        return form
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
    }
    let rest = format!("{year}年政府信息公开工作年度报告");
    format!("{}{rest}", cut(agency, MAX_NAME - rest.len()))
}

/// A file name that every system takes: no separators, reserved signs or devices, nothing
/// that is not seen, not too long.
pub fn file_name(full: &str, draft: bool) -> String {
    let clean: String = full
        .chars()
        .map(|c| if is_reserved(c) { '_' } else { c })
        .filter(|c| belongs(*c))
        .collect();
    let name = cut(&clean, MAX_NAME).trim_matches(|c: char| c == '.' || c.is_whitespace());
    let name = match name {
        "" => "报告".to_owned(),
        name if is_device(name) => format!("{name}_"),
        name => name.to_owned(),
    };
    if draft { mark_draft(&name) } else { name }
}

/// Whether some system takes no such character in a name.
fn is_reserved(c: char) -> bool {
    c.is_control() || "\\/:*?\"<>|".contains(c)
}

/// The name of a draft.
pub fn mark_draft(name: &str) -> String {
    format!("{name}（草稿）")
}

/// Whether Windows takes a name for a device.
pub fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_lowercase();
    DEVICES.contains(&stem.as_str()) || PORTS.iter().any(|port| is_numbered(port, &stem))
}

/// Whether a name is a port's, with one digit behind it.
fn is_numbered(port: &str, name: &str) -> bool {
    let Some(number) = name.strip_prefix(port) else {
        return false;
    };
    number.chars().count() == 1 && "0123456789¹²³".contains(number)
}

/// A name as Windows compares names: capitals and small letters are the same.
pub fn fold(name: &str) -> String {
    name.chars().map(capital).collect()
}

/// A letter's capital where that is one letter, as Windows has it: ß stays.
fn capital(c: char) -> char {
    let mut capitals = c.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => c,
    }
}

/// The start of a text, of at most so many bytes.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// A path as people are shown it: in one line, without a leading `./`.
pub fn show_path(path: &Path) -> String {
    let path = path
        .strip_prefix(".")
        .ok()
        .filter(|rest| *rest != Path::new(""))
        .unwrap_or(path);
    visible(&path.to_string_lossy()).into_owned()
}

/// The way from a folder to a file; none where they share no root.
pub fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let from: Vec<Component> = from.components().collect();
    let to: Vec<Component> = to.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return None;
    }
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - shared);
    Some(up.chain(to[shared..].iter().copied()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, draft: bool, expected: &str) {
        assert_eq!(file_name(given, draft), expected);
    }

    #[test]
    fn file_names() {
        check("某某局2023年", false, "某某局2023年");
        check("某某局2023年", true, "某某局2023年（草稿）");
        check("../甲:乙 .", false, "_甲_乙");
        check("...", false, "报告");
        check("甲\u{202E}txt.exe\u{200B}", false, "甲txt.exe");
        assert!(file_name(&"长".repeat(500), true).len() <= MAX_NAME + 15);
    }

    #[test]
    fn devices_of_windows() {
        for (given, expected) in [
            ("CON", "CON_"),
            ("nul.年报", "nul.年报_"),
            ("Com1", "Com1_"),
            ("LPT³ .x", "LPT³ .x_"),
            ("conout$", "conout$_"),
            ("COM10", "COM10"),
            ("COM", "COM"),
            ("控制", "控制"),
        ] {
            check(given, false, expected);
        }
    }

    #[test]
    fn names_are_folded_as_windows_does() {
        assert_eq!(fold("aＡéß局"), fold("AａÉß局"));
        assert_ne!(fold("ß"), fold("SS"));
    }
}
