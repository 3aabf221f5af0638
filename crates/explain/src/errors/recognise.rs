//! From an error in any notation to the entries of the catalogue, and to the parts that are unknown.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::catalogue::{Entry, MatchRule, ONE_EVENT, all};
use super::details::place;
use super::error_text::{About, DEPTH_LIMIT, ErrorText, INNER_LIMIT, head};
use super::likeness::errno;
use super::pieces::{Seen, holds, pieces_of};
use super::plain_words;
use super::wrapper::{announces, repeats, unwrap};

/// An entry that matches an error.
#[derive(Clone, Copy, Debug)]
pub struct Match<'e> {
    /// The entry.
    pub entry: &'static Entry,
    /// The number of the storage manager, if any.
    pub number: Option<u16>,
    /// The code of XAPI or the system, if any.
    pub code: Option<&'static str>,
    /// The text that matched: the error's own line, or that of an error inside it; not cleaned.
    pub text: &'e str,
}

/// The result for an error and the errors inside it.
#[derive(Clone, Debug, Default)]
pub struct Recognised<'e> {
    /// The entries, each once.
    pub known: Vec<Match<'e>>,
    /// The messages without an entry; not cleaned.
    pub unknown: Vec<&'e str>,
}

/// Returns the entries that match an error: its own first, then those of its wrapper, then those of the errors
/// inside; and every message among them that is unknown.
///
/// A code decides if there is one; the text is searched for the rest. Case, line breaks and the shape of quotation
/// marks do not matter. A failed step is an entry of its own if no error says why.
pub fn recognise(error: &ErrorText) -> Recognised<'_> {
    let mut found = Recognised::default();
    collect(error, DEPTH_LIMIT, &mut found);
    // the host's answer says only that something failed; the error inside says what
    if found.known.iter().any(|one| one.entry.id != HTTP_STATUS && !one.entry.is_wrapper()) {
        found.known.retain(|one| one.entry.id != HTTP_STATUS);
    }
    found
}

/// The entry of an HTTP error response, which wraps what the host reports.
const HTTP_STATUS: &str = "http-status";

impl<'e> Recognised<'e> {
    fn add(&mut self, one: Match<'static>, text: &'e str) {
        let is_same = |other: &Match<'_>| {
            other.entry.id == one.entry.id && (other.number == one.number || one.number.is_none())
        };
        if !self.known.iter().any(is_same) {
            self.known.push(Match { text, ..one });
        }
    }
}

fn collect<'e>(error: &'e ErrorText, depth: usize, found: &mut Recognised<'e>) {
    let inner: Vec<&ErrorText> = error.inner.iter().take(INNER_LIMIT).collect();
    let is_inside = depth > 0 && !inner.is_empty();
    let own = SingleError {
        code: error.code.as_deref(),
        message: &error.message,
        params: &error.params,
        about: error.about,
        hint: error.hint,
    };
    let inside: Vec<&str> = inner.iter().map(|inner| inner.line()).collect();
    if !(is_inside && announces(&error.message)) {
        let is_known = own.collect(error.line(), is_inside, found);
        if !is_known && !repeats(&error.message, &inside) {
            found.unknown.push(error.line());
        }
    }
    if depth > 0 {
        inner.into_iter().for_each(|inner| collect(inner, depth - 1, found));
    }
}

/// A single error, without those inside it.
#[derive(Clone, Copy)]
struct SingleError<'e> {
    code: Option<&'e str>,
    message: &'e str,
    params: &'e [String],
    about: About,
    hint: Option<&'static str>,
}

impl<'e> SingleError<'e> {
    /// Adds the error's own entries, and those of the message wrapped in its text; returns whether it has any
    /// of its own.
    fn collect(self, text: &'e str, is_inside: bool, found: &mut Recognised<'e>) -> bool {
        let wrapped = unwrap(head(self.message));
        let mut own = Vec::new();
        if let Some(inner) = wrapped.inner {
            let inner_error = SingleError { code: None, message: inner, params: &[], hint: None, ..self };
            if !inner_error.collect(inner, false, found) {
                found.unknown.push(inner);
            }
        } else {
            own = self.entries();
        }
        let seen = Seen::of(normal(&[self.message], self.params.iter()));
        own.extend(by_way(&seen, |how| matches!(how, MatchRule::Around(_))));
        if !is_inside && wrapped.inner.is_none() {
            own.extend(by_way(&seen, |how| matches!(how, MatchRule::Step(_))));
        }
        let is_known = !own.is_empty();
        own.into_iter().for_each(|one| found.add(one, text));
        is_known
    }

    /// Looks up the codes, then the rest of the message.
    fn entries(self) -> Vec<Match<'static>> {
        let mut found = self.by_code();
        let hint = self.hint.map(str::to_owned);
        let text = if found.is_empty() {
            normal(&[self.message], self.params.iter().chain(&hint))
        } else {
            normal(&[&without_codes(self.message)], hint.iter())
        };
        for one in by_text(text, self.about) {
            // the words of a code add nothing to the code, whose place already decided its meaning
            let repeats = |other: &Match<'_>| {
                other.entry.id == one.entry.id || other.code.is_some_and(|code| has_code(one.entry, code))
            };
            if !found.iter().any(repeats) {
                // a failed assertion means what its message says, if that is known
                found.retain(|other| !is_vague(other));
                found.push(one);
            }
        }
        if found.is_empty() {
            found.extend(self.by_errno());
        }
        if found.is_empty() {
            let seen = Seen::of(normal(&[self.message], self.params.iter().chain(&hint)));
            found.extend(by_way(&seen, |how| matches!(how, MatchRule::Last(_))).into_iter().next());
        }
        found
    }

    fn by_code(self) -> Vec<Match<'static>> {
        let code = self.code.unwrap_or_default();
        let hint = self.hint.map(str::to_owned);
        let whole = normal(&[code, self.message], self.params.iter().chain(&hint));
        let mut found: Vec<Match<'static>> = Vec::new();
        let parts = [code, self.message].into_iter().chain(self.params.iter().map(String::as_str));
        for part in parts {
            for (at, word) in words(head(part)) {
                // codes are upper case, but people write them in any case; the whole word must be in the
                // catalogue
                let given =
                    word.strip_prefix("NT_").filter(|rest| rest.starts_with("STATUS_")).unwrap_or(word);
                let word = given;
                let word = word.to_ascii_uppercase();
                let one = match word.strip_prefix("SR_BACKEND_FAILURE_") {
                    Some(number) => {
                        let scope = scope(part, at, &whole);
                        number.parse().ok().and_then(|number| numbered(number, &scope))
                    }
                    None => named(&word, &whole).or_else(|| prefixed(given)),
                };
                if let Some(one) = one
                    && !found.iter().any(|other| other.entry.id == one.entry.id && other.number == one.number)
                {
                    found.push(one);
                }
            }
        }
        if found.is_empty() {
            found.extend(plain_words::codes(&whole).into_iter().filter_map(|code| named(code, &whole)));
        }
        found
    }

    /// Reads the numbers of system errors: `Unknown system error -122`, `[Errno 28]`, `errno -5`.
    fn by_errno(self) -> Vec<Match<'static>> {
        let text = normal(&[self.code.unwrap_or_default(), self.message], self.params.iter());
        for start in ["unknown system error", "[errno", "errno:", "errno=", "errno"] {
            for (_, rest) in text.match_indices(start).map(|(at, _)| text.split_at(at + start.len())) {
                let number = rest.trim_start_matches([' ', ':', '=']);
                let end = number.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(number.len());
                let name = number[..end].parse().ok().and_then(errno);
                if let Some(one) = name.and_then(|name| named(name, &text)) {
                    return vec![one];
                }
            }
        }
        Vec::new()
    }
}

/// Returns the text that belongs to a numbered failure: from its code to the next one, or the whole text if it is the
/// only one.
fn scope(part: &str, at: usize, whole: &str) -> String {
    let rest = &part[at..];
    let own = rest.get(1..).and_then(|rest| rest.to_ascii_uppercase().find("SR_BACKEND_FAILURE_"));
    let is_only =
        part[..at].to_ascii_uppercase().matches("SR_BACKEND_FAILURE_").count() == 0 && own.is_none();
    if is_only {
        return whole.to_owned();
    }
    normal(&[own.map_or(rest, |end| &rest[..=end])], std::iter::empty())
}

/// Splits a text into words that may be codes, with their positions.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.len() > 2)
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Removes codes and their brackets: `HANDLE_INVALID(VDI, OpaqueRef:1)`.
fn without_codes(message: &str) -> String {
    let message = head(message);
    let mut left = String::new();
    let mut from = 0;
    for (at, word) in words(message) {
        let upper = word.to_ascii_uppercase();
        let is_numbered = upper.starts_with("SR_BACKEND_FAILURE");
        if at < from || !(is_numbered || CODES.contains_key(upper.as_str())) {
            continue;
        }
        left.push_str(&message[from..at]);
        let end = at + word.len();
        let rest = &message[end..];
        from = match rest.strip_prefix('(').and_then(|_| closing(rest)) {
            Some(length) => end + length,
            // as XAPI logs it: `VDI_IO_ERROR: [ Device I/O errors ]`
            None if rest.starts_with(": [ ") => end + rest.find(" ]").map_or(rest.len(), |at| at + 2),
            // the text after a numbered failure belongs to it
            None if is_numbered => end + rest.to_ascii_uppercase().find("SR_BACKEND").unwrap_or(rest.len()),
            None => end,
        };
    }
    left.push_str(&message[from..]);
    left
}

/// Returns whether a match rests on a code that any bug may raise.
fn is_vague(one: &Match<'_>) -> bool {
    one.code == Some("ERR_ASSERTION") && has_code(one.entry, "ERR_ASSERTION")
}

/// Returns the length up to the bracket that closes the first one.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' if open == 1 => return Some(at + 1),
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The entries by code, in upper case.
static CODES: LazyLock<FxHashMap<String, Vec<(&'static Entry, &'static MatchRule)>>> = LazyLock::new(|| {
    let mut codes: FxHashMap<String, Vec<_>> = FxHashMap::default();
    for entry in all() {
        for how in entry.how {
            if let MatchRule::Code(code) | MatchRule::CodeWith(code, _) | MatchRule::CodeAt(code, _) = how {
                codes.entry(code.to_ascii_uppercase()).or_default().push((entry, how));
            }
        }
    }
    codes
});

/// The entries by the beginning of a code.
static PREFIXES: LazyLock<Vec<(&'static Entry, &'static str)>> = LazyLock::new(|| {
    let of_way = |entry, how: &'static MatchRule| match how {
        MatchRule::CodePrefix(prefix) => Some((entry, *prefix)),
        _ => None,
    };
    all().flat_map(|entry| entry.how.iter().filter_map(move |how| of_way(entry, how))).collect()
});

/// Looks up a code: a meaning that depends on the text or the address takes precedence over the plain one.
fn named(code: &str, text: &str) -> Option<Match<'static>> {
    let ways = CODES.get(code)?;
    let rank = |how: &MatchRule| match how {
        MatchRule::CodeWith(_, pieces) if holds(text, pieces) => Some(2 + pieces.concat().len()),
        MatchRule::CodeAt(_, wanted) if place(text) == Some(*wanted) => Some(1),
        MatchRule::Code(_) => Some(0),
        _ => None,
    };
    let ranked = ways.iter().filter_map(|(entry, how)| Some((rank(how)?, entry, how)));
    let (_, entry, how) = ranked.max_by_key(|(rank, ..)| *rank)?;
    let code = match how {
        MatchRule::Code(code) | MatchRule::CodeWith(code, _) | MatchRule::CodeAt(code, _) => Some(*code),
        _ => None,
    };
    Some(Match { entry, number: None, code, text: "" })
}

/// Looks up a code of which the catalogue holds only the beginning.
fn prefixed(code: &str) -> Option<Match<'static>> {
    let (entry, prefix) = PREFIXES.iter().find(|(_, prefix)| code.starts_with(prefix))?;
    Some(Match { entry, number: None, code: Some(prefix), text: "" })
}

/// Looks up a number of the storage manager: a meaning that depends on the text takes precedence over the plain
/// one.
fn numbered(number: u16, text: &str) -> Option<Match<'static>> {
    let by = |test: &dyn Fn(&MatchRule) -> bool| all().find(|entry| entry.how.iter().any(test));
    let special =
        by(&|how| matches!(how, MatchRule::SrWith(n, pieces) if *n == number && holds(text, pieces)));
    let plain = || by(&|how| matches!(how, MatchRule::Sr(n, _) if *n == number));
    let entry = special.or_else(plain).or_else(|| by(&|how| matches!(how, MatchRule::SrOther)))?;
    Some(Match { entry, number: Some(number), code: None, text: "" })
}

fn by_text(text: String, about: About) -> Vec<Match<'static>> {
    let seen = Seen::of(text);
    let plain = |how: &MatchRule| match how {
        MatchRule::Text(_) => true,
        MatchRule::PoolText(_) => about == About::Pool,
        _ => false,
    };
    let mut hits: Vec<(&'static Entry, String)> = Vec::new();
    for (entry, how) in seen.ways().filter(|(_, how)| plain(how)) {
        // a meaning specific to pools takes precedence over that of the same words about a VM
        let mark = if matches!(how, MatchRule::PoolText(_)) { "\0" } else { "" };
        hits.push((entry, pieces_of(how).concat() + mark));
    }
    let of_status = |entry: &&Entry| {
        entry.how.iter().any(|how| matches!(how, MatchRule::Status(word) if seen.text().trim() == *word))
    };
    if let Some(entry) = all().find(of_status) {
        return vec![Match { entry, number: None, code: None, text: "" }];
    }
    // a line of the storage log or a restore command is one event: the most specific entry, which comes first
    let mut events = ONE_EVENT.iter().copied().flatten();
    if let Some(entry) = events.find(|entry| hits.iter().any(|(hit, _)| hit.id == entry.id)) {
        return vec![Match { entry, number: None, code: None, text: "" }];
    }
    // if one pattern is part of another, the longer one is more specific
    let is_part =
        |words: &str| hits.iter().any(|(_, other)| other.len() > words.len() && other.contains(words));
    hits.iter()
        .filter(|(_, words)| !is_part(words))
        .map(|(entry, _)| Match { entry, number: None, code: None, text: "" })
        .collect()
}

/// Returns whether a code alone identifies an entry.
fn has_code(entry: &Entry, code: &str) -> bool {
    entry.how.iter().any(|how| matches!(how, MatchRule::Code(own) if own.eq_ignore_ascii_case(code)))
}

/// Returns the entries that match in one of the wanted ways.
fn by_way(seen: &Seen, is_wanted: fn(&MatchRule) -> bool) -> Vec<Match<'static>> {
    let ways = seen.ways().filter(|(_, how)| is_wanted(how));
    ways.map(|(entry, _)| Match { entry, number: None, code: None, text: "" }).collect()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::catalogue::Place;
    use super::*;

    fn ids(error: &ErrorText) -> Vec<&'static str> {
        recognise(error).known.iter().map(|one| one.entry.id).collect()
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
            ("job is already running", &["already-running"]),
            ("Error: the job is already running", &["already-running"]),
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
            (json!("HOST_OFFLINE(OpaqueRef:1)"), vec!["host-away"]),
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

    /// Each way of each entry leads to that entry.
    #[test]
    fn every_entry_is_recognised_by_all_its_ways() {
        for entry in all() {
            for how in entry.how {
                let text = match how {
                    MatchRule::Sr(number, _) => format!("SR_BACKEND_FAILURE_{number}(, x, )"),
                    MatchRule::SrWith(number, pieces) => {
                        format!("SR_BACKEND_FAILURE_{number}(, {}, )", pieces.join(" y "))
                    }
                    MatchRule::SrOther => "SR_BACKEND_FAILURE_65535".to_owned(),
                    MatchRule::Code(code) => format!("{code}(OpaqueRef:1)"),
                    MatchRule::CodeWith(code, pieces) => format!("{code}: so {} it is", pieces.join(" y ")),
                    MatchRule::CodeAt(code, Place::Itself) => format!("connect {code} 127.0.0.1:443"),
                    MatchRule::CodeAt(code, Place::Private) => format!("connect {code} 10.1.2.3:443"),
                    MatchRule::CodePrefix(prefix) => format!("{prefix}X"),
                    MatchRule::Text(pieces)
                    | MatchRule::Last(pieces)
                    | MatchRule::PoolText(pieces)
                    | MatchRule::Around(pieces)
                    | MatchRule::Step(pieces) => format!("so {} it is", pieces.join(" y ").to_uppercase()),
                    MatchRule::Status(word) => (*word).to_owned(),
                };
                let about = if matches!(how, MatchRule::PoolText(_)) { About::Pool } else { About::Vm };
                let error = ErrorText { about, ..ErrorText::of_message(&*text) };
                let found = ids(&error);
                assert!(found.contains(&entry.id), "{}: {text}: {found:?}", entry.id);
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
            recognise(&ErrorText { code, message, params, ..ErrorText::default() });
        }
    }
}
