//! What is going to happen.
//!
//! In: inventory, chains, plan, past runs. Out: values, no words. Two parts: [`verdicts`] says what the rules decide for a
//! run that is started now; [`forecast`] simulates many times what may come until a horizon, from what was learnt of the
//! past, and says how likely each error is by when, why, and what removes it.

mod actions;
mod causes;
mod focus;
mod gates;
mod learn;
mod outlook;
pub mod score;
pub mod sim;

pub use gates::{NotSnapshotted, Outcome, Unknown, Verdict, snapshotted_disks, verdicts};

#[cfg(test)]
mod tests;

pub use actions::Action;
pub use causes::Cause;
pub use outlook::{Prediction, SUREST};
pub use sim::Error;

use std::num::NonZero;

use jiff::Timestamp;

use crate::backup::{FailureKind, Plan};
use crate::chains::Chains;
use crate::model::{Backups, Inventory};
use crate::units::Bytes;

impl From<FailureKind> for Error {
    fn from(kind: FailureKind) -> Self {
        match kind {
            FailureKind::NoSpace => Self::NoSpace,
            FailureKind::ChainTooLong => Self::ChainTooLong,
            FailureKind::UnhealthyChain => Self::UnhealthyChain,
            FailureKind::AlreadyRunning => Self::AlreadyRunning,
        }
    }
}

/// How a forecast is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How far to look, in hours.
    pub horizon: u32,
    /// One more hour to tell the chance of, where it lies within the horizon.
    pub also: Option<u32>,
    /// How many draws; none for as many as suit the number of VMs: [`draws_for`].
    pub draws: Option<u32>,
    /// Where the draws begin: the same seed gives the same forecast.
    pub seed: u64,
    /// On how many threads; it does not change the result.
    pub threads: NonZero<usize>,
}

/// Says what a prediction rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The rules refuse the run as things are, and nothing that may happen before it changes that.
    Exact,
    /// Many draws from what was learnt of this VM or job.
    Simulated,
    /// The same, where no log shows the VM: from what is usual.
    Prior,
}

/// What is foretold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// The errors that may come, the surest first.
    pub predictions: Vec<Prediction>,
    /// By SR, in the order of the inventory.
    pub rooms: Vec<Room>,
}

/// How the room of an SR develops.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Room {
    /// Bytes that are missing so that all snapshots and copies of 30 days fit, nine times out of ten.
    pub lacking: Bytes,
    /// Bytes by which the data on it grow in a mean day, in the middle of what may be: what is written and was never
    /// written before.
    pub growth: Bytes,
    /// How likely a snapshot or copy finds too little room there within the horizon.
    pub runs_out: f64,
}

/// VMs in jobs beyond which fewer draws are made: a chance of a half is then known to 4 % instead of 2 %, and 10,000 VMs
/// stay below a minute.
const LARGE: usize = 2000;

/// Gives how many draws are made where nobody says.
pub const fn draws_for(units: usize) -> u32 {
    if units > LARGE { 200 } else { 500 }
}

/// The hours that are always told, where they lie within the horizon.
pub const HOURS: [u32; 3] = [24, 72, 168];

/// Foretells what the jobs will meet.
pub fn forecast(
    inventory: &Inventory,
    chains: &Chains,
    plan: &Plan,
    backups: &Backups,
    verdicts: &[Verdict],
    now: Timestamp,
    options: &Options,
) -> Forecast {
    let mut hours: Vec<u32> =
        HOURS.into_iter().chain(options.also).filter(|hours| *hours < options.horizon).collect();
    hours.push(options.horizon);
    hours.sort_unstable();
    hours.dedup();
    let horizon = f64::from(options.horizon) * 3600.0;
    let mut draft = learn::learn(inventory, chains, plan, backups, now, ROOM_HORIZON.max(horizon));
    let lacking = lacking(&draft, options);
    draft.scenario.horizon = horizon;
    draft.scenario.fires.retain(|fire| fire.at <= horizon);
    let count = options.draws.unwrap_or(draws_for(draft.units.len()));
    let draws = sim::simulate(&draft.scenario, options.seed, count, options.threads);
    let predictions = outlook::predictions(&draft, &draws, verdicts, now, &hours, options);
    let rooms = outlook::rooms(&draft, &draws, &lacking);
    Forecast { predictions, rooms }
}

/// How far the room of SRs is looked at, in seconds.
const ROOM_HORIZON: f64 = 30.0 * 86_400.0;

/// Draws for the room of SRs.
const ROOM_DRAWS: u32 = 20;

/// Gives, for each SR in the order of the inventory, the bytes it lacks so that all snapshots and copies of 30 days fit,
/// nine times out of ten; nothing where its size is not known.
fn lacking(draft: &learn::Draft, options: &Options) -> Vec<Bytes> {
    sim::shortages(&draft.scenario, options.seed, ROOM_DRAWS, options.threads)
}
