//! Responses of REST. In: records, or what went wrong. Out: status, headers and body as observed.

use std::io::Write as _;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::ndjson;
use crate::serve::accepts_gzip;
use crate::state::SignInError;

/// Bytes from which answers are compressed (the default threshold of express' `compression`).
const COMPRESSED_FROM: usize = 1024;

const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const MARKDOWN: &str = "text/markdown; charset=utf-8";

/// Why a request is answered with an error.
#[derive(Debug)]
pub(super) enum RestError {
    /// 400 with this text.
    Bad(String),
    /// 400: the filter cannot be parsed.
    BadFilter { message: String, text: String },
    /// 401
    InvalidCredentials,
    /// 403: for administrators only.
    Forbidden,
    /// 403: no `read` on this object.
    MissingPrivilege { id: String, resource: &'static str },
    /// 404 with JSON: no such object in an existing collection.
    NoSuchObject { id: String, kind: &'static str },
    /// 404 with HTML: no such route, or no such verb on it.
    NoRoute { method: Method, path: String },
    /// 422; the error is an object if it is about parameters, a string otherwise.
    Unprocessable(Value),
    /// 500 with this text.
    Internal(String),
}

impl From<SignInError> for RestError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::InvalidCredentials => Self::InvalidCredentials,
            SignInError::TooFast | SignInError::EmptyPassword => Self::Internal(error.to_string()),
        }
    }
}

pub(super) fn error(headers: &HeaderMap, error: &RestError) -> Response {
    let (status, body) = match error {
        RestError::Bad(message) => (StatusCode::BAD_REQUEST, json!({"error": message})),
        RestError::BadFilter { message, text } => {
            (StatusCode::BAD_REQUEST, json!({"error": message, "data": {"stringToParse": text}}))
        }
        RestError::InvalidCredentials => (StatusCode::UNAUTHORIZED, json!({"error": "invalid credentials"})),
        RestError::Forbidden => {
            (StatusCode::FORBIDDEN, json!({"error": "not enough permissions", "data": {"object": {}}}))
        }
        RestError::MissingPrivilege { id, resource } => {
            let missing = json!([{"objectId": id, "action": "read", "resource": resource}]);
            (
                StatusCode::FORBIDDEN,
                json!({"error": "not enough privileges", "data": {"missingPrivileges": missing}}),
            )
        }
        RestError::NoSuchObject { id, kind } => (
            StatusCode::NOT_FOUND,
            json!({"error": format!("no such {kind} {id}"), "data": {"id": id, "type": kind}}),
        ),
        RestError::NoRoute { method, path } => return no_route(headers, method, path),
        RestError::Unprocessable(error) => {
            (StatusCode::UNPROCESSABLE_ENTITY, json!({"error": error, "data": {}}))
        }
        RestError::Internal(message) => (StatusCode::INTERNAL_SERVER_ERROR, json!({"error": message})),
    };
    let mut response = json(headers, &body);
    *response.status_mut() = status;
    if status == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Basic realm=\"xo\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Returns express' own page.
fn no_route(headers: &HeaderMap, method: &Method, path: &str) -> Response {
    let path = path.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n\
         <body>\n<pre>Cannot {method} {path}</pre>\n</body>\n</html>\n"
    );
    let mut response = body(headers, HTML, page);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Returns JSON indented by two spaces, as express is configured to write it.
pub(super) fn json(headers: &HeaderMap, value: &Value) -> Response {
    // A value can always be rendered.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let tag = HeaderValue::from_str(&etag(&text));
    let mut response = body(headers, JSON, text);
    if let Ok(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Computes express' weak tag: the length in hexadecimal and the SHA-1 in base64, without its padding.
fn etag(text: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
    format!("W/\"{:x}-{}\"", text.len(), encode_base64(digest.as_ref()))
}

fn encode_base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            text.push(char::from(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}

/// Returns 201 with JSON.
pub(super) fn created(headers: &HeaderMap, value: &Value) -> Response {
    let mut response = json(headers, value);
    *response.status_mut() = StatusCode::CREATED;
    response
}

pub(super) fn no_content() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// Returns a page for people.
pub(super) fn page(headers: &HeaderMap, page: String) -> Response {
    body(headers, HTML, page)
}

/// Returns 307: the same request again, to this address.
pub(super) fn temporary_redirect(to: &str) -> Response {
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response()
}

/// Returns one record per line, never compressed (observed).
pub(super) fn ndjson(items: impl Iterator<Item = Value>) -> Response {
    let lines: Vec<String> = items.map(|item| item.to_string()).collect();
    let mut response = Response::new(ndjson::body(lines.into_iter()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    response
}

/// Returns a table; its columns are the fields of the first record, without its address (observed).
pub(super) fn markdown(headers: &HeaderMap, items: &[Value]) -> Response {
    let Some(first) = items.first() else { return body(headers, MARKDOWN, "No results.".to_owned()) };
    let Some(first) = first.as_object() else {
        let lines: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
        return body(headers, MARKDOWN, lines.join("\n"));
    };
    let columns: Vec<&str> = first.keys().map(String::as_str).filter(|name| *name != "href").collect();
    let mut lines = vec![row(columns.iter().map(|name| (*name).to_owned()))];
    lines.push(row(columns.iter().map(|_| "---".to_owned())));
    for item in items {
        lines.push(row(columns.iter().map(|name| match item.get(*name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        })));
    }
    body(headers, MARKDOWN, lines.join("\n"))
}

fn row(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

fn body(headers: &HeaderMap, content_type: &'static str, text: String) -> Response {
    let mut compressed = false;
    let mut bytes = text.into_bytes();
    // A table is compressed however short it is, and sent without its length (observed).
    let is_long = bytes.len() >= COMPRESSED_FROM || content_type == MARKDOWN;
    if is_long && accepts_gzip(headers) {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        if let Ok(zipped) = encoder.write_all(&bytes).and_then(|()| encoder.finish()) {
            bytes = zipped;
            compressed = true;
        }
    }
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if compressed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

pub(super) fn redirect(to: &'static str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
}

/// Returns the answer to a bug of the mock: the request's task ended early.
pub(super) fn crashed() -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_those_of_express() {
        // Recorded: an empty list, and refused credentials.
        assert_eq!(etag("[]"), "W/\"2-l9Fw4VUO7kr8CvBlt4zaMCqXZ0w\"");
        let refusal = serde_json::to_string_pretty(&json!({"error": "invalid credentials"})).unwrap();
        assert_eq!(etag(&refusal), "W/\"24-UTRWb6frew4SggJOm8Xm0AybptM\"");
    }
}
