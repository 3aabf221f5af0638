//! XOH-602: XO has lost a pool.
//!
//! XO is configured to keep a connection to a pool and has none: its VMs are not backed up, and nothing about it was
//! checked. Critical. Not reported if another connection reaches the same pool: XO keeps a second one enabled but
//! unconnected, and says that the pool is already connected.

use super::support::subjects::count;
use crate::analysis::Analysis;
use crate::findings::evidence::PoolMissing;
use crate::findings::{Finding, Severity, Subject, SubjectKind};
use crate::model::XoServer;

/// What XO says about a second connection to a pool that it has.
const ALREADY: &str = "already connected";

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let servers = analysis.reading().servers.iter().flatten();
    servers.filter(|server| is_missing(analysis, server)).map(|server| finding(analysis, server)).collect()
}

fn is_missing(analysis: &Analysis, server: &XoServer) -> bool {
    if !server.enabled
        || server.connected
        || server.error.as_ref().is_some_and(|error| error.contains(ALREADY))
    {
        return false;
    }
    // a connection that broke after its pool was read does not say which pool that was
    let Some(pool) = &server.pool else { return analysis.inventory().pools.len() <= connected(analysis) };
    let others = analysis.reading().servers.iter().flatten();
    let reached = others.filter(|other| other.connected).any(|other| other.pool.as_ref() == Some(pool));
    !reached && !analysis.inventory().pools.iter().any(|known| known.id == *pool)
}

/// Counts the connected pools: other pools that were read belong to connections that no longer name them.
fn connected(analysis: &Analysis) -> usize {
    let servers = analysis.reading().servers.iter().flatten().filter(|server| server.connected);
    let pools: std::collections::BTreeSet<_> = servers.filter_map(|server| server.pool.as_ref()).collect();
    pools.len()
}

fn finding(analysis: &Analysis, server: &XoServer) -> Finding {
    let id = server.pool.as_ref().map_or_else(|| server.id.clone(), ToString::to_string);
    let name = if server.name.is_empty() { server.id.clone() } else { server.name.clone() };
    Finding::new(
        Severity::Critical,
        Subject { kind: SubjectKind::Pool, id, name },
        PoolMissing {
            server_id: server.id.clone(),
            error: server.error.clone(),
            pools_read: count(analysis.inventory().pools.len()),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, server, show};

    #[test]
    fn only_pools_that_nobody_reaches() {
        let already =
            XoServer { error: Some("this pool is already connected".to_owned()), ..server("b", "enabled") };
        let cases = [
            (vec![server("a", "enabled connected pool=main")], ""),
            (vec![server("a", "enabled")], ""),
            (vec![server("a", "enabled"), server("b", "enabled connected pool=main")], "critical pool a"),
            (vec![server("a", "enabled pool=far")], "critical pool far"),
            (vec![server("a", "enabled pool=main")], ""),
            (vec![server("a", "")], ""),
            (vec![server("a", "enabled pool=far"), server("b", "enabled connected pool=far")], ""),
            (vec![server("a", "enabled connected pool=main"), already], ""),
        ];
        for (servers, expected) in cases {
            let mut world = World::new("pool main { }");
            world.reading.servers = Some(servers.clone());
            assert_eq!(show(&find(&world.analysis())), expected, "{servers:?}");
        }
        assert_eq!(show(&find(&World::new("").analysis())), "", "servers were not read");
    }
}
