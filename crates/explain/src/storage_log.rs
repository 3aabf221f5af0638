//! Lines of the storage log: `/var/log/SMlog`, `journalctl`, and what tapdisk writes to `daemon.log`.
//!
//! A line says what happened; the earlier lines of the same process say to which disk and why, so the reader remembers
//! them (xcp-ng/sm `drivers/cleanup.py`; facts/storage-manager.md 3).

use rustc_hash::FxHashMap;

use crate::errors::likeness::looks_like_error;
use crate::errors::{Details, ErrorText, recognise};
use crate::parsed::cut;

/// The most processes remembered.
const PROCESSES: usize = 1000;

/// The most bytes of a line that are read.
const LINE_LIMIT: usize = 16 * 1024;

/// Programs that log storage events.
const TAGS: [&str; 7] = ["SMGC", "SM", "tapdisk", "tapback", "sparse_dd", "qemu-dm", "smgc"];

/// A line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LogLine<'l> {
    /// The program: `SMGC`, `SM`, `tapdisk`.
    tag: &'l str,
    /// The process id.
    pid: &'l str,
    /// The message.
    message: &'l str,
    /// Whether it continues an earlier line: a stack, or the output of a command.
    indented: bool,
    /// The whole line.
    whole: &'l str,
}

impl<'l> LogLine<'l> {
    /// Reads `… SMGC: [123] message` or `… tapdisk[123]: message`; `None` for any other line.
    pub(crate) fn read(line: &'l str) -> Option<Self> {
        let whole = cut(line.trim(), LINE_LIMIT);
        for tag in TAGS {
            for (at, _) in whole.match_indices(tag) {
                let starts_word = at == 0 || whole[..at].ends_with([' ', '\t']);
                let rest = &whole[at + tag.len()..];
                let Some((pid, message)) = starts_word.then(|| process(rest)).flatten() else { continue };
                let indented = message.starts_with("  ") || message.starts_with('\t');
                return Some(Self { tag, pid, message: message.trim(), indented, whole });
            }
        }
        None
    }
}

/// Reads the process id and the message after a program's name.
fn process(rest: &str) -> Option<(&str, &str)> {
    // `tapdisk[5923]: message`
    if let Some(rest) = rest.strip_prefix('[') {
        let (pid, rest) = rest.split_once(']')?;
        let message = rest.strip_prefix(':')?;
        // the storage manager repeats its process id in the message
        let own = message.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
        return match own {
            Some((own, message)) if is_number(own) => Some((own, message)),
            _ => is_number(pid).then_some((pid, message)),
        };
    }
    // `SMGC: [3802739] message`
    let rest = rest.strip_prefix(':')?.trim_start().strip_prefix('[')?;
    let (pid, message) = rest.split_once(']')?;
    is_number(pid).then_some((pid, message))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads lines in order.
#[derive(Default)]
pub(crate) struct Reader {
    processes: FxHashMap<String, Process>,
}

/// The last things a process logged.
#[derive(Default)]
struct Process {
    sr: Option<String>,
    /// The image being merged.
    child: Option<String>,
    /// Whether the data is merged and the children are being pointed to the parent.
    relinks: bool,
    /// Whether an error of this merge was already found.
    failed: bool,
    /// The objects of the last command.
    command: Details,
    /// The text of the last numbered exception: later lines repeat it.
    raised: Option<String>,
    /// Whether the lines of a stack follow.
    in_stack: bool,
}

impl Reader {
    /// Returns the error that a line reports, with the disk and SR from earlier lines.
    pub(crate) fn error(&mut self, line: &LogLine<'_>) -> Option<ErrorText> {
        if self.processes.len() > PROCESSES {
            self.processes.clear();
        }
        let process = self.processes.entry(line.pid.to_owned()).or_default();
        if process.in_stack && line.indented {
            return None;
        }
        process.in_stack = begins_stack(line.message);
        if line.message.starts_with("Traceback (") || is_ignored(line.message) {
            return None;
        }
        process.follow(line.message);
        let details = Details { vdi: process.child.clone(), sr: process.sr.clone(), ..Details::default() };
        let own = own_objects(line.message).or(&process.command);
        // a command that points children to their new parent names a child, but the failure is the merge's
        let details = if process.relinks { details.or(&own) } else { own.or(&details) };
        let mut error = ErrorText { message: line.whole.to_owned(), details, ..ErrorText::default() };
        error.hint = process.hint(line);
        if let Some((number, text)) = raised(line.message) {
            error.code = Some(format!("SR_BACKEND_FAILURE_{number}"));
            process.raised = Some(text.to_owned());
        } else if is_echo(line.message) && process.failed || process.repeats(line.message) {
            return None;
        }
        let is_error = !recognise(&error).known.is_empty() || looks_like_error(line.message);
        process.failed |= is_error;
        is_error.then_some(error)
    }
}

impl Process {
    /// Remembers what the next lines are about.
    fn follow(&mut self, message: &str) {
        if let Some(sr) = sr_of(message) {
            self.sr = Some(sr.to_owned());
        }
        for start in ["Leaf-coalescing ", "Coalescing parent ", "Coalescing ", "Single-snapshotting "] {
            if let Some(rest) = message.strip_prefix(start) {
                self.child = image(rest).map(str::to_owned);
                self.relinks = false;
                self.failed = false;
                return;
            }
        }
        if message.starts_with("['") {
            self.command = own_objects(message);
        }
        if message.contains("Coalesce apparently already done")
            || message.trim_start().starts_with("Relinking ")
        {
            self.relinks = true;
        }
    }

    fn hint(&self, line: &LogLine<'_>) -> Option<&'static str> {
        match line.tag {
            "tapdisk" => Some("(tapdisk)"),
            "SMGC" | "smgc" | "SM" if self.relinks => Some("(relink)"),
            "SMGC" | "smgc" => Some("(collector)"),
            "SM" => Some("(sm)"),
            _ => None,
        }
    }

    /// Returns whether a line repeats what was raised.
    fn repeats(&self, message: &str) -> bool {
        let is_raised = |text: &String| !text.is_empty() && message.contains(text.as_str());
        message.contains("EXCEPTION") && self.raised.as_ref().is_some_and(is_raised)
    }
}

/// Reads `Raising exception [46, The VDI is not available]`: the number of the failure that XAPI will report
/// (facts/storage-manager.md 7.1).
fn raised(message: &str) -> Option<(u16, &str)> {
    let (_, rest) = message.split_once("Raising exception [")?;
    let (number, text) = rest.split_once(',')?;
    let text = text.trim();
    Some((number.trim().parse().ok()?, text.strip_suffix(']').unwrap_or(text)))
}

/// Returns whether a line begins the stack of an exception.
fn begins_stack(message: &str) -> bool {
    message.contains("EXCEPTION <") || message.starts_with("Traceback (")
}

/// Returns whether the storage manager itself says that it ignores this: `Ignoring exception for LV check: …` of a disk
/// without such a volume (xcp-ng/sm `drivers/lvutil.py`).
fn is_ignored(message: &str) -> bool {
    message.to_ascii_lowercase().starts_with("ignoring exception")
}

/// Returns whether a line only repeats that the merge failed.
fn is_echo(message: &str) -> bool {
    let message = message.trim();
    message.starts_with("Coalesce failed, skipping")
        || message.starts_with("Leaf-coalesce failed on")
        || message.starts_with("raise ")
        || message.contains("E X C E P T I O N")
}

/// Reads `SR 3a7b ('NFS') (12 VDIs in 4 VHD trees)`, `=== SR <uuid>: gc ===`, `in SR <uuid>`.
fn sr_of(message: &str) -> Option<&str> {
    let at = message.find("SR ")?;
    let starts_word = at == 0 || message[..at].ends_with([' ', '=', '(']);
    let rest = &message[at + 3..];
    let end = rest.find(|c: char| !c.is_ascii_hexdigit() && c != '-').unwrap_or(rest.len());
    (starts_word && matches!(end, 4 | 36)).then(|| &rest[..end])
}

/// Reads `*85ff84a8[VHD](65.000G///33.836G|n)`, `b5458d61(1.000G/4.127M)`, a UUID.
fn image(text: &str) -> Option<&str> {
    let text = text.trim_start().trim_start_matches(['*', '(']);
    let end = text.find(|c: char| !c.is_ascii_hexdigit() && c != '-').unwrap_or(text.len());
    matches!(end, 8 | 36).then(|| &text[..end])
}

/// Returns the image that a line itself is about.
fn own_objects(message: &str) -> Details {
    const STARTS: [&str; 7] = [
        "No space to leaf-coalesce ",
        "No space to coalesce ",
        "Leaf-coalesce failed on ",
        "Coalesce failed on ",
        "failed to unpause VDI ",
        "Failed to unpause VDI ",
        "Failed to pause VDI ",
    ];
    let vdi = STARTS.iter().find_map(|start| message.split_once(start)).and_then(|(_, rest)| image(rest));
    let mut details = Details::of_text(message);
    details.vdi = details.vdi.or_else(|| vdi.map(str::to_owned));
    details.sr = details.sr.or_else(|| sr_of(message).map(str::to_owned));
    details
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_of_the_log() {
        let cases = [
            (
                "Jan  2 16:01:16 host-1 SMGC: [3802739] Coalescing x",
                Some(("SMGC", "3802739", "Coalescing x")),
            ),
            (
                "Jul 29 13:11:16 h tapdisk[5923]: ERROR: errno -5",
                Some(("tapdisk", "5923", "ERROR: errno -5")),
            ),
            ("2026-01-02T16:01:16+00:00 h SM[12]: [34] x", Some(("SM", "34", "x"))),
            ("SMGC: [1] x", Some(("SMGC", "1", "x"))),
            ("ASMGC: [1] x", None),
            ("SM: no process", None),
            ("SR_BACKEND_FAILURE_44", None),
            ("", None),
        ];
        for (line, expected) in cases {
            let read = LogLine::read(line).map(|line| (line.tag, line.pid, line.message));
            assert_eq!(read, expected, "{line}");
        }
    }

    #[test]
    fn the_lines_before_name_disk_and_sr() {
        let log = "SMGC: [7] SR 3a7b ('NFS') (12 VDIs in 4 VHD trees): no changes\n\
                   SMGC: [7] Coalescing *85ff84a8[VHD](65.000G///33.836G|n) -> *cf4a78da[VHD](65.000G///52.555G|n)\n\
                   SMGC: [8] Coalescing *11111111[VHD](1G) -> *22222222[VHD](1G)\n\
                   SMGC: [7] coalesce: EXCEPTION <class 'util.CommandException'>, Input/output error\n\
                   SMGC: [7] Coalesce failed, skipping";
        let mut reader = Reader::default();
        let errors: Vec<_> =
            log.lines().filter_map(LogLine::read).filter_map(|line| reader.error(&line)).collect();
        assert_eq!(errors.len(), 1, "{errors:?}");
        let details = &errors[0].details;
        assert_eq!((details.vdi.as_deref(), details.sr.as_deref()), (Some("85ff84a8"), Some("3a7b")));
    }

    proptest! {
        #[test]
        fn never_panics(lines in proptest::collection::vec(r"(SMGC: \[1\] |tapdisk\[2\]: |SR [0-9a-f]{4} |Coalescing \*?|[0-9a-f]{8}|東|\[|\]|: ){0,12}", 0..6)) {
            let mut reader = Reader::default();
            for line in &lines {
                if let Some(line) = LogLine::read(line) {
                    reader.error(&line);
                }
            }
        }
    }
}
