//! Several servers in one run of `check` or `forecast`: read side by side, reported one by one, the worst first.

use std::thread;

use crate::cli::args::Reporting;
use crate::cli::commands::check::{Asked, Made};
use crate::cli::commands::placeholder::{SERVER, distinct};
use crate::cli::failure::{Failure, SeveralError};
use crate::cli::memory::analyse_read;
use crate::cli::outputs::Outputs;
use crate::cli::server::{self, Target};
use crate::cli::servers::Named;
use crate::cli::{ignores, now, output, said};
use xo_health_client::Answers;
use xo_health_core::model::Observation;
use xo_health_report::json;
use xo_health_report::render;
use xo_health_report::say::Say;
use xo_health_report::servers::{self, Server, Servers};
use xo_health_report::words::{Lang, Words};

/// How standard output is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Markdown,
    Json,
}

/// Reads all, writes, and returns the worst exit status.
pub(super) fn run(asked: &Asked<'_>, names: &[Named], lang: Lang) -> Result<u8, Failure> {
    let form = form(asked.reporting)?;
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
        print(asked, &all, form, lang)?;
    }
    Ok(status)
}

/// Settles how standard output is written, and that every file has a name of its own for each server.
fn form(reporting: &Reporting) -> Result<Form, SeveralError> {
    if let Some(name) = SERVER.missing(reporting) {
        return Err(SeveralError::Placeholder { name });
    }
    match reporting.format.map(|format| format.name) {
        // the format of files that have no suffix
        _ if !reporting.output.is_empty() => Ok(Form::Text),
        None | Some("text") => Ok(Form::Text),
        Some("markdown") => Ok(Form::Markdown),
        Some("json") => Ok(Form::Json),
        Some(format) => Err(SeveralError::Format { format: format.to_owned() }),
    }
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

/// Prints the summary; where no file has the reports, these below it.
fn print(asked: &Asked<'_>, all: &[Server], form: Form, lang: Lang) -> Result<(), Failure> {
    if form == Form::Json {
        let written = json::write(&Servers::of(all, Words::of(lang)));
        return output::print(&written.map_err(|error| Failure::Output(error.into()))?)
            .map_err(Failure::Output);
    }
    let style = output::reporting(asked.reporting, lang);
    let render = |document| match form {
        Form::Markdown => render::markdown::render(&document, &style),
        _ => render::text::render(&document, &style),
    };
    let at =
        all.iter().filter_map(|server| server.result.as_ref().ok()).map(|report| report.observed_at).max();
    let say = Say::new(&style, at.unwrap_or_else(now));
    let mut text = render(servers::compose(all, &say));
    if asked.reporting.output.is_empty() {
        for server in all {
            text.push('\n');
            text.push_str(&render(servers::heading(server, &say)));
            if let Ok(report) = &server.result {
                text.push('\n');
                text.push_str(&render((asked.compose)(report, &Say::new(&style, report.observed_at))));
            }
        }
    }
    output::print(&text).map_err(Failure::Output)
}
