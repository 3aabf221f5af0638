//! Errors of a history.

use std::fmt;
use std::io;

use thiserror::Error;

/// The place of a history, safe to show: a path, or an address without user and password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown(pub(crate) String);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A failure to open, read or write a history. Nothing stored before is lost.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// `default` was given, and neither `$XDG_STATE_HOME` nor a home directory is known.
    #[error(
        "cannot tell where the history is: neither XDG_STATE_HOME nor a home directory is set; give a path"
    )]
    NoHome,
    /// The address is not one of PostgreSQL.
    #[error(
        "the address of the history cannot be understood ({reason}); write `postgres://USER@HOST/DATABASE`"
    )]
    Address {
        /// What is wrong, without the address.
        reason: String,
    },
    /// The file cannot be created or opened.
    #[error("cannot open the history `{place}`: {source}; check the path and its permissions")]
    File {
        /// The file.
        place: Shown,
        /// The system's error.
        source: io::Error,
    },
    /// The file does not exist, and the command does not create it.
    #[error("there is no history `{place}`: check the path; `xo-health check --history` starts one")]
    Missing {
        /// The file.
        place: Shown,
    },
    /// A newer program wrote it.
    #[error(
        "the history `{place}` was written by a newer xo-health (its tables are version {version}): update this one, or \
         give another path; nothing was changed"
    )]
    Newer {
        /// The file or server.
        place: Shown,
        /// The version of its tables.
        version: i64,
    },
    /// It is a database, but not a history.
    #[error("`{place}` is a database of another program; give another path; nothing was changed")]
    NotOurs {
        /// The file or server.
        place: Shown,
    },
    /// It is not a database, or its content is damaged.
    #[error(
        "the history `{place}` is damaged ({reason}): restore it from a backup, or move it away to start a new one; nothing was \
         deleted"
    )]
    Damaged {
        /// The file or server.
        place: Shown,
        /// The database's message.
        reason: String,
    },
    /// There is no room left to write.
    #[error("no space left for the history `{place}`: {reason}; what was stored before is still there")]
    Full {
        /// The file or server.
        place: Shown,
        /// The database's message.
        reason: String,
    },
    /// Other processes hold it for longer than the time to wait.
    #[error("the history `{place}` has been in use by another process for more than {seconds} s; try again")]
    Busy {
        /// The file or server.
        place: Shown,
        /// How long the program waited, in seconds.
        seconds: u64,
    },
    /// The server does not answer, or refuses.
    #[error("cannot connect to the history `{place}`: {reason}; check the address, the user and the server")]
    Connect {
        /// The server.
        place: Shown,
        /// The message of the server or the system.
        reason: String,
    },
    /// An exported history cannot be read or written.
    #[error("the exported history cannot be used: {reason}; nothing was changed")]
    Export {
        /// What is wrong with it.
        reason: String,
    },
    /// Any other refusal of the database.
    #[error("the history `{place}` could not be used: {reason}")]
    Database {
        /// The file or server.
        place: Shown,
        /// The database's message.
        reason: String,
    },
}
