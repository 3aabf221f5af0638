# 起こりそうなこと（日本語）。

cause-room = { $at }: `{ $sr }` 上の `{ $vdi }` のスナップショットまたはコピーには { $need } が必要ですが、空きは { $free } の見込みです{ $written ->
        [yes] 。この SR のディスクには 1 日に約 { $daily } が書き込まれます
       *[no] {""}
    }
cause-depth = { $at }: `{ $vdi }` のチェーンは上限の { $nodes } ノードに達します。{ $kept ->
        [0] 保持されているものだけで上限に達します
       *[other] ジョブがスナップショットを { $kept } 個保持します
    }
cause-seen-as-81 = この SR では `SR_BACKEND_FAILURE_81`（コピーの作成では 78）、`error 28` として現れます
cause-shrinks = 現在の空きは { $now } ですが、それまでのスナップショットと書き込みが、結合で戻る量より { $by } 多く消費します
cause-grows = 現在のチェーンは { $nodes } ノードです
cause-waiting = そこには未結合が { $merges } 件あり、データ量は { $bytes } です
cause-foreign = そこにはどのジョブのものでもないスナップショットが { $snapshots } 個あり、ベースコピーの結合を妨げています
cause-collide = 2 つのスケジュールが同じ分にジョブを開始し、実行には約 { $took } かかります
cause-speed-unknown = 転送速度についてわかっていることが少なすぎます。ログにある最大の転送は { $largest } です
cause-interval = 実行には約 { $took } かかりますが、次の実行は { $gap }後です
cause-collector-off = SR のガベージコレクターが動いていないため、何も結合されません
cause-collector-stuck = SR のガベージコレクターが止まっているようです。終わっているはずの結合が残っています
cause-merges = { $at }: 結合が追いつきません。SR の結合速度は毎秒約 { $speed }、ディスクへの書き込みは 1 日に約 { $daily } です
cause-rpo = { $at }: バックアップの完了が遅すぎます。ジョブの転送速度は毎秒約 { $speed }、VM の書き込みは 1 日に約 { $daily } です{ full-due }
cause-old = { $at }: { $since } 以降、成功したバックアップがありません（許容は { $allowed }）
cause-speed = ジョブの転送速度は毎秒約 { $speed }、VM の書き込みは 1 日に約 { $daily } です{ full-due }
cause-running = { $at }: 前回の実行が終わっていません。ジョブの転送速度は毎秒約 { $speed }、VM の書き込みは 1 日に約 { $daily } です{ full-due }
full-due = { $full ->
        [yes] 。定期的にフルバックアップもあります
       *[no] {""}
    }

action-delete = どのジョブも保持していないスナップショットを { $count } 個削除する: { $names }{ $more ->
        [0] {""}
       *[other] {" "}ほか { $more } 個
    }
snapshot-of = `{ $name }`{ $dated ->
        [yes] （{ $taken }）
       *[no] {""}
    }
action-wait = 未結合 { $merges } 件の結合が終わるまで、今後 { $hours } 時間の実行を見送る
action-move = ジョブ `{ $job }` { $named ->
        [yes] のスケジュール `{ $schedule }` の開始を
       *[no] の開始を
    } { $by } { $way ->
        [earlier] 早める
       *[later] 遅らせる
    }
action-take-out = `{ $vm }` を `{ $job }` から外し、別の場所または別の時刻の専用ジョブでバックアップする
action-space = `{ $sr }` に { $size } を追加するか、同じだけ空ける
action-keep = 各ディスクのスナップショットの保持数を { $snapshots } 個以下にする
action-trim = 各ディスクのスナップショットの保持数を { $snapshots } 個以下にし、`{ $vdi }` の最も古い { $count } 個を今すぐ削除する
action-less-often = { $one_of ->
        [2] ジョブの実行回数を半分にする
       *[other] ジョブの実行を { $one_of } 回に 1 回にする
    }
action-run-now = 今すぐ手動でジョブを実行する
action-at-once = { $concurrency } 台の VM を同時にバックアップする
action-collector = { $named ->
        [yes] `{ $sr }`
       *[no] SR
    } のガベージコレクターを動かす（有効にするか SR を再スキャンし、妨げているものを取り除く）

## レポートの節

coming = その後 { $days } 日以内の予測
coming-nothing = 今後 { $days } 日間に、ほかに予測される問題はありません
prediction-vms = `{ $job }` の VM { $n } 台: { $names }
whole-job = ジョブ `{ $job }`
behind = 。
forecast-cut = 予測は途中で打ち切られました（`--forecast-timeout`、または実行回数が多すぎるため）。シミュレーション { $draws } 回分の結果で、対策や数値が欠けている場合があります
room-lacking = 30 日間のバックアップには `{ $sr }` の容量が { $size } 足りません。データは 1 日に約 { $growth } 増え、予測期間中に容量が尽きる確率は { $percent } % です

## 予測の検証

backtest = 予測 { $n } 件と、その後に起きたこと
backtest-within = 期間
backtest-units = 対象
backtest-came = 発生
backtest-said = 予測
backtest-precision = 適合率
backtest-recall = 再現率
backtest-f1 = F1
backtest-skill = skill
backtest-hours = { $hours } h
backtest-more = 最長の期間について: 中央値で { $lead } 時間前に予測。予測幅に入った割合 { $coverage } %。Brier skill { $skill }（前週の繰り返しでは { $repeating }）
backtest-calibration = 予測した確率と実際の割合
backtest-bin = 予測 { $said } %: { $n } 件のうち { $came } % が発生
backtest-left-out = 対象外:
