//! What a capture keeps: enough for the same report, and no secret.

use serde_json::json;

use crate::common::{CAPTURES, raw, serve};
use crate::program::Home;

const AT: &str = "2026-11-22T14:34:40Z";

/// Saves a server in both ways, and returns both files.
fn saved(home: &Home, server: &mock_xo::Running, token: &str) -> [String; 2] {
    [("needed.json", None), ("everything.json", Some("--everything"))].map(|(name, option)| {
        let file = home.path(name).to_str().unwrap().to_owned();
        let mut args = vec!["capture", "-o", &file, "--at", AT, "--url"];
        let url = server.url();
        args.push(&url);
        args.extend(option);
        let ran = home.run(&args, &[("XO_TOKEN", token)]);
        assert_eq!(ran.status, 0, "{ran:?}");
        file
    })
}

#[test]
fn what_is_kept_gives_the_same_report() {
    let home = Home::new();
    for name in CAPTURES {
        let state = mock_xo::State::from_capture(raw(name)).unwrap();
        let token = state.admin_token().to_owned();
        let server = serve(state);
        let [needed, everything] = saved(&home, &server, &token);
        for view in ["check", "jobs"] {
            let [a, b] =
                [&needed, &everything].map(|file| home.run(&[view, "--from", file, "--format", "json"], &[]));
            assert_eq!(a.status, b.status, "{name} {view}");
            assert!(a.out == b.out, "{name} {view}:\n{}\n{}", a.out, b.out);
        }
        let size = |file: &str| std::fs::metadata(file).unwrap().len();
        assert!(size(&needed) < size(&everything), "{name}");
    }
}

/// Returns a state with secrets wherever XO repeats what people and systems write; each contains `hunter2`.
fn planted() -> mock_xo::State {
    let pem = "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----";
    let texts = [
        "https://xo.example.org/p?token=hunter2&x=1",
        "mount -o username=xo,password=hunter2 //nas/x",
        "authorization: Basic hunter2hunter2",
        "Cookie: authenticationToken=hunter2; connect.sid=hunter2",
        "sent Bearer hunter2.Hunter2.x",
        pem,
        "s3://KEY:a/hunter2@host/bucket",
        "smb://dom\\user:hunter2@nas/share",
        "password=my hunter2 has blanks",
        "{\"password\":\"hunter2 too\"}",
        "session_id=OpaqueRef:hunter2",
        "licence key: HUNT-hunter2",
        "hunter2@example.org wrote this",
        "secretAccessKey = hunter2/x",
    ];
    let mut state = crate::faults::state();
    for (n, text) in texts.iter().enumerate() {
        let vm = json!({
            "id": format!("v{n}"), "type": "VM", "$pool": "p", "name_label": format!("vm {n}"),
            "name_description": text, "notes": text, "power_state": "Running", "$VBDs": [],
            "other": {"xo:creation": text, "note": text}, "xenStoreData": {"vm-data/x": text, "vm-data/pw": "hunter2"},
            "cloudConfig": text, "blockedOperations": {"start": text}, "boot": {"args": text},
            "other_config": {"a": text, "password": "hunter2"},
        });
        state.objects.insert(vm).unwrap();
        let id = format!("17000000000{n:02}");
        let log = json!({
            "id": id, "message": "backup", "jobId": "j", "status": "failure",
            "start": 1_763_800_000_000_u64 + n as u64, "end": 1_763_800_001_000_u64 + n as u64,
            "result": {"message": text, "stack": text, "params": [text]},
            "tasks": [{"id": "t", "message": "backup VM", "status": "failure", "data": {"type": "VM", "id": format!("v{n}")},
                "start": 1_763_800_000_000_u64, "result": {"message": text, "stack": text},
                "warnings": [{"message": text, "data": {"error": text}}]}],
        });
        state.logs.insert(id, log);
        state
            .remotes
            .push(json!({"id": format!("r{n}"), "name": "nas", "url": text, "error": {"message": text},
            "options": text, "enabled": true}));
    }
    state
        .backup_jobs
        .push(json!({"id": "j", "type": "backup", "name": "nightly", "mode": "delta", "vms": {"id": "v0"},
        "settings": {"": {"reportRecipients": ["hunter2@example.org"], "hunter": "hunter2"}}}));
    state
}

#[test]
fn no_planted_secret_stays() {
    let home = Home::new();
    let server = serve(planted());
    let [needed, everything] = saved(&home, &server, crate::faults::TOKEN);
    let text = std::fs::read_to_string(&needed).unwrap();
    let left: Vec<&str> =
        text.match_indices("hunter2").map(|(at, _)| &text[at.saturating_sub(60)..at + 20]).collect();
    assert_eq!(left, Vec::<&str>::new());
    let text = std::fs::read_to_string(&everything).unwrap();
    // `--everything` removes only secrets with a mark: keys without one stay
    let left = text.matches("hunter2").count();
    assert!(left <= 60, "{left}");
    for args in [&["check", "--all"][..], &["jobs", "--all"], &["jobs", "nightly", "--all"]] {
        let mut args = args.to_vec();
        let url = server.url();
        args.extend(["--url", &url]);
        for format in ["text", "json"] {
            let mut args = args.clone();
            args.extend(["--format", format]);
            let ran = home.run(&args, &[("XO_TOKEN", crate::faults::TOKEN)]);
            assert!(!ran.out.contains("hunter2"), "{args:?}: {}", ran.out);
        }
    }
}
