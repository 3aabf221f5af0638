//! Jobs and VMs for the tests of this module, read from JSON in XO's own terms rather than from `notation`. Settings
//! by schedule, patterns that select VMs, and backup keys are XO's own JSON, which this module interprets as it is: a
//! notation would hide what is tested. And `special_states` is what a real server sent. Tests of chains, storage,
//! rules and the forecast use the notation.
//!
//! It reads just what these tests need; another module reads real answers.

use std::io::Read;
use std::sync::Arc;

use compact_str::CompactString;
use flate2::read::GzDecoder;
use jiff::Timestamp;
use serde_json::{Map, Value};
use thin_vec::ThinVec;

use super::Selection;
use crate::model::*;

pub struct Server {
    pub inventory: Inventory,
    pub backups: Backups,
    pub observed_at: Timestamp,
}

impl Server {
    pub fn job(&self, name: &str) -> &Job {
        self.backups.jobs.iter().flatten().find(|job| job.name == name).unwrap()
    }
}

/// The jobs, schedules, VMs and snapshots of captures/special-states, without fields that no test uses.
pub fn special_states() -> Server {
    let packed = include_bytes!("../../../../tests/fixtures/backup-special-states.json.gz");
    let mut text = String::new();
    GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
    server(serde_json::from_str(&text).unwrap())
}

pub fn server(raw: Value) -> Server {
    let jobs = |kind: &str| raw.get(kind).map(|jobs| list(jobs).iter().cloned().map(job).collect());
    Server {
        inventory: inventory(raw.get("objects").cloned().unwrap_or_default()),
        observed_at: Timestamp::from_millisecond(raw["captured_at"].as_i64().unwrap()).unwrap(),
        backups: Backups {
            jobs: jobs("backup"),
            mirror_jobs: jobs("mirror"),
            metadata_jobs: jobs("metadata"),
            call_jobs: jobs("call"),
            schedules: raw.get("schedules").map(|schedules| list(schedules).iter().map(schedule).collect()),
            runs: None,
            repositories: None,
        },
    }
}

pub fn job(raw: Value) -> Job {
    let text = |key: &str| raw[key].as_str().unwrap_or_default();
    let kind = match (text("type"), text("mode")) {
        ("mirrorBackup", _) => JobKind::Mirror,
        ("metadataBackup", _) => JobKind::Metadata,
        ("call", _) if text("method") == "schedule.runSequence" => JobKind::Sequence(
            ids(&raw["paramsVector"]["items"][0]["values"][0]["schedules"]).map(ScheduleId).collect(),
        ),
        ("call", _) => JobKind::Call,
        (_, "full") => JobKind::Backup(Mode::Full),
        (_, "delta") => JobKind::Backup(Mode::Delta),
        _ => JobKind::Backup(Mode::Unknown),
    };
    Job {
        id: text("id").into(),
        name: text("name").to_owned(),
        kind,
        vms: match raw.get("vms") {
            None => VmPattern::None,
            Some(Value::Object(vms)) if vms.len() == 1 && vms.contains_key("id") => {
                VmPattern::Ids(simple(&vms["id"]))
            }
            Some(pattern) => VmPattern::Smart(pattern.clone()),
        },
        source: None,
        remotes: simple(&raw["remotes"]["id"]),
        srs: simple(&raw["srs"]["id"]),
        settings: raw["settings"]
            .as_object()
            .map(|layers| {
                layers
                    .iter()
                    .map(|(key, layer)| (key.clone(), layer.as_object().cloned().unwrap_or_default()))
                    .collect()
            })
            .unwrap_or_default(),
        running: raw["runId"].as_str().map(RunId::from),
    }
}

pub fn schedule(raw: &Value) -> Schedule {
    let text = |key: &str| raw[key].as_str().unwrap_or_default();
    Schedule {
        id: text("id").into(),
        job: text("jobId").into(),
        name: text("name").to_owned(),
        cron: text("cron").to_owned(),
        timezone: raw["timezone"].as_str().map(str::to_owned),
        enabled: raw["enabled"] == true,
    }
}

pub fn inventory(objects: Value) -> Inventory {
    let mut builder = InventoryBuilder::default();
    for object in list(&objects) {
        let links = links(object);
        match object["type"].as_str().unwrap() {
            "pool" => {
                builder.add_pool(Pool { id: id(object), name: name(object), master: Link::None }, links)
            }
            "VBD" => builder.add_vbd(
                id(object),
                Vbd { vm: None, vdi: None, is_cd_drive: object["is_cd_drive"] == true, attached: true },
                links,
            ),
            "VDI" => builder.add_vdi(vdi(object, VdiKind::Disk), links),
            "VDI-snapshot" => builder.add_vdi(vdi(object, VdiKind::Snapshot), links),
            "VM" => builder.add_vm(vm(object, VmKind::Vm), links),
            "VM-snapshot" => builder.add_vm(vm(object, VmKind::Snapshot), links),
            "VM-template" => builder.add_vm(vm(object, VmKind::Template), links),
            other => panic!("no {other} in these tests"),
        }
    }
    builder.build()
}

/// Returns the names of the VMs in a selection, sorted; a vanished VM appears by its id.
pub fn names(selection: &Selection, inventory: &Inventory) -> Vec<String> {
    let name = |vm: VmIdx| inventory.vm(vm).name.to_string();
    let mut names: Vec<_> = selection
        .vms
        .iter()
        .map(|selected| selected.vm.map_or_else(|| selected.id.to_string(), name))
        .collect();
    names.sort();
    names
}

fn vm(raw: &Value, kind: VmKind) -> Vm {
    let kept = ["power_state", "tags", "$pool"];
    let attributes = kept.iter().filter_map(|key| Some(((*key).to_owned(), raw.get(key)?.clone()))).collect();
    Vm {
        name: name(raw),
        running: raw["power_state"] == "Running",
        tags: list(&raw["tags"]).iter().filter_map(Value::as_str).map(CompactString::from).collect(),
        start_blocked: raw["blockedOperations"].get("start").is_some(),
        backup: keys(&raw["other"]),
        attributes,
        ..Vm::new(id(raw), kind)
    }
}

fn vdi(raw: &Value, kind: VdiKind) -> Vdi {
    Vdi { name: name(raw), backup: keys(&raw["other_config"]), ..Vdi::new(id(raw), kind) }
}

fn keys(raw: &Value) -> Option<Arc<BackupKeys>> {
    let raw: &Map<String, Value> = raw.as_object()?;
    let text = |key: &str| raw.get(key).and_then(Value::as_str);
    raw.keys().any(|key| key.starts_with("xo:")).then(|| {
        Arc::new(BackupKeys {
            job: text("xo:backup:job").map(JobId::from),
            schedule: text("xo:backup:schedule").map(ScheduleId::from),
            vm: text("xo:backup:vm").map(ObjectId::new),
            datetime: text("xo:backup:datetime").map(CompactString::from),
            exported: text("xo:backup:exported") == Some("true"),
            is_copy: raw.contains_key("xo:copy_of"),
            deltas: None,
        })
    })
}

fn links(raw: &Value) -> Links {
    let link = |key: &str| raw[key].as_str().map(ObjectId::new);
    Links {
        pool: link("$pool"),
        sr: link("$SR"),
        snapshot_of: link("$snapshot_of"),
        vm: link("VM"),
        vdi: link("VDI"),
        vbds: ids(&raw["$VBDs"]).collect(),
        ..Links::default()
    }
}

fn id(raw: &Value) -> ObjectId {
    raw["id"].as_str().unwrap().into()
}

fn name(raw: &Value) -> CompactString {
    raw["name_label"].as_str().or(raw["id"].as_str()).unwrap().into()
}

fn list(raw: &Value) -> &[Value] {
    raw.as_array().map_or(&[], Vec::as_slice)
}

fn ids(raw: &Value) -> impl Iterator<Item = ObjectId> + '_ {
    list(raw).iter().filter_map(Value::as_str).map(ObjectId::new)
}

fn simple(raw: &Value) -> Vec<ObjectId> {
    match raw {
        Value::String(id) => vec![ObjectId::new(id)],
        _ => ids(&raw["__or"]).collect(),
    }
}

/// A run of job `j` with nothing else set.
pub static NO_RUN: std::sync::LazyLock<Run> = std::sync::LazyLock::new(|| Run {
    id: "1".into(),
    job: Some("j".into()),
    schedule: None,
    mode: None,
    proxy: None,
    start: None,
    end: None,
    status: RunStatus::Unknown,
    has_tasks: false,
    error: None,
    unopened: Vec::new(),
    warnings: ThinVec::new(),
    vms: Vec::new(),
});

/// Returns an instant from its minutes since 1970.
pub fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(minute * 60).unwrap()
}

pub fn failed(message: &str) -> Option<Box<LogError>> {
    Some(Box::new(LogError { code: None, message: message.into() }))
}

/// A VM in a run, from one minute since 1970 to another.
pub fn vm_run(vm: &str, status: RunStatus, start: i64, end: i64) -> VmRun {
    let end = (status != RunStatus::Pending).then(|| at(end));
    vm_that_took(vm, Phase::new(Some(at(start)), end, status, None))
}

/// A VM in a run about which only the whole is known.
pub fn vm_that_took(vm: &str, whole: Phase) -> VmRun {
    VmRun {
        vm: Some(vm.into()),
        name: None,
        whole,
        snapshot: None,
        transfers: ThinVec::new(),
        cleanings: ThinVec::new(),
        remarks: None,
    }
}
