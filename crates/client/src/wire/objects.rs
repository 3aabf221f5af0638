//! The objects of `xo.getAllObjects`, one by one (facts/xo-protocol.md 3).

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::lenient::{Flag, Keys, Number, Pairs, Text, Texts};
use crate::{limits, scrub};
use xo_health_core::model::{
    BackupKeys, GcMessage, GcSwitches, GcTask, Host, ImageFormat, Inventory, InventoryBuilder, JobId, Link,
    Links, Moment, ObjectId, Pool, Provisioning, ScheduleId, Sr, SrIdx, Vbd, Vdi, VdiKind, VdiRole, Vm,
    VmKind,
};

/// Most bytes of a name that are kept: enough to recognise it, while 10 MB of text stay outside.
pub(super) const NAME_LIMIT: usize = 512;

/// Most tags of a VM that are kept: XO's own tools set a few.
const MOST_TAGS: usize = 1000;

/// The name that SM gives to a garbage collection (facts/storage-manager.md 3.10).
pub(crate) const GC_TASK: &str = "Garbage Collection";

/// What a disk's name contains if it should be left out of backups (facts/xo-protocol.md 4.1).
pub(crate) const NO_BACKUP: &str = "[NOBAK]";

/// Lists the types of objects that matter here, as XO names them.
pub fn needed_types() -> &'static [&'static str] {
    &[
        "pool",
        "host",
        "SR",
        "PBD",
        "VDI",
        "VDI-snapshot",
        "VDI-unmanaged",
        "VBD",
        "VM",
        "VM-snapshot",
        "VM-template",
        "VM-controller",
        "task",
        "message",
    ]
}

/// Gathers objects in the order in which they arrive.
#[derive(Debug, Default)]
pub struct GatheredObjects {
    builder: InventoryBuilder,
    /// VMs, which wait for the jobs.
    vms: Vec<(Vm, Links)>,
    /// The keys that the patterns of smart jobs look at, if the jobs were read before.
    keys: Option<Vec<String>>,
    /// VMs as they were sent, if the jobs were not read before: patterns may look at anything.
    raw_vms: FxHashMap<ObjectId, Box<str>>,
    pbds: FxHashMap<ObjectId, Pbds>,
    garbled: u64,
}

#[derive(Debug, Default)]
struct Pbds {
    all: u32,
    attached: u32,
    detached_from: Vec<ObjectId>,
}

/// All fields of all types, as XO names them.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct Wire<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    uuid: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    name_label: Text<'a>,
    #[serde(borrow, rename = "$pool")]
    pool: Text<'a>,
    #[serde(borrow)]
    master: Text<'a>,
    #[serde(borrow, rename = "SR_type")]
    sr_type: Text<'a>,
    #[serde(borrow)]
    content_type: Text<'a>,
    size: Number,
    usage: Number,
    physical_usage: Number,
    #[serde(borrow, rename = "allocationStrategy")]
    allocation: Text<'a>,
    shared: Flag,
    #[serde(rename = "inMaintenanceMode")]
    maintenance: Flag,
    #[serde(borrow)]
    other_config: Pairs<'a>,
    #[serde(borrow)]
    sm_config: Pairs<'a>,
    #[serde(borrow)]
    other: Pairs<'a>,
    #[serde(borrow, rename = "SR")]
    sr: Text<'a>,
    #[serde(borrow, rename = "$SR")]
    in_sr: Text<'a>,
    attached: Flag,
    #[serde(borrow)]
    parent: Text<'a>,
    #[serde(borrow)]
    image_format: Text<'a>,
    #[serde(borrow, rename = "VDI_type")]
    vdi_type: Text<'a>,
    missing: Flag,
    #[serde(borrow, rename = "$snapshot_of")]
    snapshot_of: Text<'a>,
    snapshot_time: Number,
    #[serde(borrow, rename = "VDI")]
    vdi: Text<'a>,
    #[serde(borrow, rename = "VM")]
    vm: Text<'a>,
    is_cd_drive: Flag,
    #[serde(borrow)]
    power_state: Text<'a>,
    #[serde(borrow, rename = "$container")]
    container: Text<'a>,
    #[serde(borrow)]
    tags: Texts<'a>,
    #[serde(borrow, rename = "blockedOperations")]
    blocked: Keys<'a>,
    #[serde(borrow, rename = "$VBDs")]
    vbds: Texts<'a>,
    #[serde(borrow, rename = "VDIs")]
    vdis: Texts<'a>,
    #[serde(borrow)]
    applies_to: Text<'a>,
    progress: Number,
    created: Number,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow, rename = "$object")]
    object: Text<'a>,
    time: Number,
    #[serde(rename = "startTime")]
    start_time: Number,
    #[serde(borrow)]
    host: Text<'a>,
    #[serde(borrow)]
    version: Text<'a>,
}

impl GatheredObjects {
    /// Begins a list for jobs whose patterns look at these keys, if the jobs are known.
    pub fn for_keys(keys: Option<Vec<String>>) -> Self {
        Self { keys, ..Self::default() }
    }

    /// Receives one object, as JSON.
    ///
    /// What is not an object, or has no id, is counted in [`Self::garbled`].
    pub fn add(&mut self, json: &[u8]) {
        let Some(wire) = read(json) else {
            self.garbled += 1;
            return;
        };
        let Some(id) = wire.id.id().or_else(|| wire.uuid.id()) else {
            self.garbled += 1;
            return;
        };
        match wire.kind.as_str() {
            Some("pool") => self.add_pool(id, &wire),
            Some("host") => self.add_host(id, &wire),
            Some("SR") => {
                let (sr, links) = sr(id, &wire);
                self.builder.add_sr(sr, links);
            }
            Some("PBD") => self.add_pbd(&wire),
            Some("VDI") => self.add_vdi(id, &wire, VdiKind::Disk),
            Some("VDI-snapshot") => self.add_vdi(id, &wire, VdiKind::Snapshot),
            Some("VDI-unmanaged") => self.add_vdi(id, &wire, VdiKind::BaseCopy),
            Some("VBD") => self.add_vbd(id, &wire),
            Some("VM") => {
                let raw = String::from_utf8_lossy(json);
                let (mut vm, links) = self.vm(id, &wire, VmKind::Vm);
                match &self.keys {
                    Some(keys) => {
                        vm.attributes = attributes(&raw, keys);
                        self.builder.add_vm(vm, links);
                    }
                    None => {
                        self.raw_vms.insert(vm.id.clone(), raw.into());
                        self.vms.push((vm, links));
                    }
                }
            }
            Some("VM-snapshot") => self.add_vm(id, &wire, VmKind::Snapshot),
            Some("VM-template") => self.add_vm(id, &wire, VmKind::Template),
            Some("VM-controller") => self.add_vm(id, &wire, VmKind::ControlDomain),
            Some("task") => self.add_task(&wire),
            Some("message") => self.add_message(&wire),
            Some(_) => {}
            None => self.garbled += 1,
        }
    }

    /// Returns the number of objects that could not be understood.
    pub fn garbled(&self) -> u64 {
        self.garbled
    }

    /// Links everything. `keys` are what the patterns of smart jobs look at: only those fields of each VM are kept.
    pub fn finish(mut self, keys: &[String]) -> Inventory {
        for sr in self.builder.srs_mut() {
            let pbds = self.pbds.remove(&sr.id).unwrap_or_default();
            (sr.pbds, sr.pbds_attached) = (pbds.all, pbds.attached);
            sr.detached_from = pbds.detached_from;
        }
        // plugs of SRs that were not sent
        self.pbds.into_keys().for_each(|sr| self.builder.expect_sr(sr));
        for (mut vm, links) in self.vms {
            if let Some(raw) = self.raw_vms.remove(&vm.id) {
                vm.attributes = attributes(&raw, keys);
            }
            self.builder.add_vm(vm, links);
        }
        self.builder.build()
    }

    fn add_vm(&mut self, id: ObjectId, wire: &Wire<'_>, kind: VmKind) {
        let (vm, links) = self.vm(id, wire, kind);
        self.builder.add_vm(vm, links);
    }

    fn vm(&mut self, id: ObjectId, wire: &Wire<'_>, kind: VmKind) -> (Vm, Links) {
        let backup = self.shared(backup_keys(&wire.other));
        let (vm, links) = vm(id, wire, kind);
        (Vm { backup, ..vm }, links)
    }

    fn shared(&mut self, keys: Option<BackupKeys>) -> Option<Arc<BackupKeys>> {
        keys.map(|keys| self.builder.shared(keys))
    }

    fn add_pool(&mut self, id: ObjectId, wire: &Wire<'_>) {
        let links = Links { master: wire.master.id(), ..Links::default() };
        self.builder.add_pool(Pool { id, name: name(wire), master: Link::None }, links);
    }

    fn add_host(&mut self, id: ObjectId, wire: &Wire<'_>) {
        self.builder.add_host(
            Host {
                id,
                name: name(wire),
                pool: None,
                started: wire.start_time.seconds(),
                version: wire.version.as_str().map(cut),
            },
            in_pool(wire),
        );
    }

    fn add_pbd(&mut self, wire: &Wire<'_>) {
        if let Some(sr) = wire.sr.id() {
            let pbds = self.pbds.entry(sr).or_default();
            pbds.all += 1;
            pbds.attached += u32::from(wire.attached.is_true());
            if !wire.attached.is_true() {
                pbds.detached_from.extend(wire.host.id());
            }
        }
    }

    fn add_vdi(&mut self, id: ObjectId, wire: &Wire<'_>, kind: VdiKind) {
        let links = Links {
            sr: wire.in_sr.id(),
            parent: wire.parent.id(),
            snapshot_of: wire.snapshot_of.id(),
            vbds: wire.vbds.ids(),
            ..in_pool(wire)
        };
        let backup = self.shared(backup_keys(&wire.other_config));
        self.builder.add_vdi(Vdi { backup, ..vdi(id, wire, kind) }, links);
    }

    fn add_vbd(&mut self, id: ObjectId, wire: &Wire<'_>) {
        let links = Links { vm: wire.vm.id(), vdi: wire.vdi.id(), ..Links::default() };
        let vbd = Vbd {
            vm: None,
            vdi: None,
            is_cd_drive: wire.is_cd_drive.is_true(),
            attached: wire.attached.is_true(),
        };
        self.builder.add_vbd(id, vbd, links);
    }

    fn add_task(&mut self, wire: &Wire<'_>) {
        let runs = matches!(wire.status.as_str(), None | Some("pending"));
        if wire.name_label.as_str() != Some(GC_TASK) || !runs {
            return;
        }
        if let Some(sr) = wire.applies_to.id() {
            let task = GcTask {
                sr: SrIdx(0),
                progress: wire.progress.0.unwrap_or(0.0).clamp(0.0, 1.0),
                created: wire.created.seconds(),
            };
            self.builder.add_gc_task(sr, task);
        }
    }

    fn add_message(&mut self, wire: &Wire<'_>) {
        let (Some(sr), Some(text)) = (wire.object.id(), wire.name.as_str()) else { return };
        let message = GcMessage { sr: SrIdx(0), name: cut(text), time: wire.time.seconds() };
        self.builder.add_gc_message(sr, message);
    }
}

/// Returns the type of an object; `None` if it cannot be understood, or has no id or type.
pub(super) fn kind(json: &[u8]) -> Option<String> {
    let wire = read(json)?;
    wire.id.id().or_else(|| wire.uuid.id())?;
    wire.kind.as_str().map(str::to_owned)
}

fn read(json: &[u8]) -> Option<Wire<'_>> {
    limits::within_large(json).ok()?;
    serde_json::from_slice(json).ok()
}

fn in_pool(wire: &Wire<'_>) -> Links {
    Links { pool: wire.pool.id(), ..Links::default() }
}

fn name(wire: &Wire<'_>) -> CompactString {
    cut(wire.name_label.as_str().unwrap_or_default())
}

fn cut(text: &str) -> CompactString {
    let text = scrub::name(text);
    CompactString::new(&text[..text.floor_char_boundary(NAME_LIMIT)])
}

fn sr(id: ObjectId, wire: &Wire<'_>) -> (Sr, Links) {
    let last_error = wire.sm_config.get("last-coalesce-error");
    let last_error_at = last_error.and_then(|text| serde_json::from_str::<Number>(text).ok()?.seconds());
    let sr = Sr {
        name: name(wire),
        content_type: cut(wire.content_type.as_str().unwrap_or_default()),
        // drivers without a size report 0 or -1
        size: wire.size.bytes().filter(|size| size.0 > 0),
        used: wire.physical_usage.bytes(),
        virtual_allocation: wire.usage.bytes(),
        provisioning: provisioning(wire),
        shared: wire.shared.is_true(),
        in_maintenance: wire.maintenance.is_true(),
        gc: GcSwitches {
            gc_off: wire.other_config.is_false("gc"),
            coalesce_off: wire.other_config.is_false("coalesce"),
            leaf_coalesce_off: wire.other_config.is_false("leaf-coalesce"),
            auto_scan: wire.other_config.is_true("auto-scan"),
            no_space: wire.sm_config.get("gc_no_space").is_some(),
            last_error: last_error_at,
            last_error_unreadable: last_error.is_some() && last_error_at.is_none(),
        },
        ..Sr::new(id, &cut(wire.sr_type.as_str().unwrap_or_default()))
    };
    (sr, Links { vdis: wire.vdis.ids(), ..in_pool(wire) })
}

/// Returns how an SR allocates. An LVM SR may be thin by its own configuration, which XO's table by driver ignores
/// (facts/storage-manager.md 3.11).
fn provisioning(wire: &Wire<'_>) -> Provisioning {
    match (wire.sm_config.get("allocation"), wire.allocation.as_str()) {
        (Some("thin"), _) | (_, Some("thin")) => Provisioning::Thin,
        (_, Some("thick")) => Provisioning::Thick,
        _ => Provisioning::Unknown,
    }
}

fn vdi(id: ObjectId, wire: &Wire<'_>, kind: VdiKind) -> Vdi {
    let label = wire.name_label.as_str().unwrap_or_default();
    Vdi {
        name: cut(label),
        role: match wire.vdi_type.as_str() {
            None | Some("user" | "system" | "ephemeral") => VdiRole::Disk,
            Some("cbt_metadata") => VdiRole::CbtMetadata,
            Some(_) => VdiRole::Internal,
        },
        image_format: wire.image_format.as_str().map(|format| match format {
            "vhd" => ImageFormat::Vhd,
            "qcow2" => ImageFormat::Qcow2,
            _ => ImageFormat::Other,
        }),
        size: wire.size.bytes(),
        usage: wire.usage.bytes(),
        snapshot_time: wire.snapshot_time.seconds().map(Moment::from),
        no_backup: label.contains(NO_BACKUP),
        missing: wire.missing.is_true(),
        never_merged: wire.other_config.get("leaf-coalesce") == Some("false"),
        ..Vdi::new(id, kind)
    }
}

fn vm(id: ObjectId, wire: &Wire<'_>, kind: VmKind) -> (Vm, Links) {
    let links = Links { snapshot_of: wire.snapshot_of.id(), vbds: wire.vbds.ids(), ..in_pool(wire) };
    let running = wire.power_state.as_str() == Some("Running");
    let vm = Vm {
        name: name(wire),
        running,
        // for a VM that does not run, it is the pool
        host: wire.container.id().filter(|_| running),
        tags: wire.tags.0.iter().take(MOST_TAGS).map(|tag| cut(tag)).collect(),
        start_blocked: wire.blocked.0.iter().any(|operation| operation == "start"),
        snapshot_time: wire.snapshot_time.seconds().map(Moment::from),
        ..Vm::new(id, kind)
    };
    (vm, links)
}

fn backup_keys(pairs: &Pairs<'_>) -> Option<BackupKeys> {
    let keys = BackupKeys {
        job: pairs.get("xo:backup:job").map(JobId::from),
        schedule: pairs.get("xo:backup:schedule").map(ScheduleId::from),
        vm: pairs.get("xo:backup:vm").map(ObjectId::new),
        datetime: pairs.get("xo:backup:datetime").map(cut),
        exported: pairs.is_true("xo:backup:exported"),
        is_copy: pairs.get("xo:copy_of").is_some(),
        deltas: pairs.get("xo:backup:deltaChainLength").and_then(|text| text.parse().ok()),
    };
    (keys != BackupKeys::default()).then_some(keys)
}

fn attributes(raw: &str, keys: &[String]) -> BTreeMap<String, serde_json::Value> {
    if keys.is_empty() {
        return BTreeMap::new();
    }
    let all: BTreeMap<&str, &RawValue> = serde_json::from_str(raw).unwrap_or_default();
    let wanted = keys.iter().filter_map(|key| {
        let value = serde_json::from_str(all.get(key.as_str())?.get()).ok()?;
        Some((key.clone(), value))
    });
    wanted.collect()
}
