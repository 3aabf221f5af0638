# What a history shows, in English.

history-empty = The history is empty: no reading was added yet

## What was seen

history-title = History of `{ $pools }`
history-about = { $n ->
        [one] 1 reading is kept
       *[other] { $n } readings are kept
    }; shown from { $from } to { $to }, lines from left to right
history-srs = SRs
history-sr = SR
history-free = free
history-now = now
history-least = least
history-pending = pending
history-disks = Disks, deepest first
history-disk = disk
history-vm = VM
history-depth = chain
history-most = most
history-jobs = Jobs
history-job = job
history-runs = last runs
history-good = good
history-bad = not
history-took = took
history-last = last
history-runs-key = last runs, the latest on the right: . good, F failed, s skipped, i interrupted, r running; took: how long they ran
history-findings = Findings, those that are still there first
history-finding = { $severity } { $code }{ $named ->
        [yes] {" "}`{ $name }`
       *[no] {""}
    }: { $title }{ $alike ->
        [1] {""}
       *[other] {" "}({ $alike } of them)
    }, { $until ->
        [none] since { $since }
       *[other] from { $since } to { $until }
    }{ $times ->
        [1] {""}
       *[other] {" "}({ $times } times)
    }
history-nothing = Nothing of it matches what is asked about

## In the report of a check

prediction-since = predicted for { $age }{ $moved ->
        [worse] , more likely than a day ago ({ $then } %)
        [better] , less likely than a day ago ({ $then } %)
        [same] , as likely a day ago
       *[new] {""}
    }

## How good its forecasts were

score-title = Forecasts of `{ $pools }` against what followed
score-about = { $n ->
        [0] No forecast is kept: `check --history` keeps one, `history import --forecasts` makes them of captures
        [one] 1 forecast, made { $from }; what came is known until { $known }
       *[other] The last forecast of each of { $n } days, from { $from } to { $to }; what came is known until { $known }
    }
score-within = Within { $hours } h: { $n ->
        [one] 1 forecast
       *[other] { $n } forecasts
    } whose time has come
score-error = error
score-hits = came
score-false = did not
score-missed = untold
score-brier = Brier
score-skill = skill
score-repeating = repeat
score-lead = ahead
score-all = all
score-key = came: predicted (50 % or more), and it came; did not: predicted in vain; untold: it came unpredicted. skill: Brier skill, 1 is perfect, 0 no better than the base rate; repeat: that of saying that what failed in the week before fails again
score-latest = The latest forecast whose day is over, made { $at }
score-latest-nothing = Nothing was predicted for its day, and nothing came
score-of-vm = `{ $vm }` in `{ $job }`
score-outcome = { $percent } %: { $error } of { $about }: { $after ->
        [none] did not come
       *[other] came after { $after }
    }
