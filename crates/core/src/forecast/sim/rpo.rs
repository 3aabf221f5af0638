//! The recovery point objective of a job: how old its last successful backup may get.

use crate::backup::rpo::LIMIT_GAPS;

/// Returns the limit after a run that started at `start`, in seconds: [`LIMIT_GAPS`] times the gap between the firings
/// of `rhythm` around it.
pub(in crate::forecast) fn rpo_limit(rhythm: &[f64], start: f64) -> f64 {
    // a run starts a moment after its schedule fires
    let after = rhythm.partition_point(|&at| at <= start + 1.0);
    match (after.checked_sub(1).and_then(|at| rhythm.get(at)), rhythm.get(after)) {
        (Some(before), Some(next)) => LIMIT_GAPS * (next - before),
        _ => f64::INFINITY,
    }
}
