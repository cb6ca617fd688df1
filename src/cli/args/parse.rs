//! From the process's arguments to what they ask for.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use super::words::words;
use super::{Cli, Verb};
use crate::show;
use nianbao::finding::json::failure;

/// The process's arguments; help and faults are shown here and end the run.
pub fn parse() -> Result<Verb, ExitCode> {
    // Chinese has no blanks at which clap could end a line.
    let command = Cli::command().term_width(0);
    let matches = command.try_get_matches_from(with_help(std::env::args_os()));
    match matches.and_then(|m| Cli::from_arg_matches(&m)) {
        Ok(cli) => Ok(cli.verb),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                let _ = show::print_lines(&error.render().to_string());
                Err(ExitCode::SUCCESS)
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                let help = Cli::command().term_width(0).render_help().to_string();
                let _ = show::print_lines(&help);
                Err(ExitCode::from(2))
            }
            _ => {
                // A program that reads the result gets its one document even now.
                if asks_json(std::env::args_os()) {
                    let _ = show::print_document(&failure(&words(&error)));
                }
                show::error(&words(&error));
                Err(ExitCode::from(2))
            }
        },
    }
}

/// `help` and `help VERB` are `--help` and `VERB --help`.
fn with_help(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.collect();
    if arguments.get(1).is_some_and(|first| first == "help") && arguments.len() <= 3 {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// Whether the arguments, right or wrong, ask for JSON.
fn asks_json(arguments: impl Iterator<Item = OsString>) -> bool {
    let arguments: Vec<OsString> = arguments.collect();
    let pair = arguments.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json");
    pair || arguments.iter().any(|argument| argument == "--format=json")
}
