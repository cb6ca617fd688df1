//! A first light pass over many forms: which of them would give reports of one name.
//!
//! Only agency and year are read. Of forms that clash none is built: which of two is the
//! right one nobody but the clerk can tell, and the second would silently replace the first.

use std::any::Any;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};

use super::Trouble;
use super::progress::Progress;
use super::several::tell_shortage;
use super::stop;
use super::wording::list_names;
use nianbao::disk::place_of;
use nianbao::disk::read::read_form;
use nianbao::disk::write::folder_of;
use nianbao::filing::batch::{self, Desk, Ended, Jobs};
use nianbao::filing::names::{file_name, fold, show_path, usual_name};
use nianbao::form::{Heading, heading};
use nianbao::standard::Library;

/// Forms of a clash that are named; of more there is only their number.
const NAMED: usize = 5;

/// Where a report goes, as systems tell files apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    folder: PathBuf,
    /// The name without extension, folded.
    name: String,
}

/// The clashes among the forms of a run.
#[derive(Default)]
pub(super) struct Clashes(BTreeMap<usize, Clash>);

/// A form that would give a report of the same name as others.
pub(super) struct Clash {
    /// Whose report it is.
    pub agency: String,
    pub year: i32,
    /// The report's name.
    name: String,
    /// All forms of the clash, as far as they are named, and how many there are.
    forms: String,
    /// Whether it is the first of them, with which the clash is told.
    pub first: bool,
}

impl Clashes {
    /// That of the form of this index.
    pub fn of(&self, at: usize) -> Option<&Clash> {
        self.0.get(&at)
    }
}

impl Clash {
    /// What is wrong, and the way out; with one folder for all reports there is one less.
    pub fn trouble(&self, one_folder: bool) -> Trouble {
        let way = if one_folder {
            "或分几次生成到不同的文件夹"
        } else {
            "或用 -o 生成到不同的文件夹"
        };
        let check = "核对机关和年度是不是填错了，旧的移走";
        let Self { name, forms, .. } = self;
        Trouble(format!(
            "{forms} 会生成同名的报告“{name}”，都没有处理；{check}，{way}"
        ))
    }
}

/// What the first pass knows of a form.
struct HeadingSeen {
    heading: Heading,
    /// What its report will be called.
    name: String,
}

/// All clashes among the forms. `output` is the folder of all reports, where there is one.
pub(super) fn find_clashes(forms: &[PathBuf], output: Option<&Path>, library: &Library) -> Clashes {
    if forms.len() < 2 {
        return Clashes::default();
    }
    let progress = Progress::of("先看一遍", forms.len());
    let mut looks = HeadingsSeen {
        seen: Vec::with_capacity(forms.len()),
        progress,
    };
    let ended = batch::run(forms.len(), &Looking { forms, library }, &mut looks);
    let HeadingsSeen { mut seen, progress } = looks;
    progress.end();
    if ended != Ok(Ended::Whole) {
        // Of a run that is being stopped nothing is built any more.
        return Clashes::default();
    }
    let targets = group_by_target(forms, &seen, output);
    let mut clashes = Clashes::default();
    for same in targets.into_values().filter(|same| same.len() > 1) {
        let forms = list_names(same.iter().map(|at| show_path(&forms[*at])), NAMED);
        for at in &same {
            let Some(HeadingSeen { heading, name }) = seen[*at].take() else {
                continue;
            };
            let clash = Clash {
                agency: heading.agency,
                year: heading.year,
                name,
                forms: forms.clone(),
                first: *at == same[0],
            };
            clashes.0.insert(*at, clash);
        }
    }
    clashes
}

/// The forms, by their numbers, that go to each target.
fn group_by_target(
    forms: &[PathBuf],
    seen: &[Option<HeadingSeen>],
    output: Option<&Path>,
) -> BTreeMap<Target, Vec<usize>> {
    // A folder is looked for on the disk once, however many forms it has.
    let mut places: BTreeMap<&Path, PathBuf> = BTreeMap::new();
    let mut targets: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
    for (at, seen) in seen.iter().enumerate() {
        let Some(HeadingSeen { name, .. }) = seen else {
            continue;
        };
        let folder = output.unwrap_or_else(|| folder_of(&forms[at]));
        let place = places.entry(folder).or_insert_with(|| place_of(folder));
        let target = Target {
            folder: place.clone(),
            name: fold(name),
        };
        targets.entry(target).or_default().push(at);
    }
    targets
}

/// A light look at each form, as jobs.
struct Looking<'a> {
    forms: &'a [PathBuf],
    library: &'a Library,
}

impl Jobs for Looking<'_> {
    type Outcome = Option<HeadingSeen>;

    fn work(&self, job: usize) -> Option<HeadingSeen> {
        look_at(&self.forms[job], self.library)
    }

    fn crash(&self, _: usize, _: Box<dyn Any + Send>) -> Option<HeadingSeen> {
        // It is told when the form is built.
        None
    }

    fn is_stopped(&self) -> bool {
        stop::is_asked()
    }
}

/// What was seen of the forms so far, in their order.
struct HeadingsSeen {
    seen: Vec<Option<HeadingSeen>>,
    progress: Progress,
}

impl Desk<Option<HeadingSeen>> for HeadingsSeen {
    type Fault = Infallible;

    fn take(&mut self, _: usize, seen: Option<HeadingSeen>) -> Result<(), Infallible> {
        self.progress.advance();
        self.seen.push(seen);
        Ok(())
    }

    fn tell_shortage(&mut self) {
        tell_shortage();
    }
}

/// Reads whose report a form is; none where it cannot be read.
fn look_at(form: &Path, library: &Library) -> Option<HeadingSeen> {
    let bytes = read_form(form).ok()?;
    let heading = heading(&bytes, library)?;
    let name = file_name(&usual_name(&heading.agency, heading.year, form), false);
    Some(HeadingSeen { heading, name })
}
