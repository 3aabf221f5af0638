# What the report of jobs says, in English.

## Times


## Marks

after-heading = : { $rest }

## The list

all-jobs = { $n ->
        [0] No job
        [one] 1 job
       *[other] { $n } jobs
    }
all-states = : { $states }
state-count = { $n } { $state }
state-stuck = stuck
state-failing = failing
state-skipping = skipping
state-interrupted = interrupted
state-bad-schedule = bad schedule
state-saves-nothing = saves nothing
state-rpo-missed = RPO missed
state-unknown = unknown
state-at-risk = at risk
state-good = good
state-no-logs = no logs
state-disabled = disabled
kind-mirror = mirror of backups
kind-metadata = metadata
kind-sequence = sequence
way-snapshot = rolling snapshot
way-full = full backup
way-delta = delta backup
way-full-replication = full replication
way-replication = incremental replication
way-unknown = unknown mode
way-none = no target, no snapshots

## What matters of a job

running = { $stuck ->
        [yes] { $since ->
            [none] a run does not end
           *[other] a run started { $since } and has not ended
        }{ $longest ->
            [none] {""}
           *[other] {" "}(the longest other run took { $longest })
        }: it blocks the next ones
       *[no] { $since ->
            [none] running
           *[other] running, started { $since }
        }
    }
last-run = last run{ $when ->
        [none] {""}
       *[other] {" "}{ $when }
    }: { $how }
runs-unknown = its runs are unknown
no-run = no known run
job-findings = found: { $codes } (`xo-health check` says what to do)
job-next-run = next run { $in } ({ $at })
next-none = nothing starts it
next-unknown = next run unknown
next-bad-schedule = XO cannot read its schedule: it never starts
runs-good = { $all ->
        [one] { $good ->
            [0] its only run did not succeed
           *[other] its only run succeeded
        }
       *[other] { $good ->
            [0] none of { $all } runs succeeded
           *[other] { $good } of { $all } runs succeeded
        }
    }
takes = usually takes { $median }{ $p90 ->
        [same] {""}
       *[other] {" "}(90 % of runs within { $p90 })
    }{ $interval ->
        [none] {""}
       *[other] , starts every { $interval }{ $over ->
            [yes] : the next start comes too soon
           *[no] {""}
        }
    }
refused = { $n ->
        [one] 1 start was refused
       *[other] { $n } starts were refused
    } because the previous run had not ended
covered = { $n ->
        [0] covers no VM
        [one] 1 VM
       *[other] { $n } VMs
    }{ $rpo ->
        [kept] { $n ->
            [one] , within its RPO
            [2] , both within their RPO
           *[other] , all within their RPO
        }
        [only-missed] , which misses its RPO
        [all-missed] { $n ->
            [2] , both miss their RPO
           *[other] , all miss their RPO
        }
        [missed] { $missed ->
            [one] , 1 misses its RPO
           *[other] , { $missed } miss their RPO
        }
       *[none] {""}
    }{ $unlogged ->
        [0] {""}
        [one] { $n ->
            [one] , not in the logs
           *[other] , 1 not in the logs
        }
       *[other] , { $unlogged } not in the logs
    }{ $gone ->
        [0] {""}
        [one] { $n ->
            [one] , which is gone
           *[other] , 1 is gone
        }
       *[other] , { $gone } are gone
    }

## Settings

settings = Settings
targets = writes to { $targets }
target = { $kind ->
        [repository] repository `{ $name }`
        [sr] SR `{ $name }`
       *[pool] pool `{ $name }`
    }
at-once-vms = { $n ->
        [0] backs up all VMs at once
        [one] backs up one VM at a time
       *[other] backs up { $n } VMs at once
    }
retries = { $n ->
        [one] a VM that fails is retried once
       *[other] a VM that fails is retried { $n } times
    }
full-interval = { $n ->
        [one] each backup is full
       *[other] 1 in { $n } backups is full
    }
max-rate = at most { $rate }/s
flag-bypass = XO's chain check is bypassed
flag-offline-snapshot = VMs are shut down for the snapshot
flag-offline-backup = VMs are shut down for the backup
flag-memory = snapshots include memory
flag-nbd = over NBD
flag-purge = snapshot data is purged after the transfer
flag-delete-first = old backups are deleted before the new one is written
mirror-source = copies from { $source }
mirror-keeps = { $n ->
        [one] keeps 1 backup of each VM
       *[other] keeps { $n } backups of each VM
    }
keeps-pools = { $n ->
        [one] keeps 1 backup of pools
       *[other] keeps { $n } backups of pools
    }
keeps-xo = { $n ->
        [one] keeps 1 backup of XO
       *[other] keeps { $n } backups of XO
    }
reports = { $when ->
        [always] XO reports each run
        [failure] XO reports runs that fail or skip a VM
        [error] XO reports runs that fail, not those that skip a VM
       *[never] XO reports no run
    }
job-snapshots = { $set ->
        [0] leaves no snapshot on disks
        [one] leaves 1 snapshot per disk
       *[other] leaves { $set } snapshots per disk
    }; { $most ->
        [0] none found
        [one] found: 1
       *[other] found: up to { $most }
    }{ $more ->
        [0] {""}
        [one] , too many on 1 disk
       *[other] , too many on { $more } disks
    }; { $peak } during a run
senseless = invalid settings: { $names }

## Schedules

schedules = Schedules
schedules-not-read = : not read
schedules-none = : none
schedule-unnamed = unnamed
pattern = `{ $cron }` in { $zone }{ $on ->
        [yes] {""}
       *[no] , disabled
    }
problem = cannot be read: { $problem }
by-sequences = { $n ->
        [one] started by the sequence { $names }
       *[other] started by the sequences { $names }
    }
sequences-unknown = whether a sequence starts it is unknown
next-runs = next: { $instants }
next-server-zone = its start times are unknown: its time zone is the server's own, or is unknown here
keeps = keeps { $what }
keeps-nothing = keeps nothing
keeps-snapshots = { $n ->
        [one] 1 snapshot
       *[other] { $n } snapshots
    }
keeps-backups = { $n ->
        [one] 1 backup
       *[other] { $n } backups
    } in a repository
keeps-long-term = long term: { $daily } daily, { $weekly } weekly, { $monthly } monthly, { $yearly } yearly
keeps-replicas = { $n ->
        [one] 1 replica
       *[other] { $n } replicas
    } on an SR
tests-on = ; restore tests on { $sr }
steps = Starts one after another
steps-none = : nothing
step-gone = { $known ->
        [yes] schedule `{ $id }`, which is gone
       *[no] schedule `{ $id }`
    }

## Runs

runs = Last runs
runs-not-read = : logs not read
per-second = { $bytes }/s
backup-of = `{ $name }`: { $parts }
phase-whole = { $span }
phase-snapshot = snapshot { $span }
phase-transfer = transfer { $span }
phase-cleaning = cleanup { $span }
phase-merge = merging old backups { $span }
attempts = tried { $n } times
a-target = a target
got = { $kind ->
        [full] a full to { $place }
        [delta] a delta to { $place }
       *[none] to { $place }
    }
ended-good = good
ended-skipped = skipped
ended-failed = failed
ended-refused = refused
ended-interrupted = interrupted
ended-running = running
ended-stuck = stuck
ended-unknown = unknown
no-details = it left no details
contents = { $n ->
        [0] {""}
        [one] 1 VM
       *[other] { $n } VMs
    }{ $kind ->
        [full] , full
        [delta] , delta
        [both] , mixed
       *[none] {""}
    }
mixed = { $fulls ->
        [one] 1 full
       *[other] { $fulls } fulls
    }, { $deltas ->
        [one] 1 delta
       *[other] { $deltas } deltas
    }
vms-alike = { $how ->
        [good] { $n ->
            [one] its VM succeeded
            [2] both VMs succeeded
           *[other] all { $n } VMs succeeded
        }
        [skipped] { $n ->
            [one] its VM was skipped
            [2] both VMs were skipped
           *[other] all { $n } VMs were skipped
        }
        [failed] { $n ->
            [one] its VM failed
            [2] both VMs failed
           *[other] all { $n } VMs failed
        }
        [interrupted] { $n ->
            [one] its VM was interrupted
            [2] both VMs were interrupted
           *[other] all { $n } VMs were interrupted
        }
       *[running] { $n ->
            [one] its VM is in progress
            [2] both VMs are in progress
           *[other] all { $n } VMs are in progress
        }
    }
vms-good = { $good ->
        [0] none of { $all } VMs succeeded
       *[other] { $good } of { $all } VMs succeeded
    }
vms-other = { $n } { $how ->
        [skipped] skipped
        [failed] failed
        [interrupted] interrupted
       *[running] in progress
    }
fell-back = { $n ->
        [one] a delta became a full
       *[other] { $n } deltas became fulls
    }, { $vms }: "{ $why }"
retried = { $n ->
        [one] 1 VM was retried
       *[other] { $n } VMs were retried
    }{ $because ->
        [none] {""}
       *[other] : { $because }
    }
error = { $who }: { $what }
said = "{ $message }"
said-nothing = no reason given
said-and-means = { $meaning } ("{ $message }")
a-vm = a VM

## VMs

restore-points = Restore points
point-never = no success
point-missed = too old
point-unknown = unknown
point-no-log = no log
point-none = no RPO
point-kept = good
last-good = { $last ->
        [none] { $logs ->
            [yes] no good backup is known
           *[no] logs not read
        }
       *[other] last good { $last }
    }{ $limit ->
        [none] {""}
       *[other] , allowed { $limit }
    }
backups-good = { $good } of { $all } good
failing = { $times ->
        [one] went wrong{ $since ->
            [none] {""}
           *[other] {" "}{ $since }
        }
       *[other] went wrong { $times } times in a row{ $since ->
            [none] {""}
           *[other] {" "}since { $since }
        }
    }{ $error ->
        [none] {""}
       *[other] : { $error }
    }
restore-test = { $ended ->
        [good] restore test passed
        [failed] restore test failed
       *[other] restore test { $word }
    }{ $age ->
        [none] {""}
       *[other] {" "}{ $age } ago
    }
vm-snapshots = { $found ->
        [0] no snapshot on its disks
        [one] 1 snapshot on a disk
       *[other] { $found } snapshots on a disk
    }; the job's settings leave { $set ->
        [0] none
       *[other] { $set }
    }
vm-gone = the server does not have this VM: its backup fails
pattern-error = { $error ->
        [none] : unknown
       *[other] : unknown, { $error }
    }
left-out = { $n ->
        [one] 1 VM is left out: it is tagged `xo:no-bak`, or is a replica of this job
       *[other] { $n } VMs are left out: tagged `xo:no-bak`, or replicas of this job
    }
unknown-pools = { $n ->
        [one] XO does not know a pool that it names: { $ids }
       *[other] XO does not know { $n } pools that it names: { $ids }
    }
