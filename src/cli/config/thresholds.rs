//! Thresholds in the configuration: for everything, and for a part of the fleet.
//!
//! One list holds all thresholds, and declares both tables. Pure.

use schemars::JsonSchema;

use super::file::{Configuration, Count, Glob, Percent, Size, Span};
use super::reason::Entry;
use xo_health_core::analysis::Settings;
use xo_health_core::findings::{self, Override, Part};
use xo_health_core::forecast;

/// Declares the tables. serde could flatten one into the other, but would then accept unknown keys.
macro_rules! thresholds {
    ($($(#[doc = $doc:literal])* $name:ident: $type:ty, by $parts:expr;)*) => {
        /// Limits from which something becomes a finding.
        #[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
        #[serde(default)]
        #[schemars(deny_unknown_fields)]
        pub(in crate::cli) struct Thresholds {
            $($(#[doc = $doc])* pub(in crate::cli) $name: Option<$type>,)*
        }

        /// Thresholds that differ in a part of the fleet: where `sr`, `pool`, `tag` and `job` all match.
        #[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
        #[serde(default)]
        #[schemars(deny_unknown_fields)]
        pub(in crate::cli) struct Exception {
            /// On SRs of this name or id, or pattern of names
            pub(in crate::cli) sr: Option<Glob>,
            /// In pools of this name or id, or pattern of names
            pub(in crate::cli) pool: Option<Glob>,
            /// Of VMs with this tag, or pattern of tags
            pub(in crate::cli) tag: Option<Glob>,
            /// Of VMs in, and repositories of, jobs of this name or id, or pattern of names
            pub(in crate::cli) job: Option<Glob>,
            $($(#[doc = $doc])* pub(in crate::cli) $name: Option<$type>,)*
        }

        impl Thresholds {
            fn change(&self) -> Override {
                Override { $($name: self.$name.as_ref().map(|value| value.0),)* }
            }
        }

        impl Exception {
            fn change(&self) -> Override {
                Override { $($name: self.$name.as_ref().map(|value| value.0),)* }
            }

            /// Lists the thresholds that are set, each with the keys that it can depend on.
            fn set(&self) -> Vec<(&'static str, &'static [&'static str])> {
                let all: [(bool, &'static str, &'static [&'static str]); _] =
                    [$((self.$name.is_some(), stringify!($name), $parts),)*];
                all.into_iter().filter(|(is_set, ..)| *is_set).map(|(_, name, parts)| (name, parts)).collect()
            }
        }
    };
}

/// What thresholds of disks and snapshots can depend on; those of SRs and of backup repositories follow.
const ALL: &[&str] = &["sr", "pool", "tag", "job"];
const SR: &[&str] = &["sr", "pool"];
const JOB: &[&str] = &["job"];

thresholds! {
    /// Warn when a disk can take fewer snapshots than this before its chain limit
    snapshots_left: Count, by ALL;
    /// Report a snapshot outside any enabled schedule when it is older than this
    snapshot_age: Span, by ALL;
    /// Warn when this share of an SR is used, in percent
    sr_used_percent: Percent, by SR;
    /// Warn when less than this share of a backup repository is free, in percent, if no log shows what runs write
    repository_free_percent: Percent, by JOB;
    /// Warn when this share of the metadata volume of an LVM SR is used, in percent
    lvm_metadata_percent: Percent, by SR;
    /// Warn when less than this is free on an LVM SR, for the collector's journals
    lvm_journal_room: Size, by SR;
    /// A merge error that is older than this is no longer critical
    merge_error_age: Span, by SR;
}

impl Configuration {
    /// Returns the settings of an analysis: the thresholds of the file over the defaults.
    pub(in crate::cli) fn settings(&self, forecast: Option<forecast::Options>) -> Settings {
        Settings {
            thresholds: self.thresholds(),
            exceptions: self.exceptions(),
            forecast,
            ..Settings::default()
        }
    }

    /// Returns the thresholds that the table sets, and the defaults of the others.
    pub(in crate::cli) fn thresholds(&self) -> findings::Thresholds {
        let mut thresholds = findings::Thresholds::default();
        self.thresholds.change().apply(&mut thresholds);
        thresholds
    }

    fn exceptions(&self) -> Vec<findings::Exception> {
        self.exceptions.iter().map(Exception::made).collect()
    }
}

impl Exception {
    /// Returns what the exception lacks, or why it could never apply.
    pub(super) fn flaw(&self) -> Option<Entry> {
        let parts = [("sr", &self.sr), ("pool", &self.pool), ("tag", &self.tag), ("job", &self.job)];
        let named: Vec<&str> = parts.iter().filter(|(_, glob)| glob.is_some()).map(|(key, _)| *key).collect();
        let set = self.set();
        if named.is_empty() {
            return Some(Entry::NoPart);
        }
        if set.is_empty() {
            return Some(Entry::NoThreshold);
        }
        set.into_iter().find_map(|(threshold, known)| {
            let by = named.iter().find(|key| !known.contains(key))?;
            let known = known.iter().map(|key| (*key).to_owned()).collect();
            Some(Entry::Elsewhere { threshold: threshold.to_owned(), by: (*by).to_owned(), known })
        })
    }

    /// Returns the names and patterns of the exception's part, as a person wrote them.
    pub(in crate::cli) fn shown(&self) -> String {
        let parts = [("sr", &self.sr), ("pool", &self.pool), ("tag", &self.tag), ("job", &self.job)];
        let shown =
            parts.iter().filter_map(|(key, glob)| Some(format!("{key} {}", glob.as_ref()?.0.as_str())));
        shown.collect::<Vec<_>>().join(", ")
    }

    fn made(&self) -> findings::Exception {
        let glob = |glob: &Option<Glob>| glob.as_ref().map(|glob| glob.0.clone());
        let part =
            Part { sr: glob(&self.sr), pool: glob(&self.pool), tag: glob(&self.tag), job: glob(&self.job) };
        findings::Exception { part, change: self.change() }
    }
}
