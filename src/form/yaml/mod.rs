//! A YAML text into the raw placed tree.
//!
//! [`syntax`] parses it, once for reading and editing; here its values get their places, and
//! what YAML would swallow in silence is told: a key given twice, of which the first value
//! stands, lines that would be joined, words taken for a remark. [`error`] and [`text`] say in a
//! clerk's words what the scanner stumbled over.

mod error;
pub mod syntax;
mod text;

use std::collections::HashMap;
use std::sync::Arc;

use super::characters::clean_escaped;
use super::labels;
use super::raw::{Entry, Raw, RawNode};
use crate::finding::{Code, Complaint, Finding};
use crate::place::{At, LineIndex, Place};
use syntax::{Scanned, SyntaxEntry, SyntaxFault, SyntaxKind, SyntaxNode};

const SECOND_DOCUMENT: Complaint = Complaint::fixed(
    "一份表里只能有一份 YAML 文档",
    "删去单独成行的 ---，两份报告请分成两个文件",
);
const TOO_MANY: Complaint = Complaint::fixed("内容太多，不像一份填报表", "请确认选对了文件");
const NO_REFERENCES: Complaint = Complaint::fixed(
    "填报表里不能用 YAML 的引用（& 和 *）",
    "把内容直接写出来；以 * 或 & 开头的文字请加引号",
);
const NO_NAME: Complaint = Complaint::fixed("冒号前面应是一个名称", "检查这一行的括号和冒号");

/// Reads one YAML document. The findings may hold `duplicate-key` and `bad-character` beside a
/// tree.
///
/// # Errors
/// The finding `unreadable`, with its place, when the text is no such document.
pub fn read(file: &Arc<str>, index: LineIndex<'_>) -> Result<(Raw, Vec<Finding>), Box<Finding>> {
    let mut reader = YamlReader {
        file,
        text: index.text(),
        index,
        findings: Vec::new(),
    };
    let root = match syntax::parse(reader.text) {
        Ok(Some(root)) => reader.raw(root),
        Ok(None) => Raw {
            at: At::File,
            node: RawNode::Null,
        },
        Err(fault) => return Err(reader.tell_fault(&fault)),
    };
    Ok((root, reader.findings))
}

struct YamlReader<'a> {
    file: &'a Arc<str>,
    text: &'a str,
    index: LineIndex<'a>,
    findings: Vec<Finding>,
}

impl YamlReader<'_> {
    /// A value with its place.
    fn raw(&mut self, node: SyntaxNode) -> Raw {
        let SyntaxNode { scanned, kind, .. } = node;
        let at = self.at(&scanned);
        let node = match kind {
            SyntaxKind::Null => RawNode::Null,
            SyntaxKind::Quoted { double: true, text } => {
                let (text, finding) = clean_escaped(&text, &Place::at(self.file, at.clone()));
                self.findings.extend(finding);
                RawNode::Scalar(lines(&text, &at))
            }
            SyntaxKind::Plain(text) => {
                self.tell_folded(&scanned);
                self.tell_remark(&scanned);
                RawNode::Scalar(lines(&text, &at))
            }
            SyntaxKind::Quoted { text, .. }
            | SyntaxKind::Block {
                literal: false,
                text,
            } => {
                self.tell_folded(&scanned);
                RawNode::Scalar(lines(&text, &at))
            }
            SyntaxKind::Block { text, .. } => RawNode::Scalar(self.block_lines(&text, &scanned)),
            SyntaxKind::List { items, .. } => {
                RawNode::List(items.into_iter().map(|item| self.raw(item)).collect())
            }
            SyntaxKind::Map { entries, .. } => RawNode::Map(self.entries(entries)),
        };
        Raw { at, node }
    }

    /// The entries of a map, each key once.
    fn entries(&mut self, given: Vec<SyntaxEntry>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(given.len());
        let mut seen: HashMap<String, At> = HashMap::with_capacity(given.len());
        for SyntaxEntry {
            key,
            scanned,
            value,
            ..
        } in given
        {
            let at = self.at(&scanned);
            let value = self.raw(value);
            if let Some(first) = seen.get(&key) {
                let message = format!("“{key}”写了两次，以第一次为准");
                let place = Place::at(self.file, at).named(key.as_str(), "");
                let first = Place::at(self.file, first.clone());
                self.findings
                    .push(labels::tell_repeated(message, place).related([first]));
                continue;
            }
            seen.insert(key.clone(), at.clone());
            entries.push(Entry { key, at, value });
        }
        entries
    }

    /// Warns where YAML joins lines into one; whether it does.
    fn tell_folded(&mut self, scanned: &Scanned) {
        if self.is_folded(scanned) {
            let message = "这几行文字会连成一段";
            let hint = "在冒号后面加“|”，下面各行缩进两格，就是每行一段";
            let at = self.at(scanned);
            self.warn(message, hint, at);
        }
    }

    fn is_folded(&self, scanned: &Scanned) -> bool {
        self.text[scanned.bytes.clone()].contains('\n')
    }

    /// Warns where YAML takes the rest of a line as a remark that was hardly meant as one.
    fn tell_remark(&mut self, scanned: &Scanned) {
        let rest = self.text[scanned.bytes.end..].trim_start_matches([' ', '\t']);
        // A remark has a blank behind its sign; “见 #3 号” has none.
        let Some(remark) = rest.strip_prefix('#') else {
            return;
        };
        if remark.starts_with(char::is_alphanumeric) && !self.is_folded(scanned) {
            let start = self.text.len() - rest.len();
            let line = rest.lines().next().unwrap_or_default();
            let at = self.index.at(start..start + line.trim_end().len());
            let hint = "要印出来，就在冒号后面加“|”，把文字写在下一行";
            self.warn("从“#”起的字没有读入", hint, at);
        }
    }

    fn warn(&mut self, message: &str, hint: &str, at: At) {
        let finding = Finding::new(Code::Unreadable, message, Place::at(self.file, at));
        self.findings.push(finding.as_warning().hint(hint));
    }

    /// The lines of a literal block, each where it stands in the file: every source line is a
    /// line of text, indented as the first one is.
    fn block_lines(&self, text: &str, scanned: &Scanned) -> Vec<(String, At)> {
        let leading = text.bytes().take_while(|&b| b == b'\n').count();
        let content = text.trim_end_matches('\n');
        let mut lines = Vec::new();
        for (index, line) in content.split('\n').skip(leading).enumerate() {
            let number = scanned.line + index;
            let inset = scanned.column.min(self.index.line(number).len());
            let start = self.index.line_start(number) + inset;
            let end = (start + line.len()).min(self.text.len());
            let at = At::Text {
                line: number,
                column: inset + 1,
                bytes: start.min(end)..end,
            };
            lines.push((line.to_owned(), at));
        }
        lines
    }

    fn at(&self, scanned: &Scanned) -> At {
        // The scanner has counted already; counting anew would be slow in one long line.
        let column = self.index.column(scanned.bytes.start, scanned.column + 1);
        At::Text {
            line: scanned.line,
            column,
            bytes: scanned.bytes.clone(),
        }
    }

    /// The finding for a text that is no tree.
    fn tell_fault(&self, fault: &SyntaxFault) -> Box<Finding> {
        let (complaint, scanned) = match fault {
            SyntaxFault::Scan(error) => {
                return error::explain(self.file, &self.index, self.text, error);
            }
            SyntaxFault::SecondDocument(scanned) => (SECOND_DOCUMENT, scanned),
            SyntaxFault::TooMany(scanned) => (TOO_MANY, scanned),
            SyntaxFault::Alias(scanned) => (NO_REFERENCES, scanned),
            SyntaxFault::KeyIsNoScalar(scanned) => (NO_NAME, scanned),
        };
        let place = Place::at(self.file, self.at(scanned));
        Box::new(complaint.at(Code::Unreadable, place))
    }
}

/// The lines of a scalar whose own lines YAML has joined: its start serves for all.
fn lines(text: &str, at: &At) -> Vec<(String, At)> {
    text.split('\n')
        .map(|line| (line.to_owned(), at.clone()))
        .collect()
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
                let lines: Vec<String> =
                    lines.iter().map(|(text, at)| dump_line(text, at)).collect();
                lines.join(" ")
            }
            RawNode::List(list) => {
                let items: Vec<String> = list.iter().map(dump).collect();
                format!("[{}]@{place}", items.join(", "))
            }
            RawNode::Map(entries) => {
                let mut shown = Vec::new();
                for Entry { key, value, .. } in entries {
                    shown.push(format!("{key}: {}", dump(value)));
                }
                format!("{{{}}}", shown.join(", "))
            }
        }
    }

    fn dump_line(text: &str, at: &At) -> String {
        match at {
            At::Text { line, column, .. } => format!("{text:?}@{line}:{column}"),
            _ => text.to_owned(),
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
        check(
            "机关: 甲\n年度: 0x10\n",
            "{机关: \"甲\"@1:5, 年度: \"0x10\"@2:5}",
        );
        check(
            "a: [1, ~, '2 ']\n",
            "{a: [\"1\"@1:5, null@1:8, \"2 \"@1:11]@1:4}",
        );
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
        check(
            "a: >\n  甲\n  乙\n",
            "{a: \"甲 乙\"@2:3 \"\"@2:3} !unreadable",
        );
        check(
            "a: 见 #3 号\nb: 1  # 万元\n",
            "{a: \"见\"@1:4, b: \"1\"@2:4} !unreadable",
        );
        check("a: *b\n", "!1:4 填报表里不能用 YAML 的引用（& 和 *）");
        check(
            "a: &x [1]\nb: *x\n",
            "!2:4 填报表里不能用 YAML 的引用（& 和 *）",
        );
        check("a: 1\n---\nb: 2\n", "!2:1 一份表里只能有一份 YAML 文档");
        check("a: [277, 9, , 0]\n", "!1:13 两个逗号之间是空的");
        check("机关：甲\n年度: 2023\n", "!1:3 冒号是全角的“：”");
        check(
            "机关: 甲\n年度:2023\n格式: 2021\n",
            "!2:3 冒号后面缺一个半角空格",
        );
        check(
            "申请:\n　　新收: 0\n  上年结转: 0\n",
            "!2:1 行首有全角空格或特殊空格",
        );
        check(
            "a:\n  新收\t1\t2\n  上年结转: 0\n",
            "!2:1 这一行像是从表格粘贴的，数字之间是制表符（Tab）",
        );
        check("a:\n\tb: 1\n", "!2:1 行首有制表符（Tab）");
        check(
            "甲: |\n  乙\n丙：丁，戊。\n己: 1\n",
            "!3:1 这一行文字没有缩进",
        );
        check("甲: |\n丙丁，戊。\n己: 1\n", "!2:1 这一行文字没有缩进");
        check(
            "甲: |\n  丙：丁\n\t戊。\n己: 1\n",
            "!3:1 这一行文字前面是制表符（Tab）",
        );
        check(
            "甲: |\n\t戊。\n己: 1\n",
            "!2:1 这一行文字前面是制表符（Tab）",
        );
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
