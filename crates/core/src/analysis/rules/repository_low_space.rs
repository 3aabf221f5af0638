//! XOH-801: a backup repository has no room for what the jobs usually write to it.
//!
//! The free space is compared with the logs ([`crate::backup::repository_usage`]): one usual run of each job that
//! something starts (the next round), and the largest of their last runs. XO writes a new backup before it removes the
//! old ones, so a run needs its room at once; a full repository fails with `ENOSPC` (facts/xo-protocol.md 5.5). Jobs
//! with `deleteFirst` do not count, because what they first free is unknown. If no log shows a run, a free share is the
//! limit ([`Thresholds::repository_free_percent`](crate::findings::Thresholds::repository_free_percent)). Warning.
//! Nothing is reported about repositories that are switched off, to which no started job writes, or whose free space is
//! unknown: object stores.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::backup::VmSettings;
use crate::backup::repository_usage::{Written, written};
use crate::findings::evidence::{LowSpace, RepositoryLowSpace};
use crate::findings::{Finding, Severity};
use crate::model::{Job, JobId, Repository};
use crate::units::Bytes;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let enabled = analysis.backups().repositories.iter().flatten().filter(|repository| repository.enabled);
    enabled.filter_map(|repository| judge(analysis, repository)).collect()
}

/// What does not fit into a repository.
enum TooMuch {
    /// One usual run of each job.
    Round(Bytes),
    /// The largest of the last runs.
    Largest(Bytes),
    /// Nothing is known of runs; the free share in percent.
    Share(u64),
}

fn judge(analysis: &Analysis, repository: &Repository) -> Option<Finding> {
    let free = repository.space.available?;
    let jobs: Vec<&Job> = subjects::jobs_writing_to(analysis, &repository.id).collect();
    if jobs.is_empty() && analysis.backups().jobs.is_some() {
        return None;
    }
    let history = analysis.history();
    let mut known: Vec<Written<'_>> =
        history.map(|history| written(history, analysis.runs(), &repository.id)).unwrap_or_default();
    known.retain(|written| jobs.iter().any(|job| job.id == *written.job));
    let all_known = known.len();
    known.retain(|written| !deletes_first(analysis, &jobs, written.job, repository));
    let too_much = if all_known == 0 {
        low_share(analysis, repository, &jobs, free).map(TooMuch::Share)
    } else {
        more_than(free, &known)
    }?;
    let (what, need, percent) = match too_much {
        TooMuch::Round(bytes) => (LowSpace::Round, Some(bytes), None),
        TooMuch::Largest(bytes) => (LowSpace::Largest, Some(bytes), None),
        TooMuch::Share(percent) => (LowSpace::Share, None, Some(percent)),
    };
    Some(Finding::new(
        Severity::Warning,
        subjects::repository(repository),
        RepositoryLowSpace {
            what,
            free_bytes: free,
            size_bytes: repository.space.size,
            need_bytes: need,
            free_percent: percent,
            jobs: jobs.iter().map(|job| job.name.clone()).collect::<Vec<_>>(),
            job_ids: jobs.iter().map(|job| job.id.to_string()).collect::<Vec<_>>(),
        },
    ))
}

fn more_than(free: Bytes, known: &[Written<'_>]) -> Option<TooMuch> {
    let round: Bytes = known.iter().map(|written| written.usual).sum();
    let largest = known.iter().map(|written| written.most).max()?;
    if round > free {
        return Some(TooMuch::Round(round));
    }
    (largest > free).then_some(TooMuch::Largest(largest))
}

/// Returns whether every run of a job removes old backups before it writes, so that its need is unknown.
fn deletes_first(analysis: &Analysis, jobs: &[&Job], id: &JobId, repository: &Repository) -> bool {
    let Some(job) = jobs.iter().find(|job| job.id == *id) else { return false };
    let mut starting = analysis.plan().schedules_of(id).filter(|planned| planned.timing.starts());
    starting.all(|planned| {
        let settings = VmSettings::of_run(job, Some(&planned.schedule.id));
        settings.with_target(job, &repository.id).delete_first
    })
}

/// Returns the free share in percent, if it is too low.
fn low_share(analysis: &Analysis, repository: &Repository, jobs: &[&Job], free: Bytes) -> Option<u64> {
    let size = repository.space.size?.0;
    let percent = u64::try_from(u128::from(free.0).checked_mul(100)?.checked_div(u128::from(size))?).ok()?;
    (percent < u64::from(analysis.thresholds_of_jobs(jobs).repository_free_percent)).then_some(percent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    const DAILY: &str = "0 22 * * *";

    fn world(free_gib: u64, runs: &[&str]) -> World {
        World::new("sr s ext vm web { disk root 9GiB on s } vm db { disk data 9GiB on s }")
            .repository("nas", "nfs", 1000, free_gib)
            .past("j", DAILY, &["web"], runs)
    }

    fn what(world: &World) -> String {
        let found = find(&world.analysis());
        let what = |finding: &Finding| match fact(finding, "what") {
            Some(Value::Text(what)) => format!("{} {what}", show(std::slice::from_ref(finding))),
            other => panic!("{other:?}"),
        };
        found.iter().map(what).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn room_for_the_next_round() {
        // a full writes 20 GiB, a delta 1 GiB
        let deltas: &[&str] = &["57h delta", "33h delta", "9h delta"];
        let second = |free: u64| world(free, deltas).past("k", DAILY, &["web", "db"], deltas);
        let changed = |free: u64, change: fn(&mut Repository)| {
            let mut world = world(free, deltas);
            change(&mut world.backups.repositories.as_mut().unwrap()[0]);
            world
        };
        let other = {
            let mut world = world(0, deltas);
            world.jobs()[0].remotes = vec!["other".into()];
            world
        };
        let off =
            World::new("").repository("nas", "nfs", 1000, 0).past("j", "off 0 22 * * *", &["web"], deltas);
        let first = |schedule: &str| {
            let world = world(0, deltas).past("k", DAILY, &["db"], &[]).schedule("t", "j", DAILY);
            world.setting("j", schedule, "deleteFirst", true)
        };
        let unread = {
            let mut world = world(99, deltas);
            world.backups.runs = None;
            world
        };
        let cases = [
            ("a delta fits", world(1, deltas), ""),
            ("and does not", world(0, deltas), "warning repository nas round"),
            ("each job once", second(3), ""),
            ("and not", second(2), "warning repository nas round"),
            ("a full among the last runs fits", world(20, &["57h full", "33h delta", "9h delta"]), ""),
            (
                "and does not",
                world(19, &["57h full", "33h delta", "9h delta"]),
                "warning repository nas largest",
            ),
            ("fulls as a rule", world(19, &["33h full", "9h full"]), "warning repository nas round"),
            ("old backups go first", first(""), ""),
            ("or on this repository", first("nas"), ""),
            ("in one of two schedules", first("t"), "warning repository nas round"),
            ("nothing known, a tenth is free", world(100, &[]), ""),
            ("less is", world(99, &[]), "warning repository nas share"),
            ("logs not read", unread, "warning repository nas share"),
            ("switched off", changed(0, |repository| repository.enabled = false), ""),
            ("its space is not told", changed(0, |repository| repository.space.available = None), ""),
            ("no job writes to it", other, ""),
            ("nothing starts the job", off, ""),
        ];
        for (case, world, expected) in cases {
            assert_eq!(what(&world), expected, "{case}");
        }
    }

    #[test]
    fn sizes_that_make_no_sense() {
        for size in [None, Some(Bytes(0)), Some(Bytes(u64::MAX))] {
            let mut world = world(1, &[]);
            let space = &mut world.backups.repositories.as_mut().unwrap()[0].space;
            (space.size, space.available) = (size, Some(Bytes(u64::MAX)));
            assert_eq!(what(&world), "", "{size:?}");
        }
    }
}
