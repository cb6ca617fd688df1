//! What must hold for every report, tried on random ones.

mod common;

use common::findings;
use nianbao::form::write::{blank, yaml};
use nianbao::standard::builtin;
use proptest::prelude::*;

/// Counts for the outcome rows; what came in follows from them.
fn counts(rows: usize) -> impl Strategy<Value = Vec<[u32; 6]>> {
    proptest::collection::vec(
        proptest::array::uniform6(prop_oneof![3 => Just(0u32), 1 => 0..2000u32]),
        rows,
    )
}

/// A balanced form: `outcomes` in the order of the rows, all carried out in the last.
fn form(format: &str, year: i32, outcomes: &[[u32; 6]], stated: bool) -> String {
    let text = yaml(
        &blank(&builtin(format).unwrap(), "某某局", year),
        "form.json",
    );
    let column = |c: usize| outcomes.iter().map(|r| r[c]).sum::<u32>();
    let total: Vec<u32> = (0..6).map(column).collect();
    let row = |r: &[u32]| {
        let numbers = r.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        if stated {
            format!("[{numbers}, {}]", r.iter().sum::<u32>())
        } else {
            format!("[{numbers}]")
        }
    };
    let mut rest = outcomes.iter();
    let mut lines = Vec::new();
    for line in text.lines() {
        let Some(key) = line
            .split(':')
            .next()
            .filter(|_| line.contains("[0, 0, 0, 0, 0, 0]"))
        else {
            lines.push(line.to_owned());
            continue;
        };
        match key.trim() {
            "新收" => lines.push(format!("{key}: {}", row(&total))),
            "上年结转" | "结转下年度" => {
                if key.trim() == "结转下年度" && stated {
                    lines.push(format!("    总计: {}", row(&total)));
                }
                lines.push(line.to_owned());
            }
            _ => lines.push(format!(
                "{key}: {}",
                row(rest.next().expect("a row of counts"))
            )),
        }
    }
    assert!(rest.next().is_none());
    lines.join("\n").replace("行政许可: 0", "行政许可: 1")
}

fn errors(form: &str) -> Vec<&'static str> {
    let found = findings(form.as_bytes());
    found
        .iter()
        .filter(|f| f.severity.name() == "error")
        .map(|f| f.code.name())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: common::cases(60),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_balanced_report_has_no_error(
        new in counts(21),
        old in counts(19),
        stated in any::<bool>(),
    ) {
        prop_assert_eq!(errors(&form("2021", 2023, &new, stated)), Vec::<&str>::new());
        prop_assert_eq!(errors(&form("2019", 2020, &old, stated)), Vec::<&str>::new());
    }

    #[test]
    fn one_changed_number_is_always_noticed(
        new in counts(21),
        row in 0..21usize,
        column in 0..6usize,
        by in 1..500u32,
    ) {
        let right = form("2021", 2023, &new, true);
        let lines: Vec<&str> = right.lines().collect();
        // The outcome rows are the lines of seven numbers after the first two, in their order.
        let mut outcomes =
            lines.iter().filter(|line| line.contains('[') && line.matches(',').count() == 6);
        let line = outcomes.nth(row + 1).unwrap();
        let (key, rest) = line.split_once('[').unwrap();
        let numbers = rest.trim_end_matches(']').split(", ");
        let mut numbers: Vec<u32> = numbers.map(|number| number.parse().unwrap()).collect();
        numbers[column] += by;
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        let changed = format!("{key}[{}]", numbers.join(", "));
        let found = errors(&right.replacen(line, &changed, 1));
        prop_assert!(found.contains(&"row-total") && found.contains(&"outcome-total"), "{found:?}");
    }
}
