//! Takes secrets out of raw answers.

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

/// What stands where a secret stood.
const REDACTED: &str = "<redacted>";

/// What a key holds, in lower case and without punctuation, when its value is a secret.
const SECRET_KEYS: [&str; 11] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "privatekey",
    "apikey",
    "accesskey",
    "encryptionkey",
    "sshkey",
];

/// A secret of the user's own that is shorter than this is not looked for in texts: a password such as `prod` would take
/// names, tags and ids along, and XO never sends a password back.
const SHORTEST_OWN: usize = 8;

/// Takes secrets out of values: by the names of keys, by the user part of addresses, and by their own text.
///
/// XO hides most of it already (facts/xo-protocol.md 2.6, 3.4); this is for what it does not, or a later version shows.
#[derive(Debug, Default)]
pub struct Redactor {
    own: Vec<SecretString>,
}

impl Redactor {
    /// Makes one that also takes out these texts, wherever they stand.
    pub fn new(own: Vec<SecretString>) -> Self {
        Self { own: own.into_iter().filter(|secret| secret.expose_secret().len() >= SHORTEST_OWN).collect() }
    }

    /// Takes the secrets out of a value.
    pub fn redact(&self, value: &mut Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    if is_secret(key) && !matches!(value, Value::Null | Value::Bool(_)) {
                        *value = Value::from(REDACTED);
                    } else {
                        self.redact(value);
                    }
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|value| self.redact(value)),
            Value::String(text) => self.redact_text(text),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn redact_text(&self, text: &mut String) {
        for secret in &self.own {
            if text.contains(secret.expose_secret()) {
                *text = text.replace(secret.expose_secret(), REDACTED);
            }
        }
        if text.contains("://") {
            *text = without_users(text);
        }
    }
}

fn is_secret(key: &str) -> bool {
    let plain: String =
        key.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    plain == "otp" || SECRET_KEYS.iter().any(|secret| plain.contains(secret))
}

/// Takes `user:password@` out of every address in a text.
fn without_users(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let end = after.find(|c: char| matches!(c, '/' | '"' | '\'' | '<' | '>') || c.is_whitespace());
        let authority = &after[..end.unwrap_or(after.len())];
        if let Some(user) = authority.rfind('@') {
            out.push_str(REDACTED);
            rest = &after[user..];
        } else {
            rest = after;
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_go_and_the_rest_stays() {
        let cases = [
            (
                json!({"chappassword": "x", "chapuser": "u"}),
                json!({"chappassword": REDACTED, "chapuser": "u"}),
            ),
            (
                json!({"authenticationToken": 12, "otp": "s"}),
                json!({"authenticationToken": REDACTED, "otp": REDACTED}),
            ),
            (json!({"vm-data/admin_password": "x"}), json!({"vm-data/admin_password": REDACTED})),
            (json!({"token": null, "hasPassword": true}), json!({"token": null, "hasPassword": true})),
            (json!({"secrets": {"a": "b"}}), json!({"secrets": REDACTED})),
            (json!(["smb://dom\\u:p@nas/x"]), json!([format!("smb://{REDACTED}@nas/x")])),
            (json!("see http://a/b@c and nfs://h:/p"), json!("see http://a/b@c and nfs://h:/p")),
            (
                json!("s3://k:p@w@h/b https://u:v@h"),
                json!(format!("s3://{REDACTED}@h/b https://{REDACTED}@h")),
            ),
            (json!("call with my-own-token failed"), json!(format!("call with {REDACTED} failed"))),
            (
                json!({"xo:backup:contentKey": "k", "name_label": "web"}),
                json!({"xo:backup:contentKey": "k", "name_label": "web"}),
            ),
        ];
        let redactor = Redactor::new(vec![SecretString::from("my-own-token"), SecretString::from("prod")]);
        for (mut value, expected) in cases {
            redactor.redact(&mut value);
            assert_eq!(value, expected);
        }
    }
}
