//! The objects that an error names: ids, addresses and paths, for the commands of its remedy.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::catalogue::Place;

/// The most bytes kept of a detail.
const DETAIL_LIMIT: usize = 300;

/// The objects that an error names; not cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Details {
    /// The UUID of a disk, or its first eight digits if a log shows no more.
    pub vdi: Option<String>,
    /// The UUID of an SR, or its first four digits if a log shows no more.
    pub sr: Option<String>,
    /// The UUID of a VM.
    pub vm: Option<String>,
    /// The address that was tried: a host, possibly with a port.
    pub address: Option<String>,
    /// The path of a file.
    pub path: Option<String>,
    /// The id of a job.
    pub job: Option<String>,
}

impl Details {
    /// The keys of all details, as texts use them.
    pub const KEYS: [&'static str; 6] = ["vdi", "sr", "vm", "address", "path", "job"];

    /// Reads the details that XO adds to a XAPI error, and those that Node adds to a system error.
    pub fn of_json(json: &Value) -> Self {
        let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).and_then(kept);
        let address = text("/address").map(|address| match json.get("port").and_then(Value::as_u64) {
            Some(port) => format!("{address}:{port}"),
            None => address,
        });
        Self {
            vdi: text("/VDI/uuid"),
            sr: text("/SR/uuid"),
            vm: text("/VM/uuid"),
            address: address.or_else(|| text("/hostname")),
            path: text("/path"),
            job: None,
        }
    }

    /// Reads the details named in a message.
    pub fn of_text(text: &str) -> Self {
        let mut found = Self::default();
        let (sr, vdi) = image(text);
        found.sr = sr.and_then(kept);
        found.vdi = vdi.and_then(kept);
        let words: Vec<&str> = text.split(is_between).filter(|word| !word.is_empty()).collect();
        for (at, word) in words.iter().enumerate() {
            let before = at.checked_sub(1).map_or("", |before| words[before]);
            found.word(before, word);
        }
        found.path = quoted_path(text).and_then(kept);
        found
    }

    fn word(&mut self, before: &str, word: &str) {
        let place = match before {
            "VDI" | "vdi" | "disk" => &mut self.vdi,
            "SR" | "sr" => &mut self.sr,
            "VM" | "vm" | "to" => &mut self.vm,
            "job" => &mut self.job,
            _ if is_address(word) => &mut self.address,
            _ => return,
        };
        if place.is_none() && (is_uuid(word) || is_address(word)) {
            *place = kept(word);
        }
    }

    /// Returns the details, with missing ones taken from another set.
    pub fn or(self, other: &Self) -> Self {
        Self {
            vdi: self.vdi.or_else(|| other.vdi.clone()),
            sr: self.sr.or_else(|| other.sr.clone()),
            vm: self.vm.or_else(|| other.vm.clone()),
            address: self.address.or_else(|| other.address.clone()),
            path: self.path.or_else(|| other.path.clone()),
            job: self.job.or_else(|| other.job.clone()),
        }
    }

    /// Lists the known details: the key of the name in the texts, and the value.
    pub fn known(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("vdi", &self.vdi),
            ("sr", &self.sr),
            ("vm", &self.vm),
            ("address", &self.address),
            ("path", &self.path),
            ("job", &self.job),
        ]
        .into_iter()
        .filter_map(|(key, value)| value.as_deref().map(|value| (key, value)))
    }
}

fn kept(text: impl AsRef<str>) -> Option<String> {
    let text = text.as_ref().trim();
    let cut = &text[..text.floor_char_boundary(DETAIL_LIMIT)];
    (!cut.is_empty()).then(|| cut.to_owned())
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '=' | '\'' | '"' | '`' | '<' | '>')
}

/// Finds the SR and the image in a path of the storage manager: `/run/sr-mount/SR/VDI.vhd`,
/// `/dev/VG_XenStorage-SR/VHD-VDI` (facts/storage-manager.md 3).
fn image(text: &str) -> (Option<&str>, Option<&str>) {
    let after = |start: &str| text.split_once(start).map(|(_, rest)| rest);
    if let Some(rest) = after("sr-mount/") {
        let (sr, rest) = rest.split_at(end_of_id(rest));
        let file = rest.strip_prefix('/').unwrap_or_default();
        return (Some(sr), Some(&file[..end_of_id(file)]));
    }
    if let Some(rest) = after("VG_XenStorage-") {
        let (sr, rest) = rest.split_at(end_of_id(rest));
        let file = rest.strip_prefix('/').unwrap_or_default();
        let file =
            ["VHD-", "LV-", "QCOW2-"].iter().find_map(|start| file.strip_prefix(start)).unwrap_or_default();
        return (Some(sr), Some(&file[..end_of_id(file)]));
    }
    (None, None)
}

fn end_of_id(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(text.len())
}

fn is_uuid(word: &str) -> bool {
    let parts: Vec<usize> = word.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

/// Returns whether a word is an IPv4 address or the machine itself, possibly with a port.
fn is_address(word: &str) -> bool {
    let host = word.rsplit_once(':').map_or(word, |(host, _)| host);
    host == "localhost" || word.starts_with("::1") || host.parse::<core::net::Ipv4Addr>().is_ok()
}

/// Finds a path between quotation marks, as Node writes it: `open '/run/…'`.
fn quoted_path(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("'/")?;
    let (path, _) = rest.split_once('\'')?;
    let start = text.len() - rest.len() - 1;
    (!path.contains('\n')).then(|| &text[start..start + 1 + path.len()])
}

/// Returns the kind of the first address in a text: the machine itself, or a private network (RFC 1918, RFC
/// 4193, RFC 6890).
pub(super) fn place(text: &str) -> Option<Place> {
    for word in text.split(is_between) {
        let word = word.trim_start_matches("https://").trim_start_matches("http://");
        let word = word.split('/').next().unwrap_or_default();
        let host = word.rsplit_once(':').map_or(word, |(host, _)| host);
        if host.eq_ignore_ascii_case("localhost") || word.starts_with("::1") {
            return Some(Place::Itself);
        }
        if let Ok(address) = host.parse::<core::net::Ipv4Addr>() {
            return match address {
                own if own.is_loopback() || own.is_unspecified() => Some(Place::Itself),
                private if private.is_private() || private.is_link_local() => Some(Place::Private),
                _ => None,
            };
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_of_a_text() {
        let sr = "335ae9b7-8da8-4d76-a17d-00a572cfdedf";
        let vdi = "153e6f9f-2485-476a-aea9-15bf94c65df1";
        let cases: Vec<(String, Vec<(&str, &str)>)> = vec![
            (format!("qemu-img '/var/run/sr-mount/{sr}/{vdi}.qcow2' failed"), vec![("vdi", vdi), ("sr", sr)]),
            (format!("/dev/VG_XenStorage-{sr}/VHD-{vdi}: op: 2"), vec![("vdi", vdi), ("sr", sr)]),
            (format!("[opterr=VDI {vdi} not found]"), vec![("vdi", vdi)]),
            (format!("the job ({vdi}) is already running"), vec![("job", vdi)]),
            (format!("VM {vdi} not started after 600 second"), vec![("vm", vdi)]),
            (format!("no XAPI associated to {vdi}"), vec![("vm", vdi)]),
            ("connect ETIMEDOUT 192.0.2.1:443".to_owned(), vec![("address", "192.0.2.1:443")]),
            ("lstat '/run/x/xo-vm-backups'".to_owned(), vec![("path", "/run/x/xo-vm-backups")]),
            ("VM db not started, version 1.2.3".to_owned(), vec![]),
            (String::new(), vec![]),
        ];
        for (text, expected) in cases {
            let found = Details::of_text(&text);
            let known: Vec<_> =
                found.known().filter(|(key, _)| *key != "path" || text.contains("lstat")).collect();
            assert_eq!(known, expected, "{text}");
        }
    }

    #[test]
    fn places() {
        let cases = [
            ("connect ECONNREFUSED 127.0.0.1:443", Some(Place::Itself)),
            ("connect ECONNREFUSED ::1:443", Some(Place::Itself)),
            ("https://localhost/jsonrpc", Some(Place::Itself)),
            ("connect ETIMEDOUT 192.168.0.120:443", Some(Place::Private)),
            ("connect ETIMEDOUT 172.16.3.4:443", Some(Place::Private)),
            ("connect ETIMEDOUT 172.32.3.4:443", None),
            ("connect ETIMEDOUT 203.0.113.5:443", None),
            ("nothing", None),
        ];
        for (text, expected) in cases {
            assert_eq!(place(text), expected, "{text}");
        }
    }
}
