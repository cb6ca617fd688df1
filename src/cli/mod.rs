//! The command line: files, clock, terminal and exit codes, one file a verb.
//!
//! Nothing imports this room. What the clerk reads is Chinese; exit codes are 0
//! without errors, 1 with errors in a form, 2 when the command itself cannot run.

mod args;
mod bind;
mod build;
mod check;
mod convert;
mod diff;
mod explain;
mod files;
mod fonts;
mod last;
mod lock;
mod new;
mod outputs;
mod pictures;
mod resources;
mod set;
mod show;
mod target;
mod verify;
mod watch;

use std::process::ExitCode;

use args::Verb;

use crate::finding::json::failure;

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
}

/// Runs the program on the process's arguments.
pub fn run() -> ExitCode {
    let verb = match args::parse() {
        Ok(verb) => verb,
        Err(code) => return code,
    };
    let output = verb.output();
    let outcome = match verb {
        Verb::New(args) => new::run(&args),
        Verb::Check(args) => check::run(&args),
        Verb::Build(args) => build::run(&args),
        Verb::Verify(args) => verify::run(&args),
        Verb::Convert(args) => convert::run(&args),
        Verb::Diff(args) => diff::run(&args),
        Verb::Set(args) => set::run(&args),
        Verb::Bind(args) => bind::run(&args),
        Verb::Watch(args) => watch::run(args),
        Verb::Explain(args) => explain::run(&args),
    };
    match outcome {
        Ok(Done::Sound) => ExitCode::SUCCESS,
        Ok(Done::Faulty) => ExitCode::from(1),
        Err(Trouble(message)) => {
            // A program that reads the result gets its one document even now.
            match output {
                show::Output::Human => {}
                show::Output::Json => drop(show::print(&failure(&message))),
                show::Output::Sarif => drop(show::result(&show::Result::default(), output)),
            }
            show::error(&message);
            ExitCode::from(2)
        }
    }
}
