//! SRs on which merges wait but do not progress: one place for the findings, the screens and callers that need to know
//! whether waiting helps.

use jiff::Timestamp;

use crate::analysis::Analysis;
use crate::backup::quiet::{self, Deleted};
use crate::model::SrIdx;
use crate::storage::{self, Stall};

/// A collector that stands still.
#[derive(Clone, Copy, Debug)]
pub struct Stalled {
    /// The sign of it.
    pub how: Stall,
    /// When backups last deleted something there; `None` if that is unknown.
    pub quiet_since: Option<Timestamp>,
}

impl Stalled {
    /// Returns whether waiting does not help; otherwise only a scan is missing.
    pub fn is_stuck(self) -> bool {
        self.how != Stall::NeedsScan
    }
}

impl Analysis {
    /// Lists for each SR whether its merges stand still although nothing is known to stop them, in the order of the
    /// inventory.
    pub fn stalls(&self) -> &[Option<Stalled>] {
        self.stalls.get_or_init(|| {
            let deleted = quiet::deleted(self.inventory(), self.plan(), self.backups());
            self.inventory().sr_indices().zip(deleted).map(|(sr, deleted)| judge(self, sr, deleted)).collect()
        })
    }
}

fn judge(analysis: &Analysis, sr: SrIdx, deleted: Deleted) -> Option<Stalled> {
    let quiet_since = match deleted {
        Deleted::Maybe => return None,
        Deleted::Unknown => None,
        Deleted::Until(at) => Some(at),
    };
    let (inventory, gc) = (analysis.inventory(), analysis.collector(sr));
    if gc.pending_inner == 0 {
        return None;
    }
    let backlog = storage::backlog(inventory, analysis.chains(), sr);
    let quiet = quiet_since.map(|since| analysis.known_until().duration_since(since));
    let how = storage::stall(gc, &backlog, quiet, analysis.known_until())?;
    Some(Stalled { how, quiet_since })
}
