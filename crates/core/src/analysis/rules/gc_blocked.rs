//! XOH-206: base copies are held by clones, or by a control domain.
//!
//! A base copy is only merged once it has one child left (facts/storage-manager.md 3.3). Snapshots that someone keeps
//! stop holding it when they are deleted, and are no finding. A clone stays as long as its VM: what the two share is
//! never merged, and makes both chains longer. A snapshot that stays plugged into a control domain cannot be deleted,
//! so its base copy waits for good (6.9). This finding says which base copies are held, and by whom; it is never above
//! info, since other findings report the consequences: the plug XOH-405, a long chain XOH-101, what stops a whole SR
//! XOH-105, 202 and 304.
//!
//! A QCOW2 node is merged by the host on which the disks below it run, and not at all while they run on several (5.1):
//! base copies to which that applies are named with their VMs.
//!
//! What is shared with a template is left out, because that is what templates are for; so is a plug that a running
//! backup accounts for, as in XOH-405, and so are broken chains: XOH-105.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::support::control_domain;
use super::support::subjects::{self, count};
use crate::analysis::Analysis;
use crate::findings::evidence::GcBlocked;
use crate::findings::{Finding, Severity};
use crate::model::{Inventory, SrIdx, VdiIdx, VdiKind, VmIdx, VmKind};
use crate::storage::{self, CHAIN_LIMIT, Hold, HolderKind, Lasting};
use crate::units::Bytes;

/// The held base copies of an SR, and who holds them.
#[derive(Default)]
struct Held {
    bases: Vec<VdiIdx>,
    /// Disks that share them.
    sharing: Vec<VdiIdx>,
    /// Images that are plugged into a control domain.
    plugged: Vec<VdiIdx>,
    /// VMs on several hosts below QCOW2 nodes that only a single host could merge.
    on_several_hosts: BTreeSet<VmIdx>,
}

pub(super) fn find(analysis: &Analysis) -> Vec<Finding> {
    let inventory = analysis.inventory();
    let is_snapshot = |vdi: &VdiIdx| inventory.vdi(*vdi).kind == VdiKind::Snapshot;
    let disks = Lasting::of(inventory, &inventory.vdi_indices().filter(is_snapshot).collect());
    let of_templates = above_templates(inventory);
    let srs = inventory.sr_indices();
    srs.filter_map(|sr| finding(analysis, sr, &held(analysis, sr, &disks, &of_templates))).collect()
}

/// Lists the disks of templates and all nodes above them.
fn above_templates(inventory: &Inventory) -> FxHashSet<VdiIdx> {
    let templates = inventory.vm_indices().filter(|&vm| inventory.vm(vm).kind == VmKind::Template);
    let mut above = FxHashSet::default();
    for (disk, _) in templates.flat_map(|vm| inventory.vdis_of(vm)) {
        let mut at = Some(disk);
        while let Some(here) = at.filter(|&here| above.insert(here)) {
            at = inventory.vdi(here).parent.target();
        }
    }
    above
}

/// Collects what holds base copies on an SR; `disks` knows what stays once all snapshots are deleted.
fn held(analysis: &Analysis, sr: SrIdx, disks: &Lasting, of_templates: &FxHashSet<VdiIdx>) -> Held {
    let mut held = Held::default();
    let whole = |hold: &&Hold| analysis.chains().node(hold.base).broken.is_none();
    for Hold { base, holders } in analysis.collector(sr).holds.iter().filter(whole) {
        let plugs = holders.iter().filter(|holder| holder.kind == HolderKind::ControlDomain);
        let before = held.plugged.len();
        held.plugged.extend(plugs.map(|holder| holder.vdi).filter(|&vdi| is_left_behind(analysis, vdi)));
        let is_shared = disks.is_shared(*base) && !of_templates.contains(base);
        if is_shared {
            let branches = analysis.chains().children(*base).iter().filter(|&&child| disks.stays(child));
            held.sharing.extend(branches.map(|&child| disk_below(analysis, disks, child)));
        }
        if is_shared || held.plugged.len() > before {
            held.bases.push(*base);
        }
    }
    let (inventory, chains) = (analysis.inventory(), analysis.chains());
    let pairs = chains.inner_pairs(inventory, sr);
    for (_, child) in pairs.filter(|&(_, child)| storage::runs_on_several_hosts(inventory, chains, child)) {
        held.bases.push(child);
        held.on_several_hosts.extend(storage::running_below(inventory, chains, child));
    }
    held.bases.sort_unstable();
    held.bases.dedup();
    held
}

/// Returns whether no running backup accounts for the plug.
fn is_left_behind(analysis: &Analysis, vdi: VdiIdx) -> bool {
    let owner = analysis.inventory().owner(vdi);
    control_domain::backup_accounts_for(analysis, vdi, owner, |vm| analysis.plan().backup_running(vm))
        == Some(false)
}

/// Follows a branch down to its disk.
fn disk_below(analysis: &Analysis, disks: &Lasting, branch: VdiIdx) -> VdiIdx {
    let next =
        |at: &VdiIdx| analysis.chains().children(*at).iter().copied().find(|&child| disks.stays(child));
    std::iter::successors(Some(branch), next).take(CHAIN_LIMIT as usize).last().unwrap_or(branch)
}

fn finding(analysis: &Analysis, sr: SrIdx, held: &Held) -> Option<Finding> {
    let inventory = analysis.inventory();
    if held.bases.is_empty() {
        return None;
    }
    let bytes: Bytes = held.bases.iter().filter_map(|&base| inventory.vdi(base).usage).sum();
    let several: Vec<VmIdx> = held.on_several_hosts.iter().copied().collect();
    let ids: Vec<String> = held.bases.iter().map(|&base| inventory.vdi(base).id.to_string()).collect();
    Some(Finding::new(
        Severity::Info,
        subjects::sr(inventory, sr),
        GcBlocked {
            held: count(held.bases.len()),
            held_bytes: bytes,
            shared_by: names(inventory, &held.sharing),
            plugged: names(inventory, &held.plugged),
            on_several_hosts: subjects::vm_names(inventory, &several),
            base_ids: ids,
        },
    ))
}

/// Returns the names of the images' VMs, or of an image itself if it has no VM; each once, sorted.
fn names(inventory: &Inventory, vdis: &[VdiIdx]) -> Vec<String> {
    let name = |&vdi: &VdiIdx| match inventory.owner(vdi) {
        Some(vm) => inventory.vm(vm).name.to_string(),
        None => inventory.vdi(vdi).name.to_string(),
    };
    let mut names: Vec<String> = vdis.iter().map(name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::world::{World, fact, show};
    use crate::findings::Value;

    /// What is on an SR; how many base copies are held, who shares them, what is plugged.
    #[test]
    fn who_holds_what() {
        let stuck = "vm web { disk root 9GiB on s: base snap s1 dom0 > leaf }";
        let cases = [
            ("vm web { disk root 9GiB on s: base snap s1 > base snap s2 > leaf }", None),
            ("vm web { disk root 9GiB on s: base > base > leaf }", None),
            (stuck, Some((1, "", "web"))),
            (
                "vm web { disk root 9GiB on s: base as b > leaf } vm copy { disk root 9GiB on s: b > leaf }",
                Some((1, "copy web", "")),
            ),
            // far below the disks; what each has for itself does not matter
            (
                "vm web { disk root 9GiB on s: base as b > base > base snap a > leaf }
                 vm copy { disk root 9GiB on s: b > base > leaf }",
                Some((1, "copy web", "")),
            ),
            ("disk a 9GiB on s: base as b > leaf disk c 9GiB on s: b > leaf", Some((1, "a c", ""))),
            // a template is meant to be shared
            (
                "vm gold template { disk root 9GiB on s: base as b > leaf }
                 vm web { disk root 9GiB on s: b > leaf } vm db { disk root 9GiB on s: b > leaf }",
                None,
            ),
            // a cycle of parents is broken, not shared
            ("disk a 9GiB on s: cycle > base > base > leaf", None),
            // the VM was reverted to a snapshot: the old branch goes with its snapshots
            (
                "vm web { disk root 9GiB on s: base as b > leaf } disk old 9GiB on s: b > base snap x > gone",
                None,
            ),
            // a leaf that the next run deletes
            ("disk a 9GiB on s: base as b > leaf disk c 9GiB on s: b > base > gone", None),
        ];
        for (disks, expected) in cases {
            let found = find(&World::new(&format!("sr s ext 1TiB {disks}")).analysis());
            let list = |key| match fact(&found[0], key) {
                Some(Value::Texts(names)) => names.join(" "),
                other => panic!("{other:?}"),
            };
            assert_eq!(show(&found), expected.map_or("", |_| "info sr s"), "{disks}");
            let Some((held, shared_by, plugged)) = expected else { continue };
            assert_eq!(fact(&found[0], "held"), Some(Value::Count(held)), "{disks}");
            assert_eq!((list("shared_by"), list("plugged")), (shared_by.into(), plugged.into()), "{disks}");
        }
    }

    #[test]
    fn vms_on_several_hosts_hold_a_qcow2() {
        for (format, expected) in [("qcow2", "info sr s"), ("", "info sr s")] {
            let found = find(
                &World::new(&format!(
                    "sr s nfs 1TiB vm web host=h1 {{ disk root 9GiB on s {format}: base > base as b > leaf }}
                     vm copy host=h2 {{ disk root 9GiB on s {format}: b > leaf }}"
                ))
                .analysis(),
            );
            assert_eq!(show(&found), expected, "{format}");
            let names = match fact(&found[0], "on_several_hosts") {
                Some(Value::Texts(names)) => names.join(" "),
                other => panic!("{other:?}"),
            };
            assert_eq!(names, if format == "qcow2" { "copy web" } else { "" });
        }
    }

    #[test]
    fn a_running_backup_accounts_for_a_plug() {
        let mut world = World::new("sr s ext vm web { disk root 9GiB on s: base snap s1 dom0 > leaf }").past(
            "nightly",
            "0 22 * * *",
            &["web"],
            &[],
        );
        assert_eq!(show(&find(&world.analysis())), "info sr s");
        world.jobs()[0].running = Some("1795395000000".into());
        world.plan = crate::backup::BackupPlan::build(&world.inventory, &world.backups, crate::notation::NOW);
        assert_eq!(show(&find(&world.analysis())), "");
    }

    #[test]
    fn unread_jobs_may_account_for_anything() {
        let mut world = World::new("sr s ext vm web { disk root 9GiB on s: base snap s1 dom0 > leaf }");
        world.backups.jobs = None;
        assert_eq!(show(&find(&world.analysis())), "");
    }
}
