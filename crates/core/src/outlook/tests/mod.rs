//! The outlook for a server, case by case.

mod answers;
mod forecasts;
mod found;
mod logs;
mod masks;
mod plans;
mod rules;
mod scopes;
mod shape;

use std::sync::Arc;

use serde_json::Value;

use crate::analysis::world::World;
use crate::analysis::{Analysis, Settings};
use crate::model::Observation;
use crate::outlook::{Outlook, Row};

/// A healthy VM on a healthy SR.
const WEB: &str =
    "sr s ext 1TiB free 500GiB vm web { disk root 9GiB on s: base 3GiB snap a job=nightly > leaf }";

/// Four good nights.
const GOOD: [&str; 4] = ["75h delta", "51h delta", "27h delta", "3h delta"];

/// Daily at 22:00, 21 hours after the observation.
const DAILY: &str = "0 22 * * *";

/// Returns a server that backs `web` up each night to a repository with plenty of room, with these past runs.
fn nightly(inventory: &str, runs: &[&str]) -> World {
    World::new(inventory)
        .repository("nas", "nfs", 1000, 900)
        .past("nightly", DAILY, &["web"], runs)
        .with_setting("nightly", "exportRetention", 7)
}

fn observed(world: &World) -> Observation {
    let (inventory, backups) = (world.inventory.clone(), world.backups.clone());
    Observation { inventory, backups, reading: world.reading.clone() }
}

/// Works out an outlook without a forecast, from the rules and the logs alone.
fn outlook(world: &World) -> Outlook {
    let settings = Settings { thresholds: world.thresholds, ..Settings::default() };
    let outlook = Outlook::of(&Analysis::of(Arc::new(observed(world)), &settings));
    let broken = xo_health_invariants::check(&serde_json::to_value(&outlook).unwrap());
    assert_eq!(broken, [], "{}", serde_json::to_string(&outlook.plan).unwrap());
    outlook
}

/// Writes the status, then each row that does not go well: `VM ERROR CHANCE CAUSE`.
fn show(outlook: &Outlook) -> String {
    let status = text(&outlook.answer.status);
    let bad = outlook.rows.iter().filter(|row| row.cause.is_some()).map(show_row);
    let events = outlook.events.iter().map(|event| {
        let cause = serde_json::to_value(&event.cause).unwrap();
        format!("{} {} {}", text(&event.error), event.probability, code(&cause))
    });
    std::iter::once(status).chain(bad).chain(events).collect::<Vec<_>>().join("; ")
}

fn show_row(row: &Row) -> String {
    let cause = serde_json::to_value(&row.cause).unwrap();
    let error = row.error.map_or_else(|| "-".to_owned(), |error| text(&error));
    format!("{} {error} {} {}", row.vm_id, row.probability, code(&cause))
}

fn code(cause: &Value) -> String {
    cause["code"].as_str().unwrap_or("-").to_owned()
}

fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}
