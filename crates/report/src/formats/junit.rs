//! JUnit XML, as GitLab, Jenkins and GitHub's test reporters read it: a case for each backup due and for each finding.
//!
//! A backup that will fail and a finding that counts are failures; unknown outcomes, suppressed findings and what the
//! baseline already has are skipped; everything else passes.

use quick_junit::{NonSuccessKind, Report as Written, TestCase, TestCaseStatus, TestSuite, XmlString};

use super::{FormatError, Page, Part, refused};
use crate::outlook::{Context, OutlookFormatter};
use crate::say::Say;
use crate::words::key;
use crate::{Baseline, FindingView, Report, SinceBaseline, SuppressedView};
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::outlook::{Outcome, Row};

/// The columns of a name.
const NAME: usize = 120;

/// Writes the suites.
pub(super) fn write(parts: &[Part<'_>], page: &Page<'_>) -> Result<String, FormatError> {
    let mut suites = Written::new("xo-health");
    for part in parts {
        match part.of {
            Ok(report) => suites.add_test_suites(of_report(part, report, page)),
            Err(why) => suites.add_test_suite(unread(part, why)),
        };
    }
    let written = suites.to_string().map_err(|error| refused("junit")(&error))?;
    Ok(without_total_of_skipped(&written))
}

/// Makes a named suite; with several servers, the name includes the server.
fn suite(part: &Part<'_>, name: &str) -> TestSuite {
    TestSuite::new(part.name().map_or_else(|| name.to_owned(), |server| format!("{server}: {name}")))
}

/// Makes the suite of a server that could not be read: an error.
fn unread(part: &Part<'_>, why: &str) -> TestSuite {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(display::clean(why).into_owned());
    let mut case = TestCase::new(part.name().unwrap_or_default(), status);
    case.set_classname("server");
    let mut suite = suite(part, "server");
    suite.add_test_case(case);
    suite
}

fn of_report(part: &Part<'_>, report: &Report, page: &Page<'_>) -> [TestSuite; 2] {
    let say = Say::new(page.style, report.observed_at);
    let formatter = OutlookFormatter::of(report, &say);
    let mut backups = suite(part, "backups due within 24 h");
    for row in &report.outlook.rows {
        let mut case = backup(report, row, formatter);
        let is_known = |baseline: &&Baseline| baseline.of(row).is_known();
        if let Some(baseline) = report.baseline.as_ref().filter(is_known) {
            skip_failure(&mut case, &known(baseline, &say));
        }
        backups.add_test_case(case);
    }
    let mut findings = suite(part, "findings");
    for view in &report.findings {
        let mut case = finding(view, page);
        let is_known = view.baseline.is_some_and(SinceBaseline::is_known);
        if let Some(baseline) = report.baseline.as_ref().filter(|_| is_known) {
            skip_failure(&mut case, &known(baseline, &say));
        }
        findings.add_test_case(case);
    }
    findings.add_test_cases(report.suppressed.iter().map(|one| suppressed(one, page)));
    [backups, findings]
}

fn known(baseline: &Baseline, say: &Say<'_>) -> String {
    say.words.say("baseline-known", [("at", say.instant(baseline.observed_at).into())]).plain()
}

/// Skips a case that would fail; its text stays in the output.
fn skip_failure(case: &mut TestCase, why: &str) {
    let TestCaseStatus::NonSuccess { message, description, .. } = &case.status else { return };
    let text = message.iter().chain(description).map(XmlString::as_str).collect::<Vec<_>>().join("\n");
    let mut status = TestCaseStatus::skipped();
    status.set_message(why);
    case.status = status;
    case.set_system_out(text);
}

/// Removes an attribute of the root that the library adds: Jenkins' schema (junit-10.xsd) allows it only on suites.
fn without_total_of_skipped(xml: &str) -> String {
    let Some((head, rest)) = xml.split_once("<testsuites") else { return xml.to_owned() };
    let Some((root, rest)) = rest.split_once('>') else { return xml.to_owned() };
    let attributes = root.split_inclusive('"').collect::<Vec<_>>();
    let kept =
        attributes.chunks(2).filter(|pair| pair.first().is_none_or(|name| name.trim() != "skipped=\""));
    format!("{head}<testsuites{}>{rest}", kept.flatten().copied().collect::<String>())
}

fn backup(report: &Report, row: &Row, formatter: OutlookFormatter<'_>) -> TestCase {
    let name = |name: String| display::fit_name(&name, NAME, display::ELLIPSIS);
    let job = name(report.names.job(&row.job_id));
    let title = format!("{} {}", row.at, name(report.names.vm(&row.vm_id)));
    let chance = formatter.chance(row.likelihood, row.probability).plain();
    let context = Context::of(row);
    let causes = row.cause.iter().chain(&row.behind).map(|cause| formatter.cause(cause, &context).plain());
    let text = causes.collect::<Vec<_>>().join("\n");
    let status = match row.outcome {
        Outcome::Ok => TestCaseStatus::success(),
        Outcome::AtRisk => {
            // it passes until it is more likely than not to fail
            let mut case = TestCase::new(title, TestCaseStatus::success());
            case.set_classname(job).set_system_out(format!("{chance}\n{text}"));
            return case;
        }
        Outcome::CannotTell => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(formatter.risk(row).plain());
            status
        }
        Outcome::Fails => {
            let error = row.error.as_ref().map(key).unwrap_or_default();
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(format!("{error}: {chance}")).set_type(error).set_description(text);
            status
        }
    };
    let mut case = TestCase::new(title, status);
    case.set_classname(job);
    case
}

/// Makes the case of a suppressed finding: skipped, with the reason as its message.
fn suppressed(one: &SuppressedView, page: &Page<'_>) -> TestCase {
    let mut case = finding(&one.view, page);
    let mut status = TestCaseStatus::skipped();
    status.set_message(display::clean(&one.suppressed.reason).into_owned());
    case.status = status;
    case
}

fn finding(view: &FindingView, page: &Page<'_>) -> TestCase {
    let words = page.words();
    let finding = &view.finding;
    let subject = display::fit_name(&finding.subject.name, NAME, display::ELLIPSIS);
    let title = format!("XOH-{} {}: {subject}", finding.code.number(), finding.code.slug());
    let text = format!("{}\n{}", words.message(finding).plain(), words.first_step(finding).plain());
    let fails = finding.severity > Severity::Info;
    let status = if fails {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status
            .set_message(format!("{}: {}", words.severity(finding.severity), words.title(finding.code)))
            .set_type(key(&finding.severity))
            .set_description(text.clone());
        status
    } else {
        TestCaseStatus::success()
    };
    let mut case = TestCase::new(title, status);
    case.set_classname(key(&finding.subject.kind));
    if !fails {
        case.set_system_out(text);
    }
    case
}
