//! How far a run of many forms is, on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Forms from which on a run takes long enough to show it.
const MANY: usize = 10;
/// How often the bar is drawn at most, a second.
const DRAWS: u8 = 10;

/// The bar, where there is one.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Nothing is shown.
    pub fn none() -> Self {
        Self(ProgressBar::hidden())
    }

    /// Of so many forms, on which `what` is done. Where standard error is no terminal nothing is
    /// shown.
    pub fn of(what: &'static str, forms: usize) -> Self {
        if forms < MANY {
            return Self::none();
        }
        let target = ProgressDrawTarget::stderr_with_hz(DRAWS);
        let bar = ProgressBar::with_draw_target(Some(forms as u64), target);
        let template = "{msg} {pos}/{len} 份 {bar:30} 每秒 {per_sec} 份，还要 {eta}";
        let style = ProgressStyle::with_template(template).unwrap_or(ProgressStyle::default_bar());
        let style = style.with_key("per_sec", rate).progress_chars("##-");
        bar.set_style(style);
        bar.set_message(what);
        Self(bar)
    }

    /// One more form is done.
    pub fn advance(&self) {
        self.0.inc(1);
    }

    /// Prints something above the bar.
    pub fn beside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}

fn rate(state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write) {
    // What cannot be shown is left out.
    let _ = write!(out, "{:.0}", state.per_sec());
}
