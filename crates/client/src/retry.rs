//! Reads a server with retries: starts again if the transport failed, and only then.
//!
//! In: a [`Destination`] and a function that makes an empty collector. Out: a collector filled by one reading, from its
//! beginning to its end: nothing of a reading that broke off is left in it. Refused credentials and any other answer
//! are never retried.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep, timeout_at};

use super::calls::CallLog;
use super::collect::Collect;
use super::destination::Destination;
use super::error::Error;
use super::session::Session;
use super::source::{Lost, Progress, read};
use crate::step::ConnectionStep;

/// Longest wait between two tries: with a longer one, an XO that takes long to return would be tried too rarely.
const LONGEST: Duration = Duration::from_secs(30);

/// How often to retry, and after which wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// Most retries. Default 3.
    pub count: u32,
    /// The wait before the first; each further one is twice as long, up to 30 s. Default 1 s.
    pub first: Duration,
    /// The wait after a pool was lost: XO takes 1 to 1.5 minutes to read 190,000 disks again (facts/xo-observed.md,
    /// "Pool loss"). Default 90 s.
    pub pool: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self { count: 3, first: Duration::from_secs(1), pool: Duration::from_secs(90) }
    }
}

impl Retries {
    /// Returns the wait before retry `number` (from 0); `dice` lengthens it by up to a half, so that many clients of
    /// one server do not return at once.
    fn wait(&self, number: u32, dice: u64) -> Duration {
        let wait = self.first.saturating_mul(2_u32.saturating_pow(number)).min(LONGEST);
        let thousandths = u32::try_from(dice % 500).unwrap_or_default();
        wait + wait * thousandths / 1000
    }
}

/// Reads everything into a collector, which `begin` makes anew for each try with the instant that the answers describe.
/// All tries together take no longer than the limit for the run.
///
/// # Errors
/// Those of [`Session::open`] and [`read`]. If the last try ended with a closed connection, the error says whether the
/// credentials are still valid: [`Error::Dropped`] or [`Error::Expired`].
pub async fn read_with_retries<C, E>(
    to: &Destination,
    retries: Retries,
    log: &CallLog,
    progress: &dyn Progress,
    mut begin: impl FnMut() -> Result<(C, Timestamp), E>,
) -> Result<C, E>
where
    C: Collect + Send,
    E: From<Error>,
{
    let deadline = Instant::now() + to.timeouts.run;
    let all = async {
        let mut has_signed_in = false;
        let mut number = 0;
        loop {
            let (mut collect, now) = begin()?;
            let tried = once(to, log, progress, now, &mut collect, &mut has_signed_in).await;
            let (error, wait) = match tried {
                Ok(Lost { pools: 0 }) => return Ok(collect),
                // the last try is taken as it is; the report shows what is missing
                Ok(_) if number >= retries.count || Instant::now() + retries.pool >= deadline => {
                    return Ok(collect);
                }
                Ok(Lost { pools }) => (Error::PoolLost { server: to.address.origin(), pools }, retries.pool),
                Err(error) => (error, retries.wait(number, RandomState::new().hash_one(number))),
            };
            // its memory must be free before the next one is made
            drop(collect);
            if !error.is_transient() {
                return Err(error.into());
            }
            if number >= retries.count || Instant::now() + wait >= deadline {
                return Err(explained(error, to, log, deadline).await.into());
            }
            number += 1;
            progress.retrying(&error, wait, number, retries.count);
            sleep(wait).await;
        }
    };
    to.timeouts.within(&to.address.origin(), all).await
}

async fn once(
    to: &Destination,
    log: &CallLog,
    progress: &dyn Progress,
    now: Timestamp,
    collect: &mut (dyn Collect + Send),
    has_signed_in: &mut bool,
) -> Result<Lost, Error> {
    let session = match Session::open(to, log).await {
        Ok(session) => session,
        // they were valid a moment ago
        Err(Error::InvalidCredentials { server, by }) if *has_signed_in => {
            return Err(Error::Expired { server, by });
        }
        Err(error) => return Err(error),
    };
    *has_signed_in = true;
    read(&session, now, collect, progress).await
}

/// Finds out whether a token expired or a line dropped: XO closes the connection silently in both cases.
async fn explained(error: Error, to: &Destination, log: &CallLog, deadline: Instant) -> Error {
    let Error::Closed { server, during, reason } = error else { return error };
    log.step(|| ConnectionStep::OnceMore);
    match timeout_at(deadline, Session::open(to, log)).await {
        Ok(Ok(_)) => Error::Dropped { server, during, reason },
        Ok(Err(Error::InvalidCredentials { server, by })) => Error::Expired { server, by },
        Ok(Err(_)) | Err(_) => Error::Closed { server, during, reason },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_are_spread() {
        let retries = Retries { count: 9, ..Retries::default() };
        let cases = [(0, 1), (1, 2), (2, 4), (3, 8), (4, 16), (5, 30), (31, 30), (u32::MAX, 30)];
        for (number, seconds) in cases {
            let least = Duration::from_secs(seconds);
            assert_eq!(retries.wait(number, 0), least);
            assert_eq!(retries.wait(number, 1000), least);
            for dice in [1, 250, 499, u64::MAX] {
                let wait = retries.wait(number, dice);
                assert!(wait > least && wait < least * 3 / 2, "{number} {dice}: {wait:?}");
            }
        }
    }
}
