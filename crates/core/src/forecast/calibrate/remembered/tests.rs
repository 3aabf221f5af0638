//! Histories of a server, and the numbers of the draft that they change.

use serde_json::json;

use super::super::tests::{World, ago};
use crate::forecast::priors;
use crate::forecast::sim::Scenario;
use crate::memory::{HandSnapshot, Memory, PastReading, SrSeen, Trimmed, place};
use crate::model::{Mode, SrIdx};
use crate::units::Bytes;

/// A share with a disk that a job backs up, and one that none does.
fn server() -> World {
    let text = "sr s nfs 2TiB free 1TiB
        vm web { disk root 100GiB on s: base 40GiB snap a age=1h job=j schedule=j exported > leaf 1GiB }
        vm db { disk data 500GiB on s: leaf 300GiB }";
    World::new(text).job("j", "0 * * * *", Mode::Delta, &["web"], json!({}))
}

/// Returns hourly readings of this many days, oldest first; `change` alters what each shows of the SR.
fn hourly(world: &World, days: u32, change: impl Fn(f64, &mut SrSeen)) -> Vec<PastReading> {
    let chains = crate::chains::Chains::build(&world.inventory);
    let place = place(&world.inventory, &chains, SrIdx(0));
    let reading = |hours: u32| {
        let mut place = place.clone();
        change(f64::from(hours), &mut place);
        PastReading { at: ago(f64::from(hours)), places: vec![place] }
    };
    (1..=days * 24).rev().map(reading).collect()
}

fn learnt(world: &World, memory: &Memory) -> Scenario {
    world.remembering(memory).scenario
}

/// 20 GiB a week, most recently a day ago; later readings do not count.
#[test]
fn what_disks_give_back_is_expected_again() {
    let world = server();
    let readings = hourly(&world, 30, |_, _| {});
    let trimmed = |hours: f64| Trimmed {
        sr: "s".into(),
        from: ago(hours + 1.0),
        to: ago(hours),
        bytes: Bytes::gib(20),
    };
    let trims = [528.0, 360.0, 192.0, 24.0, -12.0].map(trimmed).to_vec();
    let memory = Memory { readings, trims, ..Memory::default() };
    let found = learnt(&world, &memory).srs[0].trims.unwrap();
    assert_eq!(
        (found.size, found.every / 3600.0, found.next / 3600.0),
        (Bytes::gib(20).0 as f64, 168.0, 143.5)
    );
    assert_eq!(learnt(&world, &Memory { trims: Vec::new(), ..memory }).srs[0].trims, None);
}

/// Two disks and 20 days of readings. Someone takes snapshots of `web` (and of `db`), which stay for so many hours.
#[test]
fn snapshots_by_hand_come_and_go() {
    let text = |more: &str| {
        format!(
            "sr s nfs 2TiB free 1TiB vm db {{ disk data 500GiB on s: leaf 300GiB }}
             vm web {{ disk root 100GiB on s: base 40GiB > base 2GiB snap a age=1h job=j schedule=j exported{more} > leaf 1GiB }}"
        )
    };
    let of = |text: &str, seen: &[(&str, f64, Option<f64>)]| {
        let world = World::new(text).job("j", "0 * * * *", Mode::Delta, &["web"], json!({}));
        let one = |&(vdi, from, until): &(&str, f64, Option<f64>)| HandSnapshot {
            vdi: vdi.into(),
            from: ago(from),
            until: until.map(ago),
        };
        let memory = Memory {
            readings: hourly(&world, 20, |_, _| {}),
            by_hand: seen.iter().map(one).collect(),
            ..Memory::default()
        };
        let draft = world.remembering(&memory);
        let surprises = draft.scenario.surprises;
        let days = |rate: f64| (1.0 / rate / 8640.0).round() / 10.0;
        let by_hand = draft.scenario.disks[world.disk(&draft, "web/root")].by_hand.clone();
        (days(surprises.forgotten), surprises.forgotten_share, surprises.tidied * 86_400.0, by_hand)
    };
    let usual = of(&text(""), &[]);
    assert_eq!(usual, (priors::FORGOTTEN_DAYS, priors::FORGOTTEN_SHARE, 0.0, vec![]));
    // what was there before the first reading says nothing, and one time is chance
    assert_eq!(of(&text(""), &[("x", 480.0, Some(9.0)), ("y", 300.0, None)]), usual);
    // four times, one of them of two disks: 5 of 2 x 4. Four went, after 24 h each, the fifth is there for 12 h:
    // 4 of 108 h, and (4 + 30 / 180) in (20 + 30) days
    let seen = [
        ("a1", 400.0, Some(376.0)),
        ("a2", 399.0, Some(375.0)),
        ("b", 300.0, Some(276.0)),
        ("c", 200.0, Some(176.0)),
        ("web/root@mine", 12.0, None),
    ];
    let (every, share, tidied, by_hand) = of(&text(" snap mine age=12h"), &seen);
    assert_eq!((every, share, by_hand), (12.0, 0.625, vec![1]));
    assert!((tidied - 4.0 / 108.0 * 24.0).abs() < 1e-9, "{tidied}");
    // the same snapshot went since the last reading: 5 of 108 h
    let (.., tidied, by_hand) = of(&text(""), &seen);
    assert!(by_hand.is_empty());
    assert!((tidied - 5.0 / 108.0 * 24.0).abs() < 1e-9, "{tidied}");
    // one that no reading knows came just now: a fifth time, of six
    assert_eq!(of(&text(" snap new age=1h"), &seen).1, 0.6);
    // the last one stays as the ones that were there before the first reading do
    let stay = [("a", 400.0, None), ("b", 300.0, Some(276.0)), ("web/root@mine", 200.0, None)];
    let (.., tidied, by_hand) = of(&text(" snap mine age=12h"), &stay);
    assert!((tidied - 2.0 / 624.0 * 24.0).abs() < 1e-9, "{tidied}");
    assert_eq!(by_hand, [1]);
}

/// Two VMs, each with one disk in the job. Someone took snapshots three times: of `web` if they still hang there, of anyone
/// if they are gone. One more that was not seen is of either.
#[test]
fn whoever_was_snapshotted_will_be_again() {
    let seen = ["m1", "m2", "m3"].map(|name| (format!("web/root@{name}"), name));
    let shares = |still: &[&str]| {
        let snaps: String = still.iter().map(|name| format!("base 2GiB snap {name} age=12h > ")).collect();
        let text = format!(
            "sr s nfs 2TiB free 1TiB
             vm db {{ disk data 500GiB on s: base 40GiB snap b age=1h job=j schedule=j exported > leaf 1GiB }}
             vm web {{ disk root 100GiB on s: base 40GiB > {snaps}base 2GiB snap a age=1h job=j schedule=j exported > leaf 1GiB }}"
        );
        let world = World::new(&text).job("j", "0 * * * *", Mode::Delta, &["db", "web"], json!({}));
        let one = |at: usize| HandSnapshot {
            vdi: seen[at].0.as_str().into(),
            from: ago(300.0 - 100.0 * at as f64),
            until: (!still.contains(&seen[at].1)).then(|| ago(290.0 - 100.0 * at as f64)),
        };
        let memory = Memory {
            readings: hourly(&world, 20, |_, _| {}),
            by_hand: (0..3).map(one).collect(),
            ..Memory::default()
        };
        let draft = world.remembering(&memory);
        let of = |vm: &str| {
            let unit = draft
                .scenario
                .units
                .iter()
                .find(|unit| unit.disks[0].disk as usize == world.disk(&draft, vm));
            unit.unwrap().by_hand.unwrap()
        };
        [of("web/root"), of("db/data")]
    };
    // three of three, and half of one in four; all gone: half of four in four
    assert_eq!(shares(&["m1", "m2", "m3"]), [3.5 / 4.0, 0.5 / 4.0]);
    assert_eq!(shares(&[]), [0.5, 0.5]);
    // one there, two of either: 1 + 1 + 0.5 against 1 + 0.5
    assert_eq!(shares(&["m2"]), [2.5 / 4.0, 1.5 / 4.0]);
}

/// The SR shows three times the usual writes at the end of the last month. Logs that reach back to it take precedence.
#[test]
fn the_end_of_a_month_shows_in_the_room_of_an_sr() {
    let mut world = server();
    let usual = learnt(&world, &Memory::default()).disks
        [world.disk(&world.remembering(&Memory::default()), "web/root")]
    .daily;
    // October ended 529 hours ago
    let end = |hours: f64| (529.0 + 72.0 - hours).clamp(0.0, 72.0) / 24.0;
    let more = |hours: f64, place: &mut SrSeen| {
        place.images = place.images + Bytes((end(hours) * 2.0 * usual) as u64)
    };
    let readings = hourly(&world, 40, more);
    let memory = Memory { readings, ..Memory::default() };
    let ends = |scenario: &Scenario| {
        let most = scenario.calendar.month_end.iter().copied().fold(1.0, f64::max);
        (most, scenario.calendar.month_end_chance)
    };
    assert_eq!(ends(&learnt(&world, &Memory::default())), priors::MONTH_END_UNSEEN);
    let (factor, chance) = ends(&learnt(&world, &memory));
    assert!((2.5..3.1).contains(&factor) && chance == priors::MONTH_END_AGAIN, "{factor} {chance}");
    for day in (1..27).rev() {
        world = world.run("j", f64::from(day) * 24.0, &[("web", "delta", 1.0, 60.0)]);
    }
    assert_eq!(ends(&learnt(&world, &memory)), (1.0, 0.0), "nothing special in the logs");
}
