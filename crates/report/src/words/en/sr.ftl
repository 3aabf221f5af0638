# What the report of one SR says, in English.

## Head

sr-figures = { $space }{ $provisioning ->
        [thin] ; thin
        [thick] ; thick
       *[none] {""}
    }; { $hosts ->
        [0] no host knows it
       *[other] { $attached } of { $hosts ->
            [one] 1 host
           *[other] { $hosts } hosts
        } attached
    }{ $maintenance ->
        [yes] ; in maintenance
       *[no] {""}
    }
sr-used = { $used } of { $size } used, { $free } free
sr-promised = { $promised } promised to disks, more than the SR holds

## Garbage collector

gc = Garbage collector:
gc-state = {" "}{ $state ->
        [idle] idle, nothing to merge
        [held] idle, every base copy is held by the images below it
        [due] about to start
        [stalled] should be merging, but is not
        [unstarted] not started
        [pause] in its 5-minute pause before the first merge
        [running] running
        [no_space] no room for any merge
        [gc_off] switched off
        [coalesce_off] merges switched off
        [leaves_off] idle, merges of leaves switched off
        [several_hosts] blocked, disks of a QCOW2 chain are in use on several hosts
        [detached] cannot run, no host is connected to the SR
        [broken] stops at the broken chain each time
       *[no_chains] none, the driver keeps no VHD chains
    }
gc-outlook = { $outlook ->
        [wait] ; waiting helps
        [scan] ; rescan the SR in XO, then waiting helps
        [stuck] ; stuck: waiting does not help
       *[nothing] {""}
    }
gc-task = its task is at { $percent } %, started { $at }
gc-switch = `{ $key }=false` in `other_config` of the SR
gc-no-space-flag = `gc_no_space` in `sm_config` of the SR
gc-no-space-message = message `SM_GC_NO_SPACE` from { $at }
gc-last-error = a merge failed, most recently { $at }
gc-room = merges that fit into the free space: { $fits }, that may fit: { $tight }, that do not: { $lacks }
gc-no-sign = since { $at } it has had time for every merge, but shows no sign of activity
gc-auto-scan = { $on ->
        [yes] XAPI scans the SR every 30 s, and that starts it
       *[no] it starts when the SR is scanned or a disk is deleted
    }
unknown-instant = an unknown time

## Space

sr-space = Space
sr-nothing-predicted = Nothing is predicted to fail here
bar-used = used
bar-next = next { $n ->
        [one] snapshot
       *[other] { $n } snapshots
    }
bar-merge = largest merge
bar-free = free
between = { $low } to { $high }
up-to = up to { $high }
fit = { $fit ->
        [fits] fits
        [likely] likely fits{ $best }
        [unlikely] likely does not fit{ $best }
        [not] does not fit
       *[unknown] {""}
    }
about = {" "}(about { $best })

## Queue

queue = Waiting to be merged: { $inner } inner, { $leaf ->
        [one] 1 leaf
       *[other] { $leaf } leaves
    }
queue-line = { $kind ->
        [leaf] leaf
       *[inner] inner
    }
queue-copies = copies { $bytes }
drain = { $copies } to copy in all: { $low } to { $high }, about { $best }, at { $speed }{ $from ->
        [given] {""}
        [learnt] , learnt from { $merges ->
            [0] the logs of runs
            [one] 1 merge between readings
           *[other] { $merges } merges between readings
        }
       *[prior] , a guess: --history, --previous or --coalesce-speed makes it more accurate
    }
drain-stuck = nothing will merge until someone intervenes
speed = { $best } a second
speed-between = about { $best } a second ({ $low } to { $high })

## Chains

sr-chains = Chains
sr-chains-of = Chains of { $vm }
column-size = size
column-depth = depth
column-age = age
no-nodes = no images here
tree = { $names }: { $limit ->
        [none] depth { $depth }
       *[other] depth { $depth } of { $limit }
    }, { $bytes }, { $pending ->
        [0] nothing to merge
        [one] 1 merge pending
       *[other] { $pending } merges pending
    }{ $broken ->
        [none] {""}
       *[other] , broken
    }
tree-no-vm = no VM
kind-base = base copy
kind-snapshot = snapshot
kind-disk = disk
note-merge = merge { $n }
note-pending = merge pending
note-held = held by { $n } { $kind ->
        [snapshots] { $n ->
            [one] snapshot
           *[other] snapshots
        }
        [disks] { $n ->
            [one] disk
           *[other] disks
        }
       *[mixed] others
    }
note-domain = plugged into { $name }
note-broken = { $why ->
        [missing_parent] parent { $parent } is missing
        [cycle] parents form a loop
       *[foreign_sr] parent { $parent } is on another SR
    }
note-missing = lost by the storage
note-never = `leaf-coalesce=false`
folded = { $what }, { $bytes }, { $pending ->
        [0] nothing pending
        [one] 1 merge pending
       *[other] { $pending } merges pending
    }
count-bases = { $n ->
        [one] 1 base copy
       *[other] { $n } base copies
    }
count-snapshots = { $n ->
        [one] 1 snapshot
       *[other] { $n } snapshots
    }
count-disks = { $n ->
        [one] 1 disk
       *[other] { $n } disks
    }
more-trees = and { $n ->
        [one] 1 more tree
       *[other] { $n } more trees
    }: { $bytes }, depth { $depth } at most, { $pending ->
        [0] nothing pending
        [one] 1 merge pending
       *[other] { $pending } merges pending
    }

## Deletions

deletions = What can be deleted now
deletions-order = , safest first, each on its own
more-of-backups = and { $n ->
        [one] 1 snapshot
       *[other] { $n } snapshots
    } of backups, which their jobs delete
of-backup = of a backup
of-others = made by a person or another tool
may = { $may ->
        [yes] yes, nothing has to be merged
        [yes_then_merge] yes, there is room for the merge
        [yes_kept_by_others] yes, but others keep its base copy
        [yes_tight] yes, but the merge may lack room
        [wait_for_merges] wait until pending merges are done: XO would skip backups
        [merge_is_stuck] it helps only once merges are possible again
       *[in_use] no: it is plugged into a control domain
    }
at-once = : frees { $bytes } at once
after-merge = { $bytes } once merged
merge-needs = the merge needs { $bytes }
shorter = { $n ->
        [one] 1 node fewer
       *[other] { $n } nodes fewer
    }

## All SRs

all-srs = { $n ->
        [one] 1 SR
       *[other] { $n } SRs
    }
