//! XOH-501: the pattern or zone of a schedule cannot be read.
//!
//! XO's scheduler refuses it, so it does not start the job. Warning if the schedule is enabled, otherwise info.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::ScheduleUnreadable;
use crate::findings::{Finding, Severity, Subject, SubjectKind};
use crate::model::{JobId, ScheduleId};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let all = analysis.plan().unreadable.iter();
    all.map(|(schedule, job, problem, enabled)| finding(analysis, schedule, job, problem, *enabled)).collect()
}

fn finding(analysis: &Analysis, id: &ScheduleId, job: &JobId, problem: &str, enabled: bool) -> Finding {
    let schedules = analysis.backups().schedules.iter().flatten();
    let schedule = schedules.into_iter().find(|schedule| schedule.id == *id);
    Finding::new(
        if enabled { Severity::Warning } else { Severity::Info },
        Subject { kind: SubjectKind::Job, id: job.to_string(), name: subjects::job_name(analysis, job) },
        ScheduleUnreadable {
            schedule: schedule.map_or_else(|| id.to_string(), subjects::schedule_name),
            schedule_id: id.to_string(),
            cron: schedule.map(|schedule| schedule.cron.clone()),
            timezone: schedule.and_then(|schedule| schedule.timezone.clone()),
            problem: problem.to_owned(),
            enabled,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn severity_by_switch() {
        for (enabled, expected) in [(true, "warning job j"), (false, "info job j")] {
            let mut world = World::new("");
            let problem = "dayOfWeek: missing alias or integer at character 8".to_owned();
            world.plan.unreadable.push(("n".into(), "j".into(), problem, enabled));
            assert_eq!(show(&find(&world.analysis())), expected);
        }
        assert_eq!(show(&find(&World::new("").analysis())), "");
    }
}
