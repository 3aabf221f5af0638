//! An error as it was reported, before it is looked up.

use serde_json::Value;

use super::details::Details;

/// The most bytes of a message that are searched. Errors with a whole stack or HTML page begin with what matters.
pub(super) const READ_LIMIT: usize = 16 * 1024;

/// The most levels of nested errors that are read.
pub(super) const DEPTH_LIMIT: usize = 8;

/// The most errors inside one error that are read.
pub(super) const INNER_LIMIT: usize = 100;

/// Error names that mean nothing by themselves.
const GENERAL_NAMES: [&str; 9] = [
    "Error",
    "TypeError",
    "RangeError",
    "ReferenceError",
    "SyntaxError",
    "AssertionError",
    "AggregateError",
    "XapiError",
    "JsonRpcError",
];

/// An error as a log, a mail or a person reports it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorText {
    /// Its code, if any: `SR_BACKEND_FAILURE_44`, `ENOSPC`, `27`.
    pub code: Option<String>,
    /// Its message; not cleaned.
    pub message: String,
    /// What XAPI adds; not cleaned.
    pub params: Vec<String>,
    /// Errors inside: `errors`, `cause`.
    pub inner: Vec<ErrorText>,
    /// What it is about.
    pub about: About,
    /// What is known of its objects apart from the message.
    pub details: Details,
    /// What the surrounding lines show, in the words of the catalogue: only for recognition, never shown.
    pub hint: Option<&'static str>,
}

/// What an error is about, because the same words may mean different things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// A VM, or something unknown.
    #[default]
    Vm,
    /// A pool.
    Pool,
}

impl ErrorText {
    /// Makes an error from a message alone.
    pub fn of_message(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// Reads the error object of a log (facts/xo-protocol.md 5.4), of the API, or a plain text; `None` for anything
    /// else.
    pub fn from_json(json: &Value) -> Option<Self> {
        Self::read(json, DEPTH_LIMIT)
    }

    fn read(json: &Value, depth: usize) -> Option<Self> {
        let object = match json {
            Value::String(message) if !message.trim().is_empty() => {
                return Some(Self::of_message(head(message)));
            }
            Value::Object(object) => object,
            _ => return None,
        };
        let text = |key: &str| match object.get(key)? {
            Value::String(text) => Some(head(text).to_owned()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        // the AWS SDK writes the code in another case, or only as the error's name
        let is_thrown = object.contains_key("stack") || object.contains_key("$fault");
        let named = || text("name").filter(|name| is_thrown && !GENERAL_NAMES.contains(&name.as_str()));
        let params = object.get("params").and_then(Value::as_array);
        let params = params.into_iter().flatten().filter_map(Value::as_str).take(INNER_LIMIT);
        let mut error = Self {
            code: text("code").or_else(|| text("Code")).or_else(named),
            message: text("message").unwrap_or_default(),
            params: params.map(|param| head(param).to_owned()).collect(),
            details: Details::of_json(json),
            ..Self::default()
        };
        if depth > 0 {
            let several = object.get("errors").and_then(Value::as_array).into_iter().flatten();
            // "unknown error from the peer" holds the real error in `data`
            let one = [object.get("cause"), object.get("data").filter(|data| data.get("message").is_some())];
            let inner = several.chain(one.into_iter().flatten());
            error.inner = inner.take(INNER_LIMIT).filter_map(|json| Self::read(json, depth - 1)).collect();
        }
        let says_something =
            error.code.is_some() || !error.message.trim().is_empty() || !error.inner.is_empty();
        says_something.then_some(error)
    }

    /// Returns the error as one line: its message, or its code if it has none; not cleaned.
    pub fn line(&self) -> &str {
        match (&self.message, &self.code) {
            (message, Some(code)) if message.trim().is_empty() => code,
            (message, _) => message,
        }
    }
}

/// Returns the beginning of a text that is searched.
pub(super) fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(READ_LIMIT)]
}
