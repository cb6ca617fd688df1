//! Tables of other programs: spans, widths, and those that lay out a page.

use super::*;

/// A cell that says how wide it is.
fn wide(width: u32, text: &str) -> String {
    cell(&format!("<w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"), text)
}

#[test]
fn tables_with_spans() {
    let first = row(&[cell("<w:gridSpan w:val=\"2\"/>", "角"), cell("", "件数")]);
    let second = row(&[
        cell("<w:vMerge w:val=\"restart\"/>", "组"),
        cell("", "甲"),
        cell("", "1"),
    ]);
    let third = row(&[cell("<w:vMerge/>", "藏"), cell("", "乙"), cell("", "2")]);
    check(
        &table(&[first, second, third]),
        "{角@0,0+1,2 件数@0,2 组@1,0+2,1 甲@1,1 1@1,2 乙@2,1 2@2,2} | <看不见的文字 藏>",
    );
    let old = row(&[
        cell("<w:hMerge w:val=\"restart\"/>", "头"),
        cell("<w:hMerge/>", ""),
    ]);
    check(
        &table(&[old, row(&[cell("", "甲"), cell("", "1")])]),
        "{头@0,0+1,2 甲@1,0 1@1,1}",
    );
    let shifted = format!(
        "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}</w:tr>",
        cell("", "1")
    );
    check(
        &table(&[row(&[cell("", "甲"), cell("", "乙")]), shifted]),
        "{甲@0,0 乙@0,1 @1,0 1@1,1}",
    );
    let rows = [
        row(&[wide(9000, "头")]),
        row(&[wide(3000, "甲"), wide(6010, "乙")]),
        row(&[wide(3010, "丙"), wide(2990, "1"), wide(3000, "2")]),
    ];
    check(
        &table(&rows),
        "{头@0,0+1,3 甲@1,0 乙@1,1+1,2 丙@2,0 1@2,1 2@2,2}",
    );
    let grid = [3000, 20, 3000]
        .map(|width| format!("<w:gridCol w:w=\"{width}\"/>"))
        .concat();
    let two = "<w:gridSpan w:val=\"2\"/>";
    let hair = [
        row(&[cell("", "甲"), cell(two, "乙")]),
        row(&[cell(two, "丙"), cell("", "丁")]),
    ];
    check(
        &format!(
            "<w:tbl><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>",
            hair.concat()
        ),
        "{甲@0,0 乙@0,1 丙@1,0 丁@1,1}",
    );
    let ragged = [
        row(&[cell("", "甲"), cell("", "乙")]),
        row(&[cell("", "丙")]),
    ];
    check(&table(&ragged), "{甲@0,0 乙@0,1 丙@1,0 @1,1}");
    check(
        &format!("{}{}", table(&ragged[1..]), table(&ragged[..1])),
        "丙 | {甲@0,0 乙@0,1}",
    );
    let two = format!("<w:tc>{}{}</w:tc>", p("", "甲"), p("", "乙"));
    check(&table(&[row(&[two, cell("", "1")])]), "{甲\n乙@0,0 1@0,1}");
}

#[test]
fn tables_that_lay_out_a_page() {
    let data = table(&[row(&[cell("", "甲"), cell("", "1")])]);
    let holder = format!("<w:tc>{}{data}<w:p/></w:tc>", p("", "二、主动公开"));
    check(
        &table(&[row(std::slice::from_ref(&holder))]),
        "二、主动公开 | {甲@0,0 1@0,1}",
    );
    let prose = "本机关认真贯彻落实条例，主动公开各类政府信息，依法办理申请。";
    let text = format!("<w:tc>{}{}</w:tc>", p("", prose), p("", prose));
    let rows = [
        row(&[
            cell("", "单位"),
            cell("", "某局"),
            cell("", "年度"),
            cell("", "2023"),
        ]),
        row(&[cell("", "一"), text]),
        row(&[cell("", "乙"), cell("", "1"), cell("", "2"), cell("", "3")]),
    ];
    check(
        &table(&rows),
        &format!(
            "{{单位@0,0 某局@0,1 年度@0,2 2023@0,3}} | 一 | {prose} | {prose} | {{乙@0,0 1@0,1 \
            2@0,2 3@0,3}}"
        ),
    );
    let crowded = row(&[holder, cell("", "乙"), cell("", "丙"), cell("", "丁")]);
    check(
        &table(&[crowded]),
        "{二、主动公开\n甲\t1@0,0 乙@0,1 丙@0,2 丁@0,3}",
    );
}
