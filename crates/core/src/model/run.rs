//! Runs of jobs, as the logs show them: the run, each VM in it, each target of each VM.
//!
//! Built from logs by [`xo`](crate::xo), which bounds every text. A part that never started is none, not a failure.

use compact_str::CompactString;
use jiff::{SignedDuration, Timestamp};
use thin_vec::ThinVec;

use super::id::{JobId, ObjectId, RunId, ScheduleId};
use super::job::Mode;
use super::moment::Moment;
use crate::units::Bytes;

/// One run of a job.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its id: its start in milliseconds, as text.
    pub id: RunId,
    /// The job that ran.
    pub job: Option<JobId>,
    /// The schedule that started it.
    pub schedule: Option<ScheduleId>,
    /// How it moved data; none for what has no mode (metadata), or does not say.
    pub mode: Option<Mode>,
    /// The XO proxy that did the work; none when XO did it itself.
    #[allow(dead_code, reason = "kept by captures, so that a later view has it for old ones")]
    pub proxy: Option<ObjectId>,
    /// When it started.
    pub start: Option<Timestamp>,
    /// When it ended; none while it runs, or when it was interrupted.
    pub end: Option<Timestamp>,
    /// How it ended.
    pub status: RunStatus,
    /// It has a tree of tasks; without one only a failure says anything (facts/xo-protocol.md 5.1).
    pub has_tasks: bool,
    /// Why the run as a whole failed or was skipped; failures of VMs are in [`Run::vms`] only.
    pub error: Option<Box<LogError>>,
    /// Targets and pools that could not be opened, in the order of the log.
    pub unopened: Vec<Unopened>,
    /// What it warns of as a whole, each text once.
    #[allow(dead_code, reason = "kept by captures, so that a later view has it for old ones")]
    pub warnings: ThinVec<Box<str>>,
    /// Its VMs, in the order of the log.
    pub vms: Vec<VmRun>,
}

/// How a run, or a part of one, ended.
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

impl RunStatus {
    /// Returns whether something failed or was skipped.
    pub fn went_wrong(self) -> bool {
        matches!(self, Self::Failure | Self::Skipped)
    }
}

/// An error as a log holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogError {
    /// The code; XAPI's are words, XO's own are numbers, plain errors have none.
    pub code: Option<CompactString>,
    /// The message; cut where it is long, not cleaned.
    pub message: Box<str>,
}

/// A target or a pool that a run could not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unopened {
    /// What it was.
    pub what: RunPlace,
    /// Why.
    pub error: Option<LogError>,
}

/// A place that a run works with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RunPlace {
    /// A backup repository.
    Remote(ObjectId),
    /// A storage repository: the target of a replication.
    Sr(ObjectId),
    /// A pool that a smart job names.
    Pool(ObjectId),
}

/// A part of a run: when, how it ended, and its error.
///
/// Logs hold hundreds of thousands of them, so that the instants are kept in 8 bytes each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    start: Option<Moment>,
    end: Option<Moment>,
    /// How it ended. Parts of an interrupted run that had not ended are interrupted too.
    pub status: RunStatus,
    /// Its own error; one that a smaller part of it reported already is only there.
    pub error: Option<Box<LogError>>,
}

impl Phase {
    /// Builds a phase; its instants are kept to the millisecond, as logs have them.
    #[must_use]
    pub fn new(
        start: Option<Timestamp>,
        end: Option<Timestamp>,
        status: RunStatus,
        error: Option<Box<LogError>>,
    ) -> Self {
        Self { start: start.map(Moment::from), end: end.map(Moment::from), status, error }
    }

    /// Returns when it started.
    #[must_use]
    pub fn start(&self) -> Option<Timestamp> {
        self.start.map(Moment::at)
    }

    /// Returns when it ended; none while it runs, or when it was interrupted.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        self.end.map(Moment::at)
    }

    /// Returns how long it took; none where it did not end, or ended before it started.
    #[must_use]
    pub fn duration(&self) -> Option<SignedDuration> {
        duration(self.start(), self.end())
    }
}

impl Run {
    /// Returns how long it took; none where it did not end, or ended before it started.
    #[must_use]
    pub fn duration(&self) -> Option<SignedDuration> {
        duration(self.start, self.end)
    }
}

fn duration(start: Option<Timestamp>, end: Option<Timestamp>) -> Option<SignedDuration> {
    Some(end?.duration_since(start?)).filter(|duration| !duration.is_negative())
}

/// One VM in one run.
#[derive(Clone, Debug, PartialEq)]
pub struct VmRun {
    /// The VM as the log names it.
    pub vm: Option<ObjectId>,
    /// Its name then; none when it could not be resolved. Not cleaned.
    pub name: Option<CompactString>,
    /// The backup as a whole; its error is the one that decided, wherever it happened.
    pub whole: Phase,
    /// The last snapshot it tried to take.
    pub snapshot: Option<Phase>,
    /// The last try for each target.
    pub transfers: ThinVec<Transfer>,
    /// Cleanings of the VM's folder on a repository, and merges of old backups, in the order of the log.
    pub cleanings: ThinVec<Cleaning>,
    /// How often it was tried: 1 without a retry.
    pub attempts: u32,
    /// Why it was tried again, each text once.
    pub retried_because: ThinVec<Box<str>>,
    /// Why a delta became a full, in XO's words.
    pub fallback: Option<Box<str>>,
    /// What else it warns of, each text once.
    pub warnings: ThinVec<Box<str>>,
}

impl VmRun {
    /// Returns how the backup ended, restore tests left aside: a test that fails says nothing against what was written.
    #[must_use]
    pub fn saved(&self) -> RunStatus {
        let is_written = self.transfers.iter().all(Transfer::is_written);
        let is_tested = self.transfers.iter().any(|transfer| transfer.health_check.is_some());
        let snapshot = self.snapshot.as_ref().is_none_or(|snapshot| !snapshot.status.went_wrong());
        if self.whole.status == RunStatus::Failure && is_tested && is_written && snapshot {
            return RunStatus::Success;
        }
        self.whole.status
    }

    /// Sums the bytes that were moved to all targets; none where no transfer says so.
    #[must_use]
    pub fn bytes(&self) -> Option<Bytes> {
        self.transfers.iter().filter_map(|transfer| transfer.bytes).reduce(|sum, bytes| sum + bytes)
    }
}

/// What one target got of one VM.
#[derive(Clone, Debug, PartialEq)]
pub struct Transfer {
    /// The target.
    pub target: Option<RunPlace>,
    /// It was asked to be a full; none when unknown.
    pub is_full: Option<bool>,
    /// All that was done for the target.
    pub export: Phase,
    /// The moving of data within it.
    pub transfer: Option<Phase>,
    /// Bytes moved: written to a remote, or generated for a replica.
    pub bytes: Option<Bytes>,
    /// The restore test that followed.
    pub health_check: Option<Box<Phase>>,
}

impl Transfer {
    /// Returns whether the target got all of it, whatever a restore test said afterwards.
    #[must_use]
    pub fn is_written(&self) -> bool {
        let test_failed = self.health_check.as_ref().is_some_and(|test| test.status.went_wrong());
        let moved = self.transfer.as_ref().is_some_and(|transfer| transfer.status == RunStatus::Success);
        self.export.status == RunStatus::Success || (test_failed && moved)
    }

    /// Returns the mean speed in bytes a second; none where size or time are unknown, or the time is nothing.
    #[must_use]
    pub fn bytes_per_second(&self) -> Option<Bytes> {
        let millis = u128::try_from(self.transfer.as_ref()?.duration()?.as_millis()).ok()?;
        let per_second = (u128::from(self.bytes?.0) * 1000).checked_div(millis)?;
        Some(Bytes(u64::try_from(per_second).unwrap_or(u64::MAX)))
    }
}

/// A cleaning of the folder of a VM on a repository, or a merge within one.
#[derive(Clone, Debug, PartialEq)]
pub struct Cleaning {
    /// It is a merge of old backups.
    pub is_merge: bool,
    /// When, and how it ended.
    pub phase: Phase,
}
