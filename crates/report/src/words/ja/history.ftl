# 履歴が示すこと（日本語）。

history-empty = 履歴は空です。まだ何も記録されていません

## これまでの状態

history-title = `{ $pools }` の履歴
history-about = 読み取り { $n } 件を保存しています。{ $from }から{ $to }までを左から右へ表示します
history-srs = SR
history-sr = SR
history-free = 空き
history-now = 現在
history-least = 最小
history-pending = 未結合
history-disks = ディスク（チェーンの深い順）
history-disk = ディスク
history-vm = VM
history-depth = チェーン
history-most = 最大
history-jobs = ジョブ
history-job = ジョブ
history-runs = 最近の実行
history-good = 成功
history-bad = 失敗
history-took = 所要時間
history-last = 直近
history-runs-key = 最近の実行（右が最新）: . 成功、F 失敗、s スキップ、i 中断、r 実行中。所要時間: 実行にかかった時間
history-findings = 検出項目（現在も続いているものが先）
history-finding = { $severity } { $code }{ $named ->
        [yes] {" "}`{ $name }`
       *[no] {""}
    }: { $title }{ $alike ->
        [1] {""}
       *[other] （{ $alike } 件）
    }、{ $until ->
        [none] { $since }から継続中
       *[other] { $since }から{ $until }まで
    }{ $times ->
        [1] {""}
       *[other] （{ $times } 回）
    }
history-nothing = 指定に該当するものはありません

## チェックのレポート

prediction-since = { $age }前から予測{ $moved ->
        [worse] 。1 日前（{ $then } %）より確率が上昇
        [better] 。1 日前（{ $then } %）より確率が低下
        [same] 。1 日前とほぼ同じ確率
       *[new] {""}
    }

## 予測の正しさ

score-title = `{ $pools }` の予測と、その後に起きたこと
score-about = { $n ->
        [0] 予測は保存されていません。`check --history` は予測を保存し、`history import --forecasts` はキャプチャから予測を作ります
        [1] { $from }の予測 1 件。実際に起きたことは{ $known }まで判明しています
       *[other] { $from }から{ $to }までの { $n } 日分の予測（各日の最後の 1 件）。実際に起きたことは{ $known }まで判明しています
    }
score-within = { $hours } 時間以内: 期間が終わった予測 { $n } 件
score-error = エラー
score-hits = 的中
score-false = 空振り
score-missed = 見逃し
score-brier = Brier
score-skill = skill
score-repeating = 繰り返し
score-lead = 事前
score-all = 全体
score-key = 的中: 予測（50 % 以上）して発生。空振り: 予測したが発生せず。見逃し: 予測せずに発生。skill: Brier skill（1 は完全、0 は基準率と同等）。繰り返し: 前週に失敗したものが再び失敗するとした場合の skill
score-latest = 1 日が経過した最新の予測（{ $at }）
score-latest-nothing = その日については何も予測されず、何も起きませんでした
score-of-vm = `{ $job }` の `{ $vm }`
score-outcome = { $percent } %: { $about } の { $error }: { $after ->
        [none] 発生せず
       *[other] { $after }後に発生
    }
