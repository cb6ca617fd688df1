//! What documents say of the arguments: the page of all verbs, man pages and completions are made
//! of them, and every command that a document shows is one.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Arg, Command, CommandFactory, Parser};
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use super::Cli;

/// The page of all verbs.
const VERBS: &str = "docs/reference/命令.md";

/// The repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares what is made of the arguments with the committed file; `NIANBAO_RENEW=1` writes it.
fn check(path: &str, made: &[u8]) {
    let file = root().join(path);
    if std::env::var_os("NIANBAO_RENEW").is_some() {
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(&file, made).expect(path);
    }
    let committed = fs::read(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(
        committed == made,
        "{path} is old: NIANBAO_RENEW=1 cargo test --bin nianbao documents"
    );
}

/// The program's arguments, its verbs with their whole names.
fn command() -> Command {
    let mut command = Cli::command();
    command.build();
    command
}

#[test]
fn the_page_of_verbs_is_what_the_arguments_say() {
    let mut page = HEAD.to_owned();
    for verb in command().get_subcommands() {
        page += &section(verb);
    }
    check(VERBS, page.as_bytes());
}

const HEAD: &str = "# 命令

<!-- 由程序的参数生成，不要手改：NIANBAO_RENEW=1 cargo test --bin nianbao documents -->

`nianbao 命令 [选项]`；每个命令都有 `--help`。只写文件不写命令时，填报表当作 `build`，\
已经发布的报告当作 `check`。
退出码和环境变量见 [退出码](退出码.md)，`--format json` 见 [JSON](JSON.md)，\
`--config` 见 [设置文件](设置.md)，\
`--template` 见 [模板](模板.md)，`--standard` 见 [自定义格式](格式.md)。
";

/// A verb: its usage, what it takes.
fn section(verb: &Command) -> String {
    let about = verb
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    let mut usages: Vec<String> = Vec::new();
    for line in verb.clone().render_usage().to_string().lines() {
        let line = line.trim().trim_start_matches("Usage:").trim();
        usages.push(line.to_owned());
    }
    let mut text = format!(
        "\n## {}\n\n{about}。\n\n```text\n{}\n```\n\n| 参数 | 意思 |\n| --- | --- |\n",
        verb.get_name(),
        usages.join("\n")
    );
    let mut arguments: Vec<&Arg> = verb.get_arguments().collect();
    arguments.sort_by_key(|argument| !argument.is_positional());
    for argument in arguments {
        if argument.get_id() != "help" {
            let help = argument
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            text += &format!("| {} | {} |\n", spell(argument), help.replace('*', "\\*"));
        }
    }
    text
}

/// An argument as it is typed.
fn spell(argument: &Arg) -> String {
    let mut words = Vec::new();
    if let Some(short) = argument.get_short() {
        words.push(format!("`-{short}`"));
    }
    if let Some(long) = argument.get_long() {
        words.push(format!("`--{long}`"));
    }
    let mut spelled = words.join("、");
    if argument.get_action().takes_values() {
        for name in argument.get_value_names().unwrap_or_default() {
            let blank = if spelled.is_empty() { "" } else { " " };
            spelled += &format!("{blank}{name}");
        }
    }
    spelled
}

#[test]
fn man_pages_are_what_the_arguments_say() {
    let command = command();
    check("docs/man/nianbao.1", &man(command.clone()));
    for verb in command.get_subcommands() {
        let name = format!("nianbao-{}", verb.get_name());
        let verb = verb.clone().display_name(&name);
        check(&format!("docs/man/{name}.1"), &man(verb));
    }
}

fn man(command: Command) -> Vec<u8> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page).expect("a man page");
    page
}

#[test]
fn completions_are_what_the_arguments_say() {
    for (shell, file) in [
        (Shell::Bash, "nianbao.bash"),
        (Shell::Zsh, "_nianbao"),
        (Shell::Fish, "nianbao.fish"),
        (Shell::PowerShell, "_nianbao.ps1"),
    ] {
        let mut script = Vec::new();
        generate(shell, &mut Cli::command(), "nianbao", &mut script);
        check(&format!("docs/completions/{file}"), &script);
    }
}

#[test]
fn every_command_in_a_document_is_one() {
    let mut seen = 0;
    for file in documents() {
        let text = fs::read_to_string(&file).expect("a document");
        for typed in typed_commands(&text) {
            let words = words_of(&typed);
            let verb = words.get(1).map(String::as_str).unwrap_or_default();
            // A file alone, a word that stands for any verb, a line of Cargo.toml.
            if verb.contains('.') || verb == "命令" || verb == "=" {
                continue;
            }
            seen += 1;
            let parsed = Cli::try_parse_from(&words);
            let shown = parsed.as_ref().is_err_and(|error| error.exit_code() == 0);
            assert!(
                parsed.is_ok() || shown,
                "{}: {typed}\n{}",
                file.display(),
                parsed.expect_err("a fault")
            );
        }
    }
    assert!(seen > 60, "only {seen} commands were found");
}

/// The documents that show commands.
fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in [
        "",
        "docs",
        "docs/reference",
        "samples",
        "src",
        "tests/conformance",
    ] {
        let entries = fs::read_dir(root().join(folder)).expect("a folder");
        for entry in entries {
            let path = entry.expect("an entry").path();
            // The page of verbs shows what stands for what, and is made of the arguments.
            if is_document(&path) && path != root().join(VERBS) {
                found.push(path);
            }
        }
    }
    found
}

fn is_document(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ending == "md" || ending == "html"
}

/// What begins with the program's name, in backticks, in `<code>` or on a line of its own.
fn typed_commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.trim().trim_start_matches("$ ");
        if line.starts_with("nianbao ") {
            found.push(line.to_owned());
            continue;
        }
        let line = line.replace("<code>", "`").replace("</code>", "`");
        for quoted in line.split('`').skip(1).step_by(2) {
            if quoted.starts_with("nianbao ") {
                found.push(quoted.to_owned());
            }
        }
    }
    found
}

/// The words of a command as a shell takes them apart, without its comment.
fn words_of(typed: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in typed.split_whitespace() {
        if word.starts_with('#') {
            break;
        }
        words.push(word.trim_matches(['\'', '"']).to_owned());
    }
    words
}
