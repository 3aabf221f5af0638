//! A request as its handlers see it. In: what arrived. Out: its parts, and the error where nothing answers it.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method};
use serde_json::{Value, json};

use super::query::Query;
use super::response::RestError;

/// What is known of a request before it is answered.
pub(super) struct Asked {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Query,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Asked {
    /// The body as JSON; an empty object when it is none.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| json!({}))
    }

    pub(super) fn no_route(&self) -> RestError {
        RestError::NoRoute { method: self.method.clone(), path: self.path.clone() }
    }
}
