//! Predictions in words, in every language.

use std::collections::BTreeMap;

use insta::assert_snapshot;

use jiff::Timestamp;

use super::*;
use crate::document::{CheckDocument, Predicted};
use crate::words::{Lang, Words, key};
use xo_health_core::analysis::world::World;
use xo_health_core::forecast::Class;
use xo_health_core::forecast::{ForecastCause, Incident as Error};
use xo_health_core::model::{Inventory, Job, JobKind, Mode, Schedule, VdiKind, VmPattern};
use xo_health_core::units::Bytes;

/// Returns an analysis of a disk with snapshots, and of a job with a named schedule.
fn analysis() -> Analysis {
    let mut world = World::new(
        "sr local lvm 1TiB { vm web { disk root 40GiB: base 12GiB snap s > base 1GiB snap t > base 1GiB snap u > base 1GiB snap v > leaf } }",
    );
    world.jobs().push(Job {
        id: "job".into(),
        name: "nightly".to_owned(),
        kind: JobKind::Backup(Mode::Delta),
        vms: VmPattern::None,
        source: None,
        remotes: Vec::new(),
        srs: Vec::new(),
        settings: BTreeMap::new(),
        running: None,
    });
    world.backups.schedules = Some(vec![Schedule {
        id: "schedule".into(),
        job: "job".into(),
        name: "at night".to_owned(),
        cron: "0 2 * * *".to_owned(),
        timezone: None,
        enabled: true,
    }]);
    world.whole()
}

/// Returns a prediction of each kind, with each cause and action.
fn all(inventory: &Inventory) -> Vec<forecast::Prediction> {
    let at: Timestamp = "2026-11-23T02:00:00Z".parse().unwrap();
    let gib = Bytes::gib;
    let disk = inventory.vdis.iter().find(|vdi| vdi.name.contains("root")).map(|vdi| vdi.id.clone());
    let snapshots = inventory.vdis.iter().filter(|vdi| vdi.kind == VdiKind::Snapshot);
    let snapshots: Vec<_> = snapshots.map(|vdi| vdi.id.clone()).collect();
    let sr = inventory.srs.first().map(|sr| sr.id.clone());
    let one = |error, class, causes: &[ForecastCause], action| {
        forecast::Prediction::sample(error, "job", (error != Error::AlreadyRunning).then_some("web"), at)
            .with(sr.clone(), disk.clone(), class)
            .because(causes, action)
    };
    let moved = |job: &str, minutes| Action::MoveSchedule {
        job: job.into(),
        schedule: Some("schedule".into()),
        minutes,
    };
    let short = |daily| ForecastCause::Room { need: gib(61), free: gib(40), daily };
    let shrinks = ForecastCause::Shrinks { now: gib(120), by: gib(80) };
    let waiting = |merges| ForecastCause::Waiting { merges, bytes: gib(34) };
    let foreign = |snapshots| ForecastCause::Foreign { snapshots };
    let time = |full| ForecastCause::Time { daily: gib(500), speed: Bytes::mib(9), full };
    let minutes = jiff::SignedDuration::from_mins;
    let interval = ForecastCause::Interval { gap: minutes(240), took: minutes(250) };
    let old = ForecastCause::Old { since: at - minutes(2160), allowed: minutes(2160) };
    let collide = ForecastCause::Interval { gap: minutes(0), took: minutes(1) };
    let merges = ForecastCause::Merges { speed: Bytes::mib(9), daily: gib(500) };
    let delete = |count: usize| Action::DeleteSnapshots { snapshots: snapshots[..count].to_vec() };
    let take_out = Action::TakeOut { job: "job".into(), vm: "web".into() };
    let trim = Action::KeepFewer { snapshots: 2, delete: snapshots[..2].to_vec() };
    let (exact, simulated) = (Class::Exact, Class::Simulated);
    vec![
        one(
            Error::NoSpace,
            exact,
            &[short(gib(9)), shrinks, ForecastCause::CollectorOff, waiting(3), foreign(4)],
            Some(Action::AddSpace { gib: 50 }),
        ),
        one(
            Error::NoSpace,
            Class::Prior,
            &[short(Bytes::ZERO), ForecastCause::SeenAs81, foreign(1)],
            Some(delete(1)),
        ),
        one(Error::NoSpace, simulated, &[short(gib(9))], Some(delete(snapshots.len()))),
        one(Error::NoSpace, simulated, &[short(gib(9))], Some(take_out)),
        one(
            Error::ChainTooLong,
            simulated,
            &[ForecastCause::Depth { nodes: 30, kept: 31 }, ForecastCause::Grows { nodes: 27 }],
            Some(Action::KeepFewer { snapshots: 15, delete: Vec::new() }),
        ),
        one(
            Error::ChainTooLong,
            simulated,
            &[ForecastCause::Depth { nodes: 30, kept: 0 }, waiting(1)],
            Some(trim),
        ),
        one(Error::UnhealthyChain, simulated, &[ForecastCause::CollectorOff], Some(Action::StartCollector)),
        one(Error::UnhealthyChain, simulated, &[ForecastCause::CollectorStuck], None),
        one(
            Error::UnhealthyChain,
            simulated,
            &[merges, waiting(3)],
            Some(Action::WaitForMerges { merges: 3, hours: 12 }),
        ),
        one(Error::UnhealthyChain, simulated, &[merges], Some(Action::RunLessOften { one_of: 2 })),
        one(Error::RpoMissed, simulated, &[time(true), interval], Some(Action::RunLessOften { one_of: 6 })),
        one(Error::RpoMissed, simulated, &[time(true)], Some(moved("job", 120))),
        one(Error::RpoMissed, simulated, &[old, time(false)], Some(Action::RunNow)),
        one(Error::RpoMissed, simulated, &[time(true)], Some(moved("gone", -90))),
        one(
            Error::AlreadyRunning,
            simulated,
            &[time(false), interval, collide],
            Some(Action::MoreAtOnce { concurrency: 4 }),
        ),
    ]
}

fn words(lang: Lang) -> String {
    let analysis = analysis();
    let forecast = Forecast { predictions: all(analysis.inventory()), ..Forecast::default() };
    let outlook = xo_health_core::outlook::Outlook::of(&analysis);
    let mut report = crate::check(&analysis, outlook, (0, crate::ExitReason::Nothing));
    report.predictions = predictions(&forecast, &analysis);
    report.names = crate::Names::of(&analysis, vdis(&forecast).collect());
    let document = CheckDocument::of(&report, Words::of(lang));
    let line = |view: &Predicted<'_>| {
        format!(
            "{} {}\n  {}\n",
            key(&view.of.error),
            view.causes.join("\n  "),
            view.action.as_deref().unwrap_or("-")
        )
    };
    document.predictions.iter().map(line).collect()
}

#[test]
fn causes_and_actions() {
    assert_snapshot!("causes_and_actions_en", words(Lang::En));
    assert_snapshot!("causes_and_actions_ja", words(Lang::Ja));
}

/// Numbers are written as words or stand alone: never "3th".
#[test]
fn how_often_a_job_runs_reads_well() {
    let words = Words::of(Lang::En);
    for id in ["do-run_less_often", "action-less-often"] {
        for n in 2_u64..=24 {
            let text = words.say(id, [("one_of", n.into()), ("job", "nightly".into())]).plain();
            let bad = text
                .split_whitespace()
                .find(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with("th"));
            assert_eq!(bad, None, "{text}");
            let says = text.contains(&n.to_string()) || text.contains("half") || text.contains("third");
            assert!(says, "{text}");
        }
    }
}
