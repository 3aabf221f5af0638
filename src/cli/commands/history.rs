//! `xo-health history`: shows and manages what is kept of earlier readings.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::cli::args::{Action, History, Import, Score, Show, usual_forecast};
use crate::cli::failure::{Failure, InputError, OutputError};
use crate::cli::memory::Keeper;
use crate::cli::outputs::Outputs;
use crate::cli::server::replayed;
use crate::cli::{messages, now, output, watch};
use xo_health_client::capture;
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::model::Observation;
use xo_health_core::pattern::Pattern;
use xo_health_history::{Added, Kept, Known};
use xo_health_report::formats::View;
use xo_health_report::history::past::{Filter, HistoryView, ServerPast};
use xo_health_report::history::score::{self, HistoryScore, ServerScore};
use xo_health_report::history::{Named, compose};
use xo_health_report::say::Say;
use xo_health_report::words::Lang;

/// Runs a subcommand, and returns the exit status.
pub(in crate::cli) fn run(args: &History, lang: Lang) -> Result<u8, Failure> {
    let begins = matches!(args.action, Some(Action::Import(_)));
    let open = if begins { Keeper::open } else { Keeper::open_begun };
    let mut keeper = open(&args.wanted())?;
    match args.action.as_ref() {
        None => show(&mut keeper, &args.show, lang)?,
        Some(Action::Show(wanted)) => show(&mut keeper, wanted, lang)?,
        Some(Action::Import(import)) if import.folder.is_file() => add_export(&mut keeper, &import.folder)?,
        Some(Action::Import(import)) => add_folder(&mut keeper, import)?,
        Some(Action::Export(export)) => write_export(&mut keeper, &export.file)?,
        Some(Action::Score(wanted)) => score(&mut keeper, wanted, lang)?,
        Some(Action::Stats) => {
            output::print(&messages::history::stats(&keeper.stats()?)).map_err(Failure::Output)?
        }
        Some(Action::Prune(prune)) => {
            let pruned = keeper.prune(prune.at.unwrap_or_else(now))?;
            output::print(&messages::history::pruned(pruned)).map_err(Failure::Output)?;
        }
    }
    keeper.close()?;
    Ok(0)
}

/// The number of slots that the time is divided into; each shows one point.
const SLOTS: u32 = 96;

/// Shows the past of the servers that are asked for.
fn show(keeper: &mut Keeper, args: &Show, lang: Lang) -> Result<(), Failure> {
    let outputs = Outputs::settle(&args.reporting, false)?;
    let patterns = |texts: &[String]| texts.iter().map(|text| Pattern::new(text)).collect();
    let filter = Filter { srs: patterns(&args.srs), vms: patterns(&args.vms), jobs: patterns(&args.jobs) };
    let mut servers = Vec::new();
    for server in keeper.servers(&args.pools)? {
        let Some((first, last)) = server.between else { continue };
        let from = last.saturating_sub(args.back).unwrap_or(first).max(first);
        let past = keeper.past(&server, (from, last), SLOTS)?;
        let labels = keeper.labels(&server)?;
        let known = (pools(&server), server.readings);
        servers.push(ServerPast::of(known, (from, last), (&past, &labels), &filter, SLOTS));
    }
    let view = HistoryView { servers };
    let compose = |say: &Say<'_>| compose::compose(&view, say);
    outputs.write_view(View::History(&view), &args.reporting, lang, now(), compose)
}

/// Scores the forecasts of the servers that are asked for.
fn score(keeper: &mut Keeper, args: &Score, lang: Lang) -> Result<(), Failure> {
    let outputs = Outputs::settle(&args.reporting, false)?;
    let mut servers = Vec::new();
    for server in keeper.servers(&args.pools)? {
        let (cases, labels) = (keeper.cases(&server)?, keeper.labels(&server)?);
        servers.push(ServerScore::of(pools(&server), &cases, &labels));
    }
    let score = HistoryScore { servers };
    let compose = |say: &Say<'_>| score::compose(&score, say);
    outputs.write_view(View::HistoryScore(&score), &args.reporting, lang, now(), compose)
}

fn pools(server: &Known) -> Vec<Named> {
    server.pools.iter().map(|(id, name)| Named { id: id.to_string(), name: name.clone() }).collect()
}

/// Writes the history to a file that only its owner can read, whole or not at all.
fn write_export(keeper: &mut Keeper, path: &Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = || path.display().to_string();
    let cannot = |source| Failure::from(OutputError::Write { name: name(), source });
    let mut begun = watch::unfinished().begin(folder).map_err(cannot)?;
    keeper.export(&mut begun)?;
    watch::unfinished().persist(begun, path).map_err(cannot)
}

/// Adds what `history export` wrote.
fn add_export(keeper: &mut Keeper, path: &Path) -> Result<(), Failure> {
    let cannot = |source| InputError::Read { name: path.display().to_string(), source };
    let imported = keeper.import(fs::File::open(path).map_err(cannot)?)?;
    output::print(&messages::history::imported(imported.new, imported.known, 0)).map_err(Failure::Output)
}

/// Adds the captures of a folder in the order in which they were made.
fn add_folder(keeper: &mut Keeper, import: &Import) -> Result<(), Failure> {
    let mut captures = Vec::new();
    for path in entries(&import.folder)? {
        captures.push((captured_at(&path)?, path));
    }
    captures.sort();
    let (mut new, mut known, mut left_out) = (0_u64, 0, 0);
    for (_, path) in captures {
        let analysis = analysis(keeper, replayed(&path)?, import.forecasts)?;
        match Kept::of(&analysis).map(|kept| keeper.add(&kept)).transpose()? {
            Some(Added::New) => new += 1,
            Some(Added::Known) => known += 1,
            None => left_out += 1,
        }
    }
    output::print(&messages::history::imported(new, known, left_out)).map_err(Failure::Output)
}

fn analysis(keeper: &mut Keeper, observation: Observation, forecasts: bool) -> Result<Analysis, Failure> {
    let memory = if forecasts { keeper.recall(&observation, true)? } else { Default::default() };
    let settings = Settings { forecast: forecasts.then(usual_forecast), ..Settings::default() };
    Ok(Analysis::remembering(Arc::new(observation), Arc::new(memory), &settings))
}

/// Lists the captures of a folder.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let cannot = |source| InputError::Folder { name: folder.display().to_string(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path.is_file() && capture::ending(&path).is_some() {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// Returns when a capture was made.
fn captured_at(path: &Path) -> Result<Timestamp, Failure> {
    Ok(capture::captured_at(path)?)
}
