# The words of errors, in Japanese; see en.ftl for how such a file is made.

## Steps that many share

step-again = ジョブをもう一度実行する: XO の Backup > Overview でスケジュールの開始ボタンを押し、Backup > Logs で結果を確認する
step-next-run = 次回の実行を待つ: 多くは成功する。Backup > Logs で結果を確認する
step-free = この SR の不要なスナップショットと孤立ディスクを削除し（XO の SR の Disks タブ、Dashboard > Health の "Orphan VDIs"）、結合が終わるのを待つ: SR の空きが増えるのは結合の後
step-grow = ディスクを別の SR に移す（XO の VM の Disks タブの "Migrate VDI"、または `xe vdi-pool-migrate uuid={ $vdi } sr-uuid=…`）か、SR を拡張する
step-exclude = ディスクの名前に `[NOBAK]` を付けてバックアップから除外する（XO の VM の Disks タブ、または `xe vdi-param-set uuid={ $vdi } name-label="[NOBAK] …"`）
step-rescan = SR を再スキャンする: XO の SR の "Rescan all disks"、またはプールマスターで `xe sr-scan uuid={ $sr }`。ガベージコレクターが動き、Advanced タブの結合待ちが減る
step-smlog = プールマスターのその時刻のストレージログを読む: `grep -iE 'exception|error|fail' /var/log/SMlog*`。イメージとエラーが記録されている。`xo-health explain` はその行を読める
step-replug = バックアップ中でないときに SR を接続し直す: XO の SR の Hosts タブで切断して接続、または `xe pbd-list sr-uuid={ $sr }` の後に `xe pbd-unplug uuid=…` と `xe pbd-plug uuid=…`。`currently-attached` が true になれば成功
step-way = ストレージまでの経路を確認する: ホストで `ping`、`multipath -ll`、`dmesg -T | tail`、次にストレージ本体
step-keep = これらの VM のバックアップをすべて残す: 直るまで、古いものを削除するスケジュールを XO の Backup > Overview で無効にする
step-apart = 同じ VM を扱うジョブの時間帯をずらす: XO の Backup > Overview でジョブを編集し、スケジュールを変える。Backup > Logs で重ならなくなれば成功
step-space = SR の空きを確認する: XO の SR の General タブ、または `xe sr-list uuid={ $sr } params=name-label,physical-size,physical-utilisation`
step-restart-vm = VM を停止して起動する（XO の VM の "Shutdown" と "Start"、または `xe vm-shutdown uuid={ $vm }`、`xe vm-start uuid={ $vm }`）: ディスクが接続し直され、印が消える。次回の実行が成功すれば解決
step-restore = 最新のバックアップから復元する: XO の Backup > Restore でその VM を選ぶ。復元した VM を起動して確認してから、壊れたものを削除する
step-restore-test = 使える復元ポイントを復元テストで確かめる: XO の Backup > Restore でその VM の "Restore health check"。success で終わること
step-full = 一度だけフルバックアップで実行する（何にも依存しない）: XO の Backup > Overview でジョブのスケジュールを編集し "Force full backup" を有効にして実行し、元に戻す。Backup > Logs で成功と表示されること
step-cbt-off = このディスクの CBT を無効にする: XO の VM の Disks タブの "CBT"、または `xe vdi-disable-cbt uuid={ $vdi }`。次回はフルになる。`xe vdi-param-get uuid={ $vdi } param-name=cbt-enabled` が false になれば成功
step-cbt-anew = 毎回起こるなら、このディスクの CBT を入れ直す: `xe vdi-disable-cbt uuid={ $vdi }`、次に `xe vdi-enable-cbt uuid={ $vdi }`（XO の VM の Disks タブの "CBT"）。フルが 1 回、その後は増分になる
step-one-full = フルバックアップが 1 回行われ、時間と容量を使う: XO の Backup > Logs で次回の大きさを確認する。その次は増分に戻る
step-no-memory = メモリなしでバックアップする: XO の Backup > Overview でジョブを編集し、Advanced settings の Snapshot mode を "Normal" にする（VM のタグ `xo-memory-backup` も外す）
step-tools = VM にゲストツールを入れるか更新する。XO の VM の General タブ、または `xe vm-param-get uuid={ $vm } param-name=PV-drivers-version` で版が分かる
step-concurrency = 同時に扱う VM を減らす: XO の Backup > Overview でジョブを編集し、Advanced settings の Concurrency を下げる。実行は長くなり、`xe task-list` のエクスポートが減る
step-snapshots = 不要なスナップショットを削除する: XO の VM の Snapshots タブか SR の Disks タブ（`xe snapshot-list snapshot-of={ $vm } params=uuid,name-label,snapshot-time`、`xe snapshot-uninstall uuid=…`）。元に戻せない。空きが戻るのは結合の後で、SR の Advanced タブの結合待ちがなくなる
step-merges = 結合待ちがなくなるまで待つ: XO の SR の Advanced タブに結合待ちのディスクが、`xo-health sr` に所要時間が出る。一覧が空になれば完了
step-job-vms = もう存在しないならジョブから外す: XO の Backup > Overview でジョブを編集し、VM の一覧から外す。次回の実行に現れなくなる
step-once = 一度だけなら何もしない: XO の Backup > Logs で次回の結果を確認する
step-retention = スナップショットの保持数を減らす: XO の Backup > Overview でジョブのスケジュールを編集し "Snapshot retention" を下げる。超えた分は次回以降に削除され、その時点には戻れなくなる
step-support = 何かを削除する前に、その記録を添えてストレージの製造元または XCP-ng のサポートに問い合わせる。プールマスターで `xen-bugtool --yestoall` が作るアーカイブを添える
step-check-image = ホストでイメージを検査する（読み取りのみ）: VHD は `vhd-util check -n ファイル`、QCOW2 は `qemu-img check -U ファイル`。壊れたものはバックアップから復元する
step-detach = ディスクをコントロールドメインから切断する: XO の Dashboard > Health の "VDIs attached to Control Domain"、または `xe vbd-list vdi-uuid={ $vdi } params=uuid,vm-name-label,currently-attached` と `xe vbd-unplug uuid=…`。一覧が空になれば成功
step-toolstack = ほかに手がなければ、ホストで `xe-toolstack-restart`。実行中の VM は継続し、バックアップとタスクは中断される
step-update-xo = 再発するなら XO を更新する（XOA は XOA メニューの Updates）
step-xo-log = xo-server のその時刻のログを読む: XO のマシンで `journalctl -u xo-server --since today`
step-test-repository = リポジトリを試す: XO の Settings > Remotes の "Test"。読み書きの成功が表示されること
step-nbd-purpose = ネットワークに NBD の用途を付ける: XO のプールの Network タブの "NBD connection"、または `xe network-param-add uuid=… param-name=purpose param-key=nbd`。次回のログに "Transfer data using NBD" と出る
step-nbd-port = XO からプールの全ホストへ TCP 10809 番を開く: XO のマシンで `nc -zv ホスト 10809` が成功すること（特にディスクを持つホスト）

## Numbered failures of the storage manager

invalid-argument = 引数または SR の設定の誤り
    .meaning = ストレージドライバが引数を受け付けませんでした。
    .cause = PBD の device-config の誤りです。固有の番号を持たないエラーもこの番号になります。
    .remedy =
        { step-smlog }
        接続（PBD）を正常なホストのものと比べる: `xe pbd-list sr-uuid={ $sr } params=uuid,host-uuid,device-config`。誤ったものは作り直す（`xe pbd-unplug`、`xe pbd-destroy`、`xe pbd-create`、`xe pbd-plug`）。`currently-attached` が true になれば成功
sr-in-use = SR が使用中
    .meaning = デバイスが使用中のため、SR を切断または作成できません。
    .cause = SR 上のディスクが使用中か、別の SR がデバイスを使っています。
    .remedy =
        この SR で動いている処理を確認して待つ: XO の Tasks メニュー、または `xe task-list`。一覧が空になれば完了
        使用中の VM を停止する: `xe vbd-list currently-attached=true params=vm-name-label,vdi-uuid` で分かる（XO の SR の Disks タブ）。その後やり直す
invalid-device = ストレージデバイスがない
    .meaning = ストレージデバイスのパスが存在しません。
    .cause = LUN が見えなくなったか、USB ディスクが外されました。
    .remedy =
        { step-way }
        { step-replug }
vdi-in-use = ディスクが使用中
    .meaning = ディスクが接続されているため、操作が拒否されました。
    .cause = エクスポート後もスナップショットがコントロールドメインに接続されたままか、2 つの操作が重なりました。
    .remedy =
        { step-again }
        { step-apart }
        { step-detach }
lock = ストレージのロックを取得できない
    .meaning = ストレージドライバが SR またはディスクのロックを取得できませんでした。
    .cause = ドライバの別の処理が保持しているか、停止した処理が残しました。
    .remedy =
        { step-again }
        { step-smlog }
        { step-toolstack }
not-supported = SR が対応していない操作
    .meaning = ストレージドライバはこの操作を実行できません。多くは、このディスクのスナップショットを作成できないという意味です。
    .cause = raw ディスク、USB や udev の SR、ツールの SR、旧形式の LVM SR、パススルーのデバイスです。
    .remedy =
        { step-exclude }
        スナップショットだけから除外する（名前に `[NOSNAP]`: XO の VM の Disks タブ）か、オフラインバックアップを使う: ジョブの編集画面の Advanced settings の "Offline backup"（実行中 VM は停止する）
        スナップショットに対応した SR にディスクを移す: XO の VM の Disks タブの "Migrate VDI"、または `xe vdi-pool-migrate uuid={ $vdi } sr-uuid=…`。手動のスナップショット（VM の "Snapshot"）が成功すれば解決
sr-not-empty = SR が空でない
    .meaning = ディスクが残っている SR を破棄しようとしました。
    .cause = 誰かが SR を破棄しようとしました。バックアップでは起こりません。
    .remedy =
        先にディスクを移すか削除する（XO の SR の Disks タブ）。または破棄せずに登録だけを解除する: SR の Advanced タブの "Forget"、または `xe sr-forget uuid={ $sr }`。データは残る
scan-failed = SR をスキャンできない
    .meaning = SR のスキャンが途中で止まりました。直るまで、ガベージコレクターの結合も行われません。
    .cause = イメージが壊れているか読めない（エラー文に ID があります）、または親がありません。
    .remedy =
        { step-keep }
        { step-smlog }
        { step-check-image }
        { step-support }
sr-exists = SR がすでに存在する
    .meaning = すでに SR がある場所に SR を作成しようとしました。
    .cause = デバイスまたは共有に、すでに SR があります。
    .remedy =
        作成せずに既存の SR を接続する: XO の New > Storage でアドレスを入れると既存の SR が表示され再接続できる。または `xe sr-introduce uuid={ $sr }`。データは残る
vdi-exists = ディスクがすでに存在する
    .meaning = 同じ ID のディスクが SR にすでにあります。
    .cause = 中断された操作が残したもので、XAPI には登録されていません。
    .remedy =
        { step-rescan }
        { step-again }
no-space = SR の容量不足
    .meaning = SR の空き容量が操作に必要な容量に足りません。スナップショットが拒否され、バックアップは失敗しました。VM のサービスは継続しています。
    .cause = ディスク、スナップショット、未結合のチェーンで SR がいっぱいになっています。LVM の SR では、スナップショットに、前回以降に書き込まれた量と 16 MiB が必要です。レプリケーション先には、受け取る量の空きが必要です。
    .remedy =
        { step-snapshots }
        { step-free }
        { step-exclude }
        { step-grow }
    .note = 必要な空き容量は VM の書き込み量によるため、どの場合にも足りる固定値はありません。ただし上限と下限は計算できます（`xo-health check`）。このエラーは LVM の SR と LINSTOR だけで起こります。ファイル系の SR（ext、NFS）の容量不足は、`SR_BACKEND_FAILURE_81` の "error 28" になります。
vdi-unavailable = ディスクを使用できない
    .meaning = ストレージドライバがディスクを使用できない状態です。
    .cause = 正常に切り離されていない（ホストの障害や再起動）、操作が中断された、または 2 つの操作が重なりました。
    .remedy =
        { step-again }
        { step-rescan }
        { step-detach }
        どのホストもこのディスクを使っていないなら（`xe vbd-list vdi-uuid={ $vdi } currently-attached=true` が空）、プールマスターで `/opt/xensource/sm/resetvdis.py single { $vdi }` を実行して古い接続の記録を消す。次回の実行が成功すれば解決。VM が使用中のときは決して行わない
sr-unavailable = SR を使用できない
    .meaning = SR がホストにマウントされていないか、ボリュームグループまたはコントローラに到達できません。
    .cause = SR が切断中かメンテナンス中、またはストレージが停止しています。
    .remedy =
        { step-way }
        { step-replug }
driver-missing = ストレージドライバがない
    .meaning = ホストにこの種類の SR のドライバがありません。
    .cause = 再インストールの後などで、ホストにパッケージが入っていません。
    .remedy =
        プールの全ホストにドライバを入れ（`rpm -qa | grep sm` を正常なホストと比べる）、`xe-toolstack-restart` を行う。`xe sm-list params=type` に表示されれば成功
lv-create = 論理ボリュームを作成できない
    .meaning = LVM がボリュームを作成できないか、このディスクの未完了の操作がすでに記録されています。
    .cause = 中断された操作のジャーナルが残っているか、ボリュームグループが満杯または破損しています。
    .remedy =
        { step-rescan }: 中断された操作が完了する
        { step-smlog }
        プールマスターでボリュームグループを確認する: `vgs`（空き）と `pvs`（デバイスの欠落）
lv-busy = 論理ボリュームを解放できない
    .meaning = LVM がボリュームを削除または無効化できません。
    .cause = プロセスがデバイスを開いたままです。
    .remedy =
        { step-again }
        { step-smlog }
        ログにあるホストで、デバイスを開いているプロセスを探す: `lsof /dev/VG_XenStorage-{ $sr }/VHD-{ $vdi }`、`dmsetup info -c | grep { $vdi }`（Open が 0 より大きい）
lv-mount = ボリュームをマウントできない
    .meaning = 論理ボリューム、またはその上のファイルシステムを有効にできません。
    .cause = ファイルシステムの破損か、デバイスの欠落です。
    .remedy =
        { step-smlog }
        { step-way }
        SR を切断した状態でファイルシステムを検査する（`fsck`）
lv-io = ボリュームを読み書きできない
    .meaning = 論理ボリュームの読み書きに失敗しました。
    .cause = ストレージまたはその経路の障害です。
    .remedy =
        { step-keep }
        { step-way }
        { step-smlog }
not-master = マスター以外での実行
    .meaning = プールマスター（または LINSTOR のマスター）で行うべき操作が、ほかで実行されました。
    .cause = マスターの切り替え中です。
    .remedy =
        { step-again }
lv-resize = ボリュームのサイズを変更できない
    .meaning = LVM がボリュームを指定のサイズにできませんでした。
    .cause = 空き容量が足りません。
    .remedy =
        { step-free }
        { step-grow }
file-sr = ファイル系 SR を作成・削除できない
    .meaning = ファイル系 SR のフォルダーを作成または削除できません。
    .cause = 共有の権限か、マウントされていないことが原因です。
    .remedy =
        ホストで共有を試す: `findmnt | grep sr-mount`、`touch /run/sr-mount/{ $sr }/x && rm /run/sr-mount/{ $sr }/x`。失敗するならストレージ側の権限やエクスポートを直す（NFS は `no_root_squash`）
vdi-remove = イメージファイルを削除できない
    .meaning = ディスクのファイルを削除できません。
    .cause = NFS サーバーのロックか、ファイルを開いているプロセスです。
    .remedy =
        { step-rescan }
        ファイルを開いているものを確認する: 各ホストで `lsof /run/sr-mount/{ $sr }/{ $vdi }.vhd`、NFS サーバーのロック一覧
vdi-load = イメージを読めない
    .meaning = イメージのメタデータ、またはボリュームの一覧を読めません。
    .cause = ストレージの経路の障害か、イメージの破損です。
    .remedy =
        { step-keep }
        { step-way }
        { step-smlog }
        { step-check-image }
vdi-type = ディスクの種類が合わない
    .meaning = この操作の対象にならない種類のディスクです。
    .cause = raw ディスクやスナップショット以外に対する、CBT（CBT）やスナップショットデータの消去です。
    .remedy =
        { step-cbt-off }
        { step-update-xo }
iscsi = iSCSI ターゲットを使用できない
    .meaning = ターゲットが見つからない、ログインが拒否された、またはデバイスが現れません。
    .cause = ターゲットやネットワークの停止、または名前・パスワード・アクセス制限の誤りです。
    .remedy =
        { step-way }
        CHAP のユーザーとパスワード（`xe pbd-list sr-uuid={ $sr } params=device-config`）と、イニシエーター名（`xe host-list params=name-label,iscsi-iqn`）をターゲットの許可一覧と照らす
        { step-replug }
nfs = NFS 共有を使用できない
    .meaning = NFS 共有のマウント、アンマウント、または使用に失敗しました。
    .cause = サーバーが応答しない、バージョンが合わない、またはマウントが古くなっています。
    .remedy =
        { step-way }
        エクスポートと版を確認する: ホストで `showmount -e SERVER` と `rpcinfo -p SERVER`。このホストと SR の版が含まれること
        { step-replug }
vg-create = ボリュームグループを作成できない
    .meaning = 新しい SR のボリュームグループを作成できません。
    .cause = デバイスが使用中か、古い署名が残っています。バックアップでは起こりません。
    .remedy =
        { step-smlog }
        デバイスが正しく空であることを確認する: `lsblk`、`wipefs -n /dev/disk/by-id/…`（読み取りのみ）
create-no-space = ディスク作成時の容量不足
    .meaning = ディスクの作成中に SR がいっぱいになりました。
    .cause = ファイル系 SR のファイルシステムが満杯です。多くはレプリケーション先か復元先です。
    .remedy =
        { step-free }
        { step-grow }
vdi-create = ディスクを作成できない
    .meaning = ストレージドライバがディスクを作成できませんでした。
    .cause = 原因はエラー文にあります。ファイルシステムが満杯なら "error 28" です。
    .remedy =
        { step-again }
        { step-space }
        { step-smlog }
vdi-size = サイズが許容範囲外
    .meaning = ディスクが形式の上限（VHD は 2040 GiB）を超えている、縮小しようとした、またはイメージが破損しています。
    .cause = 大きな VHD ディスク、または上限の異なるコピー先です。
    .remedy =
        ディスクを縮小しない。`xe vdi-param-get uuid={ $vdi } param-name=virtual-size` で大きさ（バイト）が分かる
        2040 GiB を超えるディスクは QCOW2 にする（XCP-ng 8.3 のホスト）: XO の New > Disk で、Advanced タブに qcow2 がある SR を選ぶ
        または複数のディスクに分ける: XO の VM の Disks タブの "New disk" で追加し、VM の中でまとめる（LVM など）
vdi-delete = ディスクを削除できない
    .meaning = ディスクまたはスナップショットを削除または隠蔽できません。
    .cause = 結合が終わらず子が残っているか、ファイルがロックされています。
    .remedy =
        { step-merges }
        { step-rescan }
        { step-smlog }
clone-no-space = ファイル系 SR でのスナップショットの容量不足
    .meaning = スナップショットの作成中に、SR のファイルシステムがいっぱいになりました（error 28: 空きなし）。バックアップは失敗しました。稼働中の VM でも I/O エラーが起こるおそれがあります。
    .cause = ファイル系の SR（ext、NFS、ZFS、XOSTOR）が満杯です。LVM では `SR_BACKEND_FAILURE_44` になるものが、こちらになります。
    .remedy =
        すぐに対処する: 実行中の VM も同じファイルシステムに書き込む。待てる VM は一時停止する: XO の VM の "Pause"、または `xe vm-pause uuid=…`（`xe vm-unpause` で再開）
        { step-free }
        { step-grow }
vdi-clone = スナップショットまたはクローンの失敗
    .meaning = ストレージドライバがスナップショットを作成できませんでした。
    .cause = "error" の後の番号で分かります。2 はファイルの消失、5 は I/O エラー、28 は容量不足です。LVM では、取り消されたスナップショットか、隠されたディスクです。
    .remedy =
        { step-again }
        { step-rescan }
        { step-smlog }
        { step-way }
vdi-snapshot = スナップショットの失敗
    .meaning = ストレージドライバがスナップショットを作成できませんでした。
    .cause = ディスクを一時停止できない、古い "paused" の印が残っている、またはディスクが隠されています。
    .remedy =
        { step-again }
        { step-restart-vm }
        { step-smlog }
        { step-support }
volume-missing = ボリュームがない
    .meaning = SR が把握しているボリュームがストレージにありません。
    .cause = XAPI の外で削除されたか、ストレージ側で失われました。
    .remedy =
        { step-keep }
        { step-way }
        { step-rescan }
        { step-restore }
pvs-failed = 物理ボリュームを一覧できない
    .meaning = LVM が物理ボリュームの一覧を取得できません。
    .cause = マルチパスのパスが欠けています。
    .remedy =
        { step-way }
        ホストでパスを確認する: `multipath -ll`（すべて active）、`pvs`、`systemctl status multipathd`
refcount = 使用数を読めない
    .meaning = ホストがイメージの使用数を読めません。
    .cause = ホスト自身のファイルシステムが満杯か破損しています。
    .remedy =
        ホストのルートファイルシステムを空ける: `df -h /`、`du -xh /var/log | sort -h | tail`。古いログは削除してよい
        VM を移してホストを再起動する: XO のホストの "Enable maintenance mode" と "Reboot"。戻れば `xe host-list params=name-label,enabled` が true になる
chain-too-long = スナップショットチェーンが長すぎる
    .meaning = VM のディスクの 1 つで、背後のイメージのチェーンが 30 ノードに達し、ストレージが次のスナップショットを拒否しました。チェーンが短くなるまで、この VM はバックアップできません。VM のサービスは継続しています。
    .cause = 保持しているスナップショットが多いか、削除したスナップショットの結合が終わっていません。一覧に表示されない不可視のイメージも数えられます。
    .remedy =
        { step-snapshots }
        { step-merges }
        { step-retention }
        結合に必要な空きがあり、止められていないことを確認する: `xo-health sr`、`xe sr-param-get uuid={ $sr } param-name=other-config`（`gc=false`、`coalesce=false` がないこと）
        またはディスクを別の SR に移す（XO の VM の Disks タブの "Migrate VDI"、または `xe vdi-pool-migrate uuid={ $vdi } sr-uuid=…`）: 移動先のチェーンは 1 ノードから始まり、次回はフルバックアップになる
    .note = 「VM 1 台につきスナップショットは 30 個まで」とよく言われますが、ストレージが数えるのはディスクごとのチェーンのノードで、ディスク自身も含みます。新しいディスクでもスナップショットは最大 29 個、テンプレートや不可視のイメージが下にあればさらに少なく、スナップショットの削除は結合が終わって初めて効きます。ジョブの強制実行で省略されるのは XO の検査だけで、この上限は変わりません。
vdi-resize = ディスクのサイズを変更できない
    .meaning = ストレージドライバがディスクのサイズを変更できませんでした。
    .cause = 空き容量の不足です。多くは、元のディスクが大きくなったレプリケーションの複製先です。
    .remedy =
        { step-free }
        { step-grow }
smb = SMB 共有を使用できない
    .meaning = SMB 共有のマウント、アンマウント、または使用に失敗しました。
    .cause = サーバーが応答しない、またはユーザー・パスワード・権限の誤りです。
    .remedy =
        { step-way }
        ホストでユーザー、パスワード、権限を試す: `smbclient //SERVER/SHARE -U DOMAIN/USER -c ls`。サーバー側を直すか、正しい値で SR を接続し直す
        { step-replug }
pv-ids = 1 つのボリュームグループに複数のデバイス
    .meaning = LVM から、1 つのグループの物理ボリュームに複数の SCSI ID が見えています。
    .cause = LUN が複数の ID で提示されているか、複製されています。
    .remedy =
        直るまで書き込まない: ホストで `pvs -o pv_name,vg_name` と `ls -l /dev/disk/by-scsid` を確認し、ストレージ側で LUN を 1 つの ID だけで見せる
dns = ストレージサーバーの名前を解決できない
    .meaning = ホストがストレージサーバーのアドレスを得られませんでした。
    .cause = DNS が一時的に応答しなかったか、設定の誤りです。
    .remedy =
        { step-again }
        ホストの DNS を確認する: `getent hosts NAME`、`cat /etc/resolv.conf`。XO のホストの Network タブで管理インターフェースの DNS サーバーを直す
vdi-missing = ストレージにディスクがない
    .meaning = XAPI に登録されたディスクがストレージにありません。
    .cause = XAPI の外で削除されたか、ストレージ側で失われました。
    .remedy =
        { step-keep }
        { step-rescan }
        { step-restore }
xapi-talk = ストレージドライバがツールスタックと通信できない
    .meaning = ストレージドライバが XAPI と通信できませんでした。
    .cause = ツールスタックの再起動か過負荷です。
    .remedy =
        { step-again }
        { step-toolstack }
over-provisioned = ボリュームグループの割り当て超過
    .meaning = 接続時にディスクを本来のサイズにできませんでした。VM が起動しない、または復元に失敗します。スナップショットでは起こりません。
    .cause = ディスクが本来のサイズになるための容量を、スナップショットが使っています。
    .remedy =
        { step-free }
        { step-grow }
metadata = SR のメタデータの破損または満杯
    .meaning = LVM SR がディスクの名前などを記録するボリュームが満杯か、読めません。
    .cause = 1 つの SR のディスクが非常に多いか、破損しています。
    .remedy =
        { step-free }
        { step-support }
path-io = パスの I/O エラー
    .meaning = ストレージへのパスの確認で I/O エラーになりました。
    .cause = ストレージまたはパスの障害です。
    .remedy =
        { step-way }
        { step-smlog }
try-again = ストレージが処理中
    .meaning = ストレージが一時的に使用できず、再試行を求めています。
    .cause = 別の処理が実行中です。
    .remedy =
        { step-again }
sm-general = ストレージの一般的な失敗
    .meaning = ストレージドライバが、固有の番号のない理由で失敗しました。
    .cause = ボリュームを無効化できないなど、詳細はエラー文にあります。
    .remedy =
        { step-again }
        { step-smlog }
        { step-support }
fist-point = テスト用フックの作動
    .meaning = ストレージドライバのテスト用フックが有効になっています。
    .cause = 開発者用の機能で、本番のホストにあるべきものではありません。
    .remedy =
        フックを取り除く: ホストで `ls /tmp/fist_*` を確認し、そのファイルを `rm` で消す。次の操作が成功すれば解決
leaf-grew = 結合の延期
    .meaning = 結合しようとしたリーフが大きくなったため、ガベージコレクターが後で再試行します。
    .cause = VM の書き込みが多い状態です。これが原因でバックアップが失敗することはありません。
    .remedy =
        { step-once }
vbds-changed = 処理中に VM のディスク構成が変わった
    .meaning = 処理中にディスクが接続または切断されました。
    .cause = バックアップ中に VM が変更されました。
    .remedy =
        { step-again }
multipath = マルチパスの障害
    .meaning = マルチパスのサービスが停止しているか、パスまたはデバイスがありません。
    .cause = ケーブル、スイッチ、またはホストのサービスです。
    .remedy =
        { step-way }
        ホストでサービスとパスを確認する: `systemctl status multipathd`、`multipath -ll`（すべて active ready）
tapdisk-running = ディスクのプロセスがすでに動作中
    .meaning = 同じディスクに 2 つ目のプロセスを起動しようとしました。
    .cause = 古いプロセスが残っています。
    .remedy =
        { step-again }
        ホストで古いプロセスを探す: `tap-ctl list | grep { $vdi }`。どの VM も使っていないとき（`xe vbd-list vdi-uuid={ $vdi } currently-attached=true` が空）に限り `tap-ctl destroy -p PID -m MINOR` で終了する
        { step-toolstack }
tapdisk-failed = ディスクのプロセスの失敗
    .meaning = ディスクを扱うプロセスが起動しないか、チェーンを開けませんでした。
    .cause = チェーンの破損、親の欠落、I/O エラー、またはホストで開いているファイルが多すぎます。
    .remedy =
        { step-keep }
        { step-smlog }
        { step-check-image }
smb-license = SMB のライセンスがない
    .meaning = ホストのライセンスでは SMB の SR を使えません。
    .cause = ライセンスの期限切れか、対象外のエディションです。
    .remedy =
        ライセンスを更新する（`xe host-list params=name-label,edition,license-params`）。または別の種類の SR を使う: XO の New > Storage
drive-empty = 光学ドライブが空
    .meaning = VM のドライブにメディアがありません。
    .cause = 挿入されていた ISO がなくなりました。
    .remedy =
        VM の CD を取り出す: XO の VM の Console か Disks タブの "Eject"、または `xe vm-cd-eject uuid={ $vm }`
cbt-activate = CBT を有効にできない
    .meaning = 変更ブロックの追跡（CBT）を始められませんでした。XO は CBT なしで続行します。
    .cause = 空きが 4 MiB 未満の LVM SR、一時停止できないディスク、または対象外の種類です。
    .remedy =
        { step-once }
        { step-free }
        { step-cbt-off }
cbt-deactivate = CBT を無効にできない
    .meaning = 変更ブロックの追跡（CBT）を止められませんでした。
    .cause = ディスクが使用中でした。
    .remedy =
        { step-again }
cbt-inconsistent = CBT の記録が使えない
    .meaning = 変更ブロックの記録が使えないため、XO はフルバックアップを行います。
    .cause = 使用中のホストの障害、またはディスクのサイズ変更です。
    .remedy =
        { step-one-full }
        { step-cbt-anew }
cbt-changed-blocks = 変更ブロックを取得できない
    .meaning = 2 つのスナップショットの間の変更を取得できないため、XO はフルバックアップを行います。
    .cause = スナップショット同士に関連がないか、記録がありません。
    .remedy =
        { step-next-run }
share-read-only = 共有に書き込めない
    .meaning = NFS または SMB の SR への書き込みテストに失敗しました。
    .cause = 権限、ファイルシステムの満杯、または読み取り専用になった共有です。
    .remedy =
        ホストで `df -h /run/sr-mount/{ $sr }` と `touch /run/sr-mount/{ $sr }/x && rm /run/sr-mount/{ $sr }/x` を試し、成功するまでストレージ側の権限、空き、エクスポートを直す
        { step-replug }
wipefs = 古い署名を消去できない
    .meaning = 新しい SR のデバイスを初期化できません。
    .cause = デバイスが使用中です。バックアップでは起こりません。
    .remedy =
        デバイスが正しく使用中でないことを確認する: `lsblk`、`wipefs -n /dev/disk/by-id/…`（読み取りのみ）、`pvs`
driver-crash = ストレージドライバの異常終了
    .meaning = ストレージドライバが、自身も知らないエラーで停止しました。
    .cause = 不具合か、想定外の状態です。エラー文に種類があります。
    .remedy =
        { step-again }
        { step-smlog }
        その記録を添えてドライバの開発元に報告する（版はホストの `rpm -qa | grep -i sm` で分かる）
zfs = ZFS の SR を作成・削除できない
    .meaning = ZFS の SR を作成または削除できません。
    .cause = プールまたはフォルダーの問題です。バックアップでは起こりません。
    .remedy =
        { step-smlog }
linstor = LINSTOR（XOSTOR）の失敗
    .meaning = LINSTOR が設定、作成、または削除を拒否しました。
    .cause = ノードの停止か、クラスターの容量不足です。
    .remedy =
        クラスターの状態を確認する: コントローラーのホストで `linstor node list`（すべて Online）、`linstor resource list`（すべて UpToDate）、`linstor error-reports list`。XO の SR の XOSTOR タブ
        { step-smlog }
large-block = largeblock デバイスの失敗
    .meaning = largeblock SR のループデバイスまたはボリュームグループを接続できません。
    .cause = デバイスが変わったか、解放されていません。
    .remedy =
        { step-replug }
        { step-smlog }
sr-other = 一覧にない番号のストレージの失敗
    .meaning = ストレージドライバが失敗しました。この番号は本プログラムの一覧にありません。
    .cause = 他社製のドライバか、新しいバージョンです。
    .remedy =
        番号の後の文を読む: 原因が書かれていることが多い。ドライバの種類は `xe sr-param-get uuid={ $sr } param-name=type`
        { step-again }
        { step-smlog }
        { step-support }
vdi-gone = ディスクのイメージが SR にない
    .meaning = XAPI はディスク { $vdi } を把握していますが、SR にイメージがありません。ジョブを再実行しても直りません。
    .cause = XAPI の外での削除、別の内容の SR の再接続、またはストレージでの消失です。レプリケーション先では、レプリカのディスクがなくなっています。
    .remedy =
        再スキャンする: XO の SR の "Rescan all disks"、またはプールマスターで `xe sr-scan uuid={ $sr }`。`xe vdi-list uuid={ $vdi } params=missing,managed` がまだ `missing: true` か確認する
        レプリケーション先の場合: XO でレプリカの VM を削除する。次回はフルになる
        転送元の場合: この VM のバックアップをすべて残し、最新のものから復元する（Backup > Restore）
        登録を消す前に、ストレージでファイルを探す: ホストで `ls /run/sr-mount/{ $sr } | grep { $vdi }`（ファイル SR）、`lvs | grep { $vdi }`（LVM）
vdi-relinking = ディスクの親の付け替え中
    .meaning = ガベージコレクターがイメージを結合し、子の親を付け替えています。終わるまでディスクを使えません。
    .cause = 結合の最後に操作が重なったか、コレクターがそこで中断されました。
    .remedy =
        { step-again }
        { step-rescan }
        1 時間続くなら: { step-smlog }
linstor-no-room = LINSTOR に新しいボリュームの空きがない
    .meaning = LINSTOR（XOSTOR）が、必要な数のノードにスナップショットのボリュームの場所を見つけられません。バックアップは拒否され、VM は継続しています。
    .cause = 各ノードのストレージプールが満杯か、ほかのボリュームに割り当て済みです（thick は全容量を確保）。またはノードの停止で数が足りません。
    .remedy =
        ノードごとの空きを確認する: コントローラーのホストで `linstor storage-pool list`、`linstor node list`（すべて Online であること）
        { step-free }
        { step-grow }
        不要なボリュームを探す: `linstor resource list` と XO の SR のディスクを比べる
image-unreadable = イメージのチェーンを読めない
    .meaning = ストレージマネージャーが `qemu-img` または `vhd-util` でこのイメージ（{ $vdi }）のチェーンを調べましたが、読めません。このディスクのスナップショットは失敗し、ガベージコレクターも同じエラーに当たって、SR の全ディスクの結合が止まることがあります。
    .cause = ファイルまたはその親を開けません（NFS サーバーの権限、別ホストのロック、ファイルの欠落、イメージの破損）。"Operation not permitted" や "Permission denied" はファイルシステムの応答です。
    .remedy =
        ホストで同じことを試す: `qemu-img info -U --backing-chain /run/sr-mount/{ $sr }/{ $vdi }.qcow2`。読めない親が表示される
        ファイルを確認する: `ls -la /run/sr-mount/{ $sr }`。すべて root の所有で読めること。NFS サーバーのエクスポートに `no_root_squash` があること
        ガベージコレクターも止まっていないか確認する: プールマスターで `grep -A 5 -i exception /var/log/SMlog`
        VM の停止中に `qemu-img check /run/sr-mount/{ $sr }/{ $vdi }.qcow2`（読み取りのみ）。壊れていればバックアップから復元する
        その後: { step-rescan }
nfs-mount-point = ホストに古いマウントポイントが残っている
    .meaning = SR をマウントするフォルダーがすでにあるため（エラー 17: exists）、ホストが作成できません。古い、または応答しないマウントが残っています。NFS サーバーが原因ではありません。
    .cause = サーバーの停止中に SR が切断されたか、ホストがアンマウントできませんでした。
    .remedy =
        そのホストで `findmnt | grep sr-mount` と `ls /run/sr-mount`。応答しなければ古いマウントがある
        この SR の VM がそのホストで動いていないときに外す: `umount -l /run/sr-mount/{ $sr }`、次に `rmdir /run/sr-mount/{ $sr }`（空であること）
        { step-replug }
        それでも応答しなければ、VM を移してホストを再起動する: XO のホスト画面で "Disable"、続いて "Reboot"（`xe host-evacuate uuid=…`、`xe host-reboot uuid=…`）

## XAPI

other-operation = 別の操作が実行中
    .meaning = VM またはディスクが別の操作で使用中です。
    .cause = 2 つのジョブ、移行、または手作業が重なりました。
    .remedy =
        { step-again }
        { step-apart }
not-allowed = いまは許可されない操作
    .meaning = この状態では XAPI が操作を許可しません。
    .cause = ディスクのコピー中、スナップショットへの CBT 操作、または VM の操作がブロックされています。
    .remedy =
        この VM で動いている処理を待つ: XO の Tasks メニュー、または `xe vm-param-get uuid={ $vm } param-name=current-operations`（空になれば完了）
        VM の禁止操作を確認し、設定した人に聞く: `xe vm-param-get uuid={ $vm } param-name=blocked-operations`、XO の VM の Advanced タブ
sharable = 共有ディスク
    .meaning = 複数の VM で共有するディスクはスナップショットを作成できません。
    .cause = ディスクが共有可能に設定されています。
    .remedy =
        { step-exclude }
        中身は VM の中からバックアップする。印は `xe vdi-param-get uuid={ $vdi } param-name=sharable` で分かる
on-boot-reset = 起動時に初期化されるディスク
    .meaning = 起動のたびに初期化されるディスクでは、この操作はできません。
    .cause = ディスクが `on-boot: reset` に設定されています。
    .remedy =
        { step-exclude }
        中身が必要なら、VM の停止中に `persist` にする: `xe vdi-param-set uuid={ $vdi } on-boot=persist`。以後、書き込みが残る
vdi-not-available = HA のディスクを使用できない
    .meaning = 高可用性（HA）の状態ファイルを接続できません。
    .cause = HA 用のストレージに到達できません。
    .remedy =
        { step-way }
vdi-not-managed = 不可視のイメージへの操作
    .meaning = ベースコピーに対する操作が要求されました。
    .cause = 要求したプログラムの誤りです。
    .remedy =
        { step-update-xo }
        実行のログを添えて報告する: XO の Backup > Logs の該当の実行の "Report a bug"
vdi-read-only = ディスクが読み取り専用
    .meaning = 読み取り専用のディスクに書き込もうとしました。
    .cause = ディスクまたは SR が読み取り専用です。
    .remedy =
        ディスクを確認する: `xe vdi-param-get uuid={ $vdi } param-name=read-only`。意図した設定でなければ `xe vdi-param-set uuid={ $vdi } read-only=false` で外す。または別の SR を選ぶ
vdi-io-error = ディスクの I/O エラー
    .meaning = エクスポートまたはインポート中にディスクの読み書きに失敗しました。
    .cause = レプリケーション先や復元先の満杯、またはストレージの障害です。
    .remedy =
        { step-space }
        { step-again }
        { step-way }
        { step-smlog }
copy-failed = コピーの中断
    .meaning = ディスクのコピーが途中で止まりました。
    .cause = コピー先の満杯か、接続の切断です。
    .remedy =
        { step-space }
        { step-again }
incompatible-type = ディスクの種類が違う
    .meaning = 処理の間に種類が変わったディスクがありました。
    .cause = スナップショットデータの消去が重なりました。
    .remedy =
        { step-again }
        { step-update-xo }
no-cbt-metadata = CBT が無効
    .meaning = CBT が無効なディスクの変更ブロックが要求されました。
    .cause = CBT が無効にされたか、ディスクが移動されました。
    .remedy =
        ディスクの CBT を有効にする（XO の VM の Disks タブの "CBT"、または `xe vdi-enable-cbt uuid={ $vdi }`）か、ジョブ全体で使わない: 編集画面の Advanced settings の "Purge snapshot data when using CBT"
        { step-again }
cbt-enabled = CBT が妨げになっている
    .meaning = CBT が有効なディスクは移行できません。
    .cause = CBT を使うジョブの対象です。
    .remedy =
        このディスクの CBT を無効にし（`xe vdi-disable-cbt uuid={ $vdi }`、XO の VM の Disks タブの "CBT"）、移行し、再び有効にする（`xe vdi-enable-cbt`）。次回はフルバックアップになる
size-limits = ディスクが大きすぎる、または小さすぎる
    .meaning = サイズが SR の許容範囲を外れています。
    .cause = 上限の異なるコピー先か、サイズの変わった元ディスクです。
    .remedy =
        別の SR を対象にする: XO の Backup > Overview でジョブの Target SRs を変える。大きさは `xe vdi-param-get uuid={ $vdi } param-name=virtual-size`
not-sparse = スパースでないディスク
    .meaning = 増分エクスポートに対応しないディスクです。
    .cause = 空き領域を区別しない形式です。
    .remedy =
        この VM はフルバックアップにする: XO の Backup > New で "Delta backup" の代わりに "Backup" を選ぶ。または VHD か QCOW2 の SR に移す
migration-no-space = 移行元 SR の容量不足
    .meaning = ストレージ移行を始められません。最初にスナップショットを作成しますが、その空き容量がありません。
    .cause = 移行元の SR が満杯です。
    .remedy =
        { step-free }
        または VM を停止してから移す（スナップショットが不要）: XO の VM の Disks タブの "Migrate VDI"、または `xe vdi-copy uuid={ $vdi } sr-uuid=…`
suspend-no-space = VM のメモリを保存する容量の不足
    .meaning = サスペンド用の SR に、メモリイメージを置く空き容量がありません。
    .cause = メモリの大きい VM の、メモリ付きバックアップまたはサスペンドです。
    .remedy =
        { step-no-memory }
        サスペンド用の SR を変える: XO の VM の Advanced タブの "Suspend SR"、または `xe vm-param-set uuid={ $vm } suspend-SR-uuid=…`
too-many-migrations = ストレージ移行が多すぎる
    .meaning = 1 台のホストから同時に行えるストレージ移行は 3 件までです。
    .cause = 移行やヘルスチェックが同時に実行されました。
    .remedy =
        { step-again }
        1 つずつ行う: 進行中の移行は `xe task-list` で分かる
mirror-failed = ディスクのミラーの中断
    .meaning = ディスクの稼働中コピーが止まりました。
    .cause = コピー先の満杯か、ネットワークの切断です。
    .remedy =
        { step-space }
        { step-again }
migration-snapshots = スナップショットのため移行できない
    .meaning = 複数のスナップショット、またはメモリ付きスナップショットのある VM は、この方法では移行できません。
    .cause = 古いホストの制限です。
    .remedy =
        { step-snapshots }
        または VM を停止して移行する: XO の VM の "Shutdown" の後に "Migrate"
sr-not-attached = SR がホストに接続されていない
    .meaning = 処理を行うホストが SR に接続していません。
    .cause = SR の切断かメンテナンス、またはストレージに到達できません。
    .remedy =
        { step-replug }
        { step-way }
vdi-locked = ストレージによるディスクのロック
    .meaning = ストレージがディスクをロックしています。
    .cause = 別のホストが使用中か、使用中に停止しました。
    .remedy =
        { step-again }
        ディスクを持つホストを探す: `xe vbd-list vdi-uuid={ $vdi } params=vm-name-label,currently-attached`、その VM は `xe vm-list params=name-label,resident-on`
sr-unhealthy = SR またはクラスターの異常
    .meaning = SR またはその下のクラスターが縮退しています。
    .cause = クラスターのメンバーが停止しています。
    .remedy =
        最初にクラスターのメンバーを確認する: `xe host-list params=name-label,enabled`、XOSTOR は `linstor node list`（すべて Online）
        { step-way }
quiesce = 静止点スナップショットの失敗
    .meaning = スナップショットのためにゲストを静止させられませんでした。
    .cause = 古い Windows ゲストのボリュームシャドウコピーです。
    .remedy =
        { step-again }
        静止なしでスナップショットを作成する: XO の Backup > Overview でジョブを編集し、Advanced settings の Snapshot mode を "Normal" にする
checkpoint = メモリ付きスナップショットの失敗
    .meaning = メモリ付きスナップショットのための一時停止または再開に失敗しました。
    .cause = ゲストツールがないか古い、またはメモリ不足です。
    .remedy =
        すぐに VM の状態を確認する: XO の VM の Console タブ、または `xe vm-param-get uuid={ $vm } param-name=power-state`。suspended なら "Resume" で再開する
        { step-tools }
        { step-no-memory }
handle-invalid = オブジェクトの消失
    .meaning = 処理の途中でオブジェクトがなくなりました。
    .cause = ガベージコレクター、スキャン、または別のジョブが削除しました。
    .remedy =
        { step-again }
        { step-apart }
duplicate-key = ディスクに印が残っている
    .meaning = "paused" や "activating" などの印が、すでにディスクに付いています。
    .cause = 2 つの操作が重なったか、中断された操作が印を残しました。
    .remedy =
        { step-again }
        { step-restart-vm }
        { step-support }
license = ライセンスの対象外
    .meaning = ホストのライセンスではこの操作ができません。
    .cause = 機能を含まないエディションか、期限切れです。
    .remedy =
        文に `PCI_device_for_auto_update` があるなら、VM の停止中に `xe vm-param-set uuid={ $vm } has-vendor-device=false`。スナップショットが作成できるようになる。それ以外はライセンスを更新するか変えるか、その機能を使わない
gc-no-space = ガベージコレクターの容量不足
    .meaning = 未結合のうち、SR の空き容量に収まるものがありません。以後、チェーンはバックアップのたびに伸びます。
    .cause = SR の空きが少なすぎます。
    .remedy =
        { step-free }
        { step-grow }
        { step-rescan }
unpause = ディスクのプロセスを再開できない
    .meaning = 一時停止した稼働中の VM のディスクを再開できませんでした。VM が停止しているおそれがあります。
    .cause = スナップショットまたは結合の間にストレージの障害が起きました。
    .remedy =
        すぐに VM が動いているか確認する: XO の VM の Console タブ。固まっていれば "Force reboot"（`xe vm-reboot uuid={ $vm } force=true`）。電源断と同じ扱いになる
        { step-smlog }
        { step-way }
cbt-lost = CBT の記録が失われた
    .meaning = 変更ブロックの記録がスナップショットまたはサイズ変更で失われたため、XO はフルバックアップを行います。
    .cause = 容量不足か、サイズ変更です。
    .remedy =
        { step-one-full }
no-hardlinks = ハードリンクに対応しないストレージ
    .meaning = SR のファイルシステムが、一部の結合に必要なハードリンクに対応していません。
    .cause = 共有の種類によるものです。
    .remedy =
        ハードリンクに対応した共有を使う: ホストの `/run/sr-mount/{ $sr }` で `touch a && ln a b` を試す。ディスクは移す（XO の VM の Disks タブの "Migrate VDI"）
local-cache = ローカルキャッシュの満杯
    .meaning = ホストのローカルキャッシュがいっぱいです。
    .cause = ホストにキャッシュされているディスクです。
    .remedy =
        キャッシュの SR を空ける（`xe host-list params=name-label,local-cache-sr`、XO のその SR の Disks タブ）か、キャッシュを止める: `xe host-disable-local-storage-caching`
method-unknown = プールがこの呼び出しに対応していない
    .meaning = XO が、この版のホストにない機能を XAPI に要求しました。どちらかを更新するまで毎回失敗します。
    .cause = この XO に対してプールが古すぎます。たとえば CBT は XenServer 7.3 からです。
    .remedy =
        プールの版を確認する: XO のホストの General タブ、または `xe host-list params=name-label,software-version`
        XO を更新する: 必須でなくなっていることがある（XOA は XOA メニューの Updates）
        ホストを対応版に更新する（プールマスターから）: XO のプール画面の Patches タブ、または各ホストで `yum update`
        それまではフルバックアップにし、ジョブの NBD と CBT を無効にする: XO の Backup > Overview で編集する
internal-error = XAPI の内部エラー
    .meaning = ホストのツールスタックが、固有のコードを持たない形で失敗しました。括弧内はプログラムの出力です。
    .cause = XAPI の不具合、XO とホストの版の不一致（`Expected bool, got …`）、ホスト間の接続断です。
    .remedy =
        { step-again }
        プールマスターのその時刻のログを見る: `grep -A 20 -i 'internal_error\|backtrace' /var/log/xensource.log`
        { step-toolstack }
        XO とホストを更新し、再発するならその記録を添えて報告する: XO のプール画面の Patches タブ。XOA は XOA > Updates
task-destroyed = ホストのタスクが消えた
    .meaning = XO が待っていた XAPI のタスクがなくなり、結果が分かりません。
    .cause = ツールスタックの再起動、プールマスターの交代、または XO が接続を失いプールを読み直しました。
    .remedy =
        { step-again }
        再発するなら、ツールスタックが勝手に再起動していないか調べる: プールマスターで `grep -i 'starting up\|xapi.*exit' /var/log/xensource.log`
        操作の残りを探す: XO の Tasks、転送先の `[Importing…` という VM
no-hosts = VM を実行できるホストがない
    .meaning = VM に必要なもの（メモリ、SR、ネットワーク、CPU の種類）を備えたホストがなく、起動されませんでした。復元テストの場合、バックアップ自体はありますが、検証されていません。
    .cause = 空きメモリの不足、一部のホストだけがつながる SR、メンテナンス中のホストです。
    .remedy =
        ホストごとの理由を XAPI に尋ねる: プールマスターで `xe diagnostic-vm-status uuid={ $vm }`
        メモリを空けるか、復元テストの SR を変える: ジョブのスケジュールの "Health check SR"（XO の Backup > Overview）
        テストする VM を減らすか小さいものにする: タグを付け、スケジュールに指定する（XO の Backup > Overview でジョブを編集）
host-memory = ホストの空きメモリ不足
    .meaning = VM の起動に必要な空きメモリがホストにありません。復元テストの場合、バックアップ自体はありますが、検証されていません。
    .cause = ほかの VM の使用、または復元テストの同時実行です。
    .remedy =
        空きを確認する: プールマスターで `xe host-list params=name-label,memory-free-computed`
        VM の少ない時間帯に行うか、別プールの SR（スケジュールの "Health check SR"）、または小さな VM だけ（タグ）にする。XO の Backup > Overview でジョブを編集する
        メモリに余裕のある VM の割り当てを減らす: VM の Advanced タブ
bad-power-state = VM の電源状態が合わない
    .meaning = 操作に必要な電源状態（実行中、停止、サスペンド）ではありません。
    .cause = バックアップ中に VM が起動や停止された、またはオフラインバックアップやメモリ付きスナップショットの対象の状態が違いました。
    .remedy =
        状態を確認する: `xe vm-list uuid={ $vm } params=name-label,power-state`
        { step-again }
        VM を起動や停止するスクリプトやスケジュールを、バックアップの時間から外す: XO のものは Jobs > Overview にある
shutdown-timeout = VM が時間内に停止しない
    .meaning = オフラインバックアップは VM に停止を求めますが、時間内に停止しないか、別の形で終わりました。
    .cause = 停止時の更新、停止を妨げるプログラム、ゲストツールの欠落です。
    .remedy =
        一度手動で停止し、何が妨げるか確認する: `xe vm-shutdown uuid={ $vm }`
        ゲストツールを導入または更新する: VM の General タブで確認できる
        VM を停止しないバックアップにする: ジョブの Advanced settings の "Offline backup" を無効にする
sign-in-failed = プールへのサインインが拒否された
    .meaning = プールマスターが XO のユーザーやパスワードを受け付けない、ユーザーの権限が足りない、またはアドレスがマスターでないホストにつながっています（`HOST_IS_SLAVE`）。
    .cause = root のパスワードの変更、またはマスターの交代です。
    .remedy =
        XO の Settings > Servers でユーザーとパスワード、現在のマスターのアドレスを入力し直す。接続済みと表示されれば成功
        マスターを確認する: 任意のホストで `cat /etc/xensource/pool.conf`（`master`、または `slave:` とアドレス）
host-away = ホストが応答しない、または無効
    .meaning = 処理を行うホストが、停止中、起動中、無効、またはプールマスターから到達できません。
    .cause = メンテナンス、再起動、またはホスト間の管理ネットワークです。
    .remedy =
        どのホストか確認する: プールマスターで `xe host-list params=name-label,enabled,address`
        復帰したら有効にする: XO のホストの "Enable"、または `xe host-enable uuid=…`
        マスターからそのアドレスに `ping` し、稼働中なのに応答しなければ、そのホストで `xe-toolstack-restart`（実行中の VM は継続する）
infrastructure = タスクまたはセッションの終了
    .meaning = タスクが取り消されたか、XO とプールのセッションが終わりました。
    .cause = タスクの取り消し、ツールスタックの再起動、または接続断です。
    .remedy =
        { step-again }
        XO の Settings > Servers でプールが接続済みか確認する
operation-blocked = VM で操作がブロックされている
    .meaning = 誰か、または XO が、この VM でのこの操作を禁止しています。理由があればエラー文に書かれています。
    .cause = 削除や停止の保護が有効、レプリカの起動が意図的に禁止されている、または中断されたバックアップが移行の禁止を残しました。
    .remedy =
        ブロックの内容を確認する: `xe vm-param-get uuid={ $vm } param-name=blocked-operations`
        XO の VM の Advanced タブで、誤削除や誤停止の保護を確認し、設定者に尋ねる
        バックアップ中でないときに残りを外す: `xe vm-param-remove uuid={ $vm } param-name=blocked-operations param-key=migrate_send`（`pool_migrate` も）。再び移行できるようになる
import-failed = ホストがインポートを受け付けない
    .meaning = ホストが VM またはディスクを取り込めません。レプリケーションまたは復元の失敗です。
    .cause = データの途中終了や破損（`IMPORT_ERROR_PREMATURE_EOF`、`…_SOME_CHECKSUMS_FAILED`）、転送先の容量不足、または転送先のホストが転送元より古いことが原因です。
    .remedy =
        転送先 SR の空きを確認する: `xe sr-list params=name-label,physical-size,physical-utilisation`
        チェックサムの場合は別の復元ポイントを試し、最新のものの復元テストを行う（XO の Backup > Restore）
        双方のホストの版を比べる: `xe host-list params=name-label,software-version`
        { step-again }
restore-network = VM のネットワークが使えない
    .meaning = ホストが VM にネットワークを接続できません。復元テスト、復元した VM、またはレプリカが起動しません。
    .cause = 元のネットワークがこのプールにないか、このホストでインターフェース（PIF）がないか外れていることが原因です。
    .remedy =
        ホストのネットワークを比べる: XO のホスト画面の Network タブ、または `xe pif-list host-uuid=… params=network-name-label,currently-attached`
        復元した VM にこのプールのネットワークを選ぶ: XO の VM 画面の Network タブ
        インターフェースを接続し直す: `xe pif-plug uuid=…`。`currently-attached` が true になる
restore-duplicate = 復元するものがすでに存在する
    .meaning = 同じ ID またはアドレスのものがプールにすでにあり、復元すると重複します。
    .cause = 元のものが残ったまま VM を元の ID や MAC アドレスで復元したか、同じ UUID の SR が登録済みです。
    .remedy =
        新しい VM として復元する: XO の Backup > Restore で "Keep UUID" や "Keep MAC addresses" を選ばない。元の VM の隣に新しい VM ができる
        ID を使っているものを確認する: `xe vm-list uuid={ $vm }`、`xe sr-list uuid={ $sr }`。置き換える壊れたものの場合だけ削除する（XO の VM 画面の Advanced タブ）
pool-restore = プールのメタデータを復元できない
    .meaning = ホストがプールのメタデータ（データベース）を書き出すことも、戻すこともできませんでした。
    .cause = バックアップが別の版のホストのものか、このホストにないネットワークインターフェースを指しているか、ファイルが壊れています。
    .remedy =
        版を比べる: `xe host-list params=software-version` とバックアップの版。先に同じ版を導入する
        何も変えずに確かめる: ホストで `xe pool-restore-database file-name=FILE dry-run=true`
        古いメタデータのバックアップを使う: XO の Backup > Restore > Metadata
too-busy = ホストが多忙
    .meaning = 同時に実行中の操作が多すぎるため、ホストが拒否しました。
    .cause = ジョブ、移行、エクスポートの重なりです。
    .remedy =
        { step-again }
        ジョブの時間をずらし、同時実行数を減らす: ジョブの Advanced settings
        実行中のものを確認する: プールマスターで `xe task-list`
lacks-feature = この操作に必要なゲストツールがない
    .meaning = 正常な停止、サスペンド、メモリ付きスナップショットなどに必要なゲストツールがないか、古すぎます。
    .cause = オフラインバックアップやメモリ付きスナップショットで必要になります。
    .remedy =
        VM にゲストツールを導入または更新する。XO の VM の General タブに版が表示される
        通常のスナップショットにする: ジョブの Advanced settings の "Offline backup" とメモリ（checkpoint）を無効にする
snapshot-of-wrong = ディスクを接続できない: 使用中とみなされている
    .meaning = ディスクが使用中とみなされ、XAPI が接続を拒否しました。VM の起動を妨げるもので、バックアップの失敗ではありません。ジョブを再実行しても変わりません。
    .cause = 別の場所（コントロールドメイン、別の VM）に接続されている、停止したホストが使用者のまま、またはレコードの誤りです（スナップショットでないディスクの `snapshot-of` が、自身などを指す）。
    .remedy =
        使用者を確認する: `xe vbd-list vdi-uuid={ $vdi } params=uuid,vm-name-label,currently-attached`
        レコードを確認する: `xe vdi-param-list uuid={ $vdi }`。通常のディスクでは `is-a-snapshot` が false、`snapshot-of` は `<not in database>`
        自身や別のディスクを指すなら、サポートにレコードの修正を依頼する。それまでこの VM の「スナップショット」を削除しない（使用中のディスクの可能性がある）。正しいかどうかは `xe vdi-param-get uuid={ $vdi } param-name=snapshot-of` で分かる
        停止したホストだけが保持しているなら、どのホストも使っていないことを確かめ、プールマスターで `/opt/xensource/sm/resetvdis.py single { $vdi }`。VM が起動できるようになる
object-invalid = 対象がない、または種類が違う
    .meaning = ジョブが指す対象が存在しないか、別の種類（テンプレート、スナップショット、コントロールドメイン）です。
    .cause = VM、SR、スナップショットの削除、またはプールの未接続です。
    .remedy =
        XO の Home > VMs で ID を検索する。なければジョブから外す: Backup > Overview の編集
        Settings > Servers で全プールの接続を確認する
vm-start-failed = ホストが VM の起動またはデバイスの接続に失敗
    .meaning = VM の起動、またはディスクの接続や切断が時間内にできませんでした。復元テストの場合、バックアップ自体はありますが、検証されていません。
    .cause = VM のブートローダーの欠落や破損、このホストにない設定、デバイスの使用中です。
    .remedy =
        手動で起動し、コンソールを見る: VM の Console タブ
        ホストのログを見る: `grep -iE 'error|failed' /var/log/xensource.log` と `/var/log/daemon.log`
        { step-again }
migration-refused = この VM またはプールの状態では実行できない
    .meaning = VM の構成（PCI、vGPU など）やプールの状態（更新中、高可用性）により、XAPI が操作を拒否しました。
    .cause = パススルーのデバイス、途中の更新、高可用性の計画に反する操作です。
    .remedy =
        全ホストの更新を終える: `xe host-list params=name-label,software-version`
        VM からデバイスを外すか、この VM を操作の対象から外す: XO の VM 画面の Advanced タブ、または `xe vm-param-list uuid={ $vm }` で確認できる
        { step-again }
vdi-attached-dom0 = ディスクがコントロールドメインに接続されたまま
    .meaning = エクスポート後も、VM のディスクまたはスナップショットがコントロールドメイン（dom0）に接続されたままです。その間はスナップショットを消去や削除できず、この VM のバックアップは失敗します。
    .cause = 以前のエクスポートの中断、またはホストの解放待ちです。
    .remedy =
        { step-detach }
        { step-again }
        すぐ再発するなら、該当ホストで `xe-toolstack-restart`（実行中の VM は継続する）を行い、もう一度切断する
cbt-metadata-base = 増分の基準に変更一覧しか残っていない
    .meaning = 前回のスナップショットのデータは消去され、変更ブロックの一覧（CBT メタデータ）だけが残っています。ここからの増分には NBD と有効な一覧が必要ですが、どちらかがないため、XO はフルバックアップでやり直します。
    .cause = NBD が使えない、CBT がリセットされた、または VM のディスクがコントロールドメインに接続されています。
    .remedy =
        VM の最終結果を確認する: XO はフルバックアップで再試行する: XO の Backup > Logs
        NBD を確認する: { step-nbd-purpose }
        { step-detach }
        毎回起こるなら、ジョブの Advanced settings の "Purge snapshot data when using CBT" を無効にする
cbt-disabled = CBT が無効
    .meaning = ジョブは CBT を使いますが、ディスクでは無効です。XO はディスク全体を読むか、フルバックアップにします。
    .cause = 移行のために無効にされた、SR が対応していない、または新しいディスクです。
    .remedy =
        有効にする: XO の VM の Disks タブの CBT、または `xe vdi-enable-cbt uuid={ $vdi }`。次々回から増分になる

## XO and its backup repositories

unhealthy-vdi-chain = チェーン保護のため XO が VM をスキップ
    .meaning = XO はスナップショットを作成せず、バックアップは行われませんでした。この VM のイメージに、XO がディスクごとに許容する 1 つを超える結合待ちがあります。VM のサービスは継続しています。
    .cause = 削除したスナップショットの結合が終わっていません。時間が足りない（実行間隔が短い、ディスク I/O が飽和している）、空き容量が足りない、結合が無効、またはチェーンが壊れています。バックアップ中にホストの再起動が重なるなどして、不可視のスナップショットが残っていることもあります。
    .remedy =
        待つ: ストレージが自動で結合する。XO の SR の Advanced タブに結合待ちのディスクが出る。空になれば次回は成功する
        { step-rescan }
        結合には先に空きが必要: 必要な量は `xo-health sr`、現在の量は `xe sr-list uuid={ $sr } params=physical-size,physical-utilisation` で分かる
        不要なスナップショットを削除し（XO のストレージの一覧から該当の SR を開き「Disks」タブ）、結合を待つ: 削除の直後は、結合待ちが減るのではなく増える
        結合が間に合わないなら間隔を延ばす: XO の Backup > Overview でジョブのスケジュールを編集する
        スナップショットがなく結合も進まないなら、VM を停止し、フルコピーを作成して（XO の VM の "Copy"。fast clone ではない）起動し、問題がなければ古い VM を削除する。コピー中はサービスが止まり、次回はフルバックアップになる
    .note = 「スナップショットが 30 個あるため」とよく言われますが、XO はその上限よりはるか前にスキップします。数えられるのは結合待ちの数です。VM の複製はフルコピーでなければなりません。高速クローンはチェーンを共有するため、解決になりません。
already-running = ジョブがすでに実行中
    .meaning = 前回の実行が終わる前に、次の実行が始まろうとしました。この実行は何も行わず、前回の実行はそのまま続きます。
    .cause = 実行時間が間隔より長くなっています。ディスクが大きくなった、ストレージやネットワークが遅い、または複数のスケジュール、シーケンス、手動実行が同じジョブを起動しています。
    .remedy =
        { step-once }
        前回の実行が止まっていないか確認する: XO の Backup > Logs の "pending" の実行と Tasks メニュー。所要時間は `xo-health jobs` で分かる
        スケジュールを変える: XO の Backup > Overview でジョブを編集し、間隔を延ばすか、ほかに何も動かない時刻にする
        ジョブを分ける（Backup > New で VM の一部を移す）か、不要なディスクを除外する（名前に `[NOBAK]`: XO の VM の Disks タブ）
    .note = 「新しい実行はスキップされる」とよく言われますが、XO は失敗（failure）として報告します。ディスクが大きくなり実行間隔に収まらなくなった場合、ストレージの設定では解決せず、実行回数かデータを減らすしかありません。
proxy-already-running = プロキシがこのジョブを実行中
    .meaning = XO プロキシが、このジョブの実行をまだ続けています。
    .cause = プロキシの処理中に xo-server が再起動されました。
    .remedy =
        プロキシの処理が終わるのを待つ: XO の Backup > Logs、またはその VM で `journalctl -u xo-proxy`
        終わらなければプロキシを再起動する: その VM で `systemctl restart xo-proxy`（XO の Proxies メニュー）。実行中のものは中断され、次回からやり直す
no-vms = 条件に合う VM がない
    .meaning = ジョブの対象となる VM がなく、何も行われませんでした。
    .cause = タグや状態に合う VM が現在ないか、プールが接続されていません。
    .remedy =
        全プールが接続されているか確認する: XO の Settings > Servers
        ジョブの条件（タグ、電源状態、プール）を確認するか、スケジュールを無効にする: XO の Backup > Overview の編集画面。条件に合う VM が表示される
no-disks = 保存するディスクがない
    .meaning = VM に保存対象のディスクがありません。
    .cause = すべてのディスクに `[NOBAK]` が付いているか、ディスクがありません。
    .remedy =
        保存したいディスクの名前から `[NOBAK]` を外す: XO の VM の Disks タブ。次回の実行で全体が保存される
        { step-job-vms }
no-xapi = VM が不明、またはプールが未接続
    .meaning = XO が VM に到達できません。VM がもう存在しないか、プールが接続されていません。
    .cause = 削除された VM がジョブに残っているか、プールとの接続が切れています。
    .remedy =
        XO の Settings > Servers でプールが接続されていることを確認する
        { step-job-vms }
no-repository = 使用できるバックアップリポジトリがない
    .meaning = ジョブのリポジトリをどれも開けず、何も保存されませんでした。
    .cause = リポジトリが無効、サーバーや共有に到達できない、または認証情報の誤りです。
    .remedy =
        { step-test-repository }
        無効なら有効にし、サーバー、共有、ユーザー、パスワードを直す（編集）。XO のマシンから `ping SERVER` と `nc -zv SERVER 2049`（NFS）または 445（SMB）が成功すること
repository-timeout = バックアップリポジトリが応答しない
    .meaning = リポジトリが時間内に応答しませんでした。
    .cause = サーバーやネットワークの遅延または停止です。
    .remedy =
        { step-test-repository }
        { step-next-run }
vm-migrating = VM が移行中
    .meaning = 移行中の VM はバックアップされません。
    .cause = 移行（自動負荷分散など）とバックアップが重なりました。
    .remedy =
        { step-next-run }
own-copy = ジョブ自身が作ったコピーが対象
    .meaning = ジョブが、自身の作成した VM を対象に選びました。
    .cause = スマートモードの条件が、複製された VM にも一致しています。
    .remedy =
        ジョブの条件で複製を除外する: XO の Backup > Overview の編集画面で、除外するタグに `Continuous Replication` か `Disaster Recovery` を入れる。同じ画面の一覧から消えれば成功
worker-exited = バックアップのプロセスが異常終了
    .meaning = バックアップを実行するプロセスが途中で終了しました。
    .cause = 多くはメモリ不足で、システムに終了させられています。
    .remedy =
        XO のマシンで原因を確認する: `dmesg -T | grep -i "out of memory"`、`journalctl -u xo-server --since today`
        XO のメモリを増やす（VM を停止し Advanced タブの Memory を変えて起動する。`free -m` で確認）か、同時に扱う VM を減らす: ジョブの編集画面の Advanced settings の Concurrency
locked = バックアップのフォルダーがロック中
    .meaning = 別の実行が、リポジトリ内のこの VM のフォルダーを保持しています。
    .cause = 別のジョブが同じ VM を保存中、古いバックアップの統合中、または失敗した実行がまだ解放していません。
    .remedy =
        { step-next-run }
        { step-apart }
repository-full = バックアップリポジトリの満杯
    .meaning = バックアップリポジトリのディスクがいっぱいです。VM の SR ではありません。
    .cause = 容量に対して保持数が多い、予期しないフルバックアップ、または古いバックアップの残りです。
    .remedy =
        空きを確認する: XO の Settings > Remotes、または XO のマシンで `df -h /run/xo-server/mounts/*`
        XO の Backup > Restore で不要なバックアップを削除する
        ジョブの保持数を減らす: XO の Backup > Overview でスケジュールの "Backup retention" を下げる。超えた分は次回の実行で削除される
        サーバー側で共有を拡張するか、別のリポジトリを使う: XO の Settings > Remotes の New で追加し、ジョブを編集する。最初はフルバックアップになる
repository-access = バックアップリポジトリに書き込めない
    .meaning = リポジトリのファイルへのアクセスが拒否されました。
    .cause = 共有の権限か、読み取り専用のマウントです。
    .remedy =
        { step-test-repository }
        XO のマシンで権限を確認する: `ls -ld /run/xo-server/mounts/*`、`findmnt -T { $path }`（`ro` は読み取り専用）。サーバー側のエクスポート、ユーザー、権限を直す（`no_root_squash`、または書き込めるユーザー）
repository-io = I/O エラー
    .meaning = 下のデバイスの読み書きに失敗しました。
    .cause = ディスク、パス、共有の障害、または古くなった NFS マウントです。
    .remedy =
        { step-restore-test }
        リポジトリのサーバーでディスクとファイルシステムを確認する: `dmesg -T | tail`、`smartctl -a /dev/sdX`。XO のマシンでは `dmesg -T | grep -iE "nfs|cifs"`
connection-lost = 接続の切断
    .meaning = 相手側が接続を閉じたか、応答しませんでした。
    .cause = ホスト、XO、ネットワークの再起動または過負荷です。
    .remedy =
        { step-next-run }
        再発するなら XO のマシンから経路を確認する: `ping -c 20 HOST`（損失なし）、`nc -zv HOST 443`。長い接続を切るファイアウォールや VPN も疑う
        { step-xo-log }
prune-failed = 古いスナップショットを削除できない
    .meaning = 以前の実行のスナップショットを XO が削除できません。溜まり続け、チェーンの上限に近づきます。そのディスクが、スナップショットではない VM か、複数の VM に接続されているため、XO は安全のため何も削除しません。
    .cause = バックアップのスナップショットのディスクを中身を見るために VM に接続したか、そこから VM を作ったか、ディスクの記録が誤ったスナップショットを指しています。コントロールドメインへの接続は別のエラーです。
    .remedy =
        スナップショットのディスクを持つ VM を調べる: XO の VM の Snapshots タブと SR の Disks タブ、または各ディスクについて `xe vbd-list vdi-uuid={ $vdi } params=uuid,vm-uuid,vm-name-label,currently-attached`
        スナップショット以外の VM からディスクを外す: `xe vbd-unplug uuid=…`（VM が実行中の場合）の後に `xe vbd-destroy uuid=…`。ディスク自体は残り、一覧にはスナップショットだけが残る
        { step-again }。以前の実行のスナップショットがなくなれば成功
        { step-snapshots }
offline-retention = 両立しない設定
    .meaning = オフラインバックアップではスナップショットを保持できません。
    .cause = `offlineBackup` とスナップショット保持数の両方が設定されています。
    .remedy =
        Snapshot retention を 0 にする（XO の Backup > Overview のスケジュール）か、同じ画面の Advanced settings の "Offline backup" を無効にする
proxy-undefined = 理由不明のプロキシの失敗
    .meaning = XO プロキシが、理由を示さずに失敗を報告しました。
    .cause = プロキシの接続の切断、または再起動です。
    .remedy =
        プロキシのログを読む: その VM で `journalctl -u xo-proxy --since today`
        { step-next-run }
interrupted = 実行の中断
    .meaning = ジョブの実行中に XO が停止しました。どこまで進んだかは分かりません。終わっていなかったものは保存されていません。
    .cause = xo-server の再起動、更新、または異常終了です。
    .remedy =
        もう一度実行する（残ったものも片付く）: XO の Backup > Overview でスケジュールの開始ボタンを押し、Backup > Logs で結果を確認する
        XO の更新と再起動はバックアップのないときに行う: XO の Backup > Logs に "pending" がないこと
        { step-xo-log }
all-targets-failed = すべての書き込み先で失敗
    .meaning = VM のバックアップを、どの書き込み先にも書けませんでした。理由は中のエラーにあります。
    .cause = 示されたエラーを参照してください。
    .remedy =
        先に中のエラーに対処する: XO の Backup > Logs で実行と VM を開くと、対象ごとに出ている
writer-dropped = 書き込み先の 1 つを断念
    .meaning = 1 つの書き込み先で失敗し、以後この実行では使われません。ほかの書き込み先は続行します。
    .cause = 示されたエラーを参照してください。
    .remedy =
        先に中のエラーに対処する: XO の Backup > Logs で実行と VM を開き、警告を読む
        この実行では、この対象に復元ポイントはない: XO の Backup > Restore で確認する
retried = 再試行
    .meaning = VM のバックアップが失敗し、再試行されました。重要なのは最終結果です。
    .cause = 示されたエラーを参照してください。
    .remedy =
        { step-once }
fell-back-to-full = 増分の代わりにフルバックアップ
    .meaning = 増分を作成できず、全体を保存しました。時間と容量は余分にかかりますが、失われたものはありません。
    .cause = 増分の元になるスナップショットがない、または使えない、あるいは書き込み先に元となるフルバックアップがありません。
    .remedy =
        この実行は時間と容量を多く使う: XO の Backup > Logs で大きさを確認する。次回は増分に戻る
        XO がジョブのために作成したスナップショットを削除しない: XO の VM の Snapshots タブの `[XO Backup …]`
forced-full = 念のためのフルバックアップ
    .meaning = 以前の QCOW2 のバックアップが壊れているおそれがあるため、XO がフルバックアップを行いました。
    .cause = XO の不具合が修正される前に作成されたものです。
    .remedy =
        { step-restore-test }
no-nbd = NBD を使用できない
    .meaning = 別の方法で、より遅く転送されました。
    .cause = ネットワークで NBD が有効でないか、到達できません。
    .remedy =
        { step-once }
        { step-nbd-purpose }
snapshot-data-kept = スナップショットのデータを消去できない
    .meaning = スナップショットのデータを消去できませんでした。スナップショットは容量とチェーンのノードを使い続けます。
    .cause = ディスクがまだ接続されていたか、CBT が無効です。
    .remedy =
        { step-next-run }
        { step-detach }
cbt-not-enabled = CBT を有効にできない
    .meaning = XO は変更ブロックの追跡（CBT）なしで続行しました。
    .cause = SR またはディスクの種類が対応していないか、空き容量がありません。
    .remedy =
        { step-once }
no-suspend-vdi = サスペンド中の VM のメモリがない
    .meaning = VM はサスペンド中ですが、メモリイメージに到達できず、バックアップに含まれていません。
    .cause = イメージのある SR に到達できないか、イメージが削除されています。
    .remedy =
        次回のバックアップ前に VM を再開するか停止する: XO の VM の "Resume" か "Shutdown"、または `xe vm-resume uuid={ $vm }`
incomplete-backup = リポジトリ内の不完全なバックアップ
    .meaning = リポジトリのバックアップにファイルの欠落があります。XO はこのようなバックアップを削除します。
    .cause = 以前の実行の中断か、ファイルの手動削除です。
    .remedy =
        { step-restore-test }
        バックアップの削除は XO で行い（Backup > Restore の "Delete backups"）、リポジトリのファイルを手で消さない
broken-backup-chain = リポジトリ内の壊れたバックアップ
    .meaning = 元になるものの欠落や破損のため、読めないバックアップがあります。
    .cause = ファイルの手動削除か、リポジトリのストレージの障害です。
    .remedy =
        { step-restore-test }
        { step-full }
        リポジトリのサーバーでストレージを確認する: `dmesg -T | tail`、`smartctl -a /dev/sdX`、ファイルシステムの検査
backup-leftovers = リポジトリ内の残り
    .meaning = 以前の実行が残したものが見つかり、XO が片付けています。
    .cause = 以前の実行の中断です。
    .remedy =
        { step-once }
no-xapi-pool = プールが接続されていない
    .meaning = メタデータを保存するプールに XO が接続されていないため、何も保存されませんでした。
    .cause = プールへの接続の切断や無効化、または XO からの削除です。
    .remedy =
        XO の Settings > Servers でプールを接続する。接続済みと表示されれば成功
        プールがなくなったのなら、メタデータのジョブから外す: Backup > Overview の編集
health-check-not-started = 復元テスト: テスト VM が時間内に起動しない
    .meaning = バックアップ自体は作成されました。その後のテスト復元で、テスト VM が制限時間（既定 10 分）内に起動しない、またはゲストツールの応答がありませんでした。この復元ポイントは検証されていません。このため XO では失敗と表示されます。
    .cause = テスト用 SR の遅さ、ホストのメモリ不足、VM にゲストツールがない（なければ必ず失敗する）、または OS が起動しません。
    .remedy =
        手動で復元し（Backup > Restore）、起動してコンソールを見る
        元の VM にゲストツールを導入する。XO の General タブで確認できる
        より速い SR か長い時間を選ぶ: ジョブのスケジュールの "Health check SR" とタイムアウト（XO の Backup > Overview）
        残ったテスト VM を削除する: 元の VM の名前で始まり、タグ `xo:no-bak=Health Check` が付く
health-check-script = 復元テスト: VM 内のスクリプトが失敗を報告
    .meaning = バックアップは作成され、テスト VM も動きましたが、中の検査スクリプトが失敗を報告したか、何も報告しませんでした。
    .cause = ネットワークがない（テスト VM にはない）とサービスが起動しないか、スクリプトの誤りです。
    .remedy =
        元の VM と、ネットワークなしで復元したコピーでスクリプトを実行する: XO の Backup > Restore で復元し、起動前にコピーの Network タブで切断する
        報告内容を確認する: `xe vm-param-get uuid={ $vm } param-name=xenstore-data`
xo-fault = XO のプログラムの不具合
    .meaning = XO のプログラムが想定していない状態に当たりました。ストレージではなく XO の不具合です。以前の実行の残りがきっかけになることがよくあります。
    .cause = 残った、または削除途中のジョブのスナップショット、リポジトリの壊れた項目、更新途中の XO です。
    .remedy =
        XO を更新し、バックアップ中でないときに再起動する（XOA は XOA メニューの Updates、ソース版は `git pull`、`yarn`、`yarn build`、`systemctl restart xo-server`）
        VM の残りを探す: Snapshots タブの `[XO Backup …]` や `xo-backup-temp-snapshot-name`。バックアップ中でないときに削除する（次回はフルバックアップ）
        実行のログ（Backup > Logs の "Report a bug"）と、その時刻の `journalctl -u xo-server` を添えて XO に報告する
report-not-sent = レポートを送信できない
    .meaning = 実行のレポートを送信できませんでした。バックアップの成否とは関係ありません。
    .cause = メールサーバーのホスト、ポート、ユーザー、パスワードの誤り、差出人の拒否、または信頼されない証明書です。
    .remedy =
        実行自体を確認する: XO の Backup > Logs
        Settings > Plugins の transport-email を直し、"Test plugin" を押す。メールが届けば成功
        宛先を入力する: Settings > Plugins の backup-reports、またはジョブの "Report recipients"
xo-database = XO 自身のデータベースが使えない
    .meaning = XO は設定を Redis に、ログを自身のファイルに保存しますが、読み書きできませんでした。その間はジョブが始まらず、実行も記録されないことがあります。
    .cause = XO のマシンのディスクが満杯か、Redis（Valkey）が停止しています。
    .remedy =
        ディスクが満杯か確認する: XO のマシンで `df -h / /var/lib/xo-server /var/lib/redis`。空ければ `df` に出る
        データベースを起動する: `systemctl restart redis-server`（または `redis`、`valkey`）。`redis-cli ping` が PONG と答えれば成功
        バックアップ中でないときに XO を再起動する: `systemctl restart xo-server`。その後 Backup > Logs で実行されなかったものを確認する
client-gone = ブラウザーかスクリプトの切断
    .meaning = XO に接続していたブラウザーかスクリプトが、送信中に切断されました。バックアップの結果とは関係ありません。
    .cause = 閉じられたタブ、スリープしたパソコン、または使われていない接続を切るリバースプロキシです。
    .remedy =
        実行そのものを確認する: XO の Backup > Logs
        XO の画面が更新されなくなる場合は、リバースプロキシで WebSocket を通し、長く保つ（nginx の `proxy_read_timeout`）。その後に画面を再読み込みする
target-not-opened = 転送先を開けない、またはロックできない
    .meaning = XO はバックアップ前に、リポジトリの VM のフォルダーを開き、ロックし、整理します。ここで失敗したため、何も保存されていません。スナップショットもまだ取られていません。
    .cause = リポジトリの未マウントや書き込み不可、または別のジョブや結合によるロックです。
    .remedy =
        { step-test-repository }
        同じ VM を保存する別のジョブや実行中の結合を探す: Backup > Logs と Tasks
        { step-xo-log }
target-base-check = 転送先の以前のバックアップを読めない
    .meaning = XO は増分の基準となる以前のバックアップを調べます。ここで失敗したため、この転送先には何も保存されていません。
    .cause = 以前のバックアップの破損や欠落、またはリポジトリの無応答です。
    .remedy =
        { step-test-repository }
        { step-full }
        { step-xo-log }
target-write = 転送先への書き込みに失敗
    .meaning = VM のデータをどの転送先にも書き込めませんでした。理由はエラー文にありません。今回の復元ポイントはありません。
    .cause = 転送先の容量不足、接続断、またはホストがディスクを読めないことです。
    .remedy =
        XO の Backup > Logs で VM を開く: `export` の下の `transfer` にエラーがある。ボタンでログをコピーし、`xo-health explain` に渡す
        転送先の空きを確認する: Settings > Remotes、または SR
        { step-xo-log }
target-clean = 転送先の整理に失敗
    .meaning = 転送後に XO は古いバックアップを削除し結合します。ここで失敗しました。新しいバックアップはあるかもしれませんが、古いものが溜まります。
    .cause = ロック、削除権限の不足、壊れたバックアップ、またはリポジトリの切断です。
    .remedy =
        新しいバックアップの有無を確認する: Backup > Restore の VM
        { step-test-repository }
        { step-xo-log }
target-health-check = 復元テストに失敗
    .meaning = バックアップは作成されましたが、テスト復元に失敗しました。復元ポイントは検証されていません。
    .cause = テスト用 SR の容量不足、またはテスト VM の起動失敗です。
    .remedy =
        XO の Backup > Logs で実行を開く: `health check` にエラーがある
        手動で復元して確認する: Backup > Restore
still-running = 1 日以上終わらない実行
    .meaning = ログではこの実行がまだ続いており、バックアップとしては長すぎます。XO が実行中とみなす間、このジョブの開始はすべて拒否されます。
    .cause = 停止した転送（ストレージ、ネットワーク、応答しないホスト）、または閉じられなかったログです。
    .remedy =
        まだ動いているか確認する: XO の Tasks と、XO の VM のネットワークのグラフ
        停止したホストのタスクを取り消す: Tasks、またはプールマスターで `xe task-list` と `xe task-cancel uuid=…`
        何も動いていなければ、ほかのジョブがないときに `systemctl restart xo-server`（XOA は XOA メニューの Support から再起動）。この実行は中断となり、次回から開始できる
        `xo-health jobs` でこのジョブの所要時間を確認する（XOH-503）
nothing-recorded = VM の記録のない成功
    .meaning = ログは成功としていますが、対象 VM があるのに VM の処理が 1 つも記録されていません。保存された証拠にはなりません。
    .cause = XO は古い実行の記録を 31 日で削除し、それなしで状態を計算します。使える転送先がないか、スナップショットの保持が 0 のこともあります。
    .remedy =
        その日の復元ポイントがあるか確認する: Backup > Restore の VM
        ジョブに有効なリポジトリまたは SR と、1 以上の保持があるか確認する: Backup > Overview の編集
masked = XO がエラーを表示しない
    .meaning = XO は、管理者でないユーザーに内部エラーの文を表示しません。
    .cause = XO または XAPI 内のあらゆるエラーです。
    .remedy =
        管理者として確認する: Settings > Logs に本文がある
        { step-xo-log }
job-not-runnable = XO がジョブの実行を拒否した
    .meaning = ジョブの設定の不足や誤り、契約プランに含まれない機能、または XO の縮退動作のため、XO がジョブを開始しませんでした。
    .cause = インポートや更新後の設定の不整合、試用期間の終了、または復号できない資格情報です。
    .remedy =
        XO の Backup > Overview でジョブを開いて保存し直す。不足箇所が示される
        プランを確認する: XOA メニューの Licenses
        { step-xo-log }
snapshot-not-found = ジョブのスナップショットがない
    .meaning = 実行が使うスナップショットがなくなっていました。
    .cause = バックアップ中に、誰かまたは別のジョブが削除しました。
    .remedy =
        { step-again }
        ジョブの実行中に `[XO Backup …]` のスナップショットを削除しない。同じ VM のジョブの時間をずらす
backup-unreadable = バックアップの情報を読めない
    .meaning = バックアップの情報を記したファイルの破損や空、または想定外の形式の応答です。
    .cause = 実行の中断、リポジトリの容量不足、または XenServer 6.5 より古いホストでの増分です。
    .remedy =
        エラー文のファイルが空でないか確認する: XO のマシンの `/run/xo-server/mounts/ID/xo-vm-backups` で `ls -la`
        ジョブを再実行する: 実行前の整理で不完全なものが除かれる（XO の Backup > Overview、スケジュールの開始ボタン）
        { step-update-xo }
proxy-failed = XO プロキシに到達できない
    .meaning = このジョブを実行するプロキシに XO が到達できず、実行の状況が分かりません。
    .cause = プロキシの VM の停止や更新、または TCP 443 の遮断です。
    .remedy =
        XO の Proxies でプロキシの "Test" を押す
        VM を起動するか、そこで更新する（"Upgrade"）: XO の Proxies メニュー
        ログを見る: プロキシの VM で `journalctl -u xo-proxy`

## Backup repositories

repository-quota = バックアップリポジトリのクォータ超過
    .meaning = 共有、または XO が書き込みに使うユーザーのクォータを使い切りました（エラー番号 122、`EDQUOT`）。`df` では空きがあるように見えることがあります。
    .cause = NAS が共有またはユーザーの容量を制限しており、バックアップや残ったファイルで上限に達しています。
    .remedy =
        NAS で共有とユーザーのクォータを見る（NAS のスナップショットも含む）: NAS で `quota -s` と `df -h`
        クォータを増やすか、XO の Backup > Restore で VM の不要なバックアップを削除する（"Delete backups"）
        XO と同じように書き込んで試す: `dd if=/dev/zero of=/run/xo-server/mounts/ID/quota-test bs=1M count=100 && rm /run/xo-server/mounts/ID/quota-test`。エラーが出なければ回復している
repository-stale = バックアップリポジトリのマウントが無効
    .meaning = XO がマウントした共有は、サーバー上の現在の共有と一致しません（エラー番号 116、`ESTALE`）。マウントし直すまでファイルに届きません。
    .cause = NFS サーバーの再起動、エクスポートの移動や復元、ストレージクラスターの切り替えです。
    .remedy =
        XO の Settings > Remotes でリポジトリを無効にして再び有効にし、"Test" を押す。共有がマウントし直される
        直らなければ、バックアップ中でないときに XO のマシンで `umount -l /run/xo-server/mounts/ID` を実行し、再び有効にする
file-too-large = リポジトリに対してファイルが大きすぎる
    .meaning = リポジトリのファイルシステムまたはオブジェクトストレージが、この大きさのファイルを受け付けません。
    .cause = フルバックアップは VM ごとに 1 ファイルになります。上限は FAT32 が 4 GiB、ext3 が 2 TiB、S3 が 5 TiB です。
    .remedy =
        増分バックアップにし、リポジトリで "Store backup as multiple data blocks" を有効にする（Settings > Remotes で編集）。次回はフルバックアップになる
        または別のファイルシステムのリポジトリを使う（`stat -f -c %T パス` で種類が分かる）
repository-missing = バックアップリポジトリのルートがない
    .meaning = XO がリポジトリのルートにバックアップのフォルダーを探しましたが、見つかりません。共有がマウントされていないか、別の共有です。
    .cause = 共有をマウントできない（サーバーの停止、エクスポート名の変更）、空の共有がマウントされた、または `xo-vm-backups` フォルダーが移動されました。
    .remedy =
        XO の Settings > Remotes でこのリポジトリの "Test" を押す。読み書きの成功が表示されること
        XO のマシンで `findmnt -T { $path }` を実行し、共有がマウントされているか確認する。リポジトリを無効にして再び有効にするとマウントし直される
        サーバーで `xo-vm-backups` フォルダーの有無を確認する。移動していたら次回の実行前に戻す（戻さないと全 VM がフルバックアップから始まる）
temporary-file-missing = 転送中の一時ファイルがない
    .meaning = バックアップは、ドットで始まる名前のファイルに書かれ、最後に改名されます。そのファイルまたはフォルダーがありませんでした。今回の分は保存されていません。
    .cause = 転送中に共有が外れた、別のプログラム（同期、ウイルス対策、NAS）が隠しファイルを削除した、または 2 つの XO が同じリポジトリに書き込んでいます。
    .remedy =
        XO の Settings > Remotes でリポジトリの "Test" を押す
        この共有を使うもの（同期、ウイルス対策、別の XO）がほかにないことを確認する: NAS で `lsof +D フォルダー` を実行すると、開いているものが分かる
        { step-again }
block-missing = リポジトリのバックアップの一部がない
    .meaning = リポジトリにあるディスクのバックアップ（{ $path }）のファイルまたはブロックがありません。この復元ポイントと、それを基にしたものは信頼できません。
    .cause = 古いバックアップの結合の中断、XO の外での削除、またはリポジトリのストレージでの消失です。
    .remedy =
        手作業で削除せず、新しいチェーンを始める: スケジュールの "Force full backup" を有効にして 1 回実行し、成功を確認する: XO の Backup > Overview
        復元テストでどのバックアップが使えるか確認する: Backup > Restore の VM の "Restore health check"
        その後、壊れた復元ポイントを XO で削除する: Backup > Restore の VM の "Delete backups"
        リポジトリのストレージを確認する（そのログ、サーバーの `dmesg`）
file-missing = ファイルがない
    .meaning = あるはずのファイルがありません: { $path }。
    .cause = リポジトリの場合、XO の外、別の XO、またはストレージの規則による削除か、共有が未マウントです。
    .remedy =
        共有がマウントされ、ファイルがあるか確認する: XO のマシンで `ls -la { $path }`
        { step-test-repository }
        { step-again }
file-exists = ファイルがすでに存在する
    .meaning = 作成しようとしたファイルがすでにあります: { $path }。
    .cause = 中断された実行が残したか、2 つのジョブ、プロキシ、XO が同じフォルダーに書き込んでいます。
    .remedy =
        このリポジトリを使う XO とプロキシが 1 つだけであることを、それぞれの Settings > Remotes で確認する
        { step-again }。残ったものは実行時に片付けられる
        名前がドットで始まり、バックアップが動いていなければ、ファイルを移す: `mv { $path } /tmp/`
folder-busy = ファイルまたはフォルダーが使用中
    .meaning = リポジトリのファイルまたはフォルダーを別のものが使用しています: { $path }。
    .cause = 別のバックアップや結合、NAS やウイルス対策による読み取り、NFS や SMB のクライアントの保持です。
    .remedy =
        { step-again }
        使用者を調べる: XO のマシンで `lsof +D { $path }`、NAS では開いているファイルの一覧
        NAS のウイルス対策と同期の対象から共有を外す: NAS の `lsof +D フォルダー` で保持しているものが分かる
folder-not-empty = フォルダーが空でない
    .meaning = 古いバックアップのフォルダーに何か残っているため、XO が削除できませんでした: { $path }。新しいバックアップに影響はありません。
    .cause = NFS クライアントが削除済みのファイルを開いたまま（`.nfs…`）、NAS 独自のファイル（`@eaDir`、`.snapshot`）、または別のプロセスの書き込みです。
    .remedy =
        中身を確認する: XO のマシンで `ls -la { $path }`
        NAS のインデックス作成をこの共有で無効にする: その後 `ls -la フォルダー` に XO のファイルだけが出る
        { step-next-run }
repository-unsupported = リポジトリのファイルシステムが対応していない操作
    .meaning = バックアップリポジトリのファイルシステムが対応していない、または許していない操作を XO が求めました: { $path }。
    .cause = ファイルがあるべき場所にフォルダーがある、名前が長すぎる、または共有（FUSE、一部の NAS、古い SMB）がこの操作に対応していません。プロキシやコンテナーが間にあることもあります。
    .remedy =
        何があるかを確認する: XO のマシンで `ls -la { $path }` と `stat -f -c %T { $path }`
        { step-test-repository }
        共有のバージョンか種類を変える: XO の Settings > Remotes の編集画面の "Custom mount options"（SMB は `vers=3.0`、NFS は `vers=4.1` か `vers=3`）。"Test" が読み書きの成功を示すこと
        { step-xo-log }
out-of-files = 開いているファイルが多すぎる
    .meaning = プロセスが開けるファイルと接続の数の上限に達しました。
    .cause = 同時に処理する VM やディスクが多いか、不具合でファイルが開いたままです。
    .remedy =
        同時実行数を減らす: XO でジョブを編集し、Advanced settings の Concurrency を下げる
        XO のマシンで上限を増やす: `systemctl edit xo-server` に `[Service]` と `LimitNOFILE=65536` を書き、バックアップ中でないときに `systemctl restart xo-server`。`grep files /proc/$(pgrep -o -f xo-server)/limits` で確認できる
out-of-memory = メモリ不足
    .meaning = プロセスに必要なメモリがマシンに足りません。
    .cause = VM とジョブに対して XO の、またはホストのコントロールドメインのメモリが足りません。
    .remedy =
        XO のマシンで `dmesg -T | grep -i 'out of memory'` と `free -m` を見る
        XO のメモリを増やす（最低 4 GiB、およそ 100 VM から 8 GiB）: XO の VM を停止し、Advanced タブでメモリを変えて起動する
        { step-concurrency }
mount-failed = バックアップリポジトリをマウントできない
    .meaning = XO のマシンがリポジトリの共有をマウントできないため、何も保存できません。
    .cause = サーバーの停止、エクスポート名や共有名の変更、XO のマシンの不許可（`access denied`）、ユーザーやパスワードの誤り、プロトコルの版の不一致、`nfs-common` や `cifs-utils` の未導入です。
    .remedy =
        サーバーの公開内容を見る: XO のマシンで `showmount -e サーバー`（NFS）または `smbclient -L //サーバー -U ユーザー`（SMB）
        XO と同じようにマウントする: `mount -t nfs サーバー:/エクスポート /mnt` または `mount -t cifs //サーバー/共有 /mnt -o username=ユーザー`。理由が表示される
        XO の Settings > Remotes でリポジトリを直し（`vers=3` や `vers=3.0` は "Custom mount options"）、"Test" を押す
        ツールがなければ `apt install nfs-common cifs-utils`
smb-credentials = SMB 共有がユーザーを拒否した
    .meaning = SMB サーバーがユーザーまたはパスワードを受け付けないか、そのユーザーに共有での権限がありません。
    .cause = パスワードの変更や期限切れ、アカウントのロック、共有やフォルダーの権限不足です。
    .remedy =
        同じユーザーで試す: XO のマシンで `smbclient //サーバー/共有 -U ドメイン/ユーザー -c ls`
        XO の Settings > Remotes でユーザーとパスワードを入力し直し、"Test" を押す
        サーバーで共有とフォルダーの書き込み権限を与える: `smbclient //SERVER/SHARE -U USER -c 'mkdir x; rmdir x'` が成功すること
smb-share = SMB サーバーの失敗、またはセッション切れ
    .meaning = SMB サーバーがセッションを終えた、共有を知らない、または資源が足りません。
    .cause = 共有名の変更、サーバーの再起動や過負荷、SMB の版の不一致です。
    .remedy =
        { step-test-repository }
        共有の有無を確認する: `smbclient -L //サーバー -U ユーザー`
        サーバーのその時刻のイベントログを見る: Windows では `Get-WinEvent -LogName Microsoft-Windows-SMBServer/Operational`
        { step-again }
s3-parts = オブジェクトストレージ: パート数の上限
    .meaning = オブジェクトストレージへ送るファイルは最大 10,000 パートに分けられます。このファイルはそれを超えるため、この VM のバックアップは毎回失敗します。
    .cause = 大きな VM（5 MiB のパートで約 50 GB 以上）のフルバックアップで、XO がパートを大きくしない版です。
    .remedy =
        XO を更新する: 新しい版はディスクの大きさに応じてパートの大きさを選ぶ（XOA は XOA メニューの Updates）
        または増分バックアップにする: オブジェクトストレージでは小さなブロックで保存され、この上限は関係しない: XO の Backup > New で "Delta backup" を選ぶ
        または圧縮を有効にして小さくする: ジョブの Compression（XO の Backup > Overview）
s3-credentials = オブジェクトストレージがキーを拒否した
    .meaning = オブジェクトストレージがアクセスキーまたはシークレットを受け付けないか、バケットでの権限がありません。
    .cause = キーの変更や削除、ポリシーの権限不足（一覧、読み取り、書き込み、削除）、バケットのロックです。
    .remedy =
        XO の Settings > Remotes でキーとシークレットを入力し直し、"Test" を押す
        バケットに `s3:ListBucket`、`s3:GetObject`、`s3:PutObject`、`s3:DeleteObject`、`s3:AbortMultipartUpload` の権限を与える
s3-bucket = このアドレスにバケットがない
    .meaning = オブジェクトストレージにこのバケットがないか、別のリージョンにあります。
    .cause = XO のリポジトリの名前、エンドポイント、リージョンの誤り、またはバケットの削除です。
    .remedy =
        XO の Settings > Remotes でバケット、ホスト、リージョンを直し、"Test" を押す
        バケットの有無を確認する: `aws s3api head-bucket --bucket 名前 --endpoint-url URL`
s3-busy = オブジェクトストレージの過負荷
    .meaning = オブジェクトストレージが時間内に応じられないか、要求を減らすよう求めています。
    .cause = 同時の要求が多いか、事業者側の障害です。
    .remedy =
        { step-next-run }
        同時実行数を減らす: ジョブの Advanced settings の Concurrency、または "Max export rate" で速度を制限する
        再発するなら事業者の稼働状況を見る（AWS は `https://health.aws.amazon.com`）
s3-clock = XO の時計がオブジェクトストレージとずれている
    .meaning = オブジェクトストレージは、時刻が 15 分を超えてずれた要求を拒否します。
    .cause = XO のマシンの時計がずれています。
    .remedy =
        XO のマシンで `timedatectl` を見て、`timedatectl set-ntp true` で同期を有効にする。"System clock synchronized: yes" になれば成功
s3-upload = オブジェクトストレージへのアップロードが完了しない
    .meaning = アップロードのパートが失われたか、壊れて届きました。今回の分は保存されていません。
    .cause = 未完了のアップロードを早く削除するバケットの規則、または通信でのデータ破損です。
    .remedy =
        バケットのライフサイクル規則を見る: 未完了のアップロードの保持は最長のバックアップより長くする: `aws s3api get-bucket-lifecycle-configuration --bucket …`
        { step-again }
s3-locked = バックアップが変更から保護されている
    .meaning = このオブジェクトやファイルは期限まで変更や削除ができないか、先に復元が必要なアーカイブ層にあります。
    .cause = 不変設定やオブジェクトロックの期間がジョブの保持より長いか、規則でバックアップがアーカイブ層へ移されました。
    .remedy =
        保護の期間をジョブの保持より短くするか、保持数を増やす: 前者は `aws s3api get-object-lock-configuration --bucket …`、後者は XO の Backup > Overview のジョブで分かる
        アーカイブ層へ移す規則からバックアップを外す: `aws s3api get-bucket-lifecycle-configuration --bucket …` で一覧できる
s3-unsupported = オブジェクトストレージが要求に対応していない
    .meaning = XO が使う機能にオブジェクトストレージが対応していません。
    .cause = S3 の一部だけに対応した製品か、XO が使うライブラリの変更（アップロードのチェックサム）です。
    .remedy =
        オブジェクトストレージと XO を更新する（XOA は XOA メニューの Updates）
        AWS SDK for JavaScript v3 への対応を製造元に確認する。正確な版は XO のフォルダーで `npm ls @aws-sdk/client-s3`
encryption = バックアップリポジトリを復号できない
    .meaning = XO の鍵がリポジトリのデータに合いません。
    .cause = 鍵の変更や入力誤り、または暗号化なし、別の鍵のバックアップが混在しています。
    .remedy =
        正しい鍵を入力する: Settings > Remotes の編集で "Encryption key"、次に "Test"。鍵は 32 文字
        バックアップのあるリポジトリの鍵は変えない: 新しい鍵には空のフォルダーを使う: XO の Settings > Remotes で新規に作成する
vhd-footer = バックアップされたディスクの破損: 2 つのフッターの不一致
    .meaning = VHD ファイルは自身の情報を 2 か所に持ちますが、リポジトリのこのファイルでは一致しません。結合または転送が途中で切れています。このディスクの古いチェーンは壊れていますが、その後に取られたフルバックアップは使えます。
    .cause = 古いバックアップの結合中に XO、結合プロセス、またはリポジトリが停止しました。このファイルがある限り、以後の実行もこれを報告し、失敗と表示されます。
    .remedy =
        その後にこの VM のフルバックアップが成功したか確認する（"Backup fell back to a full"）。なければスケジュールの "Force full backup" で実行する（XO の Backup > Overview と Logs）
        検証する: Backup > Restore の VM で最新のバックアップの "Restore health check"
        XO を更新する: 新しい版はこうしたファイルを修復または削除する（XOA は XOA メニューの Updates）
        その後、そのフルバックアップより前の古いチェーンを XO で削除する: Backup > Restore の VM の "Delete backups"。次回の実行でこのメッセージが出なければ完了
vhd-damaged = バックアップされたディスクの破損または不完全
    .meaning = XO が受信した、またはリポジトリで読んだディスクイメージの形式が正しくありません。壊れているか、一部しか届いていません。
    .cause = ホストのエクスポートの途中終了、結合の中断、またはリポジトリのストレージの誤ったデータです。
    .remedy =
        { step-full }
        復元テストで使える復元ポイントを確認する: Backup > Restore の VM の "Restore health check"
        壊れたものを XO で削除する: Backup > Restore の VM の "Delete backups"
        リポジトリのストレージを調べる: サーバーの `dmesg`、ディスクとファイルシステムの検査
root-disk-missing = フルバックアップのないチェーン
    .meaning = バックアップのチェーンの土台となるフルバックアップがリポジトリにありません。これらの復元ポイントは復元できません。
    .cause = XO の外での削除、結合の中断、またはリポジトリの一部だけのコピーです。
    .remedy =
        { step-full }
        ほかを削除する前に、ファイルが残るリポジトリのコピーを探す: それぞれで `find フォルダー -name '*.vhd'`
delta-base-missing = 増分の基準がない
    .meaning = 増分の基準となるもの（転送先の前回のレプリカ、リポジトリの前回のバックアップ、転送元のスナップショット）がありません。
    .cause = 誰かが削除したか、以前の実行が削除後に失敗しました。
    .remedy =
        { step-full }
        レプリケーションでは、先に転送先の残ったレプリカと転送元のジョブのスナップショット（VM の Snapshots タブの `[XO Backup …]`）を削除する
        XO が作ったスナップショットとレプリカを削除しない: XO の VM 画面の Snapshots タブで `[XO Backup …]` という名前のもの
service-unavailable = バックアップリポジトリが無効、または応答しない
    .meaning = XO は現在このリポジトリを使いません。無効または削除されたか、以前のアクセスに失敗して再試行を待っています。
    .cause = 最初のエラーを確認してください。
    .remedy =
        { step-test-repository }
        無効なら有効にする。削除されていたらジョブで別のリポジトリを選ぶ: XO の Settings > Remotes、Backup > Overview のジョブ編集

## Restores

file-restore-disk = ファイル復元: バックアップのディスクを開けない
    .meaning = ファイル単位の復元では、XO のマシンでバックアップのディスクを開きます（FUSE、古い版では `vhdimount`）。それに失敗しました。バックアップ自体は正常かもしれません。VM 全体の復元には必要ありません。
    .cause = XO のマシンに `vhdimount` や FUSE がないか、コンテナーが `/dev/fuse` を使えないか、リポジトリのパスが絶対パスではないか、バックアップのチェーンのファイルが失われています。
    .remedy =
        VM 全体を別の名前で復元し、そこからファイルを取り出す: XO の Backup > Restore でその VM を選ぶ
        足りないものを XO のマシンに入れる（XOA には入っている）: `apt install fuse3 libfuse2 lvm2 libvhdi-utils`。`ls -l /dev/fuse` と `vhdimount -V` が答えれば成功。コンテナーには `--device /dev/fuse --cap-add SYS_ADMIN` を付ける
        メッセージのファイルがあるか確認する: XO のマシンで `ls -la { $path }`。なければ別の復元ポイントを試す
        { step-restore-test }
file-restore-lvm = ファイル復元: ディスク内の LVM や RAID を開けない
    .meaning = バックアップのディスクに LVM のボリュームグループ（またはソフトウェア RAID）があり、XO のマシンで有効にできませんでした。バックアップ自体に問題はありません。VM 全体の復元には必要ありません。
    .cause = XO のマシンに `lvm2` がないか、同じ名前のボリュームグループ（`ubuntu-vg`、`rl`、`debian-vg`）があるか、グループが VM の複数のディスクにまたがるか、XO がデバイスを作れないコンテナーで動いています。
    .remedy =
        VM 全体を別の名前で復元し、そこからファイルを取り出す: XO の Backup > Restore でその VM を選ぶ
        XO のマシンで `vgs -o vg_name,vg_uuid` を実行する。同じ名前があれば XO のマシンのグループの名前を変えるか（`vgrename UUID 新しい名前`、次に起動の設定）、グループを持たない XOA を使う
        足りないものを入れる: `apt install lvm2`。`pvs --version` が答えれば成功
        複数のディスクにまたがるグループや RAID（`linux_raid_member`）は、1 つのディスクからは開けない: VM を復元する
file-restore-partition = ファイル復元: パーティションを開けない
    .meaning = バックアップのディスクは開けましたが、XO のマシンがこのパーティションかボリュームをマウントできませんでした。バックアップ自体に問題はありません。VM 全体の復元には必要ありません。
    .cause = XO のマシンが知らないファイルシステム（暗号化、ZFS、BitLocker、Windows のダイナミックディスク、新しい XFS）、スワップなどファイルシステムのない領域、スナップショットの時点で整合していなかったファイルシステム、または空きループデバイスの不足（コンテナー）です。
    .remedy =
        一覧から別のパーティションを選ぶ: ブート、スワップ、LVM の領域自体にはファイルがない
        VM 全体を別の名前で復元し、そこからファイルを取り出す: XO の Backup > Restore でその VM を選ぶ
        XO のマシンで何をマウントできるか確認する: `cat /proc/filesystems`、`losetup -f`。`ntfs-3g`、`xfsprogs`、`btrfs-progs` を入れてから、ディスクを選び直す
metadata-unusable = メタデータのバックアップを保存または利用できない
    .meaning = プールのメタデータ、または XO の設定のバックアップを、書き込むことも、一覧に出すことも、読み戻すこともできませんでした。VM のバックアップには影響しません。
    .cause = ファイル（`metadata.json`、`data`、`data.json`）が失われたか途中で切れているか、別の版の XO が書いたか、リポジトリが移されたか、プールに接続できませんでした。
    .remedy =
        別のものを使う: XO の Backup > Restore > Metadata で古い日付を選ぶ
        ファイルがあるか確認する: リポジトリの `xo-config-backups` または `xo-pool-metadata-backups` のフォルダーで `ls -la`
        メタデータをもう一度保存する: XO の Backup > Overview でメタデータのジョブを開始する。Restore > Metadata に新しい項目が出れば成功
        手で保存する: プールマスターで `xe pool-dump-database file-name=FILE`、XO の設定は Settings > Config の "Download current config"

## Connections

own-address = XO が自分自身に接続している
    .meaning = XO が、ホストまたはリポジトリへの接続先として自分自身のアドレス（{ $address }）を使いましたが、応答するものがありません。一時的な障害ではなく設定の問題で、待っても直りません。
    .cause = XO のサーバー設定のアドレス、または構成のプロキシが `localhost` か `127.0.0.1` になっています。あるいはプールマスターの名前がこのアドレスに解決されています（`/etc/hosts`）。
    .remedy =
        XO の Settings > Servers でプールマスターのアドレスを入力する。サーバーが接続済みと表示されれば成功
        XO のマシンで名前の解決結果を確認し（`getent hosts 名前`）、`/etc/hosts` または DNS を直す
        XO の構成にプロキシがないか調べる: `grep -rn proxy /etc/xo-server/`
private-address = XO からプライベートアドレスに到達できない
    .meaning = XO は { $address }（プライベートネットワークのアドレス）に接続できませんでした。すべての VM がこうなるなら、XO にとってアドレスが誤っているか、経路が閉じています。設定の問題で、待っても直りません。
    .cause = XAPI はホスト自身のネットワークでのアドレスを返すため、NAT や別拠点、ファイアウォールの内側では XO から到達できません。ホストの停止やツールスタックの再起動中のこともあります。
    .remedy =
        XO のマシンからアドレスを試す: `curl -skI https://{ $address }/`。何らかの応答があれば経路は開いている
        ホストが動いているのに応答がなければ、XO からプールの全ホスト（マスターだけでなく）への経路、VPN、ファイアウォール（TCP 443、NBD は 10809）を開く: XO のマシンで `nc -zv HOST 443` が成功すること
        NAT の内側なら、そのネットワークに XO プロキシを置き、サーバー（Settings > Servers）とジョブで選ぶ
        1 台だけ失敗するなら、プールマスターで `xe host-list params=name-label,address,enabled` を実行し、稼働しているか確認する
http-timeout = 転送中にデータが届かない
    .meaning = ホストから 5 分間データが届かず、XO が転送を打ち切りました。多くは毎回起こり、次回の実行を待つだけでは直りません。
    .cause = 空きの多いディスクを圧縮（zstd、gzip）してフルバックアップすると、ゼロを圧縮している間は何も送られません。コントロールドメインの過負荷や SR の遅さが原因のこともあります。
    .remedy =
        ジョブの圧縮を無効にする: XO の Backup > Overview でジョブを編集し、Compression を "Disabled" にする
        または、これらの VM を NBD の増分バックアップにする: 空きブロックは読み飛ばされる: XO の Backup > New で "Delta backup"、Advanced settings の NBD
        または XO のマシンで制限を延ばす: `/etc/xo-server/config.httpInactivityTimeout.toml` に `[xapiOptions]` と `httpInactivityTimeout = 1800000`（30 分）を書き、バックアップ中でないときに `systemctl restart xo-server`
        VM の中で空き領域を破棄し（Linux は `fstrim -av`）、次回の実行が先へ進むか確認する
host-slow = ホストが時間内に応答しない
    .meaning = XO がディスクなどを要求しましたが、ホストが制限時間（既定は 5 分）内に応答を始めませんでした。
    .cause = ホストのコントロールドメインの過負荷やメモリ不足、ディスクの接続の遅さ（SR が遅い、イメージが多い）、同時エクスポートの多さが原因です。
    .remedy =
        バックアップ中にホストのコントロールドメインの負荷を見る: ホストで `xentop`、`free -m`、`top`
        同時実行数を減らす: XO でジョブを編集し、Advanced settings の Concurrency を下げる
        コントロールドメインのメモリを増やす: XO のホストの Advanced タブ "Control domain memory"。ホストの再起動が必要
        それまでは制限を延ばす: `/etc/xo-server/config.httpInactivityTimeout.toml` に `[xapiOptions]` と `httpInactivityTimeout = 1800000` を書き、`systemctl restart xo-server`
premature-close = 転送が途中で終わった
    .meaning = 相手側が完了前に転送を終えました。書き込まれた分は復元ポイントになりません。
    .cause = レプリケーションでは多くが転送先の問題です（SR の容量不足、ホストのインポート中止）。バックアップでは送信側ホスト（ディスクが読めない、ツールスタックの再起動）か経路です。
    .remedy =
        まず転送先の空き容量を見る: XO の SR の General タブ（`xe sr-list params=name-label,physical-size,physical-utilisation`）、またはリポジトリ（Settings > Remotes）
        転送先ホストのその時刻のログを見る: `grep -iE 'import|error|exception' /var/log/xensource.log` と `/var/log/SMlog`
        次に両ホストと XO の間のネットワークを調べる: 長い接続を切るファイアウォールや VPN: XO のマシンの `ping -c 100 HOST` と `mtr HOST` で損失が分かる
        { step-again }
aborted = 要求が打ち切られた
    .meaning = 応答が終わる前に XO 自身が要求を打ち切りました。別のエラーの結果か、誰かがタスクを取り消しました。
    .cause = 別の工程が失敗して転送が不要になったか、ジョブが手動で停止されました。
    .remedy =
        実行のログでその前のエラーを探す: XO の Backup > Logs の該当 VM。原因はそちらにある
        { step-again }
        { step-xo-log }
nbd-aborted = NBD を開始できない
    .meaning = XO は NBD でディスクを読もうとしましたが接続できず、そのために開いたエクスポートを打ち切りました。Request aborted はその結果にすぎません。
    .cause = プールのどのネットワークにも NBD の用途がない、ディスクを持つホストの TCP 10809 番に XO から届かない、またはそのホストが NBD のネットワークにアドレスを持たないのが原因です。
    .remedy =
        { step-nbd-purpose }
        { step-nbd-port }
        それまではジョブの NBD を無効にする: XO でジョブを編集し、Advanced settings の "Use NBD"
nbd-unavailable = ホストに NBD で接続できない
    .meaning = XO は、ディスクを持つどのホストにもネットワークブロックデバイス（NBD）の接続を開けませんでした。NBD が必要なジョブ（QCOW2、CBT）では、失敗するかフルバックアップになります。
    .cause = プールのどのネットワークにも NBD の用途がない、ディスクを持つホストの TCP 10809 番が XO に対して閉じている、またはそのホストが NBD のネットワークにアドレスを持たないのが原因です。
    .remedy =
        { step-nbd-purpose }
        { step-nbd-port }
        ディスクを持つホストを確認する: VM のホスト、停止中の VM では SR につながる任意のホスト（`xe vdi-list uuid={ $vdi } params=sr-name-label`）
name-not-found = 名前を解決できない
    .meaning = XO は、ホスト、リポジトリまたはメールサーバーの名前からアドレスを得られませんでした。
    .cause = 名前が誤っているか存在しない（`ENOTFOUND`）、または名前サービスが一時的に応答しません（`EAI_AGAIN`）。
    .remedy =
        XO のマシンでエラー文の名前を `getent hosts 名前` で確認する。何も出なければ、XO の名前（Settings > Servers または Remotes）か DNS を直す
        `EAI_AGAIN` なら `resolvectl status` または `/etc/resolv.conf` の DNS サーバーが応答するか確認する
        { step-again }
certificate = 証明書が信頼されていない
    .meaning = XO がホストまたはリポジトリの証明書を信頼していないため、接続できません。待っても直りません。
    .cause = 自己署名か、XO の知らない認証局の証明書です。別のアドレスの証明書、または途中のプロキシやファイアウォールの証明書のこともあります。
    .remedy =
        ホストの場合: XO の Settings > Servers でこのサーバーの "Unauthorized certificates" を有効にする。相手の確認は行われなくなる
        より良い方法: XO が信頼する認証局の証明書をホストに入れる（`xe host-server-certificate-install`）か、XO のマシンに認証局を加え、xo-server の `NODE_EXTRA_CA_CERTS` に設定する
        S3 リポジトリの場合: Settings > Remotes でこのリポジトリの "Allow unauthorized"
        届く証明書を確認する: `openssl s_client -connect { $address } </dev/null | openssl x509 -noout -issuer -subject -dates`
certificate-expired = 証明書の期限切れ、または有効期間前
    .meaning = 相手の証明書が有効期間の外にあります。
    .cause = 更新されていないか、XO またはホストの時計がずれています。
    .remedy =
        XO のマシンとホストで `date -u` を比べる
        ホストの証明書を更新する: XO のホストの Advanced タブ "Install new certificate"、またはホストで `xe host-emergency-reset-server-certificate`
tls = 暗号化した接続ができない
    .meaning = 双方が暗号化した接続に合意できませんでした。
    .cause = 相手がこのポートで TLS を使っていない（ポートの誤り、`https` と `http` の違い）か、XO には古すぎる、または新しすぎる版だけを使っています。
    .remedy =
        XO のアドレスの方式とポートを確認する: Settings > Servers または Remotes
        相手の対応を確認する: `openssl s_client -connect { $address }`
        XenServer 7.3 より古いホストは、TLS の緩和は一時的な手段にとどめ、ホストを更新する
redirected = アドレスがホストではなく Web ページにつながる
    .meaning = XO が XAPI にサインインしようとしたところ、Web ページへ転送されました。このアドレスで応答しているのはプールのホストではありません。
    .cause = XO のサーバー設定のアドレスが、XO 自身、プロキシ、または別のサイトにつながっています。
    .remedy =
        XO の Settings > Servers でプールマスターのアドレスを入力する。サーバーが接続済みと表示されれば成功
        応答の相手を確認する: XO のマシンで `curl -skI https://{ $address }/`。XCP-ng のホストなら自身のページを返す
http-status = 相手の Web サーバーが要求を拒否した
    .meaning = 相手がデータの代わりに HTTP の状態を返しました。401 と 403 は権限なし、404 は対象がない、5xx はサーバー側の失敗です。
    .cause = エクスポート中にディスクやセッションが消えた、ツールスタックの再起動、途中のプロキシなどです。
    .remedy =
        { step-again }
        ホストのその時刻のログを見る: `grep -iE 'export|import|error' /var/log/xensource.log`
        { step-toolstack }
stream-destroyed = 終わった転送への書き込み
    .meaning = XO が、すでに閉じた転送に書き込みました。別のエラーが転送を閉じています。
    .cause = 直前に転送先または転送元が失敗しました。
    .remedy =
        ログでこの VM の最初のエラーを探す: XO の Backup > Logs
        { step-again }
        { step-update-xo }

## The storage log

relink-failed = 結合は完了したが、子の親を付け替えられない
    .meaning = イメージ { $vdi } のデータは親に結合済みですが、その子の親を付け替える処理が失敗しました。データは失われていませんが、チェーンは短くならず、ガベージコレクターは同じ処理を繰り返します。
    .cause = その瞬間のホストの再起動やストレージ切断、子のボリュームがこのホストで有効でない（"No such file or directory"）、または tapdisk を一時停止できないことです。
    .remedy =
        関係するディスクを調べる: プールマスターで `xe vdi-list params=uuid,name-label,sm-config | grep -B 2 { $vdi }`。子は `vhd-parent` または `relinking` に持つ
        { step-rescan }
        LVM の場合: `lvscan | grep { $vdi }` でボリュームの有無を確認し、`lvchange -ay /dev/VG_XenStorage-{ $sr }/VHD-…` で有効にしてから再スキャンする
        これらの VM のバックアップをすべて残し、関係する VM を停止して起動し直す: チェーンが開き直される（XO の VM 画面の "Shutdown"、"Start"）
        次のスキャン後も同じ行が出るなら、それを添えてサポートに問い合わせる。イメージを手作業で削除しない。マスターの `xen-bugtool --yestoall` のアーカイブを添える
leaf-no-room = ディスクの末端イメージを結合する空きがない
    .meaning = ガベージコレクターはディスク { $vdi } の使用中イメージを親へ結合するため、まずスナップショットを取りますが、SR にその空きがありません。ディスクは 2 段のまま残ります。これだけで XO がスキップすることはありません。
    .cause = SR の容量不足です。行末に空きバイト数があります。
    .remedy =
        { step-free }
        { step-grow }
        または VM の停止中に結合する（必要な空きが少ない）: VM を停止し、プールマスターで `xe host-call-plugin host-uuid=… plugin=coalesce-leaf fn=leaf-coalesce args:vm_uuid=…`
        結果を確認する: XO の SR の Advanced タブの一覧から消える
merge-no-room = 結合する空きがない
    .meaning = 結合すべきイメージがありますが、SR の空きが足りません。以後バックアップのたびにチェーンが伸び、XO がスキップするか、チェーンの上限に達します。
    .cause = SR の容量不足です。行にイメージと空きがあります。
    .remedy =
        { step-free }
        { step-grow }
        { step-rescan }
        `xo-health sr` で最大の結合に必要な空きを確認する
leaf-never-ends = 書き込みが結合より速い
    .meaning = ガベージコレクターがディスク { $vdi } の使用中イメージを段階的に結合しましたが、毎回同じだけ残りました。VM の書き込みがストレージの結合より速いためです。中止して後で再試行します。ディスクは 2 段のまま残りますが、これだけで XO がスキップすることはありません。
    .cause = 書き込みの多いディスク、または遅い、あるいは過負荷の SR です。
    .remedy =
        チェーンが伸びなければ何もしない: `xo-health sr` で深さを確認する
        負荷の低い時間に再スキャンする: プールマスターで `xe sr-scan uuid={ $sr }`
        または VM の停止中に結合する: VM を停止し、`xe host-call-plugin host-uuid=… plugin=coalesce-leaf fn=leaf-coalesce args:vm_uuid=…`。SR の Advanced タブの一覧から消える
merge-io = I/O エラーで結合が停止
    .meaning = 結合中にイメージ（ディスク { $vdi }）を読み書きできませんでした。コレクターは親を修復し、次回に再試行します。
    .cause = ストレージまたは経路の障害、イメージの破損です。
    .remedy =
        この SR の VM のバックアップをすべて残し、直近のものを復元できるか確認する: XO の Backup > Restore の "Restore health check"
        ディスクや経路を調べる: ホストで `dmesg -T | grep -iE 'i/o error|failing path'`、ブロックストレージでは `multipath -ll`
        { step-check-image }
        { step-rescan }
merge-failed = 結合に失敗
    .meaning = ガベージコレクターがディスク { $vdi } の処理中にエラーに当たり、次回までこのイメージを除外します。EXCEPTION の後の語が理由です。
    .cause = ストレージのコマンドの失敗、イメージの破損、または XAPI がディスクの一時停止を拒否したことです。
    .remedy =
        同じプロセスの前の行を読む: プールマスターで `grep -B 30 -i exception /var/log/SMlog`。最後の `FAILED` のコマンドが原因
        { step-check-image }
        { step-rescan }
        { step-support }
collector-off = この SR のガベージコレクターが無効
    .meaning = SR { $sr } のガベージコレクターまたは結合が無効にされています。有効にするまで結合されません。
    .cause = 以前の対処で行った設定が残っています。
    .remedy =
        設定を確認する: `xe sr-param-get uuid={ $sr } param-name=other-config`（`gc`、`coalesce`、`leaf-coalesce`）
        設定の理由を確かめてから外す: `xe sr-param-remove uuid={ $sr } param-name=other-config param-key=gc`（または `coalesce`、`leaf-coalesce`）
        { step-rescan }
collector-not-here = このホストではガベージコレクターが動かない
    .meaning = SR のマスターでない、または SR に接続していないホストで起動されました。そのホストでは何もしません。
    .cause = 共有 SR の結合はプールマスターだけで行われます。マスターが未接続か、交代直後です。
    .remedy =
        プールマスターの接続を確認する: `xe pbd-list sr-uuid={ $sr } params=host-uuid,currently-attached`
        プールマスターの SMlog を見る: マスターは `xe pool-list params=master` で分かる
        { step-replug }
collector-lock = ガベージコレクターがロック待ち
    .meaning = 別の処理が SR { $sr } のロックを 5 分以上保持しているため、今回の処理をやめました。
    .cause = 遅い、または大きな SR での長いスキャンやスナップショット、削除、または停止したストレージのプロセスです。
    .remedy =
        { step-again }
        保持者を調べる: プールマスターで `ps axf | grep -E 'sm/|vhd-util|cleanup'`。1 時間以上前のものは停止している
        { step-rescan }
collector-stopped = 結合の中断（自動で再開）
    .meaning = 再起動や優先される操作により、ガベージコレクターが結合の途中で止められました。次回、ジャーナルに従って完了または取り消されます。
    .cause = ホストの再起動、SR の切断、またはその間のディスクの削除です。
    .remedy =
        { step-once }
        { step-rescan }
image-damaged = SR 上のイメージの破損、または親の欠落
    .meaning = 壊れた、または親のないイメージ（ディスク { $vdi }）が見つかりました。そのチェーンは結合できず、SR によっては全ディスクのスキャンが止まります。
    .cause = ストレージや電源の障害で失われた書き込み、満杯のファイルシステム、または手作業でのイメージの削除です。
    .remedy =
        この SR の VM のバックアップをすべて残し、このディスクのスナップショットを取らない: XO の Backup > Overview でジョブのスケジュールを無効にする
        { step-check-image }
        読めるうちにディスクをコピーする: XO の VM の "Copy" で別の SR へ（フルコピー）。またはバックアップから復元する
        { step-support }
two-hosts = QCOW2 のチェーンが 2 台のホストで使用中
    .meaning = QCOW2 のイメージは、それを基にした実行中のディスクがすべて 1 台のホストにあるときだけ結合できます。複数のホストで動いているため、結合が待たされています。
    .cause = 同じテンプレートや VM から複製した VM が別々のホストで動いています。
    .remedy =
        結合が終わるまで、これらの VM を 1 台のホストに移す: XO の VM の "Migrate"（ディスクはそのまま）
        または独立させる: VM をフルコピー（"Copy"、高速クローンではない）して使う: XO の VM 画面の "Copy"
        { step-rescan }
tapdisk-io = 動作中のディスクの下での I/O エラー
    .meaning = VM のディスク { $vdi } を扱うプロセス（tapdisk）が、ストレージから I/O エラー（errno 5）を受けました。VM からはディスクの故障に見え、ファイルシステムが読み取り専用になることがあります。
    .cause = ストレージのディスク、コントローラー、ケーブル、経路の障害、またはイメージが存在しない場所を指しています。
    .remedy =
        この SR（{ $sr }）の VM のバックアップをすべて残す: 古いものを保持数で消さない: XO の Backup > Overview でスケジュールを無効にする
        故障箇所を探す: ホストで `dmesg -T | grep -iE 'i/o error|failing path|sd[a-z]'`、`smartctl -a /dev/sdX`、`multipath -ll`
        どの VM か確認する: `xe vbd-list vdi-uuid={ $vdi } params=vm-name-label,device`
        経路の復旧後に VM をバックアップまたはコピーし、ファイルシステムを検査する: ゲストで `fsck -n` または `chkdsk`
tapdisk-full = 動作中のディスクの SR が満杯
    .meaning = 実行中の VM のディスク { $vdi } を扱うプロセスが、SR の容量不足（errno 28）で書き込めません。この SR の VM は書き込みが止まるか、ディスクの故障に見えます。
    .cause = thin またはファイルの SR で、ディスクの増加が容量を超えました。
    .remedy =
        直ちに SR { $sr } の空きを作る: 確実に不要なスナップショット、孤立ディスク、ISO を削除する（XO の SR の Disks タブ）
        空きができるまで、書き込みの多い VM を一時停止する: `xe vm-pause uuid=…`
        { step-grow }
        その後、この SR の VM のファイルシステムを検査する: ゲストで `fsck -n` または `chkdsk`
tapdisk-error = ディスクプロセスのエラー
    .meaning = VM のディスク（{ $vdi }）を扱うプロセスがエラーに当たりました。errno の番号は、2 ファイルなし、13 権限、22 不正、110 時間切れ、116 無効なハンドルです。
    .cause = 一時的なストレージの切断、チェーンのファイルの欠落、またはホストの停止です。
    .remedy =
        VM が動いているか確認する: コンソール、ファイルシステム: XO の VM 画面の Console タブ
        { step-way }
        { step-smlog }
host-storage-error = ホストのカーネルがストレージの障害を報告
    .meaning = ホスト自身がストレージを読み書きできないか、応答を待っています。ストレージマネージャーやバックアップのエラーはその結果です。
    .cause = ディスク、コントローラー、ケーブル、スイッチ、サーバーの障害、またはストレージの過負荷です。
    .remedy =
        このストレージの VM のバックアップをすべて残す: 古いものを削除するスケジュールを XO の Backup > Overview で無効にする
        ホストで、ローカルディスクは `smartctl -a /dev/sdX`、ブロックストレージは `multipath -ll`、NFS は `ping` と `nfsstat -c`
        ストレージ自体のログと、ホストの `dmesg -T | tail -50` を見る
linstor-controller = LINSTOR のコントローラーに接続できない
    .meaning = ホストが LINSTOR（XOSTOR）のコントローラーに接続できず、この SR のディスクを操作できません。実行中の VM は継続します。
    .cause = コントローラーのあるホストが停止しているか、別のホストに移る途中か、ストレージのネットワークが途切れています。
    .remedy =
        コントローラーの場所を調べる: SR の各ホストで `systemctl is-active linstor-controller`。1 台が "active" と答える
        そこでノードを確認する: `linstor node list`。すべて "Online" であること
        { step-way }
        { step-again }
sm-volume-gone = ストレージマネージャーがボリュームかファイルを見つけられない
    .meaning = ストレージマネージャーが SR（{ $sr }）上でディスク { $vdi } のボリュームかファイルを見つけられませんでした。このディスクの操作は失敗し、バックアップも失敗することがあります。
    .cause = このホストで SR が接続されていないか、その間にディスクかスナップショットが削除されたか（その場合は解消します）、イメージが失われました。
    .remedy =
        { step-rescan }
        存在するか確認する: LVM は `lvs VG_XenStorage-{ $sr }`、ファイルは `ls -la /run/sr-mount/{ $sr }`。失われたディスクは XO で missing と表示される
        { step-replug }
        { step-restore }
sm-no-room = SR の空きがなくなった
    .meaning = SR（{ $sr }）に空きがないため、ストレージマネージャーのコマンドが失敗しました。スナップショットと結合は失敗し、シンまたはファイルの SR では VM の書き込みが止まります。
    .cause = 大きくなったディスク、スナップショット、結合待ちのチェーンです。
    .remedy =
        { step-space }
        { step-snapshots }
        { step-free }
        { step-grow }
host-full = ホスト自身のディスクが満杯
    .meaning = ホストがコントロールドメインのファイルシステムに書き込めませんでした。ログかルートのパーティション、または空きのないファイルの SR です。空くまで、インポート、エクスポート、スナップショット、ツールスタック自体が失敗します。
    .cause = 大きくなったログ、ルートパーティションに残った ISO や更新ファイル、または満杯のファイルの SR（ext、NFS）です。
    .remedy =
        どれが満杯か確認する: その行を出したホストで `df -h / /var/log /run/sr-mount/*`
        ログのパーティションを空ける: `ls -lhS /var/log | head` を見て、古いローテーション済みのファイル（`*.gz`、`*.1`）を削除する。`df -h /var/log` に空きが出れば成功
        { step-free }
        { step-toolstack }
sm-io = ストレージマネージャーが SR を読み書きできない
    .meaning = ホストが SR（{ $sr }）のストレージを読み書きできませんでした。I/O エラー、無効になった共有、応答のない共有、または失われた経路です。
    .cause = ストレージかネットワークが停止していたか、NFS のエクスポートが移されたか復元されたか、ディスクが故障しています。
    .remedy =
        { step-keep }
        { step-way }
        { step-replug }
        { step-support }
command-crashed = ストレージマネージャーのコマンドが異常終了
    .meaning = ホスト上のコマンドが強制終了または異常終了しました。`rc` の後の負の数はシグナルです（-6 は中断、-9 は強制終了、-11 はメモリー違反）。対象のディスク { $vdi } は元のままか、途中の状態です。
    .cause = プログラム（`td-util`、`vhd-util`、`tapdisk`、`qemu-img`）の不具合、それが処理できない壊れたイメージ、またはホストのメモリー不足による強制終了（-9）です。
    .remedy =
        ホストのメモリーが尽きたか確認する: `dmesg -T | grep -i -E 'killed process|segfault'`
        { step-check-image }
        ホストを更新する: `yum update blktap sm` の後にホストを再起動する。`rpm -q blktap sm` で版が分かる
        前後の行を添えて XCP-ng に報告する: https://github.com/xcp-ng/xcp/issues。`xen-bugtool --yestoall` が作るものを添える
sm-login = ストレージマネージャーが XAPI に拒否された
    .meaning = ストレージドライバが、無効な（または期限切れの）セッションで XAPI に問い合わせ、拒否されました。
    .cause = ドライバの動作中にツールスタックが再起動されたか、プールのホストの版が異なるか、ホストの時計がずれています。
    .remedy =
        { step-again }
        版と時計を比べる: `xe host-list params=name-label,software-version`、各ホストで `date`
        { step-toolstack }
sm-exception = ストレージドライバが例外で停止
    .meaning = ストレージドライバが想定外の状態（`AssertionError`、`KeyError` など）に出会いました。ディスク { $vdi } または SR { $sr } の操作はそのために失敗しました。
    .cause = ドライバの不具合、ストレージと合わない XAPI の記録（停止後、メタデータの復元後、ファイルを手で移した後）、またはプール内のホストの版の違いです。
    .remedy =
        { step-rescan }
        { step-again }
        ホストの版を比べる: 各ホストで `rpm -q sm blktap`。同じでなければならない
        スタックの行を添えて XCP-ng に報告する: https://github.com/xcp-ng/xcp/issues。`xen-bugtool --yestoall` が作るものを添える
command-failed = ストレージマネージャーのコマンドが失敗
    .meaning = 括弧内のコマンドがエラーで終わりました。意味はコマンドによります。`lv…` と `vg…` はボリューム、`vhd-util` と `qemu-img` はイメージ、`mount` は共有の操作です。
    .cause = `stderr` の語と前後の行を確認してください。
    .remedy =
        同じプロセス（括弧の番号）の前後の行を読む: `grep 'SM: \[PID\]' /var/log/SMlog`
        読み取りだけのコマンドをホストで実行し、メッセージを見る: `vhd-util query`、`lvs`、`vgs`、`qemu-img info -U`
        前後の行も一緒に `xo-health explain -` に渡す: 前の行にディスクがある

## What to collect for a report

collect =
    実行のログ: XO の Backup > Logs の該当の実行で、コピーまたはダウンロードのボタン
    その時刻の xo-server のログ: `journalctl -u xo-server --since today > xo-server.log`
    ストレージが関係する場合: プールマスターのその時間の `/var/log/SMlog` と `/var/log/xensource.log`
    版: XO（About メニュー）、ホスト（`xe host-list params=name-label,software-version`）、SR とリポジトリの種類
    公開する前に、名前、アドレス、鍵を取り除く

## Whether it goes away

temporary-yes = する（多くは再試行で成功）
temporary-maybe = 場合による（原因しだい）
temporary-no = しない（対処が必要）

## The page of all errors

page-title = エラー
page-intro = xo-health が知っているストレージとバックアップのエラーの一覧です。意味、主な原因、影響の小さい順の対処法、一次対応者、一時的かどうかを示します。`xo-health explain` は、エラー文、ログ、レポートメールの中からこれらを見つけます。
page-generated = This page is generated from the catalogue; do not edit it. `cargo xtask codegen` writes it.
page-numbered = ストレージマネージャーの番号付きエラー
page-xapi = XAPI: ディスクと SR
page-hosts = XAPI: ホストと VM
page-orchestra = Xen Orchestra
page-program = Xen Orchestra のプログラム
page-shown = 表示
page-cause = 主な原因
page-actor = 一次対応者
page-temporary = 自然に解消
page-note = 補足
page-findings = 事前に分かる検出項目
page-sources = 出典
page-repository = バックアップリポジトリ
page-transport = 接続
page-restore = 復元
page-storage-log = ストレージログ
page-object-storage = オブジェクトストレージ
vdi-attached-elsewhere = ディスクが別のホストに接続済み
    .meaning = ストレージマネージャーには、ディスク { $vdi } があるホストに接続中という印があり、2 台目への接続を拒みます。2 台が書き込むと壊れるためです。何も変更されていません。
    .cause = 停止またはネットワークが切れたホストが利用者として残っている、バックアップや復元テスト、コントロールドメインが接続している、または VM が実際に別のホストで動いています。
    .remedy =
        接続先を調べる: プールマスターで `xe vbd-list vdi-uuid={ $vdi } currently-attached=true params=uuid,vm-name-label`
        印のあるホストを調べる: `xe vdi-param-get uuid={ $vdi } param-name=sm-config` の `host_OpaqueRef…`。稼働中のホストは `xe host-list`
        { step-detach }
        そのホストが確実に停止しているか、接続中の VBD がないときだけ: プールマスターで `/opt/xensource/sm/resetvdis.py single { $vdi }`。印が消え、次の実行は成功する。VM がディスクを使用中には決して行わない
encrypted-vhd-file = 暗号化が対応しない単一ファイルのバックアップ
    .meaning = リポジトリは暗号化されていますが、1 つの VHD ファイルとして保存された増分バックアップがありました。XO は暗号化された増分バックアップをブロック形式でのみ読めます。
    .cause = 作成時に "Store backup as multiple data blocks" が無効だったか、既にバックアップのあるリポジトリで暗号化を有効にしました。
    .remedy =
        暗号化用に新しい空のフォルダーを使う: XO の Settings > Remotes > "New file system remote" で鍵を入れ、"Store backup as multiple data blocks" を有効にする。"Test" で読み書きできることを確認する
        ジョブで選ぶ: Backup > Overview の編集。次の実行はそこにフルバックアップを作る
        古いリポジトリは、期限が切れるまで作成時の設定のまま残し、ジョブから外す。Backup > Restore に表示されることを確認する
sr-forgotten = プールから消えた SR
    .meaning = XO が使う SR を XAPI はもう認識していません。削除されたか、別の識別子で再登録されました。ジョブを変更するまで毎回失敗します。
    .cause = SR の削除や再作成、存在しない SR を指すプールの suspend SR や既定の SR、またはツールスタック再起動前の情報を XO が持ち続けています。
    .remedy =
        現在の SR を調べる: プールマスターで `xe sr-list params=uuid,name-label`。XO の Backup > Overview の編集にある転送先と比べる
        存在する SR を転送先、またはスケジュールの "Health check SR" に選ぶ。次の実行は失敗しなくなる
        プール自身の SR を見る: `xe pool-list params=default-SR,suspend-image-SR,crash-dump-SR`。存在するものに変える: `xe pool-param-set uuid=… suspend-image-SR=…`
        SR が存在するなら: XO の Settings > Servers でプールを切断して再接続し、読み直させる
datapath = ホスト上のディスク接続状態の不一致
    .meaning = ディスクの接続状態についてのツールスタックの記録が、要求と合いません（`Storage_error`、`Illegal_transition`）。読み取り専用、別のホスト、または未接続と見なされています。
    .cause = 中断されたエクスポートや起動、ディスク接続中のホスト再起動、またはコントロールドメインに接続されたディスクです。
    .remedy =
        { step-detach }
        { step-again }
        VM のホストで `/var/log/xensource.log` を見る: `grep -i storage_error /var/log/xensource.log | tail` がディスクと期待された状態を示す
        { step-toolstack }
        残るなら VM を停止し、別のホストで起動する: XO の VM で "Shutdown"、次に "Start on…"。次の実行は成功する
storage-log-calm = このストレージログにエラーはない
    .meaning = これらの行にエラーはありません。この時間帯、ストレージマネージャーとガベージコレクターは動作していました。
    .cause = 障害は別の時間帯か別のホストにあります（結合はプールマスターだけが行う）。または結合は動いていても、バックアップが残す量より遅い状態です。
    .remedy =
        失敗した時間帯を、プールマスターの古いファイルも含めて調べる: `zgrep -iE 'exception|error|fail' /var/log/SMlog*`
        待っているものを見る: `xo-health sr`、または XO の SR の Advanced タブにある結合待ちのディスク。結合が進めば一覧は短くなる
        同じイメージが何度も結合されるなら: この VM のバックアップ間隔を延ばすか、停止中に結合する: VM を停止し、`xe host-call-plugin host-uuid=… plugin=coalesce-leaf fn=leaf-coalesce args:vm_uuid={ $vm }`。その後は Advanced タブに表示されなくなる
repository-slow = リポジトリが時間内に応答しない
    .meaning = リポジトリで古いバックアップの結合または整理中に、読み書きの 1 つが制限時間（既定は 10 分）内に終わりませんでした。新しいバックアップ自体は完了していることがあります。
    .cause = リポジトリのストレージが過負荷か数分間停止しています（スクラブ、NAS のスナップショットや重複排除、ディスクの故障）。同時に動く処理が多すぎることもあります。
    .remedy =
        { step-test-repository }
        その時間帯の負荷を調べる: リポジトリのサーバーで `iostat -x 5`、XO のマシンで `nfsiostat 5`。スクラブや他のジョブの時間をずらす
        { step-concurrency }
        ジョブを再実行する。結合は中断した所から続く: XO の Backup > Overview のスケジュールの開始ボタン。Backup > Logs で `merge` が成功になる
upgrade-unfinished = アップグレード途中のプール
    .meaning = プールのホストのバージョンが異なるため、XAPI はアップグレード中とみなし、スナップショットやエクスポートなどを拒否します。すべてのホストがマスターと同じバージョンになるまで毎回拒否されます。
    .cause = アップグレードまたは更新が一部のホストで終わっていません。更新されていない、更新後に再起動していない、またはマスターより先に更新したホストがあります。
    .remedy =
        バージョンを比べる: プールマスターで `xe host-list params=name-label,software-version`。XO のプールの Patches タブに不足分が表示される
        マスターから順に各ホストの更新を終え、ホストまたはツールスタックを再起動する（`xe-toolstack-restart`）。すべて同じ `build_number` になる
        { step-again }
