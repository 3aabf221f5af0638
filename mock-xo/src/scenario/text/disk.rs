//! Disks with their chains and snapshots.

use serde_json::{Map, Value, json};

use super::cursor::Setting;
use super::lexer::Token;
use super::{Around, Reader, TextError};
use crate::scenario::parts::backup_config;
use crate::scenario::world::EMPTY;

const OF_DISK: [&str; 13] = [
    "qcow2",
    "[NOBAK]",
    "[NOSNAP]",
    "cbt",
    "internal",
    "cd",
    "dom0",
    "missing",
    "stale",
    "in",
    "name",
    "id",
    "leaf-coalesce",
];
const OF_SNAP: [&str; 10] =
    ["age", "job", "exported", "copy", "cbt", "alone", "dom0", "in_use", "name", "id"];

/// What is known of a disk while its chain is parsed.
struct Disk {
    id: String,
    sr: String,
    size: i64,
    vm: Option<String>,
    dom0: String,
    qcow2: bool,
    /// The base that the next node is a child of.
    parent: Option<String>,
    bases: Vec<String>,
}

/// A snapshot as described.
struct Snap {
    name: String,
    usage: Option<i64>,
    age_s: i64,
    job: Option<String>,
    config: Map<String, Value>,
    /// The VM that a copy was made of; defined before its copies.
    copy_of: Option<String>,
    shown: Option<String>,
    id: Option<String>,
    cbt: bool,
    alone: bool,
    dom0: bool,
    /// Whether the VM uses it as a disk: a wrong `snapshot_of`.
    in_use: bool,
}

impl Reader {
    pub(super) fn read_disk(&mut self, around: &Around) -> Result<(), TextError> {
        let name = self.cursor.word("the name of the disk")?;
        let size = self.cursor.needed_size("the size of the disk")?;
        let place = self.cursor.place();
        let sr = match (self.cursor.take_word("on"), &around.sr) {
            (true, _) => {
                let place = self.cursor.place();
                let name = self.cursor.word("the name of an SR")?;
                Self::known(&self.srs, &name, "SR", place)?
            }
            (false, Some(sr)) => sr.clone(),
            (false, None) => return Err(place.error("say on which SR: `on NAME`".to_owned())),
        };
        let id = self.world.vdi_of(&sr, "VDI", &name, size, self.world.usual_usage(&sr, size));
        let dom0 = self.world.control_domain(&around.pool);
        let mut disk =
            Disk { id, sr, size, vm: around.vm.clone(), dom0, qcow2: false, parent: None, bases: Vec::new() };
        let (mut is_cd, mut is_stale) = (false, false);
        while let Some(setting) = self.cursor.setting(&OF_DISK) {
            is_cd |= setting.key == "cd";
            is_stale |= setting.key == "stale";
            self.set_disk(&mut disk, &setting)?;
        }
        match disk.vm.clone() {
            Some(vm) if is_cd => self.world.insert_cd(&vm, Some(&disk.id)),
            Some(vm) => drop(self.world.attach(&vm, Some(&disk.id))),
            None => {}
        }
        if self.cursor.take(&Token::Colon) {
            self.read_chain(&mut disk)?;
        }
        if is_stale {
            let gone = self.world.new_id("a VDI that was merged away");
            self.world.edit(&disk.id, |vdi| vdi["parent"] = json!(gone));
        }
        Ok(())
    }

    fn set_disk(&mut self, disk: &mut Disk, setting: &Setting) -> Result<(), TextError> {
        let id = disk.id.clone();
        match setting.key.as_str() {
            "qcow2" => {
                disk.qcow2 = true;
                self.world.edit(&id, |vdi| vdi["image_format"] = json!("qcow2"));
            }
            mark @ ("[NOBAK]" | "[NOSNAP]") => {
                let name = format!("{} {mark}", self.world.text(&id, "name_label"));
                self.world.edit(&id, |vdi| vdi["name_label"] = json!(name));
            }
            "cbt" => self.world.edit(&id, |vdi| vdi["cbt_enabled"] = json!(true)),
            "internal" => self.world.edit(&id, |vdi| vdi["VDI_type"] = json!("ha_statefile")),
            "dom0" => drop(self.world.attach(&disk.dom0.clone(), Some(&id))),
            "missing" => self.world.edit(&id, |vdi| vdi["missing"] = json!(true)),
            "in" => {
                let vm = Self::known(&self.vms, setting.text()?, "VM", setting.place())?;
                disk.vm = Some(vm);
            }
            "name" => {
                let name = setting.text()?.to_owned();
                self.world.edit(&id, |vdi| vdi["name_label"] = json!(name));
            }
            "leaf-coalesce" => {
                let value = setting.text()?.to_owned();
                self.world.edit(&id, |vdi| vdi["other_config"]["leaf-coalesce"] = json!(value));
            }
            // `cd` and `stale` were handled before.
            "id" => self.world.rename(&id, setting.text()?),
            _ => {}
        }
        Ok(())
    }

    /// Parses a chain, from the root to the leaf.
    fn read_chain(&mut self, disk: &mut Disk) -> Result<(), TextError> {
        let start = self.cursor.place();
        let mut cycle = false;
        loop {
            let place = self.cursor.place();
            let word = self.cursor.word("`base` or `leaf`")?;
            match word.as_str() {
                "missing" => disk.parent = Some(self.world.new_id("a VDI that is gone")),
                "cycle" => cycle = true,
                "leaf" | "gone" => {
                    self.read_end(disk, word == "leaf")?;
                    break;
                }
                _ => match base_count(&word) {
                    Some(count) => self.read_bases(disk, count)?,
                    None => {
                        let base = Self::known(&self.labels, &word, "base named", place)?;
                        disk.parent = Some(base);
                    }
                },
            }
            if !self.cursor.take(&Token::Arrow) {
                return Err(self.cursor.surprise("`>`"));
            }
        }
        match (cycle, disk.bases.first().cloned(), disk.bases.last().cloned()) {
            (true, Some(first), Some(last)) => self.world.set_parent(&first, Some(&last)),
            (true, ..) => return Err(start.error("a cycle needs a base".to_owned())),
            _ => {}
        }
        Ok(())
    }

    fn read_end(&mut self, disk: &mut Disk, exists: bool) -> Result<(), TextError> {
        self.world.set_parent(&disk.id, disk.parent.as_deref());
        if let Some(usage) = self.cursor.size() {
            self.world.edit(&disk.id, |vdi| vdi["usage"] = json!(usage));
        }
        for snap in self.read_snaps()? {
            self.take_snap(disk, &snap, None)?;
        }
        if !exists {
            self.world.delete_disk(&disk.id);
        }
        Ok(())
    }

    fn read_bases(&mut self, disk: &mut Disk, count: i64) -> Result<(), TextError> {
        let usage = self.cursor.size().unwrap_or(1 << 30);
        let label =
            if self.cursor.take_word("as") { Some(self.cursor.word("the name of a base")?) } else { None };
        let snaps = self.read_snaps()?;
        for number in 1..=count {
            let base = self.world.vdi_of(&disk.sr, "VDI-unmanaged", "base copy", disk.size, usage);
            if disk.qcow2 {
                self.world.edit(&base, |vdi| vdi["image_format"] = json!("qcow2"));
            }
            self.world.set_parent(&base, disk.parent.as_deref());
            disk.bases.push(base.clone());
            disk.parent = Some(base.clone());
            for snap in &snaps {
                self.take_snap(disk, snap, (count > 1).then_some((number, count)))?;
            }
            if let Some(label) = &label {
                self.labels.insert(label.clone(), base);
            }
        }
        Ok(())
    }

    fn read_snaps(&mut self) -> Result<Vec<Snap>, TextError> {
        let mut snaps = Vec::new();
        while self.cursor.take_word("snap") {
            let mut snap = Snap {
                name: self.cursor.word("the name of the snapshot")?,
                usage: self.cursor.size(),
                age_s: 3_600,
                job: None,
                config: Map::new(),
                copy_of: None,
                shown: None,
                id: None,
                cbt: false,
                alone: false,
                dom0: false,
                in_use: false,
            };
            while let Some(setting) = self.cursor.setting(&OF_SNAP) {
                match setting.key.as_str() {
                    "age" => snap.age_s = setting.age()?,
                    "job" => snap.job = Some(setting.text()?.to_owned()),
                    "exported" => drop(snap.config.insert("xo:backup:exported".to_owned(), json!("true"))),
                    "copy" => {
                        snap.config.insert("xo:copy_of".to_owned(), json!("the original"));
                        snap.copy_of = setting.text().ok().and_then(|vm| self.vms.get(vm).cloned());
                    }
                    "name" => snap.shown = Some(setting.text()?.to_owned()),
                    "id" => snap.id = Some(setting.text()?.to_owned()),
                    "cbt" => snap.cbt = true,
                    "alone" => snap.alone = true,
                    "in_use" => snap.in_use = true,
                    _ => snap.dom0 = true,
                }
            }
            snaps.push(snap);
        }
        Ok(snaps)
    }

    /// Adds a snapshot below the last base. `number` of how many: the oldest first, an hour apart.
    fn take_snap(&mut self, disk: &Disk, snap: &Snap, number: Option<(i64, i64)>) -> Result<(), TextError> {
        let (number, count) = number.unwrap_or((1, 1));
        let name = if count > 1 { format!("{}{number}", snap.name) } else { snap.name.clone() };
        let time = self.world.now().as_second() - snap.age_s - 3_600 * (count - number);
        let vm = disk.vm.clone().unwrap_or_default();
        let mut config = snap.config.clone();
        let job = snap.job.as_deref().map(|job| self.job_named(job));
        if let Some(job) = &job
            && let Value::Object(keys) = backup_config(job, snap.copy_of.as_ref().unwrap_or(&vm), time)
        {
            config.extend(keys.into_iter().filter(|(key, _)| key != "xo:backup:exported"));
        }
        let config = Value::Object(config);
        let parent = if snap.cbt { None } else { disk.parent.as_deref() };
        let vdi = self.world.vdi_snapshot(&disk.id, parent, &config, time);
        let usage = snap.usage.unwrap_or(EMPTY);
        self.world.edit(&vdi, |vdi| {
            vdi["usage"] = json!(usage);
            if snap.cbt {
                vdi["VDI_type"] = json!("cbt_metadata");
                vdi["cbt_enabled"] = json!(true);
            }
        });
        if let Some(id) = &snap.id {
            self.world.rename(&vdi, id);
        }
        if snap.dom0 {
            self.world.attach(&disk.dom0, Some(&vdi));
        }
        if snap.in_use && !vm.is_empty() {
            self.world.attach(&vm, Some(&vdi));
            return Ok(());
        }
        if vm.is_empty() || snap.cbt || snap.alone {
            return Ok(());
        }
        let key = (vm.clone(), name.clone());
        let of_vm = match self.vm_snapshots.get(&key) {
            Some(known) => known.clone(),
            None => {
                let shown = match (&snap.shown, &job) {
                    (Some(shown), _) => shown.clone(),
                    (None, Some(job)) => {
                        format!("[XO Backup {}] {}", job.name, self.world.text(&vm, "name_label"))
                    }
                    (None, None) => name,
                };
                let made = self.world.vm_snapshot(&vm, &shown, &config, time);
                self.vm_snapshots.insert(key, made.clone());
                made
            }
        };
        self.world.attach(&of_vm, Some(&vdi));
        Ok(())
    }
}

/// Parses `base`, or `base*27`.
fn base_count(word: &str) -> Option<i64> {
    match word.strip_prefix("base")? {
        "" => Some(1),
        rest => rest.strip_prefix('*')?.parse().ok().filter(|count| (1..=1000).contains(count)),
    }
}
