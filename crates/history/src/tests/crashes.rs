//! Killed processes, a server that crashes, and full disks: nothing is lost but the reading in progress.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::cluster::{Cluster, as_somebody};
use super::{add, analysis_at, block_on, hour};
use crate::{Added, HistoryError, Kept, Location, Store};

const SERVER: &str = "sr s ext 100GiB free 40GiB { disk d 20GiB: base 5GiB > base 3GiB > leaf 1GiB }";

/// The variable that turns a test into the process that is killed: the address of its history.
const VICTIM: &str = "XO_HEALTH_HISTORY_VICTIM";

async fn open(address: &str) -> Store {
    Store::open(&Location::read(address, None).unwrap()).await.unwrap()
}

/// Adds readings until it is killed; does nothing unless it is started by [`is_killed`].
#[test]
fn victim() {
    let Ok(address) = std::env::var(VICTIM) else { return };
    block_on(async {
        let mut store = open(&address).await;
        let from = store.stats().await.unwrap().readings as i64;
        for at in from.. {
            add(&mut store, at, &SERVER.replace("40GiB", &format!("{}GiB", at % 50))).await;
            println!("{at}");
        }
    });
}

/// Returns how many readings there are; each has its SR.
async fn whole(store: &mut Store) -> u64 {
    let readings = store.stats().await.unwrap().readings;
    let places = store.number("SELECT COUNT(*) FROM place", vec![]).await.unwrap();
    assert_eq!(places as u64, readings, "one SR of each");
    readings
}

async fn is_sound(store: &mut Store) {
    let check = store.rows("PRAGMA integrity_check", vec![]).await.unwrap();
    assert_eq!(crate::connect::text(&check[0], 0).unwrap().as_deref(), Some("ok"));
}

/// Killed at ten moments, a history has every reported reading in full, and the next process continues it.
fn is_killed(address: &str) {
    let mut reported = 0;
    for round in 0..10_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tests::crashes::victim", "--nocapture"])
            .env(VICTIM, address)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // unrelated moments: after a few readings, and at some point during the next one
        let wanted = 1 + round * 7 % 4;
        let mut seen = 0;
        while seen < wanted {
            let Some(Ok(line)) = lines.next() else { panic!("it ended by itself") };
            if let Ok(at) = line.trim().parse::<u64>() {
                seen += 1;
                reported = at + 1;
            }
        }
        std::thread::sleep(Duration::from_micros(round * 613 % 5000));
        child.kill().unwrap();
        child.wait().unwrap();
        block_on(async {
            let mut store = open(address).await;
            let readings = whole(&mut store).await;
            assert!(readings >= reported, "{readings} of {reported}");
            store.close().await.unwrap();
        });
    }
}

#[test]
fn a_killed_process_loses_nothing_in_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let address = folder.path().join("history.db").display().to_string();
    is_killed(&address);
    block_on(async { is_sound(&mut open(&address).await).await });
}

/// One cluster for all: starting it takes longest.
#[test]
fn postgresql_loses_nothing_but_the_reading_in_progress() {
    let mut cluster = Cluster::start();
    is_killed(&cluster.database());
    is_full_in_postgresql(&cluster.database());
    crashes(&mut cluster);
}

/// The server of the database crashes while readings are added: the one in progress fails, all others are there.
fn crashes(cluster: &mut Cluster) {
    let address = cluster.database();
    let mut added = 0;
    for round in 0..3_u64 {
        let (begun, has_begun) = std::sync::mpsc::channel();
        let adding = {
            let address = address.clone();
            std::thread::spawn(move || {
                block_on(async {
                    let mut store = retried(&address).await;
                    let mut at = whole(&mut store).await as i64;
                    loop {
                        let analysis = analysis_at(hour(at), SERVER);
                        if let Err(error) = store.add(&Kept::of(&analysis).unwrap()).await {
                            return (at as u64, error);
                        }
                        at += 1;
                        // the test waits for the first one alone
                        let _ = begun.send(());
                    }
                })
            })
        };
        has_begun.recv().unwrap();
        std::thread::sleep(Duration::from_millis(round * 37));
        cluster.crash();
        let (all, error) = adding.join().unwrap();
        assert!(matches!(error, HistoryError::Database { .. } | HistoryError::Connect { .. }), "{error:?}");
        let there = block_on(async { whole(&mut retried(&address).await).await });
        // it may have been written without the answer coming through
        assert!((all..=all + 1).contains(&there) && there >= added, "{there} of {all}");
        added = there;
    }
    assert!(added > 0);
}

/// Opens a history whose server has just been started.
async fn retried(address: &str) -> Store {
    let begun = Instant::now();
    loop {
        match Store::open(&Location::read(address, None).unwrap()).await {
            Ok(store) => return store,
            Err(error) => assert!(begun.elapsed() < Duration::from_secs(60), "{error}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Adds a reading that does not fit until there is room: it says so, what was there stays, and the store goes on.
async fn is_full(store: &mut Store, disks: u32, room: impl AsyncFn(&mut Store, bool)) {
    add(store, 0, SERVER).await;
    let before = store.stats().await.unwrap();
    let disks: String = (0..disks).map(|at| format!(" disk d{at} 20GiB: base 5GiB > leaf 1GiB")).collect();
    let analysis = analysis_at(hour(1), &format!("sr s ext 100TiB free 40TiB {{{disks} }}"));
    room(store, false).await;
    let error = store.add(&Kept::of(&analysis).unwrap()).await.unwrap_err();
    assert!(matches!(error, HistoryError::Full { .. }), "{error:?}");
    assert!(error.to_string().contains("no space left"), "{error}");
    assert_eq!(store.stats().await.unwrap().readings, before.readings);
    room(store, true).await;
    assert_eq!(store.add(&Kept::of(&analysis).unwrap()).await.unwrap(), Added::New);
    assert_eq!(whole(store).await, 2);
}

#[test]
fn a_full_disk_costs_the_reading_in_progress_alone_in_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let mut store = open(&folder.path().join("history.db").display().to_string()).await;
        // makes SQLite report a full disk at an exact size
        let room = async |store: &mut Store, is_enough| {
            let pages = store.number("PRAGMA page_count", vec![]).await.unwrap();
            let most = if is_enough { 1_000_000 } else { pages + 2 };
            store.number(&format!("PRAGMA max_page_count = {most}"), vec![]).await.unwrap();
        };
        is_full(&mut store, 500, room).await;
        is_sound(&mut store).await;
        store.close().await.unwrap();
    });
}

fn is_full_in_postgresql(address: &str) {
    block_on(async {
        let mut store = open(address).await;
        // No table may grow beyond half a page more than 1 MiB: the process that serves this connection writes that half, and
        // takes it for the end of the disk. Its log has files of 1 MiB, which stay whole.
        let room = async |store: &mut Store, is_enough| {
            let process = store.number("SELECT CAST(pg_backend_pid() AS BIGINT)", vec![]).await.unwrap();
            let most = if is_enough { "unlimited".to_owned() } else { (1024 * 1024 + 4096).to_string() };
            let limit = [format!("--pid={process}"), format!("--fsize={most}:")];
            assert!(as_somebody(Path::new("prlimit")).args(limit).status().unwrap().success());
        };
        is_full(&mut store, 6000, room).await;
        store.close().await.unwrap();
    });
}
