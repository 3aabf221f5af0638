# What `explain` says besides the words of errors and findings, in English.

explain-run = { $kind ->
        [mail] Report mail
       *[other] Backup log
    }: { $status }
explain-status = { $status ->
        [success] success
        [failure] failure
        [skipped] skipped
        [interrupted] interrupted
        [pending] running
       *[unknown] status not given
    }
explain-job = job:
explain-job-named = { $name } ({ $id })
explain-run-id = run:
explain-mode = mode:
explain-started = started:
explain-mail-time = { $at } (in the time zone of the server that sent the mail)
explain-vms = VMs:
explain-vms-counted = { $status ->
        [failure] { $n } failed
        [skipped] { $n } skipped
        [interrupted] { $n } interrupted
        [pending] { $n } not finished
       *[success] { $n } succeeded
    }
explain-runs = { $n ->
        [one] 1 backup log
       *[other] { $n } backup logs
    }, times in { $zone }
explain-hit = hits:
explain-whole-run = the whole run
explain-warned = only a warning:
explain-warned-only = nothing failed because of it
explain-said = said:
explain-means = means:
explain-cause = cause:
explain-do = do:
explain-actor = acts first:
explain-temporary = temporary:
explain-note = note:
explain-findings = reported early by:
explain-unknown = Unknown
explain-unknown-why = { $n ->
        [one] This is
       *[other] These are
    } not in this catalogue. Looked for: numbers and codes of the storage manager and of XAPI (`SR_BACKEND_FAILURE_…`, `VDI_IN_USE`), XO messages, system codes (`ENOSPC`), finding codes (`XOH-101`)
explain-nothing = Nothing to explain: the input has no error, no code, no log and no report mail
explain-nothing-wrong = The input shows nothing that went wrong
explain-nothing-told = This does not say what went wrong: see the log of this run in XO, or its full report
explain-now = Now
explain-now-missing = not in the inventory: { $names }
explain-now-none = nothing to report about these VMs
explain-now-ok = the next run can take its snapshot
explain-now-skip = XO skips it if it runs now: unhealthy VDI chain
explain-now-109 = SR_BACKEND_FAILURE_109: chain too long
explain-now-44 = SR_BACKEND_FAILURE_44: too little space
explain-now-not-snapshotted = no snapshot is taken
explain-now-unknown = cannot tell
explain-now-no-job = not in any known job
explain-now-job = `{ $job }`{ $at ->
        [none] {""}
       *[other] , next run { $at }
    }: { $verdict }
explain-now-disk = disk `{ $disk }` on `{ $sr }`: { $limit ->
        [0] { $depth } nodes
       *[other] { $depth } of { $limit } nodes
    }, { $pending ->
        [0] nothing to merge
        [one] 1 merge pending
       *[other] { $pending } merges pending
    }
explain-about = about:
explain-detail = { $key ->
        [vdi] disk
        [sr] SR
        [vm] VM
        [address] address
        [job] job
       *[other] file
    } { $value }
explain-near = see also:
explain-collect = to report it, collect:
