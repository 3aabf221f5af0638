# What happens to the backups of the next 24 hours, and what to do first: in English.

## The answer

vm-backups = { $due ->
        [one] 1 VM backup
       *[other] { $due } VM backups
    }{ $runs ->
        [one] {""}
       *[other] {" "}({ $runs } runs)
    } due in the next 24 h
lead = { $status ->
        [yes] Yes:
        [no] No:
        [probably_not] Probably not:
        [at_risk] At risk:
        [cannot_tell] Cannot tell:
       *[none_due] No backup is due
    }
answer-none = {" "}in the next 24 h
answer-yes = {" "}{ $due ->
        [one] the { vm-backups } will go through
       *[other] all { vm-backups } will go through
    }
some-of = { $n ->
        [all] { $due ->
            [one] the { vm-backups }
           *[other] all { vm-backups }
        }
       *[other] { $n } of { vm-backups }
    }
answer-within = {" "}(only { $scope })
answer-no = {" "}{ some-of } will fail ({ $chance }){ $more }
answer-probably-not = {" "}{ some-of } will likely fail ({ $percent } %){ $more }
answer-at-risk = {" "}{ some-of } may fail ({ $percent } %){ $more }
and-at-risk = { $n ->
        [0] {""}
       *[other] , { $n } more at risk
    }
answer-sum = {" "}each of { vm-backups } is at little risk by itself, but { $expected } of them are expected to fail
answer-event = {" "}{ $due ->
        [0] no backup is due in the next 24 h
        [one] the { vm-backups } will go through
       *[other] all { vm-backups } will go through
    }, but { $event }
event = { $error ->
        [RPO_MISSED] the restore point of { $who } will be too old ({ $chance })
        [JOB_ALREADY_RUNNING] a start of { $who } will be refused because its previous run has not ended ({ $chance })
       *[other] { $who }: { $what } ({ $chance })
    }
answer-unread = {" "}{ $what } could not be read
answer-left-out = {" "}{ $n } backups were not examined: there are too many
answer-no-forecast = {" "}no forecast was made
answer-unknown = {" "}for { some-of }
besides-left-out = ; { $n } more were not examined: there are too many
last-none = {" "}in the next 24 h
last-yes = {" "}all { $due } due in 24 h will go through
last-no = {" "}{ $n } of { $due } due in 24 h will fail
last-probably-not = {" "}{ $n } of { $due } due in 24 h will likely fail
last-at-risk = {" "}{ $n } of { $due } due in 24 h may fail
last-sum = {" "}{ $expected } of { $due } due in 24 h expected to fail
last-event = {" "}{ $error ->
        [RPO_MISSED] a restore point will be too old
        [JOB_ALREADY_RUNNING] a start will be refused
       *[other] { what-fails }
    }
last-cannot-tell = {" "}not everything was read
besides-unread = ; besides, { $what } could not be read
chance-within = { $chance } within { $days ->
        [one] 1 day
       *[other] { $days } days
    }
first-about = first about { $at }
chance = { $likelihood ->
        [certain] certain
        [almost_certain] almost certain, { $percent } %
        [likely] likely, { $percent } %
        [possible] possible, { $percent } %
       *[unlikely] unlikely, { $percent ->
            [0] below 1
           *[other] { $percent }
        } %
    }
likelihood = { $likelihood ->
        [certain] certain
        [almost_certain] almost certain
        [likely] likely
        [possible] possible
       *[unlikely] unlikely
    }
unread-pool = pool `{ $name }`
unread-pool-loading = pool `{ $name }` (still loading)
unread-space = the free space of repository `{ $name }`
unread-zone = when schedule `{ $name }` starts

## The backups that are due

due = Backups due in the next 24 h
due-when = when
due-vm = VM
due-job = job
due-risk = risk
due-what = what goes wrong
row-ok = will go through
row-says = { $what } ({ $chance })
outcome-cannot-tell = cannot tell
due-more = { $bad ->
        [0] {""}
       *[other] { $bad } more like these (--all shows them)
    }{ $both ->
        [yes] ,{" "}
       *[no] {""}
    }{ $ok ->
        [0] {""}
        [one] 1 other will go through
       *[other] { $ok } others will go through
    }
tally-fails = { $n } will fail
tally-at-risk = { $n } at risk
tally-unknown = { $n } unknown
tally-ok = { $n } will go through
events = Also within 24 h
whole-of-job = job `{ $job }`
vm-of-job = `{ $vm }` of job `{ $job }`
interrupted-runs = Interrupted runs
interrupted-run = the last run of `{ $job }`, started { $at }, was interrupted: its restore points are missing{ $next ->
        [none] {""}
       *[other] ; next run { $next }
    }
missing-since = by then the last restore point is { $age } old
what-fails = { $error ->
        [SR_BACKEND_FAILURE_44] too little space (44)
        [SR_BACKEND_FAILURE_109] chain too long (109)
        [UNHEALTHY_VDI_CHAIN] unhealthy VDI chain
        [RPO_MISSED] RPO missed
        [JOB_ALREADY_RUNNING] job already running
        [REPOSITORY_FULL] repository full
        [REPOSITORY_UNAVAILABLE] repository unavailable
        [SR_UNAVAILABLE] SR unavailable
        [BROKEN_CHAIN] broken chain
        [VM_MISSING] VM missing
        [NOTHING_SAVED] saves nothing
        [NOT_STARTED] schedule does not start
       *[other] another error
    }
fails-as-before = fails as before

## Why

why-stuck_run = a run{ $dated ->
        [yes] {" "}that started { $since }
       *[no] {""}
    } has not ended: XO refuses every start until it does{ $refused ->
        [0] {""}
        [one] ; 1 start has already been refused
       *[other] ; { $refused } starts have already been refused
    }
why-at_limit = { $replica ->
        [yes] the chain of the replica of `{ $vdi }` on the target
       *[no] the chain of `{ $vdi }`
    } has { $nodes } nodes, the limit
why-no_room = the { $target ->
        [yes] copy needs { $need } on the target `{ $sr }`
       *[no] snapshot needs { $need } on `{ $sr }`
    }, where { $free } is free
why-merges_stopped = merges are pending on { $disks } and will not run: { $by ->
        [broken_chain] a chain on the SR is broken
        [off] the garbage collector is switched off
        [error] the last merge ended in an error
        [detached] no host reaches the SR
        [no_space] no merge fits into the free space
        [held] disks of a QCOW2 chain are in use on several hosts
       *[stalled] the garbage collector makes no progress
    }
why-merges_pending = { $merges ->
        [one] 1 merge is
       *[other] { $merges } merges are
    } pending on { $disks }; the run succeeds if they finish before it starts
why-no_more_room_than_then = the last snapshot failed for lack of space{ $dated ->
        [yes] {" "}on { $at }
       *[no] {""}
    }, and `{ $sr }` has no more free space now ({ $free })
why-repository_room = the runs until then write { $need } to repository `{ $repository }`, where { $free } is free
why-repository_unavailable = repository `{ $repository }` { $why ->
        [off] is switched off
        [missing] does not exist
       *[error] could not be used last time
    }
why-sr_unavailable = { $named ->
        [yes] SR `{ $sr }`
       *[no] an SR
    } { $why ->
        [detached] is not connected to any host
        [maintenance] is in maintenance
       *[missing] does not exist
    }
why-broken_chain = the chain of { $disks } does not reach its root
why-disk_missing = the VM names disk { $vdi }, which XO does not have
why-vm_missing = XO does not have this VM
why-nothing_saved = { $why ->
        [no_output] the job has neither a target nor snapshots to keep
        [no_disks] the VM has no disk that is backed up
        [not_recorded] its last runs succeeded, but their logs record no VM: nothing shows that they saved anything
        [settings_exclude] an offline backup cannot keep snapshots, but the job is set to do both: XO refuses the VM
       *[no_vm] the job selects no VM
    }
why-not_started = the last { $starts ->
        [one] start
       *[other] { $starts } starts
    } left no run in the log{ $dated ->
        [yes] ; the last run was { $at }
       *[no] {""}
    }
why-failed_before = { $whole ->
        [yes] the last { $times ->
            [one] run
           *[other] { $times } runs
        } failed as a whole
       *[no] it failed the last { $times ->
            [one] time
           *[other] { $times } times
        }
    }{ $said ->
        [none] {""}
       *[other] {" "}with "{ $said }"
    }
why-surprises = backups on this server occasionally fail without warning: { $n } of { $of } did
why-found = { $code }: { $title }
why-not_read = { $what } could not be read

## Do now

steps-in-full = The steps in full
steps-below = { $n ->
        [0] how: see below
        [one] 1 more, and how: see below
       *[other] { $n } more, and how: see below
    }
do-now = Do now
step-by = by { $at }
step-fixes = fixes { $n ->
        [0] { $jobs }
        [one] 1 backup of { $jobs }
       *[other] backups of { $n } VMs in { $jobs }
    } ({ $errors })
step-brief = { $n ->
        [0] { $errors }
        [one] 1 VM: { $errors }
       *[other] { $n } VMs: { $errors }
    }
step-concerns = concerns { $n ->
        [0] { $jobs }
        [one] 1 VM of { $jobs }
       *[other] { $n } VMs of { $jobs }
    } ({ $errors })
step-how = how:
step-costs = costs:
step-what = objects:
step-command-elsewhere = run the command that `--all` and the JSON document show
after = { $steps ->
        [one] After step 1,
       *[other] After steps 1 to { $steps },
    } { $ok } of { $due } will go through; the highest risk left is { $worst }{ $cut ->
        [yes] . The search was cut short: there may be better steps
       *[no] {""}
    }
after-nothing-yet = The search for steps was cut short before it found one: a longer `--forecast-timeout` may find some
do-enable_collector = Switch the garbage collector of { $sr } on again
do-rescan_sr = Rescan { $sr }, so that its garbage collector starts
do-delete_snapshots = Delete { $count ->
        [one] the snapshot
       *[other] the { $count } snapshots
    } of { $names } that no job keeps{ $aged ->
        [yes] , taken from { $oldest } to { $newest }
       *[no] {""}
    }
do-keep_fewer = Keep { $keep } { $keep ->
        [one] snapshot
       *[other] snapshots
    } instead of { $kept } in { $job }{ $delete ->
        [0] {""}
        [one] , and delete the oldest of { $names } now
       *[other] , and delete the { $delete } oldest of { $names } now
    }
do-wait_for_merges = Do not run { $job } in the next { $hours } h, until { $merges ->
        [one] the pending merge is
       *[other] the { $merges } pending merges are
    } done
do-run_now = Start { $job } now, by hand
do-move_schedule = Start { $job } { $by } { $way ->
        [earlier] earlier
       *[later] later
    }
do-more_at_once = Let { $job } back up { $concurrency } VMs at once
do-run_less_often = { $one_of ->
        [2] Run { $job } half as often
        [3] Run { $job } only every third time
       *[other] Run { $job } at only one of every { $one_of } scheduled times
    }
do-take_out = Remove { $names } from { $job }, and back it up elsewhere or at another time
do-add_space = Add { $bytes } to { $sr }, or free as much there
do-stop_run = End the run of { $job }{ $dated ->
        [yes] {" "}that started { $since }
       *[no] {""}
    }: it blocks the next ones
do-free_repository = Free { $bytes } on repository { $repository }
do-restore_repository = Make repository { $repository } usable again: it { $why ->
        [off] is switched off
        [missing] does not exist
       *[error] could not be used last time
    }
do-restore_sr = Attach { $sr } to its hosts again, or end its maintenance
do-repair_chain = Repair the broken chain of { $names }, or restore the disk from a backup
do-run_on_one_host = Migrate { $names } to one host, or shut down all but those on one host: only then can their QCOW2 chain on { $sr } be merged
do-set_output = Give { $job } a target, or snapshots to keep
do-remove_from_job = Remove { $names } from { $job }, or add the VM that replaces it
do-check_schedule = Find out why the schedule of { $job } does not start it
do-resolve_error = Remove the cause of the error that stopped { $job } last time{ $said ->
        [none] {""}
       *[other] : "{ $said }"
    }
do-resolve_finding = Do what { $code } says about { $object }: { $title }
do-grant_reading = Let the user of xo-health read { $what }
do-grant_rest = Let the user of xo-health read what it could not read
do-needs = No single step prevents the rest; what would be needed: { $needs }
need-room = { $bytes } more on `{ $sr }`
need-faster_link = transfers of `{ $job }` at { $to }/s instead of { $from }/s
need-fewer_writes = writes of { $to } a day instead of { $from }{ $named ->
        [yes] {" "}on `{ $sr }`
       *[no] {""}
    }
need-faster_merges = merges at { $to }/s instead of { $from }/s on `{ $sr }`
need-attention = someone who looks into it: no known change prevents it
named-id = `{ $name }` ({ $id })
named = `{ $name }`
the-job = the job
the-sr = the SR
menu-sr_advanced = Home › Storages › { $name } › Advanced
menu-sr_rescan = Home › Storages › { $name } › Rescan all disks
menu-sr_hosts = Home › Storages › { $name } › Hosts
menu-vm_snapshots = Home › VMs › { $name } › Snapshots
menu-vm_disks = Home › VMs › { $name } › Disks
menu-vm_migrate = Home › VMs › { $name } › Migrate
menu-job_edit = Backup › Overview › { $name } › Edit
menu-job_run = Backup › Overview › { $name } › Run
menu-job_logs = Backup › Overview › { $name } › Logs
menu-remotes = Settings › Remotes
menu-servers = Settings › Servers
how-both = { $menu }; or { $command }
cost-restore_points = { $count ->
        [one] 1 restore point
       *[other] { $count } restore points
    }
cost-foreign_snapshots = { $count ->
        [one] 1 snapshot
       *[other] { $count } snapshots
    } that someone else made{ $recent ->
        [0] {""}
       *[other] {" "}({ $recent } within the last day)
    }
cost-runs = { $count ->
        [0] no run
        [one] 1 run
       *[other] { $count } runs
    } within 24 h
cost-unprotected = the VM is no longer in this job
cost-load = merges load the storage while they run
cost-ends_run = what that run has not saved yet
cost-storage = new storage, or the deletion of data

## SRs and jobs

sr-predicted = predicted: { $what } for { $who }, { $chance }{ $at ->
        [none] {""}
       *[other] , { $at }
    }
sr-counts = { $failing ->
        [0] {""}
       *[other] { $failing } of { $due } backups due there will fail
    }{ $both ->
        [yes] ,{" "}
       *[no] {""}
    }{ $at_risk ->
        [0] {""}
       *[other] { $at_risk } of { $due } at risk
    }
sr-steps = see { $n ->
        [one] step { $steps }
       *[other] steps { $steps }
    } above
job-predicted = predicted: { $what }, { $chance }{ $at ->
        [none] {""}
       *[other] , { $at }
    }
job-backups = { $bad } of { $due } backups due in the next 24 h will fail or are at risk
job-interrupted = the restore points of its last run are missing: it was interrupted
job-blocked = a run that has not ended blocks the next ones

## The end

gaps-line = Could not be read: { $what }{ $all ->
        [yes] {""}
       *[no] {" "}(--all shows why, and how to grant it)
    }
info-folded = { $n ->
        [one] 1 info finding
       *[other] { $n } info findings
    } (--all shows { $n ->
        [one] it
       *[other] them
    })
exit-nothing = no problem found
exit-findings = { $severity ->
        [critical] a critical finding
        [warning] a warning
       *[info] an info finding
    }
exit-forecast = an error within 24 h is likely
exit-asked = a prediction reaches `--fail-on-forecast`
exit-cannot-tell = something needed was not read
exit-nothing-checked = nothing could be checked
exit-pool-missing = { $n ->
        [one] one pool was not checked
       *[other] { $n } pools were not checked
    }
closing = Exit status { $status }: { $why }
closing-long = { $answer }; exit status { $status }: { $why }
