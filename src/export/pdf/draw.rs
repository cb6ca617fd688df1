//! The items of a page on krilla's surface.

use std::collections::VecDeque;
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
use crate::layout::{Artifact, GlyphRun, Item, Owner, Pages, Turn};

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

/// The pictures of all pages in the order in which they are drawn.
///
/// They are opened before a page is begun: a page that is given up halfway stops the program.
///
/// # Errors
/// When one cannot be read.
pub(super) fn pictures(pages: &Pages) -> Result<VecDeque<Image>, String> {
    let mut found = VecDeque::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Image { image, .. } = item {
            found.push_back(picture(image)?);
        }
    }
    Ok(found)
}

fn picture(image: &Picture) -> Result<Image, String> {
    let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(image.bytes.clone());
    let data = Data::from(bytes);
    // PDF/A allows no smoothing of pictures.
    match image.kind {
        ImageKind::Png => Image::from_png(data, false),
        ImageKind::Jpeg => Image::from_jpeg(data, false),
    }
}

/// What the pages of a file share.
pub(super) struct PageResources {
    pub fonts: Vec<Font>,
    /// Those that are still to be drawn.
    pub pictures: VecDeque<Image>,
}

/// Draws the items and collects which content belongs to which piece of the document.
pub(super) fn items(
    surface: &mut Surface<'_>,
    items: &[Item],
    resources: &mut PageResources,
    tags: &mut Collected,
) {
    let mut rest = items;
    while let Some(item) = rest.first() {
        let owner = item.owner();
        if let (Item::Glyphs(run), false) = (item, matches!(owner, Owner::Figure(_))) {
            // A run of text is a piece of content of its own.
            let id = surface.start_tagged(tag_of(owner));
            glyphs(surface, run, &resources.fonts);
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
                Item::Glyphs(run) => glyphs(surface, run, &resources.fonts),
                Item::Image { rect, .. } => place(surface, *rect, resources.pictures.pop_front()),
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

fn place(surface: &mut Surface<'_>, rect: (f32, f32, f32, f32), image: Option<Image>) {
    let (x, y, width, height) = rect;
    let (Some(size), Some(image)) = (Size::from_wh(width, height), image) else { return };
    surface.push_transform(&Transform::from_translate(x, y));
    surface.draw_image(image, size);
    surface.pop();
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
    let turned = run.turn != Turn::Level;
    if turned {
        surface.push_transform(&around(run.turn, first.x, run.baseline));
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

/// What turns around a place; pages count down, so that signs are the other way around.
fn around(turn: Turn, x: f32, y: f32) -> Transform {
    let (cos, sin) = (turn.cos(), turn.sin());
    let back = |a: f32, b: f32| -(f64::from(a) * f64::from(x) + f64::from(b) * f64::from(y)) as f32;
    Transform::from_row(cos, -sin, sin, cos, back(cos, sin) + x, back(-sin, cos) + y)
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
