//! Whether a backup accounts for an image that is plugged into a control domain.

use crate::analysis::Analysis;
use crate::model::{VdiIdx, VmIdx};

/// Returns whether a running backup explains the plug, or `None` if jobs could not be read.
pub(in crate::analysis::rules) fn backup_accounts_for(
    analysis: &Analysis,
    vdi: VdiIdx,
    owner: Option<VmIdx>,
    is_running: impl Fn(VmIdx) -> bool,
) -> Option<bool> {
    let jobs = analysis.backups().jobs.as_ref()?;
    let sr = analysis.inventory().vdi(vdi).sr.map(|sr| &analysis.inventory().sr(sr).id);
    let mut running = jobs.iter().filter(|job| job.running.is_some());
    let by_job = running.any(|job| owner.is_none() || sr.is_some_and(|sr| job.srs.contains(sr)));
    Some(by_job || owner.is_some_and(is_running))
}
