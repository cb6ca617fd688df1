//! What the YAML scanner stumbled over, in a clerk's words.

use std::sync::Arc;

use granit_parser::{ErrorKind, ScanError};

use super::text::{self, Slip};
use crate::finding::{Code, Finding};
use crate::place::{LineIndex, Place};

/// The finding `unreadable` for a scan error.
///
/// The scanner often notices a fault late and names its own state; so the
/// usual slips are looked for in the lines themselves, first.
pub fn finding(file: &Arc<str>, index: &LineIndex, text: &str, error: &ScanError) -> Box<Finding> {
    let marker = error.marker();
    let offset = marker
        .byte_offset()
        .unwrap_or_else(|| byte_of(text, marker.index()))
        .min(text.len());
    let (line, _) = index.line_column(offset);
    let too_deep = matches!(error.kind(), ErrorKind::RecursionLimitExceeded);
    if let Some((number, length, hint)) = pasted(index, line).filter(|_| !too_deep) {
        let start = index.line_start(number);
        let at = index.at(start..start + length);
        let message = "这一行像是从表格粘贴的，数字之间是制表符（Tab）";
        return Box::new(Finding::new(Code::Unreadable, message, Place::at(file, at)).hint(hint));
    }
    let Slip { offset, complaint } = text::fault(index, line)
        .or_else(|| slip(index, line))
        .filter(|_| !too_deep)
        .or_else(|| by_kind(error.kind(), offset, index, line))
        .unwrap_or_else(|| Slip::new(offset, UNKNOWN, LOOK));
    let end = text[offset..]
        .chars()
        .next()
        .map_or(offset, |c| offset + c.len_utf8());
    Box::new(complaint.at(Code::Unreadable, Place::at(file, index.at(offset..end))))
}

/// What is said where nobody knows more.
const UNKNOWN: &str = "这里的写法读不懂";
const LOOK: &str = "对照 nianbao new 生成的空白表，检查冒号后的空格、行首缩进、括号和引号";

fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices()
        .nth(character)
        .map_or(text.len(), |(i, _)| i)
}

/// A row pasted from a table, in the line of the error or the one before it: a
/// label and numbers with tabs between; the line, its length without remarks, and how to write it.
fn pasted(index: &LineIndex, line: usize) -> Option<(usize, usize, String)> {
    [line, line.saturating_sub(1)]
        .into_iter()
        .find_map(|number| {
            let code = index.line(number).split(" #").next().unwrap_or_default();
            let mut pieces = code.trim().split('\t').map(str::trim);
            let label = pieces.next()?.trim_end_matches([':', '：']);
            let numbers: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
            let plain = |piece: &&str| piece.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let row = !label.is_empty() && !numbers.is_empty() && numbers.iter().all(plain);
            let shown = numbers
                .iter()
                .take(10)
                .copied()
                .collect::<Vec<_>>()
                .join(", ");
            let value = if numbers.len() == 1 {
                shown
            } else {
                format!("[{shown}]")
            };
            let hint = format!(
                "写成“{}: {value}”",
                label.chars().take(40).collect::<String>()
            );
            row.then(|| (number, code.trim_end().len(), hint))
        })
}

/// The usual slips, in the line of the error or the one before it.
fn slip(index: &LineIndex, line: usize) -> Option<Slip> {
    [line, line.saturating_sub(1)]
        .into_iter()
        .filter(|&number| text::is_code(index, number))
        .find_map(|number| {
            let content = index.line(number);
            let start = index.line_start(number);
            let indent = content.len() - content.trim_start_matches([' ', '\t']).len();
            if content[..indent].contains('\t') {
                return Some(Slip::new(start, "行首有制表符（Tab）", "缩进请用空格"));
            }
            if content
                .trim_start_matches(' ')
                .starts_with(['\u{3000}', '\u{A0}'])
            {
                return Some(Slip::new(
                    start,
                    "行首有全角空格或特殊空格",
                    "缩进请用半角空格",
                ));
            }
            let code = content.split(" #").next().unwrap_or_default();
            if let Some(at) = empty_item(code) {
                return Some(Slip::new(start + at, "两个逗号之间是空的", "没有就填 0"));
            }
            if let Some(at) = unclosed(code) {
                return Some(Slip::new(start + at, "括号没有成对", BRACKETS));
            }
            let key_end = code.find([':', '：', '[', '{', '"', '\''])?;
            if code[key_end..].starts_with('：')
                && !code.contains(": ")
                && !code.trim_end().ends_with(':')
            {
                let hint = "改成半角冒号加一个空格，如“年度: 2023”";
                return Some(Slip::new(start + key_end, "冒号是全角的“：”", hint));
            }
            if let Some(at) = code.find(':').filter(|at| glued(&code[*at + 1..])) {
                return Some(Slip::new(
                    start + at,
                    "冒号后面缺一个半角空格",
                    "写成“年度: 2023”的样子",
                ));
            }
            if let Some(at) = code
                .find('，')
                .filter(|_| code.contains(['[', '{']) && !code.contains(['"', '\'']))
            {
                return Some(Slip::new(
                    start + at,
                    "逗号是全角的“，”",
                    "几项之间用半角逗号",
                ));
            }
            None
        })
}

/// Whether a value follows its colon without a blank, or with one that is none.
fn glued(rest: &str) -> bool {
    rest.starts_with(|c: char| {
        c.is_alphanumeric() || matches!(c, '[' | '{' | '\u{3000}' | '\u{A0}')
    })
}

/// The place of a bracket of a list or mapping that its line does not close.
///
/// A list may go on in the next line, but in a form that cannot be read the
/// bracket that is open is the likely fault.
fn unclosed(code: &str) -> Option<usize> {
    let at = code.find(['[', '{'])?;
    let quoted = code.contains(['"', '\'', '|']) || code[..at].contains('#');
    let count = |marks: [char; 2]| code.matches(marks).count();
    (!quoted && count(['[', '{']) > count([']', '}'])).then_some(at)
}

/// The place of a comma that follows another or an opening bracket, in a list.
fn empty_item(code: &str) -> Option<usize> {
    let open = code.find('[')?;
    let mut last = '[';
    for (i, c) in code
        .char_indices()
        .filter(|(i, c)| *i > open && !c.is_whitespace())
    {
        match (last, c) {
            ('[' | ',', ',') => return Some(i),
            (_, '"' | '\'' | '{' | '|') => return None,
            _ => last = c,
        }
    }
    None
}

const BRACKETS: &str = "每个 [ 或 { 都要有对应的 ] 或 }";
const QUOTES: &str = "补上缺的引号，或把整段写成“|”下面缩进的几行";

/// What the scanner's own words come to.
fn by_kind(kind: &ErrorKind, offset: usize, index: &LineIndex, line: usize) -> Option<Slip> {
    use ErrorKind as E;
    Some(match kind {
        E::RecursionLimitExceeded => {
            Slip::new(offset, "括号套得太深，不像一份填报表", "请确认选对了文件")
        }
        E::UnknownAnchor => Slip::new(
            offset,
            "填报表里不能用 YAML 的引用（& 和 *）",
            "把内容直接写出来；以 * 或 & 开头的文字请加引号",
        ),
        E::InvalidQuotedScalarIndent => {
            let above = line.saturating_sub(1);
            let quote = index.line(above).find(['"', '\'']);
            let offset = quote.map_or(offset, |at| index.line_start(above) + at);
            Slip::new(offset, "引号没有成对", QUOTES)
        }
        E::UnclosedQuotedScalar
        | E::InvalidTrailingSingleQuotedScalar
        | E::InvalidTrailingDoubleQuotedScalar => Slip::new(offset, "引号没有成对", QUOTES),
        E::UnclosedFlowCollection { .. }
        | E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping
        | E::MismatchedFlowCollectionEnd { .. }
        | E::MisplacedFlowCollectionEnd
        | E::InvalidFlowScalarIndent => {
            let bracket = index.line(line).find(['[', '{']);
            let offset = bracket.map_or(offset, |at| index.line_start(line) + at);
            Slip::new(offset, "括号没有成对", BRACKETS)
        }
        E::ExpectedFlowSequenceSeparator | E::ExpectedFlowMappingSeparator => Slip::new(
            offset,
            "数字之间缺少逗号，或括号没有成对",
            "数字之间用半角逗号，行末要有 ] 或 }",
        ),
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart
        | E::TabInPlainScalar => Slip::new(
            offset,
            "这里有制表符（Tab）",
            "改用空格；从 Excel 粘贴的一行数字请写成 [1, 2, 3]",
        ),
        E::InvalidIndentation
        | E::ExpectedBlockMappingKey
        | E::SimpleKeyExpected
        | E::MappingKeyNotAllowed => Slip::new(
            offset,
            "这一行的缩进与上下行对不齐，或缺少冒号",
            "同一级的各行行首空格数要相同，名称后面要有半角冒号加空格",
        ),
        E::MappingValueNotAllowed | E::InvalidColonPlacement | E::InvalidMappingValueWhitespace => {
            Slip::new(
                offset,
                "这里多了一个冒号",
                "文字里的冒号用全角“：”，或把整段文字加引号",
            )
        }
        _ => return None,
    })
}
