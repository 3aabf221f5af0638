//! The predictions of a forecast with the objects they are about, and their words.
//!
//! In: an analysis and its forecast. Out: [`PredictionView`]s, owned values; [`say`] puts causes and actions into
//! words.

pub(crate) mod say;
mod steps;
mod view;

pub(crate) use steps::StepsAgainst;
pub use view::{PredictionView, Within};

use xo_health_core::analysis::Analysis;
use xo_health_core::backup::BackupPlan;
use xo_health_core::forecast::{self, Action, Forecast, Incident};
use xo_health_core::model::{JobId, ObjectId};
use xo_health_core::outlook::BackupError;

/// Makes the predictions of a report, in the order of the forecast.
pub(super) fn predictions(forecast: &Forecast, analysis: &Analysis) -> Vec<PredictionView> {
    forecast.predictions.iter().map(|one| prediction(one, analysis)).collect()
}

fn prediction(one: &forecast::Prediction, analysis: &Analysis) -> PredictionView {
    let (inventory, plan) = (analysis.inventory(), analysis.plan());
    let vm = one.vm.as_ref().and_then(|id| inventory.find_vm(id));
    let vdi = one.vdi.as_ref().and_then(|vdi| inventory.find_vdi(vdi)).map(|vdi| inventory.vdi(vdi));
    let sr = one.sr.as_ref().and_then(|sr| inventory.find_sr(sr));
    let sr = sr.or_else(|| vdi?.sr).map(|sr| inventory.sr(sr));
    let within = |&(within_hours, probability): &(u32, f64)| Within {
        within_hours,
        probability: rounded(probability),
    };
    let predicted_before = analysis.predicted_before(one);
    PredictionView {
        error: error_of(one.error),
        job_id: one.job.to_string(),
        job_name: plan.job(&one.job).map(|planned| planned.job.name.clone()).unwrap_or_default(),
        schedule_id: only_schedule(plan, &one.job),
        vm_id: one.vm.as_ref().map(ToString::to_string),
        vm_name: vm.map(|vm| inventory.vm(vm).name.to_string()),
        sr_id: sr.map(|sr| sr.id.to_string()),
        sr_name: sr.map(|sr| sr.name.to_string()),
        vdi_id: vdi.map(|vdi| vdi.id.to_string()),
        probability_by: one.by.iter().map(within).collect(),
        first_at: one.first_at,
        first_at_window: one.window.map(|(from, to)| [from, to]),
        evidence_class: one.class,
        causes: one.causes.clone(),
        action_vdi_ids: deleted(one.action.as_ref()).iter().map(ToString::to_string).collect(),
        action: one.action.clone(),
        since: predicted_before.map(|before| before.since),
        moved: predicted_before.map(|before| before.change),
        probability_day_ago: predicted_before.and_then(|before| before.day_ago).map(rounded),
    }
}

/// Returns the snapshots that an action deletes.
fn deleted(action: Option<&Action>) -> &[ObjectId] {
    match action {
        Some(Action::DeleteSnapshots { snapshots } | Action::KeepFewer { delete: snapshots, .. }) => {
            snapshots
        }
        _ => &[],
    }
}

/// Lists the disks and snapshots that predictions name.
pub(super) fn vdis(forecast: &Forecast) -> impl Iterator<Item = &ObjectId> {
    let predicted = forecast.predictions.iter().filter_map(|one| one.vdi.as_ref());
    predicted.chain(forecast.predictions.iter().flat_map(|one| deleted(one.action.as_ref())))
}

/// Returns an error under the name that documents use.
pub const fn error_of(incident: Incident) -> BackupError {
    match incident {
        Incident::NoSpace => BackupError::NoSpace,
        Incident::ChainTooLong => BackupError::ChainTooLong,
        Incident::UnhealthyChain => BackupError::UnhealthyChain,
        Incident::RpoMissed => BackupError::RpoMissed,
        Incident::AlreadyRunning => BackupError::AlreadyRunning,
    }
}

/// Rounds a probability to three digits: the rest is noise of the draws.
#[must_use]
pub fn rounded(probability: f64) -> f64 {
    (probability * 1000.0).round() / 1000.0
}

/// Returns the only enabled schedule of a job; `None` if it has several or none.
fn only_schedule(plan: &BackupPlan, job: &JobId) -> Option<String> {
    let mut of_job =
        plan.schedules().iter().filter(|planned| planned.schedule.job == *job && planned.timing.starts());
    let first = of_job.next()?;
    of_job.next().is_none().then(|| first.schedule.id.to_string())
}

#[cfg(test)]
mod tests;
