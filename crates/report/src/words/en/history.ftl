# What a history shows, in English.

history-empty = The history is empty: no reading has been added yet

## What was seen

history-title = History of `{ $pools }`
history-about = { $n ->
        [one] 1 reading is kept
       *[other] { $n } readings are kept
    }; shown from { $from } to { $to }, lines running from left to right
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
history-bad = bad
history-took = took
history-last = last
history-runs-key = last runs, the latest on the right: . good, F failed, s skipped, i interrupted, r running; took: how long they ran
history-findings = Findings, current ones first
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
history-nothing = Nothing in the history matches

## In the report of a check

prediction-since = first predicted { $age } ago{ $moved ->
        [worse] , more likely than a day ago ({ $then } %)
        [better] , less likely than a day ago ({ $then } %)
        [same] , about as likely as a day ago
       *[new] {""}
    }

## How good its forecasts were

score-title = Forecasts of `{ $pools }` and what happened
score-about = { $n ->
        [0] No forecast is saved: `check --history` saves one, `history import --forecasts` makes them from captures
        [one] 1 forecast, made { $from }; outcomes are known until { $known }
       *[other] The last forecast of each of { $n } days, from { $from } to { $to }; outcomes are known until { $known }
    }
score-within = Within { $hours } h: { $n ->
        [one] 1 forecast
       *[other] { $n } forecasts
    } whose period is over
score-error = error
score-hits = hits
score-false = false
score-missed = missed
score-brier = Brier
score-skill = skill
score-repeating = repeat
score-lead = lead
score-all = all
score-key = hits: predicted (50 % or more), and it happened; false: predicted, but it did not happen; missed: it happened unpredicted; lead: how long before. skill: Brier skill, 1 is perfect, 0 no better than the base rate; repeat: the skill of saying that what failed in the week before fails again
score-latest = The latest forecast whose day is over, made { $at }
score-latest-nothing = Nothing was predicted for its day, and nothing failed
score-of-vm = `{ $vm }` in `{ $job }`
score-outcome = { $percent } %: { $error } of { $about }: { $after ->
        [none] did not happen
       *[other] happened after { $after }
    }
