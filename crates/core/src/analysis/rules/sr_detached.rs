//! XOH-304: not every host reaches an SR.
//!
//! A connection (PBD) of the SR is not plugged: VMs on that host cannot use it, and if no host is connected, no disk on
//! it can be backed up. If an enabled job snapshots disks there or replicates to it: warning if some hosts lack it (one
//! may simply be down), critical if all do. Otherwise info. XO itself detaches an SR in maintenance, which only XOH-303
//! reports; SRs of CD images and devices hold nothing to back up.

use super::support::runs;
use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::SrDetached;
use crate::findings::{Finding, Severity};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let needed = runs::needed_srs(analysis);
    let inventory = analysis.inventory();
    let srs = inventory.sr_indices().filter(|&sr| {
        let sr = inventory.sr(sr);
        sr.pbds_attached < sr.pbds && !sr.in_maintenance && !sr.is_iso_or_udev()
    });
    srs.map(|index| {
        let sr = inventory.sr(index);
        let in_enabled_job = needed.contains(&index);
        let severity = match (in_enabled_job, sr.pbds_attached) {
            (true, 0) => Severity::Critical,
            (true, _) => Severity::Warning,
            (false, _) => Severity::Info,
        };
        Finding::new(
            severity,
            subjects::sr(inventory, index),
            SrDetached { hosts: sr.pbds, hosts_attached: sr.pbds_attached, in_enabled_job },
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};
    use crate::forecast::GateOutcome;

    #[test]
    fn severity_by_share_and_job() {
        let cases = [
            ("pbds=2/2", true, ""),
            ("pbds=0/0", true, ""),
            ("pbds=1/2", true, "warning sr s"),
            ("pbds=1/2", false, "info sr s"),
            ("pbds=0/2", true, "critical sr s"),
            ("detached", false, "info sr s"),
            ("detached maintenance", true, ""),
            ("detached iso", true, ""),
        ];
        for (options, in_job, expected) in cases {
            let text = format!("sr s nfs 1TiB {options} vm web {{ disk root 40GiB on s }}");
            let run = if in_job { "nightly web" } else { "nightly web off" };
            let world = World::new(&text).run(run, GateOutcome::Ok, &["web/root"]);
            assert_eq!(show(&find(&world.analysis())), expected, "{options}, {in_job}");
        }
    }
}
