//! Why an error comes: what stops the run, and what is behind it, with numbers.
//!
//! In: the draft, and the shortage met most often in the draws. Out: a chain of [`ForecastCause`]s, the nearest first,
//! without words.

use jiff::{SignedDuration, Timestamp};
use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calibrate::Draft;
use super::pace;
use super::priors::STUCK_FROM;
use super::sim::scenario::{Disk, SimJob, Unit};
use super::sim::{self, Incident, Shortage};
use crate::storage::Refusal;
use crate::units::Bytes;

/// Tolerance for the rounding of the instants of draws, in seconds.
const ROUNDING: f64 = 5.0;

const MINUTE: f64 = 60.0;

/// The share of the time to the next firing from which the length of a run explains why runs meet. Guess, half: shorter
/// ones leave room for twice as much.
const INFORMATIVE_PART: f64 = 0.5;

/// Why an error comes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ForecastCause {
    /// The SR has less free than the snapshot, or the copy, needs.
    Room {
        /// Bytes needed, in the median.
        #[serde(rename = "need_bytes")]
        need: Bytes,
        /// Bytes free then.
        #[serde(rename = "free_bytes")]
        free: Bytes,
        /// Bytes that all disks on the SR write in a mean day.
        #[serde(rename = "daily_bytes")]
        daily: Bytes,
    },
    /// The SR does not check beforehand: what fails is the snapshot itself, with `SR_BACKEND_FAILURE_81`, or the
    /// creation of a copy, with 78 (facts/storage-manager.md 2.8).
    SeenAs81,
    /// The SR has more free now: what is snapshotted and written until then uses it up.
    Shrinks {
        /// Bytes free now.
        #[serde(rename = "now_bytes")]
        now: Bytes,
        /// Bytes that are used up by then, beyond what merges give back.
        #[serde(rename = "by_bytes")]
        by: Bytes,
    },
    /// The chain has as many nodes as it may have.
    Depth {
        /// Nodes then.
        nodes: u32,
        /// Snapshots that the job keeps.
        kept: u32,
    },
    /// The chain has fewer nodes now.
    Grows {
        /// Nodes now.
        nodes: u32,
    },
    /// The collector of the SR does not run.
    CollectorOff,
    /// The collector of the SR seems stuck: nothing was merged since its host was started, or other disks were merged
    /// and this one was not.
    CollectorStuck,
    /// Merges take longer than the time between runs allows.
    Merges {
        /// Bytes per second at which the SR merges, as far as its past shows.
        #[serde(rename = "bytes_per_second")]
        speed: Bytes,
        /// Bytes that all disks on the SR write in a mean day.
        #[serde(rename = "daily_bytes")]
        daily: Bytes,
    },
    /// Inner merges wait: on the SR, or on the disk of the chain.
    Waiting {
        /// How many.
        merges: u32,
        /// Bytes to copy.
        bytes: Bytes,
    },
    /// Snapshots that no job keeps hold base copies there.
    Foreign {
        /// How many.
        snapshots: u32,
    },
    /// The job takes too long for its interval.
    Time {
        /// Bytes that its VMs write in a mean day.
        #[serde(rename = "daily_bytes")]
        daily: Bytes,
        /// Bytes per second of all its transfers together.
        #[serde(rename = "bytes_per_second")]
        speed: Bytes,
        /// A full backup is due within the horizon.
        full: bool,
    },
    /// Too little is known of the speed of the job's transfers, so it is a guess.
    SpeedUnknown {
        /// Bytes of the largest transfer in the logs.
        #[serde(rename = "largest_bytes")]
        largest: Bytes,
    },
    /// The last successful backup gets too old before another ends.
    Old {
        /// When it ended.
        #[schemars(with = "String")]
        since: Timestamp,
        /// How old it may get.
        #[serde(rename = "allowed_seconds", with = "whole_seconds")]
        #[schemars(with = "i64")]
        allowed: SignedDuration,
    },
    /// How long its runs took, and how soon the next one follows.
    Interval {
        /// From one firing to the next, where they are closest.
        #[serde(rename = "gap_seconds", with = "whole_seconds")]
        #[schemars(with = "i64")]
        gap: SignedDuration,
        /// From the start of a run to its end, the median of the known ones.
        #[serde(rename = "took_seconds", with = "whole_seconds")]
        #[schemars(with = "i64")]
        took: SignedDuration,
    },
}

/// Durations as whole seconds in a document.
mod whole_seconds {
    use jiff::SignedDuration;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(duration: &SignedDuration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(duration.as_secs())
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<SignedDuration, D::Error> {
        i64::deserialize(from).map(SignedDuration::from_secs)
    }
}

/// What is behind errors, gathered once.
pub(super) struct Causes {
    /// By SR.
    srs: Vec<SrTotals>,
    /// By job: the shortest time between two coming firings.
    gaps: Vec<Option<f64>>,
    /// By job: bytes that its VMs write in a mean day, and whether one of them occasionally gets a full backup.
    jobs: Vec<(f64, bool)>,
    /// By disk: the most snapshots that any job keeps of it.
    kept: Vec<u32>,
}

/// Totals over all disks of an SR.
#[derive(Clone, Copy, Default)]
struct SrTotals {
    /// Bytes written in a mean day.
    daily: f64,
    /// Waiting inner merges, and the bytes to copy.
    waiting: (u32, f64),
    /// Snapshots that no job keeps.
    foreign: u32,
}

impl Causes {
    pub(super) fn gather(draft: &Draft) -> Self {
        let scenario = &draft.scenario;
        let mut srs = vec![SrTotals::default(); scenario.srs.len()];
        for disk in &scenario.disks {
            let on = &mut srs[disk.sr as usize];
            on.daily += disk.daily;
            let (merges, bytes) = waiting(disk);
            on.waiting = (on.waiting.0 + merges, on.waiting.1 + bytes);
        }
        // disks that share a base copy share the snapshots on it
        let mut counted = FxHashSet::default();
        for foreign in draft.foreign.iter().filter(|foreign| counted.insert(foreign.vdi)) {
            srs[scenario.disks[foreign.disk as usize].sr as usize].foreign += 1;
        }
        let mut gaps: Vec<Option<f64>> = vec![None; scenario.jobs.len()];
        let mut last: Vec<Option<f64>> = vec![None; scenario.jobs.len()];
        for fire in &scenario.fires {
            let job = fire.job as usize;
            if let Some(before) = last[job].replace(fire.at) {
                let gap = fire.at - before;
                gaps[job] = Some(gaps[job].map_or(gap, |least| least.min(gap)));
            }
        }
        let mut kept = vec![0; scenario.disks.len()];
        for unit in &scenario.units {
            let of_unit = unit.per_schedule.iter().map(|kept| kept.snapshots).max().unwrap_or(0);
            for of in &unit.disks {
                let of_disk = &mut kept[of.disk as usize];
                *of_disk = of_unit.max(*of_disk);
            }
        }
        let of_job = |job: &SimJob| {
            let units = job.units.iter().map(|&unit| &scenario.units[unit as usize]);
            let disks = units.clone().flat_map(|unit| &unit.disks);
            let daily = disks.map(|of| scenario.disks[of.disk as usize].daily).sum();
            let mut kept = units.flat_map(|unit| &unit.per_schedule);
            (daily, kept.any(|kept| kept.full_interval > 0))
        };
        Self { srs, gaps, jobs: scenario.jobs.iter().map(of_job).collect(), kept }
    }

    /// Returns why an error comes, the nearest cause first, or `None` if nothing is known of the shortage. `first` is
    /// when it comes, in seconds after `now`.
    pub(super) fn of(
        &self,
        draft: &Draft,
        unit: Option<u32>,
        job: Option<u32>,
        error: Incident,
        short: Option<Shortage>,
        (now, first): (Timestamp, f64),
    ) -> Option<Vec<ForecastCause>> {
        let spec = unit.map(|unit| &draft.scenario.units[unit as usize]);
        match error {
            Incident::NoSpace => Some(self.room(draft, short?)),
            Incident::ChainTooLong => Some(self.depth(draft, short?)),
            Incident::UnhealthyChain => self.merges(draft, spec?),
            Incident::AlreadyRunning => self.time(draft, job?),
            Incident::RpoMissed => {
                let spec = spec?;
                let old = old(draft, spec, now, first);
                let time = self.time(draft, spec.job)?;
                Some(old.into_iter().chain(time).collect())
            }
        }
    }

    fn room(&self, draft: &Draft, short: Shortage) -> Vec<ForecastCause> {
        let on = self.srs[short.sr as usize];
        let place = &draft.scenario.srs[short.sr as usize];
        let disk = &draft.scenario.disks[short.disk as usize];
        let room =
            ForecastCause::Room { need: bytes(short.need), free: bytes(short.free), daily: bytes(on.daily) };
        let gone = place.free.map(|now| (now, now - short.free)).filter(|(_, gone)| *gone >= 1.0);
        let shrinks = gone.map(|(now, gone)| ForecastCause::Shrinks { now: bytes(now), by: bytes(gone) });
        let seen = (disk.rules.refusal() == Some(Refusal::Full81)).then_some(ForecastCause::SeenAs81);
        let behind =
            [seen, shrinks, stopped(draft, disk), waiting_cause(on.waiting), foreign_cause(on.foreign)];
        std::iter::once(room).chain(behind.into_iter().flatten()).collect()
    }

    fn merges(&self, draft: &Draft, unit: &Unit) -> Option<Vec<ForecastCause>> {
        let disks = unit.disks.iter().map(|of| &draft.scenario.disks[of.disk as usize]);
        let sr = disks.clone().next()?.sr;
        let on = self.srs[sr as usize];
        let slow = || ForecastCause::Merges {
            speed: pace::of(&draft.scenario.srs[sr as usize]).speed.bytes_a_second().best,
            daily: bytes(on.daily),
        };
        let first = disks.clone().find_map(|disk| stopped(draft, disk)).unwrap_or_else(slow);
        Some([Some(first), waiting_cause(on.waiting)].into_iter().flatten().collect())
    }

    fn time(&self, draft: &Draft, at: u32) -> Option<Vec<ForecastCause>> {
        let scenario = &draft.scenario;
        let job: &SimJob = &scenario.jobs[at as usize];
        let (daily, full) = self.jobs[at as usize];
        let total = &scenario.links.get(job.link as usize)?.total;
        let time = ForecastCause::Time {
            daily: bytes(daily),
            speed: bytes(total.iter().sum::<f64>() / total.len().max(1) as f64),
            full,
        };
        let unknown = draft.unknown_links.get(job.link as usize).copied().flatten();
        let unknown = unknown.map(|largest| ForecastCause::SpeedUnknown { largest: bytes(largest) });
        let interval = self.gaps[at as usize].zip(draft.took.get(at as usize).copied().flatten());
        let interval = interval.filter(|(gap, took)| *gap < MINUTE || *took >= *gap * INFORMATIVE_PART);
        let seconds = |seconds: f64| SignedDuration::from_secs(seconds.round() as i64);
        let interval =
            interval.map(|(gap, took)| ForecastCause::Interval { gap: seconds(gap), took: seconds(took) });
        Some([Some(time), unknown, interval].into_iter().flatten().collect())
    }

    fn depth(&self, draft: &Draft, short: Shortage) -> Vec<ForecastCause> {
        let disk = &draft.scenario.disks[short.disk as usize];
        let nodes = short.need as u32;
        let now = disk.bases.len() as u32 + 1;
        let from = draft.foreign.partition_point(|foreign| foreign.disk < short.disk);
        let foreign = draft.foreign[from..].partition_point(|foreign| foreign.disk == short.disk);
        let behind = [
            (now < nodes).then_some(ForecastCause::Grows { nodes: now }),
            stopped(draft, disk),
            waiting_cause(waiting(disk)),
            foreign_cause(foreign as u32),
        ];
        let kept = self.kept[short.disk as usize];
        std::iter::once(ForecastCause::Depth { nodes, kept }).chain(behind.into_iter().flatten()).collect()
    }
}

/// Returns the last known successful backup, if it gets too old before another ends.
fn old(draft: &Draft, unit: &Unit, now: Timestamp, first: f64) -> Option<ForecastCause> {
    let (end, start) = unit.last_success?;
    let allowed = sim::rpo_limit(&draft.scenario.jobs[unit.job as usize].rhythm, start);
    if (end + allowed - first).abs() > ROUNDING {
        return None;
    }
    let seconds = |seconds: f64| SignedDuration::try_from_secs_f64(seconds.round()).ok();
    Some(ForecastCause::Old { since: now.checked_add(seconds(end)?).ok()?, allowed: seconds(allowed)? })
}

/// Returns why nothing is merged on a disk, if the reason is not mere slowness.
fn stopped(draft: &Draft, disk: &Disk) -> Option<ForecastCause> {
    let place = &draft.scenario.srs[disk.sr as usize];
    if place.collector_off {
        return Some(ForecastCause::CollectorOff);
    }
    (place.stuck >= STUCK_FROM || disk.stuck >= STUCK_FROM).then_some(ForecastCause::CollectorStuck)
}

/// Counts the waiting inner merges of a disk, and the bytes to copy.
fn waiting(disk: &Disk) -> (u32, f64) {
    disk.waiting().fold((0, 0.0), |(merges, sum), data| (merges + 1, sum + data))
}

fn waiting_cause((merges, data): (u32, f64)) -> Option<ForecastCause> {
    (merges > 0).then(|| ForecastCause::Waiting { merges, bytes: bytes(data) })
}

fn foreign_cause(snapshots: u32) -> Option<ForecastCause> {
    (snapshots > 0).then_some(ForecastCause::Foreign { snapshots })
}

fn bytes(bytes: f64) -> Bytes {
    Bytes(bytes as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::calibrate::HangingSnapshot;
    use crate::forecast::sim::samples::{GIB, HOUR, small};
    use crate::forecast::sim::scenario::{Base, Scenario};
    use crate::model::VdiIdx;
    use crate::notation::NOW;

    const SHORT: Shortage = Shortage { disk: 0, sr: 0, need: 8.0 * GIB, free: 4.0 * GIB };

    fn gib(gib: u64) -> Bytes {
        Bytes::gib(gib)
    }

    /// Returns the causes of an error of the only VM, or of its job, that first comes after this many hours.
    fn causes(draft: &Draft, error: Incident, short: Option<Shortage>, hours: f64) -> Vec<ForecastCause> {
        let unit = (error != Incident::AlreadyRunning).then_some(0);
        let first = (NOW, hours * HOUR);
        Causes::gather(draft).of(draft, unit, Some(0), error, short, first).unwrap()
    }

    #[test]
    fn what_stands_behind_a_lack_of_room() {
        let room = ForecastCause::Room { need: gib(8), free: gib(4), daily: gib(10) };
        let of = |driver: &str, change: &dyn Fn(&mut Scenario)| {
            let mut scenario = small(driver);
            scenario.srs[0].free = Some(4.0 * GIB);
            change(&mut scenario);
            causes(&Draft::sample(scenario), Incident::NoSpace, Some(SHORT), 6.0)
        };
        let waits = |scenario: &mut Scenario| {
            let base = |id, held| Base { data: 3.0 * GIB, id, held };
            scenario.disks[0].bases = vec![base(0, 0), base(1, 0), base(2, 1)];
        };
        type Case<'a> = (&'a str, &'a str, &'a dyn Fn(&mut Scenario), &'a [ForecastCause]);
        let cases: [Case<'_>; 7] = [
            ("as it is", "lvm", &|_| {}, &[]),
            ("a driver without a guard", "nfs", &|_| {}, &[ForecastCause::SeenAs81]),
            (
                "more is free now",
                "lvm",
                &|scenario| scenario.srs[0].free = Some(9.0 * GIB),
                &[ForecastCause::Shrinks { now: gib(9), by: gib(5) }],
            ),
            ("unknown what is free", "lvm", &|scenario| scenario.srs[0].free = None, &[]),
            ("off", "lvm", &|scenario| scenario.srs[0].collector_off = true, &[ForecastCause::CollectorOff]),
            ("stuck", "lvm", &|scenario| scenario.disks[0].stuck = 0.6, &[ForecastCause::CollectorStuck]),
            ("merges wait", "lvm", &waits, &[ForecastCause::Waiting { merges: 2, bytes: gib(6) }]),
        ];
        for (case, driver, change, behind) in cases {
            assert_eq!(of(driver, change), [&[room][..], behind].concat(), "{case}");
        }
    }

    #[test]
    fn foreign_snapshots_are_counted_where_they_are() {
        let mut draft = Draft::sample(small("lvm"));
        draft.foreign = (0..3)
            .map(|at| HangingSnapshot { disk: 0, base: 0, vdi: VdiIdx(at), is_of_job: false })
            .collect();
        let of = |error, short| causes(&draft, error, Some(short), 6.0).last().copied();
        assert_eq!(of(Incident::NoSpace, SHORT), Some(ForecastCause::Foreign { snapshots: 3 }));
        let full = Shortage { need: 30.0, free: 30.0, ..SHORT };
        assert_eq!(of(Incident::ChainTooLong, full), Some(ForecastCause::Foreign { snapshots: 3 }));
    }

    #[test]
    fn a_chain_grows_to_its_limit() {
        let full = Some(Shortage { need: 30.0, free: 30.0, ..SHORT });
        let mut scenario = small("nfs");
        scenario.units[0].per_schedule[0].snapshots = 40;
        let depth = ForecastCause::Depth { nodes: 30, kept: 40 };
        let of =
            |scenario: &Scenario| causes(&Draft::sample(scenario.clone()), Incident::ChainTooLong, full, 6.0);
        assert_eq!(of(&scenario), [depth, ForecastCause::Grows { nodes: 2 }]);
        scenario.disks[0].bases = (0..29).map(|id| Base { data: GIB, id, held: 1 }).collect();
        assert_eq!(of(&scenario), [depth], "it is there now");
    }

    /// The last backup ended five hours ago, and 18 are allowed.
    #[test]
    fn a_backup_gets_too_old_or_ends_too_late() {
        let mut draft = Draft::sample(small("nfs"));
        draft.took = vec![Some(6.0 * HOUR)];
        let time = ForecastCause::Time { daily: gib(10), speed: Bytes(100_000_000), full: false };
        let hours = SignedDuration::from_hours;
        let interval = ForecastCause::Interval { gap: hours(12), took: hours(6) };
        let old = ForecastCause::Old { since: NOW - hours(5), allowed: hours(18) };
        assert_eq!(causes(&draft, Incident::RpoMissed, None, 13.0), [old, time, interval]);
        assert_eq!(causes(&draft, Incident::RpoMissed, None, 30.0), [time, interval]);
        assert_eq!(causes(&draft, Incident::AlreadyRunning, None, 18.0), [time, interval]);
    }

    /// Runs of minutes do not explain why a run meets the next one twelve hours later; those of hours do.
    #[test]
    fn short_runs_are_no_reason() {
        let mut draft = Draft::sample(small("nfs"));
        let mut of = |took: f64| {
            draft.took = vec![Some(took)];
            let causes = causes(&draft, Incident::AlreadyRunning, None, 18.0);
            causes.iter().any(|cause| matches!(cause, ForecastCause::Interval { .. }))
        };
        assert_eq!([20.0, HOUR, 6.0 * HOUR, 13.0 * HOUR].map(&mut of), [false, false, true, true]);
    }

    #[test]
    fn a_speed_without_evidence_is_unknown() {
        let mut draft = Draft::sample(small("nfs"));
        draft.unknown_links = vec![Some(3.0 * 1_048_576.0)];
        let unknown = ForecastCause::SpeedUnknown { largest: Bytes::mib(3) };
        assert_eq!(causes(&draft, Incident::AlreadyRunning, None, 18.0).get(1), Some(&unknown));
    }

    #[test]
    fn merges_are_off_or_slow() {
        let mut scenario = small("nfs");
        let slow = ForecastCause::Merges { speed: Bytes(50_000_000), daily: gib(10) };
        let of = |scenario: &Scenario| {
            causes(&Draft::sample(scenario.clone()), Incident::UnhealthyChain, None, 6.0)
        };
        assert_eq!(of(&scenario), [slow]);
        scenario.srs[0].stuck = 0.3;
        assert_eq!(of(&scenario), [slow], "hardly");
        scenario.srs[0].stuck = 0.5;
        assert_eq!(of(&scenario), [ForecastCause::CollectorStuck]);
    }

    /// What is written down can be read again, with units in the names.
    #[test]
    fn causes_are_values() {
        let cases = [
            (
                ForecastCause::Interval {
                    gap: SignedDuration::from_mins(5),
                    took: SignedDuration::from_secs(7),
                },
                r#"{"code":"interval","gap_seconds":300,"took_seconds":7}"#,
            ),
            (
                ForecastCause::Room { need: Bytes(3), free: Bytes(2), daily: Bytes(1) },
                r#"{"code":"room","need_bytes":3,"free_bytes":2,"daily_bytes":1}"#,
            ),
            (ForecastCause::CollectorOff, r#"{"code":"collector_off"}"#),
        ];
        for (cause, text) in cases {
            assert_eq!(serde_json::to_string(&cause).unwrap(), text);
            assert_eq!(serde_json::from_str::<ForecastCause>(text).unwrap(), cause);
        }
    }
}
