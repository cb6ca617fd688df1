//! The agency's pictures, put into the file as they are.

use std::sync::Arc;

use super::ids::Ids;
use crate::document::{Image, ImageKind};

/// The pictures of a file, in the order in which they are shown first.
#[derive(Default)]
pub(super) struct PicturesShown {
    pictures: Vec<PictureShown>,
}

/// A picture with its number.
pub(super) struct PictureShown {
    pub id: u32,
    pub image: Image,
}

impl PicturesShown {
    /// The number by which pages name a picture.
    pub fn id(&mut self, image: &Image, ids: &mut Ids) -> u32 {
        if let Some(known) = self.find(image) {
            return known.id;
        }
        let id = ids.next();
        self.pictures.push(PictureShown {
            id,
            image: image.clone(),
        });
        id
    }

    /// A picture as it was shown.
    pub fn find(&self, image: &Image) -> Option<&PictureShown> {
        let mut known = self.pictures.iter();
        known.find(|known| Arc::ptr_eq(&known.image.bytes, &image.bytes))
    }

    /// The pictures, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &PictureShown> {
        self.pictures.iter()
    }
}

impl PictureShown {
    /// What the file calls the picture's format.
    pub fn format(&self) -> &'static str {
        match self.image.kind {
            ImageKind::Png => "PNG",
            ImageKind::Jpeg => "JPEG",
        }
    }

    /// The name of its part.
    pub fn name(&self) -> String {
        let extension = match self.image.kind {
            ImageKind::Png => "png",
            ImageKind::Jpeg => "jpg",
        };
        format!("picture_{}.{extension}", self.id)
    }
}
