//! What the project says of itself: pages that are made of its data are as the data are, every path
//! and link leads somewhere, every command runs, and what a page shows of the program is what it
//! prints.

#[path = "../common/mod.rs"]
mod common;

mod codes;
mod commands;
mod figures;
mod form_keys;
mod json_keys;
mod links;
mod markdown;

use std::fs;

use common::root;

/// Compares a page that is made of data with the committed one; `NIANBAO_RENEW=1` writes it.
fn check(path: &str, made: &str) {
    let file = root().join(path);
    if std::env::var_os("NIANBAO_RENEW").is_some() {
        fs::write(&file, made).unwrap_or_else(|error| panic!("{path}: {error}"));
        return;
    }
    let committed = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(
        committed == made,
        "{path} is old: NIANBAO_RENEW=1 cargo test --test documents"
    );
}

#[test]
fn the_pages_of_rules_are_what_the_rules_say() {
    check("docs/检查规则.md", &codes::page());
    check("docs/reference/codes.md", &codes::english());
}

#[test]
fn the_page_of_keys_is_what_the_standards_say() {
    check("docs/reference/填报表.md", &form_keys::page());
}

#[test]
fn the_page_of_json_is_what_the_schemas_say() {
    check("docs/reference/JSON.md", &json_keys::page());
}

/// What is read at a glance is short, and stays so.
#[test]
fn the_first_pages_are_short() {
    for (page, most) in [("README.md", 8 << 10), ("src/ARCHITECTURE.md", 12 << 10)] {
        let size = fs::read(root().join(page)).expect(page).len();
        assert!(size <= most, "{page}: {size} bytes of {most}");
    }
}
