//! How fast an SR merges, learnt by replaying its past.
//!
//! The logs show when which VM was snapshotted, how much it had written and when its old snapshot was deleted; what XO
//! skipped and what waits now show how far the collector had come. Each candidate speed is judged by how well a replay
//! of the past explains both (facts/storage-manager.md 4.2 has the candidates, but no measurement).

use super::past::{PastOutcome, ReplayedPast};
use crate::forecast::priors;
use crate::forecast::sim::replay::{PastEvent, Replay, ReplayCheck};
use crate::forecast::sim::scenario::{MergeSpeed, Scenario};
use crate::storage::Speed;
use crate::units::Bytes;

const MIB: f64 = 1_048_576.0;

/// What the replay of one SR shows.
#[derive(Clone, Debug, Default)]
pub(super) struct LearntMerges {
    /// The candidate speeds with their weights.
    pub(super) speeds: Vec<MergeSpeed>,
    /// The past favours some of them.
    pub(super) is_learnt: bool,
    /// Disks whose merge should have ended long ago while others' did: their positions, and by how many hours it is
    /// late.
    pub(super) late: Vec<(u32, f64)>,
}

/// When in the past each SR was snapshotted, found once for all SRs.
pub(super) struct MergePlaces {
    /// By SR: positions of a run and of a VM in it, by time.
    by_sr: Vec<Vec<(u32, u32)>>,
}

impl MergePlaces {
    /// Finds the VMs of each SR in the replayed runs.
    pub(super) fn find(scenario: &Scenario, past: &ReplayedPast) -> Self {
        let mut by_sr: Vec<Vec<(u32, u32)>> = vec![Vec::new(); scenario.srs.len()];
        let recent = past.runs.iter().zip(0..).filter(|(run, _)| run.start > -priors::REPLAY_SINCE);
        for (run, at) in recent {
            for (vm, in_run) in run.vms.iter().zip(0..).filter(|(vm, _)| vm.snapshot.is_some()) {
                for of in &scenario.units[vm.unit as usize].disks {
                    let here = &mut by_sr[scenario.disks[of.disk as usize].sr as usize];
                    if here.last() != Some(&(at, in_run)) {
                        here.push((at, in_run));
                    }
                }
            }
        }
        Self { by_sr }
    }
}

/// Learns the speed of an SR; `replay` may have been used for another one.
pub(super) fn learn(
    scenario: &Scenario,
    past: &ReplayedPast,
    places: &MergePlaces,
    sr: u32,
    shares: &[f64],
    replay: &mut Replay,
) -> LearntMerges {
    let past_events = past_events(scenario, past, places, sr, shares);
    let mut learnt = LearntMerges::default();
    let mut best: Option<(f64, ReplayCheck)> = None;
    let mut scored = Vec::new();
    let (weight, most) = priors::WAITS_WEIGHT;
    replay.prepare(scenario, sr, &past_events);
    let usual = Speed::PRIOR.bytes_a_second().best.0 as f64;
    let mut evidence = (f64::INFINITY, f64::NEG_INFINITY);
    for &mib in &priors::MERGE_SPEEDS {
        for &(each, before) in &priors::MERGE_SECONDS {
            let speed = MergeSpeed { speed: mib * MIB, each, weight: 0.0 };
            let check = replay.run(scenario, &past_events, speed);
            let prior =
                -((speed.speed / usual).ln() / priors::MERGE_SPEED_SPREAD).powi(2) / 2.0 + before.ln();
            let explains = -refusals(&check) * priors::REFUSALS_WEIGHT
                - f64::from(check.wrong_waits).min(most).sqrt() * weight;
            evidence = (evidence.0.min(explains), evidence.1.max(explains));
            let score = prior + explains;
            if best.as_ref().is_none_or(|(top, _)| score > *top) {
                best = Some((score, check));
            }
            scored.push((score, speed));
        }
    }
    learnt.is_learnt = evidence.1 - evidence.0 > priors::SPEED_EVIDENCE;
    let top = best.as_ref().map_or(0.0, |(score, _)| *score);
    learnt.speeds = scored
        .into_iter()
        .map(|(score, speed)| MergeSpeed { weight: (score - top).exp(), ..speed })
        .filter(|speed| speed.weight > priors::SPEED_DROPPED)
        .collect();
    if let Some((_, check)) = best.filter(|(_, check)| check.merged_lately > 0) {
        learnt.late = check.late;
    }
    learnt
}

/// Returns the candidates for a speed that was named: only the overhead of each merge is open.
pub(super) fn given(speed: Bytes) -> Vec<MergeSpeed> {
    let speed = speed.0.max(1) as f64;
    priors::MERGE_SECONDS.iter().map(|&(each, weight)| MergeSpeed { speed, each, weight }).collect()
}

/// Returns how far the number of refusals is from that of the past: a square in units of its chance variation. It does
/// not matter which of several checks refused: a moment decides that.
fn refusals(check: &ReplayCheck) -> f64 {
    let (more, fewer) = (f64::from(check.false_refusals), f64::from(check.missed_refusals));
    let both = f64::from(check.refusals) * 2.0 + more - fewer;
    (more - fewer).powi(2) / (2.0 * (1.0 + both))
}

/// Lists the events on an SR, by time. `shares` is each disk's part of its VM's writes.
fn past_events(
    scenario: &Scenario,
    past: &ReplayedPast,
    places: &MergePlaces,
    sr: u32,
    shares: &[f64],
) -> Vec<(f64, PastEvent)> {
    let mut all = Vec::new();
    for &(run, vm) in &places.by_sr[sr as usize] {
        let run = &past.runs[run as usize];
        let vm = &run.vms[vm as usize];
        let unit = &scenario.units[vm.unit as usize];
        let Some((at, _)) = vm.snapshot else { continue };
        match vm.outcome {
            PastOutcome::Skipped => all.push((at, PastEvent::Gate { unit: vm.unit, refused: true })),
            PastOutcome::Success | PastOutcome::Pending => {
                all.push((at, PastEvent::Gate { unit: vm.unit, refused: false }));
                let bytes = vm.transfer.and_then(|transfer| transfer.bytes).unwrap_or(0.0);
                let full = vm.transfer.is_some_and(|transfer| transfer.full);
                let disks = unit.disks.iter().map(|of| of.disk);
                for disk in disks.filter(|&disk| scenario.disks[disk as usize].sr == sr) {
                    // what a full backup moves is not what was written
                    let data = if full {
                        scenario.disks[disk as usize].daily * priors::FULL_WROTE
                    } else {
                        bytes * shares[disk as usize]
                    };
                    let what = PastEvent::Snapshot { disk, unit: vm.unit, schedule: run.schedule, data };
                    all.push((at, what));
                    if let Some(end) = vm.end.filter(|_| vm.outcome == PastOutcome::Success) {
                        let keep =
                            unit.per_schedule.get(run.schedule as usize).map_or(0, |kept| kept.snapshots);
                        let what = PastEvent::Prune { disk, unit: vm.unit, schedule: run.schedule, keep };
                        all.push((end, what));
                    }
                }
            }
            PastOutcome::Failed | PastOutcome::Unknown => {}
        }
    }
    // the sort is stable: of simultaneous events, the one listed first stays first
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let skip = all.len().saturating_sub(priors::REPLAY_LATEST);
    all.drain(..skip);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::calibrate::past::{PastTransfer, PastVm, ReplayedRun};
    use crate::forecast::sim::scenario::{Base, Disk, Retained, SimSr, Snapshot, Unit, UnitDisk};

    const GIB: f64 = 1_073_741_824.0;
    const HOUR: f64 = 3600.0;

    /// One VM with one disk, backed up each hour for two days, 40 GiB each time; the outcome of each run, and how many
    /// merges wait now.
    fn world(outcome: impl Fn(i32) -> PastOutcome, waits: usize) -> (Scenario, ReplayedPast) {
        let mut bases = vec![Base { data: 50.0 * GIB, id: 0, held: 0 }];
        bases.extend((1..=waits as u32).map(|id| Base { data: 40.0 * GIB, id, held: 0 }));
        bases.last_mut().unwrap().held = 1;
        let scenario = Scenario {
            units: vec![Unit {
                disks: vec![UnitDisk { disk: 0, ..UnitDisk::default() }],
                delta: true,
                per_schedule: vec![Retained {
                    snapshots: 0,
                    takes_snapshot: true,
                    exports: true,
                    full_interval: 0,
                }],
                ..Unit::default()
            }],
            disks: vec![Disk {
                snapshots: vec![Snapshot { base: waits as u32, unit: 0, schedule: 0 }],
                bases,
                ..Disk::default()
            }],
            srs: vec![SimSr::default()],
            ..Scenario::default()
        };
        let run = |at: i32| {
            let start = (f64::from(at) - 0.5) * HOUR;
            let transfer =
                PastTransfer { start, end: Some(start + 60.0), bytes: Some(40.0 * GIB), full: false };
            let vm = PastVm {
                unit: 0,
                start,
                end: Some(start + 70.0),
                outcome: outcome(at),
                no_room: false,
                snapshot: Some((start, Some(start + 5.0))),
                transfer: Some(transfer),
            };
            ReplayedRun {
                job: 0,
                schedule: 0,
                start,
                end: Some(start + 80.0),
                pending: false,
                is_earlier: false,
                vms: vec![vm],
            }
        };
        (scenario, ReplayedPast { runs: (-47..=0).map(run).collect() })
    }

    fn learn_one(scenario: &Scenario, past: &ReplayedPast) -> LearntMerges {
        let places = MergePlaces::find(scenario, past);
        learn(scenario, past, &places, 0, &[1.0], &mut Replay::default())
    }

    /// Returns the geometric mean of the candidate speeds, in MiB/s.
    fn speed(outcome: impl Fn(i32) -> PastOutcome, waits: usize) -> f64 {
        let (scenario, past) = world(outcome, waits);
        let learnt = learn_one(&scenario, &past);
        let total: f64 = learnt.speeds.iter().map(|speed| speed.weight).sum();
        let mean = learnt.speeds.iter().map(|speed| speed.weight * speed.speed.ln()).sum::<f64>() / total;
        mean.exp() / MIB
    }

    /// 40 GiB an hour that never wait need at least 12 MiB/s; if every second run is skipped, less was merged.
    #[test]
    fn skips_indicate_a_slow_collector() {
        let fast = speed(|_| PastOutcome::Success, 0);
        let slow = speed(|at| if at % 2 == 0 { PastOutcome::Skipped } else { PastOutcome::Success }, 1);
        assert!(fast > 20.0, "{fast}");
        assert!(slow < 13.0 && slow < fast / 3.0, "{slow} against {fast}");
    }

    #[test]
    fn without_a_past_the_prior_stays() {
        let (scenario, _) = world(|_| PastOutcome::Success, 0);
        let learnt = learn_one(&scenario, &ReplayedPast::default());
        assert!(learnt.speeds.len() > 20 && learnt.late.is_empty());
    }

    /// The merge of the run 2.5 hours ago is not done, and neither is any other: that is not the fault of one disk.
    #[test]
    fn no_disk_is_late_where_nothing_merges() {
        let (scenario, past) =
            world(|at| if at > -3 { PastOutcome::Unknown } else { PastOutcome::Success }, 1);
        let learnt = learn_one(&scenario, &past);
        assert!(learnt.late.is_empty(), "{learnt:?}");
    }
}
