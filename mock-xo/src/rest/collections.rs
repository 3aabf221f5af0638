//! The collections of REST and what is in them. In: the state. Out: records, in XO's order.

use serde_json::Value;

use crate::filter::Filter;
use crate::state::State;

/// Names of the messages that are alarms (xo-protocol 2.8).
const ALARMS: [&str; 3] = ["ALARM", "BOND_STATUS_CHANGED", "MULTIPATH_PERIODIC_ALERT"];

/// A collection.
#[derive(Debug)]
pub(super) struct Collection {
    /// In the address.
    pub(super) name: &'static str,
    /// The ACL v2 resource whose `read` it needs.
    pub(super) resource: &'static str,
    /// What an unknown id is said to be.
    pub(super) kind: &'static str,
    source: Source,
}

#[derive(Debug, Clone, Copy)]
enum Source {
    /// XAPI objects whose type is the collection's `kind`.
    Objects,
    Alarms,
    /// Records that are not XAPI's.
    Records(fn(&State) -> Vec<&Value>),
}

const fn objects(name: &'static str, resource: &'static str, kind: &'static str) -> Collection {
    Collection { name, resource, kind, source: Source::Objects }
}

const fn records(
    name: &'static str,
    resource: &'static str,
    kind: &'static str,
    list: fn(&State) -> Vec<&Value>,
) -> Collection {
    Collection { name, resource, kind, source: Source::Records(list) }
}

static COLLECTIONS: &[Collection] = &[
    Collection { name: "alarms", resource: "alarm", kind: "alarm", source: Source::Alarms },
    objects("hosts", "host", "host"),
    objects("messages", "message", "message"),
    objects("pbds", "pbd", "PBD"),
    objects("pools", "pool", "pool"),
    objects("sms", "sm", "SM"),
    objects("srs", "sr", "SR"),
    objects("vbds", "vbd", "VBD"),
    objects("vdi-snapshots", "vdi-snapshot", "VDI-snapshot"),
    objects("vdis", "vdi", "VDI"),
    objects("vm-controllers", "vm-controller", "VM-controller"),
    objects("vm-snapshots", "vm-snapshot", "VM-snapshot"),
    objects("vm-templates", "vm-template", "VM-template"),
    objects("vms", "vm", "VM"),
    records("backup-jobs", "backup-job", "job", |state| state.all_backup_jobs().collect()),
    records("backup-logs", "backup-log", "backup-ng-log", |state| logs(state, &["backup"])),
    records("backup-repositories", "backup-repository", "remote", |state| state.remotes.iter().collect()),
    records("proxies", "proxy", "proxy", |state| state.proxies.iter().collect()),
    records("restore-logs", "restore-log", "backup-ng-log", |state| {
        logs(state, &["restore", "metadataRestore"])
    }),
    records("schedules", "schedule", "schedule", |state| state.schedules.iter().collect()),
    records("servers", "server", "xenServer", |state| state.servers.iter().collect()),
    records("tasks", "task", "task", |state| state.tasks.iter().collect()),
];

/// The collection of this name.
pub(super) fn find(name: &str) -> Option<&'static Collection> {
    COLLECTIONS.iter().find(|collection| collection.name == name)
}

/// Oldest first.
fn logs<'a>(state: &'a State, messages: &[&str]) -> Vec<&'a Value> {
    let is_one = |log: &&Value| {
        log.get("message").and_then(Value::as_str).is_some_and(|text| messages.contains(&text))
    };
    state.sorted_logs().into_iter().filter(is_one).collect()
}

impl Collection {
    /// The first `limit` records that match.
    pub(super) fn records(&self, state: &State, filter: &Filter, limit: usize) -> Vec<Value> {
        if let Source::Records(list) = self.source {
            let matching = list(state).into_iter().filter(|record| filter.matches_value(record));
            return matching.take(limit).cloned().collect();
        }
        let kind = if matches!(self.source, Source::Alarms) { "message" } else { self.kind };
        let values = state.visible().filter(|object| object.kind() == kind).map(crate::state::Object::value);
        let mine = values.filter(|value| matches!(self.source, Source::Objects) || is_alarm(value));
        mine.filter(|value| filter.matches_value(value)).take(limit).collect()
    }

    /// The record of this id.
    pub(super) fn record(&self, state: &State, id: &str) -> Option<Value> {
        if let Source::Records(list) = self.source {
            let record =
                list(state).into_iter().find(|record| record.get("id").and_then(Value::as_str) == Some(id));
            return record.cloned();
        }
        let object = state.object(id)?;
        match self.source {
            Source::Alarms => {
                Some(object.value()).filter(|value| object.kind() == "message" && is_alarm(value))
            }
            _ => (object.kind() == self.kind).then(|| object.value()),
        }
    }
}

fn is_alarm(message: &Value) -> bool {
    message.get("name").and_then(Value::as_str).is_some_and(|name| ALARMS.contains(&name))
}
