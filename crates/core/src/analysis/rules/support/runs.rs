//! The runs behind a finding.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rustc_hash::FxHashSet;

use super::subjects;
use crate::analysis::Analysis;
use crate::chains;
use crate::findings::Instant;
use crate::forecast::{GateOutcome, Verdict};
use crate::model::{JobId, SrIdx, VmIdx};

/// The runs that matter for one finding: the enabled ones if there are any, otherwise all.
pub(in crate::analysis::rules) struct Runs<'a>(Vec<&'a Verdict>);

impl<'a> Runs<'a> {
    /// Keeps the runs that matter.
    pub(in crate::analysis::rules) fn of(all: impl IntoIterator<Item = &'a Verdict>) -> Self {
        let mut all: Vec<_> = all.into_iter().collect();
        if all.iter().any(|run| run.enabled) {
            all.retain(|run| run.enabled);
        }
        Self(all)
    }

    /// Returns whether one of them starts by itself.
    pub(in crate::analysis::rules) fn enabled(&self) -> bool {
        self.0.iter().any(|run| run.enabled)
    }

    /// Returns the first instant at which one starts by itself.
    pub(in crate::analysis::rules) fn next_run(&self) -> Option<Timestamp> {
        self.0.iter().filter(|run| run.enabled).filter_map(|run| run.next_run).min()
    }

    /// Returns whether XO's gate is bypassed in one of them.
    pub(in crate::analysis::rules) fn bypass(&self) -> bool {
        self.0.iter().any(|run| run.bypass)
    }

    /// Returns whether any of them satisfies a predicate.
    pub(in crate::analysis::rules) fn any(&self, like: impl Fn(&Verdict) -> bool) -> bool {
        self.0.iter().any(|run| like(run))
    }

    /// Returns what evidence contains about them.
    pub(in crate::analysis::rules) fn evidence(&self, analysis: &Analysis) -> RunEvidence {
        let ids: BTreeSet<&JobId> = self.0.iter().map(|run| &run.job).collect();
        RunEvidence {
            jobs: ids.iter().map(|id| subjects::job_name(analysis, id)).collect(),
            job_ids: ids.iter().map(ToString::to_string).collect(),
            enabled: self.enabled(),
            next_run_at: self.next_run().map(Instant),
        }
    }
}

/// What evidence contains about runs.
pub(in crate::analysis::rules) struct RunEvidence {
    pub(in crate::analysis::rules) jobs: Vec<String>,
    pub(in crate::analysis::rules) job_ids: Vec<String>,
    pub(in crate::analysis::rules) enabled: bool,
    pub(in crate::analysis::rules) next_run_at: Option<Instant>,
}

/// Groups the verdicts by VM, in the order of ids; runs that take no snapshot are left out.
pub(in crate::analysis::rules) fn by_vm(analysis: &Analysis) -> BTreeMap<VmIdx, Vec<&Verdict>> {
    let mut grouped: BTreeMap<VmIdx, Vec<&Verdict>> = BTreeMap::new();
    for run in analysis.verdicts() {
        let Some(vm) = run.vm else { continue };
        if !matches!(run.outcome, GateOutcome::NotSnapshotted(_)) {
            grouped.entry(vm).or_default().push(run);
        }
    }
    grouped
}

/// Lists the SRs on which runs that start by themselves snapshot disks.
pub(in crate::analysis::rules) fn snapshotted_srs(analysis: &Analysis) -> FxHashSet<SrIdx> {
    let inventory = analysis.inventory();
    let mut srs = FxHashSet::default();
    let takes = |run: &&Verdict| run.enabled && !matches!(run.outcome, GateOutcome::NotSnapshotted(_));
    let vms: FxHashSet<VmIdx> = analysis.verdicts().iter().filter(takes).filter_map(|run| run.vm).collect();
    for vm in vms {
        for (vdi, vbd) in inventory.vdis_of(vm) {
            let vdi = inventory.vdi(vdi);
            if !vbd.is_cd_drive && !vdi.no_backup && chains::is_node(inventory, vdi) {
                srs.extend(vdi.sr);
            }
        }
    }
    srs
}

/// Lists the SRs that automatically started runs need: those with disks to snapshot, and the replication targets.
pub(in crate::analysis::rules) fn needed_srs(analysis: &Analysis) -> FxHashSet<SrIdx> {
    let mut srs = snapshotted_srs(analysis);
    let jobs: BTreeSet<&JobId> =
        analysis.verdicts().iter().filter(|run| run.enabled).map(|run| &run.job).collect();
    for job in jobs.into_iter().filter_map(|id| subjects::find_job(analysis, id)) {
        srs.extend(job.srs.iter().filter_map(|id| analysis.inventory().find_sr(id)));
    }
    srs
}
