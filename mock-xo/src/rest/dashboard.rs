//! `/dashboard`: the site in figures (xo-protocol 2.8). In: the state. Out: XO's own sums, including their omissions.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::filter::matches_pattern;
use crate::state::State;

/// Age from which runs are ignored.
const WINDOW_MS: i64 = 7 * 86_400_000;

pub(super) fn dashboard(state: &State) -> Value {
    let objects = Objects::of(state);
    json!({
        "nPools": objects.pools.len(),
        "nHosts": objects.hosts.len(),
        "backupRepositories": backup_repositories(state),
        "resourcesOverview": resources(&objects),
        "poolsStatus": pools_status(state),
        "missingPatches": {
            "hasAuthorization": true, "nHosts": objects.hosts.len(), "nHostsFailed": 0,
            "nHostsWithMissingPatches": 0, "nHostsEol": {"isEmpty": true}, "nPools": objects.pools.len(),
            "nPoolsWithMissingPatches": 0,
        },
        "storageRepositories": storage(&objects),
        "backups": backups(state, &objects),
        "hostsStatus": hosts_status(&objects),
        "vmsStatus": vms_status(&objects),
    })
}

/// The objects that are counted.
struct Objects {
    pools: Vec<Value>,
    hosts: Vec<Value>,
    srs: Vec<Value>,
    vms: Vec<Value>,
}

impl Objects {
    fn of(state: &State) -> Self {
        let all = |kind: &str| {
            state.visible().filter(|object| object.kind() == kind).map(crate::state::Object::value).collect()
        };
        Self { pools: all("pool"), hosts: all("host"), srs: all("SR"), vms: all("VM") }
    }

    /// Returns the SRs that can hold disks.
    fn writable(&self) -> impl Iterator<Item = &Value> {
        self.srs.iter().filter(|sr| sr["content_type"] != "iso" && sr["size"].as_f64() > Some(0.0))
    }
}

fn sum<'a>(values: impl Iterator<Item = &'a Value>) -> i64 {
    values.filter_map(Value::as_i64).fold(0, i64::saturating_add)
}

fn resources(objects: &Objects) -> Value {
    json!({
        "nCpus": sum(objects.hosts.iter().map(|host| &host["cpus"]["cores"])),
        "memorySize": sum(objects.hosts.iter().map(|host| &host["memory"]["size"])),
        "srSize": sum(objects.writable().map(|sr| &sr["size"])),
    })
}

fn storage(objects: &Objects) -> Value {
    let total = sum(objects.writable().map(|sr| &sr["size"]));
    let used = sum(objects.writable().map(|sr| &sr["physical_usage"]));
    json!({"size": {
        "available": total.saturating_sub(used), "other": used, "replicated": 0, "total": total, "used": used,
    }})
}

fn backup_repositories(state: &State) -> Value {
    if state.remotes.is_empty() || state.remote_info.is_empty() {
        return json!({"isEmpty": true});
    }
    let field = |name: &'static str| sum(state.remote_info.values().map(move |info| &info[name]));
    let used = field("used");
    json!({"other": {"size": {
        "backups": 0, "available": field("available"), "other": used, "total": field("size"), "used": used,
    }}})
}

fn pools_status(state: &State) -> Value {
    let count = |test: &dyn Fn(&Value) -> bool| state.servers.iter().filter(|server| test(server)).count();
    let connected = count(&|server| server["status"] == "connected");
    let disconnected = count(&|server| server["status"] == "disconnected" && server["error"].is_null());
    let unreachable = count(&|server| server["status"] != "connected" && !server["error"].is_null());
    json!({
        "connected": connected, "disconnected": disconnected, "unreachable": unreachable,
        "unknown": state.servers.len() - connected - disconnected - unreachable, "total": state.servers.len(),
    })
}

fn hosts_status(objects: &Objects) -> Value {
    let mut counts = [("disabled", 0), ("running", 0), ("halted", 0), ("unknown", 0)];
    for host in &objects.hosts {
        let place = match host["power_state"].as_str() {
            Some("Running") if host["enabled"] == false => 0,
            Some("Running") => 1,
            Some("Halted") => 2,
            _ => 3,
        };
        counts[place].1 += 1;
    }
    total(&counts, objects.hosts.len())
}

fn vms_status(objects: &Objects) -> Value {
    let count = |wanted: &str| objects.vms.iter().filter(|vm| vm["power_state"] == wanted).count();
    let (running, halted, paused, suspended) =
        (count("Running"), count("Halted"), count("Paused"), count("Suspended"));
    let all = objects.vms.len();
    let counts = [
        ("active", running + paused),
        ("inactive", halted + suspended),
        ("running", running),
        ("halted", halted),
        ("paused", paused),
        ("suspended", suspended),
        ("unknown", all - running - halted - paused - suspended),
    ];
    total(&counts, all)
}

fn total(counts: &[(&str, usize)], all: usize) -> Value {
    let mut map: Map<String, Value> =
        counts.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
    map.insert("total".to_owned(), json!(all));
    Value::Object(map)
}

/// Counts jobs by how their last three runs ended, and VMs by how the last run with them ended.
fn backups(state: &State, objects: &Objects) -> Value {
    let (mut disabled, mut failed, mut silent, mut skipped, mut successful) = (0, 0, 0, 0, 0);
    let mut issues = Vec::new();
    let mut vms = Protection::default();
    let after = state.clock.now_ms() - WINDOW_MS;
    let all: Vec<Value> = state.logs.started(|start| start >= after).collect();
    for job in state.all_backup_jobs() {
        let mine = state.schedules.iter().filter(|schedule| schedule["jobId"] == job["id"]);
        if !mine.into_iter().any(|schedule| fires(state, schedule)) {
            disabled += 1;
            vms.all_of(job, objects, false);
            continue;
        }
        let runs: Vec<&Value> = all.iter().filter(|log| log["jobId"] == job["id"]).collect();
        // A run under way counts for what it has saved so far, not for its result (observed).
        let Some(last) = runs.last() else {
            silent += 1;
            vms.all_of(job, objects, false);
            continue;
        };
        vms.of_run(job, last, objects);
        let ended: Vec<&Value> = runs.iter().copied().filter(|log| log["status"] != "pending").collect();
        let logs = &ended[ended.len().saturating_sub(3)..];
        let Some(bad) = logs.iter().find(|log| log["status"] != "success") else {
            successful += 1;
            continue;
        };
        if bad["status"] == "skipped" {
            skipped += 1;
        } else {
            failed += 1;
        }
        let statuses: Vec<&Value> = logs.iter().rev().map(|log| &log["status"]).collect();
        issues.push(json!({"logs": statuses, "name": job["name"], "type": job["type"], "uuid": job["id"]}));
    }
    let jobs = disabled + failed + silent + skipped + successful;
    json!({
        "jobs": {
            "disabled": disabled, "failed": failed, "noRecentRun": silent, "skipped": skipped,
            "successful": successful, "total": jobs,
        },
        "issues": issues,
        "vmsProtection": vms.figures(objects),
    })
}

/// Returns whether a schedule is enabled, or is a step of an enabled sequence.
fn fires(state: &State, schedule: &Value) -> bool {
    let is_enabled = |schedule: &Value| schedule["enabled"] == true;
    let is_step_of = |job: &&Value| {
        let items = job["paramsVector"]["items"].as_array().into_iter().flatten();
        let values = items.flat_map(|item| item["values"].as_array().into_iter().flatten());
        let mut steps = values.flat_map(|value| value["schedules"].as_array().into_iter().flatten());
        steps.any(|step| *step == schedule["id"])
    };
    let sequences = state.call_jobs.iter().filter(|job| job["method"] == "schedule.runSequence");
    is_enabled(schedule)
        || sequences.filter(is_step_of).any(|sequence| {
            state.schedules.iter().any(|own| own["jobId"] == sequence["id"] && is_enabled(own))
        })
}

#[derive(Default)]
struct Protection {
    protected: BTreeSet<String>,
    unprotected: BTreeSet<String>,
}

impl Protection {
    fn add(&mut self, vm: &Value, is_protected: bool) {
        let id = vm["id"].as_str().unwrap_or_default();
        let is_excluded = vm["tags"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|tag| tag.as_str().is_some_and(|tag| tag.split('=').next() == Some("xo:no-bak")));
        if is_excluded || self.protected.contains(id) {
            return;
        }
        if is_protected {
            self.unprotected.remove(id);
            self.protected.insert(id.to_owned());
        } else {
            self.unprotected.insert(id.to_owned());
        }
    }

    fn all_of(&mut self, job: &Value, objects: &Objects, is_protected: bool) {
        if job["type"] != "backup" {
            return;
        }
        for vm in objects.vms.iter().filter(|vm| matches_pattern(vm, &job["vms"])) {
            self.add(vm, is_protected);
        }
    }

    fn of_run(&mut self, job: &Value, log: &Value, objects: &Objects) {
        let Some(tasks) = log["tasks"].as_array() else {
            return self.all_of(job, objects, log["status"] == "success");
        };
        for task in tasks {
            let vm = objects.vms.iter().find(|vm| vm["id"] == task["data"]["id"]);
            if let Some(vm) = vm {
                self.add(vm, task["status"] == "success");
            }
        }
    }

    fn figures(&self, objects: &Objects) -> Value {
        let in_job = self.protected.len() + self.unprotected.len();
        json!({
            "protected": self.protected.len(), "unprotected": self.unprotected.len(),
            "notInJob": objects.vms.len().saturating_sub(in_job),
        })
    }
}
