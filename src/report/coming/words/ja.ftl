# 起こりそうなこと(日本語)。

cause-room = { $at }: `{ $sr }` 上の `{ $vdi }` のスナップショットまたはコピーには { $need } が必要ですが、空きは { $free } の見込みです{ $written ->
        [yes] 。このSRのディスクには1日に約 { $daily } が書き込まれます
       *[no] {""}
    }
cause-depth = { $at }: `{ $vdi }` のチェーンは上限の { $nodes } ノードに達します。{ $kept ->
        [0] 保持されているものだけで上限に達します
       *[other] ジョブがスナップショットを { $kept } 個保持します
    }
cause-collector-off = SRのガベージコレクターが動いていないため、何も結合されません
cause-collector-stuck = SRのガベージコレクターが止まっているようです。終わっているはずの結合が残っています
cause-merges = { $at }: 結合が追いつきません。SRの結合速度は毎秒約 { $speed }、ディスクへの書き込みは1日に約 { $daily } です
cause-rpo = { $at }: バックアップの完了が遅すぎます。ジョブの転送速度は毎秒約 { $speed }、VMの書き込みは1日に約 { $daily } です{ full-due }
cause-running = { $at }: 前回の実行が終わっていません。ジョブの転送速度は毎秒約 { $speed }、VMの書き込みは1日に約 { $daily } です{ full-due }
full-due = { $full ->
        [yes] 。定期的にフルバックアップもあります
       *[no] {""}
    }

action-delete = どのジョブも保持していないこのSRのスナップショット{ $count }個を削除する
action-space = SRに { $size } を追加するか、同じだけ空ける
action-keep = このディスクのスナップショットの保持数を{ $snapshots }個以下にする
action-less-often = { $one_of ->
        [2] ジョブの実行回数を半分にする
       *[other] ジョブの実行を{ $one_of }回に1回にする
    }
action-at-once = { $concurrency }台のVMを同時にバックアップする
action-collector = SRのガベージコレクターを動かす(有効にする、またはSRを再スキャンする。妨げているものを直す)

## レポートの節

coming = 今後{ $days }日間に起こりそうなこと
coming-nothing = 今後{ $days }日間に起こりそうな問題はありません
line = { $percent } %  { $at }  { $what }
vms = `{ $job }` のVM { $n }台: { $names }
whole-job = ジョブ `{ $job }`
why = 理由:
do = 対処:
class-exact = 確実
lacking = 30日間のバックアップには `{ $sr }` の容量が { $size } 足りません
error-SR_BACKEND_FAILURE_44 = SR_BACKEND_FAILURE_44: 容量不足
error-SR_BACKEND_FAILURE_109 = SR_BACKEND_FAILURE_109: チェーンが長すぎる
error-UNHEALTHY_VDI_CHAIN = スキップ: unhealthy VDI chain
error-RPO_MISSED = RPO未達
error-JOB_ALREADY_RUNNING = ジョブが実行中
more-names = { $names } ほか{ $n }台
more-groups = { $mark } ほか{ $n }件(--all で表示)

## 予測の検証

backtest = 予測 { $n } 件と、その後に起きたこと
backtest-columns = 期間                      対象   発生   予測       適合率  再現率    F1   skill
backtest-hours = { $hours } h
backtest-more = 最長の期間について: 中央値で { $lead } 時間前に予測。予測幅に入った割合 { $coverage } %。Brier skill { $skill }(前週の繰り返しでは { $repeating })
backtest-calibration = 予測した確率と実際の割合
backtest-bin = {"  "}予測 { $said } %: { $n } 件のうち { $came } % が発生
backtest-left-out = 対象外:
