//! Ends the program whatever it is doing: on a signal, when its time is up, when it takes too much memory.
//!
//! Runs in its own thread, so that nothing delays it: neither a long parse nor a forecast checks signals or clocks. It
//! removes unfinished files, says why, and exits.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tokio::time::MissedTickBehavior;

use super::{exit, messages, output};
use xo_health_client::capture::Unfinished;
use xo_health_core::units::Bytes;

/// How often time and memory are checked. A parser takes some 20 MB in between (measured: 2 GB/s at most).
const TICK: Duration = Duration::from_millis(10);

/// Time beyond the limit for the run, so that code that notices the limit itself can say where it stood.
const GRACE: Duration = Duration::from_millis(500);

/// Memory kept in reserve below the limit for what is taken between two checks; at most an eighth of the limit.
const RESERVE: u64 = 64 << 20;

/// How long printing the last words may take: nobody may be reading them.
const LAST_WORDS: Duration = Duration::from_millis(300);

/// The time and memory that a run may use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// From its start to its report; `None` for no limit.
    pub(super) time: Option<Duration>,
    /// Bytes resident in memory.
    pub(super) memory: u64,
}

static BEGUN: OnceLock<Instant> = OnceLock::new();
static PRINTING: AtomicBool = AtomicBool::new(false);
static UNFINISHED: OnceLock<Unfinished> = OnceLock::new();

/// Returns the list of unfinished files, which are removed when the program is ended.
pub(super) fn unfinished() -> Unfinished {
    UNFINISHED.get_or_init(Unfinished::default).clone()
}

/// Returns how long the program has been running.
pub(super) fn elapsed() -> Duration {
    BEGUN.get().map(Instant::elapsed).unwrap_or_default()
}

/// Marks the report as complete: its reader may take any time.
pub(super) fn is_printing() {
    PRINTING.store(true, Ordering::Relaxed);
}

/// Starts to watch. If no thread can be started, nothing is watched, and signals end the program as they always do.
pub(super) fn start(limits: Limits) {
    let begun = *BEGUN.get_or_init(Instant::now);
    let (heard, ready) = std::sync::mpsc::channel();
    let spawned = thread::Builder::new().name("watch".to_owned()).spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            let signals = Signals::listen();
            // the waiting thread may continue: signals are heard from here on
            let _ = heard.send(());
            watch(begun, limits, signals).await;
        });
    });
    if spawned.is_ok() {
        // an error means that the thread has ended
        let _ = ready.recv();
    }
}

async fn watch(begun: Instant, limits: Limits, mut signals: Signals) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            ended = signals.next() => end(ended.status, &messages::ended(ended.how)),
            _ = ticks.tick() => {}
        }
        if let Some(time) = limits.time
            && begun.elapsed() > time + GRACE
            && !PRINTING.load(Ordering::Relaxed)
        {
            end(exit::NO_CHECK, &messages::too_long(time));
        }
        if resident().is_some_and(|taken| taken > limits.memory - RESERVE.min(limits.memory / 8)) {
            end(exit::NO_CHECK, &messages::too_much_memory(Bytes(limits.memory)));
        }
    }
}

/// Removes unfinished files, says why, and ends the program.
#[expect(
    clippy::disallowed_methods,
    reason = "the main thread may be blocked for good, so that it never returns from `main`"
)]
pub(super) fn end(status: u8, words: &str) -> ! {
    // held until the end, so that no other file is started
    let _held = UNFINISHED.get().map(Unfinished::remove);
    let words = words.to_owned();
    let (finished, done) = std::sync::mpsc::channel();
    // standard error may be blocked, and so may the thread that locks it
    thread::spawn(move || {
        if std::io::stderr().is_terminal() {
            // overwrite the line of the progress
            let _ = std::io::Write::write_all(&mut std::io::stderr(), b"\r\x1b[2K");
        }
        output::error(&words);
        if status == exit::NO_CHECK && output::is_plugin() {
            output::plugin_fails(&words);
        }
        let _ = finished.send(());
    });
    let _ = done.recv_timeout(LAST_WORDS);
    std::process::exit(status.into())
}

/// Returns the bytes resident in memory; `None` if the system does not report them.
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string(Path::new("/proc/self/statm")).ok()?;
    let pages: u64 = text.split(' ').nth(1)?.parse().ok()?;
    Some(pages * page_size())
}

#[cfg(target_os = "linux")]
fn page_size() -> u64 {
    rustix::param::page_size() as u64
}

#[cfg(not(target_os = "linux"))]
fn page_size() -> u64 {
    4096
}

/// How a signal ends the program.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ending {
    /// By the user, from the keyboard.
    Interrupted,
    /// By another program.
    Terminated,
    /// By the terminal, which was closed.
    HungUp,
    /// By the user, who wants a core dump.
    Quit,
}

/// How a signal ends the program; the exit status is that of shells: 128 plus its number.
struct Ended {
    status: u8,
    how: Ending,
}

const INTERRUPTED: Ended = Ended { status: exit::INTERRUPTED, how: Ending::Interrupted };

#[cfg(unix)]
struct Signals(Vec<(tokio::signal::unix::Signal, Ended)>);

#[cfg(unix)]
impl Signals {
    /// Listens for signals; one that cannot be heard does what it always does.
    fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        let ended = |status, how| Ended { status, how };
        let all = [
            (SignalKind::interrupt(), INTERRUPTED),
            (SignalKind::terminate(), ended(exit::TERMINATED, Ending::Terminated)),
            (SignalKind::hangup(), ended(exit::HUNG_UP, Ending::HungUp)),
            (SignalKind::quit(), ended(exit::QUIT, Ending::Quit)),
        ];
        Self(all.into_iter().filter_map(|(kind, ended)| Some((signal(kind).ok()?, ended))).collect())
    }

    async fn next(&mut self) -> &Ended {
        let waiting = self.0.iter_mut().map(|(signal, ended)| {
            Box::pin(async move {
                signal.recv().await;
                &*ended
            })
        });
        let waiting: Vec<_> = waiting.collect();
        if waiting.is_empty() {
            return std::future::pending().await;
        }
        futures_util::future::select_all(waiting).await.0
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> Self {
        Self
    }

    async fn next(&mut self) -> &'static Ended {
        match tokio::signal::ctrl_c().await {
            Ok(()) => &INTERRUPTED,
            Err(_) => std::future::pending().await,
        }
    }
}
