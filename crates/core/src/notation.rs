//! A readable notation for servers, for tests and examples: what exists, jobs, and what they did.
//!
//! In: text. Out: an [`Observation`], or its [`Inventory`] alone, or an error with line and column. Ids come from
//! names, so that parsing a text twice yields the same, and a test can name what it looks for. Knows the model and
//! nothing else.
//!
//! ```
//! use xo_health_core::model::RunStatus;
//! use xo_health_core::notation;
//!
//! let observed = notation::observation(
//!     r#"
//!     pool main {
//!       sr local lvm 100GiB free 20GiB gc=false
//!       vm web {
//!         disk root 40GiB on local: base 12GiB > base 3GiB snap s1 age=2d > leaf
//!       }
//!     }
//!     remote nas nfs 4TiB free 1TiB
//!     job nightly delta of web to nas cron="0 1 * * *" keep=7
//!     run nightly age=26h success
//!     run nightly age=2h { web failure "VDI_IO_ERROR(Device I/O errors)" }
//!     "#,
//! )?;
//! let runs = observed.backups.runs.unwrap_or_default();
//! assert_eq!(runs.len(), 2);
//! assert_eq!(runs[1].status, RunStatus::Failure);
//! # Ok::<(), notation::NotationError>(())
//! ```
//!
//! # Grammar
//!
//! ```text
//! world = { pool | sr | vm | disk | remote | job | sequence | run }
//!                                          what is outside a pool belongs to a pool called `pool`
//! pool  = "pool" NAME { hosts=N } "{" { sr | vm | disk } "}"
//! sr    = "sr" NAME DRIVER [SIZE] { "free" SIZE | "used" SIZE | option } [ "{" { vm | disk } "}" ]
//! vm    = "vm" NAME { option } [ "{" { disk } "}" ]
//! disk  = "disk" NAME SIZE [ "on" SR ] { option } [ ":" chain ]
//! chain = [ origin ">" ] { base ">" } end  from the root to the leaf
//! origin = "missing" | "cycle" | LABEL     the root's parent: lost, the last base, or a base named before
//! base  = "base" ["*" N] [SIZE] [ "as" LABEL ] { snap }
//! end   = "leaf" [SIZE] { snap } | "gone"  a disk that is gone leaves its bases and snapshots
//! snap  = "snap" NAME [SIZE] { option }    a snapshot hangs below the base before it; after `leaf`, beside the leaf
//! remote = "remote" NAME SCHEME [SIZE] [ "free" SIZE ]      `file:///srv/backups` has a path too
//! job   = "job" NAME [ "full" | "delta" ] [ "of" VM,VM ] [ "to" TARGET,TARGET ] { option }
//! sequence = "sequence" NAME "of" JOB,JOB { option }
//! run   = "run" JOB { "age="WHEN | "took="AGE } [ STATUS ] [ MESSAGE ] [ "{" { fared } "}" ]
//! fared = VM STATUS [SIZE] [ "full" ] [ MESSAGE ]
//! ```
//!
//! A job is full unless it says otherwise, names VMs that need not exist, and writes to remotes and SRs declared
//! above it. It has one schedule, with the id of the job, at 22:00 by default. STATUS is `success`, `failure`,
//! `skipped`, `interrupted` or `pending`. By default a run started an hour ago and took five minutes. Without braces,
//! all VMs of the job fared as the run did; a run with a MESSAGE of its own failed before its first VM. A MESSAGE
//! contains blanks, brackets or `_`; capitals before `(` are its code. mock-xo's scenarios are written in the same
//! words.
//!
//! `#` starts a comment; `"…"` encloses a name with blanks. Sizes are whole numbers (`40GiB`, `8MiB`, `0B`). WHEN is
//! RFC 3339 or an age (`40d`, `3h`, `90s`) before [`NOW`].
//!
//! | of | options |
//! | --- | --- |
//! | pool | `hosts=N` (1; each has a control domain `POOL/dom0`) |
//! | SR | `gc=false` `coalesce=false` `leaf-coalesce=false` `gc_no_space` `gc_message=WHEN` `last_error=WHEN` `last_error=unreadable` `maintenance` `detached` `pbds=ATTACHED/ALL` `iso` `shared` `thin` `thick` `id=` |
//! | VM | `halted` `template` `host=ID` `start_blocked` `tags=a,b` `job=` `schedule=` `copy` `id=` |
//! | disk | `qcow2` `[NOBAK]` `cbt` `internal` `cd` `dom0` `missing` `in=VM` `name=` `leaf-coalesce=V` `job=` `schedule=` `copy` `id=` |
//! | job, sequence | `cron="0 22 * * *"` `zone=` `disabled` `keep=N` `concurrency=N` `bypass` `set=KEY:VALUE` (for all schedules) |
//! | snap | `age=` `job=` `schedule=` `exported` `copy` `copy=VM` (of that VM) `cbt` (its data is gone) `alone` (no VM snapshot) `dom0` |
//!
//! Ids: pools, SRs, VMs and disks outside a VM have their name; a disk of a VM is `VM/DISK`, its bases
//! `VM/DISK/base1`…, its snapshots `VM/DISK@SNAP`; the snapshot of a VM is `VM@SNAP`. `base*27 snap s` means 27 bases
//! with snapshots `s1` to `s27`. Snapshots with one name on several disks of a VM are one snapshot of the VM.

mod build;
mod cursor;
mod disk;
mod jobs;
mod lexer;
mod parser;

use jiff::Timestamp;

use crate::model::{Inventory, Observation, Reading};

/// The instant at which inventories of this notation were observed: 2026-11-23, a Monday, 01:00 UTC.
pub const NOW: Timestamp = Timestamp::constant(1_795_395_600, 0);

/// Where and why a text is not valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct NotationError {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What was found, and what would fit.
    pub message: String,
}

/// Parses an inventory; what the text says about jobs is left out.
///
/// # Errors
///
/// The first thing that does not fit the grammar, names something that does not exist yet, or exists already.
pub fn inventory(text: &str) -> Result<Inventory, NotationError> {
    parser::parse(text).map(|(inventory, _)| inventory)
}

/// Parses an observation, in which everything was read at [`NOW`].
///
/// # Errors
///
/// As for [`inventory`].
pub fn observation(text: &str) -> Result<Observation, NotationError> {
    let (inventory, backups) = parser::parse(text)?;
    let reading = Reading {
        observed_at: NOW,
        read_at: NOW,
        server: None,
        version: None,
        unread: Vec::new(),
        servers: None,
        xo_chains: None,
        entered: 0,
    };
    Ok(Observation { inventory, backups, reading })
}

#[cfg(test)]
mod tests;
