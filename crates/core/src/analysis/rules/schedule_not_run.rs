//! XOH-507: an enabled schedule has not run.
//!
//! A schedule that fires by itself left no run of its job in the logs although two firings have passed, and the logs of
//! other jobs reach back beyond them; or, if no log is left, the newest snapshot of the job on its VMs is older than
//! that. After an import of XO's configuration, or when XO's scheduler hangs, nothing starts and nothing fails.
//! Warning. Schedules with unknown instants (a sequence, the server's own zone) are left out, and so are jobs with a
//! run in progress.

use super::support::{silence, subjects};
use crate::analysis::Analysis;
use crate::backup::{PlannedJob, PlannedSchedule};
use crate::findings::evidence::ScheduleNotRun;
use crate::findings::{Finding, Instant, Severity};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let jobs = analysis.plan().jobs().iter();
    let schedules = jobs.flat_map(|job| job.schedules.iter().map(move |&at| (job, at)));
    schedules.filter_map(|(job, at)| judge(analysis, job, analysis.plan().schedules().get(at)?)).collect()
}

fn judge(analysis: &Analysis, job: &PlannedJob, planned: &PlannedSchedule) -> Option<Finding> {
    let schedule = &planned.schedule;
    let silent = silence::of(analysis, job, planned)?;
    let evidence = ScheduleNotRun {
        schedule: subjects::schedule_name(schedule),
        schedule_id: schedule.id.to_string(),
        cron: schedule.cron.clone(),
        since_at: Instant(silent.since),
        last_run_at: silent.last_run.map(Instant),
        last_snapshot_at: silent.last_snapshot.map(Instant),
    };
    Some(Finding::new(Severity::Warning, subjects::job(&job.job), evidence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    /// XO allows schedules without a name: people know them by their pattern, never by their id.
    #[test]
    fn a_schedule_without_a_name_is_known_by_its_pattern() {
        let mut world = World::new("sr s ext vm web { disk root 9GiB on s }").past(
            "nightly",
            "0 22 * * *",
            &["web"],
            &["57h success"],
        );
        for (name, expected) in [("nightly", "nightly"), ("", "0 22 * * *"), (" ", "0 22 * * *")] {
            for schedule in world.backups.schedules.iter_mut().flatten() {
                schedule.name = name.to_owned();
            }
            let found = find(&world.whole());
            assert_eq!(fact(&found[0], "schedule"), Some(Value::Text(expected.to_owned())), "{name:?}");
        }
    }

    /// The newest run, or snapshot, of a nightly job (the last firings were 3, 27 and 51 hours ago), and how far back
    /// the logs of another job reach.
    #[test]
    fn reported_when_two_firings_passed() {
        let cases = [
            ("3h success", "", "100h success", ""),
            ("27h success", "", "100h success", ""),
            ("33h success", "", "100h success", "warning job nightly"),
            ("57h success", "", "100h success", "warning job nightly"),
            ("57h success", "", "10h success", "warning job nightly"),
            ("", "", "100h success", "warning job nightly"),
            ("", "", "10h success", ""),
            ("", "", "", ""),
            ("", "snap x job=nightly age=10h", "", ""),
            ("", "snap x job=nightly age=8d", "", "warning job nightly"),
            ("3h refused", "", "100h success", ""),
            // a run that has not ended is another finding
            ("57h pending", "", "100h success", ""),
            ("90h success", "snap x job=nightly age=9h", "100h success", ""),
        ];
        for (run, snap, other, expected) in cases {
            let runs: Vec<&str> = Some(run).filter(|run| !run.is_empty()).into_iter().collect();
            let others: Vec<&str> = Some(other).filter(|run| !run.is_empty()).into_iter().collect();
            let base = if snap.is_empty() { String::new() } else { format!(": base 1GiB {snap} > leaf") };
            let world = World::new(&format!(
                "sr s ext vm web {{ disk root 9GiB on s{base} }} vm db {{ disk data 1GiB on s }}"
            ))
            .past("nightly", "0 22 * * *", &["web"], &runs)
            .past("other", "off 0 22 * * *", &["db"], &others);
            assert_eq!(show(&find(&world.analysis())), expected, "{run}, {snap}, {other}");
        }
    }

    #[test]
    fn nothing_is_reported_for_what_does_not_fire() {
        let world = World::new("sr s ext vm web { disk root 9GiB on s }")
            .past("off", "off 0 22 * * *", &["web"], &[])
            .past("other", "0 22 * * *", &["web"], &["100h success", "9h success"]);
        assert_eq!(show(&find(&world.analysis())), "");
    }
}
