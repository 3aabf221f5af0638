//! How long XO may take: three limits of our own, because a starting XO never answers and never closes.

use std::future::Future;
use std::time::Duration;

use super::error::Error;

/// The three limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// TCP, TLS and WebSocket upgrade together. Default 10 s.
    pub connect: Duration,
    /// One call, or the longest silence of a transfer. Default 120 s.
    pub request: Duration,
    /// Everything together. Default 600 s.
    pub run: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            request: Duration::from_secs(120),
            run: Duration::from_secs(600),
        }
    }
}

impl Timeouts {
    /// Runs `work` within the limit for the whole run; the error names `server`.
    ///
    /// # Errors
    /// The error of `work`, or [`Error::RunTimeout`].
    pub async fn within<T, E: From<Error>>(
        &self,
        server: &str,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        match tokio::time::timeout(self.run, work).await {
            Ok(done) => done,
            Err(_) => Err(Error::RunTimeout { server: server.to_owned(), after: self.run }.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_run_without_end_is_ended() {
        let timeouts = Timeouts { run: Duration::from_millis(20), ..Timeouts::default() };
        let endless = timeouts.within("https://xo", std::future::pending::<Result<(), Error>>()).await;
        assert!(matches!(endless, Err(Error::RunTimeout { .. })));
        let short = timeouts.within("https://xo", async { Ok::<_, Error>(5) }).await;
        assert_eq!(short.unwrap(), 5);
    }
}
