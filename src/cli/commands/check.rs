//! `xo-health check`: reports problems.

use std::io;
use std::path::Path;

use crate::cli::args::{CheckArgs, Remembering, Reporting, Scope, Source, Suppressing};
use crate::cli::commands::placeholder::SERVER;
use crate::cli::commands::{by_tag, several};
use crate::cli::config;
use crate::cli::earlier::{self, Making};
use crate::cli::failure::SeveralError;
use crate::cli::ignores::{self, Rule};
use crate::cli::memory::{Recorder, analyse, analyse_recording};
use crate::cli::outputs::Outputs;
use crate::cli::{Failure, output, watch};
use crate::policy::Policy;
use xo_health_core::analysis::{Analysis, Settings};
use xo_health_core::findings::Suppressed;
use xo_health_core::outlook::Outlook;
use xo_health_core::scope::ScopeRequest;
use xo_health_report::blocks::Document;
use xo_health_report::diff::{Diff, State};
use xo_health_report::formats::{Csv, Page, View};
use xo_health_report::say::Say;
use xo_health_report::sr::{self, SrReport};
use xo_health_report::words::{Lang, Words};
use xo_health_report::{Report, check, document, json};

/// Checks, writes, and returns the exit status.
pub(in crate::cli) fn run(args: &CheckArgs, lang: Lang) -> Result<u8, Failure> {
    let policy = Policy {
        fail_on: args.fail_on.into(),
        fail_on_forecast: args.forecast.fail_on_forecast.unwrap_or_default(),
        needs_forecast: true,
    };
    let request = Request {
        source: &args.source,
        remembering: &args.remembering,
        settings: &|| settings(args),
        scope: &args.scope,
        part: args.scope.requested(&args.only.vms),
        policy,
        rules: rules(&args.suppressing, &args.reporting),
        reporting: &args.reporting,
        csv: args.csv.csv(),
        lang,
        compose: &|report, say| match args.summary {
            true => check::compose_summary(report, say),
            false => check::compose(report, say),
        },
    };
    if args.per_tag {
        return request.run_per_tag();
    }
    request.run(args.baseline.as_deref())
}

/// The request that `check` and `forecast` make.
pub(super) struct Request<'a> {
    pub(super) source: &'a Source,
    /// The history to learn from, and whether to add this reading.
    pub(super) remembering: &'a Remembering,
    pub(super) settings: &'a dyn Fn() -> Settings,
    /// Whose names are shown.
    pub(super) scope: &'a Scope,
    /// The part of the server to report on.
    pub(super) part: ScopeRequest,
    pub(super) policy: Policy,
    /// The rules that suppress findings.
    pub(super) rules: Vec<Rule>,
    pub(super) reporting: &'a Reporting,
    pub(super) csv: Csv,
    pub(super) lang: Lang,
    pub(super) compose: &'a dyn Fn(&Report, &Say<'_>) -> Document,
}

/// A report, and which rules and exceptions of the configuration took effect.
pub(super) struct MadeReport {
    pub(super) report: Report,
    pub(super) rules: Applied,
}

/// What the rules and exceptions of the configuration did on a server.
pub(super) struct Applied {
    /// What each rule that suppresses findings did.
    pub(super) suppressed: Suppressed,
    /// For each exception from the thresholds, whether the server has what it names.
    pub(super) exceptions: Vec<bool>,
}

/// Collects what arguments and configuration suppress; days end in the zone of the report.
pub(super) fn rules(args: &Suppressing, reporting: &Reporting) -> Vec<Rule> {
    let zone = output::zone(reporting);
    ignores::rules(&args.ignore, &config::current().merged.configuration, &zone)
}

impl Request<'_> {
    /// Reads one server or several, writes the report in every format that is wanted, and returns the exit status.
    pub(super) fn run(&self, baseline: Option<&Path>) -> Result<u8, Failure> {
        let chosen = &self.source.server.chosen;
        if let Some(names) = chosen.several() {
            if baseline.is_some() {
                return Err(SeveralError::Baseline.into());
            }
            return several::run(self, names, self.lang);
        }
        let reporting = self.named_reporting()?;
        let outputs = Outputs::settle(reporting.as_ref().unwrap_or(self.reporting), true)?;
        let making =
            Making { settings: self.settings, rules: &self.rules, words: Words::of(self.lang), part: None };
        let baseline = baseline.map(|path| earlier::read(path, making)).transpose()?;
        let settings = (self.settings)();
        let (analysis, recorder) = analyse_recording(self.source, self.remembering, &settings, &self.part)?;
        let mut analysis = self.scope.masked(analysis);
        let outlook = Outlook::of(&analysis);
        analysis.forget_runs();
        let MadeReport { report, rules } = self.reported(&analysis, outlook, baseline.as_ref())?;
        self.keep(recorder, &analysis, &report);
        self.warn(vec![rules]);
        let srs = srs(&analysis, &report, &outputs);
        // the report does not need the analysis, and a large report needs its memory
        drop(analysis);
        self.write(&srs, &report, outputs, self.reporting.quiet && report.exit_status == 0)?;
        Ok(report.exit_status)
    }

    /// Reads one server, writes a report for each tag, and returns the worst exit status.
    fn run_per_tag(&self) -> Result<u8, Failure> {
        if self.source.server.chosen.several().is_some() {
            return Err(SeveralError::PerTag.into());
        }
        let reporting = self.named_reporting()?;
        let reporting = reporting.as_ref().unwrap_or(self.reporting);
        by_tag::settle(reporting)?;
        let analysis = analyse(self.source, self.remembering, &(self.settings)(), &self.part)?;
        by_tag::run(self, reporting, &analysis)
    }

    /// Returns the outputs with the server's name filled in, if the configuration names the server that is read.
    fn named_reporting(&self) -> Result<Option<Reporting>, Failure> {
        if self.source.from.is_some() {
            return Ok(None);
        }
        let named = self.source.server.chosen.one()?;
        Ok(named.map(|named| SERVER.filled(self.reporting, &named.name)))
    }

    /// Warns of rules and exceptions that have no effect on any server, or part of one, that was reported on.
    pub(super) fn warn(&self, all: Vec<Applied>) {
        let (suppressed, exceptions): (Vec<_>, Vec<_>) =
            all.into_iter().map(|one| (one.suppressed, one.exceptions)).unzip();
        let of_rules = ignores::warnings(&self.rules, &suppressed, &output::zone(self.reporting));
        let of_exceptions = ignores::exceptions(&config::current().merged.configuration, &exceptions);
        of_rules.iter().chain(&of_exceptions).for_each(|warning| output::warning(warning));
    }

    /// Keeps the report in the history if it covers the whole server: later reports are compared only with whole ones.
    pub(super) fn keep(&self, mut recorder: Recorder, analysis: &Analysis, report: &Report) {
        if self.part.is_empty() && self.scope.mask.is_empty() {
            let document = || json::write(&document::CheckDocument::of(report, Words::of(self.lang))).ok();
            recorder.keep_report(analysis, document);
        }
        recorder.close();
    }

    /// Makes the outlook of an analysis, and the report of both.
    pub(super) fn made(&self, analysis: &Analysis, baseline: Option<&State>) -> Result<MadeReport, Failure> {
        self.reported(analysis, Outlook::of(analysis), baseline)
    }

    /// Makes the report of an analysis and its outlook, which asks for no run of the logs.
    fn reported(
        &self,
        analysis: &Analysis,
        outlook: Outlook,
        baseline: Option<&State>,
    ) -> Result<MadeReport, Failure> {
        let ignores: Vec<_> = self.rules.iter().map(|rule| rule.ignore.clone()).collect();
        let suppressed = analysis.suppressed(&ignores);
        let exit = self.policy.exit_without(analysis, &outlook, &suppressed);
        let mut report = xo_health_report::check(analysis, outlook, exit);
        xo_health_report::suppress(&mut report, &ignores, &suppressed);
        if let Some(before) = baseline {
            let after = State::of(&report, Words::of(self.lang))
                .map_err(|error| Failure::Output(io::Error::other(error)))?;
            let diff = Diff::between(before, &after);
            (report.exit_status, report.exit_reason) = self.policy.judge(&diff);
            diff.note(&mut report);
        }
        Ok(MadeReport { report, rules: Applied { suppressed, exceptions: analysis.exceptions_in_use() } })
    }

    /// Writes the files, and standard output unless it should stay silent.
    pub(super) fn write(
        &self,
        srs: &[SrReport],
        report: &Report,
        outputs: Outputs,
        silent: bool,
    ) -> Result<(), Failure> {
        let (style, cover) = (output::reporting(self.reporting, self.lang), outputs.cover());
        let page = Page {
            view: View::Check(report),
            compose: &|say| (self.compose)(report, say),
            now: report.observed_at,
            style: &style,
            took: Some(watch::elapsed()),
            csv: self.csv,
            cover: &cover,
            srs,
        };
        let answer = format!("{}\n", check::answer(report, &Say::new(&style, report.observed_at)));
        outputs.write(&page, Some(&answer), silent)
    }
}

/// Most disks whose chains a page shows, folded: with them the page of a server with 10,000 VMs stays below 5 MB.
const DISKS: u32 = 1500;

/// Reports on the SRs that have disks, in the order of the report, as many as a page has room for; on none if no page
/// is written.
pub(super) fn srs(analysis: &Analysis, report: &Report, outputs: &Outputs) -> Vec<SrReport> {
    if !outputs.wants("html") {
        return Vec::new();
    }
    let with_disks = report.srs.iter().filter(|sr| sr.disks > 0);
    let mut disks: u32 = 0;
    with_disks
        .take_while(|sr| {
            let is_first = disks == 0;
            disks = disks.saturating_add(sr.disks);
            is_first || disks <= DISKS
        })
        .filter_map(|sr| {
            sr::build_report(analysis, &report.outlook, &sr::SrPart { sr: &sr.id, ..Default::default() }).ok()
        })
        .collect()
}

fn settings(args: &CheckArgs) -> Settings {
    let mut settings = config::settings(args.forecast.wanted());
    let thresholds = &mut settings.thresholds;
    thresholds.snapshots_left = args.snapshots_left;
    thresholds.snapshot_age = args.snapshot_age;
    thresholds.sr_used_percent = args.sr_used_percent;
    settings
}
