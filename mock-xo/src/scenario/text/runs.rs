//! Runs of jobs, with their errors.

use serde_json::{Value, json};

use super::lexer::Token;
use super::{Reader, TextError};

const STATUSES: [&str; 5] = ["success", "failure", "skipped", "interrupted", "pending"];

/// How a VM fared.
struct VmResult {
    vm: String,
    name: String,
    status: &'static str,
    size: i64,
    /// Whether whole disks were moved.
    full: bool,
    message: Option<String>,
    /// Whether its restore test failed, and so the backup.
    unproven: bool,
    /// The warning about a delta that became a full.
    warning: Option<String>,
}

impl Reader {
    pub(super) fn read_run(&mut self) -> Result<(), TextError> {
        let place = self.cursor.place();
        let name = self.cursor.word("the name of a job")?;
        if !self.jobs.contains_key(&name) {
            return Err(place.error(format!("no job `{name}` is defined above")));
        }
        let job = self.job_named(&name);
        let record =
            self.world.state.backup_jobs.iter().find(|record| record["id"] == json!(job.id)).cloned();
        let record = record.unwrap_or_else(|| json!({"mode": "full"}));
        let (mut age, mut took) = (3_600, 300);
        while let Some(setting) = self.cursor.setting(&["age", "took"]) {
            match setting.key.as_str() {
                "age" => age = setting.age()?,
                _ => took = setting.age()?,
            }
        }
        let status = self.cursor.take_one_of(&STATUSES);
        let message = match status {
            Some("failure" | "skipped") if !self.cursor.is_at(&Token::Open) => self.read_message(),
            _ => None,
        };
        let result =
            if self.cursor.take(&Token::Open) { self.read_result()? } else { self.all_of(&record, status) };
        let start = (self.world.now().as_second() - age) * 1000;
        let run = Run { start, end: start + took * 1000, remote: target_of(&record) };
        let mut log = json!({
            "data": {"mode": record["mode"], "reportWhen": "failure"}, "jobId": job.id, "jobName": job.name,
            "message": "backup", "scheduleId": job.schedule, "start": start,
        });
        if let Some(text) = message {
            // A run that never began has no tasks.
            log["status"] = json!(status);
            log["end"] = json!(start + 5);
            log["result"] = error(&text);
        } else {
            // with empty braces the VMs were planned, but no task mentions them
            let planned = if result.is_empty() { self.all_of(&record, status) } else { Vec::new() };
            let vms: Vec<&String> = result.iter().chain(&planned).map(|one| &one.vm).collect();
            log["infos"] = json!([{"data": {"vms": vms}, "message": "vms"}]);
            log["tasks"] = result.iter().enumerate().map(|(number, one)| run.task(number, one)).collect();
            let whole = status.unwrap_or_else(|| worst(&result));
            log["status"] = json!(whole);
            if !matches!(whole, "pending" | "interrupted") {
                log["end"] = json!(run.end);
            }
        }
        let mut id = start.to_string();
        while self.world.state.logs.contains_key(&id) {
            id.push_str(":1");
        }
        log["id"] = json!(id);
        self.world.state.logs.insert(id, log);
        Ok(())
    }

    /// Takes a quoted message, which has blanks or brackets, unlike a word that begins the next statement.
    fn read_message(&mut self) -> Option<String> {
        let is_text = self.cursor.peek_word().is_some_and(|word| word.contains([' ', '(', '_']));
        if is_text { self.cursor.word("a message").ok() } else { None }
    }

    fn read_result(&mut self) -> Result<Vec<VmResult>, TextError> {
        let mut all = Vec::new();
        while !self.cursor.take(&Token::Close) {
            let name = self.cursor.word("the name of a VM, or `}`")?;
            let vm = self.vms.get(&name).cloned();
            let vm = vm.unwrap_or_else(|| self.world.other_id(&name));
            let status = self.cursor.take_one_of(&STATUSES);
            let status = status.ok_or_else(|| {
                self.cursor.surprise("`success`, `failure`, `skipped`, `interrupted` or `pending`")
            })?;
            let size = self.cursor.size().unwrap_or(1 << 30);
            let full = self.cursor.take_word("full");
            let warning = if full { self.read_message() } else { None };
            let unproven = self.cursor.take_word("unproven");
            let message = match (status, self.read_message()) {
                ("skipped", None) => Some("unhealthy VDI chain".to_owned()),
                ("failure", None) if unproven => Some("timeout of the restore test".to_owned()),
                ("failure", None) => Some("other side closed".to_owned()),
                (_, message) => message,
            };
            all.push(VmResult { vm, name, status, size, full, message, unproven, warning });
        }
        Ok(all)
    }

    /// Returns all VMs that the job names, each with the same status.
    fn all_of(&self, record: &Value, status: Option<&'static str>) -> Vec<VmResult> {
        let ids = match &record["vms"]["id"] {
            Value::String(one) => vec![one.clone()],
            many => many["__or"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        };
        let status = status.unwrap_or("success");
        let message = match status {
            "skipped" => Some("unhealthy VDI chain".to_owned()),
            "failure" => Some("other side closed".to_owned()),
            _ => None,
        };
        let name = |id: &String| self.world.text(id, "name_label");
        let result = |vm: String| VmResult {
            name: name(&vm),
            vm,
            status,
            size: 1 << 30,
            full: false,
            message: message.clone(),
            unproven: false,
            warning: None,
        };
        ids.into_iter().map(result).collect()
    }
}

fn worst(result: &[VmResult]) -> &'static str {
    let all = ["pending", "interrupted", "failure", "skipped"];
    all.into_iter().find(|status| result.iter().any(|one| one.status == *status)).unwrap_or("success")
}

fn target_of(record: &Value) -> Option<(String, &'static str)> {
    let id = |key: &str| {
        let target = &record[key]["id"];
        target.as_str().or_else(|| target["__or"][0].as_str()).map(str::to_owned)
    };
    id("remotes").map(|id| (id, "remote")).or_else(|| id("srs").map(|id| (id, "SR")))
}

/// Returns an error as logs have it; a code at the beginning of the text gets its own key.
fn error(text: &str) -> Value {
    let mut error =
        json!({"message": text, "name": "Error", "stack": format!("Error: {text}\n    at mock-xo")});
    let code = text.split_once('(').map(|(code, rest)| (code, rest.trim_end_matches(')')));
    if let Some((code, params)) = code
        && !code.is_empty()
        && code.chars().all(|char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_')
    {
        error["code"] = json!(code);
        error["params"] = params.split(", ").map(str::to_owned).collect();
        error["name"] = json!("XapiError");
    }
    error
}

struct Run {
    start: i64,
    end: i64,
    remote: Option<(String, &'static str)>,
}

impl Run {
    fn task(&self, number: usize, result: &VmResult) -> Value {
        let id = |step: &str| format!("{:x}-{number}-{step}", self.start);
        let has_ended = !matches!(result.status, "pending" | "interrupted");
        // XO leaves the steps of an interrupted run pending forever.
        let status = if has_ended { result.status } else { "pending" };
        let end = |step: &mut Value, at: i64| {
            if has_ended {
                step["end"] = json!(at);
            }
        };
        let of_snapshot = if result.unproven { "success" } else { status };
        let mut snapshot =
            json!({"id": id("s"), "start": self.start, "status": of_snapshot, "message": "snapshot"});
        end(&mut snapshot, self.start + 900);
        snapshot["result"] = match &result.message {
            Some(text) if !result.unproven => error(text),
            _ => json!(crate::state::uuid_of(&id("snapshot"))),
        };
        let mut steps = vec![snapshot];
        if let (Some((target, kind)), true) = (&self.remote, result.status == "success" || result.unproven) {
            let transfer = json!({
                "id": id("t"), "start": self.start + 1000, "status": "success", "end": self.end,
                "result": {"size": result.size}, "message": "transfer",
            });
            let mut tasks = vec![transfer];
            if let (true, Some(text)) = (result.unproven, &result.message) {
                tasks.push(json!({
                    "id": id("h"), "start": self.end, "status": "failure", "end": self.end, "result": error(text),
                    "message": "health check",
                }));
            }
            steps.push(json!({
                "id": id("e"), "start": self.start + 900, "status": status, "tasks": tasks, "end": self.end,
                "message": "export", "data": {"id": target, "isFull": result.full, "type": kind},
            }));
        }
        let mut task = json!({
            "id": id("v"), "start": self.start, "status": status, "tasks": steps, "message": "backup VM",
            "data": {"id": result.vm, "type": "VM", "name_label": result.name},
        });
        end(&mut task, self.end);
        if let Some(text) = &result.warning {
            task["warnings"] = json!([{"message": text}]);
        }
        if let Some(text) = &result.message {
            task["result"] = error(text);
        }
        task
    }
}
