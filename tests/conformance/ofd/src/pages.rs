//! Draws the pages of an OFD file by ofd-core: `ofd-pages FILE.ofd OUTDIR [DPI]`.
//!
//! Page N becomes OUTDIR/N.png, at 96 dots per inch where DPI is not given. A line per page tells
//! its size in pixels and how many characters it has; below it what the reader leaves out without a
//! word: fonts and pictures that are not in the package or that it cannot read, characters without
//! a glyph, templates that are not there. The last line counts both. Exit 1 when a page cannot be
//! drawn or ofd-core's own check of the structure has something to say; what is left out is only
//! told.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::process::ExitCode;

use ofd_core::{
    LoadedDocument, OfdReader, PageBlock, PageObject, RenderOptions, StLoc, TextObject,
    check_reader, parent_dir, resolve_path,
};
use ttf_parser::Face;

type Reader = OfdReader<File>;
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let dpi = args.get(2).map_or(Ok(96.0), |dpi| dpi.parse());
    let (2..=3, Ok(dpi)) = (args.len(), dpi) else {
        eprintln!("ofd-pages FILE.ofd OUTDIR [DPI]");
        return ExitCode::FAILURE;
    };
    match draw(&args[0], Path::new(&args[1]), dpi) {
        Ok((pages, warnings)) => {
            println!("{pages} pages, {warnings} warnings");
            ExitCode::SUCCESS
        }
        Err(why) => {
            println!("{}: {why}", args[0]);
            ExitCode::FAILURE
        }
    }
}

/// The number of pages, and of things that were left out.
fn draw(file: &str, out: &Path, dpi: f64) -> Result<(usize, usize), Failure> {
    std::fs::create_dir_all(out)?;
    let mut reader = OfdReader::open(file)?;
    let problems = check_reader(&mut reader).problems;
    if !problems.is_empty() {
        return Err(problems.join("; ").into());
    }
    let options = RenderOptions::with_dpi(dpi);
    let (mut pages, mut warnings) = (0, 0);
    for body in reader.ofd().doc_bodies.clone() {
        let document = reader.load_document(&body)?;
        for index in 0..document.pages().len() {
            pages += 1;
            let image = reader.render_page_to_image(&document, index, &options)?;
            image.save(out.join(format!("{pages}.png")))?;
            let seen = look(&mut reader, &document, index)?;
            let (width, height) = image.dimensions();
            println!("page {pages}: {width} × {height} pixels, {} characters", seen.characters);
            for warning in &seen.warnings {
                println!("   warning: {warning}");
            }
            warnings += seen.warnings.len();
        }
    }
    Ok((pages, warnings))
}

/// What is on a page, and what the reader passes over in silence.
#[derive(Default)]
struct Seen {
    characters: usize,
    warnings: BTreeSet<String>,
}

/// What a page draws from. A font is its name and its file, if that is in the package.
#[derive(Default)]
struct Resources {
    fonts: BTreeMap<u64, (String, Option<Vec<u8>>)>,
    images: BTreeMap<u64, Option<Vec<u8>>>,
    units: BTreeMap<u64, Vec<PageBlock>>,
    warnings: BTreeSet<String>,
}

fn look(reader: &mut Reader, document: &LoadedDocument, index: usize) -> Result<Seen, Failure> {
    let page = reader.load_page(document, &document.pages()[index])?;
    let mut resources = Resources::default();
    for loc in [document.public_res(), document.document_res(), &page.page_res].concat() {
        resources.load(reader, &document.base, &loc)?;
    }
    let mut seen = Seen { warnings: std::mem::take(&mut resources.warnings), ..Seen::default() };
    for template in &page.templates {
        let id = template.template_id.as_id();
        match document.template_pages().iter().find(|t| t.id == id) {
            Some(found) => seen.page(&reader.load_template(document, found)?, &resources),
            None => _ = seen.warnings.insert(format!("template {id} is not there")),
        }
    }
    seen.page(&page, &resources);
    Ok(seen)
}

impl Resources {
    fn load(&mut self, reader: &mut Reader, base: &str, loc: &StLoc) -> Result<(), Failure> {
        let path = resolve_path(base, loc);
        let resource: ofd_core::Res = reader.package_mut().parse(&path)?;
        let folder = resolve_path(parent_dir(&path), &resource.base_loc);
        let mut file = |loc: &StLoc| reader.package_mut().read(&resolve_path(&folder, loc)).ok();
        for font in resource.fonts() {
            let data = font.font_file.as_ref().and_then(&mut file);
            if data.is_none() {
                let name = &font.font_name;
                self.warnings.insert(format!("font {name} is not embedded: one of the system's"));
            }
            self.fonts.insert(font.id.value(), (font.font_name.clone(), data));
        }
        for media in resource.multi_medias() {
            self.images.insert(media.id.value(), file(&media.media_file));
        }
        for unit in resource.composite_graphic_units() {
            let objects = unit.content.as_ref().map(|content| content.objects.clone());
            self.units.insert(unit.id.value(), objects.unwrap_or_default());
        }
        Ok(())
    }
}

impl Seen {
    fn page(&mut self, page: &PageObject, resources: &Resources) {
        for layer in page.content.iter().flat_map(|content| &content.layers) {
            self.blocks(&layer.objects, resources, 0);
        }
    }

    fn blocks(&mut self, blocks: &[PageBlock], resources: &Resources, depth: usize) {
        for block in blocks {
            match block {
                PageBlock::Text(text) => self.text(text, resources),
                PageBlock::Image(image) => self.image(image.resource_id.value(), resources),
                PageBlock::Block(group) => self.blocks(&group.objects, resources, depth),
                PageBlock::Composite(composite) => {
                    let id = composite.resource_id.value();
                    match resources.units.get(&id) {
                        Some(unit) if depth < 16 => self.blocks(unit, resources, depth + 1),
                        _ => self.warn(format!("composite {id} is not there")),
                    }
                }
                PageBlock::Path(path) if path.abbreviated_data.is_none() => {
                    self.warn(format!("path {:?} is empty", path.id));
                }
                PageBlock::Path(_) => (),
            }
        }
    }

    fn text(&mut self, text: &TextObject, resources: &Resources) {
        let codes = || text.text_codes.iter().filter_map(|code| code.text.as_deref());
        self.characters += codes().map(|code| code.chars().count()).sum::<usize>();
        let Some((name, data)) = resources.fonts.get(&text.font.value()) else {
            return self.warn(format!("font {} is not there", text.font));
        };
        let Some(data) = data else { return };
        let Ok(face) = Face::parse(data, 0) else {
            return self.warn(format!("font {name} cannot be read"));
        };
        for character in codes().flat_map(str::chars) {
            let drawn = face.glyph_index(character).is_some_and(|glyph| {
                glyph.0 != 0
                    && (character.is_whitespace() || face.glyph_bounding_box(glyph).is_some())
            });
            if !drawn {
                let code = u32::from(character);
                self.warn(format!("{character} (U+{code:04X}) has no glyph in {name}"));
            }
        }
    }

    fn image(&mut self, id: u64, resources: &Resources) {
        match resources.images.get(&id) {
            None => self.warn(format!("image {id} is not there")),
            Some(None) => self.warn(format!("the file of image {id} is not there")),
            Some(Some(data)) => {
                if let Err(why) = image::load_from_memory(data) {
                    self.warn(format!("image {id}: {why}"));
                }
            }
        }
    }

    fn warn(&mut self, warning: String) {
        self.warnings.insert(warning);
    }
}
