//! The rules of the tree: every file says what it is for, and imports go down, never up.

mod floors;
mod map;
mod page;
mod purpose;

use std::fs;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 6] = ["src", "xtask/src", "www", "vite", "tests", "bench"];
/// Installed or written by programs, not by people.
const GENERATED: [&str; 3] = ["node_modules", "__snapshots__", "fixtures"];

/// Runs a rule over every file; returns `path: what is wrong`.
pub(crate) fn faults_of(rule: impl Fn(&str, &str) -> Option<String>) -> Vec<String> {
    let files = texts();
    files.iter().filter_map(|(path, text)| rule(path, text).map(|fault| format!("{path}: {fault}"))).collect()
}

/// Every file's path and purpose, in order: a folder's own files before those of its folders.
pub(crate) fn purposes() -> Vec<(String, String)> {
    let mut purposes: Vec<(String, String)> =
        texts().into_iter().filter_map(|(path, text)| purpose(&path, &text).map(|purpose| (path, purpose))).collect();
    purposes.sort_by_cached_key(|(path, _)| path.rsplit_once('/').map(|(folder, name)| (folder.to_owned(), name.to_owned())));
    purposes
}

/// How the first line of such a file begins; `None` for files that cannot hold a comment.
pub(crate) fn opening(path: &str) -> Option<&'static str> {
    match path.rsplit('.').next()? {
        "rs" => Some("//! "),
        "ts" | "js" | "mjs" | "css" => Some("/** @file "),
        "py" => Some("\"\"\""),
        _ => None,
    }
}

/// The purpose that a file's first line states.
pub(crate) fn purpose(path: &str, text: &str) -> Option<String> {
    let first = text.lines().find(|line| !line.starts_with("#!/"))?;
    let purpose = first.strip_prefix(opening(path)?)?.trim();
    let purpose = purpose.strip_suffix("*/").unwrap_or(purpose).trim();
    (purpose.len() >= 10).then(|| purpose.to_owned())
}

fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&root.join(folder), &mut files);
    }
    assert!(files.len() > 10, "found {} files, expected the whole tree", files.len());
    let read = |file: &PathBuf| {
        let path = file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        Some((path, fs::read_to_string(file).ok()?))
    };
    files.iter().filter_map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if name.starts_with('.') || GENERATED.contains(&name.as_ref()) {
            continue;
        }
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

/// Line comments, documentation included, may name what they like.
pub(crate) fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| match line.find("//") {
        Some(at) if !line[..at].ends_with(':') => &line[..at],
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub(crate) fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}
