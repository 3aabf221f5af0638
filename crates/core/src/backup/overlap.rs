//! Coming runs that XO would refuse because the previous run has not ended.
//!
//! In: plan, sequences, history, the instant of observation. Out: an [`Overlap`] per job, whatever its kind. The rule
//! (facts/xo-protocol.md 4.4): one run of a job at a time, whatever starts it; a second one is refused, and neither
//! waits nor is tried again. A sequence is a job too. How long runs take comes from [`History`].

use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHashMap;

use super::history::{History, Typical};
use super::triggers;
use super::{BackupPlan, PlannedSchedule, VmSettings};
use crate::model::{Job, JobId, JobKind, Schedule, ScheduleId};

/// How far ahead starts are considered: far enough for a monthly schedule to have one.
pub const AHEAD: SignedDuration = SignedDuration::from_hours(35 * 24);

/// How many starts of one schedule are considered, those by its sequence included: all of an hourly one.
const STARTS_MAX: usize = 1000;

/// This many runs must be known before "nine of ten" means something.
const RUNS_OF_NINE_IN_TEN: usize = 10;

/// A run about which nothing is known lasts at least this long: two starts within the same second collide.
const MOMENT: SignedDuration = SignedDuration::from_secs(1);

/// What happens to the coming starts of one job.
#[derive(Clone, Debug)]
pub struct Overlap<'a> {
    /// The job.
    pub job: &'a JobId,
    /// The number of starts considered.
    pub starts: usize,
    /// The instant up to which starts were considered.
    pub until: Timestamp,
    /// Starts that are refused if each run takes the median time, sorted by start.
    pub usual: Vec<RefusedStart<'a>>,
    /// Starts that are refused if each run takes as long as nine of ten did at most, sorted by start.
    pub slow: Vec<RefusedStart<'a>>,
}

/// A start that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedStart<'a> {
    /// The instant.
    pub at: Timestamp,
    /// The schedule that starts it.
    pub schedule: &'a ScheduleId,
    /// Whether a sequence starts it.
    pub by_sequence: bool,
    /// The schedule of the run that is still in progress.
    pub holder: &'a ScheduleId,
    /// Whether a sequence started that run.
    pub held_by_sequence: bool,
    /// When that run started.
    pub held_since: Timestamp,
    /// How long that run takes; `None` if that is not known.
    pub takes: Option<SignedDuration>,
}

/// Which of the past durations a run is assumed to have.
#[derive(Clone, Copy)]
enum Pace {
    Usual,
    Slow,
}

#[derive(Clone, Copy)]
struct Start<'a> {
    at: Timestamp,
    schedule: &'a ScheduleId,
    by_sequence: bool,
    takes: Option<SignedDuration>,
}

/// Simulates the coming starts of all jobs, sorted by job id; jobs without any are left out. `calls` are the
/// sequences; `history` is `None` if the logs were not read: then only starts within the same second collide.
#[must_use]
pub fn overlaps<'a>(
    plan: &'a BackupPlan,
    calls: &'a [Job],
    history: Option<&History>,
    now: Timestamp,
) -> Vec<Overlap<'a>> {
    let steps = calls.iter().filter_map(|job| match &job.kind {
        JobKind::Sequence(schedules) => Some((&job.id, schedules.as_slice())),
        _ => None,
    });
    let simulation = StartSimulation { plan, history, steps: steps.collect() };
    let firings = simulation.firings(now);
    let mut usual = simulation.starts(&firings, Pace::Usual, now);
    let mut slow = simulation.starts(&firings, Pace::Slow, now);
    let mut jobs: Vec<&JobId> = usual.keys().copied().collect();
    jobs.sort_unstable();
    let of_job = |job: &'a JobId| {
        let (slow, _) = slow.remove(job).unwrap_or((Vec::new(), now));
        let (usual, until) = usual.remove(job)?;
        let starts = usual.iter().filter(|start| start.at <= until).count();
        Some(Overlap { job, starts, until, usual: refused(usual, until), slow: refused(slow, until) })
    };
    jobs.into_iter().filter_map(of_job).collect()
}

struct StartSimulation<'a, 'h> {
    plan: &'a BackupPlan,
    history: Option<&'h History>,
    steps: FxHashMap<&'a JobId, &'a [ScheduleId]>,
}

/// The starts of each job, and the instant up to which all of them are known.
type Starts<'a> = FxHashMap<&'a JobId, (Vec<Start<'a>>, Timestamp)>;

impl<'a> StartSimulation<'a, '_> {
    /// Lists the coming firings of each schedule that fires by itself.
    fn firings(&self, now: Timestamp) -> Vec<(&'a PlannedSchedule, Vec<Timestamp>)> {
        let own = self.plan.schedules().iter().filter(|planned| planned.timing.by_itself);
        own.filter_map(|planned| {
            let (cron, zone) = triggers::rhythm(&planned.schedule)?;
            let coming = cron.upcoming(&zone, now).take_while(|at| at.duration_since(now) <= AHEAD);
            Some((planned, coming.take(STARTS_MAX).collect()))
        })
        .collect()
    }

    fn starts(
        &self,
        firings: &[(&'a PlannedSchedule, Vec<Timestamp>)],
        pace: Pace,
        now: Timestamp,
    ) -> Starts<'a> {
        let end = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
        let mut starts: Starts<'a> = FxHashMap::default();
        for (planned, firings) in firings {
            let schedule = &planned.schedule;
            let steps = self.steps.get(&schedule.job).copied().unwrap_or_default();
            let per_firing = 1 + steps.len();
            let looked_at = (STARTS_MAX / per_firing).max(1);
            let known_until = firings.get(looked_at.saturating_sub(1)).copied().unwrap_or(end);
            let known_steps = self.known_steps(steps, pace);
            let alone = if steps.is_empty() { self.takes(schedule, pace) } else { None };
            let mut add = |job: &'a JobId, start: Start<'a>| {
                let of_job = starts.entry(job).or_insert((Vec::new(), end));
                of_job.0.push(start);
                of_job.1 = of_job.1.min(known_until);
            };
            let mut ends = now;
            for &at in firings.iter().take(looked_at) {
                let takes = match steps {
                    [] => alone,
                    // a refused sequence starts nothing
                    _ if at < ends => None,
                    _ => self.start_steps(&known_steps, at, &mut add),
                };
                if let Some(end) = takes.and_then(|takes| at.checked_add(takes).ok()) {
                    ends = end;
                }
                add(&schedule.job, Start { at, schedule: &schedule.id, by_sequence: false, takes });
            }
        }
        starts
    }

    /// Finds the schedules that a sequence names, and how long their runs take.
    fn known_steps(&self, steps: &[ScheduleId], pace: Pace) -> Vec<(&'a Schedule, Option<SignedDuration>)> {
        let schedules = steps.iter().take(STARTS_MAX).filter_map(|step| self.plan.schedule(step));
        schedules.map(|planned| (&planned.schedule, self.takes(&planned.schedule, pace))).collect()
    }

    /// Starts what a sequence names, one after the other; returns how long all of them take. What follows a run of
    /// unknown length, or another sequence, cannot be placed.
    fn start_steps(
        &self,
        steps: &[(&'a Schedule, Option<SignedDuration>)],
        at: Timestamp,
        add: &mut impl FnMut(&'a JobId, Start<'a>),
    ) -> Option<SignedDuration> {
        let mut offset = SignedDuration::ZERO;
        for &(schedule, takes) in steps {
            let at = at.checked_add(offset).ok()?;
            add(&schedule.job, Start { at, schedule: &schedule.id, by_sequence: true, takes });
            offset = offset.checked_add(takes.filter(|_| !self.steps.contains_key(&schedule.job))?)?;
        }
        Some(offset)
    }

    /// Returns how long a run by a schedule takes: as long as its own past runs, else as those of the job.
    fn takes(&self, schedule: &Schedule, pace: Pace) -> Option<SignedDuration> {
        if self.does_nothing(schedule) {
            return Some(SignedDuration::ZERO);
        }
        let past = self.history?.job(&schedule.job)?;
        let typical = past.typical_of(Some(&schedule.id)).or(past.typical)?;
        Some(pace.of(typical))
    }

    fn does_nothing(&self, schedule: &Schedule) -> bool {
        self.plan.job(&schedule.job).is_some_and(|planned| {
            planned.selection.vms.is_empty()
                || !VmSettings::of_run(&planned.job, Some(&schedule.id)).has_output(&planned.job)
        })
    }
}

impl Pace {
    fn of(self, typical: Typical) -> SignedDuration {
        match self {
            Self::Slow if typical.runs >= RUNS_OF_NINE_IN_TEN => typical.p90,
            Self::Usual | Self::Slow => typical.median,
        }
    }
}

/// Replays the starts in order and lists those that meet a run in progress.
fn refused(mut starts: Vec<Start<'_>>, until: Timestamp) -> Vec<RefusedStart<'_>> {
    starts.sort_by_key(|start| (start.at, start.schedule));
    let mut going_on: Option<(Start<'_>, Timestamp)> = None;
    let mut refused = Vec::new();
    for start in starts.into_iter().filter(|start| start.at <= until) {
        match going_on {
            Some((holder, end)) if start.at < end => refused.push(RefusedStart {
                at: start.at,
                schedule: start.schedule,
                by_sequence: start.by_sequence,
                holder: holder.schedule,
                held_by_sequence: holder.by_sequence,
                held_since: holder.at,
                takes: holder.takes,
            }),
            _ => {
                let end = start.at.saturating_add(start.takes.unwrap_or(MOMENT));
                going_on = Some((start, end.unwrap_or(Timestamp::MAX)));
            }
        }
    }
    refused
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::backup::testing::{NO_RUN, Server, server, vm_run};
    use crate::model::{Run, RunStatus};

    /// 2026-11-23 07:00 UTC, a Monday.
    const NOW: i64 = 1_795_417_200;

    /// Jobs `a` and `b`, which back one VM up to a remote, and the sequence `q`.
    fn jobs(schedules: &[(&str, &str, &str)], steps: &[&str]) -> Server {
        let schedules: Vec<Value> = schedules
            .iter()
            .map(|(id, job, cron)| {
                let enabled = !cron.starts_with("off ");
                json!({"id": id, "jobId": job, "cron": cron.trim_start_matches("off "), "enabled": enabled})
            })
            .collect();
        let job = |id: &str| json!({"id": id, "type": "backup", "mode": "delta", "vms": {"id": "v"}, "remotes": {"id": "r"}});
        server(json!({
            "captured_at": NOW * 1000, "objects": [{"id": "v", "type": "VM"}],
            "backup": [job("a"), job("b"), {"id": "idle", "type": "backup", "mode": "delta", "vms": {"id": "v"}}],
            "call": [{"id": "q", "type": "call", "method": "schedule.runSequence",
                "paramsVector": {"items": [{"values": [{"schedules": steps}]}]}}],
            "schedules": schedules,
        }))
    }

    fn ran(schedule: &str, job: &str, minutes: i64) -> Run {
        let start = NOW / 60 - 10_000;
        Run {
            job: Some(job.into()),
            schedule: Some(schedule.into()),
            start: Some(crate::backup::testing::at(start)),
            end: Some(crate::backup::testing::at(start + minutes)),
            has_tasks: true,
            status: RunStatus::Success,
            vms: vec![vm_run("v", RunStatus::Success, start, start + minutes)],
            ..NO_RUN.clone()
        }
    }

    /// Formats each job as `JOB USUAL/SLOW of STARTS`, without those that have no refusals.
    fn show(server: &Server, runs: &[Run]) -> String {
        let plan = BackupPlan::build(&server.inventory, &server.backups, server.observed_at);
        let history = History::build(runs, server.observed_at);
        let calls = server.backups.call_jobs.as_deref().unwrap();
        let all = overlaps(&plan, calls, Some(&history), server.observed_at);
        let some = all.iter().filter(|overlap| !overlap.slow.is_empty() || !overlap.usual.is_empty());
        let one = |overlap: &Overlap<'_>| {
            format!("{} {}/{} of {}", overlap.job, overlap.usual.len(), overlap.slow.len(), overlap.starts)
        };
        some.map(one).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn starts_that_meet_a_run() {
        let hourly = || jobs(&[("s", "a", "0 * * * *")], &[]);
        let minutes = |all: &[i64]| all.iter().map(|&took| ran("s", "a", took)).collect::<Vec<_>>();
        let two = || jobs(&[("s", "a", "0 22 * * *"), ("t", "a", "0 23 * * 0")], &[]);
        let same = || jobs(&[("s", "a", "0 22 * * *"), ("t", "a", "0 22 1 * *")], &[]);
        let sequence = || {
            jobs(&[("s", "a", "off @daily"), ("t", "b", "off @daily"), ("u", "q", "0 * * * *")], &["s", "t"])
        };
        let mixed = || {
            jobs(
                &[("s", "a", "off @daily"), ("t", "b", "30 22 * * *"), ("u", "q", "0 22 * * *")],
                &["s", "t"],
            )
        };
        let cases = [
            ("an hour to the minute", hourly(), minutes(&[60]), ""),
            ("every second one", hourly(), minutes(&[61]), "a 420/420 of 840"),
            ("one long run of two", hourly(), minutes(&[20, 90]), ""),
            ("one long run of ten", hourly(), minutes(&[&[20; 9][..], &[90]].concat()), ""),
            ("two of ten", hourly(), minutes(&[&[20; 8][..], &[90; 2]].concat()), "a 0/420 of 840"),
            ("two schedules", two(), vec![ran("s", "a", 59)], ""),
            ("the first one lasts", two(), vec![ran("s", "a", 61), ran("t", "a", 5)], "a 5/5 of 40"),
            ("its own duration counts", two(), vec![ran("s", "a", 5), ran("t", "a", 61)], ""),
            ("the same minute, nothing known", same(), vec![], "a 1/1 of 36"),
            ("a sequence fits", sequence(), vec![ran("s", "a", 20), ran("t", "b", 40)], ""),
            (
                "a sequence is longer than its slot",
                sequence(),
                vec![ran("s", "a", 20), ran("t", "b", 41)],
                "q 166/166 of 333",
            ),
            (
                "its steps meet runs of their own",
                mixed(),
                vec![ran("s", "a", 31), ran("t", "b", 10)],
                "b 35/35 of 70",
            ),
            (
                "what does nothing ends at once",
                jobs(&[("s", "idle", "0 * * * *"), ("t", "idle", "0 * * * *")], &[]),
                vec![],
                "",
            ),
        ];
        for (case, server, runs, expected) in cases {
            assert_eq!(show(&server, &runs), expected, "{case}");
        }
    }

    #[test]
    fn reports_which_run_blocks_the_start() {
        let server = jobs(&[("s", "a", "0 22 * * *"), ("t", "a", "0 23 * * *")], &[]);
        let plan = BackupPlan::build(&server.inventory, &server.backups, server.observed_at);
        let runs = [ran("s", "a", 90), ran("t", "a", 5)];
        let history = History::build(&runs, server.observed_at);
        let all = overlaps(&plan, &[], Some(&history), server.observed_at);
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let expected = RefusedStart {
            at: at("2026-11-23T23:00:00Z"),
            schedule: &"t".into(),
            by_sequence: false,
            holder: &"s".into(),
            held_by_sequence: false,
            held_since: at("2026-11-23T22:00:00Z"),
            takes: Some(SignedDuration::from_mins(90)),
        };
        assert_eq!(all[0].usual[0], expected);
    }

    #[test]
    fn dense_and_endless_schedules_are_bounded() {
        let steps: Vec<&str> = std::iter::repeat_n("s", 5000).collect();
        let server = jobs(&[("s", "a", "* * * * *"), ("u", "q", "* * * * *")], &steps);
        let plan = BackupPlan::build(&server.inventory, &server.backups, server.observed_at);
        let calls = server.backups.call_jobs.as_deref().unwrap();
        let all = overlaps(&plan, calls, None, server.observed_at);
        assert!(all.iter().all(|overlap| overlap.starts <= 2 * STARTS_MAX), "{all:?}");
    }
}
