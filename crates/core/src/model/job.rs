//! Jobs and their schedules, as far as they were read.

use std::collections::BTreeMap;

use super::id::{JobId, ObjectId, RunId, ScheduleId};

/// A job of any kind.
#[derive(Clone, Debug)]
pub struct Job {
    /// The id of the job.
    pub id: JobId,
    /// The name, from the server and not cleaned.
    pub name: String,
    /// What it does.
    pub kind: JobKind,
    /// The VMs that it selects.
    pub vms: VmPattern,
    /// The backup repository that a mirror reads.
    pub source: Option<ObjectId>,
    /// The backup repositories that it writes to.
    pub remotes: Vec<ObjectId>,
    /// The SRs that it replicates to.
    pub srs: Vec<ObjectId>,
    /// Raw settings: the key is empty for the whole job, otherwise the id of a schedule, VM, remote or SR.
    pub settings: BTreeMap<String, serde_json::Map<String, serde_json::Value>>,
    /// The run in progress, if there is one.
    pub running: Option<RunId>,
}

/// What a job does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Backs up VMs: rolling snapshot, full, delta, replication.
    Backup(Mode),
    /// Copies backups from one repository to another; takes no snapshot.
    Mirror,
    /// Saves the metadata of pools and of XO; takes no snapshot.
    Metadata,
    /// Runs these schedules one after another.
    Sequence(Vec<ScheduleId>),
    /// Calls some other method of XO.
    Call,
}

/// How a backup job transfers data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Transfers whole disks each time.
    Full,
    /// Transfers what changed since the last run; keeps a reference snapshot.
    Delta,
    /// A mode that this version does not know.
    Unknown,
}

/// The VMs of a job, as its settings select them.
#[derive(Clone, Debug)]
pub enum VmPattern {
    /// These VMs.
    Ids(Vec<ObjectId>),
    /// Whatever matches when the run starts (smart mode): the pattern as XO stores it.
    Smart(serde_json::Value),
    /// No VMs: the job backs up none.
    None,
}

/// A schedule of a job.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The id of the schedule.
    pub id: ScheduleId,
    /// The job that it starts.
    pub job: JobId,
    /// The name, from the server and not cleaned; may be empty.
    pub name: String,
    /// The pattern, in XO's own dialect, not parsed.
    pub cron: String,
    /// An IANA name, `utc` or `local`; `None` means UTC.
    pub timezone: Option<String>,
    /// Whether it fires by itself.
    pub enabled: bool,
}

impl Schedule {
    /// Returns what people know it by: its name, else its pattern, which XO shows; its id only if it has neither.
    #[must_use]
    pub fn label(&self) -> String {
        let label = [&self.name, &self.cron].into_iter().find(|text| !text.trim().is_empty());
        label.cloned().unwrap_or_else(|| self.id.to_string())
    }
}
