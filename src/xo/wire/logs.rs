//! Backup logs (facts/xo-protocol.md 5.2): runs, and what they did to each VM.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::lenient::{Flag, Number, Text};
use crate::model::{JobId, ObjectId, Run, RunId, RunStatus, ScheduleId, Transfer, VmRun};

/// Characters of an error's text that are kept.
const ERROR_MAX: usize = 300;

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
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    #[serde(borrow)]
    tasks: Option<&'a RawValue>,
}

impl<'a> Wire<'a> {
    /// Reads the tasks below; what is no list has none, what is no task is left out.
    fn children(&self) -> Vec<Self> {
        let Some(raw) = self.tasks else { return Vec::new() };
        let tasks: Vec<&'a RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
        tasks.into_iter().filter_map(|task| serde_json::from_str(task.get()).ok()).collect()
    }

    fn data(&self) -> Data<'a> {
        self.data.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
    }

    fn outcome(&self) -> Outcome<'a> {
        self.result.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
    }

    fn is(&self, message: &str) -> bool {
        self.message.as_str() == Some(message)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Data<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(rename = "isFull")]
    is_full: Flag,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Outcome<'a> {
    #[serde(borrow)]
    message: Text<'a>,
    size: Number,
}

impl Outcome<'_> {
    fn error(&self) -> Option<Box<str>> {
        let text = self.message.as_str()?;
        let end = text.char_indices().nth(ERROR_MAX).map_or(text.len(), |(at, _)| at);
        Some(text[..end].into())
    }
}

/// Reads one log; none for restores and for what is no log. `key` is its key in a map, where there is one.
pub fn run(key: Option<&str>, json: &[u8]) -> Option<Run> {
    let wire: Wire<'_> = serde_json::from_slice(json).ok()?;
    // restores are in the same list
    if wire.message.as_str().is_some_and(|message| message != "backup") {
        return None;
    }
    let id = wire.id.as_str().or(key)?;
    let tasks = wire.children();
    Some(Run {
        id: RunId::from(id),
        job: wire.job.as_str().map(JobId::from),
        schedule: wire.schedule.as_str().map(ScheduleId::from),
        start: wire.start.millis(),
        end: wire.end.millis(),
        status: status(wire.status.as_str()),
        has_tasks: !tasks.is_empty(),
        error: wire.outcome().error(),
        vms: tasks.iter().filter_map(vm_run).collect(),
    })
}

fn vm_run(task: &Wire<'_>) -> Option<VmRun> {
    let data = task.data();
    if !task.is("backup VM") && data.kind.as_str() != Some("VM") {
        return None;
    }
    let mut made = VmRun {
        vm: ObjectId::new(data.id.as_str()?),
        start: task.start.millis(),
        end: task.end.millis(),
        status: status(task.status.as_str()),
        error: task.outcome().error(),
        snapshot: None,
        transfers: Vec::new(),
    };
    for child in task.children() {
        if child.is("snapshot") {
            // another attempt: what came before counts no more
            made.snapshot = Some((child.start.millis(), child.end.millis()));
            made.transfers.clear();
        } else if child.is("export") {
            made.transfers.extend(transfer(&child));
        }
    }
    Some(made)
}

fn transfer(export: &Wire<'_>) -> Option<Transfer> {
    let data = export.data();
    let children = export.children();
    let task = children.iter().find(|child| child.is("transfer"))?;
    Some(Transfer {
        target: data.id.as_str().map(ObjectId::new),
        to_sr: data.kind.as_str() == Some("SR"),
        is_full: data.is_full.is_true(),
        start: task.start.millis(),
        end: task.end.millis(),
        bytes: task.outcome().size.bytes(),
        status: status(task.status.as_str()),
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
