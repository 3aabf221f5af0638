//! Which steps of the plan are against which prediction: the one answer that the screen and the documents share.

use rustc_hash::FxHashMap;

use super::PredictionView;
use xo_health_core::model::ObjectId;
use xo_health_core::outlook::{BackupError, Step, StepAction};

/// The steps of a plan by what they are against; built once for all predictions.
#[derive(Debug, Default)]
pub(crate) struct StepsAgainst {
    of_vm: FxHashMap<(BackupError, Option<ObjectId>), Vec<u32>>,
    on_sr: FxHashMap<(BackupError, ObjectId), Vec<u32>>,
    of_sr: FxHashMap<ObjectId, Vec<u32>>,
}

impl StepsAgainst {
    /// Indexes a plan. What no step removes is left out.
    pub(crate) fn of(plan: &[Step]) -> Self {
        let mut found = Self::default();
        for step in plan.iter().filter(|step| !matches!(step.action, StepAction::Needs { .. })) {
            let whole_sr = is_of_whole_sr(&step.action);
            for sr in &step.sr_ids {
                if whole_sr {
                    found.of_sr.entry(sr.clone()).or_default().push(step.step);
                }
                for fix in &step.fixes {
                    add(found.on_sr.entry((fix.error, sr.clone())).or_default(), step.step);
                }
            }
            for fix in &step.fixes {
                add(found.of_vm.entry((fix.error, fix.vm_id.clone())).or_default(), step.step);
            }
        }
        found
    }

    /// Lists the steps against the same error of the same VM, or on the same SR; ascending.
    pub(crate) fn against(&self, one: &PredictionView) -> Vec<u32> {
        let [vm, sr] = [&one.vm_id, &one.sr_id].map(|id| id.as_deref().map(ObjectId::new));
        let of_vm = self.of_vm.get(&(one.error, vm));
        let on_sr = sr.as_ref().and_then(|sr| self.on_sr.get(&(one.error, sr.clone())));
        let of_sr = sr.as_ref().and_then(|sr| self.of_sr.get(sr));
        let mut steps: Vec<u32> = [of_vm, on_sr, of_sr].into_iter().flatten().flatten().copied().collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }
}

/// Returns whether a step helps every chain of its SR, whatever error it was found against.
fn is_of_whole_sr(action: &StepAction) -> bool {
    matches!(
        action,
        StepAction::RepairChain
            | StepAction::RunOnOneHost
            | StepAction::RestoreSr
            | StepAction::EnableCollector
            | StepAction::RescanSr
    )
}

/// Adds a step that may be the last one already: steps come in order.
fn add(steps: &mut Vec<u32>, step: u32) {
    if steps.last() != Some(&step) {
        steps.push(step);
    }
}
