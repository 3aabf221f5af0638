//! How the answers were obtained: when, from where, and what is missing.

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::ObjectId;
use super::{Backups, Inventory};

/// Everything that was read of a server at one instant, live or from a capture.
#[derive(Clone, Debug)]
pub struct Observation {
    /// What exists.
    pub inventory: Inventory,
    /// Jobs, schedules, runs.
    pub backups: Backups,
    /// How it was read.
    pub reading: Reading,
}

/// How a server was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The instant as of which the answers are judged.
    pub observed_at: Timestamp,
    /// When the answers were read: what happened after that is not known.
    pub read_at: Timestamp,
    /// The server's address (scheme, host, port), without any secret; `None` in captures that do not have it.
    pub server: Option<String>,
    /// The version of xo-server.
    pub version: Option<String>,
    /// What could not be read, or cannot be trusted to be whole, in the order of [`Question`].
    pub unread: Vec<Unread>,
    /// The pools that XO is configured to connect to; `None` if that could not be read.
    pub servers: Option<Vec<XoServer>>,
    /// What XO itself counts, if the capture has it.
    pub xo_chains: Option<XoChains>,
    /// How many relevant objects appeared while the inventory was read: XO was still loading.
    pub entered: u64,
}

impl Reading {
    /// Returns the instant up to which the answers show what happened.
    #[must_use]
    pub fn known_until(&self) -> Timestamp {
        self.observed_at.min(self.read_at)
    }
}

/// The figures of XO's own health page, per SR and disk. They depend on its order of iteration and overcount
/// forks (facts/xo-observed.md, Chains).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XoChains(FxHashMap<ObjectId, FxHashMap<ObjectId, u32>>);

impl XoChains {
    /// Adds what XO counts for disks on an SR.
    pub fn add(&mut self, sr: ObjectId, disks: impl IntoIterator<Item = (ObjectId, u32)>) {
        self.0.entry(sr).or_default().extend(disks);
    }

    /// Returns what XO counts for a disk; `None` if XO does not look at the SR. Disks without pending nodes are not
    /// listed, and count as 0.
    pub fn of_disk(&self, sr: &ObjectId, disk: &ObjectId) -> Option<u32> {
        Some(self.0.get(sr)?.get(disk).copied().unwrap_or(0))
    }
}

/// One thing that the server is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Pools, hosts, SRs, VDIs, VMs.
    Objects,
    /// Backup jobs.
    BackupJobs,
    /// Schedules.
    Schedules,
    /// Past runs.
    Logs,
    /// Mirror jobs.
    MirrorJobs,
    /// Metadata jobs.
    MetadataJobs,
    /// Sequences.
    CallJobs,
    /// Backup repositories.
    Remotes,
    /// Space of the backup repositories.
    RemotesInfo,
    /// XO proxies.
    Proxies,
    /// XO's connections to pools.
    Servers,
}

/// Something that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "UnreadAnswer")]
pub struct Unread {
    /// What is missing.
    pub answer: Question,
    /// Why it is missing.
    pub why: UnreadReason,
}

/// Why something was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum UnreadReason {
    /// The capture does not have it: it was not requested.
    NotAsked,
    /// The server refused, with this code and message.
    Refused {
        /// The server's own code, as text.
        code: String,
        /// The server's message, cleaned.
        message: String,
    },
    /// XO shows it only to administrators, which the user is not: it was not requested.
    AdminOnly,
    /// It is empty, which is also what a user without the privilege gets.
    EmptyWithoutProof,
    /// Not all of it arrived, or not all was understood. Only for objects.
    Partial {
        /// Objects that could not be understood.
        garbled: u64,
        /// Objects that others refer to but that were not sent ([`Unseen`](super::Unseen)).
        missing: u64,
        /// How many of both may belong to any VM.
        unplaced: u64,
    },
    /// The user's privileges show only part of it.
    Narrowed,
    /// The answer could not be understood.
    Garbled {
        /// What was wrong with it.
        message: String,
    },
}

/// A connection of XO to a pool, as the administrator configured it.
#[derive(Clone, Debug)]
pub struct XoServer {
    /// The id in XO.
    pub id: String,
    /// The label, or else the address.
    pub name: String,
    /// Whether XO is configured to keep it connected.
    pub enabled: bool,
    /// Whether XO says that it is connected; its objects may still be loading.
    pub connected: bool,
    /// The error that XO reports.
    pub error: Option<String>,
    /// The pool behind it, once XO knows it.
    pub pool: Option<ObjectId>,
}
