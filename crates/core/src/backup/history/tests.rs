//! Runs written by hand, one line each.

use super::*;
use crate::backup::testing::{NO_RUN, at, failed, vm_run};

fn run(id: &str, minutes: i64, status: RunStatus, vms: &[(&str, RunStatus)]) -> Run {
    let start: i64 = id.parse::<i64>().unwrap() * 60;
    let vms: Vec<_> = vms.iter().map(|&(vm, status)| vm_run(vm, status, start, start + minutes)).collect();
    Run {
        id: id.into(),
        start: Some(at(start)),
        end: (status != RunStatus::Pending).then(|| at(start + minutes)),
        status,
        has_tasks: !vms.is_empty(),
        vms,
        ..NO_RUN.clone()
    }
}

const NOW: i64 = 1000 * 60;

#[test]
fn reports_how_runs_ended() {
    use RunStatus::{Failure, Interrupted, Pending, Skipped, Success, Unknown};
    let refused = |message: &str| Run { error: failed(message), ..run("1", 0, Failure, &[]) };
    // the other two took an hour each: stuck after six hours
    let cases = [
        (run("1", 60, Success, &[("a", Success)]), RunOutcome::Success),
        (run("1", 60, Success, &[]), RunOutcome::Unknown),
        (run("1", 60, Unknown, &[("a", Success)]), RunOutcome::Unknown),
        (run("1", 1, Skipped, &[("a", Skipped)]), RunOutcome::Skipped),
        (run("1", 1, Failure, &[("a", Failure)]), RunOutcome::Failure),
        (refused("the job (j) is already running"), RunOutcome::AlreadyRunning),
        (refused("job is already running"), RunOutcome::AlreadyRunning),
        (refused("couldn't instantiate any remote"), RunOutcome::Failure),
        (run("1", 1, Interrupted, &[("a", Interrupted)]), RunOutcome::Interrupted),
        (run("995", 0, Pending, &[("a", Pending)]), RunOutcome::Pending),
        (run("994", 0, Pending, &[("a", Pending)]), RunOutcome::Pending),
        (run("993", 0, Pending, &[("a", Pending)]), RunOutcome::Stuck),
    ];
    for (last, expected) in cases {
        let text = format!("{:?} {:?}", last.status, last.error);
        let good = |id| run(id, 60, Success, &[("a", Success)]);
        let runs = [good("0"), good("0"), last];
        let history = History::build(&runs, at(NOW));
        assert_eq!(history.jobs()[0].runs[2].outcome, expected, "{text}");
    }
}

#[test]
fn without_a_real_run_a_day_is_too_long() {
    for (id, expected) in [("976", RunOutcome::Pending), ("975", RunOutcome::Stuck)] {
        let runs = [run(id, 0, RunStatus::Pending, &[])];
        assert_eq!(History::build(&runs, at(NOW)).jobs()[0].runs[0].outcome, expected, "{id}");
    }
}

#[test]
fn durations_are_those_of_real_runs() {
    use RunStatus::{Failure, Interrupted, Skipped, Success};
    let mut runs: Vec<_> =
        (1..=10).map(|n| run(&n.to_string(), n, Success, &[("a", Success), ("b", Success)])).collect();
    runs.push(run("11", 500, Interrupted, &[("a", Success)]));
    runs.push(run("12", 0, Skipped, &[("a", Skipped)]));
    runs.push(run("13", 0, Failure, &[]));
    runs.push(Run { end: Some(at(0)), ..run("14", 3, Success, &[("a", Success)]) });
    runs.push(Run {
        schedule: Some("s".into()),
        ..run("15", 20, Failure, &[("a", Success), ("b", Failure)])
    });
    let history = History::build(&runs, at(NOW));
    let job = &history.jobs()[0];
    let minutes = |typical: Typical| {
        (typical.runs, [typical.median, typical.p90, typical.longest].map(|duration| duration.as_mins()))
    };
    assert_eq!(minutes(job.typical.unwrap()), (11, [6, 10, 20]));
    assert_eq!(minutes(job.typical_of(None).unwrap()), (10, [5, 9, 10]));
    assert_eq!(minutes(job.typical_of(Some(&"s".into())).unwrap()), (1, [20, 20, 20]));
    assert_eq!(job.typical_of(Some(&"t".into())), None);
    assert_eq!(job.success_rate(), SuccessRate { good: 11, all: 15 });
}

#[test]
fn reports_since_when_a_vm_fails() {
    use RunStatus::{Failure, Interrupted, Pending, Skipped, Success};
    let cases: [(&[RunStatus], Option<usize>, &[usize], (usize, usize)); 6] = [
        (&[Success, Success], Some(1), &[], (2, 2)),
        (&[Failure, Success], Some(1), &[], (1, 2)),
        (&[Success, Failure, Skipped], Some(0), &[1, 2], (1, 3)),
        (&[Success, Failure, Interrupted, Failure], Some(0), &[1, 3], (1, 4)),
        (&[Failure, Pending], None, &[0], (0, 1)),
        (&[Success, Interrupted], Some(0), &[], (1, 2)),
    ];
    for (statuses, last, failing, (good, all)) in cases {
        let runs: Vec<_> = statuses
            .iter()
            .enumerate()
            .map(|(at, &status)| run(&(at * 10).to_string(), 1, status, &[("a", status)]))
            .collect();
        let history = History::build(&runs, at(NOW));
        let vm = history.job(&"j".into()).unwrap().vm(&"a".into()).unwrap();
        let position = |backup: VmBackup| backup.run.at();
        assert_eq!(vm.last_success().map(position), last, "{statuses:?}");
        assert_eq!(vm.failing().map(position).collect::<Vec<_>>(), failing, "{statuses:?}");
        assert_eq!(vm.success_rate(), SuccessRate { good, all }, "{statuses:?}");
    }
}
