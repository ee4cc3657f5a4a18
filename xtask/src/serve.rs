//! `cargo xtask serve`: sets up, builds and serves the page on this machine.

use std::path::PathBuf;

use anyhow::{Context, Result};
use pico_args::Arguments;
use xshell::Shell;

use crate::{browser, node, setup, wasm, watch, workspace};

const PORT: u16 = 5173;

struct Options {
    data: Option<PathBuf>,
    port: u16,
    watch: bool,
    open: bool,
    names: bool,
}

impl Options {
    fn parse(mut args: Arguments) -> Result<Self> {
        let options = Self {
            data: setup::data_option(&mut args)?,
            port: args.opt_value_from_str("--port")?.unwrap_or(PORT),
            watch: args.contains("--watch"),
            open: !args.contains("--no-open"),
            names: args.contains("--names"),
        };
        workspace::finish(args)?;
        Ok(options)
    }
}

/// Runs until it is stopped.
pub fn run(args: Arguments) -> Result<()> {
    let options = Options::parse(args)?;
    let sh = workspace::shell()?;
    setup::for_page(options.data.clone())?;
    wasm::build(&sh, options.names)?;
    if options.watch {
        let names = options.names;
        let rebuild = move || wasm::build(&workspace::shell()?, names);
        // Kept alive for as long as the page is served.
        let _watching = watch::on_change(&workspace::root().join("src"), rebuild)?;
        return serve(&sh, &options);
    }
    serve(&sh, &options)
}

fn serve(sh: &Shell, options: &Options) -> Result<()> {
    let port = options.port.to_string();
    println!("serving the page at http://127.0.0.1:{port}/ (Ctrl-C ends it)");
    let mut vite = node::tool(sh, "vite/bin/vite.js");
    vite = vite.args(["--host", "127.0.0.1", "--strictPort", "--port", &port]);
    if options.open && browser::has_display() {
        vite = vite.arg("--open");
    }
    vite.quiet().run().with_context(|| format!("the page cannot be served at port {port}; another one is chosen by --port"))
}
