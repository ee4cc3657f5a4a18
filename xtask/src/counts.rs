//! How many tests passed and failed, read from what each test program leaves behind.

use std::fmt;
use std::ops::AddAssign;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

/// Numbers of tests.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

impl Counts {
    /// Sums the lines `test result: ok. 3 passed; 0 failed; ...` of `cargo test`.
    pub fn of_cargo(output: &str) -> Self {
        let mut sum = Self::default();
        for line in output.lines().filter(|line| line.starts_with("test result: ")) {
            sum += Self { passed: before(line, " passed"), failed: before(line, " failed") };
        }
        sum
    }

    /// Reads Vitest's JSON report; a file that does not load counts as one failed test.
    pub fn of_vitest(report: &Path) -> Result<Self> {
        let report = read(report)?;
        let number = |key: &str| report[key].as_u64().unwrap_or(0);
        let suites = report["testResults"].as_array().into_iter().flatten();
        let not_loaded =
            suites.filter(|suite| suite["status"] == "failed" && suite["assertionResults"].as_array().is_none_or(Vec::is_empty));
        Ok(Self { passed: number("numPassedTests"), failed: number("numFailedTests") + not_loaded.count() as u64 })
    }

    /// Reads Playwright's JSON report; an error outside of any test counts as one failed test.
    pub fn of_playwright(report: &Path) -> Result<Self> {
        let report = read(report)?;
        let number = |key: &str| report["stats"][key].as_u64().unwrap_or(0);
        let errors = report["errors"].as_array().map_or(0, Vec::len) as u64;
        Ok(Self { passed: number("expected") + number("flaky"), failed: number("unexpected") + errors })
    }
}

/// The number that stands before `word`, or 0.
fn before(line: &str, word: &str) -> u64 {
    let Some(end) = line.find(word) else {
        return 0;
    };
    line[..end].rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn read(report: &Path) -> Result<Value> {
    let text = std::fs::read(report).with_context(|| format!("the test program left no report at {}", report.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn results_of_all_test_binaries_are_summed() {
        let output = "running 2 tests\ntest a ... ok\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 10 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1s\n";
        assert_eq!(Counts::of_cargo(output), Counts { passed: 12, failed: 3 });
    }

    #[test]
    fn reports_of_the_page_s_test_programs_are_read() {
        let folder = std::env::temp_dir().join(format!("xtask-counts-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("temporary folders can be created");
        let report = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::write(&path, text).expect("files can be written there");
            path
        };
        let vitest =
            report("vitest.json", r#"{"numPassedTests":4,"numFailedTests":1,"testResults":[{"status":"failed","assertionResults":[]}]}"#);
        let playwright = report("playwright.json", r#"{"stats":{"expected":5,"unexpected":1,"flaky":0},"errors":[{}]}"#);
        assert_eq!(Counts::of_vitest(&vitest).expect("a report"), Counts { passed: 4, failed: 2 });
        assert_eq!(Counts::of_playwright(&playwright).expect("a report"), Counts { passed: 5, failed: 2 });
        assert!(Counts::of_vitest(&folder.join("none.json")).is_err(), "no report, no count");
        std::fs::remove_dir_all(&folder).expect("the folder is ours");
    }
}
