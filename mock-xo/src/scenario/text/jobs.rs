//! Remotes and jobs with their schedules.

use serde_json::{Map, Value, json};

use super::{Reader, TextError};
use crate::scenario::parts::{Job, When};

const OF_JOB: [&str; 11] =
    ["cron", "at", "in", "hourly", "keep", "zone", "tags", "concurrency", "bypass", "disabled", "set"];

impl Reader {
    pub(super) fn read_remote(&mut self) -> Result<(), TextError> {
        let name = self.cursor.word("the name of the remote")?;
        let url = self.cursor.word("its address, such as `nfs://192.0.2.210:/backup`")?;
        let size = self.cursor.size().unwrap_or(1 << 40);
        let free =
            if self.cursor.take_word("free") { self.cursor.needed_size("the free bytes")? } else { size / 2 };
        let remote = self.world.remote_of(&name, &url, size, free);
        if let Some(setting) = self.cursor.setting(&["mountpoint"]) {
            let mountpoint = setting.text()?;
            self.world.state.remote_info[&remote]["mountpoint"] = json!(mountpoint);
        }
        self.remotes.insert(name, remote);
        Ok(())
    }

    /// Returns the job with this name; one that is not described was deleted.
    pub(super) fn job_named(&mut self, name: &str) -> Job {
        if let Some(job) = self.jobs.get(name) {
            return job.clone();
        }
        let job = Job {
            id: self.world.other_id(name),
            schedule: self.world.other_id("schedule"),
            name: name.to_owned(),
        };
        self.jobs.insert(name.to_owned(), job.clone());
        job
    }

    pub(super) fn read_job(&mut self) -> Result<(), TextError> {
        let name = self.cursor.word("the name of the job")?;
        let job = self.job_named(&name);
        let mode = self.cursor.take_one_of(&["full", "delta"]).unwrap_or("full");
        let mut record = json!({"name": name, "mode": mode});
        record["vms"] = if self.cursor.take_word("of") { self.read_selection()? } else { json!({}) };
        let retention = self.read_targets(&mut record)?;
        let (mut of_job, mut of_schedule) = (Map::new(), Map::new());
        let mut when = When { cron: "0 22 * * *".to_owned(), enabled: true };
        let mut zone = "UTC".to_owned();
        while let Some(setting) = self.cursor.setting(&OF_JOB) {
            match setting.key.as_str() {
                "cron" => when.cron = setting.text()?.to_owned(),
                "in" => when.cron = self.world.daily_in(setting.age()? / 60),
                "at" => {
                    let time = setting.text()?.split_once(':');
                    let parts = time.and_then(|(h, m)| Some((h.parse::<u8>().ok()?, m.parse::<u8>().ok()?)));
                    let (hour, minute) = parts.ok_or_else(|| {
                        setting.place().error("`at` needs a time such as `22:30`".to_owned())
                    })?;
                    when.cron = format!("{minute} {hour} * * *");
                }
                "hourly" => when.cron = "0 * * * *".to_owned(),
                "keep" => drop(of_schedule.insert(retention.to_owned(), json!(setting.number()?))),
                "zone" => zone = setting.text()?.to_owned(),
                "tags" => record["vms"]["tags"] = smart_tags(&setting.names()?),
                "concurrency" => drop(of_job.insert("concurrency".to_owned(), json!(setting.number()?))),
                "bypass" => drop(of_job.insert("bypassVdiChainsCheck".to_owned(), json!(true))),
                "disabled" => when.enabled = false,
                // `set=key:value` for any other setting.
                _ => {
                    let text = setting.text()?;
                    let (key, value) = text.split_once(':').unwrap_or((text, "true"));
                    of_job
                        .insert(key.to_owned(), serde_json::from_str(value).unwrap_or_else(|_| json!(value)));
                }
            }
        }
        let mut settings = Map::new();
        settings.insert(String::new(), Value::Object(of_job));
        settings.insert(job.schedule.clone(), Value::Object(of_schedule));
        record["settings"] = Value::Object(settings);
        record["type"] = json!("backup");
        record["id"] = json!(job.id);
        self.world.state.backup_jobs.push(record);
        self.world.schedule(&job, when);
        if let Some(schedule) = self.world.state.schedules.last_mut() {
            schedule["timezone"] = json!(zone);
        }
        Ok(())
    }

    /// Parses VMs by name; one that is not described was deleted.
    fn read_selection(&mut self) -> Result<Value, TextError> {
        let mut ids = Vec::new();
        for name in self.cursor.names("names of VMs, with commas between them")? {
            let known = self.vms.get(&name).cloned();
            ids.push(known.unwrap_or_else(|| self.world.other_id(&name)));
        }
        Ok(match ids.as_slice() {
            [one] => json!({"id": one}),
            many => json!({"id": {"__or": many}}),
        })
    }

    /// Parses where the job saves to; returns the name of the setting for how many it keeps.
    fn read_targets(&mut self, record: &mut Value) -> Result<&'static str, TextError> {
        if !self.cursor.take_word("to") {
            return Ok("snapshotRetention");
        }
        let place = self.cursor.place();
        let (mut remotes, mut srs) = (Vec::new(), Vec::new());
        for name in self.cursor.names("names of remotes or SRs")? {
            match (self.remotes.get(&name), self.srs.get(&name)) {
                (Some(remote), _) => remotes.push(remote.clone()),
                (None, Some(sr)) => srs.push(sr.clone()),
                (None, None) => return Err(place.error(format!("no remote or SR `{name}` is defined above"))),
            }
        }
        let is_copy = !srs.is_empty();
        for (key, ids) in [("remotes", remotes), ("srs", srs)] {
            match ids.as_slice() {
                [] => {}
                [one] => record[key] = json!({"id": one}),
                many => record[key] = json!({"id": {"__or": many}}),
            }
        }
        Ok(if is_copy { "copyRetention" } else { "exportRetention" })
    }
}

fn smart_tags(tags: &[&str]) -> Value {
    let each: Vec<Value> = tags.iter().map(|tag| json!([tag])).collect();
    json!({"__or": each})
}
