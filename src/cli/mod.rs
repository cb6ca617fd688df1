//! The command line: files, clock, terminal and exit codes, one file a verb.
//!
//! Nothing imports this room. What the clerk reads is Chinese; exit codes are 0
//! without errors, 1 with errors in a form, 2 when the command itself cannot run.

mod args;
mod batch;
mod beside;
mod bind;
mod build;
mod check;
mod convert;
mod crash;
mod diff;
mod explain;
mod files;
mod fonts;
mod inputs;
mod last;
mod lock;
mod names;
mod new;
mod outputs;
mod pictures;
mod progress;
mod reader;
mod reporter;
mod resources;
mod set;
mod show;
mod stop;
mod summary;
mod survey;
mod table;
mod target;
mod verify;
mod watch;

use std::process::ExitCode;

use args::Verb;

use crate::finding::json::{TroubleEntry, failure};
use crate::finding::sarif::Log;

/// A reason why the command cannot run at all, in one line.
#[derive(Debug)]
struct Trouble(String);

impl<E: std::fmt::Display> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

type Outcome = Result<Done, Trouble>;

/// How a verb ended when it ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    /// No form has an error.
    Sound,
    /// A form has errors.
    Faulty,
    /// Nothing came of a form, for a reason that is told.
    Troubled,
    /// The program stopped at a form.
    Crashed,
    /// Somebody stopped the run.
    Stopped,
}

impl Done {
    /// The exit code.
    fn code(self) -> u8 {
        match self {
            Self::Sound => 0,
            Self::Faulty => 1,
            Self::Troubled => 2,
            Self::Crashed => 3,
            Self::Stopped => stop::INTERRUPTED,
        }
    }
}

/// Runs the program on the process's arguments.
pub fn run() -> ExitCode {
    crash::silence();
    let verb = match crash::guard(args::parse) {
        Ok(Ok(verb)) => verb,
        Ok(Err(code)) => return code,
        Err(crash) => {
            show::error(&crash.message(None));
            return Done::Crashed.code().into();
        }
    };
    let output = verb.output();
    let (done, message) = match crash::guard(|| follow(verb)) {
        Ok(Ok(done)) => return done.code().into(),
        Ok(Err(Trouble(message))) => (Done::Troubled, message),
        Err(crash) => (Done::Crashed, crash.message(None)),
    };
    // A program that reads the result gets its one document even now.
    match output {
        show::Output::Human => {}
        show::Output::Json => drop(show::print_document(&failure(&message))),
        show::Output::Sarif => {
            let trouble = TroubleEntry { file: String::new(), message: message.clone() };
            drop(show::print_document(&Log::new(&[]).end(&[trouble])));
        }
    }
    show::error(&message);
    done.code().into()
}

fn follow(verb: Verb) -> Outcome {
    match verb {
        Verb::New(args) => new::run(&args),
        Verb::Check(args) => {
            stop::listen();
            check::run(&args)
        }
        Verb::Build(args) => {
            stop::listen();
            build::run(&args)
        }
        Verb::Verify(args) => verify::run(&args),
        Verb::Convert(args) => convert::run(&args),
        Verb::Diff(args) => diff::run(&args),
        Verb::Set(args) => set::run(&args),
        Verb::Bind(args) => bind::run(&args),
        Verb::Watch(args) => watch::run(args),
        Verb::Explain(args) => explain::run(&args),
    }
}
