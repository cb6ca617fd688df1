//! The items of a page on krilla's surface.

use std::sync::Arc;

use krilla::Data;
use krilla::color::{luma, rgb};
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Paint, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact as PdfArtifact, ArtifactType, ContentTag, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::tags::Collected;
use crate::document::{Image as Picture, ImageKind};
use crate::layout::{Artifact, GlyphRun, Item, Owner, Pages};

/// Thickness of a bold character's outline, of its size.
const BOLD: f32 = 1.0 / 35.0;

/// The faces as krilla's fonts; none when one cannot be read.
pub(super) fn fonts(pages: &Pages) -> Option<Vec<Font>> {
    pages
        .faces
        .iter()
        .map(|face| Font::new(Data::from(face.data.shared()), face.data.index()))
        .collect()
}

/// Draws the items and collects which content belongs to which piece of the document.
///
/// # Errors
/// When a picture cannot be read.
pub(super) fn items(
    surface: &mut Surface<'_>,
    items: &[Item],
    fonts: &[Font],
    tags: &mut Collected,
) -> Result<(), String> {
    let mut rest = items;
    while let Some(item) = rest.first() {
        let owner = item.owner();
        if let (Item::Glyphs(run), false) = (item, matches!(owner, Owner::Figure(_))) {
            // A run of text is a piece of content of its own.
            let id = surface.start_tagged(tag_of(owner));
            glyphs(surface, run, fonts);
            surface.end_tagged();
            tags.add(owner, id);
            rest = &rest[1..];
            continue;
        }
        // All that a figure shows is one piece of content, and so are the lines of a table.
        let figure = matches!(owner, Owner::Figure(_));
        let same = |i: &&Item| i.owner() == owner && (figure || !matches!(i, Item::Glyphs(_)));
        let count = rest.iter().take_while(same).count();
        let id = surface.start_tagged(tag_of(owner));
        for item in &rest[..count] {
            match item {
                Item::Glyphs(run) => glyphs(surface, run, fonts),
                Item::Image { rect, image, .. } => picture(surface, *rect, image)?,
                Item::Rule { .. } | Item::Fill { .. } => shape(surface, item),
            }
        }
        surface.end_tagged();
        tags.add(owner, id);
        if figure {
            tags.reach(owner, &rest[..count]);
        }
        rest = &rest[count..];
    }
    Ok(())
}

fn tag_of(owner: Owner) -> ContentTag<'static> {
    let kind = match owner {
        Owner::Artifact(Artifact::PageNumber) => ArtifactType::PageNumber,
        Owner::Artifact(Artifact::Repeated) => ArtifactType::PaginationOther,
        Owner::Artifact(Artifact::Draft) => ArtifactType::Watermark,
        Owner::Artifact(Artifact::Ruling) => ArtifactType::Layout,
        Owner::Figure(_) => return ContentTag::Other,
        Owner::Block(_) | Owner::Line(..) | Owner::Cell(..) => {
            return ContentTag::Span(SpanTag::empty());
        }
    };
    ContentTag::Artifact(PdfArtifact::with_kind(kind))
}

fn picture(
    surface: &mut Surface<'_>,
    rect: (f32, f32, f32, f32),
    image: &Picture,
) -> Result<(), String> {
    let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(image.bytes.clone());
    let data = Data::from(bytes);
    // PDF/A allows no smoothing of pictures.
    let image = match image.kind {
        ImageKind::Png => Image::from_png(data, false)?,
        ImageKind::Jpeg => Image::from_jpeg(data, false)?,
    };
    let (x, y, width, height) = rect;
    let Some(size) = Size::from_wh(width, height) else { return Ok(()) };
    surface.push_transform(&Transform::from_translate(x, y));
    surface.draw_image(image, size);
    surface.pop();
    Ok(())
}

fn shape(surface: &mut Surface<'_>, item: &Item) {
    let mut path = PathBuilder::new();
    match *item {
        Item::Fill { rect: (x, y, width, height), colour, .. } => {
            let Some(rect) = Rect::from_xywh(x, y, width, height) else { return };
            path.push_rect(rect);
            let [red, green, blue] = colour.map(byte);
            surface.set_stroke(None);
            surface.set_fill(Some(fill(rgb::Color::new(red, green, blue).into())));
        }
        Item::Rule { from, to, thickness, .. } => {
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            surface.set_fill(None);
            surface.set_stroke(Some(stroke(luma::Color::black().into(), thickness)));
        }
        Item::Glyphs(_) | Item::Image { .. } => return,
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn glyphs(surface: &mut Surface<'_>, run: &GlyphRun, fonts: &[Font]) {
    let (Some(first), Some(font)) = (run.glyphs.first(), fonts.get(run.face)) else { return };
    let placed: Vec<KrillaGlyph> = run
        .glyphs
        .iter()
        .enumerate()
        .map(|(i, glyph)| {
            // The way to the next glyph is its place, not the face's advance: the grid decides.
            let advance = run.glyphs.get(i + 1).map_or(glyph.advance, |next| next.x - glyph.x);
            KrillaGlyph::new(
                GlyphId::new(glyph.id),
                advance / run.size,
                0.0,
                0.0,
                0.0,
                glyph.bytes.clone(),
                None,
            )
        })
        .collect();
    let paint: Paint = luma::Color::new(byte(run.grey)).into();
    surface.set_fill(Some(fill(paint.clone())));
    surface.set_stroke(run.bold.then(|| stroke(paint, run.size * BOLD)));
    let turned = run.turn != 0.0;
    if turned {
        surface.push_transform(&Transform::from_rotate_at(-run.turn, first.x, run.baseline));
    }
    surface.draw_glyphs(
        Point::from_xy(first.x, run.baseline),
        &placed,
        font.clone(),
        &run.text,
        run.size,
        false,
    );
    if turned {
        surface.pop();
    }
}

fn byte(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

fn fill(paint: Paint) -> Fill {
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn stroke(paint: Paint, width: f32) -> Stroke {
    Stroke { paint, width, ..Stroke::default() }
}
