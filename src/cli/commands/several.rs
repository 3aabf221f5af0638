//! Several servers in one run of `check` or `forecast`: read side by side, reported one by one, the worst first.

use std::thread;

use crate::cli::args::Reporting;
use crate::cli::commands::check::{Asked, Made};
use crate::cli::commands::placeholder::{SERVER, distinct};
use crate::cli::failure::{Failure, SeveralError};
use crate::cli::memory::analyse_read;
use crate::cli::outputs::{self, Outputs};
use crate::cli::server::{self, Target};
use crate::cli::servers::Named;
use crate::cli::{ignores, now, output, said, watch};
use xo_health_client::Answers;
use xo_health_core::model::Observation;
use xo_health_report::formats::{Format, Page, Several, View};
use xo_health_report::render;
use xo_health_report::say::Say;
use xo_health_report::servers::{self, Server};
use xo_health_report::words::Lang;

/// Reads all, writes, and returns the worst exit status.
pub(super) fn run(asked: &Asked<'_>, names: &[Named], lang: Lang) -> Result<u8, Failure> {
    settle(asked.reporting)?;
    let files = distinct(names.iter().map(|named| named.name.clone()));
    let outputs: Vec<Outputs> = files
        .iter()
        .map(|(_, file)| Outputs::settle(&SERVER.filled(asked.reporting, file), true))
        .collect::<Result<_, _>>()?;
    // programs that print tokens ask one after the other
    let targets: Vec<_> =
        names.iter().map(|named| Target::named(&asked.source.server, Some(named))).collect();
    let read = read(asked, targets);
    let mut all = Vec::new();
    let mut suppressed = Vec::new();
    for ((named, outputs), read) in names.iter().zip(outputs).zip(read) {
        let result = read.and_then(|observation| one(asked, (&named.name, observation), outputs));
        let result = match result {
            Ok(Made { report, suppressed: by }) => {
                suppressed.push(by);
                Ok(report)
            }
            Err(failure) => Err(said::failure(&failure, lang)),
        };
        all.push(Server { name: named.name.clone(), result });
    }
    let zone = output::zone(asked.reporting);
    ignores::warnings(&asked.rules, &suppressed, &zone).iter().for_each(|warning| output::warning(warning));
    let status = servers::sort(&mut all);
    if !(asked.reporting.quiet && status == 0) {
        print(asked, &all, lang)?;
    }
    Ok(status)
}

/// Settles that every file has a name of its own for each server.
fn settle(reporting: &Reporting) -> Result<(), SeveralError> {
    SERVER.missing(reporting).map_or(Ok(()), |name| Err(SeveralError::Placeholder { name }))
}

/// Reads the servers, each in a thread of its own, and each within its own time.
fn read(asked: &Asked<'_>, targets: Vec<Result<Target, Failure>>) -> Vec<Result<Observation, Failure>> {
    let source = asked.source;
    let one = move |target: Target| {
        let instant = || source.at.unwrap_or_else(now);
        let answers = target.read(|| Ok((Answers::default(), instant())))?;
        Ok(server::as_of(answers.finish(), source))
    };
    thread::scope(|scope| {
        let begun: Vec<_> =
            targets.into_iter().map(|target| target.map(|target| scope.spawn(move || one(target)))).collect();
        let ended = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|_| Err(SeveralError::Broke.into()))
        };
        begun.into_iter().map(|thread| thread.and_then(ended)).collect()
    })
}

/// Works one server out, and writes its files.
fn one(
    asked: &Asked<'_>,
    (name, observation): (&str, Observation),
    outputs: Outputs,
) -> Result<Made, Failure> {
    let analysis = analyse_read(observation, name, asked.remembering, &(asked.settings)(), &asked.wish)?;
    let analysis = asked.scope.masked(analysis);
    let made = asked.made(&analysis, None)?;
    asked.keep(asked.remembering.wanted(true, Some(name)).as_deref(), &analysis, &made.report);
    if !asked.reporting.output.is_empty() {
        asked.write(&analysis, &made.report, outputs, true)?;
    }
    Ok(made)
}

/// Prints the summary, and where no file has the reports, these below it.
fn print(asked: &Asked<'_>, all: &[Server], lang: Lang) -> Result<(), Failure> {
    let style = output::reporting(asked.reporting, lang);
    let at =
        all.iter().filter_map(|server| server.result.as_ref().ok()).map(|report| report.observed_at).max();
    let at = at.unwrap_or_else(now);
    if !asked.reporting.output.is_empty() {
        let summary = servers::compose(all, &Say::new(&style, at));
        return output::print(&render::text::render(&summary, &style)).map_err(Failure::Output);
    }
    let page = Page {
        view: View::Servers(Several { servers: all, each: asked.compose }),
        compose: &|say| servers::compose(all, say),
        now: at,
        style: &style,
        took: Some(watch::elapsed()),
        csv: asked.csv,
        cover: &outputs::cover(asked.reporting)?,
        srs: &[],
    };
    let format = asked.reporting.format.or_else(|| Format::named("text"));
    let written = format.map(|format| format.write(&page).map_err(outputs::unwritten)).transpose()?;
    output::print(&written.unwrap_or_default()).map_err(Failure::Output)
}
