//! XOH-406: lists of changed blocks pile up.
//!
//! A CBT job that purges the data of its snapshot keeps a list of changed blocks (`cbt_metadata`) for each disk, from
//! which the next delta starts. Failed runs leave more of them behind, and an old one can make each delta a full
//! (XO#8713). One finding for each VM with a disk that has more than [`USUAL`]; warning if fulls that were not due came
//! with it, otherwise info. No finding while a backup of the VM runs.

use std::collections::BTreeMap;

use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::backup::fulls;
use crate::findings::evidence::CbtLists;
use crate::findings::{Finding, Instant, Severity};
use crate::model::{Link, ObjectId, VdiIdx, VdiRole, VmIdx};

/// The usual number of lists of one disk: that of the last run, and that of a run that is not cleaned up yet.
const USUAL: usize = 2;

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let inventory = analysis.inventory();
    let mut by_vm: BTreeMap<VmIdx, BTreeMap<&ObjectId, Vec<VdiIdx>>> = BTreeMap::new();
    for index in inventory.vdi_indices() {
        let vdi = inventory.vdi(index);
        if vdi.role != VdiRole::CbtMetadata {
            continue;
        }
        let of = match &vdi.snapshot_of {
            Link::To(disk) => &inventory.vdi(*disk).id,
            Link::Missing(lost) => inventory.lost(*lost),
            Link::None => continue,
        };
        if let Some(vm) = inventory.owner(index) {
            by_vm.entry(vm).or_default().entry(of).or_default().push(index);
        }
    }
    by_vm.into_iter().filter_map(|(vm, disks)| judge(analysis, vm, &disks)).collect()
}

fn judge(analysis: &Analysis, vm: VmIdx, disks: &BTreeMap<&ObjectId, Vec<VdiIdx>>) -> Option<Finding> {
    let inventory = analysis.inventory();
    let many: Vec<&Vec<VdiIdx>> = disks.values().filter(|lists| lists.len() > USUAL).collect();
    let most = many.iter().map(|lists| lists.len()).max()?;
    if analysis.plan().backup_running(vm) {
        return None;
    }
    let lists: Vec<VdiIdx> = many.into_iter().flatten().copied().collect();
    let mut names: Vec<String> = lists.iter().map(|&list| inventory.vdi(list).name.to_string()).collect();
    names.sort_unstable();
    names.dedup();
    let fulls = fulls_of(analysis, &inventory.vm(vm).id);
    let evidence = CbtLists {
        lists: count(lists.len()),
        most: count(most),
        disks: names,
        vdi_ids: lists.iter().map(|&list| inventory.vdi(list).id.to_string()).collect(),
        oldest_at: lists.iter().filter_map(|&list| inventory.vdi(list).taken()).min().map(Instant),
        fulls: count(fulls),
    };
    let severity = if fulls > 0 { Severity::Warning } else { Severity::Info };
    Some(Finding::new(severity, subjects::vm(inventory, vm), evidence))
}

/// Counts the fulls of a VM that were not due.
fn fulls_of(analysis: &Analysis, vm: &ObjectId) -> usize {
    let Some(history) = analysis.history() else { return 0 };
    let all = fulls::unexpected(analysis.plan(), history, analysis.runs());
    all.iter().filter(|one| one.vm_id == vm).map(|one| one.fulls.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, show};

    #[test]
    fn severity_by_number_and_fulls() {
        let lists = |n: usize| {
            let snaps: String = (0..n).map(|at| format!(" snap l{at} cbt job=nightly")).collect();
            World::new(&format!("sr s ext vm web {{ disk root 9GiB on s: base 1GiB snap x{snaps} > leaf }}"))
        };
        assert_eq!(show(&find(&lists(2).analysis())), "");
        assert_eq!(show(&find(&lists(5).analysis())), "info vm web");
        let runs = ["80h full", "57h full", "33h full", "9h full"];
        let world = lists(5).past("nightly", "0 22 * * *", &["web"], &runs);
        assert_eq!(show(&find(&world.analysis())), "warning vm web");
    }
}
