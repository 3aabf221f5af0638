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
