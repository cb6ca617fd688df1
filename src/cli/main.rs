//! The `nianbao` program: files, clock, terminal and exit codes, one file a verb.
//!
//! It is a crate of its own, the library's first stranger: it uses what is public. What the clerk
//! reads is Chinese; exit codes are 0 without errors, 1 with errors in a form, 2 when the command
//! itself cannot run.

mod archive;
mod args;
mod asking;
mod bind;
mod builder;
mod changes;
mod check;
mod convert;
mod crash;
mod desktop;
mod diff;
mod explain;
mod extract;
mod import;
mod input_kinds;
mod inputs;
mod looks;
mod new;
mod outcome;
mod page_style;
mod progress;
mod read;
mod report_builder;
mod reporter;
mod set;
mod several;
mod shortage;
mod show;
mod stop;
mod summary;
mod survey;
mod table;
mod take;
mod target;
mod verify;
mod verify_bag;
mod watch;
mod wording;
mod world;

use std::ffi::OsString;
use std::process::ExitCode;

use args::Verb;
use desktop::ProgramStart;
use outcome::{Done, Trouble, VerbOutcome};

fn main() -> ExitCode {
    crash::silence();
    stop::survive_limits();
    desktop::follow(ProgramStart::of_process().way()).into()
}

/// Does what the arguments ask for and shows what came of it; the exit code.
fn run(arguments: Vec<OsString>) -> u8 {
    let verb = match crash::guard(|| args::parse(arguments)) {
        Ok(Ok(verb)) => verb,
        Ok(Err(code)) => return code,
        Err(crash) => {
            show::error(&crash.message(None));
            return Done::Crashed.code();
        }
    };
    let output = verb.output();
    let done = match crash::guard(|| follow(verb, output)) {
        Ok(Ok(done)) => done,
        Ok(Err(trouble)) => VerbOutcome::of_trouble(Done::Troubled, trouble).conclude(output),
        Err(crash) => {
            let trouble = Trouble(crash.message(None));
            VerbOutcome::of_trouble(Done::Crashed, trouble).conclude(output)
        }
    };
    done.code()
}

/// Does what was asked and shows what came of it; how the program ends.
fn follow(verb: Verb, output: show::ResultReader) -> Result<Done, Trouble> {
    match verb {
        Verb::New(args) => new::run(&args)?.show(output),
        Verb::Verify(args) => verify::run(&args)?.show(output),
        Verb::Archive(args) => archive::run(&args)?.show(output),
        Verb::Extract(args) => extract::run(&args)?.show(output),
        Verb::Convert(args) => convert::run(&args)?.show(output),
        Verb::Diff(args) => diff::run(&args)?.show(output),
        Verb::Set(args) => set::run(&args)?.show(output),
        Verb::Take(args) => take::run(&args)?.show(output),
        Verb::Bind(args) => bind::run(&args)?.show(output),
        Verb::Read(args) => read::run(&args)?.show(output),
        Verb::Explain(args) => explain::run(&args)?.show(output),
        // These show what they find as they go.
        Verb::Check(args) => {
            stop::listen();
            check::run(&args)
        }
        Verb::Import(args) => {
            stop::listen();
            import::run(&args)
        }
        Verb::Build(args) => {
            stop::listen();
            builder::build(&args)
        }
        Verb::Watch(args) => watch::run(args),
    }
}
