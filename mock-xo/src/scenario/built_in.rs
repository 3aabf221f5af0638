//! The built-in scenarios: `demo`, `healthy`, one for each finding of xo-health, named by its slug, and some for one
//! cause each.
//!
//! Each is a text in the notation of [`super::text`]; its first line, a comment, says what it shows.

use jiff::Timestamp;

use super::text::{TextError, parse_at};
use crate::state::State;

/// A scenario that can be served by name.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    /// Its name.
    pub name: &'static str,
    definition: Definition,
}

#[derive(Debug, Clone, Copy)]
enum Definition {
    /// By code, with what the scenario shows.
    Code(fn(Timestamp) -> State, &'static str),
    /// By text.
    Text(&'static str),
}

macro_rules! texts {
    ($($name:literal)*) => {
        /// All scenarios.
        pub const ALL: &[Scenario] = &[
            Scenario {
                name: "demo",
                definition: Definition::Code(super::demo::demo, "two pools, in which one of each thing is wrong"),
            },
            $(Scenario { name: $name, definition: Definition::Text(include_str!(concat!("built-in/", $name, ".xo"))) },)*
        ];
    };
}

texts! {
    "healthy"
    "chain-depth" "xo-will-skip" "pending-merge" "leaf-pair" "broken-chain" "duplicate-id" "retention-cannot-fit"
    "snapshot-in-use"
    "gc-no-space" "coalesce-off" "coalesce-error" "coalesce-no-room" "gc-stalled" "gc-blocked"
    "sr-low-space" "sr-usage" "sr-maintenance" "sr-detached" "snapshot-no-room" "lvm-journal-room" "metadata-volume" "thin-overcommitted" "replication-target"
    "image-missing" "guests-out-of-room"
    "orphan-vdis" "old-snapshots" "backup-leftover" "deleted-job-snapshots" "control-domain-vdi" "cbt-lists"
    "schedule-unreadable" "job-overlap" "stuck-run" "cron-reads-otherwise"
    "job-does-nothing" "vm-vanished" "schedule-not-run" "replicas-in-job" "qcow2-without-nbd" "source-on-target"
    "not-read" "pool-missing" "pool-loading" "no-inventory"
    "rpo-missed" "vm-unprotected" "recurring-failure" "retention-not-respected"
    "unexpected-full" "restore-test-failed" "output-behind" "flaky-backup"
    "repository-low-space" "repository-on-root"
    "run-without-record" "stale-parent"
    "qcow2-on-lvm" "qcow2-on-files" "qcow2-too-large" "qcow2-several-hosts" "qcow2-unreadable"
}

impl Scenario {
    /// Returns the scenario with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|scenario| scenario.name == name)
    }

    /// Returns what it shows, in one line.
    #[must_use]
    pub fn about(&self) -> &'static str {
        match self.definition {
            Definition::Code(_, about) => about,
            Definition::Text(text) => text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']),
        }
    }

    /// Returns its text, if it has one: an example to start from.
    #[must_use]
    pub fn text(&self) -> Option<&'static str> {
        match self.definition {
            Definition::Code(..) => None,
            Definition::Text(text) => Some(text),
        }
    }

    /// Builds it for this time.
    ///
    /// # Errors
    /// Its text cannot be parsed; a test parses all of them.
    pub fn build(&self, now: Timestamp) -> Result<State, TextError> {
        match self.definition {
            Definition::Code(build, _) => Ok(build(now)),
            Definition::Text(text) => parse_at(text, now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_can_be_built_and_say_what_they_show() {
        for scenario in ALL {
            let state = scenario.build(Timestamp::from_second(1_795_395_600).unwrap());
            let state = state.unwrap_or_else(|error| panic!("{}: {error}", scenario.name));
            assert!(scenario.about().len() > 10, "{}", scenario.name);
            assert_eq!(state.objects.is_empty(), scenario.name == "no-inventory", "{}", scenario.name);
            assert!(Scenario::find(scenario.name).is_some());
        }
        assert!(Scenario::find("nothing").is_none());
    }
}
