# What `explain` says besides the words of errors and findings, in English.

run = { $kind ->
        [mail] Report mail
       *[other] Backup log
    }: { $status ->
        [success] success
        [failure] failure
        [skipped] skipped
        [interrupted] interrupted
        [pending] running
        [unknown] status not given
       *[other] { $status }
    }
job = job `{ $job }`
job-id = ({ $id })
run-id = run { $id }
mode = mode { $mode }
started = started { $at }
runs = { $n ->
        [one] 1 backup log
       *[other] { $n } backup logs
    }
runs-line = { $status }  { $at }  { $job }
vms-failure = { $n } failed
vms-skipped = { $n } skipped
vms-interrupted = { $n } interrupted
vms-pending = { $n } not ended
vms-success = { $n } good
vms = VMs: { $counts }
comma = {", "}
hit = hits:
whole-run = the whole run
warned = only warned: nothing failed because of it
said = said:
means = means:
cause = cause:
do = do:
actor = acts first:
temporary = temporary:
note = note:
findings = reported before by:
unknown = Not known
unknown-why = { $n ->
        [one] This is
       *[other] These are
    } not in this catalogue. Searched for: numbers and codes of the storage manager and of XAPI (`SR_BACKEND_FAILURE_…`, `VDI_IN_USE`), the messages of XO, codes of the system (`ENOSPC`), codes of findings (`XOH-101`)
nothing = Nothing that could be explained was given: no error, no code, no log, no report mail
nothing-wrong = Nothing went wrong in what was given
nothing-told = This does not say what went wrong: see the log of this run in XO, or its full report
now = Now
now-of = { $server ->
        [none] {""}
       *[other] { $server },{" "}
    }observed { $at }
now-missing = not in the inventory: { $names }
now-none = nothing to report about these VMs
now-ok = the next run can take its snapshot
now-skip = XO skips it if it runs now: unhealthy VDI chain
now-109 = SR_BACKEND_FAILURE_109: chain too long
now-44 = SR_BACKEND_FAILURE_44: too little space
now-not-snapshotted = no snapshot is taken
now-unknown = cannot tell
now-no-job = not in any known job
now-job = `{ $job }`{ $at ->
        [none] {""}
       *[other] , next run { $at }
    }: { $verdict }
now-disk = disk `{ $disk }` on `{ $sr }`: { $limit ->
        [0] { $depth } nodes
       *[other] { $depth } of { $limit } nodes
    }, { $pending ->
        [0] nothing to merge
        [one] 1 merge pending
       *[other] { $pending } merges pending
    }
more = { $mark } and { $n } more (--all shows them)
severity-critical = critical
severity-warning = warning
severity-info = info
about = about:
detail = { $key ->
        [vdi] disk
        [sr] SR
        [vm] VM
        [address] address
        [job] job
       *[other] file
    } { $value }
near = see also:
collect = collect for a report:
