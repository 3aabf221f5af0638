//! XOH-405: a VDI is plugged into a control domain.
//!
//! Backups, restores and imports plug disks into a control domain for a while. A disk that stays there cannot be
//! deleted: its base copy keeps two children and is never merged, and the next backup may meet `VDI_IN_USE`. Warning if
//! no backup accounts for it: no backup of its VM runs, no running job replicates to its SR, and, if its VM is unknown,
//! no job runs at all. Otherwise info, as for images on SRs of CD images or devices, or if jobs could not be read.

use super::support::control_domain;
use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::ControlDomainVdi;
use crate::findings::{Finding, Severity};
use crate::model::{VdiIdx, VdiKind, VmIdx};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    find_with(analysis, |vm| analysis.plan().backup_running(vm))
}

fn find_with(analysis: &Analysis, is_running: impl Fn(VmIdx) -> bool) -> Vec<Finding> {
    let vdis = analysis.inventory().vdi_indices();
    vdis.filter_map(|vdi| {
        let domain = analysis.inventory().control_domain_of(vdi)?;
        Some(finding(analysis, vdi, domain, &is_running))
    })
    .collect()
}

fn finding(analysis: &Analysis, vdi: VdiIdx, domain: VmIdx, is_running: impl Fn(VmIdx) -> bool) -> Finding {
    let inventory = analysis.inventory();
    let sr = inventory.vdi(vdi).sr;
    let owner = inventory.owner(vdi);
    let aside = sr.is_some_and(|sr| inventory.sr(sr).is_iso_or_udev());
    let accounted = control_domain::backup_accounts_for(analysis, vdi, owner, is_running);
    let (sr_name, sr_id) = subjects::sr_names(inventory, sr);
    let evidence = ControlDomainVdi {
        vm: owner.map(|vm| inventory.vm(vm).name.to_string()),
        control_domain: inventory.vm(domain).name.to_string(),
        snapshot: inventory.vdi(vdi).kind == VdiKind::Snapshot,
        backup_running: accounted,
        sr: sr_name,
        sr_id,
    };
    Finding::new(
        if aside || accounted != Some(false) { Severity::Info } else { Severity::Warning },
        subjects::vdi(inventory, vdi),
        evidence,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};
    use crate::forecast::GateOutcome;

    const STUCK: &str = "sr s ext vm web { disk root 1GiB on s: base snap s1 dom0 > leaf }";

    #[test]
    fn severity_by_what_runs() {
        let cases = [
            (STUCK, false, "warning vdi web/root@s1"),
            (STUCK, true, "info vdi web/root@s1"),
            ("sr s ext vm web { disk root 1GiB on s dom0 }", false, "warning vdi web/root"),
            ("sr s ext vm web { disk root 1GiB on s }", false, ""),
            ("sr s ext { disk a 1GiB dom0 }", false, "warning vdi a"),
            ("sr s iso { disk a 1GiB dom0 }", false, "info vdi a"),
        ];
        for (text, running, expected) in cases {
            let world = World::new(text);
            assert_eq!(show(&find_with(&world.analysis(), |_| running)), expected, "{text}, {running}");
        }
    }

    #[test]
    fn a_running_replication_accounts_for_its_target() {
        let mut world =
            World::new("sr s ext sr t ext vm web { disk root 1GiB on s } vm copy { disk d 1GiB on t dom0 }")
                .run("nightly web", GateOutcome::Ok, &["web/root"]);
        assert_eq!(show(&find(&world.analysis())), "warning vdi copy/d");
        world.jobs()[0].srs.push("t".into());
        assert_eq!(show(&find(&world.analysis())), "warning vdi copy/d");
        world.jobs()[0].running = Some("1795395000000".into());
        assert_eq!(show(&find(&world.analysis())), "info vdi copy/d");
    }

    #[test]
    fn unread_jobs_may_account_for_anything() {
        let mut world = World::new(STUCK);
        world.backups.jobs = None;
        assert_eq!(show(&find(&world.analysis())), "info vdi web/root@s1");
    }
}
