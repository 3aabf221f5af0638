//! XOH-404: snapshots of a job that no longer exists.
//!
//! Snapshots of VMs (or of disks that have lost theirs) with the id of a job that is not among the jobs: nobody removes
//! them any more, and each keeps a node in the chain. Copies on a replication target are not snapshots of the job's
//! VMs, and are left out. One finding per job; info. Nothing is reported if any kind of job could not be read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::analysis::Analysis;
use crate::backup::ownership::made_by;
use crate::findings::evidence::DeletedJobSnapshots;
use crate::findings::{Finding, Instant, Severity, Subject, SubjectKind};
use crate::model::{BackupKeys, JobId, ObjectId, VdiKind, VdiRole, VmKind};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    find_with(analysis, |job| analysis.plan().knows_job(job))
}

/// What a deleted job left behind.
#[derive(Default)]
struct Leftovers<'a> {
    snapshots: u32,
    oldest: Option<Timestamp>,
    vms: BTreeSet<&'a ObjectId>,
    name: Option<&'a str>,
}

impl<'a> Leftovers<'a> {
    fn add(&mut self, keys: &'a BackupKeys, time: Option<Timestamp>, name: &'a str) {
        self.snapshots += 1;
        self.oldest = [self.oldest, time].into_iter().flatten().min();
        self.vms.extend(keys.vm.as_ref());
        self.name = self.name.or_else(|| job_in(name));
    }
}

fn find_with(analysis: &Analysis, knows_job: impl Fn(&JobId) -> Option<bool>) -> Vec<Finding> {
    let inventory = analysis.inventory();
    let mut left: BTreeMap<&JobId, Leftovers<'_>> = BTreeMap::new();
    for vm in inventory.vms.iter().filter(|vm| vm.kind == VmKind::Snapshot) {
        if let Some((job, keys)) = made_by(vm.backup.as_deref()) {
            left.entry(job).or_default().add(keys, vm.taken(), &vm.name);
        }
    }
    let disks = inventory
        .vdis
        .iter()
        .filter(|vdi| vdi.kind == VdiKind::Snapshot && vdi.role == VdiRole::Disk && vdi.vbds.is_empty());
    for vdi in disks {
        if let Some((job, keys)) = made_by(vdi.backup.as_deref()) {
            left.entry(job).or_default().add(keys, vdi.taken(), "");
        }
    }
    let gone = left.into_iter().filter(|(job, _)| knows_job(job) == Some(false));
    gone.map(|(job, left)| finding(analysis, job, &left)).collect()
}

/// Returns the job's name within the default name that XO gives snapshots: `[XO Backup <job>] <vm>`.
fn job_in(name: &str) -> Option<&str> {
    let (job, _) = name.strip_prefix("[XO Backup ")?.split_once(']')?;
    Some(job).filter(|job| !job.is_empty())
}

fn finding(analysis: &Analysis, job: &JobId, left: &Leftovers<'_>) -> Finding {
    let name_of = |id: &ObjectId| {
        let vm = analysis.inventory().find_vm(id).map(|vm| analysis.inventory().vm(vm).name.to_string());
        vm.unwrap_or_else(|| id.to_string())
    };
    let id = job.to_string();
    Finding::new(
        Severity::Info,
        Subject { kind: SubjectKind::Job, name: left.name.map_or_else(|| id.clone(), ToOwned::to_owned), id },
        DeletedJobSnapshots {
            snapshots: left.snapshots,
            vms: left.vms.iter().map(|id| name_of(id)).collect::<Vec<_>>(),
            oldest_at: left.oldest.map(Instant),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    fn found(snapshots: &str) -> Vec<Finding> {
        let text = format!("sr s ext vm web {{ disk root 40GiB on s: base {snapshots} > leaf }}");
        let knows = |job: &JobId| match job.to_string().as_str() {
            "known" => Some(true),
            "unread" => None,
            _ => Some(false),
        };
        find_with(&World::new(&text).analysis(), knows)
    }

    #[test]
    fn only_of_jobs_that_are_gone() {
        let cases = [
            ("snap a", ""),
            ("snap a job=known", ""),
            ("snap a job=unread", ""),
            ("snap a job=x", "info job x"),
            ("snap a job=x copy", ""),
            ("snap a job=x snap b job=x snap c job=y", "info job x, info job y"),
            ("snap a job=x alone", "info job x"),
            ("snap a job=x cbt", ""),
        ];
        for (snapshots, expected) in cases {
            assert_eq!(show(&found(snapshots)), expected, "{snapshots}");
        }
    }

    #[test]
    fn names_the_job_as_its_snapshots_do() {
        let found = found("snap \"[XO Backup old nightly] web\" job=x snap b job=x");
        assert_eq!(found[0].subject.name, "old nightly");
        assert_eq!(fact(&found[0], "snapshots"), Some(Value::from(2u32)));
        assert_eq!(fact(&found[0], "vms"), Some(Value::from(vec!["web".to_owned()])));
    }
}
