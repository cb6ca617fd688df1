//! Just enough of Markdown: the documents, their blocks of code, the words in backticks, links.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::root;

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

/// All documents, in the order of their paths.
pub fn pages() -> Vec<Page> {
    let mut files = Vec::new();
    for folder in [
        "",
        "docs",
        "docs/reference",
        "src",
        "samples",
        "page",
        "fuzz",
    ] {
        collect(&root().join(folder), false, &mut files);
    }
    for folder in ["templates", "tests"] {
        collect(&root().join(folder), true, &mut files);
    }
    files.sort();
    files.into_iter().map(page).collect()
}

fn collect(folder: &Path, deep: bool, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        } else if deep && path.is_dir() && !path.ends_with("node_modules") {
            collect(&path, deep, found);
        }
    }
}

fn page(file: PathBuf) -> Page {
    let path = file.strip_prefix(root()).expect("a file of the repository");
    Page {
        path: path.display().to_string(),
        text: fs::read_to_string(&file).expect("a document"),
    }
}

impl Page {
    /// Its fenced blocks.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
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
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (Some(block), None) => block.lines.push(line.to_owned()),
                (None, None) => {
                    if !line.trim().is_empty() {
                        line.clone_into(&mut before);
                    }
                }
            }
        }
        assert!(open.is_none(), "{}: a block is not closed", self.path);
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
        let mut inside = false;
        for line in self.text.lines() {
            if line.trim_start().starts_with("```") {
                inside = !inside;
            } else if !inside {
                prose += line;
                prose.push('\n');
            }
        }
        prose
    }
}
