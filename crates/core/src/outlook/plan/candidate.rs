//! A possible step, and what it changes.

use super::problem::Problem;
use super::{Cost, Menu, Object, ObjectKind, StepAction};
use crate::findings::catalogue::Actor;
use crate::forecast::Change;
use crate::model::{JobId, ObjectId, ScheduleId, SrIdx, VdiIdx};
use crate::outlook::known::Known;

/// A possible step.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) action: StepAction,
    pub(super) objects: Vec<Object>,
    /// Its changes to what the forecast starts from.
    pub(super) changes: Vec<Change>,
    /// The problems it removes that the forecast does not know.
    pub(super) removes: Vec<Problem>,
    pub(super) sr_ids: Vec<ObjectId>,
    pub(super) costs: Vec<Cost>,
}

impl Candidate {
    pub(super) fn new(action: StepAction, objects: Vec<Object>) -> Self {
        let sr_ids = objects.iter().filter(|one| one.kind == ObjectKind::Sr).map(|one| one.id.clone());
        let sr_ids = sr_ids.collect();
        Self { action, objects, changes: Vec::new(), removes: Vec::new(), sr_ids, costs: Vec::new() }
    }

    pub(super) fn changing(self, change: Change) -> Self {
        Self { changes: vec![change], ..self }
    }

    pub(super) fn removing(self, problem: &Problem) -> Self {
        Self { removes: vec![problem.clone()], ..self }
    }

    /// Returns the step with a cost; a cost with a count of zero is dropped.
    pub(super) fn costing(self, cost: Cost) -> Self {
        let is_nothing = matches!(cost, Cost::RestorePoints { count: 0 } | Cost::Runs { count: 0 });
        Self { costs: if is_nothing { Vec::new() } else { vec![cost] }, ..self }
    }

    pub(super) fn on(self, sr_ids: impl IntoIterator<Item = ObjectId>) -> Self {
        let mut sr_ids: Vec<ObjectId> = sr_ids.into_iter().collect();
        sr_ids.sort_unstable();
        sr_ids.dedup();
        Self { sr_ids, ..self }
    }
}

impl Candidate {
    /// Returns whether another is the same step of another size: room for the same SR.
    pub(super) fn can_grow_by(&self, other: &Self) -> bool {
        let is_space = |one: &Self| matches!(one.action, StepAction::AddSpace { .. });
        is_space(self) && is_space(other) && self.sr_ids == other.sr_ids
    }

    /// Adds the room of another step, which was found with this one already done.
    pub(super) fn grow_by(&mut self, other: Self) {
        if let (StepAction::AddSpace { bytes }, StepAction::AddSpace { bytes: more }) =
            (&mut self.action, &other.action)
        {
            *bytes = *bytes + *more;
        }
        for (change, more) in self.changes.iter_mut().zip(&other.changes) {
            if let (Change::AddSpace { gib, .. }, Change::AddSpace { gib: more, .. }) = (change, more) {
                *gib = gib.saturating_add(*more);
            }
        }
        self.removes.extend(other.removes);
    }
}

/// Returns whether a step skips or postpones runs: only then are other runs checked that it may harm.
pub(super) const fn postpones(action: &StepAction) -> bool {
    matches!(
        action,
        StepAction::WaitForMerges { .. } | StepAction::MoveSchedule { .. } | StepAction::RunLessOften { .. }
    )
}

/// Returns how destructive a step is: of equally urgent steps, the least destructive is named first.
pub(super) const fn rank(action: &StepAction) -> u8 {
    match action {
        StepAction::GrantReading => 0,
        StepAction::EnableCollector | StepAction::RescanSr | StepAction::RunNow => 1,
        StepAction::RestoreRepository { .. } | StepAction::RestoreSr | StepAction::SetOutput => 2,
        StepAction::CheckSchedule
        | StepAction::ResolveError { .. }
        | StepAction::ResolveFinding { .. }
        | StepAction::RepairChain
        | StepAction::RunOnOneHost
        | StepAction::RemoveFromJob => 3,
        StepAction::MoveSchedule { .. } | StepAction::MoreAtOnce { .. } => 4,
        StepAction::DeleteSnapshots { .. }
        | StepAction::FreeRepository { .. }
        | StepAction::StopRun { .. } => 5,
        StepAction::KeepFewer { .. } => 6,
        StepAction::WaitForMerges { .. } | StepAction::RunLessOften { .. } => 7,
        StepAction::AddSpace { .. } => 8,
        StepAction::TakeOut => 9,
        StepAction::Needs { .. } => 10,
    }
}

/// Returns who does a step.
pub(super) const fn who(action: &StepAction) -> Actor {
    match action {
        StepAction::EnableCollector
        | StepAction::RescanSr
        | StepAction::AddSpace { .. }
        | StepAction::RestoreSr
        | StepAction::RunOnOneHost
        | StepAction::RepairChain => Actor::StorageOperator,
        StepAction::DeleteSnapshots { .. } | StepAction::TakeOut | StepAction::KeepFewer { .. } => {
            Actor::VmOwner
        }
        StepAction::ResolveFinding { finding } => finding.acts_first(),
        _ => Actor::XoAdministrator,
    }
}

/// Returns where XO's menus do a step.
pub(super) const fn menu(action: &StepAction) -> Option<Menu> {
    Some(match action {
        StepAction::EnableCollector | StepAction::AddSpace { .. } => Menu::SrAdvanced,
        StepAction::RescanSr => Menu::SrRescan,
        StepAction::RestoreSr => Menu::SrHosts,
        StepAction::DeleteSnapshots { .. } => Menu::VmSnapshots,
        StepAction::RepairChain => Menu::VmDisks,
        StepAction::RunOnOneHost => Menu::VmMigrate,
        StepAction::RunNow => Menu::JobRun,
        StepAction::StopRun { .. } | StepAction::ResolveError { .. } => Menu::JobLogs,
        StepAction::FreeRepository { .. } | StepAction::RestoreRepository { .. } => Menu::Remotes,
        StepAction::KeepFewer { .. }
        | StepAction::WaitForMerges { .. }
        | StepAction::MoveSchedule { .. }
        | StepAction::MoreAtOnce { .. }
        | StepAction::RunLessOften { .. }
        | StepAction::TakeOut
        | StepAction::SetOutput
        | StepAction::RemoveFromJob
        | StepAction::CheckSchedule => Menu::JobEdit,
        StepAction::GrantReading | StepAction::Needs { .. } | StepAction::ResolveFinding { .. } => {
            return None;
        }
    })
}

/// The most snapshots that one command deletes; XO's list is better for more.
const COMMANDS_MAX: usize = 12;

/// Returns the command for the control domain, if there is one.
pub(super) fn command(known: &Known<'_>, candidate: &Candidate) -> Option<String> {
    let first = candidate.objects.first()?;
    let sr = plain(&first.id)?;
    match candidate.action {
        StepAction::EnableCollector => {
            let place = known.inventory().sr(known.find_sr(&first.id)?);
            let key = if place.gc.gc_off { "gc" } else { "coalesce" };
            let set = format!("xe sr-param-remove uuid={sr} param-name=other-config param-key={key}");
            Some(format!("{set} && xe sr-scan uuid={sr}"))
        }
        StepAction::RescanSr => Some(format!("xe sr-scan uuid={sr}")),
        StepAction::RestoreSr if first.kind == ObjectKind::Sr => {
            let pbds = format!("xe pbd-list sr-uuid={sr} currently-attached=false --minimal");
            Some(format!("for pbd in $({pbds} | tr , ' '); do xe pbd-plug uuid=$pbd; done"))
        }
        StepAction::DeleteSnapshots { .. } | StepAction::KeepFewer { .. } => {
            let snapshots = candidate.objects.iter().filter(|one| one.kind == ObjectKind::Snapshot);
            let ids: Option<Vec<String>> = snapshots.map(|one| plain(&one.id)).collect();
            let ids = ids.filter(|ids| !ids.is_empty() && ids.len() <= COMMANDS_MAX)?;
            let all: Vec<String> = ids.iter().map(|id| format!("xe vdi-destroy uuid={id}")).collect();
            Some(all.join(" && "))
        }
        _ => None,
    }
}

/// Returns an id that needs no quoting in a shell, or `None` for any other.
fn plain(id: &ObjectId) -> Option<String> {
    let id = id.to_string();
    let is_plain = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_plain.then_some(id)
}

pub(super) fn sr(known: &Known<'_>, sr: SrIdx) -> Object {
    let sr = known.inventory().sr(sr);
    Object { kind: ObjectKind::Sr, id: sr.id.clone(), name: sr.name.to_string() }
}

pub(super) fn sr_named(known: &Known<'_>, id: &ObjectId) -> Object {
    let found = known.find_sr(id).map(|index| sr(known, index));
    found.unwrap_or_else(|| Object { kind: ObjectKind::Sr, id: id.clone(), name: String::new() })
}

pub(super) fn vdi(known: &Known<'_>, vdi: VdiIdx, kind: ObjectKind) -> Object {
    let vdi = known.inventory().vdi(vdi);
    Object { kind, id: vdi.id.clone(), name: vdi.name.to_string() }
}

pub(super) fn vm(known: &Known<'_>, id: &ObjectId) -> Object {
    let name = known.inventory().find_vm(id).map(|vm| known.inventory().vm(vm).name.to_string());
    Object { kind: ObjectKind::Vm, id: id.clone(), name: name.unwrap_or_default() }
}

pub(super) fn job(known: &Known<'_>, id: &JobId) -> Object {
    let name = known.analysis.plan().job(id).map(|planned| planned.job.name.clone());
    Object { kind: ObjectKind::Job, id: id.0.clone(), name: name.unwrap_or_default() }
}

pub(super) fn schedule(known: &Known<'_>, id: &ScheduleId) -> Object {
    let name = known.analysis.plan().schedule(id).map(|planned| planned.schedule.name.clone());
    Object { kind: ObjectKind::Schedule, id: id.0.clone(), name: name.unwrap_or_default() }
}

pub(super) fn repository(known: &Known<'_>, id: &ObjectId) -> Object {
    let mut all = known.analysis.backups().repositories.iter().flatten();
    let name = all.find(|one| one.id == *id).map(|one| one.name.clone());
    Object { kind: ObjectKind::Repository, id: id.clone(), name: name.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Bytes;

    fn space(sr: &str, gib: u32) -> Candidate {
        let object = Object { kind: ObjectKind::Sr, id: sr.into(), name: String::new() };
        let action = StepAction::AddSpace { bytes: Bytes::gib(gib.into()) };
        Candidate::new(action, vec![object]).changing(Change::AddSpace { sr: sr.into(), gib })
    }

    #[test]
    fn nothing_costs_nothing() {
        assert_eq!(space("s", 1).costing(Cost::Runs { count: 0 }).costs, []);
        assert_eq!(space("s", 1).costing(Cost::Runs { count: 2 }).costs, [Cost::Runs { count: 2 }]);
    }

    /// Two steps that add room to one SR become one step.
    #[test]
    fn room_for_one_sr_is_one_step() {
        let mut first = space("s", 7);
        assert!(!first.can_grow_by(&space("t", 2)));
        assert!(first.can_grow_by(&space("s", 2)));
        first.grow_by(space("s", 2));
        let whole = space("s", 9);
        assert_eq!((first.action, first.changes), (whole.action, whole.changes));
    }
}
