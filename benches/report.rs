//! Report 003 through every stage, in process; the whole process as well.
//!
//! `cargo bench` prints the figures that README.md quotes; `cargo bench -- process` only those of
//! whole processes.

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use libdeflater::{CompressionLvl, Compressor};
use nianbao::archive::{CellReading, FormPacked, Packing, PagesSet, pack};
use nianbao::compare::compare;
use nianbao::document::{Block, Document, NoPictures, Template, Text, bind, builtin_body};
use nianbao::edit::{assign, revise};
use nianbao::export::{Edition, Format, docx, html, ofd, pdf, stamp, text};
use nianbao::form::{Options, read};
use nianbao::layout::{Artifact, FontData, FontSource, Item, Owner, Page, Pages, layout};
use nianbao::narrative::{Narrative, Subject};
use nianbao::readback::{self, Content};
use nianbao::render::render;
use nianbao::report::Report;
use nianbao::rules::{self, Settings};
use nianbao::standard::{Library, Standard};
use nianbao::style::Style;
use nianbao::{Filing, Memory, Name, Related};
use subsetter::GlyphRemapper;

/// The program's fonts, read once: what is measured is the work, not the disk.
struct Fonts(Vec<(String, FontData)>);

impl Fonts {
    fn new() -> Self {
        let entries = std::fs::read_dir(tree("templates/fonts"))
            .expect("the fonts")
            .filter_map(|e| Some(e.ok()?.path()));
        let fonts = entries
            .filter(|p| p.extension().is_some_and(|e| e == "ttf"))
            .map(|path| {
                let bytes = std::fs::read(&path).expect("a font");
                let data = FontData::new(Arc::new(bytes), 0).expect("a sound font");
                (
                    path.file_name()
                        .unwrap_or_default()
                        .to_string_lossy()
                        .into_owned(),
                    data,
                )
            });
        Self(fonts.collect())
    }
}

impl FontSource for Fonts {
    fn by_name(&self, _: &str) -> Option<FontData> {
        None
    }

    fn by_file(&self, file: &str) -> Option<FontData> {
        self.0
            .iter()
            .find(|(name, _)| name == file)
            .map(|(_, data)| data.clone())
    }
}

/// A file of the source tree.
fn tree(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn form() -> PathBuf {
    tree("samples/003-zhangjiagang-2023.yaml")
}

fn read_form(bytes: &[u8]) -> Report {
    read("form", bytes, &Library::default(), Options::default())
        .report
        .expect("a readable form")
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
    form_stages(c, &bytes);
    check_stages(c, &bytes);
    reflowing_stages(c, &bytes, &document, &style, &fonts);
    page_stages(c, &document, &style, &fonts);
    bag_stage(c, &bytes, &style, &fonts);
    c.bench_function("form to all formats", |b| {
        b.iter(|| {
            render(
                &check(black_box(&bytes)),
                &style,
                Some(&fonts),
                &Format::ALL,
            )
            .map(|(files, _)| files.len())
        });
    });
}

/// A form read, written and checked.
fn form_stages(c: &mut Criterion, bytes: &[u8]) {
    let workbook = std::fs::read(form().with_extension("xlsx")).expect("the workbook");
    c.bench_function("read YAML", |b| b.iter(|| read_form(black_box(bytes))));
    c.bench_function("read Excel", |b| b.iter(|| read_form(black_box(&workbook))));
    c.bench_function("write Excel", |b| {
        let report = read_form(bytes);
        b.iter(|| nianbao::form::write::workbook(black_box(&report)));
    });
    c.bench_function("write YAML", |b| {
        let report = read_form(bytes);
        b.iter(|| nianbao::form::write::yaml(black_box(&report), "form-2021.json"));
    });
    c.bench_function("check", |b| b.iter(|| check(black_box(bytes))));
    c.bench_function("check with last year's", |b| {
        let last = String::from_utf8(bytes.to_vec())
            .expect("text")
            .replace("年度: 2023", "年度: 2022");
        let (report, last) = (read_form(bytes), read_form(last.as_bytes()));
        let related = Related::last_year(last);
        let (world, name) = (Memory::new(), Name::new("form"));
        b.iter(|| {
            let (report, related) = (black_box(&report).clone(), related.clone());
            Filing::of(&world, &name, report, related)
                .expect("a body")
                .findings
                .len()
        });
    });
}

/// What reflows: DOCX, text and HTML.
fn reflowing_stages(
    c: &mut Criterion,
    bytes: &[u8],
    document: &Document,
    style: &Style,
    fonts: &Fonts,
) {
    c.bench_function("docx", |b| {
        b.iter(|| docx::export(&Edition::new(document, style), &docx::OnPaper::default()));
    });
    c.bench_function("text", |b| {
        b.iter(|| text::export(&Edition::new(document, style)));
    });
    c.bench_function("html", |b| {
        b.iter(|| html::export(&Edition::new(document, style)));
    });
    c.bench_function("docx with three charts", |b| {
        let form = String::from_utf8(bytes.to_vec()).expect("text");
        let charted = check(
            form.replace("年度: 2023", "年度: 2023\n图表: 是")
                .as_bytes(),
        );
        let one = [Format::Docx];
        b.iter(|| {
            render(black_box(&charted), style, Some(fonts), &one).map(|(made, _)| made.len())
        });
    });
}

/// What has pages.
fn page_stages(c: &mut Criterion, document: &Document, style: &Style, fonts: &Fonts) {
    let pages = layout(document, style, fonts).expect("fonts");
    c.bench_function("layout and PDF", |b| {
        b.iter(|| {
            pdf::export(
                &Edition::new(document, style),
                &layout(black_box(document), style, fonts).expect("fonts"),
                &[],
            )
        });
    });
    pdf_stages(c, document, style, fonts, &pages);
    c.bench_function("layout", |b| {
        b.iter(|| layout(black_box(document), style, fonts));
    });
    c.bench_function("pdf from pages", |b| {
        b.iter(|| pdf::export(&Edition::new(document, style), &pages, &[]));
    });
    c.bench_function("ofd from pages", |b| {
        b.iter(|| ofd::export(&Edition::new(document, style), &pages, &[]));
    });
    c.bench_function("ofd read back", |b| {
        let file = ofd::export(&Edition::new(document, style), &pages, &[]).expect("an OFD");
        b.iter(|| readback::read("f.ofd", Format::Ofd, black_box(&file)).expect("of ours"));
    });
}

/// A bag for the archive, with all that it holds.
fn bag_stage(c: &mut Criterion, bytes: &[u8], style: &Style, fonts: &Fonts) {
    c.bench_function("a bag for the archive", |b| {
        let library = Library::default();
        let packing = Packing {
            form: FormPacked {
                name: "form.yaml".into(),
                files: [("form.yaml".to_owned(), bytes.to_vec())].into(),
            },
            templates: [].into(),
            settings: None,
            cells: CellReading::of(Options::default()),
            pages: PagesSet::of(style),
            date: None,
            library: &library,
            fonts: Some(fonts),
            replaces: None,
        };
        b.iter(|| {
            pack(black_box(&packing))
                .expect("a bag")
                .files
                .expect("no errors")
                .len()
        });
    });
}

/// What “check” is made of beside reading: the text read against the tables, the rules, the body
/// and the binding into it; a standard of an agency's own, and the style.
fn check_stages(c: &mut Criterion, bytes: &[u8]) {
    let report = read_form(bytes);
    let narrative = Narrative::of(&report, None);
    let subject = Subject {
        report: &report,
        last: None,
        narrative: &narrative,
    };
    let body = builtin_body(&report.standard.format).expect("a body");
    let template = Template::load(&body, &report.standard).expect("a sound body");
    let settings = Settings::default();
    c.bench_function("check: text against tables", |b| {
        b.iter(|| Narrative::of(black_box(&report), None));
    });
    c.bench_function("check: rules", |b| {
        b.iter(|| rules::check(black_box(&subject), &settings));
    });
    c.bench_function("check: body", |b| {
        b.iter(|| Template::load(black_box(&body), &report.standard).is_ok());
    });
    c.bench_function("check: bind", |b| {
        b.iter(|| bind(black_box(&subject), &template, &NoPictures));
    });
    let standard = std::fs::read_to_string(tree("schema/standard/2021.yaml")).expect("a standard");
    c.bench_function("own standard", |b| {
        b.iter(|| Standard::load(black_box(&standard)).is_ok());
    });
    c.bench_function("style", |b| {
        b.iter(|| Style::load(black_box(&Style::gbt9704())).is_ok());
    });
}

/// What layout and PDF are made of: the faces opened and every character looked up once, the lines
/// of the text, the cells of the tables; of the file the fonts' subsets and their compression. The
/// rest of “pdf from pages” is drawing and tags.
fn pdf_stages(c: &mut Criterion, document: &Document, style: &Style, fonts: &Fonts, pages: &Pages) {
    let only = |keep: fn(&Block) -> bool| {
        let blocks = document
            .blocks
            .iter()
            .filter(|block| keep(block))
            .cloned()
            .collect();
        Document {
            blocks,
            ..document.clone()
        }
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
    let once = Document {
        blocks: vec![words],
        ..document.clone()
    };
    let text = only(|block| !matches!(block, Block::Table(_)));
    let tables = only(|block| matches!(block, Block::Table(_)));
    for (name, document) in [
        ("layout: fonts", once),
        ("layout: fonts and lines", text),
        ("layout: fonts and tables", tables),
    ] {
        c.bench_function(name, |b| {
            b.iter(|| layout(black_box(&document), style, fonts));
        });
    }
    // The same pages with nothing that belongs to the text: what is missing to “pdf from pages” are
    // the tags.
    let untagged = |item: &Item| {
        let mut item = item.clone();
        if let Item::Glyphs(run) = &mut item {
            run.owner = Owner::Artifact(Artifact::Repeated);
        }
        item
    };
    let sheets = pages.pages.iter().map(|page| Page {
        size: page.size,
        items: page.items.iter().map(untagged).collect(),
    });
    let bare = Pages {
        pages: sheets.collect(),
        faces: pages.faces.clone(),
        starts: BTreeMap::new(),
        moved: BTreeSet::new(),
        tightened: BTreeMap::new(),
        stand_ins: BTreeMap::new(),
        findings: Vec::new(),
    };
    let empty = Document {
        blocks: Vec::new(),
        ..document.clone()
    };
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
        // The level of src/export/deflate.rs.
        let mut compressor = Compressor::new(CompressionLvl::new(1).expect("a level"));
        b.iter(|| {
            for bytes in &subsets {
                let mut out = vec![0; compressor.zlib_compress_bound(bytes.len())];
                compressor
                    .zlib_compress(black_box(bytes), &mut out)
                    .expect("room");
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

/// Runs the program, which must do what it was asked.
fn run(folder: &Path, args: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    let status = command
        .args(args)
        .current_dir(folder)
        .stdout(Stdio::null())
        .status();
    let code = status.expect("the program runs").code();
    // `diff` says so where forms differ.
    let expected = i32::from(args[0] == "diff");
    assert_eq!(code, Some(expected), "{args:?}");
}

/// A whole run of the program, from start to exit, files written.
fn process(c: &mut Criterion) {
    let folder = std::env::temp_dir().join("nianbao-bench");
    let out = folder.join("out");
    std::fs::create_dir_all(&folder).expect("a folder");
    let copy = |sample: &str, name: &str| {
        std::fs::copy(tree("samples").join(sample), folder.join(name)).expect("a copy");
    };
    copy("003-zhangjiagang-2023.yaml", "form.yaml");
    copy("003-zhangjiagang-2023.xlsx", "form.xlsx");
    copy("003-corrected-2023.yaml", "corrected.yaml");
    let run = |args: &[&str]| run(&folder, args);
    c.bench_function("process: version", |b| b.iter(|| run(&["--version"])));
    c.bench_function("process: check", |b| {
        b.iter(|| run(&["check", "form.yaml"]));
    });
    c.bench_function("process: check Excel", |b| {
        b.iter(|| run(&["check", "form.xlsx"]));
    });
    c.bench_function("process: diff", |b| {
        b.iter(|| run(&["diff", "form.yaml", "corrected.yaml"]));
    });
    c.bench_function("process: set", |b| {
        // The form as it was before each run.
        b.iter_batched(
            || copy("003-corrected-2023.yaml", "set.yaml"),
            |()| {
                run(&[
                    "set",
                    "set.yaml",
                    "申请.新收.自然人=771",
                    "申请.结转下年度.自然人=45",
                ]);
            },
            BatchSize::PerIteration,
        );
    });
    c.bench_function("process: verify", |b| {
        run(&["build", "form.yaml", "-o", "out"]);
        let files: Vec<PathBuf> = std::fs::read_dir(&out)
            .expect("the files")
            .map(|entry| entry.expect("a file").path())
            .collect();
        let mut args = vec!["verify", "form.yaml"];
        args.extend(files.iter().map(|path| path.to_str().expect("a path")));
        b.iter(|| run(&args));
    });
    for (name, formats) in [("build", "docx,pdf,txt"), ("build PDF", "pdf")] {
        c.bench_function(&format!("process: {name}"), |b| {
            b.iter(|| {
                // Without the old files, so that they are written anew each time.
                let _ = std::fs::remove_dir_all(&out);
                run(&["build", "form.yaml", "-o", "out", "--to", formats]);
            });
        });
    }
    c.bench_function("process: build again", |b| {
        run(&["build", "form.yaml", "-o", "out"]);
        b.iter(|| run(&["build", "form.yaml", "-o", "out"]));
    });
    let _ = std::fs::remove_dir_all(&folder);
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
    let run = |args: &[&str]| run(&folder, args);
    c.bench_function("batch of 100: check", |b| {
        b.iter(|| run(&["check", "forms"]));
    });
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
