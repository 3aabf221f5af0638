//! Starts that did not happen, starts that were refused, and the run that blocks a job.

use crate::units;
use jiff::{SignedDuration, Timestamp};

use crate::backup::PlannedSchedule;
use crate::backup::history::{JobHistory, RunOutcome};
use crate::backup::triggers::rhythm;
use crate::model::{JobId, RunId};
use crate::outlook::cause::{Cause, Share};
use crate::outlook::known::Known;
use crate::outlook::risk::Risk;
use crate::outlook::values::{BackupError, Basis, SUREST};

/// How late a run may start after its schedule fired. Our choice: XO starts it at once; logs are read a moment before
/// or after.
const LATE: SignedDuration = SignedDuration::from_mins(5);

/// How much earlier than its schedule a run may seem to start, because clocks are rounded.
const EARLY: SignedDuration = SignedDuration::from_mins(1);

/// Number of past starts that are examined.
const STARTS_CHECKED: usize = 200;

/// Latest starts of a job among which refusals are counted. Our choice: a day of an hourly job.
const LAST_STARTS: usize = 24;

/// Refusals among them from which they count: fewer may come from a long full backup.
const REFUSED_FROM: u32 = 3;

/// The run that blocks a job.
pub(in crate::outlook) struct Lock {
    /// The run in progress.
    pub(in crate::outlook) run: RunId,
    /// It has lasted too long.
    pub(in crate::outlook) stuck: bool,
    cause: Cause,
}

impl Lock {
    /// Returns the risk of a start while a stuck run blocks the job.
    pub(in crate::outlook) fn risk(&self) -> Option<Risk> {
        let risk = || Risk::of(BackupError::AlreadyRunning, SUREST, self.cause.clone(), Basis::Log);
        self.stuck.then(risk)
    }
}

/// Returns the run in progress, or `None` if nothing shows one.
pub(in crate::outlook) fn lock(known: &Known<'_>, job: &JobId) -> Option<Lock> {
    let runs = known.analysis.runs();
    let past = known.analysis.history().and_then(|history| history.job(job));
    let open = |past: &JobHistory| {
        let at = past.runs.iter().rposition(|run| run.outcome == RunOutcome::Stuck);
        at.or_else(|| past.runs.iter().rposition(|run| run.outcome == RunOutcome::Pending))
    };
    if let Some((past, at)) = past.and_then(|past| Some((past, open(past)?))) {
        let run = past.runs[at].of(runs);
        let refused =
            past.runs[at..].iter().filter(|past| past.outcome == RunOutcome::AlreadyRunning).count();
        let refused = units::count(refused);
        return Some(Lock {
            run: run.id.clone(),
            stuck: past.runs[at].outcome == RunOutcome::Stuck,
            cause: Cause::StuckRun { run_id: run.id.clone(), since: run.start, refused },
        });
    }
    let run = known.analysis.plan().job(job)?.job.running.clone()?;
    let cause = Cause::StuckRun { run_id: run.clone(), since: None, refused: 0 };
    Some(Lock { run, stuck: false, cause })
}

/// Returns when the last run of a job started, if it was interrupted; refusals since then are not runs.
pub(in crate::outlook) fn interrupted(known: &Known<'_>, job: &JobId) -> Option<Timestamp> {
    let past = known.analysis.history()?.job(job)?;
    let last = past.runs.iter().rev().find(|past| past.outcome != RunOutcome::AlreadyRunning)?;
    let run = last.of(known.analysis.runs());
    (last.outcome == RunOutcome::Interrupted).then_some(run.start)?
}

/// Returns the risk of a schedule whose last starts left no run in the log, although XO was at work. The latest start
/// through a sequence may still wait for an earlier step.
pub(in crate::outlook) fn not_started(known: &Known<'_>, planned: &PlannedSchedule) -> Option<Risk> {
    let history = known.analysis.history()?;
    let job = &planned.schedule.job;
    if lock(known, job).is_some() {
        return None;
    }
    let runs = known.analysis.runs();
    let past = history.job(job)?;
    let is_own = |run: &&crate::model::Run| run.schedule.as_ref() == Some(&planned.schedule.id);
    let last = past.runs.iter().rev().map(|past| past.of(runs)).find(is_own)?.start?;
    let now = known.analysis.known_until();
    let since = last.checked_add(EARLY).ok()?;
    let until = now.checked_sub(LATE).ok()?;
    let mut due = Vec::new();
    for source in sources(known, planned) {
        let (cron, zone) = rhythm(&source.schedule)?;
        let firings = cron.upcoming(&zone, since).take_while(|at| *at <= until);
        due.extend(firings.take(STARTS_CHECKED));
    }
    due.sort_unstable();
    due.dedup();
    if !planned.timing.by_itself {
        due.pop();
    }
    let starts = units::count(due.len());
    let seen: f64 = due.iter().map(|at| if was_at_work(known, *at) { 1.0 } else { SILENT }).sum();
    let cause = Cause::NotStarted { starts, last_run_at: Some(last) };
    let chance = (seen / (seen + UNSURE)).min(SUREST);
    (starts > 0).then(|| Risk::of(BackupError::NotStarted, chance, cause, Basis::Log))
}

/// Missed starts after which the next start is as likely to be missed as to happen. A guess: one may come from a
/// schedule that was changed since, two are unlikely to be chance.
const UNSURE: f64 = 2.0;

/// The weight of a missed start while nothing shows that XO was at work. A guess: either it was not, or nothing else
/// was due.
const SILENT: f64 = 0.5;

/// How close another run must have started to show that XO was at work. Our choice: hourly jobs run that often.
const AT_WORK: SignedDuration = SignedDuration::from_hours(1);

/// Returns whether any run started around that time.
fn was_at_work(known: &Known<'_>, at: Timestamp) -> bool {
    let runs = known.analysis.runs();
    let from = at.checked_sub(AT_WORK).unwrap_or(Timestamp::MIN);
    let to = at.checked_add(AT_WORK).unwrap_or(Timestamp::MAX);
    let first = runs.partition_point(|run| run.start.is_none_or(|start| start < from));
    runs[first..].iter().find_map(|run| run.start).is_some_and(|start| start <= to)
}

fn sources<'a>(known: &Known<'a>, planned: &PlannedSchedule) -> Vec<&'a PlannedSchedule> {
    // the same schedule, borrowed for as long as the analysis
    let own = known.analysis.plan().schedule(&planned.schedule.id);
    own.map(|own| known.sources(own)).unwrap_or_default()
}

/// Returns the risk of a job whose last starts were repeatedly refused because the previous run had not ended.
pub(in crate::outlook) fn refused(known: &Known<'_>, job: &JobId) -> Option<Risk> {
    let past = known.analysis.history()?.job(job)?;
    let last: Vec<_> = past.runs.iter().rev().take(LAST_STARTS).collect();
    let n = last.iter().filter(|past| past.outcome == RunOutcome::AlreadyRunning).count();
    let again = Share { n: units::count(n), of: units::count(last.len()) };
    if again.n < REFUSED_FROM {
        return None;
    }
    let refused = past.runs.iter().rev().take_while(|past| past.outcome == RunOutcome::AlreadyRunning);
    let in_a_row: Vec<_> = refused.map(|past| past.of(known.analysis.runs())).collect();
    let newest = past.runs.iter().rev().find(|past| past.outcome == RunOutcome::AlreadyRunning);
    let error = newest.and_then(|past| past.of(known.analysis.runs()).error.as_deref());
    let cause = Cause::FailedBefore {
        times: units::count(in_a_row.len()),
        since: in_a_row.last().and_then(|run| run.start),
        error_code: error.and_then(|error| error.code.as_ref()).map(ToString::to_string),
        message: error.map(|error| error.message.to_string()),
        whole_run: true,
        again,
    };
    let chance = (f64::from(again.n) / (f64::from(again.of) + 2.0)).min(SUREST);
    Some(Risk::of(BackupError::AlreadyRunning, chance, cause, Basis::Log))
}
