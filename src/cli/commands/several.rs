//! Several servers in one run of `check` or `forecast`: read in parallel, reported one by one, the worst first.

use std::thread;

use crate::cli::commands::check::{MadeReport, Request};
use crate::cli::commands::placeholder::{SERVER, distinct};
use crate::cli::failure::Failure;
use crate::cli::memory::analyse_read;
use crate::cli::outputs::Outputs;
use crate::cli::panic::contained;
use crate::cli::server::{self, Target};
use crate::cli::servers::Named;
use crate::cli::{messages, now, output, watch};
use xo_health_client::Answers;
use xo_health_core::model::Observation;
use xo_health_report::formats::{Page, Several, View};
use xo_health_report::render;
use xo_health_report::say::Say;
use xo_health_report::servers::{self, Server};
use xo_health_report::words::Lang;

/// Reads all servers, writes their reports, and returns the worst exit status.
pub(super) fn run(request: &Request<'_>, names: &[Named], lang: Lang) -> Result<u8, Failure> {
    let (each, together) = SERVER.split(request.reporting);
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
        names.iter().map(|named| Target::named(&request.source.server, Some(named))).collect();
    let read = read(request, targets);
    let mut all = Vec::new();
    let mut rules = Vec::new();
    for ((named, outputs), read) in names.iter().zip(outputs).zip(read) {
        let result =
            read.and_then(|observation| contained(|| one(request, (&named.name, observation), outputs)));
        let result = match result {
            Ok(MadeReport { report, rules: of }) => {
                rules.push(of);
                Ok(report)
            }
            Err(failure) => Err(messages::failure(&failure, lang)),
        };
        all.push(Server { name: named.name.clone(), result });
    }
    request.warn(rules);
    let status = servers::sort(&mut all);
    let only_summary = !each.output.is_empty() && together.output.is_empty();
    write(request, &all, for_all, only_summary)?;
    Ok(status)
}

/// Reads the servers, each in its own thread and within its own time limit.
fn read(request: &Request<'_>, targets: Vec<Result<Target, Failure>>) -> Vec<Result<Observation, Failure>> {
    let source = request.source;
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
    request: &Request<'_>,
    (name, observation): (&str, Observation),
    outputs: Option<Outputs>,
) -> Result<MadeReport, Failure> {
    let settings = (request.settings)();
    let (analysis, recorder) =
        analyse_read(observation, name, request.remembering, &settings, &request.part)?;
    let analysis = request.scope.masked(analysis);
    let made = request.made(&analysis, None)?;
    request.keep(recorder, &analysis, &made.report);
    if let Some(outputs) = outputs {
        let srs = super::check::srs(&analysis, &made.report, &outputs);
        request.write(&srs, &made.report, outputs, true)?;
    }
    Ok(made)
}

/// Writes what covers all servers: the files without a server's name in theirs, and standard output, which gets only
/// the summary if files have the reports.
fn write(request: &Request<'_>, all: &[Server], outputs: Outputs, only_summary: bool) -> Result<(), Failure> {
    let style = output::reporting(request.reporting, request.lang);
    let at =
        all.iter().filter_map(|server| server.result.as_ref().ok()).map(|report| report.observed_at).max();
    let at = at.unwrap_or_else(now);
    let is_silent = request.reporting.quiet && all.iter().all(|server| server.exit_status() == 0);
    let summary = render::text::render(&servers::compose(all, &Say::new(&style, at)), &style);
    if only_summary {
        return if is_silent { Ok(()) } else { output::print(&summary).map_err(Failure::Output) };
    }
    let cover = outputs.cover();
    let page = Page {
        view: View::Servers(Several { servers: all, each: request.compose }),
        compose: &|say| servers::compose(all, say),
        now: at,
        style: &style,
        took: Some(watch::elapsed()),
        csv: request.csv,
        cover: &cover,
        srs: &[],
    };
    outputs.write(&page, Some(&summary), is_silent)
}
