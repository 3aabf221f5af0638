//! What both databases must do.

use xo_health_core::memory::{KeptObservation, Memory, PastReading};
use xo_health_core::model::ObjectId;
use xo_health_core::units::Bytes;

use super::cluster::Cluster;
use super::{Added, add, analysis_at, block_on, hour};
use crate::{HistoryError, Kept, Location, Store};

/// Returns a server with one chain, given by the case.
fn server(chain: &str, free: u32) -> String {
    format!("sr s ext 100GiB free {free}GiB vm web {{ disk d 20GiB on s: {chain} }}")
}

/// Returns three readings: a snapshot waits for its merge, is merged, and a new one appears.
fn readings() -> [String; 3] {
    [
        server("base 5GiB > base 3GiB > leaf 1GiB", 40),
        server("base 8GiB > leaf 1GiB", 38),
        server("base 8GiB > base 1GiB > leaf 2GiB", 35),
    ]
}

fn pools(text: &str) -> Vec<ObjectId> {
    Kept::of(&analysis_at(hour(0), text)).unwrap().observation.pools.clone()
}

async fn recall(store: &mut Store, before: i64) -> Memory {
    store.recall(&pools(&readings()[0]), hour(before), None).await.unwrap()
}

async fn open(address: &str) -> Store {
    Store::open(&Location::read(address, None).unwrap()).await.unwrap()
}

/// Counts the images that each reading showed, according to the spans.
async fn counts(store: &mut Store, hours: &[i64]) -> Vec<i64> {
    let mut all = Vec::new();
    for &at in hours {
        let sql = "SELECT COUNT(*) FROM image WHERE at <= $1 AND (until IS NULL OR until > $1)";
        all.push(store.number(sql, vec![hour(at).as_millisecond().into()]).await.unwrap());
    }
    all
}

/// Returns the SRs as a reading showed them.
fn past_reading(observation: KeptObservation) -> PastReading {
    PastReading { at: observation.at, places: observation.places }
}

async fn a_reading_comes_back(address: &str) {
    let mut store = open(address).await;
    let [first, second, third] = readings();
    assert_eq!(recall(&mut store, 9).await, Memory::default());
    for (at, text) in [(0, &first), (1, &second), (2, &third)] {
        assert_eq!(add(&mut store, at, text).await, Added::New);
    }
    let memory = recall(&mut store, 2).await;
    let expected: Vec<_> = [(0, &first), (1, &second)]
        .map(|(at, text)| past_reading(Kept::of(&analysis_at(hour(at), text)).unwrap().observation))
        .into();
    assert_eq!(memory.readings, expected, "what is read at the instant or after it is not used");
    let merges: Vec<_> = memory.merges.iter().map(|one| (one.from, one.to, one.nodes, one.bytes)).collect();
    assert_eq!(merges, [(hour(0), hour(1), 1, Bytes::gib(3))]);
    assert_eq!(recall(&mut store, 0).await, Memory::default());
    assert_eq!(store.stats().await.unwrap().readings, 3);
    store.close().await.unwrap();
    assert_eq!(
        recall(&mut open(address).await, 9).await.readings.len(),
        3,
        "it is there in the next process"
    );
}

async fn twice_changes_nothing(address: &str) {
    let mut store = open(address).await;
    for at in [0, 1, 0, 1] {
        add(&mut store, at, &readings()[at as usize]).await;
    }
    let before = (recall(&mut store, 9).await, counts(&mut store, &[0, 1]).await);
    assert_eq!(add(&mut store, 1, &readings()[1]).await, Added::Known);
    assert_eq!((recall(&mut store, 9).await, counts(&mut store, &[0, 1]).await), before);
    assert_eq!(store.stats().await.unwrap().readings, 2);
}

/// In whatever order they are added, readings show the same. Findings are only stored for readings in order.
async fn the_order_does_not_matter(addresses: [&str; 3]) {
    let orders = [[0, 1, 2], [2, 0, 1], [2, 1, 0]];
    let mut all = Vec::new();
    for (address, order) in addresses.into_iter().zip(orders) {
        let mut store = open(address).await;
        for at in order {
            add(&mut store, at, &readings()[at as usize]).await;
        }
        let memory = Memory { findings: Vec::new(), ..recall(&mut store, 9).await };
        all.push((memory, counts(&mut store, &[0, 1, 2, 5]).await));
    }
    assert_eq!(all[0].1, [3, 2, 3, 3]);
    assert_eq!(all[0].0.merges.len(), 1);
    assert_eq!(all[1], all[0]);
    assert_eq!(all[2], all[0]);
}

/// A disk gives back 5 GiB and then 3; a reading that comes late splits the time in which it did.
async fn what_disks_give_back(addresses: [&str; 2]) {
    let text = |gib: u32| format!("sr s nfs 100GiB free 40GiB vm web {{ disk d 50GiB on s: leaf {gib}GiB }}");
    for (address, order) in addresses.into_iter().zip([[0, 1, 2], [0, 2, 1]]) {
        let mut store = open(address).await;
        for at in order {
            add(&mut store, at, &text([20, 15, 12][at as usize])).await;
        }
        let trims = recall(&mut store, 9).await.trims;
        let trims: Vec<_> = trims.iter().map(|one| (one.from, one.to, one.bytes)).collect();
        assert_eq!(
            trims,
            [(hour(0), hour(1), Bytes::gib(5)), (hour(1), hour(2), Bytes::gib(3))],
            "{order:?}"
        );
        assert_eq!(recall(&mut store, 2).await.trims.len(), 1, "what is read at the instant is not used");
    }
}

/// One manual snapshot exists from the start, one comes and goes while its parent changes; the job's is not among them.
async fn snapshots_by_hand(address: &str) {
    let mut store = open(address).await;
    let of_job = "snap nightly job=j schedule=s";
    let chains = [
        format!("base 5GiB snap old > base 1GiB {of_job} > leaf 1GiB"),
        format!("base 5GiB snap old > base 1GiB {of_job} > base 1GiB snap mine > leaf 1GiB"),
        format!("base 5GiB snap old > base 1GiB {of_job} snap mine > leaf 1GiB"),
        format!("base 5GiB snap old > base 1GiB {of_job} > leaf 1GiB"),
    ];
    for (at, chain) in (0..).zip(&chains) {
        add(&mut store, at, &server(chain, 40)).await;
    }
    let mut known = async |before: i64| {
        let all = recall(&mut store, before).await.by_hand;
        all.into_iter().map(|one| (one.vdi.to_string(), one.from, one.until)).collect::<Vec<_>>()
    };
    let (old, mine) = ("web/d@old".to_owned(), "web/d@mine".to_owned());
    let went = [(mine.clone(), hour(1), Some(hour(3))), (old.clone(), hour(0), None)];
    assert_eq!(known(9).await, went);
    assert_eq!(known(3).await, [(mine, hour(1), None), (old.clone(), hour(0), None)], "as it was known then");
    assert_eq!(known(1).await, [(old, hour(0), None)]);
    // an older program did not note whose it is
    store.run("UPDATE image SET by_hand = NULL", vec![]).await.unwrap();
    add(&mut store, 4, &server(&chains[0], 40)).await;
    let all = recall(&mut store, 9).await.by_hand;
    assert_eq!(all.iter().map(|one| (one.from, one.until)).collect::<Vec<_>>(), [(hour(0), None)]);
}

async fn servers_are_known_by_their_pools(address: &str) {
    let mut store = open(address).await;
    let other = "pool q { sr t nfs 10GiB free 5GiB { disk e 1GiB: leaf } }";
    add(&mut store, 0, &readings()[0]).await;
    add(&mut store, 0, other).await;
    assert_eq!(store.stats().await.unwrap().servers, 2);
    let memory = store.recall(&pools(other), hour(1), None).await.unwrap();
    assert_eq!(memory.readings[0].places.len(), 1);
    assert_eq!(memory.readings[0].places[0].sr.to_string(), "t");
    assert_eq!(store.recall(&["unknown".into()], hour(1), None).await.unwrap(), Memory::default());
}

/// Thirty days of a reading every six hours: those of the last two weeks stay, and one a day before.
async fn old_readings_are_thinned(address: &str) {
    let mut store = open(address).await;
    let days = 30_i64;
    for at in 0..days * 4 {
        let text = server("base 8GiB > leaf 1GiB", 40 - (at % 7) as u32);
        add(&mut store, at * 6, &text).await;
    }
    let last = (days * 4 - 1) * 6;
    let before = recall(&mut store, last + 1).await;
    let pruned = store.prune(hour(last)).await.unwrap();
    let after = recall(&mut store, last + 1).await;
    assert_eq!(pruned.left, after.readings.len() as u64);
    assert_eq!(pruned.readings + pruned.left, before.readings.len() as u64);
    assert!((14 * 4..14 * 4 + 20).contains(&pruned.left), "{pruned:?}");
    assert!(after.readings.iter().all(|reading| before.readings.contains(reading)));
    let images = "SELECT COUNT(*) FROM image";
    assert_eq!(store.number(images, vec![]).await.unwrap(), 2, "nothing changed but room");
    assert_eq!(store.prune(hour(last)).await.unwrap().readings, 0);
    let gone = store.prune(hour(last + 500 * 24)).await.unwrap();
    assert_eq!(gone.left, 0, "nothing is kept for ever");
}

/// The first reading of a day thins out old ones, later readings do not; one that claims to be from the future
/// makes nothing old.
async fn each_day_thins_out(address: &str) {
    let mut store = open(address).await;
    let pools = pools(&readings()[0]);
    for at in [0, 1, 2, 20 * 24, 20 * 24 + 1] {
        add(&mut store, at, &readings()[0]).await;
    }
    let far = hour(90 * 24);
    assert_eq!(store.prune_daily(&pools, hour(20 * 24 + 1), far).await.unwrap(), None);
    add(&mut store, 80 * 24, &readings()[0]).await;
    let clock = hour(2);
    let pruned = store.prune_daily(&pools, hour(80 * 24), clock).await.unwrap().unwrap();
    assert_eq!((pruned.readings, pruned.left), (0, 6));
    let pruned = store.prune_daily(&pools, hour(80 * 24), far).await.unwrap().unwrap();
    assert_eq!((pruned.readings, pruned.left), (3, 3), "one a day");
}

async fn runs_are_kept_until_they_have_ended(address: &str) {
    let mut store = open(address).await;
    let with = |at: i64, status: xo_health_core::model::RunStatus| {
        let mut observation = xo_health_core::notation::observation(&server("base 3GiB > leaf", 40)).unwrap();
        observation.reading.observed_at = hour(at);
        let run = xo_health_core::model::Run {
            id: "1".into(),
            job: Some("nightly".into()),
            schedule: None,
            mode: None,
            proxy: None,
            start: Some(hour(-1)),
            end: None,
            status,
            has_tasks: true,
            error: None,
            unopened: Vec::new(),
            warnings: Default::default(),
            vms: Vec::new(),
        };
        observation.backups.runs = Some(vec![run]);
        xo_health_core::analysis::Analysis::of(std::sync::Arc::new(observation), &Default::default())
    };
    use xo_health_core::model::RunStatus::{Failure, Pending};
    for (at, status, expected) in [(0, Pending, "pending"), (1, Failure, "failure"), (2, Pending, "failure")]
    {
        let analysis = with(at, status);
        store.add(&Kept::of(&analysis).unwrap()).await.unwrap();
        let rows = store.rows("SELECT status FROM run", vec![]).await.unwrap();
        let all: Vec<_> = rows.iter().map(|row| crate::connect::text(row, 0).unwrap().unwrap()).collect();
        assert_eq!(all, [expected]);
    }
}

/// XO keeps the runs of two days, the history all of them, as long as its readings leave no gap.
async fn runs_that_xo_no_longer_has(address: &str) {
    use xo_health_core::model::RunStatus::{Failure, Success};
    let mut store = open(address).await;
    let text = "sr s ext 100GiB free 40GiB vm web { disk d 20GiB on s: base 8GiB > leaf 1GiB } \
                job nightly delta of web cron=\"0 3 * * *\" keep=2";
    let run = |day: i64| {
        let failed = day == 3;
        let error = failed.then(|| xo_health_core::model::LogError {
            code: Some("SR_BACKEND_FAILURE_44".into()),
            message: "There is insufficient space".into(),
        });
        run_of("nightly", hour(24 * day - 2), if failed { Failure } else { Success }, error)
    };
    let logs = |days: std::ops::RangeInclusive<i64>| days.map(run).collect::<Vec<_>>();
    let reading = |day: i64, from: i64| {
        let mut observation = xo_health_core::notation::observation(text).unwrap();
        observation.reading.observed_at = hour(24 * day);
        observation.backups.runs = Some(logs(from..=day));
        xo_health_core::analysis::Analysis::of(std::sync::Arc::new(observation), &Default::default())
    };
    // nothing was read between days 2 and 5
    for (day, from) in [(1, 0), (2, 1), (5, 4), (6, 5), (7, 6)] {
        let analysis = reading(day, from);
        assert_eq!(store.add(&Kept::of(&analysis).unwrap()).await.unwrap(), Added::New);
    }
    let pools = pools(text);
    let mut earlier = async |before: i64, logs: Option<Vec<_>>| {
        store.recall(&pools, hour(before), logs.as_deref()).await.unwrap().runs
    };
    let at_8 = earlier(24 * 8, Some(logs(7..=8))).await;
    assert_eq!(at_8, logs(4..=6), "back to the gap, and none that XO has");
    assert_eq!(earlier(24 * 6, Some(logs(5..=6))).await, logs(4..=4), "no run of a later reading");
    assert_eq!(earlier(24 * 4, Some(logs(4..=4))).await, [], "nothing shows what came before the fourth day");
    assert_eq!(earlier(24 * 8, None).await, [], "without logs nothing follows them");
}

async fn findings_have_since_and_until(address: &str) {
    let mut store = open(address).await;
    let broken = server("missing > leaf", 40);
    for (at, text) in [(0, &readings()[1]), (1, &broken), (2, &broken), (3, &readings()[1])] {
        add(&mut store, at, text).await;
    }
    let sql = "SELECT at, until FROM finding WHERE severity = 'critical'";
    let rows = store.rows(sql, vec![]).await.unwrap();
    let spans: Vec<_> = rows
        .iter()
        .map(|row| (crate::connect::int(row, 0).unwrap(), crate::connect::int(row, 1).unwrap()))
        .collect();
    let at = |of: i64| Some(hour(of).as_millisecond());
    assert!(!spans.is_empty() && spans.iter().all(|span| *span == (at(1), at(3))), "{spans:?}");
    // in the third hour, its later fate was not yet known
    let memory = recall(&mut store, 3).await;
    let critical = memory.findings.iter().find(|span| span.severity == "critical").unwrap();
    assert_eq!((critical.from, critical.until), (hour(1), None));
}

/// A forecast is judged by what later readings show: what happened, what did not, and what is not yet known.
async fn forecasts_are_judged(address: &str) {
    use xo_health_core::forecast::Incident;
    let mut store = open(address).await;
    let text = "sr s ext 100GiB free 40GiB vm web { disk d 20GiB on s: base 8GiB > leaf 1GiB } \
                job nightly delta of web cron=\"0 3 * * *\" keep=2";
    let forecast = |at: i64, run: &str| {
        let mut observation = xo_health_core::notation::observation(text).unwrap();
        observation.reading.observed_at = hour(at);
        let failed = xo_health_core::model::RunStatus::Failure;
        let error = || xo_health_core::model::LogError {
            code: Some("SR_BACKEND_FAILURE_44".into()),
            message: "There is insufficient space".into(),
        };
        if !run.is_empty() {
            observation.backups.runs = Some(vec![run_of("nightly", hour(3), failed, Some(error()))]);
        } else {
            observation.backups.runs = Some(Vec::new());
        }
        let options = xo_health_core::forecast::Options {
            horizon: 168,
            also: None,
            draws: Some(4),
            seed: 1,
            merge_speed: None,
            threads: std::num::NonZero::<usize>::MIN,
            deadline: Default::default(),
        };
        let settings = xo_health_core::analysis::Settings { forecast: Some(options), ..Default::default() };
        xo_health_core::analysis::Analysis::of(std::sync::Arc::new(observation), &settings)
    };
    for (at, run) in [(0, ""), (2, ""), (30, "failed")] {
        let analysis = forecast(at, run);
        assert_eq!(store.add(&Kept::of(&analysis).unwrap()).await.unwrap(), Added::New);
    }
    assert_eq!(store.stats().await.unwrap().forecasts, 3, "one that predicts nothing counts");
    let known = store.servers().await.unwrap();
    let [server] = &known[..] else { panic!("{known:?}") };
    assert_eq!((server.readings, server.between), (3, Some((hour(0), hour(30)))));
    let cases = store.cases(server).await.unwrap();
    let made: Vec<_> = cases.iter().map(|case| (case.made, case.known_until)).collect();
    // the last one of each day (UTC)
    assert_eq!(made.last(), Some(&(hour(30), hour(30))));
    let first = &cases[0];
    assert_eq!(first.known_until, hour(30));
    assert!(first.possible.contains(&("nightly".into(), Some(ObjectId::new("web")), Incident::NoSpace)));
    let occurred: Vec<_> =
        first.units(Some(Incident::NoSpace), 24).iter().map(|unit| unit.occurred).collect();
    assert_eq!(occurred, [Some(hour(4))], "the run of three o'clock ended an hour later");
    assert_eq!(first.units(None, 168), [], "the week is not over");
    let labels = store.labels(server).await.unwrap();
    assert_eq!(labels.get(&ObjectId::new("web")).map(String::as_str), Some("web"));
    // a correction learns only from what was known then, and only from what was predicted
    let learnt = store.cases_before(&pools(text), hour(30)).await.unwrap();
    let made: Vec<_> = learnt.iter().map(|case| (case.made, case.known_until)).collect();
    assert_eq!(made, [(hour(2), hour(2))]);
    let learnt = store.cases_before(&pools(text), hour(31)).await.unwrap();
    assert_eq!(learnt.len(), cases.len());
    assert_eq!(learnt[0].events, cases[0].events);
    assert!(!learnt[0].events.is_empty());
    let aloud = |case: &xo_health_core::forecast::cases::Case| {
        let all = case.predictions.iter().map(|one| (one.job.clone(), one.error, one.within(24)));
        all.filter(|(.., chance)| chance.is_some_and(|chance| chance >= 0.01)).collect::<Vec<_>>()
    };
    assert_eq!(aloud(&learnt[0]), aloud(&cases[0]));
    assert_eq!(store.cases_before(&pools(text), hour(24 * 200)).await.unwrap().len(), 0, "that was long ago");
    let rare = "SELECT COUNT(*) FROM forecast f WHERE NOT EXISTS (SELECT 1 FROM forecast o WHERE o.at = f.at AND o.nr = \
                f.nr AND o.chance >= 0.005)";
    assert_eq!(store.number(rare, vec![]).await.unwrap(), 0);
}

/// Returns a run of a job with one VM that ended with this status an hour after it began.
fn run_of(
    job: &str,
    start: jiff::Timestamp,
    status: xo_health_core::model::RunStatus,
    error: Option<xo_health_core::model::LogError>,
) -> xo_health_core::model::Run {
    use xo_health_core::backup::testing::{NO_RUN, vm_that_took};
    use xo_health_core::model::{Phase, Run};
    let end = start.checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
    let whole = Phase::new(Some(start), Some(end), status, error.map(Box::new));
    Run {
        id: start.as_millisecond().to_string().as_str().into(),
        job: Some(job.into()),
        start: Some(start),
        end: Some(end),
        status,
        has_tasks: true,
        vms: vec![vm_that_took("web", whole)],
        ..NO_RUN.clone()
    }
}

/// The data of the views: chains over time, the owners of disks, reports to compare.
async fn what_was_seen_is_shown(address: &str) {
    let mut store = open(address).await;
    for (at, text) in readings().iter().enumerate() {
        add(&mut store, at as i64, text).await;
    }
    let known = store.servers().await.unwrap();
    let [server] = &known[..] else { panic!("{known:?}") };
    let past = store.past(server, (hour(0), hour(2)), 10).await.unwrap();
    assert_eq!(past.memory.readings.len(), 3);
    let depths: Vec<_> = past.disks.iter().map(|disk| (disk.vdi.to_string(), &disk.depths[..])).collect();
    let expected = [(hour(0), 3), (hour(1), 2), (hour(2), 3)];
    assert_eq!(depths, [("web/d".to_owned(), &expected[..])]);
    assert_eq!(past.owners, [(ObjectId::new("web/d"), ObjectId::new("web"))].into());
    let pools = pools(&readings()[0]);
    assert!(!store.keep_report(&pools, hour(9), b"{}").await.unwrap(), "it has no reading");
    for at in 0..3 {
        let json = format!("{{\"at\": {at}}}");
        assert!(store.keep_report(&pools, hour(at), json.as_bytes()).await.unwrap());
        assert!(!store.keep_report(&pools, hour(at), b"another").await.unwrap(), "the first one stays");
    }
    let kept = store.reports(server).await.unwrap();
    assert!(kept.ends_with(&[hour(1), hour(2)]), "{kept:?}");
    assert_eq!(store.report(server, hour(2)).await.unwrap().unwrap(), b"{\"at\": 2}");
    assert_eq!(store.report(server, hour(7)).await.unwrap(), None);
}

/// A history goes through a file into another: both show the same, and a second import changes nothing.
async fn a_history_goes_through_a_file([from, into, other]: [&str; 3]) {
    let mut store = open(from).await;
    for (at, text) in readings().iter().enumerate() {
        add(&mut store, at as i64, text).await;
    }
    add(&mut store, 0, "pool q { sr t nfs 10GiB free 5GiB { disk e 1GiB: leaf } }").await;
    let mut file = Vec::new();
    store.export(&mut file).await.unwrap();
    let mut copy = open(into).await;
    // so that the copy has numbers of its own
    add(&mut copy, 5, "pool z { sr y nfs 10GiB free 5GiB { disk x 1GiB: leaf } }").await;
    let imported = copy.import(file.as_slice()).await.unwrap();
    assert_eq!((imported.new, imported.known), (4, 0));
    assert_eq!(recall(&mut copy, 9).await, recall(&mut store, 9).await);
    assert_eq!(counts(&mut copy, &[0, 1, 2]).await, counts(&mut store, &[0, 1, 2]).await);
    let past = |of: crate::Known| (of.readings, of.between, of.pools);
    let before: Vec<_> = store.servers().await.unwrap().into_iter().map(past).collect();
    let after: Vec<_> = copy.servers().await.unwrap().into_iter().map(past).collect();
    assert_eq!(after[1..], before[..]);
    let stats = copy.stats().await.unwrap();
    let again = copy.import(file.as_slice()).await.unwrap();
    assert_eq!((again.new, again.known), (0, 4));
    assert_eq!(copy.stats().await.unwrap().readings, stats.readings);
    assert_eq!(recall(&mut copy, 9).await, recall(&mut store, 9).await);
    // the next reading continues where the file ended
    assert_eq!(add(&mut copy, 3, &readings()[1]).await, Added::New);
    assert_eq!(recall(&mut copy, 9).await.merges.len(), 2);

    let mut partly = open(other).await;
    add(&mut partly, 1, &readings()[1]).await;
    let cut = file.len() / 2;
    for bad in [&file[..cut], b"no export", b""] {
        let error = partly.import(bad).await.unwrap_err();
        assert!(matches!(error, HistoryError::Export { .. }), "{error}");
    }
    let error = partly.import(file.as_slice()).await.unwrap_err();
    assert!(error.to_string().contains("other readings"), "{error}");
    assert_eq!(partly.stats().await.unwrap().readings, 1, "nothing was changed");
}

/// The export of an older program has fewer columns: what it did not know stays unknown.
async fn an_older_export_is_read([from, into]: [&str; 2]) {
    let mut store = open(from).await;
    for (at, text) in readings().iter().enumerate() {
        add(&mut store, at as i64, text).await;
    }
    let mut file = Vec::new();
    store.export(&mut file).await.unwrap();
    let lines = String::from_utf8(zstd::decode_all(file.as_slice()).unwrap()).unwrap();
    let older: String = lines
        .lines()
        .map(|line| {
            let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
            if line["table"] == "image" {
                line["row"].as_array_mut().unwrap().pop();
            }
            format!("{line}\n")
        })
        .collect();
    assert!(older.len() < lines.len());
    let mut copy = open(into).await;
    copy.import(zstd::encode_all(older.as_bytes(), 0).unwrap().as_slice()).await.unwrap();
    assert_eq!(recall(&mut copy, 9).await, recall(&mut store, 9).await);
    let newer = older.replacen("\"row\":[", "\"row\":[1,2,3,4,5,6,7,8,9,", 9);
    let refused = copy.import(zstd::encode_all(newer.as_bytes(), 0).unwrap().as_slice()).await.unwrap_err();
    assert!(matches!(refused, HistoryError::Export { .. }), "{refused}");
}

/// An older program created the tables: what it wrote stays, and what is missing is added.
async fn an_older_history_goes_on(address: &str) {
    let mut store = open(address).await;
    add(&mut store, 0, &readings()[0]).await;
    let before = recall(&mut store, 9).await;
    // as the first version created it
    let first = crate::connect::older(&mut store).await;
    assert_eq!(first, 1);
    store.close().await.unwrap();
    let mut store = open(address).await;
    assert_eq!(recall(&mut store, 9).await.readings, before.readings);
    assert_eq!(add(&mut store, 1, &readings()[1]).await, Added::New);
    assert_eq!(recall(&mut store, 9).await.merges.len(), 1);
}

/// A newer program changes the tables while this one has them open: its reading in progress is stored in full, and then it
/// refuses them.
async fn a_newer_history_is_refused(address: &str) {
    let (mut store, mut newer) = (open(address).await, open(address).await);
    add(&mut store, 0, &readings()[0]).await;
    newer.run("ALTER TABLE image ADD COLUMN later BIGINT", vec![]).await.unwrap();
    let sql = "UPDATE _sqlx_migrations SET version = 99 WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";
    newer.run(sql, vec![]).await.unwrap();
    assert_eq!(add(&mut store, 1, &readings()[1]).await, Added::New);
    store.close().await.unwrap();
    let error = Store::open(&Location::read(address, None).unwrap()).await.unwrap_err();
    assert!(matches!(error, HistoryError::Newer { version: 99, .. }), "{error}");
    assert_eq!(recall(&mut newer, 9).await.merges.len(), 1);
}

/// Two connections write at once: both readings are stored in full.
async fn two_writers(address: &str) {
    let (mut one, mut other) = tokio::join!(open(address), open(address));
    for at in 0..10 {
        let [first, second, _] = readings();
        tokio::join!(add(&mut one, 2 * at, &first), add(&mut other, 2 * at + 1, &second));
    }
    let memory = recall(&mut one, 99).await;
    assert_eq!(memory.readings.len(), 20);
    assert_eq!(memory.merges.len(), 10, "each second reading shows what was merged since the first");
    assert_eq!(counts(&mut other, &[0, 1, 18, 19]).await, [3, 2, 3, 2]);
}

/// `cron` starts the checks of several servers in the same second: one of them creates the tables, none is
/// refused.
async fn many_begin_at_once(address: &str) {
    let start = &std::sync::Barrier::new(6);
    std::thread::scope(|scope| {
        for at in 0..6 {
            scope.spawn(move || {
                start.wait();
                block_on(async {
                    let mut store = open(address).await;
                    assert_eq!(add(&mut store, at, &readings()[0]).await, Added::New);
                    // the last to leave removes files while others are still arriving
                    store.close().await.unwrap();
                });
            });
        }
    });
    let count = "SELECT COUNT(*) FROM reading";
    assert_eq!(open(address).await.number(count, vec![]).await.unwrap(), 6);
}

/// A transaction that fails leaves no trace.
async fn all_or_nothing(address: &str) {
    let mut store = open(address).await;
    add(&mut store, 0, &readings()[0]).await;
    let before = recall(&mut store, 9).await;
    store.begin().await.unwrap();
    let failed = store.run("INSERT INTO reading (server, at) VALUES (1, 7), (1, 7)", vec![]).await;
    assert!(store.end(failed).await.is_err());
    assert_eq!(recall(&mut store, 9).await, before);
    assert_eq!(add(&mut store, 1, &readings()[1]).await, Added::New, "and the store goes on");
}

async fn suite(address: &mut impl FnMut() -> String) {
    a_reading_comes_back(&address()).await;
    twice_changes_nothing(&address()).await;
    the_order_does_not_matter([&address(), &address(), &address()]).await;
    what_disks_give_back([&address(), &address()]).await;
    snapshots_by_hand(&address()).await;
    servers_are_known_by_their_pools(&address()).await;
    old_readings_are_thinned(&address()).await;
    each_day_thins_out(&address()).await;
    runs_are_kept_until_they_have_ended(&address()).await;
    runs_that_xo_no_longer_has(&address()).await;
    findings_have_since_and_until(&address()).await;
    forecasts_are_judged(&address()).await;
    what_was_seen_is_shown(&address()).await;
    a_history_goes_through_a_file([&address(), &address(), &address()]).await;
    an_older_export_is_read([&address(), &address()]).await;
    an_older_history_goes_on(&address()).await;
    a_newer_history_is_refused(&address()).await;
    two_writers(&address()).await;
    for _ in 0..3 {
        many_begin_at_once(&address()).await;
    }
    all_or_nothing(&address()).await;
}

#[test]
fn sqlite_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    let mut address = || {
        count += 1;
        folder.path().join(format!("a folder/history {count}.db")).display().to_string()
    };
    block_on(suite(&mut address));
}

#[test]
fn postgresql_conforms() {
    let mut cluster = Cluster::start();
    block_on(suite(&mut || cluster.database()));
}

#[test]
fn a_server_that_is_not_there() {
    let address = "postgres://me:secret@127.0.0.1:1/health";
    let error = block_on(Store::open(&Location::read(address, None).unwrap())).unwrap_err();
    assert!(matches!(error, HistoryError::Connect { .. }), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
}

/// The suite compares what `KeptObservation` keeps; this proves that there is something to compare.
#[test]
fn the_readings_differ() {
    let [first, second, third] = readings().map(|text| {
        let analysis = analysis_at(hour(0), &text);
        KeptObservation::of(analysis.observation(), analysis.chains()).unwrap()
    });
    assert!(first.images != second.images && second.images != third.images);
}
