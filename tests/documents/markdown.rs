//! Just enough of Markdown: the documents, their blocks of code, the words in backticks, links.

use std::fs;
use std::path::PathBuf;

use crate::common::{files_ending, root};

/// A document of the project.
pub struct Page {
    /// Its path below the repository.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A fenced block.
pub struct Block {
    /// What stands behind its opening fence, such as `sh`.
    pub language: String,
    /// The line before the block that is not blank.
    pub before: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// Its first line in the document, from 1.
    pub line: usize,
}

/// A piece of a document.
pub enum Piece {
    /// A line of prose.
    Line(String),
    /// A fenced block.
    Block(Block),
}

/// All documents, in the order of their paths.
pub fn pages() -> Vec<Page> {
    files_ending(&root(), "md").into_iter().map(page).collect()
}

fn page(file: PathBuf) -> Page {
    let path = file.strip_prefix(root()).expect("a file of the repository");
    Page {
        path: path.display().to_string(),
        text: fs::read_to_string(&file).expect("a document"),
    }
}

impl Page {
    /// Its lines and blocks, from top to bottom.
    pub fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut open: Option<Block> = None;
        let mut before = String::new();
        for (at, line) in self.text.lines().enumerate() {
            let fence = line.trim_start().strip_prefix("```");
            match (&mut open, fence) {
                (None, Some(language)) => {
                    open = Some(Block {
                        language: language.trim().to_owned(),
                        before: std::mem::take(&mut before),
                        lines: Vec::new(),
                        line: at + 2,
                    });
                }
                (Some(_), Some(_)) => pieces.extend(open.take().map(Piece::Block)),
                (Some(block), None) => block.lines.push(line.to_owned()),
                (None, None) => {
                    if !line.trim().is_empty() {
                        line.clone_into(&mut before);
                    }
                    pieces.push(Piece::Line(line.to_owned()));
                }
            }
        }
        assert!(open.is_none(), "{}: a block is not closed", self.path);
        pieces
    }

    /// Its fenced blocks.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for piece in self.pieces() {
            if let Piece::Block(block) = piece {
                blocks.push(block);
            }
        }
        blocks
    }

    /// The words in backticks outside of blocks.
    pub fn quoted(&self) -> Vec<String> {
        let prose = self.prose();
        let parts: Vec<&str> = prose.split('`').collect();
        parts
            .iter()
            .skip(1)
            .step_by(2)
            .map(|word| (*word).to_owned())
            .collect()
    }

    /// Where its links lead.
    pub fn links(&self) -> Vec<String> {
        let prose = self.prose();
        let unquoted: String = prose.split('`').step_by(2).collect();
        let mut links = Vec::new();
        for rest in unquoted.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or_default();
            links.push(
                target
                    .split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            );
        }
        links
    }

    /// Its text without its blocks.
    fn prose(&self) -> String {
        let mut prose = String::new();
        for piece in self.pieces() {
            if let Piece::Line(line) = piece {
                prose += &line;
                prose.push('\n');
            }
        }
        prose
    }
}
