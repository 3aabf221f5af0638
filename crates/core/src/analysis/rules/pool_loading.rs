//! XOH-603: XO is still loading a pool.
//!
//! A connected pool that is not among the objects, a pool without hosts or SRs, or so many objects appearing while the
//! inventory was read that it cannot have been complete: only part of the fleet was read. Critical. A few new objects
//! are a fleet at work: a snapshot brings its VM, its disks and their plugs.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::{LoadingSign, PoolLoading};
use crate::findings::{Finding, Severity, Subject, SubjectKind};
use crate::model::{Pool, PoolIdx, XoServer};

/// The number of new objects that cannot come from a fleet at work: XO snapshots two VMs of a pool at a time, and the
/// inventory is read in seconds.
const MANY: u64 = 1000;

/// In a small inventory fewer are many: this many (more than two VMs with several disks each bring), if they are at
/// least one in this many of all.
const MANY_OF_FEW: u64 = 50;
const SHARE: u64 = 4;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let servers = analysis.reading().servers.iter().flatten().filter(|server| server.connected);
    let unseen = servers.filter(|server| is_unseen(analysis, server)).map(|server| {
        let id = server.pool.as_ref().map_or_else(|| server.id.clone(), ToString::to_string);
        loading(SubjectKind::Pool, id, server.name.clone(), LoadingSign::NotSeen, None)
    });
    let pools = analysis.inventory().pools.iter().zip(0..).filter_map(|(pool, at)| {
        let sign = bare(analysis, PoolIdx(at))?;
        let Pool { id, name, .. } = pool;
        Some(loading(SubjectKind::Pool, id.to_string(), name.to_string(), sign, None))
    });
    let entered = entered(analysis).map(|count| {
        let Subject { kind, id, name } = subjects::server(analysis);
        loading(kind, id, name, LoadingSign::Entered, Some(count))
    });
    unseen.chain(pools).chain(entered).collect()
}

fn loading(kind: SubjectKind, id: String, name: String, sign: LoadingSign, entered: Option<u64>) -> Finding {
    Finding::new(Severity::Critical, Subject { kind, id, name }, PoolLoading { sign, entered })
}

fn is_unseen(analysis: &Analysis, server: &XoServer) -> bool {
    let pools = &analysis.inventory().pools;
    server.pool.as_ref().is_none_or(|id| !pools.iter().any(|pool| pool.id == *id))
}

/// Returns what a pool lacks that every pool has.
fn bare(analysis: &Analysis, pool: PoolIdx) -> Option<LoadingSign> {
    let inventory = analysis.inventory();
    if !inventory.hosts.iter().any(|host| host.pool == Some(pool)) {
        Some(LoadingSign::NoHosts)
    } else if !inventory.srs.iter().any(|sr| sr.pool == Some(pool)) {
        Some(LoadingSign::NoSrs)
    } else {
        None
    }
}

/// Returns the number of objects that appeared meanwhile, if there are too many.
fn entered(analysis: &Analysis) -> Option<u64> {
    let inventory = analysis.inventory();
    let lists = [inventory.srs.len(), inventory.vdis.len(), inventory.vbds.len(), inventory.vms.len()];
    let all: u64 = lists.iter().map(|&len| len as u64).sum();
    let entered = analysis.reading().entered;
    let many_of_few = entered >= MANY_OF_FEW && entered.saturating_mul(SHARE) >= all;
    (entered >= MANY || many_of_few).then_some(entered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, server, show};
    use crate::findings::Value;

    #[test]
    fn pools_that_are_not_whole() {
        let whole = "pool main { sr s ext }";
        let cases = [
            (whole, vec![server("a", "enabled connected pool=main")], ""),
            (whole, vec![server("a", "enabled connected pool=far")], "critical pool far"),
            (whole, vec![server("a", "enabled connected")], "critical pool a"),
            (whole, vec![server("a", "enabled")], ""),
            ("pool main hosts=0 { sr s ext }", vec![], "critical pool main"),
            ("pool main { }", vec![], "critical pool main"),
        ];
        for (text, servers, expected) in cases {
            let mut world = World::new(text);
            world.reading.servers = Some(servers);
            assert_eq!(show(&find(&world.analysis())), expected, "{text}");
        }
    }

    #[test]
    fn objects_that_appear_meanwhile() {
        let vms: String = (0..200).map(|n| format!("vm v{n} {{ disk d 1GiB on s }} ")).collect();
        let large = format!("sr s ext {vms}");
        let cases = [
            ("sr s ext", 49, ""),
            ("sr s ext", 50, "critical server "),
            (large.as_str(), 150, ""),
            (large.as_str(), 151, "critical server "),
            (large.as_str(), 1000, "critical server "),
        ];
        for (text, entered, expected) in cases {
            let mut world = World::new(text);
            world.reading.entered = entered;
            let found = find(&world.analysis());
            assert_eq!(show(&found), expected, "{entered}");
            if let Some(finding) = found.first() {
                assert_eq!(fact(finding, "entered"), Some(Value::from(entered)));
            }
        }
    }
}
