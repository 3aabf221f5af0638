//! XOH-705: a delta backup became a full although none was due.
//!
//! Which fulls are due: [`crate::backup::fulls`]. A full takes many times the time and room of a delta, so it runs into
//! the next run and fills the repository. Counted for each VM within the last days, or among its last backups if these
//! reach further back. One finding for each job: warning if one VM has three of them, otherwise info: a lost connection
//! costs one full, and that heals.

use jiff::SignedDuration;

use super::support::qcow2;
use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::fulls::{self, Reason, Unexpected, UnexpectedFull};
use crate::findings::evidence::{self, FullReason};
use crate::findings::{Finding, Instant, Severity};
use crate::units::Bytes;

/// Fulls younger than this count. Our choice: long enough for two of them in a daily job to coincide.
const RECENT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Those among this many last backups count too: a weekly job has one in seven days.
const LAST_BACKUPS: usize = 5;

/// This many of them are a pattern, not an accident (needs-and-peers.md, row 20).
const OFTEN: usize = 3;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let Some(history) = analysis.history() else { return Vec::new() };
    let mut all: Vec<Unexpected<'_>> = fulls::unexpected(analysis.plan(), history, analysis.runs());
    for unexpected in &mut all {
        unexpected.fulls.retain(|full| is_recent(analysis, full));
    }
    all.retain(|unexpected| !unexpected.fulls.is_empty());
    all.chunk_by(|a, b| a.job.job.id == b.job.job.id).filter_map(|of_job| judge(analysis, of_job)).collect()
}

fn is_recent(analysis: &Analysis, full: &UnexpectedFull) -> bool {
    full.backups_since < LAST_BACKUPS || analysis.now().duration_since(full.at) <= RECENT
}

fn judge(analysis: &Analysis, of_job: &[Unexpected<'_>]) -> Option<Finding> {
    let worst = of_job.iter().rev().max_by_key(|unexpected| unexpected.fulls.len())?;
    let last = worst.fulls.last()?;
    let all = || of_job.iter().flat_map(|unexpected| &unexpected.fulls);
    let stated = all()
        .filter_map(|full| Some((full.at, stated_reason(full)?)))
        .max()
        .map(|(_, words)| words.to_owned());
    let why = match (&stated, &last.why) {
        (Some(_), _) => FullReason::Stated,
        (None, _) if needs_nbd(analysis, worst) => FullReason::WithoutNbd,
        (None, Reason::AfterFailure) => FullReason::AfterFailure,
        (None, _) => FullReason::UnknownCause,
    };
    let bytes = all().filter_map(|full| full.bytes).reduce(|sum, bytes| sum + bytes);
    let mut names: Vec<String> =
        of_job.iter().map(|unexpected| subjects::vm_name(analysis.inventory(), unexpected.vm_id)).collect();
    names.sort_unstable();
    let often = worst.fulls.len() >= OFTEN;
    Some(Finding::new(
        if often { Severity::Warning } else { Severity::Info },
        subjects::job(&worst.job.job),
        evidence::UnexpectedFull {
            vms: names,
            vm_ids: of_job.iter().map(|unexpected| unexpected.vm_id.to_string()).collect::<Vec<_>>(),
            fulls: count(worst.fulls.len()),
            all_fulls: count(all().count()),
            moved_bytes: bytes.filter(|bytes| *bytes > Bytes::ZERO),
            since_at: (all().map(|full| full.at).min()).map(Instant),
            last_at: (all().map(|full| full.at).max()).map(Instant),
            why,
            problem: stated,
        },
    ))
}

/// Returns whether the VM has QCOW2 disks that the job reads without NBD, so that no delta can be made.
fn needs_nbd(analysis: &Analysis, of: &Unexpected<'_>) -> bool {
    let vm = analysis.inventory().find_vm(of.vm_id);
    vm.is_some_and(|vm| qcow2::is_read_without_nbd(analysis, of.job, vm))
}

/// Returns XO's own words for a full that it explains.
fn stated_reason(full: &UnexpectedFull) -> Option<&str> {
    match &full.why {
        Reason::Stated(words) => Some(words),
        Reason::AfterFailure | Reason::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    fn world(cron: &str, runs: &[&str]) -> World {
        World::new("sr s ext vm web { disk root 9GiB on s }").past("j", cron, &["web"], runs)
    }

    #[test]
    fn severity_by_how_often() {
        let daily = |runs: &[&str]| world("0 22 * * *", runs);
        let cases = [
            ("the first one", daily(&["80h full", "57h delta", "33h delta", "9h delta"]), ""),
            ("one", daily(&["80h full", "57h delta", "33h full", "9h delta"]), "info job j"),
            ("two", daily(&["80h full", "57h full", "33h delta", "9h full"]), "info job j"),
            ("three", daily(&["80h full", "57h full", "33h full", "9h full"]), "warning job j"),
            ("XO tells of one", daily(&["57h delta", "33h fell", "9h delta"]), "info job j"),
            (
                "long ago",
                daily(&[
                    "300h full",
                    "200h full",
                    "120h delta",
                    "90h delta",
                    "60h delta",
                    "33h delta",
                    "9h delta",
                ]),
                "",
            ),
            (
                "not so long for a weekly job",
                world("0 22 * * 0", &["900h full", "700h full", "500h delta", "200h delta"]),
                "info job j",
            ),
            (
                "logs not read",
                {
                    let mut world = daily(&["57h full", "9h full"]);
                    world.backups.runs = None;
                    world
                },
                "",
            ),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
    }

    #[test]
    fn reports_since_when_and_why() {
        let found =
            find(&world("0 22 * * *", &["80h full", "57h failure", "33h full", "9h fell"]).analysis());
        let evidence = |key: &str| fact(&found[0], key);
        let since = crate::notation::NOW - SignedDuration::from_hours(33);
        assert_eq!(evidence("since_at"), Some(Value::from(since)));
        assert_eq!(
            (evidence("fulls"), evidence("why")),
            (Some(Value::from(2u32)), Some(Value::from("told")))
        );
        assert_eq!(evidence("moved_bytes"), Some(Value::from(Bytes::gib(40))));
        let found = find(&world("0 22 * * *", &["80h full", "57h failure", "33h full"]).analysis());
        assert_eq!(fact(&found[0], "why"), Some(Value::from("after_failure")));
    }
}
