//! REST `/rest/v0`: collections and single objects, read only (xo-protocol 2.7 and 2.8).
//!
//! In: requests. Out: responses as observed: JSON with two spaces of indentation, HTML for what has no route.

mod auth;
mod collections;
mod query;
mod response;

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use serde_json::{Value, json};

use crate::server::Server;
use crate::state::User;
use collections::Collection;
use query::Query;
use response::RestError;

/// What is known of a request before it is answered.
struct Asked {
    method: Method,
    path: String,
    query: Query,
    headers: HeaderMap,
}

/// Answers a request below `/rest/v0`.
pub(crate) async fn answer(server: Arc<Server>, request: Request) -> Response {
    let asked = Asked {
        method: request.method().clone(),
        path: request.uri().path().to_owned(),
        query: Query::parse(request.uri().query().unwrap_or_default()),
        headers: request.headers().clone(),
    };
    // Rendering a large collection takes seconds: it must not hold up other connections.
    let answered = tokio::task::spawn_blocking(move || {
        route(&server, &asked).unwrap_or_else(|error| response::error(&asked.headers, &error))
    });
    answered.await.unwrap_or_else(|_| response::crashed())
}

fn route(server: &Server, asked: &Asked) -> Result<Response, RestError> {
    let below = asked.path.strip_prefix("/rest/v0").unwrap_or_default();
    let parts: Vec<&str> = below.split('/').filter(|part| !part.is_empty()).collect();
    let no_route = || RestError::NoRoute { method: asked.method.clone(), path: asked.path.clone() };
    if asked.method != Method::GET && asked.method != Method::HEAD {
        return Err(no_route());
    }
    match parts.as_slice() {
        [] => Ok(response::redirect("/rest/v0/docs")),
        ["ping"] => Ok(ping(server, asked)),
        [name] => {
            let collection = collections::find(name);
            // Routes exist or not before anybody is asked who they are.
            if collection.is_none() && *name != "dashboard" {
                return Err(no_route());
            }
            let user = auth::user(server, &asked.headers, &asked.query)?;
            let collection = collection.ok_or(RestError::Forbidden)?;
            list(server, &user, collection, asked)
        }
        // Deprecated names; the first was seen to answer still.
        ["backup", "logs"] | ["restore", "logs"] => {
            let name = if parts[0] == "backup" { "backup-logs" } else { "restore-logs" };
            let collection = collections::find(name).ok_or_else(no_route)?;
            let user = auth::user(server, &asked.headers, &asked.query)?;
            list(server, &user, collection, asked)
        }
        [name, id] => {
            let collection = collections::find(name).ok_or_else(no_route)?;
            let user = auth::user(server, &asked.headers, &asked.query)?;
            one(server, &user, collection, id, asked)
        }
        _ => Err(no_route()),
    }
}

fn ping(server: &Server, asked: &Asked) -> Response {
    let now = server.state().clock.now_ms();
    response::json(&asked.headers, &json!({"result": "pong", "timestamp": now}))
}

fn list(server: &Server, user: &User, collection: &Collection, asked: &Asked) -> Result<Response, RestError> {
    let options = asked.query.collection_options()?;
    let records = if user.may_read(collection.resource) {
        let limit = options.limit.unwrap_or(usize::MAX);
        collection.records(&server.state(), &options.filter, limit)
    } else {
        // Without the right the collection is empty, not forbidden (observed).
        Vec::new()
    };
    let items = records.into_iter().map(|record| options.fields.apply(collection.name, record));
    if options.ndjson {
        return Ok(response::ndjson(items));
    }
    let items: Vec<Value> = items.collect();
    if options.markdown {
        return Ok(response::markdown(&asked.headers, &items));
    }
    Ok(response::json(&asked.headers, &Value::Array(items)))
}

fn one(
    server: &Server,
    user: &User,
    collection: &Collection,
    id: &str,
    asked: &Asked,
) -> Result<Response, RestError> {
    let no_such = || RestError::NoSuchObject { id: id.to_owned(), kind: collection.kind };
    let record = collection.record(&server.state(), id).ok_or_else(no_such)?;
    if !user.may_read(collection.resource) {
        return Err(RestError::MissingPrivilege { id: id.to_owned(), resource: collection.resource });
    }
    Ok(response::json(&asked.headers, &record))
}
