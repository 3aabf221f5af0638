//! What holds of a text and its document: the same answer, the same steps, the same exit status, one zone.
//!
//! Texts are compared without their line breaks, and only in UTC: a document has its times in UTC, whatever the zone.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::{Broken, Rule, Violation, is_likely, list, text};

/// What the program printed for people.
#[derive(Clone, Debug)]
pub struct Screen {
    /// The text, in English and without colour.
    pub text: String,
    /// The IANA name of the zone given to the program.
    pub zone: String,
    /// The exit status of the program.
    pub exit_status: i32,
    /// Whether everything was requested: then nothing is folded, and the first screen need not hold it all.
    pub everything: bool,
}

/// Lists where the text of a check and its document disagree, sorted.
#[must_use]
pub fn agree(document: &Value, screen: &Screen) -> Vec<Violation> {
    let mut broken = Broken::default();
    statuses(document, screen, &mut broken);
    zone(document, screen, &mut broken);
    quiet(document, screen, &mut broken);
    whole(screen, &mut broken);
    if !screen.everything {
        first_screen(document, screen, &mut broken);
    }
    if screen.zone == "UTC" {
        words(document, screen, &mut broken);
    }
    broken.sorted()
}

/// Lists where the document of `jobs` differs from that of `check`, sorted.
#[must_use]
pub fn agree_on_jobs(check: &Value, jobs: &Value) -> Vec<Violation> {
    let mut broken = Broken::default();
    for of_check in list(&check["jobs"]) {
        let id = &of_check["job_id"];
        let Some(job) = list(&jobs["jobs"]).iter().find(|job| job["id"] == *id) else { continue };
        broken.unless(job["outlook"] == *of_check, Rule::Agreement, || format!("jobs/{}", text(id)));
        let is_bad = is_likely(&of_check["worst"]["probability"]);
        let is_good = job["state"] == "good";
        broken.unless(!(is_bad && is_good), Rule::Good, || format!("jobs/{}", text(id)));
    }
    broken.sorted()
}

fn statuses(document: &Value, screen: &Screen, broken: &mut Broken) {
    let status = document["exit_status"].as_i64();
    broken.unless(status == Some(screen.exit_status.into()), Rule::ExitStatus, || {
        format!("document {status:?}, program {}", screen.exit_status)
    });
    let flat = flat(&screen.text);
    let stated = flat.rsplit_once("exit status ").map(|(_, rest)| rest);
    let stated = stated.and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next());
    let holds = stated.is_none_or(|stated| stated == screen.exit_status.to_string());
    broken.unless(holds, Rule::ExitStatus, || format!("told {stated:?}, program {}", screen.exit_status));
}

/// Checks that the answer comes first, and that each step has its number.
fn words(document: &Value, screen: &Screen, broken: &mut Broken) {
    // a line may break inside a Japanese name: blanks say nothing
    let letters = |text: &str| undated(&flat(text)).replace(' ', "");
    let shown = letters(&screen.text);
    let answer = letters(&text(&document["answer"]["text"]));
    broken.unless(shown.starts_with(&answer), Rule::Agreement, || format!("answer: {answer}"));
    for step in list(&document["plan"]) {
        let number = step["step"].as_u64().unwrap_or_default();
        let stated = letters(&text(&step["text"]));
        let holds = shown.contains(&format!("{number}.{stated}"));
        broken.unless(holds, Rule::Agreement, || format!("step {number}: {stated}"));
    }
}

/// The width of a text that goes into a pipe, in columns.
const WIDTH: usize = 80;

/// Words that no number may be shown as.
const NO_NUMBERS: [&str; 4] = ["NaN", "inf", "-0", "null"];

/// Checks that lines fit the width, are not padded, and hold no artefacts of their generation.
fn whole(screen: &Screen, broken: &mut Broken) {
    for line in screen.text.lines() {
        // wide characters take two columns, so only ASCII lines are measured
        let fits = !line.is_ascii() || line.len() <= WIDTH;
        broken.unless(fits, Rule::Words, || format!("wider than {WIDTH}: {line}"));
        broken.unless(line == line.trim_end(), Rule::Words, || format!("padded: {line}"));
    }
    broken.unless(!screen.text.contains("\n\n\n"), Rule::Words, || "two empty lines".to_owned());
    let shown = unquoted(&screen.text);
    broken.unless(!shown.contains("{"), Rule::Words, || "a variable is left".to_owned());
    for word in shown.split_whitespace() {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '-');
        broken.unless(!NO_NUMBERS.contains(&word), Rule::Words, || word.to_owned());
        broken.unless(!is_wrong_ordinal(word), Rule::Words, || word.to_owned());
    }
    for sentence in shown.split(" needs ").skip(1) {
        let amount = |text: &str| text.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let free = sentence.split_once(", where ").filter(|(before, _)| before.len() < 120);
        let holds = free.is_none_or(|(_, free)| amount(free) != amount(sentence));
        broken.unless(holds, Rule::Words, || format!("needs as much as there is: {}", amount(sentence)));
    }
}

/// Returns whether an ordinal is wrong, as `3th` or `21th`: numbers ending in 1, 2 or 3 take `th` only from 11
/// to 13.
fn is_wrong_ordinal(word: &str) -> bool {
    let Some(number) = word.strip_suffix("th").and_then(|number| number.parse::<u32>().ok()) else {
        return false;
    };
    (1..=3).contains(&(number % 10)) && !(11..=13).contains(&(number % 100))
}

/// The lines of a terminal.
const HEIGHT: usize = 24;

/// The number of steps that the first screen shows.
const URGENT: usize = 3;

/// Checks that the answer, the three most urgent steps and the next failure are on the first screen.
fn first_screen(document: &Value, screen: &Screen, broken: &mut Broken) {
    let first: Vec<&str> = screen.text.lines().take(HEIGHT).collect();
    let steps = list(&document["plan"]).iter().take(URGENT);
    for number in steps.filter_map(|step| step["step"].as_u64()) {
        let start = format!(" {number}. ");
        let holds = first.iter().any(|line| line.starts_with(&start));
        broken.unless(holds, Rule::FirstScreen, || format!("step {number}"));
    }
    let fails = list(&document["backups"]).iter().any(|row| row["outcome"] == "fails");
    let head = first.iter().position(|line| line.trim_start().starts_with("when "));
    let has_row = head.is_some_and(|at| first.len() > at + 1);
    broken.unless(!fails || has_row, Rule::FirstScreen, || "no failing run".to_owned());
}

/// Checks that SRs with a likely error are not among those with nothing to report.
fn quiet(document: &Value, screen: &Screen, broken: &mut Broken) {
    let shown = flat(&screen.text);
    let Some((before, _)) = shown.split_once(": nothing to report") else { return };
    let words: Vec<&str> = before.split(' ').collect();
    let count = words.iter().rev().find_map(|word| word.parse::<usize>().ok()).unwrap_or(0);
    let all = || list(&document["backups"]).iter().chain(list(&document["predictions"]));
    let is_noisy = |sr: &&Value| {
        all().any(|one| {
            let by = list(&one["probability_by"]).iter().map(|by| &by["probability"]);
            one["sr_id"] == sr["id"] && by.chain([&one["probability"]]).any(is_likely)
        })
    };
    let noisy = list(&document["srs"]).iter().filter(is_noisy).count();
    let holds = count + noisy <= list(&document["srs"]).len();
    broken.unless(holds, Rule::Quiet, || format!("{count} of {}", list(&document["srs"]).len()));
}

/// How far a shown time may differ from its instant: texts round to minutes.
const ROUNDED: SignedDuration = SignedDuration::from_mins(1);

/// Checks that each time of day is that of an instant in the document, in the requested zone.
fn zone(document: &Value, screen: &Screen, broken: &mut Broken) {
    let Ok(zone) = TimeZone::get(&screen.zone) else {
        broken.unless(false, Rule::Zone, || screen.zone.clone());
        return;
    };
    let mut instants = BTreeSet::new();
    collect(document, &mut instants);
    let mut times = BTreeSet::new();
    for at in instants {
        let around = [at.saturating_sub(ROUNDED), Ok(at), at.saturating_add(ROUNDED)];
        times.extend(
            around.into_iter().flatten().map(|at| at.to_zoned(zone.clone()).strftime("%H:%M").to_string()),
        );
    }
    let shown = unquoted(&screen.text);
    for word in shown.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let is_other = word == "UTC" && screen.zone != "UTC";
        broken.unless(!is_other, Rule::Zone, || format!("{word} in {}", screen.zone));
        let is_known = !is_time(word) || times.contains(word);
        broken.unless(is_known, Rule::Zone, || format!("{word} in {}", screen.zone));
    }
}

/// Collects the instants of a document.
fn collect(value: &Value, into: &mut BTreeSet<Timestamp>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| collect(one, into)),
        Value::Object(all) => all.values().for_each(|one| collect(one, into)),
        Value::String(text) if text.as_bytes().get(10) == Some(&b'T') => {
            into.extend(text.parse::<Timestamp>().ok())
        }
        _ => {}
    }
}

fn is_time(word: &str) -> bool {
    let is_digit = |at: usize| word.as_bytes()[at].is_ascii_digit();
    word.len() == 5 && word.as_bytes()[2] == b':' && [0, 1, 3, 4].into_iter().all(is_digit)
}

/// Leaves out names and texts from the server: they are in backticks or quotes.
fn unquoted(text: &str) -> String {
    flat(text)
        .split('`')
        .step_by(2)
        .collect::<Vec<_>>()
        .join(" ")
        .split('"')
        .step_by(2)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Leaves out dates and the zone: a screen has them only if a weekday is not enough, a document always.
fn undated(text: &str) -> String {
    let mut kept = String::new();
    for word in text.split(' ') {
        let is_date = word.len() == 10 && word.split('-').map(str::len).eq([4, 2, 2]);
        match word.strip_prefix("UTC") {
            Some(mark) if mark.chars().all(|c| c.is_ascii_punctuation()) => kept.push_str(mark),
            _ if is_date => {}
            _ => {
                kept.push(' ');
                kept.push_str(word);
            }
        }
    }
    kept.trim_start().to_owned()
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({
            "exit_status": 1,
            "answer": {"text": "No: 1 of 2 VM backups due in the next 24 h will fail"},
            "backups": [{"at": "2026-11-23T22:00:00Z", "sr_id": "a", "probability": 0.9}],
            "plan": [{"step": 1, "text": "Add 29.0 GiB to `hdd-37`"}],
            "srs": [{"id": "a"}, {"id": "b"}],
        })
    }

    fn screen(zone: &str, text: &str) -> Screen {
        Screen { text: text.to_owned(), zone: zone.to_owned(), exit_status: 1, everything: zone != "UTC" }
    }

    const SOUND: &str = "No: 1 of 2 VM backups due\n  in the next 24 h will fail\nobserved Mon 21:59 UTC\n\nDo now\n 1. Add 29.0\n    \
        GiB to `hdd-37`\n Mon 22:00  `at 07:00`\n1 other SR: nothing to report\nNo; exit status 1: likely";

    #[test]
    fn what_agrees_breaks_nothing() {
        assert_eq!(agree(&document(), &screen("UTC", SOUND)), []);
        assert_eq!(agree(&document(), &screen("Asia/Tokyo", "No Tue 07:00 JST exit status 1")), []);
    }

    #[test]
    fn a_screen_says_the_weekday_where_a_document_says_the_date() {
        let mut document = document();
        document["plan"][0]["text"] = json!("End the run that started Fri 2026-11-20 06:34 UTC: it blocks");
        let shown =
            SOUND.replace("Add 29.0\n    GiB to `hdd-37`", "End the run that\n started Fri 06:34: it blocks");
        document["since"] = json!("2026-11-20T06:34:00Z");
        assert_eq!(agree(&document, &screen("UTC", &shown)), []);
    }

    #[test]
    fn ordinals() {
        let wrong = ["3th", "21th", "102th"].into_iter().all(is_wrong_ordinal);
        let right = ["4th", "11th", "113th", "th", "health"].into_iter().any(is_wrong_ordinal);
        assert!(wrong && !right);
    }

    #[test]
    fn every_rule_can_be_broken() {
        let cases = [
            (Rule::FirstScreen, "UTC", SOUND.replace(" 1. Add", &("\n".repeat(24) + " 1. Add"))),
            (Rule::Words, "UTC", SOUND.replace("to `hdd-37`", "every 3th")),
            (Rule::Words, "UTC", SOUND.replace("to `hdd-37`", "{ $sr }")),
            (Rule::Words, "UTC", SOUND.replace("will fail\n", "will fail \n")),
            (Rule::Words, "UTC", SOUND.replace("Do now", &"x".repeat(81))),
            (Rule::Words, "UTC", SOUND.replace("Do now", "it needs 30 B on it, where 30 B will be free")),
            (Rule::ExitStatus, "UTC", SOUND.replace("status 1", "status 2")),
            (Rule::Agreement, "UTC", SOUND.replace("1 of 2", "2 of 2")),
            (Rule::Agreement, "UTC", SOUND.replace("29.0", "30.0")),
            (Rule::Quiet, "UTC", SOUND.replace("1 other SR", "2 SRs")),
            (Rule::Zone, "UTC", SOUND.replace("22:00", "23:00")),
            (Rule::Zone, "Asia/Tokyo", "Mon 22:00 JST exit status 1".to_owned()),
            (Rule::Zone, "Asia/Tokyo", "Tue 07:00 UTC exit status 1".to_owned()),
        ];
        for (rule, zone, text) in cases {
            let broken = agree(&document(), &screen(zone, &text));
            assert!(broken.iter().any(|one| one.rule == rule), "{rule:?}: {broken:?}");
        }
        let ended = Screen { exit_status: 0, ..screen("UTC", SOUND) };
        assert!(agree(&document(), &ended).iter().any(|one| one.rule == Rule::ExitStatus));
    }

    #[test]
    fn jobs_say_what_the_check_says() {
        let job = |worst: f64| json!({"job_id": "j", "worst": {"probability": worst}});
        let check = json!({"jobs": [job(0.9)]});
        let jobs =
            |state: &str, worst: f64| json!({"jobs": [{"id": "j", "state": state, "outlook": job(worst)}]});
        let rules = |jobs: &Value| agree_on_jobs(&check, jobs).iter().map(|one| one.rule).collect::<Vec<_>>();
        assert_eq!(rules(&jobs("at_risk", 0.9)), []);
        assert_eq!(rules(&jobs("at_risk", 0.2)), [Rule::Agreement]);
        assert_eq!(rules(&jobs("good", 0.9)), [Rule::Good]);
    }
}
