//! XO's two rules about VDI chains, as XO applies them, including their faults.
//!
//! In: objects. Out: the answers of `sr.getVdiChainsInfo` and `sr.getAllUnhealthyVdiChainsLength`, and whether XO would
//! refuse to snapshot a disk. It does not know how they are called.
//!
//! Rules: xo-protocol 2.2 and 4.3, and "Chains" of the observations. The display counts nodes with exactly one child;
//! the backup gate counts unmanaged nodes whose only child is unmanaged too. They disagree on purpose.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::state::{Object, State};

/// `xapiOptions.maxUncoalescedVdis`: the most such nodes that XO accepts between a disk and its root (default 1).
pub const MAX_UNCOALESCED_VDIS: usize = 1;

/// The part of a VDI that matters here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Vdi {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    parent: Option<String>,
    #[serde(rename = "$SR", default)]
    sr: Option<String>,
}

impl Vdi {
    /// Returns whether it is a managed VDI but not a snapshot: where XO's walks begin.
    fn is_disk(&self) -> bool {
        self.kind == "VDI"
    }

    fn is_unmanaged(&self) -> bool {
        self.kind == "VDI-unmanaged"
    }
}

/// All VDIs of the server, with their children by SR.
#[derive(Debug, Default)]
pub struct Chains {
    vdis: Vec<Vdi>,
    by_id: HashMap<String, usize>,
    /// (SR, parent) → children on that SR that name this parent.
    children: HashMap<(String, String), Vec<usize>>,
    srs: Vec<String>,
}

/// What XO remembers of a node that it has walked through. The nodes of one walk share it, and later walks add to it,
/// which is why XO over-counts on forks.
#[derive(Debug, Default)]
struct Memo {
    unhealthy: usize,
    missing_parent: Option<String>,
}

impl Chains {
    /// Reads the chains of all visible objects.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let mut chains = Self::default();
        for object in state.visible() {
            chains.add(object);
        }
        chains
    }

    fn add(&mut self, object: &Object) {
        match object.kind() {
            "SR" if is_writable(&object.value()) => self.srs.push(object.id().to_owned()),
            "VDI" | "VDI-snapshot" | "VDI-unmanaged" => {
                // A VDI of an unusual shape has no chain to walk.
                let Ok(vdi) = serde_json::from_str::<Vdi>(&object.text()) else { return };
                let position = self.vdis.len();
                if let (Some(sr), Some(parent)) = (&vdi.sr, &vdi.parent) {
                    self.children.entry((sr.clone(), parent.clone())).or_default().push(position);
                }
                self.by_id.insert(vdi.id.clone(), position);
                self.vdis.push(vdi);
            }
            _ => {}
        }
    }

    fn get(&self, id: &str) -> Option<&Vdi> {
        self.vdis.get(*self.by_id.get(id)?)
    }

    fn only_child(&self, sr: &str, parent: &str) -> Option<&Vdi> {
        match self.children.get(&(sr.to_owned(), parent.to_owned()))?.as_slice() {
            [only] => self.vdis.get(*only),
            _ => None,
        }
    }

    /// Answers `sr.getAllUnhealthyVdiChainsLength`: one entry for each writable SR, including healthy ones.
    #[must_use]
    pub fn all_srs(&self) -> Value {
        let mut disks: HashMap<&str, Vec<&Vdi>> = HashMap::new();
        for vdi in self.vdis.iter().filter(|vdi| vdi.is_disk()) {
            disks.entry(vdi.sr.as_deref().unwrap_or_default()).or_default().push(vdi);
        }
        let info =
            |sr: &String| (sr.clone(), self.info(sr, disks.get(sr.as_str()).map_or(&[][..], Vec::as_slice)));
        Value::Object(self.srs.iter().map(info).collect())
    }

    /// Answers `sr.getVdiChainsInfo`.
    #[must_use]
    pub fn of_sr(&self, sr: &str) -> Value {
        let disks: Vec<&Vdi> =
            self.vdis.iter().filter(|vdi| vdi.is_disk() && vdi.sr.as_deref() == Some(sr)).collect();
        self.info(sr, &disks)
    }

    fn info(&self, sr: &str, disks: &[&Vdi]) -> Value {
        let mut walk =
            Walk { chains: self, sr, memos: Vec::new(), seen: HashMap::new(), counted: HashSet::new() };
        let (mut unknown, mut unhealthy) = (Map::new(), Map::new());
        for disk in disks {
            let memo = walk.from(&disk.id);
            if let Some(missing) = &memo.missing_parent {
                unknown.insert(disk.id.clone(), json!(missing));
            }
            if memo.unhealthy > 0 {
                unhealthy.insert(disk.id.clone(), json!(memo.unhealthy));
            }
        }
        let count = walk.counted.len();
        json!({"vdisWithUnknownVhdParent": unknown, "unhealthyVdis": unhealthy, "nUnhealthyVdis": count})
    }

    /// Counts, for the backup gate, the unmanaged nodes with one, unmanaged, child between this disk and its root.
    /// With more than [`MAX_UNCOALESCED_VDIS`], XO refuses the snapshot with `unhealthy VDI chain`.
    #[must_use]
    pub fn uncoalesced(&self, disk: &str) -> usize {
        let mut met = HashSet::new();
        let mut count = 0;
        let mut next = self.get(disk);
        while let Some(vdi) = next {
            if !met.insert(vdi.id.as_str()) {
                break;
            }
            let sr = vdi.sr.as_deref().unwrap_or_default();
            if vdi.is_unmanaged() && self.only_child(sr, &vdi.id).is_some_and(Vdi::is_unmanaged) {
                count += 1;
            }
            next = vdi.parent.as_deref().and_then(|parent| self.get(parent));
        }
        count
    }

    /// Counts the nodes from this VDI to its root, including itself: the storage manager's limit is 30.
    #[must_use]
    pub fn depth(&self, vdi: &str) -> usize {
        let mut met = HashSet::new();
        let mut next = self.get(vdi);
        while let Some(vdi) = next.filter(|vdi| met.insert(vdi.id.as_str())) {
            next = vdi.parent.as_deref().and_then(|parent| self.get(parent));
        }
        met.len()
    }
}

/// One pass over the disks of an SR.
struct Walk<'a> {
    chains: &'a Chains,
    sr: &'a str,
    memos: Vec<Memo>,
    seen: HashMap<String, usize>,
    counted: HashSet<String>,
}

impl Walk<'_> {
    /// Walks up from a node to the first one already known, then back down, counting.
    fn from(&mut self, id: &str) -> &Memo {
        let mut path: Vec<String> = Vec::new();
        let mut on_path = HashSet::new();
        let mut next = Some(id.to_owned());
        let mut memo = None;
        while let Some(id) = next.take() {
            if let Some(&known) = self.seen.get(&id) {
                memo = Some(known);
                break;
            }
            // A cycle of parents never occurred on the observed server; here the walk ends where it closes.
            if !on_path.insert(id.clone()) {
                break;
            }
            let vdi = self.chains.get(&id);
            if vdi.is_none() {
                self.memos.push(Memo { unhealthy: 0, missing_parent: Some(id.clone()) });
                memo = Some(self.memos.len() - 1);
            }
            next = vdi.and_then(|vdi| vdi.parent.clone());
            path.push(id);
        }
        let memo = memo.unwrap_or_else(|| {
            self.memos.push(Memo::default());
            self.memos.len() - 1
        });
        for id in path.into_iter().rev() {
            if self.chains.only_child(self.sr, &id).is_some() {
                self.memos[memo].unhealthy += 1;
                self.counted.insert(id.clone());
            }
            self.seen.insert(id, memo);
        }
        &self.memos[memo]
    }
}

/// Returns whether an SR can hold disks, by XO's test (xo-protocol 2.2).
fn is_writable(sr: &Value) -> bool {
    sr.get("content_type").and_then(Value::as_str) != Some("iso")
        && sr.get("size").and_then(Value::as_f64).is_some_and(|size| size > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes chains on the SR `s` from nodes, written as `id type parent`, in order.
    fn chains(nodes: &[&str]) -> Chains {
        let mut state = State::new();
        state.objects.insert(json!({"id": "s", "type": "SR", "content_type": "user", "size": 1})).unwrap();
        state.objects.insert(json!({"id": "iso", "type": "SR", "content_type": "iso", "size": 1})).unwrap();
        state.objects.insert(json!({"id": "dvd", "type": "SR", "content_type": "disk", "size": 0})).unwrap();
        for node in nodes {
            let words: Vec<&str> = node.split(' ').collect();
            let kind = match words[1] {
                "base" => "VDI-unmanaged",
                "snap" => "VDI-snapshot",
                _ => "VDI",
            };
            let mut object = json!({"id": words[0], "type": kind, "$SR": "s"});
            if let Some(parent) = words.get(2) {
                object["parent"] = json!(parent);
            }
            state.objects.insert(object).unwrap();
        }
        Chains::of(&state)
    }

    #[test]
    fn per_disk_numbers_depend_on_the_order_but_the_total_does_not() {
        // The tree of xo-protocol 2.2: R→A→{B→L1, L2}; R and B have one child.
        let tree = ["R base", "A base R", "B base A"];
        let first = chains(&[&tree[..], &["L1 disk B", "L2 disk A"]].concat()).of_sr("s");
        assert_eq!(first["unhealthyVdis"], json!({"L1": 2, "L2": 2}));
        let second = chains(&[&tree[..], &["L2 disk A", "L1 disk B"]].concat()).of_sr("s");
        assert_eq!(second["unhealthyVdis"], json!({"L2": 1, "L1": 2}));
        assert_eq!((&first["nUnhealthyVdis"], &second["nUnhealthyVdis"]), (&json!(2), &json!(2)));
    }

    #[test]
    fn a_missing_parent_is_reported_and_counts_one() {
        let info = chains(&["L disk gone"]).of_sr("s");
        let expected = json!({
            "vdisWithUnknownVhdParent": {"L": "gone"}, "unhealthyVdis": {"L": 1}, "nUnhealthyVdis": 1,
        });
        assert_eq!(info, expected);
    }

    #[test]
    fn only_writable_srs_are_listed_and_healthy_ones_are() {
        let all = chains(&["L disk"]).all_srs();
        let healthy = json!({"vdisWithUnknownVhdParent": {}, "unhealthyVdis": {}, "nUnhealthyVdis": 0});
        assert_eq!(all, json!({"s": healthy}));
    }

    #[test]
    fn the_gate_counts_other_nodes_than_the_display() {
        let cases: [(&[&str], &str, usize, usize); 6] = [
            (&["L disk"], "lone disk", 0, 0),
            (&["A base", "L disk A"], "pending leaf coalesce", 0, 1),
            (&["A base", "B base A", "L disk B"], "one hidden node", 1, 2),
            (&["A base", "B base A", "C base B", "L disk C"], "two hidden nodes", 2, 3),
            (&["A base", "S snap A", "L disk A"], "a snapshot", 0, 0),
            (&["A base", "B base A", "S snap A", "L disk B"], "a leaf to coalesce under a fork", 0, 1),
        ];
        for (nodes, name, gate, display) in cases {
            let chains = chains(nodes);
            assert_eq!(chains.uncoalesced("L"), gate, "gate: {name}");
            assert_eq!(chains.of_sr("s")["nUnhealthyVdis"], json!(display), "display: {name}");
        }
    }

    #[test]
    fn cycles_end() {
        let chains = chains(&["A base B", "B base A", "L disk A"]);
        assert_eq!(chains.depth("L"), 3);
        assert_eq!(chains.uncoalesced("L"), 1);
        assert_eq!(chains.of_sr("s")["nUnhealthyVdis"], json!(1));
    }
}
