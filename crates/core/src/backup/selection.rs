//! The VMs that a job would cover if it were started now.
//!
//! In: a job and the inventory. Out: a [`Selection`]. Rules: facts/xo-protocol.md 4.7 (xo-server
//! `xo-mixins/backups-ng`, 5.207.2). It knows no schedule and no setting.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::pattern::{self, PatternError};
use crate::model::{Inventory, Job, ObjectId, Pool, Vm, VmIdx, VmKind, VmPattern};

/// The part of a tag before `=` that keeps a VM out of smart jobs.
pub const TAG_NO_BACKUP: &str = "xo:no-bak";

/// How deep a pattern is searched for pools; XO's interface nests them three levels deep.
const POOLS_DEPTH_MAX: usize = 16;

/// What a job covers.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The VMs, sorted by id, without duplicates. If empty, XO skips the run: `no VMs match this pattern`.
    pub vms: Vec<SelectedVm>,
    /// VMs that the pattern of a smart job matches but XO leaves out, sorted.
    pub excluded: Vec<(VmIdx, Exclusion)>,
    /// Pools that the pattern names but XO does not know (`missing pool`): disconnected, or gone.
    pub unknown_pools: Vec<ObjectId>,
    /// Why the pattern cannot be evaluated; then nothing is selected, and XO's run fails.
    pub error: Option<PatternError>,
}

/// A VM in a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectedVm {
    /// The id by which the job names it, or its own id in smart mode.
    pub id: ObjectId,
    /// The VM; `None` if it vanished with its pool, or for good: its backup fails with
    /// `no XAPI associated to <id>`.
    pub vm: Option<VmIdx>,
    /// Whether this very job made it by replication; its backup then fails with
    /// `cannot backup a VM created by this very job`.
    pub own_replica: bool,
}

/// Why XO leaves out a VM that the pattern of a smart job matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exclusion {
    /// The job made it by replication.
    OwnReplica,
    /// It has the tag `xo:no-bak`, alone or followed by `=` and text. Jobs that name their VMs ignore that tag.
    NoBackupTag,
}

impl Selection {
    /// Finds what a job covers.
    #[must_use]
    pub fn of(job: &Job, inventory: &Inventory) -> Self {
        match &job.vms {
            VmPattern::None => Self::default(),
            VmPattern::Ids(ids) => Self { vms: named(job, ids, inventory), ..Self::default() },
            VmPattern::Smart(pattern) => smart(job, pattern, inventory),
        }
    }

    /// Lists the VMs that the job names but the server does not have.
    pub fn vanished(&self) -> impl Iterator<Item = &ObjectId> {
        self.vms.iter().filter(|selected| selected.vm.is_none()).map(|selected| &selected.id)
    }
}

fn named(job: &Job, ids: &[ObjectId], inventory: &Inventory) -> Vec<SelectedVm> {
    let ids: BTreeSet<_> = ids.iter().collect();
    ids.into_iter().map(|id| selected(job, id, inventory.find_vm(id), inventory)).collect()
}

fn selected(job: &Job, id: &ObjectId, vm: Option<VmIdx>, inventory: &Inventory) -> SelectedVm {
    let own_replica = vm.is_some_and(|vm| is_own_replica(job, inventory.vm(vm)));
    SelectedVm { id: id.clone(), vm, own_replica }
}

fn smart(job: &Job, pattern: &Value, inventory: &Inventory) -> Selection {
    let mut selection =
        Selection { unknown_pools: unknown_pools(pattern, inventory), ..Selection::default() };
    let pattern = with_type(pattern);
    for index in inventory.vm_indices() {
        let vm = inventory.vm(index);
        match pattern::matches(&pattern, &seen_by_patterns(vm, inventory)) {
            Ok(false) => {}
            Ok(true) if is_own_replica(job, vm) => selection.excluded.push((index, Exclusion::OwnReplica)),
            Ok(true) if has_no_backup_tag(vm) => selection.excluded.push((index, Exclusion::NoBackupTag)),
            Ok(true) => selection.vms.push(selected(job, &vm.id, Some(index), inventory)),
            Err(error) => return Selection { error: Some(error), ..Selection::default() },
        }
    }
    selection
}

/// Returns the pattern that XO evaluates: `{type: 'VM', ...vms}`. With `type` beside it, a combinator at the top of
/// `vms` is an ordinary key and matches nothing.
fn with_type(pattern: &Value) -> Value {
    let mut whole = Map::new();
    whole.insert("type".to_owned(), "VM".into());
    if let Value::Object(vms) = pattern {
        whole.extend(vms.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    Value::Object(whole)
}

/// Converts a VM back to XO's own shape: what was kept of it for patterns, and what the model knows anyway.
fn seen_by_patterns(vm: &Vm, inventory: &Inventory) -> Value {
    let mut seen = Map::new();
    let id = vm.id.to_string();
    seen.insert("id".to_owned(), id.clone().into());
    seen.insert("uuid".to_owned(), id.into());
    seen.insert("type".to_owned(), type_of(vm).into());
    seen.insert("name_label".to_owned(), vm.name.as_str().into());
    seen.insert("tags".to_owned(), vm.tags.iter().map(|tag| tag.as_str()).collect());
    if vm.running {
        seen.insert("power_state".to_owned(), "Running".into());
    }
    if let Some(pool) = vm.pool {
        let pool = inventory.pool(pool).id.to_string();
        seen.insert("$poolId".to_owned(), pool.clone().into());
        seen.insert("$pool".to_owned(), pool.into());
    }
    seen.extend(vm.attributes.iter().map(|(key, value)| (key.clone(), value.clone())));
    Value::Object(seen)
}

fn type_of(vm: &Vm) -> &'static str {
    match vm.kind {
        VmKind::Vm => "VM",
        VmKind::Snapshot => "VM-snapshot",
        VmKind::Template => "VM-template",
        VmKind::ControlDomain => "VM-controller",
    }
}

fn is_own_replica(job: &Job, vm: &Vm) -> bool {
    let made_by = vm.backup.as_ref().and_then(|keys| keys.job.as_ref());
    vm.start_blocked && made_by == Some(&job.id)
}

/// The tags that XO sets on the VMs it makes itself (facts/xo-observed.md; `@xen-orchestra/backups`).
pub const TAGS_OF_COPIES: [&str; 3] = ["Continuous Replication", "Disaster Recovery", "Restored from backup"];

/// Returns whether a VM is a replica or was restored from a backup: nobody intends to back it up.
#[must_use]
pub fn is_copy(vm: &Vm) -> bool {
    let is_replica = vm.backup.as_ref().is_some_and(|keys| keys.is_copy);
    is_replica || vm.tags.iter().any(|tag| TAGS_OF_COPIES.contains(&tag.as_str()))
}

pub(super) fn has_no_backup_tag(vm: &Vm) -> bool {
    vm.tags.iter().any(|tag| tag.split('=').next() == Some(TAG_NO_BACKUP))
}

fn unknown_pools(pattern: &Value, inventory: &Inventory) -> Vec<ObjectId> {
    let mut ids = BTreeSet::new();
    if let Some(pools) = pattern.get("$pool") {
        collect_ids(pools, 0, &mut ids);
    }
    let known = |id: &ObjectId| inventory.pools.binary_search_by(|pool: &Pool| pool.id.cmp(id)).is_ok();
    ids.into_iter().filter(|id| !known(id)).collect()
}

/// Collects the ids that a pattern requires, which excludes those under `__not`.
fn collect_ids(pattern: &Value, depth: usize, ids: &mut BTreeSet<ObjectId>) {
    match pattern {
        Value::String(id) => {
            ids.insert(ObjectId::new(id));
        }
        Value::Object(parts) if depth < POOLS_DEPTH_MAX => {
            for key in ["__or", "__and"] {
                let parts = parts.get(key).and_then(Value::as_array).into_iter().flatten();
                parts.for_each(|part| collect_ids(part, depth + 1, ids));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::backup::testing::{inventory, job, names, special_states};

    #[test]
    fn selects_what_the_real_runs_backed_up() {
        // the VM tasks in the logs of captures/special-states
        let cases: [(&str, &[&str]); 5] = [
            ("smart: prod, running", &["vm-1", "vm-13", "vm-14", "vm-19", "vm-2", "vm-20", "vm-7"]),
            (
                "smart: all but test",
                &[
                    "vm-1", "vm-12", "vm-13", "vm-14", "vm-18", "vm-19", "vm-2", "vm-20", "vm-24", "vm-6",
                    "vm-7", "vm-8",
                ],
            ),
            ("hourly, chain check bypassed", &["vm-5", "vm-6"]),
            ("in a sequence A", &["vm-9"]),
            ("names a VM that is gone", &["99999999-9999-4999-8999-999999999999", "vm-7"]),
        ];
        let server = special_states();
        for (name, expected) in cases {
            let job = server.job(name);
            let selection = Selection::of(job, &server.inventory);
            assert_eq!(names(&selection, &server.inventory), expected, "{name}");
            assert_eq!((selection.error, selection.unknown_pools), (None, vec![]), "{name}");
        }
        let gone = Selection::of(server.job("names a VM that is gone"), &server.inventory);
        assert_eq!(gone.vanished().count(), 1);
    }

    #[test]
    fn smart_jobs_leave_out_what_xo_leaves_out() {
        let inventory = inventory(json!([
            {"id": "p", "type": "pool"},
            {"id": "a", "type": "VM", "$pool": "p", "tags": ["xo:no-bak=weekend"]},
            {"id": "b", "type": "VM", "$pool": "p", "tags": ["xo:no-backup"]},
            {"id": "c", "type": "VM", "$pool": "p", "tags": [],
             "blockedOperations": {"start": "x"}, "other": {"xo:backup:job": "j"}},
            {"id": "d", "type": "VM", "$pool": "p", "tags": [],
             "blockedOperations": {"start": "x"}, "other": {"xo:backup:job": "another"}},
            {"id": "e", "type": "VM", "$pool": "p", "tags": [], "other": {"xo:backup:job": "j"}},
            {"id": "f", "type": "VM-template", "$pool": "p", "tags": []},
        ]));
        let smart = job(json!({"id": "j", "mode": "full", "vms": {"$pool": {"__or": ["p", "q"]}}}));
        let selection = Selection::of(&smart, &inventory);
        assert_eq!(names(&selection, &inventory), ["b", "d", "e"]);
        let excluded: Vec<_> = selection.excluded.iter().map(|(_, why)| *why).collect();
        assert_eq!(excluded, [Exclusion::NoBackupTag, Exclusion::OwnReplica]);
        assert_eq!(selection.unknown_pools, [ObjectId::new("q")]);

        let plain = job(json!({"id": "j", "mode": "full", "vms": {"id": {"__or": ["c", "a", "c"]}}}));
        let selection = Selection::of(&plain, &inventory);
        assert_eq!(names(&selection, &inventory), ["a", "c"]);
        assert_eq!(selection.vms.iter().map(|vm| vm.own_replica).collect::<Vec<_>>(), [false, true]);
        assert!(selection.vms.iter().any(|selected| selected.vm == inventory.find_vm(&"a".into())));
    }

    /// Of what patterns use, the model knows the power state and the pool even if no attributes were kept.
    #[test]
    fn patterns_see_what_the_model_knows() {
        let mut inventory = inventory(json!([
            {"id": "p", "type": "pool"},
            {"id": "on", "type": "VM", "$pool": "p", "power_state": "Running", "tags": ["x"]},
            {"id": "off", "type": "VM", "$pool": "p", "power_state": "Halted", "tags": []},
            {"id": "nowhere", "type": "VM", "power_state": "Running", "tags": []},
        ]));
        inventory.vms.iter_mut().for_each(|vm| vm.attributes.clear());
        let cases = [
            (json!({"power_state": "Running"}), vec!["nowhere", "on"]),
            (json!({"$pool": "p"}), vec!["off", "on"]),
            (json!({"$poolId": "p", "power_state": "Running"}), vec!["on"]),
            (json!({"tags": ["x"]}), vec!["on"]),
            (json!({"name_label": "off"}), vec!["off"]),
            (json!({"uuid": "on"}), vec!["on"]),
        ];
        for (vms, expected) in cases {
            let selection = Selection::of(&job(json!({"id": "j", "mode": "full", "vms": vms})), &inventory);
            assert_eq!(names(&selection, &inventory), expected, "{vms}");
        }
    }

    #[test]
    fn odd_patterns_select_nothing_or_everything() {
        let inventory = inventory(json!([{"id": "a", "type": "VM", "tags": []}]));
        let cases = [
            (json!({}), vec!["a"], None),
            (json!({"power_state": "Paused"}), vec![], None),
            (json!({"__or": [{"id": "a"}]}), vec![], None),
            (json!({"type": "VM-template"}), vec![], None),
            (json!({"tags": {"__not": [["x"]]}}), vec!["a"], None),
            (json!({"tags": {"__and": 1}}), vec![], Some(PatternError::NotAList { key: "__and" })),
            (json!({"$pool": {"__not": "p"}}), vec![], None),
        ];
        for (vms, expected, error) in cases {
            let selection = Selection::of(&job(json!({"id": "j", "mode": "full", "vms": vms})), &inventory);
            assert_eq!(
                (names(&selection, &inventory), selection.error),
                (expected.iter().map(ToString::to_string).collect(), error),
                "{vms}"
            );
            assert!(selection.unknown_pools.is_empty());
        }
    }
}
