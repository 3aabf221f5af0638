//! XOH-302: an SR is fuller than the limit that the user set.
//!
//! Only if a limit was set: how full an SR is says nothing about what the next merge or snapshot needs. Warning.

use super::support::subjects;
use crate::analysis::Analysis;
use crate::findings::evidence::SrUsage;
use crate::findings::{Finding, Severity};
use crate::model::SrIdx;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    analysis.inventory().sr_indices().filter_map(|sr| judge(analysis, sr)).collect()
}

fn judge(analysis: &Analysis, index: SrIdx) -> Option<Finding> {
    let limit = analysis.thresholds_of_sr(index).sr_used_percent?;
    let sr = analysis.inventory().sr(index);
    let (size, used) = (sr.size?, sr.used?);
    // the use of CD images and devices means nothing
    if sr.is_iso_or_udev() || size.0 == 0 {
        return None;
    }
    let percent = u64::try_from(u128::from(used.0) * 100 / u128::from(size.0)).unwrap_or(u64::MAX);
    (percent >= u64::from(limit)).then(|| {
        Finding::new(
            Severity::Warning,
            subjects::sr(analysis.inventory(), index),
            SrUsage {
                used_percent: percent,
                limit_percent: u64::from(limit),
                used_bytes: used,
                size_bytes: size,
                free_bytes: size - used,
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn only_what_the_user_asked_for() {
        let cases = [
            (None, "ext 100GiB used 99GiB", ""),
            (Some(80), "ext 100GiB used 79GiB", ""),
            (Some(80), "ext 100GiB used 80GiB", "warning sr s"),
            (Some(80), "ext 100GiB used 200GiB", "warning sr s"),
            (Some(80), "iso 100GiB used 100GiB", ""),
            (Some(0), "ext", ""),
            (Some(0), "ext 0B", ""),
        ];
        for (limit, sr, expected) in cases {
            let mut world = World::new(&format!("sr s {sr}"));
            world.thresholds.sr_used_percent = limit;
            assert_eq!(show(&find(&world.analysis())), expected, "{limit:?}, {sr}");
        }
    }
}
