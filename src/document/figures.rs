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
    last_number: u32,
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
            last_number: 0,
            numbers: BTreeSet::new(),
            images: BTreeMap::new(),
        }
    }

    /// The figure that a line of free text asks for; words in its place where it cannot be drawn.
    pub fn bind(&mut self, line: &Line, shown: &Shown, findings: &mut Vec<Finding>) -> Block {
        let mut caption = inline::text(line);
        let FigureFound { content, name } = match self.find(&shown.target.value) {
            Ok(found) => found,
            Err(fault) => {
                findings.push(complain(fault, shown));
                // Only a draft is printed now, and it shows what it lacks.
                let words = format!("［缺插图：{}（{}）］", caption.plain(), shown.target.value);
                return Block::Paragraph(Text::of(&words));
            }
        };
        if caption.plain().is_empty() {
            caption = Text::of(&name);
        }
        if let Some(fault) = fault_of_caption(&caption.plain()) {
            findings.push(complain(fault, shown));
        }
        findings.extend(self.doubts(&content, &caption.plain(), line));
        self.number(content, caption, shown.alt.as_deref())
    }

    /// A figure with its number before the caption.
    pub fn number(
        &mut self,
        content: FigureContent,
        mut caption: Text,
        alt: Option<&str>,
    ) -> Block {
        self.count += 1;
        let name = caption.plain();
        if own_number(&name).is_none() {
            // The next number that no caption has taken for itself.
            self.last_number += 1;
            while !self.numbers.insert(self.last_number) {
                self.last_number += 1;
            }
            let number = Run {
                text: format!("图{}　", self.last_number),
                ..Run::default()
            };
            caption.runs.insert(0, number);
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
        let mut found = Vec::new();
        if let Some(number) = own_number(caption)
            && !self.numbers.insert(number)
        {
            let message = format!("图号“图{number}”用了两次");
            let hint = "改一个号；题注里不写“图1”，程序自动编号";
            found.push(doubt(message, hint, caption, line));
        }
        let own = self.subject.report.year.value;
        let other = years(caption)
            .into_iter()
            .find(|year| *year != own && *year != own - 1);
        if let (FigureContent::Chart(_), Some(year)) = (content, other) {
            let message = format!("题注写的是{year}年，图里是{own}年的数");
            found.push(doubt(message, "改正题注里的年份", caption, line));
        }
        found
    }

    /// What a line's target shows.
    fn find(&mut self, target: &str) -> Result<FigureFound, Complaint> {
        if self.count >= MAX_FIGURES {
            let message = format!("插图超过 {MAX_FIGURES} 幅");
            return Err(Complaint::new(message, "删去一些"));
        }
        match target.strip_prefix("chart:") {
            Some(id) => find_chart(self.subject, target, id.trim()),
            None => Ok(FigureFound {
                content: FigureContent::Image(self.image(target)?),
                name: String::new(),
            }),
        }
    }

    fn image(&mut self, target: &str) -> Result<Image, Complaint> {
        if target.contains("://") {
            let message = format!("图片“{target}”是网址，报告里不能用");
            let hint = "把图片存到填报表所在的文件夹，这里写文件名";
            return Err(Complaint::new(message, hint));
        }
        let image = match self.read(target) {
            Ok(image) => image,
            Err(fault) => {
                let message = format!("图片“{target}”用不了：{fault}");
                let hint = "图片放在填报表所在的文件夹里，这里写文件名，如 ![题注](照片.png)";
                return Err(Complaint::new(message, hint));
            }
        };
        self.bytes += image.bytes.len();
        if self.bytes > MAX_BYTES {
            let message = format!("图片加起来超过 {} MB", MAX_BYTES >> 20);
            return Err(Complaint::new(message, "把照片缩小后再用，如宽 1600 像素"));
        }
        Ok(image)
    }

    /// The picture of this path, which is read once.
    fn read(&mut self, path: &str) -> Result<Image, PictureFault> {
        if let Some(known) = self.images.get(path) {
            return known.clone();
        }
        let bytes = self.pictures.read(path);
        let image = bytes.and_then(|bytes| Image::new(path, bytes));
        self.images.insert(path.to_owned(), image.clone());
        image
    }
}

/// What a line asks for, and what the standard calls it where it is a chart.
struct FigureFound {
    content: FigureContent,
    name: String,
}

/// What is told of a figure that cannot be drawn, or not as it should.
fn complain(complaint: Complaint, shown: &Shown) -> Finding {
    let finding = complaint.at(Code::BrokenFigure, shown.target.place.clone());
    finding.stated(&shown.target.value)
}

/// What is told of a caption that may be meant otherwise.
fn doubt(message: String, hint: &str, caption: &str, line: &Line) -> Finding {
    let finding = Finding::new(Code::BrokenFigure, message, line.place.clone());
    finding.hint(hint).stated(caption).as_warning()
}

/// What is wrong with a caption's length.
fn fault_of_caption(caption: &str) -> Option<Complaint> {
    match caption.chars().count() {
        0 => Some(Complaint::fixed(
            "图片没有题注",
            "写在方括号里：![题注](照片.png)",
        )),
        1..=MAX_CAPTION => None,
        length => {
            let message = format!("题注有 {length} 字，太长");
            let hint = "题注只写图的名称，其余写进正文";
            Some(Complaint::new(message, hint))
        }
    }
}

fn find_chart(subject: Subject<'_>, target: &str, id: &str) -> Result<FigureFound, Complaint> {
    let Subject { report, last, .. } = subject;
    if cfg!(not(feature = "charts")) {
        let message = format!("这个程序不带图表，“{target}”画不出来");
        return Err(Complaint::new(message, "删去这一行"));
    }
    let mut charts = report.standard.charts.iter();
    let Some(data) = charts.find(|chart| chart.id == id) else {
        let message = format!("没有“{target}”这种图表");
        let known = report.standard.charts_in_words();
        return Err(Complaint::new(message, format!("可用的有 {known}")));
    };
    match BarChart::of(data, report, last) {
        Some(chart) => Ok(FigureFound {
            content: FigureContent::Chart(chart),
            name: data.name.clone(),
        }),
        None if last.is_some() => {
            let message = format!("上年的填报表没有“{target}”要比较的行");
            Err(Complaint::new(message, "删去这一行"))
        }
        None => {
            let message = format!("“{target}”要与上年比较，本表没有给出上年的填报表");
            let hint = "在“上年”写上一年填报表的文件名，或删去这一行";
            Err(Complaint::new(message, hint))
        }
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
    let mut years = Vec::new();
    for (at, _) in text.match_indices('年') {
        let start = at.checked_sub(4);
        let digits = start.and_then(|start| text.get(start..at));
        years.extend(digits.and_then(|digits| digits.parse::<i32>().ok()));
    }
    years
}
