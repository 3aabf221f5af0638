//! Interprets messages, so that no message can end the connection.
//!
//! jsonrpsee gives up the whole connection on a reply with an unknown id, without a result or with an
//! unusual error code (facts/rust-stack.md §1.4), and copies every reply three times. So each message is
//! read here first: results are parked without a copy, and jsonrpsee sees only a short reply
//! that it always understands. In: the text of a message. Out: a [`Verdict`]. No sockets here.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

/// Longest text of an error that is kept, in bytes.
const LONGEST_ERROR: usize = 4096;

/// What a message is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict<'a> {
    /// The result of call `id`; `null` if the reply has none.
    Result {
        /// Id of the call.
        id: u64,
        /// JSON text of the result, inside the message.
        result: &'a str,
    },
    /// An error for call `id`, in a shape that jsonrpsee understands.
    Error {
        /// Id of the call.
        id: u64,
        /// Code; -32000 if it was not an integer.
        code: i32,
        /// Text; that of the cause if XO masked it.
        message: String,
    },
    /// XO's notification of changes, with its parameters.
    Changed(&'a str),
    /// Nothing that concerns us: an unknown notification, a reply to no call, an array, no JSON at all.
    Nothing,
}

/// Reads a message.
pub(super) fn read(text: &str) -> Verdict<'_> {
    let Some(envelope) = object::<Envelope<'_>>(text) else { return Verdict::Nothing };
    if let Some(method) = &envelope.method {
        return match (method.as_ref(), envelope.params) {
            ("all", Some(params)) => Verdict::Changed(params.get()),
            _ => Verdict::Nothing,
        };
    }
    let Some(id) = envelope.id.and_then(|id| number(id.get())) else { return Verdict::Nothing };
    match envelope.error {
        Some(error) => {
            let (code, message) = describe(error.get());
            Verdict::Error { id, code, message }
        }
        None => Verdict::Result { id, result: envelope.result.map_or("null", RawValue::get) },
    }
}

/// Returns the reply that jsonrpsee gets for a parked result: the id under which it is parked.
pub(super) fn stub(id: u64) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{id}}}"#)
}

/// Returns the reply that jsonrpsee gets for an error.
pub(super) fn refusal(id: u64, code: i32, message: &str) -> String {
    let message = serde_json::Value::from(message);
    format!(r#"{{"jsonrpc":"2.0","id":{id},"error":{{"code":{code},"message":{message}}}}}"#)
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    method: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    params: Option<&'a RawValue>,
    #[serde(borrow, default)]
    result: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

/// Parses an object; serde would also read one from an array, by position.
fn object<'a, T: Deserialize<'a>>(json: &'a str) -> Option<T> {
    if json.trim_ascii_start().starts_with('{') { serde_json::from_str(json).ok() } else { None }
}

/// Reads an id: ours are numbers, but a server that turns them into texts is understood too.
fn number(id: &str) -> Option<u64> {
    id.trim_matches('"').parse().ok()
}

/// Returns code and text of an error: for XO's mask (-32000) the text of the cause, which is in `data.message`
/// (facts/xo-observed.md, "JSON-RPC errors").
fn describe(error: &str) -> (i32, String) {
    #[derive(Deserialize)]
    struct Parts<'a> {
        #[serde(borrow, default)]
        code: Option<&'a RawValue>,
        #[serde(borrow, default)]
        message: Option<&'a RawValue>,
        #[serde(borrow, default)]
        data: Option<&'a RawValue>,
    }
    #[derive(Deserialize)]
    struct Cause<'a> {
        #[serde(borrow, default)]
        message: Option<&'a RawValue>,
    }
    let Some(parts) = object::<Parts<'_>>(error) else {
        return (super::super::error::MASKED, cut(text_of(error)));
    };
    let written = parts.code.map(RawValue::get);
    let code = written.and_then(|code| code.parse().ok());
    let cause = parts
        .data
        .and_then(|data| object::<Cause<'_>>(data.get()))
        .and_then(|cause| cause.message)
        .map(|message| text_of(message.get()))
        .filter(|cause| !cause.is_empty());
    let message = parts.message.map(|message| text_of(message.get())).unwrap_or_default();
    match code {
        Some(super::super::error::MASKED) => (super::super::error::MASKED, cut(cause.unwrap_or(message))),
        Some(code) => (code, cut(message)),
        // Node's own errors have codes like "ENOENT", which say more than the number that replaces them.
        None => {
            let written = written.map(text_of).unwrap_or_default();
            let message = if written.is_empty() { message } else { format!("{written}: {message}") };
            (super::super::error::MASKED, cut(message))
        }
    }
}

/// Returns the text of a JSON string, or the JSON of anything else.
fn text_of(json: &str) -> String {
    serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned())
}

fn cut(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(LONGEST_ERROR));
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn error(id: u64, code: i32, message: &str) -> Verdict<'_> {
        Verdict::Error { id, code, message: message.to_owned() }
    }

    #[test]
    fn every_kind_of_message() {
        let result = |id, result| Verdict::Result { id, result };
        let cases = [
            (r#"{"id":3,"jsonrpc":"2.0","result":{"a":1}}"#, result(3, r#"{"a":1}"#)),
            (r#"{"jsonrpc":"2.0","result":[ ],"id":3}"#, result(3, "[ ]")),
            (r#"{"id":"3","result":5}"#, result(3, "5")),
            (r#"{"id":3,"result":null}"#, result(3, "null")),
            (r#"{"id":3,"jsonrpc":"2.0"}"#, result(3, "null")),
            (r#"{"id":3,"result":1,"error":null}"#, result(3, "1")),
            (r#"{"id":3,"error":{"code":2,"message":"no"}}"#, error(3, 2, "no")),
            (r#"{"id":3,"result":1,"error":{"code":2,"message":"no"}}"#, error(3, 2, "no")),
            (
                r#"{"id":3,"error":{"code":-32000,"message":"unknown error from the peer","data":{"message":"cause","stack":"s"}}}"#,
                error(3, -32000, "cause"),
            ),
            (
                r#"{"id":3,"error":{"code":-32000,"message":"unknown error from the peer"}}"#,
                error(3, -32000, "unknown error from the peer"),
            ),
            (
                r#"{"id":3,"error":{"code":-32601,"data":"x.y","message":"method not found: x.y"}}"#,
                error(3, -32601, "method not found: x.y"),
            ),
            (r#"{"id":3,"error":{"code":"ENOENT","message":"gone"}}"#, error(3, -32000, "ENOENT: gone")),
            (r#"{"id":3,"error":{"code":1e99,"message":"odd"}}"#, error(3, -32000, "1e99: odd")),
            (r#"{"id":3,"error":{"message":{"a":1}}}"#, error(3, -32000, r#"{"a":1}"#)),
            (r#"{"id":3,"error":"broken"}"#, error(3, -32000, "broken")),
            (r#"{"id":3,"error":[1]}"#, error(3, -32000, "[1]")),
            (r#"{"id":null,"error":{"code":-32700,"message":"invalid JSON"}}"#, Verdict::Nothing),
            (r#"{"id":-3,"result":1}"#, Verdict::Nothing),
            (r#"{"id":3.5,"result":1}"#, Verdict::Nothing),
            (r#"{"result":1}"#, Verdict::Nothing),
            (
                r#"{"jsonrpc":"2.0","method":"all","params":{"type":"exit"}}"#,
                Verdict::Changed(r#"{"type":"exit"}"#),
            ),
            (r#"{"jsonrpc":"2.0","method":"all"}"#, Verdict::Nothing),
            (r#"{"jsonrpc":"2.0","method":"other","params":{}}"#, Verdict::Nothing),
            (r#"[{"id":3,"result":1}]"#, Verdict::Nothing),
            (r#"[3,null,null,1,null]"#, Verdict::Nothing),
            ("\0", Verdict::Nothing),
            ("", Verdict::Nothing),
            (r#"{"id":3,"result":{"a":"#, Verdict::Nothing),
        ];
        for (text, verdict) in cases {
            assert_eq!(read(text), verdict, "{text}");
        }
    }

    /// The messages that xo-server 5.207.2 really sent (captures/api-errors, without duplicates and stacks).
    #[test]
    fn every_message_of_a_running_xo() {
        let messages = include_str!("../../../../tests/fixtures/xo/messages.ndjson");
        let mut kinds = [0; 3];
        for text in messages.lines() {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            match read(text) {
                Verdict::Result { id, result } => {
                    kinds[0] += 1;
                    assert_eq!(value["id"].as_u64(), Some(id), "{text}");
                    assert_eq!(value["result"], serde_json::from_str::<serde_json::Value>(result).unwrap());
                }
                Verdict::Error { id, code, message } => {
                    kinds[1] += 1;
                    let error = &value["error"];
                    assert_eq!((value["id"].as_u64(), error["code"].as_i64()), (Some(id), Some(code.into())));
                    let cause = error["data"]["message"].as_str().filter(|_| code == -32000);
                    assert_eq!(Some(message.as_str()), cause.or(error["message"].as_str()), "{text}");
                }
                Verdict::Changed(params) => {
                    kinds[2] += 1;
                    assert_eq!(value["params"], serde_json::from_str::<serde_json::Value>(params).unwrap());
                }
                Verdict::Nothing => panic!("not understood: {text}"),
            }
        }
        assert!(kinds.iter().all(|&count| count > 3), "{kinds:?}");
    }

    #[test]
    fn an_error_of_megabytes_is_cut() {
        let text = format!(r#"{{"id":1,"error":{{"code":5,"message":"{}"}}}}"#, "é".repeat(5_000_000));
        let Verdict::Error { message, .. } = read(&text) else { panic!("no error") };
        assert!(message.len() <= LONGEST_ERROR);
    }

    #[test]
    fn deep_nesting_does_not_overflow() {
        let deep = format!(r#"{{"id":1,"result":{}{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
        assert!(matches!(read(&deep), Verdict::Result { id: 1, .. } | Verdict::Nothing));
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in ".*") {
            read(&text);
        }

        #[test]
        fn what_jsonrpsee_gets_is_always_valid(id: u64, code: i32, message in ".*") {
            for reply in [stub(id), refusal(id, code, &message)] {
                let value: serde_json::Value = serde_json::from_str(&reply).unwrap();
                prop_assert_eq!(value["id"].as_u64(), Some(id));
            }
        }
    }
}
