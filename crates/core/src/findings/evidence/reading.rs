//! The numbers that findings about what was read rest on (XOH-601 to 604).

use super::{evidence, words};

words! {
    /// Why something was not read.
    WhyUnread {
        /// It was not asked for.
        NotAsked = "not_asked",
        /// The server refused.
        Refused = "refused",
        /// Only administrators may ask.
        AdminOnly = "admin_only",
        /// An empty list, and nothing proves that it is empty.
        Empty = "empty",
        /// A part of it was read.
        Partial = "partial",
        /// The server shows a part of it only.
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
        /// Their space.
        RemotesInfo = "remotes_info",
        /// XO proxies.
        Proxies = "proxies",
        /// The pools XO connects to.
        Servers = "servers",
    }
}

words! {
    /// What of XO's rights lets it be read.
    Grant {
        /// Any user may.
        SignIn = "sign-in",
        /// The resource of backup jobs.
        BackupJob = "backup-job",
        /// The resource of schedules.
        Schedule = "schedule",
        /// The resource of logs.
        BackupLog = "backup-log",
        /// The resource of repositories.
        BackupRepository = "backup-repository",
        /// The resource of connections.
        Server = "server",
        /// Only an administrator may.
        Admin = "admin",
    }
}

words! {
    /// What shows that a pool is still loading.
    LoadingSign {
        /// It is connected and not among the objects.
        NotSeen = "not_seen",
        /// It has no hosts.
        NoHosts = "no_hosts",
        /// It has no SRs.
        NoSrs = "no_srs",
        /// Many objects appeared meanwhile.
        Entered = "entered",
    }
}

evidence! {
    /// XOH-601: something that could not be read.
    NotRead {
        /// Which kind.
        what: Unreadable,
        /// Why.
        why: WhyUnread,
        /// Its code.
        error_code: Option<String>,
        /// The message.
        error_message: Option<String>,
        /// Objects that could not be understood, of a list that was read in part.
        garbled: Option<u64>,
        /// Objects that others name and that were not shown.
        missing: Option<u64>,
        /// Objects whose place is not known.
        unplaced: Option<u64>,
        /// What has to be granted.
        grant: Grant,
    }

    /// XOH-602: a pool XO has lost.
    PoolMissing {
        /// Id of the connection.
        server_id: String,
        /// The error.
        error: Option<String>,
        /// Pools that were read.
        pools_read: u64,
    }

    /// XOH-603: a pool XO is still loading.
    PoolLoading {
        /// What shows it.
        sign: LoadingSign,
        /// Objects that appeared.
        entered: Option<u64>,
    }

    /// XOH-604: there is nothing to check.
    NoInventory {
        /// Pools there are.
        pools: u32,
    }
}
