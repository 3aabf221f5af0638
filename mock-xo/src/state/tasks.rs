//! XO's own tasks (REST `/tasks`), mainly those of backup runs: a run is a log and a task (xo-protocol 2.8).
//!
//! In: backup logs. Out: tasks of the same runs.

use serde_json::{Map, Value, json};

use super::State;

impl State {
    /// Returns all tasks: one for each backup run, and those of [`State::tasks`], by start.
    #[must_use]
    pub fn all_tasks(&self) -> Vec<Value> {
        // A run that never began (its job was already running, nothing matched) is not a task (observed).
        let began = |log: &Value| log.get("result").is_none() || log.get("tasks").is_some();
        let runs = self.logs.by_start().filter(began).map(|log| self.task_of_run(&log));
        let mut tasks: Vec<Value> = runs.chain(self.tasks.iter().cloned()).collect();
        tasks.sort_by_key(|task| task.get("start").and_then(Value::as_i64).unwrap_or_default());
        tasks
    }

    fn task_of_run(&self, log: &Value) -> Value {
        let start = log.get("start").and_then(Value::as_i64).unwrap_or_default();
        let run = log.get("id").cloned().unwrap_or_default();
        let mut properties = Map::new();
        properties.insert("name".to_owned(), json!("backup run"));
        copy(log, &mut properties, &["data"]);
        properties.insert("event".to_owned(), json!("job.start"));
        copy(log, &mut properties, &["jobId", "jobName", "scheduleId"]);
        let kind = log.get("jobId").and_then(Value::as_str).map_or("backup", |job| self.type_of_job(job));
        properties.insert("type".to_owned(), json!(kind));
        properties.insert("runJobId".to_owned(), run.clone());
        let mut task = Map::new();
        task.insert("id".to_owned(), json!(task_id(start, run.as_str().unwrap_or_default())));
        task.insert("properties".to_owned(), Value::Object(properties));
        copy(log, &mut task, &["start", "status"]);
        task.insert("updatedAt".to_owned(), log.get("end").cloned().unwrap_or(json!(start)));
        copy(log, &mut task, &["infos", "warnings"]);
        copy_steps(log, &mut task);
        copy(log, &mut task, &["end", "result"]);
        Value::Object(task)
    }

    fn type_of_job(&self, id: &str) -> &'static str {
        let is_in = |jobs: &[Value]| jobs.iter().any(|job| job.get("id").and_then(Value::as_str) == Some(id));
        if is_in(&self.metadata_jobs) {
            return "metadataBackup";
        }
        if is_in(&self.mirror_jobs) { "mirrorBackup" } else { "backup" }
    }
}

/// Returns a step of a log as a task: the log's `message` and `data` become its properties.
fn task_of_step(step: &Value) -> Value {
    let mut properties = match step.get("data") {
        Some(Value::Object(data)) => data.clone(),
        _ => Map::new(),
    };
    if let Some(message) = step.get("message") {
        properties.insert("name".to_owned(), message.clone());
    }
    let mut task = Map::new();
    copy(step, &mut task, &["id"]);
    task.insert("properties".to_owned(), Value::Object(properties));
    copy(step, &mut task, &["start", "status", "infos", "warnings"]);
    copy_steps(step, &mut task);
    copy(step, &mut task, &["end", "result"]);
    Value::Object(task)
}

fn copy_steps(from: &Value, to: &mut Map<String, Value>) {
    if let Some(Value::Array(steps)) = from.get("tasks") {
        to.insert("tasks".to_owned(), steps.iter().map(task_of_step).collect());
    }
}

fn copy(from: &Value, to: &mut Map<String, Value>, keys: &[&str]) {
    for key in keys {
        if let Some(value) = from.get(*key) {
            to.insert((*key).to_owned(), value.clone());
        }
    }
}

/// Returns an id: the time in base 36, and a part of its own.
fn task_id(start_ms: i64, run: &str) -> String {
    let mut digits = Vec::new();
    let mut rest = u64::try_from(start_ms).unwrap_or_default();
    while rest > 0 {
        digits.push(char::from_digit((rest % 36) as u32, 36).unwrap_or('0'));
        rest /= 36;
    }
    let time: String = digits.into_iter().rev().collect();
    format!("{time:0>9}-{}", &super::uuid_of(run).replace('-', "")[..11])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_a_task_too() {
        let mut state = State::new();
        let step = json!({"id": "1-s", "start": 6, "status": "success", "message": "snapshot", "end": 7});
        let vm = json!({"id": "1", "start": 6, "status": "success", "tasks": [step], "message": "backup VM",
            "data": {"id": "v", "type": "VM"}});
        let log = json!({"id": "5", "jobId": "j", "message": "backup", "start": 5, "status": "success",
            "data": {"mode": "full"}, "tasks": [vm], "end": 9});
        state.logs.insert("5".to_owned(), log);
        let tasks = state.all_tasks();
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0]["properties"]["runJobId"], "5");
        assert_eq!(tasks[0]["tasks"][0]["properties"], json!({"id": "v", "type": "VM", "name": "backup VM"}));
        assert_eq!(tasks[0]["tasks"][0]["tasks"][0]["properties"], json!({"name": "snapshot"}));
        assert!(tasks[0].get("message").is_none());
        // One of the observed tasks, and its start.
        assert!(task_id(1_795_353_953_301, "x").starts_with("0mwrve0b9-"));
    }
}
