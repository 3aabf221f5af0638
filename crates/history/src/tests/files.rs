//! SQLite files: access rights, damage, other programs, a killed process.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{add, block_on};
use crate::{HistoryError, Location, Store};

const SERVER: &str = "sr s ext 100GiB free 40GiB { disk d 20GiB: base 5GiB > base 3GiB > leaf 1GiB }";

fn open(path: &Path) -> Result<Store, HistoryError> {
    block_on(Store::open(&Location::read(&path.display().to_string(), None).unwrap()))
}

#[test]
fn only_the_owner_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::read("default", Some(&folder.path().join("state"))).unwrap();
    assert!(!folder.path().join("state/xo-health/history.db").exists());
    block_on(async {
        let mut store = Store::open(&location).await.unwrap();
        add(&mut store, 0, SERVER).await;
        let of = |name: &str| {
            let path = folder.path().join("state/xo-health").join(name);
            fs::metadata(path).unwrap().permissions().mode() & 0o777
        };
        assert_eq!(of(""), 0o700);
        assert_eq!([of("history.db"), of("history.db-wal"), of("history.db-shm")], [0o600; 3]);
    });
}

#[test]
fn what_is_no_history_is_refused_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    // a text file, and a history whose first page is overwritten
    fs::write(&path, "not a database, but long enough to look like the header of one ".repeat(40)).unwrap();
    let before = fs::read(&path).unwrap();
    let error = open(&path).unwrap_err();
    assert!(matches!(error, HistoryError::Damaged { .. }), "{error:?}");
    assert_eq!(fs::read(&path).unwrap(), before);

    let path = folder.path().join("damaged.db");
    block_on(async {
        let mut store =
            Store::open(&Location::read(&path.display().to_string(), None).unwrap()).await.unwrap();
        for at in 0..20 {
            add(&mut store, at, SERVER).await;
        }
        store.run("PRAGMA wal_checkpoint(TRUNCATE)", vec![]).await.unwrap();
        store.close().await.unwrap();
    });
    let mut bytes = fs::read(&path).unwrap();
    for byte in &mut bytes[100..] {
        *byte = 0x5a;
    }
    fs::write(&path, &bytes).unwrap();
    let error = open(&path).unwrap_err();
    assert!(matches!(error, HistoryError::Damaged { .. }), "{error:?}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("theirs.db");
    block_on(async {
        let mut store = open_async(&path).await;
        store.run("DROP TABLE _sqlx_migrations", vec![]).await.unwrap();
        store.close().await.unwrap();
    });
    let error = open(&path).unwrap_err();
    assert!(matches!(error, HistoryError::NotOurs { .. }), "{error:?}");
}

async fn open_async(path: &Path) -> Store {
    Store::open(&Location::read(&path.display().to_string(), None).unwrap()).await.unwrap()
}

#[test]
fn a_path_that_cannot_be_is_said() {
    let error = open(Path::new("/proc/nothing/here.db")).unwrap_err();
    assert!(matches!(error, HistoryError::File { .. }), "{error:?}");
}

/// The disk fills up during a reading: the error says so, earlier readings stay, and adding works again once there
/// is room.
#[test]
fn a_full_disk_costs_the_reading_in_progress_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    block_on(async {
        let mut store = open_async(&path).await;
        add(&mut store, 0, SERVER).await;
        let before = store.stats().await.unwrap();
        // SQLite's error for a full disk, at an exact size
        let pages = store.number("PRAGMA page_count", vec![]).await.unwrap();
        store.number(&format!("PRAGMA max_page_count = {}", pages + 2), vec![]).await.unwrap();
        let disks: String = (0..500).map(|at| format!(" disk d{at} 20GiB: base 5GiB > leaf 1GiB")).collect();
        let large = format!("sr s ext 100TiB free 40TiB {{{disks} }}");
        let analysis = super::analysis_at(super::hour(1), &large);
        let error = store.add(&crate::Kept::of(&analysis).unwrap()).await.unwrap_err();
        assert!(matches!(error, HistoryError::Full { .. }), "{error:?}");
        assert!(error.to_string().contains("no room"), "{error}");
        assert_eq!(store.stats().await.unwrap().readings, before.readings);
        store.number("PRAGMA max_page_count = 1000000", vec![]).await.unwrap();
        assert_eq!(store.add(&crate::Kept::of(&analysis).unwrap()).await.unwrap(), crate::Added::New);
        let check = store.rows("PRAGMA integrity_check", vec![]).await.unwrap();
        assert_eq!(crate::connect::text(&check[0], 0).unwrap().as_deref(), Some("ok"));
        store.close().await.unwrap();
    });
}

/// The variable that turns a test into the process to be killed.
const VICTIM: &str = "XO_HEALTH_HISTORY_VICTIM";

/// Writes readings until it is killed; only active as the child process of the next test.
#[test]
fn victim() {
    let Some(path) = std::env::var_os(VICTIM) else { return };
    block_on(async {
        let mut store = open_async(Path::new(&path)).await;
        let from = store.stats().await.unwrap().readings as i64;
        for at in from.. {
            add(&mut store, at, &SERVER.replace("40GiB", &format!("{}GiB", at % 50))).await;
            println!("{at}");
        }
    });
}

/// Killed at ten moments, a history has every reported reading in full, and the next process continues it.
#[test]
fn nothing_is_lost_when_a_process_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut reported = 0;
    for round in 0..10_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tests::files::victim", "--nocapture"])
            .env(VICTIM, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
        // unrelated moments: after a few readings, and at some point during the next one
        let wanted = 1 + round * 7 % 4;
        let is_report = |line: &String| line.trim().parse::<i64>().is_ok();
        let mut seen = 0;
        while seen < wanted {
            let Some(Ok(line)) = lines.next() else { panic!("it ended by itself") };
            if is_report(&line) {
                seen += 1;
                reported = line.trim().parse::<u64>().unwrap() + 1;
            }
        }
        std::thread::sleep(Duration::from_micros(round * 613 % 5000));
        child.kill().unwrap();
        child.wait().unwrap();
        block_on(async {
            let mut store = open_async(&path).await;
            let readings = store.stats().await.unwrap().readings;
            assert!(readings >= reported, "{readings} of {reported}");
            let places = store.number("SELECT COUNT(*) FROM place", vec![]).await.unwrap();
            assert_eq!(places as u64, readings, "one SR of each");
            let check = store.rows("PRAGMA integrity_check", vec![]).await.unwrap();
            assert_eq!(crate::connect::text(&check[0], 0).unwrap().as_deref(), Some("ok"));
            store.close().await.unwrap();
        });
    }
}
