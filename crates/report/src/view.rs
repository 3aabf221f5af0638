//! What `check` and `forecast` show, as values: SRs, disks, verdicts, findings, predictions.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::baseline::{Baseline, Since};
use crate::names::Names;
use crate::predictions::PredictionView;
use crate::timeline::JobRuns;
use crate::vms::VmFigures;
use xo_health_core::analysis::{Analysis, Movement};
use xo_health_core::chains::Broken;
use xo_health_core::findings::{Finding, Severity, Subject};
use xo_health_core::forecast::{GateOutcome, NotSnapshotted, RoomAt, Unknown};
use xo_health_core::model::{ImageFormat, Unread};
use xo_health_core::outlook::Outlook;
use xo_health_core::scope::Wish;
use xo_health_core::storage::Family;
use xo_health_core::units::Bytes;

/// Everything that is reported about a server at one instant, without words.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The instant the report stands for.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The exit status of the program: 0 nothing above info, 1 warnings, 2 critical, 3 the check could not be made.
    #[schemars(range(max = 3))]
    pub exit_status: u8,
    /// What was looked at.
    pub source: Source,
    /// SRs, worst first.
    pub srs: Vec<SrView>,
    /// Disks outside ISO and udev SRs, by id.
    pub disks: Vec<DiskView>,
    /// VMs, by id.
    pub vms: Vec<VmFigures>,
    /// What each job would meet if it were started now.
    pub verdicts: Vec<VerdictView>,
    /// What was found, worst first.
    pub findings: Vec<FindingView>,
    /// What was found and the user suppressed: it counts for nothing but itself.
    #[serde(default)]
    pub suppressed: Vec<SuppressedView>,
    /// How far the forecast looks, in hours; null where none was made.
    pub horizon_hours: Option<u32>,
    /// How many simulations the forecast rests on; null where none was made.
    pub draws: Option<u32>,
    /// The time for the forecast was over before everything was simulated.
    pub forecast_cut_short: bool,
    /// What is likely to come, the surest first.
    pub predictions: Vec<PredictionView>,
    /// When jobs run within seven days, by their first run.
    pub timeline: Vec<JobRuns>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// What happens to the backups of the next 24 hours, and what to do first.
    pub outlook: Outlook,
    /// Why the program ends with this exit status.
    pub exit_reason: ExitReason,
    /// What it was held against for the exit status; null where nothing was.
    #[serde(default)]
    pub baseline: Option<Baseline>,
    /// The names of what the report shows by its id.
    pub names: Names,
}

/// Why the program ends with its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ExitReason {
    /// Nothing counts.
    Nothing,
    /// A finding of this severity.
    Findings {
        /// The worst.
        severity: Severity,
    },
    /// An error within 24 hours is likely.
    Forecast,
    /// A prediction reaches what the user asked for.
    Asked,
    /// Something needed was not read.
    CannotTell,
    /// Nothing could be checked.
    NothingChecked,
    /// Pools are missing.
    PoolMissing {
        /// How many.
        pools: u32,
    },
}

/// The server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Scheme, host and port; null when replayed from a capture that does not hold it.
    pub server: Option<String>,
    /// The version of xo-server.
    pub version: Option<String>,
    /// The part of it that was asked about; absent for all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Wish>,
    /// When the answers were read, where that is long before the instant that they are looked at as of: what happened in
    /// between is not known. Absent otherwise.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Timestamp>,
}

/// Answers that are older than this are said to be old. A guess: an hourly job has run since.
const OLD: SignedDuration = SignedDuration::from_hours(1);

impl Source {
    /// Says what an analysis looked at.
    pub(crate) fn of(analysis: &Analysis) -> Self {
        let reading = analysis.reading();
        let scope = analysis.scope().map(|scope| scope.wish().clone());
        let is_old = reading.observed_at.duration_since(reading.read_at) > OLD;
        Self {
            server: reading.server.clone(),
            version: reading.version.clone(),
            scope,
            read_at: is_old.then_some(reading.read_at),
        }
    }
}

/// An SR, summed up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SrView {
    /// Its UUID.
    pub id: String,
    /// From the server, not cleaned.
    pub name: String,
    /// Its driver, as XAPI names it.
    #[serde(rename = "type")]
    pub driver: String,
    /// By which rules it works.
    pub family: Family,
    /// The pool it belongs to.
    pub pool_id: Option<String>,
    /// The name of that pool; from the server, not cleaned.
    pub pool_name: Option<String>,
    /// Bytes it holds in all.
    pub size_bytes: Option<Bytes>,
    /// Bytes taken.
    pub used_bytes: Option<Bytes>,
    /// Bytes free.
    pub free_bytes: Option<Bytes>,
    /// The deepest disk, in nodes.
    pub max_depth: u32,
    /// Inner merges pending, each once.
    pub pending_inner: u32,
    /// Leaf merges pending, each once.
    pub pending_leaf: u32,
    /// What XO's health page shows.
    pub xo_unhealthy: u32,
    /// The upper bound of what the largest pending inner merge needs.
    pub merge_need_bytes: Option<Bytes>,
    /// The upper bound of what the next snapshot of each disk in a job takes; null where none is to come.
    pub next_round_bytes: Option<Bytes>,
    /// How many snapshots these are.
    pub next_round_snapshots: u32,
    /// How long the pending merges take from now on, best estimate; null without any.
    pub drain_seconds: Option<u64>,
    /// Number of disks.
    pub disks: u32,
    /// Bytes that are missing so that 30 days of backups fit, nine times out of ten; null without a forecast.
    pub lacking_30_days_bytes: Option<Bytes>,
    /// Bytes by which the data grow in a mean day, best estimate; null without a forecast.
    pub growth_per_day_bytes: Option<Bytes>,
    /// How likely a snapshot or copy finds too little room there within the horizon; null without a forecast.
    #[schemars(range(min = 0, max = 1))]
    pub runs_out_probability: Option<f64>,
    /// How the free space develops until the horizon, at equal steps; empty without a forecast, and where nothing bounds it.
    pub free_path: Vec<RoomAt>,
}

/// A disk and its chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiskView {
    /// Its UUID.
    pub vdi_id: String,
    /// From the server, not cleaned.
    pub name: String,
    /// The SR it is on.
    pub sr_id: Option<String>,
    /// The VMs it is plugged into, without snapshots and control domains.
    pub vm_ids: Vec<String>,
    /// Its format; null where the driver has no images of its own.
    pub image_format: Option<ImageFormat>,
    /// Nodes at which the next snapshot is refused; null where there is no such limit.
    pub limit: Option<u32>,
    /// Nodes from the disk to the root, both included; a lower bound when not complete.
    pub depth: u32,
    /// Whether the root was reached.
    pub depth_complete: bool,
    /// Why it was not.
    pub broken: Option<Broken>,
    /// Snapshots, with data written between them, until the storage refuses.
    pub snapshots_left: Option<u32>,
    /// Inner merges pending from the disk to the root.
    pub pending_inner: u32,
    /// Leaf merges pending: 0 or 1.
    pub pending_leaf: u32,
    /// What XO's health page counts for the disk, where that is known; wrong on forks.
    pub xo_unhealthy: Option<u32>,
    /// XO's backup gate, raw: tolerance 1, no bypass.
    pub xo_gate: GateView,
}

/// What XO's backup gate says of a disk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateView {
    /// Un-coalesced nodes it counts.
    pub count: u32,
    /// Whether it refuses.
    pub skips: bool,
}

/// What a job would meet on a VM if it were started now, as far as the snapshot goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictView {
    /// The job.
    pub job_id: String,
    /// From the server, not cleaned.
    pub job_name: String,
    /// The schedule, when the job has one.
    pub schedule_id: Option<String>,
    /// The VM.
    pub vm_id: String,
    /// From the server, not cleaned; null for a VM that is gone.
    pub vm_name: Option<String>,
    /// The disks the verdict rests on: those that stop the backup, else those that are snapshotted.
    pub vdi_ids: Vec<String>,
    /// When the schedule fires next; null when it does not fire by itself.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_run_at: Option<Timestamp>,
    /// What it meets.
    pub verdict: SnapshotVerdict,
    /// What that rests on, where it is not a disk.
    pub reason: Option<VerdictReason>,
}

/// What the snapshot of a backup meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SnapshotVerdict {
    /// Nothing prevents it.
    Ok,
    /// XO skips the VM.
    Skip,
    /// `SR_BACKEND_FAILURE_109`.
    #[serde(rename = "109")]
    ChainTooLong,
    /// `SR_BACKEND_FAILURE_44`.
    #[serde(rename = "44")]
    NoSpace,
    /// None is taken.
    NotSnapshotted,
    /// It is unknown.
    Unknown,
}

/// What a verdict rests on where that is not a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictReason {
    /// The job has neither target nor snapshots to keep.
    NoOutput,
    /// A full backup of a VM that is exported as it is.
    NotNeeded,
    /// The VM has no disk that is backed up.
    NoDisks,
    /// The VM is gone, or its pool is.
    VmMissing,
    /// A chain is broken.
    BrokenChain,
    /// The SR is detached, in maintenance, or unknown.
    SrUnavailable,
    /// The user may not see all that it rests on.
    NotSeen,
}

impl From<GateOutcome> for SnapshotVerdict {
    fn from(outcome: GateOutcome) -> Self {
        match outcome {
            GateOutcome::Ok => Self::Ok,
            GateOutcome::Skip => Self::Skip,
            GateOutcome::ChainTooLong => Self::ChainTooLong,
            GateOutcome::NoSpace { .. } => Self::NoSpace,
            GateOutcome::NotSnapshotted(_) => Self::NotSnapshotted,
            GateOutcome::Unknown(_) => Self::Unknown,
        }
    }
}

impl VerdictReason {
    /// Returns what an outcome rests on, where that is not a disk.
    pub(crate) const fn of(outcome: GateOutcome) -> Option<Self> {
        Some(match outcome {
            GateOutcome::NotSnapshotted(NotSnapshotted::NoOutput) => Self::NoOutput,
            GateOutcome::NotSnapshotted(NotSnapshotted::NotNeeded) => Self::NotNeeded,
            GateOutcome::NotSnapshotted(NotSnapshotted::NoDisks) => Self::NoDisks,
            GateOutcome::Unknown(Unknown::VmMissing) => Self::VmMissing,
            GateOutcome::Unknown(Unknown::BrokenChain) => Self::BrokenChain,
            GateOutcome::Unknown(Unknown::SrUnavailable) => Self::SrUnavailable,
            GateOutcome::Unknown(Unknown::NotSeen) => Self::NotSeen,
            _ => return None,
        })
    }
}

/// A finding and where it belongs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingView {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// The SR it belongs to, when there is one.
    pub sr_id: Option<String>,
    /// Since when earlier readings have it; missing where none is known, or the latest did not have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub since: Option<Timestamp>,
    /// How it compares with itself a day ago; missing like `since`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Movement>,
    /// How it compares with the baseline; missing where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Since>,
}

/// A finding that the user suppressed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SuppressedView {
    /// The finding.
    #[serde(flatten)]
    pub view: FindingView,
    /// By what.
    pub suppressed: Suppression,
}

/// Why a finding is suppressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Suppression {
    /// In the words of who did it.
    pub reason: String,
    /// From when on it counts again; null where no end is set.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub until: Option<Timestamp>,
}

impl FindingView {
    /// Returns its severity.
    pub fn severity(&self) -> Severity {
        self.finding.severity
    }

    /// Returns what it is about.
    pub fn subject(&self) -> &Subject {
        &self.finding.subject
    }
}
