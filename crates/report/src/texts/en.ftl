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
