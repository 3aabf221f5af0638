//! XOH-702: VMs in no job that starts by itself.
//!
//! Info, one for each pool: not every VM is worth a backup. Templates, snapshots, control domains, replicas and VMs
//! that are tagged `xo:no-bak` are left out ([`crate::backup::rpo::unprotected`]). Nothing is reported while jobs,
//! schedules or sequences could not be read: an unseen job may cover the VM.

use std::collections::BTreeMap;

use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::rpo;
use crate::findings::evidence::VmUnprotected;
use crate::findings::{Finding, Severity, Subject, SubjectKind};
use crate::model::{PoolIdx, VmIdx};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let mut by_pool: BTreeMap<Option<PoolIdx>, Vec<VmIdx>> = BTreeMap::new();
    for vm in
        rpo::unprotected(analysis.inventory(), analysis.backups(), analysis.plan()).into_iter().flatten()
    {
        by_pool.entry(analysis.inventory().vm(vm).pool).or_default().push(vm);
    }
    by_pool.into_iter().map(|(pool, vms)| finding(analysis, pool, &vms)).collect()
}

fn finding(analysis: &Analysis, pool: Option<PoolIdx>, vms: &[VmIdx]) -> Finding {
    let inventory = analysis.inventory();
    let subject = pool.map(|pool| inventory.pool(pool)).map_or_else(
        || subjects::server(analysis),
        |pool| Subject { kind: SubjectKind::Pool, id: pool.id.to_string(), name: pool.name.to_string() },
    );
    let mut names = subjects::vm_names(inventory, vms);
    names.sort_unstable();
    Finding::new(
        Severity::Info,
        subject,
        VmUnprotected {
            vms: names,
            vm_ids: vms.iter().map(|&vm| inventory.vm(vm).id.to_string()).collect::<Vec<_>>(),
            running: count(vms.iter().filter(|&&vm| inventory.vm(vm).running).count()),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn one_for_each_pool() {
        let fleet = || {
            World::new(
                "pool a { sr s ext vm web { disk root 9GiB on s } vm db { disk root 9GiB on s }
                          vm tpl template { disk root 9GiB on s } }
                 pool b { sr t ext vm dc { disk root 9GiB on t } }",
            )
        };
        let unread = {
            let mut world = fleet();
            world.backups.schedules = None;
            world
        };
        let daily = "0 22 * * *";
        let cases = [
            ("no jobs", fleet(), "info pool a, info pool b"),
            ("all of one pool", fleet().past("j", daily, &["web", "db"], &[]), "info pool b"),
            ("one of two", fleet().past("j", daily, &["web", "dc"], &[]), "info pool a"),
            ("all", fleet().past("j", daily, &["web", "db", "dc"], &[]), ""),
            (
                "nothing starts the job",
                fleet().past("j", "off 0 22 * * *", &["web", "db", "dc"], &[]),
                "info pool a, info pool b",
            ),
            ("schedules were not read", unread, ""),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
    }
}
