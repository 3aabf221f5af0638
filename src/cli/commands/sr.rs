//! `xo-health sr`: shows one SR.

use crate::cli::args::{SrArgs, usual_forecast};
use crate::cli::config;
use crate::cli::failure::Failure;
use crate::cli::memory::analyse_after;
use crate::cli::outputs::Outputs;
use crate::cli::server::replayed;

use xo_health_core::forecast;
use xo_health_core::model::Question;
use xo_health_core::outlook::Outlook;
use xo_health_report::formats::View;
use xo_health_report::say::Say;
use xo_health_report::sr::{self, SrPart};
use xo_health_report::words::Lang;

/// Reads, writes, and returns the exit status.
pub(in crate::cli) fn run(args: &SrArgs, lang: Lang) -> Result<u8, Failure> {
    let outputs = Outputs::settle(&args.reporting, false)?;
    let settings =
        config::settings(Some(forecast::Options { merge_speed: args.coalesce_speed, ..usual_forecast() }));
    // with an SR, `--vm` selects which of its disks are shown
    let vms = args.vm.as_slice().iter().filter(|_| args.sr.is_none()).cloned().collect::<Vec<_>>();
    let previous = args.previous.as_deref().map(replayed).transpose()?;
    let scope = args.scope.requested(&vms);
    let analysis = analyse_after(previous.as_ref(), &args.source, &args.remembering, &settings, &scope)?;
    let Some(name) = &args.sr else {
        let analysis = args.scope.masked(analysis);
        let list = sr::list(&analysis, &Outlook::of(&analysis));
        let compose = |say: &Say<'_>| sr::compose_list(&list, say);
        outputs.write_view(View::Srs(&list), &args.reporting, lang, list.observed_at, compose)?;
        return Ok(0);
    };
    // what was asked for may be among what was not read
    let is_whole = analysis.reading().unread.iter().all(|unread| unread.answer != Question::Objects);
    let not_found = |error| if is_whole { Failure::from(error) } else { Failure::NotSeen(error) };
    // found before names are replaced
    let id = sr::find(&analysis, name).map_err(not_found)?;
    let analysis = args.scope.masked(analysis);
    let outlook = Outlook::of(&analysis);
    let part = SrPart { sr: &id, vm: args.vm.as_deref() };
    let report = sr::build_report(&analysis, &outlook, &part).map_err(not_found)?;
    let compose = |say: &Say<'_>| sr::compose::compose(&report, say);
    outputs.write_view(View::Sr(&report), &args.reporting, lang, report.observed_at, compose)?;
    Ok(0)
}
