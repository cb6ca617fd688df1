//! The project's own order: which room knows what, sizes, names of types.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::{files_ending, part_thousands, root};
use nianbao::finding::json::sha256;

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    files_ending(folder, "rs")
}

/// The code of a file, without its tests and comments.
fn code(path: &Path) -> String {
    if path.file_name().is_some_and(|name| name == "tests.rs") {
        return String::new();
    }
    let text = fs::read_to_string(path).unwrap();
    let tests = [
        "#[cfg(test)]\nmod tests",
        "#[cfg(test)]\npub(crate) mod tests",
    ];
    let text = tests
        .iter()
        .find_map(|mark| Some(text.split_once(mark)?.0))
        .unwrap_or(&text);
    let code = text
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    // What a rule's explanation tells clerks is prose, with examples of forms.
    let mut parts = code.split("Explanation {\n");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |code, part| {
        let prose = part.trim_start().starts_with("summary:");
        let end = if prose {
            part.find("\n    },\n").or(part.find("\n};")).unwrap_or(0)
        } else {
            0
        };
        code + &part[end..]
    })
}

/// No file of `room` may have any of `words`.
fn check(room: &str, words: &[&str]) {
    let place = root().join("src").join(room);
    let files = if place.is_dir() {
        rust_files(&place)
    } else {
        vec![place.with_extension("rs")]
    };
    assert!(!files.is_empty());
    for file in files {
        let code = code(&file);
        for word in words {
            assert!(!code.contains(word), "{} has `{word}`", file.display());
        }
    }
}

/// What each room uses, as the map in src/ARCHITECTURE.md says.
fn rooms_by_the_map() -> BTreeMap<String, BTreeSet<String>> {
    let map = fs::read_to_string(root().join("src/ARCHITECTURE.md")).unwrap();
    let mut rooms = BTreeMap::new();
    for line in map.lines().filter_map(|line| line.strip_prefix("| `src/")) {
        let name = line.split(['/', '.']).next().unwrap_or_default();
        let uses = line.split('|').nth(2).unwrap_or_default().trim();
        let uses = uses
            .split(", ")
            .filter(|word| *word != "–")
            .map(str::to_owned);
        assert!(
            rooms.insert(name.to_owned(), uses.collect()).is_none(),
            "{name} twice"
        );
    }
    rooms.remove("cli");
    rooms
}

/// The other rooms that the files of a room name.
fn rooms_used_by(room: &str) -> BTreeSet<String> {
    let place = root().join("src").join(room);
    let files = if place.is_dir() {
        rust_files(&place)
    } else {
        vec![place.with_extension("rs")]
    };
    let mut found = BTreeSet::new();
    for file in files {
        let code = code(&file);
        for rest in code.split("crate::").skip(1) {
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            found.insert(rest[..end].to_owned());
        }
    }
    found.remove(room);
    found
}

#[test]
fn rooms_know_what_the_map_says() {
    let map = rooms_by_the_map();
    let code = code(&root().join("src/lib.rs"));
    let modules = code.lines().filter_map(|line| {
        line.trim_start_matches("pub ")
            .strip_prefix("mod ")?
            .strip_suffix(';')
    });
    let rooms: BTreeSet<&str> = modules.filter(|name| *name != "testing").collect();
    assert_eq!(
        map.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        rooms,
        "the rooms of the map"
    );
    for (room, uses) in &map {
        assert_eq!(&rooms_used_by(room), uses, "what `{room}` uses");
    }
}

#[test]
fn nothing_flows_back() {
    let mut map = rooms_by_the_map();
    while !map.is_empty() {
        let built = |uses: &BTreeSet<String>| uses.iter().all(|room| !map.contains_key(room));
        let next = map
            .iter()
            .find(|(_, uses)| built(uses))
            .map(|(room, _)| room.clone());
        let next = next.unwrap_or_else(|| panic!("a circle among {:?}", map.keys()));
        map.remove(&next);
    }
}

#[test]
fn parts_of_rooms_know_only_what_they_may() {
    for room in ["finding", "standard", "report"] {
        check(room, &["granit", "calamine"]);
    }
    // Readers that knew how files are written would not see what is written wrong.
    check(
        "readback",
        &["askama", "pdf_writer", "subsetter", "xmp_writer"],
    );
    check("disk", &["println!", "print!(", "eprint", "std::process"]);
    check("export/docx", &["crate::layout"]);
    check("export/html", &["crate::layout"]);
    check("export/text", &["crate::layout"]);
    check(
        "export/svg",
        &["crate::document", "crate::report", "crate::finding"],
    );
    check("form/raw", &["yaml", "granit"]);
    check(
        "form/lower",
        &["yaml::", "granit", "calamine", "xlsxwriter"],
    );
    check("form/raw", &["calamine", "xlsxwriter"]);
    check("form/workbook", &["yaml::", "granit", "xlsxwriter"]);
    check(
        "form/workbook/formula",
        &["calamine", "quick_xml", "crate::report", "crate::standard"],
    );
    check("form/write", &["calamine", "granit", "super::lower"]);
}

#[test]
fn floats_hold_no_numbers_of_the_report() {
    for room in [
        "standard",
        "report",
        "rules",
        "form/lower",
        "form/workbook",
        "form/number",
        "form/odd",
        "form/write/tree",
    ] {
        // What a spreadsheet gives as a float becomes text at once (`as_f64().to_string()`).
        check(
            room,
            &["f32", ": f64", "<f64", "as f64", "to_f64", "HashSet"],
        );
    }
    // Widths and heights of a sheet are floats; its numbers are not.
    for file in ["form/write/workbook/tables", "form/write/workbook/lists"] {
        check(file, &["to_f64", "from_f64", "as f64", "HashSet"]);
    }
}

#[test]
fn no_row_label_stands_in_rust() {
    for file in rust_files(&root().join("src")) {
        let code = code(&file);
        for label in [
            "予以公开",
            "部分公开",
            "国家秘密",
            "商业企业",
            "行政许可",
            "结果维持",
            "第二十条",
        ] {
            assert!(!code.contains(label), "{} has {label}", file.display());
        }
    }
}

#[test]
fn files_keep_to_one_idea() {
    for file in rust_files(&root().join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines", file.display());
        let says = text.starts_with("//! ") || text.starts_with("#![doc = include_str!(");
        assert!(says, "{} does not say what it holds", file.display());
    }
    let lines = |name: &str| {
        fs::read_to_string(root().join("src").join(name))
            .unwrap()
            .lines()
            .count()
    };
    assert!(lines("lib.rs") <= 100 && lines("cli/main.rs") <= 120);
}

#[test]
fn every_snapshot_has_its_test() {
    let mut seen = 0;
    for folder in ["src", "tests"] {
        for snapshot in files_ending(&root().join(folder), "snap") {
            let text = fs::read_to_string(&snapshot).unwrap();
            let source = text.lines().find_map(|line| line.strip_prefix("source: "));
            let source = source.expect("a source").trim_matches('"');
            assert!(root().join(source).exists(), "{}", snapshot.display());
            seen += 1;
        }
    }
    assert!(seen > 10);
}

/// The type that a line defines; what a trait or an `impl` calls its own is indented.
fn defined(line: &str) -> Option<&str> {
    let words = line.trim_start();
    let words = match words.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.trim_start(),
        None => words,
    };
    let (kind, rest) = words.split_once(' ')?;
    let alias = kind == "type" && !line.starts_with(' ');
    let end = rest
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(rest.len());
    let named = rest.starts_with(char::is_uppercase);
    (named && (alias || ["struct", "enum", "trait"].contains(&kind))).then_some(&rest[..end])
}

/// Who looks for a type finds one, in the library and the program together.
#[test]
fn a_type_has_its_name_alone() {
    let src = root().join("src");
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in &rust_files(&src) {
        let code = code(file);
        let place = file.strip_prefix(&src).unwrap().display().to_string();
        for name in code.lines().filter_map(defined) {
            places
                .entry(name.to_owned())
                .or_default()
                .push(place.clone());
        }
    }
    assert!(places.contains_key("Finding"));
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "defined more than once: {places:#?}");
}

/// The verbs of the program: what two of them need is a file of its own.
const VERBS: [&str; 14] = [
    "archive", "bind", "check", "convert", "diff", "explain", "extract", "import", "new", "read",
    "set", "take", "verify", "watch",
];

#[test]
fn verbs_do_not_climb_over_each_other() {
    for verb in VERBS {
        for other in VERBS.iter().filter(|other| **other != verb) {
            check(&format!("cli/{verb}"), &[&format!("super::{other}::")]);
        }
    }
}

/// The library's front door; who adds a name thinks of whoever has to learn it.
const FACE: [&str; 20] = [
    "Code", "Disk", "Drafts", "Filing", "Finding", "Format", "Library", "Memory", "Name", "Output",
    "Refusal", "Related", "Rendered", "Report", "Severity", "Standard", "Tally", "Terms", "Why",
    "World",
];

#[test]
fn the_front_door_is_small() {
    let code = code(&root().join("src/lib.rs"));
    let mut names: Vec<String> = Vec::new();
    for line in code.lines() {
        if let Some(rest) = line.strip_prefix("pub use ") {
            let list = rest.rsplit("::").next().unwrap_or_default();
            let list = list.trim_matches(['{', '}', ';']).split(", ");
            names.extend(list.map(|name| name.trim_matches(['{', '}', ';']).to_owned()));
        }
        for word in ["pub struct ", "pub fn ", "pub enum ", "pub trait "] {
            if let Some(rest) = line.strip_prefix(word) {
                let end = rest
                    .find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(rest.len());
                names.push(rest[..end].to_owned());
            }
        }
    }
    names.sort();
    assert_eq!(names, FACE);
}

/// A PDF of a form in memory takes a stranger ten lines at the most, with last year's form and
/// pictures twenty.
#[test]
fn the_first_programs_are_short() {
    for (example, most) in [("pdf", 10), ("memory", 20)] {
        let text = fs::read_to_string(root().join(format!("examples/{example}.rs"))).unwrap();
        let body = text.split_once("fn main()").expect("a program").1;
        let lines = body.lines().skip(1).take_while(|line| *line != "}").count();
        assert!(lines <= most, "{example}: {lines} lines");
    }
}

#[test]
fn unsafe_stands_in_three_places() {
    let with: Vec<PathBuf> = rust_files(&root().join("src"))
        .into_iter()
        .filter(|f| code(f).contains("unsafe"))
        .collect();
    assert_eq!(
        with,
        ["cli/desktop/window", "cli/shortage", "disk/fonts"]
            .map(|file| root().join(format!("src/{file}.rs")))
    );
}

#[test]
fn fonts_are_those_that_their_list_names() {
    let folder = root().join("templates/fonts");
    let list = fs::read_to_string(folder.join("README.md")).expect("the list");
    let rows = list.lines().filter(|line| line.starts_with("| "));
    let mut named = 0;
    for row in rows {
        let Some(file) = row.split('`').find(|word| word.starts_with("nianbao-")) else {
            continue;
        };
        let bytes = fs::read(folder.join(file)).expect("a font");
        assert!(
            row.contains(&format!("| {} |", part_thousands(bytes.len()))),
            "{file}: its size"
        );
        assert!(row.contains(&sha256(&bytes)), "{file}: its digest");
        named += 1;
    }
    assert_eq!(named, nianbao::layout::OWN_FONTS.len());
}

/// A package and its version, of each in a lock file.
fn locked(file: &str) -> BTreeSet<(String, String)> {
    let text = fs::read_to_string(root().join(file)).expect("a lock file");
    let value = |line: &str, key: &str| {
        let rest = line.strip_prefix(key)?.strip_prefix(" = \"")?;
        Some(rest.trim_end_matches('"').to_owned())
    };
    let mut found = BTreeSet::new();
    let mut name = String::new();
    for line in text.lines() {
        name = value(line, "name").unwrap_or(name);
        found.extend(value(line, "version").map(|version| (name.clone(), version)));
    }
    found
}

#[test]
fn the_page_is_made_of_the_same_crates() {
    let program = locked("Cargo.lock");
    let names: BTreeSet<&str> = program.iter().map(|(name, _)| name.as_str()).collect();
    let page = locked("page/Cargo.lock");
    assert!(page.len() > 50);
    let shared = page
        .iter()
        .filter(|(name, _)| names.contains(name.as_str()));
    let other: Vec<_> = shared
        .filter(|package| !program.contains(*package))
        .collect();
    assert!(
        other.is_empty(),
        "files would not be the same bytes: {other:?}"
    );
}
