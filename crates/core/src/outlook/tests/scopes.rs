//! The outlook of a part of a server: its rows, its plan, and nothing of the rest.

use std::sync::Arc;

use super::{DAILY, GOOD, observed, text};
use crate::analysis::world::World;
use crate::analysis::{Analysis, Settings};
use crate::outlook::Outlook;
use crate::scope::{ScopeKind, ScopeRequest};

/// Returns two customers on two SRs; the chain of one is at its limit.
fn world() -> World {
    let depth = "base 1GiB > ".repeat(29);
    let inventory = format!(
        "pool lab {{ sr gold ext 1TiB free 500GiB sr tin ext 1TiB free 500GiB
           vm web tags=acme {{ disk root 9GiB on gold: base 3GiB snap a job=nightly > leaf }}
           vm db tags=bolt {{ disk data 9GiB on tin: {depth}leaf }} }}"
    );
    World::new(&inventory)
        .repository("nas", "nfs", 1000, 900)
        .past("nightly", DAILY, &["web", "db"], &GOOD)
        .with_setting("nightly", "exportRetention", 7)
}

fn narrowed(request: &ScopeRequest) -> Result<(Analysis, Outlook), crate::scope::Unmatched> {
    let world = world();
    let settings = Settings { thresholds: world.thresholds, ..Settings::default() };
    let analysis = Analysis::of(Arc::new(observed(&world)), &settings).narrowed(request)?;
    let outlook = Outlook::of(&analysis);
    let broken = xo_health_invariants::check(&serde_json::to_value(&outlook).unwrap());
    assert_eq!(broken, []);
    Ok((analysis, outlook))
}

fn request(kind: &str, pattern: &str) -> ScopeRequest {
    let patterns = vec![pattern.to_owned()];
    match kind {
        "pool" => ScopeRequest { pools: patterns, ..ScopeRequest::default() },
        "sr" => ScopeRequest { srs: patterns, ..ScopeRequest::default() },
        "vm" => ScopeRequest { vms: patterns, ..ScopeRequest::default() },
        "job" => ScopeRequest { jobs: patterns, ..ScopeRequest::default() },
        _ => ScopeRequest { tags: patterns, ..ScopeRequest::default() },
    }
}

#[test]
fn the_outlook_of_a_scope_covers_only_its_part() {
    // kind, pattern, status, rows, SRs
    let cases = [
        ("", "", "probably_not", "db web", "gold tin"),
        ("tag", "acme", "yes", "web", "gold"),
        ("tag", "bolt", "probably_not", "db", "tin"),
        ("tag", "*", "probably_not", "db web", "gold tin"),
        ("vm", "W?b", "yes", "web", "gold"),
        ("vm", "lab/db", "probably_not", "db", "tin"),
        ("sr", "gold", "yes", "web", "gold"),
        ("sr", "lab/t*", "probably_not", "db", "tin"),
        ("job", "nightly", "probably_not", "db web", "gold tin"),
        ("pool", "lab", "probably_not", "db web", "gold tin"),
    ];
    for (kind, pattern, status, rows, srs) in cases {
        let request = if kind.is_empty() { ScopeRequest::default() } else { request(kind, pattern) };
        let (analysis, outlook) = narrowed(&request).unwrap();
        let mut of: Vec<String> = outlook.rows.iter().map(|row| row.vm_id.to_string()).collect();
        of.sort();
        let mut on: Vec<String> = outlook.srs.iter().map(|sr| sr.sr_id.to_string()).collect();
        on.sort();
        let shown = (text(&outlook.answer.status), of.join(" "), on.join(" "));
        assert_eq!(shown, (status.into(), rows.into(), srs.into()), "{kind} {pattern}");
        let fixed = outlook.plan.steps.iter().flat_map(|step| &step.fixes);
        for vm in fixed.filter_map(|fix| fix.vm_id.as_ref()) {
            assert!(rows.contains(&vm.to_string()), "{kind} {pattern}: a step for {vm}");
        }
        let about = |id: &str| analysis.findings().iter().any(|finding| finding.subject.id == id);
        assert_eq!(about("db") || about("data"), rows.contains("db"), "{kind} {pattern}");
    }
}

#[test]
fn kinds_restrict_each_other() {
    let request = ScopeRequest {
        tags: vec!["acme".into(), "bolt".into()],
        srs: vec!["tin".into()],
        ..ScopeRequest::default()
    };
    let (_, outlook) = narrowed(&request).unwrap();
    assert_eq!(outlook.rows.iter().map(|row| row.vm_id.to_string()).collect::<Vec<_>>(), ["db"]);
    let nothing =
        ScopeRequest { tags: vec!["acme".into()], srs: vec!["tin".into()], ..ScopeRequest::default() };
    let (_, outlook) = narrowed(&nothing).unwrap();
    assert_eq!((outlook.rows.len(), text(&outlook.answer.status)), (0, "none_due".to_owned()));
}

#[test]
fn what_matches_nothing_is_an_error() {
    for (kind, expected) in [
        ("pool", ScopeKind::Pool),
        ("sr", ScopeKind::Sr),
        ("vm", ScopeKind::Vm),
        ("job", ScopeKind::Job),
        ("tag", ScopeKind::Tag),
    ] {
        let error = narrowed(&request(kind, "no\u{1b}such")).unwrap_err();
        assert_eq!(error.kind, expected);
        assert!(!error.to_string().contains('\u{1b}'), "{error}");
        assert!(error.candidates.lines().count() > 1, "{error}");
    }
}
