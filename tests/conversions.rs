//! Random reports through every kind of form: nothing is lost, whatever they hold.

mod common;

use common::random::report;
use nianbao::form::write::{json, workbook, yaml};
use nianbao::form::{Options, read};
use nianbao::report::Report;
use nianbao::standard::Library;
use proptest::prelude::*;

fn again(name: &str, bytes: &[u8]) -> Report {
    let reading = read(name, bytes, &Library::default(), Options::default());
    let lost = [
        "unreadable",
        "unknown-key",
        "unknown-row",
        "duplicate-key",
        "bad-character",
        "wrong-format",
    ];
    let bad: Vec<_> = reading
        .findings
        .iter()
        .filter(|f| lost.contains(&f.code.name()))
        .collect();
    assert!(bad.is_empty(), "{bad:#?}");
    reading.report.expect("a readable form")
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: common::cases(64),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_is_lost(report in report()) {
        let whole = json(&report);
        let text = yaml(&report, "form.json");
        let from_yaml = again("f.yaml", text.as_bytes());
        prop_assert_eq!(&json(&from_yaml), &whole, "from YAML\n{}", text);
        let from_workbook = again("f.xlsx", &workbook(&from_yaml).expect("a workbook"));
        prop_assert_eq!(&json(&from_workbook), &whole, "from the workbook");
        prop_assert_eq!(&yaml(&from_workbook, "form.json"), &text);
        prop_assert_eq!(&json(&again("f.json", whole.as_bytes())), &whole, "from JSON");
    }
}
