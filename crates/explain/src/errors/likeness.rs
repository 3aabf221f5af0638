//! Whether a line looks like an error, known or not: no such line may be dropped silently.

/// The names of error numbers that a line may hold alone (POSIX.1-2024, System Interfaces 2.3; Linux
/// `errno.h`).
const ERRNO: &[(i32, &str)] = &[
    (1, "EPERM"),
    (2, "ENOENT"),
    (4, "EINTR"),
    (5, "EIO"),
    (6, "ENXIO"),
    (7, "E2BIG"),
    (9, "EBADF"),
    (11, "EAGAIN"),
    (12, "ENOMEM"),
    (13, "EACCES"),
    (14, "EFAULT"),
    (16, "EBUSY"),
    (17, "EEXIST"),
    (18, "EXDEV"),
    (19, "ENODEV"),
    (20, "ENOTDIR"),
    (21, "EISDIR"),
    (22, "EINVAL"),
    (23, "ENFILE"),
    (24, "EMFILE"),
    (26, "ETXTBSY"),
    (27, "EFBIG"),
    (28, "ENOSPC"),
    (29, "ESPIPE"),
    (30, "EROFS"),
    (31, "EMLINK"),
    (32, "EPIPE"),
    (35, "EDEADLK"),
    (36, "ENAMETOOLONG"),
    (37, "ENOLCK"),
    (39, "ENOTEMPTY"),
    (40, "ELOOP"),
    (61, "ENODATA"),
    (62, "ETIME"),
    (71, "EPROTO"),
    (95, "EOPNOTSUPP"),
    (98, "EADDRINUSE"),
    (101, "ENETUNREACH"),
    (103, "ECONNABORTED"),
    (104, "ECONNRESET"),
    (107, "ENOTCONN"),
    (110, "ETIMEDOUT"),
    (111, "ECONNREFUSED"),
    (112, "EHOSTDOWN"),
    (113, "EHOSTUNREACH"),
    (116, "ESTALE"),
    (117, "EUCLEAN"),
    (121, "EREMOTEIO"),
    (122, "EDQUOT"),
    (123, "ENOMEDIUM"),
    // internal to Linux, but leaked on NFS (include/linux/errno.h)
    (512, "ERESTARTSYS"),
    (521, "EBADHANDLE"),
    (524, "ENOTSUPP"),
    (526, "ESERVERFAULT"),
    (528, "EJUKEBOX"),
];

/// Words of which one is enough to suspect an error.
const WORDS: [&str; 33] = [
    "error",
    "exception",
    "failed",
    "failure",
    "fails",
    "fail to",
    "fatal",
    "traceback",
    "refused",
    "denied",
    "timeout",
    "timed out",
    "time out",
    "aborted",
    "corrupt",
    "can't",
    "cannot",
    "can not",
    "couldn't",
    "could not",
    "unable to",
    "not permitted",
    "no such",
    "not enough",
    "no space",
    "insufficient",
    "unreachable",
    "not found",
    "hang up",
    "premature",
    "rejected",
    "unexpected",
    "broken",
];

/// Phrases in which such words mean nothing.
const HARMLESS: [&str; 29] = [
    // what `xe` prints before the error
    "the server failed to handle your request, due to an internal error",
    "the given message may give details useful for debugging the problem",
    "this operation cannot be performed because",
    "there was a failure communicating with the plug-in",
    "failed to lock /var/lock/sm",
    "this is a xenserver/xcp-ng error",
    "no error",
    "0 error",
    "without error",
    "error: null",
    "error: none",
    "error\": null",
    "errors: []",
    "errors\": [",
    "error_info",
    "\"error\": {",
    "result\": {",
    "stderr: ''",
    "stderr: b''",
    "stderr",
    "on_error",
    "error-rate",
    "errors=remount",
    "failed: 0",
    "0 failed",
    "backup report",
    "global status",
    "failed backed up vm",
    "reportwhen",
];

/// Returns the name of an error number.
pub(super) fn errno(number: i32) -> Option<&'static str> {
    ERRNO.iter().find(|(own, _)| *own == number.abs()).map(|(_, name)| *name)
}

/// Returns whether a line looks like an error.
pub fn looks_like_error(line: &str) -> bool {
    let line = line.trim();
    if is_heading(line) || is_stack(line) || is_advice(line) || line.contains("unhandled error event") {
        return false;
    }
    let mut lower = line.to_lowercase();
    for phrase in HARMLESS {
        if lower.contains(phrase) {
            lower = lower.replace(phrase, " ");
        }
    }
    WORDS.iter().any(|word| lower.contains(word)) || line.split(is_between).any(is_code)
}

/// What marks a line of an OCaml stack: `2/12 xapi Called from file ocaml/xapi/x.ml, line 7`.
const OCAML: [&str; 3] = ["Called from file ", "Raised at file ", "Re-raised at file "];

/// Returns whether a line belongs to a stack trace (Node, Python, OCaml).
pub fn is_stack(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("at ")
        || line.starts_with("File \"")
        || line.starts_with("Traceback (")
        || OCAML.iter().any(|words| line.contains(words))
        || line.starts_with("... ") && line.ends_with("more")
}

/// Words of a person writing, not of a program reporting.
const PERSONAL: [&str; 14] = [
    "i", "i'm", "i've", "my", "me", "our", "anyone", "anybody", "somebody", "someone", "hello", "hi",
    "thanks", "please",
];

/// Returns whether a line is a person's prose around an error: it holds no code and no error name.
pub fn is_prose(line: &str) -> bool {
    if names_error(line) {
        return false;
    }
    let lower = line.trim().to_lowercase().replace('’', "'");
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    lower.ends_with('?') || words.any(|word| PERSONAL.contains(&word))
}

/// Returns whether a line announces the one after it: `the job ended with:`.
pub fn announces_next(line: &str) -> bool {
    const ENDS: [&str; 7] = [":", " with", " says", " say", " following error", " this error", " the error"];
    let line = line.trim().trim_end_matches(['.', '…']).to_owned();
    let lower = line.to_lowercase();
    !names_error(&line) && line.contains(' ') && ENDS.iter().any(|end| lower.ends_with(end))
}

/// Returns whether a line holds a code, or an error name as programs write it: `Error: x`, `TypeError`.
fn names_error(line: &str) -> bool {
    let is_name = |word: &str| {
        let is_error = word.ends_with("Error") || word.ends_with("Exception") || word == "EXCEPTION";
        is_error && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.len() > "Error".len()
    };
    let words = || line.split(is_between).filter(|word| !word.is_empty());
    words().any(|word| is_code(word) || is_name(word)) || line.contains("Error:") || line.contains("ERROR")
}

/// Returns whether a line is Node's advice to developers, `(node:1) DeprecationWarning: …`; a rejected promise is an
/// error (nodejs/node doc/api/process.md, "warning").
fn is_advice(line: &str) -> bool {
    let of_node = line.contains("(node:") || line.contains("MaxListenersExceededWarning");
    of_node && line.contains("Warning:") && !line.contains("Rejection")
}

/// Returns whether a line is a field with a plain state or a count, not a message.
fn is_heading(line: &str) -> bool {
    // the subject of a report mail
    if line.to_lowercase().contains("backup report for ") {
        return true;
    }
    let line = line.trim_start_matches(['-', '*', '#', ' ', '>', '"']);
    if let Some((number, word)) = line.split_once(' ')
        && number.parse::<u32>().is_ok()
        && matches!(word.trim(), "Failure" | "Failures" | "Errors")
    {
        return true;
    }
    // a field of `xe`: `missing ( RO): false`
    if let Some((key, _)) = line.split_once("):")
        && let Some((_, access)) = key.rsplit_once('(')
        && access.chars().all(|c| matches!(c, ' ' | 'M' | 'S' | 'R' | 'W' | 'O'))
    {
        return true;
    }
    let Some((key, value)) = line.split_once(':') else {
        return matches!(line.trim().to_lowercase().as_str(), "error" | "errors" | "error message");
    };
    let key = key.trim_matches(['"', '*', ' ']).to_lowercase();
    let value = value.trim_matches(['"', '*', ' ', ',', '{', '[', '\'']).to_lowercase();
    let is_state = matches!(value.as_str(), "failure" | "fail" | "failed" | "error" | "success" | "skipped");
    value.is_empty() && !key.contains(' ')
        || is_state && matches!(key.as_str(), "status" | "state" | "result" | "name" | "level" | "reportwhen")
}

fn is_between(c: char) -> bool {
    !c.is_ascii_alphanumeric() && c != '_'
}

/// Returns whether a word is a code (`VM_BAD_POWER_STATE`, `EWOULDBLOCK`).
fn is_code(word: &str) -> bool {
    let parts = word.split('_').filter(|part| !part.is_empty()).count();
    let is_upper = word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let begins = word.starts_with(|c: char| c.is_ascii_uppercase());
    begins && is_upper && parts > 1 && word.len() > 7 || ERRNO.iter().any(|(_, name)| *name == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let errors = [
            "Error: the printer is on fire",
            "VM_BAD_POWER_STATE(OpaqueRef:1)",
            "something failed",
            "connect ECONNREFUSED",
            "RequestAbortedError: x",
            "cannot read it",
            "(node:1) UnhandledPromiseRejectionWarning: Error: x",
        ];
        for line in errors {
            assert!(looks_like_error(line), "{line}");
        }
        let others = [
            "",
            "Hello,",
            "2 Failures",
            "- **Status**: Failure",
            "\"status\": \"failure\",",
            "missing ( RO): false",
            "  at async Error.thing (file.mjs:1:2)",
            "0 errors",
            "\"errors\": [",
            "Coalescing *85ff84a8[VHD] -> *cf4a78da[VHD]",
            "stdout: '', stderr: ''",
            "/dev/VG_XenStorage-x/VHD-y",
            "(node:1) Warning: Setting NODE_TLS_REJECT_UNAUTHORIZED makes TLS insecure",
            "MaxListenersExceededWarning: 11 error listeners added",
            "2/12 xapi Called from file ocaml/xapi/failure.ml, line 7",
            "[Xen Orchestra] failure − Backup report for nightly",
        ];
        for line in others {
            assert!(!looks_like_error(line), "{line}");
        }
    }

    #[test]
    fn what_a_person_writes_is_no_error() {
        for line in [
            "Since Friday my backup failed each night",
            "Hi, can anyone help? It cannot be restored",
            "Why is it refused?",
        ] {
            assert!(is_prose(line), "{line}");
        }
        for line in [
            "Error: my disk failed",
            "TypeError: i is broken?",
            "the printer is on fire",
            "EACCES, my friend",
        ] {
            assert!(!is_prose(line), "{line}");
        }
        for (line, expected) in [
            ("Mirror job failed:", true),
            ("Restoring a file fails with", true),
            ("It ended with the following error...", true),
            ("Error:", false),
            ("Error: command failed:", false),
            ("the printer failed", false),
        ] {
            assert_eq!(announces_next(line), expected, "{line}");
        }
    }

    #[test]
    fn numbers_have_names() {
        assert_eq!((errno(-122), errno(28), errno(9999)), (Some("EDQUOT"), Some("ENOSPC"), None));
    }
}
