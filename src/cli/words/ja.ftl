# What the program itself says in Japanese: errors, warnings, help. Its English words are those of the errors, and the
# comments of the arguments.

## Labels

label-error = エラー
label-warning = 警告

## What ends the program

failure-demo = デモを開始できません: { $reason }
failure-no-demo = このプログラムはデモなしでビルドされています（feature `demo`）
failure-not-seen = { $what }
    読み取れなかったオブジェクトがあり、その中に含まれている可能性があります。不足しているものは `xo-health check` で確認できます
failure-start = 開始できません: { $reason }。スレッド数と開けるファイル数の上限を確認してください
failure-server-broken = プログラムの { $place } で異常が起きたため、このサーバーはチェックできませんでした。ほかのサーバーには影響ありません。この行を、バージョン（`xo-health --version`）と、差し支えなければキャプチャーを添えて、不具合として報告してください
failure-broken = プログラムの { $place } で異常が起きました。書きかけのファイルは残っていません。この行を、バージョン（`xo-health --version`）と、差し支えなければキャプチャーを添えて、不具合として報告してください
failure-output = レポートを書き出せません: { $reason }
failure-too-long = 実行が全体で { $seconds } 秒を超えました。`--run-timeout` を長くするか、`--no-forecast` を付けてください
failure-too-much-memory = メモリの使用量が { $limit } を超えました（`--max-memory`）。書きかけのファイルは残っていません。これほど必要とする XO は知られていません。渡した内容を確認するか、上限を上げてください
ended-interrupted = 中断しました。書きかけのファイルは残っていません
ended-terminated = 終了を求められました。書きかけのファイルは残っていません
ended-hung-up = 端末がなくなりました。書きかけのファイルは残っていません
ended-quit = 終了しました。書きかけのファイルは残っていません
saved = { $path } に保存しました（{ $size }）

## Names

job-none = `{ $name }` という名前のジョブはありません。ジョブの一覧:{ $candidates }
job-none-read = 読み取れたものの中に `{ $name }` という名前のジョブはありません（{ $unread } を読み取れませんでした）。ジョブの一覧:{ $candidates }
job-several = `{ $name }` という名前、またはそれで始まるジョブが複数あります。ID で指定してください:{ $candidates }
scope-none = `{ $pattern }` に一致する{ $kind }はありません。一覧:{ $candidates }
sr-none = `{ $name }` という名前の SR はありません。SR の一覧:{ $candidates }
sr-several = `{ $name }` という名前、またはそれで始まる SR が複数あります。`プール/名前` か UUID で指定してください:{ $candidates }
sr-no-vm = `{ $sr }` にディスクを持つ `{ $name }` という名前の VM はありません。VM の一覧:{ $candidates }

## Input

output-no-name = `--output` にはファイル名が必要です
output-suffix = `{ $name }` の拡張子は { $suffixes } のいずれでもありません。いずれかにするか、形式を指定してください: `--output json:{ $name }`
output-format = `--format { $format }` は標準出力の形式ですが、`--output` があると標準出力には結論だけを表示します。省略するか、`--output { $format }:FILE` と指定してください
output-twice = `--output` に `{ $name }` が 2 回指定されています
output-view = 形式 `{ $format }` は `check` と `forecast` 専用です。ここでは text、json、markdown、html を使ってください
output-begin = `{ $name }` に書き込めません: { $reason }
output-write = `{ $name }` に書き込めません: { $reason }。以前の内容は残っています
output-cover = `{ $option } { $name }`: { $reason }
output-large = `{ $option } { $name }` は { $limit } を超えています
output-logo = `--logo { $name }` は PNG、JPEG、GIF、WebP、SVG の画像ではありません

input-not-a-file = { $name } を読めません: ファイルではありません。ログかメールを指定してください
input-open = { $name } を読めません: { $reason }。ログかメール、または標準入力を表す `-` を指定してください
input-read = { $name } を読めません: { $reason }
input-large-capture = { $name } は { $limit } を超えるキャプチャです。`xo-health jobs --from { $name }` を使ってください
input-large = { $name } は { $limit } を超えています。エラーのある部分だけを渡してください
input-folder = { $name } を読めません: { $reason }。キャプチャのフォルダーを指定してください
input-nothing-to-score = { $name } に採点できるものがありません。`capture.json.gz` と `truth.json` のあるフォルダー、または日を空けて作成した同じサーバーのキャプチャが 2 つ以上必要です

earlier-not-a-file = { $name } を読めません: ファイルではありません。キャプチャ、または `--format json` で出力したレポートを指定してください
earlier-no-report = { $name } を比較できません: { $reason }。キャプチャ、または `--format json` で出力した `check` のレポートを指定してください
earlier-part = { $name } はレポートのため、範囲を絞れません。キャプチャを指定するか、同じ `--pool`、`--sr`、`--vm`、`--job`、`--tag`、`--mask` で作成したレポートを指定してください
earlier-large = { $name } は { $limit } を超えています。これほど大きいレポートはありません
earlier-few-reports = { $name } には比較できるレポートが 2 つありません。`check --history` と `forecast --history` は最新の 2 つと、2 週間分の各日の最後の 1 つを保存します
earlier-several-servers = { $name } には複数のサーバーがあります。`--pool` でそのプールの 1 つを指定してください（{ $pools }）
earlier-fewer-than-two = { $name } にはキャプチャか JSON のレポートが 2 つ以上ないため、比較できません
## Configuration

step-found = { $host } のアドレス: { $addresses }
step-connected = { $socket } に接続しました
step-by-proxy = プロキシ { $proxy } を経由します（{ $place }）
step-proxy-opened = プロキシが接続を通しました
step-encrypted = { $version }、証明書 { $certificate }
step-web-socket = { $url } は WebSocket です
step-signed-in = 権限 `{ $permission }` でサインインしました
step-streamed = `{ $method }` を { $lines } 行のストリームとして受け取りました
step-again = `{ $method }` を WebSocket でやり直します: { $error }
step-no-version = xo-server（版は不明）
step-once-more = 認証情報がまだ有効か、もう一度サインインして確かめます
config-read = 設定ファイル { $path } を読めません: { $reason }
config-open = { $path } の中のトークンをほかのユーザーが読めます。`chmod 600 { $path }` を実行するか、トークンを別の場所に置いてください（`token_file`、`token_command`）
config-problems = { $problems }
config-syntax = TOML として読めません（{ $reason }）
toml-duplicate = 同じキーが 2 回あります
toml-unquoted = 値がないか、文字列が引用符で囲まれていません
toml-comma = カンマの位置が正しくありません
toml-string = 文字列の書き方が正しくありません。引用符が閉じているか確認してください
toml-unclosed = 括弧が閉じていません
toml-assignment = `=` の書き方が正しくありません（`キー = 値`）
toml-value = 値がないか、値の書き方が正しくありません
toml-number = 数値の書き方が正しくありません
toml-key = キーの書き方が正しくありません
toml-content = 余分な文字があります
config-unknown-key = `{ $key }` というキーはありません。使えるキー: { $known }
config-unknown-key-near = `{ $key }` というキーはありません。もしかして: `{ $nearest }`
config-value = `{ $key }` の値が正しくありません: { $reason }
config-refused = `{ $value }`: { $why }
config-type = { $needed }が必要ですが、{ $found }になっています
config-secret = { $needed }が必要です
config-entry-no-reason = `reason` が必要です
config-entry-too-much = `fingerprint` は 1 つの検出項目を表します。`code`、`subject`、`tag` は指定しないでください
config-entry-no-finding = `code` か `fingerprint` が必要です
config-entry-unmeasured = `value.{ $key }` ではこの検出項目の悪化を判断できません。使えるキー: { $known }
config-entry-no-part = 対象の範囲を `sr`、`pool`、`tag`、`job` で指定してください。全体に適用する値は `[thresholds]` に書きます
config-entry-no-threshold = しきい値が必要です
config-entry-elsewhere = `{ $threshold }` は `{ $by }` ごとには変えられません。指定できるのは { $known } です
type-text = テキスト
type-number = 数値
type-flag = `true` か `false`
type-list = リスト
type-table = テーブル
type-scalar = テキストか数値
type-texts = テキストかテキストのリスト
type-nothing = 空
config-unknown-variable = `{ $name }` という環境変数は xo-health にありません
config-unknown-variable-near = `{ $name }` という環境変数は xo-health にありません。もしかして: `{ $nearest }`
config-variable = 環境変数 `{ $name }` の値が正しくありません: { $reason }
config-exists = { $path } はすでに存在するため、変更していません。編集するか、別のファイル名を指定してください
config-write = 設定ファイル { $path } を書き込めません: { $reason }
config-no-folder = 設定ファイルを置くフォルダーがありません: `XDG_CONFIG_HOME` も `HOME` も設定されていません。`--config` でファイルを指定してください
config-written = { $path } を書き込みました
config-right = { $path } に誤りはありません
config-none = 設定ファイルがありません（確認した場所: { $places }）。`xo-health config init` で作成できます
server-unknown = 設定ファイルに `{ $name }` というサーバーはありません。サーバーの一覧: { $known }
server-unknown-near = 設定ファイルに `{ $name }` というサーバーはありません。もしかして: `{ $nearest }`
server-none = 設定ファイルにサーバーがありません。`url` のある `[servers.NAME]` を加えるか、`--url` を指定してください
server-unclear = 設定ファイルに複数のサーバーがあります（{ $known }）。`--server NAME` で選んでください
server-only-one = 複数のサーバーを読めるのは `check` と `forecast` だけです。`--server` で 1 つ指定してください
server-token-file = `--token-file` では複数のサーバーに同じトークンを渡すことになります。設定ファイルでサーバーごとに `token_file` を指定してください
server-no-url = `servers.{ $name }` に `url` がありません
token-command-empty = `{ $key }` にプログラムがありません
token-command-start = `{ $program }`（`{ $key }`）を実行できません: { $reason }
token-command-fails = `{ $program }`（`{ $key }`）が失敗しました: { $status }。手動で実行して確認してください
config-open-token = { $path } のトークンをほかのユーザーが読めます。`chmod 600` を実行してください
tag-no-output = `--per-tag` はファイルに書き出します。{"`"}--output 'report-{"{tag}"}.html'{"`"} のように指定してください
tag-placeholder = `{ $name }` に複数のタグのレポートを書くことになります。ファイル名に {"`{tag}`"} を含めてください
several-per-tag = `--per-tag` は 1 つのサーバーのレポートを作成します。`--server` で 1 つ指定してください
several-baseline = `--baseline` は 1 つのサーバーのレポートです。`--server` で 1 つ指定してください
ignore-wrong = { $reason }
ignore-no-such = `{ $finding }` という検出項目はありません。フィンガープリントは `xo-health check --format json` で確認できます
ignore-several = `{ $finding }` に合う検出項目が複数あります: { $candidates }
config-hidden = （非表示）
config-unset = （未設定）
config-default = 既定値
config-argument = 引数 `{ $argument }`
config-standard-input = 標準入力

## History

history-no-home = 履歴の場所が分かりません。XDG_STATE_HOME もホームディレクトリーも分からないため、パスを指定してください
history-address = 履歴のアドレスを解釈できません（{ $reason }）。`postgres://USER@HOST/DATABASE` の形で指定してください
history-file = 履歴 `{ $place }` を開けません: { $reason }。パスとアクセス権を確認してください
history-missing = 履歴 `{ $place }` はありません。パスを確認してください。`xo-health check --history` で記録が始まります
history-newer = 履歴 `{ $place }` はより新しい xo-health が書いたものです（表の版 { $version }）。このプログラムを更新するか、別のパスを指定してください。何も変更していません
history-not-ours = `{ $place }` は別のプログラムのデータベースです。別のパスを指定してください。何も変更していません
history-damaged = 履歴 `{ $place }` は壊れています（{ $reason }）。バックアップから復元するか、別の場所に移して新しく始めてください。何も削除していません
history-full = 履歴 `{ $place }` に書き込む空きがありません: { $reason }。それまでの内容は残っています
history-busy = 履歴 `{ $place }` をほかのプロセスが { $seconds } 秒を超えて使っています。もう一度試してください
history-connect = 履歴 `{ $place }` に接続できません: { $reason }。アドレス、ユーザー、サーバーを確認してください
history-database = 履歴 `{ $place }` を使えませんでした: { $reason }
history-export = 書き出した履歴を使えません: { $reason }。何も変更していません
history-other = 履歴を使えませんでした: { $reason }
history-imported = { $new } 件の読み取りを追加しました。追加済みは { $known } 件、オブジェクトをすべて読み取れていないため除いたものは { $left-out } 件です
history-stats = サーバー: { $servers }
    読み取り: { $readings }（{ $span }）
    実行: { $runs }
    予測: { $forecasts }
    サイズ: { $size }
history-pruned = { $readings } 件の読み取りを削除し、{ $left } 件を残しました
history-not-kept = 今回の読み取りを履歴に残せませんでした: { $reason }
history-not-whole = オブジェクトをすべて読み取れなかったため、今回の読み取りは履歴に残していません

## Captures

capture-read = キャプチャ `{ $path }` を読めません: { $reason }。パスとアクセス権を確認してください
capture-format = `{ $path }` はキャプチャとして読めません: { $reason }。`xo-health capture -o FILE` で作成してください
capture-write = キャプチャ `{ $path }` を書き込めません: { $reason }。書きかけのファイルは残っていません
capture-ending = `{ $path }` の形式が分かりません。拡張子を .json、.json.gz、.json.zst のいずれかにしてください

key-file = キーファイル `{ $path }` を使えません: { $reason }
key-malformed = `{ $path }` はキーファイルではありません。16 進数 64 桁の 1 行が必要です。存在しないファイルを指定すると作成します
key-open = キーファイル `{ $path }` をほかの人が読めます。`chmod 600` を実行してください
key-random = システムから乱数を得られません: { $reason }
kind-names = 名前（VM、ディスク、SR、プール、ジョブ、スケジュール）
kind-ids = ID と参照
kind-tags = タグ
kind-places = アドレスとパス
kind-messages = エラーと警告の文
kind-codes = エラーコード
kind-keys = 自由なキー
kind-texts = その他の文字列
kind-words = XO の用語（種類、状態、モード、版）
kind-times = タイムゾーンと cron パターン
kind-numbers = 数値（サイズ、時刻、個数）
review-kind = 内容
review-kept = そのまま
review-replaced = 置き換え
review-rest = そのまま残る名前はソフトウェアが付けたもの（`base copy`）、タグは XO にとって意味のあるものだけです。置き換えた文でも、公知の語は残ります。レポートに不要な項目は、説明も含めて除きます。何も書き込んでいません。

login-no-place = 認証情報を保存する場所がありません。`HOME` か `XDG_CONFIG_HOME` を設定してください
login-file = { $path } を使えません: { $reason }
login-damaged = { $path } が壊れています。削除して、もう一度サインインしてください
login-open = { $path } のトークンをほかの人が読めます。`chmod 600` を実行してください
login-not-agreed = { $server } の証明書はここでは信頼されていません（{ $reason }）。SHA-256 フィンガープリントは { $fingerprint } です。サーバー自身のものと比べてから「y」と答えるか、`--yes` か `--pin-sha256` を指定してください
login-prompt = トークンを読み取れません: { $reason }
login-unknown = `xo-health login` で { $server } にサインインした記録はありません（記録のあるサーバー: { $known }）
login-several = サインインしたサーバーが複数あります（{ $known }）。どれかを指定してください
login-where = { $server } で、左下のユーザー、Authentication tokens の順に開き、トークンを作成してコピーしてください。読み取りだけのユーザーで足ります。管理者のトークンならすべて表示できます。
login-token = トークン（非表示）: { "" }
login-stdin = 標準入力
login-certificate = { $server } の証明書はここでは信頼されていません: { $reason }
    SHA-256 { $fingerprint }
    サーバーでの確認: `openssl x509 -noout -fingerprint -sha256 -in CERTIFICATE`
login-agree = 同じですか。この証明書に固定しますか [y/N]
login-done = { $server } にサインインしました（xo-server { $version }、権限 `{ $permission }`）。{ $path } に保存しました。このユーザーが読めるものは `xo-health whoami` で確認できます
logout-done = { $server } のトークンを消しました。XO では、期限が切れるか削除されるまで有効です

## What the system says

io-not-found = 見つかりません（{ $said }）
io-permission-denied = アクセス権がありません（{ $said }）
io-already-exists = すでに存在します（{ $said }）
io-connection-refused = 接続が拒否されました（{ $said }）
io-connection-reset = 接続が切断されました（{ $said }）
io-timed-out = 時間切れです（{ $said }）
io-storage-full = 空き容量がありません（{ $said }）
io-unexpected-eof = 途中で終わっています（{ $said }）
io-address-in-use = ポートが使用中です（{ $said }）

## Addresses

address-empty = XO のアドレスが空です。`https://xo.example.org` のように指定してください
address-userinfo = XO のアドレスにユーザーかパスワードが含まれています。`@` より前を取り除き、認証情報は `XO_TOKEN`、`XO_USERNAME` と `XO_PASSWORD`、または `--token-file` で渡してください
address-scheme = XO のアドレスが `{ $scheme }:` で始まっています。使えるのは https、http、wss、ws だけです
address-extra = XO のアドレスに `{ $mark }` 以降が含まれています。`https://xo.example.org` のように、その前までを指定してください
address-malformed = `{ $text }` は XO のアドレスではありません（{ $reason }）。`https://xo.example.org` のように指定してください

## Credentials

credentials-no-address = XO のアドレスがありません（確認した場所: { $places }）。`xo-health login https://xo.example.org` で一度サインインするか、`--url` を指定してください
credentials-bad-address = { $place }: { $reason }
credentials-not-found = { $server } の認証情報がありません（確認した場所: { $places }）。`xo-health login` で一度サインインするか、`xo-cli create-token` か XO の Web 画面でトークンを作成し、`XO_TOKEN` か `--token-file` で渡してください
credentials-half = `{ $have }` は設定されていますが、`{ $missing }` がありません。両方を設定するか、トークンを `XO_TOKEN` で渡してください
credentials-token-file = { $place } からトークンを読めません: { $reason }
credentials-not-a-token = { $place } のトークンが正しくありません: { $problem }。トークンは英数字、`-`、`_` だけの 1 行です（XO では 43 文字）
token-empty = 空です
token-lines = 複数の行があります
token-other = トークンではありません

## Trust

trust-bad-pin = `{ $text }` は SHA-256 フィンガープリントではありません。16 進数 64 桁で指定してください（コロンの有無は問いません）
trust-ca-file = CA ファイル { $path } を読めません: { $reason }。このユーザーが読める PEM 形式のファイルを指定してください
trust-no-certificate = CA ファイル { $path } に証明書がありません。`-----BEGIN CERTIFICATE-----` を含む PEM 形式が必要です
trust-setup = TLS を準備できません: { $reason }。`--ca-file` か `--pin-sha256` を指定してください

## Proxies

proxy-malformed = { $place } のプロキシはアドレスではありません。`http://proxy.example.org:3128` のように指定するか、取り除いてください
proxy-scheme = { $place } のプロキシが `{ $scheme }:` で始まっています。使えるのは `http:` だけです。別のプロキシを使うか、サーバーを `NO_PROXY` に加えてください
proxy-userinfo = `--proxy` にユーザーかパスワードが含まれており、ほかの人から見えます。プロキシは `HTTPS_PROXY` か `HTTP_PROXY` で渡してください

## The server

xo-connect-timeout = { $server } に接続できません: { $seconds } 秒以内に応答がありません（{ $hint }）
xo-name = { $server } が見つかりません: 名前 `{ $host }` にアドレスがありません（{ $reason }）。綴りと、このマシンの DNS を確認してください
xo-proxy = プロキシ { $proxy } 経由で { $server } に到達できません: { $reason }。{ $place } のプロキシを確認するか、サーバーを `NO_PROXY` に加えてください
xo-unreachable = { $server } に接続できません: { $reason }。アドレスとポート、XO が動いていることを確認してください
xo-cut = { $server } に接続できません: { $during } の途中で接続が切れました（{ $reason }）。ポートと、XO が起動中でないことを確認してください
xo-tls = { $server } を信頼できません: { $reason }{ $hint }
xo-not-xo = { $server } の応答は XO のものではありません{ $status }: { $detail }。{ $hint }
xo-invalid-credentials = { $server } がサインインを拒否しました: 認証情報が無効です。{ $hint }
xo-sign-in-refused = { $server } が理由を示さずにサインインを拒否しました（`{ $message }`）。同じユーザーが失敗した後の 2 秒間、XO はこう応答します。数秒待ってもう一度試し、それでも失敗するなら XO のログを確認してください
xo-refused = { $server } が `{ $what }` を拒否しました: { $message }（コード { $code }）{ $hint }
xo-admin-only = `{ $what }` は管理者専用で、このユーザーは管理者ではないため、呼び出しませんでした
xo-closed = { $server } が { $during } の途中で接続を閉じました{ $because }。XO の停止時や、トークンの期限切れの際に起こります
xo-dropped = { $server } が { $during } の途中で接続を切りました{ $because }。サインインは引き続き有効です。XO が再起動したか、経路上の何かが接続を切っています。もう一度試してください
xo-expired = { $server } がセッションを終了し、サインインも拒否しています。{ $hint }
xo-request-timeout = { $server } が { $what } に { $seconds } 秒以内に応答しませんでした。{ $hint }
xo-run-timeout = { $server } の読み取りが全体で { $seconds } 秒を超えました。XO が空いているときにもう一度試すか、`--run-timeout` を長くしてください
xo-too-large = { $what } に対する { $server } の応答が { $limit } を超えています。これほど送る XO はありません。経路上の機器を確認してください
xo-truncated = { $what } に対する { $server } の応答が { $received } バイトで途切れました（{ $reason }）。もう一度試し、長い転送を切るプロキシがないか確認してください
xo-http-failed = { $server } に HTTP で { $what } を問い合わせられません: { $reason }。もう一度試し、WebSocket だけを通すプロキシやファイアウォールがないか確認してください
xo-http-setup = { $server } への HTTP の問い合わせを準備できません: { $reason }。認証情報とプロキシを確認してください
xo-http = { $server } が { $what } を拒否しました: HTTP ステータス { $status }、{ $message }{ $hint }
xo-redirected = { $server } が { $what } を別の場所（{ $location }）へ転送しようとしましたが、転送には従いません。使用済みか不明な一度限りのアドレスか、経路上でサインインを求めるものがあります
xo-foreign-address = { $server } が { $what } に自身のものでないアドレスを返しましたが、それには従いません。経路上の機器を確認してください
xo-password-with-colon = XO の REST インターフェースはユーザーやパスワードを最初の `:` で切るため、このパスワードでは使えません。トークンを使ってください
xo-unexpected = { $server } が { $what } に未知の形で応答しました: { $detail }。XO がこのプログラムより新しいか、経路上の何かが内容を変えています
xo-pool-lost = { $server } はオブジェクトの読み取り中に { $pools } 個のプールとの接続を失い、読み込み直しています。プールが時間内に応答しないと XO はこうします
xo-line = { $what } の { $number } 行目を使えません: { $reason }

## What to try

http-status = （HTTP ステータス { $status }）
because = （{ $reason }）
hint-proxy-answers = XO の代わりにリバースプロキシが応答しています。XO が停止しているか起動中です。1 分後にもう一度試してください
hint-sent-elsewhere = 転送先のアドレスを指定してください
hint-address = アドレスを確認し、リバースプロキシのサブパスがあればそれも指定してください
hint-after = 。{ $hint }
hint-token = トークンが不明か期限切れです。`xo-cli create-token` か XO の Web 画面で作成してください
hint-password = ユーザーかパスワードが違うか、そのときだけ有効なワンタイムコード（`XO_OTP`）が必要です
hint-token-lost = トークンが期限切れになったか、取り消されました。有効期間の長いものを作成してください
hint-password-lost = パスワードが変更されたか、新しいワンタイムコードが必要です。トークンでサインインしてください
hint-no-right = 。このユーザーには権限がありません。権限を与えるか、管理者としてサインインしてください
hint-log = 。詳細は XO のログにあります
hint-too-old = 。この XO には存在しません。古すぎる可能性があります
hint-signed-out = 。トークンが不明か期限切れ、またはパスワードが違います
hint-not-passed-on = 。この XO には存在しないか、リバースプロキシが通していません
hint-busy = XO が混み合っている可能性があります。`--request-timeout` を長くしてもう一度試してください
hint-strays = どの問い合わせにも対応しないメッセージが { $n } 件届きました。経路上で応答を壊すものがないか確認してください
hint-fingerprint = 。サーバーの証明書のフィンガープリントは { $fingerprint } です。サーバー上のもの（`openssl x509 -noout -fingerprint -sha256`）と一致することを確かめてから `--pin-sha256 { $hex }` を指定するか、認証局の証明書を `--ca-file` で指定してください
stage-tcp = TCP 接続に応答がありません。アドレス、ポート、ファイアウォールを確認してください
stage-proxy = プロキシが通しません。このサーバーとポートへの接続が許可されていることを確認してください
stage-tls = ポートは開いていますが、TLS に応答がありません。XO の https ポートであることを確認してください
tls-unknown-issuer = 証明書に署名した認証局が、ここでは信頼されていません
tls-expired = 証明書の有効期限が切れています
tls-other-name = 証明書が別の名前のものです
tls-same-name = 証明書に署名した認証局が、ここでは信頼されていません（信頼されている認証局と名前は同じです）
tls-self-signed = 証明書が自己署名です（XO が自動で作成するもの）。どの認証局も保証していません
tls-not-pinned = 証明書がピン留めしたものと違います（期限が切れると XO は新しいものを作成します）
tls-not-tls = このポートでは TLS を使っていません。`http://` ではありませんか
tls-other = TLS に失敗しました: { $reason }
stage-upgrade = ポートは開いていますが、`/api/` の API に応答がありません。XO が起動中なら 1 分後にもう一度試してください。アドレスのサブパスが違う可能性もあります

## Warnings


warning-not-encrypted = { $server } への接続は暗号化されません。途中にいる者が認証情報を読めます
warning-not-checked = { $server } の証明書を検証しません（`--insecure`）。途中にいる者が認証情報を読めます。`--pin-sha256` を使ってください
warning-trying-again = { $seconds } 秒後にもう一度試します（{ $number } / { $count } 回目）: { $error }

warning-ignore-expired = { $rule } は { $until } に終了し、抑止していた検出項目は再び終了ステータスに影響します。削除するか、新しい期限を指定してください
warning-ignore-unused = { $rule } に合う検出項目がありません。誤りがないか確認するか、削除してください
warning-exception-unused = { $rule } に当てはまるものがサーバーにありません。名前に誤りがないか確認するか、削除してください
warning-ignore-outgrown = { $rule } は何も抑止していません。対象の検出項目が `value` より悪化しています

## Wrong usage

usage-invalid-value = `{ $arg }` に `{ $value }` は指定できません
usage-valid-values = 指定できる値: { $values }
usage-missing-value = `{ $arg }` には値が必要です
usage-unknown-argument = `{ $arg }` という引数はありません
usage-invalid-subcommand = `{ $command }` というコマンドはありません
usage-no-equals = `{ $arg }` の値は `=` の後に指定してください
usage-value-validation = `{ $arg }` に `{ $value }` は指定できません: { $reason }
usage-too-many-values = `{ $arg }` の値 `{ $value }` は余分です
usage-too-few-values = `{ $arg }` の値が足りません
usage-wrong-number-of-values = `{ $arg }` の値の個数が違います
usage-argument-conflict = `{ $arg }` は { $prior } と同時に指定できません
usage-argument-twice = `{ $arg }` は 1 回だけ指定できます
usage-missing-required-argument = 必要な引数がありません: { $args }
usage-missing-subcommand = コマンドが必要です。コマンドの一覧: { $commands }
usage-invalid-utf8 = 引数が UTF-8 ではありません
usage-other = 引数が正しくありません
usage-suggestion = もしかして: { $suggestion }
usage-line = 使い方: { $usage }
usage-more = 詳しくは `--help` を参照してください。

## Why a value is wrong

value-duration = 期間ではありません。`90s`、`2m`、`12h`、`30d` のように指定してください
value-zero = 0 より大きい値が必要です
value-horizon = 1 時間から 30 日の間で指定してください
value-zone = タイムゾーンではありません。`Asia/Tokyo` のような名前か `UTC` を指定してください
value-speed = 速度ではありません。`50MiB/s` のように指定してください
value-size = サイズではありません。`2GiB` のように指定してください
value-memory = 64 MiB 以上のサイズではありません。`2GiB` のように指定してください
value-number = { $least } から { $most } までの整数を指定してください
value-word = { $known }のいずれかを指定してください
value-user = ユーザー名やパスワードを含めることはできません
value-address = アドレスではありません
value-instant = 日時ではありません。RFC 3339 の形式（`2026-11-27T08:00:00Z`）で指定してください
value-ignore-shape = コード、対象、理由を `CODE:SUBJECT=REASON` または `CODE=REASON` のように指定してください
value-ignore-no-reason = 理由が必要です: `CODE:SUBJECT=REASON`
value-ignore-code = `{ $code }` という検出項目のコードはありません。`XOH-101` や `chain-depth` のように指定してください
value-until = 日付ではありません。`2026-12-31` のように指定してください
value-fail-on-shape = 確率と時間を `0.5@24h` のように指定してください
value-fail-on-range = 確率は 0 から 1、時間は 1 から 720 の間で指定してください

## Help

help-usage = 使い方:
help-commands = コマンド
help-arguments = 引数
help-options = オプション
help-heading-forecast = 予測
help-heading-what-counts = 判定の対象
help-heading-limits = 上限
help-heading-program = プログラム
help-heading-server = サーバー
help-heading-scope = 範囲
help-heading-output = 出力
help-heading-handing-on = 提供
help-heading-history = 履歴
help-default = [既定値: { $value }]
help-values = [指定できる値: { $values }]

about-xo-health = Xen Orchestra のどのバックアップが失敗するか、その理由と対処法を予測します。読み取り専用で、XO には何も変更を加えません。
about-check = サーバー、キャプチャ、またはデモを検査し、問題を報告する
about-forecast = どのバックアップが、いつ、どの程度の確率で、なぜ失敗するか、何で防げるかを予測する。JSON 出力は `check` と同じ
about-backtest = 過去のキャプチャからの予測を、実際に起きたことと照らして採点する
about-diff = 2 つのキャプチャまたはレポートを比較する: 新規、悪化、改善、解消
about-capture = サーバーの応答を、秘密情報を除いてファイルに保存する
about-explain = エラー、コード、バックアップログ、レポートメールを説明する: 意味、対処法、一次対応者
about-jobs = バックアップジョブの状態を表示する: 次回と前回の実行、成功率、所要時間、VM の復元ポイント
about-sr = SR 1 つを表示する: 容量、ガベージコレクター、結合待ち、すべての VHD チェーン
about-login = サーバーに一度だけサインインする: 以後 `--url` でそのトークンを使い、サーバーが 1 つなら指定も不要
about-logout = サーバーのトークンを消す。XO では削除されるまで有効
about-whoami = このユーザーが読めるもの、不足しているもの、その与え方を表示する
about-history = 以前の読み取りを残し、表示する: 履歴の場所、その内容、取り込むもの
about-history-import = フォルダーのキャプチャを作成された順に追加する。追加済みのものは何も変えない
about-history-show = SR、ディスク、ジョブ、検出項目の推移を示す。コマンドを省くと、これを既定値で実行する
about-history-score = 保存された予測を、期間が終わったものから、その後に起きたことで採点する
about-history-export = 履歴を 1 つのファイル（JSON の行、zstd 圧縮）に書き出す。`history import` で別のデータベースに読み込める
about-history-stats = 履歴の内容を数える
about-history-prune = 古さに応じて間引く: 14 日間は 1 時間に 1 件、1 年間は 1 日に 1 件
about-schema = 文書の JSON Schema を表示する
about-config = 設定ファイルを表示、検査、作成する
about-config-show = 設定ファイルと環境変数による設定を表示する。秘密情報は表示しない
about-config-check = 設定ファイルと環境変数を検査する
about-config-init = すべてがコメントの設定ファイルを作成する。既存のファイルは上書きしない
about-ignore = 検出項目を抑止する: 設定ファイルに書き込む。ほかの内容はそのまま残る
about-help = このヘルプ、または指定したコマンドのヘルプを表示する

help-examples = 例:
help-status = 終了ステータス:
help-stop = 。

example-1 = あらゆる問題を含むレポートを表示する。サーバーは不要
example-2 = 一度サインインすれば、次からはアドレスもトークンも要らない
example-3 = 24 時間以内のバックアップは成功するか、まず何をすべきか
example-4 = エラーの意味と対処
limits = XO からは読み取るだけで、ほかのどこにも何も送りません。
status = 0 問題なし、1 または 2 問題あり、3 検査できない、64 使い方の誤り。詳しくは各コマンドの `--help`

example-check-1 = レポートの例を見る。サーバーは不要
example-check-2 = 結論と、最も急ぐ手順
example-check-3 = 1 回の読み取りから、転送用のページとメトリクスを作る
example-check-4 = 一部だけを調べ、重大な検出項目だけを終了ステータスに反映する
example-check-5 = CI で: 新規と悪化だけを対象にする
limits-check = { limits-reads }ジョブを読む権限がなければ、ジョブについては何も判断しません。
limits-reads = 読み取れなかったものは一覧に示し、正常とはみなしません。失敗した接続はやり直しますが（`--retries`）、拒否された場合はやり直しません。`--run-timeout` を過ぎるか `--max-memory` を超えると、3 で終了します。
status-check = 0 情報のみ、1 警告、24 時間以内に可能性の高いエラー、または判断できないもの、2 重大、3 検査を完了できない、64 使い方の誤り、130 中断。どれを対象にするかは `--fail-on` と `--fail-on-forecast` で決まる

example-forecast-1 = 3 日以内に失敗しそうなもの
example-forecast-2 = スクリプトで: 24 時間以内のエラーの可能性が高ければ 2
example-forecast-3 = 一部の VM について、可能性の低いものも含めて
limits-forecast = { limits-reads }前触れのない障害には基準の確率だけを使います（docs/forecast.md）。`--forecast-timeout` を過ぎると、それまでのシミュレーションの結果を示します。
status-forecast = { status-check }

example-diff-1 = 2 つのキャプチャまたは JSON レポート。古いほうを先に
example-diff-2 = フォルダーの最後の 2 つを比べて、ページにする
example-diff-3 = 一部だけを比べる。レポートは作成時の範囲のままなので、キャプチャのみ
limits-diff = 検出項目はフィンガープリント、予定されたバックアップはジョブ・VM・エラーで対応付けます。後のほうで読み取れなかったものは、見えないだけかもしれないと示します。レポートは 1 GiB までです。
status-diff = 新規と悪化が 0 情報のみ、1 警告、24 時間以内に失敗する可能性の高いバックアップ、または判断できないもの、2 重大、3 後のほうを検査できなかった、64 使い方の誤り

example-backtest-1 = 各キャプチャの予測を、後のキャプチャが示す結果で採点する
limits-backtest = 同じサーバーのキャプチャが 2 つ以上、または結果の付いたキャプチャが必要です。同じ鍵ファイルで匿名化したものでもかまいません。
status-backtest = 0 成功、3 キャプチャを読み取れない、64 使い方の誤り、または採点するものがない

example-capture-1 = サーバーの応答を、秘密情報を除いて保存する
example-capture-2 = 渡す内容を確認する。何も書き込まない
example-capture-3 = すでにあるキャプチャを匿名化する
limits-capture = { limits-reads }キャプチャは完全なものだけが残ります。秘密情報は `--everything` でも、見分けられる限り除きます。
status-capture = { status-reads }
status-reads = 0 成功、3 サーバーを読み取れない、64 使い方の誤り

example-explain-1 = エラーをコードで
example-explain-2 = 検出項目をコードで
example-explain-3 = ログと、関係する VM の現在の状態
example-explain-4 = システムのログに含まれるもの
limits-explain = 64 MiB まで読みます。サーバーまたはキャプチャを指定すると、関係する VM の現在の状態も表示します。分からないものは、近い項目とともに一覧に示します。
status-explain = 0 すべて説明できた、2 一部だけ、1 何も説明できない、3 サーバーを読み取れない、64 使い方の誤り

example-jobs-1 = すべてのバックアップジョブを、悪い順に
example-jobs-2 = 1 つのジョブの設定、スケジュール、実行、VM
limits-jobs = { limits-reads }実行は XO がログを残している範囲で分かります。`--history` があればさらに遡れます。
status-jobs = 0 成功、3 サーバーを読み取れない、64 使い方の誤り、または名前に合うジョブがないか複数ある

example-sr-1 = すべての SR の一覧
example-sr-2 = 1 つの SR の容量、ガベージコレクター、待ち行列、すべてのチェーン
example-sr-3 = その SR にある 1 台の VM のチェーンを、ページにする
limits-sr = { limits-reads }XO はブロックの配置を示しません。結合に必要な容量は範囲で示します。
status-sr = 0 成功、3 サーバーを読み取れない、64 使い方の誤り、または名前に合う SR がないか複数ある

example-login-1 = トークンを尋ね、XO のどこで作るかを示す
example-login-2 = ほかのプログラムからトークンを渡す
limits-login = トークンは端末で尋ねます。端末でなければ標準入力から読みます。引数では渡せません。システムが信頼しない証明書は表示し、同意があれば固定します。XO には何も作成しません。
status-login = 0 サインインした、3 サーバーが拒否したか到達できない、64 使い方の誤り

example-logout-1 = 1 つのサーバーのトークンを忘れる
limits-logout = トークンは、XO で削除するまで有効なままです。
status-logout = 0 忘れた、64 使い方の誤り、またはサインインしていない

example-whoami-1 = このユーザーが読めるもの、足りないもの、権限の与え方
example-whoami-2 = 同じものをプログラム用に
limits-whoami = このユーザーが現在 XO から読めるものを示します。見る権限のない空の一覧は、読み取れていないとみなします。
status-whoami = { status-reads }

example-history-1 = 以前の読み取りから学び、今回の読み取りも残す
example-history-2 = 見たもの: SR、ディスク、ジョブ、検出項目の推移
limits-history = 履歴は必須ではありません。なければ、サーバーが示すものだけで検査します。
status-history = 0 成功、3 履歴またはキャプチャを読み取れない、64 使い方の誤り

example-history-import-1 = フォルダーのキャプチャを、それぞれ以前の内容だけから予測しながら
limits-history-import = すでにあるキャプチャは何も変えません。
status-history-import = { status-history }

example-history-stats-1 = PostgreSQL にある履歴
limits-history-stats = 何も変更しません。
status-history-stats = { status-history }

example-history-show-1 = 1 つの SR とそのディスクの、過去 30 日の推移
example-history-show-2 = 1 つの VM の推移をページにする
limits-history-show = 読み取っていない時間のことは分かりません。線はその前の読み取りの値を続けます。
status-history-show = { status-history }
example-history-export-1 = レポートを除くすべてを 1 つのファイルに書き出す
limits-history-export = SR、VM、ディスク、ジョブの名前は含みますが、秘密は含みません。
status-history-export = { status-history }
example-history-score-1 = 残しておいた予測がどれだけ当たったか
limits-history-score = 予測は、対象の結果が出てから採点します。
status-history-score = { status-history }

example-history-prune-1 = 14 日間は 1 時間に 1 件、1 年間は 1 日に 1 件を残す
limits-history-prune = 間引いたものは元に戻せません。
status-history-prune = { status-history }

example-schema-1 = `check --format json` の JSON Schema
limits-schema = ドキュメントのキーの名前、型、意味は変わりません。新しい版では追加だけがあります。
status-schema = 0 成功、64 使い方の誤り

example-config-1 = すべてコメントになったファイルを書き込む
example-config-2 = 有効な値と、その由来
limits-config = ファイルに秘密情報を書く必要はありません: `token_file`、`token_command`、`xo-health login`（docs/configuration.md）。
status-config = 0 成功、64 ファイルか環境変数に誤りがある、または使い方の誤り

example-config-show-1 = `check` で有効なすべての値と、その由来
example-config-show-2 = 引数を付けたコマンドについて同じものを
limits-config-show = 秘密情報は表示せず、それを出力するプログラムも実行しません。
status-config-show = { status-config }

example-config-check-1 = ファイルを置く前に確かめる
limits-config-check = サーバーには何も問い合わせません。アドレスとトークンが正しいかは `xo-health whoami` で分かります。
status-config-check = { status-config }

example-config-init-1 = 最初に探す場所に作成する
limits-config-init = すでにあるファイルは変更しません。
status-config-init = { status-config }

example-ignore-1 = あるコードのうち、一部の対象についてのすべて
example-ignore-2 = フィンガープリントで指定した 1 つを、期限付きで、今より悪化しない限り
limits-ignore = フィンガープリント（JSON、CSV の `fingerprint`）またはその先頭部分は、サーバーまたはキャプチャ（`--from`）から探します。`CODE` と `CODE:SUBJECT` は `--pin` を指定したときだけ読み取ります。結論と手順は変わりません。
status-ignore = 0 書き込んだ、3 サーバーを読み取れない、64 使い方の誤り、または検出項目がない

arg-help = ヘルプを表示する
arg-version = 版を表示する
arg-help-subcommand = ヘルプを表示するコマンド
arg-color = 色を使う場合。`auto`: 標準出力が端末で、`NO_COLOR` が設定されていないとき
arg-lang = レポート、ヘルプ、エラーの言語 [既定値: `LC_ALL`、`LC_MESSAGES`、`LANG` による]
arg-config = 設定ファイル [既定値: `$XDG_CONFIG_HOME/xo-health/config.toml`、次に `/etc/xo-health/config.toml`]
arg-origin = 有効な値をすべて、由来とともに表示する: 引数、環境変数、ファイルと行、または既定値
arg-config-show-given = 値を表示するコマンドとその引数 [既定値: `check`]
arg-fail-on = 終了ステータスに影響する最低の重大度
arg-diff-fail-on = 終了ステータスに影響する、新規または悪化した検出項目の最低の重大度
arg-diff-run-timeout = 全体の制限時間 [既定値: なし。キャプチャの大きさによるため]
arg-paths = 2 つのキャプチャまたは JSON のレポート（古いほうが先）、またはフォルダー（観測時刻の新しい 2 つ）
arg-login-address = サーバーのアドレス（`https://xo.example.org`）
arg-logout-address = サーバーのアドレス [既定値: サインインした唯一のサーバー]
arg-yes = サーバーの証明書を、尋ねずに信頼して固定する
arg-login-pin-sha256 = この SHA-256 フィンガープリントの証明書だけを信頼して固定する
arg-baseline = この以前のレポートかキャプチャにすでにあるものは、悪化していない限り終了ステータスに影響しない
arg-snapshots-left = チェーンの上限までに取れるスナップショットが N 個未満のディスクを警告する
arg-snapshot-age = 有効なスケジュールに属さないスナップショットを、これより古ければ報告する（`30d`、`12h`）
arg-sr-used-percent = SR の使用率がこれ以上なら警告する [既定値: 無効。使用率からは必要な容量が分からないため]
arg-summary = 結論、最も急ぐ手順、次に失敗するバックアップだけを表示する
arg-ignore = このコードの検出項目、またはその対象（名前、ID、名前のパターン）だけを抑止する。終了ステータスに影響しなくなる。複数回指定できる
arg-finding = 検出項目: フィンガープリントかその先頭部分、`CODE`、または `CODE:SUBJECT`
arg-reason = 抑止する理由
arg-until = 抑止する最後の日（`2026-12-31`）、または日時（RFC 3339）[既定値: 期限なし]
arg-pin = 現在の程度までを抑止する。悪化すると再び終了ステータスに影響する
arg-horizon = どこまで先を見るか（`7d`、`36h`）。最大 30 日
arg-draws = シミュレーションの回数 [既定値: 500。ジョブの対象が VM 2,000 台を超えると 200]
arg-seed = シミュレーションのシード。同じシードなら予測も同じ
arg-forecast-timeout = 予測の制限時間。それまでに終わったシミュレーションの結果を、打ち切ったことを示して報告する
arg-no-forecast = 予測しない。結論は規則とログだけに基づき、「成功します」にはならない
arg-fail-on-forecast = この時間内にエラーがこの確率以上なら、終了ステータスを 2 にする（`0.5@24h`）。`never`: 予測は終了ステータスに影響しない [既定値: 24 時間以内のエラーの確率が 50 % 以上なら 1]
arg-folder = `capture.json.gz` と `truth.json` のあるフォルダー、そのようなフォルダーを含むフォルダー、または同じサーバーの一連のキャプチャを含むフォルダー
arg-capture-output = 出力ファイル。拡張子で形式が決まる: `.json`、`.json.gz`、`.json.zst`
arg-anonymize = 名前、説明、タグ、アドレス、ID、文を鍵付きの仮名に置き換える。サイズ、時刻、構造は残る
arg-capture-from = サーバーの代わりにこのキャプチャを読む
arg-key-file = 仮名の鍵のファイル。同じ鍵なら複数のキャプチャで仮名が一致する。存在しなければ所有者専用で作成する [既定値: どこにも残さない鍵]
arg-review = 内容を表示する: どの種類の値が残り、どれが置き換わるかと、その数。ファイルは書き込まない
arg-everything = レポートに使う項目だけでなく、すべての項目を残す。秘密情報は判別できる限り除く
arg-capture-at = キャプチャの日時（RFC 3339）[既定値: 現在]
arg-what = エラー文、コード（`XOH-101`、`chain-depth`、`109`）、ログ（JSON）かメールのファイル、または標準入力を表す `-`
arg-job = 1 つのジョブを詳しく表示する: 名前、ID、またはその先頭部分
arg-sr = SR: 名前、`プール/名前`、UUID、または名前か UUID の先頭部分。省略するとすべての SR の一覧
arg-vm = この VM のディスクだけを表示する（名前または UUID）
arg-coalesce-speed = ストレージの結合速度（`50MiB/s`）[既定値: ログと履歴から学習、なければ 20 ～ 100 MB/s]
arg-previous = 同じサーバーの以前のキャプチャから結合速度を測る
arg-pools = これらのプールのみ（名前、UUID、グロブ。複数指定可）
arg-srs = これらの SR と、そこにディスクやレプリカがある VM のみ（名前、`プール/名前`、UUID、グロブ。複数指定可）
arg-vms = これらの VM のみ（名前、`プール/名前`、UUID、グロブ。複数指定可）
arg-jobs = これらのジョブと、その対象の VM のみ（名前、ID、グロブ。複数指定可）
arg-tags = これらのタグのいずれかを持つ VM のみ（タグかグロブ。複数指定可）
arg-per-tag = VM のタグごとにレポートを書き出す。出力のファイル名と `--mask` の {"`{tag}`"} がタグに置き換わる
arg-mask = このタグまたは名前の VM とそのディスク以外の名前をすべて仮名に置き換える（グロブ。複数指定可）
arg-from = サーバーの代わりにキャプチャを読む（`.json`、`.json.gz`、`.json.zst`）
arg-at = この日時の状態として評価する（RFC 3339）[既定値: 現在、またはキャプチャの日時]
arg-format = 出力形式
arg-document = 文書
arg-all = すべて表示する: 一覧とチェーンを省略せず、可能性の低い予測も含める
arg-quiet = 問題がなければ何も表示しない
arg-width = テキストの桁数 [既定値: 端末の幅、最大 120。パイプでは 80]
arg-ascii = ASCII 文字だけで描く。名前はそのまま
arg-title = HTML ページの題名
arg-note = HTML ページの先頭に置く文章のテキストファイル
arg-logo = HTML ページの先頭に埋め込む画像（PNG、JPEG、GIF、WebP、SVG）
arg-csv-bom = CSV の先頭に BOM を付ける（Excel 用）
arg-csv-table = この表だけを CSV にする
arg-output = ファイルに書き出す。拡張子で形式が決まる: `.txt .json .md .html .csv .xml`（JUnit）`.sarif .prom`（OpenMetrics）。複数回指定できる
arg-timezone = テキスト形式のレポートのタイムゾーン（`Asia/Tokyo`、`UTC`）[既定値: システムの設定]
arg-url = サーバーのアドレス（`https://xo.example.org`）[既定値: `XO_URL`、`XOA_URL`、`xo-health login` の唯一のサーバー、または `xo-cli` の登録先]
arg-server = 設定ファイルのこのサーバーを読む。`check` と `forecast` には複数指定できる
arg-all-servers = 設定ファイルのすべてのサーバーを読む（`check` と `forecast`）
arg-demo = あらゆる問題を 1 つずつ含む、組み込みの模擬サーバーを使う
arg-token-file = 認証トークンのファイル。`-` は標準入力 [既定値: `XO_TOKEN`、`XOA_TOKEN`、`XO_USERNAME` と `XO_PASSWORD`（および `XO_OTP`）、`XOA_USER` と `XOA_PASSWORD`、または `xo-health login` か `xo-cli` がこのサーバー用に保存しているトークン]
arg-ca-file = システムの認証局の代わりに、この PEM ファイルの認証局を信頼する
arg-pin-sha256 = この SHA-256 フィンガープリントの証明書だけを信頼する
arg-insecure = どの証明書も信頼する。サーバーとの間にいる者は誰でも認証情報を読める
arg-connect-timeout = 接続の制限時間
arg-request-timeout = 応答と、その後の各部分の制限時間
arg-run-timeout = 最初の呼び出しからレポートまで、全体の制限時間
arg-backtest-run-timeout = 全体の制限時間 [既定値: なし。フォルダーの内容によるため]
arg-max-memory = メモリ使用量の上限
arg-retries = 接続に失敗したときに試し直す回数。サーバーが拒否した場合は試し直さない
arg-pace = 読み取りの速さ。`gentle`: 区切りごとに休み、その間 XO がほかの要求に応えられる。`auto`: 50 MB を超えると休みながら
arg-proxy = `HTTPS_PROXY`、`HTTP_PROXY`、`ALL_PROXY` の代わりにこの HTTP プロキシを使う。`NO_PROXY` は引き続き有効
arg-history = 以前の読み取りから学び、今回の読み取りを残すデータベース: ファイル、`postgres://…`、または `$XDG_STATE_HOME/xo-health/history.db` を表す `default`
arg-history-history = データベース: ファイル、`postgres://…`、または `$XDG_STATE_HOME/xo-health/history.db` を表す `default` [既定値: 設定の履歴、なければ `default`]
arg-history-import-history = { arg-history-history }
arg-history-stats-history = { arg-history-history }
arg-history-prune-history = { arg-history-history }
arg-no-history = 設定に履歴があっても使わない
arg-no-record = 履歴を使うだけで、今回の読み取りは残さない
arg-diff-history = `check --history` または `forecast --history` が保存した最新の 2 回の読み取りを比較する
arg-diff-back = 最新の読み取りを、これ以上前の読み取りと比較する（`24h`、`7d`）[既定値: 1 つ前]
arg-diff-pools = これらのプールのみ（名前、UUID、グロブ。複数指定可）。`--history` では、複数のサーバーのうちそのプールを持つもの
arg-history-export-history = { arg-history-history }
arg-history-export-file = 書き出すファイル（`.zst`）。所有者だけが読める
arg-history-import-folder = 1 つまたは複数のサーバーのキャプチャ（`.json`、`.json.gz`、`.json.zst`）のあるフォルダー、または `history export` のファイル
arg-history-import-forecasts = 各キャプチャから、その前に読み取ったものだけを使って予測し、後で採点できるように残す
arg-history-show-history = { arg-history-history }
arg-history-back = { arg-history-show-back }
arg-history-pools = { arg-history-score-pools }
arg-history-srs = { arg-history-show-srs }
arg-history-vms = { arg-history-show-vms }
arg-history-jobs = { arg-history-show-jobs }
arg-history-show-back = さかのぼる期間（`14d`、`48h`）
arg-history-show-pools = { arg-history-score-pools }
arg-history-show-srs = これらの SR と、そこにあるものだけ（名前、UUID、glob。複数指定可）
arg-history-show-vms = これらの VM だけ（名前、UUID、glob。複数指定可）
arg-history-show-jobs = これらのジョブと、その実行に含まれる VM だけ（名前、ID、glob。複数指定可）
arg-history-score-history = { arg-history-history }
arg-history-score-pools = これらのプールのいずれかを持つサーバーだけ（名前、UUID、glob。複数指定可）
arg-history-prune-at = この日時を基準に間引く（RFC 3339）[既定値: 現在]
arg-verbose = 接続の経過を標準エラー出力に記録する。`-vv`: 各呼び出しも
arg-show-calls = サーバーへの呼び出しを標準エラー出力に表示する
