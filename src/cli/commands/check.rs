//! `xo-health check`: looks, and reports what is wrong.

use crate::cli::args::{Check, Format};
use crate::cli::server::Target;
use crate::cli::{Failure, now, output};
use crate::findings::Thresholds;
use crate::findings::texts::{Lang, Texts};
use crate::model::Snapshot;
use crate::report::{self, json, text};
use crate::xo::source::Want;
use crate::xo::{Answers, capture};

/// Checks, prints, and gives the exit status.
pub(in crate::cli) fn run(args: &Check, lang: Lang) -> Result<u8, Failure> {
    let snapshot = read(args)?;
    let texts = Texts::new(lang);
    let report = report::check(&snapshot, &thresholds(args), args.fail_on.into(), &texts);
    let printed = match args.format {
        Format::Json => json::to_json(&report).map_err(|error| Failure::Output(error.into()))?,
        Format::Text => {
            let style = text::Style {
                color: output::has_color(),
                width: output::width(),
                ascii: false,
                verbose: args.all,
                zone: jiff::tz::TimeZone::system(),
                lang,
            };
            text::render(&report, &texts, &style)
        }
    };
    output::print(&printed).map_err(Failure::Output)?;
    Ok(report.exit_status)
}

fn read(args: &Check) -> Result<Snapshot, Failure> {
    let answers = match &args.from {
        Some(path) => {
            let mut answers = Answers::default();
            capture::replay(path, &mut answers)?;
            answers
        }
        None => {
            let instant = || args.at.unwrap_or_else(now);
            let target = Target::find(&args.server, instant())?;
            target.read(Want::Needed, || Ok((Answers::default(), instant())))?
        }
    };
    let mut snapshot = answers.finish();
    if let Some(at) = args.at {
        snapshot.reading.observed_at = at;
    }
    Ok(snapshot)
}

fn thresholds(args: &Check) -> Thresholds {
    Thresholds {
        snapshots_left: args.snapshots_left,
        snapshot_age: args.snapshot_age,
        sr_used_percent: args.sr_used_percent,
        ..Thresholds::default()
    }
}
