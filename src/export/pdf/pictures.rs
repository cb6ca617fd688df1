//! The agency's pictures as objects of the file.
//!
//! A JPEG is embedded as it is, and so is a PNG without transparency and interlacing: its rows
//! are compressed as PDF wants them. Others are read, and their transparency becomes a mask.
//! Colours are those of the picture's own profile, else of the file's output intent.

use std::sync::Arc;

use pdf_writer::types::Predictor;
use pdf_writer::{Filter, Finish, Name, Ref, Str};

use super::objects::Objects;
use super::raster::{Colours, Raster};
use crate::document::{Image, Pixels};

/// The pictures of a file, in the order in which they are shown first.
#[derive(Default)]
pub(super) struct PicturesInUse {
    pictures: Vec<Image>,
}

impl PicturesInUse {
    /// The number by which content names a picture.
    pub fn name(&mut self, image: &Image) -> usize {
        let mut known = self.pictures.iter();
        if let Some(index) = known.position(|known| Arc::ptr_eq(&known.bytes, &image.bytes)) {
            return index;
        }
        self.pictures.push(image.clone());
        self.pictures.len() - 1
    }

    /// Writes the pictures, in the order of their numbers.
    ///
    /// # Errors
    /// When one cannot be read to its end.
    pub fn write(&self, objects: &mut Objects) -> Result<Vec<Ref>, String> {
        self.pictures
            .iter()
            .map(|image| write(image, objects))
            .collect()
    }
}

fn write(image: &Image, objects: &mut Objects) -> Result<Ref, String> {
    let raster = Raster::of(image)?;
    let (width, height) = (image.pixels.width as i32, image.pixels.height as i32);
    let components = raster.colours.components();
    let profile = raster
        .profile
        .as_deref()
        .map(|profile| objects.profile(profile, components));
    let mask = write_mask(&raster, image.pixels, objects);
    let id = objects.number();
    let mut picture = objects.alone(id).image_xobject(id, &raster.content);
    picture
        .width(width)
        .height(height)
        .bits_per_component(raster.bits)
        .filter(raster.filter);
    if raster.predicted {
        let mut parameters = picture.decode_parms();
        parameters.predictor(Predictor::PngOptimum);
        parameters.colors(raster.colours.samples());
        parameters.bits_per_component(raster.bits).columns(width);
        parameters.finish();
    }
    match (&raster.colours, profile) {
        (Colours::Palette(palette), None) => {
            let last = palette.len() as i32 / 3 - 1;
            picture
                .color_space()
                .indexed(Name(b"DeviceRGB"), last, palette);
        }
        (Colours::Palette(palette), Some(profile)) => {
            let mut list = picture.insert(Name(b"ColorSpace")).array();
            list.item(Name(b"Indexed"));
            list.push().array().item(Name(b"ICCBased")).item(profile);
            list.item(palette.len() as i32 / 3 - 1).item(Str(palette));
        }
        (_, Some(profile)) => picture.color_space().icc_based(profile),
        (Colours::Grey, None) => picture.color_space().device_gray(),
        (Colours::Colour, None) => picture.color_space().device_rgb(),
    }
    if let Some(mask) = mask {
        picture.s_mask(mask);
    }
    picture.finish();
    Ok(id)
}

/// Writes how opaque each pixel is, where not all are.
fn write_mask(raster: &Raster, pixels: Pixels, objects: &mut Objects) -> Option<Ref> {
    let content = raster.mask.as_deref()?;
    let id = objects.number();
    let mut mask = objects.alone(id).image_xobject(id, content);
    mask.width(pixels.width as i32)
        .height(pixels.height as i32)
        .bits_per_component(raster.bits);
    mask.color_space().device_gray();
    mask.filter(Filter::FlateDecode);
    mask.finish();
    Some(id)
}
