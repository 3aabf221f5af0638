//! Faults that happen by themselves: pools that load late, vanish, return. In: a fault. Out: its effect, in time.

use std::sync::Arc;
use std::time::Duration;

use crate::fault::{Fault, FaultKind};
use crate::server::Server;

/// Applies a fault. Must be called inside the server's runtime.
pub(super) fn install(server: &Arc<Server>, fault: Fault) {
    if !fault.kind.is_timed() {
        server.faults().add(fault);
        return;
    }
    for pool in pools(server, fault.scope.as_deref()) {
        match fault.kind {
            FaultKind::PoolLate(time) => {
                server.change(|state| state.hold_pool(&pool));
                later(server, time, move |server| server.release_pool(&pool));
            }
            FaultKind::PoolVanish(time) => {
                later(server, time, move |server| server.disconnect_pool(&pool, None));
            }
            FaultKind::PoolReturn(time) => later(server, time, move |server| server.reconnect_pool(&pool)),
            _ => {}
        }
    }
}

/// Returns the pools with this id or name; all without one.
fn pools(server: &Server, scope: Option<&str>) -> Vec<String> {
    let state = server.state();
    let pools = state.objects.iter().filter(|object| object.kind() == "pool");
    let wanted = pools
        .filter(|pool| scope.is_none_or(|scope| pool.id() == scope || pool.value()["name_label"] == scope));
    wanted.map(|pool| pool.id().to_owned()).collect()
}

fn later(server: &Arc<Server>, time: Duration, act: impl FnOnce(&Server) + Send + 'static) {
    let server = Arc::clone(server);
    tokio::spawn(async move {
        tokio::time::sleep(time).await;
        act(&server);
    });
}
