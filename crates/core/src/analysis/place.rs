//! Where SRs, disks, VMs and repositories are: for thresholds that apply to a part of the fleet, and findings that are
//! suppressed there.

use super::Analysis;
use crate::findings::{Finding, Ignore, ObjectLocation, Subject, SubjectKind, Suppressed, Thresholds};
use crate::model::{Job, JobId, ObjectId, Observation, PoolIdx, Slot, SrIdx, VdiIdx, VmIdx};

impl Analysis {
    /// Returns the thresholds that apply at a place: those of the whole fleet, overridden by each exception that
    /// includes the place, the last one winning.
    #[must_use]
    pub fn thresholds_at<'a>(&'a self, place: impl FnOnce() -> ObjectLocation<'a>) -> Thresholds {
        let mut thresholds = self.settings().thresholds;
        if self.settings().exceptions.is_empty() {
            return thresholds;
        }
        let place = place();
        for exception in self.settings().exceptions.iter().filter(|exception| exception.part.has(&place)) {
            exception.change.apply(&mut thresholds);
        }
        thresholds
    }

    /// Returns for each exception whether the server has what it names: a misspelt name never applies.
    #[must_use]
    pub fn exceptions_in_use(&self) -> Vec<bool> {
        let mut all = ObjectLocation::default();
        let Observation { inventory, backups, .. } = self.read();
        inventory.sr_indices().for_each(|sr| self.add_sr(&mut all, sr));
        inventory.vm_indices().for_each(|vm| self.add_vm(&mut all, vm));
        self.add_jobs(&mut all, backups.jobs.iter().flatten().map(|job| &job.id));
        self.settings().exceptions.iter().map(|exception| exception.part.has(&all)).collect()
    }

    /// Returns the thresholds of an SR.
    #[must_use]
    pub fn thresholds_of_sr(&self, sr: SrIdx) -> Thresholds {
        self.thresholds_at(|| {
            let mut place = ObjectLocation::default();
            self.add_sr(&mut place, sr);
            place
        })
    }

    /// Returns the thresholds of a disk held by VMs of these jobs.
    #[must_use]
    pub fn thresholds_of_disk<'a>(
        &'a self,
        vdi: VdiIdx,
        holders: &[VmIdx],
        jobs: impl Iterator<Item = &'a JobId>,
    ) -> Thresholds {
        self.thresholds_at(|| {
            let mut place = ObjectLocation::default();
            if let Some(sr) = self.inventory().vdi(vdi).sr {
                self.add_sr(&mut place, sr);
            }
            for &vm in holders {
                self.add_vm(&mut place, vm);
            }
            self.add_jobs(&mut place, jobs);
            place
        })
    }

    /// Returns the thresholds of a VM in these jobs.
    #[must_use]
    pub fn thresholds_of_vm<'a>(&'a self, vm: VmIdx, jobs: impl Iterator<Item = &'a JobId>) -> Thresholds {
        self.thresholds_at(|| {
            let mut place = ObjectLocation::default();
            self.add_vm(&mut place, vm);
            for (vdi, _) in self.inventory().vdis_of(vm) {
                if let Some(sr) = self.inventory().vdi(vdi).sr {
                    self.add_sr(&mut place, sr);
                }
            }
            self.add_jobs(&mut place, jobs);
            place
        })
    }

    /// Returns the thresholds of whatever these jobs write to.
    #[must_use]
    pub fn thresholds_of_jobs(&self, jobs: &[&Job]) -> Thresholds {
        self.thresholds_at(|| {
            let jobs = jobs.iter().filter_map(|job| self.job(&job.id));
            ObjectLocation {
                jobs: jobs.map(|job| (job.name.as_str(), job.id.to_string())).collect(),
                ..ObjectLocation::default()
            }
        })
    }

    /// Applies rules that suppress findings; the findings and everything else stay as they are.
    #[must_use]
    pub fn suppressed(&self, rules: &[Ignore]) -> Suppressed {
        let named: Vec<Finding> = self.findings().iter().map(|finding| self.with_name(finding)).collect();
        let findings = named.iter().map(|finding| (finding, self.tags(&finding.subject)));
        Suppressed::of(rules, findings, self.now())
    }

    /// Returns a finding with the name of its subject as read.
    fn with_name(&self, finding: &Finding) -> Finding {
        let mut finding = finding.clone();
        if let Some(Observation { inventory, backups, reading }) = self.named.as_deref() {
            let Subject { kind, id, name } = &mut finding.subject;
            let object = ObjectId::new(id);
            let read = match kind {
                SubjectKind::Job => {
                    backups.all_jobs().find(|job| job.id.0 == object).map(|job| job.name.clone())
                }
                SubjectKind::Repository => {
                    let all = backups.repositories.iter().flatten();
                    all.into_iter().find(|one| one.id == object).map(|one| one.name.clone())
                }
                _ => match inventory.find(&object) {
                    Some(Slot::Pool(at)) => Some(inventory.pool(at).name.to_string()),
                    Some(Slot::Sr(at)) => Some(inventory.sr(at).name.to_string()),
                    Some(Slot::Vdi(at)) => Some(inventory.vdi(at).name.to_string()),
                    Some(Slot::Vm(at)) => Some(inventory.vm(at).name.to_string()),
                    // a pool that XO has lost bears the name of its connection
                    _ => {
                        let mut servers = reading.servers.iter().flatten();
                        servers.find(|one| one.pool.as_ref() == Some(&object)).map(|one| one.name.clone())
                    }
                },
            };
            *name = read.unwrap_or_else(|| name.clone());
        }
        finding
    }

    /// Returns the observation with its original names.
    fn read(&self) -> &Observation {
        self.named.as_deref().unwrap_or(&self.observation)
    }

    /// Lists the tags of the VM that a subject is, or of the VMs that it belongs to.
    fn tags(&self, subject: &Subject) -> Vec<&str> {
        let inventory = self.inventory();
        let vms = match inventory.find(&ObjectId::new(&subject.id)) {
            Some(Slot::Vm(vm)) => vec![vm],
            Some(Slot::Vdi(vdi)) => inventory.holders(vdi),
            _ => Vec::new(),
        };
        vms.into_iter().flat_map(|vm| &inventory.vm(vm).tags).map(|tag| tag.as_str()).collect()
    }

    fn add_sr<'a>(&'a self, place: &mut ObjectLocation<'a>, sr: SrIdx) {
        let sr = self.read().inventory.sr(sr);
        place.srs.push((&sr.name, sr.id.to_string()));
        self.add_pool(place, sr.pool);
    }

    fn add_vm<'a>(&'a self, place: &mut ObjectLocation<'a>, vm: VmIdx) {
        let vm = self.read().inventory.vm(vm);
        place.tags.extend(vm.tags.iter().map(|tag| tag.as_str()));
        self.add_pool(place, vm.pool);
    }

    fn add_pool<'a>(&'a self, place: &mut ObjectLocation<'a>, pool: Option<PoolIdx>) {
        let pool = pool.map(|pool| self.read().inventory.pool(pool));
        place.pools.extend(pool.map(|pool| (pool.name.as_str(), pool.id.to_string())));
    }

    fn add_jobs<'a>(&'a self, place: &mut ObjectLocation<'a>, jobs: impl Iterator<Item = &'a JobId>) {
        let jobs = jobs.filter_map(|id| self.job(id));
        place.jobs.extend(jobs.map(|job| (job.name.as_str(), job.id.to_string())));
    }

    fn job(&self, id: &JobId) -> Option<&Job> {
        self.read().backups.jobs.iter().flatten().find(|job| job.id == *id)
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::world::{World, server};
    use crate::findings::{Code, Exception, Fate, Ignore, Ignored, Override, Part};
    use crate::model::{JobId, VmIdx};
    use crate::pattern::Pattern;

    fn pattern(text: &str) -> Option<Pattern> {
        Some(Pattern::new(text))
    }

    fn found(exceptions: Vec<Exception>, code: Code) -> Vec<String> {
        let world = World::new(
            "sr fast ext 1TiB used 900GiB sr slow nfs 1TiB used 900GiB \
             vm web tags=gold { disk root 40GiB on fast: base*10 snap s > leaf } \
             vm db { disk data 40GiB on slow: base*10 snap s > leaf }",
        );
        let world = world.repository("nas", "nfs", 1000, 900);
        let world = world.past("nightly", "0 22 * * *", &["db"], &["27h delta", "3h delta"]);
        let analysis = world.with_exceptions(exceptions).whole();
        let found = analysis.findings().iter().filter(|finding| finding.code == code);
        found.map(|finding| finding.subject.name.clone()).collect()
    }

    /// Thresholds for an SR, for its disks, for those of a VM with a tag, for those in a job; the last match wins.
    #[test]
    fn a_part_of_the_fleet_has_thresholds_of_its_own() {
        let used = |percent| Override { sr_used_percent: Some(percent), ..Override::default() };
        let left = |n| Override { snapshots_left: Some(n), ..Override::default() };
        let sr = |text: &str| Part { sr: pattern(text), ..Part::default() };
        let tag = |text: &str| Part { tag: pattern(text), ..Part::default() };
        let job = |text: &str| Part { job: pattern(text), ..Part::default() };
        let exception = |part, change| Exception { part, change };
        let cases: [(Vec<Exception>, Code, &[&str]); 8] = [
            (vec![], Code::SrUsage, &[]),
            (vec![exception(sr("slow"), used(80))], Code::SrUsage, &["slow"]),
            (vec![exception(sr("*"), used(80))], Code::SrUsage, &["fast", "slow"]),
            (vec![exception(sr("*"), used(80)), exception(sr("fast"), used(99))], Code::SrUsage, &["slow"]),
            (vec![exception(sr("slow"), left(20))], Code::ChainDepth, &["data"]),
            (vec![exception(tag("gold"), left(20))], Code::ChainDepth, &["root"]),
            (vec![exception(job("night*"), left(20))], Code::ChainDepth, &["data"]),
            (vec![exception(job("weekly"), left(20))], Code::ChainDepth, &[]),
        ];
        for (exceptions, code, expected) in cases {
            assert_eq!(found(exceptions.clone(), code), expected, "{exceptions:?}");
        }
    }

    /// An exception is in use if the server has what it names: an SR, a pool, a tag of a VM, a job.
    #[test]
    fn exceptions_that_name_nothing() {
        let world = World::new(
            "pool main { sr slow nfs 1TiB used 990GiB vm db tags=gold { disk data 40GiB on slow: leaf } }",
        );
        let world = world.past("nightly", "0 22 * * *", &["db"], &["3h delta"]);
        let part = |kind: &str, text: &str| {
            let text = pattern(text);
            match kind {
                "sr" => Part { sr: text, ..Part::default() },
                "pool" => Part { pool: text, ..Part::default() },
                "tag" => Part { tag: text, ..Part::default() },
                _ => Part { job: text, ..Part::default() },
            }
        };
        let cases = [
            (("sr", "slow"), true),
            (("sr", "fast"), false),
            (("pool", "main"), true),
            (("pool", "other"), false),
            (("tag", "gold"), true),
            (("tag", "silver"), false),
            (("job", "night*"), true),
            (("job", "weekly"), false),
        ];
        let all =
            cases.map(|((kind, text), _)| Exception { part: part(kind, text), change: Override::default() });
        let in_use = world.with_exceptions(all.into()).whole().exceptions_in_use();
        assert_eq!(in_use, cases.map(|(_, expected)| expected));
    }

    /// Rules name what was read, whatever a mask replaces it with; a tag is one of the VM, or of the VM of a disk.
    #[test]
    fn rules_name_what_was_read() {
        let world = World::new(
            "pool main { sr slow nfs 1TiB used 990GiB \
             vm db tags=gold { disk data 40GiB on slow: base*27 snap s > leaf } }",
        );
        let world = world.repository("nas", "nfs", 1000, 0);
        let mut world = world.past("nightly", "0 22 * * *", &["db"], &["99h delta"]);
        world.thresholds.sr_used_percent = Some(80);
        world.reading.servers = Some(vec![server("link", "enabled pool=lost")]);
        world.inventory.srs[0].name = "Slow SR".into();
        world.inventory.vms.iter_mut().filter(|vm| vm.id == "db".into()).for_each(|vm| vm.name = "DB".into());
        world.inventory.vdis.iter_mut().for_each(|vdi| vdi.name = "Data".into());
        world.jobs().iter_mut().for_each(|job| job.name = "Every night".into());
        world.backups.repositories.iter_mut().flatten().for_each(|one| one.name = "NAS".into());
        let analysis = world.whole();
        let masked = analysis.clone().masked(&[]);
        let names: Vec<&str> = masked.findings().iter().map(|finding| &*finding.subject.name).collect();
        assert!(["Slow SR", "DB", "Data", "Every night", "NAS"].iter().all(|name| !names.contains(name)));
        let rule = |code, subject: Option<&str>, tag: Option<&str>| Ignore {
            what: Ignored::Code { code, subject: subject.map(Pattern::new), tag: tag.map(Pattern::new) },
            reason: "known".into(),
            until: None,
            pin: None,
        };
        let cases = [
            (rule(Code::SrUsage, Some("Slow SR"), None), Fate::Used),
            (rule(Code::SrUsage, Some("other"), None), Fate::Unused),
            (rule(Code::ChainDepth, Some("Data"), None), Fate::Used),
            (rule(Code::ChainDepth, None, Some("gold")), Fate::Used),
            (rule(Code::ChainDepth, None, Some("silver")), Fate::Unused),
            (rule(Code::SrUsage, None, Some("gold")), Fate::Unused),
            (rule(Code::RpoMissed, Some("DB"), None), Fate::Used),
            (rule(Code::RpoMissed, None, Some("gold")), Fate::Used),
            (rule(Code::ScheduleNotRun, Some("Every night"), None), Fate::Used),
            (rule(Code::RepositoryLowSpace, Some("NAS"), None), Fate::Used),
            (rule(Code::PoolMissing, Some("link"), None), Fate::Used),
        ];
        for (rule, fate) in cases {
            let Ignored::Code { code, subject, .. } = &rule.what else { continue };
            for (what, analysis) in [("named", &analysis), ("masked", &masked)] {
                let fates = analysis.suppressed(std::slice::from_ref(&rule)).fates;
                let subject = subject.as_ref().map(Pattern::as_str);
                assert_eq!(fates, [fate], "{what}: {code} {subject:?} of {names:?}");
            }
        }
    }

    /// Thresholds apply to a VM by its own tags, its SRs and its jobs; to jobs by the jobs alone.
    #[test]
    fn vms_and_jobs_have_thresholds_of_their_own() {
        let world = World::new(
            "sr slow nfs 1TiB used 900GiB vm web tags=gold { disk root 40GiB on slow } vm db { disk data 40GiB on slow }",
        );
        let world = world.past("nightly", "0 22 * * *", &["db"], &["27h delta"]);
        let left =
            |part, n| Exception { part, change: Override { snapshots_left: Some(n), ..Override::default() } };
        let part = Part::default;
        let world = world.with_exceptions(vec![
            left(Part { sr: pattern("slow"), ..part() }, 11),
            left(Part { tag: pattern("gold"), ..part() }, 12),
            left(Part { job: pattern("nightly"), ..part() }, 13),
        ]);
        let analysis = world.whole();
        let job = &analysis.plan().jobs()[0].job;
        let of_vm = |id: &str, jobs: &[&JobId]| {
            let vm = analysis.inventory().vms.iter().position(|vm| vm.id == id.into());
            let vm = VmIdx(vm.unwrap_or_default() as u32);
            analysis.thresholds_of_vm(vm, jobs.iter().copied()).snapshots_left
        };
        assert_eq!([of_vm("web", &[]), of_vm("db", &[]), of_vm("db", &[&job.id])], [12, 11, 13]);
        assert_eq!(analysis.thresholds_of_jobs(&[job]).snapshots_left, 13);
        assert_eq!(analysis.thresholds_of_jobs(&[]).snapshots_left, analysis.thresholds().snapshots_left);
    }
}
