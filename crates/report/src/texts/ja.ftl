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
instant = { $date }({ weekday }) { $time } { $zone }
weekday-time = ({ weekday }) { $time }
