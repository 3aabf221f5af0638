//! Runs of jobs, as the logs tell them.

use jiff::Timestamp;

use super::id::{JobId, RunId, ScheduleId};

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
