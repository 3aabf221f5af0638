//! The server's clock. In: the system's time and an offset. Out: milliseconds since 1970, as XO counts them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// A clock that runs with the system's, at an offset. Clones share their offset.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_ms: Arc<AtomicI64>,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "this is where the mock reads the time")]
    fn system_ms() -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }

    /// Returns a clock that shows `now` and continues from there.
    #[must_use]
    pub fn starting_at(now: jiff::Timestamp) -> Self {
        let offset = now.as_millisecond().saturating_sub(Self::system_ms());
        Self { offset_ms: Arc::new(AtomicI64::new(offset)) }
    }

    /// Returns the current time, in milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        Self::system_ms().saturating_add(self.offset_ms.load(Ordering::Relaxed))
    }

    /// Advances the clock.
    pub fn advance(&self, by: Duration) {
        let ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.offset_ms.fetch_add(ms, Ordering::Relaxed);
    }
}
