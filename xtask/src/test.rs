//! `cargo xtask test`: sets up, builds `dist/` and runs every test; the last line counts them.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use pico_args::Arguments;
use xshell::{Cmd, Shell};

use crate::counts::Counts;
use crate::setup::{self, Machine};
use crate::stages::{Outcome, Stages, show_and_read};
use crate::{dist, node, workspace};

const KINDS: [&str; 3] = ["rust", "typescript", "page"];

/// Runs all stages, also after one has failed.
pub fn run(mut args: Arguments) -> Result<()> {
    let data = setup::data_option(&mut args)?;
    let only: Option<String> = args.opt_value_from_str("--only")?;
    workspace::finish(args)?;
    if let Some(kind) = only.as_deref().filter(|kind| !KINDS.contains(kind)) {
        bail!("--only got `{kind}`, expected one of {}", KINDS.join(", "));
    }
    let wanted = |kind: &str| only.as_deref().is_none_or(|only| only == kind);

    let counts = all_stages(data, wanted)?;
    println!("{counts}");
    if counts.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

fn all_stages(data: Option<PathBuf>, wanted: impl Fn(&str) -> bool) -> Result<Counts> {
    let sh = workspace::shell()?;
    sh.remove_path(workspace::test_results())?;
    sh.create_dir(workspace::test_results())?;
    let mut stages = Stages::default();
    let Some(machine) = stages.prepare("setting up", || setup::for_tests(data)) else {
        return Ok(stages.finish());
    };
    let compiling = wanted("rust").then(|| stages.prepare("compiling the Rust tests beside what follows", || compile_tests(&sh))).flatten();
    // What is tested is what ships. The TypeScript tests need the modules, too.
    if wanted("page") || wanted("typescript") {
        stages.prepare("building dist/", || dist::build(&sh, false));
    }
    if let Some(mut compiling) = compiling {
        compiling.wait().context("the compiler of the Rust tests was lost")?;
    }
    if wanted("rust") {
        stages.test("Rust tests", || cargo(&sh, &machine, &["test", "--no-fail-fast"]));
        stages.test("Rust tests of xtask", || cargo(&sh, &machine, &["test", "--package", "xtask"]));
    }
    if wanted("typescript") {
        stages.test("TypeScript tests", || vitest(&sh, &machine));
    }
    if wanted("page") {
        stages.test("page tests in a browser", || playwright(&sh, &machine));
    }
    Ok(stages.finish())
}

/// Begins to compile the Rust tests: the last steps of the trainer's build leave all cores idle but one. Running them says what is wrong.
fn compile_tests(sh: &Shell) -> Result<Child> {
    Command::from(sh.cmd(workspace::cargo()).args(["test", "--no-run", "--quiet"]))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start cargo")
}

fn cargo(sh: &Shell, machine: &Machine, args: &[&str]) -> Result<Outcome> {
    let command = with_machine(sh.cmd(workspace::cargo()).args(args), machine);
    let (output, succeeded) = show_and_read(command)?;
    Ok(Outcome { counts: Counts::of_cargo(&output), succeeded })
}

fn vitest(sh: &Shell, machine: &Machine) -> Result<Outcome> {
    let report = workspace::test_results().join("vitest.json");
    let command = node::tool(sh, "vitest/vitest.mjs")
        .args(["run", "--passWithNoTests", "--reporter=default", "--reporter=json"])
        .arg(format!("--outputFile.json={}", report.display()));
    let (_, succeeded) = show_and_read(with_machine(command, machine))?;
    Ok(Outcome { counts: Counts::of_vitest(&report)?, succeeded })
}

fn playwright(sh: &Shell, machine: &Machine) -> Result<Outcome> {
    ensure!(workspace::dist().join("index.html").exists(), "dist/ has not been built");
    let report = workspace::test_results().join("playwright.json");
    let command = playwright_command(sh, machine, "page")?.env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report);
    let (_, succeeded) = show_and_read(command)?;
    Ok(Outcome { counts: Counts::of_playwright(&report)?, succeeded })
}

/// `playwright test` of one project, at a port that nobody uses.
pub fn playwright_command<'a>(sh: &'a Shell, machine: &Machine, project: &str) -> Result<Cmd<'a>> {
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let mut command =
        node::tool(sh, "@playwright/test/cli.js").args(["test", "--project", project]).env("DROPOUT_LAB_PORT", port.to_string());
    // Built by the Rust tests, which come first.
    let terminal = workspace::target()?.join("debug").join(format!("dropout-lab{}", std::env::consts::EXE_SUFFIX));
    if terminal.exists() {
        command = command.env("DROPOUT_LAB_TERMINAL", terminal);
    }
    Ok(with_machine(command, machine))
}

/// Tells a command where this machine's parts are.
pub fn with_machine<'a>(command: Cmd<'a>, machine: &Machine) -> Cmd<'a> {
    command.envs(machine.variables())
}
