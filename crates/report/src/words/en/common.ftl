# What every part of the program says, in English.

## Who acts first

actor-vm-owner = VM owner
actor-storage-operator = storage operator
actor-provider = provider
actor-xo-administrator = XO administrator

## Marks

full-stop = .

## Instants

weekday = { $weekday }
instant = { weekday } { $date } { $time } { $zone }
weekday-time = { weekday } { $time }
civil = { weekday } { $date } { $time }

## Lists

comma = {", "}
semicolon = {"; "}
names-more = { $names } and { $n } more
vms-more = { $names } and { $n } more
and-more = and { $n } more
# what a terminal writes where `--all` shows the rest
all-shows = { $more } (--all shows them)

## Durations

unit-s = { $n } s
unit-min = { $n } min
unit-h = { $n } h
unit-d = { $n } d
two-units = { $large } { $small }
ago = { $span } ago
just-now = just now
ahead = in { $span }

## Labels

label-do = do:
label-why = why:
label-grant = grant:
severity-critical = critical
severity-warning = warning
severity-info = info

## Pages

html-title = Backup health report
html-more = { $n ->
        [one] 1 more SR
       *[other] { $n } more SRs
    }
html-left-out = Their chains are left out to keep this page small: `xo-health sr NAME --format html` shows each SR.
html-detail = { $name } in detail ({ $id })
html-skip = Skip to the report
html-more-cut = { $n } more; the last { $left } are only in CSV and JSON

## Pictures

chart-week = The next seven days
chart-runs-caption = When { $jobs ->
        [one] one job runs
       *[other] { $jobs } jobs run
    } ({ $zone }): a run is as wide as it usually takes; higher and darker where it is at risk or will fail
chart-room = Free space: { $free } now, { $last } at the end of the forecast{ $out ->
        [none] {""}
       *[other] ; from { $out } on, { $need ->
            [none] there may be none left
           *[other] there may be less than the largest snapshot, copy or merge needs ({ $need })
        }
    }; chance that a snapshot or copy finds too little: { $percent } %
chart-data = Show as a table
chart-low = at least (in 9 of 10 simulations)
chart-middle = median
chart-high = at most (in 9 of 10 simulations)
chart-free = free, median of the forecast
chart-band = 80 % of simulations
chart-need = needed by the largest snapshot, copy or merge
chart-run = run
chart-at-risk = at risk
chart-fails = will fail
chart-no-error = no error expected
chart-first = next
chart-runs = runs
chart-takes = takes
chart-failing = will fail
