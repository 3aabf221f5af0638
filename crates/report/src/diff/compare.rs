//! Compares two reports.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::state::{ComparedFinding, ComparedPrediction, Due, State};
use super::{
    BackupChange, Diff, DiffKind, FindingChange, Measured, PredictedOutcome, PredictionChange, RunToCome,
    Side,
};
use crate::ExitReason;
use xo_health_core::findings::Trend;
use xo_health_core::model::{JobId, ObjectId};
use xo_health_core::outlook::{BackupError, Likelihood, Outcome, POSSIBLE, Status};

/// The names of jobs and VMs in either report.
struct Named {
    jobs: BTreeMap<String, String>,
    vms: BTreeMap<String, String>,
}

pub(super) fn compare(before: &State, after: &State) -> Diff {
    let mut named = Named { jobs: BTreeMap::new(), vms: BTreeMap::new() };
    for state in [before, after] {
        // the later name wins
        state.names(&mut named.jobs, &mut named.vms);
    }
    let (findings, findings_unchanged) = findings(before, after);
    let (backups, backups_unchanged) = backups(before, after, &named);
    let predictions_compared = before.horizon_hours.is_some() && after.horizon_hours.is_some();
    let (predictions, predictions_unchanged) =
        if predictions_compared { predictions(before, after, &named) } else { (Vec::new(), 0) };
    let same_server = before.source.server.as_ref().zip(after.source.server.as_ref()).map(|(a, b)| a == b);
    let was_read = |answer| before.gaps.iter().all(|gap| gap.unread.answer != answer);
    let unseen = after.gaps.iter().filter(|gap| was_read(gap.unread.answer));
    Diff {
        exit_status: 0,
        exit_reason: ExitReason::Nothing,
        before: side(before),
        after: side(after),
        same_server,
        answer: answer(before, after),
        findings,
        findings_unchanged,
        backups,
        backups_unchanged,
        predictions,
        predictions_unchanged,
        predictions_compared,
        unseen: unseen.map(|gap| gap.unread.clone()).collect(),
    }
}

fn side(state: &State) -> Side {
    Side {
        source: state.source.clone(),
        observed_at: state.observed_at,
        exit_status: state.exit_status,
        exit_reason: state.exit_reason,
        answer: state.answer.clone(),
        unread: state.gaps.iter().map(|gap| gap.unread.clone()).collect(),
    }
}

fn answer(before: &State, after: &State) -> Option<DiffKind> {
    // no backups due is as good as a yes
    let rank = |status| if status == Status::NoneDue { Status::Yes } else { status };
    let [before, after] = [before, after].map(|state| state.answer.as_ref().map(|one| rank(one.status)));
    direction(&before?, &after?)
}

/// Returns whether something moved up, which is worse, or down.
fn direction<T: Ord>(before: &T, after: &T) -> Option<DiffKind> {
    match after.cmp(before) {
        std::cmp::Ordering::Greater => Some(DiffKind::Worse),
        std::cmp::Ordering::Less => Some(DiffKind::Better),
        std::cmp::Ordering::Equal => None,
    }
}

/// Pairs the items of two lists by key. Of several with the same key, the first one counts.
fn pairs<'a, K: Ord, T>(
    before: impl IntoIterator<Item = (K, &'a T)>,
    after: impl IntoIterator<Item = (K, &'a T)>,
) -> BTreeMap<K, (Option<&'a T>, Option<&'a T>)> {
    let mut pairs: BTreeMap<K, (Option<&T>, Option<&T>)> = BTreeMap::new();
    for (key, one) in before {
        pairs.entry(key).or_default().0.get_or_insert(one);
    }
    for (key, one) in after {
        pairs.entry(key).or_default().1.get_or_insert(one);
    }
    pairs
}

/// A finding of a report, and whether it counts there.
#[derive(Clone, Copy)]
struct Listed<'a> {
    found: &'a ComparedFinding,
    counts: bool,
}

/// Lists the findings of a report by key: those that count take precedence over suppressed ones.
fn keyed(state: &State) -> BTreeMap<String, Listed<'_>> {
    let listed = |counts| move |found| Listed { found, counts };
    let all = state.findings.iter().map(listed(true)).chain(state.suppressed.iter().map(listed(false)));
    let mut keyed = BTreeMap::new();
    for one in all {
        keyed.entry(one.found.key()).or_insert(one);
    }
    keyed
}

fn findings(before: &State, after: &State) -> (Vec<FindingChange>, u32) {
    let mut unchanged = 0;
    let mut changes = Vec::new();
    let (before, after) = (keyed(before), keyed(after));
    let each = |listed| <&BTreeMap<_, _>>::into_iter(listed).map(|(key, one): (&String, _)| (key, one));
    for (fingerprint, (before, after)) in pairs(each(&before), each(&after)) {
        let counts = [before, after].map(|one| one.is_some_and(|one: &Listed<'_>| one.counts));
        let [before, after] = [before, after].map(|one| one.map(|one| one.found));
        let [old, new] = [before, after].map(|one| one.map(measured));
        let change = match (counts, &old, &new) {
            ([true, true], Some(old), Some(new)) => trend(old, new),
            // it counts again, because it got worse or because the rule ended
            ([false, true], Some(old), Some(new)) => {
                Some(trend(old, new).filter(|trend| trend.is_bad()).unwrap_or(DiffKind::New))
            }
            ([_, true], ..) => Some(DiffKind::New),
            ([true, false], _, Some(_)) => Some(DiffKind::Suppressed),
            ([true, false], ..) => Some(DiffKind::Gone),
            // it never counted
            ([false, false], ..) => continue,
        };
        let (Some(change), Some(latest)) = (change, after.or(before)) else {
            unchanged += 1;
            continue;
        };
        changes.push(FindingChange {
            change,
            fingerprint: fingerprint.clone(),
            code: latest.code.clone(),
            subject: latest.subject.clone(),
            sr_id: latest.sr_id.clone(),
            before: old,
            after: new,
            suppressed: after.and_then(|found| found.suppressed.clone()),
        });
    }
    changes.sort_by_key(|one| (one.change, Reverse(one.latest().map(|latest| latest.severity))));
    (changes, unchanged)
}

fn measured(found: &ComparedFinding) -> Measured {
    Measured {
        severity: found.severity,
        evidence: found.evidence.clone(),
        finding: found.finding(),
        written: [found.title.clone(), found.message.clone()],
    }
}

fn trend(before: &Measured, after: &Measured) -> Option<DiffKind> {
    let Some((old, new)) = before.finding.as_ref().zip(after.finding.as_ref()) else {
        return direction(&before.severity, &after.severity);
    };
    match new.since(old) {
        Trend::Worse => Some(DiffKind::Worse),
        Trend::Better => Some(DiffKind::Better),
        Trend::Same => None,
    }
}

/// What identifies a backup at risk in both reports.
type BackupKey<'a> = (&'a JobId, &'a ObjectId, Option<BackupError>);

/// Returns the worst run of each job, VM and error among those that do not simply succeed.
fn at_risk(state: &State) -> BTreeMap<BackupKey<'_>, &Due> {
    let mut worst: BTreeMap<BackupKey<'_>, &Due> = BTreeMap::new();
    for due in state.backups.iter().filter(|due| due.outcome != Outcome::Ok) {
        let key = (&due.job_id, &due.vm_id, due.error);
        let known = worst.entry(key).or_insert(due);
        if (due.outcome, due.likelihood) > (known.outcome, known.likelihood) {
            *known = due;
        }
    }
    worst
}

fn backups(before: &State, after: &State, named: &Named) -> (Vec<BackupChange>, u32) {
    let mut unchanged = 0;
    let mut changes = Vec::new();
    for (key, (old, new)) in pairs(at_risk(before), at_risk(after)) {
        let change = match (old, new) {
            (Some(old), Some(new)) => direction(&old.outcome, &new.outcome),
            (None, Some(_)) => Some(DiffKind::New),
            _ => Some(DiffKind::Gone),
        };
        let Some(change) = change else {
            unchanged += 1;
            continue;
        };
        let (job, vm, error) = key;
        changes.push(BackupChange {
            change,
            job_id: job.clone(),
            job_name: named.jobs.get(&job.to_string()).cloned(),
            vm_id: vm.clone(),
            vm_name: named.vms.get(&vm.to_string()).cloned(),
            error,
            before: predicted_outcome(old, before, job, vm),
            after: predicted_outcome(new, after, job, vm),
        });
    }
    changes.sort_by_key(|one| (one.change, Reverse(one.after.outcome.max(one.before.outcome))));
    (changes, unchanged)
}

/// Returns what a report expects of a job's backup of a VM; `due` is the run at risk.
fn predicted_outcome(due: Option<&Due>, state: &State, job: &JobId, vm: &ObjectId) -> PredictedOutcome {
    if let Some(due) = due {
        let run = RunToCome { at: due.at, schedule_id: due.schedule_id.clone(), likelihood: due.likelihood };
        return PredictedOutcome { run: Some(run), outcome: Some(due.outcome), probability: due.probability };
    }
    let others = state.backups.iter().filter(|due| due.job_id == *job && due.vm_id == *vm);
    PredictedOutcome { outcome: others.map(|due| due.outcome).max(), ..PredictedOutcome::default() }
}

/// What identifies a prediction in both reports.
type PredictionKey = (BackupError, String, Option<String>);

fn likely(state: &State) -> impl Iterator<Item = (PredictionKey, &ComparedPrediction)> {
    let likely = state.predictions.iter().filter(|one| one.probability() >= POSSIBLE);
    likely.map(|one| ((one.error, one.job_id.clone(), one.vm_id.clone()), one))
}

fn predictions(before: &State, after: &State, named: &Named) -> (Vec<PredictionChange>, u32) {
    let mut unchanged = 0;
    let mut changes = Vec::new();
    for ((error, job, vm), (old, new)) in pairs(likely(before), likely(after)) {
        let likelihood = |one: &ComparedPrediction| Likelihood::of(one.probability());
        let change = match (old, new) {
            (Some(old), Some(new)) => direction(&likelihood(old), &likelihood(new)),
            (None, Some(_)) => Some(DiffKind::New),
            _ => Some(DiffKind::Gone),
        };
        let (Some(change), Some(latest)) = (change, new.or(old)) else {
            unchanged += 1;
            continue;
        };
        changes.push(PredictionChange {
            change,
            error,
            job_id: JobId::from(job.as_str()),
            job_name: named.jobs.get(&job).cloned(),
            vm_id: vm.as_deref().map(ObjectId::new),
            vm_name: vm.as_ref().and_then(|vm| named.vms.get(vm).cloned()),
            probability_by_before: old.map(|one| one.probability_by.clone()).unwrap_or_default(),
            probability_by: new.map(|one| one.probability_by.clone()).unwrap_or_default(),
            first_at: latest.first_at,
        });
    }
    let probability = |one: &PredictionChange| one.probability_by.last().map_or(0.0, |by| by.probability);
    changes.sort_by(|a, b| a.change.cmp(&b.change).then_with(|| probability(b).total_cmp(&probability(a))));
    (changes, unchanged)
}
