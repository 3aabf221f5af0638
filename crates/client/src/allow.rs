//! The list of everything this program may ask of XO: all of it reads, none of it writes.
//!
//! A request leaves only through [`super::rpc::Rpc::send`], which takes a [`Method`], or
//! `super::rest::Rest::get`, which only knows GET; what is not listed here cannot be asked.

use std::fmt;

/// A JSON-RPC method this program may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Signs the connection in; the sign-in lasts only as long as the connection.
    SignIn,
    /// Version of xo-server.
    GetServerVersion,
    /// The methods that XO knows, and the right that each needs.
    GetMethodsInfo,
    /// Every object of every pool; NDJSON on demand.
    GetAllObjects,
    /// Jobs of type `backup`.
    GetAllBackupJobs,
    /// Every kept backup log; NDJSON on demand.
    GetAllBackupLogs,
    /// The newest backup logs.
    GetBackupLogs,
    /// Jobs of type `mirrorBackup`.
    GetAllMirrorJobs,
    /// Jobs of type `metadataBackup`.
    GetAllMetadataJobs,
    /// Jobs of type `call`, among them backup sequences.
    GetAllJobs,
    /// Every schedule.
    GetAllSchedules,
    /// Every backup repository (XO's word: remote).
    GetAllRemotes,
    /// Size and free space of the backup repositories.
    GetAllRemotesInfo,
    /// Every XO proxy.
    GetAllProxies,
    /// Every pool connection with its status.
    GetAllServers,
    /// XO's own count of nodes to coalesce. Never called, because it burdens the server and is computed here; read from
    /// captures that hold it.
    GetAllUnhealthyChains,
}

impl Method {
    /// The whole list.
    #[allow(dead_code, reason = "the written list, against which tests hold what leaves the program")]
    pub const ALL: [Self; 16] = [
        Self::SignIn,
        Self::GetServerVersion,
        Self::GetMethodsInfo,
        Self::GetAllObjects,
        Self::GetAllBackupJobs,
        Self::GetAllBackupLogs,
        Self::GetBackupLogs,
        Self::GetAllMirrorJobs,
        Self::GetAllMetadataJobs,
        Self::GetAllJobs,
        Self::GetAllSchedules,
        Self::GetAllRemotes,
        Self::GetAllRemotesInfo,
        Self::GetAllProxies,
        Self::GetAllServers,
        Self::GetAllUnhealthyChains,
    ];

    /// Returns XO's name of the method.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "session.signIn",
            Self::GetServerVersion => "system.getServerVersion",
            Self::GetMethodsInfo => "system.getMethodsInfo",
            Self::GetAllObjects => "xo.getAllObjects",
            Self::GetAllBackupJobs => "backupNg.getAllJobs",
            Self::GetAllBackupLogs => "backupNg.getAllLogs",
            Self::GetBackupLogs => "backupNg.getLogs",
            Self::GetAllMirrorJobs => "mirrorBackup.getAllJobs",
            Self::GetAllMetadataJobs => "metadataBackup.getAllJobs",
            Self::GetAllJobs => "job.getAll",
            Self::GetAllSchedules => "schedule.getAll",
            Self::GetAllRemotes => "remote.getAll",
            Self::GetAllRemotesInfo => "remote.getAllInfo",
            Self::GetAllProxies => "proxy.getAll",
            Self::GetAllServers => "server.getAll",
            Self::GetAllUnhealthyChains => "sr.getAllUnhealthyVdiChainsLength",
        }
    }

    /// Returns the method that XO calls by this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// Returns whether XO can answer it as an NDJSON stream (parameter `ndjson`, facts/xo-protocol.md §2.1 and §2.5).
    pub const fn streams(self) -> bool {
        matches!(self, Self::GetAllObjects | Self::GetAllBackupLogs)
    }

    /// Returns whether XO refuses it to users who are not administrators (facts/xo-observed.md, "Who may call what").
    pub const fn needs_admin(self) -> bool {
        !matches!(self, Self::SignIn | Self::GetServerVersion | Self::GetMethodsInfo | Self::GetAllObjects)
    }

    /// Returns whether its parameters hold a secret and must never be shown.
    pub(super) const fn is_secret(self) -> bool {
        matches!(self, Self::SignIn)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A REST collection this program may list (facts/xo-protocol.md §2.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs)] // the names say all there is to say
pub enum Collection {
    BackupJobs,
    BackupLogs,
    BackupRepositories,
    Proxies,
    Schedules,
    Servers,
}

impl Collection {
    /// The whole list.
    #[allow(dead_code, reason = "the written list, against which tests hold what leaves the program")]
    pub const ALL: [Self; 6] = [
        Self::BackupJobs,
        Self::BackupLogs,
        Self::BackupRepositories,
        Self::Proxies,
        Self::Schedules,
        Self::Servers,
    ];

    /// Returns the path of the collection under the address of XO.
    pub const fn path(self) -> &'static str {
        match self {
            Self::BackupJobs => "/rest/v0/backup-jobs",
            Self::BackupLogs => "/rest/v0/backup-logs",
            Self::BackupRepositories => "/rest/v0/backup-repositories",
            Self::Proxies => "/rest/v0/proxies",
            Self::Schedules => "/rest/v0/schedules",
            Self::Servers => "/rest/v0/servers",
        }
    }
}

impl fmt::Display for Collection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

/// A single REST document this program may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Document {
    /// The privileges (RBAC) of the user who asks; XO redirects to [`own_privileges`].
    OwnPrivileges,
}

impl Document {
    /// The whole list.
    #[allow(dead_code, reason = "the written list, against which tests hold what leaves the program")]
    pub const ALL: [Self; 1] = [Self::OwnPrivileges];

    /// Returns the path of the document under the address of XO.
    pub const fn path(self) -> &'static str {
        match self {
            Self::OwnPrivileges => "/rest/v0/users/me/acl-privileges",
        }
    }

    /// Returns what follows the path: XO returns whole objects in lists only if asked to.
    pub(super) const fn query(self) -> &'static str {
        match self {
            Self::OwnPrivileges => "?fields=*",
        }
    }
}

/// Returns the path to which XO redirects a request for [`Document::OwnPrivileges`]; `None` if the id cannot be XO's.
pub(super) fn own_privileges(user: &str) -> Option<String> {
    // XO's ids are UUIDs
    let is_id = (1..=64).contains(&user.len())
        && user.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_id.then(|| format!("/rest/v0/users/{user}/acl-privileges"))
}
