//! What could not be read, as evidence, and whether anything could be checked without it.

use super::{Code, Evidence, Finding, Severity, Value};
use crate::model::{Answer, Unread, Why};

/// The key of the objects in the evidence.
const OBJECTS: &str = "objects";

/// Tells whether the check could not be made: what was read is not the whole fleet (exit status 3).
pub fn cannot_check(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| match finding.code {
        Code::PoolMissing | Code::PoolLoading | Code::NoInventory => true,
        Code::NotRead => {
            finding.severity == Severity::Critical
                && finding.evidence.get("what") == Some(&Value::from(OBJECTS))
        }
        _ => false,
    })
}

/// Gives what is known of something that was not read: `what`, `why`, `error_code`, `error_message`, `grant`.
pub fn evidence_of_gap(unread: &Unread) -> Evidence {
    let (why, code, message) = match &unread.why {
        Why::NotAsked => ("not_asked", None, None),
        Why::Refused { code, message } => ("refused", Some(code.as_str()), Some(message.as_str())),
        Why::AdminOnly => ("admin_only", None, None),
        Why::EmptyWithoutProof => ("empty", None, None),
        Why::Partial { .. } => ("partial", None, None),
        Why::Narrowed => ("narrowed", None, None),
        Why::Garbled { message } => ("garbled", None, Some(message.as_str())),
    };
    let (garbled, missing, unplaced) = match unread.why {
        Why::Partial { garbled, missing, unplaced } => (Some(garbled), Some(missing), Some(unplaced)),
        _ => (None, None, None),
    };
    Evidence::new()
        .with("what", what(unread.answer))
        .with("why", why)
        .with("error_code", code)
        .with("error_message", message)
        .with("garbled", garbled)
        .with("missing", missing)
        .with("unplaced", unplaced)
        .with("grant", grant(unread.answer))
}

/// Gives the key of an answer.
const fn what(answer: Answer) -> &'static str {
    match answer {
        Answer::Objects => OBJECTS,
        Answer::BackupJobs => "backup_jobs",
        Answer::Schedules => "schedules",
        Answer::Logs => "logs",
        Answer::MirrorJobs => "mirror_jobs",
        Answer::MetadataJobs => "metadata_jobs",
        Answer::CallJobs => "call_jobs",
        Answer::Remotes => "remotes",
        Answer::RemotesInfo => "remotes_info",
        Answer::Proxies => "proxies",
        Answer::Servers => "servers",
    }
}

/// Gives the resource of XO's rights that has to be granted for reading; `sign-in` where any user will do, `admin` where
/// only an administrator reads it (facts/xo-observed.md).
const fn grant(answer: Answer) -> &'static str {
    match answer {
        Answer::Objects => "sign-in",
        Answer::BackupJobs | Answer::MirrorJobs | Answer::MetadataJobs => "backup-job",
        Answer::Schedules => "schedule",
        Answer::Logs => "backup-log",
        Answer::Remotes => "backup-repository",
        Answer::Servers => "server",
        Answer::CallJobs | Answer::RemotesInfo | Answer::Proxies => "admin",
    }
}
