//! Authentication by a cookie or Basic credentials. In: headers. Out: the user, or why there is none (xo-protocol 2.7).

use axum::http::{HeaderMap, header};

use super::query::Query;
use super::response::RestError;
use crate::server::Server;
use crate::state::{SignInError, User};

/// Cookies that may hold a token.
const COOKIES: [&str; 2] = ["authenticationToken", "token"];

pub(super) fn user(server: &Server, headers: &HeaderMap, query: &Query) -> Result<User, RestError> {
    let state = server.state();
    let now = state.clock.now_ms();
    match (cookie(headers), headers.get(header::AUTHORIZATION)) {
        (Some(_), Some(_)) => Err(RestError::Bad(
            "Having multiple authentication methods is not supported, please choose one".to_owned(),
        )),
        (Some(token), None) => {
            state.users.by_token(&token, now).map(|(user, _)| user.clone()).map_err(Into::into)
        }
        (None, Some(authorization)) => {
            // The scheme is ignored: `Bearer` fails because its word is not `user:password` (observed).
            let text = authorization.to_str().unwrap_or_default();
            let word = text
                .split_whitespace()
                .nth(1)
                .ok_or_else(|| RestError::Bad("Malformed Authorization header".to_owned()))?;
            let decoded = String::from_utf8_lossy(&base64(word)).into_owned();
            // A password with a colon is cut there, as XO does it.
            let mut parts = decoded.split(':');
            let (name, password) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            if password.is_empty() {
                return Err(SignInError::InvalidCredentials.into());
            }
            let mut throttle = server.throttle();
            let user = throttle.by_password(&state.users, name, password, query.get("otp"), now);
            user.cloned().map_err(Into::into)
        }
        (None, None) => Err(SignInError::InvalidCredentials.into()),
    }
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let texts = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs: Vec<(&str, &str)> =
        texts.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('=')).collect();
    let value = |name: &&str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| (*value).to_owned());
    COOKIES.iter().find_map(value)
}

/// Decodes base64 as Node does: both alphabets, ignoring characters of neither.
fn base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut count) = (0_u32, 0);
    for char in text.bytes() {
        let six = match char {
            b'A'..=b'Z' => char - b'A',
            b'a'..=b'z' => char - b'a' + 26,
            b'0'..=b'9' => char - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_node_reads_it() {
        for (text, expected) in [
            ("YWRtaW46cGFzcw==", "admin:pass"),
            ("YTpi", "a:b"),
            ("YTpiYw", "a:bc"),
            ("44GC", "あ"),
            ("!!", ""),
            ("", ""),
        ] {
            assert_eq!(String::from_utf8(base64(text)).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn either_cookie_will_do() {
        for (text, expected) in [
            ("authenticationToken=a", Some("a")),
            ("x=1; token=b", Some("b")),
            ("token=b; authenticationToken=a", Some("a")),
            ("other=a", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, text.parse().unwrap());
            assert_eq!(cookie(&headers).as_deref(), expected, "{text}");
        }
    }
}
