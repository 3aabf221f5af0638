//! The VMs of a server: how deep their chains are, and how old their restore points.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::DiskView;
use xo_health_core::analysis::Analysis;
use xo_health_core::backup::rpo::RpoState;
use xo_health_core::model::Vm;

/// A VM: its chains and its backups, summed up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "VmFigures")]
pub struct VmFigures {
    /// Its UUID.
    pub id: String,
    /// Its name from the server, not cleaned.
    pub name: String,
    /// The pool it runs in.
    pub pool_id: Option<String>,
    /// The number of its disks outside ISO and udev SRs.
    pub disks: u32,
    /// The number of nodes in its longest chain.
    pub max_depth: u32,
    /// How many more snapshots fit until the storage refuses one of its disks; null if there is no limit, or if
    /// a chain is broken.
    pub snapshots_left: Option<u32>,
    /// The number of pending merges on its chains, including leaf merges; a node that two disks share counts
    /// for both.
    pub pending_merges: u32,
    /// The last good backup by each job that covers it, by job.
    pub backups: Vec<VmPoints>,
}

/// The last good backup of a VM by a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VmPoints {
    /// The job.
    pub job_id: String,
    /// The end of the job's last successful backup of the VM; null if the logs show none.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub last_good_at: Option<Timestamp>,
    /// How old that may get, in seconds; null if unknown.
    pub limit_seconds: Option<u64>,
    /// Whether it is too old; null if unknown.
    pub missed: Option<bool>,
}

/// Lists the VMs by id, without templates, snapshots and control domains.
pub(crate) fn list(analysis: &Analysis, disks: &[DiskView]) -> Vec<VmFigures> {
    let inventory = analysis.inventory();
    let mut all: BTreeMap<String, VmFigures> = analysis
        .asked_vms()
        .map(|vm| {
            let pool = vm.pool.map(|pool| inventory.pool(pool).id.to_string());
            (vm.id.to_string(), blank(vm, pool))
        })
        .collect();
    for disk in disks {
        for vm in &disk.vm_ids {
            if let Some(vm) = all.get_mut(vm) {
                add_disk(vm, disk);
            }
        }
    }
    for rpo in analysis.rpo() {
        let Some(vm) = all.get_mut(&rpo.vm_id.to_string()) else { continue };
        // mostly one job, and there are tens of thousands of VMs
        vm.backups.reserve_exact(1);
        vm.backups.push(VmPoints {
            job_id: rpo.job.to_string(),
            last_good_at: rpo.last_good,
            limit_seconds: rpo.limit.and_then(|limit| u64::try_from(limit.as_secs()).ok()),
            missed: match rpo.state {
                RpoState::Kept { .. } => Some(false),
                RpoState::Missed { .. } | RpoState::NeverSucceeded => Some(true),
                RpoState::NeverRan | RpoState::NotScheduled | RpoState::Unknown => None,
            },
        });
    }
    let mut vms: Vec<VmFigures> = all.into_values().collect();
    vms.iter_mut().for_each(|vm| vm.backups.sort_by(|a, b| a.job_id.cmp(&b.job_id)));
    vms
}

fn blank(vm: &Vm, pool_id: Option<String>) -> VmFigures {
    VmFigures {
        id: vm.id.to_string(),
        name: vm.name.to_string(),
        pool_id,
        disks: 0,
        max_depth: 0,
        snapshots_left: None,
        pending_merges: 0,
        backups: Vec::new(),
    }
}

fn add_disk(vm: &mut VmFigures, disk: &DiskView) {
    vm.disks += 1;
    vm.max_depth = vm.max_depth.max(disk.depth);
    vm.snapshots_left = [vm.snapshots_left, disk.snapshots_left].into_iter().flatten().min();
    vm.pending_merges += disk.pending_inner + disk.pending_leaf;
}
