//! How a forecast is made.

use std::fmt;
use std::num::NonZero;
use std::sync::Arc;

use super::priors;
use crate::units::Bytes;

/// How a forecast is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How far to look ahead, in hours.
    pub horizon: u32,
    /// An additional hour at which to report chances, if it is within the horizon.
    pub also: Option<u32>,
    /// How many draws; `None` for as many as suit the number of VMs: [`draws_for`].
    pub draws: Option<u32>,
    /// Seed of the draws: the same seed yields the same forecast.
    pub seed: u64,
    /// How fast SRs merge, in bytes per second, if someone named it; `None` to learn it.
    pub merge_speed: Option<Bytes>,
    /// Number of threads; it does not change the result.
    pub threads: NonZero<usize>,
    /// When to stop and use the draws made so far.
    pub deadline: Deadline,
}

impl Options {
    /// Lists the reported hours in ascending order; the last is the horizon.
    pub(super) fn hours(&self) -> Vec<u32> {
        let mut hours: Vec<u32> =
            HOURS.into_iter().chain(self.also).filter(|hours| *hours < self.horizon).collect();
        hours.push(self.horizon);
        hours.sort_unstable();
        hours.dedup();
        hours
    }

    pub(super) fn horizon_seconds(&self) -> f64 {
        f64::from(self.horizon) * 3600.0
    }
}

/// When a forecast has to end. The caller decides by a function, because nothing here reads a clock. It is called once
/// when the forecast begins and after each draw, on any thread.
#[derive(Clone, Default)]
pub struct Deadline(Option<Arc<dyn Fn() -> bool + Send + Sync>>);

impl Deadline {
    /// Builds a deadline that has passed as soon as `is_over` returns `true`; from then on it must keep returning
    /// `true`.
    pub fn when(is_over: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(is_over)))
    }

    /// Returns whether the deadline has passed; never where there is none.
    pub(crate) fn is_over(&self) -> bool {
        self.0.as_ref().is_some_and(|is_over| is_over())
    }
}

impl fmt::Debug for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Deadline(set)" } else { "Deadline(none)" })
    }
}

impl PartialEq for Deadline {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (None, None) => true,
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// Returns the default number of draws for this many VMs in jobs.
pub const fn draws_for(units: usize) -> u32 {
    match units {
        _ if is_huge(units) => priors::DRAWS_HUGE,
        _ if units > priors::LARGE => priors::DRAWS_LARGE,
        _ => priors::DRAWS,
    }
}

/// Returns whether this many VMs in jobs make a huge server, for which half as many draws are made.
pub(crate) const fn is_huge(units: usize) -> bool {
    units > priors::HUGE
}

/// The hours that are always reported, if they are within the horizon.
pub const HOURS: [u32; 3] = [24, 72, 168];
