//! What to do, as values: steps in order of urgency.

mod bench;
mod candidate;
mod clash;
mod credit;
mod direct;
mod families;
mod needs;
mod problem;
mod search;
mod snapshots;
mod target;

pub(super) use search::find;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cause::RepositoryState;
use super::values::BackupError;
use crate::findings::Code;
use crate::findings::catalogue::Actor;
use crate::model::{JobId, ObjectId, RunId, ScheduleId};
use crate::units::Bytes;

/// What to do so that the due backups go through.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Plan {
    /// The steps, each verified alone; what no step removes comes last.
    pub steps: Vec<Step>,
}

/// The effect of all steps together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct After {
    /// Number of steps that count, from the first on: all except what would only be needed.
    pub steps: u32,
    /// Number of rows.
    pub due: u32,
    /// Rows that then go through, as far as that is known.
    pub ok: u32,
    /// The worst remaining probability.
    pub worst: f64,
    /// The search was cut short, because it reached its time limit.
    pub cut_short: bool,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// Its number, from 1.
    pub step: u32,
    /// What to do.
    pub action: StepAction,
    /// The objects to do it on; the first is the one it is about.
    pub objects: Vec<Object>,
    /// The run before which it has to be done; none if no run depends on it.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub before: Option<Timestamp>,
    /// Who does it.
    pub who: Actor,
    /// What it fixes: each job, VM and error once.
    pub fixes: Vec<Fix>,
    /// The worst probability of these errors now.
    pub probability_before: f64,
    /// Their worst probability after this step alone.
    pub probability_after: f64,
    /// A command for the control domain, if there is one.
    pub command: Option<String>,
    /// The menu of XO that does it, if there is one.
    pub menu: Option<Menu>,
    /// What it costs or risks.
    pub costs: Vec<Cost>,
    /// The SRs it concerns.
    pub sr_ids: Vec<ObjectId>,
}

/// An object that a step names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Object {
    /// The type of the object.
    #[serde(rename = "type")]
    pub kind: ObjectKind,
    /// Its id in XO.
    pub id: ObjectId,
    /// Its name: from the server, not cleaned.
    pub name: String,
}

/// The type of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ObjectKind {
    /// A storage repository.
    Sr,
    /// A disk.
    Vdi,
    /// A snapshot of a disk.
    Snapshot,
    /// A VM.
    Vm,
    /// A job.
    Job,
    /// A schedule.
    Schedule,
    /// A backup repository.
    Repository,
    /// A run.
    Run,
}

/// What a step fixes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Fix {
    /// The job.
    pub job_id: JobId,
    /// The VM, as the job names it; none for an error of the whole job.
    pub vm_id: Option<ObjectId>,
    /// The error that comes without it.
    pub error: BackupError,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum StepAction {
    /// Switch the collector of an SR on again.
    EnableCollector,
    /// Rescan the SR, so that its collector starts.
    RescanSr,
    /// Delete the snapshots that the step names, in that order; no job keeps them.
    DeleteSnapshots {
        /// How many to delete.
        count: u32,
        /// When the newest of them was taken.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        newest_at: Option<Timestamp>,
        /// When the oldest of them was taken.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        oldest_at: Option<Timestamp>,
        /// How many of them were taken within the last day.
        within_a_day: u32,
    },
    /// Keep fewer snapshots (or replicas) in a job; delete now, the oldest first, those that the step names.
    KeepFewer {
        /// How many to keep: the most that works.
        keep: u32,
        /// How many are kept now.
        kept: u32,
        /// How many to delete now.
        delete: u32,
    },
    /// Skip the runs of some hours, so that what waits is merged before the next snapshot.
    WaitForMerges {
        /// Merges that wait now.
        merges: u32,
        /// For how many hours.
        hours: u32,
    },
    /// Start the job now, by hand.
    RunNow,
    /// Start a schedule at another time.
    MoveSchedule {
        /// The schedule.
        schedule_id: Option<ScheduleId>,
        /// By this many minutes; negative is earlier.
        minutes: i32,
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
    /// Take a VM out of the job, so that the others fit.
    TakeOut,
    /// Add this much to the SR, or free it.
    AddSpace {
        /// Bytes to add.
        bytes: Bytes,
    },
    /// End the run that blocks the job: restart XO's server, or the proxy, when nothing important is running.
    StopRun {
        /// The run.
        run_id: RunId,
        /// When it started.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        since: Option<Timestamp>,
    },
    /// Make room on the backup repository.
    FreeRepository {
        /// Bytes to free.
        bytes: Bytes,
    },
    /// Make the backup repository usable again.
    RestoreRepository {
        /// What is wrong with it.
        why: RepositoryState,
    },
    /// Attach the SR to its hosts, or end its maintenance.
    RestoreSr,
    /// Repair the broken chain, or restore the disk.
    RepairChain,
    /// Migrate VMs to one host, which then merges the chain that they share.
    RunOnOneHost,
    /// Give the job a target, or snapshots to keep.
    SetOutput,
    /// Take a VM that no longer exists out of the job, or name the right one.
    RemoveFromJob,
    /// Find out why the schedule does not start the job.
    CheckSchedule,
    /// Fix the cause of the last error in the log.
    ResolveError {
        /// Its code, if it has one.
        error_code: Option<String>,
        /// Its message: from the server, not cleaned.
        message: Option<String>,
    },
    /// Follow the page of a finding.
    ResolveFinding {
        /// The finding's code.
        finding: Code,
    },
    /// Grant permission to read what was not read.
    GrantReading,
    /// Nothing that was tried removes the errors; these changes would be needed.
    Needs {
        /// The changes.
        needs: Vec<Need>,
    },
}

/// A change that would be needed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "need", rename_all = "snake_case")]
pub enum Need {
    /// More room on an SR.
    Room {
        /// The SR.
        sr_id: ObjectId,
        /// How many more bytes.
        bytes: Bytes,
    },
    /// A faster link for the transfers of a job.
    FasterLink {
        /// The job.
        job_id: JobId,
        /// Bytes per second now.
        from: Bytes,
        /// Bytes per second that would suffice.
        to: Bytes,
    },
    /// Fewer writes on the disks of an SR, or of a job.
    FewerWrites {
        /// The SR; none if the job's link is too slow.
        sr_id: Option<ObjectId>,
        /// Bytes a day now.
        from: Bytes,
        /// Bytes a day that would suffice.
        to: Bytes,
    },
    /// Faster merges, or fewer snapshots, on an SR.
    FasterMerges {
        /// The SR.
        sr_id: ObjectId,
        /// Bytes per second now.
        from: Bytes,
        /// Bytes per second that would suffice.
        to: Bytes,
    },
    /// Someone must look at it: no change of the model removes it.
    Attention,
}

/// A place in XO's menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Menu {
    /// Home › SRs › the SR › Advanced.
    SrAdvanced,
    /// Home › SRs › the SR › Rescan all disks.
    SrRescan,
    /// Home › SRs › the SR › Hosts.
    SrHosts,
    /// Home › VMs › the VM › Snapshots.
    VmSnapshots,
    /// Home › VMs › the VM › Disks.
    VmDisks,
    /// Home › VMs › the VM › Migrate.
    VmMigrate,
    /// Backup › Overview › the job › Edit.
    JobEdit,
    /// Backup › Overview › the job › Run.
    JobRun,
    /// Backup › Overview › Logs.
    JobLogs,
    /// Settings › Remotes.
    Remotes,
    /// Settings › Servers.
    Servers,
}

/// What a step costs or risks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "cost", rename_all = "snake_case")]
pub enum Cost {
    /// Restore points are lost.
    RestorePoints {
        /// How many.
        count: u32,
    },
    /// Snapshots are lost that someone, or another tool, made.
    ForeignSnapshots {
        /// How many.
        count: u32,
        /// How many of them were taken within the last day.
        within_a_day: u32,
    },
    /// Runs are skipped.
    Runs {
        /// How many within 24 hours.
        count: u32,
    },
    /// A VM is no longer in this job.
    Unprotected,
    /// Merges load the storage while they run.
    Load,
    /// A run in progress is ended.
    EndsRun,
    /// Storage has to be bought or freed.
    Storage,
}
