//! Past runs, as what is learnt from them needs them: instants in seconds before the observation, VMs by unit.
//!
//! In: the runs of the logs, the units. Out: a [`Past`]. Runs of jobs that are not planned are left out.

/// The runs of all planned jobs, by start.
#[derive(Clone, Debug, Default)]
pub(super) struct ReplayedPast {
    pub(super) runs: Vec<ReplayedRun>,
}

/// One run.
#[derive(Clone, Debug)]
pub(super) struct ReplayedRun {
    /// The job: its position in the scenario.
    pub(super) job: u32,
    /// Position of the schedule in its job.
    pub(super) schedule: u16,
    /// In seconds after the observation: negative.
    pub(super) start: f64,
    /// None while it runs, or when it was interrupted.
    pub(super) end: Option<f64>,
    /// It is the one in progress.
    pub(super) pending: bool,
    /// XO no longer has it: it tells how things go, not how they stand.
    pub(super) is_earlier: bool,
    pub(super) vms: Vec<PastVm>,
}

/// One VM in a run.
#[derive(Clone, Debug)]
pub(super) struct PastVm {
    pub(super) unit: u32,
    pub(super) start: f64,
    pub(super) end: Option<f64>,
    pub(super) outcome: PastOutcome,
    /// It failed for lack of room on an SR.
    pub(super) no_room: bool,
    /// When its snapshot was begun and done.
    pub(super) snapshot: Option<(f64, Option<f64>)>,
    /// The transfer that took longest.
    pub(super) transfer: Option<PastTransfer>,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PastOutcome {
    Success,
    Skipped,
    Failed,
    /// In progress.
    Pending,
    /// The run was interrupted, or nothing is known.
    Unknown,
}

/// A transfer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PastTransfer {
    pub(super) start: f64,
    pub(super) end: Option<f64>,
    pub(super) bytes: Option<f64>,
    pub(super) full: bool,
}

impl PastTransfer {
    /// Returns how long it took; one that goes on has taken no time yet.
    pub(super) fn seconds(&self) -> f64 {
        self.end.map_or(0.0, |end| end - self.start)
    }
}
