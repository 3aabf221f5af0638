//! Past runs in the form that learning needs: instants in seconds relative to the observation, VMs by unit.
//!
//! In: the runs of the logs, the units. Out: a [`ReplayedPast`]. Runs of unplanned jobs are left out.

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
    /// `None` while it runs, or if it was interrupted.
    pub(super) end: Option<f64>,
    /// It is in progress.
    pub(super) pending: bool,
    /// XO no longer has it: it shows how things usually go, not the present state.
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
    /// When its snapshot was started and done.
    pub(super) snapshot: Option<(f64, Option<f64>)>,
    /// The transfer that took longest.
    pub(super) transfer: Option<PastTransfer>,
}

/// How the backup of a VM ended.
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
    /// Returns how long it took; 0 while it goes on.
    pub(super) fn seconds(&self) -> f64 {
        self.end.map_or(0.0, |end| end - self.start)
    }
}
