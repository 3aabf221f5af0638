//! The collections of REST and their records. In: the server. Out: records, in XO's order.

use serde_json::{Value, json};

use crate::filter::Filter;
use crate::server::Server;
use crate::state::State;

/// Names of the messages that are alarms (xo-protocol 2.8).
const ALARMS: [&str; 3] = ["ALARM", "BOND_STATUS_CHANGED", "MULTIPATH_PERIODIC_ALERT"];

/// A collection.
#[derive(Debug)]
pub(super) struct Collection {
    /// Its name in the address.
    pub(super) name: &'static str,
    /// The RBAC resource whose `read` it needs.
    pub(super) resource: &'static str,
    /// What an unknown id is called in the error.
    pub(super) kind: &'static str,
    source: Source,
}

#[derive(Debug, Clone, Copy)]
enum Source {
    /// XAPI objects whose type is the collection's `kind`.
    Objects,
    Alarms,
    /// Records that are not XAPI's.
    Records(fn(&State) -> Vec<Value>),
    /// Backup logs with one of these messages, oldest first.
    Logs(&'static [&'static str]),
}

const fn objects(name: &'static str, resource: &'static str, kind: &'static str) -> Collection {
    Collection { name, resource, kind, source: Source::Objects }
}

const fn logs(name: &'static str, resource: &'static str, messages: &'static [&'static str]) -> Collection {
    Collection { name, resource, kind: "backup-ng-log", source: Source::Logs(messages) }
}

const fn records(
    name: &'static str,
    resource: &'static str,
    kind: &'static str,
    list: fn(&State) -> Vec<Value>,
) -> Collection {
    Collection { name, resource, kind, source: Source::Records(list) }
}

static COLLECTIONS: &[Collection] = &[
    Collection { name: "alarms", resource: "alarm", kind: "alarm", source: Source::Alarms },
    objects("hosts", "host", "host"),
    objects("messages", "message", "message"),
    objects("networks", "network", "network"),
    objects("pbds", "pbd", "PBD"),
    objects("pifs", "pif", "PIF"),
    objects("pools", "pool", "pool"),
    objects("sms", "sm", "SM"),
    objects("srs", "sr", "SR"),
    objects("vbds", "vbd", "VBD"),
    objects("vdi-snapshots", "vdi-snapshot", "VDI-snapshot"),
    objects("vdis", "vdi", "VDI"),
    objects("vifs", "vif", "VIF"),
    objects("vm-controllers", "vm-controller", "VM-controller"),
    objects("vm-snapshots", "vm-snapshot", "VM-snapshot"),
    objects("vm-templates", "vm-template", "VM-template"),
    objects("vms", "vm", "VM"),
    // Needs a listing of each remote, which the mock does not have; an empty list was observed too.
    records("backup-archives", "backup-archive", "backup-archive", |_| Vec::new()),
    records("backup-jobs", "backup-job", "job", |state| state.all_backup_jobs().cloned().collect()),
    logs("backup-logs", "backup-log", &["backup"]),
    records("backup-repositories", "backup-repository", "remote", |state| state.remotes.clone()),
    records("groups", "group", "group", |_| Vec::new()),
    records("proxies", "proxy", "proxy", |state| state.proxies.clone()),
    logs("restore-logs", "restore-log", &["restore", "metadataRestore"]),
    records("schedules", "schedule", "schedule", |state| state.schedules.clone()),
    records("servers", "server", "xenServer", |state| state.servers.clone()),
    records("tasks", "task", "task", State::all_tasks),
    records("users", "user", "user", |state| state.users.iter().map(crate::state::User::public).collect()),
];

/// Returns the collection with this name.
pub(super) fn find(name: &str) -> Option<&'static Collection> {
    COLLECTIONS.iter().find(|collection| collection.name == name)
}

/// Returns the names of all collections.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    COLLECTIONS.iter().map(|collection| collection.name)
}

impl Collection {
    /// Returns the first `limit` records that match.
    pub(super) fn records(&self, server: &Server, filter: &Filter, limit: usize) -> Vec<Value> {
        let matching = |record: &Value| filter.matches_value(record);
        match self.source {
            Source::Records(list) => {
                let records = list(&server.state());
                records.into_iter().filter(matching).take(limit).collect()
            }
            Source::Logs(messages) => {
                let all = server.logs(false);
                let mine = all.by_start().filter(|log| is_one_of(log, messages));
                mine.filter(matching).take(limit).collect()
            }
            Source::Objects | Source::Alarms => {
                let state = server.state();
                let mine = state.visible().filter(|object| object.kind() == self.type_of_objects());
                let values = mine.map(crate::state::Object::value).filter(|value| self.is_mine(value));
                values.map(|value| self.shown(&state, value)).filter(matching).take(limit).collect()
            }
        }
    }

    /// Returns the record with this id.
    pub(super) fn record(&self, server: &Server, id: &str) -> Option<Value> {
        let is_it = |record: &Value| record.get("id").and_then(Value::as_str) == Some(id);
        match self.source {
            Source::Records(list) => list(&server.state()).into_iter().find(is_it),
            Source::Logs(messages) => server.logs(false).get(id).filter(|log| is_one_of(log, messages)),
            Source::Objects | Source::Alarms => {
                let state = server.state();
                let object = state.object(id).filter(|object| object.kind() == self.type_of_objects())?;
                Some(object.value())
                    .filter(|value| self.is_mine(value))
                    .map(|value| self.shown(&state, value))
            }
        }
    }

    /// Returns whether it lists XAPI objects other than messages.
    pub(super) fn holds_objects(&self) -> bool {
        matches!(self.source, Source::Objects) && self.kind != "message"
    }

    /// Returns a record as it is shown; alarms are not shown like the messages they are (xo-protocol 2.8).
    fn shown(&self, state: &State, value: Value) -> Value {
        if matches!(self.source, Source::Alarms) { alarm(state, value) } else { value }
    }

    fn type_of_objects(&self) -> &'static str {
        if matches!(self.source, Source::Alarms) { "message" } else { self.kind }
    }

    fn is_mine(&self, value: &Value) -> bool {
        let is_alarm =
            || value.get("name").and_then(Value::as_str).is_some_and(|name| ALARMS.contains(&name));
        !matches!(self.source, Source::Alarms) || is_alarm()
    }
}

/// Returns whether a message, alarm or task is about this object.
pub(super) fn is_about(record: &Value, id: &str) -> bool {
    let places = ["/$object", "/object/uuid", "/properties/objectId"];
    places.iter().any(|place| record.pointer(place).and_then(Value::as_str) == Some(id))
}

/// Returns an alarm as it is shown: milliseconds, the object with its address, and what was measured.
fn alarm(state: &State, mut message: Value) -> Value {
    let seconds = message["time"].as_i64().unwrap_or_default();
    message["time"] = json!(seconds.saturating_mul(1000));
    let id = message["$object"].as_str().unwrap_or_default().to_owned();
    let kind = state.object(&id).map_or("unknown", crate::state::Object::kind);
    let place = COLLECTIONS.iter().find(|collection| collection.kind == kind);
    let mut object = json!({"type": kind, "uuid": id});
    if let Some(place) = place {
        object["href"] = json!(format!("/rest/v0/{}/{id}", place.name));
    }
    message["object"] = object;
    if let Some(fields) = message.as_object_mut() {
        fields.shift_remove("$object");
    }
    let body = message["body"].as_str().unwrap_or_default();
    let value =
        body.strip_prefix("value: ").and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    if let Some(value) = value {
        let name = body.split("<name value=\"").nth(1).and_then(|rest| rest.split('"').next());
        message["body"] = json!({"value": format!("{:.1}", value * 100.0), "name": name});
    }
    message
}

fn is_one_of(log: &Value, messages: &[&str]) -> bool {
    log.get("message").and_then(Value::as_str).is_some_and(|text| messages.contains(&text))
}
