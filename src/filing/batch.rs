//! Many jobs on a few threads, each from its beginning to its end before the next.
//!
//! A pool whose workers wait for parts of a job takes up other jobs meanwhile, on top of
//! the one that waits: hundreds of reports ended on one stack. Here a thread has one job
//! at a time. Outcomes are handed in in the order of the jobs; no thread runs far ahead of
//! what is handed in, so that the memory of a run does not grow with the number of its jobs.
//!
//! # How many forms go through
//!
//! It has threads of its own, as many as cores, each with a stated stack and one job at a time;
//! the program's jobs are forms, from their bytes to their written files. A pool does not do:
//! while a task of it waits for its parts, it takes up other tasks on top, and some 230 reports
//! ended on one stack. Results pass through a bounded channel and are shown in order; no thread is
//! more than a few forms ahead of what is shown, so that a slow form holds the others rather than
//! piling up their findings. `reporter` prints findings as they come — JSON and SARIF too, whose
//! lists are open until the end — and keeps of a form its line of the closing table. What panics
//! is caught for that form alone. Threads of one run share the right to write into a folder
//! (`Lock::shared`); each has at most one such right, so that two runs never wait for each other
//! in a circle.

use std::any::Any;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::{self, Scope};
use std::time::Duration;

/// Stack of a thread, in bytes: what a main thread has on most systems, and not on Windows.
const STACK: usize = 8 << 20;
/// Outcomes that may wait for an earlier one, for each thread.
const AHEAD: usize = 8;
/// How long nothing may come before it is asked whether the run is to end.
const PATIENCE: Duration = Duration::from_millis(50);

/// Jobs by their numbers.
pub trait Jobs: Sync {
    /// What comes of a job.
    type Outcome: Send;

    /// Does a job.
    fn work(&self, job: usize) -> Self::Outcome;

    /// What comes of a job that panicked; asked on the thread that did.
    fn crash(&self, job: usize, said: Box<dyn Any + Send>) -> Self::Outcome;

    /// Whether no more jobs are to be begun.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Where outcomes are handed in, in the order of their jobs.
pub trait Desk<T> {
    /// Why no more can be handed in.
    type Fault;

    /// Takes what came of a job.
    ///
    /// # Errors
    /// When no more can be handed in; then no more jobs are begun.
    fn take(&mut self, job: usize, outcome: T) -> Result<(), Self::Fault>;

    /// Told once, where there are no threads to be had and the jobs are done one by one.
    fn tell_shortage(&mut self) {}
}

/// How a run of jobs ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All jobs are done.
    Whole,
    /// Somebody stopped it before.
    Stopped {
        /// Jobs that were not done.
        left: usize,
    },
}

/// Does jobs 0 to `count`, on as many threads as the machine has cores, or on this one where
/// there are none to be had. What panics is the outcome of that job alone.
///
/// # Errors
/// What the desk says.
pub fn run<J: Jobs, D: Desk<J::Outcome>>(
    count: usize,
    jobs: &J,
    desk: &mut D,
) -> Result<Ended, D::Fault> {
    if cfg!(feature = "parallel") {
        let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        run_on(threads, count, jobs, desk)
    } else {
        run_alone(count, jobs, desk)
    }
}

fn run_on<J: Jobs, D: Desk<J::Outcome>>(
    threads: usize,
    count: usize,
    jobs: &J,
    desk: &mut D,
) -> Result<Ended, D::Fault> {
    if count == 0 {
        return Ok(Ended::Whole);
    }
    // One form has a thread as well: the main thread's stack is the system's choice.
    let threads = threads.min(count);
    let queue = Queue::new(count, threads * AHEAD);
    let ended = thread::scope(|scope| share(scope, threads, &queue, jobs, desk));
    if let Some(ended) = ended {
        return ended;
    }
    desk.tell_shortage();
    run_alone(count, jobs, desk)
}

/// Has threads do the jobs of a queue, and hands in what comes of them; none where no thread can
/// start.
fn share<'s, J: Jobs, D: Desk<J::Outcome>>(
    scope: &'s Scope<'s, '_>,
    threads: usize,
    queue: &'s Queue,
    jobs: &'s J,
    desk: &mut D,
) -> Option<Result<Ended, D::Fault>>
where
    J::Outcome: 's,
{
    let (sender, receiver) = sync_channel(threads * AHEAD);
    let mut started = 0;
    for _ in 0..threads {
        let sender = sender.clone();
        let worker = thread::Builder::new().stack_size(STACK);
        let spawned = worker.spawn_scoped(scope, move || serve(queue, jobs, &sender));
        started += usize::from(spawned.is_ok());
    }
    drop(sender);
    if started == 0 {
        return None;
    }
    // However handing in ends, threads that wait for their turn must not wait for ever.
    let _closing = Closing(queue);
    Some(collect(queue, &receiver, jobs, desk))
}

/// The same on the thread that asks.
fn run_alone<J: Jobs, D: Desk<J::Outcome>>(
    count: usize,
    jobs: &J,
    desk: &mut D,
) -> Result<Ended, D::Fault> {
    for job in 0..count {
        if jobs.is_stopped() {
            return Ok(Ended::Stopped { left: count - job });
        }
        desk.take(job, attempt(jobs, job))?;
    }
    Ok(Ended::Whole)
}

/// Does a job that must not end the run.
fn attempt<J: Jobs>(jobs: &J, job: usize) -> J::Outcome {
    // What a broken-off job leaves behind is never looked at again.
    let done = catch_unwind(AssertUnwindSafe(|| jobs.work(job)));
    done.unwrap_or_else(|said| jobs.crash(job, said))
}

/// The jobs that are left, and how far they may be ahead of what is handed in.
struct Queue {
    count: usize,
    ahead: usize,
    next: AtomicUsize,
    taken: Mutex<usize>,
    moved: Condvar,
}

impl Queue {
    fn new(count: usize, ahead: usize) -> Self {
        let (taken, moved) = (Mutex::new(0), Condvar::new());
        Self {
            count,
            ahead,
            next: AtomicUsize::new(0),
            taken,
            moved,
        }
    }

    /// The next job, once it is its turn; none when there is none.
    fn take(&self) -> Option<usize> {
        let job = self.next.fetch_add(1, Ordering::SeqCst);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while job < self.count && job >= *taken + self.ahead {
            taken = self
                .moved
                .wait(taken)
                .unwrap_or_else(PoisonError::into_inner);
        }
        (job < self.count && *taken < self.count).then_some(job)
    }

    /// One more outcome is handed in.
    fn advance(&self) {
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.moved.notify_all();
    }

    /// Nothing more is to be done.
    fn close(&self) {
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = self.count;
        self.moved.notify_all();
    }
}

/// Closes a queue when it goes.
struct Closing<'a>(&'a Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Closes a queue when its thread panics outside a job, as where a job's crash cannot be told:
/// the others would wait for its answer for ever.
struct ClosingOnPanic<'a>(&'a Queue);

impl Drop for ClosingOnPanic<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

/// What came of a job.
struct JobDone<T> {
    job: usize,
    outcome: T,
}

/// One thread: a job at a time until there is none.
fn serve<J: Jobs>(queue: &Queue, jobs: &J, sender: &SyncSender<JobDone<J::Outcome>>) {
    let _closing = ClosingOnPanic(queue);
    while let Some(job) = queue.take() {
        if jobs.is_stopped() {
            return;
        }
        let outcome = attempt(jobs, job);
        if sender.send(JobDone { job, outcome }).is_err() {
            return;
        }
    }
}

/// Hands answers in in the order of their jobs.
fn collect<J: Jobs, D: Desk<J::Outcome>>(
    queue: &Queue,
    receiver: &Receiver<JobDone<J::Outcome>>,
    jobs: &J,
    desk: &mut D,
) -> Result<Ended, D::Fault> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    loop {
        match receiver.recv_timeout(PATIENCE) {
            Ok(answer) => drop(waiting.insert(answer.job, answer.outcome)),
            // Threads that wait for their turn ask no more by themselves.
            Err(RecvTimeoutError::Timeout) if jobs.is_stopped() => queue.close(),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        while let Some(outcome) = waiting.remove(&next) {
            desk.take(next, outcome)?;
            next += 1;
            queue.advance();
        }
    }
    // Of a run that was stopped, jobs behind a gap are done as well.
    for (job, outcome) in waiting {
        desk.take(job, outcome)?;
        next += 1;
    }
    match queue.count - next {
        0 => Ok(Ended::Whole),
        left => Ok(Ended::Stopped { left }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Jobs that give their own numbers, or fail.
    #[derive(Default)]
    struct NumberJobs {
        slow: Vec<usize>,
        crashing: Option<usize>,
        begun: AtomicUsize,
        stopped_at: Option<usize>,
    }

    impl Jobs for NumberJobs {
        type Outcome = Result<usize, usize>;

        #[allow(clippy::disallowed_methods, reason = "slow on purpose")]
        fn work(&self, job: usize) -> Self::Outcome {
            self.begun.fetch_add(1, Ordering::SeqCst);
            if self.slow.contains(&job) {
                thread::sleep(Duration::from_millis(30));
            }
            assert!(self.crashing != Some(job), "as asked");
            Ok(job)
        }

        fn crash(&self, job: usize, said: Box<dyn Any + Send>) -> Self::Outcome {
            assert!(said.is::<&str>() || said.is::<String>());
            Err(job)
        }

        fn is_stopped(&self) -> bool {
            self.stopped_at
                .is_some_and(|at| self.begun.load(Ordering::SeqCst) >= at)
        }
    }

    /// Keeps what is handed in, until it is full.
    struct Tray<'a> {
        outcomes: Vec<Result<usize, usize>>,
        full_at: usize,
        /// The jobs, to see how far ahead they are.
        jobs: &'a NumberJobs,
        /// How far they may be.
        ahead: usize,
    }

    impl Desk<Result<usize, usize>> for Tray<'_> {
        type Fault = &'static str;

        fn take(&mut self, job: usize, outcome: Result<usize, usize>) -> Result<(), &'static str> {
            let begun = self.jobs.begun.load(Ordering::SeqCst);
            assert!(
                begun <= self.outcomes.len() + self.ahead,
                "{begun} begun before {job}"
            );
            self.outcomes.push(outcome);
            if self.outcomes.len() == self.full_at {
                Err("full")
            } else {
                Ok(())
            }
        }
    }

    /// Runs jobs into a tray: how it ended, and what was handed in.
    fn check(
        threads: usize,
        count: usize,
        jobs: &NumberJobs,
        full_at: usize,
        expected: Result<Ended, &'static str>,
    ) -> Vec<Result<usize, usize>> {
        let ahead = threads * (AHEAD + 1);
        let mut tray = Tray {
            outcomes: Vec::new(),
            full_at,
            jobs,
            ahead,
        };
        assert_eq!(run_on(threads, count, jobs, &mut tray), expected);
        tray.outcomes
    }

    #[test]
    fn outcomes_come_in_order() {
        for threads in [1, 2, 3, 8] {
            for (count, slow) in [(0, vec![]), (1, vec![]), (100, vec![0, 50, 99])] {
                let jobs = NumberJobs {
                    slow,
                    ..NumberJobs::default()
                };
                let outcomes = check(threads, count, &jobs, usize::MAX, Ok(Ended::Whole));
                assert_eq!(outcomes, (0..count).map(Ok).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn a_crash_is_the_outcome_of_one_job() {
        let jobs = NumberJobs {
            crashing: Some(3),
            ..NumberJobs::default()
        };
        for threads in [1, 4] {
            jobs.begun.store(0, Ordering::SeqCst);
            let outcomes = check(threads, 9, &jobs, usize::MAX, Ok(Ended::Whole));
            assert_eq!(
                outcomes.iter().filter(|outcome| outcome.is_err()).count(),
                1
            );
            assert_eq!(outcomes[3], Err(3));
        }
    }

    #[test]
    fn a_full_desk_ends_the_run() {
        for threads in [1, 4] {
            let jobs = NumberJobs::default();
            check(threads, 1000, &jobs, 3, Err("full"));
            let begun = jobs.begun.load(Ordering::SeqCst);
            assert!(
                begun <= 3 + threads * (AHEAD + 1),
                "no more is begun than {begun}"
            );
        }
    }

    #[test]
    fn a_run_that_is_stopped_says_what_is_left() {
        let jobs = NumberJobs {
            stopped_at: Some(5),
            ..NumberJobs::default()
        };
        let outcomes = check(1, 100, &jobs, usize::MAX, Ok(Ended::Stopped { left: 95 }));
        assert_eq!(outcomes.len(), 5);
    }

    #[test]
    fn without_threads_it_is_the_same() {
        let jobs = NumberJobs {
            crashing: Some(1),
            ..NumberJobs::default()
        };
        let mut tray = Tray {
            outcomes: Vec::new(),
            full_at: usize::MAX,
            jobs: &jobs,
            ahead: 1,
        };
        assert_eq!(run_alone(3, &jobs, &mut tray), Ok(Ended::Whole));
        assert_eq!(tray.outcomes, [Ok(0), Err(1), Ok(2)]);
    }
}
