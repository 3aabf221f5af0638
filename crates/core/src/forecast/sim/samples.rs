//! Scenarios written by hand, for tests.

use super::scenario::*;
use crate::model::{Provisioning, Sr as Place};
use crate::storage::Rules;

pub(crate) const HOUR: f64 = 3600.0;
pub(crate) const DAY: f64 = 86_400.0;
pub(crate) const GIB: f64 = 1_073_741_824.0;

fn rules(driver: &str) -> Rules {
    Rules::of(&Place { provisioning: Provisioning::Thick, ..Place::new("s".into(), driver) }, None)
}

/// Returns one VM with one disk of 100 GiB that writes 10 GiB a day and is backed up every twelve hours, first in six;
/// there is plenty of room.
pub(crate) fn small(driver: &str) -> Scenario {
    let at = |n: i64| (n as f64 - 0.5) * DAY / 2.0;
    Scenario {
        horizon: 7.0 * DAY,
        fires: (1..=14).map(|n| Fire { at: at(n), job: 0, schedule: 0, step: None }).collect(),
        jobs: vec![SimJob {
            concurrency: 1,
            units: vec![0],
            rhythm: (-10..=20).map(at).collect(),
            ..SimJob::default()
        }],
        units: vec![Unit {
            disks: vec![UnitDisk { disk: 0, ..UnitDisk::default() }],
            delta: true,
            per_schedule: vec![Retained {
                snapshots: 0,
                takes_snapshot: true,
                exports: true,
                full_interval: 0,
            }],
            last_success: Some((-5.0 * HOUR, -6.0 * HOUR)),
            overhead: Overhead { before: 2.0, snapshot: 8.0, after: 4.0 },
            ..Unit::default()
        }],
        disks: vec![Disk {
            rules: rules(driver),
            size: 100.0 * GIB,
            attached: true,
            bases: vec![Base { data: 60.0 * GIB, id: 0, held: 1 }],
            snapshots: vec![Snapshot { base: 0, unit: 0, schedule: 0 }],
            leaf: 5.0 * GIB,
            daily: 10.0 * GIB,
            ..Disk::default()
        }],
        srs: vec![SimSr {
            free: Some(1000.0 * GIB),
            auto_scan: true,
            merge_speeds: vec![MergeSpeed { speed: 50e6, each: 10.0, weight: 1.0 }],
            is_speed_learnt: true,
            ..SimSr::default()
        }],
        links: vec![SimLink { total: vec![100e6; 24], each: f64::INFINITY, ..SimLink::default() }],
        calendar: Calendar { weekdays: [1.0; 7], ..Calendar::default() },
        ..Scenario::default()
    }
}
