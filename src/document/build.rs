//! The report bound into the body template.

use super::figures::Figures;
use super::inline;
use super::table::table;
use super::template::ItemKind;
use super::{
    ArchiveKeys, BarChart, Block, Document, FigureContent, Pictures, Run, Signature, Template, Text,
};
use crate::finding::{Code, Finding};
use crate::narrative::{Line, Subject};
use crate::place::{Place, Placed};
use crate::report::{Date, ISSUED, Report};
use crate::standard::FieldKind;

/// A document and what was wrong with the template's placeholders.
#[derive(Debug)]
pub struct Bound {
    /// The document; placeholders that could not be filled stand as typed.
    pub document: Document,
    /// Findings in the template.
    pub findings: Vec<Finding>,
}

/// Puts a report into a template, with pictures of the agency's own.
pub fn bind(subject: &Subject<'_>, template: &Template, pictures: &dyn Pictures) -> Bound {
    let report = subject.report;
    let mut binder = Binder {
        subject: *subject,
        findings: Vec::new(),
        blocks: Vec::new(),
        colophon: None,
        figures: Figures::new(*subject, pictures),
    };
    for item in &template.items {
        if item.when.as_ref().is_none_or(|key| gives(report, key)) {
            binder.item(&item.kind);
        }
    }
    let Binder {
        findings,
        blocks,
        colophon,
        ..
    } = binder;
    let title = blocks.iter().find_map(|b| {
        if let Block::Title(text) = b {
            Some(text.plain())
        } else {
            None
        }
    });
    let document = Document {
        title: title.unwrap_or_else(|| report.title()),
        agency: report.agency.value.clone(),
        identifier: report.field("索引号").unwrap_or_default().to_owned(),
        subject: format!("{}年{SUBJECT}", report.year.value),
        kind: report.standard.kind.clone(),
        openness: report.standard.openness.clone(),
        archive: archive_keys(report),
        keywords: keywords(report),
        year: report.year.value,
        date: report.field(ISSUED).and_then(Date::parse),
        issued: report.field(ISSUED).and_then(Date::parse),
        origin: String::new(),
        colophon,
        draft: false,
        site: site(report),
        blocks,
    };
    Bound { document, findings }
}

/// Whether the form gives a value or text under this key; of a key of 是 or 否, whether it says 是.
fn gives(report: &Report, key: &str) -> bool {
    if let Some(FieldKind::YesNo) = report.standard.fields.find(key).map(|field| &field.kind) {
        return report.field(key) == Some("是");
    }
    let inside = format!("{key}.");
    report.has_text(key)
        || report.field(key).is_some()
        || report.fields.keys().any(|k| k.starts_with(&inside))
}

/// What the document is about.
const SUBJECT: &str = "政府信息公开工作年度报告";

/// The words by which the report is found: the form's own, or what every report is about.
fn keywords(report: &Report) -> Vec<String> {
    match report.field("网站.关键词") {
        Some(own) => {
            let words = own.split([',', '，', '、', ';', '；', ' ']);
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        }
        None => ["政府信息公开", "年度报告", &report.agency.value]
            .map(str::to_owned)
            .into(),
    }
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
        (
            "ContentSource",
            own("来源").or_else(|| Some(report.agency.value.clone())),
        ),
        ("Keywords", own("关键词")),
        ("Description", own("摘要")),
    ];
    labels
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.filter(|v| !v.is_empty())?)))
        .collect()
}

/// What archives ask, as far as the form and its standard tell it.
fn archive_keys(report: &Report) -> ArchiveKeys {
    let own = |key: &str| {
        report
            .field(&format!("归档.{key}"))
            .unwrap_or_default()
            .to_owned()
    };
    ArchiveKeys {
        secrecy: report.standard.secrecy.clone(),
        number: own("文号"),
        fonds: own("全宗号"),
        retention: own("保管期限"),
    }
}

struct Binder<'a> {
    subject: Subject<'a>,
    findings: Vec<Finding>,
    blocks: Vec<Block>,
    colophon: Option<String>,
    figures: Figures<'a>,
}

impl Binder<'_> {
    fn item(&mut self, kind: &ItemKind) {
        let Subject {
            report, narrative, ..
        } = self.subject;
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
            ItemKind::Note(key) => narrative.lines(key).iter().for_each(|line| self.note(line)),
            ItemKind::Narrative {
                default: Some(text),
                ..
            }
            | ItemKind::Paragraph(text) => {
                for line in lines_of(text) {
                    let line = self.fill(&line);
                    self.line(&line);
                }
            }
            ItemKind::Narrative { default: None, .. } => {}
            ItemKind::Table(index) => self.blocks.push(Block::Table(table(report, *index))),
            ItemKind::Chart(..) if cfg!(not(feature = "charts")) => {
                let place = Place::file(&report.file);
                let message = "这个程序不带图表，没有画图";
                self.findings
                    .push(Finding::new(Code::BrokenFigure, message, place));
            }
            ItemKind::Chart(index, caption) => {
                let data = &report.standard.charts[*index];
                if let Some(chart) =
                    BarChart::of(data, report, self.subject.last).filter(|chart| !chart.is_empty())
                {
                    let caption = caption.as_ref().map(|text| self.filled(text));
                    let caption = caption.unwrap_or_else(|| Text::of(&data.name));
                    self.blocks.push(self.figures.figure(
                        FigureContent::Chart(chart),
                        caption,
                        None,
                    ));
                }
            }
            ItemKind::Colophon(text) => self.colophon = Some(self.filled(text).plain()),
            ItemKind::Signature(lines) => {
                let lines = lines.iter().map(|line| self.filled(line)).collect();
                let sealed = report.is_sealed();
                self.blocks
                    .push(Block::Signature(Signature { lines, sealed }));
            }
        }
    }

    /// A line of free text: a heading, a paragraph or a figure.
    fn line(&mut self, line: &Line) {
        match &line.figure {
            None => self.blocks.extend(inline::block(line)),
            Some(shown) => {
                let block = self.figures.block(line, shown, &mut self.findings);
                self.blocks.push(block);
            }
        }
    }

    /// A line below a table.
    fn note(&mut self, line: &Line) {
        let before = self.blocks.len();
        self.line(line);
        for block in &mut self.blocks[before..] {
            if let Block::Paragraph(text) = block {
                *block = Block::Note(std::mem::take(text));
            }
        }
    }

    fn fill(&mut self, text: &Placed<String>) -> Line {
        let (line, found) = self.subject.narrative.fill(text);
        self.findings.extend(found);
        line
    }

    fn filled(&mut self, text: &Placed<String>) -> Text {
        let stretches = self.fill(text).stretches;
        let runs = stretches.into_iter().map(|s| {
            let place = s
                .bound
                .first()
                .and_then(|path| place_of(self.subject.report, path));
            Run {
                text: s.text,
                bound: s.bound,
                place,
                ..Run::default()
            }
        });
        Text {
            runs: runs.collect(),
            place: Some(text.place.clone()),
        }
    }
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
    text.value
        .lines()
        .map(|line| Placed::new(line.to_owned(), text.place.clone()))
        .collect()
}
