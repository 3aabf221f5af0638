//! Our scheduler against XO's: the recorded answers, then properties of patterns that nobody recorded.

use std::io::Read;

use flate2::read::GzDecoder;
use jiff::Timestamp;
use proptest::prelude::*;

use super::*;

#[derive(serde::Deserialize)]
struct Recorded {
    cron: String,
    timezone: Option<String>,
    from: Timestamp,
    #[serde(default)]
    next: Vec<Timestamp>,
    error: Option<String>,
}

fn recorded() -> Vec<Recorded> {
    let packed = include_bytes!("../../../../../tests/fixtures/cron.json.gz");
    let mut text = String::new();
    GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn runs(pattern: &str, zone: &str, from: &str, count: usize) -> Vec<String> {
    let cron = Cron::parse(pattern).unwrap();
    let zone = ScheduleZone::parse(Some(zone)).unwrap();
    cron.upcoming(&zone, at(from)).take(count).map(|instant| instant.to_string()).collect()
}

#[test]
fn answers_as_the_recorded_scheduler_does() {
    let cases = recorded();
    assert_eq!(cases.len(), 483);
    let mut wrong = Vec::new();
    for case in cases {
        let zone = ScheduleZone::parse(case.timezone.as_deref()).unwrap();
        let ours = Cron::parse(&case.cron)
            .map(|cron| cron.upcoming(&zone, case.from).take(5).collect::<Vec<_>>())
            .map_err(|error| error.to_string());
        let theirs = case.error.map_or(Ok(case.next), Err);
        if ours != theirs {
            wrong.push(format!(
                "{:?} {:?} from {}\n  {ours:?}\n  {theirs:?}",
                case.cron, case.timezone, case.from
            ));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_time_the_clocks_skip_fires_twice() {
    let paris = runs("30 2 * * *", "Europe/Paris", "2026-03-28T22:30:00Z", 2);
    assert_eq!(paris, ["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"]);
}

#[test]
fn a_run_is_never_found_twice() {
    // starting at 05:30, XO's own search returns 05:30 here
    let newfoundland = runs("0,1 2 * * *", "America/St_Johns", "2024-03-10T05:29:00Z", 3);
    assert!(newfoundland.is_sorted_by(|a, b| a < b), "{newfoundland:?}");
}

#[test]
fn refuses_with_xos_words() {
    let cases = [
        ("*", "hour: missing integer at character 1"),
        ("* * * * MON", "dayOfWeek: missing alias or integer at character 8"),
        ("* * * jam *", "month: missing alias or integer at character 6"),
        ("0 0 1 * * *", "unexpected character at offset 10, expected end"),
        ("* * * * 5/2", "unexpected character at offset 9, expected end"),
        ("* * * * 8", "dayOfWeek: 8 is not between 0 and 6"),
        ("*/ * * * *", "minute: missing integer at character 2"),
        ("1- * * * *", "minute: missing integer at character 2"),
        ("1,, * * * *", "minute: missing integer at character 2"),
        ("@reboot", "minute: missing integer at character 0"),
        (" @daily", "minute: missing integer at character 1"),
        ("-1 * * * *", "minute: missing integer at character 0"),
        ("0 ２ * * *", "hour: missing integer at character 2"),
        ("100000000000000000000000 * * * *", "minute: 1e+23 is not between 0 and 59"),
        ("18446744073709551616 * * * *", "minute: 18446744073709552000 is not between 0 and 59"),
        ("*/0 * * * *", "minute: a step of 0 never ends at character 2; use a step of 1 or more"),
    ];
    for (pattern, expected) in cases {
        assert_eq!(Cron::parse(pattern).unwrap_err().to_string(), expected, "{pattern:?}");
    }
    let digits = "9".repeat(400);
    let error = Cron::parse(&format!("{digits} * * * *")).unwrap_err();
    assert_eq!(error.to_string(), "minute: Infinity is not between 0 and 59");
}

#[test]
fn accepts_what_xo_accepts() {
    let set = |values: &[u8]| values.iter().copied().collect::<FieldSet>();
    let cases = [
        ("*****", Field::Minute, FieldSet::EVERY),
        ("\t5\t* * * *  ", Field::Minute, set(&[5])),
        ("*/25 * * * *", Field::Minute, set(&[0, 25, 50])),
        ("10-20/5 * * * *", Field::Minute, set(&[10, 15, 20])),
        ("*/9999999999 * * * *", Field::Minute, set(&[0])),
        ("*,5 * * * *", Field::Minute, set(&[5])),
        ("007 * * * *", Field::Minute, set(&[7])),
        ("* 22-4 * * *", Field::Hour, FieldSet::EVERY),
        ("* 22-4,12 * * *", Field::Hour, set(&[12])),
        ("* * * jan-mar,11 *", Field::Month, set(&[0, 1, 2, 11])),
        ("* * * * 7", Field::DayOfWeek, set(&[0])),
        ("* * * * 0-7", Field::DayOfWeek, set(&[0])),
        ("* * * * 5-7", Field::DayOfWeek, FieldSet::EVERY),
        ("* * * * mon-fri", Field::DayOfWeek, set(&[1, 2, 3, 4, 5])),
        ("* * */10 * *", Field::DayOfMonth, set(&[1, 11, 21, 31])),
        ("@yearly", Field::Month, set(&[0])),
        ("@annually", Field::DayOfMonth, set(&[1])),
        ("@hourly", Field::Hour, FieldSet::EVERY),
    ];
    for (pattern, field, expected) in cases {
        let cron = Cron::parse(pattern).unwrap();
        assert_eq!(of(&cron, field), expected, "{pattern:?}");
    }
}

#[test]
fn gives_up_where_xo_does() {
    // February has at most 29 days: after five months without a day XO throws
    assert_eq!(runs("0 0 30 1 *", "utc", "2026-01-01T00:00:00Z", 1), [""; 0]);
    assert_eq!(runs("0 0 31 3,5 *", "utc", "2026-01-01T00:00:00Z", 1), [""; 0]);
    assert_eq!(runs("0 0 29 1 *", "utc", "2026-03-01T00:00:00Z", 1), ["2028-02-29T00:00:00Z"]);
    assert_eq!(Cron::parse("* * * * *").unwrap().next(&ScheduleZone::utc(), Timestamp::MAX), None);
}

#[test]
fn reads_the_zone_of_a_schedule() {
    fn zone(name: Option<&str>) -> Result<ScheduleZone, ZoneError> {
        ScheduleZone::parse(name)
    }
    assert_eq!(zone(None), Ok(ScheduleZone::utc()));
    assert_eq!(zone(Some("UTC")), Ok(ScheduleZone::utc()));
    let name = "Europe/Pariis".to_owned();
    assert_eq!(zone(Some("Europe/Pariis")), Err(ZoneError::Unknown { name }));
    assert!(zone(Some("")).is_err());
    assert!(zone(Some("../../etc/passwd")).is_err());
    assert!(zone(Some(&"x".repeat(10_000_000))).unwrap_err().to_string().len() < 300);

    let local = zone(Some("local")).unwrap();
    let daily = Cron::parse("@daily").unwrap();
    let from = at("2026-11-22T12:00:00Z");
    assert!(local.is_server_local());
    assert_eq!(daily.next(&local, from), None);
}

#[test]
fn reports_what_crontab_readers_would_not_expect() {
    use XoReading::*;
    let cases: [(&str, &[(Field, XoReading)]); 19] = [
        ("0 2 * * *", &[]),
        ("@weekly", &[]),
        ("0 2 * jan,dec wen", &[]),
        ("0 2 * */3 *", &[]),
        ("*/15 0-23 1-31 * 0-6", &[]),
        ("0 2 * * 7", &[]),
        ("0 2 31 * mon", &[]),
        ("0 2 * 1 *", &[(Field::Month, MonthsFromZero)]),
        ("0 2 * 0 *", &[(Field::Month, MonthsFromZero)]),
        ("0 2 * 3-5,dec *", &[(Field::Month, MonthsFromZero)]),
        ("0 2 * * 5-7", &[(Field::DayOfWeek, RangeEndsInSeven)]),
        ("0 2 * * 0-7", &[(Field::DayOfWeek, RangeEndsInSeven)]),
        ("0 2 * * sat-7/2", &[(Field::DayOfWeek, RangeEndsInSeven)]),
        ("0 22-4 * * *", &[(Field::Hour, BackwardRange)]),
        ("0 * * * fri-mon", &[(Field::DayOfWeek, BackwardRange)]),
        ("*,5 * * * *", &[(Field::Minute, StarInList)]),
        ("0 2 */2 * 1", &[(Field::DayOfMonth, EitherDay)]),
        (
            "0 22-4 * 1 5-7",
            &[
                (Field::Hour, BackwardRange),
                (Field::Month, MonthsFromZero),
                (Field::DayOfWeek, RangeEndsInSeven),
            ],
        ),
        ("0 2 * wed *", &[]),
    ];
    for (pattern, expected) in cases {
        let found: Vec<_> = differences(pattern).into_iter().map(|d| (d.field, d.reading)).collect();
        assert_eq!(found, expected, "{pattern:?}");
    }
}

#[test]
fn a_difference_holds_both_readings() {
    let [february] = &differences("0 2 * 1 *")[..] else { panic!("one difference") };
    assert_eq!(february.xo, FieldSet::from_iter([1]));
    assert_eq!(february.usual, Some(FieldSet::from_iter([0])));
    let [wrapped] = &differences("0 22-4 * * *")[..] else { panic!("one difference") };
    assert_eq!((wrapped.xo, wrapped.usual), (FieldSet::EVERY, None));
}

fn of(cron: &Cron, field: Field) -> FieldSet {
    match field {
        Field::Minute => cron.minute,
        Field::Hour => cron.hour,
        Field::DayOfMonth => cron.day_of_month,
        Field::Month => cron.month,
        Field::DayOfWeek => cron.day_of_week,
    }
}

fn any_field(least: u8, greatest: u8) -> impl Strategy<Value = String> {
    let value = least..=greatest;
    prop_oneof![
        4 => Just("*".to_owned()),
        2 => value.clone().prop_map(|value| value.to_string()),
        1 => (1..=greatest).prop_map(|step| format!("*/{step}")),
        1 => (value.clone(), value.clone()).prop_map(|(a, b)| format!("{a}-{b}")),
        1 => proptest::collection::vec(value, 1..4)
            .prop_map(|values| values.iter().map(u8::to_string).collect::<Vec<_>>().join(",")),
    ]
}

fn any_pattern() -> impl Strategy<Value = String> {
    (any_field(0, 59), any_field(0, 23), any_field(1, 31), any_field(0, 11), any_field(0, 7))
        .prop_map(|(minute, hour, day, month, week)| format!("{minute} {hour} {day} {month} {week}"))
}

fn any_zone() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "utc",
        "Europe/Paris",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Tokyo",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Africa/Casablanca",
        "Pacific/Chatham",
    ])
}

/// Returns whether the clocks change within two days before or one day after the instant.
fn near_a_clock_change(zone: &ScheduleZone, instant: Timestamp) -> bool {
    let zone = zone.time_zone().unwrap();
    let hours = |n: i64| instant + jiff::SignedDuration::from_hours(n);
    (-48..=24).any(|n| zone.to_offset(hours(n)) != zone.to_offset(instant))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn runs_follow_each_other_and_fit(
        pattern in any_pattern(), zone in any_zone(), from in 1_700_000_000_i64..1_900_000_000,
    ) {
        let cron = Cron::parse(&pattern).unwrap();
        let zone = ScheduleZone::parse(Some(zone)).unwrap();
        let mut previous = Timestamp::from_second(from).unwrap();
        for run in cron.upcoming(&zone, previous).take(12) {
            prop_assert!(run > previous, "{run} after {previous}");
            if !near_a_clock_change(&zone, run) && !near_a_clock_change(&zone, previous) {
                prop_assert!(fits(&cron, &zone, run), "{run}");
            }
            previous = run;
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-0-9a-z*/,@ \\t\u{1b}é]{0,40}") {
        let _ = differences(&text);
        if let Ok(cron) = Cron::parse(&text) {
            let _ = cron.next(&ScheduleZone::utc(), Timestamp::UNIX_EPOCH);
        }
    }
}

fn fits(cron: &Cron, zone: &ScheduleZone, run: Timestamp) -> bool {
    let local = run.to_zoned(zone.time_zone().unwrap().clone());
    let value = |value: i8| u8::try_from(value).unwrap();
    let by_month = cron.day_of_month.allows(value(local.day()));
    let by_week = cron.day_of_week.allows(value(local.weekday().to_sunday_zero_offset()));
    let either = !cron.day_of_month.is_every() && !cron.day_of_week.is_every();
    let day = if either { by_month || by_week } else { by_month && by_week };
    day && local.second() == 0
        && cron.minute.allows(value(local.minute()))
        && cron.hour.allows(value(local.hour()))
        && cron.month.allows(value(local.month() - 1))
}
