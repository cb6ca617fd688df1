//! What is made of each shape that a clerk may type.

use super::super::{BlankCells, Options, read};
use crate::report::Report;
use crate::standard::Library;
use crate::testing::with_line;

fn read_form(text: &str, options: Options) -> (Report, Vec<String>) {
    let reading = read("f", text.as_bytes(), &Library::default(), options);
    let shown = reading.findings.iter().map(|f| {
        let place = &f.places[0];
        format!(
            "{} {} {} | {}",
            f.code.name(),
            place.path,
            f.message,
            f.hint
        )
    });
    (reading.report.expect("a readable form"), shown.collect())
}

/// The clean example with one line replaced: the findings start like this.
fn check(key: &str, line: &str, expected: &[&str]) {
    let (_, found) = read_form(&with_line(key, line), Options::default());
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

/// The row of 新收 as printed.
fn row(line: &str) -> String {
    let (report, _) = read_form(&with_line("新收:", line), Options::default());
    let ids = report
        .standard
        .cells()
        .filter(|id| id.table == 1 && id.row == 0);
    ids.map(|id| report.printed(id))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_row_is_a_list_a_mapping_or_a_nought() {
    assert_eq!(row("新收: [770, 17, 0, 0, 0, 2]"), "770 17 0 0 0 2 789");
    assert_eq!(row("新收: [770, 17, 0, 0, 0, 2, 5]"), "770 17 0 0 0 2 5");
    assert_eq!(row("新收: [770, 17, 0, 0, 0, 2, ~]"), "770 17 0 0 0 2 789");
    assert_eq!(row("新收: {自然人: 770, 其他: 2}"), "770 0 0 0 0 2 772");
    assert_eq!(row("新收: {自然人: 770, 总计: 5}"), "770 0 0 0 0 0 5");
    assert_eq!(row("新收: 0"), "0 0 0 0 0 0 0");
    assert_eq!(
        row("新收: [{值: 22, 注: 其中修订16件}, 0, 0, 0, 0, 0]"),
        "22（其中修订16件） 0 0 0 0 0 22"
    );
    assert_eq!(row("新收: [约3, ~, 0, 0, 0, 0]"), "约3  0 0 0 0 0");
}

#[test]
fn cells_that_hold_no_number() {
    check(
        "新收:",
        "新收: [770, '17 ', 0, 0, 0, 2]",
        &["not-a-count 申请.新收.商业企业 “17 ”里有空格"],
    );
    check(
        "新收:",
        "新收: [770, １７, 0, 0, 0, 2]",
        &["not-a-count 申请.新收.商业企业 “１７”里有全角字符，不是规范的数字 | 如果是 17"],
    );
    check(
        "新收:",
        "新收: [22（其中修订16件）, 0, 0, 0, 0, 0]",
        &["not-a-count 申请.新收.自然人 “22（其中修订16件）”里数字和说明写在一起"],
    );
    check(
        "新收:",
        "新收: [[1], {a: 2}, 0, 0, 0, 0]",
        &[
            "not-a-count 申请.新收.自然人",
            "unknown-key 申请.新收.商业企业.a",
            "not-a-count 申请.新收.商业企业",
        ],
    );
    check(
        "新收:",
        "新收: 789",
        &["not-a-count 申请.新收 这一行要填 6 个数，只有“789”"],
    );
    check(
        "行政许可:",
        "行政许可: 674,913",
        &["not-a-count 主动公开.行政许可"],
    );
    check(
        "年度:",
        "年度: 二〇二三",
        &["not-a-count 年度 年度“二〇二三”不是四位数字的年份"],
    );
}

#[test]
fn blanks_and_rows_of_the_wrong_length() {
    check(
        "新收:",
        "新收: [770, ~, /, 0, —, 2]",
        &[
            "blank 申请.新收.商业企业 “一、本年新收政府信息公开申请数量”有 3 格没有填数：\
             商业企业、科研机构、法律服务机构",
        ],
    );
    check(
        "新收:",
        "新收:",
        &["blank 申请.新收.自然人 “一、本年新收政府信息公开申请数量”有 6 格没有填"],
    );
    check(
        "行政许可:",
        "行政许可:",
        &["blank 主动公开.行政许可 “行政许可”没有填"],
    );
    check(
        "新收:",
        "新收: [770, 17, 0, 0, 2]",
        &["blank 申请.新收 这一行要 6 个数（或 7 个，含总计），只有 5 个"],
    );
    check(
        "新收:",
        "新收: [770, 17, 0, 0, 0, 2, 789, 1]",
        &["unknown-key 申请.新收 这一行要 6 个数（或 7 个，含总计），却有 8 个"],
    );
    check("机关:", "机关:", &["blank 机关 没有填机关"]);
}

#[test]
fn rows_and_keys_that_do_not_belong() {
    check(
        "国家秘密:",
        "国家机密: [0, 0, 0, 0, 0, 0]",
        &[
            "unknown-row 申请.办理结果.不予公开.国家机密 “申请.办理结果.不予公开”里\
             没有“国家机密”这一行 | 是不是“国家秘密”？",
            "missing-row 申请.办理结果.不予公开.国家秘密 缺少“1.属于国家秘密”",
        ],
    );
    check(
        "国家秘密:",
        "1、属于国家秘密: [0, 0, 0, 0, 0, 0]",
        &["altered-label 申请.办理结果.不予公开.1、属于国家秘密 \
             “1、属于国家秘密”按“1.属于国家秘密”读取"],
    );
    check("国家秘密:", "属于国家秘密: [0, 0, 0, 0, 0, 0]", &[]);
    check(
        "行政强制:",
        "其他对外管理服务事项: [0, 0, 0]",
        &[
            "wrong-format 主动公开.其他对外管理服务事项 “其他对外管理服务事项”是 2019 格式的内容，\
             2021 格式没有",
            "missing-row 主动公开.行政强制",
        ],
    );
    check(
        "规章:",
        "规章: {制发: 0, 废止: 0, 现行有效数: 0}",
        &[
            "unknown-key 主动公开.规章.现行有效数 填报表里没有“现行有效数”这一项 \
             | 是不是“现行有效”？",
        ],
    );
    check(
        "索引号:",
        "索引: 1",
        &["unknown-key 索引 填报表里没有“索引”这一项 | 是不是“索引号”？"],
    );
    check("电话:", "电话号: 1", &["unknown-key 联系.电话号"]);
    check(
        "无法提供:",
        "无法提供: 0\n    甲:",
        &[
            "missing-row 申请.办理结果.无法提供 “（四）无法提供”要逐行填写",
            "unknown-row 申请.办理结果.甲",
        ],
    );
}

#[test]
fn rows_in_the_wrong_place_or_of_the_other_format() {
    check(
        "国家秘密:",
        "公开出版物: 0\n      国家秘密: 0",
        &[
            "unknown-row 申请.办理结果.不予公开.公开出版物 “公开出版物”写的位置不对 \
             | 移到“申请.办理结果.不予处理”下面",
        ],
    );
    check(
        "规章:",
        "规章: {新制作: 0, 新公开: 0, 对外公开: 0}",
        &[
            "wrong-format 主动公开.规章.新制作",
            "wrong-format",
            "wrong-format",
        ],
    );
    check(
        "其他处理:",
        "其他处理: [0, 0, 0, 0, 0, 0]\n    旧其他处理:",
        &[
            "wrong-format 申请.办理结果.其他处理 “（六）其他处理”在 2019 格式里是一行",
            "unknown-row",
        ],
    );
    check("申请:", "三、收到和处理政府信息公开申请情况:", &[]);
    check(
        "复议诉讼:",
        "主动公开: {}\n复议诉讼:",
        &["duplicate-key 主动公开"],
    );
}

#[test]
fn the_format_must_fit_the_year() {
    check(
        "年度:",
        "年度: 2020",
        &["wrong-format 格式 格式 2021 不适用于 2020 年度 | 格式写错就改为 2019，年度写错就改年度"],
    );
    check(
        "年度:",
        "年度: 2015",
        &["wrong-format 格式 格式 2021 不适用于 2015 年度 | 年度报告格式自 2019 年度起施行"],
    );
    check(
        "格式:",
        "格式: 2022",
        &["wrong-format 格式 没有“2022”这种格式 | 可用的格式：2019、2021"],
    );
    check("格式:", "格式:", &[]);
}

#[test]
fn short_values() {
    check(
        "成文日期:",
        "成文日期: 2024年1月底",
        &["unreadable 成文日期 日期“2024年1月底”读不懂 | 写成 2024-01-26 的样子"],
    );
    let (report, _) = read_form(
        &with_line("成文日期:", "成文日期: 2024年1月26日"),
        Options::default(),
    );
    assert_eq!(report.field("成文日期"), Some("2024-01-26"));
    check("问题与改进:", "存在的主要问题及改进情况: |", &[]);
    check(
        "予以公开:",
        "给予公开: 0",
        &["unknown-row 申请.办理结果.给予公开", "missing-row"],
    );
    check(
        "成文日期:",
        "零申请: 对",
        &["unreadable 零申请 “零申请”只能填“是”“否”，或全年是 0 的表"],
    );
    check(
        "索引号:",
        "索引号: [1]",
        &["unreadable 索引号 “索引号”应填一个值"],
    );
    check(
        "引言:",
        "总体情形: 1\n引言: [1]\n旧引言: |",
        &[
            "unknown-key 总体情形",
            "unreadable 引言",
            "unknown-key 旧引言",
        ],
    );
    // A postal code stays as typed, whatever YAML makes of it.
    let (report, _) = read_form(&with_line("邮编:", "邮编: 012345"), Options::default());
    assert_eq!(report.field("联系.邮编"), Some("012345"));
}

#[test]
fn leniency_is_asked_for_and_said_once() {
    let form = with_line("新收:", "新收: [770, ~, 0, ~, １２, 2]");
    let (report, found) = read_form(
        &form,
        Options {
            blank: BlankCells::Zero,
            accept_text_numbers: true,
        },
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("blank 申请.新收.商业企业 2 个空格按 0 计"),
        "{}",
        found[0]
    );
    assert!(
        found[1].starts_with("not-a-count 申请.新收.法律服务机构 1 个写法不规范的数字已按数字读取"),
        "{}",
        found[1]
    );
    let ids = report
        .standard
        .cells()
        .filter(|id| id.table == 1 && id.row == 0);
    assert_eq!(
        ids.map(|id| report.printed(id))
            .collect::<Vec<_>>()
            .join(" "),
        "770 0 0 0 12 2 784"
    );
}

#[test]
fn format_2019_has_changes_and_amounts_with_their_unit() {
    let text = include_str!("../../../samples/004-baoshuiqu-2020.yaml");
    let read_with = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        read_form(&text.replacen(from, to, 1), Options::default())
    };
    let (report, found) = read_with("增减: 2597", "增减: -2597");
    assert_eq!(found, Vec::<String>::new());
    let printed: Vec<String> = report
        .standard
        .cells()
        .map(|id| report.printed(id))
        .collect();
    assert!(printed.contains(&"-2597".to_owned()) && printed.contains(&"8101.1万元".to_owned()));
    let (_, found) = read_with("8101.1万元", "8101.1");
    assert!(
        found[0].starts_with("not-a-count 主动公开.政府集中采购.金额"),
        "{found:?}"
    );
}

#[test]
fn rows_pasted_from_elsewhere() {
    let pasted = |line: &str, expected: &str| check("新收:", line, &[expected]);
    let commas = "not-a-count 申请.新收 这一行的 6 个数之间没有半角逗号";
    pasted(
        "新收: [770，17，0，0，0，2]",
        &format!("{commas} | 写成 [770, 17, 0, 0, 0, 2]"),
    );
    pasted(
        "新收: 770 17 0 0 0 2",
        &format!("{commas} | 写成 [770, 17, 0, 0, 0, 2]"),
    );
    pasted(
        "新收: [770\t17\t0\t0\t0\t2]",
        &format!("{commas}，像是从表格粘贴的 | 写成 [770, 17, 0, 0, 0, 2]"),
    );
    pasted(
        "新收: 770\t17\t0\t0\t0\t2",
        &format!("{commas}，像是从表格粘贴的 | 写成 [770, 17, 0, 0, 0, 2]"),
    );
    pasted(
        "新收: [770, 17, 0, 0, 0]",
        "blank 申请.新收 这一行要 6 个数（或 7 个，含总计），只有 5 个",
    );
}

#[test]
fn noughts_that_cells_lose() {
    check("邮编:", "邮编: 021560", &[]);
    let lost = "contact 联系.邮编 邮编“21560”只有五位，开头的 0 多半丢了";
    check("邮编:", "邮编: 21560", &[lost]);
    check(
        "邮编:",
        "邮编: 2156001",
        &["contact 联系.邮编 邮编“2156001”不是六位数字"],
    );
    for phone in ["51258916369", "2583721234", "1058881234"] {
        let told = format!("contact 联系.电话 电话“{phone}”像是丢了区号开头的 0");
        check("电话:", &format!("电话: {phone}"), &[&told]);
    }
    for phone in [
        "13812345678",
        "4008123456",
        "12345",
        "0512-58916369 转 801",
        "051258916369",
    ] {
        check("电话:", &format!("电话: {phone}"), &[]);
    }
}
