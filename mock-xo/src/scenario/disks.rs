//! Disks, their chains and snapshots. In: what depends on what. Out: VDIs and VBDs with consistent links.

use serde_json::{Value, json};

use super::parts::{Job, Node, Snapshot, backup_config};
use super::shapes;
use super::world::{EMPTY, GIB, World};

impl World {
    /// Returns the usage of a new disk: all it may ever need on a thick SR, a little on others.
    pub(super) fn usual_usage(&self, sr: &str, size: i64) -> i64 {
        if self.text(sr, "allocationStrategy") == "thick" { size } else { GIB.min(size) }
    }

    /// Removes a disk; its bases and snapshots stay, its drives become empty.
    pub(super) fn delete_disk(&mut self, disk: &str) {
        let sr = self.text(disk, "$SR");
        self.objects.shift_remove(disk);
        self.edit(&sr, |sr| {
            if let Some(vdis) = sr["VDIs"].as_array_mut() {
                vdis.retain(|vdi| vdi != disk);
            }
        });
        for object in self.objects.values_mut().filter_map(Value::as_object_mut) {
            for link in ["$snapshot_of", "VDI"] {
                if object.get(link).is_some_and(|target| target == disk) {
                    object.shift_remove(link);
                }
            }
        }
    }

    /// Adds a VDI to its SR.
    pub(super) fn vdi(&mut self, sr: &str, kind: &str, name: &str, gib: i64, usage: i64) -> String {
        self.vdi_of(sr, kind, name, gib * GIB, usage)
    }

    /// Adds a VDI of this many bytes to its SR.
    pub(super) fn vdi_of(&mut self, sr: &str, kind: &str, name: &str, size: i64, usage: i64) -> String {
        let (id, pool) = (self.new_id(name), self.text(sr, "$pool"));
        self.add(shapes::vdi(&id, &pool, sr, kind, name, size, usage));
        self.link(sr, "VDIs", &id);
        id
    }

    /// Attaches a VDI to a VM of any kind; without a VDI the drive is empty.
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

    /// Adds a CD drive, empty or with an image in it.
    pub(super) fn insert_cd(&mut self, vm: &str, image: Option<&str>) {
        let drive = self.attach(vm, image);
        self.edit(&drive, |drive| {
            drive["is_cd_drive"] = json!(true);
            drive["read_only"] = json!(true);
        });
    }

    /// Adds a disk of this many GiB on its chain, attached to the VM. Returns the disk's id.
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

    /// Makes a VDI the child of another, which need not exist.
    pub(super) fn set_parent(&mut self, vdi: &str, parent: Option<&str>) {
        if let Some(parent) = parent {
            self.edit(vdi, |vdi| vdi["parent"] = json!(parent));
        }
    }

    /// Adds a VM snapshot whose disk is a child of this base copy. Returns the disk snapshot's id.
    pub(super) fn snapshot(&mut self, vm: &str, disk: &str, copy: &str, snapshot: &Snapshot) -> String {
        let time = self.seconds_ago(snapshot.hours_ago);
        let config = snapshot.by.as_ref().map_or_else(|| json!({}), |job| backup_config(job, vm, time));
        let name = match (&snapshot.name, &snapshot.by) {
            (Some(name), _) => (*name).to_owned(),
            (None, Some(job)) => format!("[XO Backup {}] {}", job.name, self.text(vm, "name_label")),
            (None, None) => "manual snapshot".to_owned(),
        };
        let of_vm = self.vm_snapshot(vm, &name, &config, time);
        let vdi = self.vdi_snapshot(disk, Some(copy), &config, time);
        self.attach(&of_vm, Some(&vdi));
        vdi
    }

    /// Adds a snapshot of a VM, without disks yet.
    pub(super) fn vm_snapshot(&mut self, vm: &str, name: &str, config: &Value, time: i64) -> String {
        let (pool, container) = (self.text(vm, "$pool"), self.text(vm, "$container"));
        let id = self.new_id("vm snapshot");
        let mut object = shapes::vm(&id, &pool, "VM-snapshot", name, &container);
        object["other"] = config.clone();
        object["snapshot_time"] = json!(time);
        object["$snapshot_of"] = json!(vm);
        self.add(object);
        self.link(vm, "snapshots", &id);
        id
    }

    /// Adds a snapshot of a disk on its SR, below this parent.
    pub(super) fn vdi_snapshot(
        &mut self,
        disk: &str,
        parent: Option<&str>,
        config: &Value,
        time: i64,
    ) -> String {
        let (sr, name) = (self.text(disk, "$SR"), self.text(disk, "name_label"));
        let size = self.objects.get(disk).and_then(|disk| disk["size"].as_i64()).unwrap_or_default();
        let vdi = self.vdi_of(&sr, "VDI-snapshot", &name, size, EMPTY);
        self.set_parent(&vdi, parent);
        self.edit(&vdi, |vdi| {
            vdi["other_config"] = config.clone();
            vdi["snapshot_time"] = json!(time);
            vdi["$snapshot_of"] = json!(disk);
        });
        self.link(disk, "snapshots", &vdi);
        vdi
    }

    /// Adds a VDI snapshot without a VM, as CBT jobs leave it.
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
}
