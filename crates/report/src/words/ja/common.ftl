# What every part of the program says, in Japanese.

## Who acts first

actor-vm-owner = VM 所有者
actor-storage-operator = ストレージ運用者
actor-provider = 提供事業者
actor-xo-administrator = XO 管理者

## Marks

full-stop = 。

## Instants

weekday = { $weekday ->
        [Mon] 月
        [Tue] 火
        [Wed] 水
        [Thu] 木
        [Fri] 金
        [Sat] 土
       *[Sun] 日
    }
instant = { $date }（{ weekday }）{ $time } { $zone }
weekday-time = { weekday }曜 { $time }
civil = { $date }（{ weekday }）{ $time }

## Lists

comma = 、
semicolon = 。
names-more = { $names } ほか { $n } 件
vms-more = { $names } ほか { $n } 台
and-more = ほか { $n } 件
# what a terminal writes where `--all` shows the rest
all-shows = { $more }（--all ですべて表示）

## Durations

unit-s = { $n } 秒
unit-min = { $n } 分
unit-h = { $n } 時間
unit-d = { $n } 日
two-units = { $large } { $small }
ago = { $span }前
just-now = たった今
ahead = { $span }後

## Labels

label-do = 対処:
label-why = 理由:
label-grant = 対処:
severity-critical = 重大
severity-warning = 警告
severity-info = 情報

## Pages

html-title = バックアップ健全性レポート
html-more = ほか { $n } 件の SR
html-left-out = ページを小さく保つため、チェーンは省略しています。`xo-health sr NAME --format html` で表示できます。
html-detail = { $name } の詳細（{ $id }）
html-skip = レポートへ移動
html-more-cut = ほか { $n } 件。最後の { $left } 件は CSV と JSON のみ

## Pictures

chart-week = 今後 7 日間
chart-runs-caption = { $jobs } 個のジョブの実行時刻（{ $zone }）。幅は通常の所要時間。失敗の恐れがあるもの、失敗する見込みのものほど高く濃い
chart-room = 空き容量: 現在 { $free }、予測の終わりに { $last }{ $out ->
        [none] {""}
       *[other] 。{ $out } 以降は{ $need ->
            [none] 空きがなくなる恐れ
           *[other] 最大のスナップショット・コピー・結合に必要な容量（{ $need }）を下回る恐れ
        }
    }。スナップショットまたはコピーの容量不足: { $percent } %
chart-data = 表で見る
chart-low = 下限（9 割）
chart-middle = 中央
chart-high = 上限（9 割）
chart-free = 空き容量（予測の中央）
chart-band = 予測の 80 %
chart-need = 最大のスナップショット・コピー・結合に必要な容量
chart-run = 実行
chart-at-risk = 失敗の恐れ
chart-fails = 失敗する見込み
chart-no-error = 問題なし
chart-first = 次回
chart-runs = 回数
chart-takes = 所要時間
chart-failing = 失敗
