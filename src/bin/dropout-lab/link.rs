//! `dropout-lab link`: a link from settings.

use clap::Args;
use dropout_lab::spec::SETTINGS;

use crate::{Failure, strict};

/// Settings as they stand in a link.
#[derive(Args)]
pub(crate) struct Options {
    /// Settings as key=value, for example train=5000 drop=0,0.2,0.5; without any, the keys are listed.
    settings: Vec<String>,
}

/// Prints the canonical link.
pub(crate) fn print(options: &Options) -> Result<(), Failure> {
    if options.settings.is_empty() {
        for row in SETTINGS {
            println!("{}={}\n    {}", row.key, row.default, row.help);
        }
        return Ok(());
    }
    println!("{}", strict(&options.settings.join("&"))?.to_link());
    Ok(())
}
