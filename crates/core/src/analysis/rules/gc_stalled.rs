//! XOH-205: merges wait and do not progress, although nothing is known to stop them.
//!
//! Distinguishes "stuck" from "wait", by [`storage::stall`]: nothing was deleted on the SR for longer than everything
//! pending takes at the slowest usual speed, and the collector shows no task; or its task has not done a single merge
//! for longer than the largest one takes. The logs show when XO last deleted something: at the end of the last run that
//! had a disk of the SR or a target there. A run that is still in progress, or was interrupted, proves nothing, and
//! nobody knows when a person last deleted a snapshot; so this is at most a warning, and only if an enabled job makes
//! the chains longer meanwhile. Info if the SR is not scanned automatically and no run is known that would have started
//! the collector.
//!
//! Space, switches, broken chains and SRs that no host reaches are reported by XOH-201, 204, 202, 105 and 304.

use rustc_hash::FxHashSet;

use super::support::runs;
use super::support::subjects;
use crate::analysis::Analysis;
use crate::analysis::stalls::Stalled;
use crate::findings::evidence::{GcStalled, StallSign};
use crate::findings::{Finding, Instant, Severity};
use crate::model::SrIdx;
use crate::storage::Stall;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let snapshotted = runs::snapshotted_srs(analysis);
    let srs = analysis.inventory().sr_indices().zip(analysis.stalls().iter().copied());
    srs.filter_map(|(sr, stalled)| Some(finding(analysis, &snapshotted, sr, stalled?))).collect()
}

fn finding(analysis: &Analysis, snapshotted: &FxHashSet<SrIdx>, sr: SrIdx, stalled: Stalled) -> Finding {
    let (inventory, gc) = (analysis.inventory(), analysis.collector(sr));
    let (sign, since) = match stalled.how {
        Stall::AtZero => (StallSign::AtZero, gc.since),
        Stall::Silent => (StallSign::Silent, stalled.quiet_since),
        Stall::NeedsScan => (StallSign::NeedsScan, None),
    };
    let in_enabled_job = snapshotted.contains(&sr);
    let loud = in_enabled_job && stalled.how != Stall::NeedsScan;
    let evidence = GcStalled {
        sign,
        pending_inner: gc.pending_inner,
        since_at: since.map(Instant),
        auto_scan: inventory.sr(sr).gc.auto_scan,
        in_enabled_job,
    };
    let severity = if loud { Severity::Warning } else { Severity::Info };
    Finding::new(severity, subjects::sr(inventory, sr), evidence)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;
    use crate::forecast::GateOutcome;
    use crate::model::GcTask;
    use crate::notation::NOW;

    fn world(sr: &str, runs: &[&str], enabled: bool) -> World {
        let text =
            format!("sr s {sr} vm web {{ disk root 40GiB on s: base 9GiB > base 2GiB snap a > leaf }}");
        World::new(&text)
            .run(if enabled { "nightly web" } else { "nightly web off" }, GateOutcome::Ok, &["web/root"])
            .past("nightly", "0 22 * * *", &["web"], runs)
    }

    /// The runs, whether the job is enabled, and what is reported with which sign.
    #[test]
    fn by_when_something_was_deleted_last() {
        let cases: [(&[&str], bool, &str); 9] = [
            (&["5h success"], true, "warning sr s silent"),
            (&["5h failure"], true, "warning sr s silent"),
            (&["5h success"], false, "info sr s silent"),
            // the run took ten minutes: 50 minutes ago
            (&["5h success", "1h success"], true, ""),
            // runs that were refused, or failed before their first VM, deleted nothing
            (&["5h success", "1h refused"], true, "warning sr s silent"),
            (&["5h pending", "1h refused"], true, ""),
            (&["5h success", "3h interrupted"], true, ""),
            (&["5h interrupted", "3h success"], true, "warning sr s silent"),
            (&[], true, "info sr s needs_scan"),
        ];
        for (runs, enabled, expected) in cases {
            assert_eq!(summary(&world("ext 1TiB", runs, enabled)), expected, "{runs:?} {enabled}");
        }
    }

    fn summary(world: &World) -> String {
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
            assert_eq!(summary(&world), expected, "{minutes} {progress}");
        }
    }

    #[test]
    fn what_other_findings_report() {
        for sr in [
            "ext 1TiB gc=false",
            "ext 1TiB free 512MiB gc_no_space",
            "ext 1TiB detached",
            "lvm 1TiB free 1MiB",
        ] {
            assert_eq!(summary(&world(sr, &["5h success"], true)), "", "{sr}");
        }
        let mut busy = world("ext 1TiB", &["5h success"], true);
        busy.jobs().last_mut().unwrap().running = Some("1795395000000".into());
        busy.plan = crate::backup::BackupPlan::build(&busy.inventory, &busy.backups, NOW);
        assert_eq!(summary(&busy), "");
    }

    #[test]
    fn a_run_that_replicates_there_counts() {
        let mut world = World::new(
            "sr s ext 1TiB { disk d 40GiB: base 9GiB > base 2GiB snap a > leaf } sr t ext
             vm web { disk root 1GiB on t }",
        )
        .past("nightly", "0 22 * * *", &["web"], &["5h success"]);
        assert_eq!(summary(&world), "info sr s needs_scan");
        world.jobs()[0].srs.push("s".into());
        assert_eq!(summary(&world), "info sr s silent");
    }
}
