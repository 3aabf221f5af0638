//! Sizes and times, measured by hand: `cargo test --release -p xo-health-history measure -- --ignored --nocapture`.

use std::fmt::Write as _;
use std::num::NonZero;
use std::sync::Arc;
use std::time::{Duration, Instant};

use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::backup::testing::{NO_RUN, vm_that_took};
use xo_health_core::forecast::Options;
use xo_health_core::model::{LogError, Phase, Run, RunStatus};
use xo_health_core::notation;

use super::cluster::Cluster;
use super::{analysis_at, block_on, hour};
use crate::{Kept, Location, Store};

/// Returns a pool of this many VMs with two disks each, as read at an hour of a day: leaves grow, snapshots are
/// replaced.
fn server(vms: u32, day: i64, hour: i64) -> String {
    let mut text = String::from("sr s nfs 500TiB free 100TiB sr t nfs 100TiB free 1GiB");
    for vm in 0..vms {
        let _ = write!(text, " vm v{vm} {{");
        for disk in 0..2 {
            // half of the disks are written to every hour, the others once a day
            let written = if (vm + disk) % 2 == 0 { day * 24 + hour } else { day };
            let leaf = 100 + (i64::from(vm) + written) % 900;
            // one VM in ten lies on a full SR: something is predicted for it
            let sr = if vm % 10 == 0 { "t" } else { "s" };
            let _ = write!(text, " disk v{vm}d{disk} 50GiB on {sr}: base 20GiB snap s{day} > leaf {leaf}MiB");
        }
        text.push_str(" }");
    }
    let names: Vec<String> = (0..vms).map(|vm| format!("v{vm}")).collect();
    let _ = write!(text, " job nightly delta of {} cron=\"0 3 * * *\" keep=2", names.join(","));
    text
}

/// Returns the runs that XO keeps for ten days: one a night, in which one in twenty VMs fails.
fn runs(vms: u32, now: i64) -> Vec<Run> {
    let last = now.div_euclid(24);
    let one = |day: i64| {
        let start = hour(day * 24);
        let vm = |vm: u32| {
            let failed = (i64::from(vm) + day) % 20 == 0;
            let (status, error) = match failed {
                true => (RunStatus::Failure, Some(Box::new(lacking()))),
                false => (RunStatus::Success, None),
            };
            vm_that_took(&format!("v{vm}"), Phase::new(Some(start), Some(hour(day * 24 + 1)), status, error))
        };
        Run {
            id: start.as_millisecond().to_string().as_str().into(),
            job: Some("nightly".into()),
            start: Some(start),
            end: Some(hour(day * 24 + 1)),
            status: RunStatus::Failure,
            has_tasks: true,
            vms: (0..vms).map(vm).collect(),
            ..NO_RUN.clone()
        }
    };
    ((last - 10).max(0)..=last).map(one).collect()
}

fn lacking() -> LogError {
    LogError { code: Some("SR_BACKEND_FAILURE_44".into()), message: "There is insufficient space".into() }
}

/// Analyses a reading with its runs and a forecast that says something about each VM.
fn forecast_at(at: i64, vms: u32) -> Analysis {
    let mut observation = notation::observation(&server(vms, at / 24, at % 24)).unwrap();
    observation.reading.observed_at = hour(at);
    observation.backups.runs = Some(runs(vms, at));
    let options = Options {
        horizon: 168,
        also: None,
        draws: Some(2),
        seed: 1,
        merge_speed: None,
        threads: NonZero::<usize>::MIN,
        deadline: Default::default(),
    };
    Analysis::of(Arc::new(observation), &Settings { forecast: Some(options), ..Settings::default() })
}

struct Took {
    worst: Duration,
    all: Duration,
    count: u32,
}

async fn add(store: &mut Store, analysis: &Analysis, took: &mut Took) {
    let kept = Kept::of(analysis).unwrap();
    let begun = Instant::now();
    store.add(&kept).await.unwrap();
    let one = begun.elapsed();
    (took.worst, took.all, took.count) = (took.worst.max(one), took.all + one, took.count + 1);
}

async fn measure(name: &str, large: &str, year: &str) {
    let nothing = || Took { worst: Duration::ZERO, all: Duration::ZERO, count: 0 };
    let mut store = Store::open(&Location::read(large, None).unwrap()).await.unwrap();
    for (at, what) in [(0, "the first"), (1, "the second")] {
        let mut took = nothing();
        add(&mut store, &analysis_at(hour(at), &server(10_000, 0, at)), &mut took).await;
        println!("{name}: {what} reading of 10,000 VMs: {:.2?}", took.worst);
    }
    store.close().await.unwrap();

    // what remains of a year of hourly readings: one a day, then two weeks of hourly ones
    let mut store = Store::open(&Location::read(year, None).unwrap()).await.unwrap();
    let mut took = nothing();
    for day in 0..351 {
        add(&mut store, &forecast_at(day * 24, 300), &mut took).await;
    }
    for at in 351 * 24..365 * 24 {
        add(&mut store, &forecast_at(at, 300), &mut took).await;
    }
    println!(
        "{name}: a reading of 300 VMs: {:.2?} in the mean, {:.2?} at worst",
        took.all / took.count,
        took.worst
    );
    let pools = Kept::of(&analysis_at(hour(0), &server(1, 0, 0))).unwrap().observation.pools;
    let begun = Instant::now();
    let logs = runs(300, 365 * 24);
    let memory = store.recall(&pools, hour(365 * 24), Some(&logs)).await.unwrap();
    let readings = memory.readings.len();
    println!(
        "{name}: what one check asks for: {:.2?} ({readings} readings, {} runs)",
        begun.elapsed(),
        memory.runs.len()
    );
    let begun = Instant::now();
    let cases = store.cases_before(&pools, hour(365 * 24)).await.unwrap();
    let predicted: usize = cases.iter().map(|case| case.predictions.len()).sum();
    println!(
        "{name}: what a correction asks for: {:.2?} ({} forecasts, {predicted} predictions)",
        begun.elapsed(),
        cases.len()
    );
    let begun = Instant::now();
    let pruned = store.prune(hour(365 * 24)).await.unwrap();
    println!("{name}: thinning: {:.2?} ({pruned:?})", begun.elapsed());
    println!("{name}: a year of 300 VMs: {} MB", store.stats().await.unwrap().bytes / 1_000_000);
}

#[test]
#[ignore = "minutes; measured by hand"]
fn measure_both() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    block_on(measure("SQLite", &file("large.db"), &file("year.db")));
    let mut cluster = Cluster::start();
    let (large, year) = (cluster.database(), cluster.database());
    block_on(measure("PostgreSQL", &large, &year));
}
