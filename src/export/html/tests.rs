//! The page: what is escaped, its outline, its figures, and what heads each number.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::export;
use super::table::{CellView, TableView, view};
use super::view::{BlockView, blocks};
use crate::document::{
    Block, Document, Figure, FigureContent, Image, ImageKind, Pixels, Run, Signature, Text,
};
use crate::export::Edition;
use crate::style::Style;
use crate::testing::{CLEAN, OLD, document_of, report, with_line};

fn style() -> Style {
    Style::load(&Style::gbt9704()).unwrap()
}

fn document(form: &str) -> Document {
    document_of(report(form))
}

fn page(document: &Document) -> String {
    String::from_utf8(export(&Edition::new(document, &style()))).unwrap()
}

/// A document of these blocks only.
fn of(blocks: Vec<Block>) -> Document {
    Document {
        blocks,
        ..document(CLEAN)
    }
}

fn text(words: &str) -> Text {
    Text::of(words)
}

/// The page of these blocks must have these pieces, in their order.
fn check(blocks: Vec<Block>, expected: &[&str]) {
    let page = page(&of(blocks));
    let mut rest = page.as_str();
    for piece in expected {
        let at = rest
            .find(piece)
            .unwrap_or_else(|| panic!("no {piece} in {rest}"));
        rest = &rest[at + piece.len()..];
    }
}

#[test]
fn text_is_escaped_wherever_it_stands() {
    let odd = "甲<b>&\"'\u{1}\u{FFFE}乙";
    let escaped = "甲&#60;b&#62;&#38;&#34;&#39;乙";
    let image = Image {
        name: "f".into(),
        bytes: Arc::from(*b"?!"),
        kind: ImageKind::Png,
        pixels: Pixels {
            width: 3,
            height: 2,
        },
    };
    let figure = Figure {
        content: FigureContent::Image(image),
        caption: text(odd),
        alt: odd.to_owned(),
        words: String::new(),
    };
    let mut document = of(vec![
        Block::Title(text(odd)),
        Block::Heading {
            level: 1,
            text: text(odd),
        },
        Block::Paragraph(text(odd)),
        Block::Figure(figure),
        Block::Signature(Signature {
            lines: vec![text(odd)],
            sealed: true,
        }),
    ]);
    document.title = odd.to_owned();
    document.site = vec![("SiteName", odd.to_owned())];
    document.draft = true;
    let mut style = style();
    style.draft.mark = odd.to_owned();
    style.faces.body.name = "</style>".to_owned();
    let page = String::from_utf8(export(&Edition::new(&document, &style))).unwrap();
    assert!(!page.contains("<b>") && !page.contains('\u{1}') && !page.contains('\u{FFFE}'));
    assert_eq!(page.matches("</style>").count(), 1);
    assert!(page.contains(&format!("<meta name=\"SiteName\" content=\"{escaped}\">")));
    assert!(page.contains(&format!("<p>{escaped}</p>")));
    assert!(page.contains(&format!(
        "<img src=\"data:image/png;base64,PyE=\" alt=\"{escaped}\" width=\"3\" height=\"2\">"
    )));
    assert_eq!(
        page.matches(&format!("<p class=\"draft\">{escaped}</p>"))
            .count(),
        2
    );
}

#[test]
fn no_heading_level_is_left_out() {
    let heading = |level| Block::Heading {
        level,
        text: text("题"),
    };
    let title = || Block::Title(text("题"));
    let all = vec![
        title(),
        heading(1),
        heading(3),
        heading(4),
        heading(2),
        heading(4),
        heading(1),
    ];
    check(
        all,
        &[
            "<h1>",
            "<h2 class=\"level-1\">",
            "<h3 class=\"level-3\">",
            "<h4 class=\"level-4\">",
            "<h3 class=\"level-2\">",
        ],
    );
    check(
        vec![title(), heading(4), heading(4)],
        &["<h2 class=\"level-4\">", "<h3 class=\"level-4\">"],
    );
    check(vec![heading(2)], &["<article>\n<h1 class=\"level-2\">"]);
}

#[test]
fn runs_of_one_kind_are_one() {
    let run = |text: &str, heading, bold| Run {
        text: text.to_owned(),
        heading,
        bold,
        ..Run::default()
    };
    let runs = vec![
        run("（一）", 2, false),
        run("甲。", 2, true),
        run("乙", 0, false),
        run("丙", 0, true),
        run("丁", 0, true),
        run("1.戊。", 3, false),
    ];
    let paragraph = Block::Paragraph(Text { runs, place: None });
    check(
        vec![paragraph],
        &["<p><strong class=\"run-in-2\">（一）甲。</strong>乙<strong>丙丁</strong>1.戊。</p>"],
    );
}

#[test]
fn the_title_breaks_by_sense() {
    let title = "张家港市人民政府2023年政府信息公开工作年度报告";
    check(
        vec![Block::Title(text(title))],
        &["<h1><span>张家港市人民政府</span><span>2023年政府信息公开工作年度报告</span></h1>"],
    );
}

#[test]
fn charts_show_their_numbers_as_text() {
    let document = document(&with_line("年度: 2023", "年度: 2023\n图表: 是"));
    let page = page(&document);
    assert_eq!(page.matches("<svg").count(), 2);
    assert_eq!(page.matches("role=\"img\" aria-label=\"2023年").count(), 2);
    assert!(page.contains("<tr><th scope=\"row\">予以公开</th><td>288件（"));
}

fn tables(form: &str) -> Vec<TableView> {
    let views = blocks(&document(form), &style(), "");
    views
        .into_iter()
        .filter_map(|view| {
            if let BlockView::Table(table) = view {
                Some(table)
            } else {
                None
            }
        })
        .collect()
}

fn cells(table: &TableView) -> impl Iterator<Item = &CellView> {
    table.parts.iter().flat_map(|part| &part.rows).flatten()
}

/// What a screen reader says before the first number of this text.
fn heads(table: &TableView, number: &str) -> Vec<String> {
    let cell = cells(table)
        .find(|cell| cell.text == number && cell.scope.is_empty())
        .expect("the number");
    let named = |id: &str| cells(table).find(|head| head.id == id).expect("its header");
    cell.headers
        .split(' ')
        .map(|id| format!("{} {}", named(id).scope, named(id).text))
        .collect()
}

#[test]
fn every_number_names_what_heads_it() {
    let found = tables(CLEAN);
    assert_eq!(
        heads(&found[0], "41"),
        [
            "rowgroup 第二十条第（一）项",
            "col 本年废止件数",
            "row 行政规范性文件"
        ]
    );
    assert_eq!(
        heads(&found[0], "258658"),
        [
            "rowgroup 第二十条第（六）项",
            "colgroup 本年处理决定数量",
            "row 行政处罚"
        ]
    );
    let denied = heads(&found[1], "5");
    assert_eq!(
        denied,
        [
            "colgroup 申请人情况",
            "col 自然人",
            "rowgroup 三、本年度办理结果",
            "rowgroup （三）不予公开",
            "row 7.属于行政执法案卷"
        ]
    );
    assert_eq!(
        heads(&found[1], "770")[2..],
        ["row 一、本年新收政府信息公开申请数量"]
    );
    assert_eq!(heads(&found[2], "3"), ["colgroup 行政复议", "col 尚未审结"]);
    for table in found.iter().chain(&tables(OLD)) {
        let ids: Vec<&str> = cells(table)
            .map(|cell| cell.id.as_str())
            .filter(|id| !id.is_empty())
            .collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
        for cell in cells(table).filter(|cell| matches!(cell.class, "number" | "note")) {
            assert!(
                !cell.headers.is_empty() && cell.headers.split(' ').all(|id| ids.contains(&id)),
                "{cell:?}"
            );
        }
    }
}

#[test]
fn rows_stand_in_their_groups() {
    let found = tables(CLEAN);
    let parts = |table: &TableView| -> Vec<(&str, usize)> {
        table.parts.iter().map(|p| (p.tag, p.rows.len())).collect()
    };
    assert_eq!(
        parts(&found[0]),
        [("tbody", 4), ("tbody", 3), ("tbody", 4), ("tbody", 3)]
    );
    assert_eq!(
        parts(&found[1]),
        [("thead", 3), ("tbody", 2), ("tbody", 22), ("tbody", 1)]
    );
    assert_eq!(parts(&found[2]), [("thead", 3), ("tbody", 1)]);
    let groups = |table: &TableView| table.columns.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(
        found.iter().map(groups).collect::<Vec<_>>(),
        [vec![1, 3], vec![3, 7], vec![5, 10]]
    );
    assert!(!found[0].sticky && found[1].sticky && !found[2].sticky);
}

#[test]
fn a_long_number_scrolls() {
    let form = with_line("新收:", "新收: [123456789012, 17, 0, 0, 0, 2]");
    assert!(!tables(&form)[1].sticky);
    let empty = crate::document::TableBlock {
        id: "none".into(),
        name: String::new(),
        columns: 0,
        stub: 0,
        head: 0,
        rows: Vec::new(),
    };
    assert_eq!(view(&empty, "table1", &style()).parts.len(), 0);
}

#[test]
fn the_page_asks_for_nothing() {
    let page = page(&document(CLEAN));
    for word in ["<script", "<link", "url(", "@import", "src=\"http", "href"] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
    assert!(page.contains(
        "<meta name=\"ArticleTitle\" content=\"张家港市人民政府2023年政府信息公开工作年度报告\">"
    ));
}
