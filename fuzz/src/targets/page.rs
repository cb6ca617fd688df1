//! Messages to the module of the page: any bytes as a message, and as a form that is changed by
//! one.

use nianbao_page::{Block, Session};
use serde_json::{Value, json};

/// What is asked of a form.
const ASKS: [&str; 6] = ["open", "look", "pages", "line", "compare", "next"];
/// Where values are put that come from outside.
const PATHS: [&str; 6] = [
    "申请.新收.自然人",
    "申请.新收.总计",
    "联系.电话",
    "成文日期",
    "总体情况",
    "主动公开.行政事业性收费",
];

/// Any bytes as a message; and as the text of edits, or the form, of sound ones.
pub fn run(data: &[u8]) {
    let mut session = Session::default();
    answered(&mut session, data);
    let form = include_bytes!("../../../samples/003-corrected-2023.yaml").to_vec();
    let first = data.first().copied().map_or(0, usize::from);
    let typed = String::from_utf8_lossy(data);
    let edit = json!({"edit": "set", "path": PATHS[first % PATHS.len()], "value": typed});
    let paragraphs: Vec<&str> = typed.lines().take(50).collect();
    let write = json!({"edit": "write", "path": "总体情况", "paragraphs": paragraphs});
    let given = json!({"name": "f.yaml", "beside": [], "offered": []});
    let change = json!({"ask": "change", "form": given, "edits": [edit, write]});
    answered(&mut session, &message(&change, vec![form.clone()]));
    let ask = json!({"ask": ASKS[first % ASKS.len()], "form": given, "since": true});
    answered(&mut session, &message(&ask, vec![data.to_vec(), form]));
}

fn message(head: &Value, parts: Vec<Vec<u8>>) -> Vec<u8> {
    Block {
        head: head.to_string().into_bytes(),
        parts,
    }
    .bytes()
}

/// Every message has an answer that the script can read.
fn answered(session: &mut Session, bytes: &[u8]) {
    let answer = session.answer_bytes(bytes);
    let block = Block::read(&answer).expect("an answer is a block");
    let head: Value = serde_json::from_slice(&block.head).expect("its head is JSON");
    assert!(head["is"].is_string(), "it says what it is");
}

/// Sound messages, and texts that people type.
pub fn seeds() -> Vec<Vec<u8>> {
    let form = include_bytes!("../../../samples/002-shenpiju-2021.yaml").to_vec();
    let given = json!({"name": "f.yaml", "beside": ["b.yaml"], "offered": ["c.png"]});
    let line = json!({"form": "f", "agency": "a", "year": 2023, "state": "", "reason": "",
        "read": true, "tallies": [[1, 2, 3, 4, 5]], "figures": ["1", ""]});
    let heads = [
        json!({"ask": "shape", "format": "2021"}),
        json!({"ask": "new", "agency": "某某局", "year": 2024}),
        json!({"ask": "look", "form": given}),
        json!({"ask": "summary", "lines": [line]}),
        json!({"ask": "zip", "names": ["a"]}),
        json!({"ask": "change", "form": given, "edits": [
            {"edit": "bind"}, {"edit": "unwaive", "at": 3},
            {"edit": "waive", "rule": "narrative-number", "path": "", "value": "", "reason": "x"},
            {"edit": "ledger", "requests": [["2024-03-01", "自然人", "予以公开", "", ""]]}]}),
    ];
    let mut seeds: Vec<Vec<u8>> = heads
        .iter()
        .map(|head| message(head, vec![form.clone(), form.clone()]))
        .collect();
    let typed = [
        "12件",
        "１２",
        "1,234",
        "",
        "—",
        "0512-58916369",
        "{{ 申请.新收.总计 }}",
        "一、\n（一）\u{7}",
    ];
    seeds.extend(typed.map(|text| text.as_bytes().to_vec()));
    seeds
}
