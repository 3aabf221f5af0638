//! `token.create`. In: the wanted lifetime. Out: the token (xo-protocol 1.5).

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::error::RpcError;
use super::logs::duration_ms;
use crate::state::{Token, random_token};

/// The shortest lifetime of a token (xo-protocol 1.5).
const SHORTEST_MS: i64 = 60_000;
/// `authentication.maxTokenValidity`: half a year.
const LONGEST_MS: i64 = 15_778_800_000;
/// `authentication.defaultTokenValidity`: 30 days.
const DEFAULT_MS: i64 = 30 * 86_400_000;

pub(crate) fn create(call: &Call<'_>) -> Result<Answer, RpcError> {
    // Declared for signed-in users only, so there is one.
    let Some(user) = call.user else { return Err(RpcError::unauthorized(None, None)) };
    let life = life(call.params.get("expiresIn")).map_err(RpcError::Internal)?;
    let token = make(user.email.clone(), life, call.server);
    Ok(Answer::Value(json!(token.id)))
}

/// Creates a token with this lifetime in ms.
pub(crate) fn make(email: String, life_ms: i64, server: &crate::server::Server) -> Token {
    let mut token = Token { id: random_token(), email, expiration: None };
    server.change(|state| {
        token.expiration = Some(state.clock.now_ms().saturating_add(life_ms));
        state.users.add_token(token.clone());
    });
    token
}

/// Returns the lifetime in ms of a token that was asked for like this, or why there is none.
pub(crate) fn life(asked: Option<&Value>) -> Result<i64, String> {
    let ms = match asked {
        None | Some(Value::Null) => return Ok(DEFAULT_MS),
        Some(Value::String(text)) => duration_ms(text),
        Some(number) => number.as_f64().map(|ms| ms as i64),
    };
    let shown = asked.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let shown = shown.unwrap_or_default();
    match ms {
        Some(ms) if ms > LONGEST_MS => Err(format!("too high expiresIn duration: {shown}")),
        Some(ms) if ms >= SHORTEST_MS => Ok(ms),
        _ => Err(format!("invalid expiresIn duration: {shown}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lives_have_bounds() {
        let cases = [
            (None, Ok(DEFAULT_MS)),
            (Some(json!("60s")), Ok(60_000)),
            (Some(json!(60_000)), Ok(60_000)),
            (Some(json!("150 days")), Ok(150 * 86_400_000)),
            (Some(json!("2s")), Err("invalid expiresIn duration: 2s".to_owned())),
            (Some(json!("1 year")), Err("too high expiresIn duration: 1 year".to_owned())),
            (Some(json!("soon")), Err("invalid expiresIn duration: soon".to_owned())),
        ];
        for (asked, expected) in cases {
            assert_eq!(life(asked.as_ref()), expected, "{asked:?}");
        }
    }
}
