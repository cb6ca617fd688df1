//! One input run: its panic caught, its time and memory measured, its end waited for.

use std::panic::catch_unwind;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

use crate::memory;

/// What is slow.
const SLOW: Duration = Duration::from_secs(1);
/// What is much memory beyond what is in use before, in bytes.
const FAT: usize = 150 << 20;
/// What will not end.
const ENDLESS: Duration = Duration::from_secs(60);

/// A panic: where, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic {
    /// File, line and column.
    pub place: String,
    /// Its words.
    pub message: String,
}

/// What is wrong with a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It panicked at this place.
    Panic(String),
    /// It took more than a second.
    Slow,
    /// It took too much memory.
    Fat,
}

impl Fault {
    /// A word for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Panic(_) => "panic",
            Self::Slow => "slow",
            Self::Fat => "fat",
        }
    }
}

/// A run of one input.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its panic, if it did.
    pub panic: Option<Panic>,
    /// How long it took.
    pub time: Duration,
    /// What memory it took beyond what was in use before, in bytes.
    pub memory: usize,
}

impl Run {
    /// All that is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        faults.extend(
            self.panic
                .as_ref()
                .map(|panic| Fault::Panic(panic.place.clone())),
        );
        faults.extend((self.time > SLOW).then_some(Fault::Slow));
        faults.extend((self.memory > FAT).then_some(Fault::Fat));
        faults
    }
}

/// The first panic since it was taken, whichever thread had it.
static HEARD: Mutex<Option<Panic>> = Mutex::new(None);

/// Has panics of runs kept; others are printed.
pub fn listen() {
    std::panic::set_hook(Box::new(|info| {
        if RUNNING.load(Ordering::Relaxed) == 0 {
            eprintln!("{info}");
            return;
        }
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
        heard.get_or_insert_with(|| Panic {
            place,
            message: info.to_string(),
        });
    }));
}

fn heard() -> Option<Panic> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// When this process began.
static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
/// When the present run began, in milliseconds from then; 0 while there is none.
static RUNNING: AtomicU64 = AtomicU64::new(0);

fn now() -> u64 {
    // Never 0, which stands for no run.
    BEGUN.elapsed().as_millis() as u64 + 1
}

/// Runs a target with some bytes.
pub fn run(target: fn(&[u8]), data: &[u8]) -> Run {
    heard();
    let before = memory::start();
    // Its own time: other programs on the machine are none of its fault.
    let begun = ThreadTime::now();
    RUNNING.store(now(), Ordering::Relaxed);
    let result = catch_unwind(|| target(data));
    RUNNING.store(0, Ordering::Relaxed);
    let time = begun.elapsed();
    let memory = memory::beyond(before);
    // A panic that the program itself caught is none.
    Run {
        panic: heard().filter(|_| result.is_err()),
        time,
        memory,
    }
}

/// Ends the process when an input does not end; the input is left in the folder.
pub fn watch(folder: PathBuf) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let begun = RUNNING.load(Ordering::Relaxed);
            let so_far = Duration::from_millis(now().saturating_sub(begun));
            if begun > 0 && so_far > ENDLESS {
                println!(
                    "an input does not end: it is in {}/current-*",
                    folder.display()
                );
                std::process::exit(1);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_are_caught_with_their_place() {
        listen();
        let run = run(|data| assert!(data.is_empty(), "some bytes"), b"a");
        let panic = run.panic.clone().expect("a panic");
        assert!(
            panic.place.contains("run.rs") && panic.message.contains("some bytes"),
            "{panic:?}"
        );
        assert_eq!(run.faults(), [Fault::Panic(panic.place)]);
    }
}
