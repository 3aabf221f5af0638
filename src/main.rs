//! The program; the code is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    xo_health::cli::main()
}
