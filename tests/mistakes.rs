//! What a clerk sees after one slip: one mistake speaks once.
//!
//! Each row is a slip in report 003, how many messages it gives, and how the first begins.

mod common;

use common::{CLEAN, findings, sample_text};
use nianbao::finding::Finding;

/// A slip: what is replaced by what, the messages, and the beginning of the first.
struct Mistake {
    from: &'static str,
    to: &'static str,
    messages: usize,
    first: &'static str,
}

const fn mistake(
    from: &'static str,
    to: &'static str,
    messages: usize,
    first: &'static str,
) -> Mistake {
    Mistake {
        from,
        to,
        messages,
        first,
    }
}

const NEW: &str = "[770, 17, 0, 0, 0, 2]";
const BALANCE: &str = "“自然人”一列不平";

const MISTAKES: &[Mistake] = &[
    // A number mistyped.
    mistake(NEW, "[771, 17, 0, 0, 0, 2]", 1, BALANCE),
    mistake(NEW, "[707, 17, 0, 0, 0, 2]", 1, BALANCE),
    mistake(NEW, "[770, 71, 0, 0, 0, 2]", 1, "“商业企业”一列不平"),
    mistake(
        NEW,
        "[770, 17, 0, 0, 0, 2, 798]",
        1,
        "“一、本年新收政府信息公开申请数量”总计填 798",
    ),
    mistake(NEW, "[770, 17, 0, 0, 2, 0]", 2, "“法律服务机构”一列不平"),
    mistake("[ 44,  0, 0, 0, 0, 0]", "[ 45,  0, 0, 0, 0, 0]", 1, BALANCE),
    mistake(
        "[ 44,  0, 0, 0, 0, 0]",
        "[ 44,  0, 0, 0, 0, 1]",
        1,
        "“其他”一列不平",
    ),
    mistake("[  4,  0, 0, 0, 0, 0]", "[ 40,  0, 0, 0, 0, 0]", 1, BALANCE),
    mistake("[277,  9,", "[278, 9,", 1, BALANCE),
    mistake("[277,  9,", "[277, 8,", 1, "“商业企业”一列不平"),
    // A cell that is no number.
    mistake(NEW, "[约770, 17, 0, 0, 0, 2]", 1, "“约770”不是数字"),
    mistake(NEW, "[770件, 17, 0, 0, 0, 2]", 1, "“770件”"),
    mistake(NEW, "[７７０, 17, 0, 0, 0, 2]", 1, "“７７０”"),
    mistake(NEW, "[770.5, 17, 0, 0, 0, 2]", 1, "“770.5”"),
    mistake(NEW, "[-770, 17, 0, 0, 0, 2]", 1, "“-770”"),
    mistake(NEW, "[七百, 十七, 0, 0, 0, 2]", 2, "“七百”不是数字"),
    mistake(
        NEW,
        "[770, 17, /, /, /, 2]",
        1,
        "“一、本年新收政府信息公开申请数量”有 3 格没有填数",
    ),
    mistake(NEW, "[770, 17, , 0, 0, 2]", 1, "两个逗号之间是空的"),
    mistake(
        NEW,
        "",
        1,
        "“一、本年新收政府信息公开申请数量”有 6 格没有填数",
    ),
    mistake(NEW, "[770, 17, 0, 0, 2]", 1, "这一行要 6 个数"),
    mistake(NEW, "[770, 17, 0, 0, 0, 2, 789, 0]", 1, "这一行要 6 个数"),
    mistake(NEW, "789", 1, "这一行要填 6 个数"),
    mistake(NEW, "{自然人: 770, 商业: 17, 其他: 2}", 2, ""),
    mistake("674913", "674,913", 1, "“674,913”"),
    mistake("674913", "67万", 1, "“67万”带着单位“万”"),
    mistake("28660.38", "28660.38万元", 1, "“28660.38万元”"),
    mistake("28660.38", "两万", 1, "“两万”不是数字"),
    // A row, a table or a key that is not as it should be.
    mistake(
        "  上年结转:",
        "  上年转结:",
        1,
        "“申请”里没有“上年转结”这一行",
    ),
    mistake(
        "国家秘密:",
        "国家机密:",
        1,
        "“申请.办理结果.不予公开”里没有“国家机密”这一行",
    ),
    mistake("  新收:", "  本年新收:", 1, ""),
    mistake("复议诉讼:", "复议与诉讼:", 1, ""),
    mistake("申请:  #", "申报:  #", 1, ""),
    mistake("总体情况:", "总体状况:", 1, "填报表里没有“总体状况”这一项"),
    mistake("年度: 2023", "年度: 23", 1, "年度“23”不是四位数字的年份"),
    mistake(
        "年度: 2023",
        "年度: 二〇二三",
        1,
        "年度“二〇二三”不是四位数字的年份",
    ),
    mistake("年度: 2023", "年度:", 1, "没有填年度"),
    mistake("机关: 张家港市人民政府", "机关:", 1, "没有填机关"),
    mistake("成文日期: 2024-01-26", "成文日期: 2024-02-30", 1, ""),
    mistake("成文日期: 2024-01-26", "成文日期: 明天", 1, ""),
    // The text.
    mistake("{{ 申请.新收.总计", "{{ 申请.新手.总计", 1, ""),
    mistake("《条例》）", "《条例）", 1, ""),
    mistake("（四）健全", "（五）健全", 1, "“（三）”后面应是“（四）”"),
    // Keys, files and the ledger.
    mistake("邮编: 215600", "邮编: 21560", 1, "邮编“21560”只有五位"),
    mistake(
        "电话: 0512-58916369",
        "电话: 51258916369",
        1,
        "电话“51258916369”像是丢了区号",
    ),
    mistake(
        "成文日期: 2024-01-26",
        "成文日期: 2024-1-32",
        1,
        "日期“2024-1-32”读不懂",
    ),
    mistake(
        "年度: 2023",
        "年度: 2032",
        1,
        "成文日期 2024年1月26日 在 2032 年度结束以前",
    ),
    mistake("机关: 张家港市人民政府", "机关: ~", 1, "没有填机关"),
    mistake(
        "\n复议诉讼:",
        "\n零申请: 申请\n复议诉讼:",
        1,
        "“零申请”写了“申请”",
    ),
    mistake(
        "\n复议诉讼:",
        "\n零申请: 对\n复议诉讼:",
        1,
        "“零申请”只能填",
    ),
    mistake(
        "\n复议诉讼:",
        "\n台账: 台账.csv\n复议诉讼:",
        1,
        "“台账”的文件“台账.csv”读不了",
    ),
    mistake(
        "\n复议诉讼:",
        "\n台账:\n  - {收到日期: 去年, 申请人类型: 自然人}\n复议诉讼:",
        1,
        "台账第1条收到日期“去年”读不懂",
    ),
    mistake(
        "\n复议诉讼:",
        "\n台账:\n  - {收到日期: 2023-02-01, 申请人类型: 个体户}\n复议诉讼:",
        1,
        "台账第1条申请人类型“个体户”",
    ),
    mistake(
        "总体情况: |",
        "总体情况: {文件: 总体情况.doc}\n附件: |",
        2,
        "“总体情况”的文件“总体情况.doc”读不了",
    ),
    mistake(
        "{{ 申请.新收.总计 + 申请.上年结转.总计 }}",
        "{{ 申请.新收.合计 + 申请.上年结转.总计 }}",
        1,
        "没有“申请.新收.合计”这个数",
    ),
    mistake(
        "{{ 申请.结转下年度.总计 }}件转",
        "45件转",
        1,
        "正文“45件转下一年度办理”",
    ),
    mistake(
        "{制发: 15, 废止: 41, 现行有效: 148}",
        "{制发: 15, 废止: 41}",
        1,
        "“行政规范性文件”有 1 格没有填数",
    ),
    mistake("28660.38", "-28660.38", 1, "“-28660.38”是负数"),
    mistake(
        "行政许可:",
        "行政审批:",
        1,
        "“主动公开”里没有“行政审批”这一行",
    ),
    mistake(
        "邮编: 215600",
        "邮编: 2156001",
        1,
        "邮编“2156001”不是六位数字",
    ),
    mistake("现行有效: 148", "现行有效: 约148", 1, "“约148”不是数字"),
    mistake(
        "年度: 2023",
        "年度: 2024",
        1,
        "成文日期 2024年1月26日 在 2024 年度结束以前",
    ),
    mistake(
        "格式: 2021",
        "格式: 2019",
        1,
        "格式 2019 不适用于 2023 年度",
    ),
    mistake("2024-01-26", "2024-01-32", 1, "“2024-01-32”没有这一天"),
];

/// Findings that a clerk sees.
fn shown(form: &str) -> Vec<Finding> {
    findings(form.as_bytes())
        .into_iter()
        .filter(|finding| finding.caused_by.is_none())
        .collect()
}

#[test]
fn one_mistake_speaks_once() {
    let clean = sample_text(CLEAN);
    let (mut counts, mut wrong) = (Vec::new(), Vec::new());
    for Mistake {
        from,
        to,
        messages,
        first,
    } in MISTAKES
    {
        assert!(clean.contains(from), "{from}");
        let found = shown(&clean.replacen(from, to, 1));
        let told: Vec<&str> = found
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        if told.len() != *messages || !told[0].starts_with(first) {
            wrong.push(format!("{from} → {to}: {told:#?}"));
        }
        counts.push(told.len());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    counts.sort_unstable();
    assert_eq!(counts[counts.len() / 2], 1, "the median");
    assert!(counts.iter().all(|count| *count <= 3), "{counts:?}");
}

#[test]
fn the_cell_that_explains_all_is_named() {
    // 793 typed as 774 in the total of a row whose parts are right.
    let clean = sample_text(CLEAN);
    let total = clean.replacen(NEW, "[770, 17, 0, 0, 0, 2, 774]", 1);
    assert!(shown(&total)[0].hint.starts_with(
        "很可能是“一、本年新收政府信息公开申请数量，总计”填错：填的是 774，应是 789；"
    ));
    // The sentence says the right number, so that the cell is known.
    let told = clean.replacen("[277,  9,", "[278, 9,", 1);
    assert!(
        !shown(&told)[0].hint.starts_with("很可能"),
        "four rows could be wrong"
    );
}
