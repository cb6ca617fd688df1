//! Many jobs on a few threads, each from its beginning to its end before the next.
//!
//! A pool whose workers wait for parts of a job takes up other jobs meanwhile, on top of
//! the one that waits: hundreds of reports ended on one stack. Here a thread has one job
//! at a time. Results are shown in the order of the jobs; no thread runs far ahead of what
//! is shown, so that the memory of a run does not grow with the number of its jobs.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, Once, PoisonError};
use std::thread;
use std::time::Duration;

use super::crash::{Crash, guard};
use super::{Trouble, show, stop};

/// Stack of a thread, in bytes: what a main thread has on most systems, and not on Windows.
const STACK: usize = 8 << 20;
/// Results that may wait for an earlier one, for each thread.
const AHEAD: usize = 8;
/// How long nothing may come before it is asked whether the run is to end.
const PATIENCE: Duration = Duration::from_millis(50);

/// How a run of jobs ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// All jobs are done.
    Whole,
    /// Somebody stopped it before.
    Stopped {
        /// Jobs that were not done.
        left: usize,
    },
}

/// Does jobs 0 to `count`, on as many threads as the machine has cores, and shows
/// what came of each in their order. What panics is the outcome of that job alone.
///
/// # Errors
/// What `show` says; then no more jobs are begun.
pub(super) fn run<T: Send>(
    count: usize,
    work: &(impl Fn(usize) -> T + Sync),
    show: &mut impl FnMut(usize, Result<T, Crash>) -> Result<(), Trouble>,
) -> Result<Ended, Trouble> {
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    run_on(threads, count, work, show)
}

fn run_on<T: Send>(
    threads: usize,
    count: usize,
    work: &(impl Fn(usize) -> T + Sync),
    show: &mut impl FnMut(usize, Result<T, Crash>) -> Result<(), Trouble>,
) -> Result<Ended, Trouble> {
    if count == 0 {
        return Ok(Ended::Whole);
    }
    // One form has a thread as well: the main thread's stack is the system's choice.
    let threads = threads.min(count);
    let queue = Queue::new(count, threads * AHEAD);
    let ended = thread::scope(|scope| {
        let (sender, receiver) = sync_channel(threads * AHEAD);
        let mut started = 0;
        for _ in 0..threads {
            let (queue, sender) = (&queue, sender.clone());
            let worker = thread::Builder::new().stack_size(STACK);
            started += usize::from(
                worker.spawn_scoped(scope, move || serve(queue, work, &sender)).is_ok(),
            );
        }
        drop(sender);
        if started == 0 {
            return None;
        }
        // However showing ends, threads that wait for their turn must not wait for ever.
        let _closing = Closing(&queue);
        Some(collect(&queue, &receiver, show))
    });
    ended.unwrap_or_else(|| {
        tell_shortage();
        alone(count, work, show)
    })
}

/// Makes sure that the writer of workbooks, which takes a thread a sheet for granted, has them.
pub(super) fn threads_for_a_workbook() -> Result<(), Trouble> {
    match thread::Builder::new().spawn(|| ()) {
        Ok(_) => Ok(()),
        Err(_) => Err(Trouble("系统不让程序再开线程，写不了 Excel 文件；可以改用 .yaml".into())),
    }
}

/// Says, once a run, that there are no threads to be had.
fn tell_shortage() {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| show::note("系统不让程序再开线程，改为一份一份处理"));
}

/// The same on the thread that asks.
fn alone<T>(
    count: usize,
    work: &impl Fn(usize) -> T,
    show: &mut impl FnMut(usize, Result<T, Crash>) -> Result<(), Trouble>,
) -> Result<Ended, Trouble> {
    for job in 0..count {
        if stop::asked() {
            return Ok(Ended::Stopped { left: count - job });
        }
        show(job, guard(|| work(job)))?;
    }
    Ok(Ended::Whole)
}

/// The jobs that are left, and how far they may be ahead of what is shown.
struct Queue {
    count: usize,
    ahead: usize,
    next: AtomicUsize,
    shown: Mutex<usize>,
    moved: Condvar,
}

impl Queue {
    fn new(count: usize, ahead: usize) -> Self {
        let (shown, moved) = (Mutex::new(0), Condvar::new());
        Self { count, ahead, next: AtomicUsize::new(0), shown, moved }
    }

    /// The next job, once it is its turn; none when there is none.
    fn take(&self) -> Option<usize> {
        let job = self.next.fetch_add(1, Ordering::SeqCst);
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        while job < self.count && job >= *shown + self.ahead {
            shown = self.moved.wait(shown).unwrap_or_else(PoisonError::into_inner);
        }
        (job < self.count && *shown < self.count && !stop::asked()).then_some(job)
    }

    /// One more result is shown.
    fn advance(&self) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.moved.notify_all();
    }

    /// Nothing more is to be done.
    fn close(&self) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = self.count;
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

/// What came of a job.
struct Answer<T> {
    job: usize,
    result: Result<T, Crash>,
}

/// One thread: a job at a time until there is none.
fn serve<T>(queue: &Queue, work: &impl Fn(usize) -> T, sender: &SyncSender<Answer<T>>) {
    while let Some(job) = queue.take() {
        let result = guard(|| work(job));
        if sender.send(Answer { job, result }).is_err() {
            return;
        }
    }
}

/// Shows answers in the order of their jobs.
fn collect<T>(
    queue: &Queue,
    receiver: &Receiver<Answer<T>>,
    show: &mut impl FnMut(usize, Result<T, Crash>) -> Result<(), Trouble>,
) -> Result<Ended, Trouble> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    loop {
        match receiver.recv_timeout(PATIENCE) {
            Ok(answer) => drop(waiting.insert(answer.job, answer.result)),
            // Threads that wait for their turn ask no more by themselves.
            Err(RecvTimeoutError::Timeout) if stop::asked() => queue.close(),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        while let Some(result) = waiting.remove(&next) {
            show(next, result)?;
            next += 1;
            queue.advance();
        }
    }
    // Of a run that was stopped, jobs behind a gap are done as well.
    for (job, result) in waiting {
        show(job, result)?;
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
    use std::sync::atomic::AtomicUsize;

    /// Runs jobs that give their own number, the slow ones late; shows what is expected.
    fn check(threads: usize, count: usize, slow: &[usize]) {
        let work = |job: usize| {
            if slow.contains(&job) {
                thread::sleep(Duration::from_millis(30));
            }
            job
        };
        let mut seen = Vec::new();
        let ended = run_on(threads, count, &work, &mut |job, result| {
            assert_eq!(result.expect("a result"), job);
            seen.push(job);
            Ok(())
        });
        assert_eq!(ended.expect("shown"), Ended::Whole);
        assert_eq!(seen, (0..count).collect::<Vec<_>>());
    }

    #[test]
    fn results_come_in_order() {
        for threads in [1, 2, 3, 8] {
            check(threads, 0, &[]);
            check(threads, 1, &[]);
            check(threads, 100, &[0, 50, 99]);
        }
    }

    #[test]
    fn no_thread_runs_far_ahead() {
        let (begun, shown) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |_: usize| begun.fetch_add(1, Ordering::SeqCst) - shown.load(Ordering::SeqCst);
        let ended = run_on(3, 500, &work, &mut |_, result| {
            assert!(result.expect("a result") <= 3 * AHEAD + 3);
            shown.fetch_add(1, Ordering::SeqCst);
            Ok(())
        });
        assert_eq!(ended.expect("shown"), Ended::Whole);
    }

    #[test]
    fn a_crash_is_the_outcome_of_one_job() {
        super::super::crash::silence();
        for threads in [1, 4] {
            let mut crashed = Vec::new();
            let work = |job: usize| assert!(job != 3, "job three");
            let ended = run_on(threads, 9, &work, &mut |job, result| {
                crashed.extend(result.is_err().then_some(job));
                Ok(())
            });
            assert_eq!((ended.expect("shown"), crashed), (Ended::Whole, vec![3]));
        }
    }

    #[test]
    fn a_fault_in_showing_ends_the_run() {
        for threads in [1, 4] {
            let begun = AtomicUsize::new(0);
            let work = |_: usize| begun.fetch_add(1, Ordering::SeqCst);
            let ended = run_on(threads, 1000, &work, &mut |job, _| {
                if job == 2 { Err(Trouble("full".into())) } else { Ok(()) }
            });
            assert!(ended.is_err());
            assert!(begun.load(Ordering::SeqCst) <= 3 + 4 * AHEAD + 4, "no more is begun");
        }
    }
}
