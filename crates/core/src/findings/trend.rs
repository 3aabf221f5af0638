//! Whether a finding has got worse since an earlier report, by its severity, then by the quantity that measures it.
//!
//! In: two findings with the same [`Key`](super::Key). Out: a [`Trend`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalogue::Code;
use super::evidence::Value;
use super::finding::Finding;
use super::subject::Severity;

/// How a finding has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// It is more severe, or its quantity moved the wrong way.
    Worse,
    /// Neither worse nor better.
    Same,
    /// It is less severe, or its quantity moved the right way.
    Better,
}

/// The direction in which a quantity gets worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WorseWhen {
    More,
    Less,
}

/// Bytes that differ by less than this share count as equal. Guess, because free space is never the same twice, and a
/// tenth is what people notice in a size.
const NOTICED: f64 = 0.1;

/// How bad a finding was: its severity, and the quantities that measure it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// Its severity; `None` if any severity is accepted.
    pub severity: Option<Severity>,
    /// Quantities by the key of the evidence: those that [`measured`] lists.
    pub quantities: BTreeMap<String, u64>,
}

impl Finding {
    /// Returns how bad it is, for later comparison.
    #[must_use]
    pub fn pin(&self) -> Pin {
        let values = self.evidence.values();
        let quantity = |key| {
            let (_, value) = values.iter().find(|(name, _)| *name == key)?;
            Quantity::of(value).map(Quantity::number)
        };
        let keys = measures(self.code).iter();
        let quantities = keys.filter_map(|(key, _)| Some(((*key).to_owned(), quantity(*key)?))).collect();
        Pin { severity: Some(self.severity), quantities }
    }

    /// Returns whether it is worse than it was.
    #[must_use]
    pub fn is_worse_than(&self, pin: &Pin) -> bool {
        self.against(pin) == Trend::Worse
    }

    /// Compares it with how bad it was.
    #[must_use]
    pub fn against(&self, pin: &Pin) -> Trend {
        match self.severity.cmp(&pin.severity.unwrap_or(self.severity)) {
            std::cmp::Ordering::Greater => return Trend::Worse,
            std::cmp::Ordering::Less => return Trend::Better,
            std::cmp::Ordering::Equal => {}
        }
        let values = self.evidence.values();
        let moved = measures(self.code).iter().filter_map(|&(key, bad)| {
            let (_, value) = values.iter().find(|(name, _)| *name == key)?;
            let now = Quantity::of(value)?;
            let then = pin.quantities.get(key).map(|number| now.with(*number))?;
            Some(if now.against(then)? == bad { Trend::Worse } else { Trend::Better })
        });
        moved.into_iter().next().unwrap_or(Trend::Same)
    }

    /// Compares this finding with the same one in an earlier report.
    #[must_use]
    pub fn since(&self, before: &Self) -> Trend {
        self.against(&before.pin())
    }
}

/// A quantity that can be larger or smaller.
#[derive(Clone, Copy, Debug)]
enum Quantity {
    Count(u64),
    Bytes(u64),
}

impl Quantity {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Count(count) => Some(Self::Count(*count)),
            Value::Bytes(bytes) => Some(Self::Bytes(bytes.0)),
            Value::Texts(texts) => Some(Self::Count(texts.len() as u64)),
            _ => None,
        }
    }

    const fn number(self) -> u64 {
        match self {
            Self::Count(number) | Self::Bytes(number) => number,
        }
    }

    /// Returns a quantity of the same kind with another number.
    const fn with(self, number: u64) -> Self {
        match self {
            Self::Count(_) => Self::Count(number),
            Self::Bytes(_) => Self::Bytes(number),
        }
    }

    /// Returns whether it is noticeably more or less than before.
    fn against(self, before: Self) -> Option<WorseWhen> {
        let (now, then, is_noticed) = match (self, before) {
            (Self::Count(now), Self::Count(then)) => (now, then, now != then),
            (Self::Bytes(now), Self::Bytes(then)) => {
                (now, then, now.abs_diff(then) as f64 > NOTICED * now.max(then) as f64)
            }
            _ => return None,
        };
        is_noticed.then_some(if now > then { WorseWhen::More } else { WorseWhen::Less })
    }
}

/// Lists the evidence keys that measure a code: those that a [`Pin`] may have.
pub fn measured(code: Code) -> impl Iterator<Item = &'static str> {
    measures(code).iter().map(|(key, _)| *key)
}

/// Returns the evidence keys that measure a code; the first one that changed decides. A code without any is measured
/// by its severity alone: what else it holds grows by itself (an age), or identifies it.
const fn measures(code: Code) -> &'static [(&'static str, WorseWhen)] {
    use Code as C;
    use WorseWhen::{Less, More};
    match code {
        C::ChainDepth => &[("snapshots_left", Less)],
        C::XoWillSkip => &[("gate", More)],
        C::PendingMerge => &[("pending_inner", More)],
        C::LeafPair => &[("pending_leaf", More)],
        C::BrokenChain => &[("disks", More)],
        C::GcNoSpace | C::CoalesceOff | C::CoalesceError => {
            &[("pending_inner", More), ("pending_leaf", More)]
        }
        C::CoalesceNoRoom | C::GcStalled => &[("pending_inner", More)],
        C::GcBlocked => &[("held", More)],
        C::SrLowSpace | C::SnapshotNoRoom => &[("free_bytes", Less), ("need_bytes", More)],
        C::SrUsage => &[("used_percent", More)],
        C::SrDetached => &[("hosts_attached", Less)],
        C::LvmJournalRoom | C::ThinOvercommitted | C::GuestsOutOfRoom | C::RepositoryLowSpace => {
            &[("free_bytes", Less)]
        }
        C::MetadataVolume => &[("left", Less)],
        C::ReplicationTarget => &[("free_bytes", Less), ("pending_inner", More)],
        C::ImageMissing => &[("vdi_ids", More), ("running", More)],
        C::OrphanVdis => &[("orphans", More), ("snapshots", More)],
        C::OldSnapshots | C::BackupLeftover | C::DeletedJobSnapshots => &[("snapshots", More)],
        C::CbtLists => &[("lists", More)],
        C::JobOverlap | C::StuckRun => &[("refused", More)],
        C::VmVanished
        | C::ReplicasInJob
        | C::Qcow2WithoutNbd
        | C::SourceOnTarget
        | C::VmUnprotected
        | C::RestoreTestFailed
        | C::OutputBehind => &[("vm_ids", More)],
        C::RecurringFailure | C::FlakyBackup => &[("failures", More), ("vm_ids", More)],
        C::RetentionNotRespected => &[("snapshots", More), ("disks", More)],
        C::UnexpectedFull => &[("fulls", More)],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::evidence::{ChainDepth, Evidence, ImageMissing, SrLowSpace};
    use crate::findings::{Subject, SubjectKind};
    use crate::units::Bytes;

    fn finding(severity: Severity, evidence: impl Into<Evidence>) -> Finding {
        let subject = Subject { kind: SubjectKind::Vdi, id: "d".to_owned(), name: "root".to_owned() };
        Finding::new(severity, subject, evidence)
    }

    #[test]
    fn worse_and_better() {
        use Severity::{Critical, Warning};
        let chain =
            |severity, left| finding(severity, ChainDepth { snapshots_left: left, ..Default::default() });
        let room = |gib, need| {
            let free_bytes = Some(Bytes::gib(gib));
            let evidence = SrLowSpace { free_bytes, need_bytes: Bytes::gib(need), ..Default::default() };
            finding(Warning, evidence)
        };
        let missing = |images: u32| {
            let vdi_ids = (0..images).map(|image| image.to_string()).collect();
            finding(Warning, ImageMissing { vdi_ids, ..Default::default() })
        };
        let cases = [
            ("more severe, whatever is left", chain(Warning, 1), chain(Critical, 3), Trend::Worse),
            ("less severe", chain(Critical, 3), chain(Warning, 1), Trend::Better),
            ("one snapshot fewer", chain(Warning, 3), chain(Warning, 2), Trend::Worse),
            ("one more", chain(Warning, 3), chain(Warning, 4), Trend::Better),
            ("the same", chain(Warning, 3), chain(Warning, 3), Trend::Same),
            ("a little less room", room(100, 7), room(91, 7), Trend::Same),
            ("much less room", room(100, 7), room(89, 7), Trend::Worse),
            ("much more", room(100, 7), room(120, 7), Trend::Better),
            ("the same room, more is needed", room(100, 7), room(100, 9), Trend::Worse),
            ("the room decides first", room(100, 7), room(120, 9), Trend::Better),
            ("one more image is missing", missing(1), missing(2), Trend::Worse),
        ];
        for (case, before, after, expected) in cases {
            assert_eq!(after.since(&before), expected, "{case}");
            assert_eq!(after.is_worse_than(&before.pin()), expected == Trend::Worse, "{case}");
        }
    }

    /// The keys that measure a code are in its evidence.
    #[test]
    fn every_measure_is_there() {
        for &code in Code::ALL {
            let values = Evidence::blank(code).values();
            for (key, _) in measures(code) {
                assert!(values.iter().any(|(name, _)| name == key), "{code}: {key}");
            }
        }
    }
}
