//! Whether the files of a bag are as they were put in.
//!
//! Each file is covered by two lists. A file that agrees with one of them is whole, and the other
//! list is at fault; so a fault in a list blames the list. The lists of what is handed over are
//! covered by those of what describes the bag, and these by what can be written anew from the
//! rest, to the last byte.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{DECLARATION, PAYLOAD, SEAL, SEALS};
use super::manifest::{
    is_digest, is_tag_file, manifest_name, read_list, seal, tag_manifest, tag_manifest_name,
};
use super::{Algorithm, BagFiles};
use crate::finding::{Code, Finding};
use crate::place::Place;

/// What became of the files of a bag.
#[derive(Debug)]
pub struct Fixity {
    /// Each file that is changed, missing or too many, by its path.
    pub findings: Vec<Finding>,
    /// Seals and signatures that were put in later, which are not checked here.
    pub seals: Vec<String>,
}

/// Holds the files of a bag against its lists.
pub fn fixity(files: &BagFiles) -> Fixity {
    let seals = files.keys().filter(|path| path.starts_with(SEALS)).cloned().collect();
    let mut fixity = Fixity { findings: Vec::new(), seals };
    let tags = Coverage::of(files, tag_manifest_name, is_tag_file);
    let whole = Coverage::of(files, manifest_name, |path| path.starts_with(PAYLOAD));
    tags.tell(files, &mut fixity);
    fixity.lists_of_lists(files, &tags);
    whole.tell(files, &mut fixity);
    fixity
}

impl Fixity {
    /// Whether all is as it was.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// Names a file, once.
    fn fault(&mut self, path: &str, message: String, hint: &'static str) {
        if self.findings.iter().any(|finding| finding.stated.as_deref() == Some(path)) {
            return;
        }
        let finding = Finding::new(Code::BagFile, message, Place::file(&path.into()));
        self.findings.push(finding.hint(hint).stated(path));
    }

    fn changed(&mut self, path: &str) {
        self.fault(path, format!("{path} 与封装时不同"), CHANGED);
    }

    fn missing(&mut self, path: &str) {
        self.fault(path, format!("缺少 {path}"), MISSING);
    }

    fn extra(&mut self, path: &str) {
        self.fault(path, format!("{path} 不在清单里，是封装以后放进来的"), EXTRA);
    }

    /// The lists that no list covers: each says what the files say, in the same bytes.
    fn lists_of_lists(&mut self, files: &BagFiles, tags: &Coverage) {
        let mut sound = files.clone();
        for algorithm in Algorithm::ALL {
            let name = tag_manifest_name(algorithm);
            let Some(found) = files.get(&name) else {
                self.missing(&name);
                continue;
            };
            // Of files that are faulty themselves the list tells what they were.
            let is_list = tags.lists.iter().any(|list| list.name == name && list.entries.is_some());
            let faulty = !self.findings.is_empty() && is_list;
            if !faulty && *found != tag_manifest(files, algorithm).into_bytes() {
                self.changed(&name);
            }
            sound.insert(name, found.clone());
        }
        match files.get(SEAL) {
            None => self.missing(SEAL),
            Some(found) if !self.explains(found, &seal(&sound)) => self.changed(SEAL),
            Some(_) => {}
        }
    }

    /// Whether what covers all says what it should, but for lists that are known to be faulty:
    /// of these it tells what they were.
    fn explains(&self, found: &[u8], expected: &str) -> bool {
        let Ok(found) = std::str::from_utf8(found) else { return false };
        let lines = || found.split('\n').zip(expected.split('\n'));
        let count = found.split('\n').count() == expected.split('\n').count();
        count
            && lines()
                .all(|(found, expected)| found == expected || self.is_of_faulty(found, expected))
    }

    /// Whether a line tells another digest of a list that is known to be faulty.
    fn is_of_faulty(&self, found: &str, expected: &str) -> bool {
        let (Some((of, digest)), Some((list, _))) =
            (found.split_once(" = "), expected.split_once(" = "))
        else {
            return false;
        };
        let is_faulty = |finding: &Finding| {
            finding.stated.as_deref().is_some_and(|path| list.contains(&format!("({path})")))
        };
        of == list && is_digest(digest) && self.findings.iter().any(is_faulty)
    }
}

const CHANGED: &str = "用别处留存的同一归档包比较；包里的其他文件仍可使用";
const MISSING: &str = "从别处留存的同一归档包里取回";
const EXTRA: &str = "移出去；签章文件放进“签章”文件夹";

/// A list and what it says; nothing where it cannot be read or is missing.
struct ReadList {
    name: String,
    algorithm: Algorithm,
    entries: Option<BTreeMap<String, String>>,
}

/// The lists of one kind, and the files that they should cover.
struct Coverage {
    lists: Vec<ReadList>,
    /// The paths of the files that are there and should be covered.
    there: BTreeSet<String>,
}

impl Coverage {
    fn of(
        files: &BagFiles,
        name: impl Fn(Algorithm) -> String,
        covers: impl Fn(&str) -> bool,
    ) -> Self {
        let lists = Algorithm::ALL.map(|algorithm| {
            let name = name(algorithm);
            let entries = files.get(&name).and_then(|list| read_list(list));
            ReadList { name, algorithm, entries }
        });
        let there = files.keys().filter(|path| covers(path)).cloned().collect();
        Self { lists: lists.into(), there }
    }

    /// Tells what is wrong with the files, then which list is at fault.
    fn tell(&self, files: &BagFiles, fixity: &mut Fixity) {
        let readable: Vec<&ReadList> =
            self.lists.iter().filter(|list| list.entries.is_some()).collect();
        let mut paths = self.there.clone();
        for list in &readable {
            paths.extend(list.entries.iter().flat_map(BTreeMap::keys).cloned());
        }
        let mut blamed: BTreeSet<&str> = BTreeSet::new();
        for list in &self.lists {
            if list.entries.is_none() {
                blamed.insert(&list.name);
            }
        }
        for path in &paths {
            let verdicts: Vec<Verdict> =
                readable.iter().map(|list| list.verdict(path, files)).collect();
            if verdicts.contains(&Verdict::Agrees) {
                let wrong = readable.iter().zip(&verdicts).filter(|(_, v)| **v != Verdict::Agrees);
                blamed.extend(wrong.map(|(list, _)| list.name.as_str()));
            } else if verdicts.iter().all(|verdict| *verdict == Verdict::Unlisted) {
                fixity.extra(path);
            } else if files.contains_key(path) {
                // Named by some and listed by others otherwise: the file is not what it was.
                fixity.changed(path);
            } else if verdicts.iter().all(|verdict| *verdict == Verdict::Missing) {
                fixity.missing(path);
            } else {
                // Only one list names a file that is not there: its line has been changed.
                let wrong = readable.iter().zip(&verdicts).filter(|(_, v)| **v == Verdict::Missing);
                blamed.extend(wrong.map(|(list, _)| list.name.as_str()));
            }
        }
        for name in blamed {
            if files.contains_key(name) { fixity.changed(name) } else { fixity.missing(name) }
        }
        if !files.contains_key(DECLARATION) {
            fixity.missing(DECLARATION);
        }
    }
}

/// What a list says of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Agrees,
    Differs,
    /// The list does not name the file.
    Unlisted,
    /// The list names a file that is not there.
    Missing,
}

impl ReadList {
    fn verdict(&self, path: &str, files: &BagFiles) -> Verdict {
        let listed = self.entries.as_ref().and_then(|entries| entries.get(path));
        match (listed, files.get(path)) {
            (None, _) => Verdict::Unlisted,
            (Some(_), None) => Verdict::Missing,
            (Some(digest), Some(content)) if self.algorithm.digest(content) == *digest => {
                Verdict::Agrees
            }
            (Some(_), Some(_)) => Verdict::Differs,
        }
    }
}
