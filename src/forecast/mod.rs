//! What is going to happen.
//!
//! In: inventory, chains, plan. Out: values, no words. So far the exact gates: what the rules already decide for a run
//! that is started now.

mod gates;
mod learn;
mod outlook;
pub mod sim;

pub use gates::{NotSnapshotted, Outcome, Unknown, Verdict, verdicts};

#[cfg(test)]
mod tests;

pub use outlook::{Prediction, SUREST};
pub use sim::Error;

use std::num::NonZero;

use jiff::Timestamp;

use crate::backup::Plan;
use crate::chains::Chains;
use crate::model::{Backups, Inventory};

/// How a forecast is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How far to look, in hours.
    pub horizon: u32,
    /// How many draws.
    pub draws: u32,
    /// Where the draws begin: the same seed gives the same forecast.
    pub seed: u64,
    /// On how many threads; it does not change the result.
    pub threads: NonZero<usize>,
}

/// The hours that are always told, where they lie within the horizon.
pub const HOURS: [u32; 3] = [24, 72, 168];

/// Foretells what the jobs will meet.
pub fn forecast(
    inventory: &Inventory,
    chains: &Chains,
    plan: &Plan,
    backups: &Backups,
    now: Timestamp,
    options: &Options,
) -> Vec<Prediction> {
    let mut hours: Vec<u32> = HOURS.into_iter().filter(|hours| *hours < options.horizon).collect();
    hours.push(options.horizon);
    let horizon = f64::from(options.horizon) * 3600.0;
    let draft = learn::learn(inventory, chains, plan, backups, now, horizon);
    let draws = sim::simulate(&draft.scenario, options.seed, options.draws, options.threads);
    outlook::predictions(&draft, &draws, now, &hours)
}
