//! Jobs and their schedules, as far as they were read.

use std::collections::BTreeMap;

use super::id::{JobId, ObjectId, RunId, ScheduleId};

/// A job of any kind.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// From the server, not cleaned.
    pub name: String,
    /// What it does.
    pub kind: JobKind,
    /// The VMs it names.
    pub vms: VmPattern,
    /// The backup repository that a mirror reads.
    pub source: Option<ObjectId>,
    /// Backup repositories it writes to.
    pub remotes: Vec<ObjectId>,
    /// SRs it replicates to.
    pub srs: Vec<ObjectId>,
    /// Raw settings: the key is empty for the whole job, else a schedule, VM, remote or SR id.
    pub settings: BTreeMap<String, serde_json::Map<String, serde_json::Value>>,
    /// The run in progress, while there is one.
    pub running: Option<RunId>,
}

/// What a job does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Backs VMs up: rolling snapshot, full, delta, replication.
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

/// How a backup job moves data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Whole disks each time.
    Full,
    /// What changed since the last run; keeps a reference snapshot.
    Delta,
    /// The server named a mode this version does not know.
    Unknown,
}

/// The VMs of a job, as its settings select them.
#[derive(Clone, Debug)]
pub enum VmPattern {
    /// These VMs.
    Ids(Vec<ObjectId>),
    /// Whatever matches when the run starts (smart mode): the pattern as XO stores it.
    Smart(serde_json::Value),
    /// None: a job that backs no VM up.
    None,
}

/// A schedule of a job.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Its id.
    pub id: ScheduleId,
    /// The job it starts.
    pub job: JobId,
    /// From the server, not cleaned; may be empty.
    pub name: String,
    /// The pattern, in XO's own dialect, not parsed.
    pub cron: String,
    /// IANA name, `utc`, `local`; none means UTC.
    pub timezone: Option<String>,
    /// Fires by itself.
    pub enabled: bool,
}

impl Schedule {
    /// Returns what people know it by: its name, else its pattern, which they see in XO; its id only where it has neither.
    #[must_use]
    pub fn label(&self) -> String {
        let said = [&self.name, &self.cron].into_iter().find(|text| !text.trim().is_empty());
        said.cloned().unwrap_or_else(|| self.id.to_string())
    }
}
