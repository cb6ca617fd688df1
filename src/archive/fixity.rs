//! Whether the files of a bag are as they were put in.
//!
//! Trust goes from the top down: the seal says what the lists of what describes the bag are,
//! these say what all that describes it is, the lists of what is handed over among it, and those
//! say what is handed over. A list that nothing above it vouches for says nothing, as long as
//! there is another; so a fault in a list blames the list, and a file that was changed together
//! with its line in a list is found all the same.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{PAYLOAD, SEAL, SEALS};
use super::manifest::{
    is_digest, is_tag_file, manifest_name, read_list, seal, seal_line, tag_manifest,
    tag_manifest_name,
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

impl Fixity {
    /// Whether all is as it was.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Holds the files of a bag against its lists.
pub fn fixity(files: &BagFiles) -> Fixity {
    let seals = files.keys().filter(|path| path.starts_with(SEALS));
    let mut judging = Judging {
        files,
        findings: Vec::new(),
    };
    let vouched = judging.lists(tag_manifest_name, Judging::is_vouched_for);
    judging.hold(&vouched, is_tag_file);
    judging.judge_tag_manifests(&vouched);
    judging.judge_seal();
    let whole = judging.lists(manifest_name, |judging, name| !judging.is_named(name));
    judging.hold(&whole, |path| path.starts_with(PAYLOAD));
    Fixity {
        findings: judging.findings,
        seals: seals.cloned().collect(),
    }
}

const CHANGED: &str = "用别处留存的同一归档包比较；包里的其他文件仍可使用";
const MISSING: &str = "从别处留存的同一归档包里取回";
const EXTRA: &str = "移出去；签章文件放进“签章”文件夹";

/// A list as it stands in the bag.
struct ReadList {
    name: String,
    algorithm: Algorithm,
    /// What it says, as far as its lines can be read.
    entries: BTreeMap<String, String>,
    /// Whether something above it says that it is as it was.
    is_sound: bool,
}

struct Judging<'a> {
    files: &'a BagFiles,
    findings: Vec<Finding>,
}

impl Judging<'_> {
    /// Names a file, once.
    fn fault(&mut self, path: &str, message: String, hint: &'static str) {
        if !self.is_named(path) {
            let finding = Finding::new(Code::BagFile, message, Place::file(&path.into()));
            self.findings.push(finding.hint(hint).stated(path));
        }
    }

    fn is_named(&self, path: &str) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.stated.as_deref() == Some(path))
    }

    fn tell_changed(&mut self, path: &str) {
        self.fault(path, format!("{path} 与封装时不同"), CHANGED);
    }

    fn tell_missing(&mut self, path: &str) {
        self.fault(path, format!("缺少 {path}"), MISSING);
    }

    /// The lists of one kind that are there.
    fn lists(
        &mut self,
        name: impl Fn(Algorithm) -> String,
        is_sound: impl Fn(&Self, &str) -> bool,
    ) -> Vec<ReadList> {
        let mut lists = Vec::new();
        for algorithm in Algorithm::ALL {
            let name = name(algorithm);
            match self.files.get(&name) {
                Some(list) => {
                    let (entries, is_sound) = (read_list(list), is_sound(self, &name));
                    lists.push(ReadList {
                        name,
                        algorithm,
                        entries,
                        is_sound,
                    });
                }
                None => self.tell_missing(&name),
            }
        }
        lists
    }

    /// Whether the seal knows the list: by one of its digests, as the other may be what was
    /// changed.
    fn is_vouched_for(&self, list: &str) -> bool {
        let seal = self
            .files
            .get(SEAL)
            .map(|seal| String::from_utf8_lossy(seal));
        let seal = seal.unwrap_or_default();
        let content = self.files.get(list).map(Vec::as_slice).unwrap_or_default();
        let expected = Algorithm::ALL.map(|algorithm| seal_line(algorithm, list, content));
        seal.lines()
            .any(|line| expected.iter().any(|known| known == line))
    }

    /// Holds files against the lists that are sound; where none is, against all, of which one
    /// that agrees is enough.
    fn hold(&mut self, lists: &[ReadList], covers: impl Fn(&str) -> bool) {
        let sound: Vec<&ReadList> = lists.iter().filter(|list| list.is_sound).collect();
        let is_certain = !sound.is_empty();
        let lists = if is_certain {
            sound
        } else {
            lists.iter().collect()
        };
        if lists.is_empty() {
            return;
        }
        let mut paths: BTreeSet<&String> = self.files.keys().filter(|path| covers(path)).collect();
        paths.extend(lists.iter().flat_map(|list| list.entries.keys()));
        for path in paths {
            let verdicts: Vec<Verdict> = lists
                .iter()
                .map(|list| list.verdict(path, self.files))
                .collect();
            self.judge(path, &verdicts, is_certain);
        }
    }

    fn judge(&mut self, path: &str, verdicts: &[Verdict], is_certain: bool) {
        if are_all(verdicts, Verdict::Agrees) || !is_certain && verdicts.contains(&Verdict::Agrees)
        {
            return;
        }
        if are_all(verdicts, Verdict::Unlisted) {
            let message = format!("{path} 不在清单里，是封装以后放进来的");
            self.fault(path, message, EXTRA);
        } else if self.files.contains_key(path) {
            self.tell_changed(path);
        } else if is_certain || are_all(verdicts, Verdict::Missing) {
            self.tell_missing(path);
        }
    }

    /// A list that the seal does not know has been changed, unless it says what the files say and
    /// these are right.
    fn judge_tag_manifests(&mut self, lists: &[ReadList]) {
        let is_sound = self.findings.is_empty();
        for ReadList {
            name, algorithm, ..
        } in lists.iter().filter(|list| !list.is_sound)
        {
            let says = tag_manifest(self.files, *algorithm).into_bytes();
            if !is_sound || self.files.get(name) != Some(&says) {
                self.tell_changed(name);
            }
        }
    }

    /// The seal says what it should, but for lists that are known to be faulty: of these it tells
    /// what they were.
    fn judge_seal(&mut self) {
        let Some(found) = self.files.get(SEAL) else {
            self.tell_missing(SEAL);
            return;
        };
        let found = String::from_utf8_lossy(found);
        let expected = seal(self.files);
        let mut lines = found.split('\n').zip(expected.split('\n'));
        let is_right = found.split('\n').count() == expected.split('\n').count()
            && lines.all(|(line, right)| line == right || self.tells_former(line, right));
        if !is_right {
            self.tell_changed(SEAL);
        }
    }

    /// Whether a line of the seal tells the former digest of a list that has been changed.
    fn tells_former(&self, line: &str, right: &str) -> bool {
        let (Some((of, digest)), Some((list, _))) =
            (line.split_once(" = "), right.split_once(" = "))
        else {
            return false;
        };
        if of != list || !is_digest(digest) {
            return false;
        }
        for name in Algorithm::ALL.map(tag_manifest_name) {
            if self.is_named(&name) && list.ends_with(&format!("({name})")) {
                return true;
            }
        }
        false
    }
}

fn are_all(verdicts: &[Verdict], one: Verdict) -> bool {
    verdicts.iter().all(|verdict| *verdict == one)
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
        match (self.entries.get(path), files.get(path)) {
            (None, _) => Verdict::Unlisted,
            (Some(_), None) => Verdict::Missing,
            (Some(digest), Some(content)) if self.algorithm.digest(content) == *digest => {
                Verdict::Agrees
            }
            (Some(_), Some(_)) => Verdict::Differs,
        }
    }
}
