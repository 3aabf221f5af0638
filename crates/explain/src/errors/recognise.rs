//! From an error, however it was written down, to the entries of the catalogue.

use serde_json::Value;

use super::catalogue::How;
use super::{Entry, all};

/// Bytes of a message that are looked at. Errors with a whole stack or page of HTML in them begin with what matters.
const READ_LIMIT: usize = 16 * 1024;

/// Levels of errors inside errors that are looked at.
const DEPTH_LIMIT: usize = 8;

/// Errors inside one error that are looked at.
const INNER_LIMIT: usize = 100;

/// Is an error as it was given: by a log, a mail, a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorText {
    /// Its code, where there is one: `SR_BACKEND_FAILURE_44`, `ENOSPC`, `27`.
    pub code: Option<String>,
    /// What it says; not cleaned.
    pub message: String,
    /// What XAPI adds; not cleaned.
    pub params: Vec<String>,
    /// Errors inside: `errors`, `cause`.
    pub inner: Vec<ErrorText>,
}

/// Is an entry that an error is an instance of.
#[derive(Clone, Copy, Debug)]
pub struct Match<'e> {
    /// The entry.
    pub entry: &'static Entry,
    /// The number of the storage manager, where it was given.
    pub number: Option<u16>,
    /// The code of XAPI or the system, where it was given.
    pub code: Option<&'static str>,
    /// What was said: the error's own line, or that of the one inside that matched; not cleaned.
    pub said: &'e str,
}

impl ErrorText {
    /// Takes a message alone.
    pub fn of_message(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// Reads the error object of a log (facts/xo-protocol.md 5.4), of the API, or a plain text; none for anything else.
    pub fn from_json(json: &Value) -> Option<Self> {
        Self::read(json, DEPTH_LIMIT)
    }

    fn read(json: &Value, depth: usize) -> Option<Self> {
        let object = match json {
            Value::String(message) if !message.trim().is_empty() => {
                return Some(Self::of_message(head(message)));
            }
            Value::Object(object) => object,
            _ => return None,
        };
        let text = |key: &str| match object.get(key)? {
            Value::String(text) => Some(head(text).to_owned()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let params = object.get("params").and_then(Value::as_array);
        let params = params.into_iter().flatten().filter_map(Value::as_str).take(INNER_LIMIT);
        let mut error = Self {
            code: text("code"),
            message: text("message").unwrap_or_default(),
            params: params.map(|param| head(param).to_owned()).collect(),
            inner: Vec::new(),
        };
        if depth > 0 {
            let several = object.get("errors").and_then(Value::as_array).into_iter().flatten();
            // "unknown error from the peer" has the true one in `data`
            let one = [object.get("cause"), object.get("data").filter(|data| data.get("message").is_some())];
            let inner = several.chain(one.into_iter().flatten());
            error.inner = inner.take(INNER_LIMIT).filter_map(|json| Self::read(json, depth - 1)).collect();
        }
        let says_something =
            error.code.is_some() || !error.message.trim().is_empty() || !error.inner.is_empty();
        says_something.then_some(error)
    }

    /// Gives the error in one line: its message, or its code where it has none; not cleaned.
    pub fn line(&self) -> &str {
        match (&self.message, &self.code) {
            (message, Some(code)) if message.trim().is_empty() => code,
            (message, _) => message,
        }
    }
}

/// Gives the entries that an error is an instance of: its own first, then what stands around it, then those of the
/// errors inside. Each entry once. Nothing means that the error is not known.
///
/// A code decides where there is one; the text is looked at for the rest. Upper and lower case, line breaks and the
/// shape of quotation marks do not matter.
pub fn recognise(error: &ErrorText) -> Vec<Match<'_>> {
    let mut found = Vec::new();
    collect(error, DEPTH_LIMIT, &mut found);
    found
}

fn collect<'e>(error: &'e ErrorText, depth: usize, found: &mut Vec<Match<'e>>) {
    let mut own = by_code(error);
    let text = normal(&[&error.message], error.params.iter());
    if own.is_empty() {
        own = by_text(&text);
    }
    own.extend(around(&text));
    for one in own {
        let one = Match { said: error.line(), ..one };
        if !found.iter().any(|other| other.entry.id == one.entry.id && other.number == one.number) {
            found.push(one);
        }
    }
    if depth > 0 {
        for inner in error.inner.iter().take(INNER_LIMIT) {
            collect(inner, depth - 1, found);
        }
    }
}

fn by_code(error: &ErrorText) -> Vec<Match<'static>> {
    let text = normal(&[error.line()], error.params.iter());
    let mut found: Vec<Match<'static>> = Vec::new();
    let code = error.code.as_deref().unwrap_or_default();
    let mut codes: Vec<String> = Vec::new();
    let params = error.params.iter().map(String::as_str);
    for part in [code, error.message.as_str()].into_iter().chain(params) {
        let words = head(part).split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        // a code is upper case; people write it as they like
        codes.extend(words.filter(|word| word.len() > 2).map(str::to_ascii_uppercase));
    }
    codes.dedup();
    for code in codes {
        let one = match code.strip_prefix("SR_BACKEND_FAILURE_") {
            Some(number) => number.parse().ok().and_then(|number| numbered(number, &text)),
            None => named(&code),
        };
        if let Some(one) = one
            && !found.iter().any(|other| other.entry.id == one.entry.id && other.number == one.number)
        {
            found.push(one);
        }
    }
    found
}

fn named(code: &str) -> Option<Match<'static>> {
    all().find_map(|entry| {
        entry.how.iter().find_map(|how| match how {
            How::Code(name) if *name == code => {
                Some(Match { entry, number: None, code: Some(name), said: "" })
            }
            How::CodePrefix(prefix) if code.starts_with(prefix) => {
                Some(Match { entry, number: None, code: None, said: "" })
            }
            _ => None,
        })
    })
}

fn numbered(number: u16, text: &str) -> Option<Match<'static>> {
    let by = |test: &dyn Fn(&How) -> bool| all().find(|entry| entry.how.iter().any(test));
    let special = by(&|how| matches!(how, How::SrWith(n, pieces) if *n == number && holds(text, pieces)));
    let plain = || by(&|how| matches!(how, How::Sr(n, _) if *n == number));
    let entry = special.or_else(plain).or_else(|| by(&|how| matches!(how, How::SrOther)))?;
    Some(Match { entry, number: Some(number), code: None, said: "" })
}

fn by_text(text: &str) -> Vec<Match<'static>> {
    let mut hits: Vec<(&'static Entry, &'static [&'static str])> = Vec::new();
    for entry in all() {
        for how in entry.how {
            match how {
                How::Text(pieces) if holds(text, pieces) => hits.push((entry, pieces)),
                How::Status(word) if text.trim() == *word => {
                    return vec![Match { entry, number: None, code: None, said: "" }];
                }
                _ => {}
            }
        }
    }
    // where one pattern is a part of another, the longer one knows better
    let is_part = |pieces: &[&str]| {
        hits.iter().any(|(_, other)| {
            other.concat().len() > pieces.concat().len() && other.concat().contains(&pieces.concat())
        })
    };
    hits.iter()
        .filter(|(_, pieces)| !is_part(pieces))
        .map(|(entry, _)| Match { entry, number: None, code: None, said: "" })
        .collect()
}

fn around(text: &str) -> impl Iterator<Item = Match<'static>> + '_ {
    all()
        .filter(|entry| entry.how.iter().any(|how| matches!(how, How::Around(pieces) if holds(text, pieces))))
        .map(|entry| Match { entry, number: None, code: None, said: "" })
}

/// Tells whether a text holds all pieces in this order.
fn holds(text: &str, pieces: &[&str]) -> bool {
    let mut rest = text;
    pieces.iter().all(|piece| match rest.split_once(piece) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Joins texts in lower case, with single spaces and plain quotation marks.
fn normal<'a>(texts: &[&'a str], more: impl Iterator<Item = &'a String>) -> String {
    let mut out = String::new();
    for text in texts.iter().copied().chain(more.map(String::as_str)) {
        for word in head(text).split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.extend(word.chars().flat_map(char::to_lowercase).map(|c| match c {
                '’' | '‘' | '´' | '`' => '\'',
                other => other,
            }));
        }
    }
    out
}

fn head(text: &str) -> &str {
    let mut end = text.len().min(READ_LIMIT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn ids(error: &ErrorText) -> Vec<&'static str> {
        recognise(error).iter().map(|one| one.entry.id).collect()
    }

    #[test]
    fn texts() {
        let cases: &[(&str, &[&str])] = &[
            ("SR_BACKEND_FAILURE_109(, The snapshot chain is too long, )", &["chain-too-long"]),
            ("Failure Error: SR_BACKEND_FAILURE_44(, There is insufficient space, )", &["no-space"]),
            ("sr_backend_failure_44", &["no-space"]),
            ("There is   insufficient\nspace", &["no-space"]),
            (
                "SR_BACKEND_FAILURE_46(, The VDI is not available [opterr=VDI 1 not detached cleanly], )",
                &["vdi-unavailable"],
            ),
            ("SR_BACKEND_FAILURE_46(, The VDI is not available, )", &["vdi-unavailable"]),
            (
                "SR_BACKEND_FAILURE_81(, Failed to clone VDI [opterr=VDI clone failed error 28], )",
                &["clone-no-space"],
            ),
            ("SR_BACKEND_FAILURE_81(, Failed to clone VDI [opterr=error 5], )", &["vdi-clone"]),
            ("SR_BACKEND_FAILURE_81", &["vdi-clone"]),
            ("VDI clone failed error 28", &["clone-no-space"]),
            ("SR_BACKEND_FAILURE_78(, VDI Creation failed [opterr=error 28], )", &["create-no-space"]),
            (
                "SR_BACKEND_FAILURE_78(, VDI Creation failed [opterr=No space left on device], )",
                &["create-no-space"],
            ),
            ("SR_BACKEND_FAILURE_78(, VDI Creation failed, )", &["vdi-create"]),
            ("SR_BACKEND_FAILURE_7777(, who knows, )", &["sr-other"]),
            ("SR_BACKEND_FAILURE_99999999999", &[]),
            ("SR_BACKEND_FAILURE(non-zero exit, , )", &["driver-crash"]),
            ("unhealthy VDI chain", &["unhealthy-vdi-chain"]),
            (
                "Reason: (unhealthy VDI chain) Job canceled to protect the VDI chain. See https://example.org/x#y",
                &["unhealthy-vdi-chain"],
            ),
            ("Job canceled to protect the VDI chain", &["unhealthy-vdi-chain"]),
            ("Error: the job (XXXXXXXX-XXXX ) is already running", &["already-running"]),
            ("job is already running", &["proxy-already-running"]),
            ("ENOSPC: no space left on device, write", &["repository-full"]),
            ("Lock file is already being held", &["locked"]),
            ("other side closed", &["connection-lost"]),
            ("connect ECONNREFUSED 192.0.2.1:443", &["connection-lost"]),
            ("couldn\u{2019}t instantiate any remote", &["no-repository"]),
            ("no XAPI associated to 0-1", &["no-xapi"]),
            ("HANDLE_INVALID(VDI, OpaqueRef:1)", &["handle-invalid"]),
            ("OTHER_OPERATION_IN_PROGRESS(VM, OpaqueRef:1, snapshot)", &["other-operation"]),
            ("VM_SNAPSHOT_WITH_QUIESCE_TIMEOUT", &["quiesce"]),
            (
                "the writer IncrementalRemoteWriter has failed the step writer.beforeBackup() with error Lock file is \
                 already being held. It won't be used anymore in this job execution.",
                &["locked", "writer-dropped"],
            ),
            (
                "the writer X has failed the step y with error SR_BACKEND_FAILURE_44(, There is insufficient space, ). \
                 It won't be used anymore in this job execution.",
                &["no-space", "writer-dropped"],
            ),
            ("can't compute delta OpaqueRef:1 from OpaqueRef:2, fall back to a full", &["fell-back-to-full"]),
            ("worker exited with code null and signal SIGKILL", &["worker-exited"]),
            ("interrupted", &["interrupted"]),
            ("the migration was interrupted by a cat", &[]),
            ("", &[]),
            ("all is well", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(ids(&ErrorText::of_message(*text)), *expected, "{text}");
        }
    }

    #[test]
    fn objects() {
        let cases = [
            (
                json!({ "code": "SR_BACKEND_FAILURE_44", "params": ["", "There is insufficient space", ""], "name": "XapiError" }),
                vec!["no-space"],
            ),
            (
                json!({ "code": "SR_BACKEND_FAILURE_81", "params": ["", "x [opterr=VDI clone failed error 28]"] }),
                vec!["clone-no-space"],
            ),
            (json!({ "code": "ELOCKED", "message": "?" }), vec!["locked"]),
            (json!({ "code": 27, "message": "no VMs match this pattern" }), vec!["no-vms"]),
            (
                json!({
                    "message": "all targets have failed, step: writer.transfer()",
                    "errors": [
                        { "code": "ENOSPC", "message": "ENOSPC: no space left on device, write" },
                        { "message": "other side closed", "cause": { "code": "EIO" } },
                        { "code": "ENOSPC", "message": "ENOSPC: no space left on device, write" },
                    ],
                }),
                vec!["all-targets-failed", "repository-full", "connection-lost", "repository-io"],
            ),
            (
                json!({
                    "code": -32000, "message": "unknown error from the peer",
                    "data": { "code": "SR_BACKEND_FAILURE_40", "params": [], "message": "SR_BACKEND_FAILURE_40()" },
                }),
                vec!["scan-failed"],
            ),
            (json!("HOST_OFFLINE(OpaqueRef:1)"), vec!["infrastructure"]),
        ];
        for (object, expected) in cases {
            assert_eq!(ids(&ErrorText::from_json(&object).unwrap()), expected, "{object}");
        }
        for nothing in
            [json!(null), json!(1), json!([]), json!({}), json!({ "message": 1.5e300, "x": 1 }), json!("")]
        {
            let known = ErrorText::from_json(&nothing).map(|error| ids(&error)).unwrap_or_default();
            assert!(known.is_empty(), "{nothing}");
        }
    }

    /// Each way of each entry leads to this entry.
    #[test]
    fn every_entry_is_recognised_by_all_its_ways() {
        for entry in all() {
            for how in entry.how {
                let text = match how {
                    How::Sr(number, _) => format!("SR_BACKEND_FAILURE_{number}(, x, )"),
                    How::SrWith(number, pieces) => {
                        format!("SR_BACKEND_FAILURE_{number}(, {}, )", pieces.join(" y "))
                    }
                    How::SrOther => "SR_BACKEND_FAILURE_65535".to_owned(),
                    How::Code(code) => format!("{code}(OpaqueRef:1)"),
                    How::CodePrefix(prefix) => format!("{prefix}X"),
                    How::Text(pieces) | How::Around(pieces) => {
                        format!("so {} it is", pieces.join(" y ").to_uppercase())
                    }
                    How::Status(word) => (*word).to_owned(),
                };
                assert!(ids(&ErrorText::of_message(&*text)).contains(&entry.id), "{}: {text}", entry.id);
            }
        }
    }

    #[test]
    fn endless_nesting_ends() {
        let mut error = json!({ "message": "unhealthy VDI chain" });
        for _ in 0..100 {
            error = json!({ "message": "x", "cause": error });
        }
        assert_eq!(ids(&ErrorText::from_json(&error).unwrap()), [""; 0]);
        let long = "a".repeat(50_000_000);
        assert_eq!(ids(&ErrorText::of_message(format!("ENOSPC {long}"))), ["repository-full"]);
    }

    proptest! {
        #[test]
        fn never_panics(code in any::<Option<String>>(), message in any::<String>(), params in any::<Vec<String>>()) {
            recognise(&ErrorText { code, message, params, inner: vec![] });
        }
    }
}
