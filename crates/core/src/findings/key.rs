//! What makes a finding the same one in the next report.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::evidence::{BreakKind, Evidence};
use super::subject::{Subject, SubjectKind};

/// The identity of a finding across reports: its code, its subject, and what else distinguishes it from others of
/// that code and subject.
///
/// Numbers, names and severity are not part of it: they change while the finding stays. Written as
/// `XOH-504/job/<id>/<schedule>/day_of_week`; a slash inside a part is `%2F`. Compare it as a whole; it is not meant
/// to be taken apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Key(String);

impl Key {
    /// Returns the key of a finding with this subject and evidence.
    pub fn of(subject: &Subject, evidence: &Evidence) -> Self {
        let code = format!("XOH-{}", evidence.code().number());
        let id = instead(evidence).unwrap_or(&subject.id);
        let mut key = format!("{code}/{}/{}", kind(subject.kind), escaped(id));
        for part in apart(evidence) {
            key.push('/');
            key.push_str(&escaped(part));
        }
        Self(key)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Returns the id that identifies a finding if the id of its subject changes while the finding stays: that of the
/// missing parent, below which each snapshot adds a new node.
fn instead(evidence: &Evidence) -> Option<&str> {
    match evidence {
        Evidence::BrokenChain(it) if it.broken != BreakKind::Cycle => it.parent_id.as_deref(),
        _ => None,
    }
}

/// Lists what distinguishes a finding from others with its code and subject.
fn apart(evidence: &Evidence) -> Vec<&str> {
    match evidence {
        Evidence::DuplicateId(it) => vec![&it.id],
        // nodes on two SRs may name one parent
        Evidence::BrokenChain(it) if instead(evidence).is_some() => {
            vec![it.sr_id.as_deref().unwrap_or_default()]
        }
        // there is one finding per set of jobs; its subject is the job that keeps the most
        Evidence::RetentionCannotFit(it) => it.job_ids.iter().map(String::as_str).collect(),
        Evidence::ReplicationTarget(it) => vec![it.problem.name()],
        Evidence::ScheduleUnreadable(it) => vec![&it.schedule_id],
        Evidence::CronReadsOtherwise(it) => vec![&it.schedule_id, it.field.name(), &it.written],
        Evidence::ScheduleNotRun(it) => vec![&it.schedule_id],
        Evidence::OutputBehind(it) => vec![&it.target_id],
        Evidence::SourceOnTarget(it) => vec![&it.target_id, &it.sr_id],
        Evidence::NotRead(it) => vec![it.what.name()],
        Evidence::PoolMissing(it) => vec![&it.server_id],
        Evidence::PoolLoading(it) => vec![it.sign.name()],
        _ => Vec::new(),
    }
}

const fn kind(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Sr => "sr",
        SubjectKind::Vdi => "vdi",
        SubjectKind::Vm => "vm",
        SubjectKind::Job => "job",
        SubjectKind::Pool => "pool",
        SubjectKind::Server => "server",
        SubjectKind::Repository => "repository",
    }
}

fn escaped(part: &str) -> String {
    part.replace('%', "%25").replace('/', "%2F")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::findings::evidence::{
        CronField, CronReadsOtherwise, DuplicateId, LoadingSign, OutputBehind, PoolLoading, PoolMissing,
        RetentionCannotFit, ScheduleNotRun, ScheduleUnreadable, SourceOnTarget,
    };
    use crate::findings::{Code, Finding, Severity};

    fn subject(id: &str) -> Subject {
        Subject { kind: SubjectKind::Job, id: id.to_owned(), name: "any".to_owned() }
    }

    #[test]
    fn numbers_names_and_severity_do_not_count() {
        let mut grown = CronReadsOtherwise { written: "5-7".into(), ..Default::default() };
        let before = Finding::new(Severity::Info, subject("j"), grown.clone());
        grown.enabled = true;
        grown.schedule = "renamed".to_owned();
        let renamed = Subject { name: "other".to_owned(), ..subject("j") };
        let after = Finding::new(Severity::Warning, renamed, grown.clone());
        assert_eq!(before.key(), after.key());
        grown.field = CronField::Month;
        assert_ne!(before.key(), Finding::new(Severity::Info, subject("j"), grown).key());
        assert_eq!(before.key().to_string(), "XOH-504/job/j//minute/5-7");
    }

    #[test]
    fn no_two_codes_or_ids_share_a_key() {
        let mut keys = BTreeSet::new();
        for &code in Code::ALL {
            for id in ["", "a", "a/", "a%2F", "a/b"] {
                assert!(keys.insert(Key::of(&subject(id), &Evidence::blank(code))), "{code} {id}");
            }
        }
    }

    /// Different findings with one code and one subject have different keys.
    #[test]
    fn what_distinguishes_findings_of_one_subject() {
        let cases: [(Evidence, &str); 8] = [
            (DuplicateId { id: "x/1".into() }.into(), "/x%2F1"),
            (
                RetentionCannotFit { job_ids: vec!["a".into(), "b".into()], ..Default::default() }.into(),
                "/a/b",
            ),
            (ScheduleUnreadable { schedule_id: "s".into(), ..Default::default() }.into(), "/s"),
            (ScheduleNotRun { schedule_id: "s".into(), ..Default::default() }.into(), "/s"),
            (OutputBehind { target_id: "t".into(), ..Default::default() }.into(), "/t"),
            (
                SourceOnTarget { target_id: "t".into(), sr_id: "sr".into(), ..Default::default() }.into(),
                "/t/sr",
            ),
            (PoolMissing { server_id: "host".into(), ..Default::default() }.into(), "/host"),
            (PoolLoading { sign: LoadingSign::NoHosts, ..Default::default() }.into(), "/no_hosts"),
        ];
        for (evidence, rest) in cases {
            let finding = Finding::new(Severity::Info, subject("j"), evidence);
            let key = finding.key().to_string();
            assert!(key.ends_with(&format!("/job/j{rest}")), "{key}");
        }
    }
}
