//! Every path that a document names is there, and every link leads somewhere.

use std::path::Path;

use crate::common::root;
use crate::markdown::{Page, pages};

/// What a path in the repository begins with.
const TOPS: [&str; 12] = [
    "src/",
    "tests/",
    "templates/",
    "schema/",
    "samples/",
    "benches/",
    "examples/",
    "docs/",
    "LICENSES/",
    ".ci/",
    "page/",
    "fuzz/",
];

#[test]
fn every_path_that_a_document_names_exists() {
    let mut seen = 0;
    for page in pages() {
        for quoted in page.quoted() {
            for word in quoted.split_whitespace() {
                if TOPS.iter().any(|top| word.starts_with(top))
                    && !word.contains(['<', '*', '{', '…'])
                {
                    seen += 1;
                    let path = word.split(':').next().unwrap_or_default();
                    let path = path.trim_end_matches(['/', '.', ',']);
                    let beside = root().join(&page.path).with_file_name(path);
                    let exists = root().join(path).exists() || beside.exists();
                    assert!(exists, "{} names {word}", page.path);
                }
            }
        }
    }
    assert!(seen > 100, "only {seen} paths were found");
}

/// Nothing is left that was to be filled in.
#[test]
fn no_document_is_half_written() {
    for page in pages() {
        for mark in ["TODO", "FIXME", "@LINES@"] {
            assert!(!page.text.contains(mark), "{} has {mark}", page.path);
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut seen = 0;
    for page in pages() {
        for link in page.links() {
            if link.starts_with("http://") || link.starts_with("https://") {
                continue;
            }
            seen += 1;
            check_link(&page, &link);
        }
    }
    assert!(seen > 40, "only {seen} links were found");
}

/// A link to a file beside, and to a heading in it.
fn check_link(page: &Page, link: &str) {
    let (path, heading) = link.split_once('#').unwrap_or((link, ""));
    let folder = Path::new(&page.path).parent().expect("a folder");
    let target = if path.is_empty() {
        root().join(&page.path)
    } else {
        root().join(folder).join(path)
    };
    assert!(target.exists(), "{} links to {link}", page.path);
    if !heading.is_empty() {
        let text = std::fs::read_to_string(&target).expect("a document");
        let headings = text.lines().filter(|line| line.starts_with('#'));
        let found = headings.map(anchor).any(|anchor| anchor == heading);
        assert!(found, "{} links to {link}: no such heading", page.path);
    }
}

/// The name under which a heading is linked to: small letters, blanks as hyphens, marks left out.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let mut anchor = String::new();
    for letter in words.chars() {
        if letter.is_alphanumeric() || letter == '-' || letter == '_' {
            anchor.push(letter);
        } else if letter == ' ' {
            anchor.push('-');
        }
    }
    anchor
}
