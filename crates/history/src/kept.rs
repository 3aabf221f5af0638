//! The part of an analysis that is kept.

use std::collections::BTreeMap;

use jiff::Timestamp;
use xo_health_core::analysis::Analysis;
use xo_health_core::backup::rpo::RpoState;
use xo_health_core::findings::Finding;
use xo_health_core::forecast::{Forecast, cases};
use xo_health_core::memory::KeptObservation;
use xo_health_core::model::{
    Backups, Inventory, Job, JobId, JobKind, ObjectId, Run, Schedule, VdiKind, VmKind, VmPattern,
};

/// What is kept of one reading.
#[derive(Debug)]
pub struct Kept<'a> {
    pub(crate) observation: KeptObservation,
    pub(crate) version: Option<&'a str>,
    pub(crate) backups: &'a Backups,
    /// The findings by key.
    pub(crate) findings: BTreeMap<String, &'a Finding>,
    pub(crate) forecast: Option<&'a Forecast>,
    /// The VMs that each job backs up; `None` if jobs were not read.
    pub(crate) members: Option<Vec<(JobId, Option<ObjectId>)>>,
    /// The missed RPOs.
    pub(crate) missed: Vec<Missed>,
    /// The names of pools, SRs, VMs and disks, by id.
    pub(crate) labels: BTreeMap<String, Label<'a>>,
}

/// The name of an object, and the VM that owns it if it is a disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label<'a> {
    pub(crate) name: &'a str,
    pub(crate) owner: Option<String>,
}

/// A missed RPO without a recorded failure: the last good backup of a VM by a job got too old.
#[derive(Debug)]
pub(crate) struct Missed {
    pub(crate) job: JobId,
    pub(crate) vm: ObjectId,
    /// When the backup ended.
    pub(crate) good: Timestamp,
    /// When it got too old.
    pub(crate) at: Timestamp,
}

impl<'a> Kept<'a> {
    /// Returns what is kept of an analysis, with the forecast if one was made; `None` if the objects were not read as a
    /// whole, or no pool identifies the server.
    #[must_use]
    pub fn of(analysis: &'a Analysis) -> Option<Self> {
        let findings = analysis.findings().iter();
        let jobs_are_known = analysis.backups().jobs.is_some();
        Some(Self {
            observation: KeptObservation::of(analysis.observation(), analysis.chains())?,
            version: analysis.reading().version.as_deref(),
            backups: analysis.backups(),
            findings: findings.map(|finding| (finding.key().to_string(), finding)).collect(),
            forecast: analysis.forecast(),
            members: jobs_are_known.then(|| cases::covered(analysis.plan())),
            missed: missed(analysis),
            labels: labels(analysis.inventory()),
        })
    }

    /// Returns the runs that have an id and a start.
    pub(crate) fn runs(&self) -> impl Iterator<Item = &'a Run> + use<'a> {
        let at = self.observation.at;
        self.backups.runs.iter().flatten().filter(move |run| run.start.is_some_and(|start| start <= at))
    }
}

fn missed(analysis: &Analysis) -> Vec<Missed> {
    let one = |rpo: &xo_health_core::backup::rpo::Rpo| match rpo.state {
        RpoState::Missed { since, failed_since: false } => {
            Some(Missed { job: rpo.job.clone(), vm: rpo.vm_id.clone(), good: rpo.last_good?, at: since })
        }
        _ => None,
    };
    analysis.rpo().iter().filter_map(one).collect()
}

/// Returns names and owners; of images only those of disks, because the rest of a chain belongs to them.
fn labels(inventory: &Inventory) -> BTreeMap<String, Label<'_>> {
    let named = |name| Label { name, owner: None };
    let pools = inventory.pools.iter().map(|pool| (pool.id.to_string(), named(pool.name.as_str())));
    let srs = inventory.srs.iter().map(|sr| (sr.id.to_string(), named(sr.name.as_str())));
    let vms = inventory.vms.iter().filter(|vm| vm.kind == VmKind::Vm);
    let vms = vms.map(|vm| (vm.id.to_string(), named(vm.name.as_str())));
    let disks = inventory.vdi_indices().filter(|&at| inventory.vdi(at).kind == VdiKind::Disk);
    let disks = disks.map(|at| {
        let vdi = inventory.vdi(at);
        let owner = inventory.owner(at).map(|vm| inventory.vm(vm));
        let owner = owner.filter(|vm| vm.kind == VmKind::Vm).map(|vm| vm.id.to_string());
        (vdi.id.to_string(), Label { name: vdi.name.as_str(), owner })
    });
    let all = pools.chain(srs).chain(vms).chain(disks);
    all.filter(|(_, label)| !label.name.is_empty() || label.owner.is_some()).collect()
}

/// Returns a job as it is kept: the parts that decide what it does. Of its settings only numbers and switches, because
/// texts may be people's addresses, or secrets.
pub(crate) fn written_job(job: &Job) -> String {
    let kind = match &job.kind {
        JobKind::Backup(mode) => format!("backup {mode:?}").to_lowercase(),
        JobKind::Mirror => "mirror".to_owned(),
        JobKind::Metadata => "metadata".to_owned(),
        JobKind::Sequence(_) => "sequence".to_owned(),
        JobKind::Call => "call".to_owned(),
    };
    let steps = match &job.kind {
        JobKind::Sequence(steps) => steps.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    };
    let vms = match &job.vms {
        VmPattern::Ids(ids) => serde_json::json!(ids),
        VmPattern::Smart(pattern) => pattern.clone(),
        VmPattern::None => serde_json::Value::Null,
    };
    let settings = job.settings.iter().map(|(of, settings)| {
        let plain = settings.iter().filter(|(_, value)| value.is_number() || value.is_boolean());
        (of.clone(), plain.map(|(key, value)| (key.clone(), value.clone())).collect())
    });
    let settings: serde_json::Map<String, serde_json::Value> = settings.collect();
    serde_json::json!({
        "kind": kind, "steps": steps, "vms": vms, "remotes": job.remotes, "srs": job.srs, "settings": settings,
    })
    .to_string()
}

/// Returns a schedule as it is kept.
pub(crate) fn written_schedule(schedule: &Schedule) -> String {
    serde_json::json!({
        "job": schedule.job.to_string(), "cron": schedule.cron, "timezone": schedule.timezone, "enabled": schedule.enabled,
    })
    .to_string()
}
