//! The user of a WebSocket connection. In: `session.*` calls. Out: the user who is signed in. It does not know sockets.

use serde_json::{Map, Value, json};

use super::call::{Answer, Call};
use super::error::RpcError;
use crate::server::Server;
use crate::state::{SignInError, User};

/// The methods that change their session.
pub(crate) const METHODS: [&str; 4] =
    ["session.signIn", "session.signInWithPassword", "session.signInWithToken", "session.signOut"];

/// A connection's user, if any.
#[derive(Debug, Default)]
pub(crate) struct Session {
    user: Option<User>,
    expiration: Option<i64>,
}

impl Session {
    pub(crate) fn user(&self) -> Option<&User> {
        self.user.as_ref()
    }

    /// Returns whether the token that opened this session has expired: XO then closes the socket on the next message.
    pub(crate) fn is_expired(&self, now_ms: i64) -> bool {
        self.expiration.is_some_and(|end| end <= now_ms)
    }
}

/// Calls one of [`METHODS`].
pub(crate) fn call(
    server: &Server,
    session: &mut Session,
    method: &str,
    params: &Map<String, Value>,
) -> Result<Answer, RpcError> {
    if method == "session.signOut" {
        *session = Session::default();
        return Ok(Answer::Value(json!(true)));
    }
    let (user, expiration) = authenticate(server, params)?;
    let answer = user.public();
    *session = Session { user: Some(user), expiration };
    Ok(Answer::Value(answer))
}

fn authenticate(server: &Server, params: &Map<String, Value>) -> Result<(User, Option<i64>), SignInError> {
    let text = |name: &str| params.get(name).and_then(Value::as_str);
    let state = server.state();
    let now = state.clock.now_ms();
    if let Some(token) = text("token") {
        return state.users.by_token(token, now).map(|(user, end)| (user.clone(), end));
    }
    let (Some(name), Some(password)) = (text("email").or(text("username")), text("password")) else {
        return Err(SignInError::InvalidCredentials);
    };
    let mut throttle = server.throttle();
    throttle.by_password(&state.users, name, password, text("otp"), now).map(|user| (user.clone(), None))
}

/// Answers `session.getUser`: public, yet it fails without a user, with an error that is not XO's own (observed).
pub(crate) fn get_user(call: &Call<'_>) -> Result<Answer, RpcError> {
    let user = call.user.ok_or_else(|| RpcError::Internal("user is undefined".to_owned()))?;
    Ok(Answer::Value(user.public()))
}

/// Stands in the table of methods for [`METHODS`], which [`call`] answers.
pub(crate) fn out_of_session(_: &Call<'_>) -> Result<Answer, RpcError> {
    Err(RpcError::Internal("this method needs a session".to_owned()))
}
