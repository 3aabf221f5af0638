//! What could not be read, as evidence, and whether anything could be checked without it.

use super::catalogue::Code;
use super::evidence::Evidence;
use super::evidence::{Grant, NotRead, Unreadable, WhyUnread};
use super::finding::Finding;
use super::subject::Severity;
use crate::model::{Question, Unread, UnreadReason};

/// Returns whether the check could not be made: less than the whole fleet was read (exit status 3).
pub fn is_incomplete(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| match &finding.evidence {
        Evidence::NotRead(missing) => {
            finding.severity == Severity::Critical && missing.what == Unreadable::Objects
        }
        _ => matches!(finding.code, Code::PoolMissing | Code::PoolLoading | Code::NoInventory),
    })
}

/// Returns what is known about something that was not read.
pub fn evidence_of_gap(unread: &Unread) -> NotRead {
    let (why, code, message) = match &unread.why {
        UnreadReason::NotAsked => (WhyUnread::NotAsked, None, None),
        UnreadReason::Refused { code, message } => (WhyUnread::Refused, Some(code), Some(message)),
        UnreadReason::AdminOnly => (WhyUnread::AdminOnly, None, None),
        UnreadReason::EmptyWithoutProof => (WhyUnread::Empty, None, None),
        UnreadReason::Partial { .. } => (WhyUnread::Partial, None, None),
        UnreadReason::Narrowed => (WhyUnread::Narrowed, None, None),
        UnreadReason::Garbled { message } => (WhyUnread::Garbled, None, Some(message)),
    };
    let (garbled, missing, unplaced) = match unread.why {
        UnreadReason::Partial { garbled, missing, unplaced } => {
            (Some(garbled), Some(missing), Some(unplaced))
        }
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

const fn what(answer: Question) -> Unreadable {
    match answer {
        Question::Objects => Unreadable::Objects,
        Question::BackupJobs => Unreadable::BackupJobs,
        Question::Schedules => Unreadable::Schedules,
        Question::Logs => Unreadable::Logs,
        Question::MirrorJobs => Unreadable::MirrorJobs,
        Question::MetadataJobs => Unreadable::MetadataJobs,
        Question::CallJobs => Unreadable::CallJobs,
        Question::Remotes => Unreadable::Remotes,
        Question::RemotesInfo => Unreadable::RemotesInfo,
        Question::Proxies => Unreadable::Proxies,
        Question::Servers => Unreadable::Servers,
    }
}

/// Returns the privilege that reading requires (facts/xo-observed.md).
const fn grant(answer: Question) -> Grant {
    match answer {
        Question::Objects => Grant::SignIn,
        Question::BackupJobs | Question::MirrorJobs | Question::MetadataJobs => Grant::BackupJob,
        Question::Schedules => Grant::Schedule,
        Question::Logs => Grant::BackupLog,
        Question::Remotes => Grant::BackupRepository,
        Question::Servers => Grant::Server,
        Question::CallJobs | Question::RemotesInfo | Question::Proxies => Grant::Admin,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::evidence::{NoInventory, PoolLoading, PoolMissing};
    use crate::findings::{Subject, SubjectKind};

    #[test]
    fn what_leaves_no_whole_fleet() {
        use Severity::{Critical, Warning};
        let not_read = |what| Evidence::from(NotRead { what, ..Default::default() });
        let cases = [
            (Critical, not_read(Unreadable::Objects), true),
            (Warning, not_read(Unreadable::Objects), false),
            (Critical, not_read(Unreadable::Logs), false),
            (Warning, PoolMissing::default().into(), true),
            (Warning, PoolLoading::default().into(), true),
            (Critical, NoInventory::default().into(), true),
            (Critical, Evidence::blank(Code::ChainDepth), false),
        ];
        for (severity, evidence, expected) in cases {
            let subject = Subject { kind: SubjectKind::Server, id: "xo".into(), name: "xo".into() };
            let finding = Finding::new(severity, subject, evidence);
            assert_eq!(is_incomplete(std::slice::from_ref(&finding)), expected, "{finding:?}");
        }
        assert!(!is_incomplete(&[]));
    }

    /// What a partial list lacks is counted; everything else has the server's code and message.
    #[test]
    fn what_is_known_of_a_gap() {
        let of = |why| evidence_of_gap(&Unread { answer: Question::Logs, why });
        let partial = of(UnreadReason::Partial { garbled: 1, missing: 2, unplaced: 3 });
        assert_eq!((partial.garbled, partial.missing, partial.unplaced), (Some(1), Some(2), Some(3)));
        let refused =
            of(UnreadReason::Refused { code: "2".into(), message: "not enough permissions".into() });
        assert_eq!((refused.error_code.as_deref(), refused.garbled), (Some("2"), None));
        assert_eq!(refused.error_message.as_deref(), Some("not enough permissions"));
    }
}
