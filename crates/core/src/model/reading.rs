//! How the answers were obtained: when, from where, and what is missing.

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::ObjectId;
use super::{Backups, Inventory};

/// All that was read of a server at one instant, live or from a capture.
#[derive(Clone, Debug)]
pub struct Observation {
    /// What exists.
    pub inventory: Inventory,
    /// Jobs, schedules, runs.
    pub backups: Backups,
    /// How it was read.
    pub reading: Reading,
}

/// Describes one reading of a server.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The instant the answers are looked at as of.
    pub observed_at: Timestamp,
    /// When they were read: what happened after that is not known.
    pub read_at: Timestamp,
    /// The server's address (scheme, host, port), without any secret; none in captures that do not hold it.
    pub server: Option<String>,
    /// The version of xo-server.
    pub version: Option<String>,
    /// What could not be read, or cannot be trusted to be whole, in the order of [`Answer`].
    pub unread: Vec<Unread>,
    /// The pools that XO is configured to connect to; none where that could not be read.
    pub servers: Option<Vec<XoServer>>,
    /// What XO itself counts, where the capture holds it.
    pub xo_chains: Option<XoChains>,
    /// Objects of a kind that matters which appeared while the inventory was read: XO was still loading.
    pub entered: u64,
}

impl Reading {
    /// Returns up to when the answers tell what happened.
    #[must_use]
    pub fn known_until(&self) -> Timestamp {
        self.observed_at.min(self.read_at)
    }
}

/// XO's own figures of its health page, per SR and disk. They depend on its order of iteration and count too much
/// on forks (facts/xo-observed.md, Chains).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XoChains(FxHashMap<ObjectId, FxHashMap<ObjectId, u32>>);

impl XoChains {
    /// Adds what XO counts for a disk of an SR.
    pub fn add(&mut self, sr: ObjectId, disks: impl IntoIterator<Item = (ObjectId, u32)>) {
        self.0.entry(sr).or_default().extend(disks);
    }

    /// Returns what XO counts for a disk; none when it does not look at the SR. Disks without pending nodes are not listed
    /// there.
    pub fn of_disk(&self, sr: &ObjectId, disk: &ObjectId) -> Option<u32> {
        Some(self.0.get(sr)?.get(disk).copied().unwrap_or(0))
    }
}

/// One thing that is asked of the server.
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
    /// The pools XO connects to.
    Servers,
}

/// Something that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "UnreadAnswer")]
pub struct Unread {
    /// What is missing.
    pub answer: Question,
    /// Why.
    pub why: UnreadReason,
}

/// Why something was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum UnreadReason {
    /// The capture does not hold it: it was not asked for.
    NotAsked,
    /// The server refused: its code and words.
    Refused {
        /// The server's own code, as text.
        code: String,
        /// The server's words, cleaned.
        message: String,
    },
    /// XO answers it to administrators only, and the user is none: it was not asked.
    AdminOnly,
    /// It is empty, which is also what a user without the right gets.
    EmptyWithoutProof,
    /// Not all of it came, or not all was understood. Of the objects only.
    Partial {
        /// Objects that could not be understood.
        garbled: u64,
        /// Objects that others refer to and that were not sent ([`Unseen`](super::Unseen)).
        missing: u64,
        /// How many of both may belong to any VM.
        unplaced: u64,
    },
    /// The user's privileges show a part of it only.
    Narrowed,
    /// The answer could not be understood.
    Garbled {
        /// What was wrong with it.
        message: String,
    },
}

/// A connection of XO to a pool, as its administrator set it up.
#[derive(Clone, Debug)]
pub struct XoServer {
    /// Its id in XO.
    pub id: String,
    /// Label, or address.
    pub name: String,
    /// XO is configured to keep it connected.
    pub enabled: bool,
    /// XO says it is connected; its objects may still be on their way.
    pub connected: bool,
    /// What XO says went wrong.
    pub error: Option<String>,
    /// The pool behind it, once XO knows.
    pub pool: Option<ObjectId>,
}
