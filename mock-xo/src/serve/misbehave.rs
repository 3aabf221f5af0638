//! The effects of faults on answers: JSON-RPC ones as text, HTTP ones as bodies. In: a right answer and the faults that
//! strike. Out: what is sent instead.

use std::io;

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde_json::{Value, json};

use crate::fault::{FaultKind, Noise};
use crate::rpc::RpcError;

/// A text that is in no way JSON.
const NOISE: &str = "\u{1}\u{2} }{ this is noise \u{7f}";
/// A frame with reserved bits and an unknown opcode.
const NO_FRAME: &[u8] = &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0x01];

/// What is sent over a WebSocket in place of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sent {
    /// A text frame.
    Text(String),
    /// Bytes that are not a frame.
    Noise(&'static [u8]),
    /// A break after this many bytes of what follows.
    BreakAfter(usize),
}

/// Returns the error with which a call is refused, if it is.
pub(super) fn refusal(faults: &[FaultKind], method: &str) -> Option<RpcError> {
    faults.iter().find_map(|fault| match fault {
        FaultKind::WrongCredentials => Some(RpcError::InvalidCredentials),
        FaultKind::Forbidden => Some(RpcError::unauthorized(Some("admin"), None)),
        FaultKind::Unknown => Some(RpcError::MethodNotFound(method.to_owned())),
        _ => None,
    })
}

/// Returns what is sent in place of this answer.
pub(super) fn say(answer: String, faults: &[FaultKind]) -> Vec<Sent> {
    let mut sent = Vec::new();
    let mut text = answer;
    for fault in faults {
        match fault {
            FaultKind::WrongId
            | FaultKind::NullId
            | FaultKind::NoResult
            | FaultKind::BadCode
            | FaultKind::Empty => {
                text = edit(&text, fault);
            }
            FaultKind::Huge(bytes) => text = grow(text, *bytes),
            FaultKind::Truncate(bytes) => text.truncate(boundary(&text, *bytes)),
            FaultKind::Garbage(Noise::Answer) => text = NOISE.to_owned(),
            FaultKind::Garbage(Noise::Frame) => sent.push(Sent::Noise(NO_FRAME)),
            FaultKind::Drop(bytes) => sent.push(Sent::BreakAfter(*bytes)),
            _ => {}
        }
    }
    sent.push(Sent::Text(text));
    sent
}

fn edit(text: &str, fault: &FaultKind) -> String {
    let Ok(Value::Object(mut answer)) = serde_json::from_str(text) else { return text.to_owned() };
    match fault {
        FaultKind::WrongId => drop(answer.insert("id".to_owned(), json!(987_654_321))),
        FaultKind::NullId => drop(answer.insert("id".to_owned(), Value::Null)),
        FaultKind::BadCode => {
            answer.shift_remove("result");
            answer.insert("error".to_owned(), json!({"message": "something failed", "code": "EFAILED"}));
        }
        FaultKind::Empty if answer.contains_key("result") && answer["result"].get("$getFrom").is_none() => {
            answer.insert("result".to_owned(), json!({}));
        }
        FaultKind::NoResult => {
            answer.shift_remove("result");
            answer.shift_remove("error");
        }
        _ => {}
    }
    Value::Object(answer).to_string()
}

/// Adds blanks before the last brace, so that the answer stays JSON.
fn grow(mut text: String, bytes: usize) -> String {
    let last = text.pop();
    text.push_str(&" ".repeat(bytes));
    text.extend(last);
    text
}

fn boundary(text: &str, bytes: usize) -> usize {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// Returns whether the answer must not be compressed, so that cuts and fillings are visible.
pub(super) fn needs_plain(faults: &[FaultKind]) -> bool {
    faults.iter().any(|fault| {
        matches!(
            fault,
            FaultKind::Truncate(_) | FaultKind::Garbage(_) | FaultKind::Huge(_) | FaultKind::Empty
        )
    })
}

/// Returns the response in place of any other, if there is one.
pub(super) fn instead(faults: &[FaultKind], method: &str, path: &str) -> Option<Response> {
    let json = |status: StatusCode, value: Value| {
        let text = serde_json::to_string_pretty(&value).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], text).into_response()
    };
    faults.iter().find_map(|fault| match fault {
        FaultKind::WrongCredentials => {
            let mut refused = json(StatusCode::UNAUTHORIZED, json!({"error": "invalid credentials"}));
            let challenge = header::HeaderValue::from_static("Basic realm=\"xo\"");
            refused.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
            Some(refused)
        }
        FaultKind::Forbidden => Some(json(
            StatusCode::FORBIDDEN,
            json!({"error": "not enough permissions", "data": {"object": {}}}),
        )),
        FaultKind::Unknown => Some(crate::rest::no_route(method, path)),
        FaultKind::Status(status) => {
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let page = format!("<html><body><h1>{status}</h1></body></html>\n");
            Some((status, [(header::CONTENT_TYPE, "text/html")], page).into_response())
        }
        FaultKind::Redirect(to) => {
            Some((StatusCode::FOUND, [(header::LOCATION, to.clone())]).into_response())
        }
        _ => None,
    })
}

/// Returns the response with another body.
pub(super) async fn corrupt(response: Response, faults: &[FaultKind]) -> Response {
    let mut response = response;
    for fault in faults {
        response = match fault {
            FaultKind::Drop(bytes) => cut(response, *bytes, true),
            FaultKind::Truncate(bytes) => cut(response, *bytes, false),
            FaultKind::Garbage(Noise::Answer) => replace(response, NOISE),
            FaultKind::Garbage(Noise::Line) => with_line(response).await,
            FaultKind::Huge(bytes) => append(response, *bytes),
            FaultKind::Empty => empty(response),
            _ => response,
        };
    }
    response
}

fn with_body(response: Response, body: Body) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::ETAG);
    Response::from_parts(parts, body)
}

fn replace(response: Response, text: &'static str) -> Response {
    with_body(response, Body::from(text))
}

/// Returns a response without objects: an empty list, or no line.
fn empty(response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_list = kind.is_some_and(|kind| kind.starts_with("application/json"));
    let is_stream = !response.headers().contains_key(header::ETAG);
    replace(response, if is_list && !is_stream { "[]" } else { "" })
}

/// Sends the first bytes of the body; then breaks the connection, or ends the body as if it were whole.
fn cut(response: Response, bytes: usize, breaks: bool) -> Response {
    let (parts, body) = response.into_parts();
    let chunks = body.into_data_stream().scan(bytes, |left, chunk| {
        let part = match chunk {
            Ok(chunk) if *left > 0 => {
                let part = chunk.slice(..chunk.len().min(*left));
                *left -= part.len();
                Some(Ok(part))
            }
            _ => None,
        };
        std::future::ready(part)
    });
    let end = futures_util::stream::iter(breaks.then(|| Err(io::Error::other("broken on purpose"))));
    // Without a pause the break would overtake what was sent before it.
    let end = end.then(|broken| async {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        broken
    });
    with_body(Response::from_parts(parts, Body::empty()), Body::from_stream(chunks.chain(end)))
}

fn append(response: Response, bytes: usize) -> Response {
    const BLANKS: &[u8] = &[b' '; 64 * 1024];
    let (parts, body) = response.into_parts();
    let blanks = (0..bytes)
        .step_by(BLANKS.len())
        .map(move |sent| Ok::<_, axum::Error>(Bytes::from_static(&BLANKS[..BLANKS.len().min(bytes - sent)])));
    let all = body.into_data_stream().chain(futures_util::stream::iter(blanks));
    with_body(Response::from_parts(parts, Body::empty()), Body::from_stream(all))
}

/// Adds noise after the first line.
async fn with_line(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
    let spoiled = [&bytes[..end], NOISE.as_bytes(), b"\n", &bytes[end..]].concat();
    with_body(Response::from_parts(parts, Body::empty()), Body::from(spoiled))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = r#"{"id":1,"jsonrpc":"2.0","result":{"a":"あ"}}"#;

    #[test]
    fn answers_go_wrong_as_the_faults_demand() {
        let cases = [
            ("wrong-id", r#"{"id":987654321,"jsonrpc":"2.0","result":{"a":"あ"}}"#),
            ("null-id", r#"{"id":null,"jsonrpc":"2.0","result":{"a":"あ"}}"#),
            ("no-result", r#"{"id":1,"jsonrpc":"2.0"}"#),
            (
                "bad-code",
                r#"{"id":1,"jsonrpc":"2.0","error":{"message":"something failed","code":"EFAILED"}}"#,
            ),
            ("empty", r#"{"id":1,"jsonrpc":"2.0","result":{}}"#),
            ("huge=3", r#"{"id":1,"jsonrpc":"2.0","result":{"a":"あ"}   }"#),
            ("truncate=40", r#"{"id":1,"jsonrpc":"2.0","result":{"a":""#),
            ("truncate=4000", ANSWER),
            ("garbage", NOISE),
            ("delay=1s", ANSWER),
        ];
        for (fault, expected) in cases {
            let sent = say(ANSWER.to_owned(), &[fault.parse().unwrap()]);
            assert_eq!(sent, [Sent::Text(expected.to_owned())], "{fault}");
        }
        let sent = say(ANSWER.to_owned(), &["drop=9".parse().unwrap(), "garbage=frame".parse().unwrap()]);
        assert_eq!(sent, [Sent::BreakAfter(9), Sent::Noise(NO_FRAME), Sent::Text(ANSWER.to_owned())]);
    }

    #[tokio::test]
    async fn bodies_go_wrong_as_the_faults_demand() {
        let cases = [
            ("truncate=3", "one"),
            ("garbage", NOISE),
            ("garbage=line", "one\n\u{1}\u{2} }{ this is noise \u{7f}\ntwo\n"),
            ("huge=2", "one\ntwo\n  "),
            ("empty", ""),
            ("stall", "one\ntwo\n"),
        ];
        for (fault, expected) in cases {
            let spoiled = corrupt("one\ntwo\n".into_response(), &[fault.parse().unwrap()]).await;
            let bytes = axum::body::to_bytes(spoiled.into_body(), 1000).await.unwrap();
            assert_eq!(String::from_utf8(bytes.to_vec()).unwrap(), expected, "{fault}");
        }
        let broken = corrupt("one\ntwo\n".into_response(), &[FaultKind::Drop(3)]).await;
        assert!(axum::body::to_bytes(broken.into_body(), 1000).await.is_err());
    }
}
