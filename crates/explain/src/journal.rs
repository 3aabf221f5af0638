//! Lines as `journalctl`, `docker logs` and XO's own log write them: everything before the message is removed.
//!
//! `Jan 17 14:36:31 host xo-server[19796]: 2019-01-17T20:36:31.349Z xo:backups WARN message`, possibly quoted
//! with `>` (vatesfr/xen-orchestra @xen-orchestra/log/src/transports/console.js, issues #3862 and #5162).

/// The level of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// The line does not show it.
    None,
    /// A note of a host's toolstack on its own work: never an error.
    Trace,
    /// Normal operation.
    Info,
    /// A warning or an error.
    Bad,
}

/// A line with everything before its message removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'l> {
    /// The message, with leading spaces.
    pub(crate) message: &'l str,
    /// The level.
    pub(crate) level: Level,
}

/// Months as `syslog` names them (RFC 3164 4.1.2).
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Removes quote marks (`>`); the time, host and program of the system journal; and the time, namespace and level
/// of XO's own log.
pub(crate) fn read(line: &str) -> Line<'_> {
    let line = unquoted(line);
    // a line of XO's own log without a prefix begins with an instant, as the journal's lines do
    let message = if strip_xo(line).is_some() { line } else { strip_journal(line).unwrap_or(line) };
    match strip_xo(message).or_else(|| strip_xapi(message)) {
        Some((level, message)) => Line { message, level },
        None => Line { message, level: Level::None },
    }
}

fn unquoted(line: &str) -> &str {
    let mut line = line;
    while let Some(rest) = line.trim_start().strip_prefix('>') {
        line = rest.strip_prefix(' ').unwrap_or(rest);
    }
    line
}

/// Reads `Jan 17 14:36:31 host program[1]: `, and the same with an ISO date.
fn strip_journal(line: &str) -> Option<&str> {
    let mut words = line.split_ascii_whitespace();
    let first = words.next()?;
    if MONTHS.contains(&first) {
        let (day, time) = (words.next()?, words.next()?);
        (day.parse::<u8>().is_ok() && time.matches(':').count() == 2).then_some(())?;
    } else if !is_instant(first) {
        return None;
    }
    words.next()?;
    let program = words.next()?;
    // without a program: `Jul 17 12:40:09 proxy01: message`
    let start = line.find(": ").filter(|at| {
        let head = &line[..*at];
        head.ends_with(program.trim_end_matches(':')) || head.split_ascii_whitespace().count() <= 4
    });
    let at = start.or_else(|| line.strip_suffix(':').map(str::len))?;
    let rest = line.get(at + 1..)?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

/// Reads `2019-01-17T20:36:31.349Z xo:backups WARN `, with or without hyphens and brackets.
fn strip_xo(message: &str) -> Option<(Level, &str)> {
    let (first, rest) = message.trim_start().split_once(' ')?;
    let is_dated = is_instant(first);
    let (namespace, rest) =
        if is_dated { rest.trim_start_matches(['-', ' ']).split_once(' ')? } else { (first, rest) };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '/' | '@' | '.');
    let is_namespace = namespace.chars().all(is_name)
        && !namespace.ends_with(':')
        && namespace.starts_with(|c: char| c.is_ascii_lowercase() || c == '@');
    if !is_namespace || !is_dated && !namespace.contains(':') {
        return None;
    }
    let (word, rest) = rest.trim_start_matches(['-', ' ']).split_once(' ').unwrap_or((rest, ""));
    let level = match word.trim_matches(['[', ']', ':']).to_ascii_uppercase().as_str() {
        "DEBUG" | "INFO" => Level::Info,
        "WARN" | "WARNING" | "ERROR" | "FATAL" => Level::Bad,
        _ => return None,
    };
    Some((level, rest.strip_prefix("- ").unwrap_or(rest)))
}

/// Reads the prefix of a XAPI line: `[error||1234 HTTPS|VDI.snapshot D:af3b22|storage_impl] message`
/// (xapi-project/xen-api ocaml/libs/log).
fn strip_xapi(message: &str) -> Option<(Level, &str)> {
    let (head, rest) = message.trim_start().strip_prefix('[')?.split_once(']')?;
    let (level, _) = head.split_once('|')?;
    let level = match level.trim() {
        "debug" | "info" => Level::Trace,
        "warn" | "error" => Level::Bad,
        _ => return None,
    };
    Some((level, rest.strip_prefix(' ').unwrap_or(rest)))
}

/// Returns whether a word is an ISO 8601 instant.
fn is_instant(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() > 18 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-' && bytes[10] == b'T'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_stands_before_a_message_is_taken_away() {
        let cases = [
            (
                "Jan 17 14:36:31 ubuntu xo-server[19796]: 2019-01-17T20:36:31.349Z - xo:xo-server - [WARN] possibly x",
                "possibly x",
                Level::Bad,
            ),
            (
                "Jan 17 14:36:31 ubuntu xo-server[19796]:     at new XapiError (a.js:1:2)",
                "    at new XapiError (a.js:1:2)",
                Level::None,
            ),
            ("Jul 17 12:40:09 proxy01:   error: Error: connect", "  error: Error: connect", Level::None),
            (
                "Jul 17 12:40:09 proxy01: 2020-07-17T10:40:09.778Z xo:proxy:backups:Backup WARN VM backup failure {",
                "VM backup failure {",
                Level::Bad,
            ),
            ("2022-06-14T05:00:31.991Z xo:main INFO SIGTERM caught", "SIGTERM caught", Level::Info),
            ("> Aug 16 11:42:25 xo-test xo-server[12387]: [Warn] x", "[Warn] x", Level::None),
            ("2026-01-02T16:01:16+0000 xoa xo-server[1]: Error: x", "Error: x", Level::None),
            (
                "Error: connect ECONNREFUSED 127.0.0.1:443",
                "Error: connect ECONNREFUSED 127.0.0.1:443",
                Level::None,
            ),
            (
                "2026-11-12T05:01:18.001Z @xen-orchestra/xapi/disks/Xapi WARN opennbdCBT",
                "opennbdCBT",
                Level::Bad,
            ),
            ("BOOTLOADER_FAILED(OpaqueRef:1, Error x", "BOOTLOADER_FAILED(OpaqueRef:1, Error x", Level::None),
            ("May I ask: what is this?", "May I ask: what is this?", Level::None),
            ("", "", Level::None),
        ];
        for (line, message, level) in cases {
            assert_eq!(read(line), Line { message, level }, "{line}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(line in r"(> ?|Jan |17 |14:36:31 |host |xo-server\[1\]:|: |2019-01-17T20:36:31.349Z |xo:a |WARN |東|\[|-){0,12}") {
            read(&line);
        }
    }
}
