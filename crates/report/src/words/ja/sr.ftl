# What the report of one SR says, in Japanese.

## Head

sr-figures = { $space }{ $provisioning ->
        [thin] 。シン
        [thick] 。シック
       *[none] {""}
    }。{ $hosts ->
        [0] 接続設定のあるホストなし
       *[other] ホスト { $hosts } 台中 { $attached } 台が接続
    }{ $maintenance ->
        [yes] 。メンテナンス中
       *[no] {""}
    }
sr-used = { $size } 中 { $used } 使用、空き { $free }
sr-promised = ディスクに割り当てた合計 { $promised } は SR のサイズを超えています

## Garbage collector

gc = ガベージコレクター:
gc-state = {" "}{ $state ->
        [idle] 待機中（未結合なし）
        [held] 待機中（すべてのベースコピーが下のノードに保持されています）
        [due] まもなく開始
        [stalled] 結合しているはずですが、動作していません
        [unstarted] 未開始
        [pause] 最初の結合の前の 5 分間の休止中
        [running] 動作中
        [no_space] どの結合にも空き容量が不足
        [gc_off] 無効
        [coalesce_off] 結合が無効
        [leaves_off] 待機中（リーフの結合は無効）
        [several_hosts] 停止中（QCOW2 チェーンのディスクが複数のホストで動作）
        [detached] 実行できません（SR に接続しているホストなし）
        [broken] 壊れたチェーンで毎回中断
       *[no_chains] なし（ドライバは VHD チェーンを持ちません）
    }
gc-outlook = { $outlook ->
        [wait] 。待てば進みます
        [scan] 。XO で SR を再スキャンすれば進みます
        [stuck] 。停止しており、待っても進みません
       *[nothing] {""}
    }
gc-task = タスクの進捗 { $percent } %、開始 { $at }
gc-switch = SR の `other_config` に `{ $key }=false`
gc-no-space-flag = SR の `sm_config` に `gc_no_space`
gc-no-space-message = メッセージ `SM_GC_NO_SPACE`（{ $at }）
gc-last-error = 結合が失敗（最後は { $at }）
gc-room = 空き容量に収まる結合 { $fits } 件、収まらない可能性あり { $tight } 件、収まらない { $lacks } 件
gc-no-sign = { $at } 以降、すべての結合に足りる時間がありましたが、動作した形跡がありません
gc-auto-scan = { $on ->
        [yes] XAPI が 30 秒ごとに SR をスキャンし、それで開始します
       *[no] SR のスキャンかディスクの削除で開始します
    }
unknown-instant = 時刻不明

## Space

sr-space = 容量
sr-nothing-predicted = ここで失敗が予測されるものはありません
bar-used = 使用済み
bar-next = 次回のスナップショット { $n } 個
bar-merge = 最大の結合
bar-free = 空き
between = { $low } ～ { $high }
up-to = 最大 { $high }
fit = { $fit ->
        [fits] 足りる
        [likely] おそらく足りる{ $best }
        [unlikely] おそらく不足{ $best }
        [not] 不足
       *[unknown] {""}
    }
about = 、約 { $best }

## Queue

queue = 結合待ち: 中間 { $inner } 件、リーフ { $leaf } 件
queue-line = { $kind ->
        [leaf] リーフ
       *[inner] 中間
    }
queue-copies = コピー { $bytes }
drain = 合計コピー量 { $copies }: { $low } ～ { $high }、およそ { $best }（速度 { $speed }{ $from ->
        [given] {""}
        [learnt] 、{ $merges ->
            [0] 実行ログ
           *[other] 結合 { $merges } 件
        }からの実績
       *[prior] 、推定値。--history、--previous、--coalesce-speed で改善
    }）
drain-stuck = 対処するまで、どれも結合されません
speed = 毎秒 { $best }
speed-between = 毎秒約 { $best }、{ $low } ～ { $high }

## Chains

sr-chains = チェーン
sr-chains-of = { $vm } のチェーン
column-size = サイズ
column-depth = 深さ
column-age = 経過
no-nodes = ディスクはありません
tree = { $names }: 深さ { $depth }{ $limit ->
        [none] {""}
       *[other] {" "}/ { $limit }
    } ノード、{ $bytes }、{ $pending ->
        [0] 未結合なし
       *[other] 未結合 { $pending } 件
    }{ $broken ->
        [none] {""}
       *[other] 、破損
    }
tree-no-vm = VM なし
kind-base = ベースコピー
kind-snapshot = スナップショット
kind-disk = ディスク
note-merge = 結合 { $n }
note-pending = 未結合
note-held = { $kind ->
        [snapshots] 子 { $n } 個が保持
        [disks] ディスク { $n } 個が保持
       *[mixed] ほか { $n } 個が保持
    }
note-domain = { $name } に接続中
note-broken = { $why ->
        [missing_parent] 親 { $parent } がない
        [cycle] 親が循環
       *[foreign_sr] 親 { $parent } は別の SR 上
    }
note-missing = ストレージ上で消失
note-never = `leaf-coalesce=false`
folded = { $what }、{ $bytes }、{ $pending ->
        [0] 未結合なし
       *[other] 未結合 { $pending } 件
    }
count-bases = ベースコピー { $n } 個
count-snapshots = スナップショット { $n } 個
count-disks = ディスク { $n } 個
more-trees = ほか { $n } ツリー: { $bytes }、深さ最大 { $depth } ノード、{ $pending ->
        [0] 未結合なし
       *[other] 未結合 { $pending } 件
    }

## Deletions

deletions = いま削除できるもの
deletions-order = （安全な順、それぞれ単独で削除した場合）
more-of-backups = ほかバックアップのスナップショット { $n } 個、削除はジョブが行います
of-backup = バックアップのもの
of-others = 手動またはほかのツールのもの
may = { $may ->
        [yes] 可、結合は不要
        [yes_then_merge] 可、結合に必要な容量あり
        [yes_kept_by_others] 可、ただしベースコピーはほかのものが保持
        [yes_tight] 可、ただし結合の容量が不足する可能性あり
        [wait_for_merges] 結合待ちが終わるまで待機（XO がバックアップをスキップするため）
        [merge_is_stuck] 結合が再び可能になるまで効果なし
       *[in_use] 不可: コントロールドメインに接続中
    }
at-once = : すぐに { $bytes }
after-merge = 結合後に { $bytes }
merge-needs = 結合に { $bytes } が必要
shorter = ノード { $n } 個減

## All SRs

all-srs = SR { $n } 個
