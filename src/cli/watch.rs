//! `watch`: the report built anew whenever its form is saved.
//!
//! The system tells when a file is written in the folders of the form, of last year's, of pictures
//! and of templates; then their times and sizes are looked at, and every quarter of a second in
//! any case: nothing is told of network drives. What editors save by renaming is told as well. It
//! ends when nobody reads any more what it prints.

use std::path::Path;
use std::time::Duration;

use super::args::BuildArgs;
use super::builder::Workshop;
use super::changes::Changes;
use super::crash::guard;
use super::looks::FileLooks;
use super::show;
use super::{Done, Trouble};
use nianbao::filing::names::show_path;

/// Between two looks where the system tells of changes. Whether it does of a folder cannot be
/// asked of every system, so that it is not asked: a look four times a second costs nothing.
const PATIENCE: Duration = Duration::from_millis(250);
/// Between two looks where it does not, and while a file is still being written.
const PAUSE: Duration = Duration::from_millis(40);
/// How long nothing more may be told once all files that were opened for writing are closed:
/// editors move the old form away and then write the new one.
const QUIET: Duration = Duration::from_millis(2);
/// Looks at an empty form before it is believed: editors empty a file before they fill it.
const EMPTY_LOOKS: usize = 10;
/// Looks, some two seconds, at a file that is held open before it is taken as it is.
const HELD_LOOKS: usize = 50;

pub(super) fn run(mut args: BuildArgs) -> Result<Done, Trouble> {
    // Somebody who is writing wants to see the pages, errors or not.
    args.draft = true;
    let [form] = args.reading.forms.as_slice() else {
        return Err(Trouble("watch 一次只看一份填报表".into()));
    };
    if !form.is_file() {
        return Err(Trouble(format!("打不开 {}：没有这个文件", show_path(form))));
    }
    // Listened to before it is looked at, so that nothing goes by between the two.
    let mut changes = Changes::of(form);
    changes.follow(&FileLooks::at(&args, form).folders);
    let mut watched = Watched {
        args: &args,
        form,
        looks: FileLooks::at(&args, form),
        kept: None,
    };
    show::print(&format!(
        "正在看着 {}，一保存就重新生成；按 Ctrl+C 结束\n\n",
        show_path(form)
    ))?;
    watched.build()?;
    while watched.wait(&mut changes) {
        show::print("\n──────────\n")?;
        watched.build()?;
    }
    Ok(Done::Sound)
}

/// A form that is built whenever it is saved.
struct Watched<'a> {
    args: &'a BuildArgs,
    form: &'a Path,
    /// What it was last built of.
    looks: FileLooks,
    /// What the next build needs as well, where the last one left it whole.
    kept: Option<Workshop>,
}

impl Watched<'_> {
    /// Waits until files have changed and are written to their end; not when nobody reads any
    /// more what is printed.
    fn wait(&mut self, changes: &mut Changes) -> bool {
        let mut last = self.looks.clone();
        let mut restless = false;
        let (mut empty, mut held) = (0, 0);
        while !show::is_reader_gone() {
            let told_all = changes.follow(&last.folders);
            let pause = match restless {
                true if changes.are_heard() && changes.are_ended() => QUIET,
                false if told_all => PATIENCE,
                _ => PAUSE,
            };
            if changes.wait(pause) {
                restless = true;
                continue;
            }
            let now = FileLooks::at(self.args, self.form);
            held = if changes.are_ended() { 0 } else { held + 1 };
            if held > HELD_LOOKS {
                changes.give_up();
            }
            // Told to its end and silent since, or looked at twice while nobody writes.
            let ended = changes.are_ended();
            let settled = ended && (changes.are_heard() || now.are_as(&last));
            changes.forget();
            restless = !now.are_as(&self.looks);
            empty = if now.has_empty_form() { empty + 1 } else { 0 };
            let whole = now.has_form() && (empty == 0 || empty > EMPTY_LOOKS);
            if restless && settled && whole {
                self.take(now);
                return true;
            }
            last = now;
        }
        false
    }

    /// Takes what the next build is made of.
    fn take(&mut self, now: FileLooks) {
        if now.are_given_anew(&self.looks) {
            self.kept = None;
        }
        self.looks = now;
    }

    /// Builds, and goes on whatever happens: the form may be in the middle of a change.
    fn build(&mut self) -> Result<(), Trouble> {
        let kept = self.kept.take().filter(|kept| !kept.has_changed());
        match guard(|| build_with(kept, self.args)) {
            Ok(Ok(workshop)) => {
                self.kept = Some(workshop);
                Ok(())
            }
            Ok(Err(Trouble(message))) => show::print(&format!("错误：{message}\n")),
            Err(crash) => show::print(&format!("错误：{}\n", crash.message(None))),
        }
    }
}

/// Builds with what was kept, or with all opened anew; what can be kept for the next time.
fn build_with(kept: Option<Workshop>, args: &BuildArgs) -> Result<Workshop, Trouble> {
    let workshop = match kept {
        Some(workshop) => workshop,
        None => Workshop::open(args)?.keep_last_year(),
    };
    workshop.build(args)?;
    Ok(workshop)
}
