//! Runs of jobs, as the logs tell them.

use jiff::Timestamp;

use super::id::{JobId, ObjectId, RunId, ScheduleId};
use crate::units::Bytes;

/// Is one run of a job.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its id: its start in milliseconds, as text.
    pub id: RunId,
    /// The job that ran.
    pub job: Option<JobId>,
    /// The schedule that started it.
    pub schedule: Option<ScheduleId>,
    /// When it started.
    pub start: Option<Timestamp>,
    /// When it ended; none while it runs, or when it was interrupted.
    pub end: Option<Timestamp>,
    /// How it ended.
    pub status: RunStatus,
    /// It has a tree of tasks; without one only a failure says anything (facts/xo-protocol.md 5.1).
    pub has_tasks: bool,
    /// What went wrong with the run as a whole, in XO's words.
    pub error: Option<Box<str>>,
    /// What it did to each VM, in the order of the log.
    pub vms: Vec<VmRun>,
}

/// Is what a run did to one VM.
#[derive(Clone, Debug)]
pub struct VmRun {
    /// The VM, as the job names it.
    pub vm: ObjectId,
    /// When it was begun.
    pub start: Option<Timestamp>,
    /// When it ended; none while it goes on, or when the run was interrupted.
    pub end: Option<Timestamp>,
    /// How it ended.
    pub status: RunStatus,
    /// What went wrong, in XO's words, cut to a bounded length.
    pub error: Option<Box<str>>,
    /// Its last snapshot task: start and end.
    pub snapshot: Option<(Option<Timestamp>, Option<Timestamp>)>,
    /// Its transfers, one for each target, of the last attempt.
    pub transfers: Vec<Transfer>,
}

/// Is one transfer of the data of a VM.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// The backup repository or SR it goes to.
    pub target: Option<ObjectId>,
    /// The target is an SR.
    pub to_sr: bool,
    /// Whole disks were moved, not changes.
    pub is_full: bool,
    /// When it started.
    pub start: Option<Timestamp>,
    /// When it ended.
    pub end: Option<Timestamp>,
    /// Bytes that were moved.
    pub bytes: Option<Bytes>,
    /// How it ended.
    pub status: RunStatus,
}

/// Says how a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunStatus {
    /// All went well, or the details were dropped.
    Success,
    /// At least one VM was skipped, none failed.
    Skipped,
    /// Something failed.
    Failure,
    /// The server stopped meanwhile.
    Interrupted,
    /// Runs now.
    Pending,
    /// A word this version does not know.
    Unknown,
}
