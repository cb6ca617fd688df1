//! Report 003 through every stage, in process; the whole process as well.
//!
//! `cargo bench` prints the figures that README.md quotes.

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use nianbao::compare::compare;
use nianbao::document::{Block, Document, Text};
use nianbao::edit::{assign, revise};
use nianbao::export::{Edition, Format, docx, pdf, stamp, text};
use nianbao::form::{Options, read};
use nianbao::layout::{Artifact, FontData, FontSource, Item, Owner, Page, Pages, layout};
use nianbao::readback::{self, Content};
use nianbao::render::render;
use nianbao::report::Report;
use nianbao::standard::Library;
use nianbao::style::Style;
use nianbao::{Filing, Memory, Name, Related};
use subsetter::GlyphRemapper;

/// The program's fonts, read once: what is measured is the work, not the disk.
struct Fonts(Vec<(String, FontData)>);

impl Fonts {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/fonts");
        let entries =
            std::fs::read_dir(folder).expect("the fonts").filter_map(|e| Some(e.ok()?.path()));
        let fonts = entries.filter(|p| p.extension().is_some_and(|e| e == "ttf")).map(|path| {
            let bytes = std::fs::read(&path).expect("a font");
            let data = FontData::new(Arc::new(bytes), 0).expect("a sound font");
            (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), data)
        });
        Self(fonts.collect())
    }
}

impl FontSource for Fonts {
    fn by_name(&self, _: &str) -> Option<FontData> {
        None
    }

    fn by_file(&self, file: &str) -> Option<FontData> {
        self.0.iter().find(|(name, _)| name == file).map(|(_, data)| data.clone())
    }
}

fn form() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/003-zhangjiagang-2023.yaml")
}

fn read_form(bytes: &[u8]) -> Report {
    read("form", bytes, &Library::default(), Options::default()).report.expect("a readable form")
}

fn open(bytes: &[u8]) -> Filing {
    Filing::open(&Memory::new(), &Name::new("form"), bytes).expect("a body")
}

fn check(bytes: &[u8]) -> Document {
    open(bytes).document.expect("a sound template")
}

fn stages(c: &mut Criterion) {
    let bytes = std::fs::read(form()).expect("the form");
    let style = Style::load(&Style::gbt9704()).expect("the style");
    let fonts = Fonts::new();
    let document = check(&bytes);
    let pages = layout(&document, &style, &fonts).expect("fonts");
    let workbook = std::fs::read(form().with_extension("xlsx")).expect("the workbook");
    c.bench_function("read YAML", |b| b.iter(|| read_form(black_box(&bytes))));
    c.bench_function("read Excel", |b| b.iter(|| read_form(black_box(&workbook))));
    c.bench_function("write Excel", |b| {
        let report = read_form(&bytes);
        b.iter(|| nianbao::form::write::workbook(black_box(&report)));
    });
    c.bench_function("check", |b| b.iter(|| check(black_box(&bytes))));
    c.bench_function("check with last year's", |b| {
        let last =
            String::from_utf8(bytes.clone()).expect("text").replace("年度: 2023", "年度: 2022");
        let (report, last) = (read_form(&bytes), read_form(last.as_bytes()));
        let related = Related::last_year(last);
        let (world, name) = (Memory::new(), Name::new("form"));
        b.iter(|| {
            let (report, related) = (black_box(&report).clone(), related.clone());
            Filing::of(&world, &name, report, related).expect("a body").findings.len()
        });
    });
    c.bench_function("layout and PDF", |b| {
        b.iter(|| {
            pdf::export(
                &Edition::new(&document, &style),
                &layout(black_box(&document), &style, &fonts).expect("fonts"),
                &[],
            )
        });
    });
    c.bench_function("docx", |b| {
        b.iter(|| docx::export(&Edition::new(&document, &style), &docx::OnPaper::default()));
    });
    c.bench_function("text", |b| b.iter(|| text::export(&Edition::new(&document, &style))));
    pdf_stages(c, &document, &style, &fonts, &pages);
    c.bench_function("layout", |b| b.iter(|| layout(black_box(&document), &style, &fonts)));
    c.bench_function("pdf from pages", |b| {
        b.iter(|| pdf::export(&Edition::new(&document, &style), &pages, &[]));
    });
    c.bench_function("form to docx, pdf and text", |b| {
        b.iter(|| {
            render(&check(black_box(&bytes)), &style, Some(&fonts), &Format::ALL)
                .map(|(files, _)| files.len())
        });
    });
}

/// What layout and PDF are made of: the faces opened and every character looked up once, the lines of the text, the
/// cells of the tables; of the file the fonts' subsets and their compression. The rest of “pdf from pages” is drawing
/// and tags.
fn pdf_stages(c: &mut Criterion, document: &Document, style: &Style, fonts: &Fonts, pages: &Pages) {
    let only = |keep: fn(&Block) -> bool| {
        let blocks = document.blocks.iter().filter(|block| keep(block)).cloned().collect();
        Document { blocks, ..document.clone() }
    };
    let all: BTreeSet<char> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => Some(text.plain()),
            _ => None,
        })
        .flat_map(|text| text.chars().collect::<Vec<_>>())
        .collect();
    let words = Block::Paragraph(Text::of(&all.iter().collect::<String>()));
    let once = Document { blocks: vec![words], ..document.clone() };
    let text = only(|block| !matches!(block, Block::Table(_)));
    let tables = only(|block| matches!(block, Block::Table(_)));
    for (name, document) in [
        ("layout: fonts", once),
        ("layout: fonts and lines", text),
        ("layout: fonts and tables", tables),
    ] {
        c.bench_function(name, |b| b.iter(|| layout(black_box(&document), style, fonts)));
    }
    // The same pages with nothing that belongs to the text: what is missing to “pdf from pages” are the tags.
    let untagged = |item: &Item| {
        let mut item = item.clone();
        if let Item::Glyphs(run) = &mut item {
            run.owner = Owner::Artifact(Artifact::Repeated);
        }
        item
    };
    let sheets = pages
        .pages
        .iter()
        .map(|page| Page { size: page.size, items: page.items.iter().map(untagged).collect() });
    let bare = Pages {
        pages: sheets.collect(),
        faces: pages.faces.clone(),
        starts: BTreeMap::new(),
        moved: BTreeSet::new(),
        tightened: BTreeMap::new(),
        stand_ins: BTreeMap::new(),
        findings: Vec::new(),
    };
    let empty = Document { blocks: Vec::new(), ..document.clone() };
    c.bench_function("pdf: without tags", |b| {
        b.iter(|| pdf::export(&Edition::new(&empty, style), &bare, &[]).map(|file| file.len()));
    });
    let mut used: BTreeMap<usize, BTreeSet<u16>> = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Glyphs(run) = item {
            used.entry(run.face)
                .or_default()
                .extend(run.glyphs.iter().filter_map(|g| u16::try_from(g.id).ok()));
        }
    }
    let subset = |(face, glyphs): (&usize, &BTreeSet<u16>)| {
        let mut remapper = GlyphRemapper::new();
        glyphs.iter().for_each(|id| {
            remapper.remap(*id);
        });
        let data = &pages.faces[*face].data;
        subsetter::subset(data.bytes(), data.index(), &remapper).expect("a subset")
    };
    c.bench_function("pdf: subset, one face after the other", |b| {
        b.iter(|| used.iter().map(subset).count());
    });
    let subsets: Vec<Vec<u8>> = used.iter().map(subset).collect();
    c.bench_function("pdf: compress, one face after the other", |b| {
        b.iter(|| {
            for bytes in &subsets {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
                encoder.write_all(black_box(bytes)).expect("memory");
                encoder.finish().expect("memory");
            }
        });
    });
}

/// A correction: one number in the form's text, what follows from it, files read back.
fn correction(c: &mut Criterion) {
    let bytes = std::fs::read(form()).expect("the sample");
    let report = read_form(&bytes);
    let mut new = report.clone();
    assign(&mut new, "申请.新收.自然人", "771").expect("a cell");
    let library = Library::default();
    let revise =
        || revise(&bytes, &report, &new, &library, Options::default()).expect("a form to change");
    c.bench_function("set one cell in the text", |b| b.iter(revise));
    let world = Memory::new();
    let open = |bytes: &[u8]| {
        Filing::open(&world, &Name::new("form.yaml"), bytes).expect("built-in templates")
    };
    let (old, revised) = (open(&bytes), open(&revise()));
    c.bench_function("compare two forms", |b| {
        b.iter(|| compare(black_box(&old), black_box(&revised)));
    });
    let document = check(&bytes);
    let style = Style::load(&Style::gbt9704()).expect("the style");
    let formats = [Format::Docx, Format::Pdf, Format::Txt];
    let (files, _) = render(&document, &style, Some(&Fonts::new()), &formats).expect("fonts");
    let expected = Content::of(&document, "form");
    for file in &files {
        c.bench_function(&format!("verify {}", file.format.name()), |b| {
            b.iter(|| {
                let content = readback::read("file", file.format, black_box(&file.bytes))
                    .expect("a file of ours");
                readback::compare(&content, &expected)
            });
        });
        c.bench_function(&format!("stamp of {}", file.format.name()), |b| {
            b.iter(|| stamp::read(file.format, black_box(&file.bytes)));
        });
    }
}

/// A whole run of the program, from start to exit, files written.
fn process(c: &mut Criterion) {
    let out = std::env::temp_dir().join("nianbao-bench");
    let run = |args: &[&str]| {
        let status = Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .args(args)
            .arg(form())
            .stdout(Stdio::null())
            .status()
            .expect("the program runs");
        assert!(status.success());
    };
    c.bench_function("process: check", |b| b.iter(|| run(&["check"])));
    c.bench_function("process: verify", |b| {
        run(&["build", "-o", out.to_str().expect("a path")]);
        let files: Vec<PathBuf> = std::fs::read_dir(&out)
            .expect("the files")
            .map(|entry| entry.expect("a file").path())
            .collect();
        let mut args = vec!["verify"];
        args.extend(files.iter().map(|path| path.to_str().expect("a path")));
        b.iter(|| run(&args));
    });
    c.bench_function("process: build", |b| {
        b.iter(|| {
            // Without the old files, so that they are written anew each time.
            let _ = std::fs::remove_dir_all(&out);
            run(&["build", "-o", out.to_str().expect("a path")]);
        });
    });
    let _ = std::fs::remove_dir_all(&out);
}

/// Forms of a batch.
const FORMS: usize = 100;

/// Many forms in one run, each another agency's.
fn batch(c: &mut Criterion) {
    let folder = std::env::temp_dir().join("nianbao-bench-batch");
    let forms = folder.join("forms");
    std::fs::create_dir_all(&forms).expect("a folder");
    let text = std::fs::read_to_string(form()).expect("the sample");
    for number in 0..FORMS {
        let own = text.replacen("机关: ", &format!("机关: 第{number}处"), 1);
        std::fs::write(forms.join(format!("{number:03}.yaml")), own).expect("written");
    }
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        let status = command.args(args).current_dir(&folder).stdout(Stdio::null()).status();
        assert!(status.expect("the program runs").success());
    };
    c.bench_function("batch of 100: check", |b| b.iter(|| run(&["check", "forms"])));
    c.bench_function("batch of 100: build", |b| {
        b.iter(|| {
            let _ = std::fs::remove_dir_all(folder.join("out"));
            run(&["build", "forms", "-o", "out"]);
        });
    });
    let _ = std::fs::remove_dir_all(&folder);
}

criterion_group! {
    name = batches;
    config = Criterion::default().sample_size(10);
    targets = batch
}
criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(40);
    targets = stages, correction, process
}
criterion_main!(benches, batches);
