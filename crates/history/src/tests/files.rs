//! SQLite files: access rights, damage, other programs.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

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
fn an_impossible_path_is_reported() {
    let error = open(Path::new("/proc/nothing/here.db")).unwrap_err();
    assert!(matches!(error, HistoryError::File { .. }), "{error:?}");
}
