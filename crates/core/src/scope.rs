//! The part of a server to report on: pools, SRs, VMs, jobs, tags.
//!
//! In: patterns as a person writes them, and what exists. Out: a [`Scope`] that says what belongs to it. Several
//! patterns of one kind are alternatives; several kinds restrict each other; a kind that is not named restricts
//! nothing. The forecast always covers the whole server, because what is outside the scope shares its storage; a
//! scope only decides what is reported.

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::backup::{BackupPlan, PlannedJob};
use crate::display;
use crate::findings::{Subject, SubjectKind};
use crate::model::{Backups, Inventory, JobId, ObjectId, PoolIdx, SrIdx, VdiIdx, VmIdx, VmKind};

use crate::pattern::Pattern;

/// The scope as the user wrote it: names, ids, globs, `pool/name`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "Scope")]
pub struct ScopeRequest {
    /// Pools.
    pub pools: Vec<String>,
    /// SRs, with the VMs that have a disk or a replica there.
    pub srs: Vec<String>,
    /// VMs.
    pub vms: Vec<String>,
    /// Jobs, with the VMs that they cover.
    pub jobs: Vec<String>,
    /// Tags of VMs.
    pub tags: Vec<String>,
}

impl ScopeRequest {
    /// Returns whether it restricts nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The kind of thing that a pattern names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ScopeKind {
    /// A pool.
    Pool,
    /// A storage repository.
    Sr,
    /// A VM.
    Vm,
    /// A job.
    Job,
    /// A tag of a VM.
    Tag,
}

impl ScopeKind {
    /// Returns the name for messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pool => "pool",
            Self::Sr => "SR",
            Self::Vm => "VM",
            Self::Job => "job",
            Self::Tag => "tag",
        }
    }
}

/// A pattern that nothing matches.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no {} matches `{pattern}`; there are:{candidates}", kind.name())]
pub struct Unmatched {
    /// The kind of thing that the pattern names.
    pub kind: ScopeKind,
    /// The pattern, cleaned.
    pub pattern: String,
    /// What exists, one per line.
    pub candidates: String,
}

/// What belongs to the part of a server to report on.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    request: ScopeRequest,
    pools: FxHashSet<ObjectId>,
    srs: FxHashSet<ObjectId>,
    vms: FxHashSet<ObjectId>,
    jobs: FxHashSet<JobId>,
    repositories: FxHashSet<ObjectId>,
    /// Each backup of a VM by a job.
    pairs: FxHashSet<(JobId, ObjectId)>,
    /// Whether only some VMs of an SR belong to it.
    is_by_vm: bool,
}

impl Scope {
    /// Finds what belongs to the scope that the user wrote.
    ///
    /// # Errors
    ///
    /// Nothing matches one of the patterns.
    pub fn find(
        request: &ScopeRequest,
        inventory: &Inventory,
        backups: &Backups,
        plan: &BackupPlan,
    ) -> Result<Self, Unmatched> {
        let matched = Matched::find(request, inventory, backups)?;
        Ok(Finder { inventory, backups, plan, matched }.scope(request.clone()))
    }

    /// Returns the scope as the user wrote it.
    #[must_use]
    pub fn requested(&self) -> &ScopeRequest {
        &self.request
    }

    /// Returns whether a pool is in the scope.
    #[must_use]
    pub fn has_pool(&self, id: &ObjectId) -> bool {
        self.pools.contains(id)
    }

    /// Returns whether an SR is in the scope.
    #[must_use]
    pub fn has_sr(&self, id: &ObjectId) -> bool {
        self.srs.contains(id)
    }

    /// Returns whether a VM is in the scope.
    #[must_use]
    pub fn has_vm(&self, id: &ObjectId) -> bool {
        self.vms.contains(id)
    }

    /// Returns whether a job is in the scope.
    #[must_use]
    pub fn has_job(&self, id: &JobId) -> bool {
        self.jobs.contains(id)
    }

    /// Returns whether a job in the scope writes to a backup repository.
    #[must_use]
    pub fn has_repository(&self, id: &ObjectId) -> bool {
        self.repositories.contains(id)
    }

    /// Returns whether a job's backup of a VM is in the scope; without a VM, whether the job is.
    #[must_use]
    pub fn covers(&self, job: &JobId, vm: Option<&ObjectId>) -> bool {
        match vm {
            None => self.has_job(job),
            Some(vm) => self.has_job(job) && self.pairs.contains(&(job.clone(), vm.clone())),
        }
    }

    /// Returns whether a disk, snapshot or base copy belongs to a VM in the scope or, where no VM is known, to
    /// an SR that is in the scope as a whole.
    #[must_use]
    pub fn has_vdi(&self, inventory: &Inventory, vdi: VdiIdx) -> bool {
        let image = inventory.vdi(vdi);
        if !image.sr.is_some_and(|sr| self.has_sr(&inventory.sr(sr).id)) {
            return false;
        }
        let disk = image.snapshot_of.target().unwrap_or(vdi);
        let mut owners = inventory.holders(disk).into_iter().map(|vm| &inventory.vm(vm).id).peekable();
        if owners.peek().is_none() { !self.is_by_vm } else { owners.any(|id| self.has_vm(id)) }
    }

    /// Returns whether the subject of a finding is in the scope. What concerns the server concerns every part of it.
    #[must_use]
    pub fn has(&self, inventory: &Inventory, subject: &Subject) -> bool {
        let id = ObjectId::new(&subject.id);
        match subject.kind {
            SubjectKind::Server => true,
            SubjectKind::Pool => self.has_pool(&id),
            SubjectKind::Sr => self.has_sr(&id),
            SubjectKind::Job => self.has_job(&JobId(id)),
            SubjectKind::Repository => self.has_repository(&id),
            SubjectKind::Vdi => inventory.find_vdi(&id).is_some_and(|vdi| self.has_vdi(inventory, vdi)),
            SubjectKind::Vm => {
                let source = |vm| inventory.vm(vm).snapshot_of.target().unwrap_or(vm);
                let vm = inventory.find_vm(&id).map(|vm| &inventory.vm(source(vm)).id);
                self.has_vm(vm.unwrap_or(&id))
            }
        }
    }
}

/// What the patterns of each kind match; `None` where the kind is not named.
struct Matched {
    pools: Option<FxHashSet<ObjectId>>,
    srs: Option<FxHashSet<SrIdx>>,
    vms: Option<FxHashSet<VmIdx>>,
    jobs: Option<FxHashSet<JobId>>,
    tags: Option<Vec<Pattern>>,
}

impl Matched {
    fn find(request: &ScopeRequest, inventory: &Inventory, backups: &Backups) -> Result<Self, Unmatched> {
        let pool_name = |pool: Option<PoolIdx>| pool.map(|pool| inventory.pool(pool).name.as_str());
        let pools = inventory.pools.iter().map(|pool| Named {
            key: pool.id.clone(),
            id: pool.id.to_string(),
            name: &pool.name,
            pool: None,
        });
        let srs = inventory.sr_indices().map(|at| {
            let sr = inventory.sr(at);
            Named { key: at, id: sr.id.to_string(), name: &sr.name, pool: pool_name(sr.pool) }
        });
        let vms = all_vms(inventory).map(|at| {
            let vm = inventory.vm(at);
            Named { key: at, id: vm.id.to_string(), name: &vm.name, pool: pool_name(vm.pool) }
        });
        let jobs = backups.all_jobs().map(|job| Named {
            key: job.id.clone(),
            id: job.id.to_string(),
            name: &job.name,
            pool: None,
        });
        let tags: FxHashSet<&str> =
            vms_of_kind(inventory).flat_map(|vm| &vm.tags).map(|tag| tag.as_str()).collect();
        let named = tags.into_iter().map(|tag| Named { key: (), id: tag.to_owned(), name: tag, pool: None });
        let tagged = matching(ScopeKind::Tag, &request.tags, named.collect())?;
        Ok(Self {
            pools: matching(ScopeKind::Pool, &request.pools, pools.collect())?,
            srs: matching(ScopeKind::Sr, &request.srs, srs.collect())?,
            vms: matching(ScopeKind::Vm, &request.vms, vms.collect())?,
            jobs: matching(ScopeKind::Job, &request.jobs, jobs.collect())?,
            tags: tagged.map(|_| request.tags.iter().map(|tag| Pattern::new(tag)).collect()),
        })
    }

    /// Returns whether only some VMs of an SR are meant.
    fn is_by_vm(&self) -> bool {
        self.vms.is_some() || self.jobs.is_some() || self.tags.is_some()
    }
}

/// Something that a pattern may name.
struct Named<'a, K> {
    key: K,
    id: String,
    name: &'a str,
    pool: Option<&'a str>,
}

fn matching<K: Clone + Eq + std::hash::Hash>(
    kind: ScopeKind,
    patterns: &[String],
    named: Vec<Named<'_, K>>,
) -> Result<Option<FxHashSet<K>>, Unmatched> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut found = FxHashSet::default();
    for text in patterns {
        let pattern = Pattern::new(text);
        let mut hits = named.iter().filter(|one| pattern.matches(&one.id, one.name, one.pool)).peekable();
        if hits.peek().is_none() {
            let lines = named.iter().map(|one| format!("\n  {}", display::short(one.name)));
            return Err(Unmatched {
                kind,
                pattern: display::short(text),
                candidates: display::listed(lines.collect()),
            });
        }
        found.extend(hits.map(|one| one.key.clone()));
    }
    Ok(Some(found))
}

/// Lists all VMs and templates.
fn all_vms(inventory: &Inventory) -> impl Iterator<Item = VmIdx> + '_ {
    inventory.vm_indices().filter(|&vm| matches!(inventory.vm(vm).kind, VmKind::Vm | VmKind::Template))
}

fn vms_of_kind(inventory: &Inventory) -> impl Iterator<Item = &crate::model::Vm> {
    all_vms(inventory).map(|vm| inventory.vm(vm))
}

struct Finder<'a> {
    inventory: &'a Inventory,
    backups: &'a Backups,
    plan: &'a BackupPlan,
    matched: Matched,
}

impl Finder<'_> {
    fn scope(self, request: ScopeRequest) -> Scope {
        let pairs: FxHashSet<(JobId, ObjectId)> =
            self.plan.jobs().iter().flat_map(|job| self.pairs(job)).collect();
        let jobs = self.jobs(&pairs);
        let mut vms: FxHashSet<ObjectId> = pairs.iter().map(|(_, vm)| vm.clone()).collect();
        if self.matched.jobs.is_none() {
            let alone = all_vms(self.inventory).filter(|&vm| self.has_vm(vm) && self.is_on_sr(vm, &[]));
            vms.extend(alone.map(|vm| self.inventory.vm(vm).id.clone()));
        }
        let repositories = self.repositories(&jobs);
        let srs = self.srs(&vms, &jobs);
        let pools = self.pools(&vms, &srs);
        let is_by_vm = self.matched.is_by_vm();
        Scope { request, pools, srs, vms, jobs, repositories, pairs, is_by_vm }
    }

    fn pairs(&self, planned: &PlannedJob) -> Vec<(JobId, ObjectId)> {
        let id = &planned.job.id;
        if self.matched.jobs.as_ref().is_some_and(|jobs| !jobs.contains(id)) {
            return Vec::new();
        }
        let only_jobs = self.matched.pools.is_none()
            && self.matched.srs.is_none()
            && self.matched.vms.is_none()
            && self.matched.tags.is_none();
        let covered = planned.selection.vms.iter().filter(|selected| match selected.vm {
            Some(vm) => self.has_vm(vm) && self.is_on_sr(vm, &planned.job.srs),
            None => only_jobs,
        });
        covered.map(|selected| (id.clone(), selected.id.clone())).collect()
    }

    /// Returns whether a VM matches the patterns of pools, VMs and tags.
    fn has_vm(&self, at: VmIdx) -> bool {
        let vm = self.inventory.vm(at);
        let Matched { pools, vms, tags, .. } = &self.matched;
        pools
            .as_ref()
            .is_none_or(|pools| vm.pool.is_some_and(|pool| pools.contains(&self.inventory.pool(pool).id)))
            && vms.as_ref().is_none_or(|vms| vms.contains(&at))
            && tags.as_ref().is_none_or(|tags| {
                vm.tags.iter().any(|tag| tags.iter().any(|pattern| pattern.matches_tag(tag)))
            })
    }

    /// Returns whether a VM has a disk on a matching SR, or is replicated to one.
    fn is_on_sr(&self, vm: VmIdx, replicated_to: &[ObjectId]) -> bool {
        let Some(srs) = &self.matched.srs else { return true };
        let targets = replicated_to.iter().filter_map(|id| self.inventory.find_sr(id));
        self.disks_at(vm).chain(targets).any(|sr| srs.contains(&sr))
    }

    fn disks_at(&self, vm: VmIdx) -> impl Iterator<Item = SrIdx> + '_ {
        let disks = self.inventory.vdis_of(vm).filter(|(_, vbd)| !vbd.is_cd_drive);
        disks.filter_map(|(vdi, _)| self.inventory.vdi(vdi).sr)
    }

    fn jobs(&self, pairs: &FxHashSet<(JobId, ObjectId)>) -> FxHashSet<JobId> {
        let with_vms = pairs.iter().map(|(job, _)| job.clone());
        let Matched { pools, srs, vms, tags, jobs } = &self.matched;
        match jobs {
            Some(jobs) if pools.is_none() && srs.is_none() && vms.is_none() && tags.is_none() => jobs.clone(),
            _ => with_vms.collect(),
        }
    }

    fn repositories(&self, jobs: &FxHashSet<JobId>) -> FxHashSet<ObjectId> {
        let jobs = self.backups.all_jobs().filter(|job| jobs.contains(&job.id));
        jobs.flat_map(|job| job.remotes.iter().chain(&job.source)).cloned().collect()
    }

    fn srs(&self, vms: &FxHashSet<ObjectId>, jobs: &FxHashSet<JobId>) -> FxHashSet<ObjectId> {
        let inventory = self.inventory;
        let Matched { pools, srs, .. } = &self.matched;
        let is_meant = |at: SrIdx| {
            let pool = inventory.sr(at).pool;
            pools
                .as_ref()
                .is_none_or(|pools| pool.is_some_and(|pool| pools.contains(&inventory.pool(pool).id)))
                && srs.as_ref().is_none_or(|srs| srs.contains(&at))
        };
        let id = |at: SrIdx| inventory.sr(at).id.clone();
        if !self.matched.is_by_vm() {
            return inventory.sr_indices().filter(|&at| is_meant(at)).map(id).collect();
        }
        let disks = vms.iter().filter_map(|vm| inventory.find_vm(vm)).flat_map(|vm| self.disks_at(vm));
        let jobs = self.plan.jobs().iter().filter(|planned| jobs.contains(&planned.job.id));
        let targets = jobs.flat_map(|planned| &planned.job.srs).filter_map(|id| inventory.find_sr(id));
        disks.chain(targets).filter(|&at| is_meant(at)).map(id).collect()
    }

    fn pools(&self, vms: &FxHashSet<ObjectId>, srs: &FxHashSet<ObjectId>) -> FxHashSet<ObjectId> {
        let inventory = self.inventory;
        let of_vms = vms.iter().filter_map(|vm| inventory.vm(inventory.find_vm(vm)?).pool);
        let of_srs = srs.iter().filter_map(|sr| inventory.sr(inventory.find_sr(sr)?).pool);
        let all = of_vms.chain(of_srs).map(|pool| inventory.pool(pool).id.clone());
        all.chain(self.matched.pools.iter().flatten().cloned()).collect()
    }
}
