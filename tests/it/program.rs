//! Runs the real program, like a user who has set nothing up.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// Longer than any run of the tests, unless it hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A home for one test: no environment, no configuration, an empty folder.
pub(crate) struct Home(TempDir);

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Exit status.
    pub(crate) status: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Returns the path of a file in the home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file into the home, for the owner only, and returns its path.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        for_the_owner_only(&path);
        path
    }

    /// Returns the text of a file in the home.
    pub(crate) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Returns the document in a file in the home.
    pub(crate) fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    /// Registers xo-cli with a server.
    pub(crate) fn register_xo_cli(&self, server: &str, token: &str) {
        let config = serde_json::json!({ "server": server, "token": token });
        self.write("config/xo-cli/config.json", config.to_string());
    }

    /// Lists the files in the home, by name.
    pub(crate) fn files(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> =
            names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Builds the command; the environment holds only `vars` and the home.
    pub(crate) fn command(&self, args: &[&str], vars: &[(&str, &str)]) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_xo-health"));
        command
            .env_clear()
            .env("HOME", self.0.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("TZ", "UTC")
            .envs(vars.iter().copied())
            .current_dir(self.0.path())
            .args(args)
            .timeout(PATIENCE);
        command
    }

    /// Runs the program with a reader that goes away at once; returns its exit status and standard error.
    pub(crate) fn unread(&self, args: &[&str]) -> (Option<i32>, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xo-health"))
            .args(args)
            .env_clear()
            .env("HOME", self.0.path())
            .current_dir(self.0.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
    }

    /// Runs the program without retries.
    pub(crate) fn run_once(&self, args: &[&str], vars: &[(&str, &str)]) -> Ran {
        self.run(&[args, &["--retries", "0"]].concat(), vars)
    }

    /// Runs the program.
    pub(crate) fn run(&self, args: &[&str], vars: &[(&str, &str)]) -> Ran {
        Ran::of(&mut self.command(args, vars))
    }
}

impl Ran {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut assert_cmd::Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(output.stdout), text(output.stderr));
        let status = output.status.code();
        let status = status.unwrap_or_else(|| panic!("hung, or killed: {}\n{out}{err}", output.status));
        assert!(status != 101 && !err.contains("panicked"), "{err}");
        Self { status, out, err }
    }

    /// Reads the report from standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Checks that it ended with this status and one line that says why, and returns the line.
    pub(crate) fn failed(&self, status: i32) -> &str {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        let line = self.err.strip_prefix("error: ").unwrap_or_else(|| panic!("no error: {self:?}"));
        let line = line.strip_suffix('\n').unwrap();
        assert!(line.len() > 20 && !line.contains(['\n', '\u{1b}']), "not one clear line: {self:?}");
        line
    }

    /// Checks that none of these texts got out.
    pub(crate) fn keeps(&self, secrets: &[&str]) {
        for secret in secrets {
            assert!(!self.out.contains(secret) && !self.err.contains(secret), "{secret} got out: {self:?}");
        }
    }
}

#[cfg(unix)]
fn for_the_owner_only(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn for_the_owner_only(_: &Path) {}
