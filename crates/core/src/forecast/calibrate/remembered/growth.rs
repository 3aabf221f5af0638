//! How fast data grow: the content of the chains' roots from day to day.
//!
//! What is merged arrives in the root, so the growth of the root is that of the data, whatever snapshots keep and
//! leaves hold. Only the sum over an SR was observed, so one factor raises or lowers the growth of all its disks.

use super::series::{DAY, Merges, SrSample, daily};
use crate::forecast::calibrate::robust::spread;
use crate::forecast::priors;
use crate::forecast::sim::Scenario;

/// Sets the growth of the disks of an SR.
pub(super) fn learn(scenario: &mut Scenario, sr: u32, seen: &[SrSample], merges: &[Merges]) {
    let recent: Vec<SrSample> = seen.iter().filter(|seen| seen.at >= -priors::SEEN_SINCE).copied().collect();
    let Some(first) = recent.first() else { return };
    let days = -first.at / DAY;
    let nodes: u32 = merges.iter().filter(|(from, ..)| *from >= first.at).map(|(.., nodes)| nodes).sum();
    if f64::from(nodes) < priors::SEEN_MERGES * days {
        return;
    }
    let Some((grows, error)) = per_day(&daily(&recent)) else { return };
    let expected = expected(scenario, sr);
    if expected <= 0.0 {
        return;
    }
    let (least, most) = priors::SEEN_GROWTH;
    let factor = (grows / expected).clamp(least, most);
    let (sure, unsure) = priors::SEEN_SPREAD;
    let spread = (error / (factor * expected)).clamp(sure, unsure);
    let in_jobs = in_jobs(scenario);
    for (disk, is_in_job) in scenario.disks.iter_mut().zip(in_jobs).filter(|(disk, _)| disk.sr == sr) {
        match is_in_job {
            true => {
                disk.growth = (disk.growth * factor).min(1.0);
                disk.growth_spread = spread;
            }
            // a disk that no job backs up writes into its leaf
            false => disk.daily *= factor,
        }
    }
}

/// Returns how many bytes arrived per day, averaged without the most extreme days, and the standard error.
fn per_day(daily: &[SrSample]) -> Option<(f64, f64)> {
    let mut steps: Vec<f64> = daily
        .windows(2)
        .map(|pair| (pair[1].roots - pair[0].roots) * DAY / (pair[1].at - pair[0].at).max(DAY / 2.0))
        .collect();
    if steps.len() < priors::SEEN_DAYS {
        return None;
    }
    steps.sort_by(f64::total_cmp);
    // a disk that was added or removed is one day
    let cut = steps.len() / 5;
    let kept = &steps[cut..steps.len() - cut];
    let mean = kept.iter().sum::<f64>() / kept.len() as f64;
    let rest: Vec<f64> = kept.iter().map(|step| step - mean).collect();
    Some((mean, spread(&rest)? / (kept.len() as f64).sqrt()))
}

/// Returns how many bytes per day are expected to stay on an SR.
fn expected(scenario: &Scenario, sr: u32) -> f64 {
    let disks = scenario.disks.iter().zip(in_jobs(scenario)).filter(|(disk, _)| disk.sr == sr);
    disks.map(|(disk, is_in_job)| if is_in_job { disk.daily * disk.growth } else { disk.daily }).sum()
}

/// Returns for each disk whether a job backs it up.
fn in_jobs(scenario: &Scenario) -> Vec<bool> {
    let mut is_in_job = vec![false; scenario.disks.len()];
    for of in scenario.units.iter().flat_map(|unit| &unit.disks) {
        is_in_job[of.disk as usize] = true;
        if let Some(replica) = of.replica {
            is_in_job[replica as usize] = true;
        }
    }
    is_in_job
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::sim::samples::{GIB, small};

    fn learnt(gib_a_day: f64, merges: u32) -> (f64, f64) {
        let mut scenario = small("nfs");
        scenario.disks[0].daily = 10.0 * GIB;
        scenario.disks[0].growth = 0.1;
        scenario.disks[0].growth_spread = 1.0;
        let at = |day: i32| SrSample {
            at: f64::from(day) * DAY,
            roots: (100.0 + gib_a_day * f64::from(day) + if day > -5 { 500.0 } else { 0.0 }) * GIB,
            ..SrSample::default()
        };
        let seen: Vec<SrSample> = (-14..=0).map(at).collect();
        let merges: Vec<Merges> = (0..merges).map(|_| (-2.0 * DAY, -DAY, GIB, 1)).collect();
        learn(&mut scenario, 0, &seen, &merges);
        (scenario.disks[0].growth, scenario.disks[0].growth_spread)
    }

    /// A disk of 500 GiB that was added five days ago does not count as growth.
    #[test]
    fn growth_is_what_stays_from_day_to_day() {
        let cases = [
            (3.0, 10, 0.3, "as fast as it was seen"),
            (0.0, 10, 0.003, "it does not grow"),
            (-1.0, 10, 0.003, "it shrinks"),
            (30.0, 10, 1.0, "no more than is written"),
            (3.0, 1, 0.1, "nothing was merged: the roots tell nothing"),
        ];
        for (seen, merges, expected, why) in cases {
            let (growth, _) = learnt(seen, merges);
            assert!((growth - expected).abs() < 1e-6, "{why}: {growth}");
        }
        assert_eq!(learnt(3.0, 10).1, priors::SEEN_SPREAD.0);
    }
}
