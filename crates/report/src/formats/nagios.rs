//! The output of a plugin, as Nagios, Icinga, Zabbix and Checkmk read it (Monitoring Plugins Development Guidelines).
//!
//! One line: the state, the answer, performance data after a bar. Below: what is wrong and what to do. The state is the
//! exit status: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.

use std::fmt::Write as _;

use super::{FormatError, Page, Part};
use crate::check::since;
use crate::outlook::OutlookFormatter;
use crate::say::Say;
use crate::{FindingView, Report, SinceBaseline, SrView};
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::outlook::{LIKELY, POSSIBLE, Step};

/// The most lines of the long text: monitoring cuts it at 8 KiB anyway.
const LONGEST: usize = 40;

/// The columns of a name in a label.
const LABEL: usize = 60;

/// Returns the word for an exit status.
pub const fn status(exit: u8) -> &'static str {
    match exit {
        0 => "OK",
        1 => "WARNING",
        2 => "CRITICAL",
        _ => "UNKNOWN",
    }
}

/// The most SRs with performance data: the worst come first. Guess: Icinga and Nagios accept 8 KiB of output
/// (Monitoring Plugins Development Guidelines), of which an SR takes up to 400 bytes.
const SRS: usize = 10;

/// Writes the output.
pub(super) fn write(parts: &[Part<'_>], page: &Page<'_>) -> Result<String, FormatError> {
    let mut state = 0;
    let (mut answers, mut long, mut data) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        let name = part.name().map(|name| line(&name));
        let prefix = name.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
        let Ok(report) = part.of else {
            state = 3;
            answers.push(format!("{prefix}{}", line(part.of.err().unwrap_or_default())));
            continue;
        };
        state = state.max(report.exit_status);
        let say = Say::new(page.style, report.observed_at);
        let (lead, rest) = OutlookFormatter::of(report, &say).answer(&report.outlook);
        answers.push(format!("{prefix}{}", line(&lead.and(rest).plain())));
        long.extend(text(report, &say, page).into_iter().map(|line| format!("{prefix}{line}")));
        data.extend(perfdata(report, page).into_iter().map(|one| one.of(name.as_deref())));
    }
    let mut out = format!("XO-HEALTH {} - {}", status(state), answers.join("; "));
    let first = data.drain(..data.len().min(3)).collect::<Vec<_>>().join(" ");
    let _ = if first.is_empty() { writeln!(out) } else { writeln!(out, " | {first}") };
    let left = long.len().saturating_sub(LONGEST);
    for text in long.iter().take(LONGEST) {
        let _ = writeln!(out, "{text}");
    }
    if left > 0 {
        let _ = writeln!(out, "(+{left})");
    }
    if !data.is_empty() {
        // performance data may continue below the long text
        let _ = writeln!(out, "| {}", data.join("\n"));
    }
    Ok(out)
}

/// Says what is wrong, and what to do.
fn text(report: &Report, say: &Say<'_>, page: &Page<'_>) -> Vec<String> {
    let formatter = OutlookFormatter::of(report, say);
    let words = page.words();
    let step = |step: &Step| format!("{}. {}", step.step, line(&formatter.what(step).plain()));
    let mut long: Vec<String> = report.outlook.plan.steps.iter().map(step).collect();
    // what the baseline already has is only counted there
    let is_known = |view: &FindingView| view.baseline.is_some_and(SinceBaseline::is_known);
    let alarming = |view: &&FindingView| view.severity() > Severity::Info && !is_known(view);
    long.extend(report.findings.iter().filter(alarming).map(|FindingView { finding, .. }| {
        let (severity, code) = (words.severity(finding.severity), finding.code.number());
        format!("{severity} XOH-{code}: {}", line(&words.message(finding).plain()))
    }));
    long.extend(report.baseline.iter().map(|baseline| line(&since(baseline, say).plain())));
    long.extend(report.suppressed.iter().map(|one| {
        let (code, reason) = (one.view.finding.code.number(), line(&display::clean(&one.suppressed.reason)));
        format!("{} XOH-{code}: {reason}", words.phrase("suppressed"))
    }));
    long
}

/// Replaces bars, which would begin performance data, and line feeds, which would begin the long text.
fn line(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '|' {
                '/'
            } else if display::is_plain(c) {
                c
            } else {
                ' '
            }
        })
        .collect()
}

/// A value with its label, unit, thresholds and bounds.
struct Perf {
    label: String,
    value: String,
}

impl Perf {
    fn new(label: impl Into<String>, value: String) -> Self {
        Self { label: label.into(), value }
    }

    /// Writes it; with several servers, preceded by the server.
    fn of(&self, server: Option<&str>) -> String {
        let label = match server {
            Some(server) => format!("{} {}", label(server), self.label),
            None => self.label.clone(),
        };
        let quote = if label.contains(' ') { "'" } else { "" };
        format!("{quote}{label}{quote}={}", self.value)
    }
}

fn perfdata(report: &Report, page: &Page<'_>) -> Vec<Perf> {
    let answer = &report.outlook.answer;
    let count = |severity| report.findings.iter().filter(|view| view.severity() == severity).count();
    let mut data = vec![
        Perf::new("failing", format!("{};0;0;0;{}", answer.failing, answer.due)),
        Perf::new("at_risk", format!("{};0;;0;{}", answer.at_risk, answer.due)),
        Perf::new("probability", format!("{};{POSSIBLE};{LIKELY};0;1", answer.probability)),
        Perf::new("critical", format!("{};;0;0", count(Severity::Critical))),
        Perf::new("warnings", format!("{};0;;0", count(Severity::Warning))),
        Perf::new("suppressed", format!("{};;;0", report.suppressed.len())),
    ];
    data.extend(report.baseline.iter().map(|baseline| Perf::new("known", format!("{};;;0", baseline.known))));
    data.extend(page.took.map(|took| Perf::new("duration", format!("{:.3}s;;;0", took.as_secs_f64()))));
    // the worst are first
    data.extend(report.srs.iter().take(SRS).flat_map(of_sr));
    if report.srs.len() > SRS {
        data.push(Perf::new("srs_left_out", format!("{};;;0", report.srs.len() - SRS)));
    }
    data
}

/// Makes the values of an SR. Free space warns below what the largest merge needs: a range `N:` alarms below N.
fn of_sr(sr: &SrView) -> Vec<Perf> {
    let name = label(&format!("{} {}", display::fit_name(&sr.name, LABEL, ""), short(&sr.id)));
    let mut data = Vec::new();
    if let (Some(free), Some(size)) = (sr.free_bytes, sr.size_bytes) {
        let need = sr.merge_need_bytes.map(|need| format!("{}:", need.0)).unwrap_or_default();
        data.push(Perf::new(format!("{name} free"), format!("{}B;{need};;0;{}", free.0, size.0)));
    }
    data.push(Perf::new(format!("{name} depth"), format!("{};;;0", sr.max_depth)));
    let pending = u64::from(sr.pending_inner) + u64::from(sr.pending_leaf);
    data.push(Perf::new(format!("{name} pending"), format!("{pending};;;0")));
    data
}

/// Returns the beginning of an id: it distinguishes two SRs with the same name.
fn short(id: &str) -> String {
    id.chars().take(8).collect()
}

/// Replaces equals signs and quotes, which a label must not contain.
fn label(text: &str) -> String {
    line(text).chars().map(|c| if matches!(c, '=' | '\'') { '_' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_breaks_neither_line_nor_data() {
        assert_eq!(label("a'b=c|d\ne"), "a_b_c/d e");
    }
}
