//! XOH-205: merges wait, nothing is known to stop them, and yet they do not go on.
//!
//! Tells "stuck" from "wait", by [`storage::stall`]: nothing was deleted on the SR for longer than all that is pending
//! takes at the slowest usual speed, and the collector shows no task; or its task has not done a single merge for longer
//! than the largest takes. When XO deleted last is known from the logs: the end of the last run that had a disk of the SR
//! or a target there. A run that is still going on, or was interrupted, proves nothing, nor does it when nobody knows when
//! a person deleted a snapshot last; so that this is a warning at the most, and only where an enabled job makes the chains
//! longer meanwhile. Info where the SR is not scanned by itself and no run is known that would have started the collector.
//!
//! Space, switches, broken chains and SRs that no host reaches are told by XOH-201, 204, 202, 105 and 304.

use jiff::Timestamp;
use rustc_hash::FxHashSet;

use super::support::runs;
use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::{GcStalled, StallSign};
use crate::findings::{Finding, Instant, Severity};
use crate::model::{ObjectId, Run, RunStatus, SrIdx};
use crate::storage::{self, Stall};

/// Says when a backup deleted something on an SR last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Deleted {
    /// No run is known.
    #[default]
    Unknown,
    /// Something may be deleted now, or was by a run whose end nobody knows.
    Maybe,
    /// Not after this.
    Until(Timestamp),
}

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let deleted = deleted(analysis);
    let snapshotted = runs::snapshotted_srs(analysis);
    let srs = analysis.inventory().sr_indices().zip(deleted);
    srs.filter_map(|(sr, deleted)| judge(analysis, &snapshotted, sr, deleted)).collect()
}

fn judge(
    analysis: &Analysis,
    snapshotted: &FxHashSet<SrIdx>,
    sr: SrIdx,
    deleted: Deleted,
) -> Option<Finding> {
    let since = match deleted {
        Deleted::Maybe => return None,
        Deleted::Unknown => None,
        Deleted::Until(at) => Some(at),
    };
    let (inventory, gc) = (analysis.inventory(), analysis.collector(sr));
    if gc.pending_inner == 0 {
        return None;
    }
    let backlog = storage::backlog(inventory, analysis.chains(), sr);
    let quiet = since.map(|since| analysis.now().duration_since(since));
    let stall = storage::stall(gc, &backlog, quiet, analysis.now())?;
    let (sign, since) = match stall {
        Stall::AtZero => (StallSign::AtZero, gc.since),
        Stall::Silent => (StallSign::Silent, since),
        Stall::NeedsScan => (StallSign::NeedsScan, None),
    };
    let in_enabled_job = snapshotted.contains(&sr);
    let loud = in_enabled_job && stall != Stall::NeedsScan;
    Some(Finding::new(
        if loud { Severity::Warning } else { Severity::Info },
        subjects::sr(inventory, sr),
        GcStalled {
            sign,
            pending_inner: gc.pending_inner,
            since_at: since.map(Instant),
            auto_scan: inventory.sr(sr).gc.auto_scan,
            in_enabled_job,
        },
    ))
}

/// Tells for each SR when backups deleted there last.
fn deleted(analysis: &Analysis) -> Vec<Deleted> {
    let mut deleted = vec![Deleted::Unknown; analysis.inventory().srs.len()];
    // by start, so that the end of a run that nobody knows is forgotten when a later run ended
    for run in analysis.backups().runs.iter().flatten().filter(|run| !run.vms.is_empty()) {
        for sr in touched(analysis, run) {
            let known = &mut deleted[sr.at()];
            *known = match (*known, run.end) {
                (Deleted::Until(before), Some(end)) => Deleted::Until(before.max(end)),
                (_, Some(end)) => Deleted::Until(end),
                (_, None) => Deleted::Maybe,
            };
        }
    }
    let pending = |run: &&Run| run.status == RunStatus::Pending;
    for run in analysis.backups().runs.iter().flatten().filter(pending) {
        touched(analysis, run).into_iter().for_each(|sr| deleted[sr.at()] = Deleted::Maybe);
    }
    for planned in analysis.plan().jobs().iter().filter(|planned| planned.job.running.is_some()) {
        let vms = planned.selection.vms.iter().map(|vm| &vm.id);
        srs_of(analysis, vms, &planned.job.srs).into_iter().for_each(|sr| deleted[sr.at()] = Deleted::Maybe);
    }
    deleted
}

/// Lists the SRs on which a run may have deleted something.
fn touched(analysis: &Analysis, run: &Run) -> FxHashSet<SrIdx> {
    let job = run.job.as_ref().and_then(|job| subjects::find_job(analysis, job));
    let targets = job.map_or(&[][..], |job| &job.srs);
    srs_of(analysis, run.vms.iter().filter_map(|vm| vm.vm.as_ref()), targets)
}

fn srs_of<'a>(
    analysis: &Analysis,
    vms: impl Iterator<Item = &'a ObjectId>,
    targets: &[ObjectId],
) -> FxHashSet<SrIdx> {
    let inventory = analysis.inventory();
    let vms = vms.filter_map(|vm| inventory.find_vm(vm));
    let sources = vms.flat_map(|vm| inventory.vdis_of(vm)).filter_map(|(vdi, _)| inventory.vdi(vdi).sr);
    let targets = targets.iter().filter_map(|sr| inventory.find_sr(sr));
    sources.chain(targets).collect()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;
    use crate::forecast::Outcome;
    use crate::model::GcTask;
    use crate::notation::NOW;

    fn world(sr: &str, runs: &[&str], enabled: bool) -> World {
        let text =
            format!("sr s {sr} vm web {{ disk root 40GiB on s: base 9GiB > base 2GiB snap a > leaf }}");
        World::new(&text)
            .run(if enabled { "nightly web" } else { "nightly web off" }, Outcome::Ok, &["web/root"])
            .past("nightly", "0 22 * * *", &["web"], runs)
    }

    /// The runs, whether the job is enabled, what is told with which sign.
    #[test]
    fn by_when_something_was_deleted_last() {
        let cases: [(&[&str], bool, &str); 9] = [
            (&["5h success"], true, "warning sr s silent"),
            (&["5h failure"], true, "warning sr s silent"),
            (&["5h success"], false, "info sr s silent"),
            // the run took ten minutes: 50 minutes ago
            (&["5h success", "1h success"], true, ""),
            // what was refused or broke before its first VM deleted nothing
            (&["5h success", "1h refused"], true, "warning sr s silent"),
            (&["5h pending", "1h refused"], true, ""),
            (&["5h success", "3h interrupted"], true, ""),
            (&["5h interrupted", "3h success"], true, "warning sr s silent"),
            (&[], true, "info sr s needs_scan"),
        ];
        for (runs, enabled, expected) in cases {
            assert_eq!(told(&world("ext 1TiB", runs, enabled)), expected, "{runs:?} {enabled}");
        }
    }

    fn told(world: &World) -> String {
        let found = find(&world.analysis());
        let sign = found.first().map(|finding| match fact(finding, "sign") {
            Some(Value::Text(sign)) => format!(" {sign}"),
            other => panic!("{other:?}"),
        });
        show(&found) + &sign.unwrap_or_default()
    }

    #[test]
    fn a_task_that_does_nothing() {
        for (minutes, progress, expected) in
            [(59, 0.0, ""), (61, 0.0, "warning sr s at_zero"), (600, 0.5, ""), (2, 0.0, "")]
        {
            let mut world = world("ext 1TiB", &["5h success"], true);
            let created = NOW.checked_sub(SignedDuration::from_mins(minutes)).ok();
            world.inventory.gc_tasks.push(GcTask { sr: world.sr("s"), progress, created });
            assert_eq!(told(&world), expected, "{minutes} {progress}");
        }
    }

    #[test]
    fn what_others_tell() {
        for sr in ["ext 1TiB gc=false", "ext 1TiB gc_no_space", "ext 1TiB detached", "lvm 1TiB free 1MiB"] {
            assert_eq!(told(&world(sr, &["5h success"], true)), "", "{sr}");
        }
        let mut busy = world("ext 1TiB", &["5h success"], true);
        busy.jobs().last_mut().unwrap().running = Some("1795395000000".into());
        busy.plan = crate::backup::Plan::build(&busy.inventory, &busy.backups, NOW);
        assert_eq!(told(&busy), "");
    }

    #[test]
    fn a_run_that_replicates_there_counts() {
        let mut world = World::new(
            "sr s ext 1TiB { disk d 40GiB: base 9GiB > base 2GiB snap a > leaf } sr t ext
             vm web { disk root 1GiB on t }",
        )
        .past("nightly", "0 22 * * *", &["web"], &["5h success"]);
        assert_eq!(told(&world), "info sr s needs_scan");
        world.jobs()[0].srs.push("s".into());
        assert_eq!(told(&world), "info sr s silent");
    }
}
