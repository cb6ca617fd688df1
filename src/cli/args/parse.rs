//! From arguments to what they ask for.

use std::ffi::{OsStr, OsString};

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use super::words::tell_fault;
use super::{Cli, Verb};
use crate::show;
use nianbao::finding::json::failure;

/// The arguments, the program's name first; help and faults are shown here and end the run with a
/// code.
pub fn parse(arguments: Vec<OsString>) -> Result<Verb, u8> {
    // Chinese has no blanks at which clap could end a line.
    let command = Cli::command().term_width(0);
    let json = asks_json(&arguments);
    let matches = command.try_get_matches_from(with_help(arguments));
    match matches.and_then(|m| Cli::from_arg_matches(&m)) {
        Ok(cli) => Ok(cli.verb),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                let _ = show::print_lines(&error.render().to_string());
                Err(0)
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                let help = Cli::command().term_width(0).render_help().to_string();
                let _ = show::print_lines(&help);
                Err(2)
            }
            _ => {
                // A program that reads the result gets its one document even now.
                if json {
                    let _ = show::print_document(&failure(&tell_fault(&error)));
                }
                show::error(&tell_fault(&error));
                Err(2)
            }
        },
    }
}

/// Whether a word is a verb, or `help`.
pub fn is_verb(word: &OsStr) -> bool {
    word == HELP
        || word
            .to_str()
            .is_some_and(|word| Cli::command().find_subcommand(word).is_some())
}

/// What some type instead of `--help`.
const HELP: &str = "help";

/// `help` and `help VERB` are `--help` and `VERB --help`.
fn with_help(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|first| first == HELP) && arguments.len() <= 3 {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// Whether the arguments, right or wrong, ask for JSON.
fn asks_json(arguments: &[OsString]) -> bool {
    let pair = arguments
        .windows(2)
        .any(|pair| pair[0] == "--format" && pair[1] == "json");
    pair || arguments.iter().any(|argument| argument == "--format=json")
}
