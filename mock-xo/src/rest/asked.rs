//! A request as its handlers see it. In: what arrived. Out: its parts, and the error if nothing answers it.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method};
use serde_json::{Value, json};

use super::query::Query;
use super::response::RestError;

/// The parts of a request, known before it is answered.
pub(super) struct Asked {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Query,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Asked {
    /// Returns the body as JSON; an empty object if it is not JSON.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| json!({}))
    }

    pub(super) fn no_route(&self) -> RestError {
        RestError::NoRoute { method: self.method.clone(), path: self.path.clone() }
    }
}
