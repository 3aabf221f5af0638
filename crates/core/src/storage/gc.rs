//! What the garbage collector of an SR does, and whether waiting helps.
//!
//! In: an inventory, its chains, and the instant at which it was observed. Out: [`Gc`], a state with its evidence. A
//! state is reported only as far as XO shows it: SMlog, journals and the collector's own speed stay on the host.
//!
//! Sources: facts/storage-manager.md 3.1, 3.3, 3.5, 3.7, 6.5 and 6.9.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::backlog::{Merge, queue};
use super::estimate::Fit;
use super::hosts::runs_on_several_hosts;
use super::rules::GC_START_DELAY;
use crate::chains::Chains;
use crate::model::{GcTask, Host, Inventory, SrIdx, VdiIdx, VdiKind};
use crate::units::{self, Bytes};

/// The message that the collector leaves when no merge fits (`SM cleanup.py:1596-1641`).
pub const NO_SPACE_MESSAGE: &str = "SM_GC_NO_SPACE";

/// What the garbage collector of an SR does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "CollectorState")]
#[serde(rename_all = "snake_case")]
pub enum GcState {
    /// Nothing is left to merge or delete, and no base copy is held.
    Idle,
    /// Nothing can be merged: some base copies have several children, which the SR's users keep.
    Held,
    /// There is work, and an automatic scan starts it within a minute.
    Due,
    /// There is work, which starts with the next deletion or scan: the SR is not scanned automatically.
    Unstarted,
    /// It has started, and waits 300 s before its first merge.
    Pause,
    /// It is working.
    Running,
    /// No pending merge fits into the free space.
    NoSpace,
    /// `other_config.gc=false`: nothing at all is done.
    GcOff,
    /// `other_config.coalesce=false`: nothing is merged.
    CoalesceOff,
    /// Only leaves are left to merge, and `leaf-coalesce=false` is set on the SR or on each of these disks.
    LeavesOff,
    /// Each remaining inner merge is of a QCOW2 below which disks run on several hosts, and no host can do it.
    SeveralHosts,
    /// The host that runs the collector does not reach the SR.
    Detached,
    /// A chain is broken, which fails the scan of the whole SR and thus every run of the collector.
    Broken,
    /// The SR has no chains. Callers that know the driver set this: [`gc`] looks only at images.
    NoChains,
}

/// Whether the merges of an SR proceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CollectorOutlook {
    /// There is nothing to wait for.
    Nothing,
    /// They proceed by themselves.
    Wait,
    /// They proceed once the SR is scanned.
    Scan,
    /// They do not proceed by themselves, however long one waits.
    Stuck,
}

/// What the collector of an SR does, with the evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Gc {
    /// What it does.
    pub state: GcState,
    /// Whether waiting helps.
    pub outlook: CollectorOutlook,
    /// Pending inner merges, switched off or not.
    pub pending_inner: u32,
    /// Pending leaf merges, switched off or not.
    pub pending_leaf: u32,
    /// Inner merges that no host can do: of QCOW2 images below which disks run on several hosts.
    pub on_several_hosts: u32,
    /// Hidden leaves that the next run deletes before it looks for merges.
    pub garbage: u32,
    /// How many merges of both kinds fit, without those switched off; `None` if the free space is not known.
    pub room: Option<MergeRoom>,
    /// The same for inner merges alone.
    pub inner_room: Option<MergeRoom>,
    /// The share of its work that the collector's task reports as done, 0 to 1.
    pub progress: Option<f64>,
    /// When that task began.
    pub since: Option<Timestamp>,
    /// Whether the SR is marked `sm_config.gc_no_space`.
    pub marked_no_space: bool,
    /// Whether there is a `SM_GC_NO_SPACE` message.
    pub no_space_message: bool,
    /// When the newest of these was sent.
    pub no_space_since: Option<Timestamp>,
    /// When a merge last hit an I/O error or a full SR.
    pub last_error: Option<Timestamp>,
    /// Base copies that have several children, and what holds them.
    pub holds: Vec<Hold>,
    /// Whether it shows a task while it works, as it does on XCP-ng 8.3 and later (facts 3.10).
    pub shows_task: bool,
}

impl Gc {
    /// Returns whether all that is pending certainly fits into the free space, so that a mark or message of the
    /// collector to the contrary is old: it takes both back at its next run (facts 3.7).
    pub fn all_fits(&self) -> bool {
        self.room.is_some_and(|room| room.fits > 0 && room.tight == 0 && room.lacks == 0)
    }

    /// Returns what prevents every inner merge, however long one waits; `None` if one may proceed.
    ///
    /// [`GcState::NoSpace`] also if none of them fits and the collector has only leaves left to merge (facts 3.4,
    /// 6.5). Not if garbage is left: the next run deletes that first, which needs no space, and then looks again
    /// (facts 3.2); an earlier run's claim that nothing fits is older than that garbage.
    pub fn stop(&self) -> Option<GcState> {
        match self.state {
            GcState::NoSpace
            | GcState::GcOff
            | GcState::CoalesceOff
            | GcState::Detached
            | GcState::Broken => Some(self.state),
            _ if self.garbage == 0
                && self.pending_inner > 0
                && self.pending_inner == self.on_several_hosts =>
            {
                Some(GcState::SeveralHosts)
            }
            _ if self.garbage == 0 && self.inner_room.is_some_and(MergeRoom::is_none) => {
                Some(GcState::NoSpace)
            }
            _ => None,
        }
    }
}

/// The number of merges by whether they fit into the free space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MergeRoom {
    /// Merges that certainly fit.
    pub fits: u32,
    /// Merges that may fit, or about whose need nothing is known.
    pub tight: u32,
    /// Merges that do not fit.
    pub lacks: u32,
}

/// A base copy that cannot be merged with a child, because it has several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The base copy.
    pub base: VdiIdx,
    /// Its children except the one that continues the chain, and is its only child once these are gone.
    pub holders: SmallVec<[Holder; 2]>,
}

/// A child that keeps a base copy from being merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The child.
    pub vdi: VdiIdx,
    /// What it is.
    pub kind: HolderKind,
}

/// The kind of child that holds a base copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolderKind {
    /// A snapshot that someone keeps.
    Snapshot,
    /// A snapshot or disk that is plugged into a control domain: a backup reads it, or left it there.
    ControlDomain,
    /// Another disk: a clone, or a VM made from a template.
    Clone,
    /// A branch that has children of its own.
    Branch,
    /// A hidden leaf, which the next run deletes.
    Garbage,
}

/// Returns what the collector of an SR does at this instant.
pub fn gc(inventory: &Inventory, chains: &Chains, sr: SrIdx, observed_at: Timestamp) -> Gc {
    let place = inventory.sr(sr);
    let merges = queue(inventory, chains, sr);
    let sums = chains.sr(sr);
    let task = inventory.gc_tasks.iter().find(|task| task.sr == sr);
    let about = inventory.gc_messages.iter().filter(|message| message.sr == sr);
    let messages = about.filter(|message| message.name == NO_SPACE_MESSAGE);
    let newest = messages.map(|message| message.time).max();
    let room = place.free().map(|free| MergeRoom::of(merges.iter(), free));
    let inner = merges.iter().filter(|merge| merge.is_inner());
    let inner_room = place.free().map(|free| MergeRoom::of(inner, free));
    let holds = holds(inventory, chains, sr);
    // the mark stays until all fits: what fits is merged anyway, and shows that the mark is old (facts 3.4, 3.7)
    let asked = if sums.pending_inner > 0 { inner_room } else { room };
    let reports_no_space = (place.gc.no_space || newest.is_some()) && asked.is_none_or(|room| room.fits == 0);
    let garbage = place.vdis.iter().filter(|&&vdi| is_garbage(inventory, chains, vdi)).count();
    let has_garbage = garbage > 0;
    let has_pairs = sums.pending_inner + sums.pending_leaf > 0;
    let seen = GcSigns {
        has_garbage,
        has_pairs,
        has_merges: !merges.is_empty(),
        task,
        reports_no_space,
        room,
        observed_at,
    };
    let split = chains.inner_pairs(inventory, sr);
    let split = split.filter(|&(_, child)| runs_on_several_hosts(inventory, chains, child)).count();
    let state = state(inventory, chains, sr, &seen, &holds);
    let state = match state {
        // only such merges are left: leaves that are switched off do not matter
        GcState::LeavesOff if split > 0 => GcState::SeveralHosts,
        state => state,
    };
    Gc {
        state,
        outlook: outlook(state, has_garbage || has_pairs, &holds),
        pending_inner: sums.pending_inner,
        pending_leaf: sums.pending_leaf,
        on_several_hosts: units::count(split),
        garbage: units::count(garbage),
        room,
        inner_room,
        progress: task.map(|task| task.progress),
        since: task.and_then(|task| task.created),
        marked_no_space: place.gc.no_space,
        no_space_message: newest.is_some(),
        no_space_since: newest.flatten(),
        last_error: place.gc.last_error,
        holds,
        shows_task: task.is_some() || shows_task(inventory, sr),
    }
}

/// The first version whose collector shows a task (facts 3.10; QSM does, S82 does not).
const SHOWS_TASK: (u32, u32) = (8, 3);

/// Returns whether the collector of an SR shows a task while it works; false if the version of its host is unknown.
fn shows_task(inventory: &Inventory, sr: SrIdx) -> bool {
    let version = master(inventory, sr).and_then(|host| host.version.as_deref());
    let mut numbers =
        version.unwrap_or_default().split('.').map(|part| part.parse::<u32>().unwrap_or_default());
    (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default()) >= SHOWS_TASK
}

/// Returns the host that runs the collector of shared SRs.
fn master(inventory: &Inventory, sr: SrIdx) -> Option<&Host> {
    let pool = inventory.sr(sr).pool?;
    inventory.pool(pool).master.target().map(|host| &inventory.hosts[host.at()])
}

/// Returns whether the host that runs an SR's collector does not reach the SR: no host does, or the pool's master
/// does not (facts 3.1, 6.5).
pub fn is_detached(inventory: &Inventory, sr: SrIdx) -> bool {
    let place = inventory.sr(sr);
    let misses = |host: &Host| place.shared && place.detached_from.contains(&host.id);
    (place.pbds > 0 && place.pbds_attached == 0) || master(inventory, sr).is_some_and(misses)
}

/// The signs that a state is derived from.
struct GcSigns<'a> {
    has_garbage: bool,
    /// There is a pending merge, switched off or not.
    has_pairs: bool,
    /// There is a pending merge that is not switched off.
    has_merges: bool,
    task: Option<&'a GcTask>,
    /// The collector itself says that it lacks space.
    reports_no_space: bool,
    room: Option<MergeRoom>,
    observed_at: Timestamp,
}

/// Returns the state by the first sign that settles it: what stops everything, then what the server shows,
/// then what follows.
fn state(inventory: &Inventory, chains: &Chains, sr: SrIdx, seen: &GcSigns<'_>, holds: &[Hold]) -> GcState {
    let place = inventory.sr(sr);
    if place.gc.gc_off {
        return GcState::GcOff;
    }
    if is_detached(inventory, sr) {
        return GcState::Detached;
    }
    if place.vdis.iter().any(|&vdi| chains.node(vdi).broken.is_some()) {
        return GcState::Broken;
    }
    // garbage is deleted anyway, but no pair is ever merged
    if place.gc.coalesce_off && (seen.has_pairs || !seen.has_garbage) {
        return GcState::CoalesceOff;
    }
    if !seen.has_garbage {
        let nothing_fits = seen.reports_no_space || seen.room.is_some_and(MergeRoom::is_none);
        if seen.has_merges && nothing_fits {
            return GcState::NoSpace;
        }
    }
    if let Some(task) = seen.task {
        return if in_pause(task, seen.observed_at) { GcState::Pause } else { GcState::Running };
    }
    if seen.has_garbage || seen.has_merges {
        return if place.gc.auto_scan { GcState::Due } else { GcState::Unstarted };
    }
    match (seen.has_pairs, holds.is_empty()) {
        (true, _) => GcState::LeavesOff,
        (false, true) => GcState::Idle,
        (false, false) => GcState::Held,
    }
}

fn outlook(state: GcState, has_work: bool, holds: &[Hold]) -> CollectorOutlook {
    match state {
        GcState::Idle | GcState::LeavesOff | GcState::NoChains => CollectorOutlook::Nothing,
        GcState::Held => {
            let mut kinds = holds.iter().flat_map(|hold| &hold.holders).map(|holder| holder.kind);
            let left_over = kinds.any(|kind| kind == HolderKind::ControlDomain);
            if left_over { CollectorOutlook::Stuck } else { CollectorOutlook::Nothing }
        }
        GcState::Due | GcState::Pause | GcState::Running => CollectorOutlook::Wait,
        GcState::Unstarted => CollectorOutlook::Scan,
        GcState::NoSpace
        | GcState::GcOff
        | GcState::CoalesceOff
        | GcState::SeveralHosts
        | GcState::Detached
        | GcState::Broken => {
            if has_work {
                CollectorOutlook::Stuck
            } else {
                CollectorOutlook::Nothing
            }
        }
    }
}

/// Returns whether a task is in its initial pause: it has done nothing yet and is younger than the pause.
fn in_pause(task: &GcTask, observed_at: Timestamp) -> bool {
    let young = task.created.is_some_and(|created| observed_at.duration_since(created) < GC_START_DELAY);
    young && task.progress <= 0.0
}

/// Returns whether the next run deletes a node, as it is hidden and without children (`SM cleanup.py:669-691`).
fn is_garbage(inventory: &Inventory, chains: &Chains, vdi: VdiIdx) -> bool {
    inventory.vdi(vdi).kind == VdiKind::BaseCopy && chains.children(vdi).is_empty()
}

impl MergeRoom {
    fn of<'a>(merges: impl Iterator<Item = &'a Merge>, free: Bytes) -> Self {
        let mut room = Self::default();
        for merge in merges {
            match merge.takes().map(|takes| Fit::of(takes.bytes, free)) {
                Some(Fit::Fits) => room.fits += 1,
                Some(Fit::DoesNotFit) => room.lacks += 1,
                Some(Fit::Tight { .. }) | None => room.tight += 1,
            }
        }
        room
    }

    /// Returns whether there are merges but none of them fits.
    fn is_none(self) -> bool {
        self.lacks > 0 && self.fits == 0 && self.tight == 0
    }
}

/// Lists the base copies of an SR that have several children.
pub fn holds(inventory: &Inventory, chains: &Chains, sr: SrIdx) -> Vec<Hold> {
    let nodes = inventory.sr(sr).vdis.iter().copied();
    let forks =
        nodes.filter(|&vdi| inventory.vdi(vdi).kind == VdiKind::BaseCopy && chains.children(vdi).len() > 1);
    let mut holds: Vec<Hold> =
        forks.map(|base| Hold { base, holders: holders(inventory, chains, base) }).collect();
    // the list lives as long as the analysis
    holds.shrink_to_fit();
    holds
}

/// Returns the children except the one that continues the chain: the first that is neither a snapshot nor
/// garbage, else the first.
fn holders(inventory: &Inventory, chains: &Chains, base: VdiIdx) -> SmallVec<[Holder; 2]> {
    let children = chains.children(base);
    let goes_on =
        |&vdi: &VdiIdx| inventory.vdi(vdi).kind != VdiKind::Snapshot && !is_garbage(inventory, chains, vdi);
    let trunk = children.iter().position(goes_on).unwrap_or(0);
    let others = children.iter().enumerate().filter(|(at, _)| *at != trunk);
    others.map(|(_, &vdi)| Holder { vdi, kind: holder_kind(inventory, chains, vdi) }).collect()
}

fn holder_kind(inventory: &Inventory, chains: &Chains, index: VdiIdx) -> HolderKind {
    let vdi = inventory.vdi(index);
    if is_garbage(inventory, chains, index) {
        return HolderKind::Garbage;
    }
    if inventory.control_domain_of(index).is_some() {
        return HolderKind::ControlDomain;
    }
    match vdi.kind {
        VdiKind::BaseCopy => HolderKind::Branch,
        VdiKind::Snapshot => HolderKind::Snapshot,
        VdiKind::Disk => HolderKind::Clone,
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::notation::{self, NOW};

    fn gc_of(text: &str, task: Option<(i64, f64)>) -> Gc {
        let mut inventory = notation::inventory(text).unwrap();
        if let Some((age, progress)) = task {
            let created = NOW.checked_sub(SignedDuration::from_secs(age)).ok();
            inventory.gc_tasks.push(GcTask { sr: SrIdx(0), progress, created });
        }
        gc(&inventory, &Chains::build(&inventory), SrIdx(0), NOW)
    }

    const PAIR: &str = "disk d 100GiB: base 40GiB > base 3GiB > leaf";
    const TWO_AND_GARBAGE: &str =
        "disk d 100GiB: base 40GiB > base 3GiB > leaf disk e 100GiB: base > base > gone";
    const TWO_HOSTS: &str = "vm a host=h1 { disk d 9GiB qcow2: base > base as shared > leaf }
        vm b host=h2 { disk d 9GiB qcow2: shared > leaf }";
    const HELD: &str = "disk d 100GiB: base 40GiB snap a > leaf";

    /// An SR, what is on it, the collector's task (age in seconds, progress); state and outlook.
    #[test]
    fn states_and_whether_waiting_helps() {
        use CollectorOutlook::{Nothing, Scan, Stuck, Wait};
        let cases = [
            ("ext 1TiB", "disk d 100GiB: leaf", None, "Idle", Nothing),
            ("ext 1TiB", HELD, None, "Held", Nothing),
            ("ext 1TiB", "disk d 100GiB: base 40GiB snap a dom0 > leaf", None, "Held", Stuck),
            ("ext 1TiB", PAIR, None, "Unstarted", Scan),
            ("ext 1TiB", PAIR, Some((299, 0.0)), "Pause", Wait),
            ("ext 1TiB", PAIR, Some((300, 0.0)), "Running", Wait),
            ("ext 1TiB", PAIR, Some((10, 0.5)), "Running", Wait),
            ("ext 1TiB free 2GiB gc_no_space", PAIR, None, "NoSpace", Stuck),
            ("ext 1TiB free 2GiB gc_message=2h", PAIR, Some((900, 0.0)), "NoSpace", Stuck),
            ("ext gc_no_space", PAIR, None, "NoSpace", Stuck),
            // there is much more room since
            ("ext 1TiB free 544GiB gc_no_space", PAIR, None, "Unstarted", Scan),
            ("ext 1TiB free 544GiB gc_message=90d", PAIR, Some((900, 0.0)), "Running", Wait),
            // 8 MiB for journals is the least that a merge on LVM takes
            ("lvm 1TiB free 7MiB", PAIR, None, "NoSpace", Stuck),
            ("lvm 1TiB free 8MiB", PAIR, None, "Unstarted", Scan),
            ("ext 1TiB gc=false", PAIR, Some((900, 0.0)), "GcOff", Stuck),
            ("ext 1TiB coalesce=false", PAIR, None, "CoalesceOff", Stuck),
            ("ext 1TiB gc=false", HELD, None, "GcOff", Nothing),
            // an old mark, and nothing left to merge
            ("ext 1TiB gc_no_space", HELD, None, "Held", Nothing),
            ("ext 1TiB detached", PAIR, None, "Detached", Stuck),
            ("ext 1TiB", "disk d 100GiB: missing > base > leaf", None, "Broken", Stuck),
            ("nfs 1TiB", TWO_HOSTS, None, "SeveralHosts", Stuck),
            ("nfs 1TiB", &TWO_HOSTS.replace("qcow2", ""), None, "Unstarted", Scan),
            ("ext 1TiB leaf-coalesce=false", "disk d 100GiB: base > leaf", None, "LeavesOff", Nothing),
            ("ext 1TiB", "disk d 100GiB leaf-coalesce=false: base > leaf", None, "LeavesOff", Nothing),
            ("ext 1TiB", "disk d 100GiB: base > leaf", None, "Unstarted", Scan),
            // garbage is deleted even though nothing is merged
            ("ext 1TiB coalesce=false", "disk d 100GiB: base > base > gone", None, "Unstarted", Scan),
            ("ext 1TiB coalesce=false", TWO_AND_GARBAGE, None, "CoalesceOff", Stuck),
            // garbage is deleted even if nothing fits
            ("lvm 1TiB free 0B", "disk d 100GiB: base > base > gone", None, "Unstarted", Scan),
        ];
        for (sr, disks, task, state, outlook) in cases {
            let found = gc_of(&format!("sr s {sr} {{ {disks} }}"), task);
            let name = format!("{:?}", found.state);
            assert!(name.starts_with(state), "{sr} {disks} {task:?}: {name}");
            assert_eq!(found.outlook, outlook, "{sr} {disks} {task:?}");
        }
    }

    /// What prevents inner merges.
    #[test]
    fn what_stops_inner_merges() {
        let live = "disk d 100GiB: base 40GiB > base 3GiB > leaf";
        let leaf_fits = "disk d 100GiB: base 10GiB > base 90GiB > leaf disk e 1GiB: base 512MiB > leaf 4MiB";
        let cases = [
            ("ext 1TiB", live, None),
            ("ext 1TiB gc=false", live, Some(GcState::GcOff)),
            ("ext 1TiB coalesce=false", live, Some(GcState::CoalesceOff)),
            ("ext 1TiB coalesce=false", TWO_AND_GARBAGE, Some(GcState::CoalesceOff)),
            ("ext 1TiB leaf-coalesce=false", live, None),
            ("ext 1TiB detached", live, Some(GcState::Detached)),
            (
                "ext 1TiB",
                "disk d 1GiB: missing > leaf disk e 1GiB: base > base > leaf",
                Some(GcState::Broken),
            ),
            ("ext 1TiB free 2GiB gc_no_space", live, Some(GcState::NoSpace)),
            ("ext 1TiB free 544GiB gc_no_space", live, None),
            // garbage is deleted first, which needs no space: then the collector looks again
            ("ext 1TiB gc_no_space", TWO_AND_GARBAGE, None),
            ("lvm 1TiB free 7MiB", live, Some(GcState::NoSpace)),
            ("lvm 1TiB free 7MiB", TWO_AND_GARBAGE, None),
            ("lvm 1TiB free 8MiB", live, None),
            // the collector turns to the leaf, which fits
            ("ext 1TiB free 1GiB", leaf_fits, Some(GcState::NoSpace)),
            ("ext 1TiB free 1GiB", "disk d 100GiB: base 1GiB > base 3GiB > leaf", Some(GcState::NoSpace)),
        ];
        for (sr, disks, expected) in cases {
            let found = gc_of(&format!("sr s {sr} {{ {disks} }}"), None);
            assert_eq!(found.stop(), expected, "{sr} {disks}");
        }
    }

    #[test]
    fn a_scan_comes_by_itself_where_it_is_switched_on() {
        let mut inventory = notation::inventory(&format!("sr s ext 1TiB {{ {PAIR} }}")).unwrap();
        inventory.srs[0].gc.auto_scan = true;
        let found = gc(&inventory, &Chains::build(&inventory), SrIdx(0), NOW);
        assert_eq!((found.state, found.outlook), (GcState::Due, CollectorOutlook::Wait));
    }

    /// What holds the base copy, by id.
    #[test]
    fn who_holds_a_base_copy() {
        let cases = [
            (HELD, "d@a Snapshot"),
            ("disk d 100GiB: base 40GiB snap a dom0 > leaf", "d@a ControlDomain"),
            ("disk d 100GiB: base as t > leaf disk e 100GiB: t > leaf", "e Clone"),
            ("disk d 100GiB: base as t > base > leaf disk e 100GiB: t > base > leaf", "e/base1 Branch"),
            ("disk d 100GiB: base as t > leaf disk e 100GiB: t > base > gone", "e/base1 Garbage"),
            ("disk d 100GiB: base snap a snap b > gone", "d@b Snapshot"),
        ];
        for (disks, expected) in cases {
            let inventory = notation::inventory(&format!("sr s ext 1TiB {{ {disks} }}")).unwrap();
            let found = holds(&inventory, &Chains::build(&inventory), SrIdx(0));
            let [Hold { holders, .. }] = &found[..] else { panic!("{disks}: {found:?}") };
            let shown: Vec<_> = holders
                .iter()
                .map(|holder| format!("{} {:?}", inventory.vdi(holder.vdi).id, holder.kind))
                .collect();
            assert_eq!(shown, [expected], "{disks}");
        }
    }

    #[test]
    fn merges_are_counted_by_room() {
        let two = format!("{PAIR} disk e 100GiB: base 40GiB > base 30GiB > leaf");
        let found = gc_of(&format!("sr s ext 1TiB free 20GiB leaf-coalesce=false {{ {two} }}"), None);
        assert_eq!(found.room, Some(MergeRoom { fits: 1, tight: 1, lacks: 0 }));
        assert_eq!((found.pending_inner, found.pending_leaf), (2, 2));
    }
}
