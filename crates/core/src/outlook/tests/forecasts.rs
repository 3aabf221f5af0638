//! What an outlook makes of a forecast: one number for one run, and one for the room of an SR.

use std::num::NonZero;
use std::sync::Arc;

use super::{GOOD, nightly, observed};
use crate::analysis::world::World;
use crate::analysis::{Analysis, Settings};
use crate::forecast::{Deadline, Options};
use crate::outlook::{Outcome, Outlook, SUREST};
use crate::units::Bytes;

fn analysis(world: &World) -> Analysis {
    let options = Options {
        horizon: 168,
        also: None,
        draws: Some(60),
        seed: 1,
        merge_speed: None,
        threads: NonZero::<usize>::MIN,
        deadline: Deadline::default(),
    };
    let settings = Settings { thresholds: world.thresholds, forecast: Some(options), ..Settings::default() };
    Analysis::of(Arc::new(observed(world)), &settings)
}

fn on(sr: &str, chain: &str) -> World {
    nightly(&format!("sr s {sr} vm web {{ disk root 100GiB on s: {chain} }}"), &GOOD)
}

/// The rules see nothing yet, but the forecast is sure: row, SR and job all follow the forecast.
#[test]
fn a_row_is_never_well_beside_a_forecast_that_is_sure() {
    // 28 nodes now; another job takes a snapshot every hour and keeps it
    let chain =
        "base*26 1GiB snap h age=2d job=hourly schedule=hourly > base 1GiB snap n age=1d job=nightly > leaf";
    let world = on("ext 1TiB free 500GiB", chain)
        .past("hourly", "0 * * * *", &["web"], &["2h delta", "1h delta"])
        .with_setting("hourly", "snapshotRetention", 60);
    let analysis = analysis(&world);
    let result = Outlook::of(&analysis);
    let runs = &analysis.forecast().unwrap().runs;
    let mut sure = 0;
    for row in &result.rows {
        let run = runs.iter().find(|run| {
            run.job == row.job_id
                && run.at == row.at
                && run.schedule == row.schedule_id
                && run.vm == row.vm_id
        });
        let any = run.map_or(0.0, |run| run.any);
        assert!(row.probability + 0.001 >= any.min(SUREST), "{any} {row:?}");
        if any >= 0.95 {
            assert_eq!(row.outcome, Outcome::Fails);
            sure += 1;
        }
    }
    assert!(sure > 0, "the chain is full after a few hours");
    assert!(result.srs.iter().all(|sr| !sr.quiet) && result.jobs.iter().all(|job| !job.good));
}

/// With 40 MiB free it runs out. 166 GiB a day for 30 days do not add up to 46 TiB if old backups are deleted.
#[test]
fn what_an_sr_lacks() {
    let room = |world: &World| {
        let analysis = analysis(world);
        analysis.forecast().unwrap().rooms[0].clone()
    };
    let full = room(&on("lvm 1TiB free 40MiB", "base 60GiB snap n age=1d job=nightly > leaf 2GiB"));
    assert!(full.runs_out >= 0.5, "{full:?}");
    let wide = room(&on("ext 12TiB free 11TiB", "base 60GiB snap n age=1d job=nightly > leaf 2GiB"));
    assert!(wide.runs_out < 0.1 && wide.lacking == Some(Bytes::ZERO), "{wide:?}");
}
