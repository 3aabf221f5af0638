//! XOH-601: something could not be read.
//!
//! What is not read is unknown, never healthy; and a user without the right gets an empty list, not a refusal. Without
//! the objects nothing can be checked: critical. Without backup jobs, schedules or logs nothing can be said about what
//! runs tonight: warning. The rest: info.

use super::about;
use crate::findings::{Code, Evidence, Facts, Finding, Severity};
use crate::model::{Answer, Unread, Why};

/// The key of the objects in the evidence.
pub(super) const OBJECTS: &str = "objects";

pub(super) fn find(facts: &Facts<'_>) -> Vec<Finding> {
    facts.reading.unread.iter().map(|unread| tell(facts, unread)).collect()
}

fn tell(facts: &Facts<'_>, unread: &Unread) -> Finding {
    Finding {
        code: Code::NotRead,
        severity: severity(unread.answer),
        subject: about::server(facts),
        evidence: evidence_of_gap(unread),
    }
}

/// Gives what is known of something that was not read: `what`, `why`, `error_code`, `error_message`, `grant`.
pub fn evidence_of_gap(unread: &Unread) -> Evidence {
    let (why, code, message) = match &unread.why {
        Why::NotAsked => ("not_asked", None, None),
        Why::Refused { code, message } => ("refused", Some(code.as_str()), Some(message.as_str())),
        Why::AdminOnly => ("admin_only", None, None),
        Why::EmptyWithoutProof => ("empty", None, None),
        Why::Garbled { message } => ("garbled", None, Some(message.as_str())),
    };
    Evidence::new()
        .with("what", what(unread.answer))
        .with("why", why)
        .with("error_code", code)
        .with("error_message", message)
        .with("grant", grant(unread.answer))
}

const fn severity(answer: Answer) -> Severity {
    match answer {
        Answer::Objects => Severity::Critical,
        Answer::BackupJobs | Answer::Schedules | Answer::Logs => Severity::Warning,
        Answer::MirrorJobs
        | Answer::MetadataJobs
        | Answer::CallJobs
        | Answer::Remotes
        | Answer::RemotesInfo
        | Answer::Proxies
        | Answer::Servers => Severity::Info,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Value;
    use crate::findings::world::{World, show};

    #[test]
    fn severity_by_what_is_missing() {
        let refused = Why::Refused { code: "2".to_owned(), message: "not enough permissions".to_owned() };
        let cases = [
            (Answer::Objects, refused, "critical server ", "sign-in"),
            (Answer::BackupJobs, Why::EmptyWithoutProof, "warning server ", "backup-job"),
            (Answer::Schedules, Why::NotAsked, "warning server ", "schedule"),
            (Answer::Logs, Why::Garbled { message: "no JSON".to_owned() }, "warning server ", "backup-log"),
            (Answer::MirrorJobs, Why::EmptyWithoutProof, "info server ", "backup-job"),
            (Answer::Proxies, Why::NotAsked, "info server ", "admin"),
        ];
        for (answer, why, expected, grant) in cases {
            let mut world = World::new("");
            world.reading.unread.push(Unread { answer, why });
            let found = find(&world.facts());
            assert_eq!(show(&found), expected, "{answer:?}");
            assert_eq!(found[0].evidence.get("grant"), Some(&Value::from(grant)));
        }
    }
}
