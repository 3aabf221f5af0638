//! What the draws mean: for each VM in a job and each error, how likely it comes by when, and when it most likely comes
//! first.

use jiff::{SignedDuration, Timestamp, Unit};
use rustc_hash::FxHashSet;

use super::actions::Group;
use super::calibrate::Draft;
use super::causes::Causes;
use super::gates::{GateOutcome, Verdict};
use super::prediction::{Class, Forecast, Prediction, RoomAt, RoomForecast, RunForecast};
use super::priors;
use super::sim::{Draws, First, Incident, Shortage};
use crate::model::{JobId, ObjectId};
use crate::units::Bytes;

/// Summarises the draws of a draft; `hours` ascend, and the last is the horizon. The surest errors come first. It looks
/// neither for what removes an error, nor for what SRs lack in 30 days.
pub(super) fn summarise(draft: &Draft, mut draws: Draws, verdicts: &[Verdict], hours: &[u32]) -> Forecast {
    draws.firsts.sort_unstable_by_key(|first| (first.key, first.draw));
    let draws = &draws;
    let groups = draws.firsts.chunk_by(|a, b| a.key == b.key);
    let known = Known::gather(draft, verdicts);
    let mut predictions: Vec<Prediction> =
        groups.filter_map(|group| prediction(&known, draws, draft.now, hours, group)).collect();
    let last = |prediction: &Prediction| prediction.by.last().map_or(0.0, |(_, chance)| *chance);
    predictions.sort_by(|a, b| {
        last(b).total_cmp(&last(a)).then(a.first_at.cmp(&b.first_at)).then(a.key.cmp(&b.key))
    });
    Forecast {
        predictions,
        rooms: rooms(draft, draws),
        runs: runs(draft, draws),
        draws: draws.count,
        cut_short: draws.count < draws.asked,
    }
}

/// Lists the backups that are due within a day, and how often each failed.
fn runs(draft: &Draft, draws: &Draws) -> Vec<RunForecast> {
    let scenario = &draft.scenario;
    let soon = scenario.counted();
    let mut runs = Vec::new();
    for (fire, at) in scenario.fires[..soon].iter().zip(0..) {
        // refusals of the whole run come first, because `None` sorts before `Some`
        let from = draws.failures.partition_point(|((of, ..), _)| *of < at);
        let of_fire = draws.failures[from..].partition_point(|((of, ..), _)| *of == at);
        let failures = &draws.failures[from..from + of_fire];
        let whole = failures.partition_point(|((_, unit, _), _)| unit.is_none());
        for &unit in &scenario.jobs[fire.job as usize].units {
            let from = failures.partition_point(|((_, of, _), _)| *of < Some(unit));
            let of_unit = failures[from..].partition_point(|((_, of, _), _)| *of == Some(unit));
            let all = failures[..whole].iter().chain(&failures[from..from + of_unit]);
            let mut chances: Vec<(Incident, u32)> =
                all.map(|((.., error), count)| (*error, *count)).collect();
            chances.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            let sum: u32 = chances.iter().map(|(_, count)| count).sum();
            runs.push(RunForecast {
                job: draft.job_ids[fire.job as usize].clone(),
                schedule: draft.schedule_id(fire.job, fire.schedule),
                at: instant(draft.now, fire.at),
                vm: draft.units[unit as usize].vm_id.clone(),
                chance: chances
                    .into_iter()
                    .map(|(error, count)| (error, chance(count as usize, draws.count)))
                    .collect(),
                any: chance(sum as usize, draws.count),
            });
        }
    }
    runs
}

/// What all predictions need, gathered once.
struct Known<'a> {
    draft: &'a Draft,
    /// What the rules refuse for a run started now: job, VM, error.
    refused: FxHashSet<(&'a JobId, &'a ObjectId, Incident)>,
    causes: Causes,
}

impl<'a> Known<'a> {
    fn gather(draft: &'a Draft, verdicts: &'a [Verdict]) -> Self {
        let error = |verdict: &Verdict| match verdict.outcome {
            GateOutcome::ChainTooLong => Some(Incident::ChainTooLong),
            GateOutcome::NoSpace { .. } => Some(Incident::NoSpace),
            GateOutcome::Skip => Some(Incident::UnhealthyChain),
            _ => None,
        };
        let enabled = verdicts.iter().filter(|verdict| verdict.enabled);
        let refused = enabled.filter_map(|verdict| Some((&verdict.job, &verdict.vm_id, error(verdict)?)));
        Self { draft, refused: refused.collect(), causes: Causes::gather(draft) }
    }
}

/// Returns how the room of each SR develops.
fn rooms(draft: &Draft, draws: &Draws) -> Vec<RoomForecast> {
    let scenario = &draft.scenario;
    let mut growth = vec![0.0; scenario.srs.len()];
    for disk in &scenario.disks {
        growth[disk.sr as usize] += disk.daily * disk.growth;
    }
    let mut short: Vec<(u32, u32)> = draws
        .firsts
        .iter()
        .filter(|first| draws.keys.read(first.key).2 == Incident::NoSpace)
        .filter_map(|first| Some((draws.short(first)?.sr, first.draw)))
        .collect();
    short.sort_unstable();
    short.dedup();
    let of_sr = |(sr, growth): (u32, f64)| {
        let from = short.partition_point(|(one, _)| *one < sr);
        let count = short[from..].partition_point(|(one, _)| *one == sr);
        RoomForecast {
            lacking: None,
            growth: Bytes(growth as u64),
            runs_out: chance(count, draws.count),
            path: path(draft, draws, sr as usize),
        }
    };
    (0..).zip(growth).map(of_sr).collect()
}

/// Returns what an SR has free at each step: the median of the draws, and the band that contains 80 % of them. Empty
/// where nothing bounds it.
fn path(draft: &Draft, draws: &Draws, sr: usize) -> Vec<RoomAt> {
    let (srs, steps) = (draft.scenario.srs.len(), priors::ROOM_STEPS);
    if draft.scenario.srs.get(sr).is_none_or(|sr| sr.free.is_none()) {
        return Vec::new();
    }
    let at_step = |step: usize| {
        let mut free: Vec<f32> =
            draws.rooms.iter().skip(step * srs + sr).step_by(srs * steps).copied().collect();
        free.sort_by(f32::total_cmp);
        let at = |tenth: usize| Some(Bytes(*free.get((free.len().checked_sub(1)? * tenth + 5) / 10)? as u64));
        Some(RoomAt {
            seconds: (draft.scenario.horizon * (step + 1) as f64 / steps as f64) as u64,
            low: at(1)?,
            middle: at(5)?,
            high: at(9)?,
        })
    };
    (0..steps).filter_map(at_step).collect()
}

/// Returns what a prediction rests on: the rules alone, if they refuse the run as things are and no draw avoids it;
/// guesses, if no log shows the VM.
fn class(known: &Known<'_>, unit: Option<u32>, error: Incident, always: bool) -> Class {
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
    if by.last().is_none_or(|(_, chance)| *chance < priors::REPORTED_FROM) {
        return None;
    }
    let quantile = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    let at = |seconds: f64| instant(now, seconds);
    let of = unit.map(|unit| &draft.units[unit as usize]);
    let short = usual(draws, group);
    let disk = short.map(|short| short.disk);
    let (margin, tail) = (priors::WINDOW_MARGIN, priors::WINDOW_TAIL);
    Some(Prediction {
        error,
        job: match (of, job) {
            (Some(of), _) => of.job.clone(),
            (None, job) => draft.job_ids[job? as usize].clone(),
        },
        vm: of.map(|of| of.vm_id.clone()),
        sr: short
            .map(|short| short.sr)
            .or_else(|| only_sr(draft, unit?, error))
            .map(|sr| draft.ids.srs[sr as usize].clone()),
        vdi: disk.map(|disk| draft.vdi_id(disk)),
        by,
        first_at: Some(at(quantile(0.5))),
        window: Some((at((quantile(tail) - margin).max(0.0)), at(quantile(1.0 - tail) + margin))),
        class: class(
            known,
            unit,
            error,
            group.len() as u32 == draws.count && times[times.len() - 1] - times[0] < 60.0,
        ),
        causes: known.causes.of(draft, unit, job, error, short, (now, quantile(0.5)))?,
        action: None,
        group: Group::of(draft, unit, job, error, short),
        key,
        shift: 0.0,
    })
}

/// Returns the SR of the chains where no draw names one: the one that all disks of a unit share.
fn only_sr(draft: &Draft, unit: u32, error: Incident) -> Option<u32> {
    let (scenario, of) = (&draft.scenario, &draft.scenario.units[unit as usize]);
    // XO looks at the chains of the disks themselves; the chain that gets too long may also be a replica's
    let is_of_disks =
        error == Incident::UnhealthyChain || (error == Incident::ChainTooLong && of.copies == 0);
    if !is_of_disks {
        return None;
    }
    let mut srs = of.disks.iter().map(|of| scenario.disks[of.disk as usize].sr);
    let first = srs.next()?;
    srs.all(|sr| sr == first).then_some(first)
}

/// Returns the instant this long after the observation, rounded to the second, because draws are kept with no more
/// digits, and never before the observation.
///
/// The instant is rounded, not the time until it: an observation need not fall on a second, and a run at 14:00 must not
/// be reported for 13:59.
fn instant(now: Timestamp, seconds: f64) -> Timestamp {
    let at = now.checked_add(SignedDuration::from_millis((seconds * 1000.0) as i64));
    at.and_then(|at| at.round(Unit::Second)).unwrap_or(Timestamp::MAX).max(now)
}

/// Returns a chance from how often the error was drawn: never above [`priors::SUREST`].
fn chance(seen: usize, draws: u32) -> f64 {
    let share = seen as f64 / f64::from(draws.max(1));
    (share * priors::SUREST).clamp(0.0, priors::SUREST)
}

/// Returns the shortage met most often: the middle one of those on that SR and disk.
fn usual(draws: &Draws, group: &[First]) -> Option<Shortage> {
    let mut shorts: Vec<Shortage> = group.iter().filter_map(|first| draws.short(first)).collect();
    shorts.sort_by(|a, b| (a.sr, a.disk).cmp(&(b.sr, b.disk)).then(a.need.total_cmp(&b.need)));
    let most = shorts.chunk_by(|a, b| (a.sr, a.disk) == (b.sr, b.disk)).max_by_key(|same| same.len())?;
    most.get(most.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::priors::SUREST;
    use crate::forecast::sim;
    use crate::forecast::sim::Keys;
    use crate::forecast::sim::samples::{GIB, small};
    use crate::forecast::sim::scenario::Disk;
    use crate::model::SrIdx;

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

    /// One VM runs every twelve hours, first in six; three GiB are free and LVM asks for the 7.5 in the leaf: two runs
    /// are due within a day, and both fail.
    #[test]
    fn each_run_has_its_chance() {
        let mut short = small("lvm");
        short.srs[0].free = Some(3.0 * GIB);
        let draft = Draft::sample(short);
        let draws = sim::simulate(&draft.scenario, &sim::DrawOptions::new(1, 4, 1));
        let found: Vec<_> = runs(&draft, &draws)
            .into_iter()
            .map(|run| {
                let hours = run.at.duration_since(draft.now).as_hours();
                (hours, run.vm.to_string(), run.chance, run.any)
            })
            .collect();
        let fails = |hours| (hours, "vm0".to_owned(), vec![(Incident::NoSpace, SUREST)], SUREST);
        assert_eq!(found, [fails(6), fails(18)]);
    }

    /// 2.5 GiB at 10 kB/s take three days: the next run is refused, for each VM of the job.
    #[test]
    fn a_refused_run_is_counted_for_each_vm() {
        let mut slow = small("nfs");
        slow.links[0].total = vec![1e4; 24];
        let draft = Draft::sample(slow);
        let draws = sim::simulate(&draft.scenario, &sim::DrawOptions::new(1, 4, 1));
        let any: Vec<f64> = runs(&draft, &draws).iter().map(|run| run.any).collect();
        assert_eq!(any, [0.0, SUREST]);
        assert_eq!(runs(&draft, &draws)[1].chance, [(Incident::AlreadyRunning, SUREST)]);
    }

    fn draws_of(draft: &Draft, count: u32) -> Draws {
        sim::simulate(&draft.scenario, &sim::DrawOptions::new(1, count, 1))
    }

    /// A draw that was left out for lack of time marks the forecast as cut short.
    #[test]
    fn fewer_draws_than_requested_are_reported() {
        let draft = Draft::sample(small("nfs"));
        let mut draws = draws_of(&draft, 4);
        for (asked, cut_short) in [(4, false), (5, true)] {
            draws.asked = asked;
            assert_eq!(
                summarise(&draft, draws.clone(), &[], &[24, 168]).cut_short,
                cut_short,
                "{asked} were asked for"
            );
        }
    }

    /// Two disks that write 10 and 3 GiB a day, the second half as fast as before: 11.5 GiB.
    #[test]
    fn an_sr_grows_by_what_all_its_disks_write() {
        let mut two = small("nfs");
        two.disks[0].growth = 1.0;
        two.disks.push(Disk { daily: 3.0 * GIB, growth: 0.5, ..two.disks[0].clone() });
        let draft = Draft::sample(two);
        let rooms = rooms(&draft, &draws_of(&draft, 1));
        assert_eq!(rooms.iter().map(|room| room.growth).collect::<Vec<_>>(), [Bytes((11.5 * GIB) as u64)]);
    }

    /// Eleven draws had 0 to 10 GiB free, in any order: a tenth had 1 or less, half had 5 or less, nine tenths 9 or
    /// less. The last step is the horizon.
    #[test]
    fn the_path_is_the_middle_of_the_draws_and_its_band() {
        let draft = Draft::sample(small("nfs"));
        let mut draws = draws_of(&draft, 1);
        let saw = [3, 10, 0, 7, 1, 9, 2, 8, 4, 6, 5].map(|gib| gib as f32 * GIB as f32);
        draws.rooms = saw.iter().flat_map(|free| vec![*free; priors::ROOM_STEPS]).collect();
        let path = path(&draft, &draws, 0);
        assert_eq!(path.len(), priors::ROOM_STEPS);
        let gib = |n: f64| Bytes((n * GIB) as u64);
        assert!(path.iter().all(|at| (at.low, at.middle, at.high) == (gib(1.0), gib(5.0), gib(9.0))));
        let week = 7 * 86_400;
        assert_eq!(path.last().map(|at| at.seconds), Some(week));
        assert_eq!(path[0].seconds, week / priors::ROOM_STEPS as u64);
    }

    /// Disk 1 lacks room in three of five draws: it is the one to name, with the median of its needs.
    #[test]
    fn the_usual_shortage_is_the_one_met_most_often() {
        let short = |disk, gib: f64| Shortage { disk, sr: 0, need: gib * GIB, free: 0.0 };
        let shorts = vec![short(0, 90.0), short(1, 3.0), short(0, 80.0), short(1, 1.0), short(1, 2.0)];
        let firsts: Vec<First> = (1..=5).map(|number| First::new(0, number, 0.0, Some(number))).collect();
        let draws = draws_of(&Draft::sample(small("lvm")), 1).with_shorts(shorts);
        assert_eq!(usual(&draws, &firsts), Some(short(1, 2.0)));
        assert_eq!(usual(&draws, &[First::new(0, 6, 0.0, None)]), None);
    }

    /// Exact is what a rule refuses now and every draw met within the same minute.
    #[test]
    fn exact_is_what_a_rule_refuses_in_every_draw_at_one_time() {
        let draft = Draft::sample(small("lvm"));
        let draws = draws_of(&draft, 4);
        let draws = draws.with_shorts(vec![Shortage { disk: 0, sr: 0, need: 2.0 * GIB, free: GIB }]);
        let verdict = Verdict {
            job: draft.job_ids[0].clone(),
            schedule: None,
            vm_id: draft.units[0].vm_id.clone(),
            vm: None,
            next_run: None,
            enabled: true,
            bypass: false,
            vdis: Vec::new(),
            outcome: GateOutcome::NoSpace { sr: SrIdx(0), need: Bytes(2), free: Bytes(1) },
        };
        let known = Known::gather(&draft, std::slice::from_ref(&verdict));
        let key = Keys::unit(0, Incident::NoSpace);
        let group = |times: &[f32]| -> Vec<First> {
            let firsts = (0..).zip(times);
            firsts.map(|(draw, at)| First::new(key, draw, *at, Some(1))).collect()
        };
        let cases: [(&[f32], Class); 3] = [
            (&[600.0, 600.0, 620.0, 659.0], Class::Exact),
            (&[600.0, 600.0, 620.0, 660.0], Class::Simulated),
            (&[600.0, 600.0, 620.0], Class::Simulated),
        ];
        for (times, class) in cases {
            let found = prediction(&known, &draws, draft.now, &[24], &group(times)).map(|one| one.class);
            assert_eq!(found, Some(class), "{times:?}");
        }
    }
}
