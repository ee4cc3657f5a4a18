//! Rust files import only from their own or a lower floor, and each foreign crate has its folder.

use crate::{faults_of, is_word, without_comments};

/// The folders and files directly under `src/`, each with its floor.
const FLOORS: [(&str, u8); 15] = [
    ("spec", 0),
    ("random", 0),
    ("stats", 0),
    ("dataset", 1),
    ("probes", 1),
    ("predictions", 1),
    ("effects", 1),
    ("claim", 1),
    ("lesson", 1),
    ("records", 1),
    ("code", 1),
    ("model", 2),
    ("experiment", 3),
    ("wasm", 4),
    ("bin", 4),
];

/// Crates that only one folder of `src/` may name.
const KEPT_IN: [(&str, &[&str]); 2] = [
    ("src/model/", &["burn", "burn_wgpu", "cubecl", "wgpu"]),
    ("src/wasm/", &["wasm_bindgen", "wasm_bindgen_futures", "js_sys", "web_sys", "tsify"]),
];

#[test]
fn rust_files_import_only_from_their_own_or_a_lower_floor() {
    let faults = faults_of(|path, text| rust_faults(path, text).into_iter().next());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a Rust file under `src/` imports though its floor may not.
fn rust_faults(path: &str, text: &str) -> Vec<String> {
    // Templates of generated programs are texts, whatever they name.
    let Some(own) = floor_of_file(path).filter(|_| path.ends_with(".rs")) else {
        return Vec::new();
    };
    let code = without_type_attributes(&without_comments(text));
    let mut faults = Vec::new();
    for name in names_under_crate(&code) {
        match floor_of(&name) {
            Some(floor) if floor > own => {
                faults.push(format!("imports crate::{name} of floor {floor}, is on floor {own}"));
            }
            _ => {}
        }
    }
    for (folder, crates) in KEPT_IN.iter().filter(|(folder, _)| !path.starts_with(folder)) {
        for name in crates.iter().filter(|name| names_crate(&code, name)) {
            faults.push(format!("names {name}, which only {folder} may"));
        }
    }
    if code.contains("super::super::") {
        faults.push("climbs by super::super::, expected crate::".to_owned());
    }
    faults
}

/// The floor of a file by its path; `lib.rs` is the map and has none.
fn floor_of_file(path: &str) -> Option<u8> {
    let first = path.strip_prefix("src/")?.split('/').next()?;
    floor_of(first.trim_end_matches(".rs"))
}

fn floor_of(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// Takes out `#[cfg_attr(feature = "web", …)]`: with it a data type on any floor may derive its
/// TypeScript form (`derive(tsify::Tsify)`), which binds nothing to the web.
fn without_type_attributes(code: &str) -> String {
    const START: &str = "#[cfg_attr(";
    let mut kept = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(START) {
        let (before, attribute) = rest.split_at(at);
        let end = end_of_brackets(attribute);
        let condition = attribute[START.len()..end].trim_start();
        kept.push_str(before);
        if !condition.starts_with("feature = \"web\"") {
            kept.push_str(&attribute[..end]);
        }
        rest = &attribute[end..];
    }
    kept + rest
}

/// Where the square bracket closes that the text opens.
fn end_of_brackets(text: &str) -> usize {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => depth += 1,
            ']' if depth == 1 => return at + 1,
            ']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// `a` of every `crate::a`, and `a` and `b` of every `crate::{a::…, b}`; `dropout_lab::` is the same place.
fn names_under_crate(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for root in ["crate::", "dropout_lab::"] {
        for (at, _) in code.match_indices(root) {
            let boundary = code[..at].chars().next_back().is_none_or(|letter| !is_word(letter));
            let rest = code[at + root.len()..].trim_start();
            if !boundary {
                continue;
            }
            match rest.strip_prefix('{') {
                Some(list) => names.extend(heads_of_list(list)),
                None => names.push(word_at(rest)),
            }
        }
    }
    names
}

/// First words of the entries of a `{…}` list whose opening brace has been read.
fn heads_of_list(list: &str) -> Vec<String> {
    let (mut heads, mut depth, mut expects_head) = (Vec::new(), 0_u32, true);
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expects_head = true,
            _ if expects_head && is_word(letter) => {
                heads.push(word_at(&list[at..]));
                expects_head = false;
            }
            _ => {}
        }
    }
    heads
}

/// True where a path begins with that crate: `name::…`, `use name;` or `use name as …`.
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + name.len()..]);
        let starts = before.chars().next_back().is_none_or(|letter| !is_word(letter) && letter != ':') || before.ends_with(" ::");
        let imported = before.trim_end().ends_with("use") || before.trim_end().ends_with("extern crate");
        let ends = after.starts_with("::") || (imported && !after.starts_with(is_word));
        starts && ends
    })
}

fn word_at(text: &str) -> String {
    text.chars().take_while(|&letter| is_word(letter)).collect()
}

#[test]
fn an_upward_import_is_found_in_every_form() {
    let upward = [
        "use crate::experiment::Cohort;",
        "use crate::{random, experiment::{Cohort, Report}};",
        "use crate::{\n    random::{Address, Stream},\n    experiment,\n};",
        "fn run() { crate::experiment::advance(); }",
        "use dropout_lab::experiment::Cohort;",
    ];
    for code in upward {
        assert_eq!(rust_faults("src/model/mlp.rs", code).len(), 1, "not found: {code}");
        assert!(rust_faults("src/wasm/trainer.rs", code).is_empty(), "floor 4 may: {code}");
    }
    assert!(rust_faults("src/model/mlp.rs", "use crate::{dataset::Batch, random};").is_empty(), "down");
    assert!(rust_faults("src/model/mlp.rs", "//! See [`crate::experiment`].").is_empty(), "a comment");
    assert!(rust_faults("src/lib.rs", "pub use crate::experiment::Cohort;").is_empty(), "the map");
    assert_eq!(rust_faults("src/stats.rs", "use super::super::wasm::X;").len(), 1, "a climb");
}

#[test]
fn burn_outside_the_model_is_found() {
    for code in ["use burn::prelude::*;", "let device: burn_wgpu::WgpuDevice = x;", "use burn;"] {
        assert_eq!(rust_faults("src/experiment/cohort.rs", code).len(), 1, "not found: {code}");
        assert!(rust_faults("src/model/mlp.rs", code).is_empty(), "the model may: {code}");
    }
    assert!(rust_faults("src/experiment/cohort.rs", "let burn = sunburn::level();").is_empty(), "a word");
}

#[test]
fn web_crates_outside_the_bindings_are_found() {
    for code in ["use wasm_bindgen::prelude::*;", "js_sys::Date::now()", "#[derive(tsify::Tsify)]"] {
        assert_eq!(rust_faults("src/spec/link.rs", code).len(), 1, "not found: {code}");
        assert!(rust_faults("src/wasm/page.rs", code).is_empty(), "the bindings may: {code}");
    }
    let derived = "#[cfg_attr(feature = \"web\", derive(tsify::Tsify), tsify(namespace))]\nstruct Spec;";
    assert!(rust_faults("src/spec/mod.rs", derived).is_empty(), "types may derive their TypeScript form");
    let smuggled = "#[cfg_attr(feature = \"web\", derive(tsify::Tsify))]\nuse js_sys::Date;";
    assert_eq!(rust_faults("src/spec/mod.rs", smuggled).len(), 1, "only the attribute is taken out");
}
