//! The same experiment in a terminal: `dropout-lab run`, `pool`, `link`, `explain`, `code` and `data`.

mod code;
mod data;
mod examples;
mod json;
mod link;
mod pool;
mod record;
mod records;
mod run;
mod summary;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use dropout_lab::spec::{Opened, Spec, explain};

/// Bad input: the link, a flag, a data file.
const BAD_INPUT: u8 = 2;
/// The result in the link was not reproduced.
const DIFFERS: u8 = 3;

/// Finds out by experiment what dropout does.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the experiment that a link stands for: JSON Lines on stdout, progress on stderr.
    Run(run::Options),
    /// Merges slices of an experiment, from this machine or others, into one.
    Pool(pool::Options),
    /// Prints the link of an experiment from settings as key=value.
    Link(link::Options),
    /// Prints the experiment as code: PyTorch, a notebook cell, burn, or this program's command line.
    Code(code::Options),
    /// Writes the examples of an experiment as IDX files, which the code above and any other program can read.
    Data(examples::Options),
    /// Prints the settings of a link in words.
    Explain {
        /// A link, or what stands after its #.
        link: String,
    },
}

/// Why the program ends early.
enum Failure {
    /// What was given cannot be used.
    Input(String),
    /// Something broke on the way.
    Work(String),
    /// All went well, but the result in the link is another one; what differs was said.
    Differs,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Pool(options) => pool::pool(&options),
        Command::Link(options) => link::print(&options),
        Command::Code(options) => code::code(&options),
        Command::Data(options) => examples::write(&options),
        Command::Explain { link } => strict(&link).map(|spec| explain(&spec).iter().for_each(|sentence| println!("{sentence}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Input(message)) => {
            eprintln!("{message}");
            ExitCode::from(BAD_INPUT)
        }
        Err(Failure::Work(message)) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
        Err(Failure::Differs) => ExitCode::from(DIFFERS),
    }
}

/// Where records go: a file, or stdout.
fn output(path: Option<&Path>) -> Result<Box<dyn Write>, Failure> {
    let Some(path) = path else { return Ok(Box::new(io::stdout())) };
    let file = File::create(path).map_err(|error| Failure::Input(format!("{}: {error}", path.display())))?;
    Ok(Box::new(file))
}

/// Why an output of records ends early.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn broken(error: io::Error) -> Failure {
    Failure::Work(format!("cannot write the records: {error}"))
}

/// Opens a link, refusing what the page would only mention.
fn strict(link: &str) -> Result<Spec, Failure> {
    clean(Opened::from_link(link))
}

/// The spec of a link that needed no notice.
fn clean(Opened { spec, notices, .. }: Opened) -> Result<Spec, Failure> {
    if notices.is_empty() {
        return Ok(spec);
    }
    let lines: Vec<String> = notices.iter().map(ToString::to_string).collect();
    Err(Failure::Input(lines.join("\n")))
}
