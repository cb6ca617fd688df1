//! Golden findings of the published reports: what the program says of real input.

mod common;

use common::{SAMPLES, findings, root, run, sample_text};
use nianbao::finding::human::{Sources, render};
use nianbao::place::At;

/// The codes of a sample's findings with the paths that they are about.
fn check(name: &str, expected: &[(&str, &str)]) {
    let found = findings(sample_text(name).as_bytes());
    let shown: Vec<(&str, &str)> = found
        .iter()
        .map(|f| (f.code.name(), &*f.places[0].path))
        .collect();
    assert_eq!(shown, expected, "{name}");
}

#[test]
fn the_known_mistakes_and_no_others() {
    check("001-xinfangju-2020", &[]);
    // A bracket is missing before 国办函〔2020〕109号.
    check("002-shenpiju-2021", &[("unbalanced", "其他事项")]);
    // 774, 15 and 730 are not the table's.
    check(
        "003-zhangjiagang-2023",
        &[("narrative-number", "总体情况"); 3],
    );
    check("003-corrected-2023", &[]);
    check(
        "004-baoshuiqu-2020",
        &[
            ("row-total", "申请.办理结果.其他处理.总计"),
            ("outcome-total", "申请.办理结果.总计.总计"),
            ("narrative-number", "总体情况"),
            ("narrative-parts", "总体情况"),
            ("empty-section", "问题与改进"),
            ("empty-section", "其他事项"),
            ("document-number", "总体情况"),
            ("title", "标题"),
        ],
    );
}

#[test]
fn numbers_in_the_text_are_pointed_at() {
    for (name, code, expected) in [
        (
            "003-zhangjiagang-2023",
            "narrative-number",
            &["774", "15", "730"][..],
        ),
        ("004-baoshuiqu-2020", "narrative-number", &["9"]),
        ("004-baoshuiqu-2020", "narrative-parts", &["19"]),
    ] {
        let text = sample_text(name);
        let found = findings(text.as_bytes());
        let pointed =
            found
                .iter()
                .filter(|f| f.code.name() == code)
                .map(|f| match &f.places[0].at {
                    At::Text { bytes, .. } => &text[bytes.clone()],
                    _ => "",
                });
        assert_eq!(pointed.collect::<Vec<_>>(), expected, "{name}");
    }
}

#[test]
fn the_blanks_of_report_000_and_nothing_else() {
    let found = findings(sample_text("000-chengguanju-2019").as_bytes());
    assert!(found.iter().all(|f| f.code.name() == "blank"));
    assert_eq!(found.len(), 1);
    // Of the 23 rows （七）总计 may be left blank, as it is a total; of the others' 6 cells each
    // 新收 and 予以公开 fill one.
    let cells: usize = found.iter().map(|f| f.places.len()).sum();
    assert_eq!(cells, 22 * 6 - 2);
}

#[test]
fn golden_text_and_json() {
    for name in SAMPLES {
        let text = sample_text(name);
        let found = findings(text.as_bytes());
        let sources = Sources::from([("form.yaml".into(), text.into())]);
        insta::assert_snapshot!(format!("{name}.human"), render(&found, &sources, false));
        let out = run(
            &root(),
            &["check", "--format", "json", &format!("samples/{name}.yaml")],
        );
        assert_eq!(
            out.code,
            i32::from(found.iter().any(|f| f.severity.name() == "error"))
        );
        let _: serde_json::Value = serde_json::from_str(&out.stdout).expect("one JSON document");
        insta::assert_snapshot!(format!("{name}.json"), out.stdout);
    }
}
