//! Several servers in one run of `check` or `forecast`: read in parallel, reported one by one, the worst first.

use std::thread;

use crate::cli::commands::check::{Asked, Made};
use crate::cli::commands::placeholder::{SERVER, distinct};
use crate::cli::failure::Failure;
use crate::cli::memory::analyse_read;
use crate::cli::outputs::Outputs;
use crate::cli::panic::contained;
use crate::cli::server::{self, Target};
use crate::cli::servers::Named;
use crate::cli::{now, output, said, watch};
use xo_health_client::Answers;
use xo_health_core::model::Observation;
use xo_health_report::formats::{Page, Several, View};
use xo_health_report::render;
use xo_health_report::say::Say;
use xo_health_report::servers::{self, Server};
use xo_health_report::words::Lang;

/// Reads all servers, writes their reports, and returns the worst exit status.
pub(super) fn run(asked: &Asked<'_>, names: &[Named], lang: Lang) -> Result<u8, Failure> {
    let (each, together) = SERVER.split(asked.reporting);
    let for_all = Outputs::settle(&together, true)?;
    let files = distinct(names.iter().map(|named| named.name.clone()));
    let outputs: Vec<Option<Outputs>> = files
        .iter()
        .map(|(_, file)| match each.output.is_empty() {
            true => Ok(None),
            false => Outputs::settle(&SERVER.filled(&each, file), true).map(Some),
        })
        .collect::<Result<_, _>>()?;
    // one after the other, because the programs that print tokens may prompt
    let targets: Vec<_> =
        names.iter().map(|named| Target::named(&asked.source.server, Some(named))).collect();
    let read = read(asked, targets);
    let mut all = Vec::new();
    let mut rules = Vec::new();
    for ((named, outputs), read) in names.iter().zip(outputs).zip(read) {
        let result =
            read.and_then(|observation| contained(|| one(asked, (&named.name, observation), outputs)));
        let result = match result {
            Ok(Made { report, rules: of }) => {
                rules.push(of);
                Ok(report)
            }
            Err(failure) => Err(said::failure(&failure, lang)),
        };
        all.push(Server { name: named.name.clone(), result });
    }
    asked.warn(rules);
    let status = servers::sort(&mut all);
    let only_summary = !each.output.is_empty() && together.output.is_empty();
    write(asked, &all, for_all, only_summary)?;
    Ok(status)
}

/// Reads the servers, each in its own thread and within its own time limit.
fn read(asked: &Asked<'_>, targets: Vec<Result<Target, Failure>>) -> Vec<Result<Observation, Failure>> {
    let source = asked.source;
    let one = move |target: Target| {
        let instant = || source.at.unwrap_or_else(now);
        let answers = target.read(|| Ok((Answers::default(), instant())))?;
        Ok(server::as_of(answers.finish(), source))
    };
    thread::scope(|scope| {
        let begun: Vec<_> = targets
            .into_iter()
            .map(|target| target.map(|target| scope.spawn(move || contained(|| one(target)))))
            .collect();
        let ended = |thread: thread::ScopedJoinHandle<'_, _>| {
            // a panic that is not contained has already ended the program
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        begun.into_iter().map(|thread| thread.and_then(ended)).collect()
    })
}

/// Analyses one server, and writes its files.
fn one(
    asked: &Asked<'_>,
    (name, observation): (&str, Observation),
    outputs: Option<Outputs>,
) -> Result<Made, Failure> {
    let settings = (asked.settings)();
    let (analysis, recorder) = analyse_read(observation, name, asked.remembering, &settings, &asked.wish)?;
    let analysis = asked.scope.masked(analysis);
    let made = asked.made(&analysis, None)?;
    asked.keep(recorder, &analysis, &made.report);
    if let Some(outputs) = outputs {
        let srs = super::check::srs(&analysis, &made.report, &outputs);
        asked.write(&srs, &made.report, outputs, true)?;
    }
    Ok(made)
}

/// Writes what covers all servers: the files without a server's name in theirs, and standard output, which gets only
/// the summary if files have the reports.
fn write(asked: &Asked<'_>, all: &[Server], outputs: Outputs, only_summary: bool) -> Result<(), Failure> {
    let style = output::reporting(asked.reporting, asked.lang);
    let at =
        all.iter().filter_map(|server| server.result.as_ref().ok()).map(|report| report.observed_at).max();
    let at = at.unwrap_or_else(now);
    let is_silent = asked.reporting.quiet && all.iter().all(|server| server.exit_status() == 0);
    let summary = render::text::render(&servers::compose(all, &Say::new(&style, at)), &style);
    if only_summary {
        return if is_silent { Ok(()) } else { output::print(&summary).map_err(Failure::Output) };
    }
    let cover = outputs.cover();
    let page = Page {
        view: View::Servers(Several { servers: all, each: asked.compose }),
        compose: &|say| servers::compose(all, say),
        now: at,
        style: &style,
        took: Some(watch::elapsed()),
        csv: asked.csv,
        cover: &cover,
        srs: &[],
    };
    outputs.write(&page, Some(&summary), is_silent)
}
