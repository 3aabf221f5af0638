//! Replies that jsonrpsee does not expect, one by one: each has its outcome, and the connection survives.

use serde_json::json;

use super::*;

/// The outcome of the call.
#[derive(Clone, Copy, Debug)]
enum Becomes {
    /// A result, as it was sent.
    Result(&'static str),
    /// A refusal with code and text.
    Refused(i32, &'static str),
    /// No answer, and what the error says of the message instead.
    Silence(&'static str),
}

const ONE: &str = "one message arrived that answers no request";
const TWO: &str = "2 messages arrived that answer no request";

use Becomes::{Refused, Result as Answer, Silence};

/// Replies and their outcomes; `ID` stands for the id of the call.
const REPLIES: &[(&str, Becomes)] = &[
    // results
    (r#"{"id":ID,"jsonrpc":"2.0","result":[1]}"#, Answer("[1]")),
    (r#"{"result":[1],"id":ID}"#, Answer("[1]")),
    (r#"{"id":ID,"jsonrpc":"1.0","result":true}"#, Answer("true")),
    (r#"{"id":ID,"jsonrpc":7,"result":-0.5e3}"#, Answer("-0.5e3")),
    (r#"{"id":ID,"result":1e999}"#, Answer("1e999")),
    (r#"{"id":ID,"result":"\ud83d\u0000"}"#, Answer(r#""\ud83d\u0000""#)),
    (" \r\n\t{\"id\" : ID , \"result\" : { } } \n", Answer("{ }")),
    (r#"{"i\u0064":ID,"re\u0073ult":2}"#, Answer("2")),
    (r#"{"id":ID,"result":1,"more":[{}],"again":null}"#, Answer("1")),
    (r#"{"id":"ID","result":2}"#, Answer("2")),
    // neither result nor error, or both
    (r#"{"id":ID}"#, Answer("null")),
    (r#"{"id":ID,"jsonrpc":"2.0","result":null}"#, Answer("null")),
    (r#"{"id":ID,"error":null}"#, Answer("null")),
    (r#"{"id":ID,"error":null,"result":3}"#, Answer("3")),
    (r#"{"id":ID,"error":{"code":2,"message":"no"},"result":3}"#, Refused(2, "no")),
    (r#"{"id":ID,"method":null,"result":3}"#, Answer("3")),
    // errors
    (r#"{"id":ID,"error":{}}"#, Refused(-32000, "")),
    (r#"{"id":ID,"error":"gone"}"#, Refused(-32000, "gone")),
    (r#"{"id":ID,"error":false}"#, Refused(-32000, "false")),
    (r#"{"id":ID,"error":[{"code":2}]}"#, Refused(-32000, r#"[{"code":2}]"#)),
    (r#"{"id":ID,"error":{"code":"EFAILED","message":"gone"}}"#, Refused(-32000, "EFAILED: gone")),
    (r#"{"id":ID,"error":{"code":null,"message":"gone"}}"#, Refused(-32000, "gone")),
    (r#"{"id":ID,"error":{"code":2.5,"message":"gone"}}"#, Refused(-32000, "2.5: gone")),
    (r#"{"id":ID,"error":{"code":99999999999,"message":"gone"}}"#, Refused(-32000, "99999999999: gone")),
    (r#"{"id":ID,"error":{"code":-1,"message":["a"]}}"#, Refused(-1, r#"["a"]"#)),
    (r#"{"id":ID,"error":{"code":1,"message":"\u001b[31mred\u202e"}}"#, Refused(1, "?[31mred")),
    (r#"{"id":ID,"error":{"code":1,"message":"no","data":7}}"#, Refused(1, "no")),
    (
        r#"{"id":ID,"error":{"code":-32000,"message":"x","data":{"message":{"a":1}}}}"#,
        Refused(-32000, r#"{"a":1}"#),
    ),
    // to no call
    (r#"{"id":null,"jsonrpc":"2.0","result":1}"#, Silence(ONE)),
    (r#"{"id":null,"jsonrpc":"2.0","error":{"code":-32700,"message":"invalid JSON"}}"#, Silence(ONE)),
    (r#"{"id":987654321,"jsonrpc":"2.0","result":1}"#, Silence(ONE)),
    (r#"{"id":-1,"result":1}"#, Silence(ONE)),
    (r#"{"id":ID.5,"result":1}"#, Silence(ONE)),
    (r#"{"id":[ID],"result":1}"#, Silence(ONE)),
    (r#"{"id":{"id":ID},"result":1}"#, Silence(ONE)),
    (r#"{"id":18446744073709551616,"result":1}"#, Silence(ONE)),
    (r#"{"jsonrpc":"2.0","result":1}"#, Silence(ONE)),
    (r#"[{"id":ID,"result":1}]"#, Silence(ONE)),
    (r#"{"id":ID,"result":1}{"id":ID,"result":2}"#, Silence(ONE)),
    // not JSON
    (r#"{"id":ID,"result":[1"#, Silence(ONE)),
    (r#"{"id":ID,"result":}"#, Silence(ONE)),
    ("{'id':ID,'result':1}", Silence(ONE)),
    ("\u{feff}{\"id\":ID,\"result\":1}", Silence(ONE)),
    ("\0", Silence(ONE)),
    ("", Silence(ONE)),
    ("<html>502 Bad Gateway</html>", Silence(ONE)),
    ("null", Silence(ONE)),
    ("ID", Silence(ONE)),
    // not replies
    (r#"{"jsonrpc":"2.0","method":"all"}"#, Silence(ONE)),
    (r#"{"id":ID,"jsonrpc":"2.0","method":"ping","params":{}}"#, Silence(ONE)),
    // a change is not a stray message
    (r#"{"method":"all","params":{"type":"exit","items":{"a":0}}}"#, Silence("XO may be busy")),
];

/// Sends one of the replies to a call, then makes another call on the same connection.
async fn becomes(reply: String, is_binary: bool, expected: Becomes) {
    let sent = reply.clone();
    let fake = Fake::start(
        signed_in(move |call| match call["method"].as_str() {
            Some("job.getAll") => {
                let text = sent.replace("ID", &call["id"].to_string());
                vec![if is_binary { Act::Binary(text.into_bytes()) } else { Act::Text(text) }]
            }
            _ => result(call, &json!("alive")),
        }),
        not_found,
    )
    .await;
    let session = opened_impatiently(&fake, &CallLog::new()).await;
    let shown: String = reply.chars().take(100).collect();
    match (session.call_raw(Method::GetAllJobs, none()).await, expected) {
        (Ok(payload), Answer(json)) => assert_eq!(payload.as_bytes(), json.as_bytes(), "{shown}"),
        (Err(Error::Refused { code, message, .. }), Refused(wanted, text)) => {
            assert_eq!((code, message.as_str()), (wanted, text), "{shown}");
        }
        (Err(error @ Error::RequestTimeout { .. }), Silence(says)) => {
            assert!(error.to_string().contains(says), "{shown}: {error}");
        }
        (other, _) => panic!("{shown}: {other:?} instead of {expected:?}"),
    }
    let after: String = session.call(Method::GetAllServers, none()).await.unwrap();
    assert_eq!(after, "alive", "{shown}");
}

/// All replies at once, because half of them are silence.
#[tokio::test]
async fn every_odd_reply_has_its_outcome() {
    let mut all = Vec::new();
    for &(reply, expected) in REPLIES {
        for is_binary in [false, true] {
            all.push(becomes(reply.to_owned(), is_binary, expected));
        }
    }
    // parsing it into a type fails; streaming it works
    let deep: &'static str =
        Box::leak(format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)).into_boxed_str());
    all.push(becomes(format!(r#"{{"id":ID,"result":{deep}}}"#), false, Answer(deep)));
    let long = format!(r#"{{"id":ID,"error":{{"code":5,"message":"{}"}}}}"#, "x".repeat(10 << 20));
    let cut: &'static str = Box::leak(format!("{}…", "x".repeat(300)).into_boxed_str());
    all.push(becomes(long, false, Refused(5, cut)));
    futures_util::future::join_all(all).await;
}

#[tokio::test]
async fn strays_are_counted() {
    let fake =
        Fake::start(signed_in(|_| vec![Act::Text("1".to_owned()), Act::Binary(vec![0xff, 0xfe])]), not_found)
            .await;
    let session = opened_impatiently(&fake, &CallLog::new()).await;
    // stray messages of an earlier call do not count
    for _ in 0..2 {
        let error = session.call_raw(Method::GetAllJobs, none()).await.unwrap_err();
        assert!(error.to_string().contains(TWO), "{error}");
    }
}
