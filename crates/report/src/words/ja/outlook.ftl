# 今後 24 時間のバックアップがどうなるか、まず何をすべきか。

## The answer

vm-backups = 今後 24 時間に予定された VM バックアップ { $due } 件{ $runs ->
        [one] {""}
       *[other] （{ $runs } 回の実行）
    }
lead = { $status ->
        [yes] はい:
        [no] 失敗します:
        [probably_not] 失敗する見込みです:
        [at_risk] 失敗の恐れがあります:
        [cannot_tell] 判断できません:
       *[none_due] 予定されたバックアップはありません
    }
answer-none = （今後 24 時間）
answer-yes = {" "}{ vm-backups }は{ $due ->
        [1] 成功する見込みです
       *[other] すべて成功する見込みです
    }
some-of = { $n ->
        [all] { vm-backups }{ $due ->
            [1] {""}
           *[other] すべて
        }
       *[other] { vm-backups }のうち { $n } 件
    }
answer-within = （{ $scope }のみ）
answer-no = {" "}{ some-of }（{ $chance }）{ $more }
answer-probably-not = {" "}{ some-of }で失敗の可能性が高い（{ $percent } %）{ $more }
answer-at-risk = {" "}{ some-of }で失敗の可能性あり（{ $percent } %）{ $more }
and-at-risk = { $n ->
        [0] {""}
       *[other] 、ほか { $n } 件に失敗の恐れ
    }
answer-sum = {" "}{ vm-backups }は 1 件ずつではほぼ問題ありませんが、合わせて { $expected } 件の失敗が見込まれます
answer-event = {" "}{ $due ->
        [0] 今後 24 時間に予定されたバックアップはありません
       *[other] { vm-backups }は成功する見込みです
    }が、{ $event }
event = { $error ->
        [RPO_MISSED] { $who } の復元ポイントが古くなりすぎます（{ $chance }）
        [JOB_ALREADY_RUNNING] { $who } は前回の実行が終わらず開始を拒否（{ $chance }）
       *[other] { $who }: { $what }（{ $chance }）
    }
answer-unread = {" "}{ $what }を読み取れませんでした
answer-left-out = 数が多すぎるため、{ $n } 件のバックアップは調べていません
answer-no-forecast = {" "}予測を行っていません
answer-unknown = {" "}{ some-of }
besides-left-out = 。ほかに { $n } 件は、数が多すぎるため調べていません
last-none = （今後 24 時間）
last-yes = {" "}24 時間以内の { $due } 件はすべて成功する見込み
last-no = {" "}24 時間以内の { $due } 件中 { $n } 件
last-probably-not = {" "}24 時間以内の { $due } 件中 { $n } 件
last-at-risk = {" "}24 時間以内の { $due } 件中 { $n } 件
last-sum = {" "}24 時間以内の { $due } 件中 { $expected } 件の失敗を予測
last-event = {" "}{ $error ->
        [RPO_MISSED] 復元ポイントが古くなりすぎる
        [JOB_ALREADY_RUNNING] 開始が拒否される
       *[other] { what-fails }
    }
last-cannot-tell = {" "}読み取れない項目あり
besides-unread = 。ほかに、{ $what }を読み取れませんでした
chance-within = { $days } 日以内に{ $chance }
first-about = 最初は { $at } ごろ
chance = { $likelihood ->
        [certain] 確実
        [almost_certain] ほぼ確実、{ $percent } %
        [likely] 可能性が高い、{ $percent } %
        [possible] 可能性あり、{ $percent } %
       *[unlikely] 可能性は低い、{ $percent ->
            [0] 1 % 未満
           *[other] { $percent } %
        }
    }
likelihood = { $likelihood ->
        [certain] 確実
        [almost_certain] ほぼ確実
        [likely] 可能性が高い
        [possible] 可能性あり
       *[unlikely] 可能性は低い
    }
unread-pool = プール `{ $name }`
unread-pool-loading = プール `{ $name }`（読み込み中）
unread-space = リポジトリ `{ $name }` の空き容量
unread-zone = スケジュール `{ $name }` の開始時刻

## The backups that are due

due = 今後 24 時間に予定されたバックアップ
due-when = 時刻
due-vm = VM
due-job = ジョブ
due-risk = 見込み
due-what = 起こること
row-ok = 成功の見込み
row-says = { $what }（{ $chance }）
outcome-cannot-tell = 判断できない
due-more = { $bad ->
        [0] {""}
       *[other] 同様のもの ほか { $bad } 件（--all で表示）
    }{ $both ->
        [yes] 。
       *[no] {""}
    }{ $ok ->
        [0] {""}
       *[other] 成功の見込み { $ok } 件
    }
tally-fails = 失敗 { $n } 件
tally-at-risk = 失敗の可能性 { $n } 件
tally-unknown = 判断できない { $n } 件
tally-ok = 成功 { $n } 件
events = 24 時間以内のその他の問題
whole-of-job = ジョブ `{ $job }`
vm-of-job = ジョブ `{ $job }` の `{ $vm }`
interrupted-runs = 中断した実行
interrupted-run = `{ $job }` の前回の実行（{ $at } 開始）が中断したため、その復元ポイントがありません{ $next ->
        [none] {""}
       *[other] 。次回 { $next }
    }
missing-since = その時点で最後の復元ポイントは { $age }前のもの
what-fails = { $error ->
        [SR_BACKEND_FAILURE_44] 空き容量不足（44）
        [SR_BACKEND_FAILURE_109] チェーンが長すぎる（109）
        [UNHEALTHY_VDI_CHAIN] unhealthy VDI chain
        [RPO_MISSED] RPO 超過
        [JOB_ALREADY_RUNNING] 前回の実行が終わらず開始を拒否
        [REPOSITORY_FULL] リポジトリの容量不足
        [REPOSITORY_UNAVAILABLE] リポジトリを使えない
        [SR_UNAVAILABLE] SR を使えない
        [BROKEN_CHAIN] チェーンが壊れている
        [VM_MISSING] VM がない
        [NOTHING_SAVED] 何も保存しない
        [NOT_STARTED] スケジュールが開始しない
       *[other] 別のエラー
    }
fails-as-before = 前回と同様に失敗

## Why

why-stuck_run = { $dated ->
        [yes] { $since } に始まった
       *[no] {""}
    }前回の実行が終わらず開始を拒否{ $refused ->
        [0] {""}
       *[other] （すでに { $refused } 回）
    }
why-at_limit = { $replica ->
        [yes] ターゲット上の `{ $vdi }` のレプリカ
       *[no] `{ $vdi }`
    } のチェーンは上限の { $nodes } ノードです
why-no_room = { $target ->
        [yes] コピーにはターゲット `{ $sr }` に { $need } が必要ですが
       *[no] スナップショットには `{ $sr }` に { $need } が必要ですが
    }、空きは { $free } です
why-merges_stopped = { $disks } に未結合のものがあり、結合は進みません: { $by ->
        [broken_chain] SR のチェーンが壊れています
        [off] ガベージコレクターが無効です
        [error] 最後の結合がエラーで終わりました
        [detached] どのホストも SR に接続していません
        [no_space] 空き容量に収まる結合がありません
        [held] QCOW2 チェーンのディスクが複数のホストで動作中です
       *[stalled] ガベージコレクターが進んでいません
    }
why-merges_pending = 現時点ではスキップ対象です（実行前に結合が終われば成功）: { $disks } に未結合 { $merges } 件
why-no_more_room_than_then = 前回のスナップショットは{ $dated ->
        [yes] { $at } に
       *[no] {""}
    }空き容量不足で失敗し、`{ $sr }` の空きは増えていません（{ $free }）
why-repository_room = それまでの実行はリポジトリ `{ $repository }` に { $need } を書き込みますが、空きは { $free } です
why-repository_unavailable = リポジトリ `{ $repository }` は{ $why ->
        [off] 無効です
        [missing] 存在しません
       *[error] 前回使えませんでした
    }
why-sr_unavailable = { $named ->
        [yes] SR `{ $sr }` は
       *[no] SR は
    }{ $why ->
        [detached] どのホストにも接続されていません
        [maintenance] メンテナンス中です
       *[missing] 存在しません
    }
why-broken_chain = { $disks } のチェーンがルートに達しません
why-disk_missing = VM のディスク { $vdi } が XO にありません
why-vm_missing = この VM は XO にありません
why-nothing_saved = { $why ->
        [no_output] ジョブにターゲットも保持するスナップショットもありません
        [no_disks] VM にバックアップ対象のディスクがありません
        [not_recorded] 直近の実行は成功で終わりましたが、ログに VM の記録がなく、何かが保存された証拠がありません
        [settings_exclude] オフラインバックアップはスナップショットを保持できませんが、ジョブは両方を求めているため、XO が VM を拒否します
       *[no_vm] ジョブの対象になる VM がありません
    }
why-not_started = 直近 { $starts } 回の開始時刻に、ログに実行がありません{ $dated ->
        [yes] 。最後の実行は { $at } です
       *[no] {""}
    }
why-failed_before = { $whole ->
        [yes] 直近 { $times } 回の実行が全体として失敗しました
       *[no] 直近 { $times } 回失敗しました
    }{ $said ->
        [none] {""}
       *[other] : 「{ $said }」
    }
why-surprises = このサーバーのバックアップはときどき予期せず失敗します: { $of } 件中 { $n } 件
why-found = { $code }: { $title }
why-not_read = { $what }を読み取れませんでした

## Do now

steps-in-full = 手順の詳細
steps-below = { $n ->
        [0] 方法は下記
       *[other] ほかに { $n } 件。方法は下記
    }
do-now = 今すること
step-by = { $at } まで
step-fixes = { $n ->
        [0] { $jobs }
       *[other] { $jobs } の VM { $n } 台
    }の問題を解消（{ $errors }）
step-brief = { $n ->
        [0] { $errors }
       *[other] VM { $n } 台: { $errors }
    }
step-concerns = { $n ->
        [0] { $jobs }
       *[other] { $jobs } の VM { $n } 台
    }が対象（{ $errors }）
step-how = 方法:
step-costs = 代償:
step-what = 対象:
step-command-elsewhere = コマンドは `--all` と JSON にあります
after = { $steps ->
        [one] 手順 1
       *[other] 手順 1 ～ { $steps }
    } の後は { $due } 件中 { $ok } 件が成功し、残る最大の失敗率は { $worst } です{ $cut ->
        [yes] 。手順の探索を途中で打ち切ったため、よりよい手順があるかもしれません
       *[no] {""}
    }
after-nothing-yet = 手順の探索は、見つかる前に時間切れになりました。`--forecast-timeout` を長くすると見つかることがあります
do-enable_collector = { $sr } のガベージコレクターを有効に戻す
do-rescan_sr = { $sr } を再スキャンし、ガベージコレクターを開始させる
do-delete_snapshots = どのジョブも保持していない { $names } のスナップショット { $count } 個を削除する{ $aged ->
        [yes] （{ $oldest } ～ { $newest } 作成）
       *[no] {""}
    }
do-keep_fewer = { $job } のスナップショット保持数を { $kept } 個から { $keep } 個に減らす{ $delete ->
        [0] {""}
       *[other] 。{ $names } の最も古い { $delete } 個を今すぐ削除する
    }
do-wait_for_merges = 未結合 { $merges } 件の結合が終わるまで、今後 { $hours } 時間の { $job } の実行を見送る
do-run_now = { $job } を今すぐ手動で実行する
do-move_schedule = { $job } の開始を { $by } { $way ->
        [earlier] 早める
       *[later] 遅らせる
    }
do-more_at_once = { $job } で同時に { $concurrency } 台をバックアップする
do-run_less_often = { $one_of ->
        [2] { $job } の実行回数を半分にする
       *[other] { $job } の実行を { $one_of } 回に 1 回にする
    }
do-take_out = { $names } を { $job } から外し、別の場所または別の時刻にバックアップする
do-add_space = { $sr } に { $bytes } を追加するか、同じだけ空ける
do-stop_run = { $dated ->
        [yes] { $since } に始まった
       *[no] {""}
    }{ $job } の実行を終了させる（次の実行を妨げています）
do-free_repository = リポジトリ { $repository } の空きを { $bytes } 増やす
do-restore_repository = リポジトリ { $repository } を使えるようにする（{ $why ->
        [off] 無効です
        [missing] 存在しません
       *[error] 前回使えませんでした
    }）
do-restore_sr = { $sr } をホストに接続し直すか、メンテナンスを終了する
do-repair_chain = { $names } の壊れたチェーンを修復するか、ディスクをバックアップから復元する
do-run_on_one_host = { $names } を 1 台のホストに移行するか、1 台のホスト上のもの以外を停止する（{ $sr } の QCOW2 チェーンはそれまで結合されません）
do-set_output = { $job } にターゲット、または保持するスナップショット数を設定する
do-remove_from_job = { $names } を { $job } から外すか、代わりの VM を指定する
do-check_schedule = { $job } のスケジュールが開始しない原因を調べる
do-resolve_error = 前回 { $job } を止めたエラーの原因を取り除く{ $said ->
        [none] {""}
       *[other] : 「{ $said }」
    }
do-resolve_finding = { $object } について { $code } の対処を行う: { $title }
do-grant_reading = { $what }の読み取りを xo-health のユーザーに許可する
do-grant_rest = 読み取れなかったものの読み取りを xo-health のユーザーに許可する
do-needs = 残りを防ぐ単独の手順はありません。必要なもの: { $needs }
need-room = `{ $sr }` に { $bytes } の追加
need-faster_link = `{ $job }` の転送を毎秒 { $from } から { $to } に
need-fewer_writes = { $named ->
        [yes] `{ $sr }` への
       *[no] {""}
    }1 日の書き込みを { $from } から { $to } に
need-faster_merges = `{ $sr }` の結合を毎秒 { $from } から { $to } に
need-attention = 担当者による確認（ここで分かる変更では防げません）
named-id = `{ $name }`（{ $id }）
named = `{ $name }`
the-job = ジョブ
the-sr = SR
menu-sr_advanced = Home › Storages › { $name } › Advanced
menu-sr_rescan = Home › Storages › { $name } › Rescan all disks
menu-sr_hosts = Home › Storages › { $name } › Hosts
menu-vm_snapshots = Home › VMs › { $name } › Snapshots
menu-vm_disks = Home › VMs › { $name } › Disks
menu-vm_migrate = Home › VMs › { $name } › Migrate
menu-job_edit = Backup › Overview › { $name } › Edit
menu-job_run = Backup › Overview › { $name } › Run
menu-job_logs = Backup › Overview › { $name } › Logs
menu-remotes = Settings › Remotes
menu-servers = Settings › Servers
how-both = { $menu }、または { $command }
cost-restore_points = 復元ポイント { $count } 個
cost-foreign_snapshots = 他者が作成したスナップショット { $count } 個{ $recent ->
        [0] {""}
       *[other] （うち { $recent } 個は 1 日以内）
    }
cost-runs = 24 時間以内の実行 { $count } 回
cost-unprotected = VM がこのジョブから外れる
cost-load = 結合中のストレージの負荷
cost-ends_run = その実行でまだ保存されていないもの
cost-storage = ストレージの追加、またはデータの削除

## SRs and jobs

sr-predicted = 予測: { $who }: { $what }（{ $chance }）{ $at ->
        [none] {""}
       *[other] 、{ $at }
    }
sr-counts = { $failing ->
        [0] {""}
       *[other] 予定 { $due } 件のうち { $failing } 件が失敗の見込み
    }{ $both ->
        [yes] 、
       *[no] {""}
    }{ $at_risk ->
        [0] {""}
       *[other] { $due } 件のうち { $at_risk } 件に失敗の恐れ
    }
sr-steps = 上の手順 { $n ->
        [0] {""}
       *[other] { $steps }
    } を参照
job-predicted = 予測: { $what }（{ $chance }）{ $at ->
        [none] {""}
       *[other] 、{ $at }
    }
job-backups = 今後 24 時間に予定された { $due } 件のうち { $bad } 件が失敗、または失敗の恐れ
job-interrupted = 前回の実行が中断したため、その復元ポイントがありません
job-blocked = 終わっていない実行が次の実行を妨げています

## The end

gaps-line = 読み取れなかったもの: { $what }{ $all ->
        [yes] {""}
       *[no] （理由と許可の方法は --all で表示）
    }
info-folded = 情報 { $n } 件（--all で表示）
exit-nothing = 問題は見つかりませんでした
exit-findings = { $severity ->
        [critical] 重大な検出
        [warning] 警告
       *[info] 情報
    }
exit-forecast = 24 時間以内に失敗の可能性が高い
exit-asked = 予測が `--fail-on-forecast` に達した
exit-cannot-tell = 必要なものを読み取れなかった
exit-nothing-checked = 何も検査できなかった
exit-pool-missing = { $n } 個のプールが未検査
closing = 終了ステータス { $status }: { $why }
closing-long = { $answer }。終了ステータス { $status }: { $why }
