//! Runs of jobs, as the logs show them: the run, each VM in it, each target of each VM.
//!
//! The client builds them from logs and bounds every text. A part that never started is `None`, not a failure.

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
    /// The id of the run: its start in milliseconds, as text.
    pub id: RunId,
    /// The job that ran.
    pub job: Option<JobId>,
    /// The schedule that started it.
    pub schedule: Option<ScheduleId>,
    /// How it transferred data; `None` if the job has no mode (metadata) or the log does not say.
    pub mode: Option<Mode>,
    /// The XO proxy that did the work; `None` if XO did it itself.
    #[allow(dead_code, reason = "kept by captures, so that a later view has it for old ones")]
    pub proxy: Option<ObjectId>,
    /// When it started.
    pub start: Option<Timestamp>,
    /// When it ended; `None` while it runs, or if it was interrupted.
    pub end: Option<Timestamp>,
    /// How it ended.
    pub status: RunStatus,
    /// Whether it has a tree of tasks; without one, only a failure means anything (facts/xo-protocol.md 5.1).
    pub has_tasks: bool,
    /// Why the run as a whole failed or was skipped; failures of VMs are only in [`Run::vms`].
    pub error: Option<Box<LogError>>,
    /// Targets and pools that could not be opened, in the order of the log.
    pub unopened: Vec<Unopened>,
    /// Warnings about the run as a whole, each text once.
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
    /// At least one VM was skipped, but none failed.
    Skipped,
    /// Something failed.
    Failure,
    /// XO stopped meanwhile.
    Interrupted,
    /// It runs now.
    Pending,
    /// A word that this version does not know.
    Unknown,
}

impl RunStatus {
    /// Returns whether something failed or was skipped.
    pub fn failed_or_skipped(self) -> bool {
        matches!(self, Self::Failure | Self::Skipped)
    }
}

/// An error as a log records it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogError {
    /// The code: XAPI's are words, XO's own are numbers; plain errors have none.
    pub code: Option<CompactString>,
    /// The message, cut if it is long; not cleaned.
    pub message: Box<str>,
}

/// A target or a pool that a run could not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unopened {
    /// What it was.
    pub what: RunPlace,
    /// Why it could not be opened.
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
/// Logs contain hundreds of thousands of them, so the instants are kept in 8 bytes each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    start: Option<Moment>,
    end: Option<Moment>,
    /// How it ended. Parts of an interrupted run that had not ended are interrupted too.
    pub status: RunStatus,
    /// Its own error; one that a smaller part already reported is only there.
    pub error: Option<Box<LogError>>,
}

impl Phase {
    /// Builds a phase; its instants are kept to the millisecond, as in logs.
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

    /// Returns when it ended; `None` while it runs, or if it was interrupted.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        self.end.map(Moment::at)
    }

    /// Returns how long it took; `None` if it did not end, or ended before it started.
    #[must_use]
    pub fn duration(&self) -> Option<SignedDuration> {
        duration(self.start(), self.end())
    }
}

impl Run {
    /// Returns how long it took; `None` if it did not end, or ended before it started.
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
    /// Its name then; `None` if it could not be resolved. Not cleaned.
    pub name: Option<CompactString>,
    /// The backup as a whole; its error is the decisive one, wherever it occurred.
    pub whole: Phase,
    /// The last snapshot that it tried to take.
    pub snapshot: Option<Phase>,
    /// The last attempt for each target.
    pub transfers: ThinVec<Transfer>,
    /// Cleanings of the VM's folder on a repository, and merges of old backups, in the order of the log.
    pub cleanings: ThinVec<Cleaning>,
    /// What was unusual about it; none of most.
    pub remarks: Option<Box<Remarks>>,
}

impl VmRun {
    /// Returns how often it was attempted: 1 without a retry.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        1 + self.remarks.as_ref().map_or(0, |remarks| remarks.retries)
    }

    /// Returns why a delta became a full, in XO's words.
    #[must_use]
    pub fn fallback(&self) -> Option<&str> {
        self.remarks.as_ref()?.fallback.as_deref()
    }

    /// Returns how the backup ended, regardless of restore tests: a failed test says nothing against what was
    /// written.
    #[must_use]
    pub fn saved(&self) -> RunStatus {
        let is_written = self.transfers.iter().all(Transfer::is_written);
        let is_tested = self.transfers.iter().any(|transfer| transfer.health_check.is_some());
        let snapshot = self.snapshot.as_ref().is_none_or(|snapshot| !snapshot.status.failed_or_skipped());
        if self.whole.status == RunStatus::Failure && is_tested && is_written && snapshot {
            return RunStatus::Success;
        }
        self.whole.status
    }

    /// Sums the bytes that were transferred to all targets; `None` if no transfer reports any.
    #[must_use]
    pub fn bytes(&self) -> Option<Bytes> {
        self.transfers.iter().filter_map(|transfer| transfer.bytes).reduce(|sum, bytes| sum + bytes)
    }
}

/// What was unusual about one VM in one run: apart, since logs hold hundreds of thousands of VMs, and it is seldom there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remarks {
    /// How often it was retried.
    pub retries: u32,
    /// Why it was retried, each text once.
    pub retried_because: ThinVec<Box<str>>,
    /// Why a delta became a full, in XO's words.
    pub fallback: Option<Box<str>>,
    /// Its other warnings, each text once.
    pub warnings: ThinVec<Box<str>>,
}

/// What one target received of one VM.
#[derive(Clone, Debug, PartialEq)]
pub struct Transfer {
    /// The target.
    pub target: Option<RunPlace>,
    /// Whether it was requested as a full; `None` if unknown.
    pub is_full: Option<bool>,
    /// Everything that was done for the target.
    pub export: Phase,
    /// The data transfer within it.
    pub transfer: Option<Phase>,
    /// Bytes transferred: written to a remote, or generated for a replica.
    pub bytes: Option<Bytes>,
    /// The restore test that followed.
    pub health_check: Option<Box<Phase>>,
}

impl Transfer {
    /// Returns whether the target received all of it, whatever a restore test found afterwards.
    #[must_use]
    pub fn is_written(&self) -> bool {
        let test_failed = self.health_check.as_ref().is_some_and(|test| test.status.failed_or_skipped());
        let moved = self.transfer.as_ref().is_some_and(|transfer| transfer.status == RunStatus::Success);
        self.export.status == RunStatus::Success || (test_failed && moved)
    }

    /// Returns the mean speed in bytes per second; `None` if size or time is unknown, or the time is zero.
    #[must_use]
    pub fn bytes_per_second(&self) -> Option<Bytes> {
        let millis = u128::try_from(self.transfer.as_ref()?.duration()?.as_millis()).ok()?;
        let per_second = (u128::from(self.bytes?.0) * 1000).checked_div(millis)?;
        Some(Bytes(u64::try_from(per_second).unwrap_or(u64::MAX)))
    }
}

/// A cleaning of a VM's folder on a repository, or a merge within one.
#[derive(Clone, Debug, PartialEq)]
pub struct Cleaning {
    /// Whether it is a merge of old backups.
    pub is_merge: bool,
    /// When, and how it ended.
    pub phase: Phase,
}
