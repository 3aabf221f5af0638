//! JSON-RPC as XO speaks it: turns a message into its answer.
//!
//! In: one WebSocket message and its session. Out: one answer, or none. It does not know sockets.

mod call;
mod declared;
mod error;
mod logs;
mod methods;
mod params;
mod session;
mod stats;
pub(crate) mod token;

use serde_json::{Map, Value, json};

use crate::server::Server;
use crate::state::{Failure, User};
pub(crate) use call::Answer;
use call::Call;
use declared::Access;
pub(crate) use error::RpcError;
use methods::Run;
pub(crate) use session::Session;

/// What a message is.
#[derive(Debug)]
pub(crate) enum Incoming {
    /// A request to answer.
    Request(Request),
    /// An array: XO answers with one binary frame of a single NUL (observed).
    Batch,
    /// Anything else: XO does not answer at all (observed).
    Silence,
}

/// A JSON-RPC request.
#[derive(Debug)]
pub(crate) struct Request {
    id: Value,
    pub(crate) method: String,
    params: Map<String, Value>,
}

/// Parses a message.
pub(crate) fn read(text: &str) -> Incoming {
    let mut message = match serde_json::from_str(text) {
        Ok(Value::Object(message)) => message,
        Ok(Value::Array(_)) => return Incoming::Batch,
        _ => return Incoming::Silence,
    };
    if message.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return Incoming::Silence;
    }
    let Some(Value::String(method)) = message.remove("method") else { return Incoming::Silence };
    let Some(id @ (Value::Number(_) | Value::String(_))) = message.remove("id") else {
        return Incoming::Silence;
    };
    // Arrays are accepted, but no method reads anything from them.
    let params = match message.remove("params") {
        Some(Value::Object(params)) => params,
        _ => Map::new(),
    };
    Incoming::Request(Request { id, method, params })
}

/// Returns whether the method changes the session in which it is called.
pub(crate) fn changes_session(request: &Request) -> bool {
    session::METHODS.contains(&request.method.as_str())
}

/// Answers a request that changes its session.
pub(crate) fn answer_in_session(server: &Server, session: &mut Session, request: Request) -> String {
    let user = session.user().cloned();
    let result = prepare(user.as_ref(), &request)
        .and_then(|(_, params)| session::call(server, session, &request.method, &params));
    keep(server, session.user().or(user.as_ref()), &request, &result);
    render(&request.id, result, session.user().or(user.as_ref()))
}

/// Answers any other request for this user.
pub(crate) fn answer(server: &Server, user: Option<&User>, request: Request) -> String {
    let result =
        prepare(user, &request).and_then(|(method, params)| method(&Call { server, user, params: &params }));
    keep(server, user, &request, &result);
    render(&request.id, result, user)
}

/// Refuses a request, whatever it asks.
pub(crate) fn refuse(server: &Server, request: &Request, error: &RpcError, user: Option<&User>) -> String {
    let result = Err(error.clone());
    keep(server, user, request, &result);
    render(&request.id, result, user)
}

/// Records a failure in XO's persistent log. A call of an unknown method fails before XO gets that far.
fn keep(server: &Server, user: Option<&User>, request: &Request, result: &Result<Answer, RpcError>) {
    let Err(error) = result else { return };
    if matches!(error, RpcError::MethodNotFound(_)) {
        return;
    }
    let error = error.to_json(true);
    let failure = Failure {
        user_id: user.map(|user| user.id.as_str()),
        user_name: user.map(|user| user.email.as_str()),
        method: &request.method,
        params: &request.params,
        error: &error,
    };
    server.change(|state| state.api_log.add(state.clock.now_ms(), &failure));
}

/// Finds the method, then checks the right to call it, then its parameters: XO's order.
fn prepare(user: Option<&User>, request: &Request) -> Result<(Run, Map<String, Value>), RpcError> {
    let name = &request.method;
    let method = declared::find(name).ok_or_else(|| RpcError::MethodNotFound(name.clone()))?;
    match (method.access, user) {
        (Access::SignedIn, None) => return Err(RpcError::unauthorized(None, None)),
        (Access::Admin, user) if !user.is_some_and(User::is_admin) => {
            return Err(RpcError::unauthorized(Some("admin"), None));
        }
        _ => {}
    }
    Ok((methods::find(name), params::check(name, method.schema, &request.params)?))
}

/// Renders an answer with its keys in the order observed: `error` first, `result` last.
fn render(id: &Value, result: Result<Answer, RpcError>, user: Option<&User>) -> String {
    match result {
        Ok(answer) => {
            let result = answer.into_text();
            let mut text = String::with_capacity(result.len() + 64);
            text.push_str(r#"{"id":"#);
            text.push_str(&id.to_string());
            text.push_str(r#","jsonrpc":"2.0","result":"#);
            text.push_str(&result);
            text.push('}');
            text
        }
        Err(error) => {
            let error = error.to_json(user.is_some_and(User::is_admin));
            json!({"error": error, "id": id, "jsonrpc": "2.0"}).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_request_gets_no_answer() {
        let silent = [
            "this is not JSON",
            "",
            "null",
            "3",
            r#"{"jsonrpc":"2.0","id":900}"#,
            r#"{"jsonrpc":"1.0","id":904,"method":"session.getUser","params":{}}"#,
            r#"{"id":904,"method":"session.getUser"}"#,
            r#"{"jsonrpc":"2.0","method":"session.getUser"}"#,
            r#"{"jsonrpc":"2.0","id":null,"method":"session.getUser"}"#,
            r#"{"jsonrpc":"2.0","id":1,"method":3}"#,
        ];
        for text in silent {
            assert!(matches!(read(text), Incoming::Silence), "{text}");
        }
        assert!(matches!(read("[]"), Incoming::Batch));
        for params in ["", r#","params":[]"#, r#","params":{}"#, r#","params":null"#] {
            let text = format!(r#"{{"jsonrpc":"2.0","id":"a","method":"session.getUser"{params}}}"#);
            assert!(matches!(read(&text), Incoming::Request(_)), "{text}");
        }
    }
}
