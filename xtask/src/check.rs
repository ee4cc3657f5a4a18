//! `cargo xtask check`: formatting, lints, types, the rules of the tree, and audits of what the project depends on.

use std::path::Path;

use anyhow::{Result, bail};
use pico_args::Arguments;
use xshell::{Cmd, Shell};

use crate::wasm_target::{TARGET, WasmRust};
use crate::{apt, audit, node, wasm, workspace};

const TYPESCRIPT_PROJECTS: [&str; 3] = ["tsconfig.json", "tsconfig.worker.json", "tsconfig.node.json"];

type Audit = fn(&Shell) -> Result<()>;

/// Runs every check, also after one has failed.
pub fn run(args: Arguments) -> Result<()> {
    workspace::finish(args)?;
    let sh = workspace::shell()?;
    node::find_or_get(&sh)?;
    let rust = WasmRust::find_or_get(&sh)?;
    find_or_get_clippy(rust)?;
    let mut failed = Vec::new();
    let mut check = |name: &str, command: Cmd<'_>| {
        println!("checking {name}");
        if command.quiet().run().is_err() {
            failed.push(name.to_owned());
        }
    };
    check("formatting", sh.cmd(workspace::cargo()).args(["fmt", "--all", "--check"]));
    check("the rules of the tree", tidy(&sh));
    let native = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    check("lints, native", sh.cmd(workspace::cargo()).args(native));
    for module in wasm::MODULES {
        check(&format!("lints, wasm32, {module}"), wasm_clippy(&sh, rust, module));
    }
    // The page's types are generated from Rust.
    wasm::build(&sh, false)?;
    for project in TYPESCRIPT_PROJECTS {
        let tsc = node::tool(&sh, "typescript/bin/tsc").args(["--noEmit", "-p", project]);
        check(&format!("types of {project}"), tsc);
    }
    check("lints, TypeScript", node::tool(&sh, "eslint/bin/eslint.js").args(["--max-warnings", "0", "."]));
    let audits: [(&str, Audit); 3] = [
        ("licences and sources of crates", audit::crates),
        ("known faults of crates", audit::crate_advisories),
        ("known faults of npm packages", audit::npm_advisories),
    ];
    for (name, audit) in audits {
        println!("checking {name}");
        if let Err(error) = audit(&sh) {
            eprintln!("{error:#}");
            failed.push(name.to_owned());
        }
    }
    if failed.is_empty() {
        println!("all checks passed");
        return Ok(());
    }
    bail!("{} checks failed: {}", failed.len(), failed.join("; "))
}

/// The test of the tree's rules, built without burn.
fn tidy(sh: &Shell) -> Cmd<'_> {
    sh.cmd(workspace::cargo()).args(["test", "--quiet", "--no-default-features", "--test", "tidy"])
}

fn wasm_clippy<'a>(sh: &'a Shell, rust: WasmRust, module: &str) -> Cmd<'a> {
    rust.cargo(sh, &["clippy", "--lib", "--target", TARGET, "--no-default-features"]).args(["--features", module, "--", "-D", "warnings"])
}

/// Debian's Rust has its clippy in a package of its own.
fn find_or_get_clippy(rust: WasmRust) -> Result<()> {
    if rust == WasmRust::Debian && !Path::new("/usr/bin/cargo-clippy").exists() {
        apt::install("Debian's clippy", &["rust-web-clippy"])?;
    }
    Ok(())
}
