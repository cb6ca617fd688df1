//! The agency's own pictures: read to their end, bounded, of kinds that all outputs show.

use std::io::Cursor;
use std::sync::Arc;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// A picture of the agency's own.
#[derive(Clone, Debug)]
pub struct Image {
    /// The file's name, as the form gives it.
    pub name: Arc<str>,
    /// The file's bytes.
    pub bytes: Arc<[u8]>,
    /// The file's kind.
    pub kind: ImageKind,
    /// Its size.
    pub pixels: Pixels,
}

/// A picture's size in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
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

/// Why a picture is of no use, in words for the clerk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PictureFault {
    /// It cannot be had; why.
    #[error("{0}")]
    Unread(String),
    /// Neither PNG nor JPEG.
    #[error("不是 PNG 或 JPEG 图片；请另存为其中一种")]
    OtherKind,
    /// It is cut off or damaged.
    #[error("图片不完整或已损坏；请重新导出")]
    Broken,
    /// It has more pixels than are decoded.
    #[error("图片有 {width}×{height} 像素，太大；请缩小后再用")]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// Its palette is none.
    #[error("图片的调色板有误；请重新导出")]
    Palette,
    /// It asks to be turned, which programs do differently.
    #[error("照片带着旋转标记，各种软件显示得不一样；请在看图软件里转正后另存")]
    Turned,
    /// Colours for the press.
    #[error("图片用的是印刷颜色（如 CMYK），归档的 PDF 不能用；请另存为 RGB")]
    OtherColours,
}

/// Where the agency's own pictures come from.
pub trait Pictures: Sync {
    /// The bytes of the picture of this path, seen from the form's folder.
    ///
    /// # Errors
    /// When there are none.
    fn read(&self, path: &str) -> Result<Vec<u8>, PictureFault>;
}

/// No pictures at all, for callers without files.
pub struct NoPictures;

impl Pictures for NoPictures {
    fn read(&self, path: &str) -> Result<Vec<u8>, PictureFault> {
        Err(PictureFault::Unread(format!("没有图片 {path}")))
    }
}

/// The most bytes that a picture may have when decoded: 40 megapixels of colour.
const MAX_DECODED: u64 = 120 << 20;

impl Image {
    /// A picture in a file of this name with these bytes, read to its end.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(name: &str, bytes: Vec<u8>) -> Result<Self, PictureFault> {
        let (kind, pixels) = if bytes.starts_with(b"\x89PNG") {
            (ImageKind::Png, read_png(&bytes)?)
        } else if bytes.starts_with(b"\xFF\xD8") {
            (ImageKind::Jpeg, read_jpeg(&bytes)?)
        } else {
            return Err(PictureFault::OtherKind);
        };
        Ok(Self {
            name: name.into(),
            bytes: bytes.into(),
            kind,
            pixels,
        })
    }
}

/// The size, if a picture of so many bytes a pixel is not too large.
fn bound_size(width: u32, height: u32, bytes: u64) -> Result<Pixels, PictureFault> {
    if u64::from(width) * u64::from(height) * bytes > MAX_DECODED {
        return Err(PictureFault::TooLarge { width, height });
    }
    Ok(Pixels { width, height })
}

fn read_png(bytes: &[u8]) -> Result<Pixels, PictureFault> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    // As the PDF has it: whole bytes, colours for the numbers of a palette.
    decoder.set_transformations(png::Transformations::EXPAND);
    let info = decoder.read_header_info().map_err(break_off)?;
    let each = samples(info.color_type) * u64::from(info.bit_depth as u8).div_ceil(8);
    let size = bound_size(info.width, info.height, each)?;
    look_at_palette(bytes)?;
    let mut reader = decoder.read_info().map_err(break_off)?;
    let info = reader.info();
    let grey = matches!(
        info.color_type,
        png::ColorType::Grayscale | png::ColorType::GrayscaleAlpha
    );
    if let Some(profile) = &info.icc_profile
        && !suits(profile, grey)
    {
        return Err(PictureFault::OtherColours);
    }
    while reader.next_row().map_err(break_off)?.is_some() {}
    Ok(size)
}

/// Whatever the decoder says, the picture is broken.
fn break_off(_: png::DecodingError) -> PictureFault {
    PictureFault::Broken
}

/// Numbers of a pixel once it is decoded: those of a palette become colours, perhaps with
/// transparency.
fn samples(colours: png::ColorType) -> u64 {
    match colours {
        png::ColorType::Indexed => 4,
        colours => colours.samples() as u64,
    }
}

/// Refuses a palette that is none: the decoder takes its length on trust.
fn look_at_palette(bytes: &[u8]) -> Result<(), PictureFault> {
    let reader = png::Decoder::new(Cursor::new(bytes)).read_info();
    let reader = reader.map_err(break_off)?;
    let info = reader.info();
    let is_sound = match &info.palette {
        Some(palette) => palette.len() % 3 == 0 && (1..=256).contains(&(palette.len() / 3)),
        None => info.color_type != png::ColorType::Indexed,
    };
    if is_sound {
        Ok(())
    } else {
        Err(PictureFault::Palette)
    }
}

fn read_jpeg(bytes: &[u8]) -> Result<Pixels, PictureFault> {
    let options = DecoderOptions::default().set_strict_mode(true);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| PictureFault::Broken)?;
    let (width, height) = decoder.dimensions().ok_or(PictureFault::Broken)?;
    let size = bound_size(width as u32, height as u32, 3)?;
    if decoder.exif().is_some_and(|exif| is_turned(exif)) {
        return Err(PictureFault::Turned);
    }
    let grey = match decoder.input_colorspace() {
        Some(ColorSpace::Luma) => true,
        Some(ColorSpace::YCbCr | ColorSpace::RGB) => false,
        _ => return Err(PictureFault::OtherColours),
    };
    if let Some(profile) = decoder.icc_profile()
        && !suits(&profile, grey)
    {
        return Err(PictureFault::OtherColours);
    }
    decoder.decode().map_err(|_| PictureFault::Broken)?;
    Ok(size)
}

/// Whether a colour profile is of the picture's own kind, as PDF/A wants it: its header
/// names the colour space at byte 16.
fn suits(profile: &[u8], grey: bool) -> bool {
    profile.get(16..20) == Some(if grey { b"GRAY" } else { b"RGB " })
}

/// Whether EXIF data say that the picture is to be turned.
fn is_turned(exif: &[u8]) -> bool {
    let reader = ExifReader {
        bytes: exif,
        is_little: exif.starts_with(b"II"),
    };
    reader
        .orientation()
        .is_some_and(|orientation| orientation > 1)
}

/// EXIF data, whose numbers begin with their small or their large end.
struct ExifReader<'a> {
    bytes: &'a [u8],
    is_little: bool,
}

impl ExifReader<'_> {
    /// How the picture is to be turned (tag 0x0112); 1 for not at all.
    fn orientation(&self) -> Option<usize> {
        let directory = self.number(4, 4)?;
        for entry in 0..self.number(directory, 2)? {
            let at = directory + 2 + 12 * entry;
            if self.number(at, 2) == Some(0x0112) {
                return self.number(at + 8, 2);
            }
        }
        None
    }

    /// The number of so many bytes.
    fn number(&self, at: usize, length: usize) -> Option<usize> {
        let mut number = 0;
        for index in 0..length {
            let index = if self.is_little {
                length - 1 - index
            } else {
                index
            };
            number = number << 8 | usize::from(*self.bytes.get(at + index)?);
        }
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: Vec<u8>, expected: Result<(ImageKind, u32, u32), &str>) {
        match (Image::new("f", bytes), expected) {
            (Ok(Image { kind, pixels, .. }), Ok(expected)) => {
                assert_eq!((kind, pixels.width, pixels.height), expected);
            }
            (Err(fault), Err(expected)) => {
                assert!(fault.to_string().contains(expected), "{fault}");
            }
            (found, _) => panic!("{found:?}"),
        }
    }

    fn png_of(width: u32, height: u32, colour: png::ColorType, depth: png::BitDepth) -> Vec<u8> {
        png_with(&[0; 768], width, height, colour, depth)
    }

    fn png_with(
        palette: &[u8],
        width: u32,
        height: u32,
        colour: png::ColorType,
        depth: png::BitDepth,
    ) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_palette(palette);
        encoder.set_color(colour);
        encoder.set_depth(depth);
        let mut writer = encoder.write_header().unwrap();
        let row = colour.samples() * width as usize * usize::from(depth as u8) / 8;
        if row * height as usize <= 1 << 20 {
            writer
                .write_image_data(&vec![7; row * height as usize])
                .unwrap();
        }
        drop(writer);
        bytes
    }

    #[test]
    fn pictures_of_all_kinds() {
        use png::{BitDepth, ColorType};
        check(
            png_of(4, 3, ColorType::Grayscale, BitDepth::Eight),
            Ok((ImageKind::Png, 4, 3)),
        );
        check(
            png_of(4, 3, ColorType::Rgba, BitDepth::Sixteen),
            Ok((ImageKind::Png, 4, 3)),
        );
        check(
            png_of(4, 3, ColorType::Indexed, BitDepth::Eight),
            Ok((ImageKind::Png, 4, 3)),
        );
        let photo = include_bytes!("../../tests/forms/photo.jpg");
        check(photo.to_vec(), Ok((ImageKind::Jpeg, 400, 300)));
    }

    #[test]
    fn pictures_that_are_of_no_use() {
        use png::{BitDepth, ColorType};
        let photo = include_bytes!("../../tests/forms/photo.jpg");
        check(photo[..photo.len() / 2].to_vec(), Err("不完整"));
        check(photo[..30].to_vec(), Err("不完整"));
        let whole = png_of(40, 30, ColorType::Rgb, BitDepth::Eight);
        check(whole[..whole.len() - 20].to_vec(), Err("不完整"));
        check(b"GIF89a".to_vec(), Err("不是 PNG 或 JPEG"));
        for length in [0, 1, 2, 4, 767, 769, 771] {
            let palette = vec![7; length];
            let picture = png_with(&palette, 4, 3, ColorType::Indexed, BitDepth::Eight);
            check(picture, Err(""));
        }
        // A few bytes a pixel here are four once the palette is gone.
        check(
            png_of(20_000, 6_000, ColorType::Indexed, BitDepth::One),
            Err("太大"),
        );
        // A header alone is enough to refuse what would not fit into memory.
        check(
            png_of(20_000, 20_000, ColorType::Rgba, BitDepth::Sixteen),
            Err("太大"),
        );
        check(
            png_of(6_000, 6_000, ColorType::Rgba, BitDepth::Sixteen),
            Err("太大"),
        );
        // The same picture, to be turned by a quarter.
        let exif = b"\xFF\xE1\x00\x22Exif\0\0II*\0\x08\0\0\0\
                     \x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        check([&photo[..2], exif, &photo[2..]].concat(), Err("旋转标记"));
    }
}
