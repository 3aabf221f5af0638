//! Whole screens of jobs, and what holds for whatever a server sends.

mod world;

use std::sync::Arc;

use insta::assert_snapshot;
use proptest::prelude::*;

use self::world::{World, again, ago, chaos, failing_vm, good_vm, moved, run};
use super::*;
use crate::json;
use crate::render::{self, Style};
use crate::say::Say;
use crate::words::Lang;
use xo_health_core::analysis::Settings;
use xo_health_core::display;
use xo_health_core::model::{
    JobKind, Question, Remarks, RunPlace, RunStatus, Unopened, Unread, UnreadReason,
};
use xo_health_core::outlook::Outlook;

fn analysed(world: &World) -> Analysis {
    Analysis::of(Arc::new(world.0.clone()), &Settings::default())
}

fn report(world: &World, job: Option<&str>, lang: Lang) -> JobsReport {
    report_of(&analysed(world), job, lang)
}

fn report_of(analysis: &Analysis, job: Option<&str>, lang: Lang) -> JobsReport {
    // as the program does it with the error catalogue
    let skipped = |error: &LogError| (&*error.message == "unhealthy VDI chain").then(|| "skipped".to_owned());
    // only the past: the forecast has a test of its own
    let outlook = Outlook { jobs: Vec::new(), ..Outlook::of(analysis) };
    let mut report = build_report(analysis, &outlook, job, &skipped).unwrap();
    report.explain(|_| match lang {
        Lang::En => "XO skipped the VM to protect its chains".to_owned(),
        Lang::Ja => "チェーン保護のため XO が VM をスキップ".to_owned(),
    });
    report
}

fn of(world: &World, job: &str) -> JobsReport {
    report(world, Some(job), Lang::En)
}

fn render(report: &JobsReport, style: &Style) -> String {
    render::text::render(&compose::compose(report, &Say::new(style, report.observed_at)), style)
}

fn screen(world: &World, job: Option<&str>, lang: Lang) -> String {
    render(&report(world, job, lang), &Style { lang, ..Style::default() })
}

/// Returns a world with a bit of everything.
fn busy() -> World {
    let mut nightly = Vec::new();
    for day in 3..15 {
        let bytes = if day == 14 { 400 } else { 30 };
        let vms = ["web", "db", "files"].map(|vm| moved(good_vm(vm, ago(day * 24), 40), bytes, day == 14));
        nightly.push(run("nightly", ago(day * 24), 130, RunStatus::Success, vms.into()));
    }
    let mut fallen = moved(good_vm("db", ago(51), 90), 200, true);
    fallen.remarks =
        Some(Box::new(Remarks { fallback: Some("Backup fell back to a full".into()), ..Remarks::default() }));
    let mut retried = moved(good_vm("files", ago(51), 30), 30, false);
    retried.remarks = again("HTTP connection has timed out");
    let vms = vec![moved(good_vm("web", ago(51), 40), 30, false), fallen, retried];
    nightly.push(run("nightly", ago(51), 190, RunStatus::Success, vms));
    for hours in [27, 3] {
        let vms = vec![
            failing_vm("web", ago(hours), RunStatus::Failure, "other side closed"),
            failing_vm("db", ago(hours), RunStatus::Skipped, "unhealthy VDI chain"),
            world::tested(moved(good_vm("files", ago(hours), 30), 30, false), hours == 3),
        ];
        nightly.push(run("nightly", ago(hours), 55, RunStatus::Failure, vms));
    }
    let hourly = vec![
        run("hourly", ago(60), 20, RunStatus::Success, vec![good_vm("web", ago(60), 15)]),
        run("hourly", ago(50), 0, RunStatus::Pending, vec![]),
        world::refused("hourly", ago(49)),
        world::refused("hourly", ago(48)),
    ];
    let all_at_once = vec![
        run("in turn", ago(34), 3, RunStatus::Success, vec![good_vm("会計DB", ago(34), 2)]),
        run("in turn", ago(10), 4, RunStatus::Success, vec![good_vm("会計DB", ago(10), 3)]),
    ];
    World::new(
        r#"pool main {
             sr local ext 1TiB { }
             sr dr nfs 4TiB { }
             vm web { disk root 9GiB on local: base 5GiB snap one age=3h > leaf 1GiB }
             vm db { disk data 90GiB on local: leaf 9GiB }
             vm files halted { disk data 90GiB on local: leaf 9GiB }
             vm 会計DB { disk root 9GiB on local: leaf 9GiB }
           }"#,
    )
    .job("nightly", "0 22 * * *", &["web", "db", "files"], nightly)
    .set("nightly", |job| {
        job.srs = vec!["dr".into()];
        let settings = serde_json::json!({"": {
            "concurrency": 4, "nRetriesVmBackupFailures": 1, "fullInterval": 30, "reportWhen": "error",
            "preferNbd": true, "exportRetention": "many",
        }, "nightly": {"exportRetention": 14, "copyRetention": 2, "healthCheckSr": "dr"}});
        world::configure(job, &settings);
    })
    .job("hourly", "0 * * * *", &["web"], hourly)
    .set("hourly", |job| {
        job.remotes.clear();
        world::configure(job, &serde_json::json!({"": {"snapshotRetention": 24}}));
    })
    .job("in turn", "off 0 0 * * *", &["会計DB"], all_at_once)
    .sequence("evening", "0 15 * * *", &["in turn"])
    .job("old", "off 0 3 * * *", &["web", "db"], vec![])
    .job("weekly", "0 5 * * wed", &["gone", "web"], vec![])
    .job(
        "先月から",
        "0 2 * * *",
        &["会計DB"],
        vec![run(
            "先月から",
            ago(23),
            15,
            RunStatus::Interrupted,
            vec![failing_vm("会計DB", ago(23), RunStatus::Interrupted, "")],
        )],
    )
    .kind(
        "metadata",
        JobKind::Metadata,
        "0 4 * * *",
        vec![run("metadata", ago(21), 1, RunStatus::Success, vec![])],
    )
}

#[test]
fn all_jobs() {
    assert_snapshot!(screen(&busy(), None, Lang::En));
}

#[test]
fn all_jobs_in_japanese() {
    assert_snapshot!(screen(&busy(), None, Lang::Ja));
}

/// What mirrors and metadata jobs keep is set on their schedules; a mirror names what it copies.
#[test]
fn what_mirrors_and_metadata_keep() {
    let mut world = busy().kind("mirror", JobKind::Mirror, "0 12 * * *", vec![]);
    let of_schedule = |json: &str| serde_json::from_str(json).unwrap();
    let all = &mut world.0.backups;
    let schedules = all.schedules.clone().unwrap();
    for job in all.mirror_jobs.iter_mut().chain(&mut all.metadata_jobs).flatten() {
        let schedule = schedules.iter().find(|schedule| schedule.job == job.id).unwrap();
        let kept = r#"{"exportRetention": 3, "retentionPoolMetadata": 2, "retentionXoMetadata": 1}"#;
        job.settings.insert(schedule.id.to_string(), of_schedule(kept));
        job.source = (job.kind == JobKind::Mirror).then(|| "nas".into());
    }
    let mirror = screen(&world, Some("mirror"), Lang::En);
    assert!(mirror.contains("copies from repository `nas`; keeps 3 backups of each VM"), "{mirror}");
    let metadata = screen(&world, Some("metadata"), Lang::En);
    assert!(metadata.contains("keeps 2 backups of pools; keeps 1 backup of XO"), "{metadata}");
}

#[test]
fn one_job() {
    assert_snapshot!(screen(&busy(), Some("nightly"), Lang::En));
}

#[test]
fn one_job_in_japanese() {
    assert_snapshot!(screen(&busy(), Some("nightly"), Lang::Ja));
}

#[test]
fn one_job_with_everything() {
    let style = Style { verbose: true, ..Style::default() };
    assert_snapshot!(render(&of(&busy(), "nightly"), &style));
}

#[test]
fn other_jobs() {
    let world = busy();
    let names = ["hourly", "in turn", "evening", "weekly", "metadata"];
    assert_snapshot!(names.map(|job| screen(&world, Some(job), Lang::En)).join("\n----\n\n"));
}

#[test]
fn nothing_was_read() {
    let world = busy().unread(&[Question::Schedules, Question::Logs, Question::CallJobs]);
    let screens = [screen(&world, None, Lang::En), screen(&world, Some("nightly"), Lang::En)];
    assert_snapshot!(screens.join("\n----\n\n"));
}

#[test]
fn colour_adds_nothing() {
    let report = of(&busy(), "nightly");
    let coloured = render(&report, &Style { color: true, ..Style::default() });
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    for part in coloured.split('\u{1b}') {
        plain.push_str(
            part.strip_prefix('[').and_then(|part| part.split_once('m')).map_or(part, |(_, rest)| rest),
        );
    }
    assert_eq!(plain, render(&report, &Style::default()));
}

/// Returns a daily job of two VMs with these runs: hours ago, how it ended, how each of the VMs fared.
fn daily(runs: &[(i64, RunStatus, [RunStatus; 2])]) -> World {
    let past = |(hours, ended, vms): &(i64, RunStatus, [RunStatus; 2])| {
        let vm = |(name, status): (&str, RunStatus)| match status {
            RunStatus::Success => good_vm(name, ago(*hours), 10),
            status => failing_vm(name, ago(*hours), status, "other side closed"),
        };
        let vms = ["a", "b"].into_iter().zip(*vms).map(vm).collect();
        run("j", ago(*hours), 10, *ended, vms)
    };
    let vms = "sr s ext 1TiB { } vm a { disk r 9GiB on s: leaf } vm b { disk r 9GiB on s: leaf }";
    World::new(vms).job("j", "0 22 * * *", &["a", "b"], runs.iter().map(past).collect())
}

#[test]
fn how_a_job_stands() {
    use RunStatus::{Failure, Interrupted, Pending, Skipped, Success};
    let good = (3, Success, [Success; 2]);
    let off = |world: World| world.switch_off("j");
    let cases = [
        ("good", daily(&[good]), JobState::Good, 0),
        (
            "one VM failed",
            daily(&[(27, Success, [Success; 2]), (3, Failure, [Success, Failure])]),
            JobState::Failing,
            0,
        ),
        ("healed", daily(&[(27, Failure, [Failure; 2]), good]), JobState::Good, 0),
        ("one VM was skipped", daily(&[(3, Skipped, [Success, Skipped])]), JobState::Skipping, 0),
        (
            "one VM was skipped, as long as logs reach back",
            daily(&[(51, Skipped, [Success, Skipped]), (3, Skipped, [Success, Skipped])]),
            JobState::Skipping,
            1,
        ),
        (
            "interrupted",
            daily(&[(27, Success, [Success; 2]), (3, Interrupted, [Interrupted; 2])]),
            JobState::Interrupted,
            0,
        ),
        ("too long ago", daily(&[(100, Success, [Success; 2])]), JobState::RpoMissed, 2),
        (
            "runs for an hour",
            daily(&[(27, Success, [Success; 2]), (1, Pending, [Pending; 2])]),
            JobState::Good,
            0,
        ),
        (
            "runs for days",
            daily(&[(80, Success, [Success; 2]), (70, Pending, [Pending; 2])]),
            JobState::Stuck,
            2,
        ),
        ("its first run", daily(&[(1, Pending, [Pending; 2])]), JobState::Unknown, 0),
        ("no run", daily(&[]), JobState::Unknown, 0),
        ("nothing starts it", off(daily(&[(3, Failure, [Failure; 2])])), JobState::Disabled, 0),
        (
            "nothing starts it, and it does not end",
            off(daily(&[(90, Pending, [Pending; 2])])),
            JobState::Stuck,
            0,
        ),
        ("no logs", daily(&[good]).unread(&[Question::Logs]), JobState::Unknown, 0),
        ("no schedules", daily(&[good]).unread(&[Question::Schedules]), JobState::Unknown, 0),
        (
            "no schedules, and it fails",
            daily(&[(3, Failure, [Failure; 2])]).unread(&[Question::Schedules]),
            JobState::Failing,
            0,
        ),
    ];
    for (case, world, state, missing) in cases {
        let job = &report(&world, None, Lang::En).jobs[0];
        assert_eq!((job.state, job.vms.unwrap().missing_rpo()), (state, missing), "{case}");
    }
    // XO ends its runs at once and reports success
    let idle = daily(&[good]).set("j", |job| job.remotes.clear());
    let states = [idle, daily(&[]).set("j", |job| job.remotes.clear())]
        .map(|world| report(&world, None, Lang::En).jobs[0].state);
    assert_eq!(states, [JobState::SavesNothing; 2]);
    // a success whose details are lost proves nothing
    let mut lost = daily(&[good]);
    let runs = lost.0.backups.runs.as_mut().unwrap();
    (runs[0].has_tasks, runs[0].vms) = (false, Vec::new());
    let job = &report(&lost, None, Lang::En).jobs[0];
    assert_eq!((job.state, job.success), (JobState::Unknown, Some(Rate { good: 0, all: 0 })));
    assert_eq!(job.last_run.as_ref().unwrap().ended, Ended::Unknown);
}

#[test]
fn a_refused_start_is_no_run() {
    let world = busy();
    let hourly = of(&world, "hourly");
    let job = &hourly.jobs[0];
    assert_eq!((job.refused, job.success), (Some(2), Some(Rate { good: 1, all: 1 })));
    assert_eq!(job.last_run.as_ref().unwrap().ended, Ended::Success);
    assert_eq!(job.running.as_ref().unwrap().ended, Ended::Stuck);
    let ended: Vec<_> = hourly.detail.unwrap().runs.unwrap().iter().map(|run| run.ended).collect();
    assert_eq!(ended, [Ended::Refused, Ended::Refused, Ended::Stuck, Ended::Success]);
}

/// The words for how many VMs succeeded: one, two, none, some.
#[test]
fn counts_read_well() {
    use RunStatus::{Failure, Skipped, Success};
    let vms = |all: &[RunStatus]| -> String {
        let names = ["a", "b", "c", "d"];
        let vms =
            names.iter().zip(all).map(|(name, status)| failing_vm(name, ago(3), *status, "x")).collect();
        let world = World::new("sr s ext 1TiB { }").job(
            "j",
            "0 22 * * *",
            &[],
            vec![run("j", ago(3), 1, Failure, vms)],
        );
        let screen = screen(&world, None, Lang::En);
        let line = screen.lines().find(|line| line.contains("last run")).unwrap();
        line.split_once(": ").unwrap().1.split(';').next().unwrap().to_owned()
    };
    let cases: [(&[RunStatus], &str); 6] = [
        (&[Failure], "its VM failed"),
        (&[Failure, Failure], "both VMs failed"),
        (&[Failure, Failure, Failure], "all 3 VMs failed"),
        (&[Success, Failure, Skipped], "1 of 3 VMs succeeded, 1 skipped, 1 failed"),
        (&[Failure, Skipped, Skipped], "none of 3 VMs succeeded, 2 skipped, 1 failed"),
        (&[], "failed"),
    ];
    for (all, words) in cases {
        assert_eq!(vms(all), words, "{all:?}");
    }
}

/// VMs that were tried again because of several errors name each of them.
#[test]
fn several_reasons_to_try_again() {
    let retried = |vm: &str, why: &str| {
        let mut tried = good_vm(vm, ago(3), 9);
        tried.remarks = again(why);
        tried
    };
    let reasons = ["SR_BACKEND_FAILURE_109", "other side closed", "HTTP connection has timed out"];
    let vms = ["web", "db", "files"].iter().zip(reasons).map(|(vm, why)| retried(vm, why)).collect();
    let world = World::new("sr s ext 1TiB vm web { disk root 9GiB on s: leaf }").job(
        "nightly",
        "0 22 * * *",
        &["web"],
        vec![run("nightly", ago(3), 30, RunStatus::Success, vms)],
    );
    for lang in [Lang::En, Lang::Ja] {
        let screen = screen(&world, Some("nightly"), lang);
        // wherever lines are broken
        let screen: String = screen.split_whitespace().collect();
        let missing: Vec<_> = reasons
            .iter()
            .filter(|why| !screen.contains(&why.split_whitespace().collect::<String>()))
            .collect();
        assert_eq!(missing, [&""; 0], "{screen}");
    }
}

/// How long runs take and how often they start are two facts, each in its own words.
#[test]
fn a_run_that_is_longer_than_its_interval() {
    let runs = (1..=10).map(|n| {
        let vms = vec![good_vm("web", ago(n), 40)];
        run("often", ago(n), if n == 1 { 52 } else { 41 }, RunStatus::Success, vms)
    });
    let world = World::new("sr s ext 1TiB vm web { disk root 9GiB on s: leaf }").job(
        "often",
        "*/10 * * * *",
        &["web"],
        runs.collect(),
    );
    let screen = screen(&world, Some("often"), Lang::En).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(screen.contains("usually takes 41 min"), "{screen}");
    assert!(screen.contains("starts every 10 min: the next start comes too soon"), "{screen}");
    assert!(!screen.contains("41 min of 10 min"), "{screen}");
}

#[test]
fn the_worst_error_is_reported() {
    let skipped = failing_vm("a", ago(3), RunStatus::Skipped, "unhealthy VDI chain");
    let failed = failing_vm("b", ago(3), RunStatus::Failure, "other side closed");
    let past = run("j", ago(3), 1, RunStatus::Failure, vec![skipped, failed]);
    let world = World::new("sr s ext 1TiB { }").job("j", "0 22 * * *", &[], vec![past]);
    let screen = screen(&world, None, Lang::En);
    let text = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("1 failed; `b`: \"other side closed\" next run"), "{screen}");
}

#[test]
fn equal_errors_are_reported_once() {
    let vms: Vec<_> = (0..9)
        .map(|n| failing_vm(&format!("vm{n}"), ago(3), RunStatus::Failure, "other side closed\n  at x"))
        .collect();
    let mut broken = run("j", ago(3), 1, RunStatus::Failure, vms);
    let error = LogError { code: None, message: "timeout while getting the remote r".into() };
    broken.unopened.push(Unopened { what: RunPlace::Remote("r".into()), error: Some(error) });
    let world = World::new("sr s ext 1TiB { }").job("j", "0 22 * * *", &[], vec![broken]);
    let screen = screen(&world, Some("j"), Lang::En);
    assert!(screen.contains("    `vm0`, `vm1`, `vm2` and 6 more: \"other side closed\"\n"), "{screen}");
    assert!(screen.contains("    repository `r`: \"timeout while getting the remote r\"\n"), "{screen}");
    assert!(!screen.contains("at x"), "{screen}");
}

/// A disk of the job holds more snapshots than its settings leave.
#[test]
fn leaking_snapshots_are_reported() {
    let mut world = busy();
    let vdi = world.0.inventory.vdis.iter_mut().find(|vdi| vdi.snapshot_of.target().is_some()).unwrap();
    vdi.backup = Some(std::sync::Arc::new(xo_health_core::model::BackupKeys {
        job: Some("old".into()),
        vm: Some("web".into()),
        ..Default::default()
    }));
    // nothing starts the job, so its settings say nothing to compare the snapshots with
    assert_eq!(of(&world, "old").detail.unwrap().snapshots, None);
    let vdi = world.0.inventory.vdis.iter_mut().find(|vdi| vdi.backup.is_some()).unwrap();
    std::sync::Arc::make_mut(vdi.backup.as_mut().unwrap()).job = Some("nightly".into());
    world.set_mut("nightly", |job| {
        let settings = serde_json::json!({"": {"preferNbd": true, "cbtDestroySnapshotData": true}});
        world::configure(job, &settings);
    });
    let detail = of(&world, "nightly").detail.unwrap();
    assert_eq!(
        detail.snapshots,
        Some(Snapshots { configured: 0, observed_most: 1, peak: 2, disks_with_more: 1 })
    );
    let web = detail.vms.unwrap().into_iter().find(|vm| vm.id == "web").unwrap();
    assert_eq!((web.snapshots_configured, web.snapshots_observed), (Some(0), Some(1)));
}

#[test]
fn documents_are_valid() {
    let schema = serde_json::from_str(&json::schema_of::<JobsReport>().unwrap()).unwrap();
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    let unread = busy().unread(&[Question::Schedules, Question::Logs, Question::CallJobs]);
    let names = [None, Some("nightly"), Some("hourly"), Some("evening"), Some("weekly"), Some("metadata")];
    for world in [busy(), unread] {
        let is_read = |name: &&Option<&str>| **name != Some("evening") || world.0.backups.call_jobs.is_some();
        for name in names.iter().filter(is_read).copied() {
            let report = report(&world, name, Lang::En);
            let document = serde_json::from_str(&json::write(&report).unwrap()).unwrap();
            let errors: Vec<_> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0], "{name:?}");
        }
    }
}

/// Jobs of a list that was not read are not denied, and the gap is shown once.
#[test]
fn what_was_not_read_is_a_gap() {
    let mut world = daily(&[]);
    world.0.backups.mirror_jobs = None;
    world.0.reading.unread = vec![Unread { answer: Question::MirrorJobs, why: UnreadReason::NotAsked }];
    assert_eq!(report(&world, None, Lang::En).unread.len(), 1);
    // the requested job was found, so other kinds do not matter
    assert_eq!(of(&world, "j").unread.len(), 0);
}

/// Without the objects, no VM counts as gone, and no pattern counts as matching none.
#[test]
fn objects_that_were_not_read_take_no_vm_away() {
    let world = busy().unread(&[Question::Objects]);
    let report = of(&world, "weekly");
    assert_eq!((report.jobs[0].vms, report.detail.as_ref().unwrap().vms.is_none()), (None, true));
    let screen = render(&report, &Style::default());
    assert!(screen.contains("\nRestore points: unknown\n") && !screen.contains("gone"), "{screen}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn no_line_is_wide_or_obeyed(world in chaos(), width in 24_usize..130, verbose: bool, ascii: bool) {
        let ids: Vec<String> = choose::jobs(&world.0.backups).map(|job| job.id.to_string()).collect();
        for lang in Lang::ALL {
            let style = Style { width, verbose, ascii, lang: *lang, ..Style::default() };
            for name in [None].into_iter().chain(ids.iter().map(|id| Some(id.as_str()))) {
                for line in render(&report(&world, name, *lang), &style).lines() {
                    prop_assert!(display::width(line) <= width, "{}", line);
                    prop_assert!(line.chars().all(display::is_plain), "{:?}", line);
                }
            }
        }
    }
}

/// A job whose last run succeeded is good only if nothing is predicted against the next ones.
#[test]
fn what_is_predicted_decides_whether_a_job_is_good() {
    use xo_health_core::outlook::{BackupError, Counts, JobSummary, Likelihood, Worst};
    let world = daily(&[(3, RunStatus::Success, [RunStatus::Success; 2])]);
    let analysis = Analysis::of(Arc::new(world.0), &Settings::default());
    let job_id = analysis.plan().jobs()[0].job.id.clone();
    let worst = Worst {
        error: BackupError::NoSpace,
        probability: 0.97,
        likelihood: Likelihood::AlmostCertain,
        within_hours: 24,
        at: None,
        job_id: job_id.clone(),
        vm_id: None,
        cause: None,
    };
    let started: Timestamp = "2026-11-22T22:00:00Z".parse().unwrap();
    let summary = |worst: Option<Worst>, good| JobSummary {
        job_id: job_id.clone(),
        counts: Counts::default(),
        next_at: None,
        worst,
        blocked_by: None,
        interrupted_at: None,
        steps: Vec::new(),
        good,
    };
    let interrupted = JobSummary { interrupted_at: Some(started), ..summary(None, false) };
    let cases = [
        (summary(None, true), JobState::Good),
        (summary(None, false), JobState::Unknown),
        (interrupted, JobState::Unknown),
        (summary(Some(worst), false), JobState::AtRisk),
    ];
    for (summary, state) in cases {
        let is_interrupted = summary.interrupted_at.is_some();
        let outlook = Outlook { jobs: vec![summary], ..Outlook::of(&analysis) };
        let report = build_report(&analysis, &outlook, None, &|_| None).unwrap();
        assert_eq!(report.jobs[0].state, state);
        let screen = render(&report, &Style::default());
        let says = screen.contains("predicted: too little space (44), almost certain, 97 %");
        assert_eq!(says, state == JobState::AtRisk, "{screen}");
        assert_eq!(screen.contains("it was interrupted"), is_interrupted, "{screen}");
    }
}
