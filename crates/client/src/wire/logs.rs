//! Backup logs (facts/xo-protocol.md 5.2): the run and its tree of tasks.
//!
//! Texts are cut and lists of texts are bounded, because a log may hold megabytes of them. [`vm_run`] gathers what
//! a tree says about one VM.

mod vm_run;

use serde::Deserialize;
use thin_vec::ThinVec;

use super::lenient::{Flag, Length, Number, Object, Objects, Text, Word, is_id};
use crate::{limits, scrub};
use xo_health_core::model::{
    JobId, LogError, Mode, ObjectId, Phase, Run, RunId, RunPlace, RunStatus, ScheduleId, Unopened,
};

/// Most bytes of a message that are kept; XO's own stay well below.
const MESSAGE_BYTES: usize = 500;

/// Most texts of one kind that are kept of one run, or of one VM in it.
const TEXTS_LIMIT: usize = 16;

/// A log; `Tasks` is its tree of tasks, or only their number.
#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "Tasks: Deserialize<'de> + Default"))]
pub(super) struct Wire<'a, Tasks> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    message: Text<'a>,
    #[serde(borrow, rename = "jobId")]
    job: Text<'a>,
    #[serde(borrow, rename = "scheduleId")]
    schedule: Text<'a>,
    #[serde(borrow, rename = "proxyId")]
    proxy: Text<'a>,
    #[serde(borrow)]
    data: Object<Data<'a>>,
    start: Number,
    end: Number,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    result: Object<TaskResult<'a>>,
    #[serde(borrow)]
    warnings: Objects<Warning<'a>>,
    tasks: Tasks,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Task<'a> {
    #[serde(borrow)]
    message: Text<'a>,
    #[serde(borrow)]
    data: Object<Data<'a>>,
    start: Number,
    end: Number,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    result: Object<TaskResult<'a>>,
    #[serde(borrow)]
    warnings: Objects<Warning<'a>>,
    #[serde(borrow)]
    infos: Objects<Warning<'a>>,
    #[serde(borrow)]
    tasks: Objects<Task<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Data<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name_label: Text<'a>,
    #[serde(borrow)]
    mode: Text<'a>,
    #[serde(rename = "isFull")]
    is_full: Flag,
}

/// The result of a task: an error, or the size of what it moved.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct TaskResult<'a> {
    code: Word,
    #[serde(borrow)]
    message: Text<'a>,
    size: Number,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Warning<'a> {
    #[serde(borrow)]
    message: Text<'a>,
    #[serde(borrow)]
    data: Object<WarningData<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct WarningData<'a> {
    #[serde(rename = "isRetry")]
    is_retry: Flag,
    #[serde(borrow)]
    error: Text<'a>,
}

/// A log that is not a JSON object, or has no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GarbledLog;

/// Reads one log; `None` for restores.
///
/// # Errors
/// The log cannot be understood.
pub fn run(json: &[u8]) -> Result<Option<Run>, GarbledLog> {
    limits::within_large(json).map_err(|_| GarbledLog)?;
    let Ok(wire) = serde_json::from_slice::<Wire<'_, Objects<Task<'_>>>>(json) else {
        // a tree that is nested too deep to be read; the run itself still counts
        let wire: Wire<'_, Length> = serde_json::from_slice(json).map_err(|_| GarbledLog)?;
        let has_tasks = wire.tasks.0.is_some_and(|tasks| tasks > 0);
        return Ok(alone(&wire)?.map(|run| Run { has_tasks, ..run }));
    };
    let Some(run) = alone(&wire)? else { return Ok(None) };
    let tasks = &wire.tasks.0;
    let stopped = run.status == RunStatus::Interrupted;
    let mut vms: Vec<_> = tasks.iter().filter_map(|task| vm_run::read(task, stopped)).collect();
    vms.shrink_to_fit();
    let unopened = tasks.iter().filter_map(unopened).collect();
    Ok(Some(Run { has_tasks: !tasks.is_empty(), unopened, vms, ..run }))
}

/// Reads what a log says of the run itself, without its tasks; `None` for restores.
fn alone<Tasks>(wire: &Wire<'_, Tasks>) -> Result<Option<Run>, GarbledLog> {
    // restores are in the same list
    if wire.message.as_str().is_some_and(|message| message != "backup") {
        return Ok(None);
    }
    let id = wire.id.as_str().filter(|id| is_id(id)).ok_or(GarbledLog)?;
    let status = status(wire.status.as_str());
    let mut warnings = ThinVec::new();
    for warning in &wire.warnings.0 {
        keep_text(&mut warnings, warning.message.as_str());
    }
    Ok(Some(Run {
        id: RunId::from(id),
        job: wire.job.as_str().map(JobId::from),
        schedule: wire.schedule.as_str().map(ScheduleId::from),
        mode: wire.data.0.as_ref().and_then(|data| mode(data.mode.as_str()?)),
        proxy: wire.proxy.id(),
        start: wire.start.millis(),
        end: wire.end.millis(),
        status,
        has_tasks: false,
        error: error(status, &wire.result).map(Box::new),
        unopened: Vec::new(),
        warnings,
        vms: Vec::new(),
    }))
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

fn mode(text: &str) -> Option<Mode> {
    match text {
        "full" => Some(Mode::Full),
        "delta" => Some(Mode::Delta),
        "" => None,
        _ => Some(Mode::Unknown),
    }
}

/// Reads a task as a phase; `stopped`: the server stopped during the run, and so did what was pending.
fn phase(task: &Task<'_>, stopped: bool) -> Phase {
    let status = match status(task.status.as_str()) {
        RunStatus::Pending if stopped => RunStatus::Interrupted,
        status => status,
    };
    let error = error(status, &task.result).map(Box::new);
    Phase::new(task.start.millis(), task.end.millis(), status, error)
}

/// Reads the error of a task that did not end well; a success has a result too, but it is not an error.
fn error(status: RunStatus, outcome: &Object<TaskResult<'_>>) -> Option<LogError> {
    if matches!(status, RunStatus::Success | RunStatus::Pending) {
        return None;
    }
    let outcome = outcome.0.as_ref()?;
    let code = outcome.code.0.as_deref().map(|code| cut(code).into());
    let message = outcome.message.as_str().map(cut).unwrap_or_default();
    (code.is_some() || !message.is_empty()).then(|| LogError { code, message: message.into() })
}

fn unopened(task: &Task<'_>) -> Option<Unopened> {
    let status = status(task.status.as_str());
    let opens = matches!(task.message.as_str()?, "get SR record" | "get remote adapter" | "missing pool");
    (opens && status != RunStatus::Success)
        .then(|| Some(Unopened { what: place(task)?, error: error(status, &task.result) }))?
}

fn place(task: &Task<'_>) -> Option<RunPlace> {
    let data = task.data.0.as_ref()?;
    let id: ObjectId = data.id.id()?;
    match data.kind.as_str()? {
        "remote" => Some(RunPlace::Remote(id)),
        "SR" => Some(RunPlace::Sr(id)),
        "pool" => Some(RunPlace::Pool(id)),
        _ => None,
    }
}

/// Keeps a text once, cut, unless there are too many.
fn keep_text(kept: &mut ThinVec<Box<str>>, text: Option<&str>) {
    let Some(text) = text.map(cut).filter(|text| !text.is_empty()) else { return };
    if kept.len() < TEXTS_LIMIT && !kept.iter().any(|known| **known == *text) {
        kept.push(text.into());
    }
}

fn cut(text: &str) -> String {
    let text = scrub::message(text);
    text[..text.floor_char_boundary(MESSAGE_BYTES)].to_owned()
}

#[cfg(test)]
mod tests;
