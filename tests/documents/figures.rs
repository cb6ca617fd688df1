//! Figures that documents tell: bounds as the code has them, sizes as the files have them, counts
//! as the tests have them. What was measured with a clock stands in `docs/decisions.md`, with how.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::{files_ending, part_thousands, root};

/// A bound: the line of code that sets it, and what a document says of it.
struct Bound {
    code: &'static str,
    says: &'static str,
}

/// What the table of 给信息中心 says.
const BOUNDS: [Bound; 17] = [
    Bound {
        code: "const MAX_FORM: usize = 16 << 20;",
        says: "16 MiB，解开后",
    },
    Bound {
        code: "const MAX_INFLATED: usize = 16 << 20;",
        says: "解开后每部分 16 MiB",
    },
    Bound {
        code: "const MAX_SHEETS: usize = 200;",
        says: "200 张表",
    },
    Bound {
        code: "const MAX_CELLS: usize = 200_000;",
        says: "每张 200,000 格",
    },
    Bound {
        code: "const MAX_ROW: u32 = 25_000;",
        says: "25,000 行",
    },
    Bound {
        code: "const MAX_BYTES: usize = 4 << 20;",
        says: "4 MiB，250,000 项",
    },
    Bound {
        code: "const MAX_NODES: usize = 250_000;",
        says: "250,000 项",
    },
    Bound {
        code: "const MAX_DEPTH: usize = 32;",
        says: "32 层",
    },
    Bound {
        code: "const MAX_LINES: usize = 2_000;",
        says: "2,000 段",
    },
    Bound {
        code: "const MAX_TEXT: usize = 300_000;",
        says: "100,000 字",
    },
    Bound {
        code: "const MAX_NOTE: usize = 40;",
        says: "说明 40 字",
    },
    Bound {
        code: "const MAX_FIGURES: usize = 100;",
        says: "100 张，每张 16 MiB",
    },
    Bound {
        code: "const MAX_BYTES: usize = 64 << 20;",
        says: "共 64 MiB",
    },
    Bound {
        code: "const MAX_FINISHED: usize = 96 << 20;",
        says: "96 MiB",
    },
    Bound {
        code: "const MAX_PAGE: usize = 8 << 20;",
        says: "网页 8 MiB",
    },
    Bound {
        code: "const MAX_FOLDER: usize = 512 << 20;",
        says: "512 MiB",
    },
    Bound {
        code: "const MAX_ENTRIES: usize = 10_000;",
        says: "10,000 个文件",
    },
];

#[test]
fn bounds_are_those_of_the_code() {
    let page = read("docs/给信息中心.md");
    let files = files_ending(&root().join("src"), "rs");
    let code: String = files.iter().map(|file| read_file(file)).collect();
    for bound in &BOUNDS {
        assert!(code.contains(bound.code), "no `{}`", bound.code);
        assert!(page.contains(bound.says), "no “{}”", bound.says);
    }
}

#[test]
fn sizes_are_those_of_the_files() {
    let mut bytes = 0;
    for font in files_ending(&root().join("templates/fonts"), "ttf") {
        bytes += fs::metadata(font).expect("a font").len();
    }
    let told = format!("里的字体，{} MB", bytes / 1_000_000);
    assert!(read("docs/给信息中心.md").contains(&told), "no “{told}”");
}

/// How many sentences are judged rightly today is what the snapshots say.
#[test]
fn the_corpus_is_counted() {
    let mut right = 0;
    let mut all = 0;
    for snapshot in files_ending(&root().join("tests/snapshots"), "snap") {
        if snapshot.display().to_string().contains("corpus__cases") {
            let text = read_file(&snapshot);
            let counted = text.lines().find_map(|line| line.split_once(" of "));
            let (found, of) = counted.expect("a count");
            right += found.parse::<usize>().expect("a number");
            all += of.parse::<usize>().expect("a number");
        }
    }
    let page = read("docs/decisions.md");
    assert!(page.contains(&format!("with {} verdicts", part_thousands(all))));
    let told = format!("today {} of {}", part_thousands(right), part_thousands(all));
    assert!(page.contains(&told), "no “{told}”");
}

/// The instructions are those that `tests/conformance/check_counts.py` keeps.
#[test]
fn instructions_are_those_that_are_kept() {
    let kept: Value = serde_json::from_str(&read("tests/conformance/counts.json")).expect("JSON");
    let counts = &kept[0]["counts"];
    let millions = |run: &str| counts[run].as_f64().expect(run) / 1e6;
    let told = format!(
        "| {:.1} · {:.0} · {:.0} · {:.0} million |",
        millions("--version"),
        millions("check 003-corrected-2023.yaml"),
        millions("build 003-corrected-2023.yaml"),
        millions("verify 003-corrected-2023.yaml"),
    );
    let page = read("docs/decisions.md");
    assert!(page.contains(&told), "no “{told}”");
}

fn read(path: &str) -> String {
    read_file(&root().join(path))
}

fn read_file(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
