//! The names of objects that a report shows by id.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use xo_health_core::analysis::Analysis;
use xo_health_core::model::{JobId, ObjectId, ScheduleId, VmKind};

/// Names by id: from the server, not cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Names {
    /// VMs and templates.
    pub vms: BTreeMap<ObjectId, String>,
    /// SRs.
    pub srs: BTreeMap<ObjectId, String>,
    /// Disks and snapshots, if they are shown.
    pub vdis: BTreeMap<ObjectId, VdiName>,
    /// Jobs of every kind.
    pub jobs: BTreeMap<JobId, String>,
    /// Schedules; empty if they have no name.
    pub schedules: BTreeMap<ScheduleId, String>,
    /// Backup repositories.
    pub repositories: BTreeMap<ObjectId, String>,
}

/// The names of a disk or snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VdiName {
    /// Its own name; a snapshot has the name of its disk.
    pub name: String,
    /// The name that people gave to the VM, or to the snapshot of one, that it belongs to.
    pub vm: Option<String>,
    /// When a snapshot was taken.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub taken_at: Option<Timestamp>,
}

impl Names {
    /// Collects the names of a server; for disks and snapshots, only those of `vdis`.
    pub(crate) fn of(analysis: &Analysis, vdis: BTreeSet<&ObjectId>) -> Self {
        let (inventory, backups) = (analysis.inventory(), analysis.backups());
        let vms = inventory.vms.iter().filter(|vm| matches!(vm.kind, VmKind::Vm | VmKind::Template));
        let lists = [&backups.jobs, &backups.mirror_jobs, &backups.metadata_jobs, &backups.call_jobs];
        let jobs = lists.into_iter().flatten().flatten();
        let vdi = |id: &ObjectId| {
            let index = inventory.find_vdi(id)?;
            let (vdi, vm) = (inventory.vdi(index), inventory.vms_of(index).first().copied());
            let vm = vm.map(|vm| inventory.vm(vm).name.to_string());
            Some((id.clone(), VdiName { name: vdi.name.to_string(), vm, taken_at: vdi.taken() }))
        };
        Self {
            vms: vms.map(|vm| (vm.id.clone(), vm.name.to_string())).collect(),
            srs: inventory.srs.iter().map(|sr| (sr.id.clone(), sr.name.to_string())).collect(),
            vdis: vdis.into_iter().filter_map(vdi).collect(),
            jobs: jobs.map(|job| (job.id.clone(), job.name.clone())).collect(),
            schedules: backups
                .schedules
                .iter()
                .flatten()
                .map(|schedule| (schedule.id.clone(), schedule.label()))
                .collect(),
            repositories: backups
                .repositories
                .iter()
                .flatten()
                .map(|repository| (repository.id.clone(), repository.name.clone()))
                .collect(),
        }
    }

    /// Returns the name of a VM, or its id if it has none.
    pub fn vm(&self, id: &ObjectId) -> String {
        self.vms.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// Returns the name of an SR, or its id if it has none.
    pub fn sr(&self, id: &ObjectId) -> String {
        self.srs.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// Returns the name of a disk, or its id if it has none.
    pub fn vdi(&self, id: &ObjectId) -> String {
        self.vdis.get(id).map_or_else(|| id.to_string(), |vdi| vdi.name.clone())
    }

    /// Returns the name of a job, or its id if it has none.
    pub fn job(&self, id: &JobId) -> String {
        self.jobs.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// Returns the name of a schedule, if it has one.
    pub fn schedule(&self, id: &ScheduleId) -> Option<&str> {
        self.schedules.get(id).map(String::as_str).filter(|name| !name.trim().is_empty())
    }

    /// Returns the name of a backup repository, or its id if it has none.
    pub fn repository(&self, id: &ObjectId) -> String {
        self.repositories.get(id).cloned().unwrap_or_else(|| id.to_string())
    }
}
