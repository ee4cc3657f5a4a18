//! Runs the stages of the test command one after another and keeps the score.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use xshell::Cmd;

use crate::counts::Counts;

/// The score so far.
#[derive(Default)]
pub struct Stages {
    total: Counts,
    faults: Vec<String>,
}

impl Stages {
    /// A stage without tests of its own; a failure counts as one failed test.
    pub fn prepare<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        println!("== {name}");
        work().map_err(|error| self.fault(name, &format!("{error:#}"))).ok()
    }

    /// A stage that counts tests; to fail without a failed test, or to run none, counts as one.
    pub fn test(&mut self, name: &str, work: impl FnOnce() -> Result<Outcome>) {
        println!("== {name}");
        match work() {
            Err(error) => self.fault(name, &format!("{error:#}")),
            Ok(Outcome { counts, succeeded }) => {
                println!("== {name}: {counts}");
                self.total += counts;
                if counts == Counts::default() {
                    self.fault(name, "found 0 tests, expected at least one");
                } else if !succeeded && counts.failed == 0 {
                    self.fault(name, "the test program failed outside of its tests");
                }
            }
        }
    }

    /// Prints what went wrong besides failed tests; returns the score of all stages.
    pub fn finish(self) -> Counts {
        for fault in &self.faults {
            eprintln!("error: {fault}");
        }
        self.total
    }

    fn fault(&mut self, name: &str, what: &str) {
        eprintln!("error: {name}: {what}");
        self.faults.push(format!("{name}: {what}"));
        self.total.failed += 1;
    }
}

/// What a test program came to.
pub struct Outcome {
    pub counts: Counts,
    pub succeeded: bool,
}

/// Runs a program, showing its output; returns that output and whether it succeeded.
pub fn show_and_read(command: Cmd<'_>) -> Result<(String, bool)> {
    let mut command = Command::from(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    let stdout = child.stdout.take().context("the output was asked for")?;
    let mut text = String::new();
    for line in BufReader::new(stdout).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        text.push_str(&line);
        text.push('\n');
    }
    Ok((text, child.wait()?.success()))
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Stages};
    use crate::counts::Counts;

    fn score(passed: u64, failed: u64, succeeded: bool) -> Counts {
        let mut stages = Stages::default();
        stages.test("stage", || Ok(Outcome { counts: Counts { passed, failed }, succeeded }));
        stages.finish()
    }

    #[test]
    fn a_stage_that_fails_without_a_failed_test_counts_as_one() {
        assert_eq!(score(3, 0, true), Counts { passed: 3, failed: 0 });
        assert_eq!(score(3, 2, false), Counts { passed: 3, failed: 2 });
        assert_eq!(score(3, 0, false), Counts { passed: 3, failed: 1 });
    }

    #[test]
    fn a_stage_without_tests_counts_as_a_failed_one() {
        assert_eq!(score(0, 0, true), Counts { passed: 0, failed: 1 });
    }

    #[test]
    fn later_stages_run_after_a_failed_one() {
        let mut stages = Stages::default();
        let prepared: Option<()> = stages.prepare("first", || anyhow::bail!("broken"));
        assert!(prepared.is_none(), "nothing was prepared");
        stages.test("second", || Ok(Outcome { counts: Counts { passed: 1, failed: 0 }, succeeded: true }));
        assert_eq!(stages.finish(), Counts { passed: 1, failed: 1 });
    }
}
