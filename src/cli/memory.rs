//! Turns a reading into its analysis, using the history, and adds the reading to the history.

use std::sync::Arc;

use etcetera::BaseStrategy as _;
use jiff::Timestamp;
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::forecast::Correction;
use xo_health_core::forecast::cases::Case;
use xo_health_core::memory::{Memory, Past};
use xo_health_core::model::{ObjectId, Observation};
use xo_health_core::pattern::Pattern;
use xo_health_core::scope::ScopeRequest;
use xo_health_history::{Added, HistoryError, Imported, Kept, Known, Location, Pruned, Stats, Store};
use xo_health_report::history::Labels;

use super::args::{Remembering, Source};
use super::failure::Failure;
use super::messages;
use super::now;
use super::output;
use super::server::{narrowed, observe};

fn located(given: &str) -> Result<Location, HistoryError> {
    let folders = etcetera::choose_base_strategy().ok();
    let state = folders
        .and_then(|folders| folders.state_dir().or_else(|| Some(folders.home_dir().join(".local/state"))));
    Location::read(given, state.as_deref())
}

/// An open history, and the runtime that drives it.
pub(super) struct Keeper {
    runtime: tokio::runtime::Runtime,
    store: Store,
}

impl Keeper {
    /// Opens the history that a user named, and creates it if it does not exist.
    ///
    /// Errors: the name cannot be understood, or the history cannot be opened.
    pub(super) fn open(given: &str) -> Result<Self, Failure> {
        Self::at(&located(given)?)
    }

    /// Opens the history that a user named, to read it.
    ///
    /// Errors: it does not exist or cannot be opened, or its name cannot be understood.
    pub(super) fn open_begun(given: &str) -> Result<Self, Failure> {
        let location = located(given)?;
        location.must_exist()?;
        Self::at(&location)
    }

    fn at(location: &Location) -> Result<Self, Failure> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Start)?;
        let store = runtime.block_on(Store::open(location))?;
        Ok(Self { runtime, store })
    }

    /// Returns what the history has of a server before this observation; includes runs only if a forecast learns from
    /// them.
    pub(super) fn recall(
        &mut self,
        observation: &Observation,
        with_runs: bool,
    ) -> Result<Memory, HistoryError> {
        let pools: Vec<ObjectId> = observation.inventory.pools.iter().map(|pool| pool.id.clone()).collect();
        let logs = observation.backups.runs.as_deref().filter(|_| with_runs);
        self.runtime.block_on(self.store.recall(&pools, observation.reading.observed_at, logs))
    }

    /// Learns how to correct the forecasts of a server from the outcomes of those made before this observation.
    pub(super) fn correction(&mut self, observation: &Observation) -> Result<Correction, HistoryError> {
        let pools: Vec<ObjectId> = observation.inventory.pools.iter().map(|pool| pool.id.clone()).collect();
        let cases = self.store.cases_before(&pools, observation.reading.observed_at);
        Ok(Correction::learnt(&self.runtime.block_on(cases)?))
    }

    /// Adds a reading.
    pub(super) fn add(&mut self, kept: &Kept<'_>) -> Result<Added, HistoryError> {
        self.runtime.block_on(self.store.add(kept))
    }

    /// Exports everything to a writer.
    pub(super) fn export(&mut self, into: impl std::io::Write) -> Result<(), HistoryError> {
        self.runtime.block_on(self.store.export(into))
    }

    /// Imports what was exported.
    pub(super) fn import(&mut self, from: impl std::io::Read) -> Result<Imported, HistoryError> {
        self.runtime.block_on(self.store.import(from))
    }

    /// Thins out by age, once a day.
    fn thin(&mut self, analysis: &Analysis) -> Result<(), HistoryError> {
        let pools: Vec<ObjectId> = analysis.inventory().pools.iter().map(|pool| pool.id.clone()).collect();
        self.runtime.block_on(self.store.prune_daily(&pools, analysis.now(), now())).map(drop)
    }

    /// Counts what the history holds.
    pub(super) fn stats(&mut self) -> Result<Stats, HistoryError> {
        self.runtime.block_on(self.store.stats())
    }

    /// Lists the servers with at least one pool that matches one of the patterns; all if there are no patterns.
    pub(super) fn servers(&mut self, pools: &[String]) -> Result<Vec<Known>, HistoryError> {
        let wanted: Vec<Pattern> = pools.iter().map(|text| Pattern::new(text)).collect();
        let mut known = self.runtime.block_on(self.store.servers())?;
        let is_wanted = |(id, name): &(ObjectId, Option<String>)| {
            let name = name.as_deref().unwrap_or_default();
            wanted.iter().any(|pattern| pattern.matches(&id.to_string(), name, None))
        };
        known.retain(|server| wanted.is_empty() || server.pools.iter().any(is_wanted));
        Ok(known)
    }

    /// Returns what the history has of a server between two instants.
    pub(super) fn past(
        &mut self,
        server: &Known,
        between: (Timestamp, Timestamp),
        slots: u32,
    ) -> Result<Past, HistoryError> {
        self.runtime.block_on(self.store.past(server, between, slots))
    }

    /// Lists the times of the reports that are kept of a server, the oldest first.
    pub(super) fn reports(&mut self, server: &Known) -> Result<Vec<Timestamp>, HistoryError> {
        self.runtime.block_on(self.store.reports(server))
    }

    /// Returns a report of a server.
    pub(super) fn report(&mut self, server: &Known, at: Timestamp) -> Result<Option<Vec<u8>>, HistoryError> {
        self.runtime.block_on(self.store.report(server, at))
    }

    /// Returns the forecasts of a server, and what followed them.
    pub(super) fn cases(&mut self, server: &Known) -> Result<Vec<Case>, HistoryError> {
        self.runtime.block_on(self.store.cases(server))
    }

    /// Returns the names of a server's objects.
    pub(super) fn labels(&mut self, server: &Known) -> Result<Labels, HistoryError> {
        self.runtime.block_on(self.store.labels(server))
    }

    /// Thins out by age.
    pub(super) fn prune(&mut self, now: Timestamp) -> Result<Pruned, HistoryError> {
        self.runtime.block_on(self.store.prune(now))
    }

    /// Closes the history.
    pub(super) fn close(self) -> Result<(), HistoryError> {
        self.runtime.block_on(self.store.close())
    }
}

/// A history to which a reading was added, still open for the report of that reading.
pub(super) struct Recorder(Option<Keeper>);

impl Recorder {
    /// Keeps the report of a reading that was added, so that a later one can be compared with it. A report that cannot be
    /// kept is only a warning.
    pub(super) fn keep_report(&mut self, analysis: &Analysis, json: impl FnOnce() -> Option<String>) {
        let Some(keeper) = &mut self.0 else { return };
        let Some(json) = json() else { return };
        let pools: Vec<ObjectId> = analysis.inventory().pools.iter().map(|pool| pool.id.clone()).collect();
        let kept = keeper.store.keep_report(&pools, analysis.now(), json.as_bytes());
        if let Err(error) = keeper.runtime.block_on(kept) {
            output::warning(&messages::history::not_kept(&error));
        }
    }

    /// Ends the use of the history. What cannot be written is only a warning.
    pub(super) fn close(self) {
        if let Some(Err(error)) = self.0.map(Keeper::close) {
            output::warning(&messages::history::not_kept(&error));
        }
    }
}

/// Does what [`analyse_recording`] does, for a command whose report is not kept.
///
/// Errors: those of [`analyse_recording`].
pub(super) fn analyse(
    source: &Source,
    how: &Remembering,
    settings: &Settings,
    scope: &ScopeRequest,
) -> Result<Analysis, Failure> {
    analyse_after(None, source, how, settings, scope)
}

/// Does what [`analyse`] does, with an earlier observation of the same server that is in no history.
///
/// Errors: those of [`analyse`].
pub(super) fn analyse_after(
    earlier: Option<&Observation>,
    source: &Source,
    how: &Remembering,
    settings: &Settings,
    scope: &ScopeRequest,
) -> Result<Analysis, Failure> {
    // opened before the server is read
    let keeper = history_of(source, how)?.as_deref().map(Keeper::open).transpose()?;
    let (analysis, recorder) = computed((observe(source)?, earlier), keeper, how.no_record, settings)?;
    recorder.close();
    narrowed(analysis, scope)
}

/// Reads what the arguments name, analyses it with the history, adds it to the history, and narrows it to the part that
/// is asked for. A reading that cannot be added is only a warning: it is reported all the same.
///
/// Errors: nothing could be read, nothing matches the scope, or the history cannot be opened or read.
pub(super) fn analyse_recording(
    source: &Source,
    how: &Remembering,
    settings: &Settings,
    scope: &ScopeRequest,
) -> Result<(Analysis, Recorder), Failure> {
    let keeper = history_of(source, how)?.as_deref().map(Keeper::open).transpose()?;
    narrowed_recording(computed((observe(source)?, None), keeper, how.no_record, settings)?, scope)
}

/// Returns the history to use when one server or a capture is read.
///
/// Errors: several servers are configured, and nothing selects one.
fn history_of(source: &Source, how: &Remembering) -> Result<Option<String>, Failure> {
    let is_server = source.from.is_none() && !source.server.demo;
    let name = if is_server { source.server.chosen.one()?.map(|named| named.name.as_str()) } else { None };
    Ok(how.wanted(is_server, name))
}

/// Analyses an observation of one of several servers, as [`analyse_recording`] does.
///
/// Errors: nothing matches the scope, or the history cannot be opened or read.
pub(super) fn analyse_read(
    observation: Observation,
    server: &str,
    how: &Remembering,
    settings: &Settings,
    scope: &ScopeRequest,
) -> Result<(Analysis, Recorder), Failure> {
    let keeper = how.wanted(true, Some(server)).as_deref().map(Keeper::open).transpose()?;
    narrowed_recording(computed((observation, None), keeper, how.no_record, settings)?, scope)
}

fn narrowed_recording(
    (analysis, recorder): (Analysis, Recorder),
    scope: &ScopeRequest,
) -> Result<(Analysis, Recorder), Failure> {
    match narrowed(analysis, scope) {
        Ok(analysis) => Ok((analysis, recorder)),
        Err(failure) => {
            recorder.close();
            Err(failure)
        }
    }
}

fn computed(
    (observation, earlier): (Observation, Option<&Observation>),
    mut keeper: Option<Keeper>,
    only_learn: bool,
    settings: &Settings,
) -> Result<(Analysis, Recorder), Failure> {
    let forecasts = settings.forecast.is_some();
    let memory = keeper.as_mut().map(|keeper| keeper.recall(&observation, forecasts)).transpose()?;
    let memory = memory.unwrap_or_default();
    let memory = Arc::new(match earlier {
        Some(earlier) => memory.with_earlier(earlier, &observation),
        None => memory,
    });
    let correction = match keeper.as_mut().filter(|_| forecasts) {
        Some(keeper) => keeper.correction(&observation)?,
        None => Correction::default(),
    };
    if only_learn {
        Recorder(keeper.take()).close();
    }
    let settings = &Settings { correction, ..settings.clone() };
    let analysis = Analysis::remembering(Arc::new(observation), memory, settings);
    let recorder = Recorder(keeper.and_then(|keeper| record(keeper, &analysis)));
    Ok((analysis, recorder))
}

/// Adds a reading; returns the history if it was added.
fn record(mut keeper: Keeper, analysis: &Analysis) -> Option<Keeper> {
    let Some(kept) = Kept::of(analysis) else {
        output::warning(&messages::history::not_whole());
        Recorder(Some(keeper)).close();
        return None;
    };
    match keeper.add(&kept).and_then(|_| keeper.thin(analysis)) {
        Ok(()) => Some(keeper),
        Err(error) => {
            output::warning(&messages::history::not_kept(&error));
            None
        }
    }
}
