//! Figures: charts of the report's own numbers, and the agency's own pictures.

use std::io::Cursor;
use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::Text;
use crate::report::Report;
use crate::standard;

/// A figure with its caption.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What is shown.
    pub content: Content,
    /// The words below it, with its number.
    pub caption: Text,
    /// The words for those who do not see it.
    pub alt: String,
}

/// What a figure shows.
#[derive(Clone, Debug)]
pub enum Content {
    /// A chart of the report's own numbers.
    Chart(Chart),
    /// A picture of the agency's own.
    Image(Image),
}

/// A chart of bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What the bars of each group stand for, such as the two years; empty for single bars.
    pub series: Vec<String>,
    /// The groups from the top.
    pub bars: Vec<Bar>,
    /// The measure of the numbers, such as 件.
    pub unit: String,
    /// Whether the shares of the whole are told.
    shares: bool,
}

/// A group of bars: one, or one for each of the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What is printed beside it.
    pub label: String,
    /// Its numbers.
    pub values: Vec<Decimal>,
}

/// A picture of the agency's own.
#[derive(Clone, Debug)]
pub struct Image {
    /// The file's bytes.
    pub bytes: Arc<[u8]>,
    /// The file's kind.
    pub kind: ImageKind,
    /// Width and height in pixels.
    pub pixels: (u32, u32),
}

/// The kinds of picture that all outputs can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImageKind {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
}

impl ImageKind {
    /// The name's extension, and the last part of the media type.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }
}

/// Where the agency's own pictures come from; the command line gives one.
pub trait Pictures: Sync {
    /// The bytes of the picture of this path, seen from the form's folder.
    ///
    /// # Errors
    /// What is wrong, in words for the clerk.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// No pictures at all, for callers without files.
pub struct NoPictures;

impl Pictures for NoPictures {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("没有图片 {path}"))
    }
}

/// The most pixels that a picture may have; a camera's have half of it.
const MAX_PIXELS: u64 = 64_000_000;

impl Image {
    /// A picture of these bytes, read to its end.
    ///
    /// # Errors
    /// What is wrong with it, in words for the clerk.
    pub fn new(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.starts_with(b"\x89PNG") {
            png(&bytes).map(|pixels| Self { bytes: bytes.into(), kind: ImageKind::Png, pixels })
        } else if bytes.starts_with(b"\xFF\xD8") {
            jpeg(&bytes).map(|pixels| Self { bytes: bytes.into(), kind: ImageKind::Jpeg, pixels })
        } else {
            Err("不是 PNG 或 JPEG 图片；请另存为其中一种".to_owned())
        }
    }
}

fn bounded(width: u32, height: u32) -> Result<(u32, u32), String> {
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(format!("图片有 {width}×{height} 像素，太大；请缩小后再用"));
    }
    Ok((width, height))
}

fn png(bytes: &[u8]) -> Result<(u32, u32), String> {
    let broken = |_| "图片不完整或已损坏；请重新导出".to_owned();
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().map_err(broken)?;
    let size = bounded(reader.info().width, reader.info().height)?;
    while reader.next_row().map_err(broken)?.is_some() {}
    Ok(size)
}

fn jpeg(bytes: &[u8]) -> Result<(u32, u32), String> {
    let broken = || "图片不完整或已损坏；请重新导出".to_owned();
    let options = DecoderOptions::default().set_strict_mode(true);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| broken())?;
    let (width, height) = decoder.dimensions().ok_or_else(broken)?;
    let size = bounded(width as u32, height as u32)?;
    if matches!(decoder.input_colorspace(), Some(ColorSpace::CMYK | ColorSpace::YCCK)) {
        return Err("图片是印刷用的 CMYK 颜色，归档的 PDF 不能用；请另存为 RGB".to_owned());
    }
    decoder.decode().map_err(|_| broken())?;
    Ok(size)
}

impl Chart {
    /// A chart of a report's numbers; none where it wants last year's report and there is none.
    pub(super) fn of(data: &standard::Chart, report: &Report, last: Option<&Report>) -> Option<Self> {
        let mut years = vec![report];
        if data.last_year {
            years.push(last?);
        }
        let value = |of: &Report, bar: &standard::ChartBar| -> Decimal {
            of.standard.cells_of(&data.table, &bar.row, &bar.column).into_iter().map(|id| of.value(id)).sum()
        };
        let bars = data
            .bars
            .iter()
            .map(|bar| Bar { label: bar.label.clone(), values: years.iter().map(|of| value(of, bar)).collect() });
        let series = years.iter().map(|of| format!("{}年", of.year.value));
        let table = report.standard.tables.iter().find(|table| table.id == data.table)?;
        Some(Self {
            bars: bars.collect(),
            series: if data.last_year { series.collect() } else { Vec::new() },
            unit: table.parts[0].unit.clone(),
            shares: data.shares,
        })
    }

    /// Whether there is anything to show.
    pub fn is_empty(&self) -> bool {
        self.bars.iter().flat_map(|bar| &bar.values).all(Decimal::is_zero)
    }

    /// The words at the end of a bar, such as `288件（38.5%）`.
    pub fn value(&self, value: Decimal) -> String {
        let whole: Decimal = self.bars.iter().flat_map(|bar| &bar.values).sum();
        let share = (value * Decimal::ONE_HUNDRED).checked_div(whole).filter(|_| self.shares);
        let rounded = |share: Decimal| share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
        let share = share.map_or(String::new(), |share| format!("（{}%）", rounded(share).normalize()));
        format!("{value}{}{share}", self.unit)
    }

    /// All that it tells, in words.
    pub(super) fn words(&self) -> String {
        let bars = self.bars.iter().map(|bar| {
            let values = bar.values.iter().enumerate().map(|(i, value)| {
                let series = self.series.get(i).map_or("", String::as_str);
                format!("{series}{}", self.value(*value))
            });
            format!("{}{}", bar.label, values.collect::<Vec<_>>().join("、"))
        });
        format!("条形图：{}。", bars.collect::<Vec<_>>().join("，"))
    }
}
