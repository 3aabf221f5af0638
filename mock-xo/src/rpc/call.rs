//! A call on its way to its method, and its answer. In: checked parameters. Out: an answer, as text if it is long.

use serde_json::{Map, Value};

use crate::server::Server;
use crate::state::User;

/// A call whose right and parameters have been checked.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) server: &'a Server,
    pub(crate) user: Option<&'a User>,
    pub(crate) params: &'a Map<String, Value>,
}

impl Call<'_> {
    pub(crate) fn text(&self, name: &str) -> &str {
        self.params.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.params.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Returns the limit; `None` if not given. Fractions and negative numbers are not treated as JavaScript's `slice`
    /// would, but no client sends them.
    pub(crate) fn limit(&self) -> Option<usize> {
        self.params.get("limit").and_then(Value::as_f64).map(|limit| limit.max(0.0) as usize)
    }
}

/// A result.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A value to render.
    Value(Value),
    /// JSON text that is already rendered: it may have hundreds of megabytes.
    Text(String),
}

impl Answer {
    pub(crate) fn list(list: &[Value]) -> Self {
        Self::Value(Value::Array(list.to_vec()))
    }

    pub(crate) fn into_text(self) -> String {
        match self {
            Self::Value(value) => value.to_string(),
            Self::Text(text) => text,
        }
    }
}
