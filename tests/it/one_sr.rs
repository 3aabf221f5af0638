//! `sr`: one SR of the demo and of real captures, as the user sees it.

use xo_health_core::display;
use xo_health_core::outlook::Outlook;
use xo_health_report::formats::View;
use xo_health_report::sr::{self, SrPart};

use crate::common::{CAPTURES, analysis, capture_path, raw, written};
use crate::program::Home;

fn fits(screen: &str) {
    for line in screen.lines() {
        assert!(display::width(line) <= 80, "{line}");
        assert!(line.chars().all(display::is_plain), "{line:?}");
    }
}

#[test]
fn the_demo_in_both_languages() {
    let home = Home::new();
    for lang in ["en", "ja"] {
        let args = ["sr", "nfs-main", "--demo", "--at", "2026-11-23T08:30:00Z", "--lang", lang];
        let ran = home.run(&args, &[("TZ", "UTC")]);
        assert_eq!((ran.status, &*ran.err), (0, ""));
        fits(&ran.out);
        for expected in ["filer", "会計DB", "nfs-main", "30"] {
            assert!(ran.out.contains(expected), "{expected}: {}", ran.out);
        }
    }
}

#[test]
fn a_real_capture() {
    let capture = capture_path("unhealthy-chain");
    let ran = Home::new().run(&["sr", "nfs-main", "--from", capture.to_str().unwrap()], &[("TZ", "UTC")]);
    assert_eq!((ran.status, &*ran.err), (0, ""));
    fits(&ran.out);
    insta::assert_snapshot!(ran.out);
}

/// Every SR of every capture of a real server, in text and as a document that its schema accepts. The program reads a
/// capture for each SR; here each is read and analysed once.
#[test]
fn all_srs_of_the_captures() {
    let schema = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/sr-1.json")).unwrap();
    let validator = jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
    let mut seen = 0;
    for name in CAPTURES {
        let analysis = analysis(&capture_path(name));
        let outlook = Outlook::of(&analysis);
        for at in analysis.inventory().sr_indices() {
            let id = analysis.inventory().sr(at).id.to_string();
            let report =
                sr::build_report(&analysis, &outlook, &SrPart { sr: &id, ..SrPart::default() }).unwrap();
            let (text, document) =
                written(View::Sr(&report), report.observed_at, &|say| sr::compose::compose(&report, say));
            fits(&text);
            assert!(validator.is_valid(&document), "{name} {id}");
            assert_eq!(document["sr"]["id"], id);
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn names_that_lead_nowhere() {
    let home = Home::new();
    for (args, expected) in [
        (&["sr", "nowhere", "--demo"][..], "no SR is called `nowhere`; there are:"),
        (&["sr", "Local storage", "--demo"], "several SRs are called `Local storage`"),
        (&["sr", "nfs-main", "--demo", "--vm", "nobody"], "no VM called `nobody` has a disk on `nfs-main`"),
        (&["sr", "nfs-main", "--demo", "--coalesce-speed", "fast"], "50MiB/s"),
    ] {
        let ran = home.run(args, &[]);
        assert_eq!((ran.status, &*ran.out), (64, ""), "{args:?}");
        assert!(ran.err.contains(expected), "{args:?}: {}", ran.err);
    }
}

/// An SR is found by a unique beginning, or by its pool and a name that several have; without a name all SRs are
/// listed.
#[test]
fn names_that_are_short() {
    let home = Home::new();
    for (name, found) in [
        ("nfs-m", "nfs-main"),
        ("nfs-main", "nfs-main"),
        ("東京プール/nfs-main", "nfs-main"),
        ("東京プール/Local storage", "Local storage"),
    ] {
        let document = home.run(&["sr", name, "--demo", "--format", "json"], &[]).json();
        assert_eq!(document["sr"]["name"], found, "{name}");
    }
    let several = home.run(&["sr", "nfs", "--demo"], &[]);
    assert_eq!(several.status, 64);
    assert!(several.err.contains("several SRs are called `nfs` or begin with it"), "{}", several.err);
    let all = home.run(&["sr", "--demo"], &[]);
    for name in ["nfs-main", "nfs-old", "iscsi-db", "fc-warehouse"] {
        assert!(all.out.contains(name), "{name}: {}", all.out);
    }
}

/// An SR that was not found may be among what could not be read: that is not wrong usage.
#[test]
fn an_sr_among_garbage_may_be_there() {
    let home = Home::new();
    let mut capture = raw("small-healthy");
    capture["calls"]["xo.getAllObjects"]["garbled"] = serde_json::Value::Null;
    let file = home.write("garbled.json", capture.to_string());
    let ran = home.run(&["sr", "nowhere", "--from", file.to_str().unwrap()], &[]);
    assert_eq!((ran.status, &*ran.out), (3, ""), "{}", ran.err);
    assert!(ran.err.contains("Not all objects could be read"), "{}", ran.err);
}
