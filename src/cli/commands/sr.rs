//! `xo-health sr`: shows one SR.

use std::sync::Arc;

use crate::cli::args::Sr;
use crate::cli::server::{observe, replayed};
use crate::cli::{Failure, output};
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_report::document;
use xo_health_report::sr::{self, Wish};
use xo_health_report::words::Lang;

/// Reads, prints, and returns the exit status.
pub(in crate::cli) fn run(args: &Sr, lang: Lang) -> Result<u8, Failure> {
    let analysis = Analysis::of(Arc::new(observe(&args.source)?), &Settings::default());
    let previous = args.previous.as_deref().map(replayed).transpose()?;
    let wish = Wish {
        sr: &args.sr,
        vm: args.vm.as_deref(),
        speed: args.coalesce_speed,
        previous: previous.as_ref(),
    };
    let report = sr::look(&analysis, &wish).map_err(|error| Failure::Usage(error.to_string()))?;
    output::report(
        |_| document::Sr::of(&report),
        args.printing,
        lang,
        report.observed_at,
        |say| sr::compose::compose(&report, say),
    )?;
    Ok(0)
}
