//! How long a forecast takes, for an inventory that is already read: seven days, 500 draws (200 for 10,000 VMs), on all
//! processors.
//!
//! `cargo bench --bench forecast`. The goal: 300 VMs with 1,000 disks in 2 s, 10,000 VMs in 60 s, on two cores.

use std::num::NonZero;

use jiff::Timestamp;
use mock_xo::scenario::generate;
use xo_health_client::{Answers, capture};
use xo_health_core::backup::BackupPlan;
use xo_health_core::chains::Chains;
use xo_health_core::forecast::{self, Deadline, Options};
use xo_health_core::model::Observation;

fn main() {
    divan::main();
}

/// Builds a server with this many VMs, about 3.5 disks each, and six SRs per 300 VMs.
#[expect(clippy::expect_used, reason = "a bench that cannot begin says so by its end")]
fn server(vms: usize) -> Observation {
    let plan = generate::Plan { vms, disks: 6, srs: (vms / 50).clamp(6, 40), ..generate::Plan::default() };
    let now: Timestamp = "2026-11-23T08:30:00Z".parse().unwrap_or(Timestamp::UNIX_EPOCH);
    let folder = tempfile::tempdir().expect("a folder for the capture");
    let path = folder.path().join("capture.json");
    let mut file = std::fs::File::create(&path).expect("a file for the capture");
    generate::write(&plan, now, &mut file).expect("a capture");
    let mut answers = Answers::default();
    capture::replay(&path, &mut answers).expect("a capture that can be read");
    answers.finish()
}

#[divan::bench(args = [100, 300, 1_000, 10_000, 100_000], sample_count = 3, sample_size = 1)]
fn seven_days(bencher: divan::Bencher<'_, '_>, vms: usize) {
    let Observation { inventory, backups, reading } = server(vms);
    let now = reading.observed_at;
    let chains = Chains::build(&inventory);
    let plan = BackupPlan::build(&inventory, &backups, now);
    let verdicts = forecast::verdicts(&inventory, &chains, &plan);
    let options = Options {
        horizon: 168,
        also: None,
        draws: None,
        seed: 1,
        merge_speed: None,
        threads: std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
        deadline: Deadline::default(),
    };
    bencher.bench(|| {
        let draft =
            forecast::calibrate(&inventory, &chains, &plan, &backups, &Default::default(), now, &options);
        forecast::predict(&draft, &verdicts, &options)
    });
}
