//! XOH-505: a job that backs up nothing.
//!
//! Info if that may be intended: nothing starts the job, neither a schedule of its own nor a sequence (backup, mirror
//! and metadata jobs, sequences). Then nothing is reported if schedules or sequences were not read. Warning if a
//! schedule starts a backup job in vain (facts/xo-protocol.md 4.1, 4.5, 4.7): it names no VM, or none matches now, so
//! XO skips the run; its pattern cannot be evaluated, or an offline backup is supposed to keep snapshots, so the run
//! fails; it has no target and keeps no snapshots, so the run ends at once *with success*; or it keeps nothing on its
//! targets. While a pool is missing or loading, a pattern that matches no VM proves nothing. A job whose only schedules
//! cannot be read belongs to `schedule-unreadable` (XOH-501), one whose VMs are gone to `vm-vanished` (XOH-506).

use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::{PlannedJob, PlannedSchedule, VmSettings};
use crate::findings::evidence::{Idleness, JobDoesNothing};
use crate::findings::{Finding, Severity};
use crate::model::{Job, JobKind, VmPattern};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let idle_jobs = analysis.plan().jobs().iter().filter_map(|job| judge_started_job(analysis, job));
    let at_rest = subjects::jobs(analysis).filter_map(|job| at_rest(analysis, job));
    at_rest.chain(idle_jobs).collect()
}

/// Builds evidence that contains only the reason.
const fn because(what: Idleness) -> JobDoesNothing {
    JobDoesNothing {
        what,
        schedules: Vec::new(),
        every_schedule: false,
        excluded: 0,
        unknown_pools: 0,
        problem: None,
    }
}

/// Judges a job that nothing starts.
fn at_rest(analysis: &Analysis, job: &Job) -> Option<Finding> {
    let all_read = analysis.backups().schedules.is_some() && analysis.backups().call_jobs.is_some();
    if !all_read || job.kind == JobKind::Call {
        return None;
    }
    let schedules: Vec<&PlannedSchedule> = analysis.plan().schedules_of(&job.id).collect();
    if schedules.iter().any(|planned| planned.schedule.enabled || planned.timing.by_sequence) {
        return None;
    }
    let why = if schedules.is_empty() { Idleness::NoSchedule } else { Idleness::Disabled };
    let why = JobDoesNothing { schedules: names(schedules), every_schedule: true, ..because(why) };
    Some(Finding::new(Severity::Info, subjects::job(job), why))
}

/// Judges a backup job that something starts.
fn judge_started_job(analysis: &Analysis, planned: &PlannedJob) -> Option<Finding> {
    let schedules = planned.schedules.iter().filter_map(|&at| analysis.plan().schedules().get(at));
    let starting: Vec<&PlannedSchedule> = schedules.filter(|planned| planned.timing.starts()).collect();
    if starting.is_empty() {
        return None;
    }
    let job = &planned.job;
    let why = no_vm(analysis, planned)
        .or_else(|| idle(job, &starting, Idleness::NoTarget, |settings| !settings.has_output(job)))
        .or_else(|| {
            let keeps_nothing = |settings: &VmSettings| names_retention(job) && !settings.keeps_anything(job);
            idle(job, &starting, Idleness::NoRetention, keeps_nothing)
        })
        .or_else(|| {
            idle(job, &starting, Idleness::SettingsExclude, |settings| settings.excludes_itself(job))
        })?;
    Some(Finding::new(Severity::Warning, subjects::job(&planned.job), why))
}

fn no_vm(analysis: &Analysis, planned: &PlannedJob) -> Option<JobDoesNothing> {
    let selection = &planned.selection;
    if let Some(error) = &selection.error {
        return Some(JobDoesNothing { problem: Some(error.to_string()), ..because(Idleness::BadPattern) });
    }
    if !selection.vms.is_empty() {
        return None;
    }
    if !matches!(planned.job.vms, VmPattern::Smart(_)) {
        return Some(because(Idleness::NoVms));
    }
    super::fleet_is_whole(analysis).then(|| JobDoesNothing {
        excluded: count(selection.excluded.len()),
        unknown_pools: count(selection.unknown_pools.len()),
        ..because(Idleness::NoMatch)
    })
}

/// Returns whether the settings of a job name any retention: XO writes one for each schedule, so their absence means
/// that the settings were not read completely.
fn names_retention(job: &Job) -> bool {
    const KEYS: [&str; 3] = ["exportRetention", "copyRetention", "snapshotRetention"];
    job.settings.values().any(|layer| KEYS.iter().any(|key| layer.contains_key(*key)))
}

/// Judges the schedules that start a job by the settings of their runs.
fn idle(
    job: &Job,
    starting: &[&PlannedSchedule],
    why: Idleness,
    is_idle: impl Fn(&VmSettings) -> bool,
) -> Option<JobDoesNothing> {
    let of = |schedule: &&PlannedSchedule| is_idle(&VmSettings::of_run(job, Some(&schedule.schedule.id)));
    let idle: Vec<&PlannedSchedule> = starting.iter().copied().filter(of).collect();
    let every_schedule = idle.len() == starting.len();
    (!idle.is_empty()).then(|| JobDoesNothing { schedules: names(idle), every_schedule, ..because(why) })
}

fn names(schedules: Vec<&PlannedSchedule>) -> Vec<String> {
    schedules.into_iter().map(|planned| subjects::schedule_name(&planned.schedule)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::analysis::world::{World, server, show};
    use crate::backup::BackupPlan;
    use crate::notation::NOW;

    const DAILY: &str = "0 22 * * *";

    fn world(cron: &str) -> World {
        World::new("pool main { sr s ext vm web { disk root 9GiB on s } }")
            .past("j", cron, &["web"], &[])
            .with_setting("j", "exportRetention", 7)
            .with_setting("j", "copyRetention", 7)
    }

    /// Changes the world and rebuilds its plan.
    fn with(mut world: World, change: impl Fn(&mut World)) -> World {
        change(&mut world);
        world.plan = BackupPlan::build(&world.inventory, &world.backups, NOW);
        world
    }

    fn of_vms(vms: VmPattern) -> World {
        with(world(DAILY), |world| world.jobs()[0].vms = vms.clone())
    }

    fn smart(pattern: &serde_json::Value) -> World {
        of_vms(VmPattern::Smart(pattern.clone()))
    }

    /// Settings of the schedule, and what is found.
    #[test]
    fn settings_that_keep_nothing() {
        let found = |settings: &[(&str, serde_json::Value)], full: bool| {
            let mut world = world(DAILY);
            if full {
                world = with(world, |world| {
                    world.jobs()[0].kind = JobKind::Backup(crate::model::Mode::Full);
                });
            }
            for (key, value) in settings {
                world = world.with_setting("j", key, value.clone());
            }
            let found = find(&world.analysis());
            let what = found.first().and_then(|finding| match &finding.evidence {
                crate::findings::evidence::Evidence::JobDoesNothing(why) => Some(why.what),
                _ => None,
            });
            (show(&found), what)
        };
        let nothing = (String::new(), None);
        let warning = |what| ("warning job j".to_owned(), Some(what));
        assert_eq!(found(&[("exportRetention", json!(7))], false), nothing);
        assert_eq!(found(&[("exportRetention", json!(0))], false), warning(Idleness::NoRetention));
        assert_eq!(found(&[("exportRetention", json!(0)), ("snapshotRetention", json!(1))], false), nothing);
        let both =
            [("exportRetention", json!(7)), ("offlineBackup", json!(true)), ("snapshotRetention", json!(1))];
        assert_eq!(found(&both, true), warning(Idleness::SettingsExclude));
        assert_eq!(found(&both, false), nothing);
        assert_eq!(found(&both[..2], true), nothing);
    }

    #[test]
    fn nothing_starts_it() {
        let off = || world("off 0 22 * * *");
        let cases = [
            ("enabled", world(DAILY), ""),
            ("disabled", off(), "info job j"),
            ("one of two", off().schedule("t", "j", DAILY), ""),
            ("both", off().schedule("t", "j", "off 0 22 * * *"), "info job j"),
            ("a sequence starts it", off().sequence("q", DAILY, &["j"]), ""),
            (
                "one that nothing starts",
                off().sequence("q", "off 0 22 * * *", &["j"]),
                "info job j, info job q",
            ),
            ("no schedule", with(off(), |world| world.backups.schedules = Some(Vec::new())), "info job j"),
            ("sequences not read", with(off(), |world| world.backups.call_jobs = None), ""),
            ("schedules not read", with(off(), |world| world.backups.schedules = None), ""),
            ("its pattern is refused: another finding", world("0 22 * * wed"), ""),
            (
                "no target either: one finding",
                with(off(), |world| world.jobs()[0].remotes.clear()),
                "info job j",
            ),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
    }

    #[test]
    fn something_starts_it_in_vain() {
        let keeps = |world: World, layer: &str| {
            with(world, |world| {
                let job = &mut world.jobs()[0];
                job.remotes.clear();
                let settings = json!({"snapshotRetention": 1}).as_object().unwrap().clone();
                job.settings.insert(layer.to_owned(), settings);
            })
        };
        let two = || world(DAILY).schedule("t", "j", DAILY);
        let prod = json!({"tags": {"__or": [["prod"]]}});
        let loading = with(smart(&prod), |world| {
            world.reading.servers = Some(vec![server("a", "enabled connected pool=far")]);
        });
        let to_sr = with(world(DAILY), |world| {
            let job = &mut world.jobs()[0];
            job.srs = std::mem::take(&mut job.remotes);
        });
        let cases = [
            ("a target", world(DAILY), ""),
            ("no target", with(world(DAILY), |world| world.jobs()[0].remotes.clear()), "warning job j"),
            ("an SR", to_sr, ""),
            ("snapshots kept", keeps(world(DAILY), "j"), ""),
            ("by one schedule of two", keeps(two(), "j"), "warning job j"),
            ("by both", keeps(two(), ""), ""),
            ("no VM", of_vms(VmPattern::Ids(Vec::new())), "warning job j"),
            ("a VM that is gone: another finding", of_vms(VmPattern::Ids(vec!["gone".into()])), ""),
            ("all match", smart(&json!({})), ""),
            ("none matches", smart(&prod), "warning job j"),
            ("while a pool is loading", loading, ""),
            ("no pattern", smart(&json!({"tags": {"__and": 1}})), "warning job j"),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
    }
}
