//! A line of free text that stands for a figure: `![题注](chart:outcomes)`,
//! `![题注](photo.png "替代文字")`.

use std::ops::Range;

use crate::place::Placed;

/// What a figure's line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// `chart:` and a chart's name, or the path of a picture, with its place.
    pub target: Placed<String>,
    /// The words for those who do not see it, where the line gives them.
    pub alt: Option<String>,
}

/// How a figure's line begins.
const MARK: &str = "![";
/// How it begins where the input method was left on.
const WIDE_MARKS: [&str; 2] = ["！[", "！【"];
/// What stands between a figure's caption and its target.
const JOINTS: [&str; 2] = ["](", "]（"];

/// Whether a line is meant to be a figure, or has one in its midst, where none can be.
pub(super) fn is_meant(line: &str) -> bool {
    let start = line.trim_start();
    if start.starts_with(MARK) || WIDE_MARKS.iter().any(|mark| start.starts_with(mark)) {
        return true;
    }
    line.find(MARK)
        .is_some_and(|at| JOINTS.iter().any(|joint| line[at..].contains(joint)))
}

/// The parts of a figure's line: bytes of the caption and of the target, and words.
pub(super) struct FigureParts {
    pub caption: Range<usize>,
    pub target: Range<usize>,
    pub alt: Option<String>,
}

/// The parts of a figure's line; none for another line, or one that is not complete.
///
/// Full-width brackets and quotation marks around the target are taken as well.
pub(super) fn parse(line: &str) -> Option<FigureParts> {
    let rest = line.trim_start().strip_prefix(MARK)?;
    let start = line.len() - rest.len();
    let joint = JOINTS.into_iter().find(|joint| rest.contains(joint))?;
    let (caption, behind) = rest.split_once(joint)?;
    let close = caption.len();
    let inside = behind.trim_end().strip_suffix([')', '）'])?.trim();
    let quotes = ['"', '“', '”'];
    let (target, alt) = match inside.find(quotes) {
        Some(at) => (
            inside[..at].trim(),
            Some(inside[at..].trim_matches(quotes).trim().to_owned()),
        ),
        None => (inside, None),
    };
    if target.is_empty() {
        return None;
    }
    let at = start + close + rest[close..].find(target)?;
    let target = at..at + target.len();
    Some(FigureParts {
        caption: start..start + close,
        target,
        alt: alt.filter(|alt| !alt.is_empty()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, &str, Option<&str>)>) {
        let found = parse(line);
        let shown = found.as_ref().map(|p| {
            (
                &line[p.caption.clone()],
                &line[p.target.clone()],
                p.alt.as_deref(),
            )
        });
        assert_eq!(shown, expected, "{line}");
    }

    #[test]
    fn lines() {
        check(
            "![办理结果](chart:outcomes)",
            Some(("办理结果", "chart:outcomes", None)),
        );
        check("  ![](chart:outcomes) ", Some(("", "chart:outcomes", None)));
        check(
            "![公开专区](图/zone 1.png \"大厅里的公开专区\")",
            Some(("公开专区", "图/zone 1.png", Some("大厅里的公开专区"))),
        );
        check(
            "![公开专区]（zone.png “大厅”）",
            Some(("公开专区", "zone.png", Some("大厅"))),
        );
        check("![公开专区]", None);
        check("![公开专区]()", None);
        check("1.公开指南[附件]（见本局网站）", None);
        check("PDF版见[网站](www.example.gov.cn)", None);
        check(
            "![photo.png](photo.png)",
            Some(("photo.png", "photo.png", None)),
        );
        assert!(is_meant(" ![公") && !is_meant("公开![公"));
        assert!(
            is_meant("见![图](a.png)。")
                && is_meant("！【图】（a.png）")
                && !is_meant("好！[注]（下）")
        );
    }
}
