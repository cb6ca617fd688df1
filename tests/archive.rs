//! The archive edition: what a bag holds, that every change is named, that what is inside a
//! report gives the report again.

mod common;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use common::{CLEAN, Fonts, findings, sample_text};
use nianbao::archive::{
    Algorithm, BagFiles, CellReading, FormPacked, Packed, Packing, PagesSet, Remade, bag_digest,
    fixity, open_form, pack, rebuild,
};
use nianbao::filing::inside::FORM_YAML;
use nianbao::filing::{Refusal, World};
use nianbao::form::Options;
use nianbao::layout::{FontData, FontSource};
use nianbao::readback::{Content, attached, compare, read};
use nianbao::standard::Library;
use nianbao::style::{PdfLevel, Style};
use nianbao::{Drafts, Filing, Format, Memory, Name};

/// The form with what stays inside.
fn form() -> String {
    format!(
        "{}\n归档: {{全宗号: X001, 保管期限: 永久}}\n豁免:\n  \
         - {{规则: stock, 位置: 主动公开, 理由: 内部核对过}}\n",
        sample_text(CLEAN)
    )
}

fn packed(text: &str, fonts: &dyn FontSource) -> Packed {
    let files = BTreeMap::from([("表.yaml".into(), text.as_bytes().to_vec())]);
    packed_form(
        FormPacked {
            name: "表.yaml".into(),
            files,
        },
        fonts,
    )
}

fn packed_form(form: FormPacked, fonts: &dyn FontSource) -> Packed {
    let library = Library::default();
    let style = Style::load(&Style::gbt9704()).expect("the built-in style");
    let packing = Packing {
        form,
        templates: BTreeMap::new(),
        settings: None,
        cells: CellReading::of(Options::default()),
        pages: PagesSet::of(&style),
        date: None,
        library: &library,
        fonts: Some(fonts),
        replaces: None,
    };
    pack(&packing).expect("no template of its own")
}

fn bag_of(text: &str) -> BagFiles {
    packed(text, &Fonts).files.expect("a bag")
}

static BAG: LazyLock<BagFiles> = LazyLock::new(|| bag_of(&form()));

/// The paths that are named as faulty.
fn named(files: &BagFiles) -> Vec<String> {
    let findings = fixity(files).findings.into_iter();
    findings
        .map(|finding| finding.stated.unwrap_or_default())
        .collect()
}

#[test]
fn a_bag_is_whole_and_made_again() {
    let bag = &*BAG;
    assert_eq!(named(bag), Vec::<String>::new());
    assert_eq!(*bag, bag_of(&form()), "the same bytes every time");
    let rebuilt = rebuild(bag, &Library::default(), Some(&Fonts));
    assert_eq!(rebuilt.remade, Remade::Same, "{rebuilt:?}");
    assert!(rebuilt.findings.is_empty());
    let paths: Vec<&str> = bag.keys().map(String::as_str).collect();
    for extension in ["docx", "pdf", "ofd", "txt", "html"] {
        let of_kind = |path: &&&str| path.starts_with("data/报告/") && path.ends_with(extension);
        assert_eq!(paths.iter().filter(of_kind).count(), 1, "{extension}");
    }
    let register = String::from_utf8_lossy(&bag["移交清单.txt"]).into_owned();
    let payload = paths.iter().filter(|path| path.starts_with("data/"));
    assert!(payload.clone().all(|path| register.contains(path)));
    assert!(register.contains(&format!("文件数：{}", payload.count())));
    assert!(register.contains("全宗号：X001") && !register.contains("移交清单.txt"));
    assert!(bag_digest(bag).is_some());
}

/// Numbers without a pattern, the same every time (a linear congruence of Knuth's).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// A bag with a byte of one file changed, put in or taken out, or with its end cut off.
fn tampered(bag: &BagFiles, path: &str, dice: &mut Dice) -> Option<BagFiles> {
    let mut files = bag.clone();
    let content = files.get_mut(path)?;
    let length = content.len();
    if length == 0 {
        return None;
    }
    let at = dice.below(length);
    match dice.below(4) {
        0 => content[at] ^= 1 << dice.below(8),
        1 => drop(content.remove(at)),
        2 => content.insert(at, dice.below(256) as u8),
        _ => content.truncate(at),
    }
    (files != *bag).then_some(files)
}

#[test]
fn every_change_is_named() {
    let mut dice = Dice(20);
    for path in BAG.keys() {
        for _ in 0..100 {
            let Some(files) = tampered(&BAG, path, &mut dice) else {
                continue;
            };
            assert_eq!(named(&files), [path.as_str()]);
        }
        let mut files = BAG.clone();
        files.remove(path);
        assert!(
            named(&files).contains(path),
            "{path} is missing: {:?}",
            named(&files)
        );
    }
}

/// How a file is changed, by its content and all files.
type Spoiling = fn(&[u8], &BagFiles) -> Vec<u8>;

/// What is named when these files are changed, each by its function.
fn check_changes(steps: &[(&str, Spoiling)], expected: &[&str]) {
    let mut files = BAG.clone();
    for (path, spoiling) in steps {
        let content = spoiling(&files[*path], &files);
        files.insert((*path).into(), content);
    }
    let mut found = named(&files);
    found.sort();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

fn spoil(content: &[u8], _: &BagFiles) -> Vec<u8> {
    [content, b"x"].concat()
}

fn with_crlf(content: &[u8], _: &BagFiles) -> Vec<u8> {
    String::from_utf8_lossy(content)
        .replace('\n', "\r\n")
        .into_bytes()
}

/// A list whose lines are those of the files as they are.
fn listed_anew(list: &[u8], files: &BagFiles) -> Vec<u8> {
    let mut lines = String::new();
    for line in String::from_utf8_lossy(list).lines() {
        let (_, path) = line.split_once("  ").expect("a line");
        lines += &format!("{}  {path}\n", Algorithm::Sha256.digest(&files[path]));
    }
    lines.into_bytes()
}

#[test]
fn files_that_are_changed_together_with_their_lists_are_named() {
    const FORM: &str = "data/填报表/表.yaml";
    check_changes(&[(FORM, spoil), ("bagit.txt", spoil)], &[FORM, "bagit.txt"]);
    check_changes(
        &[
            ("bag-info.txt", spoil),
            ("tagmanifest-sha256.txt", listed_anew),
        ],
        &["bag-info.txt", "tagmanifest-sha256.txt"],
    );
    check_changes(
        &[(FORM, spoil), ("manifest-sha256.txt", listed_anew)],
        &[FORM, "manifest-sha256.txt"],
    );
    check_changes(
        &[("manifest-sha256.txt", spoil), ("manifest-sm3.txt", spoil)],
        &["manifest-sha256.txt", "manifest-sm3.txt"],
    );
    check_changes(
        &[
            ("tagmanifest-sha256.txt", spoil),
            ("tagmanifest-sm3.txt", with_crlf),
        ],
        &["tagmanifest-sha256.txt", "tagmanifest-sm3.txt"],
    );
    check_changes(&[("封装摘要.txt", with_crlf)], &["封装摘要.txt"]);
    check_changes(
        &[(FORM, spoil), ("封装摘要.txt", spoil)],
        &[FORM, "封装摘要.txt"],
    );
    check_changes(
        &[("bag-info.txt", spoil), ("tagmanifest-sm3.txt", with_crlf)],
        &["bag-info.txt", "tagmanifest-sm3.txt"],
    );
}

#[test]
fn what_is_added_is_named_and_a_seal_is_no_fault() {
    for path in [
        "data/报告/另一份.pdf",
        "说明.docx",
        "data/填报表/x",
        "签章",
        "tagmanifest-evil.exe",
    ] {
        let mut files = BAG.clone();
        files.insert(path.into(), b"1".to_vec());
        assert_eq!(named(&files), [path]);
    }
    let mut files = BAG.clone();
    files.insert("签章/封装摘要.sig".into(), b"1".to_vec());
    let found = fixity(&files);
    assert!(found.findings.is_empty());
    assert_eq!(found.seals, ["签章/封装摘要.sig"]);
}

/// Writes the lists of a bag anew, as somebody would who wants to hide a change.
fn relisted(mut files: BagFiles) -> BagFiles {
    for (name, payload) in [("manifest", true), ("tagmanifest", false)] {
        for algorithm in Algorithm::ALL {
            let list = format!("{name}-{}.txt", algorithm.name());
            let covers = |path: &String| {
                let is_tag = !path.starts_with("tagmanifest") && path.as_str() != "封装摘要.txt";
                if payload {
                    path.starts_with("data/")
                } else {
                    is_tag && !path.starts_with("data/")
                }
            };
            let lines: String = files
                .iter()
                .filter(|(path, _)| covers(path))
                .map(|(path, content)| format!("{}  {path}\n", algorithm.digest(content)))
                .collect();
            files.insert(list, lines.into_bytes());
        }
    }
    let mut seal = String::new();
    for (algorithm, shown) in [(Algorithm::Sha256, "SHA256"), (Algorithm::Sm3, "SM3")] {
        for list in ["tagmanifest-sha256.txt", "tagmanifest-sm3.txt"] {
            seal += &format!("{shown} ({list}) = {}\n", algorithm.digest(&files[list]));
        }
    }
    files.insert("封装摘要.txt".into(), seal.into_bytes());
    files
}

#[test]
fn a_report_that_is_not_of_its_form_is_found_whatever_the_lists_say() {
    assert_eq!(relisted(BAG.clone()), *BAG);
    let more = form().replace("[770, 17, 0, 0, 0, 2]", "[771, 17, 0, 0, 0, 2]");
    let other = bag_of(&more.replace("[ 44,  0, 0, 0, 0, 0]", "[ 45,  0, 0, 0, 0, 0]"));
    let without: BagFiles = BAG
        .clone()
        .into_iter()
        .filter(|(path, _)| !path.contains(".ofd"))
        .collect();
    let rebuilt = rebuild(&relisted(without), &Library::default(), Some(&Fonts));
    assert_eq!(rebuilt.remade, Remade::Different, "without its OFD");
    for extension in ["docx", "pdf", "ofd", "txt", "html", "data.json", "清单.txt"] {
        let path = BAG.keys().find(|path| path.ends_with(extension));
        let path = path.expect("a file of this kind");
        let mut files = BAG.clone();
        files.insert(path.clone(), other[path].clone());
        let files = relisted(files);
        assert_eq!(named(&files), Vec::<String>::new(), "the lists agree");
        let rebuilt = rebuild(&files, &Library::default(), Some(&Fonts));
        assert_eq!(rebuilt.remade, Remade::Different, "{path}");
        assert!(!rebuilt.findings.is_empty(), "{path}");
    }
}

/// The program's fonts but one.
struct WithoutKai;

impl FontSource for WithoutKai {
    fn by_name(&self, name: &str) -> Option<FontData> {
        Fonts.by_name(name)
    }

    fn by_file(&self, file: &str) -> Option<FontData> {
        if file == "nianbao-kai.ttf" {
            None
        } else {
            Fonts.by_file(file)
        }
    }
}

#[test]
fn with_other_fonts_a_bag_says_the_same() {
    let rebuilt = rebuild(&BAG, &Library::default(), Some(&WithoutKai));
    assert_eq!(
        rebuilt.remade,
        Remade::SameMeaning,
        "{:?}",
        rebuilt.findings
    );
    assert!(
        rebuilt
            .changed
            .iter()
            .any(|what| what.contains("nianbao-kai.ttf"))
    );
    assert!(!rebuilt.other_bytes.is_empty());
}

#[test]
fn a_form_with_errors_makes_no_bag() {
    let faulty = form().replace("[770, 17, 0, 0, 0, 2]", "[999, 17, 0, 0, 0, 2]");
    let packed = packed(&faulty, &Fonts);
    assert!(
        matches!(packed.files, Err(Refusal::Faulty)),
        "{:?}",
        packed.files.err()
    );
    assert!(
        packed
            .filing
            .findings
            .iter()
            .any(|finding| finding.code.name() == "balance")
    );
}

#[test]
fn what_archives_want_and_nobody_gave_is_told() {
    assert_eq!(packed(&form(), &Fonts).missing(), Vec::<&str>::new());
    assert_eq!(
        packed(&sample_text(CLEAN), &Fonts).missing(),
        ["全宗号", "保管期限"]
    );
}

/// A form's report as PDF/A-3 and OFD.
fn with_files_inside(world: &Memory, text: &str) -> Vec<nianbao::render::Rendered> {
    let mut style = Style::load(&Style::gbt9704()).expect("the built-in style");
    style.pdf.level = PdfLevel::A3a;
    let filing = Filing::open(world, &Name::new("form.yaml"), text.as_bytes()).expect("a body");
    let formats = [Format::Pdf, Format::Ofd];
    filing
        .render_in(&style, Some(&Fonts), &formats, Drafts::Made)
        .expect("files")
        .files
}

/// What is inside a report's files gives the same files again.
fn check_round(world: &Memory, text: &str) {
    for file in with_files_inside(world, text) {
        let inside = attached("f", file.format, &file.bytes).expect("files inside");
        let mut again = Memory::new();
        let mut form = String::new();
        for part in inside {
            if part.name == FORM_YAML {
                form = String::from_utf8(part.content).expect("a text");
            } else {
                again = again.with_file(&part.name, part.content);
            }
        }
        let made = with_files_inside(&again, &form);
        let made = made
            .iter()
            .find(|made| made.format == file.format)
            .expect("a file");
        assert!(
            made.bytes == file.bytes,
            "{} is made otherwise",
            file.format.name()
        );
    }
}

#[test]
fn what_is_inside_gives_the_same_bytes() {
    check_round(&Memory::new(), &form());
    let forms = common::root().join("tests/forms");
    let read = |name: &str| std::fs::read(forms.join(name)).expect("a file");
    let mut world = Memory::new();
    for entry in std::fs::read_dir(&forms).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() {
            world = world.with_file(&name, read(&name));
        }
    }
    let figures = String::from_utf8(read("figures-2023.yaml")).expect("a form");
    check_round(&world, &figures);
}

#[test]
fn an_ofd_says_what_its_form_says() {
    for name in common::SAMPLES {
        let (_, document) = common::document(&sample_text(name));
        let style = common::style();
        let (files, _) = nianbao::render::render(&document, &style, Some(&Fonts), &[Format::Ofd])
            .expect("files");
        let found = read("f.ofd", Format::Ofd, &files[0].bytes).expect("an OFD of ours");
        let differences = compare(&found, &Content::of(&document, "form.yaml"));
        assert!(differences.is_empty(), "{name}: {differences:?}");
    }
}

/// Folders of fonts in which there are none.
struct NoFonts;

impl FontSource for NoFonts {
    fn by_name(&self, _: &str) -> Option<FontData> {
        None
    }

    fn by_file(&self, _: &str) -> Option<FontData> {
        None
    }
}

#[test]
fn without_fonts_a_bag_is_compared_and_not_made_again() {
    let rebuilt = rebuild(&BAG, &Library::default(), Some(&NoFonts));
    assert_eq!(rebuilt.remade, Remade::Unmade, "{:?}", rebuilt.findings);
    let rebuilt = rebuild(&BAG, &Library::default(), None);
    assert_eq!(rebuilt.remade, Remade::Unmade, "{:?}", rebuilt.findings);
}

#[test]
fn a_bag_with_figures_is_made_again() {
    let files = common::root().join("tests/forms");
    let files = std::fs::read_dir(files).expect("a folder").flatten();
    let files = files.filter(|entry| entry.path().is_file()).map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, std::fs::read(entry.path()).expect("a file"))
    });
    let form = FormPacked {
        name: "figures-2023.yaml".into(),
        files: files.collect(),
    };
    let bag = packed_form(form, &Fonts).files.expect("a bag");
    let rebuilt = rebuild(&bag, &Library::default(), Some(&Fonts));
    assert_eq!(rebuilt.remade, Remade::Same, "{:?}", rebuilt.findings);
}

#[test]
fn the_form_of_a_bag_is_opened() {
    let filing = open_form(&BAG, &Library::default()).expect("a form");
    assert_eq!(filing.findings.len(), findings(form().as_bytes()).len());
    assert!(Memory::new().fonts().is_none());
}
