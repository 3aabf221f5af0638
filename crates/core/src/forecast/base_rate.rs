//! Errors that may come although nothing hints at them: each error that no rule excludes has at least the chance of a
//! surprise.
//!
//! In: a draft and what was predicted. Out: predictions, none of them below [`LEAST`](priors::LEAST), and one for each
//! possible error that no draw met often enough.

use rustc_hash::FxHashSet;

use super::calibrate::Draft;
use super::prediction::{Class, Prediction};
use super::priors;
use super::sim::Incident;
use crate::model::{JobId, ObjectId};

/// Raises what is below the base rate, and adds what is missing. On a server with many VMs nothing is added: each line
/// costs time there, and nobody reads them.
pub(super) fn add(draft: &Draft, predictions: &mut Vec<Prediction>, hours: &[u32]) {
    let least = |chance: &mut f64| *chance = chance.max(priors::LEAST);
    predictions.iter_mut().flat_map(|one| &mut one.by).for_each(|(_, chance)| least(chance));
    if draft.units.len() > priors::LARGE {
        return;
    }
    let predicted: FxHashSet<_> =
        predictions.iter().map(|one| (one.job.clone(), one.vm.clone(), one.error)).collect();
    let missing =
        possible(draft).filter(|(job, vm, error)| !predicted.contains(&(job.clone(), vm.clone(), *error)));
    let by: Vec<(u32, f64)> = hours.iter().map(|&hours| (hours, priors::LEAST)).collect();
    predictions.extend(missing.map(|(job, vm, error)| Prediction {
        error,
        job,
        vm,
        sr: None,
        vdi: None,
        by: by.clone(),
        first_at: None,
        window: None,
        class: Class::Prior,
        causes: Vec::new(),
        action: None,
        group: None,
        key: u32::MAX,
        shift: 0.0,
    }));
}

/// Lists what no rule excludes: a run that finds the previous one still under way, a bounded SR that fills up, a
/// restore point that gets too old. The chain limit is excluded until enough runs have lengthened the chain, and skips
/// are drawn, since a collector may die.
fn possible(draft: &Draft) -> impl Iterator<Item = (JobId, Option<ObjectId>, Incident)> + '_ {
    let scenario = &draft.scenario;
    let runs: FxHashSet<u32> = scenario.fires.iter().map(|fire| fire.job).collect();
    let mut jobs: Vec<u32> = runs.iter().copied().collect();
    jobs.sort_unstable();
    let of_jobs =
        jobs.into_iter().map(|job| (draft.job_ids[job as usize].clone(), None, Incident::AlreadyRunning));
    let units = scenario.units.iter().zip(&draft.units).filter(move |(unit, _)| runs.contains(&unit.job));
    let of_units = units.flat_map(|(unit, names)| {
        let has_end = |disk: u32| {
            let sr = scenario.disks[disk as usize].sr;
            scenario.srs[sr as usize].free.is_some()
        };
        let fills = unit.disks.iter().any(|disk| has_end(disk.disk) || disk.replica.is_some_and(has_end));
        let ages = !scenario.jobs[unit.job as usize].rhythm.is_empty();
        let errors = [(fills, Incident::NoSpace), (ages, Incident::RpoMissed)];
        let errors = errors.into_iter().filter(|(may, _)| *may);
        errors.map(|(_, error)| (names.job.clone(), Some(names.vm_id.clone()), error))
    });
    of_jobs.chain(of_units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::sim::samples::{GIB, small};

    fn added(change: impl FnOnce(&mut crate::forecast::sim::Scenario)) -> Vec<(Incident, bool)> {
        let mut scenario = small("lvm");
        scenario.srs[0].free = Some(500.0 * GIB);
        change(&mut scenario);
        let mut predictions = Vec::new();
        add(&Draft::sample(scenario), &mut predictions, &[24, 168]);
        assert!(predictions.iter().all(|one| one.by == [(24, priors::LEAST), (168, priors::LEAST)]));
        predictions.iter().map(|one| (one.error, one.vm.is_some())).collect()
    }

    #[test]
    fn what_may_come_is_named_once() {
        let all = added(|_| {});
        let units = small("lvm").units.len();
        assert_eq!(all.iter().filter(|(error, _)| *error == Incident::NoSpace).count(), units);
        assert_eq!(all.iter().filter(|(error, _)| *error == Incident::AlreadyRunning).count(), 1);
        assert!(all.iter().all(|(error, of_vm)| *of_vm == (*error != Incident::AlreadyRunning)));
    }

    #[test]
    fn impossible_errors_are_not_listed() {
        let endless = added(|scenario| scenario.srs.iter_mut().for_each(|sr| sr.free = None));
        assert!(endless.iter().all(|(error, _)| *error != Incident::NoSpace));
        assert_eq!(added(|scenario| scenario.fires.clear()), []);
        let without = added(|scenario| scenario.jobs.iter_mut().for_each(|job| job.rhythm.clear()));
        assert!(without.iter().all(|(error, _)| *error != Incident::RpoMissed));
    }

    #[test]
    fn what_is_known_is_only_raised() {
        let mut scenario = small("lvm");
        scenario.srs[0].free = Some(500.0 * GIB);
        let draft = Draft::sample(scenario);
        let mut predictions = Vec::new();
        add(&draft, &mut predictions, &[24]);
        let count = predictions.len();
        predictions[0].by = vec![(24, 0.0)];
        predictions[1].by = vec![(24, 0.7)];
        add(&draft, &mut predictions, &[24]);
        assert_eq!(predictions.len(), count);
        assert_eq!((predictions[0].by[0].1, predictions[1].by[0].1), (priors::LEAST, 0.7));
    }
}
