//! The program accepts every command in the README, the documentation and the examples; the commands of the examples
//! do their job.

use std::path::{Path, PathBuf};

use crate::program::Home;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .flat_map(|path| match path.is_dir() {
            true => std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect(),
            false => vec![path],
        })
        .collect();
    files.sort();
    files
}

/// Splits a line into words as a shell does: quotes hold words together; a comment, a pipe or a redirection ends it.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '#' | '|' | '>' | ';' | '&') if word.is_none() => break,
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Lists the command lines of the program in a text, without its name.
fn commands(text: &str) -> Vec<Vec<String>> {
    // a command of Icinga is a list of strings on several lines
    let icinga = text.split_once("  command = [").and_then(|(_, rest)| rest.split_once(']'));
    let listed = icinga.map(|(list, _)| words(&list.replace(',', " "))[1..].to_vec());
    let typed = text.lines().filter(|line| !line.trim_start().starts_with('#')).filter_map(|line| {
        let after = ["$ xo-health ", "xo-health check ", "xo-health diff "].iter().find_map(|start| {
            let at = line.find(start)?;
            let before = line[..at].chars().next_back();
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '/' | ',' | '`')).then_some((start, at))
        });
        let (start, at) = after?;
        let from = at + if start.starts_with('$') { "$ xo-health ".len() } else { "xo-health ".len() };
        // within a sentence it ends where the code does
        Some(words(line[from..].split('`').next().unwrap_or_default()))
    });
    typed.chain(listed).collect()
}

/// The program accepts every command that is shown.
#[test]
fn what_is_shown_can_be_typed() {
    let mut pages = vec![root().join("README.md")];
    pages.extend(files("docs"));
    pages.extend(files("examples"));
    let mut count = 0;
    pages.retain(|page| page.extension().is_none_or(|ending| ending != "png"));
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        for args in commands(&text) {
            let line = std::iter::once("xo-health".to_owned()).chain(args.iter().cloned());
            let wrong = xo_health::cli::command().try_get_matches_from(line).err();
            let wrong = wrong.filter(|error| error.use_stderr());
            assert!(wrong.is_none(), "{}: {args:?}: {}", page.display(), wrong.unwrap());
            count += 1;
        }
    }
    assert!(count > 20, "only {count} commands found");
}

/// The commands of the examples, on the demo, with files in a temporary folder.
#[test]
fn the_examples_do_what_they_are_for() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().to_str().unwrap();
    let mut count = 0;
    for file in files("examples") {
        let text = std::fs::read_to_string(&file).unwrap();
        for args in commands(&text).into_iter().filter(|args| args.first().is_some_and(|arg| arg == "check"))
        {
            let mut run: Vec<String> = vec!["--demo".into(), "--at".into(), "2026-11-23T08:30:00Z".into()];
            let mut given = args.iter();
            while let Some(arg) = given.next() {
                match arg.as_str() {
                    "--url" | "--token-file" | "--server" | "--config" => drop(given.next()),
                    "--all-servers" | "--demo" => {}
                    "-o" | "--output" | "--history" => {
                        let name = given.next().unwrap().rsplit('/').next().unwrap().to_owned();
                        run.extend([arg.clone(), format!("{there}/{name}")]);
                    }
                    _ => run.push(arg.clone()),
                }
            }
            let run: Vec<&str> = std::iter::once("check")
                .chain(run.iter().map(String::as_str).filter(|arg| *arg != "check"))
                .collect();
            let ran = Home::new().run(&run, &[]);
            assert!((1..=3).contains(&ran.status), "{}: {run:?}: {}", file.display(), ran.err);
            assert!(!ran.out.is_empty(), "{}: {run:?} says nothing", file.display());
            count += 1;
        }
    }
    assert!(count >= 6, "only {count} commands found");
}

#[test]
fn words_are_cut_as_a_shell_does() {
    let cases: [(&str, &[&str]); 4] = [
        ("check -o 'a b.html'   # a page", &["check", "-o", "a b.html"]),
        ("check --format plain > today.plain", &["check", "--format", "plain"]),
        ("explain 'X(, y, )' | less", &["explain", "X(, y, )"]),
        ("ignore A:b --reason \"moved in\"", &["ignore", "A:b", "--reason", "moved in"]),
    ];
    for (line, expected) in cases {
        assert_eq!(words(line), expected, "{line}");
    }
}
