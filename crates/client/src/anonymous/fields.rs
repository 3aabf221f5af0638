//! Which kind of value a field holds, by its name.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde_json::{Map, Value};

use super::words::KEYS;

/// The kind of value in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    /// A name, with the prefix of its pseudonym.
    Name(&'static str),
    Tag,
    Word,
    Version,
    Number,
    Zone,
    Cron,
    /// An address with a scheme, or a path.
    Place,
    Host,
    Message,
    Code,
    Other,
}

/// Returns what the names in a task's data belong to.
pub(super) fn of_data(map: &Map<String, Value>) -> Option<&'static str> {
    // objects of the inventory have other kinds of names, which their readers know
    map.contains_key("name_label").then_some(())?;
    match map.get("type")?.as_str()? {
        "VM" => Some("vm"),
        "SR" => Some("sr"),
        "remote" => Some("repository"),
        _ => None,
    }
}

/// Returns which kind of value a field of a backup log holds.
pub(super) fn of_log(key: &str) -> Field {
    match key {
        "message" | "error" => Field::Message,
        "name_label" => Field::Name("name"),
        _ => field(key),
    }
}

/// Returns which kind of value a field holds, by its name.
pub(super) fn field(key: &str) -> Field {
    match key {
        "id"
        | "uuid"
        | "$pool"
        | "$poolId"
        | "master"
        | "SR"
        | "$SR"
        | "parent"
        | "$snapshot_of"
        | "VDI"
        | "VM"
        | "$container"
        | "$VBDs"
        | "VDIs"
        | "applies_to"
        | "$object"
        | "host"
        | "default_SR"
        | "$PBDs"
        | "snapshots"
        | "jobId"
        | "scheduleId"
        | "proxyId"
        | "proxy"
        | "poolId"
        | "schedules"
        | "healthCheckSr"
        | "sourceRemote"
        | "remotes"
        | "srs"
        | "xo:backup:job"
        | "xo:backup:schedule"
        | "xo:backup:vm"
        | "xo:backup:sr"
        | "xo:backup:contentKey"
        | "xo:copy_of"
        | "unhealthyVdis"
        | "vdisWithUnknownVhdParent" => Field::Id,
        "name_label" => Field::Name("vm"),
        "tags" => Field::Tag,
        "type" | "SR_type" | "content_type" | "allocationStrategy" | "power_state" | "image_format"
        | "VDI_type" | "status" | "virtualizationMode" | "mode" | "reportWhen" | "method" | "permission"
        | "resource" | "action" | "actions" | "effect" | "gc" | "coalesce" | "leaf-coalesce"
        | "auto-scan" | "allocation" | "gc_no_space" | "xo:backup:exported" | "productBrand" => Field::Word,
        "version" => Field::Version,
        "size"
        | "usage"
        | "physical_usage"
        | "snapshot_time"
        | "progress"
        | "created"
        | "time"
        | "startTime"
        | "start"
        | "end"
        | "used"
        | "available"
        | "runId"
        | "position"
        | "xo:backup:datetime"
        | "xo:backup:deltaChainLength"
        | "last-coalesce-error" => Field::Number,
        "timezone" => Field::Zone,
        "cron" => Field::Cron,
        "url" | "mountpoint" => Field::Place,
        "message" | "error" => Field::Message,
        "code" => Field::Code,
        _ => Field::Other,
    }
}

/// Returns whether a key is the name of a field.
pub(super) fn is_key(key: &str) -> bool {
    static FIELDS: LazyLock<FxHashSet<&'static str>> =
        LazyLock::new(|| crate::wire::kept::names_of_fields().chain(KEYS.iter().copied()).collect());
    FIELDS.contains(key)
}
