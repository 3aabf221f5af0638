//! When a schedule fires, around the observation.

use jiff::{SignedDuration, Timestamp};

use crate::backup::PlannedSchedule;
use crate::backup::triggers::rhythm;

/// How far back the firings of a schedule are looked at, for the gap around the last success.
const RHYTHM_DAYS: i64 = 35;

/// Firings of one schedule that are looked at, at most: one a minute for four weeks.
const FIRINGS_MAX: usize = 40_000;

/// Lists when a schedule fires, from weeks ago to a while after the horizon.
pub(super) fn firings(planned: &PlannedSchedule, now: Timestamp, horizon: f64) -> Vec<f64> {
    let Some((cron, zone)) = rhythm(&planned.schedule) else { return Vec::new() };
    let from = now.checked_sub(SignedDuration::from_hours(24 * RHYTHM_DAYS)).unwrap_or(now);
    let end = horizon + (RHYTHM_DAYS * 86_400) as f64;
    let all = cron.upcoming(&zone, from).map(|at| at.duration_since(now).as_secs_f64());
    let mut beyond = 0;
    all.take(FIRINGS_MAX)
        .take_while(|&at| {
            // one after the horizon is needed for the last gap
            beyond += u32::from(at > horizon);
            beyond <= 2 && at <= end
        })
        .collect()
}
