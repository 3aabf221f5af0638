//! Sizes and times, measured by hand: `cargo test --release -p xo-health-history measure -- --ignored --nocapture`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::cluster::Cluster;
use super::{analysis_at, block_on, hour};
use crate::{Kept, Location, Store};

/// A pool of so many VMs with two disks each, as it is read on some day at some hour: leaves grow, snapshots are replaced.
fn server(vms: u32, day: i64, hour: i64) -> String {
    let mut text = String::from("sr s nfs 500TiB free 100TiB");
    for vm in 0..vms {
        let _ = write!(text, " vm v{vm} {{");
        for disk in 0..2 {
            // half of the disks are written to within an hour
            let written = if (vm + disk) % 2 == 0 { day * 24 + hour } else { day };
            let leaf = 100 + (i64::from(vm) + written) % 900;
            let _ = write!(text, " disk v{vm}d{disk} 50GiB on s: base 20GiB snap s{day} > leaf {leaf}MiB");
        }
        text.push_str(" }");
    }
    text
}

struct Took {
    worst: Duration,
    all: Duration,
    count: u32,
}

async fn add(store: &mut Store, at: i64, text: &str, took: &mut Took) {
    let analysis = analysis_at(hour(at), text);
    let kept = Kept::of(&analysis).unwrap();
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
        add(&mut store, at, &server(10_000, 0, at), &mut took).await;
        println!("{name}: {what} reading of 10,000 VMs: {:.2?}", took.worst);
    }
    store.close().await.unwrap();

    // what is left of a year of hours: one a day, then two weeks of hours
    let mut store = Store::open(&Location::read(year, None).unwrap()).await.unwrap();
    let mut took = nothing();
    for day in 0..351 {
        add(&mut store, day * 24, &server(300, day, 0), &mut took).await;
    }
    for at in 351 * 24..365 * 24 {
        add(&mut store, at, &server(300, at / 24, at % 24), &mut took).await;
    }
    println!(
        "{name}: a reading of 300 VMs: {:.2?} in the mean, {:.2?} at worst",
        took.all / took.count,
        took.worst
    );
    let pools = Kept::of(&analysis_at(hour(0), &server(1, 0, 0))).unwrap().sight.pools;
    let begun = Instant::now();
    let memory = store.recall(&pools, hour(365 * 24), None).await.unwrap();
    println!("{name}: what one check asks for: {:.2?} ({} readings)", begun.elapsed(), memory.glances.len());
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
