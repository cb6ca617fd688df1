//! Messages in, answers out, as the page's script sends them.

use std::fs;
use std::path::Path;

use nianbao_page::{Block, Session};
use serde_json::{Value, json};

const FACES: [&str; 8] = [
    "title",
    "fang",
    "hei",
    "kai",
    "song",
    "latin",
    "latin-light",
    "rare",
];

/// A session with a form on it, as the page keeps one.
struct Page {
    session: Session,
    name: String,
    parts: Vec<Vec<u8>>,
    beside: Vec<String>,
}

impl Page {
    fn new() -> Self {
        let mut page = Self {
            session: Session::default(),
            name: String::new(),
            parts: vec![],
            beside: vec![],
        };
        let offered = FACES.map(|face| format!("nianbao-{face}.ttf"));
        page.send(&json!({"ask": "faces", "offered": offered}), &[]);
        page
    }

    /// A page with one of the samples open.
    fn with_sample(name: &str) -> Self {
        let mut page = Self::new();
        page.open(name, sample(name));
        page
    }

    fn send(&mut self, head: &Value, parts: &[Vec<u8>]) -> (Value, Vec<Vec<u8>>) {
        let head = serde_json::to_vec(head).expect("a head");
        let bytes = self.session.answer_bytes(
            &Block {
                head,
                parts: parts.to_vec(),
            }
            .bytes(),
        );
        let block = Block::read(&bytes).expect("an answer");
        (
            serde_json::from_slice(&block.head).expect("a head"),
            block.parts,
        )
    }

    /// Asks, and brings the faces that are needed.
    fn ask_with(&mut self, head: Value, behind: &[Vec<u8>]) -> (Value, Vec<Vec<u8>>) {
        let mut head = head;
        head["form"] = json!({"name": self.name, "beside": self.beside, "offered": []});
        let parts = [self.parts.clone(), behind.to_vec()].concat();
        loop {
            let (answer, files) = self.send(&head, &parts);
            if answer["is"] != "need" {
                return (answer, files);
            }
            for face in answer["faces"].as_array().expect("faces") {
                let file = face.as_str().expect("a file");
                let bytes = fs::read(root().join("templates/fonts").join(file)).expect("a face");
                self.send(&json!({"ask": "face", "file": file}), &[bytes]);
            }
        }
    }

    fn ask(&mut self, head: Value) -> (Value, Vec<Vec<u8>>) {
        self.ask_with(head, &[])
    }

    fn open(&mut self, name: &str, bytes: Vec<u8>) -> Value {
        (self.name, self.parts) = (name.to_owned(), vec![bytes]);
        let (answer, parts) = self.ask(json!({"ask": "open"}));
        self.take(parts);
        answer
    }

    /// Changes the form; what it says then.
    fn change(&mut self, edits: Value) -> Value {
        let (answer, parts) = self.ask(json!({"ask": "change", "edits": edits}));
        self.take(parts);
        answer
    }

    fn take(&mut self, parts: Vec<Vec<u8>>) {
        if let Some(form) = parts.into_iter().next() {
            self.parts[0] = form;
        }
    }

    fn text(&self) -> String {
        String::from_utf8(self.parts[0].clone()).expect("a text")
    }
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(root().join("samples").join(name)).expect("a sample")
}

/// The codes of what was found.
fn codes(view: &Value) -> Vec<&str> {
    let findings = view["findings"].as_array().expect("findings").iter();
    findings
        .map(|finding| finding["code"].as_str().expect("a code"))
        .collect()
}

/// Where a cell stands in views.
fn cell(page: &mut Page, path: &str) -> usize {
    let (shape, _) = page.send(&json!({"ask": "shape", "format": "2021"}), &[]);
    let cells = shape["cells"].as_array().expect("cells").iter();
    cells
        .into_iter()
        .position(|cell| cell["path"] == path)
        .expect("the cell")
}

/// After some edits of the corrected sample: the codes found, and the lines that differ.
fn check(edits: Value, expected: &[&str], changed: &[&str]) {
    let mut page = Page::with_sample("003-corrected-2023.yaml");
    let before = page.text();
    let answer = page.change(edits);
    assert_eq!(codes(&answer["view"]), expected, "{answer:#}");
    let after = page.text();
    let differs: Vec<&str> = after
        .lines()
        .filter(|line| !before.contains(line))
        .collect();
    assert_eq!(differs, changed);
}

#[test]
fn an_edit_changes_its_line_alone() {
    check(json!([]), &[], &[]);
    check(
        json!([{"edit": "set", "path": "申请.新收.自然人", "value": "774"}]),
        &["T103", "T103"],
        &["  新收:                  [774, 17, 0, 0, 0, 2]"],
    );
    check(
        json!([{"edit": "set", "path": "联系.电话", "value": "0512-1"}]),
        &[],
        &["  电话: \"0512-1\""],
    );
}

#[test]
fn what_is_no_number_stands_as_it_was_typed() {
    for typed in ["12件", "43,850", "一百", "1.5"] {
        let mut page = Page::with_sample("003-corrected-2023.yaml");
        let set =
            |value: &str| json!([{"edit": "set", "path": "申请.新收.自然人", "value": value}]);
        // On the way there it was a number.
        page.change(set("4"));
        let answer = page.change(set(typed));
        let at = cell(&mut page, "申请.新收.自然人");
        assert_eq!(answer["view"]["cells"][at]["typed"], typed);
        assert!(answer["view"]["errors"].as_u64() > Some(0), "{typed}");
        let back = page.change(set("770"));
        assert_eq!(codes(&back["view"]), [""; 0], "{typed}");
    }
}

#[test]
fn what_is_no_value_is_refused_and_told() {
    let mut page = Page::with_sample("003-corrected-2023.yaml");
    let before = page.text();
    let answer = page.change(json!([{"edit": "set", "path": "成文日期", "value": "明天"}]));
    assert!(answer["refused"][0]["complaint"]["message"].is_string());
    assert_eq!(page.text(), before);
}

#[test]
fn only_what_is_sure_is_offered() {
    let mut page = Page::with_sample("003-corrected-2023.yaml");
    let found = page.change(json!([{"edit": "set", "path": "申请.上年结转.自然人", "value": "1"}]));
    for finding in found["view"]["findings"].as_array().expect("findings") {
        assert_eq!(finding["remedies"], json!([]), "{finding:#}");
    }
}

#[test]
fn every_remedy_takes_its_finding_away() {
    for (path, value) in [
        ("申请.新收.总计", "7"),
        ("申请.上年结转.自然人", ""),
        ("申请.办理结果.总计.总计", "1"),
        ("复议诉讼.行政复议.总计", "99"),
    ] {
        let mut page = Page::with_sample("003-corrected-2023.yaml");
        let found = page.change(json!([{"edit": "set", "path": path, "value": value}]));
        let finding = found["view"]["findings"]
            .as_array()
            .and_then(|all| all.iter().find(|one| one["places"][0]["path"] == path))
            .unwrap_or_else(|| panic!("{path}: {found:#}"))
            .clone();
        let remedies = finding["remedies"].as_array().expect("remedies").clone();
        assert!(!remedies.is_empty(), "{path}");
        for remedy in remedies {
            let form = page.parts[0].clone();
            let mended = page.change(json!([remedy["edit"]]));
            let same = |one: &Value| one["message"] == finding["message"];
            let left = mended["view"]["findings"]
                .as_array()
                .expect("findings")
                .iter()
                .any(same);
            assert!(!left, "{path}: {remedy:#}");
            page.parts[0] = form;
        }
    }
}

#[test]
fn numbers_of_the_text_are_put_right_and_bound() {
    let mut page = Page::with_sample("003-zhangjiagang-2023.yaml");
    let (answer, _) = page.ask(json!({"ask": "look"}));
    let finding = &answer["view"]["findings"][0];
    assert_eq!(finding["stated"], Value::Null, "sides are in the message");
    let labels: Vec<&str> = finding["remedies"]
        .as_array()
        .expect("remedies")
        .iter()
        .map(|remedy| remedy["label"].as_str().expect("a label"))
        .collect();
    assert_eq!(labels, ["文字改为 793", "文字改为 793，以后随表变动"]);
    let bind = finding["remedies"][1]["edit"].clone();
    let before = codes(&answer["view"]).len();
    let bound = page.change(json!([bind]));
    assert_eq!(codes(&bound["view"]).len(), before - 1);
    assert!(
        page.text()
            .contains("申请{{ 申请.新收.总计 + 申请.上年结转.总计 }}件")
    );
    let all = page.change(json!([{"edit": "bind"}]));
    assert_eq!(all["view"]["unbound"], 0);
}

#[test]
fn a_finding_is_let_stand_and_taken_up_again() {
    let mut page = Page::with_sample("003-zhangjiagang-2023.yaml");
    let (answer, _) = page.ask(json!({"ask": "look"}));
    let mut waive = answer["view"]["findings"][0]["waive"].clone();
    waive["edit"] = json!("waive");
    let refused = page.change(json!([waive]));
    assert_eq!(refused["refused"][0]["at"], 0, "no reason");
    waive["reason"] = json!("统计口径不同");
    let waived = page.change(json!([waive]));
    assert_eq!(waived["view"]["waived"], 1, "{waived:#}");
    let back = page.change(json!([{"edit": "unwaive", "at": 0}]));
    assert_eq!(back["view"]["waived"], 0);
}

#[test]
fn a_ledger_counts_for_the_table() {
    let mut page = Page::new();
    let (answer, parts) = page.send(
        &json!({"ask": "new", "agency": "某某局", "year": 2024}),
        &[],
    );
    assert_eq!(answer["is"], "opened");
    (page.name, page.parts) = ("某某局-2024.yaml".into(), vec![parts[0].clone()]);
    let requests = json!([["2024-03-01", "自然人", "予以公开", "2024-03-10", ""]]);
    let counted = page.change(json!([{"edit": "ledger", "requests": requests}]));
    let at = cell(&mut page, "申请.新收.自然人");
    assert_eq!(
        counted["view"]["ledger"].as_array().map(Vec::len),
        Some(1),
        "{counted:#}"
    );
    assert!(
        codes(&counted["view"]).contains(&"T106") || counted["view"]["cells"][at]["printed"] == "1"
    );
    let without = page.change(json!([{"edit": "ledger", "requests": []}]));
    assert_eq!(without["view"]["ledger"].as_array().map(Vec::len), Some(0));
}

#[test]
fn workbooks_and_reports_become_forms() {
    let mut page = Page::new();
    let workbook = sample("003-zhangjiagang-2023.xlsx");
    let opened = page.open("003-zhangjiagang-2023.xlsx", workbook.clone());
    assert_eq!(
        (opened["is"].as_str(), opened["same"].as_bool()),
        (Some("opened"), Some(false))
    );
    let kept = json!({"ask": "save", "kind": "xlsx", "opened": true});
    let (_, files) = page.ask_with(kept, std::slice::from_ref(&workbook));
    assert_eq!(files[0], workbook, "what is not changed stays");
    let (_, docx) = page.ask(json!({"ask": "make", "format": "docx"}));
    let mut again = Page::new();
    let imported = again.open("r.docx", docx[0].clone());
    assert_eq!(imported["view"]["agency"], "张家港市人民政府");
}

#[test]
fn next_year_is_made_of_last_year() {
    let mut page = Page::with_sample("003-corrected-2023.yaml");
    let (answer, parts) = page.ask(json!({"ask": "next"}));
    assert_eq!(answer["view"]["year"], 2024);
    assert!(
        answer["view"]["last"]
            .as_str()
            .is_some_and(|last| last.contains("2023"))
    );
    let text = String::from_utf8_lossy(&parts[0]);
    assert!(text.contains("上年: \"003-corrected-2023.yaml\""), "{text}");
}

#[test]
fn pages_are_drawn_and_marked() {
    let mut page = Page::with_sample("003-zhangjiagang-2023.yaml");
    let opened = page.parts[0].clone();
    let (drawn, pictures) = page.ask(json!({"ask": "pages", "since": false}));
    let marks = |answer: &Value| -> usize {
        let pages = answer["pages"].as_array().expect("pages").iter();
        pages
            .map(|page| page["marks"].as_array().map_or(0, Vec::len))
            .sum()
    };
    assert_eq!(
        pictures.len(),
        drawn["pages"].as_array().map_or(0, Vec::len)
    );
    assert!(marks(&drawn) >= 4, "one for each finding");
    page.change(json!([{"edit": "set", "path": "申请.新收.自然人", "value": "771"}]));
    let (since, _) = page.ask_with(
        json!({"ask": "pages", "since": true}),
        std::slice::from_ref(&opened),
    );
    assert_eq!(marks(&since), 1, "the number; its total is stated");
    let (compared, _) = page.ask_with(json!({"ask": "compare"}), &[opened]);
    assert!(
        compared["changes"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
}

#[test]
fn files_that_are_offered_are_asked_for() {
    let mut page = Page::new();
    let form = String::from_utf8(sample("003-corrected-2023.yaml")).expect("a text");
    let form = form.replacen("年度: 2023\n", "年度: 2023\n上年: last.yaml\n", 1);
    let head =
        json!({"ask": "look", "form": {"name": "f.yaml", "beside": [], "offered": ["last.yaml"]}});
    let (answer, _) = page.send(&head, &[form.into_bytes()]);
    assert_eq!(
        (answer["is"].as_str(), &answer["files"][0]),
        (Some("need"), &json!("last.yaml"))
    );
}

#[test]
fn several_forms_have_a_table() {
    let mut page = Page::with_sample("002-shenpiju-2021.yaml");
    let (line, _) = page.ask(json!({"ask": "line"}));
    assert_eq!(line["line"]["agency"], "张家港市行政审批局");
    let (_, table) = page.send(&json!({"ask": "summary", "lines": [line["line"]]}), &[]);
    assert!(table[0].starts_with(b"PK"));
}

#[test]
fn whatever_comes_there_is_an_answer() {
    let mut page = Page::new();
    for bytes in [
        &b""[..],
        b"\x01\x00\x00\x00",
        b"\x02\x00\x00\x00{}",
        &[255; 64],
    ] {
        let answer = page.session.answer_bytes(bytes);
        let block = Block::read(&answer).expect("an answer");
        let head: Value = serde_json::from_slice(&block.head).expect("a head");
        assert_eq!(head["is"], "refused");
    }
    for ask in ["open", "look", "pages", "bag", "line", "compare", "next"] {
        page.name = "x.yaml".into();
        page.parts = vec![b"\x00\xff[".to_vec()];
        let (answer, _) = page.ask(json!({"ask": ask, "since": false}));
        assert!(answer["is"].is_string(), "{ask}");
        let (answer, _) = page.send(
            &json!({"ask": ask, "form": {"name": "x", "beside": ["y"], "offered": []}}),
            &[],
        );
        assert!(answer["is"].is_string(), "{ask}");
    }
}
