//! What a capture keeps: what the readers of this module read, and a little that helps to judge it.
//!
//! In: JSON as the server sent it. Out: the same values without the fields that nothing reads, and texts without
//! secrets. The names of fields are taken from the readers' own types, so that everything that is read is kept: a
//! report from a capture is the report from the server.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{jobs, lenient, logs, objects, repositories, servers};
use crate::allow::Method;
use crate::limits;
use crate::scrub;
use xo_health_core::backup;

/// What is left of an item.
#[derive(Debug, PartialEq)]
pub(crate) enum Kept {
    /// This value.
    Item(Value),
    /// Nothing: no reader looks at objects of its type.
    Nothing,
    /// It cannot be understood.
    Garbled,
}

/// Fields that nothing reads but that help to judge a capture: kinds, sizes, times, states. By type of object.
const HELPFUL: [(&str, &[&str]); 9] = [
    ("pool", &["default_SR", "HA_enabled"]),
    ("host", &["version", "productBrand", "build", "enabled", "power_state"]),
    ("SR", &["$container", "$PBDs"]),
    ("PBD", &["host"]),
    ("VDI", &["snapshots", "cbt_enabled"]),
    ("VDI-snapshot", &["cbt_enabled"]),
    ("VBD", &["bootable", "read_only", "position"]),
    ("VM", &["$container", "snapshots", "virtualizationMode", "type"]),
    ("VM-snapshot", &["snapshot_time", "type"]),
];

/// Keeps what is read of an object; `patterns` are the fields of VMs that smart jobs look at.
pub(crate) fn object(json: &[u8], patterns: &[String]) -> Kept {
    let Some(kind) = objects::kind(json) else { return Kept::Garbled };
    let helpful = HELPFUL.iter().find(|(of, _)| *of == kind).map_or(&[][..], |(_, fields)| fields);
    if !objects::needed_types().contains(&kind.as_str()) {
        return Kept::Nothing;
    }
    let Ok(Value::Object(map)) = limits::tree(json) else { return Kept::Garbled };
    let of_wire = fields_of::<objects::Wire<'_>>();
    let kept = map.into_iter().filter_map(|(key, value)| {
        let value = match key.as_str() {
            _ if kind == "VM" && patterns.contains(&key) => tree(value),
            "other_config" | "sm_config" | "other" => pairs(value)?,
            "blockedOperations" => keys(value)?,
            name if of_wire.contains(&name) || helpful.contains(&name) => scalars(value, scrub::name)?,
            _ => return None,
        };
        Some((key, value))
    });
    Kept::Item(Value::Object(kept.collect()))
}

/// Keeps what is read of a backup log.
pub(crate) fn log(json: &[u8]) -> Kept {
    if logs::run(json).is_err() {
        return Kept::Garbled;
    }
    let of_wire = fields_of::<logs::Wire<'_, lenient::Length>>();
    match limits::tree(json) {
        Ok(Value::Object(map)) => Kept::Item(fields(map, of_wire, of_task)),
        Ok(_) => Kept::Garbled,
        // a tree that is nested too deep to be read; the run itself still counts
        Err(_) => {
            let Ok(map) = serde_json::from_slice::<BTreeMap<String, &RawValue>>(json) else {
                return Kept::Garbled;
            };
            let whole = map.into_iter().map(|(key, raw)| {
                let value = limits::tree(raw.get().as_bytes());
                let value = value.unwrap_or_else(|_| match key.as_str() {
                    "tasks" => Value::Array(vec![Value::Object(Map::new())]),
                    _ => Value::Null,
                });
                (key, value)
            });
            Kept::Item(fields(whole.collect(), of_wire, of_task))
        }
    }
}

/// Keeps what is read of the answer of any other method.
pub(crate) fn answer(method: Method, value: Value) -> Value {
    let of_job = |key: &str, value: Value| match key {
        "vms" | "remotes" | "srs" | "paramsVector" => Some(tree(value)),
        "settings" => {
            Some(each(value, |layer| object_of(layer, &backup::SETTINGS, |_, value| Some(tree(value)))))
        }
        _ => scalars(value, scrub::name),
    };
    let of_remote = |key: &str, value: Value| match key {
        "url" => Some(Value::from(repositories::place(value.as_str()?))),
        "error" => repositories::is_error(&value).then(|| Value::from(crate::secrets::REDACTED)),
        _ => scalars(value, scrub::name),
    };
    let of_server = |key: &str, value: Value| match (key, value) {
        ("error", Value::Object(mut error)) => {
            let message = error.remove("message").and_then(|words| scalars(words, scrub::message));
            Some(Value::Object(message.map(|words| ("message".to_owned(), words)).into_iter().collect()))
        }
        ("error", value) => scalars(value, scrub::message),
        (_, value) => scalars(value, scrub::name),
    };
    let plain = |_: &str, value: Value| scalars(value, scrub::name);
    match method {
        Method::GetAllBackupJobs
        | Method::GetAllMirrorJobs
        | Method::GetAllMetadataJobs
        | Method::GetAllJobs => each(value, |job| {
            let runs_others = job.get("method").and_then(Value::as_str) == Some(jobs::RUN_SEQUENCE);
            let names = if runs_others { &jobs::FIELDS[..] } else { &jobs::FIELDS[..jobs::FIELDS.len() - 1] };
            object_of(job, names, of_job)
        }),
        Method::GetAllSchedules => each(value, |one| object_of(one, &jobs::SCHEDULE_FIELDS, plain)),
        Method::GetAllRemotes => each(value, |one| object_of(one, &repositories::FIELDS, of_remote)),
        Method::GetAllRemotesInfo => each(value, |one| object_of(one, &repositories::SPACE_FIELDS, plain)),
        Method::GetAllProxies => each(value, |one| object_of(one, &["id", "enabled"], plain)),
        Method::GetAllServers => each(value, |one| object_of(one, &servers::FIELDS, of_server)),
        _ => tree(value),
    }
}

/// Keeps what [`rights`](crate::rights) reads of the user's privileges: whether there is a selector, but not which.
pub(crate) fn privileges(value: Value) -> Value {
    let fields = ["resource", "action", "actions", "effect", "selector"];
    each(value, |one| {
        object_of(one, &fields, |key, value| match key {
            "selector" => Some(Value::Object(Map::new())),
            _ => scalars(value, scrub::name),
        })
    })
}

fn of_task(key: &str, value: Value) -> Option<Value> {
    let plain = |key: &str, value: Value| {
        scalars(value, if key == "name_label" { scrub::name } else { scrub::message })
    };
    let of_warning = |key: &str, value: Value| match key {
        "data" => Some(object_of(value, fields_of::<logs::WarningData<'_>>(), plain)),
        _ => plain(key, value),
    };
    match key {
        "data" => Some(object_of(value, fields_of::<logs::Data<'_>>(), plain)),
        "result" => Some(object_of(value, fields_of::<logs::TaskResult<'_>>(), plain)),
        "warnings" | "infos" => {
            Some(list(value, |one| object_of(one, fields_of::<logs::Warning<'_>>(), of_warning)))
        }
        "tasks" => Some(list(value, |one| object_of(one, fields_of::<logs::Task<'_>>(), of_task))),
        _ => plain(key, value),
    }
}

/// Keeps the named fields of an object; anything else becomes null, which is not an object either.
fn object_of(value: Value, names: &[&str], keep: impl Fn(&str, Value) -> Option<Value>) -> Value {
    match value {
        Value::Object(map) => fields(map, names, keep),
        _ => Value::Null,
    }
}

fn fields(map: Map<String, Value>, names: &[&str], keep: impl Fn(&str, Value) -> Option<Value>) -> Value {
    let kept = map.into_iter().filter(|(key, _)| names.contains(&key.as_str()));
    Value::Object(kept.filter_map(|(key, value)| keep(&key, value).map(|value| (key, value))).collect())
}

/// Keeps a list, or a map by id; of anything else only its kind.
fn each(value: Value, keep: impl Fn(Value) -> Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(keep).collect(),
        Value::Object(map) => Value::Object(
            map.into_iter().map(|(key, value)| (scrub::name(&key).into_owned(), keep(value))).collect(),
        ),
        Value::String(_) => Value::from(""),
        other => other,
    }
}

fn list(value: Value, keep: impl Fn(Value) -> Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(keep).collect(),
        _ => Value::Null,
    }
}

/// Keeps texts, numbers, booleans, and lists of them.
fn scalars(value: Value, clean: fn(&str) -> std::borrow::Cow<'_, str>) -> Option<Value> {
    match value {
        Value::String(text) => Some(Value::from(clean(&text).into_owned())),
        Value::Array(list) => Some(
            list.into_iter().filter(|one| !one.is_array()).filter_map(|one| scalars(one, clean)).collect(),
        ),
        Value::Object(_) => None,
        other => Some(other),
    }
}

/// Keeps everything but what is secret.
pub(crate) fn tree(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().map(|(key, value)| {
                let is_hidden = scrub::is_secret(&key) && !matches!(value, Value::Null | Value::Bool(_));
                let value = if is_hidden { Value::from(crate::secrets::REDACTED) } else { tree(value) };
                (scrub::name(&key).into_owned(), value)
            });
            Value::Object(kept.collect())
        }
        Value::Array(list) => list.into_iter().map(tree).collect(),
        Value::String(text) => Value::from(scrub::name(&text).into_owned()),
        other => other,
    }
}

/// Keeps the pairs of a configuration that matter.
fn pairs(value: Value) -> Option<Value> {
    let Value::Object(map) = value else { return None };
    let kept = map.into_iter().filter(|(key, _)| lenient::matters(key));
    Some(Value::Object(
        kept.filter_map(|(key, value)| scalars(value, scrub::message).map(|value| (key, value))).collect(),
    ))
}

/// Keeps the keys of an object.
fn keys(value: Value) -> Option<Value> {
    let Value::Object(map) = value else { return None };
    Some(Value::Object(
        map.into_iter().map(|(key, _)| (scrub::name(&key).into_owned(), Value::from(true))).collect(),
    ))
}

/// Lists the names of all fields that are kept.
pub(crate) fn names_of_fields() -> impl Iterator<Item = &'static str> {
    let of_types = [
        fields_of::<objects::Wire<'_>>(),
        fields_of::<logs::Wire<'_, lenient::Length>>(),
        fields_of::<logs::Task<'_>>(),
        fields_of::<logs::Data<'_>>(),
        fields_of::<logs::TaskResult<'_>>(),
        fields_of::<logs::Warning<'_>>(),
        fields_of::<logs::WarningData<'_>>(),
        &jobs::FIELDS,
        &jobs::SCHEDULE_FIELDS,
        &repositories::FIELDS,
        &repositories::SPACE_FIELDS,
        &servers::FIELDS,
        &backup::SETTINGS,
    ];
    of_types.into_iter().chain(HELPFUL.iter().map(|(_, fields)| *fields)).flatten().copied()
}

/// Returns the names of the fields that a type is read from.
fn fields_of<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    match T::deserialize(FieldNames) {
        Err(Names(names)) => names,
        Ok(_) => &[],
    }
}

/// A deserializer that returns the names of the fields it is asked for.
struct FieldNames;

#[derive(Debug)]
struct Names(&'static [&'static str]);

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::error::Error for Names {}

impl de::Error for Names {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }
}

impl<'de> Deserializer<'de> for FieldNames {
    type Error = Names;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Names> {
        Err(Names(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Names> {
        Err(Names(fields))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn kept(object: &Value) -> Value {
        match super::object(object.to_string().as_bytes(), &["special".to_owned()]) {
            Kept::Item(value) => value,
            other => json!(format!("{other:?}")),
        }
    }

    #[test]
    fn what_nothing_reads_goes() {
        let vm = json!({
            "id": "v", "type": "VM", "name_label": "web", "name_description": "hunter2", "notes": "hunter2",
            "xenStoreData": {"a": "hunter2"}, "other": {"xo:backup:job": "j", "licence": "hunter2"},
            "blockedOperations": {"start": "hunter2"}, "tags": ["a", {"b": "hunter2"}], "special": {"x": ["y"]},
            "size": {"a": "hunter2"}, "cloudConfig": "hunter2",
        });
        assert_eq!(
            kept(&vm),
            json!({"id": "v", "type": "VM", "name_label": "web", "other": {"xo:backup:job": "j"},
                "blockedOperations": {"start": true}, "tags": ["a"], "special": {"x": ["y"]}})
        );
        assert_eq!(kept(&json!({"id": "n", "type": "network"})), json!("Nothing"));
        assert_eq!(kept(&json!(5)), json!("Garbled"));
    }

    #[test]
    fn the_readers_declare_what_they_read() {
        let names = fields_of::<objects::Wire<'_>>();
        assert!(
            names.len() > 40 && names.contains(&"$VBDs") && names.contains(&"physical_usage"),
            "{names:?}"
        );
        assert!(fields_of::<logs::Task<'_>>().contains(&"infos"));
    }
}
