# What is likely to come, in English. A cause is a sentence with its numbers; those after the first stand behind it. An action is
# what to do.

cause-room = { $at }: the snapshot or copy of `{ $vdi }` asks for { $need } on `{ $sr }`, { $free } will be free{ $written ->
        [yes] ; the disks there write about { $daily } a day
       *[no] {""}
    }
cause-depth = { $at }: the chain of `{ $vdi }` has { $nodes } nodes then, the limit; { $kept ->
        [0] what is kept on it fills it up
        [one] the job keeps 1 snapshot of it, with what else hangs on the chain
       *[other] a job keeps { $kept } snapshots of it
    }
cause-seen-as-81 = on this SR it is seen as `SR_BACKEND_FAILURE_81`, or 78 where a copy is made, with `error 28`
cause-shrinks = { $now } are free now: what is snapshotted and written until then takes { $by } more than merges give back
cause-grows = the chain has { $nodes ->
        [one] 1 node
       *[other] { $nodes } nodes
    } now
cause-waiting = { $merges ->
        [one] 1 merge waits
       *[other] { $merges } merges wait
    } there, { $bytes } to copy
cause-foreign = { $snapshots ->
        [one] 1 snapshot there belongs to no job and keeps
       *[other] { $snapshots } snapshots there belong to no job and keep
    } base copies from being merged
cause-collide = two of its schedules start it in the same minute, and its runs take about { $took }
cause-interval = its runs take about { $took }, and the next one follows after { $gap }
cause-collector-off = the garbage collector of the SR does not run: nothing is merged
cause-collector-stuck = the garbage collector of the SR seems stuck: merges wait that should have been done
cause-merges = { $at }: merges do not keep up; the SR merges about { $speed } a second, its disks write about { $daily } a day
cause-rpo = { $at }: the backup ends too late; the job moves about { $speed } a second, its VMs write about { $daily } a day{ full-due }
cause-old = { $at }: by then no backup has ended well since { $since }, and { $allowed } are allowed
cause-speed = the job moves about { $speed } a second, its VMs write about { $daily } a day{ full-due }
cause-running = { $at }: the run before has not ended; the job moves about { $speed } a second, its VMs write about { $daily } a day{ full-due }
full-due = { $full ->
        [yes] , and full backups are due now and then
       *[no] {""}
    }

action-delete = Delete { $count ->
        [one] the snapshot
       *[other] { $count } snapshots
    } that no job keeps: { $names }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
snapshot-of = `{ $name }`{ $dated ->
        [yes] {" "}({ $taken })
       *[no] {""}
    }
action-wait = Leave the runs of the next { $hours } hours out, until { $merges ->
        [one] the merge that waits is
       *[other] the { $merges } merges that wait are
    } done
action-move = Start { $named ->
        [yes] the schedule `{ $schedule }` of the job
       *[no] the job
    } `{ $job }` { $by } { $way ->
        [earlier] earlier
       *[later] later
    }
action-take-out = Take `{ $vm }` out of `{ $job }`, and back it up by a job of its own, elsewhere or at another time
action-space = Add { $size } to the SR, or free as much
action-keep = Keep { $snapshots } { $snapshots ->
        [one] snapshot
       *[other] snapshots
    } of each disk at most
action-trim = Keep { $snapshots } { $snapshots ->
        [one] snapshot
       *[other] snapshots
    } of each disk at most, and delete { $count ->
        [one] the oldest
       *[other] the { $count } oldest
    } of `{ $vdi }` now
action-less-often = { $one_of ->
        [2] Run the job half as often
       *[other] Run the job at every { $one_of }th time only
    }
action-run-now = Start the job now, by hand
action-at-once = Back up { $concurrency } VMs at once
action-collector = Start the garbage collector of the SR: switch it on, or rescan the SR; repair what stops it

## The section in the report

coming = What is coming within { $days ->
        [one] 1 day
       *[other] { $days } days
    }
coming-nothing = Nothing is foretold for the next { $days ->
        [one] day
       *[other] { $days } days
    }
prediction-vms = { $n ->
        [one] 1 VM
       *[other] { $n } VMs
    } of `{ $job }`: { $names }
whole-job = job `{ $job }`
behind = ;{" "}
class-exact = certain
room-lacking = For 30 days of backups `{ $sr }` lacks { $size }; its data grow by about { $growth } a day, and with { $percent } % it runs out of room before the end of the forecast
error-SR_BACKEND_FAILURE_44 = SR_BACKEND_FAILURE_44: too little space
error-SR_BACKEND_FAILURE_109 = SR_BACKEND_FAILURE_109: chain too long
error-UNHEALTHY_VDI_CHAIN = skipped: unhealthy VDI chain
error-RPO_MISSED = RPO missed
error-JOB_ALREADY_RUNNING = the job is already running

## Backtest

backtest = { $n ->
        [one] 1 forecast
       *[other] { $n } forecasts
    } against what followed
backtest-within = within
backtest-units = units
backtest-came = came
backtest-said = said
backtest-precision = precision
backtest-recall = recall
backtest-f1 = F1
backtest-skill = skill
backtest-hours = { $hours } h
backtest-more = Within the longest time: { $lead } h ahead in the middle; { $coverage } % of the windows held the instant; Brier skill { $skill }, of repeating the week before { $repeating }
backtest-calibration = What was said, and what came
backtest-bin = said { $said } %: { $came } % of { $n } came
backtest-left-out = left out:
