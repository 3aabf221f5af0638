//! Disks, their chains and their snapshots.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::cursor::Setting;
use super::lexer::Token;
use super::parser::{Around, Owner, Parser, control_domain};
use super::{NOW, NotationError, build};
use crate::model::{BackupKeys, ImageFormat, Links, ObjectId, Vbd, Vdi, VdiKind, VdiRole, VmKind};
use crate::units::Bytes;

/// A disk while its chain is being read.
struct Draft {
    vdi: Vdi,
    links: Links,
    place: Around,
    is_cd: bool,
    in_control_domain: bool,
    /// Other VMs that hold the disk.
    shared_with: Vec<ObjectId>,
    /// Whether the disk itself exists, i.e. was not deleted.
    exists: bool,
    /// Base copies, root first.
    bases: Vec<(Vdi, Links)>,
    snapshots: Vec<(Vdi, Links)>,
}

/// What follows `snap`.
struct Snapshot {
    name: String,
    usage: Bytes,
    time: Timestamp,
    keys: Option<Arc<BackupKeys>>,
    cbt: bool,
    alone: bool,
    in_control_domain: bool,
}

impl Parser {
    /// Reads what follows the word `disk`.
    pub(super) fn disk(&mut self, around: &Around) -> Result<(), NotationError> {
        let mut draft = self.disk_head(around)?;
        if self.cursor.take(&Token::Colon) {
            self.chain(&mut draft)?;
        }
        self.add(draft);
        Ok(())
    }

    fn disk_head(&mut self, around: &Around) -> Result<Draft, NotationError> {
        let place = self.cursor.place();
        let name = self.cursor.word("the name of the disk")?;
        let size = self.cursor.needed_size()?;
        let mut around = around.clone();
        if self.cursor.take_word("on") {
            around.sr = Some(self.known_sr()?);
        }
        let Some(sr) = around.sr.clone() else {
            return Err(place.error(format!("the disk `{name}` lies on no SR: say `on SR`")));
        };
        let derived = around.vm.as_ref().map_or_else(|| name.clone(), |vm| format!("{}/{name}", vm.id));
        let mut draft = Draft {
            vdi: build::vdi(ObjectId::new(&derived), &name, VdiKind::Disk),
            links: Links { pool: Some(around.pool.clone()), sr: Some(sr), ..Links::default() },
            place: around,
            is_cd: false,
            in_control_domain: false,
            shared_with: Vec::new(),
            exists: true,
            bases: Vec::new(),
            snapshots: Vec::new(),
        };
        draft.vdi.size = Some(size);
        let mut fixed_id = None;
        while let Some(setting) = self.cursor.setting() {
            match setting.key.as_str() {
                "id" => fixed_id = Some(setting.value()?.to_owned()),
                _ => draft.set(&setting)?,
            }
        }
        draft.vdi.id = self.id_of(&derived, fixed_id, place)?;
        Ok(draft)
    }

    fn known_sr(&mut self) -> Result<ObjectId, NotationError> {
        let place = self.cursor.place();
        let name = self.cursor.word("the name of an SR")?;
        let id = ObjectId::new(&name);
        if self.srs.contains(&id) {
            Ok(id)
        } else {
            Err(place.error(format!("no SR `{name}` is defined above")))
        }
    }

    /// Reads a chain from its root to its leaf.
    fn chain(&mut self, draft: &mut Draft) -> Result<(), NotationError> {
        let start = self.cursor.place();
        let mut cycle = false;
        loop {
            let place = self.cursor.place();
            let word = self.cursor.word("`base` or `leaf`")?;
            match word.as_str() {
                "missing" => draft.links.parent = Some(ObjectId::new(&format!("{}/lost", draft.vdi.id))),
                "cycle" => cycle = true,
                "leaf" | "gone" => {
                    draft.exists = word == "leaf";
                    draft.vdi.usage = self.cursor.size().or(draft.vdi.usage);
                    for snapshot in self.read_snapshots()? {
                        self.snapshot(draft, &snapshot, None);
                    }
                    break;
                }
                _ => match base_count(&word) {
                    Some(count) => self.bases(draft, count)?,
                    None => {
                        let Some(base) = self.labels.get(&word) else {
                            return Err(place.error(format!("no base named `{word}` is defined above")));
                        };
                        draft.links.parent = Some(base.clone());
                    }
                },
            }
            if !self.cursor.take(&Token::Arrow) {
                return Err(self.cursor.surprise("`>`"));
            }
        }
        match draft.bases.first_mut() {
            Some((_, root)) if cycle => root.parent = draft.links.parent.clone(),
            None if cycle => return Err(start.error("a cycle needs a base")),
            _ => {}
        }
        Ok(())
    }

    /// Reads what follows `base` and adds that many base copies, each below the previous one.
    fn bases(&mut self, draft: &mut Draft, count: u32) -> Result<(), NotationError> {
        let usage = self.cursor.size();
        let label =
            if self.cursor.take_word("as") { Some(self.cursor.word("the name of a base")?) } else { None };
        let snapshots = self.read_snapshots()?;
        for number in 1..=count {
            let id = ObjectId::new(&format!("{}/base{}", draft.vdi.id, draft.bases.len() + 1));
            let mut base = build::vdi(id.clone(), "base copy", VdiKind::BaseCopy);
            base.size = draft.vdi.size;
            base.usage = usage.or(base.usage);
            base.image_format = draft.vdi.image_format;
            draft.bases.push((base, draft.links.clone()));
            draft.links.parent = Some(id.clone());
            for snapshot in &snapshots {
                self.snapshot(draft, snapshot, (count > 1).then_some(number));
            }
            if let Some(label) = &label {
                self.labels.insert(label.clone(), id);
            }
        }
        Ok(())
    }

    fn read_snapshots(&mut self) -> Result<Vec<Snapshot>, NotationError> {
        let mut all = Vec::new();
        while self.cursor.take_word("snap") {
            let name = self.cursor.word("the name of the snapshot")?;
            let usage = self.cursor.size().unwrap_or(build::SNAPSHOT_USAGE);
            let mut snapshot = Snapshot {
                name,
                usage,
                time: NOW.saturating_sub(SignedDuration::from_hours(1)).unwrap_or(NOW),
                keys: None,
                cbt: false,
                alone: false,
                in_control_domain: false,
            };
            while let Some(setting) = self.cursor.setting() {
                snapshot.set(&setting)?;
            }
            all.push(snapshot);
        }
        Ok(all)
    }

    /// Adds a snapshot below the last base.
    fn snapshot(&mut self, draft: &mut Draft, snapshot: &Snapshot, number: Option<u32>) {
        let name =
            number.map_or_else(|| snapshot.name.clone(), |number| format!("{}{number}", snapshot.name));
        let id = ObjectId::new(&format!("{}@{name}", draft.vdi.id));
        let mut vdi = build::vdi(id.clone(), &draft.vdi.name, VdiKind::Snapshot);
        vdi.size = draft.vdi.size;
        vdi.usage = Some(snapshot.usage);
        vdi.image_format = draft.vdi.image_format;
        vdi.snapshot_time = Some(snapshot.time.into());
        vdi.backup = snapshot.keys_of(draft.place.vm.as_ref());
        let mut links = draft.links.clone();
        if snapshot.cbt {
            vdi.role = VdiRole::CbtMetadata;
            links.parent = None;
        }
        draft.snapshots.push((vdi, links));
        if snapshot.in_control_domain {
            self.plug(&control_domain(&draft.place.pool), &id, true, false);
        }
        match &draft.place.vm {
            Some(vm) if !snapshot.cbt && !snapshot.alone => {
                self.add_to_vm_snapshot(draft, vm, &name, snapshot, &id);
            }
            _ => {}
        }
    }

    /// Plugs the snapshot of a disk into the snapshot of its VM, which the first disk creates.
    fn add_to_vm_snapshot(
        &mut self,
        draft: &Draft,
        owner: &Owner,
        name: &str,
        snapshot: &Snapshot,
        vdi: &ObjectId,
    ) {
        let id = ObjectId::new(&format!("{}@{name}", owner.id));
        if !self.vm_snapshots.contains_key(&id) {
            let mut vm = build::vm(&id, name, VmKind::Snapshot);
            vm.snapshot_time = Some(snapshot.time.into());
            vm.backup = snapshot.keys_of(Some(owner));
            let links = Links {
                pool: Some(draft.place.pool.clone()),
                snapshot_of: Some(owner.id.clone()),
                ..Links::default()
            };
            self.vm_snapshots.insert(id.clone(), (vm, links));
        }
        self.plug(&id, vdi, false, false);
    }

    fn add(&mut self, mut draft: Draft) {
        for (base, links) in std::mem::take(&mut draft.bases) {
            self.builder.add_vdi(base, links);
        }
        for (snapshot, mut links) in std::mem::take(&mut draft.snapshots) {
            links.snapshot_of = draft.exists.then(|| draft.vdi.id.clone());
            self.builder.add_vdi(snapshot, links);
        }
        if draft.exists {
            self.add_disk(draft);
        }
    }

    fn add_disk(&mut self, draft: Draft) {
        let id = draft.vdi.id.clone();
        if let Some(vm) = &draft.place.vm {
            self.plug(&vm.id, &id, vm.running, draft.is_cd);
        }
        for vm in &draft.shared_with {
            self.plug(vm, &id, false, draft.is_cd);
        }
        if draft.in_control_domain {
            self.plug(&control_domain(&draft.place.pool), &id, true, false);
        }
        self.builder.add_vdi(draft.vdi, draft.links);
    }

    fn plug(&mut self, vm: &ObjectId, vdi: &ObjectId, attached: bool, is_cd_drive: bool) {
        let vbd = Vbd { vm: None, vdi: None, is_cd_drive, attached };
        let links = Links { vm: Some(vm.clone()), vdi: Some(vdi.clone()), ..Links::default() };
        self.builder.add_vbd(build::plug(vm, vdi), vbd, links);
    }
}

impl Draft {
    fn set(&mut self, setting: &Setting) -> Result<(), NotationError> {
        let vdi = &mut self.vdi;
        match setting.key.as_str() {
            "qcow2" => vdi.image_format = Some(ImageFormat::Qcow2),
            "[NOBAK]" => vdi.no_backup = true,
            "cbt" => vdi.role = VdiRole::CbtMetadata,
            "internal" => vdi.role = VdiRole::Internal,
            "cd" => self.is_cd = true,
            "dom0" => self.in_control_domain = true,
            "missing" => vdi.missing = true,
            "in" => self.shared_with.push(setting.value()?.into()),
            "name" => vdi.name = setting.value()?.into(),
            "leaf-coalesce" => vdi.never_merged = setting.value()? == "false",
            _ => return set_keys(&mut vdi.backup, setting, "a disk"),
        }
        Ok(())
    }
}

impl Snapshot {
    fn set(&mut self, setting: &Setting) -> Result<(), NotationError> {
        match setting.key.as_str() {
            "age" => self.time = setting.when()?,
            "cbt" => self.cbt = true,
            "alone" => self.alone = true,
            "dom0" => self.in_control_domain = true,
            "exported" => build::keys(&mut self.keys).exported = true,
            _ => return set_keys(&mut self.keys, setting, "a snapshot"),
        }
        Ok(())
    }

    /// Returns the backup keys, with the VM that they are about.
    fn keys_of(&self, vm: Option<&Owner>) -> Option<Arc<BackupKeys>> {
        let mut keys = self.keys.clone();
        if let Some(keys) = keys.as_mut().map(Arc::make_mut) {
            let named = keys.vm.take();
            keys.vm = named.or_else(|| vm.map(|vm| vm.id.clone()));
            keys.datetime = Some(self.time.strftime("%Y%m%dT%H:%M:%SZ").to_string().into());
        }
        keys
    }
}

fn set_keys(backup: &mut Option<Arc<BackupKeys>>, setting: &Setting, of: &str) -> Result<(), NotationError> {
    match setting.key.as_str() {
        "job" => build::keys(backup).job = Some(setting.value()?.into()),
        "schedule" => build::keys(backup).schedule = Some(setting.value()?.into()),
        "copy" => {
            let keys = build::keys(backup);
            keys.is_copy = true;
            keys.vm = setting.value.as_deref().map(Into::into);
        }
        _ => return Err(setting.unknown(of)),
    }
    Ok(())
}

/// Returns how many bases a word means: `base`, `base*27`.
fn base_count(word: &str) -> Option<u32> {
    let rest = word.strip_prefix("base")?;
    if rest.is_empty() {
        return Some(1);
    }
    rest.strip_prefix('*')?.parse().ok().filter(|count| (1..=1_000_000).contains(count))
}
