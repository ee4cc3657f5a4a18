//! `dropout-lab code`: the experiment as code for elsewhere.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use dropout_lab::code::{self, Form};

use crate::{Failure, strict};

/// Which code to write.
#[derive(Args)]
pub(crate) struct Options {
    /// A link, or what stands after its #.
    link: String,
    /// The form of the code: pytorch, d2l, burn or terminal.
    #[arg(long = "as", value_name = "FORM")]
    form: Form,
    /// Writes the files of the program into this folder instead of printing its text.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints the program, or writes its files.
pub(crate) fn code(options: &Options) -> Result<(), Failure> {
    let page = options.link.split_once('#').map_or("", |(page, _)| page);
    let program = code::code(&strict(&options.link)?, options.form, page);
    let Some(folder) = &options.out else {
        print!("{}", program.text);
        return Ok(());
    };
    for file in &program.files {
        let path = folder.join(&file.name);
        let written = fs::create_dir_all(path.parent().unwrap_or(folder)).and_then(|()| fs::write(&path, &file.text));
        written.map_err(|error| Failure::Work(format!("{}: {error}", path.display())))?;
        eprintln!("{}", path.display());
    }
    Ok(())
}
