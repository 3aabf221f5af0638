# What the report says besides its findings, in English.

## Everywhere

# before a list that is cut short

## What could not be read

gaps = Could not be read

## Findings

elsewhere = Jobs, VMs, pools, server
step = { $step } (acts first: { $actor })

## The end

found-nothing = nothing found
found = { $critical } critical, { $warnings ->
        [one] 1 warning
       *[other] { $warnings } warnings
    }, { $info } info
closing = { $found }; exit status { $status }{ $status ->
        [3] : the check could not be made
       *[other] {""}
    }

## The answer

vm-backups = { $due ->
        [one] 1 VM backup
       *[other] { $due } VM backups
    } due in the next 24 h
no = No:
no-why = {" "}{ $n } of { vm-backups } { $fate ->
        [fail] will fail
        [skip] will be skipped
       *[both] will fail or be skipped
    }
no-besides = { $why }; besides, { $blind }
cannot-tell = Cannot tell:
cannot-tell-why = {" "}{ $what }
cannot-tell-for = Cannot tell
cannot-tell-for-why = {" "}for { $n } of { vm-backups }
none-due = No backup is due
none-due-when = {" "}in the next 24 h
held = Not as things stand:
held-why = {" "}{ $n } of { vm-backups } would be skipped now; the chains can still merge before
unlikely = Not all, says the forecast:
unlikely-why = {" "}for { $n } of { vm-backups } it says that something goes wrong, more likely than not
yes = Yes:
yes-partly = Yes, as far as could be read:
yes-why = {" "}{ $due ->
        [one] the VM backup due in the next 24 h can take its snapshot
       *[other] all { vm-backups } can take their snapshots
    }{ $critical ->
        [0] {""}
        [one] ; 1 critical finding below
       *[other] ; { $critical } critical findings below
    }
pool-state = { $state ->
        [missing] missing
       *[loading] still loading
    }
pool-unnamed = a pool is { pool-state }
pool-named = pool "{ $name }" is { pool-state }
pools-some = { $n } pools are { pool-state }
blind-no-inventory = there is no inventory
no-forecast = no forecast was made
inventory-unread = the inventory could not be read
unread = { $what } could not be read
unread-more = { $what } and { $n } more
observed = observed { $at }

## What a due backup meets

fate-skipped = XO skips it: unhealthy VDI chain
fate-maybe-skipped = XO skips it unless its chain merges
fate-109 = SR_BACKEND_FAILURE_109: chain too long
fate-44 = SR_BACKEND_FAILURE_44: too little space
fate-unknown = cannot tell{ $reason ->
        [none] {""}
        [vm_missing] : vm missing
        [broken_chain] : broken chain
        [sr_unavailable] : sr unavailable
        [not_seen] : not all of it was sent
       *[other] : { $reason }
    }

## SRs

quiet = { $n ->
        [one] 1 { $others ->
            [yes] other SR
           *[no] SR
        }
       *[other] { $n } { $others ->
            [yes] other SRs
           *[no] SRs
        }
    }: nothing to report
kind-no-tree = no VHD chains
kind-unknown = unknown driver
kind = { $driver } ({ $rules })
in-pool = { $kind }, pool { $pool }
free = , { $free } free
space = { $used } of { $size } used{ $free }
space-used = { $used } used{ $free }, size unknown
space-unknown = use unknown{ $free }
no-disks = no disks
chains = { $disks ->
        [one] 1 disk
       *[other] { $disks } disks
    }, { $deepest }, { $pending }{ $need }{ $theirs }
deepest-of = deepest chain { $depth } of { $limit } nodes
deepest = deepest chain { $depth ->
        [one] 1 node
       *[other] { $depth } nodes
    }
pending-none = nothing to merge
pending-inner = { $inner ->
        [one] 1 inner merge
       *[other] { $inner } inner merges
    } pending
pending-leaf = { $leaf ->
        [one] 1 leaf merge
       *[other] { $leaf } leaf merges
    } pending
pending-both = { $inner } inner and { pending-leaf }
need = {" "}(the largest needs up to { $need })
sr-lacking = for 30 days of backups it lacks { $size }
theirs = ; XO's health page counts { $n }
