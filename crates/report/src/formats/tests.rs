//! Every format with problems, with nothing to report, and with names from a hostile server.

use super::*;
use crate::words::Lang;
use crate::{check, samples};

fn written(name: &str, report: &Report, lang: Lang) -> String {
    let style = Style { lang, ..Style::default() };
    let page = Page {
        view: View::Check(report),
        compose: &|say| check::compose(report, say),
        now: report.observed_at,
        style: &style,
        took: Some(Duration::from_millis(1250)),
        csv: Csv::default(),
        cover: &Cover::default(),
        srs: &[],
    };
    Format::named(name).unwrap().write(&page).unwrap()
}

/// Writes the reports of two servers, the second of which could not be read.
fn several(name: &str, first: Report, lang: Lang) -> String {
    let style = Style { lang, ..Style::default() };
    let mut servers = vec![
        Server { name: "main".to_owned(), result: Ok(first) },
        Server { name: "branch/\u{202e}2".to_owned(), result: Err("cannot connect".to_owned()) },
        Server { name: "calm".to_owned(), result: Ok(samples::healthy()) },
    ];
    servers::sort(&mut servers);
    let each = |report: &Report, say: &Say<'_>| check::compose(report, say);
    let page = Page {
        view: View::Servers(Several { servers: &servers, each: &each }),
        compose: &|say| servers::compose(&servers, say),
        now: samples::troubled().observed_at,
        style: &style,
        took: None,
        csv: Csv::default(),
        cover: &Cover::default(),
        srs: &[],
    };
    Format::named(name).unwrap().write(&page).unwrap()
}

/// Every format accepts several servers, and none leaves out the one that could not be read.
#[test]
fn several_servers() {
    for format in FORMATS {
        for report in [samples::troubled(), samples::hostile(NAME)] {
            let text = several(format.name, report, Lang::En);
            let is_safe = |c: char| matches!(c, '\n' | '\r') || display::is_plain(c);
            assert!(text.chars().all(is_safe), "{}", format.name);
            let unread = if format.name == "openmetrics" { "server=\"branch" } else { "cannot connect" };
            assert!(text.contains(unread), "{}: {text}", format.name);
        }
    }
    for name in ["csv", "junit", "nagios", "plain"] {
        let text = several(name, samples::troubled(), Lang::En);
        insta::assert_snapshot!(format!("several_{name}"), text);
    }
    let metrics = several("openmetrics", samples::troubled(), Lang::En);
    well_formed(&metrics);
    assert_eq!(metrics.matches("# TYPE xo_health_exit_status ").count(), 1);
    for server in ["main", "calm"] {
        assert!(metrics.contains(&format!("xo_health_sr_free_bytes{{server=\"{server}\",")), "{metrics}");
    }
    let sarif: serde_json::Value =
        serde_json::from_str(&several("sarif", samples::troubled(), Lang::En)).unwrap();
    assert_eq!(sarif["runs"].as_array().map(Vec::len), Some(3));
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
    let html = several("html", samples::troubled(), Lang::En);
    assert!(
        html.matches("Server <bdi>").count() >= 2 || html.matches("Server <code>").count() >= 2,
        "{html}"
    );
}

/// The output for monitoring is bounded in lines and in values of SRs.
#[test]
fn a_plugin_says_no_more_than_is_read() {
    let mut report = samples::troubled();
    let sr = report.srs[0].clone();
    report.srs = (0..500)
        .map(|n| crate::SrView { id: format!("{n:08}-sr"), name: "long name ".repeat(20), ..sr.clone() })
        .collect();
    let text = written("nagios", &report, Lang::En);
    assert!(text.len() < 8 << 10, "{} bytes", text.len());
    assert!(text.contains("srs_left_out=490"), "{text}");
    let alone = report.srs[0].id.chars().take(8).collect::<String>();
    assert!(text.contains(&alone), "the worst come first: {text}");
}

/// A name with a formula, markup, an escape sequence, a right-to-left override, a bar and quotes.
const NAME: &str = "=1+1<script>alert(1)</script>\u{1b}[2J\u{202e}|\"'`[x](http://a)\n@all";

/// The formats whose snapshot tests are here.
const NEW: [&str; 8] = ["markdown", "html", "csv", "junit", "sarif", "openmetrics", "nagios", "plain"];

#[test]
fn what_is_wrong() {
    for name in NEW {
        insta::assert_snapshot!(format!("troubled_{name}"), written(name, &samples::troubled(), Lang::En));
    }
}

#[test]
fn what_is_wrong_in_japanese() {
    for name in ["markdown", "junit", "nagios"] {
        insta::assert_snapshot!(format!("japanese_{name}"), written(name, &samples::troubled(), Lang::Ja));
    }
}

/// Returns a report compared with its former state: one finding fewer, one that got worse, one that is gone; no backup
/// at risk.
fn with_baseline() -> Report {
    let state = |report: &Report| crate::diff::State::of(report, Words::of(Lang::En)).unwrap();
    let mut report = samples::troubled();
    let mut before = report.clone();
    let [_, second, third, ..] = &mut before.findings[..] else { panic!() };
    second.finding.severity = xo_health_core::findings::Severity::Info;
    third.finding.subject.id = "gone".to_owned();
    third.finding.subject.name = "gone".to_owned();
    before.findings.remove(0);
    let diff = Diff::between(&state(&before), &state(&report));
    diff.note(&mut report);
    report
}

#[test]
fn since_a_baseline() {
    let report = with_baseline();
    let counts = |baseline: &crate::Baseline| [baseline.new, baseline.worse, baseline.gone];
    assert_eq!(report.baseline.as_ref().map(counts), Some([2, 1, 1]));
    for name in ["text", "csv", "junit", "sarif", "openmetrics", "nagios"] {
        insta::assert_snapshot!(format!("baseline_{name}"), written(name, &report, Lang::En));
    }
}

#[test]
fn nothing_to_report() {
    for name in NEW {
        insta::assert_snapshot!(format!("empty_{name}"), written(name, &samples::empty(), Lang::En));
    }
}

/// Nothing from a server is obeyed: not by a terminal, a browser, a spreadsheet or a parser.
#[test]
fn hostile() {
    let report = samples::hostile(NAME);
    for format in FORMATS {
        let text = written(format.name, &report, Lang::En);
        let is_safe = |c: char| matches!(c, '\n' | '\r') || xo_health_core::display::is_plain(c);
        let odd = text.chars().find(|c| !is_safe(*c));
        assert_eq!(odd, None, "{}", format.name);
    }
    let html = written("html", &report, Lang::En);
    for (at, _) in html.match_indices('<') {
        let tag: String = html[at + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(
            tag != "script" && tag != "img" && tag != "a" || html[at..].starts_with("<a class=\"skip\""),
            "{tag}"
        );
    }
    assert!(!html.contains(" style=") && !html.contains(" onerror=\"") && !html.contains("javascript:\""));
    for line in written("csv", &report, Lang::En).lines() {
        for cell in line.split(',') {
            let cell = cell.trim_matches('"');
            assert!(!cell.starts_with(['=', '+', '@']), "{line}");
        }
    }
    let sarif: serde_json::Value = serde_json::from_str(&written("sarif", &report, Lang::En)).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(quick_junit::Report::deserialize_from_str(&written("junit", &report, Lang::En)).is_ok());
}

/// A line of OpenMetrics is a comment or a name, labels and a number; every name has a type and a help text.
#[test]
fn metrics_are_well_formed() {
    for report in [samples::troubled(), samples::hostile(NAME), samples::empty()] {
        well_formed(&written("openmetrics", &report, Lang::En));
    }
}

fn well_formed(text: &str) {
    assert!(text.ends_with("# EOF\n"));
    {
        let mut typed = std::collections::BTreeSet::new();
        let mut seen = std::collections::BTreeSet::new();
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("# TYPE ") {
                let (name, kind) = rest.split_once(' ').unwrap();
                assert_eq!(kind, "gauge");
                assert!(typed.insert(name.to_owned()), "{name} twice");
            } else if !line.starts_with('#') {
                let name = line.split(['{', ' ']).next().unwrap();
                assert!(typed.contains(name), "{line}");
                let (labels, value) = line.rsplit_once(' ').unwrap();
                assert!(value.parse::<f64>().unwrap().is_finite(), "{line}");
                assert!(seen.insert(labels.to_owned()), "{labels} twice");
            }
        }
    }
}

/// `sr`, `jobs` and `backtest` have fewer formats, and say so.
#[test]
fn a_view_without_this_format() {
    let list = SrList {
        observed_at: samples::empty().observed_at,
        source: samples::empty().source,
        srs: Vec::new(),
    };
    let style = Style::default();
    let page = Page {
        view: View::Srs(&list),
        compose: &|say| sr::compose_list(&list, say),
        now: list.observed_at,
        style: &style,
        took: None,
        csv: Csv::default(),
        cover: &Cover::default(),
        srs: &[],
    };
    for format in FORMATS {
        assert_eq!(format.write(&page).is_ok(), format.writes_any(), "{}", format.name);
    }
}
