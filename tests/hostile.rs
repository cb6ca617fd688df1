//! Any input at all ends in findings with places or one clear error.

mod common;

use std::fs;

use common::{CLEAN, Fonts, SAMPLES, cases, document, findings, reading, run, sample_text, style};
use nianbao::export::{Edition, docx, html, pdf, text};
use nianbao::finding::human::{Sources, render};
use nianbao::finding::json;
use nianbao::layout::layout;
use nianbao::place::At;
use proptest::prelude::*;

/// Reads, checks, shows and exports; every place must lie in the text.
fn survives(bytes: &[u8]) {
    let source = reading(bytes).source;
    let found = findings(bytes);
    for place in found.iter().flat_map(|f| &f.places) {
        if let At::Text {
            line,
            column,
            bytes,
        } = &place.at
            && &*place.file == "form.yaml"
        {
            assert!(*line > 0 && *column > 0);
            assert!(
                source.get(bytes.clone()).is_some(),
                "{bytes:?} of {}",
                source.len()
            );
        }
    }
    assert!(
        found
            .iter()
            .all(|f| !f.message.is_empty() && !f.places.is_empty())
    );
    json::render(&found, &[]);
    render(
        &found,
        &Sources::from([("form.yaml".into(), source.clone())]),
        false,
    );
    if reading(bytes).report.is_some() {
        let (_, document) = document(&source);
        text::export(&Edition::new(&document, &style()));
        html::export(&Edition::new(&document, &style()));
        docx::export(
            &Edition::new(&document, &style()),
            &docx::OnPaper::default(),
        );
        // Pages take their time: of every few inputs one is set.
        if bytes.len().is_multiple_of(4) {
            let mut document = document;
            document.draft = true;
            let pages = layout(&document, &style(), &Fonts).expect("fonts");
            pdf::export(&Edition::new(&document, &style()), &pages, &[]).expect("a sound PDF");
        }
    }
}

fn check(bytes: &[u8], code: &str) {
    survives(bytes);
    assert!(
        findings(bytes).iter().any(|f| f.code.name() == code),
        "{:?}",
        String::from_utf8_lossy(&bytes[..bytes.len().min(60)])
    );
}

#[test]
fn bombs_are_refused() {
    let mut aliases = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..30 {
        let (this, last) = (
            char::from(b'a' + (i % 26) as u8),
            char::from(b'a' + ((i - 1) % 26) as u8),
        );
        aliases += &format!(
            "{this}{i}: &{this} [*{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}]\n"
        );
    }
    check(aliases.as_bytes(), "unreadable");
    check("[".repeat(200_000).as_bytes(), "unreadable");
    check("{a: ".repeat(100_000).as_bytes(), "unreadable");
    check("- ".repeat(200_000).as_bytes(), "unreadable");
    check("? ".repeat(200_000).as_bytes(), "unreadable");
    check(
        format!("[{}", "0,".repeat(500_000)).as_bytes(),
        "unreadable",
    );
    check(&vec![b'a'; 2 << 20], "unreadable");
    check(
        format!("机关: {}", "\"".repeat(100_000)).as_bytes(),
        "unreadable",
    );
    check(
        (0..9_000)
            .map(|i| format!("k{i}: 1\n"))
            .collect::<String>()
            .as_bytes(),
        "unknown-key",
    );
    check("a: 1\n".repeat(9_000).as_bytes(), "duplicate-key");
    check(&[0xFF, 0xFE, 0x00], "unreadable");
    check("%YAML 9.9\n---\na: 1\n".as_bytes(), "unreadable");
    check("机关: \u{7}甲\n".as_bytes(), "bad-character");
    check("\u{1}".repeat(1_000_000).as_bytes(), "bad-character");
    check(
        format!("申请: [{}]", "0, ".repeat(19_000)).as_bytes(),
        "unreadable",
    );
    check(
        sample_text(common::CLEAN)
            .replace(
                "[  3,  0, 0, 0, 0, 0]",
                &format!("[{{值: 3, 注: {}}}, 0, 0, 0, 0, 0]", "长".repeat(200_000)),
            )
            .as_bytes(),
        "unreadable",
    );
    check(
        "总体情况: |\n  {{ 申请.新收.总计 + \"甲\" * 99999999 }}\n".as_bytes(),
        "unknown-placeholder",
    );
    check(
        format!("总体情况: |\n  {}\n", "{{ 1 + (".repeat(20_000)).as_bytes(),
        "unknown-placeholder",
    );
    check(
        format!(
            "总体情况: |\n  {{{{ {}1{} }}}}\n",
            "(".repeat(9_000),
            ")".repeat(9_000)
        )
        .as_bytes(),
        "unknown-placeholder",
    );
}

#[test]
fn a_large_file_is_refused_within_a_second_and_unread() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("big.yaml"), vec![b'a'; 50 << 20]).unwrap();
    let out = run(dir.path(), &["check", "big.yaml"]);
    assert_eq!(out.code, 1);
    assert!(out.stdout.contains("文件太大"));
}

#[test]
fn wrong_shapes_in_every_key_are_findings() {
    let clean = sample_text(common::CLEAN);
    for shape in [
        "[1, [2, {a: 3}]]",
        "{值: [1], 注: {b: c}}",
        "~",
        "''",
        "\"- \"",
        "99999999999999999999",
        "{自然人: {值: }}",
        "|",
    ] {
        for line in clean.lines().filter(|l| l.contains(':')) {
            let key = line.split(':').next().unwrap();
            survives(
                clean
                    .replacen(line, &format!("{key}: {shape}"), 1)
                    .as_bytes(),
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: common::cases(150),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        survives(&bytes);
    }

    #[test]
    fn random_text_of_the_forms_characters(
        text in "[\\[\\]{}:：,，\\-|>\"'#&*!%@? \n\t0-9a机关年度申请新收总计值注（一）。]{0,300}",
    ) {
        survives(text.as_bytes());
    }

    #[test]
    fn mutated_samples(
        which in 0..SAMPLES.len(),
        edits in proptest::collection::vec(
            (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..5u8),
            1..6,
        ),
    ) {
        let mut bytes = sample_text(SAMPLES[which]).into_bytes();
        let colon = "：".as_bytes();
        let spice: &[&[u8]] =
            &[b"[", b"\n", b": ", colon, b"{{ ", b"\t", b"- ", b"&a ", b"\xFF", b"|\n"];
        for (at, other, kind) in edits {
            let (i, j) = (at.index(bytes.len()), other.index(bytes.len()));
            match kind {
                0 => { bytes.remove(i); }
                1 => bytes.swap(i, j),
                2 => { bytes.splice(i..i, spice[j % spice.len()].iter().copied()); }
                3 => {
                    let copy = bytes[i.min(j)..i.max(j).min(i.min(j) + 200)].to_vec();
                    bytes.splice(j..j, copy);
                }
                _ => { bytes.drain(i..(i + j % 40).min(bytes.len())); }
            }
            if bytes.is_empty() { bytes.push(b'a'); }
        }
        survives(&bytes);
    }
}

/// What free text is made of, for the rules that read it.
const PIECES: [&str; 64] = [
    "收到",
    "未",
    "无",
    "没有",
    "均",
    "全部",
    "其中",
    "含",
    "分别为",
    "包括",
    "共计",
    "申请",
    "政府信息公开申请",
    "依申请公开",
    "办结",
    "答复",
    "结转",
    "上年",
    "下年度",
    "2022年",
    "2023年",
    "至",
    "12月",
    "31日",
    "予以公开",
    "不予公开",
    "本机关不掌握",
    "重复申请",
    "自然人",
    "法人",
    "行政复议",
    "行政诉讼",
    "维持",
    "审结",
    "行政许可",
    "规范性文件",
    "现行有效",
    "废止",
    "行政事业性收费",
    "市本级",
    "全市",
    "各部门",
    "网上",
    "涉及",
    "占",
    "增长",
    "率",
    "件",
    "条",
    "万元",
    "个",
    "5",
    "774",
    "12.5%",
    "１２",
    "三十一",
    "一万万万万",
    "，",
    "。",
    "；",
    "、",
    "（",
    "）",
    "{{ 申请.新收.总计 }}",
];

#[test]
fn words_of_the_text_rules_in_any_order() {
    let mut form = sample_text(CLEAN);
    let at = form.find("总体情况: |\n").expect("the text") + "总体情况: |\n".len();
    let rest = form.split_off(at);
    let pieces = proptest::collection::vec(0..PIECES.len(), 1..120);
    proptest!(ProptestConfig::with_cases(cases(60)), |(words in pieces)| {
        let text: String = words.iter().map(|&i| PIECES[i]).collect();
        survives(format!("{form}  {text}\n{rest}").as_bytes());
        // A text of its own, in one cell's or one quoted value's place.
        let quoted = text.replace("{{ 申请.新收.总计 }}", "");
        survives(format!("{form}{rest}\n引言: \"{quoted}\"\n").as_bytes());
    });
}

#[test]
fn texts_that_end_in_any_word() {
    for word in [
        "无",
        "没有",
        "未",
        "暂无",
        "其他无",
        "行政复议、行政诉讼：无",
        "没有行政诉讼",
        "均",
        "其中",
        "一万万万万万万件",
        "百分之一万万万万万万万",
    ] {
        let form = sample_text(CLEAN);
        let at = form.find("其他事项: |\n").expect("the text");
        survives(format!("{}其他事项: {word}\n", &form[..at]).as_bytes());
        survives(
            format!(
                "{}总体情况二\n",
                form.replacen("一方面，", &format!("{word}\n  一方面，"), 1)
            )
            .as_bytes(),
        );
    }
}
