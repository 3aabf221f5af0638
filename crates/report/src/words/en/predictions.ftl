# What is likely to come, in English. A cause is a sentence with its numbers; those after the first stand behind it. An action is
# what to do.

cause-room = { $at }: the snapshot or copy of `{ $vdi }` needs { $need } on `{ $sr }`, where { $free } will be free{ $written ->
        [yes] ; about { $daily } a day is written to the disks there
       *[no] {""}
    }
cause-depth = { $at }: the chain of `{ $vdi }` will have { $nodes } nodes, the limit; { $kept ->
        [0] the images that are kept on it fill it
        [one] the job keeps 1 snapshot of it, and other images take the remaining nodes
       *[other] a job keeps { $kept } snapshots of it
    }
cause-seen-as-81 = on this SR it shows up as `SR_BACKEND_FAILURE_81`, or 78 where a copy is made, with `error 28`
cause-shrinks = { $now } is free now; snapshots and writes until then take { $by } more than merges free
cause-grows = the chain has { $nodes ->
        [one] 1 node
       *[other] { $nodes } nodes
    } now
cause-waiting = { $merges ->
        [one] 1 merge is pending
       *[other] { $merges } merges are pending
    } there, with { $bytes } of data
cause-foreign = { $snapshots ->
        [one] 1 snapshot there belongs to no job and keeps
       *[other] { $snapshots } snapshots there belong to no job and keep
    } base copies from being merged
cause-collide = two of its schedules start it in the same minute, and its runs take about { $took }
cause-speed-unknown = too little is known about its speed: no transfer in the logs moved more than { $largest }
cause-interval = its runs take about { $took }, but the next one is due after { $gap }
cause-collector-off = the garbage collector of the SR does not run: nothing is merged
cause-collector-stuck = the garbage collector of the SR seems stuck: merges that should be done by now are still pending
cause-merges = { $at }: merges do not keep up; the SR merges about { $speed } a second, and about { $daily } a day is written to its disks
cause-rpo = { $at }: the backup ends too late; the job transfers about { $speed } a second, its VMs write about { $daily } a day{ full-due }
cause-old = { $at }: no successful backup since { $since }; the limit is { $allowed }
cause-speed = the job transfers about { $speed } a second, its VMs write about { $daily } a day{ full-due }
cause-running = { $at }: the previous run has not ended; the job transfers about { $speed } a second, its VMs write about { $daily } a day{ full-due }
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
action-wait = Do not run the job in the next { $hours } h, until { $merges ->
        [one] the pending merge is
       *[other] the { $merges } pending merges are
    } done
action-move = Start { $named ->
        [yes] the schedule `{ $schedule }` of the job
       *[no] the job
    } `{ $job }` { $by } { $way ->
        [earlier] earlier
       *[later] later
    }
action-take-out = Remove `{ $vm }` from `{ $job }`, and back it up in a job of its own, elsewhere or at another time
action-space = Add { $size } to `{ $sr }`, or free as much there
action-keep = Keep at most { $snapshots } { $snapshots ->
        [one] snapshot
       *[other] snapshots
    } of each disk
action-trim = Keep at most { $snapshots } { $snapshots ->
        [one] snapshot
       *[other] snapshots
    } of each disk, and delete { $count ->
        [one] the oldest
       *[other] the { $count } oldest
    } of `{ $vdi }` now
action-less-often = { $one_of ->
        [2] Run the job half as often
        [3] Run the job only every third time
       *[other] Run the job at only one of every { $one_of } scheduled times
    }
action-run-now = Start the job now, by hand
action-at-once = Back up { $concurrency } VMs at once
action-collector = Start the garbage collector of { $named ->
        [yes] `{ $sr }`
       *[no] the SR
    }: switch it on or rescan the SR, and repair what stops it

## The section in the report

coming = Predicted for later, within { $days ->
        [one] 1 day
       *[other] { $days } days
    }
coming-nothing = Nothing else is predicted for the next { $days ->
        [one] day
       *[other] { $days } days
    }
prediction-vms = { $n ->
        [one] 1 VM
       *[other] { $n } VMs
    } of `{ $job }`: { $names }
whole-job = job `{ $job }`
behind = ;{" "}
forecast-cut = The forecast was cut short (`--forecast-timeout`, or more runs than are simulated): it rests on { $draws ->
        [one] 1 simulation
       *[other] { $draws } simulations
    }; steps and figures may be missing
room-lacking = `{ $sr }` lacks { $size } for 30 days of backups; its data grows by about { $growth } a day; the risk that it runs out of room before the end of the forecast is { $percent } %

## Backtest

backtest = { $n ->
        [one] 1 forecast
       *[other] { $n } forecasts
    } and what happened
backtest-within = within
backtest-units = units
backtest-came = events
backtest-said = alarms
backtest-precision = precision
backtest-recall = recall
backtest-f1 = F1
backtest-skill = skill
backtest-hours = { $hours } h
backtest-more = Over the longest period: median lead { $lead } h; { $coverage } % of the time windows held the actual time; Brier skill { $skill }, against { $repeating } for repeating the week before
backtest-calibration = Predicted probability and actual share
backtest-bin = predicted { $said } %: { $came } % of { $n } happened
backtest-left-out = left out:
