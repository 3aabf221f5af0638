//! `/users/me`, and the tokens that users create (xo-protocol 2.9). In: requests. Out: redirects, tokens.

use axum::response::Response;
use serde_json::{Value, json};

use super::asked::Asked;
use super::auth;
use super::query::Query;
use super::response::{self, RestError};
use crate::rpc::token;
use crate::server::Server;
use crate::state::User;

/// Redirects `me` to the address of its user, including the query.
pub(super) fn me(user: &User, rest: &[&str], query: &Query) -> Response {
    let below: String = rest.iter().map(|part| format!("/{part}")).collect();
    response::temporary_redirect(&format!("/rest/v0/users/{}{below}{}", user.id, query.as_sent()))
}

pub(super) fn create(server: &Server, asked: &Asked, whose: &str) -> Result<Response, RestError> {
    let user = auth::user(server, &asked.headers, &asked.query)?;
    if whose == "me" {
        return Ok(me(&user, &["authentication_tokens"], &asked.query));
    }
    let state_user = server.state().users.iter().find(|known| known.id == whose).cloned();
    let no_such = || RestError::NoSuchObject { id: whose.to_owned(), kind: "user" };
    let owner = state_user.ok_or_else(no_such)?;
    if owner.id != user.id && !user.is_admin() {
        return Err(RestError::Forbidden);
    }
    let body = asked.json();
    let life = token::life(body.get("expiresIn")).map_err(RestError::Internal)?;
    let now = server.state().clock.now_ms();
    let made = token::make(owner.email, life, server);
    let mut record =
        json!({"id": made.id, "user_id": owner.id, "created_at": now, "expiration": made.expiration});
    if let Some(description) = body.get("description").filter(|text| text.is_string()) {
        record["description"] = description.clone();
    }
    let token: Value = json!({"token": record});
    Ok(response::created(&asked.headers, &token))
}
