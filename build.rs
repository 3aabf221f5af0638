//! Packs the schemas that `xo-health schema` prints: as text they would make up a twentieth of the program.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=schemas");
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    for entry in std::fs::read_dir("schemas")? {
        let path = entry?.path();
        let mut name = OsString::from(path.file_name().unwrap_or_default());
        name.push(".gz");
        let mut packed = GzEncoder::new(std::fs::File::create(folder.join(name))?, Compression::best());
        packed.write_all(&std::fs::read(&path)?)?;
        packed.finish()?;
    }
    Ok(())
}
