//! The capture `special-states`: one of each rare thing, each recognised.

use jiff::Timestamp;
use xo_health_core::chains::{self, Chains};
use xo_health_core::model::{Link, Observation, Provisioning, Sr, VdiIdx, VdiKind, VdiRole, VmKind};
use xo_health_core::storage::Family;

use crate::common::{document, observation, raw, replay, report};
use crate::program::Home;

fn sr<'a>(observation: &'a Observation, name: &str) -> &'a Sr {
    let mut found = observation.inventory.srs.iter().filter(|sr| sr.name == name);
    let sr = found.next().unwrap_or_else(|| panic!("no SR {name}"));
    assert!(found.next().is_none(), "two SRs {name}");
    sr
}

#[test]
fn one_pool_with_its_master() {
    let Observation { inventory, reading, .. } = observation("special-states");
    assert_eq!((inventory.pools.len(), inventory.hosts.len()), (1, 2));
    assert_eq!(inventory.pools[0].name, "big-pool");
    assert!(matches!(inventory.pools[0].master, Link::To(_)), "{:?}", inventory.pools[0].master);
    let servers = reading.servers.unwrap();
    assert_eq!(servers.len(), 1);
    assert!(servers[0].connected && servers[0].enabled && servers[0].name == "special-states");
    assert_eq!(servers[0].pool.as_ref(), Some(&inventory.pools[0].id));
    assert_eq!((reading.unread, inventory.conflicts), (vec![], vec![]));
}

#[test]
fn families_and_provisioning() {
    let observation = observation("special-states");
    let cases = [
        ("nfs-1", "nfs", Family::File, Provisioning::Thin, true),
        ("lvmoiscsi-2", "lvmoiscsi", Family::Lvm, Provisioning::Thick, true),
        // XO does not report how an unknown driver provisions
        ("ext-3", "xfs", Family::File, Provisioning::Unknown, true),
        ("lvm-4", "lvm", Family::Lvm, Provisioning::Thick, true),
        ("nfs-5", "linstor", Family::Linstor, Provisioning::Thin, true),
        ("ext-detached", "ext", Family::File, Provisioning::Thin, true),
        ("ISO library", "iso", Family::NoTree, Provisioning::Unknown, true),
    ];
    for (name, driver, family, provisioning, sized) in cases {
        let sr = sr(&observation, name);
        assert_eq!((sr.driver.as_str(), Family::of(sr)), (driver, family), "{name}");
        assert_eq!((sr.provisioning, sr.size.is_some()), (provisioning, sized), "{name}");
    }
    let udev: Vec<_> = observation.inventory.srs.iter().filter(|sr| sr.driver == "udev").collect();
    assert_eq!(udev.len(), 4);
    // a drive reports size 0: its size is unknown, it is not full
    assert!(
        udev.iter().all(|sr| sr.size.is_none() && sr.free().is_none() && Family::of(sr) == Family::NoTree)
    );
}

#[test]
fn switches_of_the_garbage_collector() {
    let observation = observation("special-states");
    for sr in &observation.inventory.srs {
        let name = sr.name.as_str();
        let gc = &sr.gc;
        assert_eq!(gc.gc_off, name == "lvmoiscsi-2", "{name}");
        assert_eq!(gc.leaf_coalesce_off, name == "lvm-4", "{name}");
        assert!(!gc.coalesce_off, "{name}");
        assert_eq!(gc.no_space, name == "nfs-1", "{name}");
        assert_eq!(gc.last_error.is_some(), name == "lvm-4", "{name}");
        assert!(!gc.last_error_unreadable, "{name}");
    }
    // `last-coalesce-error` is in seconds since 1970
    let failed: Timestamp = "2026-08-06T07:06:40Z".parse().unwrap();
    assert_eq!(sr(&observation, "lvm-4").gc.last_error, Some(failed));
}

#[test]
fn messages_and_tasks_of_the_garbage_collector() {
    let Observation { inventory, .. } = observation("special-states");
    let messages: Vec<_> = inventory
        .gc_messages
        .iter()
        .map(|message| (message.name.as_str(), inventory.sr(message.sr).name.as_str()))
        .collect();
    assert_eq!(messages, [("SM_GC_NO_SPACE", "nfs-1")]);
    let tasks: Vec<_> =
        inventory.gc_tasks.iter().map(|task| (inventory.sr(task.sr).name.as_str(), task.progress)).collect();
    assert_eq!(tasks, [("nfs-5", 0.25)]);
}

#[test]
fn maintenance_and_detachment() {
    let observation = observation("special-states");
    for sr in &observation.inventory.srs {
        let name = sr.name.as_str();
        assert_eq!(sr.in_maintenance, name == "ext-3", "{name}");
        assert_eq!(
            sr.pbds_attached == 0,
            name == "ext-detached",
            "{name}: {} of {}",
            sr.pbds_attached,
            sr.pbds
        );
        assert!(sr.pbds > 0 && sr.pbds_attached <= sr.pbds, "{name}");
    }
    assert_eq!((sr(&observation, "nfs-1").pbds, sr(&observation, "lvm-4").pbds), (2, 1));
}

#[test]
fn disks_left_out_of_backups() {
    let Observation { inventory, .. } = observation("special-states");
    let left_out: Vec<_> = inventory.vdis.iter().filter(|vdi| vdi.no_backup).collect();
    let disks: Vec<_> =
        left_out.iter().filter(|vdi| vdi.kind == VdiKind::Disk).map(|vdi| vdi.name.as_str()).collect();
    assert_eq!(disks, ["[NOBAK] scratch"]);
    // XO's gate includes it all the same: the run in the logs skipped the VM because of it
    let report = document(&report(&observation("special-states")));
    let gate = report["disks"].as_array().unwrap().iter().find(|disk| disk["name"] == "[NOBAK] scratch");
    assert_eq!(gate.unwrap()["xo_gate"]["skips"], true);
}

#[test]
fn a_snapshot_in_a_control_domain() {
    let Observation { inventory, .. } = observation("special-states");
    let in_dom0: Vec<_> = inventory
        .vdi_indices()
        .filter(|&vdi| inventory.vms_of(vdi).iter().any(|&vm| inventory.vm(vm).kind == VmKind::ControlDomain))
        .map(|vdi| inventory.vdi(vdi))
        .collect();
    assert_eq!(in_dom0.len(), 1);
    assert_eq!((in_dom0[0].kind, in_dom0[0].name.as_str()), (VdiKind::Snapshot, "vm-3 disk 0"));
}

#[test]
fn replicas_and_snapshots_of_jobs() {
    let Observation { inventory, .. } = observation("special-states");
    let copies = inventory.vdis.iter().filter(|vdi| vdi.backup.as_ref().is_some_and(|keys| keys.is_copy));
    // the replication that filled its SR left two disks of a copy, and no VM
    assert_eq!(copies.count(), 2);
    let replicas = inventory.vms.iter().filter(|vm| vm.backup.as_ref().is_some_and(|keys| keys.is_copy));
    assert_eq!(replicas.count(), 0);
    // a tag that XO itself sets on replicas does not make a VM a replica
    let tagged = inventory
        .vms
        .iter()
        .filter(|vm| vm.kind == VmKind::Vm && vm.tags.iter().any(|tag| tag == "Continuous Replication"));
    assert_eq!(tagged.count(), 4);
}

#[test]
fn disks_of_the_report_are_those_of_no_cd_and_no_snapshot() {
    let raw = raw("special-states");
    let objects = raw["calls"]["xo.getAllObjects"].as_object().unwrap();
    let disks = objects.values().filter(|object| {
        object["type"] == "VDI" && objects[object["$SR"].as_str().unwrap()]["SR_type"] != "iso"
    });
    let mut ids: Vec<_> = disks.map(|disk| disk["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    let report = report(&observation("special-states"));
    assert_eq!(report.disks.iter().map(|disk| disk.vdi_id.as_str()).collect::<Vec<_>>(), ids);
    assert_eq!(ids.len(), 205);
}

/// The trees of each SR: a script outside this project counted depths and pairs from `parent` and `type` in the
/// capture; XO's total is that of `special-states.xo-figures.json`.
#[test]
fn trees_of_each_sr() {
    let report = report(&observation("special-states"));
    let cases = [
        // (SR, deepest disk, pending inner merges, pending leaf merges, XO's total)
        ("nfs-1", 5, 3, 1, 4),
        ("lvmoiscsi-2", 6, 4, 1, 5),
        ("ext-3", 8, 7, 0, 7),
        ("lvm-4", 8, 6, 0, 6),
        ("nfs-5", 27, 0, 0, 0),
        ("ext-detached", 0, 0, 0, 0),
        ("ISO library", 0, 0, 0, 0),
    ];
    for (name, depth, inner, leaf, xo) in cases {
        let sr = report.srs.iter().find(|sr| sr.name == name).unwrap();
        let got = (sr.max_depth, sr.pending_inner, sr.pending_leaf, sr.xo_unhealthy);
        assert_eq!(got, (depth, inner, leaf, xo), "{name}");
    }
}

/// The capture has no lists of changed blocks left (its host purged none); the demo has one.
#[test]
fn lists_of_changed_blocks_are_no_nodes() {
    let home = Home::new();
    home.run(&["capture", "--demo", "-o", "a.json"], &[]);
    let observation = replay(&home.path("a.json")).unwrap();
    let inventory = &observation.inventory;
    let is_list = |&vdi: &VdiIdx| inventory.vdi(vdi).role == VdiRole::CbtMetadata;
    let lists: Vec<VdiIdx> = inventory.vdi_indices().filter(is_list).collect();
    assert_eq!(lists.len(), 1);
    let list = inventory.vdi(lists[0]);
    assert!(!chains::is_node(inventory, list) && !chains::is_disk(inventory, list));
    let sr = list.sr.unwrap();
    let chains = Chains::build(inventory);
    let pairs = chains.inner_pairs(inventory, sr).chain(chains.leaf_pairs(inventory, sr));
    assert!(pairs.into_iter().all(|(parent, child)| parent != lists[0] && child != lists[0]));
    assert!(report(&observation).disks.iter().all(|disk| disk.vdi_id != list.id.to_string()));
}
