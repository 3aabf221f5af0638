//! Output of a plugin, as Nagios, Icinga, Zabbix and Checkmk read it (Monitoring Plugins Development Guidelines).
//!
//! One line: the state, the answer, performance data after a bar. Below: what is wrong and what to do. The state is the
//! exit status: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.

use std::fmt::Write as _;

use super::{Page, Unwritten};
use crate::check::since;
use crate::outlook::Told;
use crate::say::Say;
use crate::{FindingView, Report, Since, SrView};
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::outlook::{LIKELY, POSSIBLE};

/// Lines of the long text, at the most: monitoring cuts it at 8 KiB anyway.
const LONGEST: usize = 40;

/// Columns of a name in a label.
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

/// Writes the output.
pub(super) fn write(report: &Report, page: &Page<'_>) -> Result<String, Unwritten> {
    let say = Say::new(page.style, report.observed_at);
    let told = Told::of(report, &say);
    let (lead, rest) = told.answer(&report.outlook);
    let mut out = format!("XO-HEALTH {} - {}", status(report.exit_status), line(&lead.and(rest).plain()));
    let mut data = perfdata(report, page);
    let first = data.drain(..data.len().min(3)).collect::<Vec<_>>().join(" ");
    let _ = writeln!(out, " | {first}");
    let mut long: Vec<String> = Vec::new();
    for step in &report.outlook.plan.steps {
        long.push(format!("{}. {}", step.step, line(&told.what(step).plain())));
    }
    // what the baseline has is counted there
    let is_known = |view: &FindingView| view.baseline.is_some_and(Since::is_known);
    let alarming = |view: &&FindingView| view.severity() > Severity::Info && !is_known(view);
    for view in report.findings.iter().filter(alarming) {
        let words = page.words();
        let finding = &view.finding;
        let severity = words.severity(finding.severity);
        long.push(format!(
            "{severity} XOH-{}: {}",
            finding.code.number(),
            line(&words.message(finding).plain())
        ));
    }
    long.extend(report.baseline.iter().map(|baseline| line(&since(baseline, &say).plain())));
    for one in &report.suppressed {
        let (code, reason) = (one.view.finding.code.number(), line(&display::clean(&one.suppressed.reason)));
        long.push(format!("{} XOH-{code}: {reason}", page.words().phrase("suppressed")));
    }
    let left = long.len().saturating_sub(LONGEST);
    for text in long.iter().take(LONGEST) {
        let _ = writeln!(out, "{text}");
    }
    if left > 0 {
        let _ = writeln!(out, "(+{left})");
    }
    if !data.is_empty() {
        // performance data may go on below the long text
        let _ = writeln!(out, "| {}", data.join("\n"));
    }
    Ok(out)
}

/// A bar would begin performance data, a line feed the long text.
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

fn perfdata(report: &Report, page: &Page<'_>) -> Vec<String> {
    let answer = &report.outlook.answer;
    let mut data = vec![
        format!("failing={};0;0;0;{}", answer.failing, answer.due),
        format!("at_risk={};0;;0;{}", answer.at_risk, answer.due),
        format!("probability={};{POSSIBLE};{LIKELY};0;1", answer.probability),
    ];
    let count = |severity| report.findings.iter().filter(|view| view.severity() == severity).count();
    data.push(format!("critical={};;0;0", count(Severity::Critical)));
    data.push(format!("warnings={};0;;0", count(Severity::Warning)));
    data.push(format!("suppressed={};;;0", report.suppressed.len()));
    data.extend(report.baseline.iter().map(|baseline| format!("known={};;;0", baseline.known)));
    data.extend(page.took.map(|took| format!("duration={:.3}s;;;0", took.as_secs_f64())));
    data.extend(report.srs.iter().flat_map(of_sr));
    data
}

/// Free space warns below what the largest merge needs: a range `N:` alarms below N.
fn of_sr(sr: &SrView) -> Vec<String> {
    let name = label(&format!("{} {}", display::fit_name(&sr.name, LABEL, ""), short(&sr.id)));
    let mut data = Vec::new();
    if let (Some(free), Some(size)) = (sr.free_bytes, sr.size_bytes) {
        let need = sr.merge_need_bytes.map(|need| format!("{}:", need.0)).unwrap_or_default();
        data.push(format!("'{name} free'={}B;{need};;0;{}", free.0, size.0));
    }
    data.push(format!("'{name} depth'={};;;0", sr.max_depth));
    data.push(format!("'{name} pending'={};;;0", u64::from(sr.pending_inner) + u64::from(sr.pending_leaf)));
    data
}

/// Two SRs may share a name: the beginning of the id tells them apart.
fn short(id: &str) -> String {
    id.chars().take(8).collect()
}

/// A label holds neither an equals sign nor a quote.
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
