# What a history shows, in English.

history-empty = The history is empty: no reading was added yet

## How good its forecasts were

score-title = Forecasts of `{ $pools }` against what followed
score-about = { $n ->
        [0] No forecast is kept: `check --history` keeps one, `history import --forecasts` makes them of captures
        [one] 1 forecast, made { $from }; { $judged ->
            [0] its day is not over: what came is known until { $known }
           *[other] what came is known until { $known }
        }
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
