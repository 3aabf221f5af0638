//! What holds of one report in all its formats: the same answer, the same steps, the same numbers of backups.
//!
//! Texts are compared only by their letters and digits: each format has its own marks, line breaks and escapes.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Broken, Rule, Violation, list, text};

/// What the program wrote about one observation, in UTC and in English.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    /// The Markdown.
    pub markdown: String,
    /// The HTML page.
    pub html: String,
    /// The four tables.
    pub csv: String,
    /// The JUnit test results.
    pub junit: String,
    /// The metrics.
    pub metrics: String,
    /// The analysis results.
    pub sarif: String,
    /// What a run with `--output` prints.
    pub printed: String,
}

/// Lists where the formats differ from the document, sorted.
#[must_use]
pub fn agree_in_formats(document: &Value, outputs: &Outputs) -> Vec<Violation> {
    let mut broken = Broken::default();
    words(document, "markdown", &outputs.markdown, &mut broken);
    words(document, "html", &without_tags(&outputs.html), &mut broken);
    counts(document, outputs, &mut broken);
    let answer = letters(&text(&document["answer"]["text"]));
    let printed = letters(&outputs.printed);
    broken.unless(printed == answer, Rule::Agreement, || format!("printed: {}", outputs.printed.trim()));
    broken.sorted()
}

/// Checks the answer and each step, with its number if the format writes numbers.
fn words(document: &Value, format: &str, shown: &str, broken: &mut Broken) {
    let shown = letters(shown);
    let steps = list(&document["plan"]).iter().map(|step| &step["text"]);
    for stated in [&document["answer"]["text"]].into_iter().chain(steps) {
        let holds = says(&shown, &text(stated));
        broken.unless(holds, Rule::Agreement, || format!("{format}: {}", text(stated)));
    }
}

/// Returns whether the letters of a format contain a text. A format with more room may show what the text leaves out in
/// the middle.
fn says(shown: &str, stated: &str) -> bool {
    let mut left = shown;
    stated.split('…').all(|part| {
        let part = letters(part);
        let found = left.find(&part).map(|at| at + part.len());
        left = &left[found.unwrap_or(left.len())..];
        found.is_some()
    })
}

fn counts(document: &Value, outputs: &Outputs, broken: &mut Broken) {
    let rows = list(&document["backups"]);
    let bad = rows.iter().filter(|row| row["outcome"] == "fails" || row["outcome"] == "at_risk").count();
    let number = |key: &str| document["answer"][key].as_u64();
    let suite = outputs.junit.split("<testsuite ").nth(1).unwrap_or_default();
    let junit = suite.matches("<testcase ").count();
    let has_table = !outputs.csv.is_empty();
    let table = outputs.csv.rsplit("\r\n\r\n").next().unwrap_or_default();
    let lines = table.lines().count().saturating_sub(1);
    for (format, stated, expected) in [("junit", junit, rows.len()), ("csv", lines, rows.len())] {
        // a name may contain line breaks: then one CSV row spans several lines
        let holds = stated == expected
            || (format == "csv" && (!has_table || stated > expected && table.contains("\"")));
        broken.unless(holds, Rule::Counts, || format!("{format}: {stated} of {expected}"));
    }
    let metrics = gauges(&outputs.metrics);
    for (state, key) in
        [("due", "due"), ("failing", "failing"), ("at_risk", "at_risk"), ("cannot_tell", "unknown")]
    {
        let stated = metrics.get(format!("xo_health_backups{{state=\"{state}\"}}").as_str());
        let holds = stated.copied() == number(key).map(|n| n as f64);
        broken.unless(holds, Rule::Counts, || format!("metrics: {state} {stated:?}"));
    }
    let status = text(&document["answer"]["status"]);
    let stated = metrics.get(format!("xo_health_answer{{status=\"{status}\"}}").as_str());
    broken.unless(stated == Some(&1.0), Rule::Agreement, || format!("metrics: answer {status} {stated:?}"));
    let exit = metrics.get("xo_health_exit_status").copied();
    let holds = exit == document["exit_status"].as_f64();
    broken.unless(holds, Rule::ExitStatus, || format!("metrics: {exit:?}"));
    let sarif: Value = serde_json::from_str(&outputs.sarif).unwrap_or_default();
    let results = list(&sarif["runs"][0]["results"]).iter();
    let backups = results.filter(|one| !text(&one["ruleId"]).starts_with("XOH-")).count();
    broken.unless(backups == bad, Rule::Counts, || format!("sarif: {backups} of {bad}"));
}

/// Reads the values of metrics, by name and labels.
fn gauges(metrics: &str) -> BTreeMap<&str, f64> {
    let lines = metrics.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.rsplit_once(' '))
        .filter_map(|(name, value)| Some((name, value.parse().ok()?)))
        .collect()
}

/// Removes tags from a page, and everything else that is not text.
fn without_tags(html: &str) -> String {
    let body = html.split_once("<body").map_or("", |(_, body)| body);
    let mut shown = String::with_capacity(body.len());
    for piece in body.split('<').skip(1) {
        shown.push_str(piece.split_once('>').map_or("", |(_, shown)| shown));
    }
    for (entity, character) in
        [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]
    {
        shown = shown.replace(entity, character);
    }
    shown
}

/// Returns the letters and digits of a text, without dates and the zone, which a document always writes.
fn letters(text: &str) -> String {
    let is_date = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        word.len() == 10 && word.split('-').map(str::len).eq([4, 2, 2])
    };
    let words = text.split_whitespace().filter(|word| !is_date(word) && !word.starts_with("UTC"));
    words.flat_map(str::chars).filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn what_a_text_leaves_out_may_be_shown() {
        let cases = [
            ("freeTwoofabefore", "Free two", false),
            ("freeTwoofabefore", "freeTwo of a", true),
            ("clonefailedinthestoragepool", "clone…storage pool", true),
            ("storagepoolclone", "clone…storage pool", false),
            ("clone", "clone…", true),
        ];
        for (shown, stated, expected) in cases {
            assert_eq!(super::says(shown, stated), expected, "{shown}: {stated}");
        }
    }

    use super::*;

    fn document() -> Value {
        json!({
            "answer": {"status": "no", "text": "No: 1 of 2 will fail", "due": 2, "failing": 1, "at_risk": 0, "unknown": 0},
            "backups": [{"outcome": "fails"}, {"outcome": "ok"}],
            "plan": [{"step": 1, "text": "Free `a & <b>` before Mon 2026-11-23 07:00 UTC"}],
            "exit_status": 1,
        })
    }

    fn outputs() -> Outputs {
        let state = |state: &str, n: u32| format!("xo_health_backups{{state=\"{state}\"}} {n}.0\n");
        Outputs {
            markdown: "# **No:** 1 of 2\nwill fail\n1. Free `a & <b>` before Mon 07:00".to_owned(),
            html: "<html><body><h1>No: 1 of 2 will fail</h1><p>Free <code>a &#38; &#60;b&#62;</code> before Mon 07:00</p>"
                .to_owned(),
            csv: "sr\r\na\r\n\r\nbackup\r\na\r\nb\r\n".to_owned(),
            junit: "<testsuites><testsuite name=\"a\"><testcase name=\"a\"/><testcase name=\"b\"/></testsuite><testsuite >\
                <testcase /></testsuite>"
                .to_owned(),
            metrics: [("due", 2), ("failing", 1), ("at_risk", 0), ("cannot_tell", 0)]
                .map(|(name, n)| state(name, n))
                .concat()
                + "xo_health_answer{status=\"no\"} 1.0\nxo_health_exit_status 1.0\n# EOF\n",
            sarif: r#"{"runs": [{"results": [{"ruleId": "XOH-101"}, {"ruleId": "REPOSITORY_FULL"}]}]}"#.to_owned(),
            printed: "No: 1 of 2 will fail\n".to_owned(),
        }
    }

    #[test]
    fn what_agrees_breaks_nothing() {
        assert_eq!(agree_in_formats(&document(), &outputs()), []);
    }

    #[test]
    fn every_format_can_be_broken() {
        type Break = fn(&mut Outputs);
        let cases: [(&str, Break); 8] = [
            ("markdown", |of| of.markdown = of.markdown.replace("1 of 2", "2 of 2")),
            ("html", |of| of.html = of.html.replace("07:00", "08:00")),
            ("csv", |of| of.csv.push_str("c\r\n")),
            ("junit", |of| of.junit = of.junit.replacen("<testcase name=\"b\"/>", "", 1)),
            ("metrics: failing", |of| of.metrics = of.metrics.replace("\"failing\"} 1", "\"failing\"} 2")),
            ("metrics: answer", |of| of.metrics = of.metrics.replace("status=\"no\"", "status=\"yes\"")),
            ("sarif", |of| of.sarif = of.sarif.replace("XOH-101", "OTHER")),
            ("printed", |of| of.printed = "Yes".to_owned()),
        ];
        for (expected, change) in cases {
            let mut changed = outputs();
            change(&mut changed);
            let broken = agree_in_formats(&document(), &changed);
            assert!(broken.iter().any(|one| one.at.starts_with(expected)), "{expected}: {broken:?}");
        }
    }
}
