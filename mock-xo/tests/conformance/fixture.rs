//! The recordings, all in one compressed file: `{"<world>/<file>": its content}`; an NDJSON file is an array of its lines.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// Headers that are compared; others (dates, security policies) were not kept.
pub const HEADERS: [&str; 7] =
    ["allow", "cache-control", "content-encoding", "content-type", "etag", "location", "www-authenticate"];

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/recordings.json.zst")
}

pub struct Recordings(Map<String, Value>);

impl Recordings {
    pub fn load() -> Self {
        Self(mock_xo::read_capture(&path()).unwrap().as_object().unwrap().clone())
    }

    /// Returns the names of the recorded worlds.
    pub fn worlds(&self) -> BTreeSet<String> {
        self.0.keys().map(|name| name.split('/').next().unwrap().to_owned()).collect()
    }

    pub fn get(&self, world: &str, file: &str) -> Option<&Value> {
        self.0.get(&format!("{world}/{file}"))
    }

    /// Returns the files of a world with their names.
    pub fn files<'a>(&'a self, world: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.0
            .iter()
            .filter_map(move |(name, value)| Some((name.strip_prefix(world)?.strip_prefix('/')?, value)))
    }
}

#[test]
#[ignore = "makes the fixture anew from the directory XO_CAPTURES"]
fn pack() {
    let root = PathBuf::from(std::env::var("XO_CAPTURES").unwrap());
    let mut all = Map::new();
    let mut worlds: Vec<PathBuf> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    worlds.sort();
    for world in worlds.into_iter().filter(|path| path.join("capture.json").exists()) {
        let mut files: Vec<PathBuf> =
            fs::read_dir(&world).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files.into_iter().filter(|file| !file.ends_with("runs.json")) {
            let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&file).unwrap();
            let mut value: Value = if name(&file).ends_with(".ndjson") {
                text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect()
            } else {
                serde_json::from_str(&text).unwrap()
            };
            keep_compared_headers(&mut value);
            all.insert(format!("{}/{}", name(&world), name(&file)), value);
        }
    }
    let packed = zstd::encode_all(Value::Object(all).to_string().as_bytes(), 19).unwrap();
    fs::write(path(), packed).unwrap();
}

fn keep_compared_headers(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(keep_compared_headers),
        Value::Object(map) => {
            if let Some(Value::Object(headers)) = map.get_mut("headers") {
                headers.retain(|name, _| HEADERS.contains(&name.as_str()));
            }
        }
        _ => {}
    }
}
