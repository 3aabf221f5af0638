# What the report says besides its findings, in Japanese.

## Everywhere

# before a list that is cut short

## Findings

elsewhere = ジョブ・VM・プール・サーバー
step = { $step }（一次対応者: { $actor }）
finding-since = { $message }（{ $age }前から）
finding-since-worse = { $message }（{ $age }前から。1 日前より悪化）
finding-since-better = { $message }（{ $age }前から。1 日前より改善）

## The end

found-nothing = 問題は見つかりませんでした
found = 重大 { $critical } 件、警告 { $warnings } 件、情報 { $info } 件
servers-title = サーバー { $n } 台、終了ステータス { $status }
servers-line = { $said }（終了ステータス { $status }）
servers-heading = サーバー { $name }
suppressed-line = 抑止された { $n } 件の検出項目は終了ステータスに影響しません{ $all ->
        [yes] :
       *[no] （--all で一覧を表示）
    }
suppressed = 抑止
suppressed-reason = 理由
suppressed-until = { $reason }（{ $until } まで）

## What was looked at

observed = { $at } 時点
read-before = { $at } に読み取った回答による（それ以後の出来事は不明）
within = { $scope }のみ
scope-kind = { $kind ->
        [pool] プール
        [sr] SR
        [vm] VM
        [job] ジョブ
       *[tag] タグ
    } { $names }

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
pending-none = 未結合なし
pending-inner = 中間の未結合 { $inner } 件
pending-leaf = リーフの未結合 { $leaf } 件
pending-both = 中間の未結合 { $inner } 件・{ pending-leaf }
need = （最大の結合に必要な容量は最大 { $need }）
sr-lacking = 30 日間のバックアップには { $size } 足りません
theirs = 。XO の Health ページの数は { $n }

## Who is signed in

whoami-title = { $permission ->
        [admin] 管理者としてサインインしています
       *[user] 管理者ではないユーザーとしてサインインしています
    }
whoami-part = レポートの基になるもの
whoami-state = 読み取り
whoami-read = 可
whoami-missing = 不可
