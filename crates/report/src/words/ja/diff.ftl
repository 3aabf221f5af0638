# What changed between two reports, in Japanese.

diff-lead = { $lead ->
        [worse] 悪化:
        [better] 改善:
        [mixed] 改善と悪化:
       *[same] 変化なし:
    }
diff-findings = {" "}検出項目は新規 { $new } 件、悪化 { $worse } 件、改善 { $better } 件、解消 { $gone } 件、{ $suppressed ->
        [0] {""}
       *[other] 抑止 { $suppressed } 件、
    }変化なし { $same } 件
diff-server = サーバー
diff-observed = 観測時刻
diff-answer = すべて成功するか
diff-due = 24 時間以内の予定
diff-failing = うち失敗の見込み
diff-at-risk = 失敗のおそれ
diff-unknown = 判断できない
diff-exit = 終了ステータス
diff-before = 前
diff-after = 後
diff-how = 変化
diff-status = { $status ->
        [yes] はい
        [no] いいえ
        [probably_not] おそらくいいえ
        [at_risk] 失敗のおそれ
        [cannot_tell] 判断できない
       *[none_due] 予定なし
    }
diff-change = { $change ->
        [new] 新規
        [worse] 悪化
        [better] 改善
        [suppressed] 抑止
       *[gone] 解消
    }
diff-section = { $change ->
        [new] 新しい検出項目（{ $n } 件）
        [worse] 悪化した検出項目（{ $n } 件）
        [better] 改善した検出項目（{ $n } 件）
        [suppressed] 抑止された検出項目（{ $n } 件）
       *[gone] 解消した検出項目（{ $n } 件）
    }
diff-was = { $now }（前: { $was }）
diff-suppressed = { $now }（抑止: { $reason }）
diff-otherwise = 別の理由で失敗
diff-not-due = 予定なし
diff-predictions = 変化した予測
diff-other-scope = 2 つのレポートは範囲が異なります。新しいもの、なくなったものは、一方の範囲にだけあるのかもしれません。
diff-other-server = 2 つのレポートは別のサーバーのものです。
diff-reversed = 1 つ目のレポートのほうが新しいため、2 つ目にだけあるものは以前からあったものです。
diff-unseen = 2 つ目のレポートでは{ $what }を読み取れていません。解消したように見えるものは、見えないだけの可能性があります。
diff-no-predictions = 予測のないレポートがあるため、予測は比較していません。
diff-closing = 終了ステータス { $status }（新規と悪化だけで判定）: { $why }
exit-nothing-new = 対象となる新規や悪化はありません
baseline-line = { $at } のベースライン: 以前からある { $known } 件の検出項目は終了ステータスに影響しません。新規 { $new } 件、悪化 { $worse } 件、解消 { $gone } 件{ $suppressed ->
        [0] {""}
       *[other] 、抑止 { $suppressed } 件
    }
baseline-known = { $at } のベースラインにすでにあります
