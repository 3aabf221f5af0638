//! `/events`: a stream, and its subscriptions (xo-protocol 2.9). In: requests. Out: the stream, subscriptions.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_util::stream;
use serde_json::{Value, json};

use super::asked::Asked;
use super::auth;
use super::response::{self, RestError};
use crate::events::{NoSubscription, ping};
use crate::server::Server;
use crate::state::User;

/// How often a stream gets a ping.
const PING_EVERY: Duration = Duration::from_secs(30);

pub(super) fn open(server: &Arc<Server>, user: User) -> Response {
    let events = server.events().open(user);
    let server = Arc::clone(server);
    let chunks = stream::unfold(events, move |mut events| {
        let server = Arc::clone(&server);
        async move {
            let text = tokio::select! {
                text = events.recv() => text?,
                () = tokio::time::sleep(PING_EVERY) => ping(server.state().clock.now_ms()),
            };
            Some((Ok::<_, std::io::Error>(text), events))
        }
    });
    let mut response = Response::new(Body::from_stream(chunks));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-transform"));
    response
}

/// Starts or ends a subscription.
pub(super) fn change(server: &Server, asked: &Asked, parts: &[&str]) -> Result<Response, RestError> {
    let user = auth::user(server, &asked.headers, &asked.query)?;
    match (asked.method.as_str(), parts) {
        ("POST", ["events", id, "subscriptions"]) => subscribe(server, asked, &user, id),
        ("DELETE", ["events", id, "subscriptions", collection]) => {
            if server.events().unsubscribe(id, &user, collection) {
                return Ok(response::no_content());
            }
            Err(RestError::NoSuchObject { id: (*collection).to_owned(), kind: "subscription" })
        }
        _ => Err(asked.no_route()),
    }
}

fn subscribe(server: &Server, asked: &Asked, user: &User, id: &str) -> Result<Response, RestError> {
    let body = asked.json();
    let collection = body.get("collection").and_then(Value::as_str).unwrap_or_default();
    let fields = body
        .get("fields")
        .and_then(Value::as_array)
        .map(|fields| fields.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>());
    match server.events().subscribe(id, user, collection, fields) {
        Ok(()) => Ok(response::created(&asked.headers, &json!({"id": collection}))),
        Err(NoSubscription::NoStream) => {
            Err(RestError::NoSuchObject { id: id.to_owned(), kind: "event-connection" })
        }
        Err(NoSubscription::NoCollection) => Err(RestError::Unprocessable(json!({
            "body.collection": {"message": "Value does not match any allowed schema", "value": collection},
        }))),
    }
}
