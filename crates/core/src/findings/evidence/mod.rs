//! The numbers and names that a finding rests on: one struct for each code.
//!
//! A field is a key of the JSON report and a variable of the finding's text. A field that holds bytes ends in `_bytes`, one
//! that holds an instant in `_at`. [`Evidence::values`] is the only way from a struct to the variables of a text.

mod chains;
mod collector;
mod jobs;
mod leftovers;
mod outcomes;
mod reading;
mod repositories;
mod space;
mod value;

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use super::catalogue::Code;
pub use chains::{
    BreakKind, BrokenChain, ChainDepth, DuplicateId, LeafPair, PendingMerge, RetentionCannotFit,
    SnapshotInUse, Standstill, StoppedBy, XoWillSkip,
};
pub use collector::{
    CoalesceError, CoalesceNoRoom, CoalesceOff, GcBlocked, GcNoSpace, GcStalled, MergeFit, NoSpaceSign,
    StallSign, Switch,
};
pub use jobs::{
    CronField, CronReading, CronReadsOtherwise, Idleness, JobDoesNothing, JobOverlap, Meeting,
    Qcow2WithoutNbd, ReplicasInJob, ScheduleNotRun, ScheduleUnreadable, SourceOnTarget, StuckRun, VmVanished,
};
pub use leftovers::{
    BackupLeftover, CbtLists, ControlDomainVdi, DeletedJobSnapshots, OldSnapshots, OrphanVdis,
};
pub use outcomes::{
    FlakyBackup, FullReason, OutputBehind, OutputKind, RecurringFailure, RestoreTestFailed,
    RetentionNotRespected, RpoMissed, UnexpectedFull, VmUnprotected,
};
pub use reading::{
    Grant, LoadingSign, NoInventory, NotRead, PoolLoading, PoolMissing, Unreadable, WhyUnread,
};
pub use repositories::{LowSpace, RepositoryLowSpace, RepositoryOnRoot};
pub use space::{
    GuestsOutOfRoom, ImageMissing, LvmJournalRoom, MetadataVolume, ReplicationTarget, SnapshotNoRoom,
    SrDetached, SrLowSpace, SrMaintenance, SrUsage, TargetProblem, ThinOvercommitted,
};
pub use value::{Instant, Value};

/// Declares the evidence of codes: structs that serialize to an object in the order of their fields.
macro_rules! evidence {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[cfg_attr(any(test, feature = "testkit"), derive(Default))]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $name {
            /// Lists the fields by name, in order.
            pub(super) fn values(&self) -> Vec<(&'static str, super::Value)> {
                vec![$((stringify!($field), self.$field.clone().into())),*]
            }
        }
    )*};
}

/// Declares an enum with the words that JSON and texts use for its variants.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident {
        $(#[$first_doc:meta])* $first:ident = $first_text:literal,
        $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        #[cfg_attr(any(test, feature = "testkit"), derive(Default))]
        pub enum $name {
            $(#[$first_doc])*
            #[cfg_attr(any(test, feature = "testkit"), default)]
            #[serde(rename = $first_text)]
            $first,
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// Returns the word that JSON and texts use.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::$first => $first_text,
                    $(Self::$variant => $text),*
                }
            }
        }

        impl From<$name> for super::Value {
            fn from(word: $name) -> Self {
                Self::Word(word.name())
            }
        }
    };
}

use {evidence, words};

macro_rules! all {
    ($($name:ident,)*) => {
        /// What a finding rests on, by code.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Evidence {
            $(
                #[doc = concat!("Of [`Code::", stringify!($name), "`].")]
                $name($name),
            )*
        }

        impl Evidence {
            /// Returns the code that it belongs to.
            pub const fn code(&self) -> Code {
                match self { $(Self::$name(_) => Code::$name),* }
            }

            /// Lists the numbers and names by key, in order.
            pub fn values(&self) -> Vec<(&'static str, Value)> {
                match self { $(Self::$name(it) => it.values()),* }
            }

            /// Deserializes the evidence of a code.
            ///
            /// # Errors
            /// A key is missing, or has another type than that code's.
            pub fn read(code: Code, json: serde_json::Value) -> Result<Self, serde_json::Error> {
                match code { $(Code::$name => serde_json::from_value(json).map(Self::$name)),* }
            }

            /// Builds evidence of a code from zeros and empty names.
            #[cfg(any(test, feature = "testkit"))]
            pub fn blank(code: Code) -> Self {
                match code { $(Code::$name => Self::$name(Default::default())),* }
            }
        }

        impl Serialize for Evidence {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$name(it) => it.serialize(serializer)),* }
            }
        }

        impl JsonSchema for Evidence {
            fn schema_name() -> Cow<'static, str> {
                "Evidence".into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let all = vec![$(generator.subschema_for::<$name>()),*];
                schemars::json_schema!({ "anyOf": all })
            }
        }

        $(impl From<$name> for Evidence {
            fn from(it: $name) -> Self {
                Self::$name(it)
            }
        })*
    };
}

all! {
    ChainDepth,
    XoWillSkip,
    PendingMerge,
    LeafPair,
    BrokenChain,
    DuplicateId,
    RetentionCannotFit,
    SnapshotInUse,
    GcNoSpace,
    CoalesceOff,
    CoalesceError,
    CoalesceNoRoom,
    GcStalled,
    GcBlocked,
    SrLowSpace,
    SrUsage,
    SrMaintenance,
    SrDetached,
    SnapshotNoRoom,
    LvmJournalRoom,
    MetadataVolume,
    ThinOvercommitted,
    ReplicationTarget,
    ImageMissing,
    GuestsOutOfRoom,
    OrphanVdis,
    OldSnapshots,
    BackupLeftover,
    DeletedJobSnapshots,
    ControlDomainVdi,
    CbtLists,
    ScheduleUnreadable,
    JobOverlap,
    StuckRun,
    CronReadsOtherwise,
    JobDoesNothing,
    VmVanished,
    ScheduleNotRun,
    ReplicasInJob,
    Qcow2WithoutNbd,
    SourceOnTarget,
    NotRead,
    PoolMissing,
    PoolLoading,
    NoInventory,
    RpoMissed,
    VmUnprotected,
    RecurringFailure,
    RetentionNotRespected,
    UnexpectedFull,
    RestoreTestFailed,
    OutputBehind,
    FlakyBackup,
    RepositoryLowSpace,
    RepositoryOnRoot,
}

impl Evidence {
    /// Returns the id of the SR on which it was found, if it names one.
    pub fn sr_id(&self) -> Option<&str> {
        match self {
            Self::ChainDepth(it) => it.sr_id.as_deref(),
            Self::XoWillSkip(it) => it.sr_id.as_deref(),
            Self::BrokenChain(it) => it.sr_id.as_deref(),
            Self::SnapshotInUse(it) => it.sr_id.as_deref(),
            Self::SnapshotNoRoom(it) => it.sr_id.as_deref(),
            Self::ControlDomainVdi(it) => it.sr_id.as_deref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sr_that_evidence_names() {
        let sr = || Some("sr".to_owned());
        let cases: [Evidence; 6] = [
            ChainDepth { sr_id: sr(), ..Default::default() }.into(),
            XoWillSkip { sr_id: sr(), ..Default::default() }.into(),
            BrokenChain { sr_id: sr(), ..Default::default() }.into(),
            SnapshotInUse { sr_id: sr(), ..Default::default() }.into(),
            SnapshotNoRoom { sr_id: sr(), ..Default::default() }.into(),
            ControlDomainVdi { sr_id: sr(), ..Default::default() }.into(),
        ];
        for evidence in cases {
            assert_eq!(evidence.sr_id(), Some("sr"), "{evidence:?}");
        }
        for &code in Code::ALL {
            assert_eq!(Evidence::blank(code).sr_id(), None, "{code}");
        }
    }
}
