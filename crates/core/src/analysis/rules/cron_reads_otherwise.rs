//! XOH-504: XO reads a schedule otherwise than cron would.
//!
//! Where: [`crate::backup::cron::reads_otherwise`]. Warning when a range comes out empty or shrinks to one day in an
//! enabled schedule: nobody writes `5-7` for that. Else info: XO's own editor numbers months from 0, so that whoever used
//! it meant what XO reads.

use std::collections::BTreeMap;

use super::about;
use crate::analysis::Analysis;
use crate::backup::cron::{Difference, Field, Reading, reads_otherwise};
use crate::findings::{Code, Evidence, Finding, Severity};
use crate::model::{Job, JobId, Schedule};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let jobs: BTreeMap<&JobId, &Job> = about::jobs(analysis).map(|job| (&job.id, job)).collect();
    let schedules = analysis.backups().schedules.iter().flatten();
    let with_jobs = schedules.filter_map(|schedule| Some((*jobs.get(&schedule.job)?, schedule)));
    with_jobs
        .flat_map(|(job, schedule)| {
            reads_otherwise(&schedule.cron).into_iter().map(|difference| tell(job, schedule, difference))
        })
        .collect()
}

fn tell(job: &Job, schedule: &Schedule, difference: Difference) -> Finding {
    let is_surprise =
        matches!(difference.reading, Reading::RangeEndsInSeven | Reading::BackwardRange) && schedule.enabled;
    Finding {
        code: Code::CronReadsOtherwise,
        severity: if is_surprise { Severity::Warning } else { Severity::Info },
        subject: about::job(job),
        evidence: Evidence::new()
            .with("schedule", about::schedule_name(schedule))
            .with("schedule_id", schedule.id.to_string())
            .with("cron", schedule.cron.clone())
            .with("field", field(difference.field))
            .with("written", difference.written)
            .with("reading", reading(difference.reading))
            .with("enabled", schedule.enabled),
    }
}

fn field(field: Field) -> &'static str {
    match field {
        Field::Minute => "minute",
        Field::Hour => "hour",
        Field::DayOfMonth => "day_of_month",
        Field::Month => "month",
        Field::DayOfWeek => "day_of_week",
    }
}

fn reading(reading: Reading) -> &'static str {
    match reading {
        Reading::MonthsFromZero => "months_from_zero",
        Reading::RangeEndsInSeven => "range_ends_in_seven",
        Reading::BackwardRange => "backward_range",
        Reading::StarInList => "star_in_list",
        Reading::EitherDay => "either_day",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn severity_by_reading() {
        let cases = [
            ("0 22 * * *", ""),
            ("0 22 * * 1-5", ""),
            ("0 22 * * 5-7", "warning job j"),
            ("off 0 22 * * 5-7", "info job j"),
            ("0 22-4 * * *", "warning job j"),
            ("0 22 1 1 *", "info job j"),
            ("0 22 * * *,5", "info job j"),
            ("0 22 */2 * 1", "info job j"),
            ("0 22 * * 5-", ""),
        ];
        for (cron, expected) in cases {
            let world = World::new("").past("j", cron, &[], &[]);
            assert_eq!(show(&find(&world.analysis())), expected, "{cron}");
        }
    }
}
