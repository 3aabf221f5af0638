//! What the methods do. In: calls whose rights and parameters were checked. Out: answers from the state.
//!
//! Methods that write, and those unrelated to storage and backups, are declared as on a real server but
//! answer `not implemented`: the mock plays a server that is only read.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::error::RpcError;
use super::{declared, logs, session, stats, token};
use crate::chains::Chains;
use crate::filter::Filter;
use crate::server::map_text;
use crate::state::{AclV1, acl_v1_permissions};
use crate::stream::Source;

/// Answers a call.
pub(crate) type Run = fn(&Call<'_>) -> Result<Answer, RpcError>;

static PLAYED: &[(&str, Run)] = &[
    ("acl.getCurrentPermissions", permissions),
    ("backupNg.getAllJobs", |call| Ok(Answer::list(&call.server.state().backup_jobs))),
    ("backupNg.getAllLogs", logs::all),
    ("backupNg.getJob", |call| job(call, &call.server.state().backup_jobs)),
    ("backupNg.getLogs", logs::some),
    ("backupNg.getSuggestedExcludedTags", |_| {
        // xo-protocol 2.4
        Ok(Answer::Value(json!(["Continuous Replication", "Disaster Recovery", "XOA Proxy"])))
    }),
    ("group.getAll", |_| Ok(Answer::Value(json!([])))),
    ("job.getAll", |call| Ok(Answer::list(&call.server.state().call_jobs))),
    ("log.get", log),
    ("metadataBackup.getAllJobs", |call| Ok(Answer::list(&call.server.state().metadata_jobs))),
    ("metadataBackup.getJob", |call| job(call, &call.server.state().metadata_jobs)),
    ("mirrorBackup.getAllJobs", |call| Ok(Answer::list(&call.server.state().mirror_jobs))),
    ("mirrorBackup.getJob", |call| job(call, &call.server.state().mirror_jobs)),
    ("plugin.get", |_| Ok(Answer::Value(json!([])))),
    ("proxy.getAll", |call| Ok(Answer::list(&call.server.state().proxies))),
    ("remote.getAll", |call| Ok(Answer::list(&call.server.state().remotes))),
    ("remote.getAllInfo", remote_info),
    ("resourceSet.getAll", |_| Ok(Answer::Value(json!([])))),
    ("schedule.getAll", |call| Ok(Answer::list(&call.server.state().schedules))),
    ("server.getAll", |call| Ok(Answer::list(&call.server.state().servers))),
    ("session.getUser", session::get_user),
    ("session.signIn", session::out_of_session),
    ("session.signInWithPassword", session::out_of_session),
    ("session.signInWithToken", session::out_of_session),
    ("session.signOut", session::out_of_session),
    ("sr.getAllUnhealthyVdiChainsLength", |call| Ok(Answer::Text(call.server.unhealthy_chains()))),
    ("sr.getVdiChainsInfo", vdi_chains_info),
    ("sr.scan", |call| sr(call, AclV1::Operator).and(Err(RpcError::NotImplemented))),
    ("sr.stats", |call| sr(call, AclV1::Viewer).and_then(|()| stats::of_sr(call))),
    ("system.getMethodsInfo", |_| Ok(Answer::Value(Value::Object(declared::all().clone())))),
    ("system.getServerTimezone", |_| Ok(Answer::Value(json!("UTC")))),
    ("system.getServerVersion", |call| Ok(Answer::Value(json!(call.server.state().version)))),
    ("system.getVersion", |_| Ok(Answer::Value(json!("0.1")))),
    ("system.listMethods", |_| Ok(Answer::Value(declared::all().keys().map(|name| json!(name)).collect()))),
    ("token.create", token::create),
    ("user.getAll", |call| {
        Ok(Answer::Value(call.server.state().users.iter().map(|user| user.public()).collect()))
    }),
    ("xo.getAllObjects", all_objects),
];

/// Returns what the method with this name does.
pub(crate) fn find(name: &str) -> Run {
    let played = PLAYED.iter().find(|(played, _)| *played == name);
    played.map_or(|_| Err(RpcError::NotImplemented), |(_, run)| *run)
}

/// Answers every object of every pool to any signed-in user: nothing is filtered by rights here (observed).
fn all_objects(call: &Call<'_>) -> Result<Answer, RpcError> {
    let filter = Filter::new(call.params.get("filter"))?;
    let limit = call.limit();
    if call.flag("ndjson") {
        let address = call.server.addresses().give(Source::Objects { filter, limit });
        return Ok(Answer::Value(json!({"$getFrom": address})));
    }
    let state = call.server.state();
    let objects = state.visible().filter(|object| filter.matches_object(object));
    let items = objects.take(limit.unwrap_or(usize::MAX)).map(|object| (object.id(), object.text()));
    Ok(Answer::Text(map_text(items)))
}

/// Answers the log of failed calls, the only one of XO's logs that is played; events of jobs are not.
fn log(call: &Call<'_>) -> Result<Answer, RpcError> {
    let is_api = call.text("namespace") == "api";
    Ok(Answer::Value(if is_api { call.server.state().api_log.to_json() } else { json!({}) }))
}

/// Checks that an SR with the given `id` exists, and that the user has this right on it.
fn sr(call: &Call<'_>, right: AclV1) -> Result<(), RpcError> {
    let id = call.text("id");
    if call.server.state().object(id).is_none_or(|object| object.kind() != "SR") {
        return Err(RpcError::NoSuchObject { id: id.to_owned(), kind: "SR" });
    }
    if !call.user.is_some_and(|user| user.may(right, id)) {
        return Err(RpcError::unauthorized(Some(right.permission()), Some(id)));
    }
    Ok(())
}

fn vdi_chains_info(call: &Call<'_>) -> Result<Answer, RpcError> {
    sr(call, AclV1::Operator)?;
    Ok(Answer::Value(Chains::of(&call.server.state()).of_sr(call.text("id"))))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_played_is_declared() {
        for (name, _) in PLAYED {
            assert!(declared::find(name).is_some(), "{name}");
        }
        for name in session::METHODS {
            assert!(PLAYED.iter().any(|(played, _)| *played == name), "{name}");
        }
    }
}
