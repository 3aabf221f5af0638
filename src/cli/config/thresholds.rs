//! What the configuration says of thresholds: for everything, and for a part of the fleet.
//!
//! Each threshold stands in one list, of which both tables are made. Pure.

use schemars::JsonSchema;

use super::file::{Configuration, Count, Glob, Percent, Size, Span};
use xo_health_core::analysis::Settings;
use xo_health_core::findings::{self, Override, Part};
use xo_health_core::forecast;

/// Declares the tables. serde could flatten one into the other, but would then pass over keys that nobody knows.
macro_rules! thresholds {
    ($($(#[doc = $doc:literal])* $name:ident: $type:ty;)*) => {
        /// From when on something is worth a finding.
        #[derive(Clone, Debug, Default, serde::Deserialize, JsonSchema)]
        #[serde(default)]
        #[schemars(deny_unknown_fields)]
        pub(in crate::cli) struct Thresholds {
            $($(#[doc = $doc])* pub(in crate::cli) $name: Option<$type>,)*
        }

        /// Thresholds that are other in a part of the fleet: where all holds that `sr`, `pool`, `tag` and `job` say.
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
        }
    };
}

thresholds! {
    /// Warn when a disk can take fewer snapshots than this before its chain limit
    snapshots_left: Count;
    /// Report a snapshot outside any enabled schedule when it is older than this
    snapshot_age: Span;
    /// Warn when this share of an SR is used, in percent
    sr_used_percent: Percent;
    /// Warn when less than this share of a backup repository is free, where no log shows what runs write, in percent
    repository_free_percent: Percent;
    /// Warn when this share of the metadata volume of an LVM SR is used, in percent
    lvm_metadata_percent: Percent;
    /// Warn when less than this is free on an LVM SR, for the collector's journals
    lvm_journal_room: Size;
    /// A merge error that is older than this is no longer critical
    merge_error_age: Span;
}

impl Configuration {
    /// Returns the settings of an analysis: the thresholds of the file above the defaults.
    pub(in crate::cli) fn settings(&self, forecast: Option<forecast::Options>) -> Settings {
        Settings {
            thresholds: self.thresholds(),
            exceptions: self.exceptions(),
            forecast,
            ..Settings::default()
        }
    }

    /// Returns the thresholds that it sets, and the defaults of the others.
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
    fn made(&self) -> findings::Exception {
        let glob = |glob: &Option<Glob>| glob.as_ref().map(|glob| glob.0.clone());
        let part =
            Part { sr: glob(&self.sr), pool: glob(&self.pool), tag: glob(&self.tag), job: glob(&self.job) };
        findings::Exception { part, change: self.change() }
    }
}
