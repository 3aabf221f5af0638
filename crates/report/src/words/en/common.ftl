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
