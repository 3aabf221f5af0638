//! REST `/rest/v0`: collections, single objects, the dashboard, events (xo-protocol 2.7 to 2.9).
//!
//! In: requests. Out: responses as observed: JSON indented by two spaces, HTML for paths without a route. Nothing is
//! written except subscriptions and tokens.

mod asked;
mod auth;
mod collections;
mod dashboard;
mod description;
mod events;
mod query;
mod response;
mod tokens;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use serde_json::{Value, json};

use crate::server::Server;
use crate::state::User;
use asked::Asked;
use collections::Collection;
use query::{CollectionOptions, Query};
use response::RestError;

/// Most bytes of a body: no reader has more to say.
const LONGEST_BODY: usize = 1 << 20;

/// Answers a path without a route.
pub(crate) fn no_route(method: &str, path: &str) -> Response {
    let method = Method::from_bytes(method.as_bytes()).unwrap_or(Method::GET);
    response::error(&HeaderMap::new(), &RestError::NoRoute { method, path: path.to_owned() })
}

/// Answers a request below `/rest/v0`.
pub(crate) async fn answer(server: Arc<Server>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let asked = Asked {
        path: parts.uri.path().to_owned(),
        query: Query::parse(parts.uri.query().unwrap_or_default()),
        method: parts.method,
        headers: parts.headers,
        // A body that cannot be read counts as empty.
        body: axum::body::to_bytes(Body::new(body), LONGEST_BODY).await.unwrap_or_default(),
    };
    // Rendering a large collection takes seconds: it must not hold up other connections.
    let answered = tokio::task::spawn_blocking(move || {
        route(&server, &asked).unwrap_or_else(|error| response::error(&asked.headers, &error))
    });
    answered.await.unwrap_or_else(|_| response::crashed())
}

fn route(server: &Arc<Server>, asked: &Asked) -> Result<Response, RestError> {
    let below = asked.path.strip_prefix("/rest/v0").unwrap_or_default();
    let parts: Vec<&str> = below.split('/').filter(|part| !part.is_empty()).collect();
    match (asked.method.as_str(), parts.as_slice()) {
        ("POST" | "DELETE", ["events", ..]) => events::change(server, asked, &parts),
        ("POST", ["users", user, "authentication_tokens"]) => tokens::create(server, asked, user),
        ("GET" | "HEAD", parts) => get(server, asked, parts),
        _ => Err(asked.no_route()),
    }
}

fn get(server: &Arc<Server>, asked: &Asked, parts: &[&str]) -> Result<Response, RestError> {
    let user = || auth::user(server, &asked.headers, &asked.query);
    match parts {
        [] => Ok(response::redirect("/rest/v0/docs")),
        ["docs"] => Ok(description::page(&asked.headers)),
        ["docs", "swagger.json"] => Ok(description::json(&asked.headers)),
        ["ping"] => Ok(ping(server, asked)),
        ["events"] => Ok(events::open(server, user()?)),
        ["dashboard"] => show_dashboard(server, &user()?, asked),
        ["users", "me", rest @ ..] => Ok(tokens::me(&user()?, rest, &asked.query)),
        ["users", id, "acl-privileges"] => privileges(server, &user()?, id, asked),
        // Deprecated names; the first was observed to still answer.
        ["backup", "logs"] => list(server, "backup-logs", asked, None),
        ["restore", "logs"] => list(server, "restore-logs", asked, None),
        [name] => list(server, name, asked, None),
        [name, id] => one(server, name, id, asked),
        [name, id, about @ ("alarms" | "messages" | "tasks")] => {
            // The object must exist and be readable before anything about it is listed.
            if !collection(name, asked)?.holds_objects() {
                return Err(asked.no_route());
            }
            one(server, name, id, asked)?;
            list(server, about, asked, Some(id))
        }
        _ => Err(asked.no_route()),
    }
}

fn ping(server: &Server, asked: &Asked) -> Response {
    let now = server.state().clock.now_ms();
    response::json(&asked.headers, &json!({"result": "pong", "timestamp": now}))
}

fn show_dashboard(server: &Server, user: &User, asked: &Asked) -> Result<Response, RestError> {
    if !user.is_admin() {
        return Err(RestError::Forbidden);
    }
    let dashboard = dashboard::dashboard(&server.state());
    if asked.query.get("ndjson") != Some("true") {
        return Ok(response::json(&asked.headers, &dashboard));
    }
    let parts = dashboard.as_object().into_iter().flatten().map(|(key, part)| {
        let mut line = serde_json::Map::new();
        line.insert(key.clone(), part.clone());
        Value::Object(line)
    });
    Ok(response::ndjson(parts))
}

/// Returns a collection. A missing route is reported before the user is authenticated.
fn collection(name: &str, asked: &Asked) -> Result<&'static Collection, RestError> {
    collections::find(name).ok_or_else(|| asked.no_route())
}

/// Lists a collection, or the part of it that is about one object.
fn list(server: &Server, name: &str, asked: &Asked, about: Option<&str>) -> Result<Response, RestError> {
    let collection = collection(name, asked)?;
    let user = auth::user(server, &asked.headers, &asked.query)?;
    let options = asked.query.collection_options()?;
    let records = if user.may_read(collection.resource) {
        let limit = options.limit.unwrap_or(usize::MAX);
        match about {
            None => collection.records(server, &options.filter, limit),
            Some(id) => {
                let all = collection.records(server, &options.filter, usize::MAX);
                all.into_iter().filter(|record| collections::is_about(record, id)).take(limit).collect()
            }
        }
    } else {
        // Without the right the collection is empty, not forbidden (observed).
        Vec::new()
    };
    Ok(shown(asked, &options, collection.name, records))
}

/// Answers the rights of a user: one's own, or others' with the right to read privileges.
fn privileges(server: &Server, user: &User, id: &str, asked: &Asked) -> Result<Response, RestError> {
    let options = asked.query.collection_options()?;
    let whose = server.state().users.iter().find(|known| known.id == id).cloned();
    let whose = whose.ok_or_else(|| RestError::NoSuchObject { id: id.to_owned(), kind: "user" })?;
    let may_read = whose.id == user.id || user.may_read("acl-privilege");
    let records = if may_read { whose.privileges() } else { Vec::new() };
    let matching = records.into_iter().filter(|record| options.filter.matches_value(record));
    let records = matching.take(options.limit.unwrap_or(usize::MAX)).collect();
    Ok(shown(asked, &options, "acl-privileges", records))
}

/// Renders records in the form that was asked for.
fn shown(asked: &Asked, options: &CollectionOptions, name: &str, records: Vec<Value>) -> Response {
    let items = records.into_iter().map(|record| options.fields.apply(name, record));
    if options.ndjson {
        return response::ndjson(items);
    }
    let items: Vec<Value> = items.collect();
    if options.markdown {
        return response::markdown(&asked.headers, &items);
    }
    response::json(&asked.headers, &Value::Array(items))
}

fn one(server: &Server, name: &str, id: &str, asked: &Asked) -> Result<Response, RestError> {
    let collection = collection(name, asked)?;
    let user = auth::user(server, &asked.headers, &asked.query)?;
    let no_such = || RestError::NoSuchObject { id: id.to_owned(), kind: collection.kind };
    let record = collection.record(server, id).ok_or_else(no_such)?;
    if !user.may_read(collection.resource) {
        return Err(RestError::MissingPrivilege { id: id.to_owned(), resource: collection.resource });
    }
    Ok(response::json(&asked.headers, &record))
}
