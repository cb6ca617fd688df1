//! What the YAML scanner stumbled over, in a clerk's words.
//!
//! The scanner often notices a fault late and names its own state; so the usual slips are looked
//! for in the lines themselves, first.

use std::sync::Arc;

use granit_parser::{ErrorKind, ScanError};

use super::text::{self, Slip};
use crate::finding::{Code, Complaint, Finding};
use crate::place::{LineIndex, Place};

/// Numbers of a pasted row that a message repeats.
const MAX_REPEATED: usize = 10;
/// Characters of its label that a message repeats.
const MAX_LABEL: usize = 40;

/// What is said where nobody knows more.
const UNKNOWN: Complaint = Complaint::fixed(
    "这里的写法读不懂",
    "对照 nianbao new 生成的空白表，检查冒号后的空格、行首缩进、括号和引号",
);
const UNPAIRED_BRACKETS: Complaint =
    Complaint::fixed("括号没有成对", "每个 [ 或 { 都要有对应的 ] 或 }");

/// The finding `unreadable` for a scan error.
pub fn explain(file: &Arc<str>, index: &LineIndex, text: &str, error: &ScanError) -> Box<Finding> {
    let marker = error.marker();
    let offset = marker
        .byte_offset()
        .unwrap_or_else(|| byte_of(text, marker.index()))
        .min(text.len());
    let (line, _) = index.line_column(offset);
    let too_deep = matches!(error.kind(), ErrorKind::RecursionLimitExceeded);
    if !too_deep && let Some(row) = find_pasted_row(index, line) {
        let start = index.line_start(row.line);
        let at = index.at(start..start + row.length);
        let message = "这一行像是从表格粘贴的，数字之间是制表符（Tab）";
        let finding = Finding::new(Code::Unreadable, message, Place::at(file, at));
        return Box::new(finding.hint(row.hint));
    }
    let mut slip = None;
    if !too_deep {
        slip = text::find_slip(index, line).or_else(|| find_slip(index, line));
    }
    let Slip { offset, complaint } = slip
        .or_else(|| explain_kind(error.kind(), offset, index, line))
        .unwrap_or(Slip {
            offset,
            complaint: UNKNOWN,
        });
    let length = text[offset..].chars().next().map_or(0, char::len_utf8);
    let at = index.at(offset..offset + length);
    Box::new(complaint.at(Code::Unreadable, Place::at(file, at)))
}

fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices()
        .nth(character)
        .map_or(text.len(), |(i, _)| i)
}

/// A row pasted from a table: a label and numbers with tabs between.
struct PastedRow {
    line: usize,
    /// Its bytes without remarks.
    length: usize,
    /// How to write it.
    hint: String,
}

/// A pasted row in the line of an error or the one before it.
fn find_pasted_row(index: &LineIndex, line: usize) -> Option<PastedRow> {
    read_pasted_row(index, line).or_else(|| read_pasted_row(index, line.saturating_sub(1)))
}

fn read_pasted_row(index: &LineIndex, line: usize) -> Option<PastedRow> {
    let code = without_remark(index.line(line));
    let mut pieces = code.trim().split('\t').map(str::trim);
    let label = pieces.next()?.trim_end_matches([':', '：']);
    let mut numbers: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
    if label.is_empty() || numbers.is_empty() || !numbers.iter().all(|n| is_number(n)) {
        return None;
    }
    let value = if let [number] = numbers.as_slice() {
        (*number).to_owned()
    } else {
        numbers.truncate(MAX_REPEATED);
        format!("[{}]", numbers.join(", "))
    };
    let label: String = label.chars().take(MAX_LABEL).collect();
    Some(PastedRow {
        line,
        length: code.trim_end().len(),
        hint: format!("写成“{label}: {value}”"),
    })
}

/// Whether there is nothing but digits and points.
fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn without_remark(line: &str) -> &str {
    line.split(" #").next().unwrap_or_default()
}

/// The usual slips, in the line of the error or the one before it.
fn find_slip(index: &LineIndex, line: usize) -> Option<Slip> {
    for number in [line, line.saturating_sub(1)] {
        if text::is_code(index, number)
            && let Some(mut slip) = find_slip_in(index.line(number))
        {
            slip.offset += index.line_start(number);
            return Some(slip);
        }
    }
    None
}

/// The first usual slip of a line, by its place in the line.
fn find_slip_in(line: &str) -> Option<Slip> {
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    if line[..indent].contains('\t') {
        return Some(Slip::new(0, "行首有制表符（Tab）", "缩进请用空格"));
    }
    let bare = line.trim_start_matches(' ');
    if bare.starts_with(['\u{3000}', '\u{A0}']) {
        let message = "行首有全角空格或特殊空格";
        return Some(Slip::new(0, message, "缩进请用半角空格"));
    }
    let code = without_remark(line);
    if let Some(at) = find_empty_item(code) {
        return Some(Slip::new(at, "两个逗号之间是空的", "没有就填 0"));
    }
    if let Some(offset) = find_unclosed(code) {
        let complaint = UNPAIRED_BRACKETS;
        return Some(Slip { offset, complaint });
    }
    let key_end = code.find([':', '：', '[', '{', '"', '\''])?;
    let has_colon = code.contains(": ") || code.trim_end().ends_with(':');
    if code[key_end..].starts_with('：') && !has_colon {
        let hint = "改成半角冒号加一个空格，如“年度: 2023”";
        return Some(Slip::new(key_end, "冒号是全角的“：”", hint));
    }
    if let Some(at) = code.find(':')
        && is_glued(&code[at + 1..])
    {
        let hint = "写成“年度: 2023”的样子";
        return Some(Slip::new(at, "冒号后面缺一个半角空格", hint));
    }
    if let Some(at) = code.find('，')
        && code.contains(['[', '{'])
        && !code.contains(['"', '\''])
    {
        return Some(Slip::new(at, "逗号是全角的“，”", "几项之间用半角逗号"));
    }
    None
}

/// Whether a value follows its colon without a blank, or with one that is none.
fn is_glued(rest: &str) -> bool {
    match rest.chars().next() {
        Some('[' | '{' | '\u{3000}' | '\u{A0}') => true,
        Some(c) => c.is_alphanumeric(),
        None => false,
    }
}

/// The place of a bracket of a list or mapping that its line does not close.
///
/// A list may go on in the next line, but in a form that cannot be read the
/// bracket that is open is the likely fault.
fn find_unclosed(code: &str) -> Option<usize> {
    let at = code.find(['[', '{'])?;
    let quoted = code.contains(['"', '\'', '|']) || code[..at].contains('#');
    let opened = code.matches(['[', '{']).count();
    let closed = code.matches([']', '}']).count();
    (!quoted && opened > closed).then_some(at)
}

/// The place of a comma that follows another or an opening bracket, in a list.
fn find_empty_item(code: &str) -> Option<usize> {
    let open = code.find('[')?;
    let mut last = '[';
    for (i, c) in code.char_indices() {
        if i <= open || c.is_whitespace() {
            continue;
        }
        match (last, c) {
            ('[' | ',', ',') => return Some(i),
            (_, '"' | '\'' | '{' | '|') => return None,
            _ => last = c,
        }
    }
    None
}

/// What the scanner's own words come to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ScanSlip {
    TooDeep,
    Reference,
    /// A quotation mark in the line above.
    QuoteAbove,
    Quote,
    Bracket,
    Separator,
    Tab,
    Indent,
    Colon,
}

/// The slip of a scanner's error, at the byte where its cause stands.
fn explain_kind(kind: &ErrorKind, offset: usize, index: &LineIndex, line: usize) -> Option<Slip> {
    let slip = ScanSlip::of(kind)?;
    let cause = match slip {
        ScanSlip::QuoteAbove => find_in_line(index, line.saturating_sub(1), ['"', '\'']),
        ScanSlip::Bracket => find_in_line(index, line, ['[', '{']),
        _ => None,
    };
    Some(Slip {
        offset: cause.unwrap_or(offset),
        complaint: slip.complaint(),
    })
}

/// The first of two signs in a line.
fn find_in_line(index: &LineIndex, line: usize, signs: [char; 2]) -> Option<usize> {
    let at = index.line(line).find(signs)?;
    Some(index.line_start(line) + at)
}

impl ScanSlip {
    fn of(kind: &ErrorKind) -> Option<Self> {
        use ErrorKind as E;
        Some(match kind {
            E::RecursionLimitExceeded => Self::TooDeep,
            E::UnknownAnchor => Self::Reference,
            E::InvalidQuotedScalarIndent => Self::QuoteAbove,
            E::UnclosedQuotedScalar
            | E::InvalidTrailingSingleQuotedScalar
            | E::InvalidTrailingDoubleQuotedScalar => Self::Quote,
            E::UnclosedFlowCollection { .. }
            | E::UnexpectedEofFlowSequence
            | E::UnexpectedEofFlowMapping
            | E::UnexpectedEofImplicitFlowMapping
            | E::MismatchedFlowCollectionEnd { .. }
            | E::MisplacedFlowCollectionEnd
            | E::InvalidFlowScalarIndent => Self::Bracket,
            E::ExpectedFlowSequenceSeparator | E::ExpectedFlowMappingSeparator => Self::Separator,
            E::TabNotAllowed
            | E::TabInBlockIndentation
            | E::TabInIndentation
            | E::TabAtBlockScalarStart
            | E::TabInPlainScalar => Self::Tab,
            E::InvalidIndentation
            | E::ExpectedBlockMappingKey
            | E::SimpleKeyExpected
            | E::MappingKeyNotAllowed => Self::Indent,
            E::MappingValueNotAllowed
            | E::InvalidColonPlacement
            | E::InvalidMappingValueWhitespace => Self::Colon,
            _ => return None,
        })
    }

    fn complaint(self) -> Complaint {
        let (message, hint) = match self {
            Self::TooDeep => ("括号套得太深，不像一份填报表", "请确认选对了文件"),
            Self::Reference => return super::NO_REFERENCES,
            Self::QuoteAbove | Self::Quote => (
                "引号没有成对",
                "补上缺的引号，或把整段写成“|”下面缩进的几行",
            ),
            Self::Bracket => return UNPAIRED_BRACKETS,
            Self::Separator => (
                "数字之间缺少逗号，或括号没有成对",
                "数字之间用半角逗号，行末要有 ] 或 }",
            ),
            Self::Tab => (
                "这里有制表符（Tab）",
                "改用空格；从 Excel 粘贴的一行数字请写成 [1, 2, 3]",
            ),
            Self::Indent => (
                "这一行的缩进与上下行对不齐，或缺少冒号",
                "同一级的各行行首空格数要相同，名称后面要有半角冒号加空格",
            ),
            Self::Colon => (
                "这里多了一个冒号",
                "文字里的冒号用全角“：”，或把整段文字加引号",
            ),
        };
        Complaint::fixed(message, hint)
    }
}
