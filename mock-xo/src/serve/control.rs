//! The mock's own addresses, which XO does not have: `/mock/faults` and `/mock/calls`. In: requests from this machine.
//! Out: JSON.
//!
//! | request | what it does |
//! | --- | --- |
//! | `GET /mock/faults` | lists the active faults |
//! | `POST /mock/faults` | adds those of the body: lines in the notation of faults, or a JSON array of such texts |
//! | `DELETE /mock/faults` | ends them all |
//! | `GET /mock/calls` | lists the calls so far |

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::connections::Connection;
use super::timed;
use crate::fault::Fault;
use crate::server::Server;

/// Most bytes of a body: faults need no more.
const LONGEST_BODY: usize = 1 << 16;

pub(super) async fn answer(server: &Arc<Server>, connection: &Connection, request: Request) -> Response {
    if !connection.peer.ip().is_loopback() {
        return text(StatusCode::FORBIDDEN, &json!({"error": "only from this machine"}));
    }
    let (parts, body) = request.into_parts();
    // A body that cannot be read counts as empty.
    let body = axum::body::to_bytes(body, LONGEST_BODY).await.unwrap_or_default();
    match (parts.method.as_str(), parts.uri.path()) {
        ("GET", "/mock/calls") => text(StatusCode::OK, &json!(server.calls())),
        ("GET", "/mock/faults") => text(StatusCode::OK, &json!(server.faults().list())),
        ("DELETE", "/mock/faults") => {
            server.faults().clear();
            text(StatusCode::OK, &json!([]))
        }
        ("POST", "/mock/faults") => match read(&body) {
            Ok(faults) => {
                faults.into_iter().for_each(|fault| timed::install(server, fault));
                text(StatusCode::OK, &json!(server.faults().list()))
            }
            Err(error) => text(StatusCode::BAD_REQUEST, &json!({"error": error})),
        },
        _ => text(StatusCode::NOT_FOUND, &json!({"error": "see mock-xo's README for what is here"})),
    }
}

fn read(body: &Bytes) -> Result<Vec<Fault>, String> {
    let body = String::from_utf8_lossy(body);
    let texts: Vec<String> = match serde_json::from_str(&body) {
        Ok(Value::Array(texts)) => texts.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Ok(Value::String(text)) => vec![text],
        _ => body.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
    };
    if texts.is_empty() {
        return Err("there is no fault in the body".to_owned());
    }
    texts.iter().map(|text| text.parse().map_err(|error: crate::fault::BadFault| error.to_string())).collect()
}

fn text(status: StatusCode, value: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], value.to_string()).into_response()
}
