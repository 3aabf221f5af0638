# What the report of jobs says, in Japanese.

## Times


## Marks

after-heading = : { $rest }

## The list

all-jobs = { $n ->
        [0] ジョブなし
       *[other] ジョブ { $n } 件
    }
all-states = : { $states }
state-count = { $state } { $n }
state-stuck = 終わらない
state-failing = 失敗
state-skipping = スキップ
state-interrupted = 中断
state-bad-schedule = 予定が不正
state-saves-nothing = 保存なし
state-rpo-missed = RPO 超過
state-unknown = 不明
state-at-risk = 失敗の恐れ
state-good = 正常
state-no-logs = ログなし
state-disabled = 無効
kind-mirror = バックアップのミラー
kind-metadata = メタデータ
kind-sequence = シーケンス
way-snapshot = ローリングスナップショット
way-full = フルバックアップ
way-delta = 増分バックアップ
way-full-replication = フルレプリケーション
way-replication = 増分レプリケーション
way-unknown = 不明なモード
way-none = 保存先もスナップショットもなし

## What matters of a job

running = { $stuck ->
        [yes] { $since ->
            [none] 実行が終わっていません
           *[other] { $since }に開始した実行が終わっていません
        }{ $longest ->
            [none] {""}
           *[other] （ほかの実行は最長 { $longest }）
        }。次の実行を妨げています
       *[no] { $since ->
            [none] 実行中
           *[other] 実行中（{ $since }から）
        }
    }
last-run = 前回{ $when ->
        [none] {""}
       *[other] {" "}{ $when }
    }: { $how }
runs-unknown = 実行履歴は不明
no-run = 実行の記録なし
job-findings = 検出: { $codes }（対処は `xo-health check`）
job-next-run = 次回 { $in }（{ $at }）
next-none = 起動するものなし
next-unknown = 次回は不明
next-bad-schedule = スケジュールを XO が読み取れず、起動されません
runs-good = 実行 { $all } 回中 { $good } 回成功
takes = 通常 { $median }{ $p90 ->
        [same] {""}
       *[other] （90 % は { $p90 }以内）
    }{ $interval ->
        [none] {""}
       *[other] 、開始間隔 { $interval }{ $over ->
            [yes] : 次の開始までに終わりません
           *[no] {""}
        }
    }
refused = 前の実行が終わらず、開始を { $n } 回拒否
covered = { $n ->
        [0] 対象 VM なし
       *[other] VM { $n } 台
    }{ $rpo ->
        [kept] { $n ->
            [1] 、RPO 内
           *[other] 、すべて RPO 内
        }
        [only-missed] 、RPO 超過
        [all-missed] 、すべて RPO 超過
        [missed] 、うち { $missed } 台が RPO 超過
       *[none] {""}
    }{ $unlogged ->
        [0] {""}
       *[other] 、記録なし { $unlogged } 台
    }{ $gone ->
        [0] {""}
       *[other] 、消えた VM { $gone } 台
    }

## Settings

settings = 設定
targets = 保存先: { $targets }
target = { $kind ->
        [repository] リポジトリ `{ $name }`
        [sr] SR `{ $name }`
       *[pool] プール `{ $name }`
    }
at-once-vms = { $n ->
        [0] すべての VM を同時に処理
        [1] VM を 1 台ずつ処理
       *[other] VM { $n } 台を同時に処理
    }
retries = 失敗した VM を { $n } 回まで再試行
full-interval = { $n ->
        [1] 毎回フル
       *[other] { $n } 回ごとにフルから開始
    }
max-rate = 最大 { $rate }/秒
flag-bypass = XO のチェーン検査を省略
flag-offline-snapshot = スナップショットのため VM を停止
flag-offline-backup = バックアップ中は VM を停止
flag-memory = メモリを含むスナップショット
flag-nbd = NBD を使用
flag-purge = 転送後にスナップショットのデータを破棄
flag-delete-first = 書き込みの前に古いバックアップを削除
mirror-source = コピー元: { $source }
mirror-keeps = VM ごとにバックアップを { $n } 個保持
keeps-pools = プールのバックアップを { $n } 個保持
keeps-xo = XO のバックアップを { $n } 個保持
reports = { $when ->
        [always] XO はすべての実行を報告
        [failure] XO は失敗とスキップを報告
        [error] XO は失敗のみ報告（スキップは報告しない）
       *[never] XO は報告しない
    }
job-snapshots = { $set ->
        [0] ディスクにスナップショットを残さない
       *[other] ディスクごとにスナップショットを { $set } 個残す
    }。{ $most ->
        [0] 実際には 0 個
       *[other] 実際には最大 { $most } 個
    }{ $more ->
        [0] {""}
       *[other] 、設定より多いディスク { $more } 個
    }。実行中は最大 { $peak } 個
senseless = 意味をなさない値: { $names }

## Schedules

schedules = スケジュール
schedules-not-read = : 読み取れず
schedules-none = : なし
schedule-unnamed = 名前なし
pattern = `{ $cron }`（{ $zone }）{ $on ->
        [yes] {""}
       *[no] 、無効
    }
problem = 読み取れません: { $problem }
by-sequences = { $n ->
        [1] シーケンス { $names } が起動
       *[other] 次のシーケンスが起動: { $names }
    }
sequences-unknown = シーケンスが起動するかどうかは不明
next-runs = 次回: { $instants }
next-server-zone = 起動時刻は不明（タイムゾーンがサーバー自身のものか、未知のもの）
keeps = 保持: { $what }
keeps-nothing = 何も保持しない
keeps-snapshots = スナップショット { $n } 個
keeps-backups = リポジトリごとにバックアップ { $n } 個
keeps-long-term = 長期保存: 日 { $daily }・週 { $weekly }・月 { $monthly }・年 { $yearly }
keeps-replicas = SR ごとにレプリカ { $n } 個
tests-on = 。復元テストは { $sr } で実施
steps = 順に起動するもの
steps-none = : なし
step-gone = { $known ->
        [yes] スケジュール `{ $id }`（存在しない）
       *[no] スケジュール `{ $id }`
    }

## Runs

runs = 最近の実行
runs-not-read = : ログを読み取れず
per-second = { $bytes }/秒
backup-of = `{ $name }`: { $parts }
phase-whole = { $span }
phase-snapshot = スナップショット{ $span }
phase-transfer = 転送{ $span }
phase-cleaning = クリーンアップ{ $span }
phase-merge = 古いバックアップの結合{ $span }
attempts = { $n } 回試行
a-target = 保存先
got = { $kind ->
        [full] { $place } へフル
        [delta] { $place } へ増分
       *[none] { $place } へ
    }
ended-good = 成功
ended-skipped = スキップ
ended-failed = 失敗
ended-refused = 拒否
ended-interrupted = 中断
ended-running = 実行中
ended-stuck = 終わらない
ended-unknown = 不明
no-details = 詳細の記録なし
contents = { $n ->
        [0] {""}
       *[other] VM { $n } 台
    }{ $kind ->
        [full] 、フル
        [delta] 、増分
        [both] 、混在
       *[none] {""}
    }
mixed = フル { $fulls } 台、増分 { $deltas } 台
vms-alike = { $how ->
        [good] { $n ->
            [1] VM は成功
           *[other] VM { $n } 台すべて成功
        }
        [skipped] { $n ->
            [1] VM はスキップ
           *[other] VM { $n } 台すべてスキップ
        }
        [failed] { $n ->
            [1] VM は失敗
           *[other] VM { $n } 台すべて失敗
        }
        [interrupted] { $n ->
            [1] VM は中断
           *[other] VM { $n } 台すべて中断
        }
       *[running] { $n ->
            [1] VM を処理中
           *[other] VM { $n } 台すべて処理中
        }
    }
vms-good = VM { $all } 台中 { $good } 台成功
vms-other = { $how ->
        [skipped] スキップ
        [failed] 失敗
        [interrupted] 中断
       *[running] 処理中
    } { $n } 台
fell-back = 増分の代わりにフルを作成（{ $n } 台）、{ $vms }:「{ $why }」
retried = VM { $n } 台を再試行{ $because ->
        [none] {""}
       *[other] : { $because }
    }
error = { $who }: { $what }
said = 「{ $message }」
said-nothing = 理由の記録なし
said-and-means = { $meaning }（{ $message }）
a-vm = VM

## VMs

restore-points = 復元ポイント
point-never = 成功なし
point-missed = 古すぎる
point-unknown = 不明
point-no-log = 記録なし
point-none = RPO なし
point-kept = 正常
last-good = { $last ->
        [none] { $logs ->
            [yes] 成功の記録なし
           *[no] ログを読み取れず
        }
       *[other] { $last }に成功
    }{ $limit ->
        [none] {""}
       *[other] （許容 { $limit }）
    }
backups-good = 成功 { $good }/{ $all } 回
failing = { $times ->
        [1] { $since ->
            [none] 失敗
           *[other] { $since } に失敗
        }
       *[other] { $since ->
            [none] {""}
           *[other] { $since } から
        } { $times } 回連続で失敗
    }{ $error ->
        [none] {""}
       *[other] : { $error }
    }
restore-test = 復元テスト: { $ended ->
        [good] 合格
        [failed] 不合格
       *[other] { $word }
    }{ $age ->
        [none] {""}
       *[other] （{ $age }前）
    }
vm-snapshots = ディスク上のスナップショット { $found } 個（設定では { $set } 個）
vm-gone = この VM はサーバーに存在せず、バックアップは失敗します
pattern-error = { $error ->
        [none] : 不明
       *[other] : 対象を判断できません、{ $error }
    }
left-out = VM { $n } 台は対象外（タグ `xo:no-bak`、またはこのジョブのレプリカ）
unknown-pools = パターンにあるプール { $n } 個を XO が認識していません: { $ids }
