//! When a schedule fires, around the observation.

use jiff::{SignedDuration, Timestamp};

use crate::backup::PlannedSchedule;
use crate::backup::cron::{Cron, ScheduleZone};
use crate::backup::triggers::rhythm;

/// How far back the firings of a schedule are needed, for the gap around the last success.
const RHYTHM_DAYS: i64 = 35;

/// The most firings of one schedule that are simulated: one a minute for 30 days, and a few more.
const FIRINGS_MAX: usize = 45_000;

/// The most firings of all schedules: 32 bytes each, and each draw plays them all. That is 45 schedules that fire every
/// minute, or 2,700 that fire every hour, for 30 days.
const ALL_MAX: usize = 2_000_000;

/// The fewest firings of one schedule among many: three months of daily runs.
const FIRINGS_LEAST: usize = 100;

/// Hours searched backwards at first; quadrupled until there are enough firings.
const FIRST_HOURS: i64 = 6;

/// Returns how many firings are simulated of each of this many schedules.
pub(super) fn most(schedules: usize) -> usize {
    (ALL_MAX / schedules.max(1)).clamp(FIRINGS_LEAST, FIRINGS_MAX)
}

/// The firings of a schedule in seconds after the observation, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Firings {
    /// From weeks ago to a while after the horizon.
    pub(super) all: Vec<f64>,
    /// More firings come before the horizon than are simulated.
    pub(super) cut: bool,
}

/// Lists when a schedule fires; at most `most` firings to come, and as many past ones.
pub(super) fn firings(planned: &PlannedSchedule, now: Timestamp, horizon: f64, most: usize) -> Firings {
    let Some((cron, zone)) = rhythm(&planned.schedule) else { return Firings::default() };
    let from = now.checked_sub(SignedDuration::from_secs(1)).unwrap_or(now);
    let end = horizon + (RHYTHM_DAYS * 86_400) as f64;
    let mut all = past(&cron, &zone, now, most);
    let before = all.len();
    let mut beyond = 0;
    let coming = cron.upcoming(&zone, from).map(|at| at.duration_since(now).as_secs_f64());
    let coming = coming.skip_while(|at| *at < 0.0).take(most).take_while(|&at| {
        // one after the horizon is needed for the last gap
        beyond += u32::from(at > horizon);
        beyond <= 2 && at <= end
    });
    all.extend(coming);
    let cut = all.len() - before >= most && all.last().is_some_and(|last| *last <= horizon);
    Firings { all, cut }
}

/// Lists the firings before the observation: of five weeks, or of less where those are too many.
fn past(cron: &Cron, zone: &ScheduleZone, now: Timestamp, most: usize) -> Vec<f64> {
    let mut known = Vec::new();
    let mut hours = FIRST_HOURS;
    loop {
        let Ok(from) = now.checked_sub(SignedDuration::from_hours(hours)) else { return known };
        let all = cron.upcoming(zone, from).map(|at| at.duration_since(now).as_secs_f64());
        let found: Vec<f64> = all.take_while(|at| *at < 0.0).take(most).collect();
        // the latest ones may be missing
        if found.len() >= most {
            return known;
        }
        known = found;
        if hours >= 24 * RHYTHM_DAYS {
            return known;
        }
        hours = (hours * 4).min(24 * RHYTHM_DAYS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::BackupPlan;
    use crate::model::{Backups, Job, JobKind, Mode, Schedule, VmPattern};
    use crate::notation;

    fn of(cron: &str, most: usize) -> Firings {
        let inventory = notation::inventory("sr s nfs 1TiB").unwrap();
        let job = Job {
            id: "job".into(),
            name: String::new(),
            kind: JobKind::Backup(Mode::Delta),
            vms: VmPattern::Ids(Vec::new()),
            source: None,
            remotes: Vec::new(),
            srs: Vec::new(),
            settings: std::collections::BTreeMap::new(),
            running: None,
        };
        let schedule = Schedule {
            id: "schedule".into(),
            job: "job".into(),
            name: String::new(),
            cron: cron.to_owned(),
            timezone: Some("utc".to_owned()),
            enabled: true,
        };
        let backups =
            Backups { jobs: Some(vec![job]), schedules: Some(vec![schedule]), ..Backups::default() };
        let plan = BackupPlan::build(&inventory, &backups, notation::NOW);
        firings(&plan.schedules()[0], notation::NOW, 30.0 * 86_400.0, most)
    }

    /// A schedule that fires every minute is simulated from now on, however its past is cut.
    #[test]
    fn what_comes_is_never_cut_for_what_was() {
        for (cron, most, cut) in [
            ("0 2 * * *", FIRINGS_MAX, false),
            ("0 * * * *", FIRINGS_MAX, false),
            ("* * * * *", FIRINGS_MAX, false),
            ("* * * * *", 2000, true),
            ("0 * * * *", 100, true),
        ] {
            let firings = of(cron, most);
            assert_eq!(firings.cut, cut, "{cron} {most}");
            assert!(firings.all.is_sorted_by(|a, b| a < b), "{cron}");
            assert!(firings.all.iter().any(|at| *at < 0.0), "{cron}: the gap around now");
            assert!(firings.all.iter().any(|at| (0.0..=86_400.0).contains(at)), "{cron}: what comes next");
            assert!(firings.all.len() <= 2 * most, "{cron} {most}");
        }
    }

    #[test]
    fn many_schedules_share_what_is_simulated() {
        assert_eq!([most(0), most(1), most(1000), most(1_000_000)], [45_000, 45_000, 2000, 100]);
    }
}
