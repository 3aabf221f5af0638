//! Whole screens of one SR, and what holds for every forest.

use std::collections::BTreeSet;
use std::sync::Arc;

use insta::assert_snapshot;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::json;
use crate::render::{self, Style};
use crate::say::Say;
use crate::words::Lang;
use crate::words::key;
use xo_health_core::analysis::Settings;
use xo_health_core::display;
use xo_health_core::forecast;
use xo_health_core::memory::Memory;
use xo_health_core::model::{
    Backups, Inventory, InventoryBuilder, Links, ObjectId, Observation, Reading, Slot, Sr, Vdi, VdiKind,
};
use xo_health_core::notation::{self, NOW};
use xo_health_core::storage::GcState;

/// Returns an observation in which no jobs were read.
fn read(inventory: Inventory, observed_at: Timestamp) -> Observation {
    let reading = notation::observation("").unwrap().reading;
    let server = Some("https://xo.example.org".to_owned());
    Observation {
        inventory,
        backups: Backups::default(),
        reading: Reading { observed_at, server, ..reading },
    }
}

fn world(text: &str) -> Observation {
    read(notation::inventory(text).unwrap_or_else(|error| panic!("{error}\n{text}")), NOW)
}

fn report(text: &str) -> SrReport {
    of(&world(text), None)
}

/// Options of a forecast that is not looked at.
fn quick() -> forecast::Options {
    forecast::Options {
        horizon: 24,
        also: None,
        draws: Some(1),
        seed: 1,
        merge_speed: None,
        threads: std::num::NonZero::<usize>::MIN,
        deadline: forecast::Deadline::default(),
    }
}

fn analysed(observation: &Observation) -> Analysis {
    Analysis::of(Arc::new(observation.clone()), &Settings::default())
}

fn built(analysis: &Analysis, part: &SrPart<'_>) -> Result<SrReport, SrNotFound> {
    build_report(analysis, &Outlook::of(analysis), part)
}

fn of(observation: &Observation, vm: Option<&str>) -> SrReport {
    built(&analysed(observation), &SrPart { sr: "s", vm }).unwrap()
}

fn render(report: &SrReport, style: &Style) -> String {
    render::text::render(&compose::compose(report, &Say::new(style, report.observed_at)), style)
}

fn screen(report: &SrReport) -> String {
    render(report, &Style::default())
}

fn everything() -> Style {
    Style { verbose: true, ..Style::default() }
}

/// Long runs of both kinds, a fork, a single disk, odd nodes.
const BUSY: &str = r#"
pool main hosts=2 {
  sr s nfs 4TiB free 1TiB shared thin
  vm rolling { disk sys 40GiB on s: base*28 1GiB snap hourly age=2h > leaf 1GiB }
  vm lagging { disk sys 60GiB on s: base 30GiB > base*9 2GiB > base 1GiB snap keep age=3d > leaf 1GiB }
  vm web { disk sys 40GiB on s: base 9GiB as golden > base 1GiB snap one age=40d > leaf 2GiB }
  vm clone { disk sys 40GiB on s: golden > leaf 3GiB }
  vm small halted { disk sys 10GiB on s: leaf 5GiB }
  vm stuck { disk sys 10GiB on s: base 5GiB snap read age=5h dom0 > leaf 1GiB }
}"#;

const BROKEN: &str = r#"
sr s ext 1TiB free 100GiB last_error=3h
sr other ext 1TiB
vm a { disk sys 40GiB on s: missing > base 9GiB > base 1GiB > leaf 1GiB }
vm b { disk sys 40GiB on s: cycle > base 1GiB > base 1GiB > leaf 1GiB }
vm c { disk lost 40GiB on s missing: leaf 1GiB }
vm d { disk sys 40GiB on s leaf-coalesce=false: base 1GiB > leaf 1GiB }
"#;

#[test]
fn busy() {
    assert_snapshot!(screen(&report(BUSY)));
}

#[test]
fn busy_in_japanese() {
    assert_snapshot!(render(&report(BUSY), &Style { lang: Lang::Ja, ..Style::default() }));
}

#[test]
fn busy_with_everything() {
    assert_snapshot!(render(&report(BUSY), &everything()));
}

#[test]
fn one_vm() {
    assert_snapshot!(screen(&of(&world(BUSY), Some("clone"))));
}

#[test]
fn broken() {
    assert_snapshot!(screen(&report(BROKEN)));
}

#[test]
fn broken_on_a_narrow_screen() {
    assert_snapshot!(render(&report(BROKEN), &Style { width: 50, ascii: true, ..Style::default() }));
}

/// Colour only repeats what a word says.
#[test]
fn colour_adds_nothing() {
    let coloured = render(&report(BROKEN), &Style { color: true, ..Style::default() });
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    for part in coloured.split('\u{1b}') {
        plain.push_str(
            part.strip_prefix('[').and_then(|part| part.split_once('m')).map_or(part, |(_, rest)| rest),
        );
    }
    assert_eq!(plain, screen(&report(BROKEN)));
}

#[test]
fn the_collector_in_all_states() {
    let cases = [
        ("", "leaf", "idle", "nothing"),
        ("", "base snap a > leaf", "held", "nothing"),
        ("gc=false", "base > base > leaf", "gc_off", "stuck"),
        ("coalesce=false", "base > base > leaf", "coalesce_off", "stuck"),
        ("detached", "base > base > leaf", "detached", "stuck"),
        ("free 1MiB gc_no_space", "base 2GiB > base 2GiB > leaf", "no_space", "stuck"),
        ("free 544GiB gc_no_space", "base > base > leaf", "unstarted", "scan"),
        ("", "base > base > leaf", "unstarted", "scan"),
        ("", "missing > base > leaf", "broken", "stuck"),
    ];
    for (options, chain, state, outlook) in cases {
        let report = report(&format!("sr s ext 1TiB {options} {{ disk d 10GiB: {chain} }}"));
        let keys = (key(&report.gc.state), key(&report.gc.outlook));
        assert_eq!((keys.0.as_str(), keys.1.as_str()), (state, outlook), "{options} {chain}");
        for lang in Lang::ALL {
            // a missing text would show its id
            let screen = render(&report, &Style { lang: *lang, ..Style::default() });
            assert!(!screen.contains("gc-"), "{screen}");
        }
    }
    let none = report("sr s udev 1TiB iso { disk d 10GiB: leaf }");
    assert_eq!((none.gc.state, none.trees.len()), (GcState::NoChains, 0));
}

/// The queue, the marks on the nodes and the counts of the trees agree.
#[test]
fn merges_are_shown_where_they_are() {
    let report = report(BUSY);
    for merge in &report.queue {
        let marked: Vec<_> = report
            .trees
            .iter()
            .flat_map(|tree| &tree.nodes)
            .filter(|node| node.merge == Some(merge.order))
            .collect();
        assert_eq!(marked.len(), 1, "{merge:?}");
        assert_eq!(marked[0].vdi_id, merge.child_id);
        assert_eq!(marked[0].parent_id.as_deref(), Some(&*merge.parent_id));
    }
    let pending: u32 = report.trees.iter().map(|tree| tree.pending).sum();
    let figures = &report.sr.figures;
    assert_eq!(pending, figures.pending_inner + figures.pending_leaf);
    assert_eq!(pending as usize, report.queue.len());
}

#[test]
fn a_speed_is_given_learnt_or_guessed() {
    let before =
        world("sr s ext 1TiB { disk d 40GiB: base 9GiB > base 6GiB > base 2GiB > base 1GiB snap a > leaf }");
    let mut inventory = InventoryBuilder::default();
    inventory.add_sr(Sr::new("s".into(), "ext"), Links::default());
    for (id, parent) in [("d/base1", None), ("d/base4", Some("d/base1"))] {
        let mut vdi = Vdi::new(id.into(), VdiKind::BaseCopy);
        vdi.size = Some(Bytes::gib(40));
        vdi.usage = Some(Bytes::gib(1));
        let links = Links { sr: Some("s".into()), parent: parent.map(ObjectId::new), ..Links::default() };
        inventory.add_vdi(vdi, links);
    }
    let mut disk = Vdi::new("d".into(), VdiKind::Disk);
    disk.size = Some(Bytes::gib(40));
    inventory
        .add_vdi(disk, Links { sr: Some("s".into()), parent: Some("d/base4".into()), ..Links::default() });
    let mut now = read(inventory.build(), NOW + SignedDuration::from_hours(1));
    now.inventory.srs[0].name = "s".into();
    let drain = |speed: Option<Bytes>, earlier: Option<&Observation>| {
        let memory = earlier.map(|earlier| Memory::default().with_earlier(earlier, &now));
        let memory = Arc::new(memory.unwrap_or_default());
        let forecast = speed.map(|speed| forecast::Options { merge_speed: Some(speed), ..quick() });
        let settings = Settings { forecast, ..Settings::default() };
        let analysis = Analysis::remembering(Arc::new(now.clone()), memory, &settings);
        built(&analysis, &SrPart { sr: "s", ..SrPart::default() }).unwrap().drain.unwrap()
    };
    let (guess, given, learnt) =
        (drain(None, None), drain(Some(Bytes::mib(50)), None), drain(None, Some(&before)));
    assert_eq!((guess.speed_from, guess.learnt_from), (SpeedFrom::Prior, None));
    assert_eq!(given.speed_from, SpeedFrom::Given);
    assert_eq!(
        given.speed,
        Bounds { low_bytes: Bytes::mib(50), best_bytes: Bytes::mib(50), high_bytes: Bytes::mib(50) }
    );
    assert_eq!((learnt.speed_from, learnt.learnt_from), (SpeedFrom::Learnt, Some(2)));
}

/// The queue is worked through at the speed that the forecast is simulated with.
#[test]
fn the_queue_and_the_forecast_merge_at_one_speed() {
    let before =
        world("sr s ext 1TiB { disk d 40GiB: base 9GiB > base 6GiB > base 2GiB > base 1GiB snap a > leaf }");
    let mut now = world("sr s ext 1TiB { disk d 40GiB: base 15GiB > base 2GiB > base 1GiB snap a > leaf }");
    now.reading.observed_at = NOW + SignedDuration::from_mins(30);
    let settings = Settings { forecast: Some(quick()), ..Settings::default() };
    for earlier in [None, Some(&before)] {
        let memory = earlier.map(|earlier| Memory::default().with_earlier(earlier, &now)).unwrap_or_default();
        let analysis = Analysis::remembering(Arc::new(now.clone()), Arc::new(memory), &settings);
        let drain = built(&analysis, &SrPart { sr: "s", ..SrPart::default() }).unwrap().drain.unwrap();
        let pace = analysis.draft().unwrap().merge_pace(SrIdx(0));
        assert_eq!(Bounds::from(pace.speed.bytes_a_second()), drain.speed);
        let from = if earlier.is_some() { SpeedFrom::Learnt } else { SpeedFrom::Prior };
        assert_eq!(drain.speed_from, from);
    }
}

#[test]
fn a_missing_vm_is_reported() {
    let part = SrPart { sr: "s", vm: Some("nobody") };
    let error = built(&analysed(&world(BUSY)), &part).unwrap_err().to_string();
    assert_eq!(
        error,
        "no VM called `nobody` has a disk on `s`; there are:\n  clone\n  lagging\n  rolling\n  small\n  stuck\n  web"
    );
}

#[test]
fn documents_are_valid() {
    let schema = serde_json::from_str(&json::schema_of::<SrReport>().unwrap()).unwrap();
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    for text in
        [BUSY, BROKEN, "sr s udev", "sr s lvm 1TiB gc=false thick { disk d 10GiB: base > base > leaf }"]
    {
        let document = serde_json::from_str(&json::write(&report(text)).unwrap()).unwrap();
        let errors: Vec<_> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{text}");
    }
}

/// Builds a forest with everything a hostile server may send: kinds, parents (on any SR, missing, circular), sizes,
/// names.
fn forests() -> impl Strategy<Value = Observation> {
    let kind =
        prop_oneof![4 => Just(VdiKind::BaseCopy), 2 => Just(VdiKind::Disk), 2 => Just(VdiKind::Snapshot)];
    let node =
        (kind, any::<prop::sample::Index>(), 0_u8..10, any::<Option<u64>>(), any::<prop::sample::Index>());
    // a few names for all nodes: one for each would take longer to generate than everything under test
    let names = prop::collection::vec("\\PC{0,12}|[\u{0}-\u{1f}]{1,4}", 1..6);
    (prop::collection::vec(node, 0..60), names).prop_map(|(nodes, names)| {
        let mut builder = InventoryBuilder::default();
        for sr in ["s", "t"] {
            let mut sr = Sr::new(sr.into(), "nfs");
            sr.name = sr.id.to_string().into();
            (sr.size, sr.used) = (Some(Bytes::gib(100)), Some(Bytes::gib(99)));
            builder.add_sr(sr, Links::default());
        }
        let id = |at: usize| ObjectId::new(&format!("{at:04}"));
        let count = nodes.len();
        for (at, (kind, parent, choice, usage, name)) in nodes.into_iter().enumerate() {
            let mut vdi = Vdi::new(id(at), kind);
            vdi.name = name.get(&names).as_str().into();
            (vdi.size, vdi.usage) = (Some(Bytes::gib(40)), usage.map(Bytes));
            vdi.snapshot_time = (kind == VdiKind::Snapshot).then_some(NOW.into());
            let parent = match choice {
                0 => None,
                1 => Some("gone".into()),
                // mostly an earlier node, so that there are trees and not only cycles
                2..=7 if at > 0 => Some(id(parent.index(at))),
                _ => Some(id(parent.index(count))),
            };
            let sr = if choice == 9 { "t" } else { "s" };
            builder.add_vdi(vdi, Links { sr: Some(sr.into()), parent, ..Links::default() });
        }
        read(builder.build(), NOW)
    })
}

proptest! {
    // forests of up to 60 nodes cover most of what can go wrong, so a few cases are enough
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Every node is drawn once; no line is wider than requested or obeyed by a terminal.
    ///
    /// A branch has fewer nodes than the rest of its chain: however wild a forest is, it stays narrow.
    #[test]
    fn every_forest_is_drawn(observation in forests(), width in prop_oneof![24_usize..50, 50_usize..130], ascii: bool) {
        let report = of(&observation, None);
        for tree in &report.trees {
            let most = tree.nodes.len().ilog2();
            prop_assert!(tree.nodes.iter().all(|node| node.level <= most));
        }
        let drawn: Vec<_> =
            report.trees.iter().flat_map(|tree| &tree.nodes).map(|node| node.vdi_id.clone()).collect();
        let Some(Slot::Sr(sr)) = observation.inventory.find(&"s".into()) else { unreachable!() };
        let there = &observation.inventory.sr(sr).vdis;
        prop_assert_eq!(drawn.len(), there.len());
        let all: BTreeSet<_> = there.iter().map(|&vdi| observation.inventory.vdi(vdi).id.to_string()).collect();
        prop_assert_eq!(drawn.into_iter().collect::<BTreeSet<_>>(), all);
        // with everything shown, each line begins with the kind of its node
        let screen = render(&report, &everything());
        let (_, chains) = screen.split_once("\nChains").unwrap();
        let chains = chains.split_once("\nWhat may be deleted").map_or(chains, |(chains, _)| chains);
        let is_node = |line: &&str| {
            let line = line.trim_start_matches([' ', '│', '├', '─', '┌', '└']);
            ["base copy ", "snapshot ", "disk "].iter().any(|kind| line.starts_with(kind))
        };
        let rows = chains.lines().filter(|line| line.starts_with("  ")).filter(is_node).count();
        prop_assert_eq!(rows, there.len(), "{}", screen);
        for (lang, verbose) in Lang::ALL.iter().flat_map(|&lang| [(lang, false), (lang, true)]) {
            let style = Style { width, verbose, ascii, lang, ..Style::default() };
            for line in render(&report, &style).lines() {
                prop_assert!(display::width(line) <= width, "{}", line);
                prop_assert!(line.chars().all(display::is_plain), "{:?}", line);
            }
        }
    }
}

/// Neither depth nor width costs stack or more than linear time.
#[test]
fn thousands_of_nodes() {
    let n = 2_000;
    for deep in [true, false] {
        let mut builder = InventoryBuilder::default();
        let mut sr = Sr::new("s".into(), "nfs");
        sr.name = "s".into();
        builder.add_sr(sr, Links::default());
        let id = |at: usize| ObjectId::new(&format!("{at:06}"));
        for at in 0..n {
            let parent = (at > 0).then(|| id(if deep { at - 1 } else { 0 }));
            let kind = if deep || at == 0 { VdiKind::BaseCopy } else { VdiKind::Disk };
            builder
                .add_vdi(Vdi::new(id(at), kind), Links { sr: Some("s".into()), parent, ..Links::default() });
        }
        let report = of(&read(builder.build(), NOW), None);
        assert!(screen(&report).lines().count() < 60);
        assert!(render(&report, &everything()).lines().count() > n);
    }
}
