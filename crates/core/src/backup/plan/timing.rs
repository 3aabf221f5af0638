//! When each schedule starts its job: by its own pattern, or through a sequence.
//!
//! In: schedules, sequences, an instant. Out: one [`Timing`] per schedule. A sequence is a job that starts other
//! schedules one after another, whether or not these are enabled (XO's `schedule.runSequence`, facts/xo-protocol.md
//! 4.8); a sequence may name the schedules of other sequences.

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::backup::cron::{Cron, CronError, ScheduleZone, ZoneError};
use crate::model::{Job, JobId, JobKind, Schedule, ScheduleId};

/// When a schedule starts its job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// What its pattern says, whether it is enabled or not.
    pub pattern: SchedulePattern,
    /// Whether it fires by itself: it is enabled, and XO can read it.
    pub by_itself: bool,
    /// Whether a sequence that starts by itself names it.
    pub by_sequence: bool,
    /// The first start of either kind. Within a sequence it is the start of the sequence: a schedule that is not the
    /// first starts later, when those before it have ended. `None` if it never starts, or if that cannot be
    /// determined.
    pub next_run: Option<Timestamp>,
}

impl Timing {
    /// Returns whether anything starts the job automatically.
    #[must_use]
    pub fn starts(&self) -> bool {
        self.by_itself || self.by_sequence
    }
}

/// What the pattern and the zone of a schedule say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchedulePattern {
    /// The next firing is at this instant.
    Next(Timestamp),
    /// XO finds no date for the pattern and never fires it.
    Never,
    /// The zone is the server's own, which is unknown.
    ServerZone,
    /// The zone is not known here; XO fires the pattern in some zone.
    UnknownZone(ZoneError),
    /// XO refuses the pattern and never fires it.
    Refused(CronError),
}

impl SchedulePattern {
    fn read(schedule: &Schedule, now: Timestamp) -> Self {
        let cron = match Cron::parse(&schedule.cron) {
            Ok(cron) => cron,
            Err(error) => return Self::Refused(error),
        };
        let zone = match ScheduleZone::parse(schedule.timezone.as_deref()) {
            Ok(zone) => zone,
            Err(error) => return Self::UnknownZone(error),
        };
        if zone.is_server_local() {
            return Self::ServerZone;
        }
        cron.next(&zone, now).map_or(Self::Never, Self::Next)
    }

    fn fires(&self) -> bool {
        !matches!(self, Self::Never | Self::Refused(_))
    }

    fn next(&self) -> Option<Timestamp> {
        match self {
            Self::Next(instant) => Some(*instant),
            _ => None,
        }
    }
}

/// Returns the timing of each schedule, in order.
pub(super) fn timings(schedules: &[Schedule], calls: &[Job], now: Timestamp) -> Vec<Timing> {
    let mut timings: Vec<Timing> = schedules.iter().map(|schedule| by_itself(schedule, now)).collect();
    let mut sources: Vec<usize> = (0..timings.len()).filter(|&at| timings[at].by_itself).collect();
    // the earliest first: what a sequence starts takes the time of the first source that reaches it
    sources.sort_by_key(|&at| timings[at].next_run.unwrap_or(Timestamp::MAX));
    let sequences = Sequences::new(schedules, calls);
    let mut walked = FxHashSet::default();
    for source in sources {
        let start = timings[source].pattern.next();
        let mut waiting = vec![&schedules[source].job];
        while let Some(job) = waiting.pop() {
            if !walked.insert(job) {
                continue;
            }
            for at in sequences.schedules_of(job) {
                let timing = &mut timings[at];
                timing.by_sequence = true;
                timing.next_run = earliest(timing.next_run, start);
                waiting.push(&schedules[at].job);
            }
        }
    }
    timings
}

fn by_itself(schedule: &Schedule, now: Timestamp) -> Timing {
    let pattern = SchedulePattern::read(schedule, now);
    let by_itself = schedule.enabled && pattern.fires();
    let next_run = if by_itself { pattern.next() } else { None };
    Timing { pattern, by_itself, by_sequence: false, next_run }
}

fn earliest(a: Option<Timestamp>, b: Option<Timestamp>) -> Option<Timestamp> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        _ => a.or(b),
    }
}

/// What the sequences start.
struct Sequences<'a> {
    named: FxHashMap<&'a JobId, &'a [ScheduleId]>,
    positions: FxHashMap<&'a ScheduleId, usize>,
}

impl<'a> Sequences<'a> {
    fn new(schedules: &'a [Schedule], calls: &'a [Job]) -> Self {
        let named = calls.iter().filter_map(|job| match &job.kind {
            JobKind::Sequence(schedules) => Some((&job.id, schedules.as_slice())),
            _ => None,
        });
        let positions = schedules.iter().enumerate().map(|(at, schedule)| (&schedule.id, at));
        Self { named: named.collect(), positions: positions.collect() }
    }

    /// Lists the positions of the schedules that a job starts; those that are gone are left out.
    fn schedules_of(&self, job: &JobId) -> impl Iterator<Item = usize> + '_ {
        let named = self.named.get(job).copied().unwrap_or_default();
        named.iter().filter_map(|id| self.positions.get(id).copied())
    }
}
