//! XOH-601: something could not be read.
//!
//! What is not read is unknown, never healthy; and a user without permission gets an empty list, not a refusal. Without
//! the objects nothing can be checked: critical. Without backup jobs, schedules or logs nothing can be said about what
//! runs tonight: warning. The rest: info.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::{Finding, Severity, evidence_of_gap};
use crate::model::{Question, Unread, UnreadReason};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    analysis.reading().unread.iter().map(|unread| finding(analysis, unread)).collect()
}

fn finding(analysis: &Analysis, unread: &Unread) -> Finding {
    Finding::new(severity(unread), subjects::server(analysis), evidence_of_gap(unread))
}

fn severity(unread: &Unread) -> Severity {
    match unread.answer {
        // what was read is judged, and what is unknown is reported as such
        Question::Objects if matches!(unread.why, UnreadReason::Partial { .. }) => Severity::Warning,
        Question::Objects => Severity::Critical,
        Question::BackupJobs | Question::Schedules | Question::Logs => Severity::Warning,
        Question::MirrorJobs
        | Question::MetadataJobs
        | Question::CallJobs
        | Question::Remotes
        | Question::RemotesInfo
        | Question::Proxies
        | Question::Servers => Severity::Info,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    #[test]
    fn severity_by_what_is_missing() {
        let refused =
            UnreadReason::Refused { code: "2".to_owned(), message: "not enough permissions".to_owned() };
        let cases = [
            (Question::Objects, refused, "critical server ", "sign-in"),
            (Question::BackupJobs, UnreadReason::EmptyWithoutProof, "warning server ", "backup-job"),
            (Question::Schedules, UnreadReason::NotAsked, "warning server ", "schedule"),
            (
                Question::Logs,
                UnreadReason::Garbled { message: "no JSON".to_owned() },
                "warning server ",
                "backup-log",
            ),
            (Question::MirrorJobs, UnreadReason::EmptyWithoutProof, "info server ", "backup-job"),
            (Question::Proxies, UnreadReason::NotAsked, "info server ", "admin"),
            (
                Question::Objects,
                UnreadReason::Partial { garbled: 1, missing: 2, unplaced: 1 },
                "warning server ",
                "sign-in",
            ),
            (Question::BackupJobs, UnreadReason::Narrowed, "warning server ", "backup-job"),
        ];
        for (answer, why, expected, grant) in cases {
            let mut world = World::new("");
            world.reading.unread.push(Unread { answer, why });
            let found = find(&world.analysis());
            assert_eq!(show(&found), expected, "{answer:?}");
            assert_eq!(fact(&found[0], "grant"), Some(Value::from(grant)));
        }
    }
}
