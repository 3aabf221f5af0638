//! dev
use std::num::NonZero;
use xo_health::{backup::Plan, chains::Chains, forecast, xo::{Answers, capture}};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let out = &args[1];
    for dir in &args[2..] {
        let name = std::path::Path::new(dir).file_name().unwrap().to_string_lossy().into_owned();
        let mut answers = Answers::default();
        capture::replay(std::path::Path::new(&format!("{dir}/capture.json.gz")), &mut answers).unwrap();
        let s = answers.finish();
        let chains = Chains::build(&s.inventory);
        let now = s.reading.observed_at;
        let plan = Plan::build(&s.inventory, &s.backups, now);
        let t = std::time::Instant::now();
        let p = forecast::forecast(&s.inventory, &chains, &plan, &s.backups, now, &forecast::Options { horizon: 168, draws: 500, seed: 1, threads: NonZero::new(2).unwrap() });
        let err = |e: forecast::Error| match e { forecast::Error::NoSpace => "SR_BACKEND_FAILURE_44", forecast::Error::ChainTooLong => "SR_BACKEND_FAILURE_109", forecast::Error::UnhealthyChain => "UNHEALTHY_VDI_CHAIN", forecast::Error::RpoMissed => "RPO_MISSED", forecast::Error::AlreadyRunning => "JOB_ALREADY_RUNNING" };
        let v: Vec<serde_json::Value> = p.iter().map(|p| serde_json::json!({
            "error": err(p.error), "job_id": p.job, "vm_id": p.vm, "schedule_id": null,
            "sr_id": p.sr.map(|s2| s.inventory.sr(s2).id.to_string()), "vdi_id": p.vdi.map(|v| s.inventory.vdi(v).id.to_string()),
            "probability_by": p.by.iter().map(|(h, p)| serde_json::json!({"within_hours": h, "probability": p})).collect::<Vec<_>>(),
            "first_at": p.first_at.map(|t| t.to_string()), "first_at_window": p.window.map(|(a, b)| [a.to_string(), b.to_string()]),
            "room": p.room,
        })).collect();
        std::fs::write(format!("{out}/{name}.json"), serde_json::json!({"schema":"xo-health.report/1","observed_at": now.to_string(), "predictions": v}).to_string()).unwrap();
        eprintln!("{name} {:?} units {} predictions {}", t.elapsed(), plan.runs().count(), p.len());
    }
}
