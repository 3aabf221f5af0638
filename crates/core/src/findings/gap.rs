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
            assert_eq!(cannot_check(std::slice::from_ref(&finding)), expected, "{finding:?}");
        }
        assert!(!cannot_check(&[]));
    }

    /// What a part lacks is counted; everything else says its code and message as the server did.
    #[test]
    fn what_is_known_of_a_gap() {
        let of = |why| evidence_of_gap(&Unread { answer: Answer::Logs, why });
        let partial = of(Why::Partial { garbled: 1, missing: 2, unplaced: 3 });
        assert_eq!((partial.garbled, partial.missing, partial.unplaced), (Some(1), Some(2), Some(3)));
        let refused = of(Why::Refused { code: "2".into(), message: "not enough permissions".into() });
        assert_eq!((refused.error_code.as_deref(), refused.garbled), (Some("2"), None));
        assert_eq!(refused.error_message.as_deref(), Some("not enough permissions"));
    }
}
