//! Predictions of which backups fail, when and why.
//!
//! In: inventory, chains, plan, past runs. Out: values, no words. [`verdicts`] reports what the rules decide for a run
//! that starts now. [`predict`] reports how likely each error is by when, why, and what removes it, in four stages that
//! can be called one by one: [`calibrate`] learns a [`Draft`] from what was read, [`apply`] makes [`Change`]s to it
//! ("what if"), [`simulate`] draws many possible futures up to the horizon, [`summarise`] evaluates the draws. The
//! numbers that no server shows are in [`priors`].

mod actions;
mod base_rate;
mod calibrate;
pub mod cases;
mod causes;
mod correction;
mod gates;
mod options;
mod pace;
mod prediction;
pub mod priors;
pub mod score;
pub mod sim;
mod subset;
mod summary;
#[cfg(test)]
mod tests;

pub use actions::{Action, Change, apply};
pub use calibrate::Draft;
pub use causes::ForecastCause;
pub use correction::Correction;
pub use gates::{GateOutcome, NotSnapshotted, Unknown, Verdict, snapshotted_disks, verdicts};
pub(crate) use options::is_huge;
pub use options::{Deadline, HOURS, Options, draws_for};
pub use pace::MergePace;
pub use prediction::{Class, Forecast, Prediction, RoomAt, RoomForecast, RunForecast};
pub use priors::SUREST;
pub use sim::{Draws, Incident};

use jiff::Timestamp;

use crate::backup::{BackupPlan, FailureKind};
use crate::chains::Chains;
use crate::memory::Memory;
use crate::model::{Backups, Inventory};

impl From<FailureKind> for Incident {
    fn from(kind: FailureKind) -> Self {
        match kind {
            FailureKind::NoSpace => Self::NoSpace,
            FailureKind::ChainTooLong => Self::ChainTooLong,
            FailureKind::UnhealthyChain => Self::UnhealthyChain,
            FailureKind::AlreadyRunning => Self::AlreadyRunning,
        }
    }
}

/// Forecasts from what was learnt: all stages but the first, without any change, plus what removes each error.
pub fn predict(draft: &Draft, verdicts: &[Verdict], options: &Options) -> Forecast {
    let draws = simulate(draft, options);
    let mut forecast = summarise(draft, draws, verdicts, options);
    forecast.cut_short |= draft.left_out;
    let how = options.how(draft);
    forecast.cut_short |= !actions::advise(draft, &mut forecast.predictions, &how);
    base_rate::add(draft, &mut forecast.predictions, &options.hours());
    let month = calibrate::month(draft);
    let most = if is_huge(draft.units.len()) { priors::ROOM_DRAWS_HUGE } else { priors::ROOM_DRAWS };
    let how = sim::DrawOptions { count: how.count.min(most), ..how };
    let lacking = sim::shortages(month, &how).into_iter().flatten();
    forecast.rooms.iter_mut().zip(lacking).for_each(|(room, lacking)| room.lacking = Some(lacking));
    forecast.cut_short |= how.deadline.is_over();
    forecast
}

/// Learns what a forecast is simulated from: the first stage. `memory` is what earlier observations show; it may be
/// empty.
pub fn calibrate(
    inventory: &Inventory,
    chains: &Chains,
    plan: &BackupPlan,
    backups: &Backups,
    memory: &Memory,
    now: Timestamp,
    options: &Options,
) -> Draft {
    // the deadline starts its clock at the first call
    let _ = options.deadline.is_over();
    let horizon = options.horizon_seconds();
    let mut draft = calibrate::calibrate(inventory, chains, plan, backups, memory, now, horizon);
    if let Some(speed) = options.merge_speed {
        calibrate::set_merge_speed(&mut draft, speed);
    }
    draft
}

/// Returns a draft cut to the horizon of the options, where that is nearer; what was learnt does not depend on it.
pub fn until(draft: &Draft, options: &Options) -> Draft {
    draft.until(options.horizon_seconds())
}

/// Draws possible futures up to the horizon of a draft, as many as the options demand: the third stage.
pub fn simulate(draft: &Draft, options: &Options) -> Draws {
    sim::simulate(&draft.scenario, &options.how(draft))
}

impl Options {
    fn how(&self, draft: &Draft) -> sim::DrawOptions {
        let count = self.draws.unwrap_or(draws_for(draft.units.len()));
        sim::DrawOptions { seed: self.seed, count, threads: self.threads, deadline: self.deadline.clone() }
    }
}

/// Summarises the draws of a draft: the last stage. It does not look for what removes an error, nor for what SRs lack
/// in 30 days. `verdicts` are those of the server as it was read; they show what is exact.
pub fn summarise(draft: &Draft, draws: Draws, verdicts: &[Verdict], options: &Options) -> Forecast {
    summary::summarise(draft, draws, verdicts, &options.hours())
}
