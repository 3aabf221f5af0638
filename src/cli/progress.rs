//! Progress on standard error, when that is a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::xo::source::Progress;

/// A spinner that says what is read, and how much of it has come. Hidden when standard error is no terminal.
#[derive(Debug)]
pub(super) struct Spinner(ProgressBar);

impl Spinner {
    /// Starts it.
    pub(super) fn start(server: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix}  {msg}  {human_pos}") {
            bar.set_style(style);
        }
        bar.set_prefix(server.to_owned());
        bar.set_message("connecting");
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }
}

impl Progress for Spinner {
    fn begin(&self, what: &str) {
        self.0.set_message(what.to_owned());
        self.0.set_position(0);
    }

    fn items(&self, count: u64) {
        self.0.set_position(count);
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
