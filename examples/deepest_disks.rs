//! Lists the deepest disks of a capture: how to use the library without the program.
//!
//! ```console
//! $ cargo run --example deepest_disks -- tests/fixtures/captures/near-30-chain.json.gz
//! ```

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use xo_health_client::{Answers, capture};
use xo_health_core::chains::{self, Chains};
use xo_health_core::display;
use xo_health_core::storage;

/// Most disks to list.
const LINES: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("give the path of a capture")?;
    let mut answers = Answers::default();
    capture::replay(Path::new(&path), &mut answers)?;
    let inventory = answers.finish().inventory;

    let all = Chains::build(&inventory);
    let mut disks: Vec<_> =
        inventory.vdi_indices().filter(|&vdi| chains::is_disk(&inventory, inventory.vdi(vdi))).collect();
    disks.sort_by_key(|&vdi| std::cmp::Reverse(all.node(vdi).depth));
    for &index in disks.iter().take(LINES) {
        let vdi = inventory.vdi(index);
        let limit = vdi.sr.and_then(|sr| storage::chain_limit(&inventory, sr));
        let limit = limit.map_or_else(|| "no limit".to_owned(), |limit| format!("of {limit}"));
        println!("{:>3} {limit}  {}", all.node(index).depth, display::fit(&vdi.name, 60));
    }
    Ok(())
}
