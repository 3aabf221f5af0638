# What the report says besides its findings, in Japanese.

## Everywhere

# before a list that is cut short

## What could not be read

gaps = 読み取れなかったもの

## Findings

elsewhere = ジョブ・VM・プール・サーバー
step = { $step }（一次対応者: { $actor }）

## The end

found-nothing = 検出なし
found = 重大 { $critical } 件、警告 { $warnings } 件、情報 { $info } 件
closing = { $found }。終了ステータス { $status }{ $status ->
        [3] （検査できませんでした）
       *[other] {""}
    }

## The answer

vm-backups = 今後 24 時間に予定された VM バックアップ { $due } 件
no = いいえ:
no-why = {" "}{ vm-backups }のうち { $n } 件が{ $fate ->
        [fail] 失敗します
        [skip] スキップされます
       *[both] 失敗またはスキップされます
    }
no-besides = { $why }。ほかに、{ $blind }
cannot-tell = 判断できません:
cannot-tell-why = {" "}{ $what }
cannot-tell-for = 判断できません:
cannot-tell-for-why = {" "}{ vm-backups }のうち { $n } 件
none-due = 予定されたバックアップはありません
none-due-when = （今後 24 時間）
held = 現状では成功しません:
held-why = {" "}{ vm-backups }のうち { $n } 件が、いま実行すればスキップされます。実行までに結合が終わる可能性はあります
unlikely = 予測では一部が失敗します:
unlikely-why = {" "}{ vm-backups }のうち { $n } 件で、問題が起こる見込みのほうが高くなっています
yes = はい:
yes-partly = はい（読み取れた範囲で）:
yes-why = {" "}{ vm-backups }は、{ $due ->
        [1] スナップショットを作成できます
       *[other] すべてスナップショットを作成できます
    }{ $critical ->
        [0] {""}
       *[other] 。ただし下に重大な検出が { $critical } 件あります
    }
pool-state = { $state ->
        [missing] 接続されていません
       *[loading] 読み込み中です
    }
pool-unnamed = プールが{ pool-state }
pool-named = プール「{ $name }」が{ pool-state }
pools-some = { $n } 個のプールが{ pool-state }
blind-no-inventory = インベントリがありません
no-forecast = 予測を行っていません
inventory-unread = インベントリを読み取れませんでした
unread = { $what }を読み取れませんでした
unread-more = { $what }ほか { $n } 件
observed = { $at } 時点

## What a due backup meets

fate-skipped = XO がスキップ: unhealthy VDI chain
fate-maybe-skipped = チェーンが結合されなければ XO がスキップ
fate-109 = SR_BACKEND_FAILURE_109: チェーンが長すぎる
fate-44 = SR_BACKEND_FAILURE_44: 空き容量不足
fate-unknown = 判断できない{ $reason ->
        [none] {""}
        [vm_missing] : VM がない
        [broken_chain] : チェーンが壊れている
        [sr_unavailable] : SR を使えない
        [not_seen] : 一部しか送られていない
       *[other] : { $reason }
    }

## SRs

quiet = { $others ->
        [yes] ほかの SR
       *[no] SR
    } { $n } 個: 特記事項なし
kind-no-tree = VHD チェーンなし
kind-unknown = 不明なドライバ
kind = { $driver }（{ $rules }）
in-pool = { $kind }、プール { $pool }
free = 、空き { $free }
space = { $size } 中 { $used } 使用{ $free }
space-used = { $used } 使用{ $free }、サイズ不明
space-unknown = 使用量不明{ $free }
no-disks = ディスクなし
chains = ディスク { $disks } 個、{ $deepest }、{ $pending }{ $need }{ $theirs }
deepest-of = 最長チェーン { $depth } / { $limit } ノード
deepest = 最長チェーン { $depth } ノード
pending-none = 結合待ちなし
pending-inner = 内部の結合待ち { $inner } 件
pending-leaf = リーフの結合待ち { $leaf } 件
pending-both = 内部の結合待ち { $inner } 件・{ pending-leaf }
need = （最大の結合に必要な容量は最大 { $need }）
sr-lacking = 30日間のバックアップには { $size } 足りません
theirs = 。XO の Health ページの数は { $n }
