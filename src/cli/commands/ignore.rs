//! `xo-health ignore`: writes a suppression into the configuration file.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::args::{Ignore, usual_forecast};
use crate::cli::config::edit::{Entry, add_ignore};
use crate::cli::config::{self, ConfigError, asked_file, current, places};
use crate::cli::failure::{Failure, IgnoreError};
use crate::cli::server::observe;
use crate::cli::{ignores, messages, output};
use xo_health_core::analysis::Analysis;
use xo_health_core::display;
use xo_health_core::findings::{Finding, Ignored};

/// Most fingerprints that an error lists.
const LISTED: usize = 10;

/// Finds the finding that is meant, writes the suppression, and returns the exit status.
pub(in crate::cli) fn run(args: &Ignore, asked: Option<PathBuf>) -> Result<u8, Failure> {
    let path = current().path.clone().or_else(|| asked_file(asked.map(Into::into)));
    let path = path.or_else(|| places().into_iter().next()).ok_or(ConfigError::NoFolder)?;
    let entry = entry(args)?;
    config::change(&path, |text| add_ignore(text, &entry))?;
    output::print(&format!("{}\n", messages::config_written(&path.display().to_string())))
        .map_err(Failure::Output)?;
    Ok(0)
}

fn entry(args: &Ignore) -> Result<Entry, Failure> {
    let plain = |what, comment| Entry {
        what,
        comment,
        reason: args.reason.trim().to_owned(),
        until: args.until,
        pin: None,
    };
    let is_key = args.finding.split_once('/').is_some_and(|(code, _)| code.parse::<ignores::Code>().is_ok());
    if !is_key {
        let what = ignores::kind(&args.finding).map_err(IgnoreError::Finding)?;
        if !args.pin {
            return Ok(plain(what, String::new()));
        }
        let analysis = read(args)?;
        let found = analysis.suppressed(&[ignores::everything(what.clone())]);
        let meant: Vec<&Finding> = analysis
            .findings()
            .iter()
            .enumerate()
            .filter(|(number, _)| found.rule(*number).is_some())
            .map(|(_, finding)| finding)
            .collect();
        let pin = Some(one(&args.finding, &meant)?.pin());
        return Ok(Entry { pin, ..plain(what, String::new()) });
    }
    let analysis = read(args)?;
    let starts = |finding: &&Finding| finding.key().to_string().starts_with(&args.finding);
    let exact: Vec<&Finding> =
        analysis.findings().iter().filter(|finding| finding.key().to_string() == args.finding).collect();
    let meant = match exact.is_empty() {
        true => analysis.findings().iter().filter(starts).collect(),
        false => exact,
    };
    let finding = one(&args.finding, &meant)?;
    let comment = display::clean(&format!("{}: {}", finding.code, finding.subject.name)).into_owned();
    let pin = args.pin.then(|| finding.pin());
    Ok(Entry { pin, ..plain(Ignored::Key(finding.key().to_string()), comment) })
}

fn read(args: &Ignore) -> Result<Analysis, Failure> {
    let settings = config::settings(Some(usual_forecast()));
    Ok(Analysis::of(Arc::new(observe(&args.source)?), &settings))
}

/// Returns the one finding that is meant.
fn one<'a>(text: &str, meant: &[&'a Finding]) -> Result<&'a Finding, IgnoreError> {
    match meant {
        [one] => Ok(one),
        [] => Err(IgnoreError::NoSuch { finding: text.to_owned() }),
        several => {
            let keys = several.iter().take(LISTED).map(|finding| finding.key().to_string());
            let keys: Vec<String> = keys.map(|key| display::clean(&key).into_owned()).collect();
            Err(IgnoreError::Several { finding: text.to_owned(), candidates: keys.join(", ") })
        }
    }
}
