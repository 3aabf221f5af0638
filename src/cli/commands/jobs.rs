//! `xo-health jobs`: shows the state of the backup jobs.

use crate::cli::args::{JobsArgs, usual_forecast};
use crate::cli::config;
use crate::cli::failure::Failure;
use crate::cli::memory::analyse;
use crate::cli::outputs::Outputs;
use xo_health_core::model::LogError;
use xo_health_core::outlook::Outlook;
use xo_health_explain::errors::{self, ErrorText};
use xo_health_report::formats::View;
use xo_health_report::jobs;
use xo_health_report::say::Say;
use xo_health_report::words::Lang;

/// Reads, writes, and returns the exit status.
pub(in crate::cli) fn run(args: &JobsArgs, lang: Lang) -> Result<u8, Failure> {
    let outputs = Outputs::settle(&args.reporting, false)?;
    let settings = config::settings(Some(usual_forecast()));
    let analysis =
        analyse(&args.source, &args.remembering, &settings, &args.scope.requested(&args.only.vms))?;
    // found before names are replaced
    let wanted = args.job.as_deref().map(|name| jobs::find(&analysis, name)).transpose()?;
    let analysis = args.scope.masked(analysis);
    let outlook = Outlook::of(&analysis);
    let words = errors::texts::Texts::new(lang);
    let recognise = |error: &LogError| {
        let text = ErrorText {
            code: error.code.as_ref().map(ToString::to_string),
            ..ErrorText::of_message(&*error.message)
        };
        errors::recognise(&text).known.first().map(|found| found.entry.id.to_owned())
    };
    let mut report = jobs::build_report(&analysis, &outlook, wanted.as_deref(), &recognise)?;
    report.explain(|entry| errors::find(entry).map(|entry| words.title(entry)).unwrap_or_default());
    let compose = |say: &Say<'_>| jobs::compose::compose(&report, say);
    outputs.write_view(View::Jobs(&report), &args.reporting, lang, report.observed_at, compose)?;
    Ok(0)
}
