//! What is likely to come, with its words.
//!
//! In: a forecast, what its indices point to, a language. Out: [`Prediction`]s for the report. The words are in the
//! `.ftl` file of the language; this module fills the numbers in.

mod say;
mod view;

use self::say::Say;
pub use view::{ErrorName, EvidenceClass, Prediction, Within};

use crate::words::{Bundle, Lang, Words};
use xo_health_core::backup::Plan;
use xo_health_core::forecast::{self, Action, Class, Forecast};
use xo_health_core::model::{Inventory, JobId};

/// Makes the predictions of a report, in the order of the forecast.
pub(super) fn predictions(
    forecast: &Forecast,
    inventory: &Inventory,
    plan: &Plan,
    lang: Lang,
) -> Vec<Prediction> {
    let words = Words::of(lang).bundle();
    forecast.predictions.iter().map(|one| prediction(one, inventory, plan, words)).collect()
}

fn prediction(one: &forecast::Prediction, inventory: &Inventory, plan: &Plan, words: &Bundle) -> Prediction {
    let vm = one.vm.as_ref().and_then(|id| inventory.find_vm(id));
    let sr = one.sr.as_ref().and_then(|sr| inventory.find_sr(sr)).map(|sr| inventory.sr(sr));
    let vdi = one.vdi.as_ref().and_then(|vdi| inventory.find_vdi(vdi)).map(|vdi| inventory.vdi(vdi));
    let job = plan.job(&one.job);
    let say = Say { words, inventory, plan, of: one };
    Prediction {
        error: one.error.into(),
        job_id: one.job.to_string(),
        job_name: job.map(|planned| planned.job.name.clone()).unwrap_or_default(),
        schedule_id: only_schedule(plan, &one.job),
        vm_id: one.vm.as_ref().map(ToString::to_string),
        vm_name: vm.map(|vm| inventory.vm(vm).name.to_string()),
        sr_id: sr.map(|sr| sr.id.to_string()),
        sr_name: sr.map(|sr| sr.name.to_string()),
        vdi_id: vdi.map(|vdi| vdi.id.to_string()),
        probability_by: one
            .by
            .iter()
            .map(|&(within_hours, probability)| Within { within_hours, probability: rounded(probability) })
            .collect(),
        first_at: one.first_at,
        first_at_window: one.window.map(|(from, to)| [from, to]),
        evidence_class: match one.class {
            Class::Exact => EvidenceClass::Exact,
            Class::Simulated => EvidenceClass::Simulated,
            Class::Prior => EvidenceClass::Prior,
        },
        causes: say.causes(),
        action: say.action(),
        action_vdi_ids: match &one.action {
            Some(Action::DeleteSnapshots { snapshots } | Action::KeepFewer { delete: snapshots, .. }) => {
                snapshots.iter().map(ToString::to_string).collect()
            }
            _ => Vec::new(),
        },
    }
}

/// Writes probabilities with three digits: the rest is noise of the draws.
#[must_use]
pub fn rounded(probability: f64) -> f64 {
    (probability * 1000.0).round() / 1000.0
}

/// Gives the schedule of a job that has one enabled schedule.
fn only_schedule(plan: &Plan, job: &JobId) -> Option<String> {
    let mut of_job =
        plan.schedules().iter().filter(|planned| planned.schedule.job == *job && planned.timing.starts());
    let first = of_job.next()?;
    of_job.next().is_none().then(|| first.schedule.id.to_string())
}

#[cfg(test)]
mod tests;
