//! Whole screens, and what holds for every screen.

use insta::assert_snapshot;
use proptest::prelude::*;

use jiff::tz::TimeZone;

use super::*;
use crate::SnapshotVerdict;
use crate::render::{self, Style};
use crate::samples;
use crate::words::Lang;
use xo_health_core::display;
use xo_health_core::model::Why;

fn render(report: &Report, style: &Style) -> String {
    render::text::render(&compose(report, &Say::new(style, report.observed_at)), style)
}

fn screen(report: &Report) -> String {
    render(report, &Style::default())
}

#[test]
fn healthy() {
    assert_snapshot!(screen(&samples::healthy()));
}

#[test]
fn troubled() {
    assert_snapshot!(screen(&samples::troubled()));
}

#[test]
fn troubled_with_everything() {
    let style = Style { verbose: true, ..Style::default() };
    assert_snapshot!(render(&samples::troubled(), &style));
}

#[test]
fn troubled_on_a_narrow_screen() {
    let style = Style { width: 40, ascii: true, ..Style::default() };
    assert_snapshot!(render(&samples::troubled(), &style));
}

#[test]
fn troubled_in_colour() {
    let style = Style { color: true, ..Style::default() };
    assert_snapshot!(render(&samples::troubled(), &style).escape_debug().to_string().replace("\\n", "\n"));
}

#[test]
fn japanese() {
    let zone = TimeZone::posix("JST-9").unwrap();
    assert_snapshot!(render(&samples::japanese(), &Style { zone, ..Style::default() }));
}

#[test]
fn in_japanese() {
    let zone = TimeZone::posix("JST-9").unwrap();
    let style = Style { zone, lang: Lang::Ja, ..Style::default() };
    for (name, report) in samples::all() {
        let screen = render(&report, &style);
        check(&screen, 80);
        insta::assert_snapshot!(format!("in_japanese_{name}"), screen);
    }
}

#[test]
fn gaps() {
    assert_snapshot!(screen(&samples::gaps()));
}

#[test]
fn empty() {
    assert_snapshot!(screen(&samples::empty()));
}

#[test]
fn hostile() {
    assert_snapshot!(screen(&samples::hostile("\u{1b}]0;x\u{7}\u{1b}[2J\u{202e}名前\n\r\tweb")));
}

/// What the headline says, by what is due.
#[test]
fn answers_the_question() {
    use xo_health_core::findings::SubjectKind::{Pool, Server, Vm};
    let skip = |severity| samples::finding(Code::XoWillSkip, severity, Vm, "a", None);
    let missing = || samples::finding(Code::PoolMissing, Severity::Critical, Pool, "Osaka", None);
    let not_read = || samples::finding(Code::NotRead, Severity::Warning, Server, "", None);
    let no_inventory = || samples::finding(Code::NoInventory, Severity::Critical, Server, "", None);
    let broken = || samples::finding(Code::BrokenChain, Severity::Critical, Vm, "x", None);
    type Due = (&'static str, i64, SnapshotVerdict);
    use SnapshotVerdict::{ChainTooLong, NoSpace, NotSnapshotted, Ok, Skip, Unknown};
    let cases: Vec<(&[Due], Vec<FindingView>, &str)> = vec![
        (&[], vec![], "No backup is due in the next 24 h"),
        (&[("a", 25, ChainTooLong)], vec![], "No backup is due in the next 24 h"),
        (&[], vec![not_read()], "Cannot tell: backup jobs could not be read"),
        (&[], vec![no_inventory()], "Cannot tell: there is no inventory"),
        (&[("a", 1, Ok)], vec![], "Yes: the VM backup due in the next 24 h can take its snapshot"),
        (
            &[("a", 24, Ok), ("b", 1, NotSnapshotted)],
            vec![],
            "Yes: all 2 VM backups due in the next 24 h can take their snapshots",
        ),
        (
            &[("a", 1, Ok), ("b", 1, Ok)],
            vec![not_read()],
            "Yes, as far as could be read: all 2 VM backups due in the next 24 h can take their snapshots",
        ),
        (
            &[("a", 1, Ok)],
            vec![broken()],
            "Yes: the VM backup due in the next 24 h can take its snapshot; 1 critical finding below",
        ),
        (
            &[("a", 1, Ok), ("b", 1, ChainTooLong)],
            vec![],
            "No: 1 of 2 VM backups due in the next 24 h will fail",
        ),
        (
            &[("a", 1, Skip), ("b", 1, NoSpace), ("c", 1, Ok)],
            vec![skip(Severity::Critical)],
            "No: 2 of 3 VM backups due in the next 24 h will fail or be skipped",
        ),
        (
            &[("a", 1, Skip), ("b", 1, Ok)],
            vec![skip(Severity::Critical)],
            "No: 1 of 2 VM backups due in the next 24 h will be skipped",
        ),
        (
            &[("a", 1, Skip), ("b", 1, Ok)],
            vec![skip(Severity::Warning)],
            "Not as things stand: 1 of 2 VM backups due in the next 24 h would be skipped now; \
             the chains can still merge before",
        ),
        (
            &[("a", 1, Unknown), ("b", 1, Ok)],
            vec![],
            "Cannot tell for 1 of 2 VM backups due in the next 24 h",
        ),
        (&[("a", 1, Ok)], vec![missing()], "Cannot tell: pool \"Osaka\" is missing"),
        (&[("a", 1, Ok)], vec![missing(), missing()], "Cannot tell: 2 pools are missing"),
        (
            &[("a", 1, ChainTooLong)],
            vec![missing()],
            "No: 1 of 1 VM backup due in the next 24 h will fail; besides, pool \"Osaka\" is missing",
        ),
    ];
    for (due, findings, answer) in cases {
        let mut report = samples::empty();
        report.verdicts = due.iter().map(|(vm, hours, what)| samples::verdict(vm, *hours, *what)).collect();
        if findings.iter().any(|view| view.finding.code == Code::NotRead) {
            report.unread = samples::gaps().unread;
            report.unread.truncate(1);
        }
        report.findings = findings;
        let screen = render(&report, &Style { width: 300, ..Style::default() });
        assert_eq!(screen.lines().next(), Some(answer), "{due:?}");
    }
}

/// A run that does not fire by itself is not tonight's.
#[test]
fn counts_only_what_fires() {
    let mut report = samples::empty();
    report.verdicts = vec![samples::verdict("a", 1, SnapshotVerdict::ChainTooLong)];
    report.verdicts[0].next_run_at = None;
    assert!(screen(&report).starts_with("No backup is due"));
}

#[test]
fn colours_change_nothing_but_colour() {
    for (name, report) in samples::all() {
        let coloured = render(&report, &Style { color: true, ..Style::default() });
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), screen(&report), "{name}");
    }
}

#[test]
fn a_name_of_10_mb_is_one_name() {
    for name in ["x", "東", "\u{301}", "\n", "\u{1b}[31m", "ab "] {
        let long = name.repeat(10_000_000 / name.len());
        let mut report = samples::hostile(name);
        (report.srs[1].name, report.source.server) = (long.clone(), Some(long.clone()));
        (report.findings[0].finding.subject.name, report.verdicts[0].vm_name) =
            (long.clone(), Some(long.clone()));
        report.unread[0].why = Why::Refused { code: long.clone(), message: long };
        let screen = screen(&report);
        assert!(screen.len() < 20_000, "{name:?}: {} bytes", screen.len());
        check(&screen, 80);
    }
}

fn check(screen: &str, width: usize) {
    assert!(screen.ends_with('\n'));
    for line in screen.lines() {
        assert!(display::width(line) <= width, "{line:?} exceeds {width}");
        assert!(line.chars().all(display::is_plain), "{line:?}");
        assert_eq!(line.trim_end(), line);
    }
}

#[test]
fn draws_with_ascii_when_asked() {
    let style = Style { ascii: true, ..Style::default() };
    let screen = render(&samples::hostile(&"long-name ".repeat(200)), &style);
    assert!(screen.is_ascii() && screen.contains("..."), "{screen}");
}

/// Only what is shown is put into words.
#[test]
fn a_hundred_thousand_findings_fit_on_a_screen() {
    let mut report = samples::troubled();
    let one = report.findings[0].clone();
    report.findings.extend(std::iter::repeat_n(one, 100_000));
    let screen = screen(&report);
    assert!(screen.lines().count() < 80, "{screen}");
    assert!(screen.contains("… and 100003 more (--all shows them)"), "{screen}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_screen_exceeds_its_width(
        name in any::<String>(),
        width in 24_usize..160,
        ascii: bool,
        verbose: bool,
        japanese: bool,
    ) {
        let lang = if japanese { Lang::Ja } else { Lang::En };
        let style = Style { width, ascii, verbose, lang, ..Style::default() };
        check(&render(&samples::hostile(&name), &style), width);
    }
}
