//! When schedules fire, and what ultimately starts a job: its own schedules, and those of sequences.
//!
//! In: schedules, sequences, an instant. Out: instants, and the gaps between them. A sequence starts the schedules
//! that it names one after another: only the start of the sequence is known for them (facts/xo-protocol.md 4.8).

use jiff::{SignedDuration, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};

use super::cron::{Cron, ScheduleZone};
use super::plan::{BackupPlan, PlannedSchedule};
use crate::model::{Backups, Job, JobKind, Schedule, ScheduleId};

/// How many firings are examined to see how frequent a schedule is; more than a day's worth of any pattern
/// but the densest.
const FIRINGS_MAX: usize = 400;

/// How far ahead firings are searched for, beyond the first two.
const FIRINGS_WITHIN: SignedDuration = SignedDuration::from_hours(35 * 24);

/// Parses the pattern and the zone of a schedule; `None` if XO, or this version, cannot.
pub fn rhythm(schedule: &Schedule) -> Option<(Cron, ScheduleZone)> {
    let cron = Cron::parse(&schedule.cron).ok()?;
    Some((cron, ScheduleZone::parse(schedule.timezone.as_deref()).ok()?))
}

/// Lists the coming firings, in order: the first two however far away, and those of the next 35 days, at most
/// [`FIRINGS_MAX`] in all.
pub(super) fn coming(cron: &Cron, zone: &ScheduleZone, now: Timestamp) -> Vec<Timestamp> {
    let is_near = |firing: &Timestamp| firing.duration_since(now) <= FIRINGS_WITHIN;
    let firings = cron.upcoming(zone, now).take(FIRINGS_MAX).enumerate();
    firings.take_while(|(at, firing)| *at < 2 || is_near(firing)).map(|(_, firing)| firing).collect()
}

/// Returns the last firing but one at or before `now`, searching back as far as `within`.
///
/// `None` if the pattern fired fewer than twice in that time, or its instants are not known.
#[must_use]
pub fn last_but_one(schedule: &Schedule, now: Timestamp, within: SignedDuration) -> Option<Timestamp> {
    let (cron, zone) = rhythm(schedule)?;
    let mut back = SignedDuration::from_hours(3);
    while back <= within {
        let from = now.checked_sub(back).ok()?;
        let mut before = None;
        let mut last = None;
        for firing in cron.upcoming(&zone, from).take_while(|firing| *firing <= now) {
            before = last.replace(firing);
        }
        if before.is_some() {
            return before;
        }
        back = back.checked_mul(4)?;
    }
    None
}

/// Which sequences start which schedules.
#[derive(Debug)]
pub struct Starters<'a> {
    plan: &'a BackupPlan,
    sequences: Option<FxHashMap<&'a ScheduleId, Vec<&'a Job>>>,
}

/// The most schedules that are found to start a job. Guess, because people write a few; on a server whose
/// sequences start each other by the thousand, each one would start all.
const SOURCES_MAX: usize = 100;

impl<'a> Starters<'a> {
    /// Collects the sequences of each schedule from what was read.
    #[must_use]
    pub fn of(plan: &'a BackupPlan, backups: &'a Backups) -> Self {
        let sequences = backups.call_jobs.as_deref().map(|calls| {
            let mut by_schedule: FxHashMap<&ScheduleId, Vec<&Job>> = FxHashMap::default();
            for job in calls {
                let JobKind::Sequence(schedules) = &job.kind else { continue };
                let each_once: FxHashSet<&ScheduleId> = schedules.iter().collect();
                each_once.into_iter().for_each(|id| by_schedule.entry(id).or_default().push(job));
            }
            by_schedule
        });
        Self { plan, sequences }
    }

    /// Lists the sequences that name a schedule, in the order in which they were read; `None` if sequences
    /// were not read.
    #[must_use]
    pub fn sequences_of(&self, schedule: &ScheduleId) -> Option<&[&'a Job]> {
        self.sequences.as_ref().map(|all| all.get(schedule).map(Vec::as_slice).unwrap_or_default())
    }

    /// Lists the next firings that start any of these schedules, in order and without duplicates. Those whose
    /// instants are not known (the server's own zone, an unknown one) are left out.
    #[must_use]
    pub fn firings(
        &self,
        schedules: impl IntoIterator<Item = &'a PlannedSchedule>,
        now: Timestamp,
    ) -> Vec<Timestamp> {
        let sources = self.sources(schedules);
        let mut firings: Vec<Timestamp> =
            sources.into_iter().flat_map(|source| coming_of(&source.schedule, now)).collect();
        firings.sort_unstable();
        firings.dedup();
        firings
    }

    /// Follows the sequences back to the schedules that fire by themselves, up to `SOURCES_MAX` of them.
    #[must_use]
    pub fn sources(
        &self,
        schedules: impl IntoIterator<Item = &'a PlannedSchedule>,
    ) -> Vec<&'a PlannedSchedule> {
        let mut waiting: Vec<&PlannedSchedule> = schedules.into_iter().collect();
        let mut seen: FxHashSet<&ScheduleId> = waiting.iter().map(|planned| &planned.schedule.id).collect();
        let mut sources = Vec::new();
        while let Some(planned) = waiting.pop() {
            if planned.timing.by_itself {
                sources.push(planned);
            }
            if sources.len() >= SOURCES_MAX {
                break;
            }
            for sequence in self.sequences_of(&planned.schedule.id).unwrap_or_default() {
                let starts = self.plan.schedules_of(&sequence.id);
                waiting.extend(starts.filter(|start| seen.insert(&start.schedule.id)));
            }
        }
        sources
    }
}

/// Returns the gap between consecutive instants that nine of ten gaps reach or exceed; `None` for fewer than two
/// instants. On the day when clocks change, XO fires some patterns twice within the hour: that gap says nothing about
/// the schedule.
#[must_use]
pub fn usual_gap(firings: &[Timestamp]) -> Option<SignedDuration> {
    let mut gaps: Vec<_> = firings.windows(2).map(|pair| pair[1].duration_since(pair[0])).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len().div_ceil(10).checked_sub(1)?).copied()
}

fn coming_of(schedule: &Schedule, now: Timestamp) -> Vec<Timestamp> {
    rhythm(schedule).map(|(cron, zone)| coming(&cron, &zone, now)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::backup::testing::{Server, server};
    use crate::model::JobId;

    const NOW: &str = "2026-11-25T00:00:00Z";

    fn sequence(id: &str, schedules: &[&str]) -> Value {
        json!({"id": id, "type": "call", "method": "schedule.runSequence",
            "paramsVector": {"items": [{"values": [{"schedules": schedules}]}]}})
    }

    /// Schedules as `id job cron`, with `off` before a disabled one.
    fn world(schedules: &[&str], calls: &[Value]) -> Server {
        let schedule = |spec: &&str| {
            let (enabled, spec) = spec.strip_prefix("off ").map_or((true, *spec), |spec| (false, spec));
            let mut words = spec.splitn(3, ' ');
            let mut word = || words.next().unwrap();
            json!({"id": word(), "jobId": word(), "cron": word(), "enabled": enabled, "timezone": "utc"})
        };
        server(json!({
            "captured_at": 0, "backup": [{"id": "j", "type": "backup", "mode": "delta"}], "call": calls,
            "schedules": schedules.iter().map(schedule).collect::<Vec<_>>(), "objects": [],
        }))
    }

    /// Returns the hours until the first firing, and the usual gap in hours.
    fn show(server: &Server, job: &str) -> Option<(i64, Option<i64>)> {
        let now = NOW.parse().unwrap();
        let plan = BackupPlan::build(&server.inventory, &server.backups, now);
        let starters = Starters::of(&plan, &server.backups);
        let firings = starters.firings(plan.schedules_of(&JobId::from(job)), now);
        let gap = usual_gap(&firings).map(|gap| gap.as_hours());
        Some((firings.first()?.duration_since(now).as_hours(), gap))
    }

    #[test]
    fn what_starts_a_job_in_the_end() {
        let cases = [
            ("daily", world(&["s j 0 22 * * *"], &[]), Some((22, Some(24)))),
            ("switched off", world(&["off s j 0 22 * * *"], &[]), None),
            // a full on Sunday; deltas on the other days, two hours earlier
            ("two schedules", world(&["s j 0 22 * * 0", "t j 0 20 * * 1-6"], &[]), Some((20, Some(22)))),
            ("monthly", world(&["s j 0 0 1 * *"], &[]), Some((144, Some(31 * 24)))),
            (
                "through a sequence",
                world(&["off s j 0 0 * * *", "q seq 0 3 * * *"], &[sequence("seq", &["s"])]),
                Some((3, Some(24))),
            ),
            (
                "through a sequence of sequences",
                world(
                    &["off s j 0 0 * * *", "off q seq 0 3 * * *", "r outer 0 */6 * * *"],
                    &[sequence("seq", &["s"]), sequence("outer", &["q"])],
                ),
                Some((6, Some(6))),
            ),
            (
                "sequences that start each other",
                world(&["off s j 0 0 * * *", "off q seq 0 3 * * *"], &[sequence("seq", &["s", "q"])]),
                None,
            ),
            ("XO refuses it", world(&["s j 0 0 * * wed"], &[]), None),
        ];
        for (case, server, expected) in cases {
            assert_eq!(show(&server, "j"), expected, "{case}");
        }
    }

    /// Within the next month the clocks of New York go forward, and XO fires twice within an hour.
    #[test]
    fn a_change_of_clocks_changes_no_interval() {
        let cron = Cron::parse("0 2 * * *").unwrap();
        let zone = ScheduleZone::parse(Some("America/New_York")).unwrap();
        let firings = coming(&cron, &zone, "2026-02-24T07:21:00Z".parse().unwrap());
        let shortest = firings.windows(2).map(|pair| pair[1].duration_since(pair[0])).min();
        assert_eq!(shortest, Some(SignedDuration::from_hours(1)));
        assert_eq!(usual_gap(&firings), Some(SignedDuration::from_hours(24)));
        assert_eq!([usual_gap(&[]), usual_gap(&firings[..1])], [None; 2]);
    }

    #[test]
    fn sequences_that_were_not_read_are_unknown() {
        let mut server = world(&["s j 0 22 * * *"], &[sequence("seq", &["s", "s"])]);
        let names = |server: &Server| {
            let plan = BackupPlan::build(&server.inventory, &server.backups, NOW.parse().unwrap());
            let starters = Starters::of(&plan, &server.backups);
            starters.sequences_of(&"s".into()).map(|all| all.iter().map(|job| job.id.to_string()).collect())
        };
        assert_eq!(names(&server), Some(vec!["seq".to_owned()]));
        server.backups.call_jobs = None;
        assert_eq!(names(&server), None::<Vec<_>>);
    }
}
