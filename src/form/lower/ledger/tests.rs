//! What forms with a ledger count, and what is told of its rows.

use crate::form::{Options, read};
use crate::standard::{CellId, Library};
use crate::testing::CLEAN;

/// The clean example without its table of requests, and with a ledger of these rows.
fn form(rows: &[&str]) -> String {
    let (before, rest) = CLEAN.split_once("\n申请:").expect("the table");
    let behind = rest.find("\n复议诉讼:").expect("the next table");
    let ledger: String = rows.iter().map(|row| format!("  - {{{row}}}\n")).collect();
    format!("{before}{}\n台账:\n{ledger}", &rest[behind..])
}

/// What a ledger counts, cell by cell that is not nought, and what is found at its rows.
fn check(rows: &[&str], counted: &[&str], found: &[&str]) {
    let form = form(rows);
    let reading = read(
        "f",
        form.as_bytes(),
        &Library::default(),
        Options::default(),
    );
    let report = reading.report.expect("a readable form");
    let table = report
        .standard
        .ledger_table()
        .expect("a table")
        .origin
        .table;
    let cells = report
        .standard
        .cells()
        .filter(|id: &CellId| id.table == table);
    let cells = cells.filter(|id| !report.standard.is_total(*id));
    let shown = cells.filter_map(|id| {
        let number = report
            .cell(id)
            .value
            .number()
            .filter(|number| !number.is_zero())?;
        Some(format!("{} {number}", report.standard.path(id)))
    });
    assert_eq!(shown.collect::<Vec<_>>(), counted, "{rows:#?}");
    let findings: Vec<String> = reading
        .findings
        .iter()
        .filter(|f| f.code.name() != "missing")
        .map(|f| f.message.clone())
        .collect();
    assert_eq!(findings, found, "{rows:#?}");
}

#[test]
fn a_request_counts_where_its_days_put_it() {
    let who = "申请人类型: 自然人";
    let done = "办理结果: 予以公开, 办结日期:";
    check(
        &[&format!("收到日期: 2023-01-01, {who}, {done} 2023-12-31")],
        &["申请.新收.自然人 1", "申请.办理结果.予以公开.自然人 1"],
        &[],
    );
    check(
        &[&format!("收到日期: 2022-12-31, {who}, {done} 2023-01-01")],
        &["申请.上年结转.自然人 1", "申请.办理结果.予以公开.自然人 1"],
        &[],
    );
    check(
        &[&format!("收到日期: 2023-12-31, {who}, {done} 2024-01-01")],
        &["申请.新收.自然人 1", "申请.结转下年度.自然人 1"],
        &[],
    );
    check(
        &[&format!("收到日期: 2021-12-31, {who}")],
        &["申请.上年结转.自然人 1", "申请.结转下年度.自然人 1"],
        &[],
    );
    check(
        &[
            &format!("收到日期: 2022-03-01, {who}, {done} 2022-12-31"),
            &format!("收到日期: 2024-01-01, {who}"),
        ],
        &[],
        &["台账里有 1 件在本年以前已办结（第1条）、1 件在本年以后收到（第2条），没有计入"],
    );
}

#[test]
fn words_and_days_are_read_as_people_write_them() {
    for received in [
        "2023-6-1",
        "2023年6月1日",
        "2023/6/1",
        "2023.6.1",
        "20230601",
        "45078",
    ] {
        for done in [
            "撤回, 办结日期: 2023/6/5",
            "其他处理：其他, 办结日期: 45082",
        ] {
            check(
                &[&format!(
                    "收到日期: {received}, 申请人类型: 个人, 办理结果: {done}"
                )],
                &["申请.新收.自然人 1", "申请.办理结果.其他处理.其他.自然人 1"],
                &[],
            );
        }
    }
}

#[test]
fn a_row_that_cannot_be_counted_is_told() {
    let bad = [
        ("申请人类型: 自然人", "没有收到日期"),
        (
            "收到日期: 2023-02-30, 申请人类型: 自然人",
            "收到日期“2023-02-30”读不懂",
        ),
        ("收到日期: 2023-02-03", "没有申请人类型"),
        (
            "收到日期: 2023-02-03, 申请人类型: 单位",
            "申请人类型“单位”不是申请表的一列",
        ),
        (
            "收到日期: 2023-02-03, 申请人类型: 自然人, 办理结果: 答复, 办结日期: 2023-02-04",
            "办理结果“答复”不是申请表的一行",
        ),
        (
            "收到日期: 2023-02-03, 申请人类型: 自然人, 办结日期: 2023-02-04",
            "有办结日期，没有办理结果",
        ),
        (
            "收到日期: 2023-02-03, 申请人类型: 自然人, 办理结果: 予以公开",
            "有办理结果，没有办结日期",
        ),
        (
            "收到日期: 2023-02-03, 申请人类型: 自然人, 办理结果: 予以公开, 办结日期: 昨天",
            "办结日期“昨天”读不懂",
        ),
        (
            "收到日期: 2023-02-03, 申请人类型: 自然人, 办理结果: 予以公开, 办结日期: 2023-02-01",
            "办结日期比收到日期早",
        ),
    ];
    for (row, what) in bad {
        let good = "收到日期: 2023-02-03, 申请人类型: 自然人";
        check(&[row, good], &[], &[&format!("台账第1条{what}")]);
        check(
            &[good, row, row],
            &[],
            &[&format!("台账第2条、第3条共 2 行，{what}")],
        );
    }
}
