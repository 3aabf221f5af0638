//! XOH-509: a job makes deltas of QCOW2 disks without NBD, so each one moves the whole disk.
//!
//! XO exports the changes of a VHD over HTTP or NBD, those of a QCOW2 over NBD only: without it each run is a full,
//! with a warning at most (facts/storage-manager.md 5.1; vatesfr/xen-orchestra#9170, #10377). One finding for each job
//! that something starts and that writes somewhere. Warning if the logs show two fulls of such a VM and no delta since,
//! otherwise info. A job with the setting proves nothing either, since the network must also have the purpose NBD,
//! which is not read here. A delta in the logs shows that this version can do it: then nothing is reported. If XOH-705
//! reports the fulls, it names this as their cause.

use super::support::qcow2;
use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::{PlannedJob, VmSettings};
use crate::findings::evidence;
use crate::findings::{Finding, Severity};
use crate::model::{ObjectId, RunStatus, VdiIdx, VmIdx};

/// This many fulls in a row are a pattern: the first one is due in any case.
const A_RULE: usize = 2;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    analysis.plan().jobs().iter().filter_map(|job| judge(analysis, job)).collect()
}

fn judge(analysis: &Analysis, planned: &PlannedJob) -> Option<Finding> {
    let (inventory, job) = (analysis.inventory(), &planned.job);
    let writes = !job.remotes.is_empty() || !job.srs.is_empty();
    if !writes || analysis.plan().starts(&job.id) != Some(true) {
        return None;
    }
    let vms = planned.selection.vms.iter().filter_map(|selected| Some((&selected.id, selected.vm?)));
    let vms = vms.filter(|&(_, vm)| qcow2::is_read_without_nbd(analysis, planned, vm));
    let concerned: Vec<(VmIdx, usize)> =
        vms.filter_map(|(id, vm)| Some((vm, fulls(analysis, planned, id)?))).collect();
    let most = concerned.iter().map(|(_, fulls)| *fulls).max()?;
    let vms: Vec<VmIdx> = concerned.iter().map(|(vm, _)| *vm).collect();
    let disks: Vec<VdiIdx> = vms.iter().flat_map(|&vm| qcow2::disks(analysis, vm)).collect();
    let evidence = evidence::Qcow2WithoutNbd {
        vm_ids: vms.iter().map(|&vm| inventory.vm(vm).id.to_string()).collect(),
        vms: subjects::vm_names(inventory, &vms),
        disks: subjects::vdi_names(inventory, &disks),
        size_bytes: disks.iter().filter_map(|&disk| inventory.vdi(disk).size).sum(),
        fulls: count(most),
        purges: VmSettings::of_run(job, None).cbt_destroy_snapshot_data,
    };
    let severity = if most >= A_RULE { Severity::Warning } else { Severity::Info };
    Some(Finding::new(severity, subjects::job(job), evidence))
}

/// Counts the last backups of a VM that were fulls; `None` if one was a delta.
fn fulls(analysis: &Analysis, planned: &PlannedJob, vm: &ObjectId) -> Option<usize> {
    let past = analysis.history().and_then(|history| history.job(&planned.job.id)?.vm(vm));
    let backups = past.map(|past| past.backups.as_slice()).unwrap_or_default();
    let good = backups.iter().filter(|backup| backup.status == RunStatus::Success);
    let mut fulls = 0;
    for transfer in good.flat_map(|backup| backup.of(analysis.runs()).transfers.first()) {
        match transfer.is_full {
            Some(false) => return None,
            Some(true) => fulls += 1,
            None => {}
        }
    }
    Some(fulls)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    /// The disk, past runs, the job's settings, and what is reported.
    #[test]
    fn reports_delta_jobs_that_cannot_read_deltas() {
        let cases: [(&str, &[&str], &[(&str, bool)], &str); 8] = [
            ("qcow2", &[], &[], "info job j"),
            ("qcow2", &["33h full"], &[], "info job j"),
            ("qcow2", &["33h full", "9h full"], &[], "warning job j"),
            ("qcow2", &["33h full", "9h delta"], &[], ""),
            ("qcow2", &["33h full", "9h full"], &[("preferNbd", true)], ""),
            ("qcow2 [NOBAK]", &[], &[], ""),
            ("", &["33h full", "9h full"], &[], ""),
            ("qcow2", &["33h full"], &[("cbtDestroySnapshotData", true)], "info job j"),
        ];
        for (disk, runs, settings, expected) in cases {
            let text = format!("sr s ext vm web {{ disk root 9GiB on s {disk} disk log 1GiB on s }}");
            let mut world = World::new(&text).past("j", "0 22 * * *", &["web"], runs);
            for &(key, value) in settings {
                world = world.with_setting("j", key, value);
            }
            assert_eq!(show(&find(&world.analysis())), expected, "{disk} {runs:?} {settings:?}");
        }
    }

    #[test]
    fn a_disk_that_no_vhd_can_hold_is_a_qcow2() {
        let mut world =
            World::new("sr s ext vm web { disk root 3TiB on s }").past("j", "0 22 * * *", &["web"], &[]);
        world.inventory.vdis[0].image_format = None;
        assert_eq!(show(&find(&world.analysis())), "info job j");
        world.jobs()[0].remotes.clear();
        world.plan = crate::backup::BackupPlan::build(&world.inventory, &world.backups, crate::notation::NOW);
        assert_eq!(show(&find(&world.analysis())), "", "it writes nothing");
    }
}
