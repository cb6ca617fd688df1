//! What is common to finished files of all kinds: read back and compared with a form.

use nianbao::export::{Format, stamp};
use nianbao::finding::human::Sources;
use nianbao::readback::{self, compare};

use crate::checks::{sampled, shown, sound};
use crate::samples::clean_content;

/// Reads a file and tells what it says otherwise than the clean example.
///
/// # Panics
/// When findings are not sound, or two readings differ.
pub fn run(data: &[u8], format: Format) {
    let _ = readback::format_of(data);
    let _ = stamp::read(format, data);
    let content = match readback::read("file", format, data) {
        Ok(content) => content,
        Err(finding) => return sound(&[*finding], &Sources::new()),
    };
    let findings = compare(&content, clean_content());
    sound(&findings, &Sources::new());
    shown(&findings, &Sources::new());
    if sampled(data, 4) {
        let again = readback::read("file", format, data).expect("what was read once");
        assert_eq!(compare(&again, clean_content()), findings, "read twice");
        let own = compare(&content, &again);
        // What stands beside the text is told whatever the file is held against.
        let text = own
            .iter()
            .filter(|finding| finding.expected.as_deref() != Some(""));
        assert_eq!(text.count(), 0, "differs from itself: {own:?}");
    }
}
