//! What is refused in a standard's file, and what the built-in ones hold.

use super::*;
use crate::testing::check_image;

const GOOD: &str = include_str!("../../../schema/standard/2021.yaml");

#[test]
fn the_images_are_the_files() {
    let old = include_str!("../../../schema/standard/2019.yaml");
    for (name, text) in [("standard-2019", old), ("standard-2021", GOOD)] {
        let data: StandardData = serde_saphyr::from_str(text).expect("a standard");
        check_image(name, &data);
    }
}

/// Loads 2021's standard with one piece of text replaced.
fn check(from: &str, to: &str, expected: &str) {
    assert!(GOOD.contains(from), "{from}");
    let error = Standard::load(&GOOD.replacen(from, to, 1)).expect_err("a fault in the data");
    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn the_official_tables_have_their_cells() {
    let standard = Standard::load(GOOD).unwrap();
    let per_table = |t: usize| standard.cells().filter(|c| c.table == t).count();
    assert_eq!([per_table(0), per_table(1), per_table(2)], [10, 25 * 7, 15]);
    let outcome = standard.tables[1].parts[0]
        .rows
        .leaves
        .iter()
        .find_map(|l| l.total.as_ref())
        .unwrap();
    assert_eq!(outcome.parts.len(), 21);
    let old = Standard::load(include_str!("../../../schema/standard/2019.yaml")).unwrap();
    assert_eq!(old.tables[1].parts[0].rows.leaves.len(), 23);
    assert_eq!(
        old.tables[1].parts[0]
            .rows
            .leaves
            .iter()
            .find_map(|l| l.total.as_ref())
            .unwrap()
            .parts
            .len(),
        19
    );
}

#[test]
fn faults_in_the_data_are_named() {
    check(
        "{leaves-of: outcome}",
        "{leaves-of: outcomes}",
        "no group outcomes",
    );
    check(
        "left: [new, carried-in]",
        "left: [new, carried]",
        "no row carried",
    );
    check("width: 7", "width: 8", "7 columns do not tile the width 8");
    check("span: 3}", "span: 2}", "do not tile");
    check(
        "{id: penalty, key: 行政处罚,",
        "{id: penalty, key: 行政强制,",
        "stands twice",
    );
    check("rule: row-total", "rule: row-sum", "no rule row-sum");
    check("corner: 信息内容", "cornr: 信息内容", "cornr");
    check(
        "last: carried-out",
        "last: carried",
        "no row or column carried",
    );
    check(
        "last: carried-out",
        "last: natural",
        "no row or column natural",
    );
    check("changes-of: this", "changes-of: next", "next");
    check(
        ", changes-of: this",
        "",
        "stock: changes-of goes with plus and minus",
    );
    check(
        "stock: warning",
        "stock: remark",
        "stock: no severity remark",
    );
    check("stock: warning", "stocks: warning", "no rule stocks");
    check("table: review", "table: reviews", "no table reviews");
    check("span: 3}", "span: 0}", "a span of 0");
    check(
        "span: 3}",
        "span: 18446744073709551615}",
        "a span of more than 64",
    );
    check(
        "{id: natural, key: 自然人}",
        "{id: natural, key: 自然人, span: 2}",
        "only blocks have spans",
    );
    check(
        "{label: 予以公开, row: granted",
        "{label: 予以公开, row: given",
        "chart outcomes: no cell given all",
    );
    check(
        "    last-year: true",
        "    last-year: true\n    shares: true",
        "do not go together",
    );
    check(
        "id: applicants",
        "id: outcomes",
        "chart outcomes stands twice",
    );
    check(
        "key: 商业企业",
        "key: 自然人",
        "column key of table requests 自然人 stands twice",
    );
}
