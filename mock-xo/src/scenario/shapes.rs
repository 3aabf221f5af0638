//! XAPI objects in XO's shapes: the keys of a real server, in its order, without those unrelated to storage
//! (CPUs, networks, firmware). In: names and links. Out: JSON. The builder sets the values in which worlds differ.

use serde_json::{Value, json};

use crate::state::uuid_of;

/// Adds what every object has.
fn finish(mut object: Value, id: &str, kind: &str, pool: &str) -> Value {
    object["id"] = json!(id);
    object["type"] = json!(kind);
    object["uuid"] = json!(id);
    object["$pool"] = json!(pool);
    object["$poolId"] = json!(pool);
    object["_xapiRef"] = json!(format!("OpaqueRef:{}", uuid_of(&format!("ref {id}"))));
    object
}

pub(super) fn pool(id: &str, name: &str) -> Value {
    let object = json!({
        "auto_poweron": false, "current_operations": {}, "HA_enabled": false, "haSrs": [], "master": "",
        "tags": [], "name_description": "", "name_label": name, "migrationCompression": false, "otherConfig": {},
        "zstdSupported": true, "vtpmSupported": true, "platform_version": "3.4.0",
    });
    finish(object, id, "pool", id)
}

pub(super) fn host(id: &str, pool: &str, name: &str, address: &str, controller: &str) -> Value {
    let object = json!({
        "address": address, "build": "cloud", "enabled": true, "controlDomain": controller, "current_operations": {},
        "hostname": name, "name_description": "Default install", "name_label": name,
        "memory": {"usage": 68_719_476_736_i64, "size": 274_877_906_944_i64}, "multipathing": false,
        "otherConfig": {}, "patches": [], "power_state": "Running", "residentVms": [controller],
        "rebootRequired": false, "tags": [], "version": "8.3.0", "productBrand": "XCP-ng", "$PBDs": [],
    });
    finish(object, id, "host", pool)
}

pub(super) fn sr(id: &str, pool: &str, name: &str, sr_type: &str, size: i64) -> Value {
    let content = if sr_type == "iso" { "iso" } else { "user" };
    let mut object = json!({"type": "SR", "content_type": content, "physical_usage": 0});
    if let Some(allocation) = allocation(sr_type) {
        object["allocationStrategy"] = json!(allocation);
    }
    let shared = !matches!(sr_type, "ext" | "lvm" | "xfs");
    let rest = json!({
        "current_operations": {}, "inMaintenanceMode": false, "name_description": "", "name_label": name,
        "size": size, "shared": shared, "SR_type": sr_type, "tags": [], "usage": 0, "VDIs": [],
        "other_config": {"auto-scan": "true"}, "sm_config": {}, "$container": pool, "$PBDs": [],
    });
    extend(&mut object, rest);
    if allocation(sr_type) == Some("thick") {
        object["sm_config"] = json!({"allocation": "thick", "use_vhd": "true"});
    }
    finish(object, id, "SR", pool)
}

/// Returns the allocation by XO's table of types (xo-protocol 3.2); LINSTOR has it in the PBD, which is thin here.
fn allocation(sr_type: &str) -> Option<&'static str> {
    match sr_type {
        "ext" | "nfs" | "smb" | "zfs" | "linstor" => Some("thin"),
        "lvm" | "lvmoiscsi" | "lvmohba" => Some("thick"),
        _ => None,
    }
}

pub(super) fn pbd(id: &str, pool: &str, host: &str, sr: &str, config: Value) -> Value {
    let object = json!({
        "type": "PBD", "attached": true, "host": host, "SR": sr, "device_config": config, "otherConfig": {},
    });
    finish(object, id, "PBD", pool)
}

/// Returns a VDI of any kind; `kind` is `VDI`, `VDI-snapshot` or `VDI-unmanaged`.
pub(super) fn vdi(id: &str, pool: &str, sr: &str, kind: &str, name: &str, size: i64, usage: i64) -> Value {
    let object = json!({
        "type": kind, "cbt_enabled": false, "missing": false, "name_description": "", "name_label": name,
        "size": size, "snapshots": [], "tags": [], "usage": usage, "VDI_type": "user", "current_operations": {},
        "other_config": {}, "$SR": sr, "$VBDs": [],
    });
    finish(object, id, kind, pool)
}

pub(super) fn vbd(
    id: &str,
    pool: &str,
    vm: &str,
    vdi: Option<&str>,
    position: usize,
    attached: bool,
) -> Value {
    let mut object = json!({
        "type": "VBD", "attached": attached, "bootable": position == 0, "device": format!("xvd{}", letter(position)),
        "is_cd_drive": false, "position": position.to_string(), "read_only": false,
    });
    if let Some(vdi) = vdi {
        object["VDI"] = json!(vdi);
    }
    object["VM"] = json!(vm);
    finish(object, id, "VBD", pool)
}

fn letter(position: usize) -> char {
    u8::try_from(position).ok().and_then(|position| b'a'.checked_add(position)).map_or('z', char::from)
}

/// Returns a VM of any kind; `kind` is `VM`, `VM-snapshot` or `VM-controller`.
pub(super) fn vm(id: &str, pool: &str, kind: &str, name: &str, container: &str) -> Value {
    let state = if kind == "VM-snapshot" { "Halted" } else { "Running" };
    let object = json!({
        "type": kind, "addresses": {}, "auto_poweron": false, "blockedOperations": {}, "current_operations": {},
        "high_availability": "", "memory": {"size": 4_294_967_296_i64}, "name_description": "", "name_label": name,
        "other": {}, "os_version": null, "power_state": state, "snapshots": [], "startDelay": 0, "tags": [],
        "VIFs": [], "virtualizationMode": "hvm", "$container": container, "$VBDs": [],
    });
    finish(object, id, kind, pool)
}

pub(super) fn message(id: &str, pool: &str, name: &str, body: &str, object: &str, time_s: i64) -> Value {
    let message = json!({"body": body, "name": name, "time": time_s, "$object": object});
    finish(message, id, "message", pool)
}

pub(super) fn gc_task(id: &str, pool: &str, sr: &str, host: &str, created_s: i64) -> Value {
    let task = json!({
        "allowedOperations": [], "created": created_s, "current_operations": {}, "finished": null,
        "name_description": format!("Garbage collection for SR {sr}"), "name_label": "Garbage Collection",
        "progress": 0.5, "result": "", "status": "pending", "applies_to": sr, "$host": host,
    });
    finish(task, id, "task", pool)
}

fn extend(object: &mut Value, more: Value) {
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
}
