# The words of errors, in Japanese; see en.ftl for how such a file is made.

## Steps that many share

step-again = ジョブをもう一度実行する: 多くはそれで成功する
step-next-run = 次回の実行を待つ: 多くは成功する
step-free = この SR の不要なスナップショットと孤立ディスクを削除し、結合が終わるのを待つ
step-grow = ディスクを別の SR に移すか、SR を拡張する
step-exclude = ディスクの名前に `[NOBAK]` を付けてバックアップから除外する
step-rescan = XO で SR を再スキャンする
step-smlog = プールマスターの `/var/log/SMlog` でその時刻の前後を調べる: イメージとエラーが記録されている
step-replug = バックアップが実行されていないときに、XO の SR のページで SR を接続し直す
step-way = ストレージまでの経路を確認する: ネットワーク、パス、ストレージ本体
step-support = 何かを削除する前に、その記録を添えてストレージまたは XCP-ng のサポートに問い合わせる
step-check-image = イメージを検査し（`vhd-util check`）、壊れたものはバックアップから復元する
step-detach = XO でディスクをコントロールドメインから切断する: Dashboard > Health の "VDIs attached to Control Domain"
step-toolstack = ほかに手がなければ、ホストのツールスタックを再起動する
step-update-xo = 再発するなら XO を更新する
step-xo-log = その時刻の xo-server のログを調べる

## Numbered failures of the storage manager

invalid-argument = 引数または SR の設定の誤り
    .meaning = ストレージドライバが引数を受け付けませんでした。
    .cause = PBD の device-config の誤りです。固有の番号を持たないエラーもこの番号になります。
    .remedy =
        { step-smlog }
        該当ホストの SR 接続（PBD）の設定を直す
sr-in-use = SR が使用中
    .meaning = デバイスが使用中のため、SR を切断または作成できません。
    .cause = SR 上のディスクが使用中か、別の SR がデバイスを使っています。
    .remedy =
        この SR で実行中の処理が終わるのを待つ
        使用しているものを停止または切断してから、やり直す
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
        同じ VM を扱うジョブの時間帯をずらす
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
        スナップショットだけから除外する（名前に `[NOSNAP]`）か、オフラインバックアップを使う
        スナップショットに対応した SR にディスクを移す
sr-not-empty = SR が空でない
    .meaning = ディスクが残っている SR を破棄しようとしました。
    .cause = 誰かが SR を破棄しようとしました。バックアップでは起こりません。
    .remedy =
        先にディスクを移すか削除する。または破棄せずに登録だけを解除する
scan-failed = SR をスキャンできない
    .meaning = SR のスキャンが途中で止まりました。直るまで、ガベージコレクタの結合も行われません。
    .cause = イメージが壊れているか読めない（エラー文に ID があります）、または親がありません。
    .remedy =
        この SR にある VM のバックアップをすべて残しておく
        { step-smlog }
        { step-check-image }
        { step-support }
sr-exists = SR がすでに存在する
    .meaning = すでに SR がある場所に SR を作成しようとしました。
    .cause = デバイスまたは共有に、すでに SR があります。
    .remedy =
        新しく作成せず、既存の SR を接続する
vdi-exists = ディスクがすでに存在する
    .meaning = 同じ ID のディスクが SR にすでにあります。
    .cause = 中断された操作が残したもので、XAPI には登録されていません。
    .remedy =
        { step-rescan }
        { step-again }
no-space = SR の容量不足
    .meaning = SR の空き容量が操作に必要な容量に足りません。スナップショットが拒否され、バックアップは失敗しました。仮想マシンのサービスは継続しています。
    .cause = ディスク、スナップショット、未結合のチェーンで SR がいっぱいになっています。LVM の SR では、スナップショットに、前回以降に書き込まれた量と 16 MiB が必要です。レプリケーション先には、受け取る量の空きが必要です。
    .remedy =
        不要なスナップショットを削除し、結合が終わるのを待つ: 空き容量が戻るのは結合の後
        孤立ディスクや不要な仮想マシンを削除する
        保存が不要な仮想マシンやディスクをバックアップ対象から除外する（ディスク名に `[NOBAK]`）
        { step-grow }
    .note = マニュアルは、必要な容量は VM 内の更新量によるため一概に言えないとしています。そのとおりですが、上限と下限は分かります（`xo-health check`）。このエラーは LVM の SR と LINSTOR だけで起こります。ファイル系の SR（ext、NFS）の容量不足は、`SR_BACKEND_FAILURE_81` の "error 28" になります。
vdi-unavailable = ディスクを使用できない
    .meaning = ストレージドライバがディスクを使用できない状態です。
    .cause = 正常に切り離されていない（ホストの障害や再起動）、操作が中断された、または 2 つの操作が重なりました。
    .remedy =
        { step-again }
        { step-rescan }
        { step-detach }
        ストレージ運用者が残った接続を解除する（`resetvdis`）か、保持していたホストを再起動する
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
        プールのすべてのホストにドライバを入れる
lv-create = 論理ボリュームを作成できない
    .meaning = LVM がボリュームを作成できないか、このディスクの未完了の操作がすでに記録されています。
    .cause = 中断された操作のジャーナルが残っているか、ボリュームグループが満杯または破損しています。
    .remedy =
        { step-rescan }: 中断された操作が完了する
        { step-smlog }
        ボリュームグループを確認する
lv-busy = 論理ボリュームを解放できない
    .meaning = LVM がボリュームを削除または無効化できません。
    .cause = プロセスがデバイスを開いたままです。
    .remedy =
        { step-again }
        { step-smlog }
        記録にあるホストで、デバイスを開いているプロセスを探す
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
        この SR にある VM のバックアップを残しておく
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
    .meaning = ファイル系 SR のフォルダを作成または削除できません。
    .cause = 共有の権限か、マウントされていないことが原因です。
    .remedy =
        ストレージ側の権限とマウントを確認する
vdi-remove = イメージファイルを削除できない
    .meaning = ディスクのファイルを削除できません。
    .cause = NFS サーバーのロックか、ファイルを開いているプロセスです。
    .remedy =
        { step-rescan }
        NFS サーバーのロックを確認する
vdi-load = イメージを読めない
    .meaning = イメージのメタデータ、またはボリュームの一覧を読めません。
    .cause = ストレージの経路の障害か、イメージの破損です。
    .remedy =
        この VM のバックアップを残しておく
        { step-way }
        { step-smlog }
        { step-check-image }
vdi-type = ディスクの種類が合わない
    .meaning = この操作の対象にならない種類のディスクです。
    .cause = raw ディスクやスナップショット以外に対する、変更ブロック追跡（CBT）やスナップショットデータの消去です。
    .remedy =
        このディスクまたはジョブの CBT を無効にする
        { step-update-xo }
iscsi = iSCSI ターゲットを使用できない
    .meaning = ターゲットが見つからない、ログインが拒否された、またはデバイスが現れません。
    .cause = ターゲットやネットワークの停止、または名前・パスワード・アクセス制限の誤りです。
    .remedy =
        { step-way }
        ターゲット側で CHAP のユーザーとパスワード、イニシエータ名を確認する
        { step-replug }
nfs = NFS 共有を使用できない
    .meaning = NFS 共有のマウント、アンマウント、または使用に失敗しました。
    .cause = サーバーが応答しない、バージョンが合わない、またはマウントが古くなっています。
    .remedy =
        { step-way }
        NFS サーバーのエクスポート設定とバージョンを確認する
        { step-replug }
vg-create = ボリュームグループを作成できない
    .meaning = 新しい SR のボリュームグループを作成できません。
    .cause = デバイスが使用中か、古い署名が残っています。バックアップでは起こりません。
    .remedy =
        { step-smlog }
        デバイスが正しく、空であることを確認する
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
        SR の空き容量を確認する
        { step-smlog }
vdi-size = サイズが許容範囲外
    .meaning = ディスクが形式の上限（VHD は 2040 GiB）を超えている、縮小しようとした、またはイメージが破損しています。
    .cause = 大きな VHD ディスク、または上限の異なるコピー先です。
    .remedy =
        ディスクを縮小しない
        2040 GiB を超えるディスクには、対応するホストで QCOW2 を使う
        データを複数のディスクに分ける
vdi-delete = ディスクを削除できない
    .meaning = ディスクまたはスナップショットを削除または隠蔽できません。
    .cause = 結合が終わらず子が残っているか、ファイルがロックされています。
    .remedy =
        未完了の結合が終わるのを待つ
        { step-rescan }
        { step-smlog }
clone-no-space = ファイル系 SR でのスナップショットの容量不足
    .meaning = スナップショットの作成中に、SR のファイルシステムがいっぱいになりました（error 28: 空きなし）。バックアップは失敗しました。稼働中の VM でも I/O エラーが起こるおそれがあります。
    .cause = ファイル系の SR（ext、NFS、ZFS、XOSTOR）が満杯です。LVM では `SR_BACKEND_FAILURE_44` になるものが、こちらになります。
    .remedy =
        直ちに対処する: 稼働中の VM も同じファイルシステムに書き込んでいる
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
        VM を停止して起動し直す: ディスクが接続し直され、印が消える
        { step-smlog }
        { step-support }
volume-missing = ボリュームがない
    .meaning = SR が把握しているボリュームがストレージにありません。
    .cause = XAPI の外で削除されたか、ストレージ側で失われました。
    .remedy =
        VM のバックアップを残しておく
        { step-way }
        { step-rescan }
        ディスクをバックアップから復元する
pvs-failed = 物理ボリュームを一覧できない
    .meaning = LVM が物理ボリュームの一覧を取得できません。
    .cause = マルチパスのパスが欠けています。
    .remedy =
        { step-way }
        ホストのマルチパスの状態を確認する
refcount = 使用数を読めない
    .meaning = ホストがイメージの使用数を読めません。
    .cause = ホスト自身のファイルシステムが満杯か破損しています。
    .remedy =
        ホストのルートファイルシステムの空きを増やす
        VM をほかのホストに移し、ホストを再起動する
chain-too-long = スナップショットチェーンが長すぎる
    .meaning = VM のディスクの 1 つで、背後のイメージのチェーンが 30 ノードに達し、ストレージが次のスナップショットを拒否しました。チェーンが短くなるまで、この VM はバックアップできません。仮想マシンのサービスは継続しています。
    .cause = 保持しているスナップショットが多いか、削除したスナップショットの結合が終わっていません。一覧に表示されない不可視のイメージも数えられます。
    .remedy =
        このディスクの不要なスナップショットを削除する: XO のストレージの一覧から該当の SR を開き「Disks」タブ、または VM の「Snapshots」タブ
        ストレージの結合が終わるのを待つ: チェーンが短くなるのは結合の後
        保持するスナップショットを減らす: この VM をバックアップするジョブのスナップショット保持数を下げる
        結合に必要な空き容量が SR にあること、結合が無効にされていないことを確認する
        ディスクを別の SR にコピーまたは移行する: コピー先のチェーンは 1 ノードから始まる
    .note = マニュアルは「不可視の物も含め、1つの仮想マシンで30個まで」としていますが、ストレージが数えるのはディスクごとのチェーンのノードで、ディスク自身も含みます。新しいディスクでもスナップショットは最大 29 個、テンプレートや不可視のイメージが下にあればさらに少なく、スナップショットの削除は結合が終わって初めて効きます。ジョブの強制実行で省略されるのは XO の検査だけで、この上限は変わりません。
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
        共有のユーザー、パスワード、権限を確認する
        { step-replug }
pv-ids = 1 つのボリュームグループに複数のデバイス
    .meaning = LVM から、1 つのグループの物理ボリュームに複数の SCSI ID が見えています。
    .cause = LUN が複数の ID で提示されているか、複製されています。
    .remedy =
        ストレージ側で LUN の提示を直す。それまで書き込まない
dns = ストレージサーバーの名前を解決できない
    .meaning = ホストがストレージサーバーのアドレスを得られませんでした。
    .cause = DNS が一時的に応答しなかったか、設定の誤りです。
    .remedy =
        { step-again }
        ホストの DNS 設定を確認する
vdi-missing = ストレージにディスクがない
    .meaning = XAPI に登録されたディスクがストレージにありません。
    .cause = XAPI の外で削除されたか、ストレージ側で失われました。
    .remedy =
        VM のバックアップを残しておく
        { step-rescan }
        ディスクをバックアップから復元する
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
        この SR のディスクとスナップショットを減らす
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
        ホストからフックを取り除く
leaf-grew = 結合の延期
    .meaning = 結合しようとしたリーフが大きくなったため、ガベージコレクタが後で再試行します。
    .cause = VM の書き込みが多い状態です。これが原因でバックアップが失敗することはありません。
    .remedy =
        何もしなくてよい
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
        ホストのマルチパスのサービスとパスを確認する
tapdisk-running = ディスクのプロセスがすでに動作中
    .meaning = 同じディスクに 2 つ目のプロセスを起動しようとしました。
    .cause = 古いプロセスが残っています。
    .remedy =
        { step-again }
        該当ディスクの古い tapdisk プロセスを探して終了させる
        { step-toolstack }
tapdisk-failed = ディスクのプロセスの失敗
    .meaning = ディスクを扱うプロセスが起動しないか、チェーンを開けませんでした。
    .cause = チェーンの破損、親の欠落、I/O エラー、またはホストで開いているファイルが多すぎます。
    .remedy =
        VM のバックアップを残しておく
        { step-smlog }
        { step-check-image }
smb-license = SMB のライセンスがない
    .meaning = ホストのライセンスでは SMB の SR を使えません。
    .cause = ライセンスの期限切れか、対象外のエディションです。
    .remedy =
        ライセンスを更新するか、別の種類の SR を使う
drive-empty = 光学ドライブが空
    .meaning = VM のドライブにメディアがありません。
    .cause = 挿入されていた ISO がなくなりました。
    .remedy =
        VM の CD を取り出す
cbt-activate = CBT を有効にできない
    .meaning = 変更ブロックの追跡（CBT）を始められませんでした。XO は CBT なしで続行します。
    .cause = 空きが 4 MiB 未満の LVM SR、一時停止できないディスク、または対象外の種類です。
    .remedy =
        一度だけなら何もしなくてよい: バックアップは CBT なしで続く
        { step-free }
        このジョブの CBT を無効にする
cbt-deactivate = CBT を無効にできない
    .meaning = 変更ブロックの追跡（CBT）を止められませんでした。
    .cause = ディスクが使用中でした。
    .remedy =
        { step-again }
cbt-inconsistent = CBT の記録が使えない
    .meaning = 変更ブロックの記録が使えないため、XO はフルバックアップを行います。
    .cause = 使用中のホストの障害、またはディスクのサイズ変更です。
    .remedy =
        フルバックアップ 1 回分の時間と容量を見込む
        毎回起こるなら、このディスクの CBT を無効にしてから有効に戻す
cbt-changed-blocks = 変更ブロックを取得できない
    .meaning = 2 つのスナップショットの差分を取得できないため、XO はフルバックアップを行います。
    .cause = スナップショット同士に関連がないか、記録がありません。
    .remedy =
        { step-next-run }
share-read-only = 共有に書き込めない
    .meaning = NFS または SMB の SR への書き込みテストに失敗しました。
    .cause = 権限、ファイルシステムの満杯、または読み取り専用になった共有です。
    .remedy =
        ストレージ側の空き容量と権限を確認する
        { step-replug }
wipefs = 古い署名を消去できない
    .meaning = 新しい SR のデバイスを初期化できません。
    .cause = デバイスが使用中です。バックアップでは起こりません。
    .remedy =
        デバイスが正しく、未使用であることを確認する
driver-crash = ストレージドライバの異常終了
    .meaning = ストレージドライバが、自身も知らないエラーで停止しました。
    .cause = 不具合か、想定外の状態です。エラー文に種類があります。
    .remedy =
        { step-again }
        { step-smlog }
        その記録を添えてドライバの開発元に報告する
zfs = ZFS の SR を作成・削除できない
    .meaning = ZFS の SR を作成または削除できません。
    .cause = プールまたはフォルダの問題です。バックアップでは起こりません。
    .remedy =
        { step-smlog }
linstor = LINSTOR（XOSTOR）の失敗
    .meaning = LINSTOR が設定、作成、または削除を拒否しました。
    .cause = ノードの停止か、クラスタの容量不足です。
    .remedy =
        LINSTOR のノードとリソースの状態を確認する
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
        番号の後の文を読む: 原因が書かれていることが多い
        { step-again }
        { step-smlog }
        { step-support }

## XAPI

other-operation = 別の操作が実行中
    .meaning = VM またはディスクが別の操作で使用中です。
    .cause = 2 つのジョブ、移行、または手作業が重なりました。
    .remedy =
        { step-again }
        同じ VM を扱うジョブの時間帯をずらす
not-allowed = いまは許可されない操作
    .meaning = この状態では XAPI が操作を許可しません。
    .cause = ディスクのコピー中、スナップショットへの CBT 操作、または VM の操作がブロックされています。
    .remedy =
        この VM で実行中の処理が終わるのを待つ
        VM のブロックされた操作を確認し、設定した人に理由を聞く
sharable = 共有ディスク
    .meaning = 複数の VM で共有するディスクはスナップショットを作成できません。
    .cause = ディスクが共有可能に設定されています。
    .remedy =
        { step-exclude }
        内容は VM の中からバックアップする
on-boot-reset = 起動時に初期化されるディスク
    .meaning = 起動のたびに初期化されるディスクでは、この操作はできません。
    .cause = ディスクが `on-boot: reset` に設定されています。
    .remedy =
        { step-exclude }
        内容が必要なら `persist` に変える
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
        ログを添えて報告する
vdi-read-only = ディスクが読み取り専用
    .meaning = 読み取り専用のディスクに書き込もうとしました。
    .cause = ディスクまたは SR が読み取り専用です。
    .remedy =
        XO でディスクと SR を確認する
vdi-io-error = ディスクの I/O エラー
    .meaning = エクスポートまたはインポート中にディスクの読み書きに失敗しました。
    .cause = レプリケーション先や復元先の満杯、またはストレージの障害です。
    .remedy =
        書き込み先の SR の空き容量を確認する
        { step-again }
        { step-way }
        { step-smlog }
copy-failed = コピーの中断
    .meaning = ディスクのコピーが途中で止まりました。
    .cause = コピー先の満杯か、接続の切断です。
    .remedy =
        コピー先の SR の空き容量を確認する
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
        CBT を有効にするか、ジョブ全体で無効にする
        { step-again }
cbt-enabled = CBT が妨げになっている
    .meaning = CBT が有効なディスクは移行できません。
    .cause = CBT を使うジョブの対象です。
    .remedy =
        このディスクの CBT を無効にして移行し、有効に戻す
size-limits = ディスクが大きすぎる、または小さすぎる
    .meaning = サイズが SR の許容範囲を外れています。
    .cause = 上限の異なるコピー先か、サイズの変わった元ディスクです。
    .remedy =
        別の SR を使う
not-sparse = スパースでないディスク
    .meaning = 差分エクスポートに対応しないディスクです。
    .cause = 空き領域を区別しない形式です。
    .remedy =
        この VM にはフルバックアップを使う
migration-no-space = 移行元 SR の容量不足
    .meaning = ストレージ移行を始められません。最初にスナップショットを作成しますが、その空き容量がありません。
    .cause = 移行元の SR が満杯です。
    .remedy =
        { step-free }
        VM を停止し、オフラインでディスクを移す
suspend-no-space = VM のメモリを保存する容量の不足
    .meaning = サスペンド用の SR に、メモリイメージを置く空き容量がありません。
    .cause = メモリの大きい VM の、メモリ付きバックアップまたはサスペンドです。
    .remedy =
        メモリなしでバックアップする
        サスペンド用に別の SR を選ぶ
too-many-migrations = ストレージ移行が多すぎる
    .meaning = 1 台のホストから同時に行えるストレージ移行は 3 件までです。
    .cause = 移行やヘルスチェックが同時に実行されました。
    .remedy =
        { step-again }
        順番に実行する
mirror-failed = ディスクのミラーの中断
    .meaning = ディスクの稼働中コピーが止まりました。
    .cause = コピー先の満杯か、ネットワークの切断です。
    .remedy =
        コピー先の SR の空き容量を確認する
        { step-again }
migration-snapshots = スナップショットのため移行できない
    .meaning = 複数のスナップショット、またはメモリ付きスナップショットのある VM は、この方法では移行できません。
    .cause = 古いホストの制限です。
    .remedy =
        不要なスナップショットを削除する
        VM を停止し、オフラインで移行する
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
        ディスクを保持しているホストを探す
sr-unhealthy = SR またはクラスタの異常
    .meaning = SR またはその下のクラスタが縮退しています。
    .cause = クラスタのメンバーが停止しています。
    .remedy =
        まずクラスタのメンバーを確認する
        { step-way }
quiesce = 静止点スナップショットの失敗
    .meaning = スナップショットのためにゲストを静止させられませんでした。
    .cause = 古い Windows ゲストのボリュームシャドウコピーです。
    .remedy =
        { step-again }
        静止なしでスナップショットを作成する
checkpoint = メモリ付きスナップショットの失敗
    .meaning = メモリ付きスナップショットのための一時停止または再開に失敗しました。
    .cause = ゲストツールがないか古い、またはメモリ不足です。
    .remedy =
        直ちに VM の稼働を確認する
        ゲストツールを入れるか更新する
        メモリなしでバックアップする
handle-invalid = オブジェクトの消失
    .meaning = 処理の途中でオブジェクトがなくなりました。
    .cause = ガベージコレクタ、スキャン、または別のジョブが削除しました。
    .remedy =
        { step-again }
        同じ VM を扱うジョブの時間帯をずらす
duplicate-key = ディスクに印が残っている
    .meaning = "paused" や "activating" などの印が、すでにディスクに付いています。
    .cause = 2 つの操作が重なったか、中断された操作が印を残しました。
    .remedy =
        { step-again }
        VM を停止して起動し直す: ディスクが接続し直され、印が消える
        { step-support }
infrastructure = タスク・セッション・ホストの消失
    .meaning = タスクの取り消し、セッションの終了、またはホストの停止か起動中です。
    .cause = 再起動、または接続の切断です。
    .remedy =
        { step-again }
        ホストが稼働し、XO に接続されていることを確認する
license = ライセンスの対象外
    .meaning = ホストのライセンスではこの操作ができません。
    .cause = 機能を含まないエディションか、期限切れです。
    .remedy =
        ライセンスを更新・変更するか、この機能を使わない
gc-no-space = ガベージコレクタの容量不足
    .meaning = 未完了の結合のうち、SR の空き容量に収まるものがありません。以後、チェーンはバックアップのたびに伸びます。
    .cause = SR の空きが少なすぎます。
    .remedy =
        { step-free }
        { step-grow }
        { step-rescan }: ガベージコレクタが起動する
unpause = ディスクのプロセスを再開できない
    .meaning = 一時停止した稼働中の VM のディスクを再開できませんでした。VM が停止しているおそれがあります。
    .cause = スナップショットまたは結合の間にストレージの障害が起きました。
    .remedy =
        直ちに VM が動作しているか確認する
        { step-smlog }
        { step-way }
cbt-lost = CBT の記録が失われた
    .meaning = 変更ブロックの記録がスナップショットまたはサイズ変更で失われたため、XO はフルバックアップを行います。
    .cause = 容量不足か、サイズ変更です。
    .remedy =
        フルバックアップ 1 回分の時間と容量を見込む
no-hardlinks = ハードリンクに対応しないストレージ
    .meaning = SR のファイルシステムが、一部の結合に必要なハードリンクに対応していません。
    .cause = 共有の種類によるものです。
    .remedy =
        この SR にはハードリンクに対応した共有を使う
local-cache = ローカルキャッシュの満杯
    .meaning = ホストのローカルキャッシュがいっぱいです。
    .cause = ホストにキャッシュされているディスクです。
    .remedy =
        キャッシュを置く SR の空きを増やすか、キャッシュを無効にする

## XO and its backup repositories

unhealthy-vdi-chain = チェーン保護のため XO が VM をスキップ
    .meaning = XO はスナップショットを作成せず、バックアップは行われませんでした。この VM のイメージに、XO がディスクごとに許容する 1 つを超える結合待ちがあります。仮想マシンのサービスは継続しています。
    .cause = 削除したスナップショットの結合が終わっていません。時間が足りない（実行間隔が短い、ディスク I/O が飽和している）、空き容量が足りない、結合が無効、またはチェーンが壊れています。バックアップ中にホストの再起動が重なるなどして、不可視のスナップショットが残っていることもあります。
    .remedy =
        待つ: ストレージは自動で結合するため、次回は成功することがある
        XO で SR を再スキャンする: ガベージコレクタが起動する
        SR の空き容量を十分に確保する: 結合には先に空きが必要
        不要なスナップショットを削除し（XO のストレージの一覧から該当の SR を開き「Disks」タブ）、結合を待つ: 削除の直後は、結合待ちが減るのではなく増える
        結合が毎回間に合わないときは、ジョブの実行間隔を広げる
        スナップショットがないのに結合が進まない場合は、VM を停止し、完全なコピーを作成して起動し、問題がなければ元の VM を削除する。コピーの間はサービスが停止する
    .note = マニュアルはスナップショットの数（1つの仮想マシンで30個）を原因としていますが、XO はその上限よりはるか前にスキップします。数えられるのは結合待ちの数です。マニュアルの「クローン」は完全なコピーでなければなりません。高速クローンはチェーンを共有するため、解決になりません。
already-running = ジョブがすでに実行中
    .meaning = 前回の実行が終わる前に、次の実行が始まろうとしました。この実行は何も行わず、前回の実行はそのまま続きます。
    .cause = 実行時間が間隔より長くなっています。ディスクが大きくなった、ストレージやネットワークが遅い、または複数のスケジュール、シーケンス、手動実行が同じジョブを起動しています。
    .remedy =
        一度だけなら何もしなくてよい
        前回の実行が止まっていないか、XO でログを確認する
        スケジュールを調整する: 間隔を広げる、または当該エラーが発生する時間帯を避ける
        ジョブを分けるか、保存が不要なディスクを除外する
    .note = マニュアルは新しいジョブが「スキップされます」としていますが、XO は失敗（failure）として報告します。ディスクが大きくなり RPO=1時間の間隔に収まらなくなった場合、ストレージの設定では解決せず、実行回数かデータを減らすしかありません。
proxy-already-running = プロキシがこのジョブを実行中
    .meaning = XO プロキシが、このジョブの実行をまだ続けています。
    .cause = プロキシの処理中に xo-server が再起動されました。
    .remedy =
        プロキシの処理が終わるのを待つ
        終わらなければプロキシを再起動する
no-vms = 条件に合う VM がない
    .meaning = ジョブの対象となる VM がなく、何も行われませんでした。
    .cause = タグや状態に合う VM が現在ないか、プールが接続されていません。
    .remedy =
        XO ですべてのプールが接続されていることを確認する
        ジョブの条件を確認するか、ジョブを無効にする
no-disks = 保存するディスクがない
    .meaning = VM に保存対象のディスクがありません。
    .cause = すべてのディスクに `[NOBAK]` が付いているか、ディスクがありません。
    .remedy =
        ディスクの名前を確認するか、VM をジョブから外す
no-xapi = VM が不明、またはプールが未接続
    .meaning = XO が VM に到達できません。VM がもう存在しないか、プールが接続されていません。
    .cause = 削除された VM がジョブに残っているか、プールとの接続が切れています。
    .remedy =
        XO の Settings > Servers でプールが接続されていることを確認する
        VM がもうなければ、ジョブから外す
no-repository = 使用できるバックアップリポジトリがない
    .meaning = ジョブのリポジトリをどれも開けず、何も保存されませんでした。
    .cause = リポジトリが無効、サーバーや共有に到達できない、または認証情報の誤りです。
    .remedy =
        XO の Settings > Remotes でリポジトリをテストする
        サーバー、ネットワーク、認証情報を確認する
repository-timeout = バックアップリポジトリが応答しない
    .meaning = リポジトリが時間内に応答しませんでした。
    .cause = サーバーやネットワークの遅延または停止です。
    .remedy =
        XO の Settings > Remotes でリポジトリをテストする
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
        ジョブの条件で、コピーをタグにより除外する
worker-exited = バックアップのプロセスが異常終了
    .meaning = バックアップを実行するプロセスが途中で終了しました。
    .cause = 多くはメモリ不足で、システムに終了させられています。
    .remedy =
        XO のシステムログで "out of memory" を探す
        XO のメモリを増やすか、同時に処理する VM を減らす（ジョブの concurrency）
locked = バックアップのフォルダがロック中
    .meaning = 別の実行が、リポジトリ内のこの VM のフォルダを保持しています。
    .cause = 別のジョブが同じ VM を保存中、古いバックアップの統合中、または失敗した実行がまだ解放していません。
    .remedy =
        { step-next-run }
        同じ VM を保存するジョブの時間帯をずらす
repository-full = バックアップリポジトリの満杯
    .meaning = バックアップリポジトリのディスクがいっぱいです。VM の SR ではありません。
    .cause = 容量に対して保持数が多い、予期しないフルバックアップ、または古いバックアップの残りです。
    .remedy =
        XO でリポジトリの空き容量を確認する
        XO の Backup > Restore で不要なバックアップを削除する
        ジョブの保持数を下げる
        リポジトリを拡張するか、別のものを使う
repository-access = バックアップリポジトリに書き込めない
    .meaning = リポジトリのファイルへのアクセスが拒否されました。
    .cause = 共有の権限か、読み取り専用のマウントです。
    .remedy =
        XO の Settings > Remotes でリポジトリをテストする
        サーバー側の権限とマウントを直す
repository-io = I/O エラー
    .meaning = 下のデバイスの読み書きに失敗しました。
    .cause = ディスク、パス、共有の障害、または古くなった NFS マウントです。
    .remedy =
        直ちに、そこにあるほかのバックアップが読めるか確認する
        リポジトリのサーバーとディスク、およびストレージを確認する
connection-lost = 接続の切断
    .meaning = 相手側が接続を閉じたか、応答しませんでした。
    .cause = ホスト、XO、ネットワークの再起動または過負荷です。
    .remedy =
        { step-next-run }
        再発するなら、XO・ホスト・リポジトリ間のネットワークを確認する
        { step-xo-log }
prune-failed = 古いスナップショットを削除できない
    .meaning = XO が以前の実行のスナップショットを削除できません。スナップショットがたまり、チェーンの上限に近づきます。
    .cause = スナップショットのディスクが、コントロールドメインなどに接続されています。
    .remedy =
        { step-detach }
        { step-again }
        ジョブの古いスナップショットを手動で削除する
offline-retention = 両立しない設定
    .meaning = オフラインバックアップではスナップショットを保持できません。
    .cause = `offlineBackup` とスナップショット保持数の両方が設定されています。
    .remedy =
        スナップショット保持数を 0 にするか、オフラインバックアップを無効にする
proxy-undefined = 理由不明のプロキシの失敗
    .meaning = XO プロキシが、理由を示さずに失敗を報告しました。
    .cause = プロキシの接続の切断、または再起動です。
    .remedy =
        プロキシのログを調べる
        { step-next-run }
interrupted = 実行の中断
    .meaning = ジョブの実行中に XO が停止しました。どこまで進んだかは分かりません。終わっていなかったものは保存されていません。
    .cause = xo-server の再起動、更新、または異常終了です。
    .remedy =
        ジョブをもう一度実行する: 残ったものも削除される
        XO の更新や再起動は、バックアップが実行されていないときに行う
        { step-xo-log }
all-targets-failed = すべての書き込み先で失敗
    .meaning = VM のバックアップを、どの書き込み先にも書けませんでした。理由は中のエラーにあります。
    .cause = 示されたエラーを参照してください。
    .remedy =
        先に中のエラーに対処する
writer-dropped = 書き込み先の 1 つを断念
    .meaning = 1 つの書き込み先で失敗し、以後この実行では使われません。ほかの書き込み先は続行します。
    .cause = 示されたエラーを参照してください。
    .remedy =
        先に中のエラーに対処する
        この実行については、その書き込み先を当てにしない
retried = 再試行
    .meaning = VM のバックアップが失敗し、再試行されました。重要なのは最終結果です。
    .cause = 示されたエラーを参照してください。
    .remedy =
        一度だけで最終的に成功していれば、何もしなくてよい
fell-back-to-full = 差分の代わりにフルバックアップ
    .meaning = 差分を作成できず、全体を保存しました。時間と容量は余分にかかりますが、失われたものはありません。
    .cause = 差分の元になるスナップショットがない、または使えない、あるいは書き込み先に元となるフルバックアップがありません。
    .remedy =
        この実行の時間と容量の増加を見込む
        XO がジョブのために作成したスナップショットを削除しない
forced-full = 念のためのフルバックアップ
    .meaning = 以前の QCOW2 のバックアップが壊れているおそれがあるため、XO がフルバックアップを行いました。
    .cause = XO の不具合が修正される前に作成されたものです。
    .remedy =
        このディスクの古いバックアップが使えるか、復元して確かめる
no-nbd = NBD を使用できない
    .meaning = 別の方法で、より遅く転送されました。
    .cause = ネットワークで NBD が有効でないか、到達できません。
    .remedy =
        速度が十分なら、何もしなくてよい
        ホストと XO の間のネットワークで NBD を有効にする
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
        バックアップが成功していれば、何もしなくてよい
no-suspend-vdi = サスペンド中の VM のメモリがない
    .meaning = VM はサスペンド中ですが、メモリイメージに到達できず、バックアップに含まれていません。
    .cause = イメージのある SR に到達できないか、イメージが削除されています。
    .remedy =
        次のバックアップまでに VM を再開するか停止する
incomplete-backup = リポジトリ内の不完全なバックアップ
    .meaning = リポジトリのバックアップにファイルの欠落があります。XO はこのようなバックアップを削除します。
    .cause = 以前の実行の中断か、ファイルの手動削除です。
    .remedy =
        この VM のより新しいバックアップが完全であることを確認する
        リポジトリのファイルを手動で削除しない
broken-backup-chain = リポジトリ内の壊れたバックアップ
    .meaning = 元になるものの欠落や破損のため、読めないバックアップがあります。
    .cause = ファイルの手動削除か、リポジトリのストレージの障害です。
    .remedy =
        この VM のどの復元ポイントが使えるか、復元して確かめる
        次のバックアップをフルバックアップにする
        リポジトリのストレージを確認する
backup-leftovers = リポジトリ内の残り
    .meaning = 以前の実行が残したものが見つかり、XO が片付けています。
    .cause = 以前の実行の中断です。
    .remedy =
        再発しなければ、何もしなくてよい

## Whether it goes away

temporary-yes = はい: 多くは再試行で成功する
temporary-maybe = 場合による: 原因しだい
temporary-no = いいえ: 対処が必要

## The page of all errors

page-title = エラー
page-intro = xo-health が知っているストレージとバックアップのエラーの一覧です。意味、主な原因、影響の小さい順の対処法、一次対応者、一時的かどうかを示します。`xo-health explain` は、エラー文、ログ、レポートメールの中からこれらを見つけます。
page-generated = This page is generated from the catalogue; do not edit it. `cargo xtask codegen` writes it.
page-numbered = ストレージマネージャの番号付きエラー
page-xapi = XAPI
page-orchestra = XO とバックアップリポジトリ
page-shown = 表示
page-cause = 主な原因
page-actor = 一次対応者
page-temporary = 一時的かどうか
page-note = 補足
page-findings = 事前に分かる検出項目
page-sources = 出典
