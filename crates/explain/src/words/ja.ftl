# What `explain` says besides the words of errors and findings, in Japanese.

run = { $kind ->
        [mail] レポートメール
       *[other] バックアップログ
    }: { $status ->
        [success] 成功（success）
        [failure] 失敗（failure）
        [skipped] スキップ（skipped）
        [interrupted] 中断（interrupted）
        [pending] 実行中（pending）
        [unknown] 状態の記載なし
       *[other] { $status }
    }
job = ジョブ `{ $job }`
job-id = ({ $id })
run-id = 実行 { $id }
mode = モード { $mode }
started = 開始 { $at }
runs = バックアップログ { $n } 件
runs-line = { $status }  { $at }  { $job }
vms-failure = 失敗 { $n }
vms-skipped = スキップ { $n }
vms-interrupted = 中断 { $n }
vms-pending = 未完了 { $n }
vms-success = 成功 { $n }
vms = VM: { $counts }
comma = 、
hit = 対象:
whole-run = 実行全体
warned = 警告のみ: これによる失敗はない
said = エラー文:
means = 意味:
cause = 原因:
do = 対処法:
actor = 一次対応者:
temporary = 自然に解消:
note = 補足:
findings = 事前に分かる検出項目:
unknown = 不明なエラー
unknown-why = { $n ->
       *[other] 一覧にないエラー
    }です。照合したもの: ストレージマネージャと XAPI の番号とコード（`SR_BACKEND_FAILURE_…`、`VDI_IN_USE`）、XO のメッセージ、システムのコード（`ENOSPC`）、検出項目のコード（`XOH-101`）
nothing = 説明できるものがありません: エラー、コード、ログ、レポートメールのいずれも見つかりません
nothing-wrong = 問題は見つかりませんでした
nothing-told = 何が起きたかは書かれていません: XO でこの実行のログを見るか、完全なレポートを確認してください
now = 現在の状態
now-of = { $server ->
        [none] {""}
       *[other] { $server }、
    }{ $at } 時点
now-missing = インベントリにない: { $names }
now-none = これらの VM に特記事項なし
now-ok = 次の実行でスナップショットを作成できる
now-skip = いま実行すると XO がスキップ: unhealthy VDI chain
now-109 = SR_BACKEND_FAILURE_109: チェーンが長すぎる
now-44 = SR_BACKEND_FAILURE_44: 空き容量不足
now-not-snapshotted = スナップショットは作成されない
now-unknown = 判断できない
now-no-job = 把握しているジョブの対象外
now-job = `{ $job }`{ $at ->
        [none] {""}
       *[other] 、次回実行 { $at }
    }: { $verdict }
now-disk = `{ $sr }` のディスク `{ $disk }`: { $limit ->
        [0] { $depth } ノード
       *[other] { $depth } / { $limit } ノード
    }、{ $pending ->
        [0] 結合待ちなし
       *[other] 結合待ち { $pending } 件
    }
more = { $mark } ほか { $n } 件（--all ですべて表示）
severity-critical = 重大
severity-warning = 警告
severity-info = 情報
about = 対象物:
detail = { $key ->
        [vdi] ディスク
        [sr] SR
        [vm] VM
        [address] アドレス
        [job] ジョブ
       *[other] ファイル
    } { $value }
near = 近い項目:
collect = 報告に必要なもの:
