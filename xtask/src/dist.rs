//! `cargo xtask dist`: the page as static files that work from any folder of any host.

use anyhow::{Context, Result};
use pico_args::Arguments;
use xshell::Shell;

use crate::{budget, compress, node, optimise, sbom, setup, wasm, workspace};

/// Sets up and builds `dist/`.
pub fn run(mut args: Arguments) -> Result<()> {
    let data = setup::data_option(&mut args)?;
    let keep_names = args.contains("--names");
    workspace::finish(args)?;
    setup::for_page(data)?;
    build(&workspace::shell()?, keep_names)
}

/// Builds `dist/` and fails where it is larger than allowed; what it needs must have been set up.
pub fn build(sh: &Shell, keep_names: bool) -> Result<()> {
    let dist = workspace::dist();
    sh.remove_path(&dist)?;
    wasm::build(sh, keep_names)?;
    optimise::all(sh)?;
    node::tool(sh, "vite/bin/vite.js").args(["build", "--logLevel", "warn"]).quiet().run().context("vite cannot build the page")?;
    sbom::write(sh, &dist)?;
    compress::beside_large_files(&dist)?;
    budget::check(&dist)
}
