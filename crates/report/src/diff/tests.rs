//! Comparisons of reports: what counts as new, worse, better, gone.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::*;
use crate::json;
use crate::render::{self, Style};
use crate::say::Say;
use crate::words::{Lang, Words};
use crate::{Report, document, samples};

fn state(report: &Report) -> State {
    State::of(report, Words::of(Lang::En)).unwrap()
}

fn text(diff: &Diff, lang: Lang) -> String {
    let style = Style { lang, ..Style::default() };
    render::text::render(&compose(diff, &Say::new(&style, diff.after.observed_at)), &style)
}

/// Returns a report with changes to its document.
fn changed(report: &Report, change: impl FnOnce(&mut Value)) -> State {
    let mut document =
        serde_json::to_value(document::CheckDocument::of(report, Words::of(Lang::En))).unwrap();
    change(&mut document);
    State::read(document.to_string().as_bytes()).unwrap()
}

#[test]
fn the_same_report_has_no_change() {
    for (name, report) in samples::all() {
        let diff = Diff::between(&state(&report), &state(&report));
        let changes = [diff.findings.len(), diff.backups.len(), diff.predictions.len()];
        assert_eq!((changes, diff.answer), ([0, 0, 0], None), "{name}");
        let keys = report.findings.iter().map(|found| found.finding.key());
        let keys: std::collections::BTreeSet<_> = keys.collect();
        assert_eq!(diff.findings_unchanged as usize, keys.len(), "{name}");
        assert!(text(&diff, Lang::En).starts_with("No change:"), "{name}");
    }
}

/// Reversing a comparison turns new into gone and worse into better.
#[test]
fn it_has_two_sides() {
    let all = samples::all();
    for (a, before) in &all {
        for (b, after) in &all {
            let there = Diff::between(&state(before), &state(after));
            let back = Diff::between(&state(after), &state(before));
            for (one, other) in [(DiffKind::New, DiffKind::Gone), (DiffKind::Worse, DiffKind::Better)] {
                assert_eq!(there.count(one), back.count(other), "{a} {b}");
                let backups = |diff: &Diff, of| diff.backups.iter().filter(|row| row.change == of).count();
                assert_eq!(backups(&there, one), backups(&back, other), "{a} {b}");
            }
        }
    }
}

#[test]
fn what_changed() {
    let report = samples::troubled();
    let known = state(&report);
    let finding = |at: usize, key: &'static str, value: Value| {
        changed(&report, move |document| document["findings"][at][key] = value)
    };
    let less_severe = finding(0, "severity", json!("info"));
    assert_eq!(Diff::between(&less_severe, &known).count(DiffKind::Worse), 1);
    assert_eq!(Diff::between(&known, &less_severe).count(DiffKind::Better), 1);
    let renamed = finding(0, "subject", {
        let mut subject = serde_json::to_value(&report.findings[0].finding.subject).unwrap();
        subject["name"] = json!("other");
        subject
    });
    assert!(Diff::between(&known, &renamed).findings.is_empty(), "a name is no identity");
    let without = changed(&report, |document| document["findings"] = json!([]));
    let diff = Diff::between(&without, &known);
    assert_eq!(diff.count(DiffKind::New), report.findings.len());
    let likelier = changed(&report, |document| {
        for row in document["backups"].as_array_mut().unwrap() {
            if row["outcome"] == "fails" {
                row["outcome"] = json!("at_risk");
            }
        }
    });
    let worse = Diff::between(&likelier, &known);
    assert!(!worse.backups.is_empty() && worse.backups.iter().all(|row| row.change == DiffKind::Worse));
    let other_error = changed(&report, |document| {
        for row in document["backups"].as_array_mut().unwrap() {
            if row["outcome"] == "fails" {
                row["error"] = json!("REPOSITORY_FULL");
            }
        }
    });
    let changes: Vec<DiffKind> =
        Diff::between(&known, &other_error).backups.iter().map(|row| row.change).collect();
    assert!(changes.contains(&DiffKind::New) && changes.contains(&DiffKind::Gone), "{changes:?}");
}

/// Documents of the first version have no answer, fingerprints or backups; later ones may have new codes.
#[test]
fn older_and_newer_documents() {
    let report = samples::troubled();
    let old = changed(&report, |document| {
        let map = document.as_object_mut().unwrap();
        for key in [
            "answer",
            "backups",
            "events",
            "plan",
            "after",
            "jobs",
            "exit_reason",
            "vms",
            "draws",
            "timeline",
        ] {
            map.remove(key);
        }
        for finding in map["findings"].as_array_mut().unwrap() {
            finding.as_object_mut().unwrap().remove("fingerprint");
        }
    });
    let diff = Diff::between(&old, &state(&report));
    assert!(diff.findings.is_empty() && diff.answer.is_none(), "{:?}", diff.findings);
    let new = changed(&report, |document| {
        document["findings"][0]["code"] = json!("XOH-999 brand-new");
        document["findings"][0]["fingerprint"] = json!("XOH-999/vdi/x");
        document["findings"][0]["message"] = json!("something\u{1b}[2J new");
    });
    let diff = Diff::between(&state(&report), &new);
    assert_eq!((diff.count(DiffKind::New), diff.count(DiffKind::Gone)), (1, 1));
    let screen = text(&diff, Lang::En);
    assert!(screen.contains("XOH-999 brand-new") && screen.contains("something?[2J new"), "{screen}");
}

#[test]
fn other_documents_are_refused() {
    for (json, expected) in [
        (
            r#"{"schema": "xo-health.jobs/1"}"#,
            "it is a document `xo-health.jobs/1`, not `xo-health.report/1`",
        ),
        ("{}", "it is a document `unknown`"),
        (r#"{"schema": "xo-health.report/1"}"#, "not a readable report: missing field"),
        ("[1", "not a readable report: "),
    ] {
        let error = State::read(json.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn what_was_not_read_is_no_improvement() {
    let diff = Diff::between(&state(&samples::troubled()), &state(&samples::gaps()));
    assert!(!diff.unseen.is_empty());
    let screen = text(&diff, Lang::En);
    // wherever lines are broken
    let screen = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(screen.contains("may still be there, unseen"), "{screen}");
    let blind = changed(&samples::troubled(), |document| document["horizon_hours"] = Value::Null);
    let diff = Diff::between(&blind, &state(&samples::troubled()));
    assert!(!diff.predictions_compared && diff.predictions.is_empty());
}

/// A finding that the user suppresses is neither gone nor better; one that counts again is new or worse.
#[test]
fn what_is_suppressed() {
    let report = samples::troubled();
    let known = state(&report);
    let first = report.findings[0].finding.key().to_string();
    let moved = |severity: Option<&'static str>| {
        changed(&report, move |document| {
            let mut finding = document["findings"].as_array_mut().unwrap().remove(0);
            if let Some(severity) = severity {
                finding["severity"] = json!(severity);
            }
            finding["suppressed"] = json!({"reason": "known", "until": null});
            document["suppressed"].as_array_mut().unwrap().push(finding);
        })
    };
    let (same, milder) = (moved(None), moved(Some("info")));
    let without = changed(&report, |document| {
        document["findings"].as_array_mut().unwrap().remove(0);
    });
    let cases = [
        ("suppressed now", &known, &same, Some(DiffKind::Suppressed)),
        ("suppressed, and was not there", &without, &same, None),
        ("gone, and was suppressed", &same, &without, None),
        ("suppressed in both", &same, &milder, None),
        ("counts again", &same, &known, Some(DiffKind::New)),
        ("counts again, and got worse", &milder, &known, Some(DiffKind::Worse)),
    ];
    for (case, before, after, expected) in cases {
        let diff = Diff::between(before, after);
        let changes: Vec<_> = diff.findings.iter().map(|one| (one.fingerprint.clone(), one.change)).collect();
        let expected: Vec<_> = expected.into_iter().map(|change| (first.clone(), change)).collect();
        assert_eq!(changes, expected, "{case}");
    }
    let diff = Diff::between(&known, &same);
    assert_eq!((diff.baseline().gone, diff.baseline().suppressed), (0, 1));
    for lang in [Lang::En, Lang::Ja] {
        assert_snapshot!(format!("suppressed_{lang:?}"), text(&diff, lang));
    }
}

#[test]
fn screens() {
    let (before, after) = (state(&samples::healthy()), state(&samples::troubled()));
    let exit = (2, crate::ExitReason::Findings { severity: Severity::Critical });
    let diff = Diff::between(&before, &after).judged(exit);
    assert_snapshot!("worse", text(&diff, Lang::En));
    assert_snapshot!("worse_ja", text(&diff, Lang::Ja));
    assert_snapshot!("better", text(&Diff::between(&after, &before), Lang::En));
    let style = Style::default();
    let markdown =
        render::markdown::render(&compose(&diff, &Say::new(&style, diff.after.observed_at)), &style);
    assert_snapshot!("markdown", markdown);
}

#[test]
fn documents_are_valid() {
    let schema = json::schema_of::<document::Compared<'_>>().unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    for (a, before) in samples::all() {
        for (b, after) in samples::all() {
            let diff = Diff::between(&state(&before), &state(&after));
            let written = json::write(&document::Compared::of(&diff, Words::of(Lang::En))).unwrap();
            let document: Value = serde_json::from_str(&written).unwrap();
            let errors: Vec<String> =
                validator.iter_errors(&document).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0], "{a} {b}");
        }
    }
}
