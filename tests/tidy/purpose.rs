//! Every file opens with one line that says what it is for.

use crate::faults_of;

#[test]
fn every_file_opens_with_its_purpose() {
    let faults = faults_of(|path, text| {
        let opening = opening_for(path)?;
        let first = text.lines().find(|line| !line.starts_with("#!/")).unwrap_or_default();
        (!says_purpose(first, opening)).then(|| format!("opens with `{first}`, expected `{opening}…`"))
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// How the first line of such a file begins; `None` for files that cannot hold a comment.
fn opening_for(path: &str) -> Option<&'static str> {
    match path.rsplit('.').next()? {
        "rs" => Some("//! "),
        "ts" | "js" | "mjs" | "css" => Some("/** @file "),
        "wgsl" => Some("// "),
        "html" => Some("<!-"),
        "py" => Some("\"\"\""),
        _ => None,
    }
}

fn says_purpose(first: &str, opening: &str) -> bool {
    // A page has to open with its document type; its purpose is its title.
    if opening == "<!-" && first.to_ascii_lowercase().starts_with("<!doctype") {
        return true;
    }
    first.strip_prefix(opening).is_some_and(|purpose| purpose.trim().len() >= 10)
}

#[test]
fn a_file_without_purpose_is_found() {
    assert!(says_purpose("//! Numbers addressed by seed and step.", "//! "), "a purpose");
    assert!(!says_purpose("use std::fs;", "//! "), "none");
    assert!(!says_purpose("//! x", "//! "), "too short to say anything");
    assert_eq!(opening_for("www/main.ts"), Some("/** @file "));
    assert_eq!(opening_for("tests/page/step.json"), None);
}
