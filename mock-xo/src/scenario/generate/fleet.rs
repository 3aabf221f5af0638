//! The objects of a generated world. In: a plan. Out: its objects one by one, its jobs, its logs.
//!
//! What belongs to a VM depends only on the seed and the VM's number, so that it can be made again instead of kept.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Plan;
use crate::scenario::parts::{Job, backup_config};
use crate::scenario::shapes;
use crate::scenario::world::{EMPTY, GIB};
use crate::state::uuid_of;

/// Hosts of each pool.
const HOSTS: usize = 4;
/// VMs of a job, if the number of jobs is not given.
const VMS_OF_JOB: usize = 50;
/// Nights whose logs have all VMs.
const NIGHTS: usize = 3;
/// VMs in the log of an older night.
const OF_OLD_LOG: usize = 10;
const SR_TYPES: [&str; 4] = ["nfs", "lvmoiscsi", "nfs", "ext"];

pub(super) struct Fleet<'a> {
    plan: &'a Plan,
    now: Timestamp,
}

/// A random number generator (SplitMix64): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number from 0 up to, but not including, `below`.
    fn below(&mut self, below: usize) -> usize {
        (self.next() % below.max(1) as u64) as usize
    }
}

impl<'a> Fleet<'a> {
    pub(super) fn new(plan: &'a Plan, now: Timestamp) -> Self {
        Self { plan, now }
    }

    fn id(&self, kind: &str, number: usize) -> String {
        uuid_of(&format!("{} {kind} {number}", self.plan.seed))
    }

    fn pools(&self) -> usize {
        self.plan.pools.max(1)
    }

    /// Returns the number of SRs, at least one per pool.
    fn srs(&self) -> usize {
        self.plan.srs.max(self.pools())
    }

    fn pool_of_vm(&self, vm: usize) -> usize {
        vm % self.pools()
    }

    /// Passes on all objects; SRs follow what is on them, because of their sums.
    pub(super) fn objects<E>(&self, take: &mut impl FnMut(Value) -> Result<(), E>) -> Result<(), E> {
        for pool in 0..self.pools() {
            for object in self.pool(pool) {
                take(object)?;
            }
        }
        let mut srs: Vec<Sums> = vec![Sums::default(); self.srs()];
        for vm in 0..self.plan.vms {
            for object in self.vm(vm, &mut srs) {
                take(object)?;
            }
        }
        for (number, sums) in srs.into_iter().enumerate() {
            for object in self.sr(number, sums) {
                take(object)?;
            }
        }
        Ok(())
    }

    fn pool(&self, number: usize) -> Vec<Value> {
        let id = self.id("pool", number);
        let mut pool = shapes::pool(&id, &format!("pool-{number:02}"));
        pool["master"] = json!(self.id("host", number * HOSTS));
        let mut objects = vec![pool];
        for host in number * HOSTS..(number + 1) * HOSTS {
            let (host_id, controller) = (self.id("host", host), self.id("controller", host));
            let name = format!("host-{host:03}");
            let address = format!("198.51.{}.{}", host / 250, host % 250 + 1);
            objects.push(shapes::host(&host_id, &id, &name, &address, &controller));
            let dom0 = format!("Control domain on host: {name}");
            objects.push(shapes::vm(&controller, &id, "VM-controller", &dom0, &host_id));
        }
        objects
    }

    fn sr(&self, number: usize, sums: Sums) -> Vec<Value> {
        let (id, pool_number) = (self.id("sr", number), number % self.pools());
        let pool = self.id("pool", pool_number);
        let kind = SR_TYPES[number % SR_TYPES.len()];
        // A third of it is free.
        let size = sums.usage.max(GIB) / 2 * 3;
        let mut sr = shapes::sr(&id, &pool, &format!("{kind}-{number:03}"), kind, size);
        sr["physical_usage"] = json!(sums.usage);
        sr["usage"] = json!(sums.size);
        sr["VDIs"] = json!(sums.vdis);
        let hosts = if sr["shared"] == true { HOSTS } else { 1 };
        let mut objects = Vec::new();
        for host in 0..hosts {
            let (pbd, host) =
                (self.id("pbd", number * HOSTS + host), self.id("host", pool_number * HOSTS + host));
            if hosts == 1 {
                sr["$container"] = json!(host);
            }
            if let Some(pbds) = sr["$PBDs"].as_array_mut() {
                pbds.push(json!(pbd));
            }
            objects.push(shapes::pbd(&pbd, &pool, &host, &id, json!({})));
        }
        objects.insert(0, sr);
        objects
    }

    /// Makes a VM with its disks, their chains and snapshots.
    fn vm(&self, number: usize, srs: &mut [Sums]) -> Vec<Value> {
        let mut random = Random(self.plan.seed.wrapping_mul(0x5851_f42d_4c95_7f2d) ^ number as u64);
        let pool_number = self.pool_of_vm(number);
        let (id, pool) = (self.id("vm", number), self.id("pool", pool_number));
        let host = self.id("host", pool_number * HOSTS + random.below(HOSTS));
        let name = format!("vm-{number:05}");
        let mut vm = shapes::vm(&id, &pool, "VM", &name, &host);
        vm["tags"] = if random.below(2) == 0 { json!(["prod"]) } else { json!([]) };
        let depth = random.below(self.plan.depth.max(1));
        let mut family =
            Family { fleet: self, number, pool, vm, snapshots: Vec::new(), objects: Vec::new(), made: 0 };
        for disk in 0..=random.below(self.plan.disks.max(1)) {
            let mine = self.srs() / self.pools();
            let sr = pool_number + self.pools() * random.below(mine);
            let is_pending = random.below(100) < usize::from(self.plan.pending);
            family.disk(disk, sr, depth, is_pending, &mut random, srs);
        }
        let Family { vm, snapshots, mut objects, .. } = family;
        objects.insert(0, vm);
        objects.extend(snapshots);
        objects
    }

    fn job(&self, number: usize) -> Job {
        Job {
            id: self.id("job", number),
            schedule: self.id("schedule", number),
            name: format!("nightly-{number:03}"),
        }
    }

    fn job_count(&self) -> usize {
        if self.plan.jobs > 0 { self.plan.jobs } else { self.plan.vms.div_ceil(VMS_OF_JOB) }
    }

    fn each_job(&self) -> usize {
        self.plan.vms.div_ceil(self.job_count().max(1)).max(1)
    }

    fn vms_of_job(&self, number: usize) -> std::ops::Range<usize> {
        let end = |number: usize| (number * self.each_job()).min(self.plan.vms);
        end(number)..end(number + 1)
    }

    /// Returns the minute since 1970 in which a job last ran: within an hour that began eight hours ago, so that a world
    /// is the same at any time of day.
    fn minute_of(&self, job: usize) -> i64 {
        self.now.as_second() / 60 - 8 * 60 + (job * 60 / self.job_count().max(1)) as i64
    }

    /// Makes jobs and their schedules.
    pub(super) fn jobs(&self) -> (Vec<Value>, Vec<Value>) {
        let each = (0..self.job_count()).map(|number| {
            let job = self.job(number);
            let vms: Vec<String> = self.vms_of_job(number).map(|vm| self.id("vm", vm)).collect();
            let mut settings = Map::new();
            settings.insert(String::new(), json!({}));
            settings.insert(job.schedule.clone(), json!({"snapshotRetention": self.plan.depth.saturating_sub(1)}));
            let record = json!({
                "name": job.name, "mode": "full", "vms": {"id": {"__or": vms}}, "settings": settings,
                "type": "backup", "id": job.id,
            });
            let minute = self.minute_of(number);
            let schedule = json!({
                "cron": format!("{} {} * * *", minute % 60, minute / 60 % 24), "enabled": true, "jobId": job.id, "name": job.name,
                "timezone": "UTC", "id": job.schedule,
            });
            (record, schedule)
        });
        each.unzip()
    }

    /// Makes a log for each job and night, oldest first.
    pub(super) fn logs(&self) -> impl Iterator<Item = Value> {
        let jobs = self.job_count();
        let runs = if self.plan.runs > 0 { self.plan.runs } else { NIGHTS * jobs };
        (0..runs).rev().map(move |back| (back / jobs.max(1), jobs - 1 - back % jobs.max(1))).map(|(night, number)| {
            let job = self.job(number);
            // no two logs of a night share an id
            let start = (self.minute_of(number) - night as i64 * 1_440) * 60_000 + number as i64;
            let most = if night < NIGHTS { usize::MAX } else { OF_OLD_LOG };
            let tasks: Vec<Value> =
                self.vms_of_job(number).take(most).map(|vm| self.task(vm, start)).collect();
            json!({
                "data": {"mode": "full", "reportWhen": "failure"}, "id": start.to_string(), "jobId": job.id,
                "jobName": job.name, "message": "backup", "scheduleId": job.schedule, "start": start,
                "status": "success", "tasks": tasks, "end": start + 600_000,
            })
        })
    }

    fn task(&self, vm: usize, start: i64) -> Value {
        let snapshot = json!({
            "id": format!("{start:x}-{vm}-s"), "start": start, "status": "success", "end": start + 900,
            "message": "snapshot", "result": uuid_of(&format!("{start} {vm}")),
        });
        json!({
            "id": format!("{start:x}-{vm}"), "start": start, "status": "success", "tasks": [snapshot],
            "end": start + 1_000, "message": "backup VM",
            "data": {"id": self.id("vm", vm), "type": "VM", "name_label": format!("vm-{vm:05}")},
        })
    }

    pub(super) fn servers(&self) -> Vec<Value> {
        let server = |number| {
            json!({
                "allowUnauthorized": true, "enabled": true, "host": format!("198.51.100.{}", number % 250 + 1),
                "label": format!("pool-{number:02}"), "username": "root", "readOnly": false,
                "id": self.id("server", number), "status": "connected", "poolId": self.id("pool", number),
                "master": self.id("host", number * HOSTS),
            })
        };
        (0..self.pools()).map(server).collect()
    }
}

/// The sums of what is on an SR.
#[derive(Clone, Default)]
struct Sums {
    usage: i64,
    size: i64,
    vdis: Vec<String>,
}

/// A VM being made, with everything that belongs to it.
struct Family<'a> {
    fleet: &'a Fleet<'a>,
    number: usize,
    pool: String,
    vm: Value,
    /// Those of the VM, the oldest first.
    snapshots: Vec<Value>,
    objects: Vec<Value>,
    made: usize,
}

impl Family<'_> {
    fn new_id(&mut self) -> String {
        self.made += 1;
        uuid_of(&format!("{} {} part {}", self.fleet.plan.seed, self.number, self.made))
    }

    /// Makes a disk on a chain of `bases`; without pending merges each base has a snapshot.
    fn disk(
        &mut self,
        number: usize,
        sr: usize,
        bases: usize,
        is_pending: bool,
        random: &mut Random,
        srs: &mut [Sums],
    ) {
        let gib = 20 + random.below(180) as i64;
        let name = format!("{} disk {number}", self.vm["name_label"].as_str().unwrap_or_default());
        let disk = self.new_id();
        let (mut parent, mut snapshots, mut chain) = (None::<String>, Vec::new(), 0);
        for base in 0..bases {
            let id = self.new_id();
            let usage = if base == 0 { gib * GIB / 2 } else { GIB + random.below(1 << 30) as i64 };
            chain += usage;
            self.vdi(&id, sr, "VDI-unmanaged", "base copy", gib, usage, parent.as_deref(), srs);
            if !is_pending || base + 1 == bases {
                let snapshot = self.new_id();
                self.vdi(&snapshot, sr, "VDI-snapshot", &name, gib, EMPTY, Some(&id), srs);
                self.snapshot(&snapshot, &disk, bases - base);
                snapshots.push(json!(snapshot));
            }
            parent = Some(id);
        }
        let leaf = GIB + random.below(2 << 30) as i64;
        self.vdi(&disk, sr, "VDI", &name, gib, leaf, parent.as_deref(), srs);
        if let Some(made) = self.objects.last_mut() {
            made["snapshots"] = json!(snapshots);
            made["chainPhysicalUsage"] = json!(chain + leaf);
        }
        let vm = self.vm["id"].as_str().unwrap_or_default().to_owned();
        let vbd = self.new_id();
        self.attach(&vbd, &vm, &disk, number);
        push(&mut self.vm, "$VBDs", &vbd);
    }

    #[expect(clippy::too_many_arguments, reason = "what a node of a chain is")]
    fn vdi(
        &mut self,
        id: &str,
        sr: usize,
        kind: &str,
        name: &str,
        gib: i64,
        usage: i64,
        parent: Option<&str>,
        srs: &mut [Sums],
    ) {
        let mut vdi = shapes::vdi(id, &self.pool, &self.fleet.id("sr", sr), kind, name, gib * GIB, usage);
        if let Some(parent) = parent {
            vdi["parent"] = json!(parent);
        }
        if let Some(sums) = srs.get_mut(sr) {
            sums.usage += usage;
            sums.size += gib * GIB;
            sums.vdis.push(id.to_owned());
        }
        self.objects.push(vdi);
    }

    /// Turns the VDI made last into the snapshot of a disk, that many nights ago, and adds it to that night's snapshot
    /// of the VM.
    fn snapshot(&mut self, vdi: &str, disk: &str, nights_ago: usize) {
        let time = self.fleet.now.as_second() - (nights_ago as i64 * 24 - 16) * 3_600;
        let job = self.fleet.job(self.number / self.fleet.each_job());
        let vm = self.vm["id"].as_str().unwrap_or_default().to_owned();
        let config = backup_config(&job, &vm, time);
        if let Some(made) = self.objects.last_mut() {
            made["other_config"] = config.clone();
            made["snapshot_time"] = json!(time);
            made["$snapshot_of"] = json!(disk);
        }
        let of_vm = uuid_of(&format!("{} {} night {nights_ago}", self.fleet.plan.seed, self.number));
        if !self.snapshots.iter().any(|known| known["id"] == of_vm) {
            let name =
                format!("[XO Backup {}] {}", job.name, self.vm["name_label"].as_str().unwrap_or_default());
            let container = self.vm["$container"].as_str().unwrap_or_default();
            let mut snapshot = shapes::vm(&of_vm, &self.pool, "VM-snapshot", &name, container);
            snapshot["other"] = config;
            snapshot["snapshot_time"] = json!(time);
            snapshot["$snapshot_of"] = json!(vm);
            self.snapshots.push(snapshot);
            push(&mut self.vm, "snapshots", &of_vm);
        }
        let vbd = self.new_id();
        self.attach_last(&vbd, &of_vm, vdi);
    }

    fn attach_last(&mut self, vbd: &str, of_vm: &str, vdi: &str) {
        let Some(at) = self.snapshots.iter().position(|known| known["id"] == of_vm) else { return };
        let position = self.snapshots[at]["$VBDs"].as_array().map_or(0, Vec::len);
        push(&mut self.snapshots[at], "$VBDs", vbd);
        self.attach(vbd, of_vm, vdi, position);
    }

    fn attach(&mut self, vbd: &str, vm: &str, vdi: &str, position: usize) {
        if let Some(vdi) = self.objects.iter_mut().rev().find(|object| object["id"] == vdi) {
            push(vdi, "$VBDs", vbd);
        }
        self.objects.push(shapes::vbd(vbd, &self.pool, vm, Some(vdi), position, true));
    }
}

fn push(object: &mut Value, list: &str, id: &str) {
    if let Some(list) = object[list].as_array_mut() {
        list.push(json!(id));
    }
}
