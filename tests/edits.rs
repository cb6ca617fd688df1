//! Changes of forms: whatever two forms differ in, the text of the one is made to say
//! what the other says, and nothing else of it moves.

mod common;

use common::random::{line, report_of, text, value};
use common::{cases, reading, sample_text};
use encoding_rs::GB18030;
use nianbao::edit::{assign, revise};
use nianbao::form::as_meant;
use nianbao::form::write::{json, yaml};
use nianbao::form::{Options, read};
use nianbao::place::{Place, Placed};
use nianbao::report::changes::{apply, changes};
use nianbao::report::{Record, Report, Value};
use nianbao::standard::Library;
use proptest::prelude::*;

/// The text of a form as somebody might have laid it out: remarks, columns, rows by names, other
/// line ends.
fn by_hand(text: &str, seed: u64) -> String {
    let mut state = seed | 1;
    let mut chance = |of: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33).is_multiple_of(of)
    };
    let (mut inside, mut table) = (None, false);
    let mut out = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if inside.is_some_and(|key| line.trim().is_empty() || indent > key) {
            out.push(line.to_owned());
            continue;
        }
        inside = line.contains(": |").then_some(indent);
        if indent == 0 && !line.starts_with('#') {
            table = ["主动公开:", "申请:", "复议诉讼:"]
                .iter()
                .any(|key| line.starts_with(key));
        }
        if chance(7) && !line.trim().is_empty() {
            // What stands inside a text or a list that is written anew goes with it; what stands in
            // a table stays.
            let word = if table { "备注" } else { "旁注" };
            out.push(format!(
                "{}# {word}{number}: [甲, {{乙}}]",
                " ".repeat(indent)
            ));
        }
        let numbers = line
            .split_once(": ")
            .filter(|(_, v)| v.trim().starts_with('[') && !v.contains(['"', '{', '#']));
        match numbers {
            Some((key, row)) if chance(3) => {
                let items = row
                    .trim()
                    .trim_matches(['[', ']'])
                    .split(", ")
                    .collect::<Vec<_>>();
                if chance(2) || key.trim().starts_with('"') {
                    out.push(format!("{key}:  [ {} ]  # 行{number}", items.join(" ,  ")));
                } else {
                    out.push(format!("{key}:"));
                    out.extend(
                        items
                            .iter()
                            .map(|item| format!("{}  - {item}  # 格", " ".repeat(indent))),
                    );
                }
            }
            Some(_) if chance(3) => out.push(format!("{line} # 行{number}")),
            _ => out.push(line.to_owned()),
        }
    }
    let end = if chance(4) { "\r\n" } else { "\n" };
    let mut text = out.join(end);
    if chance(2) {
        text.push_str(end);
    }
    text
}

/// A text in one of the encodings that forms come in.
fn encoded(text: &str, way: u8) -> Vec<u8> {
    match way {
        0 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        1 => GB18030.encode(text).0.into_owned(),
        2 => [0xFF, 0xFE]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect(),
        _ => text.as_bytes().to_vec(),
    }
}

fn report(bytes: &[u8]) -> Report {
    reading(bytes).report.expect("a readable form")
}

fn revised(bytes: &[u8], new: &Report) -> Vec<u8> {
    let old = report(bytes);
    let applied = apply(&old, &changes(&old, new));
    assert_eq!(
        json(&applied),
        json(new),
        "the changes applied give the new form"
    );
    revise(
        bytes,
        &old,
        &applied,
        &Library::default(),
        Options::default(),
    )
    .unwrap_or_else(|fault| {
        let single = changes(&old, new).into_iter().find(|change| {
            let new = apply(&old, std::slice::from_ref(change));
            revise(bytes, &old, &new, &Library::default(), Options::default()).is_err()
        });
        panic!("{fault}: {single:?}\n{}", String::from_utf8_lossy(bytes))
    })
}

/// An edit of a report: its sort, where, and with what.
type Edit = (u8, prop::sample::Index, u8, u32, Vec<String>);

fn edit() -> impl Strategy<Value = Edit> {
    (
        0..10u8,
        any::<prop::sample::Index>(),
        0..12u8,
        0..100_000u32,
        text(),
    )
}

/// Makes an edit.
fn edited(report: Report, edit: &Edit) -> Report {
    as_meant(&edited_as_typed(report, edit))
}

fn edited_as_typed(mut report: Report, (sort, at, kind, number, lines): &Edit) -> Report {
    let standard = report.standard.clone();
    let place = Place::default();
    let placed = |text: &str| Placed::new(text.to_owned(), place.clone());
    match sort {
        0..=4 => {
            let cells: Vec<_> = standard.cells().collect();
            let id = *at.get(&cells);
            let unstated = standard.is_total(id) && *kind < 4;
            let new = value(standard.part(id).kind(id.column), *kind, *number);
            let cell = report.cell_mut(id);
            cell.value = if unstated
                || standard.is_total(id) && matches!(&new, Value::Blank(t) if t.is_empty())
            {
                Value::Unstated
            } else {
                new
            };
            cell.note = (*kind == 11).then(|| format!("其中{number}件"));
        }
        5 => {
            let keys = [
                "简称",
                "标题",
                "索引号",
                "联系.部门",
                "联系.电话",
                "网站.名称",
                "统计期限",
            ];
            let key = *at.get(&keys);
            if *kind < 3 {
                report.fields.remove(key);
            } else {
                report
                    .fields
                    .insert(key.to_owned(), placed(&format!("甲{number}: #乙")));
            }
        }
        6..=8 => {
            let keys = [
                "引言",
                "总体情况",
                "说明.主动公开",
                "说明.申请",
                "问题与改进",
                "其他事项",
            ];
            let key = *at.get(&keys);
            match report.texts.get_mut(key).filter(|_| *kind > 2) {
                // One paragraph of several: replaced, put in or taken out.
                Some(old) => {
                    let index = at.index(old.len());
                    match kind {
                        3..=5 => old[index] = placed(&lines[0]),
                        6..=8 => old.insert(index, placed(&lines[0])),
                        _ if index > 0 && index + 1 < old.len() => drop(old.remove(index)),
                        _ => {}
                    }
                    // Blank lines stand only between others.
                    if old.last().is_some_and(|line| line.value.trim().is_empty()) {
                        old.pop();
                    }
                }
                None if *kind == 0 => drop(report.texts.remove(key)),
                None => drop(
                    report
                        .texts
                        .insert(key.to_owned(), lines.iter().map(|l| placed(l)).collect()),
                ),
            }
        }
        _ => {
            let records = report.records.entry("豁免".into()).or_default();
            let record = |n: u32| {
                Record::from_iter([
                    ("规则", placed("balance")),
                    ("理由", placed(&format!("理由{n}"))),
                ])
            };
            match kind {
                0..=3 if !records.is_empty() => drop(records.remove(at.index(records.len()))),
                4..=7 if !records.is_empty() => *at.get_mut(records) = record(*number),
                _ => records.push(record(*number)),
            }
        }
    }
    report
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(100),
        failure_persistence: None,
        max_shrink_iters: 256,
        ..ProptestConfig::default()
    })]

    /// Ten edits each.
    #[test]
    fn edits_one_after_another(
        old in report_of(true),
        seed: u64,
        way in 0..8u8,
        edits in prop::collection::vec(edit(), 10),
    ) {
        let mut bytes = encoded(&by_hand(&yaml(&old, "form.json"), seed), way);
        for edit in &edits {
            let before = report(&bytes);
            let new = edited(before.clone(), edit);
            let after = revised(&bytes, &new);
            if json(&before) == json(&new) {
                prop_assert_eq!(&after, &bytes, "nothing to change, nothing changed");
            }
            bytes = after;
        }
    }

    /// Of a form with one number changed, one line differs, and in it that number only.
    #[test]
    fn one_number_is_one_place(
        seed: u64,
        row in 0..27usize,
        column in 0..6usize,
        number in 0..5000u32,
    ) {
        let text = by_hand(&sample_text(common::CLEAN), seed);
        let old = report(text.as_bytes());
        let mut new = old.clone();
        let table = &new.standard.tables[1];
        let part = &table.parts[0];
        let leaves = &part.rows.leaves;
        let rows: Vec<usize> =
            (0..leaves.len()).filter(|&row| leaves[row].total.is_none()).collect();
        let row = rows[row % rows.len()];
        let id = nianbao::standard::CellId { table: 1, part: 0, row, column };
        let before = new.value(id);
        new.cell_mut(id).value = Value::Number(number.into());
        let after = String::from_utf8(revised(text.as_bytes(), &new)).unwrap();
        let shared = text.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let tail = text.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count();
        let most = before.to_string().len().max(number.to_string().len());
        let lists = !text.lines().any(|l| l.trim_start().starts_with("- "));
        if lists {
            let (longer, shorter) = (text.len().max(after.len()), text.len().min(after.len()));
            prop_assert!(longer - (shared + tail).min(shorter) <= most);
        }
    }

    #[test]
    fn anything_may_be_assigned(path in line(), value in line()) {
        let mut report = report(sample_text(common::CLEAN).as_bytes());
        let _ = assign(&mut report, &path, &value);
        for known in [
            "申请.新收",
            "申请.新收.自然人",
            "总体情况.2",
            "联系.电话",
            "成文日期",
            "信息处理费.通知金额",
        ] {
            let _ = assign(&mut report, known, &value);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(24),
        failure_persistence: None,
        max_shrink_iters: 64,
        ..ProptestConfig::default()
    })]

    #[test]
    fn one_form_into_another(
        (old, new) in any::<bool>().prop_flat_map(|new| (report_of(new), report_of(new))),
        seed: u64,
        way in 0..8u8,
    ) {
        let bytes = encoded(&by_hand(&yaml(&old, "form.json"), seed), way);
        let remarks = |bytes: &[u8]| bytes.windows(6).filter(|w| *w == "备注".as_bytes()).count();
        let after = revised(&bytes, &new);
        if way > 2 {
            prop_assert_eq!(remarks(&after), remarks(&bytes), "no remark is lost");
        }
    }
}

/// What `位置=值` makes of a form: the lines that went and came.
fn check(form: &str, assignments: &[(&str, &str)], expected: &[&str]) {
    let old = report(form.as_bytes());
    let mut new = old.clone();
    for (path, value) in assignments {
        assign(&mut new, path, value).unwrap();
    }
    let after = revise(
        form.as_bytes(),
        &old,
        &new,
        &Library::default(),
        Options::default(),
    )
    .unwrap();
    let after = String::from_utf8(after).unwrap();
    let (before, after): (Vec<&str>, Vec<&str>) =
        (form.split('\n').collect(), after.split('\n').collect());
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for part in nianbao::align::stretches(&before, &after)
        .into_iter()
        .filter(|part| !part.equal)
    {
        gone.extend(before[part.old].iter().map(|line| format!("-{line}")));
        come.extend(after[part.new].iter().map(|line| format!("+{line}")));
    }
    assert_eq!([gone, come].concat(), expected);
}

/// A form that somebody laid out by hand.
const HAND: &str = "# 我局的表
格式:   2021   # 别改
机关: '某某局'
年度: 2023
联系: {电话: 0512-1}   # 办公室
总体情况: |
    第一段。

    第二段。   
# 二、
主动公开: {规章: {制发: 0, 废止: 0, 现行有效: 0}, 行政规范性文件: 0,
   行政许可: 12, # 含下属
   行政处罚: {值: 3, 注: 简易程序}, 行政强制: 0, 行政事业性收费: 0}
三、收到和处理政府信息公开申请情况:
  一、本年新收政府信息公开申请数量: {自然人: 5, 总计: 5}
  上年结转: 0    # 没有
  办理结果:
    予以公开: [ 5, 0, 0, 0, 0, 0 ]
    部分公开: 0
    不予公开: {国家秘密: 0, 法律行政法规禁止: 0, 三安全一稳定: 0, 第三方合法权益: 0, \
三类内部事务信息: 0, 四类过程性信息: 0, 行政执法案卷: 0, 行政查询事项: 0}
    无法提供: {本机关不掌握: 0, 没有现成信息: 0, 补正后仍不明确: 0}
    不予处理: {信访举报投诉: 0, 重复申请: 0, 公开出版物: 0, 大量反复申请: 0, 确认或重新出具: 0}
    其他处理: {逾期不补正: 0, 逾期不缴费: 0, 其他: 0}
    总计:
      - 5
      - 0
      - 0
      - 0
      - 0
      - 0
  结转下年度: 0
复议诉讼: {行政复议: 0, 直接起诉: 0, 复议后起诉: 0}
问题与改进: 一句话。 # 待补
其他事项:     # 无";

#[test]
fn a_form_laid_out_by_hand() {
    assert!(
        read(
            "f",
            HAND.as_bytes(),
            &Library::default(),
            Options::default()
        )
        .report
        .is_some()
    );
    check(
        HAND,
        &[("申请.新收.自然人", "6"), ("申请.新收.总计", "")],
        &[
            "-  一、本年新收政府信息公开申请数量: {自然人: 5, 总计: 5}",
            "+  一、本年新收政府信息公开申请数量: {自然人: 6}",
        ],
    );
    check(
        HAND,
        &[("申请.新收.商业企业", "2")],
        &[
            "-  一、本年新收政府信息公开申请数量: {自然人: 5, 总计: 5}",
            "+  一、本年新收政府信息公开申请数量: {自然人: 5, 商业企业: 2, 总计: 5}",
        ],
    );
    check(
        HAND,
        &[("申请.上年结转.自然人", "1")],
        &[
            "-  上年结转: 0    # 没有",
            "+  上年结转: [1, 0, 0, 0, 0, 0]    # 没有",
        ],
    );
    check(
        HAND,
        &[("主动公开.行政许可", "13")],
        &["-   行政许可: 12, # 含下属", "+   行政许可: 13, # 含下属"],
    );
    check(
        HAND,
        &[("主动公开.行政处罚", "4")],
        &[
            "-   行政处罚: {值: 3, 注: 简易程序}, \
             行政强制: 0, 行政事业性收费: 0}",
            "+   行政处罚: {值: 4, 注: 简易程序}, 行政强制: 0, 行政事业性收费: 0}",
        ],
    );
    check(
        HAND,
        &[("机关", "某某委")],
        &["-机关: '某某局'", "+机关: '某某委'"],
    );
    check(
        HAND,
        &[("联系.电话", "0512-2"), ("联系.邮编", "215600")],
        &[
            "-联系: {电话: 0512-1}   # 办公室",
            "+联系: {邮编: 215600, 电话: \"0512-2\"}   # 办公室",
        ],
    );
    check(
        HAND,
        &[("成文日期", "2024-01-05")],
        &["+成文日期: \"2024-01-05\""],
    );
    check(HAND, &[("总体情况.2", "另一段。")], &["-", "+    另一段。"]);
    check(
        HAND,
        &[("总体情况.1", "头一段。")],
        &["-    第一段。", "+    头一段。"],
    );
    check(
        HAND,
        &[("问题与改进", "甲。\n乙。")],
        &[
            "-问题与改进: 一句话。 # 待补",
            "+问题与改进: | # 待补",
            "+  甲。",
            "+  乙。",
        ],
    );
    check(
        HAND,
        &[("其他事项", "没有。")],
        &["-其他事项:     # 无", "+其他事项: |     # 无", "+  没有。"],
    );
}

/// The hand-made form with another piece, and what becomes of its lines.
fn piece(from: &str, to: &str, assignments: &[(&str, &str)], expected: &[&str]) {
    assert!(HAND.contains(from), "{from}");
    check(&HAND.replacen(from, to, 1), assignments, expected);
}

#[test]
fn remarks_stay_wherever_they_stand() {
    // A list of a line each.
    let list = "上年结转:  # 甲\n    - 1  # 乙\n    # 丙\n    \
                -   0\n    - 0\n    - 0\n    - 0\n    - 0 # 丁";
    piece(
        "上年结转: 0    # 没有",
        list,
        &[("申请.上年结转.自然人", "2")],
        &["-    - 1  # 乙", "+    - 2  # 乙"],
    );
    piece(
        "上年结转: 0    # 没有",
        list,
        &[("申请.上年结转.总计", "1")],
        &["+    - 1"],
    );
    piece(
        "上年结转: 0    # 没有",
        &list.replace("- 0 # 丁", "- 0 # 丁\n    - 1  # 戊"),
        &[("申请.上年结转.总计", "")],
        &["-    - 1  # 戊"],
    );
    // A cell with its note, in brackets and on lines.
    piece(
        "行政强制: 0",
        "行政强制: { 值: 7, 注: \"甲\" }",
        &[("主动公开.行政强制", "8")],
        &[
            "-   行政处罚: {值: 3, 注: 简易程序}, \
             行政强制: { 值: 7, 注: \"甲\" }, 行政事业性收费: 0}",
            "+   行政处罚: {值: 3, 注: 简易程序}, \
             行政强制: { 值: 8, 注: \"甲\" }, 行政事业性收费: 0}",
        ],
    );
    // Entries in brackets over several lines.
    piece(
        "{自然人: 5, 总计: 5}",
        "{自然人: 5, # 甲\n    总计: 5 # 乙\n    }",
        &[("申请.新收.总计", "")],
        &[
            "-  一、本年新收政府信息公开申请数量: {自然人: 5, # 甲",
            "-    总计: 5 # 乙",
            "+  一、本年新收政府信息公开申请数量: {自然人: 5 # 甲",
            "+     # 乙",
        ],
    );
    // Texts: behind the bar, on one line, the last of the file.
    piece(
        "问题与改进: 一句话。 # 待补",
        "问题与改进: |  # 每年要写\n  一。",
        &[("问题与改进", "二。")],
        &["-  一。", "+  二。"],
    );
    piece(
        "问题与改进: 一句话。 # 待补",
        "问题与改进: >- # 折叠\n  一\n  二",
        &[("问题与改进", "三。")],
        &[
            "-问题与改进: >- # 折叠",
            "-  一",
            "-  二",
            "+问题与改进: | # 折叠",
            "+  三。",
        ],
    );
    piece(
        "一句话。 # 待补",
        "'收到12件。' # 待补",
        &[("问题与改进", "收到13件。")],
        &[
            "-问题与改进: '收到12件。' # 待补",
            "+问题与改进: '收到13件。' # 待补",
        ],
    );
    piece(
        "其他事项:     # 无",
        "其他事项: |\n  一\n  二\n  三",
        &[("其他事项", "一")],
        &["-  二", "-  三"],
    );
    // Line ends of other lines stay, even where they are mixed.
    check(
        &HAND.replace("# 我局的表\n", "# 我局的表\r\n"),
        &[("成文日期", "2024-01-05")],
        &["+成文日期: \"2024-01-05\"\r"],
    );
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let old = report(HAND.as_bytes());
    let bytes = json(&old).into_bytes();
    let mut new = report(&bytes);
    assign(&mut new, "索引号", "1").unwrap();
    let refused = revise(
        &bytes,
        &report(&bytes),
        &new,
        &Library::default(),
        Options::default(),
    );
    assert_eq!(refused, Err(nianbao::edit::EditFault::Json));
}
