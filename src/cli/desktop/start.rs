//! How the program was started, and what follows from that: [`ProgramStart::way`] opens nothing.
//!
//! | started | terminal | what it does |
//! | --- | --- | --- |
//! | with words | any | what they say |
//! | in any way | none, or a machine's | what it ever did: help or an error |
//! | bare | a shell's | the help, and where the page is |
//! | bare | its own window | opens the page, waits |
//! | with files | a shell's | builds |
//! | with files | its own window | builds, waits |
//!
//! Who types in a shell asked for the program and not for a browser, and reads what is left in the
//! window; so nothing is opened there and nothing waits. A browser comes only of an icon.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::PAGE;
use super::window::Window;
use crate::args::is_verb;
use nianbao::disk::file_beside;

/// Set by services that build and test, some of which have terminals.
const AUTOMATIC: &str = "CI";

/// What the program was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartGiven {
    Nothing,
    /// Files and folders alone, all of which are there.
    Paths(Vec<PathBuf>),
    /// A verb, options, or what is neither.
    Words,
}

/// Who is at the program's ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Somebody who reads and types.
    Person,
    /// A script, a pipe, a service.
    Machine,
}

/// How the program was started.
#[derive(Clone, Debug)]
pub struct ProgramStart {
    given: StartGiven,
    audience: Audience,
    window: Window,
    /// The page beside the program.
    page: Option<PathBuf>,
}

/// What follows from a start.
#[derive(Debug, PartialEq, Eq)]
pub enum StartWay {
    /// What the arguments say.
    AsEver,
    /// The help, and where the page is.
    NamePage(PathBuf),
    /// The page in the browser.
    OpenPage(PathBuf),
    /// The help, and that there is no page.
    MissPage,
    /// Reports of forms, findings of reports.
    Work { paths: Vec<PathBuf>, window: Window },
}

impl ProgramStart {
    /// How this process was started.
    pub fn of_process() -> Self {
        let given = StartGiven::of(std::env::args_os().skip(1).collect());
        let page = match given {
            StartGiven::Nothing => file_beside(PAGE),
            StartGiven::Paths(_) | StartGiven::Words => None,
        };
        Self {
            given,
            audience: Audience::of_process(),
            window: Window::of_process(),
            page,
        }
    }

    /// What follows from it.
    pub fn way(self) -> StartWay {
        let Self {
            given,
            audience,
            window,
            page,
        } = self;
        match (audience, given) {
            (Audience::Machine, _) | (_, StartGiven::Words) => StartWay::AsEver,
            (Audience::Person, StartGiven::Paths(paths)) => StartWay::Work { paths, window },
            (Audience::Person, StartGiven::Nothing) => match (window, page) {
                (Window::Stays, None) => StartWay::AsEver,
                (Window::Stays, Some(page)) => StartWay::NamePage(page),
                (Window::Closes, None) => StartWay::MissPage,
                (Window::Closes, Some(page)) => StartWay::OpenPage(page),
            },
        }
    }
}

impl StartGiven {
    /// A verb stays one beside a file of its name.
    fn of(arguments: Vec<OsString>) -> Self {
        let Some(first) = arguments.first() else {
            return Self::Nothing;
        };
        let first = first.clone();
        let paths: Vec<PathBuf> = arguments.into_iter().map(PathBuf::from).collect();
        if paths.iter().all(|path| is_there(path)) && !is_verb(&first) {
            Self::Paths(paths)
        } else {
            Self::Words
        }
    }
}

/// Whether an argument is no option, but something on the disk.
fn is_there(path: &Path) -> bool {
    !path.as_os_str().as_encoded_bytes().starts_with(b"-") && path.exists()
}

impl Audience {
    fn of_process() -> Self {
        let terminals = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        if terminals && !is_on(AUTOMATIC) {
            Self::Person
        } else {
            Self::Machine
        }
    }
}

/// Whether a variable of the environment says yes.
pub fn is_on(variable: &str) -> bool {
    let value = std::env::var_os(variable).unwrap_or_default();
    !["", "0", "false"].iter().any(|no| value == *no)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A script, somebody at a shell, an icon; none has the page.
    const SCRIPT: ProgramStart = ProgramStart {
        given: StartGiven::Nothing,
        audience: Audience::Machine,
        window: Window::Stays,
        page: None,
    };
    const SHELL: ProgramStart = ProgramStart {
        audience: Audience::Person,
        ..SCRIPT
    };
    const ICON: ProgramStart = ProgramStart {
        window: Window::Closes,
        ..SHELL
    };

    fn check(start: ProgramStart, expected: StartWay) {
        assert_eq!(start.clone().way(), expected, "{start:?}");
    }

    fn page() -> PathBuf {
        PathBuf::from("/opt/年报/nianbao.html")
    }

    fn forms() -> Vec<PathBuf> {
        vec![PathBuf::from("甲.yaml"), PathBuf::from("乙.xlsx")]
    }

    #[test]
    fn bare_it_depends_on_who_looks() {
        check(SHELL, StartWay::AsEver);
        check(
            ProgramStart {
                page: Some(page()),
                ..SHELL
            },
            StartWay::NamePage(page()),
        );
        check(ICON, StartWay::MissPage);
        check(
            ProgramStart {
                page: Some(page()),
                ..ICON
            },
            StartWay::OpenPage(page()),
        );
    }

    #[test]
    fn files_are_worked_on_and_a_window_that_closes_waits() {
        let given = StartGiven::Paths(forms());
        let work = |window| StartWay::Work {
            paths: forms(),
            window,
        };
        check(
            ProgramStart {
                given: given.clone(),
                ..SHELL
            },
            work(Window::Stays),
        );
        check(ProgramStart { given, ..ICON }, work(Window::Closes));
    }

    #[test]
    fn words_and_scripts_are_as_ever() {
        for start in [
            SCRIPT,
            ProgramStart {
                window: Window::Closes,
                ..SCRIPT
            },
        ] {
            for given in [
                StartGiven::Nothing,
                StartGiven::Paths(forms()),
                StartGiven::Words,
            ] {
                check(
                    ProgramStart {
                        given,
                        page: Some(page()),
                        ..start.clone()
                    },
                    StartWay::AsEver,
                );
            }
        }
        for start in [SHELL, ICON] {
            check(
                ProgramStart {
                    given: StartGiven::Words,
                    page: Some(page()),
                    ..start
                },
                StartWay::AsEver,
            );
        }
    }

    #[test]
    fn only_what_is_there_is_no_word() {
        let folder = tempfile::tempdir().expect("a folder");
        let form = folder.path().join("表 &%.yaml");
        std::fs::write(&form, "").expect("written");
        let (form, gone) = (
            form.into_os_string(),
            folder.path().join("无.yaml").into_os_string(),
        );
        let paths =
            |given: &[&OsString]| StartGiven::Paths(given.iter().map(PathBuf::from).collect());
        let folder = folder.path().as_os_str().to_owned();
        for (arguments, expected) in [
            (vec![], StartGiven::Nothing),
            (vec![form.clone()], paths(&[&form])),
            (vec![form.clone(), folder.clone()], paths(&[&form, &folder])),
            (vec![form.clone(), gone.clone()], StartGiven::Words),
            (vec![form.clone(), "--draft".into()], StartGiven::Words),
            (vec!["build".into(), form.clone()], StartGiven::Words),
            (vec!["--help".into()], StartGiven::Words),
        ] {
            assert_eq!(StartGiven::of(arguments.clone()), expected, "{arguments:?}");
        }
    }

    #[test]
    fn a_file_does_not_hide_a_verb() {
        for (word, expected) in [
            ("build", true),
            ("help", true),
            ("biuld", false),
            ("表.yaml", false),
        ] {
            assert_eq!(is_verb(word.as_ref()), expected, "{word}");
        }
    }
}
