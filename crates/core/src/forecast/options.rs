//! How a forecast is made.

use std::num::NonZero;

use super::priors;

/// How a forecast is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How far to look, in hours.
    pub horizon: u32,
    /// One more hour to report the chance of, where it lies within the horizon.
    pub also: Option<u32>,
    /// How many draws; none for as many as suit the number of VMs: [`draws_for`].
    pub draws: Option<u32>,
    /// Where the draws begin: the same seed gives the same forecast.
    pub seed: u64,
    /// On how many threads; it does not change the result.
    pub threads: NonZero<usize>,
}

impl Options {
    /// Lists the hours that are reported, in their order; the last is the horizon.
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

/// Returns how many draws are made where nobody says.
pub const fn draws_for(units: usize) -> u32 {
    if units > priors::LARGE { priors::DRAWS_LARGE } else { priors::DRAWS }
}

/// The hours that are always reported, where they lie within the horizon.
pub const HOURS: [u32; 3] = [24, 72, 168];
