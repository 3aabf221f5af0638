//! How the answers were obtained: when, from where, and what is missing.

use jiff::Timestamp;

use super::id::ObjectId;

/// Describes one reading of a server.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The instant the answers stand for.
    pub observed_at: Timestamp,
    /// The server's address (scheme, host, port), without any secret; none in captures that do not hold it.
    pub server: Option<String>,
    /// The version of xo-server.
    pub version: Option<String>,
    /// What could not be read, or cannot be trusted to be whole, in the order of [`Answer`].
    pub unread: Vec<Unread>,
    /// The pools that XO is told to connect to; none where that could not be read.
    pub servers: Option<Vec<XoServer>>,
    /// Objects of a kind that matters which appeared while the inventory was read: XO was still loading.
    pub entered: u64,
}

/// Names one thing that is asked of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
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

/// Tells that something was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// What is missing.
    pub answer: Answer,
    /// Why.
    pub why: Why,
}

/// Says why something was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The capture does not hold it: nobody asked.
    NotAsked,
    /// The server refused: its code and words.
    Refused {
        /// The server's own code, as text.
        code: String,
        /// The server's words, cleaned.
        message: String,
    },
    /// It is empty, which is also what a user without the right gets.
    EmptyWithoutProof,
    /// The answer could not be understood.
    Garbled {
        /// What was wrong with it.
        message: String,
    },
}

/// Is a connection of XO to a pool, as its administrator set it up.
#[derive(Clone, Debug)]
pub struct XoServer {
    /// Its id in XO.
    pub id: String,
    /// Label, or address.
    pub name: String,
    /// XO is told to keep it connected.
    pub enabled: bool,
    /// XO says it is connected; its objects may still be on their way.
    pub connected: bool,
    /// What XO says went wrong.
    pub error: Option<String>,
    /// The pool behind it, once XO knows.
    pub pool: Option<ObjectId>,
}
