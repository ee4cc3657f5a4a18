//! Files of the page keep out of what is not theirs to import.

use crate::{faults_of, without_comments};

#[test]
fn page_files_keep_out_of_each_other_s_way() {
    let faults = faults_of(page_fault);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a file of the page imports though it may not.
fn page_fault(path: &str, text: &str) -> Option<String> {
    if !path.starts_with("www/") || !path.ends_with(".ts") {
        return None;
    }
    let imports = imports_of(text);
    let may_import_pkg = ["www/worker.ts", "www/core.ts", "www/statistics.ts", "www/sharing-module.ts"].contains(&path);
    let from_pkg = |import: &&String| import.split('/').any(|part| part == "pkg");
    if let Some(import) = imports.iter().find(from_pkg).filter(|_| !may_import_pkg) {
        return Some(format!("imports {import}, which only www/worker.ts, www/core.ts, www/statistics.ts and www/sharing-module.ts may"));
    }
    let from_main = |import: &&String| import.starts_with('.') && import.trim_end_matches(".ts").trim_end_matches(".js").ends_with("/main");
    imports.iter().find(from_main).map(|import| format!("imports {import}, which nothing may"))
}

/// The quoted text after each `from`, `import` and `import(`, and of each `new URL(` of a module.
fn imports_of(text: &str) -> Vec<String> {
    let code = without_comments(text);
    let mut imports = Vec::new();
    for opening in ["from ", "import ", "import(", "new URL("] {
        for (at, _) in code.match_indices(opening) {
            let rest = code[at + opening.len()..].trim_start();
            let Some(quote) = rest.chars().next().filter(|letter| "'\"`".contains(*letter)) else {
                continue;
            };
            imports.extend(rest[1..].split(quote).next().map(str::to_owned));
        }
    }
    imports
}

#[test]
fn forbidden_imports_of_the_page_are_found() {
    let trainer = "import init from '../pkg/trainer/trainer.js';";
    assert!(page_fault("www/store.ts", trainer).is_some(), "pkg in the store");
    assert!(page_fault("www/worker.ts", trainer).is_none(), "the worker may");
    assert!(page_fault("www/views/run.ts", "await import(\"../../pkg/page/page\")").is_some(), "dynamic");
    assert!(page_fault("www/views/run.ts", "import { start } from '../main';").is_some(), "main");
    assert!(page_fault("www/views/run.ts", "import { domain } from '../domain';").is_none(), "a word");
}
