//! The report bound into the body template.

use super::figures::Figures;
use super::inline;
use super::table::bind_table;
use super::template::ItemKind;
use super::{
    ArchiveKeys, BarChart, Block, Document, FigureContent, Pictures, Run, Signature, Template, Text,
};
use crate::finding::{Code, Finding};
use crate::narrative::{Line, Stretch, Subject};
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
            binder.bind_item(&item.kind);
        }
    }
    let Binder {
        findings,
        blocks,
        colophon,
        ..
    } = binder;
    let document = Document {
        title: printed_title(&blocks).unwrap_or_else(|| report.title()),
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

/// The title as the body has it.
fn printed_title(blocks: &[Block]) -> Option<String> {
    for block in blocks {
        if let Block::Title(text) = block {
            return Some(text.plain());
        }
    }
    None
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

/// The labels of a government site's page: what the form gives under 网站, and what is known
/// anyway.
fn site(report: &Report) -> Vec<(&'static str, String)> {
    let source = site_label(report, "来源").unwrap_or_else(|| report.agency.value.clone());
    let labels = [
        ("SiteName", site_label(report, "名称")),
        ("SiteDomain", site_label(report, "域名")),
        ("SiteIDCode", site_label(report, "标识码")),
        ("ColumnName", site_label(report, "栏目")),
        ("ColumnType", site_label(report, "栏目类别")),
        ("ArticleTitle", Some(report.title())),
        ("PubDate", site_label(report, "发布时间")),
        ("ContentSource", Some(source)),
        ("Keywords", site_label(report, "关键词")),
        ("Description", site_label(report, "摘要")),
    ];
    let mut given = Vec::new();
    for (name, value) in labels {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            given.push((name, value));
        }
    }
    given
}

/// What the form gives under 网站.
fn site_label(report: &Report, key: &str) -> Option<String> {
    report.field(&format!("网站.{key}")).map(str::to_owned)
}

/// What archives ask, as far as the form and its standard tell it.
fn archive_keys(report: &Report) -> ArchiveKeys {
    ArchiveKeys {
        secrecy: report.standard.secrecy.clone(),
        number: archive_value(report, "文号"),
        fonds: archive_value(report, "全宗号"),
        retention: archive_value(report, "保管期限"),
    }
}

/// What the form gives under 归档; empty where it gives nothing.
fn archive_value(report: &Report, key: &str) -> String {
    let value = report.field(&format!("归档.{key}"));
    value.unwrap_or_default().to_owned()
}

struct Binder<'a> {
    subject: Subject<'a>,
    findings: Vec<Finding>,
    blocks: Vec<Block>,
    colophon: Option<String>,
    figures: Figures<'a>,
}

impl Binder<'_> {
    fn bind_item(&mut self, kind: &ItemKind) {
        let Subject {
            report, narrative, ..
        } = self.subject;
        match kind {
            ItemKind::Title(text) => {
                let text = self.fill_text(text);
                if !text.plain().trim().is_empty() {
                    self.blocks.push(Block::Title(text));
                }
            }
            ItemKind::Heading(text) => {
                let text = self.fill_text(text);
                self.blocks.push(Block::Heading { level: 1, text });
            }
            ItemKind::Narrative { key, .. } if report.has_text(key) => {
                for line in narrative.lines(key) {
                    self.add_line(line);
                }
            }
            ItemKind::Note(key) => {
                for line in narrative.lines(key) {
                    self.add_note(line);
                }
            }
            ItemKind::Narrative {
                default: Some(text),
                ..
            }
            | ItemKind::Paragraph(text) => {
                for line in lines_of(text) {
                    let line = self.fill(&line);
                    self.add_line(&line);
                }
            }
            ItemKind::Narrative { default: None, .. } => {}
            ItemKind::Table(index) => self.blocks.push(Block::Table(bind_table(report, *index))),
            ItemKind::Chart(index, caption) => self.bind_chart(*index, caption.as_ref()),
            ItemKind::Colophon(text) => self.colophon = Some(self.fill_text(text).plain()),
            ItemKind::Signature(lines) => {
                let signature = Signature {
                    lines: lines.iter().map(|line| self.fill_text(line)).collect(),
                    sealed: report.is_sealed(),
                };
                self.blocks.push(Block::Signature(signature));
            }
        }
    }

    /// A chart of the standard; none where there is nothing to show.
    fn bind_chart(&mut self, index: usize, caption: Option<&Placed<String>>) {
        let Subject { report, last, .. } = self.subject;
        if cfg!(not(feature = "charts")) {
            let place = Place::file(&report.file);
            let message = "这个程序不带图表，没有画图";
            let finding = Finding::new(Code::BrokenFigure, message, place);
            return self.findings.push(finding);
        }
        let data = &report.standard.charts[index];
        let Some(chart) = BarChart::of(data, report, last).filter(|chart| !chart.is_empty()) else {
            return;
        };
        let caption = match caption {
            Some(text) => self.fill_text(text),
            None => Text::of(&data.name),
        };
        let content = FigureContent::Chart(chart);
        self.blocks
            .push(self.figures.number(content, caption, None));
    }

    /// A line of free text: a heading, a paragraph or a figure.
    fn add_line(&mut self, line: &Line) {
        match &line.figure {
            None => self.blocks.extend(inline::block(line)),
            Some(shown) => {
                let block = self.figures.bind(line, shown, &mut self.findings);
                self.blocks.push(block);
            }
        }
    }

    /// A line below a table.
    fn add_note(&mut self, line: &Line) {
        let before = self.blocks.len();
        self.add_line(line);
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

    fn fill_text(&mut self, text: &Placed<String>) -> Text {
        let stretches = self.fill(text).stretches.into_iter();
        Text {
            runs: stretches
                .map(|stretch| run_of(self.subject.report, stretch))
                .collect(),
            place: Some(text.place.clone()),
        }
    }
}

/// A stretch of a filled text, with the place of the value that it prints.
fn run_of(report: &Report, stretch: Stretch) -> Run {
    let path = stretch.bound.first();
    Run {
        place: path.and_then(|path| place_of(report, path)),
        text: stretch.text,
        bound: stretch.bound,
        ..Run::default()
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
