//! Errors as they are sent (xo-protocol 1.6). In: what went wrong, and whether an administrator asks. Out: JSON.

use serde_json::{Map, Value, json};

use crate::filter::ParseError;
use crate::state::SignInError;

/// Why a call fails.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RpcError {
    /// -32601, before anything else is checked.
    MethodNotFound(String),
    /// 0: a method of XO that the mock does not play.
    NotImplemented,
    /// 1
    NoSuchObject { id: String, kind: &'static str },
    /// 2: not signed in, or without the right.
    Unauthorized { permission: Option<&'static str>, object: Option<String> },
    /// 3
    InvalidCredentials,
    /// 10, with errors like those of ajv.
    InvalidParameters(Vec<Value>),
    /// -32000: anything that is not one of XO's own errors.
    Internal(String),
}

impl RpcError {
    pub(crate) fn unauthorized(permission: Option<&'static str>, object: Option<&str>) -> Self {
        Self::Unauthorized { permission, object: object.map(str::to_owned) }
    }

    /// Returns the `error` of the answer. Only administrators see the cause of -32000, in the message and in `data` (as
    /// recorded); others get a mask.
    pub(crate) fn to_json(&self, for_admin: bool) -> Value {
        match self {
            Self::MethodNotFound(name) => {
                json!({"code": -32601, "data": name, "message": format!("method not found: {name}")})
            }
            Self::NotImplemented => json!({"message": "not implemented", "code": 0}),
            Self::NoSuchObject { id, kind } => {
                json!({"message": format!("no such {kind} {id}"), "code": 1, "data": {"id": id, "type": kind}})
            }
            Self::Unauthorized { permission, object } => {
                let mut data = Map::new();
                if let Some(permission) = permission {
                    data.insert("permission".to_owned(), json!(permission));
                }
                let object = object.as_ref().map_or_else(|| json!({}), |id| json!({"id": id}));
                data.insert("object".to_owned(), object);
                json!({"message": "not enough permissions", "code": 2, "data": data})
            }
            Self::InvalidCredentials => json!({"message": "invalid credentials", "code": 3}),
            Self::InvalidParameters(errors) => {
                json!({"message": "invalid parameters", "code": 10, "data": {"errors": errors}})
            }
            Self::Internal(message) if for_admin => {
                let stack = format!("Error: {message}\n    at mock-xo");
                let data = json!({"message": message, "name": "Error", "stack": stack});
                json!({"code": -32000, "data": data, "message": message})
            }
            Self::Internal(_) => json!({"code": -32000, "message": "unknown error from the peer"}),
        }
    }
}

impl From<ParseError> for RpcError {
    fn from(error: ParseError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<SignInError> for RpcError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::InvalidCredentials => Self::InvalidCredentials,
            SignInError::TooFast | SignInError::EmptyPassword => Self::Internal(error.to_string()),
        }
    }
}
