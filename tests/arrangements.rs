//! Tables arranged as people arrange them: every number is read from its own cell, or somebody is
//! told.
//!
//! Each cell of the report holds a number that no other has, so a number read
//! from a wrong place is known at once.

mod common;

use std::fmt::Write as _;

use nianbao::finding::{Finding, Severity};
use nianbao::form::{Options, read};
use nianbao::report::{Report, Value};
use nianbao::standard::{CellId, Library, Standard, builtin};
use proptest::prelude::*;

/// A sheet's texts and numbers, row by row.
type Grid = Vec<Vec<String>>;

/// The number that stands for a cell.
fn number(standard: &Standard, id: CellId) -> usize {
    1_000
        + standard
            .cells()
            .position(|cell| cell == id)
            .expect("a cell")
}

/// All three tables below each other, a column and some rows in from the corner; totals are left
/// out.
fn grid() -> Grid {
    let standard = builtin("2021").unwrap();
    let mut grid = vec![
        vec![String::new(), "机关".into(), "某某局".into()],
        vec![String::new(), "年度".into(), "2023".into()],
        Vec::new(),
    ];
    for table in 0..standard.tables.len() {
        let printed = standard.printed(table);
        for row in &printed.rows {
            let mut cells = vec![String::new(); printed.columns + 1];
            for cell in row {
                cells[cell.column + 1] = match cell.id {
                    Some(id) if standard.is_total(id) => String::new(),
                    Some(id) => number(&standard, id).to_string(),
                    None => cell.label.clone(),
                };
            }
            grid.push(cells);
        }
        grid.push(Vec::new());
    }
    grid
}

/// The grid as a workbook of one sheet.
fn workbook(grid: &Grid) -> Vec<u8> {
    common::package(&sheet(grid))
}

/// The grid as a sheet's XML.
fn sheet(grid: &Grid) -> String {
    let mut sheet = String::from("<worksheet><sheetData>");
    for (y, row) in grid.iter().enumerate() {
        let _ = write!(sheet, "<row r=\"{}\">", y + 1);
        for (x, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let name = nianbao::finding::json::cell_name(y as u32, x as u32);
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let _ = match text.parse::<f64>() {
                Ok(_) => write!(sheet, "<c r=\"{name}\"><v>{text}</v></c>"),
                Err(_) => {
                    write!(
                        sheet,
                        "<c r=\"{name}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
                    )
                }
            };
        }
        sheet += "</row>";
    }
    sheet + "</sheetData></worksheet>"
}

fn reading(grid: &Grid) -> (Report, Vec<Finding>) {
    let reading = read(
        "f.xlsx",
        &workbook(grid),
        &Library::default(),
        Options::default(),
    );
    (reading.report.expect("a readable form"), reading.findings)
}

/// The cells whose number is not their own, and how many have it.
fn compare(report: &Report) -> (Vec<String>, usize) {
    let standard = &report.standard;
    let own = |id: &CellId| number(standard, *id);
    let stated = standard
        .cells()
        .filter_map(|id| match &report.cell(id).value {
            Value::Number(number) => Some((id, number.to_string())),
            _ => None,
        });
    let (right, wrong): (Vec<_>, Vec<_>) =
        stated.partition(|(id, read)| *read == own(id).to_string());
    let shown = wrong
        .into_iter()
        .map(|(id, read)| format!("{} read as {read}", standard.path(id)));
    (shown.collect(), right.len())
}

/// Cells that a clerk fills.
const INPUTS: usize = 10 + 24 * 6 + 12;

/// After the change every number that is read is its own; so many are read, and these are the
/// errors.
fn check(change: impl Fn(&mut Grid), read: usize, errors: &[&str]) {
    let mut grid = grid();
    change(&mut grid);
    let (report, findings) = reading(&grid);
    let (wrong, right) = compare(&report);
    assert_eq!(wrong, Vec::<String>::new());
    let found: Vec<_> = findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| f.code.name())
        .collect();
    assert_eq!((right, found.as_slice()), (read, errors), "{findings:#?}");
}

/// The row and column of a text.
fn find(grid: &Grid, text: &str) -> (usize, usize) {
    let rows = grid.iter().enumerate();
    rows.flat_map(|(y, row)| row.iter().enumerate().map(move |(x, cell)| ((y, x), cell)))
        .find_map(|(at, cell)| (cell == text).then_some(at))
        .expect("a text of the grid")
}

/// The rows of section three.
fn section(grid: &Grid) -> std::ops::Range<usize> {
    find(grid, "申请人情况").0..find(grid, "四、结转下年度继续办理").0 + 1
}

fn replace(grid: &mut Grid, from: &str, to: &str) {
    let (y, x) = find(grid, from);
    to.clone_into(&mut grid[y][x]);
}

fn insert_column(grid: &mut Grid, before: &str, texts: &[&str]) {
    let (top, x) = find(grid, before);
    for y in section(grid) {
        let text = y
            .checked_sub(top)
            .and_then(|i| texts.get(i))
            .copied()
            .unwrap_or_default();
        grid[y].insert(x, text.to_owned());
    }
}

fn remove_column(grid: &mut Grid, label: &str) {
    let x = find(grid, label).1;
    section(grid).for_each(|y| drop(grid[y].remove(x)));
}

#[test]
fn arrangements() {
    check(|_| (), INPUTS, &[]);
    // Rows and columns between.
    check(
        |g| {
            g.insert(
                section(g).start + 5,
                vec![String::new(), "以下由信访科填写".into()],
            );
        },
        INPUTS,
        &[],
    );
    check(
        |g| g.iter_mut().for_each(|row| row.insert(0, "1".into())),
        INPUTS,
        &[],
    );
    check(
        |g| insert_column(g, "商业企业", &["备注", "", "", "5", "6"]),
        INPUTS,
        &[],
    );
    check(
        |g| insert_column(g, "总计", &["", "小计", "", "7"]),
        INPUTS,
        &[],
    );
    // Columns in another order.
    check(
        |g| {
            let (a, b) = (find(g, "商业企业").1, find(g, "科研机构").1);
            section(g).for_each(|y| g[y].swap(a, b));
        },
        INPUTS,
        &[],
    );
    // Rows in another order.
    check(
        |g| {
            let (a, b) = (find(g, "2.重复申请").0, find(g, "3.要求提供公开出版物").0);
            g.swap(a, b);
        },
        INPUTS,
        &[],
    );
}

#[test]
fn what_lacks_or_repeats_is_told() {
    check(
        |g| remove_column(g, "科研机构"),
        INPUTS - 24,
        &["missing-row"],
    );
    check(
        |g| remove_column(g, "自然人"),
        INPUTS - 24,
        &["missing-row"],
    );
    check(
        |g| replace(g, "科研机构", "备注"),
        INPUTS - 24,
        &["missing-row"],
    );
    check(
        |g| insert_column(g, "科研机构", &["商业企业", "1", "2"]),
        INPUTS,
        &["duplicate-key"],
    );
    check(
        |g| drop(g.remove(find(g, "2.重复申请").0)),
        INPUTS - 6,
        &["missing-row"],
    );
    check(
        |g| {
            let row = g[find(g, "2.重复申请").0].clone();
            g.insert(section(g).end - 1, row);
        },
        INPUTS,
        &["duplicate-key"],
    );
    check(
        |g| replace(g, "2.重复申请", "2.政府公报申请"),
        INPUTS - 6,
        &["unknown-row", "missing-row"],
    );
    check(
        |g| replace(g, "2.重复申请", ""),
        INPUTS - 6,
        &["unknown-row", "missing-row"],
    );
    let copy = |g: &mut Grid| g.extend(g[section(g)].to_vec());
    check(copy, INPUTS, &["duplicate-key"]);
}

#[test]
fn two_years_and_other_units_are_told() {
    // A second row of numbers in section four.
    check(
        |g| {
            let row = g[find(g, "行政复议").0 + 3].clone();
            g.insert(find(g, "行政复议").0 + 3, row);
        },
        INPUTS,
        &["duplicate-key"],
    );
    // Two years side by side in section two.
    check(
        |g| {
            let rows = find(g, "本年制发件数").0..find(g, "行政规范性文件").0 + 1;
            for y in rows {
                let again = g[y][2..5].to_vec();
                g[y].extend(again);
            }
        },
        INPUTS,
        &["duplicate-key"; 3],
    );
    // Labels of columns are there, but no row below them is known.
    check(
        |g| {
            for name in ["行政复议", "未经复议直接起诉", "复议后起诉"] {
                replace(g, name, "案件情况统计");
            }
        },
        INPUTS - 12,
        &["unknown-row", "missing-row"],
    );
    check(
        |g| replace(g, "本年收费金额（单位：万元）", "本年收费金额（单位：元）"),
        INPUTS - 1,
        &["unknown-row"],
    );
    check(
        |g| replace(g, "复议后起诉", "经复议的诉讼案件"),
        INPUTS - 4,
        &["missing-row"],
    );
    check(
        |g| {
            g.insert(
                section(g).end,
                ["", "五、其他申请", "", "", "5"]
                    .map(str::to_owned)
                    .to_vec(),
            );
        },
        INPUTS,
        &["unknown-row"],
    );
}

/// A sheet beside the tables.
fn with_texts(rows: &[&[&str]]) -> Vec<(&'static str, String)> {
    let mut all = grid();
    all.insert(0, vec!["项目".into(), "内容".into()]);
    for row in rows.iter().rev() {
        all.insert(1, row.iter().map(|cell| (*cell).to_owned()).collect());
    }
    let bytes = common::named("文字内容", &sheet(&all));
    let reading = read("f.xlsx", &bytes, &Library::default(), Options::default());
    let report = reading.report.expect("a readable form");
    let text = report.texts.get("总体情况").map(|lines| {
        lines
            .iter()
            .map(|l| l.value.as_str())
            .collect::<Vec<_>>()
            .join("|")
    });
    let errors = reading
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error);
    errors
        .map(|f| (f.code.name(), f.message.clone()))
        .chain(text.map(|text| ("text", text)))
        .collect()
}

#[test]
fn texts_with_and_without_a_name() {
    let text = |rows: &[&[&str]]| with_texts(rows).pop().expect("the text").1;
    assert_eq!(
        text(&[&["总体情况", "甲"], &["总体情况（续）", "乙"]]),
        "甲|乙"
    );
    for more in ["总体情况(续)", "总体情况续", "一、总体情况（续2）"] {
        assert_eq!(
            text(&[&["总体情况", "甲"], &[more, "乙"]]),
            "甲|乙",
            "{more}"
        );
    }
    // Paragraphs that were pasted over several rows.
    assert_eq!(
        text(&[&["总体情况", "甲"], &["", "乙"], &["", "丙"]]),
        "甲|乙|丙"
    );
    let lost = with_texts(&[&["联系部门", "甲"], &["", "乙"]]);
    assert_eq!(
        lost[0],
        ("unknown-key", "这段文字左边没有写项目，没有读".to_owned())
    );
}

#[test]
fn guesses_are_told_and_right() {
    let guess = |change: &dyn Fn(&mut Grid)| {
        check(change, INPUTS, &[]);
        let mut grid = grid();
        change(&mut grid);
        let found = reading(&grid).1;
        assert_eq!(
            found.iter().map(|f| f.code.name()).collect::<Vec<_>>(),
            ["altered-label"],
            "{found:#?}"
        );
    };
    guess(&|g| replace(g, "科研机构", ""));
    guess(&|g| replace(g, "科研机构", "科研 机构"));
    guess(&|g| replace(g, "法律服务机构", "法律服务机够"));
    guess(&|g| replace(g, "2.重复申请", "2、重复申请"));
    guess(&|g| replace(g, "（一）予以公开", "(一) 予以公开"));
    guess(&|g| replace(g, "复议后起诉", ""));
}

#[test]
fn a_column_is_read_once() {
    let mut grid = grid();
    // Two columns gone, and 自然人, whose label stands a row higher, moved between the others.
    for row in &mut grid {
        row.resize(16, String::new());
        drop(row.remove(7));
        drop(row.remove(5));
    }
    grid.iter_mut().take(47).for_each(|row| row.swap(4, 5));
    let (report, found) = reading(&grid);
    assert!(compare(&report).0.is_empty(), "{found:#?}");
}

/// A change of the whole sheet that some hand may make.
fn disturb(grid: &mut Grid, kind: u8, a: prop::sample::Index, b: prop::sample::Index) {
    let width = grid.iter().map(Vec::len).max().unwrap_or(1).max(1);
    grid.iter_mut()
        .for_each(|row| row.resize(width, String::new()));
    let (y, x, other) = (a.index(grid.len()), a.index(width), b.index(width));
    match kind {
        0 => grid.insert(y, vec![String::new(); width]),
        1 => grid.iter_mut().for_each(|row| row.insert(x, String::new())),
        // In section four the same labels come three times: who swaps two of a name leaves no
        // trace.
        2 => {
            let end = grid
                .iter()
                .position(|row| row.iter().any(|cell| cell == "行政复议"))
                .unwrap_or(0);
            grid[..end].iter_mut().for_each(|row| row.swap(x, other));
        }
        3 => grid.iter_mut().for_each(|row| drop(row.remove(x))),
        4 if grid.len() > 1 => drop(grid.remove(y)),
        5 => grid[y][other].clear(),
        6 => grid[y][other] = "备注".into(),
        7 => {
            let row = grid[y].clone();
            grid.insert(b.index(grid.len()), row);
        }
        _ => {
            let cell = grid[y][other].clone();
            let at = cell
                .char_indices()
                .nth(b.index(9))
                .map_or(cell.len(), |(i, _)| i);
            if cell.parse::<u32>().is_err() && !cell.is_empty() {
                grid[y][other] = format!(
                    "{}错{}",
                    &cell[..at],
                    cell[at..].chars().skip(1).collect::<String>()
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: common::cases(200),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_number_is_read_from_another_cell(
        changes in prop::collection::vec(
            (0..9u8, any::<prop::sample::Index>(), any::<prop::sample::Index>()),
            1..5,
        ),
    ) {
        let mut grid = grid();
        for (kind, a, b) in changes {
            disturb(&mut grid, kind, a, b);
        }
        let reading = read("f.xlsx", &workbook(&grid), &Library::default(), Options::default());
        let Some(report) = reading.report else { return Ok(()) };
        if report.standard.format != "2021" {
            return Ok(());
        }
        let (wrong, right) = compare(&report);
        prop_assert_eq!(&wrong, &Vec::<String>::new());
        let silent = reading.findings.iter().all(|f| f.severity == Severity::Warning);
        let findings = &reading.findings;
        prop_assert!(!silent || right == INPUTS, "{right} read, nothing told: {findings:#?}");
    }
}
