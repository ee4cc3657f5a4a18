//! Makes the shipped modules smaller and faster by binaryen's wasm-opt, once per content.

use std::fs;

use anyhow::{Context, Result};
use wasmparser::Validator;
use xshell::Shell;

use crate::{bindgen, cache, node, wasm, workspace};

/// What the modules use beyond the first version of WebAssembly; wasm-opt must not lower it.
const FEATURES: [&str; 7] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Optimises both modules under `pkg/` in place.
pub fn all(sh: &Shell) -> Result<()> {
    let version = node::version_of("binaryen")?;
    for module in wasm::MODULES.into_iter().filter(|module| !bindgen::is_optimised(module)) {
        let level = level(module);
        let recipe = format!("binaryen {version} {level} {}", FEATURES.join(" "));
        let input = fs::read(bindgen::wasm_file(module))?;
        let output = cache::made_once(&recipe, &input, |input| {
            println!("optimising the {module} module (this takes minutes, once)");
            optimise(sh, module, level, input)
        })?;
        bindgen::replace_by_optimised(module, &output)?;
    }
    Ok(())
}

/// The page's module is wanted early, the trainer's is wanted fast.
fn level(module: &str) -> &'static str {
    if module == "trainer" { "-O2" } else { "-Oz" }
}

fn optimise(sh: &Shell, module: &str, level: &str, input: &[u8]) -> Result<Vec<u8>> {
    let folder = workspace::kept("wasm-opt")?;
    let (before, after) = (folder.join(format!("{module}.wasm")), folder.join(format!("{module}.optimised.wasm")));
    sh.write_file(&before, input)?;
    node::tool(sh, "binaryen/bin/wasm-opt")
        .arg(&before)
        .args([level, "-o"])
        .arg(&after)
        .args(FEATURES)
        .quiet()
        .run()
        .with_context(|| format!("wasm-opt cannot optimise the {module} module"))?;
    let output = sh.read_binary_file(&after)?;
    Validator::new().validate_all(&output).with_context(|| format!("wasm-opt made an invalid {module} module"))?;
    Ok(output)
}
