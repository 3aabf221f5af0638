//! What the draws mean: for each VM in a job and each error, how likely by when, and when most likely first.

use jiff::{SignedDuration, Timestamp};

use super::learn::Draft;
use super::sim::{Draws, Error, First, Short};
use crate::model::{JobId, ObjectId, SrIdx, VdiIdx};

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
    /// What is asked for and what is free then, in bytes, in the middle of the draws.
    pub room: Option<(f64, f64)>,
}

/// Sums the draws up; `hours` ascend, the last is the horizon.
pub(super) fn predictions(draft: &Draft, draws: &Draws, now: Timestamp, hours: &[u32]) -> Vec<Prediction> {
    let mut firsts: Vec<First> = draws.firsts.clone();
    // a stable sort: the draws stay in their order
    firsts.sort_by_key(|first| first.key);
    let groups = firsts.chunk_by(|a, b| a.key == b.key);
    groups.filter_map(|group| prediction(draft, draws, now, hours, group)).collect()
}

fn prediction(
    draft: &Draft,
    draws: &Draws,
    now: Timestamp,
    hours: &[u32],
    group: &[First],
) -> Option<Prediction> {
    let (unit, job, error) = draws.keys.read(group.first()?.key);
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
    let at = |seconds: f64| {
        now.checked_add(SignedDuration::from_millis((seconds * 1000.0) as i64)).unwrap_or(Timestamp::MAX)
    };
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
        room: short.map(|short| (short.need, short.free)),
    })
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
