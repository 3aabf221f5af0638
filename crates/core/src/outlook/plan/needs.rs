//! What would be needed if no step removes a problem, in numbers.

use super::candidate;
use super::problem::Problem;
use super::target::Target;
use super::{Need, Object};
use crate::findings::catalogue::Actor;
use crate::forecast;
use crate::model::{JobId, ObjectId};
use crate::outlook::cause::Cause;
use crate::outlook::known::Known;
use crate::units::Bytes;

/// How many times faster a link must be if nothing shows by how much: twice. A guess.
const TWICE: u64 = 2;

/// Lists what would be needed, each once.
pub(super) fn of(known: &Known<'_>, problems: &[(Problem, Target<'_>)]) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for (problem, target) in problems {
        let need = match problem {
            Problem::Room(sr) => room(sr, target),
            Problem::Time(job) => time(known, job),
            Problem::Merges(sr) => merges(known, sr, target),
            _ => Need::Attention,
        };
        match needs.iter_mut().find(|one| is_same(one, &need)) {
            Some(known) => larger(known, need),
            None => needs.push(need),
        }
    }
    needs
}

fn is_same(a: &Need, b: &Need) -> bool {
    match (a, b) {
        (Need::Room { sr_id: a, .. }, Need::Room { sr_id: b, .. })
        | (Need::FasterMerges { sr_id: a, .. }, Need::FasterMerges { sr_id: b, .. }) => a == b,
        (Need::FasterLink { job_id: a, .. }, Need::FasterLink { job_id: b, .. }) => a == b,
        (a, b) => a == b,
    }
}

/// Keeps the larger of two needs of one kind.
fn larger(known: &mut Need, need: Need) {
    let size = |need: &Need| match need {
        Need::Room { bytes, .. } => *bytes,
        Need::FasterLink { to, .. } | Need::FewerWrites { to, .. } | Need::FasterMerges { to, .. } => *to,
        Need::Attention => Bytes::ZERO,
    };
    if size(&need) > size(known) {
        *known = need;
    }
}

/// Lists the causes of a target, including those behind them.
fn causes<'t>(target: &Target<'t>) -> Vec<&'t Cause> {
    match *target {
        Target::Row(judged) => {
            let risks = judged.risks.iter();
            risks.flat_map(|risk| risk.cause.iter().chain(&risk.behind)).collect()
        }
        Target::Event(event) => event.cause.iter().chain(&event.behind).collect(),
    }
}

fn room(sr: &ObjectId, target: &Target<'_>) -> Need {
    match lacking(sr, target) {
        Some(bytes) => Need::Room { sr_id: sr.clone(), bytes },
        None => Need::Attention,
    }
}

/// Returns how much room an SR lacks for a target, if its causes show it.
pub(super) fn lacking(sr: &ObjectId, target: &Target<'_>) -> Option<Bytes> {
    let lacks = causes(target).into_iter().filter_map(|cause| match cause {
        Cause::NoRoom { sr_id, need_bytes, free_bytes, .. } if sr_id == sr => Some(*need_bytes - *free_bytes),
        Cause::Forecast(forecast::ForecastCause::Room { need, free, .. }) => Some(*need - *free),
        _ => None,
    });
    lacks.max().filter(|bytes| *bytes > Bytes::ZERO)
}

/// A link that moves within one interval what it moves in one run.
fn time(known: &Known<'_>, job: &JobId) -> Need {
    let incidents = [forecast::Incident::AlreadyRunning, forecast::Incident::RpoMissed];
    let predictions = known.analysis.forecast().into_iter().flat_map(|forecast| &forecast.predictions);
    let of_job = predictions.filter(|one| one.job == *job && incidents.contains(&one.error));
    let mut speed = None;
    let mut times = None;
    for cause in of_job.flat_map(|one| &one.causes) {
        match cause {
            forecast::ForecastCause::Time { speed: now, .. } => speed = speed.or(Some(*now)),
            forecast::ForecastCause::Interval { gap, took } => {
                times = times.or(Some((gap.as_secs(), took.as_secs())))
            }
            _ => {}
        }
    }
    let Some(from) = speed.filter(|speed| *speed > Bytes::ZERO) else { return Need::Attention };
    let to = match times.and_then(|(gap, took)| Some((u64::try_from(gap).ok()?, u64::try_from(took).ok()?))) {
        Some((gap, took)) if took > gap && gap > 0 => {
            let to = u128::from(from.0) * u128::from(took) / u128::from(gap);
            Bytes(u64::try_from(to).unwrap_or(u64::MAX))
        }
        _ => Bytes(from.0.saturating_mul(TWICE)),
    };
    Need::FasterLink { job_id: job.clone(), from, to }
}

/// Merges fast enough to copy what waits before the run.
fn merges(known: &Known<'_>, sr: &ObjectId, target: &Target<'_>) -> Need {
    let (mut speed, mut waiting) = (None, None);
    for cause in causes(target) {
        match cause {
            Cause::Forecast(forecast::ForecastCause::Merges { speed: now, .. }) => speed = Some(*now),
            Cause::Forecast(forecast::ForecastCause::Waiting { bytes, .. }) => waiting = Some(*bytes),
            _ => {}
        }
    }
    let left = target.at().map(|at| at.duration_since(known.analysis.now()).as_secs().max(1));
    let left = left.and_then(|left| u64::try_from(left).ok());
    match (speed, waiting.zip(left)) {
        (Some(from), Some((bytes, left))) if Bytes(bytes.0 / left) > from => {
            Need::FasterMerges { sr_id: sr.clone(), from, to: Bytes(bytes.0 / left) }
        }
        (Some(from), _) => {
            Need::FasterMerges { sr_id: sr.clone(), from, to: Bytes(from.0.saturating_mul(TWICE)) }
        }
        (None, _) => Need::Attention,
    }
}

/// Returns who has to deal with it: the storage operator, if an SR is the problem.
pub(super) fn who(problems: &[(Problem, Target<'_>)]) -> Actor {
    if srs(problems).is_empty() { Actor::XoAdministrator } else { Actor::StorageOperator }
}

/// Returns the objects of the needs: SRs and jobs, each once.
pub(super) fn objects(known: &Known<'_>, problems: &[(Problem, Target<'_>)]) -> Vec<Object> {
    let mut objects: Vec<Object> = Vec::new();
    let mut add = |object: Object| {
        if !objects.iter().any(|one| one.kind == object.kind && one.id == object.id) {
            objects.push(object);
        }
    };
    for sr in srs(problems) {
        add(candidate::sr_named(known, &sr));
    }
    for (_, target) in problems {
        add(candidate::job(known, target.job()));
        target.vm().into_iter().for_each(|vm| add(candidate::vm(known, vm)));
    }
    objects
}

/// Lists the SRs that problems are about.
pub(super) fn srs(problems: &[(Problem, Target<'_>)]) -> Vec<ObjectId> {
    let of = problems.iter().filter_map(|(problem, _)| match problem {
        Problem::Room(sr) | Problem::Merges(sr) | Problem::Replicas(_, sr) | Problem::Hosts(sr) => {
            Some(sr.clone())
        }
        Problem::Sr(sr) | Problem::Broken(sr) => sr.clone(),
        _ => None,
    });
    let mut srs: Vec<ObjectId> = of.collect();
    srs.sort_unstable();
    srs.dedup();
    srs
}
