//! XOH-504: XO reads a schedule differently than cron would.
//!
//! The differences: [`crate::backup::cron::differences`]. Warning if a range becomes empty or shrinks to one day in
//! an enabled schedule: nobody writes `5-7` for that. Otherwise info: XO's own editor numbers months from 0, so whoever
//! used it meant what XO reads.

use std::collections::BTreeMap;

use super::support::subjects;
use crate::analysis::Analysis;
use crate::backup::cron::{Difference, Field, XoReading, differences};
use crate::findings::evidence::{CronField, CronReading, CronReadsOtherwise};
use crate::findings::{Finding, Severity};
use crate::model::{Job, JobId, Schedule};

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let jobs: BTreeMap<&JobId, &Job> = subjects::jobs(analysis).map(|job| (&job.id, job)).collect();
    let schedules = analysis.backups().schedules.iter().flatten();
    let with_jobs = schedules.filter_map(|schedule| Some((*jobs.get(&schedule.job)?, schedule)));
    with_jobs
        .flat_map(|(job, schedule)| {
            differences(&schedule.cron).into_iter().map(|difference| finding(job, schedule, difference))
        })
        .collect()
}

fn finding(job: &Job, schedule: &Schedule, difference: Difference) -> Finding {
    let is_surprise = matches!(difference.reading, XoReading::RangeEndsInSeven | XoReading::BackwardRange)
        && schedule.enabled;
    Finding::new(
        if is_surprise { Severity::Warning } else { Severity::Info },
        subjects::job(job),
        CronReadsOtherwise {
            schedule: subjects::schedule_name(schedule),
            schedule_id: schedule.id.to_string(),
            cron: schedule.cron.clone(),
            field: field(difference.field),
            written: difference.written,
            reading: reading(difference.reading),
            enabled: schedule.enabled,
        },
    )
}

fn field(field: Field) -> CronField {
    match field {
        Field::Minute => CronField::Minute,
        Field::Hour => CronField::Hour,
        Field::DayOfMonth => CronField::DayOfMonth,
        Field::Month => CronField::Month,
        Field::DayOfWeek => CronField::DayOfWeek,
    }
}

fn reading(reading: XoReading) -> CronReading {
    match reading {
        XoReading::MonthsFromZero => CronReading::MonthsFromZero,
        XoReading::RangeEndsInSeven => CronReading::RangeEndsInSeven,
        XoReading::BackwardRange => CronReading::BackwardRange,
        XoReading::StarInList => CronReading::StarInList,
        XoReading::EitherDay => CronReading::EitherDay,
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
