//! Pictures as they come, made into what a PDF has: rows of numbers, and transparency apart.
//!
//! What can be embedded as it is stays as it is; nothing here writes objects.

use std::io::Cursor;

use libdeflater::Decompressor;
use pdf_writer::Filter;
use png::{BitDepth, ColorType, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace as JpegColours;

use super::super::deflate::zlib;
use crate::document::{Image, ImageKind};

/// The colours of a picture, before transparency.
pub(super) enum Colours {
    Grey,
    Colour,
    /// Numbers of a list of red, green and blue.
    Palette(Vec<u8>),
}

impl Colours {
    /// Numbers of a pixel.
    pub fn samples(&self) -> i32 {
        if let Self::Colour = self { 3 } else { 1 }
    }

    /// Numbers of a colour, as its profile has them.
    pub fn components(&self) -> i32 {
        if let Self::Grey = self { 1 } else { 3 }
    }
}

/// A picture as the file has it.
pub(super) struct Raster {
    pub colours: Colours,
    /// Bits of a number.
    pub bits: i32,
    /// Compressed rows.
    pub content: Vec<u8>,
    pub filter: Filter,
    /// Whether each row is told by its difference to the one above, as in PNG.
    pub predicted: bool,
    /// How opaque each pixel is, compressed, in as many bits; none where all are.
    pub mask: Option<Vec<u8>>,
    pub profile: Option<Vec<u8>>,
}

impl Raster {
    /// # Errors
    /// When a picture cannot be read to its end.
    pub fn of(image: &Image) -> Result<Self, String> {
        match image.kind {
            ImageKind::Jpeg => of_jpeg(&image.bytes),
            ImageKind::Png => of_png(&image.bytes),
        }
    }
}

fn of_jpeg(bytes: &[u8]) -> Result<Raster, String> {
    let mut decoder = JpegDecoder::new(Cursor::new(bytes));
    decoder
        .decode_headers()
        .map_err(|error| format!("{error:?}"))?;
    let colours = match decoder.input_colorspace() {
        Some(JpegColours::Luma) => Colours::Grey,
        Some(JpegColours::YCbCr | JpegColours::RGB) => Colours::Colour,
        other => return Err(format!("a JPEG of {other:?}")),
    };
    let profile = decoder
        .icc_profile()
        .filter(|profile| is_of_a_screen(profile));
    Ok(Raster {
        colours,
        bits: 8,
        content: to_its_end(bytes),
        filter: Filter::DctDecode,
        predicted: false,
        mask: None,
        profile,
    })
}

/// A JPEG up to its end mark, which some programs leave out, and without what others put behind it.
fn to_its_end(bytes: &[u8]) -> Vec<u8> {
    let end = bytes.windows(2).rposition(|pair| pair == END_OF_IMAGE);
    let image = end.map_or(bytes, |end| &bytes[..end]);
    [image, &END_OF_IMAGE].concat()
}

const END_OF_IMAGE: [u8; 2] = [0xFF, 0xD9];

fn of_png(bytes: &[u8]) -> Result<Raster, String> {
    let reader = png::Decoder::new(Cursor::new(bytes)).read_info();
    let reader = reader.map_err(|error| error.to_string())?;
    let info = reader.info();
    let has_alpha = matches!(info.color_type, ColorType::GrayscaleAlpha | ColorType::Rgba);
    let profile = info
        .icc_profile
        .as_deref()
        .filter(|profile| is_of_a_screen(profile));
    let profile = profile.map(<[u8]>::to_vec);
    let rows = rows(bytes);
    let length = info.raw_row_length().saturating_mul(info.height as usize);
    if has_alpha || info.trns.is_some() || info.interlaced || !are_sound(&rows, length) {
        return Ok(Raster {
            profile,
            ..of_pixels(bytes)?
        });
    }
    let colours = match (info.color_type, &info.palette) {
        (ColorType::Indexed, Some(palette)) => Colours::Palette(palette.to_vec()),
        (ColorType::Rgb, _) => Colours::Colour,
        _ => Colours::Grey,
    };
    Ok(Raster {
        colours,
        bits: info.bit_depth as i32,
        content: rows,
        filter: Filter::FlateDecode,
        predicted: true,
        mask: None,
        profile,
    })
}

/// Whether compressed rows unfold to just this length: who reads a PNG forgives more than who
/// reads a PDF.
fn are_sound(rows: &[u8], length: usize) -> bool {
    let mut out = vec![0; length];
    Decompressor::new().zlib_decompress(rows, &mut out) == Ok(length)
}

/// The compressed rows of a PNG, as they stand in its chunks.
fn rows(bytes: &[u8]) -> Vec<u8> {
    let mut rows = Vec::with_capacity(bytes.len());
    // A chunk is its length, its kind, its content and a check sum.
    let mut at = 8;
    while let Some(&[a, b, c, d, ref kind @ ..]) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        let content = bytes
            .get(at + 8..(at + 8).saturating_add(length))
            .unwrap_or_default();
        match kind {
            b"IDAT" => rows.extend(content),
            b"IEND" => break,
            _ => {}
        }
        at = (at + 12).saturating_add(length);
    }
    rows
}

/// A PNG read pixel by pixel, its transparency apart.
fn of_pixels(bytes: &[u8]) -> Result<Raster, String> {
    let frame = PixelFrame::read(bytes)?;
    let depth = if frame.depth == BitDepth::Sixteen {
        2
    } else {
        1
    };
    let (colours, samples, has_alpha) = match frame.colours {
        ColorType::Grayscale => (Colours::Grey, 1, false),
        ColorType::GrayscaleAlpha => (Colours::Grey, 1, true),
        ColorType::Rgba => (Colours::Colour, 3, true),
        ColorType::Rgb | ColorType::Indexed => (Colours::Colour, 3, false),
    };
    let (content, mask) = if has_alpha {
        let shown = samples * depth;
        let (mut content, mut mask) = (Vec::with_capacity(frame.pixels.len()), Vec::new());
        for pixel in frame.pixels.chunks_exact(shown + depth) {
            content.extend(&pixel[..shown]);
            mask.extend(&pixel[shown..]);
        }
        (zlib(&content), Some(zlib(&mask)))
    } else {
        (zlib(&frame.pixels), None)
    };
    Ok(Raster {
        colours,
        bits: 8 * depth as i32,
        content,
        filter: Filter::FlateDecode,
        predicted: false,
        mask,
        profile: None,
    })
}

/// The pixels of a PNG.
struct PixelFrame {
    pixels: Vec<u8>,
    colours: ColorType,
    depth: BitDepth,
}

impl PixelFrame {
    fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(Transformations::EXPAND);
        let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
        let size = reader
            .output_buffer_size()
            .ok_or("a picture without size")?;
        let mut pixels = vec![0; size];
        let frame = reader
            .next_frame(&mut pixels)
            .map_err(|error| error.to_string())?;
        pixels.truncate(frame.buffer_size());
        Ok(Self {
            pixels,
            colours: frame.color_type,
            depth: frame.bit_depth,
        })
    }
}

/// Whether a profile is one that PDF/A-2 takes (6.2.4.2): of a known class, of version 2 or 4.
/// Others are passed by, and the picture has the file's own colours.
fn is_of_a_screen(profile: &[u8]) -> bool {
    let class = profile.get(12..16).unwrap_or_default();
    let classes: [&[u8]; 4] = [b"scnr", b"mntr", b"prtr", b"spac"];
    let version = profile.get(8).copied().unwrap_or_default();
    (2..=4).contains(&version) && classes.contains(&class) && profile.get(36..40) == Some(b"acsp")
}

#[cfg(test)]
mod tests {
    use png::Encoder;

    use super::super::super::deflate::crc32;
    use super::*;

    /// How a PNG of 5 by 3 pixels is embedded: as it is, bits, whether it has a mask.
    fn check(bytes: &[u8], expected: [i32; 3]) {
        let raster = of_png(bytes).expect("a picture");
        let found = [
            i32::from(raster.predicted),
            raster.bits,
            i32::from(raster.mask.is_some()),
        ];
        assert_eq!(found, expected);
        let samples = raster.colours.samples() * raster.bits * 5;
        let row = (samples as usize).div_ceil(8) + usize::from(raster.predicted);
        assert!(are_sound(&raster.content, row * 3));
        if let Some(mask) = raster.mask {
            assert!(are_sound(&mask, 5 * 3 * raster.bits as usize / 8));
        }
    }

    fn png_of(
        colour: ColorType,
        depth: BitDepth,
        set: impl Fn(&mut Encoder<'_, &mut Vec<u8>>),
    ) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 5, 3);
        encoder.set_color(colour);
        encoder.set_depth(depth);
        set(&mut encoder);
        let row = (colour.samples() * depth as usize * 5).div_ceil(8);
        let mut writer = encoder.write_header().expect("a header");
        writer.write_image_data(&vec![0x11; row * 3]).expect("rows");
        drop(writer);
        bytes
    }

    #[test]
    fn pictures_pass_through_where_they_can() {
        use BitDepth::{Eight, Four, One, Sixteen};
        let plain = |_: &mut Encoder<'_, &mut Vec<u8>>| {};
        let palette = |encoder: &mut Encoder<'_, &mut Vec<u8>>| encoder.set_palette(vec![7; 48]);
        let clear = |encoder: &mut Encoder<'_, &mut Vec<u8>>| {
            encoder.set_palette(vec![7; 48]);
            encoder.set_trns(vec![0; 16]);
        };
        check(&png_of(ColorType::Grayscale, One, plain), [1, 1, 0]);
        check(&png_of(ColorType::Grayscale, Sixteen, plain), [1, 16, 0]);
        check(&png_of(ColorType::Rgb, Eight, plain), [1, 8, 0]);
        check(&png_of(ColorType::Indexed, Four, palette), [1, 4, 0]);
        check(&png_of(ColorType::Indexed, Four, clear), [0, 8, 1]);
        check(&png_of(ColorType::GrayscaleAlpha, Eight, plain), [0, 8, 1]);
        check(&png_of(ColorType::Rgba, Sixteen, plain), [0, 16, 1]);
    }

    #[test]
    fn what_only_a_reader_of_png_forgives_is_written_anew() {
        let mut bytes = png_of(ColorType::Rgb, BitDepth::Eight, |_| {});
        let start = bytes
            .windows(4)
            .position(|kind| kind == b"IDAT")
            .expect("rows");
        let length = u32::from_be_bytes(bytes[start - 4..start].try_into().expect("a length"));
        let end = start + 4 + length as usize;
        // The sum of the rows, and then that of the chunk.
        bytes[end - 1] ^= 1;
        let sum = crc32(&bytes[start..end]).to_be_bytes();
        bytes[end..end + 4].copy_from_slice(&sum);
        check(&bytes, [0, 8, 0]);
    }

    #[test]
    fn a_jpeg_ends_with_its_end_mark() {
        let photo = include_bytes!("../../../tests/forms/photo.jpg");
        let cut = &photo[..photo.len() - 2];
        let more = [photo.as_slice(), b"more"].concat();
        for bytes in [photo.as_slice(), cut, &more] {
            assert_eq!(of_jpeg(bytes).expect("a picture").content, photo);
        }
    }
}
