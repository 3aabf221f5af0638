//! Charts: the free space of an SR over time, and the runs of jobs. Each has a caption and its data as a table, so that
//! readers who cannot see it get the same information.

use jiff::{SignedDuration, Timestamp};

use crate::blocks::{
    Bar, Block, Chart, Column, Lane, Look, Picture, Point, Rows, Section, Table, TableRow, Text,
};
use crate::outlook::{OutlookFormatter, percent};
use crate::say::Say;
use crate::timeline::{self, JobRuns};
use crate::words::Arg;
use crate::{Report, SrView};
use xo_health_core::forecast::ForecastCause;
use xo_health_core::outlook::{Cause, Likelihood, Worst};

/// The columns of a job's name.
const NAME: u16 = 40;

/// Shows the free space of an SR over time beside the needs of the largest merge and of the worst predicted snapshot or
/// copy; `None` without a forecast of it.
pub(crate) fn room(sr: &SrView, worst: Option<&Worst>, now: Timestamp, say: &Say<'_>) -> Option<Block> {
    let (size, free) = (sr.size_bytes?, sr.free_bytes?);
    if sr.free_path.is_empty() {
        return None;
    }
    let words = say.words;
    let at = |seconds: u64| now + SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(0));
    let start = Point { label: say.stamp(now), low: free, middle: free, high: free };
    let points = sr.free_path.iter().map(|step| Point {
        label: say.stamp(at(step.seconds)),
        low: step.low,
        middle: step.middle,
        high: step.high,
    });
    let points: Vec<Point> = [start].into_iter().chain(points).collect();
    // the first step at which a tenth of the draws has no more than the need
    let asked = worst.and_then(|worst| match worst.cause {
        Some(Cause::NoRoom { need_bytes, .. }) => Some(need_bytes),
        Some(Cause::Forecast(ForecastCause::Room { need, .. })) => Some(need),
        _ => None,
    });
    let most = sr.merge_need_bytes.max(asked);
    let need = most.unwrap_or_default();
    let out = sr.free_path.iter().find(|step| step.low <= need);
    let chance = ("percent", percent(sr.runs_out_probability.unwrap_or(0.0)).into());
    let args = [
        ("free", free.into()),
        ("last", sr.free_path.last().map(|step| step.middle).unwrap_or_default().into()),
        ("out", Say::or_none(out.map(|step| say.near(at(step.seconds))))),
        ("need", Say::or_none(most)),
        chance,
    ];
    let head = |id: &str| Column { head: words.phrase(id).into(), is_number: true, least: 0 };
    let row = |step: &xo_health_core::forecast::RoomAt| TableRow {
        cells: vec![
            say.near(at(step.seconds)).into(),
            step.low.to_string().into(),
            step.middle.to_string().into(),
            step.high.to_string().into(),
        ],
        below: Vec::new(),
    };
    let data = Table {
        columns: vec![
            Column { head: words.phrase("due-when").into(), ..Column::default() },
            head("chart-low"),
            head("chart-middle"),
            head("chart-high"),
        ],
        rows: Rows::all(sr.free_path.iter().map(row).collect()),
    };
    Some(Block::Chart(Chart {
        caption: words.say("chart-room", args),
        picture: Picture::Room { size, need: most, points },
        data,
    }))
}

/// Shows when jobs run within seven days.
pub(crate) fn runs(report: &Report, say: &Say<'_>) -> Section {
    if report.timeline.is_empty() {
        return Section::default();
    }
    let words = say.words;
    let formatter = OutlookFormatter::of(report, say);
    let span = SignedDuration::from_hours(timeline::DAYS * 24).as_secs_f64();
    let share = |at: Timestamp| at.duration_since(report.observed_at).as_secs_f64() / span;
    let lane = |job: &JobRuns| {
        let bar = |run: &timeline::ComingRun| {
            let error = run
                .error
                .map_or_else(|| words.phrase("chart-no-error").into(), |error| formatter.error(error));
            Bar {
                from: share(run.at).clamp(0.0, 1.0),
                width: job.seconds.map_or(0.0, |seconds| seconds as f64 / span),
                look: look(run),
                title: Text::from(format!("{} ", say.near(run.at))).and(error).plain(),
            }
        };
        Lane { name: Text::name(&job.job_name, NAME), bars: job.runs.iter().map(bar).collect() }
    };
    let day = |n: i64| say.short_day(report.observed_at + SignedDuration::from_hours(24 * n));
    let picture = Picture::Runs {
        days: (0..timeline::DAYS).map(day).collect(),
        lanes: report.timeline.iter().map(lane).collect(),
    };
    let head = |id: &str| Column { head: words.phrase(id).into(), ..Column::default() };
    let rows = report.timeline.iter().map(|job| {
        let failing = job.runs.iter().filter(|run| run.likelihood() >= Likelihood::Likely).count();
        let worst = job
            .runs
            .iter()
            .filter(|run| run.error.is_some())
            .max_by(|a, b| a.probability.total_cmp(&b.probability));
        let worst =
            worst.and_then(|run| Some(formatter.error(run.error?).and(format!(", {}", say.near(run.at)))));
        TableRow {
            cells: vec![
                Text::name(&job.job_name, NAME),
                job.runs.first().map(|run| say.near(run.at)).unwrap_or_default().into(),
                (job.runs.len() as u64 + u64::from(job.left_out)).to_string().into(),
                job.seconds.map(|seconds| words.seconds(seconds)).unwrap_or_default().into(),
                failing.to_string().into(),
                worst.unwrap_or_default(),
            ],
            below: Vec::new(),
        }
    });
    let data = Table {
        columns: vec![
            head("due-job"),
            head("chart-first"),
            Column { is_number: true, ..head("chart-runs") },
            Column { is_number: true, ..head("chart-takes") },
            Column { is_number: true, ..head("chart-failing") },
            head("due-what"),
        ],
        rows: Rows::all(rows.collect()),
    };
    let mut section = Section::titled(Text::strong(words.phrase("chart-week")));
    let args = [("jobs", report.timeline.len().into()), ("zone", Arg::from(say.zone_name()))];
    section.blocks.push(Block::Chart(Chart {
        caption: words.say("chart-runs-caption", args),
        picture,
        data,
    }));
    section
}

fn look(run: &timeline::ComingRun) -> Look {
    match run.likelihood() {
        _ if run.error.is_none() => Look::Plain,
        Likelihood::Unlikely => Look::Plain,
        Likelihood::Possible => Look::Warning,
        _ => Look::Critical,
    }
}
