//! Who owns a snapshot: which job and schedule made it, and do they still exist?
//!
//! In: the inventory and the plan. Out: an [`Owner`] per snapshot, and the disk snapshots that each job keeps. Rules:
//! facts/xo-protocol.md 4.2 and 4.6 (`@xen-orchestra/backups/_otherConfig.mjs`, xo-server 5.207.2).

use compact_str::CompactString;

use super::BackupPlan;
use crate::model::{BackupKeys, Inventory, JobId, ScheduleId, Vdi, VdiIdx, VdiKind, VmIdx};

/// The name of a VM snapshot between its creation and its tagging. The next run of any job on the VM removes one
/// that an interrupted run left.
pub const TEMPORARY_NAME: &str = "xo-backup-temp-snapshot-name";

/// The prefix that old versions of XO gave reference snapshots of delta backups; no present job removes them.
pub const OLD_DELTA_PREFIX: &str = "XO_DELTA_EXPORT: ";

/// The owner of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner<'a> {
    /// A backup job made it.
    Job(JobOwner<'a>),
    /// It is a copy on a replication target, which its own job keeps there by another retention.
    Replica,
    /// It has the temporary name of a snapshot being made: in progress, or left by an interrupted run.
    /// [`BackupPlan::backup_running`] says which for the VM.
    Temporary,
    /// An old version of XO made it.
    OldDelta,
    /// Nobody known to XO's backups made it: a person, or another tool.
    Other,
}

/// The job that made a snapshot, as far as it still exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobOwner<'a> {
    /// The job.
    pub job: &'a JobId,
    /// The schedule.
    pub schedule: Option<&'a ScheduleId>,
    /// Whether a job of any kind has that id; `None` if that is unknown.
    pub job_exists: Option<bool>,
    /// Whether the schedule still exists; `None` if that is unknown, or the snapshot names none.
    pub schedule_exists: Option<bool>,
    /// Whether the schedule is enabled, by itself or through a sequence; `None` if that is unknown.
    pub enabled: Option<bool>,
}

/// A disk snapshot that counts towards the retention of a job.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JobSnapshot {
    /// The job.
    pub job: JobId,
    /// The VM that was backed up.
    pub vm: VmIdx,
    /// The schedule; retention counts per schedule.
    pub schedule: Option<ScheduleId>,
    /// When the run took it, as written: sorted as text, these are sorted by time.
    pub datetime: Option<CompactString>,
    /// The disk snapshot.
    pub vdi: VdiIdx,
}

/// Returns the owner of a disk snapshot.
#[must_use]
pub fn of_vdi<'a>(vdi: &'a Vdi, plan: &BackupPlan) -> Owner<'a> {
    owner(&vdi.name, vdi.backup.as_deref(), plan)
}

/// Returns whether a snapshot has the name of one that is being made: in progress, or left by an interrupted run.
#[must_use]
pub fn is_temporary(name: &str) -> bool {
    name == TEMPORARY_NAME
}

/// Returns the prefix of a name that says what made a snapshot; empty if it says nothing.
#[must_use]
pub fn marker(name: &str) -> &'static str {
    if name.starts_with(OLD_DELTA_PREFIX) { OLD_DELTA_PREFIX } else { "" }
}

/// Returns whether a disk snapshot was not made by XO's backups, but by a person or another tool.
#[must_use]
pub fn is_by_hand(vdi: &Vdi) -> bool {
    let is_of_backup = vdi.backup.as_deref().is_some_and(|keys| keys.is_copy || keys.job.is_some());
    let is_marked = is_temporary(&vdi.name) || !marker(&vdi.name).is_empty();
    vdi.kind == VdiKind::Snapshot && !is_of_backup && !is_marked
}

/// Returns the job that made a snapshot, from the keys of the snapshot; `None` for a copy on a replication target,
/// which has the keys of its source.
#[must_use]
pub fn made_by(keys: Option<&BackupKeys>) -> Option<(&JobId, &BackupKeys)> {
    let keys = keys.filter(|keys| !keys.is_copy)?;
    Some((keys.job.as_ref()?, keys))
}

/// Lists the disk snapshots that the jobs count as theirs, sorted: those of a disk plugged into the VM that the
/// snapshot names, without replicas.
#[must_use]
pub fn job_snapshots(inventory: &Inventory) -> Vec<JobSnapshot> {
    let owned = |(vdi, vm, job, keys): (VdiIdx, VmIdx, &JobId, &BackupKeys)| JobSnapshot {
        job: job.clone(),
        vm,
        schedule: keys.schedule.clone(),
        datetime: keys.datetime.clone(),
        vdi,
    };
    let all = inventory.vdi_indices().filter_map(|vdi| job_snapshot(inventory, vdi));
    let mut snapshots: Vec<JobSnapshot> = all.map(owned).collect();
    snapshots.sort();
    snapshots
}

/// Goes through the same in the order of the inventory: each snapshot, its disk and its job.
pub fn each_job_snapshot(inventory: &Inventory) -> impl Iterator<Item = (VdiIdx, VdiIdx, &JobId)> {
    let all = inventory.vdi_indices().filter_map(|vdi| job_snapshot(inventory, vdi));
    all.filter_map(|(vdi, _, job, _)| Some((vdi, inventory.vdi(vdi).snapshot_of.target()?, job)))
}

fn job_snapshot(inventory: &Inventory, index: VdiIdx) -> Option<(VdiIdx, VmIdx, &JobId, &BackupKeys)> {
    let vdi = inventory.vdi(index);
    let (job, keys) = made_by(vdi.backup.as_deref().filter(|_| vdi.kind == VdiKind::Snapshot))?;
    let of = keys.vm.as_ref()?;
    let disk = inventory.vdi(vdi.snapshot_of.target()?);
    // few VMs hold a disk, and a server has many
    let vm =
        disk.vbds.iter().filter_map(|&vbd| inventory.vbd(vbd).vm).find(|&vm| inventory.vm(vm).id == *of)?;
    Some((index, vm, job, keys))
}

fn owner<'a>(name: &str, keys: Option<&'a BackupKeys>, plan: &BackupPlan) -> Owner<'a> {
    if keys.is_some_and(|keys| keys.is_copy) {
        return Owner::Replica;
    }
    if is_temporary(name) {
        return Owner::Temporary;
    }
    if let Some((job, keys)) = made_by(keys) {
        return Owner::Job(job_owner(job, keys.schedule.as_ref(), plan));
    }
    if name.starts_with(OLD_DELTA_PREFIX) {
        return Owner::OldDelta;
    }
    Owner::Other
}

fn job_owner<'a>(job: &'a JobId, schedule: Option<&'a ScheduleId>, plan: &BackupPlan) -> JobOwner<'a> {
    JobOwner {
        job,
        schedule,
        job_exists: plan.knows_job(job),
        schedule_exists: schedule.and_then(|schedule| plan.knows_schedule(schedule)),
        enabled: schedule.and_then(|schedule| plan.is_enabled(schedule)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::backup::testing::{Server, server, special_states};

    fn plan(server: &Server) -> BackupPlan {
        BackupPlan::build(&server.inventory, &server.backups, server.observed_at)
    }

    #[test]
    fn finds_the_owner_of_each_snapshot() {
        let server = server(json!({
            "captured_at": 0,
            "objects": [
                {"id": "1", "type": "VM-snapshot", "name_label": "mine"},
                {"id": "2", "type": "VM-snapshot", "other": {"xo:backup:job": "j", "xo:backup:schedule": "s"}},
                {"id": "3", "type": "VM-snapshot", "other": {"xo:backup:job": "j", "xo:backup:schedule": "off"}},
                {"id": "4", "type": "VM-snapshot", "other": {"xo:backup:job": "j", "xo:backup:schedule": "gone"}},
                {"id": "5", "type": "VM-snapshot", "other": {"xo:backup:job": "gone"}},
                {"id": "6", "type": "VM-snapshot", "other": {"xo:backup:job": "j", "xo:copy_of": "x"}},
                {"id": "7", "type": "VM-snapshot", "name_label": "xo-backup-temp-snapshot-name"},
                {"id": "8", "type": "VM-snapshot", "name_label": "XO_DELTA_EXPORT: Local (x)"},
                {"id": "9", "type": "VM-snapshot", "name_label": "my xo-backup-temp-snapshot-name"},
            ],
            "backup": [{"id": "j", "type": "backup", "mode": "full"}], "mirror": [], "metadata": [], "call": [],
            "schedules": [
                {"id": "s", "jobId": "j", "cron": "@daily", "enabled": true},
                {"id": "off", "jobId": "j", "cron": "@daily", "enabled": false},
            ],
        }));
        let plan = plan(&server);
        let owners =
            server.inventory.vms.iter().map(|vm| match owner(&vm.name, vm.backup.as_deref(), &plan) {
                Owner::Job(job) => {
                    format!("{:?} {:?} {:?}", job.job_exists, job.schedule_exists, job.enabled)
                }
                other => format!("{other:?}"),
            });
        let owners: Vec<_> = owners.collect();
        assert_eq!(
            owners,
            [
                "Other",
                "Some(true) Some(true) Some(true)",
                "Some(true) Some(true) Some(false)",
                "Some(true) Some(false) Some(false)",
                "Some(false) None None",
                "Replica",
                "Temporary",
                "OldDelta",
                "Other",
            ]
        );
    }

    #[test]
    fn finds_the_snapshots_of_the_deleted_job() {
        let server = special_states();
        let plan = plan(&server);
        let snapshots = server.inventory.vms.iter().filter(|vm| vm.snapshot_of.target().is_some());
        let mut counts = [0; 3];
        for vm in snapshots {
            match owner(&vm.name, vm.backup.as_deref(), &plan) {
                Owner::Job(JobOwner { job_exists: Some(true), .. }) => counts[0] += 1,
                Owner::Job(JobOwner { job_exists: Some(false), .. }) => counts[1] += 1,
                _ => counts[2] += 1,
            }
        }
        // counted in the capture: by a present job, by a deleted one, by none
        assert_eq!(counts, [18, 39, 44]);
    }

    #[test]
    fn counts_the_disk_snapshots_of_a_job() {
        let server = special_states();
        let all = job_snapshots(&server.inventory);
        let of = |name: &str| {
            let job = &server.job(name).id;
            all.iter().filter(|snapshot| snapshot.job == *job).count()
        };
        // other_config of the disk snapshots in the capture
        assert_eq!(of("smart: all but test"), 14);
        assert_eq!(of("smart: prod, running"), 6);
        assert_eq!(of("hourly, chain check bypassed"), 4);
        assert_eq!(of("no target"), 0);
    }

    #[test]
    fn a_foreign_disk_and_a_replica_do_not_count() {
        let snapshot = |id: &str, of: &str, extra: serde_json::Value| {
            let mut keys = json!({"xo:backup:job": "j", "xo:backup:vm": "v", "xo:backup:datetime": id});
            keys.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            json!({"id": id, "type": "VDI-snapshot", "$snapshot_of": of, "other_config": keys})
        };
        let inventory = crate::backup::testing::inventory(json!([
            {"id": "v", "type": "VM", "$VBDs": ["b"]},
            {"id": "b", "type": "VBD", "VM": "v", "VDI": "d"},
            {"id": "d", "type": "VDI"},
            {"id": "e", "type": "VDI"},
            snapshot("1", "d", json!({})),
            snapshot("2", "e", json!({})),
            snapshot("3", "d", json!({"xo:copy_of": "x"})),
            snapshot("4", "d", json!({"xo:backup:vm": "w"})),
            snapshot("5", "gone", json!({})),
        ]));
        let found: Vec<_> = job_snapshots(&inventory).into_iter().map(|snapshot| snapshot.datetime).collect();
        assert_eq!(found, [Some("1".into())]);
    }
}
