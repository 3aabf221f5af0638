//! XOH-502: runs of a job start before the previous one has ended, and are refused.
//!
//! XO starts no second run of a job while one is in progress, whoever requests it: another schedule of the job, a
//! sequence, a person. The second one ends at once as a failure, with "the job (…) is already running", and is not made
//! up for (facts/xo-protocol.md 4.4). Which runs overlap: [`crate::backup::overlap`]. One finding for each job or
//! sequence. Warning if coming starts are refused although each run takes no longer than the median of past runs, or if
//! XO refused two in the last days. Info if that takes slow runs (nine in ten are faster), or if XO refused a single
//! one, as a manual run may cause. Refusals during a run that does not end belong to `stuck-run` (XOH-503).

use jiff::{SignedDuration, Timestamp};

use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::history::{JobHistory, RunOutcome};
use crate::backup::overlap::{Overlap, RefusedStart, overlaps};
use crate::findings::evidence::{JobOverlap, Meeting};
use crate::findings::{Finding, Instant, Severity};
use crate::model::{Job, JobId, JobKind, Run, ScheduleId};

/// Refusals younger than this count. Our choice: a weekly schedule still shows, a schedule that was fixed a week ago
/// does not.
const RECENT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// This many recent refusals are no accident.
const AGAIN: usize = 2;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let calls = analysis.backups().call_jobs.as_deref().unwrap_or_default();
    let coming = overlaps(analysis.plan(), calls, analysis.history(), analysis.now());
    coming
        .iter()
        .filter_map(|overlap| judge(analysis, subjects::find_job(analysis, overlap.job)?, overlap))
        .collect()
}

fn judge(analysis: &Analysis, job: &Job, overlap: &Overlap<'_>) -> Option<Finding> {
    let recent = refused_recently(analysis, &job.id);
    let is_usual = !overlap.usual.is_empty();
    let refusals = if is_usual { &overlap.usual } else { &overlap.slow };
    if refusals.is_empty() && recent == 0 {
        return None;
    }
    let first = refusals.first();
    let evidence = JobOverlap {
        what: first.map_or(Meeting::Past, what),
        is_sequence: matches!(job.kind, JobKind::Sequence(_)),
        schedule: first.map(|refusal| schedule_name(analysis, refusal.schedule)),
        holder: first.map(|refusal| schedule_name(analysis, refusal.holder)),
        by_sequence: first.is_some_and(|refusal| refusal.by_sequence),
        gap_minutes: first.map(|refusal| minutes(refusal.at.duration_since(refusal.held_since))),
        takes_minutes: first.and_then(|refusal| refusal.takes).map(minutes),
        only_if_slow: !is_usual,
        refused: count(refusals.len()),
        starts: count(overlap.starts),
        first_at: (first.map(|refusal| refusal.at)).map(Instant),
        until_at: Instant(overlap.until),
        refused_recently: count(recent),
        recent_days: RECENT.as_hours().unsigned_abs() / 24,
    };
    Some(Finding::new(
        if is_usual || recent >= AGAIN { Severity::Warning } else { Severity::Info },
        subjects::job(job),
        evidence,
    ))
}

fn what(refusal: &RefusedStart<'_>) -> Meeting {
    if refusal.schedule == refusal.holder && refusal.by_sequence != refusal.held_by_sequence {
        Meeting::AlsoBySequence
    } else if refusal.schedule == refusal.holder {
        Meeting::Own
    } else if refusal.at == refusal.held_since {
        Meeting::Together
    } else {
        Meeting::Other
    }
}

fn minutes(duration: SignedDuration) -> u64 {
    duration.as_mins().unsigned_abs()
}

fn schedule_name(analysis: &Analysis, id: &ScheduleId) -> String {
    analysis
        .plan()
        .schedule(id)
        .map_or_else(|| id.to_string(), |planned| subjects::schedule_name(&planned.schedule))
}

/// Counts the runs that XO refused in the last days, before any run that does not end.
fn refused_recently(analysis: &Analysis, job: &JobId) -> usize {
    let past = analysis.history().and_then(|history| history.job(job));
    past.map_or(0, |past| count_refused(past, analysis.runs(), analysis.now()))
}

fn count_refused(past: &JobHistory, runs: &[Run], now: Timestamp) -> usize {
    let before_stuck = past.runs.iter().take_while(|past| past.outcome != RunOutcome::Stuck);
    let refused = before_stuck.filter(|past| past.outcome == RunOutcome::AlreadyRunning);
    refused
        .filter(|past| past.of(runs).start.is_some_and(|start| now.duration_since(start) <= RECENT))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    /// Returns a job whose runs take ten minutes each.
    fn world(cron: &str, runs: &[&str]) -> World {
        World::new("sr s ext vm web { disk root 9GiB on s }").past("j", cron, &["web"], runs)
    }

    #[test]
    fn severity_by_what_meets_what() {
        let second = |cron: &str| world("0 22 * * *", &["9h success"]).schedule("second", "j", cron);
        let unread = {
            let mut world = second("0 22 * * 0");
            world.backups.runs = None;
            world
        };
        let cases = [
            ("ends as the next one starts", world("*/10 * * * *", &["9h success"]), ""),
            ("a minute too late", world("*/9 * * * *", &["9h success"]), "warning job j"),
            ("nothing starts it", world("off */9 * * * *", &["9h success"]), ""),
            ("nothing is known of runs", world("*/9 * * * *", &[]), ""),
            ("schedules ten minutes apart", second("10 22 * * *"), ""),
            ("nine", second("9 22 * * *"), "warning job j"),
            ("the same minute", second("0 22 1 * *"), "warning job j"),
            ("the same minute, logs not read", unread, "warning job j"),
            (
                "a sequence in its slot",
                world("off @daily", &["9h success"]).sequence("q", "*/10 * * * *", &["j"]),
                "",
            ),
            (
                "and not",
                world("off @daily", &["9h success"]).sequence("q", "*/9 * * * *", &["j"]),
                "warning job q",
            ),
            ("refused once", world("0 22 * * *", &["34h success", "33h refused"]), "info job j"),
            (
                "refused twice",
                world("0 22 * * *", &["34h success", "33h refused", "9h refused"]),
                "warning job j",
            ),
            ("long ago", world("0 22 * * *", &["190h refused", "169h refused"]), ""),
            (
                "the run before is stuck",
                world("0 22 * * *", &["50h pending", "33h refused", "9h refused"]),
                "",
            ),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
    }

    #[test]
    fn reports_how_often_and_when_first() {
        let found = find(&world("*/9 * * * *", &["9h success"]).analysis());
        let evidence = |key: &str| fact(&found[0], key);
        assert_eq!(evidence("what"), Some(Value::from("own")));
        assert_eq!(evidence("gap_minutes"), Some(Value::from(9u32)));
        assert_eq!(evidence("takes_minutes"), Some(Value::from(10u32)));
        assert_eq!(evidence("starts"), Some(Value::from(1000u32)));
        assert_eq!(evidence("only_if_slow"), Some(Value::from(false)));
    }
}
