//! What removes an error: a [`Change`] beside the prediction, which names the SR, disk and job it is about.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::change::Change;
use crate::model::{JobId, ObjectId, ScheduleId};

/// A change that removes an error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Action {
    /// Switch the collector on again, or start it by a rescan.
    StartCollector,
    /// Start the job now, by hand.
    RunNow,
    /// Delete these snapshots, which no job keeps, in this order.
    DeleteSnapshots {
        /// The snapshots; at least one.
        snapshots: Vec<ObjectId>,
    },
    /// Skip the runs of some hours, so that what waits is merged before the next snapshot.
    WaitForMerges {
        /// Merges that wait now.
        merges: u32,
        /// For how many hours.
        hours: u32,
    },
    /// Start a schedule at another time.
    MoveSchedule {
        /// The job.
        job: JobId,
        /// The schedule; `None` for a job without schedules.
        schedule: Option<ScheduleId>,
        /// By this many minutes; negative is earlier.
        minutes: i32,
    },
    /// Keep this many snapshots instead.
    KeepFewer {
        /// How many.
        snapshots: u32,
        /// Those beyond, the oldest first; filled if the next run comes too soon to delete them.
        delete: Vec<ObjectId>,
    },
    /// Back up more VMs at once.
    MoreAtOnce {
        /// How many at once.
        concurrency: u32,
    },
    /// Skip firings, so that one of this many stays.
    RunLessOften {
        /// One of how many.
        one_of: u32,
    },
    /// Take a VM out of a job, so that the others fit.
    TakeOut {
        /// The job.
        job: JobId,
        /// The VM, as the job names it.
        vm: ObjectId,
    },
    /// Add this many GiB to the SR, or free them.
    AddSpace {
        /// How many.
        gib: u32,
    },
}

impl From<Change> for Action {
    fn from(change: Change) -> Self {
        match change {
            Change::StartCollector { .. } => Self::StartCollector,
            Change::RunNow { .. } => Self::RunNow,
            Change::DeleteSnapshots { snapshots } => Self::DeleteSnapshots { snapshots },
            Change::WaitForMerges { merges, hours, .. } => Self::WaitForMerges { merges, hours },
            Change::MoveSchedule { job, schedule, minutes } => Self::MoveSchedule { job, schedule, minutes },
            Change::KeepFewer { snapshots, delete, .. } => Self::KeepFewer { snapshots, delete },
            Change::MoreAtOnce { concurrency, .. } => Self::MoreAtOnce { concurrency },
            Change::RunLessOften { one_of, .. } => Self::RunLessOften { one_of },
            Change::TakeOut { job, vm } => Self::TakeOut { job, vm },
            Change::AddSpace { gib, .. } => Self::AddSpace { gib },
        }
    }
}
