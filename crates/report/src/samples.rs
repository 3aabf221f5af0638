//! Reports for the tests of the renderers: handmade, so that each shows one kind of screen.

use jiff::{SignedDuration, Timestamp};

use super::*;
use xo_health_core::findings::catalogue::Actor;
use xo_health_core::findings::evidence::{
    BreakKind, BrokenChain, ChainDepth, NotRead, OldSnapshots, OrphanVdis, PendingMerge, PoolMissing,
    ScheduleUnreadable, SrLowSpace, Standstill, StoppedBy, Unreadable, WhyUnread, XoWillSkip,
};
use xo_health_core::findings::{Code, Evidence, Finding, Instant, Severity, Subject, SubjectKind};
use xo_health_core::model::ObjectId;
use xo_health_core::model::{ImageFormat, Question, Unread, UnreadReason};
use xo_health_core::outlook::{
    self, After, BackupError, Basis, Cause, Cost, Counts, DecidedBy, Fix, Likelihood, Menu, Need, Object,
    ObjectKind, Outcome, Outlook, Plan, Row, Status, Step, StepAction,
};
use xo_health_core::storage::Family;
use xo_health_core::units::Bytes;

/// Returns all samples with their names.
pub(super) fn all() -> Vec<(&'static str, Report)> {
    vec![
        ("healthy", healthy()),
        ("troubled", troubled()),
        ("japanese", japanese()),
        ("gaps", gaps()),
        ("empty", empty()),
        ("hostile", hostile("\u{1b}[31m\u{202e}名\n")),
    ]
}

pub(super) fn now() -> Timestamp {
    "2026-11-23T07:00:00Z".parse().unwrap()
}

/// Returns the report of a server without any SR, disk or run, and without findings.
pub(super) fn empty() -> Report {
    Report {
        observed_at: now(),
        exit_status: 0,
        source: Source { server: None, version: None, scope: None, read_at: None },
        srs: Vec::new(),
        disks: Vec::new(),
        vms: Vec::new(),
        verdicts: Vec::new(),
        findings: Vec::new(),
        horizon_hours: Some(168),
        draws: Some(500),
        forecast_cut_short: false,
        predictions: Vec::new(),
        timeline: Vec::new(),
        unread: Vec::new(),
        outlook: outlook(Vec::new()),
        exit_reason: ExitReason::Nothing,
        suppressed: Vec::new(),
        baseline: None,
        names: Names::default(),
    }
}

/// Returns a backup of a VM due in this many hours; its outcome is certain, except for a skip.
pub(super) fn row(vm: &str, hours: i64, meets: SnapshotVerdict) -> Row {
    let vdi_ids = vec![ObjectId::new("root")];
    let sr_id = ObjectId::new("local-b");
    let (error, probability, cause) = match meets {
        SnapshotVerdict::Ok | SnapshotVerdict::NotSnapshotted => (None, 0.01, None),
        SnapshotVerdict::Skip => {
            (Some(BackupError::UnhealthyChain), 0.62, Some(Cause::MergesPending { vdi_ids, merges: 3 }))
        }
        SnapshotVerdict::ChainTooLong => {
            let vdi_id = ObjectId::new("root");
            (Some(BackupError::ChainTooLong), 1.0, Some(Cause::AtLimit { vdi_id, nodes: 30, replica: false }))
        }
        SnapshotVerdict::NoSpace => {
            let (need_bytes, free_bytes) = (Bytes::gib(61), Bytes::gib(20));
            (
                Some(BackupError::NoSpace),
                1.0,
                Some(Cause::NoRoom { sr_id, need_bytes, free_bytes, target: false }),
            )
        }
        SnapshotVerdict::Unknown => {
            let unread = vec![outlook::UnreadPart::Answer { answer: Question::Objects }];
            (None, 0.0, Some(Cause::NotRead { unread }))
        }
    };
    let is_known = meets != SnapshotVerdict::Unknown;
    Row {
        job_id: "nightly".into(),
        schedule_id: Some("2am".into()),
        vm_id: ObjectId::new(vm),
        at: now() + SignedDuration::from_hours(hours),
        outcome: if is_known { Outcome::of(probability) } else { Outcome::CannotTell },
        probability,
        likelihood: Likelihood::of(probability),
        error,
        cause,
        behind: Vec::new(),
        basis: Basis::Rule,
        shown: probability,
        sr_id: None,
        vdi_id: None,
        missing: Vec::new(),
    }
}

/// Returns an outlook of these rows, with a plan of two steps if any of them fails.
pub(super) fn outlook(rows: Vec<Row>) -> Outlook {
    let counts = Counts::of(&rows);
    let worst = rows.iter().map(|row| row.probability).fold(0.0, f64::max);
    let status = match Likelihood::of(worst) {
        _ if rows.is_empty() => Status::NoneDue,
        Likelihood::Certain | Likelihood::AlmostCertain => Status::No,
        Likelihood::Likely => Status::ProbablyNot,
        Likelihood::Possible => Status::AtRisk,
        Likelihood::Unlikely if counts.unknown > 0 => Status::CannotTell,
        Likelihood::Unlikely => Status::Yes,
    };
    let steps = rows.iter().filter(|row| row.outcome == Outcome::Fails).take(1).flat_map(steps).collect();
    Outlook {
        answer: xo_health_core::outlook::Answer {
            status,
            until: now() + SignedDuration::from_hours(24),
            due: counts.due,
            left_out: 0,
            failing: counts.failing,
            at_risk: counts.at_risk,
            unknown: counts.unknown,
            probability: worst,
            likelihood: Likelihood::of(worst),
            decided_by: if rows.is_empty() { DecidedBy::Nothing } else { DecidedBy::Row },
            expected: 0.0,
            unread: Vec::new(),
            unread_besides: Vec::new(),
        },
        after: After { steps: 1, due: counts.due, ok: counts.due, worst: 0.04, cut_short: false },
        rows,
        events: Vec::new(),
        plan: Plan { steps },
        srs: Vec::new(),
        jobs: Vec::new(),
    }
}

/// Returns a step that fixes a row, and an entry for what no step fixes.
fn steps(row: &Row) -> Vec<Step> {
    let fix =
        Fix { job_id: row.job_id.clone(), vm_id: Some(row.vm_id.clone()), error: BackupError::ChainTooLong };
    let object = |kind, name: &str| Object { kind, id: ObjectId::new(name), name: name.to_owned() };
    let step = |step, action, objects, command: Option<&str>| Step {
        step,
        action,
        objects,
        before: Some(row.at),
        who: Actor::VmOwner,
        fixes: vec![fix.clone()],
        probability_before: 1.0,
        probability_after: 0.04,
        command: command.map(ToOwned::to_owned),
        menu: command.map(|_| Menu::VmSnapshots),
        costs: command.map(|_| Cost::ForeignSnapshots { count: 2, within_a_day: 0 }).into_iter().collect(),
        sr_ids: vec![ObjectId::new("local-b")],
    };
    let day = |days: i64| Some(now() - SignedDuration::from_hours(24 * days));
    let delete =
        StepAction::DeleteSnapshots { count: 2, newest_at: day(3), oldest_at: day(9), within_a_day: 0 };
    let objects = vec![object(ObjectKind::Vm, "web-1"), object(ObjectKind::Snapshot, "snap")];
    let needs = vec![Need::Room { sr_id: ObjectId::new("local-b"), bytes: Bytes::gib(41) }];
    vec![
        step(1, delete, objects, Some("xe vdi-destroy uuid=snap")),
        step(2, StepAction::Needs { needs }, vec![object(ObjectKind::Sr, "local-b")], None),
    ]
}

/// Adds the outlook that follows from the verdicts of a report.
fn with_outlook(mut report: Report) -> Report {
    let rows = report.verdicts.iter().map(|verdict| {
        let hours = verdict.next_run_at.map_or(0, |at| at.duration_since(now()).as_hours());
        row(&verdict.vm_id, hours, verdict.verdict)
    });
    report.outlook = outlook(rows.collect());
    report.outlook.rows.sort_by_key(|row| row.at);
    for verdict in &report.verdicts {
        let name = verdict.vm_name.clone().unwrap_or_default();
        report.names.vms.insert(ObjectId::new(&verdict.vm_id), name);
        report.names.jobs.insert("nightly".into(), verdict.job_name.clone());
    }
    let name = report.srs.get(1).map(|sr| sr.name.clone()).unwrap_or_default();
    report.names.srs.insert(ObjectId::new("local-b"), name.clone());
    let vdi = VdiName { name, vm: None, taken_at: None };
    report.names.vdis.insert(ObjectId::new("root"), vdi);
    report
}

/// Returns a report with 41 backups tonight, all of which will succeed.
pub(super) fn healthy() -> Report {
    let mut report = empty();
    report.source = Source {
        server: Some("https://xo.example.org".to_owned()),
        version: Some("5.200.1".to_owned()),
        scope: None,
        read_at: None,
    };
    report.srs = ["local-a", "local-b", "nfs"].map(|name| sr(name, "Main")).into();
    report.verdicts = (1..=41).map(|n| verdict(&format!("vm-{n}"), 19, SnapshotVerdict::Ok)).collect();
    with_outlook(report)
}

/// Returns a report with every kind of finding block: a folded list, warnings, notes, findings of no SR.
pub(super) fn troubled() -> Report {
    let mut report = healthy();
    report.exit_status = 2;
    report.exit_reason = ExitReason::Findings { severity: Severity::Critical };
    for (n, name, hours, what) in [
        (0, "web-1", 19, SnapshotVerdict::ChainTooLong),
        (1, "db-1", 20, SnapshotVerdict::Skip),
        (2, "files", 21, SnapshotVerdict::NoSpace),
        (3, "old", 22, SnapshotVerdict::Unknown),
    ] {
        report.verdicts[n] = verdict(name, hours, what);
    }
    let local = &mut report.srs[1];
    (local.max_depth, local.pending_inner, local.pending_leaf, local.xo_unhealthy) = (30, 3, 2, 7);
    local.merge_need_bytes = Some(Bytes(66_142_076_928));
    local.free_bytes = Some(Bytes::gib(20));
    local.used_bytes = Some(Bytes::gib(2028));
    report.disks = vec![disk("web-1", "local-b")];
    report.findings = vec![
        finding(Code::XoWillSkip, Severity::Critical, SubjectKind::Vm, "db-1", Some("local-b")),
        finding(Code::SrLowSpace, Severity::Warning, SubjectKind::Sr, "local-b", Some("local-b")),
        finding(Code::PendingMerge, Severity::Info, SubjectKind::Sr, "local-b", Some("local-b")),
        finding(Code::PendingMerge, Severity::Info, SubjectKind::Sr, "local-a", Some("local-a")),
        finding(Code::ScheduleUnreadable, Severity::Warning, SubjectKind::Job, "Weekly", None),
        finding(Code::OldSnapshots, Severity::Info, SubjectKind::Vm, "files", None),
    ];
    let deep = |n: u32| {
        let name = format!("web-{n} system");
        finding(Code::ChainDepth, Severity::Critical, SubjectKind::Vdi, &name, Some("local-b"))
    };
    report.findings.splice(0..0, (1..=8).map(deep));
    with_outlook(report)
}

/// Returns a similar report with names as a Japanese administrator gives them.
pub(super) fn japanese() -> Report {
    let mut report = healthy();
    report.exit_status = 2;
    report.exit_reason = ExitReason::Findings { severity: Severity::Critical };
    report.srs.truncate(2);
    report.srs[0].name = "ローカルストレージ（東京・第一データセンター）高速".to_owned();
    report.srs[0].pool_name = Some("東京プール".to_owned());
    (report.srs[0].max_depth, report.srs[0].pending_inner) = (30, 1);
    report.srs[0].xo_unhealthy = 1;
    report.verdicts[0] = verdict("販売管理データベース・本番環境サーバー", 19, SnapshotVerdict::ChainTooLong);
    report.verdicts[1] = verdict("Webサーバー", 19, SnapshotVerdict::Skip);
    for verdict in &mut report.verdicts {
        verdict.job_name = "毎晩のバックアップ".to_owned();
    }
    report.findings = vec![
        finding(
            Code::ChainDepth,
            Severity::Critical,
            SubjectKind::Vdi,
            "販売管理データベース・本番環境サーバーのシステムディスク",
            Some("local-a"),
        ),
        finding(Code::XoWillSkip, Severity::Warning, SubjectKind::Vm, "Webサーバー", Some("local-a")),
        finding(
            Code::OrphanVdis,
            Severity::Info,
            SubjectKind::Sr,
            "ローカルストレージ（東京・第一データセンター）高速",
            Some("local-a"),
        ),
    ];
    with_outlook(report)
}

/// Returns the report for a user without rights, and a pool that is gone.
pub(super) fn gaps() -> Report {
    let mut report = healthy();
    report.exit_status = 3;
    report.verdicts.clear();
    report.unread = vec![
        Unread { answer: Question::BackupJobs, why: UnreadReason::EmptyWithoutProof },
        Unread {
            answer: Question::Proxies,
            why: UnreadReason::Refused { code: "-32601".to_owned(), message: "method not found".to_owned() },
        },
    ];
    report.findings = vec![
        finding(Code::PoolMissing, Severity::Critical, SubjectKind::Pool, "Osaka", None),
        finding(Code::NotRead, Severity::Warning, SubjectKind::Server, "", None),
        finding(Code::NotRead, Severity::Info, SubjectKind::Server, "", None),
    ];
    let mut report = with_outlook(report);
    report.outlook.answer.status = Status::CannotTell;
    report.outlook.answer.unread = vec![outlook::UnreadPart::Answer { answer: Question::BackupJobs }];
    report.exit_reason = ExitReason::PoolMissing { pools: 1 };
    report
}

/// Returns the troubled report with this name in every place that the server fills.
pub(super) fn hostile(name: &str) -> Report {
    let mut report = troubled();
    let name = || name.to_owned();
    report.source = Source { server: Some(name()), version: Some(name()), scope: None, read_at: None };
    for sr in &mut report.srs {
        (sr.name, sr.driver, sr.pool_name) = (name(), name(), Some(name()));
        (sr.size_bytes, sr.used_bytes, sr.free_bytes) =
            (Some(Bytes(1)), Some(Bytes(u64::MAX)), Some(Bytes(u64::MAX)));
        (sr.max_depth, sr.pending_inner, sr.pending_leaf) = (u32::MAX, u32::MAX, u32::MAX);
        (sr.xo_unhealthy, sr.disks, sr.merge_need_bytes) = (u32::MAX, u32::MAX, Some(Bytes(u64::MAX)));
    }
    for verdict in &mut report.verdicts {
        (verdict.job_name, verdict.vm_name, verdict.vm_id) = (name(), Some(name()), name());
    }
    for finding in &mut report.findings {
        finding.finding.subject.name = name();
    }
    let why = UnreadReason::Refused { code: name(), message: name() };
    report.unread.push(Unread { answer: Question::Logs, why });
    with_outlook(report)
}

fn sr(name: &str, pool: &str) -> SrView {
    SrView {
        id: name.to_owned(),
        name: name.to_owned(),
        driver: "ext".to_owned(),
        family: Family::File,
        pool_id: Some(pool.to_owned()),
        pool_name: Some(pool.to_owned()),
        size_bytes: Some(Bytes::gib(2048)),
        used_bytes: Some(Bytes::gib(1236)),
        free_bytes: Some(Bytes::gib(812)),
        max_depth: 4,
        pending_inner: 0,
        pending_leaf: 0,
        xo_unhealthy: 0,
        merge_need_bytes: None,
        next_round_bytes: Some(Bytes::gib(12)),
        next_round_snapshots: 41,
        drain_seconds: None,
        disks: 41,
        lacking_30_days_bytes: None,
        growth_per_day_bytes: None,
        runs_out_probability: None,
        free_path: Vec::new(),
    }
}

fn disk(name: &str, sr: &str) -> DiskView {
    DiskView {
        vdi_id: name.to_owned(),
        name: name.to_owned(),
        sr_id: Some(sr.to_owned()),
        vm_ids: vec![name.to_owned()],
        image_format: Some(ImageFormat::Vhd),
        limit: Some(30),
        depth: 30,
        depth_complete: true,
        broken: None,
        snapshots_left: Some(0),
        pending_inner: 3,
        pending_leaf: 0,
        xo_unhealthy: None,
        xo_gate: GateView { count: 3, skips: true },
    }
}

pub(super) fn verdict(vm: &str, hours: i64, verdict: SnapshotVerdict) -> VerdictView {
    VerdictView {
        job_id: "nightly".to_owned(),
        job_name: "Nightly".to_owned(),
        schedule_id: Some("2am".to_owned()),
        vm_id: vm.to_owned(),
        vm_name: Some(vm.to_owned()),
        vdi_ids: vec![format!("{vm} system")],
        next_run_at: Some(now() + SignedDuration::from_hours(hours)),
        verdict,
        reason: (verdict == SnapshotVerdict::Unknown).then_some(VerdictReason::BrokenChain),
    }
}

pub(super) fn finding(
    code: Code,
    severity: Severity,
    kind: SubjectKind,
    name: &str,
    sr: Option<&str>,
) -> FindingView {
    let subject = Subject { kind, id: name.to_owned(), name: name.to_owned() };
    let finding = Finding::new(severity, subject, evidence(code, sr));
    FindingView { finding, sr_id: sr.map(str::to_owned), since: None, change: None, baseline: None }
}

/// Returns evidence as the rule of the code writes it; `disk` is used wherever a name may appear.
fn evidence(code: Code, sr: Option<&str>) -> Evidence {
    let names = || vec!["one".to_owned(), "two".to_owned()];
    let sr = Some(sr.unwrap_or("unknown").to_owned());
    let jobs = vec!["Nightly".to_owned()];
    let next_run_at = Some(Instant(now()));
    match code {
        Code::ChainDepth => {
            let (depth, limit) = (30, 30);
            let first = Some(StoppedBy::ChainLimit);
            ChainDepth {
                depth,
                depth_complete: true,
                limit,
                first,
                sr,
                jobs,
                next_run_at,
                ..Default::default()
            }
            .into()
        }
        Code::XoWillSkip => {
            let why = Standstill::CanMerge;
            let disks = names();
            XoWillSkip { gate: 3, tolerance: 1, why, disks, sr, jobs, next_run_at, ..Default::default() }
                .into()
        }
        Code::SrLowSpace => SrLowSpace {
            free_bytes: Some(Bytes::gib(20)),
            size_bytes: Some(Bytes::gib(2048)),
            need_bytes: Bytes::gib(61),
            ..Default::default()
        }
        .into(),
        Code::PendingMerge => PendingMerge {
            pending_inner: 3,
            need_bytes: Some(Bytes::gib(61)),
            free_bytes: Some(Bytes::gib(20)),
        }
        .into(),
        Code::ScheduleUnreadable => ScheduleUnreadable {
            schedule: "weekly".to_owned(),
            cron: Some("0 0 * * x".to_owned()),
            problem: "dayOfWeek: missing alias".to_owned(),
            enabled: true,
            ..Default::default()
        }
        .into(),
        Code::OldSnapshots => {
            let oldest_at = Some(Instant(now()));
            OldSnapshots { snapshots: 2, threshold_days: 30, oldest_at, names: names() }.into()
        }
        Code::OrphanVdis => {
            let usage_bytes = Bytes::gib(61);
            OrphanVdis { orphans: 2, usage_bytes, snapshots: 1, names: names(), ..Default::default() }.into()
        }
        Code::PoolMissing => {
            let error = Some("connect ECONNREFUSED 192.0.2.1:443".to_owned());
            PoolMissing { error, ..Default::default() }.into()
        }
        Code::NotRead => {
            NotRead { what: Unreadable::BackupJobs, why: WhyUnread::Empty, ..Default::default() }.into()
        }
        Code::BrokenChain => BrokenChain {
            sr,
            broken: BreakKind::MissingParent,
            parent_id: Some("gone".to_owned()),
            disks: 2,
            vms: names(),
            ..Default::default()
        }
        .into(),
        _ => Evidence::blank(code),
    }
}
