//! Removes our own credentials from everything a server sends, before anything reads it.
//!
//! Otherwise a server that echoes a token in a version, a permission, an id, a key, an error or a name would have it
//! shown and saved. In: bytes as they arrived. Out: the same, or without the secrets. Pure.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use memchr::memmem::Finder;
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::credentials::Credentials;

/// What replaces a secret; the same in JSON and elsewhere.
pub(crate) const REDACTED: &str = "<redacted>";

/// A shorter secret is not searched for: a password such as `prod` would remove names, tags and ids too.
const SHORTEST: usize = 8;

/// The secrets of one sign-in, in the forms in which they may return; clones share them.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Arc<Vec<Zeroizing<Vec<u8>>>>);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

impl Secrets {
    /// Collects the secrets of credentials.
    pub(crate) fn of(credentials: &Credentials) -> Self {
        let mut forms = Vec::new();
        let mut add = |secret: &str| {
            if secret.len() < SHORTEST {
                return;
            }
            let json = serde_json::Value::from(secret).to_string();
            let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            // inside its quotes
            for form in [secret, json.get(1..json.len() - 1).unwrap_or_default(), &encoded] {
                let form = Zeroizing::new(form.as_bytes().to_vec());
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
        };
        match credentials {
            Credentials::Token(token) => add(token.expose_secret()),
            Credentials::Password { password, otp, .. } => {
                add(password.expose_secret());
                if let Some(otp) = otp {
                    add(otp.expose_secret());
                }
            }
        }
        Self(Arc::new(forms))
    }

    /// Returns the bytes without the secrets.
    pub(crate) fn mask<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        let mut masked = Cow::Borrowed(bytes);
        if self.0.is_empty() {
            return masked;
        }
        if let Some(plain) = unescaped(bytes)
            && self.0.iter().any(|form| Finder::new(form.as_slice()).find(&plain).is_some())
        {
            masked = Cow::Owned(plain);
        }
        for form in self.0.iter() {
            if let Some(without) = without(&masked, form) {
                masked = Cow::Owned(without);
            }
        }
        masked
    }

    /// Returns the text without the secrets.
    pub(crate) fn mask_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.mask(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(masked) => Cow::Owned(String::from_utf8_lossy(&masked).into_owned()),
        }
    }
}

fn without(bytes: &[u8], form: &[u8]) -> Option<Vec<u8>> {
    let finder = Finder::new(form);
    let mut out = Vec::new();
    let mut end = 0;
    for at in finder.find_iter(bytes) {
        out.extend_from_slice(&bytes[end..at]);
        out.extend_from_slice(REDACTED.as_bytes());
        end = at + form.len();
    }
    (end > 0).then(|| {
        out.extend_from_slice(&bytes[end..]);
        out
    })
}

/// Unescapes letters that JSON need not escape (`\u0061`, `\/`); returns `None` if there is no such escape. Node never
/// writes one.
fn unescaped(bytes: &[u8]) -> Option<Vec<u8>> {
    let has_escape = Finder::new(b"\\u00").find(bytes).is_some() || Finder::new(b"\\/").find(bytes).is_some();
    if !has_escape {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let (plain, length) = match rest {
            [b'\\', b'/', ..] => (Some(b'/'), 2),
            [b'\\', b'u', b'0', b'0', high, low, ..] => (letter(*high, *low), 6),
            // an escape that stays whole: its second byte does not begin another
            [b'\\', _, ..] => (None, 2),
            _ => (Some(byte), 1),
        };
        match plain {
            Some(plain) => out.push(plain),
            None => out.extend_from_slice(&rest[..length.min(rest.len())]),
        }
        at += length;
    }
    Some(out)
}

/// Returns the printable letter of two hexadecimal digits, if JSON can hold it unescaped.
fn letter(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let code = u8::try_from(digit(high)? * 16 + digit(low)?).ok()?;
    ((0x20..0x7f).contains(&code) && !matches!(code, b'"' | b'\\')).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_comes_back_is_taken_out() {
        let token = Secrets::of(&Credentials::Token("hunter2-token".into()));
        let password = Secrets::of(&Credentials::Password {
            user: "u".to_owned(),
            password: "hunt\"er 2/ä".into(),
            otp: None,
        });
        let cases = [
            (&token, "plain", "plain"),
            (&token, r#"{"a":"hunter2-token","hunter2-token":1}"#, r#"{"a":"<redacted>","<redacted>":1}"#),
            (&token, r#"["\u0068unter2-t\u006fken\n"]"#, r#"["<redacted>\n"]"#),
            (&token, r#"["\\u0068unter2-token"]"#, r#"["\\u0068unter2-token"]"#),
            (&token, r#"["\u001b[2J"]"#, r#"["\u001b[2J"]"#),
            (&password, r#"["hunt\"er 2/ä"]"#, r#"["<redacted>"]"#),
            (&password, r#"["hunt\"er 2\/ä"]"#, r#"["<redacted>"]"#),
            (&password, "otp=hunt%22er+2%2F%C3%A4&", "otp=<redacted>&"),
        ];
        for (secrets, text, expected) in cases {
            assert_eq!(secrets.mask_text(text), expected, "{text}");
        }
        assert!(!format!("{token:?}").contains("hunter"));
    }

    #[test]
    fn what_is_short_takes_nothing_along() {
        let secrets = Secrets::of(&Credentials::Token("prod".into()));
        assert_eq!(secrets.mask_text("prod-web-1"), "prod-web-1");
    }
}
