//! Pools, SRs and VMs.

use serde_json::{Value, json};

use super::cursor::Setting;
use super::{Around, Reader, TextError};

const OF_SR: [&str; 18] = [
    "gc",
    "coalesce",
    "leaf-coalesce",
    "gc_no_space",
    "gc_message",
    "gc_task",
    "last_error",
    "maintenance",
    "detached",
    "pbds",
    "iso",
    "shared",
    "thin",
    "thick",
    "id",
    "free",
    "used",
    "tags",
];
const OF_VM: [&str; 8] = ["halted", "template", "start_blocked", "tags", "id", "copy", "suspended", "host"];

impl Reader {
    pub(super) fn read_pool(&mut self) -> Result<(), TextError> {
        let name = self.cursor.word("the name of the pool")?;
        let (mut hosts, mut away, mut loading) = (1, false, false);
        while let Some(setting) = self.cursor.setting(&["hosts", "away", "loading"]) {
            match setting.key.as_str() {
                "hosts" => hosts = setting.number()?.clamp(1, 64),
                "away" => away = true,
                _ => loading = true,
            }
        }
        let names: Vec<String> = (1..=hosts).map(|number| format!("{name}-host{number}")).collect();
        let pool = self.world.pool(&name, &names.iter().map(String::as_str).collect::<Vec<_>>());
        if loading {
            self.held.push(pool.clone());
        }
        if away {
            self.away.push(pool.clone());
        }
        self.read_items(&Around { pool, ..Around::default() })
    }

    pub(super) fn read_sr(&mut self, around: &Around) -> Result<(), TextError> {
        let name = self.cursor.word("the name of the SR")?;
        let kind = self.cursor.word("the type of the SR, such as `nfs` or `lvm`")?;
        let size = self.cursor.size().unwrap_or(1 << 40);
        let sr = self.world.sr(&around.pool, &name, &kind, 1);
        self.world.edit(&sr, |sr| sr["size"] = json!(size));
        while let Some(setting) = self.cursor.setting(&OF_SR) {
            self.set_sr(&sr, size, &setting)?;
        }
        self.srs.insert(name, sr.clone());
        self.read_items(&Around { sr: Some(sr), ..around.clone() })
    }

    fn set_sr(&mut self, sr: &str, size: i64, setting: &Setting) -> Result<(), TextError> {
        let now = self.world.now().as_second();
        match setting.key.as_str() {
            "free" => {
                let free = self.cursor.needed_size("the free bytes")?;
                self.world.edit(sr, |sr| sr["physical_usage"] = json!(size - free));
            }
            "used" => {
                let used = self.cursor.needed_size("the used bytes")?;
                self.world.edit(sr, |sr| sr["physical_usage"] = json!(used));
            }
            key @ ("gc" | "coalesce" | "leaf-coalesce") => {
                let on = setting.is_on();
                self.world.edit(sr, |sr| sr["other_config"][key] = json!(on.to_string()));
            }
            "gc_no_space" => self.world.edit(sr, |sr| sr["sm_config"]["gc_no_space"] = json!("true")),
            "gc_message" => {
                let text = "Unable to coalesce: insufficient space";
                self.world.message_at("SM_GC_NO_SPACE", text, sr, now - setting.age()?);
            }
            "gc_task" => self.world.gc_task(sr),
            "last_error" => {
                let at = match setting.text()? {
                    "unreadable" => "unreadable".to_owned(),
                    _ => (now - setting.age()?).to_string(),
                };
                self.world.edit(sr, |sr| sr["sm_config"]["last-coalesce-error"] = json!(at));
            }
            "maintenance" => self.world.edit(sr, |sr| {
                sr["inMaintenanceMode"] = json!(true);
                sr["other_config"]["xo:maintenanceState"] = json!("{}");
            }),
            "detached" => self.world.detach(sr),
            "pbds" => {
                let numbers: Vec<i64> =
                    setting.text()?.split('/').filter_map(|part| part.parse().ok()).collect();
                let [attached, all] = numbers[..] else {
                    return Err(setting
                        .place()
                        .error("write `pbds=ATTACHED/ALL`, such as `pbds=1/2`".to_owned()));
                };
                self.world.set_pbds(sr, attached.clamp(0, 64), all.clamp(0, 64));
            }
            "iso" => self.world.edit(sr, |sr| sr["content_type"] = json!("iso")),
            "shared" => self.world.edit(sr, |sr| sr["shared"] = json!(true)),
            strategy @ ("thin" | "thick") => {
                self.world.edit(sr, |sr| sr["allocationStrategy"] = json!(strategy));
            }
            "tags" => {
                let tags: Value = setting.names()?.into();
                self.world.edit(sr, |sr| sr["tags"] = tags);
            }
            _ => self.world.rename(sr, setting.text()?),
        }
        Ok(())
    }

    pub(super) fn read_vm(&mut self, around: &Around) -> Result<(), TextError> {
        let name = self.cursor.word("the name of the VM")?;
        let vm = self.world.vm(&around.pool, &name, &[]);
        while let Some(setting) = self.cursor.setting(&OF_VM) {
            self.set_vm(&vm, &setting)?;
        }
        self.vms.insert(name, vm.clone());
        self.read_items(&Around { vm: Some(vm), ..around.clone() })
    }

    fn set_vm(&mut self, vm: &str, setting: &Setting) -> Result<(), TextError> {
        match setting.key.as_str() {
            "halted" => self.world.edit(vm, |vm| vm["power_state"] = json!("Halted")),
            "suspended" => self.world.edit(vm, |vm| vm["power_state"] = json!("Suspended")),
            "template" => self.world.edit(vm, |vm| {
                vm["type"] = json!("VM-template");
                vm["power_state"] = json!("Halted");
            }),
            "start_blocked" => {
                self.world.edit(vm, |vm| {
                    vm["blockedOperations"] = json!({"start": "replica", "start_on": "replica"})
                });
            }
            "host" => self.world.move_to_host(vm, setting.number()?),
            "copy" => self.world.edit(vm, |vm| vm["other"]["xo:copy_of"] = json!("the original")),
            "tags" => {
                let tags: Value = setting.names()?.into();
                self.world.edit(vm, |vm| vm["tags"] = tags);
            }
            _ => self.world.rename(vm, setting.text()?),
        }
        Ok(())
    }
}
