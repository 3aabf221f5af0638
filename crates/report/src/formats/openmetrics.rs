//! OpenMetrics 1.0: gauges only, one sample each, so that one file suits Prometheus, its text-file collector and
//! promtool.
//!
//! Labels are bounded: the id and name of an SR, VM or job, the server's name if there are several, and our own words.
//! Values come only from the fields of the report; unknown values have no sample.

use std::fmt;

use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeMetric, MetricEncoder};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::{Registry, Unit};

use super::{FormatError, Page, Part, refused};
use crate::Report;
use crate::words::key;
use xo_health_core::display;
use xo_health_core::findings::Severity;
use xo_health_core::outlook::Status;

/// The columns of a name in a label.
const NAME: usize = 120;

type Labels = Vec<(&'static str, String)>;

/// The samples of one gauge, in the order of the report.
#[derive(Debug, Default)]
struct Gauges(Vec<(Labels, f64)>);

impl EncodeMetric for Gauges {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> Result<(), fmt::Error> {
        for (labels, value) in &self.0 {
            if labels.is_empty() {
                encoder.encode_gauge(value)?;
            } else {
                encoder.encode_family(labels)?.encode_gauge(value)?;
            }
        }
        Ok(())
    }

    fn metric_type(&self) -> MetricType {
        MetricType::Gauge
    }
}

/// The gauges, in the order of their first samples, so that those of several servers are together.
#[derive(Default)]
struct Metrics {
    gauges: Vec<Gauge>,
    /// The server whose samples are being added; `None` if there is only one.
    server: Option<String>,
}

struct Gauge {
    name: String,
    help: String,
    unit: Option<Unit>,
    samples: Vec<(Labels, f64)>,
}

impl Metrics {
    /// Adds samples to a gauge; unknown values have none.
    fn gauge(&mut self, name: &str, help: &str, unit: Option<Unit>, samples: Vec<(Labels, Option<f64>)>) {
        let server = self.server.clone();
        let named =
            |labels: Labels| server.iter().map(|name| ("server", name.clone())).chain(labels).collect();
        let known = samples
            .into_iter()
            .filter_map(|(labels, value)| Some((named(labels), value.filter(|v| v.is_finite())?)));
        let known: Vec<_> = known.collect();
        match self.gauges.iter_mut().find(|gauge| gauge.name == name) {
            Some(gauge) => gauge.samples.extend(known),
            None if known.is_empty() => {}
            None => {
                self.gauges.push(Gauge {
                    name: name.to_owned(),
                    help: help.to_owned(),
                    unit,
                    samples: known,
                });
            }
        }
    }

    fn registered(self) -> Registry {
        let mut registry = Registry::with_prefix("xo_health");
        for Gauge { name, help, unit, samples } in self.gauges {
            match unit {
                Some(unit) => registry.register_with_unit(name, help, unit, Gauges(samples)),
                None => registry.register(name, help, Gauges(samples)),
            }
        }
        registry
    }
}

/// Writes the metrics.
pub(super) fn write(parts: &[Part<'_>], page: &Page<'_>) -> Result<String, FormatError> {
    let mut metrics = Metrics::default();
    for part in parts {
        metrics.server = part.name();
        match part.of {
            Ok(report) => {
                of_server(&mut metrics, report, page);
                of_srs(&mut metrics, report);
                of_vms(&mut metrics, report);
                of_jobs(&mut metrics, report);
            }
            // the server could not be checked
            Err(_) => exit_status(&mut metrics, 3),
        }
    }
    let mut out = String::new();
    encode(&mut out, &metrics.registered()).map_err(|error| refused("openmetrics")(&error))?;
    Ok(out)
}

fn exit_status(metrics: &mut Metrics, status: u8) {
    let samples = vec![(Labels::new(), Some(f64::from(status)))];
    metrics.gauge("exit_status", "Exit status of the check", None, samples);
}

/// Returns the unit of a share from 0 to 1.
fn ratio() -> Unit {
    Unit::Other("ratio".to_owned())
}

fn of_server(metrics: &mut Metrics, report: &Report, page: &Page<'_>) {
    let one = |value: f64| vec![(Labels::new(), Some(value))];
    let answer = &report.outlook.answer;
    let all =
        [Status::Yes, Status::NoneDue, Status::CannotTell, Status::AtRisk, Status::ProbablyNot, Status::No];
    let statuses = all
        .map(|status| (vec![("status", key(&status))], Some(f64::from(u8::from(status == answer.status)))))
        .to_vec();
    metrics.gauge(
        "answer",
        "The answer to whether backups will run: 1 for the one that applies",
        None,
        statuses,
    );
    metrics.gauge(
        "answer_probability",
        "Highest probability that a backup due within 24 hours fails",
        Some(ratio()),
        one(answer.probability),
    );
    let counts = [
        ("due", answer.due),
        ("failing", answer.failing),
        ("at_risk", answer.at_risk),
        ("cannot_tell", answer.unknown),
    ];
    let counts = counts.map(|(state, n)| (vec![("state", state.to_owned())], Some(f64::from(n)))).to_vec();
    metrics.gauge("backups", "Backups of VMs due within 24 hours, by how they will end", None, counts);
    let severities = [Severity::Critical, Severity::Warning, Severity::Info];
    let of = |severity| report.findings.iter().filter(|view| view.severity() == severity).count() as f64;
    let findings =
        severities.map(|severity| (vec![("severity", key(&severity))], Some(of(severity)))).to_vec();
    metrics.gauge("findings", "Findings by severity", None, findings);
    let suppressed = report.suppressed.len() as f64;
    metrics.gauge(
        "findings_suppressed",
        "Findings that are suppressed and count nowhere else",
        None,
        one(suppressed),
    );
    let states = report.baseline.iter().flat_map(|baseline| {
        [
            ("known", baseline.known),
            ("new", baseline.new),
            ("worse", baseline.worse),
            ("gone", baseline.gone),
            ("suppressed", baseline.suppressed),
        ]
    });
    let states = states.map(|(state, n)| (vec![("state", state.to_owned())], Some(f64::from(n)))).collect();
    metrics.gauge("findings_since_baseline", "Findings by how they compare with the baseline", None, states);
    exit_status(metrics, report.exit_status);
    let observed = report.observed_at.as_millisecond() as f64 / 1000.0;
    metrics.gauge("observed_timestamp", "When the server was read", Some(Unit::Seconds), one(observed));
    let took = page.took.map(|took| took.as_secs_f64());
    metrics.gauge(
        "check_duration",
        "How long the check took",
        Some(Unit::Seconds),
        vec![(Labels::new(), took)],
    );
}

fn of_srs(metrics: &mut Metrics, report: &Report) {
    let mut of =
        |name: &str, help: &str, unit: Option<Unit>, value: &dyn Fn(&crate::SrView) -> Option<f64>| {
            let samples = report.srs.iter().map(|sr| (labels("sr", &sr.id, &sr.name), value(sr))).collect();
            metrics.gauge(name, help, unit, samples);
        };
    let bytes = |bytes: Option<xo_health_core::units::Bytes>| bytes.map(|bytes| bytes.0 as f64);
    of("sr_size", "Size of the SR", Some(Unit::Bytes), &|sr| bytes(sr.size_bytes));
    of("sr_used", "Space used on the SR", Some(Unit::Bytes), &|sr| bytes(sr.used_bytes));
    of("sr_free", "Space free on the SR", Some(Unit::Bytes), &|sr| bytes(sr.free_bytes));
    of("sr_merge_need", "Upper bound of what the largest pending merge needs", Some(Unit::Bytes), &|sr| {
        bytes(sr.merge_need_bytes)
    });
    of("sr_growth_per_day", "Average daily growth of the data", Some(Unit::Bytes), &|sr| {
        bytes(sr.growth_per_day_bytes)
    });
    of("sr_shortfall", "Space missing for a month of backups", Some(Unit::Bytes), &|sr| {
        bytes(sr.lacking_30_days_bytes)
    });
    of("sr_runs_out_probability", "Probability that the SR runs out of space", Some(ratio()), &|sr| {
        sr.runs_out_probability
    });
    of("sr_max_depth", "Nodes of the longest VHD chain", None, &|sr| Some(f64::from(sr.max_depth)));
    of("sr_pending_merges", "Merges that the garbage collector has yet to do", None, &|sr| {
        Some(f64::from(sr.pending_inner) + f64::from(sr.pending_leaf))
    });
    of("sr_drain", "How long these merges take", Some(Unit::Seconds), &|sr| {
        sr.drain_seconds.map(|seconds| seconds as f64)
    });
}

fn of_vms(metrics: &mut Metrics, report: &Report) {
    let mut of = |name: &str, help: &str, value: &dyn Fn(&crate::VmFigures) -> Option<f64>| {
        let samples = report.vms.iter().map(|vm| (labels("vm", &vm.id, &vm.name), value(vm))).collect();
        metrics.gauge(name, help, None, samples);
    };
    of("vm_max_depth", "Nodes of the longest VHD chain of the VM", &|vm| {
        (vm.disks > 0).then(|| f64::from(vm.max_depth))
    });
    of("vm_snapshots_left", "Snapshots until the storage refuses one", &|vm| {
        vm.snapshots_left.map(f64::from)
    });
    of("vm_pending_merges", "Merges pending on the chains of the VM", &|vm| {
        (vm.disks > 0).then(|| f64::from(vm.pending_merges))
    });
    let ages = report.vms.iter().flat_map(|vm| {
        vm.backups.iter().map(|backup| {
            let mut labels = labels("vm", &vm.id, &vm.name);
            labels.push(("job_uuid", backup.job_id.clone()));
            labels.push(("job_name", name(&report.names.job(&backup.job_id.as_str().into()))));
            let age = backup.last_good_at.map(|at| report.observed_at.duration_since(at).as_secs_f64());
            (labels, age)
        })
    });
    metrics.gauge(
        "restore_point_age",
        "Age of the last successful backup of the VM by the job",
        Some(Unit::Seconds),
        ages.collect(),
    );
}

fn of_jobs(metrics: &mut Metrics, report: &Report) {
    let mut samples = Vec::new();
    for prediction in &report.predictions {
        for by in &prediction.probability_by {
            let mut labels = labels("job", &prediction.job_id, &prediction.job_name);
            if let Some(vm) = &prediction.vm_id {
                labels.push(("vm_uuid", vm.clone()));
                labels.push(("vm_name", name(prediction.vm_name.as_deref().unwrap_or_default())));
            }
            labels.push(("error", key(&prediction.error)));
            labels.push(("within_hours", by.within_hours.to_string()));
            samples.push((labels, Some(by.probability)));
        }
    }
    metrics.gauge(
        "error_probability",
        "Probability of an error within this many hours",
        Some(ratio()),
        samples,
    );
}

fn labels(kind: &str, id: &str, named: &str) -> Labels {
    let (uuid, label) = match kind {
        "sr" => ("sr_uuid", "sr_name"),
        "vm" => ("vm_uuid", "vm_name"),
        _ => ("job_uuid", "job_name"),
    };
    vec![(uuid, display::clean(id).into_owned()), (label, name(named))]
}

fn name(name: &str) -> String {
    display::fit_name(name, NAME, display::ELLIPSIS)
}
