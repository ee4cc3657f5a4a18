//! `cargo xtask bench` and `screenshots`: both look at the built page from outside.

use anyhow::{Context, Result};
use pico_args::Arguments;

use crate::{dist, setup, test, workspace};

/// Cases of the fuzz tests here; `cargo xtask test` takes thousands.
const FUZZ_CASES: u32 = 1_000_000;

/// Builds `dist/`, measures steps and page, and fuzzes parsers; each part prints what it found.
pub fn run(mut args: Arguments) -> Result<()> {
    let data = setup::data_option(&mut args)?;
    let passed_on: Vec<_> = args.finish().into_iter().filter(|argument| argument != "--").collect();
    let sh = workspace::shell()?;
    let machine = setup::for_tests(data)?;
    dist::build(&sh, false)?;
    let steps = sh.cmd("node").arg("bench/run.mjs").args(&passed_on).quiet();
    test::with_machine(steps, &machine).run().context("the measurements of steps failed")?;
    if !passed_on.is_empty() {
        return Ok(());
    }
    let page = test::playwright_command(&sh, &machine, "measure")?.args(["--workers", "1"]).quiet();
    page.run().context("the measurements of the page failed")?;
    let fuzz = sh.cmd(workspace::cargo()).args(["test", "--test", "laws", "--", "never_panic", "hostile"]).quiet();
    fuzz.env("DROPOUT_LAB_FUZZ_CASES", FUZZ_CASES.to_string()).run().context("fuzzing found a fault")
}

/// Builds `dist/` and takes the pictures of the page.
pub fn screenshots(mut args: Arguments) -> Result<()> {
    let data = setup::data_option(&mut args)?;
    workspace::finish(args)?;
    let sh = workspace::shell()?;
    let machine = setup::for_tests(data)?;
    dist::build(&sh, false)?;
    let command = test::playwright_command(&sh, &machine, "screenshots")?;
    command.quiet().run().context("the pictures could not be taken")
}
