//! A builder of worlds: pools, hosts, SRs, VMs and disks with their chains, put together so that all links hold.
//!
//! In: names and chains. Out: a [`State`]. Ids depend on names only, so that a world is the same each time; times are
//! relative to the `now` it is built for.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::parts::{Job, Node, Snapshot, When, backup_config};
use super::shapes;
use crate::state::{Clock, State, uuid_of};

/// Bytes in a GiB.
pub(super) const GIB: i64 = 1 << 30;
/// What a VHD without data of its own takes.
const EMPTY: i64 = 2 << 20;

/// A world being built.
#[derive(Debug)]
pub(super) struct World {
    now: Timestamp,
    objects: Map<String, Value>,
    names: u64,
    /// What is filled in when the world is done.
    pub(super) state: State,
}

impl World {
    pub(super) fn new(now: Timestamp) -> Self {
        let mut state = State::new();
        state.clock = Clock::starting_at(now);
        Self { now, objects: Map::new(), names: 0, state }
    }

    /// An id of its own for each thing, the same each time the world is built.
    fn new_id(&mut self, name: &str) -> String {
        self.names += 1;
        uuid_of(&format!("{} {name}", self.names))
    }

    pub(super) fn seconds_ago(&self, hours: i64) -> i64 {
        self.now.as_second() - hours * 3600
    }

    pub(super) fn ms_ago(&self, hours: i64) -> i64 {
        self.seconds_ago(hours) * 1000
    }

    /// A daily cron pattern (UTC) whose next time is so many minutes away.
    pub(super) fn daily_in(&self, minutes: i64) -> String {
        let minute_of_day = (self.now.as_second() / 60 + minutes).rem_euclid(1440);
        format!("{} {} * * *", minute_of_day % 60, minute_of_day / 60)
    }

    /// Adds an object that needs no links.
    pub(super) fn add(&mut self, object: Value) -> String {
        let id = object["id"].as_str().unwrap_or_default().to_owned();
        self.objects.insert(id.clone(), object);
        id
    }

    /// The object, to change what makes it special. An unknown id gives a value that goes nowhere.
    pub(super) fn edit(&mut self, id: &str, change: impl FnOnce(&mut Value)) {
        if let Some(object) = self.objects.get_mut(id) {
            change(object);
        }
    }

    /// Adds an id to a list of links.
    fn link(&mut self, from: &str, list: &str, to: &str) {
        self.edit(from, |object| {
            if let Some(list) = object[list].as_array_mut() {
                list.push(json!(to));
            }
        });
    }

    fn text(&self, id: &str, field: &str) -> String {
        self.objects.get(id).and_then(|object| object[field].as_str()).unwrap_or_default().to_owned()
    }

    fn hosts_of(&self, pool: &str) -> Vec<String> {
        let is_host = |object: &&Value| object["type"] == "host" && object["$pool"] == pool;
        self.objects
            .values()
            .filter(is_host)
            .filter_map(|host| host["id"].as_str().map(str::to_owned))
            .collect()
    }

    /// A pool XO is connected to, with its hosts.
    pub(super) fn pool(&mut self, name: &str, hosts: &[&str]) -> String {
        let pool = self.new_id(name);
        self.add(shapes::pool(&pool, name));
        let number = self.state.servers.len() + 1;
        let mut addresses = Vec::new();
        for (position, host_name) in hosts.iter().enumerate() {
            let (host, controller) = (self.new_id(host_name), self.new_id(host_name));
            let address = format!("192.0.2.{}", number * 10 + position);
            self.add(shapes::host(&host, &pool, host_name, &address, &controller));
            let dom0 = format!("Control domain on host: {host_name}");
            self.add(shapes::vm(&controller, &pool, "VM-controller", &dom0, &host));
            if position == 0 {
                self.edit(&pool, |pool| pool["master"] = json!(host));
            }
            addresses.push(address);
        }
        let master = self.text(&pool, "master");
        let server = json!({
            "allowUnauthorized": true, "enabled": true, "host": addresses.first(), "label": name, "username": "root",
            "poolNameLabel": name, "poolMembersAddresses": addresses, "readOnly": false,
            "id": self.new_id("server"), "status": "connected", "poolId": pool, "master": master,
        });
        self.state.servers.push(server);
        pool
    }

    /// An SR of so many GiB with a PBD on each host, or on the first one only when its type is local.
    pub(super) fn sr(&mut self, pool: &str, name: &str, sr_type: &str, gib: i64) -> String {
        let sr = self.new_id(name);
        self.add(shapes::sr(&sr, pool, name, sr_type, gib * GIB));
        let is_shared = self.objects.get(&sr).is_some_and(|sr| sr["shared"] == true);
        let hosts = self.hosts_of(pool);
        let config = match sr_type {
            "linstor" => json!({"provisioning": "thin", "redundancy": "2", "group-name": "linstor_group"}),
            "nfs" => json!({"server": "192.0.2.200", "serverpath": "/export/vm"}),
            "lvmoiscsi" => json!({"target": "192.0.2.201", "SCSIid": "36001405"}),
            _ => json!({"device": "/dev/sdb"}),
        };
        for host in hosts.iter().take(if is_shared { hosts.len() } else { 1 }) {
            let pbd = self.new_id("pbd");
            self.add(shapes::pbd(&pbd, pool, host, &sr, config.clone()));
            self.link(&sr, "$PBDs", &pbd);
            self.link(host, "$PBDs", &pbd);
        }
        if let (false, Some(host)) = (is_shared, hosts.first()) {
            self.edit(&sr, |sr| sr["$container"] = json!(host));
        }
        sr
    }

    /// Unplugs an SR from all hosts.
    pub(super) fn detach(&mut self, sr: &str) {
        for object in self.objects.values_mut() {
            if object["type"] == "PBD" && object["SR"] == sr {
                object["attached"] = json!(false);
            }
        }
    }

    /// A running VM.
    pub(super) fn vm(&mut self, pool: &str, name: &str, tags: &[&str]) -> String {
        let vm = self.new_id(name);
        let host = self.text(pool, "master");
        let mut object = shapes::vm(&vm, pool, "VM", name, &host);
        object["tags"] = json!(tags);
        self.add(object);
        self.link(&host, "residentVms", &vm);
        vm
    }

    /// The first control domain of a pool.
    pub(super) fn control_domain(&self, pool: &str) -> String {
        self.text(&self.text(pool, "master"), "controlDomain")
    }

    /// A VDI in its SR's list.
    pub(super) fn vdi(&mut self, sr: &str, kind: &str, name: &str, gib: i64, usage: i64) -> String {
        let (id, pool) = (self.new_id(name), self.text(sr, "$pool"));
        self.add(shapes::vdi(&id, &pool, sr, kind, name, gib * GIB, usage));
        self.link(sr, "VDIs", &id);
        id
    }

    /// Attaches a VDI to a VM of any kind; without one the drive is empty.
    pub(super) fn attach(&mut self, vm: &str, vdi: Option<&str>) -> String {
        let (id, pool) = (self.new_id("vbd"), self.text(vm, "$pool"));
        let position = self.objects.get(vm).and_then(|vm| vm["$VBDs"].as_array()).map_or(0, Vec::len);
        let attached = self.text(vm, "power_state") == "Running";
        self.add(shapes::vbd(&id, &pool, vm, vdi, position, attached));
        self.link(vm, "$VBDs", &id);
        if let Some(vdi) = vdi {
            self.link(vdi, "$VBDs", &id);
        }
        id
    }

    /// A CD drive, empty or with an image in it.
    pub(super) fn insert_cd(&mut self, vm: &str, image: Option<&str>) {
        let drive = self.attach(vm, image);
        self.edit(&drive, |drive| {
            drive["is_cd_drive"] = json!(true);
            drive["read_only"] = json!(true);
        });
    }

    /// A disk of so many GiB on its chain, attached to the VM. Gives the disk's id.
    pub(super) fn disk(&mut self, vm: &str, sr: &str, name: &str, gib: i64, nodes: Vec<Node>) -> String {
        let is_thick = self.text(sr, "allocationStrategy") == "thick";
        // On thick SRs a disk takes all it may ever need.
        let disk = self.vdi(sr, "VDI", name, gib, if is_thick { gib * GIB } else { GIB });
        self.attach(vm, Some(&disk));
        let mut parent: Option<String> = None;
        for node in nodes {
            let (usage, snapshot) = match node {
                Node::Base(usage) => (usage, None),
                Node::Kept(usage, snapshot) => (usage, Some(snapshot)),
                Node::Leaf => break,
            };
            let copy = self.vdi(sr, "VDI-unmanaged", "base copy", gib, usage * GIB);
            self.set_parent(&copy, parent.as_deref());
            if let Some(snapshot) = snapshot {
                self.snapshot(vm, &disk, &copy, &snapshot);
            }
            parent = Some(copy);
        }
        self.set_parent(&disk, parent.as_deref());
        disk
    }

    /// Makes a VDI the child of another; it need not exist.
    pub(super) fn set_parent(&mut self, vdi: &str, parent: Option<&str>) {
        if let Some(parent) = parent {
            self.edit(vdi, |vdi| vdi["parent"] = json!(parent));
        }
    }

    /// A VM snapshot whose disk hangs on this base copy. Gives the disk snapshot's id.
    pub(super) fn snapshot(&mut self, vm: &str, disk: &str, copy: &str, snapshot: &Snapshot) -> String {
        let (pool, vm_name, disk_name) =
            (self.text(vm, "$pool"), self.text(vm, "name_label"), self.text(disk, "name_label"));
        let (sr, time) = (self.text(copy, "$SR"), self.seconds_ago(snapshot.hours_ago));
        let size = self.objects.get(disk).and_then(|disk| disk["size"].as_i64()).unwrap_or_default();
        let config = snapshot.by.as_ref().map_or_else(|| json!({}), |job| backup_config(job, vm, time));
        let name = match (&snapshot.name, &snapshot.by) {
            (Some(name), _) => (*name).to_owned(),
            (None, Some(job)) => format!("[XO Backup {}] {vm_name}", job.name),
            (None, None) => "manual snapshot".to_owned(),
        };
        let container = self.text(vm, "$container");
        let vm_snapshot = self.new_id("vm snapshot");
        let mut object = shapes::vm(&vm_snapshot, &pool, "VM-snapshot", &name, &container);
        object["other"] = config.clone();
        object["snapshot_time"] = json!(time);
        object["$snapshot_of"] = json!(vm);
        self.add(object);
        self.link(vm, "snapshots", &vm_snapshot);
        let vdi = self.vdi(&sr, "VDI-snapshot", &disk_name, size / GIB, EMPTY);
        self.edit(&vdi, |vdi| {
            vdi["parent"] = json!(copy);
            vdi["other_config"] = config;
            vdi["snapshot_time"] = json!(time);
            vdi["$snapshot_of"] = json!(disk);
        });
        self.link(disk, "snapshots", &vdi);
        self.attach(&vm_snapshot, Some(&vdi));
        vdi
    }

    /// A VDI snapshot without VM, as CBT jobs leave it.
    pub(super) fn cbt_metadata(&mut self, disk: &str, job: &Job, vm: &str, hours_ago: i64) -> String {
        let (sr, name, time) =
            (self.text(disk, "$SR"), self.text(disk, "name_label"), self.seconds_ago(hours_ago));
        let size = self.objects.get(disk).and_then(|disk| disk["size"].as_i64()).unwrap_or_default();
        let vdi = self.vdi(&sr, "VDI-snapshot", &name, size / GIB, 4 << 20);
        let config = backup_config(job, vm, time);
        self.edit(&vdi, |vdi| {
            vdi["VDI_type"] = json!("cbt_metadata");
            vdi["cbt_enabled"] = json!(true);
            vdi["other_config"] = config;
            vdi["snapshot_time"] = json!(time);
            vdi["$snapshot_of"] = json!(disk);
        });
        self.link(disk, "snapshots", &vdi);
        vdi
    }

    pub(super) fn message(&mut self, name: &str, body: &str, object: &str, hours_ago: i64) {
        let (id, pool, time) = (self.new_id(name), self.text(object, "$pool"), self.seconds_ago(hours_ago));
        self.add(shapes::message(&id, &pool, name, body, object, time));
    }

    /// A backup job with one schedule; `settings` go job-wide, `retention` to the schedule.
    pub(super) fn job(
        &mut self,
        name: &str,
        mode: &str,
        vms: Value,
        settings: Value,
        retention: Value,
    ) -> Job {
        let job = Job { id: self.new_id(name), schedule: self.new_id("schedule"), name: name.to_owned() };
        let mut by_key = Map::new();
        by_key.insert(String::new(), settings);
        by_key.insert(job.schedule.clone(), retention);
        let record = json!({"name": name, "mode": mode, "vms": vms, "settings": by_key, "type": "backup", "id": job.id});
        self.state.backup_jobs.push(record);
        job
    }

    /// When a job's schedule fires (UTC).
    pub(super) fn schedule(&mut self, job: &Job, when: When) {
        let name = format!("{} schedule", job.name);
        self.state.schedules.push(json!({
            "cron": when.cron, "enabled": when.enabled, "jobId": job.id, "name": name, "timezone": "UTC",
            "id": job.schedule,
        }));
    }

    /// Sends a job's backups to a remote.
    pub(super) fn send_to(&mut self, job: &Job, remote: &str) {
        let record = self.state.backup_jobs.iter_mut().find(|record| record["id"] == json!(job.id));
        if let Some(record) = record {
            record["remotes"] = json!({"id": remote});
        }
    }

    /// A remote of so many GiB with so many free.
    pub(super) fn remote(&mut self, name: &str, url: &str, gib: i64, free: i64) -> String {
        let id = self.new_id(name);
        self.state.remotes.push(json!({"enabled": true, "error": "", "name": name, "id": id, "url": url}));
        let info = json!({"size": gib * GIB, "used": (gib - free) * GIB, "available": free * GIB});
        self.state.remote_info.insert(id.clone(), info);
        id
    }

    /// An id for something that is in no list of objects.
    pub(super) fn other_id(&mut self, name: &str) -> String {
        self.new_id(name)
    }

    /// Sums up what SRs and disks take and gives the state. An SR whose `physical_usage` was set keeps it.
    pub(super) fn finish(mut self) -> State {
        self.sum_up();
        for (_, object) in self.objects {
            // All of them came out of `shapes`, which gives them `id` and `type`.
            let _ = self.state.objects.insert(object);
        }
        self.state
    }

    fn sum_up(&mut self) {
        let number = |object: &Value, field: &str| object[field].as_i64().unwrap_or_default();
        let mut sums: Map<String, Value> = Map::new();
        let mut chains: Vec<(String, i64)> = Vec::new();
        for (id, object) in &self.objects {
            if !object["type"].as_str().is_some_and(|kind| kind.starts_with("VDI")) {
                continue;
            }
            let sum = sums.entry(object["$SR"].as_str().unwrap_or_default()).or_insert(json!([0, 0]));
            *sum = json!([
                sum[0].as_i64().unwrap_or_default() + number(object, "usage"),
                sum[1].as_i64().unwrap_or_default() + number(object, "size"),
            ]);
            if object["type"] == "VDI" {
                chains.push((id.clone(), self.chain_usage(object)));
            }
        }
        for (id, usage) in chains {
            self.edit(&id, |disk| disk["chainPhysicalUsage"] = json!(usage));
        }
        for (id, sum) in sums {
            self.edit(&id, |sr| {
                sr["usage"] = sum[1].clone();
                if sr["physical_usage"] == 0 {
                    sr["physical_usage"] = sum[0].clone();
                }
            });
        }
    }

    fn chain_usage(&self, disk: &Value) -> i64 {
        let mut met = std::collections::HashSet::new();
        let (mut usage, mut next) = (0, Some(disk));
        while let Some(vdi) = next {
            if !met.insert(vdi["id"].as_str().unwrap_or_default()) {
                break;
            }
            usage += vdi["usage"].as_i64().unwrap_or_default();
            next = vdi["parent"].as_str().and_then(|parent| self.objects.get(parent));
        }
        usage
    }
}
