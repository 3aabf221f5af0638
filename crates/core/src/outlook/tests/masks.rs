//! The names in a report for outsiders: only those that are kept.

use crate::analysis::world::World;
use crate::mask::mask;
use crate::model::{LogError, Observation};
use crate::pattern::Pattern;

fn masked(keep: &[&str]) -> Observation {
    let world = World::new(
        "pool lab { sr gold ext 1TiB free 500GiB
           vm web-shop tags=acme { disk root-disk 9GiB on gold: base 3GiB snap nightly-snap > leaf }
           vm data-base tags=bolt { disk data-disk 9GiB on gold: leaf } }",
    )
    .repository("the-nas", "nfs", 1000, 900)
    .past("nightly-job", "0 22 * * *", &["web-shop", "data-base"], &["27h failure", "3h failure"]);
    let (inventory, mut backups) = (world.inventory.clone(), world.backups.clone());
    for vm in backups.runs.iter_mut().flatten().flat_map(|run| &mut run.vms) {
        let message = "cannot copy data-base from gold to the-nas".into();
        vm.whole.error = Some(Box::new(LogError { code: None, message }));
    }
    let keep: Vec<Pattern> = keep.iter().map(|text| Pattern::new(text)).collect();
    mask(Observation { inventory, backups, reading: world.reading.clone() }, &keep)
}

fn vms(observation: &Observation) -> Vec<&str> {
    observation.inventory.vms.iter().map(|vm| vm.name.as_str()).collect()
}

#[test]
fn only_what_is_kept_has_its_name() {
    let observation = masked(&["acme"]);
    let names = vms(&observation);
    assert!(names.contains(&"web-shop") && names.contains(&"VM data-bas"), "{names:?}");
    let names: Vec<&str> = observation.inventory.vdis.iter().map(|vdi| vdi.name.as_str()).collect();
    assert!(names.contains(&"root-disk") && !names.contains(&"data-disk"), "{names:?}");
    assert_eq!(observation.inventory.srs[0].name, "SR gold");
    assert_eq!(observation.backups.jobs.as_ref().unwrap()[0].name, "job nightly-");
    let messages = observation.backups.runs.iter().flatten().flat_map(|run| &run.vms);
    for vm in messages {
        let message = &vm.whole.error.as_ref().unwrap().message;
        assert_eq!(&**message, "cannot copy VM data-bas from SR gold to repository the-nas");
    }
}

#[test]
fn vms_are_kept_by_name_too() {
    for (keep, web, data) in [("data-*", false, true), ("web-shop", true, false), ("nobody", false, false)] {
        let observation = masked(&[keep]);
        let names = vms(&observation);
        assert_eq!((names.contains(&"web-shop"), names.contains(&"data-base")), (web, data), "{keep}");
    }
}
