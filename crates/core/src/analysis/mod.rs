//! Everything known about a server at one instant, worked out once.
//!
//! In: an [`Observation`] and [`Settings`]. Out: an [`Analysis`] that owns all of it, so that it can be kept, sent to
//! another thread, or compared with an earlier one. Its parts refer to each other by index and id, never by reference.
//! Every report is a view of an analysis.

mod build;
mod place;
mod rules;
mod since;
pub mod stalls;
#[cfg(any(test, feature = "testkit"))]
#[allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "for tests alone")]
pub mod world;

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use crate::backup::BackupPlan;
use crate::backup::history::History;
use crate::backup::rpo::Rpo;
use crate::chains::Chains;
use crate::findings::{Exception, Finding, Thresholds};
use crate::forecast::{self, Draft, Forecast, GateOutcome, Verdict};
use crate::memory::Memory;
use crate::model::{Backups, Inventory, JobId, ObjectId, Observation, Reading, Run, SrIdx, Vm, VmKind};
use crate::scope::{self, Scope};
use crate::storage::{Gc, PlannedSnapshot};

#[cfg(any(test, feature = "testkit"))]
pub use build::Provided;
pub use rules::find;
pub use since::{PredictedBefore, SinceYesterday};

/// What an analysis depends on besides the observation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The limits from which something is a finding.
    pub thresholds: Thresholds,
    /// Different thresholds for parts of the fleet; of several that apply to an object, the last one wins.
    pub exceptions: Vec<Exception>,
    /// How the forecast is made; `None` for no forecast.
    pub forecast: Option<forecast::Options>,
    /// A correction learnt from the outcomes of earlier forecasts of the server.
    pub correction: forecast::Correction,
}

/// What is known about a server at one instant: facts, forecast and findings.
#[derive(Clone, Debug)]
pub struct Analysis {
    observation: Arc<Observation>,
    /// The same with the names as read, if they are masked: patterns apply to these.
    named: Option<Arc<Observation>>,
    memory: Arc<Memory>,
    settings: Settings,
    chains: Chains,
    plan: BackupPlan,
    history: Option<History>,
    rpo: Vec<Rpo>,
    collectors: Vec<Gc>,
    verdicts: Vec<Verdict>,
    draft: Option<Draft>,
    forecast: Option<Forecast>,
    findings: Vec<Finding>,
    scope: Option<Scope>,
    /// Worked out on first use.
    stalls: OnceLock<Vec<Option<stalls::Stalled>>>,
}

impl Analysis {
    /// Returns the observation.
    #[must_use]
    pub fn observation(&self) -> &Arc<Observation> {
        &self.observation
    }

    /// Returns what earlier observations of the server show; empty if there are none.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Returns the inventory.
    #[must_use]
    pub fn inventory(&self) -> &Inventory {
        &self.observation.inventory
    }

    /// Returns jobs, schedules, runs and repositories as they were read.
    #[must_use]
    pub fn backups(&self) -> &Backups {
        &self.observation.backups
    }

    /// Returns the past runs, by start; also empty if the logs were not read.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        self.observation.backups.runs.as_deref().unwrap_or_default()
    }

    /// Returns how the answers were obtained.
    #[must_use]
    pub fn reading(&self) -> &Reading {
        &self.observation.reading
    }

    /// Returns the instant that the analysis describes.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.observation.reading.observed_at
    }

    /// Returns until when logs and objects show what happened: no later than they were read, however far ahead the
    /// analysis looks.
    #[must_use]
    pub fn known_until(&self) -> Timestamp {
        self.reading().known_until()
    }

    /// Returns what the analysis depends on besides the observation.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the limits from which something is a finding.
    #[must_use]
    pub fn thresholds(&self) -> &Thresholds {
        &self.settings.thresholds
    }

    /// Returns where each VDI is in its chain.
    #[must_use]
    pub fn chains(&self) -> &Chains {
        &self.chains
    }

    /// Returns the plan of the jobs.
    #[must_use]
    pub fn plan(&self) -> &BackupPlan {
        &self.plan
    }

    /// Returns the past of all jobs, which refers to [`Analysis::runs`], or `None` if the logs were not read.
    #[must_use]
    pub fn history(&self) -> Option<&History> {
        self.history.as_ref()
    }

    /// Lists whether each VM of each job has a recent enough restore point, sorted by job id and VM id.
    #[must_use]
    pub fn rpo(&self) -> &[Rpo] {
        &self.rpo
    }

    /// Lists the state of the garbage collector of each SR, in the order of the inventory.
    #[must_use]
    pub fn collectors(&self) -> &[Gc] {
        &self.collectors
    }

    /// Returns the state of the garbage collector of an SR.
    #[must_use]
    pub fn collector(&self, sr: SrIdx) -> &Gc {
        &self.collectors[sr.at()]
    }

    /// Lists what a run started now would meet, per job, schedule and VM.
    #[must_use]
    pub fn verdicts(&self) -> &[Verdict] {
        &self.verdicts
    }

    /// Returns the forecast, or `None` if none was requested.
    #[must_use]
    pub fn forecast(&self) -> Option<&Forecast> {
        self.forecast.as_ref()
    }

    /// Returns what the forecast was simulated from, or `None` if none was requested.
    #[must_use]
    pub fn draft(&self) -> Option<&Draft> {
        self.draft.as_ref()
    }

    /// Lists the findings: worst first, then by code, name and id of the subject.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns the part of the server that is reported, or `None` for all of it.
    #[must_use]
    pub fn scope(&self) -> Option<&Scope> {
        self.scope.as_ref()
    }

    /// Returns whether a job's backup of a VM (without a VM: the job) belongs to the reported part.
    #[must_use]
    pub fn is_asked(&self, job: &JobId, vm: Option<&ObjectId>) -> bool {
        self.scope().is_none_or(|scope| scope.covers(job, vm))
    }

    /// Iterates over the reported SRs.
    pub fn asked_srs(&self) -> impl Iterator<Item = SrIdx> + '_ {
        let inventory = self.inventory();
        let is_asked = |sr: &SrIdx| self.scope().is_none_or(|scope| scope.has_sr(&inventory.sr(*sr).id));
        inventory.sr_indices().filter(is_asked)
    }

    /// Iterates over the reported VMs, without templates, snapshots and control domains.
    pub fn asked_vms(&self) -> impl Iterator<Item = &Vm> {
        let vms = self.inventory().vms.iter().filter(|vm| vm.kind == VmKind::Vm);
        vms.filter(|vm| self.scope().is_none_or(|scope| scope.has_vm(&vm.id)))
    }

    /// Keeps what belongs to a part of the server: its findings and predictions, worked out from the whole server. An
    /// empty wish keeps everything.
    ///
    /// # Errors
    ///
    /// Returns an error if one of the patterns matches nothing.
    pub fn narrowed(mut self, request: &scope::ScopeRequest) -> Result<Self, scope::Unmatched> {
        if request.is_empty() {
            return Ok(self);
        }
        let scope = Scope::find(request, self.inventory(), self.backups(), &self.plan)?;
        let inventory = &self.observation.inventory;
        self.findings.retain(|finding| scope.has(inventory, &finding.subject));
        if let Some(forecast) = &mut self.forecast {
            forecast.predictions.retain(|one| scope.covers(&one.job, one.vm.as_ref()));
        }
        self.scope = Some(scope);
        Ok(self)
    }

    /// Frees the runs of the logs, which take most of the memory of a large server after the disks. For a report, which
    /// needs none of them: afterwards there are no runs.
    pub fn forget_runs(&mut self) {
        // freeing a shared observation would need a copy of it first
        for held in std::iter::once(&mut self.observation).chain(&mut self.named) {
            if let Some(Observation { backups: Backups { runs: Some(runs), .. }, .. }) = Arc::get_mut(held) {
                *runs = Vec::new();
            }
        }
        if let Some(history) = &mut self.history {
            history.forget_runs();
        }
    }

    /// Lists the next snapshots of all enabled jobs, in the order of their runs: those of all disks of each VM, even of
    /// a VM that is refused now, since it is no longer refused once the reason is gone.
    #[must_use]
    pub fn round(&self) -> Vec<PlannedSnapshot> {
        let is_next = |run: &&Verdict| run.enabled && run.next_run.is_some();
        let mut runs: Vec<_> = self.verdicts.iter().filter(is_next).collect();
        runs.retain(|run| !matches!(run.outcome, GateOutcome::NotSnapshotted(_)));
        runs.sort_by_key(|run| run.next_run);
        let vms = runs.into_iter().filter_map(|run| run.vm);
        let planned = vms.flat_map(|vm| {
            let attached = self.inventory().vm(vm).running;
            let disks = forecast::snapshotted_disks(self.inventory(), vm).into_iter();
            disks.map(move |vdi| PlannedSnapshot { vdi, attached })
        });
        planned.collect()
    }
}
