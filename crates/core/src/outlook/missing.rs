//! The restore points that a row would have made, and when the last ones were made.

use jiff::Timestamp;

use super::known::{Known, Targets};
use super::values::{Missing, Output};
use crate::model::{JobId, ObjectId, RunPlace, RunStatus, VmRun};

/// Where a run keeps restore points of a VM, and when the last ones there were made.
pub(super) struct KeptPoints(Vec<Missing>);

impl KeptPoints {
    pub(super) fn of(known: &Known<'_>, job: &JobId, vm: &ObjectId, targets: &Targets) -> Self {
        let snapshot = targets.snapshot.then_some(Output::Snapshot);
        let repositories = targets.repositories.iter().map(|id| Output::Repository { id: id.clone() });
        let srs = targets.srs.iter().map(|id| Output::Sr { id: id.clone() });
        let outputs = snapshot.into_iter().chain(repositories).chain(srs);
        let last = |output: Output| Missing { last_good_at: last_good(known, job, vm, &output), output };
        Self(outputs.map(last).collect())
    }

    /// Lists the lost ones.
    pub(super) fn missing(&self, is_lost: impl Fn(&Output) -> bool) -> Vec<Missing> {
        self.0.iter().filter(|missing| is_lost(&missing.output)).cloned().collect()
    }
}

fn last_good(known: &Known<'_>, job: &JobId, vm: &ObjectId, output: &Output) -> Option<Timestamp> {
    let past = known.analysis.history()?.job(job)?.vm(vm)?;
    let runs = known.analysis.runs();
    past.backups.iter().rev().find_map(|backup| made(backup.of(runs), output))
}

/// Returns when a backup of a VM made a restore point, or `None` if it made none.
fn made(vm: &VmRun, output: &Output) -> Option<Timestamp> {
    let to = |place: &RunPlace| {
        let mut all = vm.transfers.iter();
        let good = all.find(|one| one.target.as_ref() == Some(place))?;
        (good.export.status == RunStatus::Success).then(|| good.export.end())?
    };
    match output {
        Output::Snapshot => {
            let snapshot = vm.snapshot.as_ref()?;
            (snapshot.status == RunStatus::Success).then(|| snapshot.end())?
        }
        Output::Repository { id } => to(&RunPlace::Remote(id.clone())),
        Output::Sr { id } => to(&RunPlace::Sr(id.clone())),
    }
}
