# The words of findings, in Japanese; see en.ftl for how such a file is made.

## Pieces of messages

list-more = { $shown } ほか { $more } 件

# `local` の `root`（VM: `web`）
disk = { on-sr }のディスク `{ $name }`{ $vms_count ->
        [0] {""}
       *[other] （VM: { $vms }）
    }

on-sr = { $sr ->
        [unknown] 不明な SR
       *[other] `{ $sr }`{" "}
    }

in-jobs = { $jobs_count ->
        [0] {""}
       *[other] （ジョブ: { $jobs }{ next-run }）
    }

next-run = { $next_run_at ->
        [unknown] {""}
       *[other] 、次回実行 { $next_run_at }
    }

merges = 未結合 { $pending_inner } 件

room = { $need_bytes ->
        [unknown] { room-free }
       *[other] 最大の結合に必要な容量は最大 { $need_bytes }、{ room-free }
    }

room-free = { $free_bytes ->
        [unknown] 空き容量は不明
       *[other] 空き { $free_bytes }
    }

snapshots = スナップショット { $snapshots } 個

oldest = { $oldest_at ->
        [unknown] {""}
       *[other] 、最も古いものは { $oldest_at }
    }

## 1xx: chains

chain-depth = ディスクのチェーンが上限に近い、または到達
    .meaning = 保持しているスナップショットと、まだ終わっていない結合の 1 つごとに、ディスクの VHD チェーンのノードが 1 つ増えます。30 ノードになるとストレージは次のスナップショットを拒否し、その VM のバックアップは `SR_BACKEND_FAILURE_109` で失敗します。ジョブを強制的に再実行しても解決しません。省略されるのは XO 自身の検査だけで、ストレージの上限は変わりません。数えられるのはチェーンのノードであり、一覧に見えるスナップショットの数ではありません。
    .remedy =
        このディスクの不要なスナップショットを削除し、ストレージの結合が終わるのを待つ
        保持するスナップショットを減らす: この VM をバックアップするジョブのスナップショット保持数を下げる
        ディスクを別の SR にコピーまたは移行する: コピー先のチェーンは 1 ノードから始まる
        保存が不要なディスクは、名前に `[NOBAK]` を付けてバックアップから除外する
    .message = { $severity ->
        [critical] { $first ->
            [gate] { disk }はチェーンの上限に達しています（{ $depth } / { $limit } ノード）: スナップショットは作成できず、ストレージが拒否する前に XO がこの VM をスキップします{ in-jobs }
            [no_space] { disk }はチェーンの上限に達しています（{ $depth } / { $limit } ノード）: スナップショットは作成できず、それ以前に容量不足でバックアップが失敗します{ in-jobs }
           *[other] { disk }はチェーンの上限に達しています（{ $depth } / { $limit } ノード）: 次のバックアップは `SR_BACKEND_FAILURE_109` で失敗します{ in-jobs }
        }
       *[other] { $snapshots_left ->
            [0] { disk }はチェーンの上限に達しています（{ $depth } / { $limit } ノード）: 次のスナップショットは `SR_BACKEND_FAILURE_109` で失敗します。スナップショットを作成する有効なジョブはありません
           *[other] { disk }のチェーンは { chain-depth-nodes } / { $limit } ノードです: あと { $snapshots_left } 回のスナップショットでストレージが拒否します{ in-jobs }
        }
    }

chain-depth-nodes = { $depth_complete ->
        [no] 少なくとも { $depth }
       *[other] { $depth }
    }

xo-will-skip = XO がチェーン保護のためこの VM をスキップする
    .meaning = スナップショットを削除したあと、ストレージの結合が終わるまではベースコピーがチェーンに残ります。XO はディスクごとに 1 つまで許容し、それを超えると VM を "unhealthy VDI chain" でスキップするため、バックアップは作成されません。これは、いま実行した場合の結果です。
    .remedy =
        待つ: 結合は、早くてスナップショット削除の 5 分後に自動で始まる
        XO で SR を再スキャンする: ガベージコレクターが起動する
        結合を妨げているものを取り除く: 結合を有効に戻す、SR の空き容量を増やす、壊れたチェーンを修復する
        結合が毎回間に合わないときは、ジョブの実行間隔を広げるか、この SR を使うジョブを減らす
        `bypassVdiChainsCheck` を常用しない: チェーンはストレージの上限まで伸び、その上限は回避できない
    .first = { $why ->
        [gc_off] { $sr } のガベージコレクターを有効に戻す（`other_config` の `gc=false`）: 待っても解決しない
        [coalesce_off] { $sr } の結合を有効に戻す（`other_config` の `coalesce=false`）: 待っても解決しない
        [detached] { $sr } にホストを接続する: 待っても解決しない
        [broken] { $sr } の壊れたチェーンを修復する（`broken-chain` を参照）: それまで結合は一切行われない
        [no_space] { $sr } の不要なスナップショットと孤立ディスクを削除する: 削除に空き容量は要らず、待っても解決しない
        [several_hosts] この QCOW2 チェーンを共有する VM を 1 台のホストに移行する（XO の VM 画面で Migrate）か、1 台を残して停止する: 待っても解決しない
        [stalled] { $sr } の結合が進まない理由を調べる（`gc-stalled` を参照）: 待っても解消しない
        [due] この実行を遅らせるか、今回のスキップを見込む: 結合後の実行は成功する
       *[can_merge] 待つ: 結合は、早くてスナップショット削除の 5 分後に自動で始まる
    }
    .message = { $severity ->
        [critical] XO は次回のバックアップで `{ $name }` をスキップします
       *[other] いまバックアップすると、XO は `{ $name }` をスキップします
    }: { on-sr }のディスク { $disks } で { $gate } 個のベースコピーが結合されていません（許容は { $tolerance } 個）。{ $why ->
        [gc_off] SR のガベージコレクターが無効です
        [coalesce_off] SR の結合が無効です
        [detached] どのホストも SR に接続していません
        [broken] 壊れたチェーンのため SR の結合がすべて止まっています
        [no_space] SR に結合に必要な空き容量がありません
        [several_hosts] この QCOW2 チェーンのディスクが複数のホストで動作しているため、どのホストも結合できません
        [stalled] SR の結合が進んでいません
        [due] 結合が終わる前にジョブが始まります
       *[can_merge] 結合が終わればバックアップは成功します
    }{ in-jobs }

pending-merge = 未結合
    .meaning = ストレージのガベージコレクターによる結合を待っているベースコピーがあります。スナップショットを削除するたびに 1 つ残るため、バックアップ後は正常な状態です。結合には数分から数時間かかり、実行中は SR の空き容量を使います。
    .remedy =
        バックアップの合間に件数が減っていれば、何もしなくてよい
        何時間も変わらなければ、XO で SR を再スキャンする: ガベージコレクターが起動する
    .message = `{ $name }` に{ merges }: { room }

leaf-pair = リーフの未結合
    .meaning = これらのディスクの上に、ほかに子を持たないベースコピーが 1 つ残っています。ディスクへの書き込みが少ないときにだけ結合されるため、残り続けることがあります。チェーンのノードを 1 つ使いますが、XO の検査では数えられず、これが原因でバックアップが失敗することはありません。
    .remedy =
        何もしなくてよい
    .message = `{ $name }` の { $pending_leaf } 個のディスクに、結合待ちのベースコピーが 1 つずつ残っています（害はありません）

broken-chain = 壊れたチェーン
    .meaning = チェーンのノードの親が存在しない、別の SR にある、または自分自身の子孫になっています。その下のディスクは読めません。ガベージコレクターは SR 全体の処理をあきらめるため、修復するまでこの SR のチェーンは短くなりません。
    .remedy =
        まず、ここに挙げた VM のバックアップを確認し、消さずに残す
        XO で SR を再スキャンし、もう一度検査する: 中断された操作の残りはスキャンで修復される
        プールマスターの `/var/log/SMlog` で該当のイメージを調べ、何かを削除する前にストレージまたは XCP-ng のサポートに問い合わせる
        下にあるディスクをバックアップから復元し、壊れたものを削除する
    .message = { $broken ->
        [stale_record] { on-sr }の `{ $id }` の記録は存在しない親 `{ $parent_id }` を指していますが、{ $vms } がこのディスクで動作中で、そのスナップショットを持つベースコピーがあります。XCP-ng 8.3 のストレージマネージャーが結合後に残す、記録だけの誤りと考えられます。SR の再スキャンで書き直されることがあります
       *[other] { on-sr }の `{ $id }` でチェーンが壊れています: { $broken ->
            [missing_parent] 親 `{ $parent_id }` が存在しません
            [foreign_sr] 親 `{ $parent_id }` が別の SR にあります
           *[cycle] 親子関係が循環しています
        }。{ $snapshot_error ->
            [unknown] {""}
           *[other] 下にあるディスクのスナップショットは `SR_BACKEND_FAILURE_{ $snapshot_error }` で失敗します。
        }{ $disks ->
            [0] 下にディスクはありません
           *[other] 下に { $disks } 個のディスクがあります
        }{ $vms_count ->
            [0] {""}
           *[other] （{ $vms }）
        }。この SR では結合が行われません
    }

duplicate-id = 同じ ID を持つ 2 つのオブジェクト
    .meaning = 同じ ID の異なるオブジェクトがサーバーから 2 つ届きました。先のものを使い、後のものは無視するため、このオブジェクトに関する数値は誤っている可能性があります。プールを複製または復元して元と並べたときに起こります。
    .remedy =
        XO で 2 つ目のオブジェクトを探し、どちらが正しいかを確かめる
        複製されたプールを切断する
    .message = ID `{ $id }` が 2 回届きました。2 つ目のオブジェクトは無視します

retention-cannot-fit = 保持数がチェーンの上限を超える
    .meaning = 保持するスナップショットは、ディスクのチェーンのノードを 1 つずつ使います。XO は次のスナップショットをその上に作成します。チェーンは最大 30 ノードです。すべてのジョブを合わせ、ほかに使われているノードも加えて、1 つのディスクに 29 個以上を保持する設定は実現できません。そこに達する前にストレージが `SR_BACKEND_FAILURE_109` で拒否し、VM のバックアップは失敗します。どのノードも使用中なので、結合しても短くなりません。
    .remedy =
        すべてのジョブの合計が収まるまで、これらのジョブのスナップショット保持数を下げる
        古い状態はスナップショットではなく、リモートのバックアップとして残す: SR のチェーンを使わない
        ほかにもノードが使われていれば、これらのディスクの不要なスナップショットを削除する
    .message = ジョブ { $jobs } は { $vms } のディスクのスナップショットを{ $jobs_count ->
        [1] {""}
       *[other] 合わせて
    } { $kept } 個保持します{ $others ->
        [0] {""}
       *[other] （ほかに { $others } 個のノードが使用中）
    }: { $limit } ノードのチェーンに収まるのは { $most } 個までで、その次のスナップショットはストレージに拒否されます

snapshot-in-use = XO がスナップショットと表示する使用中のディスク
    .meaning = 実行中の VM がこのイメージをディスクとして使っていますが、XAPI の記録ではスナップショットになっています（`snapshot_of` の誤り）。XO は記録に従うため、このディスクをバックアップから外し、スナップショットとして削除の対象に挙げます。xo-health は実際のとおりディスクとして数えます。
    .remedy =
        この「スナップショット」を XO で削除しない: 実行中の VM が使っている
        VM のバックアップを確認する: このディスクが含まれていない可能性がある
        XO でディスクをコピーし、元のディスクの代わりに VM に接続し、VM がコピーで動くことを確認してから元のディスクを削除する: 新しいディスクには正しい記録が付く
        ディスクが大きくてコピーできない場合は、XAPI の記録の直し方を XCP-ng のサポートに問い合わせる
    .message = { on-sr } の `{ $name }` は { $vms } が使用中のディスクですが、XO は{ $snapshot_of ->
        [unknown] {""}
       *[other] {" "}`{ $snapshot_of }` の
    }スナップショットと表示しています

## 2xx: garbage collection

gc-no-space = 結合に必要な空き容量がない
    .meaning = 未結合のうち、SR の空き容量に収まるものがなく、ガベージコレクターが停止しました。以後、チェーンはバックアップのたびに伸び、XO が VM をスキップするか、ストレージがスナップショットを拒否するようになります。
    .remedy =
        この SR の不要なスナップショットと孤立ディスクを削除する: 削除に空き容量は要らない
        ディスクを別の SR に移す
        SR を拡張する
        その後 XO で SR を再スキャンする: ガベージコレクターが起動する
    .message = { $over ->
        [yes] `{ $name }` のガベージコレクターが空き容量不足を報告しました{ gc-no-space-since }。現在、未結合はありません
       *[other] `{ $name }` のガベージコレクターには結合に必要な空き容量がありません{ gc-no-space-since }: { merges }、{ room }
    }

gc-no-space-since = { $since_at ->
        [unknown] {""}
       *[other] （{ $since_at } から）
    }

coalesce-off = 結合が無効
    .meaning = この SR の `other_config` で結合が無効にされています。削除したスナップショットはチェーンに残り、容量も解放されません。バックアップのたびにチェーンが伸び、やがて XO が VM をスキップします。
    .remedy =
        誰がなぜ無効にしたかを確かめる: 修復作業で無効にし、戻し忘れることが多い
        キーを削除する: `xe sr-param-remove uuid=SR-ID param-name=other-config param-key=KEY`
        XO で SR を再スキャンし、結合が終わるのを待つ
    .message = `{ $name }` で `{ $switch }=false`: { $switch ->
        [leaf-coalesce] リーフの結合 { $pending_leaf } 件が待っています（害はありません）
       *[other] { $pending_inner ->
            [0] リーフの結合 { $pending_leaf } 件が待っています
           *[other] 結合 { $pending_inner } 件が待っており、実行されません
        }{ $in_enabled_job ->
            [yes] 。バックアップのたびに増えます
           *[other] {""}
        }
    }

coalesce-error = 結合の失敗
    .meaning = 結合中に I/O エラーまたは SR の容量不足が起きました。自動で再試行されますが、原因が残っていれば毎回失敗し、チェーンは伸び続けます。
    .remedy =
        SR の空き容量を確認する
        プールマスターの `/var/log/SMlog` でその時刻の前後を調べる: イメージとエラーが記録されている
        SR の背後のストレージを確認する: ディスク、パス、ネットワーク
        原因を取り除いたら、XO で SR を再スキャンする
    .message = { $last_error_at ->
        [unknown] `{ $name }` の結合が失敗しました（時刻は不明）
       *[other] `{ $name }` の結合が { $last_error_at } に失敗しました
    }。{ merges }、{ room-free }

coalesce-no-room = 結合に必要な空き容量が足りない可能性
    .meaning = 結合には先に空き容量が必要で、容量が戻るのは結合の後です。この SR で待っている結合のうち、空き容量に確実に収まるものがありません。必要な容量は両方のイメージに重なるブロックの数で決まり、XO からは見えないため、示した 2 つの値の間になります。どれも収まらなければガベージコレクターは停止し、チェーンはバックアップのたびに伸びます。
    .remedy =
        この SR の不要なスナップショットと孤立ディスクを削除する: 削除に空き容量は要らない
        ディスクを別の SR に移す
        SR を拡張する
        その後 XO で SR を再スキャンする: ガベージコレクターが起動する
    .message = { $fits ->
        [does_not_fit] `{ $name }` には結合に必要な空き容量がありません: { merges }、最小のものでも少なくとも { $least_bytes } が必要、空き { $free_bytes }{ $in_enabled_job ->
            [yes] 。バックアップのたびに増えます
           *[other] {""}
        }
        [likely_not] `{ $name }` にはおそらく結合に必要な空き容量がありません: { merges }、最小のもので約 { $likely_bytes }（最大 { $most_bytes }）が必要、空き { $free_bytes }
       *[likely_fits] `{ $name }` では結合に必要な空き容量が足りない可能性があります: { merges }、最小のもので約 { $likely_bytes }（最大 { $most_bytes }）が必要、空き { $free_bytes }
    }

gc-stalled = 結合が進まない
    .meaning = 空き容量はあり、無効にもされていないのに、結合に必要な時間を過ぎても終わっていません。読めないイメージ、途中でのホストの再起動、ガベージコレクターのエラー終了など、XO からは見えない原因があります。待っても進まない可能性があり、チェーンはバックアップのたびに伸びます。
    .remedy =
        XO で SR を再スキャンし、10 分待ってもう一度検査する: スキャンでガベージコレクターが起動する
        プールマスター（ローカル SR ではそのホスト）の `/var/log/SMlog` で `SMGC` を調べる: 失敗したイメージと理由が記録されている
        マスターが SR に接続されていて、結合する余力があることを確認する: 結合は 1 つずつ行われる
        イメージの破損が報告されていれば、XCP-ng またはストレージのサポートに問い合わせる
    .message = `{ $name }` で結合 { $pending_inner } 件が待っています。{ $sign ->
        [at_zero] ガベージコレクターは { $since_at } から動いていますが、1 件も終わっていません
        [silent] スナップショットを削除した最後のバックアップは { $since_at } に終わりましたが、ガベージコレクターは動いていません
       *[needs_scan] ガベージコレクターは、SR のスキャンかスナップショットの削除があるまで起動しません
    }{ $in_enabled_job ->
        [yes] {""}
       *[other] （チェーンを伸ばす有効なジョブはありません）
    }

gc-blocked = クローンや接続に保持されたベースコピー
    .meaning = ベースコピーは、そこから続くチェーンが 1 本だけになったときに結合できます。VM の高速クローンは元の VM とベースコピーを共有し、両方が存在する間、チェーンは共有部分より短くなりません。コントロールドメインに接続されたスナップショットは削除できず、切断されるまでベースコピーを保持します。意図して保持されているスナップショットは数えません。削除すれば、そのベースコピーは結合されます。
    .remedy =
        意図してディスクを共有していて、チェーンが短ければ、何もしなくてよい
        コントロールドメインに接続されたものを切断し（`control-domain-vdi` を参照）、スナップショットを削除する
        同じ QCOW2 チェーンの VM を 1 台のホストに集める: XO で VM を開き Migrate、続いて SR の画面で Rescan。結合の完了は SR の Advanced タブで確認できる
        不要なクローンを削除する
        VM を完全にコピーするか、ディスクを別の SR に移行する: コピーは何も共有しない
    .message = `{ $name }` のベースコピー { $held } 個（{ $held_bytes }）は結合できません: { $on_several_hosts_count ->
        [0] {""}
       *[other] QCOW2 が複数のホストの { $on_several_hosts } で使用中です{ $shared_by_count ->
            [0] {""}
           *[other] 。
        }
    }{ $shared_by_count ->
        [0] {""}
       *[other] { $shared_by } が共有しています{ $plugged_count ->
            [0] {""}
           *[other] 。
        }
    }{ $plugged_count ->
        [0] {""}
       *[other] { $plugged } のスナップショットまたはディスクがコントロールドメインに接続されています
    }

## 3xx: SRs

sr-low-space = SR の空き容量が少ない
    .meaning = 結合には先に空き容量が必要で、容量が戻るのは結合の後です。最大の結合が収まらないと、小さな結合だけが行われ、その結合は待たされてチェーンが伸びます。
    .remedy =
        この SR の不要なスナップショットと孤立ディスクを削除する: 削除に空き容量は要らない
        保持するスナップショットを減らす: この SR を使うジョブのスナップショット保持数を下げる
        ディスクを別の SR に移す
        SR を拡張する
    .message = `{ $name }` の空きは { $size_bytes } 中 { $free_bytes } です: 最大の結合には最大 { $need_bytes } が必要です

sr-usage = SR の使用率が設定値を超えている
    .meaning = SR の使用率が、指定された割合を超えています。使用率だけでは、次の結合やスナップショットが収まるかどうかは分かりません。それは別の検出項目が示します。
    .remedy =
        この SR の不要なスナップショットと孤立ディスクを削除する
        ディスクを別の SR に移す
        SR を拡張するか、設定値を上げる
    .message = `{ $name }` の使用率は { $used_percent } % です（{ $size_bytes } 中 { $used_bytes }）。設定値は { $limit_percent } % です

sr-maintenance = SR がメンテナンス中
    .meaning = XO が SR をメンテナンス状態にして切断しました。メンテナンスが終わるまで、その上のディスクは使用もバックアップもできません。
    .remedy =
        ストレージの作業が終わるのを待つ
        XO で SR のメンテナンスを終了する
    .message = `{ $name }` はメンテナンス中です{ $in_enabled_job ->
        [yes] : 終了するまで、これを使うバックアップは失敗します
       *[other] 。これを使う有効なジョブはありません
    }

sr-detached = SR が接続されていない
    .meaning = プールの一部のホストがこの SR に接続していません。接続していないホストの VM は、その上のディスクを使えません。どのホストも接続していなければ、ディスクのバックアップも結合もできません。
    .remedy =
        ホストが意図して停止されているかを確認する: ホストが戻れば接続も戻る
        XO の SR のページで、ホストに SR を接続し直す
        ストレージまでの経路を確認する: ネットワーク、パス、ストレージ本体
    .message = { $hosts_attached ->
        [0] `{ $name }` に接続しているホストがありません
       *[other] `{ $name }` に接続しているのは { $hosts } 台中 { $hosts_attached } 台だけです
    }{ $in_enabled_job ->
        [yes] { $hosts_attached ->
            [0] : これを使うバックアップは失敗します
           *[other] （バックアップで使用中）
        }
       *[other] 。これを使う有効なジョブはありません
    }

snapshot-no-room = 次のスナップショットに必要な空き容量がない
    .meaning = バックアップはスナップショットから始まりますが、それに必要な容量が SR の空き容量を超えています。VM のバックアップは直ちに失敗します。LVM では `SR_BACKEND_FAILURE_44`、ファイル系の SR では `SR_BACKEND_FAILURE_81` です。
    .remedy =
        この SR の不要なスナップショットと孤立ディスクを削除する
        ディスクを別の SR に移す
        SR を拡張する
        保存が不要なディスクは、名前に `[NOBAK]` を付けてバックアップから除外する
    .message = { $severity ->
        [critical] `{ $name }` の次のバックアップは `{ $error }` で失敗します
       *[other] `{ $name }` をいまバックアップすると `{ $error }` で失敗します
    }: { on-sr }でのスナップショットには少なくとも { $need_bytes } が必要、{ room-free }{ in-jobs }

lvm-journal-room = LVM SR にジャーナルの余地がない
    .meaning = LVM の SR では、結合やスナップショットのたびに、まずジャーナル（4 MiB の小さなボリューム）を 2 つ作成します。空きが 64 MiB を下回ると余地はほとんどなく、8 MiB を下回るとまったくありません。そうなると結合は行われず、スナップショットは拒否されますが、ガベージコレクターは何も通知しません。
    .remedy =
        この SR の不要なスナップショットをどれか削除する: 1 つにつき 8 MiB が直ちに戻り、削除に空き容量は要らない
        この SR の孤立ディスクを削除するか、ディスクを別の SR に移す
        SR を拡張する
        その後 XO で SR を再スキャンする: ガベージコレクターが起動する
    .message = `{ $name }` の空きは { $size_bytes } 中 { $free_bytes } です: { $journal_room_bytes } を下回る LVM SR には、結合やスナップショットのジャーナルを置く余地がほとんどありません{ $in_enabled_job ->
        [yes] 。バックアップがここにスナップショットを作成します
       *[other] {""}
    }

metadata-volume = メタデータボリュームの空きが少ない
    .meaning = LVM の SR はイメージの一覧を専用の小さなボリュームに保存します。SR の大きさにかかわらず、登録できるのは 4094 個までです。ディスク、スナップショット、まだ結合されていないベースコピーが 1 つずつ使います。いっぱいになると、ストレージは新しいディスクとスナップショットをすべて `SR_BACKEND_FAILURE_181` で拒否し、バックアップは失敗します。
    .remedy =
        この SR の不要なスナップショットと孤立ディスクを削除し、ストレージの結合が終わるのを待つ
        保持するスナップショットを減らす: この SR を使うジョブのスナップショット保持数を下げる
        ディスクを別の SR に移す
    .message = `{ $name }` には { $taken } 個のイメージがあります（メタデータボリュームの上限は { $places } 個）{ $severity ->
        [critical] : 次のスナップショットは `SR_BACKEND_FAILURE_181` で失敗します
       *[other] { $next_snapshots ->
            [0] {""}
           *[other] 。次のバックアップはここにスナップショットを { $next_snapshots } 個作成し、それぞれ 2 個分を使います
        }
    }

thin-overcommitted = SR の割り当てが容量を超えている
    .meaning = シン方式の SR では、書き込まれた分だけ容量が使われるため、実際の容量より多くを割り当てられます。それがシン方式の利点で、ディスクが埋まらない限り問題ありません。SR がいっぱいになると、その上のゲストで I/O エラーが起き、バックアップも失敗します。
    .remedy =
        次のバックアップの結合が終わるまでの変更量より空きが多ければ、何もしなくてよい
        空き容量を見守る: `xo-health forecast` で増え方と、いつ尽きるかが分かる
        この SR の不要なスナップショットと孤立ディスクを削除する
        ディスクを別の SR に移すか、この SR を拡張する
    .first = { $severity ->
        [warning] この SR の不要なスナップショットと孤立ディスクを削除する
       *[other] 次のバックアップの結合が終わるまでの変更量より空きが多ければ、何もしなくてよい
    }
    .message = { $severity ->
        [warning] `{ $name }` はまもなくいっぱいになる可能性があります: 空きは { $size_bytes } 中 { $free_bytes }、ディスクはスナップショットの間に { $by_next_bytes } 変わり、起動中の VM はあと { $running_bytes } 書き込めます
       *[other] `{ $name }` の容量は { $size_bytes } ですが、ディスクに { $promised_bytes } を割り当てています: 起動中の VM はあと { $running_bytes } 書き込めます（空き { $free_bytes }）
    }

replication-target = レプリケーション先の問題
    .meaning = レプリケーションは、別の SR にあるレプリカに書き込み、そこでスナップショットを作成します。コピー元と同じことがコピー先にも当てはまります。スナップショットには空き容量が必要で、保持するコピーごとにレプリカのチェーンのノードが増えます。XO が検査するのはコピー元のチェーンだけなので、コピー先のストレージに拒否されるまでスキップされません。
    .remedy =
        コピー先の SR を調べる: `xo-health sr` でチェーン、空き容量、ガベージコレクターの状態が分かる
        不要なコピーを削除し、ストレージの結合が終わるのを待つ
        保持するコピーを減らす: ジョブのレプリケーション保持数を下げる
        別の SR にレプリケーションするか、この SR を拡張する
    .message = { $problem ->
        [chain] `{ $name }` への次のレプリケーションは `SR_BACKEND_FAILURE_109` で失敗します: { $vms } のチェーンが上限（{ $limit } ノード）に達しています
        [too_large] `{ $name }` へのレプリケーションは毎回 `SR_BACKEND_FAILURE_79` で失敗します: { $vms } のディスクは { $need_bytes } で、この SR の上限（LINSTOR や SMB など QCOW2 を作らない SR では 2,040 GiB、その他は 16,381 GiB）を超えています
        [room] `{ $name }` への次のレプリケーションは空き容量の不足で失敗します: { $vms } の最大のコピーに少なくとも { $need_bytes } が必要、{ room-free }
        [retention] `{ $name }` へのレプリケーションは { $vms } のコピーを { $kept } 個保持する設定ですが、{ $limit } ノードのチェーンに収まらず、その前にストレージに拒否されます
       *[merges] `{ $name }` のレプリカのチェーンは伸びる一方です: { merges }が止まっていて、XO はここにある { $vms } のチェーンを検査しません
    }{ $jobs_count ->
        [0] {""}
       *[other] （ジョブ { $jobs }）
    }

image-missing = SR で見つからないイメージ
    .meaning = SR の最後のスキャンでこれらのイメージが見つからず、XAPI が missing と記録しました。該当する VM は起動できず、そのイメージが必要なバックアップやレプリケーションは `SR_BACKEND_FAILURE_46` で失敗し、その先のチェーンも読めません。
    .remedy =
        SR の共有やボリュームグループが正しく、欠けていないか確認する: 誤ったマウントや空のマウントではイメージが見えない
        XO で SR を再スキャンする: 見つかったイメージの記録は元に戻る
        レプリカの場合は XO でレプリカを削除する: 次の実行で完全なレプリカが作られる
        イメージが失われている場合は VM をバックアップから復元し、残った記録を削除する
    .message = `{ $name }` で { $disks_count } 個のイメージ（{ $disks }）が見つかりません{ $vms_count ->
        [0] {""}
       *[other] 。VM: { $vms }
    }{ $in_enabled_job ->
        [yes] 。ジョブが必要としています
       *[other] {""}
    }

guests-out-of-room = 実行中の VM のための空きがない
    .meaning = この SR は書き込まれた分だけ容量を使う方式で、満杯です。ゲストが新しいブロックを必要とする次の書き込みは失敗し、VM が停止するか、ファイルシステムが壊れます。バックアップだけでなく、VM そのものの問題です。
    .remedy =
        SR にある不要なものを、影響の小さいものから削除する: VM のないディスク、古いスナップショット
        急がない VM を停止する: 動いていない VM は書き込まない
        SR を拡張するか、ディスクを別の SR に移す
    .message = `{ $name }` は満杯です。{ $size_bytes } のうち空きは { $free_bytes } で、実行中の VM（{ $vms }）はあと { $running_bytes } 書き込む可能性があります

## 4xx: leftovers

orphan-vdis = VM のないディスク
    .meaning = どの VM にも接続されていないディスクとスナップショットが容量を使っています。XO では Health ページの orphan VDI に表示されます。バックアップジョブが今後削除するスナップショットは含みません。
    .remedy =
        ディスクがまだ必要かどうかを VM 所有者に確認する: 意図して切り離された可能性がある
        必要なディスクは VM に接続する
        残りは XO で削除する
    .message = `{ $name }` に VM のないディスクが { $orphans } 個あり、{ $usage_bytes } を使っています{ $snapshots ->
        [0] {""}
       *[other] （うちスナップショット { $snapshots } 個）
    }: { $names }

old-snapshots = 古いスナップショット
    .meaning = 指定された期間より古く、有効なスケジュールに属さないスナップショットです。自動では削除されません。それぞれが VM のチェーンのノードと容量を使います。スナップショットはディスクと同じストレージにあるため、バックアップの代わりにはなりません。
    .remedy =
        まだ必要かどうかを VM 所有者に確認する
        不要なものを削除する
    .message = `{ $name }` に、{ $threshold_days } 日より古く有効なスケジュールに属さないスナップショットが { $snapshots } 個あります{ oldest }: { $names }

backup-leftover = 中断されたバックアップの残り
    .meaning = スナップショットに名前を付ける前にバックアップが中断され、スナップショットが残りました。この VM の次のバックアップで削除されます。
    .remedy =
        この VM のバックアップをもう一度実行する
        VM をもうバックアップしておらず、実行中のバックアップもなければ、手動で削除する
    .message = 中断されたバックアップが `{ $name }` に残したスナップショットが { $snapshots } 個あります{ oldest }

deleted-job-snapshots = 削除されたジョブのスナップショット
    .meaning = これらのスナップショットを作成したジョブはもう存在しないため、自動では削除されません。それぞれが VM のチェーンのノードと容量を使います。
    .remedy =
        これらの VM が別のジョブでバックアップされていることを確認する
        スナップショットを削除する
    .message = 削除されたジョブ `{ $name }` が作成した { $vms } の{ snapshots }が残っています{ oldest }

control-domain-vdi = コントロールドメインに接続されたディスク
    .meaning = バックアップ、復元、インポートの間、ディスクはホストのコントロールドメインに接続されます。接続されたまま残ると、削除もチェーンの結合もできず、次のバックアップが `VDI_IN_USE` で失敗することがあります。
    .remedy =
        実行中のバックアップ、復元、インポートが終わるのを待つ
        XO でコントロールドメインから切断する: Dashboard > Health の "VDIs attached to Control Domain"
        拒否される場合は、ホストのツールスタックを再起動する
    .message = { on-sr }の{ $snapshot ->
        [yes] スナップショット
       *[other] ディスク
    } `{ $name }`{ $vm ->
        [unknown] {""}
       *[other] （VM: `{ $vm }`）
    }が `{ $control_domain }` に接続されています{ $backup_running ->
        [yes] （バックアップ実行中）
        [no] 。該当するバックアップはありません
       *[unknown] {""}
    }

cbt-lists = 変更ブロックのリストの蓄積
    .meaning = CBT を使うバックアップジョブは、次の増分の起点として、ディスクごとに変更ブロックのリストを 1 つ保持します。ここには必要以上のリストが残っています。容量はほとんど使いませんが、無効になったリストがあると、増分が毎回フルになることがあります。
    .remedy =
        ジョブの最近の実行がフルになっていないか、警告が出ていないか確認する
        バックアップが動いていないときに、XO でリスト（SR のディスクのうち種類が CBT metadata のもの）を削除する: 次のバックアップはフルになり、その後は増分に戻る
        繰り返し残る場合は XO を更新する
    .message = `{ $name }` の { $disks } に変更ブロックのリストが { $lists } 個残っています（1 台のディスクに最多 { $most } 個{ oldest }）{ $fulls ->
        [0] {""}
       *[other] 。予定のないフルが { $fulls } 回あり、これが原因と考えられます
    }

## 5xx: jobs

schedule-unreadable = スケジュールを読めない
    .meaning = このスケジュールのパターンまたはタイムゾーンを XO が解釈できません。ジョブはこのスケジュールでは起動しません。
    .remedy =
        XO でスケジュールを編集し、保存し直す
        ジョブの履歴を確認する: スケジュールの変更後は実行されていない
    .message = ジョブ `{ $name }` のスケジュール `{ $schedule }` を読めません{ $cron ->
        [unknown] {""}
       *[other] （`{ $cron }`）
    }: { $problem }{ $enabled ->
        [yes] {""}
       *[other] （無効なスケジュール）
    }

job-overlap = 前の実行と重なる実行
    .meaning = XO は同じジョブを同時に 1 つしか実行しません。起動するのがスケジュールでも、同じジョブの別のスケジュールでも、シーケンスでも、人でも同じです。前の実行が続いている間に始まるはずの実行は "the job (…) is already running" で拒否されます。待たされることも、後で実行されることもなく、シーケンスから起動された場合はシーケンスの残りも中止されます。
    .remedy =
        前の実行が終わってから次が始まるように、スケジュールの時刻をずらすか、起動の間隔を広げる
        実行に時間がかかる理由を調べる: 増分の中のフル、遅いリポジトリ、同時に処理する VM の数（`concurrency`）の不足
        ジョブを分ける: 対象の VM が別なら、2 つのジョブは互いを待たない
    .message = { $is_sequence ->
        [yes] シーケンス
       *[other] ジョブ
    } `{ $name }`: { $what ->
        [own] { $by_sequence ->
            [yes] シーケンス
           *[other] スケジュール `{ $schedule }`{" "}
        }が、前の実行の { $gap_minutes }後に次を起動します（前の実行の所要時間は{ job-overlap-takes }）
        [also_by_sequence] スケジュール `{ $schedule }` は、それ自身とシーケンスの両方により { $gap_minutes }間隔で起動します（実行の所要時間は{ job-overlap-takes }）
        [together] スケジュール `{ $holder }` と `{ $schedule }`{ $by_sequence ->
            [yes] （シーケンスによる）
           *[other] {" "}
        }が同じ分に起動します
        [other] スケジュール `{ $schedule }`{ $by_sequence ->
            [yes] （シーケンスによる）
           *[other] {" "}
        }は `{ $holder }` の { $gap_minutes }後に起動します（`{ $holder }` の実行の所要時間は{ job-overlap-takes }）
       *[past] { job-overlap-recent }
    }{ $what ->
        [past] {""}
       *[other] 。{ $only_if_slow ->
            [yes] そのような実行の次の起動は拒否されます
           *[no] { job-overlap-coming }
        }{ $refused_recently ->
            [0] {""}
           *[other] 。{ job-overlap-recent }
        }
    }

job-overlap-takes = { $only_if_slow ->
        [yes] 最長 { $takes_minutes }ほど
       *[other] 通常 { $takes_minutes }
    }

job-overlap-coming = { $until_at } までの起動 { $starts } 回のうち { $refused } 回が拒否されます（最初は { $first_at }）

job-overlap-recent = 直近 { $recent_days } 日間に { $refused_recently } 回の実行が拒否されました

stuck-run = 終わらない実行
    .meaning = このジョブの実行が、過去のどの実行よりもはるかに長く続いています。XO は同じジョブを重ねて実行しないため、スケジュールされた実行は "already running" で直ちに終わり、何もバックアップされません。
    .remedy =
        XO の Backup > Logs で実行の状態を確認する: 最初のフルや、多数の古いバックアップの結合は、遅いだけで進んでいることがある
        バックアップリポジトリが応答し、空き容量があることを確認する
        何も進んでいなければ、ほかのバックアップや復元がないときに xo-server を再起動する: この実行は中断扱いになり、次の実行が始まる
    .message = ジョブ `{ $name }` は { $started_at } から実行中のままです{ $longest_minutes ->
        [unknown] {""}
       *[other] （これまでの最長は { $longest_minutes }）
    }{ $refused ->
        [0] {""}
       *[other] 。その間に { $refused } 回の実行が拒否されました
    }

cron-reads-otherwise = XO では意味が異なるスケジュール
    .meaning = 一部のパターンを、XO は cron とは違う意味に解釈します。月は 0 から数え、7 で終わる範囲や逆向きの範囲は空になり、空のフィールドは「すべて」を意味します。ジョブが、作成者の意図とは違う時刻に起動する可能性があります。
    .remedy =
        XO に表示される次回の実行を、意図した日時と比べる
        曜日や時刻を 1 つずつ書く: 金曜から日曜なら `5,6,0`
    .message = ジョブ `{ $name }` のスケジュール `{ $schedule }`{ $cron ->
        [unknown] {""}
       *[other] （`{ $cron }`）
    }: { $reading ->
        [months_from_zero] XO は月を 0 から数えるため、`{ $written }` は cron より 1 か月後になります
        [range_ends_in_seven] XO は `{ $written }` の 7 を 0 とみなすため、範囲が書かれたとおりになりません
        [backward_range] `{ $written }` の範囲は逆向きのため、空になります
        [star_in_list] `{ $written }` の `*` には効果がありません
       *[either_day] XO は日と曜日のどちらかが合えば実行します（cron は両方が合うとき）
    }

job-does-nothing = 何もバックアップしないジョブ
    .meaning = ジョブがあるため保護されているように見えますが、起動するものがないか、実行しても対象や保存先がありません。保存先のない実行は直ちに「成功」で終わるため、何も保存されていないことはログにもレポートメールにも現れません。
    .remedy =
        ジョブがまだ必要か確認し、不要なら、頼りにされないように削除する
        スケジュールを有効にするか、シーケンスにジョブを加える
        保存先または保持するスナップショットの数と、対象の VM（名前の指定、または一致するパターン）を設定する
    .message = { $what ->
        [no_schedule] ジョブ `{ $name }` にはスケジュールがありません: 人が起動したときにだけ実行されます
        [disabled] ジョブ `{ $name }` の{ $schedules_count ->
            [1] 唯一のスケジュールは無効です
           *[other] スケジュール { $schedules_count } 個はすべて無効です
        }: 人が起動したときにだけ実行されます
        [no_vms] ジョブ `{ $name }` は VM を 1 つも指定していません: 実行はすべてスキップされます
        [no_match] 現在、ジョブ `{ $name }` に一致する VM がありません{ $excluded ->
            [0] {""}
           *[other] （タグまたはレプリカのため除外される VM が { $excluded } 個）
        }{ $unknown_pools ->
            [0] {""}
           *[other] （XO の知らないプールを指定しています）
        }: 実行はすべてスキップされます
        [bad_pattern] ジョブ `{ $name }` のパターンを XO は評価できません（{ $problem }）: 実行はすべて失敗します
        [no_retention] ジョブ `{ $name }` は何も残しません{ $every_schedule ->
            [yes] {""}
           *[other] （{ $schedules } による起動の場合）
        }: 保存先の保持数はすべて 0 で、スナップショットも保持しません。実行は成功で終わり、何も保存されません
        [settings_exclude] ジョブ `{ $name }` はオフラインバックアップとスナップショットの保持を同時に求めています{ $every_schedule ->
            [yes] {""}
           *[other] （{ $schedules } による起動の場合）
        }: XO は両方を同時には受け付けず、VM はすべて失敗します
       *[no_target] ジョブ `{ $name }` には保存先がなく、スナップショットも保持しません{ $every_schedule ->
            [yes] {""}
           *[other] （{ $schedules } による起動の場合）
        }: 実行は直ちに「成功」で終わり、何も保存されません
    }

vm-vanished = 存在しない VM を指定するジョブ
    .meaning = ジョブは VM を ID で指定していますが、その ID の VM が XO にありません。削除されたか、別の ID で復元されたか、プールが接続されていません。実行のたびにその VM は "no XAPI associated to …" で失敗し、ほかの失敗が目立たなくなります。
    .remedy =
        XO の Settings > Servers で、これらの VM のプールが無効にされたり削除されたりしていないか確認し、必要なら接続し直す
        VM がもう存在しないなら、ジョブから外す。復元した VM なら、新しい VM を指定する
        古いバックアップは残す: VM がない今、ほかには何も残っていない
    .message = ジョブ `{ $name }` は XO に存在しない VM を { $vms_count } 個指定しています: { $vms }。実行のたびに失敗します{ $disabled_servers ->
        [unknown] {""}
        [0] {""}
       *[other] （XO で無効にされているサーバーが { $disabled_servers } 個あり、そこにある可能性があります）
    }

schedule-not-run = 実行されていない有効なスケジュール
    .meaning = スケジュールは有効で、予定の時刻が 2 回過ぎましたが、ログに実行の記録がなく、それより新しいジョブのスナップショットもありません。失敗したのではなく、何も始まっていません。設定をインポートした後、XO のスケジューラーが止まったとき、XO が動いていなかったときに起こります。
    .remedy =
        XO でジョブを手動で実行し、動くことを確認する
        XO でスケジュールを無効にしてから再び有効にする: スケジューラーが読み直す
        複数のスケジュールが実行されない場合は xo-server を再起動する
    .message = ジョブ `{ $name }` のスケジュール `{ $schedule }`{ $cron ->
        [unknown] {""}
       *[other] （`{ $cron }`）
    }は有効ですが、{ $since_at } より前から実行されていません{ $last_run_at ->
        [unknown] 。ログに実行の記録がありません
       *[other] 。最後の実行は { $last_run_at } です
    }{ $last_snapshot_at ->
        [unknown] {""}
       *[other] 。最新のスナップショットは { $last_snapshot_at } のものです
    }

replicas-in-job = VM のコピーを対象に含むスマートジョブ
    .meaning = このジョブはタグ、名前、プールで VM を選びますが、レプリカやバックアップから復元した VM にも一致します。元の VM のタグが引き継がれるためです。それらは二重にバックアップされます。レプリケーションを行うジョブは自分が作ったレプリカも複製するため、実行のたびに数が倍になります。
    .remedy =
        ジョブの設定で、タグ `Continuous Replication`、`Disaster Recovery`、`Restored from backup` を除外する
        または、レプリカにタグ `xo:no-bak` を付ける
        すでに作られた「コピーのコピー」を削除する
    .message = ジョブ `{ $name }` は { $vms_count } 台のレプリカまたは復元した VM を対象に含みます: { $vms }{ $doubles ->
        [yes] 。それらがある SR に複製するため、実行のたびに倍になります
       *[other] {""}
    }

## 6xx: the check itself

qcow2-without-nbd = NBD を使わない QCOW2 ディスクの増分
    .meaning = Xen Orchestra は、QCOW2 ディスクの変更部分を NBD（ネットワークブロックデバイス）でしか読めません。NBD を使わない増分ジョブでは、毎回ディスク全体が転送されます。フルと同じ時間がかかり、リポジトリも同じ速さで埋まりますが、表示はせいぜい警告です。XO が使うネットワークの用途も NBD でなければなりませんが、このプログラムはそれを読みません。次の実行のログを確認してください。
    .remedy =
        ジョブで NBD を有効にする: XO で Backup > ジョブ > Edit > Advanced settings の "Use NBD to transfer disk if available"
        XO から届くネットワークに用途 NBD を設定する: XO でプールの Network > NBD の列、または `xe network-param-add uuid=NETWORK param-name=purpose param-key=nbd`。ホストのポート 10809 を開ける
        ジョブを 2 回実行し、XO で 2 回目のログを確認する: 転送に NBD と表示され、サイズが増分のものになっている
    .message = { $severity ->
        [warning] ジョブ `{ $name }` は毎回ディスク全体を転送します
       *[other] ジョブ `{ $name }` は毎回ディスク全体を転送するおそれがあります
    }（{ $vms } の { $disks }、計 { $size_bytes }）: QCOW2 ですが、ジョブが NBD を使いません{ $fulls ->
        [0] {""}
        [1] {""}
       *[other] 。ログにある直近 { $fulls } 回のバックアップはフルでした
    }{ $purges ->
        [yes] 。それでもスナップショットのデータは消去されます
       *[no] {""}
    }

source-on-target = 元のディスクと同じ場所にあるバックアップ
    .meaning = VM のディスクと、このジョブが作るコピーが同じストレージにあります。そのストレージが故障すると両方を失い、コピーが使う容量だけディスクの空きも減ります。
    .remedy =
        別のストレージに保存先を追加する: XO で Backup > ジョブ > Edit を開き、別のバックアップリポジトリか SR を選ぶ
        手元のコピーはすぐ戻すためだけに使い、もう一方から一度復元して確かめる（Backup > Restore）
    .message = ジョブ `{ $name }` は { $vms } の{ $what ->
        [replica] レプリカを、そのディスクがある SR `{ $target }` に作成します
       *[repository] バックアップを `{ $target }` に書き込みますが、サイズと使用量がディスクのある SR `{ $sr }` と同じで、同じファイルシステムと思われます
    }

not-read = 読み取れなかったものがある
    .meaning = 検査に必要な情報の一部を読み取れませんでした。読み取れないものは「正常」ではなく「不明」です。権限のないユーザーには拒否ではなく空の一覧が返るため、空の一覧は、ユーザーの権限やほかの一覧から空であると確かめられるまで読み取れなかったものとして扱います。
    .remedy =
        検査に使うユーザーに、示された権限を与える: 読み取りで足り、多くは管理者でなくてよい
        もう一度検査する
    .message = { not-read-what }を読み取れませんでした: { not-read-why }

not-read-what = { $what ->
        [objects] プール・SR・ディスク・VM
        [backup_jobs] バックアップジョブ
        [schedules] スケジュール
        [logs] 過去のバックアップのログ
        [mirror_jobs] ミラージョブ
        [metadata_jobs] メタデータジョブ
        [call_jobs] シーケンス
        [remotes] バックアップリポジトリ
        [remotes_info] バックアップリポジトリの容量
        [proxies] XO プロキシ
       *[servers] XO が接続するプール
    }

not-read-why = { $why ->
        [refused] サーバーの応答は "{ $error_message }"{ $error_code ->
            [unknown] {""}
           *[other] （コード { $error_code }）
        }
        [admin_only] XO は管理者にしか答えないため、問い合わせていない
        [empty] 応答が空（権限のないユーザーにも空が返る）
        [garbled] 応答を解釈できない: { $error_message }
        [partial] 応答が完全でない: 参照されているのに送られていないオブジェクト { $missing } 個、解釈できないオブジェクト { $garbled } 個
        [narrowed] このユーザーの権限では一部しか見えない
       *[not_asked] キャプチャに含まれていない
    }

pool-missing = プールが接続されていない
    .meaning = XO はこのプールに接続するよう設定されていますが、接続できていません。その VM はバックアップできず、プールについて何も検査できませんでした。
    .remedy =
        プールマスターが起動していて、XO から到達できることを確認する
        XO の Settings > Servers で、ユーザー、パスワード、証明書を確認する
        プールがもう存在しないなら、そこでサーバーを無効にする
    .message = XO はプール `{ $name }` に接続していません{ $error ->
        [unknown] {""}
       *[other] : { $error }
    }。バックアップは実行されず、検査もできませんでした

pool-loading = プールの読み込みが終わっていない
    .meaning = XO はプールに接続していますが、読み取った時点ではオブジェクトの読み込みが終わっていませんでした。検査できたのは一部だけなので、結果に意味はありません。
    .remedy =
        数分待って、もう一度検査する
        変わらなければ xo-server のログを確認する
    .message = { $sign ->
        [not_seen] XO はプール `{ $name }` に接続していますが、まだ読み込んでいません
        [no_hosts] プール `{ $name }` にホストがありません: XO の読み込みが終わっていません
        [no_srs] プール `{ $name }` に SR がありません: XO の読み込みが終わっていません
       *[entered] 読み取り中にオブジェクトが { $entered } 個増えました: XO は読み込み中です
    }

no-inventory = 検査するものがない
    .meaning = サーバーにプールが 1 つも見えません。プールがないか、起動中か、すべてのプールとの接続が切れています。
    .remedy =
        XO を起動した直後なら、数分待ってもう一度検査する
        XO の Settings > Servers で、プールが接続されているか確認する
        アドレスを確認する: 別の XO かもしれない
    .message = XO にプールが見えません: 何も検査できませんでした

## 7xx: protection

rpo-missed = 最新の復元ポイントが古すぎる
    .meaning = スケジュールは、その間隔で復元ポイントができることを約束しています。遅れを見込んで間隔の 1.5 倍まで許容しますが、この VM で最後に成功したバックアップはそれより古くなっています。障害が起きると、想定より多くのデータが失われます。
    .remedy =
        ジョブの最近の実行と、そのエラーを確認する: 意味は `xo-health explain` で調べられる
        原因を取り除き、この VM のバックアップを実行する
        それほど頻繁な保存が不要になったなら、スケジュールを変更する
    .message = `{ $name }`: { $last_good_at ->
        [unknown] 成功したバックアップの記録がありません
       *[other] 最後に成功したバックアップは { $last_good_at } に終了しました{ $since_at ->
            [unknown] {""}
           *[other] （{ $since_at } に許容範囲を超過）
        }
    }。{ $jobs_count ->
       *[other] ジョブ { $jobs }
    }: { $failed_since ->
        [yes] その後のバックアップは失敗またはスキップされています
       *[other] 失敗はなく、実行されていないか、終わっていないか、ログに記録がありません
    }{ $other_job_keeps ->
        [yes] 。別のジョブの新しい復元ポイントがあります
       *[other] {""}
    }

vm-unprotected = 定期バックアップの対象でない VM
    .meaning = 自動で起動するバックアップジョブのうち、保存先または保持するスナップショットを持つものが、これらの VM を対象にしていません。テンプレート、レプリカ、タグ `xo:no-bak` の付いた VM は数えません。
    .remedy =
        保存が必要な VM を所有者に確認する
        必要な VM をバックアップジョブに加えるか、スマートモードのジョブが選択するタグを付ける
        不要な VM にはタグ `xo:no-bak` を付ける: 以後は表示されない
    .message = `{ $name }` に、定期バックアップの対象でない VM が { $vms_count } 個あります（うち起動中 { $running } 個）: { $vms }

recurring-failure = 失敗を繰り返すバックアップ
    .meaning = たまに起きる失敗は次の実行で回復します。成功を挟まずに 3 回続いた失敗には、残り続ける原因があります。取り除くまで復元ポイントは作成されません。
    .remedy =
        エラーの意味を調べる: `xo-health explain` にエラーの文を渡すと、原因と対処法が示される
        原因を取り除き、ここに挙げた VM のバックアップを実行する
        これらの VM の古い復元ポイントが残っていることを確認し、消さずに残す
    .message = ジョブ `{ $name }` は{ $since_at ->
        [unknown] {""}
       *[other] {" "}{ $since_at } から
    } { $failures } 回続けて失敗しています{ $vms_count ->
        [0] （最初の VM より前）
       *[other] （{ $vms }）
    }{ $error ->
        [unknown] {""}
       *[other] : "{ $error }"
    }{ $enabled ->
        [yes] {""}
       *[other] （現在、起動するスケジュールはありません）
    }

retention-not-respected = 保持数を超えるスナップショット
    .meaning = XO は実行のたびに、ジョブのスナップショットを保持数まで減らします。それより多く残っているのは、削除の対象から外れたものがあるためです。XO は、複数の VM に接続されたディスクや、VM のスナップショットに属さなくなったスナップショットには手を付けず、そのことを自身のログにしか記録しません。残った分だけディスクのチェーンが長くなり、容量も占有されます。
    .remedy =
        前回の実行の後に保持数を減らしたのなら、次の実行を待つ: 余分なものは削除される
        ジョブの最近の実行を確認する: 途中で終わった実行では削除が行われない
        ディスクが別の VM にも接続されていないか確認し、不要なら切り離す
        このジョブの古いスナップショットを XO で削除する。ただし最新のものは次の増分の起点なので、決して削除しない
    .message = ジョブ `{ $name }` がディスクごとに保持するスナップショットは { $keeps } 個ですが、`{ $vm }` の `{ $disk }` には { $snapshots } 個あります{ $vms_count ->
        [1] {""}
       *[other] 。保持数を超えるディスクは { $disks } 個（VM: { $vms }）
    }{ $has_run ->
        [yes] {""}
       *[other] 。その後の実行のログはありません
    }

unexpected-full = フルになった増分バックアップ
    .meaning = フルの予定がないのに、増分バックアップがディスク全体を転送しました。VM の最初のバックアップでも、保存先への最初のバックアップでも、`fullInterval` によるものでもありません。フルは増分の何倍もの時間と容量を使うため、次の実行と重なり、リポジトリが満杯に近づきます。
    .remedy =
        直前の実行を確認する: 転送に失敗すると次のバックアップはフルになるため、失敗の原因を取り除く
        XO で実行の警告を確認し、VM にあるジョブのスナップショットが削除されたり、巻き戻されたりしていないか調べる
        直近のバックアップがリポジトリに残っていて、読み取れることを確認する
        QCOW2 ディスクがあれば NBD を有効にする: XO でジョブの Advanced settings の "Use NBD to transfer disk if available" を選び、プールのネットワーク（Pool > Network）に用途 NBD を設定する
        増分が毎回フルになるなら、XO を更新し、実行のログを添えてサポートに問い合わせる
    .message = ジョブ `{ $name }` は、予定のないフルを { $all_fulls } 回作成しました{ $moved_bytes ->
        [unknown] {""}
       *[other] （転送量 { $moved_bytes }）
    }。VM: { $vms }{ $all_fulls ->
        [1] {""}
       *[other] （1 台あたり最多 { $fulls } 回）
    }。{ $all_fulls ->
        [1] {""}
       *[other] 最初は { $since_at }、
    }最後は { $last_at }{ $why ->
        [told] : "{ $problem }"
        [without_nbd] （QCOW2 ディスクがあり、ジョブが NBD を使わないため、増分を作れません）
        [after_failure] （失敗したバックアップの次）
       *[unknown_cause] （理由はログにありません）
    }

restore-test-failed = 復元テストの失敗
    .meaning = XO がバックアップをテスト用の VM に復元しましたが、テストに失敗しました。バックアップは書き込まれていて復元ポイントとして数えられますが、復元できることは確認されていません。XO は実行全体を失敗と表示します。
    .remedy =
        テスト用の VM が起動しなかった、または応答しなかった理由を確認する: ホストのメモリ、ゲストツール、テストの制限時間内の起動が必要
        VM を手動で復元し、ネットワークを切って起動する: それでバックアップを確認できる
        復元した VM が起動しない場合は、フルバックアップを強制して実行し、それをテストする
    .message = ジョブ `{ $name }` で { $vms } の最後の復元テストが失敗しました。バックアップはありますが、確認されていません{ $error ->
        [unknown] {""}
       *[other] （`{ $error }`）
    }

output-behind = バックアップが届いていない保存先
    .meaning = ジョブ全体は進んでいますが、保存先の 1 つに、スケジュールどおりのバックアップが届いていません。そこにある最新のバックアップは、実行間隔の 1.5 倍より古くなっています。その保存先が必要なら、復元ポイントが古すぎます。
    .remedy =
        XO でジョブの最近の実行を確認する: この保存先のどの段階で失敗したか
        保存先が有効で、接続でき、空きがあるか確認する
        この保存先に書き込むスケジュールを手動で実行する
    .message = ジョブ `{ $name }` による{ $what ->
        [snapshot] {""}
       *[other] {" "}`{ $target }` 上の
    } { $vms } の{ $what ->
        [replica] レプリカ
        [snapshot] 保持すべきスナップショット
       *[repository] バックアップ
    }は{ $last_good_at ->
        [unknown] 、ログの範囲では一度も作られていません
       *[other] {" "}{ $last_good_at } のものです
    }{ $limit_minutes ->
        [unknown] {""}
       *[other] 。{ $limit_minutes }以内であるべきです
    }

flaky-backup = 繰り返す同じエラー
    .meaning = VM の最近のバックアップのうち何回かが、成功を挟みながら同じエラーで終わっています。このようなエラーは自然にはなくならず、いつか大事な実行に当たります。
    .remedy =
        エラーの意味を調べる: `xo-health explain`
        失敗した実行と成功した実行を比べる: 時刻、同時に動いているもの、VM のあるホスト
        ネットワークのエラーなら、ジョブに再試行を設定する
    .message = ジョブ `{ $name }` の { $vms } は、最近の { $of } 回のバックアップのうち { $failures } 回、同じエラーで保存されませんでした: `{ $error }`

## 8xx: backup repositories

repository-low-space = バックアップリポジトリの空きが少ない
    .meaning = バックアップリポジトリの空き容量が、ジョブが普段書き込む量、または最近の最大の実行より少なくなっています。XO は新しいバックアップを書き込んでから古いものを削除するため、実行は "ENOSPC: no space left on device" で失敗します。
    .remedy =
        不要になったバックアップを削除する: XO の Backup > Restore から、または存在しない VM のフォルダー
        書き込むジョブの保持数を減らす: 余分なバックアップは実行のたびに削除される
        リポジトリを拡張するか、一部のジョブを別のリポジトリに移す
        `deleteFirst` は最後の手段とする: 新しいバックアップができる前に古いものがなくなる
    .message = リポジトリ `{ $name }` の空きは{ $size_bytes ->
        [unknown] {" "}
       *[other] {" "}{ $size_bytes } のうち{" "}
    }{ $free_bytes } です: { $what ->
        [round] 書き込むジョブの通常の実行 1 回ずつで { $need_bytes } が必要です
        [largest] 最近の実行の 1 つは { $need_bytes } を書き込みました
       *[share] { $free_percent } % しかなく、実行が書き込む量のログはありません
    }{ $jobs_count ->
        [0] {""}
       *[other] （ジョブ: { $jobs }）
    }

repository-on-root = XO 自身のディスクにあるバックアップリポジトリ
    .meaning = ローカルのリポジトリは、XO またはプロキシが動作しているマシンのディレクトリです。そのマシンのルートファイルシステムにあると、増えたバックアップが XO 自身に必要な容量を奪います。また、マシンが失われるとバックアップも一緒に失われます。
    .remedy =
        そのマシンで `df` を実行し、ディレクトリがどのファイルシステムにあるか確認する
        ディレクトリに専用のディスクを割り当てるか、できれば別のマシンのリポジトリ（NFS、SMB、S3）を使う
        ジョブを新しいリポジトリに移し、新しいバックアップが十分にたまるまで古いものを残す
    .message = リポジトリ `{ $name }` は { $by_proxy ->
        [yes] XO プロキシ
       *[no] XO 自身のマシン
    }のディレクトリ{ $path ->
        [unknown] {""}
       *[other] {" "}`{ $path }`{" "}
    }です。{ $on_root ->
        [yes] ルートファイルシステムにあるため{ $free_bytes ->
            [unknown] {""}
           *[other] （空き { $free_bytes }）
        }、増えたバックアップがシステム自身の容量を奪います
       *[unknown] 専用のファイルシステムかどうかは示されていません
    }{ $jobs_count ->
       *[other] （ジョブ: { $jobs }）
    }

## What could not be read

gap-what = { $what ->
        [objects] プール・SR・ディスク・VM
        [backup_jobs] バックアップジョブ
        [schedules] スケジュール
        [logs] 過去のバックアップのログ
        [mirror_jobs] ミラージョブ
        [metadata_jobs] メタデータジョブ
        [call_jobs] シーケンス
        [remotes] バックアップリポジトリ
        [remotes_info] バックアップリポジトリの容量
        [proxies] XO プロキシ
       *[servers] XO が接続するプール
    }

gap-why = { not-read-why }

gap-grant = { $why ->
        [not_asked] キャプチャを取り直す
        [garbled] もう一度検査する。変わらなければキャプチャを添えて報告する
        [partial] 1 分ほど待ってもう一度検査する。変わらなければ、応答を切るプロキシがないか調べ、キャプチャを添えて報告する
       *[other] { $grant ->
            [sign-in] サインインできるユーザーなら誰でも読める: アドレスとトークンを確認する
            [admin] 管理者だけが読める: 管理者のトークンを使うか、なしで済ませる
           *[other] { $why ->
                [empty] 該当するものがあるなら、
               *[other] {""}
            }このユーザーのロール（RBAC）に `{ $grant }` の読み取りを許可する: `POST /rest/v0/acl-privileges`、本文 `"resource": "{ $grant }", "action": "read", "effect": "allow"`
        }
    }

## The page of all findings

page-title = 検出項目
page-intro = どの検出項目にも、変わることのないコード（番号と語）があります。重大度は状況によります。`critical`（重大）はバックアップが失敗するか何も判断できないこと、`warning`（警告）は何かを変えないとそうなること、`info`（情報）は知っておくとよいことを表します。
page-generated = This page is generated from the catalogue; do not edit it. `cargo xtask codegen` writes it.
page-code = コード
page-what = 内容
page-actor = 一次対応者
page-remedy = 対処法（影響の小さい順）:
