//! Histories of a server, and the numbers of the draft that they change.

use serde_json::json;

use super::super::tests::{World, ago};
use crate::forecast::sim::Scenario;
use crate::memory::{Glance, Memory, SrSeen, Trimmed, place};
use crate::model::{Mode, SrIdx};
use crate::units::Bytes;

/// A share with the disk of a VM that a job takes, and one of a VM that none does.
fn server() -> World {
    let text = "sr s nfs 2TiB free 1TiB
        vm web { disk root 100GiB on s: base 40GiB snap a age=1h job=j schedule=j exported > leaf 1GiB }
        vm db { disk data 500GiB on s: leaf 300GiB }";
    World::new(text).job("j", "0 * * * *", Mode::Delta, &["web"], json!({}))
}

/// Readings of each hour of this many days, the oldest first; what each shows of the SR may be changed.
fn hourly(world: &World, days: u32, change: impl Fn(f64, &mut SrSeen)) -> Vec<Glance> {
    let chains = crate::chains::Chains::build(&world.inventory);
    let place = place(&world.inventory, &chains, SrIdx(0));
    let glance = |hours: u32| {
        let mut place = place.clone();
        change(f64::from(hours), &mut place);
        Glance { at: ago(f64::from(hours)), places: vec![place] }
    };
    (1..=days * 24).rev().map(glance).collect()
}

fn learnt(world: &World, memory: &Memory) -> Scenario {
    world.remembering(memory).scenario
}

/// 20 GiB a week, the last time a day ago; what a later reading shows does not count.
#[test]
fn what_disks_give_back_is_expected_again() {
    let world = server();
    let glances = hourly(&world, 30, |_, _| {});
    let trimmed = |hours: f64| Trimmed {
        sr: "s".into(),
        from: ago(hours + 1.0),
        to: ago(hours),
        bytes: Bytes::gib(20),
    };
    let trims = [528.0, 360.0, 192.0, 24.0, -12.0].map(trimmed).to_vec();
    let memory = Memory { glances, trims, ..Memory::default() };
    let found = learnt(&world, &memory).srs[0].trims.unwrap();
    assert_eq!(
        (found.size, found.every / 3600.0, found.next / 3600.0),
        (Bytes::gib(20).0 as f64, 168.0, 143.5)
    );
    assert_eq!(learnt(&world, &Memory { trims: Vec::new(), ..memory }).srs[0].trims, None);
}
