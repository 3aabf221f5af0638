//! Pseudonyms in place of names, for a report that leaves the house: its readers see only the names of their own VMs.
//!
//! In: an observation and the patterns of the VMs that keep their names. Out: the same observation with every other
//! name replaced: those of VMs, disks, snapshots, SRs, pools, hosts, jobs, schedules and backup repositories, and
//! those that the texts of logs quote. A pseudonym is the kind and the beginning of the id, so it is the same in the
//! next report. Ids, sizes and times stay.

use aho_corasick::{AhoCorasick, MatchKind};
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::backup::ownership;
use crate::model::{LogError, Observation, Phase, Remarks, Run, VdiIdx, VmIdx, VmRun};
use crate::pattern::Pattern;

/// Characters of an id that a pseudonym shows: enough to find the object, and no two objects of a server share them.
const SHOWN: usize = 8;

/// Length from which a name is searched for in the texts of logs: shorter names are ordinary words.
const SEARCHED_FROM: usize = 4;

/// Returns an observation with all names replaced but those of some VMs and of what belongs to them.
#[must_use]
pub fn mask(mut observation: Observation, keep: &[Pattern]) -> Observation {
    let kept = Unmasked::find(&observation, keep);
    let mut names = Names::default();
    let inventory = &mut observation.inventory;
    for pool in &mut inventory.pools {
        names.hide("pool", &pool.id.to_string(), &mut pool.name);
    }
    for host in &mut inventory.hosts {
        names.hide("host", &host.id.to_string(), &mut host.name);
    }
    for sr in &mut inventory.srs {
        names.hide("SR", &sr.id.to_string(), &mut sr.name);
    }
    for (vm, at) in inventory.vms.iter_mut().zip(0..) {
        if !kept.vms.contains(&VmIdx(at)) {
            names.hide("VM", &vm.id.to_string(), &mut vm.name);
        }
    }
    for (vdi, at) in inventory.vdis.iter_mut().zip(0..) {
        if !kept.vdis.contains(&VdiIdx(at)) {
            names.hide("disk", &vdi.id.to_string(), &mut vdi.name);
        }
    }
    let backups = &mut observation.backups;
    let lists =
        [&mut backups.jobs, &mut backups.mirror_jobs, &mut backups.metadata_jobs, &mut backups.call_jobs];
    for job in lists.into_iter().flatten().flatten() {
        names.hide_text("job", &job.id.to_string(), &mut job.name);
    }
    for schedule in backups.schedules.iter_mut().flatten() {
        names.hide_text("schedule", &schedule.id.to_string(), &mut schedule.name);
    }
    for repository in backups.repositories.iter_mut().flatten() {
        names.hide_text("repository", &repository.id.to_string(), &mut repository.name);
    }
    for server in observation.reading.servers.iter_mut().flatten() {
        names.hide_text("pool", &server.id, &mut server.name);
        server.error = None;
    }
    let runs = backups.runs.iter_mut().flatten();
    let mut runs: Vec<&mut Run> = runs.collect();
    for vm in runs.iter_mut().flat_map(|run| &mut run.vms) {
        let is_kept = vm.vm.as_ref().is_some_and(|id| kept.ids.contains(&id.to_string()));
        if let (Some(name), false) = (&mut vm.name, is_kept) {
            let id = vm.vm.as_ref().map(ToString::to_string).unwrap_or_default();
            names.hide("VM", &id, name);
        }
    }
    let Some(texts) = names.texts() else { return observation };
    runs.iter_mut().for_each(|run| of_run(run, &|text| texts.hide(text)));
    observation
}

/// The objects that keep their names.
struct Unmasked {
    vms: FxHashSet<VmIdx>,
    vdis: FxHashSet<VdiIdx>,
    ids: FxHashSet<String>,
}

impl Unmasked {
    fn find(observation: &Observation, keep: &[Pattern]) -> Self {
        let inventory = &observation.inventory;
        let is_meant = |at: VmIdx| {
            let vm = inventory.vm(at);
            keep.iter().any(|pattern| {
                pattern.matches(&vm.id.to_string(), &vm.name, None)
                    || vm.tags.iter().any(|tag| pattern.matches_tag(tag))
            })
        };
        let source = |at: VmIdx| inventory.vm(at).snapshot_of.target().unwrap_or(at);
        let vms: FxHashSet<VmIdx> = inventory.vm_indices().filter(|&at| is_meant(source(at))).collect();
        let disks = vms.iter().flat_map(|&at| inventory.vdis_of(at)).filter(|(_, vbd)| !vbd.is_cd_drive);
        let disks: FxHashSet<VdiIdx> = disks.map(|(vdi, _)| vdi).collect();
        let disk = |at: VdiIdx| inventory.vdi(at).snapshot_of.target().unwrap_or(at);
        let vdis = inventory.vdi_indices().filter(|&at| disks.contains(&at) || disks.contains(&disk(at)));
        let ids = vms.iter().map(|&at| inventory.vm(at).id.to_string()).collect();
        Self { vdis: vdis.collect(), vms, ids }
    }
}

/// The names that were replaced, with their pseudonyms.
#[derive(Default)]
struct Names(FxHashMap<String, String>);

impl Names {
    /// Replaces a name. What a rule reads in the name of a snapshot stays.
    fn hide(&mut self, kind: &str, id: &str, name: &mut CompactString) {
        let pseudonym = self.pseudonym(kind, id, name);
        *name = pseudonym.into();
    }

    fn hide_text(&mut self, kind: &str, id: &str, name: &mut String) {
        *name = self.pseudonym(kind, id, name);
    }

    fn pseudonym(&mut self, kind: &str, id: &str, name: &str) -> String {
        if name.trim().is_empty() || ownership::is_temporary(name) {
            return name.to_owned();
        }
        let short: String = id.chars().take(SHOWN).collect();
        let pseudonym = format!("{}{kind} {short}", ownership::marker(name)).trim_end().to_owned();
        self.0.entry(name.trim().to_owned()).or_insert_with(|| pseudonym.clone());
        pseudonym
    }

    /// Prepares the search for them; `None` if there is nothing to search for.
    fn texts(self) -> Option<Texts> {
        let mut names: Vec<(String, String)> =
            self.0.into_iter().filter(|(name, _)| name.chars().count() >= SEARCHED_FROM).collect();
        names.sort_unstable();
        let (names, pseudonyms): (Vec<String>, Vec<String>) = names.into_iter().unzip();
        let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names).ok()?;
        Some(Texts { search, pseudonyms })
    }
}

/// A search for names in texts.
struct Texts {
    search: AhoCorasick,
    pseudonyms: Vec<String>,
}

impl Texts {
    fn hide(&self, text: &str) -> String {
        self.search.replace_all(text, &self.pseudonyms)
    }
}

type Hide<'a> = dyn Fn(&str) -> String + 'a;

fn of_run(run: &mut Run, hide: &Hide<'_>) {
    run.error.iter_mut().for_each(|error| of_error(error, hide));
    run.unopened.iter_mut().filter_map(|one| one.error.as_mut()).for_each(|error| of_error(error, hide));
    run.warnings.iter_mut().for_each(|text| of_text(text, hide));
    run.vms.iter_mut().for_each(|vm| of_vm(vm, hide));
}

fn of_vm(vm: &mut VmRun, hide: &Hide<'_>) {
    of_phase(&mut vm.whole, hide);
    vm.snapshot.iter_mut().for_each(|phase| of_phase(phase, hide));
    for transfer in &mut vm.transfers {
        of_phase(&mut transfer.export, hide);
        transfer.transfer.iter_mut().for_each(|phase| of_phase(phase, hide));
        transfer.health_check.iter_mut().for_each(|phase| of_phase(phase, hide));
    }
    vm.cleanings.iter_mut().for_each(|cleaning| of_phase(&mut cleaning.phase, hide));
    if let Some(Remarks { retried_because, fallback, warnings, .. }) = vm.remarks.as_deref_mut() {
        retried_because.iter_mut().chain(fallback).chain(warnings).for_each(|text| of_text(text, hide));
    }
}

fn of_phase(phase: &mut Phase, hide: &Hide<'_>) {
    phase.error.iter_mut().for_each(|error| of_error(error, hide));
}

fn of_error(error: &mut LogError, hide: &Hide<'_>) {
    of_text(&mut error.message, hide);
}

fn of_text(text: &mut Box<str>, hide: &Hide<'_>) {
    *text = hide(text).into();
}
