//! The project's own commands: `cargo xtask serve`, `test`, `dist`, `wasm`, `check`, `bench`, `reproduce`, `screenshots`.

mod apt;
mod audit;
mod bench;
mod bindgen;
mod browser;
mod budget;
mod cache;
mod check;
mod compress;
mod counts;
mod data;
mod digest;
mod dist;
mod node;
mod optimise;
mod reproduce;
mod sbom;
mod serve;
mod setup;
mod shards;
mod stages;
mod test;
mod torch;
mod vulkan;
mod wasm;
mod wasm_target;
mod watch;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};
use pico_args::Arguments;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve        set up, build and serve the page on this machine
                 --watch      rebuild when a file under src/ changes
                 --port N     port of the address (default 5173)
                 --no-open    do not open a browser
                 --names      keep function names in the modules, for profiling
  test         set up, build dist/ and run every test; the last line counts them
                 --only KIND  just one of: rust, typescript, page
  dist         build dist/, which any static host can serve from any folder
  wasm         build pkg/ alone, or the modules of it that are named
  check        formatting, lints, types, the rules of the tree, and audits of
               what the project depends on
  bench        build dist/, measure steps and page, run generated code, fuzz a
               million cases; with cpu, counts, gpu or code after --, only that
               part; with soak, twenty minutes of use that may neither grow nor
               slow down
  reproduce    build dist/ twice and compare the bytes
  screenshots  build dist/ and take the pictures of the README

serve, test, dist, bench, reproduce and screenshots take --data DIR: a folder with the four
Fashion-MNIST files, plain or .gz.";

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<()> {
    let mut args = Arguments::from_env();
    if args.contains(["-h", "--help"]) {
        println!("{USAGE}");
        return Ok(());
    }
    match args.subcommand()?.as_deref() {
        Some("serve") => serve::run(args),
        Some("test") => test::run(args),
        Some("dist") => dist::run(args),
        Some("wasm") => wasm::run(args),
        Some("check") => check::run(args),
        Some("bench") => bench::run(args),
        Some("reproduce") => reproduce::run(args),
        Some("screenshots") => bench::screenshots(args),
        Some(other) => bail!("unknown command `{other}`\n\n{USAGE}"),
        None => bail!("no command given\n\n{USAGE}"),
    }
}
