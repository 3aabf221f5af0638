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
use xo_health_core::model::{JobId, Question, UnreadReason};
use xo_health_core::outlook::{Counts, JobSummary};

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

/// An interrupted run fails nothing, but leaves no restore point.
#[test]
fn an_interrupted_run_is_reported() {
    let mut report = samples::healthy();
    let at = |hours| report.observed_at - jiff::SignedDuration::from_hours(hours);
    let job = JobSummary {
        job_id: JobId::from("job"),
        counts: Counts::default(),
        next_at: Some(at(-5)),
        worst: None,
        interrupted_at: Some(at(19)),
        blocked_by: None,
        steps: Vec::new(),
        good: false,
    };
    assert!(!screen(&report).contains("interrupted"));
    report.outlook.jobs = vec![job];
    let text = screen(&report);
    assert!(
        text.contains("Interrupted runs\n  - the last run of `job`, started Sun 12:00, was interrupted"),
        "{text}"
    );
    assert!(text.contains("next run Mon 12:00"), "{text}");
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

#[test]
fn summary() {
    for (name, lang) in [("summary", Lang::En), ("summary_in_japanese", Lang::Ja)] {
        let (report, style) = (samples::troubled(), Style { lang, ..Style::default() });
        let document = compose_summary(&report, &Say::new(&style, report.observed_at));
        let screen = render::text::render(&document, &style);
        assert!(screen.lines().count() < 24, "{screen}");
        assert_snapshot!(name, screen);
    }
}

/// The answer follows from the backups due.
#[test]
fn answers_the_question() {
    use SnapshotVerdict::{ChainTooLong, Ok, Skip, Unknown};
    type Due = (&'static str, i64, SnapshotVerdict);
    let cases: Vec<(&[Due], &str)> = vec![
        (&[], "No backup is due in the next 24 h"),
        (&[("a", 1, Ok)], "Yes: the 1 VM backup due in the next 24 h will go through"),
        (&[("a", 1, Ok), ("b", 1, Ok)], "Yes: all 2 VM backups due in the next 24 h will go through"),
        (
            &[("a", 1, Ok), ("a", 2, Ok), ("b", 1, Ok), ("b", 2, Ok)],
            "Yes: all 4 VM backups (2 runs) due in the next 24 h will go through",
        ),
        (
            &[("a", 1, Ok), ("b", 1, ChainTooLong)],
            "No: 1 of 2 VM backups due in the next 24 h will fail (certain)",
        ),
        (&[("b", 1, ChainTooLong)], "No: the 1 VM backup due in the next 24 h will fail (certain)"),
        (
            &[("a", 1, Ok), ("b", 1, Skip)],
            "Probably not: 1 of 2 VM backups due in the next 24 h will likely fail (62 %)",
        ),
        (&[("a", 1, Ok), ("b", 1, Unknown)], "Cannot tell: for 1 of 2 VM backups due in the next 24 h"),
    ];
    for (due, answer) in cases {
        let mut report = samples::empty();
        let rows = due.iter().map(|(vm, hours, what)| samples::row(vm, *hours, *what)).collect();
        report.outlook = samples::outlook(rows);
        let screen = render(&report, &Style { width: 300, ..Style::default() });
        assert_eq!(screen.lines().next(), Some(answer), "{due:?}");
    }
}

#[test]
fn what_was_not_read_is_named_under_a_worse_answer() {
    let mut report = samples::empty();
    report.outlook = samples::outlook(vec![samples::row("a", 1, SnapshotVerdict::ChainTooLong)]);
    report.outlook.answer.unread =
        vec![xo_health_core::outlook::UnreadPart::Answer { answer: Question::Logs }];
    let screen = render(&report, &Style { width: 300, ..Style::default() });
    let answer = screen.lines().next().unwrap();
    assert!(answer.ends_with("; besides, logs of past backups could not be read"), "{answer}");
}

/// Backups that were not looked at are named, whatever the answer is.
#[test]
fn what_was_left_out_is_named() {
    let flat = |report: &Report| screen(report).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut worse = samples::troubled();
    worse.outlook.answer.left_out = 7;
    assert!(flat(&worse).contains("; 7 more were not examined: there are too many"), "{}", flat(&worse));
    let mut undecided = samples::healthy();
    undecided.outlook.answer.left_out = 7;
    undecided.outlook.answer.status = xo_health_core::outlook::Status::CannotTell;
    assert!(flat(&undecided).starts_with("Cannot tell: 7 backups were not examined"), "{}", flat(&undecided));
}

/// A search that was cut short before it found a step says so, which differs from "nothing helps".
#[test]
fn a_plan_that_was_cut_short_says_so() {
    let mut report = samples::troubled();
    report.outlook.plan.steps.clear();
    report.outlook.after =
        xo_health_core::outlook::After { steps: 0, cut_short: true, ..report.outlook.after };
    let text = screen(&report).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("The search for steps was cut short before it found one"), "{text}");
    report.outlook.after.cut_short = false;
    assert!(!screen(&report).contains("Do now"));
}

/// The nodes of a chain share one name: their ids distinguish them.
#[test]
fn base_copies_are_distinguished() {
    use xo_health_core::outlook::{Object, ObjectKind, StepAction};
    let mut report = samples::troubled();
    let step = &mut report.outlook.plan.steps[0];
    step.action = StepAction::RepairChain;
    step.objects = ["one-id", "two-id"]
        .map(|id| Object { kind: ObjectKind::Vdi, id: id.into(), name: "base copy".to_owned() })
        .into();
    let text = screen(&report);
    assert!(text.contains("one-id") && text.contains("two-id"), "{text}");
}

#[test]
fn the_last_line_repeats_an_answer_that_is_out_of_sight() {
    let report = samples::troubled();
    let last = |height| {
        let screen = render(&report, &Style { height, width: 200, ..Style::default() });
        screen.lines().last().unwrap().to_owned()
    };
    assert_eq!(last(1000), "Exit status 2: a critical finding");
    let long = last(24);
    assert_eq!(long, "No: 3 of 41 due in 24 h will fail; exit status 2: a critical finding");
}

#[test]
fn every_row_is_listed_or_counted() {
    use SnapshotVerdict::{ChainTooLong, Ok};
    let mut report = samples::empty();
    let vms: Vec<String> = (0..30).map(|n| format!("vm-{n:02}")).collect();
    let what = |n: usize| if n < 20 { ChainTooLong } else { Ok };
    let rows = vms.iter().enumerate().map(|(n, vm)| samples::row(vm, 1, what(n))).collect();
    report.outlook = samples::outlook(rows);
    let screen = screen(&report);
    assert_eq!(screen.matches("  certain  ").count(), 8, "{screen}");
    assert!(screen.contains("12 more like these (--all shows them), 10 others will go through"), "{screen}");
    let all = render(&report, &Style { verbose: true, ..Style::default() });
    assert_eq!(all.matches("  vm-").count(), 30, "{all}");
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
        report.unread[0].why = UnreadReason::Refused { code: long.clone(), message: long };
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

/// Only what is shown is put into words, so that a hundred thousand findings stay cheap.
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

/// A report survives serialization and deserialization unchanged.
#[test]
fn a_report_is_a_value() {
    for (name, report) in samples::all() {
        let written = serde_json::to_value(&report).unwrap();
        let read: Report = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), written, "{name}");
    }
}
