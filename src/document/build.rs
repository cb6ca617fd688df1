//! The report bound into the body template.

use std::collections::{BTreeMap, BTreeSet};

use super::inline;
use super::table::table;
use super::template::{ItemKind, Template};
use super::{Block, Chart, Content, Document, Figure, Image, Pictures, Run, Text};
use crate::finding::{Code, Finding};
use crate::narrative::{Line, Narrative, Shown, value};
use crate::place::{Place, Placed};
use crate::report::fields::{self, Kind};
use crate::report::{Date, Report};

/// Figures that a document may have, and bytes of its pictures together.
const MAX_FIGURES: usize = 100;
const MAX_BYTES: usize = 64 << 20;
/// Characters of a caption.
const MAX_CAPTION: usize = 100;

/// A document and what was wrong with the template's placeholders.
#[derive(Debug)]
pub struct Bound {
    /// The document; placeholders that could not be filled stand as typed.
    pub document: Document,
    /// Findings in the template.
    pub findings: Vec<Finding>,
}

/// What a document is made of.
#[derive(Clone, Copy)]
pub struct Binding<'a> {
    /// The report.
    pub report: &'a Report,
    /// Last year's, for charts.
    pub last: Option<&'a Report>,
    /// The report's free text.
    pub narrative: &'a Narrative,
    /// The body.
    pub template: &'a Template,
    /// Where the agency's own pictures come from.
    pub pictures: &'a dyn Pictures,
}

/// Puts the report into the template.
pub fn bind(of: Binding<'_>) -> Bound {
    let report = of.report;
    let mut binder = Binder {
        of,
        findings: Vec::new(),
        blocks: Vec::new(),
        figures: 0,
        bytes: 0,
        number: 0,
        numbers: BTreeSet::new(),
        images: BTreeMap::new(),
    };
    for item in &of.template.items {
        if item.when.as_ref().is_none_or(|key| gives(report, key)) {
            binder.item(&item.kind);
        }
    }
    let Binder { findings, blocks, .. } = binder;
    let title = blocks.iter().find_map(|b| if let Block::Title(text) = b { Some(text.plain()) } else { None });
    let document = Document {
        title: title.unwrap_or_else(|| report.title()),
        agency: report.agency.value.clone(),
        subject: report.field("索引号").unwrap_or_default().to_owned(),
        year: report.year.value,
        date: report.field("成文日期").and_then(Date::parse),
        draft: false,
        site: site(report),
        blocks,
    };
    Bound { document, findings }
}

/// Whether the form gives a value or text under this key; of a key of 是 or 否, whether it says 是.
fn gives(report: &Report, key: &str) -> bool {
    if let Some(Kind::YesNo) = fields::all().find(|f| f.key == key).map(|f| &f.kind) {
        return report.field(key) == Some("是");
    }
    let inside = format!("{key}.");
    report.has_text(key) || report.field(key).is_some() || report.fields.keys().any(|k| k.starts_with(&inside))
}

/// The labels of a government site's page: what the form gives under 网站, and what is known anyway.
fn site(report: &Report) -> Vec<(&'static str, String)> {
    let own = |key: &str| report.field(&format!("网站.{key}")).map(str::to_owned);
    let labels = [
        ("SiteName", own("名称")),
        ("SiteDomain", own("域名")),
        ("SiteIDCode", own("标识码")),
        ("ColumnName", own("栏目")),
        ("ColumnType", own("栏目类别")),
        ("ArticleTitle", Some(report.title())),
        ("PubDate", own("发布时间")),
        ("ContentSource", own("来源").or_else(|| Some(report.agency.value.clone()))),
        ("Keywords", own("关键词")),
        ("Description", own("摘要")),
    ];
    labels.into_iter().filter_map(|(name, value)| Some((name, value.filter(|v| !v.is_empty())?))).collect()
}

struct Binder<'a> {
    of: Binding<'a>,
    findings: Vec<Finding>,
    blocks: Vec<Block>,
    /// Figures so far, and the bytes of their pictures.
    figures: usize,
    bytes: usize,
    /// The last number given, and all that are taken.
    number: u32,
    numbers: BTreeSet<u32>,
    /// The pictures by their paths, each read once.
    images: BTreeMap<String, Result<Image, String>>,
}

impl Binder<'_> {
    fn item(&mut self, kind: &ItemKind) {
        let Binding { report, narrative, .. } = self.of;
        match kind {
            ItemKind::Title(text) => {
                let text = self.filled(text);
                if !text.plain().trim().is_empty() {
                    self.blocks.push(Block::Title(text));
                }
            }
            ItemKind::Heading(text) => {
                let text = self.filled(text);
                self.blocks.push(Block::Heading { level: 1, text });
            }
            ItemKind::Narrative { key, .. } if report.has_text(key) => {
                narrative.lines(key).iter().for_each(|line| self.line(line));
            }
            ItemKind::Narrative { default: Some(text), .. } | ItemKind::Paragraph(text) => {
                for line in lines_of(text) {
                    let line = self.fill(&line);
                    self.line(&line);
                }
            }
            ItemKind::Narrative { default: None, .. } => {}
            ItemKind::Table(index) => self.blocks.push(Block::Table(table(report, *index))),
            ItemKind::Chart(index, caption) => {
                let data = &report.standard.charts[*index];
                if let Some(chart) = Chart::of(data, report, self.of.last).filter(|chart| !chart.is_empty()) {
                    let caption = caption.as_ref().map(|text| self.filled(text));
                    self.figure(Content::Chart(chart), caption.unwrap_or_else(|| Text::of(&data.name)), None);
                }
            }
            ItemKind::Signature(lines) => {
                let lines = lines.iter().map(|line| self.filled(line)).collect();
                self.blocks.push(Block::Signature(lines));
            }
        }
    }

    /// A line of free text: a heading, a paragraph or a figure.
    fn line(&mut self, line: &Line) {
        let Some(shown) = &line.figure else { return self.blocks.extend(inline::block(line)) };
        match self.content(&shown.target.value) {
            Ok((content, name)) => {
                let mut caption = inline::text(line);
                if caption.plain().is_empty() {
                    caption = Text::of(&name);
                }
                let length = caption.plain().chars().count();
                let fault = match length {
                    0 => Some(("图片没有题注".to_owned(), "写在方括号里：![题注](照片.png)")),
                    1..=MAX_CAPTION => None,
                    _ => Some((format!("题注有 {length} 字，太长"), "题注只写图的名称，其余写进正文")),
                };
                if let Some((message, hint)) = fault {
                    self.broken(shown, message, hint);
                }
                self.doubts(&content, &caption.plain(), shown, &line.place);
                self.figure(content, caption, shown.alt.as_deref());
            }
            Err((message, hint)) => {
                self.broken(shown, message, &hint);
                // Only a draft is printed now, and it shows what it lacks.
                let caption = inline::text(line).plain();
                self.blocks
                    .push(Block::Paragraph(Text::of(&format!("［缺插图：{caption}（{}）］", shown.target.value))));
            }
        }
    }

    /// Warns of a caption whose number is taken, or that names another year than the chart.
    fn doubts(&mut self, content: &Content, caption: &str, shown: &Shown, place: &Place) {
        if let Some(number) = own_number(caption)
            && !self.numbers.insert(number)
        {
            let finding = Finding::new(Code::BrokenFigure, format!("图号“图{number}”用了两次"), place.clone());
            self.findings.push(finding.hint("改一个号；题注里不写“图1”，程序自动编号").stated(caption).as_warning());
        }
        let own = self.of.report.year.value;
        let told = years(caption).into_iter().find(|year| *year != own && *year != own - 1);
        if let (Content::Chart(_), Some(year)) = (content, told) {
            let message = format!("题注写的是{year}年，图里是{own}年的数");
            let finding = Finding::new(Code::BrokenFigure, message, place.clone());
            self.findings.push(finding.hint("改正题注里的年份").stated(&shown.target.value).as_warning());
        }
    }

    fn broken(&mut self, shown: &Shown, message: String, hint: &str) {
        let finding = Finding::new(Code::BrokenFigure, message, shown.target.place.clone());
        self.findings.push(finding.hint(hint).stated(&shown.target.value));
    }

    /// What a line's target shows, and the name of a chart; else what is wrong and what to do.
    fn content(&mut self, target: &str) -> Result<(Content, String), (String, String)> {
        let Binding { report, last, pictures, .. } = self.of;
        if self.figures >= MAX_FIGURES {
            return Err((format!("插图超过 {MAX_FIGURES} 幅"), "删去一些".to_owned()));
        }
        let Some(id) = target.strip_prefix("chart:").map(str::trim) else {
            if target.contains("://") {
                let hint = "把图片存到填报表所在的文件夹，这里写文件名".to_owned();
                return Err((format!("图片“{target}”是网址，报告里不能用"), hint));
            }
            let read = || pictures.read(target).and_then(Image::new);
            let image = self.images.entry(target.to_owned()).or_insert_with(read).clone().map_err(|message| {
                let hint = "图片放在填报表所在的文件夹里，这里写文件名，如 ![题注](照片.png)";
                (format!("图片“{target}”用不了：{message}"), hint.to_owned())
            })?;
            self.bytes += image.bytes.len();
            if self.bytes > MAX_BYTES {
                let hint = "把照片缩小后再用，如宽 1600 像素".to_owned();
                return Err((format!("图片加起来超过 {} MB", MAX_BYTES >> 20), hint));
            }
            return Ok((Content::Image(image), String::new()));
        };
        let charts = &report.standard.charts;
        let Some(data) = charts.iter().find(|chart| chart.id == id) else {
            let known = report.standard.charts_in_words();
            return Err((format!("没有“{target}”这种图表"), format!("可用的有 {known}")));
        };
        match Chart::of(data, report, last) {
            Some(chart) => Ok((Content::Chart(chart), data.name.clone())),
            None if last.is_some() => Err((format!("上年的填报表没有“{target}”要比较的行"), "删去这一行".to_owned())),
            None => Err((
                format!("“{target}”要与上年比较，本表没有给出上年的填报表"),
                "在“上年”写上一年填报表的文件名，或删去这一行".to_owned(),
            )),
        }
    }

    /// A figure with its number before the caption.
    fn figure(&mut self, content: Content, mut caption: Text, alt: Option<&str>) {
        self.figures += 1;
        let name = caption.plain();
        if own_number(&name).is_none() {
            // The next number that no caption has taken for itself.
            self.number += 1;
            while self.numbers.contains(&self.number) {
                self.number += 1;
            }
            self.numbers.insert(self.number);
            caption.runs.insert(0, Run { text: format!("图{}　", self.number), ..Run::default() });
        }
        let words = match (&content, alt) {
            (_, Some(alt)) => alt.to_owned(),
            (Content::Chart(chart), None) => chart.words(),
            (Content::Image(_), None) => String::new(),
        };
        // A picture with words of its own needs no caption read aloud; a chart is named first.
        let alt = match &content {
            _ if words.is_empty() => caption.plain(),
            Content::Chart(_) if alt.is_none() => format!("{name}。{words}"),
            _ => words.clone(),
        };
        self.blocks.push(Block::Figure(Figure { content, caption, alt, words }));
    }

    fn fill(&mut self, text: &Placed<String>) -> Line {
        let (line, found) = self.of.narrative.fill(text);
        self.findings.extend(found);
        line
    }

    fn filled(&mut self, text: &Placed<String>) -> Text {
        let stretches = self.fill(text).stretches;
        let runs = stretches.into_iter().map(|s| {
            let place = s.bound.first().and_then(|path| place_of(self.of.report, path));
            Run { text: s.text, bound: s.bound, place, ..Run::default() }
        });
        Text { runs: runs.collect(), place: Some(text.place.clone()) }
    }
}

/// The number that a caption has of its own: 图1, 图一.
fn own_number(caption: &str) -> Option<u32> {
    let rest = caption.strip_prefix('图')?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && !"一二三四五六七八九十".contains(c)).unwrap_or(rest.len());
    if end == 0 { None } else { value(&rest[..end]) }
}

/// The years that a text names: 2023年.
fn years(text: &str) -> Vec<i32> {
    let ends = text.match_indices('年').map(|(at, _)| &text[..at]);
    let year = |before: &str| before.get(before.len().checked_sub(4)?..)?.parse().ok();
    ends.filter_map(year).collect()
}

/// Where the form gives the value of a placeholder's path; the title and other
/// texts that the program makes come from the agency's name.
fn place_of(report: &Report, path: &str) -> Option<Place> {
    match report.fields.get(path) {
        Some(field) => Some(field.place.clone().named(path, path)),
        None if ["机关", "标题", "简称"].contains(&path) => {
            Some(report.agency.place.clone().named("机关", "机关"))
        }
        None => None,
    }
}

/// A template's text, one paragraph a line; each has the text's own place.
fn lines_of(text: &Placed<String>) -> Vec<Placed<String>> {
    text.value.lines().map(|line| Placed::new(line.to_owned(), text.place.clone())).collect()
}
