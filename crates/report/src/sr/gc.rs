//! What the garbage collector of an SR does, on what evidence, and whether waiting helps.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use xo_health_core::analysis::stalls::Stalled;
use xo_health_core::model::Sr;
use xo_health_core::storage::{CollectorOutlook, Gc, GcState, Stall};

/// The state of the garbage collector.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GcView {
    /// What it does.
    pub state: GcState,
    /// Whether waiting helps.
    pub outlook: CollectorOutlook,
    /// The evidence for its state.
    pub evidence: Vec<Evidence>,
}

/// Something the server shows about the garbage collector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Evidence {
    /// A key of the SR's `other_config` is set to `false`.
    Switch {
        /// The key.
        key: String,
    },
    /// `sm_config.gc_no_space` is set.
    NoSpaceFlag,
    /// The collector left a message that it lacks space.
    NoSpaceMessage {
        /// When.
        #[schemars(with = "String", extend("format" = "date-time"))]
        at: Timestamp,
    },
    /// `sm_config.last-coalesce-error` is set.
    LastError {
        /// When a merge last failed; null if that cannot be read.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        at: Option<Timestamp>,
    },
    /// Its task exists.
    Task {
        /// The share of the work done, 0 to 100; may go backwards.
        percent: u32,
        /// When it began.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        created_at: Option<Timestamp>,
    },
    /// How many merges fit into the free space.
    Room {
        /// How many certainly fit.
        fits: u32,
        /// How many may fit.
        tight: u32,
        /// How many do not fit.
        lacks: u32,
    },
    /// It has had the time for all its merges, but shows no sign of work.
    Stalled {
        /// Since when; null if unknown.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        since_at: Option<Timestamp>,
    },
    /// Whether XAPI scans the SR every 30 s, which starts the collector.
    AutoScan {
        /// Whether it does.
        on: bool,
    },
}

/// Describes a collector; `has_chains` is whether the driver keeps chains at all, `stalled` is set if it should work
/// but does not.
pub(super) fn describe(sr: &Sr, gc: &Gc, has_chains: bool, stalled: Option<Stalled>) -> GcView {
    if !has_chains {
        return GcView { state: GcState::NoChains, outlook: CollectorOutlook::Nothing, evidence: Vec::new() };
    }
    let stalled = stalled.filter(|stalled| stalled.is_stuck());
    let outlook = if stalled.is_some() { CollectorOutlook::Stuck } else { gc.outlook };
    GcView { state: gc.state, outlook, evidence: evidence(sr, gc, stalled) }
}

fn evidence(sr: &Sr, gc: &Gc, stalled: Option<Stalled>) -> Vec<Evidence> {
    let switches =
        [(sr.gc.gc_off, "gc"), (sr.gc.coalesce_off, "coalesce"), (sr.gc.leaf_coalesce_off, "leaf-coalesce")];
    let off = switches.into_iter().filter(|(off, _)| *off);
    let mut items: Vec<Evidence> = off.map(|(_, key)| Evidence::Switch { key: key.to_owned() }).collect();
    if gc.marked_no_space {
        items.push(Evidence::NoSpaceFlag);
    }
    items.extend(gc.no_space_since.map(|at| Evidence::NoSpaceMessage { at }));
    if sr.gc.last_error.is_some() || sr.gc.last_error_unreadable {
        items.push(Evidence::LastError { at: sr.gc.last_error });
    }
    if let Some(progress) = gc.progress {
        // the conversion clamps a hostile progress to the bounds of the type
        let percent = (progress * 100.0).round().clamp(0.0, 100.0) as u32;
        items.push(Evidence::Task { percent, created_at: gc.since });
    }
    if let Some(room) = gc.room.filter(|room| room.tight + room.lacks > 0) {
        items.push(Evidence::Room { fits: room.fits, tight: room.tight, lacks: room.lacks });
    }
    if let Some(stalled) = stalled {
        let since_at = if stalled.how == Stall::AtZero { gc.since } else { stalled.quiet_since };
        items.push(Evidence::Stalled { since_at });
    } else if matches!(gc.state, GcState::Due | GcState::Unstarted) {
        items.push(Evidence::AutoScan { on: sr.gc.auto_scan });
    }
    items
}
