//! Every file opens with one line that says what it is for.

use crate::{faults_of, opening, purpose};

#[test]
fn every_file_opens_with_its_purpose() {
    let faults = faults_of(|path, text| {
        let opening = opening(path)?;
        purpose(path, text).is_none().then(|| format!("opens with `{}`, expected `{opening}…`", text.lines().next().unwrap_or_default()))
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_file_without_purpose_is_found() {
    let numbers = Some("Numbers addressed by seed and step.".to_owned());
    assert_eq!(purpose("a.rs", "//! Numbers addressed by seed and step.\n"), numbers);
    assert_eq!(purpose("a.ts", "/** @file Numbers addressed by seed and step. */"), numbers);
    assert_eq!(purpose("a.mjs", "#!/usr/bin/env node\n/** @file Numbers addressed by seed and step. */"), numbers);
    assert_eq!(purpose("a.rs", "use std::fs;"), None, "none");
    assert_eq!(purpose("a.rs", "//! x"), None, "too short to say anything");
    assert_eq!(opening("tests/oracle/step.json"), None);
}
