//! Jobs and schedules (facts/xo-protocol.md 2.4).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::lenient::is_id;
use super::list::List;
use super::objects::NAME_LIMIT;
use xo_health_core::model::{Job, JobId, JobKind, Mode, ObjectId, RunId, Schedule, ScheduleId, VmPattern};

/// The fields that are read of a job; the last one only of sequences.
pub(super) const FIELDS: [&str; 12] = [
    "id",
    "name",
    "type",
    "mode",
    "vms",
    "sourceRemote",
    "remotes",
    "srs",
    "settings",
    "runId",
    "method",
    "paramsVector",
];

/// The fields that are read of a schedule.
pub(super) const SCHEDULE_FIELDS: [&str; 6] = ["id", "jobId", "name", "cron", "timezone", "enabled"];

/// The method of a job that runs the schedules in its parameters.
pub(super) const RUN_SEQUENCE: &str = "schedule.runSequence";

/// The method whose answer is a list of jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobsOf {
    /// `backupNg.getAllJobs`.
    Backup,
    /// `mirrorBackup.getAllJobs`.
    Mirror,
    /// `metadataBackup.getAllJobs`.
    Metadata,
    /// `job.getAll`.
    Call,
}

/// Reads a list of jobs, sorted by id; entries that are not jobs are counted.
///
/// Errors: the answer is not a list.
pub fn jobs(of: JobsOf, answer: &Value) -> Result<List<Job>, String> {
    List::read(answer, |job| read_job(of, job), |job| &job.id)
}

/// Reads the list of schedules, sorted by id; entries that are not schedules are counted.
///
/// Errors: the answer is not a list.
pub fn schedules(answer: &Value) -> Result<List<Schedule>, String> {
    List::read(answer, read_schedule, |schedule| &schedule.id)
}

/// Returns the id of an entry; a text that is too long is not an id.
pub(super) fn id(object: &Map<String, Value>) -> Option<&str> {
    text(object, "id").filter(|id| is_id(id))
}

/// Returns a name, cut to its limit.
pub(super) fn name<'a>(object: &'a Map<String, Value>, key: &str) -> &'a str {
    let name = text(object, key).unwrap_or_default();
    &name[..name.floor_char_boundary(NAME_LIMIT)]
}

pub(super) fn text<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Value::as_str)
}

fn read_job(of: JobsOf, job: &Map<String, Value>) -> Option<Job> {
    Some(Job {
        id: JobId::from(id(job)?),
        name: name(job, "name").to_owned(),
        kind: match of {
            JobsOf::Backup => JobKind::Backup(mode(text(job, "mode"))),
            JobsOf::Mirror => JobKind::Mirror,
            JobsOf::Metadata => JobKind::Metadata,
            JobsOf::Call => call(job),
        },
        vms: if of == JobsOf::Backup { pattern(job.get("vms")) } else { VmPattern::None },
        source: text(job, "sourceRemote").filter(|id| is_id(id)).map(ObjectId::new),
        remotes: ids(job.get("remotes")),
        srs: ids(job.get("srs")),
        settings: settings(job.get("settings")),
        running: text(job, "runId").map(RunId::from),
    })
}

fn mode(text: Option<&str>) -> Mode {
    match text {
        Some("full") => Mode::Full,
        Some("delta") => Mode::Delta,
        _ => Mode::Unknown,
    }
}

/// Reads a pattern: one with only the key `id` names its VMs, any other selects them when the run starts.
fn pattern(vms: Option<&Value>) -> VmPattern {
    match vms {
        None | Some(Value::Null) => VmPattern::None,
        Some(Value::Object(map)) if map.len() == 1 && map.contains_key("id") => VmPattern::Ids(ids(vms)),
        Some(other) => VmPattern::Smart(other.clone()),
    }
}

/// Reads `{id: "x"}` or `{id: {__or: ["x", "y"]}}`.
fn ids(value: Option<&Value>) -> Vec<ObjectId> {
    let Some(id) = value.and_then(|value| value.get("id")) else { return Vec::new() };
    let list = match id {
        Value::String(id) => return vec![ObjectId::new(id)],
        other => other.get("__or").and_then(Value::as_array),
    };
    list.into_iter().flatten().filter_map(Value::as_str).map(ObjectId::new).collect()
}

fn settings(value: Option<&Value>) -> BTreeMap<String, Map<String, Value>> {
    let all = value.and_then(Value::as_object).into_iter().flatten();
    all.filter_map(|(key, value)| Some((key.clone(), value.as_object()?.clone()))).collect()
}

/// Recognises a sequence among other calls: it runs the schedules that its parameters list.
fn call(job: &Map<String, Value>) -> JobKind {
    if text(job, "method") != Some(RUN_SEQUENCE) {
        return JobKind::Call;
    }
    let schedules = job
        .get("paramsVector")
        .and_then(|vector| vector.get("items"))
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|item| item.get("values").and_then(Value::as_array))
        .flatten()
        .filter_map(|value| value.get("schedules").and_then(Value::as_array))
        .flatten()
        .filter_map(Value::as_str)
        .map(ScheduleId::from);
    JobKind::Sequence(schedules.collect())
}

fn read_schedule(schedule: &Map<String, Value>) -> Option<Schedule> {
    Some(Schedule {
        id: ScheduleId::from(id(schedule)?),
        job: JobId::from(text(schedule, "jobId").unwrap_or_default()),
        name: name(schedule, "name").to_owned(),
        cron: text(schedule, "cron").unwrap_or_default().to_owned(),
        timezone: text(schedule, "timezone").map(str::to_owned),
        enabled: schedule.get("enabled").and_then(Value::as_bool).unwrap_or(false),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_patterns() {
        let ids = |vms: Value| match pattern(Some(&vms)) {
            VmPattern::Ids(ids) => ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
            VmPattern::Smart(_) => "smart".to_owned(),
            VmPattern::None => "none".to_owned(),
        };
        let cases = [
            (json!({"id": "a"}), "a"),
            (json!({"id": {"__or": ["a", "b"]}}), "a,b"),
            (json!({"id": {"__or": ["a", 3, null]}}), "a"),
            (json!({"id": 3}), ""),
            (json!({"id": "a", "type": "VM"}), "smart"),
            (json!({"tags": [["x"]]}), "smart"),
            (json!(null), "none"),
        ];
        for (vms, expected) in cases {
            assert_eq!(ids(vms.clone()), expected, "{vms}");
        }
    }

    #[test]
    fn reads_a_sequence() {
        let answer = json!([
            {"id": "s", "type": "call", "method": "schedule.runSequence",
             "paramsVector": {"type": "crossProduct", "items": [{"type": "set", "values": [{"schedules": ["b", "a"]}]}]}},
            {"id": "c", "type": "call", "method": "vm.start"},
            {"method": "no id"},
            "no object",
        ]);
        let jobs = jobs(JobsOf::Call, &answer).unwrap();
        assert_eq!(jobs.entries[0].kind, JobKind::Call);
        assert_eq!(jobs.entries[1].kind, JobKind::Sequence(vec!["b".into(), "a".into()]));
        assert_eq!(jobs.entries.len(), 2);
    }

    #[test]
    fn an_answer_that_is_no_list_is_an_error() {
        assert!(jobs(JobsOf::Backup, &json!("x")).is_err());
        assert!(schedules(&json!(null)).is_err());
    }
}
