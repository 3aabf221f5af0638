//! What errors share that one change removes.

use crate::forecast::calibrate::Draft;
use crate::forecast::sim::scenario::{Disk, Scenario, Unit};
use crate::forecast::sim::{Incident, Shortage};

/// What errors share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::forecast) enum Group {
    /// An SR without room.
    Room(u32),
    /// A disk whose chain gets too long.
    Depth(u32),
    /// An SR whose collector does not keep up.
    Merges(u32),
    /// A job that takes too long.
    Time(u32),
}

impl Group {
    /// Returns the group of an error.
    pub(in crate::forecast) fn of(
        draft: &Draft,
        unit: Option<u32>,
        job: Option<u32>,
        error: Incident,
        short: Option<Shortage>,
    ) -> Option<Self> {
        let of_unit = unit.map(|unit| &draft.scenario.units[unit as usize]);
        let first_sr = || {
            let disk = of_unit?.disks.first()?;
            Some(draft.scenario.disks[disk.disk as usize].sr)
        };
        match error {
            Incident::NoSpace => short.map(|short| short.sr).or_else(first_sr).map(Self::Room),
            Incident::ChainTooLong => short.map(|short| Self::Depth(short.disk)),
            Incident::UnhealthyChain => first_sr().map(Self::Merges),
            Incident::RpoMissed | Incident::AlreadyRunning => {
                job.or(of_unit.map(|unit| unit.job)).map(Self::Time)
            }
        }
    }

    /// Returns whether a disk belongs to the group.
    pub(super) fn has_disk(self, at: u32, disk: &Disk) -> bool {
        match self {
            Self::Room(sr) | Self::Merges(sr) => disk.sr == sr,
            Self::Depth(only) => at == only,
            Self::Time(_) => false,
        }
    }

    fn has_unit(self, scenario: &Scenario, unit: &Unit) -> bool {
        let mut disks = unit.disks.iter().flat_map(|of| [Some(of.disk), of.replica]).flatten();
        match self {
            Self::Time(job) => unit.job == job,
            _ => disks.any(|disk| self.has_disk(disk, &scenario.disks[disk as usize])),
        }
    }

    /// Lists the jobs of the group in ascending order.
    pub(super) fn jobs(self, scenario: &Scenario) -> Vec<u32> {
        let units = scenario.units.iter().filter(|unit| self.has_unit(scenario, unit));
        let mut jobs: Vec<u32> = units.map(|unit| unit.job).collect();
        jobs.sort_unstable();
        jobs.dedup();
        jobs
    }

    /// Iterates over the disks of the group.
    pub(super) fn disks(self, scenario: &Scenario) -> impl Iterator<Item = (u32, &Disk)> {
        (0..).zip(&scenario.disks).filter(move |(at, disk)| self.has_disk(*at, disk))
    }
}
