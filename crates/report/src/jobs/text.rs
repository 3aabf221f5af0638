//! The report of jobs for a terminal or a pipe.
//!
//! All jobs: a few lines each, the worst first. One job: the same lines, then its settings, schedules, last runs and VMs.
//! No line is wider than asked; no name can move the cursor.

mod backups;
mod runs;
mod schedules;
mod settings;
mod spans;
mod vms;

use super::{JobState, JobView, JobsReport, Kind, VmCounts, Way};
use crate::text::page::{Page, Span, bold, by_severity, green, plain};
use crate::text::{Style, gaps, source};
use crate::texts::{Bundle, Lang};
use xo_health_core::display;
use xo_health_core::findings::Severity;

use self::spans::{ago, ahead, span};

/// Columns of the name of a VM, a job or a target within a sentence.
const NAME: usize = 30;

/// All states, for the width of their column.
const STATES: [JobState; 11] = [
    JobState::Stuck,
    JobState::Failing,
    JobState::Skipping,
    JobState::Interrupted,
    JobState::BadSchedule,
    JobState::SavesNothing,
    JobState::RpoMissed,
    JobState::Unknown,
    JobState::Good,
    JobState::NoLogs,
    JobState::Disabled,
];

pub(super) const fn own_source(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("words/en.ftl"),
        Lang::Ja => include_str!("words/ja.ftl"),
    }
}

/// Writes the report, with a final newline.
pub fn render(report: &JobsReport, style: &Style) -> String {
    let own = Bundle::new(style.lang, &[source(style.lang), own_source(style.lang)].concat());
    let mut page = Page::new(style, &own);
    match (&report.detail, &report.jobs[..]) {
        (Some(detail), [job]) => {
            heading(&mut page, job);
            page.line(&[plain(format!("  {}", job.id))]);
            sum_up(&mut page, report, job);
            page.block(2, plain(""), &observed(&page, report));
            gaps(&mut page, &report.gaps);
            settings::write(&mut page, job, detail);
            schedules::write(&mut page, report, job, detail);
            runs::write(&mut page, report, job, detail);
            vms::write(&mut page, report, job, detail);
        }
        _ => list(&mut page, report),
    }
    page.finish()
}

fn list(page: &mut Page<'_>, report: &JobsReport) {
    let own = page.own();
    let of = |state| report.jobs.iter().filter(|job| job.state == state).count();
    let states = STATES.into_iter().map(|state| (state, of(state))).filter(|(_, n)| *n > 0);
    let states: Vec<String> = states
        .map(|(state, n)| own.text("state-count", [("n", n.into()), ("state", word(own, state).into())]))
        .collect();
    let all = own.text("all-jobs", [("n", report.jobs.len().into())]);
    let rest = if states.is_empty() {
        String::new()
    } else {
        own.text("all-states", [("states", states.join(&own.phrase("comma")).into())])
    };
    page.opening(bold(all), &rest);
    let observed = observed(page, report);
    page.block(0, plain(""), &observed);
    gaps(page, &report.gaps);
    for job in &report.jobs {
        page.blank();
        heading(page, job);
        sum_up(page, report, job);
    }
}

fn observed(page: &Page<'_>, report: &JobsReport) -> String {
    let own = page.own();
    let server = report.source.server.as_deref().map(|server| page.fit(server, 40));
    let at = own.instant(report.observed_at, &page.style().zone);
    let parts: Vec<_> = server.into_iter().chain([own.text("observed", [("at", at.into())])]).collect();
    parts.join(&own.phrase("separator"))
}

/// Writes the state of a job, its name and what it does.
fn heading(page: &mut Page<'_>, job: &JobView) {
    let own = page.own();
    let widest = STATES.map(|state| display::width(&word(own, state))).into_iter().max().unwrap_or(0);
    let label = display::pad_right(&word(own, job.state), widest + 2);
    let what = what(own, job);
    let room = page.width().saturating_sub(display::width(&label) + 2 + display::width(&what));
    let name = page.fit(&job.name, room.max(NAME));
    page.line(&[by_state(job.state, label), bold(name), plain(format!("  {what}"))]);
}

fn by_state(state: JobState, text: String) -> Span {
    match state {
        JobState::Stuck | JobState::Failing => by_severity(Severity::Critical, text),
        JobState::Skipping
        | JobState::Interrupted
        | JobState::BadSchedule
        | JobState::SavesNothing
        | JobState::RpoMissed => by_severity(Severity::Warning, text),
        JobState::Good => green(text),
        JobState::Unknown | JobState::NoLogs | JobState::Disabled => plain(text),
    }
}

fn word(own: &Bundle, state: JobState) -> String {
    own.phrase(match state {
        JobState::Stuck => "state-stuck",
        JobState::Failing => "state-failing",
        JobState::Skipping => "state-skipping",
        JobState::Interrupted => "state-interrupted",
        JobState::BadSchedule => "state-bad-schedule",
        JobState::SavesNothing => "state-saves-nothing",
        JobState::RpoMissed => "state-rpo-missed",
        JobState::Unknown => "state-unknown",
        JobState::Good => "state-good",
        JobState::NoLogs => "state-no-logs",
        JobState::Disabled => "state-disabled",
    })
}

fn what(own: &Bundle, job: &JobView) -> String {
    let way = |way: &Way| {
        own.phrase(match way {
            Way::RollingSnapshot => "way-snapshot",
            Way::FullBackup => "way-full",
            Way::DeltaBackup => "way-delta",
            Way::FullReplication => "way-full-replication",
            Way::IncrementalReplication => "way-replication",
            Way::Unknown => "way-unknown",
        })
    };
    match job.kind {
        Kind::Mirror => own.phrase("kind-mirror"),
        Kind::Metadata => own.phrase("kind-metadata"),
        Kind::Sequence => own.phrase("kind-sequence"),
        Kind::Backup if job.ways.is_empty() => own.phrase("way-none"),
        Kind::Backup => job.ways.iter().map(way).collect::<Vec<_>>().join(&own.phrase("comma")),
    }
}

/// Writes what matters of a job: the run that goes on, the last one, the next one; and, where nothing else tells it, how
/// its runs and VMs fared.
fn sum_up(page: &mut Page<'_>, report: &JobsReport, job: &JobView) {
    let own = page.own();
    let alone = report.detail.is_none();
    let runs = [rate(own, job), takes(own, job), refused(own, job)].into_iter().flatten().filter(|_| alone);
    let rest: Vec<String> = [next(page, report, job)].into_iter().chain(runs).collect();
    let vms = job.vms.filter(|_| alone).map(|vms| covered(own, job, vms));
    let rest = rest.join(&own.phrase("semicolon"));
    for told in running(page, report, job).into_iter().chain(last(page, report, job)).chain([rest]).chain(vms)
    {
        page.block(2, plain(""), &told);
    }
}

fn running(page: &Page<'_>, report: &JobsReport, job: &JobView) -> Option<String> {
    let own = page.own();
    let run = job.running.as_ref()?;
    let longest = job.typical.map_or_else(|| "none".to_owned(), |typical| span(own, typical.longest_seconds));
    let words = [
        ("since", run.start_at.map_or_else(|| "none".to_owned(), |at| ago(own, report, at)).into()),
        ("stuck", if job.state == JobState::Stuck { "yes" } else { "no" }.into()),
        ("longest", longest.into()),
    ];
    Some(own.text("running", words))
}

fn last(page: &Page<'_>, report: &JobsReport, job: &JobView) -> Option<String> {
    let own = page.own();
    if job.kind == Kind::Sequence {
        return None;
    }
    if job.success.is_none() {
        return Some(own.phrase("runs-unknown"));
    }
    let Some(run) = &job.last_run else {
        return job.running.is_none().then(|| own.phrase("no-run"));
    };
    let how = runs::how(own, run);
    let error = runs::first_error(page, run);
    let words = [
        ("when", run.start_at.map_or_else(|| "none".to_owned(), |at| ago(own, report, at)).into()),
        ("how", how.into()),
        ("error", error.unwrap_or_else(|| "none".to_owned()).into()),
    ];
    Some(own.text("last-run", words))
}

fn next(page: &Page<'_>, report: &JobsReport, job: &JobView) -> String {
    let own = page.own();
    match (job.enabled, job.next_run_at) {
        (_, Some(at)) => {
            let when = spans::near(page, report, at);
            own.text("next-run", [("in", ahead(own, report, at).into()), ("at", when.into())])
        }
        (Some(false), _) if job.state == JobState::BadSchedule => own.phrase("next-bad-schedule"),
        (Some(false), _) => own.phrase("next-none"),
        (Some(true) | None, None) => own.phrase("next-unknown"),
    }
}

fn rate(own: &Bundle, job: &JobView) -> Option<String> {
    let rate = job.success.filter(|rate| rate.all > 0)?;
    Some(own.text("runs-good", [("good", rate.good.into()), ("all", rate.all.into())]))
}

fn takes(own: &Bundle, job: &JobView) -> Option<String> {
    let typical = job.typical?;
    let (median, p90) = (span(own, typical.median_seconds), span(own, typical.p90_seconds));
    let is_over = job.interval_seconds.is_some_and(|interval| typical.p90_seconds > interval);
    let words = [
        (
            "interval",
            job.interval_seconds.map_or_else(|| "none".to_owned(), |interval| span(own, interval)).into(),
        ),
        ("p90", if p90 == median { "same".to_owned() } else { p90 }.into()),
        ("median", median.into()),
        ("over", if is_over { "yes" } else { "no" }.into()),
    ];
    Some(own.text("takes", words))
}

fn refused(own: &Bundle, job: &JobView) -> Option<String> {
    let n = job.refused.filter(|n| *n > 0)?;
    Some(own.text("refused", [("n", n.into())]))
}

fn covered(own: &Bundle, job: &JobView, vms: VmCounts) -> String {
    // that no run is known says it of all
    let has_run = job.last_run.is_some() || job.running.is_some();
    let missed = vms.missing_rpo();
    let rpo = match (vms.covered, missed) {
        (0, _) => "none",
        (1, 1) => "only-missed",
        (_, 0) if vms.kept == vms.covered => "kept",
        (_, 0) => "none",
        (all, missed) if all == missed => "all-missed",
        _ => "missed",
    };
    let words = [
        ("n", vms.covered.into()),
        ("rpo", rpo.into()),
        ("missed", missed.into()),
        ("unlogged", if has_run { vms.never_ran } else { 0 }.into()),
        ("gone", vms.gone.into()),
    ];
    own.text("covered", words)
}
