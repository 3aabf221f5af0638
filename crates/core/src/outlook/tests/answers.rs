//! The answer: decided by the worst, and by what was not read.

use super::{GOOD, WEB, nightly, outlook, show, text};
use crate::model::{Question, Unread as Gap, UnreadReason};
use crate::outlook::{DecidedBy, Status};

fn without(answers: &[Question]) -> crate::analysis::world::World {
    let mut world = nightly(WEB, &GOOD);
    for &answer in answers {
        let backups = &mut world.backups;
        match answer {
            Question::BackupJobs => backups.jobs = None,
            Question::Schedules => backups.schedules = None,
            Question::Logs => backups.runs = None,
            Question::MirrorJobs => backups.mirror_jobs = None,
            Question::MetadataJobs => backups.metadata_jobs = None,
            Question::CallJobs => backups.call_jobs = None,
            Question::Remotes => backups.repositories = None,
            Question::RemotesInfo => {
                backups.repositories.iter_mut().flatten().for_each(|one| one.space.available = None);
            }
            Question::Objects | Question::Proxies | Question::Servers => {}
        }
        world.reading.unread.push(Gap { answer, why: UnreadReason::NotAsked });
    }
    world
}

#[test]
fn what_is_unread_counts_where_it_could_change_the_answer() {
    use Question::*;
    let cases: [(&[Question], &str, usize); 9] = [
        (&[], "yes", 0),
        (&[MirrorJobs, MetadataJobs, Proxies, Servers, CallJobs], "yes", 5),
        (&[Objects], "cannot_tell", 0),
        (&[BackupJobs], "cannot_tell", 0),
        (&[Schedules], "cannot_tell", 0),
        (&[Logs], "cannot_tell", 0),
        (&[Remotes, RemotesInfo], "cannot_tell", 0),
        // the log shows that the repository took the last three backups
        (&[RemotesInfo], "yes", 1),
        (&[Logs, Proxies], "cannot_tell", 1),
    ];
    for (unread, expected, besides) in cases {
        let answer = outlook(&without(unread)).answer;
        assert_eq!(text(&answer.status), expected, "{unread:?}");
        assert_eq!(answer.unread_besides.len(), besides, "{unread:?}");
    }
}

/// Without permission to read jobs, nothing is reported about them.
#[test]
fn unread_jobs_are_not_no_jobs() {
    let result = outlook(&without(&[Question::BackupJobs]));
    assert!(result.rows.is_empty() && result.events.is_empty() && result.jobs.is_empty());
    assert_eq!(result.answer.status, Status::CannotTell);
}

/// A sequence that was not read may start a disabled schedule.
#[test]
fn sequences_count_where_a_schedule_is_off() {
    let weekly = || without(&[Question::CallJobs]).schedule("weekly", "nightly", "off 0 3 * * *");
    let mut world = weekly();
    assert_eq!(outlook(&world).answer.status, Status::CannotTell);
    // a log of two weeks in which nothing started it shows that no sequence does
    let mut long = weekly();
    let first = |world: &mut crate::analysis::world::World, schedule: &str| {
        let run = &mut world.backups.runs.as_mut().unwrap()[0];
        run.start = crate::notation::NOW.checked_sub(jiff::SignedDuration::from_hours(340)).ok();
        run.schedule = Some(schedule.into());
    };
    first(&mut long, "nightly");
    assert_eq!(outlook(&long).answer.status, Status::Yes);
    first(&mut long, "weekly");
    assert_eq!(outlook(&long).answer.status, Status::CannotTell);
    world.backups.schedules.as_mut().unwrap().pop();
    assert_eq!(outlook(&world).answer.status, Status::Yes);
}

#[test]
fn what_is_unread_hides_nothing() {
    let mut world =
        nightly("sr s ext 1TiB free 9GiB vm web { disk root 9GiB on s: base*29 snap x > leaf }", &GOOD);
    world.backups.runs = None;
    world.reading.unread = vec![Gap { answer: Question::Logs, why: UnreadReason::NotAsked }];
    let result = outlook(&world);
    assert_eq!(show(&result), "no; web SR_BACKEND_FAILURE_109 1 at_limit");
    assert_eq!(result.answer.unread.len(), 1);
}

#[test]
fn nothing_is_due() {
    let mut off = nightly(WEB, &GOOD);
    off.backups.schedules.as_mut().unwrap()[0].enabled = false;
    assert_eq!(show(&outlook(&off)), "none_due");
}

/// A schedule in the server's own zone fires at an unknown time.
#[test]
fn a_zone_that_is_not_known() {
    let mut world = nightly(WEB, &GOOD);
    world.backups.schedules.as_mut().unwrap()[0].timezone = Some("local".to_owned());
    let result = outlook(&world);
    assert_eq!(result.answer.status, Status::CannotTell);
    assert_eq!(result.answer.unread.len(), 1);
}

#[test]
fn a_schedule_that_xo_refuses_starts_nothing() {
    let mut world = nightly(WEB, &GOOD);
    world.backups.schedules.as_mut().unwrap()[0].cron = "0 22 * * wed".to_owned();
    let result = outlook(&world);
    assert_eq!(show(&result), "no; NOT_STARTED 0.97 not_started");
    assert_eq!(result.answer.decided_by, DecidedBy::Event);
}

/// Rows are counted, not VMs, and the numbers of the answer are those of the rows.
#[test]
fn four_runs_of_three_vms_are_twelve() {
    let vm = |name: &str| format!("vm {name} {{ disk root 9GiB on s: base 1GiB > leaf }} ");
    let text = format!("sr s ext 1TiB free 500GiB {}{}{}", vm("a"), vm("b"), vm("c"));
    let world = crate::analysis::world::World::new(&text)
        .repository("nas", "nfs", 1000, 900)
        .past("six", "0 */6 * * *", &["a", "b", "c"], &[])
        .with_setting("six", "exportRetention", 7);
    let result = outlook(&world);
    assert_eq!((result.answer.due, result.rows.len()), (12, 12));
    assert!(result.rows.is_sorted_by_key(|row| row.at));
}
