//! When the program itself is at fault: one line for the clerk, no harm done, exit 3.
//!
//! Nothing here is meant to happen. What panics all the same ends neither the other
//! forms of a run nor in a backtrace: the line says that the form is unharmed and what
//! to send in. `RUST_BACKTRACE` asks for the rest.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

thread_local! {
    /// Where this thread stopped, until it is told.
    static STOPPED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A fault of the program that was caught.
#[derive(Debug)]
pub(super) struct Crash {
    /// Where in the program it stopped, and at what.
    at: String,
}

impl Crash {
    /// The one that was just caught on this thread.
    pub fn take_last() -> Self {
        Self {
            at: STOPPED.take().unwrap_or_else(|| "?".to_owned()),
        }
    }

    /// The line for the clerk; `form` is what was worked on, where that is known.
    pub fn message(&self, form: Option<&str>) -> String {
        let form = form.map_or(String::new(), |form| format!("，处理 {form} 时停下了"));
        let way = "请把填报表和这一行发给提供程序的人";
        let version = env!("CARGO_PKG_VERSION");
        let at = &self.at;
        format!("程序自己出了错{form}；填报表没有改动。{way}：nianbao {version}，{at}")
    }
}

/// Keeps Rust's own report to those who ask for it.
pub(super) fn silence() {
    let wanted = std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        STOPPED.replace(Some(describe(info)));
        if wanted {
            usual(info);
        }
    }));
}

/// Runs something that must not end the program.
pub(super) fn guard<T>(work: impl FnOnce() -> T) -> Result<T, Crash> {
    // What a broken-off run leaves behind is never looked at again.
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| Crash::take_last())
}

/// Where the program stopped and what it said there, in one line.
fn describe(info: &PanicHookInfo<'_>) -> String {
    let place = match info.location() {
        Some(location) => format!("{}:{}", shorten(location.file()), location.line()),
        None => String::new(),
    };
    let said = info.payload_as_str().unwrap_or_default();
    let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let start: String = said.chars().take(MAX_SAID).collect();
    format!("{place} {start}")
}

/// Characters that are shown of what was said.
const MAX_SAID: usize = 200;

/// A source file without the folders of the machine on which the program was built.
fn shorten(file: &str) -> &str {
    let crates = file
        .rfind("/src/")
        .map_or(0, |src| file[..src].rfind('/').map_or(0, |at| at + 1));
    &file[crates..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_is_one_line() {
        silence();
        let crash = guard(|| -> () { panic!("two\nlines") }).expect_err("a crash");
        let message = crash.message(Some("a.yaml"));
        assert!(message.contains("处理 a.yaml 时停下了") && message.ends_with("two lines"));
        assert_eq!(message.lines().count(), 1);
        assert!(message.contains("src/cli/crash.rs:"), "{message}");
        assert_eq!(guard(|| 7).expect("a result"), 7);
    }

    #[test]
    fn folders_of_the_builder_are_not_shown() {
        assert_eq!(
            shorten("/home/x/registry/krilla-0.8.2/src/text/cid.rs"),
            "krilla-0.8.2/src/text/cid.rs"
        );
        assert_eq!(shorten("src/cli/crash.rs"), "src/cli/crash.rs");
        assert_eq!(
            shorten("/rustc/abc/library/std/src/env.rs"),
            "std/src/env.rs"
        );
    }
}
