//! What is wrong, or worth knowing: findings as values.
//!
//! In: [`Facts`]. Out: a sorted list of [`Finding`]s. A finding has a code of the [`catalogue`], a severity, a subject
//! and the numbers it rests on; its words come from [`texts`] and nowhere else, so that they can be translated.

pub mod catalogue;
mod evidence;
mod past;
mod rules;
mod thresholds;
#[cfg(any(test, feature = "testkit"))]
#[allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "for tests alone")]
pub mod world;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

pub use catalogue::Code;
pub use evidence::{Evidence, Instant, Value};
pub use past::Past;
pub use rules::not_read::evidence_of_gap;
pub use rules::{cannot_check, find};
pub use thresholds::Thresholds;

use crate::backup::Plan;
use crate::chains::Chains;
use crate::forecast::{self, Outcome, Verdict};
use crate::model::{Backups, Inventory, Reading, SrIdx};
use crate::storage::{self, Gc, Planned};

/// Holds everything a rule may look at.
pub struct Facts<'a> {
    /// What exists.
    pub inventory: &'a Inventory,
    /// Where each VDI stands in its chain.
    pub chains: &'a Chains,
    /// Jobs, schedules and runs as they were read.
    pub backups: &'a Backups,
    /// What the jobs are going to do.
    pub plan: &'a Plan,
    /// What the past runs say.
    pub past: Past<'a>,
    /// What the garbage collector of each SR does, by index: [`collectors`].
    pub collectors: Vec<Gc>,
    /// What a run started now would meet, per job, schedule and VM.
    pub verdicts: &'a [Verdict],
    /// How the answers were obtained.
    pub reading: &'a Reading,
    /// From when on something is worth a finding.
    pub thresholds: &'a Thresholds,
}

impl Facts<'_> {
    /// Gives the instant the facts stand for.
    pub fn now(&self) -> Timestamp {
        self.reading.observed_at
    }

    /// Gives what the garbage collector of an SR does.
    pub fn collector(&self, sr: SrIdx) -> &Gc {
        &self.collectors[sr.at()]
    }

    /// Lists the next snapshots of all enabled jobs, in the order of their runs: of all disks of each VM, those of a VM that
    /// is refused now too, since it is not refused any more once what refuses it is gone.
    pub fn round(&self) -> Vec<Planned> {
        let is_next = |run: &&Verdict| run.enabled && run.next_run.is_some();
        let mut runs: Vec<_> = self.verdicts.iter().filter(is_next).collect();
        runs.retain(|run| !matches!(run.outcome, Outcome::NotSnapshotted(_)));
        runs.sort_by_key(|run| run.next_run);
        let vms = runs.into_iter().filter_map(|run| run.vm);
        let planned = vms.flat_map(|vm| {
            let attached = self.inventory.vm(vm).running;
            let disks = forecast::snapshotted_disks(self.inventory, vm).into_iter();
            disks.map(move |vdi| Planned { vdi, attached })
        });
        planned.collect()
    }
}

/// Works out once for all rules what the garbage collector of each SR does at this instant.
pub fn collectors(inventory: &Inventory, chains: &Chains, now: Timestamp) -> Vec<Gc> {
    inventory.sr_indices().map(|sr| storage::gc(inventory, chains, sr, now)).collect()
}

/// Says how bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do now.
    Info,
    /// Will hurt unless something changes.
    Warning,
    /// A backup fails, or nothing can be said.
    Critical,
}

/// Is one thing that was found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Finding {
    /// What it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// The numbers and names it rests on.
    pub evidence: Evidence,
}

/// Names what a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Subject {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: SubjectKind,
    /// Its id in XO; empty for the server itself.
    pub id: String,
    /// The name its owner gave it; from the server, not cleaned.
    pub name: String,
}

/// Says what a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// A storage repository.
    Sr,
    /// A disk, snapshot or base copy.
    Vdi,
    /// A VM.
    Vm,
    /// A job.
    Job,
    /// A pool.
    Pool,
    /// The XO server.
    Server,
    /// A backup repository, which XO calls a remote.
    Repository,
}
