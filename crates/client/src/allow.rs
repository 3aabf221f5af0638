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
    Alarms,
    BackupJobs,
    BackupLogs,
    BackupRepositories,
    Hosts,
    Messages,
    Pbds,
    Pools,
    Proxies,
    Schedules,
    Servers,
    Sms,
    Srs,
    Tasks,
    Vbds,
    Vdis,
    VdiSnapshots,
    Vms,
    VmSnapshots,
}

impl Collection {
    /// The whole list.
    pub const ALL: [Self; 19] = [
        Self::Alarms,
        Self::BackupJobs,
        Self::BackupLogs,
        Self::BackupRepositories,
        Self::Hosts,
        Self::Messages,
        Self::Pbds,
        Self::Pools,
        Self::Proxies,
        Self::Schedules,
        Self::Servers,
        Self::Sms,
        Self::Srs,
        Self::Tasks,
        Self::Vbds,
        Self::Vdis,
        Self::VdiSnapshots,
        Self::Vms,
        Self::VmSnapshots,
    ];

    /// Path of the collection under the address of XO.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Alarms => "/rest/v0/alarms",
            Self::BackupJobs => "/rest/v0/backup-jobs",
            Self::BackupLogs => "/rest/v0/backup-logs",
            Self::BackupRepositories => "/rest/v0/backup-repositories",
            Self::Hosts => "/rest/v0/hosts",
            Self::Messages => "/rest/v0/messages",
            Self::Pbds => "/rest/v0/pbds",
            Self::Pools => "/rest/v0/pools",
            Self::Proxies => "/rest/v0/proxies",
            Self::Schedules => "/rest/v0/schedules",
            Self::Servers => "/rest/v0/servers",
            Self::Sms => "/rest/v0/sms",
            Self::Srs => "/rest/v0/srs",
            Self::Tasks => "/rest/v0/tasks",
            Self::Vbds => "/rest/v0/vbds",
            Self::Vdis => "/rest/v0/vdis",
            Self::VdiSnapshots => "/rest/v0/vdi-snapshots",
            Self::Vms => "/rest/v0/vms",
            Self::VmSnapshots => "/rest/v0/vm-snapshots",
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
    /// `{result: "pong", timestamp}`: open to everybody.
    Ping,
    /// XO's own overview: administrators only.
    Dashboard,
    /// The privileges (RBAC) of the user who asks; XO leads on to [`own_privileges`].
    OwnPrivileges,
}

impl Document {
    /// The whole list.
    pub const ALL: [Self; 3] = [Self::Ping, Self::Dashboard, Self::OwnPrivileges];

    /// Path of the document under the address of XO.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Ping => "/rest/v0/ping",
            Self::Dashboard => "/rest/v0/dashboard",
            Self::OwnPrivileges => "/rest/v0/users/me/acl-privileges",
        }
    }

    /// What follows the path: lists show whole objects only when asked to.
    pub(super) const fn query(self) -> &'static str {
        match self {
            Self::Ping | Self::Dashboard => "",
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
