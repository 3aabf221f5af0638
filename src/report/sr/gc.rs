//! What the garbage collector of an SR does, on which evidence, and whether it helps to wait.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::findings::Facts;
use crate::findings::merging::{self, Stop};
use crate::model::{GcTask, SrIdx};
use crate::storage::GC_START_DELAY;

/// Tells what the garbage collector does.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GcView {
    /// What it does.
    pub state: State,
    /// Whether it helps to wait.
    pub outlook: Outlook,
    /// What that rests on.
    pub evidence: Vec<Evidence>,
}

/// Says what the garbage collector does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing is pending.
    Idle,
    /// It merges.
    Running,
    /// It waits, as it does for five minutes before its first merge.
    Pause,
    /// Merges are pending and it has not begun.
    NotStarted,
    /// Only leaves are left to merge: normal on busy disks, and no backup minds.
    OnlyLeaves,
    /// Switched off.
    Off,
    /// Merges are switched off.
    CoalesceOff,
    /// No host reaches the SR.
    Detached,
    /// A broken chain ends every run of it.
    Broken,
    /// Nothing that is pending fits into the free space.
    NoSpace,
    /// The driver keeps no chains.
    NoChains,
}

/// Says whether it helps to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outlook {
    /// There is nothing to wait for.
    Nothing,
    /// Merges go on by themselves.
    Wait,
    /// Nothing is merged until somebody acts.
    Stuck,
}

/// Is something the server shows of the garbage collector.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Evidence {
    /// Its task.
    Task {
        /// Share of the work done, 0 to 100; may go backwards.
        percent: u32,
        /// When it began.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        created_at: Option<Timestamp>,
    },
    /// A key of the SR's `other_config` set to `false`.
    Switch {
        /// The key.
        key: &'static str,
    },
    /// `sm_config.gc_no_space` is set.
    NoSpaceFlag,
    /// The collector left a message that it lacks space.
    NoSpaceMessage {
        /// When.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        at: Option<Timestamp>,
    },
    /// `sm_config.last-coalesce-error` is set.
    LastError {
        /// When a merge failed last; null when that cannot be read.
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        at: Option<Timestamp>,
    },
    /// XAPI scans the SR every 30 s, which starts the collector; or does not.
    AutoScan {
        /// It does.
        on: bool,
    },
}

/// Looks at the garbage collector of an SR.
pub(super) fn look(facts: &Facts<'_>, sr: SrIdx, has_chains: bool) -> GcView {
    let state = if has_chains { state(facts, sr) } else { State::NoChains };
    let pending = facts.chains.sr(sr);
    let outlook = match state {
        State::Idle | State::OnlyLeaves | State::NoChains => Outlook::Nothing,
        State::Running | State::Pause | State::NotStarted => Outlook::Wait,
        _ if pending.pending_inner + pending.pending_leaf == 0 => Outlook::Nothing,
        _ => Outlook::Stuck,
    };
    GcView { state, outlook, evidence: if has_chains { evidence(facts, sr, state) } else { Vec::new() } }
}

fn state(facts: &Facts<'_>, sr: SrIdx) -> State {
    match merging::stop(facts, sr) {
        Some(Stop::GcOff) => return State::Off,
        Some(Stop::CoalesceOff) => return State::CoalesceOff,
        Some(Stop::Detached) => return State::Detached,
        Some(Stop::Broken) => return State::Broken,
        Some(Stop::NoSpace) => return State::NoSpace,
        None => {}
    }
    let pending = facts.chains.sr(sr);
    match task(facts, sr) {
        Some(task) if is_in_pause(task, facts.now()) => State::Pause,
        Some(_) => State::Running,
        None if pending.pending_inner > 0 => State::NotStarted,
        None if pending.pending_leaf > 0 => State::OnlyLeaves,
        None => State::Idle,
    }
}

fn task<'a>(facts: &Facts<'a>, sr: SrIdx) -> Option<&'a GcTask> {
    facts.inventory.gc_tasks.iter().filter(|task| task.sr == sr).max_by_key(|task| task.created)
}

/// The task exists during the pause already, without progress (facts/storage-manager.md 3.10).
fn is_in_pause(task: &GcTask, now: Timestamp) -> bool {
    let age = task.created.map(|created| now.duration_since(created));
    task.progress <= 0.0 && age.is_some_and(|age| age < GC_START_DELAY)
}

fn evidence(facts: &Facts<'_>, sr: SrIdx, state: State) -> Vec<Evidence> {
    let switches = &facts.inventory.sr(sr).gc;
    let mut told = Vec::new();
    for (off, key) in [
        (switches.gc_off, "gc"),
        (switches.coalesce_off, "coalesce"),
        (switches.leaf_coalesce_off, "leaf-coalesce"),
    ] {
        if off {
            told.push(Evidence::Switch { key });
        }
    }
    if switches.no_space {
        told.push(Evidence::NoSpaceFlag);
    }
    if let Some(message) = merging::no_space_message(facts, sr) {
        told.push(Evidence::NoSpaceMessage { at: message.time });
    }
    if switches.last_error.is_some() || switches.last_error_unreadable {
        told.push(Evidence::LastError { at: switches.last_error });
    }
    if let Some(task) = task(facts, sr) {
        // a hostile progress ends at the bounds of the type
        let percent = (task.progress * 100.0).round().clamp(0.0, 100.0) as u32;
        told.push(Evidence::Task { percent, created_at: task.created });
    }
    if state == State::NotStarted {
        told.push(Evidence::AutoScan { on: switches.auto_scan });
    }
    told
}
