//! What the draws mean: for each VM in a job and each error, how likely by when, and when most likely first.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, Unit};
use rustc_hash::FxHashSet;

use super::actions::{self, Action, Group};
use super::causes::{Cause, Causes};
use super::learn::Draft;
use super::sim::{Draws, Error, First, Short};
use super::{Class, Options, Outcome, Room, Verdict};
use crate::model::{JobId, ObjectId, SrIdx, VdiIdx};
use crate::units::Bytes;

/// Nothing is ever said to be surer than this: surprises exist.
pub const SUREST: f64 = 0.98;

/// What is less likely than this is not told.
const TOLD_FROM: f64 = 0.01;

/// An error that may come.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// Which.
    pub error: Error,
    /// The job that meets it.
    pub job: JobId,
    /// The VM, as the job names it; none where it concerns the job.
    pub vm: Option<ObjectId>,
    /// The SR that lacks room.
    pub sr: Option<SrIdx>,
    /// The disk it comes from.
    pub vdi: Option<VdiIdx>,
    /// How likely it comes within so many hours, in the order of the hours.
    pub by: Vec<(u32, f64)>,
    /// When it most likely comes first, if it comes.
    pub first_at: Option<Timestamp>,
    /// Between which instants it then comes, nine times out of ten.
    pub window: Option<(Timestamp, Timestamp)>,
    /// What it rests on.
    pub class: Class,
    /// Why, with numbers: what stops the run, then what stands behind it.
    pub causes: Vec<Cause>,
    /// What removes it.
    pub action: Option<Action>,
    pub(super) group: Option<Group>,
    pub(super) key: u32,
}

/// Sums the draws up; `hours` ascend, the last is the horizon. The surest come first.
pub(super) fn predictions(
    draft: &Draft,
    draws: &Draws,
    verdicts: &[Verdict],
    now: Timestamp,
    hours: &[u32],
    options: &Options,
) -> Vec<Prediction> {
    let mut firsts: Vec<First> = draws.firsts.clone();
    // a stable sort: the draws stay in their order
    firsts.sort_by_key(|first| first.key);
    let groups = firsts.chunk_by(|a, b| a.key == b.key);
    let known = Known::gather(draft, verdicts);
    let mut all: Vec<Prediction> =
        groups.filter_map(|group| prediction(&known, draws, now, hours, group)).collect();
    act(draft, &mut all, options);
    let last = |prediction: &Prediction| prediction.by.last().map_or(0.0, |(_, chance)| *chance);
    all.sort_by(|a, b| last(b).total_cmp(&last(a)).then(a.first_at.cmp(&b.first_at)).then(a.key.cmp(&b.key)));
    all
}

/// What all predictions need, gathered once.
struct Known<'a> {
    draft: &'a Draft,
    /// What the rules refuse for a run that is started now: job, VM, error.
    refused: FxHashSet<(&'a JobId, &'a ObjectId, Error)>,
    causes: Causes,
}

impl<'a> Known<'a> {
    fn gather(draft: &'a Draft, verdicts: &'a [Verdict]) -> Self {
        let error = |verdict: &Verdict| match verdict.outcome {
            Outcome::ChainTooLong => Some(Error::ChainTooLong),
            Outcome::NoSpace { .. } => Some(Error::NoSpace),
            Outcome::Skip => Some(Error::UnhealthyChain),
            _ => None,
        };
        let enabled = verdicts.iter().filter(|verdict| verdict.enabled);
        let refused = enabled.filter_map(|verdict| Some((&verdict.job, &verdict.vm_id, error(verdict)?)));
        Self { draft, refused: refused.collect(), causes: Causes::gather(draft) }
    }
}

/// Tells how the room of each SR develops.
pub(super) fn rooms(draft: &Draft, draws: &Draws, lacking: &[Bytes]) -> Vec<Room> {
    let scenario = &draft.scenario;
    let mut growth = vec![0.0; scenario.srs.len()];
    for disk in &scenario.disks {
        growth[disk.sr as usize] += disk.daily * disk.growth;
    }
    let mut short: Vec<(u32, u32)> = draws
        .firsts
        .iter()
        .filter(|first| draws.keys.read(first.key).2 == Error::NoSpace)
        .filter_map(|first| Some((first.short?.sr, first.draw)))
        .collect();
    short.sort_unstable();
    short.dedup();
    let of_sr = |(sr, growth): (u32, f64)| {
        let from = short.partition_point(|(one, _)| *one < sr);
        let count = short[from..].partition_point(|(one, _)| *one == sr);
        let lacking = lacking.get(sr as usize).copied().unwrap_or_default();
        Room { lacking, growth: Bytes(growth as u64), runs_out: chance(count, draws.count) }
    };
    (0..).zip(growth).map(of_sr).collect()
}

/// Finds what removes each error that is more likely than not, once for all that have one cause.
fn act(draft: &Draft, all: &mut [Prediction], options: &Options) {
    let mut groups: BTreeMap<Group, Vec<u32>> = BTreeMap::new();
    for prediction in
        all.iter().filter(|prediction| prediction.by.last().is_some_and(|(_, chance)| *chance >= 0.5))
    {
        if let Some(group) = prediction.group {
            groups.entry(group).or_default().push(prediction.key);
        }
    }
    let groups: Vec<(Group, Vec<u32>)> = groups.into_iter().collect();
    let found = actions::find(draft, &groups, options.seed, options.threads);
    for ((group, keys), action) in groups.iter().zip(found).filter(|(_, action)| action.is_some()) {
        for prediction in all.iter_mut().filter(|prediction| prediction.group == Some(*group)) {
            if keys.contains(&prediction.key) {
                prediction.action.clone_from(&action);
            }
        }
    }
}

/// Tells what a prediction rests on: the rules alone, where they refuse the run as things are and no draw gets around it;
/// guesses, where no log shows the VM.
fn class(known: &Known<'_>, unit: Option<u32>, error: Error, always: bool) -> Class {
    let Some(unit) = unit else { return Class::Simulated };
    let of = &known.draft.units[unit as usize];
    if always && known.refused.contains(&(&of.job, &of.vm_id, error)) {
        return Class::Exact;
    }
    let seen = known.draft.scenario.units[unit as usize].last_success.is_some();
    if seen { Class::Simulated } else { Class::Prior }
}

fn prediction(
    known: &Known<'_>,
    draws: &Draws,
    now: Timestamp,
    hours: &[u32],
    group: &[First],
) -> Option<Prediction> {
    let draft = known.draft;
    let key = group.first()?.key;
    let (unit, job, error) = draws.keys.read(key);
    let mut times: Vec<f64> = group.iter().map(|first| f64::from(first.at)).collect();
    times.sort_by(f64::total_cmp);
    let by: Vec<(u32, f64)> = hours
        .iter()
        .map(|&hours| {
            let within = times.partition_point(|at| *at <= f64::from(hours) * 3600.0);
            (hours, chance(within, draws.count))
        })
        .collect();
    if by.last().is_none_or(|(_, chance)| *chance < TOLD_FROM) {
        return None;
    }
    let quantile = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    let at = |seconds: f64| instant(now, seconds);
    let of = unit.map(|unit| &draft.units[unit as usize]);
    let short = usual(group);
    let disk = short.map(|short| short.disk);
    // what comes at a fixed minute still takes its time
    let margin = 900.0;
    Some(Prediction {
        error,
        job: match (of, job) {
            (Some(of), _) => of.job.clone(),
            (None, job) => draft.job_ids[job? as usize].clone(),
        },
        vm: of.map(|of| of.vm_id.clone()),
        sr: short.map(|short| SrIdx(short.sr)),
        vdi: disk.map(|disk| draft.vdis[disk as usize]),
        by,
        first_at: Some(at(quantile(0.5))),
        window: Some((at((quantile(0.04) - margin).max(0.0)), at(quantile(0.96) + margin))),
        class: class(
            known,
            unit,
            error,
            group.len() as u32 == draws.count && times[times.len() - 1] - times[0] < 60.0,
        ),
        causes: known.causes.of(draft, unit, job, error, short, (now, quantile(0.5)))?,
        action: None,
        group: actions::group(draft, unit, job, error, short),
        key,
    })
}

/// Gives the instant so long after the observation, to the whole second, as the draws are kept with no more digits, and
/// never before the observation.
///
/// The instant is rounded, not the time until it: an observation need not fall on a second, and a run at 14:00 must not
/// be told for 13:59.
fn instant(now: Timestamp, seconds: f64) -> Timestamp {
    let at = now.checked_add(SignedDuration::from_millis((seconds * 1000.0) as i64));
    at.and_then(|at| at.round(Unit::Second)).unwrap_or(Timestamp::MAX).max(now)
}

/// Gives a chance from how often it was seen: never nothing, never all.
fn chance(seen: usize, draws: u32) -> f64 {
    let share = seen as f64 / f64::from(draws.max(1));
    (share * SUREST).clamp(0.0, SUREST)
}

/// Gives the shortage met most often, and among those the middle one.
fn usual(group: &[First]) -> Option<Short> {
    let mut shorts: Vec<Short> = group.iter().filter_map(|first| first.short).collect();
    shorts.sort_by(|a, b| (a.sr, a.disk).cmp(&(b.sr, b.disk)).then(a.need.total_cmp(&b.need)));
    let most = shorts.chunk_by(|a, b| (a.sr, a.disk) == (b.sr, b.disk)).max_by_key(|same| same.len())?;
    most.get(most.len() / 2).copied()
}

/// Predictions for the tests of what shows them.
#[cfg(any(test, feature = "testkit"))]
impl Prediction {
    /// Makes one that comes with nine tenths, within a day.
    pub fn sample(error: Error, job: &str, vm: Option<&str>, at: Timestamp) -> Self {
        Self {
            error,
            job: job.into(),
            vm: vm.map(ObjectId::new),
            sr: None,
            vdi: None,
            by: vec![(24, 0.9), (72, 0.9), (168, 0.9)],
            first_at: Some(at),
            window: Some((at, at)),
            class: Class::Simulated,
            causes: vec![Cause::CollectorOff],
            action: None,
            group: None,
            key: 0,
        }
    }

    /// Says where, and what it rests on.
    pub fn with(self, sr: Option<SrIdx>, vdi: Option<VdiIdx>, class: Class) -> Self {
        Self { sr, vdi, class, ..self }
    }

    /// Says why, and what removes it.
    pub fn because(self, causes: &[Cause], action: Option<Action>) -> Self {
        Self { causes: causes.to_vec(), action, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws keep 24 bits of a time: up to an eighth of a second is lost in 30 days.
    #[test]
    fn a_run_on_the_minute_stays_on_it() {
        let firing: Timestamp = "2026-11-26T14:00:00Z".parse().unwrap();
        for millis in [0, 23, 492, 500, 508, 857, 999] {
            for days in [0, 1, 29] {
                let before = SignedDuration::from_millis(days * 86_400_000 + 2_320_000 + millis);
                let now = firing.checked_sub(before).unwrap();
                let kept = f64::from(before.as_secs_f64() as f32);
                assert_eq!(instant(now, kept), firing, "{days} days and {millis} ms before");
            }
        }
        assert_eq!(instant(firing, f64::MAX), Timestamp::MAX);
        let now: Timestamp = "2026-11-26T14:00:00.4Z".parse().unwrap();
        assert_eq!(instant(now, 0.0), now);
    }
}
