//! Changes of a scenario, in its positions, and what each does to it.

use rustc_hash::FxHashSet;

use crate::forecast::calibrate::Hanging;
use crate::forecast::sim::scenario::{Fire, Scenario};
use crate::units::Bytes;

const BYTES_PER_GIB: f64 = 1_073_741_824.0;

/// A change of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::forecast) enum Step {
    /// The collector of an SR works again, for one disk alone where one is named.
    StartCollector { sr: u32, disk: Option<u32> },
    /// A job is started now.
    RunNow { job: u32 },
    /// Snapshots go.
    Delete { snapshots: Vec<Hanging> },
    /// The runs of some jobs, in order, are left out for so many hours.
    Wait { jobs: Vec<u32>, merges: u32, hours: u32 },
    /// A schedule starts at another time.
    Move { job: u32, schedule: u16, minutes: i32 },
    /// Jobs, in order, keep no more snapshots than this; those beyond go now.
    KeepFewer { jobs: Vec<u32>, snapshots: u32, delete: Vec<Hanging> },
    /// A job takes more VMs at once.
    MoreAtOnce { job: u32, concurrency: u32 },
    /// Of the firings of jobs, in order, one of so many stays.
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

/// Whether a job is one of some that are in order: a large server has a thousand of them, and far more firings.
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

/// Deletes snapshots, of jobs or of nobody. Disks that share a base copy share what hangs there: its room comes back once.
fn delete(scenario: &mut Scenario, snapshots: &[Hanging]) {
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

/// Leaves firings of some jobs out.
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
