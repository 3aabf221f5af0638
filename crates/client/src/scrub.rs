//! Removes secrets from texts that XO repeats: errors, names, addresses. Pure; linear in the length of a text.
//!
//! XO hides most of them already (facts/xo-protocol.md 2.6, 3.4); this is for the rest: mount options in errors,
//! headers in traces, keys in descriptions. It recognises secrets by what precedes them, so that it may remove more
//! than is secret, but nothing from a text without such a mark. Cleaning twice changes nothing.

use std::borrow::Cow;

use crate::secrets::REDACTED;

/// What a key contains, in lower case and without punctuation, if its value is a secret.
const SECRET_KEYS: [&str; 21] = [
    "password",
    "passwd",
    "passphrase",
    "passwort",
    "secret",
    "token",
    "credential",
    "privatekey",
    "apikey",
    "accesskey",
    "encryptionkey",
    "sshkey",
    "authorization",
    "cookie",
    "sessionid",
    "licensekey",
    "licencekey",
    "signature",
    "cloudconfig",
    "xenstore",
    "userdata",
];

/// Whole keys whose values are secrets: too short to be searched for within others.
const SECRET_WHOLE: [&str; 9] = ["otp", "pass", "pwd", "pw", "pin", "sid", "auth", "session", "license"];

/// Returns whether a key names a secret.
pub(crate) fn is_secret(key: &str) -> bool {
    let plain: String =
        key.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    let last = key.rsplit(['.', '_', '-', '/', ' ']).next().unwrap_or_default().to_ascii_lowercase();
    [plain.as_str(), last.as_str()].iter().any(|word| SECRET_WHOLE.contains(word))
        || SECRET_KEYS.iter().any(|secret| plain.contains(secret))
}

/// Returns a text without the secrets that it shows, including mail addresses.
pub(crate) fn message(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b':' | b'=' | b'-' | b' ' | b'@')) {
        return Cow::Borrowed(text);
    }
    let steps = [without_keys_in_pem, without_addresses, without_values, without_schemes, without_mails];
    settled(text, &steps)
}

/// Returns a name without the secrets that it shows; a mail address may be a name.
pub(crate) fn name(text: &str) -> Cow<'_, str> {
    // names rarely have any of these marks, except for a colon
    if !text.bytes().any(|byte| matches!(byte, b':' | b'=' | b'-' | b' ')) {
        return Cow::Borrowed(text);
    }
    settled(text, &[without_keys_in_pem, without_addresses, without_values, without_schemes])
}

/// Repeats the steps until none finds anything: what one leaves may look like a secret to another.
fn settled<'a>(text: &'a str, steps: &[fn(&str) -> Option<String>]) -> Cow<'a, str> {
    let mut cleaned = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        let before = cleaned.clone();
        for step in steps {
            if let Some(without) = step(&cleaned) {
                cleaned = Cow::Owned(without);
            }
        }
        if cleaned == before {
            break;
        }
    }
    cleaned
}

/// Most rounds until nothing more is found; three were seen.
const ROUNDS: usize = 8;

/// Removes private keys: from their first line to their last, or to the end.
fn without_keys_in_pem(text: &str) -> Option<String> {
    const BEGIN: &str = "-----BEGIN ";
    const END: &str = "-----END ";
    let mut out = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find(BEGIN) {
        let (before, from) = rest.split_at(at);
        let head = &from[BEGIN.len()..from.floor_char_boundary(BEGIN.len() + 64)];
        let is_key = head.split("-----").next().is_some_and(|kind| kind.contains("KEY"));
        out.push_str(before);
        if !is_key {
            out.push_str(BEGIN);
            rest = &from[BEGIN.len()..];
            continue;
        }
        found = true;
        out.push_str(REDACTED);
        let end = from.find(END).and_then(|end| {
            let last = end + END.len();
            Some(last + from[last..].find("-----")? + 5)
        });
        rest = end.map_or("", |end| &from[end..]);
    }
    found.then(|| out + rest)
}

/// Removes `user:password@`, and what follows `?`, from every address.
fn without_addresses(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || c == '+';
        let scheme = &before[before[..at].trim_end_matches(is_scheme).len()..at];
        let is_web = ["http", "https", "ws", "wss"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
        let end = after.find(|c: char| matches!(c, '"' | '\'' | '<' | '>' | '`') || c.is_whitespace());
        let (address, behind) = after.split_at(end.unwrap_or(after.len()));
        let user = user_end(address, is_web);
        if user > 0 && &address[..user] != REDACTED {
            found = true;
            out.push_str(REDACTED);
        }
        let place = &address[user..];
        match place.find('?') {
            Some(query) if !place[query + 1..].is_empty() && &place[query + 1..] != REDACTED => {
                found = true;
                out.push_str(&place[..=query]);
                out.push_str(REDACTED);
            }
            _ => out.push_str(place),
        }
        rest = behind;
    }
    found.then(|| out + rest)
}

/// Returns where the user and the password end in what follows `://`: at the last `@` before the path, or after it if
/// the password itself holds a `/`. 0 if there is none.
fn user_end(address: &str, is_web: bool) -> usize {
    let path = address.find('/').unwrap_or(address.len());
    if let Some(at) = address[..path].rfind('@') {
        return at;
    }
    let Some(colon) = address[..path].find(':') else { return 0 };
    let is_port = address[colon + 1..path].bytes().all(|byte| byte.is_ascii_digit());
    if is_port && (is_web || colon + 1 == path) {
        return 0;
    }
    address.rfind('@').unwrap_or(0)
}

/// Removes the value of every key that names a secret: `key=value`, `key: value`, `"key":"value"`.
fn without_values(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut from = 0;
    let mut search = 0;
    while let Some(at) = text[search..].find([':', '=']).map(|at| at + search) {
        search = at + 1;
        let Some(key) = key_before(text, from, at) else { continue };
        // `licence key: …`: the word before may say what kind of key it is
        let before = key_before(text, from, key.as_ptr().addr() - text.as_ptr().addr()).unwrap_or_default();
        let is_other = !key.eq_ignore_ascii_case("key") || !is_secret(&format!("{before} {key}"));
        if !is_secret(key) && is_other {
            continue;
        }
        let Some((start, end)) = value_after(text, at + 1) else { continue };
        if &text[start..end] == REDACTED {
            search = end;
            continue;
        }
        out.push_str(&text[from..start]);
        out.push_str(REDACTED);
        (from, search) = (end, end);
    }
    (from > 0).then(|| out + &text[from..])
}

/// Returns the word before a separator, without quotes and blanks.
fn key_before(text: &str, from: usize, at: usize) -> Option<&str> {
    let before = text[from..at].trim_end_matches(['"', '\'', ' ', '\\']);
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let start = before
        .rfind(|c| !is_key(c))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    // a longer word is not a key
    Some(&before[start..]).filter(|key| (2..=64).contains(&key.len()))
}

/// Returns where the value after a separator begins and ends: within its quotes, or up to a character that may follow
/// it. A password may hold blanks.
fn value_after(text: &str, at: usize) -> Option<(usize, usize)> {
    let blanks = text[at..].len() - text[at..].trim_start_matches([' ', '\t']).len();
    let start = at + blanks;
    let rest = &text[start..];
    let escaped = rest.starts_with("\\\"");
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    if escaped {
        let end = rest[2..].find("\\\"").map_or(text.len(), |end| start + 2 + end);
        return (end > start + 2).then_some((start + 2, end));
    }
    if let Some(quote) = quote {
        let mut skip = false;
        let end = rest[1..].find(|c| {
            let ends = c == quote && !skip;
            skip = c == '\\' && !skip;
            ends
        });
        let end = end.map_or(text.len(), |end| start + 1 + end);
        return (end > start + 1).then_some((start + 1, end));
    }
    let end =
        rest.find([',', ';', '&', '\n', '\r', ')', ']', '}', '"']).map_or(text.len(), |end| start + end);
    (end > start).then_some((start, end))
}

/// Removes the word after `Bearer` and `Basic`.
fn without_schemes(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut found = false;
    loop {
        let next = ["Bearer ", "bearer ", "Basic ", "basic "]
            .into_iter()
            .filter_map(|scheme| Some(rest.find(scheme)? + scheme.len()))
            .min();
        let Some(at) = next else { break };
        let (before, after) = rest.split_at(at);
        let end = after
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';'))
            .unwrap_or(after.len());
        out.push_str(before);
        // "Basic authentication failed" holds no secret
        let word = &after[..end];
        let is_token =
            word.len() >= 8 && !word.bytes().all(|byte| byte.is_ascii_lowercase()) && word != REDACTED;
        found |= is_token;
        out.push_str(if is_token { REDACTED } else { word });
        rest = &after[end..];
    }
    found.then(|| out + rest)
}

/// Removes mail addresses: `local@domain.tld`.
fn without_mails(text: &str) -> Option<String> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let is_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let mut out = String::new();
    let (mut from, mut search) = (0, 0);
    while let Some(at) = text[search..].find('@').map(|at| at + search) {
        search = at + 1;
        let local = text[from..at].len() - text[from..at].trim_end_matches(is_local).len();
        let after = &text[at + 1..];
        let domain = after.len() - after.trim_start_matches(is_domain).len();
        if local == 0 || !after[..domain].trim_matches('.').contains('.') {
            continue;
        }
        out.push_str(&text[from..at - local]);
        out.push_str(REDACTED);
        (from, search) = (at + 1 + domain, at + 1 + domain);
    }
    (from > 0).then(|| out + &text[from..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn secrets_go_and_the_rest_stays() {
        let cases = [
            ("web-1 root", "web-1 root"),
            (
                "SR_BACKEND_FAILURE_44(, There is insufficient space, )",
                "SR_BACKEND_FAILURE_44(, There is insufficient space, )",
            ),
            ("see http://a/b@c and nfs://h:/p", "see http://a/b@c and nfs://h:/p"),
            ("smb://dom\\u:hunter2@nas/x", "smb://<redacted>@nas/x"),
            ("s3://KEY:a/hunter2@h/b", "s3://<redacted>@h/b"),
            ("s3://KEY:a/b@h https://u:v@h/x", "s3://<redacted>@h https://<redacted>@h/x"),
            ("https://xo:8443/x@y", "https://xo:8443/x@y"),
            ("GET https://h/p?token=hunter2&a=1 failed", "GET https://h/p?<redacted> failed"),
            (
                "mount -o username=xo,password=hunter2,vers=3",
                "mount -o username=xo,password=<redacted>,vers=3",
            ),
            ("password=my hunter2 with blanks, and more", "password=<redacted>, and more"),
            ("{\"password\":\"hunter2 x\",\"a\":1}", "{\"password\":\"<redacted>\",\"a\":1}"),
            ("{\\\"apiKey\\\":\\\"hunter2\\\"}", "{\\\"apiKey\\\":\\\"<redacted>\\\"}"),
            ("Authorization: Basic aHVudGVyMg==\nHost: x", "Authorization: <redacted>\nHost: x"),
            ("sent Bearer hunter2.hunter2 to it", "sent Bearer <redacted> to it"),
            ("Basic authentication failed", "Basic authentication failed"),
            ("Cookie: authenticationToken=hunter2; a=b", "Cookie: <redacted>; a=b"),
            ("session_id: OpaqueRef:hunter2", "session_id: <redacted>"),
            ("license-key = HUNT-ER2", "license-key = <redacted>"),
            ("licence key: HUNT-ER2", "licence key: <redacted>"),
            ("connect.sid=hunter2; a", "connect.sid=<redacted>; a"),
            ("the key: 5", "the key: 5"),
            ("invalid token error: no", "invalid token error: no"),
            ("a -----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY----- b", "a <redacted> b"),
            ("-----BEGIN CERTIFICATE-----x", "-----BEGIN CERTIFICATE-----x"),
            ("the token is unknown or expired", "the token is unknown or expired"),
            ("XO Backup: nightly", "XO Backup: nightly"),
        ];
        for (text, expected) in cases {
            assert_eq!(name(text), expected, "{text}");
        }
        assert_eq!(message("mail from a.b@example.org: no"), "mail from <redacted>: no");
        assert_eq!(message("root@host and @all"), "root@host and @all");
    }

    #[test]
    fn keys_of_secrets() {
        for key in
            ["password", "admin_password", "otp", "XOA-Token", "vm-data/pw", "cloud-config", "x-api-key"]
        {
            assert!(is_secret(key), "{key}");
        }
        for key in ["name_label", "xo:backup:contentKey", "key", "passive", "pinned", "authors"] {
            assert!(!is_secret(key), "{key}");
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(
            parts in prop::collection::vec(prop::sample::select(vec![
                "password", "token", "=", ":", " ", "\"", "\\\"", "'", "://", "@", "/", "?", "a", "1", ",", "é", "\n", "Bearer ", "x.y",
                "-----BEGIN KEY-----", "-----END KEY-----", "<redacted>", "http", "nfs",
            ]), 0..16),
        ) {
            let text = parts.concat();
            let once = message(&text).into_owned();
            prop_assert_eq!(message(&once).into_owned(), once.clone(), "{}", text);
        }
    }
}
