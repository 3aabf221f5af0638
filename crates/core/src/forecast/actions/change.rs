//! A change that someone could make, in ids of the inventory: the unit of plans and of "what if".

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::step::Step;
use crate::forecast::calibrate::{Draft, HangingSnapshot};
use crate::model::{JobId, ObjectId, ScheduleId};

/// A change to what the forecast starts from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Change {
    /// The collector of an SR is switched on again, or started by a rescan.
    StartCollector {
        /// The SR.
        sr: ObjectId,
        /// Only for this disk, if other disks of the SR are merged.
        vdi: Option<ObjectId>,
    },
    /// A job is started now, by hand.
    RunNow {
        /// The job.
        job: JobId,
    },
    /// Snapshots are deleted, in this order.
    DeleteSnapshots {
        /// Snapshots of disks.
        snapshots: Vec<ObjectId>,
    },
    /// The runs of some hours are skipped, so that what waits is merged before the next snapshot.
    WaitForMerges {
        /// Jobs whose runs are skipped.
        jobs: Vec<JobId>,
        /// Merges that wait now.
        merges: u32,
        /// For this many hours from now.
        hours: u32,
    },
    /// A schedule starts at another time.
    MoveSchedule {
        /// Its job.
        job: JobId,
        /// The schedule; `None` for a job without schedules.
        schedule: Option<ScheduleId>,
        /// By this many minutes; negative is earlier.
        minutes: i32,
    },
    /// Jobs keep this many snapshots at most.
    KeepFewer {
        /// The jobs.
        jobs: Vec<JobId>,
        /// How many.
        snapshots: u32,
        /// Those beyond, which are deleted now, the oldest first.
        delete: Vec<ObjectId>,
    },
    /// A job backs up this many VMs at once.
    MoreAtOnce {
        /// The job.
        job: JobId,
        /// How many at once.
        concurrency: u32,
    },
    /// One of this many firings of some jobs stays.
    RunLessOften {
        /// The jobs.
        jobs: Vec<JobId>,
        /// One of how many.
        one_of: u32,
    },
    /// A VM is taken out of a job.
    TakeOut {
        /// The job.
        job: JobId,
        /// The VM, as the job names it.
        vm: ObjectId,
    },
    /// An SR gets more room, or other data on it is deleted.
    AddSpace {
        /// The SR.
        sr: ObjectId,
        /// GiB to add.
        gib: u32,
    },
}

impl Change {
    /// Names a step in ids of a draft.
    pub(in crate::forecast) fn of(draft: &Draft, step: &Step) -> Self {
        let job = |job: &u32| draft.job_ids[*job as usize].clone();
        let jobs = |all: &[u32]| all.iter().map(job).collect();
        let vdis =
            |all: &[HangingSnapshot]| all.iter().map(|one| draft.ids.vdis[one.vdi.at()].clone()).collect();
        let sr = |sr: u32| draft.ids.srs[sr as usize].clone();
        match step {
            Step::StartCollector { sr: at, disk } => {
                Self::StartCollector { sr: sr(*at), vdi: disk.map(|disk| draft.vdi_id(disk)) }
            }
            Step::RunNow { job: of } => Self::RunNow { job: job(of) },
            Step::Delete { snapshots } => Self::DeleteSnapshots { snapshots: vdis(snapshots) },
            Step::Wait { jobs: of, merges, hours } => {
                Self::WaitForMerges { jobs: jobs(of), merges: *merges, hours: *hours }
            }
            Step::Move { job: of, schedule, minutes } => Self::MoveSchedule {
                job: job(of),
                schedule: draft.schedule_id(*of, *schedule),
                minutes: *minutes,
            },
            Step::KeepFewer { jobs: of, snapshots, delete } => {
                Self::KeepFewer { jobs: jobs(of), snapshots: *snapshots, delete: vdis(delete) }
            }
            Step::MoreAtOnce { job: of, concurrency } => {
                Self::MoreAtOnce { job: job(of), concurrency: *concurrency }
            }
            Step::LessOften { jobs: of, one_of } => Self::RunLessOften { jobs: jobs(of), one_of: *one_of },
            Step::TakeOut { unit } => {
                let of = &draft.units[*unit as usize];
                Self::TakeOut { job: of.job.clone(), vm: of.vm_id.clone() }
            }
            Step::AddSpace { sr: at, gib } => Self::AddSpace { sr: sr(*at), gib: *gib },
        }
    }

    /// Finds what the change names in a draft; `None` if something is missing, because nothing can be said then.
    pub(super) fn step(&self, draft: &Draft) -> Option<Step> {
        let job = |id: &JobId| draft.job_ids.iter().position(|of| of == id).map(|at| at as u32);
        let jobs = |ids: &[JobId]| {
            let mut all: Vec<u32> = ids.iter().map(job).collect::<Option<_>>()?;
            all.sort_unstable();
            Some(all)
        };
        let sr = |id: &ObjectId| draft.ids.srs.iter().position(|of| of == id).map(|at| at as u32);
        Some(match self {
            Self::StartCollector { sr: id, vdi } => Step::StartCollector {
                sr: sr(id)?,
                disk: match vdi {
                    Some(vdi) => Some(draft.disk_named(vdi)?),
                    None => None,
                },
            },
            Self::RunNow { job: id } => Step::RunNow { job: job(id)? },
            Self::DeleteSnapshots { snapshots } => Step::Delete { snapshots: draft.hanging(snapshots) },
            Self::WaitForMerges { jobs: ids, merges, hours } => {
                Step::Wait { jobs: jobs(ids)?, merges: *merges, hours: *hours }
            }
            Self::MoveSchedule { job: id, schedule, minutes } => {
                let job = job(id)?;
                Step::Move { job, schedule: draft.schedule_named(job, schedule.as_ref())?, minutes: *minutes }
            }
            Self::KeepFewer { jobs: ids, snapshots, delete } => {
                Step::KeepFewer { jobs: jobs(ids)?, snapshots: *snapshots, delete: draft.hanging(delete) }
            }
            Self::MoreAtOnce { job: id, concurrency } => {
                Step::MoreAtOnce { job: job(id)?, concurrency: *concurrency }
            }
            Self::RunLessOften { jobs: ids, one_of } => Step::LessOften { jobs: jobs(ids)?, one_of: *one_of },
            Self::TakeOut { job, vm } => {
                let is_it = |of: &crate::forecast::calibrate::UnitOf| of.job == *job && of.vm_id == *vm;
                Step::TakeOut { unit: draft.units.iter().position(is_it)? as u32 }
            }
            Self::AddSpace { sr: id, gib } => Step::AddSpace { sr: sr(id)?, gib: *gib },
        })
    }
}

/// Returns the draft after changes, made one after another. A change that names something missing is left out.
#[must_use]
pub fn apply(draft: &Draft, changes: &[Change]) -> Draft {
    let mut changed = draft.clone();
    for step in changes.iter().filter_map(|change| change.step(draft)) {
        step.apply(&mut changed.scenario);
    }
    changed
}
