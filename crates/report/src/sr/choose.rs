//! Finds the SR, and the VM, that a person names.

use rustc_hash::FxHashSet;

use xo_health_core::chains::{Chains, is_node};
use xo_health_core::display::{listed as list, same, short};
use xo_health_core::model::{Inventory, ObjectId, Sr, SrIdx, VdiIdx, VmIdx, VmKind};

/// Why a name matches no single SR or VM, with the candidates.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SrNotFound {
    /// No SR has this name or UUID.
    #[error("no SR is called `{name}`; there are:{candidates}")]
    NoSr {
        /// The given name, cleaned.
        name: String,
        /// All SRs.
        candidates: String,
    },
    /// Several SRs match.
    #[error(
        "several SRs are called `{name}` or begin with it; name one as `pool/name` or by its UUID:{candidates}"
    )]
    SeveralSrs {
        /// The given name, cleaned.
        name: String,
        /// The SRs that match.
        candidates: String,
    },
    /// No VM with this name has a disk there.
    #[error("no VM called `{name}` has a disk on `{sr}`; there are:{candidates}")]
    NoVm {
        /// The given name, cleaned.
        name: String,
        /// The SR's name, cleaned.
        sr: String,
        /// The VMs with a disk there.
        candidates: String,
    },
}

/// Finds an SR by UUID, else by name or `pool/name`, else by the beginning of its name or UUID; case matters only if it
/// distinguishes two SRs.
///
/// # Errors
///
/// No SR matches, or several do: the error lists the candidates.
pub(super) fn sr(inventory: &Inventory, name: &str) -> Result<SrIdx, SrNotFound> {
    if let Some(sr) = inventory.find_sr(&ObjectId::new(name.trim())) {
        return Ok(sr);
    }
    let in_pool = |sr: &Sr| {
        let pool = sr.pool.map(|pool| inventory.pool(pool).name.to_string()).unwrap_or_default();
        format!("{}/{}", pool.trim(), sr.name.trim())
    };
    let start = name.trim().to_lowercase();
    let begins = |text: &str| !start.is_empty() && text.trim().to_lowercase().starts_with(&start);
    let tests: [&dyn Fn(&Sr) -> bool; 5] = [
        &|sr| same(&sr.name, name, true),
        &|sr| same(&in_pool(sr), name, true),
        &|sr| same(&sr.name, name, false),
        &|sr| same(&in_pool(sr), name, false),
        &|sr| begins(&sr.name) || begins(&in_pool(sr)) || begins(&sr.id.to_string()),
    ];
    let matching = |test: &&dyn Fn(&Sr) -> bool| -> Vec<SrIdx> {
        inventory.sr_indices().filter(|&sr| test(inventory.sr(sr))).collect()
    };
    let found = tests.iter().map(matching).find(|found| !found.is_empty()).unwrap_or_default();
    let name = short(name);
    match found[..] {
        [sr] => Ok(sr),
        [] => {
            Err(SrNotFound::NoSr { name, candidates: list_srs(inventory, inventory.sr_indices().collect()) })
        }
        _ => Err(SrNotFound::SeveralSrs { name, candidates: list_srs(inventory, found) }),
    }
}

fn list_srs(inventory: &Inventory, srs: Vec<SrIdx>) -> String {
    let lines = srs
        .into_iter()
        .map(|sr| {
            let sr = inventory.sr(sr);
            let pool = sr.pool.map(|pool| short(&inventory.pool(pool).name));
            let pool = pool.map(|pool| format!(", pool {pool}")).unwrap_or_default();
            format!("\n  {}  {}{pool}", short(&sr.id.to_string()), short(&sr.name))
        })
        .collect();
    list(lines)
}

/// The nodes that one VM uses on an SR: its disks, their snapshots, and all nodes above them.
pub(super) struct OfVm {
    /// The VMs: several if they share a name.
    pub(super) vms: Vec<VmIdx>,
    nodes: FxHashSet<VdiIdx>,
}

impl OfVm {
    /// Finds the VMs by UUID, else by name, among those with a disk on the SR.
    pub(super) fn find(
        inventory: &Inventory,
        chains: &Chains,
        sr: SrIdx,
        name: &str,
    ) -> Result<Self, SrNotFound> {
        let here = vms_on(inventory, sr);
        let id = ObjectId::new(name.trim());
        let by_id = |vm: &VmIdx| inventory.vm(*vm).id == id;
        let called =
            |exact| here.iter().copied().filter(move |&vm| same(&inventory.vm(vm).name, name, exact));
        let choices: [Vec<VmIdx>; 3] =
            [here.iter().copied().filter(by_id).collect(), called(true).collect(), called(false).collect()];
        let Some(vms) = choices.into_iter().find(|vms| !vms.is_empty()) else {
            let names = here.iter().map(|&vm| format!("\n  {}", short(&inventory.vm(vm).name)));
            return Err(SrNotFound::NoVm {
                name: short(name),
                sr: short(&inventory.sr(sr).name),
                candidates: list(names.collect()),
            });
        };
        let nodes = nodes_of(inventory, chains, sr, &vms);
        Ok(Self { vms, nodes })
    }

    /// Returns whether a node is among them.
    pub(super) fn holds(&self, vdi: VdiIdx) -> bool {
        self.nodes.contains(&vdi)
    }
}

/// Lists the VMs and templates with a disk on an SR.
fn vms_on(inventory: &Inventory, sr: SrIdx) -> Vec<VmIdx> {
    let disks = inventory.sr(sr).vdis.iter().filter(|&&vdi| is_node(inventory, inventory.vdi(vdi)));
    let mut vms: Vec<VmIdx> = disks
        .flat_map(|&vdi| inventory.vms_of(vdi))
        .filter(|&vm| matches!(inventory.vm(vm).kind, VmKind::Vm | VmKind::Template))
        .collect();
    vms.sort_unstable();
    vms.dedup();
    vms
}

fn nodes_of(inventory: &Inventory, chains: &Chains, sr: SrIdx, vms: &[VmIdx]) -> FxHashSet<VdiIdx> {
    let disks: FxHashSet<VdiIdx> =
        vms.iter().flat_map(|&vm| inventory.vdis_of(vm)).map(|(vdi, _)| vdi).collect();
    let mut nodes = FxHashSet::default();
    for &start in &inventory.sr(sr).vdis {
        let of = inventory.vdi(start).snapshot_of.target();
        if !disks.contains(&start) && !of.is_some_and(|disk| disks.contains(&disk)) {
            continue;
        }
        for vdi in chains.path(inventory, start) {
            // everything above was already visited
            if !nodes.insert(vdi) {
                break;
            }
        }
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;
    use xo_health_core::notation;

    #[test]
    fn finds_by_uuid_then_by_name() {
        let inventory = notation::inventory(
            "pool a { sr one ext 1TiB id=00000000-0000-0000-0000-000000000001 sr Two ext 1TiB }
             pool b { sr two nfs 1TiB id=b2 }",
        )
        .unwrap();
        let cases = [
            ("one", Some("one")),
            (" ONE ", Some("one")),
            ("00000000-0000-0000-0000-000000000001", Some("one")),
            ("b/two", Some("two")),
            ("A/two", Some("Two")),
            ("on", Some("one")),
            ("a/o", Some("one")),
            ("tw", None),
            ("two", Some("two")),
            ("Two", Some("Two")),
            ("TWO", None),
            ("b2", Some("two")),
            ("", None),
        ];
        for (asked, found) in cases {
            let name = sr(&inventory, asked).ok().map(|sr| inventory.sr(sr).name.as_str());
            assert_eq!(name, found, "{asked}");
        }
        let several = sr(&inventory, "TWO").unwrap_err().to_string();
        assert_eq!(
            several,
            "several SRs are called `TWO` or begin with it; name one as `pool/name` or by its UUID:\n  Two  Two, pool a\n  b2  two, pool b"
        );
        let none = sr(&inventory, "x\u{1b}[2J").unwrap_err().to_string();
        assert!(none.starts_with("no SR is called `x?[2J`; there are:"), "{none}");
        assert_eq!(none.lines().count(), 4);
    }

    #[test]
    fn long_lists_are_cut() {
        let srs: String = (0..30).map(|n| format!("sr s{n:02} ext 1TiB ")).collect();
        let error = sr(&notation::inventory(&srs).unwrap(), "x").unwrap_err().to_string();
        assert_eq!(error.lines().count(), 22);
        assert!(error.ends_with("… and 10 more"), "{error}");
        let error = sr(&Inventory::default(), "x").unwrap_err().to_string();
        assert_eq!(error, "no SR is called `x`; there are: none");
    }
}
