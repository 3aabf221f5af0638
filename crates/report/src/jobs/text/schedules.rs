//! The schedules of a job: when each starts it, and what each keeps. For a sequence what it starts, too.

use super::NAME;
use super::settings::target;
use super::spans::near;
use crate::jobs::{Detail, JobView, JobsReport, Kind, LongTerm, ScheduleView, TargetKind, Timed};
use crate::text::page::{Page, bold, by_severity, plain};
use crate::texts::Bundle;
use xo_health_core::findings::Severity;

/// Columns of a pattern; XO's own interface writes far shorter ones.
const CRON: usize = 40;

/// Writes the sections.
pub(super) fn write(page: &mut Page<'_>, report: &JobsReport, job: &JobView, detail: &Detail) {
    let own = page.own();
    page.blank();
    match detail.schedules.as_deref() {
        None => page.line(&[bold(own.phrase("schedules")), plain(own.phrase("schedules-not-read"))]),
        Some([]) => page.line(&[bold(own.phrase("schedules")), plain(own.phrase("schedules-none"))]),
        Some(schedules) => {
            page.line(&[bold(own.phrase("schedules"))]);
            schedules.iter().for_each(|schedule| one(page, report, job, detail, schedule));
        }
    }
    if job.kind == Kind::Sequence {
        steps(page, detail);
    }
}

fn one(page: &mut Page<'_>, report: &JobsReport, job: &JobView, detail: &Detail, schedule: &ScheduleView) {
    let own = page.own();
    let name = if schedule.name.trim().is_empty() { &schedule.id } else { &schedule.name };
    let zone = schedule.timezone.as_deref().unwrap_or("UTC");
    let words = [
        ("cron", page.fit(&schedule.cron, CRON).into()),
        ("zone", page.fit(zone, NAME).into()),
        ("on", if schedule.enabled { "yes" } else { "no" }.into()),
    ];
    let pattern = own.text("pattern", words);
    page.block(2, bold(page.fit(name, NAME + 6)), &own.text("after-heading", [("rest", pattern.into())]));
    if let Some(problem) = &schedule.problem {
        let problem = own.text("problem", [("problem", page.fit(problem, 80).into())]);
        page.block(4, by_severity(Severity::Warning, ""), &problem);
    }
    let kept = (job.kind == Kind::Backup).then(|| kept(page, detail, schedule));
    for told in [starters(page, schedule), next(page, report, schedule), kept].into_iter().flatten() {
        page.block(4, plain(""), &told);
    }
}

/// Names the sequences that start it. That they were not read matters only where nothing else does.
fn starters(page: &Page<'_>, schedule: &ScheduleView) -> Option<String> {
    let own = page.own();
    let Some(sequences) = &schedule.sequences else {
        return (!schedule.enabled).then(|| own.phrase("sequences-unknown"));
    };
    let name = |name: &str| own.text("vm-name", [("name", page.fit(name, NAME).into())]);
    let names: Vec<String> = sequences.iter().map(|job| name(&job.name)).collect();
    let words = [("n", names.len().into()), ("names", names.join(&own.phrase("comma")).into())];
    (!names.is_empty()).then(|| own.text("by-sequences", words))
}

fn next(page: &Page<'_>, report: &JobsReport, schedule: &ScheduleView) -> Option<String> {
    let own = page.own();
    let instants: Vec<String> = schedule.next_runs_at.iter().map(|at| near(page, report, *at)).collect();
    if !instants.is_empty() {
        return Some(own.text("next-runs", [("instants", instants.join(&own.phrase("comma")).into())]));
    }
    let unknown = matches!(schedule.timed, Timed::ServerZone | Timed::UnknownZone);
    (schedule.enabled && unknown).then(|| own.phrase("next-server-zone"))
}

/// Says what is kept; what has no target is kept nowhere, whatever is set.
fn kept(page: &Page<'_>, detail: &Detail, schedule: &ScheduleView) -> String {
    let own = page.own();
    let has = |kind| detail.settings.targets.iter().any(|target| target.kind == kind);
    let (to_repositories, to_srs) = (has(TargetKind::Repository), has(TargetKind::Sr));
    let count = |id, n: u64| (n > 0).then(|| own.text(id, [("n", n.into())]));
    let parts = [
        count("keeps-snapshots", schedule.snapshots_kept),
        count("keeps-backups", schedule.backups_kept).filter(|_| to_repositories),
        schedule.long_term.map(|kept| long_term(own, kept)).filter(|_| to_repositories),
        count("keeps-replicas", schedule.replicas_kept).filter(|_| to_srs),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let keeps = if parts.is_empty() {
        own.phrase("keeps-nothing")
    } else {
        own.text("keeps", [("what", parts.join(&own.phrase("comma")).into())])
    };
    let test =
        schedule.restore_test.as_ref().map(|sr| own.text("tests-on", [("sr", target(page, sr).into())]));
    keeps + &test.unwrap_or_default()
}

fn long_term(own: &Bundle, kept: LongTerm) -> String {
    let words = [
        ("daily", kept.daily.into()),
        ("weekly", kept.weekly.into()),
        ("monthly", kept.monthly.into()),
        ("yearly", kept.yearly.into()),
    ];
    own.text("keeps-long-term", words)
}

fn steps(page: &mut Page<'_>, detail: &Detail) {
    let own = page.own();
    page.blank();
    if detail.steps.is_empty() {
        page.line(&[bold(own.phrase("steps")), plain(own.phrase("steps-none"))]);
        return;
    }
    page.line(&[bold(own.phrase("steps"))]);
    for (step, n) in detail.steps.iter().zip(1_u32..) {
        let told = match &step.job {
            Some(job) => page.fit(&job.name, NAME * 2),
            None => {
                let known = if detail.schedules.is_some() { "yes" } else { "no" };
                own.text(
                    "step-gone",
                    [("id", page.fit(&step.schedule_id, NAME + 6).into()), ("known", known.into())],
                )
            }
        };
        page.block(2, plain(format!("{n:>2}. ")), &told);
    }
}
