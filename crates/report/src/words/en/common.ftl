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
html-left-out = Their chains are left out here, to keep the page small: `xo-health sr NAME --format html` shows each.
html-detail = { $name } in detail ({ $id })
html-skip = Skip to the report
html-more-cut = { $n } more; the last { $left } only in CSV and JSON

## Pictures

chart-week = The next seven days
chart-runs-caption = When { $jobs ->
        [one] one job runs
       *[other] { $jobs } jobs run
    } ({ $zone }): a run is as wide as it usually takes; higher and darker where it is at risk or will fail
chart-room = Free space: { $free } now, { $last } at the end of the forecast{ $out ->
        [none] {""}
       *[other] ; from { $out } on { $need ->
            [none] nothing may be left
           *[other] less may be left than the largest snapshot, copy or merge needs ({ $need })
        }
    }; a snapshot or copy finds too little room with { $percent } %
chart-data = The data as a table
chart-low = at least (9 of 10)
chart-middle = middle
chart-high = at most (9 of 10)
chart-free = free, middle of the forecast
chart-band = 80 % of the forecast
chart-need = needed by the largest snapshot, copy or merge
chart-run = run
chart-at-risk = at risk
chart-fails = will fail
chart-no-error = no error expected
chart-first = next
chart-runs = runs
chart-takes = takes
chart-failing = will fail
