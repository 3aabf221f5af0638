//! What `check` and `forecast` show, as values: SRs, disks, verdicts, findings, predictions.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::baseline::{Baseline, SinceBaseline};
use crate::names::Names;
use crate::predictions::PredictionView;
use crate::timeline::JobRuns;
use crate::vms::VmFigures;
use xo_health_core::analysis::{Analysis, SinceYesterday};
use xo_health_core::chains::Broken;
use xo_health_core::findings::{Finding, Severity, Subject};
use xo_health_core::forecast::{GateOutcome, NotSnapshotted, RoomAt, Unknown};
use xo_health_core::model::{ImageFormat, Unread};
use xo_health_core::outlook::Outlook;
use xo_health_core::scope::ScopeRequest;
use xo_health_core::storage::Family;
use xo_health_core::units::Bytes;

/// Everything that is reported about a server at one instant, without words.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The instant that the report describes.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub observed_at: Timestamp,
    /// The exit status of the program: 0 nothing above info, 1 warnings, 2 critical, 3 the check could not be made.
    #[schemars(range(max = 3))]
    pub exit_status: u8,
    /// The server that was read.
    pub source: Source,
    /// SRs, worst first.
    pub srs: Vec<SrView>,
    /// Disks outside ISO and udev SRs, by id.
    pub disks: Vec<DiskView>,
    /// VMs, by id.
    pub vms: Vec<VmFigures>,
    /// What each job would meet if it were started now.
    pub verdicts: Vec<VerdictView>,
    /// The findings, worst first.
    pub findings: Vec<FindingView>,
    /// The findings that the user suppressed: nothing else counts them.
    #[serde(default)]
    pub suppressed: Vec<SuppressedView>,
    /// How far ahead the forecast looks, in hours; null if none was made.
    pub horizon_hours: Option<u32>,
    /// How many simulations the forecast rests on; null if none was made.
    pub draws: Option<u32>,
    /// Whether the forecast ran out of time before everything was simulated.
    pub forecast_cut_short: bool,
    /// The predictions, the most probable first.
    pub predictions: Vec<PredictionView>,
    /// The runs of each job within seven days, ordered by the first run.
    pub timeline: Vec<JobRuns>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// What will happen to the backups of the next 24 hours, and what to do first.
    pub outlook: Outlook,
    /// Why the program ends with this exit status.
    pub exit_reason: ExitReason,
    /// The baseline that findings were compared with for the exit status; null if there was none.
    #[serde(default)]
    pub baseline: Option<Baseline>,
    /// The names of the objects that the report shows by id.
    pub names: Names,
}

/// Why the program ends with its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ExitReason {
    /// Nothing counts.
    Nothing,
    /// There is a finding of this severity.
    Findings {
        /// The worst severity.
        severity: Severity,
    },
    /// An error within 24 hours is likely.
    Forecast,
    /// A prediction meets a condition that the user set.
    Asked,
    /// Something that was needed was not read.
    CannotTell,
    /// Nothing could be checked.
    NothingChecked,
    /// Pools are missing.
    PoolMissing {
        /// How many pools.
        pools: u32,
    },
}

/// The server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Scheme, host and port; null for a capture that does not contain them.
    pub server: Option<String>,
    /// The version of xo-server.
    pub version: Option<String>,
    /// The part of the server that was requested; absent for all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeRequest>,
    /// When the answers were read, if that is long before the instant as of which they are judged: what happened in
    /// between is unknown. Absent otherwise.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Timestamp>,
}

/// The age above which answers are reported as old. Guess: an hourly job has run since.
const OLD: SignedDuration = SignedDuration::from_hours(1);

impl Source {
    /// Returns the source of an analysis.
    pub(crate) fn of(analysis: &Analysis) -> Self {
        let reading = analysis.reading();
        let scope = analysis.scope().map(|scope| scope.requested().clone());
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
    /// Its name from the server, not cleaned.
    pub name: String,
    /// Its driver, by its XAPI name.
    #[serde(rename = "type")]
    pub driver: String,
    /// The rules it follows.
    pub family: Family,
    /// The pool it belongs to.
    pub pool_id: Option<String>,
    /// The name of that pool; from the server, not cleaned.
    pub pool_name: Option<String>,
    /// Its size.
    pub size_bytes: Option<Bytes>,
    /// Its used space.
    pub used_bytes: Option<Bytes>,
    /// Its free space.
    pub free_bytes: Option<Bytes>,
    /// The depth of its deepest disk, in nodes.
    pub max_depth: u32,
    /// The number of pending inner merges, each counted once.
    pub pending_inner: u32,
    /// The number of pending leaf merges, each counted once.
    pub pending_leaf: u32,
    /// The number that XO's health page shows.
    pub xo_unhealthy: u32,
    /// The upper bound of what the largest pending inner merge needs.
    pub merge_need_bytes: Option<Bytes>,
    /// The upper bound of what the next snapshot of each disk in a job takes; null if there are none.
    pub next_round_bytes: Option<Bytes>,
    /// How many snapshots these are.
    pub next_round_snapshots: u32,
    /// How long the pending merges take from now on, by the best estimate; null if there are none.
    pub drain_seconds: Option<u64>,
    /// The number of disks.
    pub disks: u32,
    /// How much space is lacking for 30 days of backups to fit in nine of ten draws; null without a forecast.
    pub lacking_30_days_bytes: Option<Bytes>,
    /// How much the data grows in a mean day, by the best estimate; null without a forecast.
    pub growth_per_day_bytes: Option<Bytes>,
    /// The probability that a snapshot or copy finds too little room there within the horizon; null without a
    /// forecast.
    #[schemars(range(min = 0, max = 1))]
    pub runs_out_probability: Option<f64>,
    /// The free space until the horizon, in equal steps; empty without a forecast, or if nothing bounds it.
    pub free_path: Vec<RoomAt>,
}

/// A disk and its chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiskView {
    /// Its UUID.
    pub vdi_id: String,
    /// Its name from the server, not cleaned.
    pub name: String,
    /// The SR it is on.
    pub sr_id: Option<String>,
    /// The VMs it is plugged into, not counting snapshots and control domains.
    pub vm_ids: Vec<String>,
    /// Its format; null if the driver has no images of its own.
    pub image_format: Option<ImageFormat>,
    /// The number of nodes at which the next snapshot is refused; null if there is no such limit.
    pub limit: Option<u32>,
    /// The number of nodes from the disk to the root, both included; a lower bound if the root was not reached.
    pub depth: u32,
    /// Whether the root was reached.
    pub depth_complete: bool,
    /// Why the root was not reached.
    pub broken: Option<Broken>,
    /// How many more snapshots, with data written between them, the storage accepts.
    pub snapshots_left: Option<u32>,
    /// The number of pending inner merges from the disk to the root.
    pub pending_inner: u32,
    /// The number of pending leaf merges: 0 or 1.
    pub pending_leaf: u32,
    /// What XO's health page counts for the disk, if known; wrong on forks.
    pub xo_unhealthy: Option<u32>,
    /// XO's backup gate, unadjusted: tolerance 1, no bypass.
    pub xo_gate: GateView,
}

/// What XO's backup gate decides for a disk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateView {
    /// The number of un-coalesced nodes it counts.
    pub count: u32,
    /// Whether it skips the VM.
    pub skips: bool,
}

/// What a job would meet on a VM if it were started now, as far as its snapshot is concerned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictView {
    /// The job.
    pub job_id: String,
    /// Its name from the server, not cleaned.
    pub job_name: String,
    /// The schedule, if the job has one.
    pub schedule_id: Option<String>,
    /// The VM.
    pub vm_id: String,
    /// Its name from the server, not cleaned; null for a VM that is gone.
    pub vm_name: Option<String>,
    /// The disks that the verdict rests on: those that stop the backup, or else those that are snapshotted.
    pub vdi_ids: Vec<String>,
    /// When the schedule fires next; null if it does not fire by itself.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_run_at: Option<Timestamp>,
    /// What the job would meet.
    pub verdict: SnapshotVerdict,
    /// The reason for the verdict, if it does not rest on disks.
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
    /// No snapshot is taken.
    NotSnapshotted,
    /// The result is unknown.
    Unknown,
}

/// The reason for a verdict that does not rest on disks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictReason {
    /// The job has neither target nor snapshots to keep.
    NoOutput,
    /// It is a full backup of a VM that is exported as it is.
    NotNeeded,
    /// The VM has no disk to back up.
    NoDisks,
    /// The VM or its pool is gone.
    VmMissing,
    /// A chain is broken.
    BrokenChain,
    /// The SR is detached, in maintenance, or unknown.
    SrUnavailable,
    /// The user may not see everything that is needed.
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
    /// Returns the reason for an outcome that does not rest on disks.
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

/// A finding with its SR and its past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingView {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// The SR it belongs to, if there is one.
    pub sr_id: Option<String>,
    /// Since when readings have had it without a gap; missing if no earlier reading is known, or if the latest
    /// did not have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub since: Option<Timestamp>,
    /// How it compares with its state a day ago; missing like `since`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<SinceYesterday>,
    /// How it compares with the baseline; missing if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<SinceBaseline>,
}

/// A finding that the user suppressed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SuppressedView {
    /// The finding.
    #[serde(flatten)]
    pub view: FindingView,
    /// What suppressed it.
    pub suppressed: Suppression,
}

/// Why a finding is suppressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Suppression {
    /// The reason, in the words of whoever suppressed it.
    pub reason: String,
    /// From when on it counts again; null if no end is set.
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
