//! Overlays one layer of raw settings on typed ones, forgiving whatever can be understood.
//!
//! XO accepts any JSON here and JavaScript makes something of it. Numbers may be text; anything may be a yes or a
//! no, by JavaScript's rule that only `false`, `0`, `""` and `null` are no. A value that makes no sense is reported
//! and left out, so that the layer below shows through.

use jiff::SignedDuration;
use serde_json::{Map, Value};

use super::{LongTermRetention, ReportWhen, VmSettings};
use crate::model::ObjectId;
use crate::units::Bytes;

/// Every setting that is read, by XO's name: these are kept of a job's settings.
pub const SETTINGS: [&str; 27] = [
    "snapshotRetention",
    "exportRetention",
    "copyRetention",
    "fullInterval",
    "concurrency",
    "diskPerVmConcurrency",
    "nRetriesVmBackupFailures",
    "maxExportRate",
    "preferNbd",
    "nbdConcurrency",
    "cbtDestroySnapshotData",
    "bypassVdiChainsCheck",
    "offlineBackup",
    "offlineSnapshot",
    "checkpointSnapshot",
    "unconditionalSnapshot",
    "deleteFirst",
    "mergeBackupsSynchronously",
    "skipDeleteOldEntries",
    "maxMergedDeltasPerRun",
    "longTermRetention",
    "timezone",
    "healthCheckSr",
    "reportWhen",
    "getRemoteTimeout",
    "retentionPoolMetadata",
    "retentionXoMetadata",
];

/// A value of a job's settings that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddSetting {
    /// The key of its layer: empty for the whole job, else the id of a schedule, VM, remote or SR.
    pub layer: String,
    /// The setting, by XO's name.
    pub setting: &'static str,
    /// What is wrong with it.
    pub problem: BadValue,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadValue {
    /// It is not a whole number of 0 or more, and is ignored.
    NotACount,
    /// It is neither true nor false, and is read as JavaScript does.
    NotABoolean,
    /// It is none of the words that XO knows, and is ignored.
    UnknownWord,
    /// It is not text, and is ignored.
    NotText,
    /// It is not an object of periods, and is ignored.
    NotPeriods,
}

/// Overlays one layer and passes each value that makes no sense to `note`.
pub(super) fn overlay(
    settings: &mut VmSettings,
    raw: &Map<String, Value>,
    mut note: impl FnMut(&'static str, BadValue),
) {
    let mut layer = Layer { raw, note: &mut note };
    layer.count("snapshotRetention", &mut settings.snapshot_retention);
    layer.count("exportRetention", &mut settings.export_retention);
    layer.count("copyRetention", &mut settings.copy_retention);
    layer.count("fullInterval", &mut settings.full_interval);
    layer.count("concurrency", &mut settings.concurrency);
    layer.count("diskPerVmConcurrency", &mut settings.disk_per_vm_concurrency);
    layer.count("nRetriesVmBackupFailures", &mut settings.retries);
    if let Some(rate) = layer.read("maxExportRate", BadValue::NotACount, count) {
        settings.max_export_rate = (rate > 0).then_some(Bytes(rate));
    }
    layer.flag("preferNbd", &mut settings.prefer_nbd);
    layer.count("nbdConcurrency", &mut settings.nbd_concurrency);
    layer.flag("cbtDestroySnapshotData", &mut settings.cbt_destroy_snapshot_data);
    layer.flag("bypassVdiChainsCheck", &mut settings.bypass_vdi_chains_check);
    layer.flag("offlineBackup", &mut settings.offline_backup);
    layer.flag("offlineSnapshot", &mut settings.offline_snapshot);
    layer.flag("checkpointSnapshot", &mut settings.checkpoint_snapshot);
    layer.flag("unconditionalSnapshot", &mut settings.unconditional_snapshot);
    layer.flag("deleteFirst", &mut settings.delete_first);
    layer.flag("mergeBackupsSynchronously", &mut settings.merge_backups_synchronously);
    layer.flag("skipDeleteOldEntries", &mut settings.skip_delete_old_entries);
    if let Some(most) = layer.read("maxMergedDeltasPerRun", BadValue::NotACount, count) {
        settings.max_merged_deltas_per_run = Some(most);
    }
    if let Some(periods) = layer.read("longTermRetention", BadValue::NotPeriods, periods) {
        settings.long_term_retention = periods;
    }
    if let Some(zone) = layer.read("timezone", BadValue::NotText, Value::as_str) {
        settings.timezone = Some(zone.into());
    }
    if let Some(sr) = layer.read("healthCheckSr", BadValue::NotText, Value::as_str) {
        settings.health_check_sr = Some(ObjectId::new(sr));
    }
    if let Some(when) = layer.read("reportWhen", BadValue::UnknownWord, report_when) {
        settings.report_when = when;
    }
    if let Some(timeout) = layer.read("getRemoteTimeout", BadValue::NotACount, count) {
        settings.remote_timeout = SignedDuration::from_millis(i64::try_from(timeout).unwrap_or(i64::MAX));
    }
    layer.count("retentionPoolMetadata", &mut settings.retention_pool_metadata);
    layer.count("retentionXoMetadata", &mut settings.retention_xo_metadata);
}

struct Layer<'a> {
    raw: &'a Map<String, Value>,
    note: &'a mut dyn FnMut(&'static str, BadValue),
}

impl<'a> Layer<'a> {
    fn read<T>(
        &mut self,
        setting: &'static str,
        problem: BadValue,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Option<T> {
        debug_assert!(SETTINGS.contains(&setting), "{setting} is not in the list");
        let value = read(self.raw.get(setting)?);
        if value.is_none() {
            (self.note)(setting, problem);
        }
        value
    }

    fn count(&mut self, setting: &'static str, target: &mut u64) {
        if let Some(value) = self.read(setting, BadValue::NotACount, count) {
            *target = value;
        }
    }

    fn flag(&mut self, setting: &'static str, target: &mut bool) {
        debug_assert!(SETTINGS.contains(&setting), "{setting} is not in the list");
        let Some(value) = self.raw.get(setting) else { return };
        if !matches!(value, Value::Bool(_) | Value::Null) {
            (self.note)(setting, BadValue::NotABoolean);
        }
        *target = truthy(value);
    }
}

/// Reads a whole number of 0 or more, also from text.
fn count(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Converts a double that is a whole number below 2^53, up to which doubles represent every integer.
fn whole(number: f64) -> Option<u64> {
    let fits = number.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&number);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be whole and in range"
    )]
    fits.then_some(number as u64)
}

fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

fn report_when(value: &Value) -> Option<ReportWhen> {
    match value.as_str()? {
        "always" => Some(ReportWhen::Always),
        "failure" => Some(ReportWhen::Failure),
        "error" => Some(ReportWhen::Error),
        "never" => Some(ReportWhen::Never),
        _ => None,
    }
}

fn periods(value: &Value) -> Option<LongTermRetention> {
    let periods = value.as_object()?;
    let retention = |period: &str| {
        let Some(period) = periods.get(period) else { return Some(0) };
        period.get("retention").map_or(Some(0), count)
    };
    Some(LongTermRetention {
        daily: retention("daily")?,
        weekly: retention("weekly")?,
        monthly: retention("monthly")?,
        yearly: retention("yearly")?,
    })
}
