//! `cargo xtask bench` and `screenshots`: both look at the built page from outside.

use anyhow::{Context, Result};
use pico_args::Arguments;
use xshell::Shell;

use crate::{dist, setup, test, torch, workspace};

/// Cases of the fuzz tests here; `cargo xtask test` takes thousands.
const FUZZ_CASES: u32 = 1_000_000;

/// The measurement that takes twenty minutes, or as many as `DROPOUT_LAB_SOAK_MINUTES` says.
const SOAK: &str = "soak";

/// The part that runs generated code; the others are those of bench/run.mjs.
const CODE: &str = "code";

/// Builds `dist/`, measures steps and page, runs generated code, and fuzzes parsers; each part prints what it found.
/// `-- soak` instead keeps the page in use for twenty minutes.
pub fn run(mut args: Arguments) -> Result<()> {
    let data = setup::data_option(&mut args)?;
    let parts = args.finish().into_iter().filter(|argument| argument != "--");
    let (code, passed_on): (Vec<_>, Vec<_>) = parts.partition(|part| part == CODE);
    let sh = workspace::shell()?;
    if !code.is_empty() && passed_on.is_empty() {
        return generated_code(&sh);
    }
    let machine = setup::for_tests(data)?;
    dist::build(&sh, false)?;
    if passed_on.iter().any(|argument| argument == SOAK) {
        let soak = test::playwright_command(&sh, &machine, SOAK)?.args(["--workers", "1"]).quiet();
        return soak.run().context("the page grew or slowed down over the soak");
    }
    let steps = sh.cmd("node").arg("bench/run.mjs").args(&passed_on).quiet();
    test::with_machine(steps, &machine).run().context("the measurements of steps failed")?;
    if !passed_on.is_empty() {
        return if code.is_empty() { Ok(()) } else { generated_code(&sh) };
    }
    generated_code(&sh)?;
    let page = test::playwright_command(&sh, &machine, "measure")?.args(["--workers", "1"]).quiet();
    page.run().context("the measurements of the page failed")?;
    let fuzz = sh.cmd(workspace::cargo()).args(["test", "--test", "laws", "--", "never_panic", "hostile"]).quiet();
    fuzz.env("DROPOUT_LAB_FUZZ_CASES", FUZZ_CASES.to_string()).run().context("fuzzing found a fault")
}

/// Trains a small experiment by the code that the lab writes for PyTorch, a notebook and burn, and compares accuracies.
fn generated_code(sh: &Shell) -> Result<()> {
    let python = torch::find_or_get(sh)?;
    let tests = sh.cmd(workspace::cargo()).args(["test", "--test", "laws", "--", "--ignored", "--test-threads", "1", "generated_code"]);
    tests.quiet().env("DROPOUT_LAB_PYTHON", python).run().context("generated code does not come to the lab's accuracies, or does not run")
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
