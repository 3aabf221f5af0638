//! What the server holds: objects, jobs, schedules, logs, remotes, servers, users, tokens and its clock.
//!
//! In: XO's own JSON records. Out: the same records in the same order. It does not know how they are asked for (no
//! sockets).

mod api_log;
mod clock;
mod ids;
mod logs;
mod objects;
mod packed;
mod roster;
mod tasks;
mod users;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::fault::Fault;
pub use api_log::ApiLog;
pub(crate) use api_log::Failure;
pub use clock::Clock;
pub(crate) use ids::{random_token, uuid_of};
pub use logs::Logs;
pub use objects::{BadObject, Object, ObjectMap};
pub use packed::{Text, Unpacked};
pub use roster::BadUsers;
pub use users::{AclV1, Permission, Token, User, Users};
pub(crate) use users::{SignInError, Throttle, acl_v1_permissions};

/// The xo-server version that the mock plays by default (the one whose traffic was recorded).
pub(crate) const SERVER_VERSION: &str = "5.207.2";

/// Everything that the server holds. Records are XO's own JSON; lists keep their order.
#[derive(Debug, Clone)]
pub struct State {
    /// The answer to `system.getServerVersion`.
    pub version: String,
    /// XAPI objects by id, in XO's order.
    pub objects: ObjectMap,
    /// Pools whose objects are not (yet) visible, though they are in [`State::objects`].
    held_pools: BTreeSet<String>,
    /// Server entries as they were before their pool went away, by pool.
    away: BTreeMap<String, Value>,
    /// `backupNg.getAllJobs`: jobs of type `backup`.
    pub backup_jobs: Vec<Value>,
    /// `mirrorBackup.getAllJobs`.
    pub mirror_jobs: Vec<Value>,
    /// `metadataBackup.getAllJobs`.
    pub metadata_jobs: Vec<Value>,
    /// `job.getAll`: jobs of type `call`, including sequences.
    pub call_jobs: Vec<Value>,
    /// `schedule.getAll`.
    pub schedules: Vec<Value>,
    /// Backup and restore logs by run id.
    pub logs: Logs,
    /// What XO keeps of failed calls; it survives a restart.
    pub api_log: ApiLog,
    /// `remote.getAll`.
    pub remotes: Vec<Value>,
    /// `remote.getAllInfo`, by remote id.
    pub remote_info: Map<String, Value>,
    /// Whether the first `remote.getAllInfo` answers `{}`, as it does on a server just started (xo-protocol 2.6).
    pub remote_info_first_empty: bool,
    /// `proxy.getAll`.
    pub proxies: Vec<Value>,
    /// `server.getAll`: one entry for each pool to which XO should connect.
    pub servers: Vec<Value>,
    /// XO's own tasks (REST `/tasks`), not XAPI's, besides those of the backup runs in the logs.
    pub tasks: Vec<Value>,
    /// What goes wrong on purpose, from the start.
    pub faults: Vec<Fault>,
    /// Who may sign in, with which tokens.
    pub users: Users,
    /// The server's clock.
    pub clock: Clock,
}

impl State {
    /// Returns a server without pools, with the users of [`Users::default`].
    #[must_use]
    pub fn new() -> Self {
        Self {
            version: SERVER_VERSION.to_owned(),
            objects: ObjectMap::default(),
            held_pools: BTreeSet::new(),
            away: BTreeMap::new(),
            backup_jobs: Vec::new(),
            mirror_jobs: Vec::new(),
            metadata_jobs: Vec::new(),
            call_jobs: Vec::new(),
            schedules: Vec::new(),
            logs: Logs::default(),
            api_log: ApiLog::default(),
            remotes: Vec::new(),
            remote_info: Map::new(),
            remote_info_first_empty: false,
            proxies: Vec::new(),
            servers: Vec::new(),
            tasks: Vec::new(),
            faults: Vec::new(),
            users: Users::default(),
            clock: Clock::default(),
        }
    }

    /// Returns a token of the administrator.
    #[must_use]
    pub fn admin_token(&self) -> &str {
        self.users.token_of(users::ADMIN).unwrap_or_default()
    }

    /// Returns a token of the least-privilege reader (RBAC `read` on storage and backups, nothing else).
    #[must_use]
    pub fn reader_token(&self) -> &str {
        self.users.token_of(users::READER).unwrap_or_default()
    }

    /// Returns a token of a user without any right.
    #[must_use]
    pub fn plain_token(&self) -> &str {
        self.users.token_of(users::PLAIN).unwrap_or_default()
    }

    /// Returns the objects that are visible now, without those of held pools.
    pub fn visible(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter().filter(|object| !self.is_held(object))
    }

    /// Returns the object with this id, if it is visible.
    #[must_use]
    pub fn object(&self, id: &str) -> Option<&Object> {
        self.objects.get(id).filter(|object| !self.is_held(object))
    }

    fn is_held(&self, object: &Object) -> bool {
        !self.held_pools.is_empty() && object.pool().is_some_and(|pool| self.held_pools.contains(pool))
    }

    /// Holds the objects of this pool back while `server.getAll` still answers `connected`, as XO does for a while
    /// after it connected to a large pool (observed: more than 10 s with 190,000 VDIs).
    pub fn hold_pool(&mut self, pool: &str) {
        self.held_pools.insert(pool.to_owned());
    }

    /// Makes the pool unreachable: its objects vanish, and its server entry turns to `connecting` and loses the pool
    /// (observed, without `error`; give one to add it).
    pub fn disconnect_pool(&mut self, pool: &str, error: Option<Value>) {
        self.held_pools.insert(pool.to_owned());
        for server in &mut self.servers {
            if server.get("poolId").and_then(Value::as_str) != Some(pool) {
                continue;
            }
            self.away.insert(pool.to_owned(), server.clone());
            let Some(server) = server.as_object_mut() else { continue };
            server.insert("status".to_owned(), json!("connecting"));
            server.shift_remove("poolId");
            server.shift_remove("master");
            if let Some(error) = error.clone() {
                server.insert("error".to_owned(), error);
            }
        }
    }

    /// Makes a pool that went away reachable again, with its objects and its former server entry. Returns false
    /// if it was not away.
    pub fn reconnect_pool(&mut self, pool: &str) -> bool {
        if let Some(before) = self.away.remove(pool)
            && let Some(server) = self.servers.iter_mut().find(|server| server.get("id") == before.get("id"))
        {
            *server = before;
        }
        self.release_pool(pool)
    }

    /// Lets the objects of a held pool appear; returns false if it was not held. The caller changes its server entry.
    pub fn release_pool(&mut self, pool: &str) -> bool {
        self.held_pools.remove(pool)
    }

    /// Returns backup jobs of all types, as REST `/backup-jobs` mixes them.
    pub(crate) fn all_backup_jobs(&self) -> impl Iterator<Item = &Value> {
        self.backup_jobs.iter().chain(&self.metadata_jobs).chain(&self.mirror_jobs)
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_pool() -> State {
        let mut state = State::new();
        state.objects.insert(json!({"id": "p", "type": "pool", "$pool": "p"})).unwrap();
        state.objects.insert(json!({"id": "s", "type": "SR", "$pool": "p"})).unwrap();
        state.objects.insert(json!({"id": "q", "type": "pool", "$pool": "q"})).unwrap();
        state.servers = vec![json!({"id": "1", "status": "connected", "poolId": "p", "master": "h"})];
        state
    }

    #[test]
    fn held_pools_hide_their_objects_only() {
        let mut state = with_pool();
        state.hold_pool("p");
        assert_eq!(state.visible().map(Object::id).collect::<Vec<_>>(), ["q"]);
        assert!(state.object("s").is_none());
        assert_eq!(state.servers[0]["status"], "connected");
        assert!(state.release_pool("p"));
        assert!(!state.release_pool("p"));
        assert_eq!(state.visible().count(), 3);
    }

    #[test]
    fn a_disconnected_pool_leaves_a_server_without_pool() {
        let mut state = with_pool();
        state.disconnect_pool("p", None);
        assert_eq!(state.servers[0], json!({"id": "1", "status": "connecting"}));
        assert_eq!(state.visible().count(), 1);
        assert!(state.reconnect_pool("p"));
        assert!(!state.reconnect_pool("p"));
        assert_eq!(state.servers[0]["poolId"], "p");
        assert_eq!(state.visible().count(), 3);
    }
}
