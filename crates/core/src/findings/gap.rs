//! What could not be read, as evidence, and whether anything could be checked without it.

use super::catalogue::Code;
use super::evidence::Evidence;
use super::evidence::{Grant, NotRead, Unreadable, WhyUnread};
use super::finding::Finding;
use super::subject::Severity;
use crate::model::{Answer, Unread, Why};

/// Returns whether the check could not be made: what was read is not the whole fleet (exit status 3).
pub fn cannot_check(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| match &finding.evidence {
        Evidence::NotRead(missing) => {
            finding.severity == Severity::Critical && missing.what == Unreadable::Objects
        }
        _ => matches!(finding.code, Code::PoolMissing | Code::PoolLoading | Code::NoInventory),
    })
}

/// Returns what is known of something that was not read.
pub fn evidence_of_gap(unread: &Unread) -> NotRead {
    let (why, code, message) = match &unread.why {
        Why::NotAsked => (WhyUnread::NotAsked, None, None),
        Why::Refused { code, message } => (WhyUnread::Refused, Some(code), Some(message)),
        Why::AdminOnly => (WhyUnread::AdminOnly, None, None),
        Why::EmptyWithoutProof => (WhyUnread::Empty, None, None),
        Why::Partial { .. } => (WhyUnread::Partial, None, None),
        Why::Narrowed => (WhyUnread::Narrowed, None, None),
        Why::Garbled { message } => (WhyUnread::Garbled, None, Some(message)),
    };
    let (garbled, missing, unplaced) = match unread.why {
        Why::Partial { garbled, missing, unplaced } => (Some(garbled), Some(missing), Some(unplaced)),
        _ => (None, None, None),
    };
    NotRead {
        what: what(unread.answer),
        why,
        error_code: code.cloned(),
        error_message: message.cloned(),
        garbled,
        missing,
        unplaced,
        grant: grant(unread.answer),
    }
}

const fn what(answer: Answer) -> Unreadable {
    match answer {
        Answer::Objects => Unreadable::Objects,
        Answer::BackupJobs => Unreadable::BackupJobs,
        Answer::Schedules => Unreadable::Schedules,
        Answer::Logs => Unreadable::Logs,
        Answer::MirrorJobs => Unreadable::MirrorJobs,
        Answer::MetadataJobs => Unreadable::MetadataJobs,
        Answer::CallJobs => Unreadable::CallJobs,
        Answer::Remotes => Unreadable::Remotes,
        Answer::RemotesInfo => Unreadable::RemotesInfo,
        Answer::Proxies => Unreadable::Proxies,
        Answer::Servers => Unreadable::Servers,
    }
}

/// Returns what has to be granted for reading (facts/xo-observed.md).
const fn grant(answer: Answer) -> Grant {
    match answer {
        Answer::Objects => Grant::SignIn,
        Answer::BackupJobs | Answer::MirrorJobs | Answer::MetadataJobs => Grant::BackupJob,
        Answer::Schedules => Grant::Schedule,
        Answer::Logs => Grant::BackupLog,
        Answer::Remotes => Grant::BackupRepository,
        Answer::Servers => Grant::Server,
        Answer::CallJobs | Answer::RemotesInfo | Answer::Proxies => Grant::Admin,
    }
}
