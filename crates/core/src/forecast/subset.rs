//! A part of a scenario: what touches one SR, one job or one disk, so that "what if" is cheap on a large server.
//!
//! What is left out shares concurrency and links with what stays; an action is judged without it. In: a scenario and
//! what to keep. Out: the part, and the mapping of positions.

use super::sim::scenario::{RunUnderWay, Scenario, Unit};

/// A part of a scenario.
#[derive(Clone, Debug)]
pub(super) struct Subset {
    /// The part.
    pub(super) scenario: Scenario,
    /// Old positions of its units.
    units: Vec<u32>,
    /// Old positions of its disks.
    disks: Vec<u32>,
}

impl Subset {
    /// Keeps the wanted units, their disks, and all disks on `sr`, which write there too.
    pub(super) fn on(whole: &Scenario, sr: Option<u32>, wanted: impl Fn(&Unit) -> bool) -> Self {
        let units: Vec<u32> = positions(whole.units.iter().map(&wanted));
        let mut keep: Vec<bool> = whole.disks.iter().map(|disk| Some(disk.sr) == sr).collect();
        for &unit in &units {
            let unit = &whole.units[unit as usize];
            let of_unit = unit.disks.iter().flat_map(|disk| [Some(disk.disk), disk.replica]);
            of_unit.flatten().chain(unit.watched.iter().copied()).for_each(|disk| keep[disk as usize] = true);
        }
        let disks = positions(keep.into_iter());
        let mut part = Self { scenario: Scenario::default(), units, disks };
        part.scenario = part.cut(whole);
        part
    }

    /// Returns the new position of a unit.
    pub(super) fn unit(&self, unit: u32) -> Option<u32> {
        self.units.binary_search(&unit).ok().map(|at| at as u32)
    }

    /// Returns the old position of a unit of the part.
    pub(super) fn old_unit(&self, unit: u32) -> u32 {
        self.units[unit as usize]
    }

    /// Returns the old position of a disk of the part.
    pub(super) fn old_disk(&self, disk: u32) -> u32 {
        self.disks[disk as usize]
    }

    /// Returns the new position of a disk.
    pub(super) fn disk(&self, disk: u32) -> Option<u32> {
        self.disks.binary_search(&disk).ok().map(|at| at as u32)
    }

    fn cut(&self, whole: &Scenario) -> Scenario {
        let unit = |old: &u32| self.unit(*old);
        let mut part = Scenario {
            horizon: whole.horizon,
            fires: whole.fires.clone(),
            jobs: whole.jobs.clone(),
            units: self.units.iter().map(|&at| whole.units[at as usize].clone()).collect(),
            disks: self.disks.iter().map(|&at| whole.disks[at as usize].clone()).collect(),
            srs: whole.srs.clone(),
            links: whole.links.clone(),
            calendar: whole.calendar.clone(),
            sequences: whole.sequences.clone(),
            surprises: whole.surprises,
        };
        for job in &mut part.jobs {
            job.units = job.units.iter().filter_map(unit).collect();
            job.running = job.running.take().map(|running| RunUnderWay {
                waiting: running.waiting.iter().filter_map(unit).collect(),
                moving: running
                    .moving
                    .iter()
                    .filter_map(|(old, left)| Some((self.unit(*old)?, *left)))
                    .collect(),
                ..running
            });
        }
        part.fires.retain(|fire| !part.jobs[fire.job as usize].units.is_empty());
        let disk = |old: u32| self.disk(old).unwrap_or_default();
        for unit in &mut part.units {
            for of in &mut unit.disks {
                of.disk = disk(of.disk);
                of.replica = of.replica.map(disk);
            }
            unit.watched.iter_mut().for_each(|watched| *watched = disk(*watched));
        }
        for disk in &mut part.disks {
            disk.snapshots.retain_mut(|snapshot| match self.unit(snapshot.unit) {
                Some(unit) => {
                    snapshot.unit = unit;
                    true
                }
                // the snapshot stays on its base copy, which counts it
                None => false,
            });
        }
        part
    }
}

fn positions(wanted: impl Iterator<Item = bool>) -> Vec<u32> {
    wanted.zip(0..).filter(|(wanted, _)| *wanted).map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::sim::scenario::{Disk, Fire, SimJob, SimSr, Snapshot, UnitDisk};

    fn whole() -> Scenario {
        let unit = |job, disk| Unit {
            job,
            disks: vec![UnitDisk { disk, ..UnitDisk::default() }],
            ..Unit::default()
        };
        let disk = |sr, unit| Disk {
            sr,
            snapshots: vec![Snapshot { base: 0, unit, schedule: 0 }],
            ..Disk::default()
        };
        Scenario {
            fires: vec![
                Fire { at: 1.0, job: 0, schedule: 0, step: None },
                Fire { at: 2.0, job: 1, schedule: 0, step: None },
            ],
            jobs: vec![
                SimJob { units: vec![0, 1], ..SimJob::default() },
                SimJob { units: vec![2], ..SimJob::default() },
            ],
            units: vec![unit(0, 0), unit(0, 1), unit(1, 2)],
            disks: vec![disk(0, 0), disk(1, 1), disk(1, 2), disk(1, 9)],
            srs: vec![SimSr::default(); 2],
            ..Scenario::default()
        }
    }

    #[test]
    fn keeps_what_touches_an_sr() {
        let whole = whole();
        let on_one = |unit: &Unit| unit.disks.iter().any(|of| whole.disks[of.disk as usize].sr == 1);
        let subset = Subset::on(&whole, Some(1), on_one);
        let part = &subset.scenario;
        assert_eq!((part.units.len(), part.disks.len(), part.fires.len()), (2, 3, 2));
        assert_eq!(part.jobs[0].units, [0]);
        assert_eq!(part.jobs[1].units, [1]);
        assert_eq!(part.units[1].disks[0].disk, 1);
        assert_eq!(part.disks[1].snapshots[0].unit, 1);
        assert!(part.disks[2].snapshots.is_empty(), "of a unit that is gone");
        assert_eq!((subset.unit(2), subset.unit(0), subset.disk(3)), (Some(1), None, Some(2)));
    }

    #[test]
    fn keeps_one_job() {
        let part = Subset::on(&whole(), None, |unit| unit.job == 1);
        assert_eq!((part.scenario.units.len(), part.scenario.disks.len()), (1, 1));
        assert_eq!(part.scenario.fires.len(), 1);
    }
}
