//! What `dist/` is made of, as CycloneDX (<https://cyclonedx.org>, version 1.5): every crate and npm package whose code is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use xshell::Shell;

use crate::wasm_target::TARGET;
use crate::{node, wasm, workspace};

/// The file's name in `dist/`.
pub const FILE: &str = "sbom.cdx.json";
const LIBRARY: &str = "dropout-lab";

/// Writes the list; the same lock files give the same bytes.
pub fn write(sh: &Shell, dist: &Path) -> Result<()> {
    let metadata = cargo_metadata(sh)?;
    let packages = node::shipped_packages(sh)?;
    let (mut components, dependencies) = crates(&metadata);
    components.extend(packages);
    let bom = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": LIBRARY,
            "name": LIBRARY,
            "version": version_of(&metadata, LIBRARY),
            "licenses": [{ "expression": "MIT OR Apache-2.0" }],
        } },
        "components": components,
        "dependencies": dependencies,
    });
    let path = dist.join(FILE);
    sh.write_file(&path, format!("{bom:#}\n")).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(())
}

fn cargo_metadata(sh: &Shell) -> Result<Value> {
    let text = sh
        .cmd(workspace::cargo())
        .args(["metadata", "--format-version", "1", "--filter-platform", TARGET])
        .args(["--no-default-features", "--features", &wasm::MODULES.join(",")])
        .quiet()
        .ignore_stderr()
        .read()
        .context("`cargo metadata` failed")?;
    Ok(serde_json::from_str(&text)?)
}

/// The crates whose code is linked into the modules, by name; and which of them needs which.
fn crates(metadata: &Value) -> (Vec<Value>, Vec<Value>) {
    let packages: BTreeMap<&str, &Value> =
        list(&metadata["packages"]).filter_map(|package| Some((package["id"].as_str()?, package))).collect();
    let nodes: BTreeMap<&str, &Value> = list(&metadata["resolve"]["nodes"]).filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let root = packages.iter().find(|(_, package)| package["name"] == LIBRARY).map(|(id, _)| *id);
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = root.into_iter().collect();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            waiting.extend(linked(nodes.get(id).copied(), &packages));
        }
    }
    let mut components: Vec<Value> = Vec::new();
    let mut dependencies: Vec<Value> = Vec::new();
    for id in &reached {
        let package = packages[id];
        let needs: BTreeSet<String> = linked(nodes.get(id).copied(), &packages).iter().map(|id| reference(packages[id])).collect();
        dependencies.push(json!({ "ref": reference(package), "dependsOn": needs }));
        if Some(*id) != root {
            components.push(component(package));
        }
    }
    components.sort_by_key(|component| component["bom-ref"].to_string());
    dependencies.sort_by_key(|dependency| dependency["ref"].to_string());
    (components, dependencies)
}

/// What a crate links: neither what only builds or tests it, nor macros, which are gone once it is compiled.
fn linked<'a>(node: Option<&'a Value>, packages: &BTreeMap<&str, &Value>) -> Vec<&'a str> {
    let Some(node) = node else {
        return Vec::new();
    };
    let is_linked = |dependency: &&Value| list(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null());
    let is_macro =
        |id: &&str| packages.get(id).is_some_and(|package| list(&package["targets"]).any(|target| target["kind"][0] == "proc-macro"));
    list(&node["deps"]).filter(is_linked).filter_map(|dependency| dependency["pkg"].as_str()).filter(|id| !is_macro(id)).collect()
}

fn component(package: &Value) -> Value {
    let license = package["license"].as_str().map(|expression| json!([{ "expression": expression.replace('/', " OR ") }]));
    json!({
        "type": "library",
        "bom-ref": reference(package),
        "name": package["name"],
        "version": package["version"],
        "purl": reference(package),
        "licenses": license.unwrap_or_else(|| json!([])),
    })
}

/// The package URL of a crate; the project itself goes by its name.
fn reference(package: &Value) -> String {
    let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
    if package["name"] == LIBRARY { LIBRARY.to_owned() } else { format!("pkg:cargo/{}@{}", text("name"), text("version")) }
}

fn version_of(metadata: &Value, name: &str) -> Value {
    list(&metadata["packages"]).find(|package| package["name"] == name).map_or(Value::Null, |package| package["version"].clone())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::crates;

    fn package(name: &str, kind: &str) -> Value {
        json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "targets": [{ "kind": [kind] }] })
    }

    fn needs(name: &str, kind: Value) -> Value {
        json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] })
    }

    #[test]
    fn what_is_linked_is_listed_and_macros_tests_and_strangers_are_not() {
        let metadata = json!({
            "packages": [package("dropout-lab", "lib"), package("a", "lib"), package("b", "lib"), package("derive", "proc-macro"), package("tests", "lib"), package("stranger", "lib")],
            "resolve": { "nodes": [
                { "id": "dropout-lab", "deps": [needs("a", Value::Null), needs("derive", Value::Null), needs("tests", json!("dev"))] },
                { "id": "a", "deps": [needs("b", Value::Null)] },
            ] },
        });
        let (components, dependencies) = crates(&metadata);
        let names: Vec<&str> = components.iter().filter_map(|component| component["name"].as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(components[0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(dependencies[0], json!({ "ref": "dropout-lab", "dependsOn": ["pkg:cargo/a@1.0.0"] }));
    }
}
