//! The methods the mock knows: who may call them, with which parameters, and what they do.
//!
//! In: calls. Out: answers from the state. Rights and schemas are those `system.getMethodsInfo` gave on the server
//! observed. None of them writes: the mock plays a server to be read.

use serde_json::{Map, Value, json};

use super::call::{Answer, Call};
use super::error::RpcError;
use super::{logs, params, session};
use crate::chains::Chains;
use crate::filter::Filter;
use crate::server::map_text;
use crate::state::{AclV1, acl_v1_permissions};
use crate::stream::Source;

/// Who may call a method at all; rights on single objects are the method's own business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anybody.
    Public,
    /// Any user signed in.
    SignedIn,
    /// Administrators.
    Admin,
}

/// A method.
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) access: Access,
    /// XO's own dialect of JSON Schema; `{}` when anything goes.
    pub(crate) schema: &'static str,
    pub(crate) run: fn(&Call<'_>) -> Result<Answer, RpcError>,
}

const ANY: &str = "{}";
const ID: &str = r#"{"id":{"type":"string"}}"#;
const NDJSON: &str = r#"{"ndjson":{"type":"boolean","optional":true}}"#;
const OBJECTS: &str = r#"{"filter":{"type":["object","string"],"optional":true},"limit":{"type":"number","optional":true},"ndjson":{"type":"boolean","optional":true}}"#;
const LOGS: &str = r#"{"after":{"type":["number","string"],"optional":true},"before":{"type":["number","string"],"optional":true},"limit":{"type":"number","optional":true},"*":{}}"#;
const PASSWORD: &str = r#"{"email":{"type":"string"},"password":{"type":"string"}}"#;
const TOKEN: &str = r#"{"token":{"type":"string"}}"#;

const fn method(
    name: &'static str,
    access: Access,
    schema: &'static str,
    run: fn(&Call<'_>) -> Result<Answer, RpcError>,
) -> Method {
    Method { name, access, schema, run }
}

static METHODS: &[Method] = &[
    method("acl.getCurrentPermissions", Access::SignedIn, ANY, permissions),
    method("backupNg.getAllJobs", Access::Admin, ANY, |call| {
        Ok(Answer::list(&call.server.state().backup_jobs))
    }),
    method("backupNg.getAllLogs", Access::Admin, NDJSON, logs::all),
    method("backupNg.getJob", Access::Admin, ID, |call| job(call, &call.server.state().backup_jobs)),
    method("backupNg.getLogs", Access::Admin, LOGS, logs::some),
    method("job.getAll", Access::Admin, ANY, |call| Ok(Answer::list(&call.server.state().call_jobs))),
    method("metadataBackup.getAllJobs", Access::Admin, ANY, |call| {
        Ok(Answer::list(&call.server.state().metadata_jobs))
    }),
    method("metadataBackup.getJob", Access::Admin, ID, |call| job(call, &call.server.state().metadata_jobs)),
    method("mirrorBackup.getAllJobs", Access::Admin, ANY, |call| {
        Ok(Answer::list(&call.server.state().mirror_jobs))
    }),
    method("mirrorBackup.getJob", Access::Admin, ID, |call| job(call, &call.server.state().mirror_jobs)),
    method("proxy.getAll", Access::Admin, ANY, |call| Ok(Answer::list(&call.server.state().proxies))),
    method("remote.getAll", Access::Admin, ANY, |call| Ok(Answer::list(&call.server.state().remotes))),
    method("remote.getAllInfo", Access::Admin, ANY, remote_info),
    method("schedule.getAll", Access::Admin, ANY, |call| Ok(Answer::list(&call.server.state().schedules))),
    method("server.getAll", Access::Admin, ANY, |call| Ok(Answer::list(&call.server.state().servers))),
    method("session.getUser", Access::Public, ANY, session::get_user),
    method("session.signIn", Access::Public, ANY, session::out_of_session),
    method("session.signInWithPassword", Access::Public, PASSWORD, session::out_of_session),
    method("session.signInWithToken", Access::Public, TOKEN, session::out_of_session),
    method("session.signOut", Access::SignedIn, ANY, session::out_of_session),
    method("sr.getAllUnhealthyVdiChainsLength", Access::Admin, ANY, |call| {
        Ok(Answer::Text(call.server.unhealthy_chains()))
    }),
    method("sr.getVdiChainsInfo", Access::SignedIn, ID, vdi_chains_info),
    method("system.getMethodsInfo", Access::Public, ANY, |_| Ok(methods_info())),
    method("system.getServerVersion", Access::Public, ANY, |call| {
        Ok(Answer::Value(json!(call.server.state().version)))
    }),
    method("system.getVersion", Access::Public, ANY, |_| Ok(Answer::Value(json!("0.1")))),
    method("system.listMethods", Access::Public, ANY, |_| {
        Ok(Answer::Value(METHODS.iter().map(|method| json!(method.name)).collect()))
    }),
    method("xo.getAllObjects", Access::SignedIn, OBJECTS, all_objects),
];

/// The method of this name.
pub(crate) fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.name == name)
}

/// Any signed-in user gets every object of every pool: there is no filtering by rights here (observed).
fn all_objects(call: &Call<'_>) -> Result<Answer, RpcError> {
    let filter = Filter::new(call.params.get("filter"))?;
    let limit = call.limit();
    if call.flag("ndjson") {
        let address = call.server.addresses().give(Source::Objects { filter, limit });
        return Ok(Answer::Value(json!({"$getFrom": address})));
    }
    let state = call.server.state();
    let objects = state.visible().filter(|object| filter.matches_object(object));
    let items = objects.take(limit.unwrap_or(usize::MAX)).map(|object| (object.id(), &**object.text()));
    Ok(Answer::Text(map_text(items)))
}

fn vdi_chains_info(call: &Call<'_>) -> Result<Answer, RpcError> {
    let id = call.text("id");
    let state = call.server.state();
    if state.object(id).is_none_or(|object| object.kind() != "SR") {
        return Err(RpcError::NoSuchObject { id: id.to_owned(), kind: "SR" });
    }
    if !call.user.is_some_and(|user| user.may(AclV1::Operator, id)) {
        return Err(RpcError::unauthorized(Some("operate"), Some(id)));
    }
    Ok(Answer::Value(Chains::of(&state).of_sr(id)))
}

fn job(call: &Call<'_>, jobs: &[Value]) -> Result<Answer, RpcError> {
    let id = call.text("id");
    let job = jobs.iter().find(|job| job.get("id").and_then(Value::as_str) == Some(id));
    let job = job.ok_or_else(|| RpcError::NoSuchObject { id: id.to_owned(), kind: "job" })?;
    Ok(Answer::Value(job.clone()))
}

fn remote_info(call: &Call<'_>) -> Result<Answer, RpcError> {
    let state = call.server.state();
    if call.server.first_remote_info() && state.remote_info_first_empty {
        return Ok(Answer::Value(json!({})));
    }
    Ok(Answer::Value(Value::Object(state.remote_info.clone())))
}

fn permissions(call: &Call<'_>) -> Result<Answer, RpcError> {
    Ok(Answer::Value(call.user.map_or_else(|| json!({}), acl_v1_permissions)))
}

fn methods_info() -> Answer {
    let info = |method: &Method| {
        let mut info = Map::new();
        info.insert("params".to_owned(), Value::Object(params::schema(method)));
        match method.access {
            Access::Public => info.insert("permission".to_owned(), Value::Null),
            Access::Admin => info.insert("permission".to_owned(), json!("admin")),
            Access::SignedIn => None,
        };
        (method.name.to_owned(), Value::Object(info))
    };
    Answer::Value(Value::Object(METHODS.iter().map(info).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_is_json() {
        for method in METHODS {
            assert!(serde_json::from_str::<Map<String, Value>>(method.schema).is_ok(), "{}", method.name);
        }
    }

    #[test]
    fn session_methods_are_in_the_table() {
        for name in session::METHODS {
            assert!(find(name).is_some(), "{name}");
        }
    }
}
