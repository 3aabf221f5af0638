//! The written list of everything this program may ask XO: all of it reads, none of it writes.
//!
//! A request leaves only through [`super::rpc::Rpc::send`], which takes a [`Method`], and
//! `super::rest::Rest::get`, which only knows GET; whatever is not named here cannot be asked.

use std::fmt;

/// A JSON-RPC method this program may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Signs the connection in; XO keeps none of it beyond the connection.
    SignIn,
    /// Version of xo-server.
    GetServerVersion,
    /// The methods XO knows and the right each needs.
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
    /// XO's own count of nodes to coalesce. Never asked, since it costs the server and is computed here; read from
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

    /// XO's name of the method.
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

    /// Finds a method by XO's name of it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// Whether XO can answer it as an NDJSON stream (parameter `ndjson`, facts/xo-protocol.md §2.1 and §2.5).
    pub const fn streams(self) -> bool {
        matches!(self, Self::GetAllObjects | Self::GetAllBackupLogs)
    }

    /// Whether XO refuses it to users who are no administrators (facts/xo-observed.md, "Who may call what").
    pub const fn needs_admin(self) -> bool {
        !matches!(self, Self::SignIn | Self::GetServerVersion | Self::GetMethodsInfo | Self::GetAllObjects)
    }

    /// Whether its parameters hold a secret and must never be shown.
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

    /// Path of the collection under the address of XO.
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
    /// The privileges (RBAC) of the user who asks; XO leads on to [`own_privileges`].
    OwnPrivileges,
}

impl Document {
    /// The whole list.
    #[allow(dead_code, reason = "the written list, against which tests hold what leaves the program")]
    pub const ALL: [Self; 1] = [Self::OwnPrivileges];

    /// Path of the document under the address of XO.
    pub const fn path(self) -> &'static str {
        match self {
            Self::OwnPrivileges => "/rest/v0/users/me/acl-privileges",
        }
    }

    /// What follows the path: lists show whole objects only when asked to.
    pub(super) const fn query(self) -> &'static str {
        match self {
            Self::OwnPrivileges => "?fields=*",
        }
    }
}

/// Returns the path to which XO leads on whoever asks for [`Document::OwnPrivileges`]; none for an id that is not XO's.
pub(super) fn own_privileges(user: &str) -> Option<String> {
    // XO's are UUIDs
    let is_id = (1..=64).contains(&user.len())
        && user.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_id.then(|| format!("/rest/v0/users/{user}/acl-privileges"))
}
