//! The figures of a document as they are bound: what they show, their numbers and captions.

use std::collections::{BTreeMap, BTreeSet};

use super::inline;
use super::{BarChart, Block, Figure, FigureContent, Image, PictureFault, Pictures, Run, Text};
use crate::finding::{Code, Complaint, Finding};
use crate::narrative::{Line, Shown, Subject, value};

/// Figures that a document may have, and bytes of its pictures together.
const MAX_FIGURES: usize = 100;
const MAX_BYTES: usize = 64 << 20;
/// Characters of a caption.
const MAX_CAPTION: usize = 100;

/// The figures so far.
pub(super) struct Figures<'a> {
    subject: Subject<'a>,
    pictures: &'a dyn Pictures,
    /// How many there are, and the bytes of their pictures.
    count: usize,
    bytes: usize,
    /// The last number given, and all that are taken.
    number: u32,
    numbers: BTreeSet<u32>,
    /// The pictures by their paths, each read once.
    images: BTreeMap<String, Result<Image, PictureFault>>,
}

impl<'a> Figures<'a> {
    /// None yet.
    pub fn new(subject: Subject<'a>, pictures: &'a dyn Pictures) -> Self {
        Self {
            subject,
            pictures,
            count: 0,
            bytes: 0,
            number: 0,
            numbers: BTreeSet::new(),
            images: BTreeMap::new(),
        }
    }

    /// The figure that a line of free text asks for; words in its place where it cannot be drawn.
    pub fn block(&mut self, line: &Line, shown: &Shown, findings: &mut Vec<Finding>) -> Block {
        let mut broken = |complaint: Complaint| {
            let finding = complaint.at(Code::BrokenFigure, shown.target.place.clone());
            findings.push(finding.stated(&shown.target.value));
        };
        let mut caption = inline::text(line);
        let (content, name) = match self.content(&shown.target.value) {
            Ok(found) => found,
            Err(fault) => {
                broken(fault);
                // Only a draft is printed now, and it shows what it lacks.
                let words = format!("［缺插图：{}（{}）］", caption.plain(), shown.target.value);
                return Block::Paragraph(Text::of(&words));
            }
        };
        if caption.plain().is_empty() {
            caption = Text::of(&name);
        }
        match caption.plain().chars().count() {
            0 => broken(Complaint::fixed(
                "图片没有题注",
                "写在方括号里：![题注](照片.png)",
            )),
            1..=MAX_CAPTION => {}
            length => {
                let message = format!("题注有 {length} 字，太长");
                broken(Complaint::new(message, "题注只写图的名称，其余写进正文"));
            }
        }
        findings.extend(self.doubts(&content, &caption.plain(), line));
        self.figure(content, caption, shown.alt.as_deref())
    }

    /// A figure with its number before the caption.
    pub fn figure(
        &mut self,
        content: FigureContent,
        mut caption: Text,
        alt: Option<&str>,
    ) -> Block {
        self.count += 1;
        let name = caption.plain();
        if own_number(&name).is_none() {
            // The next number that no caption has taken for itself.
            self.number += 1;
            while !self.numbers.insert(self.number) {
                self.number += 1;
            }
            caption.runs.insert(
                0,
                Run {
                    text: format!("图{}　", self.number),
                    ..Run::default()
                },
            );
        }
        let words = match (&content, alt) {
            (_, Some(alt)) => alt.to_owned(),
            (FigureContent::Chart(chart), None) => chart.words(),
            (FigureContent::Image(_), None) => String::new(),
        };
        // A picture with words of its own needs no caption read aloud; a chart is named first.
        let alt = match &content {
            _ if words.is_empty() => caption.plain(),
            FigureContent::Chart(_) if alt.is_none() => format!("{name}。{words}"),
            _ => words.clone(),
        };
        Block::Figure(Figure {
            content,
            caption,
            alt,
            words,
        })
    }

    /// Warnings of a caption whose number is taken, or that names another year than the chart.
    fn doubts(&mut self, content: &FigureContent, caption: &str, line: &Line) -> Vec<Finding> {
        let doubt = |message: String, hint: &str| {
            let finding = Finding::new(Code::BrokenFigure, message, line.place.clone());
            finding.hint(hint).stated(caption).as_warning()
        };
        let mut found = Vec::new();
        if let Some(number) = own_number(caption)
            && !self.numbers.insert(number)
        {
            found.push(doubt(
                format!("图号“图{number}”用了两次"),
                "改一个号；题注里不写“图1”，程序自动编号",
            ));
        }
        let own = self.subject.report.year.value;
        let told = years(caption)
            .into_iter()
            .find(|year| *year != own && *year != own - 1);
        if let (FigureContent::Chart(_), Some(year)) = (content, told) {
            found.push(doubt(
                format!("题注写的是{year}年，图里是{own}年的数"),
                "改正题注里的年份",
            ));
        }
        found
    }

    /// What a line's target shows, and the name of a chart.
    fn content(&mut self, target: &str) -> Result<(FigureContent, String), Complaint> {
        if self.count >= MAX_FIGURES {
            return Err(Complaint::new(
                format!("插图超过 {MAX_FIGURES} 幅"),
                "删去一些",
            ));
        }
        match target.strip_prefix("chart:") {
            Some(id) => chart(self.subject, target, id.trim()),
            None => Ok((FigureContent::Image(self.image(target)?), String::new())),
        }
    }

    fn image(&mut self, target: &str) -> Result<Image, Complaint> {
        if target.contains("://") {
            let hint = "把图片存到填报表所在的文件夹，这里写文件名";
            return Err(Complaint::new(
                format!("图片“{target}”是网址，报告里不能用"),
                hint,
            ));
        }
        let pictures = self.pictures;
        let read = || Image::new(target, pictures.read(target)?);
        let image = self
            .images
            .entry(target.to_owned())
            .or_insert_with(read)
            .clone();
        let image = image.map_err(|fault| {
            let hint = "图片放在填报表所在的文件夹里，这里写文件名，如 ![题注](照片.png)";
            Complaint::new(format!("图片“{target}”用不了：{fault}"), hint)
        })?;
        self.bytes += image.bytes.len();
        if self.bytes > MAX_BYTES {
            let hint = "把照片缩小后再用，如宽 1600 像素";
            return Err(Complaint::new(
                format!("图片加起来超过 {} MB", MAX_BYTES >> 20),
                hint,
            ));
        }
        Ok(image)
    }
}

fn chart(
    subject: Subject<'_>,
    target: &str,
    id: &str,
) -> Result<(FigureContent, String), Complaint> {
    let Subject { report, last, .. } = subject;
    if cfg!(not(feature = "charts")) {
        return Err(Complaint::new(
            format!("这个程序不带图表，“{target}”画不出来"),
            "删去这一行",
        ));
    }
    let Some(data) = report.standard.charts.iter().find(|chart| chart.id == id) else {
        let known = report.standard.charts_in_words();
        return Err(Complaint::new(
            format!("没有“{target}”这种图表"),
            format!("可用的有 {known}"),
        ));
    };
    match BarChart::of(data, report, last) {
        Some(chart) => Ok((FigureContent::Chart(chart), data.name.clone())),
        None if last.is_some() => Err(Complaint::new(
            format!("上年的填报表没有“{target}”要比较的行"),
            "删去这一行",
        )),
        None => Err(Complaint::new(
            format!("“{target}”要与上年比较，本表没有给出上年的填报表"),
            "在“上年”写上一年填报表的文件名，或删去这一行",
        )),
    }
}

/// The number that a caption has of its own: 图1, 图一.
fn own_number(caption: &str) -> Option<u32> {
    let rest = caption.strip_prefix('图')?.trim_start();
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && !"一二三四五六七八九十".contains(c))
        .unwrap_or(rest.len());
    if end == 0 { None } else { value(&rest[..end]) }
}

/// The years that a text names: 2023年.
fn years(text: &str) -> Vec<i32> {
    let ends = text.match_indices('年').map(|(at, _)| &text[..at]);
    let year = |before: &str| before.get(before.len().checked_sub(4)?..)?.parse().ok();
    ends.filter_map(year).collect()
}
