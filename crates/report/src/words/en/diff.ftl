# What changed between two reports, in English.

diff-lead = { $lead ->
        [worse] Worse:
        [better] Better:
        [mixed] Better and worse:
       *[same] No change:
    }
diff-findings = {" "}findings: { $new } new, { $worse } worse, { $better } better, { $gone } gone, { $suppressed ->
        [0] {""}
       *[other] { $suppressed } suppressed,{" "}
    }{ $same } unchanged
diff-server = server
diff-observed = observed
diff-answer = will all backups run?
diff-due = backups due in 24 h
diff-failing = of these will fail
diff-at-risk = at risk
diff-unknown = cannot tell
diff-exit = exit status
diff-before = before
diff-after = after
diff-how = change
diff-status = { $status ->
        [yes] yes
        [no] no
        [probably_not] probably not
        [at_risk] at risk
        [cannot_tell] cannot tell
       *[none_due] none due
    }
diff-change = { $change ->
        [new] new
        [worse] worse
        [better] better
        [suppressed] suppressed
       *[gone] gone
    }
diff-section = { $change ->
        [new] New findings ({ $n })
        [worse] Worse findings ({ $n })
        [better] Better findings ({ $n })
        [suppressed] Findings that are now suppressed ({ $n })
       *[gone] Findings that are gone ({ $n })
    }
diff-was = { $now } (before: { $was })
diff-suppressed = { $now } (suppressed: { $reason })
diff-otherwise = another error
diff-not-due = not due
diff-predictions = Predictions that changed
diff-other-scope = The two reports cover different parts of the server: what looks new or gone may be in only one of them.
diff-other-server = The two reports are from different servers.
diff-reversed = The first report is the later one: what looks new in the second was there before.
diff-unseen = The second report could not read { $what }: what looks gone may still be there, unseen.
diff-no-predictions = Predictions are not compared: at least one of the reports has no forecast.
diff-closing = Exit status { $status }, judged only by what is new or worse: { $why }
exit-nothing-new = nothing that counts is new or worse
baseline-line = Baseline of { $at }: { $known ->
        [one] 1 finding was there before and does
       *[other] { $known } findings were there before and do
    } not count towards the exit status; { $new } new, { $worse } worse, { $gone } gone{ $suppressed ->
        [0] {""}
       *[other] , { $suppressed } suppressed
    }
baseline-known = already in the baseline of { $at }
