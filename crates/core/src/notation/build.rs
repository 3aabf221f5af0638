//! Objects with defaults for what the notation leaves out.

use std::sync::Arc;

use serde_json::json;

use crate::model::{
    BackupKeys, Host, ImageFormat, Link, ObjectId, Pool, Provisioning, Sr, Vdi, VdiKind, Vm, VmKind,
};
use crate::units::Bytes;

/// What a node takes if the notation does not say.
pub(super) const NODE_USAGE: Bytes = Bytes::gib(1);

/// What a snapshot takes if the notation does not say: a deflated LVM volume.
pub(super) const SNAPSHOT_USAGE: Bytes = Bytes::mib(8);

pub(super) fn pool(name: &str) -> Pool {
    Pool { id: name.into(), name: name.into(), master: Link::None }
}

pub(super) fn host(id: &ObjectId) -> Host {
    Host { id: id.clone(), name: id.to_string().into(), pool: None, started: None, version: None }
}

pub(super) fn sr(name: &str, driver: &str) -> Sr {
    Sr {
        name: name.into(),
        content_type: if driver == "iso" { "iso" } else { "user" }.into(),
        provisioning: if driver.starts_with("lv") { Provisioning::Thick } else { Provisioning::Thin },
        pbds: 1,
        pbds_attached: 1,
        ..Sr::new(name.into(), driver)
    }
}

pub(super) fn vm(id: &ObjectId, name: &str, kind: VmKind) -> Vm {
    Vm {
        name: name.into(),
        running: kind == VmKind::Vm || kind == VmKind::ControlDomain,
        ..Vm::new(id.clone(), kind)
    }
}

/// Fills in the attributes that patterns of smart jobs use.
pub(super) fn describe(vm: &mut Vm, pool: &ObjectId) {
    let power_state = if vm.running { "Running" } else { "Halted" };
    let tags: Vec<&str> = vm.tags.iter().map(compact_str::CompactString::as_str).collect();
    let all = [
        ("$pool", json!(pool.to_string())),
        ("id", json!(vm.id.to_string())),
        ("name_label", json!(vm.name.as_str())),
        ("power_state", json!(power_state)),
        ("tags", json!(tags)),
    ];
    vm.attributes = all.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
}

pub(super) fn vdi(id: ObjectId, name: &str, kind: VdiKind) -> Vdi {
    Vdi {
        name: name.into(),
        image_format: Some(ImageFormat::Vhd),
        usage: Some(NODE_USAGE),
        ..Vdi::new(id, kind)
    }
}

/// Returns the id of the VBD that plugs a disk into a VM.
pub(super) fn plug(vm: &ObjectId, vdi: &ObjectId) -> ObjectId {
    ObjectId::new(&format!("vbd:{vm}:{vdi}"))
}

/// Returns the backup keys of an object, creating them on first use.
pub(super) fn keys(backup: &mut Option<Arc<BackupKeys>>) -> &mut BackupKeys {
    Arc::make_mut(backup.get_or_insert_default())
}
