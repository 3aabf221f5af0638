//! Example worlds in which nothing goes wrong in the next 14 days, nor did in the last 7.

use std::collections::BTreeMap;

use xo_health_core::findings::Severity;
use xo_health_report::words::findings::{Lang, Texts};

use crate::common::{fixture, replay, report};
use crate::outlooks::is_not_told_to_fail;
use crate::rpo::misses_nothing;

/// Warnings that we would defend to the administrator, by world and code, with their number.
///
/// - `w001061`: disks with 27 of 30 nodes and a job that keeps adding; it holds for these 14 days, with 3 to spare.
/// - `w001081`: a snapshot plugged into a control domain while no backup runs: its base copy cannot be merged,
///   and the job could not delete it, so the disk has one snapshot more than the job keeps (XO#9985).
/// - `w001154`, `w001161`: two base copies of a disk are not merged at this instant: a run started now is skipped. The
///   merges were done before the next run.
const DEFENDED: [(&str, &str, usize); 5] = [
    ("w001061", "chain-depth", 5),
    ("w001081", "control-domain-vdi", 1),
    ("w001081", "retention-not-respected", 1),
    ("w001154", "xo-will-skip", 2),
    ("w001161", "xo-will-skip", 6),
];

/// No finding is critical, no recovery point is missed, and no answer says that a backup will fail.
#[test]
fn healthy_worlds_raise_no_alarm() {
    let mut warnings: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let mut worlds = 0;
    let texts = Texts::new(Lang::En);
    for entry in std::fs::read_dir(fixture("worlds")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().replace(".json.gz", "");
        // reading a world takes longer than what is asked of it: it is read once
        let observation = replay(&path).unwrap();
        misses_nothing(&path, &observation);
        let report = report(&observation);
        for view in &report.findings {
            assert_ne!(view.severity(), Severity::Critical, "{name}: {}", texts.message(&view.finding));
            if view.severity() == Severity::Warning {
                *warnings.entry((name.clone(), view.finding.code.slug())).or_default() += 1;
            }
        }
        is_not_told_to_fail(&path, observation);
        worlds += 1;
    }
    assert_eq!(worlds, 41);
    let defended: BTreeMap<_, _> =
        DEFENDED.iter().map(|&(world, slug, count)| ((world.to_owned(), slug), count)).collect();
    assert_eq!(warnings, defended);
}
