//! What happened in the draws: for each VM in a job and each error, when it first came, and which runs failed.

use std::num::NonZero;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::forecast::priors;

/// The five predicted errors, which keep a backup from being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Incident {
    /// `SR_BACKEND_FAILURE_44`: not enough space; on file SRs 81 or 78.
    NoSpace,
    /// `SR_BACKEND_FAILURE_109`: the chain is too long.
    ChainTooLong,
    /// XO skips the VM: `unhealthy VDI chain`.
    UnhealthyChain,
    /// The last successful backup is older than 1.5 times the interval.
    RpoMissed,
    /// The job still runs when its schedule fires: `the job (…) is already running`.
    AlreadyRunning,
}

impl Incident {
    /// All errors, in the order of their keys.
    pub const ALL: [Self; 5] =
        [Self::NoSpace, Self::ChainTooLong, Self::UnhealthyChain, Self::RpoMissed, Self::AlreadyRunning];

    const OF_VMS: usize = 4;

    /// Returns its name, as histories keep it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoSpace => "no_space",
            Self::ChainTooLong => "chain_too_long",
            Self::UnhealthyChain => "unhealthy_chain",
            Self::RpoMissed => "rpo_missed",
            Self::AlreadyRunning => "already_running",
        }
    }

    fn of_vm(self) -> usize {
        match self {
            Self::NoSpace => 0,
            Self::ChainTooLong => 1,
            Self::UnhealthyChain => 2,
            Self::RpoMissed => 3,
            // it never concerns one VM
            Self::AlreadyRunning => 3,
        }
    }
}

/// A shortage of an SR.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shortage {
    /// The disk that was to be snapshotted or filled.
    pub(crate) disk: u32,
    /// The SR.
    pub(crate) sr: u32,
    /// Bytes needed (nodes, if the chain is too long).
    pub(crate) need: f64,
    /// Bytes that were free (the limit, if the chain is too long).
    pub(crate) free: f64,
}

/// The first time that an error came in one draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct First {
    /// Its key: a VM in a job with an error, or a job.
    pub(crate) key: u32,
    /// The draw, from 0.
    pub(crate) draw: u32,
    /// When it came, in seconds.
    pub(crate) at: f32,
    /// For a storage error, its number among the shortages, from 1. A large server has millions of firsts, most
    /// of them without one.
    short: Option<NonZero<u32>>,
}

impl First {
    /// Builds one for a test; `short` is its number among the shortages, from 1.
    #[cfg(test)]
    pub(crate) fn new(key: u32, draw: u32, at: f32, short: Option<u32>) -> Self {
        Self { key, draw, at, short: short.and_then(NonZero::new) }
    }

    /// Returns the same with this many shortages listed before its own.
    pub(super) fn after(self, shorts: usize) -> Self {
        Self { short: self.short.and_then(|short| short.checked_add(shorts as u32)), ..self }
    }

    /// Finds its shortage.
    pub(super) fn short(self, shorts: &[Shortage]) -> Option<Shortage> {
        shorts.get(self.short?.get() as usize - 1).copied()
    }
}

/// Numbers the predicted errors: units first, four errors each, then jobs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys {
    /// Number of VMs in jobs.
    pub(crate) units: usize,
    /// Number of jobs.
    pub(crate) jobs: usize,
}

impl Keys {
    pub(crate) fn count(self) -> usize {
        self.units * Incident::OF_VMS + self.jobs
    }

    pub(crate) fn unit(unit: u32, error: Incident) -> u32 {
        unit * Incident::OF_VMS as u32 + error.of_vm() as u32
    }

    pub(crate) fn job(self, job: u32) -> u32 {
        (self.units * Incident::OF_VMS) as u32 + job
    }

    /// Returns the meaning of a key: a unit and its error, or a job.
    pub(crate) fn read(self, key: u32) -> (Option<u32>, Option<u32>, Incident) {
        let of_units = (self.units * Incident::OF_VMS) as u32;
        if key >= of_units {
            return (None, Some(key - of_units), Incident::AlreadyRunning);
        }
        (Some(key / Incident::OF_VMS as u32), None, Incident::ALL[key as usize % Incident::OF_VMS])
    }
}

/// A run's backup of a VM that failed: the firing, the unit (`None` if the whole run was refused), the error.
pub(crate) type FailedUnit = (u32, Option<u32>, Incident);

/// The record of some draws.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    known: Vec<bool>,
    pub(super) firsts: Vec<First>,
    /// The shortages, in the order of the firsts that refer to them.
    pub(super) shorts: Vec<Shortage>,
    /// In how many draws each backup failed.
    pub(super) failures: FxHashMap<FailedUnit, u32>,
    /// What was free: draw after draw, step after step, one SR after the other.
    pub(super) rooms: Vec<f32>,
    /// Where the present draw begins in `rooms`.
    rooms_began: usize,
    /// Where the present draw begins in `firsts` and in `shorts`.
    began: (usize, usize),
    /// What failed in the present draw.
    present: Vec<FailedUnit>,
}

impl Ledger {
    /// Discards the present draw.
    pub(super) fn forget(&mut self) {
        self.firsts.truncate(self.began.0);
        self.shorts.truncate(self.began.1);
        self.rooms.truncate(self.rooms_began);
        for failure in self.present.drain(..) {
            if let Some(count) = self.failures.get_mut(&failure) {
                *count -= 1;
            }
        }
        self.failures.retain(|_, count| *count > 0);
    }
}

/// Records what happens in one draw.
#[derive(Debug)]
pub(super) struct DrawRecorder<'a> {
    /// By SR: the least that was left beyond what was needed.
    pub(super) slack: Vec<f64>,
    keys: Keys,
    draw: u32,
    /// How much of `rooms` is from other draws; `None` in a draw that does not record room.
    rooms_before: Option<usize>,
    ledger: &'a mut Ledger,
}

impl<'a> DrawRecorder<'a> {
    pub(super) fn new(keys: Keys, draw: u32, ledger: &'a mut Ledger) -> Self {
        ledger.known.clear();
        ledger.known.resize(keys.count(), false);
        ledger.began = (ledger.firsts.len(), ledger.shorts.len());
        ledger.rooms_began = ledger.rooms.len();
        ledger.present.clear();
        let rooms_before = (draw < priors::ROOM_PATHS).then_some(ledger.rooms.len());
        Self { slack: Vec::new(), keys, draw, rooms_before, ledger }
    }

    pub(super) fn unit(&mut self, unit: u32, error: Incident, at: f64, short: Option<Shortage>) {
        self.note(Keys::unit(unit, error), at, short);
    }

    /// Records that the backup of a unit failed in the run of a firing.
    pub(super) fn failure(&mut self, fire: u32, unit: Option<u32>, error: Incident) {
        let failure = (fire, unit, error);
        self.ledger.present.push(failure);
        *self.ledger.failures.entry(failure).or_default() += 1;
    }

    /// Records what an operation needed, and what was free.
    pub(super) fn asked(&mut self, sr: u32, need: f64, free: f64) {
        if let Some(slack) = self.slack.get_mut(sr as usize) {
            *slack = slack.min(free - need);
        }
    }

    /// Returns whether this draw records what is free.
    pub(super) fn is_watching(&self) -> bool {
        self.rooms_before.is_some()
    }

    /// Returns how many values of free space this draw has recorded.
    pub(super) fn watched(&self) -> usize {
        self.ledger.rooms.len() - self.rooms_before.unwrap_or(0)
    }

    /// Records what is free on the next SR.
    pub(super) fn watch(&mut self, free: f64) {
        self.ledger.rooms.push(free as f32);
    }

    pub(super) fn job(&mut self, job: u32, at: f64) {
        self.note(self.keys.job(job), at, None);
    }

    fn note(&mut self, key: u32, at: f64, short: Option<Shortage>) {
        if !std::mem::replace(&mut self.ledger.known[key as usize], true) {
            let short = short.and_then(|short| {
                self.ledger.shorts.push(short);
                NonZero::new(self.ledger.shorts.len() as u32)
            });
            self.ledger.firsts.push(First { key, draw: self.draw, at: at as f32, short });
        }
    }
}
