//! Changes of a scenario, in its positions, and what each does to it.

use rustc_hash::FxHashSet;

use crate::forecast::calibrate::HangingSnapshot;
use crate::forecast::sim::scenario::{Fire, Scenario};
use crate::units::Bytes;

const BYTES_PER_GIB: f64 = 1_073_741_824.0;

/// A change of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::forecast) enum Step {
    /// The collector of an SR works again, or for one disk alone if one is named.
    StartCollector { sr: u32, disk: Option<u32> },
    /// A job is started now.
    RunNow { job: u32 },
    /// Snapshots are deleted.
    Delete { snapshots: Vec<HangingSnapshot> },
    /// The runs of some jobs, in order, are skipped for this many hours.
    Wait { jobs: Vec<u32>, merges: u32, hours: u32 },
    /// A schedule starts at another time.
    Move { job: u32, schedule: u16, minutes: i32 },
    /// Jobs, in order, keep no more snapshots than this; the surplus is deleted now.
    KeepFewer { jobs: Vec<u32>, snapshots: u32, delete: Vec<HangingSnapshot> },
    /// A job backs up more VMs at once.
    MoreAtOnce { job: u32, concurrency: u32 },
    /// One of this many firings of jobs, in order, stays.
    LessOften { jobs: Vec<u32>, one_of: u32 },
    /// A VM leaves a job.
    TakeOut { unit: u32 },
    /// An SR gets larger.
    AddSpace { sr: u32, gib: u32 },
}

impl Step {
    /// Applies the change.
    pub(in crate::forecast) fn apply(&self, scenario: &mut Scenario) {
        match *self {
            Self::StartCollector { sr, disk } => start(scenario, sr, disk),
            Self::RunNow { job } => run(scenario, job),
            Self::Delete { ref snapshots } => delete(scenario, snapshots),
            Self::Wait { ref jobs, hours, .. } => {
                let until = f64::from(hours) * 3600.0;
                scenario.fires.retain(|fire| fire.at >= until || !is_one_of(jobs, fire.job));
            }
            Self::Move { job, schedule, minutes } => {
                shift(scenario, job, schedule, f64::from(minutes) * 60.0);
            }
            Self::KeepFewer { ref jobs, snapshots, delete: ref beyond } => {
                delete(scenario, beyond);
                let units = scenario.units.iter_mut().filter(|unit| is_one_of(jobs, unit.job));
                for kept in units.flat_map(|unit| &mut unit.per_schedule) {
                    kept.snapshots = kept.snapshots.min(snapshots);
                }
            }
            Self::MoreAtOnce { job, concurrency } => {
                scenario.jobs[job as usize].concurrency = concurrency;
            }
            Self::LessOften { ref jobs, one_of } => thin_out(scenario, jobs, one_of),
            Self::TakeOut { unit } => {
                let job = &mut scenario.jobs[scenario.units[unit as usize].job as usize];
                job.units.retain(|&of| of != unit);
                if let Some(running) = &mut job.running {
                    running.waiting.retain(|&of| of != unit);
                    running.moving.retain(|(of, _)| *of != unit);
                }
            }
            Self::AddSpace { sr, gib } => {
                let free = &mut scenario.srs[sr as usize].free;
                *free = free.map(|free| free + f64::from(gib) * BYTES_PER_GIB);
            }
        }
    }
}

/// Returns whether a job is one of some sorted ones: a large server has a thousand of them, and far more firings.
pub(super) fn is_one_of(jobs: &[u32], job: u32) -> bool {
    jobs.binary_search(&job).is_ok()
}

/// Starts a job as its next schedule would.
fn run(scenario: &mut Scenario, job: u32) {
    if let Some(next) = scenario.fires.iter().find(|fire| fire.job == job).copied() {
        scenario.fires.insert(0, Fire { at: 0.0, step: None, ..next });
    }
}

fn start(scenario: &mut Scenario, sr: u32, only: Option<u32>) {
    for (at, disk) in (0..).zip(&mut scenario.disks) {
        if only.map_or(disk.sr == sr, |only| only == at) {
            disk.stuck = 0.0;
        }
    }
    let place = &mut scenario.srs[sr as usize];
    (place.collector_off, place.stuck, place.auto_scan) = (false, 0.0, true);
}

/// Deletes snapshots, of jobs or of nobody. Disks that share a base copy share the snapshots on it: their room comes
/// back once.
fn delete(scenario: &mut Scenario, snapshots: &[HangingSnapshot]) {
    let mut gone = FxHashSet::default();
    for one in snapshots {
        let disk = &mut scenario.disks[one.disk as usize];
        if let Some(base) = disk.bases.iter_mut().find(|base| base.id == one.base) {
            base.held = base.held.saturating_sub(1);
        }
        let of_job = disk.snapshots.iter().position(|of_job| of_job.base == one.base && one.is_of_job);
        if let Some(at) = of_job {
            disk.snapshots.remove(at);
        }
        let by_hand = disk.by_hand.iter().position(|base| *base == one.base && !one.is_of_job);
        if let Some(at) = by_hand {
            disk.by_hand.remove(at);
        }
        let place = &mut scenario.srs[disk.sr as usize];
        if gone.insert(one.vdi) {
            let back = disk.rules.snapshot_returns(Bytes(disk.size as u64)).0 as f64;
            place.free = place.free.map(|free| free + back);
        }
        // XAPI starts the collector after a deletion, whether or not the SR is scanned
        place.auto_scan = true;
    }
}

fn shift(scenario: &mut Scenario, job: u32, schedule: u16, seconds: f64) {
    for fire in scenario.fires.iter_mut().filter(|fire| (fire.job, fire.schedule) == (job, schedule)) {
        fire.at += seconds;
    }
    let horizon = scenario.horizon;
    scenario.fires.retain(|fire| (0.0..=horizon).contains(&fire.at));
    scenario.fires.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.job.cmp(&b.job)));
    let is_only = scenario.fires.iter().all(|fire| fire.job != job || fire.schedule == schedule);
    if is_only {
        scenario.jobs[job as usize].rhythm.iter_mut().for_each(|at| *at += seconds);
    }
}

/// Thins out the firings of some jobs.
fn thin_out(scenario: &mut Scenario, jobs: &[u32], one_of: u32) {
    let mut seen = vec![0_u32; scenario.jobs.len()];
    scenario.fires.retain(|fire| {
        if !is_one_of(jobs, fire.job) {
            return true;
        }
        let count = &mut seen[fire.job as usize];
        *count += 1;
        *count % one_of == 1
    });
    for &job in jobs {
        let rhythm = &mut scenario.jobs[job as usize].rhythm;
        *rhythm = rhythm.iter().copied().step_by(one_of as usize).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::sim::samples::{GIB, HOUR, small};
    use crate::forecast::sim::scenario::{Base, Snapshot};
    use crate::model::VdiIdx;

    /// Two jobs with one VM and one SR each: job 0 with two schedules, job 1 with one, an hour later.
    fn two() -> Scenario {
        let mut two = small("lvm");
        let mut unit = two.units[0].clone();
        (unit.job, unit.disks[0].disk) = (1, 1);
        two.units.push(unit);
        let mut disk = two.disks[0].clone();
        disk.sr = 1;
        two.disks.push(disk);
        two.srs.push(two.srs[0].clone());
        let mut job = two.jobs[0].clone();
        job.units = vec![1];
        two.jobs.push(job);
        let fire = |hours: f64, job, schedule| Fire { at: hours * HOUR, job, schedule, step: None };
        two.fires =
            vec![fire(6.0, 0, 0), fire(7.0, 1, 0), fire(12.0, 0, 1), fire(18.0, 0, 0), fire(19.0, 1, 0)];
        for job in &mut two.jobs {
            job.rhythm = vec![6.0 * HOUR, 18.0 * HOUR];
        }
        two
    }

    fn after(step: &Step, mut scenario: Scenario) -> Scenario {
        step.apply(&mut scenario);
        scenario
    }

    /// Lists the firings: hours, job, schedule.
    fn fires(scenario: &Scenario) -> Vec<(f64, u32, u16)> {
        scenario.fires.iter().map(|fire| (fire.at / HOUR, fire.job, fire.schedule)).collect()
    }

    #[test]
    fn what_a_step_does_to_the_firings() {
        let all = fires(&two());
        let without = |out: &[usize]| {
            let left = all.iter().enumerate().filter(|(at, _)| !out.contains(at));
            left.map(|(_, fire)| *fire).collect::<Vec<_>>()
        };
        let moved = |minutes| Step::Move { job: 1, schedule: 0, minutes };
        let cases = [
            ("job 0 now", Step::RunNow { job: 0 }, [vec![(0.0, 0, 0)], all.clone()].concat()),
            (
                "job 0 left out for twelve hours, its run at the twelfth not",
                Step::Wait { jobs: vec![0], merges: 1, hours: 12 },
                without(&[0]),
            ),
            ("both left out", Step::Wait { jobs: vec![0, 1], merges: 1, hours: 8 }, without(&[0, 1])),
            ("each second of job 0", Step::LessOften { jobs: vec![0], one_of: 2 }, without(&[2])),
            (
                "each second of both: each counts its own",
                Step::LessOften { jobs: vec![0, 1], one_of: 2 },
                without(&[2, 4]),
            ),
            (
                "job 1 two hours earlier: before job 0",
                moved(-120),
                vec![(5.0, 1, 0), (6.0, 0, 0), (12.0, 0, 1), (17.0, 1, 0), (18.0, 0, 0)],
            ),
            ("job 1 eight hours earlier: one falls out", moved(-480), {
                vec![(6.0, 0, 0), (11.0, 1, 0), (12.0, 0, 1), (18.0, 0, 0)]
            }),
        ];
        for (what, step, expected) in cases {
            assert_eq!(fires(&after(&step, two())), expected, "{what}");
        }
    }

    /// If the moved schedule is the only one, the gaps between runs are read from the new times.
    #[test]
    fn what_a_step_does_to_the_rhythm() {
        let hours = |scenario: &Scenario, job: usize| -> Vec<f64> {
            scenario.jobs[job].rhythm.iter().map(|at| at / HOUR).collect()
        };
        let moved = after(&Step::Move { job: 1, schedule: 0, minutes: 60 }, two());
        assert_eq!((hours(&moved, 0), hours(&moved, 1)), (vec![6.0, 18.0], vec![7.0, 19.0]));
        let moved = after(&Step::Move { job: 0, schedule: 1, minutes: 60 }, two());
        assert_eq!(hours(&moved, 0), [6.0, 18.0], "another schedule sets the rhythm");
        let thinned = after(&Step::LessOften { jobs: vec![1], one_of: 2 }, two());
        assert_eq!((hours(&thinned, 0), hours(&thinned, 1)), (vec![6.0, 18.0], vec![6.0]));
    }

    #[test]
    fn the_collector_of_one_sr_or_disk_works_again() {
        let mut still = two();
        for sr in &mut still.srs {
            (sr.collector_off, sr.stuck, sr.auto_scan) = (true, 1.0, false);
        }
        still.disks.iter_mut().for_each(|disk| disk.stuck = 1.0);
        let cases = [
            (Step::StartCollector { sr: 1, disk: None }, [1.0, 0.0]),
            (Step::StartCollector { sr: 1, disk: Some(1) }, [1.0, 0.0]),
            (Step::StartCollector { sr: 1, disk: Some(0) }, [0.0, 1.0]),
        ];
        for (step, stuck) in cases {
            let then = after(&step, still.clone());
            assert_eq!(then.disks.iter().map(|disk| disk.stuck).collect::<Vec<_>>(), stuck, "{step:?}");
            let works = |sr: usize| !then.srs[sr].collector_off && then.srs[sr].stuck == 0.0;
            assert_eq!((works(0), works(1), then.srs[1].auto_scan), (false, true, true), "{step:?}");
        }
    }

    /// A snapshot on LVM frees what the rules say, once if two disks share it; a deleted snapshot of a job is no longer
    /// kept.
    #[test]
    fn what_a_deletion_frees() {
        let mut shared = two();
        shared.disks[1].sr = 0;
        shared.disks[0].bases = vec![Base { data: GIB, id: 4, held: 2 }, Base { data: GIB, id: 5, held: 1 }];
        let kept = |base| Snapshot { base, unit: 0, schedule: 0 };
        shared.disks[0].snapshots = vec![kept(4), kept(5)];
        shared.disks[1].bases = shared.disks[0].bases.clone();
        shared.srs[0].auto_scan = false;
        let back = shared.disks[0].rules.snapshot_returns(Bytes(shared.disks[0].size as u64)).0 as f64;
        assert!(back > 0.0);
        let hanging =
            |disk, base, vdi, is_of_job| HangingSnapshot { disk, base, vdi: VdiIdx(vdi), is_of_job };
        let cases = [
            ("of nobody", vec![hanging(0, 4, 7, false)], [1, 1], vec![4, 5], 1.0),
            ("of a job", vec![hanging(0, 5, 8, true)], [2, 0], vec![4], 1.0),
            ("both", vec![hanging(0, 4, 7, false), hanging(0, 5, 8, true)], [1, 0], vec![4], 2.0),
            (
                "one that two disks share",
                vec![hanging(0, 4, 7, false), hanging(1, 4, 7, false)],
                [1, 1],
                vec![4, 5],
                1.0,
            ),
        ];
        for (what, snapshots, held, left, times) in cases {
            let free = shared.srs[0].free.unwrap_or_default();
            let then = after(&Step::Delete { snapshots }, shared.clone());
            assert_eq!(then.disks[0].bases.iter().map(|base| base.held).collect::<Vec<_>>(), held, "{what}");
            let bases: Vec<u32> = then.disks[0].snapshots.iter().map(|of_job| of_job.base).collect();
            assert_eq!(bases, left, "{what}");
            assert_eq!(then.srs[0].free, Some(free + times * back), "{what}");
            assert!(then.srs[0].auto_scan, "{what}");
        }
    }

    #[test]
    fn what_the_other_steps_change() {
        let fewer = after(&Step::KeepFewer { jobs: vec![1], snapshots: 3, delete: Vec::new() }, {
            let mut long = two();
            long.units.iter_mut().for_each(|unit| unit.per_schedule[0].snapshots = 9);
            long
        });
        assert_eq!(fewer.units.iter().map(|unit| unit.per_schedule[0].snapshots).collect::<Vec<_>>(), [9, 3]);
        let more = after(&Step::MoreAtOnce { job: 1, concurrency: 4 }, two());
        assert_eq!((more.jobs[0].concurrency, more.jobs[1].concurrency), (1, 4));
        let out = after(&Step::TakeOut { unit: 1 }, two());
        assert_eq!((out.jobs[0].units.len(), out.jobs[1].units.len()), (1, 0));
        let larger = after(&Step::AddSpace { sr: 1, gib: 5 }, two());
        let free = |sr: usize| larger.srs[sr].free.map(|free| free / GIB);
        assert_eq!((free(0), free(1)), (Some(1000.0), Some(1005.0)));
    }
}
