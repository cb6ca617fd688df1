//! The ledger of requests: the table from it, in every kind of form, carried over, never printed.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read, Write as _};

use common::{CLEAN, Fonts, cases, document, findings, reading, run, sample_text, style};
use flate2::read::ZlibDecoder;
use nianbao::file::Format;
use nianbao::form::write::{json, workbook, yaml};
use nianbao::readback;
use nianbao::style::PdfLevel;
use nianbao::{Drafts, Filing, Memory, Name};
use proptest::prelude::*;
use zip::ZipArchive;

/// Words that stand in no report.
const SECRET: &str = "甲字九百四十二号";

/// The clean example without its table of requests, and with a ledger of these rows.
fn with_ledger(ledger: &str) -> String {
    let form = sample_text(CLEAN);
    let (before, rest) = form.split_once("\n申请:").expect("the table");
    let behind = rest.find("\n复议诉讼:").expect("the next table");
    format!("{before}{}\n台账:\n{ledger}", &rest[behind..])
}

/// A ledger that gives the clean example's table, in an order of no meaning.
fn whole_ledger() -> String {
    let report = reading(sample_text(CLEAN).as_bytes())
        .report
        .expect("a sample");
    let standard = report.standard.clone();
    let table = standard.ledger_table().expect("a ledger");
    let mut ledger = String::new();
    for applicant in &table.applicants {
        let number = |row: usize| {
            let number = report.cell(table.cell(row, applicant.leaf)).value.number();
            number
                .and_then(|n| u32::try_from(n).ok())
                .expect("a number")
        };
        let outcomes = table
            .outcomes
            .iter()
            .map(|entry| (entry.name.as_str(), entry.leaf));
        let outcomes = outcomes.flat_map(|(name, leaf)| (0..number(leaf)).map(move |_| name));
        let outcomes: Vec<&str> = outcomes.collect();
        let (received, carried) = (number(table.received), number(table.carried_in));
        for index in 0..received + carried {
            let day = index % 28 + 1;
            let came = if index < carried {
                "2022-11"
            } else {
                "2023-03"
            };
            let _ = write!(
                ledger,
                "  - {{收到日期: {came}-{day:02}, 申请人类型: {}",
                applicant.name
            );
            if let Some(outcome) = outcomes.get(index as usize) {
                let _ = write!(ledger, ", 办理结果: {outcome}, 办结日期: 2023-04-{day:02}");
            }
            ledger.push_str("}\n");
        }
    }
    ledger
}

#[test]
fn a_whole_ledger_gives_the_whole_table() {
    let stated = reading(sample_text(CLEAN).as_bytes())
        .report
        .expect("a sample");
    let counted = reading(with_ledger(&whole_ledger()).as_bytes());
    assert!(counted.findings.is_empty(), "{:?}", counted.findings);
    let counted = counted.report.expect("a form");
    for id in stated.standard.cells() {
        assert_eq!(
            stated.printed(id),
            counted.printed(id),
            "{}",
            stated.standard.path(id)
        );
    }
    // The same table stated beside it is right, and one number off is told with its requests.
    let both = format!("{}\n台账:\n{}", sample_text(CLEAN), whole_ledger());
    let same: Vec<_> = findings(both.as_bytes())
        .into_iter()
        .map(|f| f.message)
        .collect();
    assert!(same.is_empty(), "{same:?}");
    let off = both.replace("[770, 17, 0, 0, 0, 2]", "[770, 17, 0, 0, 0, 3]");
    let told = findings(off.as_bytes());
    let ledger = told
        .iter()
        .find(|f| f.code.name() == "ledger")
        .expect("a finding");
    assert!(
        ledger.message.contains("填 3，台账里是 2 件（第"),
        "{}",
        ledger.message
    );
    assert!(ledger.hint.contains("改为 2"), "{}", ledger.hint);
}

#[test]
fn every_kind_of_form_counts_the_same() {
    let ledger = with_ledger(&whole_ledger());
    let report = reading(ledger.as_bytes()).report.expect("a form");
    let kinds = [
        yaml(&report, "2023.yaml").into_bytes(),
        json(&report).into_bytes(),
        workbook(&report).expect("a workbook"),
    ];
    for bytes in kinds {
        let again = reading(&bytes);
        assert!(again.findings.is_empty(), "{:?}", again.findings);
        assert_eq!(json(&again.report.expect("a form")), json(&report));
    }
}

/// All that a file holds, unpacked.
fn unpacked(format: Format, bytes: &[u8]) -> Vec<u8> {
    let mut all = bytes.to_vec();
    match format {
        Format::Docx | Format::Ofd => {
            let mut package = ZipArchive::new(Cursor::new(bytes)).expect("a package");
            for index in 0..package.len() {
                package
                    .by_index(index)
                    .expect("a part")
                    .read_to_end(&mut all)
                    .expect("read");
            }
        }
        Format::Pdf => {
            let starts = memchr::memmem::find_iter(bytes, b"stream\n").map(|at| at + 7);
            for start in starts {
                let _ = ZlibDecoder::new(&bytes[start..]).read_to_end(&mut all);
            }
        }
        _ => {}
    }
    all
}

#[test]
fn nothing_of_it_is_printed() {
    let remark = format!("备注: {SECRET}");
    let row = format!("  - {{收到日期: 2023-03-05, 申请人类型: 自然人, {remark}}}\n");
    let waiver = format!("豁免:\n  - {{规则: narrative-number, 位置: 监督保障, 理由: {SECRET}}}\n");
    let form = with_ledger(&format!("{}{row}{waiver}", whole_ledger()));
    let (report, _) = document(&form);
    assert!(
        json(&report).matches(SECRET).count() > 1,
        "the form knows the words"
    );
    // With all that a file may carry inside.
    let mut style = style();
    style.pdf.level = PdfLevel::A3a;
    let filing = Filing::open(&Memory::new(), &Name::new("f.yaml"), form.as_bytes());
    let filing = filing.expect("a body");
    let made = filing.render_in(&style, Some(&Fonts), &Format::ALL, Drafts::Made);
    let files = made.expect("files").files;
    assert_eq!(files.len(), Format::ALL.len());
    let wide: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for file in files {
        let all = unpacked(file.format, &file.bytes);
        for words in [SECRET.as_bytes(), &wide] {
            let found = memchr::memmem::find(&all, words);
            assert!(
                found.is_none(),
                "{} holds words of the ledger",
                file.format.name()
            );
        }
        if !matches!(file.format, Format::Html | Format::Fragment) {
            let read = readback::read("f", file.format, &file.bytes).expect("readable");
            assert!(!format!("{read:?}").contains(SECRET));
        }
    }
}

#[test]
fn open_requests_go_on_next_year() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("2023.yaml"),
        with_ledger(&whole_ledger()),
    )
    .unwrap();
    for next in ["2024.yaml", "2024.xlsx"] {
        let made = run(folder.path(), &["new", "--from", "2023.yaml", next]);
        assert_eq!(made.code, 0, "{}", made.stderr);
        let bytes = fs::read(folder.path().join(next)).unwrap();
        let report = reading(&bytes).report.expect("a form");
        assert_eq!(report.items("台账").len(), 44, "44 were open");
        let standard = report.standard.clone();
        let table = standard.ledger_table().expect("a ledger");
        let carried = report.printed(table.cell(table.carried_in, table.applicants[0].leaf));
        assert_eq!(carried, "44", "{next}");
        // Nobody has filled it yet.
        let checked = run(folder.path(), &["check", next]);
        assert!(
            checked.stdout.contains("像是还没有填写"),
            "{}",
            checked.stdout
        );
    }
}

#[test]
fn a_sheet_without_its_labels_is_told() {
    let report = reading(with_ledger(&whole_ledger()).as_bytes())
        .report
        .expect("a form");
    let bytes = workbook(&report).expect("a workbook");
    for (label, other, told) in [
        (
            "收到日期",
            "收件日期",
            "“台账”表的表头里没有“收到日期”；“收件日期”不认得，没有读",
        ),
        ("备注", "经办人", ""),
    ] {
        let found = findings(&with_string(&bytes, label, other));
        let told_of = found
            .iter()
            .find(|f| f.message.contains("表头"))
            .map(|f| f.message.as_str());
        assert_eq!(told_of.unwrap_or_default(), told);
    }
}

/// A workbook with other words in place of some.
fn with_string(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let mut part = package.by_index(index).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("read");
        let name = part.name().expect("a name").into_owned();
        if name == "xl/sharedStrings.xml" {
            let (old, new) = (format!("<t>{old}</t>"), format!("<t>{new}</t>"));
            let text = String::from_utf8(content).expect("text");
            assert!(text.contains(&old));
            content = text.replace(&old, &new).into_bytes();
        }
        writer
            .start_file(name, zip::write::SimpleFileOptions::default())
            .expect("a part");
        writer.write_all(&content).expect("written");
    }
    writer.finish().expect("a package").into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(48)))]

    /// Whatever days and words stand in a ledger: what came is what went, in every column.
    #[test]
    fn a_table_from_a_ledger_balances(
        rows in prop::collection::vec(
            (0i64..1400, prop::option::of(0i64..700), 0usize..6, 0usize..40),
            1..60,
        ),
    ) {
        let blank = reading(sample_text(CLEAN).as_bytes()).report.expect("a sample");
        let table = blank.standard.ledger_table().expect("a ledger");
        let mut ledger = String::new();
        for (came, took, who, how) in &rows {
            let who = &table.applicants[who % table.applicants.len()].name;
            let first = 44_500 + came;
            let _ = write!(ledger, "  - {{收到日期: {first}, 申请人类型: {who}");
            if let Some(took) = took {
                let how = &table.outcomes[how % table.outcomes.len()].name;
                let _ = write!(ledger, ", 办理结果: {how}, 办结日期: {}", first + took);
            }
            ledger.push_str("}\n");
        }
        let report = reading(with_ledger(&ledger).as_bytes()).report.expect("a form");
        let sum = |row: usize| -> rust_decimal::Decimal {
            table.applicants.iter().map(|e| report.value(table.cell(row, e.leaf))).sum()
        };
        let outcomes = table.outcomes.iter().map(|entry| sum(entry.leaf));
        let done: rust_decimal::Decimal = outcomes.sum();
        prop_assert_eq!(sum(table.received) + sum(table.carried_in), done + sum(table.carried_out));
        prop_assert_eq!(report.ledger.open.len().to_string(), sum(table.carried_out).to_string());
    }
}
