//! Opens a history: the connection, its tables, and the errors of one that cannot be used.

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::sync::Once;
use std::time::{Duration, Instant};

use sqlx::any::{AnyConnectOptions, AnyRow};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _, SqlSafeStr as _};
use url::Url;

use crate::error::{HistoryError, Shown};
use crate::location::{Inner, Location};
use crate::rows::Cell;

/// How long to wait for other processes and for a server. Seconds; guess: a reading is written within two.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often to try to open a history while other processes create the same tables. Guess: each competing process
/// costs one try.
const TRIES: u32 = 20;

/// The pause before the next try.
const PAUSE: Duration = Duration::from_millis(50);

/// The schema of the tables within a PostgreSQL database.
const SCHEMA: &str = "xo_health";

/// The table in which sqlx records its migrations.
const MIGRATIONS: &str = "_sqlx_migrations";

/// The kind of database, wherever the dialects differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// An open history.
pub struct Store {
    pub(crate) connection: AnyConnection,
    pub(crate) dialect: Dialect,
    pub(crate) shown: Shown,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.shown)
    }
}

impl Store {
    /// Opens a history and creates missing tables. A new file is readable by its owner alone.
    ///
    /// # Errors
    /// All of [`HistoryError`] but [`HistoryError::Address`]. Nothing is deleted.
    pub async fn open(location: &Location) -> Result<Self, HistoryError> {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(sqlx::any::install_default_drivers);
        let shown = location.shown();
        let (url, dialect) = match &location.0 {
            Inner::File(path) => (file(path, &shown)?, Dialect::Sqlite),
            Inner::Server(url) => (url.clone(), Dialect::Postgres),
        };
        let options = AnyConnectOptions::from_url(&url).map_err(|error| failure(&shown, &error))?;
        let options = options.disable_statement_logging();
        let connecting = tokio::time::timeout(PATIENCE, options.connect()).await;
        let connection = match connecting {
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) if dialect == Dialect::Postgres => {
                return Err(HistoryError::Connect { reason: reason(&error), place: shown });
            }
            Ok(Err(error)) => return Err(failure(&shown, &error)),
            Err(_) => {
                let reason = format!("no answer within {} s", PATIENCE.as_secs());
                return Err(HistoryError::Connect { place: shown, reason });
            }
        };
        let mut store = Self { connection, dialect, shown };
        store.set_up().await?;
        Ok(store)
    }

    /// Prepares the connection and the tables, retrying while other processes do the same: SQLite itself does not wait
    /// while another process changes the journal or, as the last to leave, removes it; and PostgreSQL refuses the
    /// second of two processes that create the same schema.
    async fn set_up(&mut self) -> Result<(), HistoryError> {
        let since = Instant::now();
        let mut tries = 0;
        while let Err(error) = self.prepare().await {
            tries += 1;
            let may_pass = match error {
                HistoryError::Busy { .. } => since.elapsed() < PATIENCE,
                HistoryError::Database { .. } => tries < TRIES,
                _ => false,
            };
            if !may_pass {
                return Err(error);
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    async fn prepare(&mut self) -> Result<(), HistoryError> {
        match self.dialect {
            Dialect::Sqlite => {
                self.run(&format!("PRAGMA busy_timeout = {}", PATIENCE.as_millis()), vec![]).await?;
                self.refuse_others().await?;
                // so that readers and writers do not wait for each other
                self.run("PRAGMA journal_mode = WAL", vec![]).await?;
                self.run("PRAGMA synchronous = NORMAL", vec![]).await?;
            }
            Dialect::Postgres => {
                let known = "SELECT COUNT(*) FROM pg_namespace WHERE nspname = $1";
                if self.number(known, vec![Cell::text(SCHEMA)]).await? == 0 {
                    self.run(&format!("CREATE SCHEMA IF NOT EXISTS {SCHEMA}"), vec![]).await?;
                }
                self.run(&format!("SET search_path TO {SCHEMA}"), vec![]).await?;
                self.run("SET client_min_messages TO warning", vec![]).await?;
                self.run(&format!("SET lock_timeout TO {}", PATIENCE.as_millis()), vec![]).await?;
            }
        }
        self.migrate().await
    }

    /// Refuses an SQLite file with tables of another program.
    async fn refuse_others(&mut self) -> Result<(), HistoryError> {
        let tables = "SELECT COUNT(*) FROM sqlite_master";
        let ours = "SELECT COUNT(*) FROM sqlite_master WHERE name = $1";
        let is_empty = self.number(tables, vec![]).await? == 0;
        if is_empty || self.number(ours, vec![Cell::text(MIGRATIONS)]).await? > 0 {
            return Ok(());
        }
        Err(HistoryError::NotOurs { place: self.shown.clone() })
    }

    async fn migrate(&mut self) -> Result<(), HistoryError> {
        let migrator = migrator(self.dialect, TABLES.len());
        // an older program must not touch tables it does not know
        if let Some(version) = self.newest_table().await? {
            let known = migrator.iter().map(|migration| migration.version).max().unwrap_or(0);
            if version > known {
                return Err(HistoryError::Newer { place: self.shown.clone(), version });
            }
            if version == known {
                return Ok(());
            }
        }
        match migrator.run_direct(None, &mut self.connection, false).await {
            Ok(()) => Ok(()),
            Err(MigrateError::VersionMissing(version)) => {
                Err(HistoryError::Newer { place: self.shown.clone(), version })
            }
            Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
                Err(failure(&self.shown, &error))
            }
            Err(error) => {
                Err(HistoryError::Database { place: self.shown.clone(), reason: error.to_string() })
            }
        }
    }

    /// Returns the version of the existing tables.
    async fn newest_table(&mut self) -> Result<Option<i64>, HistoryError> {
        let known = match self.dialect {
            Dialect::Sqlite => "SELECT COUNT(*) FROM sqlite_master WHERE name = $1",
            Dialect::Postgres => {
                "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'xo_health' AND tablename = $1"
            }
        };
        if self.number(known, vec![Cell::text(MIGRATIONS)]).await? == 0 {
            return Ok(None);
        }
        let newest = self.rows("SELECT MAX(version) FROM _sqlx_migrations", vec![]).await?;
        newest
            .first()
            .map(|row| int(row, 0))
            .transpose()
            .map(Option::flatten)
            .map_err(|error| self.failed(&error))
    }

    /// Begins a transaction that excludes all other writers.
    pub(crate) async fn begin(&mut self) -> Result<(), HistoryError> {
        match self.dialect {
            Dialect::Sqlite => self.run("BEGIN IMMEDIATE", vec![]).await.map(drop),
            Dialect::Postgres => {
                self.run("BEGIN", vec![]).await?;
                self.run("LOCK TABLE server IN EXCLUSIVE MODE", vec![]).await.map(drop)
            }
        }
    }

    /// Ends a transaction: stores all of it, or nothing.
    pub(crate) async fn end<T>(&mut self, done: Result<T, HistoryError>) -> Result<T, HistoryError> {
        match done {
            Ok(value) => self.run("COMMIT", vec![]).await.map(|_| value),
            Err(error) => {
                // the first error is more informative; a lost connection has rolled back anyway
                let _ = self.run("ROLLBACK", vec![]).await;
                Err(error)
            }
        }
    }

    /// Writes the placeholders in the form that the database reads fast.
    fn for_dialect<'s>(&self, sql: &'s str) -> Cow<'s, str> {
        match self.dialect {
            Dialect::Sqlite => for_sqlite(sql).into(),
            Dialect::Postgres => sql.into(),
        }
    }

    /// Runs a statement; returns the number of rows it changed.
    pub(crate) async fn run(&mut self, sql: &str, cells: Vec<Cell>) -> Result<u64, HistoryError> {
        let sql = self.for_dialect(sql);
        let query =
            cells.into_iter().fold(sqlx::query(AssertSqlSafe(sql.as_ref()).into_sql_str()), Cell::bind);
        let done = query.execute(&mut self.connection).await;
        done.map(|done| done.rows_affected()).map_err(|error| failure(&self.shown, &error))
    }

    /// Runs a query.
    pub(crate) async fn rows(&mut self, sql: &str, cells: Vec<Cell>) -> Result<Vec<AnyRow>, HistoryError> {
        let sql = self.for_dialect(sql);
        let query =
            cells.into_iter().fold(sqlx::query(AssertSqlSafe(sql.as_ref()).into_sql_str()), Cell::bind);
        query.fetch_all(&mut self.connection).await.map_err(|error| failure(&self.shown, &error))
    }

    /// Runs a query that returns one number; 0 if it returns no row.
    pub(crate) async fn number(&mut self, sql: &str, cells: Vec<Cell>) -> Result<i64, HistoryError> {
        let rows = self.rows(sql, cells).await?;
        let value = rows.first().map(|row| int(row, 0)).transpose().map_err(|error| self.failed(&error))?;
        Ok(value.flatten().unwrap_or(0))
    }

    pub(crate) fn failed(&self, error: &sqlx::Error) -> HistoryError {
        failure(&self.shown, error)
    }

    /// Closes the connection cleanly.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn close(self) -> Result<(), HistoryError> {
        let Self { connection, shown, .. } = self;
        connection.close().await.map_err(|error| failure(&shown, &error))
    }
}

/// Reads a whole number or NULL.
pub(crate) fn int(row: &AnyRow, column: usize) -> Result<Option<i64>, sqlx::Error> {
    row.try_get::<Option<i64>, _>(column)
}

/// Reads a text or NULL.
pub(crate) fn text(row: &AnyRow, column: usize) -> Result<Option<String>, sqlx::Error> {
    row.try_get::<Option<String>, _>(column)
}

/// Reads a real number or NULL.
pub(crate) fn real(row: &AnyRow, column: usize) -> Result<Option<f64>, sqlx::Error> {
    row.try_get::<Option<f64>, _>(column)
}

/// The tables of each version: name, SQL for SQLite, SQL for PostgreSQL.
const TABLES: [(&str, &str, &str); 6] = [
    (
        "readings",
        include_str!("../migrations/sqlite/0001_readings.sql"),
        include_str!("../migrations/postgres/0001_readings.sql"),
    ),
    (
        "outcomes",
        include_str!("../migrations/sqlite/0002_outcomes.sql"),
        include_str!("../migrations/postgres/0002_outcomes.sql"),
    ),
    (
        "reports",
        include_str!("../migrations/sqlite/0003_reports.sql"),
        include_str!("../migrations/postgres/0003_reports.sql"),
    ),
    (
        "corrections",
        include_str!("../migrations/sqlite/0004_corrections.sql"),
        include_str!("../migrations/postgres/0004_corrections.sql"),
    ),
    (
        "trims",
        include_str!("../migrations/sqlite/0005_trims.sql"),
        include_str!("../migrations/postgres/0005_trims.sql"),
    ),
    (
        "by_hand",
        include_str!("../migrations/sqlite/0006_by_hand.sql"),
        include_str!("../migrations/postgres/0006_by_hand.sql"),
    ),
];

/// Returns the migrations that create the tables, up to a version.
pub(crate) fn migrator(dialect: Dialect, versions: usize) -> Migrator {
    let migration =
        |(version, (name, sqlite, postgres)): (i64, &(&'static str, &'static str, &'static str))| {
            let sql = match dialect {
                Dialect::Sqlite => *sqlite,
                Dialect::Postgres => *postgres,
            };
            Migration::new(version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
        };
    Migrator::with_migrations((1..).zip(TABLES.iter().take(versions)).map(migration).collect())
}

/// Creates the file if it is missing, readable by its owner alone (SQLite gives its other files the same mode), and
/// returns its address.
fn file(path: &Path, shown: &Shown) -> Result<Url, HistoryError> {
    let refused = |source| HistoryError::File { place: shown.clone(), source };
    let path = std::path::absolute(path).map_err(refused)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
        create_folder(folder).map_err(refused)?;
    }
    let mut options = fs::OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&path).map_err(refused)?;
    let mut url =
        Url::from_file_path(&path).map_err(|()| refused(std::io::ErrorKind::InvalidInput.into()))?;
    url.set_query(Some("mode=rwc"));
    // the path is already percent-encoded
    let url = url.as_str().replacen("file:", "sqlite:", 1);
    Url::parse(&url).map_err(|_| refused(std::io::ErrorKind::InvalidInput.into()))
}

fn create_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Returns the database's message in one line, without any address.
fn reason(error: &sqlx::Error) -> String {
    let text = match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Tls(error) => error.to_string(),
        // the message may repeat the address
        sqlx::Error::Configuration(_) => "it cannot be understood".to_owned(),
        other => other.to_string(),
    };
    text.lines().collect::<Vec<_>>().join(" ")
}

fn failure(place: &Shown, error: &sqlx::Error) -> HistoryError {
    let (place, reason) = (place.clone(), reason(error));
    let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
    // the low byte is SQLite's primary code; PostgreSQL's codes have five characters
    let primary = code.parse::<u32>().ok().filter(|_| code.len() < 5).map(|code| code & 0xff);
    match (primary, code.as_str()) {
        (Some(11 | 26), _) => HistoryError::Damaged { place, reason },
        (Some(13), _) | (_, "53100" | "53200") => HistoryError::Full { place, reason },
        (Some(5 | 6), _) | (_, "55P03") => HistoryError::Busy { place, seconds: PATIENCE.as_secs() },
        (Some(14), _) => HistoryError::File { place, source: std::io::Error::other(reason) },
        _ => match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                HistoryError::Damaged { place, reason }
            }
            _ => HistoryError::Database { place, reason },
        },
    }
}

/// Rewrites a statement for SQLite: `?` for each value if they come in order, each once, else `?7` for `$7`. For each
/// bound value, SQLite goes through all named or numbered placeholders: 4,000 values took 8 million steps. No statement
/// uses a dollar sign for anything else.
fn for_sqlite(sql: &str) -> String {
    let mut pieces = sql.split('$');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for (piece, place) in pieces.zip(1_usize..) {
        let rest = piece.trim_start_matches(|sign: char| sign.is_ascii_digit());
        if piece[..piece.len() - rest.len()].parse() != Ok(place) {
            return sql.replace('$', "?");
        }
        plain.push('?');
        plain.push_str(rest);
    }
    plain
}

/// Reverts the tables to those of the first version, and returns that version.
#[cfg(test)]
pub(crate) async fn older(store: &mut Store) -> i64 {
    let added = [
        ("reading", &["logs_from", "predicted"][..]),
        ("pool", &["label"]),
        ("object", &["label", "owner"]),
        ("finding", &["label", "measured"]),
        ("forecast", &["window_from", "window_until", "shift"]),
        ("merged", &["left_over"]),
        ("image", &["by_hand"]),
    ];
    store.run("DROP INDEX image_by_hand", vec![]).await.unwrap();
    for (table, columns) in added {
        for column in columns {
            store.run(&format!("ALTER TABLE {table} DROP COLUMN {column}"), vec![]).await.unwrap();
        }
    }
    for table in ["taken", "missed", "report", "trimmed"] {
        store.run(&format!("DROP TABLE {table}"), vec![]).await.unwrap();
    }
    store.run("DELETE FROM _sqlx_migrations WHERE version > 1", vec![]).await.unwrap();
    store.newest_table().await.unwrap().unwrap()
}

#[cfg(test)]
mod tests {
    use super::for_sqlite;

    #[test]
    fn places_in_their_order_have_no_number() {
        let cases = [
            ("SELECT 1", "SELECT 1"),
            ("INSERT INTO t VALUES ($1, $2), ($3, $4)", "INSERT INTO t VALUES (?, ?), (?, ?)"),
            ("WHERE a = $1 AND b IN ($2)", "WHERE a = ? AND b IN (?)"),
            ("WHERE a = $1 OR b = $1", "WHERE a = ?1 OR b = ?1"),
            ("SET a = $2 WHERE b = $1", "SET a = ?2 WHERE b = ?1"),
            ("$1 $2 $3 $4 $5 $6 $7 $8 $9 $10 $11", "? ? ? ? ? ? ? ? ? ? ?"),
        ];
        for (sql, expected) in cases {
            assert_eq!(for_sqlite(sql), expected);
        }
    }
}
