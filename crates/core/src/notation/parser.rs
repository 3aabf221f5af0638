//! The parser for pools, SRs and VMs.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::cursor::{Cursor, Setting};
use super::lexer::{Place, Token};
use super::{NotationError, build, jobs};
use crate::model::{
    Backups, GcMessage, Inventory, InventoryBuilder, Links, ObjectId, Provisioning, SrIdx, Vm, VmKind,
};
use crate::units::Bytes;

/// The name of the pool for everything that is outside a pool.
const DEFAULT_POOL: &str = "pool";

/// Parses a whole text.
pub(super) fn parse(text: &str) -> Result<(Inventory, Backups), NotationError> {
    let mut parser = Parser {
        cursor: Cursor::new(text)?,
        builder: InventoryBuilder::default(),
        ids: BTreeSet::new(),
        srs: BTreeSet::new(),
        labels: FxHashMap::default(),
        vm_snapshots: BTreeMap::new(),
        backups: jobs::nothing(),
    };
    parser.world()?;
    for (snapshot, links) in parser.vm_snapshots.into_values() {
        parser.builder.add_vm(snapshot, links);
    }
    let mut backups = parser.backups;
    backups.jobs.iter_mut().for_each(|jobs| jobs.sort_by(|one, other| one.id.cmp(&other.id)));
    backups.schedules.iter_mut().for_each(|all| all.sort_by(|one, other| one.id.cmp(&other.id)));
    backups.repositories.iter_mut().for_each(|all| all.sort_by(|one, other| one.id.cmp(&other.id)));
    Ok((parser.builder.build(), backups))
}

/// The surroundings of the next object.
#[derive(Clone)]
pub(super) struct Around {
    pub(super) pool: ObjectId,
    pub(super) sr: Option<ObjectId>,
    pub(super) vm: Option<Owner>,
}

/// The VM whose disks are being read.
#[derive(Clone)]
pub(super) struct Owner {
    pub(super) id: ObjectId,
    pub(super) running: bool,
}

pub(super) struct Parser {
    pub(super) cursor: Cursor,
    pub(super) builder: InventoryBuilder,
    /// The ids that exist so far.
    ids: BTreeSet<ObjectId>,
    pub(super) srs: BTreeSet<ObjectId>,
    /// Base copies that have a label.
    pub(super) labels: FxHashMap<String, ObjectId>,
    /// Snapshots of VMs, which grow with each disk.
    pub(super) vm_snapshots: BTreeMap<ObjectId, (Vm, Links)>,
    /// Jobs, their runs and the repositories that they write to.
    pub(super) backups: Backups,
}

impl Parser {
    fn world(&mut self) -> Result<(), NotationError> {
        let mut default = None;
        while *self.cursor.peek() != Token::End {
            if self.cursor.take_word("pool") {
                self.pool()?;
                continue;
            }
            if self.backup_statement()? {
                continue;
            }
            let pool = match &default {
                Some(pool) => ObjectId::clone(pool),
                None => {
                    let pool = self.claim(DEFAULT_POOL, self.cursor.place())?;
                    self.add_pool(&pool, DEFAULT_POOL, 1);
                    default.insert(pool).clone()
                }
            };
            self.item(&Around { pool, sr: None, vm: None })?;
        }
        Ok(())
    }

    /// Reserves an id that nothing else may have.
    pub(super) fn claim(&mut self, id: &str, place: Place) -> Result<ObjectId, NotationError> {
        let id = ObjectId::new(id);
        if self.ids.insert(id.clone()) {
            return Ok(id);
        }
        Err(place.error(format!("`{id}` already exists; say `id=` if two things are to have one id")))
    }

    fn pool(&mut self) -> Result<(), NotationError> {
        let place = self.cursor.place();
        let name = self.cursor.word("the name of the pool")?;
        let id = self.claim(&name, place)?;
        let mut hosts = 1;
        while let Some(setting) = self.cursor.setting() {
            match setting.key.as_str() {
                "hosts" => hosts = setting.number()?.min(64),
                _ => return Err(setting.unknown("a pool")),
            }
        }
        self.add_pool(&id, &name, hosts);
        self.cursor.open()?;
        self.items(&Around { pool: id, sr: None, vm: None })
    }

    fn add_pool(&mut self, id: &ObjectId, name: &str, hosts: u32) {
        let links = |pool: &ObjectId| Links { pool: Some(pool.clone()), ..Links::default() };
        let mut master = None;
        for number in 1..=hosts {
            let host = ObjectId::new(&format!("{id}/host{number}"));
            self.builder.add_host(build::host(&host), links(id));
            master.get_or_insert(host);
        }
        if hosts > 0 {
            let dom0 = control_domain(id);
            let name = format!("Control domain on host: {name}");
            self.builder.add_vm(build::vm(&dom0, &name, VmKind::ControlDomain), links(id));
        }
        self.builder.add_pool(build::pool(name), Links { master, ..Links::default() });
    }

    fn items(&mut self, around: &Around) -> Result<(), NotationError> {
        while !self.cursor.take(&Token::Close) {
            self.item(around)?;
        }
        Ok(())
    }

    fn item(&mut self, around: &Around) -> Result<(), NotationError> {
        if around.vm.is_none() && self.cursor.take_word("vm") {
            self.vm(around)
        } else if around.vm.is_none() && around.sr.is_none() && self.cursor.take_word("sr") {
            self.sr(around)
        } else if self.cursor.take_word("disk") {
            self.disk(around)
        } else {
            Err(self.cursor.surprise("`sr`, `vm`, `disk` or `}`"))
        }
    }

    fn sr(&mut self, around: &Around) -> Result<(), NotationError> {
        let place = self.cursor.place();
        let name = self.cursor.word("the name of the SR")?;
        let driver = self.cursor.word("the driver")?;
        let mut sr = build::sr(&name, &driver);
        sr.size = self.cursor.size();
        let mut free = None;
        let mut fixed_id = None;
        let mut messages = Vec::new();
        loop {
            if self.cursor.take_word("free") {
                free = Some(self.cursor.needed_size()?);
            } else if self.cursor.take_word("used") {
                sr.used = Some(self.cursor.needed_size()?);
            } else if let Some(setting) = self.cursor.setting() {
                match setting.key.as_str() {
                    "id" => fixed_id = Some(setting.value()?.to_owned()),
                    "gc_message" => messages.push(setting.when()?),
                    _ => set_sr(&mut sr, &setting)?,
                }
            } else {
                break;
            }
        }
        if let Some(size) = sr.size {
            sr.used = sr.used.or(Some(free.map_or(Bytes::ZERO, |free| size - free)));
        }
        sr.id = self.id_of(&name, fixed_id, place)?;
        let id = sr.id.clone();
        self.srs.insert(id.clone());
        for time in messages {
            let message = GcMessage { sr: SrIdx(0), name: "SM_GC_NO_SPACE".into(), time: Some(time) };
            self.builder.add_gc_message(id.clone(), message);
        }
        self.builder.add_sr(sr, Links { pool: Some(around.pool.clone()), ..Links::default() });
        if self.cursor.take(&Token::Open) {
            self.items(&Around { sr: Some(id), ..around.clone() })?;
        }
        Ok(())
    }

    /// Returns the id that was set, or reserves the one derived from the name.
    pub(super) fn id_of(
        &mut self,
        name: &str,
        fixed: Option<String>,
        place: Place,
    ) -> Result<ObjectId, NotationError> {
        match fixed {
            Some(id) => Ok(ObjectId::new(&id)),
            None => self.claim(name, place),
        }
    }

    fn vm(&mut self, around: &Around) -> Result<(), NotationError> {
        let place = self.cursor.place();
        let name = self.cursor.word("the name of the VM")?;
        let mut vm = build::vm(&ObjectId::new(&name), &name, VmKind::Vm);
        let mut fixed_id = None;
        while let Some(setting) = self.cursor.setting() {
            match setting.key.as_str() {
                "id" => fixed_id = Some(setting.value()?.to_owned()),
                _ => set_vm(&mut vm, &setting)?,
            }
        }
        vm.id = self.id_of(&name, fixed_id, place)?;
        build::describe(&mut vm, &around.pool);
        let owner = Owner { id: vm.id.clone(), running: vm.running };
        self.builder.add_vm(vm, Links { pool: Some(around.pool.clone()), ..Links::default() });
        if self.cursor.take(&Token::Open) {
            self.items(&Around { vm: Some(owner), ..around.clone() })?;
        }
        Ok(())
    }
}

/// Returns the id of the control domain of a pool.
pub(super) fn control_domain(pool: &ObjectId) -> ObjectId {
    ObjectId::new(&format!("{pool}/dom0"))
}

fn set_sr(sr: &mut crate::model::Sr, setting: &Setting) -> Result<(), NotationError> {
    match setting.key.as_str() {
        "gc" => sr.gc.gc_off = setting.is_off()?,
        "coalesce" => sr.gc.coalesce_off = setting.is_off()?,
        "leaf-coalesce" => sr.gc.leaf_coalesce_off = setting.is_off()?,
        "gc_no_space" => sr.gc.no_space = true,
        "last_error" if setting.value()? == "unreadable" => sr.gc.last_error_unreadable = true,
        "last_error" => sr.gc.last_error = Some(setting.when()?),
        "maintenance" => sr.in_maintenance = true,
        "detached" => sr.pbds_attached = 0,
        "pbds" => (sr.pbds_attached, sr.pbds) = share(setting)?,
        "iso" => sr.content_type = "iso".into(),
        "shared" => sr.shared = true,
        "thin" => sr.provisioning = Provisioning::Thin,
        "thick" => sr.provisioning = Provisioning::Thick,
        _ => return Err(setting.unknown("an SR")),
    }
    Ok(())
}

fn share(setting: &Setting) -> Result<(u32, u32), NotationError> {
    let text = setting.value()?;
    let parts = text.split_once('/').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    parts.ok_or_else(|| setting.place.error(format!("`{text}` is not a share such as `1/2`")))
}

fn set_vm(vm: &mut Vm, setting: &Setting) -> Result<(), NotationError> {
    match setting.key.as_str() {
        "halted" => vm.running = false,
        "template" => (vm.kind, vm.running) = (VmKind::Template, false),
        "start_blocked" => vm.start_blocked = true,
        "host" => vm.host = Some(setting.value()?.into()),
        "tags" => vm.tags = setting.value()?.split(',').map(Into::into).collect(),
        "job" => build::keys(&mut vm.backup).job = Some(setting.value()?.into()),
        "schedule" => build::keys(&mut vm.backup).schedule = Some(setting.value()?.into()),
        "copy" => build::keys(&mut vm.backup).is_copy = true,
        _ => return Err(setting.unknown("a VM")),
    }
    Ok(())
}
