//! A YAML text into the raw placed tree.
//!
//! Values stay as typed: YAML's own types (`0x10`, `yes`, `1e3`) mean nothing
//! here. Aliases are refused, nesting and the number of nodes are bounded, a key
//! given twice is a finding and its first value stands.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, Span};

use super::bytes::clean_escaped;
use super::labels;
use super::raw::{Entry, Raw, RawNode};
use super::yaml_error;
use crate::finding::{Code, Finding};
use crate::place::{At, LineIndex, Place};

/// Containers inside each other; a form needs five.
const MAX_DEPTH: usize = 32;
/// Values in one form; a form has under 400.
const MAX_NODES: usize = 20_000;

/// Reads one YAML document. The findings may hold `duplicate-key` and `bad-character` beside a tree.
///
/// # Errors
/// The finding `unreadable`, with its place, when the text is no such document.
pub fn read(file: &Arc<str>, index: LineIndex<'_>) -> Result<(Raw, Vec<Finding>), Box<Finding>> {
    let text = index.text();
    let options =
        granit_parser::options! { flow_nesting_limit: MAX_DEPTH, block_nesting_limit: MAX_DEPTH };
    let mut reader = Reader {
        file,
        text,
        index,
        events: Parser::new_from_str_with_options(text, options),
        nodes: 0,
        findings: Vec::new(),
    };
    let mut root = None;
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamEnd => break,
            Event::DocumentStart(..) if root.is_some() => {
                return Err(reader.unreadable(
                    "一份表里只能有一份 YAML 文档",
                    "删去单独成行的 ---，两份报告请分成两个文件",
                    &span,
                ));
            }
            Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
            event => root = Some(reader.node(event, &span)?),
        }
    }
    let root = root.unwrap_or(Raw { at: At::File, node: RawNode::Null });
    Ok((root, reader.findings))
}

struct Reader<'a> {
    file: &'a Arc<str>,
    text: &'a str,
    index: LineIndex<'a>,
    events: Parser<'a, granit_parser::StrInput<'a>>,
    nodes: usize,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), Box<Finding>> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(yaml_error::finding(self.file, &self.index, self.text, &error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'a>, span: &Span) -> Result<Raw, Box<Finding>> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.unreadable("内容太多，不像一份填报表", "请确认选对了文件", span));
        }
        let at = self.at(span);
        let node = match event {
            Event::Scalar(text, ScalarStyle::Plain, _, _)
                if text.is_empty() || text == "~" || text == "null" =>
            {
                RawNode::Null
            }
            Event::Scalar(text, ScalarStyle::DoubleQuoted, _, _) => {
                let (text, finding) = clean_escaped(&text, &Place::at(self.file, at.clone()));
                self.findings.extend(finding);
                RawNode::Scalar(self.lines(&text, ScalarStyle::DoubleQuoted, span))
            }
            Event::Scalar(text, style, _, _) => {
                self.folded(style, span);
                RawNode::Scalar(self.lines(&text, style, span))
            }
            Event::SequenceStart(..) => {
                let mut list = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break RawNode::List(list),
                        (event, span) => list.push(self.node(event, &span)?),
                    }
                }
            }
            Event::MappingStart(..) => self.map()?,
            _ => {
                return Err(self.unreadable(
                    "填报表里不能用 YAML 的引用（& 和 *）",
                    "把内容直接写出来；以 * 或 & 开头的文字请加引号",
                    span,
                ));
            }
        };
        Ok(Raw { at, node })
    }

    fn map(&mut self) -> Result<RawNode, Box<Finding>> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: HashMap<String, At> = HashMap::new();
        loop {
            let (event, span) = self.next()?;
            let (key, at) = match event {
                Event::MappingEnd => return Ok(RawNode::Map(entries)),
                Event::Scalar(key, ..) => (key.into_owned(), self.at(&span)),
                _ => {
                    return Err(self.unreadable(
                        "冒号前面应是一个名称",
                        "检查这一行的括号和冒号",
                        &span,
                    ));
                }
            };
            let (event, span) = self.next()?;
            let value = self.node(event, &span)?;
            if let Some(first) = seen.get(&key) {
                let message = format!("“{key}”写了两次，以第一次为准");
                let place = Place::at(self.file, at).named(key.as_str(), "");
                self.findings.push(
                    labels::repeated(message, place).related([Place::at(self.file, first.clone())]),
                );
            } else {
                seen.insert(key.clone(), at.clone());
                entries.push(Entry { key, at, value });
            }
        }
    }

    /// Warns where YAML joins lines into one, or takes the rest of a line as a remark.
    fn folded(&mut self, style: ScalarStyle, span: &Span) {
        let bytes = trim(self.text, span.byte_range().unwrap_or(0..0));
        let joined = style != ScalarStyle::Literal && self.text[bytes.clone()].contains('\n');
        // A remark has a blank behind its sign; “见 #3 号” has none.
        let rest = self.text[bytes.end..].trim_start_matches([' ', '\t']);
        let remark =
            rest.strip_prefix('#').is_some_and(|r| r.starts_with(|c: char| c.is_alphanumeric()));
        let warn = |message: &str, hint: &str, at: At| {
            Finding::new(Code::Unreadable, message, Place::at(self.file, at))
                .as_warning()
                .hint(hint)
        };
        let finding = if joined {
            warn(
                "这几行文字会连成一段",
                "在冒号后面加“|”，下面各行缩进两格，就是每行一段",
                self.at(span),
            )
        } else if style == ScalarStyle::Plain && remark {
            let start = self.text.len() - rest.len();
            let line = rest.lines().next().unwrap_or_default();
            let at = self.index.at(start..start + line.trim_end().len());
            warn("从“#”起的字没有读入", "要印出来，就在冒号后面加“|”，把文字写在下一行", at)
        } else {
            return;
        };
        self.findings.push(finding);
    }

    /// The lines of a scalar, each where it stands in the file.
    ///
    /// In a literal block every source line is a line of text, indented as its
    /// first line is. Elsewhere lines are folded, and the start serves for all.
    fn lines(&self, text: &str, style: ScalarStyle, span: &Span) -> Vec<(String, At)> {
        let at = self.at(span);
        if style != ScalarStyle::Literal {
            return text.split('\n').map(|line| (line.to_owned(), at.clone())).collect();
        }
        let (first, indent) = (span.start.line(), span.start.col());
        let leading = text.bytes().take_while(|&b| b == b'\n').count();
        let content = text.trim_end_matches('\n');
        content
            .split('\n')
            .enumerate()
            .skip(leading)
            .map(|(i, line)| {
                let number = first + i - leading;
                let inset = indent.min(self.index.line(number).len());
                let start = self.index.line_start(number) + inset;
                let end = (start + line.len()).min(self.text.len());
                (
                    line.to_owned(),
                    At::Text { line: number, column: inset + 1, bytes: start.min(end)..end },
                )
            })
            .collect()
    }

    fn at(&self, span: &Span) -> At {
        let bytes = trim(self.text, span.byte_range().unwrap_or(0..0));
        // The scanner has counted already; counting anew would be slow in one long line.
        let column = self.index.column(bytes.start, span.start.col() + 1);
        At::Text { line: span.start.line(), column, bytes }
    }

    fn unreadable(&self, message: &str, hint: &str, span: &Span) -> Box<Finding> {
        Box::new(
            Finding::new(Code::Unreadable, message, Place::at(self.file, self.at(span))).hint(hint),
        )
    }
}

/// The stretch without white space at its end, never outside the text.
fn trim(text: &str, bytes: Range<usize>) -> Range<usize> {
    match text.get(bytes.clone()) {
        Some(slice) => bytes.start..bytes.start + slice.trim_end().len(),
        None => bytes.start.min(text.len())..bytes.start.min(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dump(raw: &Raw) -> String {
        let place = match &raw.at {
            At::Text { line, column, .. } => format!("{line}:{column}"),
            _ => "-".into(),
        };
        match &raw.node {
            RawNode::Null | RawNode::Odd(..) | RawNode::Reported => format!("null@{place}"),
            RawNode::Scalar(lines) => {
                let lines: Vec<_> = lines
                    .iter()
                    .map(|(text, at)| match at {
                        At::Text { line, column, .. } => format!("{text:?}@{line}:{column}"),
                        _ => text.clone(),
                    })
                    .collect();
                lines.join(" ")
            }
            RawNode::List(list) => {
                format!("[{}]@{place}", list.iter().map(dump).collect::<Vec<_>>().join(", "))
            }
            RawNode::Map(entries) => {
                format!(
                    "{{{}}}",
                    entries
                        .iter()
                        .map(|e| format!("{}: {}", e.key, dump(&e.value)))
                        .collect::<Vec<_>>()
                        .join(", ")
                )
            }
        }
    }

    fn check(text: &str, expected: &str) {
        let shown = match read(&"f".into(), LineIndex::new(text)) {
            Ok((raw, findings)) => {
                let mut shown = dump(&raw);
                for finding in findings {
                    shown += &format!(" !{}", finding.code.name());
                }
                shown
            }
            Err(finding) => {
                let At::Text { line, column, .. } = finding.places[0].at else {
                    panic!("no place: {finding:?}")
                };
                format!("!{line}:{column} {}", finding.message)
            }
        };
        assert_eq!(shown, expected, "{:?}", &text[..text.len().min(80)]);
    }

    #[test]
    fn values_keep_text_and_place() {
        check("机关: 甲\n年度: 0x10\n", "{机关: \"甲\"@1:5, 年度: \"0x10\"@2:5}");
        check("a: [1, ~, '2 ']\n", "{a: [\"1\"@1:5, null@1:8, \"2 \"@1:11]@1:4}");
        check("a:\n", "{a: null@1:2}");
    }

    #[test]
    fn block_text_has_a_place_for_each_line() {
        check(
            "a: |\n\n  一、甲\n\n    乙\nb: 1\n",
            "{a: \"一、甲\"@3:3 \"\"@4:1 \"  乙\"@5:3, b: \"1\"@6:4}",
        );
    }

    #[test]
    fn faults_have_places() {
        check("a: 1\na: 2\n", "{a: \"1\"@1:4} !duplicate-key");
        check("a: \"甲\\x07\"\n", "{a: \"甲 \"@1:4} !bad-character");
        check("a: 甲\n  乙\n", "{a: \"甲 乙\"@1:4} !unreadable");
        check("a: >\n  甲\n  乙\n", "{a: \"甲 乙\"@2:3 \"\"@2:3} !unreadable");
        check("a: 见 #3 号\nb: 1  # 万元\n", "{a: \"见\"@1:4, b: \"1\"@2:4} !unreadable");
        check("a: *b\n", "!1:4 填报表里不能用 YAML 的引用（& 和 *）");
        check("a: &x [1]\nb: *x\n", "!2:4 填报表里不能用 YAML 的引用（& 和 *）");
        check("a: 1\n---\nb: 2\n", "!2:1 一份表里只能有一份 YAML 文档");
        check("a: [277, 9, , 0]\n", "!1:13 两个逗号之间是空的");
        check("机关：甲\n年度: 2023\n", "!1:3 冒号是全角的“：”");
        check("机关: 甲\n年度:2023\n格式: 2021\n", "!2:3 冒号后面缺一个半角空格");
        check("申请:\n　　新收: 0\n  上年结转: 0\n", "!2:1 行首有全角空格或特殊空格");
        check(
            "a:\n  新收\t1\t2\n  上年结转: 0\n",
            "!2:1 这一行像是从表格粘贴的，数字之间是制表符（Tab）",
        );
        check("a:\n\tb: 1\n", "!2:1 行首有制表符（Tab）");
        check("甲: |\n  乙\n丙：丁，戊。\n己: 1\n", "!3:1 这一行文字没有缩进");
        check("甲: |\n丙丁，戊。\n己: 1\n", "!2:1 这一行文字没有缩进");
        check("甲: |\n  丙：丁\n\t戊。\n己: 1\n", "!3:1 这一行文字前面是制表符（Tab）");
        check("甲: |\n\t戊。\n己: 1\n", "!2:1 这一行文字前面是制表符（Tab）");
        check("# 注：甲\n甲: | 一、戊\n己: 1\n", "!2:6 “|”后面不能写字");
        check(
            "甲: |\n  乙\n# 丙\n  丁。\n己: 1\n",
            "!3:1 文字中间夹着以“#”开头的行，文字到那里就断了",
        );
        check("a: \"甲\n", "!1:4 引号没有成对");
        check("a: [1, 2\nb: 3\n", "!1:4 括号没有成对");
        check(&"[".repeat(200_000), "!1:33 括号套得太深，不像一份填报表");
    }
}
