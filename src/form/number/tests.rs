//! What is read as a number, what is asked back, and what is none.

use super::*;
use CellKind::{AmountWithUnit, Count, Decimal as Exact, Signed};

fn check(text: &str, kind: CellKind, expected: &str) {
    let unit = if kind == Exact { "万元" } else { "件" };
    let shown = match read(text, kind, unit) {
        Ok(Value::Number(number)) => number.to_string(),
        Ok(Value::Amount(number, unit)) => format!("{number} {unit}"),
        Ok(value) => format!("{value:?}"),
        Err(fault) if fault.kind == NumberFaultKind::Blank => {
            format!("blank {}", fault.complaint.message)
        }
        Err(fault) => {
            let reading = fault
                .reading
                .and_then(|r| r.number())
                .map_or(String::new(), |n| format!(" [{n}]"));
            format!("{}{reading}", fault.complaint)
        }
    };
    assert_eq!(shown, expected, "{text:?} as {kind:?}");
}

#[test]
fn numbers() {
    check("0", Count, "0");
    check("674913", Count, "674913");
    check("28660.38", Exact, "28660.38");
    check("0.10", Exact, "0.10");
    check("-3", Signed, "-3");
    check("+3", Signed, "3");
    check("454万元", AmountWithUnit, "454 万元");
    check("8101.1万元", AmountWithUnit, "8101.1 万元");
    check("44.44 万元", AmountWithUnit, "44.44 万元");
    check("251000元", AmountWithUnit, "251000 元");
    check("0", AmountWithUnit, "0");
}

#[test]
fn text_that_looks_like_a_number_is_asked_back() {
    check(
        "12 ",
        Count,
        "“12 ”里有空格，不是规范的数字；如果是 12，就只填 12 [12]",
    );
    check(
        "1\u{200B}2",
        Count,
        "“1\u{200B}2”里有看不见的字符，不是规范的数字；如果是 12，就只填 12 [12]",
    );
    check(
        "１２",
        Count,
        "“１２”里有全角字符，不是规范的数字；如果是 12，就只填 12 [12]",
    );
    check(
        "1,234",
        Count,
        "“1,234”里有千分位逗号，不是规范的数字；如果是 1234，就只填 1234 [1234]",
    );
    check("12件", Count, "“12件”带着单位“件”；只填数字 12 [12]");
    check("2笔", Count, "“2笔”带着单位“笔”；只填数字 2 [2]");
    check(
        "3.5万元",
        Exact,
        "“3.5万元”带着单位“万元”；单位就是万元，只填数字 3.5 [3.5]",
    );
    check(
        "286603800元",
        Exact,
        "“286603800元”带着单位“元”；这一格的单位是万元，应填 28660.38",
    );
    check(
        "3亿",
        Exact,
        "“3亿”带着单位“亿”；这一格的单位是万元，应填 30000",
    );
    check("1万件", Count, "“1万件”带着单位“万件”；换算成数字再填");
    check(
        "770，17，0",
        Count,
        "这里有 3 个数，写在了一格里；数字之间用半角逗号，如 [770, 17, 0]",
    );
    check(
        "1 2",
        Count,
        "这里有 2 个数，写在了一格里；数字之间用半角逗号，如 [1, 2]",
    );
    check(
        "6,7,4913",
        Count,
        "这里有 3 个数，写在了一格里；数字之间用半角逗号，如 [6, 7, 4913]",
    );
    check("-0", Signed, "0");
    check(
        "22（其中修订16件）",
        Count,
        "“22（其中修订16件）”里数字和说明写在一起；写成 {值: 22, 注: 其中修订16件}",
    );
    check(
        "454",
        AmountWithUnit,
        "“454”没有写金额的单位；写上单位，如 454万元 或 454元",
    );
}

#[test]
fn no_numbers() {
    check("", Count, "blank 这一格是空的");
    check("—", Count, "blank “—”不是数字");
    check("无", Count, "blank “无”不是数字");
    check("-3", Count, "“-3”是负数；件数和金额不能小于 0");
    check("1.5", Count, "“1.5”不是整数；件数填整数");
    check("1e3", Count, "“1e3”不是数字；填 0 或正整数，如 12");
    check("0x10", Count, "“0x10”不是数字；填 0 或正整数，如 12");
    check("yes", Count, "“yes”不是数字；填 0 或正整数，如 12");
    check("012", Count, "“012”前面有多余的 0；去掉前面的 0");
    check("00.5", Exact, "“00.5”前面有多余的 0；去掉前面的 0");
    check(
        "3.1415926",
        Exact,
        "“3.1415926”的小数有 7 位，最多 6 位；四舍五入后再填",
    );
    check(
        "3.1415926万元",
        AmountWithUnit,
        "“3.1415926万元”的小数有 7 位，最多 6 位；四舍五入后再填",
    );
    check("3.1415926", Count, "“3.1415926”不是整数；件数填整数");
    check("+3.5", Signed, "“+3.5”不是整数；件数填整数");
    check(
        "1234567890123456.5",
        Exact,
        "“1234567890123456.5”太大，不像件数或金额；请核对这个数",
    );
    check("1万", Count, "“1万”带着单位“万”；换算成数字再填");
    check(
        "9999999999999999999999",
        Count,
        "“9999999999999999999999”太大，不像件数或金额；请核对这个数",
    );
}
