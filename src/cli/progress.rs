//! Progress on standard error, when that is a terminal.

use std::sync::LazyLock;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::{messages, output};
use xo_health_client::source::Progress;
use xo_health_client::{CallEvent, Error};

/// Waits shorter than this are shown with tenths of a second.
const SHOWN_IN_TENTHS: Duration = Duration::from_secs(10);

/// Items between two updates of the bar, which reads the clock at each. Guess: about a millisecond's worth of objects.
const COUNTED_AT_ONCE: u64 = 100;

/// The spinners of servers that are read in parallel, one below the other on standard error.
static ALL: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

/// A spinner that shows what is being read and how much has arrived; hidden when standard error is not a terminal.
#[derive(Debug)]
pub(super) struct Spinner(ProgressBar);

impl Spinner {
    /// Starts the spinner.
    pub(super) fn start(server: &str) -> Self {
        let bar = ALL.add(ProgressBar::new_spinner());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix}  {msg}  {human_pos}") {
            bar.set_style(style);
        }
        bar.set_prefix(server.to_owned());
        bar.set_message("connecting");
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// Returns a listener that prints the lines of `--verbose` above the spinner: 1 for connection steps, 2 for calls too.
    pub(super) fn listener(&self, verbose: u8) -> impl Fn(CallEvent<'_>) + Send + Sync + 'static {
        let bar = self.0.clone();
        move |event| {
            let line = match event {
                CallEvent::Step(step) => format!("* {}", messages::step(step)),
                CallEvent::Sent(what) if verbose > 1 => format!("> {what}"),
                CallEvent::Ended(call) if verbose > 1 => {
                    format!("< {} ({}, {} bytes, {:?})", call.what, call.outcome, call.bytes, call.took)
                }
                _ => return,
            };
            bar.suspend(|| output::say(&line));
        }
    }
}

impl Progress for Spinner {
    fn begin(&self, what: &str) {
        self.0.set_message(what.to_owned());
        self.0.set_position(0);
    }

    fn items(&self, count: u64) {
        if count.is_multiple_of(COUNTED_AT_ONCE) {
            self.0.set_position(count);
        }
    }

    fn retrying(&self, error: &Error, wait: Duration, number: u32, count: u32) {
        let digits = usize::from(wait < SHOWN_IN_TENTHS);
        let seconds = wait.as_secs_f64();
        let line = messages::trying_again(&format!("{seconds:.digits$}"), number, count, error);
        self.0.suspend(|| output::warning(&line));
        self.0.set_message("connecting again");
        self.0.set_position(0);
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
