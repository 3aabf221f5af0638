//! What the configuration says of thresholds, for the analysis. Pure.

use super::file::{Configuration, Exception, Thresholds as Table};
use xo_health_core::analysis::Settings;
use xo_health_core::findings::{self, Change, Part, Thresholds};
use xo_health_core::forecast;

impl Configuration {
    /// Returns the settings of an analysis: the thresholds of the file above the defaults.
    pub(in crate::cli) fn settings(&self, forecast: Option<forecast::Options>) -> Settings {
        Settings { thresholds: self.thresholds(), exceptions: self.exceptions(), forecast }
    }

    /// Returns the thresholds that it sets, and the defaults of the others.
    pub(in crate::cli) fn thresholds(&self) -> Thresholds {
        let mut thresholds = Thresholds::default();
        change(&self.thresholds).apply(&mut thresholds);
        thresholds
    }

    fn exceptions(&self) -> Vec<findings::Exception> {
        let made = |exception: &Exception| findings::Exception {
            part: Part {
                sr: exception.sr.as_ref().map(|glob| glob.0.clone()),
                pool: exception.pool.as_ref().map(|glob| glob.0.clone()),
                tag: exception.tag.as_ref().map(|glob| glob.0.clone()),
                job: exception.job.as_ref().map(|glob| glob.0.clone()),
            },
            change: change(&exception.thresholds()),
        };
        self.exceptions.iter().map(made).collect()
    }
}

impl Exception {
    fn thresholds(&self) -> Table {
        Table {
            snapshots_left: self.snapshots_left.clone(),
            snapshot_age: self.snapshot_age.clone(),
            sr_used_percent: self.sr_used_percent.clone(),
            repository_free_percent: self.repository_free_percent.clone(),
            lvm_metadata_percent: self.lvm_metadata_percent.clone(),
            lvm_journal_room: self.lvm_journal_room.clone(),
            merge_error_age: self.merge_error_age.clone(),
        }
    }
}

fn change(table: &Table) -> Change {
    Change {
        snapshots_left: table.snapshots_left.as_ref().map(|count| count.0),
        snapshot_age: table.snapshot_age.as_ref().map(|age| age.0),
        merge_error_age: table.merge_error_age.as_ref().map(|age| age.0),
        lvm_journal_room: table.lvm_journal_room.as_ref().map(|room| room.0),
        lvm_metadata_percent: table.lvm_metadata_percent.as_ref().map(|percent| percent.0),
        sr_used_percent: table.sr_used_percent.as_ref().map(|percent| percent.0),
        repository_free_percent: table.repository_free_percent.as_ref().map(|percent| percent.0),
    }
}
