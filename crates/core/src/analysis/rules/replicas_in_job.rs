//! XOH-508: a smart job includes replicas or restored VMs.
//!
//! A replica carries the tags of its source, so a smart job that selects by tag includes the replica too; a job that
//! replicates then replicates its own replicas: 1, 2, 4, 8 VMs in four runs (facts/xo-observed.md). VMs restored from a
//! backup, as restore tests do, also keep the tags. Warning, one for each job that something starts.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::backup::{PlannedJob, is_copy};
use crate::findings::evidence::ReplicasInJob;
use crate::findings::{Finding, Severity};
use crate::model::{SrIdx, VmIdx, VmPattern};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    analysis.plan().jobs().iter().filter_map(|job| judge(analysis, job)).collect()
}

fn judge(analysis: &Analysis, planned: &PlannedJob) -> Option<Finding> {
    let inventory = analysis.inventory();
    if !matches!(planned.job.vms, VmPattern::Smart(_))
        || analysis.plan().starts(&planned.job.id) != Some(true)
    {
        return None;
    }
    let selected = planned.selection.vms.iter().filter_map(|selected| selected.vm);
    let copies: Vec<VmIdx> = selected.filter(|&vm| is_copy(inventory.vm(vm))).collect();
    if copies.is_empty() {
        return None;
    }
    let targets: Vec<SrIdx> = planned.job.srs.iter().filter_map(|sr| inventory.find_sr(sr)).collect();
    let lies_there = |vm: &VmIdx| {
        let mut disks = inventory.vdis_of(*vm).filter_map(|(vdi, _)| inventory.vdi(vdi).sr);
        disks.any(|sr| targets.contains(&sr))
    };
    let evidence = ReplicasInJob {
        vms: subjects::vm_names(inventory, &copies),
        vm_ids: copies.iter().map(|&vm| inventory.vm(vm).id.to_string()).collect(),
        doubles: copies.iter().any(lies_there),
    };
    Some(Finding::new(Severity::Warning, subjects::job(&planned.job), evidence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    #[test]
    fn reports_smart_jobs_that_take_copies() {
        let cases = [
            ("Continuous Replication", true, "warning job smart"),
            ("Disaster Recovery", true, "warning job smart"),
            ("Restored from backup", true, "warning job smart"),
            ("other", true, ""),
            ("Continuous Replication", false, ""),
        ];
        for (tag, smart, expected) in cases {
            let mut world = World::new(&format!(
                "sr s ext vm web {{ disk root 1GiB on s }} sr t ext vm copy halted tags=\"{tag}\" {{ disk root 1GiB on t }}"
            ))
            .past("smart", "0 22 * * *", &["web", "copy"], &[]);
            world.jobs()[0].srs.push("t".into());
            if smart {
                world.jobs()[0].vms = VmPattern::Smart(serde_json::json!({}));
            }
            let world = world.with_setting("smart", "copyRetention", 1);
            let found = find(&world.analysis());
            assert_eq!(show(&found), expected, "{tag} {smart}");
            if let Some(finding) = found.first() {
                assert_eq!(fact(finding, "doubles"), Some(Value::Flag(true)));
            }
        }
    }
}
