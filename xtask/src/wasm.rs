//! Builds the page's four modules: `page`, `statistics` and `sharing` (small, no burn) and `trainer` (burn).

use anyhow::{Context, Result, bail, ensure};
use pico_args::Arguments;
use wasmparser::{Name, NameSectionReader, Parser, Payload};
use xshell::Shell;

use crate::bindgen;
use crate::wasm_target::{TARGET, WasmRust};
use crate::workspace;

/// Each module is the library with the cargo feature of the same name.
pub const MODULES: [&str; 4] = ["page", "statistics", "sharing", "trainer"];
const LIBRARY: &str = "dropout_lab";
/// The small modules are waited for and compute little; the trainer's is optimised for speed.
const FOR_SIZE: [&str; 2] = ["--config", r#"profile.wasm.package.dropout-lab.opt-level="z""#];

/// Builds the modules that are named, as they come from the compiler; all where none is.
pub fn run(args: Arguments) -> Result<()> {
    let named: Vec<String> = args.finish().into_iter().map(|name| name.to_string_lossy().into_owned()).collect();
    if let Some(name) = named.iter().find(|name| !MODULES.contains(&name.as_str())) {
        bail!("found the module `{name}`, expected one of {}", MODULES.join(", "));
    }
    build_some(&workspace::shell()?, false, |module| named.is_empty() || named.iter().any(|name| name == module))
}

/// Compiles the modules and writes their JavaScript and types under `pkg/`.
pub fn build(sh: &Shell, keep_names: bool) -> Result<()> {
    build_some(sh, keep_names, |_| true)
}

fn build_some(sh: &Shell, keep_names: bool, wanted: impl Fn(&str) -> bool) -> Result<()> {
    let rust = WasmRust::find_or_get(sh)?;
    for module in MODULES.into_iter().filter(|module| wanted(module)) {
        let bytes = compile(sh, rust, module)?;
        if module == "trainer" {
            refuse_constructor_shims(&bytes)?;
        }
        bindgen::write(module, bytes, keep_names)?;
    }
    Ok(())
}

/// All builds have the same file name, so its bytes are taken before the next build replaces it.
fn compile(sh: &Shell, rust: WasmRust, module: &str) -> Result<Vec<u8>> {
    let patience = if bindgen::wasm_file(module).exists() { "" } else { " (the first time takes minutes)" };
    println!("building the {module} module{patience}");
    let messages = rust
        .cargo(sh, &["build", "--lib", "--target", TARGET, "--profile", "wasm"])
        .args(["--no-default-features", "--features", module])
        .args(FOR_SIZE.iter().filter(|_| module != "trainer"))
        .arg("--message-format=json-render-diagnostics")
        .quiet()
        .read()
        .with_context(|| format!("the {module} module does not build"))?;
    let file = built_module(&messages).with_context(|| format!("cargo named no .wasm file of {LIBRARY} for {module}"))?;
    sh.read_binary_file(&file).with_context(|| format!("cannot read {file}"))
}

/// The .wasm file in cargo's messages, one JSON object per line.
fn built_module(messages: &str) -> Option<String> {
    messages.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        if message["reason"] != "compiler-artifact" || message["target"]["name"] != LIBRARY {
            return None;
        }
        let files = message["filenames"].as_array()?;
        let file = files.iter().filter_map(|file| file.as_str()).find(|file| file.ends_with(".wasm"));
        file.map(str::to_owned)
    })
}

/// Fails where the linker wrapped the exports in shims that run all constructors at every call.
///
/// It does so unless the program itself refers to `__wasm_call_ctors`; each GPU dispatch then
/// costs a millisecond more.
fn refuse_constructor_shims(module: &[u8]) -> Result<()> {
    let names = function_names(module)?;
    ensure!(!names.is_empty(), "the trainer module has no function names, expected some: constructor shims cannot be excluded");
    if let Some(shim) = names.iter().find(|name| name.contains("command_export")) {
        bail!(
            "the trainer module has the function {shim}, expected none of this kind: every export runs \
             the constructors again; call __wasm_call_ctors once in the start function"
        );
    }
    Ok(())
}

/// Names of exports and of functions in the name section.
fn function_names(module: &[u8]) -> Result<Vec<&str>> {
    let mut names = Vec::new();
    let mut has_section = false;
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ExportSection(exports) => {
                for export in exports {
                    names.push(export?.name);
                }
            }
            Payload::CustomSection(section) if section.name() == "name" => {
                has_section = true;
                let reader = wasmparser::BinaryReader::new(section.data(), section.data_offset());
                for part in NameSectionReader::new(reader) {
                    if let Name::Function(functions) = part? {
                        for function in functions {
                            names.push(function?.name);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    if !has_section {
        names.clear();
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::{built_module, refuse_constructor_shims};

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    /// A module that is nothing but a name section with one function.
    fn named(function: &str) -> Vec<u8> {
        let text = function.as_bytes();
        let mut map = vec![1, 0, text.len() as u8];
        map.extend(text);
        let mut body = vec![4];
        body.extend(b"name");
        body.extend([1, map.len() as u8]);
        body.extend(map);
        let mut module = HEADER.to_vec();
        module.extend([0, body.len() as u8]);
        module.extend(body);
        module
    }

    #[test]
    fn a_constructor_shim_is_refused_by_name() {
        let error = refuse_constructor_shims(&named("advance.command_export"));
        let error = error.expect_err("a shim").to_string();
        assert!(error.contains("advance.command_export"), "{error}");
    }

    #[test]
    fn a_module_without_shims_passes_and_one_without_names_does_not() {
        refuse_constructor_shims(&named("advance")).expect("no shim");
        refuse_constructor_shims(HEADER).expect_err("nothing to look at");
    }

    #[test]
    fn the_module_is_the_wasm_file_of_the_library() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"name":"burn"},"filenames":["/t/burn.wasm"]}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"name":"dropout_lab"},"filenames":["/t/l.rlib","/t/l.wasm"]}"#,
        );
        assert_eq!(built_module(messages).as_deref(), Some("/t/l.wasm"));
    }
}
