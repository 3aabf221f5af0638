# What `explain` says besides the words of errors and findings, in Japanese.

explain-run = { $kind ->
        [mail] レポートメール
       *[other] バックアップログ
    }: { $status }
explain-status = { $status ->
        [success] 成功（success）
        [failure] 失敗（failure）
        [skipped] スキップ（skipped）
        [interrupted] 中断（interrupted）
        [pending] 実行中（pending）
       *[unknown] 状態の記載なし
    }
explain-job = ジョブ:
explain-job-named = { $name }（{ $id }）
explain-run-id = 実行:
explain-mode = モード:
explain-started = 開始:
explain-mail-time = { $at }（メールを送信したサーバーのタイムゾーン）
explain-vms = VM:
explain-vms-counted = { $status ->
        [failure] 失敗 { $n } 台
        [skipped] スキップ { $n } 台
        [interrupted] 中断 { $n } 台
        [pending] 未完了 { $n } 台
       *[success] 成功 { $n } 台
    }
explain-runs = バックアップログ { $n } 件（時刻は { $zone }）
explain-hit = 対象:
explain-whole-run = 実行全体
explain-warned = 警告のみ:
explain-warned-only = これによる失敗はありません
explain-said = エラー文:
explain-means = 意味:
explain-cause = 原因:
explain-do = 対処法:
explain-actor = 一次対応者:
explain-temporary = 自然に解消:
explain-note = 補足:
explain-findings = 事前に分かる検出項目:
explain-unknown = 不明なエラー
explain-unknown-why = { $n ->
       *[other] 一覧にないエラー
    }です。照合したもの: ストレージマネージャと XAPI の番号とコード（`SR_BACKEND_FAILURE_…`、`VDI_IN_USE`）、XO のメッセージ、システムのコード（`ENOSPC`）、検出項目のコード（`XOH-101`）
explain-nothing = 説明できるものがありません: エラー、コード、ログ、レポートメールのいずれも見つかりません
explain-nothing-wrong = 問題は見つかりませんでした
explain-nothing-told = 何が起きたかは書かれていません: XO でこの実行のログを見るか、完全なレポートを確認してください
explain-now = 現在の状態
explain-now-missing = インベントリにない: { $names }
explain-now-none = これらの VM に特記事項なし
explain-now-ok = 次の実行でスナップショットを作成できる
explain-now-skip = いま実行すると XO がスキップ: unhealthy VDI chain
explain-now-109 = SR_BACKEND_FAILURE_109: チェーンが長すぎる
explain-now-44 = SR_BACKEND_FAILURE_44: 空き容量不足
explain-now-not-snapshotted = スナップショットは作成されない
explain-now-unknown = 判断できない
explain-now-no-job = 把握しているジョブの対象外
explain-now-job = `{ $job }`{ $at ->
        [none] {""}
       *[other] 、次回実行 { $at }
    }: { $verdict }
explain-now-disk = `{ $sr }` のディスク `{ $disk }`: { $limit ->
        [0] { $depth } ノード
       *[other] { $depth } / { $limit } ノード
    }、{ $pending ->
        [0] 未結合なし
       *[other] 未結合 { $pending } 件
    }
explain-about = 関係するもの:
explain-detail = { $key ->
        [vdi] ディスク
        [sr] SR
        [vm] VM
        [address] アドレス
        [job] ジョブ
       *[other] ファイル
    } { $value }
explain-near = 近い項目:
explain-collect = 報告に必要なもの:
