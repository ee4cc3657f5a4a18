//! `dropout-lab data`: the examples of an experiment as four IDX files.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use dropout_lab::dataset::fashion_mnist::{TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS};

use crate::{Failure, data, strict};

/// Which examples to write, and where.
#[derive(Args)]
pub(crate) struct Options {
    /// A link, or what stands after its #.
    link: String,
    /// The folder to write into.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Folder of the four IDX files to read from, plain or .gz; not needed for the synthetic set.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Writes the heads of both splits as the experiment uses them. Noise in the labels is not among them: each replicate has its own.
pub(crate) fn write(options: &Options) -> Result<(), Failure> {
    let data::Splits { train, test } = data::load(&strict(&options.link)?, options.data.as_deref())?;
    let files = [
        (TRAIN_IMAGES.name, train.images_to_idx()),
        (TRAIN_LABELS.name, train.labels_to_idx()),
        (TEST_IMAGES.name, test.images_to_idx()),
        (TEST_LABELS.name, test.labels_to_idx()),
    ];
    fs::create_dir_all(&options.out).map_err(|error| Failure::Input(format!("{}: {error}", options.out.display())))?;
    for (name, bytes) in files {
        let path = options.out.join(name);
        fs::write(&path, bytes).map_err(|error| Failure::Work(format!("{}: {error}", path.display())))?;
        eprintln!("{}", path.display());
    }
    Ok(())
}
