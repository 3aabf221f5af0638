//! Large and odd servers: how much longer twice as much takes.
//!
//! `cargo bench --bench odd` (`-- WORD`: only what has the word in its name). Each case is written as a capture, once in a size
//! and once in twice that, and checked by the program with forecast and plan. What takes more than three times as long is not
//! linear: exit status 1. `XO_HEALTH=PROGRAM` measures another build.

mod outside;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use mock_xo::scenario::generate::{self, Plan};
use serde_json::{Map, Value, json};

use outside::{Failure, MIB, measure, program, report};

/// Twice as much may take so many times as long. A guess: 2, and what a busy machine adds.
const MOST: f64 = 3.0;
/// Below this many seconds of processor time a ratio says nothing.
const TOO_SHORT: f64 = 0.5;

/// Writes a case in a size.
type Write1 = fn(&Path, usize) -> Result<(), Failure>;

const CASES: [(&str, usize, Write1); 10] = [
    ("VMs of a usual site", 50_000, |path, vms| site(path, vms)),
    ("VMs in one job with concurrency 0", 2_000, |path, vms| jobs(path, 1, vms, "0 22 * * *")),
    ("hourly jobs of the same 10 VMs", 300, |path, jobs_| jobs(path, jobs_, 10, "0 * * * *")),
    ("hourly jobs of one VM", 500, |path, jobs_| jobs(path, jobs_, 1, "0 * * * *")),
    ("every-minute jobs of one VM", 1_000, |path, jobs_| jobs(path, jobs_, 1, "* * * * *")),
    ("every-minute schedules of one job", 1_000, schedules),
    ("daily jobs of one VM", 50_000, |path, jobs_| jobs(path, jobs_, 1, "0 22 * * *")),
    ("sequences in a circle", 800, circle),
    ("disks of one VM", 50_000, disks),
    ("snapshots of one disk", 50_000, snapshots),
];

fn main() -> Result<ExitCode, Failure> {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("capture.json");
    report(&format!(
        "{:36}{:>9} {:>8} {:>8} {:>9}  {}",
        "", "size", "wall s", "cpu s", "peak MiB", "cpu, twice"
    ));
    let mut is_linear = true;
    for (name, size, write) in CASES {
        if !wanted.is_empty() && !wanted.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        let mut before = None;
        for size in [size, 2 * size] {
            write(&path, size)?;
            let taken = measure(
                program()
                    .args(["check", "--max-memory", "8GiB", "--run-timeout", "30m"])
                    .args(["--fail-on", "never", "--format", "json", "--from"])
                    .arg(&path),
            )?;
            let seconds = taken.processor.as_secs_f64();
            let ratio = before.replace(seconds).map(|before| seconds / before);
            let is_much = seconds > TOO_SHORT && ratio.is_some_and(|ratio| ratio > MOST);
            is_linear &= !is_much && taken.status.is_some_and(|status| status.success());
            let told = ratio.map(|ratio| format!("{ratio:.1}")).unwrap_or_default();
            let failed = if taken.status.is_some_and(|status| status.success()) { "" } else { " FAILED" };
            report(&format!(
                "{name:36}{size:9} {:8.2} {seconds:8.2} {:9}  {told}{}{failed}",
                taken.wall.as_secs_f64(),
                taken.peak / MIB,
                if is_much { " NOT LINEAR" } else { "" },
            ));
            taken.said.iter().for_each(|line| report(&format!("  {line}")));
        }
    }
    Ok(if is_linear { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn now() -> jiff::Timestamp {
    "2026-11-23T08:30:00Z".parse().unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// What `mock-xo generate` makes.
fn site(path: &Path, vms: usize) -> Result<(), Failure> {
    let plan = Plan { vms, srs: vms / 50 + 2, ..Plan::default() };
    let mut file = BufWriter::new(File::create(path)?);
    generate::write(&plan, now(), &mut file)?;
    Ok(file.flush()?)
}

/// A capture that is put together.
#[derive(Default)]
struct World {
    objects: Map<String, Value>,
    /// VDIs of the SR.
    vdis: Vec<String>,
    jobs: Vec<Value>,
    calls: Vec<Value>,
    schedules: Vec<Value>,
}

impl World {
    fn new() -> Self {
        let mut world = Self::default();
        world.add("p", json!({"type": "pool", "$pool": "p", "master": "h", "name_label": "pool"}));
        world.add("h", json!({"type": "host", "$pool": "p", "name_label": "host", "power_state": "Running"}));
        world
    }

    fn add(&mut self, id: &str, mut object: Value) {
        object["id"] = json!(id);
        self.objects.insert(id.to_owned(), object);
    }

    /// A running VM with some disks.
    fn vm(&mut self, number: usize, disks: usize) {
        let vm = format!("v{number}");
        let plugs: Vec<String> = (0..disks).map(|disk| format!("b{number}-{disk}")).collect();
        for (disk, plug) in plugs.iter().enumerate() {
            let vdi = format!("d{number}-{disk}");
            self.add(plug, json!({"type": "VBD", "$pool": "p", "VM": vm, "VDI": vdi, "attached": true}));
            self.disk(&vdi, json!({"type": "VDI", "name_label": "disk", "$VBDs": [plug]}));
        }
        let name = format!("vm {number}");
        self.add(
            &vm,
            json!({"type": "VM", "$pool": "p", "name_label": name, "power_state": "Running", "$VBDs": plugs}),
        );
    }

    fn disk(&mut self, id: &str, mut object: Value) {
        self.vdis.push(id.to_owned());
        object["$pool"] = json!("p");
        object["$SR"] = json!("s");
        object["size"] = json!(20_u64 << 30);
        object["usage"] = json!(1_u64 << 30);
        self.add(id, object);
    }

    /// A job of the first VMs.
    fn job(&mut self, number: usize, vms: usize) {
        let vms: Vec<String> = (0..vms).map(|vm| format!("v{vm}")).collect();
        let settings = json!({"": {"concurrency": 0, "snapshotRetention": 3}});
        self.jobs.push(json!({"id": format!("j{number}"), "type": "backup", "mode": "delta",
            "name": format!("job {number}"), "vms": {"id": {"__or": vms}}, "settings": settings}));
    }

    fn schedule(&mut self, id: &str, job: &str, cron: &str) {
        self.schedules
            .push(json!({"id": id, "jobId": job, "cron": cron, "enabled": true, "timezone": "UTC"}));
    }

    fn write(mut self, path: &Path) -> Result<(), Failure> {
        let vdis = std::mem::take(&mut self.vdis);
        let sr = json!({"type": "SR", "$pool": "p", "name_label": "share", "SR_type": "nfs", "content_type": "user",
            "size": 1_u64 << 50, "physical_usage": 1_u64 << 48, "VDIs": vdis});
        self.add("s", sr);
        let capture = json!({"format": "xo-health.capture/1", "captured_at": now().as_millisecond(), "server": {},
            "calls": {"xo.getAllObjects": self.objects, "backupNg.getAllJobs": self.jobs, "job.getAll": self.calls,
                "schedule.getAll": self.schedules, "backupNg.getAllLogs": {}, "remote.getAll": []}});
        let mut file = BufWriter::new(File::create(path)?);
        serde_json::to_writer(&mut file, &capture)?;
        Ok(file.flush()?)
    }
}

fn jobs(path: &Path, jobs: usize, vms: usize, cron: &str) -> Result<(), Failure> {
    let mut world = World::new();
    (0..vms).for_each(|vm| world.vm(vm, 1));
    for job in 0..jobs {
        world.job(job, vms);
        world.schedule(&format!("s{job}"), &format!("j{job}"), cron);
    }
    world.write(path)
}

fn schedules(path: &Path, schedules: usize) -> Result<(), Failure> {
    let mut world = World::new();
    world.vm(0, 1);
    world.job(0, 1);
    (0..schedules).for_each(|schedule| world.schedule(&format!("s{schedule}"), "j0", "* * * * *"));
    world.write(path)
}

/// Sequences of which each starts the next, the last one the first; the schedule of the first starts a job too.
fn circle(path: &Path, sequences: usize) -> Result<(), Failure> {
    let mut world = World::new();
    world.vm(0, 1);
    world.job(0, 1);
    world.schedule("s", "j0", "0 22 * * *");
    for number in 0..sequences {
        let steps = [format!("q{}", (number + 1) % sequences), "s".to_owned()];
        world.calls.push(
            json!({"id": format!("c{number}"), "type": "call", "name": "sequence", "key": "genericTask",
            "method": "schedule.runSequence", "paramsVector": {"type": "crossProduct", "items": [
                {"type": "set", "values": [{"schedules": steps}]}]}}),
        );
        world.schedule(&format!("q{number}"), &format!("c{number}"), "0 22 * * *");
    }
    world.write(path)
}

fn disks(path: &Path, disks: usize) -> Result<(), Failure> {
    let mut world = World::new();
    world.vm(0, disks);
    world.job(0, 1);
    world.schedule("s0", "j0", "0 22 * * *");
    world.write(path)
}

/// A disk with snapshots on one base copy, which no driver would make.
fn snapshots(path: &Path, snapshots: usize) -> Result<(), Failure> {
    let mut world = World::new();
    world.vm(0, 1);
    world.disk("base", json!({"type": "VDI-unmanaged", "name_label": "base copy"}));
    for number in 0..snapshots {
        let snapshot = json!({"type": "VDI-snapshot", "name_label": "disk", "parent": "base", "$snapshot_of": "d0-0",
            "snapshot_time": now().as_second() - number as i64,
            "other_config": {"xo:backup:job": "j0", "xo:backup:schedule": "s0", "xo:backup:vm": "v0",
                "xo:backup:datetime": format!("2026{number:06}T00:00:00Z")}});
        world.disk(&format!("n{number}"), snapshot);
    }
    world.job(0, 1);
    world.schedule("s0", "j0", "0 22 * * *");
    world.write(path)
}
