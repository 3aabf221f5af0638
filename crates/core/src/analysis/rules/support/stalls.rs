//! SRs on which merges wait and do not go on.

use jiff::Timestamp;

use crate::analysis::Analysis;
use crate::backup::quiet::{self, Deleted};
use crate::model::SrIdx;
use crate::storage::{self, Stall};

/// A collector that stands still.
#[derive(Clone, Copy)]
pub(in crate::analysis::rules) struct Stalled {
    pub(in crate::analysis::rules) how: Stall,
    /// When backups deleted something there last; none where that is not known.
    pub(in crate::analysis::rules) quiet_since: Option<Timestamp>,
}

/// Lists for each SR whether its merges go on, in the order of the inventory.
pub(in crate::analysis::rules) fn stalls(analysis: &Analysis) -> Vec<Option<Stalled>> {
    let deleted = quiet::deleted(analysis.inventory(), analysis.plan(), analysis.backups());
    let srs = analysis.inventory().sr_indices().zip(deleted);
    srs.map(|(sr, deleted)| judge(analysis, sr, deleted)).collect()
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
    let quiet = quiet_since.map(|since| analysis.now().duration_since(since));
    let how = storage::stall(gc, &backlog, quiet, analysis.now())?;
    Some(Stalled { how, quiet_since })
}
