//! A private PostgreSQL cluster: its own folder with a socket in it, no port, removed at the end.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that runs as long as this value lives.
pub(super) struct Cluster {
    folder: tempfile::TempDir,
    server: Child,
    databases: u32,
}

/// Returns the folder with the newest PostgreSQL programs of Debian's package.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").map(|entries| {
        entries.flatten().map(|entry| entry.path().join("bin")).filter(|path| path.join("initdb").is_file())
    });
    let newest = versions.ok().and_then(|versions| versions.max());
    newest.expect("PostgreSQL is missing: `cargo xtask test` installs Debian's package `postgresql` as root")
}

/// Returns a command run as a user that PostgreSQL accepts: it refuses root.
pub(super) fn as_somebody(program: &Path) -> Command {
    let is_root = fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    command
}

/// Starts the server of a cluster.
fn serve(folder: &Path) -> Child {
    as_somebody(&programs().join("postgres"))
        .args(["-c", "listen_addresses=", "-c", "fsync=off", "-k"])
        .arg(folder)
        .arg("-D")
        .arg(folder.join("data"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

impl Cluster {
    /// Ends the server at once, as a crash would, and starts it again.
    pub(super) fn crash(&mut self) {
        let _ = Command::new("kill").args(["-QUIT", &self.server.id().to_string()]).status();
        self.server.wait().unwrap();
        self.server = serve(self.folder.path());
    }

    pub(super) fn start() -> Self {
        let bin = programs();
        let folder = tempfile::tempdir().unwrap();
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o777);
        fs::set_permissions(folder.path(), open).unwrap();
        let data = folder.path().join("data");
        let made = as_somebody(&bin.join("initdb"))
            // small segments of its log, so that a limit on the size of files hits the tables alone
            .args([
                "--username=health",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-sync",
                "--wal-segsize=1",
                "-D",
            ])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let server = serve(folder.path());
        let cluster = Self { folder, server, databases: 0 };
        let begun = Instant::now();
        while !cluster.folder.path().join(".s.PGSQL.5432").exists() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the cluster does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        cluster
    }

    /// Creates a database and returns its address.
    pub(super) fn database(&mut self) -> String {
        self.databases += 1;
        let name = format!("health{}", self.databases);
        let socket = self.folder.path();
        let begun = Instant::now();
        loop {
            let made = as_somebody(&programs().join("createdb"))
                .args(["--username=health", "--host"])
                .arg(socket)
                .arg(&name)
                .output()
                .unwrap();
            if made.status.success() {
                break;
            }
            let error = String::from_utf8_lossy(&made.stderr).into_owned();
            assert!(begun.elapsed() < Duration::from_secs(60), "{error}");
            std::thread::sleep(Duration::from_millis(50));
        }
        format!("postgres:///{name}?host={}&user=health", socket.display())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // on this signal the postmaster ends its children
        let _ = Command::new("kill").args(["-QUIT", &self.server.id().to_string()]).status();
        let _ = self.server.wait();
    }
}
