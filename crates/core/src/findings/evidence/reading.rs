//! The numbers that findings about what was read rest on (XOH-601 to 604).

use super::{evidence, words};

words! {
    /// Why something was not read.
    WhyUnread {
        /// It was not requested.
        NotAsked = "not_asked",
        /// The server refused.
        Refused = "refused",
        /// Only administrators may read it.
        AdminOnly = "admin_only",
        /// The list was empty, and nothing proves that this is true.
        Empty = "empty",
        /// Only part of it could be read.
        Partial = "partial",
        /// The server shows only part of it.
        Narrowed = "narrowed",
        /// The answer could not be understood.
        Garbled = "garbled",
    }
}

words! {
    /// What may be missing.
    Unreadable {
        /// Pools, hosts, SRs, VDIs, VMs.
        Objects = "objects",
        /// Backup jobs.
        BackupJobs = "backup_jobs",
        /// Schedules.
        Schedules = "schedules",
        /// Past runs.
        Logs = "logs",
        /// Mirror jobs.
        MirrorJobs = "mirror_jobs",
        /// Metadata jobs.
        MetadataJobs = "metadata_jobs",
        /// Sequences.
        CallJobs = "call_jobs",
        /// Backup repositories.
        Remotes = "remotes",
        /// The space of backup repositories.
        RemotesInfo = "remotes_info",
        /// XO proxies.
        Proxies = "proxies",
        /// XO's connections to pools.
        Servers = "servers",
    }
}

words! {
    /// The XO privilege that allows reading it.
    Grant {
        /// Any user may read it.
        SignIn = "sign-in",
        /// A privilege on backup jobs.
        BackupJob = "backup-job",
        /// A privilege on schedules.
        Schedule = "schedule",
        /// A privilege on backup logs.
        BackupLog = "backup-log",
        /// A privilege on backup repositories.
        BackupRepository = "backup-repository",
        /// A privilege on connections.
        Server = "server",
        /// Only an administrator may read it.
        Admin = "admin",
    }
}

words! {
    /// What shows that a pool is still loading.
    LoadingSign {
        /// It is connected, but not among the objects.
        NotSeen = "not_seen",
        /// It has no hosts.
        NoHosts = "no_hosts",
        /// It has no SRs.
        NoSrs = "no_srs",
        /// Many objects appeared while it was being read.
        Entered = "entered",
    }
}

evidence! {
    /// XOH-601: something that could not be read.
    NotRead {
        /// What was not read.
        what: Unreadable,
        /// Why it was not read.
        why: WhyUnread,
        /// Code of the server's error.
        error_code: Option<String>,
        /// Message of the error.
        error_message: Option<String>,
        /// Objects in a partly read list that could not be understood.
        garbled: Option<u64>,
        /// Objects that others refer to but that were not shown.
        missing: Option<u64>,
        /// Missing objects whose place is not known.
        unplaced: Option<u64>,
        /// The privilege that has to be granted.
        grant: Grant,
    }

    /// XOH-602: a pool that XO has lost.
    PoolMissing {
        /// Id of the connection.
        server_id: String,
        /// The error of the connection.
        error: Option<String>,
        /// How many pools were read.
        pools_read: u64,
    }

    /// XOH-603: a pool that XO is still loading.
    PoolLoading {
        /// What shows it.
        sign: LoadingSign,
        /// How many objects appeared while it was being read.
        entered: Option<u64>,
    }

    /// XOH-604: there is nothing to check.
    NoInventory {
        /// How many pools there are.
        pools: u32,
    }
}
