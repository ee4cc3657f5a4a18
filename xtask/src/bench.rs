//! `cargo xtask bench` and `screenshots`: both look at the built page from outside.

use anyhow::{Context, Result};
use pico_args::Arguments;

use crate::{dist, setup, test, workspace};

/// Builds `dist/` and runs the measurements, which print their own table.
pub fn run(mut args: Arguments) -> Result<()> {
    let data = setup::data_option(&mut args)?;
    let passed_on = args.finish().into_iter().filter(|argument| argument != "--");
    let sh = workspace::shell()?;
    let machine = setup::for_tests(data)?;
    dist::build(&sh, false)?;
    let command = sh.cmd("node").arg("bench/run.mjs").args(passed_on).quiet();
    test::with_machine(command, &machine).run().context("the measurements failed")
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
