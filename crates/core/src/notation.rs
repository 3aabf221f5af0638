//! A notation for inventories that a person can read, for tests and examples.
//!
//! In: text. Out: an [`Inventory`], or an error with line and column. Ids come from names, so that two readings of one
//! text are the same and a test can name what it looks for. Knows the model and nothing else.
//!
//! ```text
//! pool main {
//!   sr local lvm 100GiB free 20GiB gc=false
//!   vm web {
//!     disk root 40GiB on local: base 12GiB > base 3GiB snap s1 age=2d > leaf
//!   }
//! }
//! ```
//!
//! # Grammar
//!
//! ```text
//! world = { pool | sr | vm | disk }        what stands outside a pool belongs to a pool called `pool`
//! pool  = "pool" NAME { hosts=N } "{" { sr | vm | disk } "}"
//! sr    = "sr" NAME DRIVER [SIZE] { "free" SIZE | "used" SIZE | option } [ "{" { vm | disk } "}" ]
//! vm    = "vm" NAME { option } [ "{" { disk } "}" ]
//! disk  = "disk" NAME SIZE [ "on" SR ] { option } [ ":" chain ]
//! chain = [ origin ">" ] { base ">" } end  from the root to the leaf
//! origin = "missing" | "cycle" | LABEL     the root's parent: lost, the last base, or a base named before
//! base  = "base" ["*" N] [SIZE] [ "as" LABEL ] { snap }
//! end   = "leaf" [SIZE] { snap } | "gone"  a disk that is gone leaves its bases and snapshots
//! snap  = "snap" NAME [SIZE] { option }    a snapshot hangs below the base before it; after `leaf`, beside the leaf
//! ```
//!
//! `#` starts a comment; `"…"` holds a name with blanks. Sizes are whole (`40GiB`, `8MiB`, `0B`). WHEN is RFC 3339 or
//! an age (`40d`, `3h`, `90s`) before [`NOW`].
//!
//! | of | options |
//! | --- | --- |
//! | pool | `hosts=N` (1; each has a control domain `POOL/dom0`) |
//! | SR | `gc=false` `coalesce=false` `leaf-coalesce=false` `gc_no_space` `gc_message=WHEN` `last_error=WHEN` `last_error=unreadable` `maintenance` `detached` `pbds=ATTACHED/ALL` `iso` `shared` `thin` `thick` `id=` |
//! | VM | `halted` `template` `start_blocked` `tags=a,b` `job=` `schedule=` `copy` `id=` |
//! | disk | `qcow2` `[NOBAK]` `cbt` `internal` `cd` `dom0` `missing` `in=VM` `name=` `leaf-coalesce=V` `job=` `schedule=` `copy` `id=` |
//! | snap | `age=` `job=` `schedule=` `exported` `copy` `copy=VM` (of which) `cbt` (its data are gone) `alone` (no VM snapshot) `dom0` |
//!
//! Ids: pools, SRs, VMs and disks outside a VM have their name; a disk of a VM `VM/DISK`, its bases `VM/DISK/base1`…, its
//! snapshots `VM/DISK@SNAP`; the snapshot of a VM `VM@SNAP`. `base*27 snap s` stands for 27 bases with snapshots `s1` to
//! `s27`. Snapshots of one name on several disks of a VM are one snapshot of the VM.

mod build;
mod cursor;
mod disk;
mod lexer;
mod parser;

use jiff::Timestamp;

use crate::model::Inventory;

/// The instant at which inventories of this notation were observed: 2026-11-23, a Monday, 01:00 UTC.
pub const NOW: Timestamp = Timestamp::constant(1_795_395_600, 0);

/// Where and why a text is not a valid inventory.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct NotationError {
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// What was met, and what would fit.
    pub message: String,
}

/// Reads an inventory.
///
/// # Errors
///
/// The first thing that does not fit the grammar, names something that is not there yet, or is there already.
pub fn inventory(text: &str) -> Result<Inventory, NotationError> {
    parser::parse(text)
}

#[cfg(test)]
mod tests;
