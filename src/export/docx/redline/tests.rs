//! Two documents in one.

use super::*;

fn paragraph<'a>(style: &'static str, text: &str) -> DocxBlock<'a> {
    let runs = vec![DocxRun::of(text)];
    DocxBlock::Paragraph {
        style,
        runs,
        first: false,
        bookmark: None,
    }
}

fn blocks<'a>(lines: &[&str]) -> Vec<DocxBlock<'a>> {
    lines
        .iter()
        .map(|line| paragraph("BodyText", line))
        .collect()
}

fn mark(edit: Edit, text: &str) -> String {
    match edit {
        Edit::Kept => text.to_owned(),
        Edit::Inserted(_) => format!("[+{text}+]"),
        Edit::Deleted(_) => format!("[-{text}-]"),
    }
}

/// Changes as `[-what went-]` and `[+what came+]`, ends of paragraphs as `¶`.
fn show(piece: &DocxPiece<'_>) -> String {
    let (DocxBlock::Paragraph { runs, .. } | DocxBlock::Signature { runs, .. }) = &piece.block
    else {
        return String::from("?");
    };
    let said = runs
        .iter()
        .map(|run| mark(run.edit, &run.text))
        .collect::<String>();
    said + &mark(piece.edit, "¶")
}

fn check(old: &[&str], new: &[&str], expected: &str) {
    let pieces = merge(blocks(old), blocks(new), 1);
    assert_eq!(pieces.iter().map(show).collect::<String>(), expected);
}

#[test]
fn what_went_and_what_came() {
    check(
        &["收到774件。"],
        &["收到793件。"],
        "收到[-774-][+793+]件。¶",
    );
    check(
        &["甲。", "乙丙丁。"],
        &["乙丙丁。"],
        "[-甲。-][-¶-]乙丙丁。¶",
    );
    check(
        &["乙丙丁。"],
        &["甲。", "乙丙丁。"],
        "[+甲。+][+¶+]乙丙丁。¶",
    );
}

#[test]
fn the_last_paragraph_neither_comes_nor_goes() {
    check(&["甲。"], &["甲。", "乙丙丁。"], "甲。[+¶+][+乙丙丁。+]¶");
    check(
        &["甲。", "乙丙丁。", "戊。"],
        &["甲。"],
        "甲。[-¶-][-乙丙丁。-][-¶-][-戊。-]¶",
    );
    check(
        &["甲。", "乙丙丁。"],
        &["甲。", "戊己庚。"],
        "甲。¶[-乙丙丁。-][+戊己庚。+]¶",
    );
}

#[test]
fn styles_stay_with_their_words() {
    let heading = DocxRun {
        style: "Strong",
        ..DocxRun::of("一是加强。")
    };
    let mut cutter = RunCutter::new(std::slice::from_ref(&heading));
    let cut: Vec<DocxRun> = [3, 12]
        .into_iter()
        .flat_map(|bytes| cutter.take(bytes))
        .collect();
    assert_eq!(
        cut.iter()
            .map(|run| (run.text.as_str(), run.style))
            .collect::<Vec<_>>(),
        [("一", "Strong"), ("是加强。", "Strong")]
    );
}
