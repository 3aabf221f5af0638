//! A builder of worlds: pools, hosts, SRs, VMs and disks with their chains, put together so that all links hold.
//!
//! In: names and chains. Out: a [`State`]. Ids depend only on names, so that a world is the same each time; times are
//! relative to the `now` for which it is built.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::parts::{Job, When};
use super::shapes;
use crate::state::{Clock, State, uuid_of};

/// Bytes in a GiB.
pub(super) const GIB: i64 = 1 << 30;
/// The space that a VHD without data takes.
pub(super) const EMPTY: i64 = 2 << 20;

/// A world being built.
#[derive(Debug)]
pub(super) struct World {
    now: Timestamp,
    pub(super) objects: Map<String, Value>,
    names: u64,
    /// Objects to show under another id, and that id.
    renamed: Vec<(String, String)>,
    /// The state, filled in when the world is finished.
    pub(super) state: State,
}

impl World {
    pub(super) fn new(now: Timestamp) -> Self {
        let mut state = State::new();
        state.clock = Clock::starting_at(now);
        Self { now, objects: Map::new(), names: 0, renamed: Vec::new(), state }
    }

    /// Returns a unique id, the same each time the world is built.
    pub(super) fn new_id(&mut self, name: &str) -> String {
        self.names += 1;
        uuid_of(&format!("{} {name}", self.names))
    }

    /// Returns the time for which the world is built.
    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// Shows an object, and all links to it, under another id, which may be that of another object.
    pub(super) fn rename(&mut self, id: &str, shown: &str) {
        self.renamed.push((id.to_owned(), shown.to_owned()));
    }

    pub(super) fn seconds_ago(&self, hours: i64) -> i64 {
        self.now.as_second() - hours * 3600
    }

    pub(super) fn ms_ago(&self, hours: i64) -> i64 {
        self.seconds_ago(hours) * 1000
    }

    /// Returns a daily cron pattern (UTC) whose next time is this many minutes away.
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

    /// Changes an object. A change to an unknown id has no effect.
    pub(super) fn edit(&mut self, id: &str, change: impl FnOnce(&mut Value)) {
        if let Some(object) = self.objects.get_mut(id) {
            change(object);
        }
    }

    /// Adds an id to a list of links.
    pub(super) fn link(&mut self, from: &str, list: &str, to: &str) {
        self.edit(from, |object| {
            if let Some(list) = object[list].as_array_mut() {
                list.push(json!(to));
            }
        });
    }

    pub(super) fn text(&self, id: &str, field: &str) -> String {
        self.objects.get(id).and_then(|object| object[field].as_str()).unwrap_or_default().to_owned()
    }

    pub(super) fn hosts_of(&self, pool: &str) -> Vec<String> {
        let is_host = |object: &&Value| object["type"] == "host" && object["$pool"] == pool;
        self.objects
            .values()
            .filter(is_host)
            .filter_map(|host| host["id"].as_str().map(str::to_owned))
            .collect()
    }

    /// Adds a pool to which XO is connected, with its hosts.
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

    /// Adds an SR of this many GiB, with a PBD on each host, or only on the first if its type is local.
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

    /// Adds PBDs to an SR, some of them attached.
    pub(super) fn set_pbds(&mut self, sr: &str, attached: i64, all: i64) {
        let pool = self.text(sr, "$pool");
        let hosts = self.hosts_of(&pool);
        let is_mine = |object: &Value| object["type"] == "PBD" && object["SR"] == sr;
        self.objects.retain(|_, object| !is_mine(object));
        self.edit(sr, |sr| sr["$PBDs"] = json!([]));
        for number in 0..all {
            let host = hosts.get(number as usize % hosts.len().max(1)).cloned().unwrap_or_default();
            let pbd = self.new_id("pbd");
            let mut object = shapes::pbd(&pbd, &pool, &host, sr, json!({}));
            object["attached"] = json!(number < attached);
            self.add(object);
            self.link(sr, "$PBDs", &pbd);
        }
    }

    /// Adds a running VM.
    pub(super) fn vm(&mut self, pool: &str, name: &str, tags: &[&str]) -> String {
        let vm = self.new_id(name);
        let host = self.text(pool, "master");
        let mut object = shapes::vm(&vm, pool, "VM", name, &host);
        object["tags"] = json!(tags);
        self.add(object);
        self.link(&host, "residentVms", &vm);
        vm
    }

    /// Runs a VM on the host with this number, from 1; on the last one if there are fewer.
    pub(super) fn move_to_host(&mut self, vm: &str, number: i64) {
        let hosts = self.hosts_of(&self.text(vm, "$pool"));
        let at = usize::try_from(number.max(1) - 1).unwrap_or_default().min(hosts.len().saturating_sub(1));
        let Some(host) = hosts.get(at).cloned() else { return };
        let before = self.text(vm, "$container");
        self.edit(&before, |host| {
            if let Some(list) = host["residentVms"].as_array_mut() {
                list.retain(|id| id != vm);
            }
        });
        self.link(&host, "residentVms", vm);
        self.edit(vm, |vm| vm["$container"] = json!(host));
    }

    /// Returns the first control domain of a pool.
    pub(super) fn control_domain(&self, pool: &str) -> String {
        self.text(&self.text(pool, "master"), "controlDomain")
    }

    pub(super) fn message(&mut self, name: &str, body: &str, object: &str, hours_ago: i64) {
        self.message_at(name, body, object, self.seconds_ago(hours_ago));
    }

    pub(super) fn message_at(&mut self, name: &str, body: &str, object: &str, time_s: i64) {
        let (id, pool) = (self.new_id(name), self.text(object, "$pool"));
        self.add(shapes::message(&id, &pool, name, body, object, time_s));
    }

    /// Adds the task of a garbage collector that works on an SR.
    pub(super) fn gc_task(&mut self, sr: &str) {
        let (id, pool) = (self.new_id("task"), self.text(sr, "$pool"));
        let host = self.text(&pool, "master");
        self.add(shapes::gc_task(&id, &pool, sr, &host, self.now.as_second() - 60));
    }

    /// Adds a backup job with one schedule; `settings` are job-wide, `retention` is the schedule's.
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

    /// Sets when a job's schedule fires (UTC).
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

    /// Adds a remote of this many GiB with this many free.
    pub(super) fn remote(&mut self, name: &str, url: &str, gib: i64, free: i64) -> String {
        self.remote_of(name, url, gib * GIB, free * GIB)
    }

    /// Adds a remote of this many bytes with this many free.
    pub(super) fn remote_of(&mut self, name: &str, url: &str, size: i64, free: i64) -> String {
        let id = self.new_id(name);
        self.state.remotes.push(json!({"enabled": true, "error": "", "name": name, "id": id, "url": url}));
        let info = json!({"size": size, "used": size - free, "available": free});
        self.state.remote_info.insert(id.clone(), info);
        id
    }

    /// Returns an id for something that is in no list of objects.
    pub(super) fn other_id(&mut self, name: &str) -> String {
        self.new_id(name)
    }

    /// Sums up what SRs and disks take, and returns the state. An SR whose `physical_usage` was set keeps it.
    pub(super) fn finish(mut self) -> State {
        self.sum_up();
        for (_, mut object) in self.objects {
            if !self.renamed.is_empty() {
                object = renamed(object, &self.renamed);
            }
            // All of them were made by `shapes`, with `id` and `type`.
            let _ = self.state.objects.insert_double(object);
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
                sum[0].as_i64().unwrap_or_default().saturating_add(number(object, "usage")),
                sum[1].as_i64().unwrap_or_default().saturating_add(number(object, "size")),
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
            usage = i64::saturating_add(usage, vdi["usage"].as_i64().unwrap_or_default());
            next = vdi["parent"].as_str().and_then(|parent| self.objects.get(parent));
        }
        usage
    }
}

/// Returns the value with other ids, wherever they are.
fn renamed(value: Value, names: &[(String, String)]) -> Value {
    match value {
        Value::String(text) => {
            let shown = names.iter().find(|(id, _)| *id == text).map(|(_, shown)| shown.clone());
            Value::String(shown.unwrap_or(text))
        }
        Value::Array(list) => list.into_iter().map(|value| renamed(value, names)).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, renamed(value, names))).collect(),
        other => other,
    }
}
