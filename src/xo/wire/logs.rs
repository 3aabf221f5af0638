//! Backup logs (facts/xo-protocol.md 5.2), as far as runs are known so far.

use serde::Deserialize;

use super::lenient::{Length, Number, Text};
use crate::model::{JobId, Run, RunId, RunStatus, ScheduleId};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wire<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    message: Text<'a>,
    #[serde(borrow, rename = "jobId")]
    job: Text<'a>,
    #[serde(borrow, rename = "scheduleId")]
    schedule: Text<'a>,
    start: Number,
    end: Number,
    #[serde(borrow)]
    status: Text<'a>,
    tasks: Length,
}

/// Reads one log; none for restores and for what is no log. `key` is its key in a map, where there is one.
pub fn run(key: Option<&str>, json: &[u8]) -> Option<Run> {
    let wire: Wire<'_> = serde_json::from_slice(json).ok()?;
    // restores are in the same list
    if wire.message.as_str().is_some_and(|message| message != "backup") {
        return None;
    }
    let id = wire.id.as_str().or(key)?;
    Some(Run {
        id: RunId::from(id),
        job: wire.job.as_str().map(JobId::from),
        schedule: wire.schedule.as_str().map(ScheduleId::from),
        start: wire.start.millis(),
        end: wire.end.millis(),
        status: status(wire.status.as_str()),
        has_tasks: wire.tasks.0.is_some_and(|tasks| tasks > 0),
    })
}

fn status(text: Option<&str>) -> RunStatus {
    match text {
        Some("success") => RunStatus::Success,
        Some("skipped") => RunStatus::Skipped,
        Some("failure") => RunStatus::Failure,
        Some("interrupted") => RunStatus::Interrupted,
        Some("pending") => RunStatus::Pending,
        _ => RunStatus::Unknown,
    }
}
