# What the report says besides its findings, in English.

## Everywhere

# before a list that is cut short

## Findings

elsewhere = Jobs, VMs, pools, server
step = { $step } (acts first: { $actor })
finding-since = { $message }; seen for { $age }
finding-since-worse = { $message }; seen for { $age }, worse than a day ago
finding-since-better = { $message }; seen for { $age }, better than a day ago

## The end

found-nothing = nothing found
found = { $critical } critical, { $warnings ->
        [one] 1 warning
       *[other] { $warnings } warnings
    }, { $info } info

servers-title = { $n } servers, exit status { $status }
servers-line = { $said } (exit status { $status })
servers-heading = Server { $name }
suppressed-line = { $n ->
        [one] 1 finding is suppressed and does
       *[other] { $n } findings are suppressed and do
    } not count towards the exit status{ $all ->
        [yes] :
       *[no] {" "}(--all lists { $n ->
            [one] it
           *[other] them
        })
    }
suppressed = suppressed
suppressed-reason = Reason
suppressed-until = { $reason } (until { $until })

## What was looked at

observed = observed { $at }
read-before = from answers of { $at } (what has happened since is unknown)
within = only { $scope }
scope-kind = { $kind ->
        [pool] pool
        [sr] SR
        [vm] VM
        [job] job
       *[tag] tag
    } { $names }

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
space-unknown = usage unknown{ $free }
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

## Who is signed in

whoami-title = { $permission ->
        [admin] Signed in as an administrator
       *[user] Signed in as a user who is not an administrator
    }
whoami-part = what reports need
whoami-state = readable
whoami-read = yes
whoami-missing = no
