//! Whether merges that nothing prevents make progress: distinguishes "wait" from "stuck".
//!
//! One observation shows no movement, so this rests on time: a collector that works shows a task
//! (facts/storage-manager.md 3.10), and one that was started has this much to do and no more (4.1, 4.2, 6.6). Pairs
//! that still exist after that, without a task, are stalled for a reason that XO does not show (6.5): a corrupt
//! image, a stale flag, a unit that fails (6.9).

use jiff::{SignedDuration, Timestamp};

use super::backlog::{Backlog, Speed};
use super::gc::{Gc, GcState};

/// Merges are not called stalled earlier than this (facts 6.5).
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);

/// If the collector shows a task while it works, but none exists and nothing has been deleted for this long, it is
/// not working: it would have begun after 300 s (facts 3.1). Three times that, because the clocks of XO and its
/// hosts differ.
const SILENCE: SignedDuration = SignedDuration::from_mins(15);

/// The sign that merges make no progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stall {
    /// The collector's task exists, but has not done one merge in more time than the largest takes.
    AtZero,
    /// The collector was started, had time for everything, and shows no task. On XCP-ng 8.2 it never shows one.
    Silent,
    /// Only the next deletion or scan starts it, and when that will be is not known here.
    NeedsScan,
}

/// Returns whether the inner merges of an SR are stalled; also `None` if something known stops them ([`Gc::stop`]),
/// or may: if none is certain to fit.
///
/// `quiet` is how long nothing has been deleted there (deletions start the collector, facts 3.1); `None` if that is
/// not known. Leaves are ignored: a leaf of a busy disk is never merged, and harmless (6.7).
pub fn stall(
    gc: &Gc,
    backlog: &Backlog,
    quiet: Option<SignedDuration>,
    observed_at: Timestamp,
) -> Option<Stall> {
    let may_lack_room = gc.inner_room.is_some_and(|room| room.fits == 0);
    if gc.pending_inner == 0 || gc.stop().is_some() || may_lack_room {
        return None;
    }
    match (gc.state, quiet) {
        (GcState::Running, _) => {
            let age = observed_at.duration_since(gc.since?);
            let has_done_nothing = gc.progress.is_some_and(|progress| progress <= 0.0);
            (has_done_nothing && age > patience(&largest(backlog))?).then_some(Stall::AtZero)
        }
        (GcState::Due | GcState::Unstarted, Some(quiet)) => {
            let enough = if gc.shows_task { SILENCE } else { patience(backlog)? };
            (quiet > enough).then_some(Stall::Silent)
        }
        (GcState::Unstarted, None) => Some(Stall::NeedsScan),
        _ => None,
    }
}

/// Returns the time within which a backlog is done at the slowest speed; `None` if its bytes are not known.
fn patience(backlog: &Backlog) -> Option<SignedDuration> {
    let span = backlog.drain(Speed::PRIOR, false).filter(|_| backlog.unknown == 0)?;
    Some(span.high.max(PATIENCE))
}

/// Returns a backlog with only the largest merge.
fn largest(backlog: &Backlog) -> Backlog {
    let copies = |at: &usize| backlog.merges[*at].copies().map(|copies| copies.bytes.high);
    let at = (0..backlog.merges.len()).max_by_key(copies);
    let merges: Vec<_> = at.into_iter().map(|at| backlog.merges[at]).collect();
    let copies = merges.iter().filter_map(|merge| merge.copies()).map(|copies| copies.bytes).sum();
    Backlog { merges, copies, unknown: backlog.unknown }
}

#[cfg(test)]
mod tests {
    use super::super::backlog::backlog;
    use super::super::gc::gc;
    use super::*;
    use crate::chains::Chains;
    use crate::model::{GcTask, SrIdx};
    use crate::notation::{self, NOW};

    /// A pair of 72 GB, which takes an hour at 20 MB/s; 66 minutes with the pause and the overhead of a merge.
    const LARGE: &str = "disk d 100GiB: base 90GiB > base 67GiB snap a > leaf";
    const SMALL: &str = "disk d 100GiB: base 90GiB > base 1GiB snap a > leaf";

    fn ago(minutes: i64) -> Timestamp {
        NOW.checked_sub(SignedDuration::from_mins(minutes)).unwrap()
    }

    /// An SR, what is on it, minutes of quiet, the task (minutes, progress); whether merges are stalled.
    #[test]
    fn wait_or_stuck() {
        let silent = Some(Stall::Silent);
        let cases = [
            ("", LARGE, Some(65), None, None),
            ("", LARGE, Some(67), None, silent),
            // never sooner than after an hour
            ("", SMALL, Some(60), None, None),
            ("", SMALL, Some(61), None, silent),
            ("auto", SMALL, Some(61), None, silent),
            ("", SMALL, Some(-61), None, None),
            // it works, however long that takes
            ("", SMALL, Some(900), Some((900, 0.3)), None),
            ("", SMALL, Some(900), Some((3, 0.0)), None),
            ("", LARGE, Some(900), Some((65, 0.0)), None),
            ("", LARGE, Some(900), Some((67, 0.0)), Some(Stall::AtZero)),
            ("", LARGE, None, Some((67, 0.0)), Some(Stall::AtZero)),
            ("", SMALL, None, None, Some(Stall::NeedsScan)),
            ("auto", SMALL, None, None, None),
            // reported by what stops it
            ("gc=false", SMALL, Some(900), None, None),
            ("free 512MiB gc_no_space", SMALL, Some(900), None, None),
            ("gc_no_space", SMALL, Some(900), None, silent),
            ("detached", SMALL, Some(900), None, None),
            ("free 512MiB", SMALL, Some(900), None, None),
            // nothing to wait for
            ("", "disk d 100GiB: base snap a > leaf", Some(900), None, None),
            ("", "disk d 100GiB: base > leaf", Some(900), None, None),
        ];
        for (options, disks, quiet, task, expected) in cases {
            let text = format!("sr s ext 1TiB {} {{ {disks} }}", options.replace("auto", ""));
            let mut inventory = notation::inventory(&text).unwrap();
            inventory.srs[0].gc.auto_scan = options == "auto";
            inventory.gc_tasks.extend(task.map(|(age, progress)| GcTask {
                sr: SrIdx(0),
                progress,
                created: Some(ago(age)),
            }));
            let chains = Chains::build(&inventory);
            let collector = gc(&inventory, &chains, SrIdx(0), NOW);
            let backlog = backlog(&inventory, &chains, SrIdx(0));
            let found = stall(&collector, &backlog, quiet.map(SignedDuration::from_mins), NOW);
            assert_eq!(found, expected, "{options} {disks} {quiet:?} {task:?}");
        }
    }

    #[test]
    fn unknown_bytes_bound_no_time() {
        let inventory = notation::inventory(&format!("sr s btrfs 1TiB {{ {SMALL} }}")).unwrap();
        let chains = Chains::build(&inventory);
        let collector = gc(&inventory, &chains, SrIdx(0), NOW);
        let backlog = backlog(&inventory, &chains, SrIdx(0));
        assert_eq!(backlog.unknown, 1);
        assert_eq!(stall(&collector, &backlog, Some(SignedDuration::from_hours(90)), NOW), None);
    }
}
