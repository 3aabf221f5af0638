//! XOH-503: a run has lasted too long and blocks the next ones.
//!
//! XO starts no run of a job while one is in progress: each later one ends at once with "already running"
//! (facts/xo-protocol.md 5.5). When a run counts as stuck: [`crate::backup::history`]. Warning; a run of a job that no
//! longer exists blocks nothing and is left out.

use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::history::{JobHistory, RunOutcome};
use crate::findings::evidence::StuckRun;
use crate::findings::{Finding, Instant, Severity};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let Some(history) = analysis.history() else { return Vec::new() };
    history.jobs().iter().filter_map(|past| judge(analysis, past)).collect()
}

fn judge(analysis: &Analysis, past: &JobHistory) -> Option<Finding> {
    let at = past.runs.iter().position(|past| past.outcome == RunOutcome::Stuck)?;
    let job = subjects::find_job(analysis, &past.job)?;
    let run = past.runs[at].of(analysis.runs());
    let refused = past.runs[at..].iter().filter(|past| past.outcome == RunOutcome::AlreadyRunning).count();
    let longest = past.typical.and_then(|typical| u64::try_from(typical.longest.as_mins()).ok());
    Some(Finding::new(
        Severity::Warning,
        subjects::job(job),
        StuckRun {
            started_at: run.start.map(Instant),
            run_id: run.id.to_string(),
            longest_minutes: longest,
            refused: count(refused),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    #[test]
    fn pending_for_too_long() {
        let runs = |past: &[&str]| {
            World::new("sr s ext vm web { disk root 9GiB on s }").past(
                "nightly",
                "0 22 * * *",
                &["web"],
                past,
            )
        };
        let mut deleted = runs(&["60h success", "30h pending"]);
        deleted.jobs().clear();
        let cases = [
            ("at work", runs(&["60h success", "2h pending"]), ""),
            ("six hours are allowed", runs(&["60h success", "6h pending"]), ""),
            ("and no more", runs(&["60h success", "7h pending"]), "warning job nightly"),
            ("a first run may take a day", runs(&["24h pending"]), ""),
            ("and no more", runs(&["25h pending"]), "warning job nightly"),
            ("interrupted is not stuck", runs(&["60h success", "30h interrupted"]), ""),
            ("its job is gone", deleted, ""),
        ];
        for (case, world, expected) in cases {
            assert_eq!(show(&find(&world.analysis())), expected, "{case}");
        }
        let blocked = runs(&["90h refused", "60h pending", "36h refused", "12h refused"]);
        let found = find(&blocked.analysis());
        assert_eq!(fact(&found[0], "refused"), Some(Value::from(2u32)));
    }
}
