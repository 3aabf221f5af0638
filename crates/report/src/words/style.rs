//! The style of words: what docs/words.md requires, as far as a machine can check it. For the tests of every file of
//! words.

use super::testing::entries;

/// Phrases that a native engineer would not write, with their replacements (issue 12, "Plain English";
/// docs/words.md).
const ENGLISH: [(&str, &str); 42] = [
    ("foretell", "predict"),
    ("foretold", "predicted"),
    ("tells of", "reports"),
    ("tell of", "report"),
    ("told of", "reported"),
    ("is not told", "is unknown"),
    ("log tells", "the logs show"),
    ("log does not tell", "the log does not say"),
    ("tell better", "makes it more accurate"),
    ("until somebody acts", "until someone intervenes"),
    ("nothing of it is merged", "nothing will merge"),
    ("ask the support", "contact … support"),
    ("the support of your storage", "your storage vendor's support"),
    ("has hardly room", "barely has room"),
    ("hardly room", "barely room"),
    ("half as long again", "with 50 % tolerance"),
    ("has ended well since", "no successful backup since"),
    ("gone well", "succeeded"),
    ("from when on", "minimum"),
    ("more than nothing", "greater than zero"),
    ("asks for {", "needs"),
    ("at the least", "at least"),
    ("at the most", "at most"),
    ("probably no room", "probably has no room"),
    ("otherwise than", "differently from"),
    ("data grow by", "data grows by"),
    ("does not go on", "has stalled"),
    ("do not go on", "have stalled"),
    ("some minutes", "a few minutes"),
    ("is told to", "should"),
    ("nothing is foretold", "nothing is predicted"),
    ("a failure that", "a noun phrase"),
    ("}th ", "an ordinal in words"),
    ("nobody needs", "no longer needed"),
    ("went well", "succeeded"),
    ("ends well", "succeeds"),
    ("ended well", "succeeded"),
    ("look whether", "check whether"),
    ("the machine of xo", "the XO machine"),
    ("pool's master", "the pool master"),
    ("not count for", "not count towards"),
    ("in the guest", "in the VM"),
];

/// Terms that are not agreed, with those that are (issue 13, docs/words.md). Longer words that contain an agreed one
/// come first.
const JAPANESE: [(&str, &str); 9] = [
    ("差分", "増分"),
    ("未完了の結合", "未結合"),
    ("マージ", "結合"),
    ("インターフェイス", "インターフェース"),
    ("チェック結果", "検査結果"),
    ("コアレス", "結合"),
    ("バックアップセット", "復元ポイント"),
    ("ご確認ください", "確認してください"),
    ("お客様", "ユーザー"),
];

/// Japanese words that lack the mark of their final long vowel.
const LONG: [&str; 8] = [
    "ガベージコレクタ",
    "サーバ",
    "フォルダ",
    "ユーザ",
    "プロキシサーバ",
    "ファイルサーバ",
    "スケジューラ",
    "マスタ",
];

/// Japanese units and counters: a space separates them from a half-width number.
const UNITS: [&str; 17] = [
    "件",
    "台",
    "個",
    "回",
    "分",
    "秒",
    "日",
    "時間",
    "%",
    "KiB",
    "MiB",
    "GiB",
    "TiB",
    "ノード",
    "か月",
    "つ",
    "本",
];

/// Checks that no text of a file contains a phrase of the list.
pub fn is_plain_english(source: &str) {
    let found: Vec<String> =
        entries(source).into_iter().flat_map(|(id, text)| in_english(id, text)).collect();
    assert_eq!(found, [""; 0]);
}

fn in_english(id: &str, text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let bad = ENGLISH.iter().filter(|(bad, _)| text.contains(bad));
    bad.map(|(bad, good)| format!("{id}: `{bad}`: write `{good}`")).collect()
}

/// Checks that every text of a file is written as docs/words.md requires.
pub fn is_agreed_japanese(source: &str) {
    let found: Vec<String> =
        entries(source).into_iter().flat_map(|(id, text)| in_japanese(id, text)).collect();
    assert_eq!(found, [""; 0]);
}

fn in_japanese(id: &str, text: &str) -> Vec<String> {
    let prose = without_code(text);
    let mut found: Vec<String> = Vec::new();
    let mut add = |what: String| found.push(format!("{id}: {what}"));
    for (bad, good) in JAPANESE {
        if prose.contains(bad) {
            add(format!("`{bad}`: write `{good}`"));
        }
    }
    for word in LONG {
        let short = |at: usize| !prose[at + word.len()..].starts_with('ー');
        if prose.match_indices(word).any(|(at, _)| short(at)) {
            add(format!("`{word}` ends in `ー`"));
        }
    }
    if prose.match_indices("スナップ").any(|(at, word)| !prose[at + word.len()..].starts_with("ショット"))
    {
        add("`スナップ`: write `スナップショット`".to_owned());
    }
    let wide = |c: char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '：' | '！' | '？' | '％');
    if let Some(c) = prose.chars().find(|c| wide(*c)) {
        add(format!("`{c}` is full-width"));
    }
    let chars: Vec<char> = prose.chars().collect();
    for (at, pair) in chars.windows(2).enumerate() {
        let near = || chars[at.saturating_sub(8)..(at + 10).min(chars.len())].iter().collect::<String>();
        match pair {
            [a, '('] if is_japanese(*a) => add(format!("full-width brackets in `{}`", near())),
            ['(', b] if is_japanese(*b) => add(format!("full-width brackets in `{}`", near())),
            [a, b]
                if a.is_ascii_alphanumeric() && is_word(*b) || is_word(*a) && b.is_ascii_alphanumeric() =>
            {
                add(format!("a blank is missing in `{}`", near()));
            }
            _ => {}
        }
    }
    for unit in UNITS {
        let glued = |at: usize| prose[..at].ends_with(|c: char| c.is_ascii_digit() || c == '}');
        // a variable may be a word
        if prose.match_indices(unit).any(|(at, _)| glued(at)) && !unit.starts_with(['つ', '本', '日']) {
            add(format!("a blank is missing before `{unit}`"));
        }
    }
    found
}

/// Returns whether a character is kana or an ideograph: a space separates these from a Latin word.
fn is_word(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿')
}

fn is_japanese(c: char) -> bool {
    is_word(c) || matches!(c, 'ー' | '々')
}

/// Removes what is between backticks, and the names of variables and variants.
fn without_code(text: &str) -> String {
    let mut prose = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 0 {
            prose.push_str(part);
        } else {
            prose.push('`');
        }
    }
    // `{ $n ->`, `[one]`, `*[other]`
    let mut kept = String::new();
    let mut depth = 0_u32;
    for c in prose.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_english_is_found() {
        for text in [
            "No log tells of it",
            "Ask the support of your storage",
            "the copy asks for { $need }",
            "every { $n }th time",
            "at the most 30 nodes",
        ] {
            assert!(!in_english("x", text).is_empty(), "{text}");
        }
        assert!(in_english("x", "the copy needs { $need }, at most 30 nodes").is_empty());
    }

    #[test]
    fn bad_japanese_is_found() {
        for text in [
            "差分バックアップ",
            "ガベージコレクタが停止",
            "次回のスナップ",
            "１０ 台",
            "失敗(原因)",
            "VMの状態",
            "SR です10 台",
            "10台",
            "{ $n }件",
            "注意：なし",
            "未完了の結合",
        ] {
            assert!(!in_japanese("x", text).is_empty(), "{text}");
        }
        for text in [
            "増分バックアップ",
            "ガベージコレクターが停止",
            "スナップショット { $n } 個",
            "失敗（原因）",
            "`xe vm-list` で 10 台の VM を確認する",
            "{ $n ->\n        [one] 1 件\n       *[other] { $n } 件\n    }",
            "プール・SR",
        ] {
            assert_eq!(in_japanese("x", text), [""; 0], "{text}");
        }
    }
}
