//! The pages as laid out: the grid, what stays together, figures, landscape pages, fonts.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{CLEAN, Fonts, SAMPLES, document, root, sample_text, style};
use nianbao::document::{Block, Document};
use nianbao::export::Format;
use nianbao::finding::Finding;
use nianbao::layout::{Artifact, GlyphRun, Item, Owner, Pages, PlacedGlyph, Turn, layout};
use nianbao::place::At;
use nianbao::render::render;
use nianbao::style::{Paging, Style};
use nianbao::{Filing, Memory, Name, Related};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::DrawSettings;
use skrifa::outline::pen::SvgPen;

const PT_PER_MM: f32 = 72.0 / 25.4;

fn pages_of(text: &str, style: &Style) -> (Document, Pages) {
    let (_, document) = document(text);
    let pages = layout(&document, style, &Fonts).expect("fonts");
    (document, pages)
}

/// The clean example with this text as its first section.
fn with_text(text: &str) -> String {
    let (before, rest) = CLEAN_TEXT.with(|clean| {
        let (before, rest) = clean.split_once("总体情况: |\n").expect("the section");
        let (_, rest) = rest.split_once("\n主动公开:").expect("the table");
        (before.to_owned(), rest.to_owned())
    });
    let lines: String = text.lines().map(|line| format!("  {line}\n")).collect();
    format!("{before}总体情况: |\n{lines}主动公开:{rest}")
}

thread_local! {
    static CLEAN_TEXT: String = sample_text(CLEAN);
}

fn runs(pages: &Pages, page: usize) -> impl Iterator<Item = &GlyphRun> {
    pages.pages[page].items.iter().filter_map(|item| {
        if let Item::Glyphs(run) = item {
            Some(run)
        } else {
            None
        }
    })
}

/// The lines of running text on a page: baseline in tenths of a point, with their runs from left to
/// right.
fn text_lines(pages: &Pages, page: usize) -> BTreeMap<i32, Vec<&GlyphRun>> {
    let mut lines: BTreeMap<i32, Vec<&GlyphRun>> = BTreeMap::new();
    for run in
        runs(pages, page).filter(|run| matches!(run.owner, Owner::Block(_) | Owner::Line(..)))
    {
        lines
            .entry((run.baseline * 10.0) as i32)
            .or_default()
            .push(run);
    }
    lines
}

#[test]
fn a_full_page_is_22_lines_of_28_cells() {
    let style = style();
    // One paragraph without marks or digits fills every cell but the two of its indent.
    let (_, pages) = pages_of(&with_text(&"字".repeat(22 * 28 * 3)), &style);
    let lines = text_lines(&pages, 1);
    assert_eq!(lines.len(), 22);
    let left = style.page.outer() * PT_PER_MM;
    for (line, runs) in lines.values().enumerate() {
        let glyphs: Vec<_> = runs.iter().flat_map(|run| &run.glyphs).collect();
        assert_eq!(glyphs.len(), 28);
        for (cell, glyph) in glyphs.iter().enumerate() {
            let middle = left + (cell as f32 + 0.5) * style.character_pitch();
            assert!(
                (glyph.x + glyph.advance / 2.0 - middle).abs() < 0.05,
                "cell {cell}"
            );
        }
        let top = style.page.top * PT_PER_MM + line as f32 * style.line_pitch();
        assert!(
            (top..top + style.line_pitch()).contains(&runs[0].baseline),
            "line {line}"
        );
    }
    // 156 mm are just full, and 225 mm up to what rounding to twips leaves.
    assert!((28.0 * style.character_pitch() / PT_PER_MM - 156.0).abs() < 0.01);
    assert!((22.0 * style.line_pitch() / PT_PER_MM - 225.0).abs() < 0.5);
}

/// Two neighbours of a line: what they are, the gap between them beyond the first one's advance,
/// and the step from one to the other, in points at 16 pt.
struct Neighbours {
    before: char,
    after: char,
    gap: f32,
    step: f32,
}

impl Neighbours {
    fn both(&self, kind: fn(char) -> bool) -> bool {
        kind(self.before) && kind(self.after)
    }
}

/// Each line of running text on all pages, as its neighbours.
fn lines_of(pages: &Pages) -> Vec<Vec<Neighbours>> {
    let all = (0..pages.pages.len()).flat_map(|page| text_lines(pages, page).into_values());
    all.map(|runs| {
        let glyphs = runs.iter().flat_map(|run| {
            let chars = run
                .glyphs
                .iter()
                .map(|glyph| run.text[glyph.bytes.clone()].chars().next());
            chars
                .zip(&run.glyphs)
                .map(|(c, glyph)| (c.unwrap(), glyph, run.size))
        });
        let mut glyphs: Vec<_> = glyphs.collect();
        glyphs.sort_by(|a, b| a.1.x.total_cmp(&b.1.x));
        let pair = |pair: &[(char, &PlacedGlyph, f32)]| Neighbours {
            before: pair[0].0,
            after: pair[1].0,
            gap: (pair[1].1.x - pair[0].1.x - pair[0].1.advance) * 16.0 / pair[0].2,
            step: (pair[1].1.x - pair[0].1.x) * 16.0 / pair[0].2,
        };
        glyphs.windows(2).map(pair).collect()
    })
    .collect()
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// The step of Chinese in a line, by the pitch; none in a line without two Chinese characters side
/// by side.
fn pitch_of(line: &[Neighbours], style: &Style) -> Option<f32> {
    let steps: Vec<f32> = line
        .iter()
        .filter(|n| n.both(is_han))
        .map(|n| n.step)
        .collect();
    let mean = steps.iter().sum::<f32>() / steps.len() as f32;
    (!steps.is_empty()).then(|| mean / style.character_pitch())
}

fn sample_pages() -> Vec<Pages> {
    SAMPLES
        .iter()
        .map(|sample| pages_of(&sample_text(sample), &style()).1)
        .collect()
}

#[test]
fn digits_stand_a_little_apart_from_chinese() {
    let beside = |n: &Neighbours| {
        (is_han(n.before) && n.after.is_ascii_alphanumeric())
            || (n.before.is_ascii_alphanumeric() && is_han(n.after))
    };
    let gaps: Vec<f32> = sample_pages()
        .iter()
        .flat_map(lines_of)
        .flatten()
        .filter(beside)
        .map(|n| n.gap)
        .collect();
    assert!(gaps.len() > 250, "{}", gaps.len());
    let mean = gaps.iter().sum::<f32>() / gaps.len() as f32;
    let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f32>() / gaps.len() as f32;
    assert!(
        gaps.iter().all(|gap| (0.59..1.31).contains(gap)),
        "{gaps:?}"
    );
    assert!(variance.sqrt() < 0.3, "{} about {mean}", variance.sqrt());
}

/// What a reader of PDF would take for a blank stands nowhere inside a line.
fn check_gaps(pages: &Pages) {
    for line in lines_of(pages) {
        let text: String = line.iter().map(|n| n.before).collect();
        for n in line {
            assert!(
                n.gap < 1.52,
                "{} pt between {} and {} in {text}",
                n.gap,
                n.before,
                n.after
            );
        }
    }
}

#[test]
fn lines_of_the_samples_are_even() {
    let style = style();
    let mut pitches = Vec::new();
    for pages in sample_pages() {
        check_gaps(&pages);
        pitches.extend(
            lines_of(&pages)
                .iter()
                .filter_map(|line| pitch_of(line, &style)),
        );
    }
    pitches.sort_by(f32::total_cmp);
    assert!(pitches.len() > 400, "{}", pitches.len());
    assert!(
        pitches[pitches.len() * 99 / 100] <= 1.05,
        "{:?}",
        &pitches[pitches.len() * 98 / 100..]
    );
    assert!(*pitches.last().unwrap() <= 1.08, "{pitches:?}");
    assert!(pitches[0] >= 0.99, "{pitches:?}");
}

/// Some 20,000 characters of all that lines find hard, in paragraphs of some 400.
fn stress_text() -> String {
    const PIECES: [&str; 40] = [
        "政府信息公开工作",
        "进一步提升",
        "全年主动公开政府信息20015条",
        "，",
        "、",
        "。",
        "；",
        "：",
        "《中华人民共和国政府信息公开条例》（国务院令第711号）",
        "“互联网+政务服务”",
        "——",
        "……",
        "（含2022年结转4件）",
        "https://www.gov.cn/zhengce/content/2019-04/15/content_5382991.htm",
        "xxgk@example.gov.cn",
        "0512-58916369",
        "GB/T 9704—2012",
        "CO₂排放量",
        "10⁴吨",
        "5×8米",
        "苏E·12345",
        "9:00—17:00",
        "PM2.5",
        "95.7%",
        "30.63万人次",
        "1203.5万元",
        "堃喆䶮塱埇",
        "的",
        "了",
        "和",
        "依申请公开",
        "Open Government Information",
        "WeChat",
        "12345热线",
        "（一）",
        "【注】",
        "‘其他’",
        "〔2021〕30号",
        "−5℃",
        "第3季度",
    ];
    let mut seed = 20_231_129_u32;
    let mut text = String::new();
    let mut length = 0;
    while text.chars().count() < 20_000 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let piece = PIECES[(seed >> 16) as usize % PIECES.len()];
        length += piece.chars().count();
        text.push_str(piece);
        if length > 400 {
            text.push_str("完。\n");
            length = 0;
        }
    }
    text
}

#[test]
fn lines_of_hard_text_are_even() {
    let style = style();
    let (_, pages) = pages_of(&with_text(&stress_text()), &style);
    check_gaps(&pages);
    let lines = lines_of(&pages);
    assert!(lines.len() > 500, "{}", lines.len());
    for line in &lines {
        let text: String = line.iter().map(|n| n.before).collect();
        let Some(pitch) = pitch_of(line, &style) else {
            continue;
        };
        assert!((0.985..=1.10).contains(&pitch), "{pitch} in {text}");
    }
}

#[test]
fn blanks_typed_between_chinese_and_digits_are_not_printed() {
    let (_, pages) = pages_of(
        &with_text("共 789 件，见 A 楼 （3 层）。张 三于 9 月"),
        &style(),
    );
    let text: String = (0..pages.pages.len())
        .flat_map(|page| text_lines(&pages, page).into_values().flatten())
        .map(|run| run.text.as_str())
        .collect();
    assert!(
        text.contains("共789件，见A楼 （3层）。张 三于9月"),
        "{text}"
    );
}

/// How many lines of a paragraph stand on each page.
fn parted(pages: &Pages, block: usize) -> Vec<usize> {
    (0..pages.pages.len())
        .map(|page| {
            let own = text_lines(pages, page)
                .into_values()
                .filter(|line| line[0].owner == Owner::Block(block));
            own.count()
        })
        .filter(|count| *count > 0)
        .collect()
}

#[test]
fn no_line_stands_alone() {
    for filler in 0..24 {
        for length in [2, 3, 4, 5, 23] {
            let text = format!(
                "{}{}",
                "填充一行。\n".repeat(filler),
                "字".repeat(28 * length - 2)
            );
            let (document, pages) = pages_of(&with_text(&text), &style());
            for (block, kind) in document.blocks.iter().enumerate() {
                if !matches!(kind, Block::Paragraph(_)) {
                    continue;
                }
                let counts = parted(&pages, block);
                if counts.len() > 1 {
                    assert!(
                        counts.iter().all(|count| *count > 1),
                        "{filler} + {length}: {counts:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_signature_is_never_alone_on_a_page() {
    for filler in 0..24 {
        let text = sample_text(CLEAN).replacen(
            "其他事项: |\n",
            &format!("其他事项: |\n{}", "  填充一行。\n".repeat(filler)),
            1,
        );
        let (document, pages) = pages_of(&text, &style());
        let last = pages.pages.len() - 1;
        let lines = text_lines(&pages, last);
        let before = lines
            .values()
            .filter(|line| !matches!(line[0].owner, Owner::Line(..)))
            .count();
        assert!(before > 0, "{filler}: only the signature on the last page");
        let signature = document.blocks.len() - 1;
        assert!(matches!(document.blocks[signature], Block::Signature(_)));
        let own = lines
            .values()
            .filter(|line| matches!(line[0].owner, Owner::Line(..)))
            .count();
        assert_eq!(own, 2, "{filler}: the signature is parted");
    }
}

#[test]
fn a_landscape_table_stands_on_pages_of_its_own() {
    let mut style = style();
    style
        .table
        .tables
        .get_mut("requests")
        .expect("the table")
        .landscape = true;
    let (document, pages) = pages_of(&sample_text(CLEAN), &style);
    let table = document
        .blocks
        .iter()
        .position(|b| matches!(b, Block::Table(t) if t.id == "requests"))
        .unwrap();
    let sheet = (210.0 * PT_PER_MM, 297.0 * PT_PER_MM);
    let mut lying = 0;
    for (index, page) in pages.pages.iter().enumerate() {
        let landscape = page.size.0 > page.size.1;
        let expected = if landscape { (sheet.1, sheet.0) } else { sheet };
        assert!((page.size.0 - expected.0).abs() < 0.1 && (page.size.1 - expected.1).abs() < 0.1);
        lying += usize::from(landscape);
        for run in runs(&pages, index) {
            match run.owner {
                Owner::Cell(block, ..) => assert_eq!(block == table, landscape, "{}", run.text),
                // The heading goes with its table.
                Owner::Block(block) if landscape => assert_eq!(block, table - 1),
                Owner::Artifact(Artifact::PageNumber) => {
                    assert_eq!(run.turn, if landscape { Turn::Down } else { Turn::Level });
                    if landscape {
                        // Its dashes are 7 mm below the body of an upright page: 28 mm from what is
                        // its foot.
                        let dash = run.glyphs[0].x / PT_PER_MM + 0.27 * 14.0 / PT_PER_MM;
                        assert!((dash - 28.0).abs() < 0.1);
                    }
                }
                _ => {}
            }
        }
    }
    assert!(lying > 0 && lying < pages.pages.len());
}

#[test]
fn a_blank_last_page_only_on_request() {
    let mut style = style();
    let (_, pages) = pages_of(&sample_text(CLEAN), &style);
    assert!(
        !pages.pages.len().is_multiple_of(2),
        "the example has an odd number of pages"
    );
    assert!(pages.pages.iter().all(|page| !page.items.is_empty()));
    style.page.blank_last = true;
    let (_, even) = pages_of(&sample_text(CLEAN), &style);
    assert_eq!(even.pages.len(), pages.pages.len() + 1);
    assert!(
        even.pages.last().is_some_and(|page| page.items.is_empty()),
        "no number on it either"
    );
}

#[test]
fn repeated_heads_and_labels_stand_over_the_rest_of_a_table() {
    let mut style = style();
    style.table.paging = Paging::Flow;
    let (document, pages) = pages_of(&sample_text(CLEAN), &style);
    let table = document
        .blocks
        .iter()
        .position(|b| matches!(b, Block::Table(t) if t.id == "requests"))
        .unwrap();
    let first_row_of = |page: usize| {
        runs(&pages, page).filter_map(|run| match run.owner {
            Owner::Cell(block, row, _) if block == table => Some(row),
            _ => None,
        })
    };
    let on: Vec<usize> = (0..pages.pages.len())
        .filter(|&page| first_row_of(page).next().is_some())
        .collect();
    assert!(on.len() > 1, "the table crosses a page");
    for &page in &on[1..] {
        let repeated: String = runs(&pages, page)
            .filter(|r| r.owner == Owner::Artifact(Artifact::Repeated))
            .map(|r| r.text.as_str())
            .collect();
        for label in ["申请人情况", "自然", "总计", "本列数据"] {
            assert!(
                repeated.contains(label),
                "page {page} has no {label} again: {repeated}"
            );
        }
        let row = first_row_of(page).min().expect("a row");
        let Block::Table(data) = &document.blocks[table] else {
            panic!("no table")
        };
        // Every group that began before this page and goes on has its label again.
        for (above, cells) in data.rows[..row].iter().enumerate().skip(data.head) {
            for cell in cells.cells.iter().filter(|cell| above + cell.height > row) {
                assert!(
                    repeated.contains(&cell.text.chars().take(2).collect::<String>()),
                    "{}",
                    cell.text
                );
            }
        }
    }
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.name()).collect()
}

#[test]
fn long_numbers_and_notes_are_set_smaller_and_then_told() {
    let note = |length: usize| format!("{{值: 22, 注: {}}}", "修".repeat(length));
    for (value, smaller, told) in [
        ("12345".to_owned(), false, false),
        // Columns of labels give way to long numbers before these become small.
        ("123456789012".to_owned(), false, false),
        (
            "123456789012, 123456789012, 123456789012, 123456789012".to_owned(),
            true,
            false,
        ),
        (note(4), false, false),
        (note(12), false, false),
        (note(40), true, false),
        (
            [note(40), note(40), note(40), note(40)].join(", "),
            true,
            true,
        ),
    ] {
        let rest = ", 0".repeat(
            3 - value
                .matches(", 1")
                .count()
                .max(value.matches(", {").count()),
        );
        let row = format!("[770, 17, {value}{rest}]");
        let text = sample_text(CLEAN).replacen("[770, 17, 0, 0, 0, 2]", &row, 1);
        let (document, pages) = pages_of(&text, &style());
        assert_eq!(!pages.findings.is_empty(), told, "{value}");
        assert!(
            codes(&pages.findings)
                .iter()
                .all(|code| *code == "tight-cell")
        );
        let cell = document.blocks.iter().enumerate().find_map(|(block, b)| {
            let Block::Table(table) = b else { return None };
            let rows = table.rows.iter().enumerate();
            let mut cells = rows.flat_map(|(y, row)| {
                row.cells
                    .iter()
                    .enumerate()
                    .map(move |(i, cell)| (y, i, cell))
            });
            cells
                .find(|(.., cell)| cell.text.starts_with("1234") || cell.text.starts_with("22（"))
                .map(|(y, i, c)| (Owner::Cell(block, y, i), c.width))
        });
        let (owner, _) = cell.expect("the cell");
        let own: Vec<&GlyphRun> = (0..pages.pages.len())
            .flat_map(|page| runs(&pages, page))
            .filter(|run| run.owner == owner)
            .collect();
        assert_eq!(own.iter().any(|run| run.size < 10.4), smaller, "{value}");
        // One size for all plain numbers of the table, and each on one line between its rules.
        let Owner::Cell(block, ..) = owner else {
            unreachable!("a cell")
        };
        let page = (0..pages.pages.len()).find(|p| runs(&pages, *p).any(|run| run.owner == owner));
        let page = page.expect("its page");
        let numbers = runs(&pages, page).filter(|run| {
            matches!(run.owner, Owner::Cell(b, ..) if b == block)
                && run.text.chars().all(|c| c.is_ascii_digit())
                && !value.starts_with('{')
        });
        let sizes: BTreeSet<u32> = numbers.map(|run| (run.size * 10.0) as u32).collect();
        assert!(sizes.len() <= 1, "{value}: {sizes:?}");
        let upright = |item: &Item| match item {
            Item::Rule { from, to, .. } if (from.0 - to.0).abs() < 0.01 => {
                Some((from.0, from.1, to.1))
            }
            _ => None,
        };
        for run in own {
            let (first, last) = (&run.glyphs[0], &run.glyphs[run.glyphs.len() - 1]);
            let (left, right) = (first.x, last.x + last.advance);
            for (x, top, bottom) in pages.pages[page].items.iter().filter_map(upright) {
                let beside = x < left - 0.5 || x > right + 0.5;
                let elsewhere = run.baseline < top || run.baseline > bottom;
                assert!(beside || elsewhere, "{value}: {} touches a rule", run.text);
            }
        }
    }
}

/// One picture, whole, cut off, and none.
fn pictures() -> Memory {
    let mut sheet = Vec::new();
    let mut encoder = png::Encoder::new(&mut sheet, 400, 300);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a header");
    writer
        .write_image_data(&vec![128; 400 * 300])
        .expect("pixels");
    writer.finish().expect("an end");
    Memory::new()
        .with_file("broken.png", &sheet[..80])
        .with_file("photo.png", sheet)
        .with_file("text.png", *b"no picture")
}

/// The document of a form with pictures, and the findings of its binding.
fn pictured(text: &str, last: Option<&str>) -> (Document, Vec<Finding>) {
    let report = |text: &str| {
        common::reading(text.as_bytes())
            .report
            .expect("a readable form")
    };
    let related = last.map(report).map(Related::last_year).unwrap_or_default();
    let filing = Filing::of(&pictures(), &Name::new("form.yaml"), report(text), related);
    let filing = filing.expect("a body");
    let broken = filing
        .findings
        .into_iter()
        .filter(|f| f.code.name() == "broken-figure");
    (filing.document.expect("a sound template"), broken.collect())
}

fn figures(document: &Document) -> Vec<(String, String)> {
    let figures = document.blocks.iter().filter_map(|b| {
        if let Block::Figure(f) = b {
            Some(f)
        } else {
            None
        }
    });
    figures
        .map(|figure| (figure.caption.plain(), figure.alt.clone()))
        .collect()
}

#[test]
fn charts_show_the_tables_numbers() {
    let form = sample_text(CLEAN).replacen("年度: 2023\n", "年度: 2023\n图表: 是\n", 1);
    let (document, broken) = pictured(&form, None);
    assert_eq!(broken, []);
    let found = figures(&document);
    assert_eq!(
        found.len(),
        2,
        "no chart of two years without last year's form"
    );
    assert_eq!(found[0].0, "图1　2023年政府信息公开申请办理结果");
    assert!(
        found[0]
            .1
            .contains("予以公开288件（38.5%），部分公开100件（13.4%），不予公开16件（2.1%）"),
        "{}",
        found[0].1
    );
    assert!(
        found[1].1.contains("自然人770件（97.6%）"),
        "{}",
        found[1].1
    );
    let last = sample_text(CLEAN).replacen("年度: 2023", "年度: 2022", 1);
    let (document, _) = pictured(&form, Some(&last));
    let years = &figures(&document)[2];
    assert!(
        years.1.contains("本年新收2023年789件、2022年789件"),
        "{}",
        years.1
    );
    // 否 and no key at all draw nothing.
    let (document, _) = pictured(&form.replacen("图表: 是", "图表: 否", 1), Some(&last));
    assert_eq!(figures(&document), []);
    // A format that has 其他处理 as one row draws the same chart.
    let old = sample_text(SAMPLES[1]).replacen("年度: 2020\n", "年度: 2020\n图表: 是\n", 1);
    assert!(figures(&pictured(&old, None).0)[0].1.contains("其他处理"));
}

#[test]
fn figures_stand_where_the_text_asks_for_them() {
    let text = "先说几句。\n![](chart:outcomes)\n\
                ![{{ 年度 }}年的公开专区](photo.png \"大厅里的柜台\")\n\
                ![图三 申请人](chart:applicants)\n再说几句。";
    let (document, broken) = pictured(&with_text(text), None);
    assert_eq!(broken, []);
    let found = figures(&document);
    let captions: Vec<&str> = found.iter().map(|(caption, _)| caption.as_str()).collect();
    assert_eq!(
        captions,
        [
            "图1　政府信息公开申请办理结果",
            "图2　2023年的公开专区",
            "图三 申请人"
        ]
    );
    assert_eq!(found[1].1, "大厅里的柜台");
    let (files, findings) =
        render(&document, &style(), Some(&Fonts), &Format::ALL).expect("rendered");
    assert_eq!(
        (files.len(), codes(&findings)),
        (Format::ALL.len(), Vec::new())
    );
    let text = files
        .iter()
        .find(|file| file.format == Format::Txt)
        .expect("the text");
    assert!(
        String::from_utf8_lossy(&text.bytes).contains("［图2　2023年的公开专区：大厅里的柜台］")
    );
    let docx = files
        .iter()
        .find(|file| file.format == Format::Docx)
        .expect("the DOCX");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&docx.bytes)).expect("a zip");
    let media: Vec<String> = zip
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .filter(|name| name.contains("media"))
        .collect();
    assert_eq!(
        media,
        [
            "word/media/figure1.png",
            "word/media/figure1.svg",
            "word/media/figure2.png",
            "word/media/figure3.png",
            "word/media/figure3.svg"
        ]
    );
    let mut painted = Vec::new();
    std::io::copy(
        &mut zip.by_name("word/media/figure1.png").expect("the picture"),
        &mut painted,
    )
    .expect("bytes");
    assert!(painted.starts_with(b"\x89PNG") && painted.len() > 5_000);
}

#[test]
fn figures_that_cannot_be_drawn_are_told_with_their_place() {
    for (line, expected) in [
        ("![图](chart:result)", "没有“chart:result”这种图表"),
        ("![图](chart:years)", "本表没有给出上年的填报表"),
        (
            "![图](away.png)",
            "图片“away.png”用不了：打不开 away.png：没有这个文件",
        ),
        ("![图](broken.png)", "图片不完整或已损坏"),
        ("![图](text.png)", "不是 PNG 或 JPEG"),
        ("![](photo.png)", "图片没有题注"),
        ("![图](photo.png", "插图的写法不完整"),
    ] {
        let form = with_text(&format!("先说几句。\n{line}"));
        let (mut document, found) = pictured(&form, None);
        assert!(
            found.len() == 1 && found[0].message.contains(expected),
            "{line}: {found:?}"
        );
        let At::Text { bytes, .. } = &found[0].places[0].at else {
            panic!("{line} has no place")
        };
        // What is told stands where the finding points.
        assert_eq!(
            Some(form[bytes.clone()].trim()),
            found[0].stated.as_deref().map(str::trim),
            "{line}"
        );
        assert!(!found[0].hint.is_empty());
        // A draft is made all the same.
        document.draft = true;
        assert_eq!(
            render(&document, &style(), Some(&Fonts), &Format::ALL)
                .expect("a draft")
                .0
                .len(),
            Format::ALL.len()
        );
    }
}

#[test]
fn the_faces_that_stand_in_are_named() {
    let (_, pages) = pages_of(&sample_text(CLEAN), &style());
    let found: Vec<(&str, &str)> = pages
        .stand_ins
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("Times New Roman", "Nianbao Latin"),
            ("仿宋_GB2312", "Nianbao Fang"),
            ("宋体", "Nianbao Song"),
            ("方正小标宋简体", "Nianbao Title"),
            ("楷体_GB2312", "Nianbao Kai"),
            ("黑体", "Nianbao Hei"),
        ]
    );
}

/// What a face draws as another character cannot be missed by looking for missing glyphs: ￥ was
/// once a dollar.
#[test]
fn no_mark_is_drawn_as_another() {
    const MARKS: &str = "￥＄¥€￡￠%％‰℃＃＆＠＊＋＝＜＞／＼｜￣－—–…·～＾＿\
        ，。、；：？！（）《》〈〉「」『』【】〔〕“”‘’①②Ⅰ№×÷±≤≥≠§※";
    for file in ["title", "fang", "hei", "kai", "song"] {
        let data = std::fs::read(root().join(format!("templates/fonts/nianbao-{file}.ttf")));
        let data = data.expect("a face");
        let font = skrifa::FontRef::new(&data).expect("a font");
        let mut drawn: BTreeMap<String, char> = BTreeMap::new();
        for c in MARKS.chars() {
            let Some(id) = font.charmap().map(c) else {
                continue;
            };
            let outline = font.outline_glyphs().get(id).expect("an outline");
            let mut pen = SvgPen::new();
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            outline.draw(settings, &mut pen).expect("drawn");
            let other = drawn.insert(pen.to_string(), c);
            assert!(other.is_none(), "{file} draws {c} as {other:?}");
        }
        assert!(drawn.len() > 55, "{file}: {}", drawn.len());
    }
}
