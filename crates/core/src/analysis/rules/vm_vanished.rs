//! XOH-506: a job names VMs that XO does not have.
//!
//! Each run fails for such a VM with `no XAPI associated to <id>` (facts/xo-protocol.md 4.7), which XO also reports for
//! a VM whose pool it has lost (facts/xo-observed.md). So nothing is reported while a pool is missing or loading; a
//! pool whose connection was switched off on purpose looks as if its VMs were gone, and the text says so. Warning, one
//! for each job that something starts. Smart jobs name no VM. The names are those of the last logs.

use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::PlannedJob;
use crate::findings::evidence::VmVanished;
use crate::findings::{Finding, Severity};
use crate::model::{JobId, ObjectId};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    if !super::fleet_is_whole(analysis) {
        return Vec::new();
    }
    analysis.plan().jobs().iter().filter_map(|job| judge(analysis, job)).collect()
}

fn judge(analysis: &Analysis, planned: &PlannedJob) -> Option<Finding> {
    let gone: Vec<&ObjectId> = planned.selection.vanished().collect();
    let mut schedules = planned.schedules.iter().filter_map(|&at| analysis.plan().schedules().get(at));
    if gone.is_empty() || !schedules.any(|planned| planned.timing.starts()) {
        return None;
    }
    let names: Vec<String> = gone.iter().map(|id| last_name(analysis, &planned.job.id, id)).collect();
    let switched_off = analysis.reading().servers.as_ref();
    Some(Finding::new(
        Severity::Warning,
        subjects::job(&planned.job),
        VmVanished {
            vms: names,
            vm_ids: gone.iter().map(ToString::to_string).collect::<Vec<_>>(),
            named: count(planned.selection.vms.len()),
            disabled_servers: (switched_off.map(|all| all.iter().filter(|server| !server.enabled).count()))
                .map(count),
        },
    ))
}

/// Returns the name in the job's last log of the VM, otherwise the id.
fn last_name(analysis: &Analysis, job: &JobId, vm: &ObjectId) -> String {
    let history = analysis.history();
    let past = history.and_then(|history| history.job(job)).and_then(|job| job.vm(vm));
    let named = past.and_then(|past| {
        past.backups.iter().rev().find_map(|backup| backup.of(analysis.runs()).name.as_ref())
    });
    named.map_or_else(|| vm.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, server, show};
    use crate::findings::Value;

    const DAILY: &str = "0 22 * * *";

    fn world(cron: &str, vms: &[&str]) -> World {
        World::new("pool main { sr s ext vm web { disk root 9GiB on s } }").past(
            "j",
            cron,
            vms,
            &["9h failure"],
        )
    }

    #[test]
    fn only_of_a_fleet_that_was_read_whole() {
        let with = |spec: &str| {
            let mut world = world(DAILY, &["web", "gone"]);
            world.reading.servers = Some(vec![server("a", "enabled connected pool=main"), server("b", spec)]);
            world
        };
        let entered = {
            let mut world = world(DAILY, &["web", "gone"]);
            world.reading.entered = 5000;
            world
        };
        let cases = [
            ("all there", world(DAILY, &["web"]), ""),
            ("one is gone", world(DAILY, &["web", "gone"]), "warning job j"),
            ("nothing starts the job", world("off 0 22 * * *", &["gone"]), ""),
            (
                "a sequence does",
                world("off 0 22 * * *", &["gone"]).sequence("q", DAILY, &["j"]),
                "warning job j",
            ),
            ("all pools are there", with("enabled connected pool=main"), "warning job j"),
            ("a pool is lost", with("enabled pool=far"), ""),
            ("a pool is loading", with("enabled connected pool=far"), ""),
            ("a pool is switched off", with(""), "warning job j"),
            ("objects were still coming", entered, ""),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
    }

    #[test]
    fn names_it_as_the_last_log_does() {
        let mut world = world(DAILY, &["gone", "lost"]);
        world.backups.runs.as_mut().unwrap()[0].vms[0].name = Some("web-02".into());
        let found = find(&world.analysis());
        let names = vec!["web-02".to_owned(), "lost".to_owned()];
        assert_eq!(fact(&found[0], "vms"), Some(Value::from(names)));
    }
}
